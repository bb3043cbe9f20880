"""Files as tired people hand them in: each is repaired or named, and none stops the others or becomes a zero."""

from __future__ import annotations

import copy
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cohort
import parts
import pytest

from tutor_sebaya.grading_collect import People, PeopleError, collect, plain_name, read_people, submitted, whose
from tutor_sebaya.grading_course import Course
from tutor_sebaya.grading_files import read_folder
from tutor_sebaya.grading_repair import look_over
from tutor_sebaya.grading_run import grade_one
from tutor_sebaya.grading_sandbox import Limits, NoSandbox, Sandbox
from tutor_sebaya.language import Text

TEMPLATE = cohort.template()
Made = dict[str, Any]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    try:
        one = Sandbox(limits=Limits(cell_seconds=5, seconds=15))
    except NoSandbox as problem:
        parts.missing_part(str(problem))
    with one:
        yield one


def packed(*files: tuple[str, bytes], password: bool = False) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    content = written.getvalue()
    if password:
        # The bit that says so, in both places where it stands.
        for start in (b"PK\x03\x04", b"PK\x01\x02"):
            place = content.index(start) + (6 if start[2] == 3 else 8)
            content = content[:place] + b"\x01" + content[place + 1 :]
    return content


def as_bytes(made: Made | None = None) -> bytes:
    return json.dumps(cohort.notebook() if made is None else made, ensure_ascii=False).encode()


# --- the notebook's cells --------------------------------------------------------------------------------------------


def place(made: Made, id: str) -> int:
    return next(number for number, one in enumerate(made["cells"]) if one.get("id") == id)


def split(made: Made) -> None:
    number = place(made, "hitungan")
    lines = made["cells"][number]["source"].split("\n")
    second = copy.deepcopy(made["cells"][number]) | {"id": "a1b2c3", "source": "\n".join(lines[2:])}
    made["cells"][number]["source"] = "\n".join(lines[:2])
    made["cells"].insert(number + 1, second)


def copied_test(made: Made) -> None:
    made["cells"].append(copy.deepcopy(cohort.cell(made, "G03")))


def copied_answer(made: Made) -> None:
    number = place(made, "keputusan")
    made["cells"].insert(number, copy.deepcopy(made["cells"][number]) | {"id": "x1"})


def deleted_tests(made: Made) -> None:
    made["cells"] = [one for one in made["cells"] if not one["metadata"].get("nbgrader", {}).get("grade")]


def deleted_given(made: Made) -> None:
    made["cells"] = [one for one in made["cells"] if one.get("id") not in ("pembuka", "kelas", "perencana", "periksa")]


def deleted_prose(made: Made) -> None:
    made["cells"] = [one for one in made["cells"] if one["cell_type"] != "markdown"]


def retyped(made: Made) -> None:
    cell = cohort.cell(made, "hitungan")
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


def retyped_test_as_raw(made: Made) -> None:
    cohort.cell(made, "G06")["cell_type"] = "raw"


def no_metadata(made: Made) -> None:
    for cell in made["cells"]:
        cell["metadata"] = {}


def no_metadata_and_ids(made: Made) -> None:
    for number, cell in enumerate(made["cells"]):
        cell["metadata"] = {"id": f"colab{number}"}
        cell.pop("id", None)
    made["nbformat_minor"] = 0


def odd_metadata(made: Made) -> None:
    for cell in made["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"] |= {"grade": False, "locked": False, "points": -5, "schema_version": 1}


def mangled_metadata(made: Made) -> None:
    for cell, odd in zip(
        made["cells"], [None, "x", [], {"nbgrader": 3}, {"nbgrader": {"grade_id": {}}}] * 20, strict=False
    ):
        cell["metadata"] = odd


def changed_tests(made: Made) -> None:
    for cell in made["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = "pass"


def sources_as_lists(made: Made) -> None:
    for cell in made["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True) if isinstance(cell["source"], str) else cell["source"]


def huge_output(made: Made) -> None:
    cohort.cell(made, "kelas")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 30_000_000}]


def moved(made: Made) -> None:
    made["cells"].insert(1, made["cells"].pop(place(made, "G08")))
    made["cells"].append(made["cells"].pop(1))


def cells_of_nothing(made: Made) -> None:
    made["cells"] += [None, 5, [], {}, {"cell_type": "heading", "source": None}]


def with_pandas(made: Made) -> None:
    groups = cohort.answers()["kelompok"]
    rows = [{"submateri": topic, "tutor": ids[0], "anggota": ids[1:]} for topic, ids in groups.items()]
    cohort.cell(made, "kelompok")["source"] = f"import pandas as pd\nkelompok = pd.DataFrame({rows!r})"


def magic_lines(made: Made) -> None:
    made["cells"].insert(
        1, cohort.code("%matplotlib inline\n!pip install pandas\nimport warnings\nwarnings.warn('halo')")
    )


def old_format(made: Made) -> None:
    cells = made.pop("cells")
    for cell in cells:
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
    made["worksheets"] = [{"cells": cells}]
    made["nbformat"] = 3


MENDED: dict[str, tuple[Callable[[Made], None], str]] = {
    "split answer cell": (split, "Sel jawaban hitungan terpecah atau disalin (2 bagian)"),
    "copied test cell": (copied_test, "Sel G03 disalin; salinannya diabaikan."),
    "copied answer cell": (copied_answer, "Sel jawaban keputusan terpecah"),
    "deleted test cells": (deleted_tests, "Sel yang hilang dipasang lagi: baca-cara"),
    "deleted cells that were given": (deleted_given, "Sel yang hilang dipasang lagi: pembuka"),
    "deleted prose": (deleted_prose, ""),
    "answer cell turned to markdown": (retyped, "Jenis sel hitungan berubah menjadi markdown"),
    "test cell turned to raw": (retyped_test_as_raw, "dikembalikan seperti semula: G06"),
    "metadata lost": (no_metadata, "Tanda nbgrader pada sel-selnya hilang"),
    "metadata and ids lost": (no_metadata_and_ids, "Tanda nbgrader pada sel-selnya hilang"),
    "metadata changed": (odd_metadata, ""),
    "metadata that isn't any": (mangled_metadata, "Tanda nbgrader pada sel-selnya hilang"),
    "test cells emptied": (changed_tests, "dikembalikan seperti semula: baca-cara"),
    "sources as lists": (sources_as_lists, ""),
    "30 MB of output": (huge_output, ""),
    "a test cell moved": (moved, ""),
    "cells that aren't any": (cells_of_nothing, ""),
    "magic lines and warnings": (magic_lines, ""),
    "groups as a table of pandas": (with_pandas, ""),
    "the format before 2015": (old_format, ""),
}


@pytest.mark.parametrize("what", MENDED)
def test_a_mangled_notebook_with_right_answers_gets_full_marks(what: str, sandbox: Sandbox, tmp_path: Path) -> None:
    mangle, note = MENDED[what]
    made = cohort.notebook()
    mangle(made)
    result = grade_one(cohort.hand_in(tmp_path / "s", made), cohort.ID, TEMPLATE, sandbox)
    lost = {one["id"]: one["reasons"]["id"] for one in result["questions"] if one["state"] != "passed"}
    assert (sum(mark or 0 for mark in result["marks"].values()), lost, result["problem"]) == (cohort.FULL, {}, None)
    notes = " ".join(result["notes"]["id"])
    assert note in notes if note else result["notes"]["id"] == []
    repaired = json.loads(result["notebook"])
    marks = [one["metadata"]["nbgrader"]["grade_id"] for one in repaired["cells"] if "nbgrader" in one["metadata"]]
    assert sorted(marks) == sorted(set(marks)), "nbgrader stops at an id that is there twice"
    assert set(marks) == {one.id for one in TEMPLATE.cells if one.role not in ("text", None)}
    assert len(result["notebook"]) < 200_000


def test_a_deleted_answer_is_an_unanswered_question_and_nothing_else(sandbox: Sandbox, tmp_path: Path) -> None:
    made = cohort.notebook()
    del made["cells"][place(made, "bacaan")]
    result = grade_one(cohort.hand_in(tmp_path / "s", made), cohort.ID, TEMPLATE, sandbox)
    zero = {id for id, mark in result["marks"].items() if mark == 0}
    assert zero == {"baca-cara", "baca-dasar", "baca-sosiometri"}
    assert "Sel yang hilang dipasang lagi: bacaan." in result["notes"]["id"]
    assert result["silent"] == ["bacaan"]


def test_a_cell_that_fails_is_shown_with_its_line(sandbox: Sandbox, tmp_path: Path) -> None:
    made = cohort.notebook(hitungan="x = 1\ntidak_ada")
    cohort.cell(made, "bacaan")["source"] = "pertanyaan_sosiometri = “B”"
    result = grade_one(cohort.hand_in(tmp_path / "s", made), cohort.ID, TEMPLATE, sandbox)
    assert [(one["cell"], one["kind"], one["line"]) for one in result["failures"]] == [
        ("bacaan", "SyntaxError", 1),
        ("hitungan", "NameError", 6),
    ]
    assert result["marks"]["calon-tutor"] == 1, "what stood above the mistake counts"


# --- the files -------------------------------------------------------------------------------------------------------

RENAMED = (
    "membentuk-kelompok (1).ipynb",
    "membentuk-kelompok.IPYNB",
    "membentuk-kelompok.ipynb.txt",
    "membentuk-kelompok.json",
    "Copy of membentuk-kelompok.ipynb",
    "Salinan membentuk-kelompok-final.ipynb",
    "2301045_membentuk-kelompok.ipynb",
    "Tugas 3 Budi.ipynb",
    "folder/di dalam/membentuk-kelompok.ipynb",
)


@pytest.mark.parametrize("name", RENAMED)
def test_a_renamed_notebook_is_found_and_said(name: str, sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "s" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(as_bytes())
    result = grade_one(tmp_path / "s", cohort.ID, TEMPLATE, sandbox)
    assert sum(result["marks"].values()) == cohort.FULL
    assert f"Notebook bernama {name}, bukan {cohort.FILE}" in result["notes"]["id"][0]


def test_archives_in_archives_are_opened(sandbox: Sandbox, tmp_path: Path) -> None:
    inner = packed((f"tugas/{cohort.FILE}", as_bytes()), ("__MACOSX/._x", b"x"))
    (tmp_path / "kirim.zip").write_bytes(packed(("dalam.zip", inner)))
    result = grade_one(tmp_path, cohort.ID, TEMPLATE, sandbox)
    assert sum(result["marks"].values()) == cohort.FULL
    assert "kirim.zip dibuka; isinya dibaca." in result["notes"]["id"]


def test_a_stray_pandas_is_named_and_not_used(sandbox: Sandbox, tmp_path: Path) -> None:
    made = cohort.notebook(
        hitungan="import pandas, random\ncalon_tutor = calon_tutor if hasattr(pandas, 'DataFrame') else 0"
    )
    cohort.hand_in(tmp_path, made, pandas__py=b"x = 1", random__py=b"raise SystemExit", bantuan__py=b"tiga = 3")
    result = grade_one(tmp_path, cohort.ID, TEMPLATE, sandbox)
    assert sum(result["marks"].values()) == cohort.FULL
    assert "pandas.py dan random.py bernama seperti pustaka Python; tidak dipakai." in result["notes"]["id"]


def test_a_module_of_ones_own_can_be_used(sandbox: Sandbox, tmp_path: Path) -> None:
    made = cohort.notebook(hitungan="from bantuan import tiga\ncalon_tutor += tiga - 3")
    result = grade_one(cohort.hand_in(tmp_path, made, bantuan__py=b"tiga = 3"), cohort.ID, TEMPLATE, sandbox)
    assert sum(result["marks"].values()) == cohort.FULL


@pytest.mark.parametrize("name", ["skenario (1).json", "Skenario.JSON", "skenario.json.txt"])
def test_a_renamed_scenario_is_read(name: str, sandbox: Sandbox, tmp_path: Path) -> None:
    cohort.hand_in(tmp_path, cohort.notebook(cohort.answers(kelompok=None)))
    (tmp_path / name).write_bytes(cohort.plan_file("2301045"))
    result = grade_one(tmp_path, cohort.ID, TEMPLATE, sandbox)
    assert sum(result["marks"].values()) == cohort.FULL
    assert f"{name} dibaca sebagai skenario.json." in result["notes"]["id"]


def test_of_two_notebooks_the_one_with_the_right_name_counts(sandbox: Sandbox, tmp_path: Path) -> None:
    cohort.hand_in(tmp_path, cohort.notebook())
    (tmp_path / "membentuk-kelompok (1).ipynb").write_text(json.dumps(cohort.released()))
    result = grade_one(tmp_path, cohort.ID, TEMPLATE, sandbox)
    assert sum(result["marks"].values()) == cohort.FULL
    assert "tidak dibaca: membentuk-kelompok (1).ipynb" in " ".join(result["notes"]["id"])


HOPELESS: dict[str, tuple[dict[str, bytes], str]] = {
    "nothing at all": ({}, "Tidak ada berkas"),
    "an empty notebook": ({cohort.FILE: b"  \n"}, "berkas kosong"),
    "half a notebook": ({cohort.FILE: as_bytes()[:5000]}, "terpotong atau rusak"),
    "not JSON": ({cohort.FILE: b"calon_tutor = 7"}, "bukan JSON"),
    "a web page": ({cohort.FILE: b"<!DOCTYPE html><html>"}, "halaman web"),
    "a PDF": ({cohort.FILE: b"%PDF-1.7"}, "isinya PDF"),
    "JSON of another kind": ({cohort.FILE: b'{"a": 1}'}, "isinya bukan notebook"),
    "JSON a million deep": ({cohort.FILE: b"[" * 1_000_000}, "bukan JSON"),
    "another assignment": ({cohort.FILE: b'{"cells": [{"cell_type": "code", "source": "x"}]}'}, "bukan notebook tugas"),
    "no cells": ({cohort.FILE: b'{"cells": []}'}, "bukan notebook tugas"),
    "a Word document alone": ({"Tugas.docx": b"PK\x03\x04xx"}, "yang diserahkan: Tugas.docx"),
    "a RAR": ({"tugas.rar": b"Rar!\x1a"}, "tidak ada berkas"),
    "a broken archive": ({"tugas.zip": b"PK\x03\x04broken"}, "tidak ada berkas"),
    "an archive with a password": ({"tugas.zip": packed((cohort.FILE, as_bytes()), password=True)}, "tidak ada berkas"),
    "bytes of no coding": ({cohort.FILE: bytes(range(128, 256))}, "bukan JSON"),
}


@pytest.mark.parametrize("what", HOPELESS)
def test_what_cant_be_graded_says_why_and_has_no_mark(what: str, sandbox: Sandbox, tmp_path: Path) -> None:
    files, reason = HOPELESS[what]
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    result = grade_one(tmp_path, cohort.ID, TEMPLATE, sandbox)
    assert set(result["marks"].values()) == {None}
    assert reason.casefold() in result["problem"]["id"].casefold()
    if what in ("a RAR", "a broken archive", "an archive with a password"):
        assert result["notes"]["id"], "the file itself is named"


def test_links_and_pipes_are_named_and_not_opened(sandbox: Sandbox, tmp_path: Path) -> None:
    secret = tmp_path / "rahasia.json"
    secret.write_text('{"RAHASIA": 1}')
    folder = cohort.hand_in(tmp_path / "s", cohort.notebook())
    (folder / "skenario.json").symlink_to(secret)
    (folder / "semua").symlink_to("/")
    os.mkfifo(folder / "pipa.csv")
    found = read_folder(folder)
    assert set(found.files) == {cohort.FILE}
    notes = " ".join(map(str, found.notes))
    for name in ("skenario.json adalah tautan", "semua adalah tautan", "pipa.csv bukan berkas biasa"):
        assert name in notes
    assert sum(grade_one(folder, cohort.ID, TEMPLATE, sandbox)["marks"].values()) == cohort.FULL


def test_a_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    cohort.hand_in(tmp_path / "teman", cohort.notebook())
    (tmp_path / "s").symlink_to(tmp_path / "teman")
    assert read_folder(tmp_path / "s").files == {}


def test_too_many_and_too_large_files_are_named(tmp_path: Path) -> None:
    cohort.hand_in(tmp_path, cohort.notebook(), foto__jpg=b"x" * 9_000_000)
    for number in range(310):
        (tmp_path / f"zz{number}.txt").write_text("x")
    notes = " ".join(map(str, read_folder(tmp_path).notes))
    assert "foto.jpg lebih besar dari 8 MB" in notes
    assert "Berkas terlalu banyak" in notes


def test_what_was_given_out_needs_no_repair(tmp_path: Path) -> None:
    looked = look_over(read_folder(cohort.hand_in(tmp_path, cohort.released())), TEMPLATE, "skenario.json")
    assert (looked.notes, looked.problem) == ([], None)
    assert [one.source for one in looked.cells] == [one.source for one in TEMPLATE.cells]


# --- whose it is -----------------------------------------------------------------------------------------------------


def people() -> People:
    found = People()
    for id, name in {
        "2301045": "Budi Santoso",
        "2301046": "Siti Nur'aini",
        "007": "Søren Übung",
        "11": "Ani",
        "12": "Ani",
        "13": "D. I. Putri, S.Pd.",
    }.items():
        found.add(id, name)
    return found


@pytest.mark.parametrize(
    ("path", "id", "name"),
    [
        ("Budi Santoso_3948_assignsubmission_file_/x (1).ipynb", "2301045", "x (1).ipynb"),
        ("Budi Santoso_3948_assignsubmission_file_x.ipynb", "2301045", "x.ipynb"),
        ("Budi Santoso_3948_assignsubmission_file/a/x.ipynb", "2301045", "a/x.ipynb"),
        ("SITI NURʼAINI_1_assignsubmission_file_/x.ipynb", "2301046", "x.ipynb"),
        ("Kelas A/Soren  Ubung_7_assignsubmission_file_/x.ipynb", "", ""),
        ("Kelas A/Søren Übung_7_assignsubmission_file_/x.ipynb", "007", "x.ipynb"),
        ("Budi Santoso - x.ipynb", "2301045", "x.ipynb"),
        ("Tugas 3/Budi Santoso/x.ipynb", "2301045", "x.ipynb"),
        ("2301046_x.ipynb", "2301046", "x.ipynb"),
        ("x_2301046.ipynb", "2301046", "x.ipynb"),
        ("D. I. Putri, S.Pd._9_assignsubmission_file_/x.ipynb", "13", "x.ipynb"),
        ("Ani_9_assignsubmission_file_/x.ipynb", "", ""),
        ("Orang Lain/x.ipynb", "", ""),
    ],
)
def test_a_file_belongs_to_one_known_person_or_to_nobody(path: str, id: str, name: str) -> None:
    who, inside = whose(path, people())
    if id:
        assert (who, inside) == (id, name)
    else:
        assert isinstance(who, Text)


def test_names_are_compared_without_what_keyboards_change() -> None:
    assert plain_name("  SITI   Nur'aini ") == plain_name("siti nur aini")
    assert plain_name("Ünal") == plain_name("Unal")


@pytest.mark.parametrize(
    "content",
    [
        "nim,nama\n2301045,Budi Santoso\n",
        "\ufeffNIM;Nama Lengkap;Kelas\n2301045;Budi Santoso;A\n",
        "First name\tLast name\tID number\nBudi\tSantoso\t2301045\n",
        'ID number,Full name\n2301045,"Budi Santoso"\n\n',
    ],
)
def test_lists_of_names_are_read_as_offices_write_them(content: str, tmp_path: Path) -> None:
    path = tmp_path / "daftar.csv"
    path.write_text(content, encoding="utf-8")
    assert read_people(path).names == {"2301045": "Budi Santoso"}
    path.write_text(content.lstrip("\ufeff"), encoding="utf-16")
    assert read_people(path).find("budi santoso") == "2301045"


def test_a_list_without_the_columns_says_which(tmp_path: Path) -> None:
    path = tmp_path / "daftar.csv"
    path.write_text("no,kelas\n1,A\n", encoding="utf-8")
    with pytest.raises(PeopleError, match=r"nim .* dan nama.* no dan kelas"):
        read_people(path)
    with pytest.raises(PeopleError, match=r"tidak-ada\.csv tidak dapat dibuka"):
        read_people(tmp_path / "tidak-ada.csv")


def test_an_archive_of_moodle_is_sorted_by_person_and_what_is_nobodys_is_named(tmp_path: Path) -> None:
    archive = tmp_path / "moodle.zip"
    archive.write_bytes(
        packed(
            ("Budi Santoso_1_assignsubmission_file_/membentuk-kelompok (1).ipynb", as_bytes()),
            ("Budi Santoso_1_assignsubmission_file_/timestamp.txt", b"1999-01-01 00:00:00 UTC"),
            ("Siti Nur'aini_2_assignsubmission_onlinetext_/onlinetext.html", b"<p>halo"),
            ("Siti Nur'aini_2_assignsubmission_file_/kerja.zip", packed((cohort.FILE, as_bytes()))),
            ("Ani_3_assignsubmission_file_/x.ipynb", as_bytes()),
            ("Orang Asing_4_assignsubmission_file_/x.ipynb", as_bytes()),
            ("../../luar_5_assignsubmission_file_/x.ipynb", as_bytes()),
        )
    )
    course = Course(tmp_path, "k", "sqlite://", tmp_path, tmp_path / "submitted", tmp_path, tmp_path)
    dry = collect(archive, people(), course, cohort.ID, write=False)
    assert dry.students == ["2301045", "2301046"]
    assert not course.submitted.exists()
    found = collect(archive, people(), course, cohort.ID)
    assert found.students == submitted(course, cohort.ID).students == ["2301045", "2301046"]
    folder = course.submitted / "2301045" / cohort.ID
    assert {file.name for file in folder.iterdir()} == {"membentuk-kelompok (1).ipynb", "timestamp.txt"}
    # When it was handed in is told by the archive, not by a file that the trainee put in.
    assert "1999" not in (folder / "timestamp.txt").read_text(encoding="utf-8")
    lost = " ".join(map(str, found.lost))
    assert "Ani ada 2 kali dalam daftar nama" in lost
    assert "Orang Asing tidak ada dalam daftar nama" in lost
    assert "Teks daring" in str(found.notes["2301046"][0])
    assert not (tmp_path.parent / "luar").exists()


def test_collecting_again_replaces_the_whole_submission(tmp_path: Path) -> None:
    course = Course(tmp_path, "k", "sqlite://", tmp_path, tmp_path / "submitted", tmp_path, tmp_path)
    loose = tmp_path / "masuk"
    loose.mkdir()
    (loose / "2301045_lama.ipynb").write_text("{}")
    collect(loose, people(), course, cohort.ID)
    (loose / "2301045_lama.ipynb").rename(loose / "2301045_baru.ipynb")
    collect(loose, people(), course, cohort.ID)
    names = {file.name for file in (course.submitted / "2301045" / cohort.ID).iterdir()}
    assert names == {"baru.ipynb", "timestamp.txt"}

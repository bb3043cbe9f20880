"""A lecturer's evening with `tutor-sebaya grade`: nbgrader's marks, nothing lost, and what comes out of it."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cohort
import graders
import pytest
from nbgrader.api import Gradebook
from openpyxl import load_workbook

from tutor_sebaya import cli, grading_run
from tutor_sebaya.grading_batch import Cohort, Journal
from tutor_sebaya.grading_collect import Collected
from tutor_sebaya.grading_course import Course
from tutor_sebaya.grading_feedback import LARGEST, feedback
from tutor_sebaya.grading_repair import read_template
from tutor_sebaya.grading_report import moodle, report, xlsx
from tutor_sebaya.grading_sandbox import Limits, Sandbox
from tutor_sebaya.language import LANGUAGES

Grade = Callable[..., int]


@pytest.fixture(scope="module", autouse=True)
def able() -> None:
    graders.need_a_sandbox()


@pytest.fixture
def grade(course: Path) -> Grade:
    return lambda *words: graders.grade(course, cohort.ID, *words)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return cohort.course_like_new(tmp_path / "kuliah")


def page(course: Path, student: str) -> str:
    return (course / "feedback" / student / cohort.ID / f"{cohort.NAME}.html").read_text(encoding="utf-8")


def said(page: str) -> str:
    return html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL))


def test_the_formgrader_finds_the_repaired_notebook(course: Path, grade: Grade) -> None:
    cohort.hand_in_honest(course, 2)
    assert grade() == 0
    repaired = json.loads((course / "autograded" / "m002" / cohort.ID / cohort.FILE).read_text())
    text = json.dumps(repaired, ensure_ascii=False)
    assert "Anda menulis" in text, "reasons stand at the test cells"
    assert "MULAI TES" not in text
    import nbformat

    nbformat.validate(nbformat.from_dict(repaired))


def test_a_mark_given_by_a_person_stays_and_is_looked_at_again(course: Path, grade: Grade) -> None:
    cohort.hand_in_honest(course, 2)
    assert grade() == 0
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "tutor-sebaya") as gradebook:
        mark = gradebook.find_grade("calon-tutor", cohort.NAME, cohort.ID, "m002")
        mark.manual_score = 0.5
        gradebook.db.commit()
    assert grade("--again") == 0
    assert cohort.book(course)["m002"]["calon-tutor"] == (0, True)
    assert "0,5 dari 1 poin" in said(page(course, "m002"))


def test_what_cant_be_graded_has_no_mark_anywhere(
    course: Path, grade: Grade, capsys: pytest.CaptureFixture[str]
) -> None:
    cohort.hand_in_honest(course, 0)
    cohort.hand_in(cohort.submission(course, "rusak"), b"bukan notebook")
    cohort.hand_in(cohort.submission(course, "setengah"), cohort.notebook(kelompok="import os; os._exit(1)"))
    assert grade() == 1
    out = capsys.readouterr().out
    assert f"rusak: {cohort.FILE} tidak dapat dibaca: isinya bukan notebook (bukan JSON)." in out
    assert "3 dinilai sekarang, 0 sudah dinilai sebelumnya, 2 menunggu dosen, 0 belum menyerahkan." in out
    marks = cohort.book(course)
    assert set(marks["rusak"].values()) == {(None, True)}
    assert marks["setengah"]["G03"] == (None, True)
    assert marks["setengah"]["calon-tutor"] == (1, False)
    assert "Nilai:" not in said(page(course, "rusak"))
    assert "11 butir belum dinilai; nilai di atas masih sementara." in said(page(course, "setengah"))
    folder = course / "grading" / cohort.ID
    rows = list(csv.reader(io.StringIO((folder / "moodle.csv").read_text("utf-8-sig")), delimiter=";"))
    assert rows == [
        ["Nomor ID", "Nama lengkap", cohort.ID],
        ["m000", "", "25"],
        ["rusak", "", ""],
        ["setengah", "", ""],
    ]
    sheet = load_workbook(folder / "nilai.xlsx").active
    assert sheet is not None
    assert [[cell.value for cell in row[:5]] for row in sheet.iter_rows(min_row=2)] == [
        ["m000", None, 25, 25, "dinilai"],
        ["rusak", None, None, 25, "19 butir belum dinilai"],
        ["setengah", None, None, 25, "11 butir belum dinilai"],
    ]


def test_a_submission_that_is_a_link_is_named_and_followed_nowhere(
    course: Path, grade: Grade, capsys: pytest.CaptureFixture[str]
) -> None:
    cohort.hand_in_honest(course, 0)
    (course / "submitted" / "tautan").mkdir()
    cohort.submission(course, "tautan").symlink_to("/")
    assert grade() == 1
    assert f"tautan: {cohort.ID} adalah tautan (symbolic link) dan tidak dibaca." in capsys.readouterr().out
    assert set(cohort.book(course)["tautan"].values()) == {(None, True)}


def test_a_second_run_grades_only_what_is_new_or_changed(
    course: Path, grade: Grade, capsys: pytest.CaptureFixture[str]
) -> None:
    cohort.hand_in_honest(course, 0, 1, 2)
    assert grade() == 0
    cohort.hand_in_honest(course, 3)
    cohort.hand_in(cohort.submission(course, "m000"), cohort.notebook(cohort.answers(calon_tutor=1)))
    capsys.readouterr()
    assert grade() == 0
    out = capsys.readouterr().out
    assert "2 dinilai sekarang, 2 sudah dinilai sebelumnya" in out
    assert "m000: nilai berubah dari 25 menjadi 24." in out
    assert grade() == 0
    assert "0 dinilai sekarang, 4 sudah dinilai sebelumnya" in capsys.readouterr().out
    assert "calon-tutor: 1 → 0" not in said((course / "grading" / cohort.ID / "laporan.html").read_text())


def test_a_mended_file_gets_its_marks_and_the_change_says_that_there_was_none(
    course: Path, grade: Grade, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = cohort.hand_in(cohort.submission(course, "m000"), b"rusak")
    assert grade() == 1
    capsys.readouterr()
    cohort.hand_in(folder, cohort.notebook())
    assert grade() == 0
    assert "m000: nilai berubah dari belum dinilai menjadi 25." in capsys.readouterr().out


def test_a_dry_run_says_all_and_writes_nothing(course: Path, grade: Grade, capsys: pytest.CaptureFixture[str]) -> None:
    archive = course.parent / "moodle.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("Budi Santoso_1_assignsubmission_file_/x (1).ipynb", json.dumps(cohort.notebook()))
    names = course.parent / "daftar.csv"
    names.write_text("nim,nama\n7,Budi Santoso\n8,Siti\n")
    before = {str(file): file.read_bytes() for file in course.rglob("*") if file.is_file()}
    assert grade("--from", str(archive), "--ids", str(names), "--dry-run") == 0
    out = capsys.readouterr().out
    assert "1 dinilai sekarang, 0 sudah dinilai sebelumnya, 0 menunggu dosen, 1 belum menyerahkan." in out
    assert "Percobaan: tidak ada yang ditulis." in out
    assert {str(file): file.read_bytes() for file in course.rglob("*") if file.is_file()} == before
    assert grade("--from", str(archive), "--ids", str(names)) == 0
    assert cohort.points(course, "7") == cohort.FULL


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_was_stopped_goes_on_and_no_mark_is_lost_or_doubled(
    how: signal.Signals, course: Path, grade: Grade, capsys: pytest.CaptureFixture[str]
) -> None:
    cohort.hand_in_honest(course, *range(24))
    journal = cohort.journal(course)
    process = subprocess.Popen(
        [sys.executable, "-m", "tutor_sebaya.cli", "grade", cohort.ID, "--course", str(course), "--workers", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cohort.ROOT,
    )
    until = time.monotonic() + 60
    while time.monotonic() < until and cohort.graded(course) < 5:
        time.sleep(0.01)
    process.send_signal(how)
    _, errors = process.communicate(timeout=30)
    done = set(Journal(journal).read())
    assert 5 <= len(done) < 24, errors
    if how == signal.SIGINT:
        assert process.returncode == 130
        assert "Jalankan perintah yang sama untuk melanjutkan." in errors
    # As if the machine had failed in the middle of a line.
    with journal.open("ab") as file:
        file.write(b'\n{"student": "m0')
    assert grade() == 0
    out = capsys.readouterr().out
    assert f"{24 - len(done)} dinilai sekarang, {len(done)} sudah dinilai sebelumnya" in out
    marks = cohort.book(course)
    assert len(marks) == 24
    assert len(Journal(journal).read()) == 24
    with sqlite3.connect(course / "gradebook.db") as database:
        assert database.execute("select count(*) from submitted_assignment").fetchone() == (24,)
        assert database.execute("select count(*) from grade").fetchone() == (24 * 19,)
    for number in range(10):
        assert marks[f"m{number:03}"].keys() == marks["m000"].keys()
    assert cohort.points(course, "m000") == cohort.FULL


def test_a_worker_that_dies_costs_nobody_a_mark(
    course: Path, grade: Grade, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cohort.hand_in_honest(course, 0, 1)
    cohort.hand_in(cohort.submission(course, "maut"), "{}")
    fatal = "import tutor_sebaya.grading_run as r, os; old = r.grade_one; exec('def f(folder, *g): return os._exit(1) if \"maut\" in folder else old(folder, *g)'); r.grade_one = f; r.main()"
    monkeypatch.setattr(
        grading_run,
        "_PROGRAM",
        grading_run._PROGRAM.replace("from tutor_sebaya.grading_run import main; main()", fatal),
    )
    assert grade() == 1
    out = capsys.readouterr().out
    assert "maut: Penilai berhenti dua kali pada berkas ini." in out
    marks = cohort.book(course)
    assert set(marks) == {"m000", "m001"}
    assert cohort.points(course, "m000") == cohort.FULL


def test_a_gradebook_that_is_busy_is_waited_for(course: Path, grade: Grade) -> None:
    cohort.hand_in_honest(course, 0)
    holder = sqlite3.connect(course / "gradebook.db", isolation_level=None, check_same_thread=False)
    holder.execute("begin immediate")
    import threading

    timer = threading.Timer(6.5, lambda: holder.execute("rollback"))
    timer.start()
    assert grade() == 0
    timer.join()
    assert cohort.points(course, "m000") == cohort.FULL


def test_where_something_is_missing_the_lecturer_reads_what_to_do(
    tmp_path: Path, course: Path, grade: Grade, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.main(["grade", cohort.ID, "--course", str(tmp_path)]) == 2
    assert "nbgrader_config.py" in capsys.readouterr().err
    assert cli.main(["grade", "99-tiada", "--course", str(course)]) == 2
    assert "nbgrader generate_assignment 99-tiada" in capsys.readouterr().err
    assert grade("--from", "tidak-ada.zip") == 2
    assert "tidak-ada.zip tidak ada." in capsys.readouterr().err
    cohort.hand_in_honest(course, 0)
    refused = "import tutor_sebaya.grading_sandbox as s; s._PROGRAM = s._PROGRAM.replace('begin(sys.argv)', 'import tutor_sebaya.grading_warm as w; w._PIVOT_ROOT.clear(); begin(sys.argv)'); from tutor_sebaya.grading_run import main"
    monkeypatch.setattr(
        grading_run, "_PROGRAM", grading_run._PROGRAM.replace("from tutor_sebaya.grading_run import main", refused)
    )
    assert grade() == 2
    assert "tidak dapat dijalankan dengan aman" in capsys.readouterr().err
    assert cohort.book(course) == {}
    assert grade("--unsafe") == 0
    assert cohort.points(course, "m000") == cohort.FULL


# --- what comes out --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cohort]:
    """Ten honest submissions, one of nothing readable, one never handed in; graded without a gradebook."""
    folder = tmp_path_factory.mktemp("angkatan")
    place = Course(folder, "k", "sqlite://", folder, folder, folder, folder)
    made = Cohort(place, cohort.ID, cohort.NAME)
    with Sandbox(limits=Limits()) as sandbox:
        for number in range(10):
            notebook, files = cohort.honest(number)
            path = cohort.hand_in(folder / f"m{number:03}", notebook, **files)
            made.results[path.name] = grading_run.grade_one(path, cohort.ID, cohort.template(), sandbox)
        made.results["rusak"] = grading_run.grade_one(
            cohort.hand_in(folder / "rusak", b"x"), cohort.ID, cohort.template(), sandbox
        )
    made.marks = {
        who: {id: (mark, mark is None) for id, mark in one["marks"].items()} for who, one in made.results.items()
    }
    made.names = dict.fromkeys(made.results, "") | {
        "m000": 'Budi, "Ucok" Santoso; S.Pd.',
        "m001": "=1+1",
        "m099": "Tini",
    }
    made.collected = Collected(sorted(made.results))
    yield made


@pytest.mark.parametrize("language", LANGUAGES)
def test_feedback_is_one_small_file_that_loads_nothing(graded: Cohort, language: str) -> None:
    for student in graded.results:
        written = feedback(graded, student, language)
        assert len(written.encode()) < LARGEST
        assert re.findall(r"(?:src|href)=|@import|url\(", written) == []
        assert f'lang="{language}"' in written


def test_feedback_has_a_reason_for_every_open_point_and_none_for_hidden_ones(graded: Cohort) -> None:
    for student, result in graded.results.items():
        words = said(feedback(graded, student, "id"))
        for one in result["questions"]:
            if one["hidden"]:
                assert one["title"]["id"] not in words
                # A reason that a visible question gives too may be there.
                others = [why for other in result["questions"] if not other["hidden"] for why in other["reasons"]["id"]]
                assert all(why not in words for why in one["reasons"]["id"] if why not in others)
            elif one["state"] == "failed":
                assert one["reasons"]["id"] and all(why in words for why in one["reasons"]["id"])
                assert one["learn"] in words
    assert "Butir yang dinilai dosen" in said(feedback(graded, "m005", "id"))


def test_feedback_links_to_the_book_where_it_is_published(graded: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_SEBAYA_BOOK", "https://example.org/buku")
    broken = next(one for one in graded.results["m005"]["questions"] if one["state"] == "failed" and not one["hidden"])
    assert f'<a href="https://example.org/buku/{broken["learn"]}">' in feedback(graded, "m005", "id")


def test_feedback_speaks_the_language_that_is_asked_for(graded: Cohort) -> None:
    assert "Pembagian campuran" not in said(feedback(graded, "m005", "en"))
    assert "A tutor leads one group only" in said(feedback(graded, "m005", "en"))
    assert "A tutor leads one group only" not in said(feedback(graded, "m005", "id"))


def test_a_reflection_waits_for_a_person_and_an_empty_one_is_worth_nothing(tmp_path: Path) -> None:
    def by_hand(id: str, source: str, **marks: bool) -> dict[str, Any]:
        nbgrader = {"grade": False, "solution": False, "task": False, "locked": False, "schema_version": 3} | marks
        metadata = {"nbgrader": nbgrader | {"grade_id": id, "points": 4}}
        return {"cell_type": "markdown", "id": id, "metadata": metadata, "source": source}

    given = cohort.released()
    given["cells"] += [
        by_hand("refleksi", "*Tulis di sini.*", grade=True, solution=True),
        by_hand("kosong", "*Tulis di sini.*", grade=True, solution=True),
        by_hand("amati", "Amati, lalu tulis di bawah.", task=True, locked=True),
    ]
    made = cohort.notebook()
    made["cells"] += json.loads(json.dumps(given["cells"][-3:]))
    first = made["cells"][-3]
    first["source"] = "Saya belajar mendengar."
    made["cells"].insert(-2, json.loads(json.dumps(first)) | {"id": "x", "source": "Dan bertanya."})
    made["cells"][-1]["source"] += " Kelompok 2 ramai."
    template = read_template(cohort.NAME, given)
    with Sandbox() as sandbox:
        result = grading_run.grade_one(cohort.hand_in(tmp_path / "s", made), cohort.ID, template, sandbox)
    assert {id: result["marks"][id] for id in ("refleksi", "kosong", "amati")} == {
        "refleksi": None,
        "kosong": 0,
        "amati": None,
    }
    texts = [one["source"] for one in json.loads(result["notebook"])["cells"]]
    for kept in ("Saya belajar mendengar.", "Dan bertanya.", "Amati, lalu tulis di bawah."):
        assert kept in texts
    assert any("Kelompok 2 ramai." in one for one in texts)
    place = Course(tmp_path, "k", "sqlite://", tmp_path, tmp_path, tmp_path, tmp_path)
    one = Cohort(place, cohort.ID, cohort.NAME, {"s": result}, names={"s": ""}, collected=Collected(["s"]))
    one.marks = {"s": {id: (mark, mark is None) for id, mark in result["marks"].items()}}
    words = " ".join(said(feedback(one, "s", "id")).split())
    assert "refleksi belum dinilai (4 poin)" in words
    assert "2 butir belum dinilai; nilai di atas masih sementara." in words
    assert "Nilai: 25 dari 37 poin" in words
    assert moodle(one, "id").decode("utf-8-sig").splitlines()[1] == "s;;"


def test_moodles_file_keeps_ids_names_and_commas(graded: Cohort) -> None:
    graded.marks["m002"]["calon-tutor"] = (0.5, False)
    rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(moodle(graded, "id").decode("utf-8-sig")), delimiter=";")}
    assert rows["m000"] == ['Budi, "Ucok" Santoso; S.Pd.', "25"]
    assert re.fullmatch(r"\d+,5", rows["m002"][1])
    assert rows["rusak"] == ["", ""] and rows["m099"] == ["Tini", ""]
    english = {row[0]: row[1:] for row in csv.reader(io.StringIO(moodle(graded, "en").decode("utf-8-sig")))}
    assert re.fullmatch(r"\d+\.5", english["m002"][1])
    graded.marks["m002"]["calon-tutor"] = (0, False)


def test_the_workbook_keeps_ids_as_text_marks_as_numbers_and_runs_no_name(graded: Cohort) -> None:
    book = load_workbook(io.BytesIO(xlsx(graded, "id")))
    rows = {row[0].value: row for row in book["Nilai"].iter_rows(min_row=2)}
    assert rows["m001"][1].value == "=1+1" and rows["m001"][1].data_type == "s"
    assert rows["m000"][2].value == 25 and rows["m000"][2].data_type == "n"
    assert rows["rusak"][2].value is None and rows["m099"][4].value == "belum menyerahkan"
    items = [[cell.value for cell in row] for row in book["Butir"].iter_rows(min_row=2)]
    assert len(items) == 19
    by_id = {row[0]: row for row in items}
    passed = sum(one["marks"]["calon-tutor"] == 1 for one in graded.results.values())
    assert by_id["calon-tutor"][2:] == [passed, 1, 9 - passed, 1, passed / 10]


def test_the_report_says_what_was_hardest_and_who_needs_a_talk(graded: Cohort) -> None:
    words = said(report(graded, "id"))
    assert "11 menyerahkan, 1 belum; 10 selesai dinilai, 1 menunggu." in words
    talk = words[words.index("Perlu diajak bicara") : words.index("Sebab, untuk setiap mahasiswa")]
    assert re.search(r"m099 Tini\s*: belum menyerahkan", talk)
    assert re.search(r"rusak\s*: .*bukan notebook", talk)
    assert re.search(r"m009\s*: 19 dari 19 butir belum dijawab", talk)
    assert "m000" not in talk
    shares = [int(share) for share in re.findall(r"(\d+) %", words)]
    assert len(shares) == 19 and shares == sorted(shares)

"""What a trainee downloads to hand in: one .zip that is collected and graded as it is."""

from __future__ import annotations

import io
import json
import os
import re
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cohort
import parts
import pytest

from tutor_sebaya import cli, grading, handin
from tutor_sebaya.grading_notebook import Tugas
from tutor_sebaya.grading_sandbox import NoSandbox, Sandbox
from tutor_sebaya.grading_work import Work
from tutor_sebaya.handin import NotReady, Parcel
from tutor_sebaya.widgets_handin import HandIn

ROOT = Path(__file__).resolve().parent.parent
GROUPS = grading.ASSIGNMENTS[cohort.ID]
NUMBER = "2301045"


def packed(folder: Path, number: object = NUMBER, ran: Sequence[str] = (), assignment: Any = GROUPS) -> Parcel:
    told = grading.collect(assignment.id, {"nomor_mahasiswa": number}, folder)
    return handin.pack(assignment, Work(told), folder, grading.judge(told), ran)


def words(parcel: Parcel) -> str:
    return "\n".join(note.render() for note in parcel.notes)


def inside(parcel: Parcel) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(parcel.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(folder: Path, notebook: Any, name: str = cohort.FILE, minutes_ago: float = 0) -> Path:
    file = folder / name
    file.write_text(json.dumps(notebook), encoding="utf-8")
    then = time.time() - 60 * minutes_ago
    os.utime(file, (then, then))
    return file


def test_the_zip_holds_notebook_and_scenario_under_the_names_that_graders_know(tmp_path: Path) -> None:
    file = write(tmp_path, cohort.notebook())
    (tmp_path / "skenario.json").write_bytes(cohort.plan_file(NUMBER))
    parcel = packed(tmp_path)
    assert parcel.name == "2301045-03-membentuk-kelompok.zip"
    assert inside(parcel) == {cohort.FILE: file.read_bytes(), "skenario.json": cohort.plan_file(NUMBER)}
    assert "membentuk-kelompok.ipynb disertakan; baru saja disimpan." in words(parcel)
    assert "skenario.json disertakan." in words(parcel)


def test_names_of_notebooks_follow_from_names_of_assignments() -> None:
    for id in grading.ASSIGNMENTS:
        assert (ROOT / "exercises" / id / handin.notebook_name(id)).is_file()


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("2301045", "2301045-03-membentuk-kelompok.zip"),
        (2301045, "2301045-03-membentuk-kelompok.zip"),
        ("F1A/23.045", "F1A_23.045-03-membentuk-kelompok.zip"),
        ("../../x", "x-03-membentuk-kelompok.zip"),
        ("22-045", "22_045-03-membentuk-kelompok.zip"),
    ],
)
def test_a_student_number_makes_a_file_name_that_every_computer_takes(
    tmp_path: Path, number: object, name: str
) -> None:
    write(tmp_path, cohort.notebook())
    assert packed(tmp_path, number).name == name


def test_without_a_number_or_a_notebook_there_is_a_sentence_and_no_file(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="Isi nomor_mahasiswa lebih dahulu"):
        packed(tmp_path, None)
    write(tmp_path, {"cells": []})
    (tmp_path / "rusak.ipynb").write_text("bukan notebook")
    other = json.loads((ROOT / "exercises/04-skenario/skenario.ipynb").read_text())
    write(tmp_path, other, "skenario.ipynb")
    with pytest.raises(NotReady, match="Notebook tugas ini tidak ditemukan"):
        packed(tmp_path)


def test_of_several_copies_the_one_saved_last_is_handed_in(tmp_path: Path) -> None:
    write(tmp_path, cohort.notebook(), minutes_ago=30)
    newer = write(tmp_path, cohort.notebook(cohort.answers() | {"cara": 3}), "membentuk-kelompok-Copy1.ipynb", 5)
    parcel = packed(tmp_path)
    assert inside(parcel) == {cohort.FILE: newer.read_bytes()}
    assert "membentuk-kelompok-Copy1.ipynb disertakan; terakhir disimpan 5 menit yang lalu." in words(parcel)


def test_the_notebook_that_jupyter_names_comes_before_a_newer_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_one = write(tmp_path, cohort.notebook(), minutes_ago=30)
    write(tmp_path, cohort.notebook(cohort.answers() | {"cara": 3}), "lain.ipynb")
    monkeypatch.setenv("JPY_SESSION_NAME", f"some/folder/{cohort.FILE}")
    assert inside(packed(tmp_path))[cohort.FILE] == open_one.read_bytes()


def test_what_was_run_and_not_saved_is_named(tmp_path: Path) -> None:
    write(tmp_path, cohort.notebook())
    saved = cohort.cell(cohort.notebook(), "keputusan")["source"]
    assert packed(tmp_path, ran=["x = 1", saved]).unsaved == ()
    parcel = packed(tmp_path, ran=[saved, "cara = 7\ndasar = 4\nperangkat = None"])
    assert parcel.unsaved == ("cara", "dasar", "perangkat")
    assert "Jawaban yang terakhir Anda jalankan belum ada dalam berkas: cara, dasar, dan perangkat." in words(parcel)
    # Written otherwise first, then as it is saved.
    assert packed(tmp_path, ran=["cara = 7", saved]).unsaved == ()


def test_what_cant_be_judged_yet_is_counted_and_named(tmp_path: Path) -> None:
    write(tmp_path, cohort.notebook())
    assert re.search(r"19 dari 19 butir belum dapat dinilai, antara lain: .*Sel pemeriksaan", words(packed(tmp_path)))
    assert "skenario.json tidak ada. Tidak apa-apa bila jawaban Anda ada di sel." in words(packed(tmp_path))


def test_a_kernel_of_the_browser_leaves_no_trace_that_another_program_would_ask_about(tmp_path: Path) -> None:
    made = cohort.notebook()
    made["metadata"]["kernelspec"] = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
    write(tmp_path, made)
    handed = json.loads(inside(packed(tmp_path))[cohort.FILE])
    assert handed["metadata"]["kernelspec"]["name"] == "python3"
    assert handed["cells"] == made["cells"]


def test_the_button_downloads_at_once_and_leaves_a_link(tmp_path: Path) -> None:
    write(tmp_path, cohort.notebook())
    form = HandIn(lambda: packed(tmp_path))
    form.button.click()
    assert 'download="2301045-03-membentuk-kelompok.zip" href="data:application/zip;base64,' in form.report.value
    assert "onload=" in form.report.value
    assert 'role="alert"' in form.report.value


def test_the_button_downloads_nothing_by_itself_while_answers_arent_saved(tmp_path: Path) -> None:
    write(tmp_path, cohort.notebook())
    form = HandIn(lambda: packed(tmp_path, ran=["cara = 7"]))
    form.button.click()
    assert "Simpan notebook (Ctrl + S), lalu tekan tombol ini lagi." in form.report.value
    assert "onload=" not in form.report.value
    assert "download=" in form.report.value


def test_the_button_says_what_is_missing(tmp_path: Path) -> None:
    form = HandIn(lambda: packed(tmp_path, None))
    form.press()
    assert "Isi nomor_mahasiswa lebih dahulu" in form.report.value
    assert "download=" not in form.report.value


@pytest.mark.parametrize("execution", ["autograde", "validate"])
def test_nothing_is_offered_while_grading(
    execution: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", execution)
    Tugas(cohort.ID).unduh()
    assert capsys.readouterr().out == "Tidak ada yang diunduh saat penilaian.\n"


def test_downloads_of_a_whole_class_are_collected_and_graded_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        Sandbox().close()
    except NoSandbox as problem:
        parts.missing_part(str(problem))
    course, box, work = tmp_path / "kuliah", tmp_path / "unduhan", tmp_path / "kerja"
    for folder in (course, box, work):
        folder.mkdir()
    cohort.new_course(course)
    write(work, cohort.notebook())
    parcel = packed(work)
    (box / parcel.name).write_bytes(parcel.content)
    # What trainees hand in for another assignment may lie in the same folder.
    (box / "2301046-04-skenario.zip").write_bytes(parcel.content)
    (tmp_path / "nama.csv").write_text("nim;nama\n2301045;Sari Dewi\n2301046;Budi\n")
    words = ["grade", cohort.ID, "--course", str(course), "--from", str(box), "--ids", str(tmp_path / "nama.csv")]
    assert cli.main(words) == 0, capsys.readouterr()
    marks = cohort.book(course)
    assert sum(mark or 0 for mark, _ in marks[NUMBER].values()) == 25
    assert "2301046" not in marks or not any(mark for mark, _ in marks["2301046"].values())
    assert "1 dinilai sekarang" in capsys.readouterr().out

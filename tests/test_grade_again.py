"""A threshold changes after marks were given: the difference is shown first, and written only when the lecturer says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import cohort
import graders
import pytest
from nbgrader.api import Gradebook

Ran = tuple[int, str]
Grade = Callable[..., Ran]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with three marked trainees, one of whom got a mark by hand, and a copy of the package of its own."""
    graders.need_a_sandbox()
    folder = tmp_path_factory.mktemp("nilai-lama")
    left = shutil.ignore_patterns("__pycache__")
    shutil.copytree(cohort.ROOT / "tutor_sebaya", folder / "paket" / "tutor_sebaya", ignore=left)
    course = folder / "kuliah"
    course.mkdir()
    cohort.new_course(course)
    for number in (0, 2, 4):
        cohort.hand_in_honest(course, number)
    status, out = run(folder)
    assert status == 0, out
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "tutor-sebaya") as gradebook:
        gradebook.find_grade("G06", cohort.NAME, cohort.ID, "m002").manual_score = 0.5
        gradebook.db.commit()
    return folder


def run(folder: Path, *words: str) -> Ran:
    done = subprocess.run(
        [sys.executable, "-m", "tutor_sebaya.cli", "grade", cohort.ID, "--course", str(folder / "kuliah"), *words],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "paket")},
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def folder(graded: Path, tmp_path: Path) -> Path:
    return shutil.copytree(graded, tmp_path / "malam")


def change(folder: Path, old: str, new: str) -> None:
    """A lecturer edits the file of thresholds."""
    path = folder / "paket" / "tutor_sebaya" / "settings.py"
    written = path.read_text(encoding="utf-8")
    assert old in written
    path.write_text(written.replace(old, new), encoding="utf-8")


def state(folder: Path) -> dict[str, bytes]:
    """All files of the course but the report, which shows the difference too."""
    course = folder / "kuliah"
    return {str(one): one.read_bytes() for one in course.rglob("*") if one.is_file() and one.suffix != ".xlsx"}


def marks(folder: Path) -> dict[str, tuple[float | None, float | None]]:
    """Student -> the machine's mark and the person's for how alike the groups are."""
    with Gradebook(f"sqlite:///{folder / 'kuliah' / 'gradebook.db'}", "tutor-sebaya") as gradebook:
        found = {
            one.student_id: next(grade for grade in one.notebooks[0].grades if grade.name == "G06")
            for one in gradebook.assignment_submissions(cohort.ID)
        }
        return {student: (grade.auto_score, grade.manual_score) for student, grade in found.items()}


STRICTER = ("mean_tol_sd: float = 0.5", "mean_tol_sd: float = 0.01")


def test_the_difference_is_shown_before_anything_is_written(folder: Path) -> None:
    before, old = marks(folder), state(folder)
    most = before["m000"][0]
    assert most is not None
    assert before["m002"] == (most, 0.5)
    change(folder, *STRICTER)
    status, out = run(folder)
    assert status == 1, "it waits for the lecturer"
    lines = out.splitlines()
    table = lines.index("Aturan atau ambang berubah sejak penilaian yang lalu. Yang akan berubah:")
    assert lines[table + 1].split() == ["NIM", "Lama", "Baru", "Butir"]
    assert lines[table + 2].split()[:3] == ["m000", "25", f"{25 - most:g}"]
    assert lines[table + 2].endswith(f"G06: {most:g} → 0")
    # Of m002 the mark given by hand stays, and m004 has no groups: for both nothing changes.
    assert lines[table + 3] == "2 mahasiswa lain nilainya tetap. Belum ada yang dicatat."
    assert "jalankan perintah yang sama dengan --again" in lines[table + 4]
    assert marks(folder) == before
    changed = [name for name, content in state(folder).items() if content != old.get(name)]
    assert not [name for name in changed if "m000" in name], "nor is there feedback of a mark not given"
    report = (folder / "kuliah" / "grading" / cohort.ID / "laporan.html").read_text(encoding="utf-8")
    assert "Nilai yang akan berubah" in report
    assert run(folder, "--lang", "en")[0] == 1, "it is shown every time until it is decided"


def test_again_writes_it_and_keeps_marks_given_by_hand(folder: Path) -> None:
    change(folder, *STRICTER)
    status, out = run(folder, "--again")
    assert status == 0, out
    assert "m000: nilai berubah dari 25 menjadi" in out
    assert marks(folder)["m000"] == (0, None)
    assert marks(folder)["m002"] == (0, 0.5), "the machine's mark is new, the person's still counts"
    page = (folder / "kuliah" / "feedback" / "m000" / cohort.ID / f"{cohort.NAME}.html").read_text(encoding="utf-8")
    assert 'G06 Kelompok heterogen</span><span class="failed">' in page
    status, out = run(folder)
    assert (status, "Yang akan berubah" in out) == (0, False)


def test_a_dry_run_of_again_shows_old_and_new_sums_and_writes_nothing(folder: Path) -> None:
    change(folder, *STRICTER)
    before, old = marks(folder), state(folder)
    status, out = run(folder, "--again", "--dry-run")
    assert status == 0, out
    assert "m000: nilai berubah dari 25 menjadi" in out
    assert "m002" not in out, "the mark given by hand counts in the dry run too"
    assert marks(folder) == before
    assert {name for name, content in state(folder).items() if content != old.get(name)} == set()


def test_work_that_changed_is_graded_by_the_new_rules_at_once(folder: Path) -> None:
    change(folder, *STRICTER)
    cohort.hand_in_honest(folder / "kuliah", 10)
    shutil.copytree(
        cohort.submission(folder / "kuliah", "m010"), cohort.submission(folder / "kuliah", "m004"), dirs_exist_ok=True
    )
    status, out = run(folder)
    assert status == 1
    assert "2 dinilai sekarang, 2 sudah dinilai sebelumnya" in out
    assert marks(folder)["m010"] == marks(folder)["m004"] == (0, None)
    assert marks(folder)["m000"][0] != 0


def test_a_change_that_moves_no_mark_asks_nothing(folder: Path) -> None:
    change(folder, "DEFAULTS = Settings()", "DEFAULTS = Settings()  # semester ganjil")
    before = marks(folder)
    for _ in range(2):
        status, out = run(folder)
        assert (status, "berubah" in out) == (0, False), out
        assert "0 dinilai sekarang, 3 sudah dinilai sebelumnya" in out
    assert marks(folder) == before

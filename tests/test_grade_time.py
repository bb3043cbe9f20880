"""Deadlines in local time: how they are written and read, who was late and by how much, and what that costs."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import cohort
import parts
import pytest
from nbgrader.api import Gradebook
from nbgrader.utils import parse_utc
from openpyxl import load_workbook

from tutor_sebaya import cli
from tutor_sebaya.grading_course import CourseError
from tutor_sebaya.grading_sandbox import NoSandbox, Sandbox
from tutor_sebaya.grading_time import as_nbgrader, due_by_hand, local, read_time, span, times_of

UTC = dt.UTC
Grade = Callable[..., int]


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-30 16:59:00 UTC",
        "2026-11-30 16:59:00",
        "2026-11-30 16:59",
        "2026-11-30T16:59:00Z",
        "2026-11-30 23:59:00 WIB",
        "2026-12-01 00:59:00.000000 WITA",
        "2026-12-01 01:59:00 WIT",
        "2026-11-30 23:59:00 +0700",
        "2026-11-30 23:59:00 +07:00",
        "2026-11-30 23:59:00 Asia/Jakarta",
    ],
)
def test_a_time_means_the_same_in_every_zone_it_is_written_in(written: str) -> None:
    when = read_time(written)
    assert when == dt.datetime(2026, 11, 30, 16, 59, tzinfo=UTC)
    # What goes on to nbgrader is read alike there; "23:59:00 WIB" itself isn't.
    assert parse_utc(as_nbgrader(when)) == dt.datetime(2026, 11, 30, 16, 59)


@pytest.mark.parametrize(
    "written", ["", "besok", "2026-13-01 10:00 UTC", "2026-11-30 16:59:00 XYZ", "30-11-2026", "\x00"]
)
def test_what_is_no_time_is_unknown_rather_than_guessed(written: str) -> None:
    assert read_time(written) is None


@pytest.mark.parametrize(
    ("written", "hour", "minute"),
    [
        ("30-11-2026 23.59", 16, 59),
        ("30/11/2026 23:59", 16, 59),
        ("30.11.2026, pukul 23.59", 16, 59),
        ("2026-11-30 23:59 WIB", 16, 59),
        ("2026-11-30 23:59 WITA", 15, 59),
        ("30-11-2026 23.59 wit", 14, 59),
        ("30-11-2026", 16, 59),
        ("2026-11-30T07:30", 0, 30),
    ],
)
def test_a_deadline_is_read_as_people_write_it(written: str, hour: int, minute: int) -> None:
    assert due_by_hand(written, "Asia/Jakarta") == dt.datetime(2026, 11, 30, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    "written", ["besok", "31-02-2026 10.00", "30-11-26", "30-11-2026 25.00", "30-11-2026 10.00 Mars"]
)
def test_a_deadline_that_cant_be_read_says_how_to_write_it(written: str) -> None:
    with pytest.raises(CourseError, match=r"23\.59|Asia/Jakarta"):
        due_by_hand(written, "WIB")


def test_times_are_told_in_the_course_s_zone_and_in_words() -> None:
    when = dt.datetime(2026, 11, 30, 16, 59, tzinfo=UTC)
    assert str(local(when, "Asia/Jakarta")) == "30 November 2026 pukul 23.59 WIB"
    assert str(local(when, "Asia/Jayapura")) == "1 Desember 2026 pukul 01.59 WIT"
    assert [str(span(one)) for one in (20, 300, 3900, 2 * 86400 + 3 * 3600 + 59)] == [
        "kurang dari 1 menit",
        "5 menit",
        "1 jam 5 menit",
        "2 hari 3 jam",
    ]


def test_times_of_an_archive_are_local_unless_it_says_utc_and_unknown_ones_are_left_out(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr(zipfile.ZipInfo("lokal.ipynb", (2026, 11, 30, 23, 59, 0)), "x")
        packed.writestr(zipfile.ZipInfo("tanpa.ipynb"), "x")
        utc = zipfile.ZipInfo("utc.ipynb", (2000, 1, 1, 0, 0, 0))
        seconds = int(dt.datetime(2026, 11, 30, 16, 59, tzinfo=UTC).timestamp())
        utc.extra = b"UT\x05\x00\x01" + seconds.to_bytes(4, "little")
        packed.writestr(utc, "x")
    expected = dt.datetime(2026, 11, 30, 16, 59, tzinfo=UTC)
    assert times_of(tmp_path / "a.zip", "Asia/Jakarta") == {"lokal.ipynb": expected, "utc.ipynb": expected}
    (tmp_path / "b.zip").write_bytes(b"rusak")
    assert times_of(tmp_path / "b.zip", "Asia/Jakarta") == {}


# --- an evening with a deadline --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def empty_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    try:
        Sandbox().close()
    except NoSandbox as problem:
        parts.missing_part(str(problem))
    folder = tmp_path_factory.mktemp("kuliah-kosong")
    cohort.new_course(folder)
    return folder


@pytest.fixture
def course(empty_course: Path, tmp_path: Path) -> Path:
    """Ani an hour early, Budi 65 minutes late, Cici two days late, Dedi at a time that nobody wrote down."""
    folder = shutil.copytree(empty_course, tmp_path / "kuliah")
    with zipfile.ZipFile(tmp_path / "kiriman.zip", "w") as packed:
        times = {"Ani": (30, 22, 59), "Budi": (1, 1, 4), "Cici": (2, 23, 59), "Dedi": None}
        for place, (name, when) in enumerate(times.items()):
            entry = zipfile.ZipInfo(f"{name}_{place}_assignsubmission_file_/{cohort.FILE}")
            if when is not None:
                entry.date_time = (2026, 11 if when[0] == 30 else 12, *when, 0)
            packed.writestr(entry, json.dumps(cohort.notebook()))
    (tmp_path / "daftar.csv").write_text("nim,nama\n1,Ani\n2,Budi\n3,Cici\n4,Dedi\n")
    return folder


@pytest.fixture
def grade(course: Path, tmp_path: Path) -> Grade:
    def run(*words: str) -> int:
        archive = ["--from", str(tmp_path / "kiriman.zip"), "--ids", str(tmp_path / "daftar.csv")]
        return cli.main(["grade", cohort.ID, "--course", str(course), *archive, *words])

    return run


def said(path: Path) -> str:
    words = re.sub(r"<style>.*?</style>|<[^>]+>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return " ".join(html.unescape(words).split())


def test_who_was_late_is_named_with_how_much_and_loses_nothing(
    course: Path, grade: Grade, capsys: pytest.CaptureFixture[str]
) -> None:
    assert grade("--due", "30-11-2026 23.59") == 0
    out = capsys.readouterr().out
    assert "Tenggat: 30 November 2026 pukul 23.59 WIB.\n" in out
    assert "2: terlambat 1 jam 5 menit (diserahkan 1 Desember 2026 pukul 01.04 WIB)\n" in out
    assert "3: terlambat 2 hari 0 jam" in out
    assert "\n1: " not in out
    assert "Keterlambatan tidak mengurangi nilai; pengaturannya belum Anda isi." in out
    assert "Waktu menyerahkan 1 mahasiswa tidak diketahui." in out
    report = said(course / "grading" / cohort.ID / "laporan.html")
    assert "2 Budi : terlambat 1 jam 5 menit" in report
    rows = load_workbook(course / "grading" / cohort.ID / "nilai.xlsx").active
    assert rows is not None
    assert [[row[0].value, row[2].value, row[5].value, row[6].value] for row in rows.iter_rows(min_row=2)] == [
        ["1", 25, None, None],
        ["2", 25, "1 jam 5 menit", None],
        ["3", 25, "2 hari 0 jam", None],
        ["4", 25, None, None],
    ]
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "tutor-sebaya") as gradebook:
        assert gradebook.find_assignment(cohort.ID).duedate == dt.datetime(2026, 11, 30, 16, 59)
        late = {one.student_id: one.total_seconds_late for one in gradebook.assignment_submissions(cohort.ID)}
    assert late == {"1": 0, "2": 65 * 60, "3": 2 * 86400, "4": 0}
    # The deadline is in the gradebook now, for this command and for nbgrader.
    assert grade() == 0
    assert "2: terlambat 1 jam 5 menit" in capsys.readouterr().out


def test_a_penalty_is_the_lecturer_s_and_nbgrader_s_own_and_is_said_to_the_trainee(
    course: Path, grade: Grade, capsys: pytest.CaptureFixture[str]
) -> None:
    (course / "potongan.py").write_text(
        "from nbgrader.plugins import BasePlugin\n"
        "class Potongan(BasePlugin):\n"
        "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n"
        "        return 2.5 if total_seconds_late < 86400 else 1000\n"
    )
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(
            f"import sys\nsys.path.append({str(course)!r})\nc.AssignLatePenalties.plugin_class = 'potongan.Potongan'\n"
        )
    assert grade("--due", "30-11-2026 23.59") == 0
    out = capsys.readouterr().out
    assert "dipotong 2,5 poin" in out
    assert "pengaturannya belum Anda isi" not in out
    folder = course / "grading" / cohort.ID
    assert (folder / "moodle.csv").read_text("utf-8-sig").splitlines()[1:] == [
        "1;Ani;25",
        "2;Budi;22,5",
        "3;Cici;0",
        "4;Dedi;25",
    ]
    feedback = said(course / "feedback" / "2" / cohort.ID / f"{cohort.NAME}.html")
    assert "Terlambat 1 jam 5 menit (diserahkan 1 Desember 2026 pukul 01.04 WIB); dipotong 2,5 poin." in feedback
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "tutor-sebaya") as gradebook:
        taken = {one.student_id: one.late_submission_penalty for one in gradebook.assignment_submissions(cohort.ID)}
    assert taken == {"1": 0, "2": 2.5, "3": 25, "4": 0}


def test_more_time_given_to_one_trainee_counts(course: Path, grade: Grade, capsys: pytest.CaptureFixture[str]) -> None:
    assert grade("--due", "30-11-2026 23.59") == 0
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "tutor-sebaya") as gradebook:
        gradebook.grant_extension(cohort.ID, "2", hours=3)
    capsys.readouterr()
    assert grade() == 0
    out = capsys.readouterr().out
    assert "2: terlambat" not in out
    assert "3: terlambat" in out


def test_a_dry_run_shows_lateness_and_keeps_no_deadline(
    course: Path, grade: Grade, capsys: pytest.CaptureFixture[str]
) -> None:
    assert grade("--due", "30-11-2026 23.59", "--dry-run") == 0
    assert "2: terlambat 1 jam 5 menit" in capsys.readouterr().out
    assert grade() == 0
    assert "terlambat" not in capsys.readouterr().out
    assert grade("--due", "kapan-kapan") == 2
    assert 'Tulis seperti "30-11-2026 23.59"' in capsys.readouterr().err

"""Grading beyond one machine, for real: dask's scheduler and workers as processes, a gradebook on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cohort
import graders
import parts
import pytest
import servers

from tutor_sebaya.grading_batch import Journal
from tutor_sebaya.grading_run import Refused

parts.part("distributed")
parts.part("psycopg")

from tutor_sebaya import grading_book, grading_scale  # noqa: E402 - a machine without the extra skips this file

HONEST = 20
PATIENT = 300
"""Seconds; the machine may be busy with the whole suite."""


@pytest.fixture(scope="module", autouse=True)
def able() -> None:
    graders.need_a_sandbox()


@pytest.fixture(scope="module")
def postgresql() -> Iterator[servers.PostgreSQL]:
    with servers.postgresql() as server:
        yield server


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return cohort.course_like_new(tmp_path / "kuliah")


@pytest.fixture
def book(postgresql: servers.PostgreSQL) -> Iterator[str]:
    """The address of an empty database."""
    name = f"buku_{os.urandom(4).hex()}"
    postgresql.ask("postgres", f"create database {name}")
    yield postgresql.url(name)


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Cluster]:
    """A scheduler and two workers that no test ends."""
    with servers.cluster(tmp_path_factory.mktemp("dask")) as made:
        yield made


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grading_scale, "CONNECT_SECONDS", 3)
    monkeypatch.setattr(grading_scale, "NOBODY_SECONDS", 3)


def grade(course: Path, *words: str) -> int:
    return graders.grade(course, cohort.ID, *words)


def in_a_process(course: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tutor_sebaya.cli", "grade", cohort.ID, "--course", str(course), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=cohort.ROOT,
    )


def when(course: Path, least: int, then: Callable[[], object]) -> threading.Thread:
    """Do something once so many are graded, beside the test."""

    def wait() -> None:
        until = time.monotonic() + PATIENT
        while cohort.graded(course) < least and time.monotonic() < until:
            time.sleep(0.005)
        then()

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Marks of the honest submissions, graded on this machine into SQLite."""
    folder = cohort.course_like_new(tmp_path_factory.mktemp("acuan") / "kuliah")
    cohort.hand_in_honest(folder, *range(60))
    assert grade(folder) == 0
    return cohort.book(folder)


def first(expected: dict[str, Any], number: int) -> dict[str, Any]:
    return {who: marks for who, marks in expected.items() if int(who[1:]) < number}


def test_dask_and_postgresql_give_the_marks_of_one_machine_and_sqlite(
    tmp_path: Path, book: str, dask: servers.Cluster, expected: dict[str, Any], postgresql: servers.PostgreSQL
) -> None:
    course = cohort.new_course(tmp_path / "kuliah", book)
    cohort.hand_in_honest(course, *range(HONEST))
    assert grade(course, "--scheduler", dask.address) == 0
    assert not (course / "gradebook.db").exists()
    assert cohort.book(course, book) == first(expected, HONEST)
    name = book.split("@/")[1].split("?")[0]
    assert int(postgresql.ask(name, "select count(*) from grade")) == HONEST * 19
    assert (course / "feedback" / "m003" / cohort.ID / f"{cohort.NAME}.html").is_file()
    assert [one.poll() for one in dask.workers] == [None, None]


@pytest.fixture
def certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate for everybody on this machine, told to dask as a lecturer tells it: by its own variables."""
    if shutil.which("openssl") is None:
        parts.missing_part("no openssl to make certificates with: apt-get install openssl")
    key, certificate = tmp_path / "kunci.pem", tmp_path / "sertifikat.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]
    made = [*words, *names, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    monkeypatch.setenv("DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION", "True")
    monkeypatch.setenv("DASK_DISTRIBUTED__COMM__TLS__CA_FILE", str(certificate))
    for role in ("CLIENT", "SCHEDULER", "WORKER"):
        monkeypatch.setenv(f"DASK_DISTRIBUTED__COMM__TLS__{role}__KEY", str(key))
        monkeypatch.setenv(f"DASK_DISTRIBUTED__COMM__TLS__{role}__CERT", str(certificate))


def test_grading_over_tls_gives_the_same_marks_and_nobody_without_a_certificate_joins(
    course: Path, tmp_path: Path, certificates: None, expected: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    cohort.hand_in_honest(course, *range(6))
    with servers.cluster(tmp_path / "dask", extra=["--protocol", "tls"]) as dask:
        assert dask.address.startswith("tls://")
        process = in_a_process(course, "--scheduler", dask.address)
        assert process.wait(PATIENT) == 0, process.stdout and process.stdout.read()
        assert cohort.book(course) == first(expected, 6)
        for role in ("CA_FILE", "CLIENT__KEY", "CLIENT__CERT"):
            monkeypatch.delenv(f"DASK_DISTRIBUTED__COMM__TLS__{role}")
        stranger = in_a_process(course, "--again", "--scheduler", dask.address)
        assert stranger.wait(PATIENT) == 2
        said = stranger.stdout.read() if stranger.stdout else ""
        assert "belum ada sertifikatnya" in said
        assert "Traceback" not in said


def test_marks_are_written_to_postgresql_from_this_machine_too(
    tmp_path: Path, book: str, expected: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    course = cohort.new_course(tmp_path / "kuliah", book)
    cohort.hand_in_honest(course, *range(3))
    assert grade(course) == 0
    cohort.hand_in(cohort.submission(course, "m000"), cohort.notebook(cohort.answers("2300000", calon_tutor=1)))
    capsys.readouterr()
    assert grade(course) == 0
    assert "1 dinilai sekarang, 2 sudah dinilai sebelumnya" in capsys.readouterr().out
    marks = cohort.book(course, book)
    assert marks["m000"]["calon-tutor"] == (0, False)
    assert {who: marks[who] for who in ("m001", "m002")} == {who: expected[who] for who in ("m001", "m002")}


def test_careless_files_and_attacks_come_back_as_results(
    course: Path, dask: servers.Cluster, expected: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    cohort.hand_in_honest(course, *range(2))
    cohort.hand_in(cohort.submission(course, "rusak"), b"bukan notebook")
    cohort.hand_in(cohort.submission(course, "mati"), cohort.notebook(kelompok="import os; os._exit(1)"))
    kill = (
        "import os, signal\nfor one in range(1, 40):\n    try: os.kill(one, signal.SIGKILL)\n    except OSError: pass"
    )
    cohort.hand_in(cohort.submission(course, "tembak"), cohort.notebook(kelompok=kill + "\nos.kill(os.getppid(), 9)"))
    (course / "submitted" / "tautan").mkdir()
    cohort.submission(course, "tautan").symlink_to("/")
    workers = [one.pid for one in dask.workers]
    assert grade(course, "--scheduler", dask.address) == 1
    out = capsys.readouterr().out
    assert f"rusak: {cohort.FILE} tidak dapat dibaca: isinya bukan notebook (bukan JSON)." in out
    assert f"tautan: {cohort.ID} adalah tautan (symbolic link) dan tidak dibaca." in out
    marks = cohort.book(course)
    assert set(marks["rusak"].values()) == set(marks["tautan"].values()) == {(None, True)}
    assert marks["mati"]["G03"] == (None, True) and marks["mati"]["calon-tutor"] == (1, False)
    assert {who: marks[who] for who in ("m000", "m001")} == first(expected, 2)
    assert [one.pid for one in dask.workers if one.poll() is None] == workers


def test_trainees_code_is_never_in_a_workers_process(course: Path, dask: servers.Cluster) -> None:
    """The cell that looks for dask ends the child if it finds it: the question would have no mark."""
    look = "import sys, os\nif 'distributed' in sys.modules or 'dask' in sys.modules or os.path.exists('/proc/1'): os._exit(1)"
    cohort.hand_in(cohort.submission(course, "lihat"), cohort.notebook(kelompok=look))
    assert grade(course, "--scheduler", dask.address) == 0
    assert cohort.book(course)["lihat"]["G03"][0] is not None


def test_a_lost_worker_costs_no_mark(course: Path, tmp_path: Path, expected: dict[str, Any]) -> None:
    cohort.hand_in_honest(course, *range(40))
    with servers.cluster(tmp_path / "dask") as dask:
        thread = when(course, 4, dask.workers[0].kill)
        assert grade(course, "--scheduler", dask.address) == 0
        thread.join()
        assert dask.workers[0].wait() == -signal.SIGKILL
    assert cohort.book(course) == first(expected, 40)


def test_what_ends_every_worker_has_no_mark_and_takes_nobody_along(
    course: Path,
    tmp_path: Path,
    expected: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    cohort.hand_in_honest(course, *range(8))
    cohort.hand_in(cohort.submission(course, "maut"), cohort.notebook(), maut__txt=b"")
    cohort.hand_in(cohort.submission(course, "rekursi"), cohort.notebook(), rekursi__txt=b"")
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "1")
    fatal = tmp_path / "fatal.py"
    fatal.write_text(
        "import os\nfrom tutor_sebaya.grading_scale import Graders\n"
        "def grade(self, files, old=Graders.grade):\n"
        "    if 'maut.txt' in files: os._exit(9)\n"
        "    if 'rekursi.txt' in files: return grade(self, files)\n"
        "    return old(self, files)\n"
        "Graders.grade = grade\n"
    )
    with servers.cluster(tmp_path / "dask", workers=0) as dask:
        dask.add_workers(2, "--preload", str(fatal), nanny=True)
        assert grade(course, "--scheduler", dask.address) == 1
    out = capsys.readouterr().out
    assert "maut: Setiap pekerja dask yang menilai berkas ini berhenti." in out
    assert "rekursi: Berkas ini tidak dapat dinilai di pekerja dask (RecursionError" in out
    assert cohort.book(course) == first(expected, 8)


def test_without_any_worker_left_the_run_stops_in_words_and_goes_on_later(
    course: Path, tmp_path: Path, quick: None, expected: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    cohort.hand_in_honest(course, *range(40))
    with servers.cluster(tmp_path / "dask", workers=1) as dask:
        thread = when(course, 4, dask.workers[0].kill)
        assert grade(course, "--scheduler", dask.address) == 2
        thread.join()
        assert "Tidak ada lagi pekerja dask" in capsys.readouterr().err
        before = len(Journal(cohort.journal(course)).read())
        assert 4 <= before < 40
        dask.add_workers(1)
        assert grade(course, "--scheduler", dask.address) == 0
        assert f"{40 - before} dinilai sekarang, {before} sudah dinilai sebelumnya" in capsys.readouterr().out
    assert cohort.book(course) == first(expected, 40)


def test_a_scheduler_that_goes_away_stops_the_run_in_words(
    course: Path, tmp_path: Path, quick: None, expected: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    cohort.hand_in_honest(course, *range(40))
    with servers.cluster(tmp_path / "dask") as dask:
        thread = when(course, 4, dask.scheduler.kill)
        assert grade(course, "--scheduler", dask.address) == 2
        thread.join()
    assert "terputus. Yang sudah dinilai tersimpan" in capsys.readouterr().err
    assert grade(course) == 0, "and this machine goes on alone"
    assert cohort.book(course) == first(expected, 40)


def test_a_killed_run_goes_on_with_dask_and_postgresql_and_no_mark_is_lost_or_doubled(
    tmp_path: Path, book: str, dask: servers.Cluster, expected: dict[str, Any], postgresql: servers.PostgreSQL
) -> None:
    course = cohort.new_course(tmp_path / "kuliah", book)
    cohort.hand_in_honest(course, *range(60))
    process = in_a_process(course, "--scheduler", dask.address)
    when(course, 10, process.kill).join()
    process.communicate(timeout=PATIENT)
    before = len(Journal(cohort.journal(course)).read())
    assert 10 <= before < 60
    process = in_a_process(course, "--scheduler", dask.address)
    out, _ = process.communicate(timeout=PATIENT)
    assert process.returncode == 0, out
    assert f"{60 - before} dinilai sekarang, {before} sudah dinilai sebelumnya" in out
    assert cohort.book(course, book) == expected
    name = book.split("@/")[1].split("?")[0]
    for table, rows in {"student": 60, "submitted_assignment": 60, "submitted_notebook": 60, "grade": 60 * 19}.items():
        assert int(postgresql.ask(name, f"select count(*) from {table}")) == rows


def test_a_postgresql_server_that_is_started_again_in_the_middle_is_waited_for(
    tmp_path: Path, expected: dict[str, Any]
) -> None:
    with servers.postgresql() as server:
        server.ask("postgres", "create database buku")
        course = cohort.new_course(tmp_path / "kuliah", server.url("buku"))
        cohort.hand_in_honest(course, *range(40))

        def again() -> None:
            server.stop()
            time.sleep(1)
            server.start()

        thread = when(course, 4, again)
        assert grade(course, "--workers", "1") == 0
        thread.join()
        assert cohort.book(course, server.url("buku")) == first(expected, 40)


@pytest.mark.parametrize(
    "address",
    [
        "tcp://192.0.2.1:8786",
        "192.0.2.1:8786",
        "tcp://0.0.0.0:8786",
        "tcp://[::]:8786",
        "ws://127.0.0.1:1",
        "inproc://a",
    ],
)
def test_a_scheduler_that_others_can_reach_needs_tls(
    address: str, course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cohort.hand_in_honest(course, 0)
    assert grade(course, "--scheduler", address) == 2
    assert "tidak memakai TLS" in capsys.readouterr().err
    assert cohort.book(course) == {}


@pytest.mark.parametrize(
    "address", ["tls://192.0.2.1:8786", "127.0.0.1:8786", "tcp://localhost:8786", "tcp://[::1]:8786"]
)
def test_tls_and_this_machine_are_let_through(address: str) -> None:
    grading_scale._guarded_or_refused(address)
    with pytest.raises(Refused):
        grading_scale._guarded_or_refused(
            address.replace("tls", "tcp")
            .replace("127.0.0.1", "10.0.0.1")
            .replace("localhost", "a.example")
            .replace("[::1]", "[fe80::1]")
        )


def test_where_no_scheduler_and_no_worker_is_the_lecturer_reads_it(
    course: Path, tmp_path: Path, quick: None, capsys: pytest.CaptureFixture[str]
) -> None:
    cohort.hand_in_honest(course, 0)
    assert grade(course, "--scheduler", "tcp://127.0.0.1:9") == 2
    assert "Penjadwal dask tcp://127.0.0.1:9 tidak dapat dihubungi" in capsys.readouterr().err
    with servers.cluster(tmp_path / "dask", workers=0) as dask:
        assert grade(course, "--scheduler", dask.address) == 2
        assert "tidak mempunyai pekerja" in capsys.readouterr().err
        other = tmp_path / "lain.py"
        other.write_text(
            "from tutor_sebaya import grading_scale\ngrading_scale.rules_print = lambda notebook: 'lain'\n"
        )
        dask.add_workers(1, "--preload", str(other))
        assert grade(course, "--scheduler", dask.address) == 2
        assert "memakai versi tutor-sebaya yang lain" in capsys.readouterr().err
    assert cohort.book(course) == {}


def test_a_gradebook_that_cant_be_opened_is_named_without_its_password(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = course / "nbgrader_config.py"
    written = config.read_text(encoding="utf-8")
    cohort.hand_in_honest(course, 0)
    for url, words in {
        "postgresql+psycopg://dosen:rahasia@127.0.0.1:9/buku": "Buku nilai (postgresql+psycopg) tidak dapat dibuka:",
        "postgresql+pg8000://dosen:rahasia@127.0.0.1:9/buku": "tetapi paket pg8000 belum terpasang",
    }.items():
        config.write_text(f"{written}\nc.CourseDirectory.db_url = {url!r}\n", encoding="utf-8")
        assert grade(course) == 2
        out, err = capsys.readouterr()
        assert words in err and "rahasia" not in out + err


def test_a_mark_that_the_gradebook_refuses_costs_the_others_nothing(
    course: Path, expected: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    cohort.hand_in_honest(course, *range(3))
    with sqlite3.connect(course / "gradebook.db") as database:
        database.execute(
            "create trigger tolak before insert on submitted_assignment when new.student_id = 'm001' "
            "begin select raise(abort, 'ditolak'); end"
        )
    assert grade(course) == 1
    assert "m001: ditolak" in capsys.readouterr().out
    assert cohort.book(course) == {who: expected[who] for who in ("m000", "m002")}


def test_the_gradebooks_rows_are_those_that_nbgraders_own_functions_make(
    course: Path, expected: dict[str, Any]
) -> None:
    """What `autograde` makes with `update_or_create_submission`, and this command with fewer statements."""
    cohort.hand_in_honest(course, 0)
    assert grade(course) == 0
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "tutor-sebaya") as gradebook:
        gradebook.add_student("lain")
        gradebook.update_or_create_submission(cohort.ID, "lain")
    tables = ("submitted_assignment", "submitted_notebook", "grade", "comment")
    with sqlite3.connect(course / "gradebook.db") as database:
        for table in tables[2:]:
            rows = database.execute(
                f"select s.student_id, x.cell_id from {table} x join submitted_notebook n on n.id = x.notebook_id "
                "join submitted_assignment s on s.id = n.assignment_id"
            ).fetchall()
            cells = [{cell for who, cell in rows if who == one} for one in ("m000", "lain")]
            assert cells[0] == cells[1] and len(rows) == 2 * len(cells[0]) > 0
        for table in tables[:2]:
            assert database.execute(f"select count(*) from {table}").fetchone() == (2,)
    assert grading_book.LOCKED_SECONDS >= 30

"""A whole faculty's evening: many submissions graded once, stopped by `kill -9` in the middle, and gone on with.

Usage: python benchmarks/bench_scale.py [--submissions 5000] [--dask WORKERS] [--postgresql] [--through]

--dask: by so many workers of a scheduler on this machine, each a process of its own; without it by `tutor-sebaya grade`
alone. --postgresql: into a PostgreSQL server of its own instead of SQLite. --through: not stopped in the middle.
Afterwards every row of the gradebook is counted: the exit status is 1 if a mark is lost, doubled or other than it must
be. Submissions are the honest ones of tests/cohort.py, right and wrong, each with a class of its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / folder) for folder in ("tests", "scripts", "benchmarks")]

import cohort  # noqa: E402 - from the folders above
import servers  # noqa: E402
from bench_grade import measured  # noqa: E402
from sqlalchemy import create_engine, text  # noqa: E402

MARKS = {0: cohort.FULL, 1: cohort.FULL, 7: cohort.FULL, 9: 0}
"""What some of every ten honest submissions must get (see `cohort.honest`)."""
COUNTS = """
select count(*), count(distinct g.notebook_id || g.cell_id), sum(case when g.auto_score is null then 1 else 0 end)
from grade g
"""
SUMS = """
select s.student_id, sum(g.auto_score) from grade g join submitted_notebook n on n.id = g.notebook_id
join submitted_assignment s on s.id = n.assignment_id group by s.student_id
"""


def hand_in(job: tuple[Path, int]) -> None:
    cohort.hand_in_honest(*job)


def journal(course: Path) -> int:
    path = course / "grading" / cohort.ID / "journal.jsonl"
    return len({line[:40] for line in path.read_bytes().split(b"\n") if line}) if path.is_file() else 0


def graded(course: Path, words: list[str], stop_at: int | None) -> None:
    """Run the command; from so many in the journal on, kill it."""
    command = [sys.executable, "-m", "tutor_sebaya.cli", "grade", cohort.ID, "--course", str(course), *words]
    process = subprocess.Popen(command, cwd=cohort.ROOT, stdout=subprocess.DEVNULL)
    while stop_at is not None and process.poll() is None:
        if journal(course) >= stop_at:
            process.kill()
            break
        time.sleep(0.2)
    process.wait()


def wrong(url: str, number: int) -> tuple[list[str], int]:
    """What is wrong with the gradebook, and how many marks are in it."""
    engine = create_engine(url)
    with engine.connect() as book:
        items = book.execute(text("select count(*) from base_cell where type = 'GradeCell'")).scalar_one()
        rows, different, empty = book.execute(text(COUNTS)).one()
        sums = dict(book.execute(text(SUMS)).all())
        tables = ("student", "submitted_assignment", "submitted_notebook")
        counts = [book.execute(text(f"select count(*) from {one}")).scalar_one() for one in tables]
    engine.dispose()
    found = [f"{one} in {table}" for table, one in zip(tables, counts, strict=True) if one != number]
    found += [f"{rows} marks, not {number * items}"] if rows != number * items else []
    found += [f"{rows - different} doubled"] if rows != different else []
    found += [f"{empty} without a mark"] if empty else []
    other = sum(sums.get(f"m{one:03}") != MARKS[one % 10] for one in range(number) if one % 10 in MARKS)
    return found + ([f"{other} sums are other than they must be"] if other else []), rows


def main() -> int:
    parser = argparse.ArgumentParser(description="Many submissions, stopped in the middle and gone on with.")
    parser.add_argument("--submissions", type=int, default=5000, help="(default 5000)")
    parser.add_argument("--dask", type=int, metavar="WORKERS", help="by workers of a dask scheduler")
    parser.add_argument("--postgresql", action="store_true", help="into PostgreSQL")
    parser.add_argument("--through", action="store_true", help="without being stopped")
    given = parser.parse_args()
    number = given.submissions
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-scale-")))
        course = folder / "course"
        course.mkdir()
        url, words = f"sqlite:///{course / 'gradebook.db'}", []
        if given.postgresql:
            server = stack.enter_context(servers.postgresql())
            server.ask("postgres", "create database book")
            url = server.url("book")
        cohort.new_course(course, url if given.postgresql else None)
        begun = time.perf_counter()
        with multiprocessing.Pool() as pool:
            pool.map(hand_in, [(course, one) for one in range(number)], chunksize=20)
        print(f"{number} submissions generated in {time.perf_counter() - begun:.1f} s", flush=True)
        if given.dask:
            words = ["--scheduler", stack.enter_context(servers.cluster(folder / "dask", given.dask)).address]
        whole = 0.0
        if not given.through:
            taken, _, most = measured(lambda: graded(course, words, number // 2))
            whole += taken
            print(f"killed after {taken:.1f} s with {journal(course)} graded, {most:.0f} MB", flush=True)
        before = journal(course)
        taken, used, most = measured(lambda: graded(course, words, None))
        whole += taken
        found, rows = wrong(url, number)
        print(f"the rest, {number - before}, in {taken:.1f} s ({used:.0f} CPU s), {most:.0f} MB")
        told = ", ".join(found) or "none lost or doubled"
        print(f"all {number} in {whole:.1f} s, {number / whole:.1f} a second; {rows} marks: {told}")
    return bool(found)


if __name__ == "__main__":
    raise SystemExit(main())

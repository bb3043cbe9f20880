"""Grading, side by side in one run: `nbgrader autograde` as it comes, at its best, and `tutor-sebaya grade`.

Usage: python benchmarks/bench_grade.py [NUMBER...] [--readme]     (1, 10, 40 and 200 submissions where none is named;
--readme writes the table into README.md)

Each way gets the same honest submissions, right and wrong, in a fresh course folder, and is timed as a lecturer waits
for it: from the command to its end. "At its best" is two processes, each with half of the submissions, that don't wait
for a kernel's own end. Memory is the largest sum of private memory (PSS) of the command with all its children, looked
at ten times a second. CPU seconds are those of the command and all that it waited for: they hold on a busy machine too.
The last columns compare submissions a second, and every mark, with those of the first way.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / folder) for folder in ("tests", "scripts")]

import cohort  # noqa: E402 - from the two folders above
import psutil  # noqa: E402

NUMBERS = (1, 10, 40, 200)
README = cohort.ROOT / "README.md"
BEFORE, AFTER = "<!-- figures: made by benchmarks/bench_grade.py --readme -->", "<!-- end of figures -->"
_PROGRAMS = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"


class Memory(threading.Thread):
    """The largest memory of this process's children, in MB."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0.0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.1):
            total = 0.0
            for process in psutil.Process().children(recursive=True):
                try:
                    total += process.memory_full_info().pss
                except (psutil.Error, OSError):
                    continue
            self.most = max(self.most, total / 1e6)


def commands(*lines: list[str]) -> Callable[[Path], None]:
    """Commands that run side by side in a course folder."""

    def run(folder: Path) -> None:
        started = [
            subprocess.Popen(
                [sys.executable, "-m", *line],
                cwd=folder,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PATH": _PROGRAMS, "PYTHONPATH": str(cohort.ROOT)},
            )
            for line in lines
        ]
        for one in started:
            one.wait()

    return run


def spent() -> float:
    """CPU seconds of all processes that this one has waited for."""
    times = os.times()
    return times.children_user + times.children_system


def autograde(*words: str) -> list[str]:
    return ["nbgrader", "autograde", cohort.ID, *words]


DEFAULT = ["--Execute.shutdown_kernel=graceful", "--Execute.timeout=30"]
WAYS: Mapping[str, Callable[[Path], None]] = {
    "nbgrader autograde, as it comes": commands(autograde(*DEFAULT)),
    "nbgrader autograde, two processes, immediate": commands(
        autograde("--student=m??[02468]"), autograde("--student=m??[13579]")
    ),
    "tutor-sebaya grade": commands(["tutor_sebaya.cli", "grade", cohort.ID]),
}


def write_readme(lines: list[str]) -> None:
    """Put the table between README's two marks, with the machine and the day."""
    words = README.read_text(encoding="utf-8")
    start = words.index(BEFORE) + len(BEFORE)
    made = f"Measured on {dt.date.today():%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}."
    shown = "\n".join([made, "", *lines])
    README.write_text(f"{words[:start]}\n\n{shown}\n\n{words[words.index(AFTER, start) :]}", encoding="utf-8")


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Grading, side by side.")
    parser.add_argument("numbers", nargs="*", type=int, help="of submissions")
    parser.add_argument("--readme", action="store_true", help="write the table into README.md")
    given = parser.parse_args(words)
    heads = ["submissions", "way", "seconds", "CPU s", "a second", "MB", "times as many a second", "marks"]
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    print("\n".join(lines), flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-grade-") as temporary:
        empty = Path(temporary, "empty")
        empty.mkdir()
        cohort.new_course(empty)
        for number in given.numbers or NUMBERS:
            marks: dict[str, Any] | None = None
            first = 0.0
            for way, work in WAYS.items():
                folder = Path(temporary, "course")
                shutil.copytree(empty, folder)
                for one in range(number):
                    cohort.hand_in_honest(folder, one)
                taken, used, most = measured(lambda work=work, folder=folder: work(folder))
                found = cohort.book(folder)
                marks = found if marks is None else marks
                missing = sum(mark is None for one in found.values() for mark, _ in one.values())
                same = "the same" if found == marks else f"{sum(found.get(who) != marks[who] for who in marks)} differ"
                same += f", {number - len(found)} lost" if len(found) < number else ""
                same += f", {missing} ungraded" if missing else ""
                rate = number / taken
                first = first or rate
                figures = [f"{taken:.2f}", f"{used:.1f}", f"{rate:.2f}", f"{most:.0f}", f"{rate / first:.1f}", same]
                lines.append(f"| {number} | {way} | " + " | ".join(figures) + " |")
                print(lines[-1], flush=True)
                shutil.rmtree(folder)
    if given.readme:
        write_readme(lines)


def measured(work: Callable[[], object]) -> tuple[float, float, float]:
    """Do it: seconds, CPU seconds, and the most memory in MB."""
    memory = Memory()
    memory.start()
    used, begun = spent(), time.perf_counter()
    work()
    taken = time.perf_counter() - begun
    memory.over.set()
    memory.join()
    return taken, spent() - used, memory.most


if __name__ == "__main__":
    main()

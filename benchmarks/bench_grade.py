"""Grading, side by side in one run: `nbgrader autograde` as it comes, at its best, and `tutor-sebaya grade`.

Usage: python benchmarks/bench_grade.py [NUMBER...]        (1, 10 and 40 submissions where none is named)

Each way gets the same honest submissions, right and wrong, in a fresh course folder, and is timed as a lecturer waits
for it: from the command to its end. "At its best" is two processes, each with half of the submissions, that don't wait
for a kernel's own end. Memory is the largest sum of private memory (PSS) of the command with all its children, looked
at ten times a second. CPU seconds are those of the command and all that it waited for: they hold on a busy machine too.
The last column compares every mark with those of the first way.
"""

from __future__ import annotations

import os
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

NUMBERS = (1, 10, 40)
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


def main(words: list[str]) -> None:
    numbers = [int(one) for one in words] or NUMBERS
    print(f"{'submissions':>11}  {'way':<46}{'seconds':>9}{'CPU s':>8}{'a second':>10}{'MB':>7}  marks")
    with tempfile.TemporaryDirectory(prefix="bench-grade-") as temporary:
        empty = Path(temporary, "empty")
        empty.mkdir()
        cohort.new_course(empty)
        for number in numbers:
            marks: dict[str, Any] | None = None
            for way, work in WAYS.items():
                folder = Path(temporary, "course")
                shutil.copytree(empty, folder)
                for one in range(number):
                    cohort.hand_in_honest(folder, one)
                memory = Memory()
                memory.start()
                used, begun = spent(), time.perf_counter()
                work(folder)
                taken = time.perf_counter() - begun
                used = spent() - used
                memory.over.set()
                memory.join()
                found = cohort.book(folder)
                marks = found if marks is None else marks
                missing = sum(mark is None for one in found.values() for mark, _ in one.values())
                same = "the same" if found == marks else f"{sum(found.get(who) != marks[who] for who in marks)} differ"
                same += f", {number - len(found)} lost" if len(found) < number else ""
                same += f", {missing} ungraded" if missing else ""
                rate = number / taken
                print(
                    f"{number:>11}  {way:<46}{taken:>9.2f}{used:>8.1f}{rate:>10.2f}{memory.most:>7.0f}  {same}",
                    flush=True,
                )
                shutil.rmtree(folder)


if __name__ == "__main__":
    main(sys.argv[1:])

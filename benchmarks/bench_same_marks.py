"""Whether `nbgrader autograde` and `tutor-sebaya grade` give the same marks, and how long each takes.

Usage: python benchmarks/bench_same_marks.py [NUMBER [ASSIGNMENT...]]      (60 submissions of every assignment)

Honest submissions, right and wrong, each of another trainee with a class of its own; see tests/honest.py. Compared is
every mark, and whether a person must look at it. nbgrader needs about 1.2 s for each: all 420 take ten minutes.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / folder) for folder in ("tests", "scripts")]

import graders  # noqa: E402 - from the two folders above
import honest  # noqa: E402

from tutor_sebaya import cli  # noqa: E402
from tutor_sebaya.grading import ASSIGNMENTS  # noqa: E402


def main(words: list[str]) -> int:
    number = int(words[0]) if words else 60
    print(f"{'assignment':<26}{'submissions':>11}{'marks':>8}{'differ':>8}{'nbgrader s':>12}{'tutor-sebaya s':>16}")
    differing = 0
    for assignment in words[1:] or ASSIGNMENTS:
        with tempfile.TemporaryDirectory(prefix="bench-same-") as temporary:
            theirs = graders.new_course(Path(temporary, "nbgrader"), assignment)
            for one in range(number):
                honest.hand_in(theirs, assignment, f"m{one:03}", honest.honest(assignment, one))
            ours = shutil.copytree(theirs, Path(temporary, "kami"))
            times = [time.perf_counter()]
            graders.nbgrader(theirs, "autograde", assignment)
            times.append(time.perf_counter())
            with redirect_stdout(StringIO()):
                cli.main(["grade", assignment, "--course", str(ours)])
            times.append(time.perf_counter())
            expected, found = graders.rows(theirs, assignment), graders.rows(ours, assignment)
        pairs = [
            (who, id, mark, found.get(who, {}).get(id)) for who, marks in expected.items() for id, mark in marks.items()
        ]
        different = [one for one in pairs if one[2] != one[3]]
        differing += len(different)
        seconds = f"{times[1] - times[0]:>12.1f}{times[2] - times[1]:>16.1f}"
        print(f"{assignment:<26}{len(expected):>11}{len(pairs):>8}{len(different):>8}{seconds}", flush=True)
        for who, id, theirs_is, ours_is in different[:20]:
            print(f"    {who} {id}: nbgrader {theirs_is}, tutor-sebaya {ours_is}", flush=True)
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

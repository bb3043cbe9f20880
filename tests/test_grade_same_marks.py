"""`nbgrader autograde` and `tutor-sebaya grade` give the same marks for the same honest work.

Six submissions of each assignment, others for each; `python benchmarks/bench_same_marks.py` compares sixty of each.
"""

from __future__ import annotations

from pathlib import Path

import graders
import honest
import pytest

from tutor_sebaya.grading import ASSIGNMENTS

SAMPLE = (0, 1, 2, 4, 6, 7)
"""Of ten kinds: right, right otherwise, partly wrong twice, a cell that doesn't run, changed after its test."""


@pytest.mark.slow
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_marks_are_those_of_nbgrader(assignment: str, tmp_path: Path) -> None:
    graders.need_a_sandbox()
    shift = 10 * list(ASSIGNMENTS).index(assignment)

    def hand_in(course: Path) -> None:
        for number in (*(shift + one for one in SAMPLE), shift + 9):
            honest.hand_in(course, assignment, f"m{number:03}", honest.honest(assignment, number))

    theirs, ours = graders.both(assignment, hand_in, tmp_path)
    assert len(theirs) == len(SAMPLE) + 1
    assert len({tuple(sorted(marks.items())) for marks in theirs.values()}) >= 4, "submissions must differ"
    assert ours == theirs


def test_sixty_honest_submissions_of_an_assignment_are_all_different() -> None:
    for assignment in ASSIGNMENTS:
        made = [str(honest.honest(assignment, number)) for number in range(60)]
        assert len(set(made)) >= 54, "six of sixty are untouched, and so alike"

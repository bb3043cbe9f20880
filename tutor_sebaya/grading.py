"""Judging what trainees hand in: plain data in, a result for each question out.

A trainee's code is never asked anything: `collect` takes the answers out of a notebook as plain data, and `judge` looks
at those data alone, wherever and whenever it is called. The notebook's own test cells (`grading_notebook`) and a
grader of many submissions go through the same two functions, so they give the same marks.

Each assignment is a module `grading_*.py` with its questions; a new one gets a line in `ASSIGNMENTS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import grading_action, grading_groups, grading_mastery, grading_scenario, grading_sources, grading_tutors
from .grading_plain import plain
from .grading_questions import Assignment, Question, QuestionResult
from .scenario import MAX_BYTES

__all__ = ["ASSIGNMENTS", "QuestionResult", "collect", "judge", "judge_question", "plain"]

ASSIGNMENTS: Mapping[str, Assignment] = {
    one.id: one
    for one in (
        grading_sources.ASSIGNMENT,
        grading_tutors.ASSIGNMENT,
        grading_groups.ASSIGNMENT,
        grading_scenario.CLASS_ASSIGNMENT,
        grading_mastery.ASSIGNMENT,
        grading_scenario.REMEDIAL_ASSIGNMENT,
        grading_action.ASSIGNMENT,
    )
}
"""By the name of the assignment's folder."""


def judge(handed_in: Mapping[str, Any]) -> list[QuestionResult]:
    """Judge one trainee's work.

    Parameters
    ----------
    handed_in: `assignment`, the name of its folder; `answers`, variable name -> plain value; `scenario`, the content of
        the scenario file as text (or already loaded), None where there is no file. Any plain data may be in there: a
        wrong shape is a question not judged, with the reason.

    Returns
    -------
    One result for each question of the assignment, in its order.

    Raises
    ------
    ValueError: for an assignment that doesn't exist.
    """
    assignment = _assignment(handed_in.get("assignment"))
    work = assignment.read(handed_in)
    return [judge_question(question, work) for question in assignment.questions]


def judge_question(question: Question, work: Any) -> QuestionResult:
    """One question on work that `Assignment.read` gave."""
    verdict = question.judge(work)
    return QuestionResult(
        id=question.id,
        title=question.title,
        points=question.points,
        earned=question.points if verdict.state == "passed" else 0,
        state=verdict.state,
        reasons=verdict.reasons,
        learn=question.learn,
        hidden=question.hidden,
    )


def _assignment(id: object) -> Assignment:
    if not isinstance(id, str) or id not in ASSIGNMENTS:
        raise ValueError(f"unknown assignment {id!r}; choose one of {', '.join(ASSIGNMENTS)}")
    return ASSIGNMENTS[id]


def collect(assignment: str, namespace: Mapping[str, Any], folder: str | Path) -> dict[str, Any]:
    """What `judge` needs, from a notebook's variables and the folder that it lies in.

    Variables that were never set count as None. The result can be written as JSON.
    """
    known = _assignment(assignment)
    return {
        "assignment": known.id,
        "answers": {name: plain(namespace.get(name)) for name in known.names},
        "scenario": _file(Path(folder) / known.scenario_file),
    }


def _file(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            # One byte more than a scenario may have is enough to see that it isn't one.
            content = file.read(MAX_BYTES + 1)
    except OSError:
        return None
    return content.decode("utf-8-sig", errors="replace")

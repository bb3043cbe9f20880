"""Judging what trainees hand in: plain data in, a result for each question out.

A trainee's code is never asked anything: `collect` takes the answers out of a notebook as plain data, and `judge` looks
at those data alone, wherever and whenever it is called. The notebook's own test cells (`grading_notebook`) and a
grader of many submissions go through the same two functions, so they give the same marks.

Each assignment is a module `grading_*.py` with its questions; a new one gets a line in `ASSIGNMENTS`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import grading_groups
from .grading_questions import Assignment, QuestionResult
from .scenario import MAX_BYTES, Scenario, dump_scenario

__all__ = ["ASSIGNMENTS", "QuestionResult", "collect", "judge", "plain"]

ASSIGNMENTS: Mapping[str, Assignment] = {one.id: one for one in (grading_groups.ASSIGNMENT,)}
"""By the name of the assignment's folder."""

DEEPEST = 12
"""Levels of lists in lists that an answer may have; a list that holds itself ends here."""
MOST_PARTS = 50_000
"""Values in all answers of one name; no answer of a whole class comes near."""


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
    results = []
    for question in assignment.questions:
        verdict = question.judge(work)
        results.append(
            QuestionResult(
                id=question.id,
                title=question.title,
                points=question.points,
                earned=question.points if verdict.state == "passed" else 0,
                state=verdict.state,
                reasons=verdict.reasons,
                learn=question.learn,
                hidden=question.hidden,
            )
        )
    return results


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


def plain(value: object) -> Any:
    """The value as JSON knows it: None, bool, int, float, str, lists, and tables with text as keys.

    Tuples and sets become lists (sets sorted), a scenario its JSON, a DataFrame a list of rows, numbers of numpy plain
    numbers, NaN None. Anything else becomes text that names its type: no method of a trainee's object is called.
    """
    return _Plain().of(value, 0)


class _Plain:
    def __init__(self) -> None:
        self.parts = 0

    def of(self, value: object, depth: int) -> Any:
        self.parts += 1
        if self.parts > MOST_PARTS or depth > DEEPEST:
            return "…"
        # The methods of the base type give values of exactly that type, even from a subclass with methods of its own.
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int):
            return int.__int__(value)
        if isinstance(value, float):
            number = float.__float__(value)
            return number if math.isfinite(number) else None
        if isinstance(value, str):
            return str.__str__(value)
        if isinstance(value, dict):
            return {str(self.of(key, depth + 1)): self.of(one, depth + 1) for key, one in dict.items(value)}
        if isinstance(value, list):
            return [self.of(one, depth + 1) for one in list.__iter__(value)]
        if isinstance(value, tuple):
            return [self.of(one, depth + 1) for one in tuple.__iter__(value)]
        if isinstance(value, set):
            return self._sorted(set.__iter__(value), depth)
        if isinstance(value, frozenset):
            return self._sorted(frozenset.__iter__(value), depth)
        if type(value) is Scenario:
            return json.loads(dump_scenario(value))
        return self._table(value, depth)

    def _sorted(self, values: Any, depth: int) -> list[Any]:
        return sorted((self.of(one, depth + 1) for one in values), key=lambda one: (str(type(one)), str(one)))

    def _table(self, value: object, depth: int) -> Any:
        """Values of pandas and numpy, told by the package of their type so that neither need be imported."""
        kind = type(value)
        package, name = kind.__module__.partition(".")[0], kind.__name__
        if package == "pandas" and name == "DataFrame":
            return self.of(kind.to_dict(value, "records"), depth + 1)  # type: ignore[attr-defined]
        if (package, name) in {("pandas", "Series"), ("pandas", "Index")} or package == "numpy":
            listed = getattr(kind, "tolist", None)
            return self.of(listed(value), depth + 1) if listed else f"<{name}>"
        return f"<{name}>"

"""What a question of an assignment is, and what judging it gives. Data only: nothing here reads a notebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .language import Text

State = Literal["passed", "failed", "not_judged"]


@dataclass(frozen=True)
class Verdict:
    """What judging a question found: its state, and the reasons (found, needed, where) unless it is passed."""

    state: State
    reasons: tuple[Text, ...] = ()


PASSED = Verdict("passed")


def failed(*reasons: Text) -> Verdict:
    return Verdict("failed", reasons)


def not_judged(*reasons: Text) -> Verdict:
    """What the question needs isn't there or can't be read; the reasons say what."""
    return Verdict("not_judged", reasons)


@dataclass(frozen=True)
class Question:
    """One thing that earns points, all of them or none.

    Attributes
    ----------
    id: of the rule that judges it (`G06`), otherwise words of its own; the grade id in the notebook is the same.
    title: msgid. points: whole points. learn: the section of the book to read, relative to the book's first page.
    judge: from the work of one trainee (see `Assignment.read`) to a verdict; never raises, whatever was handed in.
    hidden: judged by the grader only; before handing in, a trainee sees no more than whether it can be judged.
    """

    id: str
    title: str
    points: int
    learn: str
    judge: Callable[[Any], Verdict] = field(repr=False, compare=False)
    hidden: bool = False


@dataclass(frozen=True)
class Listing:
    """A table that a trainee reads; what is written as plain text isn't translated."""

    caption: Text
    heads: tuple[Text | str, ...]
    rows: tuple[tuple[Text | str, ...], ...]


@dataclass(frozen=True)
class Assignment:
    """The questions of one assignment, and the names of the answers that they are judged by.

    Attributes
    ----------
    id: name of its folder in source/. names: variables of the notebook that hold answers.
    scenario_file: name of the scenario that the planners write beside the notebook.
    read: from what was handed in (see `grading.judge`) to the work that the questions judge; never raises.
    planner: name of the form in `tutor_sebaya.widgets` that `Tugas.buka_perencana` opens; "" for none.
    notes: what a trainee should know about the work as a whole, such as which scenario was read.
    listings: by name, what `Tugas.tampilkan` shows of the trainee's own material; it holds no answers.
    """

    id: str
    names: tuple[str, ...]
    scenario_file: str
    questions: tuple[Question, ...]
    read: Callable[[Mapping[str, Any]], Any] = field(repr=False, compare=False)
    notes: Callable[[Any], tuple[Text, ...]] = field(repr=False, compare=False)
    planner: str = "GroupPlanner"
    listings: Mapping[str, Callable[[Any], tuple[Listing, ...]]] = field(
        default_factory=dict, repr=False, compare=False
    )


@dataclass(frozen=True)
class QuestionResult:
    """A question judged. `earned`: `points` where it is passed, else 0; `state` tells a wrong answer from none."""

    id: str
    title: str
    points: int
    earned: int
    state: State
    reasons: tuple[Text, ...]
    learn: str
    hidden: bool

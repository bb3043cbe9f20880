"""What the time planner's form asks, kept beside the plan, and the plan that answers it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from . import widgets_session as work
from .planners.timing import GiveUp, TimePlan, time_from_scenario, usual_minutes
from .scenario import Discussion, PhaseName, Place, Scenario
from .settings import DEFAULTS, Settings

KEPT = "time"
"""Name under which minutes that the teacher has set are kept beside the plan."""


@dataclass(frozen=True)
class TimeQuestion:
    """What the form says.

    `periods`, `minutes_per_period`: None where not known yet. `groups`: how many present; None for those that there
    are. `fixed`: phase -> minutes set by the teacher, 0 for a phase left out. `norms_taught_on`: the day on which the
    way of discussing was taught before.
    """

    periods: int | None = None
    minutes_per_period: int | None = None
    groups: int | None = None
    place: Place = "class"
    fixed: Mapping[PhaseName, int] = field(default_factory=dict)
    norms_taught_on: dt.date | None = None


def groups_there(scenario: Scenario) -> int:
    """Groups that are formed, or as many as there are sub-topics."""
    return len(scenario.groups) or len(scenario.subtopics)


def question_of(scenario: Scenario) -> TimeQuestion:
    """The question as the scenario has it; minutes per period are suggested by the grade."""
    kept = work.kept(scenario, KEPT)
    kept = kept if isinstance(kept, dict) else {}
    groups, fixed = kept.get("groups"), kept.get("fixed")
    outside = any(phase.name == "preparation" and phase.place == "outside" for phase in scenario.phases)
    return TimeQuestion(
        periods=scenario.periods,
        minutes_per_period=scenario.minutes_per_period or usual_minutes(scenario.grade),
        groups=groups if _is_count(groups) and groups != groups_there(scenario) else None,
        place="outside" if outside else "class",
        fixed={name: fixed[name] for name in get_args(PhaseName) if name in fixed and _is_count(fixed[name])}
        if isinstance(fixed, dict)
        else {},
        norms_taught_on=scenario.discussion.norms_taught_on if scenario.discussion else None,
    )


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10_000


def _asked(scenario: Scenario, question: TimeQuestion) -> Scenario:
    """The scenario with what the question says and the plan doesn't write."""
    former = scenario.discussion or Discussion()
    discussion = scenario.discussion
    if former.norms_taught_on != question.norms_taught_on:
        discussion = former.model_copy(update={"norms_taught_on": question.norms_taught_on})
    return scenario.model_copy(
        update={
            "periods": question.periods,
            "minutes_per_period": question.minutes_per_period,
            "discussion": discussion,
        }
    )


def time_plan(scenario: Scenario, question: TimeQuestion, settings: Settings = DEFAULTS) -> TimePlan:
    return time_from_scenario(
        _asked(scenario, question),
        fixed=question.fixed,
        preparation_place=question.place,
        groups=question.groups,
        settings=settings,
    )


def given_up(question: TimeQuestion, plan: TimePlan, choice: GiveUp) -> TimeQuestion:
    """The question after one thing was given up."""
    match choice.change:
        case "prepare_outside":
            return replace(question, place="outside")
        case "teach_norms_before":
            return replace(question, fixed={**question.fixed, "discussion_norms": 0})
        case "fewer_groups" if isinstance(choice.value, int):
            return replace(question, groups=choice.value)
        case "more_periods" if isinstance(choice.value, int):
            return replace(question, periods=choice.value)
        case "fewer_minutes":
            least = next(phase.least for phase in plan.phases if phase.name == choice.value)
            return replace(question, fixed={**question.fixed, choice.value: least})  # type: ignore[dict-item]
        case "drop_phase":
            return replace(question, fixed={**question.fixed, choice.value: 0})  # type: ignore[dict-item]
    raise ValueError(f"unknown change {choice.change!r}")


def with_time(scenario: Scenario, question: TimeQuestion, plan: TimePlan) -> Scenario:
    """The scenario with the plan's phases; the teacher's own minutes are kept beside it."""
    kept = {"groups": question.groups, "fixed": dict(question.fixed)} if question.groups or question.fixed else None
    return work.keep(plan.fill(_asked(scenario, question)), KEPT, kept)


def is_used(scenario: Scenario, plan: TimePlan) -> bool:
    """Whether the scenario's phases are those of the plan."""
    written = [(phase.name, phase.minutes, phase.place or "class") for phase in scenario.phases]
    return (
        written == [(one.name, float(one.minutes), one.place) for one in plan.phases]
        and scenario.periods == plan.periods
        and scenario.minutes_per_period == plan.minutes_per_period
    )

"""Answers about who accepts whom, kept beside the plan, and the pairs that come of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from . import widgets_session as work
from .language import N_, text
from .planners.pairs import PairPlan, RankedPairs, Tiers, Wishes, pair_up, rank_pairs, wishes_from_scenario
from .scenario import Problem, Scenario
from .settings import DEFAULTS, Settings
from .widgets_session import SessionError

KEPT = "pairs"
PairWay: TypeAlias = Literal["consent", "pals", "extremes"]
PAIR_WAYS: Mapping[PairWay, str] = {
    "consent": N_("persetujuan kedua pihak"),
    "pals": N_("peringkat nilai dibagi dua (cara PALS)"),
    "extremes": N_("nilai tertinggi dengan nilai terendah"),
}
Answers: TypeAlias = Mapping[str, Sequence[str] | None]
"""Person -> those accepted, dearest first; an empty list accepts nobody, None was not asked."""


@dataclass(frozen=True)
class PairQuestion:
    """`capacity`: tutees for each tutor. `objective`: on which scores are ranked; None for the mean of all."""

    way: PairWay = "consent"
    capacity: int = 1
    objective: str | None = None
    tutees: Answers = field(default_factory=dict)
    tutors: Answers = field(default_factory=dict)


def pair_question(scenario: Scenario, settings: Settings = DEFAULTS) -> PairQuestion:
    """The question as it was kept; answers that the scenario's groups note already count as given."""
    kept = work.kept(scenario, KEPT)
    kept = kept if isinstance(kept, dict) else {}
    capacity, objective = kept.get("capacity"), kept.get("objective")
    if not isinstance(capacity, int) or isinstance(capacity, bool) or not 1 <= capacity <= settings.max_tutees:
        capacity = 1
    noted = {id: _flat(tiers) for id, tiers in wishes_from_scenario(scenario).tutees.items()}
    return PairQuestion(
        kept["way"] if kept.get("way") in tuple(PAIR_WAYS) else "consent",
        capacity,
        objective if objective in [one.id for one in scenario.objectives] else None,
        {**noted, **_answers(kept.get("tutees"))},
        _answers(kept.get("tutors")),
    )


def _flat(tiers: Tiers) -> list[str]:
    return [one for tier in tiers for one in ([tier] if isinstance(tier, str) else tier)]


def _answers(kept: Any) -> dict[str, list[str] | None]:
    """Readable answers; anything else counts as not asked."""
    if not isinstance(kept, dict):
        return {}
    return {
        id: None if named is None else [one for one in named if isinstance(one, str)]
        for id, named in kept.items()
        if named is None or isinstance(named, list)
    }


def keep_question(scenario: Scenario, question: PairQuestion) -> Scenario:
    return work.keep(
        scenario,
        KEPT,
        {
            "way": question.way,
            "capacity": question.capacity,
            "objective": question.objective,
            "tutees": {id: None if named is None else list(named) for id, named in question.tutees.items()},
            "tutors": {id: None if named is None else list(named) for id, named in question.tutors.items()},
        },
    )


def with_answer(question: PairQuestion, person: str, is_tutor: bool, named: Sequence[str] | None) -> PairQuestion:
    """The question with one person's answer; naming somebody twice is refused."""
    if named is not None and len(set(named)) < len(named):
        raise SessionError(
            Problem("", text(N_("Satu orang dipilih dua kali. Kosongkan salah satu pilihan itu, lalu catat lagi.")))
        )
    if is_tutor:
        return replace(question, tutors={**question.tutors, person: named})
    return replace(question, tutees={**question.tutees, person: named})


def consenting_pairs(scenario: Scenario, question: PairQuestion, settings: Settings = DEFAULTS) -> PairPlan:
    wishes = Wishes(
        {id: list(named) for id, named in question.tutees.items() if named is not None},
        {id: list(named) for id, named in question.tutors.items() if named is not None},
    )
    return pair_up(scenario, wishes, capacity=question.capacity, settings=settings)


def ranked_pairs(scenario: Scenario, question: PairQuestion) -> RankedPairs:
    return rank_pairs(scenario, "extremes" if question.way == "extremes" else "pals", objective=question.objective)


def both_sides(scenario: Scenario, plan: PairPlan) -> tuple[list[str], list[str]]:
    """Tutees and tutor candidates that a plan is about, in the order of the class list."""
    order = {pupil.id: place for place, pupil in enumerate(scenario.pupils)}
    tutees = {pair.tutee for pair in plan.pairs} | {one.pupil for one in plan.unmatched}
    tutors = {pair.tutor for pair in plan.pairs} | {id for id, _ in plan.idle}

    def listed(ids: set[str]) -> list[str]:
        return sorted(ids, key=lambda id: (order.get(id, len(order)), id))

    return listed(tutees), listed(tutors)


def next_unasked(question: PairQuestion, people: Sequence[str], after: str) -> str:
    """Who is to be asked next: the first after this person who wasn't asked yet; the same person where all were."""
    place = people.index(after) + 1 if after in people else 0
    waiting = [one for one in (*people[place:], *people[:place]) if question.tutees.get(one) is None and one != after]
    return waiting[0] if waiting else after

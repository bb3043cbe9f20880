"""What rules ask of a scenario again and again, worked out once for each check."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from .. import measures
from ..scenario import Group, Phase, Pupil, Remedial, Scenario, Turn, Tutor
from ..settings import Settings


@dataclass(frozen=True)
class GroupView:
    """A group without its absent pupils, each id once.

    `tutors`: ids in `group.tutors` except absent pupils (an unknown id stays: G04 speaks of it).
    `members`: present pupils of the class in `group.members`; unknown ids and absent pupils are left out.
    `turns`: speaking turns, without those that were planned for pupils who are absent now.
    """

    group: Group
    index: int
    tutors: tuple[str, ...]
    members: tuple[str, ...]
    tutor_records: tuple[Tutor, ...]
    turns: tuple[Turn, ...]

    @property
    def id(self) -> str:
        return self.group.id

    def at(self, key: str = "") -> str:
        """Path of the group, or of one of its keys, in the file."""
        return f"groups[{self.index}].{key}" if key else f"groups[{self.index}]"

    @property
    def works(self) -> bool:
        """Whether there is a pupil to be helped: a group without members can break a rule, but earns none."""
        return bool(self.members)

    @cached_property
    def people(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.tutors, *self.members)))

    @cached_property
    def minutes(self) -> dict[str, float]:
        """Speaking minutes of everybody who has a turn with minutes, in order of first speaking."""
        total: dict[str, float] = {}
        for turn in self.turns:
            if turn.minutes is not None and turn.minutes > 0:
                total[turn.pupil] = total.get(turn.pupil, 0.0) + turn.minutes
        return total


class Lesson:
    """A scenario with its derived data. Every attribute leaves absent pupils out."""

    def __init__(self, scenario: Scenario, settings: Settings) -> None:
        self.scenario = scenario
        self.settings = settings

    @cached_property
    def pupils(self) -> dict[str, Pupil]:
        return {pupil.id: pupil for pupil in measures.present_pupils(self.scenario)}

    @cached_property
    def absent(self) -> frozenset[str]:
        return frozenset(pupil.id for pupil in self.scenario.pupils if not measures.is_present(pupil))

    @cached_property
    def tutors(self) -> dict[str, Tutor]:
        """Candidates, placed or in reserve."""
        return {tutor.pupil: tutor for tutor in self.scenario.tutors if tutor.pupil not in self.absent}

    def is_known(self, id: str) -> bool:
        """On the class list (present or absent) or among the tutor candidates."""
        return id in self.pupils or id in self.absent or id in self.tutors

    @cached_property
    def groups(self) -> list[GroupView]:
        views = []
        for index, group in enumerate(self.scenario.groups):
            tutors = tuple(dict.fromkeys(one for one in group.tutors if one not in self.absent))
            views.append(
                GroupView(
                    group=group,
                    index=index,
                    tutors=tutors,
                    members=tuple(dict.fromkeys(one for one in group.members if one in self.pupils)),
                    # A placed tutor of whom nothing was noted has an empty record: the tutor rules say what is missing.
                    tutor_records=tuple(self.tutors.get(one, Tutor(pupil=one)) for one in tutors if self.is_known(one)),
                    turns=tuple(turn for turn in group.turns if turn.pupil not in self.absent),
                )
            )
        return views

    @cached_property
    def placed_tutors(self) -> list[tuple[GroupView, Tutor]]:
        """Every tutor who is placed, with the first group in which that is so."""
        seen: dict[str, tuple[GroupView, Tutor]] = {}
        for group in self.groups:
            for tutor in group.tutor_records:
                seen.setdefault(tutor.pupil, (group, tutor))
        return list(seen.values())

    def at_tutor(self, id: str) -> str:
        """Path of a tutor's record in the file; `tutors` where there is none yet."""
        for index, tutor in enumerate(self.scenario.tutors):
            if tutor.pupil == id:
                return f"tutors[{index}]"
        return "tutors"

    def at_pupil(self, id: str) -> str:
        for index, pupil in enumerate(self.scenario.pupils):
            if pupil.id == id:
                return f"pupils[{index}]"
        return "pupils"

    @cached_property
    def mastery(self) -> dict[str, float]:
        """Objective id -> mastery criterion, for the objectives that have one.

        In a remedial scenario R01 asks for criteria above 0 and up to 100: any other is as good as none, so that it
        costs R01 and not every rule that would reckon with it.
        """
        criteria = measures.criteria(self.scenario)
        if self.scenario.kind == "remedial":
            return {id: criterion for id, criterion in criteria.items() if 0 < criterion <= 100}
        return criteria

    @cached_property
    def without_criterion(self) -> frozenset[str]:
        """Objectives on which nobody can be said to be at or below mastery, as the criterion isn't set."""
        return frozenset(one.id for one in self.scenario.objectives if one.id not in self.mastery)

    def objectives_of(self, group: GroupView) -> list[str]:
        """Objectives that a group's tutor must have mastered (T01).

        Those of its sub-topics; in a remedial scenario whose group names none, those its members work on.
        """
        found = measures.objectives_of(self.scenario, group.group.subtopics)
        if not found and self.remedial:
            found = [one for member in group.members for one in self.remedial.targets.get(member, [])]
        return list(dict.fromkeys(found))

    @cached_property
    def scores(self) -> dict[str, float]:
        return measures.initial_scores(self.pupils.values())

    @cached_property
    def class_mean(self) -> float | None:
        return measures.mean(self.scores.values()) if self.scores else None

    @cached_property
    def lesson_minutes(self) -> float | None:
        periods, minutes = self.scenario.periods, self.scenario.minutes_per_period
        if periods is None or minutes is None:
            return None
        try:
            return float(periods * minutes)
        except OverflowError:
            return math.inf

    def phases(self, *names: str) -> list[tuple[int, Phase]]:
        return [(index, phase) for index, phase in enumerate(self.scenario.phases) if phase.name in names]

    @cached_property
    def remedial(self) -> Remedial | None:
        return self.scenario.remedial

    @cached_property
    def remedial_pupils(self) -> list[str]:
        """Ids on the remedial list, each once, without the absent; unknown ids stay (R04 speaks of them)."""
        if not self.remedial:
            return []
        return list(dict.fromkeys(one for one in self.remedial.pupils if one not in self.absent))

    @cached_property
    def below(self) -> dict[str, frozenset[str]]:
        """Pupil id -> objectives below the criterion, for the pupils who have any."""
        found = {id: measures.below(pupil, self.mastery) for id, pupil in self.pupils.items()}
        return {id: objectives for id, objectives in found.items() if objectives}

    @cached_property
    def scored(self) -> bool:
        """Whether some pupil has a score on an objective with a criterion, so that mastery can be judged at all."""
        return any(pupil.scores.get(one) is not None for pupil in self.pupils.values() for one in self.mastery)

    @cached_property
    def remedied_objectives(self) -> list[str]:
        """Objectives worked on in the programme; those with somebody below where no target is set yet (R07 asks)."""
        if self.remedial:
            found = [one for id in self.remedial_pupils for one in self.remedial.targets.get(id, [])]
            if found:
                return list(dict.fromkeys(found))
        return [one for one in self.mastery if any(one in objectives for objectives in self.below.values())]

    @cached_property
    def share_below(self) -> float | None:
        """Largest share of pupils below the criterion on one remedied objective, over those with a score on it."""
        shares = []
        for objective in self.remedied_objectives:
            if objective in self.mastery:
                scores = [score for one in self.pupils.values() if (score := one.scores.get(objective)) is not None]
                if scores:
                    shares.append(sum(score < self.mastery[objective] for score in scores) / len(scores))
        return max(shares, default=None)

    def eligible_tutors(self) -> list[str]:
        """Candidates for whom T01 (for some group), T05 and T06 hold."""
        wanted = [
            {one: self.mastery[one] for one in self.objectives_of(group) if one in self.mastery}
            for group in self.groups
        ]
        return [
            id
            for id, tutor in self.tutors.items()
            if measures.is_willing_and_fit(tutor)
            and any(mastery and measures.has_mastered(tutor.evidence, mastery) for mastery in wanted)
        ]


def each_distinct(words: Iterable[str | None]) -> set[str]:
    """Distinct words regardless of case and blanks."""
    return {" ".join(word.casefold().split()) for word in words if measures.filled(word) and word}


def filled_lines(lines: Iterable[str]) -> Iterator[str]:
    return (line for line in lines if measures.filled(line))

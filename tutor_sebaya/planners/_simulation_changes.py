"""What-ifs of the simulated class: a change in words, and the plan as it would be then."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from .. import measures
from ..language import N_, PupilId, Text, text
from ..scenario import Group, Model, Phase, Scenario
from ..settings import DEFAULTS, Settings
from .turns import DEFAULT_MODEL, LONGEST, Tally, plan_turns, talk_minutes

MODELS: Mapping[Model, str] = {
    1: N_("model 1 (tutor ke murid)"),
    2: N_("model 2 (kelompok ke tutor)"),
    3: N_("model 3 (murid ke murid)"),
}


@dataclass(frozen=True)
class Change:
    """A what-if; what is None stays as it is.

    Attributes
    ----------
    model: for all groups. minutes: of talk. largest: people in a group at most; larger groups are divided, and tutors
    in reserve lead the new ones. absent_tutor: who doesn't come. turns: "none" plans no turns, "no_reserved" drops the
    reserved ones, "plan" plans them anew. trained: all tutors or none. visits: of the teacher to every group; fewer
    where the time is too short.

    Raises ValueError for numbers that mean nothing.
    """

    model: Model | None = None
    minutes: float | None = None
    largest: int | None = None
    absent_tutor: str | None = None
    turns: Literal["none", "no_reserved", "plan"] | None = None
    trained: bool | None = None
    visits: int | None = None

    def __post_init__(self) -> None:
        if self.minutes is not None and not (math.isfinite(self.minutes) and self.minutes > 0):
            raise ValueError("minutes must be above 0")
        if self.largest is not None and self.largest < 2:
            raise ValueError("a group has at least two people")
        if self.visits is not None and self.visits < 0:
            raise ValueError("visits must be 0 or more")

    @property
    def label(self) -> Text:
        """What is different, in words."""
        said: list[Text] = []
        if self.model is not None:
            said.append(Text(MODELS[self.model]))
        if self.minutes is not None:
            said.append(text(N_("{n} menit kerja kelompok"), n=float(self.minutes)))
        if self.largest is not None:
            said.append(text(N_("kelompok paling banyak {n} orang"), n=self.largest))
        if self.absent_tutor is not None:
            said.append(text(N_("tutor {t} tidak hadir"), t=PupilId(self.absent_tutor)))
        if self.turns is not None:
            said.append(Text(_TURNS[self.turns]))
        if self.trained is not None:
            said.append(Text(N_("semua tutor terlatih") if self.trained else N_("semua tutor belum terlatih")))
        if self.visits is not None:
            said.append(
                text(N_("guru mengunjungi tiap kelompok {n} kali"), n=self.visits)
                if self.visits
                else text(N_("guru tidak mengunjungi kelompok"))
            )
        return text("{apa}", apa=said) if said else text(N_("rencana apa adanya"))


_TURNS = {
    "none": N_("tanpa rencana giliran"),
    "no_reserved": N_("tanpa giliran khusus"),
    "plan": N_("dengan rencana giliran yang baru"),
}


def usual_changes(scenario: Scenario, settings: Settings = DEFAULTS) -> tuple[Change, ...]:
    """What-ifs worth a look for this plan: other models, fewer minutes, smaller groups, a tutor missing, and so on."""
    tables = [Tally.of_group(scenario, group) for group in scenario.groups]
    used = {group.model or DEFAULT_MODEL for group in scenario.groups}
    changes = [Change(model=model) for model in MODELS if used != {model}]
    minutes = min(talk_minutes(scenario), LONGEST)
    if minutes >= 4:
        changes += [Change(minutes=round(minutes / 2)), Change(minutes=round(minutes * 1.5))]
    largest = max((len(table.people) for table in tables), default=0)
    if largest > 3:
        changes.append(Change(largest=max(largest - 1, 3)))
    tutors = [one for table in tables for one in table.tutors]
    if len(set(tutors)) > 1:
        changes.append(Change(absent_tutor=tutors[0]))
    turns = [turn for group in scenario.groups for turn in group.turns]
    if any(turn.reserved for turn in turns):
        changes.append(Change(turns="no_reserved"))
    changes.append(Change(turns="none" if turns else "plan"))
    trained = {is_trained(scenario, table.tutors, settings) for table in tables if table.tutors}
    changes += [Change(trained=one) for one in (True, False) if trained != {one}]
    return (*changes, Change(visits=0))


def is_trained(scenario: Scenario, tutors: Iterable[str], settings: Settings) -> bool:
    """Whether each tutor has the training asked for (T09); where nothing is noted, there was none."""
    minutes = {tutor.pupil: tutor.training_minutes or 0.0 for tutor in scenario.tutors}
    return all(minutes.get(one, 0.0) >= settings.min_training for one in tutors)


def changed_plan(scenario: Scenario, change: Change, settings: Settings) -> tuple[Scenario, list[Text], list[Text]]:
    """A new scenario with the change; why it can't be made; what to know about it.

    Training and visits have no place of their own in every plan: they are read from the change when it is played.
    """
    reasons: list[Text] = []
    notes: list[Text] = []
    if change.minutes is not None:
        scenario = _with_minutes(scenario, change.minutes)
    if change.absent_tutor is not None:
        if not any(change.absent_tutor in group.tutors for group in scenario.groups):
            reasons.append(text(N_("{t} bukan tutor kelompok mana pun."), t=PupilId(change.absent_tutor)))
        scenario = _without_tutor(scenario, change.absent_tutor)
    if change.largest is not None:
        scenario = _divided(scenario, change.largest, notes)
    if change.turns == "plan":
        scenario = plan_turns(scenario, model=change.model, settings=settings).fill(scenario)
    elif change.turns is not None:
        scenario = _with_groups(
            scenario,
            [
                group.model_copy(
                    update={"turns": [turn for turn in group.turns if change.turns != "none" and not turn.reserved]}
                )
                for group in scenario.groups
            ],
        )
    return scenario, reasons, notes


def _with_groups(scenario: Scenario, groups: list[Group]) -> Scenario:
    return scenario.model_copy(update={"groups": groups})


def _with_minutes(scenario: Scenario, minutes: float) -> Scenario:
    """Phases of talk grow or shrink in proportion; where there are none yet, a discussion is put in."""
    had = talk_minutes(scenario)
    names: tuple[str, ...] = ("tutoring", "discussion")
    if not any(_counts(phase) and phase.name in names for phase in scenario.phases):
        names = ("preparation",)
    phases = list(scenario.phases)
    if had <= 0:
        phases.append(Phase(name="discussion", minutes=minutes))
    else:
        phases = [
            phase.model_copy(update={"minutes": (phase.minutes or 0.0) / had * minutes})
            if _counts(phase) and phase.name in names
            else phase
            for phase in phases
        ]
    return scenario.model_copy(update={"phases": phases})


def _counts(phase: Phase) -> bool:
    return phase.place != "outside" and (phase.minutes or 0.0) > 0


def _without_tutor(scenario: Scenario, tutor: str) -> Scenario:
    """The tutor stays at home: from the class list's view absent, and in no group."""
    return scenario.model_copy(
        update={
            "pupils": [
                pupil.model_copy(update={"present": False}) if pupil.id == tutor else pupil for pupil in scenario.pupils
            ],
            "groups": [
                group.model_copy(
                    update={
                        "tutors": [one for one in group.tutors if one != tutor],
                        "members": [one for one in group.members if one != tutor],
                    }
                )
                for group in scenario.groups
            ],
        }
    )


def _divided(scenario: Scenario, largest: int, notes: list[Text]) -> Scenario:
    """More groups, of at most `largest` people, as even as can be; tutors in reserve lead the new ones.

    Everybody stays where there is room; who is listed last in a group that is too large goes to another.
    """
    tables = [Tally.of_group(scenario, group) for group in scenario.groups]
    if all(len(table.people) <= largest for table in tables):
        return scenario
    taken = {one for group in scenario.groups for one in (*group.tutors, *group.members)}
    listed = {pupil.id: measures.is_present(pupil) for pupil in scenario.pupils}
    reserve = [
        tutor.pupil
        for tutor in scenario.tutors
        if tutor.pupil not in taken and listed.get(tutor.pupil, True) and measures.is_willing_and_fit(tutor)
    ]
    people = sum(len(table.people) for table in tables)
    number = max(len(tables), -(-people // largest))
    while number * largest < people + min(len(reserve), number - len(tables)):
        number += 1
    new = number - len(tables)
    led = [list(table.tutors) for table in tables] + [reserve[place : place + 1] for place in range(new)]
    even = -(-(sum(map(len, led)) + sum(len(table.members) for table in tables)) // number)
    room = [max(even - len(tutors), 1) for tutors in led]
    members = [list(table.members[:free]) for table, free in zip(tables, room, strict=False)] + [[] for _ in range(new)]
    for table, free in zip(tables, room, strict=False):
        for one in table.members[free:]:
            # Even numbers need no more than `even`; odd tutors may leave too little room: then the smallest takes it.
            place = min(range(number), key=lambda at: len(members[at]) - room[at])
            members[place].append(one)
    turns = [turn for group in scenario.groups for turn in group.turns]
    sessions = {one for group in scenario.groups for one in group.individual_sessions}
    ids = {group.id for group in scenario.groups}
    names = (name for count in itertools.count(1) if (name := f"+{count}") not in ids)
    groups = list(scenario.groups) + [Group(id=next(names), model=scenario.groups[0].model) for _ in range(new)]
    if more := sum(not tutors for tutors in led[len(tables) :]):
        notes.append(text(N_("Tutor cadangan tidak cukup: {n} kelompok baru tanpa tutor."), n=more))
    divided = []
    for group, tutors, inside in zip(groups, led, members, strict=True):
        everybody = {*tutors, *inside}
        changed = {
            "tutors": tutors,
            "members": inside,
            "turns": [turn for turn in turns if turn.pupil in everybody],
            "individual_sessions": [one for one in inside if one in sessions],
        }
        divided.append(group.model_copy(update=changed))
    return _with_groups(scenario, divided)

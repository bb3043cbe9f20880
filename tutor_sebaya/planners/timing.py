"""The time planner: phases that add up to the lesson, with the arithmetic shown before anything is written (PREP-4).

First the reckoning in words: minutes of the lesson, what the groups' presentations need, what preparation needs, what
the rest needs at least. Then the phases, in whole minutes, which fill the lesson exactly (W01); minutes that the
teacher has set stay as they are and the others make room. Where the least of everything doesn't fit, the plan says what
could be given up and how much each would bring: preparation outside class (STEP-4b), the way of discussing taught
before (D10), fewer groups, another period.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .. import labels
from ..language import N_, Text, text
from ..scenario import Discussion, Kind, Phase, PhaseName, Place, Scenario
from ..settings import DEFAULTS, Settings

__all__ = [
    "LEAST",
    "ORDER",
    "GiveUp",
    "PlannedPhase",
    "TimePlan",
    "plan_time",
    "time_from_scenario",
    "usual_minutes",
]

ORDER: tuple[PhaseName, ...] = (
    "opening",
    "discussion_norms",
    "preparation",
    "tutoring",
    "discussion",
    "presentation",
    "assessment",
    "other",
    "closing",
)
"""Phases in the order of a lesson: norms before any talk in groups (D10), the closing after the last presentation
(W05)."""
USUAL: Mapping[Kind, tuple[PhaseName, ...]] = {
    "class": ("opening", "discussion_norms", "preparation", "presentation", "closing"),
    "remedial": ("opening", "discussion_norms", "tutoring", "assessment", "closing"),
}
"""Phases that a lesson of this kind has when nobody chose otherwise: the five steps with the sixth that the source lost
(RST-1); in remedial teaching the tutorial, and a look at where each pupil stands now (FLOW-2)."""
LEAST: Mapping[PhaseName, int] = {
    "opening": 3,
    "discussion_norms": 3,
    "preparation": 5,
    "tutoring": 15,
    "discussion": 5,
    "presentation": 3,
    "assessment": 5,
    "other": 1,
    "closing": 5,
}
"""Minutes below which a phase is not worth announcing. Numbers of ours; preparation and presentation need more where
the settings `prep_share` and `present_min` say so."""
WEIGHTS: Mapping[PhaseName, int] = {
    "opening": 5,
    "discussion_norms": 5,
    "preparation": 25,
    "tutoring": 45,
    "discussion": 25,
    "presentation": 30,
    "assessment": 15,
    "other": 5,
    "closing": 10,
}
"""How minutes beyond the least are shared out: the pupils' own work grows most."""
TEACHER_ROLES: Mapping[Kind, Mapping[PhaseName, str]] = {
    "class": {
        "preparation": "facilitator",
        "tutoring": "facilitator",
        "discussion": "facilitator",
        "presentation": "resource_person",
        "closing": "resource_person",
    },
    "remedial": {"preparation": "facilitator", "tutoring": "facilitator", "discussion": "facilitator"},
}
"""STEP-5b: the teacher is the main resource person when groups present; CRIT7-T: a facilitator in remedial tutoring
(W04)."""

DAY = 24 * 60

Change = Literal["prepare_outside", "teach_norms_before", "fewer_groups", "more_periods", "fewer_minutes", "drop_phase"]


def usual_minutes(grade: int | None) -> int | None:
    """Minutes of a period: 35 in SD (grades 1 to 6), 40 in SMP (7 to 9), 45 in SMA (10 to 12); field facts L10."""
    if grade is None or not 1 <= grade <= 12:
        return None
    return 35 if grade <= 6 else 40 if grade <= 9 else 45


@dataclass(frozen=True)
class PlannedPhase:
    """A phase in whole minutes.

    `least`: fewer would break a rule or be no phase. `fixed`: the teacher set `minutes`.
    """

    name: PhaseName
    minutes: int
    least: int
    place: Place
    teacher_role: str | None
    fixed: bool

    @property
    def label(self) -> Text:
        return Text(labels.PHASES[self.name])


@dataclass(frozen=True)
class GiveUp:
    """Something that would make room.

    `change` with `value` says what to change in the question (groups: how many; periods: how many; drop_phase and
    fewer_minutes, which is to its least: which phase). `gains`: minutes. `enough`: this alone makes the plan fit.
    """

    change: Change
    value: int | PhaseName | None
    gains: int
    enough: bool
    text: Text


@dataclass(frozen=True)
class TimePlan:
    """A time plan and its arithmetic.

    Attributes
    ----------
    lesson: minutes of the lesson; None where periods or minutes per period are not known.
    arithmetic: the reckoning in words, in order, from the lesson to what is over or lacking.
    phases: in the order of the lesson, with preparation outside class among them (it takes no minutes of the lesson).
        Where the plan doesn't fit, each at its least.
    over: minutes of the lesson that no phase uses; negative where minutes are lacking. 0 where the plan adds up.
    give_up: what would make room, cheapest for the lesson first; empty where nothing is lacking.
    warnings: minutes set by the teacher that a rule speaks against.
    """

    kind: Kind
    periods: int | None
    minutes_per_period: int | None
    groups: int
    lesson: int | None
    arithmetic: tuple[Text, ...]
    phases: tuple[PlannedPhase, ...]
    over: int
    give_up: tuple[GiveUp, ...]
    warnings: tuple[Text, ...]

    @property
    def fits(self) -> bool:
        """Whether the phases in class fill the lesson exactly."""
        return self.lesson is not None and self.lesson > 0 and self.over == 0

    @property
    def total(self) -> int:
        """Minutes in class."""
        return sum(phase.minutes for phase in self.phases if phase.place == "class")

    @property
    def minutes_for_each_group(self) -> float | None:
        """Minutes in which one group presents; None without presentation or groups."""
        minutes = [phase.minutes for phase in self.phases if phase.name == "presentation"]
        return sum(minutes) / self.groups if minutes and self.groups else None

    def fill(self, scenario: Scenario) -> Scenario:
        """A new scenario with these phases; the one given stays as it is.

        A phase that is there already keeps a role of the teacher written in the trainee's own words, unless a rule
        asks for a certain one in it (W04). A plan that doesn't fit is written too, at its least: W01 then says so.
        """
        former: dict[str, Phase] = {}
        for phase in scenario.phases:
            if phase.name is not None:
                former.setdefault(phase.name, phase)
        phases = []
        for one in self.phases:
            before = former.get(one.name, Phase(name=one.name))
            judged = "presentation" if self.kind == "class" else "tutoring"
            role = one.teacher_role if one.name == judged else before.teacher_role or one.teacher_role
            phases.append(
                before.model_copy(update={"minutes": float(one.minutes), "place": one.place, "teacher_role": role})
            )
        return scenario.model_copy(
            update={"periods": self.periods, "minutes_per_period": self.minutes_per_period, "phases": phases}
        ).model_copy(deep=True)


def time_from_scenario(
    scenario: Scenario,
    *,
    fixed: Mapping[PhaseName, int] | None = None,
    preparation_place: Place | None = None,
    groups: int | None = None,
    settings: Settings = DEFAULTS,
) -> TimePlan:
    """The time plan for a scenario as far as it is written.

    `groups`: how many present; None for those formed, or as many as sub-topics (STEP-2b). Minutes per period: those
    written, or the usual ones of the grade. Phases beyond the usual ones are kept with their minutes; `fixed` sets
    minutes of any phase, and the others are reckoned anew. The norms of discussing need no phase when they were taught
    on an earlier day.
    """
    outside = any(phase.name == "preparation" and phase.place == "outside" for phase in scenario.phases)
    usual = USUAL[scenario.kind]
    extra: dict[PhaseName, float] = {}
    for phase in scenario.phases:
        if phase.name is not None and phase.name not in usual and phase.place != "outside":
            extra[phase.name] = extra.get(phase.name, 0.0) + (phase.minutes or 0.0)
    kept = {name: int(minutes) for name, minutes in extra.items() if 1 <= minutes < 10_000}
    return plan_time(
        periods=scenario.periods,
        minutes_per_period=scenario.minutes_per_period or usual_minutes(scenario.grade),
        groups=(len(scenario.groups) or len(scenario.subtopics)) if groups is None else groups,
        kind=scenario.kind,
        fixed={**kept, **(fixed or {})},
        phases=[*usual, *extra],
        preparation_place=preparation_place or ("outside" if outside else "class"),
        norms_taught_before=_taught_before(scenario.discussion, scenario.date),
        settings=settings,
    )


def _taught_before(discussion: Discussion | None, date: dt.date | None) -> bool:
    """Whether the norms of discussing were taught on the day of the lesson or earlier (D10)."""
    taught = discussion.norms_taught_on if discussion else None
    return taught is not None and date is not None and taught <= date


def plan_time(
    *,
    periods: int | None,
    minutes_per_period: int | None,
    groups: int,
    kind: Kind = "class",
    fixed: Mapping[PhaseName, int] | None = None,
    phases: Sequence[PhaseName] | None = None,
    preparation_place: Place = "class",
    norms_taught_before: bool = False,
    settings: Settings = DEFAULTS,
) -> TimePlan:
    """Share a lesson out among its phases, in whole minutes.

    Parameters
    ----------
    fixed: minutes that stay as they are; 0 leaves the phase out. A phase that isn't among `phases` is added.
    phases: names; None for the usual ones of the kind. `tutoring` and `discussion` may be added in a class lesson.
    preparation_place: outside gives the lesson's minutes to the other phases; preparation keeps its minutes.
    norms_taught_before: leaves the phase `discussion_norms` out, unless `fixed` names it.

    Raises ValueError for negative numbers.
    """
    if groups < 0 or any(minutes < 0 for minutes in (fixed or {}).values()):
        raise ValueError("groups and fixed minutes must not be negative")
    ask = _Question(
        periods=periods,
        minutes_per_period=minutes_per_period,
        groups=groups,
        kind=kind,
        fixed=dict(fixed or {}),
        chosen=tuple(USUAL[kind] if phases is None else phases),
        preparation_place=preparation_place,
        norms_taught_before=norms_taught_before,
        settings=settings,
    )
    return TimePlan(
        kind=kind,
        periods=periods,
        minutes_per_period=minutes_per_period,
        groups=groups,
        lesson=ask.lesson,
        arithmetic=tuple(_arithmetic(ask)),
        phases=tuple(_planned(ask)),
        over=_over(ask),
        give_up=tuple(_give_up(ask)),
        warnings=tuple(_warnings(ask)),
    )


@dataclass(frozen=True)
class _Question:
    periods: int | None
    minutes_per_period: int | None
    groups: int
    kind: Kind
    fixed: Mapping[PhaseName, int]
    chosen: tuple[PhaseName, ...]
    preparation_place: Place
    norms_taught_before: bool
    settings: Settings

    @property
    def lesson(self) -> int | None:
        """Minutes of the lesson; None where they aren't known, or are more than a day has (a slip of the pen)."""
        if self.periods is None or self.minutes_per_period is None:
            return None
        minutes = max(self.periods, 0) * max(self.minutes_per_period, 0)
        return minutes if minutes <= DAY else None

    @property
    def names(self) -> tuple[PhaseName, ...]:
        """Phases of the lesson in order."""
        wanted = {*self.chosen, *self.fixed}
        if self.norms_taught_before and "discussion_norms" not in self.fixed:
            wanted.discard("discussion_norms")
        return tuple(name for name in ORDER if name in wanted and self.fixed.get(name) != 0)

    def in_class(self, name: PhaseName) -> bool:
        return name != "preparation" or self.preparation_place == "class"

    def least(self, name: PhaseName) -> int:
        """Fewest whole minutes that keep the rules (W02, W03), or that make a phase."""
        if name == "preparation" and self.kind == "class":
            # Rounded first: 0.2 * 105 is 21.000000000000004 to a float.
            return max(math.ceil(round(self.settings.prep_share * (self.lesson or 0), 6)), LEAST[name])
        if name == "presentation" and self.kind == "class":
            return max(math.ceil(self.settings.present_min * max(self.groups, 1)), 1)
        return LEAST[name]

    def needed(self, name: PhaseName) -> int:
        return self.fixed.get(name, self.least(name))

    @property
    def needs(self) -> int:
        """Minutes in class that can't be saved without giving something up."""
        return sum(self.needed(name) for name in self.names if self.in_class(name))

    def step(self, name: PhaseName) -> int:
        """Presentations grow by a minute for every group at a time, so that all groups get the same."""
        return max(self.groups, 1) if name == "presentation" and self.kind == "class" else 1

    def gains(self, changed: _Question) -> int:
        """Minutes that a changed question lacks less than this one."""
        return (self.needs - (self.lesson or 0)) - (changed.needs - (changed.lesson or 0))


def _shares(ask: _Question) -> dict[PhaseName, int]:
    """Minutes of every phase: at its least, then the minutes left go to whoever is furthest behind its weight."""
    minutes = {name: ask.needed(name) for name in ask.names}
    left = (ask.lesson or 0) - ask.needs
    growing = [name for name in ask.names if name not in ask.fixed and ask.in_class(name)]
    while left > 0 and growing:
        fitting = [name for name in growing if ask.step(name) <= left]
        # Where only the presentation can grow, the last odd minutes are its too: the lesson must be filled (W01).
        name = min(fitting or growing, key=lambda one: (minutes[one] + ask.step(one)) / WEIGHTS[one])
        grown = min(ask.step(name), left)
        minutes[name] += grown
        left -= grown
    return minutes


def _planned(ask: _Question) -> Iterator[PlannedPhase]:
    minutes = _shares(ask)
    for name in ask.names:
        yield PlannedPhase(
            name=name,
            minutes=minutes[name],
            least=ask.least(name),
            place="class" if ask.in_class(name) else "outside",
            teacher_role=TEACHER_ROLES[ask.kind].get(name) if ask.in_class(name) else None,
            fixed=name in ask.fixed,
        )


def _over(ask: _Question) -> int:
    minutes = _shares(ask)
    return (ask.lesson or 0) - sum(minutes[name] for name in ask.names if ask.in_class(name))


def _arithmetic(ask: _Question) -> Iterator[Text]:
    lesson = ask.lesson
    if ask.periods is None or ask.minutes_per_period is None:
        yield text(N_("Isi dahulu banyaknya jam pelajaran (JP) dan menit per JP."))
    elif lesson is None:
        yield text(
            N_("{jp} JP × {m} menit lebih lama daripada sehari. Periksa banyaknya JP dan menit per JP."),
            jp=ask.periods,
            m=ask.minutes_per_period,
        )
    else:
        yield text(
            N_("Waktu pelajaran: {jp} JP × {m} menit = {n} menit."),
            jp=ask.periods,
            m=ask.minutes_per_period,
            n=lesson,
        )
    for name in ask.names:
        yield _line(ask, name)
    if lesson is None:
        yield text(N_("Seluruhnya sedikitnya {a} menit."), a=ask.needs)
    elif ask.needs > lesson:
        yield text(
            N_("Seluruhnya sedikitnya {a} menit, padahal tersedia {b} menit: kurang {n} menit."),
            a=ask.needs,
            b=lesson,
            n=ask.needs - lesson,
        )
    elif ask.needs < lesson:
        over = _over(ask)
        yield text(
            N_("Seluruhnya sedikitnya {a} menit; {n} menit lagi dibagikan kepada fase yang belum Anda tetapkan.")
            if not over
            else N_("Seluruhnya {a} menit; {n} menit belum terpakai. Tambah menit salah satu fase."),
            a=ask.needs,
            n=lesson - ask.needs,
        )
    else:
        yield text(N_("Seluruhnya {a} menit: tepat."), a=ask.needs)


def _line(ask: _Question, name: PhaseName) -> Text:
    """One phase in words."""
    label = Text(labels.PHASES[name])
    if name in ask.fixed:
        if not ask.in_class(name):
            return text(
                N_("Fase {f}: {n} menit di luar kelas, sesuai dengan pilihan Anda."), f=label, n=ask.fixed[name]
            )
        return text(N_("Fase {f}: {n} menit, sesuai dengan pilihan Anda."), f=label, n=ask.fixed[name])
    least = ask.least(name)
    if name == "presentation" and ask.kind == "class":
        if not ask.groups:
            return text(
                N_("Fase {f}: sedikitnya {n} menit untuk tiap kelompok; kelompoknya belum ada."), f=label, n=least
            )
        return text(
            N_("Fase {f}: {k} kelompok × {m} menit = {n} menit."),
            f=label,
            k=ask.groups,
            m=ask.settings.present_min,
            n=least,
        )
    if name == "preparation" and ask.kind == "class" and ask.lesson:
        values = {"f": label, "p": ask.settings.prep_share, "n": least}
        if ask.in_class(name):
            return text(N_("Fase {f}: sedikitnya {p:.0%} dari waktu pelajaran, jadi {n} menit."), **values)
        return text(
            N_("Fase {f}: sedikitnya {p:.0%} dari waktu pelajaran, jadi {n} menit, di luar kelas (0 menit di kelas)."),
            **values,
        )
    return text(N_("Fase {f}: sedikitnya {n} menit."), f=label, n=least)


def _give_up(ask: _Question) -> Iterator[GiveUp]:
    lesson = ask.lesson
    if lesson is None or ask.needs <= lesson:
        return
    for change, value, changed, words in _changes(ask):
        gains = ask.gains(changed)
        if gains > 0:
            yield GiveUp(change, value, gains, gains >= ask.needs - lesson, words)


def _changes(ask: _Question) -> Iterator[tuple[Change, int | PhaseName | None, _Question, Text]]:
    """What could be given up, and the question as it would be then."""
    if "preparation" in ask.names and ask.in_class("preparation"):
        words = text(
            N_("Persiapan di luar kelas (langkah 4 membolehkannya): hemat {n} menit."), n=ask.needed("preparation")
        )
        yield "prepare_outside", None, replace(ask, preparation_place="outside"), words
    if "discussion_norms" in ask.names and "discussion_norms" not in ask.fixed:
        words = text(
            N_("Ajarkan cara berdiskusi pada hari sebelumnya dan catat tanggalnya: hemat {n} menit."),
            n=ask.needed("discussion_norms"),
        )
        yield "teach_norms_before", None, replace(ask, norms_taught_before=True), words
    for name in ask.names:
        label = Text(labels.PHASES[name])
        if ask.in_class(name) and ask.fixed.get(name, 0) > ask.least(name):
            fixed = {**ask.fixed, name: ask.least(name)}
            words = text(
                N_("Kurangi fase {f} dari {a} menjadi {b} menit."), f=label, a=ask.fixed[name], b=ask.least(name)
            )
            yield "fewer_minutes", name, replace(ask, fixed=fixed), words
        if name not in USUAL[ask.kind] and name != "preparation":
            words = text(N_("Tiadakan fase {f}: hemat {n} menit."), f=label, n=ask.needed(name))
            yield "drop_phase", name, replace(ask, fixed={**ask.fixed, name: 0}), words
    yield from _fewer_groups(ask)
    periods = _periods_needed(ask)
    if periods is not None and ask.periods is not None:
        words = text(
            N_("Pakai {n} JP (tambah {d} JP), misalnya dalam dua pertemuan."), n=periods, d=periods - ask.periods
        )
        yield "more_periods", periods, replace(ask, periods=periods), words


def _fewer_groups(ask: _Question) -> Iterator[tuple[Change, int, _Question, Text]]:
    """The largest number of groups whose presentations would fit; two are the fewest that make it group work."""
    if ask.kind != "class" or "presentation" not in ask.names or "presentation" in ask.fixed or ask.lesson is None:
        return
    for groups in range(ask.groups - 1, 1, -1):
        changed = replace(ask, groups=groups)
        if changed.needs <= ask.lesson or groups == 2:
            words = text(
                N_("Bentuk {k} kelompok dengan {k} submateri, bukan {a}: hemat {n} menit."),
                k=groups,
                a=ask.groups,
                n=ask.gains(changed),
            )
            yield "fewer_groups", groups, changed, words
            return


def _periods_needed(ask: _Question) -> int | None:
    """The smallest number of periods in which everything fits; preparation grows with the lesson."""
    if not ask.minutes_per_period or ask.minutes_per_period < 0:
        return None
    for periods in range(max(ask.periods or 0, 0) + 1, 41):
        changed = replace(ask, periods=periods)
        if changed.needs <= (changed.lesson or 0):
            return periods
    return None


def _warnings(ask: _Question) -> Iterator[Text]:
    for name in ask.names:
        if name in ask.fixed and ask.fixed[name] < ask.least(name):
            words = (
                N_("Fase {f} Anda tetapkan {a} menit, padahal diperlukan sedikitnya {b} menit.")
                if name in ("preparation", "presentation") and ask.kind == "class"
                else N_("Fase {f} Anda tetapkan {a} menit; biasanya sedikitnya {b} menit.")
            )
            yield text(words, f=Text(labels.PHASES[name]), a=ask.fixed[name], b=ask.least(name))
    wanted: tuple[PhaseName, ...] = ("preparation", "presentation", "closing") if ask.kind == "class" else ("tutoring",)
    for name in wanted:
        if name not in ask.names:
            yield text(N_("Rencana ini tidak memuat fase {f}, padahal diperlukan."), f=Text(labels.PHASES[name]))
    if "discussion_norms" not in ask.names and not ask.norms_taught_before:
        yield text(
            N_("Cara berdiskusi tidak diajarkan di pelajaran ini. Catat kapan hal itu sudah diajarkan (aturan D10).")
        )

"""A simulated class to try a plan on: who speaks, who asks and who is reached, under the three models (MODEL-1..3).

This is a model and no observation. It plays the groups' work many times; each time it draws every assumption from its
range (`ASSUMPTIONS`, nearly all of them ours) as well as what happens by chance, so that a result is a band: the median
and where the middle 80 % of the replications lie. It says which assumption moves a result most. What a pupil learns is
no part of it.

`simulate` tries one plan. `compare` tries changes of it under the same luck: the same pupils, the same assumptions, the
same moments of being stuck, so that what differs comes from the change; a difference whose band holds zero can't be
told from none.
"""

from __future__ import annotations

import math
import operator
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from .. import measures
from ..language import N_, Names, Text, pupils, renderer, text
from ..scenario import Group, Model, Scenario
from ..settings import DEFAULTS, Settings
from ._simulation_assumptions import ASSUMPTIONS, CERTAINTIES, OURS, UNITS, Assumption, Assumptions
from ._simulation_changes import MODELS, Change, changed_plan, is_trained, usual_changes
from ._simulation_drawing import comparison_drawing, minutes_drawing
from ._simulation_group import GroupAtWork, Member, Played, play
from ._simulation_measures import MEASURES, Band, Draws, Measure, MeasureKey, MeasureUnit, amount, amount_range, shown
from .turns import DEFAULT_MODEL, LONGEST, Tally, talk_minutes

__all__ = [
    "ASSUMPTIONS",
    "CERTAINTIES",
    "MEASURES",
    "MODELS",
    "OURS",
    "UNITS",
    "Assumption",
    "Assumptions",
    "Band",
    "Change",
    "Comparison",
    "Difference",
    "Influence",
    "Measure",
    "MeasureKey",
    "MeasureUnit",
    "SimulatedGroup",
    "SimulatedPupil",
    "Simulation",
    "Variant",
    "amount",
    "amount_range",
    "compare",
    "simulate",
    "usual_changes",
]

REPLICATIONS = 200
FEWEST, MOST = 20, 5000
"""Replications: fewer give no band, more no better one."""
FAR_BELOW = 30.0
"""Points below the criterion at which a pupil counts as furthest behind (`low_score_factor`)."""


@dataclass(frozen=True)
class SimulatedPupil:
    """A person of a group.

    `minutes`: of talk. `questions`: None for tutors. `spoke`, `answered`: share of the replications, 0 to 1, in which
    he or she spoke, and got an answer (None for tutors).
    """

    pupil: str
    group: str
    is_tutor: bool
    minutes: Band
    questions: Band | None
    spoke: float
    answered: float | None


@dataclass(frozen=True)
class SimulatedGroup:
    """`trained`: whether every tutor has the training that the settings ask for (T09). `bands`: as of the class."""

    group: str
    model: Model
    tutors: tuple[str, ...]
    members: tuple[str, ...]
    trained: bool
    bands: Mapping[MeasureKey, Band]


@dataclass(frozen=True)
class Influence:
    """Which assumption moves a measure most: Spearman's rank correlation over the replications, -1 to 1."""

    measure: MeasureKey
    assumption: str
    correlation: float
    text: Text


@dataclass(frozen=True)
class Simulation:
    """A plan tried out.

    Attributes
    ----------
    label: what this is and what it can't tell; belongs next to every figure of it.
    minutes: of talk in each group; 0 where nothing could be played.
    groups, pupils: in the order of the plan, each tutor before the members. Empty where nothing could be played.
    bands: measure -> band of the class; a measure that has no meaning in this plan is absent.
    draws: measure -> its value in every replication.
    influences: for each measure the assumption that moves it most, where one stands out.
    reasons: what the plan lacks, so that nothing could be played. notes: how the plan was read.
    """

    label: Text
    seed: int
    replications: int
    minutes: float
    groups: tuple[SimulatedGroup, ...]
    pupils: tuple[SimulatedPupil, ...]
    bands: Mapping[MeasureKey, Band]
    draws: Mapping[MeasureKey, Draws]
    influences: tuple[Influence, ...]
    reasons: tuple[Text, ...]
    notes: tuple[Text, ...]

    @property
    def possible(self) -> bool:
        return not self.reasons

    @property
    def models(self) -> tuple[Model, ...]:
        """The models that the groups work by, each once."""
        return tuple(sorted({group.model for group in self.groups}))

    @property
    def sentences(self) -> tuple[Text, ...]:
        """Every measure in a sentence."""
        return tuple(
            text(
                N_("{ukuran}: kira-kira {b}, rentangnya {a}."),
                ukuran=measure.label,
                a=amount_range(measure.unit, band),
                b=amount(measure.unit, band.middle),
            )
            for key, measure in MEASURES.items()
            if (band := self.bands.get(key)) is not None
        )

    def svg(self, language: str = "id", names: Names | None = None) -> str:
        """Minutes of talk of every person with their bands, as SVG text."""
        return minutes_drawing(self, renderer(language, names)).svg()


@dataclass(frozen=True)
class Difference:
    """A measure of the changed plan less that of the plan, replication by replication under the same luck."""

    measure: MeasureKey
    band: Band

    @property
    def distinguishable(self) -> bool:
        """Whether the band leaves zero out, as it is written: what rounding hides is no difference."""
        unit = MEASURES[self.measure].unit
        return not shown(unit, self.band.low) <= 0 <= shown(unit, self.band.high)

    @property
    def text(self) -> Text:
        measure = MEASURES[self.measure]
        low, high = (amount(measure.unit, one, form="difference") for one in (self.band.low, self.band.high))
        size = amount(measure.unit, self.band.middle, form="size")
        if self.distinguishable:
            words = (
                N_("{ukuran}: naik kira-kira {b} (antara {a} dan {c}).")
                if self.band.middle > 0
                else N_("{ukuran}: turun kira-kira {b} (antara {a} dan {c}).")
            )
        elif shown(measure.unit, self.band.low) == shown(measure.unit, self.band.high):
            words = N_("{ukuran}: tidak dapat dibedakan, kedua rencana hampir selalu sama.")
        else:
            words = N_("{ukuran}: tidak dapat dibedakan (antara {a} dan {c}).")
        return text(words, ukuran=measure.label, a=low, b=size, c=high)


@dataclass(frozen=True)
class Variant:
    """A changed plan, tried out. `differences`: in the order of `MEASURES`; empty where it couldn't be played."""

    change: Change
    simulation: Simulation
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Comparison:
    """The plan as it is, and its changes side by side."""

    label: Text
    base: Simulation
    variants: tuple[Variant, ...]

    @property
    def reasons(self) -> tuple[Text, ...]:
        return self.base.reasons

    def svg(self, language: str = "id", names: Names | None = None) -> str:
        """The plan and its changes, a panel for each measure, as SVG text."""
        return comparison_drawing(self, renderer(language, names)).svg()


# --- trying a plan -------------------------------------------------------------------------------------------------


def simulate(
    scenario: Scenario,
    model: Model | None = None,
    *,
    seed: int = 1,
    replications: int = REPLICATIONS,
    assumptions: Assumptions = ASSUMPTIONS,
    settings: Settings = DEFAULTS,
) -> Simulation:
    """Play the groups' work of a plan `replications` times; the same `seed` gives the same result.

    `model`: for all groups; None for the model that each group has chosen, or 3 where it has none. A plan without
    groups, tutors or minutes gives `reasons` and no figures. Raises ValueError where `replications` isn't 20 to 5000.
    """
    return _simulated(scenario, Change(model=model), seed, replications, assumptions, settings)


def compare(
    scenario: Scenario,
    changes: Sequence[Change],
    *,
    model: Model | None = None,
    seed: int = 1,
    replications: int = REPLICATIONS,
    assumptions: Assumptions = ASSUMPTIONS,
    settings: Settings = DEFAULTS,
) -> Comparison:
    """Try a plan and changes of it, each against the plan as it is. Arguments as of `simulate`."""
    base = simulate(scenario, model, seed=seed, replications=replications, assumptions=assumptions, settings=settings)
    variants = []
    for change in changes:
        one = replace(change, model=change.model or model)
        tried = _simulated(scenario, one, seed, replications, assumptions, settings)
        variants.append(Variant(change, tried, tuple(_differences(base, tried))))
    return Comparison(_label(assumptions), base, tuple(variants))


def _simulated(
    scenario: Scenario,
    change: Change,
    seed: int,
    replications: int,
    assumptions: Assumptions,
    settings: Settings,
) -> Simulation:
    if not FEWEST <= replications <= MOST:
        raise ValueError(f"replications must be {FEWEST} to {MOST}")
    changed, reasons, notes = changed_plan(scenario, change, settings)
    groups, lacking, more = _at_work(changed, change, settings)
    reasons += lacking
    if reasons:
        return Simulation(
            _label(assumptions), seed, replications, 0.0, (), (), {}, {}, (), tuple(reasons), (*notes, *more)
        )
    drawn = [_drawn(assumptions, seed, number) for number in range(replications)]
    played = [[play(group, values, f"{seed}/{number}") for group in groups] for number, values in enumerate(drawn)]
    draws = _draws(groups, played)
    return Simulation(
        label=_label(assumptions),
        seed=seed,
        replications=replications,
        minutes=groups[0].minutes,
        groups=tuple(
            _simulated_group(group, [lesson[place] for lesson in played]) for place, group in enumerate(groups)
        ),
        pupils=tuple(
            one
            for place, group in enumerate(groups)
            for one in _simulated_pupils(group, [lesson[place] for lesson in played])
        ),
        bands=_bands(draws),
        draws=draws,
        influences=tuple(_influences(draws, drawn, assumptions)),
        reasons=(),
        notes=(*notes, *more),
    )


def _label(assumptions: Assumptions) -> Text:
    number, ours = len(assumptions.items()), assumptions.without_source
    origin = (
        text(N_("Angkanya lahir dari {n} anggapan, yang semuanya tidak bersumber."), n=number)
        if number == ours
        else text(N_("Angkanya lahir dari {n} anggapan; {k} di antaranya tidak bersumber."), n=number, k=ours)
    )
    return text(
        N_(
            "Ini hasil sebuah model, bukan pengamatan di kelas. {asal} Pakai untuk membandingkan rencana, bukan untuk "
            "meramalkan pelajaran. Model ini tidak dapat mengatakan apakah murid belajar."
        ),
        asal=origin,
    )


def _drawn(assumptions: Assumptions, seed: int, number: int) -> dict[str, float]:
    """The assumptions of one replication. A stream to each, so that one more assumption changes no other."""
    return {
        name: assumption.at(Random(f"{seed}/{number}/anggapan/{name}").random())
        for name, assumption in assumptions.items()
    }


# --- reading the plan ----------------------------------------------------------------------------------------------


def _at_work(
    scenario: Scenario, change: Change, settings: Settings
) -> tuple[list[GroupAtWork], list[Text], list[Text]]:
    """The groups as the engine needs them; what is lacking; how the plan was read."""
    minutes = min(talk_minutes(scenario), LONGEST)
    lesson = (scenario.periods or 0) * (scenario.minutes_per_period or 0)
    too_long = change.minutes is None and 0 < lesson < minutes
    if too_long:
        minutes = float(lesson)
    by_id = {pupil.id: pupil for pupil in scenario.pupils}
    gaps = _gaps(scenario)
    tables = [(group, table) for group in scenario.groups if (table := Tally.of_group(scenario, group)).members]
    planned_visits = Counter(scenario.remedial.visits) if scenario.kind == "remedial" and scenario.remedial else None
    stays = scenario.room is not None and scenario.room.teacher_can_move is False
    groups = []
    for place, (group, table) in enumerate(tables):
        visits = change.visits
        if visits is None and planned_visits is not None:
            visits = planned_visits[group.id]
        elif visits is None and stays:
            visits = 0
        planned, reserved = _turns(group, table, minutes)
        sessions = tuple(one for one in table.members if one in group.individual_sessions) or table.members
        groups.append(
            GroupAtWork(
                id=group.id,
                model=change.model or group.model or DEFAULT_MODEL,
                tutors=table.tutors,
                members=tuple(
                    Member(
                        id=one,
                        shy=(pupil := by_id.get(one)) is not None and pupil.shy is True,
                        gap=gaps.get(one, 0.0),
                        accepts=group.accepts.get(one) is not False,
                    )
                    for one in table.members
                ),
                trained=change.trained if change.trained is not None else is_trained(scenario, table.tutors, settings),
                planned=planned,
                reserved=reserved,
                sessions=sessions,
                visits=visits,
                place=place,
                groups=len(tables),
                minutes=minutes,
            )
        )
    lacking, notes = [], []
    if not groups:
        lacking.append(text(N_("Belum ada kelompok dengan anggota yang hadir. Bentuk kelompok dahulu.")))
    elif not any(group.tutors for group in groups):
        lacking.append(text(N_("Belum ada tutor di kelompok mana pun. Pilih tutor dahulu.")))
    if minutes <= 0:
        lacking.append(
            text(N_("Belum ada menit untuk kerja kelompok. Isi menit fase tutorial, diskusi, atau persiapan di kelas."))
        )
    if lacking:
        return [], lacking, []
    if too_long:
        notes.append(
            text(
                N_("Menit kerja kelompok melebihi pelajaran. Yang dihitung hanya {n} menit, selama pelajaran itu."),
                n=lesson,
            )
        )
    without = [group.id for group in groups if not group.tutors]
    if without:
        notes.append(
            text(
                N_("Tanpa tutor, kelompok {ks} berdiskusi sendiri dan hanya dapat bertanya kepada teman dan guru."),
                ks=without,
            )
        )
    untrained = [group.id for group in groups if group.tutors and not group.trained]
    if untrained and change.trained is None:
        notes.append(
            text(
                N_("Tutor kelompok {ks} dihitung belum terlatih: belum tercatat {n} menit pelatihan."),
                ks=untrained,
                n=settings.min_training,
            )
        )
    placed = {one for _, table in tables for one in table.people}
    outside = [pupil.id for pupil in measures.present_pupils(scenario) if pupil.id not in placed]
    if outside and scenario.kind == "class":
        notes.append(text(N_("Di luar kelompok, jadi tidak dihitung: {ms}."), ms=pupils(outside)))
    return groups, [], notes


def _gaps(scenario: Scenario) -> dict[str, float]:
    """Pupil -> how far below the criterion, 0 to 1; pupils without a score are left out."""
    criteria = measures.criteria(scenario)
    if not criteria:
        return {}
    aim = measures.mean(criteria.values())
    return {
        one: min(max((aim - score) / FAR_BELOW, 0.0), 1.0)
        for one, score in measures.initial_scores(scenario.pupils).items()
    }


def _turns(group: Group, table: Tally, minutes: float) -> tuple[dict[str, float], tuple[tuple[str, float], ...]]:
    """Planned minutes of each person and the reserved turns; shortened alike where they take more than the time."""
    turns = [
        (turn.pupil, min(turn.minutes, minutes), turn.reserved is True)
        for turn in group.turns
        if turn.minutes is not None and turn.minutes > 0 and turn.pupil in table.people
    ]
    total = measures.total(one for _, one, _ in turns)
    scale = min(minutes / total, 1.0) if total > 0 else 1.0
    planned: dict[str, float] = {}
    for pupil, length, _ in turns:
        if length * scale > 0:
            planned[pupil] = planned.get(pupil, 0.0) + length * scale
    return planned, tuple((pupil, length * scale) for pupil, length, reserved in turns if reserved)


# --- measuring -----------------------------------------------------------------------------------------------------


def _mean(values: Iterable[float]) -> float | None:
    # fsum throughout: what `sum` makes of floats differs between versions of Python.
    found = list(values)
    return math.fsum(found) / len(found) if found else None


def _measured(groups: Sequence[GroupAtWork], lesson: Sequence[Played]) -> dict[MeasureKey, float | None]:
    """All measures of one replication, over the groups given."""
    members = [(played, one.id) for group, played in zip(groups, lesson, strict=True) for one in group.members]
    spoken = [played.talk[one] for played, one in members]
    shares, ginis = [], []
    for group, played in zip(groups, lesson, strict=True):
        total = math.fsum(played.talk.values())
        if total <= 0:
            continue
        if group.tutors:
            shares.append(math.fsum(played.talk[one] for one in group.tutors) / total)
        # As D04 counts: a tutor who said nothing is left out.
        compared = [amount for one, amount in played.talk.items() if amount > 0 or one not in group.tutors]
        ginis.append(measures.gini(compared))
    waits = [wait for played in lesson for wait in played.waits]
    asked = sum(sum(played.asked.values()) for played in lesson)
    answers = sum(sum(played.answered.values()) for played in lesson)
    number = len(members)
    return {
        "talk": math.fsum(spoken) / number,
        "quietest": min(spoken),
        "tutor_share": _mean(shares),
        "gini": _mean(ginis),
        "spoke": sum(one > 0 for one in spoken) / number,
        "questions": asked / number,
        "answered": sum(played.answered[one] > 0 for played, one in members) / number,
        "helped": sum(played.helped[one] > 0 for played, one in members) / number,
        "waiting": _mean(waits),
        "unanswered": (asked - answers) / asked if asked else None,
    }


def _draws(groups: Sequence[GroupAtWork], played: Sequence[Sequence[Played]]) -> dict[MeasureKey, Draws]:
    measured = [_measured(groups, lesson) for lesson in played]
    return {key: tuple(one[key] for one in measured) for key in MEASURES}


def _bands(draws: Mapping[MeasureKey, Draws]) -> dict[MeasureKey, Band]:
    return {key: band for key, values in draws.items() if (band := Band.of(values)) is not None}


def _simulated_group(group: GroupAtWork, played: Sequence[Played]) -> SimulatedGroup:
    return SimulatedGroup(
        group=group.id,
        model=group.model,
        tutors=group.tutors,
        members=tuple(one.id for one in group.members),
        trained=bool(group.tutors) and group.trained,
        bands=_bands(_draws([group], [[one] for one in played])),
    )


def _simulated_pupils(group: GroupAtWork, played: Sequence[Played]) -> Iterable[SimulatedPupil]:
    for one in (*group.tutors, *(member.id for member in group.members)):
        is_tutor = one in group.tutors
        minutes = Band.of(lesson.talk[one] for lesson in played)
        assert minutes is not None
        yield SimulatedPupil(
            pupil=one,
            group=group.id,
            is_tutor=is_tutor,
            minutes=minutes,
            questions=None if is_tutor else Band.of(lesson.asked[one] for lesson in played),
            spoke=sum(lesson.talk[one] > 0 for lesson in played) / len(played),
            answered=None if is_tutor else sum(lesson.answered[one] > 0 for lesson in played) / len(played),
        )


def _differences(base: Simulation, changed: Simulation) -> Iterable[Difference]:
    """Replication by replication: both had the same luck."""
    for key in MEASURES:
        pairs = zip(changed.draws.get(key, ()), base.draws.get(key, ()), strict=False)
        band = Band.of(a - b for a, b in pairs if a is not None and b is not None)
        if band is not None:
            yield Difference(key, band)


# --- what moves a result -------------------------------------------------------------------------------------------


def _ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 0; equal values share the mean of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in order[start : end + 1]:
            ranks[place] = (start + end) / 2
        start = end + 1
    return ranks


def _correlation(a: Sequence[float], b: Sequence[float]) -> float:
    """Pearson's, of ranks; 0 where one of them doesn't vary."""
    middle = (len(a) - 1) / 2
    left, right = [one - middle for one in a], [one - middle for one in b]
    spread = math.sqrt(math.fsum(map(operator.mul, left, left)) * math.fsum(map(operator.mul, right, right)))
    return math.fsum(map(operator.mul, left, right)) / spread if spread > 0 else 0.0


def _influences(
    draws: Mapping[MeasureKey, Draws], drawn: Sequence[Mapping[str, float]], assumptions: Assumptions
) -> Iterable[Influence]:
    """For each measure the strongest assumption, where it is stronger than chance among so many would make it."""
    # Measures without a value in some replication are rare: their ranks are taken over those that have one.
    everywhere = {name: _ranks([one[name] for one in drawn]) for name, _ in assumptions.items()}
    named = dict(assumptions.items())
    for key, values in draws.items():
        there = [place for place, value in enumerate(values) if value is not None]
        if len(there) < FEWEST:
            continue
        whole = len(there) == len(values)
        ranked = _ranks([value for value in values if value is not None])
        found = {
            name: _correlation(ranked, ranks if whole else _ranks([drawn[place][name] for place in there]))
            for name, ranks in everywhere.items()
        }
        strongest = max(found, key=lambda name: abs(found[name]))
        if abs(found[strongest]) > 3 / math.sqrt(len(there) - 1):
            yield Influence(
                key,
                strongest,
                found[strongest],
                text(
                    N_("{ukuran} paling digeser oleh anggapan “{a}” (korelasi peringkat {r:+.2f})."),
                    ukuran=MEASURES[key].label,
                    a=named[strongest].label,
                    r=found[strongest],
                ),
            )

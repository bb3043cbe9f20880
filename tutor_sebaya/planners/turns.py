"""The planner of speaking turns, and the yardstick for turns as they were: who speaks, how long, how equally.

A plan has two rounds. First everybody speaks in a pair, all pairs at once, each for the same time (Timed Pair Share;
Kagan, field facts E18): there a shy pupil speaks first, in a slot reserved for him or her (ROLE-1c, rule D05). Then the
group talks, in turns (ROLE-1a). In model 1 the tutor sits with one pupil after another instead, and the pupil speaks
first. A plan keeps D03 to D06 and D11 wherever the settings leave room for that, and says where they don't.

`score_talk` measures a plan and an observed log alike: Gini, shares, who has not spoken yet. `Tally` is the log of a
lesson as plain data: add, undo, redo, save, read.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from .. import measures
from ..language import N_, PupilId, Text, pupils, text
from ..scenario import CueCard, Group, Model, Pupil, Scenario, Turn
from ..settings import DEFAULTS, Settings

__all__ = [
    "GroupTurns",
    "PlannedTurn",
    "Spoken",
    "TalkScore",
    "Tally",
    "TurnPlan",
    "plan_turns",
    "planned_talk",
    "score_talk",
    "talk_minutes",
]

STEPS = (1.0, 0.5, 0.25)
"""Shortest turns in minutes, the longest that serves: nobody keeps a watch on seconds."""
USUAL_STEP = 0.5
PAIR_SHARE = 0.25
"""Share of the time for the round in pairs."""
LONGEST = 600.0
"""Most minutes of talk that are planned: no school day has more."""
TUTOR_WEIGHT: Mapping[Model, float] = {1: 2.0, 2: 1.5, 3: 1.0}
"""How long a tutor speaks against a member's time: explaining takes longest one to one; in model 3 the pupils carry the
talk (MODEL-1..3). The settings bound it from above (D04, D06, D11)."""
DEFAULT_MODEL: Model = 3
RETURN_QUESTION = N_("Menurut yang lain bagaimana?")
"""Written on a tutor's card of model 3 that has no question to throw back yet (D11)."""

Round = Literal["session", "pair", "group"]
Unit = Literal["minutes", "counts"]


# --- measuring -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TalkScore:
    """How a group's talk is shared out, planned or observed.

    Attributes
    ----------
    amounts: minutes or counts of every person of the group, 0 for who has not spoken. total: their sum.
    gini: 0 where all speak alike, (n - 1)/n where one has all (see `measures.gini`). gini_max: the setting in force.
    comparable: whether D04 judges (three people or more, and somebody spoke).
    equal: whether gini and the longest time are within the settings (D04); True where not comparable.
    longest: who speaks most; None before anybody spoke. tutor_share: 0 to 1; None without tutors or talk.
    tutor_within: whether the tutors' share is within the setting (D06).
    silent: who has not spoken yet, in the order of the group.
    remarks: what to do now, in words; for the tutor or teacher. Empty while all is well.
    """

    unit: Unit
    amounts: Mapping[str, float]
    total: float
    gini: float
    gini_max: float
    comparable: bool
    equal: bool
    longest: str | None
    tutor_share: float | None
    tutor_within: bool
    silent: tuple[str, ...]
    remarks: tuple[Text, ...]

    @property
    def shares(self) -> dict[str, float]:
        """Share of the talk of every person, 0 to 1; all 0 before anybody spoke."""
        return {one: amount / self.total if self.total else 0.0 for one, amount in self.amounts.items()}


def score_talk(
    amounts: Mapping[str, float],
    members: Iterable[str],
    tutors: Iterable[str] = (),
    *,
    unit: Unit = "minutes",
    settings: Settings = DEFAULTS,
) -> TalkScore:
    """Measure a group's talk, by the yardstick of D03, D04 and D06.

    `amounts`: person -> minutes, or times spoken. Members without an amount count as zero; a tutor who said nothing is
    left out of Gini as the rule does, and who is neither member nor tutor is left out altogether.
    Raises ValueError for amounts that are negative or not finite.
    """
    if any(not math.isfinite(amount) or amount < 0 for amount in amounts.values()):
        raise ValueError("amounts of talk must be finite and not negative")
    led_by = tuple(dict.fromkeys(tutors))
    others = tuple(one for one in dict.fromkeys(members) if one not in led_by)
    people = (*led_by, *others)
    spoken = {one: float(amounts.get(one, 0.0)) for one in people}
    total = measures.total(spoken.values())
    compared = [amount for one, amount in spoken.items() if amount > 0 or one in others]
    comparable = len(compared) >= 3 and total > 0
    gini = measures.gini(compared)
    longest = max(people, key=lambda one: spoken[one]) if total > 0 else None
    most = settings.turn_max_ratio * total / len(compared) if compared else 0.0
    too_long = comparable and longest is not None and spoken[longest] > most + measures.TOLERANCE
    uneven = comparable and gini > settings.gini_max + measures.TOLERANCE
    tutor_share = measures.total(spoken[one] for one in led_by) / total if led_by and others and total > 0 else None
    tutor_within = tutor_share is None or tutor_share <= settings.tutor_share + measures.TOLERANCE
    silent = tuple(one for one in others if spoken[one] <= 0)
    remarks = []
    if silent and total > 0:
        remarks.append(text(N_("Belum berbicara: {ms}. Beri mereka giliran berikutnya."), ms=pupils(silent)))
    if too_long and longest is not None:
        remarks.append(
            text(
                N_("{m} berbicara {p:.0%} dari seluruhnya. Minta ia mendengarkan dulu."),
                m=PupilId(longest),
                p=spoken[longest] / total,
            )
        )
    if uneven:
        remarks.append(
            text(N_("Pembicaraan belum merata: Gini {g:.2f}, paling tinggi {d:.2f}."), g=gini, d=settings.gini_max)
        )
    if not tutor_within:
        remarks.append(
            text(
                N_("Tutor berbicara {p:.0%} dari seluruhnya, paling banyak {c:.0%}. Lemparkan pertanyaan ke anggota."),
                p=tutor_share,
                c=settings.tutor_share,
            )
        )
    return TalkScore(
        unit=unit,
        amounts=spoken,
        total=total,
        gini=gini,
        gini_max=settings.gini_max,
        comparable=comparable,
        equal=not (too_long or uneven),
        longest=longest,
        tutor_share=tutor_share,
        tutor_within=tutor_within,
        silent=silent,
        remarks=tuple(remarks),
    )


def planned_talk(scenario: Scenario, group: Group, settings: Settings = DEFAULTS) -> TalkScore:
    """The score of the turns that a scenario holds for a group; absent pupils and turns without minutes left out."""
    tutors, members = _people(scenario, group)
    amounts: dict[str, float] = {}
    for turn in group.turns:
        if turn.minutes is not None and turn.minutes > 0:
            amounts[turn.pupil] = amounts.get(turn.pupil, 0.0) + turn.minutes
    return score_talk(amounts, members, tutors, settings=settings)


def _people(scenario: Scenario, group: Group) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tutors and members of a group who are there; nobody is both."""
    listed = {pupil.id for pupil in scenario.pupils}
    present = {pupil.id for pupil in measures.present_pupils(scenario)}
    tutors = tuple(one for one in dict.fromkeys(group.tutors) if one in present or one not in listed)
    members = tuple(one for one in dict.fromkeys(group.members) if one in present and one not in tutors)
    return tutors, members


# --- a log ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spoken:
    """One entry of a log: `amount` minutes, or 1 for once."""

    pupil: str
    amount: float


@dataclass(frozen=True)
class Tally:
    """The log of one group's talk, as data: every change gives a new tally.

    `unit`: counts (each tap is one contribution) or minutes. `undone`: entries taken back, the latest last, until the
    next one is added.
    """

    group: str
    tutors: tuple[str, ...]
    members: tuple[str, ...]
    unit: Unit = "counts"
    entries: tuple[Spoken, ...] = ()
    undone: tuple[Spoken, ...] = ()

    @classmethod
    def of_group(cls, scenario: Scenario, group: Group, unit: Unit = "counts") -> Tally:
        """An empty tally for the people of a group who are there."""
        tutors, members = _people(scenario, group)
        return cls(group.id, tutors, members, unit)

    @property
    def people(self) -> tuple[str, ...]:
        return (*self.tutors, *self.members)

    def add(self, pupil: str, amount: float = 1.0) -> Tally:
        """Somebody spoke. Raises ValueError for a person of another group and for amounts that are not above 0."""
        if pupil not in self.people:
            raise ValueError(f"{pupil!r} is not in group {self.group!r}")
        if not (math.isfinite(amount) and amount > 0):
            raise ValueError("an amount of talk must be above 0")
        return replace(self, entries=(*self.entries, Spoken(pupil, float(amount))), undone=())

    def undo(self) -> Tally:
        """Take the last entry back; the same tally where there is none."""
        if not self.entries:
            return self
        return replace(self, entries=self.entries[:-1], undone=(*self.undone, self.entries[-1]))

    def redo(self) -> Tally:
        """Bring back what was undone last; the same tally where nothing was."""
        if not self.undone:
            return self
        return replace(self, entries=(*self.entries, self.undone[-1]), undone=self.undone[:-1])

    @property
    def amounts(self) -> dict[str, float]:
        """Person -> sum of the entries, 0 for who has none, in the order of the group."""
        return {
            one: measures.total(entry.amount for entry in self.entries if entry.pupil == one) for one in self.people
        }

    def score(self, settings: Settings = DEFAULTS) -> TalkScore:
        """Gini, shares and who has not spoken, by the yardstick of the plan."""
        return score_talk(self.amounts, self.members, self.tutors, unit=self.unit, settings=settings)

    def to_data(self) -> dict[str, Any]:
        """Plain data for a file (JSON); no names."""
        return {
            "group": self.group,
            "tutors": list(self.tutors),
            "members": list(self.members),
            "unit": self.unit,
            "entries": [[entry.pupil, entry.amount] for entry in self.entries],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Tally:
        """The tally that `to_data` wrote. Raises ValueError where the data are no tally."""
        try:
            unit = data["unit"]
            if unit not in ("counts", "minutes"):
                raise ValueError(f"unit must be counts or minutes, not {unit!r}")
            tally = cls(str(data["group"]), tuple(map(str, data["tutors"])), tuple(map(str, data["members"])), unit)
            for pupil, amount in data["entries"]:
                tally = tally.add(str(pupil), float(amount))
        except (KeyError, TypeError) as error:
            raise ValueError(f"this is no tally: {error}") from None
        return tally


# --- planning ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlannedTurn:
    """A turn in order.

    `round`: session (model 1: with the tutor alone), pair (all pairs at once), group. `partners`: who listens in a
    session or pair; empty in the group. `reserved`: nobody else may take it.
    """

    pupil: str
    minutes: float
    round: Round
    reserved: bool
    partners: tuple[str, ...] = ()


@dataclass(frozen=True)
class GroupTurns:
    """The turns of one group.

    Attributes
    ----------
    clock: minutes that the turns take; those in pairs run side by side. unused: minutes left of those available.
    turns: in order; empty where the time is too short for everybody.
    pairs: who sits together in the first round (three where it can't be helped); empty in model 1.
    score: of the plan, by the yardstick of the rules. reasons: what could not be kept, and why.
    """

    group: str
    model: Model
    tutors: tuple[str, ...]
    members: tuple[str, ...]
    clock: float
    unused: float
    turns: tuple[PlannedTurn, ...]
    pairs: tuple[tuple[str, ...], ...]
    score: TalkScore
    reasons: tuple[Text, ...]

    @property
    def minutes(self) -> dict[str, float]:
        """Person -> minutes of speaking in all."""
        return dict(self.score.amounts)


@dataclass(frozen=True)
class TurnPlan:
    """Turns for every group. `available`: minutes of talk that were planned with."""

    available: float
    groups: tuple[GroupTurns, ...]

    @property
    def reasons(self) -> tuple[Text, ...]:
        return tuple(reason for group in self.groups for reason in group.reasons)

    def fill(self, scenario: Scenario, language: str = "id") -> Scenario:
        """A new scenario with these turns; the one given stays as it is.

        Written too is what the model asks for (D11): its number where none was chosen, sessions for all members in
        model 1, in model 3 a question to throw back on a card that has none (in `language`). A group for which the time
        is too short keeps its former turns.
        """
        planned = {one.group: one for one in self.groups}
        groups = []
        for group in scenario.groups:
            one = planned.get(group.id)
            if one is None or not one.turns:
                groups.append(group)
                continue
            changed: dict[str, Any] = {
                "model": one.model,
                "turns": [Turn(pupil=turn.pupil, minutes=turn.minutes, reserved=turn.reserved) for turn in one.turns],
            }
            if one.model == 1:
                changed["individual_sessions"] = list(one.members)
            card = group.cue_card or CueCard()
            if one.model == 3 and not any(measures.filled(line) for line in card.return_questions):
                question = Text(RETURN_QUESTION).render(language)
                changed["cue_card"] = card.model_copy(update={"return_questions": [question]})
            groups.append(group.model_copy(update=changed))
        return scenario.model_copy(update={"groups": groups}).model_copy(deep=True)


def talk_minutes(scenario: Scenario) -> float:
    """Minutes in class in which groups talk: tutorial and discussion; where there are none, preparation.

    0 where the phases have no such minutes yet.
    """

    def minutes(*names: str) -> float:
        found = [phase.minutes or 0.0 for phase in scenario.phases if phase.name in names and phase.place != "outside"]
        return measures.total(max(one, 0.0) for one in found)

    return minutes("tutoring", "discussion") or minutes("preparation")


def plan_turns(
    scenario: Scenario,
    minutes: float | None = None,
    *,
    model: Model | None = None,
    settings: Settings = DEFAULTS,
) -> TurnPlan:
    """Speaking turns for every group that has members there.

    `minutes`: of talk in each group; None for those of the phases (`talk_minutes`). Not all of a discussion is turns:
    give fewer to leave time for thinking and writing. `model`: for all groups; None for the model that each group has
    chosen, or 3 where it has none. Raises ValueError for minutes below 0 or above `LONGEST`.
    """
    available = min(talk_minutes(scenario), LONGEST) if minutes is None else float(minutes)
    if not 0 <= available <= LONGEST:
        raise ValueError(f"minutes must be 0 to {LONGEST:g}")
    by_id = {pupil.id: pupil for pupil in scenario.pupils}
    planned = []
    for group in scenario.groups:
        tutors, members = _people(scenario, group)
        if members:
            chosen: Model = model or group.model or DEFAULT_MODEL
            planned.append(_group_turns(group.id, chosen, tutors, members, by_id, available, settings))
    return TurnPlan(available, tuple(planned))


def _group_turns(
    id: str,
    model: Model,
    tutors: tuple[str, ...],
    members: tuple[str, ...],
    by_id: Mapping[str, Pupil],
    available: float,
    settings: Settings,
) -> GroupTurns:
    reasons: list[Text] = []
    people = (*tutors, *members)
    pairs = _pairs(tutors, members, by_id) if model != 1 or not tutors else ()
    step = _step(available, len(people), pairs)
    best: tuple[tuple[float, ...], tuple[PlannedTurn, ...], TalkScore] | None = None
    if step is not None:
        for weight in _tutor_weights(model):
            turns = tuple(_turns(model, tutors, members, by_id, pairs, available, step, weight, settings))
            score = _score_of(turns, members, tutors, settings)
            members_short = model == 3 and 1 - (score.tutor_share or 0) < settings.min_turn_share - measures.TOLERANCE
            fault = (len(score.silent), not score.tutor_within, members_short, not score.equal, score.gini)
            quality = tuple(map(float, fault[:4] if not any(fault[:4]) else fault))
            if best is None or quality < best[0]:
                best = (quality, turns, score)
    if best is None:
        reasons.append(
            text(
                N_(
                    "Kelompok {k}: {a} menit terlalu singkat untuk {n} orang. Sediakan sedikitnya {b} menit, atau "
                    "bentuk kelompok yang lebih kecil."
                ),
                k=id,
                a=available,
                n=len(people),
                b=_shortest(STEPS[-1], len(people), pairs),
            )
        )
        return GroupTurns(
            id, model, tutors, members, 0.0, available, (), (), score_talk({}, members, tutors), tuple(reasons)
        )
    _, turns, score = best
    if step is not None and step < USUAL_STEP:
        reasons.append(
            text(N_("Kelompok {k}: gilirannya sangat singkat ({s} menit). Tambah waktu bila dapat."), k=id, s=step)
        )
    if not score.equal:
        reasons.append(
            text(
                N_("Kelompok {k}: batas pemerataan bicara terlalu ketat untuk kelompok ini (Gini {g:.2f})."),
                k=id,
                g=score.gini,
            )
        )
    if not score.tutor_within or (model == 3 and 1 - (score.tutor_share or 0) < settings.min_turn_share - 1e-9):
        reasons.append(
            text(
                N_("Kelompok {k}: bagian bicara tutor ({p:.0%}) tidak dapat lebih kecil tanpa membuat tutor diam."),
                k=id,
                p=score.tutor_share,
            )
        )
    clock = _clock(turns, pairs)
    return GroupTurns(
        id, model, tutors, members, clock, max(available - clock, 0.0), turns, pairs, score, tuple(reasons)
    )


def _tutor_weights(model: Model) -> Iterator[float]:
    """The model's weight, then smaller ones for where the settings ask for less talk by tutors."""
    start = TUTOR_WEIGHT[model]
    yield start
    yield from (weight for weight in (1.5, 1.25, 1.0, 0.75, 0.5, 0.25) if weight < start)


def _score_of(
    turns: Iterable[PlannedTurn], members: Sequence[str], tutors: Sequence[str], settings: Settings
) -> TalkScore:
    amounts: dict[str, float] = {}
    for turn in turns:
        amounts[turn.pupil] = amounts.get(turn.pupil, 0.0) + turn.minutes
    return score_talk(amounts, members, tutors, settings=settings)


def _clock(turns: Iterable[PlannedTurn], pairs: Sequence[Sequence[str]]) -> float:
    """Minutes that the turns take: pairs talk side by side, everything else one after another."""
    in_pairs, rest = 0.0, 0.0
    for turn in turns:
        if turn.round == "pair":
            in_pairs = max(in_pairs, turn.minutes)
        else:
            rest += turn.minutes
    return in_pairs * max((len(pair) for pair in pairs), default=0) + rest


def _shortest(step: float, people: int, pairs: Sequence[Sequence[str]]) -> float:
    """Minutes in which everybody has one turn of `step` at least, in every round."""
    return step * (people + max((len(pair) for pair in pairs), default=0))


def _step(available: float, people: int, pairs: Sequence[Sequence[str]]) -> float | None:
    """Length of the shortest turn: half a minute, less where time is short, a whole one where there is plenty."""
    plenty = _shortest(STEPS[0], people, pairs) * 4
    for step in STEPS if available >= plenty else STEPS[1:]:
        if _shortest(step, people, pairs) <= available + measures.TOLERANCE:
            return step
    return None


# --- pairs for the first round --------------------------------------------------------------------------------------


def _pairs(tutors: Sequence[str], members: Sequence[str], by_id: Mapping[str, Pupil]) -> tuple[tuple[str, ...], ...]:
    """Who sits together: no two shy pupils, no two to be kept apart, companions they chose where that is free.

    An odd member sits with a tutor; without one, three sit together.
    """
    if len(members) + bool(tutors) < 2:
        return ()
    seated = list(members)
    if len(seated) % 2 and tutors:
        seated.append(tutors[0])
    tutoring = set(tutors)

    def cost(pair: Sequence[str]) -> int:
        worth = 0
        for one, other in itertools.combinations([by_id[id] for id in pair if id in by_id], 2):
            worth += 4 * (one.shy is True and other.shy is True)
            worth += 16 * (other.id in one.avoid or one.id in other.avoid)
            worth -= (other.id in one.chooses) + (one.id in other.chooses)
        return worth

    best = min(_divisions(seated), key=lambda division: sum(cost(pair) for pair in division))
    ordered = []
    for division in best:
        # Who is shy speaks first; a tutor last, having listened.
        ordered.append(
            tuple(
                sorted(
                    division,
                    key=lambda one: (one in tutoring, not ((pupil := by_id.get(one)) and pupil.shy is True)),
                )
            )
        )
    return tuple(ordered)


LARGEST_COMPARED = 8


def _divisions(people: list[str]) -> Iterator[list[tuple[str, ...]]]:
    """Divisions into pairs, one of them of three where the number is odd.

    All of them for up to `LARGEST_COMPARED` people; in a larger group the first ones sit as they are listed.
    """
    if len(people) > LARGEST_COMPARED:
        yield from ([(people[0], people[1]), *rest] for rest in _divisions(people[2:]))
    elif len(people) % 2:
        for three in itertools.combinations(people, 3):
            yield from ([*rest, three] for rest in _divisions([one for one in people if one not in three]))
    elif people:
        first = people[0]
        for place in range(1, len(people)):
            yield from ([(first, people[place]), *rest] for rest in _divisions(people[1:place] + people[place + 1 :]))
    else:
        yield []


# --- turns ----------------------------------------------------------------------------------------------------------


def _turns(
    model: Model,
    tutors: Sequence[str],
    members: Sequence[str],
    by_id: Mapping[str, Pupil],
    pairs: Sequence[Sequence[str]],
    available: float,
    step: float,
    weight: float,
    settings: Settings,
) -> Iterator[PlannedTurn]:
    shy = {one for one in (*tutors, *members) if (pupil := by_id.get(one)) is not None and pupil.shy is True}
    each = max(len(pair) for pair in pairs) if pairs else 0
    in_pair = max(math.floor(PAIR_SHARE * available / (each * step) + 1e-9), 1) if each else 0
    left = math.floor(available / step + 1e-9) - in_pair * each
    spoken = dict.fromkeys((*members, *tutors), 0)
    for pair in pairs:
        for one in pair:
            spoken[one] += in_pair
    shared = _share_out(spoken, left, tutors, members, shy, weight, settings, model)
    for pair in pairs:
        for one in pair:
            yield PlannedTurn(one, in_pair * step, "pair", one in shy, tuple(other for other in pair if other != one))
    if model == 1 and tutors:
        yield from _sessions(tutors, members, shared, shy, step)
        return
    paired = {one for pair in pairs for one in pair}
    # The members first, so that a tutor throws questions back instead of opening with the answer (ROLE-2).
    for one in (*members, *tutors):
        if shared[one]:
            yield PlannedTurn(one, shared[one] * step, "group", one in shy and one not in paired)


def _share_out(
    before: Mapping[str, int],
    units: int,
    tutors: Sequence[str],
    members: Sequence[str],
    shy: set[str],
    weight: float,
    settings: Settings,
    model: Model,
) -> dict[str, int]:
    """Hand out units of time so that everybody's total comes closest to his or her weight (Webster's method).

    Tutors together never get more than their share of all talk; what they may not have goes to the members.
    """
    share = settings.tutor_share if model != 3 else min(settings.tutor_share, 1 - settings.min_turn_share)
    total = sum(before.values()) + units
    for_tutors = math.floor(share * total + 1e-9)
    got = dict.fromkeys(before, 0)
    weights = {one: weight / len(tutors) if len(tutors) > 1 and weight > 1 else weight for one in tutors}
    weights.update(dict.fromkeys(members, 1.0))
    # Nobody stays without a turn, the shy first.
    order = [*sorted(members, key=lambda one: one not in shy), *tutors]
    for _ in range(units):
        able = [
            one for one in order if one in members or sum(before[tutor] + got[tutor] for tutor in tutors) < for_tutors
        ] or order
        nobody_yet = [one for one in able if before[one] + got[one] == 0]
        one = (nobody_yet or sorted(able, key=lambda one: (before[one] + got[one] + 0.5) / weights[one]))[0]
        got[one] += 1
    return got


def _sessions(
    tutors: Sequence[str], members: Sequence[str], shared: Mapping[str, int], shy: set[str], step: float
) -> Iterator[PlannedTurn]:
    """Model 1: one pupil after another alone with a tutor. The pupil speaks first, and a tutor's minutes are spread."""
    led: dict[str, list[str]] = {tutor: [] for tutor in tutors}
    for place, member in enumerate(sorted(members, key=lambda one: one not in shy)):
        led[tutors[place % len(tutors)]].append(member)
    for tutor, pupils_led in led.items():
        rounds = len(pupils_led)
        for place, member in enumerate(pupils_led):
            yield PlannedTurn(member, shared[member] * step, "session", member in shy, (tutor,))
            mine = shared[tutor] * (place + 1) // rounds - shared[tutor] * place // rounds
            if mine:
                yield PlannedTurn(tutor, mine * step, "session", tutor in shy, (member,))
        if not pupils_led and shared[tutor]:
            yield PlannedTurn(tutor, shared[tutor] * step, "group", tutor in shy)

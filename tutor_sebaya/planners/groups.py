"""The group planner: divide a class by one of seven ways, then repair it with as few moves as possible.

The first division is the way's own. Four of the seven ways pay no heed to ability (doubt D20 of the content model), so
each division is judged by the rules that belong to forming groups, and pupils change places until they hold: every
group has a mastered, willing and fit tutor for its own sub-topic (G03, T01, T05, T06), is mixed (G06) and small (G07),
and nobody sits with somebody from the not-together list or without any chosen companion (G09). Each move is shown with
what it mends. Where the rules can't hold together the plan says why and is as good as was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from .. import measures
from ..language import N_, PupilId, Text, pupils, text
from ..scenario import WAYS, Group, Grouping, Pupil, Scenario, Way
from ..settings import DEFAULTS, Settings
from .arithmetic import (
    NO_CRITERIA,
    Bounds,
    Candidate,
    Participants,
    bounds,
    candidates_from_scores,
    participants,
    subtopics_without_tutor,
)
from .repair import (
    NOTHING,
    Demands,
    Repaired,
    Search,
    augment,
    bits,
    hand_out,
    in_order,
    mask_of,
    moves_between,
    repair,
    unavoidable,
)
from .ways import WAY_NAMES, Groups, first_division, lacking

__all__ = [
    "RULES",
    "WAYS",
    "WAY_NAMES",
    "Bounds",
    "Broken",
    "GroupPlan",
    "Move",
    "PlannedGroup",
    "bounds",
    "candidates_from_scores",
    "first_division",
    "form_groups",
]

RULES = ("G01", "G03", "G04", "G05", "G06", "G07", "G09", "T01", "T05", "T06")
"""Rules that the planner judges, in the order in which they are shown. It never breaks G05 and T01: a pupil is in one
group, and only who has mastered the sub-topic is made tutor."""


@dataclass(frozen=True)
class Broken:
    """A rule that a division breaks, and the groups in which it does (none where it is about the plan as a whole)."""

    rule: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Move:
    """One step of the repair.

    Attributes
    ----------
    kind: swap (two pupils change groups), move (one pupil changes groups), tutor (a tutor from outside the division
        joins a group).
    pupils: for a swap, who goes from `source` to `target`, then who goes the other way; otherwise the one who goes.
    source, target: ids of groups; no source for a tutor from outside.
    mends: (rule, group) pairs that hold after this step and did not before; empty where it only makes room for a later
        one.
    text: the step in words.
    """

    kind: Literal["swap", "move", "tutor"]
    pupils: tuple[str, ...]
    source: str | None
    target: str
    mends: tuple[tuple[str, str], ...]
    text: Text


@dataclass(frozen=True)
class PlannedGroup:
    """A group of the plan. `members` excludes the tutors and holds the other able pupils too: `reserves`, who could
    lead the group on its sub-topic if the tutor is away. `subtopic` None: there are fewer sub-topics than groups."""

    id: str
    tutors: tuple[str, ...]
    members: tuple[str, ...]
    subtopic: str | None
    reserves: tuple[str, ...]

    @property
    def people(self) -> tuple[str, ...]:
        return (*self.tutors, *self.members)


@dataclass(frozen=True)
class GroupPlan:
    """A division of the class, how it came about and how good it is.

    Attributes
    ----------
    way, seed, number: what was asked for; `number` is the number of groups made.
    bounds: how many groups the class can have.
    first: the way's own division, ids for each group.
    groups: the division after the repair.
    moves: from `first` to `groups`, in order.
    broken_before, broken_after: rules of `RULES` that the first division (with the best tutors that its groups hold)
        and the plan break.
    reasons: in plain words what is missing, who is still to be asked, and why a rule could not be kept and what could
        be given up. Empty for a plan without any remark.
    fewest_proven: no repair that keeps as much takes fewer moves: a bound is met, or every one was tried.
    proposed: pupils whom the plan proposes as candidates by their scores, since the class list named none.
    """

    way: Way
    seed: int
    number: int
    bounds: Bounds
    first: Groups
    groups: tuple[PlannedGroup, ...]
    moves: tuple[Move, ...]
    broken_before: tuple[Broken, ...]
    broken_after: tuple[Broken, ...]
    reasons: tuple[Text, ...]
    fewest_proven: bool
    proposed: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether the plan keeps every rule that the planner judges."""
        return not self.broken_after

    def division_after(self, step: int) -> Groups:
        """Ids for each group after the first `step` moves: 0 gives the first division; tutors are not told apart."""
        division = [list(group) for group in self.first]
        places = {group.id: number for number, group in enumerate(self.groups)}
        for move in self.moves[:step]:
            target = division[places[move.target]]
            if move.source is not None:
                source = division[places[move.source]]
                source.remove(move.pupils[0])
                if move.kind == "swap":
                    target.remove(move.pupils[1])
                    source.append(move.pupils[1])
            target.append(move.pupils[0])
        return tuple(map(tuple, division))

    def fill(self, scenario: Scenario) -> Scenario:
        """A new scenario with these groups; the one given stays as it is.

        A group whose id is there already keeps its label, roles, cue card and whatever else was written for it. What
        was said about a person stays with the group only while that person is in it, and consent (`accepts`) only while
        the tutors are the same: whoever accepted another tutor must be asked again. The ground is kept; proposed
        candidates are added to the list of tutors.
        """
        filled = fill_groups(scenario, self.groups, self.proposed)
        grouping = filled.grouping or Grouping()
        return filled.model_copy(update={"grouping": grouping.model_copy(update={"way": self.way})})


def fill_groups(scenario: Scenario, groups: Iterable[PlannedGroup], proposed: Iterable[str] = ()) -> Scenario:
    """A new scenario with these groups and the candidates that were proposed; way and ground stay as they are."""
    former = {group.id: group for group in scenario.groups}
    tutors = list(scenario.tutors)
    wanted = set(proposed) - {tutor.pupil for tutor in tutors}
    tutors.extend(one for one in candidates_from_scores(scenario) if one.pupil in wanted)
    filled = [_filled(planned, former.get(planned.id), number) for number, planned in enumerate(groups, 1)]
    return scenario.model_copy(update={"groups": filled, "tutors": tutors}).model_copy(deep=True)


def _filled(planned: PlannedGroup, former: Group | None, number: int) -> Group:
    group = with_people(former or Group(id=planned.id), planned.tutors, planned.members)
    return group.model_copy(
        update={
            "subtopics": [] if planned.subtopic is None else [planned.subtopic],
            "label": group.label if measures.filled(group.label) else f"Kelompok {number}",
        }
    )


def with_people(group: Group, tutors: Sequence[str], members: Sequence[str]) -> Group:
    """A group with other people, without what was said about those who left it.

    Consent (`accepts`) stays only while the tutors are the same, the note on gender only while everybody is.
    """
    people = {*tutors, *members}
    same_tutors = set(group.tutors) == set(tutors)
    same_people = same_tutors and set(group.members) == set(members)
    return group.model_copy(
        update={
            "tutors": list(tutors),
            "members": list(members),
            "representative": group.representative if group.representative in people else None,
            "duties": {one: duty for one, duty in group.duties.items() if one in people},
            "accepts": {one: accepted for one, accepted in group.accepts.items() if same_tutors and one in members},
            "turns": [turn for turn in group.turns if turn.pupil in people],
            "individual_sessions": [one for one in group.individual_sessions if one in people],
            "gender_note": group.gender_note if same_people else None,
            "products": {one: product for one, product in group.products.items() if one in people},
        }
    )


# --- from a scenario to numbers ------------------------------------------------------------------------------------


class SchoolClass:
    """A class as numbers for the search: pupils first, then candidates from outside, in the order of the lists."""

    def __init__(self, scenario: Scenario, number: int, settings: Settings) -> None:
        self.scenario = scenario
        self.settings = settings
        self.number = number
        self.participants: Participants = participants(scenario, number)
        self.remedial = scenario.kind == "remedial"
        self.pupils: dict[str, Pupil] = {pupil.id: pupil for pupil in measures.present_pupils(scenario)}
        usable = [one for one in self.participants.candidates if one.state != "unsuitable"]
        inside = [pupil.id for pupil in self.participants.pupils]
        outside = self._needed_from_outside(usable)
        self.ids = [*inside, *(one.id for one in outside)]
        self.count = len(inside)
        self.index = {id: place for place, id in enumerate(self.ids)}
        self.candidates: dict[str, Candidate] = {one.id: one for one in usable if one.id in self.index}
        self.scores = measures.initial_scores(self.pupils.values())
        self.mean = fmean(self.scores.values()) if self.scores else 0.0
        self.spread = measures.spread(self.scores.values())
        self.mixed = not self.remedial and self.spread > measures.TOLERANCE
        self.top, self.bottom = measures.thirds(self.scores)
        self.demands = self._demands()

    def _needed_from_outside(self, usable: list[Candidate]) -> list[Candidate]:
        """Candidates from outside the division, as many as its own pupils lack; those asked and classmates first."""
        rank = {"eligible": 0, "not_asked": 2}
        ordered = sorted(usable, key=lambda one: (rank[one.state] + one.outside, one.cross_age))
        matched: dict[int, int] = {}
        graph = [[slot for slot, able in enumerate(one.masters) if able] for one in ordered]
        needed = []
        for place, one in enumerate(ordered):
            if len(matched) >= self.number:
                break
            before = len(matched)
            augment(graph, matched, [place])
            if one.outside and len(matched) > before:
                needed.append(one)
        return needed

    def _demands(self) -> Demands:
        people = len(self.ids)
        avoid = [0] * people
        chooses = [0] * people
        for place, id in enumerate(self.ids):
            pupil = self.pupils.get(id)
            if pupil is None:
                continue
            chooses[place] = mask_of(self.index[one] for one in pupil.chooses if one in self.index and one != id)
            for other in pupil.avoid:
                if other in self.index and other != id:
                    avoid[place] |= 1 << self.index[other]
                    avoid[self.index[other]] |= 1 << place
        slots = range(len(self.participants.slots))
        able: dict[bool, list[int]] = {}
        for asked in (True, False):
            able[asked] = [
                mask_of(
                    self.index[id]
                    for id, one in self.candidates.items()
                    if one.masters[slot] and (one.state == "eligible" or not asked)
                )
                for slot in slots
            ]
        settings = self.settings
        return Demands(
            count=self.count,
            groups=self.number,
            smallest=max(settings.min_group, 1),
            largest=max(min(settings.max_group, settings.max_tutees + 1), 1),
            scores=tuple(self.scores.get(id) for id in self.ids),
            mean=self.mean,
            spread=self.spread,
            allowed=settings.mean_tol_sd * self.spread if self.mixed else None,
            top=mask_of(self.index[one] for one in self.top if one in self.index),
            bottom=mask_of(self.index[one] for one in self.bottom if one in self.index),
            avoid=tuple(avoid),
            chooses=tuple(chooses),
            eligible=tuple(able[True]),
            possible=tuple(able[False]),
        )

    def masks(self, division: Iterable[Iterable[str]]) -> list[int]:
        return [mask_of(self.index[one] for one in group) for group in division]

    def with_tutors_from_outside(self, first: Sequence[int]) -> list[int]:
        """The first division with every tutor from outside in the group where he or she helps most."""
        demands, groups = self.demands, list(first)
        search = Search(demands, [bits(group) for group in groups])
        for one in range(self.count, len(self.ids)):
            lacking_groups = [
                number for number, group in enumerate(groups) if not group & demands.eligible[search.slots[number]]
            ] or list(range(self.number))
            best = None
            for number in lacking_groups:
                tried = list(groups)
                tried[number] |= 1 << one
                search.load(tried)
                if best is None or search.total < best[0] - NOTHING:
                    best = (search.total, number)
            assert best is not None
            groups[best[1]] |= 1 << one
            search.load(groups)
        return groups

    def without_idle_tutors(self, groups: Sequence[int], slots: Sequence[int]) -> list[int]:
        """Groups without tutors from outside who can't lead them: who has not mastered the sub-topic stays away."""
        inside = (1 << self.count) - 1
        return [group & (inside | self.demands.possible[slot]) for group, slot in zip(groups, slots, strict=True)]

    def group_ids(self) -> list[str]:
        return [f"K{number}" for number in range(1, self.number + 1)]

    # --- tutors

    def planned(self, groups: Sequence[int], slots: Sequence[int]) -> tuple[PlannedGroup, ...]:
        """Groups with their tutors chosen."""
        return tuple(
            self.planned_group(id, group, slot) for id, group, slot in zip(self.group_ids(), groups, slots, strict=True)
        )

    def planned_group(self, id: str, group: int, slot: int) -> PlannedGroup:
        demands = self.demands
        people = [self.ids[one] for one in bits(group)]
        eligible = [self.ids[one] for one in bits(group & demands.eligible[slot])]
        able = eligible or [self.ids[one] for one in bits(group & demands.possible[slot])]
        able.sort(key=lambda one: self._preference(one, people))
        outside = [self.ids[one] for one in bits(group) if one >= self.count]
        # Whoever was asked to come from outside leads: that is what he or she came for.
        tutors = [one for one in able if one in outside][:1] or able[:1]
        tutors += [one for one in outside if one not in tutors]
        load = self.settings.max_tutees
        for one in able:
            if len(people) - len(tutors) <= load * len(tutors):
                break
            if one not in tutors:
                tutors.append(one)
        if len(people) - len(tutors) > load * len(tutors):
            # A second tutor doesn't bring the load within bounds: one leads, the others are in reserve.
            tutors = tutors[:1] + [one for one in tutors[1:] if one in outside]
        return PlannedGroup(
            id=id,
            tutors=tuple(tutors),
            members=tuple(one for one in people if one not in tutors),
            subtopic=self.participants.slots[slot],
            reserves=tuple(one for one in able if one not in tutors),
        )

    def _preference(self, one: str, people: Sequence[str]) -> tuple[int, ...]:
        """Among the able, not the highest score: first who spares pupils a tutor of the other sex (T11), then whom
        members chose, who can explain (T08), is trained (T09), is above the class mean (T02); then class order."""
        record = self.candidates[one].record
        tutor = self.pupils.get(one)
        members = [self.pupils[other] for other in people if other != one and other in self.pupils]
        gender = tutor.gender if tutor else None
        evidence = [score for score in record.evidence.values() if score is not None]
        trained = (record.training_minutes or 0) >= self.settings.min_training and record.written_guide is True
        return (
            sum(other.gender not in (gender, None) for other in members) if gender else len(members),
            -sum(one in other.chooses for other in members),
            -(record.teach_back is True),
            -trained,
            -bool(evidence and fmean(evidence) > self.mean),
            self.index[one],
        )

    # --- judging

    def broken(self, plan: Sequence[PlannedGroup]) -> tuple[Broken, ...]:
        """Rules that a division breaks, judged as `tutor_sebaya.rules` judge them."""
        found: dict[str, list[str]] = {}
        scenario = self.scenario
        if not self.remedial:
            if not 0 < len(plan) == len(scenario.subtopics):
                found["G01"] = []
            if not self.count:
                found["G04"] = []
        placed = {one for group in plan for one in group.people}
        for group in plan:
            for rule in self._broken_in(group, placed):
                found.setdefault(rule, []).append(group.id)
        return tuple(Broken(rule, tuple(found[rule])) for rule in RULES if rule in found)

    def _broken_in(self, group: PlannedGroup, placed: set[str]) -> set[str]:
        return {cause[:3] for cause in self.causes(group, placed)}

    def causes(self, group: PlannedGroup, placed: set[str]) -> set[str]:
        """What is wrong in a group: rule ids, those of G06 and G09 with their kind of breach."""
        return self.causes_among(group.people, placed) | self.causes_of_tutors(group)

    def causes_of_tutors(self, group: PlannedGroup) -> set[str]:
        found: set[str] = set()
        if not group.tutors:
            found.add("G03")
        elif len(group.members) > self.settings.max_tutees * len(group.tutors):
            found.add("G07")
        for one in group.tutors:
            record = self.candidates[one].record
            if record.willing is not True:
                found.add("T05")
            attitude = record.attitude
            if attitude is None or attitude.meets is not True or not measures.filled(attitude.note):
                found.add("T06")
        return found

    def causes_among(self, people: Sequence[str], placed: set[str]) -> set[str]:
        """What is wrong with people in one group, whoever leads it."""
        settings = self.settings
        found: set[str] = set()
        if not settings.min_group <= len(people) <= settings.max_group:
            found.add("G07")
        scored = [self.scores[one] for one in people if one in self.scores]
        if self.mixed and scored:
            if self.top.isdisjoint(people):
                found.add("G06 top")
            if self.bottom.isdisjoint(people):
                found.add("G06 bottom")
            allowed = settings.mean_tol_sd * self.spread + measures.TOLERANCE
            if abs(fmean(scored) - self.mean) > allowed:
                found.add("G06 mean")
        here = {one for one in people if one in self.pupils}
        for one in here:
            pupil = self.pupils[one]
            if any(other in here and other != one for other in pupil.avoid):
                found.add("G09 avoid")
            chosen = {other for other in pupil.chooses if other in placed and other != one}
            if chosen and not chosen & here:
                found.add("G09 alone")
        return found


# --- moves in words ------------------------------------------------------------------------------------------------

_MENDED: Mapping[str, str] = {
    "G03": N_("kelompok {k} mendapat tutor yang tuntas"),
    "G06 top": N_("kelompok {k} mendapat murid dari sepertiga teratas kelas"),
    "G06 bottom": N_("kelompok {k} mendapat murid dari sepertiga terbawah kelas"),
    "G06 mean": N_("rata-rata kelompok {k} kini dekat dengan rata-rata kelas"),
    "G07": N_("ukuran kelompok {k} kini sesuai"),
    "G09 avoid": N_("di kelompok {k} tidak ada lagi pasangan yang tidak boleh bersama"),
    "G09 alone": N_("di kelompok {k} setiap murid bersama teman pilihannya"),
    "T05": N_("tutor kelompok {k} sudah bersedia"),
    "T06": N_("sikap tutor kelompok {k} sudah dinilai baik"),
}
_SWAP = N_("{p} dari kelompok {g} ditukar dengan {q} dari kelompok {h}: {effects}.")
_MOVE = N_("{p} pindah dari kelompok {g} ke kelompok {h}: {effects}.")
_TUTOR_KAKAK = N_("{p}, tutor kakak, ditugasi di kelompok {h}: {effects}.")
_TUTOR_SEBAYA = N_("{p}, tutor sebaya, ditugasi di kelompok {h}: {effects}.")
_MAKES_ROOM = N_("membuka jalan bagi langkah berikutnya")
_ROOM_MADE = N_("melengkapi langkah sebelumnya")

_Step = tuple[str, int, int, int, int]


class _Replay:
    """Plays the steps of a repair one by one and says what each mends."""

    def __init__(
        self, school_class: SchoolClass, first: Sequence[int], last: Sequence[int], slots: Sequence[int]
    ) -> None:
        self.school_class = school_class
        self.groups = list(first)
        self.slots = list(slots)
        inside = (1 << school_class.count) - 1
        parts: list[list[_Step]] = moves_between(first, [group & inside for group in last])
        for number, group in enumerate(last):
            parts += [[("tutor", one, -1, -1, number)] for one in bits(group & ~inside)]
        self.parts = parts
        self.moves: list[Move] = []
        self.ids = school_class.group_ids()
        self.everybody = {school_class.ids[one] for group in last for one in bits(group)}
        self.known: dict[tuple[int, int], set[str]] = {}

    def after(self, step: _Step) -> list[int]:
        _, p, q, g, h = step
        groups = list(self.groups)
        for number, change in ((g, (p, q)), (h, (p, q))):
            if number >= 0:
                for one in change:
                    if one >= 0:
                        groups[number] ^= 1 << one
        return groups

    def mended(self, step: _Step) -> tuple[list[tuple[str, str]], int]:
        """(cause, group id) pairs that a step removes, and how many breaches fewer there are after it."""
        after = self.after(step)
        gone: list[tuple[str, str]] = []
        fewer = 0
        for number in step[3:]:
            if number >= 0:
                was, now = self._causes(number, self.groups[number]), self._causes(number, after[number])
                gone.extend((cause, self.ids[number]) for cause in sorted(was - now))
                fewer += len(was) - len(now)
        return gone, fewer

    def _causes(self, number: int, group: int) -> set[str]:
        known = self.known.get((number, group))
        if known is None:
            school_class = self.school_class
            planned = school_class.planned_group(self.ids[number], group, self.slots[number])
            known = self.known[number, group] = school_class.causes(planned, self.everybody)
        return known

    def run(self) -> tuple[Move, ...]:
        in_order(self.parts, lambda step: float(self.mended(step)[1]), self._take)
        return tuple(self.moves)

    def _take(self, step: _Step) -> None:
        kind, p, q, g, h = step
        mended, _ = self.mended(step)
        ids, people = self.ids, self.school_class.ids
        self.groups = self.after(step)
        last = len(self.moves) + 1 == sum(map(len, self.parts))
        effects: list[Text] = [text(_MENDED[cause], k=id) for cause, id in mended]
        if not effects:
            effects = [text(_ROOM_MADE if last else _MAKES_ROOM)]
        rules = tuple(dict.fromkeys((cause[:3], id) for cause, id in mended))
        source, target = (ids[g] if g >= 0 else None), ids[h]
        if kind == "swap":
            said = text(_SWAP, p=PupilId(people[p]), g=source, q=PupilId(people[q]), h=target, effects=effects)
            self.moves.append(Move("swap", (people[p], people[q]), source, target, rules, said))
        elif kind == "move":
            said = text(_MOVE, p=PupilId(people[p]), g=source, h=target, effects=effects)
            self.moves.append(Move("move", (people[p],), source, target, rules, said))
        else:
            words = _TUTOR_KAKAK if self.school_class.candidates[people[p]].cross_age else _TUTOR_SEBAYA
            said = text(words, p=PupilId(people[p]), h=target, effects=effects)
            self.moves.append(Move("tutor", (people[p],), None, target, rules, said))


# --- reasons -------------------------------------------------------------------------------------------------------

_STILL_BROKEN: Mapping[str, str] = {
    "G03": N_("Belum ada tutor yang tuntas di kelompok {ks}."),
    "G06": N_("Kelompok {ks} belum heterogen."),
    "G07": N_("Ukuran kelompok {ks} di luar {a} sampai {b} orang, atau terlalu banyak murid untuk satu tutor."),
    "G09": N_("Di kelompok {ks} masih ada pasangan yang tidak boleh bersama atau murid tanpa teman pilihannya."),
}


def _reasons(
    school_class: SchoolClass,
    plan: Sequence[PlannedGroup],
    broken: Sequence[Broken],
    limits: Bounds,
    way: Way,
    asked_for: int,
    repaired: Repaired | None,
    seed: int,
    first: Sequence[int],
) -> list[Text]:
    settings, demands = school_class.settings, school_class.demands
    people = school_class.participants
    said: list[Text] = []
    missing = lacking(school_class.scenario, way)
    if missing is not None:
        said.append(missing)
    if asked_for < 1:
        said.append(text(N_("Jumlah kelompok paling sedikit 1; dibuat {m}."), m=len(plan)))
    elif asked_for != len(plan):
        said.append(
            text(
                N_("Diminta {k} kelompok untuk {n} murid; dibuat {m} supaya tidak ada kelompok kosong."),
                k=asked_for,
                n=limits.present,
                m=len(plan),
            )
        )
    if limits.units is not None and len(plan) > limits.units:
        said.append(text(N_("Ada {k} kelompok, tetapi perangkat hanya {u}."), k=len(plan), u=limits.units))
    kept = {one.rule: one.groups for one in broken}
    if "G01" in kept and limits.subtopics:
        said.append(
            text(
                N_("Ada {k} kelompok untuk {s} submateri, padahal langkah 2 meminta jumlah yang sama."),
                k=len(plan),
                s=limits.subtopics,
            )
        )
    if not limits.fewest <= len(plan) <= limits.most:
        said.append(
            text(
                N_(
                    "{n} murid dalam {k} kelompok: ukurannya tidak dapat {a} sampai {b} orang. "
                    "Pilih {x} sampai {y} kelompok."
                ),
                n=limits.present,
                k=len(plan),
                a=settings.min_group,
                b=demands.largest,
                x=limits.fewest,
                y=limits.most,
            )
            if limits.fewest <= limits.most
            else text(
                N_("{n} murid dalam {k} kelompok: ukurannya tidak dapat {a} sampai {b} orang."),
                n=limits.present,
                k=len(plan),
                a=settings.min_group,
                b=demands.largest,
            )
        )
    elif len(school_class.ids) > len(plan) * demands.largest:
        said.append(
            text(
                N_(
                    "Tutor dari luar ikut duduk dalam kelompok, sehingga {n} orang tidak muat dalam {k} kelompok. "
                    "Tambah satu kelompok, atau siapkan tutor dari kelas ini."
                ),
                n=len(school_class.ids),
                k=len(plan),
            )
        )
    said.extend(_about_tutors(school_class, plan, kept))
    if demands.allowed is not None:
        for third, words in (
            (demands.top, N_("Murid di sepertiga teratas hanya {n} untuk {k} kelompok. Kurangi jumlah kelompok.")),
            (demands.bottom, N_("Murid di sepertiga terbawah hanya {n} untuk {k} kelompok. Kurangi jumlah kelompok.")),
        ):
            if "G06" in kept and third.bit_count() < len(plan):
                said.append(text(words, n=third.bit_count(), k=len(plan)))
    if "G09" in kept:
        said.extend(_about_company(school_class))
    for rule, groups in kept.items():
        if rule in _STILL_BROKEN and groups:
            said.append(text(_STILL_BROKEN[rule], ks=list(groups), a=settings.min_group, b=settings.max_group))
    if repaired is not None and repaired.left > NOTHING:
        said.extend(_what_to_give_up(school_class, repaired, seed, first))
    unasked = [one for group in plan for one in group.tutors if school_class.candidates[one].state == "not_asked"]
    if unasked:
        said.append(
            text(
                N_("Tanyakan kesediaan dan nilai sikap {ms} dahulu: mereka tuntas, tetapi baru calon tutor."),
                ms=pupils(unasked),
            )
        )
    if people.candidates and all(one.proposed for one in people.candidates):
        said.append(
            text(N_("Daftar kelas ini belum menyebut calon tutor; diusulkan murid yang nilainya tuntas pada semua TP."))
        )
    return list(dict.fromkeys(said))


def _about_tutors(
    school_class: SchoolClass, plan: Sequence[PlannedGroup], kept: Mapping[str, tuple[str, ...]]
) -> list[Text]:
    people = school_class.participants
    said: list[Text] = []
    if "G03" not in kept:
        return said
    if not measures.criteria(school_class.scenario):
        return [text(NO_CRITERIA)]
    able = school_class.demands.tutored[1]
    if able < len(plan):
        said.append(
            text(
                N_(
                    "Calon tutor yang tuntas cukup untuk {a} kelompok, bukan {k}. Undang tutor kakak, kurangi "
                    "submateri, atau ajarkan ulang materi ini dahulu."
                ),
                a=able,
                k=len(plan),
            )
        )
        without = subtopics_without_tutor(people)
        if without:
            said.append(text(N_("Belum ada calon tutor yang tuntas untuk submateri {xs}."), xs=list(without)))
        refused = [
            one.id
            for one in people.candidates
            if one.state == "unsuitable"
            and (one.record.willing is False or (one.record.attitude and one.record.attitude.meets is False))
        ]
        if refused:
            words = N_("{ms} tidak ditugasi: tidak bersedia, atau sikapnya belum memenuhi.")
            said.append(text(words, ms=pupils(refused)))
    return said


def _about_company(school_class: SchoolClass) -> list[Text]:
    """Pupils whose lists alone can't be met, whatever the division."""
    demands = school_class.demands
    everybody = (1 << demands.people) - 1
    said = []
    for one in range(demands.count):
        free = everybody & ~demands.avoid[one] & ~(1 << one)
        me = PupilId(school_class.ids[one])
        if free.bit_count() < demands.smallest - 1:
            words = N_("{m} tidak boleh bersama hampir semua murid lain. Tinjau lagi daftar tidak sekelompoknya.")
            said.append(text(words, m=me))
        elif demands.chooses[one] and not demands.chooses[one] & free:
            words = N_("Semua teman pilihan {m} juga tercatat tidak boleh bersamanya. Tinjau lagi salah satu daftar.")
            said.append(text(words, m=me))
    together = _at_odds(demands)
    if len(together) > demands.groups:
        said.append(
            text(
                N_("{n} murid tidak boleh saling sekelompok ({ms}), lebih banyak daripada {k} kelompok."),
                n=len(together),
                ms=pupils(school_class.ids[one] for one in together),
                k=demands.groups,
            )
        )
    return said


def _at_odds(demands: Demands) -> list[int]:
    """A set of pupils no two of whom may be together, grown from each pupil in turn; the largest found."""
    best: list[int] = []
    for start in range(demands.count):
        found, common = [start], demands.avoid[start]
        while common:
            one = max(bits(common), key=lambda other: ((demands.avoid[other] & common).bit_count(), -other))
            found.append(one)
            common &= demands.avoid[one]
        if len(found) > len(best):
            best = found
    return sorted(best)


_GIVE_UP: Sequence[tuple[str, str]] = (
    ("chooses", N_("Bila teman pilihan tidak diwajibkan, semua aturan lain dapat dipenuhi.")),
    ("mixed", N_("Bila sebaran kemampuan dilonggarkan, semua aturan lain dapat dipenuhi.")),
    ("avoid", N_("Bila daftar tidak sekelompok dilonggarkan, semua aturan lain dapat dipenuhi.")),
    ("tutors", N_("Bila tersedia tutor untuk setiap kelompok (misalnya tutor kakak), aturan lain dapat dipenuhi.")),
)


def _what_to_give_up(school_class: SchoolClass, repaired: Repaired, seed: int, first: Sequence[int]) -> list[Text]:
    """Which single demand, given up, lets all the others hold; tried one by one."""
    demands = school_class.demands
    said = [
        text(N_("Semua pembagian yang mungkin sudah dicoba: aturan ini tidak dapat dipenuhi bersama-sama."))
        if repaired.exhausted
        else text(N_("Sesudah banyak pertukaran dicoba, belum ditemukan pembagian yang memenuhi semua aturan."))
    ]
    for name, words in _GIVE_UP:
        relaxed = demands.without(**{name: True})
        if relaxed == demands:
            continue
        found = repair(relaxed, first, repaired.groups, seed, effort=0.2)
        if found.left <= NOTHING and unavoidable(relaxed) <= NOTHING:
            said.append(text(words))
    return said


# --- the plan ------------------------------------------------------------------------------------------------------


def form_groups(
    scenario: Scenario,
    way: Way,
    number: int | None = None,
    seed: int = 1,
    repair: bool = True,
    settings: Settings = DEFAULTS,
    effort: float = 1.0,
) -> GroupPlan:
    """Divide the class by a way and repair the division with as few moves as were found.

    In a remedial scenario the pupils on the remedial list are divided, and tutors join them from the rest of the class.

    Parameters
    ----------
    number: of groups; by default the number of sub-topics (step 2), or where there are none, or in a remedial scenario,
        the fewest groups that the size allows. More than there are pupils becomes the number of pupils.
    seed: same seed, same plan, in every Python.
    repair: False leaves the way's own division as it is and only chooses tutors among its pupils.
    effort: 1 answers at once; larger numbers look longer for fewer moves, and for a proof that there are none.

    Raises
    ------
    ValueError: for a way that isn't one of the seven.
    """
    if way not in WAYS:
        raise ValueError(f"unknown way {way!r}; choose one of {', '.join(WAYS)}")
    limits = bounds(scenario, settings)
    if number is None:
        number = limits.subtopics if limits.subtopics and scenario.kind == "class" else limits.fewest
    made = max(min(number, limits.present), min(1, limits.present))
    school_class = SchoolClass(scenario, made, settings)
    proposed = tuple(one.id for one in school_class.participants.candidates if one.proposed)
    if not made:
        return GroupPlan(
            way=way,
            seed=seed,
            number=0,
            bounds=limits,
            first=(),
            groups=(),
            moves=(),
            broken_before=school_class.broken(()),
            broken_after=school_class.broken(()),
            reasons=limits.advice,
            fewest_proven=True,
            proposed=proposed,
        )
    first = first_division(scenario, way, made, seed)
    masks = school_class.masks(first)
    before = school_class.planned(masks, hand_out(masks, school_class.demands))
    after, proven = before, True
    moves: tuple[Move, ...] = ()
    repaired: Repaired | None = None
    if repair:
        repaired = _repair(school_class.demands, masks, school_class.with_tutors_from_outside(masks), seed, effort)
        groups = school_class.without_idle_tutors(repaired.groups, repaired.slots)
        after = school_class.planned(groups, repaired.slots)
        moves = _Replay(school_class, masks, groups, repaired.slots).run()
        proven = repaired.proven
    broken_after = school_class.broken(after)
    return GroupPlan(
        way=way,
        seed=seed,
        number=made,
        bounds=limits,
        first=first,
        groups=after,
        moves=moves,
        broken_before=school_class.broken(before),
        broken_after=broken_after,
        reasons=tuple(_reasons(school_class, after, broken_after, limits, way, number, repaired, seed, masks)),
        fewest_proven=proven,
        proposed=proposed,
    )


_repair = repair
"""`form_groups` has a parameter of the same name."""

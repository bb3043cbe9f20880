"""The pair planner: who tutors whom, one to one (MODEL-1), with the consent of both.

Two ways to pairs. `pair_up` asks both sides: a tutee names the tutors whom he or she would accept (REQ-a, rule T04), a
tutor is willing (T05) and may name tutees in turn; nobody is paired against a list, a not-together wish or with a tutor
who is not ahead on the tutee's objectives (T01, T03). `rank_pairs` asks the scores alone, as PALS does (Peer-Assisted
Learning Strategies, IRIS Center, Vanderbilt: rank, split in half, first with first), and leaves the asking for
afterwards.

Both end in the same search for a maximum matching, and it is exact: as many pairs as there can be; among those the one
whose worst rank is best; among those the one with the smallest sum of ranks. A class takes milliseconds in plain
Python. Libraries for this are compiled, need numpy or return nothing where lists are empty or incomplete (`matching`),
and the planners' first answer has to run in a phone's browser with pydantic alone.

Wishes and refusals are confidential: a plan is for the teacher, pupils get to see their own pair only.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from .. import measures
from ..language import N_, PupilId, Text, pupils, text
from ..scenario import Group, Pupil, Scenario, Tutor
from ..settings import DEFAULTS, Settings
from .arithmetic import divided_pupils

__all__ = [
    "CONFIDENTIAL",
    "Pair",
    "PairPlan",
    "RankedPair",
    "RankedPairs",
    "RatherTogether",
    "Unmatched",
    "Wishes",
    "pair_up",
    "rank_pairs",
    "wishes_from_scenario",
]

CONFIDENTIAL = N_(
    "Daftar pilihan dan alasan di sini rahasia, hanya untuk guru. Murid cukup tahu pasangannya sendiri; jangan "
    "sebutkan siapa yang tidak memilih siapa."
)

Tiers = Sequence[str | Sequence[str]]
"""A list of wishes from the dearest down. A list inside the list is a tie: `["M01", ["M02", "M03"], "M04"]`."""

Cause = Literal["not_asked", "accepts_nobody", "no_tutor_fits", "too_few_places"]
RankRule = Literal["pals", "extremes"]


# --- the search ----------------------------------------------------------------------------------------------------


def cheapest(costs: Sequence[Mapping[int, int]], capacity: Sequence[int]) -> list[int | None]:
    """A matching with as many pairs as possible and, among those, the smallest sum of costs.

    `costs`: for each left the rights that it may have, and what each costs (0 or more). `capacity`: for each right how
    many lefts it takes. Returns each left's right, or None. Successive shortest augmenting paths (Ahuja, Magnanti &
    Orlin 1993, section 9.7): every path is a shortest one, so each matching on the way is the cheapest of its size.
    """
    matched: list[int | None] = [None] * len(costs)
    while True:
        path = _shortest_path(costs, capacity, matched)
        if path is None:
            return matched
        for left, right in path:
            matched[left] = right


def _shortest_path(
    costs: Sequence[Mapping[int, int]], capacity: Sequence[int], matched: Sequence[int | None]
) -> list[tuple[int, int]] | None:
    """New (left, right) pairs along a cheapest way from a free left to a right with room; None where there is none."""
    takers: list[list[int]] = [[] for _ in capacity]
    for left, right in enumerate(matched):
        if right is not None:
            takers[right].append(left)
    reach_left = [0 if right is None else None for right in matched]
    reach_right: list[int | None] = [None] * len(capacity)
    came_from: list[int | None] = [None] * len(capacity)
    waiting = [left for left, right in enumerate(matched) if right is None]
    while waiting:
        changed: dict[int, None] = {}
        for left in waiting:
            start = reach_left[left]
            assert start is not None
            for right, cost in costs[left].items():
                so_far = reach_right[right]
                if right != matched[left] and (so_far is None or start + cost < so_far):
                    reach_right[right] = start + cost
                    came_from[right] = left
                    changed[right] = None
        waiting = []
        for right in changed:
            for left in takers[right]:
                value = reach_right[right]
                assert value is not None
                freed = value - costs[left][right]
                known = reach_left[left]
                if known is None or freed < known:
                    reach_left[left] = freed
                    waiting.append(left)
    ends = [
        (value, right)
        for right, value in enumerate(reach_right)
        if value is not None and len(takers[right]) < capacity[right]
    ]
    if not ends:
        return None
    path: list[tuple[int, int]] = []
    end: int | None = min(ends)[1]
    while end is not None:
        left_before = came_from[end]
        assert left_before is not None
        path.append((left_before, end))
        end = matched[left_before]
    return path


def best_matching(ranks: Sequence[Mapping[int, tuple[int, int]]], capacity: Sequence[int]) -> list[int | None]:
    """As many pairs as possible, then the best worst rank, then the smallest sum of ranks.

    `ranks`: for each left, right -> (the left's rank of the right, the right's rank of the left), from 1.
    """

    def within(worst: float) -> list[int | None]:
        allowed = [{right: sum(pair) for right, pair in row.items() if max(pair) <= worst} for row in ranks]
        return cheapest(allowed, capacity)

    def pairs(matching: Iterable[int | None]) -> int:
        return sum(right is not None for right in matching)

    most = pairs(within(math.inf))
    levels = sorted({max(pair) for row in ranks for pair in row.values()})
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high) // 2
        if pairs(within(levels[middle])) == most:
            high = middle
        else:
            low = middle + 1
    return within(levels[low] if levels else math.inf)


# --- wishes --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wishes:
    """Who accepts whom, asked in private.

    `tutees`: tutee id -> tutors accepted, dearest first, with ties. A tutee with an empty list accepts nobody; one who
    is not there was not asked, and silence is no consent. `tutors`: tutor id -> tutees accepted; a tutor who is not
    there named nobody in particular: being willing (T05) he or she takes any tutee, all alike.
    """

    tutees: Mapping[str, Tiers] = field(default_factory=dict)
    tutors: Mapping[str, Tiers] = field(default_factory=dict)


def wishes_from_scenario(scenario: Scenario) -> Wishes:
    """Wishes as far as the scenario knows them, to start from; the teacher asks for the rest.

    A tutee accepts the tutors of the group in which acceptance is noted, and before them those among his or her
    positive choices. Choosing somebody as a companion is not yet accepting a tutor, so choices alone ask for nothing.
    """
    lists: dict[str, Tiers] = {}
    chosen = {pupil.id: pupil.chooses for pupil in scenario.pupils}
    for group in scenario.groups:
        for member in group.members:
            answer = group.accepts.get(member)
            if answer is not None:
                led = [one for one in group.tutors if answer]
                dear = [one for one in led if one in chosen.get(member, [])]
                rest = [one for one in led if one not in dear]
                lists[member] = [tier for tier in (dear, rest) if tier]
    return Wishes(tutees=lists)


def _ranks(tiers: Tiers) -> dict[str, int]:
    """Id -> rank from 1; those who are tied share one. Who is named twice keeps the better rank."""
    found: dict[str, int] = {}
    rank = 1
    for tier in [tiers] if isinstance(tiers, str) else tiers:
        tied = [tier] if isinstance(tier, str) else list(tier)
        for one in tied:
            found.setdefault(one, rank)
        rank += bool(tied)
    return found


# --- pairs with consent --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pair:
    """A tutee with his or her tutor; ranks from 1, the dearest. `tutor_rank` is the tutee's place on the tutor's
    list."""

    tutee: str
    tutor: str
    tutee_rank: int
    tutor_rank: int

    @property
    def worst_rank(self) -> int:
        return max(self.tutee_rank, self.tutor_rank)


@dataclass(frozen=True)
class Unmatched:
    """A tutee without a tutor, and why.

    `cause`: not_asked (no list), accepts_nobody (an empty one), no_tutor_fits (each one named is unwilling, not ahead,
    to be kept apart or accepts others only), too_few_places (others need the same tutors).
    """

    pupil: str
    cause: Cause
    reason: Text


@dataclass(frozen=True)
class RatherTogether:
    """A tutee and a tutor who would both rather have each other (a blocking pair).

    `leaves`: the tutor whom the tutee would leave, None where there is none. `gives_up`: the tutee whom the tutor would
    give up, None where the tutor has room.
    """

    tutee: str
    tutor: str
    leaves: str | None
    gives_up: str | None
    text: Text


@dataclass(frozen=True)
class PairPlan:
    """Pairs with the consent of both sides; none that keeps as many pupils paired has better ranks.

    Attributes
    ----------
    pairs: in the order of the tutees. unmatched: tutees without a tutor. idle: able tutors without a tutee, and why.
    rather: pairs who would both rather have each other. Where there are any, more pupils are paired, or the worst rank
        is better, than with those pairs; the teacher decides.
    possible: number of pairs that both sides accept. worst_rank, rank_sum: over both sides; 0 without pairs.
    notes: what was left aside, and that the lists are confidential.
    """

    pairs: tuple[Pair, ...]
    unmatched: tuple[Unmatched, ...]
    idle: tuple[tuple[str, Text], ...]
    rather: tuple[RatherTogether, ...]
    possible: int
    notes: tuple[Text, ...]

    @property
    def worst_rank(self) -> int:
        return max((pair.worst_rank for pair in self.pairs), default=0)

    @property
    def rank_sum(self) -> int:
        return sum(pair.tutee_rank + pair.tutor_rank for pair in self.pairs)

    @property
    def summary(self) -> Text:
        """The plan in a sentence."""
        return text(
            N_("{n} dari {m} murid mendapat tutor. Peringkat pilihan terjauh {w}, jumlah peringkat {s}."),
            n=len(self.pairs),
            m=len(self.pairs) + len(self.unmatched),
            w=self.worst_rank,
            s=self.rank_sum,
        )

    def fill(self, scenario: Scenario) -> Scenario:
        """A new scenario with a group of model 1 for each tutor who has tutees; the one given stays as it is.

        A group that the same tutor led keeps what was written for it. The consent that the pair rests on is noted in
        `accepts` (T04), and every tutee gets a session of his or her own (D11). A tutee without a tutor is in no group.
        """
        led: dict[str, list[str]] = {}
        for pair in self.pairs:
            led.setdefault(pair.tutor, []).append(pair.tutee)
        return _with_groups(scenario, [(tutor, tutees, True) for tutor, tutees in led.items()])


def pair_up(
    scenario: Scenario,
    wishes: Wishes,
    *,
    capacity: int | Mapping[str, int] = 1,
    objectives: Collection[str] | None = None,
    tutees: Iterable[str] | None = None,
    settings: Settings = DEFAULTS,
) -> PairPlan:
    """Pair tutees with tutors who accept each other.

    Parameters
    ----------
    wishes: the lists of both sides.
    capacity: how many tutees a tutor takes, for all alike or tutor id -> number (1 where none is said). More than
        `settings.max_tutees` is cut to that (G07), with a note.
    objectives: what is tutored. None: each tutee's own targets in a remedial scenario, otherwise the objectives on
        which he or she is below the criterion.
    tutees: who is to be paired. None: the remedial list; in a class scenario all who are below a criterion.

    Raises ValueError for a negative capacity.
    """
    return _Pairing(scenario, wishes, capacity, objectives, tutees, settings).plan()


class _Pairing:
    """One question of `pair_up`, step by step."""

    def __init__(
        self,
        scenario: Scenario,
        wishes: Wishes,
        capacity: int | Mapping[str, int],
        objectives: Collection[str] | None,
        tutees: Iterable[str] | None,
        settings: Settings,
    ) -> None:
        self.scenario = scenario
        self.mastery = measures.criteria(scenario)
        self.objectives = objectives
        self.notes: list[Text] = []
        self.pupils: dict[str, Pupil] = {pupil.id: pupil for pupil in measures.present_pupils(scenario)}
        self.absent = {pupil.id for pupil in scenario.pupils} - self.pupils.keys()
        self.tutees = self._who(tutees)
        self.tutors: dict[str, Tutor] = {}
        for tutor in scenario.tutors:
            if tutor.pupil not in self.absent and tutor.pupil not in self.tutees:
                self.tutors.setdefault(tutor.pupil, tutor)
        self.unfit = {id: why for id, tutor in self.tutors.items() if (why := _unfit(tutor))}
        self.tutee_ranks = {id: _ranks(wishes.tutees[id]) for id in self.tutees if id in wishes.tutees}
        self.tutor_ranks = {id: _ranks(wishes.tutors[id]) for id in self.tutors if id in wishes.tutors}
        self.capacity = self._places(capacity, settings)
        self._note_strangers()

    def _who(self, tutees: Iterable[str] | None) -> list[str]:
        if tutees is not None:
            named = list(dict.fromkeys(tutees))
            away = [one for one in named if one not in self.pupils]
            if away:
                self.notes.append(
                    text(
                        N_("{ms} tidak hadir atau tidak ada di daftar kelas, jadi tidak dipasangkan."), ms=pupils(away)
                    )
                )
            return [one for one in named if one in self.pupils]
        divided = divided_pupils(self.scenario)
        if self.scenario.kind == "remedial":
            return [pupil.id for pupil in divided]
        return [pupil.id for pupil in divided if measures.below(pupil, self.mastery)]

    def _places(self, capacity: int | Mapping[str, int], settings: Settings) -> dict[str, int]:
        places = {}
        for id in self.tutors:
            wanted = capacity if isinstance(capacity, int) else capacity.get(id, 1)
            if wanted < 0:
                raise ValueError(f"capacity of {id} must not be negative")
            places[id] = min(wanted, settings.max_tutees)
            if wanted > settings.max_tutees:
                self.notes.append(
                    text(
                        N_(
                            "Tutor {t} diberi {n} tempat. Satu tutor membimbing paling banyak {m} murid, jadi "
                            "dipakai {m}."
                        ),
                        t=PupilId(id),
                        n=wanted,
                        m=settings.max_tutees,
                    )
                )
        return places

    def _note_strangers(self) -> None:
        """A wish for somebody who can't be had is said, so that a slip of the pen is found."""
        for id, ranks in self.tutee_ranks.items():
            strangers = [one for one in ranks if one not in self.tutors]
            if strangers:
                self.notes.append(
                    text(
                        N_("{m} memilih {ts}, yang hari ini bukan calon tutor. Periksa daftar tutor dan kehadirannya."),
                        m=PupilId(id),
                        ts=pupils(strangers),
                    )
                )
        for id, ranks in self.tutor_ranks.items():
            strangers = [one for one in ranks if one not in self.tutees]
            if strangers:
                self.notes.append(
                    text(
                        N_("Tutor {t} memilih {ms}, yang tidak termasuk murid yang dibimbing."),
                        t=PupilId(id),
                        ms=pupils(strangers),
                    )
                )

    def goals(self, tutee: str) -> list[str]:
        """Objectives that this tutee works on."""
        if self.objectives is not None:
            return list(dict.fromkeys(self.objectives))
        remedial = self.scenario.remedial
        if self.scenario.kind == "remedial" and remedial and remedial.targets.get(tutee):
            return list(dict.fromkeys(remedial.targets[tutee]))
        behind = measures.below(self.pupils[tutee], self.mastery)
        return [one for one in self.mastery if one in behind]

    def obstacle(self, tutee: str, tutor: str) -> Text | None:
        """Why these two can't be paired although the tutee named the tutor; None where they can."""
        if tutor in self.unfit:
            return self.unfit[tutor]
        mine, theirs = self.pupils[tutee], self.pupils.get(tutor)
        if tutor in mine.avoid or (theirs is not None and tutee in theirs.avoid):
            return text(N_("{t}: guru mencatat agar keduanya tidak bersama"), t=PupilId(tutor))
        evidence = self.tutors[tutor].evidence
        for objective in self.goals(tutee):
            shown, score, criterion = evidence.get(objective), mine.scores.get(objective), self.mastery.get(objective)
            if shown is None:
                return text(N_("{t}: belum ada nilai {tp}"), t=PupilId(tutor), tp=objective)
            if criterion is not None and shown < criterion:
                return text(N_("{t}: belum tuntas pada {tp}"), t=PupilId(tutor), tp=objective)
            if score is not None and shown <= score:
                return text(N_("{t}: nilainya pada {tp} tidak lebih tinggi"), t=PupilId(tutor), tp=objective)
        if tutor in self.tutor_ranks and tutee not in self.tutor_ranks[tutor]:
            return text(N_("{t}: memilih membimbing murid lain"), t=PupilId(tutor))
        if not self.capacity[tutor]:
            return text(N_("{t}: tidak diberi tempat"), t=PupilId(tutor))
        return None

    def plan(self) -> PairPlan:
        tutors = list(self.tutors)
        place = {id: number for number, id in enumerate(tutors)}
        ranks: list[dict[int, tuple[int, int]]] = []
        for tutee in self.tutees:
            mine = self.tutee_ranks.get(tutee, {})
            ranks.append(
                {
                    place[tutor]: (rank, self.tutor_ranks[tutor][tutee] if tutor in self.tutor_ranks else 1)
                    for tutor, rank in mine.items()
                    if tutor in place and self.obstacle(tutee, tutor) is None
                }
            )
        capacity = [self.capacity[id] for id in tutors]
        matched = best_matching(ranks, capacity)
        pairs = tuple(
            Pair(tutee, tutors[right], *row[right])
            for tutee, row, right in zip(self.tutees, ranks, matched, strict=True)
            if right is not None
        )
        self.notes.append(Text(CONFIDENTIAL))
        return PairPlan(
            pairs=pairs,
            unmatched=tuple(self._unmatched(ranks, matched, tutors)),
            idle=tuple(self._idle(pairs, ranks, place)),
            rather=tuple(_blocking(self.tutees, tutors, ranks, capacity, matched)),
            possible=sum(len(row) for row in ranks),
            notes=tuple(self.notes),
        )

    def _unmatched(
        self, ranks: Sequence[Mapping[int, tuple[int, int]]], matched: Sequence[int | None], tutors: Sequence[str]
    ) -> Iterator[Unmatched]:
        for place, tutee in enumerate(self.tutees):
            if matched[place] is not None:
                continue
            if tutee not in self.tutee_ranks:
                yield Unmatched(
                    tutee,
                    "not_asked",
                    text(N_("{m} belum ditanya tutor mana yang ia terima. Tanyakan secara pribadi."), m=PupilId(tutee)),
                )
            elif not self.tutee_ranks[tutee]:
                yield Unmatched(
                    tutee,
                    "accepts_nobody",
                    text(
                        N_("{m} belum menerima tutor mana pun. Bimbing sendiri dulu, atau cari tutor kakak."),
                        m=PupilId(tutee),
                    ),
                )
            elif not ranks[place]:
                yield self._nobody_fits(tutee)
            else:
                group, needed = _contested(place, ranks, matched)
                room = sum(self.capacity[tutors[one]] for one in needed)
                yield Unmatched(
                    tutee,
                    "too_few_places",
                    text(
                        N_(
                            "{m} tidak kebagian tempat: {k} murid ({ms}) hanya dapat dibimbing {ts}, dan di sana ada "
                            "{n} tempat. Tambah tempat atau calon tutor yang mereka terima."
                        ),
                        m=PupilId(tutee),
                        k=len(group),
                        ms=pupils(self.tutees[one] for one in group),
                        ts=pupils(tutors[one] for one in needed),
                        n=room,
                    ),
                )

    def _nobody_fits(self, tutee: str) -> Unmatched:
        causes = [
            cause
            for tutor in self.tutee_ranks[tutee]
            if tutor in self.tutors and (cause := self.obstacle(tutee, tutor)) is not None
        ]
        if not causes:
            reason = text(N_("{m} hanya memilih murid yang bukan calon tutor hari ini."), m=PupilId(tutee))
        else:
            reason = text(
                N_("{m} memilih, tetapi tidak ada yang dapat dipasangkan ({apa}). Tawarkan calon lain secara pribadi."),
                m=PupilId(tutee),
                apa=causes,
            )
        return Unmatched(tutee, "no_tutor_fits", reason)

    def _idle(
        self, pairs: Sequence[Pair], ranks: Sequence[Mapping[int, tuple[int, int]]], place: Mapping[str, int]
    ) -> Iterator[tuple[str, Text]]:
        busy = {pair.tutor for pair in pairs}
        for id in self.tutors:
            if id in busy:
                continue
            if id in self.unfit:
                yield id, self.unfit[id]
            elif any(place[id] in row for row in ranks):
                yield id, text(N_("{t}: cadangan; tutor lain sudah mencukupi"), t=PupilId(id))
            else:
                yield id, text(N_("{t}: tidak ada pasangan yang saling menerima"), t=PupilId(id))


def _unfit(tutor: Tutor) -> Text | None:
    """Why a candidate can't be placed yet (T05, T06)."""
    if measures.is_willing_and_fit(tutor):
        return None
    who = PupilId(tutor.pupil)
    if tutor.willing is False:
        return text(N_("{t}: tidak bersedia menjadi tutor"), t=who)
    if tutor.willing is None:
        return text(N_("{t}: belum ditanya kesediaannya"), t=who)
    if tutor.attitude is not None and tutor.attitude.meets is False:
        return text(N_("{t}: sikapnya belum sesuai"), t=who)
    return text(N_("{t}: sikapnya belum dinilai atau belum dicatat"), t=who)


def _contested(
    start: int, ranks: Sequence[Mapping[int, tuple[int, int]]], matched: Sequence[int | None]
) -> tuple[list[int], list[int]]:
    """The lefts that compete with `start`, and all the rights that any of them could have.

    Every right found is full (else there would be one more pair), and its lefts are among those found: one left more
    than there are places. That is König's proof that no matching is larger.
    """
    lefts, rights = {start}, set[int]()
    waiting = [start]
    while waiting:
        for right in ranks[waiting.pop()]:
            if right not in rights:
                rights.add(right)
                joined = [left for left, has in enumerate(matched) if has == right and left not in lefts]
                lefts.update(joined)
                waiting.extend(joined)
    return sorted(lefts), sorted(rights)


def _blocking(
    tutees: Sequence[str],
    tutors: Sequence[str],
    ranks: Sequence[Mapping[int, tuple[int, int]]],
    capacity: Sequence[int],
    matched: Sequence[int | None],
) -> Iterator[RatherTogether]:
    """Pairs who would both gain (weak stability: with a tie nobody gains)."""
    for left, row in enumerate(ranks):
        has = matched[left]
        for right, (mine, theirs) in sorted(row.items(), key=lambda one: (one[1], one[0])):
            if right == has or (has is not None and mine >= row[has][0]):
                continue
            taken = [one for one, other in enumerate(matched) if other == right]
            dearest_last = max(taken, key=lambda one: ranks[one][right][1], default=None)
            gives_up = None
            if len(taken) >= capacity[right]:
                if dearest_last is None or ranks[dearest_last][right][1] <= theirs:
                    continue
                gives_up = tutees[dearest_last]
            leaves = None if has is None else tutors[has]
            yield RatherTogether(
                tutees[left], tutors[right], leaves, gives_up, _rather(tutees[left], tutors[right], leaves, gives_up)
            )


def _rather(tutee: str, tutor: str, leaves: str | None, gives_up: str | None) -> Text:
    values = {"m": PupilId(tutee), "t": PupilId(tutor)}
    if leaves is not None and gives_up is not None:
        return text(
            N_("{m} dan tutor {t} lebih suka berpasangan daripada dengan {l} dan {g}."),
            **values,
            l=PupilId(leaves),
            g=PupilId(gives_up),
        )
    if leaves is not None:
        return text(
            N_("{m} lebih suka tutor {t} daripada {l}, dan {t} masih punya tempat."), **values, l=PupilId(leaves)
        )
    if gives_up is not None:
        return text(
            N_("{m} belum punya tutor, dan tutor {t} lebih suka {m} daripada {g}."), **values, g=PupilId(gives_up)
        )
    return text(N_("{m} dan tutor {t} saling menerima, dan {t} masih punya tempat."), **values)


# --- pairs by rank -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RankedPair:
    """`first` has the higher score and reads or explains first. `third`: who joins since the class is odd.

    `moved`: by how many places `second` stands away from where the rule would have had it.
    """

    first: str
    second: str
    first_score: float
    second_score: float
    third: str | None = None
    moved: int = 0

    @property
    def people(self) -> tuple[str, ...]:
        return (self.first, self.second) if self.third is None else (self.first, self.second, self.third)


@dataclass(frozen=True)
class RankedPairs:
    """Pairs by rank. `unpaired`: who is left over since everybody else is to be kept apart or there is no score."""

    rule: RankRule
    pairs: tuple[RankedPair, ...]
    unpaired: tuple[tuple[str, Text], ...]
    notes: tuple[Text, ...]

    def fill(self, scenario: Scenario) -> Scenario:
        """A new scenario with a group of model 1 for each pair; nobody's consent is presumed (T04, T05 ask for it)."""
        return _with_groups(
            scenario,
            [(pair.first, [one for one in (pair.second, pair.third) if one is not None], False) for pair in self.pairs],
        )


def rank_pairs(scenario: Scenario, rule: RankRule = "pals", *, objective: str | None = None) -> RankedPairs:
    """Pairs from the scores alone.

    pals: rank by score, split in half, the first of the upper half with the first of the lower half, and so on, so that
    the distance in every pair is alike (PALS grades 2 to 6; field facts E10). extremes: the highest with the lowest (as
    PALS for kindergarten). The score is that on `objective`, or the mean of all; equal scores keep the order of the
    class list. In an odd class the pupil in the middle joins the last pair. Two who are not to be together are
    avoided with the smallest shift along the ranking, provably.
    """
    present = measures.present_pupils(scenario)
    if objective is None:
        scores = measures.initial_scores(present)
    else:
        scores = {one.id: score for one in present if (score := one.scores.get(objective)) is not None}
    ranked = sorted(scores, key=lambda id: -scores[id])
    half = len(ranked) // 2
    upper, lower = ranked[:half], ranked[len(ranked) - half :]
    if rule == "extremes":
        lower.reverse()
    avoid = {frozenset((one.id, other)) for one in present for other in one.avoid}
    ranks = [
        {
            right: (abs(left - right) + 1, 0)
            for right, second in enumerate(lower)
            if frozenset((first, second)) not in avoid
        }
        for left, first in enumerate(upper)
    ]
    matched = best_matching(ranks, [1] * half)
    pairs = [
        RankedPair(upper[left], lower[right], scores[upper[left]], scores[lower[right]], None, abs(left - right))
        for left, right in enumerate(matched)
        if right is not None
    ]
    taken = {one for pair in pairs for one in pair.people}
    over = [one for one in ranked if one not in taken]
    unpaired = [
        (pupil.id, text(N_("{m} belum punya nilai, jadi tidak dapat diperingkat."), m=PupilId(pupil.id)))
        for pupil in present
        if pupil.id not in scores
    ]
    for one in over:
        joined = next(
            (
                place
                for place, pair in reversed(list(enumerate(pairs)))
                if pair.third is None and all(frozenset((one, other)) not in avoid for other in pair.people)
            ),
            None,
        )
        if joined is None:
            unpaired.append(
                (one, text(N_("{m} tidak dapat dipasangkan dengan siapa pun yang tersisa."), m=PupilId(one)))
            )
        else:
            pair = pairs[joined]
            pairs[joined] = RankedPair(pair.first, pair.second, pair.first_score, pair.second_score, one, pair.moved)
    return RankedPairs(rule, tuple(pairs), tuple(unpaired), tuple(_rank_notes(rule, pairs)))


def _rank_notes(rule: RankRule, pairs: Sequence[RankedPair]) -> Iterator[Text]:
    if rule == "pals":
        yield text(
            N_(
                "Cara PALS: murid diperingkat menurut nilai, dibagi dua, lalu yang pertama dari paruh atas berpasangan "
                "dengan yang pertama dari paruh bawah. Pasangan diganti setelah 3–4 minggu."
            )
        )
    else:
        yield text(
            N_(
                "Nilai tertinggi berpasangan dengan nilai terendah. Jarak kemampuan antarpasangan tidak sama; periksa "
                "apakah pasangan yang terjauh masih nyaman."
            )
        )
    for pair in pairs:
        if pair.moved:
            yield text(
                N_("{a} dan {b} bergeser {n} tempat dari peringkatnya agar yang tidak boleh bersama tetap terpisah."),
                a=PupilId(pair.first),
                b=PupilId(pair.second),
                n=pair.moved,
            )
        if pair.third is not None:
            yield text(
                N_("{c} bergabung dengan {a} dan {b}, sehingga mereka bertiga."),
                a=PupilId(pair.first),
                b=PupilId(pair.second),
                c=PupilId(pair.third),
            )
    yield text(N_("Peringkat tidak dibacakan di kelas. Tanyakan persetujuan kedua pihak sebelum pasangan dipakai."))


# --- into the scenario ---------------------------------------------------------------------------------------------


def _with_groups(scenario: Scenario, led: Sequence[tuple[str, list[str], bool]]) -> Scenario:
    """`led`: tutor, tutees, whether the tutees have accepted the tutor."""
    former = {group.tutors[0]: group for group in reversed(scenario.groups) if len(group.tutors) == 1}
    used = {former[tutor].id for tutor, _, _ in led if tutor in former}
    fresh = (id for number in range(1, len(led) + len(used) + 1) if (id := f"K{number}") not in used)
    groups = []
    for tutor, tutees, accepted in led:
        group = former.get(tutor)
        if group is None:
            id = next(fresh)
            group = Group(id=id, label=f"Kelompok {id[1:]}", tutors=[tutor])
        people = {tutor, *tutees}
        same = set(group.members) == set(tutees)
        groups.append(
            group.model_copy(
                update={
                    "members": list(tutees),
                    "model": 1,
                    "individual_sessions": list(tutees),
                    "accepts": dict.fromkeys(tutees, True)
                    if accepted
                    else {one: answer for one, answer in group.accepts.items() if one in tutees},
                    "representative": group.representative if group.representative in people else None,
                    "duties": {one: duty for one, duty in group.duties.items() if one in people},
                    "turns": [turn for turn in group.turns if turn.pupil in people],
                    "gender_note": group.gender_note if same else None,
                    "products": {one: product for one, product in group.products.items() if one in people},
                }
            )
        )
    return scenario.model_copy(update={"groups": groups}).model_copy(deep=True)

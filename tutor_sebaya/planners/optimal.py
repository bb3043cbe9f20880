"""The best groups, with a proof: a first answer in milliseconds, then the optimum or an honest "within x %".

    problem = GroupingProblem(
        people=("a", "b", "c", "d", "e", "f"),
        sizes=equal_sizes(6, 2),
        demands=(Among(frozenset("ab"), least=1), Apart("c", "d")),
        goals=(friendships({"a": ["c"], "e": ["f"]}),),
    )
    solution = solve(problem)
    solution.groups, solution.value, solution.status

All demands and all goals but `Spread` are local to a group. The order of work: arithmetic bound, swap search, set
partitioning. The first two are pure Python and run in a phone's browser; the third loads numpy and scipy when it is
asked for. Local search alone is never called optimal: "proven" means that the value equals an upper bound.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import comb, gcd
from time import perf_counter
from types import ModuleType
from typing import Literal, TypeAlias

from ..language import N_, PupilId, Text, pupils, text
from . import _search
from ._search import Count, Model, Total

Groups: TypeAlias = tuple[tuple[str, ...], ...]
Status: TypeAlias = Literal["proven", "within", "first"]

SURE = 1e-8
"""Values that differ by less, relative to their size, are the same."""
PROBE_NODES = 20_000
"""Placements that the exhaustive search for any division may try without scipy."""


class GroupingProblemError(ValueError):
    """A problem that names somebody unknown or contradicts itself in form; `message` says where."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message.render())


class NoGroupingError(Exception):
    """No division that keeps all demands was found. `certain`: it is proven that there is none; see `conflict`."""

    def __init__(self, message: Text, certain: bool) -> None:
        self.message, self.certain = message, certain
        super().__init__(message.render())


# --- demands ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lock:
    """`person` stays in group number `group` (from 0)."""

    person: str
    group: int

    def kept(self, groups: Sequence[Sequence[str]]) -> bool:
        return self.person in groups[self.group]

    @property
    def text(self) -> Text:
        return text(N_("{m} tetap di kelompok {k}"), m=PupilId(self.person), k=self.group + 1)


@dataclass(frozen=True)
class Apart:
    """Two people who must not be in one group (the teacher's not-together list)."""

    one: str
    other: str

    def kept(self, groups: Sequence[Sequence[str]]) -> bool:
        return not any(self.one in members and self.other in members for members in groups)

    @property
    def text(self) -> Text:
        return text(N_("{a} dan {b} tidak sekelompok"), a=PupilId(self.one), b=PupilId(self.other))


@dataclass(frozen=True)
class Together:
    """People who must be in one group."""

    people: tuple[str, ...]

    def kept(self, groups: Sequence[Sequence[str]]) -> bool:
        return any(set(self.people) <= set(members) for members in groups)

    @property
    def text(self) -> Text:
        return text(N_("{ms} sekelompok"), ms=pupils(self.people))


@dataclass(frozen=True)
class Among:
    """At least `least` and at most `most` of `people` in every group, or in the `groups` named (numbers from 0).

    A tutor per group is `Among(candidates)`; a tutor per group who has mastered that group's sub-topic is one `Among`
    for each group; one able pupil in each is `Among(able, 1, 1)`; somebody of the top third is `Among(top)`.
    `what`: what these people are, for messages.
    """

    people: frozenset[str]
    least: int = 1
    most: int | None = None
    groups: tuple[int, ...] | None = None
    what: Text = field(default_factory=lambda: text(N_("tutor")))

    def kept(self, groups: Sequence[Sequence[str]]) -> bool:
        wanted = range(len(groups)) if self.groups is None else self.groups
        counts = [len(self.people & set(groups[group])) for group in wanted]
        return all(self.least <= count and (self.most is None or count <= self.most) for count in counts)

    @property
    def text(self) -> Text:
        values = {"apa": self.what, "n": self.least, "b": self.most, "c": len(self.people)}
        if self.groups is None:
            if self.most is None:
                return text(N_("setiap kelompok mendapat paling sedikit {n} {apa} (dari {c} calon)"), **values)
            if self.least == 0:
                return text(N_("setiap kelompok mendapat paling banyak {b} {apa} (dari {c} calon)"), **values)
            return text(N_("setiap kelompok mendapat {n} sampai {b} {apa} (dari {c} calon)"), **values)
        values["ks"] = [group + 1 for group in self.groups]
        if self.most is None:
            return text(N_("kelompok {ks} mendapat paling sedikit {n} {apa} (dari {c} calon)"), **values)
        if self.least == 0:
            return text(N_("kelompok {ks} mendapat paling banyak {b} {apa} (dari {c} calon)"), **values)
        return text(N_("kelompok {ks} mendapat {n} sampai {b} {apa} (dari {c} calon)"), **values)


@dataclass(frozen=True)
class NotAlone:
    """Nobody of `people` (the girls, say) is the only one of them in a group of more than one."""

    people: frozenset[str]
    what: Text = field(default_factory=lambda: text(N_("murid dengan jenis kelamin yang sama")))

    def kept(self, groups: Sequence[Sequence[str]]) -> bool:
        return all(len(self.people & set(members)) != 1 or len(members) == 1 for members in groups)

    @property
    def text(self) -> Text:
        return text(N_("tidak ada {apa} yang sendirian di kelompoknya"), apa=self.what)


@dataclass(frozen=True)
class Within:
    """A group's total lies at most `tolerance` from its fair share: its size times the mean of all.

    `values`: a number for every person, in any unit; `tolerance` in the same unit, for the whole group.
    """

    values: Mapping[str, float]
    tolerance: float
    what: Text = field(default_factory=lambda: text(N_("nilai")))

    def __hash__(self) -> int:
        return hash((frozenset(self.values.items()), self.tolerance))

    def kept(self, groups: Sequence[Sequence[str]]) -> bool:
        everybody = [self.values[one] for members in groups for one in members]
        mean = math.fsum(everybody) / max(1, len(everybody))
        off = (math.fsum(self.values[one] for one in members) - mean * len(members) for members in groups)
        return all(abs(one) <= self.tolerance + 1e-7 for one in off)

    @property
    def text(self) -> Text:
        return text(
            N_("jumlah {apa} setiap kelompok paling jauh {t} dari bagian yang rata"), apa=self.what, t=self.tolerance
        )


Demand: TypeAlias = Lock | Apart | Together | Among | NotAlone | Within


# --- goals -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pairs:
    """Value of having two people in one group, times `weight`.

    `values`: (person, person) -> value, added up where both orders are given. Positive for friends, negative for pairs
    that met before.
    """

    values: Mapping[tuple[str, str], float]
    weight: float = 1.0

    def of(self, groups: Sequence[Sequence[str]]) -> float:
        where = {one: number for number, members in enumerate(groups) for one in members}
        return self.weight * math.fsum(v for (a, b), v in self.values.items() if where[a] == where[b])


@dataclass(frozen=True)
class Diversity:
    """Pairs of members that differ, counted over each of the features; times `weight`.

    `features`: for each feature person -> its level (gender, school, interest, third of the class …).
    """

    features: tuple[Mapping[str, Hashable], ...]
    weight: float = 1.0

    def of(self, groups: Sequence[Sequence[str]]) -> float:
        total = 0
        for feature in self.features:
            for members in groups:
                same = sum(comb(count, 2) for count in Counter(feature[one] for one in members).values())
                total += comb(len(members), 2) - same
        return self.weight * total


@dataclass(frozen=True)
class Mixed:
    """Mixed ability inside groups: the absolute differences between members, added up over pairs; times `weight`."""

    values: Mapping[str, float]
    weight: float = 1.0

    def of(self, groups: Sequence[Sequence[str]]) -> float:
        return self.weight * math.fsum(
            abs(self.values[one] - self.values[other])
            for members in groups
            for position, one in enumerate(members)
            for other in members[position + 1 :]
        )


@dataclass(frozen=True)
class Even:
    """Even ability between groups, to be mixed with other goals.

    Costs `weight` times the sum over groups of the distance of the total from its fair share (size times mean).
    """

    values: Mapping[str, float]
    weight: float = 1.0

    def of(self, groups: Sequence[Sequence[str]]) -> float:
        return -self.weight * math.fsum(map(abs, _surpluses(self.values, groups)))


@dataclass(frozen=True)
class Spread:
    """Even ability between groups as the only goal: least distance between the largest and the smallest surplus.

    A group's surplus is its total less its fair share (size times mean); with groups of one size the distance is that
    of the totals.
    """

    values: Mapping[str, float]

    def of(self, groups: Sequence[Sequence[str]]) -> float:
        surplus = _surpluses(self.values, groups)
        return min(surplus) - max(surplus)


@dataclass(frozen=True)
class Preference:
    """Value of a person in a group (number from 0), such as a wished sub-topic; absent ones are 0. Times `weight`."""

    values: Mapping[str, Mapping[int, float]]
    weight: float = 1.0

    def of(self, groups: Sequence[Sequence[str]]) -> float:
        return self.weight * math.fsum(
            self.values.get(one, {}).get(number, 0.0) for number, members in enumerate(groups) for one in members
        )


Goal: TypeAlias = Pairs | Diversity | Mixed | Even | Spread | Preference


def _surpluses(values: Mapping[str, float], groups: Sequence[Sequence[str]]) -> list[float]:
    everybody = [values[one] for members in groups for one in members]
    mean = math.fsum(everybody) / max(1, len(everybody))
    return [math.fsum(values[one] for one in members) - mean * len(members) for members in groups]


def friendships(chooses: Mapping[str, Iterable[str]], weight: float = 1.0) -> Pairs:
    """Each choice that is met counts 1, a mutual one 2. Choices of people who aren't there are left out."""
    values = {
        (one, other): 1.0 for one, others in chooses.items() for other in others if other != one and other in chooses
    }
    return Pairs(values, weight)


def few_repeats(former: Iterable[Iterable[Iterable[str]]], weight: float = 1.0) -> Pairs:
    """Each time that two people were in one group before costs `weight`. `former`: earlier divisions."""
    met: Counter[tuple[str, str]] = Counter()
    for division in former:
        for members in division:
            inside = sorted(members)
            met.update((one, other) for k, one in enumerate(inside) for other in inside[k + 1 :])
    return Pairs({pair: float(times) for pair, times in met.items()}, -weight)


def pair_matrix(people: Sequence[str], rows: Sequence[Sequence[float]], weight: float = 1.0) -> Pairs:
    """A symmetric table of pair values (the maximally diverse grouping problem): `rows[i][j]` of people i and j."""
    values = {
        (one, people[j]): float(row[j])
        for i, (one, row) in enumerate(zip(people, rows, strict=True))
        for j in range(i + 1, len(people))
        if row[j]
    }
    return Pairs(values, weight)


def equal_sizes(people: int, groups: int) -> tuple[tuple[int, ...], ...]:
    """Groups as equal as can be: 37 people in 6 groups may be 6 or 7 each."""
    low, rest = divmod(people, groups)
    return ((low, low + 1) if rest else (low,),) * groups


def sizes_between(groups: int, least: int, most: int) -> tuple[tuple[int, ...], ...]:
    """Every group may have `least` to `most` people."""
    return (tuple(range(least, most + 1)),) * groups


# --- the problem -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GroupingProblem:
    """People to be divided into groups.

    Attributes
    ----------
    people: ids. sizes: for each group the sizes it may have, tutors included; any list, uneven ones too. demands: must
    hold. goals: their values are added up; the more the better.

    Raises
    ------
    GroupingProblemError: an id twice or unknown, a group number that isn't there, a value missing, `Spread` among other
    goals.
    """

    people: tuple[str, ...]
    sizes: tuple[tuple[int, ...], ...]
    demands: tuple[Demand, ...] = ()
    goals: tuple[Goal, ...] = ()

    def __post_init__(self) -> None:
        twice = [one for one, times in Counter(self.people).items() if times > 1]
        if twice:
            message = N_("{ms} tertulis lebih dari sekali dalam daftar peserta.")
            raise GroupingProblemError(text(message, ms=pupils(twice)))
        if not self.sizes or any(not sizes or min(sizes) < 0 for sizes in self.sizes):
            raise GroupingProblemError(
                text(N_("Ukuran kelompok belum lengkap: sebutkan ukuran yang boleh untuk setiap kelompok."))
            )
        known = set(self.people)
        for part in (*self.demands, *self.goals):
            strange = [one for one in _named(part) if one not in known]
            if strange:
                raise GroupingProblemError(
                    text(N_("{ms} tidak ada dalam daftar peserta. Perbaiki idnya."), ms=pupils(dict.fromkeys(strange)))
                )
            for values in _tables(part):
                missing = [one for one in self.people if one not in values]
                if missing:
                    raise GroupingProblemError(
                        text(N_("Belum ada nilai untuk {ms}. Isi nilainya lebih dahulu."), ms=pupils(missing))
                    )
            wrong = [group for group in _groups_named(part) if not 0 <= group < len(self.sizes)]
            if wrong:
                raise GroupingProblemError(
                    text(N_("Kelompok {k} tidak ada; hanya ada {n} kelompok."), k=wrong[0] + 1, n=len(self.sizes))
                )
        if any(isinstance(goal, Spread) for goal in self.goals) and len(self.goals) > 1:
            raise GroupingProblemError(
                text(
                    N_(
                        "Selisih terkecil antarkelompok tidak dapat digabung dengan tujuan lain. Pakai kemampuan yang "
                        "merata sebagai salah satu tujuan."
                    )
                )
            )

    def without(self, *demands: Demand) -> GroupingProblem:
        """The same problem with these demands given up."""
        return replace(self, demands=tuple(one for one in self.demands if one not in demands))

    @cached_property
    def model(self) -> Model:
        """The problem in numbers, for the search."""
        return _model(self)


def _named(part: Demand | Goal) -> Iterator[str]:
    match part:
        case Lock():
            yield part.person
        case Apart():
            yield from (part.one, part.other)
        case Together() | Among() | NotAlone():
            yield from part.people
        case Pairs():
            for pair in part.values:
                yield from pair
        case Preference():
            yield from part.values


def _tables(part: Demand | Goal) -> Iterator[Mapping[str, object]]:
    match part:
        case Within() | Mixed() | Even() | Spread():
            yield part.values
        case Diversity():
            yield from part.features


def _groups_named(part: Demand | Goal) -> Iterator[int]:
    match part:
        case Lock():
            yield part.group
        case Among():
            yield from part.groups or ()
        case Preference():
            for row in part.values.values():
                yield from row


def _model(problem: GroupingProblem) -> Model:
    people = problem.people
    number = {one: k for k, one in enumerate(people)}
    n, m = len(people), len(problem.sizes)
    near: list[dict[int, float]] = [{} for _ in range(n)]
    apart: list[set[int]] = [set() for _ in range(n)]
    locked = [-1] * n
    together: list[tuple[int, ...]] = []
    counts: list[Count] = []
    totals: list[Total] = []
    levels: list[tuple[float, tuple[int, ...]]] = []
    apart_by: list[tuple[float, tuple[float, ...]]] = []
    liking: list[list[float]] | None = None
    spread: tuple[float, ...] | None = None

    def surplus(values: Mapping[str, float]) -> tuple[float, ...]:
        mean = math.fsum(values[one] for one in people) / max(1, n)
        return tuple(values[one] - mean for one in people)

    for demand in problem.demands:
        match demand:
            case Lock(person, group):
                if locked[number[person]] not in (-1, group):
                    # Two locks of one person: nobody is in two groups.
                    apart[number[person]].add(number[person])
                locked[number[person]] = group
            case Apart(one, other):
                apart[number[one]].add(number[other])
                apart[number[other]].add(number[one])
            case Together():
                together.append(tuple(dict.fromkeys(number[one] for one in demand.people)))
            case Among():
                inside = frozenset(number[one] for one in demand.people)
                which = None if demand.groups is None else frozenset(demand.groups)
                counts.append(Count(inside, demand.least, demand.most, which))
            case NotAlone():
                counts.append(Count(frozenset(number[one] for one in demand.people), alone=True))
            case Within():
                totals.append(Total(surplus(demand.values), tolerance=demand.tolerance))
    for goal in problem.goals:
        match goal:
            case Pairs():
                for (one, other), value in goal.values.items():
                    a, b = number[one], number[other]
                    if a != b:
                        near[a][b] = near[a].get(b, 0.0) + goal.weight * value
                        near[b][a] = near[b].get(a, 0.0) + goal.weight * value
            case Diversity():
                for feature in goal.features:
                    seen: dict[Hashable, int] = {}
                    levels.append((goal.weight, tuple(seen.setdefault(feature[one], len(seen)) for one in people)))
            case Mixed():
                apart_by.append((goal.weight, tuple(float(goal.values[one]) for one in people)))
            case Even():
                totals.append(Total(surplus(goal.values), weight=goal.weight))
            case Spread():
                spread = surplus(goal.values)
                totals.append(Total(spread, weight=1.0, square=True))
            case Preference():
                liking = liking or [[0.0] * m for _ in range(n)]
                for one, row in goal.values.items():
                    for group, value in row.items():
                        liking[number[one]][group] += goal.weight * value
    return Model(
        people=n,
        groups=m,
        sizes=tuple(tuple(sorted(set(sizes))) for sizes in problem.sizes),
        near=tuple(near),
        levels=tuple(levels),
        apart_by=tuple(apart_by),
        apart=tuple(map(frozenset, apart)),
        together=tuple(one for one in together if len(one) > 1),
        locked=tuple(locked),
        counts=tuple(counts),
        totals=tuple(totals),
        preference=None if liking is None else tuple(map(tuple, liking)),
        spread=spread,
    )


# --- bounds by arithmetic --------------------------------------------------------------------------------------------


def _size_sets(model: Model, most: int = 3000) -> list[tuple[int, ...]] | None:
    """All multisets of sizes that add up to everybody; None where there are more than `most`."""
    if len(set(model.sizes)) == 1:
        return _equal_choices(model.sizes[0], model.groups, model.people, most)
    reached: dict[int, set[tuple[int, ...]]] = {0: {()}}
    low = [min(sizes) for sizes in model.sizes]
    high = [max(sizes) for sizes in model.sizes]
    if model.groups > 60:
        return None
    for group, sizes in enumerate(model.sizes):
        least, largest = sum(low[group + 1 :]), sum(high[group + 1 :])
        now: dict[int, set[tuple[int, ...]]] = {}
        for placed, found in reached.items():
            for size in sizes:
                if least <= model.people - placed - size <= largest:
                    now.setdefault(placed + size, set()).update(tuple(sorted((*one, size))) for one in found)
        if sum(map(len, now.values())) > most:
            return None
        reached = now
    return sorted(reached.get(model.people, set()))


def _equal_choices(sizes: tuple[int, ...], groups: int, people: int, most: int) -> list[tuple[int, ...]] | None:
    """The same where every group has the same choice of sizes: how many groups have each size."""
    found: list[tuple[int, ...]] = []
    waiting: list[tuple[int, int, int, tuple[int, ...]]] = [(0, groups, people, ())]
    while waiting:
        k, left, rest, chosen = waiting.pop()
        if k == len(sizes) - 1:
            if left * sizes[k] == rest:
                found.append(chosen + (sizes[k],) * left)
                if len(found) > most:
                    return None
            continue
        for number in range(left + 1):
            after, still = left - number, rest - number * sizes[k]
            if after * sizes[k + 1] <= still <= after * sizes[-1]:
                waiting.append((k + 1, after, still, chosen + (sizes[k],) * number))
    return found


def _lattice(values: Sequence[float]) -> tuple[list[int], float] | None:
    """Whole numbers and the unit so that value = constant + unit x number; None where the values are no decimals."""
    for scale in (1, 10, 100, 1000):
        whole = [round(value * scale) for value in values]
        if all(abs(value * scale - number) < 1e-6 for value, number in zip(values, whole, strict=True)):
            lowest = min(whole)
            shared = gcd(*(number - lowest for number in whole)) or 1
            return [(number - lowest) // shared for number in whole], shared / scale
    return None


def _least_surpluses(numbers: Sequence[int], sizes: Sequence[int], spread: bool) -> int:
    """Least spread, or least sum of absolute values, that the groups' surpluses can have by arithmetic alone.

    With n people whose whole numbers add up to T, n times a group's surplus is congruent to -size x T modulo n, and all
    surpluses add up to 0. Returns n times the least spread or sum.
    """
    n, total = len(numbers), sum(numbers)
    below = [-(size * total % n) for size in sizes]
    lift, rest = divmod(-sum(below), n)
    assert rest == 0
    if spread:
        # All in the narrowest window: lift the lowest, one step after another.
        now = sorted(below)
        for _ in range(lift):
            now[0] += n
            now.sort()
        return now[-1] - now[0]
    # Each lift by n costs n - 2a where the surplus was -a: lift the lowest ones.
    lowest = sorted(below)
    return sum(abs(one + n) if k < lift else abs(one) for k, one in enumerate(lowest))


def arithmetic_bound(problem: GroupingProblem) -> float:
    """An upper bound of the value, goal by goal, without any search; infinite where none is known.

    Honest but weak: each goal is bounded as if it were alone, and demands are left aside. Evenness: what whole numbers
    allow. Diversity: each level spread evenly over the groups. Mixed ability: the rearrangement inequality. Pairs: each
    person's best companions.
    """
    model, n = problem.model, len(problem.people)
    sets = _size_sets(model)
    if sets is None:
        return math.inf
    best = -math.inf
    fixed = 0.0
    if model.preference is not None:
        for one, row in enumerate(model.preference):
            fixed += row[model.locked[one]] if model.locked[one] >= 0 else max(row)
    worths = [sorted((v for v in row.values()), reverse=True) for row in model.near]
    evenness: list[tuple[float, list[int], float, bool]] = []
    for goal in problem.goals:
        if isinstance(goal, Even | Spread) and n:
            found = _lattice([goal.values[one] for one in problem.people])
            weight = goal.weight if isinstance(goal, Even) else 1.0
            if weight < 0:
                return math.inf
            if found is not None:
                evenness.append((weight * found[1] / n, found[0], found[1], isinstance(goal, Spread)))
    for sizes in sets:
        value = fixed
        pairs = sum(comb(size, 2) for size in sizes)
        for weight, level in model.levels:
            if weight > 0:
                same = 0
                for count in Counter(level).values():
                    each, rest = divmod(count, model.groups)
                    same += rest * comb(each + 1, 2) + (model.groups - rest) * comb(each, 2)
                value += weight * (pairs - same)
        for weight, values in model.apart_by:
            if weight > 0:
                factors = sorted(2 * k - size + 1 for size in sizes for k in range(size))
                value += weight * math.fsum(f * v for f, v in zip(factors, sorted(values), strict=True))
        if any(worths):
            reach = {size - 1 for size in sizes if size}
            whole = math.fsum(max(_best_of(row, n - 1, size) for size in reach) for row in worths)
            value += min(whole / 2, math.fsum(v for row in worths for v in row if v > 0) / 2)
        for factor, numbers, _, spread in evenness:
            value -= factor * _least_surpluses(numbers, sizes, spread)
        best = max(best, value)
    return best


def _best_of(row: Sequence[float], others: int, size: int) -> float:
    """Most that `size` companions can be worth: `row` descending, the rest of the `others` are worth 0."""
    up = [value for value in row if value > 0][:size]
    # Where there aren't enough indifferent ones, the least bad of the others must be taken.
    lacking = size - len(up) - (others - len(row))
    down = [value for value in row if value <= 0][: max(0, lacking)]
    return math.fsum(up) + math.fsum(down)


# --- solutions -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GroupingSolution:
    """A division that keeps every demand.

    Attributes
    ----------
    groups: ids of each group's members, in the order of `GroupingProblem.sizes`. value: of all goals. bound: no
    division is worth more; None where no bound is known. status: "proven" (nothing is better), "within" (nothing is
    better by more than `percent`), "first" (no proof was tried, or none is possible here). note: why there is no proof.
    seconds_first, seconds_total: until the first answer, and until this one.
    """

    groups: Groups
    value: float
    bound: float | None
    status: Status
    seconds_first: float
    seconds_total: float
    note: Text | None = None

    @property
    def gap(self) -> float | None:
        """By how much a division may still be better."""
        return None if self.bound is None else max(0.0, self.bound - self.value)

    @property
    def percent(self) -> float | None:
        """`gap` in percent of the larger of value and bound; None where no bound is known."""
        if self.gap is None or self.bound is None:
            return None
        largest = max(abs(self.bound), abs(self.value))
        return 100.0 * self.gap / largest if largest else 0.0

    @property
    def text(self) -> Text:
        """The status in a sentence."""
        if self.status == "proven":
            return text(N_("Terbukti terbaik: tidak ada pembagian lain yang lebih baik."))
        if self.status == "within" and self.percent is not None:
            return text(N_("Paling jauh {p:.1f}% dari yang terbaik."), p=self.percent)
        return text(N_("Jawaban pertama; belum terbukti terbaik."))


@dataclass(frozen=True)
class Progress:
    """How far `solve` is: seconds since its start, value and bound so far (None: not known yet)."""

    seconds: float
    value: float | None
    bound: float | None


@dataclass(frozen=True)
class Judgement:
    """A division judged, such as one moved by hand: value, the value of each goal, and the demands it breaks."""

    value: float
    parts: tuple[float, ...]
    broken: tuple[Demand, ...]
    sizes: tuple[int, ...]
    """Numbers of the groups whose size isn't allowed."""


def judge(problem: GroupingProblem, groups: Sequence[Sequence[str]]) -> Judgement:
    """Value of a division and the demands that it breaks. Everybody must be in exactly one group."""
    placed = sorted(one for members in groups for one in members)
    if placed != sorted(problem.people) or len(groups) != len(problem.sizes):
        raise GroupingProblemError(text(N_("Setiap peserta harus ada di tepat satu kelompok.")))
    parts = tuple(goal.of(groups) for goal in problem.goals)
    return Judgement(
        value=math.fsum(parts),
        parts=parts,
        broken=tuple(demand for demand in problem.demands if not demand.kept(groups)),
        sizes=tuple(k for k, members in enumerate(groups) if len(members) not in problem.sizes[k]),
    )


def _named_groups(problem: GroupingProblem, division: Sequence[Sequence[int]]) -> Groups:
    return tuple(tuple(problem.people[one] for one in sorted(members)) for members in division)


def _equal(value: float, bound: float) -> bool:
    return bound < math.inf and bound - value <= SURE * max(1.0, abs(value), abs(bound))


def _solution(
    problem: GroupingProblem,
    division: Sequence[Sequence[int]],
    bound: float,
    tried: bool,
    first: float,
    begun: float,
    note: Text | None = None,
) -> GroupingSolution:
    groups = _named_groups(problem, division)
    value = judge(problem, groups).value
    known = None if bound == math.inf else max(bound, value)
    if known is not None and _equal(value, known):
        known = value
    status: Status = "proven" if known == value else "within" if tried and known is not None else "first"
    return GroupingSolution(
        groups, value, known, status, first, perf_counter() - begun, None if status == "proven" else note
    )


# --- solving ---------------------------------------------------------------------------------------------------------


def first_answer(problem: GroupingProblem, seed: int = 1) -> GroupingSolution:
    """A division that keeps every demand, already good, within milliseconds and in pure Python.

    Raises NoGroupingError where none was found; `certain` where a short exhaustive search says that there is none.
    """
    begun = perf_counter()
    division = _any_division(problem, seed, -math.inf)
    spent = perf_counter() - begun
    return _solution(problem, division, arithmetic_bound(problem), False, spent, begun)


def _any_division(problem: GroupingProblem, seed: int, deadline: float) -> list[list[int]]:
    """A first division; what may take long is done before `deadline` only."""
    division = _search.first_division(problem.model, seed)
    known: bool | None = True
    if division is None:
        known, division = _feasible(problem.model, seed, deadline)
    if division is not None:
        return division
    if known is False:
        raise NoGroupingError(text(N_("Tidak ada pembagian kelompok yang memenuhi semua syarat.")), True)
    message = N_("Belum ditemukan pembagian kelompok yang memenuhi semua syarat. Longgarkan salah satu syarat.")
    raise NoGroupingError(text(message), False)


NO_SCIPY = N_("Bukti tidak dapat dihitung di sini karena scipy belum terpasang; ini jawaban pertama yang baik.")
TOO_LARGE = N_("Pesertanya terlalu banyak untuk bukti penuh; batasnya dihitung secara kasar.")
OUT_OF_TIME = N_("Waktu habis sebelum bukti selesai. Beri waktu lebih lama untuk mencari lagi.")
NOT_ASKED = N_("Bukti tidak diminta.")


def solve(
    problem: GroupingProblem,
    seconds: float = 10.0,
    seed: int = 1,
    proof: bool = True,
    progress: Callable[[Progress], None] | None = None,
) -> GroupingSolution:
    """The best division that can be found, proven where possible, within about `seconds`.

    The same seed gives the same division wherever the time limit doesn't strike. `progress` is called after the first
    answer and whenever value or bound were renewed.

    Raises NoGroupingError where no division was found that keeps every demand.
    """
    begun = perf_counter()
    deadline = begun + seconds
    model = problem.model
    bound = arithmetic_bound(problem)
    division = _any_division(problem, seed, deadline if proof else -math.inf)
    first = perf_counter() - begun

    def tell(value: float | None, upper: float) -> None:
        if progress is not None:
            progress(Progress(perf_counter() - begun, value, None if upper == math.inf else upper))

    partition = _partition() if proof else None
    tell(model.worth(division), bound)
    if _equal(model.worth(division), bound) or not problem.goals:
        return _solution(problem, division, bound if problem.goals else 0.0, True, first, begun)
    small = partition is not None and partition.candidates(model) <= partition.MOST_CANDIDATES
    if not model.dense:
        division = _cohort(model, division, seed, bound, deadline, tell)
        note = text(NOT_ASKED if not proof else NO_SCIPY if partition is None else TOO_LARGE)
        return _solution(problem, division, bound, partition is not None, first, begun, note)
    if small or model.people <= 64 or model.spread is not None:
        # A class: a fixed effort, so that the same seed gives the same; the proof needs a good division, not the best.
        # Even totals are the other way round: there the bound is at hand and only the search can reach it.
        alone = model.spread is not None
        effort, patience = (2000, 8) if alone else (600, 2) if small else (4000, 3)
        until = min(deadline, perf_counter() + (0.25 if small and not alone else 0.7 if small else 1.0) * seconds)
        division = _search.improved(model, division, seed, bound, until, effort * model.people, patience)
    else:
        # The compiler's own start takes half a second.
        fast = seconds >= 1.0 and _search.compiled(_search.anneal) is not None
        worth = model.worth
        division = _search.annealed_until(
            model, division, seed, bound, deadline, fast, lambda value: tell(max(value, worth(division)), bound)
        )
    tell(model.worth(division), bound)
    if _equal(model.worth(division), bound):
        return _solution(problem, division, bound, True, first, begun)
    if partition is None:
        return _solution(problem, division, bound, False, first, begun, text(NO_SCIPY if proof else NOT_ASKED))
    if not small:
        return _solution(problem, division, bound, True, first, begun, text(TOO_LARGE))
    found = partition.prove(model, division, bound, deadline, tell)
    if found.division is not None and model.keeps(found.division):
        division = found.division
    return _solution(problem, division, found.bound, True, first, begun, text(OUT_OF_TIME))


def _cohort(
    model: Model,
    division: list[list[int]],
    seed: int,
    bound: float,
    deadline: float,
    tell: Callable[[float, float], None],
) -> list[list[int]]:
    """A better division of thousands: annealing in numpy where it is there."""
    best, value = division, model.worth(division)

    def keep(found: list[list[int]] | None) -> None:
        nonlocal best, value
        if found is not None and model.keeps(found) and (worth := model.worth(found)) > value:
            best, value = found, worth

    try:
        crowd = _search.Crowd(model, division, seed)
    except ImportError:
        keep(_search.climb(model, division, seed, 60 * model.people, deadline))
        return best
    # First quickly, for two seconds are long at a form; then, while there is time, more slowly.
    for rounds in (6000, 24_000):
        keep(crowd.run(bound, deadline, rounds, lambda now: tell(max(now, value), bound)))
        if _equal(value, bound) or perf_counter() > deadline:
            break
    return best


def _partition() -> ModuleType | None:
    """The set partitioning, where numpy and scipy are there."""
    from . import _partition as module

    return module if module.available() else None


# --- what a demand costs ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DemandCost:
    """What a demand costs: the value that is lost by keeping it.

    `lost`: best value without it less the value with it, never below 0. `proven`: both values are proven best;
    otherwise an estimate.
    """

    demand: Demand
    lost: float
    proven: bool


def demand_costs(
    problem: GroupingProblem,
    solution: GroupingSolution,
    seconds: float = 10.0,
    seed: int = 1,
    demands: Sequence[Demand] | None = None,
) -> tuple[DemandCost, ...]:
    """For each demand (or each of `demands`) how much better the groups could be without it.

    Solves the problem once for each, within `seconds` for all together.
    """
    wanted = list(dict.fromkeys(problem.demands if demands is None else demands))
    end = perf_counter() + seconds
    costs = []
    for number, demand in enumerate(wanted):
        share = max(0.05, (end - perf_counter()) / (len(wanted) - number))
        freed = solve(problem.without(demand), share, seed)
        sure = freed.status == "proven" and solution.status == "proven"
        costs.append(DemandCost(demand, max(0.0, freed.value - solution.value), sure))
    return tuple(costs)


# --- conflicts -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Conflict:
    """Demands that can't be kept together, though any of them could be given up to mend it.

    `demands` is empty where the sizes alone don't fit the number of people. `smallest`: it is proven that no smaller
    set is in conflict. `people` and `sizes`: what the demands were to be kept with.
    """

    demands: tuple[Demand, ...]
    smallest: bool
    people: int
    sizes: tuple[tuple[int, ...], ...]

    @property
    def text(self) -> Text:
        if not self.demands:
            least, most = sum(min(sizes) for sizes in self.sizes), sum(max(sizes) for sizes in self.sizes)
            return text(
                N_(
                    "{n} peserta tidak dapat dibagi menjadi {m} kelompok dengan ukuran itu: tempatnya {a} sampai {b}. "
                    "Ubah jumlah atau ukuran kelompok."
                ),
                n=self.people,
                m=len(self.sizes),
                a=least,
                b=most,
            )
        if len(self.demands) == 1:
            return text(
                N_(
                    "Syarat ini tidak dapat dipenuhi oleh {n} peserta dalam {m} kelompok: {apa}. Longgarkan syarat itu "
                    "atau ubah jumlah kelompok."
                ),
                n=self.people,
                m=len(self.sizes),
                apa=self.demands[0].text,
            )
        return text(
            N_(
                "Syarat-syarat ini tidak dapat dipenuhi bersama oleh {n} peserta dalam {m} kelompok: {apa}. Longgarkan "
                "salah satunya atau ubah jumlah kelompok."
            ),
            n=self.people,
            m=len(self.sizes),
            apa=[demand.text for demand in self.demands],
        )


def _feasible(model: Model, seed: int, deadline: float) -> tuple[bool | None, list[list[int]] | None]:
    """Whether some division keeps the demands: by a short search, exhaustively, and by an integer programme."""
    if model.usual_sizes is None or any(one in others for one, others in enumerate(model.apart)):
        return False, None
    division = _search.first_division(model, seed, effort=60, tries=2)
    if division is not None:
        return True, division
    found, division = _search.depth_first(model, PROBE_NODES)
    if found is not None:
        return found, division
    partition = _partition()
    if partition is not None and perf_counter() < deadline:
        answer: tuple[bool | None, list[list[int]] | None] = partition.possible(model, deadline)
        return answer
    division = _search.first_division(model, seed + 1, effort=400, tries=6)
    return (True, division) if division is not None else (None, None)


def conflict(problem: GroupingProblem, seconds: float = 10.0, seed: int = 1) -> Conflict | None:
    """The smallest set of demands in conflict; None where all can be kept (or nothing is proven within `seconds`).

    First one set in conflict is found of which no demand can be left out (QuickXplain, Junker 2004), then it is proven
    smallest, or a smaller one found, by hitting sets: every conflict holds one demand of each way out (Ignatiev et al.
    2015, CP, "Smallest MUS extraction with minimal hitting set dualization").
    """
    deadline = perf_counter() + seconds
    demands = list(dict.fromkeys(problem.demands))
    bare = replace(problem, goals=())
    known: dict[frozenset[int], bool | None] = {}

    def fits(chosen: Iterable[int]) -> bool | None:
        key = frozenset(chosen)
        if key not in known:
            part = replace(bare, demands=tuple(demands[k] for k in sorted(key)))
            known[key] = _feasible(part.model, seed, deadline)[0]
        return known[key]

    def made(chosen: Iterable[int], smallest: bool) -> Conflict:
        picked = tuple(demands[k] for k in sorted(chosen))
        return Conflict(picked, smallest, len(problem.people), problem.sizes)

    if fits(()) is False:
        return made((), True)
    everything = list(range(len(demands)))
    if fits(everything) is not False:
        return None

    def explain(background: list[int], added: bool, among: list[int]) -> list[int]:
        if added and fits(background) is False:
            return []
        if len(among) == 1:
            return among
        half = len(among) // 2
        left, right = among[:half], among[half:]
        second = explain(background + left, True, right)
        first = explain(background + second, bool(second), left)
        return first + second

    core = explain([], False, everything)
    if len(core) == 1:
        return made(core, True)
    ways_out: list[frozenset[int]] = []
    while perf_counter() < deadline:
        hit = _hitting_set(ways_out, len(core), deadline)
        if hit is None or len(hit) >= len(core):
            return made(core, hit is not None or perf_counter() < deadline)
        answer = fits(hit)
        if answer is False:
            return made(hit, True)
        if answer is None:
            break
        # Keep as many demands as go together; the rest is a way out of every conflict.
        kept = set(hit)
        rest = [k for k in everything if k not in kept]
        size = max(1, len(rest) // 2)
        while rest:
            part = rest[:size]
            if fits(kept | set(part)) is True:
                kept |= set(part)
                rest = rest[len(part) :]
            elif size == 1:
                rest = rest[1:]
            else:
                size = max(1, size // 2)
        ways_out.append(frozenset(everything) - kept)
    return made(core, False)


def _hitting_set(sets: Sequence[frozenset[int]], most: int, deadline: float) -> frozenset[int] | None:
    """A smallest set of fewer than `most` that meets each of `sets`; None where there is none (or time ran out)."""
    for size in range(most):
        found = _hit(list(sets), size, frozenset(), deadline)
        if found is not None:
            return found
    return None


def _hit(sets: list[frozenset[int]], size: int, chosen: frozenset[int], deadline: float) -> frozenset[int] | None:
    open_sets = [one for one in sets if not one & chosen]
    if not open_sets:
        return chosen
    if size == 0 or perf_counter() > deadline:
        return None
    smallest: frozenset[int] = min(open_sets, key=lambda found: len(found))
    for one in sorted(smallest):
        found = _hit(open_sets, size - 1, chosen | {one}, deadline)
        if found is not None:
            return found
    return None

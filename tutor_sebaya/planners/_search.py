"""Swap search for groups, on numbers only: people 0, 1, 2, …, groups 0, 1, 2, …

Every demand and every goal is local to a group, so a swap changes the judgement of two groups and nothing else.

`anneal` is one function in the part of Python that numba also compiles: interpreted on lists it gives the first answer
in a phone's browser, compiled on arrays the same search is some hundred times faster. `Crowd` is the search for cohorts
of thousands, where no table of all pairs fits: many disjoint pairs of groups swap at a time, in numpy; without numpy,
`climb` does the same one by one. None of them proves anything; the bounds are in `optimal.py` and `_partition.py`.
"""

from __future__ import annotations

import importlib
import math
import os
import random
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import combinations
from time import perf_counter
from typing import Any

NOTHING = 1e-9
SAME = 1e-7
DENSE = 1000
"""Up to so many people a table of all pairs is kept."""


@dataclass(frozen=True)
class Count:
    """How many people of a kind a group may have: `least` to `most`, in `groups`; or, with `alone`, any number but one.

    One person alone in a group of one has nobody to be isolated from, so that is allowed.
    """

    people: frozenset[int]
    least: int = 0
    most: int | None = None
    groups: frozenset[int] | None = None
    alone: bool = False

    def breach(self, count: int, size: int) -> int:
        """How far a count is off: people too few or too many; 1 for somebody alone."""
        if self.alone:
            return int(count == 1 and size > 1)
        return max(0, self.least - count) + (max(0, count - self.most) if self.most is not None else 0)

    def applies(self, group: int) -> bool:
        return self.groups is None or group in self.groups


@dataclass(frozen=True)
class Total:
    """What a group's surplus costs: its total less its fair share, size times the mean of all.

    `surplus`: each person's value less the mean; a group's surplus is the sum. Cost: `weight` times its absolute value
    (its square with `square`). `tolerance`: the largest absolute surplus allowed, or None.
    """

    surplus: tuple[float, ...]
    weight: float = 0.0
    tolerance: float | None = None
    square: bool = False

    def cost(self, surplus: float) -> float:
        return self.weight * (surplus * surplus if self.square else abs(surplus))

    @cached_property
    def unit(self) -> float:
        """A typical person's surplus: the measure of a breach."""
        return math.sqrt(sum(one * one for one in self.surplus) / max(1, len(self.surplus))) or 1.0

    def breach(self, surplus: float) -> float:
        if self.tolerance is None or abs(surplus) <= self.tolerance + 1e-7:
            return 0.0
        # A breach by a hair is a breach: the half keeps the search from trading it for a little value.
        return 0.5 + (abs(surplus) - self.tolerance) / self.unit


@dataclass(frozen=True)
class Model:
    """A problem of groups in numbers.

    Attributes
    ----------
    people, groups: how many. sizes: for each group the sizes allowed, ascending.
    near: for each person, other person -> value of having both in a group (symmetric).
    levels: (weight, level of each person) for each feature whose differing pairs count. apart_by: (weight, value of
        each person) for each measure whose absolute differences between members count.
    apart: for each person those with whom it must not be. together: sets that must stay together.
    locked: each person's group, or -1. counts, totals: see those. preference: for each person the value of each group,
        or None. spread: the surplus whose largest less smallest group value is to be least, or None; then `totals`
        holds its square for the search.
    """

    people: int
    groups: int
    sizes: tuple[tuple[int, ...], ...]
    near: tuple[dict[int, float], ...]
    levels: tuple[tuple[float, tuple[int, ...]], ...]
    apart_by: tuple[tuple[float, tuple[float, ...]], ...]
    apart: tuple[frozenset[int], ...]
    together: tuple[tuple[int, ...], ...]
    locked: tuple[int, ...]
    counts: tuple[Count, ...]
    totals: tuple[Total, ...]
    preference: tuple[tuple[float, ...], ...] | None
    spread: tuple[float, ...] | None

    @cached_property
    def weights(self) -> list[list[float]]:
        """Value of each pair in one group: all goals that count pairs, together. Only for `dense` models."""
        n = self.people
        table = [[0.0] * n for _ in range(n)]
        for one, others in enumerate(self.near):
            row = table[one]
            for other, value in others.items():
                row[other] += value
        for weight, level in self.levels:
            for one, row in enumerate(table):
                mine = level[one]
                table[one] = [v + weight if other != mine else v for v, other in zip(row, level, strict=True)]
        for weight, values in self.apart_by:
            for one, row in enumerate(table):
                here = values[one]
                table[one] = [value + weight * abs(other - here) for value, other in zip(row, values, strict=True)]
        return table

    @property
    def dense(self) -> bool:
        return self.people <= DENSE

    @cached_property
    def plain(self) -> bool:
        """Whether there are pairs to value and nothing else, in groups of fixed sizes."""
        return (
            all(len(sizes) == 1 for sizes in self.sizes)
            and not (any(self.apart) or self.together or self.counts or self.totals)
            and max(self.locked, default=-1) < 0
            and self.preference is None
        )

    def value(self, members: Sequence[int], group: int) -> float:
        """Value of a group, of all goals but `spread`."""
        total = 0.0
        for position, one in enumerate(members):
            near = self.near[one]
            if near:
                total += sum(near.get(other, 0.0) for other in members[position + 1 :])
        for weight, level in self.levels:
            seen: dict[int, int] = {}
            same = 0
            for one in members:
                before = seen.get(level[one], 0)
                same += before
                seen[level[one]] = before + 1
            total += weight * (len(members) * (len(members) - 1) // 2 - same)
        for weight, values in self.apart_by:
            ranked = sorted(values[one] for one in members)
            total += weight * sum((2 * k - len(ranked) + 1) * value for k, value in enumerate(ranked))
        for t in self.totals:
            if t.weight and not (t.square and self.spread is not None):
                total -= t.cost(math.fsum(t.surplus[one] for one in members))
        if self.preference is not None:
            total += sum(self.preference[one][group] for one in members)
        return total

    def worth(self, division: Sequence[Sequence[int]]) -> float:
        """Value of a whole division; with `spread`, less the largest less the smallest surplus."""
        total = math.fsum(self.value(members, group) for group, members in enumerate(division))
        if self.spread is not None:
            surplus = [math.fsum(self.spread[one] for one in members) for members in division]
            total -= max(surplus) - min(surplus)
        return total

    def breach(self, members: Sequence[int], group: int) -> float:
        """How far a group is from its demands; 0 where all are kept. `together` is not in it (see `keeps`)."""
        size = len(members)
        total = float(min(abs(size - allowed) for allowed in self.sizes[group]))
        inside = set(members)
        for one in members:
            total += len(self.apart[one] & inside) / 2
            total += self.locked[one] not in (-1, group)
        for count in self.counts:
            if count.applies(group):
                total += count.breach(len(count.people & inside), size)
        for t in self.totals:
            if t.tolerance is not None:
                total += t.breach(math.fsum(t.surplus[one] for one in members))
        return total

    def keeps(self, division: Sequence[Sequence[int]]) -> bool:
        """Whether a division keeps every demand: everybody placed once, and each group's demands."""
        where = {one: group for group, members in enumerate(division) for one in members}
        return (
            len(division) == self.groups
            and sum(map(len, division)) == self.people == len(where)
            and all(len({where[one] for one in people}) == 1 for people in self.together)
            and all(self.breach(members, group) == 0 for group, members in enumerate(division))
        )

    @cached_property
    def atoms(self) -> tuple[tuple[int, ...], ...]:
        """People who can only be placed together: keep-together sets, and those locked in the same group."""
        root = list(range(self.people))

        def find(one: int) -> int:
            while root[one] != one:
                root[one] = root[root[one]]
                one = root[one]
            return one

        first: dict[int, int] = {}
        links = [(people[0], other) for people in self.together for other in people[1:]]
        links += [(first.setdefault(group, one), one) for one, group in enumerate(self.locked) if group >= 0]
        for one, other in links:
            root[find(other)] = find(one)
        gathered: dict[int, list[int]] = {}
        for one in range(self.people):
            gathered.setdefault(find(one), []).append(one)
        return tuple(tuple(people) for people in gathered.values())

    def lock_of(self, atom: Sequence[int]) -> int | None:
        """The group an atom is locked in, or -1; None where its people are locked in several."""
        groups = {self.locked[one] for one in atom} - {-1}
        return None if len(groups) > 1 else next(iter(groups), -1)

    @cached_property
    def kinds(self) -> tuple[int, ...]:
        """For each group a number that interchangeable groups share: nothing but their place tells them apart."""
        known: dict[object, int] = {}
        return tuple(
            known.setdefault(
                (
                    self.sizes[group],
                    group if group in self.locked else -1,
                    tuple(count.applies(group) for count in self.counts),
                    None if self.preference is None else tuple(row[group] for row in self.preference),
                ),
                len(known),
            )
            for group in range(self.groups)
        )

    @cached_property
    def usual_sizes(self) -> tuple[int, ...] | None:
        """Sizes of the groups, as equal as the allowed ones let them be and with room for the locked; None if none fit.

        Least sum of squares, by dynamic programming over the groups.
        """
        held = [0] * self.groups
        for atom in self.atoms:
            lock = self.lock_of(atom)
            if lock is not None and lock >= 0:
                held[lock] += len(atom)
        largest = max(map(max, self.sizes))
        if any(len(atom) > largest for atom in self.atoms):
            return None
        fits = [[size for size in sizes if size >= held[group]] for group, sizes in enumerate(self.sizes)]
        if not all(fits):
            return None
        low, high = sum(map(min, fits)), sum(map(max, fits))
        if not low <= self.people <= high:
            return None
        share = (self.people - low) / (high - low) if high > low else 0.0
        mean = self.people / max(1, self.groups)
        centre = float(0)
        # Placed so far -> (cost, chain of sizes, the last one first).
        best: dict[int, tuple[float, Any]] = {0: (0.0, None)}
        for sizes in fits:
            low, high = low - min(sizes), high - max(sizes)
            centre += min(sizes) + share * (max(sizes) - min(sizes))
            reached: dict[int, tuple[float, Any]] = {}
            for placed, (cost, chain) in best.items():
                for size in sizes:
                    total = placed + size
                    now = cost + (size - mean) ** 2
                    if low <= self.people - total <= high and (total not in reached or now < reached[total][0]):
                        reached[total] = (now, (size, chain))
            if len(reached) > 2000:
                # A sum far from its fair share can't belong to the most equal sizes of a long row of groups.
                closest = sorted(reached, key=lambda total: abs(total - centre))[:2000]
                reached = {total: reached[total] for total in closest}
            best = reached
        if self.people not in best:
            return None
        found: list[int] = []
        chain = best[self.people][1]
        while chain is not None:
            found.append(chain[0])
            chain = chain[1]
        return tuple(reversed(found))


def shuffled(items: Iterable[int], source: random.Random) -> list[int]:
    mixed = list(items)
    source.shuffle(mixed)
    return mixed


# --- the annealing, interpreted or compiled --------------------------------------------------------------------------


# One loop without calls: numba compiles it, and the interpreter has no time for calls.
def anneal(
    group: Any,
    size: Any,
    allowed: Any,
    pair: Any,
    gain: Any,
    wall: Any,
    walled: Any,
    liking: Any,
    flag: Any,
    held: Any,
    off: Any,
    applies: Any,
    surplus: Any,
    total: Any,
    rate: Any,
    best: Any,
    state: Any,
    switches: Any,
    rounds: int,
    hot: float,
    cold: float,
    penalty: float,
) -> None:
    """`rounds` proposals, each a swap of two people or, where sizes may change, a move of one; everything in place.

    Parameters
    ----------
    group: group of each person. size: of each group. allowed[g][s]: 1 where group g may have s people.
    pair[i][j]: value of a pair; gain[g][i]: value between person i and the members of g. wall, walled: the same for
        breaches (1 for a pair that must not be together, -1 for one that must).
    liking[i][g]: value of person i in group g. flag[f][i]: 1 where i counts for demand f; held[f][g]: how many;
        off[f][s][c]: breach of a group of s with c of them; applies[f][g]: 1 where f holds for group g.
    surplus[f][i], total[f][g]: values of the totals; rate[f]: (weight, tolerance, unit, 1 for squares).
    best: the best division without a breach so far. state: [random number, value, breach, best value].
    switches: [use pair, use wall, use liking, sizes may change]. hot, cold: temperature at the start and the end,
        falling geometrically. penalty: what a breach costs in value.
    """
    n, m = len(group), len(size)
    demands, sums = len(flag), len(surplus)
    use_pair, use_wall, use_liking, use_moves = switches[0], switches[1], switches[2], switches[3]
    x = int(state[0])
    value, breach, record = state[1], state[2], state[3]
    temperature = hot
    cooling = (cold / hot) ** (1.0 / max(1, rounds // 64))
    for step in range(rounds):
        if step % 64 == 0:
            temperature *= cooling
        # xorshift32, within 64-bit integers: the same numbers interpreted and compiled.
        x ^= (x << 13) & 0xFFFFFFFF
        x ^= x >> 17
        x ^= (x << 5) & 0xFFFFFFFF
        # The product's high half, not the remainder: a division would take longer than all the rest.
        i = (x * n) >> 32
        a = group[i]
        x ^= (x << 13) & 0xFFFFFFFF
        x ^= x >> 17
        x ^= (x << 5) & 0xFFFFFFFF
        j = (x * n) >> 32
        if use_moves and x & 3 == 0:
            # One proposal in four: i moves alone.
            b = (x * m) >> 32
            j = -1
            if b == a or allowed[a][size[a] - 1] == 0 or allowed[b][size[b] + 1] == 0:
                continue
        else:
            b = group[j]
            if a == b:
                continue
        dv = 0.0
        db = 0.0
        if use_pair:
            dv = gain[b][i] - gain[a][i]
            if j >= 0:
                dv += gain[a][j] - gain[b][j] - 2.0 * pair[i][j]
        if use_wall:
            db = walled[b][i] - walled[a][i]
            if j >= 0:
                db += walled[a][j] - walled[b][j] - 2.0 * wall[i][j]
        if use_liking:
            # Forbidden groups are worth minus infinity in all but name.
            dv += liking[i][b] - liking[i][a]
            if j >= 0:
                dv += liking[j][a] - liking[j][b]
        sa, sb = size[a], size[b]
        if j < 0:
            sa, sb = sa - 1, sb + 1
        for f in range(demands):
            ci = flag[f][i]
            cj = flag[f][j] if j >= 0 else 0
            if ci != cj or j < 0:
                d = cj - ci
                if applies[f][a]:
                    db += off[f][sa][held[f][a] + d] - off[f][size[a]][held[f][a]]
                if applies[f][b]:
                    db += off[f][sb][held[f][b] - d] - off[f][size[b]][held[f][b]]
        for f in range(sums):
            change = -surplus[f][i]
            if j >= 0:
                change += surplus[f][j]
            if change != 0.0:
                weight, tolerance, unit, square = rate[f][0], rate[f][1], rate[f][2], rate[f][3]
                before_a, before_b = abs(total[f][a]), abs(total[f][b])
                after_a, after_b = abs(total[f][a] + change), abs(total[f][b] - change)
                if square > 0.0:
                    dv += weight * (before_a * before_a + before_b * before_b - after_a * after_a - after_b * after_b)
                else:
                    dv += weight * (before_a + before_b - after_a - after_b)
                if after_a > tolerance:
                    db += 0.5 + (after_a - tolerance) / unit
                if after_b > tolerance:
                    db += 0.5 + (after_b - tolerance) / unit
                if before_a > tolerance:
                    db -= 0.5 + (before_a - tolerance) / unit
                if before_b > tolerance:
                    db -= 0.5 + (before_b - tolerance) / unit
        delta = dv - penalty * db
        if delta < 0.0:
            if delta < -20.0 * temperature:
                continue
            x ^= (x << 13) & 0xFFFFFFFF
            x ^= x >> 17
            x ^= (x << 5) & 0xFFFFFFFF
            if math.exp(delta / temperature) * 4294967296.0 < x:
                continue
        value += dv
        breach += db
        group[i] = b
        if j >= 0:
            group[j] = a
        size[a] = sa
        size[b] = sb
        if use_pair:
            out, into, row = gain[a], gain[b], pair[i]
            if j >= 0:
                other = pair[j]
                for k in range(n):
                    change = row[k] - other[k]
                    out[k] -= change
                    into[k] += change
            else:
                for k in range(n):
                    out[k] -= row[k]
                    into[k] += row[k]
        if use_wall:
            out, into, row = walled[a], walled[b], wall[i]
            for k in range(n):
                out[k] -= row[k]
                into[k] += row[k]
            if j >= 0:
                row = wall[j]
                for k in range(n):
                    out[k] += row[k]
                    into[k] -= row[k]
        for f in range(demands):
            d = flag[f][i]
            if j >= 0:
                d -= flag[f][j]
            held[f][a] -= d
            held[f][b] += d
        for f in range(sums):
            change = surplus[f][i]
            if j >= 0:
                change -= surplus[f][j]
            total[f][a] -= change
            total[f][b] += change
        if breach < 1e-6 and value > record + 1e-9:
            record = value
            for k in range(n):
                best[k] = group[k]
    state[0], state[1], state[2], state[3] = x, value, breach, record


# The same for goals of pairs alone, a whole row of partners at a time.
def sweep(
    gap: Any,
    group: Any,
    pair: Any,
    gain: Any,
    own: Any,
    column: Any,
    best: Any,
    chance: Any,
    state: Any,
    turns: int,
    temperature: float,
) -> None:
    """`turns` times a person i, drawn at random, is offered a swap with everybody in turn; everything in place.

    Whether a swap may lose is drawn beforehand: it may lose `temperature` times an exponential number (`chance` holds
    some, `-log` of uniform ones), which is Metropolis' rule. So the losses of a row are compared without a branch.

    Parameters
    ----------
    group, pair, gain, best: as in `anneal`. own[k]: value between person k and its group. gap, column: room for the
    losses of a row, and for what person i is worth in each group. state: [random number, value, best value].
    """
    n, m = len(group), len(gain)
    x = int(state[0])
    value, record = state[1], state[2]
    spare = len(chance) - n
    for _ in range(turns):
        x ^= (x << 13) & 0xFFFFFFFF
        x ^= x >> 17
        x ^= (x << 5) & 0xFFFFFFFF
        i = (x * n) >> 32
        x ^= (x << 13) & 0xFFFFFFFF
        x ^= x >> 17
        x ^= (x << 5) & 0xFFFFFFFF
        offset = (x * spare) >> 32
        row = pair[i]
        start = 0
        while start < n:
            a = group[i]
            here, mine = gain[a], own[i]
            for g in range(m):
                column[g] = gain[g][i]
            for j in range(start, n):
                gap[j] = here[j] - own[j] - 2.0 * row[j] + temperature * chance[offset + j]
            j = start
            while j < n and (gap[j] + column[group[j]] < mine or group[j] == a):
                j += 1
            start = j + 1
            if j < n:
                b = group[j]
                value += column[b] - mine + here[j] - own[j] - 2.0 * row[j]
                into, other = gain[b], pair[j]
                for k in range(n):
                    change = row[k] - other[k]
                    here[k] -= change
                    into[k] += change
                group[i], group[j] = b, a
                for k in range(n):
                    own[k] = gain[group[k]][k]
                if value > record + 1e-9:
                    record = value
                    for k in range(n):
                        best[k] = group[k]
    state[0], state[1], state[2] = x, value, record


_compiled: dict[str, Callable[..., None]] = {}


def compiled(function: Callable[..., None]) -> Callable[..., None] | None:
    """The function compiled by numba (kept on disk between sessions), or None where numba is missing."""
    name = function.__name__
    if name not in _compiled:
        try:
            numba: Any = importlib.import_module("numba")
        except ImportError:
            return None
        _compiled[name] = numba.njit(cache=True, nogil=True)(function)
    return _compiled[name]


class Annealer:
    """A division under annealing, for models with a table of all pairs.

    `fast` compiles the search (numba); then tables are numpy arrays instead of lists.
    """

    def __init__(self, model: Model, division: Sequence[Sequence[int]], seed: int, fast: bool = False) -> None:
        self.model = model
        n, m = model.people, model.groups
        run = compiled(anneal) if fast else None
        self.run: Callable[..., None] = run or anneal
        numpy: Any = importlib.import_module("numpy") if run is not None else None
        array: Callable[[Any], Any] = list
        whole: Callable[[Any], Any] = list
        if run is not None:
            array = partial(numpy.array, dtype=numpy.float64)
            whole = partial(numpy.array, dtype=numpy.int64)
        self.source = random.Random(seed)
        largest = max(max(sizes) for sizes in model.sizes)
        allowed = [[int(size in sizes) for size in range(largest + 3)] for sizes in model.sizes]
        wall = [[0.0] * n for _ in range(n)]
        for one, others in enumerate(model.apart):
            for other in others:
                wall[one][other] += 1.0
        for people in model.together:
            for one in people:
                for other in people:
                    if one != other:
                        wall[one][other] -= 1.0
        pairs = model.weights
        walls = any(any(row) for row in wall)
        worth = any(any(row) for row in pairs)
        # Locks are kept by construction: no swap that breaks one pays.
        free = any(group >= 0 for group in model.locked)
        likes = free or model.preference is not None
        never = -1e6 * (1.0 + max((max(map(abs, row)) for row in pairs), default=0.0) * n)
        liking = (
            [
                [
                    (model.preference[one][group] if model.preference is not None else 0.0)
                    + (never if model.locked[one] not in (-1, group) else 0.0)
                    for group in range(m)
                ]
                for one in range(n)
            ]
            if likes
            else [[0.0]]
        )
        off = [
            [[float(count.breach(c, size)) for c in range(largest + 3)] for size in range(largest + 3)]
            for count in model.counts
        ]
        applies = [[int(count.applies(group)) for group in range(m)] for count in model.counts]
        flag = [[int(one in count.people) for one in range(n)] for count in model.counts]
        rate = [
            [t.weight, math.inf if t.tolerance is None else t.tolerance + 1e-7, t.unit, float(t.square)]
            for t in model.totals
        ]
        surplus = [list(t.surplus) for t in model.totals]
        if run is not None:
            # Empty tables need their shape, or the compiler doesn't know what is in them.
            flag, applies = flag or numpy.zeros((0, n)), applies or numpy.zeros((0, m))
            off = off or numpy.zeros((0, 1, 1))
            surplus, rate = surplus or numpy.zeros((0, n)), rate or numpy.zeros((0, 4))
        self.allowed, self.off, self.applies, self.flag = whole(allowed), array(off), whole(applies), whole(flag)
        self.pair, self.wall, self.liking = array(pairs), array(wall), array(liking)
        self.surplus, self.rate = array(surplus), array(rate)
        moves = any(len(sizes) > 1 for sizes in model.sizes)
        self.switches = whole([int(worth), int(walls), int(likes), int(moves)])
        self._array, self._whole = array, whole
        self.best_value = -math.inf
        self.best: list[int] | None = None
        self.place(division)

    def place(self, division: Sequence[Sequence[int]]) -> None:
        """Start from this division; the best so far is kept."""
        model = self.model
        n, m = model.people, model.groups
        where = [0] * n
        for group, members in enumerate(division):
            for one in members:
                where[one] = group
        fast = self.run is not anneal
        if fast:
            numpy: Any = importlib.import_module("numpy")
            belongs = numpy.zeros((m, n))
            belongs[where, range(n)] = 1.0
            gain, walled = belongs @ self.pair, belongs @ self.wall
        else:
            gain, walled = [], []
            for members in division:
                rows = [self.pair[one] for one in members]
                gain.append(list(map(math.fsum, zip(*rows, strict=True))) if rows else [0.0] * n)
                rows = [self.wall[one] for one in members]
                walled.append(list(map(math.fsum, zip(*rows, strict=True))) if rows else [0.0] * n)
        held = [[len(count.people & set(members)) for members in division] for count in model.counts]
        total = [[math.fsum(t.surplus[one] for one in members) for members in division] for t in model.totals]
        if fast:
            held = held or numpy.zeros((0, m))
            total = total or numpy.zeros((0, m))
        self.group, self.size = self._whole(where), self._whole([len(members) for members in division])
        self.gain, self.walled, self.held, self.total = gain, walled, self._whole(held), self._array(total)
        value = math.fsum(model.value(members, group) for group, members in enumerate(division))
        if model.spread is not None:
            value -= math.fsum(t.cost(s) for t, row in zip(model.totals, total, strict=True) if t.square for s in row)
        apart = sum(len({where[one] for one in people}) > 1 for people in model.together)
        breach = sum(model.breach(members, group) for group, members in enumerate(division))
        if apart:
            pairs = (pair for people in model.together for pair in combinations(people, 2))
            breach += sum(where[one] != where[other] for one, other in pairs)
        if breach < 1e-6 and value > self.best_value:
            self.best_value, self.best = value, list(where)
        self.kept = self._whole(where)
        self.state = self._array([float(self.source.getrandbits(31) | 1), value, breach, self.best_value])

    def go(self, rounds: int, hot: float, cold: float, penalty: float) -> None:
        """Anneal; `best` and `best_value` are renewed where something better without a breach was met."""
        self.run(
            self.group, self.size, self.allowed, self.pair, self.gain, self.wall, self.walled, self.liking,
            self.flag, self.held, self.off, self.applies, self.surplus, self.total, self.rate, self.kept, self.state,
            self.switches, rounds, hot, cold, penalty,
        )  # fmt: skip
        if self.state[3] > self.best_value:
            self.best_value, self.best = float(self.state[3]), [int(one) for one in self.kept]

    def changes(self, number: int) -> list[float]:
        """Changes of value by `number` swaps drawn at random, demands aside."""
        model, changes = self.model, []
        source = random.Random(7)
        for _ in range(number):
            i, j = source.randrange(model.people), source.randrange(model.people)
            a, b = int(self.group[i]), int(self.group[j])
            if a == b:
                continue
            change = 0.0
            if self.switches[0]:
                gain = self.gain
                change += float(gain[b][i] - gain[a][i] + gain[a][j] - gain[b][j] - 2 * self.pair[i][j])
            if model.preference is not None:
                rows = model.preference
                change += rows[i][b] - rows[i][a] + rows[j][a] - rows[j][b]
            for f, t in enumerate(model.totals):
                if t.weight:
                    d = t.surplus[j] - t.surplus[i]
                    x, y = float(self.total[f][a]), float(self.total[f][b])
                    change += t.cost(x) + t.cost(y) - t.cost(x + d) - t.cost(y - d)
            changes.append(change)
        return changes

    @cached_property
    def scale(self) -> float:
        """A typical change of value by a swap, at the start: what temperatures and penalties are measured in."""
        changes = self.changes(60)
        return math.sqrt(sum(one * one for one in changes) / max(1, len(changes))) or 1.0

    def step(self, penalty: float) -> float:
        """A small loss by a swap where no swap helps any more, after a descent: the hundredth part lose less.

        Where people differ widely, as points in a plane do, a typical swap says nothing of those that matter late.
        """
        self.go(200 * self.model.people, 1e-9, 1e-9, penalty)
        losses = sorted(-change for change in self.changes(4000) if change < 0)
        return losses[len(losses) // 100] if losses else 1.0

    def division(self) -> list[list[int]] | None:
        """The best division found, or None."""
        return None if self.best is None else divided(self.best, self.model.groups)


class Sweeper:
    """A division under `sweep`, for `plain` models: compiled where numba is there and wished, otherwise in numpy."""

    def __init__(self, model: Model, division: Sequence[Sequence[int]], seed: int, fast: bool) -> None:
        np: Any = importlib.import_module("numpy")
        self.np, self.model = np, model
        n, m = model.people, model.groups
        self.run: Callable[..., None] = (compiled(sweep) if fast else None) or self._in_rows
        self.pair = np.array(model.weights)
        self.group = np.zeros(n, dtype=np.int64)
        for group, members in enumerate(division):
            self.group[list(members)] = group
        belongs = np.zeros((m, n))
        belongs[self.group, np.arange(n)] = 1.0
        self.gain = belongs @ self.pair
        self.own = self.gain[self.group, np.arange(n)].copy()
        self.gap, self.column, self.best = np.zeros(n), np.zeros(m), self.group.copy()
        source = np.random.default_rng(seed)
        self.chance = -np.log(1.0 - source.random((1 << 16) + n))
        value = model.worth(division)
        self.state = np.array([float(source.integers(1, 2**31)), value, value])

    def go(self, turns: int, temperature: float) -> None:
        self.run(
            self.gap, self.group, self.pair, self.gain, self.own, self.column, self.best, self.chance, self.state,
            turns, temperature,
        )  # fmt: skip

    def _in_rows(
        self,
        gap: Any,
        group: Any,
        pair: Any,
        gain: Any,
        own: Any,
        column: Any,
        best: Any,
        chance: Any,
        state: Any,
        turns: int,
        temperature: float,
    ) -> None:
        """`sweep` in numpy: the same swaps for the same random numbers."""
        n, everybody = len(group), self.np.arange(len(group))
        x, value, record = int(state[0]), float(state[1]), float(state[2])
        spare = len(chance) - n
        for _ in range(turns):
            drawn = []
            for _ in range(2):
                x ^= (x << 13) & 0xFFFFFFFF
                x ^= x >> 17
                x ^= (x << 5) & 0xFFFFFFFF
                drawn.append(x)
            i, offset = (drawn[0] * n) >> 32, (drawn[1] * spare) >> 32
            row, may = pair[i], temperature * chance[offset : offset + n]
            start = 0
            while start < n:
                a, mine = group[i], own[i]
                loss = gain[a] - own - 2.0 * row + may + gain[group, i]
                yes = ((loss >= mine) & (group != a))[start:]
                step = int(yes.argmax())
                if not yes[step]:
                    break
                j = start + step
                start = j + 1
                b = group[j]
                value += float(gain[b, i] - mine + gain[a, j] - own[j] - 2.0 * row[j])
                change = row - pair[j]
                gain[a] -= change
                gain[b] += change
                group[i], group[j] = b, a
                own[:] = gain[group, everybody]
                if value > record + 1e-9:
                    record = value
                    best[:] = group
        state[0], state[1], state[2] = x, value, record

    def step(self) -> float:
        """A small loss by a swap where no swap helps any more, after a descent: the hundredth part lose less.

        Where people differ widely, as points in a plane do, a typical swap says nothing of those that matter late.
        """
        np = self.np
        self.go(200, 0.0)
        crossed = self.gain[self.group]
        loss = self.own[:, None] + self.own[None, :] + 2.0 * self.pair - crossed - crossed.T
        loss = loss[(self.group[:, None] != self.group[None, :]) & (loss > 0)]
        return float(np.quantile(loss, 0.01)) if len(loss) else 1.0

    def division(self) -> list[list[int]]:
        return divided((int(group) for group in self.best), self.model.groups)


def divided(where: Iterable[int], groups: int) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(groups)]
    for one, group in enumerate(where):
        found[group].append(one)
    return found


# --- the first division ----------------------------------------------------------------------------------------------


def scatter(model: Model, source: random.Random) -> list[list[int]]:
    """A first division with the usual sizes that looks at locks, keep-together, tutors and not-together, in this order.

    Greedy and random: it may break demands, which the annealing then mends.
    """
    sizes = model.usual_sizes
    assert sizes is not None
    division: list[list[int]] = [[] for _ in range(model.groups)]
    where = [-1] * model.people

    def put(people: Iterable[int], group: int) -> None:
        for one in people:
            division[group].append(one)
            where[one] = group

    loose = []
    for atom in model.atoms:
        lock = model.lock_of(atom)
        if lock is not None and lock >= 0:
            put(atom, lock)
        else:
            loose.append(atom)
    scarce = [count for count in model.counts if count.least > 0]
    loose = [loose[k] for k in shuffled(range(len(loose)), source)]
    loose.sort(key=lambda atom: -len(atom))
    for count in sorted(scarce, key=lambda count: len(count.people)):
        waiting = [atom for atom in loose if where[atom[0]] < 0 and not count.people.isdisjoint(atom)]
        for group in filter(count.applies, range(model.groups)):
            lack = count.least - len(count.people.intersection(division[group]))
            while lack > 0 and waiting:
                free_places = sizes[group] - len(division[group])
                found = next((k for k, atom in enumerate(waiting) if len(atom) <= free_places), None)
                if found is None:
                    break
                atom = waiting.pop(found)
                lack -= len(count.people.intersection(atom))
                put(atom, group)
    left = [atom for atom in loose if where[atom[0]] < 0]
    left.sort(key=lambda atom: (-len(atom), -sum(len(model.apart[one]) for one in atom)))
    roomy = [g for g in range(model.groups) if len(division[g]) < sizes[g]]
    for atom in left:
        # A cohort has a thousand groups: a few of them will do to choose from.
        near = roomy if len(roomy) <= 60 else source.sample(roomy, 20)
        room = [g for g in near if len(division[g]) + len(atom) <= sizes[g]]
        if not room and near is not roomy:
            room = [g for g in roomy if len(division[g]) + len(atom) <= sizes[g]]
        if room:
            barred: set[int] = set().union(*(model.apart[one] for one in atom))
            walls = [len(barred & set(division[g])) for g in room] if barred else [0] * len(room)
            fewest = min(walls)
            group = source.choice([g for g, wall in zip(room, walls, strict=True) if wall == fewest])
            put(atom, group)
            if len(division[group]) >= sizes[group]:
                roomy.remove(group)
        else:
            for one in atom:
                free = [g for g in range(model.groups) if len(division[g]) < sizes[g]]
                # Locked and kept-together people may crowd a group; then somebody has to sit where there is room.
                put([one], source.choice(free) if free else source.randrange(model.groups))
    return division


def first_division(model: Model, seed: int, effort: int = 350, tries: int = 4) -> list[list[int]] | None:
    """A division that keeps every demand, already good; None where none was found.

    `effort`: proposals per person and try.
    """
    if model.usual_sizes is None or any(model.lock_of(atom) is None for atom in model.atoms):
        return None
    source = random.Random(seed)
    if model.groups < 2 or not model.people:
        only = [list(range(model.people)) if not group else [] for group in range(model.groups)]
        return only if model.keeps(only) else None
    if not model.dense:
        return climb(model, scatter(model, source), seed, rounds=model.people // 4)
    annealer = Annealer(model, scatter(model, source), seed)
    scale = annealer.scale
    rounds = effort * min(model.people, 100)
    for number in range(tries):
        if number:
            annealer.place(scatter(model, source))
        annealer.go(rounds, 0.5 * scale, 0.03 * scale, (2.0 + 3 * number) * scale)
        if annealer.best is None:
            # Value aside: nothing but the demands counts now.
            annealer.go(rounds // 2, 2.0 * scale, 0.05 * scale, 20.0 * scale)
        if annealer.best is not None:
            break
    found = annealer.division()
    if found is None:
        found = depth_first(model, 4000)[1]
    return found if found is not None and model.keeps(found) else None


def improved(
    model: Model,
    division: Sequence[Sequence[int]],
    seed: int,
    enough: float,
    deadline: float,
    rounds: int,
    patience: int,
) -> list[list[int]]:
    """A better division by rounds of annealing of a fixed number of proposals, so that a seed gives the same again.

    Stops at the value `enough` (a bound), after `patience` rounds without progress, or at `deadline` (of perf_counter).
    """
    best, value = [list(members) for members in division], model.worth(division)
    if not model.people or model.groups < 2:
        return best
    annealer = Annealer(model, division, seed)
    scale, idle = annealer.scale, 0
    # Squares of surpluses fall by orders of magnitude on the way to even groups, and so must the temperature.
    schedules = ((0.1, 1e-4), (0.02, 1e-5)) if model.spread is not None else ((0.6, 0.02), (0.25, 0.02))
    part = 20_000
    for number in range(60):
        done = 0
        hot, cold = schedules[number % 2]
        idle += 1
        while done < rounds and perf_counter() < deadline:
            take = min(part, rounds - done)
            here = hot * (cold / hot) ** (done / rounds)
            there = hot * (cold / hot) ** ((done + take) / rounds)
            annealer.go(take, here * scale, there * scale, (2.5 + number % 4) * scale)
            done += take
            found = annealer.division()
            if found is not None and model.keeps(found) and (now := model.worth(found)) > value + NOTHING:
                best, value, idle = found, now, 0
            if value >= enough - SAME:
                return best
        if idle >= patience or perf_counter() >= deadline:
            break
    return best


MOST_THREADS = 4
"""Annealings side by side; each keeps tables of all pairs."""


def threads() -> int:
    """How many annealings can run side by side: one for each processor that this process may use, to `MOST_THREADS`."""
    able = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(able, MOST_THREADS)


def annealed_until(
    model: Model,
    division: Sequence[Sequence[int]],
    seed: int,
    enough: float,
    deadline: float,
    fast: bool,
    tell: Callable[[float], None] | None = None,
) -> list[list[int]]:
    """Long annealings whose cooling follows the clock and ends at `deadline`: for what is too large to prove.

    Compiled ones run side by side, as many as `threads` says, each from its own random numbers; the best counts.
    """
    best, value = [list(members) for members in division], model.worth(division)
    number = threads() if fast else 1
    reached = [-math.inf] * number
    done = threading.Event()

    def one(place: int) -> list[list[int]] | None:
        def said(now: float) -> bool:
            reached[place] = now
            if place == 0 and tell is not None:
                tell(max(reached))
            if now >= enough - SAME:
                done.set()
            return done.is_set()

        return _annealed(model, division, seed + place * 7919, deadline, fast, said)

    if number == 1:
        answers = [one(0)]
    else:
        # Here, because a phone's browser has no threads and needn't load them.
        from concurrent.futures import ThreadPoolExecutor

        # Each would make its own table otherwise.
        _ = model.weights
        with ThreadPoolExecutor(number - 1) as pool:
            others = []
            # Where no thread may be started, as in a sandbox, one annealing has to do.
            with suppress(RuntimeError):
                others = [pool.submit(one, place) for place in range(1, number)]
            try:
                answers = [one(0)]
            finally:
                # Whoever is told of the progress may have had enough.
                done.set()
            answers += [other.result() for other in others]
    for found in answers:
        if found is not None and model.keeps(found) and (now := model.worth(found)) > value:
            best, value = found, now
    return best


def _annealed(
    model: Model,
    division: Sequence[Sequence[int]],
    seed: int,
    deadline: float,
    fast: bool,
    said: Callable[[float], bool],
) -> list[list[int]] | None:
    """One annealing to `deadline`, or until `said`, which is told the best value after each part, answers yes."""
    # Tried on distances in a plane and on random numbers, 120 and 240 people: both like these.
    hot, cold = 0.5, 0.1
    go: Callable[[int, float], None]
    try:
        sweeper = Sweeper(model, division, seed, fast) if model.plain else None
    except ImportError:
        sweeper = None
    if sweeper is not None:
        step, go, take = sweeper.step(), sweeper.go, 500 if fast else 50
    else:
        annealer = Annealer(model, division, seed, fast)
        penalty = 4.0 * annealer.scale
        step = max(annealer.step(penalty), 1e-3 * annealer.scale)
        take = 100_000 if fast else 4000

        def go(rounds: int, temperature: float) -> None:
            annealer.go(rounds, temperature, temperature, penalty)

    begun = perf_counter()
    whole = deadline - begun
    # Where there is time for two good annealings, two are better than one: the second one starts hot again.
    times = 2 if fast and whole > 2e-4 * model.people**2 - 0.5 else 1
    while (now := perf_counter()) < deadline:
        part = (now - begun) / whole * times % 1.0
        go(take, hot * (cold / hot) ** min(1.0, part / 0.95) * step)
        spent = perf_counter() - now
        # About two hundred steps of temperature, and never long past the deadline.
        take = max(1, int(take * min(4.0, max(0.25, whole / 200 / max(spent, 1e-6)))))
        if said(float(sweeper.state[2]) if sweeper is not None else annealer.best_value):
            break
    return sweeper.division() if sweeper is not None else annealer.division()


# --- cohorts ---------------------------------------------------------------------------------------------------------


def climb(
    model: Model, division: Sequence[Sequence[int]], seed: int, rounds: int, deadline: float = math.inf
) -> list[list[int]] | None:
    """Swaps that help, one by one, in pure Python and without a table of pairs; None where a demand stays broken."""
    source = random.Random(seed)
    groups = [list(members) for members in division]
    bound = {one for people in model.together for one in people}
    penalty = 1e6

    def judged(members: Sequence[int], group: int) -> float:
        worth = model.value(members, group) - penalty * model.breach(members, group)
        return worth - sum(t.cost(math.fsum(t.surplus[one] for one in members)) for t in model.totals if t.square)

    scores = [judged(members, group) for group, members in enumerate(groups)]

    def swap(a: int, b: int) -> None:
        p, q = source.randrange(len(groups[a])), source.randrange(len(groups[b]))
        i, j = groups[a][p], groups[b][q]
        if i in bound or j in bound:
            return
        groups[a][p], groups[b][q] = j, i
        left, right = judged(groups[a], a), judged(groups[b], b)
        if left + right >= scores[a] + scores[b]:
            scores[a], scores[b] = left, right
        else:
            groups[a][p], groups[b][q] = i, j

    filled = [group for group, members in enumerate(groups) if members]
    if len(filled) > 1:
        for number in range(rounds):
            a, b = source.sample(filled, 2)
            swap(a, b)
            if number % 256 == 0 and perf_counter() > deadline:
                break
        for _ in range(40):
            broken = [group for group in filled if scores[group] < -penalty / 2]
            if not broken or perf_counter() > deadline:
                break
            for group in broken:
                for _ in range(60):
                    other = source.choice(filled)
                    if other != group:
                        swap(group, other)
    return groups if model.keeps(groups) else None


class Crowd:
    """Annealing for thousands of people: in each round the groups are paired at random, and every pair may swap.

    The pairs are disjoint, so the swaps of a round don't know of each other and numpy does them together.
    """

    def __init__(self, model: Model, division: Sequence[Sequence[int]], seed: int) -> None:
        np: Any = importlib.import_module("numpy")
        self.np, self.model = np, model
        self.random = np.random.default_rng(seed)
        n, m = model.people, model.groups
        largest = max(map(len, division))
        self.members = np.full((m, largest), n, dtype=np.int64)
        self.size = np.array([len(members) for members in division])
        self.where = np.full(n + 1, -1, dtype=np.int64)
        for group, members in enumerate(division):
            self.members[group, : len(members)] = members
            self.where[list(members)] = group
        self.levels = []
        for weight, level in model.levels:
            row = np.array(level)
            number = np.zeros((m, row.max() + 1), dtype=np.int64)
            np.add.at(number, (self.where[:n], row), 1)
            self.levels.append((weight, row, number))
        self.measures = [(weight, np.array([*values, 0.0])) for weight, values in model.apart_by]
        self.near = self._neighbours([dict(row) for row in model.near])
        walls: list[dict[int, float]] = [dict.fromkeys(row, 1.0) for row in model.apart]
        for people in model.together:
            for one in people:
                for other in people:
                    if one != other:
                        walls[one][other] = walls[one].get(other, 0.0) - 1.0
        self.walls = self._neighbours(walls)
        self.locked = np.array(model.locked) >= 0
        self.counts = []
        for count in model.counts:
            flag = np.zeros(n, dtype=np.int64)
            flag[list(count.people)] = 1
            held = np.zeros(m, dtype=np.int64)
            np.add.at(held, self.where[:n], flag)
            off = np.array([[count.breach(c, s) for c in range(largest + 2)] for s in range(largest + 1)], dtype=float)
            applies = np.array([count.applies(group) for group in range(m)], dtype=float)
            self.counts.append((flag, held, off, applies))
        self.totals = []
        for t in model.totals:
            values = np.array(t.surplus)
            held_total = np.zeros(m)
            np.add.at(held_total, self.where[:n], values)
            self.totals.append((t, values, held_total))
        self.liking = None if model.preference is None else np.array(model.preference)

    def _neighbours(self, rows: list[dict[int, float]]) -> tuple[Any, Any] | None:
        np, n = self.np, self.model.people
        most = max(map(len, rows), default=0)
        if most == 0:
            return None
        others = np.full((n, most), n, dtype=np.int64)
        values = np.zeros((n, most))
        for one, row in enumerate(rows):
            others[one, : len(row)] = list(row)
            values[one, : len(row)] = list(row.values())
        return others, values

    def _between(self, near: tuple[Any, Any], people: Any, groups: Any, but: Any) -> Any:
        """Value between each of `people` and the members of its group in `groups`, without the person `but`."""
        others, values = near[0][people], near[1][people]
        inside = (self.where[others] == groups[:, None]) & (others != but[:, None])
        return (values * inside).sum(1)

    def round(self, temperature: float, penalty: float) -> Any:
        """One round of swaps; the changes of value of those that were accepted, added up."""
        np, draw = self.np, self.random
        order = draw.permutation(self.model.groups)
        half = len(order) // 2
        a, b = order[:half], order[half : 2 * half]
        p = (draw.random(half) * self.size[a]).astype(np.int64)
        q = (draw.random(half) * self.size[b]).astype(np.int64)
        ok = (self.size[a] > 0) & (self.size[b] > 0)
        if not ok.all():
            a, b, p, q = a[ok], b[ok], p[ok], q[ok]
        i, j = self.members[a, p], self.members[b, q]
        dv = np.zeros(len(a))
        db = np.zeros(len(a))
        for weight, level, number in self.levels:
            li, lj = level[i], level[j]
            change = number[a, li] - 1 - number[a, lj] + number[b, lj] - 1 - number[b, li]
            dv += np.where(li == lj, 0.0, weight * change)
        for weight, values in self.measures:
            for one, other, group in ((i, j, a), (j, i, b)):
                there = self.members[group]
                stays = (there != one[:, None]) & (there < self.model.people)
                near = values[there]
                change = np.abs(near - values[other][:, None]) - np.abs(near - values[one][:, None])
                dv += weight * (change * stays).sum(1)
        for near, change in ((self.near, dv), (self.walls, db)):
            if near is not None:
                change += self._between(near, i, b, j) - self._between(near, i, a, i)
                change += self._between(near, j, a, i) - self._between(near, j, b, j)
        if self.liking is not None:
            dv += self.liking[i, b] - self.liking[i, a] + self.liking[j, a] - self.liking[j, b]
        for flag, held, off, applies in self.counts:
            d = flag[j] - flag[i]
            db += applies[a] * (off[self.size[a], held[a] + d] - off[self.size[a], held[a]])
            db += applies[b] * (off[self.size[b], held[b] - d] - off[self.size[b], held[b]])
        for t, values, total in self.totals:
            d = values[j] - values[i]
            for sign, old, new in ((1.0, total[a], total[a] + d), (1.0, total[b], total[b] - d)):
                old, new = np.abs(old), np.abs(new)
                if t.weight:
                    dv += sign * t.weight * ((old * old - new * new) if t.square else (old - new))
                if t.tolerance is not None:
                    limit = t.tolerance + 1e-7
                    db += np.where(new > limit, 0.5 + (new - limit) / t.unit, 0.0)
                    db -= np.where(old > limit, 0.5 + (old - limit) / t.unit, 0.0)
        delta = dv - penalty * db
        yes = (delta >= 0) | (draw.random(len(a)) < np.exp(np.minimum(delta, 0.0) / max(temperature, 1e-300)))
        yes &= ~(self.locked[i] | self.locked[j])
        a, b, p, q, i, j = a[yes], b[yes], p[yes], q[yes], i[yes], j[yes]
        self.members[a, p], self.members[b, q] = j, i
        self.where[i], self.where[j] = b, a
        for _, level, number in self.levels:
            li, lj = level[i], level[j]
            # Groups are disjoint within a round: no place is written twice by one of these lines.
            number[a, li] -= 1
            number[a, lj] += 1
            number[b, lj] -= 1
            number[b, li] += 1
        for flag, held, _, _ in self.counts:
            d = flag[j] - flag[i]
            held[a] += d
            held[b] -= d
        for _, values, total in self.totals:
            d = values[j] - values[i]
            total[a] += d
            total[b] -= d
        return dv[yes].sum()

    def division(self) -> list[list[int]]:
        return divided((int(group) for group in self.where[:-1]), self.model.groups)

    def run(
        self, enough: float, deadline: float, rounds: int, tell: Callable[[float], None] | None = None
    ) -> list[list[int]]:
        """Anneal for `rounds` rounds or until `deadline`, then only swaps that help; the last division."""
        np = self.np
        value = self.model.worth(self.division())
        spread = np.array([self.round(0.0, 1e6) for _ in range(20)])
        value += float(spread.sum())
        scale = max(1e-9, float(np.abs(spread).mean()) / max(1, self.model.groups // 2) * 4)
        hot, cold = 1.0, 0.05
        for number in range(rounds):
            part = number / rounds
            # The last tenth only takes what helps.
            temperature = 0.0 if part > 0.9 else scale * hot * (cold / hot) ** (part / 0.9)
            value += float(self.round(temperature, 1e6 if part > 0.9 else 20.0 * scale))
            if number % 64 == 0:
                if perf_counter() > deadline or (self.model.spread is None and value >= enough - SAME):
                    break
                if tell is not None:
                    tell(value)
        for _ in range(200):
            value += float(self.round(0.0, 1e6))
        return self.division()


# --- exhaustive ------------------------------------------------------------------------------------------------------


def depth_first(model: Model, nodes: int) -> tuple[bool | None, list[list[int]] | None]:
    """Look for any division that keeps the demands, exhaustively within `nodes` placements.

    True with the division, False where there is none, None where the allowance ran out.
    """
    atoms = model.atoms
    if model.usual_sizes is None or any(model.lock_of(atom) is None for atom in atoms):
        return False, None
    apart = [set().union(*(model.apart[one] for one in atom)) for atom in atoms]
    if any(apart[k] & set(atom) for k, atom in enumerate(atoms)):
        return False, None
    locks = [model.lock_of(atom) for atom in atoms]
    wanted = [sum(any(one in count.people for one in atom) for count in model.counts if count.least) for atom in atoms]
    order = sorted(range(len(atoms)), key=lambda k: (locks[k] == -1, -len(atoms[k]), -len(apart[k]) - 2 * wanted[k]))
    rest_size = [0] * (len(order) + 1)
    for position in range(len(order) - 1, -1, -1):
        rest_size[position] = rest_size[position + 1] + len(atoms[order[position]])
    rest_count = []
    for count in model.counts:
        row = [0] * (len(order) + 1)
        for position in range(len(order) - 1, -1, -1):
            row[position] = row[position + 1] + sum(one in count.people for one in atoms[order[position]])
        rest_count.append(row)
    largest = [max(sizes) for sizes in model.sizes]
    smallest = [min(sizes) for sizes in model.sizes]
    division: list[list[int]] = [[] for _ in range(model.groups)]
    held = [[0] * model.groups for _ in model.counts]
    left = nodes

    def possible(position: int) -> bool:
        """Whether what is still to place can fill every group's lack."""
        missing = sum(max(0, smallest[g] - len(division[g])) for g in range(model.groups))
        if missing > rest_size[position]:
            return False
        for f, count in enumerate(model.counts):
            if count.least:
                lack = sum(max(0, count.least - held[f][g]) for g in range(model.groups) if count.applies(g))
                if lack > rest_count[f][position]:
                    return False
        return all(model.breach(division[g], g) == 0 for g in range(model.groups) if len(division[g]) == largest[g])

    def descend(position: int) -> bool | None:
        nonlocal left
        if position == len(order):
            return all(model.breach(division[g], g) == 0 for g in range(model.groups))
        atom = atoms[order[position]]
        tried: set[int] = set()
        complete = True
        for group in range(model.groups):
            if locks[order[position]] not in (-1, group) or len(division[group]) + len(atom) > largest[group]:
                continue
            if apart[order[position]] & set(division[group]):
                continue
            if not division[group]:
                # Empty groups that nothing tells apart: one of them stands for all.
                if model.kinds[group] in tried:
                    continue
                tried.add(model.kinds[group])
            if any(
                count.most is not None
                and count.applies(group)
                and held[f][group] + sum(one in count.people for one in atom) > count.most
                for f, count in enumerate(model.counts)
            ):
                continue
            left -= 1
            if left < 0:
                return None
            division[group].extend(atom)
            for f, count in enumerate(model.counts):
                held[f][group] += sum(one in count.people for one in atom)
            if possible(position + 1):
                found = descend(position + 1)
                if found:
                    return True
                complete = complete and found is not None
            del division[group][len(division[group]) - len(atom) :]
            for f, count in enumerate(model.counts):
                held[f][group] -= sum(one in count.people for one in atom)
            if not complete:
                return None
        return False

    answer = descend(0) if len(order) < 900 else None
    return answer, [sorted(members) for members in division] if answer else None

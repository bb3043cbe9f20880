"""Set partitioning: the best division of a class with its proof.

Every demand is local to a group, so it is a filter on candidate groups, and a group's value may be any function. All
candidate groups are enumerated; a linear programme over them (solved by column generation, its prices tried on all
candidates at once) bounds the value of any division from above; candidates whose reduced cost exceeds the gap to the
best division known can't be in a better one and fall away; HiGHS settles the few that are left.

For any prices p of the people, a division's value is at most sum(p) + sum over kinds of groups of (number of groups of
the kind) x max(value of a candidate - prices of its members): the bound needs no solved programme, only prices
(Lagrange duality; Barnhart et al. 1998, Operations Research 46, 316-329).

numpy and scipy are loaded when a proof is asked for, not before.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from ._search import Model

MOST_CANDIDATES = 14_000_000
"""More candidate groups than this aren't tried: memory and time."""
MOST_AT_ONCE = 30_000
"""Columns that an integer programme may have."""
BLOCK = 1 << 19
"""Candidates made at a time."""


def available() -> bool:
    """Whether numpy and scipy are there."""
    try:
        importlib.import_module("scipy.optimize")
    except ImportError:
        return False
    return True


class OutOfTimeError(Exception):
    """The deadline struck."""


@dataclass
class Proof:
    """What the set partitioning found: the best division (None: none better than the one given), and the upper bound.

    `possible` False: it is proven that no division keeps the demands.
    """

    division: list[list[int]] | None
    bound: float
    possible: bool = True


def candidates(model: Model) -> float:
    """How many candidate groups there are at most, before any filter."""
    atoms = model.atoms
    locks = [model.lock_of(atom) for atom in atoms]
    free = [len(atom) for atom, lock in zip(atoms, locks, strict=True) if lock == -1]
    ways: list[float] = [1.0] + [0.0] * max(max(sizes) for sizes in model.sizes)
    for size in free:
        for total in range(len(ways) - 1, size - 1, -1):
            ways[total] += ways[total - size]
    starts: dict[int, set[int]] = {}
    for group, sizes in enumerate(model.sizes):
        held = next((len(atom) for atom, lock in zip(atoms, locks, strict=True) if lock == group), 0)
        starts.setdefault(group if held else -1, set()).update(size - held for size in sizes if size >= held)
    return sum(ways[size] for sizes in starts.values() for size in sizes)


class Columns:
    """All candidate groups that keep every demand, sorted by kind of group.

    Attributes
    ----------
    members: (most atoms, candidates), padded with the number of atoms. value: of each candidate. bounds: for each kind
    its first candidate and the one after its last. number: how many groups of each kind. surplus: of `model.spread`.
    """

    def __init__(self, model: Model, deadline: float) -> None:
        np: Any = importlib.import_module("numpy")
        self.np, self.model, self.deadline = np, model, deadline
        atoms = model.atoms
        self.atoms = len(atoms)
        n = self.atoms
        locks = [model.lock_of(atom) for atom in atoms]
        belongs = np.zeros((n + 1, model.people))
        for number, atom in enumerate(atoms):
            belongs[number, list(atom)] = 1.0
        pair = np.array(model.weights)
        between = belongs @ pair @ belongs.T
        self.inner = np.diag(between) / 2
        wall = np.zeros((model.people, model.people))
        for one, others in enumerate(model.apart):
            wall[one, list(others)] = 1.0
        walls = belongs @ wall @ belongs.T
        # A value of minus infinity carries the not-together pairs through the enumeration.
        self.pair = np.where(walls > 0, -np.inf, between)
        self.inner = np.where(np.diag(walls) > 0, -np.inf, self.inner)
        self.size = belongs.sum(1).astype(np.int64)
        self.flags = [
            (belongs @ np.isin(np.arange(model.people), list(count.people))).astype(np.int64) for count in model.counts
        ]
        self.surpluses = [belongs @ np.array(t.surplus) for t in model.totals]
        self.liking = None if model.preference is None else belongs @ np.array(model.preference)
        self.spread = None if model.spread is None else belongs @ np.array(model.spread)
        # Kinds of groups, each with a group that stands for it.
        example: dict[int, int] = {}
        for group, kind in enumerate(model.kinds):
            example.setdefault(kind, group)
        self.kinds = sorted(example)
        self.example = [example[kind] for kind in self.kinds]
        self.groups_of = [[g for g, k in enumerate(model.kinds) if k == kind] for kind in self.kinds]
        self.number = np.array([len(groups) for groups in self.groups_of])
        self._found: list[list[tuple[Any, Any]]] = [[] for _ in self.kinds]
        self.free = np.array(
            sorted((k for k in range(n) if locks[k] == -1), key=lambda k: -len(atoms[k])), dtype=np.int64
        )
        self.small: Any = np.uint8 if n < 255 else np.uint16
        starts: dict[int, list[int]] = {}
        for kind, group in enumerate(self.example):
            start = next((k for k in range(n) if locks[k] == group), n)
            starts.setdefault(start, []).append(kind)
        for start, kinds in starts.items():
            self._enumerate(start, kinds)
        self._join()

    def _enumerate(self, start: int, kinds: list[int]) -> None:
        """Candidates for `kinds` that hold the atom `start` (the number of atoms: none) and atoms without a lock."""
        np = self.np
        wanted = sorted({size for kind in kinds for size in self.model.sizes[self.example[kind]]})
        largest = wanted[-1]
        sizes = self.size[self.free]
        # People among the free atoms from each place on: a start too late can't fill the smallest group wanted.
        after = np.concatenate([np.cumsum(sizes[::-1])[::-1], [0]])
        until = np.zeros(largest + 1, dtype=np.int64)
        for size in range(largest):
            needed = next(one for one in wanted if one > size) - size
            until[size] = int((after[:-1] >= needed).sum())
        if start < self.atoms:
            first = np.full((1, 1), start, dtype=self.small)
            size, value = int(self.size[start]), float(self.inner[start])
        else:
            first, size, value = np.zeros((0, 1), dtype=self.small), 0, 0.0
        if size > largest or value == -np.inf:
            return
        if size in wanted:
            self._keep(kinds, first, np.array([size]), np.array([value]))
        rows = (first, np.array([-1]), np.array([size]), np.array([value]))
        stack = [rows]
        while stack:
            if perf_counter() > self.deadline:
                raise OutOfTimeError
            members, last, size, value = stack.pop()
            number = np.maximum(0, until[size] - last - 1)
            reach = np.cumsum(number)
            if reach[-1] > BLOCK and len(last) > 1:
                # Halves, or rather blocks: the later ones wait on the stack.
                cut = max(1, int(np.searchsorted(reach, BLOCK)))
                stack.append((members[:, cut:], last[cut:], size[cut:], value[cut:]))
                members, last, size, value = members[:, :cut], last[:cut], size[:cut], value[:cut]
                number, reach = number[:cut], reach[:cut]
            # How often to repeat is counted in the machine's own integers: 32 bits in a browser, where 64 are refused.
            number = number.astype(np.intp, copy=False)
            parent = np.repeat(np.arange(len(last)), number)
            place = np.arange(len(parent)) - np.repeat(reach - number, number) + last[parent] + 1
            new = self.free[place]
            grown = size[parent] + self.size[new]
            if grown.max(initial=0) > largest:
                fits = grown <= largest
                parent, place, new, grown = parent[fits], place[fits], new[fits], grown[fits]
            worth = value[parent] + self.inner[new]
            for row in members:
                worth += self.pair[row[parent], new]
            good = worth > -np.inf
            if not good.all():
                parent, place, new, grown, worth = parent[good], place[good], new[good], grown[good], worth[good]
            if not len(new):
                continue
            wider = np.empty((len(members) + 1, len(new)), dtype=self.small)
            wider[:-1] = members[:, parent]
            wider[-1] = new
            self._keep(kinds, wider, grown, worth)
            if grown.min() < largest:
                more = grown < largest
                if more.all():
                    stack.append((wider, place, grown, worth))
                else:
                    stack.append((wider[:, more], place[more], grown[more], worth[more]))

    def _keep(self, kinds: list[int], members: Any, size: Any, value: Any) -> None:
        """Sort out the candidates that are complete and keep every demand."""
        np, model = self.np, self.model
        sizes = {one for kind in kinds for one in model.sizes[self.example[kind]]}
        full = np.isin(size, list(sizes))
        if not full.all():
            members, size, value = members[:, full], size[full], value[full]
        if not len(size):
            return
        keep = np.ones(len(size), dtype=bool)
        counted: list[Any] = []
        for count, flag in zip(model.counts, self.flags, strict=True):
            held = np.zeros(len(size), dtype=np.int64)
            for row in members:
                held += flag[row]
            if count.alone:
                fits = (held != 1) | (size == 1)
            else:
                fits = held >= count.least
                if count.most is not None:
                    fits &= held <= count.most
            if count.groups is None:
                keep &= fits
            counted.append(fits)
        value = value.copy()
        for t, surplus in zip(model.totals, self.surpluses, strict=True):
            total = np.zeros(len(size))
            for row in members:
                total += surplus[row]
            if t.tolerance is not None:
                keep &= np.abs(total) <= t.tolerance + 1e-7
            if t.weight and not t.square:
                value -= t.weight * np.abs(total)
            elif t.weight and model.spread is None:
                value -= t.weight * total * total
        for kind in kinds:
            group = self.example[kind]
            chosen = keep & np.isin(size, model.sizes[group])
            for count, fits in zip(model.counts, counted, strict=True):
                if count.groups is not None and group in count.groups:
                    chosen &= fits
            own = members[:, chosen]
            worth = value[chosen]
            if self.liking is not None:
                for row in own:
                    worth = worth + self.liking[row, group]
            if len(worth):
                self._found[kind].append((own, worth))

    def _join(self) -> None:
        np = self.np
        widest = max((own.shape[0] for found in self._found for own, _ in found), default=1)
        total = sum(own.shape[1] for found in self._found for own, _ in found)
        self.members = np.full((widest, total), self.atoms, dtype=self.small)
        self.value = np.empty(total)
        self.bounds: list[tuple[int, int]] = []
        at = 0
        for found in self._found:
            begin = at
            for own, worth in found:
                self.members[: own.shape[0], at : at + len(worth)] = own
                self.value[at : at + len(worth)] = worth
                at += len(worth)
            self.bounds.append((begin, at))
        self._found = []

    def __len__(self) -> int:
        return len(self.value)

    @property
    def step(self) -> float:
        """The values are multiples of this, so two divisions differ by it at least; 0 where no such number is seen."""
        np = self.np
        for scale in (1, 2, 10, 100, 1000):
            whole = np.rint(self.value * scale)
            if np.abs(whole - self.value * scale).max(initial=0.0) < 1e-6 * scale:
                return max(1, int(np.gcd.reduce(whole.astype(np.int64)))) / scale
        return 0.0

    def total(self, numbers: Any, chosen: Any = None) -> Any:
        """For each candidate (or those chosen) the sum of its atoms' numbers; the last number is the padding's."""
        members = self.members if chosen is None else self.members[:, chosen]
        found = numbers[members[0]]
        for row in members[1:]:
            found += numbers[row]
        return found

    def kind_of(self, chosen: Any) -> Any:
        """Number of each chosen candidate's kind."""
        return self.np.searchsorted([end for _, end in self.bounds], chosen, side="right")

    def matrix(self, chosen: Any) -> Any:
        """Rows: atoms, then kinds; a column for each chosen candidate (scipy's csc)."""
        np = self.np
        sparse: Any = importlib.import_module("scipy.sparse")
        members = self.members[:, chosen].astype(np.int64)
        kind = self.kind_of(chosen) + self.atoms
        rows = np.concatenate([members, kind[None, :]]).T
        column = np.repeat(np.arange(len(chosen)), rows.shape[1])
        rows = rows.ravel()
        # The padding has the number that the kinds begin with: tell them apart by place.
        real = np.ones((len(chosen), len(self.members) + 1), dtype=bool)
        real[:, :-1] = (members < self.atoms).T
        real = real.ravel()
        shape = (self.atoms + len(self.kinds), len(chosen))
        return sparse.csc_matrix((np.ones(int(real.sum())), (rows[real], column[real])), shape=shape)

    def needed(self) -> Any:
        """Right-hand side of the rows of `matrix`."""
        return self.np.concatenate([self.np.ones(self.atoms), self.number])

    def division(self, chosen: Any) -> list[list[int]]:
        """The division that these candidates make."""
        waiting = [list(groups) for groups in self.groups_of]
        ends = [end for _, end in self.bounds]
        division: list[list[int]] = [[] for _ in range(self.model.groups)]
        for column in chosen:
            kind = int(self.np.searchsorted(ends, column, side="right"))
            atoms = [int(atom) for atom in self.members[:, column] if atom < self.atoms]
            division[waiting[kind].pop(0)] = sorted(one for atom in atoms for one in self.model.atoms[atom])
        return division

    def find(self, division: Sequence[Sequence[int]]) -> Any:
        """Numbers of the candidates that are groups of this division."""
        np = self.np
        atom_of = {one: number for number, atom in enumerate(self.model.atoms) for one in atom}
        ends = dict(zip(self.kinds, self.bounds, strict=True))
        found = []
        for group, people in enumerate(division):
            begin, end = ends[self.model.kinds[group]]
            if not people:
                continue
            mark = np.zeros(self.atoms + 1, dtype=np.int64)
            inside = {atom_of[one] for one in people}
            mark[list(inside)] = 1
            held = np.zeros(end - begin, dtype=np.int64)
            size = np.zeros(end - begin, dtype=np.int64)
            for row in self.members[:, begin:end]:
                held += mark[row]
                size += row < self.atoms
            found += [begin + int(k) for k in np.flatnonzero((held == len(inside)) & (size == len(inside)))[:1]]
        return np.array(sorted(set(found)), dtype=np.int64)

    def covers(self) -> bool:
        """Whether every atom and every kind of group has a candidate: where not, that is why nothing fits."""
        seen = self.np.zeros(self.atoms + 1, dtype=bool)
        for row in self.members:
            seen[row] = True
        return bool(seen[:-1].all()) and all(end > begin for begin, end in self.bounds)


class _Master:
    """Column generation on the linear programme, and what follows from its prices."""

    def __init__(self, columns: Columns, known: Any, deadline: float) -> None:
        self.np: Any = importlib.import_module("numpy")
        self.optimize: Any = importlib.import_module("scipy.optimize")
        self.columns, self.deadline = columns, deadline
        self.bound = math.inf
        self.loss: Any = None
        """For each candidate: any division with it is worth at most `bound` less this."""
        self.known = known

    def price(self, prices: Any) -> tuple[float, Any]:
        """The bound that these prices of the atoms give, and each candidate's loss."""
        np, columns = self.np, self.columns
        worth = columns.value - columns.total(np.append(prices, 0.0))
        bound = float(prices.sum())
        for (begin, end), number in zip(columns.bounds, columns.number, strict=True):
            best = worth[begin:end].max()
            bound += float(number * best)
            worth[begin:end] = best - worth[begin:end]
        return bound, worth

    def solve(self, enough: float, target: Callable[[float], float]) -> None:
        """Lower the bound until it can't fall, or until no division can be better than `enough`.

        `target`: the largest value that a division can have under a bound (values come in steps).
        """
        np, columns = self.np, self.columns
        source = np.random.default_rng(1)
        atoms = columns.atoms
        sparse: Any = importlib.import_module("scipy.sparse")
        top, low = float(columns.value.max(initial=0.0)), float(columns.value.min(initial=0.0))
        # People who stay without a group cost more than any group can bring; so do groups that stay empty.
        missing = -(4.0 * (top - low) + 2.0 * abs(top) + 10.0)
        spare = sparse.identity(atoms + len(columns.kinds), format="csc")
        needed = columns.needed()
        pool = np.unique(np.concatenate([self.known, source.integers(0, len(columns), 1000)]).astype(np.int64))
        pool = np.union1d(pool, self._spread_out(-columns.value, 20))
        matrix = columns.matrix(pool)
        centre: Any = None
        keeping = 0.5
        while perf_counter() < self.deadline:
            cost = np.concatenate([columns.value[pool], np.full(spare.shape[1], missing)])
            answer = self.optimize.linprog(
                -cost, A_eq=sparse.hstack([matrix, spare], format="csc"), b_eq=needed, bounds=(0, None), method="highs",
                options={"time_limit": max(0.05, self.deadline - perf_counter())},
            )  # fmt: skip
            if answer.status != 0:
                return
            reached = -float(answer.fun)
            fresh, kinds = -answer.eqlin.marginals[:atoms], -answer.eqlin.marginals[atoms:]
            # Prices between the best ones so far and the new ones are steadier (Wentges 1997).
            prices = fresh if centre is None else keeping * centre + (1.0 - keeping) * fresh
            bound, loss = self.price(prices)
            if bound < self.bound:
                self.bound, self.loss, centre = bound, loss, prices
                keeping = min(0.9, keeping + 0.1)
            else:
                # The step was too long, or the columns known don't tell enough yet.
                far = bound > self.bound + 0.5 * (self.bound - reached)
                keeping = min(0.95, keeping + 0.1) if far else max(0.0, keeping - 0.1)
            if target(self.bound) <= enough or self.bound - reached <= 1e-7 * max(1.0, abs(reached)):
                return
            new = np.setdiff1d(self._spread_out(loss, 25), pool, assume_unique=True)
            # Whether the new columns are worth anything at the programme's own prices; if not, those are the prices.
            gain = columns.value[new] - columns.total(np.append(fresh, 0.0), new) - kinds[columns.kind_of(new)]
            if gain.max(initial=0.0) <= 1e-9 * max(1.0, abs(top)):
                bound, loss = self.price(fresh)
                if bound < self.bound:
                    self.bound, self.loss, centre = bound, loss, fresh
                if target(self.bound) <= enough or self.bound - reached <= 1e-7 * max(1.0, abs(reached)):
                    return
                new = np.setdiff1d(self._spread_out(loss, 25), pool, assume_unique=True)
                keeping = max(0.0, keeping - 0.3)
                if not len(new):
                    return
            pool = np.concatenate([pool, new])
            matrix = sparse.hstack([matrix, columns.matrix(new)], format="csc")
            if len(pool) > 8000:
                # The worst at the programme's prices go; the known division stays.
                worth = columns.value[pool] - columns.total(np.append(fresh, 0.0), pool) - kinds[columns.kind_of(pool)]
                stay = np.sort(np.argpartition(-worth, 4000)[:4000])
                stay = np.union1d(stay, np.flatnonzero(np.isin(pool, self.known)))
                pool, matrix = pool[stay], matrix[:, stay]

    def _spread_out(self, loss: Any, each: int) -> Any:
        """The candidates of least loss, chosen so that every kind and every atom has `each` where there are so many.

        The least losses alone are much of a muchness: the same people again and again.
        """
        np, columns = self.np, self.columns
        chosen = []
        for begin, end in columns.bounds:
            few = min(end - begin, 6000 // len(columns.bounds) + 200)
            near = begin + np.argpartition(loss[begin:end], few - 1)[:few]
            near = near[np.argsort(loss[near], kind="stable")]
            chosen.append(near[: 2 * each])
            members = columns.members[:, near].astype(np.int64)
            flat = members.T.ravel()
            order = np.argsort(flat, kind="stable")
            owner = flat[order]
            first = np.searchsorted(owner, np.arange(columns.atoms))
            last = np.searchsorted(owner, np.arange(columns.atoms), side="right")
            place = order // members.shape[0]
            chosen += [near[place[x : min(x + each, y)]] for x, y in zip(first, last, strict=True)]
        return np.unique(np.concatenate(chosen).astype(np.int64))

    def settle(self, chosen: Any, least: float | None, value: Any = None) -> tuple[bool, Any, float]:
        """The best division from the chosen candidates, by HiGHS: (settled, candidates or None, bound).

        `least`: only divisions worth at least so much are wanted.
        """
        np, columns, optimize = self.np, self.columns, self.optimize
        worth = columns.value[chosen] if value is None else value
        matrix = columns.matrix(chosen)
        if (np.diff(matrix.tocsr().indptr) == 0).any():
            return True, None, -math.inf
        needed = columns.needed()
        rules = [optimize.LinearConstraint(matrix, needed, needed)]
        if least is not None:
            rules.append(optimize.LinearConstraint(worth[None, :], least, np.inf))
        remaining = self.deadline - perf_counter()
        if remaining <= 0.02:
            return False, None, math.inf
        answer = optimize.milp(
            -worth, constraints=rules, integrality=np.ones(len(chosen)), bounds=optimize.Bounds(0, 1),
            options={"time_limit": remaining, "mip_rel_gap": 0.0},
        )  # fmt: skip
        found = None if answer.x is None else chosen[np.flatnonzero(answer.x > 0.5)]
        if answer.status == 2:
            return True, None, -math.inf
        bound = math.inf if answer.mip_dual_bound is None else -float(answer.mip_dual_bound)
        return answer.status == 0, found, bound


def prove(
    model: Model,
    division: Sequence[Sequence[int]] | None,
    bound: float,
    deadline: float,
    tell: Callable[[float | None, float], None] | None = None,
) -> Proof:
    """The best division, or how much better than `division` one may still be.

    `bound`: an upper bound that is known. `tell(value, bound)` is called after each step.
    """
    if candidates(model) > MOST_CANDIDATES:
        return Proof(None, bound)
    try:
        columns = Columns(model, deadline)
    except (OutOfTimeError, MemoryError):
        return Proof(None, bound)
    if not columns.covers():
        return Proof(None, -math.inf, possible=False)
    if model.spread is not None:
        return _least_spread(columns, division, bound, deadline)
    np: Any = columns.np
    step = columns.step
    value = -math.inf if division is None else model.worth(division)
    best: list[list[int]] | None = None

    def target(upper: float) -> float:
        # Values are multiples of the step: round down, but not by a rounding error.
        return math.floor(upper / step + 1e-6) * step if step else upper - 1e-6 * max(1.0, abs(upper))

    known = columns.find(division) if division is not None else np.zeros(0, dtype=np.int64)
    master = _Master(columns, known, deadline)
    master.solve(value, target)
    upper = min(bound, master.bound)

    def report() -> None:
        if tell is not None:
            tell(None if value == -math.inf else value, upper)

    report()
    if master.loss is None:
        return Proof(None, bound)
    reach = 500
    while True:
        if target(upper) <= value + 1e-9:
            return Proof(best, max(value, min(upper, value)))
        if perf_counter() >= deadline:
            return Proof(best, target(upper) if step else upper)
        least = None if value == -math.inf else value + (step or 1e-6 * max(1.0, abs(value)))
        room = math.inf if least is None else master.bound - least + 1e-7 * max(1.0, abs(least))
        within = int((master.loss <= room).sum())
        if within > reach:
            limit = float(np.partition(master.loss, reach - 1)[reach - 1])
            chosen = np.flatnonzero(master.loss <= limit)
            if len(chosen) > 3 * reach:
                # Many candidates are equally good: any of them will do for a better division, none for a proof.
                chosen, limit = np.sort(np.argpartition(master.loss, reach - 1)[:reach]), -1.0
        else:
            chosen, limit = np.flatnonzero(master.loss <= room), math.inf
        settled, found, there = master.settle(np.union1d(chosen, known), least)
        if found is not None:
            candidate = columns.division(found)
            worth = model.worth(candidate)
            if worth > value:
                value, best, known = worth, candidate, found
        if settled:
            # A better division needs a candidate that was left out: it loses at least `limit`.
            outside = -math.inf if limit == math.inf else master.bound - max(0.0, limit)
            upper = min(upper, max(value, outside))
            if limit == math.inf and value == -math.inf:
                return Proof(None, -math.inf, possible=False)
        elif limit == math.inf:
            upper = min(upper, max(value, there))
        report()
        if not settled and limit == math.inf:
            return Proof(best, target(upper) if step else upper)
        if limit == math.inf:
            return Proof(best, value)
        reach *= 3
        if reach > MOST_AT_ONCE * 3:
            return Proof(best, target(upper) if step else upper)


def _least_spread(columns: Columns, division: Sequence[Sequence[int]] | None, bound: float, deadline: float) -> Proof:
    """The least spread of the groups' surpluses: windows that are narrower than the best one are tried in turn.

    Surpluses add up to 0, so every window that holds all groups holds 0.
    """
    np: Any = columns.np
    model = columns.model
    surplus = columns.total(columns.spread)
    spread = math.inf if division is None else -model.worth(division)
    best: list[list[int]] | None = None
    master = _Master(columns, np.zeros(0, dtype=np.int64), deadline)
    hair = 1e-7
    places = np.unique(np.round(surplus, 9))
    lows = places[places <= hair]
    everything = True
    # Windows that lie evenly around 0 first: there a division is soonest found.
    lows = lows[np.argsort(np.abs(lows + spread / 2))] if spread < math.inf else lows[::-1]
    for low in lows:
        while True:
            if spread <= -bound + hair:
                return Proof(best, -spread)
            if perf_counter() > deadline:
                return Proof(best, bound)
            inside = (surplus >= low - hair) & (surplus < low + spread - 10 * hair)
            chosen = np.flatnonzero(inside)
            if low + spread < -hair or not len(chosen):
                break
            if len(chosen) > MOST_AT_ONCE:
                everything = False
                break
            settled, found, _ = master.settle(chosen, None, value=np.zeros(len(chosen)))
            if found is None:
                everything = everything and settled
                break
            best = columns.division(found)
            spread = -model.worth(best)
    if not everything:
        return Proof(best, bound)
    return Proof(best, -spread, possible=spread < math.inf)


def possible(model: Model, deadline: float) -> tuple[bool | None, list[list[int]] | None]:
    """Whether any division keeps the demands: an integer programme that places people in groups, without a goal.

    True with a division, False where there is none, None where time ran out.
    """
    np: Any = importlib.import_module("numpy")
    optimize: Any = importlib.import_module("scipy.optimize")
    sparse: Any = importlib.import_module("scipy.sparse")
    atoms = model.atoms
    locks = [model.lock_of(atom) for atom in atoms]
    if any(lock is None for lock in locks):
        return False, None
    n, m = len(atoms), model.groups
    rows: list[dict[int, float]] = []
    low: list[float] = []
    high: list[float] = []
    variables = n * m
    upper: list[float] = [1.0] * (n * m)

    def variable() -> int:
        nonlocal variables
        variables += 1
        upper.append(1.0)
        return variables - 1

    def rule(row: dict[int, float], least: float, most: float) -> None:
        rows.append(row)
        low.append(least)
        high.append(most)

    for k in range(n):
        rule({k * m + g: 1.0 for g in range(m)}, 1, 1)
        for g in range(m):
            if locks[k] not in (-1, g):
                upper[k * m + g] = 0.0
    of_size: list[dict[int, int]] = []
    for g, sizes in enumerate(model.sizes):
        choice = {size: variable() for size in sizes}
        of_size.append(choice)
        rule(dict.fromkeys(choice.values(), 1.0), 1, 1)
        row = {k * m + g: float(len(atom)) for k, atom in enumerate(atoms)}
        rule({**row, **{v: -float(size) for size, v in choice.items()}}, 0, 0)
    for count in model.counts:
        inside = [sum(one in count.people for one in atom) for atom in atoms]
        for g in range(m):
            if not count.applies(g):
                continue
            row = {k * m + g: float(c) for k, c in enumerate(inside) if c}
            if count.alone:
                some = variable()
                most = max(model.sizes[g])
                single = {of_size[g][1]: 1.0} if 1 in of_size[g] else {}
                # No more than none unless `some`; then two at least. A group of one may be anybody.
                rule({**row, some: -float(most), **dict.fromkeys(single, -1.0)}, -math.inf, 0)
                rule({**row, some: -2.0}, 0, math.inf)
            else:
                rule(row, count.least, math.inf if count.most is None else count.most)
    for t in model.totals:
        if t.tolerance is not None:
            share = [math.fsum(t.surplus[one] for one in atom) for atom in atoms]
            for g in range(m):
                rule({k * m + g: s for k, s in enumerate(share) if s}, -t.tolerance - 1e-7, t.tolerance + 1e-7)
    atom_of = {one: k for k, atom in enumerate(atoms) for one in atom}
    edges = {
        (min(a, b), max(a, b))
        for one, others in enumerate(model.apart)
        for other in others
        for a, b in [(atom_of[one], atom_of[other])]
    }
    if any(a == b for a, b in edges):
        return False, None
    near: dict[int, set[int]] = {}
    for a, b in edges:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    waiting = set(edges)
    widest: list[int] = []
    while waiting:
        # Sets of people of whom no two may meet: one inequality each is stronger than one a pair.
        a, b = min(waiting)
        clique = [a, b]
        for other in sorted(near[a] & near[b], key=lambda k: -len(near[k])):
            if all(other in near[one] for one in clique):
                clique.append(other)
        waiting -= {(min(x, y), max(x, y)) for x in clique for y in clique if x != y}
        widest = max(widest, clique, key=len)
        for g in range(m):
            rule({k * m + g: 1.0 for k in clique}, -math.inf, 1)
    if len(widest) > m:
        return False, None
    if len(set(model.kinds)) == 1:
        # Groups that nothing tells apart: people who can't meet sit in the first ones.
        for g, k in enumerate(widest):
            for other in range(m):
                upper[k * m + other] = float(other == g)
    counts = [len(row) for row in rows]
    matrix = sparse.csr_matrix(
        (
            [v for row in rows for v in row.values()],
            [k for row in rows for k in row],
            np.concatenate([[0], np.cumsum(counts)]),
        ),
        shape=(len(rows), variables),
    )
    remaining = deadline - perf_counter()
    if remaining <= 0.01:
        return None, None
    answer = optimize.milp(
        np.zeros(variables), constraints=optimize.LinearConstraint(matrix, low, high), integrality=np.ones(variables),
        bounds=optimize.Bounds(0, np.array(upper)), options={"time_limit": remaining},
    )  # fmt: skip
    if answer.status == 2:
        return False, None
    if answer.x is None:
        return None, None
    division: list[list[int]] = [[] for _ in range(m)]
    for k, atom in enumerate(atoms):
        division[int(np.argmax(answer.x[k * m : (k + 1) * m]))].extend(atom)
    return (True, division) if model.keeps(division) else (None, None)

"""Search for the fewest moves that make a division keep its rules.

Works on numbers only: people are 0, 1, 2, …, a group is a set of people held as the bits of one integer, and every
rule is local to a group, so a move or a swap changes the judgement of two groups and nothing else. `groups.py`
translates between this and a scenario.

Three parts, from quick to thorough: a descent that always takes the best move or swap, with shaking where it gets
stuck; lower bounds on the number of moves; and, within an allowance, an exhaustive search for fewer moves. An answer is
called the fewest only where a bound or an exhaustive search says so.
"""

from __future__ import annotations

import functools
import itertools
import math
import operator
import random
from bisect import insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from ..measures import TOLERANCE

SIZE, TUTOR, UNASKED, THIRD, MEAN, AVOID, ALONE = 4.0, 4.0, 2.0, 2.0, 2.0, 2.0, 2.0
"""Cost of one breach: a pupil too many or too few, no tutor, only a tutor who was not asked yet, no pupil of a third,
a mean too far off (plus how far), a pair that must not be together, a pupil without any chosen companion."""
MOVED = 0.01
"""Cost of a pupil who is not in the first division's group: far less than any breach."""
NOTHING = 1e-6

Division: TypeAlias = tuple[frozenset[int], ...]


def shuffled(items: Iterable[int], source: random.Random) -> list[int]:
    """Fisher-Yates with `getrandbits` alone, whose numbers for a seed are the same in every Python."""
    mixed = list(items)
    for last in range(len(mixed) - 1, 0, -1):
        other = below(last + 1, source)
        mixed[last], mixed[other] = mixed[other], mixed[last]
    return mixed


def below(limit: int, source: random.Random) -> int:
    """A number from 0 to limit - 1, each equally likely."""
    bits = limit.bit_length()
    number = source.getrandbits(bits)
    while number >= limit:
        number = source.getrandbits(bits)
    return number


def bits(mask: int) -> list[int]:
    """Numbers of the bits that are set, ascending."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found


def mask_of(people: Iterable[int]) -> int:
    mask = 0
    for one in people:
        mask |= 1 << one
    return mask


def augment(graph: Sequence[Sequence[int]], matched: dict[int, int], lefts: Iterable[int]) -> None:
    """Extend a bipartite matching (right -> left) by augmenting paths from `lefts` (Kuhn's method).

    Whoever is matched stays matched, so calling it for the preferred first keeps them.
    """

    def try_from(left: int, seen: set[int]) -> bool:
        for right in graph[left]:
            if right not in seen:
                seen.add(right)
                if right not in matched or try_from(matched[right], seen):
                    matched[right] = left
                    return True
        return False

    for left in lefts:
        try_from(left, set())


@dataclass(frozen=True)
class Demands:
    """What a division must keep.

    Attributes
    ----------
    count: people in the division; people from `count` on are tutors from outside, who join a group without a move.
    groups: number of groups. smallest, largest: people in a group, tutors included (G07).
    scores: for each person a score or None. mean, spread: of the class. allowed: how far a group's mean may lie from
        the class's; None where there is nothing to mix (G06). top, bottom: bits of the thirds.
    avoid: for each person the bits of those with whom it must not be (both directions). chooses: bits of the
        companions chosen; 0 for nobody (G09).
    eligible, possible: for each slot (a sub-topic to hand out) the bits of its eligible tutors, and of those together
        with candidates who were not asked yet (G03, T01, T05, T06). At least as many slots as groups.
    """

    count: int
    groups: int
    smallest: int
    largest: int
    scores: tuple[float | None, ...]
    mean: float
    spread: float
    allowed: float | None
    top: int
    bottom: int
    avoid: tuple[int, ...]
    chooses: tuple[int, ...]
    eligible: tuple[int, ...]
    possible: tuple[int, ...]

    @property
    def people(self) -> int:
        return len(self.scores)

    @cached_property
    def uniform(self) -> bool:
        """Whether whoever may lead one group may lead any."""
        return len(set(self.eligible)) <= 1 and len(set(self.possible)) <= 1

    @cached_property
    def tutored(self) -> tuple[int, int]:
        """Most groups that can have an eligible tutor, and any tutor, however the people are placed."""
        found = []
        for slots in (self.eligible, self.possible):
            graph = [bits(slot) for slot in slots]
            matched: dict[int, int] = {}
            augment(graph, matched, range(len(slots)))
            found.append(min(len(matched), self.groups))
        return found[0], max(found)

    def without(
        self, *, mixed: bool = False, avoid: bool = False, chooses: bool = False, tutors: bool = False
    ) -> Demands:
        """The same demands with some given up."""
        nobody = (0,) * self.people
        everybody = ((1 << self.people) - 1,) * len(self.eligible)
        return replace(
            self,
            allowed=None if mixed else self.allowed,
            avoid=nobody if avoid else self.avoid,
            chooses=nobody if chooses else self.chooses,
            eligible=everybody if tutors else self.eligible,
            possible=everybody if tutors else self.possible,
        )


def hand_out(masks: Sequence[int], demands: Demands, preferred: Sequence[int] | None = None) -> list[int]:
    """A slot for each group, so that as many groups as possible hold an eligible tutor for theirs, then any tutor.

    Groups keep their `preferred` slot (their own number, otherwise) where that costs nothing.
    """
    wanted = list(preferred) if preferred is not None else list(range(len(masks)))
    slots = range(len(demands.eligible))
    matched: dict[int, int] = {}
    graph = []
    for group, mask in enumerate(masks):
        first = wanted[group]
        reachable = [slot for slot in slots if mask & demands.eligible[slot]]
        if first in reachable:
            reachable.remove(first)
            reachable.insert(0, first)
            matched.setdefault(first, group)
        graph.append(reachable)
    done = set(matched.values())
    augment(graph, matched, [group for group in range(len(masks)) if group not in done])
    if len(matched) < len(masks) and demands.possible != demands.eligible:
        done = set(matched.values())
        graph = [
            graph[group] + [slot for slot in slots if slot not in graph[group] and mask & demands.possible[slot]]
            for group, mask in enumerate(masks)
        ]
        augment(graph, matched, [group for group in range(len(masks)) if group not in done])
    given = {group: slot for slot, group in matched.items()}
    left = [slot for slot in slots if slot not in matched]
    for group in range(len(masks)):
        if group not in given:
            # Nobody here can lead any slot that is left: take the one that most people elsewhere could lead.
            best = max(left, key=lambda slot: (slot == wanted[group], demands.possible[slot].bit_count(), -slot))
            given[group] = best
            left.remove(best)
    return [given[group] for group in range(len(masks))]


# A group as the search sees it: bits, sum of scores, number of scores, pairs to part, bits of the lonely.
_Record: TypeAlias = tuple[int, float, int, int, int]
# Change of cost, person leaving the first group (-1: none), person leaving the second group (-1: none).
_Step: TypeAlias = tuple[float, int, int]


class Search:
    """A division that can be changed, with its cost kept up to date."""

    def __init__(self, demands: Demands, first: Sequence[Iterable[int]]) -> None:
        self.demands = demands
        people = demands.people
        self.bit = [1 << one for one in range(people)]
        self.has = [0 if score is None else 1 for score in demands.scores]
        self.score = [0.0 if score is None else score for score in demands.scores]
        self.not_chosen_by = [
            ~mask_of(one for one in range(people) if demands.chooses[one] >> other & 1) for other in range(people)
        ]
        self.anyone = functools.reduce(operator.or_, demands.possible, 0)
        self.mixed = demands.allowed is not None
        allowed = (demands.allowed or 0.0) + TOLERANCE
        counts = range(people + 1)
        self.low = [count * (demands.mean - allowed) for count in counts]
        self.high = [count * (demands.mean + allowed) for count in counts]
        self.far = [MEAN / (max(count, 1) * (demands.spread or 1.0)) for count in counts]
        self.size_cost = [SIZE * max(demands.smallest - n, n - demands.largest, 0) for n in counts]
        self.home = [-1] * people
        self.weighed = 0
        groups = [mask_of(group) for group in first]
        for number, group in enumerate(groups):
            for one in bits(group):
                if one < demands.count:
                    self.home[one] = number
        self.load(groups)

    def load(self, groups: Sequence[int], slots: Sequence[int] | None = None) -> None:
        """Start again from another division."""
        count = len(groups)
        self.groups = list(groups)
        self.members: list[list[int]] = [[] for _ in range(count)]
        self.whole: list[_Record] = [(0, 0.0, 0, 0, 0)] * count
        self.less: list[_Record] = [(0, 0.0, 0, 0, 0)] * self.demands.people
        self.cost = [0.0] * count
        self.stamp = [0] * count
        self.known: dict[tuple[int, int], tuple[int, int, _Step | None]] = {}
        self.slots = list(slots) if slots is not None else hand_out(self.groups, self.demands)
        for number, mask in enumerate(self.groups):
            self._renew(number, bits(mask))

    @property
    def total(self) -> float:
        return sum(self.cost)

    def _renew(self, number: int, people: list[int]) -> None:
        """Work out a group's record, and its record without each of its people."""
        demands, bit = self.demands, self.bit
        mask = self.groups[number]
        chooses, avoid = demands.chooses, demands.avoid
        lonely = pairs = count = 0
        total = 0.0
        only: dict[int, int] = {}
        for one in people:
            total += self.score[one]
            count += self.has[one]
            pairs += (avoid[one] & mask).bit_count()
            if chooses[one]:
                companions = chooses[one] & mask
                if not companions:
                    lonely |= bit[one]
                elif not companions & (companions - 1):
                    only[companions] = only.get(companions, 0) | bit[one]
        pairs //= 2
        self.members[number] = people
        self.whole[number] = (mask, total, count, pairs, lonely)
        for one in people:
            own = bit[one]
            self.less[one] = (
                mask ^ own,
                total - self.score[one],
                count - self.has[one],
                pairs - (avoid[one] & mask).bit_count(),
                (lonely | only.get(own, 0)) & ~own,
            )
        self.cost[number] = self.judge(self.whole[number], self.slots[number])
        self.stamp[number] += 1

    def judge(self, record: _Record, slot: int) -> float:
        """Cost of a group."""
        mask, total, count, pairs, lonely = record
        demands = self.demands
        cost = self.size_cost[mask.bit_count()] + AVOID * pairs + ALONE * lonely.bit_count()
        if self.mixed and count:
            if not mask & demands.top:
                cost += THIRD
            if not mask & demands.bottom:
                cost += THIRD
            low, high = self.low[count], self.high[count]
            if total < low:
                cost += MEAN + (low - total) * self.far[count]
            elif total > high:
                cost += MEAN + (total - high) * self.far[count]
        if not mask & demands.eligible[slot]:
            cost += UNASKED if mask & demands.possible[slot] else TUTOR
        return cost

    def _joined(self, record: _Record, one: int) -> _Record:
        """A group's record with one person more."""
        mask, total, count, pairs, lonely = record
        lonely &= self.not_chosen_by[one]
        chosen = self.demands.chooses[one]
        if chosen and not chosen & mask:
            lonely |= self.bit[one]
        return (
            mask | self.bit[one],
            total + self.score[one],
            count + self.has[one],
            pairs + (self.demands.avoid[one] & mask).bit_count(),
            lonely,
        )

    def best_between(self, g: int, h: int) -> _Step | None:
        """The step between two groups that lowers the cost most, if any; of equals the first, swaps before moves."""
        if self.cost[g] < self.cost[h]:
            found = self.best_between(h, g)
            return found and (found[0], found[2], found[1])
        known = self.known.get((g, h))
        if known and known[0] == self.stamp[g] and known[1] == self.stamp[h]:
            return known[2]
        step = self._best_step(g, h, self.members[g], self.members[h], -NOTHING)
        self.known[g, h] = (self.stamp[g], self.stamp[h], step)
        return step

    def _best_step(
        self,
        g: int,
        h: int,
        inner: Sequence[int],
        outer: Sequence[int],
        best: float,
        until: Mapping[tuple[int, int], int] | None = None,
        now: int = 0,
        free: float = 0.0,
    ) -> _Step | None:
        """The best swap of one of `inner` (in group g) with one of `outer` (in h), or move of one of them.

        Only a change of cost below `best` counts. With `until`, who may not go to a group before a certain step stays,
        unless the change is below `free`.
        """
        demands, less, home, bit = self.demands, self.less, self.home, self.bit
        chooses, avoid, not_chosen_by = demands.chooses, demands.avoid, self.not_chosen_by
        score, has, mixed, low, high, far = self.score, self.has, self.mixed, self.low, self.high, self.far
        top, bottom = demands.top, demands.bottom
        able_g, able_h = demands.eligible[self.slots[g]], demands.eligible[self.slots[h]]
        asked_g, asked_h = demands.possible[self.slots[g]], demands.possible[self.slots[h]]
        here, there = len(self.members[g]), len(self.members[h])
        sizes = self.size_cost
        count = demands.count
        # What the second group costs now is the most that it can gain: a swap that needs more is not looked at further.
        before_g, before_h = self.cost[g] - sizes[here], self.cost[h] - sizes[there]
        found: _Step | None = None
        for p in inner:
            mask_p, total_p, count_p, pairs_p, lonely_p = less[p]
            inside_p = p < count
            homeward = -before_g
            if inside_p:
                homeward += MOVED if home[p] == g else -MOVED if home[p] == h else 0.0
            score_p, has_p, chooses_p, avoid_p = score[p], has[p], chooses[p], avoid[p]
            others_p, bit_p = not_chosen_by[p], bit[p]
            for q in outer:
                mask = mask_p | bit[q]
                change = homeward
                if not mask & able_g:
                    change += UNASKED if mask & asked_g else TUTOR
                if pairs_p or avoid[q] & mask_p:
                    change += AVOID * (pairs_p + (avoid[q] & mask_p).bit_count())
                if lonely_p:
                    change += ALONE * (lonely_p & not_chosen_by[q]).bit_count()
                if chooses[q] and not chooses[q] & mask_p:
                    change += ALONE
                if change - before_h >= best:
                    continue
                if mixed:
                    scored = count_p + has[q]
                    if scored:
                        if not mask & top:
                            change += THIRD
                        if not mask & bottom:
                            change += THIRD
                        total = total_p + score[q]
                        if total < low[scored]:
                            change += MEAN + (low[scored] - total) * far[scored]
                        elif total > high[scored]:
                            change += MEAN + (total - high[scored]) * far[scored]
                if q < count:
                    if home[q] == h:
                        change += MOVED
                    elif home[q] == g:
                        change -= MOVED
                change -= before_h
                if change >= best or inside_p != (q < count):
                    continue  # too dear; or a pupil with a tutor from outside, who don't change places
                mask_q, total_q, count_q, pairs_q, lonely_q = less[q]
                mask = mask_q | bit_p
                if not mask & able_h:
                    change += UNASKED if mask & asked_h else TUTOR
                if pairs_q or avoid_p & mask_q:
                    change += AVOID * (pairs_q + (avoid_p & mask_q).bit_count())
                if lonely_q:
                    change += ALONE * (lonely_q & others_p).bit_count()
                if chooses_p and not chooses_p & mask_q:
                    change += ALONE
                if mixed and change < best:
                    scored = count_q + has_p
                    if scored:
                        if not mask & top:
                            change += THIRD
                        if not mask & bottom:
                            change += THIRD
                        total = total_q + score_p
                        if total < low[scored]:
                            change += MEAN + (low[scored] - total) * far[scored]
                        elif total > high[scored]:
                            change += MEAN + (total - high[scored]) * far[scored]
                if change < best:
                    if until and change >= free and (until.get((p, h), 0) > now or until.get((q, g), 0) > now):
                        continue
                    best, found = change, (change, p, q)
        self.weighed += len(inner) * len(outer)
        # A move changes sizes: of use only where both groups stay as near their bounds as they are.
        fits = sizes[here] + sizes[there]
        moves: list[tuple[int, int, int]] = []
        if here and sizes[here - 1] + sizes[there + 1] <= fits:
            moves += [(p, g, h) for p in inner]
        if there and sizes[here + 1] + sizes[there - 1] <= fits:
            moves += [(q, h, g) for q in outer]
        for one, source, target in moves:
            change = self._weigh_move(one, source, target)
            if change < best - NOTHING and not (until and change >= free and until.get((one, target), 0) > now):
                best, found = change, ((change, one, -1) if source == g else (change, -1, one))
        return found

    def _weigh_move(self, one: int, source: int, target: int) -> float:
        self.weighed += 1
        change = (
            self.judge(self.less[one], self.slots[source])
            + self.judge(self._joined(self.whole[target], one), self.slots[target])
            - self.cost[source]
            - self.cost[target]
        )
        if one < self.demands.count:
            change += MOVED if self.home[one] == source else -MOVED if self.home[one] == target else 0.0
        return change

    def take(self, g: int, h: int, p: int, q: int) -> None:
        """Person p (-1: nobody) goes from group g to h, and q from h to g."""
        inner, outer = list(self.members[g]), list(self.members[h])
        for one, source, target in ((p, inner, outer), (q, outer, inner)):
            if one >= 0:
                source.remove(one)
                insort(target, one)
                self.groups[g] ^= self.bit[one]
                self.groups[h] ^= self.bit[one]
        self._renew(g, inner)
        self._renew(h, outer)

    def hand_out_again(self) -> None:
        """Give the slots out anew where some group lacks a tutor for its own."""
        demands = self.demands
        for group, slot in zip(self.groups, self.slots, strict=True):
            # A group in which nobody can lead anything gains nothing from another slot.
            if not group & demands.eligible[slot] and group & self.anyone:
                break
        else:
            return
        slots = hand_out(self.groups, demands, self.slots)
        old = self.slots
        if self._tutor_cost(slots) < self._tutor_cost(old):
            self.slots = slots
            for number, slot in enumerate(slots):
                if slot != old[number]:
                    self.cost[number] = self.judge(self.whole[number], slot)
                    self.stamp[number] += 1

    def _tutor_cost(self, slots: Sequence[int]) -> float:
        demands = self.demands
        return sum(
            0.0 if group & demands.eligible[slot] else UNASKED if group & demands.possible[slot] else TUTOR
            for group, slot in zip(self.groups, slots, strict=True)
        )

    def descend(self, allowance: int) -> None:
        """Take the best step again and again until none is better."""
        count = len(self.groups)
        pairs = list(itertools.combinations(range(count), 2))
        limit = self.weighed + allowance
        while self.weighed < limit:
            strays = [0] * count
            for number, people in enumerate(self.members):
                strays[number] = sum(self.home[one] not in (number, -1) for one in people)
            gain = [self.cost[number] + 2 * MOVED * strays[number] for number in range(count)]
            best, where, step = -NOTHING, (-1, -1), None
            # The pairs with most to gain first; a pair that can't gain as much as the best so far is left alone.
            for g, h in sorted(pairs, key=lambda pair: -gain[pair[0]] - gain[pair[1]]):
                if -(gain[g] + gain[h]) >= best:
                    break
                found = self.best_between(g, h)
                if found and found[0] < best - NOTHING:
                    best, where, step = found[0], (g, h), found
            if step is None:
                return
            self.take(*where, step[1], step[2])
            self.hand_out_again()

    def wander(self, source: random.Random, allowance: int, floor: float) -> None:
        """Mend one breach after another, each in the best way for it, until none above the floor is left.

        Takes the best even where it costs more elsewhere; whoever left a group may not come back for a while, so that
        the walk doesn't go round in circles. Stops at the allowance, with whatever it has then.
        """
        until: dict[tuple[int, int], int] = {}
        limit, now = self.weighed + allowance, 0
        least = total = self.total
        while total - floor > NOTHING and self.weighed < limit:
            now += 1
            self.weighed += 1
            wrong = [number for number, cost in enumerate(self.cost) if cost > NOTHING]
            g = wrong[below(len(wrong), source)]
            best, where, step = math.inf, -1, None
            for h, inner, outer in self._mending(g, source):
                found = self._best_step(g, h, inner, outer, best, until, now, least - total - NOTHING)
                if found:
                    best, where, step = found[0], h, found
            if step is None:
                continue
            _, p, q = step
            until[p, g] = until[q, where] = now + 4 + below(6, source)
            self.take(g, where, p, q)
            self.hand_out_again()
            total = self.total
            least = min(least, total)

    def _mending(self, g: int, source: random.Random) -> list[tuple[int, list[int], list[int]]]:
        """Whom to swap with whom for one breach of group g, drawn among its breaches: (other group, its people's
        counterparts in g, people in it)."""
        demands, groups, count = self.demands, self.groups, len(self.groups)
        mask, slot = groups[g], self.slots[g]
        _, total, scored, pairs, lonely = self.whole[g]
        inner = self.members[g]
        breaches = [("alone", one) for one in bits(lonely)]
        if pairs:
            breaches += [("part", one) for one in inner if demands.avoid[one] & mask]
        if not mask & demands.eligible[slot]:
            breaches.append(("bring", demands.eligible[slot] or demands.possible[slot]))
        if self.mixed and scored:
            if not mask & demands.top:
                breaches.append(("bring", demands.top))
            if not mask & demands.bottom:
                breaches.append(("bring", demands.bottom))
            if not self.low[scored] <= total <= self.high[scored]:
                breaches.append(("any", -1))
        if self.size_cost[len(inner)]:
            breaches.append(("any", -1))
        if not breaches or count < 2:
            return []
        kind, what = breaches[below(len(breaches), source)]
        others = [number for number in range(count) if number != g]
        if kind == "alone":
            blocks = []
            for h in others:
                friends = demands.chooses[what] & groups[h]
                if friends:
                    blocks.append((h, [what], bits(groups[h] & ~friends)))
                    blocks.append((h, [one for one in inner if one != what], bits(friends)))
            return blocks
        if kind == "bring":
            others = [h for h in others if groups[h] & what] or others
        h = others[below(len(others), source)]
        if kind == "part":
            return [(h, [what], self.members[h])]
        return [(h, inner, bits(groups[h] & what) if kind == "bring" else self.members[h])]

    def shake(self, source: random.Random, times: int) -> None:
        """Swap a few people of groups that are not right with others."""
        count = len(self.groups)
        for _ in range(times if count > 1 else 0):
            filled = [number for number in range(count) if self.members[number]]
            wrong = [number for number in filled if self.cost[number] > NOTHING] or filled
            g = wrong[below(len(wrong), source)]
            others = [number for number in filled if number != g]
            if others:
                h = others[below(len(others), source)]
                p = self.members[g][below(len(self.members[g]), source)]
                q = self.members[h][below(len(self.members[h]), source)]
                if (p < self.demands.count) == (q < self.demands.count):
                    self.take(g, h, p, q)
                    self.hand_out_again()


# --- how many moves ------------------------------------------------------------------------------------------------


def moves_between(first: Sequence[int], last: Sequence[int]) -> list[list[tuple[str, int, int, int, int]]]:
    """The fewest moves and swaps that turn one division into another, in parts that don't depend on each other.

    A pupil who changes groups is an arrow between two groups. A closed round of n arrows takes n - 1 swaps, every
    arrow in no round takes one move; so the fewest is the number of arrows less the most rounds that share no arrow.
    Two opposite arrows are always worth a round of their own; beyond those the search is exact up to 14 arrows and
    takes short rounds first for more.

    Each part is a list of ("swap", p, q, g, h): p from g to h, q from h to g; or ("move", p, -1, g, h).
    """
    where_first = {one: number for number, group in enumerate(first) for one in bits(group)}
    where_last = {one: number for number, group in enumerate(last) for one in bits(group)}
    arrows: dict[tuple[int, int], list[int]] = {}
    for one in sorted(where_first):
        g, h = where_first[one], where_last[one]
        if g != h:
            arrows.setdefault((g, h), []).append(one)
    parts: list[list[tuple[str, int, int, int, int]]] = []
    for g, h in sorted(arrows):
        while g < h and arrows.get((g, h)) and arrows.get((h, g)):
            parts.append([("swap", arrows[g, h].pop(0), arrows[h, g].pop(0), g, h)])
    numbers = {pair: len(people) for pair, people in arrows.items() if people}
    for round_ in _rounds(numbers):
        # The pupil of the first arrow goes home, changing with whoever must leave that group, who then is one arrow
        # further on; the last swap sends two home.
        people = [arrows[pair].pop(0) for pair in round_]
        part = []
        start = round_[0][0]
        going = people[0]
        for (_, h), person in zip(round_[:-1], people[1:], strict=True):
            part.append(("swap", going, person, start, h))
            going = person
        parts.append(part)
    parts.extend([("move", one, -1, g, h)] for (g, h), people in sorted(arrows.items()) for one in people)
    return parts


def _rounds(numbers: dict[tuple[int, int], int]) -> list[list[tuple[int, int]]]:
    """As many closed rounds as possible that share no arrow."""
    rounds: list[list[tuple[int, int]]] = []
    left = dict(numbers)
    if sum(left.values()) <= 14:
        return _most_rounds(left, {})
    while found := _shortest_round(left):
        rounds.append(found)
        for pair in found:
            left[pair] -= 1
    return rounds


def _simple_rounds(left: dict[tuple[int, int], int], through: tuple[int, int]) -> list[list[tuple[int, int]]]:
    """Every round through one arrow that passes no group twice."""
    onward: dict[int, list[int]] = {}
    for (g, h), number in left.items():
        if number:
            onward.setdefault(g, []).append(h)
    start, found = through[0], []

    def walk(path: list[int]) -> None:
        for h in onward.get(path[-1], ()):
            if h == start:
                found.append([*itertools.pairwise(path), (path[-1], start)])
            elif h not in path:
                walk([*path, h])

    walk(list(through))
    return found


def _most_rounds(
    left: dict[tuple[int, int], int], seen: dict[frozenset[tuple[tuple[int, int], int]], list[list[tuple[int, int]]]]
) -> list[list[tuple[int, int]]]:
    left = {pair: number for pair, number in left.items() if number}
    key = frozenset(left.items())
    if not left:
        return []
    if key not in seen:
        pair = min(left)
        options = [_most_rounds({**left, pair: 0}, seen)]
        # Either this arrow is in one of its rounds, or (all of the same kind with it) in none.
        for round_ in _simple_rounds(left, pair):
            rest = dict(left)
            for one in round_:
                rest[one] -= 1
            options.append([round_, *_most_rounds(rest, seen)])
        seen[key] = max(options, key=len)
    return seen[key]


def _shortest_round(left: dict[tuple[int, int], int]) -> list[tuple[int, int]] | None:
    onward: dict[int, list[int]] = {}
    for (g, h), number in sorted(left.items()):
        if number:
            onward.setdefault(g, []).append(h)
    shortest: list[tuple[int, int]] | None = None
    for start in onward:
        paths, seen = [[start]], set()
        for path in paths:
            for h in onward.get(path[-1], ()):
                if h == start and (shortest is None or len(path) < len(shortest)):
                    shortest = [*itertools.pairwise(path), (path[-1], start)]
                if h not in seen:
                    seen.add(h)
                    paths.append([*path, h])
    return shortest


def count_moves(first: Sequence[int], last: Sequence[int]) -> int:
    return sum(len(part) for part in moves_between(first, last))


def least_moves(demands: Demands, first: Sequence[int], outside: int) -> int:
    """A number of moves and swaps that no repair of the first division can go below.

    Three counts, each of what one step can mend at most; `outside` tutors who join without a step are allowed for.
    - A step touches two groups: half of the groups that are not right, rounded up.
    - A step brings a tutor to one group more (where every tutor may lead any group; to two more otherwise).
    - A step moves two pupils, and a pupil who moves mends what he or she alone can mend: the own loneliness, that of
      those who chose him or her in one group, and the pairs he or she is half of.
    """
    search = Search(demands, [bits(group) for group in first])
    able = demands.possible if demands.tutored[0] < demands.groups else demands.eligible
    anyone = functools.reduce(operator.or_, able, 0)
    lacking = [not group & anyone for group in first]
    wrong = 0
    for number, group in enumerate(first):
        tutor_cost = _slot_cost(group, search.slots[number], demands)
        wrong += lacking[number] or search.cost[number] - tutor_cost > NOTHING
    bounds = [(wrong - outside + 1) // 2]

    matched: dict[int, int] = {}
    augment([[slot for slot, who in enumerate(able) if group & who] for group in first], matched, range(len(first)))
    reachable = demands.tutored[1] if able is demands.possible else demands.tutored[0]
    without = reachable - len(matched) - outside
    bounds.append(without if demands.uniform else (without + 1) // 2)

    outsiders = ((1 << demands.people) - 1) & ~((1 << demands.count) - 1)
    if not any(chosen & outsiders for chosen in demands.chooses):
        where = {one: number for number, group in enumerate(first) for one in bits(group)}
        lonely = mask_of(
            one for one, number in where.items() if demands.chooses[one] and not demands.chooses[one] & first[number]
        )
        at_odds = mask_of(one for one, number in where.items() if demands.avoid[one] & first[number])
        unhappy = lonely | at_odds
        gains = []
        for one, number in where.items():
            partners = demands.avoid[one] & first[number]
            chosen_by = lonely & ~search.not_chosen_by[one]
            most = max((chosen_by & group).bit_count() for group in first)
            gains.append((unhappy >> one & 1) + most + partners.bit_count())
        healed = moving = 0
        for gain in sorted(gains, reverse=True):
            if healed >= unhappy.bit_count():
                break
            healed += gain
            moving += 1
        bounds.append((moving + 1) // 2)
    return max(0, *bounds)


def _slot_cost(mask: int, slot: int, demands: Demands) -> float:
    return 0.0 if mask & demands.eligible[slot] else UNASKED if mask & demands.possible[slot] else TUTOR


# --- the repair ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Repaired:
    """`groups`: bits of each group. `slots`: of each group. `left`: cost of what is still broken beyond what nobody
    could mend. `moves`: fewest moves and swaps from the first division. `proven`: no division that is as good takes
    fewer. `exhausted`: every division was tried, so what is broken can't be mended."""

    groups: tuple[int, ...]
    slots: tuple[int, ...]
    left: float
    moves: int
    proven: bool
    exhausted: bool = False


def unavoidable(demands: Demands) -> float:
    """Cost that every division has: too few tutors, too few people of a third, sizes that can't fit."""
    groups, placed = demands.groups, demands.people
    eligible, any_tutor = demands.tutored
    cost = TUTOR * (groups - any_tutor) + UNASKED * (any_tutor - eligible)
    if demands.allowed is not None and all(score is not None for score in demands.scores[: demands.count]):
        for third in (demands.top, demands.bottom):
            cost += THIRD * max(0, min(groups, placed) - third.bit_count())
    return cost + SIZE * max(0, placed - groups * demands.largest, groups * demands.smallest - placed)


def repair(demands: Demands, first: Sequence[int], start: Sequence[int], seed: int, effort: float = 1.0) -> Repaired:
    """The division nearest to `first` that keeps the demands, as near as the effort finds.

    Parameters
    ----------
    first: bits of each group of the first division, people below `demands.count` only.
    start: the same with the tutors from outside added where they may help.
    seed: for the shaking; the same seed gives the same answer in every Python.
    effort: 1 for an answer at once; larger values look longer for fewer moves and for a proof.
    """
    inside = (1 << demands.count) - 1
    floor = unavoidable(demands)
    outside = sum((group & ~inside).bit_count() for group in start)
    search = Search(demands, [bits(group) for group in first])

    def keep(best: Repaired | None) -> Repaired:
        moves = count_moves(first, [group & inside for group in search.groups])
        new = Repaired(tuple(search.groups), tuple(search.slots), max(0.0, search.total - floor), moves, False)
        if best is None or new.left < best.left - NOTHING:
            return new
        return new if new.left <= best.left + NOTHING and new.moves < best.moves else best

    search.load(start)
    if search.total - floor <= NOTHING:
        return replace(keep(None), proven=True)
    search.descend(int(60_000 * max(effort, 1.0)))
    best = keep(None)
    reachable = within_reach(demands)
    least = least_moves(demands, first, outside) if reachable else 0
    source = random.Random(seed)
    tiny = demands.groups**demands.people <= 20_000

    def settled() -> bool:
        return best.left <= NOTHING and best.moves <= least

    # Where the descent got stuck, walk on from there; then from a start that was shaken a little.
    # After some walks in vain, every other one starts anywhere: keeping the demands comes before being near.
    scale = max(demands.people / 36, 1.0)
    walk = int(3_000 * scale**4)  # measured: in a class of 60 walks of 3,000 mostly end too early, of 20,000 don't
    allowance, again = search.weighed + int(90_000 * scale * effort), 0
    while best.left > NOTHING and search.weighed < allowance and not (tiny and again > 4):
        if again and again % 2 == 0:
            search.load(_anywhere(start, demands, source) if again > 4 else start)
            search.shake(source, again % 3)
            search.descend(allowance)
        again += 1
        search.wander(source, walk, floor)
        search.descend(allowance)
        best = keep(best)
    # Fewer moves: leave some of the steps out, mend what that breaks, keep it where it took no more steps.
    kept, allowance = best, search.weighed + int(2_500 * effort)
    while best.left <= NOTHING and not settled() and search.weighed < allowance and not tiny:
        parts = moves_between(first, [group & inside for group in kept.groups])
        left_out = set(shuffled(range(len(parts)), source)[: 1 + below(4, source)])
        groups = list(start)
        for number, part in enumerate(parts):
            if number not in left_out:
                for _, p, q, g, h in part:
                    change = 1 << p | (1 << q if q >= 0 else 0)
                    groups[g] ^= change
                    groups[h] ^= change
        search.weighed += 50
        search.load(groups)
        search.wander(source, 600, floor)
        search.descend(allowance)
        found = keep(None)
        if found.left <= NOTHING and found.moves <= kept.moves:
            kept = found
            if found.moves < best.moves:
                best = found
    if settled():
        return replace(best, proven=True)
    if best.left <= NOTHING and not best.moves:
        return replace(best, proven=True)
    if tiny:
        exact = _every_division(demands, first, start, floor)
        return exact if exact is not None else best
    # Beyond a few moves, trying everything would end without an answer.
    if best.left <= NOTHING and not outside and reachable and best.moves <= 3 + math.log10(max(effort, 1.0)) + 1:
        best = _fewer(search, demands, first, best, least, int(3_000 * effort))
    return best


def _anywhere(start: Sequence[int], demands: Demands, source: random.Random) -> list[int]:
    """The pupils dealt anew into groups of the same sizes; tutors from outside stay."""
    inside = (1 << demands.count) - 1
    dealt = iter(shuffled(range(demands.count), source))
    return [group & ~inside | mask_of(itertools.islice(dealt, (group & inside).bit_count())) for group in start]


def within_reach(demands: Demands) -> bool:
    """Whether no shortage stands in the way, so that counting broken groups says something about moves.

    Tutors may all be eligible or all still to be asked; of a mixture some groups keep one who was not asked.
    """
    eligible, any_tutor = demands.tutored
    if any_tutor < demands.groups or eligible not in (0, demands.groups):
        return False
    return unavoidable(demands) <= UNASKED * (demands.groups - eligible) + NOTHING


def _fewer(
    search: Search, demands: Demands, first: Sequence[int], best: Repaired, least: int, allowance: int
) -> Repaired:
    """Look for every repair with fewer moves than the best so far, from the least number up, within the allowance."""
    able = demands.possible if demands.tutored[0] < demands.groups else demands.eligible
    relaxed = replace(demands, eligible=able, possible=able)
    for depth in range(least, best.moves):
        looking = _Exhaustive(relaxed, first, allowance)
        found = looking.within(depth)
        if found is not None:
            search.load(found)
            groups = tuple(found)
            slots = tuple(hand_out(groups, demands))
            search.load(groups, slots)
            if search.total - unavoidable(demands) <= NOTHING:
                return Repaired(groups, slots, 0.0, depth, True)
            return best
        allowance -= looking.weighed
        if looking.gave_up:
            return best
    return replace(best, proven=True)


class _Exhaustive:
    """Whether some sequence of at most so many moves and swaps keeps every demand; every one is tried or ruled out.

    A sequence can be ordered so that its first step touches any one group that must change; so only steps that touch
    the first group that is not right need trying. A step mends two groups at most.
    """

    def __init__(self, demands: Demands, first: Sequence[int], allowance: int) -> None:
        self.demands = demands
        self.groups = list(first)
        self.allowance = allowance
        self.weighed = 0
        self.gave_up = False
        self.judge = Search(demands, [bits(group) for group in first])
        self.costs: dict[int, bool] = {}
        self.anyone = self.judge.anyone

    def right(self, mask: int) -> bool:
        """Whether a group keeps every demand that is its own (all but which sub-topic it gets)."""
        known = self.costs.get(mask)
        if known is None:
            known = self.costs[mask] = bool(mask & self.anyone) and self._cost(mask) <= NOTHING
        return known

    def _cost(self, mask: int) -> float:
        demands, judge = self.demands, self.judge
        if judge.size_cost[mask.bit_count()]:
            return SIZE
        total, count = 0.0, 0
        for one in bits(mask):
            chosen = demands.chooses[one]
            if demands.avoid[one] & mask or (chosen and not chosen & mask):
                return AVOID
            total += judge.score[one]
            count += judge.has[one]
        if judge.mixed and count:
            if not mask & demands.top or not mask & demands.bottom:
                return THIRD
            if not judge.low[count] <= total <= judge.high[count]:
                return MEAN
        return 0.0

    def without_tutor(self) -> int:
        demands = self.demands
        if demands.uniform:
            return sum(not group & self.anyone for group in self.groups)
        matched: dict[int, int] = {}
        graph = [[slot for slot, who in enumerate(demands.eligible) if group & who] for group in self.groups]
        augment(graph, matched, range(len(self.groups)))
        return len(self.groups) - len(matched)

    def within(self, depth: int) -> list[int] | None:
        """The groups after at most `depth` steps that keep every demand; None where there are none, or on giving up."""
        groups = self.groups
        wrong = [number for number, group in enumerate(groups) if not self.right(group)]
        if len(wrong) > 2 * depth:
            return None
        without = self.without_tutor()
        if without > (depth if self.demands.uniform else 2 * depth):
            return None
        if not wrong and not without:
            return list(groups)
        if depth == 0:
            return None
        count = len(groups)
        if wrong:
            first, others = wrong[0], [number for number in range(count) if number != wrong[0]]
            if depth == 1 and len(wrong) == 2:
                others = wrong[1:]
            pairs = [(first, other) for other in others]
        else:
            pairs = list(itertools.combinations(range(count), 2))
        many = len(wrong)
        for g, h in pairs:
            old_g, old_h = groups[g], groups[h]
            still = many - (g in wrong) - (h in wrong)
            inner = [1 << one for one in bits(old_g)]
            outer = [1 << one for one in bits(old_h)]
            for p, q in [*itertools.product(inner, outer), *((p, 0) for p in inner), *((0, q) for q in outer)]:
                if not wrong and not (p | q) & self.anyone:
                    continue  # only a tutor's going elsewhere can help
                self.weighed += 1
                new_g, new_h = old_g ^ p | q, old_h ^ q | p
                if still + (not self.right(new_g)) + (not self.right(new_h)) > 2 * (depth - 1):
                    continue
                if self.weighed > self.allowance:
                    self.gave_up = True
                    return None
                groups[g], groups[h] = new_g, new_h
                found = self.within(depth - 1)
                groups[g], groups[h] = old_g, old_h
                if found is not None or self.gave_up:
                    return found
        return None


def _every_division(demands: Demands, first: Sequence[int], start: Sequence[int], floor: float) -> Repaired | None:
    """For a handful of pupils: the best of all divisions, by what is broken and then by moves."""
    inside = (1 << demands.count) - 1
    search = Search(demands, [bits(group) for group in first])
    placed = bits(sum(start))
    costs: dict[int, float] = {}

    def own(mask: int) -> float:
        if mask not in costs:
            search.groups[0] = mask
            search._renew(0, bits(mask))
            costs[mask] = search.cost[0] - _slot_cost(mask, search.slots[0], demands)
        return costs[mask]

    best: Repaired | None = None
    for places in itertools.product(range(demands.groups), repeat=len(placed)):
        groups = [0] * demands.groups
        for one, number in zip(placed, places, strict=True):
            groups[number] |= 1 << one
        cost = sum(map(own, groups)) - floor
        if best is not None and cost > best.left + NOTHING:
            continue
        slots = hand_out(groups, demands)
        cost = max(0.0, cost + sum(_slot_cost(mask, slot, demands) for mask, slot in zip(groups, slots, strict=True)))
        if best is not None and cost > best.left + NOTHING:
            continue
        moves = count_moves(first, [group & inside for group in groups])
        if best is None or cost < best.left - NOTHING or moves < best.moves:
            best = Repaired(tuple(groups), tuple(slots), cost, moves, proven=True, exhausted=True)
    return best


Step: TypeAlias = tuple[str, int, int, int, int]


def in_order(parts: list[list[Step]], worth: Callable[[Step], float], apply: Callable[[Step], None]) -> list[Step]:
    """Steps of independent parts in one order, at each point the one that is worth most."""
    waiting = [list(part) for part in parts]
    ordered: list[Step] = []
    while any(waiting):
        heads = [part for part in waiting if part]
        best = max(heads, key=lambda part: worth(part[0]))
        step = best.pop(0)
        apply(step)
        ordered.append(step)
    return ordered

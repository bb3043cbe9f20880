"""Company for everybody who chose somebody (G09), on top of the solver's demands.

Whether a pupil is alone isn't a matter of who is in the group but of who else is, so the solver doesn't know it. Pupils
are exchanged until as few as possible are alone; where there is time for a proof, a search branches on the companion
whom a lonely pupil gets.
"""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations, count, product
from time import perf_counter

from . import optimal
from ._search import Model
from .optimal import SURE, GroupingProblem, GroupingSolution, NoGroupingError, Together, judge, solve
from .wishes import Question, lonely


def with_bound(
    solution: GroupingSolution, groups: optimal.Groups, value: float, bound: float | None
) -> GroupingSolution:
    """Another division with what is known of the bound."""
    if bound is not None and bound - value <= SURE * max(1.0, abs(value), abs(bound)):
        return replace(solution, groups=groups, value=value, bound=value, status="proven", note=None)
    status: optimal.Status = "within" if solution.status != "first" and bound is not None else "first"
    return replace(solution, groups=groups, value=value, bound=bound, status=status)


def with_company(
    question: Question, solution: GroupingSolution, seed: int, deadline: float, prove: bool
) -> tuple[GroupingSolution, bool]:
    """The division that gives everybody a chosen companion at the least loss, or as many as can be.

    The solver's bound holds still, for a division with company is a division; branching lowers it. Also says whether it
    is proven that nobody can give everybody company. While somebody is alone nothing is called best.
    """
    problem, model = question.problem, question.problem.model
    number = {one: k for k, one in enumerate(problem.people)}
    chosen = [
        frozenset(number[x] for x in pupil.chooses if x in number and x != one)
        if (pupil := question.school_class.pupils.get(one))
        else frozenset()
        for one in problem.people
    ]

    def mended(groups: optimal.Groups, tries: int, effort: int) -> GroupingSolution:
        # A first answer must come at once; where there is time, the search starts anew until nobody is alone.
        until = max(deadline, perf_counter() + 0.2)
        found = [[number[one] for one in group] for group in groups]
        for attempt in range(tries):
            found = _exchanged(model, chosen, found, seed + attempt, effort, until)
            if perf_counter() > until or not any(
                _is_lonely(chosen, one, group) for group in map(set, found) for one in group
            ):
                break
        if prove and model.dense:
            found = _polished(model, chosen, found, until)
        named = tuple(tuple(problem.people[one] for one in sorted(group)) for group in found)
        return replace(solution, groups=named, value=judge(problem, named).value)

    first = mended(solution.groups, 8 if prove else 2, 10 if prove else 1)
    groups = first.groups
    best, hopeless = with_bound(solution, groups, first.value, solution.bound), False
    if prove and model.dense and solution.status == "proven" and (best.status != "proven" or lonely(question, groups)):
        best, hopeless = _branched(question, solution, best, seed, deadline, mended)
    if lonely(question, best.groups):
        best = replace(best, status="first", bound=solution.bound)
    return best, hopeless


def _is_lonely(chosen: Sequence[frozenset[int]], one: int, group: set[int]) -> bool:
    return bool(chosen[one]) and not chosen[one] & group


def _cost(model: Model, chosen: Sequence[frozenset[int]], group: set[int], place: int) -> tuple[float, float]:
    """Breaches and lonely people of a group, then what it lacks in value."""
    members = sorted(group)
    value = model.value(members, place)
    # `Spread` is no matter of one group; its squares lead the same way.
    value -= sum(t.cost(math.fsum(t.surplus[one] for one in members)) for t in model.totals if t.square)
    return 2 * model.breach(members, place) + sum(_is_lonely(chosen, one, group) for one in members), -value


def _bound(model: Model) -> set[int]:
    """People who can't change places alone."""
    tied = {one for atom in model.atoms if len(atom) > 1 for one in atom}
    return tied | {one for one, lock in enumerate(model.locked) if lock >= 0}


def _polished(
    model: Model, chosen: Sequence[frozenset[int]], division: Sequence[Sequence[int]], until: float
) -> list[list[int]]:
    """The division after all exchanges of two that win value and leave nobody more alone."""
    groups, tied = [set(group) for group in division], _bound(model)
    costs = [_cost(model, chosen, group, place) for place, group in enumerate(groups)]
    pairs = list(combinations(range(len(groups)), 2))
    waiting = set(pairs)
    while waiting and perf_counter() < until:
        g, h = min(waiting)
        waiting.discard((g, h))
        for one, other in product(sorted(groups[g] - tied), sorted(groups[h] - tied)):
            new_g = _cost(model, chosen, groups[g] - {one} | {other}, g)
            new_h = _cost(model, chosen, groups[h] - {other} | {one}, h)
            change = tuple(new_g[k] + new_h[k] - costs[g][k] - costs[h][k] for k in (0, 1))
            if change[0] <= 0 and change < (0, -SURE):
                groups[g], groups[h] = groups[g] - {one} | {other}, groups[h] - {other} | {one}
                costs[g], costs[h] = new_g, new_h
                waiting.update(pair for pair in pairs if g in pair or h in pair)
                break
    return [sorted(group) for group in groups]


def _exchanged(
    model: Model,
    chosen: Sequence[frozenset[int]],
    division: Sequence[Sequence[int]],
    seed: int,
    effort: int,
    until: float,
) -> list[list[int]]:
    """A division of the fewest lonely people that were found and, of those, the largest value: tabu search.

    Only moves that help somebody are tried: a lonely one changes places with a companion's neighbour, or a companion
    with a neighbour of the lonely one.
    """
    source = random.Random(seed)
    groups = [set(group) for group in division]
    where = {one: number for number, group in enumerate(groups) for one in group}
    bound = _bound(model)
    costs = [_cost(model, chosen, group, place) for place, group in enumerate(groups)]
    best, record = [sorted(group) for group in groups], (sum(one for one, _ in costs), sum(one for _, one in costs))
    waits: dict[int, int] = {}
    alone = [one for one in where if _is_lonely(chosen, one, groups[where[one]])]
    for turn in range(effort * (40 + 3 * len(alone))):
        alone = [one for one in where if _is_lonely(chosen, one, groups[where[one]])]
        if not alone or perf_counter() > until:
            break
        one = source.choice(alone)
        here = where[one]
        swaps = []
        for friend in sorted(chosen[one]):
            there = where[friend]
            swaps += [(one, other) for other in sorted(groups[there]) if other != friend]
            swaps += [(other, friend) for other in sorted(groups[here]) if other != one]
        total = (sum(x for x, _ in costs), sum(x for _, x in costs))
        tried = []
        for first, second in swaps:
            if first in bound or second in bound:
                continue
            g, h = where[first], where[second]
            new_g = _cost(model, chosen, groups[g] - {first} | {second}, g)
            new_h = _cost(model, chosen, groups[h] - {second} | {first}, h)
            change = tuple(new_g[k] + new_h[k] - costs[g][k] - costs[h][k] for k in (0, 1))
            held = max(waits.get(first, 0), waits.get(second, 0)) > turn
            better = (total[0] + change[0], total[1] + change[1]) < record
            if not held or better:
                tried.append((change, source.random(), first, second, new_g, new_h))
        if not tried:
            continue
        _, _, first, second, new_g, new_h = min(tried)
        g, h = where[first], where[second]
        groups[g], groups[h] = groups[g] - {first} | {second}, groups[h] - {second} | {first}
        where[first], where[second], costs[g], costs[h] = h, g, new_g, new_h
        waits[first] = waits[second] = turn + 5 + source.randrange(5)
        now = (sum(x for x, _ in costs), sum(x for _, x in costs))
        if now < record and all(model.breach(sorted(group), place) == 0 for place, group in enumerate(groups)):
            best, record = [sorted(group) for group in groups], now
    return best


def _branched(
    question: Question,
    relaxed: GroupingSolution,
    best: GroupingSolution,
    seed: int,
    deadline: float,
    mended: Callable[[optimal.Groups, int, int], GroupingSolution],
) -> tuple[GroupingSolution, bool]:
    """Best first over whom a lonely pupil gets for company; ends with a proof, a lower bound, or without any branch.

    One of the chosen companions must be there, so every division with company lies in one of the branches.
    """
    school_class, here = question.school_class, set(question.problem.people)
    order = count()
    assert relaxed.bound is not None
    waiting: list[tuple[float, int, GroupingProblem, GroupingSolution]] = [
        (-relaxed.bound, next(order), question.problem, relaxed)
    ]
    missing = len(lonely(question, best.groups))
    unsettled = -math.inf
    while waiting:
        upper, _, problem, solution = waiting[0]
        if not missing and -upper <= best.value + SURE * max(1.0, abs(best.value)):
            break
        alone = lonely(question, solution.groups)
        if not alone or perf_counter() > deadline:
            break  # a division with company that no other branch can better; or time is over
        heapq.heappop(waiting)
        one = min(alone, key=lambda one: len(school_class.pupils[one].chooses))
        for friend in dict.fromkeys(school_class.pupils[one].chooses):
            if friend not in here or friend == one:
                continue
            narrowed = replace(problem, demands=(*problem.demands, Together((one, friend))))
            try:
                found = solve(narrowed, max(0.05, deadline - perf_counter()), seed)
            except NoGroupingError as error:
                if not error.certain:
                    unsettled = max(unsettled, -upper)
                continue
            limit = -upper if found.bound is None else min(-upper, found.bound)
            for one_more in (found, mended(found.groups, 1, 2)) if lonely(question, found.groups) else (found,):
                left = len(lonely(question, one_more.groups))
                if left < missing or (left == missing and one_more.value > best.value):
                    best, missing = replace(best, groups=one_more.groups, value=one_more.value), left
            heapq.heappush(waiting, (-limit, next(order), narrowed, found))
    if missing:
        return best, not waiting and unsettled == -math.inf
    limit = max(best.value, unsettled, -waiting[0][0] if waiting else -math.inf)
    return with_bound(best, best.groups, best.value, limit), False

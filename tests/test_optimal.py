"""The best groups: proven optima against brute force and CP-SAT, honest bounds, smallest conflicts, life without scipy."""

from __future__ import annotations

import importlib
import itertools
import math
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from parts import part

from tutor_sebaya.planners import _search, optimal
from tutor_sebaya.planners.optimal import (
    Among,
    Apart,
    Demand,
    Diversity,
    Even,
    Goal,
    GroupingProblem,
    GroupingProblemError,
    GroupingSolution,
    Lock,
    Mixed,
    NoGroupingError,
    NotAlone,
    Pairs,
    Preference,
    Progress,
    Spread,
    Together,
    Within,
    arithmetic_bound,
    conflict,
    demand_costs,
    equal_sizes,
    few_repeats,
    first_answer,
    friendships,
    judge,
    pair_matrix,
    sizes_between,
    solve,
)

ROOT = Path(__file__).resolve().parent.parent


# --- brute force -----------------------------------------------------------------------------------------------------


def divisions(problem: GroupingProblem) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Every division with allowed sizes, groups told apart."""
    for where in itertools.product(range(len(problem.sizes)), repeat=len(problem.people)):
        if all(where.count(group) in sizes for group, sizes in enumerate(problem.sizes)):
            yield tuple(
                tuple(one for one, place in zip(problem.people, where, strict=True) if place == group)
                for group in range(len(problem.sizes))
            )


def brute_best(problem: GroupingProblem) -> float | None:
    """Value of the best division, by trying them all with the demands' and goals' own definitions."""
    values = (
        sum(goal.of(groups) for goal in problem.goals)
        for groups in divisions(problem)
        if all(demand.kept(groups) for demand in problem.demands)
    )
    return max(values, default=None)


def scores(people: tuple[str, ...], source: random.Random) -> dict[str, float]:
    return {one: float(source.choice((40, 55, 60, 65, 70, 78, 80, 95))) for one in people}


def a_demand(kind: str, people: tuple[str, ...], groups: int, source: random.Random) -> Demand:
    match kind:
        case "lock":
            return Lock(source.choice(people), source.randrange(groups))
        case "apart":
            return Apart(*source.sample(people, 2))
        case "together":
            return Together(tuple(source.sample(people, source.choice((2, 2, 3)))))
        case "tutor":
            return Among(frozenset(source.sample(people, groups + 1)))
        case "one able":
            return Among(frozenset(source.sample(people, groups)), 1, 1)
        case "own tutor":
            return Among(frozenset(source.sample(people, 3)), groups=(source.randrange(groups),))
        case "few":
            return Among(frozenset(source.sample(people, groups + 1)), 0, source.choice((1, 2)))
        case "gender":
            return NotAlone(frozenset(source.sample(people, len(people) // 2)))
        case _:
            return Within(scores(people, source), source.choice((20.0, 30.0, 45.0)))


def a_goal(kind: str, people: tuple[str, ...], groups: int, source: random.Random) -> Goal:
    match kind:
        case "friends":
            return friendships({one: source.sample(people, 3) for one in people}, source.choice((1.0, 2.5)))
        case "diversity":
            return Diversity(tuple({one: source.randrange(k) for one in people} for k in (2, 3)))
        case "alike":
            return Diversity(({one: source.randrange(3) for one in people},), -1.0)
        case "mixed":
            return Mixed(scores(people, source), 0.1)
        case "even":
            return Even(scores(people, source), 0.5)
        case "repeats":
            order = source.sample(people, len(people))
            return few_repeats([[order[:3], order[3:6], order[6:]]], 2.0)
        case "matrix":
            rows = [[0.0] * len(people) for _ in people]
            for i, j in itertools.combinations(range(len(people)), 2):
                rows[i][j] = rows[j][i] = source.uniform(-5, 10)
            return pair_matrix(people, rows)
        case "wishes":
            return Preference({one: {source.randrange(groups): 2.0} for one in people})
        case _:
            return Spread(scores(people, source))


DEMANDS = ("lock", "apart", "together", "tutor", "one able", "own tutor", "few", "gender", "within")
GOALS = ("friends", "diversity", "alike", "mixed", "even", "repeats", "matrix", "wishes", "spread")


def a_problem(seed: int, demands: tuple[str, ...], goals: tuple[str, ...]) -> GroupingProblem:
    source = random.Random(seed)
    n, sizes = source.choice(
        [
            (6, equal_sizes(6, 3)),
            (7, equal_sizes(7, 2)),
            (8, equal_sizes(8, 2)),
            (8, equal_sizes(8, 3)),
            (8, sizes_between(3, 1, 4)),
            (7, ((2, 4), (1, 3), (2,))),
            (8, ((4,), (2,), (2, 3))),
        ]
    )
    people = tuple(f"m{number}" for number in range(n))
    return GroupingProblem(
        people,
        sizes,
        tuple(a_demand(kind, people, len(sizes), source) for kind in demands),
        tuple(a_goal(kind, people, len(sizes), source) for kind in goals),
    )


def same(value: float, other: float) -> bool:
    return math.isclose(value, other, rel_tol=1e-7, abs_tol=1e-7)


def check_against_brute_force(problem: GroupingProblem) -> GroupingSolution | None:
    best = brute_best(problem)
    if best is None:
        with pytest.raises(NoGroupingError) as caught:
            solve(problem)
        assert caught.value.certain
        return None
    solution = solve(problem, seconds=30)
    assert same(solution.value, best)
    assert solution.status == "proven" and solution.bound == solution.value and solution.percent == 0
    judged = judge(problem, solution.groups)
    assert not judged.broken and not judged.sizes and same(judged.value, best)
    assert arithmetic_bound(problem) >= best - 1e-7
    return solution


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("seed", range(4))
def test_each_goal_alone_is_proven_best(goal: str, seed: int) -> None:
    part("scipy")
    assert check_against_brute_force(a_problem(seed, (), (goal,))) is not None


@pytest.mark.parametrize("demand", DEMANDS)
@pytest.mark.parametrize("seed", range(4))
def test_each_demand_alone_is_kept_at_the_best_value(demand: str, seed: int) -> None:
    part("scipy")
    check_against_brute_force(a_problem(100 + seed, (demand,), ("friends", "diversity")))


@pytest.mark.parametrize("seed", range(60))
def test_any_mix_of_demands_and_goals_is_proven_best_or_proven_impossible(seed: int) -> None:
    part("scipy")
    source = random.Random(seed)
    demands = tuple(source.choices(DEMANDS, k=source.randrange(1, 6)))
    goals = ("spread",) if seed % 6 == 0 else tuple(source.sample(GOALS[:-1], source.randrange(1, 4)))
    check_against_brute_force(a_problem(1000 + seed, demands, goals))


def test_the_set_partitioning_itself_finds_the_optimum_from_a_poor_start() -> None:
    """Small problems may be solved by luck before the proof; here the proof starts from the worst division."""
    part("scipy")
    partition = importlib.import_module("tutor_sebaya.planners._partition")
    for seed in range(12):
        goal = "spread" if seed % 4 == 0 else "matrix"
        problem = a_problem(2000 + seed, ("apart", "gender"), (goal,))
        kept = [groups for groups in divisions(problem) if all(demand.kept(groups) for demand in problem.demands)]
        if not kept:
            continue
        worst = min(kept, key=lambda groups: sum(goal.of(groups) for goal in problem.goals))
        number = {one: k for k, one in enumerate(problem.people)}
        start = [[number[one] for one in members] for members in worst]
        for first in (start, None):
            proof = partition.prove(problem.model, first, math.inf if goal != "spread" else 0.0, math.inf)
            found = start if proof.division is None else proof.division
            assert problem.model.keeps(found)
            assert same(problem.model.worth(found), brute_best(problem) or 0.0)
            assert same(proof.bound, brute_best(problem) or 0.0)


# --- medium classes --------------------------------------------------------------------------------------------------


def a_class(n: int, groups: int, seed: int, goal: str) -> GroupingProblem:
    """A class with tutors, gender, four pairs apart; friendships with even totals, or diversity over four features."""
    source = random.Random(seed)
    people = tuple(f"m{number}" for number in range(n))
    ability = {one: float(min(100, max(30, round(source.gauss(70, 12))))) for one in people}
    girls = frozenset(source.sample(people, n // 2))
    demands: list[Demand] = [
        Among(frozenset(source.sample(people, groups + 2))),
        NotAlone(girls),
        NotAlone(frozenset(people) - girls),
        *(Apart(*source.sample(people, 2)) for _ in range(4)),
    ]
    goals: tuple[Goal, ...]
    if goal == "friends":
        demands.append(Within(ability, 4.0))
        goals = (friendships({one: source.sample(people, 3) for one in people}),)
    else:
        features = [{one: source.randrange(levels) for one in people} for levels in (2, 3, 4)]
        goals = (Diversity((*features, {one: ability[one] // 10 for one in people})),)
    return GroupingProblem(people, equal_sizes(n, groups), tuple(demands), goals)


def cp_sat_best(problem: GroupingProblem) -> int:
    """The optimum of an `a_class` problem by CP-SAT, modelled apart from the code under test."""
    cp_model = part("ortools.sat.python.cp_model")
    model = cp_model.CpModel()
    people, groups = problem.people, range(len(problem.sizes))
    x = {(one, g): model.new_bool_var(f"{one}-{g}") for one in people for g in groups}
    for one in people:
        model.add_exactly_one(x[one, g] for g in groups)
    for g in groups:
        (size,) = problem.sizes[g]
        model.add(sum(x[one, g] for one in people) == size)
    for demand in problem.demands:
        for g in groups:
            match demand:
                case Among():
                    model.add(sum(x[one, g] for one in demand.people) >= demand.least)
                case NotAlone():
                    some = model.new_bool_var("")
                    count = sum(x[one, g] for one in demand.people)
                    model.add(count >= 2 * some)
                    model.add(count <= len(people) * some)
                case Apart(a, b):
                    model.add(x[a, g] + x[b, g] <= 1)
                case Within():
                    (size,) = problem.sizes[g]
                    mean = sum(demand.values.values()) / len(people)
                    total = sum(int(demand.values[one]) * x[one, g] for one in people)
                    model.add(total <= math.floor(size * mean + demand.tolerance + 1e-7))
                    model.add(total >= math.ceil(size * mean - demand.tolerance - 1e-7))
    worth: dict[tuple[str, str], int] = {}
    for goal in problem.goals:
        match goal:
            case Pairs():
                for (a, b), value in goal.values.items():
                    key = (min(a, b), max(a, b))
                    worth[key] = worth.get(key, 0) + int(value)
            case Diversity():
                for a, b in itertools.combinations(sorted(people), 2):
                    worth[a, b] = sum(feature[a] != feature[b] for feature in goal.features)
    terms = []
    for (a, b), value in worth.items():
        if value:
            for g in groups:
                both = model.new_bool_var("")
                model.add_implication(both, x[a, g])
                model.add_implication(both, x[b, g])
                terms.append(value * both)
    model.maximize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = 60
    solver.parameters.num_workers = 2
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value)


@pytest.mark.parametrize(
    ("n", "groups", "goal", "seed"), [(14, 3, "friends", 1), (16, 4, "friends", 2), (12, 3, "diversity", 3)]
)
def test_medium_classes_have_the_optimum_of_cp_sat(n: int, groups: int, goal: str, seed: int) -> None:
    part("scipy")
    problem = a_class(n, groups, seed, goal)
    if n % groups:
        # CP-SAT's model has one size for each group.
        sizes = tuple((n // groups + (g < n % groups),) for g in range(groups))
        problem = replace(problem, sizes=sizes)
    expected = cp_sat_best(problem)
    solution = solve(problem, seconds=30)
    assert solution.status == "proven"
    assert same(solution.value, expected)


@pytest.mark.parametrize("goal", ["friends", "diversity"])
@pytest.mark.parametrize(("n", "groups"), [(24, 4), (30, 5), (37, 6), (40, 8)])
def test_every_answer_keeps_every_demand(n: int, groups: int, goal: str) -> None:
    for seed in (1, 2):
        problem = a_class(n, groups, seed, goal)
        for solution in (first_answer(problem, seed), solve(problem, seconds=2, seed=seed, proof=seed == 1)):
            judged = judge(problem, solution.groups)
            assert not judged.broken and not judged.sizes
            assert same(judged.value, solution.value)
            assert solution.bound is None or solution.bound >= solution.value


def test_a_bound_that_time_left_open_is_still_a_bound() -> None:
    part("scipy")
    for seed in (1, 2, 3):
        problem = a_class(24, 4, seed, "friends")
        best = solve(problem, seconds=60)
        assert best.status == "proven"
        for seconds in (0.0, 0.03, 0.06, 0.1):
            hurried = solve(problem, seconds)
            assert hurried.bound is not None and hurried.bound >= best.value - 1e-6
            assert hurried.value <= best.value + 1e-6
            if hurried.status == "within":
                assert hurried.percent is not None and hurried.percent > 0
                assert f"{hurried.percent:.1f}" in hurried.text.render("en")


def test_the_same_seed_gives_the_same_groups() -> None:
    for goal in ("friends", "diversity"):
        problem = a_class(30, 5, 7, goal)
        assert first_answer(problem, 3).groups == first_answer(problem, 3).groups
        assert solve(problem, 60, seed=3).groups == solve(problem, 60, seed=3).groups
    assert first_answer(a_class(30, 5, 7, "friends"), 3).groups != first_answer(a_class(30, 5, 7, "friends"), 4).groups


def test_even_totals_are_proven_by_arithmetic_alone() -> None:
    people = tuple(f"m{number}" for number in range(36))
    source = random.Random(5)
    ability = {one: float(source.randrange(40, 100)) for one in people}
    problem = GroupingProblem(people, equal_sizes(36, 6), (), (Spread(ability),))
    solution = solve(problem, proof=False, seconds=20)
    assert solution.status == "proven"
    totals = [sum(ability[one] for one in members) for members in solution.groups]
    assert max(totals) - min(totals) == (1 if sum(totals) % 6 else 0) == -solution.value


def test_half_points_and_uneven_sizes_have_their_own_arithmetic_bound() -> None:
    for seed in range(30):
        source = random.Random(seed)
        people = tuple("abcdefg")
        values = {one: source.choice((50.0, 62.5, 67.5, 70.0, 77.5)) for one in people}
        for goal in (Spread(values), Even(values)):
            problem = GroupingProblem(people, ((2, 3), (2,), (2, 3)), (), (goal,))
            best = brute_best(problem)
            assert best is not None and arithmetic_bound(problem) >= best - 1e-7


# --- conflicts -------------------------------------------------------------------------------------------------------


def brute_smallest_conflict(problem: GroupingProblem) -> int | None:
    """Size of the smallest set of demands that no division keeps; None where all can be kept."""
    demands = tuple(dict.fromkeys(problem.demands))
    patterns = {tuple(demand.kept(groups) for demand in demands) for groups in divisions(problem)}
    for size in range(len(demands) + 1):
        for chosen in itertools.combinations(range(len(demands)), size):
            if not any(all(pattern[k] for k in chosen) for pattern in patterns):
                return size
    return None


def test_conflicts_are_the_smallest_there_are() -> None:
    sizes = []
    for seed in range(60):
        source = random.Random(seed)
        problem = a_problem(3000 + seed, tuple(source.choices(DEMANDS, k=8)), ())
        expected = brute_smallest_conflict(problem)
        found = conflict(problem)
        if expected is None:
            assert found is None
            continue
        assert found is not None and found.smallest
        assert len(found.demands) == expected
        assert brute_best(replace(problem, demands=found.demands)) is None
        sizes.append(expected)
    assert len(sizes) > 15 and max(sizes) >= 3, "the test's own problems should be hard enough"


def test_a_conflict_is_said_in_plain_words() -> None:
    people = tuple(f"m{number}" for number in range(12))
    demands = (
        Among(frozenset(people[:5])),
        Together(("m0", "m1")),
        Together(("m1", "m2")),
        Together(("m3", "m4")),
        Apart("m6", "m7"),
    )
    found = conflict(GroupingProblem(people, equal_sizes(12, 3), demands))
    assert found is not None
    assert set(found.demands) == set(demands[:4])
    words = found.text.render("id", {"m0": "Ayu", "m1": "Budi"})
    assert "Ayu dan Budi sekelompok" in words and "m6" not in words
    too_few = conflict(GroupingProblem(people, equal_sizes(12, 6), (Among(frozenset(people[:5])),)))
    assert too_few is not None and len(too_few.demands) == 1 and "12 peserta dalam 6 kelompok" in too_few.text.render()
    no_room = conflict(GroupingProblem(people, ((4,), (4,), (3,))))
    assert no_room is not None and no_room.demands == () and "12 peserta" in no_room.text.render()
    locked = conflict(GroupingProblem(people, equal_sizes(12, 3), (Lock("m0", 1), Lock("m0", 2))))
    assert locked is not None and len(locked.demands) == 2


def test_a_class_in_conflict_is_explained() -> None:
    """36 pupils, seven of whom must not meet, in six groups."""
    part("scipy")
    problem = a_class(36, 6, 1, "friends")
    clique = list(itertools.combinations(problem.people[:7], 2))
    hard = replace(problem, demands=(*problem.demands, *(Apart(*pair) for pair in clique)))
    with pytest.raises(NoGroupingError):
        solve(hard, seconds=5)
    found = conflict(hard, seconds=20)
    assert found is not None
    assert len(found.demands) <= 21
    assert all(isinstance(one, Apart | Among) for one in found.demands)


# --- what demands cost, progress, hands ------------------------------------------------------------------------------


def test_what_a_demand_costs_is_the_value_lost_by_it() -> None:
    part("scipy")
    problem = a_problem(11, ("apart", "tutor", "gender", "apart"), ("friends", "diversity"))
    best = brute_best(problem)
    assert best is not None
    costs = demand_costs(problem, solve(problem), seconds=20)
    assert [cost.demand for cost in costs] == list(problem.demands)
    for cost in costs:
        freed = brute_best(problem.without(cost.demand))
        assert freed is not None and cost.proven and same(cost.lost, freed - best)
    assert any(cost.lost > 0 for cost in costs)


def test_progress_goes_up_and_the_bound_comes_down() -> None:
    part("scipy")
    heard: list[Progress] = []
    solution = solve(a_class(30, 5, 1, "friends"), seconds=60, progress=heard.append)
    values = [one.value for one in heard if one.value is not None]
    limits = [one.bound for one in heard if one.bound is not None]
    assert len(heard) >= 3
    assert values == sorted(values) and limits == sorted(limits, reverse=True)
    assert values[-1] <= solution.value <= limits[-1] + 1e-6


def test_a_division_made_by_hand_is_judged_at_once() -> None:
    people = tuple("abcdef")
    chosen = {"a": ["b"], "b": ["a"], "c": ["f"]}
    problem = GroupingProblem(
        people,
        equal_sizes(6, 2),
        (Apart("a", "c"), Lock("f", 1)),
        (friendships({one: chosen.get(one, []) for one in people}), few_repeats([["ab", "cd", "ef"]])),
    )
    good = judge(problem, (("a", "b", "e"), ("c", "d", "f")))
    assert good.broken == () and good.sizes == ()
    assert good.parts == (3.0, -2.0) and good.value == 1.0
    bad = judge(problem, (("a", "b", "c", "f"), ("d", "e")))
    assert bad.broken == problem.demands and bad.sizes == (0, 1)
    with pytest.raises(GroupingProblemError):
        judge(problem, (("a", "b"), ("c", "d", "f")))


# --- without scipy, with numba, in a crowd ---------------------------------------------------------------------------

WITHOUT = """
import sys
for name in ("numpy", "scipy", "numba"):
    sys.modules[name] = None
sys.path.insert(0, {tests!r})
from test_optimal import *
"""


def run_without_numerics(program: str) -> str:
    start = WITHOUT.format(tests=str(Path(__file__).parent))
    done = subprocess.run([sys.executable, "-c", start + program], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_without_scipy_there_is_a_first_answer_that_says_so() -> None:
    said = run_without_numerics(
        "problem = a_class(24, 4, 1, 'friends')\n"
        "solution = solve(problem, seconds=5)\n"
        "assert not judge(problem, solution.groups).broken\n"
        "assert solution.status == 'first' and solution.note is not None, solution\n"
        "assert solution.bound is not None and solution.bound > solution.value\n"
        "print(solution.note.render('id'), solution.text.render('id'))\n"
        "clash = a_problem(3, (), ())\n"
        "clash = replace(clash, demands=(Together(clash.people[:2]), Apart(*clash.people[:2])))\n"
        "assert len(conflict(clash).demands) == 2\n"
        "even = GroupingProblem(tuple('abcdef'), equal_sizes(6, 2), (), (Spread(dict(zip('abcdef', range(6)))),))\n"
        "assert solve(even).status == 'proven'\n"
    )
    assert "scipy" in said and "belum terbukti" in said


def test_without_numpy_a_crowd_still_gets_groups() -> None:
    run_without_numerics(
        "problem = a_crowd(1200)\n"
        "solution = solve(problem, seconds=2)\n"
        "judged = judge(problem, solution.groups)\n"
        "assert not judged.broken and not judged.sizes\n"
        "assert solution.bound >= solution.value > first_answer(problem).value\n"
    )


def a_crowd(n: int) -> GroupingProblem:
    source = random.Random(2)
    people = tuple(f"m{number}" for number in range(n))
    girls = frozenset(source.sample(people, n // 2))
    features = tuple({one: source.randrange(k) for one in people} for k in (2, 3, 4, 5))
    return GroupingProblem(
        people,
        equal_sizes(n, n // 5),
        (
            NotAlone(girls),
            Among(frozenset(source.sample(people, n // 4))),
            Lock(people[0], 3),
            *(Apart(*source.sample(people[4:], 2)) for _ in range(n // 20)),
        ),
        (
            Diversity(features),
            friendships({one: source.sample(people, 2) for one in people}),
            Mixed(scores(people, source), 0.01),
            Even(scores(people, source), 0.01),
            few_repeats([[people[k : k + 5] for k in range(0, n, 5)]]),
        ),
    )


@pytest.mark.parametrize("n", [1200, 1203])
def test_a_crowd_keeps_its_demands_and_has_an_honest_bound(n: int) -> None:
    part("numpy")
    problem = a_crowd(n)
    first, solution = first_answer(problem), solve(problem, seconds=2)
    judged = judge(problem, solution.groups)
    assert not judged.broken and not judged.sizes
    assert solution.value > first.value
    assert solution.bound is not None and solution.bound >= solution.value
    assert solution.status == "within" and solution.note is not None


@pytest.mark.parametrize("goal", ["friends", "diversity"])
def test_the_crowds_own_sums_agree_with_a_full_count(goal: str) -> None:
    """`Crowd` keeps changes of value only; after many rounds they must add up to the division's value."""
    part("numpy")
    model = replace(a_crowd(1200), demands=()).model
    division = _search.scatter(model, random.Random(1))
    crowd = _search.Crowd(model, division, 1)
    value = model.worth(division)
    for number in range(200):
        value += float(crowd.round(2.0 if number % 2 else 0.0, 10.0))
    assert same(value, model.worth(crowd.division()))
    assert sorted(one for members in crowd.division() for one in members) == list(range(1200))


def breaches(model: _search.Model, division: list[list[int]]) -> float:
    """What the annealing calls a breach: of each group, and of pairs that should be together."""
    where = {one: group for group, members in enumerate(division) for one in members}
    torn = sum(where[a] != where[b] for people in model.together for a, b in itertools.combinations(people, 2))
    return torn + sum(model.breach(members, group) for group, members in enumerate(division))


def test_the_annealing_keeps_its_sums_and_is_the_same_compiled() -> None:
    problem = replace(a_class(25, 5, 4, "friends"), sizes=sizes_between(5, 4, 6))
    source = random.Random(4)
    more = (a_goal(kind, problem.people, 5, source) for kind in ("mixed", "even", "wishes"))
    kept = (Together(problem.people[:3]), Lock(problem.people[9], 2), Lock(problem.people[11], 2))
    problem = replace(problem, demands=(*problem.demands, *kept), goals=(*problem.goals, *more))
    model = problem.model
    start = _search.scatter(model, random.Random(1))
    plain = _search.Annealer(model, start, 9)
    plain.go(5000, 2.0, 0.1, 3.0)
    now = _search.divided(plain.group, model.groups)
    assert same(plain.state[1], model.worth(now))
    assert same(plain.state[2], breaches(model, now))
    part("numba")
    fast = _search.Annealer(model, start, 9, fast=True)
    fast.go(5000, 2.0, 0.1, 3.0)
    assert [int(one) for one in fast.group] == list(plain.group)
    assert same(float(fast.state[1]), plain.state[1])


def test_the_sweeps_keep_their_sums_and_are_the_same_compiled() -> None:
    part("numpy")
    source = random.Random(8)
    people = tuple(f"m{number}" for number in range(60))
    values = {pair: float(source.randrange(100)) for pair in itertools.combinations(people, 2)}
    model = GroupingProblem(people, equal_sizes(60, 6), (), (Pairs(values),)).model
    assert model.plain
    start = _search.scatter(model, random.Random(1))
    plain = _search.Sweeper(model, start, 9, fast=False)
    for temperature in (60.0, 20.0, 0.0):
        plain.go(200, temperature)
        assert same(float(plain.state[1]), model.worth(_search.divided(map(int, plain.group), model.groups)))
    assert same(float(plain.state[2]), model.worth(plain.division())) and model.keeps(plain.division())
    assert float(plain.state[2]) > model.worth(start)
    part("numba")
    fast = _search.Sweeper(model, start, 9, fast=True)
    for temperature in (60.0, 20.0, 0.0):
        fast.go(200, temperature)
    assert list(fast.group) == list(plain.group) and same(float(fast.state[2]), float(plain.state[2]))


def test_a_large_class_without_a_proof_gets_an_annealed_answer() -> None:
    """120 people in tens are beyond enumeration: the search goes on until the time is up, with and without demands."""
    part("numpy")
    source = random.Random(8)
    people = tuple(f"m{number}" for number in range(120))
    values = {pair: float(source.randrange(100)) for pair in itertools.combinations(people, 2)}
    for demands in ((), (Apart("m1", "m2"), Among(frozenset(people[:20])))):
        problem = GroupingProblem(people, equal_sizes(120, 12), demands, (Pairs(values),))
        solution = solve(problem, seconds=0.8)
        assert solution.status == "within" and solution.bound is not None and solution.note is not None
        assert solution.value > first_answer(problem).value
        assert not judge(problem, solution.groups).broken


def test_annealings_side_by_side_are_told_in_the_callers_thread_and_end_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    part("numba")
    monkeypatch.setattr(_search, "threads", lambda: 3)
    source = random.Random(8)
    people = tuple(f"m{number}" for number in range(80))
    values = {pair: float(source.randrange(100)) for pair in itertools.combinations(people, 2)}
    before = threading.active_count()

    class EnoughError(Exception):
        pass

    def enough(_: float) -> None:
        raise EnoughError

    for demands in ((), (Apart("m1", "m2"),)):
        model = GroupingProblem(people, equal_sizes(80, 8), demands, (Pairs(values),)).model
        start = _search.scatter(model, random.Random(1))
        told: list[tuple[int, float]] = []

        def tell(value: float, told: list[tuple[int, float]] = told) -> None:
            told.append((threading.get_ident(), value))

        found = _search.annealed_until(model, start, 1, math.inf, perf_counter() + 0.5, True, tell)
        values_told = [value for _, value in told]
        assert model.keeps(found) and model.worth(found) >= values_told[-1] - 1e-6
        assert values_told == sorted(values_told)
        assert {thread for thread, _ in told} == {threading.get_ident()}
        assert threading.active_count() == before
        # Long before its time is up: where the bound is reached, and where who is told has had enough.
        late = perf_counter() + 3600
        found = _search.annealed_until(model, found, 1, model.worth(found) - 1.0, late, True)
        assert model.keeps(found)
        with pytest.raises(EnoughError):
            _search.annealed_until(model, start, 1, math.inf, late, True, enough)
        assert threading.active_count() == before


def test_where_no_thread_may_be_started_one_annealing_does(monkeypatch: pytest.MonkeyPatch) -> None:
    part("numba")

    def no_thread(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(_search, "threads", lambda: 2)
    model = a_class(80, 8, 1, "friends").model
    start = _search.scatter(model, random.Random(1))
    with monkeypatch.context() as here:
        here.setattr(threading.Thread, "start", no_thread)
        found = _search.annealed_until(model, start, 1, math.inf, perf_counter() + 0.3, True)
    assert sorted(one for members in found for one in members) == list(range(80))


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"people": ("a", "b", "c", "a")}, "lebih dari sekali"),
        ({"sizes": ()}, "Ukuran kelompok"),
        ({"sizes": ((2,), ())}, "Ukuran kelompok"),
        ({"demands": (Apart("a", "x"),)}, "x tidak ada"),
        ({"demands": (Lock("a", 2),)}, "Kelompok 3 tidak ada"),
        ({"demands": (Within({"a": 1.0}, 1.0),)}, "Belum ada nilai untuk b, c, dan d"),
        ({"goals": (friendships({"a": ["z"], "z": []}),)}, "z tidak ada"),
        ({"goals": (Spread(dict.fromkeys("abcd", 1.0)), Pairs({}))}, "tidak dapat digabung"),
    ],
)
def test_bad_input_is_named(change: dict[str, Any], words: str) -> None:
    good = GroupingProblem(tuple("abcd"), equal_sizes(4, 2))
    with pytest.raises(GroupingProblemError) as caught:
        replace(good, **change)
    assert words in caught.value.message.render("id")


def test_nothing_to_gain_is_nothing_to_prove() -> None:
    problem = GroupingProblem(tuple("abcd"), equal_sizes(4, 2), (Apart("a", "b"),))
    solution = solve(problem)
    assert solution.status == "proven" and solution.value == 0 and solution.note is None
    empty = solve(GroupingProblem((), ((0,),)))
    assert empty.groups == ((),)


def test_nothing_heavy_is_loaded_before_a_proof_is_asked_for() -> None:
    program = (
        "import sys\n"
        "from tutor_sebaya.planners.optimal import *\n"
        "people = tuple('abcdefgh')\n"
        "problem = GroupingProblem(people, equal_sizes(8, 2), (), (friendships({one: 'abc' for one in people}),))\n"
        "first_answer(problem)\n"
        "assert not {'numpy', 'scipy', 'numba'} & {*sys.modules}, sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


def test_every_sentence_of_the_demands_is_whole() -> None:
    people = frozenset("ab")
    for demand in (
        Lock("a", 0), Apart("a", "b"), Together(("a", "b")), Among(people), Among(people, 1, 2), Among(people, 0, 1),
        Among(people, groups=(0,)), Among(people, 1, 1, (0, 1)), Among(people, 0, 1, (1,)), NotAlone(people),
        Within({"a": 1.0, "b": 2.0}, 1.5),
    ):  # fmt: skip
        words = demand.text.render("id")
        assert words and "{" not in words
    assert optimal.NO_SCIPY in {optimal.text(optimal.NO_SCIPY).render("id")}

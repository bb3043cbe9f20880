"""Groups with a proof, side by side with CP-SAT and simple annealing; prints markdown tables.

    python benchmarks/bench_optimal.py                     # thirty generated classes, and a cohort of 5,000
    python benchmarks/bench_optimal.py --data FOLDER       # and the MDGPLIB instances found there
    python benchmarks/bench_optimal.py --fast              # the optional package numba, and what it brings
    python benchmarks/bench_optimal.py --readme            # and write the tables into README.md

All competitors run in turn in this one process, on the same problems, so ratios mean something where the machine is
busy. Values are the median over the classes of a row, times the median and the worst. `ortools` must be installed for
CP-SAT; without it that column is left out.

MDGPLIB files (maximally diverse grouping problem): the first line has the number of elements, the number of groups,
`ss` or `ds`, and for each group the least and the largest size; each further line two elements, from 0, and their
distance. Beside them may lie `published.csv` with `instance` and `published_best_of_20`, `published_avg_of_20` (Yang et
al. 2022, EJOR 302, 940-953; 3 s for 120 elements, 20 s for 240).
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import importlib.util
import math
import os
import platform
import random
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tutor_sebaya.planners import _search  # noqa: E402
from tutor_sebaya.planners.optimal import (  # noqa: E402
    Among,
    Apart,
    Demand,
    Diversity,
    Goal,
    GroupingProblem,
    NotAlone,
    Pairs,
    Spread,
    Within,
    equal_sizes,
    first_answer,
    friendships,
    judge,
    solve,
)

CLASSES = ((24, 4), (30, 5), (36, 6), (40, 8), (50, 10))
SEEDS = (1, 2)
GOALS = {"friends": "friendships, totals within ±2", "diversity": "diversity, 4 features", "spread": "even totals"}


def a_class(n: int, groups: int, seed: int, goal: str) -> GroupingProblem:
    """A class: a tutor among groups + 2 candidates, nobody alone of a gender, four pairs apart, and a goal."""
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
        demands.append(Within(ability, 2.0))
        goals = (friendships({one: source.sample([other for other in people if other != one], 3) for one in people}),)
    elif goal == "diversity":
        features = [{one: source.randrange(levels) for one in people} for levels in (2, 3, 4)]
        goals = (Diversity((*features, {one: ability[one] // 10 for one in people})),)
    else:
        goals = (Spread(ability),)
    return GroupingProblem(people, equal_sizes(n, groups), tuple(demands), goals)


# --- competitors -----------------------------------------------------------------------------------------------------


def cp_sat(problem: GroupingProblem, seconds: float) -> tuple[float | None, float | None, float]:
    """(value, bound, seconds) of CP-SAT with two workers on the plain model of who sits in which group.

    The first one of those who may not meet is placed, so that interchangeable groups cost it less.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    people, groups = problem.people, range(len(problem.sizes))
    x = {(one, g): model.new_bool_var("") for one in people for g in groups}
    for one in people:
        model.add_exactly_one(x[one, g] for g in groups)
    model.add(x[people[0], 0] == 1)
    for g in groups:
        (size,) = problem.sizes[g]
        model.add(sum(x[one, g] for one in people) == size)
        for demand in problem.demands:
            match demand:
                case Among():
                    model.add(sum(x[one, g] for one in demand.people) >= demand.least)
                case NotAlone():
                    some = model.new_bool_var("")
                    count = sum(x[one, g] for one in demand.people)
                    model.add(count >= 2 * some)
                    model.add(count <= size * some)
                case Apart(a, b):
                    model.add(x[a, g] + x[b, g] <= 1)
                case Within():
                    mean = sum(demand.values.values()) / len(people)
                    total = sum(int(demand.values[one]) * x[one, g] for one in people)
                    model.add(total <= math.floor(size * mean + demand.tolerance + 1e-7))
                    model.add(total >= math.ceil(size * mean - demand.tolerance - 1e-7))
    terms: list[Any] = []
    for goal in problem.goals:
        match goal:
            case Pairs():
                worth: dict[tuple[str, str], int] = {}
                for (a, b), value in goal.values.items():
                    key = (min(a, b), max(a, b))
                    worth[key] = worth.get(key, 0) + int(value)
                for (a, b), whole in worth.items():
                    for g in groups:
                        both = model.new_bool_var("")
                        model.add_implication(both, x[a, g])
                        model.add_implication(both, x[b, g])
                        terms.append(whole * both)
            case Diversity():
                # Equal pairs of a level in a group: a convex function of their number, by its tangents.
                for feature in goal.features:
                    for level in set(feature.values()):
                        inside = [one for one in people if feature[one] == level]
                        for g in groups:
                            (size,) = problem.sizes[g]
                            same = model.new_int_var(0, size * (size - 1) // 2, "")
                            count = sum(x[one, g] for one in inside)
                            for k in range(size):
                                model.add(same >= k * count - k * (k + 1) // 2)
                            terms.append(-same)
                    terms.append(sum(size * (size - 1) // 2 for (size,) in problem.sizes))
            case Spread():
                low, high = model.new_int_var(0, 100_000, ""), model.new_int_var(0, 100_000, "")
                for g in groups:
                    total = sum(int(goal.values[one]) * x[one, g] for one in people)
                    model.add(total <= high)
                    model.add(total >= low)
                terms.append(low - high)
    model.maximize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    begun = perf_counter()
    status = solver.solve(model)
    spent = perf_counter() - begun
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, None, spent
    return solver.objective_value, solver.best_objective_bound, spent


def simple_annealing(problem: GroupingProblem, seconds: float) -> float:
    """Plain simulated annealing in Python: swaps of two people, whole groups judged anew, demands as a penalty."""
    model, source = problem.model, random.Random(1)
    groups = [list(members) for members in _search.scatter(model, source)]

    def judged(group: int) -> float:
        members = groups[group]
        value = model.value(members, group) - 6.0 * model.breach(members, group)
        return value - sum(t.cost(sum(t.surplus[one] for one in members)) for t in model.totals if t.square)

    scores = [judged(group) for group in range(model.groups)]
    best = -math.inf
    begun = perf_counter()
    while (part := (perf_counter() - begun) / seconds) < 1.0:
        temperature = 3.0 * 0.02**part
        for _ in range(50):
            a, b = source.sample(range(model.groups), 2)
            p, q = source.randrange(len(groups[a])), source.randrange(len(groups[b]))
            groups[a][p], groups[b][q] = groups[b][q], groups[a][p]
            new = judged(a), judged(b)
            change = sum(new) - scores[a] - scores[b]
            if change >= 0 or source.random() < math.exp(change / temperature):
                scores[a], scores[b] = new
                if change > 0 and model.keeps(groups):
                    best = max(best, model.worth(groups))
            else:
                groups[a][p], groups[b][q] = groups[b][q], groups[a][p]
    return best


# --- tables ----------------------------------------------------------------------------------------------------------


PRINTED: list[str] = []
"""Everything said so far, for README.md."""


def say(line: str) -> None:
    PRINTED.append(line)
    print(line, flush=True)


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    say(f"\n**{title}**\n")
    say("| " + " | ".join(head) + " |")
    say("|" + "---|" * len(head))
    for row in rows:
        say("| " + " | ".join(str(one) for one in row) + " |")


def write_readme() -> None:
    """Put the tables between README's two marks, with the machine and the day."""
    readme = ROOT / "README.md"
    before, after = "<!-- figures: made by benchmarks/bench_optimal.py --readme -->", "<!-- end of figures -->"
    words = readme.read_text(encoding="utf-8")
    start, end = words.index(before) + len(before), words.index(after)
    made = f"Measured on {dt.date.today():%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}."
    lines = "\n".join(PRINTED).strip()
    readme.write_text(f"{words[:start]}\n\n{made}\n\n{lines}\n\n{words[end:]}", encoding="utf-8")


def seconds(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.2f} / {max(values):.2f}"


def number(value: float | None) -> str:
    return "–" if value is None or value == -math.inf else f"{value + 0.0:g}"  # no "-0"


def classes(limit: float, with_cp_sat: bool) -> None:
    head = ["goal", "pupils, groups", "first answer ms", "proof s (median / worst)", "proven", "value", "annealing"]
    head += ["CP-SAT", "CP-SAT's bound", "CP-SAT proven", "CP-SAT's time / ours"] if with_cp_sat else []
    worse = 0

    def rows() -> Iterable[list[object]]:
        nonlocal worse
        for goal, name in GOALS.items():
            for n, groups in CLASSES:
                first, whole, proven, ratio = [], [], 0, []
                values: list[str] = []
                simple: list[str] = []
                theirs: list[str] = []
                bounds: list[str] = []
                theirs_proven = 0
                for seed in SEEDS:
                    problem = a_class(n, groups, seed, goal)
                    first.append(1000 * statistics.median(first_answer(problem, k).seconds_first for k in (1, 2, 3)))
                    solution = solve(problem, limit)
                    judged = judge(problem, solution.groups)
                    assert not judged.broken and not judged.sizes
                    whole.append(solution.seconds_total)
                    proven += solution.status == "proven"
                    values.append(number(solution.value))
                    simple.append(number(simple_annealing(problem, 1.0)))
                    if with_cp_sat:
                        # The same time as ours, but a second at least: it has to build its model first.
                        value, bound, spent = cp_sat(problem, max(1.0, solution.seconds_total))
                        theirs.append(number(value))
                        bounds.append(number(bound))
                        theirs_proven += value is not None and bound is not None and abs(value - bound) < 1e-6
                        worse += value is not None and value > solution.value + 1e-6
                        ratio.append(spent / solution.seconds_total)
                row: list[object] = [
                    name, f"{n}, {groups}", f"{statistics.median(first):.0f}", seconds(whole), f"{proven}/{len(SEEDS)}",
                    ", ".join(values), ", ".join(simple),
                ]  # fmt: skip
                if with_cp_sat:
                    row += [", ".join(theirs), ", ".join(bounds), f"{theirs_proven}/{len(SEEDS)}"]
                    row.append(f"{statistics.median(ratio):.1f}")
                yield row

    table(f"Thirty generated classes (limit {limit:g} s)", head, rows())
    if with_cp_sat:
        tried = len(GOALS) * len(CLASSES) * len(SEEDS)
        say(f"\nClasses in which CP-SAT's value was better than ours: {worse} of {tried}.")


def crowd() -> None:
    source = random.Random(1)
    people = tuple(f"m{number}" for number in range(5000))
    features = tuple({one: source.randrange(levels) for one in people} for levels in (2, 3, 4, 5))
    plain = GroupingProblem(people, equal_sizes(5000, 1000), (), (Diversity(features),))
    girls = frozenset(one for one in people if features[0][one] == 0)
    demands = (
        NotAlone(girls),
        Among(frozenset(source.sample(people, 1300))),
        *(Apart(*source.sample(people, 2)) for _ in range(300)),
    )
    friends = friendships({one: source.sample(people, 3) for one in people}, 2.0)
    full = GroupingProblem(people, plain.sizes, demands, (Diversity(features), friends))

    def rows() -> Iterable[list[object]]:
        for name, problem in (
            ("diversity, 4 features", plain),
            ("and friendships, tutors, gender, 300 pairs apart", full),
        ):
            for limit in (2.0, 10.0):
                solution = solve(problem, limit)
                assert not judge(problem, solution.groups).broken
                percent = "–" if solution.percent is None else f"{solution.percent:.2f} %"
                yield [
                    name, f"{limit:g}", f"{solution.seconds_first:.2f}", f"{solution.seconds_total:.1f}",
                    number(solution.value), number(solution.bound), solution.status, percent,
                ]  # fmt: skip

    head = [
        "5,000 people in 1,000 groups",
        "limit s",
        "first answer s",
        "s",
        "value",
        "bound",
        "status",
        "at most better by",
    ]
    table("A cohort", head, rows())


def read_mdgp(file: Path) -> GroupingProblem:
    """An MDGPLIB file as a problem."""
    lines = file.read_text(encoding="utf-8").split("\n")
    head = lines[0].split()
    n, groups = int(head[0]), int(head[1])
    limits = [int(one) for one in head[3 : 3 + 2 * groups]]
    sizes = tuple(tuple(range(limits[2 * g], limits[2 * g + 1] + 1)) for g in range(groups))
    people = tuple(str(one) for one in range(n))
    values = {}
    for line in lines[1:]:
        if line.strip():
            i, j, distance = line.split()
            values[people[int(i)], people[int(j)]] = float(distance)
    return GroupingProblem(people, sizes, (), (Pairs(values),))


def mdgp(folder: Path, runs: int) -> None:
    published: dict[str, dict[str, str]] = {}
    if (folder / "published.csv").is_file():
        with (folder / "published.csv").open(encoding="utf-8", newline="") as file:
            published = {row["instance"]: row for row in csv.DictReader(file)}

    def rows() -> Iterable[list[object]]:
        for file in sorted(folder.glob("*.txt")):
            problem = read_mdgp(file)
            n = len(problem.people)
            limit = 3.0 if n <= 120 else 20.0
            found = [solve(problem, 10.0 if n <= 64 else limit, seed) for seed in range(1, 2 if n <= 64 else runs + 1)]
            values = [one.value for one in found]
            row = published.get(file.stem)
            best = float(row["published_best_of_20"]) if row else None
            average = float(row["published_avg_of_20"]) if row else None
            mean = statistics.fmean(values)
            yield [
                file.stem, f"{statistics.median(one.seconds_total for one in found):.1f}", f"{mean:.2f}",
                f"{max(values):.2f}", found[0].status, "–" if average is None else f"{average:.2f}",
                "–" if best is None else f"{best:.2f}",
                "–" if average is None else f"{100 * (mean / average - 1):+.3f} %",
            ]  # fmt: skip

    head = [
        "instance",
        "s",
        f"mean of {runs}",
        "best",
        "status",
        "published average",
        "published best",
        "mean against average",
    ]
    side = f"published: one search; here {_search.threads()} side by side, one on each processor"
    table(f"Maximally diverse grouping (MDGPLIB; {side})", head, rows())


def fast() -> None:
    """What numba brings: swaps proposed in a second, and what its start costs."""

    def rows() -> Iterable[list[object]]:
        source = random.Random(3)
        begun = perf_counter()
        there = _search.compiled(_search.anneal) is not None
        loading = perf_counter() - begun
        for n, groups in ((36, 6), (120, 10), (240, 12)):
            people = tuple(str(one) for one in range(n))
            values = {(a, b): source.random() for a in people for b in people if a < b}
            model = GroupingProblem(people, equal_sizes(n, groups), (), (Pairs(values),)).model
            start = _search.scatter(model, random.Random(1))
            for name in ("one swap at a time", "a row at a time"):
                speeds = []
                first = 0.0
                for quick in (False, True)[: 1 + there]:
                    if name == "one swap at a time":
                        annealer = _search.Annealer(model, start, 1, quick)
                        go, proposals = (
                            partial(annealer.go, hot=0.1, cold=0.05, penalty=1.0),
                            4_000_000 if quick else 40_000,
                        )
                        turns = proposals
                    else:
                        sweeper = _search.Sweeper(model, start, 1, quick)
                        go, turns = partial(sweeper.go, temperature=0.05), 40_000 if quick else 2000
                        proposals = turns * n
                    begun = perf_counter()
                    go(1)
                    first = perf_counter() - begun
                    begun = perf_counter()
                    go(turns)
                    speeds.append(proposals / (perf_counter() - begun))
                yield [
                    f"{n}, {groups}", name, f"{speeds[0] / 1e6:.2f}", f"{speeds[1] / 1e6:.1f}" if there else "–",
                    f"{speeds[1] / speeds[0]:.0f}" if there else "–", f"{loading + first:.2f}" if there else "–",
                ]  # fmt: skip

    head = ["people, groups", "search", "million swaps a second without numba", "with", "ratio", "start of numba s"]
    table("The optional package numba (compiled before, unless its start says otherwise)", head, rows())


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Groups with a proof, side by side.")
    parser.add_argument("--data", type=Path, help="folder with MDGPLIB instances")
    parser.add_argument("--limit", type=float, default=10.0, help="seconds for a class (default 10)")
    parser.add_argument("--runs", type=int, default=5, help="runs of each large MDGPLIB instance (default 5)")
    parser.add_argument("--fast", action="store_true", help="measure numba")
    parser.add_argument("--only", choices=("classes", "crowd", "mdgp", "fast"), help="one table alone")
    parser.add_argument("--readme", action="store_true", help="write the tables into README.md")
    given = parser.parse_args(arguments)
    parts: dict[str, Callable[[], None]] = {
        "classes": lambda: classes(given.limit, importlib.util.find_spec("ortools") is not None),
        "crowd": crowd,
    }
    if given.data is not None:
        parts["mdgp"] = lambda: mdgp(given.data, given.runs)
    if given.fast or given.only == "fast":
        parts["fast"] = fast
    for name, part in parts.items():
        if given.only in (None, name):
            part()
    if given.readme:
        write_readme()


if __name__ == "__main__":
    main()

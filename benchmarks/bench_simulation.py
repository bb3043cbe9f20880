"""The simulated class: a lesson of 36 pupils in 6 groups under the three models, and what-ifs side by side.

    python benchmarks/bench_simulation.py [--repeats 5] [--replications 200] [--minutes 40]

Prints medians in milliseconds, and for one class how far the bands move when the number of replications grows. Aim: 200
replications in under a second, so that a phone's browser, some three times slower, still answers soon.
"""

from __future__ import annotations

import argparse
import platform
from collections.abc import Callable
from statistics import median
from time import perf_counter

from tutor_sebaya.planners.simulation import MEASURES, MODELS, Change, compare, simulate, usual_changes
from tutor_sebaya.planners.turns import plan_turns
from tutor_sebaya.scenario import Group, Objective, Phase, Pupil, Scenario, Tutor


def a_class(groups: int, size: int, minutes: float) -> Scenario:
    """Groups of `size` with planned turns; every sixth pupil is shy, scores from 40 to 95."""
    teams = [[f"M{group}{place}" for place in range(size)] for group in range(groups)]
    pupils = [
        Pupil(id=one, shy=place % 6 == 5, scores={"TP1": 95.0 - 55 * place / (groups * size)})
        for place, one in enumerate(one for row in zip(*teams, strict=True) for one in row)
    ]
    scenario = Scenario(
        version=1,
        kind="class",
        objectives=[Objective(id="TP1", criterion=70)],
        pupils=pupils,
        tutors=[Tutor(pupil=team[0], kind="peer", training_minutes=20) for team in teams],
        groups=[Group(id=f"K{n}", tutors=team[:1], members=team[1:]) for n, team in enumerate(teams, 1)],
        phases=[Phase(name="discussion", minutes=minutes)],
    )
    return plan_turns(scenario).fill(scenario)


def milliseconds(repeats: int, work: Callable[[], object]) -> float:
    times = []
    for _ in range(repeats):
        start = perf_counter()
        work()
        times.append((perf_counter() - start) * 1000)
    return median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--replications", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=40)
    options = parser.parse_args()
    number = options.replications
    print(f"Python {platform.python_version()}, {platform.machine()}, {number} replications, medians in ms\n")
    scenario = a_class(6, 6, options.minutes)
    for model, name in MODELS.items():
        taken = milliseconds(options.repeats, lambda model=model: simulate(scenario, model, replications=number))
        print(f"36 murid, 6 kelompok, {options.minutes:g} menit, {name:30}{taken:8.0f}")
    long = a_class(6, 6, 600)
    print(
        f"36 murid, 600 menit{'':44}{milliseconds(options.repeats, lambda: simulate(long, replications=number)):8.0f}"
    )
    changes = [Change(model=1), Change(model=2), Change(minutes=20), Change(absent_tutor=scenario.groups[0].tutors[0])]
    taken = milliseconds(options.repeats, lambda: compare(scenario, changes, replications=number))
    print(f"rencana dan {len(changes)} perubahan{'':40}{taken:8.0f}")
    usual = usual_changes(scenario)
    taken = milliseconds(1, lambda: compare(scenario, usual, replications=number))
    print(f"rencana dan {len(usual)} perubahan{'':39}{taken:8.0f}")
    print("\nmedian (10th to 90th percentile) of five seeds each, model 2")
    for key in MEASURES:
        row = []
        for count in (50, 200, 1000):
            bands = [simulate(scenario, 2, seed=seed, replications=count).bands[key] for seed in range(1, 6)]
            spread = max(one.middle for one in bands) - min(one.middle for one in bands)
            row.append(
                f"{count}: {bands[0].middle:.2f} ({bands[0].low:.2f} to {bands[0].high:.2f}), seeds ±{spread / 2:.2f}"
            )
        print(f"  {key:12} {'   '.join(row)}")


if __name__ == "__main__":
    main()

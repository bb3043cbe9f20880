"""Seven ways to form groups, with repair, for classes of 36 and 60 pupils.

    python benchmarks/bench_groups.py [--repeats 7] [--classes 5] [--effort 1]

Prints medians in milliseconds for each way, all seven together, and what the repair came to: moves, plans that keep
every rule, plans whose number of moves is proven to be the fewest. Aim: all seven ways together under 50 ms.

Three kinds of class, since the work depends on how much is asked: no sociometry (two pairs to keep apart), a third of
the pupils named companions, and everybody did (the hardest: most first divisions leave most pupils without one).
"""

from __future__ import annotations

import argparse
import platform
import random
from statistics import median
from time import perf_counter

from tutor_sebaya.planners import WAY_NAMES, WAYS, form_groups
from tutor_sebaya.scenario import Attitude, Objective, Pupil, Scenario, Seat, Subtopic, Tutor

KINDS = {"tanpa sosiometri": 0.0, "sepertiga memilih": 1 / 3, "semua memilih": 1.0}


def a_class(number: int, size: int, share: float) -> Scenario:
    """A class with two tutors more than sub-topics, in which a hidden division keeps every rule.

    Pupils are dealt to and fro by ability; whoever chooses names one companion of the hidden group and one anywhere.
    """
    source = random.Random(f"{number}/{size}/{share}")
    groups = -(-size // 6)
    ids = [f"M{one:02d}" for one in range(1, size + 1)]
    ability = {id: source.gauss(72, 12) for id in ids}
    hidden = {}
    for place, id in enumerate(sorted(ids, key=lambda id: -ability[id])):
        turn, group = divmod(place, groups)
        hidden[id] = group if turn % 2 == 0 else groups - 1 - group
    pupils = []
    for place, id in enumerate(ids):
        scores = {tp: float(round(min(100, max(0, ability[id] + source.gauss(0, 5))))) for tp in ("TP1", "TP2")}
        friends = [one for one in ids if one != id and hidden[one] == hidden[id]]
        strangers = [one for one in ids if hidden[one] != hidden[id]]
        pupils.append(
            Pupil(
                id=id,
                gender=source.choice(["male", "female"]),
                scores=scores,
                chooses=[source.choice(friends), source.choice(strangers)] if source.random() < share else [],
                avoid=[source.choice(strangers)] if place in (3, 11) else [],
                interest=source.choice(["seni", "olahraga", "musik", "sains"]),
                seat=Seat(row=place // 6, column=place % 6),
            )
        )
    able = sorted(ids, key=lambda id: -ability[id])[: groups + 2]
    return Scenario(
        version=1,
        kind="class",
        grade=5,
        objectives=[Objective(id="TP1", criterion=70), Objective(id="TP2", criterion=70)],
        subtopics=[Subtopic(id=f"S{one}", objectives=[f"TP{1 + one % 2}"]) for one in range(1, groups + 1)],
        pupils=source.sample(pupils, size),
        tutors=[
            Tutor(
                pupil=id,
                kind="peer",
                grade=5,
                evidence={"TP1": 90, "TP2": 90},
                willing=True,
                attitude=Attitude(meets=True, note="sabar"),
            )
            for id in able
        ],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--classes", type=int, default=5)
    parser.add_argument("--effort", type=float, default=1.0)
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, effort {options.effort:g}, medians in ms\n")
    print(f"{'':34}{'ms':>8}{'moves':>8}{'kept':>8}{'proven':>8}")
    for size in (36, 60):
        for kind, share in KINDS.items():
            scenarios = [a_class(number, size, share) for number in range(options.classes)]
            together = 0.0
            rows = []
            for way in WAYS:
                times, plans = [], []
                for scenario in scenarios:
                    for _ in range(options.repeats):
                        start = perf_counter()
                        plan = form_groups(scenario, way, effort=options.effort)
                        times.append((perf_counter() - start) * 1000)
                    plans.append(plan)
                together += median(times)
                moves = median(len(plan.moves) for plan in plans)
                kept = sum(plan.complete for plan in plans)
                proven = sum(plan.fewest_proven for plan in plans)
                row = f"  {WAY_NAMES[way]:32}{median(times):8.1f}{moves:8g}"
                rows.append(f"{row}{kept:6}/{len(plans)}{proven:6}/{len(plans)}")
            print(f"{size} murid, {kind}: {together:.1f} ms for all seven")
            print("\n".join(rows))


if __name__ == "__main__":
    main()

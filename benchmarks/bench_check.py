"""How long the rules take: one check of a 36-pupil scenario, 1,000 checks, and the import in a fresh process.

Usage: python benchmarks/bench_check.py        (or `make benchmarks`)

Aims: one check under 5 ms, the import under 200 ms. The scenario is an invented class in groups formed by the planner;
the table says how many of the rules found something to judge in it.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

from tutor_sebaya.classes import invent_class
from tutor_sebaya.planners.groups import form_groups
from tutor_sebaya.rules import check

PUPILS = 36
GROUPS = 6


def milliseconds(work: Callable[[], object], repeats: int) -> float:
    """Median duration of `work` over the repeats, after one run that doesn't count."""
    work()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return 1000 * median(taken)


def fresh(program: str) -> Callable[[], object]:
    """A Python process of its own that runs the program."""
    return lambda: subprocess.run([sys.executable, "-c", program], check=True)


def main() -> None:
    invented = invent_class(1, size=PUPILS).scenario
    scenario = form_groups(invented, "prior_knowledge", GROUPS).fill(invented)
    judged = sum(state != "not_applicable" for state in check(scenario).states.values())
    bare = milliseconds(fresh("pass"), 9)
    imported = milliseconds(fresh("import tutor_sebaya.rules"), 9)
    rows = {
        f"one check ({len(scenario.pupils)} pupils, {judged} rules judged)": milliseconds(lambda: check(scenario), 101),
        "1,000 checks": milliseconds(lambda: [check(scenario) for _ in range(1000)], 3),
        "import tutor_sebaya.rules, without Python's own start": imported - bare,
        "Python's own start": bare,
    }
    width = max(map(len, rows))
    print("\n".join(f"{name:<{width}}  {duration:9.1f} ms" for name, duration in rows.items()))


if __name__ == "__main__":
    main()

"""How long each piece of a planner's start and first answer takes: run by CPython and by Pyodide.

Usage: python pyodide_pace.py SECONDS.json SECONDS_OF_START     (bench_pyodide.py runs it in both)

Everything is timed the first time it is done, as the person before the page meets it, but for the check of the rules,
which runs after every change of a plan.
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

seconds: dict[str, float] = {}


def timed(name: str, work: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    done = work()
    seconds[name] = time.perf_counter() - start
    return done


def imported(name: str, *modules: str) -> None:
    timed(name, lambda: [importlib.import_module(module) for module in modules])


def main() -> None:
    started = json.loads(sys.argv[2])
    seconds.update({f"start: {name}": taken for name, taken in started.items()})
    imported("import pydantic", "pydantic")
    imported("import the rules", "tutor_sebaya.rules")
    planners = (
        "groups",
        "mastery",
        "pairs",
        "remedial",
        "room",
        "simulation",
        "sociometry",
        "timing",
        "turns",
        "tutors",
    )
    imported("import all planners", *(f"tutor_sebaya.planners.{name}" for name in planners))

    from tutor_sebaya import classes
    from tutor_sebaya import planners as plan
    from tutor_sebaya.planners import pairs, room, simulation, sociometry, timing, turns
    from tutor_sebaya.rules import check

    own = timed("an invented class of 36", lambda: classes.invent_class(1).scenario)
    own = own.model_copy(update={"periods": 2, "date": dt.date(2026, 8, 12), "time": dt.time(7, 30)})
    for way in ("counting_off", "prior_knowledge"):
        groups = timed(f"groups: {way}, repaired", lambda way=way: plan.form_groups(own, way, len(own.subtopics)))
    filled = groups.fill(own)
    timed("tutors", lambda: plan.tutor_table(own))
    timed("mastery", lambda: plan.analyse_mastery(own))
    timed("remedial plan", lambda: plan.plan_remedial(own, plan.RemedialOptions(starts=dt.date(2026, 8, 12))))
    timed("pairs by rank", lambda: pairs.rank_pairs(own))
    timed("sociometry", lambda: sociometry.sociometry(own))
    filled = timed("minutes", lambda: timing.time_from_scenario(filled)).fill(filled)
    filled = timed("turns", lambda: turns.plan_turns(filled, model=3)).fill(filled)
    timed("room", lambda: room.room_from_scenario(filled, "clusters"))
    timed("simulated lesson", lambda: simulation.simulate(filled))
    taken = []
    for _ in range(20):
        start = time.perf_counter()
        check(filled)
        taken.append(time.perf_counter() - start)
    seconds["check of 36 pupils (median)"] = median(taken)

    from tutor_sebaya.roster import read_roster

    timed("read the sample .xlsx, openpyxl imported", lambda: read_roster(classes.DATA_FOLDER / classes.SAMPLE_XLSX))
    try:
        imported("import scipy.optimize", "scipy.optimize", "scipy.sparse")
    except ImportError:
        pass
    else:
        from tutor_sebaya.planners.best import best_groups
        from tutor_sebaya.planners.wishes import wishes_of

        small = classes.invent_class(1, 24).scenario
        best = timed("best groups of 24, proven", lambda: best_groups(small, wishes_of(small), 300))
        assert best.state == "proven", best.state
    Path(sys.argv[1]).write_text(json.dumps(seconds), encoding="utf-8")


if __name__ == "__main__":
    main()

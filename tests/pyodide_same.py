"""What the package computes, as text to compare: run by CPython and inside Pyodide, see tests/test_pyodide.py.

Usage: python pyodide_same.py RESULTS.json light|assignments

Writes name -> JSON text. Floats are written with all their digits, sets in order, sentences in both languages.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import sys
import tempfile
import types
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from tutor_sebaya.classes import DATA_FOLDER, SAMPLE_CSV, SAMPLE_XLSX, invent_class
from tutor_sebaya.language import LANGUAGES, Text
from tutor_sebaya.planners import RemedialOptions, analyse_mastery, form_groups, plan_remedial, rotate, tutor_table
from tutor_sebaya.planners.best import best_groups
from tutor_sebaya.planners.duties import propose_work
from tutor_sebaya.planners.groups import WAYS
from tutor_sebaya.planners.pairs import pair_up, rank_pairs, wishes_from_scenario
from tutor_sebaya.planners.room import room_from_scenario
from tutor_sebaya.planners.simulation import compare, simulate, usual_changes
from tutor_sebaya.planners.sociometry import sociometry
from tutor_sebaya.planners.timing import time_from_scenario
from tutor_sebaya.planners.turns import plan_turns
from tutor_sebaya.planners.wishes import wishes_of
from tutor_sebaya.roster import read_roster, write_xlsx
from tutor_sebaya.rules import check
from tutor_sebaya.scenario import Scenario, ScenarioError, parse_scenario

TESTS = Path(__file__).resolve().parent
PROJECT = TESTS.parent
if str(TESTS) not in sys.path:
    sys.path.insert(0, str(TESTS))

NUMBERS = range(50)
PLANNED = (0, 7, "2301045")
SEEDS = (1, 2, 3)
ARRANGEMENTS = ("clusters", "circles")


def data(value: Any) -> Any:
    """A value of the package as plain JSON, whatever it is made of."""
    if isinstance(value, Text):
        return [value.render(language) for language in LANGUAGES]
    if isinstance(value, BaseModel):
        return data(value.model_dump(mode="json"))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: data(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key if isinstance(key, str) else json.dumps(data(key)): data(one) for key, one in value.items()}
    if isinstance(value, AbstractSet):
        return sorted((data(one) for one in value), key=json.dumps)
    if isinstance(value, list | tuple):
        return [data(one) for one in value]
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return str(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"{type(value).__name__} isn't known here: {value!r}"[:200])


def classes() -> Iterator[tuple[str, Any]]:
    for number in NUMBERS:
        yield f"class {number}", invent_class(number).scenario
    yield "class of 60", invent_class("kelas besar", 60, 8).scenario


def findings() -> Iterator[tuple[str, Any]]:
    """Examples and the whole bank of mistakes, with what is right near a mistake."""
    import bank

    for name in bank.BASES:
        yield f"findings of {name}", check(parse_scenario(bank.base(name)))
    for kind, entries in (("mistake", bank.MISTAKES), ("right", bank.RIGHT)):
        for entry in entries:
            try:
                told: Any = check(parse_scenario(entry.answer()))
            except ScenarioError as error:
                told = error.problems
            yield f"findings of {kind} {entry.id}", told


def lesson_plan(number: int | str) -> Scenario:
    """A class lesson as the planners make it, one after the other."""
    own = invent_class(number).scenario
    own = own.model_copy(update={"periods": 2, "date": dt.date(2026, 8, 12), "time": dt.time(7, 30)})
    plan = form_groups(own, "prior_knowledge", len(own.subtopics)).fill(own)
    return plan_turns(propose_work(time_from_scenario(plan).fill(plan)).scenario, model=3).fill(plan)


def plans() -> Iterator[tuple[str, Any]]:
    """The first answer of every planner."""
    for number in PLANNED:
        own = invent_class(number).scenario
        for way in WAYS:
            for seed in SEEDS:
                yield f"groups {number} {way} {seed}", form_groups(own, way, len(own.subtopics), seed=seed)
        yield f"tutors {number}", tutor_table(own)
        yield f"mastery {number}", analyse_mastery(own)
        yield f"sociometry {number}", sociometry(own)
        yield f"ranked pairs {number}", rank_pairs(own)
        best = best_groups(own, wishes_of(own), 120, prove=False)
        yield f"best groups {number}", dataclasses.replace(best, seconds=0, solution=None)
        remedial = plan_remedial(own, RemedialOptions(starts=dt.date(2026, 8, 12)))
        yield f"remedial {number}", remedial
        filled = remedial.fill(own)
        yield f"pairs {number}", pair_up(filled, wishes_from_scenario(filled))
        plan = lesson_plan(number)
        yield f"lesson {number}", plan
        yield f"time {number}", time_from_scenario(plan)
        yield f"turns {number}", plan_turns(plan)
        for arrangement in ARRANGEMENTS:
            yield f"room {number} {arrangement}", room_from_scenario(plan, arrangement)
        yield f"simulation {number}", simulate(plan, replications=20)
        yield f"comparison {number}", compare(plan, usual_changes(plan), replications=20)
    able = {f"K{group}": [f"M{one}" for one in range(group, group + 4)] for group in range(1, 7)}
    yield "rotation", rotate(able, 5)


def rosters() -> Iterator[tuple[str, Any]]:
    """Class lists read, and an .xlsx file written and read again."""
    for name in (SAMPLE_XLSX, SAMPLE_CSV):
        yield f"roster {name}", read_roster(DATA_FOLDER / name)
    for number in (0, 1):
        written = write_xlsx(invent_class(number).roster)
        # Its bytes differ where lxml writes the XML, so the file itself is opened by the other Python.
        Path(sys.argv[1]).with_suffix(f".{number}.xlsx").write_bytes(written)
        yield f"xlsx {number}", read_roster(written, "kelas.xlsx")


def assignments() -> Iterator[tuple[str, Any]]:
    """Every notebook run cell by cell, as it is handed out and as it is solved, and judged."""
    from tutor_sebaya.grading import ASSIGNMENTS, collect, judge

    os.environ["NBGRADER_EXECUTION"] = "autograde"
    for kind in ("exercises", "solutions"):
        for id in ASSIGNMENTS:
            (file,) = (PROJECT / kind / id).glob("*.ipynb")
            with tempfile.TemporaryDirectory() as folder:
                os.chdir(folder)
                said, answers = run_notebook(file)
                work = collect(id, answers, folder)
                os.chdir(PROJECT)
            yield f"{kind} {id}", {"said": said, "answers": work["answers"], "judged": judge(work)}


def run_notebook(file: Path) -> tuple[list[str], dict[str, Any]]:
    """Its code cells in order, where the course's cells look for a notebook's variables; what cells raised, and these.

    A test cell of what is not yet right raises, as it does for a trainee, and the next cell runs all the same.
    """
    mine, said = sys.modules["__main__"], []
    notebook = sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                try:
                    exec("".join(cell["source"]), vars(notebook))
                except Exception as error:
                    said.append(f"{type(error).__name__}: {error}")
    finally:
        sys.modules["__main__"] = mine
    return said, vars(notebook)


PARTS = {"light": (classes, findings, plans, rosters), "assignments": (assignments,)}


def main() -> int:
    target, chosen = sys.argv[1:3]
    found = {name: json.dumps(data(value), ensure_ascii=False) for part in PARTS[chosen] for name, value in part()}
    heavy = sorted({name.split(".")[0] for name in sys.modules} & {"numpy", "pandas", "scipy"})
    Path(target).write_text(json.dumps({"heavy": heavy, "results": found}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The assignment aksi nyata: the scenario, the log of one group, what is reported of it, and its notebook."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import class_lessons
import graders
import pandas as pd
import pytest
from class_lessons import lesson
from graders import by_id, lost, objections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_assignment_remedial import programme

from tutor_sebaya.grading import ASSIGNMENTS, judge, plain
from tutor_sebaya.planners.turns import Tally, planned_talk
from tutor_sebaya.scenario import PLANNER_KEY, Scenario, dump_scenario

ROOT = Path(__file__).resolve().parent.parent
ID = "07-aksi-nyata"
NAME = "aksi-nyata"
SOURCE, RELEASE, SOLUTION = (ROOT / step / ID / f"{NAME}.ipynb" for step in ("source", "exercises", "solutions"))
ASSIGNMENT = ASSIGNMENTS[ID]
QUESTIONS = {one.id: one for one in ASSIGNMENT.questions}
FULL, BY_HAND = 28, 12
NUMBER = "2301045"
SCENARIO = {"kelompok", "tutor", "bahan", "waktu", "diskusi", "ruang"}
OBSERVED = set(QUESTIONS) - SCENARIO
SEEN = [9, 7, 5, 4, 3, 0]
Data = dict[str, Any]


def observed(plan: Scenario, seen: list[float], unit: Any = "counts", place: int = 0) -> Tally:
    """The log of one group. `seen`: of its tutor and members, in their order."""
    tally = Tally.of_group(plan, plan.groups[place], unit)
    for one, amount in zip(tally.people, seen, strict=False):
        for part in [1.0] * int(amount) if unit == "counts" else [amount] if amount else []:
            tally = tally.add(one, part)
    return tally


def report(plan: Scenario, tally: Tally) -> Data:
    """Everything that is reported, computed by the definitions: a Gini from all pairs, shares from sums."""
    group = next(one for one in plan.groups if one.id == tally.group)
    planned = planned_talk(plan, group).amounts

    def gini(amounts: Mapping[str, float]) -> float:
        values = list(amounts.values())
        return sum(abs(a - b) for a in values for b in values) / (2 * len(values) * sum(values))

    def shares(amounts: Mapping[str, float]) -> dict[str, float]:
        return {one: amount / sum(amounts.values()) for one, amount in amounts.items()}

    was, would = shares(tally.amounts), shares(planned)
    return {
        "gini": round(gini(tally.amounts), 2),
        "bagian_tutor": round(sum(was[one] for one in tally.tutors), 2),
        "yang_diam": [one for one in tally.members if not was[one]] or "tidak ada",
        "gini_rencana": round(gini(planned), 2),
        "bagian_tutor_rencana": round(sum(would[one] for one in tally.tutors), 2),
        "paling_berkurang": min(was, key=lambda one: was[one] - would[one]),
    }


def handed_in(
    plan: Scenario | None = None, tally: Tally | None = None, *, kept: Any = None, cell: bool = False, **other: Any
) -> Data:
    """A whole work. `kept`: tallies beside the plan, instead of the log in its cell."""
    plan = plan or lesson()
    tally = tally or observed(plan, SEEN)
    log = {
        "kelompok_diamati": tally.group,
        "satuan": {"counts": "kali", "minutes": "menit"}[tally.unit],
        "catatan_bicara": dict(tally.amounts),
    }
    data = json.loads(dump_scenario(plan))
    if kept is not None:
        data[PLANNER_KEY], log = {"tallies": kept}, {}
    answers = {
        "nomor_mahasiswa": NUMBER,
        "kelas": "rekaan",
        "tanggal_hapus": "2026-09-30",
        "skenario": data if cell else None,
        **log,
        **report(plan, tally),
        **other,
    }
    return {"assignment": ID, "answers": plain(answers), "scenario": None if cell else json.dumps(data)}


def reasons(work: Mapping[str, Any]) -> str:
    return " ".join(str(why) for one in judge(work) for why in one.reasons)


def coded(plan: Scenario) -> Scenario:
    """A real class under codes of its own."""
    written = re.sub(r'"M(\d\d)"', r'"Murid-\1"', dump_scenario(plan))
    real = json.loads(written)
    for pupil in real["pupils"]:
        pupil["name"] = pupil["id"]
    return Scenario.model_validate_json(json.dumps(real))


# --- right answers ---------------------------------------------------------------------------------------------------

PLAN = lesson()
LOG = observed(PLAN, SEEN)
OTHER = observed(PLAN, [4, 4, 4, 4, 4, 4], place=2)
MINUTES = observed(PLAN, [2.5, 3.0, 1.5, 1.0, 2.0, 1.25], "minutes", place=1)
REMEDIAL = programme()
SESSION = observed(REMEDIAL, [9, 8, 6, 5])
ONE_BY_ONE = lesson(model=1)
REAL = coded(PLAN)
RIGHT: dict[str, Data] = {
    "log in the cell, scenario in the file": handed_in(),
    "scenario in the cell": handed_in(cell=True),
    "a tally kept in the scenario file": handed_in(kept=[LOG.to_data()]),
    "the newest of two tallies of a group, and one that nobody can read": handed_in(
        kept=[observed(PLAN, [1, 1]).to_data(), LOG.to_data(), {"group": "K1"}, 7]
    ),
    "tallies of two groups, one named": handed_in(
        kept=[LOG.to_data(), OTHER.to_data()], tally=LOG, kelompok_diamati="Kelompok 1"
    ),
    "nobody silent, minutes, another group": handed_in(tally=MINUTES),
    "the same for everybody": handed_in(tally=OTHER),
    "log as text": handed_in(catatan_bicara="; ".join(f"{one.lower()}: {n:g}" for one, n in LOG.amounts.items())),
    "log as pairs": handed_in(catatan_bicara=[[one, n] for one, n in LOG.amounts.items()]),
    "one code for each contribution": handed_in(catatan_bicara=[one.pupil for one in LOG.entries]),
    "log as a table of pandas": handed_in(
        catatan_bicara=pd.DataFrame({"kode": list(LOG.amounts), "kali": list(LOG.amounts.values())})
    ),
    "what a tally is as data": handed_in(catatan_bicara=LOG.to_data(), kelompok_diamati=None, satuan=None),
    "commas, per cent, a date in words, a number for the group": handed_in(
        gini=f"{report(PLAN, LOG)['gini']:.2f}".replace(".", ","),
        bagian_tutor=f"{100 * report(PLAN, LOG)['bagian_tutor']:.0f}%",
        tanggal_hapus="30 September 2026",
        kelompok_diamati=1,
        nomor_mahasiswa=int(NUMBER),
    ),
    "the silent one left out of the log, and named as text": handed_in(
        catatan_bicara={one: n for one, n in LOG.amounts.items() if n},
        yang_diam=", ".join(report(PLAN, LOG)["yang_diam"]),
    ),
    "a tutor with one pupil at a time": handed_in(ONE_BY_ONE, observed(ONE_BY_ONE, SEEN)),
    "a remedial session": handed_in(REMEDIAL, SESSION),
    "a real class by codes": handed_in(REAL, observed(REAL, SEEN), kelas="sungguhan"),
    "a real class by codes, its tally kept": handed_in(
        REAL, observed(REAL, SEEN), kelas="kelas sungguhan", kept=[observed(REAL, SEEN).to_data()]
    ),
}


@pytest.mark.parametrize("work", RIGHT.values(), ids=RIGHT)
def test_right_work_of_any_shape_gets_full_marks(work: Data) -> None:
    assert objections(work) == {}
    assert graders.earned(work) == FULL


def test_answers_in_words_may_be_english() -> None:
    assert report(PLAN, OTHER)["yang_diam"] == "tidak ada"
    for word in ("none", "Nobody.", "no one"):
        assert lost(handed_in(tally=OTHER, yang_diam=word, satuan="times", kelompok_diamati="Group 3")) == set()
    assert lost(handed_in(REAL, observed(REAL, SEEN), kelas="real")) == set()


def test_a_real_class_may_have_nobody_shy() -> None:
    bold = REAL.model_copy(
        update={"pupils": [one.model_copy(update={"shy": False, "avoid": [], "chooses": []}) for one in REAL.pupils]}
    )
    assert lost(handed_in(bold, observed(bold, SEEN), kelas="sungguhan")) == set()


# --- nothing for nothing ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [None, "", [], {}, [[0]], {"a": 1}, True, 0, "?", 1e300, "tidak ada", "M01"])
def test_a_trivial_value_everywhere_earns_nothing(value: object) -> None:
    for kind in ("rekaan", "sungguhan", value):
        answers = dict.fromkeys(ASSIGNMENT.names, value) | {"nomor_mahasiswa": NUMBER, "kelas": kind}
        assert lost({"assignment": ID, "answers": plain(answers), "scenario": plain(value)}) == set(QUESTIONS)


def test_a_scenario_alone_earns_its_own_points_only() -> None:
    work = handed_in()
    work["answers"] = {"nomor_mahasiswa": NUMBER}
    assert lost(work) == OBSERVED
    assert {by_id(work)[id].state for id in OBSERVED} == {"not_judged"}


def test_a_log_of_next_to_nothing_earns_nothing() -> None:
    few = observed(PLAN, [4, 3, 1, 1])
    assert lost(handed_in(tally=few)) == OBSERVED


def test_a_real_class_of_a_few_pupils_is_not_judged() -> None:
    absent = [one.model_copy(update={"present": False}) for one in REAL.pupils[5:]]
    few = REAL.model_copy(update={"pupils": [*REAL.pupils[:5], *absent]})
    work = {**handed_in(REAL, kelas="sungguhan"), "scenario": dump_scenario(few)}
    assert lost(work) == set(QUESTIONS)
    assert "sedikitnya 8" in reasons(work)


# --- one mistake costs its own question ------------------------------------------------------------------------------


def in_plan(change: Callable[[Data], object]) -> Data:
    work = handed_in()
    data = json.loads(work["scenario"])
    change(data)
    return {**work, "scenario": json.dumps(data)}


def without_turns() -> Data:
    data = json.loads(dump_scenario(PLAN))
    data["groups"][0]["turns"] = []
    return {**handed_in(), "scenario": json.dumps(data)}


def named(**change: Any) -> Data:
    """The real class with a name where a code should stand."""
    real = REAL.model_copy(update={"pupils": [REAL.pupils[0].model_copy(update=change), *REAL.pupils[1:]]})
    return handed_in(real, observed(real, SEEN), kelas="sungguhan")


STRANGER = PLAN.groups[1].members[0]
TALKS = PLAN.groups[0].members[0]
FAMILY = {"G": "kelompok", "T": "tutor", "M": "bahan", "W": "waktu", "D": "diskusi", "K": "ruang", "O": "ruang"} | {
    "P": "ruang"
}
MISTAKES: dict[str, tuple[Data, set[str]]] = {
    "somebody of another group in the log": (
        handed_in(catatan_bicara={**LOG.amounts, STRANGER: 3}),
        {"catatan"},
    ),
    "too short a log": (handed_in(tally=observed(PLAN, [4, 4, 3, 3, 2, 0])), {"catatan"}),
    "too few minutes": (handed_in(tally=observed(PLAN, [1.5, 2, 1, 1, 1, 1], "minutes")), {"catatan"}),
    "Gini without the silent": (handed_in(gini=0.21), {"gini"}),
    "Gini to one decimal": (handed_in(gini=0.3), {"gini"}),
    "share of the wrong person": (handed_in(bagian_tutor=0.25), {"bagian-tutor"}),
    "no share": (handed_in(bagian_tutor=None), {"bagian-tutor"}),
    "the silent not seen": (handed_in(yang_diam="tidak ada"), {"diam"}),
    "somebody called silent who spoke": (handed_in(yang_diam=[*report(PLAN, LOG)["yang_diam"], TALKS]), {"diam"}),
    "nobody was silent, one is named": (handed_in(tally=OTHER, yang_diam=[PLAN.groups[2].members[0]]), {"diam"}),
    "figures of the plan from the log": (
        handed_in(gini_rencana=report(PLAN, LOG)["gini"], bagian_tutor_rencana=report(PLAN, LOG)["bagian_tutor"]),
        {"rencana"},
    ),
    "one figure of the plan wrong": (handed_in(bagian_tutor_rencana=0.5), {"rencana"}),
    "who gained most": (handed_in(paling_berkurang=PLAN.groups[0].tutors[0]), {"berkurang"}),
    "everybody fell": (handed_in(paling_berkurang=list(LOG.people)), {"berkurang"}),
    "a name beside a code in a real class": (named(name="Wati Lestari"), {"kode"}),
    "a NISN as name": (named(name="0051234567"), {"kode"}),
    "data deleted before the lesson": (handed_in(tanggal_hapus="2026-08-01"), {"hapus"}),
    "data kept for years": (handed_in(tanggal_hapus="2029-08-01"), {"hapus"}),
    "no day": (handed_in(tanggal_hapus="nanti"), {"hapus"}),
    "a plan without turns of that group": (without_turns(), {"diskusi", "rencana", "berkurang"}),
}


@pytest.mark.parametrize(("work", "questions"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_costs_its_own_question_and_says_why(work: Data, questions: set[str]) -> None:
    assert lost(work) == questions
    assert not graders.unexplained(work)


OF_THE_LESSON = {
    name: (change, rules)
    for name, (change, rules) in class_lessons.MISTAKES.items()
    # Other people or turns in the first group, or no date, change what is observed and reported too.
    if name not in MISTAKES and len(rules) == 1 and not rules & {"D03", "D04", "D06"}
}


@pytest.mark.parametrize(("change", "rules"), OF_THE_LESSON.values(), ids=OF_THE_LESSON)
def test_a_mistake_in_the_scenario_costs_its_family_and_names_the_rule(
    change: Callable[[Data], object], rules: set[str]
) -> None:
    work = in_plan(change)
    (rule,) = rules
    found = lost(work)
    assert found & SCENARIO == {FAMILY[rule[0]]}
    assert rule in " ".join(str(why) for why in by_id(work)[FAMILY[rule[0]]].reasons)


def test_every_question_can_be_lost() -> None:
    reached = set().union(*(questions for _, questions in MISTAKES.values()))
    reached |= {FAMILY[rule[0]] for _, rules in OF_THE_LESSON.values() for rule in rules}
    assert reached == set(QUESTIONS)


def test_a_mistake_in_the_remedial_programme_is_told() -> None:
    data = json.loads(dump_scenario(REMEDIAL))
    data["remedial"]["extra_minutes"] = 0
    work = {**handed_in(REMEDIAL, SESSION), "scenario": json.dumps(data)}
    assert lost(work) == {"bahan"}
    assert "R09" in reasons(work)


def test_reasons_show_neither_names_nor_the_right_figures() -> None:
    work = handed_in(
        catatan_bicara={**LOG.amounts, "Wati Lestari": 2},
        gini=0.9,
        bagian_tutor=0.9,
        gini_rencana=0.9,
        yang_diam=[TALKS],
        paling_berkurang=TALKS,
    )
    assert {"catatan", "kode", "gini", "bagian-tutor", "rencana", "diam", "berkurang"} == lost(work)
    said = reasons(work)
    right = report(PLAN, LOG)
    assert "Wati" not in said
    assert "Wati" not in reasons(handed_in(catatan_bicara={"Wati Lestari": "banyak"}))
    for figure in (right["gini"], right["bagian_tutor"], right["gini_rencana"], right["yang_diam"][0]):
        assert str(figure) not in said


json_values = graders.json_values("K1", "M17", "M19", "kali", "menit", "sungguhan", "2026-09-30")


@given(spoilt=st.dictionaries(st.sampled_from(ASSIGNMENT.names), json_values, max_size=6), kept=json_values)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_anything_handed_in_is_judged_without_a_crash(spoilt: Data, kept: Any) -> None:
    work = handed_in(kept=kept if isinstance(kept, list) else [kept])
    assert graders.unsound({**work, "answers": {**work["answers"], **spoilt}}) == []


# --- the files -------------------------------------------------------------------------------------------------------


def test_every_question_has_one_test_cell_with_its_points() -> None:
    assert graders.misplaced(SOURCE) == []
    cells = graders.graded_cells(SOURCE)
    assert list(cells) == list(QUESTIONS)
    for id, cell in cells.items():
        assert cell.source.startswith(f"# {QUESTIONS[id].title} ({QUESTIONS[id].points} poin)\n")
    assert sum(one.points for one in QUESTIONS.values()) == FULL
    notebook = graders.read(SOURCE)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    tasks = [cell for cell in notebook.cells if graders.marked(cell, "task")]
    assert [cell.metadata.nbgrader.points for cell in tasks] == [BY_HAND]
    assert len(re.findall(r"^\| \d+ \|", tasks[0].source, re.MULTILINE)) == 4, "a rubric of four levels"
    words = f"Nilai penuh {FULL + BY_HAND} poin: {FULL} poin diperiksa"
    assert words in notebook.cells[0].source
    sheet = next(cell for cell in notebook.cells if cell.id == "telaah-teman")
    assert sheet.source.count("- [ ]") >= 5, "the sheet for a fellow trainee"


def test_every_variable_has_its_place_in_an_answer_cell() -> None:
    assert set(graders.asked(SOURCE)) == set(ASSIGNMENT.names)


@pytest.mark.slow
def test_the_model_answers_run_without_a_failure(tmp_path: Path) -> None:
    assert graders.run(SOLUTION, tmp_path).failures == []


def test_trainees_get_neither_model_answers_nor_hidden_tests_nor_the_marker_s_guide() -> None:
    assert graders.leaks(RELEASE, "form_groups", "score_talk", "Jangan menilai panjang") == []


@pytest.mark.slow
def test_the_release_runs_to_its_end_and_only_graded_cells_fail(tmp_path: Path) -> None:
    assert graders.unanswered(RELEASE, tmp_path) == set(QUESTIONS)


@pytest.mark.slow
def test_the_grader_of_many_gives_the_right_marks_and_leaves_the_reflection_to_a_person(tmp_path: Path) -> None:
    graders.need_a_sandbox()
    course = graders.new_course(tmp_path / "kuliah", ID)
    assert (course / "exercises" / ID / RELEASE.name).read_bytes() == RELEASE.read_bytes()
    wrong = handed_in(kept=[LOG.to_data()], gini=0.9, yang_diam="tidak ada")
    cells = {
        "nomor": ("nomor_mahasiswa", "kelas"),
        "angka": tuple(report(PLAN, LOG)),
        "tanggal-hapus": ("tanggal_hapus",),
    }
    evening: graders.Evening = {
        "model": (graders.answer_cells(SOLUTION), None, set()),
        "turus": (
            {id: "\n".join(f"{name} = {wrong['answers'][name]!r}" for name in names) for id, names in cells.items()},
            wrong["scenario"],
            {"gini", "diam"},
        ),
        "kosong": ({}, None, set(QUESTIONS)),
    }
    graders.hand_in(course, RELEASE, evening)
    assert graders.grade(course, ID) == 1, "all three wait for the lecturer"
    assert graders.by_machine(graders.rows(course, ID), "refleksi") == graders.expected(ID, evening)
    feedback = next((course / "feedback" / "model").rglob("*.html")).read_text(encoding="utf-8")
    assert "belum dinilai" in feedback

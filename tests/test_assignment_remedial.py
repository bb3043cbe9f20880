"""The assignment on a remedial scenario: what is judged, and its notebook. What it shares with the class scenario is in
test_assignment_scenario.py."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import graders
import pytest
from graders import by_id, lost, objections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor_sebaya.classes import invent_class
from tutor_sebaya.grading import ASSIGNMENTS, judge, plain
from tutor_sebaya.planners import RemedialOptions, plan_remedial
from tutor_sebaya.planners.duties import propose_work, with_group
from tutor_sebaya.planners.timing import time_from_scenario
from tutor_sebaya.planners.turns import plan_turns
from tutor_sebaya.rules import catalogue
from tutor_sebaya.scenario import Discussion, Observation, Public, Room, Scenario, dump_scenario

ROOT = Path(__file__).resolve().parent.parent
ID = "06-skenario-remedial"
NAME = "skenario-remedial"
SOURCE, RELEASE, SOLUTION = (ROOT / step / ID / f"{NAME}.ipynb" for step in ("source", "exercises", "solutions"))
ASSIGNMENT = ASSIGNMENTS[ID]
QUESTIONS = {one.id: one for one in ASSIGNMENT.questions}
FULL, BY_HAND = 66, 6
NUMBER = "2301045"
OWN = invent_class(NUMBER).scenario
START = ASSIGNMENT.read({"answers": {"nomor_mahasiswa": NUMBER}}).start
Data = dict[str, Any]
WISHES = RemedialOptions(
    starts=dt.date(2026, 8, 18),
    start_time=dt.time(13, 0),
    initial_assessment=dt.date(2026, 8, 12),
    next_objective_starts=dt.date(2026, 8, 31),
    first_method="ceramah",
    first_media="papan tulis",
    first_practice_items=5,
    ask_first=False,
)


@cache
def programme(number: str = NUMBER, model: Any = 3, tutees: int = 3, forms: Any = None, periods: int = 1) -> Scenario:
    """A whole remedial scenario as the planner makes it; what people say is made up."""
    own = invent_class(number).scenario.model_copy(update={"kind": "remedial"})
    wishes = RemedialOptions(**{**vars(WISHES), "tutees": tutees, "forms": forms})
    plan = plan_remedial(own, wishes).fill(own)
    norms = Discussion(kind="small_group", norms_taught_on=dt.date(2026, 8, 12))
    plan = plan.model_copy(update={"periods": periods, "discussion": norms})
    plan = propose_work(time_from_scenario(plan).fill(plan)).scenario
    for group in plan.groups:
        accepts = dict.fromkeys(group.members, True)
        plan = with_group(plan, group.id, decides_by="vote", accepts=accepts, gender_note="nyaman")
    plan = plan_turns(plan, model=model).fill(plan)
    return plan.model_copy(
        update={
            "room": Room(layout="clusters", teacher_can_move=True),
            "observation": Observation(
                indicators=["bertanya", "menjawab", "mendengar"], groups=[one.id for one in plan.groups]
            ),
            "pupil_views": "Ingin mulai dari yang mudah.",
            "public": Public(shows_scores=False, shows_nisn=False),
        }
    )


def handed_in(scenario: object = None, cell: object = None, number: object = NUMBER) -> Data:
    written = dump_scenario(scenario) if isinstance(scenario, Scenario) else scenario
    return {"assignment": ID, "answers": plain({"nomor_mahasiswa": number, "skenario": cell}), "scenario": written}


def spoilt(*changes: Callable[[Data], object]) -> Data:
    data = json.loads(dump_scenario(programme()))
    for change in changes:
        change(data)
    return data


# --- right answers ---------------------------------------------------------------------------------------------------


def test_every_rule_of_a_remedial_scenario_that_depends_on_decisions_is_a_question() -> None:
    of_the_class_alone = {"T02", "T03", "T07", "T10", "T12", "R01", "G09"}
    need_not_be = {"M02", "R06"}
    of_the_kind = {id for id, rule in catalogue().items() if "remedial" in rule.kinds}
    assert set(QUESTIONS) == of_the_kind - of_the_class_alone - need_not_be
    assert sum(one.points for one in QUESTIONS.values()) == FULL
    assert all(re.fullmatch(r"[a-z-]+\.html#rule-[a-z]\d\d", one.learn) for one in QUESTIONS.values())


def only_decisions() -> Data:
    data = json.loads(dump_scenario(programme()))
    return {
        key: one for key, one in data.items() if key not in ("version", "kind", "pupils", "objectives", "subtopics")
    }


def without_next_objective() -> Data:
    return spoilt(lambda data: data["remedial"].update(next_objective_starts=None))


RIGHT: dict[str, Data] = {
    "file as text": handed_in(programme()),
    "file loaded": handed_in(json.loads(dump_scenario(programme()))),
    "scenario in the cell": handed_in(cell=programme()),
    "decisions alone in the cell": handed_in(cell=only_decisions()),
    "text in the cell": handed_in(cell=dump_scenario(programme())),
    "student number as number": handed_in(programme(), number=int(NUMBER)),
    "one to one": handed_in(programme(model=1)),
    "groups ask their tutor": handed_in(programme(model=2)),
    "two tutees to a tutor": handed_in(programme(tutees=2)),
    "peer tutoring alone": handed_in(programme(forms=("peer_tutoring",))),
    "peer tutoring with individual guidance": handed_in(programme(forms=("peer_tutoring", "individual_guidance"))),
    "two periods a session": handed_in(programme(periods=2)),
    "no next objective": handed_in(cell=without_next_objective()),
}


@pytest.mark.parametrize("work", RIGHT.values(), ids=RIGHT)
def test_right_answers_of_any_shape_get_full_marks(work: Data) -> None:
    assert objections(work) == {}
    assert graders.earned(work) == FULL


@pytest.mark.parametrize("number", [str(one) for one in range(2301001, 2301021)])
def test_every_trainee_has_a_class_in_which_full_marks_can_be_earned(number: str) -> None:
    assert lost(handed_in(programme(number), number=number)) == set()


# --- nothing for nothing ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "scenario", [None, "", "{}", "[]", "not JSON", '{"version": 1, "kind": "remedial"}', 7, {"a": 1}, {"remedial": {}}]
)
def test_a_trivial_scenario_earns_nothing(scenario: object) -> None:
    for work in (handed_in(scenario), handed_in(cell=scenario), handed_in(scenario, number=None)):
        assert lost(work) == set(QUESTIONS)


def test_saving_the_class_as_it_comes_earns_nothing() -> None:
    assert lost(handed_in(START)) == set(QUESTIONS)
    assert lost(handed_in(OWN.model_copy(update={"kind": "remedial"}))) == set(QUESTIONS)


NEEDY = programme().remedial.pupils if programme().remedial else []
OF_THE_SESSION = {
    "W01",
    "W04",
    "W06",
    "D08",
    "D10",
    "D12",
    "K01",
    "R02",
    "R03",
    "R05",
    "R08",
    "R09",
    "R11",
    "R12",
    "R14",
    "R16",
}
"""Rules about the programme or the session as a whole."""
TRIVIAL: dict[str, Data] = {
    "no group": {"groups": []},
    "a group of nobody": {"groups": [{"id": "K1"}]},
    "a group of two": {"groups": [{"id": "K1", "tutors": ["M01"], "members": NEEDY[:1]}]},
    "nobody listed": {"remedial": {"forms": ["peer_tutoring"], "pupils": []}},
    "one listed": {"remedial": {"pupils": NEEDY[:1], "targets": {NEEDY[0]: ["TP1"]}}},
}


@pytest.mark.parametrize("part", TRIVIAL.values(), ids=TRIVIAL)
def test_a_trivial_programme_earns_nothing_from_rules_about_all_pupils_or_groups(part: Data) -> None:
    results = by_id(handed_in(cell={**only_decisions(), **part}))
    about_all = set(QUESTIONS) - OF_THE_SESSION - {"R04"}
    assert {id for id in about_all if results[id].state != "not_judged"} == set()


def test_the_wrong_kind_of_scenario_is_not_judged_and_the_mend_is_named() -> None:
    results = by_id(handed_in(OWN))
    assert {one.state for one in results.values()} == {"not_judged"}
    assert "skenario kelas" in str(results["R04"].reasons[0])


# --- one mistake costs its own rule ----------------------------------------------------------------------------------

CANDIDATES = {tutor.pupil: tutor for tutor in OWN.tutors}
UNWILLING = next(id for id, tutor in CANDIDATES.items() if not tutor.willing)
UNJUDGED = next(id for id, tutor in CANDIDATES.items() if tutor.attitude is None)
STRONG = next(one.id for one in OWN.pupils if one.id not in CANDIDATES and one.id not in NEEDY)
SHY = [one.id for one in OWN.pupils if one.shy]


def first(data: Data) -> Data:
    return data["groups"][0]


def plan_of(data: Data) -> Data:
    return data["remedial"]


def set_in(place: Callable[[Data], Data], **values: object) -> Callable[[Data], None]:
    return lambda data: place(data).update(values)


def phase(name: str, **values: object) -> Callable[[Data], None]:
    return lambda data: next(one for one in data["phases"] if one["name"] == name).update(values)


def new_tutor(id: str) -> Callable[[Data], None]:
    """Another pupil leads the first group, in everything that is written of its tutor."""

    def change(data: Data) -> None:
        group = first(data)
        group.update(json.loads(json.dumps(group).replace(f'"{group["tutors"][0]}"', f'"{id}"')))
        for turn in group["turns"]:
            turn["reserved"] = True

    return change


def no_tutor(data: Data) -> None:
    group = first(data)
    group["turns"] = [turn for turn in group["turns"] if turn["pupil"] not in group["tutors"]]
    group["tutors"] = []


def tutor_of_two(data: Data) -> None:
    other = data["groups"][1]["tutors"][0]
    first(data)["tutors"].append(other)
    first(data)["duties"][other] = "tutor kedua"


def tutor_record(**values: object) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        next(one for one in data["tutors"] if one["pupil"] == first(data)["tutors"][0]).update(values)

    return change


def other_target(data: Data) -> None:
    """A pupil works on, and is assessed on, what the pupil has mastered."""
    one = next(one for one, targets in plan_of(data)["targets"].items() if len(targets) == 1)
    wrong = ["TP2"] if plan_of(data)["targets"][one] == ["TP1"] else ["TP1"]
    plan_of(data)["targets"][one] = wrong
    plan_of(data)["reassessment"]["objectives"][one] = wrong


def strong_pupil_listed(data: Data) -> None:
    """Somebody at mastery is listed, and works in a group like all others."""
    group = data["groups"][1]
    plan_of(data)["pupils"].append(STRONG)
    group["members"].append(STRONG)
    for key, value in (("duties", "pencatat"), ("accepts", True), ("products", "kartu")):
        group[key][STRONG] = value
    group["turns"].append({"pupil": STRONG, "minutes": group["turns"][0]["minutes"], "reserved": True})


def silent(data: Data) -> None:
    group = next(one for one in data["groups"] if set(one["members"]) - set(SHY))
    one = next(one for one in group["members"] if one not in SHY)
    group["turns"] = [turn for turn in group["turns"] if turn["pupil"] != one]


def turns(tutor: float, leading: float, rest: float) -> Callable[[Data], None]:
    """Minutes of the tutor, of one member and of each other member of the first group."""

    def change(data: Data) -> None:
        group = first(data)
        group["model"] = 2
        minutes = [leading, *[rest] * (len(group["members"]) - 1)]
        group["turns"] = [
            {"pupil": one, "minutes": n, "reserved": True}
            for one, n in [*zip(group["members"], minutes, strict=True), (group["tutors"][0], tutor)]
        ]

    return change


def tutor_of_two_talks(data: Data) -> None:
    """With two members, more than half of the time isn't yet twice an equal share."""
    group = next(one for one in data["groups"] if len(one["members"]) == 2)
    minutes = {**dict.fromkeys(group["members"], 1), group["tutors"][0]: 2.2}
    group.update(model=2, turns=[{"pupil": one, "minutes": n, "reserved": True} for one, n in minutes.items()])


def crowd(data: Data) -> None:
    """The first group's members move to the second, with all that is written of them; the tutor goes home."""
    here, there = data["groups"][0], data["groups"][1]
    there["members"] += here["members"]
    for key in ("duties", "accepts", "products"):
        there[key].update({one: here[key][one] for one in here["members"]})
    there["turns"] = [{"pupil": one, "minutes": 2, "reserved": True} for one in [*there["members"], *there["tutors"]]]
    data["groups"].remove(here)
    plan_of(data)["visits"] = [one for one in plan_of(data)["visits"] if one != here["id"]]


MISTAKES: dict[str, tuple[Callable[[Data], object], set[str]]] = {
    "three groups in one": (lambda data: [crowd(data), crowd(data)], {"G07"}),
    "the tutor of two speaks most": (tutor_of_two_talks, {"D06"}),
    "the tutor of three speaks most": (turns(3.3, 1, 1), {"D04", "D06"}),
    "a group without a tutor": (no_tutor, {"G03"}),
    "a tutor of two groups": (tutor_of_two, {"G05"}),
    "somebody unknown": (lambda data: first(data)["members"].append("M99"), {"G04"}),
    "no way": (set_in(lambda data: data["grouping"], way=None), {"G08"}),
    "a tutor who is no candidate": (new_tutor(STRONG), {"T01"}),
    "a tutor who isn't willing": (new_tutor(UNWILLING), {"T05"}),
    "a tutor whose attitude isn't judged": (new_tutor(UNJUDGED), {"T06"}),
    "a pupil who doesn't accept the tutor": (
        lambda data: first(data)["accepts"].update({first(data)["members"][0]: None}),
        {"T04"},
    ),
    "a tutor not tried at explaining": (tutor_record(teach_back=None), {"T08"}),
    "a tutor without training": (tutor_record(training_minutes=0), {"T09"}),
    "no note on tutors of the other sex": (
        lambda data: [one.update(gender_note="") for one in data["groups"]],
        {"T11"},
    ),
    "initial assessment after the start": (
        set_in(lambda data: data["assessment"], initial={"date": "2026-08-20"}),
        {"R02"},
    ),
    "one technique": (set_in(lambda data: data["assessment"], process=[{"technique": "kuis"}]), {"R03"}),
    "somebody at mastery listed": (strong_pupil_listed, {"R04"}),
    "re-teaching for a minority": (
        lambda data: plan_of(data).update(forms=["reteaching", "peer_tutoring"]),
        {"R05"},
    ),
    "another target than needed": (other_target, {"R07"}),
    "no more practice than before": (
        lambda data: plan_of(data).update(forms=["practice_tasks"], practice_items=5, first_practice_items=5),
        {"R08"},
    ),
    "no extra time": (set_in(plan_of, extra_minutes=0), {"R09"}),
    "a group not visited": (
        lambda data: plan_of(data).update(visits=[one for one in plan_of(data)["visits"] if one != "K1"]),
        {"R10"},
    ),
    "feedback a session late": (lambda data: plan_of(data)["feedback"].update(sessions_late=1), {"R11"}),
    "the next objective starts before the end": (set_in(plan_of, next_objective_starts="2026-08-19"), {"R12"}),
    "reassessed before the end": (
        lambda data: plan_of(data)["reassessment"].update(date="2026-08-18"),
        {"R13"},
    ),
    "somebody not reassessed": (lambda data: plan_of(data)["reassessment"]["objectives"].popitem(), {"R13"}),
    "individual guidance alone": (lambda data: plan_of(data).update(forms=["individual_guidance"]), {"R14"}),
    "somebody hands in nothing": (lambda data: first(data)["products"].popitem(), {"R15"}),
    "the tutor gives marks": (lambda data: plan_of(data)["reassessment"].update(assessor="tutor"), {"R16"}),
    "minutes too many": (phase("opening", minutes=9), {"W01"}),
    "the teacher lectures": (phase("tutoring", teacher_role="resource_person"), {"W04"}),
    "no date": (set_in(lambda data: data, date=None), {"W06", "D10"}),
    "no hour": (set_in(lambda data: data, time=None), {"W06"}),
    "somebody without a task": (lambda data: first(data)["duties"].popitem(), {"D01"}),
    "no roles": (set_in(first, roles=None), {"D02"}),
    "somebody never speaks": (silent, {"D03"}),
    "one member speaks for long": (turns(2, 9, 1), {"D04"}),
    "a shy pupil without a slot": (
        lambda data: [turn.update(reserved=False) for group in data["groups"] for turn in group["turns"]],
        {"D05"},
    ),
    "no line to throw back": (lambda data: [one.update(model=2, cue_card=None) for one in data["groups"]], {"D07"}),
    "a guided discussion": (set_in(lambda data: data["discussion"], kind="guided"), {"D08"}),
    "the tutor decides": (set_in(first, decides_by="tutor"), {"D09"}),
    "discussing isn't taught": (set_in(lambda data: data["discussion"], norms_taught_on=None), {"D10"}),
    "no model": (set_in(first, model=None), {"D11"}),
    "no views of pupils": (set_in(lambda data: data, pupil_views=None), {"D12"}),
    "rows": (set_in(lambda data: data["room"], layout="rows"), {"K01"}),
    "a group not observed": (lambda data: data["observation"]["groups"].pop(), {"O01"}),
    "a group's name that hurts": (set_in(first, label="Kelompok remedial"), {"P01"}),
}


@pytest.mark.parametrize(("change", "rules"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_costs_its_own_question_and_says_why(change: Callable[[Data], object], rules: set[str]) -> None:
    work = handed_in(json.dumps(spoilt(change)))
    assert lost(work) == rules
    assert not graders.unexplained(work)


def test_scores_of_candidates_are_those_of_the_class() -> None:
    changed = spoilt(lambda data: [one.update(evidence={"TP1": 0, "TP2": 0}) for one in data["tutors"]])
    assert lost(handed_in(json.dumps(changed))) == set()


def test_every_question_can_be_lost() -> None:
    assert {rule for _, rules in MISTAKES.values() for rule in rules} == set(QUESTIONS)


json_values = graders.json_values()
odd_scenarios = st.dictionaries(st.sampled_from(list(Scenario.model_fields)), json_values, max_size=8)


@given(cell=json_values | odd_scenarios, file=odd_scenarios | st.text(), number=st.just(NUMBER) | json_values)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_anything_handed_in_is_judged_without_a_crash(cell: Any, file: Any, number: Any) -> None:
    work = {"assignment": ID, "answers": {"nomor_mahasiswa": number, "skenario": cell}, "scenario": file}
    assert graders.unsound(work) == []


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_right_scenario_spoilt_anywhere_is_judged_without_a_crash(data: st.DataObject) -> None:
    whole = json.loads(dump_scenario(programme()))
    graders.spoil(whole, data, json_values)
    assert len(judge(handed_in(json.dumps(whole)))) == len(QUESTIONS)


# --- the files -------------------------------------------------------------------------------------------------------


def test_every_question_has_one_test_cell_with_its_points() -> None:
    assert graders.misplaced(SOURCE) == []
    assert list(graders.graded_cells(SOURCE)) == list(QUESTIONS)
    cells = graders.read(SOURCE).cells
    assert len({cell.id for cell in cells}) == len(cells)
    tasks = [cell for cell in cells if graders.marked(cell, "task")]
    assert [cell.metadata.nbgrader.points for cell in tasks] == [BY_HAND]
    assert f"Nilai penuh {FULL + BY_HAND} poin: {FULL} poin dari aturan" in cells[0].source


@pytest.mark.slow
def test_the_release_runs_to_its_end_and_only_graded_cells_fail(tmp_path: Path) -> None:
    assert graders.unanswered(RELEASE, tmp_path) == set(QUESTIONS)


def test_trainees_get_neither_model_answers_nor_hidden_tests_nor_the_marker_s_guide() -> None:
    assert graders.leaks(RELEASE, "plan_remedial", "Jangan menilai panjang") == []


@pytest.mark.slow
def test_the_model_answers_run_without_a_failure(tmp_path: Path) -> None:
    assert graders.run(SOLUTION, tmp_path).failures == []


@pytest.mark.slow
def test_the_grader_of_many_gives_the_right_marks_and_leaves_the_reasons_to_a_person(tmp_path: Path) -> None:
    graders.need_a_sandbox()
    course = graders.new_course(tmp_path / "kuliah", ID)
    assert (course / "exercises" / ID / RELEASE.name).read_bytes() == RELEASE.read_bytes()
    evening: graders.Evening = {
        "model": (graders.answer_cells(SOLUTION), None, set()),
        "formulir": (
            {"nomor": f'nomor_mahasiswa = "{NUMBER}"'},
            json.dumps(spoilt(MISTAKES["the tutor gives marks"][0], MISTAKES["no hour"][0])),
            {"R16", "W06"},
        ),
        "kosong": ({}, None, set(QUESTIONS)),
    }
    graders.hand_in(course, RELEASE, evening)
    assert graders.grade(course, ID) == 1, "all three wait for the lecturer"
    assert graders.by_machine(graders.rows(course, ID), "pertimbangan") == graders.expected(ID, evening)

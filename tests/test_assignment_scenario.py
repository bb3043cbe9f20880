"""The assignment on a whole class scenario: what is judged, what reaches trainees, and its way through both graders."""

from __future__ import annotations

import html
import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import graders
import pytest
from class_lessons import (
    ASSIGNMENT,
    BY_HAND,
    FULL,
    ID,
    MISTAKES,
    NAME,
    NUMBER,
    OWN,
    QUESTIONS,
    RELEASE,
    RIGHT,
    SHY,
    SOLUTION,
    SOURCE,
    START,
    UNWILLING,
    Data,
    by_id,
    changed,
    earned,
    first,
    handed_in,
    lesson,
    lost,
    move,
    new_tutor,
    only_decisions,
    plan_of_seven,
    seventh_group,
    swaps,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor_sebaya.grading import collect, judge, plain
from tutor_sebaya.grading_notebook import BelumTerpenuhi, Tugas
from tutor_sebaya.planners import form_groups
from tutor_sebaya.rules import catalogue
from tutor_sebaya.scenario import WAYS, Scenario, dump_scenario

# --- right answers ---------------------------------------------------------------------------------------------------


def test_every_rule_of_a_class_scenario_that_depends_on_decisions_is_a_question() -> None:
    of_the_class_alone = {"T02", "T07", "T10", "T12"}
    assert set(QUESTIONS) == {id for id, rule in catalogue().items() if "class" in rule.kinds} - of_the_class_alone
    assert sum(one.points for one in QUESTIONS.values()) == FULL
    assert all(re.fullmatch(r"[a-z-]+\.html#rule-[a-z]\d\d", one.learn) for one in QUESTIONS.values())


@pytest.mark.parametrize("work", RIGHT.values(), ids=RIGHT)
def test_right_answers_of_any_shape_get_full_marks(work: Data) -> None:
    assert graders.objections(work) == {}
    assert earned(work) == FULL


@pytest.mark.parametrize("way", WAYS)
def test_what_the_planners_make_gets_full_marks_by_every_way(way: str) -> None:
    assert lost(handed_in(lesson(way=way))) == set()


@pytest.mark.parametrize("number", [str(one) for one in range(2301001, 2301013)])
def test_every_trainee_has_a_class_in_which_full_marks_can_be_earned(number: str) -> None:
    assert any(not lost(handed_in(lesson(number, way), number=number)) for way in WAYS)


def test_a_sub_topic_may_be_split_where_there_are_tutors_enough() -> None:
    plan = seventh_group()
    number = next(str(one) for one in range(2301001, 2301100) if plan_of_seven(str(one)) is plan)
    assert not {"G01", "G02", "G03"} & lost(handed_in(plan, number=number))


# --- nothing for nothing ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "scenario", [None, "", "{}", "[]", "not JSON", '{"version": 1, "kind": "class"}', 7, {"a": 1}, [[0]], "null"]
)
def test_a_trivial_scenario_earns_nothing(scenario: object) -> None:
    for work in (handed_in(scenario), handed_in(cell=scenario), handed_in(scenario, number=None)):
        assert earned(work) == 0


def test_saving_the_class_as_it_comes_earns_nothing() -> None:
    assert START is not None
    assert earned(handed_in(START)) == 0
    assert earned(handed_in(OWN)) == 0, "nor do the problems and the training that the invented class proposes"


EVERYBODY = [pupil.id for pupil in OWN.pupils]
WORK = {
    "duties": dict.fromkeys(EVERYBODY, "pencatat"),
    "accepts": dict.fromkeys(EVERYBODY, True),
    "roles": {"traffic_regulator": "a", "shield_wall": "b", "guide": "c"},
    "cue_card": {"return_questions": ["?"], "steer": ["!"]},
    "turns": [{"pupil": one, "minutes": 1, "reserved": True} for one in EVERYBODY],
    "model": 2,
    "decides_by": "vote",
    "gender_note": "nyaman",
}
TRIVIAL_GROUPS: dict[str, list[Data]] = {
    "none": [],
    "one of nobody": [{"id": "K1"}],
    "six of nobody": [{"id": f"K{n}", "subtopics": [f"S{n}"], **WORK, "turns": []} for n in range(1, 7)],
    "one of everybody": [{"id": "K1", "tutors": ["M01"], "members": EVERYBODY[1:], "subtopics": ["S1"], **WORK}],
    "one of two": [{"id": "K1", "tutors": ["M01"], "members": ["M02"], "subtopics": ["S1"], **WORK}],
    "six of one": [{"id": f"K{n}", "members": [EVERYBODY[n]], "subtopics": [f"S{n}"]} for n in range(1, 7)],
    "strangers": [
        {"id": f"K{n}", "tutors": ["X1"], "members": ["X2", "X3"], "subtopics": [f"S{n}"]} for n in range(1, 7)
    ],
}
ABOUT_GROUPS = {id for id in QUESTIONS if id not in {"W01", "W02", "W04", "W05", "W06", "D08", "D10", "D12", "K01"}}


@pytest.mark.parametrize("groups", TRIVIAL_GROUPS.values(), ids=TRIVIAL_GROUPS)
def test_trivial_groups_earn_nothing_from_rules_about_all_groups(groups: list[Data]) -> None:
    """The rest of the scenario is right: what it earns is the lesson's own."""
    work = handed_in(cell={**only_decisions(), "groups": groups})
    assert lost(work) == ABOUT_GROUPS
    assert all(by_id(work)[id].state == "not_judged" for id in ABOUT_GROUPS)


def test_groups_alone_earn_nothing_from_rules_about_what_they_do() -> None:
    plan = form_groups(OWN, "prior_knowledge", 6).fill(OWN)
    kept = set(QUESTIONS) - lost(handed_in(plan))
    assert kept <= {id for id in QUESTIONS if id[0] in "GTM"}
    assert not {"T04", "D04", "D05", "D06"} & kept


@pytest.mark.parametrize("value", [None, "", " ", [], {}, [[0]], {"a": 1}, True, False, 0, -1, "?", 1e300, [None], "0"])
def test_a_trivial_value_everywhere_earns_nothing(value: object) -> None:
    for number in (value, NUMBER):
        assert (
            earned(
                {
                    "assignment": ID,
                    "answers": plain({"nomor_mahasiswa": number, "skenario": value}),
                    "scenario": plain(value),
                }
            )
            == 0
        )


def test_what_is_missing_is_not_judged_rather_than_wrong() -> None:
    results = by_id({"assignment": ID})
    assert {one.state for one in results.values()} == {"not_judged"}
    assert all(one.reasons for one in results.values())


# --- one mistake costs its own rule ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("change", "rules"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_costs_its_own_question_and_says_why(change: Callable[[Data], object], rules: set[str]) -> None:
    work = changed(change)
    assert lost(work) == rules
    assert not graders.unexplained(work)


@pytest.mark.parametrize("rule", ["G06", "G09"])
def test_a_division_that_is_wrong_in_one_way_loses_one_rule(rule: str) -> None:
    data = json.loads(dump_scenario(lesson()))
    found = next(work for swap in swaps(data) if lost(work := changed(swap)) == {rule})
    assert re.search(r"\bK\d\b", " ".join(str(why) for why in by_id(found)[rule].reasons)), "the reason names the group"


def test_a_seventh_in_a_group_costs_its_size() -> None:
    assert {"G07"} <= lost(changed(move)) <= {"G06", "G07", "G09"}


def test_a_dropped_pupil_is_named() -> None:
    dropped = lesson().groups[0].members[-1]
    work = changed(lambda data: first(data)["members"].remove(dropped))
    assert "G04" in lost(work)
    assert dropped in str(by_id(work)["G04"].reasons[0])


def test_every_question_can_be_lost() -> None:
    reached = {rule for _, rules in MISTAKES.values() for rule in rules} | {"G06", "G09"}
    assert reached == set(QUESTIONS)
    alone = {rule for _, rules in MISTAKES.values() if len(rules) == 1 for rule in rules} | {"G06", "G09"}
    assert set(QUESTIONS) - alone == {"G01", "G03", "G05", "G07"} - alone


def test_many_mistakes_cost_many_questions_and_nothing_more() -> None:
    chosen = ["no source", "a title instead of a problem", "no hour", "rows", "two indicators", "no closing"]

    def all_of_them(data: Data) -> None:
        for name in chosen:
            MISTAKES[name][0](data)

    assert lost(changed(all_of_them)) == set().union(*(MISTAKES[name][1] for name in chosen))


# --- the own class ---------------------------------------------------------------------------------------------------


def notes(work: Data) -> str:
    return " ".join(map(str, ASSIGNMENT.notes(ASSIGNMENT.read(work))))


def test_the_class_is_given_out_without_what_is_to_be_decided() -> None:
    assert START is not None
    assert not any(one.problem or one.sources for one in START.subtopics)
    assert {(one.teach_back, one.training_minutes, one.written_guide) for one in START.tutors} == {(None, None, None)}
    assert START.pupils == OWN.pupils


def test_edited_pupils_and_candidates_are_judged_on_the_own_class() -> None:
    """Editing the class would make every tutor willing, every pupil able and nobody shy."""

    def better(data: Data) -> None:
        new_tutor(UNWILLING)(data)
        for tutor in data["tutors"]:
            tutor.update(willing=True, evidence={"TP1": 100, "TP2": 100})
        for pupil in data["pupils"]:
            pupil.update(shy=False, avoid=[], chooses=[], scores={"TP1": 90, "TP2": 90})
        for turn in (turn for group in data["groups"] for turn in group["turns"]):
            turn["reserved"] = False

    work = changed(better)
    assert lost(work) == {"T05", "D05"}
    assert "berbeda dari kelas Anda" in notes(work)
    assert "berbeda" not in notes(handed_in(lesson()))


def test_criteria_and_minutes_of_a_period_are_those_of_the_class() -> None:
    assert lost(changed(lambda data: data.update(minutes_per_period=45))) == set()
    assert (
        lost(changed(lambda data: data.update(objectives=[{"id": one, "criterion": 10} for one in ("TP1", "TP2")])))
        == set()
    )


def test_a_plan_of_another_class_is_judged_on_the_own_class() -> None:
    work = handed_in(lesson("2301017"))
    assert {"T01"} <= lost(work)
    assert not {"G01", "G04", "W01", "O01"} & lost(work)
    assert "misalnya M" in notes(work)


def test_the_cell_counts_before_the_file_and_that_is_said() -> None:
    work = handed_in("{}", cell=lesson())
    assert lost(work) == set()
    assert "skenario.json tidak dipakai" in notes(work)


def test_a_remedial_scenario_is_not_judged_and_the_mend_is_named() -> None:
    results = by_id(changed(lambda data: data.update(kind="remedial")))
    assert {one.state for one in results.values()} == {"not_judged"}
    assert "skenario remedial" in str(results["G01"].reasons[0])


def test_an_unreadable_file_is_not_judged_and_the_wrong_place_is_named() -> None:
    results = by_id(changed(lambda data: data["groups"][1].update(members="M01")))
    assert {one.state for one in results.values()} == {"not_judged"}
    assert any("groups[1].members" in str(why) for why in results["G03"].reasons)


json_values = graders.json_values(*EVERYBODY, keys=("groups", "members", "kind"))
odd_scenarios = st.dictionaries(st.sampled_from(list(Scenario.model_fields)), json_values, max_size=8)


@given(
    cell=json_values | odd_scenarios, file=json_values | odd_scenarios | st.text(), number=st.just(NUMBER) | json_values
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_anything_handed_in_is_judged_without_a_crash(cell: Any, file: Any, number: Any) -> None:
    work = {"assignment": ID, "answers": {"nomor_mahasiswa": number, "skenario": cell}, "scenario": file}
    assert graders.unsound(work) == []
    assert all(note.render("id") for note in ASSIGNMENT.notes(ASSIGNMENT.read(work)))


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_right_scenario_spoilt_anywhere_is_judged_without_a_crash(data: st.DataObject) -> None:
    """One value of the file, wherever it stands, becomes another."""
    whole = json.loads(dump_scenario(lesson()))
    graders.spoil(whole, data, json_values)
    assert len(judge(handed_in(json.dumps(whole)))) == len(QUESTIONS)


# --- the trainee's side ----------------------------------------------------------------------------------------------


@pytest.fixture
def tugas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tugas:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys.modules["__main__"], "nomor_mahasiswa", NUMBER, raising=False)
    monkeypatch.setattr(sys.modules["__main__"], "skenario", None, raising=False)
    return Tugas(ID)


def test_a_test_cell_raises_with_reasons_and_the_section_to_read(tugas: Tugas) -> None:
    data = json.loads(dump_scenario(lesson()))
    data["pupil_views"] = None
    Path("skenario.json").write_text(json.dumps(data), encoding="utf-8")
    tugas.nilai("W01")
    with pytest.raises(BelumTerpenuhi) as raised:
        tugas.nilai("D12")
    assert raised.value._render_traceback_()[-1] == "Baca: peran-diskusi-ruang.html#rule-d12"


def test_checking_shows_three_states_and_keeps_hidden_questions_to_the_grader(
    tugas: Tugas, capsys: pytest.CaptureFixture[str]
) -> None:
    data = json.loads(dump_scenario(lesson()))
    data["public"]["shows_scores"] = True
    data["phases"] = [one for one in data["phases"] if one["name"] != "presentation"]
    Path("skenario.json").write_text(json.dumps(data), encoding="utf-8")
    tugas.periksa()
    said = capsys.readouterr().out
    shown = {line.split(" | ")[0][:3]: line for line in said.splitlines() if " | " in line}
    assert "Skenario dibaca dari skenario.json." in said
    assert "✓ sudah terpenuhi" in shown["G06"]
    assert "✗ belum terpenuhi | Belum ada waktu penyampaian" in shown["W03"]
    assert "? belum dapat dinilai" in shown["W04"]
    assert "memuat nilai" not in shown["P01"]
    for question in QUESTIONS.values():
        if question.id != "W05":  # without a presentation it can't be judged, and that is no secret
            assert ("dinilai dosen" in shown[question.id]) == question.hidden


def test_the_teacher_s_notes_name_who_seldom_speaks_and_the_objectives(
    tugas: Tugas, capsys: pytest.CaptureFixture[str]
) -> None:
    tugas.tampilkan("catatan guru")
    said = capsys.readouterr().out
    assert all(re.search(rf"^{id} \| ", said, re.MULTILINE) for id in SHY)
    assert not any(re.search(rf"^{id} \| ", said, re.MULTILINE) for id in set(EVERYBODY) - set(SHY))
    assert all(str(one.text) in said for one in OWN.objectives)


def test_the_form_opens_with_what_is_still_to_be_decided(tugas: Tugas, monkeypatch: pytest.MonkeyPatch) -> None:
    from tutor_sebaya import widgets

    opened: list[Data] = []
    monkeypatch.setattr(widgets, ASSIGNMENT.planner, lambda **given: opened.append(given) or "form")
    tugas.buka_perencana()
    Path("skenario.json").write_text(dump_scenario(lesson()), encoding="utf-8")
    tugas.buka_perencana()
    assert [one["scenario"].subtopics[0].problem for one in opened] == [None, OWN.subtopics[0].problem]
    assert {one["save_to"] for one in opened} == {"skenario.json"}


# --- the files -------------------------------------------------------------------------------------------------------


def test_cells_of_the_source_have_readable_ids_of_their_own_and_no_traces_of_a_run() -> None:
    assert graders.traces(SOURCE) == []
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*|[A-Z]\d\d", cell.id) for cell in graders.read(SOURCE).cells)


def test_every_question_has_one_test_cell_with_its_points() -> None:
    assert list(graders.graded_cells(SOURCE)) == list(QUESTIONS)
    assert graders.misplaced(SOURCE) == []


def test_the_reasons_are_marked_by_hand_with_four_levels() -> None:
    cells = graders.read(SOURCE).cells
    tasks = [cell for cell in cells if graders.marked(cell, "task")]
    assert [cell.metadata.nbgrader.points for cell in tasks] == [BY_HAND]
    assert re.findall(r"^\| (\d) \| ", tasks[0].source, re.MULTILINE) == ["6", "4", "2", "0"]
    assert f"Nilai penuh {FULL + BY_HAND} poin: {FULL} poin dari aturan, {BY_HAND} poin" in cells[0].source


def test_trainees_get_neither_model_answers_nor_hidden_tests_nor_the_marker_s_guide() -> None:
    assert graders.leaks(RELEASE, "plan_turns", "Jangan menilai panjang") == []
    assert "skenario = None" in graders.text(RELEASE)
    assert graders.beside(SOURCE) == []


# --- running it ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_release_runs_to_its_end_and_only_graded_cells_fail(tmp_path: Path) -> None:
    assert graders.unanswered(RELEASE, tmp_path) == set(QUESTIONS)


@pytest.mark.slow
def test_the_model_answers_run_without_a_failure(tmp_path: Path) -> None:
    assert graders.run(SOLUTION, tmp_path).failures == []


# --- both graders ----------------------------------------------------------------------------------------------------


def spoilt(*names: str) -> str:
    data = json.loads(dump_scenario(lesson()))
    for name in names:
        MISTAKES[name][0](data)
    return json.dumps(data)


REASONS = "G09: M07 dan sahabatnya terpisah; ia saya pasangkan dengan M12, dan saya mampir pada menit kesepuluh."
EVENING: graders.Evening = {
    "model": (graders.answer_cells(SOLUTION), None, set()),
    "formulir": (
        {"nomor": f'nomor_mahasiswa = "{NUMBER}"', "pertimbangan-saya": REASONS},
        spoilt("no hour", "scores on show", "somebody never speaks"),
        {"W06", "P01", "D03"},
    ),
    "kosong": ({}, None, set(QUESTIONS)),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder with three submissions, not graded yet."""
    return graders.hand_in(graders.new_course(tmp_path_factory.mktemp("kursus"), ID), RELEASE, EVENING)


@pytest.mark.slow
def test_nbgrader_releases_what_is_committed(course: Path) -> None:
    assert (course / "exercises" / ID / RELEASE.name).read_bytes() == RELEASE.read_bytes()


@pytest.mark.slow
def test_both_graders_give_the_right_marks_and_leave_the_reasons_to_a_person(course: Path, tmp_path: Path) -> None:
    graders.need_a_sandbox()
    theirs, ours = (shutil.copytree(course, tmp_path / name) for name in ("nbgrader", "kami"))
    graders.nbgrader(theirs, "autograde", ID)
    assert graders.grade(ours, ID) == 1, "all three wait for the lecturer"
    found = graders.rows(ours, ID)
    assert graders.by_machine(found, "pertimbangan") == graders.expected(ID, EVENING)
    assert graders.rows(theirs, ID) == found
    kept = graders.read(ours / "autograded" / "formulir" / ID / f"{NAME}.ipynb")
    assert REASONS in [cell.source for cell in kept.cells], "the marker reads what the trainee wrote"
    page = html.unescape((ours / "feedback" / "formulir" / ID / f"{NAME}.html").read_text(encoding="utf-8"))
    assert "Tanggal atau jam pelaksanaan belum ditetapkan." in page


def test_what_is_judged_from_a_submission_is_the_same_outside_the_notebook(course: Path) -> None:
    for student, (sources, _, lost_here) in EVENING.items():
        namespace: Data = {}
        for id in ("nomor", "skenario"):
            exec(sources.get(id, ""), namespace)
        work = json.loads(json.dumps(collect(ID, namespace, course / "submitted" / student / ID)))
        assert lost(work) == lost_here, student

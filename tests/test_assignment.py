"""The assignment on forming groups: what is judged, what reaches trainees, and a lecturer's whole evening with it."""

from __future__ import annotations

import csv
import html
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import graders
import pandas as pd
import pytest
from graders import by_id, earned, lost
from hypothesis import HealthCheck, given, settings
from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin

import exercises
from tutor_sebaya.classes import invent_class
from tutor_sebaya.grading import ASSIGNMENTS, collect, judge, plain
from tutor_sebaya.grading_notebook import BelumTerpenuhi, Table, Tugas
from tutor_sebaya.planners.groups import WAYS, form_groups
from tutor_sebaya.scenario import Group, Scenario, dump_scenario

ROOT = Path(__file__).resolve().parent.parent
ID = "03-membentuk-kelompok"
NAME = "membentuk-kelompok"
SOURCE, RELEASE, SOLUTION = (ROOT / step / ID / f"{NAME}.ipynb" for step in ("source", "exercises", "solutions"))
QUESTIONS = {one.id: one for one in ASSIGNMENTS[ID].questions}
FULL = 25

NUMBER = "2301045"
OWN = invent_class(NUMBER).scenario
"""The class of the model answers: among its candidates one isn't willing, and one's attitude isn't judged."""
CANDIDATES = {tutor.pupil: tutor for tutor in OWN.tutors}
UNWILLING = next(id for id, tutor in CANDIDATES.items() if not tutor.willing)
UNJUDGED = next(id for id, tutor in CANDIDATES.items() if tutor.attitude is None)
ABLE = [id for id in CANDIDATES if id not in (UNWILLING, UNJUDGED)]
ANSWERS: Mapping[str, Any] = {
    "nomor_mahasiswa": NUMBER,
    "cara_tanpa_kemampuan": [1, 2, 6, 7],
    "dasar_bertentangan": 2,
    "pertanyaan_sosiometri": "B",
    "calon_tutor": len(ABLE),
    "paling_sedikit": 6,
    "paling_banyak": len(ABLE),
    "jumlah_kelompok": 6,
    "cara": 5,
    "dasar": 4,
}
PLAN = form_groups(OWN, "prior_knowledge", 6).fill(OWN)
NO_CANDIDATE = next(one for group in PLAN.groups for one in group.members if one not in CANDIDATES)


def as_table(plan: Scenario) -> dict[str, list[str]]:
    """The groups as trainees write them in the cell: sub-topic -> tutor, members."""
    return {group.subtopics[0]: [*group.tutors, *group.members] for group in plan.groups}


def handed_in(plan: object = None, scenario: object = None, **answers: Any) -> dict[str, Any]:
    return {"assignment": ID, "answers": plain({**ANSWERS, "kelompok": plan, **answers}), "scenario": scenario}


# --- right answers ---------------------------------------------------------------------------------------------------


def test_points_add_up_and_every_question_says_where_to_read() -> None:
    assert sum(one.points for one in QUESTIONS.values()) == FULL
    assert all(re.fullmatch(r"[a-z-]+\.html#[a-z0-9-]+", one.learn) for one in QUESTIONS.values())


def rows(plan: Scenario) -> list[dict[str, Any]]:
    return [{"submateri": one.subtopics[0], "tutor": one.tutors[0], "anggota": one.members} for one in plan.groups]


TABLE = as_table(PLAN)
RIGHT: dict[str, dict[str, Any]] = {
    "scenario file as text": handed_in(scenario=dump_scenario(PLAN)),
    "scenario file with a mark of byte order": handed_in(scenario="\ufeff" + dump_scenario(PLAN)),
    "scenario loaded": handed_in(scenario=json.loads(dump_scenario(PLAN))),
    "scenario in the cell": handed_in(PLAN),
    "table of lists": handed_in(TABLE),
    "table of tuples, answers as tuples": handed_in(
        {key: tuple(ids) for key, ids in TABLE.items()}, cara_tanpa_kemampuan=(7, 6, 2, 1)
    ),
    "table of texts": handed_in({key: ", ".join(ids) for key, ids in TABLE.items()}, cara_tanpa_kemampuan="1, 2, 6, 7"),
    "ids in small letters and numbers": handed_in(
        {key.lower(): [ids[0].lower(), *(int(one[1:]) for one in ids[1:])] for key, ids in TABLE.items()}
    ),
    "sub-topics as numbers": handed_in({int(key[1:]): ids for key, ids in TABLE.items()}),
    "list of rows": handed_in(rows(PLAN)),
    "rows with members as text": handed_in([{**row, "anggota": "; ".join(row["anggota"])} for row in rows(PLAN)]),
    "data frame": handed_in(pd.DataFrame(rows(PLAN))),
    "numbers as text and floats": handed_in(
        TABLE,
        calon_tutor=str(len(ABLE)),
        paling_sedikit=6.0,
        paling_banyak=f" {len(ABLE)} ",
        jumlah_kelompok="6",
        cara="5",
        dasar="4",
    ),
    "choices in words": handed_in(TABLE, cara="Pengetahuan dan Pengalaman", dasar="full_participation"),
    "student number as number": handed_in(TABLE, nomor_mahasiswa=int(NUMBER)),
    "letter with a full stop, ways as a set": handed_in(
        TABLE, pertanyaan_sosiometri="b.", cara_tanpa_kemampuan={1, 2, 6, 7}
    ),
    "facilities with enough sets": handed_in(TABLE, dasar=1, perangkat=6),
    "way and ground in the file alone": handed_in(
        scenario=json.loads(dump_scenario(PLAN))
        | {"grouping": {"way": "prior_knowledge", "ground": "facilities", "units": 7}},
        cara=None,
        dasar=None,
    ),
    "reserve tutor instead": handed_in(
        {
            key: [reserve, *(tutor if one == reserve else one for one in ids)]
            for key, (tutor, *ids) in TABLE.items()
            for reserve in [next((one for one in ids if one in ABLE), tutor)]
        }
    ),
}


@pytest.mark.parametrize("work", RIGHT.values(), ids=RIGHT)
def test_right_answers_of_any_shape_get_full_marks(work: dict[str, Any]) -> None:
    assert graders.objections(work) == {}
    assert earned(work) == FULL


@pytest.mark.parametrize("way", WAYS)
def test_what_the_planner_makes_gets_full_marks_by_every_way(way: str) -> None:
    plan = form_groups(OWN, way, 6).fill(OWN)
    assert lost(handed_in(scenario=dump_scenario(plan), cara=WAYS.index(way) + 1)) == set()


@pytest.mark.parametrize("number", [*range(2301001, 2301011), 2301031, 2301038, "A-17"])
def test_every_trainee_has_a_class_in_which_full_marks_can_be_earned(number: int | str) -> None:
    own = invent_class(number).scenario
    for way in WAYS:
        plan = form_groups(own, way).fill(own)
        answers = {"nomor_mahasiswa": number, "cara": WAYS.index(way) + 1, "dasar": 4}
        work = {"assignment": ID, "answers": answers, "scenario": dump_scenario(plan)}
        if not any(re.fullmatch(r"[GT]\d\d", one) for one in lost(work)):
            return
    pytest.fail(f"no division of the class of {number} keeps all rules")


# --- nothing for nothing ---------------------------------------------------------------------------------------------

EVERYBODY = [pupil.id for pupil in OWN.pupils]
TRIVIAL: dict[str, Any] = {
    "nothing": None,
    "empty list": [],
    "empty table": {},
    "zero": 0,
    "word": "kelompok",
    "true": True,
    "[[0]]": [[0]],
    "[[]]": [[]],
    "empty groups, one for each sub-topic": {one.id: [] for one in OWN.subtopics},
    "nobody known": {one.id: ["X1", "X2"] for one in OWN.subtopics},
    "one group": [EVERYBODY],
    "one group with a sub-topic": {"S1": ["M08", *EVERYBODY]},
    "tutors alone": dict(zip(("S1", "S2", "S3", "S4", "S5", "S6"), [[one] for one in TABLE], strict=True)),
    "one pupil in each group": {one.id: [EVERYBODY[place]] for place, one in enumerate(OWN.subtopics)},
    "empty objects": [{}, {}, {}, {}, {}, {}],
    "two halves": [EVERYBODY[:18], EVERYBODY[18:]],
}


@pytest.mark.parametrize("plan", TRIVIAL.values(), ids=TRIVIAL)
def test_a_trivial_division_earns_nothing_from_rules_about_all_groups(plan: object) -> None:
    work = {"assignment": ID, "answers": plain({"nomor_mahasiswa": NUMBER, "kelompok": plan}), "scenario": None}
    assert lost(work) == set(QUESTIONS)


@pytest.mark.parametrize("scenario", [None, "", "{}", "[]", "not JSON", '{"version": 1, "kind": "class"}', 7, {"a": 1}])
def test_a_trivial_scenario_file_earns_nothing(scenario: object) -> None:
    assert earned({"assignment": ID, "answers": {"nomor_mahasiswa": NUMBER}, "scenario": scenario}) == 0


@pytest.mark.parametrize("value", [None, "", " ", [], {}, [[0]], {"a": 1}, True, False, 0, -1, "?", 1e300, [None], "0"])
def test_a_trivial_value_everywhere_earns_nothing(value: object) -> None:
    answers = dict.fromkeys(ASSIGNMENTS[ID].names, value)
    for work in (answers, {**answers, "nomor_mahasiswa": NUMBER}):
        assert earned({"assignment": ID, "answers": plain(work), "scenario": plain(value)}) == 0


def test_what_is_missing_is_not_judged_rather_than_wrong() -> None:
    results = by_id({"assignment": ID})
    assert {one.state for one in results.values()} == {"not_judged"}
    assert all(one.reasons for one in results.values())


# --- one mistake costs its own rule ----------------------------------------------------------------------------------


def changed(change: Callable[[list[Group]], None]) -> dict[str, Any]:
    plan = PLAN.model_copy(deep=True)
    change(plan.groups)
    return handed_in(scenario=dump_scenario(plan))


def new_tutor(id: str) -> Callable[[list[Group]], None]:
    """Make a pupil tutor of the group that the pupil is in."""

    def change(groups: list[Group]) -> None:
        group = next(one for one in groups if id in one.members)
        group.members = [group.tutors[0], *(one for one in group.members if one != id)]
        group.tutors = [id]

    return change


def no_tutor(groups: list[Group]) -> None:
    groups[2].members = [*groups[2].tutors, *groups[2].members]
    groups[2].tutors = []


def tutor_twice(groups: list[Group]) -> None:
    groups[0].members = [*groups[0].members, groups[0].tutors[0]]


def same_subtopic(groups: list[Group]) -> None:
    groups[1].subtopics = list(groups[0].subtopics)


def unknown_pupil(groups: list[Group]) -> None:
    groups[3].members = [*groups[3].members, "M99"]


def seventh_group(groups: list[Group]) -> None:
    groups.append(Group(id="K7"))


def swaps() -> Iterator[Callable[[list[Group]], None]]:
    """Every exchange of two members of different groups."""
    for a in range(len(PLAN.groups)):
        for b in range(a):
            for i in range(len(PLAN.groups[a].members)):
                for j in range(len(PLAN.groups[b].members)):

                    def swap(groups: list[Group], a: int = a, b: int = b, i: int = i, j: int = j) -> None:
                        here, there = list(groups[a].members), list(groups[b].members)
                        here[i], there[j] = there[j], here[i]
                        groups[a].members, groups[b].members = here, there

                    yield swap


def moves() -> Iterator[Callable[[list[Group]], None]]:
    """Every move of a member to another group."""
    for a in range(len(PLAN.groups)):
        for b in range(len(PLAN.groups)):
            for i in range(len(PLAN.groups[a].members)) if a != b else ():

                def move(groups: list[Group], a: int = a, b: int = b, i: int = i) -> None:
                    groups[b].members = [*groups[b].members, groups[a].members[i]]
                    groups[a].members = [one for place, one in enumerate(groups[a].members) if place != i]

                yield move


MISTAKES: dict[str, tuple[dict[str, Any], set[str]]] = {
    # A group more is a group without a sub-topic of its own.
    "a group more than sub-topics": (changed(seventh_group), {"G01", "G02", "G03", "G07"}),
    "two groups on one sub-topic": (changed(same_subtopic), {"G02"}),
    "a group without a tutor": (changed(no_tutor), {"G03"}),
    "somebody unknown": (changed(unknown_pupil), {"G04"}),
    # Counted among the tutees too, the tutor has one more of them than one tutor may have.
    "a tutor who is a member too": (changed(tutor_twice), {"G05", "G07"}),
    "a tutor who didn't agree": (changed(new_tutor(UNWILLING)), {"T05"}),
    "a tutor whose attitude wasn't judged": (changed(new_tutor(UNJUDGED)), {"T06"}),
    "a tutor who is no candidate": (changed(new_tutor(NO_CANDIDATE)), {"T01"}),
    "too few sets of equipment": (handed_in(TABLE, dasar=1, perangkat=5), {"G08"}),
    "sets of equipment not said": (handed_in(TABLE, dasar=1), {"G08"}),
    "no ground": (handed_in(TABLE, dasar=None), {"G08"}),
    "a way that there isn't": (handed_in(TABLE, cara=8), {"G08"}),
    "another way than in the file": (handed_in(scenario=dump_scenario(PLAN), cara=1), {"G08"}),
    "all ways": (handed_in(TABLE, cara_tanpa_kemampuan=[1, 2, 3, 4, 5, 6, 7]), {"baca-cara"}),
    "one way wrong": (handed_in(TABLE, cara_tanpa_kemampuan=[1, 2, 3, 7]), {"baca-cara"}),
    "one way twice": (handed_in(TABLE, cara_tanpa_kemampuan=[1, 2, 6, 6]), {"baca-cara"}),
    "another ground": (handed_in(TABLE, dasar_bertentangan=3), {"baca-dasar"}),
    "asking for rejections": (handed_in(TABLE, pertanyaan_sosiometri="A"), {"baca-sosiometri"}),
    "all candidates counted": (handed_in(TABLE, calon_tutor=len(CANDIDATES)), {"calon-tutor"}),
    "all willing candidates counted": (handed_in(TABLE, calon_tutor=len(CANDIDATES) - 1), {"calon-tutor"}),
    "too few groups": (handed_in(TABLE, paling_sedikit=5), {"paling-sedikit"}),
    "more groups than the fewest": (handed_in(TABLE, paling_sedikit=7), {"paling-sedikit"}),
    "most groups by size alone": (handed_in(TABLE, paling_banyak=18), {"paling-banyak"}),
    "fewer groups than the most": (handed_in(TABLE, paling_banyak=len(ABLE) - 1), {"paling-banyak"}),
    "another number than sub-topics": (handed_in(TABLE, jumlah_kelompok=7), {"jumlah-kelompok"}),
}


@pytest.mark.parametrize(("work", "rules"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_costs_its_own_question_and_says_why(work: dict[str, Any], rules: set[str]) -> None:
    assert lost(work) == rules
    assert not graders.unexplained(work)


@pytest.mark.parametrize(("rule", "mutations"), [("G06", swaps), ("G09", swaps), ("G07", moves)])
def test_a_division_that_is_wrong_in_one_way_loses_one_rule(
    rule: str, mutations: Callable[[], Iterator[Callable[[list[Group]], None]]]
) -> None:
    found = next(work for mutation in mutations() if lost(work := changed(mutation)) == {rule})
    reasons = " ".join(str(why) for why in by_id(found)[rule].reasons)
    assert re.search(r"\bK\d\b", reasons), "the reason names the group"


def test_a_dropped_pupil_is_named() -> None:
    work = changed(lambda groups: groups[0].members.remove(groups[0].members[-1]))
    missing = PLAN.groups[0].members[-1]
    assert "G04" in lost(work)
    assert missing in str(by_id(work)["G04"].reasons[0])


@pytest.mark.parametrize("name", ["calon_tutor", "paling_banyak"])
@pytest.mark.parametrize("wrong", sorted({0, 1, 2, 5, 6, 7, 8, 9, 10, 17, 18, 19, 36} - {len(ABLE)}))
def test_reasons_never_tell_the_answer(name: str, wrong: int) -> None:
    result = by_id(handed_in(TABLE, **{name: wrong}))[name.replace("_", "-")]
    assert result.state == "failed"
    said = " ".join(str(why) for why in result.reasons)
    assert not re.search(rf"\b{len(ABLE)}\b", said), said


def test_a_file_with_an_edited_class_is_judged_on_the_own_class() -> None:
    """Editing the class would make every tutor willing."""
    plan = PLAN.model_copy(deep=True)
    new_tutor(UNWILLING)(plan.groups)
    for tutor in plan.tutors:
        tutor.willing = True
    work = handed_in(scenario=dump_scenario(plan))
    assert lost(work) == {"T05"}
    assignment = ASSIGNMENTS[ID]
    assert any("berbeda dari kelas Anda" in str(note) for note in assignment.notes(assignment.read(work)))


def test_a_plan_of_another_class_is_judged_on_the_own_class() -> None:
    other = invent_class("2301017").scenario
    work = handed_in(scenario=dump_scenario(form_groups(other, "prior_knowledge").fill(other)))
    assert {"T01"} <= lost(work)
    assert not {"G01", "G03", "G04", "G05"} & lost(work)


def test_an_unreadable_file_is_not_judged_and_the_wrong_place_is_named() -> None:
    broken = json.loads(dump_scenario(PLAN))
    broken["groups"][1]["members"] = "M01"
    results = by_id(handed_in(scenario=json.dumps(broken)))
    assert results["G03"].state == "not_judged"
    assert any("groups[1].members" in str(why) for why in results["G03"].reasons)
    assert results["calon-tutor"].state == "passed"


def test_judging_needs_a_known_assignment() -> None:
    with pytest.raises(ValueError, match="03-membentuk-kelompok"):
        judge({"assignment": "99"})


ANYTHING = graders.json_values(*EVERYBODY, keys=("S1", "tutor", "anggota", "groups", "version"), leaves=25)


@given(graders.works(ID, NUMBER, ANYTHING))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_anything_handed_in_is_judged_without_a_crash(work: dict[str, Any]) -> None:
    assert graders.unsound(work) == []


# --- plain data ------------------------------------------------------------------------------------------------------


class EqualToAll(int):
    """What a trainee who knows Python might hand in."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0

    def __int__(self) -> int:
        raise AssertionError("no method of a trainee's object is called")

    __str__ = __repr__ = __index__ = __int__  # type: ignore[assignment]


def test_answers_become_plain_data() -> None:
    import numpy as np

    class Strange:
        pass

    endless: list[Any] = []
    endless.append(endless)
    value = plain(
        {
            1: EqualToAll(3),
            "set": {"b", "a"},
            "numpy": np.int64(4),
            "array": np.array([1, 2]),
            "series": pd.Series([1.5]),
            "nan": float("nan"),
            "object": Strange(),
            "endless": endless,
        }
    )
    assert json.loads(json.dumps(value, allow_nan=False)) == value
    assert type(value["1"]) is int
    assert value["1"] == 3
    assert (value["set"], value["numpy"], value["array"], value["series"]) == (["a", "b"], 4, [1, 2], [1.5])
    assert (value["nan"], value["object"]) == (None, "<Strange>")


def test_collecting_reads_variables_and_the_file_beside_the_notebook(tmp_path: Path) -> None:
    (tmp_path / "skenario.json").write_text(dump_scenario(PLAN), encoding="utf-8")
    work = collect(ID, {**ANSWERS, "other": 1}, tmp_path)
    assert lost(json.loads(json.dumps(work))) == set()
    assert collect(ID, {}, tmp_path / "nowhere")["scenario"] is None


def test_what_the_form_saves_is_judged_like_what_is_written(tmp_path: Path) -> None:
    from tutor_sebaya.widgets import GroupPlanner

    form = GroupPlanner(scenario=OWN, save_to=tmp_path / ASSIGNMENTS[ID].scenario_file)
    form.way.value, form.ground.value, form.groups_number.value = "prior_knowledge", "full_participation", 6
    form.form_button.click()
    form.save_button.click()
    assert lost(collect(ID, ANSWERS, tmp_path)) == set()
    assert lost(collect(ID, {**ANSWERS, "cara": None, "dasar": None}, tmp_path)) == set()


# --- what a trainee reads --------------------------------------------------------------------------------------------


def main_module() -> Any:
    """Whose variables are the trainee's where no notebook runs."""
    return sys.modules["__main__"]


@pytest.fixture
def tugas(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Tugas]:
    monkeypatch.chdir(tmp_path)
    main = main_module()
    for name in ASSIGNMENTS[ID].names:
        monkeypatch.setattr(main, name, ANSWERS.get(name), raising=False)
    yield Tugas(ID)


def test_a_test_cell_raises_with_reasons_and_the_section_to_read(tugas: Tugas) -> None:
    main_module().kelompok = {key: ids for key, ids in TABLE.items() if key != "S3"}
    with pytest.raises(BelumTerpenuhi) as raised:
        tugas.nilai("G02")
    shown = raised.value._render_traceback_()
    assert shown[0].startswith("G02 Satu submateri untuk satu kelompok")
    assert any("S3" in line for line in shown)
    assert shown[-1] == "Baca: membentuk-kelompok.html#rule-g02"


def test_the_book_s_address_is_used_where_it_is_known(tugas: Tugas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_SEBAYA_BOOK", "https://example.org/buku/")
    with pytest.raises(BelumTerpenuhi, match=r"Baca: https://example\.org/buku/membentuk-kelompok\.html#rule-g03"):
        tugas.nilai("G03")


def test_checking_shows_three_states_and_keeps_hidden_questions_to_the_grader(
    tugas: Tugas, capsys: pytest.CaptureFixture[str]
) -> None:
    main = main_module()
    main.kelompok = TABLE
    main.calon_tutor = len(CANDIDATES)
    main.paling_banyak = None
    main.pertanyaan_sosiometri = "A"
    tugas.periksa()
    shown = {line.split(" | ")[0]: line for line in capsys.readouterr().out.splitlines() if " | " in line}
    assert "✓ sudah terpenuhi" in shown[f"G06 {QUESTIONS['G06'].title}"]
    assert f"✗ belum terpenuhi | Anda menulis {len(CANDIDATES)}" in shown["Banyaknya calon tutor"]
    assert "? belum dapat dinilai | paling_banyak belum diisi." in shown["Paling banyak kelompok"]
    for question in QUESTIONS.values():
        name = f"{question.id} {question.title}" if question.id[1:].isdecimal() else question.title
        assert ("dinilai dosen" in shown[name]) == question.hidden
    assert "penolakan" not in shown["Pertanyaan sosiometri"]


def test_a_table_escapes_what_it_shows() -> None:
    shown = Table("<b>", ["a"], [["<script>"]])._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_the_class_is_shown_once_the_number_is_there(tugas: Tugas, capsys: pytest.CaptureFixture[str]) -> None:
    tugas.tampilkan_kelas()
    said = capsys.readouterr().out
    assert all(pupil.id in said and str(pupil.name) in said for pupil in OWN.pupils)
    main_module().nomor_mahasiswa = None
    tugas.tampilkan_kelas()
    assert capsys.readouterr().out == "Isi nomor_mahasiswa lebih dahulu, lalu jalankan sel ini lagi.\n"


# --- the files -------------------------------------------------------------------------------------------------------


def test_the_source_folder_holds_only_the_notebook() -> None:
    """Whatever else lies there would reach every trainee."""
    assert graders.beside(SOURCE) == []


def test_cells_of_the_source_have_readable_ids_of_their_own_and_no_traces_of_a_run() -> None:
    ids = [cell.id for cell in graders.read(SOURCE).cells]
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*|[A-Z]\d\d", id) for id in ids)
    assert graders.traces(SOURCE) == []


def test_every_question_has_one_test_cell_with_its_points() -> None:
    assert graders.misplaced(SOURCE) == []


def test_every_answer_has_a_cell_that_asks_for_it() -> None:
    assert set(ASSIGNMENTS[ID].names) - set(graders.asked(RELEASE)) == set()


def test_trainees_get_neither_model_answers_nor_hidden_tests() -> None:
    text = graders.text(RELEASE)
    assert "###" not in text.replace("####", "")
    given_out = {cell.id: cell.source for cell in graders.read(RELEASE).cells}
    for cell in graders.read(SOURCE).cells:
        for kind in ("JAWABAN", "TES TERSEMBUNYI"):
            for secret in re.findall(rf"### MULAI {kind}\n(.*?)\n### AKHIR {kind}", cell.source, re.DOTALL):
                assert secret not in given_out[cell.id]
    assert text.count("# Tulis jawaban Anda di sini.") == len(graders.answer_cells(RELEASE))
    assert graders.beside(RELEASE) == []


@pytest.mark.slow
def test_the_release_runs_to_its_end_and_only_graded_cells_fail(tmp_path: Path) -> None:
    assert graders.unanswered(RELEASE, tmp_path) == set(QUESTIONS)


def test_model_answers_are_shown_without_the_marks_of_nbgrader() -> None:
    text = graders.text(SOLUTION)
    assert "###" not in text
    assert f"calon_tutor = {len(ABLE)}" in text


def test_exercises_and_solutions_are_what_the_source_gives(capsys: pytest.CaptureFixture[str]) -> None:
    assert exercises.main(["--check"]) == 0, capsys.readouterr().err


def test_a_derived_file_that_differs_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("exercises", "solutions"):
        shutil.copytree(ROOT / name, tmp_path / "made" / name)
        shutil.copytree(ROOT / name, tmp_path / "kept" / name)
    kept = tmp_path / "kept"
    (kept / "exercises" / ID / "catatan.txt").write_text("lama", encoding="utf-8")
    (kept / "solutions" / ID / SOLUTION.name).write_text("{}", encoding="utf-8")
    (kept / "exercises" / ID / RELEASE.name).unlink()
    assert exercises.differences(tmp_path / "made", tmp_path / "made") == []
    assert exercises.differences(tmp_path / "made", kept) == [
        f"exercises/{ID}/catatan.txt",
        f"exercises/{ID}/{RELEASE.name}",
        f"solutions/{ID}/{SOLUTION.name}",
    ]


def test_the_check_fails_with_the_names_of_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def make(folder: Path) -> None:
        shutil.copytree(ROOT / "exercises", folder / "exercises")
        (folder / "solutions").mkdir()

    monkeypatch.setattr(exercises, "make", make)
    assert exercises.main(["--check"]) == 1
    assert f"solutions/{ID}/{SOLUTION.name}" in capsys.readouterr().err


# --- running it ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_model_answers_run_without_a_failure(tmp_path: Path) -> None:
    assert graders.run(SOLUTION, tmp_path).failures == []


# --- a lecturer's evening --------------------------------------------------------------------------------------------


def in_slices(ids: list[str]) -> dict[str, list[str]]:
    """The class list cut into six; an able tutor leads one group, whoever comes first the others: nothing is checked."""
    slices = [ids[start : start + 6] for start in range(0, 36, 6)]
    return {
        f"S{number}": sorted(group, key=lambda one: (one != ABLE[0], one)) for number, group in enumerate(slices, 1)
    }


def cells(**answers: Any) -> dict[str, str]:
    """Sources of the answer cells, from the answers."""
    written = graders.filled_in(RELEASE, {**ANSWERS, "kelompok": None, **answers})
    return {cell.id: cell.source for cell in written.cells if graders.marked(cell, "solution")}


NO_TUTOR = PLAN.model_copy(deep=True)
no_tutor(NO_TUTOR.groups)
EVENING: graders.Evening = {
    "model": (graders.answer_cells(SOLUTION), None, set()),
    "formulir": (cells(), dump_scenario(PLAN), set()),
    "tanpa-tutor": (cells(cara_tanpa_kemampuan=[1, 2, 3, 4]), dump_scenario(NO_TUTOR), {"G03", "baca-cara"}),
    "salah-hitung": (
        cells(kelompok=TABLE, calon_tutor=len(CANDIDATES), paling_sedikit=5, paling_banyak=18, jumlah_kelompok=5),
        None,
        {"calon-tutor", "paling-sedikit", "paling-banyak", "jumlah-kelompok"},
    ),
    "menurut-abjad": (
        cells(kelompok=in_slices(EVERYBODY), cara=2, dasar=None, pertanyaan_sosiometri="C"),
        None,
        {"baca-sosiometri", "G06", "G08", "G09", "T01"},
    ),
    "kosong": ({}, None, set(QUESTIONS)),
}


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder after the whole loop: generate, submissions, autograde, feedback, export."""
    course = tmp_path_factory.mktemp("course")
    others = shutil.ignore_patterns(*exercises.LEFT_BEHIND, ID)
    shutil.copytree(ROOT / "source", course / "source", ignore=others)
    graders.hand_in(graders.new_course(course, ID), RELEASE, EVENING)
    api = graders.api(course)
    for done in [*(api.autograde(ID, student) for student in EVENING), api.generate_feedback(ID)]:
        assert done["success"], done.get("log") or done.get("error")
    with Gradebook(api.coursedir.db_url, api.course_id) as gradebook:
        exporter = CsvExportPlugin(parent=api)
        exporter.to = str(course / "nilai.csv")
        exporter.export(gradebook)
    return course


@pytest.mark.slow
def test_nbgrader_releases_what_is_committed(evening: Path) -> None:
    assert (evening / "exercises" / ID / RELEASE.name).read_bytes() == RELEASE.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("student", EVENING)
def test_each_submission_gets_the_right_part_of_the_marks(evening: Path, student: str) -> None:
    with Gradebook(f"sqlite:///{evening / 'gradebook.db'}", "tutor-sebaya") as gradebook:
        submission = gradebook.find_submission(ID, student)
        marks = {grade.name: (grade.auto_score, grade.max_score) for grade in submission.notebooks[0].grades}
        score, highest, by_hand = submission.score, submission.max_score, submission.needs_manual_grade
    lost_here = EVENING[student][2]
    assert {id for id, (mark, _) in marks.items() if mark == 0} == lost_here
    assert {id: mark for id, (mark, _) in marks.items() if mark} == {
        id: one.points for id, one in QUESTIONS.items() if id not in lost_here
    }
    assert (score, highest, by_hand) == (
        sum(one.points for id, one in QUESTIONS.items() if id not in lost_here),
        FULL,
        False,
    )


@pytest.mark.slow
def test_the_exported_table_has_the_marks(evening: Path) -> None:
    with (evening / "nilai.csv").open(encoding="utf-8", newline="") as file:
        table = {row["student_id"]: row for row in csv.DictReader(file)}
    expected = {
        student: float(sum(one.points for id, one in QUESTIONS.items() if id not in lost_here))
        for student, (_, _, lost_here) in EVENING.items()
    }
    assert {student: float(row["score"]) for student, row in table.items()} == expected
    assert {float(row["max_score"]) for row in table.values()} == {float(FULL)}
    assert (expected["model"], expected["kosong"]) == (FULL, 0)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("student", "reasons"),
    [
        ("tanpa-tutor", ["Kelompok K3 belum punya tutor sebaya.", "Baca: membentuk-kelompok.html#rule-g03"]),
        (
            "salah-hitung",
            [f"Anda menulis {len(CANDIDATES)}: itu semua nama dalam daftar calon.", "Dengan 5 kelompok untuk 36 murid"],
        ),
        ("menurut-abjad", ["Dasar pengelompokan belum dipilih", "Belum ada bukti bahwa tutor M", "kurang heterogen"]),
        ("kosong", ["Isi nomor_mahasiswa lebih dahulu", "calon_tutor belum diisi."]),
    ],
)
def test_feedback_holds_the_reasons(evening: Path, student: str, reasons: list[str]) -> None:
    page = (evening / "feedback" / student / ID / f"{NAME}.html").read_text(encoding="utf-8")
    said = html.unescape(re.sub(r"<[^>]+>", "", page))
    for reason in reasons:
        assert reason in said
    assert "grading_notebook.py" not in said, "no lines of code that a trainee can do nothing with"


@pytest.mark.slow
def test_what_is_judged_from_a_submission_is_the_same_outside_the_notebook(evening: Path) -> None:
    """A grader of many submissions judges the collected data; it must give nbgrader's marks."""
    for student, (sources, _, lost_here) in EVENING.items():
        namespace: dict[str, Any] = {}
        for source in sources.values():
            exec(source, namespace)
        work = json.loads(json.dumps(collect(ID, namespace, evening / "submitted" / student / ID)))
        assert lost(work) == lost_here, student

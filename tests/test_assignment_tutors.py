"""The assignment on choosing tutors: what is judged, what reaches trainees, and that both graders agree on it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import graders
import pandas as pd
import pytest
from graders import by_id, lost
from hypothesis import HealthCheck, given, settings

from tutor_sebaya.grading import ASSIGNMENTS, collect, judge, plain
from tutor_sebaya.grading_choices import LETTERS
from tutor_sebaya.grading_notebook import Tugas
from tutor_sebaya.grading_tutors import TutorWork
from tutor_sebaya.grading_tutors_bank import SLOTS
from tutor_sebaya.grading_tutors_class import candidates_class
from tutor_sebaya.scenario import dump_scenario

ROOT = Path(__file__).resolve().parent.parent
ID = "02-memilih-tutor"
FILE = "memilih-tutor.ipynb"
RELEASE, SOLUTION = (ROOT / step / ID / FILE for step in ("exercises", "solutions"))
QUESTIONS = {one.id: one for one in ASSIGNMENTS[ID].questions}
FULL = 25
NUMBER = "2301045"
OWN = candidates_class(NUMBER).scenario
LISTS = {
    "memenuhi_syarat": "memenuhi-syarat",
    "harus_ditanya": "harus-ditanya",
    "tidak_ditugasi": "tidak-ditugasi",
    "belum_tuntas": "belum-tuntas",
    "hanya_satu_tp": "satu-tp",
    "di_bawah_rata_rata": "T02",
    "kurang_bukti": "T07",
    "perlu_persiapan": "persiapan",
}


def letters(number: str) -> dict[str, str]:
    """The right letter of each of the trainee's own questions."""
    return {
        slot.name: LETTERS[next(place for place, one in enumerate(slot.options(number)) if not one.wrong)]
        for slot in SLOTS
    }


def solved(number: str) -> dict[str, Any]:
    """All answers right for a student number, worked out from the records by plain reading, not by the planner."""
    plan = candidates_class(number).scenario
    criterion = {one.id: one.criterion or 0 for one in plan.objectives}
    scores = [[one for one in pupil.scores.values() if one is not None] for pupil in plan.pupils]
    means = [sum(one) / len(one) for one in scores if one]
    mean = sum(means) / len(means)
    found: dict[str, list[str]] = {name: [] for name in LISTS}
    masters: dict[str, list[str]] = {}
    for one in plan.tutors:
        masters[one.pupil] = [tp for tp, least in criterion.items() if (one.evidence.get(tp) or 0) >= least]
        open_ = (
            one.willing is None
            or one.attitude is None
            or not one.attitude.note
            or (one.kind == "cross_age" and one.grade == plan.grade)
        )
        if one.willing is False or (one.attitude and one.attitude.meets is False):
            found["tidak_ditugasi"].append(one.pupil)
        elif not masters[one.pupil]:
            found["belum_tuntas"].append(one.pupil)
        elif open_:
            found["harus_ditanya"].append(one.pupil)
        else:
            found["memenuhi_syarat"].append(one.pupil)
            known = [score for score in one.evidence.values() if score is not None]
            if len(masters[one.pupil]) == 1:
                found["hanya_satu_tp"].append(one.pupil)
            if sum(known) / len(known) <= mean:
                found["di_bawah_rata_rata"].append(one.pupil)
            if len(one.criteria) < 5:
                found["kurang_bukti"].append(one.pupil)
            if not one.teach_back or (one.training_minutes or 0) < 10 or not one.written_guide:
                found["perlu_persiapan"].append(one.pupil)
    tested = [one.pupil for one in plan.tutors if one.pupil in found["memenuhi_syarat"] and one.teach_back]
    # Whoever masters fewer objectives takes a place first.
    free = {one.id: one.objectives for one in plan.subtopics}
    led: dict[str, str] = {}
    for tutor in sorted(tested, key=lambda id: len(masters[id])):
        topic = next((topic for topic, needed in free.items() if set(needed) <= set(masters[tutor])), None)
        if topic:
            led[topic] = tutor
            del free[topic]
    return {
        "nomor_mahasiswa": number,
        **letters(number),
        **found,
        "tutor_kelompok": led,
        "cadangan": [one for one in found["memenuhi_syarat"] if one not in led.values()][:1],
        "latihan": {one.pupil: 10 for one in plan.tutors if (one.training_minutes or 0) < 10},
        "kartu": [one.pupil for one in plan.tutors if not one.written_guide],
    }


ANSWERS = solved(NUMBER)
LED: dict[str, str] = ANSWERS["tutor_kelompok"]
ELIGIBLE: list[str] = ANSWERS["memenuhi_syarat"]


def handed_in(scenario: object = None, **answers: Any) -> dict[str, Any]:
    return {"assignment": ID, "answers": plain({**ANSWERS, **answers}), "scenario": scenario}


def form_file(**groups: Any) -> str:
    """What the form saves when training and cards were noted there."""
    tutors = [
        one.model_copy(update={"training_minutes": max(one.training_minutes or 0, 12.0), "written_guide": True})
        for one in OWN.tutors
    ]
    return dump_scenario(OWN.model_copy(update={"tutors": tutors, **groups}))


# --- right answers ----------------------------------------------------------------------------------------------------


def test_points_add_up_and_every_question_says_where_to_read() -> None:
    assert sum(one.points for one in QUESTIONS.values()) == FULL
    assert all(re.fullmatch(r"[a-z-]+\.html#[a-z0-9-]+", one.learn) for one in QUESTIONS.values())


WORDS = {slot.name: next(one.words for one in slot.options(NUMBER) if not one.wrong) for slot in SLOTS}
NUMBERS = {name: LETTERS.index(letter) + 1 for name, letter in letters(NUMBER).items()}
PAIRS = [{"submateri": topic, "tutor": id} for topic, id in LED.items()]
RIGHT: dict[str, dict[str, Any]] = {
    "tables and lists": handed_in(),
    "tuples and sets": handed_in(**{name: set(ANSWERS[name]) for name in LISTS}, cadangan=tuple(ANSWERS["cadangan"])),
    "texts with commas": handed_in(**{name: ", ".join(ANSWERS[name]) for name in LISTS}),
    "one id without a list": handed_in(
        cadangan=ANSWERS["cadangan"][0], belum_tuntas=ANSWERS["belum_tuntas"][0], kartu=ANSWERS["kartu"][0]
    ),
    "small letters and numbers": handed_in(
        **{name: [int(id[1:]) if id[0] == "M" else id.lower() for id in ANSWERS[name]] for name in LISTS},
        tutor_kelompok={topic.lower(): id.lower() for topic, id in LED.items()},
    ),
    "small letters with a full stop": handed_in(**{name: f"{one.lower()}." for name, one in letters(NUMBER).items()}),
    "numbers of the options": handed_in(**NUMBERS),
    "numbers of the options as text": handed_in(**{name: f" {one} " for name, one in NUMBERS.items()}),
    "words of the options": handed_in(**{name: words.upper().rstrip(".") for name, words in WORDS.items()}),
    "student number as number": handed_in(nomor_mahasiswa=int(NUMBER)),
    "tutors in the order of sub-topics": handed_in(tutor_kelompok=[LED[one.id] for one in OWN.subtopics]),
    "tutors as rows": handed_in(tutor_kelompok=PAIRS),
    "tutors as a data frame": handed_in(tutor_kelompok=pd.DataFrame(PAIRS)),
    "tutors as text": handed_in(tutor_kelompok="\n".join(f"{topic}: {id}" for topic, id in LED.items())),
    "tutors in lists": handed_in(tutor_kelompok={topic: [id] for topic, id in LED.items()}),
    "minutes as text, cards for all": handed_in(
        latihan=dict.fromkeys(ANSWERS["latihan"], "10"), kartu=[one.pupil for one in OWN.tutors]
    ),
    "training and cards in the form": handed_in(form_file(), latihan=None, kartu=None),
    "tutors in the form's groups": handed_in(
        json.loads(form_file())
        | {
            "groups": [
                {"id": f"G{place}", "tutors": [id], "subtopics": [topic]}
                for place, (topic, id) in enumerate(LED.items())
            ]
        },
        tutor_kelompok=None,
    ),
    "another placement": handed_in(
        tutor_kelompok={**LED, **dict(zip(sorted(LED)[:2], [LED[one] for one in sorted(LED)[1::-1]], strict=True))}
    ),
    "two in reserve": handed_in(cadangan=[one for one in ELIGIBLE if one not in LED.values()]),
}


@pytest.mark.parametrize("work", RIGHT.values(), ids=RIGHT)
def test_right_answers_of_any_shape_get_full_marks(work: dict[str, Any]) -> None:
    assert graders.objections(work) == {}


@pytest.mark.parametrize("number", [*range(2301001, 2301041), "A-17", "b 7"])
def test_every_trainee_can_reach_full_marks_by_reading_the_records(number: int | str) -> None:
    right = solved("".join(str(number).split()))
    assert all(right[name] for name in LISTS), "an empty list couldn't be answered"
    assert lost({"assignment": ID, "answers": plain(right), "scenario": None}) == set()


def test_what_the_form_saves_is_judged(tmp_path: Path) -> None:
    from tutor_sebaya.widgets import TutorPlanner

    form = TutorPlanner(scenario=OWN, save_to=tmp_path / ASSIGNMENTS[ID].scenario_file)
    for id in {*ANSWERS["latihan"], *ANSWERS["kartu"]}:
        form.candidate.value = id
        form.training.value, form.written_guide.value = 15, "yes"
    form.save_button.click()
    assert lost(collect(ID, {**ANSWERS, "latihan": None, "kartu": None}, tmp_path)) == set()


# --- nothing for nothing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [None, "", " ", [], {}, [[0]], {"a": 1}, True, False, 0, -1, "?", 1e300, [None], "0"])
def test_a_trivial_value_everywhere_earns_nothing(value: object) -> None:
    answers = dict.fromkeys(ASSIGNMENTS[ID].names, value)
    for work in (answers, {**answers, "nomor_mahasiswa": NUMBER}):
        assert lost({"assignment": ID, "answers": plain(work), "scenario": plain(value)}) == set(QUESTIONS)


@pytest.mark.parametrize(
    "tutors",
    [{"S1": ELIGIBLE[0]}, dict.fromkeys(LED, ELIGIBLE[0]), dict.fromkeys(LED, "M99"), {"S1": ELIGIBLE}, "M99", 7],
    ids=str,
)
def test_one_tutor_or_nobody_known_earns_nothing_from_rules_about_all_tutors(tutors: object) -> None:
    work = {"assignment": ID, "answers": plain({"nomor_mahasiswa": NUMBER, "tutor_kelompok": tutors}), "scenario": None}
    assert lost(work) == set(QUESTIONS)


def test_everybody_in_every_list_earns_nothing_from_the_lists() -> None:
    everybody = [one.pupil for one in OWN.tutors]
    assert lost(handed_in(**dict.fromkeys(LISTS, everybody))) == set(LISTS.values())


def test_what_is_missing_is_not_judged_rather_than_wrong() -> None:
    assert {one.state for one in judge({"assignment": ID})} == {"not_judged"}


# --- one mistake costs its own question -------------------------------------------------------------------------------

RECORDS = {one.pupil: one for one in OWN.tutors}
FIRST = next(iter(LED))
BOTH = next(topic for topic, id in LED.items() if id not in ANSWERS["hanya_satu_tp"])


def instead(id: str) -> dict[str, Any]:
    """The plan with this pupil as one of the tutors."""
    return handed_in(
        tutor_kelompok={**LED, BOTH: id}, cadangan=[one for one in ELIGIBLE if one not in LED.values()][:1]
    )


def named(standing: str, **facts: Any) -> str:
    return next(
        id for id in ANSWERS[standing] if all(getattr(RECORDS[id], key) == value for key, value in facts.items())
    )


def leading(id: str, **other: Any) -> dict[str, Any]:
    """The plan with this eligible candidate among the tutors, and whoever gives way in reserve."""
    return (
        handed_in(**other)
        if id in LED.values()
        else handed_in(tutor_kelompok={**LED, BOTH: id}, cadangan=[LED[BOTH]], **other)
    )


def untrained(minutes: float | None) -> dict[str, Any]:
    short = next(iter(ANSWERS["latihan"]))
    return leading(short, latihan=None if minutes is None else {short: minutes})


def without_card() -> dict[str, Any]:
    return leading(ANSWERS["kartu"][0], kartu=None)


OUTSIDER = next(one.id for one in OWN.pupils if one.id not in RECORDS)
SINGLE = ANSWERS["hanya_satu_tp"][0]
SINGLE_AT = next(topic for topic, id in LED.items() if id == SINGLE)
OTHER_TP = next(
    one.id for one in OWN.subtopics if one.objectives != next(s for s in OWN.subtopics if s.id == SINGLE_AT).objectives
)
MISTAKES: dict[str, tuple[dict[str, Any], set[str]]] = {
    "somebody who hasn't mastered anything": (instead(ANSWERS["belum_tuntas"][0]), {"T01"}),
    "a tutor on the other objective": (
        handed_in(tutor_kelompok={**LED, SINGLE_AT: LED[OTHER_TP], OTHER_TP: SINGLE}),
        {"T01"},
    ),
    "no candidate": (instead(OUTSIDER), {"T01"}),
    "unwilling": (instead(named("tidak_ditugasi", willing=False)), {"T05"}),
    "not asked": (instead(named("harus_ditanya", willing=None)), {"T05"}),
    "unkind": (instead(named("tidak_ditugasi", willing=True)), {"T06"}),
    "attitude not judged": (instead(named("harus_ditanya", attitude=None)), {"T06"}),
    "not tested": (
        handed_in(
            tutor_kelompok={**LED, BOTH: named("perlu_persiapan", teach_back=None)},
            cadangan=[LED[BOTH]],
        ),
        {"T08"},
    ),
    "not trained": (untrained(None), {"T09"}),
    "trained too little": (untrained(4), {"T09"}),
    "no card": (without_card(), {"T09"}),
    "another class, wrong grade": (instead("KA1"), {"T10"}),
    "a sub-topic without a tutor": (handed_in(tutor_kelompok={**LED, BOTH: ""}), {"G03"}),
    "a tutor twice": (
        handed_in(tutor_kelompok={**LED, **dict.fromkeys([one for one in LED if LED[one] != SINGLE][:2], LED[BOTH])}),
        {"G05"},
    ),
    "a reserve who leads": (handed_in(cadangan=[LED[FIRST]]), {"T12"}),
    "a reserve who declined": (handed_in(cadangan=ANSWERS["tidak_ditugasi"]), {"T12"}),
    "a reserve nobody knows": (handed_in(cadangan="M99"), {"T12"}),
    "no reserve": (handed_in(cadangan=None), {"T12"}),
}


@pytest.mark.parametrize(("work", "rules"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_costs_its_own_question_and_says_why(work: dict[str, Any], rules: set[str]) -> None:
    assert lost(work) == rules
    assert not graders.unexplained(work)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_with_one_too_many_too_few_or_another_loses_its_question(name: str) -> None:
    right = ANSWERS[name]
    others = [id for id in RECORDS if id not in right]
    wrong = [[*right, one] for one in others]
    wrong += [[one for one in right if one != dropped] for dropped in right if len(right) > 1]
    wrong += [[*[one for one in right if one != dropped], new] for dropped in right for new in others]
    for answer in wrong:
        work = handed_in(**{name: answer})
        assert lost(work) == {LISTS[name]}, answer
        said = " ".join(str(why) for why in by_id(work)[LISTS[name]].reasons)
        assert not re.search(r"\bM\d\d\b|KA1", said), "reasons say which column to read, not who is wrong"


@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: slot.name)
def test_every_wrong_option_loses_its_question_with_its_own_reason(slot: Any) -> None:
    reasons = set()
    for place, option in enumerate(slot.options(NUMBER)):
        result = by_id(handed_in(**{slot.name: LETTERS[place]}))[slot.id]
        assert (result.state == "passed") == (not option.wrong)
        assert lost(handed_in(**{slot.name: LETTERS[place]})) == ({slot.id} if option.wrong else set())
        reasons |= {str(why) for why in result.reasons}
    assert len(reasons) == 3


@pytest.mark.parametrize("wrong", ["E", "AB", "tidak tahu", 0, 5, 1.5, ["A", "B"], {"A": 1}, True])
def test_what_is_no_option_is_not_judged(wrong: object) -> None:
    assert by_id(handed_in(persetujuan=wrong))["baca-persetujuan"].state == "not_judged"


def test_editing_observations_in_the_file_gains_nothing_and_is_said() -> None:
    file = json.loads(form_file())
    for one in file["tutors"]:
        one |= {"willing": True, "attitude": {"meets": True, "note": "baik"}, "evidence": {"TP1": 99, "TP2": 99}}
    work = handed_in(file, tutor_kelompok={**LED, BOTH: named("tidak_ditugasi", willing=False)})
    assert lost(work) == {"T05"}
    assignment = ASSIGNMENTS[ID]
    assert any("tidak dapat dikarang" in str(note) for note in assignment.notes(assignment.read(work)))


def test_an_unreadable_file_doesnt_spoil_what_the_cells_say() -> None:
    assert lost(handed_in("{not JSON")) == set()
    results = by_id(handed_in("{not JSON", tutor_kelompok=None))
    assert results["T01"].state == "not_judged"
    assert "skenario.json" in str(results["T01"].reasons[0])


@pytest.mark.parametrize(
    "minutes", [{"M01": "banyak"}, {"M01": 1e9}, {"M01": -5}, {"M01": True}, "M01", 10, {"M01": [1]}]
)
def test_training_that_cant_be_read_is_said_with_the_form_to_write_it(minutes: object) -> None:
    result = by_id(handed_in(latihan=minutes))["T09"]
    assert result.state == "not_judged"
    assert '{"M01": 10}' in str(result.reasons[0])


ANYTHING = graders.json_values(*RECORDS, keys=("S1", "tutor", "submateri", "groups", "version", "M01"))


@given(graders.works(ID, NUMBER, ANYTHING))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_anything_handed_in_is_judged_without_a_crash(work: dict[str, Any]) -> None:
    assert graders.unsound(work) == []


# --- what reaches trainees --------------------------------------------------------------------------------------------


def shown(name: str) -> str:
    return graders.listed(ASSIGNMENTS[ID].listings[name](TutorWork({"answers": {"nomor_mahasiswa": NUMBER}})))


def test_what_a_trainee_sees_holds_no_reason_and_no_standing() -> None:
    assert "memenuhi syarat" not in shown("calon")
    for slot in SLOTS:
        assert not any(one.wrong and one.wrong in shown("soal") for one in slot.options(NUMBER))


def test_every_pupil_of_the_table_is_shown_with_name_and_scores() -> None:
    table = shown("calon")
    for one in OWN.tutors:
        assert one.pupil in table
    assert "rata-rata kelas" in table


def test_trainees_get_different_questions_and_letters() -> None:
    given_out = {json.dumps(letters(str(number))) for number in range(2301001, 2301041)}
    assert len(given_out) > 30
    for slot in SLOTS:
        assert {slot.choice(str(number)).id for number in range(2301001, 2301041)} == {one.id for one in slot.bank}


@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: slot.name)
def test_each_choice_has_one_right_option_that_its_length_doesnt_tell(slot: Any) -> None:
    assert graders.giveaways(slot.bank) == []


def test_the_notebook_says_so_where_there_is_no_number(capsys: pytest.CaptureFixture[str]) -> None:
    Tugas(ID).tampilkan("soal")
    assert "nomor_mahasiswa" in capsys.readouterr().out


# --- the notebook -----------------------------------------------------------------------------------------------------


def test_the_release_asks_for_every_answer_and_holds_none() -> None:
    text = RELEASE.read_text(encoding="utf-8")
    assert not re.search(r"MULAI|AKHIR|M36", text)
    assert set(graders.asked(RELEASE)) == set(ASSIGNMENTS[ID].names)
    assert graders.points(RELEASE) == {id: one.points for id, one in QUESTIONS.items()}


def test_a_cell_of_a_question_for_the_grader_says_only_that_it_was_noted() -> None:
    assert graders.noted(RELEASE) == {id: one.hidden for id, one in QUESTIONS.items()}


@pytest.mark.slow
def test_the_model_answers_run_without_a_failure(tmp_path: Path) -> None:
    assert graders.run(SOLUTION, tmp_path).failures == []


@pytest.mark.slow
def test_the_release_runs_to_its_end_and_only_graded_cells_fail(tmp_path: Path) -> None:
    assert graders.unanswered(RELEASE, tmp_path) == set(QUESTIONS)


@pytest.mark.slow
def test_both_graders_give_the_same_marks(tmp_path: Path) -> None:
    wrong = {"latihan": None, "kartu": None, "kurang_bukti": [ELIGIBLE[0], *ANSWERS["kurang_bukti"]], "cadangan": None}
    submissions: dict[str, tuple[dict[str, Any], str | None, set[str]]] = {
        "penuh": (ANSWERS, None, set()),
        "lain": (solved("2301017"), None, set()),
        "formulir": ({**ANSWERS, **wrong}, form_file(), {"T07", "T12"}),
        "kosong": ({}, None, set(QUESTIONS)),
    }
    given_in = {student: (answers, file) for student, (answers, file, _) in submissions.items()}
    theirs, ours = graders.marks_of_both(RELEASE, given_in, tmp_path)
    assert theirs == ours
    assert graders.without_points(theirs) == {student: lost_here for student, (_, _, lost_here) in submissions.items()}

"""The assignment on reading the source: own questions for each trainee, what is judged, and what reaches trainees."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

import graders
import pytest
import yaml
from graders import by_id, lost
from hypothesis import HealthCheck, given, settings

from tutor_sebaya.grading import ASSIGNMENTS, plain
from tutor_sebaya.grading_choices import LETTERS
from tutor_sebaya.grading_notebook import Tugas
from tutor_sebaya.grading_sources import ORIGIN_NAMES
from tutor_sebaya.grading_sources_bank import CHOICES, DOUBTS, ORIGINS, WRITTEN, statements
from tutor_sebaya.grading_work import Work

ROOT = Path(__file__).resolve().parent.parent
ID = "01-membaca-sumber"
FILE = "membaca-sumber.ipynb"
RELEASE, SOLUTION = (ROOT / step / ID / FILE for step in ("exercises", "solutions"))
QUESTIONS = {one.id: one for one in ASSIGNMENTS[ID].questions}
FULL = 20
NUMBER = "2301045"
SLOTS = (*DOUBTS, *CHOICES)
CONTENT = yaml.safe_load((ROOT / "tutor_sebaya/data/content.yml").read_text(encoding="utf-8"))
MANY = [str(number) for number in range(2301001, 2301041)]


def origin(id: str) -> str:
    """The letter, told by the kind of id: an item, a restoration, a rule that has a number of ours, or neither."""
    if any(one["id"] == id for one in CONTENT["items"]):
        return "A"
    return "B" if id.startswith("RST") else "C" if re.fullmatch(r"[A-Z]\d\d", id) else "D"


def right_place(slot: Any, number: str) -> int:
    return next(place for place, one in enumerate(slot.options(number)) if not one.wrong)


def solved(number: str = NUMBER) -> dict[str, Any]:
    return {
        "nomor_mahasiswa": number,
        **dict(zip(ORIGIN_NAMES, [origin(one.id) for one in statements(number)], strict=True)),
        **{slot.name: LETTERS[right_place(slot, number)] for slot in SLOTS},
    }


ANSWERS = solved()
ALL = {**dict.fromkeys(ORIGIN_NAMES, ORIGINS), **{slot.name: slot.options(NUMBER) for slot in SLOTS}}
"""Variable -> the options that this trainee has."""
ASKED = {
    name: name.replace("_", "-") if name.startswith(("asal", "ragu")) else f"baca-{name}".replace("_", "-")
    for name in ALL
}


def handed_in(**answers: Any) -> dict[str, Any]:
    return {"assignment": ID, "answers": plain({**ANSWERS, **answers}), "scenario": None}


def each(change: Any) -> dict[str, Any]:
    """All right answers written in another way: `change` gets the letter, its place and the option's words."""
    written = {}
    for name, options in ALL.items():
        place = LETTERS.index(ANSWERS[name])
        written[name] = change(ANSWERS[name], place, options[place].words)
    return handed_in(**written)


# --- right answers ----------------------------------------------------------------------------------------------------


def test_points_add_up_and_every_question_says_where_to_read() -> None:
    assert sum(one.points for one in QUESTIONS.values()) == FULL
    page = (ROOT / "book/membaca-sumber.md").read_text(encoding="utf-8")
    for one in QUESTIONS.values():
        assert f"({one.learn.removeprefix('membaca-sumber.html#')})=" in page


RIGHT: dict[str, dict[str, Any]] = {
    "letters": handed_in(),
    "small letters": each(lambda letter, place, words: letter.lower()),
    "letters with a full stop": each(lambda letter, place, words: f"{letter}."),
    "letters in brackets": each(lambda letter, place, words: f" ({letter.lower()}) "),
    "numbers": each(lambda letter, place, words: place + 1),
    "numbers as text": each(lambda letter, place, words: f" {place + 1} "),
    "numbers as floats": each(lambda letter, place, words: float(place + 1)),
    "numbers with a full stop": each(lambda letter, place, words: f"{place + 1}."),
    "words": each(lambda letter, place, words: words),
    "words in capitals without a full stop": each(lambda letter, place, words: words.upper().rstrip(".")),
    "student number as number": handed_in(nomor_mahasiswa=int(NUMBER)),
}


@pytest.mark.parametrize("work", RIGHT.values(), ids=RIGHT)
def test_right_answers_of_any_shape_get_full_marks(work: dict[str, Any]) -> None:
    assert graders.objections(work) == {}


@pytest.mark.parametrize("number", [*MANY, "A-17", "b7"])
def test_every_trainee_can_reach_full_marks(number: str) -> None:
    assert lost({"assignment": ID, "answers": solved(number), "scenario": None}) == set()


# --- wrong ones -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_every_wrong_option_loses_its_own_question_with_a_reason(name: str) -> None:
    for place in range(len(ALL[name])):
        work = handed_in(**{name: LETTERS[place]})
        if LETTERS[place] == ANSWERS[name]:
            continue
        assert lost(work) == {ASKED[name]}
        result = by_id(work)[ASKED[name]]
        assert result.state == "failed"
        assert ALL[name][LETTERS.index(ANSWERS[name])].words not in str(result.reasons[0]), "the answer isn't told"


@pytest.mark.parametrize("wrong", ["E", "AB", "tidak tahu", 0, 5, 1.5, ["A", "B"], {"A": 1}, True])
@pytest.mark.parametrize("name", ["asal_1", "ragu_1", "putusan"])
def test_what_is_no_option_is_not_judged_and_the_form_is_said(name: str, wrong: object) -> None:
    assert lost(handed_in(**{name: wrong})) == {ASKED[name]}
    result = by_id(handed_in(**{name: wrong}))[ASKED[name]]
    assert result.state == "not_judged"
    assert '"A" sampai "D"' in str(result.reasons[0])


@pytest.mark.parametrize("value", [None, "", " ", [], {}, [[0]], {"a": 1}, True, False, 0, -1, "?", 1e300, [None], "0"])
def test_a_trivial_value_everywhere_earns_nothing(value: object) -> None:
    answers = dict.fromkeys(ASSIGNMENTS[ID].names, value)
    for work in (answers, {**answers, "nomor_mahasiswa": NUMBER}):
        assert lost({"assignment": ID, "answers": plain(work), "scenario": plain(value)}) == set(QUESTIONS)


@pytest.mark.parametrize("letter", "ABCD")
def test_one_origin_for_all_statements_earns_nothing_there(letter: str) -> None:
    work = handed_in(**dict.fromkeys(ORIGIN_NAMES, letter))
    assert lost(work) == {ASKED[name] for name in ORIGIN_NAMES}
    assert "satu per satu" in str(by_id(work)["asal-1"].reasons[0])


def test_copied_answers_earn_little() -> None:
    """Answers of one trainee under another's number: they belong to other questions."""
    shares = []
    for theirs, mine in itertools.pairwise(MANY):
        work = {"assignment": ID, "answers": {**solved(theirs), "nomor_mahasiswa": mine}, "scenario": None}
        shares.append(graders.earned(work) / FULL)
    assert sum(shares) / len(shares) < 0.45
    assert max(shares) < 1


@given(graders.works(ID, NUMBER, graders.json_values()))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_anything_handed_in_is_judged_without_a_crash(work: dict[str, Any]) -> None:
    assert graders.unsound(work) == []


# --- what reaches trainees --------------------------------------------------------------------------------------------


def shown(name: str, number: str) -> str:
    return graders.listed(ASSIGNMENTS[ID].listings[name](Work({"answers": {"nomor_mahasiswa": number}})))


@pytest.mark.parametrize("number", MANY[:10])
def test_what_a_trainee_sees_tells_no_answer(number: str) -> None:
    seen = "\n".join(shown(name, number) for name in ASSIGNMENTS[ID].listings)
    for one in statements(number):
        assert str(one.words) in seen
    assert not re.search(r"\b(RST-\d|[A-Z]+\d*-\d+[a-z]?|D\d\d)\b", seen), "ids of items, restorations and doubts"
    assert not re.search(r"^(\w+ )+(\d[a-z]?|[a-z]):", seen, re.MULTILINE)
    for slot in SLOTS:
        assert not any(one.wrong and one.wrong in seen for one in slot.options(number))


def test_statements_come_from_every_origin_and_differ_between_trainees() -> None:
    for number in MANY:
        assert {origin(one.id) for one in statements(number)} == set("ABCD")
        assert len({str(one.words) for one in statements(number)}) == 6
        assert len({slot.choice(number).id for slot in DOUBTS}) == 4
    assert len({json.dumps(solved(number) | {"nomor_mahasiswa": ""}) for number in MANY}) == len(MANY)
    assert len({str(one.words) for number in MANY for one in statements(number) if one.origin == WRITTEN}) > 40


@pytest.mark.parametrize("number", MANY)
def test_the_doubt_of_an_item_is_the_content_models_and_no_other_option_touches_it(number: str) -> None:
    doubts = {one["id_text"]: one["id"] for one in CONTENT["doubts"]}
    items = {one["id"]: one for one in CONTENT["items"]}
    for slot in DOUBTS:
        item = items[slot.choice(number).id.removeprefix("ragu/")]
        named = {doubts[one.words]: not one.wrong for one in slot.options(number)}
        assert len(named) == 4
        assert [id for id, right in named.items() if right] == item["doubts"]


@pytest.mark.parametrize("slot", CHOICES, ids=lambda slot: slot.name)
def test_each_choice_has_one_right_option_that_its_length_doesnt_tell(slot: Any) -> None:
    assert {slot.choice(number).id for number in MANY} == {one.id for one in slot.bank}
    assert graders.giveaways(slot.bank) == []


def test_the_notebook_says_so_where_there_is_no_number(capsys: pytest.CaptureFixture[str]) -> None:
    Tugas(ID).tampilkan("pernyataan")
    assert "nomor_mahasiswa" in capsys.readouterr().out


# --- the notebook -----------------------------------------------------------------------------------------------------


def test_the_release_asks_for_every_answer_and_holds_none() -> None:
    text = RELEASE.read_text(encoding="utf-8")
    assert not re.search(r'MULAI|AKHIR|= \\"[A-D]\\"', text)
    assert set(graders.asked(RELEASE)) == set(ASSIGNMENTS[ID].names)
    assert graders.points(RELEASE) == {one.id: one.points for one in QUESTIONS.values()}


@pytest.mark.slow
def test_the_release_runs_to_its_end_and_only_graded_cells_fail(tmp_path: Path) -> None:
    assert graders.unanswered(RELEASE, tmp_path) == set(QUESTIONS)


def test_a_cell_of_a_question_for_the_grader_says_only_that_it_was_noted() -> None:
    assert graders.noted(RELEASE) == {id: one.hidden for id, one in QUESTIONS.items()}


@pytest.mark.slow
def test_the_model_answers_run_without_a_failure_and_show_the_own_questions(tmp_path: Path) -> None:
    ran = graders.run(SOLUTION, tmp_path)
    assert ran.failures == []
    assert str(statements(NUMBER)[0].words) in ran.shown


@pytest.mark.slow
def test_both_graders_give_the_same_marks(tmp_path: Path) -> None:
    submissions: dict[str, tuple[dict[str, Any], set[str]]] = {
        "penuh": (ANSWERS, set()),
        "lain": (solved("2301017"), set()),
        "seragam": ({**ANSWERS, **dict.fromkeys(ORIGIN_NAMES, "A")}, {ASKED[name] for name in ORIGIN_NAMES}),
        "kosong": ({}, set(QUESTIONS)),
    }
    given_in = {student: (answers, None) for student, (answers, _) in submissions.items()}
    theirs, ours = graders.marks_of_both(RELEASE, given_in, tmp_path)
    assert theirs == ours
    assert graders.without_points(theirs) == {student: lost_here for student, (_, lost_here) in submissions.items()}

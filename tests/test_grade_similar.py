"""Submissions that resemble each other: copies are named with the reason, honest work of sixty trainees isn't."""

from __future__ import annotations

import copy
import json
import time
from dataclasses import replace
from functools import cache
from typing import Any

import graders
import honest
import pytest

from tutor_sebaya import grading_run
from tutor_sebaya.grading import ASSIGNMENTS, plain
from tutor_sebaya.grading_batch import Cohort
from tutor_sebaya.grading_collect import Collected
from tutor_sebaya.grading_course import Course
from tutor_sebaya.grading_repair import Cell, Looked, read_template
from tutor_sebaya.grading_report import report
from tutor_sebaya.grading_run import grade_one
from tutor_sebaya.grading_sandbox import Outcome, Sandbox, Seen
from tutor_sebaya.grading_similar import OWN, Trace, pairs, trace
from tutor_sebaya.language import LANGUAGES

COHORT = 60
Data = dict[str, Any]


@cache
def traces(assignment: str) -> dict[str, Trace]:
    """Of sixty honest submissions, by answers and files; what cells print or compute needs no child here."""
    found = {}
    for number in range(COHORT):
        given, file = honest.answers(assignment, number)
        if assignment.startswith("03"):
            given, file = honest.cohort.answers(honest.student_number(number)), None
        if number % 10 in (2, 4, 8):
            given = honest._spoilt(assignment, given, number)
        if number % 10 == 9:
            given, file = {}, None
        made = honest.honest(assignment, number)[0]
        found[f"m{number:03}"] = of(assignment, given, file, made)
    return found


def of(assignment: str, given: Data, file: object, made: Data | None = None) -> Trace:
    template = read_template("x", honest.released(assignment))
    cells = read_template("x", made).cells if made else ()
    prose = "\n".join(one.source for one in template.cells if one.kind == "markdown")
    return trace(assignment, plain(given), file, cells, prose)


def named(found: dict[str, Trace]) -> list[tuple[str, str]]:
    return [(one.first, one.second) for one in pairs(found)]


def test_answers_that_depend_on_the_class_are_those_of_the_assignments() -> None:
    assert set(OWN) == set(ASSIGNMENTS)
    for id, names in OWN.items():
        assert set(names) <= set(ASSIGNMENTS[id].names), id


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_sixty_honest_trainees_give_no_pair(assignment: str) -> None:
    assert named(traces(assignment)) == []


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
@pytest.mark.parametrize("few", [2, 3, 6])
def test_a_few_honest_trainees_give_no_pair(assignment: str, few: int) -> None:
    students = sorted(traces(assignment))
    for start in range(0, COHORT - few, few):
        assert named({one: traces(assignment)[one] for one in students[start : start + few]}) == []


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
@pytest.mark.parametrize("number", [0, 1, 3, 10, 20])
def test_a_copy_under_another_number_is_named(assignment: str, number: int) -> None:
    """Of right answers, among sixty and alone."""
    given, file = _right(assignment, number)
    copied = of(assignment, {**given, "nomor_mahasiswa": "7654321"}, file)
    for rest in ({}, traces(assignment)):
        everybody = {**rest, "asal": of(assignment, given, file), "salinan": copied}
        everybody.pop(f"m{number:03}", None)
        found = pairs(everybody)
        assert [(one.first, one.second) for one in found] == [("asal", "salinan")]
        assert "padahal kelasnya lain" in str(found[0].reasons[0])
        assert found[0].share == 1


def _right(assignment: str, number: int) -> tuple[Data, Any]:
    if assignment.startswith("03"):
        return honest.cohort.answers(honest.student_number(number)), None
    return honest.answers(assignment, number)


@pytest.mark.parametrize("assignment", ["02-memilih-tutor", "05-ketuntasan"])
def test_half_of_the_answers_copied_is_enough(assignment: str) -> None:
    given, _ = _right(assignment, 0)
    own, _ = _right(assignment, 70)
    half = [one for one in OWN[assignment] if one in given][::2]
    mixed = {**own, **{name: given[name] for name in half}}
    everybody = {**traces(assignment), "salinan": of(assignment, mixed, None)}
    assert named(everybody) == [("m000", "salinan")]


def test_answers_in_another_order_and_spelling_are_the_same_groups() -> None:
    given = honest.cohort.answers("2301045")
    groups = given["kelompok"]
    rows = [
        {"submateri": key, "tutor": one[0].lower(), "anggota": ", ".join(reversed(one[1:]))}
        for key, one in groups.items()
    ]
    found = {
        "a": of("03-membentuk-kelompok", given, None),
        "b": of("03-membentuk-kelompok", {**given, "nomor_mahasiswa": "99", "kelompok": rows[::-1]}, None),
    }
    assert named(found) == [("a", "b")]


def test_one_number_for_two_trainees_is_named_even_where_nothing_else_is_alike() -> None:
    found = pairs(
        {
            "a": of("01-membaca-sumber", {"nomor_mahasiswa": "A-17", "asal_1": "B"}, None),
            "b": of("01-membaca-sumber", {"nomor_mahasiswa": " a-17 ", "asal_1": "C"}, None),
            "c": of("01-membaca-sumber", {}, None),
            "d": of("01-membaca-sumber", {}, None),
        }
    )
    assert [(one.first, one.second, str(one.reasons[0])) for one in found] == [
        ("a", "b", "keduanya memakai nomor mahasiswa yang sama")
    ]


@pytest.mark.parametrize("assignment", ["05-ketuntasan", "07-aksi-nyata"])
def test_prose_that_was_copied_with_a_few_words_changed_is_named(assignment: str) -> None:
    made = honest.honest(assignment, 1)[0]
    tasks = [one["id"] for one in made["cells"] if one["metadata"].get("nbgrader", {}).get("task")]
    below = {one["id"]: place for place, one in enumerate(made["cells"])}[tasks[-1]] + 1
    text = (
        "Pada menit kedua belas kelompok tiga berhenti karena kartu soalnya tertukar dengan milik kelompok empat. "
        "Tutor tidak memanggil saya; ia menunggu sampai giliran kunjungan. Karena itu bagian bicaranya naik menjadi "
        "hampir separuh, sedangkan dalam rencana hanya seperlima. Besok setiap kartu saya beri warna."
    )
    other = text.replace("kartu soalnya", "lembar soalnya").replace("hampir separuh", "setengah")
    both = []
    for words in (text, other):
        changed = copy.deepcopy(made)
        changed["cells"][below]["cell_type"] = "markdown"
        changed["cells"][below]["source"] = words
        both.append(of(assignment, {"nomor_mahasiswa": str(len(words))}, None, changed))
    everybody = {**traces(assignment), "a": both[0], "b": both[1]}
    found = pairs(everybody)
    assert [(one.first, one.second) for one in found] == [("a", "b")]
    assert "% kalimat bebasnya sama" in str(found[0].reasons[0])


def test_two_hundred_with_a_ring_of_five_take_seconds_and_the_ring_is_found() -> None:
    assignment = "01-membaca-sumber"
    everybody = {f"m{n:03}": of(assignment, *honest.answers(assignment, n)) for n in range(195)}
    given, _ = honest.answers(assignment, 500)
    for n in range(5):
        everybody[f"ring{n}"] = of(assignment, {**given, "nomor_mahasiswa": f"77{n}"}, None)
    begun = time.process_time()
    found = named(everybody)
    assert time.process_time() - begun < 10, "of a minute at most on any machine"
    assert len(found) == 10 and all(one.startswith("ring") for pair in found for one in pair)


def test_a_trace_holds_no_answer_and_survives_anything() -> None:
    odd: list[Any] = [None, 0, "x" * 100_000, [[[[1]]]], {"groups": [1, None, {"members": {"a": 1}}]}, "{", True, 1e300]
    for assignment in ASSIGNMENTS:
        for value in odd:
            kept = trace(assignment, dict.fromkeys(ASSIGNMENTS[assignment].names, value), value, (), "")
            assert json.loads(json.dumps(kept)) == kept
            assert len(json.dumps(kept)) < 20_000
    kept = of("02-memilih-tutor", honest.answers("02-memilih-tutor", 0)[0], None)
    assert "M0" not in json.dumps(kept)


def test_prose_that_was_given_out_in_another_language_is_nobodys_own() -> None:
    notebook = honest.released("07-aksi-nyata")
    english = {
        one["id"]: f"Words of cell {one['id']} " * 12 for one in notebook["cells"] if one["cell_type"] == "markdown"
    }
    template = read_template("x", {**notebook, "editions": {"en": english}})
    cells = [
        replace(cell, source=english[one["id"]]) if one["cell_type"] == "markdown" else cell
        for cell, one in zip(template.cells, notebook["cells"], strict=True)
    ]
    known, outcome = ASSIGNMENTS["07-aksi-nyata"], Outcome(seen={0: Seen({}, None)})
    kept = grading_run._trace(known, template, Looked(cells=cells), outcome)
    assert kept is not None and kept["text"] == []
    cells.append(Cell("", "markdown", honest.prose(1), "text"))
    kept = grading_run._trace(known, template, Looked(cells=cells), outcome)
    assert kept is not None and len(kept["text"]) > 30


# --- in the evening ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    graders.need_a_sandbox()
    assignment = "02-memilih-tutor"
    folder = tmp_path_factory.mktemp("angkatan")
    made = Cohort(Course(folder, "k", "sqlite://", folder, folder, folder, folder), assignment, "memilih-tutor")
    template = read_template("memilih-tutor", honest.released(assignment))
    with Sandbox() as sandbox:
        for student, number in (("ani", 0), ("budi", 1), ("cici", 3)):
            honest.hand_in(folder, assignment, student, honest.honest(assignment, number))
        copied, files = honest.honest(assignment, 0)
        for cell in copied["cells"]:
            cell["source"] = cell["source"].replace(honest.student_number(0), "7654321")
        honest.hand_in(folder, assignment, "didi", (copied, files))
        for student in ("ani", "budi", "cici", "didi"):
            path = folder / "submitted" / student / assignment
            made.results[student] = grade_one(path, assignment, template, sandbox)
    made.marks = {
        who: {id: (mark, mark is None) for id, mark in one["marks"].items()} for who, one in made.results.items()
    }
    made.names = dict.fromkeys(made.results, "")
    made.collected = Collected(sorted(made.results))
    made.similar = pairs({who: one["trace"] for who, one in made.results.items()})
    return made


def test_the_report_lists_the_pair_as_a_question_with_both_marks(graded: Cohort) -> None:
    assert [(one.first, one.second) for one in graded.similar] == [("ani", "didi")]
    for language in LANGUAGES:
        words = report(graded, language)
        assert "ani (25 dari 25 poin)" in words or language == "en"
    words = report(graded, "id")
    assert "Ini pertanyaan, bukan tuduhan." in words
    assert "jawaban yang bergantung pada kelas sama, padahal kelasnya lain" in words
    assert words.index("ani (25 dari 25 poin)<br>didi (") > 0

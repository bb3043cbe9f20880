"""Who passes which gate on the way to being a tutor, as the chapter on choosing tutors shows it."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tutor_sebaya.book_tables_memilih import candidates_html, capacity_html, gates, gates_html, highest_scores_html
from tutor_sebaya.classes import SAMPLE_NUMBER, invent_class
from tutor_sebaya.planners import form_groups
from tutor_sebaya.planners.tutors import TutorTable, tutor_table
from tutor_sebaya.scenario import Attitude, Objective, Pupil, Scenario, Tutor

READY = {"grade": 5, "kind": "peer", "willing": True, "teach_back": True, "training_minutes": 15, "written_guide": True}
KIND = Attitude(meets=True, note="Menunggu teman selesai menghitung.")


def tutor(id: str, **changes: object) -> Tutor:
    return Tutor.model_validate({"pupil": id, "evidence": {"TP1": 90}, "attitude": KIND, **READY, **changes})


def found(*tutors: Tutor, pupils: int = 6) -> TutorTable:
    """Pupils A to F; the last one hasn't mastered TP1."""
    people = [
        Pupil(id="ABCDEF"[place], name=f"Murid <{'ABCDEF'[place]}>", scores={"TP1": 50 if place == 5 else 75 + place})
        for place in range(pupils)
    ]
    objective = Objective(id="TP1", text="Menjumlahkan pecahan", criterion=70)
    plan = Scenario(version=1, kind="class", grade=5, objectives=[objective], pupils=people, tutors=list(tutors))
    return tutor_table(plan)


@cache
def sample() -> TutorTable:
    return tutor_table(invent_class(SAMPLE_NUMBER).scenario)


def test_each_candidate_stops_at_the_first_gate_that_is_not_passed() -> None:
    table = found(
        tutor("A"),
        tutor("B", willing=False, attitude=None),
        tutor("C", attitude=None, teach_back=None),
        tutor("D", written_guide=False),
        tutor("F", evidence={"TP1": 50}),
    )
    stopped = [[row.id for row in gate.stopped] for gate in gates(table)]
    assert stopped == [["F"], ["B", "E"], ["C"], [], ["D"]]
    assert [len(gate.through) for gate in gates(table)] == [5, 3, 2, 2, 1]


@pytest.mark.parametrize("number", range(3))
def test_nobody_gets_lost_between_the_gates(number: int) -> None:
    table = tutor_table(invent_class(SAMPLE_NUMBER + number).scenario)
    left = len(table.rows)
    for gate in gates(table):
        assert len(gate.through) + len(gate.stopped) == left
        left = len(gate.through)


def test_whoever_declined_is_left_in_peace_and_who_was_not_asked_is_only_counted() -> None:
    shown = gates_html(found(tutor("A"), tutor("B", willing=False)))
    assert "B: Menyatakan tidak bersedia. Hormati jawabannya" in shown
    assert "3 murid belum ditanyai" in shown and "1 murid belum tuntas" in shown
    assert re.findall(r"(\d) lolos", shown) == ["5", "1", "1", "1", "1"]


def test_a_gate_says_what_the_teacher_has_still_to_do() -> None:
    assert "C: Amati sikapnya terhadap teman" in gates_html(found(tutor("C", attitude=None)))


def test_the_highest_score_need_not_be_ready() -> None:
    table = found(tutor("A", evidence={"TP1": 99}, attitude=None), tutor("B"))
    first, second, third = re.findall(r"<li>(.*?)</li>", highest_scores_html(table))
    assert first.startswith("A: Amati sikapnya")
    assert second == "B: siap menutor"
    assert third.startswith("E: ") and "siap menutor" not in third


def test_the_sample_class_teaches_that_rank_is_not_readiness() -> None:
    shown = re.findall(r"<li>(.*?)</li>", highest_scores_html(sample()))
    assert len(shown) == 3
    assert not all("siap menutor" in one for one in shown)
    assert len(gates(sample())[1].stopped) > len(gates(sample())[1].through)


def test_candidates_stand_in_class_order_without_scores() -> None:
    shown = candidates_html(found(tutor("D"), tutor("A", evidence={"TP1": 88}, willing=None)))
    assert re.findall(r'<th scope="row">(.*?)</th>', shown) == ["A", "D"]
    assert "bersedia: Kesediaannya belum ditanyakan." in shown
    assert "✓ memenuhi syarat" in shown
    assert "88" not in shown


def test_names_are_shown_as_text() -> None:
    table = found(tutor("A"), tutor("B", willing=False))
    names = {"A": "<b>Ani</b>", "B": "<i>Budi</i>"}
    for shown in (candidates_html(table, names), gates_html(table, names), highest_scores_html(table, names)):
        assert "<i>" not in shown and "<b>" not in shown
    assert "&lt;b&gt;Ani" in candidates_html(table, names)


def test_a_class_without_candidates_is_told_so() -> None:
    assert candidates_html(found()) == "<p>Belum ada calon tutor.</p>"
    assert "5 murid belum ditanyai" in gates_html(found())


def test_the_reserve_is_counted_against_the_groups() -> None:
    planned = tutor_table(
        form_groups(invent_class(SAMPLE_NUMBER).scenario, "seating", 6).fill(invent_class(SAMPLE_NUMBER).scenario)
    )
    assert "6 tutor memenuhi syarat untuk 6 kelompok: belum ada cadangan." in capacity_html(planned)
    assert "cadangan cukup" in capacity_html(found(tutor("A")))
    cells = re.findall(r"<td>(\d+)</td>", capacity_html(found(tutor("A"), tutor("B", willing=None))))
    assert cells == ["1", "4", "5", "1"]

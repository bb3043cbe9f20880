"""The pair planner's form: one answer at a time, pairs with the consent of both, who is left and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from forms import is_shown, read
from lab import LOOK, PAUSE, announced, from_the_top, notebook, nothing_is_cut_off, tab_to

from tutor_sebaya import widgets_session as work
from tutor_sebaya.planners.pairs import rank_pairs
from tutor_sebaya.rules import check
from tutor_sebaya.scenario import Scenario, dump_scenario, parse_scenario, read_scenario
from tutor_sebaya.widgets_pairs import PairPlanner
from tutor_sebaya.widgets_pairs_work import both_sides, consenting_pairs, next_unasked, pair_question

REMEDIAL = Path(__file__).resolve().parent / "data" / "remedial-valid.json"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def small_class(tutees: int = 3, tutors: int = 2) -> Scenario:
    """Tutees M1.. below the criterion; tutors T1.., able and willing."""
    return parse_scenario(
        {
            "version": 1,
            "kind": "class",
            "objectives": [{"id": "TP1", "criterion": 70}],
            "pupils": [
                *({"id": f"M{n}", "name": f"Murid {n}", "scores": {"TP1": 40 + n}} for n in range(1, tutees + 1)),
                *({"id": f"T{n}", "name": f"Tutor {n}", "scores": {"TP1": 90 + n}} for n in range(1, tutors + 1)),
            ],
            "tutors": [
                {
                    "pupil": f"T{n}",
                    "evidence": {"TP1": 90 + n},
                    "willing": True,
                    "attitude": {"meets": True, "note": "-"},
                }
                for n in range(1, tutors + 1)
            ],
        }
    )


def answer(form: Any, person: str, *named: str) -> None:
    form.person.value = person
    form.answer.value = "named" if named else "nobody"
    for place, control in enumerate(form.choices):
        control.value = named[place] if place < len(named) else ""
    form.answer_button.click()


def test_answers_of_both_sides_make_pairs_that_are_written() -> None:
    form = PairPlanner(small_class())
    assert "3 murid perlu dibimbing, 0 di antaranya sudah ditanya; calon tutor: 2" in read(form.people_report.value)
    answer(form, "M1", "T1", "T2")
    answer(form, "M2", "T1")
    said = read(form.pairs_report.value)
    assert "2 dari 3 murid mendapat tutor" in said
    assert "Murid 1 Tutor 2 (pilihan ke-2 dari murid, ke-1 dari tutor)" in said
    assert "Murid 2 Tutor 1 (pilihan ke-1 dari murid, ke-1 dari tutor)" in said
    assert "Belum ditanya: Murid 3." in said
    assert form.scenario.groups == []
    form.pairs_button.click()
    assert "2 pasangan dipakai, dalam 2 kelompok model 1" in read(form.pairs_status.value)
    assert {group.tutors[0]: group.members for group in form.scenario.groups} == {"T1": ["M2"], "T2": ["M1"]}
    assert all(group.model == 1 and set(group.accepts.values()) == {True} for group in form.scenario.groups)
    assert check(form.scenario).states["T04"] == "kept"


def test_the_next_pupil_who_was_not_asked_comes_by_itself() -> None:
    form = PairPlanner(small_class())
    assert form.person.value == "M1"
    answer(form, "M2", "T1")
    assert form.person.value == "M3"
    assert "Jawaban Murid 2 dicatat. Berikutnya: Murid 3." in read(form.answer_status.value)
    assert form.answer.value == "not_asked"  # nothing of the former answer stands there when the next one sits down
    answer(form, "M3")
    assert form.person.value == "M1"
    answer(form, "M1", "T2")
    assert form.person.value == "M1"
    assert dict(form.person.options)["✓ Murid 3"] == "M3"
    assert next_unasked(pair_question(form.scenario), ["M1", "M2", "M3"], "M2") == "M2"


def test_choices_are_asked_for_only_where_somebody_is_accepted() -> None:
    form = PairPlanner(small_class())
    assert not any(is_shown(one, form) for one in form.choices)
    form.answer.value = "named"
    assert all(is_shown(one, form) for one in form.choices)
    form.answer_button.click()
    assert "Pilih sedikitnya satu" in read(form.answer_status.value)
    form.choices[0].value = form.choices[1].value = "T1"
    before = form.session
    form.answer_button.click()
    assert "dipilih dua kali" in read(form.answer_status.value)
    assert form.session is before


def test_a_tutor_may_choose_too_and_who_is_left_is_told_why() -> None:
    form = PairPlanner(small_class())
    for one in ("M1", "M2", "M3"):
        answer(form, one, "T1")
    answer(form, "T1", "M2")
    assert "Jawaban Tutor 1 dicatat." in read(form.answer_status.value)
    said = read(form.pairs_report.value)
    assert "Murid 2 Tutor 1 (pilihan ke-1 dari murid, ke-1 dari tutor)" in said
    assert "Tutor 1: memilih membimbing murid lain" in said
    assert "Calon tutor tanpa pasangan: 1" in said
    answer(form, "M1")
    assert "Murid 1 belum menerima tutor mana pun" in read(form.pairs_report.value)


def test_too_few_places_are_said_and_more_places_help() -> None:
    form = PairPlanner(small_class())
    for one in ("M1", "M2", "M3"):
        answer(form, one, "T1")
    assert "tidak kebagian tempat" in read(form.pairs_report.value)
    form.capacity.value = 3
    assert "3 dari 3 murid mendapat tutor" in read(form.pairs_report.value)
    form.pairs_button.click()
    assert [group.members for group in form.scenario.groups] == [["M1", "M2", "M3"]]
    assert PairPlanner(form.scenario).capacity.value == 3


def test_pairs_who_would_rather_swap_are_named() -> None:
    form = PairPlanner(small_class(tutees=3, tutors=3))
    answer(form, "M1", "T1", "T2")
    answer(form, "M2", "T2", "T3", "T1")
    answer(form, "M3", "T2")
    answer(form, "T2", "M2", "M3", "M1")
    plan = consenting_pairs(form.scenario, pair_question(form.scenario))
    assert plan.rather
    said = read(form.pairs_report.value)
    assert "Yang lebih suka bertukar" in said
    for one in plan.rather:
        assert one.text.render("id", form.names) in said


def test_all_answers_are_folded_away_and_called_confidential() -> None:
    form = PairPlanner(small_class())
    answer(form, "M1", "T2", "T1")
    answer(form, "M2")
    assert "<details><summary>Semua jawaban (rahasia" in form.answers_report.value
    said = read(form.answers_report.value)
    assert "Murid 1 Tutor 2 dan Tutor 1" in said
    assert "Murid 2 tidak menerima siapa pun" in said
    assert "Murid 3 belum ditanya" in said
    assert "rahasia, hanya untuk guru" in read(form.pairs_report.value)


def test_answers_are_saved_and_stand_in_the_controls_again() -> None:
    form = PairPlanner(small_class())
    answer(form, "M1", "T2", "T1")
    answer(form, "T1", "M3")
    form.save_button.click()
    again = PairPlanner(read_scenario("skenario.json"))
    assert dump_scenario(again.scenario) == dump_scenario(form.scenario)
    again.person.value = "M1"
    assert [one.value for one in again.choices] == ["T2", "T1", "", "", ""]
    again.person.value = "T1"
    assert [one.value for one in again.choices] == ["M3", "", "", "", ""]
    again.answer.value = "not_asked"
    again.answer_button.click()
    assert pair_question(again.scenario).tutors["T1"] is None


def test_consent_that_groups_note_already_counts_as_an_answer() -> None:
    plan = small_class()
    form = PairPlanner(plan)
    answer(form, "M1", "T1")
    form.pairs_button.click()
    noted = work.keep(form.scenario, "pairs", None)
    assert pair_question(noted).tutees == {"M1": ["T1"]}
    assert "1 di antaranya sudah ditanya" in read(PairPlanner(noted).people_report.value)


@pytest.mark.parametrize(("way", "rule"), [("pals", "pals"), ("extremes", "extremes")])
def test_pairs_by_rank_are_offered_and_presume_nobodys_consent(way: Any, rule: Any) -> None:
    form = PairPlanner(small_class(4, 4))
    form.pair_way.value = way
    assert not is_shown(form.person, form)
    assert is_shown(form.objective, form)
    pairs = rank_pairs(form.scenario, rule).pairs
    said = read(form.pairs_report.value)
    for pair in pairs:
        assert all(form.names[one] in said for one in pair.people)
    form.objective.value = "TP1"
    form.pairs_button.click()
    assert "Tanyakan persetujuan kedua pihak" in read(form.pairs_status.value)
    assert len(form.scenario.groups) == len(pairs)
    assert all(group.model == 1 and not group.accepts for group in form.scenario.groups)
    assert PairPlanner(form.scenario).pair_way.value == way


def test_without_tutors_or_tutees_it_says_which_step_gives_them() -> None:
    assert "Pilih calon dahulu dengan perencana tutor" in read(PairPlanner(small_class(2, 0)).people_report.value)
    form = PairPlanner(small_class(0, 2))
    assert "Tidak ada murid yang perlu dibimbing" in read(form.people_report.value)
    assert not is_shown(form.person, form)
    form.pairs_button.click()
    assert "Belum ada pasangan" in read(form.pairs_status.value)


def test_a_remedial_list_is_paired_and_former_groups_are_replaced_with_a_word() -> None:
    plan = read_scenario(REMEDIAL)
    form = PairPlanner(plan)
    tutees, tutors = both_sides(plan, consenting_pairs(plan, pair_question(plan)))
    assert plan.remedial is not None
    assert set(tutees) <= set(plan.remedial.pupils)
    answer(form, tutees[0], *tutors[:5])
    form.pairs_button.click()
    assert "Kelompok yang lama diganti" in read(form.pairs_status.value)
    form.pairs_undo_button.click()
    assert form.scenario.groups == plan.groups


@pytest.mark.browser
def test_pairs_are_made_by_mouse_and_by_keyboard_alone_in_jupyterlab(tmp_path: Path) -> None:
    with notebook(tmp_path, "from tutor_sebaya.widgets import PairPlanner\nPairPlanner()") as shown:
        nothing_is_cut_off(shown)
        shown.get_by_label("Jawabannya").select_option("Sudah ditanya, menerima yang berikut ini")
        shown.get_by_label("Pilihan 1").select_option(index=1)
        shown.get_by_label("Pilihan 2").select_option(index=2)
        nothing_is_cut_off(shown)
        shown.get_by_role("button", name="Catat jawaban ini").click()
        announced(shown, "dicatat")
        shown.get_by_role("button", name="Pakai pasangan").click()
        announced(shown, "1 pasangan dipakai")
        shown.set_viewport_size({"width": 360, "height": 900})
        from_the_top(shown)
        tab_to(shown, "Jawabannya")
        shown.keyboard.press("End")
        shown.get_by_label("Pilihan 1").wait_for()
        tab_to(shown, "Pilihan 1")
        for _ in range(3):
            shown.keyboard.press("ArrowDown", delay=PAUSE)
            shown.wait_for_timeout(PAUSE)
        nothing_is_cut_off(shown)
        tab_to(shown, "Catat jawaban ini")
        shown.wait_for_timeout(LOOK)
        shown.keyboard.press("Enter")
        announced(shown, "Berikutnya")
        shown.get_by_text("2 dari 12 murid mendapat tutor").wait_for()
        tab_to(shown, "Pakai pasangan")
        shown.keyboard.press("Enter")
        announced(shown, "2 pasangan dipakai")
        nothing_is_cut_off(shown)
        tab_to(shown, "Simpan di folder notebook")
        shown.keyboard.press("Control+a")
        shown.keyboard.type("pasangan.json", delay=PAUSE)
        tab_to(shown, "Simpan skenario")
        shown.keyboard.press("Enter")
        announced(shown, "Skenario tersimpan: pasangan.json")
        plan = read_scenario(tmp_path / "notes" / "pasangan.json")
        assert [group.model for group in plan.groups] == [1, 1]
        assert check(plan).states["T04"] == "kept"

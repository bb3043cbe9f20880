"""The form of speaking turns: minutes and a model in, turns with their measures out, and into the scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from forms import read
from lab import LOOK, PAUSE, announced, from_the_top, notebook, nothing_is_cut_off, tab_to

from tutor_sebaya import widgets_session as work
from tutor_sebaya.planners import form_groups
from tutor_sebaya.planners.turns import plan_turns, planned_talk
from tutor_sebaya.rules import check
from tutor_sebaya.scenario import Phase, Scenario, read_scenario
from tutor_sebaya.settings import Settings
from tutor_sebaya.widgets_turns import SpeakingPlanner


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def a_class(**changed: Any) -> Scenario:
    scenario = work.open_sample().scenario
    return form_groups(scenario, "prior_knowledge", 6).fill(scenario).model_copy(update=changed)


def test_minutes_come_from_the_time_plan_unless_they_are_filled_in() -> None:
    form = SpeakingPlanner(a_class(phases=[Phase(name="discussion", minutes=24, place="class")]))
    assert "kelompok berbicara selama 24 menit" in read(form.talk_report.value)
    form.talk.value = 12
    assert "dalam 12 menit" in read(form.talk_report.value)
    form.turns_button.click()
    for group in form.scenario.groups:
        assert sum(turn.minutes or 0 for turn in group.turns) > 0
    assert "6 kelompok, 12 menit" in read(form.turns_status.value)


def test_without_minutes_it_says_what_is_missing_and_writes_nothing() -> None:
    form = SpeakingPlanner(a_class())
    assert "Isi menit berbicara" in read(form.talk_report.value)
    before = form.session
    form.turns_button.click()
    assert "Belum berhasil" in read(form.turns_status.value)
    assert "Isi menit berbicara" in read(form.turns_status.value)
    assert form.session is before


@pytest.mark.parametrize("model", [1, 2, 3])
def test_the_turns_of_a_model_are_shown_and_written_with_their_measures(model: int) -> None:
    form = SpeakingPlanner(a_class())
    form.talk.value, form.model.value = 30, model
    shown = read(form.turns_report.value)
    plan = plan_turns(form.scenario, 30, model=model)
    assert f"model {model}" in shown
    assert "Gini, batas 0,35" in shown
    assert "Tutor, batas 50%" in shown
    for group in plan.groups:
        assert f"{group.score.gini:.2f}".replace(".", ",") in shown
        assert all(form.names[turn.pupil] in shown for turn in group.turns)
    form.turns_button.click()
    assert {group.model for group in form.scenario.groups} == {model}
    states = check(form.scenario).states
    assert {states[one] for one in ("D03", "D04", "D05", "D06")} <= {"kept", "not_applicable"}
    for group in form.scenario.groups:
        assert planned_talk(form.scenario, group).equal
    assert "✓ Skenario memakai giliran ini." in read(form.turns_written_report.value)
    form.talk.value = 20
    assert "masih tertulis giliran lain" in read(form.turns_written_report.value)


def test_a_shy_pupils_turn_is_marked_as_reserved_in_words() -> None:
    plan = a_class()
    shy = plan.groups[0].members[1]
    plan = plan.model_copy(update={"pupils": [one.model_copy(update={"shy": one.id == shy}) for one in plan.pupils]})
    form = SpeakingPlanner(plan)
    form.talk.value = 20
    assert f"{form.names[shy]} (giliran terjaga)" in read(form.turns_report.value)
    assert read(form.turns_report.value).count("giliran terjaga") >= 1
    form.turns_button.click()
    assert any(turn.reserved and turn.pupil == shy for turn in form.scenario.groups[0].turns)


def test_what_cannot_be_kept_is_said_with_its_reason() -> None:
    form = SpeakingPlanner(a_class(), settings=Settings(gini_max=0.001))
    form.talk.value = 13
    said = read(form.turns_report.value)
    assert "✗" in said
    assert "terlalu ketat" in said
    form.talk.value = 1
    assert "terlalu singkat" in read(form.turns_report.value)


@pytest.mark.browser
def test_turns_are_planned_by_mouse_and_by_keyboard_alone_in_jupyterlab(tmp_path: Path) -> None:
    cell = (
        "from tutor_sebaya.widgets import GroupPlanner, SpeakingPlanner\n"
        "groups = GroupPlanner()\ngroups.form_button.click()\nSpeakingPlanner(groups.scenario)"
    )
    with notebook(tmp_path, cell) as shown:
        nothing_is_cut_off(shown)
        shown.get_by_label("Menit berbicara").fill("20")
        shown.keyboard.press("Tab")
        shown.get_by_text("Kelompok 1: ").first.wait_for()
        shown.get_by_text("Kelompok 2: ").first.click()
        assert shown.get_by_text("berpasangan dengan").nth(8).is_visible()
        nothing_is_cut_off(shown)
        shown.get_by_role("button", name="Pakai giliran").click()
        announced(shown, "Giliran dipakai untuk 6 kelompok")
        shown.get_by_role("button", name="Simpan skenario").click()
        announced(shown, "Skenario tersimpan: skenario.json")
        assert all(group.turns for group in read_scenario(tmp_path / "notes" / "skenario.json").groups)
        shown.set_viewport_size({"width": 360, "height": 900})
        from_the_top(shown)
        tab_to(shown, "Menit berbicara")
        shown.keyboard.press("Control+a")
        shown.keyboard.type("30", delay=PAUSE)
        tab_to(shown, "Model tutor sebaya")
        for _ in range(2):
            shown.keyboard.press("ArrowDown", delay=PAUSE)
            shown.wait_for_timeout(PAUSE)
        shown.wait_for_timeout(LOOK)
        tab_to(shown, "Kelompok 1: ")
        shown.keyboard.press("Enter")
        tab_to(shown, "Pakai giliran")
        shown.keyboard.press("Enter")
        announced(shown, "30 menit")
        nothing_is_cut_off(shown)
        tab_to(shown, "Simpan di folder notebook")
        shown.keyboard.press("Control+a")
        shown.keyboard.type("sempit.json", delay=PAUSE)
        tab_to(shown, "Simpan skenario")
        shown.keyboard.press("Enter")
        announced(shown, "Skenario tersimpan: sempit.json")
        plan = read_scenario(tmp_path / "notes" / "sempit.json")
        assert {group.model for group in plan.groups} == {2}
        assert check(plan).states["D04"] == "kept"

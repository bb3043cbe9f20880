"""The time planner's form: the reckoning before anything is written, giving up one thing at a press, the bars."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from forms import is_shown, read
from lab import LOOK, PAUSE, announced, from_the_top, notebook, nothing_is_cut_off, tab_to

from tutor_sebaya import widgets_session as work
from tutor_sebaya import widgets_time_page as page
from tutor_sebaya.planners import form_groups
from tutor_sebaya.planners.timing import plan_time
from tutor_sebaya.rules import check
from tutor_sebaya.scenario import Phase, Scenario, dump_scenario, read_scenario
from tutor_sebaya.widgets_time import TimePlanner
from tutor_sebaya.widgets_time_work import given_up, question_of, time_plan, with_time

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def a_class(**changed: Any) -> Scenario:
    scenario = work.open_sample().scenario
    return form_groups(scenario, "prior_knowledge", 6).fill(scenario).model_copy(update=changed)


def too_tight() -> TimePlanner:
    """A form in which the minutes don't suffice: one period for six groups and a long opening."""
    form = TimePlanner(a_class())
    form.periods.value = 1
    form.phase.value, form.how.value = "opening", "fixed"
    form.phase_minutes.value = 30
    return form


def press(form: TimePlanner, words: str) -> None:
    next(one for one in form.give_ups.children if one.description.startswith(words)).click()


def test_the_reckoning_stands_there_before_anything_is_written() -> None:
    form = TimePlanner(a_class())
    before = dump_scenario(form.scenario)
    form.periods.value = 2
    assert "2 JP × 35 menit = 70 menit" in read(form.reckoning_report.value)
    assert "✓ Pembagian waktu: 70 menit, tepat" in read(form.phases_report.value)
    assert "belum berisi pembagian waktu" in read(form.written_report.value)
    assert dump_scenario(form.scenario) == before
    form.time_button.click()
    assert sum(phase.minutes or 0 for phase in form.scenario.phases) == 70
    assert "✓ Skenario memakai rencana waktu ini." in read(form.written_report.value)
    states = check(form.scenario).states
    assert {states[one] for one in ("W01", "W02", "W05")} == {"kept"}


@pytest.mark.parametrize(("grade", "minutes"), [(1, 35), (6, 35), (7, 40), (9, 40), (10, 45), (12, 45)])
def test_minutes_of_a_period_are_suggested_by_the_grade(grade: int, minutes: int) -> None:
    form = TimePlanner(a_class(grade=grade, minutes_per_period=None))
    assert form.minutes_per_period.value == minutes
    assert f"Kelas {grade}: satu jam pelajaran (JP) biasanya {minutes} menit" in read(form.usual_report.value)


def test_without_a_grade_the_usual_minutes_are_named_and_none_is_presumed() -> None:
    form = TimePlanner(a_class(grade=None, minutes_per_period=None))
    assert form.minutes_per_period.value == 0
    assert "35 menit di SD, 40 menit di SMP, dan 45 menit di SMA" in read(form.usual_report.value)
    form.time_button.click()
    assert form.scenario.minutes_per_period is None


def test_minutes_that_the_teacher_sets_stay_and_a_phase_can_be_left_out() -> None:
    form = TimePlanner(a_class())
    form.periods.value = 2
    form.phase.value, form.how.value = "closing", "fixed"
    form.phase_minutes.value = 12
    form.phase.value, form.how.value = "opening", "left_out"
    form.phase.value = "closing"
    assert (form.how.value, form.phase_minutes.value) == ("fixed", 12)
    form.time_button.click()
    minutes = {phase.name: phase.minutes for phase in form.scenario.phases}
    assert minutes["closing"] == 12
    assert "opening" not in minutes
    again = TimePlanner(form.scenario)
    again.phase.value = "closing"
    assert (again.how.value, again.phase_minutes.value) == ("fixed", 12)


def test_every_way_of_giving_something_up_is_a_button_that_makes_room() -> None:
    form = too_tight()
    assert "kurang" in read(form.reckoning_report.value)
    offered = [one.description for one in form.give_ups.children]
    assert len(offered) >= 4
    for words in offered:
        form = too_tight()
        lacking = -time_plan(form.scenario, form.question).over
        press(form, words)
        assert "✓ Dipilih:" in read(form.time_status.value)
        left = time_plan(form.scenario, form.question)
        assert -left.over < lacking, words
        assert words not in [one.description for one in form.give_ups.children]
        if words.endswith("Ini sudah cukup."):
            assert left.fits
            assert not form.give_ups.children
            assert "Sekarang waktunya cukup" in read(form.time_status.value)


def test_what_is_given_up_shows_in_the_controls_and_in_what_is_written() -> None:
    form = too_tight()
    press(form, "Persiapan di luar kelas")
    assert form.preparation_place.value == "outside"
    press(form, "Ajarkan cara berdiskusi")
    assert is_shown(form.norms_date, form)
    form.norms_date.value = dt.date(2026, 8, 3)
    press(form, "Kurangi fase pembukaan")
    assert form.phase_minutes.value == 3
    form.time_button.click()
    assert form.scenario.discussion is not None
    assert form.scenario.discussion.norms_taught_on == dt.date(2026, 8, 3)
    assert {phase.name: phase.place for phase in form.scenario.phases}["preparation"] == "outside"


def test_fewer_groups_than_there_are_must_be_formed_again() -> None:
    form = too_tight()
    press(form, "Bentuk")
    groups = form.presenting.value
    assert groups < 6
    form.time_button.click()
    assert f"untuk {groups} kelompok, sedangkan skenario berisi 6" in read(form.time_status.value)
    assert TimePlanner(form.scenario).presenting.value == groups


@pytest.mark.parametrize("periods", range(1, 5))
def test_each_change_of_a_question_is_what_its_words_promise(periods: int) -> None:
    scenario = a_class(periods=periods, phases=[Phase(name="other", minutes=40), Phase(name="opening", minutes=9)])
    question = question_of(scenario)
    plan = time_plan(scenario, question)
    for choice in plan.give_up:
        after = time_plan(scenario, given_up(question, plan, choice))
        assert after.over == (0 if choice.enough else plan.over + choice.gains)
    written = with_time(scenario, question, plan)
    assert question_of(written) == question


def test_periods_written_by_another_part_of_the_form_are_taken_over() -> None:
    form = TimePlanner(a_class())
    form.desk.fill(form.scenario.model_copy(update={"periods": 3}))
    form.desk.redraw()
    assert form.periods.value == 3
    assert "3 JP" in read(form.reckoning_report.value)


def test_phases_that_somebody_else_wrote_are_named_and_not_replaced_unasked() -> None:
    scenario = a_class(periods=2, phases=[Phase(name="opening", minutes=70)])
    form = TimePlanner(scenario)
    assert "masih tertulis pembagian waktu lain: pembukaan 70 menit" in read(form.written_report.value)
    assert form.scenario.phases == scenario.phases


@pytest.mark.parametrize("periods", [1, 2, 4])
def test_the_bars_are_as_long_as_the_phases_and_legible_in_grey(periods: int) -> None:
    plan = plan_time(periods=periods, minutes_per_period=35, groups=6)
    drawing = ET.fromstring(page.bars(plan, "id"))
    bars = [one for one in drawing.iter(f"{SVG}rect") if one.get("fill") == "#999"]
    minutes = [one.minutes for one in plan.phases]
    assert len(bars) == len(minutes)
    widths = [float(one.get("width", "")) for one in bars]
    for width, length in zip(widths, minutes, strict=True):
        assert width / sum(widths) == pytest.approx(length / sum(minutes), abs=0.001)
    ends = [float(one.get("x", "")) for one in bars]
    assert ends == sorted(ends)
    said = "".join(drawing.itertext())
    assert all(f"{one.label.render()} {one.minutes} menit" in said for one in plan.phases)
    colours = {one.get(name, "none") for one in drawing.iter() for name in ("fill", "stroke")}
    for colour in colours - {"none"}:
        digits = colour.removeprefix("#")
        assert len(set(digits)) == 1, colour  # black, white or a grey
    assert float(re.split(r"\s", drawing.get("viewBox", ""))[2]) <= 75  # as wide as a phone, so letters don't shrink


@pytest.mark.browser
def test_a_lesson_is_planned_by_mouse_and_by_keyboard_alone_in_jupyterlab(tmp_path: Path) -> None:
    with notebook(tmp_path, "from tutor_sebaya.widgets import TimePlanner\nTimePlanner()") as shown:
        nothing_is_cut_off(shown)
        shown.get_by_label("Banyak jam pelajaran").fill("2")
        shown.keyboard.press("Tab")
        shown.get_by_text("✓ Pembagian waktu: 70 menit, tepat").wait_for()
        shown.get_by_role("button", name="Pakai rencana waktu").click()
        announced(shown, "70 menit di kelas")
        shown.get_by_role("button", name="Simpan skenario").click()
        announced(shown, "Skenario tersimpan: skenario.json")
        assert sum(one.minutes or 0 for one in read_scenario(tmp_path / "notes" / "skenario.json").phases) == 70
        shown.set_viewport_size({"width": 360, "height": 900})
        from_the_top(shown)
        tab_to(shown, "Banyak jam pelajaran")
        shown.keyboard.press("Control+a")
        shown.keyboard.type("1", delay=PAUSE)
        tab_to(shown, "Tempat persiapan kelompok")
        shown.get_by_text("✗ Pembagian waktu: kurang").wait_for()
        nothing_is_cut_off(shown)
        tab_to(shown, "Pakai 2 JP")
        shown.keyboard.press("Enter")
        announced(shown, "Sekarang waktunya cukup")
        tab_to(shown, "Pakai rencana waktu")
        shown.wait_for_timeout(LOOK)
        shown.keyboard.press("Enter")
        announced(shown, "Rencana waktu dipakai")
        tab_to(shown, "Simpan di folder notebook")
        shown.keyboard.press("Control+a")
        shown.keyboard.type("sempit.json", delay=PAUSE)
        tab_to(shown, "Simpan skenario")
        shown.keyboard.press("Enter")
        announced(shown, "Skenario tersimpan: sempit.json")
        plan = read_scenario(tmp_path / "notes" / "sempit.json")
        assert plan.periods == 2
        assert check(plan).states["W01"] == "kept"
        nothing_is_cut_off(shown)

"""Counting who speaks: a tap is a count at once, nothing of it is lost, and the plan isn't judged anew for it."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path
from typing import Any

import pytest
from forms import is_shown, links, read
from lab import PAUSE, announced, from_the_top, notebook, nothing_is_cut_off, tab_to

from tutor_sebaya import widgets_page, widgets_tally
from tutor_sebaya import widgets_session as work
from tutor_sebaya.planners import form_groups
from tutor_sebaya.planners.turns import Tally, plan_turns
from tutor_sebaya.scenario import Scenario, read_scenario
from tutor_sebaya.widgets_tally import SpeakingTally
from tutor_sebaya.widgets_tally_work import current_tally, former_tallies, kept_tallies, with_new_tally, with_tally

TODAY = dt.date(2026, 8, 10)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def a_class(turns: bool = False) -> Scenario:
    scenario = work.open_sample().scenario
    plan = form_groups(scenario, "prior_knowledge", 6).fill(scenario)
    return plan_turns(plan, 20).fill(plan) if turns else plan


def count(form: Any, person: str, times: int = 1) -> None:
    for _ in range(times):
        form.person_buttons[person].click()


def test_every_person_of_the_group_has_a_button_with_name_and_count() -> None:
    form = SpeakingTally(a_class())
    group = form.scenario.groups[0]
    people = [*group.tutors, *group.members]
    assert [one.description for one in form.taps.children] == [f"{form.names[one]} ·\u00a00" for one in people]
    count(form, people[1], 3)
    assert form.person_buttons[people[1]].description == f"{form.names[people[1]]} ·\u00a03"
    form.tally_group.value = form.scenario.groups[1].id
    assert [one.description for one in form.taps.children] == [
        f"{form.names[one]} ·\u00a00" for one in (*form.scenario.groups[1].tutors, *form.scenario.groups[1].members)
    ]
    form.tally_group.value = group.id
    assert form.person_buttons[people[1]].description.endswith("·\u00a03")


def test_a_tap_judges_no_rule_and_makes_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    form = SpeakingTally(a_class())
    rules, people = form.rules_report.value, list(form.person_buttons)
    others = {one: form.person_buttons[one].comm for one in people}

    def not_now(*_: object, **__: object) -> None:
        raise AssertionError("too slow for a tap")

    monkeypatch.setattr(work, "judge", not_now)
    monkeypatch.setattr(widgets_page, "scenario_link", not_now)
    monkeypatch.setattr(form.desk, "redraw", not_now)
    count(form, people[0], 4)
    form.tap_undo_button.click()
    form.tap_redo_button.click()
    assert "Program ini keliru" not in read(form.tally_status.value)
    assert form.person_buttons[people[0]].description.endswith("·\u00a04")
    assert form.rules_report.value == rules
    assert {one: form.person_buttons[one].comm for one in people} == others


def test_a_file_is_never_older_than_the_last_tap() -> None:
    form = SpeakingTally(a_class())
    assert not is_shown(form.links_button, form)
    count(form, next(iter(form.person_buttons)), 2)
    assert links(form.files.value) == {}
    assert is_shown(form.links_button, form)
    form.links_button.click()
    assert not is_shown(form.links_button, form)
    content = json.loads(links(form.files.value)["skenario.json"])
    assert len(content["planner"]["tallies"][0]["entries"]) == 2
    form.save_button.click()
    assert read_scenario("skenario.json") == form.scenario


def test_measures_and_who_has_not_spoken_follow_every_tap() -> None:
    form = SpeakingTally(a_class())
    group = form.scenario.groups[0]
    assert "Tekan nama murid setiap kali ia berbicara" in read(form.tally_report.value)
    count(form, group.tutors[0], 5)
    count(form, group.members[0])
    said = read(form.tally_report.value)
    assert "Tercatat 6 giliran" in said
    assert "✗ Bagian bicara tutor: 83%; paling banyak 50%" in said
    assert "✗ Kemerataan bicara (Gini)" in said
    assert "Belum berbicara:" in said
    assert all(form.names[one] in said for one in group.members[1:])
    for one in group.members:
        count(form, one, 4)
    assert "Belum berbicara:" not in read(form.tally_report.value)
    assert "✓ Bagian bicara tutor" in read(form.tally_report.value)


def test_taps_are_taken_back_and_brought_back_in_their_order() -> None:
    form = SpeakingTally(a_class())
    one, other = list(form.person_buttons)[:2]
    assert form.tap_undo_button.disabled
    assert form.tap_redo_button.disabled
    count(form, one, 2)
    count(form, other)
    form.tap_undo_button.click()
    form.tap_undo_button.click()
    assert (form.person_buttons[one].description[-1], form.person_buttons[other].description[-1]) == ("1", "0")
    form.tap_redo_button.click()
    form.tap_redo_button.click()
    assert (form.person_buttons[one].description[-1], form.person_buttons[other].description[-1]) == ("2", "1")
    form.tap_undo_button.click()
    form.desk.redraw()  # another part of the form changes: what was taken back can still be brought back
    assert not form.tap_redo_button.disabled
    count(form, one)
    assert form.tap_redo_button.disabled


def test_minutes_run_from_a_tap_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    form = SpeakingTally(a_class())
    form.unit.value = "minutes"
    one, other = list(form.person_buttons)[:2]
    now = time.monotonic()
    clock = [now]
    monkeypatch.setattr(widgets_tally.time, "monotonic", lambda: clock[0])
    count(form, one)
    assert "sedang berbicara" in form.person_buttons[one].description
    clock[0] += 90
    count(form, other)  # who speaks now ends the turn before
    assert form.person_buttons[one].description == f"{form.names[one]} ·\u00a01,5 menit"
    clock[0] += 30
    count(form, other)
    assert form.person_buttons[other].description == f"{form.names[other]} ·\u00a00,5 menit"
    count(form, one)
    form.tap_undo_button.click()  # a turn just begun is taken back without a trace
    assert form.person_buttons[one].description == f"{form.names[one]} ·\u00a01,5 menit"
    assert kept_tallies(form.scenario)[-1]["entries"] == [[one, 1.5], [other, 0.5]]
    count(form, one)
    clock[0] += 60
    form.unit.value = "counts"  # whoever was speaking is not lost
    assert kept_tallies(form.scenario)[-1]["entries"][-1] == [one, 1.0]
    form.language.value = "en"
    form.unit.value = "minutes"
    assert form.person_buttons[one].description == f"{form.names[one]} ·\u00a02.5 minutes"


def test_plan_and_observation_stand_side_by_side() -> None:
    form = SpeakingTally(a_class(turns=True))
    group = form.scenario.groups[0]
    count(form, group.members[0], 3)
    count(form, group.members[1])
    said = read(form.comparison_report.value)
    assert "Nama Rencana Terjadi" in said
    assert f"{form.names[group.members[0]]} 17% 75% (3)" in said
    assert "belum punya rencana" not in said
    assert "belum punya rencana" in read(SpeakingTally(a_class()).comparison_report.value)


def test_undoing_a_step_of_the_plan_leaves_what_was_counted() -> None:
    form = SpeakingTally(a_class())
    one = next(iter(form.person_buttons))
    form.desk.fill(form.scenario.model_copy(update={"periods": 9}))
    form.desk.redraw()
    count(form, one, 3)
    form.desk.undo()
    form.desk.retake()
    form.desk.redraw()
    assert form.scenario.periods is None
    assert form.person_buttons[one].description.endswith("·\u00a03")
    assert form.desk.history == []


def test_a_new_count_keeps_the_former_one_and_opens_again() -> None:
    form = SpeakingTally(a_class())
    one = next(iter(form.person_buttons))
    form.new_tally_button.click()
    assert "masih kosong" in read(form.tally_status.value)
    assert "tallies" not in ((form.scenario.model_extra or {}).get("planner") or {})
    count(form, one, 5)
    form.new_tally_button.click()
    assert form.person_buttons[one].description.endswith("·\u00a00")
    assert "Hitungan terdahulu kelompok ini: 1" in read(form.former_report.value)
    count(form, one)
    form.save_button.click()
    again = SpeakingTally(read_scenario("skenario.json"))
    assert again.person_buttons[one].description.endswith("·\u00a01")
    assert f"{dt.date.today().isoformat()}: 5 giliran" in read(again.former_report.value)


def test_a_group_with_other_people_is_counted_anew_and_the_former_count_is_kept() -> None:
    plan = a_class()
    group = plan.groups[0]
    tally = Tally.of_group(plan, group).add(group.members[0])
    plan = work.keep(plan, "tallies", with_tally(plan, tally, TODAY))
    assert current_tally(plan, group, "counts") == tally
    moved = group.model_copy(update={"members": group.members[1:]})
    assert current_tally(plan, moved, "counts").entries == ()
    changed = plan.model_copy(update={"groups": [moved, *plan.groups[1:]]})
    assert former_tallies(changed, moved, "counts") == [(TODAY.isoformat(), tally)]
    assert current_tally(plan, group, "minutes").entries == ()


def test_entries_of_another_version_are_kept_as_they_are() -> None:
    plan = a_class()
    group = plan.groups[0]
    strange = [{"group": group.id, "unit": "words"}, "?", {**Tally.of_group(plan, group).to_data(), "place": "hall"}]
    plan = work.keep(plan, "tallies", strange)
    kept = with_tally(plan, current_tally(plan, group, "counts").add(group.members[0]), TODAY)
    assert kept[:2] == strange[:2]
    assert kept[2]["place"] == "hall"
    assert len(kept[2]["entries"]) == 1
    assert with_new_tally(plan, group, "counts", TODAY)[:3] == strange


@pytest.mark.browser
def test_turns_are_counted_by_touch_and_by_keyboard_alone_in_jupyterlab(tmp_path: Path) -> None:
    cell = (
        "from tutor_sebaya.widgets import GroupPlanner, SpeakingTally\n"
        "groups = GroupPlanner()\ngroups.form_button.click()\nSpeakingTally(groups.scenario)"
    )
    with notebook(tmp_path, cell) as shown:
        people = shown.locator(".ts-taps button")
        nothing_is_cut_off(shown)
        for _ in range(3):
            people.nth(1).click()
        people.nth(1).get_by_text("· 3").wait_for()
        shown.set_viewport_size({"width": 360, "height": 780})
        nothing_is_cut_off(shown)
        boxes = [people.nth(place).bounding_box() for place in range(people.count())]
        assert all(box and box["height"] >= 56 and box["width"] >= 56 for box in boxes)
        # Quicker than anybody speaks: no tap is lost.
        for _ in range(8):
            people.nth(2).click()
        people.nth(2).get_by_text("· 8").wait_for()
        from_the_top(shown)
        tab_to(shown, people.nth(3).inner_text().split(" · ")[0])
        for _ in range(2):
            shown.keyboard.press("Enter", delay=PAUSE)
            shown.keyboard.press("Space", delay=PAUSE)
        people.nth(3).get_by_text("· 4").wait_for()  # the focus stays on the button
        tab_to(shown, "Batalkan tekanan terakhir")
        shown.keyboard.press("Enter")
        people.nth(3).get_by_text("· 3").wait_for()
        shown.get_by_text("Tercatat 14 giliran.").wait_for()
        tab_to(shown, "Simpan di folder notebook")
        shown.keyboard.press("Control+a")
        shown.keyboard.type("hitung.json", delay=PAUSE)
        tab_to(shown, "Simpan skenario")
        shown.keyboard.press("Enter")
        announced(shown, "Skenario tersimpan: hitung.json")
        plan = read_scenario(tmp_path / "notes" / "hitung.json")
        entries = kept_tallies(plan)[0]["entries"]
        group = plan.groups[0]
        assert [one for one, _ in entries] == [group.members[0]] * 3 + [group.members[1]] * 8 + [group.members[2]] * 3

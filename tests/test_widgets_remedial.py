"""The form of the remedial programme: planned, shown, kept with its reassessments, used by mouse and by keyboard."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import ipywidgets
import pytest
from forms import EVIL, everything, read, untranslated
from lab import PAUSE, announced, from_the_top, notebook, nothing_is_cut_off, tab_to

from tutor_sebaya import widgets_remedial_work as remedial
from tutor_sebaya import widgets_session as work
from tutor_sebaya.rules import check
from tutor_sebaya.scenario import Scenario, dump_scenario, parse_scenario, read_scenario
from tutor_sebaya.widgets import RemedialPlanner

DATA = Path(__file__).parent / "data"
REMEDIAL = DATA / "remedial-valid.json"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def planned(**wishes: Any) -> RemedialPlanner:
    planner = RemedialPlanner()
    planner.starts.value = dt.date(2026, 8, 10)
    planner.initial.value = dt.date(2026, 8, 3)
    planner.following.value = dt.date(2026, 9, 1)
    planner.first_method.value, planner.first_media.value, planner.first_items.value = "ceramah", "papan tulis", 5
    for name, value in wishes.items():
        getattr(planner, name).value = value
    planner.plan_button.click()
    return planner


def panel(planner: RemedialPlanner) -> Any:
    return next(one for one in planner._parts if hasattr(one, "plan_button"))


def test_the_sample_class_becomes_a_programme_that_only_waits_for_people() -> None:
    planner = planned()
    plan = planner.scenario
    assert plan.kind == "remedial"
    assert plan.remedial is not None
    assert plan.remedial.starts == dt.date(2026, 8, 10)
    states = check(plan).states
    broken = {id for id, state in states.items() if state == "broken" and id[0] == "R"}
    assert broken == set()
    said = read(planner.programme_report.value)
    for pupil in plan.remedial.targets:
        assert planner.names[pupil] in said
    assert "Program remedial tersusun" in read(panel(planner).status.value)


def test_wishes_that_cannot_be_met_are_named_and_nothing_changes() -> None:
    planner = planned(start_time="setengah dua")
    assert "setengah dua" in read(panel(planner).status.value)
    assert "13:30" not in read(panel(planner).status.value)
    assert planner.scenario.kind == "class"
    planner = planned(own_forms=True)
    assert "Belum ada bentuk remedial" in read(panel(planner).status.value)
    assert planner.scenario.remedial is None
    planner = planned(session_minutes=5)
    assert "Belum berhasil" in read(panel(planner).status.value)


def test_the_teacher_s_own_forms_and_numbers_are_followed() -> None:
    planner = RemedialPlanner()
    planner.starts.value = dt.date(2026, 8, 10)
    planner.own_forms.value = True
    planner.forms["practice_tasks"].value = True
    planner.forms["individual_guidance"].value = True
    planner.sessions.value, planner.session_minutes.value, planner.methods.value = 4, 40, "permainan\nkuis"
    planner.plan_button.click()
    programme = planner.scenario.remedial
    assert programme is not None
    assert set(programme.forms) == {"practice_tasks", "individual_guidance"}
    assert programme.extra_minutes == 160
    assert programme.methods == ["permainan", "kuis"]


def test_scores_of_reassessments_are_kept_beside_the_plan_and_opened_again() -> None:
    planner = RemedialPlanner(read_scenario(REMEDIAL))
    assert "belum dinilai kembali" in read(planner.results_report.value)
    planner.result_pupil.value = "M23"
    planner.result.value = 80
    planner.result_button.click()
    assert "✓ tuntas" in read(planner.results_report.value)
    planner.attempt.value, planner.result_pupil.value, planner.result.value = 2, "M24", 60
    planner.result_button.click()
    again = parse_scenario(dump_scenario(planner.scenario))
    found = remedial.results_of(again)
    assert found.attempts == ({"M23": {"TP1": 80.0}}, {"M24": {"TP1": 60.0}})
    opened = RemedialPlanner(again)
    assert read(opened.results_report.value) == read(planner.results_report.value)
    opened.attempt.value, opened.result_pupil.value = 2, "M24"
    opened.remove_button.click()
    assert remedial.results_of(opened.scenario).attempts == ({"M23": {"TP1": 80.0}},)
    opened.undo_button.click()
    assert len(remedial.results_of(opened.scenario).attempts) == 2


@pytest.mark.parametrize(
    "kept", [3, "x", [3], [{"M22": 3}], [{"M22": {"TP1": "8"}}], [{"M22": {"TP1": 800}}], [{"X": {"TP1": 8}}], [[]]]
)
def test_what_somebody_else_kept_under_the_name_does_no_harm(kept: object) -> None:
    plan = work.keep(read_scenario(REMEDIAL), remedial.RESULTS, kept)
    planner = RemedialPlanner(plan)
    assert "belum dinilai kembali" in read(planner.results_report.value)
    assert "✓ tuntas" not in read(planner.results_report.value)
    planner.result.value = 90
    planner.result_button.click()
    assert "✓ tuntas" in read(planner.results_report.value)


def test_without_a_programme_a_score_is_refused_with_the_mend() -> None:
    planner = RemedialPlanner()
    planner.result_button.click()
    assert "Susun program remedial lebih dahulu" in read(planner.result_status.value)


@pytest.mark.parametrize("kind", ["class", "remedial"])
def test_an_empty_scenario_says_what_is_missing(kind: str) -> None:
    planner = RemedialPlanner(Scenario(version=1, kind=kind))  # type: ignore[arg-type]
    planner.plan_button.click()
    said = read(panel(planner).status.value)
    assert said
    assert "Program ini keliru" not in said


def test_a_saved_programme_is_opened_without_loss() -> None:
    content = json.loads(REMEDIAL.read_text(encoding="utf-8"))
    content["remedial"]["catatan"] = "ruang 3"
    plan = parse_scenario(content)
    planner = RemedialPlanner(plan)
    assert dump_scenario(planner.scenario) == dump_scenario(plan)
    assert planner.starts.value == dt.date(2026, 8, 10)
    assert planner.first_method.value == "ceramah"
    assert planner.forms["peer_tutoring"].value
    planner.keep_groups.value = True
    planner.plan_button.click()
    assert planner.scenario.remedial is not None
    assert (planner.scenario.remedial.model_extra or {})["catatan"] == "ruang 3"
    assert [group.members for group in planner.scenario.groups] == [group.members for group in plan.groups]


def test_the_language_changes_every_word() -> None:
    planner = planned()
    assert untranslated(planner) == set()


def test_nothing_from_a_file_becomes_markup() -> None:
    content = json.loads(REMEDIAL.read_text(encoding="utf-8").replace('"M22"', json.dumps(EVIL)))
    content["remedial"]["first_method"] = EVIL
    planner = RemedialPlanner(parse_scenario(content))
    planner.plan_button.click()
    pieces = [one.value for one in everything(planner) if isinstance(one, ipywidgets.HTML)]
    assert any("&lt;script&gt;" in one for one in pieces)
    assert all("<script" not in one for one in pieces)


def test_nothing_is_printed_or_logged(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    planned(start_time="x")
    planned()
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


@pytest.mark.browser
def test_a_programme_is_planned_by_mouse_and_a_score_noted_by_keyboard(tmp_path: Path) -> None:
    cell = (
        "from tutor_sebaya.scenario import read_scenario\nfrom tutor_sebaya.widgets import RemedialPlanner\n"
        f"RemedialPlanner(read_scenario({str(REMEDIAL)!r}), save_to='program.json')"
    )
    with notebook(tmp_path, cell) as shown:
        nothing_is_cut_off(shown)
        shown.get_by_label("Banyak sesi").fill("4")
        shown.get_by_role("button", name="Susun program remedial").click()
        announced(shown, "7 murid, 4 sesi, 3 kelompok")
        nothing_is_cut_off(shown)
        shown.set_viewport_size({"width": 360, "height": 900})
        nothing_is_cut_off(shown)
        from_the_top(shown)
        tab_to(shown, "Nilai (0–100)")
        shown.keyboard.press("Control+a")
        shown.keyboard.type("85", delay=PAUSE)
        tab_to(shown, "Catat nilai")
        shown.keyboard.press("Enter")
        announced(shown, "tercatat")
        tab_to(shown, "Simpan skenario")
        shown.keyboard.press("Enter")
        announced(shown, "Skenario tersimpan")
        saved = read_scenario(tmp_path / "notes" / "program.json")
        assert saved.remedial is not None
        assert saved.remedial.extra_minutes == 4 * 35
        assert remedial.results_of(saved).attempts == ({"M22": {"TP1": 85.0}},)

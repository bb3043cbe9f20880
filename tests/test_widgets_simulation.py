"""The form of the simulated class: played, compared, labelled as a model, used by mouse and by keyboard."""

from __future__ import annotations

import json
from pathlib import Path

import ipywidgets
import pytest
from forms import EVIL, everything, read, shown_words, untranslated
from lab import announced, from_the_top, notebook, nothing_is_cut_off, tab_to

from tutor_sebaya.planners.simulation import simulate
from tutor_sebaya.scenario import Scenario, dump_scenario, parse_scenario, read_scenario
from tutor_sebaya.widgets import SimulationPlanner

EXAMPLE = Path(__file__).parent / "data" / "class-valid.json"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def form() -> SimulationPlanner:
    planner = SimulationPlanner(read_scenario(EXAMPLE))
    planner.replications.value = 50
    return planner


def test_what_is_played_says_that_it_is_a_model_and_changes_nothing_in_the_plan() -> None:
    planner = form()
    before = dump_scenario(planner.scenario)
    planner.simulate_button.click()
    said = read(planner.simulation_report.value)
    label = simulate(planner.scenario, replications=50).label.render()
    assert " ".join(label.split()) in said
    assert dump_scenario(planner.scenario) == before
    assert planner.simulation_report.value == _again(planner)


def _again(planner: SimulationPlanner) -> str:
    planner.simulate_button.click()
    return str(planner.simulation_report.value)


def test_another_seed_and_another_model_give_other_results() -> None:
    planner = form()
    planner.simulate_button.click()
    first = planner.simulation_report.value
    planner.luck.value = 7
    planner.simulate_button.click()
    second = planner.simulation_report.value
    planner.model.value = 1
    planner.simulate_button.click()
    assert len({first, second, planner.simulation_report.value}) == 3


def test_changes_are_set_side_by_side_with_the_plan() -> None:
    planner = form()
    planner.compare_button.click()
    assert "Pilih dahulu" in read(planner.compare_status.value)
    labels = dict(planner.first_change.options)
    planner.first_change.value = labels["tanpa rencana giliran"]
    planner.second_change.value = labels["model 1 (tutor ke murid)"]
    planner.compare_button.click()
    said = read(planner.comparison_report.value)
    assert "tanpa rencana giliran" in said
    assert "model 1 (tutor ke murid)" in said


def test_a_result_is_not_shown_for_a_plan_that_has_changed() -> None:
    planner = form()
    planner.simulate_button.click()
    planner.desk.fill(planner.scenario.model_copy(update={"periods": 2}))
    planner.desk.redraw()
    assert planner.simulation_report.value == ""


@pytest.mark.parametrize("kind", ["class", "remedial"])
def test_an_empty_plan_says_what_is_missing(kind: str) -> None:
    planner = SimulationPlanner(Scenario(version=1, kind=kind))  # type: ignore[arg-type]
    for button in (planner.simulate_button, planner.compare_button):
        button.click()
    said = shown_words(planner)
    assert "Program ini keliru" not in said
    assert "Belum berhasil" in said


def test_the_language_changes_every_word() -> None:
    planner = form()
    planner.simulate_button.click()
    planner.first_change.value = 1
    planner.compare_button.click()
    assert untranslated(planner) == set()


def test_nothing_from_a_file_becomes_markup() -> None:
    plan = parse_scenario(json.loads(EXAMPLE.read_text(encoding="utf-8").replace('"M01"', json.dumps(EVIL))))
    planner = SimulationPlanner(plan)
    planner.simulate_button.click()
    planner.first_change.value = next(value for label, value in planner.first_change.options if EVIL in label)
    planner.compare_button.click()
    pieces = [one.value for one in everything(planner) if isinstance(one, ipywidgets.HTML)]
    assert any("&lt;script&gt;" in one for one in pieces)
    assert all("<script" not in one for one in pieces)


@pytest.mark.browser
def test_a_plan_is_played_by_mouse_and_compared_by_keyboard(tmp_path: Path) -> None:
    cell = (
        "from tutor_sebaya.scenario import read_scenario\nfrom tutor_sebaya.widgets import SimulationPlanner\n"
        f"SimulationPlanner(read_scenario({str(EXAMPLE)!r}), save_to='rencana.json')"
    )
    with notebook(tmp_path, cell) as shown:
        nothing_is_cut_off(shown)
        shown.get_by_label("Model tutorial").select_option(index=2)
        shown.get_by_role("button", name="Mainkan rencana").click()
        announced(shown, "Rencana dimainkan 200 kali")
        nothing_is_cut_off(shown)
        shown.set_viewport_size({"width": 360, "height": 900})
        nothing_is_cut_off(shown)
        from_the_top(shown)
        tab_to(shown, "Bagaimana jika …")
        shown.keyboard.press("End")
        tab_to(shown, "Bandingkan berdampingan")
        shown.wait_for_timeout(1000)
        shown.keyboard.press("Enter")
        announced(shown, "1 perubahan dibandingkan")
        shown.get_by_text("guru tidak mengunjungi kelompok").last.wait_for()
        nothing_is_cut_off(shown)

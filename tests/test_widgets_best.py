"""The best groups for a teacher's wishes, and moves by hand, in the group planner's form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from forms import read
from lab import announced, from_the_top, notebook, nothing_is_cut_off, tab_to

from tutor_sebaya import widgets_best_work as wish
from tutor_sebaya import widgets_session as work
from tutor_sebaya.planners import _partition
from tutor_sebaya.rules import check
from tutor_sebaya.scenario import Scenario, dump_scenario, parse_scenario, read_scenario
from tutor_sebaya.settings import DEFAULTS
from tutor_sebaya.widgets import GroupPlanner

EXAMPLE = Path(__file__).parent / "data" / "class-valid.json"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def formed() -> GroupPlanner:
    planner = GroupPlanner(read_scenario(EXAMPLE))
    planner.best_time.value = 0
    return planner


def group_of(scenario: Scenario, pupil: str) -> str:
    return next(one.id for one in scenario.groups if pupil in (*one.tutors, *one.members))


def test_the_best_groups_are_proven_and_fill_the_plan() -> None:
    planner = formed()
    planner.best_time.value = 10
    planner.best_button.click()
    assert "Terbukti terbaik" in read(planner.best_status.value)
    assert "Terbukti terbaik" in read(planner.best_report.value)
    states = check(planner.scenario).states
    assert [id for id in ("G01", "G02", "G03", "G04", "G05", "G06", "G07", "G09") if states[id] != "kept"] == []


def test_a_first_answer_stands_in_the_plan_while_the_proof_is_sought_and_is_one_step_back() -> None:
    planner = GroupPlanner()
    seen: list[tuple[str, int]] = []
    planner.best_status.observe(lambda change: seen.append((read(change.new), len(planner.scenario.groups))), "value")
    planner.best_button.click()
    searching = [number for number, (said, _) in enumerate(seen) if "sudah dapat dipakai" in said]
    assert searching
    assert searching[-1] < len(seen) - 1
    assert {seen[number][1] for number in searching} == {6}
    assert "sudah dapat dipakai" not in read(planner.best_status.value)
    planner.undo_button.click()
    assert planner.scenario.groups == []


def test_without_scipy_there_is_a_first_answer_and_the_form_says_that_no_proof_is_possible(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_partition, "available", lambda: False)
    planner = GroupPlanner()
    planner.best_button.click()
    assert len(planner.scenario.groups) == 6
    assert "scipy" in read(planner.best_report.value)
    assert "Terbukti" not in read(planner.best_report.value)


def test_requests_about_pupils_are_followed_kept_and_taken_back() -> None:
    planner = formed()
    planner.wished_pupil.value, planner.wished_other.value = "M10", "M28"
    planner.together_button.click()
    planner.wished_pupil.value, planner.wished_group.value = "M11", "K4"
    planner.lock_button.click()
    planner.wished_pupil.value, planner.wished_other.value = "M20", "M21"
    planner.apart_button.click()
    said = read(planner.wishes_report.value)
    assert ("M10 dan M28 harus sekelompok." in said, "M11 dikunci di kelompok K4." in said) == (True, True)
    planner.best_button.click()
    assert group_of(planner.scenario, "M10") == group_of(planner.scenario, "M28")
    assert group_of(planner.scenario, "M11") == "K4"
    assert group_of(planner.scenario, "M20") != group_of(planner.scenario, "M21")
    again = GroupPlanner(parse_scenario(dump_scenario(planner.scenario)))
    assert read(again.wishes_report.value) == said
    again.wished_pupil.value = "M10"
    again.free_button.click()
    assert "M10" not in read(again.wishes_report.value)
    assert "M11" in read(again.wishes_report.value)


def test_wishes_at_odds_are_named_and_nothing_changes() -> None:
    planner = formed()
    before = planner.scenario.groups
    planner.wished_pupil.value, planner.wished_group.value = "M10", "K1"
    planner.lock_button.click()
    planner.wished_pupil.value, planner.wished_group.value = "M11", "K2"
    planner.lock_button.click()
    planner.wished_pupil.value, planner.wished_other.value = "M10", "M11"
    planner.together_button.click()
    planner.best_button.click()
    said = read(planner.best_report.value)
    assert "M10" in said
    assert "M11" in said
    assert "Terbukti terbaik" not in said
    assert planner.scenario.groups == before


def test_remembered_groups_are_not_repeated() -> None:
    planner = formed()
    former = [{*one.tutors, *one.members} for one in planner.scenario.groups]
    planner.remember_button.click()
    assert "Pembagian lama yang diingat: 1" in read(planner.wishes_report.value)
    assert planner.goals["few_repeats"].value > 0
    planner.best_button.click()
    now = [{*one.tutors, *one.members} for one in planner.scenario.groups]
    assert max(len(one & other) for one in former for other in now) <= 3
    planner.forget_button.click()
    assert "diingat" not in read(planner.wishes_report.value)


def test_what_each_demand_costs_is_said_when_asked() -> None:
    planner = formed()
    planner.costs_button.click()
    assert "Cari dahulu" in read(planner.best_status.value)
    planner.best_time.value = 10
    planner.best_button.click()
    seen: list[str] = []
    planner.best_status.observe(lambda change: seen.append(read(change.new)), "value")
    planner.costs_button.click()
    assert "Harga" in read(planner.best_status.value)
    assert "Menghitung harga syarat ke-1 dari" in seen[0]


def test_sizes_that_cannot_be_are_refused_with_the_mend() -> None:
    planner = formed()
    planner.smallest.value, planner.largest.value = 9, 3
    planner.best_button.click()
    assert "9 sampai 3" in read(planner.best_status.value)


@pytest.mark.parametrize(
    "kept",
    [3, [], {"number": "x"}, {"number": -3}, {"sizes": [1]}, {"locks": {"M10": "K99"}}, {"together": [["M10", "X"], 3]},
     {"apart": [["M10", "M10"]]}, {"goals": {"even": "x", "gender": 2}}, {"former": 3}, {"former": [3, [["M10", "Y"]]]},
     {"tutors": "all"}, {"thirds": "yes"}],
)  # fmt: skip
def test_strange_wishes_in_a_file_do_no_harm(kept: Any) -> None:
    plan = work.keep(read_scenario(EXAMPLE), wish.WISHES, kept)
    planner = GroupPlanner(plan)
    planner.best_time.value = 0
    planner.wished_pupil.value, planner.wished_other.value = "M10", "M28"
    planner.together_button.click()
    planner.best_button.click()
    assert "Program ini keliru" not in read(planner.best_status.value)
    assert len(planner.scenario.groups) == 5
    assert json.loads(dump_scenario(planner.scenario))
    assert wish.wishes_now(planner.scenario, DEFAULTS).together == (("M10", "M28"),)


# --- moves by hand ----------------------------------------------------------------------------------------------------


def test_a_move_says_at_once_what_it_breaks_and_can_be_undone() -> None:
    planner = formed()
    planner.moved.value, planner.target.value = "M10", "K2"
    planner.move_button.click()
    assert group_of(planner.scenario, "M10") == "K2"
    said = read(planner.move_report.value)
    assert "kini dilanggar" in said
    assert "G04" not in said
    broken = [id for id, state in check(planner.scenario).states.items() if state == "broken"]
    assert broken
    assert all(id in said for id in broken)
    planner.move_undo_button.click()
    assert group_of(planner.scenario, "M10") == "K1"
    assert read(planner.move_report.value) == ""


def test_two_pupils_exchange_their_places() -> None:
    planner = formed()
    planner.moved.value, planner.exchanged.value = "M10", "M12"
    before = group_of(planner.scenario, "M10"), group_of(planner.scenario, "M12")
    planner.swap_button.click()
    assert (group_of(planner.scenario, "M12"), group_of(planner.scenario, "M10")) == before


def test_a_move_that_cannot_be_made_is_refused_and_nothing_is_lost() -> None:
    planner = formed()
    before = planner.scenario
    planner.moved.value, planner.target.value = "M10", "K1"
    planner.move_button.click()
    assert "sudah menjadi anggota" in read(planner.move_status.value)
    assert planner.scenario is before
    empty = GroupPlanner(Scenario(version=1, kind="class"))
    for button in (empty.move_button, empty.swap_button, empty.best_button, empty.lock_button, empty.together_button):
        button.click()
    assert "Program ini keliru" not in read(empty.move_status.value) + read(empty.best_status.value)


@pytest.mark.browser
def test_a_pupil_is_moved_by_mouse_and_by_keyboard_and_the_best_groups_are_found(tmp_path: Path) -> None:
    cell = (
        "from tutor_sebaya.scenario import read_scenario\nfrom tutor_sebaya.widgets import GroupPlanner\n"
        f"GroupPlanner(read_scenario({str(EXAMPLE)!r}), save_to='kelompok.json')"
    )
    with notebook(tmp_path, cell) as shown:
        nothing_is_cut_off(shown)
        shown.get_by_label("Murid yang dipindahkan").select_option("M12")
        shown.get_by_label("Ke kelompok").select_option(index=0)
        shown.get_by_role("button", name="Pindahkan", exact=True).click()
        announced(shown, "M12 pindah dari kelompok K2 ke kelompok K1")
        shown.get_by_text("kini dilanggar:").first.wait_for()
        shown.set_viewport_size({"width": 360, "height": 900})
        nothing_is_cut_off(shown)
        from_the_top(shown)
        tab_to(shown, "Murid yang dipindahkan")
        shown.keyboard.press("Home")
        tab_to(shown, "Ke kelompok")
        shown.keyboard.press("End")
        tab_to(shown, "Pindahkan")
        shown.wait_for_timeout(1500)
        shown.keyboard.press("Enter")
        announced(shown, "ke kelompok K5")
        tab_to(shown, "Cari kelompok terbaik")
        shown.keyboard.press("Enter")
        announced(shown, "Terbukti terbaik")
        nothing_is_cut_off(shown)
        tab_to(shown, "Simpan skenario")
        shown.keyboard.press("Enter")
        announced(shown, "Skenario tersimpan")
        states = check(read_scenario(tmp_path / "notes" / "kelompok.json")).states
        assert [id for id in ("G03", "G04", "G06", "G09") if states[id] != "kept"] == []

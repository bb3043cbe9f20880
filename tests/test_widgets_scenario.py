"""The scenario planner: a whole plan led from the class list to the last rule, saved and opened again without loss."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import ipywidgets
import pytest
from forms import EVIL, everything, links, read, shown_words, untranslated
from lab import PAUSE, announced, from_the_top, notebook, nothing_is_cut_off, tab_to

from tutor_sebaya import widgets_documents as printed
from tutor_sebaya.rules import catalogue, check
from tutor_sebaya.scenario import Scenario, dump_scenario, parse_scenario, read_scenario
from tutor_sebaya.settings import DEFAULTS
from tutor_sebaya.widgets import ScenarioPlanner
from tutor_sebaya.widgets_scenario import STEPS

DATA = Path(__file__).parent / "data"
CLASS, REMEDIAL = DATA / "class-valid.json", DATA / "remedial-valid.json"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def broken(planner: ScenarioPlanner) -> list[str]:
    return [id for id, state in check(planner.scenario).states.items() if state == "broken"]


def answered(planner: ScenarioPlanner) -> None:
    """What only people can say: each group decides by consensus, and every member accepts the tutor."""
    for group in list(planner.scenario.groups):
        planner.group.value = group.id
        planner.decides_by.value = "consensus"
        planner.gender_note.value = "ditanyakan, semua nyaman"
        for place, one in enumerate([*group.tutors, *group.members]):
            if one in group.members:
                planner.accepts[place].value = True


def observed(planner: ScenarioPlanner) -> None:
    planner.step.value = "observation"
    planner.indicators_button.click()
    planner.pupil_views.value = "Kami bingung menyamakan penyebut."
    planner.shows_scores.value = True
    planner.shows_scores.value = False


# --- the whole way ----------------------------------------------------------------------------------------------------


def test_a_class_scenario_is_led_from_the_list_to_a_plan_that_breaks_no_rule() -> None:
    planner = ScenarioPlanner()
    planner.next_button.click()
    assert planner.step.value == "material"
    planner.periods.value, planner.lesson_date.value, planner.lesson_time.value = 3, dt.date(2026, 8, 10), "07.30"
    planner.step.value = "groups"
    planner.way.value, planner.ground.value = "sociometry", "full_participation"
    planner.form_button.click()
    planner.step.value = "work"
    planner.propose_button.click()
    planner.discussion_kind.value = "small_group"
    answered(planner)
    planner.step.value = "time"
    planner.time_button.click()
    planner.step.value = "turns"
    planner.turns_button.click()
    planner.step.value = "room"
    planner.room_button.click()
    observed(planner)
    # A reserve tutor is a hint: this class has as many candidates as groups and no more.
    assert [id for id in broken(planner) if catalogue()[id].severity != "hint"] == []
    assert "Skor 100 %" in read(planner.steps_report.value)


def test_a_remedial_scenario_is_led_to_a_plan_that_breaks_no_rule() -> None:
    planner = ScenarioPlanner()
    planner.kind.value = "remedial"
    planner.step.value = "programme"
    planner.starts.value, planner.initial.value = dt.date(2026, 8, 10), dt.date(2026, 8, 3)
    planner.following.value = dt.date(2026, 9, 1)
    planner.first_method.value, planner.first_media.value, planner.first_items.value = "ceramah", "papan tulis", 5
    planner.start_time.value = "13.00"
    planner.plan_button.click()
    planner.step.value = "material"
    planner.periods.value = 2
    for one in list(planner.scenario.subtopics):
        planner.subtopic.value = one.id
        planner.problem.value = planner.problem.value or "Bagaimana menyamakan penyebut dua pecahan?"
    planner.step.value = "work"
    planner.propose_button.click()
    planner.discussion_kind.value = "small_group"
    answered(planner)
    planner.step.value = "time"
    planner.time_button.click()
    planner.step.value = "turns"
    planner.turns_button.click()
    planner.step.value = "room"
    planner.room_button.click()
    observed(planner)
    states = check(planner.scenario).states
    left = [id for id in broken(planner) if catalogue()[id].severity == "error"]
    assert left == [], {id: states[id] for id in left}


# --- the steps --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["class", "remedial"])
def test_every_rule_is_judged_at_some_step(kind: str) -> None:
    for rule in catalogue().values():
        if kind in rule.kinds:
            assert any(step.judged(rule.id) for step in STEPS if kind in step.kinds), rule.id


@pytest.mark.parametrize("path", [CLASS, REMEDIAL])
def test_visiting_every_step_changes_nothing(path: Path) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    content["catatan"] = [1]
    content["groups"][0]["warna"] = "hijau"
    plan = parse_scenario(content)
    planner = ScenarioPlanner(plan)
    seen = [planner.step.value]
    while not planner.next_button.disabled:
        planner.next_button.click()
        seen.append(planner.step.value)
        assert planner._place.children
    assert seen == [one.id for one in STEPS if plan.kind in one.kinds]
    assert dump_scenario(planner.scenario) == dump_scenario(plan)
    for _ in seen:
        planner.back_button.click()
    assert planner.step.value == seen[0]
    assert planner.back_button.disabled


def test_the_rules_follow_every_change() -> None:
    planner = ScenarioPlanner(read_scenario(CLASS))
    planner.step.value = "observation"
    planner.indicators.value = ""
    assert "Kini dilanggar: O01" in read(planner.rules_report.value)
    assert "✗" in read(planner.steps_report.value)
    planner.undo_button.click()
    assert "Kini terpenuhi: O01" in read(planner.rules_report.value)
    assert planner.indicators.value == "a\nb\nc"


def test_a_step_shows_what_another_one_wrote() -> None:
    planner = ScenarioPlanner()
    planner.step.value = "work"
    assert len(planner.group.options) == 1
    planner.step.value = "groups"
    planner.form_button.click()
    planner.step.value = "work"
    assert len(planner.group.options) == 6


def test_changing_the_kind_keeps_the_class_and_offers_other_steps() -> None:
    planner = ScenarioPlanner(read_scenario(CLASS))
    planner.step.value = "groups"
    pupils = planner.scenario.pupils
    planner.kind.value = "remedial"
    assert planner.scenario.kind == "remedial"
    assert planner.scenario.pupils == pupils
    assert "groups" not in [value for _, value in planner.step.options]
    planner.step.value = "programme"
    planner.undo_button.click()
    assert (planner.scenario.kind, planner.kind.value) == ("class", "class")


# --- the lesson's panels ----------------------------------------------------------------------------------------------


def at(step: str, path: Path = CLASS) -> ScenarioPlanner:
    planner = ScenarioPlanner(read_scenario(path))
    planner.step.value = step
    return planner


def test_a_class_list_is_opened_for_the_kind_that_was_chosen_and_a_saved_plan_keeps_its_own() -> None:
    planner = ScenarioPlanner()
    planner.kind.value = "remedial"
    planner.source.value = "pasted"
    planner.pasted.value = "nama\tTP1\nAni\t60\nBudi\t80\n"
    planner.open_button.click()
    assert (planner.scenario.kind, planner.kind.value) == ("remedial", "remedial")
    assert len(planner.scenario.pupils) == 2
    Path("rencana.json").write_text(dump_scenario(read_scenario(CLASS)), encoding="utf-8")
    planner.source.value = "saved"
    planner.open_name.value = "rencana.json"
    planner.open_button.click()
    assert (planner.scenario.kind, planner.kind.value) == ("class", "class")


def test_material_is_written_as_it_is_typed() -> None:
    planner = at("material")
    planner.objective.value = "TP2"
    planner.objective_text.value, planner.objective_criterion.value = "Menjumlahkan pecahan", 75
    assert (planner.scenario.objectives[1].text, planner.scenario.objectives[1].criterion) == (
        "Menjumlahkan pecahan",
        75,
    )
    planner.objective_new.value = "TP3"
    planner.objective_button.click()
    assert [one.id for one in planner.scenario.objectives] == ["TP1", "TP2", "TP3"]
    planner.subtopic.value = "S3"
    planner.problem.value, planner.sources.value, planner.prerequisites.value = "Apa?", "Buku A\n\nBuku B", "s1, S2"
    third = planner.scenario.subtopics[2]
    assert (third.problem, third.sources, third.prerequisites) == ("Apa?", ["Buku A", "Buku B"], ["S1", "S2"])


@pytest.mark.parametrize(
    ("control", "written", "said"),
    [("lesson_time", "pagi", "07:30"), ("prerequisites", "S9", "S1, S2, S3"), ("lesson_time", "25:00", "07:30")],
)
def test_what_cannot_be_read_is_said_with_the_mend_and_changes_nothing(control: str, written: str, said: str) -> None:
    planner = at("material")
    planner.subtopic.value = "S4"
    before = planner.scenario
    getattr(planner, control).value = written
    panel = planner._visible()[0]
    assert said in read(panel.status.value)
    assert planner.scenario is before


def test_an_objective_cannot_be_added_twice_or_without_a_code() -> None:
    planner = at("material")
    for written, said in (("", "belum ditulis"), ("tp1", "sudah ada")):
        planner.objective_new.value = written
        planner.objective_button.click()
        assert said in read(planner._visible()[0].status.value)
    assert len(planner.scenario.objectives) == 2


def test_work_in_a_group_is_written_for_the_chosen_group_alone() -> None:
    planner = at("work")
    planner.group.value = "K2"
    before = {one.id: one for one in planner.scenario.groups}
    planner.group_label.value, planner.representative.value = "Kenari", before["K2"].members[1]
    planner.duties[0].value = "memandu"
    planner.accepts[1].value = False
    planner.steer.value = "Ayo kembali.\nSiapa belum?"
    after = {one.id: one for one in planner.scenario.groups}
    assert [id for id in after if after[id] != before[id]] == ["K2"]
    changed = after["K2"]
    assert (changed.label, changed.representative) == ("Kenari", before["K2"].members[1])
    assert changed.duties[changed.tutors[0]] == "memandu"
    assert changed.accepts[changed.members[0]] is False
    assert changed.cue_card is not None
    assert changed.cue_card.steer == ["Ayo kembali.", "Siapa belum?"]
    assert "T04" in broken(planner)


def test_proposals_fill_only_what_is_empty_and_never_answer_for_pupils() -> None:
    planner = ScenarioPlanner()
    planner.step.value = "groups"
    planner.form_button.click()
    planner.step.value = "work"
    planner.group.value = "K1"
    planner.duties[1].value = "penjaga pintu"
    planner.propose_button.click()
    first = planner.scenario.groups[0]
    assert first.duties[first.members[0]] == "penjaga pintu"
    assert all(
        all(group.duties.get(one) for one in (*group.tutors, *group.members)) for group in planner.scenario.groups
    )
    assert all(group.representative in group.members for group in planner.scenario.groups)
    assert not any(group.accepts for group in planner.scenario.groups)
    written = planner.scenario
    planner.propose_button.click()
    assert planner.scenario.groups == written.groups


def test_observing_a_chosen_few_groups_is_not_lost() -> None:
    content = json.loads(CLASS.read_text(encoding="utf-8"))
    content["observation"]["groups"] = ["K2"]
    planner = ScenarioPlanner(parse_scenario(content))
    planner.step.value = "observation"
    assert not planner.all_groups.value
    planner.pupil_views.value = "Lain."
    assert planner.scenario.observation is not None
    assert planner.scenario.observation.groups == ["K2"]


# --- documents --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [CLASS, REMEDIAL])
def test_every_form_that_is_offered_can_be_made(path: Path) -> None:
    planner = at("documents", path)
    offered = [value for _, value in planner.form_choice.options]
    assert len(offered) >= 9
    for id in offered:
        planner.form_choice.value = id
        planner.form_format.value = "html"
        planner.document_button.click()
        assert "✓ Berkas siap" in read(planner.documents_status.value), id
        ((name, content),) = links(planner.document_links.value).items()
        assert name == f"{id}.html"
        assert 500 < len(content) < 200_000


def test_the_heading_stands_on_the_form_and_is_kept_with_the_plan() -> None:
    planner = at("documents")
    planner.head["school"].value = "SD Tunas Cendekia"
    planner.form_choice.value = "modul-ajar"
    planner.form_format.value = "html"
    planner.document_button.click()
    ((_, content),) = links(planner.document_links.value).items()
    assert "SD Tunas Cendekia" in content.decode()
    again = parse_scenario(dump_scenario(planner.scenario))
    assert printed.head_of(again).school == "SD Tunas Cendekia"
    planner.paper.value = "F4"
    planner.head["school"].value = ""
    assert planner.document_links.value == ""  # another heading: the former file is out of date
    assert printed.head_of(planner.scenario).school == ""


def test_files_that_a_step_prepares_lie_at_the_end_of_the_form() -> None:
    planner = at("tutors")
    planner.print_button.click()
    assert "skenario.json" in links(planner.files.value)
    assert len(links(planner.files.value)) >= 4
    planner.step.value = "groups"
    assert "daftar-kelompok-murid.xlsx" in links(planner.files.value)
    planner.step.value = "room"
    assert not any("kelompok" in name for name in links(planner.files.value))


def test_forms_that_cannot_be_made_yet_say_why() -> None:
    forms = {one.id: one for one in printed.printables(Scenario(version=1, kind="class"), DEFAULTS, {})}
    planner = ScenarioPlanner(Scenario(version=1, kind="class"))
    planner.step.value = "documents"
    said = read(planner.documents_report.value)
    for one in forms.values():
        if one.reason is not None:
            assert " ".join(one.reason.render().split()) in said


# --- promises of every form -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [CLASS, REMEDIAL])
def test_the_language_changes_every_word_of_every_step(path: Path) -> None:
    for step in STEPS:
        planner = ScenarioPlanner(read_scenario(path))
        if planner.scenario.kind not in step.kinds:
            continue
        planner.step.value = step.id
        assert untranslated(planner) == set(), step.id


def test_nothing_from_a_file_becomes_markup() -> None:
    content = json.loads(CLASS.read_text(encoding="utf-8").replace('"M10"', json.dumps(EVIL)))
    content["subtopics"][0]["title"] = content["subtopics"][0]["problem"] = content["pupil_views"] = EVIL
    content["groups"][0]["label"] = EVIL
    content["groups"][0]["duties"][EVIL] = EVIL
    plan = parse_scenario(content)
    for step in STEPS:
        planner = ScenarioPlanner(plan)
        if "class" in step.kinds:
            planner.step.value = step.id
            pieces = [one.value for one in everything(planner) if isinstance(one, ipywidgets.HTML)]
            assert all("<script" not in one for one in pieces), step.id


@pytest.mark.parametrize("kind", ["class", "remedial"])
def test_an_empty_scenario_can_be_walked_through_with_every_button_pressed(kind: Any) -> None:
    planner = ScenarioPlanner(Scenario(version=1, kind=kind))
    for step in STEPS:
        # Opening the sample class would fill the scenario.
        if kind not in step.kinds or step.id == "class":
            continue
        planner.step.value = step.id
        for one in list(everything(planner)):
            buttons = (planner.next_button, planner.back_button, planner.save_button)
            if isinstance(one, ipywidgets.Button) and one not in buttons and planner.step.value == step.id:
                one.click()
        said = shown_words(planner)
        assert "Program ini keliru" not in said, (step.id, said[said.index("Program ini keliru") :][:200])


def test_nothing_is_printed_or_logged(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    planner = ScenarioPlanner(read_scenario(CLASS))
    while not planner.next_button.disabled:
        planner.next_button.click()
    planner.save_button.click()
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


@pytest.mark.browser
def test_steps_are_walked_by_mouse_and_by_keyboard_and_the_plan_is_saved(tmp_path: Path) -> None:
    cell = (
        "from tutor_sebaya.scenario import read_scenario\nfrom tutor_sebaya.widgets import ScenarioPlanner\n"
        f"ScenarioPlanner(read_scenario({str(CLASS)!r}), save_to='rencana.json')"
    )
    with notebook(tmp_path, cell) as shown:
        for step in [one for one in STEPS if "class" in one.kinds][1:]:
            shown.get_by_role("button", name="Lanjut →").click()
            shown.locator("[aria-current=step]", has_text=step.title).wait_for()
            nothing_is_cut_off(shown)
        shown.set_viewport_size({"width": 360, "height": 900})
        nothing_is_cut_off(shown)
        for step in [one for one in STEPS if "class" in one.kinds][-2::-1]:
            from_the_top(shown)
            tab_to(shown, "← Kembali")
            shown.keyboard.press("Enter")
            shown.locator("[aria-current=step]", has_text=step.title).wait_for()
            nothing_is_cut_off(shown)
            if step.id == "observation":
                tab_to(shown, "Pandangan murid")
                shown.keyboard.press("Control+a")
                shown.keyboard.type("Kami ingin contoh.", delay=PAUSE)
                tab_to(shown, "Simpan skenario")
                shown.wait_for_timeout(500)
                shown.keyboard.press("Enter")
                announced(shown, "Skenario tersimpan")
        saved = read_scenario(tmp_path / "notes" / "rencana.json")
        assert saved.pupil_views == "Kami ingin contoh."
        assert check(saved).score == 1.0

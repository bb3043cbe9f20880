"""The room planner's form: a plan to scale with its words, what would fit, downloads, and into the scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from forms import Text, links, read
from lab import LOOK, PAUSE, announced, from_the_top, notebook, nothing_is_cut_off, tab_to

from tutor_sebaya import widgets_room_work
from tutor_sebaya import widgets_session as work
from tutor_sebaya.planners import form_groups
from tutor_sebaya.planners.room import ARRANGEMENTS, LAYOUT_OF, seated_groups
from tutor_sebaya.rules import check
from tutor_sebaya.scenario import Room, Scenario, read_scenario
from tutor_sebaya.widgets_room import RoomPlanner

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def a_class(**changed: Any) -> Scenario:
    scenario = work.open_sample().scenario
    return form_groups(scenario, "prior_knowledge", 6).fill(scenario).model_copy(update=changed)


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_an_arrangement_is_drawn_said_in_words_and_written(arrangement: Any) -> None:
    form = RoomPlanner(a_class())
    form.arrangement.value, form.width.value, form.length.value = arrangement, 9, 11
    tags = Text(form.room_report.value).tags
    drawing = next(attributes for tag, attributes in tags if tag == "svg")
    assert drawing["role"] == "img"
    assert "Ruang selebar 9 m dan sepanjang 11 m" in read(form.room_report.value)
    assert "✓ Semua meja dan kursi muat." in read(form.judgement_report.value)
    for group, people in seated_groups(form.scenario):
        assert f"{group.label}: {len(people)} kursi" in read(form.seats_report.value)
        assert all(form.names[one] in read(form.seats_report.value) for one in people)
    assert form.scenario.room is None
    form.room_button.click()
    assert form.scenario.room is not None
    assert (form.scenario.room.layout, form.scenario.room.teacher_can_move) == (LAYOUT_OF[arrangement], True)
    assert check(form.scenario).states["K01"] == "kept"
    assert "✓ Skenario memakai susunan ini." in read(form.room_written_report.value)


def test_a_room_that_is_too_small_says_so_and_what_would_fit_instead() -> None:
    form = RoomPlanner(a_class())
    form.arrangement.value = "circle"
    said = read(form.judgement_report.value)
    assert "✗ Meja dan kursi tidak semuanya muat." in said
    assert "perlu ruang sekitar" in said
    assert "Susunan lain yang muat: bentuk U." in said
    form.room_button.click()
    assert "belum leluasa bergerak" in read(form.room_status.value)
    assert form.scenario.room is not None
    assert form.scenario.room.teacher_can_move is False
    assert check(form.scenario).states["K01"] == "broken"


def test_the_arrangement_of_the_lesson_before_is_noted_and_compared() -> None:
    form = RoomPlanner(a_class(room=Room(previous_layout="rows")))
    assert form.previous_layout.value == "rows"
    form.previous_layout.value = "clusters"
    form.room_button.click()
    assert form.scenario.room is not None
    assert form.scenario.room.previous_layout == "clusters"
    assert "sama dengan pelajaran sebelumnya" in read(form.rules_report.value)
    form.previous_layout.value = ""
    form.room_button.click()
    assert form.scenario.room.previous_layout is None


def test_measures_of_the_room_are_opened_again(own_folder: Path) -> None:
    form = RoomPlanner(a_class())
    form.arrangement.value, form.width.value, form.length.value = "circles", 8.5, 12
    form.door.value, form.tables.value = "back_right", 1
    form.room_button.click()
    form.save_button.click()
    again = RoomPlanner(read_scenario("skenario.json"))
    assert (again.arrangement.value, again.width.value, again.length.value) == ("circles", 8.5, 12)
    assert (again.door.value, again.tables.value) == ("back_right", 1)
    assert again.room_report.value == form.room_report.value
    # A scenario from elsewhere has a layout and no measures.
    assert RoomPlanner(a_class(room=Room(layout="circle"))).arrangement.value == "circles"


def test_the_drawing_and_a_page_for_the_printer_can_be_downloaded() -> None:
    form = RoomPlanner(a_class())
    files = links(form.files.value)
    assert {"denah-ruang.svg", "denah-ruang.html"} <= set(files)
    assert ET.fromstring(files["denah-ruang.svg"]).tag == f"{SVG}svg"
    printed = files["denah-ruang.html"].decode()
    assert "<svg" in printed
    assert all(name in read(printed) for name in form.names.values())
    assert "http" not in printed.replace("http://www.w3.org/2000/svg", "")
    assert len(files["denah-ruang.html"]) < 200_000
    # Another room: the former files are not offered for it.
    form.width.value = 8
    assert links(form.files.value) == {}
    form.links_button.click()
    assert links(form.files.value)["denah-ruang.svg"] != files["denah-ruang.svg"]


def test_a_plan_is_reckoned_once_as_long_as_nothing_of_it_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    form = RoomPlanner(a_class())

    def again(*_: object, **__: object) -> None:
        raise AssertionError("the same plan again")

    monkeypatch.setattr(widgets_room_work, "room_from_scenario", again)
    form.desk.fill(form.scenario.model_copy(update={"periods": 2}))
    form.desk.redraw()
    form.room_button.click()
    assert "✓ Denah dipakai" in read(form.room_status.value)


@pytest.mark.browser
def test_a_room_is_planned_by_mouse_and_by_keyboard_alone_in_jupyterlab(tmp_path: Path) -> None:
    cell = (
        "from tutor_sebaya.widgets import GroupPlanner, RoomPlanner\n"
        "groups = GroupPlanner()\ngroups.form_button.click()\nRoomPlanner(groups.scenario)"
    )
    with notebook(tmp_path, cell) as shown:
        nothing_is_cut_off(shown)
        shown.get_by_label("Susunan tempat duduk").select_option("Bentuk U")
        shown.get_by_role("img", name="bentuk U").wait_for()
        shown.get_by_role("button", name="Pakai denah").click()
        announced(shown, "Denah dipakai: bentuk U")
        shown.get_by_role("button", name="Simpan skenario").click()
        announced(shown, "Skenario tersimpan: skenario.json")
        room = read_scenario(tmp_path / "notes" / "skenario.json").room
        assert room is not None
        assert room.layout == "u_shape"
        shown.set_viewport_size({"width": 360, "height": 900})
        from_the_top(shown)
        tab_to(shown, "Susunan tempat duduk")
        shown.keyboard.press("Home")
        tab_to(shown, "Lebar ruang")
        shown.keyboard.press("Control+a")
        shown.keyboard.type("8.5", delay=PAUSE)
        tab_to(shown, "Letak pintu")
        shown.get_by_role("img", name="meja berkelompok").wait_for()
        shown.wait_for_timeout(LOOK)
        tab_to(shown, "Denah ruang")  # the drawing itself, so that the keyboard can scroll it
        tab_to(shown, "Denah ini dalam kata-kata")
        shown.keyboard.press("Enter")
        shown.get_by_text("Ruang selebar 8,5 m").last.wait_for()
        nothing_is_cut_off(shown)
        tab_to(shown, "Pakai denah")
        shown.keyboard.press("Enter")
        announced(shown, "Denah dipakai: meja berkelompok")
        tab_to(shown, "Simpan di folder notebook")
        shown.keyboard.press("Control+a")
        shown.keyboard.type("sempit.json", delay=PAUSE)
        tab_to(shown, "Simpan skenario")
        shown.keyboard.press("Enter")
        announced(shown, "Skenario tersimpan: sempit.json")
        plan = read_scenario(tmp_path / "notes" / "sempit.json")
        assert plan.room is not None
        assert plan.room.layout == "clusters"
        assert work.kept(plan, "room")["width"] == 8.5
        tab_to(shown, "Halaman cetak (denah-ruang.html)")
        with shown.expect_download() as download:
            shown.keyboard.press("Enter")
        assert download.value.suggested_filename == "denah-ruang.html"

"""The sociometry form: positive choices of one pupil at a time, a graph for the teacher alone, a version in codes."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from forms import EVIL, Text, everything, links, read, shown_words
from lab import LOOK, PAUSE, announced, from_the_top, notebook, nothing_is_cut_off, tab_to

from tutor_sebaya import widgets_session as work
from tutor_sebaya import widgets_sociometry_work as choices
from tutor_sebaya.planners.sociometry import CONFIDENTIAL, Sociometry
from tutor_sebaya.scenario import Scenario, parse_scenario, read_scenario
from tutor_sebaya.widgets_session import SessionError
from tutor_sebaya.widgets_sociometry import SociometryPlanner

EXAMPLES = Path(__file__).resolve().parent / "data"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def five(**chooses: list[str]) -> Scenario:
    names = {"M01": "Ani", "M02": "Budi", "M03": "Citra", "M04": "Dewi", "M05": "Eko"}
    pupils = [
        {"id": id, "name": name, "chooses": chooses.get(id, []), "avoid": ["M05"] if id == "M01" else []}
        for id, name in names.items()
    ]
    return parse_scenario({"version": 1, "kind": "class", "pupils": pupils})


def report(form: SociometryPlanner) -> str:
    """What stands around the graph."""
    return read(re.sub(r"<svg.*?</svg>", "", form.sociometry_report.value, flags=re.S))


def test_choices_the_fields_do_not_show_are_kept() -> None:
    plan = five(M01=["M02", "M01", "M03", "M04", "M05"])
    assert choices.choices_of(choices.with_choices(plan, "M01", ["M03", "", "M02"]), "M01") == [
        "M03", "M02", "M04", "M05", "M01",
    ]  # fmt: skip
    assert choices.with_choices(plan, "M02", ["", "", ""]).pupils == plan.pupils
    with pytest.raises(SessionError, match="dua kali"):
        choices.with_choices(plan, "M02", ["M03", "M03", ""])


def test_the_next_pupil_is_the_next_without_choices_then_from_the_top() -> None:
    plan = five(M03=["M01"], M05=["M01"])
    order, id = [], "M03"
    for _ in range(3):
        following = choices.next_silent(plan, id)
        assert following is not None
        order.append(id := following)
    assert order == ["M04", "M01", "M02"]
    full = five(**{f"M0{n}": ["M01" if n > 1 else "M02"] for n in range(1, 6)})
    assert choices.next_silent(full, "M01") is None


def test_up_to_three_choices_of_a_pupil_are_taken_down_at_once_and_are_one_step() -> None:
    form = SociometryPlanner(five())
    assert form.chooser.value == "M01"
    assert "M01" not in [value for _, value in form.choices[0].options]  # nobody chooses himself
    form.choices[0].value, form.choices[1].value = "M02", "M03"
    assert form.scenario.pupils[0].chooses == ["M02", "M03"]
    assert "Pilihan Ani tercatat: 2" in read(form.sociometry_status.value)
    assert "1 dari 5 murid" in read(form.progress_report.value)
    form.choices[2].value = "M03"
    assert "Citra dipilih dua kali" in read(form.sociometry_status.value)
    assert form.scenario.pupils[0].chooses == ["M02", "M03"]
    form.choices[2].value = ""
    form.choices[0].value = ""
    assert form.scenario.pupils[0].chooses == ["M03"]
    assert len(form.desk.history) == 1
    form.next_button.click()
    assert form.chooser.value == "M02"
    assert [one.value for one in form.choices] == ["", "", ""]
    form.choices[0].value = "M01"  # nobody chooses himself, so this can't be meant for M01
    form.sociometry_undo_button.click()
    assert form.scenario.pupils[1].chooses == []
    assert form.scenario.pupils[0].chooses == ["M03"]


def test_a_choice_stays_in_the_field_where_it_was_made() -> None:
    form = SociometryPlanner(five())
    form.choices[1].value = "M03"
    assert [one.value for one in form.choices] == ["", "M03", ""]
    form.choices[0].value = "M02"
    assert form.scenario.pupils[0].chooses == ["M02", "M03"]


def test_a_choice_that_the_press_overtook_is_noted_for_the_pupil_it_was_made_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A front end may send the press of a button before the last of several quick changes."""
    form = SociometryPlanner(five(M01=["M02"]))
    form.choices[1].value = "M03"
    form.next_button.click()
    form.choices[1].set_state({"index": 3})  # as it comes from the page
    assert [one.chooses for one in form.scenario.pupils][:2] == [["M02", "M04"], []]
    assert [one.value for one in form.choices] == ["", "", ""]
    assert form.chooser.value == "M02"
    later = time.monotonic() + 2
    monkeypatch.setattr(time, "monotonic", lambda: later)
    form.choices[0].value = "M05"
    assert [one.chooses for one in form.scenario.pupils][:2] == [["M02", "M04"], ["M05"]]


def test_going_through_the_pupils_changes_no_choice() -> None:
    form = SociometryPlanner()
    before = form.scenario
    for _, id in form.chooser.options:
        form.chooser.value = id
        own = choices.choices_of(before, id)[:3]
        assert [one.value for one in form.choices][: len(own)] == own
    assert form.scenario is before


def test_who_was_chosen_by_whom_stands_in_class_order_with_pairs_and_who_is_still_missing() -> None:
    form = SociometryPlanner(five(M01=["M02"], M02=["M01", "M03"], M04=["M01"]))
    said = report(form)
    rows = said.split("Pilihan diterima / (n − 1)")[1].split("Saling memilih: 1 pasang.")[0]
    assert "Ani 2 murid: Budi dan Dewi Budi 0,50" in rows
    assert rows.index("Dewi 0 murid") < rows.index("Eko 0 murid")
    assert "Ani dengan Budi" in said
    assert "Belum ada yang memilih (2): Dewi dan Eko" in said
    assert "Dewi belum dipilih siapa pun. Tempatkan bersama salah satu pilihannya: Ani." in said
    assert said.startswith(CONFIDENTIAL)


def test_only_positive_choices_are_asked_for_and_the_teachers_own_list_is_not_shown() -> None:
    form = SociometryPlanner(five(M02=["M03"]))
    words = [one.description for one in everything(form) if getattr(one, "description", "")]
    assert not [one for one in words if re.search(r"tidak (suka|ingin|mau)|hindari|benci|jangan", one, re.I)]
    assert "Jangan menanyakan siapa yang tidak ia sukai" in read(form.progress_report.value)
    plain = five(M02=["M03"])
    without = plain.model_copy(update={"pupils": [one.model_copy(update={"avoid": []}) for one in plain.pupils]})
    assert report(form) == report(SociometryPlanner(without))


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_version_with_codes_holds_no_name(language: str) -> None:
    form = SociometryPlanner(language=language)
    assert all(name in form.sociometry_report.value.replace("&#x27;", "'") for name in ("Vania Gunadi", "Mas'amah"))
    form.codes.value = True
    for name in form.names.values():
        assert name not in form.sociometry_report.value.replace("&#x27;", "'")
    assert "M01" in form.sociometry_report.value
    files = links(form.files.value)
    assert set(files) == {"skenario.json", "sosiogram-nama.svg", "sosiogram-kode.svg"}
    coded = files["sosiogram-kode.svg"].decode()
    assert not [name for name in form.names.values() if name in coded]
    assert "Vania Gunadi" in files["sosiogram-nama.svg"].decode()
    for one in ("sosiogram-nama.svg", "sosiogram-kode.svg"):
        drawing = ET.fromstring(files[one])
        assert drawing.find(f"{SVG}title") is not None
        assert drawing.find(f"{SVG}desc") is not None


def test_names_never_become_markup_in_the_graph_or_the_table() -> None:
    plan = five(M01=["M02"], M02=["M01"])
    evil = [one.model_copy(update={"name": f"{EVIL}{one.id}"}) for one in plan.pupils]
    form = SociometryPlanner(plan.model_copy(update={"pupils": evil}))
    assert "script" not in {tag for tag, _ in Text(form.sociometry_report.value).tags}
    assert "&lt;script&gt;" in form.sociometry_report.value


def test_the_graph_is_drawn_anew_only_when_choices_change(monkeypatch: pytest.MonkeyPatch) -> None:
    form = SociometryPlanner()
    drawn: list[bool] = []
    real = Sociometry.svg

    def draw(*given: Any) -> str:
        drawn.append(True)
        return real(*given)

    monkeypatch.setattr(Sociometry, "svg", draw)
    form.chooser.value = "M05"
    form.save_button.click()
    assert drawn == []
    form.choices[0].value = "M06"
    assert len(drawn) == 2  # with names and in codes


def test_absent_pupils_are_neither_asked_nor_offered_but_stay_chosen() -> None:
    plan = five(M01=["M02"])
    away = [one.model_copy(update={"present": one.id != "M02"}) for one in plan.pupils]
    form = SociometryPlanner(plan.model_copy(update={"pupils": away}))
    assert "M02" not in [value for _, value in form.chooser.options]
    assert form.choices[0].value == "M02"
    form.choices[1].value = "M03"
    assert form.scenario.pupils[0].chooses == ["M02", "M03"]
    assert "1 pilihan tidak dihitung" in report(form)
    form.chooser.value = "M03"
    assert "M02" not in [value for _, value in form.choices[0].options]


def test_an_empty_scenario_says_what_is_missing_and_a_remedial_one_is_shown() -> None:
    form = SociometryPlanner(parse_scenario({"version": 1, "kind": "class"}))
    assert "Belum ada murid" in read(form.progress_report.value)
    assert form.sociometry_report.value == ""
    form.next_button.click()
    form.choices[0].value = ""
    assert "Program ini keliru" not in shown_words(form)
    form = SociometryPlanner(read_scenario(EXAMPLES / "remedial-valid.json"))
    form.choices[0].value = form.choices[0].options[1][1]
    assert "1 dari" in read(form.progress_report.value)


@pytest.mark.browser
def test_choices_are_taken_down_by_mouse_and_by_keyboard_alone_in_jupyterlab(tmp_path: Path) -> None:
    with notebook(tmp_path, "from tutor_sebaya.widgets import SociometryPlanner\nSociometryPlanner()") as shown:
        nothing_is_cut_off(shown)
        names = {one.id: one.name or "" for one in work.open_sample().scenario.pupils}
        shown.get_by_label("Murid yang memilih").select_option(label=names["M02"])
        shown.get_by_label("Pilihan pertama").select_option(label=names["M05"])
        announced(shown, f"Pilihan {names['M02']} tercatat: 1")
        assert shown.locator("svg[role=img]").is_visible()
        nothing_is_cut_off(shown)
        shown.set_viewport_size({"width": 360, "height": 900})
        from_the_top(shown)
        tab_to(shown, "Murid berikutnya yang belum memilih")
        shown.keyboard.press("Enter")
        announced(shown, f"Sekarang: {names['M03']}")
        shown.wait_for_timeout(LOOK)
        for field, presses in (("Pilihan kedua", 2), ("Pilihan pertama", 1)):
            tab_to(shown, field, backwards=True)
            for _ in range(presses):
                shown.keyboard.press("ArrowDown", delay=PAUSE)
                shown.wait_for_timeout(PAUSE)
            shown.wait_for_timeout(LOOK)
        announced(shown, f"Pilihan {names['M03']} tercatat: 2")
        tab_to(shown, "Tampilkan kode")
        shown.keyboard.press("Space")
        shown.locator("svg text", has_text="M03").first.wait_for()
        assert shown.locator("svg text", has_text=names["M03"]).count() == 0
        nothing_is_cut_off(shown)
        tab_to(shown, "Simpan di folder notebook")
        shown.keyboard.press("Control+a")
        shown.keyboard.type("pilihan.json", delay=PAUSE)
        tab_to(shown, "Simpan skenario")
        shown.keyboard.press("Enter")
        announced(shown, "Skenario tersimpan: pilihan.json")
        plan = read_scenario(tmp_path / "notes" / "pilihan.json")
        assert choices.choices_of(plan, "M02") == ["M05"]
        assert len(choices.choices_of(plan, "M03")) == 2

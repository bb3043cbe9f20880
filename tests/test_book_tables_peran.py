"""Tables and drawings of the chapter "Peran tutor, diskusi, dan ruang"."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from tutor_sebaya.book_tables_peran import LETTERS, gini_steps_html, group_turns_html, models_html, room_plans_html
from tutor_sebaya.book_tables_skenario import whole_lesson
from tutor_sebaya.classes import SAMPLE_NUMBER, InventedClass, invent_class
from tutor_sebaya.planners.turns import plan_turns
from tutor_sebaya.scenario import Scenario


@pytest.fixture(scope="module")
def sample() -> InventedClass:
    return invent_class(SAMPLE_NUMBER)


@pytest.fixture(scope="module")
def lesson(sample: InventedClass) -> Scenario:
    return whole_lesson(sample.scenario)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def drawings(html: str) -> list[ET.Element]:
    return [ET.fromstring(one) for one in re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL)]


def test_gini_is_reckoned_as_on_paper() -> None:
    told = words(gini_steps_html({"Ayu": 4, "Bima": 1, "Citra": 2, "Dodi": 1}))
    assert "Bima 1 −3 × 1 = −3 Dodi 1 −1 × 1 = −1 Citra 2 1 × 2 = 2 Ayu 4 3 × 4 = 12" in told
    assert "Jumlah hasil kali 10, dibagi (4 orang × 8 menit): Gini = 0,31." in told


def test_who_said_nothing_counts_as_nought() -> None:
    told = words(gini_steps_html({"Ayu": 6, "Bima": 1, "Citra": 1, "Dodi": 0}))
    assert "Dodi 0 −3 × 0" in told and "Gini = 0,56." in told


def test_talk_that_is_equal_has_gini_nought() -> None:
    assert "Gini = 0,00." in words(gini_steps_html({"Ayu": 2, "Bima": 2, "Citra": 2}))


def test_the_turns_of_group_3_are_as_the_chapter_tells_them(lesson: Scenario, sample: InventedClass) -> None:
    told = words(group_turns_html(plan_turns(lesson, model=3), "K3", sample.roster.names))
    assert "Rahmi Piliang (giliran terjaga) 3 berpasangan dengan Kinanti Rahayu Kinanti Rahayu 3" in told
    assert told.index("Rahmi Piliang (giliran terjaga)") < told.index("seluruh kelompok")
    assert re.search(r"Tutor: Rusdi Salam 3 seluruh kelompok ✓ Kemerataan bicara \(Gini\): 0,02", told)


def test_a_group_that_the_plan_does_not_have_is_an_error(lesson: Scenario) -> None:
    with pytest.raises(KeyError):
        group_turns_html(plan_turns(lesson), "K99")


def test_names_are_escaped(lesson: Scenario) -> None:
    shown = group_turns_html(plan_turns(lesson), "K3", {"M27": "<b>Rahmi</b>"})
    assert "<b>" not in shown and "&lt;b&gt;Rahmi" in shown


def test_figures_of_the_simulated_class_stand_below_their_label(lesson: Scenario) -> None:
    told = words(models_html(lesson))
    assert told.startswith("Model, bukan pengamatan. Ini hasil sebuah model, bukan pengamatan di kelas.")
    assert told.index("tidak dapat mengatakan apakah murid belajar") < told.index("Bagian bicara tutor")
    assert "Semua anggapan di balik angka ini (23)" in told
    assert "murid menunggu jawaban sebelum menyerah 2–12 menit, paling mungkin 5." in told
    assert told.count("paling mungkin") == 23


def test_what_the_chapter_says_of_the_three_models_is_what_the_table_shows(lesson: Scenario) -> None:
    html = models_html(lesson)

    def middles(measure: str) -> list[float]:
        row = html.split(f"{measure}</th></tr>")[1].split("</tr>")[0]
        return [float(one.replace(",", ".")) for one in re.findall(r"<td>([\d,]+)", row)]

    tutor, waiting = middles("Bagian bicara tutor"), middles("Menunggu bantuan")
    assert tutor[0] > tutor[1] > tutor[2]
    assert waiting[0] > max(waiting[1:])
    assert middles("Ketimpangan bicara (Gini)")[2] == min(middles("Ketimpangan bicara (Gini)"))


def test_the_three_rooms_are_drawn_to_one_scale_with_a_description(lesson: Scenario) -> None:
    html = room_plans_html(lesson)
    found = drawings(html)
    assert len(found) == 3 == len({one.get("viewBox") for one in found}) + 2
    for one in found:
        description = one.findtext("{*}desc")
        assert description and "papan tulis" in description.lower() and "7 m" in description
        chairs = [circle for circle in one.iter() if circle.tag.endswith("circle")]
        assert len(chairs) >= 36
    assert "Meja berkelompok." in html and "Bentuk U." in html


def test_letters_in_the_rooms_are_readable_on_a_phone(lesson: Scenario) -> None:
    sizes = [
        float(one.get("font-size", 0))
        for drawing in drawings(room_plans_html(lesson))
        for one in drawing.iter()
        if one.tag.endswith("text")
    ]
    assert min(sizes) >= LETTERS


def test_a_room_that_is_too_small_says_so(lesson: Scenario) -> None:
    assert "Susunan ini tidak muat" in words(room_plans_html(lesson, width=4, length=5))

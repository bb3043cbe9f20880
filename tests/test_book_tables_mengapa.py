"""The evidence picture says exactly what the sources say; the table of helpers counts without naming anybody."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tutor_sebaya.book_tables_mengapa import EVIDENCE, TRIALS, Finding, evidence_html, helpers_html
from tutor_sebaya.classes import SAMPLE_NUMBER, invent_class
from tutor_sebaya.planners.drawing import written_width
from tutor_sebaya.scenario import Scenario

BOOK = Path(__file__).resolve().parent.parent / "book"
SVG = "{http://www.w3.org/2000/svg}"


def drawn(language: str = "id") -> ET.Element:
    found = re.search(r"<svg.*</svg>", evidence_html(language), re.DOTALL)
    assert found
    return ET.fromstring(found[0])


def sentence(root: ET.Element, tag: str) -> str:
    element = root.find(f"{SVG}{tag}")
    assert element is not None and element.text
    return element.text


def words(root: ET.Element) -> list[str]:
    return [(one.text or "").strip() for one in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("one", EVIDENCE, ids=lambda one: f"{one.source}-{one.value}")
def test_each_figure_belongs_to_a_reference_of_the_book_and_is_told_in_the_chapter(one: Finding) -> None:
    entry = re.search(rf"@\w+{{{one.source},\n(.*?)\n}}", (BOOK / "pustaka.bib").read_text(encoding="utf-8"), re.DOTALL)
    assert entry
    year = re.search(r"\d{4}", one.study)
    assert year and f"year = {{{year[0]}}}" in entry[1]
    chapter = (BOOK / "mengapa-tutor-sebaya.md").read_text(encoding="utf-8")
    figure = f"{one.value:.2f}".replace(".", ",")
    paragraphs = [part for part in re.split(r"\n(?:\n|- )", chapter) if f"`{one.source}" in part]
    assert any(figure in part for part in paragraphs), one.source
    if not one.certain:
        assert all("dari ingatan" in part for part in paragraphs if figure in part)


def test_the_description_tells_a_blind_reader_every_figure_and_every_failure() -> None:
    described = sentence(drawn(), "desc")
    assert "Rohrbeck dkk. (2003): murid SD 0,33 (0,29–0,37)" in described
    assert "Leung (2015): rata-rata 0,37?" in described
    for one in EVIDENCE:
        assert f"{one.value:.2f}".replace(".", ",") in described
    for trial in TRIALS:
        assert f"{trial.name} ({trial.where}): hasil belajar tidak naik" in described


def test_a_figure_from_memory_is_drawn_hollow_and_the_others_filled() -> None:
    fills = [circle.get("fill") for circle in drawn().iter(f"{SVG}circle")]
    assert fills == ["#000" if one.certain else "#fff" for one in EVIDENCE]


def test_dots_lie_inside_their_intervals_and_in_the_order_of_their_values() -> None:
    places = [float(circle.get("cx", "nan")) for circle in drawn().iter(f"{SVG}circle")]
    by_value = sorted(zip((one.value for one in EVIDENCE), places, strict=True))
    assert [place for _, place in by_value] == sorted(places)
    assert all(one.low < one.value < one.high for one in EVIDENCE if one.low is not None and one.high is not None)


def test_trials_without_a_size_get_no_dot_but_words() -> None:
    said = words(drawn())
    assert len(list(drawn().iter(f"{SVG}circle"))) == len(EVIDENCE)
    assert [one for one in said if one.endswith("hasil belajar tidak naik")] == [
        f"{trial.where}: hasil belajar tidak naik" for trial in TRIALS
    ]


def test_the_picture_needs_no_colour_and_no_small_letters() -> None:
    root = drawn()
    used = {one.get(name) for one in root.iter() for name in ("fill", "stroke")} - {None, "none"}
    assert {colour for colour in used if len(set(str(colour)[1:])) > 1} == set(), "greys only"
    # 3.5 mm are 13 px on a phone whose column is as wide as the drawing.
    assert min(float(one.get("font-size", "0")) for one in root.iter(f"{SVG}text")) >= 3.3
    assert float(root.get("viewBox", "").split()[2]) <= 86


def test_no_words_are_cut_off_by_the_edge() -> None:
    root = drawn()
    width, height = (float(one) for one in root.get("viewBox", "").split()[2:])
    for one in root.iter(f"{SVG}text"):
        assert 0 < float(one.get("y", "nan")) < height
        long = (
            written_width(one.text or "", float(one.get("font-size", "nan")))
            if one.get("text-anchor") == "start"
            else 0
        )
        assert float(one.get("x", "nan")) + long <= width, one.text


def test_helpers_are_counted_for_each_objective_and_nobody_is_named() -> None:
    sample = invent_class(SAMPLE_NUMBER)
    shown = helpers_html(sample.scenario)
    cells = [re.findall(r"<td>(.*?)</td>", row) for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", shown)]
    assert cells == [["27", "8", "6", "1,3"], ["26", "9", "6", "1,5"]]
    assert not any(pupil.name and pupil.name in shown for pupil in sample.scenario.pupils)
    assert not any(pupil.id in shown for pupil in sample.scenario.pupils)


def test_a_class_without_tutors_says_so_and_an_empty_scenario_has_no_rows() -> None:
    lonely = invent_class(SAMPLE_NUMBER).scenario.model_copy(update={"tutors": []})
    assert helpers_html(lonely).count("<td>belum ada</td>") == 2
    assert "<td>" not in helpers_html(Scenario(version=1, kind="class"))


def test_what_a_file_says_becomes_no_markup() -> None:
    scenario = invent_class(SAMPLE_NUMBER).scenario
    first = scenario.objectives[0].model_copy(update={"id": "<b>TP1</b>"})
    assert "<b>" not in helpers_html(scenario.model_copy(update={"objectives": [first, *scenario.objectives[1:]]}))

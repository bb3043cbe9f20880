"""Sociometry: positive choices, measured as the guidance texts do, drawn for the teacher alone."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tutor_sebaya.planners.sociometry as module
from tutor_sebaya.classes import invent_class
from tutor_sebaya.planners.sociometry import CONFIDENTIAL, sociometry
from tutor_sebaya.scenario import Pupil, Scenario

SVG = "{http://www.w3.org/2000/svg}"


def a_class(choices: dict[str, list[str]], **keys: dict[str, object]) -> Scenario:
    pupils = [Pupil(id=id, chooses=whom, **keys.get(id, {})) for id, whom in choices.items()]
    return Scenario(version=1, kind="class", pupils=pupils)


@st.composite
def classes(draw: st.DrawFn, most: int = 12) -> Scenario:
    ids = [f"M{n:02d}" for n in range(draw(st.integers(0, most)))]
    whom = st.lists(st.sampled_from([*ids, "stranger"]), max_size=4)
    return Scenario(
        version=1,
        kind="class",
        pupils=[
            Pupil(
                id=id,
                gender=draw(st.sampled_from(["male", "female", None])),
                present=draw(st.sampled_from([True, True, False])),
                chooses=draw(whom),
                avoid=draw(whom),
            )
            for id in ids
        ],
    )


def test_a_class_by_hand() -> None:
    found = sociometry(a_class({"A": ["B", "C"], "B": ["A"], "C": ["B"], "D": ["A"], "E": ["F"], "F": ["E"], "G": []}))
    by_id = {one.pupil: one for one in found.pupils}
    assert by_id["A"].chosen_by == ("B", "D")
    assert by_id["A"].status == pytest.approx(2 / 6)
    assert by_id["B"].mutual == ("A",)
    assert found.mutual == (("A", "B"), ("E", "F"))
    assert found.clusters == (("A", "B", "C", "D"), ("E", "F"), ("G",))
    assert found.not_chosen == ("D", "G")
    assert found.silent == ("G",)
    assert found.choices == 7
    said = " ".join(map(str, found.notes))
    assert "D belum dipilih siapa pun. Tempatkan bersama salah satu pilihannya: A." in said
    assert "Belum ada pilihan dari 1 murid: G." in said


def test_choices_of_oneself_of_the_absent_and_twice_do_not_count() -> None:
    found = sociometry(a_class({"A": ["A", "B", "B", "C", "X"], "B": [], "C": ["A"]}, C={"present": False}))
    assert [(one.pupil, one.chooses, one.status) for one in found.pupils] == [("A", ("B",), 0.0), ("B", (), 1.0)]
    assert found.left_out == 4


@settings(max_examples=200, deadline=None)
@given(classes())
def test_the_measures_agree_with_their_definitions(scenario: Scenario) -> None:
    found = sociometry(scenario)
    present = {pupil.id: pupil for pupil in scenario.pupils if pupil.present}
    assert [one.pupil for one in found.pupils] == list(present)
    for one in found.pupils:
        choosers = [id for id, pupil in present.items() if one.pupil in pupil.chooses and id != one.pupil]
        assert list(one.chosen_by) == choosers
        assert one.status == (len(choosers) / (len(present) - 1) if len(present) > 1 else None)
        assert (one.pupil in found.not_chosen) == (not choosers)
    assert sorted(itertools.chain(*found.clusters)) == sorted(present)
    cluster_of = {id: place for place, cluster in enumerate(found.clusters) for id in cluster}
    assert all(cluster_of[one.pupil] == cluster_of[other] for one in found.pupils for other in one.chooses)
    assert sum(len(one.mutual) for one in found.pupils) == 2 * len(found.mutual)


@settings(max_examples=50, deadline=None)
@given(classes())
def test_the_not_together_list_is_never_read(scenario: Scenario) -> None:
    without = scenario.model_copy(
        update={"pupils": [pupil.model_copy(update={"avoid": []}) for pupil in scenario.pupils]}
    )
    assert sociometry(scenario) == sociometry(without)
    assert sociometry(scenario).svg() == sociometry(without).svg()


def test_no_word_puts_a_pupil_in_a_box() -> None:
    """Types of sociometric status are unstable, and stick; nothing here may say them."""
    words = Path(module.__file__).read_text(encoding="utf-8").lower()
    said = re.findall(r'"([^"]*)"', words)
    for label in (
        "populer",
        "popular",
        "ditolak",
        "rejected",
        "terabaikan",
        "neglected",
        "kontroversi",
        "isolat",
        "terisol",
    ):
        assert not [one for one in said if label in one]


def marks(svg: str) -> list[tuple[float, float, str]]:
    """Middle and label of every pupil's mark."""
    root = ET.fromstring(svg)
    return [
        (float(one.get("x")), float(one.get("y")), one.text or "")
        for one in root.iter(f"{SVG}text")
        if one.get("font-size") == "3"
    ]


@settings(max_examples=40, deadline=None)
@given(classes(most=36))
def test_every_pupil_has_a_mark_of_his_or_her_own(scenario: Scenario) -> None:
    found = sociometry(scenario)
    placed = marks(found.svg())
    assert sorted(label for _, _, label in placed) == sorted(one.pupil for one in found.pupils)
    for one, other in itertools.combinations(placed, 2):
        assert abs(one[0] - other[0]) >= 12 or abs(one[1] - other[1]) >= 9
    root = ET.fromstring(found.svg())
    width, height = map(float, root.get("viewBox").split()[2:])
    assert all(6 < x < width - 6 and 8 < y < height - 8 for x, y, _ in placed)


@pytest.mark.parametrize("size", [12, 36, 60])
def test_every_choice_is_drawn_once(size: int) -> None:
    found = sociometry(invent_class(4, size).scenario)
    curves = [one for one in ET.fromstring(found.svg()).iter(f"{SVG}path") if "Q" in one.get("d", "")]
    assert len(curves) == found.choices - len(found.mutual)
    thick = [one for one in curves if one.get("stroke-width") == "0.9"]
    assert len(thick) == len(found.mutual)


def test_a_line_runs_behind_nobody_who_has_no_part_in_it() -> None:
    ids = [f"M{n:02d}" for n in range(20)]
    found = sociometry(a_class({id: [ids[(n + 1) % 20], ids[(n + 7) % 20]] for n, id in enumerate(ids)}))
    root = ET.fromstring(found.svg())
    placed = {label: (x, y - 0.36 * 3) for x, y, label in marks(found.svg())}
    for path in root.iter(f"{SVG}path"):
        numbers = [float(one) for one in re.findall(r"-?\d+\.\d+", path.get("d", ""))]
        if "Q" not in path.get("d", ""):
            continue
        x1, y1, cx, cy, x2, y2 = numbers
        crossed = set()
        for step in range(1, 40):
            t = step / 40
            x = (1 - t) ** 2 * x1 + 2 * (1 - t) * t * cx + t * t * x2
            y = (1 - t) ** 2 * y1 + 2 * (1 - t) * t * cy + t * t * y2
            crossed |= {id for id, (a, b) in placed.items() if abs(x - a) < 5.8 and abs(y - b) < 4.3}
        assert not crossed


def test_names_are_in_the_teachers_view_only_and_every_drawing_is_marked_confidential() -> None:
    invented = invent_class(2)
    found = sociometry(invented.scenario)
    plain, named = found.svg(), found.svg(names=invented.roster.names)
    first = next(iter(invented.roster.names.values()))
    assert first not in plain
    assert first in named
    for svg in (plain, named):
        assert any(element.text == CONFIDENTIAL for element in ET.fromstring(svg).iter(f"{SVG}text"))
    assert first not in str(found.description)
    assert first in found.description.render("id", invented.roster.names)


def test_names_are_escaped() -> None:
    found = sociometry(a_class({"A": ["B"], "B": []}))
    svg = found.svg(names={"A": "<b>A & co</b>", "B": "Be\x01"})
    assert "<b>" not in svg
    ET.fromstring(svg)


def test_an_empty_class_has_a_drawing_and_is_asked_for_choices() -> None:
    found = sociometry(Scenario(version=1, kind="class"))
    ET.fromstring(found.svg())
    assert "Belum ada data pilihan" in str(found.notes[-1])
    (alone,) = sociometry(a_class({"A": []})).pupils
    assert alone.status is None


def test_a_class_has_one_picture() -> None:
    scenario = invent_class(9).scenario
    assert sociometry(scenario).svg() == sociometry(scenario).svg()

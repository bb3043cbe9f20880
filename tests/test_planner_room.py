"""Room plans: to scale, inside the walls, with a way for the teacher, and honest where they don't fit."""

from __future__ import annotations

import itertools
import math
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor_sebaya.planners.room import (
    AISLE,
    ARRANGEMENTS,
    FRONT,
    PAPER,
    Furniture,
    RoomPlan,
    plan_room,
    room_from_scenario,
    scale_for,
)
from tutor_sebaya.rules import check
from tutor_sebaya.scenario import Group, Pupil, Room, Scenario, dump_scenario

SVG = "{http://www.w3.org/2000/svg}"
ARRANGED = sorted(ARRANGEMENTS)


def apart(plan: RoomPlan) -> float:
    """Least distance between chairs of two groups, reckoned anew."""
    radius = plan.furniture.chair / 2
    return min(
        (
            math.dist((a.x, a.y), (b.x, b.y)) - 2 * radius
            for one, other in itertools.combinations(plan.groups, 2)
            for a in one.chairs
            for b in other.chairs
        ),
        default=math.inf,
    )


ROOMS = st.fixed_dictionaries(
    {
        "arrangement": st.sampled_from(ARRANGED),
        "sizes": st.lists(st.integers(1, 8), min_size=1, max_size=9),
        "width": st.integers(50, 140).map(lambda n: n / 10),
        "length": st.integers(50, 160).map(lambda n: n / 10),
        "door": st.sampled_from(["front_left", "front_right", "back_left", "back_right"]),
        "furniture": st.sampled_from([Furniture(), Furniture(0.7, 0.5, 1), Furniture(1.1, 0.5, 2, 0.4)]),
    }
)


@settings(max_examples=70, deadline=None)
@given(ROOMS)
def test_what_fits_is_inside_the_room_and_nothing_stands_on_anything(room: dict) -> None:
    plan = plan_room(**room)
    assert [group.number for group in plan.groups] == list(range(1, len(room["sizes"]) + 1))
    assert [len(group.chairs) for group in plan.groups] == room["sizes"]
    radius = plan.furniture.chair / 2
    chairs = [chair for group in plan.groups for chair in group.chairs]
    tables = [table for group in plan.groups for table in group.tables]
    for one, other in itertools.combinations(chairs, 2):
        assert math.dist((one.x, one.y), (other.x, other.y)) > 2 * radius - 1e-6
    for chair in chairs:
        assert all(table.distance(chair.x, chair.y) > radius - 1e-6 for table in tables)
    for one, other in itertools.combinations(tables, 2):
        across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
        along = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
        assert min(across, along) < 1e-6
    if not plan.fits:
        assert not plan.teacher_can_move
        assert plan.reasons
        assert plan.options
        return
    for chair in chairs:
        assert radius < chair.x < plan.width - radius
        assert chair.y + radius > FRONT
        assert chair.y < plan.length - radius
    for table in tables:
        assert table.x >= 0
        assert table.x + table.width <= plan.width
        assert table.y >= FRONT - 1e-6
        assert table.y + table.height <= plan.length
    if plan.arrangement == "u_shape":
        assert all(group.tables for group in plan.groups) or plan.furniture.places == 2


@settings(max_examples=30, deadline=None)
@given(ROOMS)
def test_a_bigger_room_never_fits_less(room: dict) -> None:
    plan = plan_room(**room)
    if plan.fits:
        assert plan_room(**{**room, "length": room["length"] + 1}).fits
    elif plan.needs is not None and max(plan.needs) < 39:
        width, length = (math.ceil(side * 100 - 1e-6) / 100 for side in plan.needs)
        assert plan_room(**{**room, "width": width, "length": length}).fits


@pytest.mark.parametrize("sizes", [[4] * 5, [2] * 9, [5] * 4, [6, 5, 3, 4]])
def test_a_teacher_passes_between_all_occupied_chairs_where_there_is_room(sizes: list[int]) -> None:
    plan = plan_room("clusters", sizes, width=9, length=10)
    assert plan.teacher_can_move
    assert apart(plan) >= AISLE - 1e-6
    assert plan.narrowest == pytest.approx(min(apart(plan), plan.narrowest))
    assert plan.narrowest >= AISLE - 1e-6


def test_thirty_six_pupils_in_a_usual_classroom_leave_one_aisle_and_it_is_said() -> None:
    plan = plan_room("clusters", [6] * 6)
    assert (plan.width, plan.length) == (7, 9)
    assert plan.fits
    assert plan.teacher_can_move
    assert plan.narrowest < AISLE
    assert "guru lewat lorong" in str(plan.reasons[0])
    # The middle way is free from the front to the back.
    assert not any(abs(chair.x - 3.5) < AISLE / 2 + 0.225 - 0.01 for group in plan.groups for chair in group.chairs)


def test_a_group_behind_a_wall_of_tables_is_found() -> None:
    # A room as wide as two blocks: nobody gets past the first row.
    plan = plan_room("clusters", [6] * 4, width=4.9, length=9)
    assert plan.fits
    assert not plan.teacher_can_move
    assert any("menuju kelompok" in str(reason) for reason in plan.reasons)
    assert plan.options


def test_sixty_pupils_in_twelve_groups_fit_a_hall_and_not_a_classroom() -> None:
    hall = plan_room("clusters", [5] * 12, width=12, length=12)
    assert hall.teacher_can_move
    assert hall.pupils == 60
    classroom = plan_room("clusters", [5] * 12)
    assert not classroom.fits
    assert "perlu ruang sekitar" in str(classroom.reasons[0])
    assert any("memuat 6 dari 12 kelompok" in str(option) for option in classroom.options)
    wide, long = classroom.needs
    assert plan_room("clusters", [5] * 12, width=math.ceil(wide), length=math.ceil(long)).fits


def test_a_circle_too_large_names_what_fits_instead() -> None:
    plan = plan_room("circle", [6] * 6)
    assert not plan.fits
    options = [str(option) for option in plan.options]
    assert "Susunan lain yang muat: lingkaran kursi untuk tiap kelompok." in options
    assert plan_room("circles", [6] * 6).teacher_can_move


def test_a_large_class_sits_in_two_nested_us_and_its_neighbours_stay_together() -> None:
    plan = plan_room("u_shape", [6] * 6)
    assert plan.teacher_can_move
    assert sum(len(group.tables) for group in plan.groups) == 18
    single = plan_room("u_shape", [4] * 7)
    for group in single.groups:
        for one, other in itertools.pairwise(group.chairs):
            # Around the corner it is a little further.
            assert math.dist((one.x, one.y), (other.x, other.y)) < 1.7


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("arrangement", ARRANGED)
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_drawing_says_in_words_what_it_shows(arrangement: str, language: str) -> None:
    plan = plan_room(arrangement, [4, 4, 3], labels=["Merpati", None, "Elang"])
    root = ET.fromstring(plan.svg(language))
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title.text == plan.title.render(language)
    assert desc.text == plan.description.render(language)
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert root.get("role") == "img"
    described = plan.description.render("id")
    for words in (
        "Merpati, 4 orang",
        "kelompok 2 (4 orang)",
        "Elang, 3 orang",
        "Papan tulis di depan",
        "pintu di kiri depan",
    ):
        assert words in described
    numbers = [text for text in texts(plan.svg(language)) if text in ("1", "2", "3")]
    assert sorted(set(numbers)) == ["1", "2", "3"]


def test_the_drawing_is_to_scale_and_says_which() -> None:
    plan = plan_room("clusters", [4] * 6)
    root = ET.fromstring(plan.svg())
    scale = scale_for(7, 9)
    assert scale == 50
    assert any(f"Skala 1 : {scale}" in text for text in texts(plan.svg()))
    walls = [one for one in root.iter(f"{SVG}rect") if one.get("stroke-width") == "0.9"]
    assert [(float(one.get("width")), float(one.get("height"))) for one in walls] == [(140, 180)]
    chairs = [one for one in root.iter(f"{SVG}circle") if one.get("r") == "4.5"]
    assert len(chairs) == 24
    # A viewBox in millimetres: what is 140 wide on it is 140 mm on paper.
    assert root.get("viewBox").split()[2:] == [root.get("width")[:-2], root.get("height")[:-2]]


@pytest.mark.parametrize(("width", "length"), [(7, 9), (9, 7), (12, 12), (20, 15), (40, 40), (3, 4)])
def test_every_drawing_fits_on_a_page(width: float, length: float) -> None:
    root = ET.fromstring(plan_room("circles", [2], width=width, length=length).svg())
    assert float(root.get("width")[:-2]) <= PAPER[0]
    assert float(root.get("height")[:-2]) <= PAPER[1]


def test_labels_are_escaped_and_shortened() -> None:
    label = "<script>alert(1)</script> & \x00 nama yang sangat panjang sekali"
    svg = plan_room("clusters", [4], labels=[label]).svg()
    assert "<script" not in svg
    assert "\x00" not in svg
    assert any(text.endswith("…") for text in texts(svg))


def test_no_colour_but_grey() -> None:
    for arrangement in ARRANGED:
        for element in ET.fromstring(plan_room(arrangement, [5] * 5).svg()).iter():
            for key in ("fill", "stroke"):
                value = element.get(key, "none")
                digits = value.lstrip("#")
                parts = [digits[0], digits[1], digits[2]] if len(digits) == 3 else [digits[:2], digits[2:4], digits[4:]]
                assert value == "none" or len(set(parts)) == 1


def test_the_same_question_gives_the_same_drawing() -> None:
    assert plan_room("u_shape", [5] * 6).svg() == plan_room("u_shape", [5] * 6).svg()


def test_a_scenario_gives_the_groups_and_takes_the_room() -> None:
    scenario = Scenario(
        version=1,
        kind="class",
        pupils=[Pupil(id=f"M{n}", present=n != 3) for n in range(6)],
        groups=[
            Group(id="K1", label="Melati", tutors=["M0"], members=["M1", "M2", "M3"]),
            Group(id="K2", tutors=["kakak"], members=["M4", "M5"]),
            Group(id="K3"),
        ],
        room=Room(previous_layout="rows"),
    )
    before = dump_scenario(scenario)
    plan = room_from_scenario(scenario, "circles")
    assert [(group.label, group.size) for group in plan.groups] == [("Melati", 3), (None, 3)]
    filled = plan.fill(scenario)
    assert dump_scenario(scenario) == before
    assert filled.room == Room(layout="circle", teacher_can_move=True, previous_layout="rows")
    assert check(filled).states["K01"] == "kept"
    crowded = room_from_scenario(scenario, "clusters", width=2, length=2.5).fill(scenario)
    assert crowded.room.teacher_can_move is False
    assert check(crowded).states["K01"] == "broken"


def test_an_empty_room_can_be_drawn_and_impossible_ones_are_refused() -> None:
    empty = plan_room("clusters", [])
    assert empty.teacher_can_move
    assert "Belum ada kelompok." in str(empty.description)
    ET.fromstring(empty.svg())
    for wrong in ({"width": 1.0}, {"length": float("nan")}, {"furniture": Furniture(places=3)}):
        with pytest.raises(ValueError):
            plan_room("clusters", [4], **wrong)
    with pytest.raises(ValueError, match="person"):
        plan_room("clusters", [0])


@pytest.mark.parametrize("arrangement", ["clusters", "circles", "u_shape"])
@pytest.mark.parametrize("door", ["back_left", "back_right"])
def test_a_door_at_the_back_is_left_free_where_the_room_allows_it(arrangement: str, door: str) -> None:
    plan = plan_room(arrangement, [4] * 6, width=9, length=11, door=door)
    assert plan.teacher_can_move
    assert not any("pintu" in str(reason) for reason in plan.reasons)

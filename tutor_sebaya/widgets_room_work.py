"""The question of the room planner's form, kept beside the plan, and the plan that answers it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, get_args

from . import widgets_session as work
from .planners.room import LARGEST, SMALLEST, Arrangement, Door, Furniture, RoomPlan, room_from_scenario
from .scenario import Layout, Room, Scenario

KEPT = "room"
FURNITURE = {2: Furniture(), 1: Furniture(0.7, 0.5, 1)}
"""Tables by the number of pupils at one: the double desk, or a single one of 70 cm by 50 cm."""
_ARRANGEMENT_OF: dict[Layout, Arrangement] = {"clusters": "clusters", "circle": "circles", "u_shape": "u_shape"}


@dataclass(frozen=True)
class RoomQuestion:
    """`width`, `length` in metres; `places`: pupils at one table, 1 or 2."""

    arrangement: Arrangement = "clusters"
    width: float = 7.0
    length: float = 9.0
    door: Door = "front_left"
    places: int = 2


def room_question(scenario: Scenario) -> RoomQuestion:
    """The question as it was kept; without one the layout that the scenario has, in a usual classroom."""
    kept = work.kept(scenario, KEPT)
    kept = kept if isinstance(kept, dict) else {}
    layout = scenario.room.layout if scenario.room else None
    usual = _ARRANGEMENT_OF.get(layout, "clusters") if layout else "clusters"
    return RoomQuestion(
        kept["arrangement"] if kept.get("arrangement") in get_args(Arrangement) else usual,
        _metres(kept.get("width"), 7.0),
        _metres(kept.get("length"), 9.0),
        kept["door"] if kept.get("door") in get_args(Door) else "front_left",
        kept["places"] if kept.get("places") in (1, 2) else 2,
    )


def _metres(value: Any, usual: float) -> float:
    usable = isinstance(value, (int, float)) and math.isfinite(value) and SMALLEST <= value <= LARGEST
    return float(value) if usable else usual


def room_plan(scenario: Scenario, question: RoomQuestion) -> RoomPlan:
    return room_from_scenario(
        scenario,
        question.arrangement,
        width=question.width,
        length=question.length,
        furniture=FURNITURE[question.places],
        door=question.door,
    )


def with_room(scenario: Scenario, question: RoomQuestion, plan: RoomPlan, previous: Layout | None) -> Scenario:
    """The scenario with the plan's layout and that of the lesson before; measures of the room are kept beside it."""
    filled = plan.fill(scenario)
    room = (filled.room or Room()).model_copy(update={"previous_layout": previous})
    kept = {
        "arrangement": question.arrangement,
        "width": question.width,
        "length": question.length,
        "door": question.door,
        "places": question.places,
    }
    return work.keep(filled.model_copy(update={"room": room}), KEPT, kept)


def room_is_used(scenario: Scenario, plan: RoomPlan) -> bool:
    room = scenario.room or Room()
    return room.layout == plan.layout and room.teacher_can_move == plan.teacher_can_move

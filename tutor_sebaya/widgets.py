"""The planners' forms, for JupyterLab, Notebook 7, JupyterLite and the pages of the book.

    from tutor_sebaya.widgets import GroupPlanner
    GroupPlanner()

Thin edges: controls ask `widgets_session` and the planners, answers are drawn by `widgets_page` and its sisters. What
the forms share is in `widgets_base`; each planner has a module of its name, loaded when the planner is asked for: a
phone that forms groups doesn't wait for the others.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .widgets_groups import GroupPlanner
    from .widgets_mastery import MasteryPlanner
    from .widgets_pairs import PairPlanner
    from .widgets_remedial import RemedialPlanner
    from .widgets_room import RoomPlanner
    from .widgets_scenario import ScenarioPlanner
    from .widgets_simulation import SimulationPlanner
    from .widgets_sociometry import SociometryPlanner
    from .widgets_tally import SpeakingTally
    from .widgets_time import TimePlanner
    from .widgets_turns import SpeakingPlanner
    from .widgets_tutors import TutorPlanner

__all__ = [
    "GroupPlanner",
    "MasteryPlanner",
    "PairPlanner",
    "RemedialPlanner",
    "RoomPlanner",
    "ScenarioPlanner",
    "SimulationPlanner",
    "SociometryPlanner",
    "SpeakingPlanner",
    "SpeakingTally",
    "TimePlanner",
    "TutorPlanner",
]

_MODULES = {
    "SpeakingPlanner": "widgets_turns",
    "SpeakingTally": "widgets_tally",
    **{
        f"{name}Planner": f"widgets_{module}"
        for name, module in {
            "Group": "groups",
            "Mastery": "mastery",
            "Pair": "pairs",
            "Remedial": "remedial",
            "Room": "room",
            "Scenario": "scenario",
            "Simulation": "simulation",
            "Sociometry": "sociometry",
            "Time": "time",
            "Tutor": "tutors",
        }.items()
    },
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_MODULES[name]}", __package__), name)

"""Planners: pure functions that fill a scenario. They share `tutor_sebaya.measures` with the rules that judge it."""

from .groups import (
    WAY_NAMES,
    WAYS,
    Bounds,
    Broken,
    GroupPlan,
    Move,
    PlannedGroup,
    bounds,
    candidates_from_scores,
    first_division,
    form_groups,
)
from .mastery import (
    Item,
    ItemError,
    MasteryAnalysis,
    MasterySettings,
    analyse_mastery,
    kktp_intervals,
    scores_from_items,
    with_item_scores,
)
from .remedial import RemedialError, RemedialOptions, RemedialPlan, plan_remedial
from .tutors import Rotation, TutorRow, TutorTable, rotate, to_tutors, tutor_table

__all__ = [
    "WAYS",
    "WAY_NAMES",
    "Bounds",
    "Broken",
    "GroupPlan",
    "Item",
    "ItemError",
    "MasteryAnalysis",
    "MasterySettings",
    "Move",
    "PlannedGroup",
    "RemedialError",
    "RemedialOptions",
    "RemedialPlan",
    "Rotation",
    "TutorRow",
    "TutorTable",
    "analyse_mastery",
    "bounds",
    "candidates_from_scores",
    "first_division",
    "form_groups",
    "kktp_intervals",
    "plan_remedial",
    "rotate",
    "scores_from_items",
    "to_tutors",
    "tutor_table",
    "with_item_scores",
]

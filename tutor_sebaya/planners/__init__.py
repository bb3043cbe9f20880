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

__all__ = [
    "WAYS",
    "WAY_NAMES",
    "Bounds",
    "Broken",
    "GroupPlan",
    "Move",
    "PlannedGroup",
    "bounds",
    "candidates_from_scores",
    "first_division",
    "form_groups",
]

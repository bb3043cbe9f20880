"""The 60 rules: `check` a scenario, look rules up in the `catalogue`.

One module per family, in the order in which findings are shown: groups (G), tutors (T), material (M), timing (W),
discussion (D), room (K), observation (O), remedial (R), privacy (P). Importing a module registers its rules.
"""

from . import discussion, groups, material, observation, privacy, remedial, room, timing, tutors
from .registry import WEIGHTS, Finding, Report, Rule, State, catalogue, check

__all__ = ["WEIGHTS", "Finding", "Report", "Rule", "State", "catalogue", "check"]

_FAMILIES = (groups, tutors, material, timing, discussion, room, observation, remedial, privacy)

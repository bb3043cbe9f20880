"""The numbers that a school may change.

The source text says "small", "enough", "most"; a rule needs a number. Every number of ours stands here with its
default, and each message states the number in force.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Thresholds of the rules and bounds of the planners.

    Units: sizes in pupils, `*_minutes` and `min_training`, `present_min` in minutes, shares and Gini from 0 to 1.
    """

    min_group: int = 2
    """Smallest group, tutors included (G07)."""
    max_group: int = 6
    """Largest group, tutors included (G07)."""
    max_tutees: int = 5
    """Most pupils one tutor helps at a time (G07)."""
    mean_tol_sd: float = 0.5
    """How far a group's mean may lie from the class's, in standard deviations of the class (G06)."""
    min_criteria: int = 5
    """Of the seven tutor criteria, how many need written evidence (T07)."""
    min_training: int = 10
    """Minutes of training for a tutor (T09)."""
    prep_share: float = 0.2
    """Advised share of the lesson for the groups' preparation (W02)."""
    present_min: int = 3
    """Minutes of presentation for each group (W03)."""
    turn_max_ratio: float = 2.0
    """Longest speaking time as a multiple of the equal share (D04)."""
    gini_max: float = 0.35
    """Largest Gini coefficient of speaking minutes (D04)."""
    tutor_share: float = 0.5
    """Largest share of talk by the tutors (D06)."""
    min_turn_share: float = 0.5
    """Smallest share of talk by the members in model 3 (D11)."""
    visit_each: int = 1
    """Visits of the teacher to every group (R10)."""
    min_proc_techniques: int = 2
    """Different techniques of process assessment (R03)."""
    min_methods: int = 2
    """Different teaching methods (R03)."""
    reteach_share: float = 0.5
    """Above this share of pupils not at mastery, re-teach (R05, R14)."""
    individual_share: float = 0.2
    """Up to this share, individual guidance or peer tutoring (R14)."""
    banned_labels: tuple[str, ...] = ("remedial", "lemah", "bodoh", "lambat", "belum tuntas", "tertinggal")
    """Words that no group's label may hold (P01)."""


DEFAULTS = Settings()

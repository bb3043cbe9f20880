"""Measures that rules and planners share, so that a plan is made and judged by the same yardstick.

Pure functions on scenario data; no third-party numerics, for they run in a phone's browser.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean, stdev

from .scenario import Pupil, Scenario, Tutor

TOLERANCE = 1e-9
"""Sums of minutes and means of scores are floats; a difference this small is none."""


def filled(words: str | None) -> bool:
    """Whether a text holds more than blanks."""
    return bool(words and words.strip())


def is_present(pupil: Pupil) -> bool:
    """Absent pupils (`present` false) are left out of every count; null and absent keys mean present."""
    return pupil.present is not False


def present_pupils(scenario: Scenario) -> list[Pupil]:
    return [pupil for pupil in scenario.pupils if is_present(pupil)]


def criteria(scenario: Scenario) -> dict[str, float]:
    """Objective id -> mastery criterion (0-100), for the objectives that have one."""
    return {one.id: one.criterion for one in scenario.objectives if one.criterion is not None}


def total(amounts: Iterable[float]) -> float:
    """Sum without rounding on the way; infinite where it is larger than any float."""
    values = list(amounts)
    try:
        return math.fsum(values)
    except OverflowError:
        return float(sum(values))


def mean(amounts: Iterable[float]) -> float:
    """Arithmetic mean of at least one amount, also where their sum is larger than any float."""
    values = list(amounts)
    try:
        return fmean(values)
    except OverflowError:
        largest = max(abs(one) for one in values)
        return fmean(one / largest for one in values) * largest


def pupil_score(pupil: Pupil) -> float | None:
    """A pupil's initial score: the mean of the scores that are there; None where there is none."""
    scores = [score for score in pupil.scores.values() if score is not None]
    return mean(scores) if scores else None


def initial_scores(pupils: Iterable[Pupil]) -> dict[str, float]:
    """Pupil id -> initial score, for the pupils who have one."""
    return {pupil.id: score for pupil in pupils if (score := pupil_score(pupil)) is not None}


def spread(scores: Iterable[float]) -> float:
    """Sample standard deviation, as a spreadsheet's STDEV; 0 for fewer than two scores."""
    values = list(scores)
    if len(values) < 2:
        return 0.0
    try:
        return stdev(values)
    except OverflowError:
        largest = max(abs(one) for one in values)
        return stdev(one / largest for one in values) * largest


def thirds(scores: Mapping[str, float]) -> tuple[frozenset[str], frozenset[str]]:
    """Ids of the top and of the bottom third (G06).

    Of n scores the top third is everybody who reaches the ceil(n/3)-th highest, so that pupils with equal scores are
    never told apart; the bottom third likewise from below. With many equal scores the two may overlap.
    """
    if not scores:
        return frozenset(), frozenset()
    ranked = sorted(scores.values())
    size = math.ceil(len(ranked) / 3)
    lowest_of_top, highest_of_bottom = ranked[-size], ranked[size - 1]
    return (
        frozenset(one for one, score in scores.items() if score >= lowest_of_top),
        frozenset(one for one, score in scores.items() if score <= highest_of_bottom),
    )


def below(pupil: Pupil, mastery: Mapping[str, float]) -> frozenset[str]:
    """Objectives on which the pupil's score is below the criterion; without a score neither mastered nor failed."""
    return frozenset(
        objective
        for objective, criterion in mastery.items()
        if (score := pupil.scores.get(objective)) is not None and score < criterion
    )


def has_mastered(evidence: Mapping[str, float | None], mastery: Mapping[str, float]) -> bool:
    """Whether there is evidence at or above the criterion on every objective of `mastery` (T01)."""
    return all((score := evidence.get(one)) is not None and score >= criterion for one, criterion in mastery.items())


def is_willing_and_fit(tutor: Tutor) -> bool:
    """Willing (T05), with an attitude that was judged and found right (T06)."""
    attitude = tutor.attitude
    return tutor.willing is True and attitude is not None and attitude.meets is True and filled(attitude.note)


def objectives_of(scenario: Scenario, subtopics: Iterable[str]) -> list[str]:
    """Objectives of the sub-topics named, each once, in the order of the plan."""
    wanted = set(subtopics)
    found = [objective for one in scenario.subtopics if one.id in wanted for objective in one.objectives]
    return list(dict.fromkeys(found))


def gini(amounts: Sequence[float]) -> float:
    """Gini coefficient of non-negative amounts: 0 where all are equal, (n - 1)/n where one has all.

    G = sum((2i - n - 1) x_i) / (n sum(x)), x ascending, i from 1. Members without a turn count as zero, so they must
    be among the amounts. 0 where nobody has anything.
    """
    largest = max(amounts, default=0.0)
    if largest <= 0:
        return 0.0
    # Shares of the largest instead of the amounts themselves: the same G, and no sum can grow too large.
    ranked = sorted(one / largest for one in amounts)
    n = len(ranked)
    return math.fsum((2 * i - n - 1) * x for i, x in enumerate(ranked, 1)) / (n * math.fsum(ranked))

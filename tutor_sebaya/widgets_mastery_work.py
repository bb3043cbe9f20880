"""What the mastery form does, without the form: item scores beside the plan, a school's own numbers, the analysis.

Item scores are kept (`keep`) as
`{"items": [{"id", "maximum", "objective"?, "indicator"?, "form"?}], "points": {pupil: {item: points or null}},
"invented"?: true}`; a school's own intervals and threshold as `{"intervals": [41, 66, 86], "class_threshold": 0.85}`.
Both are checked again when they are read, for a file may have been edited by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from . import labels, measures
from .language import N_, Text, pupils, text
from .planners.mastery import (
    ITEM_FORMS,
    MASTERY_DEFAULTS,
    Item,
    ItemError,
    MasteryAnalysis,
    MasterySettings,
    analyse_mastery,
    kktp_intervals,
    with_item_scores,
)
from .scenario import Problem, Scenario
from .settings import DEFAULTS, Settings
from .widgets_session import SessionError, keep, kept

ITEMS_KEY = "items"
SCHOOL_KEY = "mastery"


@dataclass(frozen=True)
class ItemScores:
    """Items of a test and what each pupil earned (pupil id -> item id -> points). `invented`: made for practice."""

    items: tuple[Item, ...] = ()
    points: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    invented: bool = False


@dataclass(frozen=True)
class MasteryWork:
    """What the form shows.

    `scores`, `school`: as kept beside the plan, or nothing and the usual numbers. `notes`, `item_notes`: of the
    analysis, those about items apart. `problems`: what is kept and can't be used.
    """

    scores: ItemScores
    school: MasterySettings
    analysis: MasteryAnalysis
    notes: tuple[Text, ...]
    item_notes: tuple[Text, ...]
    problems: tuple[Problem, ...]


def mastery_work(scenario: Scenario, settings: Settings = DEFAULTS) -> MasteryWork:
    """The analysis of the plan and of what is kept beside it; what can't be used is named and left out."""
    problems: tuple[Problem, ...] = ()
    scores, school = ItemScores(), MASTERY_DEFAULTS
    try:
        school = kept_school(scenario)
    except SessionError as error:
        problems += error.problems
    plain = analysis = analyse_mastery(scenario, settings=settings, school=school)
    try:
        scores = kept_items(scenario)
        analysis = analyse_mastery(scenario, scores.items, scores.points, settings, school)
    except (SessionError, ItemError) as error:
        problems += error.problems
        scores = ItemScores()
    of_items = tuple(one for one in analysis.notes if one not in plain.notes)
    notes = tuple(one for one in analysis.notes if one in plain.notes)
    return MasteryWork(scores, school, analysis, notes, of_items, problems)


# --- kept beside the plan ------------------------------------------------------------------------------------------

_BROKEN = N_(
    "Data yang tersimpan di sini tidak dapat dibaca, jadi tidak dipakai; isinya dibiarkan. Betulkan berkas itu, atau "
    "isi lagi lewat formulir ini."
)


def kept_items(scenario: Scenario) -> ItemScores:
    """The item scores beside the plan; empty where there are none. Raises SessionError where they make no sense."""
    data = kept(scenario, ITEMS_KEY)
    if data is None:
        return ItemScores()
    try:
        items = tuple(
            Item(
                id=_written(one["id"]),
                maximum=_positive(one["maximum"]),
                objective=_written_or_none(one.get("objective")),
                indicator=_written_or_none(one.get("indicator")),
                form=one["form"] if one.get("form") in ITEM_FORMS else None,
            )
            for one in data["items"]
        )
        points = {
            _written(id): {_written(item): None if one is None else _number(one) for item, one in own.items()}
            for id, own in data["points"].items()
        }
        return ItemScores(items, points, data.get("invented") is True)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise SessionError(Problem(f"planner.{ITEMS_KEY}", text(_BROKEN))) from None


def with_items(scenario: Scenario, scores: ItemScores | None) -> Scenario:
    """The plan with these item scores kept beside it; None takes them away."""
    if scores is None:
        return keep(scenario, ITEMS_KEY, None)
    items = [
        {
            key: value
            for key, value in (
                ("id", one.id),
                ("maximum", one.maximum),
                ("objective", one.objective),
                ("indicator", one.indicator),
                ("form", one.form),
            )
            if value is not None
        }
        for one in scores.items
    ]
    data = {"items": items, "points": {id: dict(own) for id, own in scores.points.items()}}
    return keep(scenario, ITEMS_KEY, {**data, "invented": True} if scores.invented else data)


def kept_school(scenario: Scenario) -> MasterySettings:
    """The school's own intervals and threshold, or the usual ones. Raises SessionError where they make no sense."""
    data = kept(scenario, SCHOOL_KEY)
    if data is None:
        return MASTERY_DEFAULTS
    try:
        limits = data.get("intervals")
        intervals = MASTERY_DEFAULTS.intervals if limits is None else kktp_intervals(*(_number(one) for one in limits))
        threshold = data.get("class_threshold")
        return MasterySettings(intervals, None if threshold is None else _number(threshold))
    except (TypeError, ValueError, AttributeError):
        raise SessionError(Problem(f"planner.{SCHOOL_KEY}", text(_BROKEN))) from None


def with_school(scenario: Scenario, limits: Sequence[float], class_percent: float) -> Scenario:
    """The plan with a school's lowest percentages of three intervals, and its threshold of class mastery (0: none)."""
    try:
        intervals = kktp_intervals(*limits)
    except ValueError:
        words = N_(
            "Batas interval harus naik, di atas 0 sampai 100, misalnya 41, 66, 86; yang tertulis {limits}. Betulkan "
            "angkanya."
        )
        raise SessionError(Problem("", text(words, limits=[float(one) for one in limits]))) from None
    if intervals == MASTERY_DEFAULTS.intervals and not class_percent:
        return keep(scenario, SCHOOL_KEY, None)
    data: dict[str, object] = {"intervals": [float(one) for one in limits]}
    return keep(scenario, SCHOOL_KEY, data | ({"class_threshold": class_percent / 100} if class_percent else {}))


def with_criterion(scenario: Scenario, objective: str | None, criterion: float) -> Scenario:
    """Another mastery criterion (KKTP, 0-100) for one objective."""
    objectives = [
        one.model_copy(update={"criterion": criterion}) if one.id == objective else one for one in scenario.objectives
    ]
    return scenario.model_copy(update={"objectives": objectives})


def can_fill(scenario: Scenario, scores: ItemScores) -> int:
    """How many scores of objectives are missing and would be known from the items."""
    if not scores.items:
        return 0
    filled = with_item_scores(scenario, scores.items, scores.points)
    pairs = zip(scenario.pupils, filled.pupils, strict=True)
    return sum(new.scores.get(one) != old.scores.get(one) for old, new in pairs for one in new.scores)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError
    return float(value)


def _positive(value: object) -> float:
    if (number := _number(value)) <= 0:
        raise ValueError
    return number


def _written(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError
    return value


def _written_or_none(value: object) -> str | None:
    return None if value is None else _written(value)


# --- an invented test, to try the analysis on ----------------------------------------------------------------------

_SAMPLE_MAXIMA = (10.0, 15.0, 20.0, 25.0, 30.0)
"""Points of an objective's five items: 100 in all, so that their sum is the score."""
_SAMPLE_EASE = (25.0, 10.0, 0.0, -8.0, -15.0)
"""By how many percent points an item is easier than the objective as a whole, before chance."""


def sample_items(scenario: Scenario) -> ItemScores:
    """Invented item scores that add up to the scores of the class: five essay items for each objective.

    The same class gives the same points. Raises SessionError where no objective has a score on 0-100 yet.
    """
    items: list[Item] = []
    points: dict[str, dict[str, float | None]] = {pupil.id: {} for pupil in measures.present_pupils(scenario)}
    for objective in scenario.objectives:
        known = {
            pupil.id: score
            for pupil in measures.present_pupils(scenario)
            if (score := pupil.scores.get(objective.id)) is not None and 0 <= score <= 100
        }
        if not known:
            continue
        first = len(items) + 1
        items += [
            Item(str(first + place), maximum, objective.id, form="essay")
            for place, maximum in enumerate(_SAMPLE_MAXIMA)
        ]
        for id, score in known.items():
            for place, earned in enumerate(_shared_out(score, Random(f"{id} {objective.id} {score}"))):
                points[id][str(first + place)] = earned
    if not items:
        words = N_("Belum ada nilai TP. Contoh skor butir dibuat dari nilai TP; buka kelas yang punya nilai.")
        raise SessionError(Problem("", text(words)))
    whole = {id: {one.id: own.get(one.id) for one in items} for id, own in points.items()}
    return ItemScores(tuple(items), whole, invented=True)


def _shared_out(score: float, chance: Random) -> list[float]:
    """A score on 0-100 as points of the five items, whole ones but for what the score itself has behind its comma."""
    room = score * (100 - score) / 2500
    aims = [
        maximum * min(max((score + room * (ease + chance.uniform(-25, 25))) / 100, 0), 1)
        for maximum, ease in zip(_SAMPLE_MAXIMA, _SAMPLE_EASE, strict=True)
    ]
    points = [float(round(one)) for one in aims]
    rest = int(score) - sum(points)
    order = list(range(len(points)))
    while rest:
        # One point at a time, so that what rounding left over doesn't all fall to one item.
        step = 1.0 if rest > 0 else -1.0
        able = [one for one in order if 0 <= points[one] + step <= _SAMPLE_MAXIMA[one]]
        points[chance.choice(able)] += step
        rest -= step
    if over := score - int(score):
        open_ = next(one for one in reversed(order) if points[one] < _SAMPLE_MAXIMA[one])
        points[open_] = round(points[open_] + over, 6)
    return points


# --- in a remedial scenario ----------------------------------------------------------------------------------------


def remedial_messages(scenario: Scenario, analysis: MasteryAnalysis) -> tuple[Text, ...]:
    """How the list and the forms of a remedial scenario fit the analysis; nothing for a scenario of the class."""
    if scenario.kind != "remedial":
        return ()
    if scenario.remedial is None:
        return (text(N_("Program remedial belum ada. Langkah remedial menyusunnya dari analisis ini.")),)
    listed = scenario.remedial.pupils
    due = analysis.conclusion.individual
    missing = [one for one in due if one not in listed]
    mastered = [one for one in listed if one in analysis.reached]
    said = [
        text(N_("Daftar remedial berisi {n} murid; menurut nilai, {k} murid belum tuntas."), n=len(listed), k=len(due))
    ]
    if missing:
        said.append(text(N_("Belum tuntas tetapi belum ada di daftar remedial: {ms}."), ms=pupils(missing)))
    if mastered:
        said.append(text(N_("Ada di daftar remedial padahal semua TP-nya tuntas: {ms}."), ms=pupils(mastered)))
    forms = [labels.label(labels.FORMS, one) for one in scenario.remedial.forms]
    if forms:
        said.append(text(N_("Bentuk yang dipilih dalam skenario ini: {forms}."), forms=forms))
    return tuple(said)

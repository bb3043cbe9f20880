"""The candidates of assignment 2, made from the trainee's own class: each record has a gap of its own, or none."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from . import measures
from .classes import InventedClass, invent_class
from .grading_choices import by_chance
from .language import LANGUAGES
from .scenario import Attitude, Pupil, Tutor

CROSS_AGE = "KA1"
"""Id of the candidate from another class, whose grade is noted wrongly."""
_UNKIND = "Menertawakan teman yang salah hitung; terlihat dua kali dalam kerja kelompok."


def candidates_class(number: str) -> InventedClass:
    """The trainee's own class with about fifteen candidates, each record with a gap of its own or none."""
    own = invent_class(number, language=LANGUAGES[0])
    return dataclasses.replace(own, scenario=own.scenario.model_copy(update={"tutors": _candidates(own)}))


def _candidates(own: InventedClass) -> list[Tutor]:
    plan = own.scenario
    mastery = measures.criteria(plan)
    mean = measures.mean(measures.initial_scores(plan.pupils).values())
    # Highest scores first: the two who aren't asked to lead come from the top, for mastery is no ranking.
    able = sorted(
        (one for one in plan.pupils if measures.has_mastered(one.scores, mastery)),
        key=lambda one: (-(measures.pupil_score(one) or 0), one.id),
    )
    top = by_chance(able[:4], own.number, "atas", _id)
    below_mean = [one for one in able if (measures.pupil_score(one) or 0) <= mean] or able[-1:]
    low = by_chance(below_mean, own.number, "rendah", _id)[0]
    others = by_chance([one for one in able[4:] if one is not low], own.number, "calon", _id)
    partly = [one for one in plan.pupils if len(_mastered(one, mastery)) == 1 and one not in able]
    # A class in which everybody masters both or none: of one pupil an objective isn't assessed yet.
    single = by_chance(partly or others[9:], own.number, "satu", _id)[0]
    none = by_chance([one for one in plan.pupils if not _mastered(one, mastery)], own.number, "belum", _id)[0]
    seen = {str(number): words for one in plan.tutors for number, words in one.criteria.items() if words}
    notes = list(dict.fromkeys(one.attitude.note for one in plan.tutors if one.attitude and one.attitude.note))

    def record(pupil: Pupil, criteria: int = 6, **other: object) -> Tutor:
        rising = (measures.pupil_score(pupil) or 0) > mean
        known = [one for one in seen if one != "1" or rising]
        noted = sorted(by_chance(known, own.number, f"bukti/{pupil.id}", str)[:criteria])
        return Tutor(
            pupil=pupil.id,
            kind="peer",
            grade=plan.grade,
            evidence=dict(pupil.scores),
            willing=True,
            attitude=Attitude(meets=True, note=by_chance(notes, own.number, f"sikap/{pupil.id}", str)[0]),
            teach_back=True,
            training_minutes=15.0,
            written_guide=True,
            criteria={one: seen[one] for one in noted},
        ).model_copy(update=other)

    made = [
        record(top[0], willing=False),
        record(top[1], attitude=Attitude(meets=False, note=_UNKIND)),
        record(top[2]),
        record(others[0]),
        record(others[1], criteria=3),
        record(low),
        record(others[2], training_minutes=5.0),
        record(others[3], written_guide=False),
        record(others[4], teach_back=None),
        record(others[5], attitude=None),
        record(others[6], attitude=Attitude(meets=True)),
        record(others[7], willing=None),
        record(single, evidence=_single(single, mastery)),
        record(none),
    ]
    order = {one.id: place for place, one in enumerate(plan.pupils)}
    older = record(others[8]).model_copy(update={"pupil": CROSS_AGE, "kind": "cross_age"})
    return [*sorted(made, key=lambda one: order[one.pupil]), older]


def _id(pupil: Pupil) -> str:
    return pupil.id


def _mastered(pupil: Pupil, mastery: Mapping[str, float]) -> list[str]:
    return [one for one, criterion in mastery.items() if measures.has_mastered(pupil.scores, {one: criterion})]


def _single(pupil: Pupil, mastery: Mapping[str, float]) -> dict[str, float | None]:
    only = _mastered(pupil, mastery)[0]
    return {
        one: score if one == only or (score is not None and score < mastery.get(one, 0)) else None
        for one, score in pupil.scores.items()
    }

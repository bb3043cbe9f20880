"""What the sociometry form does, without the form: up to three positive choices of a pupil, taken into the plan.

There is no question whom a pupil does not want (doubt D27); the teacher's own not-together list (`avoid`) is never read
or shown here.
"""

from __future__ import annotations

from collections.abc import Sequence

from . import measures
from .language import N_, PupilId, text
from .scenario import Problem, Scenario
from .widgets_session import SessionError

CHOICES = 3
"""Choices that the form asks of a pupil."""


def choices_of(scenario: Scenario, id: str | None) -> list[str]:
    return next((list(one.chooses) for one in scenario.pupils if one.id == id), [])


def may_be_chosen(scenario: Scenario, id: str | None) -> list[str]:
    """Everybody but the pupil: those present, and whom he or she has chosen already."""
    known = choices_of(scenario, id)
    return [one.id for one in scenario.pupils if one.id != id and (measures.is_present(one) or one.id in known)]


def with_choices(scenario: Scenario, id: str | None, chosen: Sequence[str]) -> Scenario:
    """The plan with a pupil's choices in the three fields ('' where empty).

    Choices that the fields don't show stay: those beyond the third, and of oneself (which don't count).
    """
    named = [one for one in chosen if one]
    twice = next((one for one in named if named.count(one) > 1), None)
    if twice is not None:
        words = N_("{m} dipilih dua kali. Pilih murid lain, atau kosongkan salah satunya.")
        raise SessionError(Problem("", text(words, m=PupilId(twice))))
    offered = may_be_chosen(scenario, id)
    changed = []
    for one in scenario.pupils:
        hidden = [*one.chooses[CHOICES:], *(former for former in one.chooses[:CHOICES] if former not in offered)]
        wanted = [*named, *(former for former in hidden if former not in named)]
        changed.append(one.model_copy(update={"chooses": wanted}) if one.id == id and wanted != one.chooses else one)
    return scenario.model_copy(update={"pupils": changed})


def next_silent(scenario: Scenario, id: str | None) -> str | None:
    """The next present pupil without choices, after this one in class order and then from the top."""
    present = measures.present_pupils(scenario)
    ids = [one.id for one in present]
    start = ids.index(id) + 1 if id in ids else 0
    return next((one.id for one in present[start:] + present[:start] if not one.chooses and one.id != id), None)

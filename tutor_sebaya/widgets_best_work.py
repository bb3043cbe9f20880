"""A teacher's wishes as the form keeps them beside the plan: plain JSON data, and back to `Wishes`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from . import widgets_session as work
from .language import N_, PupilId, text
from .planners.wishes import Feature, Goals, TutorWish, Wishes, division_of, wishes_of
from .scenario import Problem, Scenario
from .settings import Settings

WISHES = "wishes"
"""Name under which wishes are kept beside the plan."""
FEATURE_LABELS: Mapping[Feature, str] = {
    "gender": N_("Beragam jenis kelamin di dalam kelompok"),
    "third": N_("Beragam tingkat nilai di dalam kelompok"),
    "interest": N_("Beragam minat di dalam kelompok"),
    "seat": N_("Beragam tempat duduk di dalam kelompok"),
}
_DEMANDS = ("thirds", "mean", "gender", "avoid", "company")
_GOALS = ("friendships", "even", "mixed", "few_repeats", "preferences")


@dataclass(frozen=True)
class Chosen:
    """What the form's controls say; sizes of 0 mean groups as equal as can be."""

    number: int
    smallest: int
    largest: int
    tutors: TutorWish
    demands: Mapping[str, bool]
    goals: Mapping[str, float]
    features: Mapping[str, float]


def _kept(scenario: Scenario) -> dict[str, Any]:
    """What was kept, as far as it has the shape that this form gives it: a file may hold anything."""
    kept = work.kept(scenario, WISHES)
    data = dict(kept) if isinstance(kept, dict) else {}
    known = frozenset(one.id for one in scenario.pupils) | {one.pupil for one in scenario.tutors}
    former = data.get("former")
    locks = data.get("locks")
    return {
        **data,
        "together": [list(row) for row in _people(data.get("together"), known)],
        "apart": [list(row) for row in _people(data.get("apart"), known) if len(set(row)) == 2 == len(row)],
        "former": [[list(row) for row in _people(one, known)] for one in (former if isinstance(former, list) else [])],
        "locks": {one: group for one, group in locks.items() if one in known} if isinstance(locks, dict) else {},
    }


def _people(value: object, known: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """Lists of people out of a file, those who are in the class; a list of fewer than two says nothing."""
    rows = value if isinstance(value, list) else []
    found = (tuple(one for one in row if one in known) for row in rows if isinstance(row, list))
    return tuple(row for row in found if len(row) > 1)


def wishes_now(scenario: Scenario, settings: Settings) -> Wishes:
    """The wishes kept beside the plan, on top of what the rules need. What can't be read is as if it weren't there."""
    kept = _kept(scenario)
    number = kept.get("number")
    former = tuple(tuple(tuple(row) for row in one) for one in kept["former"])
    usual = wishes_of(scenario, settings, number if isinstance(number, int) and number > 0 else None, former)
    chosen: dict[str, Any] = {one: kept[one] for one in _DEMANDS if isinstance(kept.get(one), bool)}
    if kept.get("tutors") in ("ready", "able", "none"):
        chosen["tutors"] = kept["tutors"]
    sizes = kept.get("sizes")
    if isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(one, int) and one > 0 for one in sizes):
        chosen["sizes"] = (sizes[0], sizes[1])
    ids = group_ids(scenario, usual.number)
    chosen["locks"] = {one: group for one, group in kept["locks"].items() if group in ids}
    chosen["together"] = tuple(tuple(row) for row in kept["together"])
    chosen["apart"] = tuple((row[0], row[1]) for row in kept["apart"])
    weights = kept.get("goals")
    if isinstance(weights, dict):
        numbers = {name: float(one) for name, one in weights.items() if isinstance(one, int | float)}
        goals = {name: numbers[name] for name in _GOALS if name in numbers}
        diversity = {name: numbers[name] for name in FEATURE_LABELS if numbers.get(name)}
        chosen["goals"] = Goals(**goals, diversity=diversity)
    return replace(usual, **chosen)


def chosen_data(scenario: Scenario, chosen: Chosen, **more: object) -> dict[str, Any]:
    """The data to keep: the controls' choices, and what was asked of single pupils before."""
    sizes = [chosen.smallest or 1, chosen.largest or 1000] if chosen.smallest or chosen.largest else None
    data = {
        **{key: one for key, one in _kept(scenario).items() if key in ("locks", "together", "apart", "former")},
        "number": chosen.number,
        "sizes": sizes,
        "tutors": chosen.tutors,
        **chosen.demands,
        "goals": {**chosen.goals, **chosen.features},
        **more,
    }
    return {key: one for key, one in data.items() if one is not None}


def group_ids(scenario: Scenario, number: int) -> tuple[str, ...]:
    """Ids of the groups to come: those that are there where their number stays."""
    ids = tuple(one.id for one in scenario.groups)
    return ids if len(ids) == number else tuple(f"K{one}" for one in range(1, number + 1))


def _refuse_nobody(*pupils: str) -> None:
    if not all(pupils):
        raise work.SessionError(Problem("", text(N_("Belum ada murid yang dipilih. Buka kelas lebih dahulu."))))


def with_pair(scenario: Scenario, chosen: Chosen, kind: str, one: str, other: str) -> dict[str, Any]:
    """One more pair that must be `together` or `apart`; the opposite of the same pair is taken away."""
    _refuse_nobody(one, other)
    if one == other:
        words = text(N_("{m} dipilih dua kali. Pilih murid lain pada kotak kedua."), m=PupilId(one))
        raise work.SessionError(Problem("", words))
    kept = _kept(scenario)
    pairs = {key: [row for row in kept[key] if sorted(row) != sorted((one, other))] for key in ("together", "apart")}
    pairs[kind] = [*pairs[kind], [one, other]]
    return chosen_data(scenario, chosen, **pairs)


def with_lock(scenario: Scenario, chosen: Chosen, pupil: str, group: str) -> dict[str, Any]:
    _refuse_nobody(pupil, group)
    return chosen_data(scenario, chosen, locks={**_kept(scenario)["locks"], pupil: group})


def without_pupil(scenario: Scenario, chosen: Chosen, pupil: str) -> dict[str, Any]:
    """Everything that was asked about this pupil taken away."""
    kept = _kept(scenario)
    return chosen_data(
        scenario,
        chosen,
        locks={one: group for one, group in kept["locks"].items() if one != pupil},
        together=[row for row in kept["together"] if pupil not in row],
        apart=[row for row in kept["apart"] if pupil not in row],
    )


def with_former(scenario: Scenario, chosen: Chosen) -> dict[str, Any]:
    """The groups of now remembered as former ones; repeating few pairs then matters."""
    if not scenario.groups:
        raise work.SessionError(Problem("", text(N_("Belum ada kelompok. Bentuk kelompok lebih dahulu."))))
    former = [*_kept(scenario)["former"], [list(group) for group in division_of(scenario)]]
    goals = {**chosen.goals, **chosen.features}
    goals["few_repeats"] = goals.get("few_repeats") or 1.0
    return chosen_data(scenario, chosen, former=former, goals=goals)


def without_former(scenario: Scenario, chosen: Chosen) -> dict[str, Any]:
    return chosen_data(scenario, chosen, former=None)


def movable(scenario: Scenario) -> tuple[str, ...]:
    """Who can be moved by hand: the class in its order, then tutors from outside who are placed."""
    inside = [one.id for one in scenario.pupils]
    outside = [one for group in scenario.groups for one in group.tutors if one not in inside]
    return tuple(dict.fromkeys((*inside, *outside)))

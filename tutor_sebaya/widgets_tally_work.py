"""Counts of speaking turns as they are kept beside the plan: one list, the newest count of a group last.

A count belongs to a group, its people and a unit. When the group has other people by now, or a new count is begun, the
former one stays in the list; entries that this version can't read stay there too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from . import widgets_session as work
from .planners.turns import Tally, Unit
from .scenario import Group, Scenario

KEPT = "tallies"


def kept_tallies(scenario: Scenario) -> list[Any]:
    """All counts as they lie beside the plan (`Tally.to_data` and the day, `date`)."""
    kept = work.kept(scenario, KEPT)
    return list(kept) if isinstance(kept, list) else []


def _readable(scenario: Scenario) -> Iterator[tuple[int, Tally, str]]:
    for place, data in enumerate(kept_tallies(scenario)):
        if isinstance(data, dict):
            try:
                tally = Tally.from_data(data)
            except ValueError:
                continue
            yield place, tally, data["date"] if isinstance(data.get("date"), str) else ""


def _place(scenario: Scenario, wanted: Tally) -> int | None:
    """Where the newest count of the same group, people and unit is."""
    question = (wanted.group, wanted.unit, sorted(wanted.tutors), sorted(wanted.members))
    same = [
        place
        for place, one, _ in _readable(scenario)
        if (one.group, one.unit, sorted(one.tutors), sorted(one.members)) == question
    ]
    return same[-1] if same else None


def current_tally(scenario: Scenario, group: Group, unit: Unit) -> Tally:
    """The count that goes on: the newest of this group with the people it has now, else an empty one."""
    empty = Tally.of_group(scenario, group, unit)
    place = _place(scenario, empty)
    return empty if place is None else Tally.from_data(kept_tallies(scenario)[place])


def with_tally(scenario: Scenario, tally: Tally, today: dt.date) -> list[Any]:
    """All counts with this one in the place of its former state. `today`: its day where it is new."""
    kept, place = kept_tallies(scenario), _place(scenario, tally)
    if place is None:
        return [*kept, {**tally.to_data(), "date": today.isoformat()}]
    kept[place] = {**kept[place], **tally.to_data()}
    return kept


def with_new_tally(scenario: Scenario, group: Group, unit: Unit, today: dt.date) -> list[Any]:
    """All counts and an empty one, which goes on from now."""
    return [*kept_tallies(scenario), {**Tally.of_group(scenario, group, unit).to_data(), "date": today.isoformat()}]


def former_tallies(scenario: Scenario, group: Group, unit: Unit) -> list[tuple[str, Tally]]:
    """Days and counts of this group that don't go on, the newest first; empty ones left out."""
    now = _place(scenario, Tally.of_group(scenario, group, unit))
    return [
        (day, one)
        for place, one, day in reversed(list(_readable(scenario)))
        if one.group == group.id and place != now and one.entries
    ]

"""Reading what a trainee handed in, tolerantly: answers, the student number and its class, the scenario file.

Shared by all assignments; each has a `Work` of its own over this one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from .classes import InventedClass, invent_class
from .language import LANGUAGES, N_, Text, text
from .planners.groups import Bounds, bounds
from .scenario import Scenario, ScenarioError, parse_scenario

SCENARIO_FILE = "skenario.json"
MOST_SHOWN = 4
"""Findings of one rule that a trainee reads at a time."""
LONGEST_NUMBER = 40
"""Characters of a student number."""
NO_NUMBER = N_("Isi nomor_mahasiswa lebih dahulu: kelas Anda dibuat dari nomor itu.")


def as_whole(value: object) -> int | None:
    """6, 6.0, "6" and " 6 " -> 6; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if math.isfinite(value) and value.is_integer() else None
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,9}\s*", value, re.ASCII):
        return int(value)
    return None


def as_words(value: object) -> list[str]:
    """A list of ids or choices: from a list, or from text with commas, semicolons or blank lines between them."""
    if isinstance(value, str):
        return [one.strip() for one in re.split(r"[,;\n]", value) if one.strip()]
    if isinstance(value, (list, tuple)):
        return [word for one in value for word in as_words(one)]
    whole = as_whole(value)
    return [] if whole is None else [str(whole)]


def as_choice(value: object, keys: Sequence[str], words: Mapping[str, str]) -> int | None:
    """Number of a choice, from 1: given as that number, as its Indonesian label or as the key of the format."""
    whole = as_whole(value)
    if whole is not None:
        return whole if 1 <= whole <= len(keys) else None
    if not isinstance(value, str):
        return None
    wanted = " ".join(value.casefold().split())
    for number, key in enumerate(keys, 1):
        if wanted in (key, words[key].casefold()):
            return number
    return None


def is_blank(value: object) -> bool:
    """No answer yet: None, blanks, or an empty list or table."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, (list, tuple, Mapping)) and not value)


def shown(value: object) -> str:
    """What was written, short enough for a message."""
    written = value if isinstance(value, str) else str(value)
    return written if len(written) <= 60 else written[:57] + "…"


class Unreadable(Exception):  # noqa: N818 - caught where it is raised, never seen
    """What was handed in can't be read; `reasons` say where and how to mend it."""

    def __init__(self, *reasons: Text) -> None:
        self.reasons = reasons


class Ids:
    """Ids of the class as people write them: `m7`, `M07`, `7`."""

    def __init__(self, own: Scenario) -> None:
        self.pupils = self._spellings([*(one.id for one in own.pupils), *(one.pupil for one in own.tutors)])
        self.subtopics = self._spellings(one.id for one in own.subtopics)

    @staticmethod
    def _spellings(ids: Iterable[str]) -> dict[str, str]:
        spelt: dict[str, str] = {}
        for id in ids:
            digits = "".join(filter(str.isdecimal, id))
            bare = id.casefold().replace(digits, str(int(digits))) if digits else id.casefold()
            for spelling in (id.casefold(), bare, *([str(int(digits))] if digits else [])):
                spelt.setdefault(spelling, id)
        return spelt

    @staticmethod
    def _found(spelt: Mapping[str, str], written: str) -> str:
        plain = written.strip().casefold()
        whole = as_whole(plain)
        return spelt.get(plain if whole is None else str(whole), written.strip())

    def pupil(self, written: str) -> str:
        return self._found(self.pupils, written)

    def subtopic(self, written: str) -> str:
        return self._found(self.subtopics, written)


class Work:
    """One trainee's work: answers, own class and file, each read once."""

    def __init__(self, handed_in: Mapping[str, Any]) -> None:
        answers = handed_in.get("answers")
        self.answers: Mapping[str, Any] = answers if isinstance(answers, Mapping) else {}
        self.file = handed_in.get("scenario")

    # the class

    @cached_property
    def number(self) -> str:
        """The student number as text; empty where there is none."""
        value = self.answers.get("nomor_mahasiswa")
        whole = None if isinstance(value, str) else as_whole(value)
        written = str(whole) if whole is not None else value if isinstance(value, str) else ""
        written = "".join(written.split())
        return written if len(written) <= LONGEST_NUMBER and any(map(str.isalnum, written)) else ""

    @cached_property
    def own(self) -> InventedClass | None:
        return invent_class(self.number, language=LANGUAGES[0]) if self.number else None

    @property
    def start(self) -> Scenario | None:
        """The own class as the planner opens it before anything is decided."""
        return self.own.scenario if self.own else None

    @cached_property
    def limits(self) -> Bounds | None:
        return bounds(self.own.scenario) if self.own else None

    @property
    def file_plan(self) -> Scenario | None:
        """The scenario in the file, whether it counts or not; None where it can't be read."""
        if is_blank(self.file):
            return None
        try:
            return parsed(self.file)
        except Unreadable:
            return None


def parsed(written: object) -> Scenario:
    """A scenario from text or loaded JSON. Raises Unreadable."""
    try:
        return parse_scenario(written if isinstance(written, (str, bytes, Mapping)) else str(written))
    except ScenarioError as error:
        problems = error.problems
        reasons = [text(N_("{file} tidak dapat dibaca sebagai skenario."), file=SCENARIO_FILE)]
        reasons += [
            Text("{where}: {apa}", {"where": one.where, "apa": one.message}) if one.where else one.message
            for one in problems[:MOST_SHOWN]
        ]
        raise Unreadable(*reasons, *and_more(len(problems))) from None


def and_more(found: int) -> list[Text]:
    """That there are more than are shown."""
    return [text(N_("… dan {n} lagi."), n=found - MOST_SHOWN)] if found > MOST_SHOWN else []

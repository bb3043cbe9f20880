"""Messages that wait for their reader's language.

A rule or a reader of files does not know who will read its message, so it yields a `Text`: an Indonesian sentence
with named places, and the values for them. `Text.render("en")` looks the sentence up in the English gettext catalogue
(`locale/en/LC_MESSAGES/tutor_sebaya.po`) and writes numbers as that language does (78,5 in Indonesian, 78.5 in
English).
"""

from __future__ import annotations

import gettext
import os
import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES: tuple[str, ...] = ("id", "en")
"""Languages of the editions; the first is the source language."""

VARIABLE = "TUTOR_SEBAYA_LANGUAGE"
"""Environment variable: the language that readers get where a call names none; the English edition sets it."""


def default_language() -> str:
    """The environment's language, or Indonesian."""
    chosen = os.environ.get(VARIABLE, "")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


LANGUAGE = default_language()
"""For the signatures of what readers see: forms, tables, assignments. Official forms stay Indonesian."""

DOMAIN = "tutor_sebaya"
LOCALE_FOLDER = Path(__file__).parent / "locale"

Names = Mapping[str, str]
"""Pupil id -> name, for the teacher's own view only."""


def N_(message: str) -> str:  # noqa: N802 - the customary name by which catalogues are extracted
    """Mark a message for the catalogue and return it as it is."""
    return message


class PupilId(str):
    """A pupil's id inside a message, so that the teacher's own view can show the name instead."""

    __slots__ = ()


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}; choose one of {', '.join(LANGUAGES)}")
    # Indonesian is written in the code itself: no catalogue is needed to read it.
    return gettext.translation(DOMAIN, LOCALE_FOLDER, [language], fallback=language == LANGUAGES[0])


def translate(message: str, language: str) -> str:
    """The message in `language`; the Indonesian sentence itself where the catalogue lacks it."""
    return _catalogue(language).gettext(message) if message else message


class _Writer(string.Formatter):
    """Fills the places of a sentence; numbers follow the language, pupils' ids follow `names`."""

    def __init__(self, language: str, names: Names | None) -> None:
        self.language = language
        self.names = names or {}

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Text):
            return value.render(self.language, self.names)
        if isinstance(value, PupilId):
            return self.names.get(value, str(value))
        if isinstance(value, float):
            return number(value, self.language, format_spec)
        if isinstance(value, (list, tuple)):
            return join([self.format_field(one, "") for one in value], self.language)
        if value is None:
            return "–"
        return str(super().format_field(value, format_spec))


def number(value: float, language: str, spec: str = "") -> str:
    """A number as the language writes it: decimal comma in Indonesian. Whole floats lose their `.0`."""
    written = format(value, spec or "g")
    return written.replace(".", ",") if language == "id" else written


def join(parts: Sequence[str], language: str) -> str:
    """'a, b dan c' or 'a, b and c'."""
    if len(parts) < 2:
        return "".join(parts)
    word = "dan" if language == "id" else "and"
    # Indonesian keeps the comma before the last of three or more parts (EYD V), British English doesn't.
    comma = "," if language == "id" and len(parts) > 2 else ""
    return f"{', '.join(parts[:-1])}{comma} {word} {parts[-1]}"


@dataclass(frozen=True)
class Text:
    """A message whose words are chosen when it is shown.

    `template` is the Indonesian sentence (the msgid), `values` fills its named places. A value may itself be a `Text`
    (a specific cause inside a general message), a `PupilId`, a number or a list of those.
    """

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.template)

    def render(self, language: str = LANGUAGES[0], names: Names | None = None) -> str:
        sentence = translate(self.template, language)
        return _Writer(language, names).vformat(sentence, (), self.values) if self.values else sentence

    def __str__(self) -> str:
        return self.render()


def text(template: str, **values: Any) -> Text:
    """`Text` with its values as keywords; `babel` extracts the first argument for the catalogue."""
    return Text(template, values)


Renderer = Callable[[Text], str]


def renderer(language: str, names: Names | None = None) -> Renderer:
    """A function that shows messages in one language."""
    return lambda message: message.render(language, names)


def pupils(ids: Iterable[str]) -> list[PupilId]:
    """Ids as values of a message."""
    return [PupilId(one) for one in ids]

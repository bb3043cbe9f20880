"""The bank of mistakes: for each rule, answers that break it and answers near the mistake that are right.

The entries are data, in `tests/mistakes/*.yml`, so that a lecturer can review them without reading a test:

    G01:
      mistakes:
        - name: fewer-groups             # the test is called G01-fewer-groups
          base: class                    # tests/data/class-valid.json or remedial-valid.json
          why: Ada lima submateri, tetapi …
          change: [{at: groups, remove: K5}]
          expect: {where: groups, says: [4 kelompok]}
          also: [G02]                    # other rules that this one mistake can't help breaking
      right: […]                         # the same without `expect`; `state` where the rule doesn't apply

A change names a place and one operation: `set`, `append` (to a list) or `remove` (an item of a list, or a key).
A place is a path of keys; `[…]` picks from a list by number, by `id`, `pupil` or `name` (`groups[K1].turns[M10]`), by
several of them (`pupils[M01,M02]`), a stretch (`pupils[M06..M20]`) or all (`pupils[*]`).
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
BASES = {"class": "class-valid.json", "remedial": "remedial-valid.json"}
_STEP = re.compile(r"([^.\[\]]+)|\[([^\]]+)\]")


@dataclass(frozen=True)
class Entry:
    """One answer of the bank."""

    rule: str
    name: str
    base: str
    why: str
    change: list[dict[str, Any]]
    also: frozenset[str]
    expect: dict[str, Any]
    """For a mistake: `where`, and optionally `severity` and `says` (words of the Indonesian message)."""
    state: str
    """For a right answer: the rule's state."""

    @property
    def id(self) -> str:
        return f"{self.rule}-{self.name}"

    def answer(self) -> dict[str, Any]:
        data = base(self.base)
        for change in self.change:
            apply(data, change)
        return data


@cache
def _text(name: str) -> str:
    return (FOLDER / "data" / BASES[name]).read_text(encoding="utf-8")


def base(name: str) -> dict[str, Any]:
    """A fresh copy of a scenario that breaks no rule."""
    return json.loads(_text(name))


def apply(data: dict[str, Any], change: dict[str, Any]) -> None:
    """Make one change to an answer. A place that isn't there is a mistake of the bank itself."""
    operation, value = next((key, change[key]) for key in ("set", "append", "remove") if key in change)
    steps = [key or f"[{pick}]" for key, pick in _STEP.findall(change["at"])]
    if operation != "set":
        for target in _walk(data, steps):
            if operation == "append":
                target.append(copy.deepcopy(value))
            elif isinstance(target, dict):
                del target[value]
            else:
                del target[_find(target, value)]
        return
    for parent in _walk(data, steps[:-1]):
        if steps[-1].startswith("["):
            for index in _picked(parent, steps[-1][1:-1]):
                parent[index] = copy.deepcopy(value)
        else:
            parent[steps[-1]] = copy.deepcopy(value)


def _walk(data: Any, steps: list[str]) -> Iterator[Any]:
    if not steps:
        yield data
    elif steps[0].startswith("["):
        for index in _picked(data, steps[0][1:-1]):
            yield from _walk(data[index], steps[1:])
    else:
        yield from _walk(data[steps[0]], steps[1:])


def _names(item: Any) -> set[Any]:
    return {item.get(key) for key in ("id", "pupil", "name")} if isinstance(item, dict) else {item}


def _find(items: list[Any], wanted: str) -> int:
    if wanted.lstrip("-").isdigit():
        return int(wanted)
    for index, item in enumerate(items):
        if wanted in _names(item):
            return index
    raise LookupError(f"{wanted!r} is not in the list")


def _picked(items: list[Any], words: str) -> list[int]:
    if words == "*":
        return list(range(len(items)))
    if ".." in words:
        first, last = words.split("..")
        return list(range(_find(items, first), _find(items, last) + 1))
    return [_find(items, word.strip()) for word in words.split(",")]


def _entries() -> Iterator[tuple[str, Entry]]:
    for path in sorted((FOLDER / "mistakes").glob("*.yml")):
        for rule, parts in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            if rule.startswith("_"):
                continue  # pieces that several entries share
            for part in ("mistakes", "right"):
                for one in parts[part]:
                    yield (
                        part,
                        Entry(
                            rule=rule,
                            name=one["name"],
                            base=one["base"],
                            why=one["why"],
                            change=one["change"],
                            also=frozenset(one.get("also", ())),
                            expect=one.get("expect", {}),
                            state=one.get("state", "kept"),
                        ),
                    )


_ALL = tuple(_entries())
MISTAKES = tuple(entry for part, entry in _ALL if part == "mistakes")
RIGHT = tuple(entry for part, entry in _ALL if part == "right")

"""A trainee's value as plain data. Apart from `grading`, because it runs beside the trainee's code, where nothing that
knows an answer may be."""

from __future__ import annotations

import json
import math
from typing import Any

from .scenario import Scenario, dump_scenario

DEEPEST = 12
"""Levels of lists in lists that an answer may have; a list that holds itself ends here."""
MOST_PARTS = 50_000
"""Values in all answers of one name; no answer of a whole class comes near."""


def plain(value: object) -> Any:
    """The value as JSON knows it: None, bool, int, float, str, lists, and tables with text as keys.

    Tuples and sets become lists (sets sorted), a scenario its JSON, a DataFrame a list of rows, a Series a list,
    numbers of numpy plain numbers, NaN None. Rows with names keep them: such a Series becomes a table, and such a
    DataFrame's rows hold theirs as one value more. Anything else becomes text that names its type: no method of a
    trainee's object is called.
    """
    return _Plain().of(value, 0)


class _Plain:
    def __init__(self) -> None:
        self.parts = 0

    def of(self, value: object, depth: int) -> Any:
        self.parts += 1
        if self.parts > MOST_PARTS or depth > DEEPEST:
            return "…"
        # The methods of the base type give values of exactly that type, even from a subclass with methods of its own.
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int):
            return int.__int__(value)
        if isinstance(value, float):
            number = float.__float__(value)
            return number if math.isfinite(number) else None
        if isinstance(value, str):
            return str.__str__(value)
        if isinstance(value, dict):
            return {str(self.of(key, depth + 1)): self.of(one, depth + 1) for key, one in dict.items(value)}
        if isinstance(value, list):
            return [self.of(one, depth + 1) for one in list.__iter__(value)]
        if isinstance(value, tuple):
            return [self.of(one, depth + 1) for one in tuple.__iter__(value)]
        if isinstance(value, set):
            return self._sorted(set.__iter__(value), depth)
        if isinstance(value, frozenset):
            return self._sorted(frozenset.__iter__(value), depth)
        if type(value) is Scenario:
            return json.loads(dump_scenario(value))
        return self._table(value, depth)

    def _sorted(self, values: Any, depth: int) -> list[Any]:
        return sorted((self.of(one, depth + 1) for one in values), key=lambda one: (str(type(one)), str(one)))

    def _table(self, value: object, depth: int) -> Any:
        """Values of pandas and numpy, told by the package of their type so that neither need be imported."""
        kind = type(value)
        package, name = kind.__module__.partition(".")[0], kind.__name__
        if package == "pandas" and name == "DataFrame":
            rows = kind.to_dict(value, "records")  # type: ignore[attr-defined]
            labels, heading = self._row_names(value, kind)
            if labels is not None:
                rows = [{heading: label, **row} for label, row in zip(labels, rows, strict=True)]
            return self.of(rows, depth + 1)
        if package == "pandas" and name == "Series" and (labels := self._row_names(value, kind)[0]) is not None:
            return self.of(dict(zip(labels, kind.tolist(value), strict=True)), depth + 1)  # type: ignore[attr-defined]
        listed_kinds = name in ("Series", "Index") or name.endswith("Array")
        if (package == "pandas" and listed_kinds) or package == "numpy":
            listed = getattr(kind, "tolist", None)
            return self.of(listed(value), depth + 1) if listed else f"<{name}>"
        return f"<{name}>"

    def _row_names(self, value: object, kind: Any) -> tuple[list[str] | None, str]:
        """Labels of the rows and their heading; None where the labels are no names, or one stands for two rows."""
        index = kind.index.__get__(value, kind)
        labels = type(index).tolist(index)
        named = labels and all(isinstance(one, str) for one in labels) and len(set(labels)) == len(labels)
        heading = type(index).name.__get__(index)
        return (labels if named else None), heading if isinstance(heading, str) else "index"

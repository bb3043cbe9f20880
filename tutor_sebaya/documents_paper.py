"""The paper that forms are printed on, and how much room words take on it.

Spreadsheets don't fit the height of merged cells to their words, so heights are reckoned from the widths of letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

PaperName: TypeAlias = Literal["A4", "F4"]


@dataclass(frozen=True)
class Paper:
    """`width`, `height` in mm, upright. `code`: paper size in SpreadsheetML (ECMA-376 part 1, 18.3.1.63)."""

    width: float
    height: float
    code: int


PAPERS: Mapping[PaperName, Paper] = {"A4": Paper(210, 297, 9), "F4": Paper(215, 330, 14)}
"""F4 as Indonesian schools buy it (215 x 330 mm); spreadsheets call it Folio, 8 1/2 by 13 inches."""
MARGIN = 12.0
"""Margins in mm."""
GUTTER = 12.0
"""Between the two halves of a page, in mm."""
FONT = "Arial"

POINT = 25.4 / 72
"""Millimetres in a point."""
LINE_HEIGHT = 1.24
"""Height of a line of letters, as a multiple of their size."""


_LETTERS: Mapping[str, float] = {
    letter: width
    for width, letters in {
        0.222: "ijl'",
        0.278: " \u00a0!,./:;I[\\]ft|",
        0.333: "()-r`",
        0.5: "Jcksvxyz",
        0.584: "+<=>~",
        0.611: "FTZ",
        0.667: "&ABEKPSVXY",
        0.722: "CDHNRUw",
        0.778: "GOQ",
        0.833: "Mm",
        0.889: "%",
        0.944: "W",
        1.0: "@…☐✓",
    }.items()
    for letter in letters
}
"""Widths of Arial's letters (and of its free twins') in em; all others are taken to be 0.556, as digits are."""


def _wide(words: str, size: float, bold: bool = False) -> float:
    """Width of a line in mm."""
    return sum(_LETTERS.get(letter, 0.556) for letter in words) * size * POINT * (1.1 if bold else 1.02)


def count_lines(words: str, width: float, size: float, bold: bool = False) -> int:
    """Lines that words take in `width` mm, broken at spaces; a word that is too long is broken anywhere."""
    lines = 0
    for part in words.split("\n") or [""]:
        lines += 1
        used = 0.0
        for word in part.split(" "):
            long = _wide(word, size, bold)
            space = _wide(" ", size) if used else 0.0
            if used and used + space + long > width:
                lines += 1
                used, space = 0.0, 0.0
            extra = max(0, -(-long // max(width, 1.0)) - 1) if long > width else 0
            lines += int(extra)
            used += space + (long - extra * width)
    return lines

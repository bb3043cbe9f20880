"""The headings of a class list: which row holds them, and headings of two rows joined to one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .roster_cells import Grid
from .roster_values import field_of, score_heading


def row_text(grid: Grid, row: int) -> list[str]:
    return [one for column in range(len(grid.rows[row])) if (one := grid.text(row, column))]


@dataclass(frozen=True)
class Header:
    """Rows `top` to `bottom` hold the headings; `headings`: column -> heading. `score`: how many make sense."""

    top: int
    row: int
    bottom: int
    headings: Mapping[int, str]
    score: int


_SEARCHED_ROWS = 200


def find_header(grid: Grid) -> Header | None:
    """The row with the most headings that make sense, one of them the name."""
    best: tuple[int, int] | None = None
    for row in range(min(len(grid.rows), _SEARCHED_ROWS)):
        score = header_score(grid, row)
        if score and (best is None or score > best[0]):
            best = (score, row)
    return _compose(grid, *best) if best else None


def _known(heading: str) -> bool:
    return field_of(heading) not in (None, "gender_male", "gender_female") or score_heading(heading) is not None


def header_score(grid: Grid, row: int) -> int:
    seen = {field_of(one) or score_heading(one) for one in row_text(grid, row)}
    return len(seen - {None}) if "name" in seen else 0


def _compose(grid: Grid, score: int, row: int) -> Header:
    """Join a heading of two rows: 'Nilai' over 'TP1', 'TP' over '1', 'L/P' over 'L' and 'P'."""
    width = grid.width
    own = {column: grid.shown_merged(row, column) for column in range(width)}
    single = {column for column, one in own.items() if one and field_of(one) and (row, column) not in grid.merged}
    top = bottom = row
    if row + 1 < len(grid.rows) and _is_subheader(grid, row, own, single):
        bottom = row + 1
    group, headings = "", {}
    for column in range(width):
        here = grid.text(row, column)
        under = grid.text(row + 1, column) if bottom > row else ""
        group = own[column] or (group if under else "")
        if under and grid.merged.get((row + 1, column)) == (row, column):
            under = ""
        headings[column] = _joined(group, under) if under else here
    if row and bottom == row:
        over, name_column = "", min(column for column, one in own.items() if field_of(one) == "name")
        for column in range(name_column + 1, width):
            above, here = grid.shown_merged(row - 1, column), grid.text(row, column)
            anchor = grid.merged.get((row - 1, column), (row - 1, column))
            over = above if above and anchor[1] > name_column else over if here and not above else ""
            if over and here and not _known(here) and (score_heading(over) or field_of(over)):
                headings[column] = _joined(over, here)
                top = row - 1
    return Header(top, row, bottom, {column: one for column, one in headings.items() if one}, score)


def _joined(group: str, under: str) -> str:
    if _known(under) or not group:
        return under
    if field_of(group) == "gender" and field_of(under):
        return under
    joined = f"{group} {under}"
    return joined if score_heading(joined) or field_of(joined) or not score_heading(group) else f"Nilai {under}"


def _is_subheader(grid: Grid, row: int, own: Mapping[int, str], single: set[int]) -> bool:
    """Whether the next row still belongs to the headings: nothing under 'No' and 'Nama', headings under a group."""
    grouped = 0
    for column in range(len(grid.rows[row + 1])):
        under = grid.text(row + 1, column)
        if not under:
            continue
        if column in single and field_of(own[column]) != "gender" and field_of(own[column]) != "chooses":
            return False
        small = re.fullmatch(r"[0-9]{1,2}(\.[0-9]+)*|[ivx]+", under, re.IGNORECASE) is not None
        if not (_known(under) or field_of(under) or small or not re.search(r"\d", under)):
            return False
        grouped += 1
    return grouped > 0 and any(
        own[column] != grid.text(row, column) or not own[column] or _known(grid.text(row + 1, column))
        for column in range(len(grid.rows[row + 1]))
        if grid.text(row + 1, column)
    )

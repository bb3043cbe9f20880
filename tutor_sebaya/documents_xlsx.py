"""A form as a workbook, with a sheet for each of its pages."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from .documents_paper import FONT, LINE_HEIGHT, MARGIN, PAPERS, POINT, Paper, PaperName, count_lines
from .documents_sheet import (
    Align,
    Blank,
    Block,
    Cut,
    Fields,
    Form,
    Heading,
    Items,
    Page,
    Paragraph,
    Row,
    Signatures,
    Table,
    Title,
    field_rows,
    item_lines,
    page_end,
    place_cells,
    printable,
    rows_together,
    signature_lines,
    words_of,
)
from .roster_cells import guard
from .roster_write import set_up_print, without_times

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def to_xlsx(form: Form, paper: PaperName = "A4") -> bytes:
    """A workbook with a sheet for each page: one page wide, headings of the long table repeated, black on white.

    Numbers are numbers, with a decimal comma where the spreadsheet is Indonesian; words are never run as a formula.
    Raises ImportError where openpyxl is not installed.
    """
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    # The usual font sets how wide a column of n characters is; this one has a free twin on every system.
    book._named_styles["Normal"].font = Font(name=FONT, size=10)  # type: ignore[attr-defined]
    named: set[str] = set()
    for number, page in enumerate(form.pages, 1):
        name = re.sub(r"[\[\]:*?/\\']", " ", printable(page.name))[:24].strip() or f"Halaman {number}"
        if name.casefold() in named:
            name = f"{name} {number}"
        named.add(name.casefold())
        _Sheet(book.create_sheet(name), page, PAPERS[paper]).write()
    target = io.BytesIO()
    book.save(target)
    return without_times(target.getvalue(), deflated=True)


class _Sheet:
    """Writes one page into a worksheet.

    A worksheet has one grid for everything, so its columns lie at all the edges that the page's blocks have, and cells
    are merged across them. Heights are reckoned, since spreadsheets don't fit the height of merged cells.
    """

    def __init__(self, sheet: Worksheet, page: Page, paper: Paper) -> None:
        self.sheet = sheet
        self.page = page
        self.paper = paper
        upright = (paper.width, paper.height)
        self.across, self.down = (one - 2 * MARGIN for one in (upright[::-1] if page.landscape else upright))
        self.blocks = [*page.blocks, *(page.beside or ())]
        self.edges = self._edges()
        self.row = 0
        self.used = 0.0
        """Millimetres of the paper that are used so far."""
        self.title_height = 0.0
        """Of the heading that is repeated on every page."""
        self.page_start = 1
        """First row of the current page."""
        self.table_rows = (0, 0)
        """First and last row of the last table."""

    def _edges(self) -> list[float]:
        tables = sorted((one for one in self.blocks if isinstance(one, Table)), key=lambda one: -len(one.widths))
        found = [0.0, self.across]
        for table in tables:
            found += [one for one in self._columns(table) if all(abs(one - other) > 1.5 for other in found)]
        for block in self.blocks:
            if isinstance(block, (Fields, Signatures)):
                wanted = self._halves(block)
                found += [one for one in wanted if all(abs(one - other) > 2.5 for other in found)]
        return sorted(found)

    def _columns(self, table: Table) -> list[float]:
        scale = self.across / sum(table.widths)
        return [one * scale for one in accumulate(table.widths)]

    def _halves(self, block: Fields | Signatures) -> list[float]:
        if isinstance(block, Signatures):
            return [self.across * number / len(block.signers) for number in range(1, len(block.signers))]
        if block.columns == 1:
            return [block.label]
        return [block.label, self.across / 2, self.across / 2 + block.label]

    def _at(self, place: float) -> int:
        """The grid's edge nearest to a place in mm."""
        return min(range(len(self.edges)), key=lambda one: abs(self.edges[one] - place))

    def write(self) -> None:
        from openpyxl.utils import get_column_letter

        for number, (left, right) in enumerate(pairwise(self.edges), 1):
            # A column of n characters is 7n + 5 pixels wide, 96 to the inch, with the usual font.
            pixels = (right - left) / 25.4 * 96
            self.sheet.column_dimensions[get_column_letter(number)].width = max((pixels - 5) / 7, 0.5)
        set_up_print(self.sheet, self.paper.code, self.page.landscape)
        margins = self.sheet.page_margins
        margins.left = margins.right = margins.top = margins.bottom = MARGIN / 25.4
        margins.footer = 5 / 25.4
        self.sheet.sheet_view.showGridLines = False
        for number, block in enumerate(self.blocks):
            end = page_end(self.blocks[number:])
            if end:
                self._keep(sum(map(self._tall, end)), with_table=True)
            elif isinstance(block, Heading):
                self._keep(24.0)
            getattr(self, f"_{type(block).__name__.lower()}")(block)

    def _tall(self, block: Block) -> float:
        """Height in mm of a block of a page's end."""
        if isinstance(block, Paragraph):
            return self._height(block.words, self.across, self.page.size) + 1.0
        return len(signature_lines(block)) * 5.0 + 4.0 if isinstance(block, Signatures) else 0.0

    def _repeated(self) -> Table | None:
        """The table whose heading is repeated: the last long one."""
        long = [one for one in self.blocks if isinstance(one, Table) and len(one.rows) > 12]
        return long[-1] if long else None

    # --- rows

    def _next(self, height: float) -> int:
        """A new row of a height in mm."""
        self.row += 1
        if self.used + height > self.down:
            self.used, self.page_start = self.title_height, self.row
        self.used += height
        self.sheet.row_dimensions[self.row].height = round(height / POINT, 1)
        return self.row

    def _keep(self, height: float, with_table: bool = False) -> None:
        """Begin a new page where what comes next, `height` mm together, doesn't fit on this one.

        `with_table`: signatures don't go to a page of their own; the end of the table above goes with them.
        """
        start, end = self.table_rows
        carried = with_table and end - start > 8 and self.row - end <= 6
        alone = carried and self.page_start > end - 1
        if not alone and (self.used + height <= self.down - 1 or self.used <= self.title_height):
            return
        self._break(self.row - (end - 2) if carried else 0)

    def _break(self, back: int = 0) -> None:
        """Begin a new page, `back` rows before the next row."""
        from openpyxl.worksheet.pagebreak import Break

        self.sheet.row_breaks.append(Break(id=self.row - back))
        heights = (self.sheet.row_dimensions[self.row - one].height or 0.0 for one in range(back))
        self.used, self.page_start = self.title_height + sum(heights) * POINT, self.row - back + 1

    def _put(
        self,
        first: int,
        last: int,
        value: str | float | None,
        *,
        rows: int = 1,
        size: float = 0.0,
        bold: bool = False,
        align: Align = "left",
        vertical: str = "top",
        boxed: bool = False,
    ) -> None:
        """Write a value across the grid's edges `first` to `last`, from the current row down."""
        from openpyxl.styles import Alignment, Border, Font, Side

        sheet, row = self.sheet, self.row
        top = sheet.cell(row=row, column=first + 1)
        if isinstance(value, str):
            words = printable(value)
            top.number_format = "@"
            if words:
                top.value = words
                # A string cell is never run as a formula; the prefix keeps it text when somebody edits it.
                top.data_type = "s"
                if guard(words) != words:
                    top.quotePrefix = True
        elif value is not None:
            top.value = int(value) if float(value).is_integer() else round(value, 2)
        last = max(last, first + 1)
        side = Side(style="thin")
        for below in range(rows):
            for column in range(first + 1, last + 1):
                cell = sheet.cell(row=row + below, column=column)
                if boxed:
                    cell.border = Border(left=side, right=side, top=side, bottom=side)
        top.font = Font(name=FONT, size=size or self.page.size, bold=bold)
        top.alignment = Alignment(horizontal=align, vertical=vertical, wrap_text=True)
        if rows > 1 or last > first + 1:
            sheet.merge_cells(start_row=row, end_row=row + rows - 1, start_column=first + 1, end_column=last)

    @property
    def _last(self) -> int:
        return len(self.edges) - 1

    def _height(self, words: str, width: float, size: float, bold: bool = False) -> float:
        return count_lines(words, width - 2.2, size, bold) * size * POINT * LINE_HEIGHT + 0.8

    def _line(self, words: str, size: float, bold: bool = False, align: Align = "left", room: float = 0.0) -> None:
        self._next(self._height(printable(words), self.across, size, bold) + room)
        self._put(0, self._last, words, size=size, bold=bold, align=align, vertical="bottom" if room else "top")

    # --- blocks

    def _title(self, block: Title) -> None:
        self._line(block.words, self.page.size + 3, bold=True, align="center")
        if block.subtitle:
            self._line(block.subtitle, self.page.size, align="center")
        self._next(2.0)

    def _heading(self, block: Heading) -> None:
        self._line(block.words, self.page.size + 1, bold=True, room=2.5)

    def _paragraph(self, block: Paragraph) -> None:
        self._line(block.words, self.page.size - (1.5 if block.small else 0), block.bold, block.align, room=1.0)

    def _fields(self, block: Fields) -> None:
        for line in field_rows(block):
            places = []
            for number, (label, value) in enumerate(line):
                start = self.across / 2 * number
                end = self.across if block.columns == 1 or number else self.across / 2
                left, middle, right = self._at(start), self._at(start + block.label), self._at(end)
                words = ": " + printable(value).replace("\n", "\n  ")
                places.append((left, max(middle, left + 1), max(right, middle + 1), label, words))
            height = max(
                max(
                    self._height(label, self.edges[middle] - self.edges[left], self.page.size),
                    self._height(value, self.edges[right] - self.edges[middle], self.page.size),
                )
                for left, middle, right, label, value in places
            )
            self._next(height)
            for left, middle, right, label, value in places:
                self._put(left, middle, label)
                self._put(middle, right, value)
        self._next(2.0)

    def _items(self, block: Items) -> None:
        for marker, words in zip(item_lines(block), block.lines, strict=True):
            self._line(f"{marker} {words}", self.page.size)

    def _blank(self, block: Blank) -> None:
        from openpyxl.styles import Border, Side

        for _ in range(block.lines):
            self._next(7.0)
            for column in range(1, self._last + 1):
                self.sheet.cell(row=self.row, column=column).border = Border(bottom=Side(style="dotted"))

    def _cut(self, block: Cut) -> None:
        from openpyxl.styles import Border, Side

        self._next(5.0)
        for column in range(1, self._last + 1):
            self.sheet.cell(row=self.row, column=column).border = Border(bottom=Side(style="dashed"))
        self._next(5.0)

    def _table(self, table: Table) -> None:
        size = table.size or self.page.size - 1
        edges = [0.0, *self._columns(table)]
        before, first = self.used, self.row + 1
        for rows, head in ((table.head, True), ((*table.rows, *table.foot), False)):
            heights = self._heights(table, rows, edges, size, head)
            top = self.row
            placed = list(place_cells(rows))
            groups = {
                group.start: sum(heights[one] for one in group) for group in rows_together(rows) if len(group) > 1
            }
            for number, height in enumerate(heights):
                if not head and self.title_height < self.used < self.down < self.used + groups.get(number, 0.0):
                    self._break()
                self._next(height)
                for row, column, cell in placed:
                    if row != number:
                        continue
                    self._put(
                        self._at(edges[column]),
                        self._at(edges[min(column + cell.columns, len(edges) - 1)]),
                        cell.value,
                        rows=cell.rows,
                        size=size,
                        bold=head or cell.bold,
                        align="center" if head else cell.align or table.align(column),
                        vertical="center",
                        boxed=True,
                    )
            self.table_rows = (first, self.row)
            if head and table is self._repeated():
                self.sheet.print_title_rows = f"{first}:{top + len(heights)}"
                self.title_height = max(self.used - before, 0.0)
        self._next(2.0)

    def _heights(
        self, table: Table, rows: Sequence[Row], edges: Sequence[float], size: float, head: bool
    ) -> list[float]:
        least = 0.0 if head else table.row_height
        found = [max(least, size * POINT * LINE_HEIGHT + 1.2)] * len(rows)
        for row, column, cell in place_cells(rows):
            end = min(column + cell.columns, len(edges) - 1)
            wanted = self._height(words_of(cell.value), edges[end] - edges[column], size, head or cell.bold) + 0.6
            missing = wanted - sum(found[row : row + cell.rows])
            if missing > 0:
                found[row + cell.rows - 1] += missing
        return found

    def _signatures(self, block: Signatures) -> None:
        width = self.across / len(block.signers)
        self._next(4.0)
        for line in signature_lines(block):
            self._next(5.0)
            for number, words in enumerate(line):
                left, right = self._at(width * number), self._at(width * (number + 1))
                self._put(left, right, words, align="center")

"""A printed form as data, and its three prints: .xlsx, .docx, and a page for the printer.

The modules `documents_*` say what stands in a form, this one how it looks on paper: A4 or F4, black on white, headings
repeated on each sheet, lines to write on where something isn't known. All three prints come from the same `Form`, so
they never differ in content. What people have written stays text: escaped in HTML, never a formula in a sheet.

The same form gives the same bytes each time. openpyxl and python-docx are imported when they are needed; `to_xlsx` and
`to_docx` raise ImportError where they are missing. Official forms are Indonesian in every edition; the only sentence
that follows the reader's language is the one that a page shows on the screen and doesn't print.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from .documents import DAYS, MONTHS, names_of
from .language import N_, Names, text
from .roster_cells import guard
from .scenario import Scenario

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Align: TypeAlias = Literal["left", "center", "right"]
PaperName: TypeAlias = Literal["A4", "F4"]
Format: TypeAlias = Literal["xlsx", "docx", "html"]

DOTS = "." * 34
"""What stands for something unknown: a line to write on."""
MISSING = "–"
"""No score. Neither an empty cell, which asks to be filled in, nor a zero."""
BOX = "☐"
FONT = "Arial"
_SCREEN = N_("Untuk dicetak: pilih kertas {paper}, hitam-putih, skala 100%. Baris ini tidak ikut tercetak.")


# --- the form as data ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """A table's cell. `value`: words, a number, or None for a place to write in. `columns`, `rows`: how many it spans;
    the places that it covers in the rows below are left out of those rows, as in HTML."""

    value: str | float | None = None
    columns: int = 1
    rows: int = 1
    bold: bool = False
    align: Align | None = None


Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True)
class Title:
    words: str
    subtitle: str = ""


@dataclass(frozen=True)
class Heading:
    words: str


@dataclass(frozen=True)
class Paragraph:
    words: str
    bold: bool = False
    small: bool = False
    align: Align = "left"


@dataclass(frozen=True)
class Fields:
    """Lines 'label : value', one below the other in one or two columns; '' is printed as a dotted line."""

    pairs: tuple[tuple[str, str], ...]
    columns: int = 1
    label: float = 41.0
    """Width of the labels in mm."""


@dataclass(frozen=True)
class Items:
    """A list. `marker`: '•', `BOX` to tick, or '1' to number the lines."""

    lines: tuple[str, ...]
    marker: str = "•"


@dataclass(frozen=True)
class Blank:
    """Empty lines to write on."""

    lines: int


@dataclass(frozen=True)
class Cut:
    """A line to cut along."""


@dataclass(frozen=True)
class Table:
    """A table. `widths`: of its columns, in mm on A4, scaled to the paper; together they fill it.

    `head` is repeated on every sheet of paper. `aligns`: of the columns. `row_height`: least height of a row in mm, for
    handwriting. `size`: of the letters in points (0: as on the page).
    """

    widths: tuple[float, ...]
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    foot: tuple[Row, ...] = ()
    aligns: tuple[Align, ...] = ()
    row_height: float = 0.0
    size: float = 0.0

    def align(self, column: int) -> Align:
        return self.aligns[column] if column < len(self.aligns) else "left"


@dataclass(frozen=True)
class Signer:
    """Who signs: '' as a name or number is printed as a dotted line; number_label '' leaves the number out.

    `above`: over the role; above the last signer place and date stand instead. role '': nobody, an empty place.
    """

    role: str
    name: str = ""
    number_label: str = "NIP"
    number: str = ""
    above: str = ""


@dataclass(frozen=True)
class Signatures:
    """Signers side by side, from left to right; place and date stand above the last one."""

    signers: tuple[Signer, ...]
    place_and_date: str


Block: TypeAlias = Title | Heading | Paragraph | Fields | Items | Blank | Cut | Table | Signatures


@dataclass(frozen=True)
class Page:
    """One page, or several where it is long. `beside`: what stands in the right half of the paper (two cards)."""

    blocks: tuple[Block, ...]
    landscape: bool = False
    beside: tuple[Block, ...] | None = None
    name: str = ""
    """Name of the worksheet."""
    size: float = 10.0
    """Of the letters, in points."""


@dataclass(frozen=True)
class Form:
    """A form. `name`: for its file, without an ending. `formats`: in which it is meant to be handed out."""

    name: str
    title: str
    pages: tuple[Page, ...]
    formats: tuple[Format, ...] = ("xlsx", "html")

    def to(self, format: Format, paper: PaperName = "A4") -> bytes:
        """The form's print in a format; see `to_xlsx`, `to_docx`, `to_html`."""
        return {"xlsx": to_xlsx, "docx": to_docx, "html": to_html}[format](self, paper)


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


# --- what every form needs -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FormHead:
    """What stands above a form and below it. What is '' or None is printed as a dotted line, to be written by hand.

    `assessment`: which daily test, e.g. 'Asesmen formatif ke-2'. `tested`: its day. `place`, `signed`: of the signing.
    `element`: of the curriculum's learning outcomes (elemen CP). `trainee` to `lecturer`: of a practicum.
    """

    school: str = ""
    subject: str = ""
    class_name: str = ""
    semester: str = ""
    school_year: str = ""
    assessment: str = ""
    material: str = ""
    element: str = ""
    tested: dt.date | None = None
    place: str = ""
    signed: dt.date | None = None
    teacher: str = ""
    teacher_number: str = ""
    principal: str = ""
    principal_number: str = ""
    trainee: str = ""
    trainee_number: str = ""
    supervising_teacher: str = ""
    supervising_teacher_number: str = ""
    lecturer: str = ""
    lecturer_number: str = ""

    @property
    def class_and_semester(self) -> str:
        if not self.class_name and not self.semester:
            return ""
        return f"{self.class_name or '.' * 10} / {self.semester or '.' * 14}"

    def signatures(self) -> Signatures:
        """Kepala Sekolah on the left, the teacher on the right."""
        return Signatures(
            (
                Signer("Kepala Sekolah", self.principal, "NIP", self.principal_number, above="Mengetahui,"),
                Signer("Guru mata pelajaran", self.teacher, "NIP", self.teacher_number),
            ),
            self.place_and_date,
        )

    @property
    def place_and_date(self) -> str:
        day = "." * 26 if self.signed is None else date_text(self.signed)
        return f"{self.place or '.' * 18}, {day}"


def head_of(scenario: Scenario, head: FormHead | None = None) -> FormHead:
    """The head with what the scenario knows filled in where it is still empty: the grade, and the test's day."""
    known = head or FormHead()
    initial = scenario.assessment.initial if scenario.assessment else None
    return replace(
        known,
        class_name=known.class_name or ("" if scenario.grade is None else str(scenario.grade)),
        tested=known.tested or (initial.date if initial else None),
    )


def objectives_field(scenario: Scenario) -> Fields:
    """The learning objectives in words, one a line."""
    said = [f"{one.id}: {one.text}" if one.text else one.id for one in scenario.objectives]
    return Fields((("Tujuan pembelajaran", "\n".join(said)),))


def shown_names(scenario: Scenario, names: Names | None = None) -> dict[str, str]:
    """Pupil id -> the name that tells pupils apart; `names` go before those of the scenario."""
    return {**names_of(scenario), **(names or {})}


def date_text(day: dt.date | None) -> str:
    """'10 Agustus 2026', '' for none."""
    return "" if day is None else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def long_date_text(day: dt.date | None) -> str:
    """'Senin, 10 Agustus 2026', '' for none."""
    return "" if day is None else f"{DAYS[day.weekday()]}, {date_text(day)}"


def decimal(value: float, digits: int = 2) -> str:
    """At most `digits` decimals, with a comma: 78.333 -> '78,33', 70.0 -> '70'."""
    written = f"{value:.{digits}f}"
    return (written.rstrip("0").rstrip(".") if "." in written else written).replace(".", ",")


def percent(share: float | None, digits: int = 1) -> float | None:
    """A share of 0-1 as a number of per cent, rounded."""
    return None if share is None else round(100 * share, digits)


def numbers(values: Iterable[int]) -> str:
    """'1, 3, 4' ; '–' for none."""
    return ", ".join(map(str, values)) or MISSING


def cells(*values: str | float | None) -> Row:
    return tuple(Cell(value) for value in values)


def centred(columns: int) -> tuple[Align, ...]:
    """Alignments of that many columns."""
    aligned: tuple[Align, ...] = ("center",)
    return aligned * columns


def head_row(*labels: str) -> tuple[Row, ...]:
    return (tuple(Cell(label) for label in labels),)


_UNPRINTABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(words: str) -> str:
    """Without what no XML file can hold (control characters, halves of letters); lines end with \\n."""
    return _UNPRINTABLE.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def _words(value: str | float | None) -> str:
    return "" if value is None else printable(value) if isinstance(value, str) else decimal(value)


def _place(rows: Sequence[Row]) -> Iterator[tuple[int, int, Cell]]:
    """(row, column, cell) of every cell, from 0, with spans reckoned in."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            yield number, column, cell
            taken.update((number + i, column + j) for i in range(cell.rows) for j in range(cell.columns))
            column += cell.columns


def _together(rows: Sequence[Row]) -> list[range]:
    """Rows that cells spanning several of them hold together, in order."""
    ends = list(range(1, len(rows) + 1))
    for row, _, cell in _place(rows):
        ends[row] = max(ends[row], min(row + cell.rows, len(rows)))
    found: list[range] = []
    start = reach = 0
    for row, end in enumerate(ends):
        if row >= reach:
            start = row
        reach = max(reach, end)
        if row + 1 >= reach:
            found.append(range(start, row + 1))
    return found


def _field_rows(block: Fields) -> list[list[tuple[str, str]]]:
    """Lines of one or two pairs: the first half of the pairs stands on the left."""
    pairs = [(label, value or DOTS) for label, value in block.pairs]
    if block.columns == 1:
        return [[one] for one in pairs]
    half = -(-len(pairs) // 2)
    return [pairs[number : number + 1] + pairs[number + half : number + half + 1] for number in range(half)]


def _item_lines(block: Items) -> list[str]:
    return [f"{number}." if block.marker == "1" else block.marker for number, _ in enumerate(block.lines, 1)]


def _signature_lines(block: Signatures) -> list[list[str]]:
    """Lines from top to bottom, in each the signers' words from left to right; '' leaves room."""
    last = len(block.signers) - 1
    top = [block.place_and_date if number == last else one.above for number, one in enumerate(block.signers)]
    below = [one.name or (DOTS if one.role else "") for one in block.signers]
    identity = [f"{one.number_label} {one.number or '.' * 28}" if one.number_label else "" for one in block.signers]
    room = [""] * len(block.signers)
    return [top, [one.role for one in block.signers], room, room, room, below, *([identity] if any(identity) else [])]


def _ending(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks, if they are a page's end that stays together: remarks and signatures. Empty if they aren't."""
    *remarks, last = blocks
    return blocks if isinstance(last, Signatures) and all(isinstance(one, Paragraph) for one in remarks) else ()


def fixed(archive: bytes) -> bytes:
    """An Office file with fixed times in its archive and without properties of its writing: the same bytes each time.

    Other than a class list (`roster_write`), parts are deflated: a text document of 36 pupils is thirty times smaller
    then, and forms are sent by phone. Another build of zlib may give other bytes, with the same content.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(target, "w") as copy:
        for one in source.infolist():
            entry = zipfile.ZipInfo(one.filename, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            content = _CORE if one.filename == "docProps/core.xml" else source.read(one)
            copy.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)
    return target.getvalue()


_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)


# --- how much room words take ----------------------------------------------------------------------------------------

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


# --- .xlsx -----------------------------------------------------------------------------------------------------------


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
    return fixed(target.getvalue())


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
        self._print_settings()
        for number, block in enumerate(self.blocks):
            end = _ending(self.blocks[number:])
            if end:
                self._keep(sum(map(self._tall, end)), with_table=True)
            elif isinstance(block, Heading):
                self._keep(24.0)
            getattr(self, f"_{type(block).__name__.lower()}")(block)

    def _tall(self, block: Block) -> float:
        """Height in mm of a block of a page's end."""
        if isinstance(block, Paragraph):
            return self._height(block.words, self.across, self.page.size) + 1.0
        return len(_signature_lines(block)) * 5.0 + 4.0 if isinstance(block, Signatures) else 0.0

    def _repeated(self) -> Table | None:
        """The table whose heading is repeated: the last long one."""
        long = [one for one in self.blocks if isinstance(one, Table) and len(one.rows) > 12]
        return long[-1] if long else None

    def _print_settings(self) -> None:
        from openpyxl.worksheet.header_footer import HeaderFooterItem
        from openpyxl.worksheet.properties import PageSetupProperties

        sheet = self.sheet
        sheet.page_setup.orientation = "landscape" if self.page.landscape else "portrait"
        sheet.page_setup.paperSize = self.paper.code
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_options.horizontalCentered = True
        sheet.page_margins.left = sheet.page_margins.right = MARGIN / 25.4
        sheet.page_margins.top = sheet.page_margins.bottom = MARGIN / 25.4
        sheet.page_margins.footer = 5 / 25.4
        sheet.sheet_view.showGridLines = False
        footer = HeaderFooterItem()
        footer.right.text = "&8&P / &N"
        sheet.HeaderFooter.oddFooter = footer

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
        for line in _field_rows(block):
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
        for marker, words in zip(_item_lines(block), block.lines, strict=True):
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
            placed = list(_place(rows))
            groups = {group.start: sum(heights[one] for one in group) for group in _together(rows) if len(group) > 1}
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
        for row, column, cell in _place(rows):
            end = min(column + cell.columns, len(edges) - 1)
            wanted = self._height(_words(cell.value), edges[end] - edges[column], size, head or cell.bold) + 0.6
            missing = wanted - sum(found[row : row + cell.rows])
            if missing > 0:
                found[row + cell.rows - 1] += missing
        return found

    def _signatures(self, block: Signatures) -> None:
        width = self.across / len(block.signers)
        self._next(4.0)
        for line in _signature_lines(block):
            self._next(5.0)
            for number, words in enumerate(line):
                left, right = self._at(width * number), self._at(width * (number + 1))
                self._put(left, right, words, align="center")


# --- .docx -----------------------------------------------------------------------------------------------------------


def to_docx(form: Form, paper: PaperName = "A4") -> bytes:
    """A text document: a section for each page, headings of tables repeated, rows never split, black on white.

    Raises ImportError where python-docx is not installed.
    """
    import docx
    from docx.enum.section import WD_SECTION
    from docx.shared import Pt

    document = docx.Document()
    _slim(document)
    normal = document.styles["Normal"]
    normal.font.name = FONT
    normal.font.size = Pt(8)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    for number, page in enumerate(form.pages):
        if number:
            document.add_section(WD_SECTION.NEW_PAGE)
        _Text(document, page, PAPERS[paper]).write(first=not number)
    target = io.BytesIO()
    document.save(target)
    return fixed(target.getvalue())


_STYLES_KEPT = frozenset({"Normal", "Normal Table", "Table Grid", "Default Paragraph Font", "No List"})


def _slim(document: Any) -> None:
    """Take out of python-docx's template what no form uses: 800 kB of styles, a thumbnail, a bibliography."""
    from docx.oxml.ns import qn

    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        name = style.find(qn("w:name"))
        if name is not None and name.get(qn("w:val")) not in _STYLES_KEPT:
            styles.remove(style)
    for owner in (document.part, document.part.package):
        for key, relation in list(owner.rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in ("stylesWithEffects", "customXml", "thumbnail", "numbering"):
                del owner.rels[key]


class _Text:
    """Writes one page as a section of a text document."""

    def __init__(self, document: Any, page: Page, paper: Paper) -> None:
        self.document = document
        self.page = page
        self.paper = paper
        upright = (paper.width, paper.height)
        self.width, self.height = upright[::-1] if page.landscape else upright
        self.across = self.width - 2 * MARGIN
        if page.beside is not None:
            self.across = (self.across - GUTTER) / 2

    def write(self, first: bool) -> None:
        self._section(first)
        self._blocks(self.page.blocks)
        if self.page.beside is not None:
            self._column_break()
            self._blocks(self.page.beside)

    def _column_break(self) -> None:
        """The second half begins with a heading, over which the break's own line stands: as low as can be."""
        from docx.enum.text import WD_BREAK, WD_LINE_SPACING
        from docx.shared import Pt

        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.paragraph_format.line_spacing = Pt(1)
        paragraph.add_run().add_break(WD_BREAK.COLUMN)

    def _section(self, first: bool) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Mm

        section = self.document.sections[-1]
        section.orientation = WD_ORIENT.LANDSCAPE if self.page.landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(self.width), Mm(self.height)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
        section.footer_distance = Mm(5)
        properties = section._sectPr
        for former in properties.findall(qn("w:cols")):
            properties.remove(former)
        columns = OxmlElement("w:cols")
        columns.set(qn("w:space"), str(round(GUTTER / 25.4 * 1440)))
        if self.page.beside is not None:
            columns.set(qn("w:num"), "2")
            columns.set(qn("w:sep"), "1")
        # The schema wants it after the margins and before the grid of lines.
        grid = properties.find(qn("w:docGrid"))
        properties.append(columns) if grid is None else grid.addprevious(columns)
        if first:
            from docx.enum.text import WD_ALIGN_PARAGRAPH

            footer = section.footer.paragraphs[0]
            footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            for word in ("PAGE", " / ", "NUMPAGES"):
                run = footer.add_run("" if word.isalpha() else word)
                self._size(run, 8)
                if word.isalpha():
                    _add_field(run, word)

    def _blocks(self, blocks: Sequence[Block]) -> None:
        for number, block in enumerate(blocks):
            ending = bool(_ending(blocks[number + 1 :] or blocks[-1:]))
            if isinstance(block, Table):
                self._table(block, keep_end=ending)
            elif isinstance(block, Paragraph):
                self._paragraph(block, keep=ending)
            else:
                getattr(self, f"_{type(block).__name__.lower()}")(block)

    # --- paragraphs

    def _size(self, run: Any, size: float, bold: bool = False) -> None:
        from docx.shared import Pt

        run.font.size = Pt(size)
        if bold:
            run.font.bold = True

    def _fill(self, paragraph: Any, words: str, size: float, bold: bool = False, align: Align = "left") -> Any:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        if align != "left":
            paragraph.alignment = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}[align]
        self._size(paragraph.add_run(printable(words)), size, bold)
        return paragraph

    def _paragraph_of(
        self,
        words: str,
        size: float = 0.0,
        bold: bool = False,
        align: Align = "left",
        before: float = 0.0,
        after: float = 0.0,
        keep: bool = False,
    ) -> Any:
        from docx.shared import Pt

        paragraph = self._fill(self.document.add_paragraph(), words, size or self.page.size, bold, align)
        layout = paragraph.paragraph_format
        if before:
            layout.space_before = Pt(before)
        if after:
            layout.space_after = Pt(after)
        if keep:
            layout.keep_with_next = True
        return paragraph

    def _title(self, block: Title) -> None:
        after = 0 if block.subtitle else 6
        self._paragraph_of(block.words, self.page.size + 3, True, "center", after=after, keep=True)
        if block.subtitle:
            self._paragraph_of(block.subtitle, align="center", after=6, keep=True)

    def _heading(self, block: Heading) -> None:
        self._paragraph_of(block.words, self.page.size + 1, True, before=7, after=2, keep=True)

    def _paragraph(self, block: Paragraph, keep: bool = False) -> None:
        size = self.page.size - (1.5 if block.small else 0)
        self._paragraph_of(block.words, size, block.bold, block.align, before=3, after=2, keep=keep)

    def _items(self, block: Items) -> None:
        from docx.shared import Mm

        for marker, words in zip(_item_lines(block), block.lines, strict=True):
            paragraph = self._paragraph_of(f"{marker}\t{words}", after=1)
            layout = paragraph.paragraph_format
            layout.left_indent, layout.first_line_indent = Mm(6), Mm(-6)
            layout.tab_stops.add_tab_stop(Mm(6))

    def _blank(self, block: Blank) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
        from docx.shared import Mm

        for _ in range(block.lines):
            paragraph = self._paragraph_of("\t", before=6)
            stops = paragraph.paragraph_format.tab_stops
            stops.add_tab_stop(Mm(self.across), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)

    def _cut(self, block: Cut) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
        from docx.shared import Mm

        paragraph = self._paragraph_of("\t", before=8, after=10)
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(self.across), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DASHES)

    # --- tables

    def _grid(self, rows: int, widths: Sequence[float], boxed: bool) -> Any:
        """A table of empty cells; `widths` in mm."""
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.oxml.ns import qn
        from docx.shared import Mm

        table = self.document.add_table(rows, len(widths), "Table Grid" if boxed else "Normal Table")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
            column.set(qn("w:w"), str(Mm(width).twips))
        return table

    def _table(self, table: Table, keep_end: bool) -> None:
        from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Mm

        size = table.size or self.page.size - 1
        rows = (*table.head, *table.rows, *table.foot)
        scale = self.across / sum(table.widths)
        widths = [one * scale for one in table.widths]
        grid = self._grid(len(rows), widths, boxed=True)
        made = [list(row.cells) for row in grid.rows]
        inside = {row for group in _together(rows) for row in group[:-1]}
        for number, row in enumerate(grid.rows):
            properties = row._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if table.row_height and number >= len(table.head):
                row.height, row.height_rule = Mm(table.row_height), WD_ROW_HEIGHT_RULE.AT_LEAST
            if number < len(table.head):
                properties.append(OxmlElement("w:tblHeader"))
        for number, column, one in _place(rows):
            head = number < len(table.head)
            cell = made[number][column]
            end = min(column + one.columns, len(widths))
            if one.columns > 1 or one.rows > 1:
                cell = cell.merge(made[number + one.rows - 1][end - 1])
            cell.width = Mm(sum(widths[column:end]))
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            align = "center" if head else one.align or table.align(column)
            paragraph = cell.paragraphs[0]
            for extra in cell.paragraphs[1:]:
                extra._p.getparent().remove(extra._p)
            self._fill(paragraph, _words(one.value), size, head or one.bold, align)
            if head or number in inside or (keep_end and number >= len(rows) - 3):
                paragraph.paragraph_format.keep_with_next = True
        for margin in grid._tbl.tblPr.findall(qn("w:tblCellMar")):
            grid._tbl.tblPr.remove(margin)
        _narrow_cells(grid)
        self._paragraph_of("", size=4, keep=keep_end)

    def _fields(self, block: Fields) -> None:
        from docx.shared import Mm

        lines = _field_rows(block)
        part = self.across / block.columns
        widths = [block.label, part - block.label] * block.columns
        grid = self._grid(len(lines), widths, boxed=False)
        for row, line in zip(grid.rows, lines, strict=True):
            cells = row.cells
            for number, (label, value) in enumerate(line):
                self._fill(cells[2 * number].paragraphs[0], label, self.page.size)
                paragraph = self._fill(cells[2 * number + 1].paragraphs[0], f": {value}", self.page.size)
                paragraph.paragraph_format.left_indent = Mm(2)
                paragraph.paragraph_format.first_line_indent = Mm(-2)
            for cell, width in zip(cells, widths, strict=True):
                cell.width = Mm(width)
        _narrow_cells(grid, 0)
        self._paragraph_of("", size=4)

    def _signatures(self, block: Signatures) -> None:
        from docx.shared import Mm

        lines = _signature_lines(block)
        widths = [self.across / len(block.signers)] * len(block.signers)
        self._paragraph_of("", size=4, keep=True)
        grid = self._grid(len(lines), widths, boxed=False)
        for number, (row, line) in enumerate(zip(grid.rows, lines, strict=True)):
            for cell, words, width in zip(row.cells, line, widths, strict=True):
                cell.width = Mm(width)
                paragraph = self._fill(cell.paragraphs[0], words, self.page.size, align="center")
                paragraph.paragraph_format.keep_with_next = number < len(lines) - 1
        _narrow_cells(grid)
        # Without a paragraph after it a table can't be the last thing in a document.
        self._paragraph_of("", size=1)


def _add_field(run: Any, name: str) -> None:
    """A field of a text document: PAGE, NUMPAGES."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", None, "end"):
        if kind is None:
            instruction = OxmlElement("w:instrText")
            instruction.text = name
            run._r.append(instruction)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _narrow_cells(grid: Any, twips: int = 68) -> None:
    """Margins inside the cells, by default 1.2 mm, so that words begin close to the lines."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), str(twips))
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    properties = grid._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    properties.append(margins) if look is None else look.addprevious(margins)


# --- a page for the printer ------------------------------------------------------------------------------------------

_STYLE = """
@page { size: $upright; margin: $margin; }
@page upright { size: $upright; margin: $margin; }
@page across { size: $across; margin: $margin; }
* { box-sizing: border-box; }
html { color: #000; background: #fff; font: 10pt/1.3 "Liberation Sans", Arial, sans-serif; }
body { margin: 0 auto; padding: 0 1rem 2rem; max-width: 75rem; }
section { break-after: page; page: upright; padding-top: 1rem; }
section.across { page: across; }
section:last-of-type { break-after: auto; }
h1 { font-size: 1.3em; text-align: center; margin: 0 0 .4em; break-after: avoid; }
h2 { font-size: 1.1em; margin: .9em 0 .3em; break-after: avoid; }
p { margin: .3em 0; white-space: pre-line; overflow-wrap: anywhere; }
p.subtitle { text-align: center; margin-top: -.3em; }
.small { font-size: .85em; }
.center { text-align: center; }
.right { text-align: right; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1em .5em; margin: 0 0 .7em; align-content: start; }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 0 2rem; }
dt, dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
dd { padding-left: .6em; text-indent: -.6em; }
.table { overflow-x: auto; margin: .3em 0 .6em; }
table { border-collapse: collapse; width: 100%; font-size: .9em; }
th, td { border: 1px solid #000; padding: .12em .3em; overflow-wrap: break-word; white-space: pre-line; }
th { font-weight: bold; text-align: center; vertical-align: middle; }
thead { display: table-header-group; }
tfoot { display: table-row-group; }
tr, .together { break-inside: avoid; }
ul { list-style: none; margin: .2em 0; padding: 0; }
li { display: grid; grid-template-columns: 1.6em 1fr; white-space: pre-line; break-inside: avoid; }
.line { border-bottom: 1px dotted #000; height: 7mm; }
hr { border: 0; border-top: 1px dashed #000; margin: 4mm 0; }
.signatures { display: flex; justify-content: space-between; break-inside: avoid; break-before: avoid; }
.signatures { text-align: center; margin-top: 1em; }
.signatures > div { flex: 1; display: flex; flex-direction: column; justify-content: flex-end; }
.signatures p { margin: 0; min-height: 1.3em; }
.signatures .sign { height: 15mm; }
.halves { display: grid; grid-template-columns: 1fr 1fr; gap: 12mm; }
.halves > div + div { border-left: 1px dashed #000; padding-left: 6mm; margin-left: -6mm; }
.screen { background: #eee; padding: .5rem 1rem; margin: 0 -1rem; }
@media screen and (max-width: 40rem) { .halves { grid-template-columns: 1fr; } }
@media print {
  body { margin: 0; padding: 0; max-width: none; }
  section { padding: 0; }
  .screen { display: none; }
  .table { overflow: visible; }
  table { table-layout: fixed; }
  .fields.two { grid-template-columns: 1fr 1fr; }
}
"""


def to_html(form: Form, paper: PaperName = "A4", language: str = "id") -> bytes:
    """One self-contained page for the printer, as UTF-8: no script, no other file. It can be read on a phone too.

    `language` is that of the one line that is shown on the screen and not printed.
    """
    size = PAPERS[paper]
    style = (
        _STYLE.replace("$upright", f"{size.width:g}mm {size.height:g}mm")
        .replace("$across", f"{size.height:g}mm {size.width:g}mm")
        .replace("$margin", f"{MARGIN:g}mm")
    )
    sections = []
    for page in form.pages:
        content = "".join(map(_html, page.blocks))
        if page.beside is not None:
            beside = "".join(map(_html, page.beside))
            content = f'<div class="halves"><div>{content}</div><div>{beside}</div></div>'
        across = ' class="across"' if page.landscape else ""
        letters = "" if page.size == 10 else f' style="font-size: {page.size:g}pt"'
        sections.append(f"<section{across}{letters}>\n{content}\n</section>")
    hint = escape(text(_SCREEN, paper=paper).render(language))
    title = escape(printable(form.title))
    return (
        '<!DOCTYPE html>\n<html lang="id">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<p class="screen" lang="{escape(language)}">{hint}</p>\n' + "\n".join(sections) + "\n</body>\n</html>\n"
    ).encode()


def _said(value: str | float | None) -> str:
    return escape(_words(value))


def _html(block: Block) -> str:
    match block:
        case Title():
            subtitle = f'<p class="subtitle">{_said(block.subtitle)}</p>' if block.subtitle else ""
            return f"<h1>{_said(block.words)}</h1>{subtitle}"
        case Heading():
            return f"<h2>{_said(block.words)}</h2>"
        case Paragraph():
            kinds = " ".join(
                filter(None, ("small" if block.small else "", "" if block.align == "left" else block.align))
            )
            words = f"<strong>{_said(block.words)}</strong>" if block.bold else _said(block.words)
            return f'<p class="{kinds}">{words}</p>' if kinds else f"<p>{words}</p>"
        case Fields():
            half = -(-len(block.pairs) // block.columns)
            parts = [block.pairs[:half], block.pairs[half:]] if block.columns == 2 else [block.pairs]
            lists = (
                "<dl>"
                + "".join(f"<dt>{_said(one)}</dt><dd>: {_said(value or DOTS)}</dd>" for one, value in part)
                + "</dl>"
                for part in parts
                if part
            )
            return f'<div class="fields{" two" if block.columns == 2 else ""}">{"".join(lists)}</div>'
        case Items():
            lines = zip(_item_lines(block), block.lines, strict=True)
            return (
                "<ul>"
                + "".join(f"<li><span>{one}</span><span>{_said(words)}</span></li>" for one, words in lines)
                + "</ul>"
            )
        case Blank():
            return '<div class="line"></div>' * block.lines
        case Cut():
            return "<hr>"
        case Table():
            return _html_table(block)
        case Signatures():
            return _html_signatures(block)


def _html_table(table: Table) -> str:
    whole = sum(table.widths)
    columns = "".join(f'<col style="width: {100 * one / whole:.2f}%">' for one in table.widths)
    least = f' style="height: {table.row_height:g}mm"' if table.row_height else ""
    letters = f' style="font-size: {table.size:g}pt"' if table.size else ""

    def part(rows: Sequence[Row], tag: str) -> str:
        if not rows:
            return ""
        head = tag == "thead"
        lines: list[list[str]] = [[] for _ in rows]
        for row, column, cell in _place(rows):
            spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
            spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
            align = "" if head else cell.align or table.align(column)
            kind = f' class="{align}"' if align and align != "left" else ""
            scope = f' scope="{"colgroup" if cell.columns > 1 else "col"}"' if head else ""
            words = _said(cell.value)
            words = f"<strong>{words}</strong>" if cell.bold and not head and words else words
            name = "th" if head else "td"
            lines[row].append(f"<{name}{scope}{spans}{kind}>{words}</{name}>")
        high = "" if head else least
        whole = [f"<tr{high}>{''.join(line)}</tr>" for line in lines]
        groups = _together(rows)
        if tag != "tbody" or len(groups) == len(rows):
            return f"<{tag}>{''.join(whole)}</{tag}>"
        return "".join(
            f'<tbody class="together">{"".join(whole[group.start : group.stop])}</tbody>' for group in groups
        )

    return (
        f'<div class="table" role="region" aria-label="Tabel" tabindex="0"><table{letters}>'
        f"<colgroup>{columns}</colgroup>"
        f"{part(table.head, 'thead')}{part(table.rows, 'tbody')}{part(table.foot, 'tfoot')}</table></div>"
    )


def _html_signatures(block: Signatures) -> str:
    parts = []
    for number, one in enumerate(block.signers):
        lines = [block.place_and_date if number == len(block.signers) - 1 else one.above, one.role]
        below = [one.name or (DOTS if one.role else "")]
        if one.number_label:
            below.append(f"{one.number_label} {one.number or '.' * 28}")
        words = "".join(f"<p>{_said(line)}</p>" for line in lines)
        words += '<p class="sign"></p>' + "".join(f"<p>{_said(line)}</p>" for line in below)
        parts.append(f"<div>{words}</div>")
    return f'<div class="signatures">{"".join(parts)}</div>'

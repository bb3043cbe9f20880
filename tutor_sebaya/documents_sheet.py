"""A printed form as data: pages of blocks, and the words that every form needs.

The modules named after a form say what stands in it; `documents_xlsx`, `documents_docx` and `documents_html` how it
looks on paper: A4 or F4, black on white, headings repeated on each sheet, lines to write on where something isn't
known. All three prints come from the same `Form`, so they never differ in content. What people have written stays
text: escaped in HTML, never a formula in a sheet.

The same form gives the same bytes each time. openpyxl and python-docx are imported when they are needed; `to_xlsx` and
`to_docx` raise ImportError where they are missing. Official forms are Indonesian in every edition; the only sentence
that follows the reader's language is the one that a page shows on the screen and doesn't print.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from .documents import DAYS, MONTHS, names_of
from .documents_paper import PaperName
from .language import Names
from .scenario import Scenario

Align: TypeAlias = Literal["left", "center", "right"]
Format: TypeAlias = Literal["xlsx", "docx", "html"]

DOTS = "." * 34
"""What stands for something unknown: a line to write on."""
MISSING = "–"
"""No score. Neither an empty cell, which asks to be filled in, nor a zero."""
BOX = "☐"


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
        # The writers know this module, so it can't know them before it is complete.
        match format:
            case "xlsx":
                from .documents_xlsx import to_xlsx

                return to_xlsx(self, paper)
            case "docx":
                from .documents_docx import to_docx

                return to_docx(self, paper)
            case "html":
                from .documents_html import to_html

                return to_html(self, paper)


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


def words_of(value: str | float | None) -> str:
    return "" if value is None else printable(value) if isinstance(value, str) else decimal(value)


def place_cells(rows: Sequence[Row]) -> Iterator[tuple[int, int, Cell]]:
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


def rows_together(rows: Sequence[Row]) -> list[range]:
    """Rows that cells spanning several of them hold together, in order."""
    ends = list(range(1, len(rows) + 1))
    for row, _, cell in place_cells(rows):
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


def field_rows(block: Fields) -> list[list[tuple[str, str]]]:
    """Lines of one or two pairs: the first half of the pairs stands on the left."""
    pairs = [(label, value or DOTS) for label, value in block.pairs]
    if block.columns == 1:
        return [[one] for one in pairs]
    half = -(-len(pairs) // 2)
    return [pairs[number : number + 1] + pairs[number + half : number + half + 1] for number in range(half)]


def item_lines(block: Items) -> list[str]:
    return [f"{number}." if block.marker == "1" else block.marker for number, _ in enumerate(block.lines, 1)]


def signature_lines(block: Signatures) -> list[list[str]]:
    """Lines from top to bottom, in each the signers' words from left to right; '' leaves room."""
    last = len(block.signers) - 1
    top = [block.place_and_date if number == last else one.above for number, one in enumerate(block.signers)]
    below = [one.name or (DOTS if one.role else "") for one in block.signers]
    identity = [f"{one.number_label} {one.number or '.' * 28}" if one.number_label else "" for one in block.signers]
    room = [""] * len(block.signers)
    return [top, [one.role for one in block.signers], room, room, room, below, *([identity] if any(identity) else [])]


def page_end(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks, if they are a page's end that stays together: remarks and signatures. Empty if they aren't."""
    *remarks, last = blocks
    return blocks if isinstance(last, Signatures) and all(isinstance(one, Paragraph) for one in remarks) else ()

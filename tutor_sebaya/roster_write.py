"""Writing a class list: .xlsx for schools (A4 landscape, NISN as text) and .csv as Indonesian Excel reads it.

Both go through `table`, so both read back as an equal roster. A text that a spreadsheet would run as a formula is
neutralised: in .csv with an apostrophe (`roster_cells.guard`, taken off when reading), in .xlsx by its cell type.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .language import N_, text
from .roster_cells import guard
from .roster_values import (
    LABELS,
    Directory,
    Field,
    criterion_line,
    excel_error,
    number_text,
    read_gender,
    read_nis,
    read_nisn,
    read_number,
    read_present,
    read_score,
    read_seat,
    read_shy,
    seat_text,
    write_score_heading,
)

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from .roster_data import Roster, RosterPupil

Cell = str | float | int | None


@dataclass(frozen=True)
class Table:
    """Title lines, headings, the row of criteria if one is needed, and one row a pupil. `objectives`: score columns."""

    heading: tuple[str, ...]
    columns: list[str]
    criteria: list[Cell] | None
    rows: list[list[Cell]]
    objectives: range


def _original(pupil: RosterPupil, label: str, value: object, read: Callable[[str], object], written: Cell) -> Cell:
    """The text that the file had ('TH', '785', '#REF!'), as long as it still stands for the pupil's value."""
    found = pupil.extra.get(label)
    if found is None:
        return written
    stands = written in (None, "ya") if excel_error(found) else read(found) == value
    return found if stands else written


def table(roster: Roster) -> Table:
    """A roster as cells: numbers are numbers, a missing score is None, everything else is text."""
    directory = Directory((one.id, one.number, one.name) for one in roster.pupils)

    def others(pupil: RosterPupil, ids: tuple[str, ...]) -> Cell:
        if not ids:
            return None
        # Names survive sorting the sheet; where a name is not enough to find the pupil, the id does.
        named = "; ".join(directory.names[one] or one for one in ids)
        return named if directory.read(named, pupil.id)[:2] == (ids, ()) else "; ".join(ids)

    def gender(pupil: RosterPupil) -> Cell:
        return None if pupil.gender is None else "L" if pupil.gender == "male" else "P"

    def chosen(pupil: RosterPupil) -> Callable[[str], object]:
        return lambda found: directory.read(found, pupil.id)[0]

    def cell(
        name: Field, read: Callable[[str], object], write: Callable[[RosterPupil], Cell]
    ) -> Callable[[RosterPupil], Cell]:
        return lambda one: _original(one, LABELS[name], getattr(one, name), read, write(one))

    def seat(pupil: RosterPupil) -> Cell:
        return seat_text(pupil.seat) if isinstance(pupil.seat, tuple) else pupil.seat

    fields: dict[Field, Callable[[RosterPupil], Cell]] = {
        "number": cell("number", lambda found: read_number(found).value, lambda one: one.number),
        "id": lambda one: one.id,
        "nis": cell("nis", lambda found: read_nis(found).value, lambda one: one.nis),
        "nisn": cell("nisn", lambda found: read_nisn(found).value, lambda one: one.nisn),
        "name": cell("name", str, lambda one: one.name or None),
        "gender": cell("gender", lambda found: read_gender(found).value, gender),
        "class_name": cell("class_name", str, lambda one: one.class_name),
        "present": cell(
            "present", lambda found: read_present(found).value, lambda one: "ya" if one.present else "tidak"
        ),
        "shy": cell("shy", lambda found: read_shy(found).value, lambda one: "ya" if one.shy else None),
        "interest": cell("interest", str, lambda one: one.interest),
        "seat": cell("seat", lambda found: read_seat(found).value, seat),
        "chooses": lambda one: _original(one, LABELS["chooses"], one.chooses, chosen(one), others(one, one.chooses)),
        "avoid": lambda one: _original(one, LABELS["avoid"], one.avoid, chosen(one), others(one, one.avoid)),
    }
    ordered = [f"M{position:02d}" for position in range(1, len(roster.pupils) + 1)]
    written = {name: [value(one) for one in roster.pupils] for name, value in fields.items()}
    used = {"number", "name", "gender"} | {name for name, cells in written.items() if any(c is not None for c in cells)}
    if [one.id for one in roster.pupils] == ordered:
        used.discard("id")
    if all(one == "ya" for one in written["present"]):
        used.discard("present")
    before: tuple[Field, ...] = ("number", "id", "nis", "nisn", "name", "gender", "class_name", "present")
    after: tuple[Field, ...] = ("shy", "interest", "seat", "chooses", "avoid")
    first = [name for name in before if name in used]
    last = [name for name in after if name in used]
    taken = {LABELS[name] for name in fields} | {one.id for one in roster.objectives}
    extras = [key for key in dict.fromkeys(key for one in roster.pupils for key in one.extra) if key not in taken]

    def score(pupil: RosterPupil, objective: str) -> Cell:
        value = pupil.scores.get(objective)
        return _original(pupil, objective, value, lambda found: read_score(found).value, value)

    scores = [[score(one, objective.id) for one in roster.pupils] for objective in roster.objectives]
    columns: list[tuple[str, list[Cell]]] = [(LABELS[name], written[name]) for name in first]
    columns += [
        (write_score_heading(one.id, one.text), cells) for one, cells in zip(roster.objectives, scores, strict=True)
    ]
    columns += [(LABELS[name], written[name]) for name in last]
    columns += [(key, [one.extra.get(key) for one in roster.pupils]) for key in extras]
    objectives = range(len(first), len(first) + len(roster.objectives))
    return Table(
        roster.heading,
        [label for label, _ in columns],
        _criteria(roster, first.index("name"), objectives, len(columns)),
        [list(row) for row in zip(*(cells for _, cells in columns), strict=True)],
        objectives,
    )


def _criteria(roster: Roster, name: int, objectives: range, width: int) -> list[Cell] | None:
    """A row of criteria, unless the title lines already say the same."""
    ids = [one.id for one in roster.objectives]
    told: dict[str, float | None] = dict.fromkeys(ids)
    for line in roster.heading:
        found = criterion_line(line, ids)
        if found and found[1] is not None:
            told.update(dict.fromkeys(ids if found[0] is None else [found[0]], found[1]))
    wanted = {one.id: one.criterion for one in roster.objectives}
    if told == wanted:
        return None
    row: list[Cell] = [None] * width
    row[name] = "KKTP"
    for place, one in zip(objectives, roster.objectives, strict=True):
        row[place] = "-" if one.criterion is None else one.criterion
    return row


def write_csv(roster: Roster) -> bytes:
    """UTF-8 with BOM, `;`, decimal comma, CRLF: what Excel with Indonesian settings opens as a table.

    Excel itself takes the zeros off a NISN when it opens a .csv; give schools the .xlsx.
    """
    made = table(roster)
    lines: list[list[Cell]] = [[line] for line in made.heading]
    lines += [list(made.columns), *([made.criteria] if made.criteria else []), *made.rows]
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    for line in lines:
        writer.writerow(["" if c is None else guard(c) if isinstance(c, str) else number_text(c) for c in line])
    return target.getvalue().encode("utf-8-sig")


_SHEET = N_("Daftar kelas")
_WIDTHS = {"No": 5.0, "L/P": 5.0, "NIS": 12.0, "NISN": 13.0, "Nama": 32.0, "Kelas": 8.0, "Hadir": 8.0}
"""Widths of columns in characters; others follow their longest text."""
A4 = 9
"""Paper size in SpreadsheetML (ECMA-376 part 1, 18.3.1.63)."""


def write_xlsx(roster: Roster) -> bytes:
    """An .xlsx workbook with one sheet: A4 landscape, one page wide, headings repeated on each page, NISN as text.

    The same roster gives the same bytes each time: no times inside, parts stored uncompressed. Numbers keep 16
    significant digits (openpyxl's), more than a spreadsheet shows. Raises ImportError
    where openpyxl is not installed.
    """
    import openpyxl
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    made = table(roster)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = str(text(_SHEET))
    thin = Side(style="thin", color="808080")
    frame = Border(left=thin, right=thin, top=thin, bottom=thin)

    def put(row: int, column: int, value: Cell, boxed: bool = True) -> None:
        cell = sheet.cell(row=row, column=column)
        if isinstance(value, str):
            cell.value = value
            # A string cell is never run as a formula; the prefix keeps it text when somebody edits it.
            cell.data_type = "s"
            cell.number_format = "@"
            if guard(value) != value:
                cell.quotePrefix = True
        elif value is not None:
            cell.value = value
        elif column - 1 not in made.objectives:
            cell.number_format = "@"
        if boxed:
            cell.border = frame
            cell.alignment = Alignment(vertical="center", wrap_text=isinstance(value, str))

    row = 0
    for line in made.heading:
        row += 1
        put(row, 1, line, boxed=False)
        sheet.cell(row=row, column=1).font = Font(bold=True)
    row += 2 if made.heading else 1
    top = row
    for column, label in enumerate(made.columns, start=1):
        put(row, column, label)
        cell = sheet.cell(row=row, column=column)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E6E6E6")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        widest = max((len(str(one[column - 1])) for one in made.rows if one[column - 1] is not None), default=0)
        usual = 8.0 if column - 1 in made.objectives else min(40.0, max(9.0, widest + 2.0))
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(label, usual)
    for cells in ([made.criteria] if made.criteria else []) + made.rows:
        row += 1
        for column, value in enumerate(cells, start=1):
            put(row, column, value)
    return print_ready(book, sheet, top)


def print_ready(book: Workbook, sheet: Worksheet, top: int, paper: int = A4, one_page: bool = False) -> bytes:
    """The workbook's bytes, set up for printing across: row `top` repeated and kept in sight.

    `paper`: its code. `one_page`: everything on one page, in smaller letters where need be.
    """
    sheet.freeze_panes = f"A{top + 1}"
    sheet.print_title_rows = f"{top}:{top}"
    set_up_print(sheet, paper)
    sheet.page_setup.fitToHeight = int(one_page)
    target = io.BytesIO()
    book.save(target)
    return without_times(target.getvalue())


def set_up_print(sheet: Worksheet, paper: int = A4, landscape: bool = True) -> None:
    """One page wide, pages numbered, in the middle of the paper, whose code is `paper`."""
    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = paper
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    footer = HeaderFooterItem()
    footer.right.text = "&P / &N"
    sheet.HeaderFooter.oddFooter = footer


_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)


def without_times(archive: bytes, deflated: bool = False) -> bytes:
    """An Office file with fixed times in its archive and without its properties, which hold the time of writing.

    The parts of a class list are stored: zlib's output differs between its builds (CPython's, Pyodide's, zlib-ng).
    `deflated` is for forms, which are sent by phone: a text document of 36 pupils is thirty times smaller then, and
    only another build of zlib gives other bytes, with the same content.
    """
    target = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(target, "w") as copy:
        for one in source.infolist():
            entry = zipfile.ZipInfo(one.filename, _LONG_AGO)
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            content = _CORE.encode() if one.filename == "docProps/core.xml" else source.read(one)
            copy.writestr(entry, content, method, 9)
    return target.getvalue()

"""From a school's file to grids of raw cells: kinds of file, encodings, delimiters, sheets.

This module knows what a file is, not what a class list is (that is `roster.py`). It gives every readable file as one
or more `Grid`s, and refuses what it can't read with a `RosterError` that says the mend. It needs no library for text
files; openpyxl is imported only when an .xlsx file comes.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from .language import N_, Text, text
from .scenario import Problem

MAX_BYTES = 10_000_000
"""Largest file read, in bytes: a class list of 5,000 rows has under 1 MB."""
MAX_UNPACKED = 30_000_000
"""Largest .xlsx once unpacked, in bytes; what is larger is no class list (or a zip bomb)."""
MAX_ROWS = 5_000
"""Most rows with something in them."""
MAX_COLUMNS = 256
"""Rightmost column that may hold something."""
DELIMITERS = ";\t,|"

Value: TypeAlias = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None
NoteKind: TypeAlias = Literal["repair", "doubt", "error"]
Source: TypeAlias = Literal["xlsx", "csv"]


@dataclass(frozen=True)
class Note:
    """What the reader did with one cell; shown to the teacher only.

    `cell`: spreadsheet address (also for text files). `kind`: `repair` the reading is sure; `doubt` please look;
    `error` the cell could not be used. `found`: the cell's text; `used`: what the roster has instead (None: nothing).
    """

    cell: str
    kind: NoteKind
    message: Text
    found: str = ""
    used: str | None = None


class RosterError(Exception):
    """A file that can't be read as a class list; `problems` says where and what mends it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.render() for problem in problems))


def refuse(where: str, template: str, **values: object) -> RosterError:
    """A `RosterError` with one problem."""
    return RosterError((Problem(where, Text(template, values)),))


@dataclass
class Grid:
    """One sheet, rows and columns counted from 0. `merged`: covered cell -> the cell whose value it shows."""

    rows: list[list[Value]]
    source: Source
    name: str = ""
    delimiter: str = ""
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    no_result: set[tuple[int, int]] = field(default_factory=set)
    """Cells with a formula whose result the file doesn't hold."""
    notes: list[Note] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def raw(self, row: int, column: int) -> Value:
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return None

    def text(self, row: int, column: int) -> str:
        """The cell's text, cleaned (see `clean`)."""
        return clean(shown(self.raw(row, column)))

    def shown_merged(self, row: int, column: int) -> str:
        """The cell's text; for a cell inside a merged range that of the range."""
        return self.text(*self.merged.get((row, column), (row, column)))

    def blank(self, row: int) -> bool:
        return not any(self.text(row, column) for column in range(len(self.rows[row])))


def address(row: int, column: int) -> str:
    """(0, 27) -> 'AB1'."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


_INVISIBLE = frozenset("\u00ad\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(written: str) -> str:
    """Without outer spaces, double spaces, line breaks and invisible characters; otherwise as it is written."""
    if written.isascii() and written.isprintable():
        return " ".join(written.split())
    kept = []
    for letter in written:
        if letter.isspace():
            kept.append(" ")
        elif letter in _INVISIBLE or unicodedata.category(letter) in ("Cc", "Cs") or ord(letter) & 0xFFFE == 0xFFFE:
            continue
        else:
            kept.append(letter)
    return " ".join("".join(kept).split())


def shown(value: Value) -> str:
    """A raw cell as text: 78.0 -> '78', 78.5 -> '78,5', a day as '10/08/2026'."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, (int, float)):
        return decimal_text(value).replace(".", ",")
    if isinstance(value, dt.datetime):
        return value.strftime("%d/%m/%Y") if value.time() == dt.time() else value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return str(value)


def decimal_text(value: float) -> str:
    """A number in full, never as 1e+09, with a decimal point: the shortest text that reads back as the same number."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    written = repr(value)
    if "e" not in written and "E" not in written:
        return written
    if "inf" in written or "nan" in written:
        return written
    from decimal import Decimal

    return format(Decimal(written), "f")


# --- formula guard --------------------------------------------------------------------------------------------------

_RISKY = re.compile(r"[\s']*[=+\-@\uff1d\uff0b\uff0d\uff20]|'*[\t\r\n]|'*sep=", re.IGNORECASE)
_GUARDED = re.compile(r"'(?:" + _RISKY.pattern + ")", re.IGNORECASE)


def guard(written: str) -> str:
    """Neutralise a text that a spreadsheet would run as a formula: an apostrophe goes in front.

    Covers = + - @ (also full width), tab, carriage return, and a first line `sep=`. `unguard` gives the original.
    """
    return f"'{written}" if _RISKY.match(written) else written


def unguard(written: str) -> str:
    """Take off the apostrophe that `guard` put in front."""
    return written[1:] if _GUARDED.match(written) else written


# --- what kind of file ----------------------------------------------------------------------------------------------

_SAVE_AS = N_(
    "Berkas ini {kind}, bukan .xlsx atau .csv. Buka di Excel atau LibreOffice, pilih Simpan Sebagai "
    "“Excel Workbook (.xlsx)”, lalu pilih berkas yang baru."
)
_NOT_A_SHEET = N_("Berkas ini {kind}, bukan lembar kerja. Pilih berkas daftar kelas .xlsx atau .csv.")
_PASSWORD = N_(
    "Berkas ini terkunci dengan kata sandi (atau rusak). Buka di Excel, hapus sandinya lewat "
    "Berkas > Info > Proteksi Buku Kerja, simpan, lalu pilih lagi."
)
_EMPTY = N_("Berkas ini kosong. Pilih berkas yang berisi daftar kelas.")
_TOO_LARGE = N_("Berkas ini {size} MB; paling besar {limit} MB. Simpan lembar daftar kelas saja ke berkas baru.")
_TOO_MANY_ROWS = N_("Lembar ini punya lebih dari {limit} baris isi. Pilih berkas untuk satu kelas atau satu angkatan.")
_TOO_WIDE = N_("Ada isi di luar {limit} kolom pertama (sel {cell}). Hapus kolom di luar tabel daftar kelas.")
_BROKEN = N_("Berkas .xlsx ini rusak atau tidak lengkap. Buka di Excel, simpan ulang sebagai .xlsx, lalu pilih lagi.")
_NO_OPENPYXL = N_(
    "Berkas .xlsx tidak dapat dibaca karena paket openpyxl belum terpasang. Pasang openpyxl, atau simpan daftar kelas "
    "sebagai .csv."
)
_NOT_TEXT = N_("Berkas ini bukan teks dan bukan .xlsx. Pilih berkas daftar kelas .xlsx atau .csv.")
_NO_SHEET = N_("Lembar “{sheet}” tidak ada. Lembar yang ada: {sheets}.")
_EMPTY_BOOK = N_("Semua lembar di berkas ini kosong. Pilih berkas yang berisi daftar kelas.")

_KIND_XLS = N_("berformat Excel lama (.xls)")
_KIND_ODS = N_("berformat OpenDocument (.ods)")
_KIND_XLSB = N_("berformat Excel biner (.xlsb)")
_KIND_HTML = N_("halaman web yang diberi nama lembar kerja")
_KIND_XML = N_("berformat XML")
_KIND_PDF = N_("PDF")
_KIND_IMAGE = N_("gambar")
_KIND_WORD = N_("dokumen Word")
_KIND_SLIDES = N_("salindia PowerPoint")
_KIND_ZIP = N_("arsip zip")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_grids(data: bytes, where: str, sheet: str | int | None = None) -> list[Grid]:
    """The sheets of a file, in order: one for a text file, each visible non-empty sheet for .xlsx.

    `sheet`: only this one, by name or number (from 0). What the file is follows from its first bytes, never from its
    name. Raises RosterError.
    """
    if len(data) > MAX_BYTES:
        raise refuse(where, _TOO_LARGE, size=round(len(data) / 1e6, 1), limit=MAX_BYTES // 1_000_000)
    if not data.strip(b"\x00 \t\r\n"):
        raise refuse(where, _EMPTY)
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise refuse(where, _PASSWORD) if encrypted else refuse(where, _SAVE_AS, kind=text(_KIND_XLS))
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _open_xlsx(data, where, sheet)
    if data.startswith(b"%PDF"):
        raise refuse(where, _NOT_A_SHEET, kind=text(_KIND_PDF))
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")):
        raise refuse(where, _NOT_A_SHEET, kind=text(_KIND_IMAGE))
    written, notes = _decode(data, where)
    start = written.lstrip()[:200].casefold()
    if start.startswith(("<!doctype html", "<html", "<table", "<meta", "<head")):
        raise refuse(where, _SAVE_AS, kind=text(_KIND_HTML))
    if start.startswith("<?xml"):
        raise refuse(where, _SAVE_AS, kind=text(_KIND_XML))
    return open_text(written, where, notes)


# --- text files -----------------------------------------------------------------------------------------------------

_READ_AS = N_("Berkas dibaca dengan pengodean {encoding}. Periksa huruf khusus pada nama.")
_UNDECODED = N_("Beberapa huruf tidak dikenal dalam pengodean {encoding}. Simpan ulang berkas sebagai CSV UTF-8.")
_OPEN_QUOTE = N_(
    'Ada tanda kutip (") yang tidak ditutup, jadi tanda kutip dibaca sebagai huruf biasa. Hapus tanda kutip itu.'
)


def _decode(data: bytes, where: str) -> tuple[str, list[Note]]:
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return data.decode(encoding), []
            except UnicodeDecodeError:
                if encoding != "utf-8-sig":
                    raise refuse(where, _NOT_TEXT) from None
                data = data[len(mark) :]
                break
    if b"\x00" in data:
        # UTF-16 without a mark: in a table of Latin letters every second byte is zero.
        half = len(data) // 2
        for encoding, zeros in (("utf-16-le", data[1::2].count(0)), ("utf-16-be", data[0::2].count(0))):
            if zeros > 0.7 * half:
                try:
                    return data.decode(encoding), [
                        Note("A1", "repair", text(_READ_AS, encoding="UTF-16"), used="UTF-16")
                    ]
                except UnicodeDecodeError:
                    break
        raise refuse(where, _NOT_TEXT)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    odd = sum(byte < 32 and byte not in b"\t\r\n\x0b\x0c\x1a\x1b" for byte in data)
    if odd > len(data) // 50:
        raise refuse(where, _NOT_TEXT)
    try:
        return data.decode("cp1252"), [Note("A1", "repair", text(_READ_AS, encoding="CP1252"), used="CP1252")]
    except UnicodeDecodeError:
        written = data.decode("cp1252", errors="replace")
        return written, [Note("A1", "doubt", text(_UNDECODED, encoding="CP1252"), used="CP1252")]


def open_text(written: str, where: str, notes: list[Note] | None = None) -> list[Grid]:
    """The possible grids of a delimited text: one for each delimiter that may be meant, most likely first.

    A `sep=` line is obeyed and, as in Excel, not counted as a row.
    """
    if len(written) > MAX_BYTES:
        raise refuse(where, _TOO_LARGE, size=round(len(written) / 1e6, 1), limit=MAX_BYTES // 1_000_000)
    written = written.removeprefix("\ufeff").replace("\x00", "")
    if not written.strip():
        raise refuse(where, _EMPTY)
    told = re.match(r'"?sep=([;,|\t])"?[ \t;,]*(?:\r\n|\r|\n|$)', written, re.IGNORECASE)
    if told:
        written = written[told.end() :]
        candidates = told[1]
    else:
        candidates = "".join(one for one in DELIMITERS if one in written) or ";"
    grids = []
    for delimiter in candidates:
        grid = _split(written, delimiter)
        grid.notes[:0] = notes or []
        _limit(grid, where)
        grids.append(grid)
    return sorted(grids, key=lambda grid: -_regularity(grid))


def _split(written: str, delimiter: str) -> Grid:
    """Rows of a delimited text. A quote that is never closed would swallow the rest: then quotes are letters."""
    notes: list[Note] = []
    csv.field_size_limit(MAX_BYTES)
    if _quote_stays_open(written, delimiter):
        rows = [[cell.strip('"') for cell in row] for row in _rows(written, delimiter, csv.QUOTE_NONE)]
        notes.append(Note("A1", "doubt", text(_OPEN_QUOTE), found='"'))
    else:
        rows = _rows(written, delimiter, csv.QUOTE_MINIMAL)
    return Grid([[unguard(cell) for cell in row] for row in rows], "csv", delimiter=delimiter, notes=notes)


def _rows(written: str, delimiter: str, quoting: Literal[0, 3]) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(written, newline=""), delimiter=delimiter, quoting=quoting))
    except csv.Error:
        # Line breaks that csv refuses: plain splitting loses nothing.
        return [line.split(delimiter) for line in re.split(r"\r\n|\r|\n", written)]


def _quote_stays_open(written: str, delimiter: str) -> bool:
    if '"' not in written:
        return False
    try:
        for _ in csv.reader(io.StringIO(written, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _regularity(grid: Grid) -> float:
    """How well a delimiter fits: mean number of filled cells a row, times the share of rows with the same width."""
    widths = [len(row) for row in grid.rows if any(cell for cell in row)]
    if not widths:
        return 0.0
    usual = max(set(widths), key=widths.count)
    return usual * widths.count(usual) / len(widths)


def _limit(grid: Grid, where: str) -> None:
    while grid.rows and grid.blank(len(grid.rows) - 1):
        grid.rows.pop()
    filled = 0
    for number, row in enumerate(grid.rows):
        filled += any(cell not in (None, "") for cell in row)
        if filled > MAX_ROWS + 100:  # title, header and footer rows come on top of the pupils
            raise refuse(where, _TOO_MANY_ROWS, limit=MAX_ROWS)
        if len(row) > MAX_COLUMNS:
            beyond = next((c for c in range(MAX_COLUMNS, len(row)) if grid.text(number, c)), None)
            if beyond is not None:
                raise refuse(where, _TOO_WIDE, limit=MAX_COLUMNS, cell=address(number, beyond))
            del row[MAX_COLUMNS:]


# --- workbooks ------------------------------------------------------------------------------------------------------

_HIDDEN_ROWS = N_("Baris tersembunyi ikut dibaca: {rows}. Hapus barisnya kalau bukan murid kelas ini.")


def _check_zip(data: bytes, where: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            unpacked = sum(one.file_size for one in archive.infolist())
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except Exception:
        # zipfile raises many kinds of error on broken archives; all mean the same to the teacher.
        raise refuse(where, _BROKEN) from None
    if b"opendocument" in mimetype:
        raise refuse(where, _SAVE_AS, kind=text(_KIND_ODS))
    if "xl/workbook.bin" in names:
        raise refuse(where, _SAVE_AS, kind=text(_KIND_XLSB))
    if any(name.startswith("word/") for name in names):
        raise refuse(where, _NOT_A_SHEET, kind=text(_KIND_WORD))
    if any(name.startswith("ppt/") for name in names):
        raise refuse(where, _NOT_A_SHEET, kind=text(_KIND_SLIDES))
    if "[Content_Types].xml" not in names:
        raise refuse(where, _NOT_A_SHEET, kind=text(_KIND_ZIP))
    if unpacked > MAX_UNPACKED:
        raise refuse(where, _TOO_LARGE, size=round(unpacked / 1e6, 1), limit=MAX_UNPACKED // 1_000_000)


def _open_xlsx(data: bytes, where: str, sheet: str | int | None) -> list[Grid]:
    _check_zip(data, where)
    try:
        import openpyxl
    except ImportError:
        raise refuse(where, _NO_OPENPYXL) from None
    try:
        with warnings.catch_warnings():
            # openpyxl warns of parts that it leaves out (data validation, images): none of them is a class list.
            warnings.simplefilter("ignore")
            values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(data), data_only=False)
    except Exception:
        # openpyxl lets any error of zip, XML or its own descriptors through; all mean the same to the teacher.
        raise refuse(where, _BROKEN) from None
    sheets = values.worksheets
    if sheet is not None:
        names = [one.title for one in sheets]
        if isinstance(sheet, int) and 0 <= sheet < len(sheets):
            sheets = [sheets[sheet]]
        elif sheet in names:
            sheets = [sheets[names.index(str(sheet))]]
        else:
            raise refuse(where, _NO_SHEET, sheet=str(sheet), sheets=names)
    else:
        sheets = [one for one in sheets if one.sheet_state == "visible"] or sheets
    grids = []
    for one in sheets:
        # The dictionary of cells that exist: `iter_rows` would make a million cells where one lies in the last row.
        cells = {
            (row - 1, column - 1): cell.value
            for (row, column), cell in one._cells.items()
            if cell.value is not None and clean(str(cell.value))
        }
        asked = {
            (row - 1, column - 1)
            for (row, column), cell in formulas[one.title]._cells.items()
            if cell.data_type == "f" and (row - 1, column - 1) not in cells
        }
        filled = sorted(cells.keys() | asked)
        if not filled:
            continue
        if len({row for row, _ in filled}) > MAX_ROWS + 100 or filled[-1][0] > 50 * MAX_ROWS:
            raise refuse(where, _TOO_MANY_ROWS, limit=MAX_ROWS)
        widest = max(filled, key=lambda place: place[1])
        if widest[1] >= MAX_COLUMNS:
            raise refuse(where, _TOO_WIDE, limit=MAX_COLUMNS, cell=address(*widest))
        rows: list[list[Value]] = [[] for _ in range(filled[-1][0] + 1)]
        for row, column in filled:
            rows[row].extend([None] * (column + 1 - len(rows[row])))
            value = cells.get((row, column))
            rows[row][column] = (
                value
                if value is None or isinstance(value, (str, int, float, dt.date, dt.time, dt.timedelta))
                else str(value)
            )
        grid = Grid(rows, "xlsx", name=one.title, no_result=asked)
        for merged in one.merged_cells.ranges:
            top, left = merged.min_row - 1, merged.min_col - 1
            for row in range(top, min(merged.max_row, len(rows))):
                for column in range(left, min(merged.max_col, MAX_COLUMNS)):
                    if (row, column) != (top, left):
                        grid.merged[row, column] = (top, left)
        hidden = [
            row
            for row in sorted({row + 1 for row, _ in filled})
            if row in one.row_dimensions and one.row_dimensions[row].hidden
        ]
        if hidden:
            grid.notes.append(
                Note(address(hidden[0] - 1, 0), "doubt", text(_HIDDEN_ROWS, rows=[str(row) for row in hidden]))
            )
        grids.append(grid)
    if not grids:
        raise refuse(where, _EMPTY_BOOK)
    return grids

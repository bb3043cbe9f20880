"""The class list: from a school's file to pupils, with every repair and every doubt reported per cell.

`read_roster` and `paste_roster` take files as schools have them (field facts, section 6.1): title and footer rows,
`;` or `,`, decimal commas, lost zeros in NISN, L/P in many spellings, TH/S/I/A for a score. Nothing is dropped
silently: unknown columns and texts that could not be used are kept in `RosterPupil.extra`, rows that are no pupils
are named in a note. `write_xlsx` and `write_csv` write a class list that reads back as an equal roster.

A file that can't be read raises `RosterError`. Notes name pupils' data, so they are for the teacher's own view;
nothing here logs anything.
"""

from __future__ import annotations

from pathlib import Path

from .language import N_, text
from .roster_cells import Note, RosterError, open_grids, open_text, refuse
from .roster_data import Roster, RosterObjective, RosterPupil
from .roster_table import read_grids
from .roster_write import write_csv, write_xlsx
from .scenario import Problem

__all__ = [
    "Note",
    "Problem",
    "Roster",
    "RosterError",
    "RosterObjective",
    "RosterPupil",
    "paste_roster",
    "read_roster",
    "write_csv",
    "write_xlsx",
]


_FILE = N_("berkas")
_NO_FILE = N_("Berkas tidak ditemukan. Periksa nama dan foldernya.")
_NO_ACCESS = N_("Berkas tidak dapat dibuka. Tutup dulu di Excel, atau pilih berkas lain.")


def read_roster(
    path_or_bytes: str | Path | bytes, filename: str | None = None, sheet: str | int | None = None
) -> Roster:
    """The class list of an .xlsx, .csv or .txt file, given as a path or as its bytes.

    `filename` is what messages call the file. `sheet`: name or number (from 0) of the sheet; without it the first
    visible sheet with a class list is read and the others are named in a note. Raises RosterError.
    """
    if isinstance(path_or_bytes, bytes):
        data, where = path_or_bytes, filename or str(text(_FILE))
    else:
        path = Path(path_or_bytes)
        where = filename or path.name
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise refuse(where, _NO_FILE) from None
        except (OSError, ValueError):
            raise refuse(where, _NO_ACCESS) from None
    return read_grids(open_grids(data, where, sheet), where)


def paste_roster(written: str) -> Roster:
    """The class list of a pasted text: cells copied from a spreadsheet, CSV text, or one name a line.

    Raises RosterError.
    """
    where = str(text(N_("teks tempelan")))
    return read_grids(open_text(written, where), where, names_alone=True)

"""From a grid of cells to a class list: finds the headings, tells pupils from titles and footers, reads each row.

`read_grids` is the entrance. Every repair, doubt and error becomes a `Note` with the cell's address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .language import N_, Text, text
from .roster_cells import MAX_ROWS, Grid, Note, NoteKind, Value, address, clean, refuse, shown
from .roster_data import Roster, RosterObjective, RosterPupil, identity
from .roster_header import Header, find_header, header_score, row_text
from .roster_values import (
    CRITERION_ROW,
    LABELS,
    Directory,
    Field,
    Reading,
    criterion_line,
    excel_error,
    field_of,
    is_footer,
    is_kept_column,
    is_signature,
    no_result,
    number_as_text,
    number_text,
    read_gender,
    read_gender_ticks,
    read_nis,
    read_nisn,
    read_number,
    read_present,
    read_score,
    read_seat,
    read_shy,
    score_heading,
    seat_text,
    spaces,
)

_NO_HEADER = N_(
    "Baris judul kolom dengan “Nama” tidak ditemukan. Tulis satu baris judul di atas tabel, misalnya: No, NISN, Nama, "
    "L/P, TP1. Baris pertama yang terbaca: {found}."
)
_NO_PUPILS = N_("Tabel punya judul kolom (baris {row}), tetapi tidak ada murid di bawahnya.")
_TOO_MANY = N_("Ada lebih dari {limit} murid. Pilih berkas untuk satu kelas atau satu angkatan.")
_OTHER_LIST = N_("Lembar “{sheet}” juga berisi daftar kelas dan tidak dibaca. Yang dibaca: “{used}”.")
_OTHER_SHEET = N_("Lembar “{sheet}” bukan daftar kelas dan tidak dibaca.")


def read_grids(grids: Sequence[Grid], where: str, names_alone: bool = False) -> Roster:
    headers = [find_header(grid) for grid in grids]
    if grids[0].source == "csv":
        # The same text cut by several delimiters: the one under which most headings make sense.
        scores = [header.score if header else -1 for header in headers]
        best = scores.index(max(scores))
    else:
        best = next((one for one, header in enumerate(headers) if header), 0)
    grid, header = grids[best], headers[best]
    if header is None:
        if names_alone and (alone := _names_alone(grids, where)):
            return alone
        first = next((" | ".join(row_text(grid, row)) for row in range(len(grid.rows)) if not grid.blank(row)), "")
        raise refuse(where, _NO_HEADER, found=first[:80])
    others = []
    if grid.source == "xlsx":
        for other, its_header in zip(grids, headers, strict=True):
            if other is not grid:
                kind: NoteKind = "doubt" if its_header else "repair"
                told = _OTHER_LIST if its_header else _OTHER_SHEET
                others.append(Note("A1", kind, text(told, sheet=other.name, used=grid.name), found=other.name))
    return _Reader(grid, header, where, others).roster()


_ONE_NAME_A_LINE = N_("Tidak ada judul kolom: setiap baris dibaca sebagai satu nama.")


def _names_alone(grids: Sequence[Grid], where: str) -> Roster | None:
    """A pasted list of names, one a line, perhaps numbered ('1. Ani')."""
    grid = min(grids, key=lambda one: one.width)
    lines = [" ".join(row_text(grid, row)) for row in range(len(grid.rows)) if not grid.blank(row)]
    pupils: list[RosterPupil] = []
    notes = [Note("A1", "doubt", text(_ONE_NAME_A_LINE), found=lines[0] if lines else "")]
    for line in lines:
        match = re.fullmatch(r"(?:([0-9]{1,4})[.)]? )?(.+)", line)
        name = match[2] if match else line
        if not re.search(r"[^\W\d_]", name) or len(name) > 80 or len(name.split()) > 8 or "=" in name:
            return None
        number = int(match[1]) if match and match[1] else None
        pupils.append(RosterPupil(identity(len(pupils) + 1), name, number))
    if len(pupils) > MAX_ROWS:
        raise refuse(where, _TOO_MANY, limit=MAX_ROWS)
    roster = Roster(tuple(pupils))
    return replace(roster, notes=tuple(notes)) if pupils else None


# --- the table ------------------------------------------------------------------------------------------------------

_COLUMN_KEPT = N_("Kolom “{heading}” disimpan apa adanya; perencana tidak memakainya.")
_COLUMN_UNKNOWN = N_(
    "Kolom “{heading}” tidak dikenal: disimpan apa adanya, tidak dipakai. Kalau isinya nilai, beri judul "
    "“Nilai {heading}”."
)
_COLUMN_UNNAMED = N_("Kolom ini tidak berjudul; isinya disimpan sebagai “{heading}”.")
_COLUMN_TWICE = N_("Kolom “{heading}” ada dua. Yang pertama dipakai; yang ini disimpan sebagai “{used}”.")
_HEADING_READ = N_("Judul kolom “{found}” dibaca sebagai {used}.")
_NO_GENDER_COLUMN = N_("Tidak ada kolom L/P: jenis kelamin semua murid belum diketahui.")
_NO_SCORE_COLUMN = N_("Tidak ada kolom nilai. Kalau ada nilai, beri judul kolom seperti TP1 atau Nilai.")
_COLUMN_BLANK = N_("Kolom nilai {objective} kosong: belum ada nilai untuk semua murid.")
_SCALE_TEN = N_("Semua nilai {objective} paling besar 10. Kalau skalanya 0–10, kalikan sepuluh; di sini dibaca 0–100.")
_CRITERION_ALL = N_("Kriteria {used} dari baris judul dipakai untuk semua kolom nilai.")
_CRITERION_ONE = N_("Kriteria {used} dipakai untuk {objective}.")
_CRITERION_UNREAD = N_("Kriteria di sini bukan satu angka 0–100, jadi tidak dipakai. Tulis misalnya KKTP: 70.")
_ROW_CRITERION = N_("Baris kriteria ketuntasan, bukan murid.")
_ROW_NUMBERS = N_("Baris nomor kolom dilewati.")
_ROW_HEADER = N_("Judul kolom yang terulang dilewati.")
_ROW_FOOTER = N_("Baris {row} bukan murid (catatan kaki tabel) dan dilewati.")
_ROW_SIGNATURE = N_("Baris {row} bukan murid (tanda tangan) dan dilewati.")
_ROW_NUMBER_ONLY = N_("Baris {row} hanya berisi nomor dan dilewati.")
_ROW_BLANK = N_("{n} baris kosong di antara murid dilewati.")
_ROW_UNKNOWN = N_("Baris {row} tidak punya nama, nomor induk, atau nilai, jadi dilewati. Periksa.")
_ROW_WIDE = N_(
    "Baris ini punya {n} sel lebih dari judulnya, mungkin karena koma desimal memecah nilai. Nilainya tidak dipakai. "
    "Simpan ulang dengan pemisah titik koma, atau tulis nilai dengan titik."
)
_ROW_TWICE = N_("Baris ini sama persis dengan baris {row}, termasuk nomor induknya; murid dihitung satu kali.")
_NO_NAME = N_("Baris ini tidak punya nama. Murid tetap dimasukkan; tulis namanya.")
_NO_NUMBER = N_("Baris ini tidak bernomor, tetapi baris lain bernomor. Dibaca sebagai murid; periksa.")
_NAME_IS_NUMBER = N_("Nama ini berupa angka. Periksa apakah kolomnya bergeser.")
_NAME_TWICE = N_("Nama ini sama dengan baris {row}. Dibaca sebagai dua murid; periksa.")
_NUMBER_TWICE = N_("Nomor urut {found} sama dengan baris {row}. Periksa.")
_NISN_TWICE = N_("NISN ini sama dengan baris {row}. NISN setiap murid berbeda; periksa.")
_NIS_TWICE = N_("NIS ini sama dengan baris {row}. NIS setiap murid berbeda; periksa.")
_ID_UNUSED = N_("Kode murid harus M01, M02, … dan semuanya berbeda. Kode dibuat ulang menurut urutan daftar.")
_MERGED = N_("Sel ini gabungan; isinya dipakai untuk semua baris yang digabung.")
_MERGED_UNUSED = N_(
    "Sel ini gabungan; isinya hanya dipakai untuk sel pertama. Pisahkan sel gabungan dan isi satu per satu."
)

_ID = re.compile(r"M\d{2,6}")
_SHIFTED = "Sel bergeser"
"""Heading under which the cells of a row that is too wide are kept."""
_FILLED_DOWN = ("class_name", "interest")


@dataclass(frozen=True)
class _Column:
    place: int
    kind: Field | None
    """None: scores where `objective`, otherwise extra."""
    label: str
    objective: str | None = None


@dataclass
class _Draft:
    """A pupil's row while it is read."""

    row: int
    pupil: RosterPupil
    chooses: list[tuple[int, Value]] = field(default_factory=list)
    avoid: list[tuple[int, Value]] = field(default_factory=list)
    code: str = ""


class _Reader:
    """Reads one grid under one header; `notes` gathers everything to report."""

    def __init__(self, grid: Grid, header: Header, where: str, notes: list[Note]) -> None:
        self.grid = grid
        self.header = header
        self.where = where
        self.notes: list[tuple[int, int, Note]] = [(-1, 0, one) for one in (*grid.notes, *notes)]
        self.columns: list[_Column] = []
        self.objectives: list[RosterObjective] = []
        self.heading: list[str] = []
        self.point_is_usual = grid.source == "xlsx" or grid.delimiter in ",|"
        self.looked_at: set[tuple[int, int]] = set()

    def note(self, row: int, column: int, kind: NoteKind, message: Text, found: str, used: str | None = None) -> None:
        self.notes.append((row, column, Note(address(row, column), kind, message, found, used)))

    # -- columns

    def read_columns(self) -> None:
        taken: set[str] = set()
        headings = self.header.headings
        ticks = {field_of(one) for one in headings.values()} >= {"gender_male", "gender_female"}
        for place in range(self.grid.width):
            written = headings.get(place, "")
            kind = field_of(written) if written else None
            if kind in ("gender_male", "gender_female") and not ticks:
                kind = None
            score = None if kind or not written else score_heading(written)
            label = (
                LABELS.get(kind, kind) if kind else score.id if score else written or f"Kolom {address(0, place)[:-1]}"
            )
            if not written:
                # Beyond the headings of a comma-separated file lie the halves of decimal numbers: see `_too_wide`.
                shifted = place >= self.header_width() and self.grid.delimiter == "," and self.objectives
                if not shifted and self._filled(place):
                    message = text(_COLUMN_UNNAMED, heading=label)
                    self.note(self.header.row, place, "doubt", message, "", label)
                    self.columns.append(_Column(place, None, label))
                continue
            if label in taken and kind != "chooses":
                used = next(f"{label} ({n})" for n in range(2, 1000) if f"{label} ({n})" not in taken)
                taken.add(used)
                self.note(
                    self.header.bottom, place, "doubt", text(_COLUMN_TWICE, heading=label, used=used), written, used
                )
                self.columns.append(_Column(place, None, used))
                continue
            taken.add(label)
            if score:
                self.objectives.append(RosterObjective(score.id, score.text, score.criterion))
                self.columns.append(_Column(place, None, label, score.id))
                if score.id != written and (score.text is None or not written.startswith(score.id)):
                    message = text(_HEADING_READ, found=written, used=score.id)
                    self.note(self.header.bottom, place, "repair", message, written, score.id)
            elif kind:
                self.columns.append(_Column(place, kind, label))
            else:
                self.columns.append(_Column(place, None, label))
                kept = is_kept_column(written)
                message = text(_COLUMN_KEPT if kept else _COLUMN_UNKNOWN, heading=written)
                self.note(self.header.bottom, place, "repair" if kept else "doubt", message, written, written)
        kinds = {one.kind for one in self.columns}
        name = next(one.place for one in self.columns if one.kind == "name")
        if not kinds & {"gender", "gender_male"}:
            self.note(self.header.row, name, "doubt", text(_NO_GENDER_COLUMN), "")
        if not self.objectives:
            self.note(self.header.row, name, "doubt", text(_NO_SCORE_COLUMN), "")

    def _filled(self, place: int) -> bool:
        rows = range(self.header.bottom + 1, len(self.grid.rows))
        return any(self.grid.text(row, place) and not self._is_margin(row) for row in rows)

    def _is_margin(self, row: int) -> bool:
        """Whether a row is a footer or signature, without looking at columns (they are not known yet)."""
        return any(is_signature(one) for one in row_text(self.grid, row)) or bool(
            (cells := row_text(self.grid, row)) and is_footer(cells[0])
        )

    def place(self, kind: Field) -> int | None:
        return next((one.place for one in self.columns if one.kind == kind), None)

    # -- titles and criteria

    def read_heading(self) -> None:
        for row in range(self.header.top):
            cells = row_text(self.grid, row)
            if not cells:
                continue
            line = " ".join(cells)
            self.heading.append(line)
            found = criterion_line(line, [one.id for one in self.objectives])
            if found is None or not self.objectives:
                continue
            place = next(
                (c for c in range(len(self.grid.rows[row])) if CRITERION_ROW.match(self.grid.text(row, c))),
                next(c for c in range(len(self.grid.rows[row])) if self.grid.text(row, c)),
            )
            self._criterion(row, place, found[0], found[1], line)

    def _criterion(self, row: int, place: int, which: str | None, value: float | None, found: str) -> None:
        if value is None:
            self.note(row, place, "doubt", text(_CRITERION_UNREAD), found)
            return
        self.objectives = [replace(one, criterion=value) if which in (None, one.id) else one for one in self.objectives]
        message = (
            text(_CRITERION_ALL, used=value) if which is None else text(_CRITERION_ONE, used=value, objective=which)
        )
        self.note(row, place, "repair", message, found, number_text(value))

    def read_criterion_row(self, row: int) -> None:
        """A row under the header such as 'KKTP | 70 | 75': one criterion per score column; '-' for none."""
        for column in self.columns:
            found = self.grid.text(row, column.place)
            if column.objective is None or not found:
                continue
            if found in ("-", "–"):
                self.objectives = [
                    replace(one, criterion=None) if one.id == column.objective else one for one in self.objectives
                ]
                continue
            reading = read_score(self.grid.raw(row, column.place))
            self._criterion(row, column.place, column.objective, reading.value, found)

    # -- rows

    def roster(self) -> Roster:
        self.read_columns()
        self.read_heading()
        drafts = self.read_rows()
        if not drafts:
            raise refuse(self.where, _NO_PUPILS, row=self.header.row + 1)
        if len(drafts) > MAX_ROWS:
            raise refuse(self.where, _TOO_MANY, limit=MAX_ROWS)
        drafts = self.drop_repeated(drafts)
        pupils = self.refer(self.identify(drafts))
        self.look_over(drafts, pupils)
        notes = [note for _, _, note in sorted(self.notes, key=lambda one: one[:2])]
        return Roster(tuple(pupils), tuple(self.objectives), tuple(self.heading), tuple(notes))

    def read_rows(self) -> list[_Draft]:
        drafts: list[_Draft] = []
        blank: list[int] = []
        signing = False
        for row in range(self.header.bottom + 1, len(self.grid.rows)):
            if self.grid.blank(row) and not any((row, one.place) in self.grid.no_result for one in self.columns):
                blank.append(row)
                continue
            skipped, signing = self._skipped(row, bool(drafts), signing)
            if skipped:
                kind, message = skipped
                self.note(row, self._first(row), kind, message, " | ".join(row_text(self.grid, row))[:200])
                continue
            if self._is_criterion_row(row, bool(drafts)):
                self.note(row, self._first(row), "repair", text(_ROW_CRITERION), self.grid.text(row, self._first(row)))
                self.read_criterion_row(row)
                continue
            if blank and drafts:
                self.note(blank[0], 0, "repair", text(_ROW_BLANK, n=len(blank)), "")
            blank.clear()
            drafts.append(self.read_pupil(row))
        return drafts

    def _first(self, row: int) -> int:
        return next((column for column in range(len(self.grid.rows[row])) if self.grid.text(row, column)), 0)

    def _has(self, row: int, *kinds: Field) -> bool:
        return any(self.grid.text(row, one.place) for one in self.columns if one.kind in kinds)

    def _identified(self, row: int) -> bool:
        """Whether the row has what only a pupil's row has: a list number, NIS, NISN or gender."""
        number = self.place("number")
        if number is not None and read_number(self.grid.raw(row, number)).value is not None:
            return True
        if self._has(row, "nis", "nisn", "nis_nisn", "gender_male", "gender_female"):
            return True
        gender = self.place("gender")
        return gender is not None and read_gender(self.grid.raw(row, gender)).value is not None

    def _scored(self, row: int) -> bool:
        """Whether the row has a score, or a formula that may be one."""
        return any(
            (row, one.place) in self.grid.no_result or read_score(self.grid.raw(row, one.place)).value is not None
            for one in self.columns
            if one.objective
        )

    def _skipped(self, row: int, begun: bool, signing: bool) -> tuple[tuple[NoteKind, Text] | None, bool]:
        """Why a row is no pupil, or None; and whether the signatures have begun."""
        cells = row_text(self.grid, row)
        name = self.place("name")
        assert name is not None
        named = self.grid.text(row, name)
        if header_score(self.grid, row) >= min(3, self.header.score) and field_of(named) == "name":
            return ("repair", text(_ROW_HEADER)), signing
        ordinals = [re.fullmatch(r"\(?([0-9]{1,2})\)?", one) for one in cells]
        if len(cells) > 1 and not begun and re.fullmatch(r"\(?[0-9]{1,2}\)?", named) and all(ordinals):
            numbers = [int(one[1]) for one in ordinals if one]
            if numbers == list(range(numbers[0], numbers[0] + len(numbers))):
                return ("repair", text(_ROW_NUMBERS)), signing
        if not self._identified(row):
            start = cells[0] if cells else ""
            if any(is_signature(one) for one in cells):
                return ("repair", text(_ROW_SIGNATURE, row=row + 1)), True
            if begun and (is_footer(start) or is_footer(named)):
                return ("repair", text(_ROW_FOOTER, row=row + 1)), signing
            if signing and not self._scored(row):
                return ("repair", text(_ROW_SIGNATURE, row=row + 1)), True
        if not named and not self._has(row, "nis", "nisn", "nis_nisn", "gender") and not self._scored(row):
            alone = self._has(row, "number") and len(cells) <= 2
            message = text(_ROW_NUMBER_ONLY if alone else _ROW_UNKNOWN, row=row + 1)
            return ("repair" if alone else "doubt", message), signing
        return None, signing

    def _is_criterion_row(self, row: int, begun: bool) -> bool:
        cells = row_text(self.grid, row)
        if begun or not self.objectives or self._identified(row):
            return False
        return any(CRITERION_ROW.fullmatch(one) for one in cells[:2])

    # -- cells

    def text(self, row: int, column: int) -> str:
        """The cell's text; reports formulas without a result, Excel's errors and superfluous spaces, once each."""
        raw, found = self.grid.raw(row, column), self.grid.text(row, column)
        if (row, column) in self.looked_at:
            return "" if excel_error(found) else found
        self.looked_at.add((row, column))
        if (row, column) in self.grid.no_result:
            self.note(row, column, "error", no_result(), "=")
        wrong = excel_error(found)
        if wrong:
            self.note(row, column, "error", wrong, found)
            return ""
        if isinstance(raw, str) and raw != found:
            self.note(row, column, "repair", spaces(), raw, found)
        return found

    def take(self, row: int, column: _Column, reading: Reading[Any], used: str | None, extra: dict[str, str]) -> None:
        """Report a reading and keep the text that it could not use."""
        found = self.grid.text(row, column.place)
        if reading.kind and reading.message:
            self.note(row, column.place, reading.kind, reading.message, found, used)
        if reading.unread and found:
            extra[column.label] = found

    def read_pupil(self, row: int) -> _Draft:
        fields: dict[str, Any] = {"id": "", "name": ""}
        scores: dict[str, float | None] = {}
        extra: dict[str, str] = {}
        draft_chooses: list[tuple[int, Value]] = []
        draft_avoid: list[tuple[int, Value]] = []
        code = ""
        too_wide = self._too_wide(row)
        for column in self.columns:
            place, kind = column.place, column.kind
            covered = self.grid.merged.get((row, place))
            found = self.text(row, place)
            raw: Value = self.grid.raw(row, place) if found else None
            if covered and covered[0] != row and not found:
                raw, found = self._from_merged(row, column, covered)
            broken = raw is None and (
                (row, place) in self.grid.no_result or excel_error(self.grid.text(row, place)) is not None
            )
            if broken:
                # Already reported as an error; a second note about an empty cell would only confuse.
                kept = self.grid.text(row, place)
                if kept:
                    extra[column.label] = kept
                if column.objective:
                    scores[column.objective] = None
            elif column.objective:
                scores[column.objective] = self._score(row, column, raw, extra, too_wide)
            elif kind is None:
                if found:
                    extra[column.label] = found
            elif kind == "name":
                fields["name"] = found
                if found and not re.search(r"[^\W\d_]", found):
                    self.note(row, place, "doubt", text(_NAME_IS_NUMBER), found, found)
            elif kind == "class_name" or kind == "interest":
                fields[kind] = found or None
            elif kind == "id":
                code = found
            elif kind == "chooses":
                draft_chooses.append((place, raw))
            elif kind == "avoid":
                draft_avoid.append((place, raw))
            elif kind == "gender_male":
                self._ticks(row, column, fields, extra)
            elif kind == "nis_nisn":
                self._two_numbers(row, column, raw, fields, extra)
            elif kind != "gender_female":
                fields[kind] = self._value(row, column, kind, raw, extra)
        if not fields["name"]:
            name = self.place("name") or 0
            self.note(row, name, "error", text(_NO_NAME), "")
        if too_wide:
            first = min(one.place for one in self.columns if one.objective)
            cells = [self.grid.text(row, column) for column in range(first, len(self.grid.rows[row]))]
            extra[_SHIFTED] = " | ".join(one for one in cells if one)
            self.note(row, self.header_width(), "error", text(_ROW_WIDE, n=too_wide), extra[_SHIFTED])
        pupil = RosterPupil(scores=scores, extra=extra, **fields)
        return _Draft(row, pupil, draft_chooses, draft_avoid, code)

    def header_width(self) -> int:
        return max(self.header.headings, default=0) + 1

    def _too_wide(self, row: int) -> int:
        """Cells beyond the headings in a comma-separated file whose scores may have decimal commas."""
        if self.grid.delimiter != "," or not self.objectives:
            return 0
        cells = self.grid.rows[row]
        beyond = [c for c in range(self.header_width(), len(cells)) if self.grid.text(row, c)]
        return len(beyond)

    def _from_merged(self, row: int, column: _Column, covered: tuple[int, int]) -> tuple[Value, str]:
        found = self.grid.text(*covered)
        if not found or covered[0] <= self.header.bottom or covered[1] != column.place:
            return None, ""
        if column.kind in _FILLED_DOWN or (column.kind is None and column.objective is None):
            self._once(covered, "repair", text(_MERGED), found, found)
            return self.grid.raw(*covered), found
        self._once(covered, "doubt", text(_MERGED_UNUSED), found, None)
        return None, ""

    def _once(self, cell: tuple[int, int], kind: NoteKind, message: Text, found: str, used: str | None) -> None:
        if not any(note.cell == address(*cell) and note.message == message for _, _, note in self.notes):
            self.note(*cell, kind, message, found, used)

    def _score(self, row: int, column: _Column, raw: Value, extra: dict[str, str], too_wide: int) -> float | None:
        if too_wide:
            return None
        reading = read_score(raw, self.point_is_usual)
        if reading.value is not None and reading.kind is None and isinstance(raw, str) and self.grid.source == "xlsx":
            reading = Reading(reading.value, "repair", number_as_text(reading.value))
        self.take(row, column, reading, None if reading.value is None else number_text(reading.value), extra)
        return reading.value

    def _value(self, row: int, column: _Column, kind: Field, raw: Value, extra: dict[str, str]) -> object:
        if kind == "gender":
            gender = read_gender(raw)
            self.take(row, column, gender, gender.value and ("L" if gender.value == "male" else "P"), extra)
            return gender.value
        if kind in ("nisn", "nis"):
            number = read_nisn(raw) if kind == "nisn" else read_nis(raw)
            self.take(row, column, number, number.value, extra)
            return number.value
        if kind in ("present", "shy"):
            answer = read_present(raw) if kind == "present" else read_shy(raw)
            self.take(row, column, answer, "ya" if answer.value else "tidak", extra)
            return answer.value
        if kind == "seat":
            seat = read_seat(raw)
            self.take(row, column, seat, None if seat.value is None else seat_text(seat.value), extra)
            return seat.value
        order = read_number(raw)
        self.take(row, column, order, None, extra)
        return order.value

    def _ticks(self, row: int, column: _Column, fields: dict[str, Any], extra: dict[str, str]) -> None:
        other = self.place("gender_female")
        assert other is not None
        male, female = self.text(row, column.place), self.text(row, other)
        reading = read_gender_ticks(male, female)
        fields["gender"] = reading.value
        if reading.kind and reading.message:
            self.note(
                row, column.place, reading.kind, reading.message, " | ".join(one for one in (male, female) if one)
            )
        if reading.value is None and (male or female):
            extra[LABELS["gender"]] = f"{male} | {female}"

    def _two_numbers(
        self, row: int, column: _Column, raw: Value, fields: dict[str, Any], extra: dict[str, str]
    ) -> None:
        """A column 'NIS/NISN': both with a stroke, or one of them, told apart by its ten digits."""
        found = self.grid.text(row, column.place)
        column = replace(column, label=LABELS["nisn"])
        parts = [one.strip() for one in re.split(r"[/|]", found)]
        if len(parts) == 2:
            longer = max(parts, key=len)
            first, second = (parts[0] if parts[1] is longer else parts[1]), longer
            nisn = read_nisn(second)
            self.take(row, column, nisn, nisn.value, extra)
            fields["nis"], fields["nisn"] = first or None, nisn.value
        elif len(re.sub(r"\D", "", found)) == 10:
            nisn = read_nisn(raw)
            self.take(row, column, nisn, nisn.value, extra)
            fields["nisn"] = nisn.value
        else:
            nis = read_nis(raw)
            self.take(row, column, nis, nis.value, extra)
            fields["nis"] = nis.value

    # -- the whole list

    def drop_repeated(self, drafts: list[_Draft]) -> list[_Draft]:
        """Leave out a row that repeats another in everything but its number, where NISN or NIS shows one pupil."""
        seen: dict[tuple[object, ...], int] = {}
        kept = []
        for draft in drafts:
            pupil = draft.pupil
            if not (pupil.nisn or pupil.nis):
                kept.append(draft)
                continue
            key = (
                replace(pupil, number=None, scores={}, extra={}),
                tuple(pupil.scores.items()),
                tuple(pupil.extra.items()),
                str(draft.chooses),
                str(draft.avoid),
            )
            if key in seen:
                name = self.place("name") or 0
                message = text(_ROW_TWICE, row=seen[key] + 1)
                self.note(draft.row, name, "doubt", message, pupil.name)
                continue
            seen[key] = draft.row
            kept.append(draft)
        return kept

    def identify(self, drafts: list[_Draft]) -> list[_Draft]:
        codes = [one.code for one in drafts]
        place = self.place("id")
        right = all(_ID.fullmatch(one) for one in codes) and len(set(codes)) == len(codes)
        if place is not None and not right:
            self.note(self.header.bottom, place, "doubt", text(_ID_UNUSED), ", ".join(one for one in codes if one)[:80])
        for position, draft in enumerate(drafts, start=1):
            own = draft.code if place is not None and right else identity(position)
            draft.pupil = replace(draft.pupil, id=own)
        return drafts

    def refer(self, drafts: list[_Draft]) -> list[RosterPupil]:
        """Resolve the names and numbers in the columns of friends and of the not-together list."""
        directory = Directory((one.pupil.id, one.pupil.number, one.pupil.name) for one in drafts)
        for draft in drafts:
            extra = dict(draft.pupil.extra)
            lists: dict[str, tuple[str, ...]] = {}
            for kind, cells in (("chooses", draft.chooses), ("avoid", draft.avoid)):
                label = LABELS["chooses" if kind == "chooses" else "avoid"]
                chosen: list[str] = []
                unread: list[str] = []
                for place, raw in cells:
                    ids, reports, partly = directory.read(raw, draft.pupil.id)
                    chosen += [one for one in ids if one not in chosen]
                    for one in reports:
                        self.note(draft.row, place, one.kind, one.message, one.found, one.used)
                    unread += [clean(shown(raw))] if partly else []
                if unread:
                    texts = [clean(shown(raw)) for _, raw in cells]
                    extra[label] = "; ".join(one for one in texts if one)
                lists[kind] = tuple(chosen)
            draft.pupil = replace(draft.pupil, extra=extra, chooses=lists["chooses"], avoid=lists["avoid"])
        return [one.pupil for one in drafts]

    def look_over(self, drafts: Sequence[_Draft], pupils: Sequence[RosterPupil]) -> None:
        """Doubts that only the whole list shows: repeated names and numbers, empty columns, another scale."""
        name, number = self.place("name") or 0, self.place("number")
        self._repeated(drafts, name, [one.name.casefold() for one in pupils], _NAME_TWICE)
        identities: tuple[tuple[Field, str, list[str | None]], ...] = (
            ("nisn", _NISN_TWICE, [one.nisn for one in pupils]),
            ("nis", _NIS_TWICE, [one.nis for one in pupils]),
            ("number", _NUMBER_TWICE, [None if one.number is None else str(one.number) for one in pupils]),
        )
        for kind, message, values in identities:
            place = self.place(kind)
            if place is None:
                place = self.place("nis_nisn")
            if place is not None:
                self._repeated(drafts, place, values, message)
        if number is not None and any(one.number is not None for one in pupils):
            for draft in drafts:
                if draft.pupil.number is None and not self.grid.text(draft.row, number):
                    self.note(draft.row, name, "doubt", text(_NO_NUMBER), draft.pupil.name, draft.pupil.name)
        for column in self.columns:
            if column.objective is None:
                continue
            scores = [one.scores[column.objective] for one in pupils]
            there = [one for one in scores if one is not None]
            place = column.place
            if not there and not any(self.grid.text(draft.row, place) for draft in drafts):
                rows = {draft.row for draft in drafts}
                self.notes = [one for one in self.notes if not (one[1] == place and one[0] in rows)]
                message_ = text(_COLUMN_BLANK, objective=column.objective)
                self.note(self.header.bottom, place, "doubt", message_, "")
            elif len(there) >= 5 and 0 < max(there) <= 10:
                message_ = text(_SCALE_TEN, objective=column.objective)
                self.note(self.header.bottom, place, "doubt", message_, number_text(max(there)))

    def _repeated(self, drafts: Sequence[_Draft], place: int, values: Iterable[str | None], template: str) -> None:
        first: dict[str, int] = {}
        for draft, value in zip(drafts, values, strict=True):
            if not value:
                continue
            if value in first:
                found = self.grid.text(draft.row, place)
                self.note(
                    draft.row, place, "doubt", Text(template, {"row": first[value] + 1, "found": found}), found, found
                )
            else:
                first[value] = draft.row

"""Item scores from a table that a teacher pastes, and back: one row for each pupil, one column for each item.

The table comes as schools have it: names or ids, a row with the maxima, a row that says which objective (TP) each item
measures, and around it titles, sums and signatures. Cells are read as those of a class list (`roster_cells`,
`roster_values`). What can't be used is named by its cell, with its mend; nothing is guessed about points.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import measures
from .documents import names_of
from .language import N_, Text, pupils, text
from .planners.mastery import ITEM_FORMS, Item, ItemForm
from .roster import Note
from .roster_cells import Grid, address, open_text
from .roster_values import Directory, field_of, is_footer, is_kept_column, is_signature, read_score, score_heading
from .scenario import Problem, Scenario
from .widgets_mastery_work import ItemScores
from .widgets_session import SessionError

SHOWN_PROBLEMS = 12
"""Wrong cells that are named one by one; a table pasted into the wrong place would fill the page."""
_KINDS: Mapping[str, re.Pattern[str]] = {
    "maximum": re.compile(
        r"((skor|nilai|poin|angka)\W*)?(maks|maksimum|maksimal|max|maximum|ideal)\.?(\W*(soal|skor|nilai))?"
        r"|bobot( soal)?"
        r"|(skor|nilai) (tertinggi|maks\w*)( per)? soal",
        re.IGNORECASE,
    ),
    "objective": re.compile(
        r"((nomor|no|kode)\W*)?(tp|tujuan pembelajaran|tujuan|kd|kompetensi dasar)( ke)?|tujuan pembelajaran \(tp\)",
        re.IGNORECASE,
    ),
    "indicator": re.compile(r"indikator( soal)?|materi( soal)?|indikator/materi", re.IGNORECASE),
    "form": re.compile(r"(bentuk|jenis|tipe)( soal)?", re.IGNORECASE),
}
_ITEM = re.compile(
    r"(?:(?:no(?:mor)?|soal|butir|item|skor|nilai|s|b|q)[\s.\-_:]*)*(\d{1,3}\s?[a-z]?)\.?", re.IGNORECASE
)
_ITEM_WORDS = re.compile(r"(?:(?:no(?:mor)?|skor|nilai|soal|butir|item)[\s.\-_:/]*)+", re.IGNORECASE)
_SUMS = re.compile(
    r"(jumlah|total|nilai|skor|rata|persen|%|ketercapaian|daya serap|tuntas|belum|ket)\b.*|%|ya|tidak", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*$")
_MAXIMUM_IN_HEADING = re.compile(
    r"(?:(?:skor|nilai)\s*)?(?:maks\w*|max\w*|bobot)?\.?\s*[:=]?\s*(\d+(?:[.,]\d+)?)", re.I
)
_NUMBER = re.compile(r"'?[+-]?\d+(?:[.,]\d+)?")
_NONE = ("-", "–", "—")
_NAMES_IN = 6
"""Columns from the left among which a pupil is looked for."""

_PASTED = N_("teks tempelan")
_NOTHING = N_("Belum ada yang ditempel. Salin tabel skor soal dari lembar kerja, lalu tempel di kotak itu.")
_NO_CLASS = N_("Belum ada murid. Buka kelas dahulu, lalu tempel skor soalnya.")
_NOBODY = N_(
    "Tidak ada nama atau kode murid kelas ini dalam tabel. Tulis satu baris per murid: nama atau kode, lalu skor "
    "setiap soal."
)
_NO_ITEMS = N_("Tidak ada kolom skor soal di sebelah kanan nama. Tulis satu kolom untuk setiap soal.")
_NO_MAXIMA = N_(
    "Baris skor maksimal belum ada. Tambahkan satu baris: Skor maksimal, lalu angkanya di bawah setiap soal."
)
_NO_MAXIMUM = N_("Skor maksimal soal {x} belum ditulis. Tulis bilangan di atas 0 di sel ini.")
_WRONG_MAXIMUM = N_("Skor maksimal soal {x} tertulis “{found}”. Tulis bilangan di atas 0.")
_WRONG_POINTS = N_("Skor soal {x} tertulis “{found}”. Tulis bilangan 0 sampai {c}, atau kosongkan.")
_WRONG_OBJECTIVE = N_(
    "“{found}” bukan TP kelas ini. TP yang ada: {tps}. Betulkan tulisannya, atau tulis – kalau tidak ada."
)
_UNKNOWN = N_("“{found}” tidak ada dalam daftar kelas. Betulkan namanya, tulis kodenya, atau hapus baris ini.")
_SEVERAL = N_("“{found}” cocok dengan {n} murid. Tulis nama lengkap atau kodenya.")
_TWICE = N_("{m} sudah ada di baris {line}. Hapus salah satu barisnya.")
_TWICE_ITEM = N_("Judul soal {x} dipakai dua kali. Beri setiap soal nomor sendiri.")
_ALL_ONE = N_("Tidak ada baris skor maksimal. Semua skor 0 atau 1, jadi skor maksimal setiap soal dibaca 1.")
_SAME_OBJECTIVE = N_("TP kosong, jadi dibaca sama dengan soal di sebelah kirinya.")
_ONLY_OBJECTIVE = N_("Kelas ini hanya punya satu TP, jadi semua soal dihubungkan dengan {tp}.")
_NO_OBJECTIVES = N_(
    "Tidak ada baris TP, jadi soal belum dihubungkan dengan TP. Tambahkan satu baris: TP, lalu nama TP di bawah setiap "
    "soal."
)
_NOT_ITEMS = N_("Kolom ini bukan skor soal, jadi tidak dibaca.")
_NOT_A_PUPIL = N_("Baris ini bukan murid, jadi tidak dibaca.")
_PART_OF_NAME = N_("Dibaca sebagai {m}.")
_BY_NUMBER = N_("Nomor urut dibaca sebagai {m}. Periksa.")
_WITHOUT_ROW = N_("Tidak ada dalam tabel, jadi skornya kosong: {ms}.")
_MORE = N_("Masih ada {n} sel lain yang perlu dibetulkan.")


@dataclass(frozen=True)
class ItemTable:
    """A pasted table as read: the scores, and what was repaired or should be looked at, cell by cell."""

    scores: ItemScores
    notes: tuple[Note, ...]


def read_items(written: str, scenario: Scenario) -> ItemTable:
    """Item scores from a pasted table (cells of a spreadsheet, or CSV text) for the pupils of the scenario.

    Title rows, footer rows and columns of other things (NIS, L/P, jumlah) may be there. Raises SessionError, which
    names every cell that can't be used and how to mend it, or RosterError where the text is no table at all.
    """
    if not written.strip():
        raise SessionError(Problem("", text(_NOTHING)))
    if not scenario.pupils:
        raise SessionError(Problem("", text(_NO_CLASS)))
    readers = [_Reader(grid, scenario) for grid in open_text(written, str(text(_PASTED)))]
    # Of several delimiters that may be meant, the one by which most pupils are found.
    best = max(readers, key=lambda one: (len(one.rows_of), len(one.columns)))
    return best.read()


class _Reader:
    """Reads one grid. `rows_of`: pupil id -> row. `columns`: columns of items, each with its heading."""

    def __init__(self, grid: Grid, scenario: Scenario) -> None:
        self.grid, self.scenario = grid, scenario
        self.objectives = {one.id.casefold().replace(" ", ""): one.id for one in scenario.objectives}
        self.names = names_of(scenario)
        self.directory = Directory((one.id, None, one.name or "") for one in scenario.pupils)
        self.shown = {name.casefold(): id for id, name in self.names.items()}
        self.problems: list[Problem] = []
        self.notes: list[Note] = []
        self.kinds: dict[str, int] = {}
        self.rows_of: dict[str, int] = {}
        self.headings: dict[int, str] = {}
        self.heading_rows: dict[int, int] = {}
        others = [row for row in range(len(grid.rows)) if not grid.blank(row) and not self._is_kind(row)]
        found = {row: who for row in others if (who := self._named(row)) is not None}
        self.name_column = Counter(column for column, _ in found.values()).most_common(1)[0][0] if found else 0
        self.first = min(found, default=len(grid.rows))
        self._take_rows(others, found)
        self.columns = self._item_columns()

    # --- rows

    def _is_kind(self, row: int) -> bool:
        for column in range(min(self.grid.width, _NAMES_IN)):
            words = self.grid.text(row, column).rstrip(" :")
            if not words or words.casefold() in self.shown:
                continue
            for kind, pattern in _KINDS.items():
                # The first of its kind: a second row 'Bobot' further down is part of something else.
                if pattern.fullmatch(words) and kind not in self.kinds:
                    self.kinds[kind] = row
                    return True
        return False

    def _named(self, row: int) -> tuple[int, list[str]] | None:
        """The column that names a pupil, and whom it may mean."""
        for column in range(min(self.grid.width, _NAMES_IN)):
            words = self.grid.text(row, column)
            if words.casefold() in self.shown:
                return column, [self.shown[words.casefold()]]
            # To the class list 'No. 3' is a pupil; here it is an item.
            if words and not _NUMBER.fullmatch(words) and not _ITEM.fullmatch(words):
                who, part = self.directory.find(words)
                if who and not (part and (field_of(words) or is_footer(words))):
                    return column, who
        return None

    def _take_rows(self, others: Sequence[int], found: Mapping[int, tuple[int, list[str]]]) -> None:
        for row in others:
            words = self.grid.text(row, self.name_column)
            if row in found:
                column, who = found[row]
                self._take_pupil(row, column, who)
            elif row < self.first and self._is_heading(row):
                for column in range(self.grid.width):
                    if one := self.grid.shown_merged(row, column):
                        self.headings[column], self.heading_rows[column] = one, row
            elif (number := self._by_number(row)) is not None:
                self.notes.append(
                    Note(address(row, number[0]), "doubt", text(_BY_NUMBER, m=self.names[number[1]]), "", number[1])
                )
                self._take_pupil(row, number[0], [number[1]])
            elif any(is_footer(one) or is_signature(one) for one in self._words(row)) or not words:
                if any(_NUMBER.fullmatch(self.grid.text(row, one)) for one in range(self.grid.width)):
                    where = next(one for one in range(self.grid.width) if self.grid.text(row, one))
                    note = Note(address(row, where), "repair", text(_NOT_A_PUPIL), self.grid.text(row, where))
                    self.notes.append(note)
            elif len(self._words(row)) > 1 or row > self.first:
                self._wrong(row, self.name_column, _UNKNOWN, found=words)

    def _words(self, row: int) -> list[str]:
        return [one for column in range(self.grid.width) if (one := self.grid.text(row, column))]

    def _is_heading(self, row: int) -> bool:
        name = self.grid.text(row, self.name_column)
        if not name or field_of(name) or _ITEM_WORDS.fullmatch(name) or name.casefold() == "id":
            return True
        return len(self._words(row)) == 1

    def _by_number(self, row: int) -> tuple[int, str] | None:
        """A pupil by list number, where a column is headed as one and the row has no name."""
        headed = {field_of(heading): column for column, heading in self.headings.items()}
        column = headed.get("number")
        if column is not None and not ("name" in headed and self.grid.text(row, headed["name"])):
            number = self.grid.text(row, column)
            who, _ = self.directory.find(number) if _NUMBER.fullmatch(number) else ([], False)
            return (column, who[0]) if len(who) == 1 else None
        return None

    def _take_pupil(self, row: int, column: int, who: Sequence[str]) -> None:
        words = self.grid.text(row, column)
        if len(who) > 1:
            self._wrong(row, column, _SEVERAL, found=words, n=len(who))
        elif who[0] in self.rows_of:
            self._wrong(row, column, _TWICE, m=self.names[who[0]], line=self.rows_of[who[0]] + 1)
        else:
            self.rows_of[who[0]] = row
            named = {who[0].casefold(), self.names[who[0]].casefold(), self.directory.names[who[0]].casefold()}
            if words.casefold() not in named and not _NUMBER.fullmatch(words):
                self.notes.append(
                    Note(address(row, column), "repair", text(_PART_OF_NAME, m=self.names[who[0]]), words, who[0])
                )

    def _wrong(self, row: int, column: int, template: str, **values: object) -> None:
        self.problems.append(Problem(address(row, column), Text(template, values)))

    # --- columns

    def _item_columns(self) -> dict[int, str]:
        data = [*self.rows_of.values(), *(row for kind, row in self.kinds.items() if kind == "maximum")]
        found: dict[int, str] = {}
        plain = {column: self._without_brackets(one)[0] for column, one in self.headings.items()}
        for column in range(self.name_column + 1, self.grid.width):
            heading = plain.get(column, "")
            filled = [one for row in data if (one := self.grid.text(row, column))]
            if not filled:
                continue
            item = _ITEM.fullmatch(heading)
            if item:
                found[column] = item[1].replace(" ", "")
            elif field_of(heading) in ("name", "id", "number"):
                continue
            elif heading and (field_of(heading) or is_kept_column(heading) or _SUMS.fullmatch(heading)):
                where = self.heading_rows[column]
                self.notes.append(Note(address(where, column), "repair", text(_NOT_ITEMS), heading))
            elif not any(_NUMBER.fullmatch(one) for one in filled):
                self.notes.append(Note(address(self.first, column), "repair", text(_NOT_ITEMS), filled[0]))
            else:
                found[column] = heading
        named = [None if _ITEM.fullmatch(one) else self._objective(one) for one in found.values()]
        if found and all(named):
            # The headings say which objective each item measures; the items themselves have no numbers.
            self.in_headings = dict(zip(found, named, strict=True))
            return {column: str(number) for number, column in enumerate(found, 1)}
        self.in_headings = {}
        unnamed = Counter(found.values())[""]
        if unnamed:
            found = {column: one or str(number) for number, (column, one) in enumerate(found.items(), 1)}
        return found

    def _without_brackets(self, heading: str) -> tuple[str, list[str]]:
        """'1 (TP2) (maks 10)' -> '1', ['maks 10', 'TP2']."""
        said = []
        while match := _IN_BRACKETS.search(heading):
            said.append(match[1].strip())
            heading = heading[: match.start()].strip()
        return heading, said

    def _objective(self, words: str) -> str | None:
        key = words.casefold().replace(" ", "")
        if key in self.objectives:
            return self.objectives[key]
        named = score_heading(words) if words else None
        for one in (named.id if named else "", f"TP{key}"):
            if one.casefold().replace(" ", "") in self.objectives:
                return self.objectives[one.casefold().replace(" ", "")]
        return None

    # --- cells

    def read(self) -> ItemTable:
        if not self.rows_of:
            raise SessionError(*(self.problems[:SHOWN_PROBLEMS] or (Problem("", text(_NOBODY)),)))
        if not self.columns:
            raise SessionError(*self.problems[:SHOWN_PROBLEMS], Problem("", text(_NO_ITEMS)))
        repeated = {one for one, times in Counter(self.columns.values()).items() if times > 1}
        for column, name in self.columns.items():
            if name in repeated:
                self._wrong(self.heading_rows.get(column, 0), column, _TWICE_ITEM, x=name)
        maxima = self._maxima()
        of_objectives = self._objectives_of_items()
        items = tuple(
            Item(
                id=name,
                maximum=maxima.get(column, 0.0),
                objective=of_objectives.get(column),
                indicator=self._under("indicator", column) or None,
                form=self._form(column),
            )
            for column, name in self.columns.items()
        )
        points = {
            id: {item.id: self._points(row, column, item) for column, item in zip(self.columns, items, strict=True)}
            for id, row in self.rows_of.items()
        }
        if self.problems:
            shown = self.problems[:SHOWN_PROBLEMS]
            rest = len(self.problems) - len(shown)
            raise SessionError(*shown, *([Problem("", text(_MORE, n=rest))] if rest else []))
        missing = [one.id for one in measures.present_pupils(self.scenario) if one.id not in points]
        if missing:
            self.notes.append(Note("–", "doubt", text(_WITHOUT_ROW, ms=pupils(missing))))
        return ItemTable(ItemScores(items, points), (*self.grid.notes, *self.notes))

    def _under(self, kind: str, column: int) -> str:
        row = self.kinds.get(kind)
        return "" if row is None else self.grid.shown_merged(row, column)

    def _form(self, column: int) -> ItemForm | None:
        words = self._under("form", column).casefold()
        short: Mapping[str, ItemForm] = {
            "pg": "multiple_choice",
            "isian": "short_answer",
            "essay": "essay",
            "esai": "essay",
        }
        return short.get(words) or next((form for form, known in ITEM_FORMS.items() if known == words), None)

    def _maxima(self) -> dict[int, float]:
        row = self.kinds.get("maximum")
        found: dict[int, float] = {}
        for column in self.columns:
            _, said = self._without_brackets(self.headings.get(column, ""))
            match = next((one for words in said if (one := _MAXIMUM_IN_HEADING.fullmatch(words))), None)
            if match:
                found[column] = float(match[1].replace(",", "."))
        if row is not None:
            for column, name in self.columns.items():
                words = self.grid.shown_merged(row, column)
                value = float(words.lstrip("'").replace(",", ".")) if _NUMBER.fullmatch(words) else 0.0
                if value > 0:
                    found[column] = value
                elif words or column not in found:
                    self._wrong(row, column, _WRONG_MAXIMUM if words else _NO_MAXIMUM, x=name, found=words)
        elif len(found) < len(self.columns):
            cells = [self.grid.text(own, column) for own in self.rows_of.values() for column in self.columns]
            if not found and all(one in ("", "0", "1") or not _NUMBER.fullmatch(one) for one in cells):
                found = dict.fromkeys(self.columns, 1.0)
                self.notes.append(Note("–", "doubt", text(_ALL_ONE)))
            else:
                self.problems.append(Problem("", text(_NO_MAXIMA)))
        return found

    def _objectives_of_items(self) -> dict[int, str]:
        found: dict[int, str] = {column: one for column, one in self.in_headings.items() if one}
        for column in self.columns:
            _, said = self._without_brackets(self.headings.get(column, ""))
            known = next((one for words in said if (one := self._objective(words))), None)
            if known:
                found[column] = known
        row = self.kinds.get("objective")
        if row is not None:
            former = ""
            for column in self.columns:
                words = self.grid.shown_merged(row, column)
                if not words and former:
                    self.notes.append(Note(address(row, column), "repair", text(_SAME_OBJECTIVE), "", former))
                    found[column] = former
                elif words in _NONE or not words:
                    former = ""
                elif known := self._objective(words):
                    found[column] = former = known
                else:
                    self._wrong(row, column, _WRONG_OBJECTIVE, found=words, tps=list(self.objectives.values()))
        elif not found:
            only = list(self.objectives.values())
            if len(only) == 1:
                found = dict.fromkeys(self.columns, only[0])
                self.notes.append(Note("–", "repair", text(_ONLY_OBJECTIVE, tp=only[0])))
            elif only:
                self.notes.append(Note("–", "doubt", text(_NO_OBJECTIVES)))
        return found

    def _points(self, row: int, column: int, item: Item) -> float | None:
        raw = self.grid.raw(row, column)
        words = self.grid.text(row, column)
        value: float | None
        if _NUMBER.fullmatch(words):
            value = float(words.lstrip("'").replace(",", "."))
        else:
            # Blank cells and marks of absence (TH, S, I, A) as the class list reads them.
            reading = read_score(raw)
            value = reading.value
            if reading.kind == "error":
                self._wrong(row, column, _WRONG_POINTS, x=item.id, found=words, c=item.maximum)
        # Without its maximum, which is said already, nothing can be said of the points.
        if value is not None and not 0 <= value <= item.maximum and item.maximum:
            self._wrong(row, column, _WRONG_POINTS, x=item.id, found=words, c=item.maximum)
        return value


def item_lines(scenario: Scenario, scores: ItemScores) -> str:
    """The item scores as a table that `read_items` reads back: cells with tabs between them."""
    if not scores.items:
        return ""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter="\t", lineterminator="\n")
    writer.writerow(["Kode murid", "Nama", *(one.id for one in scores.items)])
    writer.writerow(["", "TP", *(one.objective or "–" for one in scores.items)])
    writer.writerow(["", "Skor maksimal", *(_cell(one.maximum) for one in scores.items)])
    if any(one.indicator for one in scores.items):
        writer.writerow(["", "Indikator", *(one.indicator or "" for one in scores.items)])
    if any(one.form for one in scores.items):
        writer.writerow(["", "Bentuk soal", *(ITEM_FORMS[one.form] if one.form else "" for one in scores.items)])
    names = names_of(scenario)
    for id, own in scores.points.items():
        writer.writerow([id, names.get(id, ""), *(_cell(own.get(one.id)) for one in scores.items)])
    return written.getvalue()


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}".replace(".", ",")

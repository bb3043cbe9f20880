"""The list of groups as schools print it: HTML for a page, .xlsx, .csv, and a page for the printer.

Every document comes in two versions. The teacher's has the initial scores; the pupils' has names, sub-topic, tutor,
representative, duties and seats, and neither scores nor anything else of the teacher's own file (rule P01).

The list of groups is an official form, so its labels are Indonesian in every edition; only `group_table_html`, which is
read on a page and not handed in, follows the reader's language.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from statistics import fmean

from . import labels, measures
from .documents_paper import FONT, PAPERS, PaperName
from .language import LANGUAGE, N_, Names, number, text
from .roster_cells import guard
from .roster_values import number_text, seat_text
from .scenario import Gender, Group, Pupil, Scenario

GENDERS: Mapping[Gender, str] = {"male": "L", "female": "P"}
"""Laki-laki, perempuan: the letters of Indonesian class lists, in every edition."""

_COLUMNS = {
    "group": "Kelompok",
    "subtopic": "Submateri",
    "tutor": "Tutor",
    "member": "Anggota (L/P)",
    "representative": "Wakil",
    "duty": "Tugas",
    "seat": "Tempat duduk",
    "score": "Nilai awal",
}
"""Columns of the form, never translated."""
_GROUP = N_("Nama kelompok")
_SUBTOPIC = N_("Submateri")
_TUTOR = N_("Tutor (L/P)")
_MEMBER = N_("Anggota (L/P)")
_REPRESENTATIVE = N_("Wakil")
_DUTY = N_("Tugas")
_MEAN = N_("Rata-rata nilai awal")
TITLE = N_("Daftar kelompok")
TITLE_OF_PUPILS = N_("Daftar kelompok untuk murid")
_NO_GROUPS = N_("Belum ada kelompok.")
ABSENT = N_("tidak hadir")


# --- the plan as rows ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Person:
    """A tutor or a member in a group's list. `score`: the mean initial score (0-100); None where there is none."""

    id: str
    name: str
    gender: str
    is_tutor: bool
    is_cross_age: bool
    is_present: bool
    is_representative: bool
    duty: str
    seat: str
    score: float | None

    def shown(self, language: str = "id", for_pupils: bool = False) -> str:
        """'Ani (P)'. A cross-age tutor is marked; who is absent as well, in the teacher's version."""
        words = [f"{self.name} ({self.gender})" if self.gender else self.name]
        if self.is_cross_age:
            words.append(text(labels.TUTOR_KINDS["cross_age"]).render(language))
        if not self.is_present and not for_pupils:
            words.append(text(ABSENT).render(language))
        return ", ".join(words)


@dataclass(frozen=True)
class GroupList:
    """A group with its people, tutors first. `mean`: of the initial scores of those who are present."""

    id: str
    label: str
    subtopic: str
    people: tuple[Person, ...]
    mean: float | None

    @property
    def tutors(self) -> tuple[Person, ...]:
        return tuple(one for one in self.people if one.is_tutor)

    @property
    def members(self) -> tuple[Person, ...]:
        return tuple(one for one in self.people if not one.is_tutor)


def names_of(scenario: Scenario) -> dict[str, str]:
    """Pupil id -> the name that tells pupils apart: the id stands in for a missing name, and follows a repeated one."""
    repeated = Counter(pupil.name for pupil in scenario.pupils)
    found = {}
    for pupil in scenario.pupils:
        name = (pupil.name or "").strip()
        found[pupil.id] = pupil.id if not name else f"{name} ({pupil.id})" if repeated[pupil.name] > 1 else name
    return found


def group_lists(scenario: Scenario, names: Names | None = None) -> tuple[GroupList, ...]:
    """The plan's groups with their people, in the order of the plan. `names` defaults to those of the scenario."""
    known = {pupil.id: pupil for pupil in scenario.pupils}
    cross_age = {tutor.pupil for tutor in scenario.tutors if tutor.kind == "cross_age"}
    titles = {one.id: one.title or one.id for one in scenario.subtopics}
    shown = {**names_of(scenario), **(names or {})}

    def person(id: str, group: Group, is_tutor: bool) -> Person:
        pupil = known.get(id, Pupil(id=id))
        seat = pupil.seat
        return Person(
            id=id,
            name=shown.get(id, id),
            gender=GENDERS[pupil.gender] if pupil.gender else "",
            is_tutor=is_tutor,
            is_cross_age=is_tutor and id in cross_age,
            is_present=measures.is_present(pupil),
            is_representative=group.representative == id,
            duty=(group.duties.get(id) or "").strip(),
            seat="" if seat is None else seat_text(seat if isinstance(seat, int) else (seat.row, seat.column)),
            score=measures.pupil_score(pupil),
        )

    lists = []
    for group in scenario.groups:
        tutors = dict.fromkeys(group.tutors)
        people = [person(one, group, True) for one in tutors]
        people += [person(one, group, False) for one in dict.fromkeys(group.members) if one not in tutors]
        scores = [one.score for one in people if one.score is not None and one.is_present]
        lists.append(
            GroupList(
                id=group.id,
                label=(group.label or "").strip() or group.id,
                subtopic=", ".join(titles.get(one, one) for one in group.subtopics),
                people=tuple(people),
                mean=fmean(scores) if scores else None,
            )
        )
    return tuple(lists)


# --- on a page -------------------------------------------------------------------------------------------------------


def group_table_html(
    scenario: Scenario, names: Names | None = None, language: str = LANGUAGE, for_pupils: bool = False
) -> str:
    """One table, a row a group, as plain semantic HTML that needs neither style nor script.

    Columns without any content in the whole plan are left out; seats are left to the printed list, which has a row for
    each person. The teacher's version has each group's mean score.
    """
    groups = group_lists(scenario, names)

    def say(message: str) -> str:
        return escape(text(message).render(language))

    def people(some: Iterable[Person]) -> str:
        items = [escape(one.shown(language, for_pupils)) for one in some]
        return (
            items[0] if len(items) == 1 else f"<ul>{''.join(f'<li>{one}</li>' for one in items)}</ul>" if items else ""
        )

    def lines(pairs: Iterable[tuple[Person, str]]) -> str:
        return _list([f"{escape(one.name)}: {escape(word)}" for one, word in pairs if word])

    columns: list[tuple[str, list[str]]] = [
        (_SUBTOPIC, [escape(one.subtopic) for one in groups]),
        (_TUTOR, [people(one.tutors) for one in groups]),
        (_MEMBER, [people(one.members) for one in groups]),
        (
            _REPRESENTATIVE,
            [", ".join(escape(person.name) for person in one.people if person.is_representative) for one in groups],
        ),
        (_DUTY, [lines((person, person.duty) for person in one.people) for one in groups]),
    ]
    if not for_pupils:
        means = ["" if one.mean is None else number(one.mean, language, ".1f") for one in groups]
        columns.append((_MEAN, means))
    needed = (_TUTOR, _MEMBER)
    columns = [(label, cells) for label, cells in columns if label in needed or any(cells)]
    if not groups:
        return f"<p>{say(_NO_GROUPS)}</p>"
    caption = say(TITLE_OF_PUPILS if for_pupils else TITLE)
    head = "".join(f'<th scope="col">{say(label)}</th>' for label in (_GROUP, *(one for one, _ in columns)))
    rows = []
    for index, group in enumerate(groups):
        cells = "".join(f"<td>{one[index]}</td>" for _, one in columns)
        name = escape(labels.group_name(group.label).render(language))
        rows.append(f'<tr><th scope="row">{name}</th>{cells}</tr>')
    # The box scrolls, not the page; it can be reached and moved with the keyboard.
    return (
        f'<div class="tutor-sebaya-scroll" role="region" aria-label="{caption}" tabindex="0" style="overflow-x: auto">'
        f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _list(items: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{one}</li>' for one in items)}</ul>" if items else ""


# --- the form --------------------------------------------------------------------------------------------------------

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def form_heading(scenario: Scenario) -> dict[str, str]:
    """Lines above the list: label -> what the scenario knows; '' is printed as a dotted line to write on."""
    day = scenario.date
    return {
        "Sekolah": "",
        "Kelas": "" if scenario.grade is None else str(scenario.grade),
        "Mata pelajaran": "",
        "Hari, tanggal": "" if day is None else f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}",
    }


_DOTS = "." * 40

Cell = str | float | None


def list_rows(groups: Iterable[GroupList], for_pupils: bool) -> tuple[list[str], list[list[Cell]]]:
    """Columns and one row a person. Group and sub-topic stand in every row, so that the sheet can be sorted."""
    columns = [label for key, label in _COLUMNS.items() if key != "score" or not for_pupils]
    rows: list[list[Cell]] = []
    for group in groups:
        for one in group.people or (None,):
            cells: list[Cell] = [group.label, group.subtopic]
            if one is None:
                cells += ["", "", "", "", ""]
            else:
                shown = one.shown(for_pupils=for_pupils)
                tutor, member = (shown, "") if one.is_tutor else ("", shown)
                cells += [tutor, member, "ya" if one.is_representative else "", one.duty, one.seat]
            if not for_pupils:
                cells.append(one.score if one else None)
            rows.append(cells)
    return columns, rows


def group_list_csv(scenario: Scenario, names: Names | None = None, for_pupils: bool = False) -> bytes:
    """The list as CSV that Indonesian Excel opens as a table: UTF-8 with BOM, `;`, decimal comma, CRLF."""
    columns, rows = list_rows(group_lists(scenario, names), for_pupils)
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if one is None else guard(one) if isinstance(one, str) else _score(one) for one in row])
    return target.getvalue().encode("utf-8-sig")


def _score(value: float) -> str:
    """A mean score with at most two decimals: 78.333… -> '78,33'."""
    return number_text(round(value, 2))


ONE_PAGE = 42
"""So many people still fit on one page in letters that can be read."""
_WIDTHS = {"group": 14.0, "subtopic": 28.0, "tutor": 26.0, "member": 28.0, "representative": 7.0}


def group_list_xlsx(
    scenario: Scenario,
    names: Names | None = None,
    for_pupils: bool = False,
    heading: Mapping[str, str] | None = None,
    paper: PaperName = "A4",
) -> bytes:
    """The list as a workbook: printed across, one page wide, headings repeated on each page, black on white.

    `heading`: lines above the table, see `form_heading`. The same plan gives the same bytes each time. Raises
    ImportError where openpyxl is not installed.
    """
    import openpyxl
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter

    from .roster_write import print_ready

    groups = group_lists(scenario, names)
    columns, _ = list_rows((), for_pupils)
    book = openpyxl.Workbook()
    # Without a name a bold font is another one in LibreOffice.
    book._named_styles["Normal"].font = Font(name=FONT, size=10)  # type: ignore[attr-defined]
    sheet = book.worksheets[0]
    sheet.title = TITLE
    thin, thick = Side(style="thin"), Side(style="medium")

    def put(row: int, column: int, value: Cell) -> None:
        cell = sheet.cell(row=row, column=column)
        cell.font = Font(name=FONT, size=10)
        if isinstance(value, str):
            cell.number_format = "@"
            if value:
                cell.value = value
                # A string cell is never run as a formula; the prefix keeps it text when somebody edits it.
                cell.data_type = "s"
            if guard(value) != value:
                cell.quotePrefix = True
        elif value is not None:
            # Rounded, and no format of its own: "0.##" shows 91 as "91," where the comma is decimal.
            cell.value = round(value, 2)

    put(1, 1, TITLE_OF_PUPILS if for_pupils else TITLE)
    sheet.cell(row=1, column=1).font = Font(name=FONT, bold=True, size=14)
    row = 1
    for label, written in (form_heading(scenario) if heading is None else heading).items():
        row += 1
        put(row, 1, label)
        put(row, 2, written or _DOTS)
    row += 2
    top = row
    for column, label in enumerate(columns, start=1):
        put(row, column, label)
        cell = sheet.cell(row=row, column=column)
        cell.font = Font(name=FONT, size=10, bold=True)
        cell.border = Border(left=thin, right=thin, top=thick, bottom=thick)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for key, column in zip(_COLUMNS, range(1, len(columns) + 1), strict=False):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(key, 16.0)
    for group in groups:
        _, rows = list_rows([group], for_pupils)
        for position, cells in enumerate(rows, start=1):
            row += 1
            # A thick line under each group parts the groups without any colour.
            frame = Border(left=thin, right=thin, top=thin, bottom=thick if position == len(rows) else thin)
            for column, value in enumerate(cells, start=1):
                put(row, column, value)
                cell = sheet.cell(row=row, column=column)
                cell.border = frame
                cell.alignment = Alignment(vertical="center", wrap_text=True)
    people = sum(max(len(group.people), 1) for group in groups)
    return print_ready(book, sheet, top, PAPERS[paper].code, one_page=people <= ONE_PAGE)


_PRINT_STYLE = """
@page { size: $size; margin: 12mm; }
html { color: #000; background: #fff; font: 11pt/1.35 "Liberation Sans", Arial, sans-serif; }
body { margin: 1rem auto; padding: 0 1rem; max-width: 70rem; }
h1 { font-size: 14pt; margin: 0 0 .5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0 0 .8rem; }
dd { margin: 0; overflow-wrap: anywhere; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #000; padding: .2rem .4rem; text-align: left; vertical-align: top; }
thead { display: table-header-group; }
thead th { border-width: 2px 1px; }
thead th:nth-child(6) { width: 18%; } /* duties are often written by hand */
tbody { break-inside: avoid; border-bottom: 2px solid #000; }
@media print { body { margin: 0; padding: 0; max-width: none; } .table { overflow: visible; } }
"""


def group_list_print_html(
    scenario: Scenario,
    names: Names | None = None,
    for_pupils: bool = False,
    heading: Mapping[str, str] | None = None,
    paper: PaperName = "A4",
) -> str:
    """The list as one self-contained page for the printer: across, black on white, no script, no other file."""
    groups = group_lists(scenario, names)
    columns, _ = list_rows((), for_pupils)
    title = TITLE_OF_PUPILS if for_pupils else TITLE
    lines = "".join(
        f"<dt>{escape(label)}</dt><dd>: {escape(value or _DOTS)}</dd>"
        for label, value in (form_heading(scenario) if heading is None else heading).items()
    )
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in columns)
    bodies = []
    for group in groups:
        _, rows = list_rows([group], for_pupils)
        written = []
        for index, row in enumerate(rows):
            cells = "".join(
                f"<td>{escape(_score(one) if isinstance(one, float) else one or '')}</td>" for one in row[2:]
            )
            if index == 0:
                label, subtopic = (escape(str(one)) for one in row[:2])
                cells = (
                    f'<th scope="rowgroup" rowspan="{len(rows)}">{label}</th><td rowspan="{len(rows)}">{subtopic}</td>'
                    + cells
                )
            written.append(f"<tr>{cells}</tr>")
        bodies.append(f"<tbody>{''.join(written)}</tbody>")
    table = (
        f'<div class="table"><table><thead><tr>{head}</tr></thead>{"".join(bodies)}</table></div>'
        if groups
        else f"<p>{escape(_NO_GROUPS)}</p>"
    )
    size = f"{PAPERS[paper].height:g}mm {PAPERS[paper].width:g}mm"
    return (
        '<!DOCTYPE html>\n<html lang="id">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_PRINT_STYLE.replace('$size', size)}</style>\n</head>\n"
        f"<body>\n<h1>{escape(title)}</h1>\n<dl>{lines}</dl>\n{table}\n</body>\n</html>\n"
    )

"""Forms of a remedial programme: the programme in the schools' three layouts, enrichment, and the official record.

They print a `RemedialPlan` (field facts 6.2). What isn't known before the lessons (results, who came, what happened)
stays empty to be written by hand, or is filled in from `Results`. Forms of the teacher: they hold names and scores.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from .documents import DAYS
from .documents_sheet import (
    BOX,
    MISSING,
    Align,
    Blank,
    Block,
    Cell,
    Fields,
    Form,
    FormHead,
    Heading,
    Page,
    Paragraph,
    Row,
    Table,
    Title,
    cells,
    centred,
    date_text,
    decimal,
    head_of,
    head_row,
    long_date_text,
    objectives_field,
    shown_names,
)
from .labels import FORMS
from .language import Names
from .planners.mastery import ITEM_FORMS, MasteryAnalysis
from .planners.remedial import ProgrammeRow, RemedialPlan, Session
from .scenario import Form as RemedialForm
from .scenario import Scenario

Layout = Literal[1, 2, 3]
"""1: with the numbers of the items; 2: Kurikulum Merdeka 2026/2027, with schedule and summary; 3: annex of a modul
ajar, with the grid of the remedial items."""

ENRICHMENT_FORMS = ("belajar mandiri", "belajar kelompok", "tutor sebaya")
_NAMED: tuple[Align, ...] = ("center", "left", "center")
_TO_TICK = f"{BOX}\u00a0Tuntas   {BOX}\u00a0Belum"


@dataclass(frozen=True)
class Results:
    """Scores of the reassessments, first to last: pupil id -> objective id -> score on 0-100, None for who was absent.

    `most_repeats`: how often a pupil may be assessed again; schools differ, two or three (field facts E22). `capped`:
    whether a score of a reassessment counts at most as the criterion, also a school's own rule.
    """

    attempts: tuple[Mapping[str, Mapping[str, float | None]], ...] = ()
    most_repeats: int = 2
    capped: bool = False

    def __post_init__(self) -> None:
        if self.most_repeats < 1:
            raise ValueError(f"most_repeats must be 1 or more, not {self.most_repeats}")

    def after(self, row: ProgrammeRow, attempts: int | None = None) -> float | None:
        """The best score of the first `attempts` reassessments (default: all); None where there is none yet."""
        found = [
            score
            for one in self.attempts[:attempts]
            if (score := one.get(row.pupil, {}).get(row.objective)) is not None
        ]
        if not found:
            return None
        return min(max(found), row.criterion) if self.capped else max(found)

    def mastered(self, row: ProgrammeRow, attempts: int | None = None) -> bool | None:
        score = self.after(row, attempts)
        return None if score is None else score >= row.criterion


def remedial_programme(
    plan: RemedialPlan,
    scenario: Scenario,
    layout: Layout = 1,
    head: FormHead | None = None,
    names: Names | None = None,
    analysis: MasteryAnalysis | None = None,
    results: Results | None = None,
) -> Form:
    """Program remedial in one of the three layouts.

    `analysis`: of the same scenario, where the items are known: layout 1 then has a column for each item, layout 3 the
    grid (kisi-kisi) of the remedial items. Raises ValueError for a layout that isn't 1, 2 or 3.
    """
    if layout not in (1, 2, 3):
        raise ValueError(f"layout must be 1, 2 or 3, not {layout!r}")
    known = head_of(scenario, head)
    shown = shown_names(scenario, names)
    found = results or Results()
    made = {1: _first_layout, 2: _second_layout, 3: _third_layout}[layout]
    pages = made(plan, scenario, known, shown, analysis, found)
    return Form(f"program-remedial-{layout}", "Program remedial", pages, ("xlsx", "docx", "html"))


# --- parts of every layout -------------------------------------------------------------------------------------------


def _forms(forms: Iterable[RemedialForm]) -> str:
    return ", ".join(FORMS[one] for one in forms)


def _objective(scenario: Scenario, id: str) -> str:
    said = next((one.text for one in scenario.objectives if one.id == id), None)
    return f"{id}: {said}" if said else id


def _by_pupil(rows: Sequence[ProgrammeRow]) -> list[list[ProgrammeRow]]:
    found: dict[str, list[ProgrammeRow]] = {}
    for row in rows:
        found.setdefault(row.pupil, []).append(row)
    return list(found.values())


def _start(number: int, name: str, own: Sequence[ProgrammeRow], place: int) -> Row:
    """Number and name, once for all the lines of a pupil."""
    return (Cell(str(number), rows=len(own)), Cell(name, rows=len(own))) if place == 0 else ()


def _verdict(row: ProgrammeRow, results: Results) -> str:
    mastered = results.mastered(row)
    return _TO_TICK if mastered is None else "Tuntas" if mastered else "Belum"


def _final(row: ProgrammeRow, results: Results) -> float | None:
    score = results.after(row)
    return None if score is None else round(score, 2)


def _nobody(columns: int) -> Row:
    return (Cell("Tidak ada murid yang memerlukan remedial.", columns=columns, align="center"),)


def _identity(scenario: Scenario, head: FormHead, plan: RemedialPlan) -> Fields:
    return Fields(
        (
            ("Sekolah", head.school),
            ("Mata pelajaran", head.subject),
            ("Kelas/semester", head.class_and_semester),
            ("Tahun pelajaran", head.school_year),
            ("Asesmen (ulangan) ke-", head.assessment),
            ("Materi", head.material),
            ("Tanggal asesmen", date_text(head.tested)),
            ("Waktu pelaksanaan", _period(plan)),
        ),
        columns=2,
    )


def _period(plan: RemedialPlan) -> str:
    if plan.starts is None or plan.ends is None:
        return ""
    first, last = date_text(plan.starts), date_text(plan.ends)
    return first if first == last else f"{first} s.d. {last}"


def _absent(plan: RemedialPlan, names: Mapping[str, str]) -> list[Block]:
    if not plan.absent:
        return []
    said = "; ".join(names.get(one, one) for one in plan.absent)
    return [Paragraph(f"Belum tuntas tetapi tidak hadir saat program disusun: {said}.", small=True)]


def _time(one: Session) -> str:
    if one.starts is None or one.ends is None:
        return f"{one.minutes} menit"
    return f"{one.starts:%H.%M}–{one.ends:%H.%M}"


# --- layout 1 --------------------------------------------------------------------------------------------------------


def _first_layout(
    plan: RemedialPlan,
    scenario: Scenario,
    head: FormHead,
    names: Mapping[str, str],
    analysis: MasteryAnalysis | None,
    results: Results,
) -> tuple[Page, ...]:
    items = analysis.items if analysis else ()
    wide = max(len(items), 1)
    top = (
        Cell("No", rows=2),
        Cell("Nama", rows=2),
        Cell("TP atau indikator", rows=2),
        Cell("Nomor soal yang belum tuntas", columns=wide),
        Cell("KKTP", rows=2),
        Cell("Bentuk remedial", rows=2),
        Cell("Hasil", columns=2),
        Cell("Keterangan", rows=2),
    )
    labels = [str(one.number) for one in items] or [""]
    below = (*(Cell(one) for one in labels), Cell("awal"), Cell("akhir"))
    rows: list[Row] = []
    for number, own in enumerate(_by_pupil(plan.rows), 1):
        for place, row in enumerate(own):
            marks = ["✗" if one.item.id in row.items else "" for one in items] if items else [", ".join(row.items)]
            rows.append(
                (
                    *_start(number, names[row.pupil], own, place),
                    Cell(row.objective, align="center"),
                    *(Cell(one, align="center") for one in marks),
                    Cell(row.criterion),
                    Cell(_forms(row.forms)),
                    Cell(round(row.score, 2)),
                    Cell(_final(row, results)),
                    Cell(_verdict(row, results)),
                )
            )
    columns = 8 + wide
    item = 6.5 if items else 30.0
    aligns: tuple[Align, ...] = (*_NAMED, *centred(wide), "center", "left", *centred(3))
    table = Table(
        widths=(8, 44, 18, *[item] * wide, 13, 66, 14, 14, 34),
        head=(top, below),
        rows=tuple(rows) or (_nobody(columns),),
        aligns=aligns,
        row_height=6.0,
    )
    objectives = objectives_field(scenario)
    blocks: list[Block] = [Title("PROGRAM REMEDIAL"), _identity(scenario, head, plan), objectives, table]
    blocks += [*_absent(plan, names), head.signatures()]
    return (Page(tuple(blocks), landscape=True, name="Program remedial", size=9.5),)


# --- layout 2 --------------------------------------------------------------------------------------------------------


def _second_layout(
    plan: RemedialPlan,
    scenario: Scenario,
    head: FormHead,
    names: Mapping[str, str],
    analysis: MasteryAnalysis | None,
    results: Results,
) -> tuple[Page, ...]:
    rows: list[Row] = []
    for number, own in enumerate(_by_pupil(plan.rows), 1):
        for place, row in enumerate(own):
            rows.append(
                (
                    *_start(number, names[row.pupil], own, place),
                    Cell(head.element or None),
                    Cell(row.objective, align="center"),
                    Cell(round(row.score, 2)),
                    Cell(row.criterion),
                    Cell(_forms(row.forms)),
                    Cell("; ".join(map(_short_date, row.dates)) or None),
                    Cell(_final(row, results)),
                    Cell(_verdict(row, results)),
                )
            )
    table = Table(
        widths=(8, 44, 28, 14, 14, 14, 66, 36, 14, 34),
        head=head_row(
            "No", "Nama", "Elemen", "TP", "Nilai awal", "Target KKTP", "Bentuk", "Tanggal", "Nilai akhir", "Keterangan"
        ),
        rows=tuple(rows) or (_nobody(10),),
        aligns=("center", "left", "left", "center", "center", "center", "left", "left", "center", "center"),
        row_height=6.0,
    )
    objectives = objectives_field(scenario)
    first: list[Block] = [Title("PROGRAM REMEDIAL"), _identity(scenario, head, plan), objectives, table]
    first += _absent(plan, names)
    second: tuple[Block, ...] = (
        Title("JADWAL DAN REKAP REMEDIAL"),
        Heading("Jadwal"),
        _schedule(plan, names),
        *_reassessment(plan),
        Heading("Rekap"),
        _summary(plan, results),
        head.signatures(),
    )
    return (
        Page(tuple(first), landscape=True, name="Program remedial", size=9.5),
        Page(second, landscape=True, name="Jadwal dan rekap", size=9.5),
    )


def _short_date(day: dt.date) -> str:
    """'10/8': a programme's dates lie within one school year."""
    return f"{day.day}/{day.month}"


def _schedule(plan: RemedialPlan, names: Mapping[str, str]) -> Table:
    rows = []
    for one in plan.sessions:
        groups = [
            f"{group.group}: {names.get(group.tutor, group.tutor) if group.tutor else '.' * 20}" for group in one.groups
        ]
        rows.append(
            cells(
                str(one.number),
                long_date_text(one.date) or None,
                _time(one),
                None,
                FORMS[one.form],
                ", ".join(one.objectives),
                "\n".join(groups) or MISSING,
            )
        )
    return Table(
        widths=(12, 50, 26, 36, 48, 30, 71),
        head=head_row("Sesi", "Hari, tanggal", "Waktu", "Tempat", "Bentuk", "TP", "Kelompok: tutor"),
        rows=tuple(rows) or ((Cell("Belum ada sesi.", columns=7, align="center"),),),
        aligns=("center", "left", "center", "left", "left", "center", "left"),
        row_height=7.0,
    )


def _reassessment(plan: RemedialPlan) -> tuple[Block, ...]:
    return (Fields((("Penilaian kembali", long_date_text(plan.reassessment)), ("Penilai", "guru"))),)


def _summary(plan: RemedialPlan, results: Results) -> Table:
    """How many pupils have mastered everything after each reassessment; empty where it wasn't held yet."""
    pupils = _by_pupil(plan.rows)
    rows = [(Cell("Belum tuntas sebelum remedial"), Cell(len(pupils)), Cell(None))]
    before = 0
    for number in range(1, max(results.most_repeats, len(results.attempts)) + 1):
        label = f"Tuntas setelah remedial {number}"
        if number > len(results.attempts):
            rows.append((Cell(label), Cell(None), Cell(None)))
            continue
        done = sum(all(results.mastered(row, number) for row in own) for own in pupils)
        rows.append((Cell(label), Cell(done - before), Cell(None)))
        before = done
    held = bool(results.attempts)
    rows.append((Cell("Masih belum tuntas"), Cell(len(pupils) - before if held else None), Cell(None)))
    return Table(
        widths=(80, 30, 163),
        head=head_row("Keadaan", "Jumlah murid", "Tindak lanjut"),
        rows=tuple(rows),
        aligns=("left", "center", "left"),
        row_height=7.0,
    )


# --- layout 3 --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RemedialItem:
    """An item of the remedial test: one for every item of the first test that somebody has not mastered."""

    number: int
    objective: str
    item: str
    indicator: str
    form: str
    former: int


def remedial_items(plan: RemedialPlan, analysis: MasteryAnalysis | None) -> tuple[RemedialItem, ...]:
    """The grid of the remedial test, in the order of the first test; empty where no items are known."""
    missed = {(row.objective, item) for row in plan.rows for item in row.items}
    found: list[RemedialItem] = []
    for one in analysis.items if analysis else ():
        objective = one.item.objective
        if objective is not None and (objective, one.item.id) in missed:
            form = ITEM_FORMS[one.item.form] if one.item.form else ""
            number = len(found) + 1
            found.append(RemedialItem(number, objective, one.item.id, one.item.indicator or "", form, one.number))
    return tuple(found)


def _third_layout(
    plan: RemedialPlan,
    scenario: Scenario,
    head: FormHead,
    names: Mapping[str, str],
    analysis: MasteryAnalysis | None,
    results: Results,
) -> tuple[Page, ...]:
    grid = remedial_items(plan, analysis)
    by_item = {(one.objective, one.item): one for one in grid}
    rows: list[Row] = []
    for number, own in enumerate(_by_pupil(plan.rows), 1):
        for place, row in enumerate(own):
            asked = [by_item[row.objective, one] for one in row.items if (row.objective, one) in by_item]
            said = [f"{row.objective}: {one.indicator}" for one in asked if one.indicator]
            rows.append(
                (
                    *_start(number, names[row.pupil], own, place),
                    Cell(round(row.score, 2)),
                    Cell("\n".join(dict.fromkeys(said)) or row.objective),
                    Cell(_forms(row.forms)),
                    Cell(", ".join(str(one.number) for one in asked) or None),
                    Cell(_final(row, results)),
                    Cell(_verdict(row, results)),
                )
            )
    table = Table(
        widths=(8, 44, 14, 50, 56, 42, 20, 34),
        head=head_row(
            "No",
            "Nama",
            "Nilai",
            "Indikator yang belum dikuasai",
            "Bentuk pelaksanaan",
            "Nomor soal remedial",
            "Nilai tes remedial",
            "Keterangan",
        ),
        rows=tuple(rows) or (_nobody(8),),
        aligns=("center", "left", "center", "left", "left", "center", "center", "center"),
        row_height=6.0,
    )
    identity = Fields(
        (
            ("Sekolah", head.school),
            ("Kelas/semester", head.class_and_semester),
            ("Mata pelajaran", head.subject),
            ("Bentuk asesmen", head.assessment),
            ("Materi", head.material),
            ("Tanggal remedial", _period(plan)),
        ),
        columns=2,
    )
    objectives = objectives_field(scenario)
    first: list[Block] = [Title("PROGRAM REMEDIAL", "Lampiran modul ajar"), identity, objectives, table]
    first += _absent(plan, names)
    second: tuple[Block, ...] = (
        Title("KISI-KISI SOAL REMEDIAL"),
        objectives,
        _grid(plan, grid, head),
        head.signatures(),
    )
    return (
        Page(tuple(first), landscape=True, name="Program remedial", size=9.5),
        Page(second, landscape=True, name="Kisi-kisi", size=9.5),
    )


def _grid(plan: RemedialPlan, grid: Sequence[RemedialItem], head: FormHead) -> Table:
    rows: list[Row]
    if grid:
        rows = [
            cells(
                str(one.number),
                one.objective,
                head.material or None,
                one.indicator or None,
                one.form or None,
                str(one.former),
            )
            for one in grid
        ]
    else:
        # Without item scores the teacher chooses the items: three lines for each objective.
        rows = [
            cells(None, one.objective, head.material or None, None, None, None)
            for one in plan.objectives
            for _ in range(3)
        ]
    return Table(
        widths=(20, 20, 60, 118, 32, 23),
        head=head_row("Nomor soal", "TP", "Materi", "Indikator soal", "Bentuk soal", "Soal asesmen semula"),
        rows=tuple(rows) or ((Cell("Tidak ada.", columns=6, align="center"),),),
        aligns=("center", "center", "left", "left", "center", "center"),
        row_height=6.0,
    )


# --- enrichment ------------------------------------------------------------------------------------------------------


def enrichment_programme(
    analysis: MasteryAnalysis,
    scenario: Scenario,
    plan: RemedialPlan | None = None,
    head: FormHead | None = None,
    names: Names | None = None,
    goals: Mapping[str, str] | None = None,
) -> Form:
    """Program pengayaan: pupils in an interval of enrichment, and the tutors of a remedial plan.

    Schools count being a tutor as enrichment. It is one only if the tutor learns something by it, so the form asks for
    a goal of the tutor's own; `goals`: pupil id -> that goal.
    """
    known = head_of(scenario, head)
    shown = shown_names(scenario, names)
    written = goals or {}
    tutors = list(dict.fromkeys(_tutors_of(plan))) if plan else []
    enriched = set(analysis.conclusion.enrichment)
    order = [pupil.id for pupil in scenario.pupils if pupil.id in enriched or pupil.id in tutors]
    order += [one for one in tutors if one not in order and one not in shown]
    rows: list[Row] = []
    for number, one in enumerate(order, 1):
        line = analysis.by_pupil.get(one)
        is_tutor = one in tutors
        forms = (
            f"{BOX} {ENRICHMENT_FORMS[0]}   {BOX} {ENRICHMENT_FORMS[1]}\n{BOX} {ENRICHMENT_FORMS[2]}"
            if not is_tutor
            else ENRICHMENT_FORMS[2]
        )
        dates = "; ".join(_short_date(day) for day in _days_led(plan, one)) if plan and is_tutor else ""
        mark = None if line is None or line.mark is None else round(line.mark, 1)
        rows.append(
            cells(
                str(number),
                shown.get(one, one),
                MISSING if mark is None else mark,
                forms,
                written.get(one) or ("." * 50 if is_tutor else None),
                dates or None,
                None,
            )
        )
    table = Table(
        widths=(8, 44, 15, 60, 76, 34, 36),
        head=head_row("No", "Nama", "Nilai awal", "Bentuk", "Tujuan belajar murid ini", "Tanggal", "Hasil"),
        rows=tuple(rows) or ((Cell("Tidak ada murid untuk pengayaan.", columns=7, align="center"),),),
        aligns=("center", "left", "center", "left", "left", "left", "left"),
        row_height=9.0,
    )
    blocks: list[Block] = [
        Title("PROGRAM PENGAYAAN"),
        Fields(
            (
                ("Sekolah", known.school),
                ("Mata pelajaran", known.subject),
                ("Kelas/semester", known.class_and_semester),
                ("Tahun pelajaran", known.school_year),
                ("Asesmen (ulangan) ke-", known.assessment),
                ("Materi", known.material),
            ),
            columns=2,
        ),
        table,
        Paragraph(
            "Menjadi tutor sebaya terhitung pengayaan hanya bila tutor pun belajar sesuatu: tulis tujuan belajarnya "
            "sendiri, misalnya menerangkan satu langkah dengan dua cara.",
            small=True,
        ),
        known.signatures(),
    ]
    return Form(
        "program-pengayaan",
        "Program pengayaan",
        (Page(tuple(blocks), landscape=True, name="Pengayaan", size=9.5),),
        ("xlsx", "docx", "html"),
    )


def _tutors_of(plan: RemedialPlan) -> list[str]:
    led = [tutor for session in plan.sessions for group in session.groups if (tutor := group.tutor)]
    return led or [tutor for group in plan.groups for tutor in group.tutors]


def _days_led(plan: RemedialPlan, tutor: str) -> list[dt.date]:
    return [
        session.date
        for session in plan.sessions
        if session.date is not None and any(group.tutor == tutor for group in session.groups)
    ]


# --- the official record ---------------------------------------------------------------------------------------------


def remedial_record(
    plan: RemedialPlan,
    scenario: Scenario,
    session: int | None = None,
    head: FormHead | None = None,
    names: Names | None = None,
    results: Results | None = None,
) -> Form:
    """Berita acara remedial of a session, or of the reassessment (`session` None), with the list of who came.

    `results`: of the reassessment; a session has none. Raises ValueError for a session that the plan doesn't have.
    """
    numbers = [one.number for one in plan.sessions]
    if session is not None and session not in numbers:
        raise ValueError(f"the plan has no session {session}; it has {numbers}")
    held = next((one for one in plan.sessions if one.number == session), None)
    known = head_of(scenario, head)
    shown = shown_names(scenario, names)
    found = results or Results()
    day = held.date if held else plan.reassessment
    form = FORMS[held.form] if held else "penilaian kembali oleh guru"
    objectives = held.objectives if held else tuple(one.objective for one in plan.objectives)
    taking = _taking_part(plan, held)
    opening = (
        f"Pada hari ini, {DAYS[day.weekday()]}, tanggal {date_text(day)}, "
        if day
        else f"Pada hari ini, {'.' * 16}, tanggal {'.' * 30}, "
    )
    what = f"sesi remedial ke-{held.number} dari {len(plan.sessions)}" if held else "penilaian kembali program remedial"
    identity = Fields(
        (
            ("Sekolah", known.school),
            ("Mata pelajaran", known.subject),
            ("Kelas/semester", known.class_and_semester),
            ("Tahun pelajaran", known.school_year),
            ("Materi", known.material),
            ("TP", "\n".join(_objective(scenario, one) for one in objectives)),
            ("Waktu", _time(held) if held else ""),
            ("Tempat", ""),
            ("Bentuk", form),
            ("Jumlah peserta", f"{len(taking)} murid; hadir {'.' * 8} murid, tidak hadir {'.' * 8} murid"),
            *_outcome(plan, held, found),
        ),
        label=34,
    )
    first: tuple[Block, ...] = (
        Title("BERITA ACARA REMEDIAL"),
        Paragraph(f"{opening}telah dilaksanakan {what} dengan keterangan sebagai berikut."),
        identity,
        Heading("Kejadian selama pelaksanaan"),
        Blank(5),
        Heading("Tindak lanjut"),
        Blank(3),
        Paragraph("Berita acara ini dibuat dengan sebenarnya. Daftar hadir terlampir."),
        known.signatures(),
    )
    second: tuple[Block, ...] = (
        Title("DAFTAR HADIR REMEDIAL", long_date_text(day)),
        _attendance(plan, taking, objectives, shown, found, marks=held is None),
        known.signatures(),
    )
    suffix = f"sesi-{held.number}" if held else "penilaian-kembali"
    return Form(
        f"berita-acara-remedial-{suffix}",
        "Berita acara remedial",
        (Page(first, name="Berita acara", size=10.5), Page(second, name="Daftar hadir")),
        ("docx", "html"),
    )


def _taking_part(plan: RemedialPlan, held: Session | None) -> tuple[str, ...]:
    """Pupils who are to come: those who work on an objective of the session, or everybody with a target."""
    if held is None:
        return plan.pupils
    members = {group.id: group.members for group in plan.groups}
    led = {one for group in held.groups for one in members.get(group.group, ())} | set(held.alone)
    if held.form == "reteaching" or not led:
        return tuple(one for one in plan.pupils if set(plan.targets[one]) & set(held.objectives))
    return tuple(one for one in plan.pupils if one in led)


def _outcome(plan: RemedialPlan, held: Session | None, results: Results) -> list[tuple[str, str]]:
    if held is not None:
        return []
    pupils = _by_pupil(plan.rows)
    if not results.attempts:
        return [("Hasil", f"tuntas {'.' * 8} murid, belum tuntas {'.' * 8} murid")]
    done = sum(all(results.mastered(row) for row in own) for own in pupils)
    return [("Hasil", f"tuntas {done} murid, belum tuntas {len(pupils) - done} murid")]


def _attendance(
    plan: RemedialPlan,
    taking: Sequence[str],
    objectives: Sequence[str],
    names: Mapping[str, str],
    results: Results,
    marks: bool,
) -> Table:
    """Who came, with room to sign; after the reassessment also the score on each objective."""
    rows: list[Row] = []
    of_pupil = {(row.pupil, row.objective): row for row in plan.rows}
    for number, one in enumerate(taking, 1):
        said = []
        for objective in plan.targets[one]:
            if objective not in objectives:
                continue
            row = of_pupil.get((one, objective))
            score = results.after(row) if marks and row else None
            said.append(objective if not marks else f"{objective}: {'.' * 8 if score is None else decimal(score)}")
        rows.append(
            cells(str(number), names.get(one, one), "\n".join(said), f"{BOX}\u00a0hadir   {BOX}\u00a0tidak", None)
        )
    return Table(
        widths=(10, 66, 34, 38, 38),
        head=head_row("No", "Nama", "Hasil per TP" if marks else "TP", "Kehadiran", "Tanda tangan"),
        rows=tuple(rows) or (_nobody(5),),
        aligns=("center", "left", "left", "center", "left"),
        row_height=8.0,
    )

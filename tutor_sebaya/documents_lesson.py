"""The lesson plan: 'modul ajar' with its annexes, and a short RPP on one page.

It fills in what a scenario knows and writes `GAP` where only the teacher does, so that nobody hands in a plan with a
hole unnoticed; how many such places are left stands at the top. The parts are those of field facts 6.2 and L03 (goals,
steps and assessment; understanding, applying, reflecting), which were seen in quotations only: no format of a ministry
is imitated, and the foot of the form says which parts are ours. Groups and turns are printed without scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal, TypeAlias

from . import labels, measures
from .documents import GENDERS, GroupList, group_lists
from .documents_sheet import (
    Blank,
    Block,
    Cell,
    Fields,
    Form,
    FormHead,
    Heading,
    Items,
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
)
from .language import Names
from .planners.mastery import MasteryAnalysis, analyse_mastery
from .scenario import Phase, PhaseName, Pupil, Scenario, Seat, Subtopic

LessonLayout: TypeAlias = Literal["modul_ajar", "rpp_ringkas"]
Step: TypeAlias = Literal["opening", "core", "closing"]

GAP = "[diisi guru]"
"""What a scenario doesn't know and the teacher must write."""
STEPS: Mapping[Step, str] = {"opening": "Pendahuluan", "core": "Inti", "closing": "Penutup"}
CORE: frozenset[PhaseName] = frozenset({"preparation", "tutoring", "discussion", "presentation"})
"""Phases of the core; what stands before the first of them opens the lesson, what follows the last one closes it."""
EXPERIENCES: Mapping[PhaseName, str] = {
    "opening": "memahami",
    "discussion_norms": "memahami",
    "preparation": "memahami",
    "tutoring": "mengaplikasi",
    "discussion": "mengaplikasi",
    "presentation": "mengaplikasi",
    "closing": "merefleksi",
    "assessment": "merefleksi",
}
"""Our proposal; no regulation assigns the phases of peer tutoring to an experience."""
PAPER_WIDTH = 186.0


def lesson_plan(
    scenario: Scenario,
    layout: LessonLayout = "modul_ajar",
    head: FormHead | None = None,
    names: Names | None = None,
    analysis: MasteryAnalysis | None = None,
) -> Form:
    """The lesson plan of a scenario. `analysis`: of the same scenario (by default it is made from its scores).

    Raises ValueError for a layout that isn't one of the two.
    """
    if layout not in ("modul_ajar", "rpp_ringkas"):
        raise ValueError(f"layout must be modul_ajar or rpp_ringkas, not {layout!r}")
    known = head_of(scenario, head)
    found = analysis or analyse_mastery(scenario)
    groups = group_lists(scenario, names)
    if layout == "rpp_ringkas":
        short = _short(scenario, known, found)
        return Form("rpp-ringkas", "RPP ringkas", (_marked(short),), ("docx", "html"))
    pages = (_plan(scenario, known, found), *_annexes(scenario, groups))
    first, *rest = pages
    counted = _marked(first, sum(map(gaps, rest)))
    return Form("modul-ajar", "Modul ajar", (counted, *rest), ("docx", "html"))


def gaps(page: Page) -> int:
    """How many places of a page are still marked `GAP`."""
    return sum(words.count(GAP) for block in page.blocks for words in _words_in(block))


def _words_in(block: Block) -> Iterable[str]:
    match block:
        case Paragraph():
            yield block.words
        case Fields():
            yield from (value for _, value in block.pairs)
        case Items():
            yield from block.lines
        case Table():
            for row in (*block.rows, *block.foot):
                yield from (cell.value for cell in row if isinstance(cell.value, str))


def _marked(page: Page, elsewhere: int = 0) -> Page:
    """The page with the number of open places below its title."""
    left = gaps(page) + elsewhere
    if not left:
        return page
    words = f"Belum lengkap: {left} tempat bertanda {GAP}. Hapus baris ini setelah semuanya terisi."
    title, *rest = page.blocks
    return replace(page, blocks=(title, Paragraph(words, bold=True), *rest))


def _or_gap(words: str | None) -> str:
    return words.strip() if words and words.strip() else GAP


# --- parts of both layouts -------------------------------------------------------------------------------------------


def _identity(scenario: Scenario, head: FormHead, full: bool) -> Fields:
    present = measures.present_pupils(scenario)
    count = {key: sum(one.gender == key for one in present) for key in GENDERS}
    by_gender = ", ".join(f"{number} {GENDERS[key]}" for key, number in count.items() if number)
    pupils = f"{len(present)} murid" + (f" ({by_gender})" if by_gender else "") if present else GAP
    day = long_date_text(scenario.date)
    hour = f", pukul {scenario.time:%H.%M}" if scenario.time else ""
    pairs = [
        ("Sekolah", _or_gap(head.school)),
        ("Mata pelajaran", _or_gap(head.subject)),
        ("Kelas/semester", f"{_or_gap(head.class_name)} / {_or_gap(head.semester)}"),
        ("Tahun pelajaran", _or_gap(head.school_year)),
        ("Materi", _or_gap(head.material or _topics(scenario))),
        ("Hari, tanggal", f"{day}{hour}" if day else GAP),
        ("Alokasi waktu", _allotted(scenario)),
        ("Penyusun", _or_gap(head.trainee or head.teacher)),
    ]
    if full:
        pairs += [("Murid yang hadir", pupils), ("Elemen", _or_gap(head.element))]
    return Fields(tuple(pairs), columns=2, label=31)


def _topics(scenario: Scenario) -> str:
    return "; ".join(dict.fromkeys(one.title.strip() for one in scenario.subtopics if one.title and one.title.strip()))


def _allotted(scenario: Scenario) -> str:
    if scenario.periods is None or scenario.minutes_per_period is None:
        return GAP
    return f"{scenario.periods} × {scenario.minutes_per_period} menit"


def _objectives(scenario: Scenario) -> Table:
    rows = [
        cells(one.id, _or_gap(one.text), GAP if one.criterion is None else decimal(one.criterion))
        for one in scenario.objectives
    ]
    return Table(
        widths=(18, 138, 30),
        head=head_row("TP", "Tujuan pembelajaran", "KKTP"),
        rows=tuple(rows) or (cells(GAP, GAP, GAP),),
        aligns=("center", "left", "center"),
    )


def steps(phases: Sequence[Phase]) -> tuple[Step, ...]:
    """The step to which each phase belongs, in the order of the phases."""
    core = [number for number, one in enumerate(phases) if one.name in CORE]
    if not core:
        return tuple("closing" if one.name in ("closing", "assessment") else "opening" for one in phases)
    return tuple(
        "opening" if number < core[0] else "closing" if number > core[-1] else "core" for number in range(len(phases))
    )


def _activity(phase: Phase, scenario: Scenario, brief: bool) -> str:
    """What happens in a phase, as far as the scenario knows; the teacher's own part is marked."""
    groups = len(scenario.groups)
    match phase.name:
        case "opening":
            said = GAP
        case "discussion_norms":
            said = "Guru mengajarkan cara berdiskusi: bergiliran, mendengarkan, dan menanggapi dengan alasan."
        case "preparation":
            said = f"{groups or GAP} kelompok mempelajari submaterinya dan menyiapkan jawaban bersama tutor."
        case "tutoring":
            said = "Tutor membimbing anggotanya; guru berkeliling, mengamati, dan membantu kelompok yang macet."
        case "discussion":
            kind = scenario.discussion.kind if scenario.discussion else None
            named = labels.DISCUSSIONS[kind].capitalize() if kind else f"Diskusi {GAP}"
            said = f"{named}: tutor menjaga giliran berbicara dan melempar pertanyaan kembali kepada kelompok."
        case "presentation":
            said = "Wakil setiap kelompok menyampaikan hasil; kelompok lain bertanya dan menanggapi."
        case "closing":
            said = f"Guru menyimpulkan dan meluruskan yang keliru; murid menuliskan yang dipelajarinya. {GAP}"
        case "assessment":
            said = f"Setiap murid mengerjakan asesmen sendiri; guru yang menilai. {GAP}"
        case _:
            said = GAP
    outside = " Di luar jam pelajaran." if phase.place == "outside" else ""
    role = "" if brief else f"\nPeran guru: {_role(phase)}"
    return f"{said}{outside}{role}"


def _role(phase: Phase) -> str:
    written = (phase.teacher_role or "").strip()
    return labels.TEACHER_ROLES.get(written, written) or GAP


def _minutes(phase: Phase) -> str:
    return GAP if phase.minutes is None else decimal(phase.minutes)


def _steps_table(scenario: Scenario, brief: bool) -> Table:
    placed = steps(scenario.phases)
    rows: list[Row] = []
    for number, (step, phase) in enumerate(zip(placed, scenario.phases, strict=True)):
        start = () if number and placed[number - 1] == step else (Cell(STEPS[step], rows=placed.count(step)),)
        name = labels.PHASES[phase.name].capitalize() if phase.name else GAP
        what = f"{name}. {_activity(phase, scenario, brief)}"
        experience = () if brief else (Cell(EXPERIENCES.get(phase.name or "other", GAP)),)
        rows.append((*start, Cell(what), *experience, Cell(_minutes(phase))))
    if not rows:
        blank = () if brief else (Cell(GAP),)
        rows = [(Cell(words), Cell(GAP), *blank, Cell(GAP)) for words in STEPS.values()]
    columns = 2 if brief else 3
    foot = ((Cell("Jumlah menit di kelas", columns=columns, bold=True, align="left"), Cell(_sum(scenario))),)
    if brief:
        return Table(
            widths=(28, 132, 26),
            head=head_row("Langkah", "Kegiatan", "Menit"),
            rows=tuple(rows),
            foot=foot,
            aligns=("left", "left", "center"),
        )
    return Table(
        widths=(26, 104, 30, 26),
        head=head_row("Langkah", "Kegiatan", "Pengalaman belajar", "Menit"),
        rows=tuple(rows),
        foot=foot,
        aligns=("left", "left", "center", "center"),
    )


def _sum(scenario: Scenario) -> str:
    """Minutes in class; where they differ from the lesson's, both."""
    inside = [one.minutes for one in scenario.phases if one.place != "outside"]
    if not inside or any(one is None for one in inside):
        return GAP
    total = sum(one for one in inside if one is not None)
    if scenario.periods is None or scenario.minutes_per_period is None:
        return decimal(total)
    lesson = scenario.periods * scenario.minutes_per_period
    return decimal(total) if total == lesson else f"{decimal(total)} dari {lesson}: belum sama"


def _assessments(scenario: Scenario, analysis: MasteryAnalysis) -> tuple[tuple[str, str], ...]:
    """Initial, process and final assessment."""
    given = scenario.assessment
    day = date_text(given.initial.date) if given and given.initial else ""
    counted = [
        f"{one.objective}: {len(one.mastered)} tuntas, {len(one.below)} belum, {len(one.no_score)} tanpa nilai"
        for one in analysis.objectives
        if one.criterion is not None and one.scored
    ]
    initial = "; ".join(filter(None, (day, *counted)))
    techniques = [one.technique.strip() for one in (given.process if given else ()) if one.technique]
    if scenario.observation and scenario.observation.indicators:
        techniques.append(f"observasi kelompok ({len(scenario.observation.indicators)} indikator, lembar terpisah)")
    products = any(measures.filled(words) for group in scenario.groups for words in group.products.values())
    again = scenario.remedial.reassessment if scenario.remedial else None
    final = [f"penilaian kembali {date_text(again.date)}"] if again and again.date else []
    final += ["setiap murid membuat hasil kerjanya sendiri"] if products else []
    if again and again.assessor:
        final.append(f"penilai: {labels.ASSESSORS[again.assessor]}")
    return (
        ("Awal", initial or GAP),
        ("Proses", "; ".join(filter(None, techniques)) or GAP),
        ("Akhir", f"{'; '.join(final)}. Soal dan rubrik: {GAP}" if final else GAP),
    )


def _follow_up(scenario: Scenario, analysis: MasteryAnalysis) -> tuple[tuple[str, str], ...]:
    """Remedial teaching and enrichment. Pupils are counted, not named: their names stand in the programmes."""
    planned = scenario.remedial
    parts = []
    if planned:
        parts.append(f"{len(planned.pupils)} murid")
        parts += [", ".join(labels.FORMS[one] for one in planned.forms)] if planned.forms else []
        if planned.starts and planned.ends:
            parts.append(f"{date_text(planned.starts)} s.d. {date_text(planned.ends)}")
        remedial = "; ".join(parts) + ". Nama dan sasaran: lihat Program remedial."
    else:
        below = len(analysis.conclusion.individual)
        remedial = f"{below} murid belum tuntas sedikitnya pada satu TP. Bentuk dan waktu: {GAP}" if below else GAP
    ready = len(analysis.conclusion.enrichment)
    tutors = len(_placed_tutors(scenario))
    said = [f"{ready} murid pada interval pengayaan"] if ready else []
    said += [f"{tutors} tutor (tujuan belajar tutor: {GAP})"] if tutors else []
    return (("Remedial", remedial), ("Pengayaan", "; ".join(said) + f". Kegiatan: {GAP}" if said else GAP))


def _placed_tutors(scenario: Scenario) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for group in scenario.groups for one in group.tutors))


def _foot(brief: bool) -> Paragraph:
    """Which parts are ours."""
    said = (
        "Susunan ini bukan format resmi; sesuaikan dengan format sekolah. Bagian tanpa tanda berasal dari skenario "
        "tutor sebaya. Rumusan kegiatan dan pembagian fase ke dalam langkah "
    )
    said += "adalah usulan kursus ini." if brief else "dan pengalaman belajar adalah usulan kursus ini."
    return Paragraph(said, small=True)


# --- the short plan --------------------------------------------------------------------------------------------------


def _short(scenario: Scenario, head: FormHead, analysis: MasteryAnalysis) -> Page:
    """Goals, steps and assessment (L03) on one page."""
    blocks: tuple[Block, ...] = (
        Title("RENCANA PELAKSANAAN PEMBELAJARAN", "Ringkas, model tutor sebaya"),
        _identity(scenario, head, full=False),
        Heading("A. Tujuan"),
        _objectives(scenario),
        Heading("B. Langkah"),
        _steps_table(scenario, brief=True),
        Heading("C. Penilaian dan tindak lanjut"),
        Fields((*_assessments(scenario, analysis), *_follow_up(scenario, analysis)), label=26),
        _foot(brief=True),
        head.signatures(),
    )
    return Page(blocks, name="RPP", size=10.0)


# --- modul ajar ------------------------------------------------------------------------------------------------------


def _plan(scenario: Scenario, head: FormHead, analysis: MasteryAnalysis) -> Page:
    sources = dict.fromkeys(one.strip() for part in scenario.subtopics for one in part.sources if one.strip())
    media = scenario.remedial.media if scenario.remedial else []
    blocks: tuple[Block, ...] = (
        Title("MODUL AJAR", "Rencana pembelajaran dengan tutor sebaya"),
        Heading("A. Identitas"),
        _identity(scenario, head, full=True),
        Heading("B. Tujuan pembelajaran"),
        _objectives(scenario),
        Fields((("Dimensi profil lulusan", GAP),)),
        Heading("C. Kerangka pembelajaran"),
        Fields(_framework(scenario)),
        Heading("D. Submateri dan masalah"),
        _subtopics(scenario),
        Heading("E. Langkah pembelajaran"),
        _steps_table(scenario, brief=False),
        Heading("F. Asesmen"),
        Fields(_assessments(scenario, analysis)),
        Heading("G. Remedial dan pengayaan"),
        Fields(_follow_up(scenario, analysis)),
        Heading("H. Media dan sumber"),
        Fields((("Sumber", "; ".join(sources) or GAP), ("Media", "; ".join(media) or GAP))),
        Heading("I. Refleksi"),
        Fields((("Pandangan murid", _or_gap(scenario.pupil_views)), ("Refleksi guru", GAP))),
        _foot(brief=False),
        head.signatures(),
    )
    return Page(blocks, name="Modul ajar", size=9.5)


def _framework(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Praktik pedagogis, kemitraan, lingkungan, teknologi (L03)."""
    grouping = scenario.grouping
    said = ["tutor sebaya"]
    said += [labels.MODELS[one] for one in sorted({group.model for group in scenario.groups if group.model})]
    if grouping and grouping.way:
        said.append(f"kelompok dibentuk menurut {labels.WAYS[grouping.way]}")
    if grouping and grouping.ground:
        said.append(f"dasar pengelompokan: {labels.GROUNDS[grouping.ground]}")
    older = [one for one in scenario.tutors if one.kind == "cross_age"]
    grades = sorted({one.grade for one in older if one.grade is not None})
    of_grades = f" dari kelas {', '.join(map(str, grades))}" if grades else ""
    layout = scenario.room.layout if scenario.room else None
    return (
        ("Praktik pedagogis", "; ".join(said)),
        ("Kemitraan", f"{len(older)} tutor kakak{of_grades}; lainnya: {GAP}" if older else GAP),
        ("Lingkungan", f"tata ruang: {labels.LAYOUTS[layout]}; lainnya: {GAP}" if layout else GAP),
        ("Teknologi", GAP),
    )


def _subtopics(scenario: Scenario) -> Table:
    rows = [
        cells(_title(one), ", ".join(one.objectives) or GAP, _or_gap(one.problem), "; ".join(one.sources) or GAP)
        for one in scenario.subtopics
    ]
    return Table(
        widths=(46, 18, 76, 46),
        head=head_row("Submateri", "TP", "Masalah", "Sumber"),
        rows=tuple(rows) or (cells(GAP, GAP, GAP, GAP),),
        aligns=("left", "center", "left", "left"),
    )


def _title(subtopic: Subtopic) -> str:
    return (subtopic.title or "").strip() or subtopic.id


# --- annexes ---------------------------------------------------------------------------------------------------------


def _annexes(scenario: Scenario, groups: Sequence[GroupList]) -> tuple[Page, ...]:
    """Groups, turns and room, one after the other; each worksheet on a page of its own."""
    listed: tuple[Block, ...] = (
        Title("LAMPIRAN 1", "Daftar kelompok"),
        _group_table(groups),
        Title("LAMPIRAN 2", "Giliran berbicara"),
        Paragraph("Menit yang direncanakan bagi setiap orang.", small=True),
        *_turns(scenario, groups),
        Title("LAMPIRAN 3", "Denah tempat duduk"),
        *_room(scenario, groups),
    )
    return (Page(listed, name="Lampiran", size=9.5), *_worksheets(scenario))


def _group_table(groups: Sequence[GroupList]) -> Table:
    def people(some: Iterable[str]) -> str:
        return "\n".join(some) or GAP

    rows = []
    for group in groups:
        representative = [one.name for one in group.people if one.is_representative]
        rows.append(
            cells(
                group.label,
                group.subtopic or GAP,
                people(one.shown(for_pupils=True) for one in group.tutors),
                people(one.shown(for_pupils=True) for one in group.members),
                people(representative),
            )
        )
    return Table(
        widths=(26, 44, 40, 46, 30),
        head=head_row("Kelompok", "Submateri", "Tutor (L/P)", "Anggota (L/P)", "Wakil"),
        rows=tuple(rows) or (cells(*[GAP] * 5),),
    )


def _turns(scenario: Scenario, groups: Sequence[GroupList]) -> tuple[Block, ...]:
    """Minutes of each person. For whom a turn is reserved isn't printed: it would mark those who seldom speak."""
    planned = {group.id: group.turns for group in scenario.groups}
    if not any(planned.values()):
        return (Paragraph(GAP),)
    rows: list[Row] = []
    for group in groups:
        # A turn of somebody who is in no list is still a turn.
        named = {one.id: one.name for one in group.people}
        minutes: dict[str, float] = dict.fromkeys(named, 0.0)
        for turn in planned[group.id]:
            minutes[turn.pupil] = minutes.get(turn.pupil, 0.0) + (turn.minutes or 0.0)
        for number, (one, length) in enumerate(minutes.items()):
            start = () if number else (Cell(group.label, rows=len(minutes)),)
            said = decimal(length) if length else GAP
            rows.append((*start, Cell(named.get(one, one)), Cell(said), Cell(None)))
    table = Table(
        widths=(40, 80, 26, 40),
        head=head_row("Kelompok", "Nama", "Menit", "Catatan"),
        rows=tuple(rows),
        aligns=("left", "left", "center", "left"),
    )
    return (table,)


def _room(scenario: Scenario, groups: Sequence[GroupList]) -> tuple[Block, ...]:
    """The room as a table: the desks in rows where seats have them, the groups with their seats where not."""
    layout = scenario.room.layout if scenario.room else None
    said = Fields((("Tata ruang", labels.LAYOUTS[layout] if layout else GAP),))
    group_of = {one.id: group.label for group in groups for one in group.people}
    name_of = {one.id: one.name for group in groups for one in group.people}
    seated = [one for one in measures.present_pupils(scenario) if isinstance(one.seat, Seat)]
    # Rows and columns of a file may be any numbers; a drawing has as many as are used.
    rows = sorted({one.seat.row for one in seated if isinstance(one.seat, Seat)})
    columns = sorted({one.seat.column for one in seated if isinstance(one.seat, Seat)})
    if seated and len(columns) <= 12:
        places: dict[tuple[int, int], list[Pupil]] = {}
        for one in seated:
            if isinstance(one.seat, Seat):
                places.setdefault((one.seat.row, one.seat.column), []).append(one)

        def desk(row: int, column: int) -> str:
            here = places.get((row, column), [])
            return "\n".join(_seated(name_of.get(one.id, one.name or one.id), group_of.get(one.id)) for one in here)

        table = Table(
            widths=(14, *[(PAPER_WIDTH - 14) / len(columns)] * len(columns)),
            head=head_row("", *(f"Lajur {one}" for one in columns)),
            rows=tuple(cells(f"Baris {row}", *(desk(row, column) for column in columns)) for row in rows),
            aligns=("center", *centred(len(columns))),
            row_height=12.0,
            size=8.0,
        )
        return (said, Paragraph("Depan kelas", align="center"), table)
    if not groups:
        return (said, Paragraph(GAP))
    lines = tuple(
        cells(group.label, "; ".join(_seated(one.name, one.seat) for one in group.people) or GAP, GAP)
        for group in groups
    )
    return (
        said,
        Table(
            widths=(30, 110, 46),
            head=head_row("Kelompok", "Nama (tempat duduk semula)", "Tempat kelompok di ruang"),
            rows=lines,
            row_height=9.0,
        ),
    )


def _seated(name: str, remark: str | None) -> str:
    return f"{name} ({remark})" if remark else name


def _worksheets(scenario: Scenario) -> tuple[Page, ...]:
    """A worksheet for each sub-topic: its problem, and room to work; the tasks are the teacher's."""
    pages = []
    for number, one in enumerate(scenario.subtopics, 1):
        blocks: tuple[Block, ...] = (
            Title(f"LAMPIRAN 4.{number}", f"LKPD: {_title(one)}"),
            Fields((("Kelompok", ""), ("Anggota", ""))),
            Heading("Masalah"),
            Paragraph(_or_gap(one.problem)),
            Heading("Tugas"),
            Paragraph(GAP),
            Heading("Yang sudah kami ketahui"),
            Blank(3),
            Heading("Cara kami menyelesaikannya"),
            Blank(9),
            Heading("Kesimpulan kami, dan yang masih kami tanyakan"),
            Blank(4),
        )
        pages.append(Page(blocks, name=f"LKPD {number}", size=10.5))
    return tuple(pages)

"""The rule report that a trainee gives to the supervising teacher (guru pamong) and the lecturer (DPL), on one page.

What the rules found, where each demand comes from, and room for the trainee's own justification: a broken rule may be
a reasoned choice, and the report is there to talk about it. Pupils stand in it by their ids, unless names are given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .documents_paper import LINE_HEIGHT, POINT, count_lines
from .documents_sheet import (
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
    Signatures,
    Signer,
    Table,
    Title,
    cells,
    decimal,
    head_of,
    head_row,
    long_date_text,
)
from .labels import ORIGINS, SEVERITIES, ranges
from .language import Names, translate
from .rules import Report, catalogue
from .rules.registry import Rule, Severity
from .scenario import Scenario

ORDER: tuple[Severity, ...] = ("error", "warning", "hint")
KINDS = {"class": "kelas (lima langkah)", "remedial": "remedial"}
WIDTHS = (32.0, 62.0, 40.0, 52.0)
SIZE = 8.0
"""Of the letters in the table, in points."""
LEAST_HEIGHT = 11.0
"""Millimetres of a row: room for two lines by hand."""
ROOM = 158.0
"""Millimetres that the table's rows may take, so that the report stays on one page of A4."""


@dataclass(frozen=True)
class BrokenRule:
    """A broken rule: its worst severity, and what it found, in the order of the file."""

    rule: Rule
    severity: Severity
    found: tuple[str, ...]


def broken_rules(report: Report, names: Names | None = None) -> tuple[BrokenRule, ...]:
    """Errors first, then warnings, then hints; within these in the order of the rules. Indonesian."""
    by_rule: dict[str, list[tuple[Severity, str]]] = {}
    for one in report.findings:
        by_rule.setdefault(one.rule, []).append((one.severity, one.message.render("id", names)))
    rules = catalogue()
    found = [
        BrokenRule(
            rules[id],
            min((severity for severity, _ in said), key=ORDER.index),
            tuple(dict.fromkeys(words for _, words in said)),
        )
        for id, said in by_rule.items()
    ]
    return tuple(sorted(found, key=lambda one: ORDER.index(one.severity)))


def rule_report(
    report: Report,
    scenario: Scenario,
    head: FormHead | None = None,
    names: Names | None = None,
    justifications: Mapping[str, str] | None = None,
    whole: bool = False,
) -> Form:
    """Laporan pemeriksaan skenario.

    Parameters
    ----------
    justifications: rule id -> the trainee's words; without them the place is left to write in.
    whole: False keeps to one page of A4: the worst first, and what doesn't fit is named below the table by its id.
        True prints every finding, over as many pages as it takes.
    """
    known = head_of(scenario, head)
    written = justifications or {}
    broken = broken_rules(report, names)
    rows: list[Row] = []
    left: list[BrokenRule] = []
    used = 0.0
    for one in broken:
        row = _row(one, written.get(one.rule.id), whole)
        height = _height(row)
        if left or (not whole and used + height > ROOM):
            left.append(one)
            continue
        used += height
        rows.append(row)
    blocks: list[Block] = [
        Title(
            "LAPORAN PEMERIKSAAN SKENARIO", "Bahan pembicaraan dengan guru pamong dan dosen pembimbing lapangan (DPL)"
        ),
        Fields(
            (
                ("Mahasiswa", known.trainee),
                ("NIM", known.trainee_number),
                ("Sekolah", known.school),
                ("Mata pelajaran", known.subject),
                ("Kelas/semester", known.class_and_semester),
                ("Guru pamong", known.supervising_teacher),
                ("DPL", known.lecturer),
                ("Jenis skenario", KINDS[report.kind]),
                ("Hari, tanggal pelajaran", long_date_text(scenario.date)),
                ("Murid hadir", str(sum(pupil.present is not False for pupil in scenario.pupils))),
            ),
            columns=2,
        ),
        Paragraph(_summary(report, broken)),
    ]
    if broken:
        blocks.append(
            Table(
                widths=WIDTHS,
                head=head_row("Aturan", "Temuan", "Sumber", "Pertimbangan mahasiswa"),
                rows=tuple(rows),
                row_height=LEAST_HEIGHT,
                size=SIZE,
            )
        )
    if left:
        named = ", ".join(f"{one.rule.id} ({translate(SEVERITIES[one.severity], 'id')})" for one in left)
        blocks.append(Paragraph(f"Dilanggar juga, tidak dimuat di halaman ini: {named}.", small=True))
    blocks += [
        Heading("Catatan guru pamong dan DPL"),
        Blank(2),
        Signatures(
            (
                Signer("Guru pamong", known.supervising_teacher, "NIP", known.supervising_teacher_number),
                Signer("DPL", known.lecturer, "NIP/NIDN", known.lecturer_number),
                Signer("Mahasiswa", known.trainee, "NIM", known.trainee_number),
            ),
            known.place_and_date,
        ),
    ]
    page = Page(tuple(blocks), name="Laporan", size=9.0)
    return Form("laporan-pemeriksaan-skenario", "Laporan pemeriksaan skenario", (page,), ("docx", "html"))


def _summary(report: Report, broken: Sequence[BrokenRule]) -> str:
    states = list(report.states.values())
    kept, idle = states.count("kept"), states.count("not_applicable")
    parts = [
        f"{count} {translate(SEVERITIES[severity], 'id')}"
        for severity in ORDER
        if (count := sum(one.severity == severity for one in broken))
    ]
    said = f"Dari {len(states)} aturan, {len(states) - idle} berlaku pada skenario ini: {kept} terpenuhi, "
    said += f"{len(broken)} dilanggar ({', '.join(parts)}). " if broken else "tidak ada yang dilanggar. "
    return f"{said}Nilai berbobot: {decimal(100 * report.score, 0)} dari 100."


def _row(one: BrokenRule, justification: str | None, whole: bool) -> Row:
    rule = one.rule
    first = f"{rule.id} {translate(rule.title, 'id')} ({translate(SEVERITIES[one.severity], 'id')})"
    more = len(one.found) - 1
    found = "\n".join(one.found) if whole else one.found[0] + (f" (dan {more} temuan lain)" if more else "")
    return cells(first, found, _source(rule), justification or None)


def _source(rule: Rule) -> str:
    """'dari naskah sumber: baris 20–22; STEP-2a, GROUND-2'."""
    parts = [f"baris {ranges(rule.lines)}"] if rule.lines else []
    if rule.items:
        parts.append(", ".join(rule.items))
    origin = translate(ORIGINS[rule.origin], "id")
    return f"{origin}: {'; '.join(parts)}" if parts else origin


def _height(row: Sequence[Cell]) -> float:
    """Millimetres of a row of the table."""
    lines = max(count_lines(str(cell.value or ""), width - 3, SIZE) for cell, width in zip(row, WIDTHS, strict=True))
    return max(LEAST_HEIGHT, lines * SIZE * POINT * LINE_HEIGHT + 1.5)

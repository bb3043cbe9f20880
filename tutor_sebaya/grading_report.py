"""What a lecturer takes from an evening: a table of marks, a file for Moodle, and a page about the cohort."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median
from typing import Any

from .grading_batch import Cohort, needs_a_talk, weakest_first
from .grading_feedback import Words, page, points
from .language import N_, number, text, translate

_HEADS = (N_("NIM"), N_("Nama"), N_("Nilai"), N_("Nilai penuh"), N_("Keadaan"))


def _state(cohort: Cohort, student: str, language: str) -> str:
    if student not in cohort.collected.students:
        return translate(N_("belum menyerahkan"), language)
    _, _, waiting = cohort.total(student)
    if student not in cohort.marks:
        return translate(N_("belum dinilai"), language)
    if waiting:
        return text(N_("{n} butir belum dinilai"), n=waiting).render(language)
    return translate(N_("dinilai"), language)


def _sum(cohort: Cohort, student: str) -> float | None:
    """The mark of a trainee whose every item has one; None for anybody else, so that nothing unknown becomes a 0."""
    got, _, waiting = cohort.total(student)
    return None if waiting or not cohort.marks.get(student) else got


def xlsx(cohort: Cohort, language: str) -> bytes:
    """A workbook: everybody's marks item by item, and the items. Ids are text, marks numbers, unknown marks empty."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet: Any = book.active
    sheet.title = translate(N_("Nilai"), language)
    items = list(dict.fromkeys(id for marks in cohort.marks.values() for id in marks))
    highest: dict[str, float] = max((one["highest"] for one in cohort.results.values()), key=len, default={})

    def row(values: Sequence[object], *, bold: bool = False) -> None:
        sheet.append(list(values))
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                # A name that begins with "=" is still a name.
                cell.data_type = "s"
            if bold:
                cell.font = Font(bold=True)

    row([*(translate(one, language) for one in _HEADS), *items], bold=True)
    for student in sorted(cohort.names):
        marks = cohort.marks.get(student, {})
        row(
            [
                student,
                cohort.names[student],
                _sum(cohort, student),
                sum(highest.values()),
                _state(cohort, student, language),
                *(marks.get(id, (None, True))[0] for id in items),
            ]
        )
    sheet.freeze_panes = "C2"
    for column, width in (("A", 18), ("B", 28), ("C", 10), ("D", 12), ("E", 24)):
        sheet.column_dimensions[column].width = width
    sheet = book.create_sheet(translate(N_("Butir"), language))
    row([translate(one, language) for one in _ITEM_HEADS], bold=True)
    for id, one, passed, failed, silent, ungraded in weakest_first(cohort.results):
        judged = passed + failed + silent
        share = round(passed / judged, 3) if judged else None
        row([id, one["title"][language], passed, failed, silent, ungraded, share])
    sheet.column_dimensions["B"].width = 44
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


_ITEM_HEADS = (
    N_("Butir"),
    N_("Judul"),
    N_("Terpenuhi"),
    N_("Belum terpenuhi"),
    N_("Belum dijawab"),
    N_("Belum dinilai"),
    N_("Bagian yang terpenuhi"),
)


def moodle(cohort: Cohort, language: str) -> bytes:
    """A file for Moodle's import of marks: id number, full name, mark; whose mark isn't known yet has none.

    Indonesian: semicolons, decimal commas, the heads of Moodle's Indonesian edition; English: commas, decimal points.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";" if language == "id" else ",", lineterminator="\r\n")
    heads = ("Nomor ID", "Nama lengkap") if language == "id" else ("ID number", "Full name")
    writer.writerow([*heads, cohort.assignment])
    for student in sorted(cohort.names):
        mark = _sum(cohort, student)
        writer.writerow([student, cohort.names[student], "" if mark is None else number(round(mark, 2), language)])
    return written.getvalue().encode("utf-8-sig")


def report(cohort: Cohort, language: str) -> str:
    """The page about the cohort, for the lecturer alone: it has names, and the reasons that trainees don't see."""
    say = Words(language)
    sums = [one for student in cohort.marks if (one := _sum(cohort, student)) is not None]
    title = text(N_("Laporan tugas {id}"), id=cohort.assignment).render(language)
    body = [f"<h1>{html.escape(title)}</h1>", f'<p class="sum">{_counts(cohort, sums, say)}</p>']
    if sums:
        words = N_("Rata-rata {a}, median {b}, terendah {c}, tertinggi {d}.")
        figures = [number(round(float(one), 1), language) for one in (mean(sums), median(sums), min(sums), max(sums))]
        body.append(f"<p>{say(words, a=figures[0], b=figures[1], c=figures[2], d=figures[3])}</p>")
    body += [f'<p class="note wait">{html.escape(one.render(language))}</p>' for one in cohort.collected.lost]
    body += _items(cohort, say)
    body += _people(
        cohort, say(N_("Perlu diajak bicara")), [(who, [why[language]]) for who, why in needs_a_talk(cohort)]
    )
    body += _people(cohort, say(N_("Yang diperbaiki atau ditemukan pada berkas")), _notes(cohort, language))
    body += _people(
        cohort, say(N_("Belum tercatat di buku nilai")), [(who, [why]) for who, why in cohort.unwritten.items()]
    )
    changed = [(who, [_change(cohort, who, language)]) for who in sorted(cohort.before)]
    body += _people(cohort, say(N_("Nilai yang berubah")), changed)
    body += _people(cohort, say(N_("Sebab, untuk setiap mahasiswa")), _reasons(cohort, language))
    return page(language, title, body)


def _counts(cohort: Cohort, sums: Sequence[float], say: Words) -> str:
    handed_in = len(cohort.collected.students)
    words = N_("{n} menyerahkan, {m} belum; {k} selesai dinilai, {w} menunggu.")
    return say(words, n=handed_in, m=len(cohort.absent), k=len(sums), w=handed_in - len(sums))


def _items(cohort: Cohort, say: Words) -> list[str]:
    heads = "".join(f"<th{' class=n' if place > 1 else ''}>{say(one)}</th>" for place, one in enumerate(_ITEM_HEADS))
    rows = []
    for id, one, passed, failed, silent, ungraded in weakest_first(cohort.results):
        judged = passed + failed + silent
        share = f"{100 * passed / judged:.0f} %" if judged else "–"
        cells = "".join(f'<td class="n">{value}</td>' for value in (passed, failed, silent, ungraded, share))
        rows.append(f"<tr><td>{html.escape(id)}</td><td>{html.escape(one['title'][say.language])}</td>{cells}</tr>")
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    table = f'<div class="wide" tabindex="0">{table}</div>'
    return [f"<h2>{say(N_('Butir, dari yang paling sering belum terpenuhi'))}</h2>", table] if rows else []


def _people(cohort: Cohort, title: str, rows: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """A list of trainees with lines of text each; nothing where there is nobody. title is escaped already."""
    if not rows:
        return []
    body = [f"<h2>{title} ({len(rows)})</h2>", "<ul>"]
    for student, lines in rows:
        name = cohort.names.get(student, "")
        who = f"{student} {name}".strip()
        body.append(f"<li><strong>{html.escape(who)}</strong>: {'; '.join(map(html.escape, lines))}</li>")
    return [*body, "</ul>"]


def _notes(cohort: Cohort, language: str) -> list[tuple[str, list[str]]]:
    found = []
    for student in cohort.collected.students:
        lines = [one.render(language) for one in cohort.collected.notes.get(student, [])]
        lines += cohort.results.get(student, {"notes": {language: []}})["notes"][language]
        if lines:
            found.append((student, lines))
    return found


def _change(cohort: Cohort, student: str, language: str) -> str:
    before = cohort.before[student]
    after = {id: mark for id, (mark, _) in cohort.marks.get(student, {}).items()}
    parts = [
        f"{id}: {points(before.get(id), language)} → {points(mark, language)}"
        for id, mark in after.items()
        if before.get(id) != mark
    ]
    return ", ".join(parts)


def _reasons(cohort: Cohort, language: str) -> list[tuple[str, list[str]]]:
    found = []
    for student in sorted(cohort.results):
        lines = [
            f"{one['id']}: {' '.join(one['reasons'][language])}"
            for one in cohort.results[student]["questions"]
            if one["state"] in ("failed", "not_judged")
        ]
        if lines:
            found.append((student, lines))
    return found


def write_report(cohort: Cohort, language: str) -> list[Path]:
    """All three files, in the course's folder for this assignment."""
    folder = cohort.course.work(cohort.assignment)
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "nilai.xlsx" if language == "id" else "marks.xlsx": xlsx(cohort, language),
        "moodle.csv": moodle(cohort, language),
        "laporan.html" if language == "id" else "report.html": report(cohort, language).encode("utf-8", "replace"),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]

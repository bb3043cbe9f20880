"""What a lecturer takes from an evening: a table of marks, a file for Moodle, and a page about the cohort."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean, median
from typing import Any

from .grading_batch import Cohort, needs_a_talk, weakest_first
from .grading_feedback import Words, page, points
from .grading_time import local, span
from .language import N_, number, text, translate

_HEADS = (N_("NIM"), N_("Nama"), N_("Nilai"), N_("Nilai penuh"), N_("Keadaan"), N_("Terlambat"), N_("Potongan"))
MOST_PAIRS = 60
"""Pairs of similar submissions that a report shows."""


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
    late = cohort.deadline.late.get(student)
    return None if waiting or not cohort.marks.get(student) else got - (late.penalty if late else 0)


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
        late = cohort.deadline.late.get(student)
        row(
            [
                student,
                cohort.names[student],
                _sum(cohort, student),
                sum(highest.values()),
                _state(cohort, student, language),
                span(late.seconds).render(language) if late else None,
                late.penalty or None if late else None,
                *(marks.get(id, (None, True))[0] for id in items),
            ]
        )
    sheet.freeze_panes = "C2"
    for column, width in (("A", 18), ("B", 28), ("C", 10), ("D", 12), ("E", 24), ("F", 18)):
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
    body += _times(cohort, say)
    body += _held(cohort, say)
    body += _items(cohort, say)
    body += _by_hand(cohort, say)
    body += _similar(cohort, say)
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


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: int) -> str:
    """A table; heads and cells are escaped already. numbers: the first column, from 0, that is set to the right."""
    kind = [" class=n" if place >= numbers else "" for place in range(len(heads))]
    head = "".join(f"<th{how}>{one}</th>" for how, one in zip(kind, heads, strict=True))
    body = "".join(
        f"<tr>{''.join(f'<td{how}>{one}</td>' for how, one in zip(kind, row, strict=True))}</tr>" for row in rows
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="wide" tabindex="0">{table}</div>'


def _who(cohort: Cohort, student: str) -> str:
    """Id and name, escaped."""
    return html.escape(f"{student} {cohort.names.get(student, '')}".strip())


def _times(cohort: Cohort, say: Words) -> list[str]:
    deadline, zone = cohort.deadline, cohort.course.timezone
    if deadline.due is None:
        return []
    body = [f"<h2>{say(N_('Tenggat'))}</h2>", f"<p>{say(N_('Tenggat: {when}.'), when=local(deadline.due, zone))}</p>"]
    if deadline.late:
        rows = [(who, [one.words(zone).render(say.language)]) for who, one in sorted(deadline.late.items())]
        body += _people(cohort, say(N_("Terlambat")), rows)
        words = N_("Waktu dari sebuah arsip ialah waktu berkas di dalamnya. Cocokkan dengan Moodle dahulu.")
        body.append(f"<p>{say(words)}</p>")
        if not deadline.punishes:
            words = N_("Keterlambatan tidak mengurangi nilai; pengaturannya belum Anda isi.")
            body.append(f'<p class="note">{say(words)}</p>')
    if deadline.unknown:
        body.append(f"<p>{say(N_('Waktu menyerahkan {n} mahasiswa tidak diketahui.'), n=deadline.unknown)}</p>")
    return body


def held_rows(cohort: Cohort, language: str) -> list[tuple[str, str, str, str]]:
    """Of everybody whose marks changed rules would change: id, old and new sum, and the items."""
    rows = []
    for student, new in sorted(cohort.held.items()):
        old = {id: mark for id, (mark, _) in cohort.marks.get(student, {}).items()}
        sums = [None if None in one.values() else sum(filter(None, one.values())) for one in (old, new)]
        rows.append((student, points(sums[0], language), points(sums[1], language), _differences(old, new, language)))
    return rows


def _held(cohort: Cohort, say: Words) -> list[str]:
    if not cohort.held:
        return []
    heads = [say(one) for one in (N_("NIM"), N_("Lama"), N_("Baru"), N_("Butir"))]
    rows = [[_who(cohort, row[0]), *map(html.escape, row[1:])] for row in held_rows(cohort, say.language)]
    words = N_("Aturan atau ambang berubah sejak penilaian yang lalu. Nilai ini belum dicatat; {word} mencatatnya.")
    title = say(N_("Nilai yang akan berubah"))
    return [f"<h2>{title} ({len(rows)})</h2>", f"<p>{say(words, word='--again')}</p>", _table(heads, rows, 9)]


def _similar(cohort: Cohort, say: Words) -> list[str]:
    if not cohort.similar:
        return []
    heads = [say(one) for one in (N_("Pasangan"), N_("Yang sama"), N_("Kesamaan"))]
    rows = []
    for one in cohort.similar[:MOST_PAIRS]:
        reasons = [why.render(say.language) for why in one.reasons]
        both = [_with_mark(cohort, student, say) for student in (one.first, one.second)]
        rows.append(["<br>".join(both), html.escape("; ".join(reasons)), f"{100 * one.share:.0f} %"])
    words = N_(
        "Ini pertanyaan, bukan tuduhan. Setiap mahasiswa punya kelas sendiri, jadi jawaban benar dua orang berbeda. "
        "Teman satu kelompok belajar boleh mirip dalam cara, tidak dalam isi. Tanyakan kepada keduanya."
    )
    body = [f"<h2>{say(N_('Kiriman yang mirip'))} ({len(cohort.similar)})</h2>", f"<p>{say(words)}</p>"]
    body.append(_table(heads, rows, 2))
    if len(cohort.similar) > MOST_PAIRS:
        body.append(f"<p>{say(N_('… dan {n} lagi.'), n=len(cohort.similar) - MOST_PAIRS)}</p>")
    return body


def _with_mark(cohort: Cohort, student: str, say: Words) -> str:
    """Who it is, and how right the work is for the own class: that tells whose class an answer fits."""
    questions = cohort.results[student]["questions"]
    got, of = sum(one["earned"] or 0 for one in questions), sum(one["points"] for one in questions)
    return f"{_who(cohort, student)} ({say(N_('{n} dari {m} poin'), n=points(got, say.language), m=of)})"


def _by_hand(cohort: Cohort, say: Words) -> list[str]:
    """Items that a person marks: their mean, and how many wait."""
    machine = {one["id"] for result in cohort.results.values() for one in result["questions"]}
    highest = {id: most for one in cohort.results.values() for id, most in one["highest"].items() if id not in machine}
    rows = []
    for id, most in highest.items():
        marks = [one[id][0] for one in cohort.marks.values() if id in one]
        known = [one for one in marks if one is not None]
        average = points(mean(known), say.language) if known else "–"
        rows.append([html.escape(id), points(most, say.language), average, str(len(marks) - len(known))])
    heads = [say(one) for one in (N_("Butir"), N_("Nilai penuh"), N_("Rata-rata"), N_("Belum dinilai"))]
    return [f"<h2>{say(N_('Butir yang dinilai dosen'))}</h2>", _table(heads, rows, 1)] if rows else []


def _counts(cohort: Cohort, sums: Sequence[float], say: Words) -> str:
    handed_in = len(cohort.collected.students)
    words = N_("{n} menyerahkan, {m} belum; {k} selesai dinilai, {w} menunggu.")
    return say(words, n=handed_in, m=len(cohort.absent), k=len(sums), w=handed_in - len(sums))


def _items(cohort: Cohort, say: Words) -> list[str]:
    rows = []
    for id, one, passed, failed, silent, ungraded in weakest_first(cohort.results):
        judged = passed + failed + silent
        share = f"{100 * passed / judged:.0f} %" if judged else "–"
        numbers = [str(value) for value in (passed, failed, silent, ungraded)]
        rows.append([html.escape(id), html.escape(one["title"][say.language]), *numbers, share])
    title = f"<h2>{say(N_('Butir, dari yang paling sering belum terpenuhi'))}</h2>"
    return [title, _table([say(one) for one in _ITEM_HEADS], rows, 2)] if rows else []


def _people(cohort: Cohort, title: str, rows: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """A list of trainees with lines of text each; nothing where there is nobody. title is escaped already."""
    if not rows:
        return []
    body = [f"<h2>{title} ({len(rows)})</h2>", "<ul>"]
    for student, lines in rows:
        body.append(f"<li><strong>{_who(cohort, student)}</strong>: {'; '.join(map(html.escape, lines))}</li>")
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
    after = {id: mark for id, (mark, _) in cohort.marks.get(student, {}).items()}
    return _differences(cohort.before[student], after, language)


def _differences(before: Mapping[str, float | None], after: Mapping[str, float | None], language: str) -> str:
    """The items whose marks differ: "G07: 1 → 0"."""
    return ", ".join(
        f"{id}: {points(before.get(id), language)} → {points(mark, language)}"
        for id, mark in after.items()
        if before.get(id) != mark
    )


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

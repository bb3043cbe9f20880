"""`tutor-sebaya grade`: a lecturer's evening in one command. It only puts the parts in order and says what happened."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from .grading_batch import Cohort, grade
from .grading_book import Book
from .grading_collect import Collected, People, PeopleError, collect, read_people, submitted
from .grading_course import Course, CourseError, read_course
from .grading_feedback import points, write_feedback
from .grading_late import set_due, settle
from .grading_report import held_rows, write_report
from .grading_run import Refused
from .grading_sandbox import Limits
from .grading_similar import pairs
from .grading_time import due_by_hand, local
from .language import N_, Text, text, translate

_BAR = 24
_LIST = "daftar.csv"
_MOST_PAIRS = 5
"""Pairs of similar submissions that the screen shows; the report has them all."""


class _Tell:
    """Lines for the lecturer, and a bar that is drawn over itself where there is a terminal."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.begun = time.monotonic()

    def line(self, words: Text | str) -> None:
        print(words.render(self.language) if isinstance(words, Text) else words)

    def problem(self, words: str) -> None:
        print(words, file=sys.stderr)

    def bar(self, done: int, of: int) -> None:
        if not of:
            return
        filled = _BAR * done // of
        drawn = f"[{'#' * filled}{'.' * (_BAR - filled)}] {done}/{of}"
        if sys.stderr.isatty():
            print(f"\r{drawn}", end="\n" if done == of else "", file=sys.stderr, flush=True)
        elif done == of:
            print(drawn, file=sys.stderr)


def run(given: argparse.Namespace) -> int:
    """Exit status: 0 everybody has a mark; 1 some wait for a person; 2 nothing could be done; 130 stopped by Ctrl-C."""
    tell = _Tell(given.lang)
    with tempfile.TemporaryDirectory(prefix="tutor-sebaya-") as temporary:
        try:
            course = read_course(given.course)
            people = _people(given, course)
            # A dry run collects into a folder that nobody keeps.
            place = replace(course, submitted=Path(temporary)) if given.dry_run and given.source else course
            due = due_by_hand(given.due, course.timezone) if given.due else None
            found = _collected(given, place, people)
            limits = replace(Limits(), cell_seconds=given.seconds, seconds=3 * given.seconds)
            cohort = grade(
                place,
                given.assignment,
                found,
                names=people.names,
                safe=not given.unsafe,
                limits=limits,
                again=given.again,
                write=not given.dry_run,
                number=given.workers,
                scheduler=given.scheduler,
                progress=tell.bar,
            )
            with Book(course, given.assignment, cohort.notebook) as book:
                if due and not given.dry_run:
                    set_due(book, due)
                cohort.deadline = settle(cohort, book, write=not given.dry_run, due=due)
            cohort.similar = pairs({who: one["trace"] for who, one in cohort.results.items() if one.get("trace")})
        except (CourseError, PeopleError) as error:
            tell.problem(error.message.render(given.lang))
            return 2
        except Refused as error:
            tell.problem(error.words[given.lang])
            return 2
        except KeyboardInterrupt:
            tell.problem(text(N_("Dihentikan. Jalankan perintah yang sama untuk melanjutkan.")).render(given.lang))
            return 130
    return _say(cohort, given, tell)


def _people(given: argparse.Namespace, course: Course) -> People:
    """Names and ids of the list that is given, otherwise of the one that was given last: who sent nothing isn't
    forgotten the second time."""
    kept = course.root / "grading" / _LIST
    if not given.ids:
        return read_people(kept) if kept.is_file() else People()
    people = read_people(given.ids)
    if not given.dry_run:
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(given.ids, kept)
    return people


def _collected(given: argparse.Namespace, course: Course, people: People) -> Collected:
    if not given.source:
        return submitted(course, given.assignment)
    source = Path(given.source)
    if not source.exists():
        raise PeopleError(text(N_("{file} tidak ada."), file=str(source)))
    found = collect(source, people, course, given.assignment)
    # Who was collected earlier, from another archive or by nbgrader, stays.
    before = submitted(course, given.assignment)
    return replace(found, students=sorted({*found.students, *before.students}), lost=[*before.lost, *found.lost])


def _sum(marks: Sequence[float | None], language: str) -> str:
    """All marks together, or words where one of them isn't known."""
    known = [one for one in marks if one is not None]
    return points(sum(known) if len(known) == len(marks) else None, language)


def _say_times(cohort: Cohort, given: argparse.Namespace, tell: _Tell) -> None:
    zone, deadline = cohort.course.timezone, cohort.deadline
    if deadline.due is None:
        return
    tell.line(text(N_("Tenggat: {when}."), when=local(deadline.due, zone)))
    for student, late in sorted(deadline.late.items()):
        tell.line(f"{student}: {late.words(zone).render(given.lang)}")
    if deadline.late and not deadline.punishes:
        tell.line(text(N_("Keterlambatan tidak mengurangi nilai; pengaturannya belum Anda isi.")))
    if deadline.unknown:
        tell.line(text(N_("Waktu menyerahkan {n} mahasiswa tidak diketahui."), n=deadline.unknown))


def _say_held(cohort: Cohort, language: str, tell: _Tell) -> None:
    """Old and new marks side by side, before anything of it is written."""
    tell.line(text(N_("Aturan atau ambang berubah sejak penilaian yang lalu. Yang akan berubah:")))
    heads = [translate(one, language) for one in (N_("NIM"), N_("Lama"), N_("Baru"), N_("Butir"))]
    rows = [[*one] for one in held_rows(cohort, language)]
    widths = [max(len(row[place]) for row in [heads, *rows]) for place in range(3)]
    for row in [heads, *rows]:
        shown = [one.ljust(width) for one, width in zip(row, widths, strict=False)]
        tell.line("  ".join([*shown, row[3]]))
    others = len(cohort.collected.students) - len(cohort.held)
    tell.line(text(N_("{n} mahasiswa lain nilainya tetap. Belum ada yang dicatat."), n=others))
    tell.line(text(N_("Untuk mencatatnya, jalankan perintah yang sama dengan {word}."), word="--again"))


def _say(cohort: Cohort, given: argparse.Namespace, tell: _Tell) -> int:
    waiting = []
    for student in cohort.collected.students:
        _, _, open_items = cohort.total(student)
        if open_items or student in cohort.unwritten or student not in cohort.marks:
            waiting.append(student)
    for words in cohort.collected.lost:
        tell.line(words)
    for student in cohort.collected.students:
        result = cohort.results.get(student)
        if result is None or (student not in cohort.fresh and student not in cohort.unwritten):
            continue
        notes = [one.render(given.lang) for one in cohort.collected.notes.get(student, [])]
        notes += result["notes"][given.lang]
        problem = result["problem"]
        notes += [problem[given.lang]] if problem else []
        if notes:
            tell.line(f"{student}: {' '.join(notes)}")
        if student in cohort.unwritten and not problem:
            tell.line(f"{student}: {cohort.unwritten[student]}")
    _say_times(cohort, given, tell)
    for student in sorted(cohort.before):
        old, new = cohort.before[student].values(), [mark for mark, _ in cohort.marks.get(student, {}).values()]
        before, after = (_sum([*marks], given.lang) for marks in (old, new))
        tell.line(text(N_("{student}: nilai berubah dari {a} menjadi {b}."), student=student, a=before, b=after))
    tell.line(
        text(
            N_("{n} dinilai sekarang, {m} sudah dinilai sebelumnya, {w} menunggu dosen, {a} belum menyerahkan."),
            n=len(set(cohort.fresh) - set(cohort.unwritten)),
            m=len(set(cohort.collected.students) - set(cohort.fresh) - set(cohort.unwritten)),
            w=len(waiting),
            a=len(cohort.absent),
        )
    )
    if cohort.similar:
        tell.line(text(N_("{n} pasang kiriman mirip; tanyakan dahulu kepada keduanya:"), n=len(cohort.similar)))
    for pair in cohort.similar[:_MOST_PAIRS]:
        why = "; ".join(one.render(given.lang) for one in pair.reasons)
        tell.line(f"  {pair.first}, {pair.second}: {why} ({100 * pair.share:.0f} %)")
    if cohort.held:
        _say_held(cohort, given.lang, tell)
    if given.dry_run:
        tell.line(text(N_("Percobaan: tidak ada yang ditulis.")))
    else:
        write_feedback(cohort, given.lang)
        for path in write_report(cohort, given.lang):
            tell.line(str(path))
    return 1 if waiting or cohort.held else 0

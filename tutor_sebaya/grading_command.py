"""`tutor-sebaya grade`: a lecturer's evening in one command. It only puts the parts in order and says what happened."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from .grading_batch import Cohort, grade
from .grading_collect import Collected, People, PeopleError, collect, read_people, submitted
from .grading_course import Course, CourseError, read_course
from .grading_feedback import points, write_feedback
from .grading_report import write_report
from .grading_run import Refused
from .grading_sandbox import Limits
from .language import N_, Text, text

_BAR = 24


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
            people = read_people(given.ids) if given.ids else People()
            # A dry run collects into a folder that nobody keeps.
            place = replace(course, submitted=Path(temporary)) if given.dry_run and given.source else course
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
                progress=tell.bar,
            )
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
    if given.dry_run:
        tell.line(text(N_("Percobaan: tidak ada yang ditulis.")))
    else:
        write_feedback(cohort, given.lang)
        for path in write_report(cohort, given.lang):
            tell.line(str(path))
    return 1 if waiting else 0

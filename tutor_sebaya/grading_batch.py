"""An assignment's whole cohort: who is to be graded, grading them, and every mark kept the moment it is there.

The journal has one line for each trainee whose marks are in the gradebook. A run that was stopped, by a person or by a
failing machine, is run again: it goes on with those who have no line yet, or whose files have changed since. Where only
what judges has changed, rules or thresholds, the marks that it would give are shown and not written.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .grading_book import Book, Entry
from .grading_collect import Collected
from .grading_course import Course, CourseError, released
from .grading_files import LARGEST_NOTEBOOK
from .grading_late import Deadline
from .grading_run import Data, Start, Workers, said
from .grading_sandbox import Limits, workers
from .grading_similar import Pair
from .grading_time import handed_in_at
from .language import LANGUAGES, N_, text

if TYPE_CHECKING:
    from .grading_scale import Scale

NO_RESPONSE = N_("Belum dijawab.")


@dataclass
class Cohort:
    """What is known after a run. By student: `results` (see `grading_run.grade_one`), `notes` of collecting.

    marks: grade id -> mark (None: not yet) and whether a person must look. before: marks before this run, of those
    whose marks it changed. fresh: graded in this run; unwritten: graded, but the gradebook refused. held: marks that
    changed rules would give to work that hasn't changed, not written. deadline: see `grading_late.settle`; similar: see
    `grading_similar.pairs`.
    """

    course: Course
    assignment: str
    notebook: str
    results: dict[str, Data] = field(default_factory=dict)
    marks: dict[str, dict[str, tuple[float | None, bool]]] = field(default_factory=dict)
    before: dict[str, dict[str, float | None]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    comments: dict[str, list[str]] = field(default_factory=dict)
    collected: Collected = field(default_factory=Collected)
    fresh: list[str] = field(default_factory=list)
    unwritten: dict[str, str] = field(default_factory=dict)
    held: dict[str, dict[str, float | None]] = field(default_factory=dict)
    deadline: Deadline = field(default_factory=Deadline)
    similar: list[Pair] = field(default_factory=list)

    @property
    def absent(self) -> list[str]:
        """Who is known to the course and handed in nothing."""
        return sorted(set(self.names) - set(self.collected.students))

    def total(self, student: str) -> tuple[float, float, int]:
        """Points so far, points of the whole, and how many items still have no mark."""
        marks = self.marks.get(student, {})
        highest = self.results[student].get("highest", {}) if student in self.results else {}
        got = sum(mark for mark, _ in marks.values() if mark is not None)
        return got, sum(highest.values()), sum(mark is None for mark, _ in marks.values())


class Journal:
    """Lines of JSON, each a trainee whose marks are written; the last one of a trainee counts."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, Data]:
        found = {}
        if self.path.is_file():
            for line in self.path.read_bytes().split(b"\n"):
                try:
                    one = json.loads(line)
                except ValueError:
                    # A machine that failed while it was writing leaves half a line: that trainee is graded again.
                    continue
                if isinstance(one, dict) and isinstance(one.get("student"), str):
                    found[one["student"]] = one
        return found

    def add(self, lines: Iterable[Mapping[str, Any]]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            for line in lines:
                # The line begins with its own end of line, in case the one before lacks it.
                file.write(b"\n" + json.dumps(line, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def rules_print(notebook: Mapping[str, Any]) -> str:
    """A fingerprint of all that judges: the notebook given out, rules, thresholds, questions."""
    package = Path(__file__).resolve().parent
    names = ("settings", "labels", "scenario", "measures", "classes", "classes_material")
    floors = [package / f"{one}.py" for one in names]
    files = sorted([*floors, *package.glob("grading*.py"), *package.glob("rules/*.py"), *package.glob("planners/*.py")])
    whole = hashlib.sha256(json.dumps(notebook, sort_keys=True).encode())
    for file in files:
        whole.update(file.read_bytes())
    return whole.hexdigest()


def files_print(folder: Path, rules: str) -> str:
    """A fingerprint of a submission's files and of what judges them; links count by their name alone."""
    whole = hashlib.sha256(rules.encode())
    if folder.is_symlink():
        # It isn't read (see `read_folder`), and might lead anywhere.
        return whole.hexdigest()
    for directory, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            path = Path(directory, name)
            whole.update(f"\0{path.relative_to(folder)}\0".encode(errors="surrogateescape"))
            try:
                status = path.lstat()
                if stat.S_ISREG(status.st_mode) and status.st_size <= LARGEST_NOTEBOOK:
                    with path.open("rb") as file:
                        whole.update(hashlib.file_digest(file, "sha256").digest())
            except OSError:
                whole.update(b"?")
    return whole.hexdigest()


def grade(
    course: Course,
    assignment: str,
    collected: Collected,
    *,
    names: Mapping[str, str],
    safe: bool,
    limits: Limits,
    again: bool = False,
    write: bool = True,
    number: int | None = None,
    scheduler: str | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Cohort:
    """Grade everybody who was collected and isn't graded yet.

    names: id -> name of everybody who should have handed in; those of the gradebook are added. again: also those whose
    work hasn't changed. write=False: everything but writing. number: workers, otherwise one for each processor.
    scheduler: address of a dask scheduler, whose workers grade instead (see `grading_scale`).

    Raises
    ------
    CourseError: the assignment isn't ready. Refused: no safe way to run trainees' code here. KeyboardInterrupt: as it
    is, with everything graded so far written.
    """
    notebook, content, _ = released(course, assignment)
    folders = {one: course.submitted / one / assignment for one in collected.students}
    how = Start(assignment, notebook, content, safe, limits, _imported(folders.values()))
    pool: Workers | Scale
    if scheduler is None:
        # No more workers than there is work for.
        pool = Workers(how, max(1, min(number or workers(), len(folders))))
    else:
        try:
            from .grading_scale import Scale
        except ImportError:
            words = N_('Untuk --scheduler pasanglah paketnya lebih dahulu: pip install "tutor-sebaya[scale]"')
            raise CourseError(text(words)) from None
        pool = Scale(how, scheduler, course.root)
    # Workers load their things while this process loads nbgrader.
    with pool, Book(course, assignment, notebook) as book:
        cohort = Cohort(course, assignment, notebook, names={**book.students(), **names}, collected=collected)
        cohort.names |= {one: cohort.names.get(one, "") for one in collected.students}
        rules = rules_print(content)
        todo, prints, only_rules = _todo(cohort, book, rules, folders, again)
        was = book.marks()
        done = 0
        progress(done, len(todo))
        for some in pool.run(todo):
            kept = [
                (who, one) for who, one in some if not _kept_back(cohort, who, one, only_rules, prints, rules, write)
            ]
            _keep(cohort, book, kept, prints, was, rules, write)
            done += len(some)
            progress(done, len(todo))
        _finish(cohort, book, was, write)
    return cohort


_LOADED = re.compile(rb"\b(?:import|from) +(pandas|numpy)\b")


def _imported(folders: Iterable[Path]) -> tuple[str, ...]:
    """Large packages that some notebook imports: loaded once, they aren't loaded by each child that needs them."""
    found: set[str] = set()
    for folder in folders:
        with contextlib.suppress(OSError):
            for path in [] if folder.is_symlink() else folder.glob("*.ipynb"):
                if stat.S_ISREG(path.lstat().st_mode):
                    with path.open("rb") as file:
                        found |= {one.decode() for one in _LOADED.findall(file.read(1 << 20))}
        if len(found) == 2:
            break
    return tuple(sorted(found))


def _todo(
    cohort: Cohort, book: Book, rules: str, folders: Mapping[str, Path], again: bool
) -> tuple[list[tuple[str, Path]], dict[str, str], dict[str, Data]]:
    """Students to grade with their folders, everybody's fingerprint, and earlier results of work that hasn't changed
    though what judges it has; the others' results come from the journal."""
    journal = _journal(cohort).read()
    written = book.graded()
    todo, prints, only_rules = [], {}, {}
    for student, folder in folders.items():
        prints[student] = files_print(folder, rules)
        line = journal.get(student, {}) if student in written and not again else {}
        if line.get("fingerprint") == prints[student]:
            cohort.results[student] = line["result"]
            continue
        todo.append((student, folder))
        if line and line["fingerprint"] == files_print(folder, str(line.get("rules"))):
            only_rules[student] = line["result"]
    return todo, prints, only_rules


def _kept_back(
    cohort: Cohort,
    student: str,
    result: Data,
    only_rules: Mapping[str, Data],
    prints: Mapping[str, str],
    rules: str,
    write: bool,
) -> bool:
    """Whether nothing is to be written into the gradebook, since only what judges has changed; marks that would differ
    are held for the lecturer to see first."""
    if student not in only_rules or "crashed" in result:
        return False
    before = only_rules[student]
    cohort.results[student] = before
    if before["marks"] != result["marks"]:
        cohort.held[student] = result["marks"]
    elif write:
        cohort.results[student] = {name: one for name, one in result.items() if name != "notebook"}
        line = {"student": student, "fingerprint": prints[student], "rules": rules, "result": cohort.results[student]}
        _journal(cohort).add([line])
    return True


def _journal(cohort: Cohort) -> Journal:
    return Journal(cohort.course.work(cohort.assignment) / "journal.jsonl")


def _keep(
    cohort: Cohort,
    book: Book,
    some: Iterable[tuple[str, Data]],
    prints: Mapping[str, str],
    was: Mapping[str, Mapping[str, tuple[float | None, bool]]],
    rules: str,
    write: bool,
) -> None:
    """Write some trainees' marks, then the lines that say so. A failure is that of the trainee alone whose it is."""
    entries, notebooks = [], {}
    for student, result in some:
        if "crashed" in result:
            # Nothing was learned of the work: it is graded again the next time, and nothing is written as a mark.
            cohort.results[student] = _unknown(result["crashed"])
            cohort.unwritten[student] = result["crashed"][LANGUAGES[0]]
            continue
        notebooks[student] = result.pop("notebook")
        cohort.results[student] = result
        cohort.fresh.append(student)
        old = {id: mark for id, (mark, _) in was.get(student, {}).items()}
        new = {id: result["marks"].get(id, mark) for id, mark in old.items()}
        if old and new != old:
            cohort.before[student] = old
        folder = cohort.course.submitted / student / cohort.assignment
        silent = dict.fromkeys(result["silent"], NO_RESPONSE)
        entries.append(Entry(student, result["marks"], silent, handed_in_at(folder)))
    if not write or not entries:
        return
    failed = book.write(entries)
    for student, notebook in notebooks.items():
        if student not in failed:
            try:
                _write_notebook(cohort, student, notebook)
            except OSError as error:
                failed[student] = str(error)[:300]
    cohort.unwritten |= failed
    _journal(cohort).add(
        {"student": one, "fingerprint": prints[one], "rules": rules, "result": cohort.results[one]}
        for one in notebooks
        if one not in failed
    )


def _unknown(why: Mapping[str, str]) -> Data:
    """The result of a submission of which nothing was learned."""
    return {
        "marks": {},
        "highest": {},
        "questions": [],
        "notes": {language: [] for language in LANGUAGES},
        "problem": why,
        "failures": [],
        "silent": [],
    }


def _write_notebook(cohort: Cohort, student: str, notebook: str) -> None:
    """The repaired notebook for nbgrader's formgrader, where its own `autograde` would put it."""
    folder = cohort.course.autograded / student / cohort.assignment
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{cohort.notebook}.ipynb").write_text(notebook, encoding="utf-8", errors="replace")


def _finish(cohort: Cohort, book: Book, was: Mapping[str, dict[str, tuple[float | None, bool]]], write: bool) -> None:
    by_hand = book.by_hand() if cohort.held or not write else {}

    def with_hand(student: str, marks: Mapping[str, float | None]) -> dict[str, float | None]:
        """Marks as they will be: a person's go before the machine's."""
        return {id: by_hand.get(student, {}).get(id, mark) for id, mark in marks.items()}

    if write:
        cohort.marks = book.marks()
    else:
        for student, result in cohort.results.items():
            if student in was and student not in cohort.fresh:
                cohort.marks[student] = was[student]
            else:
                marks = with_hand(student, result["marks"])
                cohort.marks[student] = {id: (mark, mark is None) for id, mark in marks.items()}
    cohort.comments = book.comments()
    now = {student: {id: mark for id, (mark, _) in marks.items()} for student, marks in cohort.marks.items()}
    cohort.before = {who: old for who, old in cohort.before.items() if now.get(who) != old}
    held = {who: with_hand(who, marks) for who, marks in cohort.held.items()}
    cohort.held = {who: {**now[who], **marks} for who, marks in held.items() if {**now[who], **marks} != now[who]}


def weakest_first(results: Mapping[str, Data]) -> list[tuple[str, Data, int, int, int, int]]:
    """Questions, hardest first: id, question, how many passed, failed, weren't answered, couldn't be graded."""
    found: dict[str, tuple[Data, list[str]]] = {}
    for result in results.values():
        for one in result["questions"]:
            found.setdefault(one["id"], (one, []))[1].append(one["state"])
    rows = []
    for id, (one, states) in found.items():
        counts = [states.count(state) for state in ("passed", "failed", "not_judged", "ungraded")]
        rows.append((id, one, counts[0], counts[1], counts[2], counts[3]))
    # The share of those who passed, among all whose answer could be judged.
    return sorted(rows, key=lambda row: (row[2] / max(1, row[2] + row[3] + row[4]), row[0]))


def needs_a_talk(cohort: Cohort) -> list[tuple[str, dict[str, str]]]:
    """Trainees whom a mark alone doesn't help, with the reason: language -> words."""
    found = []
    for student in sorted(cohort.names):
        if student not in cohort.collected.students:
            found.append((student, said(text(N_("belum menyerahkan")))))
            continue
        result = cohort.results.get(student)
        if result is None:
            continue
        got, whole, waiting = cohort.total(student)
        silent = sum(one["state"] == "not_judged" for one in result["questions"])
        if result["problem"] is not None:
            found.append((student, result["problem"]))
        elif result["questions"] and 2 * silent > len(result["questions"]):
            words = text(N_("{n} dari {m} butir belum dijawab"), n=silent, m=len(result["questions"]))
            found.append((student, said(words)))
        elif whole and not waiting and 2 * got < whole:
            found.append(
                (student, said(text(N_("kurang dari separuh nilai penuh ({n:g} dari {m:g})"), n=got, m=whole)))
            )
    return found

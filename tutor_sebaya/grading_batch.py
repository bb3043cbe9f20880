"""An assignment's whole cohort: who is to be graded, grading them, and every mark kept the moment it is there.

The journal has one line for each trainee whose marks are in the gradebook. A run that was stopped, by a person or by a
failing machine, is run again: it goes on with those who have no line yet, or whose files or rules have changed since.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .grading_book import Book
from .grading_collect import Collected
from .grading_course import Course, released
from .grading_files import LARGEST_NOTEBOOK, TIMESTAMP
from .grading_run import Data, Workers, said
from .grading_sandbox import Limits, workers
from .language import LANGUAGES, N_, text

NO_RESPONSE = N_("Belum dijawab.")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?( ?[A-Z]{1,5}| ?[+-]\d\d:?\d\d)?")


@dataclass
class Cohort:
    """What is known after a run. By student: `results` (see `grading_run.grade_one`), `notes` of collecting.

    marks: grade id -> mark (None: not yet) and whether a person must look. before: marks before this run, of those
    whose marks it changed. fresh: graded in this run; unwritten: graded, but the gradebook refused.
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

    def add(self, line: Mapping[str, Any]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            # The line begins with its own end of line, in case the one before lacks it.
            file.write(b"\n" + json.dumps(line, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def rules_print(notebook: Mapping[str, Any]) -> str:
    """A fingerprint of all that judges: the notebook given out, rules, thresholds, questions."""
    package = Path(__file__).resolve().parent
    floors = [package / f"{one}.py" for one in ("settings", "labels", "scenario", "measures", "classes")]
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
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Cohort:
    """Grade everybody who was collected and isn't graded yet.

    names: id -> name of everybody who should have handed in; those of the gradebook are added. again: also those whose
    work hasn't changed. write=False: everything but writing. number: workers, otherwise one for each processor.

    Raises
    ------
    CourseError: the assignment isn't ready. Refused: no safe way to run trainees' code here. KeyboardInterrupt: as it
    is, with everything graded so far written.
    """
    notebook, content, _ = released(course, assignment)
    # No more workers than there is work for.
    number = max(1, min(number or workers(), len(collected.students)))
    # Workers load their things while this process loads nbgrader.
    with (
        Workers(assignment, notebook, content, safe=safe, limits=limits, number=number) as pool,
        Book(course, assignment, notebook) as book,
    ):
        cohort = Cohort(course, assignment, notebook, names={**book.students(), **names}, collected=collected)
        cohort.names |= {one: cohort.names.get(one, "") for one in collected.students}
        todo, prints = _todo(cohort, book, content, again)
        was = book.marks()
        progress(0, len(todo))
        for done, (student, result) in enumerate(pool.run(todo), 1):
            _keep(cohort, book, student, result, prints[student], was.get(student, {}), write)
            progress(done, len(todo))
        _finish(cohort, book, write)
    return cohort


def _todo(
    cohort: Cohort, book: Book, content: Mapping[str, Any], again: bool
) -> tuple[list[tuple[str, Path]], dict[str, str]]:
    """Students to grade with their folders, and everybody's fingerprint; the others' results come from the journal."""
    journal = _journal(cohort).read()
    written = book.graded()
    rules = rules_print(content)
    todo, prints = [], {}
    for student in cohort.collected.students:
        folder = cohort.course.submitted / student / cohort.assignment
        prints[student] = files_print(folder, rules)
        line = journal.get(student, {})
        if not again and line.get("fingerprint") == prints[student] and student in written:
            cohort.results[student] = line["result"]
        else:
            todo.append((student, folder))
    return todo, prints


def _journal(cohort: Cohort) -> Journal:
    return Journal(cohort.course.work(cohort.assignment) / "journal.jsonl")


def _keep(
    cohort: Cohort,
    book: Book,
    student: str,
    result: Data,
    fingerprint: str,
    was: Mapping[str, tuple[float | None, bool]],
    write: bool,
) -> None:
    """Write one trainee's marks, then the line that says so. A failure here is this trainee's alone."""
    if "crashed" in result:
        # Nothing was learned of the work: it is graded again the next time, and nothing is written as a mark.
        result = {
            "marks": {},
            "highest": {},
            "questions": [],
            "problem": result["crashed"],
            "failures": [],
            "silent": [],
        }
        result["notes"] = {language: [] for language in LANGUAGES}
        cohort.results[student] = result
        cohort.unwritten[student] = result["problem"][LANGUAGES[0]]
        return
    notebook = result.pop("notebook")
    cohort.results[student] = result
    cohort.fresh.append(student)
    old = {id: mark for id, (mark, _) in was.items()}
    new = {id: result["marks"].get(id, mark) for id, mark in old.items()}
    if old and new != old:
        cohort.before[student] = old
    if not write:
        return
    folder = cohort.course.submitted / student / cohort.assignment
    silent = dict.fromkeys(result["silent"], NO_RESPONSE)
    try:
        book.write(student, result["marks"], silent, _handed_in_at(folder))
        _write_notebook(cohort, student, notebook)
    except Exception as error:
        cohort.unwritten[student] = str(error)[:300]
        return
    _journal(cohort).add({"student": student, "fingerprint": fingerprint, "result": result})


def _handed_in_at(folder: Path) -> str | None:
    path = folder / TIMESTAMP
    if path.is_symlink() or not path.is_file():
        return None
    written = path.read_bytes()[:80].decode("utf-8", errors="replace").strip()
    return written if _TIME.fullmatch(written) else None


def _write_notebook(cohort: Cohort, student: str, notebook: str) -> None:
    """The repaired notebook for nbgrader's formgrader, where its own `autograde` would put it."""
    folder = cohort.course.autograded / student / cohort.assignment
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{cohort.notebook}.ipynb").write_text(notebook, encoding="utf-8", errors="replace")


def _finish(cohort: Cohort, book: Book, write: bool) -> None:
    if write:
        cohort.marks = book.marks()
        cohort.comments = book.comments()
        cohort.before = {
            student: old
            for student, old in cohort.before.items()
            if {id: mark for id, (mark, _) in cohort.marks.get(student, {}).items()} != old
        }
        return
    for student, result in cohort.results.items():
        cohort.marks[student] = {id: (mark, mark is None) for id, mark in result["marks"].items()}


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

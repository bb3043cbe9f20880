"""Writing marks into nbgrader's gradebook, through nbgrader's own Python interface. One writer, one trainee at a time.

The marks mean what nbgrader's mean: `auto_score` is the machine's, `manual_score` a person's and never touched here;
what couldn't be graded has no `auto_score` and waits for a person.
"""

from __future__ import annotations

import importlib
import os
import sys
import sysconfig
import time
import warnings
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, TypeVar

from .grading_course import Course, CourseError
from .language import N_, text

_T = TypeVar("_T")
LOCKED_SECONDS = 60
"""How long another program, such as the formgrader, may keep the gradebook to itself."""


def _import() -> Any:
    """nbgrader's interface. Its import takes two seconds, one of them for a grammar of addresses that nobody uses."""
    programs = sysconfig.get_path("scripts")
    if programs not in os.environ.get("PATH", "").split(os.pathsep):
        # nbgrader calls `alembic` by its bare name when it makes a gradebook.
        os.environ["PATH"] = os.pathsep.join([programs, os.environ.get("PATH", "")])
    unused = "rfc3987_syntax"
    left_out = unused not in sys.modules
    if left_out:
        sys.modules[unused] = None  # type: ignore[assignment]
    try:
        return importlib.import_module("nbgrader.api")
    finally:
        if left_out:
            sys.modules.pop(unused, None)


class Book:
    """An open gradebook. Use it in a `with` statement, from one thread.

    Raises
    ------
    CourseError: the gradebook doesn't know the assignment.
    """

    def __init__(self, course: Course, assignment: str, notebook: str) -> None:
        self.api = _import()
        self.assignment, self.notebook = assignment, notebook
        self.gradebook = self.api.Gradebook(course.db_url, course.id)
        self.session = self.gradebook.db()
        # What was read stays read: otherwise every commit sends all cells of the assignment through the database again.
        self.session.expire_on_commit = False
        try:
            known = self.gradebook.find_notebook(notebook, assignment)
            cells = self.session.query(self.api.BaseCell).filter(self.api.BaseCell.notebook_id == known.id)
            self._cells: dict[str, str] = {one.id: one.name for one in cells}
        except self.api.MissingEntry:
            self.gradebook.close()
            raise CourseError(
                text(
                    N_("Buku nilai belum mengenal {id}. Jalankan lebih dahulu: nbgrader generate_assignment {id}"),
                    id=assignment,
                )
            ) from None

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.gradebook.close()

    def write(
        self, student: str, marks: Mapping[str, float | None], silent: Mapping[str, str], timestamp: str | None = None
    ) -> None:
        """Put a trainee's marks in, in one transaction after the submission itself is there.

        marks: grade id -> mark, None where a person must give it. silent: answer cell -> the comment that it was left
        empty. timestamp: when it was handed in, as nbgrader writes it.
        """
        self._patiently(lambda: self._write(student, marks, silent, timestamp))

    def _write(
        self, student: str, marks: Mapping[str, float | None], silent: Mapping[str, str], timestamp: str | None
    ) -> None:
        book, api = self.gradebook, self.api
        try:
            book.find_student(student)
        except api.MissingEntry:
            book.add_student(student)
        when = {"timestamp": timestamp} if timestamp else {}
        with warnings.catch_warnings():
            # SQLAlchemy remarks on the order in which nbgrader makes a new submission's parts.
            warnings.simplefilter("ignore")
            submission = book.update_or_create_submission(self.assignment, student, **when)
        ids = [one.id for one in submission.notebooks if one.name == self.notebook]
        for grade in self.session.query(api.Grade).filter(api.Grade.notebook_id.in_(ids)):
            name = self._cells.get(grade.cell_id, "")
            if name in marks:
                mark = marks[name]
                grade.auto_score = mark
                # As nbgrader: a mark that a person gave before wants a second look after the work changed.
                grade.needs_manual_grade = mark is None or grade.manual_score is not None
        for comment in self.session.query(api.Comment).filter(api.Comment.notebook_id.in_(ids)):
            comment.auto_comment = silent.get(self._cells.get(comment.cell_id, ""))
        self.session.commit()

    def _rows(self, what: Any, *columns: Any) -> list[Any]:
        """Columns of a table of cells, with the student, for this notebook of everybody."""
        api = self.api
        query = self.session.query(api.SubmittedAssignment.student_id, what.cell_id, *columns)
        query = query.join(api.SubmittedNotebook, api.SubmittedNotebook.id == what.notebook_id)
        query = query.join(api.SubmittedAssignment, api.SubmittedAssignment.id == api.SubmittedNotebook.assignment_id)
        return self._patiently(lambda: query.filter(what.cell_id.in_(list(self._cells))).all())

    def marks(self) -> dict[str, dict[str, tuple[float | None, bool]]]:
        """Student -> grade id -> mark and whether a person must still look; persons' marks go before the machine's.

        The mark is None where there is none yet.
        """
        grade = self.api.Grade
        columns = (grade.manual_score, grade.auto_score, grade.extra_credit, grade.needs_manual_grade)
        found: dict[str, dict[str, tuple[float | None, bool]]] = {}
        order = {name: place for place, name in enumerate(self._cells.values())}
        for student, cell, by_hand, auto, extra, look in self._rows(grade, *columns):
            base = auto if by_hand is None else by_hand
            mark = None if base is None else base + (extra or 0)
            found.setdefault(student, {})[self._cells[cell]] = (mark, bool(look))
        return {student: dict(sorted(one.items(), key=lambda item: order[item[0]])) for student, one in found.items()}

    def comments(self) -> dict[str, list[str]]:
        """Student -> what persons wrote beside the work."""
        found: dict[str, list[str]] = {}
        for student, _, words in self._rows(self.api.Comment, self.api.Comment.manual_comment):
            if words:
                found.setdefault(student, []).append(words)
        return found

    def graded(self) -> set[str]:
        """Students whose submission is in the book."""
        return {student for student, _ in self._rows(self.api.Grade)}

    def students(self) -> dict[str, str]:
        """Everybody in the book: id -> name, empty where the book has none."""
        return {
            one.id: " ".join(part for part in (one.first_name, one.last_name) if part)
            for one in self._patiently(lambda: self.gradebook.students)
        }

    def _patiently(self, work: Callable[[], _T]) -> _T:
        """Do it, waiting while another program has the gradebook locked."""
        until = time.monotonic() + LOCKED_SECONDS
        while True:
            try:
                return work()
            except Exception as error:
                # SQLAlchemy's own class isn't imported for this; SQLite says the word in every version.
                self.session.rollback()
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(0.5)

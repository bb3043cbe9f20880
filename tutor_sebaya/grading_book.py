"""Writing marks into nbgrader's gradebook, through nbgrader's own Python interface. One writer.

The marks mean what nbgrader's mean: `auto_score` is the machine's, `manual_score` a person's and never touched here;
what couldn't be graded has no `auto_score` and waits for a person.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
import sysconfig
import time
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, TypeVar

from .grading_course import Course, CourseError
from .language import N_, text

_T = TypeVar("_T")
LOCKED_SECONDS = 60
"""How long another program, such as the formgrader, may keep the gradebook to itself."""


_UNUSED = ("rfc3987_syntax", "rfc3986_validator")
"""Grammars of addresses, for a check of jsonschema's that is left out where they are missing; one takes a second."""


def _import() -> Any:
    """nbgrader's interface to its gradebook, without what else its packages load: two seconds of web server."""
    programs = sysconfig.get_path("scripts")
    if programs not in os.environ.get("PATH", "").split(os.pathsep):
        # nbgrader calls `alembic` by its bare name when it makes a gradebook.
        os.environ["PATH"] = os.pathsep.join([programs, os.environ.get("PATH", "")])
    _bare_package("nbgrader")
    stand_ins: dict[str, Any] = {**dict.fromkeys(_UNUSED), "setuptools.archive_util": _Later("setuptools.archive_util")}
    stand_ins = {name: one for name, one in stand_ins.items() if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        return importlib.import_module("nbgrader.api")
    finally:
        for name in stand_ins:
            sys.modules.pop(name, None)


def _bare_package(name: str) -> None:
    """Let modules of a package be imported; its own first lines run only when somebody asks for what they make."""
    spec = importlib.util.find_spec(name)
    if name in sys.modules or spec is None or spec.loader is None:
        return
    loader, module = spec.loader, importlib.util.module_from_spec(spec)

    def whole(asked: str) -> Any:
        if importlib.util.find_spec(f"{name}.{asked}") is not None:
            # Import asks the package first, then looks for the module itself.
            raise AttributeError(asked)
        del module.__dict__["__getattr__"]
        loader.exec_module(module)
        return getattr(module, asked)

    module.__dict__["__getattr__"] = whole
    sys.modules[name] = module


class _Later(types.ModuleType):
    """Functions of a module that is imported when one of them is called."""

    def __getattr__(self, asked: str) -> Callable[..., Any]:
        if asked.startswith("__"):
            raise AttributeError(asked)
        name = self.__name__
        return lambda *given, **named: getattr(importlib.import_module(name), asked)(*given, **named)


@dataclass(frozen=True)
class Entry:
    """What the gradebook is to know of a trainee's work.

    marks: grade id -> mark, None where a person must give it. silent: answer cell -> the comment that it was left
    empty. timestamp: when it was handed in, as nbgrader writes it.
    """

    student: str
    marks: Mapping[str, float | None]
    silent: Mapping[str, str]
    timestamp: str | None = None


class Book:
    """An open gradebook. Use it in a `with` statement, from one thread.

    Raises
    ------
    CourseError: the gradebook doesn't know the assignment.
    """

    def __init__(self, course: Course, assignment: str, notebook: str) -> None:
        self.api = _import()
        self.assignment, self.notebook = assignment, notebook
        self.gradebook = self._open(course)
        self.session = self.gradebook.db()
        # What was read stays read: otherwise every commit sends all cells of the assignment through the database again.
        self.session.expire_on_commit = False
        try:
            known = self.gradebook.find_notebook(notebook, assignment)
        except self.api.MissingEntry:
            self.gradebook.close()
            raise CourseError(
                text(
                    N_("Buku nilai belum mengenal {id}. Jalankan lebih dahulu: nbgrader generate_assignment {id}"),
                    id=assignment,
                )
            ) from None
        self._known = known.id
        cell, other = self.api.BaseCell, self.api.Notebook
        cells = self.session.query(cell.id, cell.name, cell.type, cell.notebook_id)
        self._parts = (
            cells.join(other, other.id == cell.notebook_id).filter(other.assignment_id == known.assignment_id).all()
        )
        self._cells: dict[str, str] = {one.id: one.name for one in self._parts if one.notebook_id == known.id}
        self._notebooks = [one.id for one in known.assignment.notebooks]
        self._assignment = known.assignment_id

    def _open(self, course: Course) -> Any:
        """The gradebook at the course's address, of which only the kind is ever shown: a password may be in it."""
        kind = course.db_url.partition(":")[0]
        try:
            return self.api.Gradebook(course.db_url, course.id)
        except ImportError as error:
            words = N_("Buku nilai mata kuliah ini memakai {kind}, tetapi paket {name} belum terpasang.")
            raise CourseError(text(words, kind=kind, name=str(error.name or error))) from None
        except Exception as error:
            # SQLAlchemy's own classes aren't imported for this.
            words = N_("Buku nilai ({kind}) tidak dapat dibuka: {why}")
            raise CourseError(text(words, kind=kind, why=_reason(error))) from None

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.gradebook.close()

    def write(self, entries: Sequence[Entry]) -> dict[str, str]:
        """Put marks in, all in one transaction; where that fails, each trainee's alone.

        Returns
        -------
        Student -> why nothing of theirs was written; empty where everything was.
        """
        try:
            self._patiently(lambda: self._write(entries))
        except Exception as error:
            if len(entries) == 1 or _is_passing(error):
                return dict.fromkeys((one.student for one in entries), _reason(error))
            failed: dict[str, str] = {}
            for one in entries:
                failed |= self.write([one])
            return failed
        return {}

    def _write(self, entries: Sequence[Entry]) -> None:
        """As nbgrader's `autograde` leaves a gradebook, in seven statements however many trainees there are.

        nbgrader's own `update_or_create_submission` takes 40 ms for each.
        """
        from sqlalchemy import bindparam, insert, select, update

        api, run = self.api, self.session.execute
        ids = [one.student for one in entries]
        names = ("Student", "SubmittedAssignment", "SubmittedNotebook", "Grade", "Comment")
        student, submission, notebook, grade, comment = (getattr(api, one).__table__ for one in names)

        def put(table: Any, rows: list[dict[str, Any]]) -> None:
            if rows:
                run(insert(table), rows)

        def change(table: Any, rows: list[dict[str, Any]]) -> None:
            if rows:
                columns = [one for one in rows[0] if one != "_id"]
                values = {one: bindparam(f"new_{one}", type_=table.c[one].type) for one in columns}
                rows = [{"_id": row["_id"], **{f"new_{one}": row[one] for one in columns}} for row in rows]
                self.session.connection().execute(
                    update(table).where(table.c.id == bindparam("_id")).values(values), rows
                )

        there = set(run(select(student.c.id).where(student.c.id.in_(ids))).scalars())
        put(student, [{"id": one} for one in dict.fromkeys(ids) if one not in there])

        when = {one.student: api.utils.parse_utc(one.timestamp) for one in entries if one.timestamp}
        mine = (submission.c.assignment_id == self._assignment) & submission.c.student_id.in_(ids)
        places = {who: id for id, who in run(select(submission.c.id, submission.c.student_id).where(mine))}
        change(submission, [{"_id": places[who], "timestamp": time} for who, time in when.items() if who in places])
        new = {one: api.new_uuid() for one in dict.fromkeys(ids) if one not in places}
        fixed = {"assignment_id": self._assignment}
        put(submission, [{"id": id, "student_id": who, "timestamp": when.get(who), **fixed} for who, id in new.items()])
        places |= new

        columns = (notebook.c.assignment_id, notebook.c.notebook_id, notebook.c.id)
        found = run(select(*columns).where(notebook.c.assignment_id.in_(list(places.values()))))
        books = {(one[0], one[1]): one[2] for one in found}
        wanted = [(place, one) for place in places.values() for one in self._notebooks if (place, one) not in books]
        made = {one: api.new_uuid() for one in wanted}
        put(notebook, [{"id": id, "assignment_id": place, "notebook_id": one} for (place, one), id in made.items()])
        books |= made

        def rows_of(table: Any, *more: Any) -> dict[tuple[str, str], Any]:
            query = select(table.c.notebook_id, table.c.cell_id, table.c.id, *more)
            return {(one[0], one[1]): one for one in run(query.where(table.c.notebook_id.in_(list(books.values()))))}

        grades, comments = rows_of(grade, grade.c.manual_score), rows_of(comment)
        more: dict[str, list[dict[str, Any]]] = {one: [] for one in ("grades", "comments", "marked", "said")}
        for entry in {one.student: one for one in entries}.values():
            for part in self._parts:
                place = books[places[entry.student], part.notebook_id]
                key, ours = {"notebook_id": place, "cell_id": part.id}, part.notebook_id == self._known
                if part.type != "SolutionCell":
                    row = grades.get((place, part.id))
                    mark = entry.marks.get(part.name) if ours else None
                    # As nbgrader: a mark that a person gave before wants a second look after the work changed.
                    marks = {"auto_score": mark, "needs_manual_grade": mark is None or bool(row and row[3] is not None)}
                    if row is None:
                        more["grades"].append({"id": api.new_uuid(), **key, **marks})
                    elif ours and part.name in entry.marks:
                        more["marked"].append({"_id": row[2], **marks})
                if part.type != "GradeCell":
                    row, words = comments.get((place, part.id)), entry.silent.get(part.name) if ours else None
                    if row is None:
                        more["comments"].append({"id": api.new_uuid(), **key, "auto_comment": words})
                    elif ours:
                        more["said"].append({"_id": row[2], "auto_comment": words})
        put(grade, more["grades"])
        put(comment, more["comments"])
        change(grade, more["marked"])
        change(comment, more["said"])
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

    def by_hand(self) -> dict[str, dict[str, float]]:
        """Student -> grade id -> the mark that a person gave."""
        found: dict[str, dict[str, float]] = {}
        grade = self.api.Grade
        for student, cell, mark, extra in self._rows(grade, grade.manual_score, grade.extra_credit):
            if mark is not None:
                found.setdefault(student, {})[self._cells[cell]] = mark + (extra or 0)
        return found

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
                self.session.rollback()
                if not _is_passing(error) or time.monotonic() > until:
                    raise
                time.sleep(0.5)


def _is_passing(error: Exception) -> bool:
    """Whether waiting may help: SQLite is locked by another program, or the server of a database went away."""
    # SQLAlchemy's own classes aren't imported for this; SQLite says the word in every version.
    lost = getattr(error, "connection_invalidated", False) or type(error).__name__ == "OperationalError"
    return "locked" in str(error) or (lost and "sqlite" not in type(getattr(error, "orig", None)).__module__)


def _reason(error: Exception) -> str:
    """What the database said, without the statement and its values."""
    return str(getattr(error, "orig", None) or error).strip()[:300]

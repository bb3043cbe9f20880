"""Who handed in after the deadline, and what that costs: nothing, unless the lecturer's own settings say otherwise.

The deadline is the gradebook's, with each trainee's extension. A penalty is worked out by nbgrader's own plugin for
late work (`c.AssignLatePenalties.plugin_class`, `c.LateSubmissionPlugin.penalty_method`), on the mark as it is now, so
that a mark given by hand later counts too.
"""

from __future__ import annotations

import datetime as dt
import importlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .grading_course import Course
from .grading_time import handed_in_at, local, read_time, span
from .language import N_, Text, text

if TYPE_CHECKING:
    from .grading_batch import Cohort
    from .grading_book import Book


@dataclass(frozen=True)
class Late:
    """One trainee's lateness. Times in UTC; `due` with the trainee's own extension. `penalty`: points taken off."""

    when: dt.datetime
    due: dt.datetime
    penalty: float = 0.0

    @property
    def seconds(self) -> float:
        return (self.when - self.due).total_seconds()

    def words(self, zone: str) -> Text:
        """How late, when, and what it costs."""
        how = text(N_("terlambat {span} (diserahkan {when})"), span=span(self.seconds), when=local(self.when, zone))
        if not self.penalty:
            return how
        return text(N_("{how}; dipotong {n} poin"), how=how, n=float(self.penalty))


@dataclass(frozen=True)
class Deadline:
    """What is known of time. `due`: None where no deadline is set; `unknown`: how many handed in at a time that nobody
    wrote down; `punishes`: whether the lecturer's settings take points off."""

    due: dt.datetime | None = None
    late: Mapping[str, Late] = field(default_factory=dict)
    unknown: int = 0
    punishes: bool = False


def set_due(book: Book, when: dt.datetime) -> None:
    """Write an assignment's deadline into the gradebook."""
    book.gradebook.update_or_create_assignment(book.assignment, duedate=when.astimezone(dt.UTC).replace(tzinfo=None))


def settle(cohort: Cohort, book: Book, *, write: bool, due: dt.datetime | None = None) -> Deadline:
    """Who is late, with the penalties; write: keep these in the gradebook, as `nbgrader autograde` does.

    due: instead of the gradebook's, for a run that writes nothing.
    """
    api = book.api
    if due is None:
        set_to = book.gradebook.find_assignment(cohort.assignment).duedate
        due = set_to.replace(tzinfo=dt.UTC) if set_to else None
    if due is None:
        return Deadline()
    rows = {
        one.student_id: one
        for one in book.session.query(api.SubmittedAssignment)
        .join(api.Assignment, api.Assignment.id == api.SubmittedAssignment.assignment_id)
        .filter(api.Assignment.name == cohort.assignment)
    }
    method = _Method(cohort.course)
    late: dict[str, Late] = {}
    unknown = 0
    for student in cohort.collected.students:
        row = rows.get(student)
        own = due + row.extension if row is not None and row.extension else due
        when = _when(cohort, student, row)
        unknown += when is None
        if when is not None and when > own:
            late[student] = Late(
                when, own, method.penalty(student, _score(cohort, student), (when - own).total_seconds())
            )
    if write:
        for row in rows.values():
            for notebook in row.notebooks:
                if notebook.name == book.notebook:
                    taken = late[row.student_id].penalty if row.student_id in late else 0.0
                    notebook.late_submission_penalty = taken or None
        book.session.commit()
    return Deadline(due, late, unknown, method.punishes)


def _when(cohort: Cohort, student: str, row: Any) -> dt.datetime | None:
    written = handed_in_at(cohort.course.submitted / student / cohort.assignment)
    if written:
        return read_time(written)
    kept = row.timestamp if row is not None else None
    return kept.replace(tzinfo=dt.UTC) if kept else None


def _score(cohort: Cohort, student: str) -> float:
    return sum(mark for mark, _ in cohort.marks.get(student, {}).values() if mark is not None)


class _Method:
    """The lecturer's way with late work, as nbgrader would call it."""

    def __init__(self, course: Course) -> None:
        settings = course.config
        given = dict(settings.get("AssignLatePenalties", {})) if settings else {}
        method = str(settings.get("LateSubmissionPlugin", {}).get("penalty_method", "none")) if settings else "none"
        self.punishes = method != "none" or "plugin_class" in given
        self._plugin: Any = None
        if self.punishes:
            # Only who takes points off waits for nbgrader's machinery to load.
            late = importlib.import_module("nbgrader.preprocessors.latesubmissions").AssignLatePenalties(
                config=settings
            )
            late.log.setLevel(logging.ERROR)
            late.init_plugin()
            self._plugin = late.plugin_inst

    def penalty(self, student: str, score: float, seconds: float) -> float:
        """Points taken off, between none and all."""
        taken = self._plugin.late_submission_penalty(student, score, seconds) if self._plugin is not None else None
        return min(max(float(taken or 0), 0.0), score)

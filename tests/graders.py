"""Submissions of an assignment marked by `nbgrader autograde` and by `tutor-sebaya grade`, to compare."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import parts
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

import exercises
from tutor_sebaya import cli
from tutor_sebaya.grading_sandbox import NoSandbox, Sandbox

ROOT = Path(__file__).resolve().parent.parent
Marks = dict[str, dict[str, float | None]]
"""Student -> grade id -> the machine's mark."""
Rows = dict[str, dict[str, tuple[float | None, bool]]]
"""Student -> grade id -> the machine's mark, and whether a person must look."""


@cache
def _why_not() -> str:
    try:
        Sandbox().close()
    except NoSandbox as problem:
        return str(problem)
    return ""


def need_a_sandbox() -> None:
    """Skip the test, or fail in CI, where nothing keeps trainees' code apart."""
    if _why_not():
        parts.missing_part(_why_not())


def new_course(folder: Path, assignment: str) -> Path:
    """A course folder with an assignment generated, as a lecturer has it before the first submission."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    kept = shutil.ignore_patterns(*exercises.LEFT_BEHIND)
    shutil.copytree(ROOT / "source" / assignment, folder / "source" / assignment, ignore=kept)
    exercises.find_programs()
    config = exercises.course(folder)
    made = NbGraderAPI(CourseDirectory(config=config), config=config).generate_assignment(assignment)
    assert made["success"], made
    return folder


def nbgrader(course: Path, *words: str) -> str:
    """Run an nbgrader command in a course folder; what it said."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=course,
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": path},
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    return ran.stdout + ran.stderr


def both(assignment: str, hand_in: Callable[[Path], None], folder: Path) -> tuple[Rows, Rows]:
    """What nbgrader's and the course's own command leave in the gradebook. hand_in: writes into a course folder."""
    theirs = new_course(folder / "nbgrader", assignment)
    hand_in(theirs)
    ours = shutil.copytree(theirs, folder / "kami")
    nbgrader(theirs, "autograde", assignment)
    assert cli.main(["grade", assignment, "--course", str(ours)]) in (0, 1), "1: some wait for the lecturer"
    return rows(theirs, assignment), rows(ours, assignment)


def rows(course: Path, assignment: str) -> Rows:
    """Straight from the gradebook."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "tutor-sebaya") as gradebook:
        return {
            one.student_id: {
                grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in one.notebooks[0].grades
            }
            for one in gradebook.assignment_submissions(assignment)
        }


def filled_in(release: Path, answers: Mapping[str, Any]) -> nbformat.NotebookNode:
    """The notebook given out, with these answers in its cells."""
    made = nbformat.read(release, as_version=4)
    for cell in made.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            names = re.findall(r"^(\w+) = None", cell.source, re.MULTILINE)
            cell.source = "\n".join(f"{name} = {answers.get(name)!r}" for name in names)
    return made


def marks_of_both(
    release: Path, submissions: Mapping[str, tuple[Mapping[str, Any], str | None]], folder: Path
) -> tuple[Marks, Marks]:
    """Marks by nbgrader and by the course's own command. submissions: student -> answers, the scenario file or None."""
    need_a_sandbox()
    assignment = release.parent.name

    def hand_in(course: Path) -> None:
        for student, (answers, file) in submissions.items():
            place = course / "submitted" / student / assignment
            place.mkdir(parents=True)
            nbformat.write(filled_in(release, answers), place / release.name)
            if file is not None:
                (place / "skenario.json").write_text(file, encoding="utf-8")

    theirs, ours = both(assignment, hand_in, folder)
    return _machine(theirs), _machine(ours)


def _machine(found: Rows) -> Marks:
    return {student: {id: mark for id, (mark, _) in one.items()} for student, one in found.items()}

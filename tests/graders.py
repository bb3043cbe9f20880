"""Submissions of an assignment marked by `nbgrader autograde` and by `tutor-sebaya grade`, to compare."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
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
    try:
        Sandbox().close()
    except NoSandbox as problem:
        parts.missing_part(str(problem))
    assignment = release.parent.name
    theirs, ours = folder / "nbgrader", folder / "kami"
    theirs.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", theirs)
    kept = shutil.ignore_patterns(*exercises.LEFT_BEHIND)
    shutil.copytree(ROOT / "source" / assignment, theirs / "source" / assignment, ignore=kept)
    exercises.find_programs()
    config = exercises.course(theirs)
    made = NbGraderAPI(CourseDirectory(config=config), config=config).generate_assignment(assignment)
    assert made["success"], made
    for student, (answers, file) in submissions.items():
        place = theirs / "submitted" / student / assignment
        place.mkdir(parents=True)
        nbformat.write(filled_in(release, answers), place / release.name)
        if file is not None:
            (place / "skenario.json").write_text(file, encoding="utf-8")
    shutil.copytree(theirs, ours)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = [sys.executable, "-m", "nbgrader", "autograde", assignment]
    ran = subprocess.run(
        command, cwd=theirs, capture_output=True, text=True, env={**os.environ, "PATH": path}, check=False
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert cli.main(["grade", assignment, "--course", str(ours)]) == 0
    return _marks(theirs, assignment), _marks(ours, assignment)


def _marks(course: Path, assignment: str) -> Marks:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "tutor-sebaya") as gradebook:
        return {
            one.student_id: {grade.name: grade.auto_score for grade in one.notebooks[0].grades}
            for one in gradebook.assignment_submissions(assignment)
        }

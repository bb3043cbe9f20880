"""Where a course's files are, by `nbgrader_config.py`; read without loading nbgrader, which takes two seconds."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .grading_repair import Template, read_template
from .language import LANGUAGES, N_, Text, text

CONFIG = "nbgrader_config.py"
_STRUCTURE = str(Path("{nbgrader_step}") / "{student_id}" / "{assignment_id}")


class CourseError(Exception):
    """The course folder isn't ready; `message` says what to do."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message.render())


@dataclass(frozen=True)
class Course:
    """Folders are absolute. `db_url`: as SQLAlchemy and nbgrader write it. `timezone`: of the people, for what they
    read; `config`: nbgrader's settings, a traitlets Config."""

    root: Path
    id: str
    db_url: str
    released: Path
    submitted: Path
    autograded: Path
    feedback: Path
    timezone: str = "UTC"
    config: Any = field(default=None, compare=False, repr=False)

    def work(self, assignment: str) -> Path:
        """The folder of this command's own files for an assignment: journal, report, tables."""
        return self.root / "grading" / assignment


def read_course(folder: str | Path) -> Course:
    """Read a course folder's settings; nbgrader's defaults hold for what they leave out.

    Raises
    ------
    CourseError: no course folder, or one laid out in another way than student by student.
    """
    root = Path(folder).resolve()
    if not (root / CONFIG).is_file():
        raise CourseError(
            text(
                N_("Di {folder} tidak ada {file}. Jalankan perintah ini di folder mata kuliah."),
                folder=str(root),
                file=CONFIG,
            )
        )
    from traitlets.config.loader import PyFileConfigLoader

    config = PyFileConfigLoader(CONFIG, path=str(root)).load_config()
    given = config.get("CourseDirectory", {})
    if str(given.get("directory_structure", _STRUCTURE)) != _STRUCTURE:
        raise CourseError(
            text(
                N_("Susunan folder {found} tidak didukung; pakai {right}."),
                found=given["directory_structure"],
                right=_STRUCTURE,
            )
        )
    root = Path(given.get("root") or root).resolve()

    def place(name: str, usual: str) -> Path:
        return root / str(given.get(name, usual))

    return Course(
        root=root,
        id=str(given.get("course_id", "")) or "default_course",
        db_url=str(given.get("db_url") or f"sqlite:///{root / 'gradebook.db'}"),
        released=place("release_directory", "release"),
        submitted=place("submitted_directory", "submitted"),
        autograded=place("autograded_directory", "autograded"),
        feedback=place("feedback_directory", "feedback"),
        timezone=str(config.get("NbGraderAPI", {}).get("timezone", "UTC")),
        config=config,
    )


def released(course: Course, assignment: str) -> tuple[str, dict[str, Any], Template]:
    """Name, JSON and reading of the notebook that trainees were given.

    Raises
    ------
    CourseError: the assignment wasn't generated yet, or has no notebook of ours.
    """
    folder = course.released / assignment
    notebooks = sorted(folder.glob("*.ipynb"))
    if len(notebooks) != 1:
        raise CourseError(
            text(
                N_("{folder} harus berisi satu notebook. Jalankan lebih dahulu: nbgrader generate_assignment {id}"),
                folder=str(folder),
                id=assignment,
            )
        )
    content = json.loads(notebooks[0].read_text(encoding="utf-8"))
    content["editions"] = {
        language: _cells(json.loads(file.read_text(encoding="utf-8")))
        for language in LANGUAGES[1:]
        for file in course.released.with_name(f"{course.released.name}-{language}").glob(f"{assignment}/*.ipynb")
    }
    return notebooks[0].stem, content, read_template(notebooks[0].stem, content)


def _cells(notebook: dict[str, Any]) -> dict[str, str]:
    """Id -> source of the cells of another edition's notebook: a trainee may hand in either."""
    named = ((one["metadata"].get("nbgrader", {}).get("grade_id") or one.get("id"), one) for one in notebook["cells"])
    return {id: "".join(one["source"]) for id, one in named if id}

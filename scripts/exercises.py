"""Make exercises/ (for trainees) and solutions/ (for lecturers) from source/, through nbgrader; and both in English.

Usage: python scripts/exercises.py            make both
       python scripts/exercises.py --check    exit status 1, with the names of the files, where either is out of date

The same source always gives the same bytes: cells keep their ids, and there are no outputs, times or traces of a run.
What lies in exercises/ is exactly what `nbgrader generate_assignment` makes in this folder. exercises-en/ has the same
notebooks with English sentences (locale/en/LC_MESSAGES/tugas): the same names, ids, marks and code, so that either is
handed in. They lie beside the others, not among them, because each folder in exercises/ is an assignment to nbgrader.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import nbformat
from nbgrader.apps import NbGraderAPI
from nbgrader.converters import GenerateSolution
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearMarkScheme, ClearOutput, IncludeHeaderFooter, LockCells
from nbgrader.utils import compute_checksum
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader
from translations import english_of

from tutor_sebaya.book_translate import translated_notebook

ROOT = Path(__file__).resolve().parent.parent
CONFIG = "nbgrader_config.py"
ENGLISH = "en"
MADE = ("exercises", "solutions", f"exercises-{ENGLISH}", f"solutions-{ENGLISH}")
OPENING = re.compile(r'(?m)^(tugas = Tugas\("[^"]*")\)$')
"""The line that begins an assignment: in English notebooks it also says in which language its checks answer."""
LEFT_BEHIND = (".ipynb_checkpoints", "__pycache__", ".DS_Store", "skenario.json", "*.pyc")
"""What working in source/ leaves there; it must never reach a trainee."""


def course(folder: Path) -> Config:
    """nbgrader's configuration of this course, for a course folder elsewhere."""
    config = PyFileConfigLoader(CONFIG, path=str(ROOT)).load_config()
    config.CourseDirectory.root = str(folder)
    config.NbGraderAPI.log_level = "WARN"
    return config


def find_programs() -> None:
    """Put the environment's programs into PATH: nbgrader calls `alembic` by name."""
    programs = sysconfig.get_path("scripts")
    parts = os.environ.get("PATH", "").split(os.pathsep)
    if programs not in parts:
        os.environ["PATH"] = os.pathsep.join([programs, *parts])


def assignments() -> list[str]:
    """Names of the assignments in source/."""
    return sorted(one.name for one in (ROOT / "source").iterdir() if any(one.glob("*.ipynb")))


def make(folder: Path) -> None:
    """Make `exercises` and `solutions`, and the English ones, in a course folder of their own."""
    find_programs()
    shutil.copytree(ROOT / "source", folder / "source", ignore=shutil.ignore_patterns(*LEFT_BEHIND))
    config = course(folder)
    # The model answers aren't run here: outputs would hold times and paths. The tests run them.
    config.GenerateSolution.preprocessors = [IncludeHeaderFooter, LockCells, ClearOutput, ClearMarkScheme]
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    for assignment in assignments():
        _succeed(api.generate_assignment(assignment))
        api.coursedir.assignment_id = assignment
        converter = GenerateSolution(coursedir=api.coursedir, parent=api)
        converter.log.setLevel(logging.WARNING)
        converter.start()
    for notebook in (folder / config.CourseDirectory.solution_directory).rglob("*.ipynb"):
        _without_marks(notebook, config)
    for name in ("exercises", "solutions"):
        shutil.copytree(folder / name, folder / f"{name}-{ENGLISH}")
        for notebook in (folder / f"{name}-{ENGLISH}").rglob("*.ipynb"):
            _in_english(notebook)


def _in_english(path: Path) -> None:
    """The notebook with English sentences. nbgrader knows locked cells by a number made from their words."""
    english = english_of("_book") | english_of(f"tugas/{path.parent.name}")
    notebook = nbformat.from_dict(translated_notebook(nbformat.read(path, as_version=4), english))
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = OPENING.sub(rf'\1, language="{ENGLISH}")', cell.source)
        if "checksum" in cell.metadata.get("nbgrader", {}):
            cell.metadata.nbgrader.checksum = compute_checksum(cell)
    # Feedback on what is handed in follows it.
    notebook.metadata["tutor_sebaya"] = {"language": ENGLISH}
    nbformat.write(notebook, path)


def _succeed(result: dict[str, object]) -> None:
    if not result["success"]:
        raise SystemExit(f"{result.get('log') or ''}\n{result.get('error') or ''}".strip())


def _without_marks(path: Path, config: Config) -> None:
    """Leave out the lines that say where nbgrader cuts: a reader of the model answer has no use for them."""
    marks = (
        config.ClearSolutions.begin_solution_delimeter,
        config.ClearSolutions.end_solution_delimeter,
        config.ClearHiddenTests.begin_test_delimeter,
        config.ClearHiddenTests.end_test_delimeter,
    )
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = "\n".join(line for line in cell.source.split("\n") if line.strip() not in marks)
    nbformat.write(notebook, path)


def _files(folder: Path) -> Iterator[Path]:
    """Files below a folder, relative to it, without what running a notebook there leaves."""
    for file in sorted(folder.rglob("*")):
        relative = file.relative_to(folder)
        if file.is_file() and not any(fnmatch(part, pattern) for part in relative.parts for pattern in LEFT_BEHIND):
            yield relative


def differences(made: Path, kept: Path) -> list[str]:
    """Names of files that are different, missing or too many in `kept`, relative to it."""
    found = []
    for name in MADE:
        fresh, old = set(_files(made / name)), set(_files(kept / name))
        for file in sorted(fresh | old):
            same = file in fresh and file in old
            if not same or (made / name / file).read_bytes() != (kept / name / file).read_bytes():
                found.append(f"{name}/{file.as_posix()}")
    return found


def main(words: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="tutor-sebaya-") as temporary:
        made = Path(temporary)
        make(made)
        if "--check" in words:
            differing = differences(made, ROOT)
            for file in differing:
                print(f"{file} differs from what source/ gives: run `make exercises`", file=sys.stderr)
            return bool(differing)
        for name in MADE:
            shutil.rmtree(ROOT / name, ignore_errors=True)
            shutil.copytree(made / name, ROOT / name)
            print(ROOT / name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

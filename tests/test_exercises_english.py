"""Assignments in English: the same names, ids, code and marks, so that a trainee may hand in either."""

from __future__ import annotations

import io
import json
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import parts
import pytest
from nbformat import from_dict
from nbgrader.utils import compute_checksum
from nbgrader.validator import Validator

from tutor_sebaya import grading_course
from tutor_sebaya.grading import ASSIGNMENTS
from tutor_sebaya.grading_run import grade_one
from tutor_sebaya.grading_sandbox import Limits, NoSandbox, Sandbox

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted(file.relative_to(ROOT / "exercises") for file in (ROOT / "exercises").rglob("*.ipynb"))
Notebook = dict[str, Any]


def read(folder: str, file: Path) -> Notebook:
    found: Notebook = json.loads((ROOT / folder / file).read_text(encoding="utf-8"))
    for cell in found["cells"]:
        cell["source"] = "".join(cell["source"])
    return found


def code(source: str) -> list[str]:
    """What is run, without comments."""
    kinds = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE)
    tokens = tokenize.generate_tokens(io.StringIO(source.replace(', language="en"', "")).readline)
    return [one.string for one in tokens if one.type not in kinds]


def differing(indonesian: str, english: str) -> list[tuple[str, str]]:
    """Pieces of code that differ, but for sentences in quotation marks."""
    pieces = zip(code(indonesian), code(english), strict=True)
    return [one for one in pieces if one[0] != one[1] and not re.fullmatch(r'".* .*"', one[0])]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
@pytest.mark.parametrize("kind", ["exercises", "solutions"])
def test_the_english_notebook_has_the_same_cells(kind: str, file: Path) -> None:
    indonesian, english = read(kind, file), read(f"{kind}-en", file)
    assert len(english["cells"]) == len(indonesian["cells"]) > 10
    for one, other in zip(indonesian["cells"], english["cells"], strict=True):
        facts = [{**cell["metadata"].get("nbgrader", {}), "checksum": ""} for cell in (one, other)]
        assert facts[0] == facts[1]
        assert (one["id"], one["cell_type"]) == (other["id"], other["cell_type"])
        if one["cell_type"] == "code":
            assert differing(one["source"], other["source"]) == []
    assert english["metadata"]["tutor_sebaya"] == {"language": "en"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_the_validate_button_does_not_say_that_cells_were_changed(file: Path) -> None:
    notebook = from_dict(read("exercises-en", file))
    assert any("checksum" in cell.metadata.get("nbgrader", {}) for cell in notebook.cells)
    assert Validator()._get_changed_cells(notebook) == []
    for cell in notebook.cells:
        if "checksum" in cell.metadata.get("nbgrader", {}):
            assert cell.metadata.nbgrader.checksum == compute_checksum(cell)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    try:
        one = Sandbox(limits=Limits(cell_seconds=20, seconds=60))
    except NoSandbox as problem:
        parts.missing_part(str(problem))
    with one:
        yield one


def handed_in(folder: Path, notebook: Notebook, file: Path) -> Path:
    folder.mkdir()
    (folder / file.name).write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_either_notebook_gets_the_same_marks(file: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    assignment = file.parent.name
    assert assignment in ASSIGNMENTS
    _, _, template = grading_course.released(grading_course.read_course(ROOT), assignment)
    results = {
        language: grade_one(handed_in(tmp_path / language, read(folder, file), file), assignment, template, sandbox)
        for language, folder in (("id", "solutions"), ("en", "solutions-en"))
    }
    assert results["en"]["problem"] is None
    assert results["en"]["marks"] == results["id"]["marks"]
    assert sum(mark or 0 for mark in results["en"]["marks"].values()) > 5
    # No cell counts as changed because it speaks English.
    assert results["en"]["notes"] == results["id"]["notes"]
    assert (results["id"]["language"], results["en"]["language"]) == ("", "en")


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_cells_left_as_given_count_as_not_begun(file: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    assignment = file.parent.name
    _, _, template = grading_course.released(grading_course.read_course(ROOT), assignment)
    empty = [
        grade_one(handed_in(tmp_path / folder, read(folder, file), file), assignment, template, sandbox)
        for folder in ("exercises", "exercises-en")
    ]
    assert empty[0]["silent"] == empty[1]["silent"] != []
    assert empty[0]["marks"] == empty[1]["marks"]

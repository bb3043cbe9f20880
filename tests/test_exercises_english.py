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
from tutor_sebaya.grading_files import read_folder
from tutor_sebaya.grading_notebook import Tugas
from tutor_sebaya.grading_repair import look_over
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
def test_what_an_assignment_shows_is_asked_for_by_the_same_names(file: Path) -> None:
    asked = [re.findall(r'tampilkan\("(.*?)"\)', str(read(folder, file))) for folder in ("exercises", "exercises-en")]
    assert asked[0] == asked[1]
    assert set(asked[1]) <= set(ASSIGNMENTS[file.parent.name].listings)


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


def no_metadata(notebook: Notebook) -> None:
    notebook["metadata"] = {}
    for cell in notebook["cells"]:
        cell["metadata"] = {}


def no_language(notebook: Notebook) -> None:
    notebook["metadata"] = {}


def tampered(notebook: Notebook) -> None:
    """Every second cell that isn't an answer is gone, what is left of the tests changed."""
    given = [one for one in notebook["cells"] if not one["metadata"].get("nbgrader", {}).get("solution")]
    for number, cell in enumerate(given):
        if number % 2:
            notebook["cells"].remove(cell)
        elif cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = "pass"


MANGLED = (no_metadata, no_language, tampered)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
@pytest.mark.parametrize("mangle", MANGLED, ids=lambda one: one.__name__)
@pytest.mark.parametrize("folder", ["exercises", "exercises-en"])
def test_a_repaired_notebook_has_the_cells_of_its_own_edition(
    folder: str, mangle: Any, file: Path, tmp_path: Path
) -> None:
    assignment = file.parent.name
    _, _, template = grading_course.released(grading_course.read_course(ROOT), assignment)
    whole, notebook = read(folder, file), read(folder, file)
    mangle(notebook)
    looked = look_over(read_folder(handed_in(tmp_path / "s", notebook, file)), template, "skenario.json")
    assert looked.language == ("en" if folder.endswith("-en") else "")
    given = {one["metadata"].get("nbgrader", {}).get("grade_id", one["id"]): one["source"] for one in whole["cells"]}
    kept = {one.id: one.source for one in looked.cells if one.id}
    assert {id: given[id] for id in kept} == kept
    assert {one.id for one in template.cells if one.role != "text"} <= set(kept)


def test_feedback_on_a_repaired_notebook_speaks_the_trainees_language(sandbox: Sandbox, tmp_path: Path) -> None:
    file = next(one for one in FILES if one.parent.name == "03-membentuk-kelompok")
    _, _, template = grading_course.released(grading_course.read_course(ROOT), file.parent.name)
    results = {}
    for folder in ("solutions", "solutions-en"):
        notebook = read(folder, file)
        tampered(notebook)
        answer = next(one for one in notebook["cells"] if one["id"] == "hitungan")
        answer["source"] += "\ncalon_tutor = 9"
        results[folder] = grade_one(handed_in(tmp_path / folder, notebook, file), file.parent.name, template, sandbox)
    indonesian, english = results["solutions"], results["solutions-en"]
    assert indonesian["marks"] == english["marks"] and indonesian["marks"]["calon-tutor"] == 0
    assert indonesian["silent"] == english["silent"]
    shown = {folder: json.loads(one["notebook"]) for folder, one in results.items()}
    assert shown["solutions-en"]["metadata"]["tutor_sebaya"] == {"language": "en"}
    tests = {
        folder: next(one for one in notebook["cells"] if one["id"] == "calon-tutor")
        for folder, notebook in shown.items()
    }
    assert tests["solutions-en"]["source"].startswith("# Number of tutor candidates (1 point)")
    assert tests["solutions"]["source"].startswith("# Banyaknya calon tutor (1 poin)")
    for language, folder in (("id", "solutions"), ("en", "solutions-en")):
        reasons = next(one["reasons"] for one in results[folder]["questions"] if one["id"] == "calon-tutor")
        assert tests[folder]["outputs"][-1]["traceback"] == reasons[language] != []


def test_the_check_sends_an_english_reader_to_the_english_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = {}
    for base in ("https://example.org/buku", "https://example.org/buku/en/"):
        monkeypatch.setenv("TUTOR_SEBAYA_BOOK", base)
        for language in ("id", "en"):
            Tugas("03-membentuk-kelompok", language).periksa()
            shown[base, language] = re.findall(r"https://\S+#rule-g01", capsys.readouterr().out)[0]
    assert shown["https://example.org/buku", "id"] == "https://example.org/buku/membentuk-kelompok.html#rule-g01"
    english = "https://example.org/buku/en/membentuk-kelompok.html#rule-g01"
    assert {place for (_, language), place in shown.items() if language == "en"} == {english}

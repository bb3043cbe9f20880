"""Binder: what repo2docker would do with binder/, done in a clean virtual environment, and what a trainee then opens.

There is no Docker here. repo2docker itself says what it would run (its own build pack reads the files); this runs that
in a copy of the project's files, without the container: the base is pip's instead of conda's, at the versions of
repo2docker's own lock. The environment stays in _build/binder-env while nothing that it is made from changes.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import browser
import nbformat
import pytest
import yaml
from parts import missing_part, part

from tutor_sebaya import widgets

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "_build" / "binder-env"
NOTEBOOKS = sorted((ROOT / "exercises").glob("*/*.ipynb"))
UNFILLED = {"BelumTerpenuhi"}
"""What a check of a notebook that nobody has filled in raises."""
NO_NETWORK = re.compile(
    "NewConnectionError|ConnectTimeout|NameResolutionError|Temporary failure in name|Network is unreachable"
)
LEFT_OUT = ("solutions", "source")

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Plan:
    """What repo2docker does with the repository."""

    pack: str
    python: str
    base: list[str]
    """Packages of its base image that our files don't pin."""
    assemble: list[str]
    post_build: list[str]
    start: str | None


@dataclass(frozen=True)
class Image:
    """The environment, and the repository's files as they are in it."""

    repository: Path
    bin: Path
    plan: Plan

    def environment(self, home: Path) -> Mapping[str, str]:
        """Variables of a container that knows nothing of this machine's Jupyter."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "PYTHON", "IPYTHON"))
        }
        path = os.pathsep.join([str(self.bin), os.environ.get("PATH", "")])
        return {**kept, "HOME": str(home), "PATH": path, "KERNEL_PYTHON_PREFIX": str(self.bin.parent)}


def read_as_repo2docker(folder: Path) -> Plan:
    """repo2docker's own reading of the folder."""
    repo2docker = part("repo2docker")
    from repo2docker.app import Repo2Docker

    with contextlib.chdir(folder):
        packs = [pack("base") for pack in Repo2Docker().buildpacks]
        pack = next(pack for pack in packs if pack.detect())
        pack.platform = "linux/amd64"
        scripts = [*pack.get_preassemble_scripts(), *pack.get_assemble_scripts()]
        version = pack.python_version
        # Fails where it has no base image for this Python.
        pack.get_build_script_files()
        post_build, start = pack.get_post_build_scripts(), pack.get_start_script()
    conda = Path(repo2docker.__file__).parent / "buildpacks" / "conda"
    locked = dict(
        re.findall(
            r"/([\w.-]+?)-(\d[\w.]*)-[^-/]+\.conda", (conda / f"environment.py-{version}-linux-64.lock").read_text()
        )
    )
    pinned = {
        line.split("==")[0].lower() for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line
    }
    asked = yaml.safe_load((conda / f"environment.py-{version}.yml").read_text())["dependencies"]
    names = [re.split(r"[=<> ]", line)[0] for line in asked]
    # conda splits the hub's package in parts; nodejs is no Python package.
    wanted = {
        name.replace("-singleuser", ""): locked[name] for name in names if name not in ("python", "pip", "nodejs")
    }
    base = [f"{name}=={version}" for name, version in wanted.items() if name.lower() not in pinned]
    return Plan(type(pack).__name__, version, base, [script for _, script in scripts], post_build, start)


def tracked() -> list[str]:
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(asked, capture_output=True, text=True, cwd=ROOT, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        missing_part("this folder is no git clone, so nobody can tell made files from written ones")
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def python_of(version: str) -> str:
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if here == version:
        return sys.executable
    return shutil.which(f"python{version}") or missing_part(f"no Python {version}, which binder/runtime.txt names")


def run(command: list[str], image: Image) -> None:
    done = subprocess.run(
        command, cwd=image.repository, env=image.environment(HOME), capture_output=True, text=True, check=False
    )
    if done.returncode and NO_NETWORK.search(done.stdout + done.stderr):
        missing_part("no network: pip can't make the environment of Binder")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]


@pytest.fixture(scope="module")
def image() -> Image:
    repository, venv, noted = HOME / "repository", HOME / "venv", HOME / "made-from.txt"
    shutil.rmtree(repository, ignore_errors=True)
    for name in tracked():
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, repository / name)
    plan = read_as_repo2docker(repository)
    image = Image(repository, venv / "bin", plan)
    files = [
        "constraints.txt",
        "pyproject.toml",
        *sorted(f"binder/{file.name}" for file in (ROOT / "binder").iterdir()),
    ]
    asked = json.dumps([asdict(plan), sys.version, str(HOME)]).encode()
    made_from = hashlib.sha256(asked + b"".join((ROOT / file).read_bytes() for file in files)).hexdigest()
    if not noted.exists() or noted.read_text() != made_from:
        shutil.rmtree(venv, ignore_errors=True)
        noted.unlink(missing_ok=True)
        subprocess.run([python_of(plan.python), "-m", "venv", str(venv)], check=True)
        run([f"{venv}/bin/pip", "install", "--quiet", "-c", "constraints.txt", *plan.base], image)
        for script in plan.assemble:
            # The flag only keeps an image small; here it would fetch everything anew.
            run(["bash", "-c", script.replace(" --no-cache-dir", " --quiet")], image)
        noted.write_text(made_from)
    for script in plan.post_build:
        (repository / script).chmod(0o755)
        run([f"./{script}"], image)
    return image


def execute(image: Image, folder: Path, notebook: nbformat.NotebookNode, name: str) -> list[Any]:
    """Code cells of the notebook after it ran in `folder`, with whatever they raised."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    nbformat.write(notebook, file)
    command = [str(image.bin / "jupyter"), "execute", "--inplace", "--allow-errors", "--timeout=300", str(file)]
    done = subprocess.run(command, env=image.environment(folder), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return [cell for cell in nbformat.read(file, 4).cells if cell.cell_type == "code"]


def errors(cells: list[Any]) -> list[Any]:
    return [output for cell in cells for output in cell.outputs if output.output_type == "error"]


def answered(release: Path) -> nbformat.NotebookNode:
    """The notebook that is given out, filled in with the model answers."""
    notebook, model = (
        nbformat.read(file, 4) for file in (release, ROOT / "solutions" / release.parent.name / release.name)
    )
    answers = {cell.metadata.nbgrader.grade_id: cell.source for cell in model.cells if "nbgrader" in cell.metadata}
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = answers[cell.metadata.nbgrader.grade_id]
    return notebook


# --- what repo2docker reads ----------------------------------------------------------------------------------------


def test_binder_takes_the_python_of_the_pins_and_installs_the_package_with_them(image: Image) -> None:
    plan = image.plan
    assert plan.pack == "PythonBuildPack"
    oldest = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text())
    assert oldest
    assert plan.python == oldest[1], "constraints.txt is made with the oldest Python that the project supports"
    assert [re.findall(r"-r \"(\S+)\"", script) for script in plan.assemble] == [["binder/requirements.txt"]]
    pip = str(image.bin / "pip")
    listed = json.loads(subprocess.run([pip, "list", "--format=json"], capture_output=True, check=True).stdout)
    have = {package["name"].lower(): package["version"] for package in listed}
    pins = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line)
    others = {name: have[name.lower()] for name, pin in pins.items() if have.get(name.lower(), pin) != pin}
    assert others == {}
    assert {"tutor-sebaya", "nbgrader", "jupyterlab", "ipywidgets"} <= have.keys()
    # The base image's own server must be able to live with the pins.
    broken = subprocess.run([pip, "check"], capture_output=True, text=True, check=False)
    assert broken.returncode == 0, broken.stdout


def test_the_folder_that_a_trainee_sees_has_the_assignments_and_no_model_answers(image: Image) -> None:
    shown = sorted(file.name for file in (image.repository / "exercises").glob("*/*.ipynb"))
    assert shown == sorted(file.name for file in NOTEBOOKS)
    assert [name for name in LEFT_OUT if (image.repository / name).exists()] == []
    assert all((ROOT / name).is_dir() for name in LEFT_OUT)


# --- what a trainee opens ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda file: file.stem)
def test_an_assignment_as_it_is_given_out_runs_and_only_says_what_is_not_done_yet(
    image: Image, tmp_path: Path, notebook: Path
) -> None:
    cells = execute(image, tmp_path, nbformat.read(notebook, 4), notebook.name)
    assert len(cells) > 10
    raised = errors(cells)
    assert raised
    assert {error.ename for error in raised} <= UNFILLED, raised


def test_every_planner_opens(image: Image, tmp_path: Path) -> None:
    opened = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(f"from tutor_sebaya.widgets import {form}\n{form}()") for form in widgets.__all__
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    cells = execute(image, tmp_path, opened, "perencana.ipynb")
    assert errors(cells) == []
    view = "application/vnd.jupyter.widget-view+json"
    shown = {
        form: [view in output.get("data", {}) for output in cell.outputs]
        for form, cell in zip(widgets.__all__, cells, strict=True)
    }
    assert shown == {form: [True] for form in widgets.__all__}


# --- nbgrader's button ---------------------------------------------------------------------------------------------


class Lab:
    """A running JupyterLab of the image, asked as its pages ask it."""

    def __init__(self, address: str, token: str) -> None:
        self.address, self.token = address, token

    def ask(self, address: str, posted: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Status and text of an answer; what is posted goes as nbgrader's button sends it."""
        body = urllib.parse.urlencode(posted).encode() if posted else None
        request = urllib.request.Request(self.address + address, body, {"Authorization": f"token {self.token}"})
        try:
            with urllib.request.urlopen(request, timeout=300) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def validate(self, path: str) -> Mapping[str, Any]:
        status, said = self.ask("assignments/validate", {"path": path})
        assert status == 200, said
        answer = json.loads(said)
        assert answer["success"], answer["value"]
        return dict(answer["value"])


@pytest.fixture(scope="module")
def lab(image: Image, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    home = tmp_path_factory.mktemp("binder-home")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    command = [str(image.bin / "jupyter-lab"), "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"]
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=image.repository, env=image.environment(home), stdout=log, stderr=subprocess.STDOUT
        )
        try:
            shown = Lab(f"http://127.0.0.1:{port}/", token)
            until = time.monotonic() + 120
            while True:
                try:
                    assert shown.ask("api")[0] == 200
                    break
                except OSError:
                    assert server.poll() is None, (home / "server.log").read_text()
                    assert time.monotonic() < until, (home / "server.log").read_text()
                    time.sleep(0.2)
            yield shown
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait(20)


def test_the_validate_button_names_what_is_missing(lab: Lab) -> None:
    empty = lab.validate("exercises/03-membentuk-kelompok/membentuk-kelompok.ipynb")
    assert empty.keys() == {"failed"}
    assert all(cell["raw_error"].strip() for cell in empty["failed"])


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda file: file.stem)
def test_the_validate_button_finds_nothing_wrong_in_an_assignment_filled_in(
    image: Image, lab: Lab, notebook: Path
) -> None:
    filled = image.repository / notebook.relative_to(ROOT).with_stem("terisi")
    nbformat.write(answered(notebook), filled)
    assert lab.validate(filled.relative_to(image.repository).as_posix()) == {}


def test_of_nbgrader_a_trainee_meets_only_the_validate_button(lab: Lab) -> None:
    pages = {path: lab.ask(path)[0] for path in ("formgrader", "assignments", "formgraders")}
    assert set(pages.values()) == {404}, pages
    status, page = lab.ask("lab")
    assert status == 200
    settings = re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert settings
    off = json.dumps(json.loads(settings[1])["disabledExtensions"])
    parts = {
        name: f"@jupyter/nbgrader:{name}" in off for name in ("formgrader", "assignment-list", "validate-assignment")
    }
    assert parts == {"formgrader": True, "assignment-list": True, "validate-assignment": False}


@pytest.mark.browser
def test_an_assignment_opens_by_its_address_and_the_button_is_there(lab: Lab) -> None:
    with browser.page() as shown:
        path = "lab/tree/exercises/03-membentuk-kelompok/membentuk-kelompok.ipynb"
        shown.goto(f"{lab.address}{path}?token={lab.token}", timeout=120_000)
        button = shown.get_by_role("button", name="Validate", exact=True)
        button.wait_for(timeout=120_000)
        shown.get_by_role("heading", name="Membentuk kelompok").first.wait_for(timeout=120_000)
        assert shown.get_by_text("Would you like to").count() == 0

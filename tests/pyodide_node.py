"""Running Python files of this project inside Pyodide, in Node. See tests/pyodide_run.mjs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pyodide_files
from parts import missing_part

ROOT = Path(__file__).resolve().parent.parent
RUNNER = ROOT / "tests" / "pyodide_run.mjs"
LIGHT = ("tutor-sebaya", "openpyxl", "pyyaml", "pygments", "packaging")
"""What the rules, the planners and class lists need, and, the last three, tests of them."""
OLDEST_NODE = 20


@cache
def node() -> str:
    """Path of a Node.js that is new enough; skips the test, or fails in CI, where there is none."""
    found = shutil.which("node")
    if found is None:
        missing_part(f"Node.js isn't installed: install version {OLDEST_NODE} or newer from https://nodejs.org/")
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.lstrip("v").split(".")[0]) < OLDEST_NODE:
        missing_part(f"Node.js {version} is too old for Pyodide: install version {OLDEST_NODE} or newer")
    return found


@cache
def _files(heavy: bool) -> tuple[str, tuple[str, ...]]:
    """The copy of Pyodide, and the wheels that tests need besides."""
    try:
        folder = pyodide_files.pyodide_folder(heavy)
        pyodide_files.download(pyodide_files.wheels("test"))
    except pyodide_files.Missing as missing:
        missing_part(f"{missing}\nmend: python scripts/pyodide_files.py --heavy")
    wheels = [pyodide_files.DOWNLOADS / wheel["file_name"] for wheel in pyodide_files.wheels("test")]
    return str(folder), tuple(map(str, wheels))


def start(
    out: Path, program: str, words: Sequence[str] = (), packages: Sequence[str] = LIGHT, heavy: Sequence[str] = ()
) -> subprocess.Popen[str]:
    """Start a Python file of the project inside Pyodide; what it writes to /out is found in the folder `out`."""
    found = node()
    folder, wheels = _files(bool(heavy))
    told = {
        "folder": folder,
        "packages": [*packages, *heavy],
        "unpack": wheels,
        "project": str(ROOT),
        "out": str(out),
        "program": program,
        "words": list(words),
    }
    # Another time zone and another order of sets than CPython's: what is computed must lean on neither.
    env = {**os.environ, "TZ": "Asia/Jakarta", "PYTHONHASHSEED": "1"}
    return subprocess.Popen(
        [found, str(RUNNER), json.dumps(told)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env
    )


def finish(process: subprocess.Popen[str]) -> str:
    """Wait for it; its output, of which a test shows the end where something failed."""
    said, _ = process.communicate()
    return said[-6000:]


def here(program: str, words: Sequence[str]) -> None:
    """The same Python file run by this Python."""
    env = {**os.environ, "TZ": "UTC", "PYTHONHASHSEED": "0", "TUTOR_SEBAYA_LANGUAGE": "id"}
    command = [sys.executable, str(ROOT / program), *words]
    subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)

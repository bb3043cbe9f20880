"""Make the project's own copy of Pyodide, from which planners start in a browser without another host.

Usage: python scripts/pyodide_files.py [--heavy]

_build/pyodide gets Pyodide's core (npm, pinned in package-lock.json), the wheels named in scripts/pyodide-wheels.json
(PyPI, by sha256), the course's own wheel made from this checkout, and a pyodide-lock.json that names exactly these
files. `--heavy` adds what only some assignments and printed forms need: numpy, pandas, scipy, lxml and python-docx.
Their wheels are Pyodide's own: from its CDN or, where that can't be reached, out of a PyPI package that carries them.
What was fetched stays in _build/downloads. Without npm or a network the script says what is missing and exits with
status 0: the book builds without it.

Standard library and pip only: `make serve` runs this before anything else is installed.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyodide_live import LIST, live_list

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tutor_sebaya"
MODULES = ROOT / "node_modules" / "pyodide"
TARGET = ROOT / "_build" / "pyodide"
DOWNLOADS = ROOT / "_build" / "downloads"
PINNED = ROOT / "scripts" / "pyodide-wheels.json"

CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
"""What a module worker loads before any wheel; types, maps and consoles of the npm package are left out."""

ABOUT = "README.txt"
LOCK = "pyodide-lock.json"
MANIFEST = "files.json"

PLATFORM = {
    "pypi": ("pyemscripten_2026_0_wasm32", "any"),
    # PyYAML has no pure wheel on PyPI, but every wheel of it holds the pure modules beside the compiled one.
    "pypi, pure part": ("manylinux2014_x86_64",),
}
CARRIER = ("open-webui", "0.12.4", "02e9caba96234db3fa17a92e56163b3f7f2b8ca8227fa886b85c178d696483f6", "106 MB")
"""A PyPI package in which wheels of Pyodide's distribution lie, unchanged: only those are taken, each by its sha256."""

WITHOUT = (
    "Buku tetap dibuat, tetapi perencana tidak dapat hidup di peramban.\n"
    "The book still builds, but planners can't come alive in a browser."
)

Wheel = dict[str, Any]


class Missing(Exception):  # noqa: N818 - read as a sentence: a part is missing
    """Files can't be had here; the message says which and how to mend it, in both languages."""


def wheels(*sets: str) -> list[Wheel]:
    """Pinned wheels of these sets: "light", "heavy" (both for pages) and "test"."""
    pinned: list[Wheel] = json.loads(PINNED.read_text(encoding="utf-8"))["wheels"]
    return [wheel for wheel in pinned if wheel["set"] in sets]


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _holds(file: Path, sha256: str) -> bool:
    return file.exists() and digest(file.read_bytes()) == sha256


def _write(file: Path, data: bytes) -> None:
    """Put a file there whole: another process may look for it at the same time."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".", delete=False) as part:
        part.write(data)
    Path(part.name).chmod(0o644)
    Path(part.name).replace(file)


# --- wheels --------------------------------------------------------------------------------------------------------


def download(wanted: Iterable[Wheel], folder: Path = DOWNLOADS) -> None:
    """Have these wheels in the folder, each checked by its sha256; asks the network for those that aren't there."""
    missing = [wheel for wheel in wanted if not _holds(folder / wheel["file_name"], wheel["sha256"])]
    for source, platforms in PLATFORM.items():
        _from_pypi([wheel for wheel in missing if wheel["from"] == source], platforms, folder)
    own = [wheel for wheel in missing if wheel["from"].startswith("pyodide")]
    if own and not _from_cdn(own, folder):
        _from_carrier(own, folder)


def _pip_download(lines: Sequence[str], words: Sequence[str], what: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as scratch:
        asked = Path(scratch, "requirements.txt")
        asked.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--require-hashes", "--only-binary=:all:", *words, "--dest", scratch, "--requirement", str(asked)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Missing(
                f"{done.stderr.strip()}\n"
                f"Tidak dapat diunduh dari PyPI: {what}. Periksa sambungan internet, lalu ulangi.\n"
                f"Can't be fetched from PyPI: {what}. Check the internet connection and try again."
            )
        yield from Path(scratch).glob("*.whl")


def _from_pypi(asked: Sequence[Wheel], platforms: Sequence[str], folder: Path) -> None:
    if not asked:
        return
    python = ["--python-version", "3.14", "--implementation", "cp", "--abi", "cp314", "--abi", "none"]
    lines = [f"{one['name']}=={one['version']} --hash=sha256:{one.get('taken_from', one['sha256'])}" for one in asked]
    words = [*python, *(word for name in platforms for word in ("--platform", name))]
    by_name = {wheel["name"]: wheel for wheel in asked}
    for file in _pip_download(lines, words, ", ".join(sorted(by_name))):
        wheel = by_name[normal(file.name.split("-")[0])]
        data = file.read_bytes()
        _keep(wheel, pure_part(data) if "taken_from" in wheel else data, folder)


def _keep(wheel: Wheel, data: bytes, folder: Path) -> None:
    if digest(data) != wheel["sha256"]:
        raise Missing(
            f"{wheel['file_name']}: isi unduhan bukan yang dipatok di {PINNED.relative_to(ROOT)}; berkas ditolak.\n"
            f"{wheel['file_name']}: what was fetched isn't what {PINNED.relative_to(ROOT)} pins; the file was refused."
        )
    _write(folder / wheel["file_name"], data)


def _from_cdn(asked: Sequence[Wheel], folder: Path) -> bool:
    """Whether Pyodide's own distribution gave them."""
    for wheel in asked:
        version = wheel["from"].split()[1]
        try:
            address = f"https://cdn.jsdelivr.net/pyodide/v{version}/full/{wheel['file_name']}"
            with urllib.request.urlopen(address, timeout=15) as answer:
                _keep(wheel, answer.read(), folder)
        except (urllib.error.URLError, OSError):
            return False
    return True


def _from_carrier(asked: Sequence[Wheel], folder: Path) -> None:
    name, version, sha256, size = CARRIER
    print(f"Mengunduh {name} {version} dari PyPI ({size}, sekali saja) / fetching it, once …", file=sys.stderr)
    what = f"{name} {version} ({size}: {', '.join(wheel['name'] for wheel in asked)})"
    # It is only a box: its platform and Python don't matter.
    words = ["--python-version", "3.12", "--platform", "any"]
    for file in _pip_download([f"{name}=={version} --hash=sha256:{sha256}"], words, what):
        with zipfile.ZipFile(file) as box:
            inside = {Path(entry).name: entry for entry in box.namelist() if entry.endswith(".whl")}
            for wheel in asked:
                _keep(wheel, box.read(inside[wheel["file_name"]]), folder)


def normal(name: str) -> str:
    """A project's name as indexes write it: prompt_toolkit -> prompt-toolkit."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pure_part(wheel: bytes) -> bytes:
    """The same wheel without what was compiled for one platform, for packages that can do without it."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as whole:
        files = {name: whole.read(name) for name in whole.namelist() if not name.endswith((".so", "/", "RECORD"))}
    tag = next(name for name in files if name.endswith(".dist-info/WHEEL"))
    files[tag] = b"Wheel-Version: 1.0\nGenerator: tutor-sebaya\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    return packed(files, tag.split("/")[0])


def packed(files: dict[str, bytes], info: str) -> bytes:
    """A wheel of these files with its RECORD; the same files give the same bytes on every machine and day."""
    record = io.StringIO()
    rows = csv.writer(record, lineterminator="\n")
    for name, data in sorted(files.items()):
        checksum = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        rows.writerow([name, f"sha256={checksum}", len(data)])
    rows.writerow([f"{info}/RECORD", "", ""])
    whole = {**dict(sorted(files.items())), f"{info}/RECORD": record.getvalue().encode()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as wheel:
        for name, data in whole.items():
            entry = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            wheel.writestr(entry, data)
    return made.getvalue()


def course_wheel() -> tuple[Wheel, dict[str, bytes], str]:
    """The course's own wheel: its entry for the lock, its files, and the name of its .dist-info folder.

    Its file name holds a fingerprint of the content (as the build tag), since browsers keep what they once loaded.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    info = f"tutor_sebaya-{project['version']}.dist-info"
    inside = (file for file in sorted(PACKAGE.rglob("*")) if file.is_file() and "__pycache__" not in file.parts)
    # Catalogues are read from .mo; .po files are for translators.
    files = {file.relative_to(ROOT).as_posix(): file.read_bytes() for file in inside if file.suffix != ".po"}
    needs = "".join(f"Requires-Dist: {one}\n" for one in project["dependencies"])
    about = (
        f"Metadata-Version: 2.4\nName: tutor-sebaya\nVersion: {project['version']}\nSummary: {project['description']}\n"
    )
    tag = b"Wheel-Version: 1.0\nGenerator: tutor-sebaya\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files |= {
        f"{info}/METADATA": f"{about}License-Expression: {project['license']}\n{needs}".encode(),
        f"{info}/WHEEL": tag,
        f"{info}/licenses/LICENSE": (ROOT / "LICENSE").read_bytes(),
        f"{info}/licenses/LICENSE-text": (ROOT / "LICENSE-text").read_bytes(),
    }
    whole = hashlib.sha256()
    for name, data in sorted(files.items()):
        whole.update(f"{name}\0{len(data)}\0".encode() + data)
    # A build tag begins with a digit.
    name = f"tutor_sebaya-{project['version']}-0{whole.hexdigest()[:10]}-py3-none-any.whl"
    depends = [normal(re.split(r"[<>=!~;\[ ]", one)[0]) for one in project["dependencies"]]
    entry = {
        "name": "tutor-sebaya",
        "version": project["version"],
        "file_name": name,
        "depends": depends,
        "imports": ["tutor_sebaya"],
    }
    return entry, files, info


# --- the folder ----------------------------------------------------------------------------------------------------


def _core() -> dict[str, bytes]:
    npm = shutil.which("npm")
    asked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]["node_modules/pyodide"]
    about = MODULES / "package.json"
    if not about.exists() or json.loads(about.read_text(encoding="utf-8"))["version"] != asked["version"]:
        if npm is None:
            raise Missing(
                f"npm tidak ditemukan; inti Pyodide {asked['version']} diambil dengannya. Pasang Node.js 20 ke atas.\n"
                f"npm not found; Pyodide's core {asked['version']} comes with it. Please install Node.js 20 or newer."
            )
        # --ignore-scripts: nothing of what is installed needs to run here.
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Missing(
                f"{done.stderr.strip()}\n"
                "npm ci gagal; periksa sambungan internet. / npm ci failed; check the internet connection."
            )
    return {name: (MODULES / name).read_bytes() for name in CORE}


def _entry(wheel: Wheel, sha256: str) -> dict[str, Any]:
    """A wheel as pyodide-lock.json describes it."""
    return {
        **{key: wheel[key] for key in ("name", "version", "file_name", "depends", "imports")},
        "install_dir": "site",
        "package_type": "package",
        "sha256": sha256,
        "unvendored_tests": False,
    }


def _about() -> bytes:
    """What the folder tells a person, and what the licence of Pyodide asks to be told."""
    version = json.loads((MODULES / "package.json").read_text(encoding="utf-8"))["version"]
    return (
        f"Pyodide {version} and Python packages for it, unchanged but for this folder's own {LOCK} and PyYAML, whose\n"
        "compiled part is left out. Pyodide is free under the Mozilla Public License 2.0; its source is at\n"
        f"https://github.com/pyodide/pyodide/tree/{version}. Each .whl is a zip that holds its package's licence.\n"
    ).encode()


def _fill(sets: Sequence[str]) -> None:
    """Bring the folder up to date: everything that the lock will name first, then the lock, then away with the rest."""
    chosen = wheels(*sets)
    wanted = [wheel for wheel in chosen if not _holds(TARGET / wheel["file_name"], wheel["sha256"])]
    download(wanted)
    core = _core()
    for name, data in core.items():
        if not _holds(TARGET / name, digest(data)):
            _write(TARGET / name, data)
    for wheel in wanted:
        _write(TARGET / wheel["file_name"], (DOWNLOADS / wheel["file_name"]).read_bytes())
    own, inside, info = course_wheel()
    if not (TARGET / own["file_name"]).exists():
        _write(TARGET / own["file_name"], packed(inside, info))
    own_hash = digest((TARGET / own["file_name"]).read_bytes())
    _note(ABOUT, _about())
    info_of_core = json.loads((MODULES / LOCK).read_text(encoding="utf-8"))["info"]
    entries = [_entry(own, own_hash), *(_entry(wheel, wheel["sha256"]) for wheel in chosen)]
    lock = {"info": info_of_core, "packages": {entry["name"]: entry for entry in entries}}
    _note(LOCK, _json(lock))
    named = [*CORE, *(entry["file_name"] for entry in entries), LOCK]
    contents = {name: (TARGET / name).read_bytes() for name in named}
    files = {name: {"size": len(data), "sha256": digest(data)} for name, data in contents.items()}
    _note(MANIFEST, _json(files))
    former = (TARGET / LIST).read_bytes() if (TARGET / LIST).exists() else b""
    _note(LIST, live_list(lock, files, contents.__getitem__, former))
    for file in TARGET.iterdir():
        # A name that begins with a dot is a file that another process is writing.
        if file.name not in {*named, MANIFEST, LIST, ABOUT} and not file.name.startswith("."):
            file.unlink()


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, indent=1) + "\n").encode()


def _note(name: str, data: bytes) -> None:
    if not _holds(TARGET / name, digest(data)):
        _write(TARGET / name, data)


def _there() -> list[str]:
    """Sets whose wheels the folder has already; they stay when less is asked for."""
    heavy = wheels("heavy")
    return ["light", "heavy"] if all((TARGET / wheel["file_name"]).exists() for wheel in heavy) else ["light"]


def pyodide_folder(heavy: bool = False) -> Path:
    """The folder with Pyodide, up to date; quick when nothing changed. Raises `Missing` where parts can't be had.

    Where the heavy part can't be had, the light one is there all the same. Pages load only the wheels they ask for.
    """
    with _alone():
        _fill(_there())
        if heavy and "heavy" not in _there():
            _fill(["light", "heavy"])
    return TARGET


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time: another would take away what this one has just put there."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with (TARGET.parent / "pyodide.lock").open("w") as lock:
        # Windows has no fcntl; tests, which ask from several processes, run one after the other there.
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the project's own copy of Pyodide in _build/pyodide.")
    parser.add_argument("--heavy", action="store_true", help="also numpy, pandas, scipy, lxml and python-docx")
    heavy = parser.parse_args().heavy
    try:
        folder = pyodide_folder(heavy)
    except Missing as missing:
        print(f"{missing}\n{WITHOUT}", file=sys.stderr)
        return 0
    sizes = [file.stat().st_size for file in folder.iterdir()]
    print(f"{len(sizes)} berkas Pyodide siap di {os.path.relpath(folder, ROOT)} ({sum(sizes) / 1e6:.1f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())

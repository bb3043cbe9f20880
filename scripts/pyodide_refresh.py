"""Choose anew which wheels the project's copy of Pyodide holds, and write scripts/pyodide-wheels.json.

Usage: python scripts/pyodide_refresh.py     (needs a network and the packages of `make test`)

Versions are those of constraints.txt, so that a page computes with what the tests ran with; a package that isn't named
there comes in its newest version. What PyPI doesn't have for Pyodide's ABI is taken from Pyodide's own distribution
(see DISTRIBUTION): its official lock, which npm ships, gives version and sha256.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pyodide_files as files
from packaging.requirements import Requirement

ROOTS = {
    "light": ("pydantic", "ipywidgets", "ipython", "jedi", "openpyxl", "pyyaml", "micropip", "packaging"),
    "heavy": ("numpy", "pandas", "scipy", "python-docx"),
    "test": ("pytest", "hypothesis"),
}
DISTRIBUTION = "314.0.3"
"""Release whose wheels open-webui carries, see CARRIER. Its ABI (2026_0) is that of the core in package.json."""

FROM_DISTRIBUTION = ("numpy", "pandas", "scipy", "lxml", "python-dateutil", "pytz", "six")
PURE_PART = ("pyyaml",)
NOT_NEEDED = {
    # Completion of names in a cell: IPython does without it, and it is the largest part of what it asks for.
    ("ipython", "jedi"),
    # They install files for a notebook server, which a browser isn't.
    ("ipywidgets", "widgetsnbextension"),
    ("ipywidgets", "jupyterlab-widgets"),
}
ENVIRONMENT = {
    "sys_platform": "emscripten",
    "platform_system": "Emscripten",
    "platform_machine": "wasm32",
    "os_name": "posix",
    "python_version": "3.14",
    "python_full_version": "3.14.2",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "extra": "",
}


def pinned_versions() -> dict[str, str]:
    lines = (files.ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {
        files.normal(name): version for name, _, version in (line.partition("==") for line in lines if "==" in line)
    }


def distribution() -> dict[str, Any]:
    """The official lock of the release whose wheels are taken."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "pack", "--silent", f"pyodide@{DISTRIBUTION}"], cwd=folder, check=True, stdout=subprocess.DEVNULL
        )
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as package:
            lock = package.extractfile(f"package/{files.LOCK}")
            assert lock is not None
            packages: dict[str, Any] = json.loads(lock.read())["packages"]
            return packages


def fetched(name: str, version: str | None, platforms: tuple[str, ...]) -> tuple[str, bytes]:
    """File name and content of a wheel from PyPI."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary=:all:",
            "--dest",
            folder,
        ]
        command += ["--python-version", "3.14", "--implementation", "cp", "--abi", "cp314", "--abi", "none"]
        command += [word for platform in platforms for word in ("--platform", platform)]
        subprocess.run([*command, f"{name}=={version}" if version else name], check=True)
        file = next(Path(folder).glob("*.whl"))
        return file.name, file.read_bytes()


def described(wheel: bytes) -> tuple[str, list[str], list[str]]:
    """Version, names of the packages that it needs in a browser, and what it lets one import."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as inside:
        names = inside.namelist()
        about = message_from_bytes(
            inside.read(next(name for name in names if re.fullmatch(r"[^/]+\.dist-info/METADATA", name)))
        )
    needs = [Requirement(line) for line in about.get_all("Requires-Dist", [])]
    wanted = sorted({files.normal(one.name) for one in needs if one.marker is None or one.marker.evaluate(ENVIRONMENT)})
    modules = {re.split(r"[/.]", name)[0] for name in names if name.endswith((".py", ".so")) and ".data/" not in name}
    return str(about["Version"]), wanted, sorted(module for module in modules if module != "setup")


def resolve() -> list[files.Wheel]:
    versions, official = pinned_versions(), distribution()
    found: dict[str, files.Wheel] = {}

    def add(name: str, kind: str) -> None:
        if name in found:
            return
        wheel: files.Wheel = {"name": name, "version": "", "set": kind, "from": "pypi"}
        if name in FROM_DISTRIBUTION:
            entry = official[name]
            wheel |= {"version": entry["version"], "from": f"pyodide {DISTRIBUTION}", "file_name": entry["file_name"]}
            wheel |= {"sha256": entry["sha256"], "imports": entry["imports"]}
            needs = sorted(map(files.normal, entry["depends"]))
        else:
            wheel["from"] = "pypi, pure part" if name in PURE_PART else "pypi"
            file_name, data = fetched(name, versions.get(name), files.PLATFORM[wheel["from"]])
            if name in PURE_PART:
                wheel["taken_from"] = files.digest(data)
                file_name, data = "-".join([*file_name.split("-")[:2], "py3-none-any.whl"]), files.pure_part(data)
            wheel["version"], needs, wheel["imports"] = described(data)
            wheel |= {"file_name": file_name, "sha256": files.digest(data)}
        wheel["depends"] = [need for need in needs if (name, need) not in NOT_NEEDED]
        found[name] = wheel
        for need in wheel["depends"]:
            add(need, kind)

    for kind, names in ROOTS.items():
        for name in names:
            add(name, kind)
    return sorted(found.values(), key=lambda wheel: (list(ROOTS).index(wheel["set"]), wheel["name"]))


def main() -> int:
    note = "Made by scripts/pyodide_refresh.py, not by hand."
    chosen = json.dumps({"note": note, "wheels": resolve()}, indent=1)
    files.PINNED.write_text(chosen + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

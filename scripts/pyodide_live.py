"""What a living planner in a page loads from the copy of Pyodide: live.json, which its web worker reads first."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from typing import Any

LIST = "live.json"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
AT_ONCE = ("tutor-sebaya", "ipywidgets")
LATER = ("openpyxl", "python-docx", "scipy")
"""Loaded when something imports them: class lists and forms as .xlsx, forms as .docx, a proof."""
STAND_INS = frozenset({"ipython"})
"""What `tutor_sebaya.live` stands in for."""
PACKED = (".whl", ".zip")


def _closure(packages: Mapping[str, Any], names: Iterable[str]) -> dict[str, None]:
    """These packages and all that they need, each once."""
    found: dict[str, None] = {}
    for name in names:
        if name in packages and name not in STAND_INS and name not in found:
            found |= {name: None} | _closure(packages, packages[name]["depends"])
    return found


def live_list(lock: Mapping[str, Any], files: Mapping[str, Mapping[str, Any]], bytes_of: Any, former: bytes) -> bytes:
    """The list as JSON.

    lock: pyodide-lock.json. files: name -> size in bytes and sha256 of everything that is there. bytes_of: a function
    from a name to the file's bytes. former: the list as it was, or nothing; what is the same isn't compressed again.

    start: files that every form needs, in order. later: name of an importable package -> files that bring it. files:
    name -> size, sha256 and bytes as a server would send them, compressed. info: of Pyodide's lock file.
    """
    packages = lock["packages"]
    at_once = _closure(packages, AT_ONCE)
    start = [*CORE, *(packages[name]["file_name"] for name in at_once)]
    later: dict[str, list[str]] = {}
    for name in _closure(packages, LATER):
        if name not in at_once:
            needed = [packages[one]["file_name"] for one in _closure(packages, [name]) if one not in at_once]
            later |= dict.fromkeys(packages[name]["imports"], needed)
    known = {one["sha256"]: one["compressed"] for one in (json.loads(former)["files"] if former else {}).values()}

    def entry(name: str) -> dict[str, Any]:
        size = known.get(files[name]["sha256"])
        if size is None:
            size = files[name]["size"] if name.endswith(PACKED) else len(gzip.compress(bytes_of(name), 6))
        return {**files[name], "compressed": size}

    wanted = sorted({*start, *(one for needed in later.values() for one in needed)})
    content = {"info": lock["info"], "start": start, "later": later, "files": {name: entry(name) for name in wanted}}
    return (json.dumps(content, indent=1) + "\n").encode()

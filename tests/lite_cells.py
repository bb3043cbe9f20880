"""Inside Pyodide: run every cell of every assignment with its model answers. Started by tests/test_lite.py, in Node.

Usage: python lite_cells.py OUTCOMES.json     writes assignment -> id of a cell -> what it raised, "" where it ran
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import tempfile
from pathlib import Path


def run(notebook: Path) -> dict[str, str]:
    # As in a notebook without IPython: `Tugas` finds answers among the main module's names.
    names = vars(sys.modules["__main__"])
    before = set(names)
    ended = {}
    os.chdir(tempfile.mkdtemp())
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
                ended[cell["id"]] = ""
            except Exception as error:
                ended[cell["id"]] = f"{type(error).__name__}: {error}"
    for name in set(names) - before:
        del names[name]
    return ended


def main() -> int:
    outcomes, *_ = sys.argv[1:]
    solutions = sorted((Path(__file__).resolve().parent.parent / "solutions").glob("*/*.ipynb"))
    Path(outcomes).write_text(json.dumps({one.parent.name: run(one) for one in solutions}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

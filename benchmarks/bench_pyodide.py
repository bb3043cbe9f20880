"""How long planners take to start and to answer in a browser's Python, beside this one.

Usage: python benchmarks/bench_pyodide.py [RUNS]        (or `make benchmarks`; Node.js is needed)

Pyodide runs in Node, so loading files costs a read from the disk here; a page's own start is another benchmark. Medians
of the runs (3), each in a fresh process. The table's head says how busy the machine was.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path += [str(ROOT / "scripts"), str(ROOT / "tests")]

import pyodide_files  # noqa: E402
import pyodide_node  # noqa: E402

PACE = "benchmarks/pyodide_pace.py"


def sizes(heavy: bool) -> None:
    """Bytes that each thing asks for over the network, as they lie there and packed as servers send them."""
    import gzip

    folder = pyodide_files.pyodide_folder(heavy)
    packages = json.loads((folder / pyodide_files.LOCK).read_text(encoding="utf-8"))["packages"]

    def needed(name: str) -> set[str]:
        return {name}.union(*map(needed, packages[name]["depends"]))

    have: set[str] = set()
    print(f"{'':<44}{'MB':>8}{'MB packed':>12}")
    for what in ("core", "tutor-sebaya", "openpyxl", "ipywidgets", "pyyaml", "python-docx", "pandas", "scipy"):
        if what == "core":
            files = [*pyodide_files.CORE, pyodide_files.LOCK]
        elif what in packages:
            more = needed(what) - have
            have |= more
            files = [packages[name]["file_name"] for name in more]
        else:
            continue
        data = [(folder / name).read_bytes() for name in files]
        packed = sum(len(gzip.compress(one, 9)) for one in data)
        label = what if what == "core" else f"+ {what} ({len(files)} wheels)"
        print(f"{label:<44}{sum(map(len, data)) / 1e6:>8.2f}{packed / 1e6:>12.2f}")


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    try:
        pyodide_files.pyodide_folder(heavy=True)
        heavy: tuple[str, ...] = ("scipy",)
    except pyodide_files.Missing as missing:
        print(missing)
        heavy = ()
    sizes(bool(heavy))
    print(f"\nload of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; median of {runs} runs")
    there: list[dict[str, float]] = []
    here: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        for _ in range(runs):
            process = pyodide_node.start(out, PACE, ["/out/there.json"], heavy=heavy)
            said = pyodide_node.finish(process)
            if process.returncode:
                sys.exit(said)
            there.append(json.loads((out / "there.json").read_text(encoding="utf-8")))
            pyodide_node.here(PACE, [str(out / "here.json"), "{}"])
            here.append(json.loads((out / "here.json").read_text(encoding="utf-8")))
    print(f"{'':<44}{'Pyodide s':>10}{'CPython s':>11}{'ratio':>7}")
    for name in there[0]:
        slow = median(run[name] for run in there)
        if name in here[0]:
            quick = median(run[name] for run in here)
            print(f"{name:<44}{slow:>10.3f}{quick:>11.3f}{slow / quick:>7.1f}")
        else:
            print(f"{name:<44}{slow:>10.3f}")


if __name__ == "__main__":
    main()

"""Planners that come alive in pages of the book: what the site needs for it, besides book_static/live.

`book_pyodide` names the folder with the project's own copy of Pyodide (scripts/pyodide_files.py makes it), relative to
the source folder. Where it is there, this Sphinx extension

- puts the copy into the site's root (hard links); its live.json lists what a form needs at once and what later;
- puts the service worker there, whose place says which pages it may answer for;
- lets forms carry what they started from, so that the page can make them again.

Directive ``{planner} GroupPlanner``: a button that starts a form which no cell of the page shows. ``:start:`` is the
plan that it starts with, a key of `STARTS`.
"""

from __future__ import annotations

import gzip
import html
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective

from . import classes, widgets
from .book_tables_skenario import whole_lesson
from .language import LANGUAGES
from .planners.remedial import plan_remedial
from .scenario import Scenario, dump_scenario

LIST = "live.json"
"""What scripts/pyodide_live.py writes beside the copy."""
FOLDER = "pyodide"
"""Name of the copy in the site, for both editions and for JupyterLite."""


def site_root(language: str) -> str:
    """The site's root, relative to the pages of an edition: the source language's stand in it, others in a folder."""
    return "./" if language == LANGUAGES[0] else "../"


# --- what a form loads ---------------------------------------------------------------------------------------------


def copy_of(app: Sphinx) -> Path | None:
    """The project's copy of Pyodide, where it has been made."""
    named = app.config.book_pyodide
    folder = Path(app.srcdir, named).resolve() if named else None
    return folder if folder is not None and (folder / LIST).is_file() else None


@cache
def _weight(file: Path, _changed: float) -> int:
    return len(gzip.compress(file.read_bytes(), 6))


def megabytes(app: Sphinx, others: Iterable[Path]) -> float | None:
    """What a first start loads, compressed, with `others` beside Python; None where there is no Python."""
    folder = copy_of(app)
    if folder is None:
        return None
    wanted = json.loads((folder / LIST).read_text(encoding="utf-8"))
    own = sum(int(wanted["files"][name]["compressed"]) for name in wanted["start"])
    return (own + sum(_weight(one, one.stat().st_mtime) for one in others)) / 1e6


# --- putting it into the site --------------------------------------------------------------------------------------


def put_copy(folder: Path, site: Path) -> None:
    """Put the copy of Pyodide into the site, as hard links where the file system has them."""
    target = site / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    # A name that begins with a dot is a file that another process is writing.
    wanted = {one.name: one for one in folder.iterdir() if one.is_file() and not one.name.startswith(".")}
    for left in target.iterdir():
        if left.name not in wanted:
            left.unlink()
    for name, origin in wanted.items():
        copy = target / name
        if copy.exists() and copy.samefile(origin):
            continue
        copy.unlink(missing_ok=True)
        try:
            os.link(origin, copy)
        except OSError:
            shutil.copy2(origin, copy)


def finish(app: Sphinx, problem: Exception | None) -> None:
    folder = copy_of(app)
    is_site = app.builder.name == "html" and site_root(app.config.language) == "./"
    if problem is None and folder is not None and is_site:
        put_copy(folder, Path(app.outdir))
        shutil.copy2(Path(__file__).parent / "book_static" / "live" / "service-worker.js", app.outdir)


def let_forms_carry(app: Sphinx, config: Config) -> None:
    from .widgets_base import FOR_PAGES

    # The kernels that run the pages' cells inherit it.
    os.environ[FOR_PAGES] = "1"


# --- a form that no cell shows -------------------------------------------------------------------------------------


STARTS: Mapping[str, Callable[[Scenario, str], Scenario]] = {
    "kelas": lambda sample, language: sample,
    "pelajaran": whole_lesson,
    "remedial": lambda sample, language: plan_remedial(sample).fill(sample),
}
"""Plans to start with, from the sample class and the edition's language: the class alone, the lesson of the running
case, a remedial programme."""


class PlannerHere(SphinxDirective):
    """A place where a form comes alive; nothing but a button stands there before."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"start": str}

    def run(self) -> list[nodes.Node]:
        name, start = self.arguments[0], self.options.get("start", "kelas")
        if name not in widgets.__all__ or start not in STARTS:
            known = f"{', '.join(widgets.__all__)}; :start: {', '.join(STARTS)}"
            raise self.error(f"no planner {name} that starts with {start}; there are {known}")
        # Each plan stands once in the page, whoever starts with it.
        given = self.env.temp_data.setdefault("planner starts", set())
        plan = ""
        if start not in given:
            given.add(start)
            sample = classes.invent_class(classes.SAMPLE_NUMBER).scenario
            data = dump_scenario(STARTS[start](sample, self.config.language or LANGUAGES[0])).replace("</", "<\\/")
            plan = f'<script type="application/json" id="start-{start}">{data}</script>'
        here = f'<div class="planner-here" data-planner="{html.escape(name)}" data-scenario="start-{start}"></div>'
        return [nodes.raw("", plan + here, format="html")]


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_config_value("book_pyodide", "", "html", types=[str])
    app.add_directive("planner", PlannerHere)
    app.connect("config-inited", let_forms_carry)
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

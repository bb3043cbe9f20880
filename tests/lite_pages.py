"""The JupyterLite site as tests use it: built once, served below a prefix, in a Chromium that reaches no other host."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import browser
import lite
import parts
import pytest
from built_book import served
from pyodide_files import Missing, pyodide_folder

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 300_000
"""Milliseconds for Python to start on a machine that does much else."""


def site(factory: pytest.TempPathFactory) -> Path:
    """A folder whose `kursus/` is a site with the notebooks; its files may be changed."""
    root = factory.mktemp("situs")
    try:
        lite.lite_folder(), pyodide_folder(heavy=True)
    except Missing as missing:
        parts.missing_part(str(missing))
    assert lite.build_lite(root / "kursus")
    return root


def answered(site: Path, assignment: str, leave: Mapping[str, str] | None = None) -> int:
    """Put the model answers into the notebook of a site, but those in `leave` (id of a cell -> what stands there).

    Gives the number of cells.
    """
    name = assignment.partition("-")[2]
    file = site / "kursus" / "lite" / "files" / "tugas" / assignment / f"{name}.ipynb"
    notebook = json.loads(file.read_text(encoding="utf-8"))
    model = json.loads((ROOT / "solutions" / assignment / f"{name}.ipynb").read_text(encoding="utf-8"))
    answers = {cell["id"]: cell["source"] for cell in model["cells"]} | dict(leave or {})
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("solution"):
            cell["source"] = answers[cell["id"]]
    file.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    return len(notebook["cells"])


@contextmanager
def changed(site: Path, path: str, cells: list[str]) -> Iterator[None]:
    """A notebook of a site with these code cells below its first text, as long as the block lasts."""
    file = site / "kursus" / "lite" / "files" / path
    before = file.read_bytes()
    code = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
    written = [{**code, "id": f"sel-{place}", "source": source} for place, source in enumerate(cells)]
    own = json.loads(before)
    file.write_text(json.dumps({**own, "cells": [own["cells"][0], *written]}), encoding="utf-8")
    try:
        yield
    finally:
        file.write_bytes(before)


@contextmanager
def opened(
    site: Path, path: str, width: int = 1280, slower: float = 1, **context: Any
) -> Iterator[tuple[Any, list[str]]]:
    """A notebook of the site in Notebook's page, and the addresses that were asked for, which grow.

    Every other host is cut off, and asking for one fails the test. `slower`: the processor of a phone, as a factor.
    """
    browser.chromium_path()
    with served(site) as base, browser.page(width=width, height=800, accept_downloads=True, **context) as shown:
        asked: list[str] = []
        shown.context.route(
            lambda address: not address.startswith((base, "data:", "blob:")), lambda route: route.abort()
        )
        shown.context.on("request", lambda request: asked.append(request.url))
        shown.set_default_timeout(PATIENCE)
        shown.context.new_cdp_session(shown).send("Emulation.setCPUThrottlingRate", {"rate": slower})
        shown.goto(f"{base}kursus/lite/notebooks/index.html?path={path}")
        shown.locator(".jp-CodeCell .cm-content").first.wait_for()
        yield shown, asked
        others = [one for one in asked if not one.startswith((base, "data:", "blob:"))]
        assert others == []


def run_all(shown: Any, cells: int) -> None:
    """Run every cell, from the top, as a person does with Shift + Enter."""
    shown.locator(".jp-Cell").first.click(position={"x": 5, "y": 5})
    shown.keyboard.press("Escape")
    shown.keyboard.press("Control+Home")
    for _ in range(cells - 1):
        shown.keyboard.press("Shift+Enter")
    shown.keyboard.press("Control+Enter")


def run_form(shown: Any) -> Any:
    """Run the one cell of a planner's notebook, with one press; its output."""
    shown.locator(".jp-CodeCell .cm-content").first.click()
    shown.keyboard.press("Control+Enter")
    return shown.locator(".jp-CodeCell .jp-Cell-outputArea").first


def output(shown: Any, cell: str) -> Any:
    """The output of the code cell that begins with these words."""
    return shown.locator(".jp-CodeCell", has=shown.locator(".cm-content", has_text=cell)).locator(".jp-Cell-outputArea")

"""A small site with living planners, and a Chromium that reaches this machine alone: for tests and benchmarks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import browser
import pyodide_files
from built_book import BOOK, ROOT, build
from parts import missing_part

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator, Page, Playwright

PREFIX = "kursus"
"""The site stands below a path, as at GitHub Pages."""
CHAPTER = "membentuk-kelompok"
PAGES = ("perencana", CHAPTER)
LONG = 120_000
"""Milliseconds for a start, on a machine whose cores are both busy."""

SECTIONS = {
    "ScenarioPlanner": "perencana-skenario",
    "MasteryPlanner": "perencana-ketuntasan",
    "TutorPlanner": "perencana-tutor",
    "GroupPlanner": "perencana-kelompok",
    "PairPlanner": "perencana-pasangan",
    "TimePlanner": "perencana-waktu",
    "SpeakingPlanner": "perencana-giliran-berbicara",
    "SpeakingTally": "penghitung-giliran-berbicara",
    "RoomPlanner": "perencana-ruang-kelas",
    "SociometryPlanner": "perencana-sosiometri",
    "RemedialPlanner": "perencana-program-remedial",
    "SimulationPlanner": "kelas-tiruan",
}
"""Planner -> id of its section in the page of all planners."""


def pyodide_copy() -> Path:
    """The project's copy of Pyodide; skips, or fails in CI, where it can't be had."""
    try:
        return pyodide_files.pyodide_folder(heavy=True)
    except pyodide_files.Missing as missing:
        missing_part(str(missing))


def small_site(folder: Path) -> Path:
    """Build the pages that tests need into `folder`/PREFIX; the folder that a server is given."""
    if not (ROOT / "_build" / "book-assets" / "static").is_dir():
        missing_part("no JavaScript of forms; run `python scripts/book_assets.py`")
    pyodide_copy()
    source = folder / "book"
    source.mkdir(parents=True)
    for name in (*(f"{page}.md" for page in PAGES), "pustaka.bib", "_static", "_templates", "gambar"):
        origin = BOOK / name
        (shutil.copytree if origin.is_dir() else shutil.copy2)(origin, source / name)
    (source / "index.md").write_text("# Mulai\n", encoding="utf-8")
    chapters = "".join(f"  - file: {page}\n" for page in PAGES)
    (source / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{chapters}", encoding="utf-8")
    config = (ROOT / "_config.yml").read_text(encoding="utf-8")
    for name in ("_build", "locale"):
        config = config.replace(f"../{name}", str(ROOT / name))
    (folder / "_config.yml").write_text(config, encoding="utf-8")
    # It fails in the end, for links to chapters that aren't here, but builds every page.
    result = build(source, folder / "_config.yml", folder)
    html, site = folder / "_build" / "html", folder / "site"
    assert (html / "pyodide" / "live.json").exists(), result.stdout[-3000:] + result.stderr[-3000:]
    site.mkdir()
    html.rename(site / PREFIX)
    return site


@contextmanager
def engine() -> Iterator[Playwright]:
    """Playwright, started once: its loop can't be started again inside itself."""
    browser.chromium_path()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


@contextmanager
def chromium(playwright: Playwright, *flags: str, **context: Any) -> Iterator[BrowserContext]:
    """A new browser's context in which every other host is unknown."""
    alone = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    arguments = [*browser.ARGUMENTS, alone, *flags]
    started = playwright.chromium.launch(executable_path=browser.chromium_path(), args=arguments)
    try:
        yield started.new_context(**{"viewport": {"width": 360, "height": 800}, **context})
    finally:
        started.close()


def section_of(page: Page, planner: str) -> Locator:
    return page.locator(f"section#{SECTIONS[planner]}")


def start(place: Page | Locator) -> Locator:
    """Press the button and wait until the form is alive; the form."""
    place.get_by_role("button", name="Nyalakan perencana").first.click()
    return alive(place)


def alive(place: Page | Locator) -> Locator:
    form = place.locator(".live-form")
    form.locator(".tutor-sebaya").first.wait_for(timeout=LONG)
    # The pressed button goes when the form has the focus.
    place.locator(".show-form button:disabled").first.wait_for(state="detached", timeout=LONG)
    return form


def texts(form: Locator) -> str:
    return " ".join(form.inner_text().split())

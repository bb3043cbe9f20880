"""Buttons of the book's pages that open notebooks: in the browser where the site has them, on Binder where it can be."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import browser
import lite
import pytest
from built_book import BOOK, ROOT, served

from tutor_sebaya import book_notebooks as notebooks
from tutor_sebaya.book_launch import buttons

REPOSITORY = "https://github.com/contoh/tutor-sebaya"


def project(folder: Path, language: str = "id", repository: str = "") -> tuple[Path, str]:
    """A small book: the folder of its pages, and what Sphinx said."""
    pages = folder / "book"
    pages.mkdir(parents=True)
    (folder / "_config.yml").write_text(f'repository:\n  url: "{repository}"\n')
    (pages / "conf.py").write_text(
        "extensions = ['myst_parser', 'tutor_sebaya.book_editions', 'tutor_sebaya.book_launch']\n"
        f"language, html_theme, book_editions = {language!r}, 'basic', {{'id': '', 'en': 'en'}}\n"
    )
    code = '\n\n```{raw} html\n<div class="cell docutils container"></div>\n```\n'
    (pages / "index.md").write_text("# Depan\n\n```{toctree}\nskenario\nlain\nbaru\n```\n")
    (pages / "skenario.md").write_text(f"# Skenario\n\nIsi.{code}")
    (pages / "lain.md").write_text("# Lain\n\nTanpa kode.\n")
    (pages / "baru.md").write_text(f"# Baru\n\nBelum terdaftar.{code}")
    out = folder / ("situs" if language == "id" else f"situs/{language}")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "sphinx", "-b", "html", str(pages), str(out)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out, done.stdout + done.stderr


def test_every_page_with_code_says_which_notebooks_it_opens() -> None:
    with_code = {page.stem for page in BOOK.glob("*.md") if "{code-cell}" in page.read_text(encoding="utf-8")}
    assert with_code <= set(notebooks.PAGES)
    assert set(notebooks.PAGES) <= {page.stem for page in BOOK.glob("*.md")}
    named = {one for chosen in notebooks.PAGES.values() for one in chosen}
    assert named <= {*notebooks.PLANNERS, *notebooks.ASSIGNMENTS}
    assert set(notebooks.ASSIGNMENTS) <= named


def test_a_page_with_code_has_its_buttons_under_the_title_and_others_have_none(tmp_path: Path) -> None:
    site, said = project(tmp_path)
    page = (site / "skenario.html").read_text()
    after_title = page.split("</h1>")[1].lstrip()
    assert after_title.startswith('<div class="ts-launch"><p hidden>')
    assert 'href="lite/notebooks/index.html?path=perencana/skenario.ipynb">Perencana skenario</a>' in page
    assert 'href="lite/notebooks/index.html?path=tugas/04-skenario/skenario.ipynb">Tugas: Skenario kelas</a>' in page
    assert "mybinder" not in page
    assert "ts-launch" not in (site / "lain.html").read_text()
    assert "repository: url in _config.yml is empty" in said
    assert re.search(r"baru.*this page has code: say in tutor_sebaya/book_notebooks.py", said)


def test_pages_of_the_english_edition_open_the_same_site_one_folder_up(tmp_path: Path) -> None:
    site, _ = project(tmp_path, "en")
    page = (site / "skenario.html").read_text()
    assert 'href="../lite/notebooks/index.html?path=planners/skenario.ipynb"' in page


def test_binder_opens_the_assignment_of_the_page_once_the_repository_has_an_address(tmp_path: Path) -> None:
    site, said = project(tmp_path, repository=REPOSITORY)
    page = (site / "skenario.html").read_text()
    opened = re.search(r'href="(https://mybinder.org/v2/gh/contoh/tutor-sebaya/[^"]+)"', page)
    assert opened is not None
    assert opened[1].replace("%252F", "/").replace("%2F", "/").endswith("lab/tree/exercises/04-skenario/skenario.ipynb")
    assert "_config.yml is empty" not in said
    # A link is asked for when it is pressed; nothing of another host comes by itself.
    assert not re.search(r'(?:src|rel="[^"]*" href)="https?://', page)


def test_a_page_that_has_only_planners_opens_binders_first_page() -> None:
    assert ">JupyterLab</a>" in buttons(("sosiometri",), "id", "", REPOSITORY)
    assert "mybinder" not in buttons(("sosiometri",), "id", "", "")


@pytest.mark.browser
def test_buttons_are_seen_only_where_the_site_has_the_notebooks_and_a_server(tmp_path: Path) -> None:
    site, _ = project(tmp_path)

    def is_seen(address: str) -> bool:
        # A new browser each time: one that has kept the script doesn't ask for it again.
        with browser.page(address, width=360) as shown:
            shown.wait_for_load_state("load")
            return bool(shown.get_by_role("link", name="Perencana skenario").is_visible())

    with served(site) as base:
        assert not is_seen(f"{base}skenario.html")
        lite.show_buttons(site, lite.SHOWN)
        assert is_seen(f"{base}skenario.html")
        assert not is_seen((site / "skenario.html").as_uri())
        # Built again without notebooks: the buttons go.
        lite.show_buttons(site, lite.HIDDEN)
        assert not is_seen(f"{base}skenario.html")

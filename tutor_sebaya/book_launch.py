"""Sphinx extension of the book: buttons that open a page's notebooks in the browser (JupyterLite) and on Binder.

They stand on every page with code, under its title; which notebooks a page opens is said in `book_notebooks`. Nothing
is asked of another host before a button is pressed.

The browser's buttons are there from the start, hidden: whether the site has the notebooks is known only when it is put
together. A site without them has an empty `_static/lite.js`; scripts/lite.py puts one there that shows the buttons.
The way to the site's downloads (EPUB, zip) is hidden likewise, until scripts/publish.py has put them there.
Binder needs the repository's public address, `repository: url` in _config.yml; without it there is no button.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import yaml
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from . import book_notebooks as notebooks
from .book_address import binder_address
from .language import LANGUAGES, N_, text, translate

logger = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "book_static"
IN_BROWSER = N_("Buka di peramban")
ON_BINDER = N_("Buka di Binder")
TASK = N_("Tugas: {title}")
HINT = N_("Binder menyalakan komputer di luar negeri; perlu internet dan satu sampai beberapa menit.")
TO_TAKE_ALONG = N_("Untuk dibawa tanpa internet: buku elektronik dan zip seluruh kursus")
DOWNLOADS = "unduh/index.html"
DOWNLOAD_PAGES = ("index", "cara-memakai")
_CODE = 'class="cell '


def add_buttons(app: Sphinx, page: str, template: str, context: dict[str, Any], document: object) -> None:
    """Under the title of a page that opens notebooks."""
    if app.builder.name == "epub" or "body" not in context:
        return
    chosen = notebooks.PAGES.get(page, ())
    if not chosen and _CODE in context["body"]:
        logger.warning("this page has code: say in tutor_sebaya/book_notebooks.py what its buttons open", location=page)
    language = app.config.language or LANGUAGES[0]
    folder = app.config.book_editions.get(language, "") if "book_editions" in app.config else ""
    up = "../" * (page.count("/") + len([part for part in folder.split("/") if part]))
    made = buttons(chosen, language, up, app.config.book_repository) if chosen else ""
    if page in DOWNLOAD_PAGES:
        made += to_downloads(language, up)
    head, title, rest = context["body"].partition("</h1>")
    if title and made:
        context["body"] = f"{head}{title}\n{made}{rest}"
        if chosen:
            app.add_js_file(notebooks.SCRIPT, loading_method="defer")


def to_downloads(language: str, up: str) -> str:
    """The way to what can be taken along, as HTML; hidden until a site has it."""
    words = escape(translate(TO_TAKE_ALONG, language))
    link = f'<a class="ts-launch-link" href="{up}{DOWNLOADS}">{words}</a>'
    return f'<div class="ts-launch"><p class="ts-downloads" hidden>{link}</p></div>\n'


def buttons(chosen: tuple[str, ...], language: str, up: str, repository: str) -> str:
    """The buttons as HTML. `up`: from the page to the site's root; `repository`: its public address, "" for none."""

    def said(message: str) -> str:
        return escape(translate(message, language))

    def link(notebook: str) -> str:
        to = escape(up + notebooks.address(notebook, language))
        return f'<a class="ts-launch-link" href="{to}">{escape(_named(notebook, language))}</a> '

    links = "".join(map(link, chosen))
    made = f'<p hidden><span class="ts-launch-where">{said(IN_BROWSER)}:</span> {links}</p>'
    # Planners' notebooks are made for the browser; on Binder any notebook opens them with the same two lines.
    tasks = [one for one in chosen if one in notebooks.ASSIGNMENTS]
    path = f"{notebooks.EXERCISES[language]}/{notebooks.inside(tasks[0])}" if tasks else ""
    if address := binder_address(repository, path):
        words = escape(_named(tasks[0], language)) if tasks else "JupyterLab"
        made += (
            f'<p><span class="ts-launch-where">{said(ON_BINDER)}:</span> '
            f'<a class="ts-launch-link" href="{escape(address)}" title="{said(HINT)}">{words}</a></p>'
        )
    return f'<div class="ts-launch">{made}</div>\n'


def _named(notebook: str, language: str) -> str:
    title = text(notebooks.title(notebook))
    return (text(TASK, title=title) if notebook in notebooks.ASSIGNMENTS else title).render(language)


def configure(app: Sphinx, config: Config) -> None:
    if str(STATIC) not in config.html_static_path:
        config.html_static_path = [*config.html_static_path, str(STATIC)]
    settings = Path(app.srcdir).parent / "_config.yml"
    if not config.book_repository and settings.exists():
        config.book_repository = (
            yaml.safe_load(settings.read_text(encoding="utf-8")).get("repository", {}).get("url") or ""
        )
    if not config.book_repository:
        logger.info("No buttons for Binder: repository: url in _config.yml is empty (make address sets it).")


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_config_value("book_repository", "", "html", types=[str])
    app.connect("config-inited", configure)
    app.connect("html-page-context", add_buttons)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Sphinx extension of the book: two editions, Indonesian at the site's root and English beside it in ``en/``.

Pages have the same names in both, and so have sections, terms and self-checks: who links to `skenario.html#tugas`, or
hands in an address, means the same place in either. This extension

- gives the sections and terms of a translated page the ids that they have in the Indonesian one. The page brings the
  Indonesian titles in its front matter (`source_titles`, see tutor_sebaya/book_translate.py);
- puts on every page a link to the same page of the other edition (`data/language-switcher.html`); what the
  address bar says after the page's name goes along, and the choice is remembered (book_static/editions.js).

Configuration ``book_editions``: language -> folder of the edition, relative to the site's root.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

from docutils import nodes  # type: ignore[import-untyped]
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.domains.std import StandardDomain
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from .language import LANGUAGES

logger = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "book_static"
TEMPLATES = Path(__file__).parent / "data"
NATIVE = {"id": "Bahasa Indonesia", "en": "English"}
"""Languages by their own names, which everybody finds who reads them."""

OFFERS = {"id": "Lanjutkan membaca dalam bahasa Indonesia", "en": "Continue reading in English"}
"""On the front page, to who last read the other edition: in the language that it leads to, so in no catalogue."""


class KeepIds(SphinxTransform):
    """Sections of a translated page get the ids of the page that it was translated from."""

    # Before links look for sections.
    default_priority = 250

    def apply(self, **_: Any) -> None:
        facts = {one[0].astext(): one[1].astext() for one in self.document.findall(nodes.field)}
        if "source_titles" not in facts:
            return
        titles = json.loads(facts["source_titles"])
        # A section of the page is named by its title; a directive's sections have names of its own making.
        sections = [
            one
            for one in self.document.findall(nodes.section)
            if nodes.fully_normalize_name(one[0].astext()) in [*one["names"], *one["dupnames"]]
        ]
        if len(sections) != len(titles):
            logger.warning(
                "%d sections, %d titles in its front matter", len(sections), len(titles), location=self.document
            )
            return
        taken: set[str] = set()
        wanted = [nodes.make_id(nodes.fully_normalize_name(title)) for title in titles]
        for section, id in zip(sections, wanted, strict=True):
            if id in taken or not id:
                logger.warning("another section is called %r too: give one a label", id, location=section)
            taken.add(id)
            self._rename(section, id)

    def _rename(self, section: nodes.section, id: str) -> None:
        own = section["ids"][0]
        section["ids"] = list(dict.fromkeys([id, *section["ids"][1:]]))
        self.document.ids.pop(own, None)
        self.document.ids[id] = section
        for name, known in self.document.nameids.items():
            if known == own:
                self.document.nameids[name] = id
        slugs = self.env.metadata[self.env.docname].get("myst_slugs") or {}
        slugs.update({slug: (line, id, words) for slug, (line, at, words) in slugs.items() if at == own})


class OneTerm(SphinxTransform):
    """An entry of a translated glossary has two terms, the other language's and the Indonesian: links name the second,
    readers see the first."""

    # Before Sphinx sorts a glossary.
    default_priority = 400

    def apply(self, **_: Any) -> None:
        if (self.config.language or LANGUAGES[0]) == LANGUAGES[0]:
            return
        known = cast(StandardDomain, self.env.get_domain("std"))
        for glossary in self.document.findall(addnodes.glossary):
            for item in glossary.findall(nodes.definition_list_item):
                terms = [one for one in item.children if isinstance(one, nodes.term)]
                if len(terms) < 2:
                    continue
                shown, indonesian = terms
                id = indonesian["ids"][0]
                words = shown.astext()
                for entry in shown.findall(addnodes.index):
                    entry["entries"] = [(kind, said, id, main, key) for kind, said, _, main, key in entry["entries"]]
                item.remove(indonesian)
                shown["ids"] = [id]
                self.document.ids[id] = shown
                known.objects["term", words] = (self.env.docname, id)
                known._terms[words.lower()] = (self.env.docname, id)


# --- from one edition to the other ---------------------------------------------------------------------------------


def name_other_edition(app: Sphinx, page: str, template: str, context: dict[str, Any], document: object) -> None:
    """What the templates need to lead to the same page in the other language."""
    folders, language = app.config.book_editions, app.config.language or LANGUAGES[0]
    if app.builder.name == "epub" or language not in folders:
        return
    # From this page up to the site's root, then down.
    up = "../" * (page.count("/") + len([part for part in folders[language].split("/") if part]))
    context["editions"] = [
        {
            "language": other,
            "name": NATIVE[other],
            "address": f"{up}{folder}{'/' if folder else ''}{page}.html",
            "here": other == language,
            "offer": OFFERS[other],
        }
        for other, folder in folders.items()
    ]
    app.add_js_file("editions.js", loading_method="defer")


def use_files(app: Sphinx, config: Config) -> None:
    config.templates_path = [*config.templates_path, str(TEMPLATES)]
    if str(STATIC) not in config.html_static_path:
        config.html_static_path = [*config.html_static_path, str(STATIC)]


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_config_value("book_editions", {}, "html", types=[dict])
    app.add_transform(KeepIds)
    app.add_transform(OneTerm)
    app.connect("config-inited", use_files)
    app.connect("html-page-context", name_other_edition)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

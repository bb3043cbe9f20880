"""What the content model holds and where the book teaches it: the index of items, links to chapters.

This Sphinx extension adds

- directive ``{item-index}`` with `items`, `doubts`, `restorations` or `rules` as its argument: each of them with its
  wording and a link to the section that carries its label;
- role ``{chapter}`memilih-tutor` ``: a link to the chapter with its title; before the chapter exists, its name alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import docutils.nodes  # type: ignore[import-untyped]
import yaml
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.nodes import make_refnode

from .labels import source_lines
from .language import LANGUAGES, N_, text, translate
from .rules import catalogue

logger = logging.getLogger(__name__)

CHAPTER_LINK = "tutor-sebaya-chapter"
SECTION_LINK = "tutor-sebaya-section"

CHAPTERS = (
    "mengapa-tutor-sebaya",
    "lima-langkah",
    "memilih-tutor",
    "membentuk-kelompok",
    "peran-diskusi-ruang",
    "skenario",
    "penilaian-dan-keputusan",
    "remedial-tutor-sebaya",
    "etika-dan-data",
    "membaca-sumber",
)
"""Chapters in the order in which they are read."""

FAMILY_NAMES = {
    "SCOPE": N_("Ruang lingkup"),
    "DEF": N_("Batasan"),
    "STEP": N_("Langkah"),
    "REQ": N_("Syarat tutor"),
    "ADV": N_("Kelebihan"),
    "WEAK": N_("Kekurangan"),
    "ROLE": N_("Peran tutor"),
    "ROOM": N_("Ruang kelas"),
    "REMD": N_("Pembelajaran remedial"),
    "FLOW": N_("Alur remedial"),
    "PRIN": N_("Prinsip remedial"),
    "FORM": N_("Bentuk remedial"),
    "CRIT7": N_("Tujuh kriteria tutor"),
    "RES": N_("Sumber daya dan sumber belajar"),
    "KIND": N_("Macam tutor"),
    "BEN": N_("Manfaat"),
    "CRIT": N_("Kriteria dasar tutor"),
    "CRIT10": N_("Sepuluh kriteria tutor"),
    "MODEL": N_("Model kerja tutor"),
    "PREP": N_("Persiapan"),
    "WAY": N_("Cara membentuk kelompok"),
    "GROUND": N_("Dasar pengelompokan"),
    "GOOD": N_("Kerja kelompok yang baik"),
    "DISC": N_("Diskusi"),
    "REF": N_("Daftar pustaka naskah sumber"),
}


def content() -> dict[str, list[dict[str, Any]]]:
    """The content model: `items`, `doubts`, `restorations`; see data/content.yml."""
    found: dict[str, list[dict[str, Any]]] = yaml.safe_load(
        files("tutor_sebaya").joinpath("data/content.yml").read_text(encoding="utf-8")
    )
    return found


def label(kind: str, id: str) -> str:
    """The label that the teaching section carries: `item-way-1`, `doubt-d01`, `restoration-rst-1`, `rule-g01`."""
    return f"{kind.removesuffix('s')}-{id.lower()}"


def wording(entry: dict[str, Any], language: str) -> str:
    return str(entry["id_text"] if language == LANGUAGES[0] else entry["en_text"])


# --- titles of sections --------------------------------------------------------------------------------------------


def _titles(app: Sphinx) -> dict[str, dict[str, str]]:
    """Page -> label -> title of the section in which the label stands."""
    if not hasattr(app.env, "tutor_sebaya_titles"):
        app.env.tutor_sebaya_titles = {}  # type: ignore[attr-defined]
    found: dict[str, dict[str, str]] = app.env.tutor_sebaya_titles  # type: ignore[attr-defined]
    return found


def note_titles(app: Sphinx, document: docutils.nodes.document) -> None:
    """Remember it while the page is at hand: reading every page again for each link would take minutes."""
    found = _titles(app)[app.env.docname] = {}
    for node in document.findall(docutils.nodes.Element):
        section: docutils.nodes.Element | None = node
        while section is not None and not isinstance(section, docutils.nodes.section):
            section = section.parent
        if section is not None:
            found.update(dict.fromkeys(node["ids"], section[0].astext()))


def forget_titles(app: Sphinx, env: BuildEnvironment, page: str) -> None:
    _titles(app).pop(page, None)


def merge_titles(app: Sphinx, env: BuildEnvironment, pages: set[str], other: BuildEnvironment) -> None:
    _titles(app).update({page: other.tutor_sebaya_titles[page] for page in pages})  # type: ignore[attr-defined]


# --- links ---------------------------------------------------------------------------------------------------------


def _link(kind: str, target: str, words: str, page: str) -> addnodes.pending_xref:
    content = docutils.nodes.inline(words, words)
    return addnodes.pending_xref(
        "", content, refdomain="", reftype=kind, reftarget=target, refdoc=page, refwarn=True, refexplicit=True
    )


class ChapterRole(SphinxRole):
    """``{chapter}`memilih-tutor` `` -> link to the chapter, its title as words."""

    def run(self) -> tuple[list[docutils.nodes.Node], list[docutils.nodes.system_message]]:
        if self.text not in CHAPTERS:
            logger.warning("no such chapter: %s", self.text, location=self.get_location())
        planned = self.text.replace("-", " ").capitalize()
        return [_link(CHAPTER_LINK, self.text, planned, self.env.docname)], []


def resolve_link(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, content: docutils.nodes.TextElement
) -> docutils.nodes.Node | None:
    """What isn't there yet is said, not a broken reference: chapters come one by one (tests count them)."""
    target = node["reftarget"]
    if node["reftype"] == CHAPTER_LINK:
        if target not in env.titles:
            return content
        title = env.titles[target].astext()
        return make_refnode(app.builder, node["refdoc"], target, "", docutils.nodes.inline(title, title))
    if node["reftype"] == SECTION_LINK:
        page, anchor = env.get_domain("std").data["anonlabels"].get(target, ("", ""))
        if not page:
            return content
        chapter = env.titles[page].astext()
        section = _titles(app)[page].get(anchor, chapter)
        words = section if section == chapter else f"{chapter} › {section}"
        return make_refnode(app.builder, node["refdoc"], page, anchor, docutils.nodes.inline(words, words))
    return None


# --- the index -----------------------------------------------------------------------------------------------------


class ItemIndex(SphinxDirective):
    """All items, doubts, restorations or rules, each with the section that teaches it."""

    required_arguments = 1

    def run(self) -> list[docutils.nodes.Node]:
        kind, language = self.arguments[0], self.config.language or LANGUAGES[0]
        parts = {"items": self._items, "doubts": self._rest, "restorations": self._rest, "rules": self._rules}
        if kind not in parts:
            raise self.error(f"{kind!r} is none of {', '.join(parts)}")
        # Another page's labels may have changed while this one hasn't.
        self.env.note_reread()
        return list(parts[kind](kind, language))

    def _items(self, kind: str, language: str) -> Iterator[docutils.nodes.Node]:
        families: dict[str, docutils.nodes.definition_list] = {}
        for entry in content()["items"]:
            family = entry["id"].split("-")[0]
            if family not in families:
                section = docutils.nodes.section(ids=[f"items-{family.lower()}"], names=[f"items-{family.lower()}"])
                section += docutils.nodes.title("", translate(FAMILY_NAMES[family], language))
                families[family] = docutils.nodes.definition_list(classes=["item-index"])
                section += families[family]
                self.state.document.note_explicit_target(section)
                yield section
            lines = source_lines(entry["source_lines"]).render(language)
            lines = f"{lines[:1].upper()}{lines[1:]}."
            families[family] += self._row(kind, entry["id"], f"{wording(entry, language)} {lines}", language)

    def _rest(self, kind: str, language: str) -> Iterator[docutils.nodes.Node]:
        rows = docutils.nodes.definition_list(classes=["item-index"])
        rows += [self._row(kind, entry["id"], wording(entry, language), language) for entry in content()[kind]]
        yield rows

    def _rules(self, kind: str, language: str) -> Iterator[docutils.nodes.Node]:
        rows = docutils.nodes.definition_list(classes=["item-index"])
        rows += [
            self._row(kind, one.id, f"{translate(one.title, language)}.", language) for one in catalogue().values()
        ]
        yield rows

    def _row(self, kind: str, id: str, words: str, language: str) -> docutils.nodes.definition_list_item:
        missing = text("belum diajarkan").render(language)
        where = docutils.nodes.paragraph(classes=["where"])
        where += docutils.nodes.Text("→ ")
        where += _link(SECTION_LINK, label(kind, id), missing, self.env.docname)
        row = docutils.nodes.definition_list_item()
        row += docutils.nodes.term("", id)
        row += docutils.nodes.definition("", docutils.nodes.paragraph("", words), where)
        return row


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_directive("item-index", ItemIndex)
    app.add_role("chapter", ChapterRole())
    app.connect("doctree-read", note_titles)
    app.connect("env-purge-doc", forget_titles)
    app.connect("env-merge-info", merge_titles)
    app.connect("missing-reference", resolve_link)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

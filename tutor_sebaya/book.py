"""Sphinx extension of the book: rules as links, the catalogue of rules, a chapter's opening, JavaScript of our own.

Pages stay plain MyST. What a page teaches it marks with plain labels: `(item-way-1)=` for an item of the content model,
`(rule-g01)=` for a rule. This extension reads those labels; it adds

- role ``{rule}`G01` ``: a link to the section that teaches the rule, its title shown on hover;
- directive ``{chapter-opening}``: minutes and objectives of the chapter, from its front matter;
- directive ``{rule-catalogue}``: all rules from `tutor_sebaya.rules.catalogue()`;
- configuration ``book_assets``: folder, relative to the source folder, with JavaScript copied from npm.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import docutils.nodes  # type: ignore[import-untyped]
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.nodes import make_refnode

from .labels import source_lines
from .language import LANGUAGES, N_, Text, join, number, text, translate
from .rules import Rule, catalogue
from .settings import DEFAULTS

logger = logging.getLogger(__name__)

RULE_LINK = "tutor-sebaya-rule"
ITEM_LINK = "tutor-sebaya-item"

FAMILY_TITLES: Mapping[str, str] = {
    "G": N_("Kelompok"),
    "T": N_("Tutor"),
    "M": N_("Materi"),
    "W": N_("Waktu dan peran guru"),
    "D": N_("Diskusi"),
    "K": N_("Ruang kelas"),
    "O": N_("Observasi"),
    "R": N_("Remedial"),
    "P": N_("Privasi"),
}
SEVERITIES: Mapping[str, str] = {
    "error": N_("kesalahan: rencana belum dapat dijalankan (bobot 3)"),
    "warning": N_("peringatan: perbaiki, atau punya alasan yang baik (bobot 1)"),
    "hint": N_("saran: tidak mengurangi skor (bobot 0)"),
}
KINDS: Mapping[str, str] = {"class": N_("skenario kelas"), "remedial": N_("skenario remedial")}
ORIGINS: Mapping[str, str] = {
    "seed": N_("naskah sumber {lines}"),
    "seed-implied": N_("tersirat dalam naskah sumber {lines}"),
    "seed+number": N_("naskah sumber {lines}; angka ambangnya dari kursus ini"),
    "guidance": N_("di luar naskah sumber, dari pedoman praktik; melengkapi {lines}"),
    "law": N_("di luar naskah sumber, dari hukum; berkaitan dengan {lines}"),
}
SETTINGS: Mapping[str, str] = {
    "min_group": N_("anggota kelompok paling sedikit, termasuk tutor"),
    "max_group": N_("anggota kelompok paling banyak, termasuk tutor"),
    "max_tutees": N_("murid yang dibimbing satu tutor paling banyak"),
    "mean_tol_sd": N_("jarak rata-rata kelompok dari rata-rata kelas paling jauh, dalam simpangan baku kelas"),
    "min_criteria": N_("kriteria tutor yang disertai bukti paling sedikit"),
    "min_training": N_("menit pelatihan tutor paling sedikit"),
    "prep_share": N_("bagian waktu pelajaran untuk persiapan kelompok paling sedikit"),
    "present_min": N_("menit penyampaian tiap kelompok paling sedikit"),
    "turn_max_ratio": N_("waktu bicara terpanjang dibandingkan dengan bagian yang sama rata paling besar"),
    "gini_max": N_("koefisien Gini waktu bicara paling besar"),
    "tutor_share": N_("bagian bicara tutor paling besar"),
    "min_turn_share": N_("bagian bicara anggota dalam model 3 paling kecil"),
    "visit_each": N_("kunjungan guru ke tiap kelompok paling sedikit"),
    "min_proc_techniques": N_("teknik penilaian proses yang berbeda paling sedikit"),
    "min_methods": N_("metode mengajar yang berbeda paling sedikit"),
    "reteach_share": N_("bagian murid yang belum tuntas; di atasnya pembelajaran diulang"),
    "individual_share": N_("bagian murid yang belum tuntas; sampai sekian bimbingan perorangan atau tutor sebaya"),
    "banned_labels": N_("kata yang tidak boleh ada dalam nama kelompok"),
}
_WORD = re.compile(r"[^\W\d_]{2,}")
_PLACE = re.compile(r"\{[^{}]*\}")


def use_assets(app: Sphinx, config: Config) -> None:
    """Let pages load JavaScript from the book's own host, or none at all where npm has not been run."""
    # Sphinx looks for sphinx.po relative to the source, but for sphinx.js relative to wherever it was started.
    config.locale_dirs = [str(Path(app.srcdir, words).resolve()) for words in config.locale_dirs]
    folder = Path(app.srcdir, config.book_assets).resolve() if config.book_assets else None
    if folder is not None and (folder / "static").is_dir():
        # Not book/_static: jupyter-book would load each .js file found there on every page.
        config.html_static_path = [*config.html_static_path, str(folder / "static")]
        config.html_extra_path = [*config.html_extra_path, str(folder / "pages")]
    missing = [name for name in config.book_forms if not (folder and (folder / "static" / name).is_file())]
    config.book_forms = [] if missing else config.book_forms
    if missing:
        # Not a warning: with -W a machine without node could not build the book at all.
        words = text(
            "Tanpa {files}, halaman menampilkan tabel saja, tanpa formulir. "
            "Jalankan: python scripts/book_assets.py (perlu node dan npm).",
            files=missing,
        )
        logger.info(words.render(_language(config)), color="darkgreen")


def _language(config: Config) -> str:
    return config.language or "id"


class RuleRole(SphinxRole):
    """``{rule}`G01` `` -> link to the section that teaches the rule."""

    def run(self) -> tuple[list[docutils.nodes.Node], list[docutils.nodes.system_message]]:
        rule = catalogue().get(self.text)
        if rule is None:
            logger.warning("no such rule: %s", self.text, location=self.get_location())
            return [docutils.nodes.literal(self.rawtext, self.text)], []
        return [_link(RULE_LINK, rule.anchor, self.text, self.env)], []


def _link(kind: str, label: str, words: str, env: BuildEnvironment) -> addnodes.pending_xref:
    content = docutils.nodes.inline(words, words, classes=[kind])
    return addnodes.pending_xref(
        "", content, refdomain="", reftype=kind, reftarget=label, refdoc=env.docname, refwarn=True, refexplicit=True
    )


def resolve_link(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, content: docutils.nodes.TextElement
) -> docutils.nodes.Node | None:
    """Find the section that carries the label. A rule that no section teaches is a broken reference; an item isn't."""
    if node["reftype"] not in (RULE_LINK, ITEM_LINK):
        return None
    labels = env.get_domain("std").data["anonlabels"]
    if node["reftarget"] not in labels:
        return content if node["reftype"] == ITEM_LINK else None
    page, anchor = labels[node["reftarget"]]
    title = ""
    if node["reftype"] == RULE_LINK:
        title = translate(catalogue()[node["reftarget"].removeprefix("rule-").upper()].title, _language(app.config))
    return make_refnode(app.builder, node["refdoc"], page, anchor, content, title)


class ChapterOpening(SphinxDirective):
    """Minutes and objectives of a chapter.

    Front matter: ``minutes: {read: int, practise: int, discuss: int}`` and ``objectives: [str]``.
    """

    def run(self) -> list[docutils.nodes.Node]:
        facts = {field[0].astext(): field[1].astext() for field in self.state.document.findall(docutils.nodes.field)}
        try:
            minutes, objectives = json.loads(facts["minutes"]), json.loads(facts["objectives"])
            times = text(
                "Waktu: membaca {read} menit, berlatih {practise} menit, berdiskusi {discuss} menit.",
                **{key: int(minutes[key]) for key in ("read", "practise", "discuss")},
            )
        except (KeyError, TypeError, ValueError) as problem:
            wanted = "minutes (read, practise, discuss) and objectives"
            raise self.error(f"front matter needs {wanted}: {problem!r}") from None
        language = _language(self.config)
        box = docutils.nodes.container(classes=["chapter-opening"])
        box += docutils.nodes.paragraph("", times.render(language))
        box += docutils.nodes.paragraph("", text("Setelah bab ini, Anda dapat").render(language))
        goals = docutils.nodes.bullet_list(bullet="-")
        for objective in objectives:
            words = docutils.nodes.paragraph(objective, objective)
            # With a source and a line, gettext extracts and translates the sentence like any other of the page.
            self.set_source_info(words)
            goals += docutils.nodes.list_item("", words)
        box += goals
        return [box]


class RuleCatalogue(SphinxDirective):
    """A section for each family of rules, in it a section for each rule."""

    def run(self) -> list[docutils.nodes.Node]:
        sections: dict[str, docutils.nodes.section] = {}
        for rule in catalogue().values():
            if rule.family not in sections:
                sections[rule.family] = self._section(
                    f"rules-{rule.family.lower()}", translate(FAMILY_TITLES[rule.family], _language(self.config))
                )
            sections[rule.family] += self._rule(rule)
        return [*sections.values()]

    def _section(self, label: str, title: str) -> docutils.nodes.section:
        section = docutils.nodes.section(ids=[label], names=[label])
        section += docutils.nodes.title("", title)
        self.state.document.note_explicit_target(section)
        return section

    def _rule(self, rule: Rule) -> docutils.nodes.section:
        language = _language(self.config)
        # A rule whose chapter isn't there yet is explained here, and carries the label that links point to.
        here = rule.page == self.env.docname or rule.page not in self.env.found_docs
        section = self._section(
            rule.anchor if here else f"catalogue-{rule.id.lower()}", f"{rule.id} · {translate(rule.title, language)}"
        )

        def say(words: str | Text) -> docutils.nodes.paragraph:
            written = words.render(language) if isinstance(words, Text) else words
            return docutils.nodes.paragraph("", written)

        kinds = join([translate(KINDS[kind], language) for kind in sorted(rule.kinds)], language)
        rows: list[tuple[str, docutils.nodes.Node]] = [
            (N_("Sifat"), say(text(SEVERITIES[rule.severity]))),
            (N_("Berlaku untuk"), say(kinds)),
            (N_("Asal"), say(text(ORIGINS[rule.origin], lines=source_lines(rule.lines)))),
        ]
        if rule.items:
            rows.append((N_("Butir isi"), self._items(rule.items)))
        message = _PLACE.sub("…", translate(rule.message, language)).replace("….", "…")
        if len(_WORD.findall(message)) > 1:
            # Of some rules everything that is said depends on the plan: "Kelompok …: …" tells nobody anything.
            rows.append((N_("Bunyi pesan"), say(message)))
        if rule.settings:
            rows.append((N_("Ambang"), self._settings(rule.settings)))
        if not here:
            where = docutils.nodes.paragraph()
            where += _link(RULE_LINK, rule.anchor, text("bagian buku tentang aturan ini").render(language), self.env)
            rows.append((N_("Penjelasan"), where))
        fields = docutils.nodes.field_list(classes=["rule"])
        for name, body in rows:
            field = docutils.nodes.field()
            field += docutils.nodes.field_name("", translate(name, language))
            field += docutils.nodes.field_body("", body)
            fields += field
        section += fields
        return section

    def _items(self, items: Iterable[str]) -> docutils.nodes.paragraph:
        line = docutils.nodes.paragraph()
        for position, item in enumerate(items):
            if position:
                line += docutils.nodes.Text(", ")
            line += _link(ITEM_LINK, f"item-{item.lower()}", item, self.env)
        return line

    def _settings(self, names: Iterable[str]) -> docutils.nodes.bullet_list:
        language = _language(self.config)
        rows = docutils.nodes.bullet_list(bullet="-")
        for name in names:
            value = getattr(DEFAULTS, name)
            line = docutils.nodes.paragraph("", f"{translate(SETTINGS[name], language)}: ")
            if isinstance(value, tuple):
                # Words that pupils may call a group by are Indonesian in every edition.
                line += docutils.nodes.inline("", join(value, LANGUAGES[0]), classes=[f"language-{LANGUAGES[0]}"])
            else:
                line += docutils.nodes.Text(number(float(value), language))
            rows += docutils.nodes.list_item("", line)
        return rows


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_config_value("book_assets", "", "env", types=[str])
    app.connect("config-inited", use_assets)
    app.connect("missing-reference", resolve_link)
    app.add_role("rule", RuleRole())
    app.add_directive("chapter-opening", ChapterOpening)
    app.add_directive("rule-catalogue", RuleCatalogue)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

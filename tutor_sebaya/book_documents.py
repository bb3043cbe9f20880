"""Sphinx extension: empty forms to download, made from the same code as the filled ones when the book is built.

Directive ``{blank-forms}``: a table of the forms, what each is for, and links to its files in both papers. The files
lie in the folder ``formulir`` beside the pages; no other host is asked. In an e-book the table says where they are.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import docutils.nodes  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from .documents_index import READERS, FileFormat, Printable, blanks
from .documents_paper import PaperName
from .language import LANGUAGES, N_, Text, text

FOLDER = "formulir"
PAPERS: tuple[PaperName, ...] = ("A4", "F4")
FORMATS: tuple[FileFormat, ...] = ("docx", "xlsx")
"""Editable ones; a page for printing is better made from a plan, by a planner's form."""
ELSEWHERE = N_("Berkas formulirnya diunduh dari halaman ini di buku daring; buku elektronik ini hanya mendaftarnya.")
_NAMES = {"docx": "Word", "xlsx": "Excel"}


def file_name(form: Printable, format: FileFormat, paper: PaperName) -> str:
    """'kartu-tutor-kosong-a4.docx'."""
    return f"{form.id}-{paper.lower()}.{format}"


class BlankForms(SphinxDirective):
    """The table of empty forms."""

    def run(self) -> list[docutils.nodes.Node]:
        self.env.metadata[self.env.docname]["blank_forms"] = True
        builder = self.env.app.builder
        online = builder.format == "html" and builder.name != "epub"
        # What the page is for stands second: on a phone the third column is out of sight.
        columns = {N_("Formulir"): 25, N_("Unduh"): 20, N_("Kegunaan"): 40, N_("Untuk"): 15}
        if not online:
            del columns["Unduh"]
        group = docutils.nodes.tgroup(cols=len(columns))
        for width in columns.values():
            group += docutils.nodes.colspec(colwidth=width)
        group += docutils.nodes.thead("", _row(*(self._words(text(one)) for one in columns)))
        body = docutils.nodes.tbody()
        for form in blanks():
            title = docutils.nodes.paragraph("", "", official_name(form.title, self._language))
            readers = text("{who}", who=[text(READERS[one]) for one in form.readers])
            links = (self._links(form),) if online else ()
            body += _row(title, *links, self._words(form.purpose), self._words(readers))
        group += body
        table = docutils.nodes.table("", classes=["blank-forms"])
        table += group
        return [table] if online else [self._words(text(ELSEWHERE)), table]

    @property
    def _language(self) -> str:
        return self.config.language or LANGUAGES[0]

    def _words(self, words: Text) -> docutils.nodes.paragraph:
        return docutils.nodes.paragraph("", words.render(self._language))

    def _links(self, form: Printable) -> docutils.nodes.paragraph:
        line = docutils.nodes.paragraph()
        for format in FORMATS:
            if format not in form.formats:
                continue
            for paper in PAPERS:
                if len(line):
                    line += docutils.nodes.Text(" ")
                name = file_name(form, format, paper)
                line += docutils.nodes.raw(
                    "",
                    f'<a download href="{FOLDER}/{name}" lang="{LANGUAGES[0]}" '
                    f'aria-label="{form.title}, {_NAMES[format]}, {paper}">{_NAMES[format]} {paper}</a>',
                    format="html",
                )
        return line


def official_name(name: str, language: str) -> docutils.nodes.inline:
    """The name of an official form: Indonesian for every reader, with what it means for those of another language."""
    # Docutils makes a lang attribute of this class.
    whole = docutils.nodes.inline("", "", docutils.nodes.inline("", name, classes=[f"language-{LANGUAGES[0]}"]))
    meaning = text(name).render(language)
    if meaning != name:
        whole += docutils.nodes.Text(f" ({meaning})")
    return whole


def _row(*cells: docutils.nodes.Node) -> docutils.nodes.row:
    return docutils.nodes.row("", *(docutils.nodes.entry("", one) for one in cells))


def write_forms(app: Sphinx, problem: Exception | None) -> None:
    """After the pages: the files that they link to."""
    wanted = any("blank_forms" in facts for facts in app.env.metadata.values())
    if problem or not wanted or app.builder.format != "html" or app.builder.name == "epub":
        return
    folder, made = Path(app.outdir, FOLDER), Path(app.doctreedir, "formulir.sha256")
    folder.mkdir(exist_ok=True)
    files = {
        folder / file_name(form, format, paper): (form, format, paper)
        for form in blanks()
        for format in FORMATS
        if format in form.formats
        for paper in PAPERS
    }
    # Half of the time of building one edited page went into forms that no page changes.
    now = _package()
    if made.is_file() and made.read_text() == now and all(file.is_file() for file in files):
        return
    for file, (form, format, paper) in files.items():
        file.write_bytes(form.make(format, paper))
    made.write_text(now)


def _package() -> str:
    """What the forms are made by, as a number that changes with it."""
    digest = hashlib.sha256()
    for module in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(module.read_bytes())
    return digest.hexdigest()


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_directive("blank-forms", BlankForms)
    app.connect("build-finished", write_forms)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

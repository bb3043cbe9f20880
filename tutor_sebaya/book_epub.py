"""The whole book as one EPUB: for reading without a network, on a phone or an e-reader.

This Sphinx extension only acts in the builder "epub": forms become a sentence that says where they work (a static
result stands beside each), paragraphs about using them on the page go, JavaScript, its fonts and the web's style sheets
stay out, cells of tables become lines, the manifest names pages with drawings, the book gets its name and version.
"""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urldefrag
from xml.etree import ElementTree

from sphinx.application import Sphinx
from sphinx.builders.epub3 import Epub3Builder
from sphinx.config import Config
from sphinx.locale import _

from . import __version__
from .language import LANGUAGES, text

FILE = "tutor-sebaya"
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
_VIEW = re.compile(r'<script type="application/vnd\.jupyter\.widget-view\+json">.*?</script>', re.DOTALL)
_PLANNER = re.compile(r'<div class="planner-here".*?</div>', re.DOTALL)
_ON_SCREEN = re.compile(r'<p class="on-screen">.*?</p>', re.DOTALL)
_CELL = re.compile(r"(<t([dh])\b[^>]*>)(.*?)(?=</t\2>)", re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|ul|li)\b[^>]*>")
_POINT = re.compile(r"<li\b[^>]*>(?:\s*<p\b[^>]*>)?")
_PAGE = re.compile(r'(href="[\w-]+)\.html(?=["#])')
_STYLES = ("pygments.css", "epub.css", "basic.css", "e-book.css")
"""Pages of the web have others: variables, nesting and new selectors, which e-readers don't know."""
_NEW = (":is(", ":has(", ":where(", "var(", "calc(")
_PAGE_ITEM = re.compile(r'(<item id="[^"]*" href="([^"]*)" media-type="application/xhtml\+xml") />')
_INSIDE = {"svg": "svg", "mathml": "math"}
"""What the manifest must say of a page -> the element in it."""
_XHTML = "{http://www.w3.org/1999/xhtml}"
_OPF = "{http://www.idpf.org/2007/opf}"


def name_the_book(app: Sphinx, config: Config) -> None:
    """Before any builder: these stand in the book's metadata, where an empty one is an error."""
    config.project = config.html_title or config.project
    config.version = config.version or __version__
    config.release = config.release or config.version


def prepare(app: Sphinx) -> None:
    if app.builder.name != "epub":
        return
    config = app.config
    config.html_extra_path = []
    config.html_static_path = [one for one in config.html_static_path if "book-assets" not in str(one)]
    config.html_js_files = []
    app.add_css_file("e-book.css")
    # The builder asks for this word before the catalogue of the edition's language is there.
    app.builder.guide_titles = {**app.builder.guide_titles, "toc": str(_("Table of Contents"))}  # type: ignore[attr-defined]


def without_scripts(app: Sphinx, page: str, template: str, context: dict[str, Any], document: object) -> None:
    if app.builder.name == "epub" and "body" in context:
        language = app.config.language or LANGUAGES[0]
        said = text("Formulir perencana bekerja di buku daring dan di notebook; di sini ada hasil awalnya.")
        body = _VIEW.sub(f'<p class="form-elsewhere">{said.render(language)}</p>', context["body"])
        started = text("Perencana ini bekerja di buku daring dan di notebook.")
        body = _PLANNER.sub(f'<p class="form-elsewhere">{started.render(language)}</p>', _ON_SCREEN.sub("", body))
        # Results of cells, such as tables with links to rules, say .html.
        context["body"] = _CELL.sub(_in_lines, _PAGE.sub(r"\1.xhtml", _SCRIPT.sub("", body)))
        context["script_files"] = []
        context["css_files"] = [
            one for one in context["css_files"] if Path(str(getattr(one, "filename", one))).name in _STYLES
        ]


def _in_lines(cell: re.Match[str]) -> str:
    """A table's cell as lines: MuPDF, in readers for cheap phones, lays cells with blocks over each other."""
    start, _, content = cell.groups()
    if re.search(r"<(?:ol|dl|div|table|pre)\b|<(?:p|li)\b[^>]* id=", content) or not _BLOCK.search(content):
        return cell[0]
    lines = (line.strip() for line in _BLOCK.split(_POINT.sub("<li>• ", content)))
    return start + "<br/>".join(line for line in lines if line)


class EPUBBuilder(Epub3Builder):
    """Sphinx' builder, with a manifest as EPUBCheck wants it and without style sheets that nothing uses."""

    def build_content(self) -> None:
        folder = Path(self.outdir)
        for sheet in (folder / "_static").glob("*.css"):
            if sheet.name not in _STYLES:
                sheet.unlink()
        super().build_content()
        package = folder / "content.opf"

        def named(item: re.Match[str]) -> str:
            page = (folder / unquote(item[2])).read_text(encoding="utf-8")
            said = " ".join(name for name, element in _INSIDE.items() if re.search(rf"<{element}\b", page))
            return f'{item[1]} properties="{said}" />' if said else item[0]

        package.write_text(_PAGE_ITEM.sub(named, package.read_text(encoding="utf-8")), encoding="utf-8")


def faults(epub: Path) -> Iterator[str]:
    """What is wrong with an EPUB's structure: order of the archive, manifest, well-formed pages, links inside."""
    with zipfile.ZipFile(epub) as archive:
        names = archive.namelist()
        first = archive.infolist()[0]
        if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
            yield "mimetype isn't the first file, stored without compression"
        if archive.read("mimetype").strip() != b"application/epub+zip":
            yield "mimetype says something else"
        package = PurePosixPath(_package(archive))
        tree = ElementTree.fromstring(archive.read(str(package)))
        listed = {str(package.parent / unquote(item.get("href", ""))): item for item in tree.iter(f"{_OPF}item")}
        for name in listed.keys() - set(names):
            yield f"{name}: in the manifest, not in the archive"
        plain = {"mimetype", str(package), "META-INF/container.xml"}
        for name in sorted(set(names) - listed.keys() - plain):
            if not name.startswith("META-INF/") and not name.endswith("/"):
                yield f"{name}: in the archive, not in the manifest"
        ids = {item.get("id") for item in tree.iter(f"{_OPF}item")}
        for reference in tree.iter(f"{_OPF}itemref"):
            if reference.get("idref") not in ids:
                yield f"{reference.get('idref')}: in the spine, not in the manifest"
        for name in names:
            if name.endswith(".css") and any(new in archive.read(name).decode("utf-8") for new in _NEW):
                yield f"{name}: has something that e-readers don't know"
        yield from _faults_of_pages(archive, listed)


def _package(archive: zipfile.ZipFile) -> str:
    container = ElementTree.fromstring(archive.read("META-INF/container.xml"))
    roots = [str(one.get("full-path")) for one in container.iter() if one.tag.endswith("rootfile")]
    return roots[0]


def _faults_of_pages(archive: zipfile.ZipFile, listed: dict[str, ElementTree.Element]) -> Iterator[str]:
    pages: dict[str, ElementTree.Element] = {}
    for name, item in listed.items():
        if item.get("media-type") == "application/xhtml+xml" and name in archive.namelist():
            try:
                pages[name] = ElementTree.fromstring(archive.read(name))
            except ElementTree.ParseError as problem:
                yield f"{name}: not well-formed ({problem})"
    anchors = {name: {one.get("id") for one in page.iter() if one.get("id")} for name, page in pages.items()}
    for name, page in pages.items():
        if any(page.iter(f"{_XHTML}script")):
            yield f"{name}: has a script"
        said = (listed[name].get("properties") or "").split()
        for what, element in _INSIDE.items():
            if any(one.tag.endswith(f"}}{element}") for one in page.iter()) != (what in said):
                yield f"{name}: its content and the property {what!r} of the manifest don't agree"
        for link in page.iter():
            address = link.get("href") or link.get("src") or ""
            if not address or re.match(r"[a-z]+:", address):
                continue
            target, anchor = urldefrag(address)
            path = str(PurePosixPath(name).parent / unquote(target)) if target else name
            if path not in listed:
                yield f"{name}: links to {address}, which isn't there"
            elif anchor and path in anchors and unquote(anchor) not in anchors[path]:
                yield f"{name}: links to {address}, a place that isn't there"


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("config-inited", name_the_book)
    app.connect("builder-inited", prepare)
    app.add_builder(EPUBBuilder, override=True)
    # After the extensions that add scripts to pages.
    app.connect("html-page-context", without_scripts, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def main() -> int:
    """Say what is wrong with the EPUB that is named; status 1 if anything is."""
    found = list(faults(Path(sys.argv[1])))
    print("\n".join(found))
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())

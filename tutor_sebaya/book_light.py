"""Pages for phones and slow connections: what nobody sees at first isn't loaded at first.

This Sphinx extension

- puts a button before each planner's form, which loads the 3.6 MB of its JavaScript when somebody wants it, and Python
  where the site has it (`book_live`); a static result stands in the page anyway. ``book_forms``: the scripts, in their
  order, relative to "_static";
- joins the style sheets of a page to one file, and lets scripts wait until the page is read: on slow 4G its first view
  comes a second sooner;
- empties the theme's icon script (1.5 MB) and drops its font: `custom.css` draws the few icons that are used;
- sets formulas as MathML, which browsers and e-book readers show by themselves: MathJax would be 1.2 MB more.
"""

from __future__ import annotations

import hashlib
import html
import json
import posixpath
import re
import shutil
from pathlib import Path
from typing import Any

import docutils.nodes  # type: ignore[import-untyped]
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from . import book_live
from .language import LANGUAGES, N_, text, translate

logger = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "book_static"
FORM = "application/vnd.jupyter.widget-view+json"
MATH = "mathml"
HERE = 'class="planner-here"'
FIXED = {
    "show": N_("Tampilkan formulir"),
    "size": N_("Mengunduh sekitar 1 MB, sekali untuk semua halaman."),
    "loading": N_("Formulir sedang dimuat …"),
    "failed": N_("Formulir tidak dapat dimuat. Hasil awalnya tetap ada di halaman ini."),
    "again": N_("Coba lagi"),
}
ALIVE = {
    "show": N_("Tampilkan formulir"),
    "start": N_("Nyalakan perencana"),
    "size": N_(
        "Mengunduh sekitar {size} MB, sekali untuk semua perencana: program yang menghitung. Perhitungannya terjadi di "
        "peramban ini, sehingga data kelas Anda tidak dikirim ke mana pun. Sesudah itu perencana menyala juga tanpa "
        "internet."
    ),
    "file": N_(
        "Halaman ini dibuka dari berkas. Peramban hanya menyalakan perencana dari alamat http atau https; formulir di "
        "bawah tombol ini menampilkan keadaan awalnya."
    ),
    "loading": N_("Menyiapkan unduhan …"),
    "progress": N_("Mengunduh: {bytes} dari {of} MB."),
    "python": N_("Sudah terunduh. Menyalakan program …"),
    "form": N_("Membuat formulir …"),
    "alive": N_("Perencana"),
    "ready": N_("Perencana menyala. Pilih, isi, dan tekan tombolnya."),
    "busy": N_("Sedang dihitung … Anda tetap dapat membaca halaman ini."),
    "later": N_("Mengunduh {name} ({size} MB), sekali saja …"),
    "again": N_("Coba lagi"),
    "unreachable": N_(
        "Perencana belum dapat dinyalakan: berkasnya tidak terunduh lengkap. Periksa sambungan internet, lalu coba "
        "lagi. Hasil awalnya tetap ada di halaman ini."
    ),
    "offline": N_(
        "Perencana belum dapat dinyalakan: peramban ini sedang tanpa internet, dan berkasnya belum pernah diunduh. "
        "Hasil awalnya tetap ada di halaman ini."
    ),
    "wasm": N_(
        "Peramban ini tidak dapat menjalankan programnya (WebAssembly). Pakailah Chrome, Edge, Firefox, atau Safari "
        "yang baru. Hasil awalnya tetap ada di halaman ini."
    ),
    "mistake": N_(
        "Program ini keliru ({where}). Laporkan kekeliruan ini kepada pengelola buku; keterangan dalam kurung tidak "
        "memuat data murid."
    ),
    "stopped": N_(
        "Program ini berhenti, biasanya karena memori perangkat habis. Tutup tab lain, muat ulang halaman ini, lalu "
        "buka skenario yang terakhir Anda unduh."
    ),
}


def load_forms(app: Sphinx, page: str, template: str, context: dict[str, Any], document: object) -> None:
    """Where a page has a form and its scripts were fetched from npm: the button and what it loads."""
    body = context.get("body", "")
    if app.builder.name == "epub" or not (FORM in body or HERE in body) or not app.config.book_forms:
        return
    language = app.config.language or LANGUAGES[0]
    size = book_live.megabytes(app, _scripts(app))
    words = {name: translate(said, language) for name, said in (ALIVE if size else FIXED).items()}
    given: dict[str, Any] = {"data-scripts": " ".join(app.config.book_forms)}
    if size:
        words["size"] = text(ALIVE["size"], size=float(round(size))).render(language)
        # Relative to the folder of the script.
        given["data-site"] = f"../{book_live.site_root(language)}"
    given["data-words"] = json.dumps(words, ensure_ascii=False)
    app.add_js_file("forms.js", loading_method="defer", **given)


def _scripts(app: Sphinx) -> list[Path]:
    """The form's scripts, where they are found."""
    folders = [Path(app.confdir, one) for one in app.config.html_static_path]
    found = (folder / name for name in app.config.book_forms for folder in folders)
    return [one for one in found if one.is_file()]


def use_static(app: Sphinx, config: Config) -> None:
    config.html_math_renderer = MATH
    if str(STATIC) not in config.html_static_path:
        config.html_static_path = [*config.html_static_path, str(STATIC)]


def without_icon_font(app: Sphinx, problem: Exception | None) -> None:
    """After the theme's files were copied: its icon script stays, empty, because pages name it."""
    static = Path(app.outdir, "_static")
    if problem is None and app.builder.format == "html" and app.builder.name != "epub":
        for script in static.glob("scripts/fontawesome.js"):
            script.write_text("// Icons are drawn by custom.css.\n", encoding="utf-8")
        for useless in [*static.glob("scripts/*.map"), *static.glob("scripts/fontawesome.js.*")]:
            useless.unlink(missing_ok=True)
        shutil.rmtree(static / "vendor" / "fontawesome", ignore_errors=True)


# --- what a page waits for -----------------------------------------------------------------------------------------

_STYLE = re.compile(r'<link (?=[^>]*rel="stylesheet")(?![^>]*media=)[^>]*href="(_static/[^"?]+\.css)[^"]*"[^>]*>\n?')
_IMPORT = re.compile(r'@import\s+(?:url\()?["\']?([^"\')]+)["\']?\)?\s*;')
_ADDRESS = re.compile(r'url\((["\']?)(?!data:|https?:|/|#)([^)"\']+)\1\)')
_WAITING = ("doctools", "sphinx_highlight", "scripts/sphinx-book-theme", "translations", "design-tabs")
"""Scripts that nothing in a page calls while it is being read; on the page of the search something does."""
_SCRIPT = re.compile(rf'<script (?!defer)([^>]*src="_static/(?:{"|".join(_WAITING)})\.js)')


def _style(root: Path, name: str) -> str:
    """A style sheet with its imports, its addresses relative to "_static"."""
    folder = posixpath.dirname(name)
    sheet = (root / name).read_text(encoding="utf-8").removeprefix('@charset "UTF-8";')

    def address(found: re.Match[str]) -> str:
        return f"url({posixpath.relpath(posixpath.join(folder, found[2]), '_static')})"

    def imported(found: re.Match[str]) -> str:
        return _style(root, posixpath.normpath(posixpath.join(folder, found[1])))

    return _IMPORT.sub(imported, _ADDRESS.sub(address, sheet))


def join_styles(app: Sphinx, problem: Exception | None) -> None:
    """Give each page one style sheet; each of its own would wait for an answer, and an import for another one."""
    if problem is not None or app.builder.name != "html":
        return
    root = Path(app.outdir)
    pages = {page: page.read_text(encoding="utf-8") for page in root.glob("*.html")}
    styles = {page: tuple(_STYLE.findall(markup)) for page, markup in pages.items()}
    # A page with fewer sheets has the same file, so that the next page finds it in the cache.
    most = max(styles.values(), key=len, default=())
    for names in {most if set(names) <= set(most) else names for names in styles.values() if len(names) > 1}:
        content = "\n".join(_style(root, name) for name in names).encode()
        joined = f"_static/pages-{hashlib.sha256(content).hexdigest()[:12]}.css"
        (root / joined).write_bytes(content)
        for page, own in styles.items():
            if len(own) > 1 and (own == names or (names == most and set(own) <= set(most))):
                rest = _STYLE.sub("", pages[page])
                at = _STYLE.search(pages[page])
                start = at.start() if at else 0
                pages[page] = f'{rest[:start]}<link rel="stylesheet" href="{joined}" />\n{rest[start:]}'
    for page, markup in pages.items():
        page.write_text(
            markup if page.name == "search.html" else _SCRIPT.sub(r"<script defer \1", markup),
            encoding="utf-8",
            newline="\n",
        )


# --- formulas ------------------------------------------------------------------------------------------------------


def _mathml(node: docutils.nodes.Element, display: str) -> str:
    try:
        return str(convert(node.astext(), display=display))
    except Exception as problem:
        # The converter raises many kinds of errors; all of them mean that the formula is wrong or beyond it.
        logger.warning("this formula can't be set: %s (%r)", node.astext(), problem, location=node)
        return html.escape(node.astext())


def visit_inline_formula(self: HTML5Translator, node: docutils.nodes.Element) -> None:
    self.body.append(_mathml(node, "inline"))
    raise docutils.nodes.SkipNode


def visit_formula(self: HTML5Translator, node: docutils.nodes.Element) -> None:
    self.body.append(self.starttag(node, "div", CLASS="math"))
    if node.get("number"):
        self.body.append(f'<span class="eqno">({html.escape(str(node["number"]))})</span>')
    self.body.append(f"{_mathml(node, 'block')}</div>\n")
    raise docutils.nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    app.setup_extension("tutor_sebaya.book_live")
    app.add_config_value("book_forms", [], "html", types=[list])
    app.add_html_math_renderer(MATH, (visit_inline_formula, None), (visit_formula, None))
    app.connect("config-inited", use_static)
    app.connect("html-page-context", load_forms)
    app.connect("build-finished", without_icon_font)
    # After the theme, which writes the colours of code when a build has finished.
    app.connect("build-finished", join_styles, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

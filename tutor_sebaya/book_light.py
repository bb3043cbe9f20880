"""Pages for phones and slow connections: what nobody sees at first isn't loaded at first.

This Sphinx extension

- puts a button before each planner's form, which loads the 3.6 MB of its JavaScript when somebody wants it; a static
  result stands in the page anyway. ``book_forms``: the scripts, in their order, relative to "_static";
- empties the theme's icon script (1.5 MB) and drops its font: `custom.css` draws the few icons that are used;
- sets formulas as MathML, which browsers and e-book readers show by themselves: MathJax would be 1.2 MB more.
"""

from __future__ import annotations

import html
import json
import shutil
from pathlib import Path
from typing import Any

import docutils.nodes  # type: ignore[import-untyped]
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from .language import LANGUAGES, N_, translate

logger = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "book_static"
FORM = "application/vnd.jupyter.widget-view+json"
MATH = "mathml"
WORDS = {
    "show": N_("Tampilkan formulir"),
    "size": N_("Mengunduh sekitar 1 MB, sekali untuk semua halaman."),
    "loading": N_("Formulir sedang dimuat …"),
    "failed": N_("Formulir tidak dapat dimuat. Hasil awalnya tetap ada di halaman ini."),
}


def load_forms(app: Sphinx, page: str, template: str, context: dict[str, Any], document: object) -> None:
    """Where a page has a form and its scripts were fetched from npm: the button and what it loads."""
    if app.builder.name == "epub" or FORM not in context.get("body", "") or not app.config.book_forms:
        return
    language = app.config.language or LANGUAGES[0]
    words = {name: translate(said, language) for name, said in WORDS.items()}
    given: dict[str, Any] = {"data-scripts": " ".join(app.config.book_forms)}
    given["data-words"] = json.dumps(words, ensure_ascii=False)
    app.add_js_file("forms.js", loading_method="defer", **given)


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
    app.add_config_value("book_forms", [], "html", types=[list])
    app.add_html_math_renderer(MATH, (visit_inline_formula, None), (visit_formula, None))
    app.connect("config-inited", use_static)
    app.connect("html-page-context", load_forms)
    app.connect("build-finished", without_icon_font)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

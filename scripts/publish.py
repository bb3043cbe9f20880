"""Build everything that is published into _build/site: the book in its languages, notebooks, e-books, the stick's zip.

Usage: python scripts/publish.py [--strict] [--address https://…/]     (or: make site)

The same steps locally and in .github/workflows/pages.yml. The folder works under any path of any host. A part that
can't be made here (no Node.js, no network) is named and left out; --strict makes that, and any broken link, a failure.
The address is needed for sitemap.xml and for links on 404.html only; it is set in _config.yml, `html: baseurl`.
"""

from __future__ import annotations

import argparse
import html
import importlib
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import links
import site_report
import stick
import workshop

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build" / "site"
REPORT = ROOT / "_build" / "site-report.md"
DOWNLOADS = "unduh"
HIDDEN_WAY = '<p class="ts-downloads" hidden'
OTHERS = ("lite", "pyodide", DOWNLOADS)
"""Folders of the site that don't come from the book's build."""
LEFT_OUT = (".buildinfo", ".doctrees", "*.map", "*macros.html")
"""Sphinx's notes in its output, maps for those who debug the theme, its templates: of no use to readers."""


@dataclass(frozen=True)
class Part:
    """One part of the site: its name in two languages, and what puts it into the site's folder."""

    name: str
    english: str
    make: Callable[[Path], None]


@dataclass
class Published:
    """What was built, and what is missing with the reason."""

    made: list[str] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)


def _script(name: str) -> ModuleType:
    """A script beside this one."""
    return importlib.import_module(name)


# --- parts ---------------------------------------------------------------------------------------------------------


def copy_book(site: Path) -> None:
    """The book in its languages."""
    workshop.build_book()

    useless = shutil.ignore_patterns(*LEFT_OUT)

    def left_out(folder: str, names: list[str]) -> set[str]:
        # `make serve` puts these beside its pages; here they are made in any case.
        beside = OTHERS if Path(folder) == workshop.HTML else ()
        return {*useless(folder, names), *beside}

    shutil.copytree(workshop.HTML, site, dirs_exist_ok=True, ignore=left_out)


def add_pyodide(site: Path) -> None:
    """One copy of Pyodide for planners and notebooks, of both editions."""
    shutil.copytree(_script("pyodide_files").pyodide_folder(heavy=True), site / "pyodide", dirs_exist_ok=True)


def add_notebooks(site: Path) -> None:
    """JupyterLite in lite/."""
    lite = _script("lite")
    # Raises with its reason where parts lack, which build_lite only prints.
    lite.lite_folder()
    lite.build_lite(site)


def add_epubs(site: Path) -> None:
    """The book as an EPUB, in each language."""
    for edition in workshop.EDITIONS:
        _download(site, workshop.build_epub(edition))


def add_stick(site: Path) -> None:
    """The zip for a school without internet; it holds what is in the site so far."""
    # Built beside the site: it can't hold itself.
    _download(site, stick.make_stick(site, site.parent / stick.STICK.name))


def _download(site: Path, file: Path) -> None:
    (site / DOWNLOADS).mkdir(exist_ok=True)
    shutil.copy2(file, site / DOWNLOADS / file.name)
    show_downloads(site)
    (site / DOWNLOADS / "index.html").write_text(downloads_page(site), encoding="utf-8", newline="\n")


def show_downloads(site: Path) -> None:
    """Pages have the way to the downloads from the start, hidden (tutor_sebaya/book_launch.py)."""
    for page in (one for folder in editions(site).values() for one in sorted((site / folder).glob("*.html"))):
        whole = page.read_text(encoding="utf-8")
        if HIDDEN_WAY in whole:
            shown = whole.replace(HIDDEN_WAY, HIDDEN_WAY.removesuffix(" hidden"))
            page.write_text(shown, encoding="utf-8", newline="\n")


PARTS = (
    Part("buku", "the book", copy_book),
    Part("Pyodide", "Pyodide", add_pyodide),
    Part("notebook di peramban (JupyterLite)", "notebooks in the browser (JupyterLite)", add_notebooks),
    Part("buku elektronik (EPUB)", "the e-book (EPUB)", add_epubs),
    # The last: it holds the others.
    Part("zip untuk diska lepas", "the zip for a stick", add_stick),
)


# --- what a host of pages needs ------------------------------------------------------------------------------------


def configuration() -> dict[str, Any]:
    """_config.yml, where the editions and the public address are set."""
    import yaml

    return dict(yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8")))


def folders() -> dict[str, str]:
    """Language -> folder of its edition in the site, with a slash at its end; the first one has none."""
    registered = configuration()["sphinx"]["config"].get("book_editions", {"id": "", "en": "en"})
    return {language: with_slash(folder) for language, folder in registered.items()}


def editions(site: Path) -> dict[str, str]:
    """Those of the folders that are there."""
    return {language: folder for language, folder in folders().items() if (site / folder / "index.html").exists()}


def host_files(site: Path, address: str) -> None:
    """404.html, robots.txt, .nojekyll and, where the address is known, sitemap.xml."""
    (site / ".nojekyll").write_bytes(b"")
    (site / "404.html").write_text(not_found(site, address), encoding="utf-8", newline="\n")
    robots = "User-agent: *\nDisallow:\n"
    if address:
        robots += f"Sitemap: {address}sitemap.xml\n"
        (site / "sitemap.xml").write_text(sitemap(site, address), encoding="utf-8", newline="\n")
    (site / "robots.txt").write_text(robots, encoding="utf-8", newline="\n")


def small_page(title: str, body: str, head: str = "") -> str:
    """A page that stands alone: no style, script or picture of its own to be asked for."""
    return f"""<!DOCTYPE html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{head}<title>{title} – Tutor Sebaya</title>
<style>
  :root {{ color-scheme: light dark; }}
  body {{ font: 1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 0 auto; padding: 2rem 1rem; }}
  h1, h2 {{ line-height: 1.25; }}
  a {{ color: LinkText; display: inline-block; padding: .6rem 0; }}
</style>
</head>
<body>
{body}</body>
</html>
"""


def not_found(site: Path, address: str) -> str:
    """The page for addresses that lead nowhere. A host shows it at any depth, so its links start at the host's root."""
    home = urlsplit(address).path if address else ""
    folder = editions(site).get("en")
    english = "" if folder is None else f'<p><a href="{home}{folder}index.html">First page of the book</a></p>\n'
    return small_page(
        "Halaman tidak ada · Page not found",
        f"""<h1>Halaman ini tidak ada</h1>
<p>Mungkin alamatnya salah ketik, atau halamannya sudah berganti nama.</p>
<p><a href="{home}index.html">Halaman depan buku</a> · <a href="{home}search.html">Cari di buku</a></p>
<div lang="en">
<h2>This page doesn’t exist</h2>
<p>The address may be misspelt, or the page has another name now.</p>
{english}</div>
""",
        '<meta name="robots" content="noindex">\n',
    )


DOWNLOAD_WORDS = {
    "tutor-sebaya.epub": ("Buku elektronik (EPUB), untuk ponsel dan pembaca buku", "The e-book in Indonesian (EPUB)"),
    "tutor-sebaya-en.epub": (
        "Buku elektronik dalam bahasa Inggris (EPUB)",
        "The e-book (EPUB), for phones and e-readers",
    ),
    stick.STICK.name: (
        "Seluruh kursus untuk sekolah tanpa internet (zip): ekstrak, lalu buka BACA-DULU.html",
        "The whole course for a school without internet (zip): extract it, then open BACA-DULU.html",
    ),
}
"""File -> what it is, in two languages."""


def _megabytes(size: float, language: int) -> str:
    # Indonesian has a decimal comma.
    return f"{size:.1f} MB" if language else f"{size:.1f} MB".replace(".", ",")


def downloads_page(site: Path) -> str:
    """What can be taken along, with its size: whoever pays for data wants to know that first."""
    there = [name for name in DOWNLOAD_WORDS if (site / DOWNLOADS / name).exists()]
    sizes = {name: (site / DOWNLOADS / name).stat().st_size / 1e6 for name in there}
    indonesian, english = (
        "".join(
            f'<li><a href="{name}">{DOWNLOAD_WORDS[name][language]}</a> ({_megabytes(sizes[name], language)})</li>\n'
            for name in there
        )
        for language in (0, 1)
    )
    return small_page(
        "Unduhan · Downloads",
        f"""<h1>Unduhan</h1>
<ul>
{indonesian}</ul>
<p><a href="../index.html">Kembali ke buku</a></p>
<div lang="en">
<h2>Downloads</h2>
<ul>
{english}</ul>
</div>
""",
    )


def sitemap(site: Path, address: str) -> str:
    """Addresses of all pages of the book; a page's other edition is named beside it."""
    here = editions(site)
    lines = []
    for folder in here.values():
        for file in sorted((site / folder).glob("*.html")):
            if file.name in ("404.html", "search.html", "genindex.html"):
                continue
            others = {language: other for language, other in here.items() if (site / other / file.name).exists()}
            also = "".join(
                f'<xhtml:link rel="alternate" hreflang="{language}" href="{html.escape(address + other + file.name)}"/>'
                for language, other in others.items()
                if len(others) > 1
            )
            lines.append(f"<url><loc>{html.escape(address + folder + file.name)}</loc>{also}</url>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        + "\n".join(lines)
        + "\n</urlset>\n"
    )


# --- all of it -----------------------------------------------------------------------------------------------------


def build_site(site: Path, address: str = "", parts: Iterable[Part] = PARTS) -> Published:
    """Build the parts into an emptied folder, each over what is there; the first must succeed."""
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(parents=True)
    done = Published()
    for number, part in enumerate(parts):
        workshop.say(f"– {part.name} …", f"– {part.english} …")
        try:
            part.make(site)
        except Exception as problem:
            # Whatever kept one part from being made, the others are still worth having; without the book none is.
            if number == 0:
                raise
            done.missing[f"{part.name} / {part.english}"] = str(problem) or type(problem).__name__
        else:
            done.made.append(part.name)
    host_files(site, address)
    return done


def with_slash(address: str) -> str:
    return address.rstrip("/") + "/" if address else ""


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Build everything that is published into _build/site.")
    parser.add_argument("--strict", action="store_true", help="fail when a part is missing or a link is broken")
    parser.add_argument("--address", default=None, help="the site's public address (default: _config.yml)")
    asked = parser.parse_args(words)
    address = with_slash(str(configuration()["html"].get("baseurl") or "") if asked.address is None else asked.address)
    try:
        done = build_site(SITE, address)
    except workshop.Failed as problem:
        print(problem, file=sys.stderr)
        return 1
    checked = links.check_site(SITE, links.learn_addresses(), editions(SITE).values(), address)
    print(*checked.broken, sep="\n", end="\n" if checked.broken else "")
    print(links.summary(checked))
    sizes = site_report.report(SITE, editions(SITE).values())
    REPORT.write_text(f"{sizes}\n{_missing(done)}", encoding="utf-8", newline="\n")
    print(f"\n{site_report.first_lines(sizes)}\n{_missing(done)}")
    workshop.say(
        f"Situs ada di {SITE.relative_to(ROOT)}; ukuran selengkapnya di {REPORT.relative_to(ROOT)}.",
        f"The site is {SITE.relative_to(ROOT)}; all sizes are in {REPORT.relative_to(ROOT)}.",
    )
    return int(asked.strict and bool(done.missing or checked.broken))


def _missing(done: Published) -> str:
    if not done.missing:
        return ""
    rows = "\n".join(f"- {name}: {' '.join(reason.split())}" for name, reason in done.missing.items())
    return f"## Tidak ikut dibuat / left out\n\n{rows}\n"


if __name__ == "__main__":
    sys.exit(main())

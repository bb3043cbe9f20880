"""Check the links of a built site: every file and every place in a page that a page names must be in the site.

Usage: python scripts/links.py [FOLDER]     (default: _build/site)

A page may load nothing from another host; links that a person may follow to other hosts are only counted. Nothing is
asked from the network. What scripts load while they run is not seen here: tests in a browser, with all other hosts
blocked, see that. Standard library only; `learn` addresses of rules are checked where the package is installed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build" / "site"

ADDRESSES = frozenset({"href", "xlink:href", "src", "poster", "data", "action", "formaction", "background"})
"""Attributes whose value is one address (`srcset` holds several, `style` may hold some)."""
ONLY_FOLLOWED = frozenset({"a", "area", "form"})
"""Elements whose address is asked for when a person follows it, and not before."""
ONLY_NAMED = frozenset({"canonical", "alternate", "license", "author", "help", "next", "prev", "search", "index"})
"""Relations of <link> that name a page without loading it."""
NEVER_ASKED = ("vendor/fontawesome/webfonts/",)
"""Fonts that the theme's style names and no page uses: tutor_sebaya/book_light.py leaves their files out."""
IN_STYLE = re.compile(r"""url\(\s*(["']?)(.*?)\1\s*\)|@import\s+(["'])(.*?)\3""")
REFRESH = re.compile(r"^\s*[\d.]+\s*;\s*url\s*=\s*[\"']?(.*?)[\"']?\s*$", re.IGNORECASE)
HOSTS = ("http", "https", "ws", "wss", "ftp", "")
"""Schemes that name a host; the empty one is for //host/…"""


@dataclass(frozen=True)
class Reference:
    """One address in a file: in which line, of which element, and whether the page itself loads it."""

    line: int
    element: str
    address: str
    loaded: bool
    at_once: bool = False
    """Whether the browser asks for it before the reader does anything (for the size of a page's first view)."""


@dataclass
class Page:
    """What is asked of one HTML file."""

    references: list[Reference] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    twice: list[str] = field(default_factory=list)


@dataclass(frozen=True, order=True)
class Broken:
    """One link that leads nowhere, or loads what it may not."""

    file: str
    line: int
    address: str
    why: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.address}: {self.why}"


@dataclass
class Checked:
    """Result of a whole site."""

    broken: list[Broken] = field(default_factory=list)
    pages: int = 0
    inside: int = 0
    """Links within the site that were followed."""
    outgoing: Counter[str] = field(default_factory=Counter)
    """Host -> how many links a person may follow to it."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.in_style = tag == "style"
        for place in {values.get("id"), values.get("name") if tag == "a" else None} - {None, ""}:
            assert place is not None
            if place in self.page.places:
                self.page.twice.append(place)
            self.page.places.add(place)
        relations = set(values.get("rel", "").lower().split())
        loaded = not (tag in ONLY_FOLLOWED or (tag == "link" and relations <= ONLY_NAMED))
        # fetch() isn't the first view, nor is what the reader must scroll to or has to want first.
        at_once = tag in ("link", "script", "img") and values.get("loading") != "lazy" and "prefetch" not in relations
        for name in ADDRESSES & values.keys():
            if name == "data" and tag != "object":
                continue
            self._add(tag, values[name], loaded, at_once)
        for candidate in filter(None, map(str.strip, values.get("srcset", "").split(","))):
            self._add(tag, candidate.split()[0], True)
        if tag == "meta" and (moved := REFRESH.match(values.get("content", ""))):
            self._add(tag, moved[1], False)
        self._style(values.get("style", ""))

    def handle_endtag(self, tag: str) -> None:
        self.in_style = self.in_style and tag != "style"

    def handle_data(self, data: str) -> None:
        if self.in_style:
            self._style(data)

    def _style(self, text: str) -> None:
        for address in addresses_of_style(text):
            self._add("style", address, True)

    def _add(self, element: str, address: str, loaded: bool, at_once: bool = False) -> None:
        self.page.references.append(Reference(self.getpos()[0], element, address.strip(), loaded, loaded and at_once))


def addresses_of_style(text: str) -> Iterator[str]:
    """Addresses in CSS."""
    for found in IN_STYLE.finditer(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)):
        address = found[2] or found[4] or ""
        if not any(part in address for part in NEVER_ASKED):
            yield address


@cache
def read_page(file: Path) -> Page:
    """The references and places of an HTML file."""
    reader = _Reader()
    reader.feed(file.read_text(encoding="utf-8", errors="replace"))
    reader.close()
    return reader.page


def target(site: Path, file: Path, address: str) -> Path | None:
    """The file in the site that an address in `file` means; None where the address leads out of the site."""
    path = unquote(urlsplit(address).path)
    found = Path(*(file.parent / path).parts) if path else file
    parts: list[str] = []
    for part in found.relative_to(site).parts:
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part != ".":
            parts.append(part)
    found = site.joinpath(*parts)
    return found / "index.html" if found.is_dir() else found


def _why_broken(site: Path, file: Path, address: str) -> str:
    path, fragment = urlsplit(address).path, unquote(urlsplit(address).fragment)
    if path.startswith("/"):
        return "starts with /, so it works in no folder of a host and on no stick"
    found = target(site, file, address)
    if found is None:
        return "leads out of the site"
    if not found.is_file():
        return "no such file"
    # A browser takes "top" for the page's beginning; other fragments of files that are no page mean nothing to us.
    if fragment and fragment != "top" and found.suffix == ".html" and fragment not in read_page(found).places:
        return "no such place in the page"
    return ""


def check_references(site: Path, file: Path, references: Iterable[Reference], own: str, result: Checked) -> None:
    """Add to `result` what is wrong with the references of one file; `own` is the site's address, where it has one."""
    name = file.relative_to(site).as_posix()
    for reference in references:
        address = reference.address
        if own and address.startswith(own):
            up = "../" * len(Path(name).parent.parts)
            address = up + address[len(own) :].lstrip("/")
        try:
            parts = urlsplit(address)
        except ValueError:
            result.broken.append(Broken(name, reference.line, address, "not an address"))
            continue
        if parts.netloc or (parts.scheme in HOSTS and parts.scheme):
            if reference.loaded and parts.scheme in HOSTS:
                result.broken.append(
                    Broken(name, reference.line, address, f"<{reference.element}> loads from another host")
                )
            elif not reference.loaded:
                result.outgoing[parts.netloc] += 1
        elif not parts.scheme:
            result.inside += 1
            if why := _why_broken(site, file, address):
                result.broken.append(Broken(name, reference.line, address, why))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(child)


def _settings(file: Path) -> Iterator[Reference]:
    """Addresses that a JupyterLite app loads, as its settings (`jupyter-lite.json`) name them."""
    try:
        settings = json.loads(file.read_text(encoding="utf-8")).get("jupyter-config-data", {})
    except ValueError:
        yield Reference(1, "JSON", file.name, True)
        return
    for plugin in settings.get("litePluginSettings", {}).values():
        for address in _strings(plugin):
            if re.match(r"(https?:)?//|\.{1,2}/", address):
                yield Reference(1, "litePluginSettings", address, True)


def check_site(site: Path, learn: Iterable[str] = (), editions: Iterable[str] = ("",), own: str = "") -> Checked:
    """All links of all pages and styles of the folder.

    learn: addresses of sections, relative to the first page of each edition; editions: their folders ("" is the
    site's own); own: the site's address, with which pages may name themselves.
    """
    site = site.resolve()
    read_page.cache_clear()
    result = Checked()
    for file in sorted(site.rglob("*.html")):
        page = read_page(file)
        result.pages += 1
        check_references(site, file, page.references, own, result)
    for file in sorted(site.rglob("*.css")):
        text = file.read_text(encoding="utf-8", errors="replace")
        found = [Reference(1, "style", address, True) for address in addresses_of_style(text)]
        check_references(site, file, found, own, result)
    for file in sorted(site.rglob("jupyter-lite.json")):
        check_references(site, file, _settings(file), own, result)
    for edition in editions:
        index = site / edition / "index.html"
        wanted = [Reference(0, "learn", address, False) for address in learn]
        check_references(site, index, wanted, own, result)
    result.broken.sort()
    return result


def learn_addresses() -> list[str]:
    """Where the rules' findings lead, as the package says."""
    from tutor_sebaya.rules import catalogue

    return sorted({rule.learn for rule in catalogue().values()})


def summary(result: Checked) -> str:
    """What was checked, in a few lines."""
    hosts = ", ".join(f"{host} ({count})" for host, count in result.outgoing.most_common())
    return (
        f"{result.pages} halaman, {result.inside} tautan di dalam situs, {len(result.broken)} rusak\n"
        f"{result.pages} pages, {result.inside} links inside the site, {len(result.broken)} broken\n"
        f"Tautan ke luar / links to other hosts: {hosts or '-'}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Check the links of a built site.")
    parser.add_argument("site", nargs="?", type=Path, default=SITE, metavar="FOLDER")
    site: Path = parser.parse_args().site
    if not (site / "index.html").exists():
        print(f"Tidak ada index.html di {site}. / There is no index.html in {site}.", file=sys.stderr)
        return 2
    try:
        learn = learn_addresses()
    except ImportError:
        learn = []
    editions = [""] + (["en"] if (site / "en" / "index.html").exists() else [])
    result = check_site(site, learn, editions)
    print(*result.broken, sep="\n", end="\n" if result.broken else "")
    print(summary(result))
    return bool(result.broken)


if __name__ == "__main__":
    sys.exit(main())

"""How big a built site is: each part, the largest files, and what a page's first view loads."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import links

PARTS: Mapping[str, str] = {
    "en/": "edisi Inggris / English edition",
    "lite/": "notebook / notebooks (JupyterLite)",
    "pyodide/": "Pyodide",
    "unduh/": "unduhan / downloads",
}
BOOK = "buku / book"
LARGEST = 15
SQUEEZED = frozenset(
    {".css", ".csv", ".html", ".ipynb", ".js", ".json", ".map", ".mjs", ".svg", ".txt", ".wasm", ".xml", ".bib"}
)
"""What hosts compress on the way; other files are compressed already."""


@cache
def sent(file: Path) -> int:
    """Bytes on the way to a reader, from a host that compresses with gzip."""
    data = file.read_bytes()
    # mtime=0: the header would hold the time.
    return len(gzip.compress(data, 6, mtime=0)) if file.suffix in SQUEEZED else len(data)


def kilobytes(count: float) -> str:
    return f"{count / 1000:,.0f}"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [" | ".join(map(str, row)) for row in (head, ["---", *["---:"] * (len(head) - 1)], *rows)]
    return "\n".join(f"| {line} |" for line in lines)


def first_view(site: Path, page: Path) -> tuple[int, int, int]:
    """Files, bytes and bytes sent of a page and what its HTML asks for at once (styles, scripts, pictures in sight)."""
    asked = {page}
    for reference in links.read_page(page).references:
        file = links.target(site, page, reference.address) if reference.at_once else None
        if file is not None and file.is_file():
            asked.add(file)
    return len(asked), sum(file.stat().st_size for file in asked), sum(map(sent, asked))


def report(site: Path, editions: Iterable[str]) -> str:
    """The report, as Markdown."""
    site = site.resolve()
    links.read_page.cache_clear()
    sent.cache_clear()
    files = sorted(file for file in site.rglob("*") if file.is_file())
    names = {file: file.relative_to(site).as_posix() for file in files}
    of_part: dict[str, list[Path]] = {name: [] for name in (BOOK, *PARTS.values())}
    for file in files:
        part = next((name for start, name in PARTS.items() if names[file].startswith(start)), BOOK)
        of_part[part].append(file)
    parts = [
        (name, len(of), kilobytes(sum(file.stat().st_size for file in of)), kilobytes(sum(map(sent, of))))
        for name, of in [*of_part.items(), ("semua / all", files)]
        if of
    ]
    largest = sorted(files, key=lambda file: (-file.stat().st_size, names[file]))[:LARGEST]
    pages = [page for edition in editions for page in sorted((site / edition).glob("*.html"))]
    views = sorted(((first_view(site, page), names[page]) for page in pages), key=lambda view: (-view[0][2], view[1]))
    size = ("kB", "kB (gzip)")
    return "\n".join(
        [
            "## Bagian / parts\n",
            table(("bagian / part", "berkas / files", *size), parts),
            "\n## Berkas terbesar / largest files\n",
            table(
                ("berkas / file", *size),
                [(names[file], kilobytes(file.stat().st_size), kilobytes(sent(file))) for file in largest],
            ),
            "\n## Yang dimuat halaman pada pandangan pertama / first view of each page\n",
            "Halaman, gaya, skrip, dan gambar yang diminta HTML-nya. / The page, and styles, scripts and pictures that "
            "its HTML asks for.\n",
            table(
                ("halaman / page", "berkas / files", *size),
                [(name, count, kilobytes(whole), kilobytes(squeezed)) for (count, whole, squeezed), name in views],
            ),
            "",
        ]
    )


def first_lines(text: str) -> str:
    """The report's first table, for the terminal."""
    return text.split("\n## ")[0] + "\n"

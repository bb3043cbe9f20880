"""The book: how long it takes to build, and what a reader's device has to load.

    python benchmarks/bench_book.py [--rounds 1]

Builds into a folder of its own. Prints seconds of a clean build and of a rebuild after one page was edited (aims: 90
and 10, on two cores), kilobytes of each page's first view, compressed as a server would (aim: 300), of the whole
folder as it goes to a USB stick, and of the EPUB. First views need Chromium; without it they are left out, and said so.
"""

from __future__ import annotations

import argparse
import gzip
import platform
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "scripts")]

EDITED = "membentuk-kelompok"
PACKED = (".woff2", ".png", ".jpg", ".xlsx", ".docx", ".epub")


def build(folder: Path, *words: str) -> float:
    """Seconds of one strict build; all pages of a changed source, not of changed labels, as a writer builds."""
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", "book"]
    start = perf_counter()
    done = subprocess.run(
        [*command, "--config", "_config.yml", "--path-output", ".", "-n", "-W", "--keep-going", "--quiet", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stdout[-3000:] + done.stderr[-3000:])
    return perf_counter() - start


def copy_of_the_book(folder: Path) -> None:
    for name in ("book", "locale"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "_config.yml", folder)
    if (assets := ROOT / "_build" / "book-assets").is_dir():
        shutil.copytree(assets, folder / "_build" / "book-assets")


def compressed(name: str, body: bytes) -> int:
    return len(body) if name.split("?")[0].endswith(PACKED) else len(gzip.compress(body))


def first_views(html: Path, pages: Iterable[str]) -> dict[str, int]:
    """Page -> bytes that a browser loads before anybody touches anything."""
    import browser
    import chromium
    from built_book import served

    if chromium.find() is None:
        print("Tanpa Chromium tidak ada angka tampilan pertama / no Chromium, no figures of first views")
        return {}
    found: dict[str, int] = {}
    with served(html) as address:
        for page in pages:
            bodies: dict[str, bytes] = {}
            # A browser of its own: what another page has loaded isn't first any more.
            with browser.page(width=360) as shown:
                shown.on("requestfinished", lambda one, into=bodies: into.update({one.url: one.response().body()}))
                shown.goto(f"{address}{page}.html", wait_until="networkidle")
            found[page] = sum(compressed(name, body) for name, body in bodies.items())
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=1, help="builds of each kind; the median is printed")
    rounds = parser.parse_args().rounds
    print(f"Python {platform.python_version()}, {platform.machine()}, zlib {zlib.ZLIB_VERSION}")
    clean, again = [], []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        copy_of_the_book(folder)
        for _ in range(rounds):
            for made in ("html", ".doctrees", "jupyter_execute"):
                shutil.rmtree(folder / "_build" / made, ignore_errors=True)
            clean.append(build(folder))
            page = folder / "book" / f"{EDITED}.md"
            page.write_text(page.read_text(encoding="utf-8") + "\nSatu kalimat lagi.\n", encoding="utf-8")
            again.append(build(folder))
        html = folder / "_build" / "html"
        pages = sorted(page.stem for page in (folder / "book").glob("*.md") if (html / f"{page.stem}.html").exists())
        print(f"{len(pages)} pages: clean build {median(clean):.1f} s, after one page was edited {median(again):.1f} s")
        for name, size in sorted(first_views(html, pages).items(), key=lambda entry: -entry[1]):
            print(f"  first view {name:<26} {size / 1000:7.1f} kB")
        whole = [file.stat().st_size for file in html.rglob("*") if file.is_file()]
        print(f"whole folder {sum(whole) / 1e6:.1f} MB in {len(whole)} files")
        index = (html / "searchindex.js").read_bytes()
        print(f"search index {len(index) / 1000:.0f} kB, compressed {len(gzip.compress(index)) / 1000:.0f} kB")
        seconds = build(folder, "--builder", "custom", "--custom-builder", "epub", "--all")
        epub = folder / "_build" / "epub" / "tutor-sebaya.epub"
        print(f"EPUB {epub.stat().st_size / 1000:.0f} kB in {seconds:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())

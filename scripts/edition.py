"""Make the English edition: its sources from the Indonesian pages and locale/en, then the book from those.

Usage: python scripts/edition.py FOLDER                      write the sources: FOLDER/book and FOLDER/_config.yml
       python scripts/edition.py FOLDER --build html|epub    the same, then build them into FOLDER/_build
       python scripts/edition.py FOLDER --move-to SITE       put the built pages where readers find them, SITE/en

What has no English yet stays Indonesian: scripts/translations.py --check says so, not the build.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml
from translations import ROOT, english_of

from tutor_sebaya.book_translate import (
    reference_messages,
    replaced,
    translated_config,
    translated_page,
    translated_picture,
)
from tutor_sebaya.language import VARIABLE

LANGUAGE = "en"
BOOK_BUILDER = "from jupyter_book.cli.main import main; main()"
_MADE = {"_build", ".ipynb_checkpoints", "__pycache__"}


def write(folder: Path, root: Path = ROOT) -> None:
    """The English sources; a file that is the same stays untouched, one whose source is gone goes too."""
    book = root / "book"
    wanted: dict[Path, bytes] = {}
    for file in sorted(book.rglob("*")):
        if file.is_file() and not _MADE & set(file.parts):
            wanted[Path("book", file.relative_to(book))] = _translated(book, file)
    wanted[Path("_config.yml")] = _dumped(configuration(root))
    for file in sorted(folder.glob("book/**/*"), reverse=True):
        if file.is_file() and file.relative_to(folder) not in wanted:
            file.unlink()
    for name, content in wanted.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.read_bytes() != content:
            file.write_bytes(content)


def _translated(book: Path, file: Path) -> bytes:
    """A file of the book in English; what has no sentences as it is."""
    name = file.relative_to(book)
    by_suffix: Mapping[str, Callable[[str], str]] = {
        ".md": lambda source: translated_page(source, english_of(name.stem)),
        ".svg": lambda source: translated_picture(source, english_of(f"gambar/{name.stem}")),
        ".bib": lambda source: replaced(source, reference_messages(source), english_of("_references")),
    }
    if file.suffix not in by_suffix or name.parts[0] in ("_static", "_templates"):
        return _contents(file) if name.name == "_toc.yml" else file.read_bytes()
    return by_suffix[file.suffix](file.read_text(encoding="utf-8")).encode()


def _contents(file: Path) -> bytes:
    contents, english = yaml.safe_load(file.read_text(encoding="utf-8")), english_of("_book")
    for part in contents["parts"]:
        part["caption"] = english.get(part["caption"], part["caption"])
    return _dumped(contents)


def configuration(root: Path = ROOT) -> dict[str, Any]:
    """_config.yml of the English edition."""
    original = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    config = translated_config(original, english_of("_book"))
    sphinx = config["sphinx"]["config"]
    sphinx["language"] = LANGUAGE
    # Sphinx and the theme speak English by themselves.
    sphinx["locale_dirs"] = []
    # Folders beside the Indonesian pages are not beside these.
    for name, value in sphinx.items():
        if isinstance(value, str) and value.startswith("../"):
            sphinx[name] = (root / "book" / value).resolve().as_posix()
    if published := config["html"].get("baseurl"):
        config["html"]["baseurl"] = f"{published.rstrip('/')}/{LANGUAGE}/"
    for name in ("epub_basename", "epub_uid", "epub_identifier"):
        sphinx[name] = f"{sphinx[name]}-{LANGUAGE}"
    return config


def _dumped(data: object) -> bytes:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000).encode()


def build(folder: Path, builder: str) -> int:
    """Build as the Indonesian edition is built (scripts/workshop.py), with cells that speak English."""
    kind = [] if builder == "html" else ["--builder", "custom", "--custom-builder", builder]
    words = ["build", folder / "book", "--config", folder / "_config.yml", "--path-output", folder, *kind]
    strictly = ["--all", "-n", "-W", "--keep-going", "--quiet"]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    inside = {**os.environ, VARIABLE: LANGUAGE, "PYTHONPATH": path}
    command = [sys.executable, "-c", BOOK_BUILDER, *map(str, words), *strictly]
    return subprocess.run(command, env=inside, check=False).returncode


def move(folder: Path, site: Path) -> None:
    """Put the built edition into the site, in place of the one before."""
    there = site / LANGUAGE
    shutil.rmtree(there, ignore_errors=True)
    shutil.copytree(folder / "_build" / "html", there, ignore=shutil.ignore_patterns(".buildinfo"))


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Make the English edition.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--build", choices=("html", "epub"), help="then build the book")
    parser.add_argument("--move-to", type=Path, metavar="SITE", help="only copy the built pages to SITE/en")
    asked = parser.parse_args(words)
    if asked.move_to:
        move(asked.folder, asked.move_to)
        return 0
    write(asked.folder)
    return build(asked.folder, asked.build) if asked.build else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Bring the English catalogue up to date with the Indonesian sentences in the code.

Usage: python scripts/messages.py                   update the .po from the code, compile the .mo
       python scripts/messages.py --merge FILE …    the same, after taking in English sentences from JSON files
                                                    (Indonesian sentence -> English sentence)
       python scripts/messages.py --check           write nothing; exit status 1 where something is missing

The Indonesian sentence itself is the msgid, so that the code reads as its users read it. A changed sentence keeps its
former English, marked fuzzy, until somebody has looked at it: correct it in the .po and remove the line `#, fuzzy`.
"""

from __future__ import annotations

import argparse
import ast
import io
import json
import string
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tutor_sebaya.language import DOMAIN

PACKAGE = Path(__file__).resolve().parent.parent / "tutor_sebaya"
PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / f"{DOMAIN}.po"
MO = PO.with_suffix(".mo")
MARKS = {"text": None, "N_": None}
"""Functions whose first argument is a sentence (see tutor_sebaya/language.py)."""


class SteadyCatalog(Catalog):
    """Without dates and tool versions in its header: a rerun that changes nothing changes no byte."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Project-Id-Version", "tutor-sebaya"),
            ("Language", "en"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]

    @mime_headers.setter
    def mime_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        """What a file says here is replaced by the above."""


def sentences_in(
    file: IO[bytes], keywords: Iterable[str], comment_tags: Iterable[str], options: dict[str, Any]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Extract like Babel's own `python` method, at any depth.

    Babel's misses a sentence inside an argument of another (python-babel/babel#1125), and a sentence with a cause in
    it is just that.
    """
    for node in ast.walk(ast.parse(file.read())):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        first = node.args[0]
        if name in keywords and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield node.lineno, name, first.value, []
        elif name in keywords and isinstance(first, ast.JoinedStr):
            raise SystemExit(f'line {node.lineno}: {name}(f"…") can\'t be translated; use {{places}} and keywords')


def from_code() -> Catalog:
    """All sentences of the package, each with the modules that say it."""
    found: dict[str, set[str]] = {}
    methods = [("**.py", sentences_in)]
    for module, _line, sentence, _comments, _context in extract_from_dir(PACKAGE, methods, keywords=MARKS):
        found.setdefault(str(sentence), set()).add(Path(module).as_posix())
    template = SteadyCatalog(fuzzy=False)
    # By module, then as the alphabet has it: an added sentence moves no other.
    for sentence in sorted(found, key=lambda one: (min(found[one]), one)):
        # Without line numbers, which would change with every edit above.
        template.add(sentence, locations=[(module, 0) for module in sorted(found[sentence])])
    return template


def read() -> Catalog:
    catalog = SteadyCatalog(locale="en", fuzzy=False)
    catalog.header_comment = (
        "# English for the Indonesian sentences in the code. `make messages` keeps the list, people write the English."
    )
    if PO.exists():
        with PO.open("rb") as file:
            for message in read_po(file, locale="en"):
                if message.id:
                    catalog[message.id] = message
    return catalog


def places(sentence: str) -> set[str]:
    """Names of the places in a sentence: 'Ada {n} murid' -> {'n'}."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def compiled(catalog: Catalog) -> bytes:
    written = io.BytesIO()
    write_mo(written, catalog)
    return written.getvalue()


def _fault(message: Message) -> str | None:
    if not message.string:
        return "no English"
    if message.fuzzy:
        return "fuzzy English: look at it, then remove the line `#, fuzzy`"
    try:
        same = places(str(message.id)) == places(str(message.string))
    except ValueError as error:
        return f"braces that don't fit ({error})"
    return None if same else "other {places} in English than in Indonesian"


def faults(catalog: Catalog, template: Catalog) -> list[str]:
    """What is wrong with the catalogue, one line each."""
    in_code = {message.id for message in template if message.id}
    known = {message.id: message for message in catalog if message.id}
    found = [f"not in the catalogue, run `make messages`: {one}" for one in sorted(in_code - known.keys())]
    found += [f"no longer in the code, run `make messages`: {one}" for one in sorted(known.keys() - in_code)]
    for sentence, message in known.items():
        fault = _fault(message) if sentence in in_code else None
        if fault:
            found.append(f"{fault}: {sentence}")
    if not MO.exists() or MO.read_bytes() != compiled(catalog):
        found.append(f"{MO.name} is not made from {PO.name}: run `make messages`")
    return found


def update(template: Catalog, merged: dict[str, str]) -> Catalog:
    """Write the .po and the .mo: the code's sentences with the English known for them."""
    catalog = read()
    catalog.update(template)
    catalog.obsolete.clear()
    for sentence, english in merged.items():
        message = catalog.get(sentence)
        if message is None:
            print(f"no such sentence in the code: {sentence}", file=sys.stderr)
        else:
            message.string = english
            message.flags.discard("fuzzy")
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        # width=0: a changed word changes one line.
        write_po(file, catalog, width=0, include_lineno=False)
    MO.write_bytes(compiled(catalog))
    return catalog


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Update, or check, the English catalogue of messages.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 where something is missing")
    parser.add_argument("--merge", nargs="+", type=Path, default=[], metavar="FILE", help="JSON: Indonesian -> English")
    asked = parser.parse_args(words)
    template = from_code()
    if asked.check:
        catalog = read()
    else:
        merged: dict[str, str] = {}
        for file in asked.merge:
            merged.update(json.loads(file.read_text(encoding="utf-8")))
        catalog = update(template, merged)
    found = faults(catalog, template)
    print("\n".join([*found, f"{len(catalog)} sentences, {len(found)} faults"]))
    return bool(found) if asked.check else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

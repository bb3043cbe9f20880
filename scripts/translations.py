"""Keep the catalogues of the English edition: pages, pictures, assignments. What is made from them: scripts/edition.py.

Usage: python scripts/translations.py                     bring locale/en/LC_MESSAGES/*.po up to date with the sources
       python scripts/translations.py --merge FILE …      the same, after taking in English from JSON files
                                                          (Indonesian sentence -> English sentence)
       python scripts/translations.py --check             write nothing; exit status 1 where something is missing
       python scripts/translations.py --check --merge …   write nothing; say what is wrong with the JSON files
       python scripts/translations.py --missing PAGE      what still needs English on a page, as such a JSON object
       python scripts/translations.py --list              the catalogues, how many sentences and words each has

One catalogue for each page, picture (gambar/…) and assignment (tugas/…); `_book` has the words of _config.yml, _toc.yml
and nbgrader_config.py, `_references` what is said about sources in pustaka.bib. The Indonesian sentence is the msgid.
A changed one keeps its former English, marked fuzzy, until somebody has looked at it. What must be the same in a
sentence and its English: tutor_sebaya/book_translate.py.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from babel.messages.pofile import read_po, write_po
from messages import SteadyCatalog

from tutor_sebaya.book_translate import (
    CannotReadError,
    Message,
    config_messages,
    faults,
    notebook_messages,
    page_messages,
    picture_messages,
    reference_messages,
    shape,
    translated_page,
)

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "locale" / "en" / "LC_MESSAGES"
COMMENT = (
    "# English for the Indonesian sentences of {file}. `make translations` keeps the list, people write the English."
)


STUBS = tuple(
    Message(0, 0, 0, words, "nbgrader_config.py, where a trainee writes")
    for words in ("Tulis jawaban Anda di sini.", "*Tulis jawaban Anda di sini.*")
)
"""Not in source/, which has the model answers in their place."""


class Source(NamedTuple):
    """A file with sentences, and the name of their catalogue."""

    name: str
    file: Path
    messages: Callable[[], list[Message]]

    @property
    def catalogue(self) -> Path:
        return FOLDER / f"{self.name}.po"


def _yaml(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def _of_text(messages: Callable[[str], list[Message]], file: Path) -> list[Message]:
    try:
        return messages(file.read_text(encoding="utf-8"))
    except CannotReadError as problem:
        raise SystemExit(f"{file.name}, {problem}") from None


def sources(root: Path = ROOT) -> Iterator[Source]:
    """Everything that is translated, pages in the order of the book."""
    book, configuration = root / "book", root / "_config.yml"
    contents = _yaml(book / "_toc.yml")
    chapters = [chapter["file"] for part in contents["parts"] for chapter in part["chapters"]]
    for name in [contents["root"], *chapters]:
        page = book / f"{name}.md"
        yield Source(name, page, partial(_of_text, page_messages, page))
    for drawing in sorted((book / "gambar").glob("*.svg")):
        yield Source(f"gambar/{drawing.stem}", drawing, partial(_of_text, picture_messages, drawing))
    listed = book / "pustaka.bib"
    yield Source("_references", listed, partial(_of_text, reference_messages, listed))
    yield Source("_book", configuration, lambda: [*config_messages(_yaml(configuration), contents), *STUBS])
    for notebook in sorted((root / "source").glob("*/*.ipynb")):
        found = partial(_of_text, lambda written: notebook_messages(json.loads(written)), notebook)
        yield Source(f"tugas/{notebook.parent.name}", notebook, found)


def template_of(source: Source) -> SteadyCatalog:
    """The sentences of a source, in its order, each with what it is."""
    template = SteadyCatalog(fuzzy=False)
    for message in source.messages():
        template.add(message.words, auto_comments=[message.kind])
    return template


def read(source: Source) -> SteadyCatalog:
    catalogue = SteadyCatalog(locale="en", fuzzy=False)
    catalogue.header_comment = COMMENT.format(file=source.file.relative_to(ROOT).as_posix())
    if source.catalogue.exists():
        with source.catalogue.open("rb") as file:
            for message in read_po(file, locale="en"):
                if message.id:
                    catalogue[message.id] = message
    return catalogue


def english_of(name: str) -> dict[str, str]:
    """Indonesian sentence -> English, of one catalogue; without the fuzzy ones, which may say something else."""
    source = next(one for one in sources() if one.name == name)
    return {str(one.id): str(one.string) for one in read(source) if one.id and one.string and not one.fuzzy}


def updated(source: Source, merged: Mapping[str, str], own: bool) -> SteadyCatalog:
    """The catalogue with the source's sentences; English from `merged` where there is none, or where it's its `own`."""
    catalogue = read(source)
    catalogue.update(template_of(source))
    catalogue.obsolete.clear()
    for message in catalogue:
        english = merged.get(str(message.id)) if message.id else None
        if english and (own or not message.string or message.fuzzy):
            message.string = english
            message.flags.discard("fuzzy")
        if not message.string:
            message.flags.discard("fuzzy")
    return catalogue


def write(source: Source, catalogue: SteadyCatalog) -> None:
    written = io.BytesIO()
    # width=0: a changed word changes one line.
    write_po(written, catalogue, width=0, include_lineno=False)
    source.catalogue.parent.mkdir(parents=True, exist_ok=True)
    if not source.catalogue.exists() or source.catalogue.read_bytes() != written.getvalue():
        source.catalogue.write_bytes(written.getvalue())


def wrong(source: Source) -> Iterator[str]:
    """What is wrong with a catalogue, one line each."""
    known = {str(one.id): one for one in read(source) if one.id}
    there = {message.words: None for message in source.messages()}
    for words in [one for one in there if one not in known]:
        yield f"not in the catalogue, run `make translations`: {words}"
    for words in [one for one in known if one not in there]:
        yield f"no longer in {source.file.name}, run `make translations`: {words}"
    for words, message in [(one, known[one]) for one in there if one in known]:
        if not message.string:
            yield f"no English: {words}"
        elif message.fuzzy:
            yield f"fuzzy English: look at it, then remove the line `#, fuzzy`: {words}"
        else:
            yield from (f"the English {fault}: {words}" for fault in faults(words, str(message.string)))
    yield from _misshapen(source, {words: str(one.string) for words, one in known.items() if one.string})


def _misshapen(source: Source, english: Mapping[str, str]) -> Iterator[str]:
    """English that MyST reads as another block, a list for instance: sentence by sentence, to name it."""
    if source.file.suffix != ".md":
        return
    page = source.file.read_text(encoding="utf-8")
    # The glossary gets a line more for each term, so front matter and glossaries are left out of the comparison.
    if shape(translated_page(page, english))[1:] != shape(translated_page(page, {}))[1:]:
        for words, other in english.items():
            if shape(other) != shape(words):
                yield f"the English is read as another kind of block: {words}"


def _given(files: Sequence[Path]) -> tuple[dict[str, str], list[str]]:
    """English from JSON files, and what is wrong with it; a faulty sentence isn't taken."""
    merged: dict[str, str] = {}
    found: list[str] = []
    known = {words for source in sources() for words in (one.words for one in source.messages())}
    for file in files:
        for words, english in json.loads(file.read_text(encoding="utf-8")).items():
            wrong_here = faults(words, english) if english else []
            if words not in known:
                wrong_here = ["is for a sentence that no source has"]
            found += [f"{file.name}: the English {fault}: {words}" for fault in wrong_here]
            if english and not wrong_here:
                merged[words] = english
    return merged, found


def _counted() -> Iterator[str]:
    for source in sources():
        messages = {one.words for one in source.messages()}
        done = {str(one.id) for one in read(source) if one.id and one.string and not one.fuzzy}
        words, lacking = sum(len(one.split()) for one in messages), len(messages - done)
        yield f"{source.name:<32} {len(messages):>4} sentences {words:>5} words, {lacking:>4} without English"


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Update, or check, the English catalogues of the book.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 where something is missing")
    parser.add_argument("--merge", nargs="+", type=Path, default=[], metavar="FILE", help="JSON: Indonesian -> English")
    parser.add_argument("--missing", metavar="PAGE", help="print what a page still lacks as JSON")
    parser.add_argument("--list", action="store_true", help="print all catalogues")
    asked = parser.parse_args(words)
    if asked.list:
        print("\n".join(_counted()))
        return 0
    if asked.missing:
        source = next((one for one in sources() if one.name == asked.missing), None)
        if source is None:
            parser.error(f"{asked.missing}: no such catalogue, see --list")
        lacking = {
            str(one.id): str(one.string)
            for one in updated(source, {}, False)
            if one.id and (one.fuzzy or not one.string)
        }
        print(json.dumps(lacking, ensure_ascii=False, indent=1))
        return 0
    merged, found = _given(asked.merge)
    if not asked.check:
        pages = {file.stem.removeprefix("en-page-") for file in asked.merge}
        for source in sources():
            write(source, updated(source, merged, source.name.replace("/", "-") in pages))
    if not asked.check or not asked.merge:
        found += [f"{source.name}: {fault}" for source in sources() for fault in wrong(source)]
    print("\n".join([*found, f"{len(found)} faults"]))
    return bool(found) if asked.check else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

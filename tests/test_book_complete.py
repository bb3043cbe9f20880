"""Everything is taught: each item, doubt, restoration and rule has one labelled place in the book."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from parts import part

from tutor_sebaya.rules import catalogue

book_items = part("tutor_sebaya.book_items")

BOOK = Path(__file__).resolve().parent.parent / "book"
CONTENT = book_items.content()
IDS = {kind: [entry["id"] for entry in CONTENT[kind]] for kind in ("items", "doubts", "restorations")}
IDS["rules"] = list(catalogue())
KINDS = {"items": 140, "doubts": 28, "restorations": 10, "rules": 60}
_LABEL = re.compile(r"^\(([a-z]+-[a-z0-9-]+)\)=$", re.MULTILINE)


def pages() -> dict[str, str]:
    """Text of each page that the table of contents names, by its name."""
    toc = yaml.safe_load((BOOK / "_toc.yml").read_text(encoding="utf-8"))
    names = [toc["root"], *(chapter["file"] for group in toc["parts"] for chapter in group["chapters"])]
    return {name: (BOOK / f"{name}.md").read_text(encoding="utf-8") for name in names}


def labels() -> dict[str, list[str]]:
    """Page -> the labels that stand on it."""
    return {name: _LABEL.findall(text) for name, text in pages().items()}


def front_matter(text: str) -> dict[str, Any]:
    found = yaml.safe_load(text.split("---")[1]) if text.startswith("---") else {}
    return found if isinstance(found, dict) else {}


def test_all_ten_chapters_are_there_in_their_order() -> None:
    assert [name for name in pages() if name in book_items.CHAPTERS] == list(book_items.CHAPTERS)


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_taught_in_one_place(kind: str) -> None:
    assert len(IDS[kind]) == KINDS[kind]
    taught = Counter(one for found in labels().values() for one in found)
    missing = [id for id in IDS[kind] if not taught[book_items.label(kind, id)]]
    assert missing == [], f"{KINDS[kind] - len(missing)} of {KINDS[kind]} {kind} are taught"
    assert [id for id in IDS[kind] if taught[book_items.label(kind, id)] > 1] == []


def test_a_rules_page_is_the_page_that_carries_its_label() -> None:
    found = {one: name for name, marks in labels().items() for one in marks}
    elsewhere = {rule.id: rule.page for rule in catalogue().values() if found.get(rule.anchor) != rule.page}
    assert elsewhere == {}


@pytest.mark.parametrize("chapter", book_items.CHAPTERS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_chapters_front_matter_names_what_its_labels_teach(chapter: str, kind: str) -> None:
    text = pages().get(chapter)
    assert text is not None, f"no chapter {chapter}"
    named = {book_items.label(kind, id) for id in front_matter(text).get(kind, [])}
    assert named == {one for one in _LABEL.findall(text) if one in {book_items.label(kind, id) for id in IDS[kind]}}


def test_no_label_names_what_does_not_exist() -> None:
    known = {book_items.label(kind, id) for kind, ids in IDS.items() for id in ids}
    kinds = tuple(f"{kind.removesuffix('s')}-" for kind in KINDS)
    assert [one for marks in labels().values() for one in marks if one.startswith(kinds) and one not in known] == []


@pytest.mark.parametrize("kind", ["items", "doubts", "restorations"])
def test_the_index_words_everything_in_our_own_words(kind: str) -> None:
    never = (Path(book_items.__file__).parent / "data" / "lint_never.txt").read_text(encoding="utf-8").splitlines()
    phrases = [line.strip().lower() for line in never if line.strip() and not line.startswith("#")]
    for entry in CONTENT[kind]:
        words = book_items.wording(entry, "id")
        assert words and book_items.wording(entry, "en")
        assert [phrase for phrase in phrases if phrase in words.lower()] == [], entry["id"]

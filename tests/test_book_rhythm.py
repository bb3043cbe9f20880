"""Every chapter keeps the book's rhythm, its length and its language; read from the source, without building anything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tutor_sebaya.book_items import CHAPTERS

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "book"
PAGES = sorted(BOOK.glob("*.md"))
SECTIONS = (
    r"Perencana.*",
    r"Apa kata penelitian\?",
    r"Yang masih diragukan",
    r"Periksa diri",
    r"Diskusikan",
    r"Renungkan",
    r"Bawa pulang",
    r"Tugas",
)
"""Headings of the second level that every chapter has, in this order; its own sections stand before and between."""
WORDS = (1200, 2500)
"""Shortest and longest prose of a chapter, without front matter, tables, self-checks, cells and labels."""


def parts(page: Path) -> tuple[dict[str, object], str]:
    _, matter, text = page.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(matter), text


def prose(text: str) -> str:
    """What is read as running text."""
    text = re.sub(r"(?ms)^(`{3,})\{?.*?^\1\s*$", "", text)
    text = re.sub(r"(?m)^(\||:::|\([\w-]+\)=|#|:\w+:|%).*$", "", text)
    return re.sub(r"\{[\w.:-]+\}`[^`]*`|\]\([^)]*\)|[\[\]*_{}]", " ", text)


@pytest.fixture(params=list(CHAPTERS))
def chapter(request: pytest.FixtureRequest) -> Path:
    return BOOK / f"{request.param}.md"


def test_the_front_matter_says_what_the_chapter_needs_and_teaches(chapter: Path) -> None:
    facts, text = parts(chapter)
    minutes = facts["minutes"]
    assert isinstance(minutes, dict)
    assert set(minutes) == {"read", "practise", "discuss"}
    assert all(5 <= one <= 90 for one in minutes.values())
    objectives = facts["objectives"]
    assert isinstance(objectives, list)
    assert 3 <= len(objectives) <= 6
    assert {"items", "rules", "doubts", "restorations"} <= set(facts)
    assert text.count("```{chapter-opening}") == 1


def test_sections_stand_in_the_order_of_the_book(chapter: Path) -> None:
    headings = re.findall(r"(?m)^## (.*)$", parts(chapter)[1])
    places = []
    for wanted in SECTIONS:
        found = [place for place, one in enumerate(headings) if re.fullmatch(wanted, one)]
        assert found, f"{chapter.stem} has no section {wanted!r}, only {headings}"
        places.append(found[-1])
    assert places == sorted(places), headings
    assert places[0] >= 2, "explanations come first"


def test_the_running_case_opens_the_chapter_and_comes_back(chapter: Path) -> None:
    text = parts(chapter)[1]
    cases = [match.start() for match in re.finditer(r"(?m)^:class: case$", text)]
    assert len(cases) >= 2
    assert cases[0] < text.index("\n## ")
    assert {"Bu Ratna", "Dimas"} <= set(re.findall(r"Bu Ratna|Dimas", text))


def test_the_package_computes_an_example(chapter: Path) -> None:
    cells = re.findall(r"(?ms)^```\{code-cell\}.*?^```", parts(chapter)[1])
    assert any("tutor_sebaya" in one for one in cells)


def test_the_chapter_is_as_long_as_a_sitting(chapter: Path) -> None:
    words = len(re.findall(r"[\w’'-]+", prose(parts(chapter)[1])))
    assert WORDS[0] <= words <= WORDS[1], words


def test_there_are_at_least_five_self_checks_of_at_least_three_kinds(chapter: Path) -> None:
    kinds = re.findall(r"(?m)^```\{self-check\}.*\n:kind: (\w+)", parts(chapter)[1])
    assert len(kinds) >= 5
    assert len(set(kinds)) >= 3


def test_terms_lead_to_the_glossary_and_claims_to_their_sources(chapter: Path) -> None:
    text = parts(chapter)[1]
    assert len(re.findall(r"\{term\}`", text)) >= 3
    assert re.search(r"\{cite:[pt]\}`", text)
    research = re.split(r"(?m)^## ", text[text.index("## Apa kata penelitian?") :])[1]
    assert "{.outside}" in text
    assert "{.certainty}" in research


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_word_is_misspelt(page: Path) -> None:
    wrong = yaml.safe_load((ROOT / "tests" / "data" / "spelling.yml").read_text(encoding="utf-8"))
    text = page.read_text(encoding="utf-8")
    found = {
        match[0]: wrong[match[0].lower()]
        for match in re.finditer(rf"(?i)(?<![\w-])({'|'.join(map(re.escape, wrong))})(?![\w-])", text)
    }
    assert found == {}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_pupils_are_called_murid(page: Path) -> None:
    lines = [line for line in page.read_text(encoding="utf-8").splitlines() if re.search(r"(?i)\bsiswa\b", line)]
    # In names of people's works the word stays.
    assert [line for line in lines if not re.search(r"\*|“|cite|Permendik|PP ", line)] == []

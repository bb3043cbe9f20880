"""References as a reader sees them: APA, in the edition's language, each with how certain it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from parts import part

pybtex = part("pybtex.database")
references = part("tutor_sebaya.book_references")

BOOK = Path(__file__).resolve().parent.parent / "book"
ENTRIES = pybtex.parse_file(str(BOOK / "pustaka.bib")).entries


def written(key: str) -> str:
    return str(references.ReferenceList().format_entry(key, ENTRIES[key]).text)


@pytest.fixture
def english() -> Iterator[None]:
    references.speak(None, SimpleNamespace(language="en"))
    yield
    references.speak(None, SimpleNamespace(language="id"))


def test_a_book_is_listed_as_in_apa() -> None:
    start = "Djamarah, S. B., & Zain, A. (2006). Strategi Belajar Mengajar. Rineka Cipta. lewat kutipan Naskah sumber"
    assert written("djamarah2006").startswith(start)


def test_an_article_is_listed_with_journal_volume_and_pages() -> None:
    assert written("rohrbeck2003").startswith("Rohrbeck dkk. (2003). [")
    assert "Journal of Educational Psychology, 95, 240–257." in written("rohrbeck2003")


def test_two_authors_without_first_names_have_no_comma_between_them() -> None:
    assert written("correge2021").startswith("Correge & Michinov. (2021).")
    assert written("cohen1982").startswith("Cohen, Kulik, & Kulik. (1982).")


def test_what_is_not_known_is_said_not_invented() -> None:
    assert "(t.t.)" in written("nasution")
    assert (
        written("lou1996")
        == "Lou dkk. (1996). [Telaah penelitian tentang pengelompokan di dalam kelas]. abstrak terbaca"
    )


def test_a_law_comes_with_its_title_first() -> None:
    assert written("uu27-2022").startswith("Undang-Undang Nomor 27 Tahun 2022 [Pelindungan Data Pribadi, PDP] (2022).")


@pytest.mark.usefixtures("english")
def test_the_english_edition_says_et_al() -> None:
    assert references.authors_cited(ENTRIES["lou1996"], "and") == f"Lou {references._say('dkk.')}"


def test_three_authors_are_cited_by_the_first() -> None:
    assert references.authors_cited(ENTRIES["fantuzzo1992"], "&") == "Fantuzzo dkk."
    assert references.authors_cited(ENTRIES["correge2021"], "dan") == "Correge dan Michinov"


@pytest.mark.parametrize("key", list(ENTRIES))
def test_every_source_says_how_certain_it_is_and_has_a_list(key: str) -> None:
    fields = ENTRIES[key].fields
    assert fields["certainty"] in references.CERTAINTIES
    assert f'group == "{fields["group"]}"' in PAGE or f'key == "{key}"' in PAGE
    assert fields.get("title") or fields.get("about"), "nobody could tell what it is"
    assert ENTRIES[key].persons or fields.get("shorthand"), "it can't be cited"
    assert "  " not in written(key) and ".." not in written(key)


PAGE = (BOOK / "pustaka.md").read_text(encoding="utf-8")


def test_the_source_texts_own_list_is_whole_and_each_entry_has_its_item() -> None:
    listed = [key for key, entry in ENTRIES.items() if entry.fields["group"] == "source"]
    assert len(listed) == 8
    content = yaml.safe_load((BOOK.parent / "tutor_sebaya" / "data" / "content.yml").read_text(encoding="utf-8"))
    items = {item["id"]: item for item in content["items"]}
    for number, key in enumerate(listed, 1):
        below = PAGE.split(f"(item-ref-{number})=")[1].split("```{bibliography}")
        assert f"Baris {items[f'REF-{number}']['source_lines'][0]}," in below[0]
        assert f'key == "{key}"' in below[1]
        # What is doubtful about each is told.
        assert ENTRIES[key].fields["note"]


def test_the_thirteen_sources_without_an_entry_are_listed() -> None:
    uncited = [entry for entry in ENTRIES.values() if entry.fields["group"] == "uncited"]
    # "Adam and Decey, in Wiwik Ida Kurotulaini" is one source with two of the thirteen names.
    assert len(uncited) == 12
    assert "Wiwik Ida Kurotulaini" in ENTRIES["adam"].fields["note"]
    assert all(entry.fields["note"] for entry in uncited)


def test_institutions_stand_in_the_list_by_their_names_and_laws_by_their_titles() -> None:
    bibliography = pybtex.parse_string(
        "@misc{z, author = {Zaini, H.}, title = {Satu}}"
        "@misc{d, author = {{Depdiknas}}, title = {Dua}}"
        "@misc{a, author = {Arikunto, S.}, title = {Tiga}, year = {1995}}"
        "@misc{b, author = {Arikunto, S.}, title = {Empat}, year = {1990}}"
        "@misc{p, title = {Peraturan}}",
        "bibtex",
    )
    order = references.ListOrder().sort(bibliography.entries.values())
    assert [one.key for one in order] == ["b", "a", "d", "p", "z"]

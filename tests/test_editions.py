"""Two editions: the same pages, places and marks in both, and a way from each page to the same one in the other."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import browser
import pytest
from built_book import BOOK, EDITIONS, html_of_the_book, served
from languages import left_in, sentences

pytestmark = pytest.mark.slow

PAGE = "membentuk-kelompok"
PLACE = "perencana-kelompok"
COUNTED = {"item": 140, "doubt": 28, "restoration": 10, "rule": 60}


@pytest.fixture(scope="session")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {language: html_of_the_book(tmp_path_factory, language) for language in ("id", "en")}


@pytest.fixture(scope="module")
def site(editions: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both editions as they are published, in a folder below the root of a host."""
    folder = tmp_path_factory.mktemp("host") / "kursus"
    shutil.copytree(editions["id"], folder)
    shutil.copytree(editions["en"], folder / "en")
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site.parent) as base:
        yield f"{base}{site.name}/"


def places(page: Path) -> list[str]:
    """Ids of a page in their order; of a drawing they are a number made from its words, and nobody links to them."""
    html = re.sub(r"<(script|svg).*?</\1>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [one for one in re.findall(r'\bid="([^"]+)"', html) if not one.startswith("gambar-")]


def test_both_editions_have_the_same_pages(editions: dict[str, Path]) -> None:
    names = {language: {page.name for page in html.glob("*.html")} for language, html in editions.items()}
    assert names["en"] == names["id"]
    assert {f"{page.stem}.html" for page in BOOK.glob("*.md")} <= names["id"]


@pytest.mark.parametrize("page", sorted(page.stem for page in BOOK.glob("*.md")))
def test_every_place_has_the_same_address_in_both(editions: dict[str, Path], page: str) -> None:
    indonesian, english = (places(editions[language] / f"{page}.html") for language in ("id", "en"))
    assert len(indonesian) > 5
    # The glossary is sorted by the words that its readers look up.
    assert (
        (sorted(english), sorted(indonesian))[0] == sorted(indonesian) if page == "glosarium" else english == indonesian
    )


def test_pages_say_in_which_language_they_are(editions: dict[str, Path]) -> None:
    for language, html in editions.items():
        for page in html.glob("*.html"):
            assert re.search(r'<html[^>]*\blang="(\w+)"', page.read_text(encoding="utf-8"))[1] == language, page  # type: ignore[index]


def test_search_engines_learn_of_both(site: Path) -> None:
    for folder, page in ((site, f"{PAGE}.html"), (site / "en", f"{PAGE}.html")):
        html = (folder / page).read_text(encoding="utf-8")
        found = dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)"', html))
        assert {language: (folder / where).resolve() for language, where in found.items()} == {
            "id": (site / page).resolve(),
            "en": (site / "en" / page).resolve(),
        }


def test_every_page_leads_to_the_same_page_of_the_other_edition(site: Path) -> None:
    for language, folder in (("id", site), ("en", site / "en")):
        for page in folder.glob("*.html"):
            links = re.findall(r'<a class="language-switcher[^>]*>', page.read_text(encoding="utf-8"))
            assert len(links) == 1, page
            other = "en" if language == "id" else "id"
            assert f'lang="{other}"' in links[0] and f'hreflang="{other}"' in links[0]
            leads = (folder / re.search(r'href="([^"]+)"', links[0])[1]).resolve()  # type: ignore[index]
            assert leads == (site / ("en" if other == "en" else "") / page.name).resolve()


@pytest.mark.parametrize("kind", COUNTED)
def test_everything_that_the_book_teaches_has_its_place_in_both(editions: dict[str, Path], kind: str) -> None:
    for language, html in editions.items():
        found = {
            one for page in html.glob("*.html") for one in places(page) if re.fullmatch(rf"{kind}-[a-z0-9-]+", one)
        }
        assert len(found) == COUNTED[kind], language


@pytest.mark.parametrize("language", EDITIONS)
def test_no_sentence_of_the_other_language_was_left(tmp_path_factory: pytest.TempPathFactory, language: str) -> None:
    other = "en" if language == "id" else "id"
    for page in sorted(html_of_the_book(tmp_path_factory, language).glob("*.html")):
        assert left_in(page.stem, page.read_text(encoding="utf-8"), other) == [], page.stem


def test_a_sentence_that_was_left_is_found_wherever_it_stands() -> None:
    left = "Murid yang dibimbing memilih tutornya."
    words = json.dumps({"right": left})
    state = json.dumps({"state": {"a": {"state": {"description": left}}}})
    for html in (
        f"<p>{left}</p>",
        f"<ul><li>One <b>thing</b>: {left}</li></ul>",
        f'<img alt="{left}">',
        f'<button aria-label="{left}">x</button>',
        f"<svg><text>{left}</text></svg>",
        f'<script type="application/json">{words}</script>',
        f'<script type="application/vnd.jupyter.widget-state+json">{state}</script>',
        f"<script data-words='{json.dumps({'show': left})}'></script>",
    ):
        assert left_in("index", html, "id"), html
        assert left in " ".join(sentences(html, "id"))
    for html in (
        f'<p lang="id">{left}</p>',
        f"<p>They say <em>{left}</em></p>",
        f"<code>{left}</code>",
        "<p>Kelompok 3</p>",
    ):
        assert left_in("index", html, "id") == [], html


@pytest.mark.browser
@pytest.mark.parametrize("place", ["http", "file"])
def test_the_link_takes_place_and_search_along_and_can_be_used_by_keyboard(
    site: Path, address: str, place: str
) -> None:
    base = address if place == "http" else f"{site.as_uri()}/"
    with browser.page(width=360) as shown:
        shown.goto(f"{base}{PAGE}.html", wait_until="load")
        shown.evaluate(f"location.hash = '#{PLACE}'")
        link = shown.get_by_role("link", name="English", exact=True)
        link.focus()
        shown.keyboard.press("Enter")
        shown.wait_for_url(f"**/en/{PAGE}.html#{PLACE}")
        shown.get_by_role("link", name="Bahasa Indonesia", exact=True).click()
        shown.wait_for_url(f"**/{PAGE}.html#{PLACE}")
        assert "/en/" not in shown.url
        shown.goto(f"{base}search.html?q=tutor", wait_until="load")
        shown.get_by_role("link", name="English", exact=True).click()
        shown.wait_for_url("**/en/search.html?q=tutor")


@pytest.mark.browser
def test_the_front_page_offers_the_remembered_language_and_forces_nobody(site: Path, address: str) -> None:
    with browser.page() as shown:
        shown.goto(f"{address}index.html", wait_until="load")
        assert shown.locator(".language-offer").count() == 0
        shown.get_by_role("link", name="English", exact=True).click()
        shown.wait_for_url("**/en/index.html")
        assert shown.locator(".language-offer").count() == 0
        shown.goto(f"{address}index.html", wait_until="load")
        offer = shown.locator(".language-offer a")
        assert offer.inner_text() == "Continue reading in English" and offer.get_attribute("lang") == "en"
        assert shown.url == f"{address}index.html"
        offer.click()
        shown.wait_for_url("**/en/index.html")
        # Elsewhere nobody is interrupted.
        shown.goto(f"{address}{PAGE}.html", wait_until="load")
        assert shown.locator(".language-offer").count() == 0


@pytest.mark.browser
def test_without_javascript_the_link_still_leads_to_the_page(address: str) -> None:
    with browser.page(java_script_enabled=False) as shown:
        shown.goto(f"{address}{PAGE}.html", wait_until="load")
        shown.get_by_role("link", name="English", exact=True).click()
        shown.wait_for_url(f"**/en/{PAGE}.html")

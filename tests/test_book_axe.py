"""axe-core finds nothing on any page: WCAG 2.2 A and AA, on a phone and a laptop, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browser
import pytest
from built_book import EDITIONS, ROOT, html_of_the_book, served
from parts import missing_part

pytestmark = [pytest.mark.slow, pytest.mark.browser]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = "(rules) => axe.run(document, {runOnly: {type: 'tag', values: rules}})"


@pytest.fixture(scope="module", params=EDITIONS)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory, language: str) -> Path:
    return html_of_the_book(tmp_path_factory, language)


@pytest.fixture(scope="module")
def address(html: Path) -> Iterator[str]:
    with served(html) as base:
        yield base


def complaints(shown: Any) -> list[str]:
    """What axe finds on the page: rule, why, and the element."""
    if not AXE.is_file():
        missing_part("no axe-core: run scripts/book_assets.py (needs npm)")
    shown.evaluate(AXE.read_text(encoding="utf-8"))
    found = shown.evaluate(RUN, RULES)
    assert len(found["passes"]) > 10, "axe didn't look"
    return [f"{one['id']}: {one['help']} {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]]


def settle(shown: Any) -> None:
    """Until the theme has chosen its colours and nothing fades any more."""
    shown.wait_for_function(
        "() => document.documentElement.dataset.theme === "
        "(matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')"
    )
    shown.evaluate("document.fonts.ready")
    # Not only those that run at this moment: another may start while they end.
    shown.wait_for_function("() => document.getAnimations().every((one) => one.playState !== 'running')")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(html: Path, address: str, language: str, width: int, scheme: str) -> None:
    names = sorted(page.name for page in html.glob("*.html"))
    query = {"id": "kelompok", "en": "group"}[language]
    assert "index.html" in names and "search.html" in names
    found: dict[str, list[str]] = {}
    with browser.page(width=width, color_scheme=scheme, reduced_motion="reduce") as shown:
        for name in names:
            shown.goto(f"{address}{name}?q={query}" if name == "search.html" else f"{address}{name}", wait_until="load")
            if name == "search.html":
                shown.wait_for_selector("#search-results li p", timeout=20_000)
            settle(shown)
            if problems := complaints(shown):
                found[name] = problems
    assert found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_search_words_are_marked(address: str, scheme: str) -> None:
    with browser.page(color_scheme=scheme, reduced_motion="reduce") as shown:
        shown.goto(f"{address}membentuk-kelompok.html?highlight=kelompok", wait_until="load")
        settle(shown)
        assert complaints(shown) == []


def test_the_first_tab_leads_past_the_navigation(address: str, language: str) -> None:
    with browser.page(f"{address}membentuk-kelompok.html") as shown:
        shown.keyboard.press("Tab")
        settle(shown)
        assert {"id": "lompat", "en": "skip"}[language] in shown.evaluate("document.activeElement.innerText").lower()
        box = shown.evaluate("(({top, height}) => ({top, height}))(document.activeElement.getBoundingClientRect())")
        assert box["top"] >= 0 and box["height"] > 15, "nobody sees it"
        shown.keyboard.press("Enter")
        assert shown.url.endswith("#main-content")


def test_whoever_walks_by_keyboard_sees_where(address: str) -> None:
    with browser.page(f"{address}membentuk-kelompok.html") as shown:
        for _ in range(25):
            shown.keyboard.press("Tab")
            seen = shown.evaluate(
                """() => {
                  const style = getComputedStyle(document.activeElement);
                  return [document.activeElement.outerHTML.slice(0, 120), style.outlineStyle, parseFloat(style.outlineWidth)];
                }"""
            )
            assert seen[1] == "solid" and seen[2] >= 2, seen[0]


def test_nothing_moves_for_people_who_asked_for_rest(address: str) -> None:
    with browser.page(f"{address}membentuk-kelompok.html", reduced_motion="reduce") as shown:
        moving = shown.evaluate(
            """() => [...document.querySelectorAll('body, body *')].filter((node) => {
              const style = getComputedStyle(node);
              const slow = (times) => times.split(',').some((one) => parseFloat(one) > 0.01);
              return slow(style.transitionDuration) || slow(style.animationDuration);
            }).map((node) => node.outerHTML.slice(0, 80))"""
        )
        assert moving == []
        assert shown.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"

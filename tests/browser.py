"""Pages in a real Chromium.

`with page("file:///…/index.html", width=360) as shown:` gives a Playwright page that was loaded and has drawn its
fonts. One browser per use: Playwright keeps an event loop in the thread while it is open, and nbclient then can't run.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import chromium
from parts import missing_part

if TYPE_CHECKING:
    from playwright.sync_api import Page

ARGUMENTS = ["--no-sandbox", "--disable-gpu"]
"""A container's root can't have Chromium's sandbox, and has no graphics card."""


@cache
def _found() -> str | None:
    return chromium.find()


def chromium_path() -> str:
    """Path of a Chromium; skips the test, or fails in CI, where there is none."""
    return _found() or missing_part("no Chromium; set CHROME, or run `python scripts/chromium.py --install`")


@contextmanager
def page(address: str | None = None, *, width: int = 1280, height: int = 800, **context: Any) -> Iterator[Page]:
    """A new page, `width` x `height` CSS pixels; `context` goes to Playwright's `new_context` (color_scheme, …)."""
    path = chromium_path()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            shown = browser.new_context(viewport={"width": width, "height": height}, **context).new_page()
            if address is not None:
                shown.goto(address)
                shown.evaluate("document.fonts.ready.then(() => true)")
            yield shown
        finally:
            browser.close()

"""Take the pictures of the README from the built book.

Usage: python scripts/screenshots.py    (after the book is built; `make screenshots` does both)

Writes docs/pictures/*.png: the chapter on forming groups, as a reader sees it who has scrolled to the planner's groups.
"""

from __future__ import annotations

import sys
import threading

import chromium
import workshop
from playwright.sync_api import sync_playwright

PICTURES = workshop.ROOT / "docs" / "pictures"
SHOTS = {
    # file -> (page, what to scroll to, width, height)
    "planner.png": ("membentuk-kelompok.html", ".jupyter-widgets h4:text-matches('Kelompok$')", 1280, 800),
}


def main() -> int:
    path = chromium.find()
    if path is None:
        print("No Chromium: run `python scripts/chromium.py --install`, or set CHROME", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with workshop.open_server(workshop.HTML, 0) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for name, (page, part, width, height) in SHOTS.items():
            shown = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
            shown.goto(f"http://127.0.0.1:{server.server_port}/{page}")
            # A form is loaded when a reader asks for it.
            for button in shown.locator(".show-form button").all():
                button.click()
            # Below the page's own bar, so that the part's first line isn't under it.
            shown.locator(part).first.evaluate("part => { part.scrollIntoView(); scrollBy(0, -80) }")
            shown.evaluate("document.fonts.ready.then(() => true)")
            shown.screenshot(path=PICTURES / name)
            print((PICTURES / name).relative_to(workshop.ROOT))
        browser.close()
        server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Find a Chromium, or get one: the tests and the pictures of the README need a real browser.

Usage: python scripts/chromium.py            print the path of a usable browser; exit status 1 where there is none
       python scripts/chromium.py --install  the same, after installing one where there is none

Chrome and Edge are Chromium too. The variable CHROME names one of your own choice.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
MAC = ("Chromium", "Google Chrome", "Microsoft Edge")
WINDOWS = (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")


def _candidates() -> Iterator[str]:
    chosen = os.environ.get("CHROME")
    if chosen:
        # What the person chose, and nothing else: another browser in silence would hide a wrong path.
        yield chosen
        return
    for name in NAMES:
        found = shutil.which(name)
        if found:
            yield found
    if sys.platform == "darwin":
        for name in MAC:
            yield f"/Applications/{name}.app/Contents/MacOS/{name}"
    if sys.platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            for place in WINDOWS:
                yield str(Path(os.environ.get(variable, "")) / place)
    own = _of_playwright()
    if own:
        yield own


def _of_playwright() -> str | None:
    """The browser that `playwright install chromium` would have put, whether or not it is there."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        return str(playwright.chromium.executable_path)


def _starts(path: str) -> bool:
    if not Path(path).is_file():
        return False
    if sys.platform == "win32":
        # There `chrome --version` opens a window instead of answering.
        return True
    try:
        # On Ubuntu /usr/bin/chromium-browser may be a script that only says where the browser can be had.
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def find() -> str | None:
    """The path of a Chromium that starts, or None."""
    return next((path for path in _candidates() if _starts(path)), None)


def install() -> str | None:
    """`find`, after trying to install one: Debian's package as root, otherwise the one that playwright brings."""
    found = find()
    if found or os.environ.get("CHROME"):
        return found
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation"],
            env=quiet,
            check=False,
        )
        found = find()
    if not found:
        # The libraries that a browser needs can only be installed as root.
        more = ["--with-deps"] if root and sys.platform == "linux" else []
        subprocess.run([sys.executable, "-m", "playwright", "install", *more, "chromium"], check=False)
        found = find()
    return found


if __name__ == "__main__":
    path = install() if "--install" in sys.argv[1:] else find()
    if path:
        print(path)
    sys.exit(0 if path else 1)

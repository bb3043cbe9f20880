"""Where the book's pages are: messages name a section, and a reader outside the book needs its address."""

from __future__ import annotations

import os

BOOK = "TUTOR_SEBAYA_BOOK"
"""Environment variable: where the book is published; without it, addresses are relative to the book's first page."""


def address(learn: str) -> str:
    """The address of a section such as `aturan.html#rule-w01`."""
    base = os.environ.get(BOOK, "").rstrip("/")
    return f"{base}/{learn}" if base else learn

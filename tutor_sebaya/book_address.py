"""Where the book's pages and the course's repository are.

Messages name a section, and a reader outside the book needs its address; Binder needs the repository's, which is set in
one place: `repository: url` in _config.yml.
"""

from __future__ import annotations

import os
from urllib.parse import quote, urlsplit

from .language import LANGUAGES

BOOK = "TUTOR_SEBAYA_BOOK"
"""Environment variable: where the book is published; without it, addresses are relative to the book's first page."""


def address(learn: str, language: str = LANGUAGES[0]) -> str:
    """The address of a section such as `aturan.html#rule-w01`, in the edition of that language.

    Pages have the same names in all editions; those of another language lie in a folder beside the first edition's.
    """
    base = os.environ.get(BOOK, "").rstrip("/")
    folder = "" if language == LANGUAGES[0] or base.endswith(f"/{language}") else f"{language}/"
    return f"{base}/{folder}{learn}" if base else learn


BINDER = "https://mybinder.org/v2"
PROVIDERS = {"github.com": "gh", "gitlab.com": "gl"}


def binder_address(repository: str, path: str = "", branch: str = "main") -> str | None:
    """The address that opens a notebook (or the folder) of the repository in JupyterLab on Binder.

    repository: the public address, such as `https://github.com/OWNER/NAME`; path: of a file in it. None where there is
    no public address yet. Any other public git host is taken as Binder's "git" provider takes it.
    """
    if not repository:
        return None
    repository = repository.rstrip("/").removesuffix(".git")
    parts = urlsplit(repository)
    name = parts.path.strip("/")
    match PROVIDERS.get(parts.netloc):
        case "gh":
            place = f"gh/{name}"
        case "gl":
            place = f"gl/{quote(name, safe='')}"
        case _:
            place = f"git/{quote(repository, safe='')}"
    shown = quote(quote(f"lab/tree/{path}" if path else "lab", safe="/"), safe="")
    return f"{BINDER}/{place}/{quote(branch, safe='')}?urlpath={shown}"

"""Which language a page speaks: its sentences, and those of the other language that were left in it.

Small words tell: no Indonesian sentence is without one of `SMALL["id"]`, no English one without one of `SMALL["en"]`.
Words in italics (terms, titles), code and what says `lang` of the other language are meant to be there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from tutor_sebaya.documents_index import KINDS

SMALL = {
    "id": frozenset(
        """
        yang dan untuk dengan adalah ini itu tidak pada dari dalam atau juga akan oleh sebagai setiap bila karena belum
        sudah lebih kepada ada bukan sehingga anda saya kami bab soal benar nilai kelas kelompok murid guru waktu menit
        """.split()  # noqa: SIM905 - fifty quoted words are not read
    ),
    "en": frozenset(
        """
        the of and is are with for that this which was were not have has from by your you it
        """.split()  # noqa: SIM905
    ),
}
NAMES = re.compile(
    # Names of groups are data; those of forms, laws, guides, institutions and licences are in one language only.
    r"Kelompok \d+|Panduan Pembelajaran dan Asesmen|Departemen Pendidikan dan Kebudayaan|Kelas Rangkap|kelas rangkap"
    r"|Budaya Sekolah Aman dan Nyaman|CC BY|University of Kansas|\[diisi guru\]|[\w-]+\.(?:xlsx|csv|html|docx|json)|"
    + "|".join(sorted((re.escape(one.title) for one in KINDS.values()), key=len, reverse=True))
)
QUOTED = re.compile(r"‘[^’]*’|'[^']*'|“[^”]*”|\([^()]*\)")
ABOUT_WORDS = {"butir", "membaca-sumber", "pustaka"}
"""Pages that quote the source text and titles of books word by word: there, what is in quotation marks is left out."""

_VOID = {"br", "img", "meta", "link", "input", "hr", "col", "source", "wbr", "path", "rect", "line", "circle", "use"}
_BLOCKS = {
    "p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "summary", "figcaption", "caption", "button",
    "label", "legend", "div", "section", "article", "title", "desc", "text", "option", "a",
}  # fmt: skip
_SPOKEN = ("alt", "title", "aria-label", "placeholder")
_STATE = "application/vnd.jupyter.widget-state+json"


class _Reader(HTMLParser):
    """Sentences of a page in one language; `other`: the language whose marked parts are left out."""

    def __init__(self, html: str, other: str) -> None:
        super().__init__()
        self.other = other
        self.sentences: list[str] = []
        self.states: list[str] = []
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self._words: list[str] = []
        self.feed(html)
        self._end()

    def _silent(self) -> bool:
        return any(
            tag in ("script", "style", "code", "pre", "em", "i", "cite") or given.get("lang") == self.other
            for tag, given in self._open
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _BLOCKS:
            self._end()
        # The tooltip of a citation has titles of books in it.
        cited = tag == "a" and "internal" in (given.get("class") or "")
        if not self._silent() and given.get("lang") != self.other and not cited:
            self.sentences += [given[name] or "" for name in _SPOKEN if given.get(name)]
            self.sentences += json.loads(given.get("data-words") or "{}").values()
        if tag not in _VOID:
            self._open.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end()
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        kind = self._open[-1][1].get("type") if self._open and self._open[-1][0] == "script" else None
        if kind == "application/json":
            self.sentences += [one for one in json.loads(data).values() if isinstance(one, str)]
        elif kind == _STATE:
            self.states.append(data)
        elif not self._silent():
            self._words.append(data)

    def _end(self) -> None:
        words = " ".join("".join(self._words).split())
        self._words = []
        if words:
            self.sentences.append(words)


def sentences(html: str, other: str) -> Iterator[str]:
    """What a page says to its readers, forms included, in blocks."""
    page = _Reader(html, other)
    yield from page.sentences
    for state in page.states:
        for model in json.loads(state)["state"].values():
            for said in _strings(model["state"]):
                yield from _Reader(said, other).sentences


def _strings(state: dict[str, Any]) -> Iterator[str]:
    for name in ("value", "description", "placeholder", "tooltip", "description_tooltip", "_options_labels", "_titles"):
        value = state.get(name)
        found = [value] if isinstance(value, str) else list(value) if isinstance(value, (list, tuple)) else []
        found = [*value.values()] if isinstance(value, dict) else found
        yield from (one for one in found if isinstance(one, str))


def left_in(page: str, html: str, other: str) -> list[str]:
    """Sentences of the page `page` that have small words of the other language."""
    found = []
    for sentence in sentences(html, other):
        words = re.sub(r"\{\w+\}", " ", NAMES.sub(" ", sentence))
        if page in ABOUT_WORDS:
            words = QUOTED.sub(" ", words)
        small = [one for one in re.findall(r"[^\W\d_]+", words) if one.lower() in SMALL[other]]
        if small:
            found.append(f"{' '.join(small[:4])} | {sentence[:140]}")
    return list(dict.fromkeys(found))

"""What tests of the planners' forms share: what a person reads of a form, and which of it is shown."""

from __future__ import annotations

import base64
import datetime as dt
import re
from html.parser import HTMLParser
from typing import Any

import ipywidgets

from tutor_sebaya.documents_index import KINDS

NOW = dt.datetime(2026, 8, 10, tzinfo=dt.UTC)
EVIL = "<script>alert(1)</script>"


class Text(HTMLParser):
    """What a person reads of a piece of HTML, and the elements it is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def __str__(self) -> str:
        return " ".join(" ".join(self.words).split())


def read(html: str) -> str:
    return str(Text(html))


def everything(widget: Any) -> list[Any]:
    return [widget, *(one for child in getattr(widget, "children", ()) for one in everything(child))]


def shown_words(planner: Any) -> str:
    """All that the form says: labels, options, buttons, HTML."""
    said = []
    for one in everything(planner):
        said += [getattr(one, "description", "")]
        said += [label for label, _ in one.options] if isinstance(one, ipywidgets.Dropdown) else []
        said += (
            [read(re.sub(r"<style.*?</style>", "", one.value, flags=re.S))] if isinstance(one, ipywidgets.HTML) else []
        )
    return "\n".join(filter(None, said))


def is_shown(control: Any, planner: Any) -> bool:
    """Whether neither the control nor a box around it is hidden."""

    def visit(one: Any) -> bool | None:
        if one.layout.display == "none":
            return False if control in everything(one) else None
        if one is control:
            return True
        return next((found for child in getattr(one, "children", ()) if (found := visit(child)) is not None), None)

    found = visit(planner)
    assert found is not None, "not in the form at all"
    return found


def upload(name: str, content: bytes) -> tuple[dict[str, Any], ...]:
    return ({"name": name, "type": "", "size": len(content), "content": memoryview(content), "last_modified": NOW},)


def links(html: str) -> dict[str, bytes]:
    """Name -> content of the files that lie in the links."""
    return {
        str(one["download"]): base64.b64decode(str(one["href"]).split("base64,")[1])
        for tag, one in Text(html).tags
        if tag == "a"
    }


def untranslated(planner: Any) -> set[str]:
    """What stays the same when the form changes its language, other than names, codes, papers and official titles."""
    before = set(shown_words(planner).split("\n"))
    planner.language.value = "en"
    same = before & set(shown_words(planner).split("\n"))
    data = set(planner.names.values()) | {one.title for one in KINDS.values()}
    # Words that are the same in both languages, and what a file or a school says.
    code = r"(✓ )?[A-Z]+\d+([: ].*)?|A4|F4|\d+|English|Bahasa.*|Semester|Excel \(\.xlsx\)"
    return {one for one in same if re.sub(r" \(\d+\)$", "", one) not in data and not re.fullmatch(code, one)}

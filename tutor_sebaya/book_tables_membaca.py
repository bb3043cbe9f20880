"""What executed cells show where the book looks at itself: origins of its rules, the way from a rule to its sources.

For the chapter "Membaca sumber dengan kritis" and for the lecturers' guide. Counts come from the registry of rules,
the content model and the pages; none is written by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from html import escape
from pathlib import Path
from typing import Any, get_args

import yaml

from . import labels
from .book import SETTINGS
from .book_items import CHAPTERS, content, wording
from .book_tables import scrolling_table
from .language import LANGUAGE, LANGUAGES, N_, Text, join, number, renderer, text, translate
from .rules import WEIGHTS, catalogue
from .rules.registry import Origin
from .settings import DEFAULTS

_CHECK = "```{self-check}"
_DISCUSS = {"id": "## Diskusikan", "en": "## Discuss"}
_NOT_NAMED = N_("tidak disebutkan")
_NO_BREAK = '<th scope="row" style="white-space: nowrap">'
_WHOLE_SOURCES = {
    "unattributed": _NOT_NAMED,
    "reference list of the source text": N_("daftar pustaka naskah sumber"),
    "(source text, following Surachmad 1990: 50)": N_("naskah sumber, menyusul Surachmad (1990: 50)"),
}
"""How the content model words where an item comes from, in place of a name."""


def origins_html(language: str = LANGUAGE) -> str:
    """A row for each origin: how many rules, how severe, and how many of them use a number that a school may change."""
    say = renderer(language)
    rules = [*catalogue().values()]
    rows = []
    for origin in (*get_args(Origin), None):
        of = [one for one in rules if origin in (one.origin, None)]
        counts = [len(of), *(sum(one.severity == severity for one in of) for severity in WEIGHTS)]
        counts.append(sum(bool(one.settings) for one in of))
        name = say(text(labels.ORIGINS[origin] if origin else N_("seluruhnya")))
        rows.append(_row(name, [number(one, language) for one in counts]))
    severities = [translate(labels.SEVERITIES[one], language).capitalize() for one in WEIGHTS]
    columns = [say(text(N_("Asal"))), say(text(N_("Aturan"))), *severities, say(text(N_("Memakai ambang kami")))]
    return scrolling_table(say(text(N_("Asal {n} aturan pemeriksa"), n=len(rules))), columns, rows)


def trace_html(rule: str, language: str = LANGUAGE) -> str:
    """The way from a rule to its items, their lines, who is said to have said it, and what is doubtful about it."""
    say = renderer(language)
    judged, known = catalogue()[rule], content()
    items = {one["id"]: one for one in known["items"]}
    rows = []
    for id in judged.items:
        item = items[id]
        cells = [
            escape(wording(item, language)),
            escape(", ".join(str(line) for line in item["source_lines"])),
            escape(say(_source(item["source"]))),
            escape(", ".join(item["doubts"]) or "–"),
        ]
        rows.append(f"<tr>{_NO_BREAK}{escape(id)}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
    doubted = {id for one in judged.items for id in items[one]["doubts"]}
    told = "".join(
        f"<li>{escape(one['id'])}: {escape(wording(one, language))}</li>"
        for one in known["doubts"]
        if one["id"] in doubted
    )
    columns = (N_("Butir"), N_("Isinya"), N_("Baris"), N_("Kata siapa"), N_("Keraguan"))
    caption = say(text(N_("Dari aturan {id} ({title}) ke sumbernya"), id=rule, title=Text(judged.title)))
    return scrolling_table(caption, [say(text(one)) for one in columns], rows) + (f"<ul>{told}</ul>" if told else "")


def standing(language: str = LANGUAGE) -> list[Text]:
    """How firm the ground is: items that a doubt touches, items without a source, the doubt that reaches furthest."""
    items, doubts = content()["items"], content()["doubts"]
    reach = {one["id"]: sum(one["id"] in item["doubts"] for item in items) for one in doubts}
    widest = max(doubts, key=lambda one: reach[one["id"]])
    return [
        text(
            N_("{n} dari {all} butir tersentuh sedikitnya satu keraguan."),
            n=sum(bool(one["doubts"]) for one in items),
            all=len(items),
        ),
        text(
            N_("{n} butir ditulis naskah sumber tanpa menyebut sumbernya."),
            n=sum(one["source"] == "unattributed" for one in items),
        ),
        text(
            N_("Yang paling luas jangkauannya ialah {id}, yang menyentuh {n} butir: {words}"),
            id=widest["id"],
            n=reach[widest["id"]],
            words=wording(widest, language),
        ),
    ]


def chapters_html(folder: Path, language: str = LANGUAGE) -> str:
    """A row for each chapter: minutes as its front matter gives them, self-checks, rules and questions to discuss."""
    say = renderer(language)
    rows, total = [], [0] * 6
    for name in CHAPTERS:
        page = (folder / f"{name}.md").read_text(encoding="utf-8")
        facts: dict[str, Any] = yaml.safe_load(page.split("---")[1])
        title = next(line for line in page.splitlines() if line.startswith("# ")).removeprefix("# ")
        asked = page.partition(f"\n{_DISCUSS[language]}\n")[2].partition("\n## ")[0].splitlines()
        counts = [int(facts["minutes"][key]) for key in ("read", "practise", "discuss")]
        counts += [page.count(_CHECK), len(facts["rules"]), sum(line[:1].isdigit() for line in asked)]
        total = [a + b for a, b in zip(total, counts, strict=True)]
        rows.append(_row(title, [number(one, language) for one in counts]))
    rows.append(_row(say(text(N_("seluruhnya"))), [number(one, language) for one in total]))
    columns = (
        N_("Bab"),
        N_("Membaca"),
        N_("Berlatih"),
        N_("Berdiskusi"),
        N_("Periksa diri"),
        N_("Aturan"),
        N_("Topik diskusi"),
    )
    return scrolling_table(
        say(text(N_("Waktu (menit), soal periksa diri, aturan, dan pertanyaan diskusi setiap bab"))),
        [say(text(one)) for one in columns],
        rows,
    )


def thresholds_html(language: str = LANGUAGE) -> str:
    """Every threshold: its name in `settings.py`, what it is, its default, the rules that use it."""
    say = renderer(language)
    rows = []
    for field in fields(DEFAULTS):
        value = getattr(DEFAULTS, field.name)
        words = isinstance(value, tuple)
        # Words that pupils may call a group by are Indonesian in every edition.
        shown = join(value, LANGUAGES[0]) if words else number(float(value), language)
        using = ", ".join(one.id for one in catalogue().values() if field.name in one.settings)
        meaning = escape(say(text(SETTINGS[field.name])))
        attribute = f' lang="{LANGUAGES[0]}"' if words and language != LANGUAGES[0] else ""
        cells = f"<td>{meaning}</td><td{attribute}>{escape(shown)}</td><td>{escape(using)}</td>"
        rows.append(f"<tr>{_NO_BREAK}<code>{escape(field.name)}</code></th>{cells}</tr>")
    columns = (N_("Nama"), N_("Artinya"), N_("Nilai bawaan"), N_("Aturan"))
    return scrolling_table(say(text(N_("Ambang yang dapat diubah"))), [say(text(one)) for one in columns], rows)


def _source(words: str) -> Text:
    if words in _WHOLE_SOURCES:
        return text(_WHOLE_SOURCES[words])
    who, within, where = words.partition(", in ")
    return text(N_("{who}, dalam {where}"), who=who, where=where) if within else Text("{who}", {"who": words})


def _row(name: str, cells: Iterable[str]) -> str:
    return f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'

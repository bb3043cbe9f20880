"""What executed cells of the book show: results of the planners as plain HTML, readable without style or script."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from .language import LANGUAGE, LANGUAGES, N_, Names, Text, number, text
from .planners import WAY_NAMES, WAYS, Broken, form_groups
from .rules import catalogue
from .scenario import Scenario
from .settings import DEFAULTS, Settings

_CAPTION = N_("Kelas yang sama, tujuh cara, {n} kelompok")
_COLUMNS = (
    N_("Cara"),
    N_("Dilanggar pembagian pertama"),
    N_("Perpindahan"),
    N_("Dilanggar sesudah diperbaiki"),
)
_NOTHING = N_("tidak ada")
_IN_GROUPS = N_("({k} kelompok)")


def scrolling_table(caption: str, columns: Iterable[str], rows: Iterable[str]) -> str:
    """A table in a box that scrolls instead of the page. `caption`, `columns`: plain words; `rows`: `<tr>` elements."""
    title = escape(caption)
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in columns)
    return (
        f'<div class="tutor-sebaya-scroll" role="region" aria-label="{title}" tabindex="0" style="overflow-x: auto">'
        f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def sentences_html(
    sentences: Iterable[Text], names: Names | None = None, language: str = LANGUAGE, ordered: bool = False
) -> str:
    """A list, numbered where the order matters; ids of pupils become names where `names` has them. No list: nothing."""
    tag = "ol" if ordered else "ul"
    items = "".join(f"<li>{escape(sentence.render(language, names))}</li>" for sentence in sentences)
    return f"<{tag}>{items}</{tag}>" if items else ""


def official_html(name: str, language: str, meant: str | None = None) -> str:
    """A name on an official form: Indonesian for every reader, with what it means for those of another language.

    meant: the message that says what it means, where the name's own English fits another place.
    """
    if language == LANGUAGES[0]:
        return escape(name)
    meaning = text(meant or name).render(language)
    gloss = f" ({escape(meaning)})" if meaning != name else ""
    return f'<span lang="{LANGUAGES[0]}">{escape(name)}</span>{gloss}'


def ways_table_html(
    scenario: Scenario, groups: int, seed: int = 1, language: str = LANGUAGE, settings: Settings = DEFAULTS
) -> str:
    """A row for each of the seven ways: rules that the first division breaks, moves of the repair, rules still broken.

    Rules are links to the sections that teach them, with the number of groups concerned.
    """

    def say(message: str, **values: object) -> str:
        return escape(text(message, **values).render(language))

    def rules(broken: Iterable[Broken]) -> str:
        known = catalogue()
        shown = []
        for one in broken:
            rule = known[one.rule]
            where = f" {say(_IN_GROUPS, k=len(one.groups))}" if one.groups else ""
            link = f'<a href="{escape(rule.learn)}" title="{say(rule.title)}">{rule.id}</a>'
            shown.append(f'<li style="white-space: nowrap">{link}{where}</li>')
        return f"<ul>{''.join(shown)}</ul>" if shown else say(_NOTHING)

    rows = []
    for way in WAYS:
        plan = form_groups(scenario, way, groups, seed=seed, settings=settings)
        cells = (rules(plan.broken_before), number(len(plan.moves), language), rules(plan.broken_after))
        rows.append(
            f'<tr><th scope="row">{say(WAY_NAMES[way])}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        )
    columns = (text(column).render(language) for column in _COLUMNS)
    return scrolling_table(text(_CAPTION, n=groups).render(language), columns, rows)

"""Forms without data, to be printed and filled in by hand.

Each is the form of a made-up scenario of nameless pupils with its contents taken out again, so that the empty form and
the filled one never differ in their parts and columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .documents_analysis import daily_test_analysis, target_and_absorption
from .documents_remedial import Layout, enrichment_programme, remedial_programme, remedial_record
from .documents_review import review_sheets
from .documents_sheet import (
    DOTS,
    Block,
    Cell,
    Fields,
    Form,
    Items,
    Page,
    Paragraph,
    Row,
    Table,
    Title,
    place_cells,
)
from .documents_tutors import (
    CONSENTS_ON_A_PAGE,
    candidate_observation_forms,
    consent_forms,
    group_observation_sheets,
    teach_back_forms,
    tutor_cards,
)
from .planners.mastery import Item, MasterySettings, analyse_mastery
from .planners.remedial import plan_remedial
from .scenario import Group, Objective, Pupil, Scenario, Tutor

ITEMS = 10
"""Columns or rows for items."""
GROUP_SIZES = (3, 4, 5, 6)
"""People of a group, the tutor included: each size has its own sheet, since Gini's weights depend on it."""


@dataclass(frozen=True)
class _Kept:
    """What stays of a table: the words of these columns; `rows`: how many lines it then has (None: as many as it had).

    The first column, if it stays, is numbered.
    """

    columns: frozenset[int] = frozenset()
    rows: int | None = None


def _kept(*columns: int, rows: int | None = None) -> _Kept:
    return _Kept(frozenset(columns), rows)


def _emptied(form: Form, tables: Sequence[_Kept]) -> Form:
    """The form with empty fields, and of its tables, in their order, only what is kept."""
    rest = iter(tables)
    pages = [replace(page, blocks=tuple(_empty(block, rest) for block in page.blocks)) for page in form.pages]
    return replace(form, pages=tuple(pages))


def _empty(block: Block, tables: Iterator[_Kept]) -> Block:
    match block:
        case Table():
            return _empty_table(block, next(tables))
        case Fields():
            return replace(block, pairs=tuple((label, _unsaid(value)) for label, value in block.pairs))
        case Items():
            return replace(block, lines=tuple(_unnumbered(line) for line in block.lines))
        case Paragraph():
            return replace(block, words=_unnumbered(block.words))
        case _:
            return block


def _unsaid(value: str) -> str:
    """A field that asks for several numbers keeps its words, any other is a dotted line."""
    return re.sub(r"(?<!\.)\b\d+\b", "." * 8, value) if "...." in value and "murid" in value else ""


def _unnumbered(words: str) -> str:
    """A sentence without what it would have found."""
    said = re.sub(r": (?:–|\d+(?:, \d+)*)\.$", f": {DOTS}", words)
    return re.sub(r": (?:–|belum dapat dihitung)\.", f": {'.' * 14}", said)


def _empty_table(table: Table, kept: _Kept) -> Table:
    def emptied(rows: Sequence[Row], columns: frozenset[int]) -> list[Row]:
        found: list[list[Cell]] = [[] for _ in rows]
        for row, column, cell in place_cells(rows):
            found[row].append(cell if column in columns else replace(cell, value=None))
        return [tuple(row) for row in found]

    rows = emptied(table.rows, kept.columns)
    if kept.rows is not None:
        first, *others = rows[0]
        rows = [
            (replace(first, value=str(number) if 0 in kept.columns else first.value, rows=1), *others)
            for number in range(1, kept.rows + 1)
        ]
    # Highest scores and criteria stand in the heading, in brackets.
    head = tuple(
        tuple(
            replace(cell, value=re.sub(r" \((?:[\d,]+|–)\)$", " (.....)", cell.value))
            if isinstance(cell.value, str)
            else cell
            for cell in row
        )
        for row in table.head
    )
    return replace(table, head=head, rows=tuple(rows), foot=tuple(emptied(table.foot, frozenset({0}))))


# --- the made-up scenarios -------------------------------------------------------------------------------------------


def _tested(score: float | None, objectives: int = 1) -> Scenario:
    """One nameless pupil with a score on each objective."""
    ids = [f"TP{number}" for number in range(1, objectives + 1)]
    return Scenario(
        version=1,
        kind="remedial",
        # Criteria that differ aren't named in the sentences of a form.
        objectives=[Objective(id=one, criterion=70 + number) for number, one in enumerate(ids)],
        pupils=[Pupil(id="M01", scores=dict.fromkeys(ids, score))],
    )


_NAMELESS = {"M01": ""}
_SCHOOL = MasterySettings(class_threshold=None)


def _of_items() -> tuple[Item, ...]:
    return tuple(Item(f"s{number}", 1, "TP1") for number in range(1, ITEMS + 1))


def _candidates(number: int, members: int = 0) -> Scenario:
    """Tutor candidates, and a group of `members` with the first of them; all are dotted lines."""
    pupils = [f"M{one:02}" for one in range(1, number + members + 1)]
    group = Group(id=DOTS, tutors=pupils[:1], members=pupils[number:])
    return Scenario(
        version=1,
        kind="class",
        pupils=[Pupil(id=one) for one in pupils],
        objectives=[Objective(id=f"TP {'.' * 12}")],
        tutors=[Tutor(pupil=one) for one in pupils[:number]],
        groups=[group] if members else [],
    )


def _dotted(scenario: Scenario) -> dict[str, str]:
    return {one.id: "." * 40 for one in scenario.pupils}


# --- the forms -------------------------------------------------------------------------------------------------------


def _analysis() -> Form:
    scenario = _tested(None, 3)
    analysis = analyse_mastery(scenario, _of_items(), school=_SCHOOL)
    form = daily_test_analysis(analysis, scenario, names=_NAMELESS)
    return _emptied(form, (_kept(0, rows=36), _kept(0), _kept(0, 3)))


def _target() -> Form:
    scenario = _tested(None)
    form = target_and_absorption(analyse_mastery(scenario, _of_items()), scenario, review=False)
    return _emptied(form, (_kept(0),))


def _remedial(layout: Layout) -> Form:
    scenario = _tested(0)
    form = remedial_programme(plan_remedial(scenario), scenario, layout, names=_NAMELESS)
    # As many lines as leave room for the signatures on the same page.
    lists = {
        1: (_kept(0, 8, rows=15),),
        2: (_kept(0, 9, rows=20), _kept(0, rows=4), _kept(0)),
        3: (_kept(0, 7, rows=20), _kept(0, rows=12)),
    }
    return _emptied(form, lists[layout])


def _enrichment() -> Form:
    scenario = _tested(100)
    form = enrichment_programme(analyse_mastery(scenario), scenario, names=_NAMELESS)
    return _emptied(form, (_kept(0, 3, rows=9),))


def _record() -> Form:
    scenario = _tested(0)
    form = _emptied(remedial_record(plan_remedial(scenario), scenario, names=_NAMELESS), (_kept(0, 3, rows=24),))
    what = "sesi remedial ke-...... / penilaian kembali (coret yang tidak perlu)"
    first, *rest = form.pages
    blocks = tuple(
        replace(one, words=one.words.replace("penilaian kembali program remedial", what))
        if isinstance(one, Paragraph)
        else one
        for one in first.blocks
    )
    return replace(form, name="berita-acara-remedial", pages=(replace(first, blocks=blocks), *rest))


def _observation() -> Form:
    pages = []
    for size in GROUP_SIZES:
        scenario = _candidates(1, size - 1)
        form = group_observation_sheets(scenario, names=dict.fromkeys(_dotted(scenario), ""))
        (page,) = form.pages
        title, *rest = page.blocks
        if isinstance(title, Title):
            title = replace(title, subtitle=f"untuk kelompok {size} orang")
        pages.append(Page((title, *rest), name=f"{size} orang"))
    return replace(form, pages=tuple(pages))


def _cards() -> Form:
    pupils = ["M01", "M02"]
    scenario = Scenario(
        version=1,
        kind="class",
        pupils=[Pupil(id=one) for one in pupils],
        groups=[Group(id=DOTS + "." * number, tutors=[one]) for number, one in enumerate(pupils)],
    )
    return tutor_cards(scenario, dict.fromkeys(pupils, ""))


def _consents() -> Form:
    scenario = _candidates(CONSENTS_ON_A_PAGE, CONSENTS_ON_A_PAGE)
    return consent_forms(scenario, _dotted(scenario))


def _teach_back() -> Form:
    scenario = _candidates(2)
    return teach_back_forms(scenario, _dotted(scenario))


def _candidate() -> Form:
    scenario = _candidates(1)
    return candidate_observation_forms(scenario, _dotted(scenario))


BLANKS: Mapping[str, Callable[[], Form]] = {
    "analisis-hasil-asesmen-harian": _analysis,
    "target-dan-daya-serap": _target,
    "lembar-amatan-calon-tutor": _candidate,
    "lembar-persetujuan": _consents,
    "lembar-uji-menerangkan": _teach_back,
    "kartu-tutor": _cards,
    "lembar-observasi-kelompok": _observation,
    "program-remedial-1": lambda: _remedial(1),
    "program-remedial-2": lambda: _remedial(2),
    "program-remedial-3": lambda: _remedial(3),
    "program-pengayaan": _enrichment,
    "berita-acara-remedial": _record,
    "lembar-telaah-teman": review_sheets,
}
"""Name of the form's file -> the empty form."""

"""The list of groups as a text document: a row a group, for schools that go on writing in it."""

from __future__ import annotations

from collections.abc import Mapping

from .documents import TITLE, TITLE_OF_PUPILS, GroupList, Person, form_heading, group_lists
from .documents_sheet import Fields, Form, Page, Row, Table, Title, cells, decimal, head_row
from .language import Names
from .scenario import Scenario


def group_list_form(
    scenario: Scenario,
    names: Names | None = None,
    for_pupils: bool = False,
    heading: Mapping[str, str] | None = None,
) -> Form:
    """Daftar kelompok with what `documents.group_list_xlsx` has. Seats and scores stand in the line of their name."""
    labels = ["Kelompok", "Submateri", "Tutor dan anggota (L/P)", "Tempat duduk", "Wakil", "Tugas"]
    groups = group_lists(scenario, names)
    table = Table(
        widths=(26, 46, 64, 32, 36, 51) if for_pupils else (24, 44, 62, 30, 34, 45, 16),
        head=head_row(*labels, *([] if for_pupils else ["Nilai awal"])),
        rows=tuple(_row(group, for_pupils) for group in groups) or (cells("Belum ada kelompok.", *[None] * 5),),
        aligns=("left", "left", "left", "left", "left", "left", "right"),
    )
    title = TITLE_OF_PUPILS if for_pupils else TITLE
    lines = form_heading(scenario) if heading is None else heading
    return Form(
        "daftar-kelompok-murid" if for_pupils else "daftar-kelompok-guru",
        title,
        (Page((Title(title.upper()), Fields(tuple(lines.items()), columns=2), table), landscape=True, name=title),),
        ("docx",),
    )


def _row(group: GroupList, for_pupils: bool) -> Row:
    def person(one: Person) -> str:
        shown = one.shown(for_pupils=for_pupils)
        return f"{shown}, tutor" if one.is_tutor and not one.is_cross_age else shown

    found: list[str | None] = [
        group.label,
        group.subtopic,
        "\n".join(map(person, group.people)),
        "\n".join(one.seat for one in group.people).rstrip() or None,
        "\n".join(one.name for one in group.people if one.is_representative) or None,
        "\n".join(f"{one.name}: {one.duty}" for one in group.people if one.duty) or None,
    ]
    if not for_pupils:
        found.append(
            "\n".join("" if one.score is None else decimal(one.score) for one in group.people).rstrip() or None
        )
    return cells(*found)

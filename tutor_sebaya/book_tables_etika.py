"""What executed cells of the chapter "Etika dan data" show: who gets which form, two versions of a list."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from .book_tables import official_html, scrolling_table
from .documents import group_lists, list_rows
from .documents_index import READERS, available
from .language import LANGUAGE, N_, Text, renderer, text
from .planners.sociometry import Sociometry
from .rules import check
from .scenario import Public, Scenario

RULE = "P01"
_YES, _NO = N_("ya"), N_("tidak")


def forms_html(scenario: Scenario, language: str = LANGUAGE) -> str:
    """For whom each printed form is, and whether it holds scores. Forms that differ only in layout share a row."""
    say = renderer(language)
    seen: dict[tuple[str, ...], bool] = {}
    for form in available(scenario):
        key = (form.title, *form.readers)
        seen[key] = seen.get(key, False) or form.contains_scores
    rows = []
    # What pupils may hold comes first, then what has no scores: so that the line between them is seen.
    for (title, *readers), scores in sorted(seen.items(), key=lambda one: ("pupil" not in one[0], one[1])):
        whom = ", ".join(say(text(READERS[one])) for one in READERS if one in readers)
        cells = f"<td>{escape(whom)}</td><td>{escape(say(text(_YES if scores else _NO)))}</td>"
        rows.append(f'<tr><th scope="row">{official_html(title, language)}</th>{cells}</tr>')
    columns = (N_("Lembar"), N_("Untuk siapa"), N_("Memuat nilai?"))
    return scrolling_table(say(text(N_("Lembar cetak dan pembacanya"))), [say(text(one)) for one in columns], rows)


_COLUMNS = {
    "Kelompok": N_("Nama kelompok"),
    "Tutor": N_("tutor kelompok"),
    "Anggota (L/P)": N_("anggota; L laki-laki, P perempuan"),
    "Tempat duduk": N_("tempat duduk"),
}
"""Columns of the printed list of groups, where what they mean needs other words than elsewhere."""


def columns_html(scenario: Scenario, language: str = LANGUAGE) -> str:
    """Which columns of the printed list of groups stand in the teacher's version and which in the pupils'."""
    say = renderer(language)
    groups = group_lists(scenario)
    of_teacher, of_pupils = (list_rows(groups, for_pupils)[0] for for_pupils in (False, True))
    rows = [
        f'<tr><th scope="row">{official_html(column, language, _COLUMNS.get(column))}</th>'
        + "".join(f"<td>{'✓' if column in some else '–'}</td>" for some in (of_teacher, of_pupils))
        + "</tr>"
        for column in of_teacher
    ]
    columns = (N_("Kolom"), N_("Daftar guru"), N_("Daftar untuk murid"))
    return scrolling_table(say(text(N_("Isi dua versi daftar kelompok"))), [say(text(one)) for one in columns], rows)


def on_the_wall(scenario: Scenario, labels: Sequence[str], shows_scores: bool) -> Scenario:
    """The plan with other names for its first groups, and with or without scores in the list that pupils read."""
    kept = [one.label for one in scenario.groups[len(labels) :]]
    groups = [
        group.model_copy(update={"label": label})
        for group, label in zip(scenario.groups, [*labels, *kept], strict=False)
    ]
    public = Public(shows_scores=shows_scores, shows_nisn=False)
    return scenario.model_copy(update={"groups": groups, "public": public})


def privacy_html(scenario: Scenario, language: str = LANGUAGE) -> str:
    """What rule P01 says of the plan, in its own words."""
    say = renderer(language)
    found = [one.message for one in check(scenario).findings if one.rule == RULE]
    said = found or [text(N_("{rule}: tidak ada temuan."), rule=RULE)]
    return f"<ul>{''.join(f'<li>{escape(say(one))}</li>' for one in said)}</ul>"


def choices_html(found: Sociometry, language: str = LANGUAGE) -> str:
    """The choices of a class as counts alone: nobody can be recognised."""
    say = renderer(language)
    asked = len(found.pupils)
    lines: tuple[tuple[str, Text], ...] = (
        (N_("Murid hadir"), text("{n}", n=asked)),
        (N_("Sudah menyebut pilihan"), text(N_("{n} murid"), n=asked - len(found.silent))),
        (N_("Pilihan yang dihitung"), text("{n}", n=found.choices)),
        (N_("Saling memilih"), text(N_("{n} pasang"), n=len(found.mutual))),
        (N_("Belum dipilih siapa pun"), text(N_("{n} murid"), n=len(found.not_chosen))),
    )
    rows = [f'<tr><th scope="row">{escape(say(text(name)))}</th><td>{escape(say(n))}</td></tr>' for name, n in lines]
    columns = (N_("Yang dihitung"), N_("Banyaknya"))
    return scrolling_table(
        say(text(N_("Ringkasan pilihan teman, tanpa nama dan tanpa kode"))), [say(text(one)) for one in columns], rows
    )

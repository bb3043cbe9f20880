"""Who may read what, as the chapter on ethics and data shows it."""

from __future__ import annotations

import re
from functools import cache

from tutor_sebaya.book_tables_etika import choices_html, columns_html, forms_html, on_the_wall, privacy_html
from tutor_sebaya.classes import SAMPLE_NUMBER, invent_class
from tutor_sebaya.planners import form_groups
from tutor_sebaya.planners.sociometry import sociometry
from tutor_sebaya.scenario import Pupil, Scenario


@cache
def planned() -> Scenario:
    sample = invent_class(SAMPLE_NUMBER).scenario
    return form_groups(sample, "seating", 6).fill(sample)


def rows(shown: str) -> dict[str, list[str]]:
    found = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', shown)
    return {name: re.findall(r"<td>(.*?)</td>", cells) for name, cells in found}


def test_no_form_for_pupils_holds_scores() -> None:
    shown = rows(forms_html(planned()))
    for_pupils = {title: scores for title, (whom, scores) in shown.items() if "murid" in whom}
    assert {"Kartu tutor", "Daftar kelompok untuk murid", "Lembar persetujuan"} <= for_pupils.keys()
    assert set(for_pupils.values()) == {"tidak"}
    assert shown["Daftar kelompok"] == ["guru", "ya"]


def test_forms_for_pupils_come_first() -> None:
    readers = [whom for whom, _ in rows(forms_html(planned())).values()]
    assert readers == sorted(readers, key=lambda one: one != "murid")


def test_scores_are_the_only_column_that_pupils_do_not_get() -> None:
    shown = rows(columns_html(planned()))
    assert [column for column, (_, pupils) in shown.items() if pupils != "✓"] == ["Nilai awal"]
    assert {teacher for teacher, _ in shown.values()} == {"✓"}


def test_a_label_and_shown_scores_are_found_and_a_veiled_label_is_not() -> None:
    shown = privacy_html(on_the_wall(planned(), ("Rajawali", "Remedial", "Siput"), shows_scores=True))
    assert shown.count("<li>") == 2
    assert "memuat nilai" in shown and "remedial" in shown
    assert "siput" not in shown.lower()


def test_neutral_labels_without_scores_leave_nothing_to_find() -> None:
    plan = on_the_wall(planned(), ("Anggrek", "Melati", "Kenanga"), shows_scores=False)
    assert privacy_html(plan) == "<ul><li>P01: tidak ada temuan.</li></ul>"
    assert [one.label for one in plan.groups[:4]] == ["Anggrek", "Melati", "Kenanga", planned().groups[3].label]
    assert [one.members for one in plan.groups] == [one.members for one in planned().groups]


def test_the_summary_of_choices_counts_and_names_nobody() -> None:
    people = [
        Pupil(id="Z1", name="Ani", chooses=["Z2"]),
        Pupil(id="Z2", name="Budi", chooses=["Z1", "Z3"]),
        Pupil(id="Z3", name="Cici"),
        Pupil(id="Z4", name="Dodi"),
    ]
    shown = choices_html(sociometry(Scenario(version=1, kind="class", pupils=people)))
    assert [cells[0] for cells in rows(shown).values()] == ["4", "2 murid", "3", "1 pasang", "1 murid"]
    assert not re.search(r"Z\d|Ani|Budi|Cici|Dodi", shown)

"""Mastery, items and forms as the chapter on assessment shows them; its prose names the sample class's own figures."""

from __future__ import annotations

import re
from html import unescape
from itertools import product
from pathlib import Path

import pytest

from tutor_sebaya.book_tables_penilaian import (
    below_table_html,
    forms_table_html,
    intervals_table_html,
    items_table_html,
    mastery_table_html,
    roughness,
    roughness_table_html,
)
from tutor_sebaya.classes import SAMPLE_NUMBER, invent_class
from tutor_sebaya.planners.mastery import analyse_mastery, extreme_group_size
from tutor_sebaya.widgets_mastery_work import sample_items

SAMPLE = invent_class(SAMPLE_NUMBER)
TEST = sample_items(SAMPLE.scenario)
ANALYSIS = analyse_mastery(SAMPLE.scenario, TEST.items, TEST.points)
PAGE = (Path(__file__).resolve().parent.parent / "book" / "penilaian-dan-keputusan.md").read_text(encoding="utf-8")


def rows(table: str) -> list[list[str]]:
    """The cells of each row of the body, without tags."""
    body = table.split("<tbody>")[1]
    found = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", body)]
    return [[unescape(re.sub(r"<[^>]+>", "", cell)) for cell in row] for row in found]


def test_each_objective_has_its_counts_beside_the_mean_that_hides_them() -> None:
    shown = rows(mastery_table_html(ANALYSIS))
    assert shown == [["TP1", "70", "75,3", "27", "8", "1", "23%"], ["TP2", "70", "75,6", "26", "9", "1", "26%"]]


def test_the_pupil_whom_a_mean_hides_stands_out_in_words_and_in_bold() -> None:
    table = below_table_html(ANALYSIS, SAMPLE.roster.names)
    shown = {row[0]: row[1:] for row in rows(table)}
    assert len(shown) == 12
    assert [name for name, cells in shown.items() if cells[-1] == "tidak"] == ["Moh. Rifa'i"]
    assert shown["Moh. Rifa'i"] == ["79 ✓", "64 ✗", "71,5", "tidak"]
    assert shown["Muhammad Raka"] == ["70 ✓", "66 ✗", "68", "ya"]
    assert [unescape(one) for one in re.findall(r"<th scope=\"row\">([^<]*)</th><td><strong>", table)] == [
        "Moh. Rifa'i"
    ]


def test_a_pupil_without_a_score_is_neither_reached_nor_below() -> None:
    pupils = [
        pupil.model_copy(update={"scores": {"TP1": None, "TP2": 40.0}}) if pupil.id == "M01" else pupil
        for pupil in SAMPLE.scenario.pupils
    ]
    found = analyse_mastery(SAMPLE.scenario.model_copy(update={"pupils": pupils}))
    shown = {row[0]: row[1:] for row in rows(below_table_html(found, SAMPLE.roster.names))}
    assert [cell.strip() for cell in shown["Agustinus Wenda"][:2]] == ["–", "40 ✗"]


def test_items_show_absorption_difficulty_and_discrimination_with_their_bands() -> None:
    shown = rows(items_table_html(ANALYSIS))
    assert [row[0] for row in shown] == [str(number) for number in range(1, 11)]
    assert shown[0] == ["1", "TP1", "94%", "mudah", "0,07 kurang"]
    assert shown[4] == ["5", "TP1", "64%", "sedang", "0,59 sangat baik"]


def test_an_item_that_nobody_answered_shows_dashes() -> None:
    nobody = {pupil: {**own, "1": None} for pupil, own in TEST.points.items()}
    shown = rows(items_table_html(analyse_mastery(SAMPLE.scenario, TEST.items, nobody)))
    assert shown[0] == ["1", "TP1", "–", "–", "–"]


def test_intervals_add_up_to_the_pupils_with_a_score() -> None:
    shown = rows(intervals_table_html(ANALYSIS))
    assert [row[0] for row in shown] == ["0–40", "41–65", "66–85", "86–100"]
    assert sum(int(row[2]) for row in shown) == sum(int(row[3]) for row in shown) == 35


@pytest.mark.parametrize("takers", [4, 11, 15, 20])
def test_the_chance_of_a_tossed_item_is_what_counting_every_outcome_gives(takers: int) -> None:
    found = roughness(takers)
    group = extreme_group_size(takers)
    outcomes = list(product((0, 1), repeat=2 * group))
    good = sum(sum(one[:group]) - sum(one[group:]) >= 0.3 * group - 1e-9 for one in outcomes)
    assert found.group == group and found.step == pytest.approx(1 / group)
    assert found.fooled == pytest.approx(good / len(outcomes))


def test_with_28_pupils_one_answer_moves_discrimination_by_an_eighth() -> None:
    shown = {row[0]: row[1:] for row in rows(roughness_table_html())}
    assert shown["28"] == ["8", "0,125", "0,25", "11%"]
    assert list(shown) == ["20", "28", "32", "36"]


def test_a_class_too_small_for_two_groups_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        roughness(1)


def test_the_source_and_school_practice_stand_in_columns_of_their_own() -> None:
    table = forms_table_html(ANALYSIS)
    assert "Menurut kata-kata naskah sumber" in table and "Menurut praktik di sekolah" in table
    assert rows(table)[0] == [
        "TP1",
        "8 dari 35 murid (23%)",
        "bimbingan perorangan; tanpa syarat jumlah: tugas latihan dan pemanfaatan tutor sebaya",
        "tugas latihan, pemanfaatan tutor sebaya",
    ]


def test_an_objective_that_everybody_has_reached_needs_no_form() -> None:
    easy = [one.model_copy(update={"criterion": 1.0}) for one in SAMPLE.scenario.objectives]
    found = analyse_mastery(SAMPLE.scenario.model_copy(update={"objectives": easy}))
    assert rows(forms_table_html(found)) == []


def test_names_are_shown_as_text_and_never_as_markup() -> None:
    table = below_table_html(ANALYSIS, dict.fromkeys(SAMPLE.roster.names, "<b>Ani & Budi</b>"))
    assert "<b>" not in table and "&lt;b&gt;Ani &amp; Budi&lt;/b&gt;" in table


def test_the_tables_speak_the_editions_language() -> None:
    assert "75.3" in mastery_table_html(ANALYSIS, "en") and "75,3" not in mastery_table_html(ANALYSIS, "en")


def test_the_prose_names_the_figures_of_the_sample_class() -> None:
    first, second = ANALYSIS.objectives
    assert f"TP1 {first.mean:.1f} dan TP2 {second.mean:.1f}".replace(".", ",") in PAGE
    assert f"{len(first.below)} murid belum tuntas pada TP1 dan {len(second.below)} murid pada TP2" in PAGE
    assert len(ANALYSIS.conclusion.individual) == 12 and "Dua belas murid" in PAGE
    assert len(set(first.below) & set(second.below)) == 5 and "lima anak belum tuntas pada keduanya" in PAGE
    assert ANALYSIS.conclusion.class_items == ("5", "10") and "Soal 5 dan 10" in PAGE
    assert ANALYSIS.conclusion.undecided == ("M27", "M32") and "Dua murid belum punya nilai" in PAGE
    assert ANALYSIS.by_pupil["M18"].scores == {"TP1": 37.0, "TP2": 38.0} and "Maria 37 dan 38" in PAGE

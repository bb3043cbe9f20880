"""The remedial programme as the chapter shows it; its prose speaks of the plan of the sample class."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from pathlib import Path

from tutor_sebaya.book_tables_remedial import (
    groups_table_html,
    ranked_pairs_html,
    session_sentences,
    supply,
    supply_table_html,
    targets_table_html,
    timetable_html,
)
from tutor_sebaya.classes import SAMPLE_NUMBER, invent_class
from tutor_sebaya.planners.remedial import RemedialOptions, RemedialPlan, plan_remedial
from tutor_sebaya.rules import check

SAMPLE = invent_class(SAMPLE_NUMBER)
NAMES = SAMPLE.roster.names
WISHES = RemedialOptions(
    starts=dt.date(2026, 8, 18),
    start_time=dt.time(12, 30),
    initial_assessment=dt.date(2026, 8, 14),
    next_objective_starts=dt.date(2026, 8, 24),
    first_practice_items=10,
)
PLAN = plan_remedial(SAMPLE.scenario, WISHES)
PAGE = (Path(__file__).resolve().parent.parent / "book" / "remedial-tutor-sebaya.md").read_text(encoding="utf-8")


def columns(table: str) -> list[str]:
    return [unescape(one) for one in re.findall(r"<th scope=\"col\">(.*?)</th>", table)]


def rows(table: str) -> list[list[str]]:
    """The cells of each row of the body."""
    body = table.split("<tbody>")[1]
    found = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", body)]
    return [[unescape(cell) for cell in row] for row in found]


def at_criterion(criterion: float) -> RemedialPlan:
    return supply(SAMPLE.scenario, criterion).plan


def test_every_tutee_stands_once_beside_a_tutor_with_the_objectives_still_to_reach() -> None:
    shown = rows(groups_table_html(PLAN, NAMES))
    listed = " ".join(row[2] for row in shown)
    assert [row[0] for row in shown] == ["K1", "K2", "K3", "K4"]
    assert all(listed.count(NAMES[pupil]) == 1 for pupil in PLAN.pupils)
    assert "Darren Wijaya (TP2)" in shown[0][2] and "Debora Wenda (TP1 dan TP2)" in shown[0][2]


def test_the_timetable_says_when_with_whom_and_in_which_order_the_teacher_comes() -> None:
    table = timetable_html(PLAN, NAMES)
    assert columns(table)[1] == "Sesi 1: Selasa, 18 Agustus 2026, 12.30–13.05"
    shown = {row[0]: row[1:] for row in rows(table)}
    assert shown["K3"] == ["Frans Lede, TP2", "Agustinus Wenda, TP2", "Rotua Sitompul, TP2"]
    assert shown["Kunjungan guru"][:2] == ["K1 → K2 → K3 → K4", "K2 → K3 → K4 → K1"]


def test_a_timetable_without_dates_names_the_minutes() -> None:
    table = timetable_html(plan_remedial(SAMPLE.scenario), NAMES)
    assert columns(table)[1] == "Sesi 1: –, 35 menit"


def test_a_session_for_the_whole_class_is_named_by_its_form() -> None:
    shown = rows(timetable_html(at_criterion(80), NAMES))
    assert {row[1] for row in shown[:-1]} == {"pembelajaran ulang"}
    assert shown[-1][1] == "–"


def test_a_session_closes_with_feedback_and_the_teacher_assesses_again() -> None:
    said = [one.render() for one in session_sentences(PLAN)]
    assert said == [
        "Menit setiap sesi: Pembukaan 5, Tutorial dalam kelompok 20, Kartu keluar 5, dan Umpan balik 5.",
        "Penilaian kembali oleh guru: Jumat, 21 Agustus 2026.",
    ]


def test_every_target_names_the_sessions_that_work_on_it() -> None:
    shown = rows(targets_table_html(PLAN, NAMES))
    assert len(shown) == sum(len(one) for one in PLAN.targets.values())
    assert ["Darren Wijaya", "TP2", "57,5", "70", "3"] in shown
    assert ["Moh. Rifa'i", "TP2", "64", "70", "1, 2, dan 3"] in shown


def test_targets_without_dates_leave_the_sessions_open() -> None:
    assert {row[4] for row in rows(targets_table_html(plan_remedial(SAMPLE.scenario), NAMES))} == {"–"}


def test_a_higher_criterion_needs_more_tutoring_and_leaves_fewer_tutors() -> None:
    shown = rows(supply_table_html(SAMPLE.scenario, (70, 95)))
    assert shown[0] == ["70", "26%", "12", "6", "pemanfaatan tutor sebaya dan tugas latihan"]
    assert shown[1] == ["95", "91%", "34", "2", "pembelajaran ulang dan pemanfaatan tutor sebaya"]


def test_where_all_have_mastered_it_nobody_is_in_the_programme() -> None:
    assert rows(supply_table_html(SAMPLE.scenario, (1,)))[0][:3] == ["1", "0%", "0"]
    assert rows(groups_table_html(at_criterion(1), NAMES)) == []


def test_ranked_pairs_take_the_halves_in_step() -> None:
    table = ranked_pairs_html(SAMPLE.scenario, NAMES)
    assert "6 dari 18 pasangan" in table
    assert rows(table)[0] == ["1", "Jumiati (98)", "Galih Santoso (76,5)"]


def test_names_are_shown_as_text_and_never_as_markup() -> None:
    rude = dict.fromkeys(NAMES, "<i>Ani & Budi</i>")
    for table in (
        groups_table_html(PLAN, rude),
        timetable_html(PLAN, rude),
        targets_table_html(PLAN, rude),
        ranked_pairs_html(SAMPLE.scenario, rude),
    ):
        assert "<i>" not in table and "&lt;i&gt;Ani &amp; Budi" in table


def test_the_prose_speaks_of_the_plan_that_the_page_shows() -> None:
    assert "hasilnya empat kelompok" in PAGE and len(PLAN.groups) == 4
    group_of = {NAMES[member].split()[0]: group for member, group in PLAN.group_of.items()}
    assert group_of["Darren"].id == "K1" and group_of["Hendri"].id == "K1" and group_of["Maria"].id == "K2"
    alone = [group.id for group in PLAN.groups if group.objectives == ("TP2",)]
    assert alone == ["K3"] and "pindahkan Darren ke K3" in PAGE
    leads = {one.group: NAMES[one.tutor] for one in PLAN.sessions[0].groups if one.tutor}
    assert leads["K3"].startswith("Frans") and leads["K2"] == "Dimas Nugroho"
    assert "tidak melanggar satu aturan keluarga R pun" in PAGE
    broken = [one.rule for one in check(PLAN.fill(SAMPLE.scenario)).findings]
    assert not [id for id in broken if id.startswith("R")]
    assert broken.count("T04") == len(PLAN.pupils) and "Belum seorang murid pun ditanya" in PAGE
    assert broken.count("T11") == 4 and "setiap kelompok mempertemukan anak laki-laki dengan anak perempuan" in PAGE

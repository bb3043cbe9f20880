"""The lesson's minutes as the chapter on the five steps shows them."""

from __future__ import annotations

import re
from itertools import pairwise

from tutor_sebaya.book_tables_langkah import time_table_html, timeline_html
from tutor_sebaya.planners.timing import TimePlan, plan_time


def rows(plan: TimePlan) -> list[list[str]]:
    found = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", time_table_html(plan))
    return [[name, *re.findall(r"<td>(.*?)</td>", cells)] for name, cells in found]


def caption(plan: TimePlan) -> str:
    found = re.search(r"<caption>(.*?)</caption>", time_table_html(plan))
    assert found
    return found[1]


def test_phases_follow_each_other_without_a_gap_and_end_with_the_lesson() -> None:
    shown = rows(plan_time(periods=2, minutes_per_period=35, groups=6))
    spans = [[int(minute) for minute in re.findall(r"\d+", row[1])] for row in shown]
    assert spans[0][0] == 0 and spans[-1][1] == 70
    assert all(before[1] == after[0] for before, after in pairwise(spans))
    assert all(length == end - start for start, end, length in spans)


def test_steps_and_the_teachers_role_stand_beside_their_phases() -> None:
    shown = {row[0]: row for row in rows(plan_time(periods=2, minutes_per_period=35, groups=6))}
    assert shown["persiapan kelompok (langkah 4)"][2] == "fasilitator"
    assert shown["penyampaian (langkah 5)"][2] == "narasumber utama"
    assert shown["penutup (langkah keenam)"][2] == "narasumber utama"
    assert shown["pembukaan"][2] == "–"


def test_preparation_at_home_takes_no_minute_of_the_lesson() -> None:
    plan = plan_time(periods=1, minutes_per_period=35, groups=6, preparation_place="outside")
    shown = {row[0]: row for row in rows(plan)}
    assert shown["persiapan kelompok (langkah 4)"][1] == "sebelum pelajaran (7 menit)"
    assert shown["penyampaian (langkah 5)"][1].split("–")[0] == shown["cara berdiskusi"][1].split("–")[1].split()[0]


def test_the_caption_says_how_the_sum_stands_against_the_lesson() -> None:
    assert caption(plan_time(periods=2, minutes_per_period=35, groups=6)) == "70 menit dari 70 menit pelajaran"
    lacking = plan_time(periods=1, minutes_per_period=35, groups=6)
    assert caption(lacking) == "Paling sedikit 36 menit, padahal pelajarannya 35 menit"
    unknown = plan_time(periods=None, minutes_per_period=35, groups=6)
    assert caption(unknown) == "Sedikitnya 34 menit; lama pelajaran belum ditentukan"


def test_the_line_of_time_says_what_its_dashes_mean_only_where_there_are_any() -> None:
    lacking = timeline_html(plan_time(periods=1, minutes_per_period=35, groups=6))
    fitting = timeline_html(plan_time(periods=2, minutes_per_period=35, groups=6))
    assert "stroke-dasharray" in lacking and "putus-putus" in lacking
    assert "stroke-dasharray" not in fitting and "putus-putus" not in fitting
    assert "Penyampaian 24 menit" in fitting

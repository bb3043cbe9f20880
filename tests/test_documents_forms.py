"""The printed forms: what stands in them, what must not, that they are safe to open and look right on paper."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import browser
import docx
import openpyxl
import pytest
from parts import missing_part

from tutor_sebaya import documents_analysis as analysis_forms
from tutor_sebaya import documents_remedial as remedial_forms
from tutor_sebaya import documents_report as report_forms
from tutor_sebaya import documents_sheet as sheets
from tutor_sebaya import documents_tutors as tutor_forms
from tutor_sebaya import measures
from tutor_sebaya.classes import invent_class
from tutor_sebaya.documents_html import ON_SCREEN, to_html
from tutor_sebaya.documents_paper import PaperName, count_lines
from tutor_sebaya.documents_remedial import Results
from tutor_sebaya.documents_sheet import Cell, Form, FormHead, Page, Table, cells, head_row
from tutor_sebaya.language import translate
from tutor_sebaya.planners import (
    Item,
    MasterySettings,
    RemedialOptions,
    RemedialPlan,
    analyse_mastery,
    form_groups,
    plan_remedial,
)
from tutor_sebaya.planners.mastery import MasteryAnalysis
from tutor_sebaya.rules import check
from tutor_sebaya.scenario import (
    Attitude,
    CueCard,
    Group,
    Objective,
    Observation,
    Pupil,
    Roles,
    Scenario,
    Subtopic,
    Tutor,
    read_scenario,
)

EVIL = '<script>alert("Ani")</script>'
FORMULA = '=HYPERLINK("http://x.example";"Ani")'
UNPRINTABLE = "Ani\x07\x0b\ud800\ufffe"

HEAD = FormHead(
    school="SD Rimba Awan",
    subject="Matematika",
    class_name="5A",
    semester="1",
    school_year="2026/2027",
    assessment="Asesmen formatif ke-2",
    material="Pecahan",
    tested=dt.date(2026, 8, 7),
    place="Malang",
    signed=dt.date(2026, 8, 10),
    teacher="Sri Wahyuni",
    teacher_number="19870412 201001 2 003",
    trainee="Dewi Anggraini",
    lecturer="Bambang Prasojo",
)


# --- an example small enough to reckon by hand -------------------------------------------------------------------------

ITEMS = (
    Item("a", 1, "TP1", "Membandingkan pecahan", "multiple_choice"),
    Item("b", 4, "TP1", form="essay"),
    Item("c", 5, "TP2", "Menjumlahkan pecahan", "essay"),
)
POINTS: Mapping[str, Mapping[str, float | None]] = {
    "M01": {"a": 1, "b": 4, "c": 5},
    "M02": {"a": 0, "b": 2, "c": 5},
    "M03": {"a": 1, "b": 3, "c": 0.5},
    "M04": {"a": None, "b": None, "c": None},
}


def small(**changes: object) -> Scenario:
    """Ani has reached all; Budi not TP1 (40), Cici not TP2 (10); Dodi has no score; Eka is absent."""
    parts: dict[str, object] = {
        "version": 1,
        "kind": "class",
        "grade": 5,
        "date": dt.date(2026, 8, 10),
        "objectives": [
            Objective(id="TP1", text="Membandingkan pecahan.", criterion=70),
            Objective(id="TP2", text="Menjumlahkan pecahan.", criterion=70),
        ],
        "subtopics": [Subtopic(id="S1", title="Pecahan senilai", objectives=["TP1"], problem="Mengapa 4/8 = 1/2?")],
        "pupils": [
            Pupil(id="M01", name="Ani", scores={"TP1": 100, "TP2": 100}),
            Pupil(id="M02", name="Budi", scores={"TP1": 40, "TP2": 100}, shy=True, interest="catur"),
            Pupil(id="M03", name="Cici", scores={"TP1": 80, "TP2": 10}),
            Pupil(id="M04", name="Dodi", scores={"TP1": None, "TP2": None}),
            Pupil(id="M05", name="Eka", present=False, scores={"TP1": 12.5}),
        ],
        "tutors": [
            Tutor(
                pupil="M01",
                kind="peer",
                grade=5,
                evidence={"TP1": 100, "TP2": 100},
                willing=True,
                attitude=Attitude(meets=True, note="sabar"),
                criteria={"2": "Membantu teman saat piket."},
            )
        ],
        "groups": [
            Group(id="K1", label="Melati", tutors=["M01"], members=["M02", "M03", "M05"], subtopics=["S1"]),
        ],
    }
    return Scenario.model_validate(parts | changes)


def analysed(threshold: float | None = 0.75) -> MasteryAnalysis:
    return analyse_mastery(small(), ITEMS, POINTS, school=MasterySettings(class_threshold=threshold))


def planned() -> RemedialPlan:
    options = RemedialOptions(starts=dt.date(2026, 8, 11), start_time=dt.time(13), sessions=2)
    return plan_remedial(small(), options, analysis=analysed())


# --- reading what was written ------------------------------------------------------------------------------------------


def tables(form: Form, page: int = 0) -> list[Table]:
    return [one for one in form.pages[page].blocks if isinstance(one, Table)]


def values(table: Table) -> list[list[str | float | None]]:
    return [[cell.value for cell in row] for row in table.rows]


def sheet_text(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(
        str(cell)
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    )


def text_text(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    written = [one.text for one in document.paragraphs]
    written += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(written)


class _Words(HTMLParser):
    """The words that a page shows, and its tags; checks that everything is closed."""

    VOID = frozenset({"meta", "hr", "col"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)


def page_text(content: bytes) -> str:
    return "\n".join(_Words(content.decode()).words)


READ = {"xlsx": sheet_text, "docx": text_text, "html": page_text}


def printed(form: Form) -> dict[str, str]:
    """The form's words in all three formats, also in those in which it isn't handed out."""
    return {format: read(form.to(format)) for format, read in READ.items()}  # type: ignore[arg-type]


# --- every form, of a class and of odd data ----------------------------------------------------------------------------


def forms_of(
    scenario: Scenario, analysis: MasteryAnalysis, plan: RemedialPlan, head: FormHead | None = None
) -> dict[str, Form]:
    found = {
        "analysis": analysis_forms.daily_test_analysis(analysis, scenario, head),
        "target": analysis_forms.target_and_absorption(analysis, scenario, head),
        "remedial-1": remedial_forms.remedial_programme(plan, scenario, 1, head, analysis=analysis),
        "remedial-2": remedial_forms.remedial_programme(plan, scenario, 2, head, analysis=analysis),
        "remedial-3": remedial_forms.remedial_programme(plan, scenario, 3, head, analysis=analysis),
        "enrichment": remedial_forms.enrichment_programme(analysis, scenario, plan, head),
        "record": remedial_forms.remedial_record(plan, scenario, None, head),
        "cards": tutor_forms.tutor_cards(scenario),
        "observation": tutor_forms.group_observation_sheets(scenario, head),
        "consent": tutor_forms.consent_forms(scenario),
        "teach-back": tutor_forms.teach_back_forms(scenario),
        "candidates": tutor_forms.candidate_observation_forms(scenario),
        "report": report_forms.rule_report(check(scenario), scenario, head),
        "report-whole": report_forms.rule_report(check(scenario), scenario, head, whole=True),
    }
    if plan.sessions:
        found["record-session"] = remedial_forms.remedial_record(plan, scenario, plan.sessions[0].number, head)
    return found


def item_points(scenario: Scenario, items: tuple[Item, ...]) -> dict[str, dict[str, float | None]]:
    """Points that agree roughly with the scores."""
    draw = random.Random(1)
    found: dict[str, dict[str, float | None]] = {}
    for pupil in scenario.pupils:
        found[pupil.id] = {}
        for item in items:
            score = pupil.scores.get(item.objective or "")
            near = None if score is None else min(max(score / 100 + draw.uniform(-0.2, 0.2), 0), 1)
            found[pupil.id][item.id] = None if near is None else float(round(near * item.maximum))
    return found


@cache
def whole_class() -> dict[str, Form]:
    """All forms of an invented class of 36 with twenty items, groups and a remedial plan."""
    made = invent_class(7)
    scenario = form_groups(made.scenario, "prior_knowledge").fill(made.scenario)
    scenario = scenario.model_copy(update={"date": dt.date(2026, 8, 10)})
    items = tuple(
        Item(f"s{n}", 10 if n > 15 else 1, "TP1" if n % 2 else "TP2", None, "essay" if n > 15 else "multiple_choice")
        for n in range(1, 21)
    )
    analysis = analyse_mastery(scenario, items, item_points(scenario, items))
    plan = plan_remedial(scenario, RemedialOptions(starts=dt.date(2026, 8, 11)), analysis=analysis)
    return forms_of(scenario, analysis, plan, HEAD)


KINDS = (
    "analysis",
    "target",
    "remedial-1",
    "remedial-2",
    "remedial-3",
    "enrichment",
    "record",
    "record-session",
    "cards",
    "observation",
    "consent",
    "teach-back",
    "candidates",
    "report",
    "report-whole",
)


def test_the_list_of_forms_is_complete() -> None:
    assert set(whole_class()) == set(KINDS)


# --- analysis of the daily test ----------------------------------------------------------------------------------------


def test_page_one_has_the_scores_of_every_pupil_as_reckoned_by_hand() -> None:
    form = analysis_forms.daily_test_analysis(analysed(), small(), HEAD, student_numbers={"M02": "0012"})
    (table,) = tables(form)
    first, second = table.head
    assert [cell.value for cell in first] == [
        "No", "NIS", "Nama", "Skor soal (skor maksimal)", "Jumlah", "Nilai per TP (KKTP)", "Ketercapaian (%)", "Tuntas",
    ]  # fmt: skip
    assert [cell.value for cell in second] == [
        "1 (1)", "2 (4)", "3 (5)", "skor", "benar", "salah", "TP1 (70)", "TP2 (70)", "Ya", "Tidak",
    ]  # fmt: skip
    assert values(table) == [
        ["1", None, "Ani", 1, 4, 5, 10, 3, 0, 100, 100, 100, "✓", ""],
        ["2", "0012", "Budi", 0, 2, 5, 7, 1, 2, 40, 100, 70, "", "✓"],
        ["3", None, "Cici", 1, 3, 0.5, 4.5, 1, 2, 80, 10, 45, "", "✓"],
        ["4", None, "Dodi", *["–"] * 9, "", ""],
        ["5", None, "Eka, tidak hadir", *["–"] * 11],
    ]
    # 3 pupils took each item; sums 2, 9 and 10.5 of 3, 12 and 15.
    foot = [[cell.value for cell in row] for row in table.foot]
    assert foot[0][:5] == ["Jumlah skor", 2, 9, 10.5, 21.5]
    assert foot[1][:5] == ["Jumlah skor maksimal", 3, 12, 15, 30]
    assert foot[2][1:5] == [66.7, 75, 70, 71.7]
    assert foot[2][7:9] == [73.3, 70]


def test_a_mean_at_the_criterion_does_not_hide_an_objective_that_was_not_reached() -> None:
    # Budi has 70 % of the points, but 40 on TP1.
    budi = values(tables(analysis_forms.daily_test_analysis(analysed(), small()))[0])[1]
    assert budi[-3:] == [70, "", "✓"]


def test_page_one_names_the_test_and_leaves_dotted_lines_for_what_is_not_known() -> None:
    full = printed(analysis_forms.daily_test_analysis(analysed(), small(), HEAD))
    empty = printed(analysis_forms.daily_test_analysis(analysed(), small()))
    for format in READ:
        for said in (
            "SD Rimba Awan",
            "5A / 1",
            "7 Agustus 2026",
            "3 dari 5 murid",
            "3 soal: 1 pilihan ganda, 2 uraian",
            "TP1: Membandingkan pecahan.",
            "Kepala Sekolah",
            "Malang, 10 Agustus 2026",
            "Sri Wahyuni",
            "NIP 19870412 201001 2 003",
        ):
            assert said in full[format], (format, said)
        assert "Malang" not in empty[format]
        assert "Sri" not in empty[format]
        assert len(re.findall(r"\.{18,}", empty[format])) > len(re.findall(r"\.{18,}", full[format]))


def test_page_two_draws_the_conclusions() -> None:
    said = printed(analysis_forms.daily_test_analysis(analysed(), small(), HEAD))
    for format, written in said.items():
        for line in (
            # Items below 70 %: only the first (66.7 %).
            "Perbaikan klasikal diperlukan untuk soal nomor: 1.",
            "Perbaikan individual diperlukan untuk murid nomor: 2, 3.",
            "Pengayaan diberikan kepada murid nomor: 1.",
            "Perlu dinilai dahulu, karena nilainya belum lengkap, murid nomor: 4.",
            "Tidak hadir, perlu asesmen susulan, murid nomor: 5.",
            "33,3%, batas sekolah 75%: belum tercapai.",
        ):
            assert line in written, (format, line)


def test_without_a_threshold_the_school_writes_its_own() -> None:
    said = page_text(analysis_forms.daily_test_analysis(analysed(None), small()).to("html"))
    assert "33,3% (batas sekolah: ............ %)." in said
    assert "75%" not in said


def test_page_two_counts_pupils_by_objective_and_by_interval() -> None:
    objectives, distribution = tables(analysis_forms.daily_test_analysis(analysed(), small()), 1)
    assert values(objectives) == [["TP1", 70, 2, 1, 1, 66.7, 73.3], ["TP2", 70, 2, 1, 1, 66.7, 70]]
    assert [row[:3] for row in values(distribution)] == [
        ["0–40", 0, 0], ["41–65", 1, 33.3], ["66–85", 1, 33.3], ["86–100", 1, 33.3],
    ]  # fmt: skip


def test_without_items_the_form_has_the_scores_of_the_objectives() -> None:
    form = analysis_forms.daily_test_analysis(analyse_mastery(small()), small())
    (table,) = tables(form)
    assert [cell.value for cell in table.head[0]] == [
        "No", "NIS", "Nama", "Nilai per TP (KKTP)", "Ketercapaian (%)", "Tuntas"
    ]  # fmt: skip
    assert values(table)[2] == ["3", None, "Cici", 80, 10, 45, "", "✓"]
    assert "Perbaikan klasikal diperlukan untuk TP: –." in page_text(form.to("html"))


def test_an_objective_without_a_criterion_is_not_judged() -> None:
    scenario = small(objectives=[Objective(id="TP1"), Objective(id="TP2", criterion=70)])
    form = analysis_forms.daily_test_analysis(analyse_mastery(scenario), scenario)
    assert values(tables(form, 1)[0])[0] == ["TP1", None, "–", "–", 1, "–", 73.3]
    assert "TP1 (–)" in page_text(form.to("html"))
    target = analysis_forms.target_and_absorption(analyse_mastery(scenario), scenario)
    assert values(tables(target)[0])[0] == ["TP1", None, None, "–", "–", 73.3, ""]


def test_many_items_are_printed_across_and_few_upright() -> None:
    few = analysis_forms.daily_test_analysis(analyse_mastery(small()), small())
    many = whole_class()["analysis"]
    assert [few.pages[0].landscape, many.pages[0].landscape] == [False, True]


def test_target_and_absorption_counts_who_reached_each_item() -> None:
    form = analysis_forms.target_and_absorption(analysed(), small(), HEAD)
    # Item b: 4, 2 and 3 of 4 points; 75 % is above the criterion of 70.
    assert values(tables(form)[0]) == [
        ["1", "Membandingkan pecahan", 70, 2, 1, 66.7, "belum tercapai"],
        ["2", "TP1", 70, 2, 1, 75, "tercapai"],
        ["3", "Menjumlahkan pecahan", 70, 2, 1, 70, "tercapai"],
    ]
    review = tables(form, 1)[0]
    assert values(review)[0][:3] == ["1", 0.67, "sedang"]
    assert "kasar" in page_text(form.to("html"))
    assert len(analysis_forms.target_and_absorption(analysed(), small(), review=False).pages) == 1


def test_target_without_items_is_by_objective() -> None:
    form = analysis_forms.target_and_absorption(analyse_mastery(small()), small())
    assert values(tables(form)[0])[1] == ["TP2", "Menjumlahkan pecahan.", 70, 2, 1, 70, "tercapai"]
    assert len(form.pages) == 1


# --- the remedial programme --------------------------------------------------------------------------------------------


def test_layout_one_marks_the_items_that_were_not_mastered() -> None:
    form = remedial_forms.remedial_programme(planned(), small(), 1, HEAD, analysis=analysed())
    (table,) = tables(form)
    assert [cell.value for cell in table.head[0]] == [
        "No", "Nama", "TP atau indikator", "Nomor soal yang belum tuntas", "KKTP", "Bentuk remedial", "Hasil",
        "Keterangan",
    ]  # fmt: skip
    assert [cell.value for cell in table.head[1]] == ["1", "2", "3", "awal", "akhir"]
    budi, cici = values(table)
    assert budi[:7] == ["1", "Budi", "TP1", "✗", "✗", "", 70]
    assert cici[:7] == ["2", "Cici", "TP2", "", "", "✗", 70]
    assert [budi[8], cici[8]] == [40, 10]
    # The result is not known yet: a place to write in, and two boxes to tick.
    assert budi[9] is None
    assert "Tuntas" in str(budi[10]) and "Belum" in str(budi[10])


def test_results_fill_in_the_final_score_and_the_verdict() -> None:
    results = Results(({"M02": {"TP1": 85}, "M03": {"TP2": 60}}, {"M03": {"TP2": None}}))
    for layout, final in ((1, 9), (2, 8), (3, 6)):
        form = remedial_forms.remedial_programme(planned(), small(), layout, analysis=analysed(), results=results)  # type: ignore[arg-type]
        found = [row[final:] for row in values(tables(form)[0])]
        assert found == [[85, "Tuntas"], [60, "Belum"]], layout
    capped = remedial_forms.remedial_programme(planned(), small(), 1, results=replace(results, capped=True))
    assert values(tables(capped)[0])[0][-2:] == [70, "Tuntas"]


def test_layout_two_has_dates_the_schedule_and_the_summary() -> None:
    plan = planned()
    form = remedial_forms.remedial_programme(plan, small(), 2, replace(HEAD, element="Bilangan"), analysis=analysed())
    budi = values(tables(form)[0])[0]
    assert budi[:6] == ["1", "Budi", "Bilangan", "TP1", 40, 70]
    assert budi[7] == "; ".join(f"{day.day}/{day.month}" for day in plan.rows[0].dates)
    schedule, summary = tables(form, 1)
    assert [row[:3] for row in values(schedule)] == [
        ["1", "Selasa, 11 Agustus 2026", "13.00–13.35"],
        ["2", "Rabu, 12 Agustus 2026", "13.00–13.35"],
    ]
    assert [row[:2] for row in values(summary)] == [
        ["Belum tuntas sebelum remedial", 2],
        ["Tuntas setelah remedial 1", None],
        ["Tuntas setelah remedial 2", None],
        ["Masih belum tuntas", None],
    ]


@pytest.mark.parametrize(
    ("attempts", "counts"),
    [
        ([{"M02": {"TP1": 70}}], [2, 1, None, 1]),
        ([{"M02": {"TP1": 69}}, {"M02": {"TP1": 70}, "M03": {"TP2": 71}}], [2, 0, 2, 0]),
        ([{"M02": {"TP1": 90}}, {"M02": {"TP1": 20}}, {"M03": {"TP2": 70}}], [2, 1, 0, 1, 0]),
    ],
)
def test_the_summary_counts_pupils_once_when_all_their_targets_are_reached(
    attempts: list[dict[str, dict[str, float | None]]], counts: list[int | None]
) -> None:
    form = remedial_forms.remedial_programme(planned(), small(), 2, results=Results(tuple(attempts)))
    assert [row[1] for row in values(tables(form, 1)[1])] == counts


def test_layout_three_gives_every_missed_item_a_remedial_item() -> None:
    plan, analysis = planned(), analysed()
    grid = remedial_forms.remedial_items(plan, analysis)
    assert [(one.number, one.objective, one.former) for one in grid] == [(1, "TP1", 1), (2, "TP1", 2), (3, "TP2", 3)]
    form = remedial_forms.remedial_programme(plan, small(), 3, HEAD, analysis=analysis)
    assert [row[5] for row in values(tables(form)[0])] == ["1, 2", "3"]
    assert values(tables(form, 1)[0])[0] == [
        "1", "TP1", "Pecahan", "Membandingkan pecahan", "pilihan ganda", "1"
    ]  # fmt: skip
    # Without item scores there are lines for the teacher's own items.
    blank = remedial_forms.remedial_programme(plan_remedial(small()), small(), 3)
    assert [row[1] for row in values(tables(blank, 1)[0])] == ["TP1"] * 3 + ["TP2"] * 3


def test_a_pupil_with_two_targets_is_numbered_once() -> None:
    scenario = small(pupils=[Pupil(id="M02", name="Budi", scores={"TP1": 40, "TP2": 50}), *small().pupils[2:]])
    form = remedial_forms.remedial_programme(plan_remedial(scenario), scenario, 1)
    (table,) = tables(form)
    assert [len(row) for row in table.rows] == [9, 7, 9]
    assert table.rows[0][1] == Cell("Budi", rows=2)
    sheet = openpyxl.load_workbook(io.BytesIO(form.to("xlsx"))).worksheets[0]
    (name,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "Budi"]
    assert any(name.coordinate in merged and merged.size["rows"] == 2 for merged in sheet.merged_cells.ranges)


def test_nobody_below_the_criterion_gives_a_form_that_says_so() -> None:
    scenario = small(pupils=[Pupil(id="M01", name="Ani", scores={"TP1": 90, "TP2": 90})], groups=[])
    for layout in (1, 2, 3):
        form = remedial_forms.remedial_programme(plan_remedial(scenario), scenario, layout)  # type: ignore[arg-type]
        for written in printed(form).values():
            assert "Tidak ada murid yang memerlukan remedial." in written


def test_an_absent_pupil_below_the_criterion_is_named() -> None:
    for written in printed(remedial_forms.remedial_programme(planned(), small(), 1)).values():
        assert "tidak hadir saat program disusun: Eka." in written


def test_wrong_wishes_are_refused() -> None:
    with pytest.raises(ValueError, match="layout"):
        remedial_forms.remedial_programme(planned(), small(), 4)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="most_repeats"):
        Results(most_repeats=0)
    with pytest.raises(ValueError, match="no session 9"):
        remedial_forms.remedial_record(planned(), small(), 9)


def test_enrichment_has_those_far_above_and_asks_a_tutor_for_a_goal_of_their_own() -> None:
    plan, analysis = planned(), analysed()
    assert [group.tutors for group in plan.groups] == [("M01",)]
    without = values(tables(remedial_forms.enrichment_programme(analysis, small()))[0])
    assert [row[1] for row in without] == ["Ani"]
    assert "belajar mandiri" in str(without[0][3])
    (ani,) = values(tables(remedial_forms.enrichment_programme(analysis, small(), plan))[0])
    assert ani[:4] == ["1", "Ani", 100, "tutor sebaya"]
    assert str(ani[4]).startswith("....")
    assert "11/8" in str(ani[5])
    goal = remedial_forms.enrichment_programme(analysis, small(), plan, goals={"M01": "Menerangkan dengan gambar"})
    assert values(tables(goal)[0])[0][4] == "Menerangkan dengan gambar"


def test_the_record_of_a_session_and_of_the_reassessment() -> None:
    session = printed(remedial_forms.remedial_record(planned(), small(), 1, HEAD))
    again = printed(remedial_forms.remedial_record(planned(), small(), None, HEAD))
    done = Results(({"M02": {"TP1": 85}, "M03": {"TP2": 60}},))
    known = printed(remedial_forms.remedial_record(planned(), small(), None, HEAD, results=done))
    for format in READ:
        assert (
            "Pada hari ini, Selasa, tanggal 11 Agustus 2026, telah dilaksanakan sesi remedial ke-1" in session[format]
        )
        assert "13.00–13.35" in session[format]
        assert "2 murid; hadir" in session[format]
        assert "tanggal 13 Agustus 2026, telah dilaksanakan penilaian kembali" in again[format]
        assert "tuntas ........ murid, belum tuntas ........ murid" in again[format]
        assert "tuntas 1 murid, belum tuntas 1 murid" in known[format]
        assert "TP1: 85" in known[format]
        assert "Kejadian selama pelaksanaan" in session[format]
        assert "Kepala Sekolah" in session[format]


def test_a_plan_without_a_date_leaves_the_day_open() -> None:
    plan = plan_remedial(small(date=None))
    assert plan.starts is None
    said = page_text(remedial_forms.remedial_record(plan, small(date=None)).to("html"))
    assert re.search(r"Pada hari ini, \.{10,}, tanggal \.{10,}", said)


# --- sheets for tutors and groups --------------------------------------------------------------------------------------


def test_a_card_has_roles_lines_and_steps_and_the_trainees_own_words_first() -> None:
    usual = printed(tutor_forms.tutor_cards(small()))
    group = (
        small()
        .groups[0]
        .model_copy(
            update={
                "roles": Roles(shield_wall="Tanyakan dulu kepada teman di kirimu."),
                "cue_card": CueCard(return_questions=["Apa buktinya?"], steer=["Soal kita tadi apa?"]),
            }
        )
    )
    own = printed(tutor_forms.tutor_cards(small(groups=[group])))
    for format in READ:
        for said in (
            "KARTU TUTOR",
            "Ani",
            "Melati",
            "Pecahan senilai",
            "Mengapa 4/8 = 1/2?",
            "Beri jeda",
            "Panggil guru",
        ):
            assert said in usual[format], (format, said)
            assert said in own[format], (format, said)
        assert "Menurut yang lain bagaimana?" in usual[format]
        assert "Menurut yang lain bagaimana?" not in own[format]
        assert "Apa buktinya?" in own[format] and "Soal kita tadi apa?" in own[format]
        assert "Dinding penangkis: Tanyakan dulu kepada teman di kirimu." in own[format]
        assert "Pengatur lalu lintas: Jaga agar semua" in own[format]


def test_cards_stand_two_on_a_page() -> None:
    form = whole_class()["cards"]
    cards = sum(
        part[0].words == "KARTU TUTOR" for page in form.pages for part in (page.blocks, page.beside or ()) if part
    )  # type: ignore[union-attr]
    assert len(form.pages) == -(-cards // 2)
    assert cards >= 6


@pytest.mark.parametrize("kind", ["cards", "consent"])
def test_what_pupils_are_given_has_nothing_of_the_teachers_file(kind: str) -> None:
    made = invent_class(7)
    scores = {
        f"{score:g}".replace(".", mark)
        for pupil in made.scenario.pupils
        for score in pupil.scores.values()
        if score is not None and not float(score).is_integer()
        for mark in ".,"
    }
    private = scores | {one.nisn for one in made.roster.pupils if one.nisn} | {"pemalu", "70", "KKTP", "NISN"}
    private |= {pupil.interest for pupil in made.scenario.pupils if pupil.interest}
    assert len(scores) > 10
    for format, written in printed(whole_class()[kind]).items():
        assert [one for one in private if re.search(rf"(?<![\w,.]){re.escape(one)}(?![\w])", written)] == [], format
    small_one = forms_of(small(), analysed(), planned())[kind]
    for written in printed(small_one).values():
        assert "catur" not in written and "sabar" not in written


def test_an_observer_tallies_those_who_are_there_and_nobody_is_marked() -> None:
    form = tutor_forms.group_observation_sheets(
        small(observation=Observation(indicators=["Tidak ada yang mendominasi", "Suara pelan"]))
    )
    tally, _, indicators = tables(form)
    assert values(tally) == [
        ["1", "Ani", "tutor", None, None],
        ["2", "Budi", "anggota", None, None],
        ["3", "Cici", "anggota", None, None],
    ]
    said = [row[1] for row in values(indicators)]
    assert said == [*tutor_forms.INDICATORS, "Suara pelan"]
    for written in printed(form).values():
        assert "pemalu" not in written and "catur" not in written


@pytest.mark.parametrize("people", [2, 3, 5, 7])
def test_gini_by_hand_is_the_gini_of_the_rules(people: int) -> None:
    pupils = [Pupil(id=f"P{n}") for n in range(people)]
    group = Group(id="K1", tutors=["P0"], members=[one.id for one in pupils[1:]])
    form = tutor_forms.group_observation_sheets(small(pupils=pupils, groups=[group], tutors=[]))
    table = tables(form)[1]
    weights = [int(str(cell.value).replace("−", "-")) for cell in table.rows[0][1:-1]]
    draw = random.Random(people)
    counts = sorted(draw.randrange(1, 12) for _ in range(people))
    total = sum(counts)
    by_hand = sum(weight * count for weight, count in zip(weights, counts, strict=True)) / (people * total)
    assert by_hand == pytest.approx(measures.gini(counts))
    assert f"Gini = S : ({people} × T)" in page_text(form.to("html"))
    assert "0,35" in page_text(form.to("html"))


def test_consent_is_asked_of_candidates_and_of_everybody_present_in_a_group() -> None:
    form = tutor_forms.consent_forms(small())
    for written in printed(form).values():
        assert written.count("Kesediaan menjadi tutor: Ani") == 1
        assert "Persetujuan belajar dengan tutor: Budi" in written
        assert "Saya mau belajar bersama tutor ini: Ani." in written
        assert "Eka" not in written
    made = whole_class()["consent"]
    assert len(made.pages) == -(
        -sum(isinstance(one, sheets.Heading) for page in made.pages for one in page.blocks) // 4
    )


def test_teach_back_and_candidates_have_their_lists_and_known_evidence() -> None:
    for written in printed(tutor_forms.teach_back_forms(small())).values():
        assert "Uji menerangkan: Ani (TP1 dan TP2)" in written
        assert "Memberi jeda supaya pendengar berpikir." in written
    form = tutor_forms.candidate_observation_forms(small())
    seven, ten = tables(form)
    assert [len(seven.rows), len(ten.rows)] == [7, 10]
    assert [row[2] for row in values(seven)] == [None, "Membantu teman saat piket.", *[None] * 5]
    chosen = tutor_forms.teach_back_forms(small(), pupils=["M02", "M02"])
    assert "Budi" in page_text(chosen.to("html")) and "Ani" not in page_text(chosen.to("html"))


# --- the rule report ---------------------------------------------------------------------------------------------------


def test_the_report_has_errors_first_their_source_and_room_for_the_trainee() -> None:
    scenario = small()
    report = check(scenario)
    form = report_forms.rule_report(report, scenario, HEAD, justifications={"W01": "Jam pelajaran belum diumumkan."})
    (table,) = tables(form)
    severities = [re.search(r"\((\w+)\)$", str(row[0])) for row in values(table)]
    order = [("kesalahan", "peringatan", "saran").index(one[1]) for one in severities if one]
    assert len(order) == len(table.rows) > 5
    assert order == sorted(order)
    rows = {str(row[0]).split()[0]: row for row in values(table)}
    assert rows["W01"][3] == "Jam pelajaran belum diumumkan."
    assert rows["W06"][3] is None
    assert rows["W06"][2] == "dari naskah sumber: baris 124; PREP-2"
    for written in printed(form).values():
        assert "Dewi Anggraini" in written and "Bambang Prasojo" in written
        assert f"{len({one.rule for one in report.findings})} dilanggar" in written


def test_no_broken_rule_is_lost() -> None:
    made = invent_class(7)
    scenario = form_groups(made.scenario, "drawn_cards", repair=False).fill(made.scenario)
    report = check(scenario)
    broken = {one.rule for one in report.findings}
    assert len(broken) > 15
    for whole in (False, True):
        written = page_text(report_forms.rule_report(report, scenario, whole=whole).to("html"))
        assert [rule for rule in broken if not re.search(rf"\b{rule}\b", written)] == []
    everything = page_text(report_forms.rule_report(report, scenario, whole=True).to("html"))
    for finding in report.findings:
        assert finding.message.render("id") in everything


def test_the_worst_rules_are_in_the_table_and_no_lighter_one_takes_their_place() -> None:
    made = invent_class(7)
    for way in ("drawn_cards", "seating"):
        scenario = form_groups(made.scenario, way, repair=False).fill(made.scenario)
        report = check(scenario)
        broken = [one.rule.id for one in report_forms.broken_rules(report)]
        # One long message among the first makes the space end before a short one.
        for room in (40.0, 75.0, report_forms.ROOM):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(report_forms, "ROOM", room)
                form = report_forms.rule_report(report, scenario)
            shown = [str(row[0]).split()[0] for row in values(tables(form)[0])]
            assert shown == broken[: len(shown)]
            (named,) = [one.words for one in form.pages[0].blocks if isinstance(one, sheets.Paragraph) and one.small]
            assert re.findall(r"([A-Z]\d\d) \(", named) == broken[len(shown) :]


def test_pupils_stand_in_the_report_by_their_ids_unless_names_are_given() -> None:
    made = invent_class(7)
    scenario = form_groups(made.scenario, "drawn_cards").fill(made.scenario)
    report = check(scenario)
    without = page_text(report_forms.rule_report(report, scenario, whole=True).to("html"))
    named = page_text(report_forms.rule_report(report, scenario, names=made.roster.names, whole=True).to("html"))
    spoken = [name for name in made.roster.names.values() if name in named]
    assert spoken
    assert [name for name in made.roster.names.values() if name in without] == []


@pytest.mark.parametrize("kind", ["class", "remedial"])
def test_a_scenario_without_fault_says_so(kind: str) -> None:
    scenario = read_scenario(Path(__file__).parent / "data" / f"{kind}-valid.json")
    form = report_forms.rule_report(check(scenario), scenario)
    assert tables(form) == []
    assert "tidak ada yang dilanggar. Nilai berbobot: 100 dari 100." in page_text(form.to("html"))


# --- safe to open ------------------------------------------------------------------------------------------------------


def odd(words: str) -> dict[str, Form]:
    """Every form of a class in which everything that people write is `words`."""
    scenario = small(
        objectives=[Objective(id="TP1", text=words, criterion=70), Objective(id="TP2", text=words, criterion=70)],
        subtopics=[Subtopic(id="S1", title=words, objectives=["TP1"], sources=[words], problem=words)],
        pupils=[one.model_copy(update={"name": f"{words}{one.id}"}) for one in small().pupils],
        tutors=[small().tutors[0].model_copy(update={"criteria": {"1": words}})],
        observation=Observation(indicators=[words]),
        groups=[
            small()
            .groups[0]
            .model_copy(
                update={
                    "label": words,
                    "roles": Roles(guide=words),
                    "cue_card": CueCard(return_questions=[words]),
                }
            )
        ],
    )
    items = tuple(replace(one, indicator=words) for one in ITEMS)
    analysis = analyse_mastery(scenario, items, POINTS)
    head = FormHead(
        **dict.fromkeys((name for name in FormHead.__dataclass_fields__ if name not in ("tested", "signed")), words)
    )
    return forms_of(scenario, analysis, plan_remedial(scenario, analysis=analysis), head)


@pytest.mark.parametrize("words", [EVIL, FORMULA, "+62 812", "-1", "@SUM(A1)"])
def test_what_people_write_stays_text(words: str) -> None:
    for kind, form in odd(words).items():
        page = form.to("html").decode()
        assert "<script" not in page, kind
        assert "script" not in _Words(page).tags
        book = openpyxl.load_workbook(io.BytesIO(form.to("xlsx")))
        written = [
            cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None
        ]
        assert not [cell.coordinate for cell in written if cell.data_type == "f"], kind
        risky = [
            cell for cell in written if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))
        ]
        assert all(cell.data_type == "s" and cell.quotePrefix for cell in risky), kind
        assert words in text_text(form.to("docx")) or kind == "report-whole" or kind == "report", kind


def test_a_formula_in_a_cell_of_its_own_is_guarded() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(odd(FORMULA)["analysis"].to("xlsx"))).worksheets[0]
    names = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith(FORMULA)]
    assert len(names) >= 5
    assert all(cell.quotePrefix for cell in names)


def test_letters_that_no_file_can_hold_are_left_out() -> None:
    for form in odd("Ani\x07\x0b\ufffe").values():
        for written in printed(form).values():
            assert not re.search("[\x07\x0b\ufffe]", written)
    assert sheets.printable(UNPRINTABLE) == "Ani"
    assert sheets.printable("a\r\nb\rc\td") == "a\nb\nc\td"


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_bytes_each_time_and_small(kind: str) -> None:
    form = whole_class()[kind]
    for format in form.formats:
        content = form.to(format)
        assert content == form.to(format)
        assert len(content) < 200_000, format
    assert form.formats[-1] == "html"


def test_a_page_needs_nothing_else_and_only_its_hint_follows_the_reader() -> None:
    for form in whole_class().values():
        page = to_html(form).decode()
        assert not re.search(r"https?:|//|@import|url\(", page)
        assert not {"script", "link", "img"} & set(_Words(page).tags)
        assert '<html lang="id">' in page
        assert "table-header-group" in page
    form = whole_class()["record"]
    hint = translate(ON_SCREEN, "en").format(paper="A4")
    english = to_html(form, language="en").decode()
    assert f'<p class="screen" lang="en">{hint}</p>' in english
    assert english.replace(hint, "") == to_html(form).decode().replace('lang="id">Untuk', 'lang="en">Untuk').replace(
        ON_SCREEN.format(paper="A4"), ""
    )


# --- on paper ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("paper", "code", "size"), [("A4", 9, (210, 297)), ("F4", 14, (215, 330))])
def test_paper_and_direction_are_set_in_every_format(paper: PaperName, code: int, size: tuple[int, int]) -> None:
    form = whole_class()["analysis"]
    across, upright = openpyxl.load_workbook(io.BytesIO(form.to("xlsx", paper))).worksheets
    for sheet, direction in ((across, "landscape"), (upright, "portrait")):
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == (direction, code)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    top = across.print_title_rows
    assert top
    first, last = (int(one) for one in re.findall(r"\d+", top))
    assert {"No", "Nama"} <= {cell.value for cell in across[first]}
    assert last == first + 1
    sections = docx.Document(io.BytesIO(form.to("docx", paper))).sections
    assert [(round(one.page_width.mm), round(one.page_height.mm)) for one in sections] == [size[::-1], size]
    page = form.to("html", paper).decode()
    assert f"@page upright {{ size: {size[0]}mm {size[1]}mm;" in page
    assert f"@page across {{ size: {size[1]}mm {size[0]}mm;" in page


def test_nothing_is_coloured_and_the_sheet_is_one_page_wide() -> None:
    for kind, form in whole_class().items():
        if "xlsx" not in form.formats:
            continue
        for sheet in openpyxl.load_workbook(io.BytesIO(form.to("xlsx"))).worksheets:
            assert all(cell.fill.fill_type is None for row in sheet.iter_rows() for cell in row), kind
            # Columns of 7n + 5 pixels at 96 to the inch must add up to the paper between its margins.
            wide = sum((7 * one.width + 5) / 96 * 25.4 for one in sheet.column_dimensions.values())
            paper = 297 if sheet.page_setup.orientation == "landscape" else 210
            assert wide == pytest.approx(paper - 24, abs=1.5), kind


def test_rows_of_a_text_documents_table_stay_whole_and_its_heading_is_repeated() -> None:
    document = docx.Document(io.BytesIO(whole_class()["remedial-1"].to("docx")))
    grid = max(document.tables, key=lambda one: len(one.rows))
    xml = [row._tr.xml for row in grid.rows]
    assert all("w:cantSplit" in one for one in xml)
    assert ["w:tblHeader" in one for one in xml] == [True, True] + [False] * (len(xml) - 2)


def test_spans_cover_the_places_below_them() -> None:
    table = Table(
        (10, 10, 10),
        head_row("a", "b", "c"),
        ((Cell("x", rows=2), Cell("y", columns=2)), cells("p", "q"), cells(1, 2, 3)),
    )
    placed = [(row, column, cell.value) for row, column, cell in sheets.place_cells(table.rows)]
    assert placed == [(0, 0, "x"), (0, 1, "y"), (1, 1, "p"), (1, 2, "q"), (2, 0, 1), (2, 1, 2), (2, 2, 3)]
    form = Form("f", "F", (Page((table,)),))
    grid = docx.Document(io.BytesIO(form.to("docx"))).tables[0]
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [
        ["a", "b", "c"], ["x", "y", "y"], ["x", "p", "q"], ["1", "2", "3"]
    ]  # fmt: skip


def test_the_lines_of_one_pupil_are_not_parted_by_the_end_of_a_page() -> None:
    rows = (cells("a", 1), (Cell("b", rows=2), Cell(1)), cells(2), (Cell("c", rows=3), Cell(1)), cells(2), cells(3))
    assert sheets.rows_together(rows) == [range(0, 1), range(1, 3), range(3, 6)]
    assert sheets.rows_together(()) == []
    form = Form("f", "F", (Page((Table((10, 10), head_row("x", "y"), rows * 20, row_height=9.0),)),))
    assert form.to("html").count(b'<tbody class="together">') == 60
    sheet = openpyxl.load_workbook(io.BytesIO(form.to("xlsx"))).worksheets[0]
    spans = [(one.min_row, one.max_row) for one in sheet.merged_cells.ranges if one.max_row > one.min_row]
    breaks = [one.id for one in sheet.row_breaks.brk]
    assert breaks
    assert not [one for one in breaks for first, last in spans if first <= one < last]


def test_signatures_never_stand_alone_on_a_page() -> None:
    for count in range(10, 60):
        table = Table((10, 90), head_row("No", "Nama"), tuple(cells(str(n), "Ani") for n in range(count)))
        form = Form("f", "F", (Page((table, sheets.Paragraph("Catatan."), HEAD.signatures())),))
        sheet = openpyxl.load_workbook(io.BytesIO(form.to("xlsx"))).worksheets[0]
        signed = next(cell.row for cell in sheet["A"] if cell.value == "Mengetahui,")
        heights = {row: (one.height or 0) / 72 * 25.4 for row, one in sheet.row_dimensions.items()}
        breaks = [one.id for one in sheet.row_breaks.brk]
        start, used, starts = 1, 0.0, {}
        for row in range(1, sheet.max_row + 1):
            if row - 1 in breaks or used + heights[row] > 273:
                start, used = row, heights[1]
            used += heights[row]
            starts[row] = start
        # The whole block is on one page, and so is the table's last row.
        assert starts[count + 1] == starts[signed] == starts[sheet.max_row], count


def test_numbers_and_days_are_written_as_in_indonesia() -> None:
    assert [sheets.decimal(one) for one in (70.0, 78.5, 78.333, 0.0, 100.0)] == ["70", "78,5", "78,33", "0", "100"]
    assert sheets.decimal(10.0, 0) == "10"
    assert sheets.long_date_text(dt.date(2026, 8, 10)) == "Senin, 10 Agustus 2026"
    assert sheets.date_text(None) == sheets.long_date_text(None) == ""
    assert "78,33" in page_text(Form("f", "F", (Page((Table((1,), (), (cells(78.333),)),)),)).to("html"))


def test_words_are_counted_in_lines() -> None:
    assert count_lines("", 50, 10) == 1
    assert count_lines("satu\ndua", 50, 10) == 2
    # 10 letters 'n' of 10 points are about 20 mm wide.
    assert count_lines("nnnnnnnnnn", 21, 10) == 1
    assert count_lines("nnnnnnnnnn nnnnnnnnnn", 21, 10) == 2
    assert count_lines("n" * 35, 21, 10) == 4


PAGES = {
    "analysis": 3,
    "target": 2,
    "enrichment": 2,
    "record": 2,
    "record-session": 2,
    "cards": 3,
    "observation": 6,
    "report": 1,
}
"""Sheets of A4 for the invented class, in every format; the others are as long as their lists."""
FOUND = {
    "analysis": ("ANALISIS HASIL ASESMEN HARIAN", "KESIMPULAN HASIL ASESMEN", "Yansen Usop", "Kepala Sekolah"),
    "target": ("TARGET DAN DAYA SERAP", "TELAAH BUTIR SOAL"),
    "remedial-1": ("PROGRAM REMEDIAL", "Nomor soal yang belum tuntas"),
    "remedial-2": ("JADWAL DAN REKAP REMEDIAL", "Tuntas setelah remedial 2"),
    "remedial-3": ("KISI-KISI SOAL REMEDIAL",),
    "enrichment": ("PROGRAM PENGAYAAN", "tutor sebaya"),
    "record": ("BERITA ACARA REMEDIAL", "DAFTAR HADIR REMEDIAL"),
    "record-session": ("sesi remedial ke-1 dari 3",),
    "cards": ("KARTU TUTOR", "Tiga peranmu", "Panggil guru bila"),
    "observation": ("LEMBAR OBSERVASI KELOMPOK", "Pemerataan bicara (Gini)"),
    "consent": ("Persetujuan belajar dengan tutor",),
    "teach-back": ("Uji menerangkan",),
    "candidates": ("LEMBAR AMATAN CALON TUTOR",),
    "report": ("LAPORAN PEMERIKSAAN SKENARIO", "Pertimbangan mahasiswa", "Dewi Anggraini"),
    "report-whole": ("LAPORAN PEMERIKSAAN SKENARIO",),
}


def _tool(name: str) -> str:
    return shutil.which(name) or missing_part(f"no {name}, with which the printed forms are looked at")


def _arial() -> None:
    """Pages are counted in the width of Arial; another font's text is wider."""
    fonts = subprocess.run([_tool("fc-list")], capture_output=True, text=True, check=True).stdout.casefold()
    if not any(name in fonts for name in ("liberation", "arial")):
        missing_part("no Arial and no Liberation fonts (Debian: fonts-liberation), in whose width pages are counted")


def _read_pdf(file: Path) -> tuple[int, str]:
    words = subprocess.run(
        [_tool("pdftotext"), "-layout", file, "-"], capture_output=True, text=True, check=True
    ).stdout
    return words.count("\f"), " ".join(words.split())


@pytest.fixture(scope="module")
def as_pdf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[tuple[str, str], Path]]:
    """(kind, format) -> what LibreOffice prints; it is started once for all of them."""
    office = _tool("soffice")
    _arial()
    _tool("pdftotext")
    folder = tmp_path_factory.mktemp("forms")
    made = {}
    for kind, form in whole_class().items():
        for format in form.formats:
            if format != "html":
                file = folder / f"{kind}_{format}.{format}"
                file.write_bytes(form.to(format))
                made[kind, format] = file
    profile = (folder / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", folder]
    subprocess.run([*command, *made.values()], capture_output=True, check=True, timeout=300)
    yield {key: file.with_suffix(".pdf") for key, file in made.items()}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_libreoffice_opens_every_form_and_prints_it_on_the_expected_pages(
    kind: str, as_pdf: dict[tuple[str, str], Path]
) -> None:
    formats = [format for format in whole_class()[kind].formats if format != "html"]
    assert formats
    for format in formats:
        assert as_pdf[kind, format].exists(), format
        pages, words = _read_pdf(as_pdf[kind, format])
        assert pages == PAGES.get(kind, pages), format
        assert pages >= len(whole_class()[kind].pages)
        for said in FOUND[kind]:
            assert said in words, (format, said)


@pytest.mark.browser
def test_a_browser_prints_every_form_on_the_expected_pages(tmp_path: Path) -> None:
    _tool("pdftotext")
    _arial()
    with browser.page() as shown:
        for kind, form in whole_class().items():
            file = tmp_path / f"{kind}.html"
            file.write_bytes(form.to("html"))
            shown.goto(file.as_uri())
            shown.pdf(path=tmp_path / f"{kind}.pdf", prefer_css_page_size=True)
            pages, words = _read_pdf(tmp_path / f"{kind}.pdf")
            assert pages == PAGES.get(kind, pages), kind
            for said in FOUND[kind]:
                assert said in words, (kind, said)
            assert "Untuk dicetak" not in words
            assert "Untuk dicetak" in shown.inner_text("body")


@pytest.mark.browser
def test_a_form_can_be_read_on_a_phone(tmp_path: Path) -> None:
    with browser.page(width=360) as shown:
        for kind, form in whole_class().items():
            file = tmp_path / f"{kind}.html"
            file.write_bytes(form.to("html"))
            shown.goto(file.as_uri())
            assert shown.evaluate("document.documentElement.scrollWidth") <= 360, kind

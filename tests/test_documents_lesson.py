"""The lesson plan: what a scenario knows stands in it, what it doesn't is marked, and no pupil is exposed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from test_documents_forms import HEAD, page_text, small, tables, text_text, values

from tutor_sebaya import documents_lesson as lesson
from tutor_sebaya.classes import invent_class
from tutor_sebaya.documents_lesson import GAP, LessonLayout, lesson_plan
from tutor_sebaya.documents_sheet import Fields, Form, Paragraph, Table, Title
from tutor_sebaya.planners import form_groups
from tutor_sebaya.scenario import Objective, Phase, Pupil, Scenario, Seat, Turn, read_scenario

LAYOUTS: tuple[LessonLayout, ...] = ("modul_ajar", "rpp_ringkas")
EMPTY = Scenario(version=1, kind="class")


def valid(kind: str) -> Scenario:
    return read_scenario(Path(__file__).parent / "data" / f"{kind}-valid.json")


def fields(form: Form) -> dict[str, str]:
    """Label -> value, of all pages."""
    return {label: value for page in form.pages for one in page.blocks if isinstance(one, Fields) for label, value in one.pairs}  # fmt: skip


def steps_of(form: Form) -> list[list[object]]:
    found = [table for table in tables(form) if table.head[0][0].value == "Langkah"]
    return [[cell.value for cell in row] for row in found[0].rows]


def pages_text(form: Form) -> str:
    return page_text(form.to("html"))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_a_scenario_knows_is_filled_in(layout: LessonLayout) -> None:
    form = lesson_plan(valid("class"), layout, HEAD)
    found = fields(form)
    assert found["Alokasi waktu"] == "3 × 35 menit"
    assert found["Hari, tanggal"] == "Senin, 10 Agustus 2026, pukul 07.30"
    assert found["Kelas/semester"] == "5A / 1"
    assert found["Sekolah"] == "SD Rimba Awan"
    # 28 pupils: 19 mastered TP1, 9 did not (the example's own scores).
    assert found["Awal"].startswith("TP1: 19 tuntas, 9 belum, 0 tanpa nilai")
    assert "observasi kelompok (3 indikator" in found["Proses"]
    rows = steps_of(form)
    assert [row[0] for row in rows if row[0] in lesson.STEPS.values()] == ["Pendahuluan", "Inti", "Penutup"]
    assert [row[-1] for row in rows] == ["5", "5", "25", "30", "30", "10"]
    for written in (pages_text(form), text_text(form.to("docx"))):
        assert "105" in written


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_empty_scenario_gives_a_plan_full_of_marks_and_says_how_many(layout: LessonLayout) -> None:
    form = lesson_plan(EMPTY, layout)
    words = [one.words for one in form.pages[0].blocks if isinstance(one, Paragraph) and one.bold]
    marked = sum(map(lesson.gaps, form.pages)) - 1  # the line itself shows the mark once
    assert words == [f"Belum lengkap: {marked} tempat bertanda {GAP}. Hapus baris ini setelah semuanya terisi."]
    assert marked > 15
    # No field is left as a line that nobody notices.
    found = {label: value for label, value in fields(form).items() if label not in ("Kelompok", "Anggota")}
    assert [label for label, value in found.items() if not value.strip()] == []
    assert all(cell.value for table in tables(form) for row in table.rows for cell in row)
    assert pages_text(form).count(GAP) == marked + 1


def test_each_thing_that_is_known_takes_a_mark_away() -> None:
    bare = valid("class")
    told = bare.model_copy(
        update={"objectives": [one.model_copy(update={"text": "Membandingkan pecahan."}) for one in bare.objectives]}
    )
    before, after = (sum(map(lesson.gaps, lesson_plan(one, "modul_ajar", HEAD).pages)) for one in (bare, told))
    assert before - after == len(bare.objectives) == 2


def test_the_remedial_plan_names_its_dates_forms_and_who_judges_but_no_pupil() -> None:
    scenario = valid("remedial")
    found = fields(lesson_plan(scenario, "modul_ajar", HEAD))
    assert found["Remedial"].startswith("7 murid; pemanfaatan tutor sebaya, tugas latihan; 10 Agustus 2026 s.d.")
    assert "penilaian kembali 13 Agustus 2026" in found["Akhir"] and "penilai: guru" in found["Akhir"]
    assert found["Proses"].startswith("observasi; kuis")
    assert found["Media"] == "kartu pecahan"
    assert not any(pupil in found["Remedial"] for pupil in scenario.remedial.pupils)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("names", "placed"),
    [
        (["opening", "preparation", "closing", "presentation", "assessment"], "opening core core core closing"),
        (["discussion"], "core"),
        (["opening", "other", "closing"], "opening opening closing"),
        ([None, "tutoring", None], "opening core closing"),
        ([], ""),
    ],
)
def test_phases_keep_their_order_and_each_stands_in_one_step(names: list[str | None], placed: str) -> None:
    phases = [Phase.model_validate({"name": one, "minutes": 10}) for one in names]
    assert " ".join(lesson.steps(phases)) == placed
    form = lesson_plan(EMPTY.model_copy(update={"phases": phases}))
    if phases:
        assert [row[-1] for row in steps_of(form)] == ["10"] * len(phases)


def test_minutes_that_do_not_add_up_are_shown_as_such() -> None:
    scenario = valid("class")
    shorter = scenario.model_copy(update={"phases": scenario.phases[:-1]})
    said = pages_text(lesson_plan(shorter))
    assert "95 dari 105: belum sama" in said
    outside = scenario.model_copy(
        update={"phases": [*scenario.phases, Phase(name="preparation", minutes=40, place="outside")]}
    )
    assert "belum sama" not in pages_text(lesson_plan(outside))
    assert "Di luar jam pelajaran." in pages_text(lesson_plan(outside))


def test_the_annexes_have_groups_turns_desks_and_a_worksheet_for_each_sub_topic() -> None:
    made = invent_class(7)
    scenario = form_groups(made.scenario, "seating").fill(made.scenario)
    form = lesson_plan(scenario)
    titles = [one.words for page in form.pages for one in page.blocks if isinstance(one, Title)]
    assert titles[:4] == ["MODUL AJAR", "LAMPIRAN 1", "LAMPIRAN 2", "LAMPIRAN 3"]
    assert titles[4:] == [f"LAMPIRAN 4.{number}" for number in range(1, len(scenario.subtopics) + 1)]
    groups = tables(form, 1)[0]
    assert len(groups.rows) == len(scenario.groups)
    for pupil in scenario.pupils:
        if pupil.present:
            assert pupil.name in pages_text(form)


def test_the_desks_stand_as_in_the_room() -> None:
    pupils = [
        Pupil(id=name, name=name, seat=Seat(row=row, column=column))
        for name, row, column in (("Ani", 1, 1), ("Budi", 1, 3), ("Cici", 4, 1), ("Dodi", 4, 1))
    ]
    form = lesson_plan(small(pupils=pupils, groups=[], tutors=[]))
    (table,) = [one for one in tables(form, 1) if one.head[0][-1].value == "Lajur 3"]
    assert values(table) == [["Baris 1", "Ani", "Budi"], ["Baris 4", "Cici\nDodi", ""]]


def test_turns_are_summed_by_pupil_and_nobody_is_marked_as_one_who_seldom_speaks() -> None:
    group = (
        small()
        .groups[0]
        .model_copy(
            update={
                "turns": [
                    Turn(pupil="M01", minutes=3),
                    Turn(pupil="M02", minutes=2, reserved=True),
                    Turn(pupil="M02", minutes=2.5),
                ]
            }
        )
    )
    form = lesson_plan(small(groups=[group]))
    (table,) = [one for one in tables(form, 1) if one.head[0][-2].value == "Menit"]
    assert [row[-3:] for row in values(table)] == [
        ["Ani", "3", None],
        ["Budi", "4,5", None],
        ["Cici", GAP, None],
        ["Eka", GAP, None],
    ]
    said = pages_text(form)
    assert "pemalu" not in said and "khusus" not in said and "catur" not in said


def test_neither_layout_has_a_pupils_score() -> None:
    made = invent_class(7)
    scenario = form_groups(made.scenario, "prior_knowledge").fill(made.scenario)
    scores = {
        f"{score:g}".replace(".", ",")
        for pupil in scenario.pupils
        for score in pupil.scores.values()
        if score is not None and not float(score).is_integer()
    }
    assert len(scores) >= 10
    for layout in LAYOUTS:
        said = pages_text(lesson_plan(scenario, layout))
        assert [one for one in scores if one in said] == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_foot_says_that_the_format_is_not_official_and_what_is_ours(layout: LessonLayout) -> None:
    said = pages_text(lesson_plan(valid("class"), layout))
    assert "Susunan ini bukan format resmi" in said and "usulan kursus ini" in said


def test_a_pupil_without_a_score_is_counted_apart() -> None:
    scenario = small(objectives=[Objective(id="TP1", criterion=70)])
    assert fields(lesson_plan(scenario))["Awal"] == "TP1: 2 tuntas, 1 belum, 1 tanpa nilai"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_people_write_stays_text_and_the_same_plan_gives_the_same_bytes(layout: LessonLayout) -> None:
    evil = '<script>alert("Ani")</script>'
    scenario = valid("class").model_copy(update={"pupil_views": evil, "date": dt.date(2026, 8, 10)})
    scenario.subtopics[0].title = evil
    form = lesson_plan(scenario, layout)
    assert "<script" not in form.to("html").decode()
    assert evil in text_text(form.to("docx"))
    for format in form.formats:
        content = form.to(format)
        assert content == form.to(format)
        assert len(content) < 200_000


def test_an_unknown_layout_is_refused() -> None:
    with pytest.raises(ValueError, match="layout"):
        lesson_plan(EMPTY, "silabus")  # type: ignore[arg-type]


def test_the_first_table_of_the_core_has_no_row_without_its_step() -> None:
    table = next(one for one in tables(lesson_plan(valid("class"))) if one.head[0][0].value == "Langkah")
    assert isinstance(table, Table)
    assert sum(row[0].rows for row in table.rows if row[0].value in lesson.STEPS.values()) == len(table.rows)

"""The mastery planner's form: pasted scores of items, what is read of them, and what a teacher sees and prints."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from forms import EVIL, is_shown, links, read
from lab import LOOK, PAUSE, announced, from_the_top, notebook, nothing_is_cut_off, tab_to

from tutor_sebaya import widgets_session as work
from tutor_sebaya.planners.mastery import DISCRIMINATION_DOUBT, Item, analyse_mastery
from tutor_sebaya.roster import RosterError
from tutor_sebaya.scenario import Scenario, dump_scenario, parse_scenario, read_scenario
from tutor_sebaya.widgets_mastery import MasteryPlanner
from tutor_sebaya.widgets_mastery_table import SHOWN_PROBLEMS, item_lines, read_items
from tutor_sebaya.widgets_mastery_work import (
    ItemScores,
    can_fill,
    kept_items,
    kept_school,
    mastery_work,
    sample_items,
    with_items,
    with_school,
)
from tutor_sebaya.widgets_session import SessionError

EXAMPLES = Path(__file__).resolve().parent / "data"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def small(**scores: dict[str, float | None]) -> Scenario:
    """Four pupils, two of them Siti, on two objectives."""
    names = {"M01": "Agus Salim", "M02": "Siti Aminah", "M03": "Siti Rahma", "M04": "O'Neil, Budi"}
    pupils = [{"id": id, "name": name, "scores": scores.get(id, {})} for id, name in names.items()]
    objectives = [{"id": "TP1", "criterion": 70}, {"id": "TP2", "criterion": 75}]
    return parse_scenario({"version": 1, "kind": "class", "pupils": pupils, "objectives": objectives})


PLAIN = "Nama\t1\t2\t3\nTP\tTP1\tTP1\tTP2\nSkor maksimal\t10\t10\t5\n"
ROWS = "Agus Salim\t8\t7\t5\nSiti Aminah\t9\t8\t4\nSiti Rahma\t0\t5\t3\nO'Neil, Budi\t10\t10\t1\n"


def read_rows(written: str) -> dict[str, list[float | None]]:
    return {id: list(own.values()) for id, own in read_items(written, small()).scores.points.items()}


# --- reading a pasted table


def test_a_pasted_table_is_read_with_its_maxima_and_objectives() -> None:
    found = read_items(PLAIN + ROWS, small())
    assert found.scores.items == (Item("1", 10, "TP1"), Item("2", 10, "TP1"), Item("3", 5, "TP2"))
    assert found.scores.points["M04"] == {"1": 10, "2": 10, "3": 1}
    assert found.notes == ()


@pytest.mark.parametrize(
    "written",
    [
        PLAIN + ROWS,
        PLAIN + ROWS.replace("\t8\t", "\t 8,0\t").replace("Agus Salim", "  AGUS   salim"),
        (PLAIN + ROWS).replace("\t", ";"),
        "Daftar nilai kelas 5\n\n" + PLAIN + ROWS + "Rata-rata\t6,8\t7,5\t3,3\nMengetahui\t\t\t\nKepala Sekolah\t\t\t\n",
        PLAIN.replace("Skor maksimal", "Bobot").replace("TP\t", "Tujuan Pembelajaran\t") + ROWS,
        PLAIN.replace("\t1\t2\t3", "\tSoal 1\tSoal no. 2\tNo. 3") + ROWS,
        PLAIN.replace("TP1\tTP1\tTP2", "1\ttp 1\tTP 2") + ROWS,
        "Nama\t1 (TP1) (10)\t2 (maks 10) (TP1)\t3 (TP2) (skor maks: 5)\n" + ROWS,
        "Nama\tTP1\tTP1\tTP2\nMaks\t10\t10\t5\n" + ROWS,
        "No\tNama\tL/P\tNomor soal\t\t\tJumlah\tNilai\n\t\t\t1\t2\t3\t\t\n\tTP\t\tTP1\tTP1\tTP2\t\t\n"
        "\tSkor maks.\t\t10\t10\t5\t25\t\n1\tAgus Salim\tL\t8\t7\t5\t20\t80\n2\tSiti Aminah\tP\t9\t8\t4\t21\t84\n"
        "3\tSiti Rahma\tP\t0\t5\t3\t8\t32\n4\tO'Neil, Budi\tL\t10\t10\t1\t21\t84\n",
        PLAIN.replace("Nama", "Kode murid") + "M01\t8\t7\t5\nM02\t9\t8\t4\nm03\t0\t5\t3\nM04\t10\t10\t1\n",
    ],
    ids=[
        "plain", "untidy", "semicolons", "titles and feet", "other words", "soal 1", "objective by number",
        "all in headings", "objectives as headings", "school form", "ids",
    ],
)  # fmt: skip
def test_tables_as_schools_have_them_give_the_same_scores(written: str) -> None:
    found = read_items(written, small()).scores
    assert found == read_items(PLAIN + ROWS, small()).scores


def test_a_blank_under_a_merged_objective_belongs_to_the_one_on_its_left() -> None:
    found = read_items(PLAIN.replace("TP1\tTP1\tTP2", "TP1\t\tTP2") + ROWS, small())
    assert [one.objective for one in found.scores.items] == ["TP1", "TP1", "TP2"]
    assert [(note.cell, note.kind) for note in found.notes] == [("C2", "repair")]


def test_marks_of_absence_and_blanks_are_no_score_and_never_zero() -> None:
    assert read_rows(PLAIN + "Agus Salim\tTH\t\t-\n") == {"M01": [None, None, None]}
    assert read_rows(PLAIN + "Agus Salim\t0\t8,5\t2.5\n") == {"M01": [0, 8.5, 2.5]}


def test_right_or_wrong_needs_no_maxima() -> None:
    found = read_items("Nama\t1\t2\nAgus Salim\t1\t0\nSiti Aminah\t0\t\n", small())
    assert [one.maximum for one in found.scores.items] == [1, 1]
    assert any("dibaca 1" in str(note.message) for note in found.notes)
    assert any("belum dihubungkan dengan TP" in str(note.message) for note in found.notes)


def test_whom_the_table_leaves_out_is_named() -> None:
    notes = read_items(PLAIN + "Agus Salim\t8\t7\t5\n", small()).notes
    said = notes[-1].message.render("id", {"M02": "Siti Aminah", "M03": "Siti Rahma", "M04": "Budi"})
    assert said == "Tidak ada dalam tabel, jadi skornya kosong: Siti Aminah, Siti Rahma, dan Budi."


@pytest.mark.parametrize(
    ("written", "where", "said"),
    [
        ("", "", "Belum ada yang ditempel"),
        ("halo", "", "Tidak ada nama atau kode murid"),
        (PLAIN + "Agus Salim\t11\t7\t5\n", "B4", "Tulis bilangan 0 sampai 10"),
        (PLAIN + "Agus Salim\t-1\t7\t5\n", "B4", "Tulis bilangan 0 sampai 10"),
        (PLAIN + "Agus Salim\t8\tbaik\t5\n", "C4", "Skor soal 2 tertulis “baik”"),
        (PLAIN + "Agus Salim\t8\t7\t5\nBudiman\t1\t1\t1\n", "A5", "“Budiman” tidak ada dalam daftar kelas"),
        (PLAIN + "Budiman\t1\t1\t1\nAgus Salim\t8\t7\t5\n", "A4", "“Budiman” tidak ada dalam daftar kelas"),
        (PLAIN + "Siti\t8\t7\t5\n", "A4", "cocok dengan 2 murid"),
        (PLAIN + "Agus Salim\t8\t7\t5\nM01\t8\t7\t5\n", "A5", "sudah ada di baris 4"),
        (PLAIN.replace("10\t10", "10\t0") + ROWS, "C3", "Tulis bilangan di atas 0"),
        (PLAIN.replace("10\t10", "10\t") + ROWS, "C3", "belum ditulis"),
        (PLAIN.replace("TP1\tTP2", "TP1\tTP9") + ROWS, "D2", "“TP9” bukan TP kelas ini"),
        (PLAIN.replace("1\t2\t3", "1\t1\t3") + ROWS, "C1", "dipakai dua kali"),
        ("Nama\t1\t2\nAgus Salim\t8\t7\n", "", "Baris skor maksimal belum ada"),
        ("Nama\nAgus Salim\n", "", "Tidak ada kolom skor soal"),
    ],
)
def test_what_cannot_be_read_names_its_cell_and_the_mend(written: str, where: str, said: str) -> None:
    with pytest.raises(SessionError) as caught:
        read_items(written, small())
    found = {problem.where: problem.message.render() for problem in caught.value.problems}
    assert where in found
    assert said in found[where]


def test_a_page_of_wrong_cells_is_cut_short_and_counted() -> None:
    with pytest.raises(SessionError) as caught:
        read_items(PLAIN + "".join(f"Orang {n}\t1\t1\t1\n" for n in range(30)) + ROWS, small())
    assert len(caught.value.problems) == SHOWN_PROBLEMS + 1
    assert "18 sel lain" in caught.value.problems[-1].message.render()


@pytest.mark.parametrize("written", ["\x00", '"', "a\tb\n" * 6000, "Nama\t" * 300 + "\nAgus\t" + "\t".join("1" * 300)])
def test_a_text_that_is_no_table_is_refused_with_a_message(written: str) -> None:
    with pytest.raises((SessionError, RosterError)) as caught:
        read_items(written, small())
    assert isinstance(caught.value, work.READING_ERRORS)
    assert caught.value.problems


def test_scores_that_are_shown_as_a_table_read_back_the_same() -> None:
    scenario = work.open_sample().scenario
    sample = sample_items(scenario)
    again = read_items(item_lines(scenario, sample), scenario)
    assert (again.scores.items, again.scores.points) == (sample.items, sample.points)
    assert again.notes == ()
    items = (Item("1", 2.5, None), Item("2b", 4, "TP2", 'Membaca "peta"\tbaru', "multiple_choice"))
    odd = ItemScores(items, {"M04": {"1": 0.5, "2b": None}, "M02": {"1": None, "2b": 4.0}})
    again = read_items(item_lines(small(), odd), small())
    assert again.scores.points == odd.points
    assert [one.objective for one in again.scores.items] == [None, "TP2"]
    assert again.scores.items[1].form == "multiple_choice"
    assert item_lines(small(), ItemScores()) == ""


# --- beside the plan


def test_the_sample_of_item_scores_adds_up_to_the_scores_and_is_always_the_same() -> None:
    scenario = work.open_sample().scenario
    sample = sample_items(scenario)
    assert sample == sample_items(scenario)
    assert sample.invented
    for pupil in scenario.pupils:
        for objective, score in pupil.scores.items():
            own = [sample.points[pupil.id][one.id] for one in sample.items if one.objective == objective]
            assert all(0 <= (earned or 0) <= one.maximum for one in sample.items
                       for earned in [sample.points[pupil.id][one.id]])  # fmt: skip
            assert own == [None] * 5 if score is None else sum(one or 0 for one in own) == pytest.approx(score)
    analysis = analyse_mastery(scenario, sample.items, sample.points)
    assert len({one.difficulty for one in analysis.items}) >= 2  # worth looking at
    with pytest.raises(SessionError, match="nilai TP"):
        sample_items(small())


@pytest.mark.parametrize("score", [0, 0.5, 1, 33.25, 57.5, 99, 99.5, 100])
def test_any_score_is_shared_out_over_the_sample_items(score: float) -> None:
    sample = sample_items(small(M01={"TP1": score}))
    own = list(sample.points["M01"].values())
    assert sum(one or 0 for one in own) == pytest.approx(score)
    assert all(0 <= (one or 0) <= item.maximum for one, item in zip(own, sample.items, strict=True))


def test_items_and_the_schools_numbers_are_kept_beside_the_plan_and_found_again() -> None:
    plan = with_items(small(), sample_items(small(M02={"TP1": 61.5})))
    plan = with_school(plan, (50, 70, 90), 85)
    again = parse_scenario(dump_scenario(plan).encode())
    assert kept_items(again) == sample_items(small(M02={"TP1": 61.5}))
    school = kept_school(again)
    assert [one.lowest for one in school.intervals] == [0, 50, 70, 90]
    assert school.class_threshold == 0.85
    assert with_school(with_items(plan, None), (41, 66, 86), 0).model_extra == {"planner": {}}
    with pytest.raises(SessionError, match="naik"):
        with_school(plan, (70, 60, 90), 0)


def test_missing_scores_are_filled_from_the_items_and_others_stay() -> None:
    plan = small(M01={"TP1": 12, "TP2": None})
    scores = read_items(PLAIN + ROWS, plan).scores
    assert can_fill(plan, scores) == 7
    form = MasteryPlanner(plan)
    assert form.scores_button.disabled
    form.item_scores.value = PLAIN + ROWS
    form.read_button.click()
    form.scores_button.click()
    assert "7 nilai TP diisi" in read(form.mastery_status.value)
    assert form.scenario.pupils[0].scores == {"TP1": 12, "TP2": 100}
    assert form.scenario.pupils[2].scores == {"TP1": 25, "TP2": 60}
    assert form.scores_button.disabled


# --- the form


def test_each_objective_says_by_name_who_has_mastered_it_who_not_and_of_whom_nothing_is_known() -> None:
    plan = small(M01={"TP1": 70, "TP2": 74.5}, M02={"TP1": 90, "TP2": 100}, M03={"TP1": 69, "TP2": 75})
    said = read(MasteryPlanner(plan).mastery_report.value)
    first, second = said.split("TP1 ✗")[1].split("TP2 ✗")
    assert first.startswith(
        " Belum tuntas (1): Siti Rahma – Belum ada nilai (1): O'Neil, Budi ✓ Tuntas (2): Agus Salim"
    )
    assert second.startswith(" Belum tuntas (1): Agus Salim – Belum ada nilai (1): O'Neil, Budi ✓ Tuntas (2): Siti")
    assert "33% murid tuntas pada semua TP" in said
    assert "Rata-rata kelas pada TP1 76,3, memenuhi kriteria 70; namun, 1 murid belum tuntas." in said


def test_criteria_intervals_and_threshold_are_the_schools_own() -> None:
    form = MasteryPlanner(small(M01={"TP1": 70, "TP2": 80}, M02={"TP1": 90, "TP2": 100}))
    assert (form.objective.value, form.objective_criterion.value) == ("TP1", 70)
    form.objective.value = "TP2"
    assert form.objective_criterion.value == 75
    form.objective_criterion.value, form.class_threshold.value = 85, 60
    form.in_part.value, form.reached.value, form.enrichment.value = 50, 85, 95
    form.limits_button.click()
    assert "✓" in read(form.limits_status.value)
    assert [one.criterion for one in form.scenario.objectives] == [70, 85]
    said = read(form.mastery_report.value)
    assert "batas sekolah 60% belum tercapai" in said
    assert "50–84" in said
    before = form.scenario
    form.reached.value = 40
    form.limits_button.click()
    assert "harus naik" in read(form.limits_status.value)
    assert form.scenario is before
    form.mastery_undo_button.click()
    assert (form.reached.value, form.class_threshold.value, form.objective_criterion.value) == (66, 0, 75)


def test_the_warning_stands_before_the_figures_of_the_items() -> None:
    form = MasteryPlanner()
    assert "Belum ada skor soal" in read(form.items_report.value)
    form.sample_button.click()
    said = read(form.items_report.value)
    assert said.startswith("! Skor soal ini rekaan")
    table = said.index("Analisis butir soal")
    assert "Daya beda di sini kasar: 27% dari 34 murid hanya 9 murid" in said[:table]
    assert DISCRIMINATION_DOUBT in said[:table]
    work_ = mastery_work(form.scenario)
    assert set(work_.notes) & set(work_.item_notes) == set()
    for one in work_.analysis.items:
        assert f"{one.absorption:.0%}" in said[table:]
        assert f"{one.discrimination:.2f}".replace(".", ",") in said[table:]


def test_the_words_of_the_source_and_school_practice_stand_in_boxes_of_their_own() -> None:
    form = MasteryPlanner()
    source, practice = form.forms_report.value.split('<div class="ts-say">')[1:]
    assert read(source).startswith("Menurut naskah sumber")
    assert "sebagian besar" in read(source)
    assert "bukan peraturan" not in read(source)
    assert read(practice).startswith("Menurut praktik di sekolah")
    assert "di atas 20% sampai 50%" in read(practice)
    assert "SMAN 1 Banjar" in read(practice)
    assert "%" not in read(source.split("<details")[0])  # the source has no figures


def test_a_table_that_cannot_be_read_stays_in_the_field_and_changes_nothing() -> None:
    form = MasteryPlanner(small())
    form.item_scores.value = PLAIN + ROWS
    form.read_button.click()
    before = form.scenario
    form.item_scores.value = wrong = PLAIN + "Agus Salim\t99\t7\t5\n"
    form.read_button.click()
    assert "Belum berhasil" in read(form.mastery_status.value)
    assert "B4:" in read(form.mastery_status.value)
    assert form.scenario is before
    assert form.item_scores.value == wrong
    form.mastery_undo_button.click()
    assert form.item_scores.value == ""
    assert form.clear_button.disabled


def test_the_sample_read_again_stays_invented_and_a_changed_one_does_not() -> None:
    form = MasteryPlanner()
    form.sample_button.click()
    form.read_button.click()
    assert kept_items(form.scenario).invented
    form.item_scores.value = form.item_scores.value.replace("M01\tAgustinus Wenda\t10", "M01\tAgustinus Wenda\t9", 1)
    form.read_button.click()
    assert not kept_items(form.scenario).invented
    form.clear_button.click()
    assert kept_items(form.scenario) == ItemScores()


def test_files_are_made_when_asked_and_taken_away_when_the_plan_changes() -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="no openpyxl: .xlsx can't be read")
    form = MasteryPlanner()
    form.sample_button.click()
    assert set(links(form.files.value)) == {"skenario.json"}
    form.print_button.click()
    files = links(form.files.value)
    assert set(files) == {"skenario.json"} | {
        f"{name}.{kind}"
        for name in ("analisis-hasil-asesmen-harian", "target-dan-daya-serap")
        for kind in ("xlsx", "html")
    }
    assert all(len(content) < 200_000 for name, content in files.items() if name != "skenario.json")
    sheet = openpyxl.load_workbook(io.BytesIO(files["analisis-hasil-asesmen-harian.xlsx"])).worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert any("skor soal rekaan" in one for one in cells)  # an official form mustn't pass for a real one
    assert any(form.names["M01"] in one for one in cells)
    form.class_threshold.value = 85
    form.limits_button.click()
    assert set(links(form.files.value)) == {"skenario.json"}
    assert "Tekan lagi Siapkan berkas cetak" in read(form.files.value)
    form.mastery_undo_button.click()
    assert set(links(form.files.value)) == set(files)


def test_without_openpyxl_the_pages_are_still_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for name in [one for one in sys.modules if one.split(".")[0] == "openpyxl"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    form = MasteryPlanner()
    form.print_button.click()
    assert "analisis-hasil-asesmen-harian.html" in links(form.files.value)
    assert "openpyxl belum terpasang" in read(form.files.value)


def test_kept_items_that_no_longer_fit_are_named_and_left_in_the_file() -> None:
    data: dict[str, Any] = {"items": [{"id": "1", "maximum": 5, "objective": "TP9"}], "points": {"M01": {"1": 3}}}
    plan = work.keep(small(M01={"TP1": 80}), "items", data)
    form = MasteryPlanner(plan)
    assert "TP9" in read(form.mastery_report.value)
    assert "Tuntas (1): Agus Salim" in read(form.mastery_report.value)
    assert work.kept(form.scenario, "items") == data
    form = MasteryPlanner(work.keep(small(), "items", {"items": 3}))
    assert "planner.items" in read(form.mastery_report.value)
    assert not form.clear_button.disabled  # what can't be read can be taken away


def test_names_of_items_never_become_markup() -> None:
    items = (Item(EVIL, 5, "TP1", EVIL), Item("2", 5, "TP1"))
    plan = with_items(small(M01={"TP1": 80}), ItemScores(items, {"M01": {EVIL: 4, "2": 4}, "M02": {EVIL: 1, "2": 1}}))
    form = MasteryPlanner(plan)
    assert "<script" not in form.items_report.value
    assert "&lt;script&gt;" in form.items_report.value


def test_a_remedial_scenario_says_how_its_list_fits_the_scores() -> None:
    plan = read_scenario(EXAMPLES / "remedial-valid.json")
    said = read(MasteryPlanner(plan).mastery_report.value)
    assert plan.remedial is not None
    assert f"Daftar remedial berisi {len(plan.remedial.pupils)} murid" in said
    without = plan.remedial.model_copy(update={"pupils": plan.remedial.pupils[1:]})
    left_out = plan.remedial.pupils[0]
    said = read(MasteryPlanner(plan.model_copy(update={"remedial": without})).mastery_report.value)
    assert f"Belum tuntas tetapi belum ada di daftar remedial: {left_out}." in said
    assert "Daftar remedial berisi" not in read(MasteryPlanner().mastery_report.value)


def test_an_empty_scenario_says_what_is_missing() -> None:
    form = MasteryPlanner(parse_scenario({"version": 1, "kind": "class"}))
    assert "Belum ada murid atau TP" in read(form.mastery_report.value)
    assert is_shown(form.read_button, form)


# --- in JupyterLab


@pytest.mark.browser
def test_item_scores_are_analysed_by_mouse_and_by_keyboard_alone_in_jupyterlab(tmp_path: Path) -> None:
    with notebook(tmp_path, "from tutor_sebaya.widgets import MasteryPlanner\nMasteryPlanner()") as shown:
        nothing_is_cut_off(shown)
        shown.get_by_role("button", name="Isi contoh skor butir").click()
        announced(shown, "10 soal rekaan diisi")
        shown.get_by_text("Daya beda di sini kasar").wait_for()
        shown.get_by_role("button", name="Siapkan berkas cetak").click()
        announced(shown, "Berkas siap")
        with shown.expect_download() as download:
            shown.get_by_role("link", name="Excel (target-dan-daya-serap.xlsx)").click()
        assert Path(download.value.path()).read_bytes()[:2] == b"PK"
        nothing_is_cut_off(shown)
        shown.set_viewport_size({"width": 360, "height": 900})
        from_the_top(shown)
        tab_to(shown, "Batas ketuntasan klasikal")
        shown.keyboard.press("Control+a")
        shown.keyboard.type("85", delay=PAUSE)
        tab_to(shown, "Pakai kriteria dan interval")
        shown.wait_for_timeout(LOOK)
        shown.keyboard.press("Enter")
        announced(shown, "Kriteria dan batas dipakai")
        tab_to(shown, "Tempel skor soal")
        shown.keyboard.press("Control+a")
        shown.keyboard.insert_text("Nama;1;2\nSkor maksimal;10;5\nTP;TP1;TP2\nM01;9;5\nM02;3;8\n")
        tab_to(shown, "Baca skor soal")
        shown.wait_for_timeout(LOOK)
        shown.keyboard.press("Enter")
        assert "C5: Skor soal 2 tertulis “8”" in announced(shown, "Belum berhasil")
        nothing_is_cut_off(shown)
        tab_to(shown, "Tempel skor soal", backwards=True)
        shown.keyboard.press("Control+End")
        for _ in range(2):
            shown.keyboard.press("Backspace")
        shown.keyboard.type("4", delay=PAUSE)
        tab_to(shown, "Baca skor soal")
        shown.wait_for_timeout(LOOK)
        shown.keyboard.press("Enter")
        announced(shown, "2 soal dan 2 murid terbaca")
        tab_to(shown, "Simpan di folder notebook")
        shown.keyboard.press("Control+a")
        shown.keyboard.type("ketuntasan.json", delay=PAUSE)
        tab_to(shown, "Simpan skenario")
        shown.keyboard.press("Enter")
        announced(shown, "Skenario tersimpan: ketuntasan.json")
        nothing_is_cut_off(shown)
        plan = read_scenario(tmp_path / "notes" / "ketuntasan.json")
        assert kept_items(plan).points == {"M01": {"1": 9, "2": 5}, "M02": {"1": 3, "2": 4}}
        assert kept_school(plan).class_threshold == 0.85

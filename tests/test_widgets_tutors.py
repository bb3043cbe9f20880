"""The tutor planner's form: reasons instead of a ranking, records edited field by field, consent kept secret."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from forms import everything, is_shown, links, read
from lab import LOOK, PAUSE, announced, from_the_top, notebook, nothing_is_cut_off, tab_to

from tutor_sebaya import widgets_session as work
from tutor_sebaya import widgets_tutors_page as page
from tutor_sebaya import widgets_tutors_work as tutors
from tutor_sebaya.planners import form_groups
from tutor_sebaya.planners.tutors import STANDINGS, STATES, TEN_OBSERVATIONS, tutor_table
from tutor_sebaya.scenario import Scenario, dump_scenario, parse_scenario, read_scenario
from tutor_sebaya.widgets_session import SessionError
from tutor_sebaya.widgets_tutors import TutorPlanner

EXAMPLES = Path(__file__).resolve().parent / "data"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def grouped() -> Scenario:
    scenario = work.open_sample().scenario
    return form_groups(scenario, "prior_knowledge", 6).fill(scenario)


def record(form: TutorPlanner) -> Any:
    found = tutors.record_of(form.scenario, form.candidate.value)
    assert found is not None
    return found


# --- records


def test_fields_that_say_what_the_record_says_change_nothing() -> None:
    for scenario in (grouped(), read_scenario(EXAMPLES / "class-valid.json")):
        for one in scenario.tutors:
            assert tutors.with_fields(scenario, one.pupil, tutors.fields_of(one)) is scenario


def test_what_the_fields_do_not_show_of_a_record_stays() -> None:
    data = {
        "version": 1,
        "kind": "class",
        "tutors": [{"pupil": "K1", "kind": "cross_age", "warna": "biru", "criteria": {"9": "x", "1": "a"}}],
    }
    scenario = parse_scenario(data)
    fields = tutors.Fields(
        kind="cross_age", willing="yes", attitude="yes", attitude_note=" sabar ", criteria=("", "b", *[""] * 5)
    )
    found = tutors.with_fields(scenario, "K1", fields).tutors[0]
    assert found.model_extra == {"warna": "biru"}
    assert found.criteria == {"9": "x", "2": "b"}
    assert found.attitude is not None
    assert (found.willing, found.attitude.meets, found.attitude.note) == (True, True, "sabar")
    assert (found.grade, found.training_minutes, found.teach_back) == (None, None, None)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("TP1: 85", {"TP1": 85.0}),
        ("tp 1 = 85,5\n\n TP2  90 ", {"TP1": 85.5, "TP2": 90.0}),
        ("TP1:\nTP2", {"TP1": None, "TP2": None}),
        ("", {}),
    ],
)
def test_evidence_is_read_a_line_each(written: str, found: dict[str, float | None]) -> None:
    assert tutors.read_evidence(written, grouped()) == found


@pytest.mark.parametrize(("written", "said"), [("TP1: 101", "“101” bukan nilai"), ("TP1: baik", "bukan nilai"),
                                               ("TP7: 80", "TP yang ada: TP1 dan TP2")])  # fmt: skip
def test_evidence_that_cannot_be_read_names_its_line(written: str, said: str) -> None:
    with pytest.raises(SessionError, match="Baris 2") as caught:
        tutors.read_evidence(f"TP2: 80\n{written}", grouped())
    assert said in caught.value.problems[0].message.render()


def test_the_table_is_in_class_order_by_name_or_by_standing_and_never_by_score() -> None:
    scenario = grouped()
    names = {one.id: one.name or "" for one in reversed(scenario.pupils)}
    table = tutor_table(scenario)
    assert [row.id for row in tutors.ordered(table, "class", names)] == [one.id for one in scenario.pupils]
    shown = [names[row.id] for row in tutors.ordered(table, "alphabetical", names)]
    assert shown == sorted(shown, key=str.casefold)
    rows = tutors.ordered(table, "standing", names)
    assert [row.standing for row in rows] == sorted((row.standing for row in rows), key=list(STANDINGS).index)
    for standing in STANDINGS:
        same = [row.id for row in rows if row.standing == standing]
        assert same == [one.id for one in scenario.pupils if one.id in same]


# --- the form


def test_every_demand_stands_there_in_words_with_its_reason() -> None:
    form = TutorPlanner()
    said = read(form.table_report.value)
    assert "bukan peringkat" in said
    for state in STATES.values():
        assert state in said
    table = tutor_table(form.scenario)
    for row in table.rows:
        assert form.names[row.id] in said
        if row.standing in ("eligible", "to_ask"):
            for demand in row.demands:
                assert " ".join(demand.reason.render("id", form.names).split()) in said
    assert not re.search(r"peringkat \d|nomor satu|terbaik", said)
    # Those who are candidates stand open, before anything that is folded.
    opened = read(form.table_report.value.split("<details")[0])
    assert all(form.names[one.pupil] in opened for one in form.scenario.tutors)
    assert form.names["M05"] not in opened


def test_a_candidate_is_edited_field_by_field_and_the_standing_follows_at_once() -> None:
    form = TutorPlanner()
    form.new_candidate.value = "M02"
    form.add_button.click()
    assert form.candidate.value == "M02"
    assert "Tanyakan dahulu kesediaannya" in read(form.tutors_status.value)
    form.willing.value = "yes"
    assert "tanyakan dahulu" in read(form.tutors_status.value)
    form.attitude.value, form.attitude_note.value = "yes", "Menunggu temannya selesai."
    assert STANDINGS["eligible"] in read(form.tutors_status.value)
    form.teach_back.value, form.training.value, form.written_guide.value = "yes", 15, "yes"
    for number, line in enumerate(form.criteria, 1):
        line.value = f"bukti {number}"
    assert "langkah yang tersisa: 0" in read(form.tutors_status.value)
    found = record(form)
    assert (found.pupil, found.willing, found.teach_back, found.training_minutes) == ("M02", True, True, 15)
    assert found.criteria == {str(number): f"bukti {number}" for number in range(1, 8)}
    assert form.names["M02"] in read(form.capacity_report.value)
    # All that was noted of one candidate is one step.
    assert len(form.desk.history) == 2
    form.tutors_undo_button.click()
    assert record(form).willing is None
    assert form.willing.value == ""
    assert form.criteria[0].value == ""
    form.tutors_undo_button.click()
    assert tutors.record_of(form.scenario, "M02") is None


def test_choosing_another_candidate_shows_his_record_and_changes_none() -> None:
    form = TutorPlanner()
    before = form.scenario
    for _, id in form.candidate.options:
        form.candidate.value = id
        found = record(form)
        assert form.attitude_note.value == ((found.attitude.note if found.attitude else None) or "")
        assert form.training.value == (found.training_minutes or 0)
        assert form.names[id] in read(form.candidate_report.value)
    assert form.scenario is before


def test_evidence_that_cannot_be_read_stays_in_the_field_and_holds_up_no_other_field() -> None:
    form = TutorPlanner()
    former = record(form).evidence
    form.evidence.value = "TP1: seratus"
    assert "Baris 1" in read(form.tutors_status.value)
    assert "Belum berhasil" in read(form.tutors_status.value)
    form.training.value = 45
    assert record(form).training_minutes == 45
    assert record(form).evidence == former
    assert form.evidence.value == "TP1: seratus"
    form.evidence.value = "TP1: 100"
    assert record(form).evidence == {"TP1": 100}
    assert "Belum berhasil" not in read(form.tutors_status.value)


def test_a_cross_age_tutor_is_added_by_name_and_counts_once_evidence_and_answers_are_there() -> None:
    form = TutorPlanner()
    form.cross_age_button.click()
    assert "belum ditulis" in read(form.tutors_status.value)
    form.cross_age_name.value, form.cross_age_grade.value = " Rina  6A ", 6
    form.cross_age_button.click()
    assert form.candidate.value == "Rina 6A"
    assert form.cross_age_name.value == ""
    form.evidence.value = "TP1: 90"
    form.willing.value, form.attitude.value, form.attitude_note.value = "yes", "yes", "Ramah."
    row = tutor_table(form.scenario).by_id["Rina 6A"]
    assert (row.standing, row.cross_age, row.record.grade) == ("eligible", True, 6)
    assert "Tutor kakak: Rina 6A" in read(form.capacity_report.value)
    form.cross_age_name.value = "Rina 6A"
    form.cross_age_button.click()
    assert "Sudah ada" in read(form.tutors_status.value)


def test_all_who_master_something_are_proposed_and_nobody_is_appointed() -> None:
    form = TutorPlanner()
    form.add_all_button.click()
    assert "belum ditunjuk" in read(form.tutors_status.value)
    new = [one for one in form.scenario.tutors if one.willing is None]
    assert len(new) >= 20
    assert all(one.attitude is None and one.teach_back is None for one in new)
    form.add_all_button.click()
    assert "Tidak ada murid lain" in read(form.tutors_status.value)


def test_a_tutor_of_a_group_cannot_be_taken_off_the_list_but_others_can() -> None:
    form = TutorPlanner(grouped())
    group = form.scenario.groups[0]
    form.candidate.value = group.tutors[0]
    form.remove_button.click()
    assert f"masih menjadi tutor {group.label}" in read(form.tutors_status.value)
    assert form.names[group.tutors[0]] in read(form.tutors_status.value)
    placed = {one for group in form.scenario.groups for one in group.tutors}
    spare = next(one.pupil for one in form.scenario.tutors if one.pupil not in placed)
    form.candidate.value = spare
    form.remove_button.click()
    assert spare not in {one.pupil for one in form.scenario.tutors}
    form.tutors_undo_button.click()
    assert spare in {one.pupil for one in form.scenario.tutors}


def test_answers_of_members_are_noted_counted_and_never_shown_by_name() -> None:
    form = TutorPlanner(grouped())
    group, member = form.accepts_of.value
    assert "belum ditanya" in read(form.acceptance_report.value)
    form.accepts.value = "no"
    changed = next(one for one in form.scenario.groups if one.id == group)
    assert changed.accepts[member] is False
    assert "1 lebih suka tutor lain" in read(form.acceptance_report.value)
    assert form.names[member] not in read(form.acceptance_report.value)
    assert "rahasia" in read(form.acceptance_report.value)
    form.accepts.value = ""
    assert member not in next(one for one in form.scenario.groups if one.id == group).accepts
    form.accepts_of.value = form.accepts_of.options[5][1]
    assert form.accepts.value == ""


def test_without_groups_nobody_is_asked_whether_he_accepts_a_tutor() -> None:
    form = TutorPlanner()
    assert "Bentuk kelompok dahulu" in read(form.acceptance_report.value)
    assert not is_shown(form.accepts, form)


def test_reserve_and_capacity_follow_from_who_is_placed() -> None:
    form = TutorPlanner(read_scenario(EXAMPLES / "class-valid.json"))
    table = tutor_table(form.scenario)
    said = read(form.capacity_report.value)
    assert table.reserve
    assert f"Cadangan: {', '.join(form.names[one] for one in table.reserve)}" in said
    for one in table.capacities:
        assert f"{one.objective} {len(one.eligible)} {len(one.to_ask)} {one.tutees} {len(one.needing)}" in said


def test_the_ten_observations_are_a_list_and_no_gate() -> None:
    said = read(page.observation("id"))
    assert "bukan syarat" in said
    assert page.observation("id").count("<li>") == 10
    controls = [one.description for one in everything(TutorPlanner()) if hasattr(one, "description")]
    assert not set(controls) & set(TEN_OBSERVATIONS)


def test_sheets_are_made_when_asked_and_cards_need_groups() -> None:
    pytest.importorskip("docx", reason="no python-docx: .docx can't be written")
    form = TutorPlanner()
    assert set(links(form.files.value)) == {"skenario.json"}
    form.print_button.click()
    sheets = {"lembar-persetujuan", "lembar-uji-menerangkan", "lembar-amatan-calon-tutor"}
    files = links(form.files.value)
    assert {one.rsplit(".", 1)[0] for one in files} == {"skenario", *sheets}
    form = TutorPlanner(grouped())
    form.print_button.click()
    files = links(form.files.value)
    assert {one.rsplit(".", 1)[0] for one in files} == {
        "skenario", *sheets, "kartu-tutor", "lembar-observasi-kelompok",
    }  # fmt: skip
    assert all(len(content) < 200_000 for content in files.values())
    tutor = form.scenario.groups[0].tutors[0]
    for name in ("kartu-tutor.html", "lembar-persetujuan.html"):
        assert form.names[tutor] in files[name].decode()
    form.willing.value = "no"
    assert "kartu-tutor.html" not in links(form.files.value)


def test_a_tutee_of_a_remedial_scenario_is_marked_as_one() -> None:
    plan = read_scenario(EXAMPLES / "remedial-valid.json")
    assert plan.remedial is not None
    form = TutorPlanner(plan)
    assert "ada di daftar remedial" in read(form.table_report.value)
    form.add_all_button.click()
    assert not {one.pupil for one in form.scenario.tutors} & set(plan.remedial.pupils) - {
        one.pupil for one in plan.tutors
    }


def test_an_absent_candidate_keeps_the_record() -> None:
    scenario = grouped()
    id = scenario.tutors[0].pupil
    away = [one.model_copy(update={"present": one.id != id}) for one in scenario.pupils]
    form = TutorPlanner(scenario.model_copy(update={"pupils": away}))
    assert form.candidate.value == id
    assert "tidak hadir" in read(form.candidate_report.value)
    before = dump_scenario(form.scenario)
    form.willing.value = "no" if form.willing.value == "yes" else "yes"
    assert dump_scenario(form.scenario) != before
    assert "Program ini keliru" not in read(form.tutors_status.value)


# --- in JupyterLab


@pytest.mark.browser
def test_a_tutor_is_added_and_noted_by_mouse_and_by_keyboard_alone_in_jupyterlab(tmp_path: Path) -> None:
    with notebook(tmp_path, "from tutor_sebaya.widgets import TutorPlanner\nTutorPlanner()") as shown:
        nothing_is_cut_off(shown)
        shown.get_by_label("Nama atau kode tutor kakak").fill("Rina 6A")
        shown.get_by_label("Tingkat kelas tutor kakak").fill("6")
        shown.get_by_role("button", name="Tambahkan tutor kakak").click()
        announced(shown, "Tutor kakak ditambahkan")
        shown.get_by_label("Bukti ketuntasan").fill("TP1: 90")
        shown.keyboard.press("Tab")
        shown.get_by_label("Bersedia?").select_option(label="Bersedia")
        announced(shown, "Rina 6A: dapat menjadi calon")
        nothing_is_cut_off(shown)
        shown.set_viewport_size({"width": 360, "height": 900})
        from_the_top(shown)
        tab_to(shown, "Calon yang disunting")
        tab_to(shown, "Sikap terhadap teman")
        shown.keyboard.press("Home")
        shown.keyboard.press("ArrowDown", delay=PAUSE)
        tab_to(shown, "Yang diamati tentang sikapnya")
        shown.keyboard.type("Ramah kepada adik kelas", delay=10)
        tab_to(shown, "Latihan tutor")
        announced(shown, "Rina 6A: memenuhi syarat")
        shown.keyboard.press("Control+a")
        shown.keyboard.type("20", delay=PAUSE)
        tab_to(shown, "Suka menolong teman")
        shown.keyboard.type("Sering menolong", delay=10)
        nothing_is_cut_off(shown)
        tab_to(shown, "Simpan di folder notebook")
        shown.keyboard.press("Control+a")
        shown.keyboard.type("tutor.json", delay=PAUSE)
        shown.wait_for_timeout(LOOK)
        tab_to(shown, "Simpan skenario")
        shown.keyboard.press("Enter")
        announced(shown, "Skenario tersimpan: tutor.json")
        found = tutors.record_of(read_scenario(tmp_path / "notes" / "tutor.json"), "Rina 6A")
        assert found is not None
        assert found.attitude is not None
        assert (found.kind, found.grade, found.willing, found.training_minutes) == ("cross_age", 6, True, 20)
        assert (found.attitude.meets, found.attitude.note) == (True, "Ramah kepada adik kelas")
        assert (found.evidence, found.criteria) == ({"TP1": 90}, {"7": "Sering menolong"})

"""The group planner's form: what it does without a page, with its controls, and in a real JupyterLab by keyboard alone."""

from __future__ import annotations

import json
import re
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import ipywidgets
import pytest
from forms import EVIL, Text, everything, is_shown, links, read, shown_words, untranslated, upload
from lab import LOOK, PAUSE, announced, from_the_top, notebook, nothing_is_cut_off, tab_to

from tutor_sebaya import classes, labels
from tutor_sebaya import widgets_page as page
from tutor_sebaya import widgets_session as work
from tutor_sebaya.planners import WAYS, bounds
from tutor_sebaya.roster import RosterError, paste_roster, write_xlsx
from tutor_sebaya.scenario import ScenarioError, dump_scenario, parse_scenario, read_scenario
from tutor_sebaya.widgets import GroupPlanner
from tutor_sebaya.widgets_session import Choices

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "tests" / "data" / "class-valid.json"
PASTED = "No\tNama\tL/P\tTP1\tTP2\n" + "\n".join(
    f"{n}\tMurid {n}\t{'Laki-laki' if n % 2 else 'P'}\t{60 + 2 * n}\t{'TH' if n == 3 else 62 + 2 * n}"
    for n in range(1, 15)
)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A planner saves beside its notebook, so each test has a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- the session: state in, state out --------------------------------------------------------------------------------


def test_the_sample_class_opens_with_as_many_groups_suggested_as_sub_topics() -> None:
    session = work.open_sample()
    suggestion = work.suggested(session)
    assert suggestion.number == len(session.scenario.subtopics) == 6
    assert suggestion.way == "prior_knowledge"
    assert session.scenario.groups == []
    assert session.plan is None


@pytest.mark.parametrize("way", WAYS)
def test_forming_groups_by_each_way_fills_a_new_plan_and_leaves_the_old_one(way: str) -> None:
    session = work.open_sample()
    before = dump_scenario(session.scenario)
    formed = work.form(session, Choices(way, 6, seed=3))
    assert dump_scenario(session.scenario) == before
    assert formed.scenario.grouping is not None
    assert formed.scenario.grouping.way == way
    placed = [one for group in formed.scenario.groups for one in (*group.tutors, *group.members)]
    assert sorted(placed) == sorted(pupil.id for pupil in session.scenario.pupils)
    assert formed.plan is not None
    states = work.judge(formed).states
    for rule in ("G01", "G02", "G04", "G05"):
        assert states[rule] == "kept", rule


def test_the_same_seed_gives_the_same_plan_and_no_repair_gives_no_moves() -> None:
    session = work.open_sample()
    one, same, other = (work.form(session, Choices("drawn_cards", 6, seed)) for seed in (5, 5, 6))
    assert one.scenario == same.scenario
    assert one.scenario != other.scenario
    plain = work.form(session, Choices("drawn_cards", 6, 5, repair=False))
    assert plain.plan is not None and one.plan is not None
    assert plain.plan.moves == ()
    assert one.plan.moves != ()


@pytest.mark.parametrize("number", [0, 5, 19, 100])
def test_a_number_of_groups_that_sizes_do_not_allow_is_refused_with_the_range(number: int) -> None:
    with pytest.raises(work.SessionError) as caught:
        work.form(work.open_sample(), Choices("alphabetical", number))
    assert "6 sampai 18" in str(caught.value)


def test_an_invented_class_follows_its_number_and_size() -> None:
    one = work.open_invented(" 2301045 ", 60)
    assert len(one.scenario.pupils) == 60
    assert one.scenario == work.open_invented(2301045, 60).scenario
    assert one.title.render() == "kelas rekaan 2301045"


@pytest.mark.parametrize(
    ("number", "size", "said"), [("", 36, "belum ditulis"), (" ", 36, "belum"), (1, 61, "12 sampai 60")]
)
def test_an_invented_class_that_cannot_be_made_says_why(number: int | str, size: int, said: str) -> None:
    with pytest.raises(work.SessionError, match=said):
        work.open_invented(number, size)


def test_a_file_opens_by_its_kind() -> None:
    roster = classes.invent_class(4).roster
    listed = work.open_file(write_xlsx(roster), "Kelas 5A.xlsx")
    assert listed.from_list
    assert listed.names == work.open_roster(roster).names
    assert listed.title.render("en") == "Kelas 5A.xlsx"
    saved = work.open_file(EXAMPLE.read_bytes(), "Rencana.JSON")
    assert not saved.from_list
    assert len(saved.scenario.groups) == 5


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"", "a.xlsx", RosterError),
        (b"nothing here", "a.csv", RosterError),
        (b"{", "a.json", ScenarioError),
        (b'{"version": 1, "kind": "class", "groups": [{"id": 3}]}', "a.json", ScenarioError),
    ],
)
def test_a_file_that_cannot_be_read_names_its_problems(content: bytes, name: str, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        work.open_file(content, name)
    assert isinstance(caught.value, work.READING_ERRORS)
    assert caught.value.problems


def test_a_saved_scenario_that_is_not_there_is_named() -> None:
    with pytest.raises(ScenarioError) as caught:
        work.open_saved("hilang.json")
    assert caught.value.problems[0].where == "hilang.json"
    with pytest.raises(work.SessionError, match=r"skenario\.json"):
        work.open_saved("  ")


def test_a_pasted_list_gets_criterion_and_sub_topics_and_then_groups() -> None:
    session = work.open_pasted(PASTED)
    assert work.lacks_criterion(session)
    assert {note.kind for note in session.notes} >= {"repair"}
    assert bounds(session.scenario).subtopics == 0
    session = work.with_material(session, 70, "Penyebut sama (TP1)\n\n  Penyebut   beda (tp2)\nCampuran (mudah)\n")
    assert not work.lacks_criterion(session)
    assert [(one.id, one.title, one.objectives) for one in session.scenario.subtopics] == [
        ("S1", "Penyebut sama", ["TP1"]),
        ("S2", "Penyebut beda", ["TP2"]),
        ("S3", "Campuran (mudah)", ["TP1", "TP2"]),
    ]
    assert work.suggested(session).number == 3
    formed = work.form(session, Choices("prior_knowledge", 3))
    assert [len(group.tutors) for group in formed.scenario.groups] == [1, 1, 1]
    # Who has mastered is proposed, not appointed: nobody was asked yet.
    assert all(tutor.willing is None for tutor in formed.scenario.tutors)
    assert work.judge(formed).states["T05"] == "broken"


def test_sub_topics_written_again_keep_what_else_was_known_of_them() -> None:
    session = work.open_sample()
    first = session.scenario.subtopics[0]
    assert first.sources or first.problem
    again = work.with_material(session, None, "Baru\n" + work.material_lines(session))
    kept = again.scenario.subtopics[1]
    assert (kept.id, kept.title, kept.sources, kept.problem) == ("S2", first.title, first.sources, first.problem)
    same = work.with_material(session, None, work.material_lines(session))
    assert [one.objectives for one in same.scenario.subtopics] == [one.objectives for one in session.scenario.subtopics]


def test_a_criterion_is_only_given_where_there_is_none() -> None:
    session = work.open_sample()
    assert [one.criterion for one in work.with_material(session, 50, "").scenario.objectives] == [
        one.criterion for one in session.scenario.objectives
    ]


def test_ground_and_units_are_recorded_without_touching_the_rest() -> None:
    session = work.open_sample()
    assert work.with_ground(session, None, 4) is session
    chosen = work.with_ground(session, "facilities", 6)
    assert chosen.scenario.grouping is not None
    assert (chosen.scenario.grouping.ground, chosen.scenario.grouping.units) == ("facilities", 6)
    assert bounds(chosen.scenario).units == 6
    formed = work.form(chosen, Choices("alphabetical", 6))
    assert formed.scenario.grouping is not None
    assert formed.scenario.grouping.ground == "facilities"
    assert work.judge(formed).states["G08"] == "kept"


def test_an_empty_class_says_what_to_do_instead_of_forming() -> None:
    session = work.open_scenario(parse_scenario({"version": 1, "kind": "class"}))
    assert work.suggested(session).number >= 0
    with pytest.raises(work.SessionError, match="daftar kelas"):
        work.form(session, Choices("alphabetical", 1))


@pytest.mark.parametrize("kind", ["class", "remedial"])
def test_a_saved_scenario_opens_and_saves_without_loss(kind: str, tmp_path: Path) -> None:
    content = json.loads((EXAMPLE.parent / f"{kind}-valid.json").read_text(encoding="utf-8"))
    content["catatan_guru"] = {"a": [1, None, 2.5]}
    content["groups"][0]["warna"] = "hijau"
    session = work.open_file(json.dumps(content).encode(), "rencana.json")
    target = tmp_path / "lagi.json"
    work.save(session, target)
    first = dump_scenario(parse_scenario(content))
    assert target.read_text(encoding="utf-8") == first
    assert '"warna": "hijau"' in first
    assert dump_scenario(work.open_saved(target).scenario) == first


def test_a_file_of_other_content_is_not_overwritten_unless_it_is_known(tmp_path: Path) -> None:
    session = work.open_sample()
    target = tmp_path / "skenario.json"
    target.write_text("penting")
    with pytest.raises(work.SessionError, match="sudah ada"):
        work.save(session, target)
    assert target.read_text() == "penting"
    work.save(session, target, [target])
    assert read_scenario(target) == session.scenario
    work.save(session, target)  # the same content again is no loss


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    for target in (tmp_path / "folder.json", tmp_path / "tidak" / "ada.json"):
        with pytest.raises(work.SessionError) as caught:
            work.save(work.open_sample(), target, [target])
        assert caught.value.problems[0].where == str(target)
    assert work.saved_path(" rencana ") == Path("rencana.json")
    with pytest.raises(work.SessionError):
        work.saved_path("  ")


# --- the pieces of the page ------------------------------------------------------------------------------------------


def evil_session() -> work.Session:
    """A class whose every text tries to be markup."""
    made = classes.invent_class(9)
    pupils = [replace(one, name=f"{EVIL} {one.id}") for one in made.roster.pupils]
    roster = replace(made.roster, pupils=tuple(pupils))
    session = work.open_file(write_xlsx(roster), f"{EVIL}.xlsx")
    session = work.with_material(session, 70, "\n".join(f"{EVIL} {n}" for n in range(6)))
    return work.form(session, Choices("seating", 6))


@pytest.mark.parametrize("language", ["id", "en"])
def test_nothing_from_a_file_becomes_markup(language: str) -> None:
    session = evil_session()
    planner = GroupPlanner(scenario=session.scenario, language=language)
    planner.upload.value = upload(f"{EVIL}.xlsx", write_xlsx(classes.invent_class(9).roster))
    planner.pasted.value = f"Nama\tL/P\tTP1\n{EVIL}\t{EVIL}\t{EVIL}\n"
    planner.source.value = "pasted"
    planner.open_button.click()
    planner.save_name.value = f"{EVIL}/x.json"
    planner.save_button.click()
    pieces = [one.value for one in everything(planner) if isinstance(one, ipywidgets.HTML)]
    pieces += [
        page.groups(session.scenario, language, session.names),
        page.rules(work.judge(session), language, session.names),
        page.moves(session.plan, language, session.names),
        page.bounds(bounds(session.scenario), language, session.names),
        page.class_summary(session.title, session.scenario, 36, language),
    ]
    assert any("&lt;script&gt;" in one for one in pieces)
    for piece in pieces:
        assert "<script" not in piece
        assert "script" not in {tag for tag, _ in Text(piece).tags}


def test_every_cell_that_was_repaired_or_doubted_is_reported() -> None:
    notes = work.open_pasted(PASTED.replace("\tP\t", "\tX\t", 1)).notes
    shown = Text(page.notes(notes, "id"))
    assert ("details", {}) in shown.tags
    for note in notes:
        assert note.cell in str(shown)
        assert " ".join(note.message.render().split()) in str(shown)
    assert page.notes((), "id") == ""


def test_the_three_states_of_a_rule_are_words_with_a_sign() -> None:
    report = work.judge(work.form(work.open_sample(), Choices("prior_knowledge", 6)))
    said = read(page.rules(report, "id"))
    for state, sign in page.SIGNS.items():
        assert f"{sign} {labels.STATES[state]}" in said
    assert len(set(page.SIGNS.values())) == 3
    # Every rule is named once.
    assert [len(re.findall(rf"\b{id} ", said)) >= 1 for id in report.states] == [True] * 60


def test_broken_rules_on_groups_come_first_and_the_rest_is_folded() -> None:
    session = work.form(work.open_sample(), Choices("prior_knowledge", 6))
    html = page.rules(work.judge(session), "id", session.names)
    before = html[: html.index("<details")]
    assert "G08" in before
    assert "M01 " not in before
    assert "W01" not in before
    # Thirty pupils who were not asked yet don't fill the page: three are shown, the others folded.
    assert "27 temuan lain" in read(html)


def test_a_finding_names_pupils_to_the_teacher() -> None:
    session = work.form(work.open_sample(), Choices("prior_knowledge", 6))
    finding = work.judge(session).of("T04")[0]
    assert finding.message.values["m"] not in read(page.rules(work.judge(session), "id", session.names))
    assert session.names[finding.message.values["m"]] in read(page.rules(work.judge(session), "id", session.names))


def test_the_tutor_is_marked_in_words_in_a_table_with_headings() -> None:
    session = work.form(work.open_sample(), Choices("prior_knowledge", 6))
    html = page.groups(session.scenario, "id", session.names)
    tags = Text(html).tags
    assert sum(tag == "table" for tag, _ in tags) == sum(tag == "caption" for tag, _ in tags) == 6
    for group in session.scenario.groups:
        assert f"Tutor: {session.names[group.tutors[0]]}" in read(html)
    assert all(attributes.get("scope") in ("col", "row") for tag, attributes in tags if tag == "th")


def test_a_class_of_sixty_is_shown_whole() -> None:
    session = work.form(work.open_invented(1, 60), Choices("counting_off", 10))
    html = page.groups(session.scenario, "id", session.names)
    assert read(html).replace("'", "").count("Rata-rata") == 10
    assert [name for name in session.names.values() if name not in read(html)] == []


def test_the_style_asks_no_other_host_and_touches_nothing_else() -> None:
    assert not re.search(r"url\(|@import|https?:", page.STYLE)
    selectors = [one.strip() for one in re.findall(r"([^{}]+)\{", page.STYLE)]
    assert selectors
    assert [one for one in selectors if not one.startswith(".tutor-sebaya")] == []


# --- the form --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("way", WAYS)
def test_pressing_the_button_forms_groups_by_the_way_chosen(way: str, language: str) -> None:
    planner = GroupPlanner(language=language)
    planner.way.value = way
    planner.ground.value = "full_participation"
    planner.form_button.click()
    assert planner.scenario.grouping is not None
    assert (planner.scenario.grouping.way, planner.scenario.grouping.ground) == (way, "full_participation")
    assert len(planner.scenario.groups) == 6
    assert "6" in read(planner.form_status.value)
    for group in planner.scenario.groups:
        assert all(planner.names[one] in read(planner.groups_report.value) for one in (*group.tutors, *group.members))
    assert "dilanggar: G08" not in read(planner.rules_report.value)
    if language == "en":
        assert "kelompok terbentuk" not in planner.form_status.value


def test_bounds_stand_in_words_before_the_choices() -> None:
    planner = GroupPlanner()
    children = list(planner.children)
    for sentence in bounds(planner.scenario).arithmetic:
        assert sentence.render() in read(planner.bounds_report.value)
    box = next(one for one in children if planner.way in everything(one))
    assert children.index(planner.bounds_report) < children.index(box) < children.index(planner.groups_report)


def test_conflicting_bounds_say_what_to_do() -> None:
    plan = work.open_invented(1, 60).scenario
    planner = GroupPlanner(plan.model_copy(update={"subtopics": plan.subtopics[:3]}))
    advice = bounds(planner.scenario).advice
    assert advice
    assert all(one.render("id", planner.names) in read(planner.bounds_report.value) for one in advice)
    assert (planner.groups_number.min, planner.groups_number.max, planner.groups_number.value) == (10, 30, 10)


def test_the_language_changes_every_label_and_nothing_else() -> None:
    planner = GroupPlanner()
    planner.ground.value, planner.seed.value, planner.groups_number.value = "division_of_work", 7, 7
    planner.way.value = "drawn_cards"
    planner.form_button.click()
    indonesian, plan = shown_words(planner), dump_scenario(planner.scenario)
    planner.language.value = "en"
    english = shown_words(planner)
    assert dump_scenario(planner.scenario) == plan
    assert (planner.way.value, planner.ground.value, planner.seed.value, planner.groups_number.value) == (
        "drawn_cards",
        "division_of_work",
        7,
        7,
    )
    planner.language.value = "id"
    assert untranslated(planner) == set()
    # Labels of groups and names of files are data.
    for word in ("kelompok", "aturan", "murid", "tutor sebaya", "langkah", "belum"):
        assert not re.search(rf"\b{word}\b", re.sub(r"daftar-kelompok-\w+|Kelompok \d+ \(", "", english), re.I), word
    planner.language.value = "id"
    assert shown_words(planner) == indonesian


def test_every_control_has_a_label_and_no_placeholder_and_every_button_has_words() -> None:
    planner = GroupPlanner()
    controls = [
        one for one in everything(planner) if hasattr(one, "description") and not isinstance(one, ipywidgets.HTML)
    ]
    assert len(controls) >= 18
    for one in controls:
        assert one.description.strip()
        assert not getattr(one, "placeholder", "").strip("\u200b")
        assert getattr(one, "tooltip", None) in (None, "")


def test_controls_do_not_share_a_layout() -> None:
    """A shared one hides all of them with the one that is hidden."""
    layouts = [one.layout for one in everything(GroupPlanner())]
    assert len({one.model_id for one in layouts}) == len(layouts)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("sample", {"open_button"}),
        ("invented", {"class_number", "class_size", "open_button"}),
        ("file", {"upload"}),
        ("pasted", {"pasted", "open_button"}),
        ("saved", {"open_name", "upload_saved", "open_button"}),
    ],
)
def test_only_the_fields_of_the_chosen_source_are_shown(source: str, shown: set[str]) -> None:
    planner = GroupPlanner()
    planner.source.value = source
    names = {"open_button", "class_number", "class_size", "upload", "pasted", "open_name", "upload_saved"}
    assert {one for one in names if is_shown(getattr(planner, one), planner)} == shown


def test_the_units_are_asked_for_the_facilities_alone() -> None:
    planner = GroupPlanner()
    assert not is_shown(planner.units, planner)
    planner.ground.value = "facilities"
    assert is_shown(planner.units, planner)
    assert planner.scenario.grouping is not None
    assert planner.scenario.grouping.units is None  # not counted yet is not a number
    planner.units.value = 5
    assert planner.scenario.grouping is not None
    assert planner.scenario.grouping.units == 5
    assert "Perangkat yang ada: 5" in read(planner.bounds_report.value)
    planner.ground.value = "full_participation"
    assert not is_shown(planner.units, planner)


def test_an_invented_class_is_opened_by_its_number() -> None:
    planner = GroupPlanner()
    planner.source.value = "invented"
    planner.class_number.value, planner.class_size.value = "2301045", 60
    planner.open_button.click()
    assert len(planner.scenario.pupils) == 60
    assert "kelas rekaan 2301045" in read(planner.class_status.value)
    planner.form_button.click()
    assert len(planner.scenario.groups) == 10


def test_an_uploaded_class_list_is_read_reported_and_can_be_grouped() -> None:
    roster = classes.invent_class(11, 24).roster
    planner = GroupPlanner()
    planner.source.value = "file"
    planner.upload.value = upload("Kelas 5B.xlsx", write_xlsx(roster))
    assert planner.upload.value == ()  # the same file can be chosen again
    assert planner.names == work.open_roster(roster).names
    assert "Kelas 5B.xlsx" in read(planner.class_report.value)
    assert is_shown(planner.subtopics, planner)
    assert not is_shown(planner.criterion, planner)  # the list has its KKTP
    planner.subtopics.value = "A\nB\nC\nD"
    planner.material_button.click()
    assert planner.groups_number.value == 4
    planner.form_button.click()
    assert [group.subtopics for group in planner.scenario.groups] != [[]] * 4
    assert not any(pupil.model_extra for pupil in planner.scenario.pupils)  # NISN stays behind


def test_a_pasted_list_shows_its_repairs_and_asks_for_the_criterion() -> None:
    planner = GroupPlanner()
    planner.source.value = "pasted"
    planner.pasted.value = PASTED
    planner.open_button.click()
    assert len(planner.scenario.pupils) == 14
    assert "Laporan pembaca daftar" in read(planner.class_report.value)
    assert is_shown(planner.criterion, planner)
    planner.criterion.value, planner.subtopics.value = 75, "A\nB\nC"
    planner.material_button.click()
    assert {one.criterion for one in planner.scenario.objectives} == {75}
    assert not is_shown(planner.criterion, planner)


@pytest.mark.parametrize(
    ("source", "fields", "said"),
    [
        ("invented", {"class_number": " "}, "belum ditulis"),
        ("pasted", {"pasted": ""}, "tempel"),
        ("pasted", {"pasted": "1;2;3\n4;5;6"}, "Nama"),
        ("saved", {"open_name": "hilang.json"}, "hilang.json: Berkas ini tidak ada"),
    ],
)
def test_what_cannot_be_opened_is_said_and_the_former_class_stays(
    source: str, fields: dict[str, str], said: str
) -> None:
    planner = GroupPlanner()
    planner.form_button.click()
    before, groups = planner.session, planner.groups_report.value
    planner.source.value = source
    for name, value in fields.items():
        getattr(planner, name).value = value
    planner.open_button.click()
    assert said in read(planner.class_status.value)
    assert "Tidak ada yang hilang" in read(planner.class_status.value)
    assert 'role="alert"' in planner.class_status.value
    assert planner.session is before
    assert planner.groups_report.value == groups


def test_a_broken_upload_names_the_file_and_the_former_class_stays() -> None:
    planner = GroupPlanner()
    before = planner.session
    planner.upload.value = upload("Kelas rusak.xlsx", b"PK\x03\x04 broken")
    assert "Kelas rusak.xlsx" in read(planner.class_status.value)
    assert planner.session is before
    planner.upload_saved.value = upload("rencana.json", b'{"version": 1, "kind": "class", "grade": "lima"}')
    assert "grade" in read(planner.class_status.value)
    assert planner.session is before


def test_a_mistake_of_the_program_is_shown_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    planner = GroupPlanner()
    planner.form_button.click()
    before, history = planner.session, list(planner.desk.history)
    secret = planner.names["M01"]

    def broken(*_: object) -> None:
        raise KeyError(secret)

    monkeypatch.setattr(work, "form", broken)
    monkeypatch.setattr(page, "bounds", broken)
    planner.form_button.click()
    said = read(planner.form_status.value)
    assert "KeyError" in said
    assert "simpan skenario" in said
    assert secret not in said
    assert planner.session is before
    planner.ground.value = "division_of_work"  # fails halfway, while it draws
    assert "KeyError" in read(planner.form_status.value)
    assert planner.session is before
    assert planner.desk.history == history


def test_a_choice_that_the_press_overtook_is_followed_after_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """A front end may send the press of a button before the last of several quick changes."""
    planner = GroupPlanner()
    start = planner.session
    planner.way.value = "seating"
    planner.form_button.click()
    planner.way.set_state({"index": WAYS.index("drawn_cards")})  # as it comes from the page
    assert planner.scenario.grouping is not None
    assert planner.scenario.grouping.way == "drawn_cards"
    assert labels.WAYS["drawn_cards"] in read(planner.form_status.value)
    planner.undo_button.click()
    assert planner.session is start  # the overtaken plan leaves no trace
    planner.save_name.value = "satu.json"
    planner.save_button.click()
    planner.save_name.set_state({"value": "dua.json"})
    assert "dua.json" in read(planner.save_status.value)
    # Whoever chooses later is looking for the next plan, and presses when ready.
    planner.form_button.click()
    made = planner.scenario
    later = time.monotonic() + 2
    monkeypatch.setattr(time, "monotonic", lambda: later)
    planner.way.set_state({"index": WAYS.index("counting_off")})
    assert planner.scenario is made


def test_every_step_can_be_undone() -> None:
    planner = GroupPlanner()
    assert planner.undo_button.disabled
    start = planner.session
    planner.way.value = "alphabetical"
    planner.form_button.click()
    first = planner.scenario
    planner.way.value, planner.groups_number.value, planner.seed.value = "drawn_cards", 8, 9
    planner.form_button.click()
    planner.source.value = "invented"
    planner.class_number.value = "5"
    planner.open_button.click()
    planner.undo_button.click()
    assert len(planner.scenario.groups) == 8
    assert (planner.way.value, planner.groups_number.value, planner.seed.value) == ("drawn_cards", 8, 9)
    planner.undo_button.click()
    assert planner.scenario is first
    planner.undo_button.click()
    assert planner.session is start
    assert planner.undo_button.disabled


def test_saving_writes_the_scenario_and_offers_it_for_download(own_folder: Path) -> None:
    planner = GroupPlanner()
    planner.form_button.click()
    planner.save_button.click()
    assert "skenario.json" in read(planner.save_status.value)
    assert read_scenario(own_folder / "skenario.json") == planner.scenario
    assert links(planner.files.value)["skenario.json"] == (own_folder / "skenario.json").read_bytes()
    assert [one.name for one in own_folder.iterdir()] == ["skenario.json"]


def test_saving_over_somebody_elses_file_needs_a_second_press(own_folder: Path) -> None:
    target = own_folder / "skenario.json"
    target.write_text("penting")
    planner = GroupPlanner()
    planner.save_button.click()
    assert "sudah ada" in read(planner.save_status.value)
    assert target.read_text() == "penting"
    planner.save_name.value = "lain.json"
    planner.save_button.click()
    planner.save_name.value = "skenario.json"
    planner.save_button.click()
    assert target.read_text() == "penting"  # another name in between: asked again
    planner.save_button.click()
    assert read_scenario(target) == planner.scenario
    planner.form_button.click()
    planner.save_button.click()
    assert read_scenario(target) == planner.scenario  # its own file from now on


def test_a_saved_plan_is_opened_again_without_loss(own_folder: Path) -> None:
    content = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    content["groups"][1]["warna"] = "biru"
    (own_folder / "rencana.json").write_text(json.dumps(content))
    planner = GroupPlanner()
    planner.source.value = "saved"
    planner.open_name.value = "rencana.json"
    planner.open_button.click()
    assert dump_scenario(planner.scenario) == dump_scenario(parse_scenario(content))
    assert (planner.way.value, planner.ground.value) == ("prior_knowledge", "full_participation")
    assert "Merpati 1" in read(planner.groups_report.value)
    planner.save_name.value = "rencana.json"
    planner.save_button.click()
    assert json.loads((own_folder / "rencana.json").read_text(encoding="utf-8"))["groups"][1]["warna"] == "biru"


def test_without_a_file_name_only_downloads_are_offered() -> None:
    planner = GroupPlanner(save_to=None)
    assert not is_shown(planner.save_button, planner)
    assert not is_shown(planner.save_name, planner)
    assert "skenario.json" in links(planner.files.value)


def test_the_list_of_groups_is_offered_in_three_forms_and_two_versions() -> None:
    planner = GroupPlanner()
    assert set(links(planner.files.value)) == {"skenario.json"}  # no groups, no list
    planner.form_button.click()
    files = links(planner.files.value)
    assert set(files) == {
        "skenario.json",
        *(f"daftar-kelompok-{who}.{kind}" for who in ("guru", "murid") for kind in ("xlsx", "csv", "html")),
    }
    assert all(len(content) < 200_000 for content in files.values())
    assert b"Nilai awal" in files["daftar-kelompok-guru.csv"]
    assert b"Nilai awal" not in files["daftar-kelompok-murid.csv"]


def test_without_openpyxl_the_other_forms_are_still_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [one for one in sys.modules if one.split(".")[0] == "openpyxl"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    planner = GroupPlanner()
    planner.form_button.click()
    assert "daftar-kelompok-murid.csv" in links(planner.files.value)
    assert "daftar-kelompok-murid.xlsx" not in links(planner.files.value)
    assert "openpyxl" in read(planner.files.value)


def test_it_starts_with_the_class_it_is_given() -> None:
    roster = paste_roster(PASTED)
    assert GroupPlanner(roster=roster).names == work.open_roster(roster).names
    plan = read_scenario(EXAMPLE)
    assert GroupPlanner(plan).scenario is plan
    with pytest.raises(ValueError, match="not both"):
        GroupPlanner(plan, roster)
    with pytest.raises(ValueError, match="language"):
        GroupPlanner(language="fr")


@pytest.mark.parametrize("data", [{"version": 1, "kind": "class"}, {"version": 1, "kind": "remedial"}])
def test_an_empty_scenario_is_shown_and_can_be_pressed(data: dict[str, Any]) -> None:
    planner = GroupPlanner(parse_scenario(data))
    planner.form_button.click()
    assert "Program ini keliru" not in read(planner.form_status.value)
    assert "Belum berhasil" in read(planner.form_status.value)
    planner.save_button.click()
    assert read_scenario("skenario.json") == planner.scenario


def test_a_remedial_scenario_is_grouped_from_its_list() -> None:
    plan = read_scenario(EXAMPLE.parent / "remedial-valid.json")
    planner = GroupPlanner(plan)
    planner.form_button.click()
    assert plan.remedial is not None
    members = {one for group in planner.scenario.groups for one in group.members}
    assert members <= set(plan.remedial.pupils)
    assert "Program ini keliru" not in read(planner.form_status.value)


def test_nothing_is_printed_or_logged(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    planner = GroupPlanner()
    planner.form_button.click()
    planner.upload.value = upload("a.xlsx", b"broken")
    planner.save_button.click()
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


# --- in JupyterLab, by keyboard alone ---------------------------------------------------------------------------------


@pytest.mark.browser
def test_keyboard_alone_forms_groups_and_saves_them_in_jupyterlab(tmp_path: Path) -> None:
    with notebook(tmp_path, "from tutor_sebaya.widgets import GroupPlanner\nGroupPlanner()") as shown:
        for width, way, saved in ((1280, "seating", "lebar.json"), (360, "counting_off", "sempit.json")):
            shown.set_viewport_size({"width": width, "height": 900})
            nothing_is_cut_off(shown)
            # From the top of the form: the language comes first.
            from_the_top(shown)
            passed = tab_to(shown, "Cara membentuk kelompok")
            assert passed == ["Bahasa / Language", "Dari mana daftar kelasnya?", "Buka kelas", passed[-1]]
            shown.keyboard.press("Home")
            for _ in range(WAYS.index(way)):
                shown.keyboard.press("ArrowDown", delay=PAUSE)
                shown.wait_for_timeout(PAUSE)
            tab_to(shown, "Dasar pengelompokan")
            shown.keyboard.press("End")
            passed = tab_to(shown, "Bentuk kelompok")
            assert [one.split(" (")[0] for one in passed[:2]] == ["Jumlah kelompok", "Nomor undian"]
            # A person looks at the button before pressing it; on a busy machine the kernel is a moment behind.
            shown.wait_for_timeout(LOOK)
            shown.keyboard.press("Enter")
            assert "6 kelompok terbentuk" in announced(shown, labels.WAYS[way])
            assert shown.locator(".ts-groups table").count() == 6
            assert shown.locator(".ts-groups strong", has_text="Tutor: ").count() >= 6
            assert shown.locator(".ts-rules > li").first.is_visible()
            assert shown.get_by_text("Aturan tentang kelompok dan pemilihan tutor:").is_visible()
            nothing_is_cut_off(shown)
            # A folded part opens by keyboard.
            tab_to(shown, "Aturan yang terpenuhi")
            shown.keyboard.press("Enter")
            assert shown.get_by_text("G01 Jumlah kelompok = jumlah submateri").first.is_visible()
            tab_to(shown, "Simpan di folder notebook")
            shown.keyboard.press("Control+a")
            shown.keyboard.type(saved, delay=PAUSE)
            tab_to(shown, "Simpan skenario")
            shown.keyboard.press("Space")
            announced(shown, f"Skenario tersimpan: {saved}")
            plan = read_scenario(tmp_path / "notes" / saved)
            assert plan.grouping is not None
            assert (plan.grouping.way, plan.grouping.ground, len(plan.groups)) == (way, "full_participation", 6)
        tab_to(shown, "Excel (daftar-kelompok-murid.xlsx)")
        with shown.expect_download() as download:
            shown.keyboard.press("Enter")
        assert download.value.suggested_filename == "daftar-kelompok-murid.xlsx"
        assert Path(download.value.path()).read_bytes()[:2] == b"PK"

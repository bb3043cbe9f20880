"""The class list: what is read, what is reported, and that nothing is lost on the way out and back."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from roster_files import HABITS, REFUSED, Habit, xlsx_file

from tutor_sebaya.roster import (
    Roster,
    RosterError,
    RosterObjective,
    RosterPupil,
    paste_roster,
    read_roster,
    write_csv,
    write_xlsx,
)
from tutor_sebaya.roster_cells import address, clean, guard, unguard
from tutor_sebaya.roster_values import (
    LABELS,
    ScoreHeading,
    field_of,
    is_footer,
    is_signature,
    read_nis,
    score_heading,
    write_score_heading,
)

# --- files as schools have them -------------------------------------------------------------------------------------


def test_there_are_at_least_25_bad_habits() -> None:
    assert len({habit.name for habit in HABITS}) == len(HABITS) >= 25


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_habit_gives_exactly_its_report(habit: Habit) -> None:
    roster = read_roster(habit.build())
    left = [(note.cell, note.kind, note.message.render()) for note in roster.notes]
    for cell, kind, excerpt in habit.notes:
        found = next((one for one in left if one[:2] == (cell, kind) and excerpt in one[2]), None)
        assert found, f"no {kind} at {cell} with {excerpt!r} in {left}"
        left.remove(found)
    assert left == []


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_habit_gives_its_pupils(habit: Habit) -> None:
    roster = read_roster(habit.build())
    assert [(one.name, one.gender, one.nisn, tuple(one.scores.values())) for one in roster.pupils] == habit.pupils
    assert [one.id for one in roster.pupils] == [f"M{place:02d}" for place in range(1, len(habit.pupils) + 1)]
    by_id = {one.id: one for one in roster.pupils}
    for pupil, fields in habit.more.items():
        assert {name: getattr(by_id[pupil], name) for name in fields} == fields
    if habit.criteria is not None:
        assert tuple(one.criterion for one in roster.objectives) == habit.criteria
    if habit.heading is not None:
        assert roster.heading == habit.heading


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_habit_survives_writing_and_reading(habit: Habit) -> None:
    roster = read_roster(habit.build())
    assert read_roster(write_csv(roster)) == roster
    assert read_roster(write_xlsx(roster)) == roster
    assert Roster.from_frame(roster.to_frame()) == roster


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_every_note_of_a_habit_reads_in_english(habit: Habit) -> None:
    for note in read_roster(habit.build()).notes:
        assert note.message.render("en")
        assert "{" not in note.message.render("en") + note.message.render("id")


@pytest.mark.parametrize(("build", "mend"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_unreadable_file_is_refused_with_its_mend(build, mend: str) -> None:
    with pytest.raises(RosterError) as caught:
        read_roster(build(), "daftar.xlsx")
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].where == "daftar.xlsx"
    assert mend in caught.value.problems[0].message.render()


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    for path, mend in ((tmp_path / "tidak-ada.csv", "tidak ditemukan"), (tmp_path, "tidak dapat dibuka")):
        with pytest.raises(RosterError, match=mend):
            read_roster(path)


def test_sheet_is_chosen_by_name_or_number_and_a_wrong_one_names_the_others() -> None:
    build = next(habit.build for habit in HABITS if habit.name == "several sheets")
    assert read_roster(build(), sheet="5B").pupils[0].name == "Budi"
    assert read_roster(build(), sheet=1).pupils[0].name == "Ani"
    with pytest.raises(RosterError, match="Sampul, 5A, dan 5B"):
        read_roster(build(), sheet="5C")


def test_cells_of_a_class_of_5000_are_read_and_one_more_is_refused() -> None:
    lines = ["No;NISN;Nama;L/P;TP1"] + [f"{n};{150000000 + n};Murid {n};L;7{n % 10},5" for n in range(1, 5001)]
    roster = read_roster("\r\n".join(lines).encode())
    assert len(roster.pupils) == 5000
    assert roster.pupils[-1].id == "M5000"
    assert roster.pupils[4].nisn == "0150000005"
    assert sum("nol di depan" in note.message.render() for note in roster.notes) == 5000
    with pytest.raises(RosterError, match="lebih dari 5000 murid"):
        read_roster("\r\n".join([*lines, "5001;1;Murid 5001;L;70"]).encode())


def test_absurd_cells_are_read_without_delay_or_crash() -> None:
    long_name = "ka " * 100_000
    roster = read_roster(f"Nama;L/P;TP1\n{long_name};P;{'9' * 5000}\nBudi;L;80\n".encode())
    assert [one.scores["TP1"] for one in roster.pupils] == [None, 80.0]
    # openpyxl writes no number of 400 digits, but it reads one.
    source = zipfile.ZipFile(io.BytesIO(xlsx_file(["Nama", "L/P", "TP1"], ["Ani", "P", 424242])()))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            copy.writestr(name, source.read(name).replace(b"424242", b"9" * 400))
    roster = read_roster(target.getvalue())
    assert roster.pupils[0].scores == {"TP1": None}
    assert [(note.cell, note.kind) for note in roster.notes] == [("C2", "doubt")]


# --- pasted text ----------------------------------------------------------------------------------------------------


def test_pasted_cells_are_read_like_a_file() -> None:
    roster = paste_roster("No\tNama\tL/P\tTP1\n1\tAni\tP\t78,5\n2\tBudi\tL\tTH\n")
    assert [(one.name, one.scores["TP1"]) for one in roster.pupils] == [("Ani", 78.5), ("Budi", None)]


def test_pasted_names_alone_are_a_class_with_one_doubt() -> None:
    roster = paste_roster("1. Ani\n2) Budi Santoso\n\nMa'ruf\n")
    assert [(one.number, one.name) for one in roster.pupils] == [(1, "Ani"), (2, "Budi Santoso"), (None, "Ma'ruf")]
    assert [note.kind for note in roster.notes] == ["doubt"]


@pytest.mark.parametrize("written", ["", "  \n ", "12;13\n14;15", "a=1\nb=2"])
def test_pasted_text_that_is_no_list_is_refused(written: str) -> None:
    with pytest.raises(RosterError):
        paste_roster(written)


# --- to the scenario ------------------------------------------------------------------------------------------------


def test_scenario_gets_names_and_scores_but_no_identity_numbers() -> None:
    roster = read_roster(
        b"KKTP: 70\nNo;NIS;NISN;Nama;L/P;Kelas;Agama;TP1;Tempat duduk;Pilihan teman\n"
        b"1;23;0151234567;Ani;P;5A;Islam;80;2-3;2\n2;24;0151234568;Budi;L;5A;Islam;TH;5;1\n"
    )
    pupils = roster.to_pupils()
    assert pupils[0].model_dump() == {
        "id": "M01",
        "name": "Ani",
        "gender": "female",
        "present": True,
        "scores": {"TP1": 80.0},
        "shy": False,
        "chooses": ["M02"],
        "avoid": [],
        "interest": None,
        "seat": {"row": 2, "column": 3},
    }
    assert (pupils[1].scores, pupils[1].seat) == ({"TP1": None}, 5)
    written = "".join(one.model_dump_json() for one in pupils)
    assert not any(secret in written for secret in ("0151234567", "0151234568", "Islam", "5A", '"23"'))
    assert [one.model_dump() for one in roster.to_objectives()] == [{"id": "TP1", "text": None, "criterion": 70.0}]
    assert roster.names == {"M01": "Ani", "M02": "Budi"}


# --- writing --------------------------------------------------------------------------------------------------------

FORMULAS = ["=1+1", "+62", "-5", "@sum", "\t=1", "\r=1", "＝1", "'=1", "''=1", "sep=;", " =1"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_guard_neutralises_and_unguard_gives_the_original(formula: str) -> None:
    assert guard(formula) == "'" + formula
    assert unguard(guard(formula)) == formula


@given(st.text())
def test_guard_is_undone_for_any_text(written: str) -> None:
    assert unguard(guard(written)) == written
    assert not guard(written).startswith(("=", "+", "-", "@", "\t", "\r"))


def formula_roster() -> Roster:
    pupil = RosterPupil(
        "M01",
        '=HYPERLINK("x")',
        1,
        "female",
        nis="+62",
        class_name="@5",
        scores={"TP1": 80.0},
        interest="-x",
        extra={"=a": "=1"},
    )
    return Roster((pupil,), (RosterObjective("TP1", criterion=70.0),), ("=cmd|' /C calc'!A0",))


def test_csv_holds_no_cell_that_runs() -> None:
    written = write_csv(formula_roster()).decode("utf-8-sig")
    cells = [cell.strip('"') for line in written.split("\r\n") for cell in line.split(";")]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert read_roster(write_csv(formula_roster())) == formula_roster()


def test_xlsx_holds_no_formula() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(formula_roster()))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    risky = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))]
    assert len(risky) == 7
    assert all(cell.quotePrefix for cell in risky)
    assert read_roster(write_xlsx(formula_roster())) == formula_roster()


def plain_roster() -> Roster:
    return read_roster(b"SD Contoh\nKKTP: 70\nNo;NISN;Nama;L/P;TP1\n1;0051234567;Ani;P;78,5\n")


def test_csv_is_what_indonesian_excel_opens() -> None:
    expected = "SD Contoh\r\nKKTP: 70\r\nNo;NISN;Nama;L/P;TP1\r\n1;0051234567;Ani;P;78,5\r\n"
    assert write_csv(plain_roster()) == b"\xef\xbb\xbf" + expected.encode()


def test_xlsx_is_ready_to_print_on_a4_landscape_and_keeps_nisn_as_text() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(plain_roster()))).worksheets[0]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.freeze_panes == "A5"
    assert [cell.value for cell in sheet[4]] == ["No", "NISN", "Nama", "L/P", "TP1"]
    assert (sheet["B5"].value, sheet["B5"].number_format) == ("0051234567", "@")
    assert (sheet["E5"].value, sheet["E5"].data_type) == (78.5, "n")
    assert sheet.column_dimensions["C"].width > sheet.column_dimensions["A"].width


def test_xlsx_is_the_same_bytes_each_time() -> None:
    assert write_xlsx(plain_roster()) == write_xlsx(plain_roster())


def test_original_text_is_not_written_over_a_value_that_was_mended() -> None:
    roster = read_roster(b"Nama;L/P;TP1\nAni;P;785\n")
    pupil = roster.pupils[0]
    assert b"785" in write_csv(roster)
    mended = replace(roster, pupils=(replace(pupil, scores={"TP1": 78.5}),))
    assert write_csv(mended).decode("utf-8-sig").splitlines()[1] == ";Ani;P;78,5"


# --- frames ---------------------------------------------------------------------------------------------------------


def test_frame_keeps_nisn_text_and_makes_missing_scores_nan() -> None:
    frame = read_roster(b"NISN;Nama;L/P;TP1\n0051234567;Ani;P;78,5\n;Budi;L;TH\n").to_frame()
    assert frame["nisn"].tolist() == ["0051234567", None]
    assert frame["TP1"].dtype == "float64"
    assert frame["TP1"].isna().tolist() == [False, True]
    assert frame["TP1"].mean() == 78.5
    assert frame["extra:TP1"].tolist() == [None, "TH"]


def test_frame_made_by_hand_becomes_a_roster() -> None:
    frame = pd.DataFrame(
        {
            "name": ["Ani", "Budi"],
            "nisn": [51234567, None],
            "gender": ["female", "male"],
            "TP1": [80, None],
            "hobi": ["a", None],
        }
    )
    roster = Roster.from_frame(frame)
    assert [one.id for one in roster.pupils] == ["M01", "M02"]
    assert [one.nisn for one in roster.pupils] == ["0051234567", None]
    assert [one.scores for one in roster.pupils] == [{"TP1": 80.0}, {"TP1": None}]
    assert [one.extra for one in roster.pupils] == [{"hobi": "a"}, {}]


@pytest.mark.parametrize(
    ("columns", "where"),
    [
        ({"nama": ["Ani"]}, "name"),
        ({"name": ["Ani"], "gender": ["P"]}, "gender[0]"),
        ({"name": ["Ani"], "TP1": [785.0]}, "TP1[0]"),
        ({"name": ["Ani"], "present": ["ya"]}, "present[0]"),
        ({"name": ["Ani"], "chooses": [("M09",)]}, "chooses, avoid [M01]"),
        ({"name": ["Ani", "Budi"], "id": ["M01", "M01"]}, "id"),
        ({"name": ["Ani"], "seat": ["depan"]}, "seat[0]"),
        ({"name": ["Ani"], "number": [1.5]}, "number[0]"),
    ],
)
def test_wrong_frame_is_refused_with_its_place(columns: dict[str, list[object]], where: str) -> None:
    with pytest.raises(RosterError) as caught:
        Roster.from_frame(pd.DataFrame(columns))
    assert caught.value.problems[0].where == where


# --- any roster, any bytes ------------------------------------------------------------------------------------------

LETTERS = st.text(
    st.sampled_from("abcdefgXYZ 'é’-=+@;,.\"#%:()/|&_0123456789\u4e2d\U0001f600")
    | st.characters(exclude_categories=["Cs"]),
    max_size=20,
).map(clean)
WORDS = LETTERS.filter(bool)
NAMES = LETTERS.filter(lambda one: any(letter.isalpha() for letter in one))
OBJECTIVE_IDS = st.sampled_from(
    ["TP1", "TP2", "TP10", "KD 3.1", "PH2", "Nilai", "Nilai Akhir", "Sumatif 1"]
) | WORDS.filter(lambda one: ":" not in one and one not in LABELS.values())
EXTRA_KEYS = WORDS.filter(
    lambda one: (
        field_of(one) is None and score_heading(one) is None and one not in LABELS.values() and one not in ("L", "P")
    )
)


# openpyxl writes 16 significant digits; no school counts to more than 15.
SCORES = st.floats(0, 100).map(lambda one: float(f"{one:.15g}"))


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    ids = draw(st.lists(OBJECTIVE_IDS, unique=True, max_size=3))
    objectives = tuple(RosterObjective(one, draw(st.none() | WORDS), draw(st.none() | SCORES)) for one in ids)
    keys = draw(st.lists(EXTRA_KEYS.filter(lambda one: one not in ids), unique=True, max_size=2))
    size = draw(st.integers(1, 5))
    known = [f"M{place:02d}" for place in range(1, size + 1)]
    if draw(st.booleans()):
        known = draw(st.permutations(known))
    nisn = draw(st.lists(st.none() | st.from_regex(r"[0-9]{10}", fullmatch=True), min_size=size, max_size=size))
    nis = draw(st.lists(st.none() | WORDS.filter(lambda one: read_nis(one).value == one), min_size=size, max_size=size))
    pupils = []
    for place, identity in enumerate(known):
        others = st.lists(st.sampled_from(known), unique=True, max_size=3).map(
            lambda many, itself=identity: tuple(one for one in many if one != itself)
        )
        scores = {one: draw(st.none() | SCORES) for one in ids}
        extra = {key: draw(WORDS) for key in keys if draw(st.booleans())}
        for one in ids:
            if scores[one] is None and draw(st.booleans()):
                extra[one] = draw(st.sampled_from(["TH", "S", "785", "-1", "tujuh", "-"]))
        pupils.append(
            RosterPupil(
                id=identity,
                name=draw(NAMES),
                number=draw(st.integers(0, 99999)),
                gender=draw(st.sampled_from(["male", "female", None])),
                nis=nis[place] if nis[place] not in nis[:place] else None,
                nisn=nisn[place] if nisn[place] not in nisn[:place] else None,
                class_name=draw(st.none() | WORDS),
                present=draw(st.booleans()),
                scores=scores,
                shy=draw(st.booleans()),
                interest=draw(st.none() | WORDS),
                seat=draw(st.none() | st.integers(0, 9999) | st.tuples(st.integers(0, 999), st.integers(0, 999))),
                chooses=draw(others),
                avoid=draw(others),
                extra=extra,
            )
        )
    return Roster(tuple(pupils), objectives, tuple(draw(st.lists(WORDS, max_size=3))))


MANY = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
SOME = settings(MANY, max_examples=60)


@MANY
@given(rosters())
def test_any_roster_reads_back_from_csv(roster: Roster) -> None:
    assert read_roster(write_csv(roster)) == roster


@SOME
@given(rosters())
def test_any_roster_reads_back_from_xlsx(roster: Roster) -> None:
    assert read_roster(write_xlsx(roster)) == roster


@SOME
@given(rosters())
def test_any_roster_comes_back_from_its_frame(roster: Roster) -> None:
    assert Roster.from_frame(roster.to_frame()) == roster


@SOME
@given(rosters())
def test_any_roster_becomes_pupils_of_a_scenario(roster: Roster) -> None:
    assert [one.id for one in roster.to_pupils()] == [one.id for one in roster.pupils]


@MANY
@given(OBJECTIVE_IDS, st.none() | WORDS)
def test_any_score_heading_reads_back(objective: str, description: str | None) -> None:
    assert score_heading(write_score_heading(objective, description)) == ScoreHeading(objective, description)


def read_or_refuse(data: bytes) -> None:
    """Whatever the bytes, a roster or a RosterError with a mend; and a roster that came in can be written."""
    try:
        roster = read_roster(data)
    except RosterError as error:
        assert all(problem.message.render("en") for problem in error.problems)
        return
    assert roster.pupils
    assert all(note.message.render("id") and note.message.render("en") for note in roster.notes)
    assert read_roster(write_csv(roster)).pupils


@MANY
@given(st.binary(max_size=400))
def test_any_bytes_give_a_roster_or_a_refusal(data: bytes) -> None:
    read_or_refuse(data)


@MANY
@given(st.text(max_size=300))
def test_any_pasted_text_gives_a_roster_or_a_refusal(written: str) -> None:
    try:
        assert paste_roster(written).pupils
    except RosterError as error:
        assert error.problems


SCHOOL_WORDS = """No;Nama;L/P;L;P;NISN;NIS/NISN;TP1;TP;Nilai;1;2;3;(1);KKTP;KKM 70;Ani;Budi;78,5;78.5;785;TH;-;;;;Rata-rata;
Mengetahui;Pilihan 1;Hadir;Pemalu;Tempat duduk;2-3;Jangan satu kelompok;Kode murid;M01;M02;Kelas;";'=1;#REF!;1,2E+09;
0151234567;Bandung, 10 Agustus 2026;sep="""
CELLS = st.sampled_from([*SCHOOL_WORDS.replace("\n", "").split(";"), "\u00a0", "\x00", "\x85", "\ud800"])


@MANY
@given(
    st.lists(st.lists(CELLS, max_size=7), max_size=8),
    st.sampled_from(";,\t|"),
    st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
def test_any_table_of_school_words_gives_a_roster_or_a_refusal(
    rows: list[list[str]], delimiter: str, encoding: str
) -> None:
    written = "\n".join(delimiter.join(row) for row in rows)
    read_or_refuse(written.encode(encoding, errors="replace"))


@SOME
@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=5))
def test_a_damaged_workbook_gives_a_roster_or_a_refusal(damage: list[tuple[int, int]]) -> None:
    data = bytearray(xlsx_file(["No", "Nama", "TP1"], [1, "Ani", 80])())
    for place, value in damage:
        data[place % len(data)] = value
    read_or_refuse(bytes(data))


def test_names_are_never_taken_for_footers_where_a_number_shows_a_pupil() -> None:
    roster = read_roster(b"No;Nama;L/P\n1;Ani;P\n2;Jumlah;P\n3;Rata Kusuma;L\n4;Nip;L\n")
    assert [one.name for one in roster.pupils] == ["Ani", "Jumlah", "Rata Kusuma", "Nip"]


@pytest.mark.parametrize(
    "name", ["Tutik", "Lukman", "Putri", "Guruh Saputra", "Totalina", "Minarni", "Maksum", "Nipah Sari"]
)
def test_usual_names_are_no_footers(name: str) -> None:
    assert not is_footer(name)
    assert not is_signature(name)


def test_addresses_are_those_of_a_spreadsheet() -> None:
    assert [address(*one) for one in ((0, 0), (6, 2), (0, 25), (0, 26), (99, 701), (0, 702))] == [
        "A1",
        "C7",
        "Z1",
        "AA1",
        "ZZ100",
        "AAA1",
    ]


def test_importing_the_reader_needs_neither_pandas_nor_openpyxl() -> None:
    code = "import sys, tutor_sebaya.roster; print(sorted({'pandas', 'numpy', 'openpyxl'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""The assignment on mastery: tables computed with pandas, judged as plain data, and nothing for an empty table."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import graders
import numpy as np
import pandas as pd
import pytest
from graders import lost
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor_sebaya.classes import invent_class
from tutor_sebaya.classes_tables import CRITERION, MAXIMA, invent_test, skor_maksimum, tabel_nilai, tabel_skor
from tutor_sebaya.grading import ASSIGNMENTS, judge, plain

ROOT = Path(__file__).resolve().parent.parent
ID = "05-ketuntasan"
FILE = "ketuntasan.ipynb"
SOURCE, RELEASE, SOLUTION = (ROOT / folder / ID / FILE for folder in ("source", "exercises", "solutions"))
QUESTIONS = {one.id: one for one in ASSIGNMENTS[ID].questions}
FULL = 29
NUMBER = "2301045"
TP = ["TP1", "TP2", "TP3"]


def tables(number: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The class with its scores on all three objectives, and the points of the test."""
    nilai, skor = tabel_nilai(number), tabel_skor(number)
    nilai["TP3"] = skor.dropna().sum(axis=1) / skor_maksimum().sum() * 100
    return nilai, skor


def practice(share: float) -> int:
    return 2 if share <= 0.2 else 3 if share <= 0.5 else 1


def right(number: str = NUMBER) -> dict[str, Any]:
    """All answers, worked out with pandas alone."""
    nilai, skor = tables(number)
    below = nilai[TP] < 70
    absorbed = skor.sum() / (skor.count() * skor_maksimum())
    share = below.sum() / nilai[TP].count()
    return {
        "nomor_mahasiswa": number,
        "belum_tuntas_tp1": nilai[below["TP1"]],
        "belum_tuntas_tp2": nilai[below["TP2"]],
        "belum_dinilai": nilai[nilai[["TP1", "TP2"]].isna().any(axis=1)],
        "daya_serap": absorbed,
        "soal_dibahas": absorbed[absorbed < 0.7],
        "nilai_tp3": nilai["TP3"].dropna(),
        "belum_tuntas_tp3": nilai[below["TP3"]],
        "bernilai": nilai[TP].count(),
        "bagian_belum": share,
        "tersembunyi": nilai[(nilai[TP].mean(axis=1) >= 70) & below.any(axis=1)],
        "tanpa_syarat": [3, 4],
        "asal_angka": "C",
        "bentuk_naskah": {id: 1 if one > 0.5 else 2 for id, one in share.items()},
        "bentuk_praktik": {id: practice(one) for id, one in share.items()},
    }


NILAI, SKOR = tables(NUMBER)
RIGHT = right()
SETS = ["belum_tuntas_tp1", "belum_tuntas_tp2", "belum_tuntas_tp3", "belum_dinilai", "tersembunyi"]
FIGURES = ["daya_serap", "bernilai", "bagian_belum"]


def handed_in(**answers: Any) -> dict[str, Any]:
    return {"assignment": ID, "answers": plain({**RIGHT, **answers}), "scenario": None}


def every(names: list[str], change: Callable[[Any], Any]) -> dict[str, Any]:
    """The right answers of some names, in another shape."""
    return {name: change(RIGHT[name]) for name in names}


def reasons(work: Mapping[str, Any], id: str) -> str:
    return " ".join(str(why) for one in judge(work) if one.id == id for why in one.reasons)


# --- the tables ------------------------------------------------------------------------------------------------------

MANY = [*range(2301000, 2301040), "A-17", "0", "7", "20230400119"]


@pytest.mark.parametrize("number", MANY)
def test_every_class_has_something_to_find_in_each_question_and_nothing_is_everybody(number: int | str) -> None:
    answers = right(str(number))
    for name in [*SETS, "soal_dibahas"]:
        assert 0 < len(answers[name]) < (len(MAXIMA) if name == "soal_dibahas" else 36), name
    assert CRITERION in set(tables(str(number))[0]["TP3"]), "somebody is exactly at the criterion"
    assert len(set(answers["bentuk_praktik"].values())) > 1, "one form for all objectives isn't right"
    assert abs(answers["daya_serap"] - 0.7).min() > 0.005, "rounding moves no item over the limit"


def test_classes_differ_in_what_they_call_for() -> None:
    forms = {tuple(right(str(number))["bentuk_praktik"].values()) for number in MANY}
    assert len(forms) >= 4
    assert {one[2] for one in forms} == {1, 2}


def test_the_same_number_gives_the_same_tables_however_it_is_written() -> None:
    pd.testing.assert_frame_equal(tabel_nilai(2301045), tabel_nilai(" 2301-045 ".replace("-", "")))
    pd.testing.assert_frame_equal(tabel_skor(2301045), tabel_skor(NUMBER))
    # Written down here so that another way of drawing can't slip in: trainees would lose their class in mid-course.
    assert invent_test(invent_class(NUMBER)).points["M01"] == dict(zip(MAXIMA, (2, 2, 2, 2, 3, 4, 3, 2), strict=True))


def test_without_a_number_the_tables_are_empty_and_say_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    for make, number in ((tabel_nilai, None), (tabel_nilai, " "), (tabel_skor, None)):
        assert len(make(number)) == 0
        assert capsys.readouterr().out == "Isi nomor_mahasiswa lebih dahulu, lalu jalankan sel ini lagi.\n"
    assert list(tabel_nilai(None).columns) == ["nama", "TP1", "TP2"]


def test_named_rows_keep_their_names_as_plain_data() -> None:
    named = pd.DataFrame({"n": [1, 2]}, index=["a", "b"])
    assert plain(named) == [{"index": "a", "n": 1}, {"index": "b", "n": 2}]
    assert plain(named["n"]) == {"a": 1, "b": 2}
    assert plain(named.reset_index(drop=True)) == [{"n": 1}, {"n": 2}]
    assert plain(pd.Series([1, 2], index=["a", "a"])) == [1, 2], "two rows of one name don't become one"
    assert plain(pd.Series(["x"], dtype="str").array) == ["x"]


# --- right answers ---------------------------------------------------------------------------------------------------

ALL_BY_CODE = NILAI.reset_index()
BANK: dict[str, dict[str, Any]] = {
    "filtered tables and Series": {},
    "lists of ids, tables of numbers": every(SETS, lambda one: list(one.index))
    | every(FIGURES, lambda one: one.to_dict())
    | {"nilai_tp3": RIGHT["nilai_tp3"].to_dict(), "soal_dibahas": list(RIGHT["soal_dibahas"].index)},
    "indexes and arrays": every(SETS, lambda one: one.index)
    | every(FIGURES, lambda one: one.to_numpy())
    | {"soal_dibahas": RIGHT["soal_dibahas"].index.to_numpy(), "tanpa_syarat": np.array([4, 3])},
    "one column of the filtered table": every(SETS, lambda one: one["TP1"])
    | {"nilai_tp3": NILAI["TP3"], "bernilai": NILAI[TP].count().to_frame("n")},
    "codes as a column of an unnamed table": {
        name: ALL_BY_CODE[ALL_BY_CODE["kode"].isin(RIGHT[name].index)] for name in SETS
    }
    | {"nilai_tp3": ALL_BY_CODE[["kode", "TP3"]]},
    "series of codes": {name: ALL_BY_CODE[ALL_BY_CODE["kode"].isin(RIGHT[name].index)]["kode"] for name in SETS},
    "text with commas, small letters": every([*SETS, "soal_dibahas"], lambda one: ", ".join(one.index).lower())
    | {"tanpa_syarat": "3, 4", "asal_angka": "c."},
    "numbers instead of ids": every([*SETS, "soal_dibahas"], lambda one: [int(id[1:]) for id in one.index])
    | every(["bentuk_naskah", "bentuk_praktik"], lambda one: list(one.values())),
    "names instead of ids": every(SETS, lambda one: list(one["nama"])),
    "tuples and sets": every(SETS, lambda one: set(one.index))
    | every(FIGURES, lambda one: tuple(one))
    | {"nomor_mahasiswa": int(NUMBER), "tanpa_syarat": {3, 4}},
    "percent, rounded to whole": {
        "daya_serap": (RIGHT["daya_serap"] * 100).round(),
        "bagian_belum": (RIGHT["bagian_belum"] * 100).round().astype(int).to_dict(),
        "nilai_tp3": RIGHT["nilai_tp3"].round(),
    },
    "two decimals": {"daya_serap": RIGHT["daya_serap"].round(2), "bagian_belum": RIGHT["bagian_belum"].round(2)},
    "percent as text, decimal commas": {
        "daya_serap": [f"{100 * one:.1f}%".replace(".", ",") for one in RIGHT["daya_serap"]],
        "bagian_belum": {id: f"{one:.0%}" for id, one in RIGHT["bagian_belum"].items()},
    },
    "true and false for each named pupil": {
        "belum_tuntas_tp1": NILAI["TP1"] < 70,
        "belum_dinilai": NILAI[["TP1", "TP2"]].isna().any(axis=1).to_dict(),
    },
    "scores in class order": {"nilai_tp3": list(NILAI["TP3"])},
    "scores of the takers in class order": {"nilai_tp3": list(NILAI["TP3"].dropna())},
    "the whole table with its column": {"nilai_tp3": NILAI},
    "forms in words": {
        "bentuk_naskah": {"tp1": "bimbingan khusus", "TP 2": "bimbingan perorangan", "TP3": "Pembelajaran Ulang"},
        "bentuk_praktik": {"1": "tugas kelompok", "2": ["bimbingan perorangan"], "3": "reteaching"},
        "tanpa_syarat": ["tutor sebaya", "tugas latihan"],
    },
    "forms as a Series, as a row": {
        "bentuk_naskah": pd.Series(RIGHT["bentuk_naskah"]),
        "bentuk_praktik": pd.DataFrame([RIGHT["bentuk_praktik"]]),
    },
    "items spelt otherwise": {
        "daya_serap": {f"soal {id[1:]}": one for id, one in RIGHT["daya_serap"].items()},
        "soal_dibahas": [f"b{id[1:]}" for id in RIGHT["soal_dibahas"].index],
    },
    "sorted otherwise": every([*SETS, "daya_serap", "nilai_tp3"], lambda one: one.iloc[::-1]),
}  # fmt: skip


def test_points_add_up_and_every_question_says_where_to_read() -> None:
    assert sum(one.points for one in QUESTIONS.values()) == FULL
    assert all(re.fullmatch(r"[a-z-]+\.html#[a-z0-9-]+", one.learn) for one in QUESTIONS.values())
    page = (ROOT / "book" / "penilaian-dan-keputusan.md").read_text(encoding="utf-8")
    for anchor in {one.learn.split("#")[1] for one in QUESTIONS.values()}:
        heading = re.compile(rf"^#+ {anchor.replace('-', '[ -]')}$", re.IGNORECASE | re.MULTILINE)
        assert f"({anchor})=" in page or heading.search(page), anchor


@pytest.mark.parametrize("answers", BANK.values(), ids=BANK)
def test_right_answers_of_any_shape_get_full_marks(answers: dict[str, Any]) -> None:
    work = handed_in(**answers)
    assert graders.objections(work) == {}
    assert graders.earned(work) == FULL


@pytest.mark.parametrize("number", MANY)
def test_pandas_and_the_planner_agree_on_every_class(number: int | str) -> None:
    assert lost({"assignment": ID, "answers": plain(right(str(number)))}) == set()


# --- nothing for nothing ---------------------------------------------------------------------------------------------


def test_what_is_missing_is_not_judged_rather_than_wrong() -> None:
    for work in ({"assignment": ID}, {"assignment": ID, "answers": {"nomor_mahasiswa": NUMBER}}):
        assert {one.state for one in judge(work)} == {"not_judged"}
        assert all(one.reasons for one in judge(work))


@pytest.mark.parametrize(
    "value",
    [None, "", " ", [], {}, [[0]], {"a": 1}, True, False, 0, -1, "?", 1e300, [None], "0", NILAI.iloc[:0], NILAI["TP1"] * np.nan],
    ids=lambda value: str(value)[:20].replace("\n", " "),
)  # fmt: skip
def test_a_trivial_value_everywhere_earns_nothing(value: object) -> None:
    answers = dict.fromkeys(ASSIGNMENTS[ID].names, value)
    for given_ in (answers, {**answers, "nomor_mahasiswa": NUMBER}):
        assert lost({"assignment": ID, "answers": plain(given_)}) == set(QUESTIONS)


@pytest.mark.parametrize("everybody", [NILAI, NILAI.index, list(NILAI["nama"]), NILAI["TP1"], NILAI["TP1"] > -1])
def test_all_pupils_answer_no_question(everybody: object) -> None:
    work = handed_in(**dict.fromkeys(SETS, everybody))
    assert lost(work) == {"belum-tp-satu", "belum-tp-dua", "belum-tp-tiga", "belum-dinilai", "tersembunyi"}
    assert lost(handed_in(soal_dibahas=list(MAXIMA))) == {"soal-dibahas"}


@pytest.mark.parametrize("form", [1, 2, 3, 4])
def test_one_form_for_every_objective_earns_nothing(form: int) -> None:
    same = dict.fromkeys(TP, form)
    assert lost(handed_in(bentuk_naskah=same, bentuk_praktik=same)) == {"bentuk-naskah", "bentuk-praktik"}


def test_a_class_without_a_number_is_judged_nowhere() -> None:
    assert lost(handed_in(nomor_mahasiswa=None)) == set(QUESTIONS)


# --- one mistake costs its own question ------------------------------------------------------------------------------

BELOW = NILAI[TP] < 70
SHARES = RIGHT["bagian_belum"]
MISTAKES: dict[str, tuple[dict[str, Any], str, str]] = {
    "mastered instead of not": ({"belum_tuntas_tp1": NILAI[NILAI["TP1"] >= 70]}, "belum-tp-satu", "sudah tuntas"),
    "at the criterion too": ({"belum_tuntas_tp1": NILAI[NILAI["TP1"] <= 70]}, "belum-tp-satu", "tepat sama"),
    "the other column": ({"belum_tuntas_tp1": NILAI[BELOW["TP2"]]}, "belum-tp-satu", "nama kolom"),
    "no score counts as below": ({"belum_tuntas_tp2": NILAI[~(NILAI["TP2"] >= 70)]}, "belum-tp-dua", "bukan nol"),
    "below on any objective": ({"belum_tuntas_tp2": NILAI[BELOW.any(axis=1)]}, "belum-tp-dua", "hanya TP ini"),
    "one pupil left out": ({"belum_tuntas_tp2": RIGHT["belum_tuntas_tp2"].iloc[1:]}, "belum-tp-dua", "belum tercantum"),
    "one pupil too many": (
        {"belum_tuntas_tp2": [*RIGHT["belum_tuntas_tp2"].index, "M08"]},
        "belum-tp-dua",
        "tidak memenuhi",
    ),
    "a mask without names": (
        {"belum_tuntas_tp1": list(BELOW["TP1"])},
        "belum-tp-satu",
        "benar/salah",
    ),
    "somebody of another class": ({"belum_tuntas_tp1": ["M04", "M77"]}, "belum-tp-satu", "M77"),
    "the example's pupils": ({"belum_tuntas_tp1": ["C2", "C5"]}, "belum-tp-satu", "C2"),
    "absent pupils as zero": (
        {"belum_tuntas_tp3": NILAI[SKOR.sum(axis=1) / 40 * 100 < 70]},
        "belum-tp-tiga",
        "bukan nol",
    ),
    "not mastered for not assessed": ({"belum_dinilai": NILAI[BELOW.any(axis=1)]}, "belum-dinilai", "belum ada"),
    "the wrong column for not assessed": ({"belum_dinilai": NILAI[NILAI["TP3"].isna()]}, "belum-dinilai", ""),
    "absorption over everybody": (
        {"daya_serap": SKOR.sum() / (len(SKOR) * skor_maksimum())},
        "daya-serap",
        "peserta tes saja",
    ),
    "mean points": ({"daya_serap": SKOR.mean()}, "daya-serap", "skor maksimum"),
    "pupils with full points": (
        {"daya_serap": (SKOR.dropna() == skor_maksimum()).mean()},
        "daya-serap",
        "skor penuh",
    ),
    "one item wrong": ({"daya_serap": {**RIGHT["daya_serap"].to_dict(), "B4": 0.9}}, "daya-serap", "B4"),
    "one item missing": ({"daya_serap": RIGHT["daya_serap"].iloc[:-1].to_dict()}, "daya-serap", "B8"),
    "items that are easy": (
        {"soal_dibahas": RIGHT["daya_serap"][RIGHT["daya_serap"] >= 0.7]},
        "soal-dibahas",
        "Balik",
    ),
    "one item too few": ({"soal_dibahas": RIGHT["soal_dibahas"].iloc[:-1]}, "soal-dibahas", "belum tercantum"),
    "one item too many": ({"soal_dibahas": [*RIGHT["soal_dibahas"].index, "B1"]}, "soal-dibahas", "tidak memenuhi"),
    "points for scores": ({"nilai_tp3": SKOR.dropna().sum(axis=1)}, "nilai-tp-tiga", "jumlah skornya"),
    "scores from 0 to 1": ({"nilai_tp3": RIGHT["nilai_tp3"] / 100}, "nilai-tp-tiga", "kalikan"),
    "zero for who missed the test": ({"nilai_tp3": NILAI["TP3"].fillna(0)}, "nilai-tp-tiga", "belum dinilai"),
    "the scores of another objective": ({"nilai_tp3": NILAI["TP1"].where(NILAI["TP3"].notna())}, "nilai-tp-tiga", "belum tepat"),
    "one score wrong": ({"nilai_tp3": {**RIGHT["nilai_tp3"].to_dict(), "M05": 47.5}}, "nilai-tp-tiga", "1 dari"),
    "everybody counted": ({"bernilai": [36, 36, 36]}, "bernilai", "semua murid"),
    "those below counted": ({"bernilai": BELOW.sum()}, "bernilai", "belum tepat"),
    "the share of those who have mastered": ({"bagian_belum": 1 - SHARES}, "bagian-belum", "sudah tuntas"),
    "the number of pupils": ({"bagian_belum": BELOW.sum()}, "bagian-belum", "banyaknya"),
    "share of everybody": ({"bagian_belum": BELOW.sum() / 36}, "bagian-belum", "bernilai pada TP itu"),
    "one share wrong": ({"bagian_belum": {**SHARES.to_dict(), "TP2": 0.25}}, "bagian-belum", "TP2"),
    "everybody below on something": ({"tersembunyi": NILAI[BELOW.any(axis=1)]}, "tersembunyi", "rata-ratanya"),
    "everybody with a good mean": (
        {"tersembunyi": NILAI[NILAI[TP].mean(axis=1) >= 70]},
        "tersembunyi",
        "Siapa di antaranya",
    ),
    "those whom the mean shows": (
        {"tersembunyi": NILAI[(NILAI[TP].mean(axis=1) < 70) & BELOW.any(axis=1)]},
        "tersembunyi",
        "tidak terlihat",
    ),
    "one hidden pupil left out": ({"tersembunyi": RIGHT["tersembunyi"].iloc[1:]}, "tersembunyi", "belum tercantum"),
    "all forms without a number": ({"tanpa_syarat": [1, 2, 3, 4]}, "baca-syarat", "Belum tepat"),
    "one form without a number": ({"tanpa_syarat": [4]}, "baca-syarat", "Belum tepat"),
    "a form that there isn't": ({"tanpa_syarat": [3, 5]}, "baca-syarat", "1 sampai 4"),
    "the ministry": ({"asal_angka": "D"}, "baca-angka", "Peraturan"),
    "the source text": ({"asal_angka": "A"}, "baca-angka", "persentase"),
    "two letters": ({"asal_angka": "AC"}, "baca-angka", "satu huruf"),
    "guidance where most are below": (
        {"bentuk_naskah": {**RIGHT["bentuk_naskah"], "TP3": 2}},
        "bentuk-naskah",
        "TP3: cocokkan",
    ),
    "a form without a condition": (
        {"bentuk_naskah": {**RIGHT["bentuk_naskah"], "TP1": 4}},
        "bentuk-naskah",
        "tanpa syarat jumlah",
    ),
    "practice for the source": ({"bentuk_naskah": RIGHT["bentuk_praktik"]}, "bentuk-naskah", "TP1"),
    "the source for practice": ({"bentuk_praktik": RIGHT["bentuk_naskah"]}, "bentuk-praktik", "TP1"),
    "exactly a fifth isn't above it": (
        {"bentuk_praktik": {**RIGHT["bentuk_praktik"], "TP2": 3}},
        "bentuk-praktik",
        "TP2",
    ),
    "peer tutors as a row": ({"bentuk_praktik": {**RIGHT["bentuk_praktik"], "TP1": 4}}, "bentuk-praktik", "baris sendiri"),
    "two forms for one objective": ({"bentuk_praktik": {**RIGHT["bentuk_praktik"], "TP1": [3, 4]}}, "bentuk-praktik", "TP1"),
}  # fmt: skip


@pytest.mark.parametrize(("answers", "question", "says"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_costs_its_own_question_and_says_why(answers: dict[str, Any], question: str, says: str) -> None:
    work = handed_in(**answers)
    assert lost(work) == {question}
    assert says in reasons(work, question)


def test_every_question_has_mistakes_in_the_bank() -> None:
    assert {question for _, question, _ in MISTAKES.values()} == set(QUESTIONS)


@pytest.mark.parametrize("name", [*SETS, "soal_dibahas"])
def test_every_code_dropped_or_added_is_caught(name: str) -> None:
    codes = list(RIGHT[name].index)
    others = [one for one in (MAXIMA if name == "soal_dibahas" else NILAI.index) if one not in codes]
    mutants = [[one for one in codes if one != gone] for gone in codes] + [[*codes, new] for new in others]
    for mutant in mutants:
        found = lost(handed_in(**{name: mutant}))
        assert len(found) == 1, (name, mutant)
        said = reasons(handed_in(**{name: mutant}), *found)
        assert not re.search(r"\b[MB]\d", said), "the reason doesn't tell who it is"


@pytest.mark.parametrize("name", ["daya_serap", "nilai_tp3", *FIGURES[1:]])
def test_every_changed_figure_is_caught_and_none_is_told(name: str) -> None:
    figures = RIGHT[name].to_dict()
    for id, one in figures.items():
        step = {"daya_serap": 0.02, "bagian_belum": 0.02}.get(name, 1)
        for wrong in (one + step, one - step):
            work = handed_in(**{name: {**figures, id: wrong}})
            (question,) = lost(work)
            assert f"{one:g}" not in re.findall(r"\d+(?:[.,]\d+)?", reasons(work, question).replace(id, "")) or one < 40


def test_another_trainee_s_answers_earn_little() -> None:
    """Own classes make copying visible: what needs no class may be right, the rest isn't."""
    copied = {**right("2301046"), "nomor_mahasiswa": NUMBER}
    kept = set(QUESTIONS) - lost({"assignment": ID, "answers": plain(copied)})
    assert kept <= {"baca-syarat", "baca-angka", "bernilai", "bentuk-naskah", "bentuk-praktik"}


json_values = graders.json_values(*NILAI.index, *MAXIMA, *TP, keys=("kode", "TP3", *TP, *MAXIMA, "M01"), leaves=30)


@given(
    answers=st.dictionaries(st.sampled_from(ASSIGNMENTS[ID].names), json_values),
    number=st.just(NUMBER) | st.text(max_size=9),
)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_anything_handed_in_is_judged_without_a_crash(answers: dict[str, Any], number: str) -> None:
    work = {"assignment": ID, "answers": {**answers, "nomor_mahasiswa": number}, "scenario": None}
    assert graders.unsound(work) == []


# --- the files -------------------------------------------------------------------------------------------------------


def test_cells_of_the_source_have_ids_of_their_own_and_no_traces_of_a_run() -> None:
    assert graders.traces(SOURCE) == []
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", cell.id) for cell in graders.read(SOURCE).cells)


def test_every_question_has_one_test_cell_and_the_decision_its_rubric() -> None:
    assert graders.misplaced(SOURCE) == []
    (task,) = [cell for cell in graders.read(SOURCE).cells if graders.marked(cell, "task")]
    aspects = re.findall(r"\*\*(\w+)\*\*\n\n((?:\d\. .+\n)+)", task.source)
    assert [one for one, _ in aspects] == ["Dasar", "Murid", "Keputusan"]
    assert all(re.findall(r"^\d", levels, re.MULTILINE) == list("1234") for _, levels in aspects)
    assert task.metadata.nbgrader.points == 4 * len(aspects)


def test_every_answer_has_a_cell_and_no_answer_is_computed_from_tugas() -> None:
    assert set(ASSIGNMENTS[ID].names) - set(graders.asked(RELEASE)) == set()
    assert not re.search(r"= *tugas\.", graders.text(SOLUTION))


@pytest.mark.slow
def test_the_release_runs_to_its_end_and_only_graded_cells_fail(tmp_path: Path) -> None:
    assert graders.unanswered(RELEASE, tmp_path) == set(QUESTIONS)


def test_trainees_get_neither_model_answers_nor_what_the_lecturer_looks_for() -> None:
    text, source = graders.text(RELEASE), graders.text(SOURCE)
    assert "###" not in text
    for secret in ("2301045", 'nilai[nilai["TP1"]', "M20 dan M34", "[3, 4]", "tersembunyi = nilai"):
        assert secret in source
        assert secret not in text


def test_the_book_names_the_notebook() -> None:
    page = (ROOT / "book" / "penilaian-dan-keputusan.md").read_text(encoding="utf-8")
    assert f"`{FILE}`" in page.split("\n## Tugas\n")[1]


# --- running it ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_model_answers_run_without_a_failure(tmp_path: Path) -> None:
    assert graders.run(SOLUTION, tmp_path).failures == []


# --- both graders ----------------------------------------------------------------------------------------------------

MODEL = graders.answer_cells(SOLUTION)
SAMPLES: graders.Evening = {
    "model": (MODEL, None, set()),
    "kelas-lain": (MODEL | {"nomor": 'nomor_mahasiswa = "2301017"'}, None, {"bentuk-praktik"}),
    "terbalik": (
        MODEL
        | {
            "belum": "belum_tuntas_tp1 = nilai[nilai['TP1'] >= kktp]\nbelum_tuntas_tp2 = [1, 2]",
            "bagian": "bernilai = len(nilai)\nbagian_belum = (nilai[tp] < kktp).mean()",
        },
        None,
        {"belum-tp-satu", "belum-tp-dua", "bernilai", "bagian-belum"},
    ),
    "dengan-tangan": (
        MODEL
        | {
            "sembunyi": "tersembunyi = 'M03, M06, M07, M17, M28, M32, M35'",
            "keputusan-anda": "TP3 diajarkan ulang, karena 22 dari 34 murid belum tuntas.",
        },
        None,
        set(),
    ),
    "kosong": ({}, None, set(QUESTIONS)),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder with submissions that nobody has graded."""
    folder = graders.new_course(tmp_path_factory.mktemp("course"), ID)
    assert (folder / "exercises" / ID / FILE).read_bytes() == RELEASE.read_bytes()
    return graders.hand_in(folder, RELEASE, SAMPLES)


@pytest.fixture(scope="module")
def graded(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same folder after `nbgrader autograde`."""
    folder = shutil.copytree(course, tmp_path_factory.mktemp("nbgrader") / "course")
    graders.nbgrader(folder, "autograde", ID)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("student", SAMPLES)
def test_nbgrader_gives_each_submission_its_part_and_leaves_the_decision_to_the_lecturer(
    graded: Path, student: str
) -> None:
    found = graders.by_machine(graders.rows(graded, ID), by_hand="keputusan")
    assert found[student] == graders.expected(ID, SAMPLES)[student]


@pytest.mark.slow
def test_the_other_grader_gives_the_same_marks(course: Path, graded: Path, tmp_path: Path) -> None:
    graders.need_a_sandbox()
    ours = shutil.copytree(course, tmp_path / "kami")
    assert graders.grade(ours, ID) == 1, "the decisions wait for the lecturer"
    expected = graders.rows(graded, ID)
    assert set(expected) == set(SAMPLES)
    assert graders.rows(ours, ID) == expected

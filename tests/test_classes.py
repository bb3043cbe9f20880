"""Invented classes: the same everywhere, plausible, and fit for the exercises; the sample files are what is made."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree.ElementTree import canonicalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor_sebaya.classes import (
    CRITERION,
    DATA_FOLDER,
    SAMPLE_CSV,
    SAMPLE_NUMBER,
    SAMPLE_XLSX,
    InventedClass,
    invent_class,
    messy_csv,
    write_samples,
)
from tutor_sebaya.planners import WAYS, form_groups
from tutor_sebaya.roster import RosterPupil, read_roster, write_csv
from tutor_sebaya.scenario import dump_scenario, parse_scenario

NUMBERS = [0, 1, 7, 2301045, "2301-045", "a1", "Ünï", *range(100, 130)]


def mastered(pupil: RosterPupil) -> bool:
    return all(score is not None and score >= CRITERION for score in pupil.scores.values())


def below(pupil: RosterPupil) -> bool:
    return any(score is not None and score < CRITERION for score in pupil.scores.values())


# --- the same everywhere --------------------------------------------------------------------------------------------


def fingerprint(made: InventedClass) -> str:
    return hashlib.sha256(write_csv(made.roster) + dump_scenario(made.scenario).encode()).hexdigest()


def test_class_of_a_number_never_changes() -> None:
    """A trainee's class must survive upgrades: whoever changes this value changes every trainee's class."""
    assert (
        hashlib.sha256(write_csv(invent_class("2301-045").roster)).hexdigest()
        == "6206d7e60dfcbf66c96587a6c95dd40d89f4d601f52ea981508dfd61da84d072"
    )


def test_same_number_gives_the_same_class_however_it_is_written() -> None:
    assert invent_class(7) == invent_class("7") == invent_class(" 7 ")
    assert invent_class("A 12") == invent_class("a12")


def test_other_number_size_or_grade_gives_another_class() -> None:
    made = [invent_class(7), invent_class(8), invent_class(7, size=35), invent_class(7, grade=6)]
    assert len({fingerprint(one) for one in made}) == 4


# --- plausible and fit ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", NUMBERS)
def test_scores_leave_work_for_tutors_and_enough_tutors(number: int | str) -> None:
    pupils = invent_class(number).roster.pupils
    assert len(pupils) == 36
    assert 0.25 <= sum(map(below, pupils)) / len(pupils) <= 0.40
    assert sum(map(mastered, pupils)) >= 8
    scores = [score for one in pupils for score in one.scores.values()]
    assert scores.count(None) in (1, 2)
    there = [score for score in scores if score is not None]
    assert all(0 <= score <= 100 and (score * 2).is_integer() for score in there)
    assert any(score % 1 for score in there)
    assert max(there) - min(there) > 25


@pytest.mark.parametrize("number", NUMBERS)
def test_names_show_what_indonesian_names_are_like(number: int | str) -> None:
    pupils = invent_class(number).roster.pupils
    names = [one.name for one in pupils]
    assert len(set(names)) == len(names)
    assert names == sorted(names, key=str.casefold)
    assert any(" " not in name for name in names)
    assert any("'" in name for name in names)
    assert sum(bool(re.match(r"Mu?[ho]*[ha]*m*[ae]*d? |M\. |Moh\. ", name)) for name in names) >= 2
    assert {one.gender for one in pupils} == {"male", "female"}
    assert all(sum(one.gender == gender for one in pupils) >= 12 for gender in ("male", "female"))
    assert all(re.fullmatch(r"0\d{9}", one.nisn or "") for one in pupils)
    assert len({one.nisn for one in pupils}) == len({one.nis for one in pupils}) == 36


@pytest.mark.parametrize("number", NUMBERS)
def test_friends_are_mostly_mutual_and_some_pairs_are_kept_apart(number: int | str) -> None:
    pupils = {one.id: one for one in invent_class(number).roster.pupils}
    choices = [(one.id, other) for one in pupils.values() for other in one.chooses]
    assert all(len(one.chooses) <= 3 and one.id not in one.chooses for one in pupils.values())
    assert 3 <= sum(bool(one.chooses) for one in pupils.values()) < 36
    assert sum((other, one) in choices for one, other in choices) / len(choices) > 0.6
    apart = [(one.id, other) for one in pupils.values() for other in one.avoid]
    assert len(apart) in (2, 3)
    assert not {frozenset(pair) for pair in apart} & {frozenset(pair) for pair in choices}
    assert sum(one.shy for one in pupils.values()) in (3, 4)
    assert len({one.seat for one in pupils.values()}) == 36
    assert 3 <= len({one.interest for one in pupils.values()}) <= 6


@pytest.mark.parametrize("number", NUMBERS)
def test_scenario_holds_all_but_the_groups(number: int | str) -> None:
    made = invent_class(number)
    plan = made.scenario
    assert parse_scenario(dump_scenario(plan)) == plan
    assert (plan.kind, plan.grade, plan.minutes_per_period, plan.date, plan.groups) == ("class", 5, 35, None, [])
    assert plan.pupils == made.roster.to_pupils()
    assert [one.criterion for one in plan.objectives] == [CRITERION, CRITERION]
    assert len(plan.subtopics) == 6
    assert {one for part in plan.subtopics for one in part.objectives} == {"TP1", "TP2"}
    for part in plan.subtopics:
        assert part.title and part.sources and not part.prerequisites
        assert part.problem and part.problem.endswith("?") and len(part.problem.split()) <= 60


@pytest.mark.parametrize("number", NUMBERS)
def test_candidates_are_mastered_and_two_of_them_are_not_ready(number: int | str) -> None:
    made = invent_class(number)
    pupils = {one.id: one for one in made.roster.pupils}
    tutors = made.scenario.tutors
    assert 8 <= len(tutors) <= 10
    assert all(mastered(pupils[one.pupil]) and one.evidence == pupils[one.pupil].scores for one in tutors)
    unwilling = [one for one in tutors if one.willing is not True]
    unjudged = [one for one in tutors if one.attitude is None]
    assert (len(unwilling), len(unjudged)) == (1, 1)
    assert unwilling != unjudged
    ready = [one for one in tutors if one.willing and one.attitude and one.attitude.meets and one.attitude.note]
    assert len(ready) == len(tutors) - 2 >= len(made.scenario.subtopics)
    assert all(len(one.criteria) >= 5 for one in tutors)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9) | st.text(min_size=1).filter(str.strip), st.integers(12, 60), st.integers(1, 12))
def test_any_number_size_and_grade_gives_a_valid_class(number: int | str, size: int, grade: int) -> None:
    made = invent_class(number, size, grade)
    assert len(made.roster.pupils) == size
    assert sum(map(mastered, made.roster.pupils)) >= len(made.scenario.subtopics) + 2
    assert made.scenario.grade == grade
    assert {one.grade for one in made.scenario.tutors} == {grade}
    assert parse_scenario(dump_scenario(made.scenario)) == made.scenario


@pytest.mark.parametrize(("number", "size", "grade"), [(1, 11, 5), (1, 61, 5), (1, 36, 0), (1, 36, 13), (" ", 36, 5)])
def test_impossible_class_is_refused(number: int | str, size: int, grade: int) -> None:
    with pytest.raises(ValueError, match="must"):
        invent_class(number, size, grade)


# --- the sample files -----------------------------------------------------------------------------------------------


def parts(file: Path) -> dict[str, str]:
    """What is in a file: a workbook's parts in canonical XML, since openpyxl writes with lxml where that is installed."""
    if file.suffix != ".xlsx":
        return {"": file.read_bytes().decode("cp1252")}
    with zipfile.ZipFile(file) as book:
        return {name: canonicalize(book.read(name), rewrite_prefixes=True) for name in book.namelist()}


def test_sample_files_are_what_is_made(tmp_path: Path) -> None:
    for made in write_samples(tmp_path):
        assert parts(made) == parts(DATA_FOLDER / made.name), "run python -m tutor_sebaya.classes"


def test_command_writes_the_sample_files(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "tutor_sebaya.classes", str(tmp_path)], check=True, capture_output=True)
    assert sorted(one.name for one in tmp_path.iterdir()) == [SAMPLE_CSV, SAMPLE_XLSX]


def test_clean_sample_is_the_class_of_its_number() -> None:
    roster = read_roster(DATA_FOLDER / SAMPLE_XLSX)
    assert roster == invent_class(SAMPLE_NUMBER).roster
    assert {note.kind for note in roster.notes} == {"repair"}


def test_messy_sample_is_the_same_class_but_for_what_its_report_says() -> None:
    clean, messy = invent_class(SAMPLE_NUMBER).roster, read_roster(DATA_FOLDER / SAMPLE_CSV)
    assert [one.criterion for one in messy.objectives] == [CRITERION, CRITERION]
    changed = []
    for right, found in zip(clean.pupils, messy.pupils, strict=True):
        assert found.name.casefold().replace("’", "'") == right.name.casefold()
        assert (found.gender, found.nisn, found.chooses) == (right.gender, right.nisn, right.chooses)
        changed += [
            (right.scores[one], found.scores[one]) for one in right.scores if right.scores[one] != found.scores[one]
        ]
    assert len(changed) == 1, "only the score that lost its comma"
    assert changed[0][1] is None
    reports = [(note.kind, note.message.render()) for note in messy.notes]
    for kind, excerpt in (
        ("repair", "CP1252"),
        ("repair", "Kriteria 70"),
        ("doubt", "nol di depan yang hilang"),
        ("repair", "dibaca sebagai laki-laki"),
        ("repair", "Spasi berlebih"),
        ("repair", "Titik dibaca sebagai koma desimal"),
        ("repair", "belum ada nilai, bukan nol"),
        ("doubt", "koma desimalnya hilang"),
        ("doubt", "sama persis"),
        ("repair", "baris kosong"),
        ("repair", "catatan kaki"),
        ("repair", "tanda tangan"),
    ):
        assert any(one == kind and excerpt in message for one, message in reports), excerpt


@pytest.mark.parametrize("number", NUMBERS[:12])
def test_any_class_can_be_made_messy_and_read_again(number: int | str) -> None:
    made = invent_class(number).roster
    assert [one.nisn for one in read_roster(messy_csv(made)).pupils] == [one.nisn for one in made.pupils]


@pytest.mark.parametrize("size", [12, 17, 24, 28, 33, 36, 40, 60])
@pytest.mark.parametrize("number", [0, 3, "2301-045"])
def test_every_class_can_be_divided_in_every_way(number: int | str, size: int) -> None:
    """No trainee may get a class in which full marks are out of reach."""
    plan = invent_class(number, size).scenario
    for way in WAYS:
        found = form_groups(plan, way)
        assert found.complete, (way, found.broken_after)

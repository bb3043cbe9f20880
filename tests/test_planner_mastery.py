"""The mastery planner: hand-computed shares, items, intervals and forms; the same yardstick as the rules."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor_sebaya import measures
from tutor_sebaya.classes import invent_class
from tutor_sebaya.planners.mastery import (
    CLASS_THRESHOLDS,
    PPA_INTERVALS,
    PRACTICE_ORIGIN,
    SOURCE_ORIGIN,
    Interval,
    Item,
    ItemError,
    MasterySettings,
    analyse_mastery,
    difficulty_of,
    discrimination_of,
    extreme_group_size,
    form_by_practice,
    form_by_source,
    interval_of,
    kktp_intervals,
    scores_from_items,
    with_item_scores,
)
from tutor_sebaya.rules.lesson import Lesson
from tutor_sebaya.scenario import Objective, Pupil, Remedial, Scenario
from tutor_sebaya.settings import DEFAULTS


def a_class(
    scores: dict[str, tuple[float | None, ...]], criteria: tuple[float | None, ...] = (70.0, 70.0), **keys
) -> Scenario:
    ids = [f"TP{number}" for number in range(1, len(criteria) + 1)]
    return Scenario(
        version=1,
        kind="class",
        objectives=[Objective(id=id, criterion=one) for id, one in zip(ids, criteria, strict=True)],
        pupils=[Pupil(id=id, scores=dict(zip(ids, own, strict=True))) for id, own in scores.items()],
        **keys,
    )


FOUR = a_class({"A": (70, 90), "B": (69, 71), "C": (40, 100), "D": (None, 80)})
"""By hand: TP1 mastered A, below B and C, no score D; TP2 mastered by all. B's mean is 70, C's is 70."""


def test_mastered_below_and_no_score_are_told_apart():
    first, second = analyse_mastery(FOUR).objectives
    assert (first.mastered, first.below, first.no_score) == (("A",), ("B", "C"), ("D",))
    assert first.share_below == 2 / 3  # over the three pupils with a score, not over four
    assert (second.mastered, second.share_below) == (("A", "B", "C", "D"), 0)


def test_a_mean_at_the_criterion_does_not_hide_an_objective_that_is_not_mastered():
    analysis = analyse_mastery(FOUR)
    assert [(one.id, one.mean, one.hidden_by_mean) for one in analysis.hidden_by_mean] == [
        ("B", 70.0, ("TP1",)),
        ("C", 70.0, ("TP1",)),
    ]
    assert any("Rata-rata B dan C sudah memenuhi kriteria" in note.render() for note in analysis.notes)
    assert analysis.conclusion.individual == ("B", "C")


def test_the_class_mean_hides_pupils_too():
    analysis = analyse_mastery(a_class({"A": (100,), "B": (100,), "C": (40,)}, (70.0,)))
    (one,) = analysis.objectives
    assert (one.mean, one.mean_hides, one.below) == (80.0, True, ("C",))
    assert "Rata-rata kelas pada TP1 80,0, memenuhi kriteria 70; namun, 1 murid belum tuntas." in [
        note.render() for note in analysis.notes
    ]


def test_with_different_criteria_the_mean_is_compared_with_the_mean_of_the_criteria():
    # 60 and 90: mean 75; criteria 65 and 85: mean 75.
    (pupil,) = analyse_mastery(a_class({"A": (60, 90)}, (65.0, 85.0))).pupils
    assert pupil.hidden_by_mean == ("TP1",)
    (pupil,) = analyse_mastery(a_class({"A": (60, 90)}, (65.0, 86.0))).pupils
    assert pupil.hidden_by_mean == ()


def test_a_missing_score_leaves_open_whether_a_pupil_has_reached_everything():
    by_id = analyse_mastery(FOUR).by_pupil
    assert [by_id[id].reached for id in "ABCD"] == [True, False, False, None]
    assert analyse_mastery(FOUR).class_mastery.share == 1 / 3
    assert analyse_mastery(FOUR).conclusion.undecided == ("D",)


def test_an_objective_without_a_usable_criterion_is_judged_by_nobody():
    for criterion in (None, 0.0, 101.0):
        analysis = analyse_mastery(a_class({"A": (50,), "B": (None,)}, (criterion,)))
        (one,) = analysis.objectives
        assert (one.criterion, one.undecided, one.no_score, one.share_below) == (None, ("A",), ("B",), None)
        assert one.by_source is None and one.by_practice is None
        assert any("riteria TP1" in note.render() for note in analysis.notes)


def test_absent_pupils_are_left_out_and_named():
    scenario = FOUR.model_copy(deep=True)
    scenario.pupils[1].present = False
    analysis = analyse_mastery(scenario)
    assert analysis.absent == ("B",)
    assert [one.id for one in analysis.pupils] == ["A", "C", "D"]
    assert analysis.objectives[0].share_below == 0.5
    assert "B tidak hadir dan tidak ikut dihitung." in [note.render() for note in analysis.notes]


# --- forms ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("below", "scored", "source", "practice"),
    [
        (36, 36, ("reteaching",), ("reteaching",)),
        (19, 36, ("reteaching",), ("reteaching",)),
        # Exactly 50 % isn't above 50 %: neither 'most' nor above the limit (scenario.md, worked choices).
        (18, 36, ("individual_guidance",), ("practice_tasks", "peer_tutoring")),
        (8, 35, ("individual_guidance",), ("practice_tasks", "peer_tutoring")),
        (7, 35, ("individual_guidance",), ("individual_guidance", "peer_tutoring")),  # exactly 20 %
        (1, 28, ("individual_guidance",), ("individual_guidance", "peer_tutoring")),
        (0, 28, (), ()),
    ],
)
def test_forms_by_the_source_and_by_school_practice(below, scored, source, practice):
    by_source, by_practice = form_by_source(below, scored), form_by_practice(below, scored)
    assert (by_source.forms, by_practice.forms) == (source, practice)
    # The source text ties practice tasks and peer tutors to no number; a number of pupils is named, no percentage.
    assert by_source.also == (("practice_tasks", "peer_tutoring") if below else ())
    assert "%" not in by_source.statement.render()
    assert (by_source.origin.render(), by_practice.origin.render()) == (SOURCE_ORIGIN, PRACTICE_ORIGIN)


def test_both_authorities_say_how_sure_they_are():
    assert "tidak memberi angka" in form_by_source(3, 30).doubt.render()
    doubt = form_by_practice(3, 30).doubt.render()
    assert "2010" in doubt and "belum dilihat" in doubt and "mungkin" in doubt


def test_the_limits_are_settings():
    strict = DEFAULTS.__class__(reteach_share=0.75)
    assert form_by_source(19, 36, strict).forms == ("individual_guidance",)
    assert "75%" in form_by_source(19, 36, strict).doubt.render()


# --- intervals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "lowest"),
    [
        (0, 0),
        (40, 0),
        (40.5, 0),
        (41, 41),
        (65, 41),
        (65.5, 41),
        (65.99, 41),
        (66, 66),
        (85.9, 66),
        (86, 86),
        (100, 86),
    ],
)
def test_intervals_of_the_guide_have_no_gaps(score, lowest):
    # 0-40, 41-65, 66-85, 86-100 (field facts L02); what lies between two of them hasn't reached the upper one.
    assert interval_of(score, PPA_INTERVALS).lowest == lowest


def test_intervals_are_written_as_in_the_guide():
    assert [one.label.render() for one in PPA_INTERVALS] == ["0–40", "41–65", "66–85", "86–100"]
    assert [one.reached for one in PPA_INTERVALS] == [False, False, True, True]
    assert [one.label.render() for one in kktp_intervals(reached=74)] == ["0–40", "41–73", "74–85", "86–100"]


@pytest.mark.parametrize("limits", [(0, 66, 86), (70, 66, 86), (41, 90, 86), (41, 66, 101)])
def test_limits_that_do_not_rise_are_refused(limits):
    with pytest.raises(ValueError, match="must rise"):
        kktp_intervals(*limits)
    with pytest.raises(ValueError, match="must rise"):
        MasterySettings(intervals=(Interval(10, 100, True, "x"),))


def test_a_score_between_two_intervals_is_explained():
    analysis = analyse_mastery(a_class({"A": (65.5,), "B": (90,)}, (66.0,)))
    assert analysis.by_pupil["A"].interval == PPA_INTERVALS[1]
    assert any(
        "Nilai 65,5 ada di antara 65 dan 66; nilai itu dihitung pada 41–65" in one.render() for one in analysis.notes
    )
    assert [[*one.pupils] for one in analysis.distribution] == [[], ["A"], [], ["B"]]


def test_a_criterion_that_differs_from_the_intervals_is_told():
    said = [one.render() for one in analyse_mastery(FOUR).notes]
    assert any("tercapai mulai 66, sedangkan kriteria yang tertulis 70" in one for one in said)
    fitting = MasterySettings(intervals=kktp_intervals(reached=70))
    assert not any("tercapai mulai" in one.render() for one in analyse_mastery(FOUR, school=fitting).notes)


def test_enrichment_is_for_those_who_have_mastered_everything():
    analysis = analyse_mastery(a_class({"A": (86, 90), "B": (100, 69), "C": (70, 70)}))
    assert analysis.by_pupil["B"].interval.lowest == 66  # mean 84.5
    assert analysis.conclusion.enrichment == ("A",)


# --- class mastery -------------------------------------------------------------------------------------------------


def test_class_mastery_is_the_schools_rule():
    scenario = a_class({f"M{n}": (90.0 if n < 17 else 50.0,) for n in range(20)}, (70.0,))  # 17 of 20: 85 %
    assert analyse_mastery(scenario).class_mastery.reached is None
    for threshold, reached in ((0.85, True), (0.8, True), (0.86, False)):
        found = analyse_mastery(scenario, school=MasterySettings(class_threshold=threshold))
        assert (found.class_mastery.share, found.class_mastery.reached) == (0.85, reached)
        assert found.objectives[0].class_mastery.reached is reached
    assert set(CLASS_THRESHOLDS) == {0.85, 0.80, 0.75}  # field facts E22
    with pytest.raises(ValueError, match="share"):
        MasterySettings(class_threshold=85)


# --- items ---------------------------------------------------------------------------------------------------------

ITEMS = (Item("1", 1, "TP1"), Item("2", 1, "TP1"), Item("3", 10, "TP2", indicator="menulis ringkasan", form="essay"))
TEN = {
    # Totals by hand: 12, 11, 10, 9, 8, 7, 6, 5, 2, 0. 27 % of 10 is 2.7: three in each group.
    "A": (1, 1, 10), "B": (1, 1, 9), "C": (1, 0, 9), "D": (1, 0, 8), "E": (0, 0, 8),
    "F": (1, 1, 5), "G": (1, 0, 5), "H": (0, 0, 5), "I": (0, 1, 1), "J": (0, 0, 0),
}  # fmt: skip


def ten_pupils():
    scenario = a_class(dict.fromkeys(TEN, (None, None)))
    points = {id: dict(zip("123", map(float, own), strict=True)) for id, own in TEN.items()}
    return scenario, points


def test_items_by_hand():
    scenario, points = ten_pupils()
    first, second, third = analyse_mastery(scenario, ITEMS, points).items
    # p = B/N: 6/10, 4/10; essay: mean/max = 60/100 (field facts E21).
    assert [one.absorption for one in (first, second, third)] == [0.6, 0.4, 0.6]
    assert [(one.right, one.wrong) for one in (first, second, third)] == [(6, 4), (4, 6), (1, 9)]
    # Upper A, B, C; lower H, I, J. Item 1: 3/3 - 0/3; item 2: 2/3 - 1/3; item 3: 28/30 - 6/30.
    assert [one.discrimination for one in (first, second, third)] == pytest.approx([1.0, 1 / 3, 22 / 30])
    assert [one.discrimination_band for one in (first, second, third)] == ["very_good", "good", "very_good"]
    # At 70 % of ten points: A, B, C, D and E.
    assert third.reached == ("A", "B", "C", "D", "E") and third.not_reached == ("F", "G", "H", "I", "J")


def test_the_two_page_form_has_its_numbers():
    scenario, points = ten_pupils()
    analysis = analyse_mastery(scenario, ITEMS, points)
    line = analysis.by_pupil["B"]
    assert (line.total, line.possible, line.right, line.wrong) == (11, 12, 2, 1)
    assert line.absorption == 11 / 12 and line.mark == pytest.approx(91.667, abs=1e-3)
    assert analysis.by_pupil["F"].items_not_reached == ("3",)
    assert (analysis.highest, analysis.lowest, analysis.mean) == (100, 0, pytest.approx(700 / 12))
    assert analysis.conclusion.class_items == ("1", "2", "3")  # 60, 40 and 60 % of the points: all below 70
    assert [one.number for one in analysis.items] == [1, 2, 3]


@pytest.mark.parametrize(
    ("takers", "size"), [(0, 0), (1, 0), (2, 1), (10, 3), (20, 5), (28, 8), (32, 9), (36, 10), (50, 14)]
)
def test_the_groups_of_extremes_hold_27_percent(takers, size):
    # 28 pupils: 8 (field facts E21); 50 x 0.27 = 13.5, rounded up.
    assert extreme_group_size(takers) == size


def test_discrimination_of_a_class_is_called_noisy_with_its_numbers():
    ids = [f"M{n:02d}" for n in range(28)]
    scenario = a_class(dict.fromkeys(ids, (None,)), (70.0,))
    points = {id: {"1": float(n % 2), "2": float(n % 5 > 1)} for n, id in enumerate(ids)}
    said = [one.render() for one in analyse_mastery(scenario, (Item("1", 1), Item("2", 1)), points).notes]
    assert any("27% dari 28 murid hanya 8 murid" in one and "0,12" in one for one in said)
    assert any("dari ingatan" in one for one in said)  # the bands of D are not verified


@pytest.mark.parametrize(
    ("p", "band"),
    [
        (0, "hard"),
        (0.30, "hard"),
        (0.304, "hard"),
        (0.305, "medium"),
        (0.31, "medium"),
        (0.70, "medium"),
        (0.704, "medium"),
        (0.705, "easy"),
        (0.71, "easy"),
        (1, "easy"),
    ],
)
def test_bands_of_difficulty(p, band):
    assert difficulty_of(p) == band


@pytest.mark.parametrize(
    ("d", "band"),
    [
        (1, "very_good"),
        (0.4, "very_good"),
        (0.394, "good"),
        (0.3, "good"),
        (0.29, "to_improve"),
        (0.2, "to_improve"),
        (0.19, "poor"),
        (0, "poor"),
        (-0.1, "reversed"),
    ],
)
def test_bands_of_discrimination(d, band):
    assert discrimination_of(d) == band


def test_pupils_with_a_gap_do_not_decide_about_discrimination():
    scenario, points = ten_pupils()
    points["A"]["2"] = None
    analysis = analyse_mastery(scenario, ITEMS, points)
    assert "A" not in analysis.ranked and len(analysis.ranked) == 9
    assert analysis.items[1].takers == tuple("BCDEFGHIJ")
    assert analysis.by_pupil["A"].possible == 11
    assert any("Skor soal A belum lengkap" in one.render() for one in analysis.notes)


def test_an_item_that_the_lower_group_does_better_on_is_named():
    scenario = a_class({"A": (None,), "B": (None,)}, (70.0,))
    items = (Item("1", 1), Item("2", 5))
    analysis = analyse_mastery(scenario, items, {"A": {"1": 0.0, "2": 5.0}, "B": {"1": 1.0, "2": 0.0}})
    assert analysis.items[0].discrimination_band == "reversed"
    assert any("Pada soal 1, kelompok bawah" in one.render() for one in analysis.notes)


def test_scores_come_from_items_where_they_are_missing():
    scenario, points = ten_pupils()
    scenario.pupils[0].scores["TP1"] = 55.0
    filled = with_item_scores(scenario, ITEMS, points)
    assert filled.pupils[0].scores == {"TP1": 55.0, "TP2": 100.0}  # what the teacher wrote stays
    assert filled.pupils[2].scores == {"TP1": 50.0, "TP2": 90.0}
    assert scenario.pupils[2].scores == {"TP1": None, "TP2": None}
    assert scores_from_items(ITEMS, {"C": {"1": 1.0}}) == {"C": {"TP1": 100.0}}
    said = [one.render() for one in analyse_mastery(filled, ITEMS, points).notes]
    assert any(one.startswith("Nilai TP A berbeda") for one in said)


def test_every_wrong_place_is_named_with_its_mend():
    items = (Item("1", 0), Item("2", 5, "TP9"), Item("2", 5))
    points = {"A": {"2": 6.0, "7": 1.0}, "Z": {"2": 1.0}, "B": {"2": -1.0}, "C": {"2": float("nan")}}
    with pytest.raises(ItemError) as caught:
        analyse_mastery(FOUR, items, points)
    assert [one.where for one in caught.value.problems] == [
        "items[0].maximum",
        "items[1].objective",
        "items[2].id",
        "points.A.2",
        "points.A.7",
        "points.Z",
        "points.B.2",
        "points.C.2",
    ]
    assert "points.A.2: Skor soal 2 tertulis 6.0. Tulis bilangan 0 sampai 5, atau kosongkan." in str(caught.value)


# --- properties ----------------------------------------------------------------------------------------------------

scores = st.one_of(st.none(), st.integers(0, 200).map(lambda n: n / 2))
classes = st.dictionaries(st.integers(0, 40).map(lambda n: f"M{n:02d}"), st.tuples(scores, scores), max_size=25)


@given(classes, st.tuples(*[st.one_of(st.none(), st.integers(0, 110).map(float))] * 2))
@settings(deadline=None)
def test_it_judges_with_the_rules_yardstick(found, criteria):
    scenario = a_class(found, criteria, remedial=Remedial()).model_copy(update={"kind": "remedial"})
    analysis, lesson = analyse_mastery(scenario), Lesson(scenario, DEFAULTS)
    assert {one.id: frozenset(one.not_mastered) for one in analysis.pupils if one.not_mastered} == lesson.below
    assert analysis.share_below == lesson.share_below
    for one in analysis.objectives:
        parts = (*one.mastered, *one.below, *one.no_score, *one.undecided)
        assert sorted(parts) == sorted(found)
        counted = [pupil for group in one.distribution for pupil in group.pupils]
        assert sorted(counted) == sorted(set(found) - set(one.no_score))


@given(
    st.lists(st.tuples(st.integers(0, 1), st.integers(0, 4), st.integers(0, 2)), min_size=2, max_size=40),
    st.randoms(use_true_random=False),
)
@settings(deadline=None)
def test_discrimination_does_not_depend_on_the_order_of_the_class_list(rows, source):
    items = (Item("1", 1), Item("2", 4), Item("3", 2))
    points = {f"M{n:02d}": dict(zip("123", map(float, row), strict=True)) for n, row in enumerate(rows)}

    def found(ids):
        analysis = analyse_mastery(a_class(dict.fromkeys(ids, (None,)), (70.0,)), items, points)
        return [one.discrimination for one in analysis.items], [one.absorption for one in analysis.items]

    mixed = list(points)
    source.shuffle(mixed)
    given_order, other_order = found(list(points)), found(mixed)
    assert given_order[0] == pytest.approx(other_order[0]) and given_order[1] == pytest.approx(other_order[1])
    assert all(-1 - 1e-9 <= one <= 1 + 1e-9 for one in given_order[0])
    assert all(0 <= one <= 1 for one in given_order[1])


def test_ties_at_the_limit_share_the_places_alike():
    items = (Item("1", 1), Item("2", 2))
    # Totals 2, 2, 2, 0: three pupils share the one place of the upper group, two of whom have item 1 right.
    rows = [(1, 1), (1, 1), (0, 2), (0, 0)]
    points = {f"M{n}": {"1": float(a), "2": float(b)} for n, (a, b) in enumerate(rows)}
    analysis = analyse_mastery(a_class(dict.fromkeys(points, (None,)), (70.0,)), items, points)
    assert analysis.extreme_group == 1
    assert analysis.items[0].upper == pytest.approx(2 / 3) and analysis.items[0].lower == 0


@pytest.mark.parametrize("number", range(4))
def test_an_invented_class_goes_through_in_both_languages(number):
    scenario = invent_class(number).scenario
    before = scenario.model_copy(deep=True)
    source = random.Random(number)
    items = tuple(Item(str(n), 4.0, f"TP{1 + n % 2}") for n in range(1, 9))
    points = {one.id: {item.id: float(source.randint(0, 4)) for item in items} for one in scenario.pupils}
    analysis = analyse_mastery(scenario, items, points)
    assert scenario == before
    assert len(analysis.pupils) == 36 and analysis.extreme_group == 10
    assert measures.criteria(scenario) == {"TP1": 70, "TP2": 70}
    for language in ("id", "en"):
        for note in analysis.notes:
            assert "{" not in note.render(language)


def test_importing_the_planners_needs_no_numbers_package():
    code = (
        "import sys, tutor_sebaya.planners.mastery, tutor_sebaya.planners.tutors, tutor_sebaya.planners.remedial\n"
        "print([one for one in ('numpy', 'pandas', 'scipy', 'openpyxl') if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

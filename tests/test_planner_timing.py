"""The time plan: adds up to the minute, keeps the rules of time, and says what to give up."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor_sebaya.planners.timing import DAY, ORDER, TimePlan, plan_time, time_from_scenario, usual_minutes
from tutor_sebaya.rules import check
from tutor_sebaya.scenario import Discussion, Group, Phase, Scenario, Subtopic, dump_scenario


def minutes(plan: TimePlan) -> dict[str, int]:
    return {phase.name: phase.minutes for phase in plan.phases}


def lesson(plan: TimePlan, **keys) -> Scenario:
    groups = [Group(id=f"K{n}", members=[], representative=None) for n in range(plan.groups)]
    return Scenario(version=1, kind=plan.kind, groups=groups, **keys)


QUESTIONS = st.fixed_dictionaries(
    {
        "periods": st.integers(1, 6),
        "minutes_per_period": st.sampled_from([35, 40, 45]),
        "groups": st.integers(0, 14),
        "kind": st.sampled_from(["class", "remedial"]),
        "preparation_place": st.sampled_from(["class", "outside"]),
        "norms_taught_before": st.booleans(),
        "fixed": st.dictionaries(st.sampled_from(ORDER), st.integers(0, 60), max_size=4),
    }
)


@settings(max_examples=300, deadline=None)
@given(QUESTIONS)
def test_a_plan_fills_the_lesson_and_keeps_what_was_set(question: dict) -> None:
    plan = plan_time(**question)
    assert plan.total + plan.over == plan.lesson == question["periods"] * question["minutes_per_period"]
    for name, wanted in question["fixed"].items():
        assert minutes(plan).get(name, 0) == wanted
    for phase in plan.phases:
        assert phase.minutes > 0
        assert phase.fixed or phase.minutes >= phase.least
    assert [phase.name for phase in plan.phases] == sorted(minutes(plan), key=ORDER.index)
    growing = [one for one in plan.phases if not one.fixed and one.place == "class"]
    # Minutes are left over only where the teacher set every phase.
    assert plan.over <= 0 or not growing
    assert bool(plan.give_up) or plan.over >= 0
    for sentence in (*plan.arithmetic, *plan.warnings, *(one.text for one in plan.give_up)):
        assert "{" not in sentence.render("id")


@settings(max_examples=200, deadline=None)
@given(QUESTIONS)
def test_a_plan_that_fits_keeps_the_rules_of_time(question: dict) -> None:
    plan = plan_time(**{**question, "fixed": {}})
    taught = dt.date(2026, 8, 3) if question["norms_taught_before"] else None
    before = lesson(plan, date=dt.date(2026, 8, 10), time=dt.time(7, 30), discussion=Discussion(norms_taught_on=taught))
    unchanged = dump_scenario(before)
    filled = plan.fill(before)
    assert dump_scenario(before) == unchanged
    report = check(filled)
    broken = {one.rule for one in report.findings if one.where.startswith("phases")}
    assert broken == (set() if plan.fits else {"W01"})
    assert report.states["D10"] == "kept"
    assert report.states["W06"] == "kept"


@settings(max_examples=200, deadline=None)
@given(QUESTIONS)
def test_what_can_be_given_up_gains_what_it_says(question: dict) -> None:
    plan = plan_time(**question)
    for one in plan.give_up:
        changed = dict(question)
        if one.change == "prepare_outside":
            changed["preparation_place"] = "outside"
        elif one.change == "teach_norms_before":
            changed["norms_taught_before"] = True
        elif one.change == "fewer_groups":
            changed["groups"] = one.value
        elif one.change == "more_periods":
            changed["periods"] = one.value
        elif one.change == "drop_phase":
            changed["fixed"] = {**question["fixed"], one.value: 0}
        else:
            least = next(phase.least for phase in plan.phases if phase.name == one.value)
            changed["fixed"] = {**question["fixed"], one.value: least}
        after = plan_time(**changed)
        lacking = max(-after.over, 0)
        assert one.enough == (lacking == 0)
        if lacking:
            assert -plan.over - lacking == one.gains
    if plan.over < 0:
        assert any(one.enough for one in plan.give_up)


def test_the_arithmetic_is_shown_before_the_plan() -> None:
    plan = plan_time(periods=3, minutes_per_period=35, groups=5)
    shown = [str(line) for line in plan.arithmetic]
    assert shown[0] == "Waktu pelajaran: 3 JP × 35 menit = 105 menit."
    assert "Fase penyampaian: 5 kelompok × 3 menit = 15 menit." in shown
    assert "Fase persiapan kelompok: sedikitnya 20% dari waktu pelajaran, jadi 21 menit." in shown
    assert shown[-1].startswith("Seluruhnya sedikitnya 47 menit; 58 menit lagi")
    assert plan.fits
    # Every group gets the same whole minutes.
    assert plan.minutes_for_each_group == 8


def test_a_lesson_too_short_says_how_much_is_lacking_and_what_would_help() -> None:
    plan = plan_time(periods=1, minutes_per_period=35, groups=8)
    assert not plan.fits
    assert plan.over == -7
    assert "kurang 7 menit" in str(plan.arithmetic[-1])
    offered = {one.change: (one.value, one.gains, one.enough) for one in plan.give_up}
    assert offered == {
        "prepare_outside": (None, 7, True),
        "teach_norms_before": (None, 3, False),
        "fewer_groups": (5, 9, True),
        "more_periods": (2, 28, True),
    }


def test_minutes_set_too_low_are_warned_of_and_kept() -> None:
    plan = plan_time(periods=2, minutes_per_period=35, groups=6, fixed={"presentation": 10, "closing": 0})
    assert minutes(plan)["presentation"] == 10
    assert "closing" not in minutes(plan)
    said = " ".join(map(str, plan.warnings))
    assert "Fase penyampaian Anda tetapkan 10 menit, padahal diperlukan sedikitnya 18 menit." in said
    assert "tidak memuat fase penutup" in said


def test_all_phases_set_leave_the_rest_unused_and_say_so() -> None:
    plan = plan_time(
        periods=1,
        minutes_per_period=40,
        groups=2,
        phases=["presentation", "closing"],
        fixed={"presentation": 20, "closing": 10},
    )
    assert plan.over == 10
    assert not plan.fits
    assert "10 menit belum terpakai" in str(plan.arithmetic[-1])


def test_the_teacher_is_resource_person_while_groups_present_and_facilitator_in_a_tutorial() -> None:
    roles = {phase.name: phase.teacher_role for phase in plan_time(periods=3, minutes_per_period=35, groups=4).phases}
    assert roles["presentation"] == "resource_person"
    assert roles["preparation"] == "facilitator"
    remedial = plan_time(periods=2, minutes_per_period=35, groups=3, kind="remedial")
    assert {phase.name: phase.teacher_role for phase in remedial.phases}["tutoring"] == "facilitator"


def test_a_scenario_gives_groups_minutes_and_further_phases() -> None:
    scenario = Scenario(
        version=1,
        kind="class",
        grade=8,
        periods=2,
        date=dt.date(2026, 8, 10),
        subtopics=[Subtopic(id=f"S{n}") for n in range(4)],
        discussion=Discussion(norms_taught_on=dt.date(2026, 8, 3)),
        phases=[
            Phase(name="preparation", minutes=20, place="outside", teacher_role="pengawas"),
            Phase(name="discussion", minutes=12, place="class"),
            Phase(name="presentation", minutes=9, teacher_role="pendengar"),
        ],
    )
    plan = time_from_scenario(scenario)
    assert (plan.lesson, plan.groups) == (80, 4)
    assert minutes(plan)["discussion"] == 12
    assert "discussion_norms" not in minutes(plan)
    filled = plan.fill(scenario)
    by_name = {phase.name: phase for phase in filled.phases}
    assert by_name["preparation"].place == "outside"
    assert by_name["preparation"].teacher_role == "pengawas"
    assert by_name["presentation"].teacher_role == "resource_person"
    assert filled.minutes_per_period == 40
    assert sum(phase.minutes for phase in filled.phases if phase.place == "class") == 80
    # A plan made from what a plan wrote is the same plan.
    assert minutes(time_from_scenario(filled)) == minutes(plan)
    sooner = scenario.model_copy(update={"discussion": Discussion(norms_taught_on=dt.date(2026, 9, 1))})
    assert "discussion_norms" in minutes(time_from_scenario(sooner))


def test_missing_or_impossible_minutes_are_asked_for() -> None:
    unknown = plan_time(periods=None, minutes_per_period=35, groups=4)
    assert (unknown.lesson, unknown.fits, unknown.give_up) == (None, False, ())
    assert "Isi dahulu" in str(unknown.arithmetic[0])
    huge = time_from_scenario(Scenario(version=1, kind="class", periods=10**12, minutes_per_period=35))
    assert not huge.fits
    assert "lebih lama daripada sehari" in str(huge.arithmetic[0])
    assert plan_time(periods=1, minutes_per_period=DAY, groups=1).fits
    with pytest.raises(ValueError, match="negative"):
        plan_time(periods=1, minutes_per_period=35, groups=-1)
    with pytest.raises(ValueError, match="negative"):
        plan_time(periods=1, minutes_per_period=35, groups=1, fixed={"closing": -5})


def test_periods_have_the_usual_minutes_of_the_school() -> None:
    assert [usual_minutes(grade) for grade in (1, 6, 7, 9, 10, 12, 13, None)] == [35, 35, 40, 40, 45, 45, None, None]

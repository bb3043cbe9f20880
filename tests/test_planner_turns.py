"""Speaking turns: fair by the yardstick of the rules, shy pupils first in a pair, and a log on the same scale."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor_sebaya import measures
from tutor_sebaya.planners.turns import (
    LONGEST,
    GroupTurns,
    Tally,
    plan_turns,
    planned_talk,
    score_talk,
    talk_minutes,
)
from tutor_sebaya.rules import check
from tutor_sebaya.scenario import CueCard, Group, Phase, Pupil, Scenario, Turn, dump_scenario
from tutor_sebaya.settings import DEFAULTS, Settings

RULES = ("D03", "D04", "D05", "D06", "D11")


def a_group(members: int, tutors: int = 1, *, shy: tuple[str, ...] = (), **keys) -> Scenario:
    ids = [f"T{n}" for n in range(tutors)] + [f"M{n}" for n in range(members)]
    return Scenario(
        version=1,
        kind="class",
        pupils=[Pupil(id=id, shy=id in shy) for id in ids],
        groups=[Group(id="K1", tutors=ids[:tutors], members=ids[tutors:], **keys)],
    )


@st.composite
def classes(draw: st.DrawFn) -> Scenario:
    pupils, groups = [], []
    for number in range(draw(st.integers(1, 3))):
        people = [f"{number}-{n}" for n in range(draw(st.integers(1, 7)))]
        led = draw(st.integers(0, min(2, len(people) - 1)))
        for one in people:
            pupils.append(
                Pupil(
                    id=one,
                    shy=draw(st.booleans()),
                    present=draw(st.sampled_from([True, True, True, False])),
                    avoid=draw(st.lists(st.sampled_from(people), max_size=1)),
                    chooses=draw(st.lists(st.sampled_from(people), max_size=2)),
                )
            )
        groups.append(
            Group(
                id=f"K{number}",
                tutors=people[:led],
                members=people[led:],
                model=draw(st.sampled_from([None, 1, 2, 3])),
            )
        )
    return Scenario(version=1, kind="class", pupils=pupils, groups=groups)


def available(plan: GroupTurns) -> float:
    return plan.clock + plan.unused


@settings(max_examples=300, deadline=None)
@given(classes(), st.integers(6, 60).map(lambda n: n / 2))
def test_a_plan_keeps_the_rules_of_turns(scenario: Scenario, minutes: float) -> None:
    before = dump_scenario(scenario)
    plan = plan_turns(scenario, minutes)
    filled = plan.fill(scenario)
    assert dump_scenario(scenario) == before
    for group in plan.groups:
        assert available(group) == pytest.approx(minutes)
        assert group.unused >= 0
        assert group.turns or any("terlalu singkat" in str(reason) for reason in group.reasons)
        assert all(turn.minutes > 0 and (turn.minutes * 4).is_integer() for turn in group.turns)
    if len(plan.groups) == len(scenario.groups) and all(group.turns for group in plan.groups):
        report = check(filled)
        assert {rule: report.states[rule] for rule in RULES if report.states[rule] == "broken"} == {}


@settings(max_examples=150, deadline=None)
@given(classes())
def test_pupils_speak_one_at_a_time_and_the_shy_first_in_their_pair(scenario: Scenario) -> None:
    shy = {pupil.id for pupil in scenario.pupils if pupil.shy}
    for group in plan_turns(scenario, 15).groups:
        first: set[frozenset[str]] = set()
        for turn in group.turns:
            assert turn.pupil not in turn.partners
            assert not turn.reserved or turn.pupil in shy
            if turn.round == "pair":
                together = frozenset({turn.pupil, *turn.partners})
                if together not in first and together & shy - set(group.tutors):
                    assert turn.pupil in shy
                first.add(together)
        for one in shy & {*group.tutors, *group.members}:
            own = [turn for turn in group.turns if turn.pupil == one]
            assert not own or any(turn.reserved for turn in own)
        in_pairs = [one for pair in group.pairs for one in pair]
        assert len(in_pairs) == len(set(in_pairs))
        assert group.model == 1 or len(group.members) + bool(group.tutors) < 2 or set(group.members) <= set(in_pairs)


def test_two_shy_pupils_do_not_sit_together_and_nobody_with_whom_not() -> None:
    scenario = a_group(4, shy=("M0", "M1"), model=2)
    scenario.pupils[1].avoid = ["M2"]
    (group,) = plan_turns(scenario, 10).groups
    assert sorted(map(sorted, group.pairs)) == [["M0", "M3"], ["M1", "M2"]]
    assert [pair[0] for pair in group.pairs] == ["M0", "M1"]


def test_an_odd_member_sits_with_the_tutor_and_without_one_three_sit_together() -> None:
    (group,) = plan_turns(a_group(3, model=3), 10).groups
    assert sorted(map(len, group.pairs)) == [2, 2]
    assert any(pair[1] == "T0" for pair in group.pairs)
    (alone,) = plan_turns(a_group(5, 0, model=3), 10).groups
    assert sorted(map(len, alone.pairs)) == [2, 3]
    # The clock runs until the three have spoken.
    in_pairs = max(turn.minutes for turn in alone.turns if turn.round == "pair")
    assert alone.clock == 3 * in_pairs + sum(turn.minutes for turn in alone.turns if turn.round == "group")


def test_model_1_is_one_session_after_another_and_the_pupil_speaks_first() -> None:
    (group,) = plan_turns(a_group(3, model=1), 12).groups
    assert [(turn.pupil, turn.partners) for turn in group.turns] == [
        ("M0", ("T0",)),
        ("T0", ("M0",)),
        ("M1", ("T0",)),
        ("T0", ("M1",)),
        ("M2", ("T0",)),
        ("T0", ("M2",)),
    ]
    assert group.clock == 12
    filled = plan_turns(a_group(3, model=1), 12).fill(a_group(3, model=1))
    assert filled.groups[0].individual_sessions == ["M0", "M1", "M2"]


def test_a_tutor_speaks_less_where_pupils_carry_the_talk() -> None:
    shares = [plan_turns(a_group(4), 20, model=model).groups[0].score.tutor_share for model in (1, 2, 3)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[2]
    assert plan_turns(a_group(4), 20).groups[0].model == 3


@pytest.mark.parametrize("strict", [Settings(tutor_share=0.1), Settings(gini_max=0.02), Settings(turn_max_ratio=1.1)])
def test_strict_settings_are_kept_or_their_price_is_said(strict: Settings) -> None:
    scenario = a_group(4, model=1)
    plan = plan_turns(scenario, 20, settings=strict)
    states = check(plan.fill(scenario), strict).states
    broken = [rule for rule in RULES if states[rule] == "broken"]
    assert not broken or plan.reasons


def test_a_card_of_model_3_gets_a_question_only_where_it_has_none() -> None:
    scenario = a_group(3)
    assert plan_turns(scenario, 10).fill(scenario).groups[0].cue_card.return_questions == [
        "Menurut yang lain bagaimana?"
    ]
    own = a_group(3, cue_card=CueCard(return_questions=["Siapa setuju?"], steer=["Kembali ke soal."]))
    card = plan_turns(own, 10).fill(own).groups[0].cue_card
    assert (card.return_questions, card.steer) == (["Siapa setuju?"], ["Kembali ke soal."])


def test_too_little_time_keeps_the_former_turns_and_says_how_much_is_needed() -> None:
    scenario = a_group(5, turns=[Turn(pupil="M0", minutes=2)])
    plan = plan_turns(scenario, 1)
    assert plan.groups[0].turns == ()
    assert "Sediakan sedikitnya 2 menit" in str(plan.reasons[0])
    assert plan.fill(scenario).groups[0].turns == scenario.groups[0].turns
    assert plan_turns(scenario, 2).groups[0].turns


def test_minutes_of_talk_come_from_the_phases() -> None:
    scenario = a_group(2)
    assert talk_minutes(scenario) == 0
    scenario.phases = [Phase(name="preparation", minutes=20, place="class"), Phase(name="presentation", minutes=9)]
    assert talk_minutes(scenario) == 20
    scenario.phases += [Phase(name="discussion", minutes=12), Phase(name="tutoring", minutes=5, place="outside")]
    assert talk_minutes(scenario) == 12
    assert plan_turns(scenario).available == 12
    scenario.phases[2].minutes = 1e300
    assert plan_turns(scenario).available == LONGEST
    for wrong in (-1, float("nan"), LONGEST + 1):
        with pytest.raises(ValueError, match="minutes"):
            plan_turns(scenario, wrong)


# --- measuring -----------------------------------------------------------------------------------------------------


def test_a_plan_and_a_log_of_the_same_talk_have_the_same_score() -> None:
    scenario = a_group(3)
    filled = plan_turns(scenario, 14).fill(scenario)
    (group,) = filled.groups
    tally = Tally.of_group(filled, group, "minutes")
    for turn in group.turns:
        tally = tally.add(turn.pupil, turn.minutes)
    assert tally.score() == planned_talk(filled, group) == plan_turns(scenario, 14).groups[0].score


def test_a_score_by_hand() -> None:
    score = score_talk({"A": 6, "B": 2, "T": 4}, ["A", "B", "C"], ["T"])
    assert score.total == 12
    # x = 0, 2, 4, 6: (-3*0 - 1*2 + 1*4 + 3*6) / (4 * 12)
    assert score.gini == pytest.approx(20 / 48)
    assert score.tutor_share == pytest.approx(1 / 3)
    assert score.shares["A"] == 0.5
    assert score.silent == ("C",)
    assert score.longest == "A"
    assert not score.equal
    said = " ".join(map(str, score.remarks))
    assert "Belum berbicara: C." in said
    assert "Gini 0,42, paling tinggi 0,35" in said


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.sampled_from("ABCDT"), st.integers(0, 9).map(float)),
    st.integers(1, 4),
    st.booleans(),
)
def test_the_score_judges_as_the_rules_do(amounts: dict[str, float], members: int, led: bool) -> None:
    ids = list("ABCD"[:members])
    tutors = ["T"] if led else []
    mine = {one: amount for one, amount in amounts.items() if one in ids or one in tutors}
    score = score_talk(amounts, ids, tutors)
    scenario = Scenario(
        version=1,
        kind="class",
        pupils=[Pupil(id=one) for one in [*ids, *tutors]],
        groups=[
            Group(id="K", tutors=tutors, members=ids, turns=[Turn(pupil=one, minutes=n) for one, n in mine.items()])
        ],
    )
    states = check(scenario).states
    assert (states["D04"] == "broken") == (not score.equal)
    assert (states["D06"] == "broken") == (not score.tutor_within)
    assert set(score.silent) == {one for one in ids if not mine.get(one)}
    assert score.gini == measures.gini(
        [mine.get(one, 0) for one in ids] + [mine[one] for one in tutors if mine.get(one)]
    )
    assert score.gini_max == DEFAULTS.gini_max


def test_nonsense_amounts_are_refused() -> None:
    for wrong in (-1.0, float("inf"), float("nan")):
        with pytest.raises(ValueError, match="amounts"):
            score_talk({"A": wrong}, ["A"])


# --- the log -------------------------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["M0", "M1", "T0", "undo", "redo"]), max_size=30))
def test_a_tally_undoes_and_redoes_what_was_added(taps: list[str]) -> None:
    scenario = a_group(2)
    tally = Tally.of_group(scenario, scenario.groups[0])
    done: list[str] = []
    undone: list[str] = []
    for tap in taps:
        if tap == "undo":
            tally = tally.undo()
            if done:
                undone.append(done.pop())
        elif tap == "redo":
            tally = tally.redo()
            if undone:
                done.append(undone.pop())
        else:
            tally, undone = tally.add(tap), []
            done.append(tap)
    assert [entry.pupil for entry in tally.entries] == done
    assert tally.amounts == {one: float(done.count(one)) for one in ("T0", "M0", "M1")}
    read = Tally.from_data(json.loads(json.dumps(tally.to_data())))
    assert read.entries == tally.entries
    assert read.score() == tally.score()


def test_a_tally_takes_only_people_of_its_group() -> None:
    scenario = a_group(2)
    scenario.pupils[2].present = False
    tally = Tally.of_group(scenario, scenario.groups[0])
    assert tally.people == ("T0", "M0")
    with pytest.raises(ValueError, match="M1"):
        tally.add("M1")
    with pytest.raises(ValueError, match="above 0"):
        tally.add("M0", 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"group": "K", "tutors": [], "members": ["A"], "unit": "hours", "entries": []},
        {"group": "K", "tutors": [], "members": ["A"], "unit": "counts", "entries": [["B", 1]]},
        {"group": "K", "tutors": [], "members": ["A"], "unit": "counts", "entries": [3]},
    ],
)
def test_data_that_are_no_tally_are_refused(wrong: dict) -> None:
    with pytest.raises(ValueError):
        Tally.from_data(wrong)

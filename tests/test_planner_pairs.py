"""Pairs of tutor and tutee: exact, with consent, and with a reason for whoever is left over."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parts import part

from tutor_sebaya.classes import invent_class
from tutor_sebaya.planners.pairs import (
    CONFIDENTIAL,
    PairPlan,
    Wishes,
    best_matching,
    cheapest,
    pair_up,
    rank_pairs,
    wishes_from_scenario,
)
from tutor_sebaya.rules import check
from tutor_sebaya.scenario import Attitude, Group, Objective, Pupil, Remedial, Scenario, Subtopic, Tutor, dump_scenario

Ranks = list[dict[int, tuple[int, int]]]


# --- the search ----------------------------------------------------------------------------------------------------


def every_matching(ranks: Ranks, capacity: list[int]):
    """All matchings, by trying everything."""
    for choice in itertools.product(*([None, *row] for row in ranks)):
        if all(choice.count(right) <= room for right, room in enumerate(capacity)):
            yield list(choice)


def quality(ranks: Ranks, matching: list[int | None]) -> tuple[int, int, int]:
    """Smaller is better: pupils without a pair, worst rank, sum of ranks."""
    pairs = [ranks[left][right] for left, right in enumerate(matching) if right is not None]
    return len(matching) - len(pairs), max(map(max, pairs), default=0), sum(map(sum, pairs))


@st.composite
def questions(draw: st.DrawFn) -> tuple[Ranks, list[int]]:
    rights = draw(st.integers(0, 4))
    capacity = draw(st.lists(st.integers(0, 2), min_size=rights, max_size=rights))
    pair = st.tuples(st.integers(1, 4), st.integers(1, 4))
    row = st.dictionaries(st.integers(0, rights - 1), pair) if rights else st.just({})
    return draw(st.lists(row, max_size=5)), capacity


@settings(max_examples=300, deadline=None)
@given(questions())
def test_the_matching_is_the_best_of_all_matchings(question: tuple[Ranks, list[int]]) -> None:
    ranks, capacity = question
    found = best_matching(ranks, capacity)
    assert all(right is None or right in ranks[left] for left, right in enumerate(found))
    assert all(found.count(right) <= room for right, room in enumerate(capacity))
    assert quality(ranks, found) == min(quality(ranks, one) for one in every_matching(ranks, capacity))


@pytest.mark.parametrize("seed", range(5))
def test_sums_of_a_whole_class_are_those_of_the_assignment_solver(seed: int) -> None:
    optimize = part("scipy.optimize")
    chance = random.Random(seed)
    costs = [[chance.randint(1, 30) for _ in range(30)] for _ in range(30)]
    found = cheapest([dict(enumerate(row)) for row in costs], [1] * 30)
    rows, columns = optimize.linear_sum_assignment(costs)
    assert sorted(found) == list(range(30))
    assert sum(costs[left][right] for left, right in enumerate(found)) == sum(
        costs[row][column] for row, column in zip(rows, columns, strict=True)
    )


def test_more_pairs_go_before_better_ranks_and_the_worst_rank_before_the_sum() -> None:
    # Only the second choice of the first pupil leaves a tutor for the second one.
    assert best_matching([{0: (1, 1), 1: (2, 1)}, {0: (1, 1)}], [1, 1]) == [1, 0]
    # 3 + 1 is a smaller sum than 2 + 2 + 1, but somebody would get a third choice.
    assert best_matching([{0: (1, 1), 1: (2, 2)}, {0: (2, 2), 1: (3, 1)}], [1, 1]) == [1, 0]


# --- with a class --------------------------------------------------------------------------------------------------


def tutor(id: str, score: float = 90, *, willing: bool | None = True, meets: bool | None = True) -> Tutor:
    return Tutor(
        pupil=id, kind="peer", evidence={"TP1": score}, willing=willing, attitude=Attitude(meets=meets, note="sabar")
    )


def remedial(
    tutees: dict[str, float | None], tutors: list[Tutor], avoid: dict[str, list[str]] | None = None
) -> Scenario:
    avoid = avoid or {}
    pupils = [Pupil(id=id, scores={"TP1": score}, avoid=avoid.get(id, [])) for id, score in tutees.items()]
    pupils += [Pupil(id=one.pupil, scores=dict(one.evidence), avoid=avoid.get(one.pupil, [])) for one in tutors]
    return Scenario(
        version=1,
        kind="remedial",
        objectives=[Objective(id="TP1", criterion=70)],
        subtopics=[Subtopic(id="S1", objectives=["TP1"])],
        pupils=pupils,
        tutors=tutors,
        remedial=Remedial(pupils=list(tutees), targets={id: ["TP1"] for id in tutees}),
    )


def names(plan: PairPlan) -> dict[str, str]:
    return {pair.tutee: pair.tutor for pair in plan.pairs}


def test_both_sides_must_accept() -> None:
    plan_of = remedial({"A": 50, "B": 55}, [tutor("T"), tutor("U")])
    plan = pair_up(plan_of, Wishes(tutees={"A": ["T"], "B": ["T", "U"]}, tutors={"T": ["B"]}))
    assert names(plan) == {"B": "T"}
    assert [(one.pupil, one.cause) for one in plan.unmatched] == [("A", "no_tutor_fits")]
    assert "T: memilih membimbing murid lain" in str(plan.unmatched[0].reason)


def test_ties_share_a_rank_and_the_next_rank_follows() -> None:
    scenario = remedial({"A": 50}, [tutor("T"), tutor("U"), tutor("V")])
    plan = pair_up(scenario, Wishes(tutees={"A": [["T", "U"], "V"]}, tutors={"T": [], "U": []}))
    assert [(pair.tutor, pair.tutee_rank, pair.tutor_rank) for pair in plan.pairs] == [("V", 2, 1)]
    assert plan.worst_rank == 2
    assert plan.rank_sum == 3


@pytest.mark.parametrize(
    ("wishes", "cause", "said"),
    [
        ({}, "not_asked", "belum ditanya"),
        ({"A": []}, "accepts_nobody", "belum menerima tutor mana pun"),
        ({"A": ["no"]}, "no_tutor_fits", "no: tidak bersedia"),
        ({"A": ["unasked"]}, "no_tutor_fits", "unasked: belum ditanya kesediaannya"),
        ({"A": ["rude"]}, "no_tutor_fits", "rude: sikapnya belum sesuai"),
        ({"A": ["low"]}, "no_tutor_fits", "low: belum tuntas pada TP1"),
        ({"A": ["apart"]}, "no_tutor_fits", "apart: guru mencatat agar keduanya tidak bersama"),
        ({"A": ["blank"]}, "no_tutor_fits", "blank: belum ada nilai TP1"),
        ({"A": ["stranger"]}, "no_tutor_fits", "bukan calon tutor"),
    ],
)
def test_who_stays_without_a_tutor_hears_why(wishes: dict[str, list[str]], cause: str, said: str) -> None:
    blank = Tutor(pupil="blank", willing=True, attitude=Attitude(meets=True, note="sabar"))
    tutors = [
        tutor("no", willing=False),
        tutor("unasked", willing=None),
        tutor("rude", meets=False),
        tutor("low", 60),
        tutor("apart"),
        blank,
    ]
    scenario = remedial({"A": 50}, tutors, {"apart": ["A"]})
    (left,) = pair_up(scenario, Wishes(tutees=wishes)).unmatched
    assert (left.pupil, left.cause) == ("A", cause)
    assert said in str(left.reason)


def test_a_tutor_who_is_not_ahead_is_no_tutor() -> None:
    scenario = remedial({"A": 80}, [tutor("T", 80), tutor("U", 81)])
    assert names(pair_up(scenario, Wishes(tutees={"A": ["T", "U"]}))) == {"A": "U"}


def test_too_few_places_are_proved_by_those_who_compete_for_them() -> None:
    scenario = remedial({"A": 50, "B": 50, "C": 50, "D": 50}, [tutor("T"), tutor("U"), tutor("V")])
    plan = pair_up(scenario, Wishes(tutees={"A": ["T", "U"], "B": ["T"], "C": ["U"], "D": ["V"]}))
    (left,) = plan.unmatched
    assert left.cause == "too_few_places"
    assert "3 murid (A, B, dan C) hanya dapat dibimbing T dan U, dan di sana ada 2 tempat" in str(left.reason)
    assert not pair_up(
        scenario, Wishes(tutees={"A": ["T", "U"], "B": ["T"], "C": ["U"], "D": ["V"]}), capacity={"T": 2}
    ).unmatched


def test_a_capacity_above_the_setting_is_cut_and_said() -> None:
    scenario = remedial({f"A{n}": 50 for n in range(7)}, [tutor("T")])
    plan = pair_up(scenario, Wishes(tutees={f"A{n}": ["T"] for n in range(7)}), capacity=7)
    assert len(plan.pairs) == 5
    assert any("diberi 7 tempat" in str(note) for note in plan.notes)
    with pytest.raises(ValueError, match="negative"):
        pair_up(scenario, Wishes(), capacity=-1)


def test_absent_pupils_and_strangers_are_left_out_and_named() -> None:
    scenario = remedial({"A": 50, "B": 50}, [tutor("T"), tutor("U")])
    scenario.pupils[1].present = False
    scenario.pupils[2].present = False
    plan = pair_up(scenario, Wishes(tutees={"A": ["T", "U"], "B": ["U"]}, tutors={"U": ["A", "Z"]}))
    assert names(plan) == {"A": "U"}
    notes = " ".join(map(str, plan.notes))
    assert "A memilih T" in notes
    assert "U memilih Z" in notes
    assert str(plan.notes[-1]) == CONFIDENTIAL


def test_without_any_data_the_plan_is_empty_and_says_so() -> None:
    plan = pair_up(Scenario(version=1, kind="class"), Wishes())
    assert (plan.pairs, plan.unmatched, plan.idle, plan.rather) == ((), (), (), ())
    assert "0 dari 0" in str(plan.summary)


def test_pairs_who_would_rather_have_each_other_are_shown() -> None:
    # B can only have T, so A has to make do with U: A and T would both rather have each other.
    scenario = remedial({"A": 50, "B": 50}, [tutor("T"), tutor("U")])
    plan = pair_up(scenario, Wishes(tutees={"A": ["T", "U"], "B": ["T"]}, tutors={"T": ["A", "B"]}))
    assert names(plan) == {"A": "U", "B": "T"}
    (rather,) = plan.rather
    assert (rather.tutee, rather.tutor, rather.leaves, rather.gives_up) == ("A", "T", "U", "B")
    # With a tie the tutor has nothing to gain.
    tied = pair_up(scenario, Wishes(tutees={"A": ["T", "U"], "B": ["T"]}, tutors={"T": [["A", "B"]]}))
    assert names(tied) == names(plan)
    assert tied.rather == ()


@st.composite
def classes_with_wishes(draw: st.DrawFn) -> tuple[Scenario, Wishes, dict[str, int]]:
    tutees = [f"A{n}" for n in range(draw(st.integers(1, 6)))]
    tutors = [f"T{n}" for n in range(draw(st.integers(1, 4)))]
    score = st.one_of(st.none(), st.integers(40, 75).map(float))
    scenario = remedial(
        {id: draw(score) for id in tutees},
        [
            tutor(id, draw(st.sampled_from([65, 75, 90])), willing=draw(st.sampled_from([True, True, None])))
            for id in tutors
        ],
        {id: draw(st.lists(st.sampled_from(tutors), max_size=1)) for id in tutees},
    )

    def lists(whose: list[str], whom: list[str]):
        tiers = st.lists(st.one_of(st.sampled_from(whom), st.lists(st.sampled_from(whom), max_size=3)), max_size=4)
        return st.dictionaries(st.sampled_from(whose), tiers)

    wishes = Wishes(tutees=draw(lists(tutees, tutors)), tutors=draw(lists(tutors, tutees)))
    return scenario, wishes, {id: draw(st.integers(0, 2)) for id in tutors}


def named(tiers) -> set[str]:
    return {one for tier in tiers for one in ([tier] if isinstance(tier, str) else tier)}


@settings(max_examples=200, deadline=None)
@given(classes_with_wishes())
def test_every_pair_is_wanted_allowed_and_ahead(question: tuple[Scenario, Wishes, dict[str, int]]) -> None:
    scenario, wishes, capacity = question
    plan = pair_up(scenario, wishes, capacity=capacity)
    pupils = {pupil.id: pupil for pupil in scenario.pupils}
    tutors = {one.pupil: one for one in scenario.tutors}
    for pair in plan.pairs:
        assert pair.tutor in named(wishes.tutees[pair.tutee])
        assert pair.tutor not in wishes.tutors or pair.tutee in named(wishes.tutors[pair.tutor])
        assert pair.tutor not in pupils[pair.tutee].avoid
        evidence, score = tutors[pair.tutor].evidence["TP1"], pupils[pair.tutee].scores["TP1"]
        assert tutors[pair.tutor].willing
        assert evidence >= 70
        assert score is None or evidence > score
    for id, room in capacity.items():
        assert sum(pair.tutor == id for pair in plan.pairs) <= room
    assert {pair.tutee for pair in plan.pairs} | {one.pupil for one in plan.unmatched} == set(scenario.remedial.pupils)
    assert {pair.tutor for pair in plan.pairs}.isdisjoint(id for id, _ in plan.idle)
    for sentence in [*(one.reason for one in plan.unmatched), *(why for _, why in plan.idle), *plan.notes]:
        assert "{" not in sentence.render("id")


@settings(max_examples=200, deadline=None)
@given(classes_with_wishes())
def test_rather_together_holds_exactly_the_pairs_who_would_both_gain(
    question: tuple[Scenario, Wishes, dict[str, int]],
) -> None:
    scenario, wishes, capacity = question
    plan = pair_up(scenario, wishes, capacity=capacity)
    shown = {(one.tutee, one.tutor) for one in plan.rather}
    has = {pair.tutee: pair for pair in plan.pairs}
    for tutee, tutor_record in itertools.product(scenario.remedial.pupils, scenario.tutors):
        alone = Wishes(tutees={tutee: wishes.tutees[tutee]} if tutee in wishes.tutees else {}, tutors=wishes.tutors)
        others = {one.pupil: 0 for one in scenario.tutors}
        possible = pair_up(scenario, alone, capacity={**others, tutor_record.pupil: capacity[tutor_record.pupil]}).pairs
        if not possible or (tutee in has and has[tutee].tutor == tutor_record.pupil):
            assert (tutee, tutor_record.pupil) not in shown
            continue
        wish = next(pair for pair in possible if pair.tutee == tutee)
        taken = [pair for pair in plan.pairs if pair.tutor == wish.tutor]
        gains = tutee not in has or wish.tutee_rank < has[tutee].tutee_rank
        room = len(taken) < capacity[wish.tutor] or any(pair.tutor_rank > wish.tutor_rank for pair in taken)
        assert ((tutee, wish.tutor) in shown) == (gains and room)


def test_the_filled_scenario_keeps_the_rules_of_consent_and_model_1() -> None:
    scenario = remedial({"A": 50, "B": 55, "C": 60}, [tutor("T"), tutor("U")])
    scenario.groups.append(
        Group(id="K7", label="Melati", tutors=["U"], members=["A"], duties={"A": "pencatat", "B": "lama"})
    )
    before = dump_scenario(scenario)
    plan = pair_up(scenario, Wishes(tutees={"A": ["U"], "B": ["T"], "C": ["T"]}), capacity=2)
    filled = plan.fill(scenario)
    assert dump_scenario(scenario) == before
    assert {group.tutors[0]: group.members for group in filled.groups} == {"U": ["A"], "T": ["B", "C"]}
    kept = next(group for group in filled.groups if group.tutors == ["U"])
    assert (kept.id, kept.label, kept.duties) == ("K7", "Melati", {"A": "pencatat"})
    states = check(filled).states
    assert {rule: states[rule] for rule in ("T01", "T03", "T04", "T05", "G04", "G05", "D11")} == dict.fromkeys(
        ("T01", "T03", "T04", "T05", "G04", "G05", "D11"), "kept"
    )
    assert wishes_from_scenario(filled).tutees == {"A": [["U"]], "B": [["T"]], "C": [["T"]]}


# --- by rank -------------------------------------------------------------------------------------------------------


def ranked_class(scores: list[float | None], avoid: dict[str, list[str]] | None = None) -> Scenario:
    return Scenario(
        version=1,
        kind="class",
        objectives=[Objective(id="TP1", criterion=70)],
        pupils=[
            Pupil(id=f"M{n}", scores={"TP1": score}, avoid=(avoid or {}).get(f"M{n}", []))
            for n, score in enumerate(scores, start=1)
        ],
    )


def people(plan) -> list[tuple[str, ...]]:
    return [pair.people for pair in plan.pairs]


def test_pals_pairs_the_first_of_each_half() -> None:
    scenario = ranked_class([60, 90, 70, 80, 50, 40])
    assert people(rank_pairs(scenario)) == [("M2", "M1"), ("M4", "M5"), ("M3", "M6")]
    assert people(rank_pairs(scenario, "extremes")) == [("M2", "M6"), ("M4", "M5"), ("M3", "M1")]


def test_the_middle_pupil_of_an_odd_class_makes_a_pair_three() -> None:
    plan = rank_pairs(ranked_class([90, 80, 70, 60, 50]))
    assert people(plan) == [("M1", "M4"), ("M2", "M5", "M3")]
    assert any("mereka bertiga" in str(note) for note in plan.notes)


def test_who_must_not_be_together_shifts_as_little_as_possible() -> None:
    plan = rank_pairs(ranked_class([90, 80, 70, 60, 50, 40], {"M1": ["M4"]}))
    assert people(plan) == [("M1", "M5"), ("M2", "M4"), ("M3", "M6")]
    assert [pair.moved for pair in plan.pairs] == [1, 1, 0]


def test_pupils_without_a_score_or_a_possible_partner_are_named() -> None:
    plan = rank_pairs(ranked_class([90, 50, None], {"M2": ["M1"]}))
    assert plan.pairs == ()
    assert [id for id, _ in plan.unpaired] == ["M3", "M1", "M2"]


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("rule", ["pals", "extremes"])
def test_an_invented_class_is_paired_as_a_whole_and_nobody_with_whom_not(number: int, rule: str) -> None:
    scenario = invent_class(number, 27).scenario
    plan = rank_pairs(scenario, rule)
    everybody = [one for pair in plan.pairs for one in pair.people]
    assert sorted([*everybody, *(id for id, _ in plan.unpaired)]) == [pupil.id for pupil in scenario.pupils]
    avoid = {pupil.id: pupil.avoid for pupil in scenario.pupils}
    assert not any(b in avoid[a] for pair in plan.pairs for a, b in itertools.permutations(pair.people, 2))
    filled = plan.fill(scenario)
    assert [(*group.tutors, *group.members) for group in filled.groups] == people(plan)
    assert all(not group.accepts and group.model == 1 for group in filled.groups)

"""A teacher's wishes: what the solver is asked, whether its answer keeps the rules, and what is said where it can't."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import pytest
from parts import part

from tutor_sebaya import measures
from tutor_sebaya.classes import invent_class
from tutor_sebaya.planners import best as best_module
from tutor_sebaya.planners import optimal
from tutor_sebaya.planners.best import BestGroups, best_groups, costs, steps
from tutor_sebaya.planners.groups import RULES
from tutor_sebaya.planners.optimal import Within, judge
from tutor_sebaya.planners.wishes import (
    COMPANY,
    Goals,
    WishError,
    Wishes,
    ask,
    division_of,
    lonely,
    preferences_of,
    problem_of,
    wishes_of,
)
from tutor_sebaya.rules import check
from tutor_sebaya.scenario import (
    Attitude,
    Group,
    Grouping,
    Objective,
    Pupil,
    Remedial,
    Roles,
    Scenario,
    Seat,
    Subtopic,
    Turn,
    Tutor,
)
from tutor_sebaya.widgets_wishes_page import best_html, conflict_html


def ready(id: str, *, kind="peer", willing: bool | None = True, **evidence: float) -> Tutor:
    return Tutor(
        pupil=id,
        kind=kind,
        grade=5 if kind == "peer" else 6,
        evidence=evidence or {"TP1": 90.0, "TP2": 90.0},
        willing=willing,
        attitude=Attitude(meets=True, note="sabar"),
    )


def small_class(size: int = 9, subtopics: int = 3, seed: int = 1, **keys) -> Scenario:
    """Pupils M1, M2, … with chance scores and choices; the first `subtopics` + 1 of them are tutors."""
    source = random.Random(seed)
    ids = [f"M{number}" for number in range(1, size + 1)]
    pupils = [
        Pupil(
            id=one,
            gender="female" if place % 2 else "male",
            scores=dict.fromkeys(("TP1", "TP2"), float(95 if place < subtopics + 1 else source.randrange(40, 95))),
            chooses=source.sample([other for other in ids if other != one], 2) if source.random() < 0.6 else [],
        )
        for place, one in enumerate(ids)
    ]
    return Scenario(
        **{
            "version": 1,
            "kind": "class",
            "grade": 5,
            "objectives": [Objective(id="TP1", criterion=70.0), Objective(id="TP2", criterion=70.0)],
            "subtopics": [
                Subtopic(id=f"S{one}", title=f"Bagian {one}", objectives=["TP1"]) for one in range(1, subtopics + 1)
            ],
            "pupils": pupils,
            "tutors": [ready(one) for one in ids[: subtopics + 1]],
            **keys,
        }
    )


def divisions(people: tuple[str, ...], sizes: tuple[tuple[int, ...], ...]):
    for where in itertools.product(range(len(sizes)), repeat=len(people)):
        if all(where.count(group) in allowed for group, allowed in enumerate(sizes)):
            yield tuple(tuple(p for p, g in zip(people, where, strict=True) if g == k) for k in range(len(sizes)))


def broken_rules(scenario: Scenario, rules: tuple[str, ...] = RULES) -> set[str]:
    report = check(scenario)
    return {rule for rule in rules if report.states[rule] == "broken"}


# --- brute force -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(8))
def test_a_small_class_gets_its_best_groups(seed: int) -> None:
    """Every division tried, judged by the rules and the goals themselves, company included."""
    part("scipy")
    scenario = small_class(9, 3, seed)
    wishes = replace(wishes_of(scenario), mean=False)
    question = ask(scenario, wishes)
    problem = question.problem
    values = {}
    for groups in divisions(problem.people, problem.sizes):
        judged = judge(problem, groups)
        if not judged.broken:
            values[groups] = (not lonely(question, groups), judged.value)
    with_company = [value for company, value in values.values() if company]
    best = best_groups(scenario, wishes, 30)
    if with_company:
        assert best.state == "proven" and not best.alone
        assert best.value == pytest.approx(max(with_company))
    else:
        assert best.alone and best.state == "first"
        if best.hopeless:
            assert any("tidak ada pembagian yang memenuhi syarat lain" in one.render() for one in best.notes)
    assert best.bound is not None and best.bound >= max(with_company, default=0.0) - 1e-7


def test_company_is_proven_where_the_solver_alone_would_leave_somebody_without() -> None:
    """Two pairs of mutual friends outweigh M5, who chose M1; with company M5 comes first."""
    part("scipy")
    chooses = {"M1": ["M2"], "M2": ["M1"], "M3": ["M4"], "M4": ["M3"], "M5": ["M1"], "M6": []}
    scenario = Scenario(version=1, kind="class", pupils=[Pupil(id=one, chooses=xs) for one, xs in chooses.items()])
    wishes = Wishes(number=3, tutors="none", goals=Goals(friendships=1.0))
    alone = best_groups(scenario, wishes)
    assert (alone.value, alone.state) == (4.0, "proven")
    best = best_groups(scenario, replace(wishes, company=True))
    assert best.alone and best.hopeless, "M2 or M5: one of the two must do without M1 in pairs"
    roomy = best_groups(scenario, replace(wishes, company=True, number=2))
    assert (roomy.value, roomy.state, roomy.alone) == (5.0, "proven", ())


# --- agreement with the rules ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("size", [24, 36])
def test_the_defaults_break_no_rule_of_forming_groups(number: int, size: int) -> None:
    """The planner's own judgement and that of the rules, for 24 and 36 invented pupils, with and without a proof."""
    scenario = invent_class(number, size).scenario
    for prove in (False, True):
        best = best_groups(scenario, wishes_of(scenario), 10, prove)
        assert not best.broken
        assert not broken_rules(best.fill(scenario))


def test_pupils_without_a_score_and_uneven_sizes_leave_no_group_too_far_from_the_mean() -> None:
    for seed in range(6):
        scenario = invent_class(seed, 29).scenario
        source = random.Random(seed)
        for pupil in source.sample(scenario.pupils, 4):
            pupil.scores = {}
        best = best_groups(scenario, wishes_of(scenario), 5)
        assert best.groups and "G06" not in broken_rules(best.fill(scenario))


def test_a_tutor_leads_only_what_he_or_she_has_mastered() -> None:
    """Three can lead S1 and S2, three S3 only: each group's tutor has mastered its own sub-topic."""
    scenario = small_class(12, 3)
    scenario.subtopics[2].objectives = ["TP2"]
    scenario.tutors = [ready(f"M{n}", TP1=90.0, TP2=40.0) for n in (1, 2, 3)] + [ready("M4", TP1=40.0, TP2=90.0)]
    best = best_groups(scenario, replace(wishes_of(scenario), mean=False, thirds=False, company=False))
    assert [group.subtopic for group in best.groups] == ["S1", "S2", "S3"]
    assert best.groups[2].tutors == ("M4",)
    assert not broken_rules(best.fill(scenario), ("G01", "G02", "G03", "G05", "T01", "T05", "T06"))
    words = [one.text.render() for one in best.demanded if one.kind == "tutor"]
    assert (
        "kelompok K3 mendapat tutor yang tuntas pada submaterinya, bersedia, dan baik sikapnya (ada 1 calon)" in words
    )


def test_an_older_tutor_is_invited_where_the_class_lacks_one() -> None:
    scenario = small_class(12, 3)
    scenario.tutors = [ready("M1"), ready("M2"), ready("KAKAK", kind="cross_age")]
    best = best_groups(scenario, replace(wishes_of(scenario), mean=False, thirds=False, company=False))
    led = [group.tutors for group in best.groups]
    assert ("KAKAK",) in led and sorted(map(len, [g.people for g in best.groups])) == [4, 4, 5]
    assert not broken_rules(best.fill(scenario), ("G03", "G04", "G05", "T01"))


def test_a_remedial_scenario_divides_its_list_and_takes_tutors_from_the_rest() -> None:
    scenario = small_class(12, 2)
    scenario.kind = "remedial"
    scenario.remedial = Remedial(pupils=["M6", "M7", "M8", "M9", "M10", "M11"])
    best = best_groups(scenario, wishes_of(scenario, number=2))
    members = sorted(one for group in best.groups for one in group.members)
    assert members == sorted(scenario.remedial.pupils)
    assert all(len(group.tutors) == 1 and group.tutors[0] in ("M1", "M2", "M3") for group in best.groups)


def test_candidates_who_were_never_asked_are_proposed_and_the_teacher_is_told_to_ask() -> None:
    scenario = small_class(12, 3, tutors=[])
    wishes = wishes_of(scenario)
    assert wishes.tutors == "able"
    best = best_groups(scenario, wishes)
    filled = best.fill(scenario)
    assert {one.pupil for one in filled.tutors} >= {one for group in best.groups for one in group.tutors}
    assert any("Tanyakan kesediaan" in one.render() for one in best.notes)
    assert wishes_of(Scenario(version=1, kind="class", pupils=[Pupil(id="M1"), Pupil(id="M2")])).tutors == "none"


# --- each wish -------------------------------------------------------------------------------------------------------


def test_wishes_made_by_hand_are_kept() -> None:
    scenario = invent_class(0).scenario
    ids = [one.id for one in scenario.pupils]
    girls = [one.id for one in scenario.pupils if one.gender == "female"]
    wishes = replace(
        wishes_of(scenario),
        locks={ids[0]: "K2", ids[1]: 5},
        together=((ids[2], ids[3]),),
        apart=((ids[4], ids[5]), (ids[4], ids[6])),
        gender=True,
        sizes=(5, 7),
    )
    best = best_groups(scenario, wishes, 3)
    where = {one: group.id for group in best.groups for one in group.people}
    assert where[ids[0]] == "K2" and where[ids[1]] == "K5" and where[ids[2]] == where[ids[3]]
    assert where[ids[4]] not in (where[ids[5]], where[ids[6]])
    assert all(len(set(girls) & set(group.people)) != 1 for group in best.groups)
    assert all(5 <= len(group.people) <= 7 for group in best.groups)


def test_pupils_get_the_subtopic_that_they_would_like() -> None:
    part("scipy")
    scenario = small_class(9, 3)
    prefers = {"M5": ("S2", "S1"), "M6": ("S2",), "M7": ("S3",), "M8": ("S1",), "M9": ("S1",)}
    wishes = Wishes(number=3, prefers=prefers, goals=Goals(preferences=1.0))
    best = best_groups(scenario, wishes)
    given = {one: group.subtopic for group in best.groups for one in group.people}
    assert {one: given[one] for one in prefers} == {"M5": "S2", "M6": "S2", "M7": "S3", "M8": "S1", "M9": "S1"}
    said = "5 dari 5 murid mendapat submateri yang diinginkannya, 5 di antaranya pilihan pertama."
    assert best.goals[0].text.render() == said and best.value == 5.0


def test_an_interest_that_names_a_subtopic_is_a_wish_for_it() -> None:
    scenario = small_class(4, 2)
    for pupil, interest in zip(scenario.pupils, ("bagian  1", "S2", "musik", None), strict=True):
        pupil.interest = interest
    assert preferences_of(scenario) == {"M1": ("S1",), "M2": ("S2",)}
    assert wishes_of(scenario).goals.preferences == 1.0


def test_former_groups_are_seldom_repeated() -> None:
    part("scipy")
    scenario = small_class(9, 3)
    wishes = Wishes(number=3)
    first = best_groups(scenario, replace(wishes, goals=Goals(friendships=1.0)))
    filled = first.fill(scenario)
    again = best_groups(filled, replace(wishes, former=(division_of(filled),), goals=Goals(few_repeats=1.0)))
    assert again.value == 0.0 and again.state == "proven"
    assert again.goals[0].text.render() == "0 dari 9 pasangan yang pernah sekelompok menjadi sekelompok lagi."
    third = best_groups(
        filled,
        replace(wishes, former=(division_of(filled), division_of(again.fill(filled))), goals=Goals(few_repeats=1.0)),
    )
    assert third.value == 0.0, "nine pupils can meet in threes three times without a pair that repeats"


@pytest.mark.parametrize("feature", ["gender", "third", "interest", "seat"])
def test_groups_are_diverse_or_alike_in_a_feature(feature: str) -> None:
    part("scipy")
    scenario = small_class(8, 2)
    for place, pupil in enumerate(scenario.pupils):
        pupil.interest, pupil.seat = ("seni", "sains")[place // 4], Seat(row=place // 2, column=place % 2)
    wishes = Wishes(number=2, tutors="none")
    mixed = best_groups(scenario, replace(wishes, goals=Goals(diversity={feature: 1.0})))
    alike = best_groups(scenario, replace(wishes, goals=Goals(diversity={feature: -1.0})))
    assert mixed.state == alike.state == "proven"
    assert (mixed.value or 0) > -(alike.value or 0)
    assert f"{int(mixed.value or 0)} dari 12 pasangan anggota berbeda" in mixed.goals[0].text.render()


def test_even_ability_alone_is_proven_by_arithmetic() -> None:
    scenario = invent_class(0).scenario
    best = best_groups(scenario, Wishes(number=6, goals=Goals(even=1.0)), 20, prove=False)
    scores = measures.initial_scores(scenario.pupils)
    means = [sum(scores[one] for one in group.people if one in scores) / 6 for group in best.groups]
    assert best.state == "proven" and max(means) - min(means) < 0.5
    assert "rata-rata kelas" in best.goals[0].text.render()


def test_mixed_ability_inside_groups_is_said_in_points() -> None:
    scenario = small_class(6, 2)
    best = best_groups(scenario, Wishes(number=3, tutors="none", goals=Goals(mixed=1.0)))
    assert best.state == "proven"
    assert "rata-rata berselisih" in best.goals[0].text.render()


def test_absent_pupils_are_left_out_of_every_wish() -> None:
    scenario = small_class(10, 3)
    scenario.pupils[9].present = False
    wishes = replace(wishes_of(scenario), locks={"M10": 1}, together=(("M10", "M5"),), apart=(("M10", "M6"),))
    assert not [one for one in ask(scenario, wishes).demanded if one.kind in ("lock", "together", "apart")]


# --- what is wrong, and what can't be --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "where", "said"),
    [
        ({"locks": {"X": 1}}, "locks.X", "tidak ada murid dengan id X dalam daftar. Periksa idnya."),
        ({"locks": {"M1": "K9"}}, "locks.M1", "kelompok K9 tidak ada. Pilih salah satu dari K1, K2, dan K3."),
        ({"locks": {"M1": 0}}, "locks.M1", "kelompok 0 tidak ada. Pilih salah satu dari K1, K2, dan K3."),
        ({"together": (("M1", "X"),)}, "together[0]", "tidak ada murid dengan id X dalam daftar. Periksa idnya."),
        ({"apart": (("M1", "M1"),)}, "apart[0]", "M1 tidak dapat dipisahkan dari dirinya sendiri."),
        ({"prefers": {"M1": ("S9",)}}, "prefers.M1", "submateri S9 tidak ada dalam daftar submateri."),
        ({"number": 0}, "number", "0 kelompok tidak mungkin untuk 9 murid. Pilih 1 sampai 9."),
        ({"number": 10}, "number", "10 kelompok tidak mungkin untuk 9 murid. Pilih 1 sampai 9."),
        (
            {"sizes": (5, 2)},
            "sizes",
            "ukuran kelompok 5 sampai 2 tidak mungkin. Tulis yang terkecil lebih dahulu, paling sedikit 1.",
        ),
    ],
)
def test_a_wish_that_names_nobody_says_where_and_what_mends_it(change, where: str, said: str) -> None:
    scenario = small_class(9, 3)
    with pytest.raises(WishError) as caught:
        problem_of(scenario, replace(wishes_of(scenario), **change))
    assert [(one.where, one.message.render()) for one in caught.value.problems] == [(where, said)]


def impossible(change: dict, scenario: Scenario | None = None) -> BestGroups:
    scenario = scenario or small_class(9, 3)
    wishes = replace(Wishes(number=3), **change)
    best = best_groups(scenario, wishes)
    assert best.state == "conflict" and best.conflict is not None and not best.groups
    assert best.fill(scenario) == scenario
    return best


def test_a_conflict_is_said_in_the_teachers_words_with_a_way_out() -> None:
    best = impossible({"locks": {"M5": "K2"}, "together": (("M5", "M6"),), "apart": (("M6", "M5"),)})
    assert best.text.render() == (
        "Syarat-syarat ini tidak dapat dipenuhi bersama oleh 9 peserta dalam 3 kelompok: M5 dan M6 sekelompok dan "
        "M6 dan M5 tidak sekelompok. Longgarkan salah satunya atau ubah jumlah kelompok."
    )
    assert best.conflict is not None
    said = "Yang paling ringan dilepas: M5 dan M6 sekelompok. Sesudah itu semua syarat lain terpenuhi."
    assert best.conflict.advice.render() == said
    freed = best_groups(small_class(9, 3), best.wishes.without(best.conflict.ways_out[0]))
    assert freed.groups and {"M5"} & set(freed.groups[1].people)


def test_two_locks_name_the_groups_by_their_ids() -> None:
    scenario = small_class(9, 3, groups=[Group(id=one) for one in ("Merah", "Biru", "Hijau")])
    best = impossible({"locks": {"M5": "Biru", "M6": "Hijau"}, "together": (("M5", "M6"),)}, scenario)
    words = best.text.render()
    assert all(
        one in words for one in ("M5 tetap di kelompok Biru", "M6 tetap di kelompok Hijau", "M5 dan M6 sekelompok")
    )


def test_too_few_tutors_are_named_as_the_one_demand_in_conflict() -> None:
    scenario = small_class(9, 3)
    scenario.tutors = [ready("M1"), ready("M2")]
    best = impossible({}, scenario)
    assert best.text.render() == (
        "Syarat ini tidak dapat dipenuhi oleh 9 peserta dalam 3 kelompok: setiap kelompok mendapat tutor yang tuntas, "
        "bersedia, dan baik sikapnya (ada 2 calon). Longgarkan syarat itu atau ubah jumlah kelompok."
    )


def test_sizes_that_do_not_fit_are_said_without_any_demand() -> None:
    best = impossible({"sizes": (1, 2)})
    assert best.text.render() == (
        "9 peserta tidak dapat dibagi menjadi 3 kelompok dengan ukuran itu: tempatnya 3 sampai 6. Ubah jumlah atau "
        "ukuran kelompok."
    )
    assert best.conflict is not None and "ukuran kelompok" in best.conflict.advice.render()


def test_pupils_who_must_all_keep_apart_are_named_once() -> None:
    best = impossible({"apart": tuple(itertools.combinations(("M5", "M6", "M7", "M8"), 2))})
    said = "4 murid tidak boleh saling sekelompok (M5, M6, M7, dan M8), lebih banyak daripada 3 kelompok."
    assert best.text.render() == said


def test_two_conflicts_at_once_are_not_mended_by_giving_up_one_demand() -> None:
    best = impossible(
        {"together": (("M5", "M6"), ("M7", "M8")), "apart": (("M5", "M6"), ("M7", "M8"))},
    )
    assert best.conflict is not None and not best.conflict.ways_out
    assert "belum cukup" in best.conflict.advice.render()


def test_a_conflict_is_shown_with_names_and_nothing_else_than_text() -> None:
    best = impossible({"together": (("M5", "M6"),), "apart": (("M5", "M6"),)})
    shown = conflict_html(best, "id", {"M5": "<b>Ayu</b>"})
    assert "&lt;b&gt;Ayu&lt;/b&gt;" in shown and "<b>" not in shown
    assert "Kelompok yang ada tidak diubah." in shown
    assert best_html(best, "id") == conflict_html(best, "id")


# --- the answer ------------------------------------------------------------------------------------------------------


def test_the_plan_keeps_everything_else_and_records_no_way_that_was_not_gone() -> None:
    scenario = invent_class(0).scenario
    best = best_groups(scenario, wishes_of(scenario), 2)
    assert best.fill(scenario).grouping == scenario.grouping
    assert any("Cara pengelompokan tetap belum dipilih." in one.render() for one in best.notes)
    group = Group(
        id="K1", label="Melati", roles=Roles(guide="memberi petunjuk"), model=2, turns=[Turn(pupil="M36", minutes=2)]
    )
    former = scenario.model_copy(
        update={"groups": [group], "grouping": Grouping(way="interest", ground="full_participation")}
    )
    before = former.model_copy(deep=True)
    filled = best.fill(former)
    assert former == before
    assert filled.grouping == former.grouping
    first = filled.groups[0]
    assert (first.label, first.roles, first.model) == ("Melati", group.roles, 2)
    assert [turn.pupil for turn in first.turns] == [one for one in ("M36",) if one in (*first.tutors, *first.members)]
    same = {"groups", "tutors"}
    assert filled.model_dump(exclude=same) == former.model_dump(exclude=same)


def test_answers_get_better_until_one_is_proven() -> None:
    part("scipy")
    scenario = invent_class(0).scenario
    found = list(steps(scenario, wishes_of(scenario), 30))
    assert found[0].state != "proven" and found[-1].state == "proven"
    values = [one.value or 0 for one in found]
    bounds = [one.bound for one in found if one.bound is not None]
    assert values == sorted(values) and bounds == sorted(bounds, reverse=True)
    assert found[-1].groups == best_groups(scenario, wishes_of(scenario), 30).groups
    assert all(not broken_rules(one.fill(scenario)) for one in found)


def test_the_search_ends_when_its_iterator_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = invent_class(0).scenario
    search = steps(scenario, wishes_of(scenario), 30)
    assert next(search).groups
    monkeypatch.setattr(best_module, "solve", lambda *_: pytest.fail("the search went on"))
    search.close()
    assert list(search) == []


def test_no_time_still_gives_groups() -> None:
    scenario = invent_class(2).scenario
    found = list(steps(scenario, wishes_of(scenario), 0))
    assert len(found) == 1 and not broken_rules(found[0].fill(scenario))


def test_without_scipy_there_are_groups_and_it_is_said_why_there_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(optimal, "_partition", lambda: None)
    scenario = invent_class(1).scenario
    for best in (best_groups(scenario, wishes_of(scenario), 5), list(steps(scenario, wishes_of(scenario), 5))[-1]):
        assert best.without_scipy and best.state == "first"
        assert not broken_rules(best.fill(scenario))
        assert "belum terbukti" in best.text.render()
        assert any("scipy belum terpasang" in one.render() for one in best.notes)
        assert "scipy belum terpasang" in best_html(best, "id")
    unasked = best_groups(scenario, wishes_of(scenario), 1, prove=False)
    assert not unasked.without_scipy


def test_an_error_of_the_listener_ends_the_search() -> None:
    class StoppedError(Exception):
        pass

    def stop(_: object) -> None:
        raise StoppedError

    scenario = invent_class(0).scenario
    with pytest.raises(StoppedError):
        best_groups(scenario, wishes_of(scenario), tell=stop)


def test_what_a_demand_costs_is_what_giving_it_up_wins() -> None:
    part("scipy")
    scenario = small_class(9, 3, 6)
    wishes = Wishes(
        number=3, apart=(("M1", "M2"),), together=(("M5", "M9"),), goals=Goals(friendships=1.0), company=True
    )
    best = best_groups(scenario, wishes, 20)
    assert best.state == "proven" and best.value is not None
    found = costs(scenario, best, 20)
    assert [one.demanded for one in found] == list(best.demanded)
    without_company = replace(wishes, company=False)
    for cost in found:
        relaxed = best_groups(scenario, without_company, 20)
        if cost.demanded == COMPANY:
            expected = (relaxed.value or 0) - best.value
        else:
            expected = (best_groups(scenario, without_company.without(cost.demanded), 20).value or 0) - (
                relaxed.value or 0
            )
        assert cost.proven and cost.lost == pytest.approx(max(0.0, expected))
    assert any(one.lost > 0 for one in found)
    assert "mengurangi mutu" in best_html(best, "id", costs=found)


def test_no_goal_at_all_is_said() -> None:
    best = best_groups(small_class(9, 3), Wishes(number=3))
    assert best.groups and any("Belum ada tujuan" in one.render() for one in best.notes)


def test_a_cohort_gets_groups_that_keep_the_demands() -> None:
    """A thousand pupils with tutors, pairs apart and scores, in groups of six at most."""
    part("numpy")
    source = random.Random(1)
    ids = [f"P{number:04}" for number in range(1000)]
    pupils = [
        Pupil(id=one, gender=source.choice(["male", "female"]), scores={"TP1": float(source.randrange(40, 101))},
              chooses=source.sample(ids, 1) if source.random() < 0.2 else [],
              avoid=source.sample(ids, 1) if source.random() < 0.02 else [])
        for one in ids
    ]  # fmt: skip
    scenario = Scenario(
        version=1,
        kind="class",
        objectives=[Objective(id="TP1", criterion=70.0)],
        pupils=pupils,
        tutors=[ready(one.id, TP1=score) for one in pupils if (score := one.scores["TP1"]) is not None and score >= 85],
    )
    wishes = wishes_of(scenario)
    assert wishes.number == 167 and wishes.tutors == "ready"
    best = best_groups(scenario, wishes, 3)
    assert best.bound is not None and best.value is not None and best.bound >= best.value
    rules = {"G03", "G04", "G05", "G06", "G07", "T01", "T05", "T06"} | ({"G09"} if not best.alone else set())
    assert not broken_rules(best.fill(scenario)) & rules


def test_every_sentence_of_the_demands_says_its_number() -> None:
    scenario = invent_class(0).scenario
    question = ask(scenario, wishes_of(scenario))
    said = [one.text.render() for one in question.demanded]
    assert any("rata-rata setiap kelompok paling jauh" in one for one in said)
    within = next(one for one in question.problem.demands if isinstance(one, Within))
    assert within.tolerance == pytest.approx(6 * 0.5 * measures.spread(question.school_class.scores.values()), rel=0.2)
    assert not any("{" in one for one in said)

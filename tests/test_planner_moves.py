"""Moving pupils by hand: who is where afterwards, what is said, and which rules a move breaks or mends."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor_sebaya.classes import invent_class
from tutor_sebaya.planners import form_groups
from tutor_sebaya.planners.moves import HandMove, MoveError, changes, move, swap
from tutor_sebaya.rules import check
from tutor_sebaya.scenario import (
    Attitude,
    Group,
    Objective,
    Observation,
    Pupil,
    Remedial,
    Scenario,
    Subtopic,
    Turn,
    Tutor,
    dump_scenario,
    parse_scenario,
)
from tutor_sebaya.widgets_wishes_page import changes_html


def plan() -> Scenario:
    """Two groups of three with tutors A and D; KAKAK from outside is in reserve; X is absent; Z is in no group."""
    attitude = Attitude(meets=True, note="sabar")
    evidence: dict[str, float | None] = {"TP1": 90.0}
    return Scenario(
        version=1,
        kind="class",
        grade=5,
        objectives=[Objective(id="TP1", criterion=70.0)],
        subtopics=[Subtopic(id="S1", objectives=["TP1"]), Subtopic(id="S2", objectives=["TP1"])],
        pupils=[
            *(
                Pupil(id=one, scores={"TP1": score})
                for one, score in zip("ABCDEFZ", (90, 70, 50, 90, 70, 50, 60), strict=True)
            ),
            Pupil(id="X", present=False),
        ],
        tutors=[
            *(
                Tutor(pupil=one, kind="peer", grade=5, evidence=evidence, willing=True, attitude=attitude)
                for one in "AD"
            ),
            Tutor(pupil="KAKAK", kind="cross_age", grade=6, evidence=evidence, willing=True, attitude=attitude),
        ],
        groups=[
            Group(
                id="K1",
                label="Melati",
                tutors=["A"],
                members=["B", "C"],
                subtopics=["S1"],
                representative="B",
                duties={"B": "mencatat", "C": "membaca"},
                accepts={"B": True, "C": True},
                turns=[Turn(pupil="A", minutes=1), Turn(pupil="B", minutes=3), Turn(pupil="C", minutes=3)],
                individual_sessions=["B"],
                gender_note="sudah nyaman",
                products={"B": "poster"},
            ),
            Group(id="K2", tutors=["D"], members=["E", "F", "X"], subtopics=["S2"], accepts={"E": True, "F": True}),
        ],
        observation=Observation(indicators=["bertanya"], groups=["K1", "K2"]),
    )


def people(scenario: Scenario, id: str) -> tuple[list[str], list[str]]:
    group = next(one for one in scenario.groups if one.id == id)
    return group.tutors, group.members


def said(made: HandMove) -> list[str]:
    return [one.render() for one in made.notes]


def problem_of(function, *arguments, **keys) -> tuple[str, str]:
    with pytest.raises(MoveError) as caught:
        function(*arguments, **keys)
    (problem,) = caught.value.problems
    return problem.where, problem.message.render()


# --- one move --------------------------------------------------------------------------------------------------------


def test_a_member_moves_and_leaves_behind_what_was_said_in_the_former_group() -> None:
    scenario = plan()
    before = scenario.model_copy(deep=True)
    made = move(scenario, "B", "K2")
    assert scenario == before, "going back is taking the old scenario"
    assert people(made.scenario, "K1") == (["A"], ["C"]) and people(made.scenario, "K2") == (
        ["D"],
        ["E", "F", "X", "B"],
    )
    assert made.text.render() == "B pindah dari kelompok K1 ke kelompok K2."
    first = made.scenario.groups[0]
    assert first.representative is None and first.duties == {"C": "membaca"} and first.products == {}
    assert [turn.pupil for turn in first.turns] == ["A", "C"] and first.individual_sessions == []
    assert first.accepts == {"C": True} and first.gender_note is None and first.label == "Melati"
    assert said(made) == [
        "B wakil kelompok K1; pilih wakil yang baru.",
        "Catatan untuk B di kelompok K1 tidak ikut pindah: tugas, hasil kerja, giliran bicara, dan sesi perorangan.",
        "Catatan tentang perbedaan jenis kelamin di kelompok K1 dihapus karena orangnya berubah.",
    ]
    assert made.scenario.observation == scenario.observation


def test_what_a_move_breaks_and_mends_is_what_the_rules_say() -> None:
    scenario = plan()
    made = move(scenario, "B", "K2")
    before, after = check(scenario), check(made.scenario)
    for one in made.changes:
        assert (one.kind == "broken") == (not before.of(one.rule))
        assert (one.kind == "mended") == (not after.of(one.rule))
        assert one.findings == (before if one.kind == "mended" else after).of(one.rule)
    assert {one.rule for one in made.changes} == {one.rule for one in (*before.findings, *after.findings)}
    (consent,) = [one for one in made.changes if one.rule == "T04"]
    assert consent.kind == "broken"
    assert [one.message.render() for one in consent.new] == [
        "B belum menyatakan menerima tutor di kelompok K2. Tanyakan secara pribadi; jangan lanjutkan tanpa persetujuannya."
    ]
    placed = move(scenario, "Z", "K1")
    assert [one.rule for one in placed.of("mended") if one.rule == "G04"] == ["G04"]
    assert placed.text.render() == "Z ditempatkan di kelompok K1."


def test_a_tutor_who_moves_as_a_member_leaves_the_group_without_one() -> None:
    made = move(plan(), "A", "K2")
    assert people(made.scenario, "K1") == ([], ["B", "C"])
    assert people(made.scenario, "K2") == (["D"], ["E", "F", "X", "A"])
    assert "G03" in [one.rule for one in made.of("broken")]
    assert "Tutor kelompok K1 berganti: tanyakan lagi apakah anggotanya menerima tutor itu." in said(made)
    assert made.scenario.groups[0].accepts == {}
    mended = move(made.scenario, "A", "K1", as_tutor=True)
    assert mended.text.render() == "A pindah dari kelompok K2 ke kelompok K1 sebagai tutor."
    assert "G03" in [one.rule for one in mended.of("mended")]


def test_a_member_becomes_tutor_of_the_same_group_and_back() -> None:
    made = move(plan(), "B", "K1", as_tutor=True)
    assert people(made.scenario, "K1") == (["A", "B"], ["C"])
    assert made.text.render() == "B kini tutor kelompok K1."
    assert "T01" in [one.rule for one in made.of("broken")]
    back = move(made.scenario, "B", "K1")
    assert people(back.scenario, "K1") == (["A"], ["C", "B"])
    assert back.text.render() == "B kini anggota kelompok K1, bukan tutor."


def test_a_tutor_from_outside_stays_a_tutor() -> None:
    made = move(plan(), "KAKAK", "K1")
    assert people(made.scenario, "K1") == (["A", "KAKAK"], ["B", "C"])
    assert made.text.render() == "KAKAK ditempatkan di kelompok K1 sebagai tutor."
    assert "KAKAK datang dari luar kelas ini, jadi tetap menjadi tutor." in said(made)
    on = move(made.scenario, "KAKAK", "K2")
    assert people(on.scenario, "K2")[0] == ["D", "KAKAK"] and "KAKAK" not in people(on.scenario, "K1")[0]


def test_an_absent_pupil_moves_as_a_member_and_is_not_counted() -> None:
    made = move(plan(), "X", "K1")
    assert people(made.scenario, "K1")[1] == ["B", "C", "X"]
    assert "X tercatat tidak hadir, jadi tidak ikut dihitung." in said(made)
    assert not made.of("broken", "mended", "worse", "better")
    where, words = problem_of(move, plan(), "X", "K1", as_tutor=True)
    assert where == "pupils[7]" and words == "X tidak hadir, jadi tidak dapat menjadi tutor hari ini. Pilih tutor lain."


def test_the_last_one_leaves_an_empty_group_behind() -> None:
    scenario = plan()
    for one in "ABC":
        made = move(scenario, one, "K2")
        scenario = made.scenario
    assert people(scenario, "K1") == ([], [])
    assert "Kelompok K1 kini kosong; kelompoknya tetap ada." in said(made)
    assert [one.id for one in scenario.groups] == ["K1", "K2"]
    assert parse_scenario(dump_scenario(scenario)) == scenario


def test_whoever_stood_in_two_groups_stands_in_one_after_a_move() -> None:
    scenario = plan()
    scenario.groups[1].members.append("B")
    made = move(scenario, "B", "K2")
    assert [one.id for one in made.scenario.groups if "B" in one.members] == ["K2"]
    assert "G04" in [one.rule for one in (*made.of("mended"), *made.of("better"))]
    assert problem_of(swap, scenario, "B", "F") == (
        "groups[0]",
        "B ada di 2 tempat. Pindahkan dahulu ke satu kelompok.",
    )


@pytest.mark.parametrize(
    ("pupil", "group", "tutor", "where", "words"),
    [
        (
            "Q",
            "K1",
            False,
            "pupils",
            "tidak ada murid atau tutor dengan id Q dalam daftar. Periksa idnya, atau tambahkan murid itu.",
        ),
        ("B", "K9", False, "groups", "kelompok K9 tidak ada. Pilih salah satu dari K1 dan K2."),
        ("B", "K1", False, "groups[0]", "B sudah menjadi anggota kelompok K1. Pilih kelompok lain."),
        ("A", "K1", True, "groups[0]", "A sudah menjadi tutor kelompok K1. Pilih kelompok lain."),
    ],
)
def test_a_move_that_cannot_be_made_says_where_and_what_mends_it(pupil, group, tutor, where, words) -> None:
    assert problem_of(move, plan(), pupil, group, as_tutor=tutor) == (where, words)


def test_without_groups_there_is_nothing_to_move_into() -> None:
    scenario = plan()
    scenario.groups = []
    assert problem_of(move, scenario, "B", "K1") == ("groups", "belum ada kelompok. Bentuk kelompok lebih dahulu.")


# --- swaps -----------------------------------------------------------------------------------------------------------


def test_two_members_change_places() -> None:
    made = swap(plan(), "B", "F")
    assert people(made.scenario, "K1") == (["A"], ["F", "C"]) and people(made.scenario, "K2") == (
        ["D"],
        ["E", "B", "X"],
    )
    assert made.text.render() == "B dari kelompok K1 ditukar dengan F dari kelompok K2."
    assert made.pupils == ("B", "F")
    back = swap(made.scenario, "F", "B")
    assert [people(back.scenario, one) for one in ("K1", "K2")] == [people(plan(), one) for one in ("K1", "K2")]


def test_a_tutor_and_a_member_change_places_and_roles() -> None:
    made = swap(plan(), "A", "E")
    assert people(made.scenario, "K1") == (["E"], ["B", "C"]) and people(made.scenario, "K2") == (
        ["D"],
        ["A", "F", "X"],
    )
    assert "T01" in [one.rule for one in made.of("broken")]
    inside = swap(plan(), "A", "B")
    assert people(inside.scenario, "K1") == (["B"], ["A", "C"])
    assert inside.text.render() == "B kini tutor kelompok K1 menggantikan A, yang menjadi anggota."


def test_swaps_that_cannot_be_made_say_so() -> None:
    scenario = move(plan(), "KAKAK", "K1").scenario
    assert problem_of(swap, scenario, "B", "B")[1] == "B tidak dapat ditukar dengan dirinya sendiri."
    assert problem_of(swap, scenario, "B", "C") == (
        "groups[0]",
        "B dan C sudah sekelompok dengan peran yang sama; tidak ada yang ditukar.",
    )
    assert problem_of(swap, scenario, "KAKAK", "E") == (
        "groups[1].members",
        "KAKAK datang dari luar kelas ini dan hanya dapat menjadi tutor. Tukarlah dengan tutor lain.",
    )
    assert problem_of(swap, scenario, "X", "A") == (
        "pupils[7]",
        "X tidak hadir, jadi tidak dapat menjadi tutor hari ini. Pilih tutor lain.",
    )
    assert problem_of(swap, scenario, "Z", "B") == (
        "groups",
        "Z belum ada di kelompok mana pun. Tempatkan dahulu di sebuah kelompok.",
    )


# --- the rules -------------------------------------------------------------------------------------------------------


def test_a_rule_still_broken_tells_its_new_findings_from_the_old_ones() -> None:
    scenario = plan()
    scenario.groups[0].accepts = {"C": True}
    made = move(scenario, "E", "K1")
    (consent,) = [one for one in made.changes if one.rule == "T04"]
    assert consent.kind == "worse" and len(consent.findings) == 2
    assert [one.message.render().split()[0] for one in consent.new] == ["E"]
    same = changes(check(scenario), check(scenario))
    assert {one.kind for one in same} == {"still"} and not any(one.new for one in same)


def test_what_a_pupil_lacked_before_the_move_is_no_news() -> None:
    """E has no duty in K2 and none in K1; F is alone of its choice in K2 before and after."""
    scenario = plan()
    scenario.pupils[5].chooses = ["A"]
    made = move(scenario, "E", "K1")
    assert [one.kind for one in made.changes if one.rule in ("D01", "G09")] == ["still", "still"]
    assert not [one.new for one in made.changes if one.rule in ("D01", "G09") and one.new]
    company = move(scenario, "F", "K1")
    assert "G09" in [one.rule for one in company.of("mended")]


def test_a_remedial_plan_is_judged_by_its_own_rules() -> None:
    scenario = plan()
    scenario.kind = "remedial"
    scenario.remedial = Remedial(pupils=["B", "C", "E", "F"], targets={one: ["TP1"] for one in "CF"})
    made = move(scenario, "C", "K2")
    assert "T04" in [one.rule for one in made.of("broken", "worse")]
    assert all(one.rule != "G06" for one in made.changes)


# --- any sequence ----------------------------------------------------------------------------------------------------

CLASS = invent_class(0).scenario
PLANNED = form_groups(CLASS, "counting_off").fill(CLASS)
PUPILS = [one.id for one in PLANNED.pupils]
GROUPS = [one.id for one in PLANNED.groups]

one_pupil = st.sampled_from([*PUPILS, "nobody"])
steps = st.lists(
    st.tuples(st.just("move"), one_pupil, st.sampled_from([*GROUPS, "nowhere"]), st.booleans())
    | st.tuples(st.just("swap"), one_pupil, one_pupil, st.just(False)),
    max_size=5,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_no_sequence_of_moves_loses_or_doubles_a_pupil(sequence) -> None:
    """36 pupils; each step can be undone, and every plan on the way can be saved and opened again."""
    scenario, history = PLANNED, []
    for kind, first, second, as_tutor in sequence:
        before = scenario.model_copy(deep=True)
        try:
            made = move(scenario, first, second, as_tutor) if kind == "move" else swap(scenario, first, second)
        except MoveError as error:
            assert all(one.message.render() and one.where for one in error.problems)
            assert scenario == before
            continue
        assert scenario == before, "a move leaves the old plan whole"
        history.append(scenario)
        scenario = made.scenario
        placed = Counter(one for group in scenario.groups for one in (*group.tutors, *group.members))
        assert placed == dict.fromkeys(PUPILS, 1)
        for group in scenario.groups:
            here = {*group.tutors, *group.members}
            assert {turn.pupil for turn in group.turns} | set(group.duties) | set(group.accepts) <= here
        broken = {id for id, state in check(scenario).states.items() if state == "broken"}
        assert {one.rule for one in made.changes if one.kind != "mended"} == broken
        assert parse_scenario(dump_scenario(scenario)) == scenario
    while history:
        scenario = history.pop()
    assert scenario == PLANNED


# --- on the page -----------------------------------------------------------------------------------------------------


def test_the_page_shows_what_broke_first_and_folds_away_what_was_broken_before() -> None:
    made = move(plan(), "B", "K2")
    shown = changes_html(made, "id", {"B": "<Budi>"})
    assert "&lt;Budi&gt; pindah dari kelompok K1 ke kelompok K2." in shown and "<Budi>" not in shown
    assert shown.index("kini dilanggar") < shown.index("Aturan yang sejak semula dilanggar")
    assert shown.index("kini dilanggar:</strong> T04") < shown.index("<details")
    quiet = changes_html(move(plan(), "X", "K1"), "id")
    assert "Tidak ada aturan yang berubah." in quiet

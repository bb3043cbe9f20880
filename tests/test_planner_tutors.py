"""The tutor planner: demands with reasons, no ranking, turns for everybody, nothing lost on the way back."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor_sebaya.classes import invent_class
from tutor_sebaya.planners.tutors import (
    RULES,
    SEVEN_CRITERIA,
    TEN_OBSERVATIONS,
    consent_sheet_for_tutor,
    consent_sheets,
    least_cost,
    observation_sheet,
    proposed_record,
    rotate,
    teach_back_sheet,
    to_tutors,
    tutor_slots,
    tutor_table,
)
from tutor_sebaya.rules import check
from tutor_sebaya.rules.lesson import Lesson
from tutor_sebaya.scenario import (
    CRITERIA,
    Attitude,
    Group,
    Objective,
    Pupil,
    Remedial,
    Scenario,
    Subtopic,
    Tutor,
    dump_scenario,
    parse_scenario,
)
from tutor_sebaya.settings import DEFAULTS, Settings


def able(id: str, **changes) -> Tutor:
    """A tutor with whom nothing is left to do."""
    given = {
        "pupil": id,
        "kind": "peer",
        "grade": 5,
        "evidence": {"TP1": 90.0, "TP2": 85.0},
        "willing": True,
        "attitude": Attitude(meets=True, note="sabar"),
        "teach_back": True,
        "training_minutes": 20.0,
        "written_guide": True,
        "criteria": dict.fromkeys(CRITERIA, "terlihat"),
        **changes,
    }
    return Tutor(**given)


def a_class(
    tutors: list[Tutor], scores: dict[str, tuple[float | None, float | None]] | None = None, **keys
) -> Scenario:
    known = scores or {"M1": (90, 85), "M2": (80, 80), "M3": (75, 60), "M4": (50, None), "M5": (60, 65)}
    return Scenario(
        **{
            "version": 1,
            "kind": "class",
            "grade": 5,
            "objectives": [Objective(id="TP1", criterion=70.0), Objective(id="TP2", criterion=70.0)],
            "pupils": [Pupil(id=id, scores={"TP1": one, "TP2": two}) for id, (one, two) in known.items()],
            "tutors": tutors,
            **keys,
        }
    )


def states(row) -> dict[str, str]:
    return {one.key + (f" {one.objective}" if one.objective else ""): one.state for one in row.demands}


def test_a_pupil_without_a_record_has_every_question_open():
    rows = tutor_table(a_class([])).by_id
    assert states(rows["M3"]) == {
        "mastery TP1": "met",
        "mastery TP2": "not_met",
        "willing": "not_asked",
        "attitude": "not_asked",
        "kind": "met",
        "teach_back": "not_asked",
        "training": "not_asked",
        "written_guide": "not_asked",
        "criteria": "not_asked",
        "above_average": "not_met",
    }
    reasons = [one.reason.render() for one in rows["M3"].demands]
    assert "Tuntas pada TP1 (kriteria 70)." in reasons
    assert "Nilai TP2 60, kriteria 70." in reasons
    assert states(rows["M4"])["mastery TP2"] == "not_asked"  # no score: neither mastered nor failed


def test_standings_by_hand():
    tutors = [
        able("M1"),
        able("M2", willing=False),
        able("M3", attitude=Attitude(meets=True)),  # judged, but nothing written down (T06)
        able("M5", evidence={"TP1": 60.0}),
    ]
    rows = tutor_table(a_class(tutors)).by_id
    assert {id: row.standing for id, row in rows.items()} == {
        "M1": "eligible",
        "M2": "declined",
        "M3": "to_ask",
        "M4": "not_yet",
        "M5": "not_yet",
    }
    assert rows["M1"].ready and rows["M1"].steps == ()
    assert [one.render() for one in rows["M3"].steps] == ["Tulis apa yang Anda amati."]
    # Nobody who said no is pressed: there is no step about willingness.
    assert not any("kesediaan" in one.render() for one in rows["M2"].steps)


def test_who_masters_one_objective_can_lead_there():
    table = tutor_table(a_class([able("M3", evidence={"TP1": 75.0, "TP2": 60.0})]))
    row = table.by_id["M3"]
    assert (row.standing, row.masters, row.leads) == ("eligible", ("TP1",), (0,))
    assert row.steps == ()  # TP2 is no task for a tutor of TP1
    assert {one.objective: one.groups for one in table.capacities} == {"TP1": 1, "TP2": 0}
    # A sub-topic about both objectives is another matter.
    both = a_class(
        [able("M3", evidence={"TP1": 75.0, "TP2": 60.0})], subtopics=[Subtopic(id="S1", objectives=["TP1", "TP2"])]
    )
    row = tutor_table(both).by_id["M3"]
    assert row.standing == "not_yet"
    assert "Bimbing sampai tuntas pada TP2, atau tunggu TP yang ia kuasai." in [one.render() for one in row.steps]


def test_nobody_is_ranked_by_score():
    scores = {"M1": (71.0, 71.0), "M2": (100.0, 100.0), "M3": (85.0, 85.0)}
    low = tutor_table(a_class([], scores))
    for order in ("class", "to_do"):
        assert [row.id for row in low.sorted(order)] == ["M1", "M2", "M3"]
    listed = tutor_table(a_class([able("M3"), able("M1", teach_back=None)], scores))
    assert [row.id for row in listed.sorted("to_do")] == ["M3", "M1", "M2"]  # by what is still to be done


@given(st.permutations([70.0, 80.0, 90.0, 100.0, 75.5]))
@settings(deadline=None)
def test_scores_beyond_mastery_change_no_order_and_no_standing(values):
    ids = [f"M{n}" for n in range(5)]
    scores = {id: (value, value) for id, value in zip(ids, values, strict=True)}
    tutors = [
        able(id, evidence={"TP1": value, "TP2": value}, training_minutes=float(5 * n))
        for n, (id, (value, _)) in enumerate(scores.items())
    ]
    table = tutor_table(a_class(tutors, scores))
    assert [row.id for row in table.sorted("to_do")] == ["M2", "M3", "M4", "M0", "M1"]


def test_reserve_and_capacity():
    groups = [Group(id="K1", tutors=["M1"], members=["M4", "M5"]), Group(id="K2", tutors=["M2"], members=["M3"])]
    scenario = a_class(
        [able("M1"), able("M2"), able("KK", kind="cross_age", grade=6)],
        subtopics=[Subtopic(id="S1", objectives=["TP1"])],
        groups=groups,
    )
    for group in groups:
        group.subtopics = ["S1"]
    table = tutor_table(scenario)
    assert (table.eligible, table.reserve, table.has_reserve) == (("M1", "M2", "KK"), ("KK",), True)
    assert [row.id for row in table.cross_age] == ["KK"]
    assert "3 tutor memenuhi syarat untuk 2 kelompok; cadangan: KK." in [one.render() for one in table.messages]
    assert table.capacities[0].tutees == 3 * DEFAULTS.max_tutees and table.capacities[0].needing == ("M4", "M5")
    without = tutor_table(scenario.model_copy(update={"tutors": scenario.tutors[:2]}))
    assert not without.has_reserve
    assert any("belum ada cadangan" in one.render() for one in without.messages)


def test_who_needs_help_now_is_no_reserve_and_leads_no_group_now():
    scores = {"M1": (90.0, 90.0), "M2": (90.0, 50.0), "M3": (50.0, 50.0)}
    scenario = a_class([able("M1"), able("M2", evidence={"TP1": 90.0, "TP2": 50.0})], scores, kind="remedial")
    scenario.remedial = Remedial(pupils=["M2", "M3"], targets={"M2": ["TP2"], "M3": ["TP1", "TP2"]})
    table = tutor_table(scenario)
    assert table.by_id["M2"].tutee and table.by_id["M2"].standing == "eligible"  # for TP1, another time (RST-9)
    assert table.reserve == ("M1",)
    assert [one.eligible for one in table.capacities] == [("M1",), ("M1",)]


def test_too_few_tutors_are_said_with_what_to_do():
    scores = {"M1": (90.0, 90.0)} | {f"M{n}": (50.0, 90.0) for n in range(2, 10)}
    table = tutor_table(a_class([able("M1")], scores))
    said = [one.render() for one in table.messages]
    assert any(
        one.startswith("8 murid belum tuntas pada TP1, lebih banyak daripada yang dapat dibimbing (5).") for one in said
    )
    assert not any("belum tuntas pada TP2" in one for one in said)


def test_acceptance_is_asked_member_by_member_and_stays_confidential():
    group = Group(id="K1", tutors=["M1"], members=["M3", "M4", "M5"], accepts={"M3": True})
    scenario = a_class([able("M1")], groups=[group])
    demand = next(one for one in tutor_table(scenario).by_id["M1"].demands if one.key == "accepted")
    assert (
        demand.state == "not_asked" and demand.reason.render() == "M4 dan M5 belum ditanya apakah menerima tutor ini."
    )
    group.accepts = {"M3": True, "M4": False, "M5": True}
    demand = next(one for one in tutor_table(scenario).by_id["M1"].demands if one.key == "accepted")
    assert demand.state == "not_met" and "rahasia" in demand.reason.render()
    group.accepts = dict.fromkeys(group.members, True)
    assert states(tutor_table(scenario).by_id["M1"])["accepted"] == "met"
    assert "accepted" not in states(tutor_table(a_class([able("M1")])).by_id["M1"])  # no groups, nothing to ask


def test_an_absent_candidate_is_kept_and_named():
    scenario = a_class([able("M1"), able("M2")])
    scenario.pupils[0].present = False
    table = tutor_table(scenario)
    assert table.absent == ("M1",) and "M1" not in table.by_id
    assert any(one.render().startswith("M1 tercatat sebagai tutor, tetapi tidak hadir") for one in table.messages)


# --- the rules' yardstick ------------------------------------------------------------------------------------------

maybe = st.sampled_from([None, True, False])
a_tutor = st.builds(
    able,
    st.just("M1"),
    kind=st.sampled_from([None, "peer", "cross_age"]),
    grade=st.sampled_from([None, 4, 5, 6]),
    evidence=st.dictionaries(st.sampled_from(["TP1", "TP2"]), st.sampled_from([None, 60.0, 69.5, 70.0, 95.0])),
    willing=maybe,
    attitude=st.one_of(st.none(), st.builds(Attitude, meets=maybe, note=st.sampled_from([None, " ", "sabar"]))),
    teach_back=maybe,
    training_minutes=st.sampled_from([None, 0.0, 9.5, 10.0, 30.0]),
    written_guide=maybe,
    criteria=st.dictionaries(st.sampled_from(CRITERIA), st.sampled_from([None, "", "terlihat"])),
)


@given(a_tutor, st.dictionaries(st.sampled_from(["M2", "M4"]), maybe), st.sampled_from(["class", "remedial"]))
@settings(deadline=None, max_examples=200)
def test_each_demand_is_met_where_its_rule_is_kept(tutor, accepts, kind):
    scenario = a_class(
        [tutor],
        kind=kind,
        subtopics=[Subtopic(id="S1", objectives=["TP1", "TP2"])],
        groups=[Group(id="K1", tutors=["M1"], members=["M2", "M4"], subtopics=["S1"], accepts=accepts)],
    )
    report = check(scenario)
    row = tutor_table(scenario).by_id["M1"]
    for rule in sorted(set(RULES.values())):
        found = [one.state == "met" for one in row.demands if one.rule == rule]
        assert report.states[rule] == ("kept" if all(found) else "broken") or not found


@given(st.lists(a_tutor, min_size=5, max_size=5), st.sampled_from(["class", "remedial"]))
@settings(deadline=None)
def test_eligible_is_who_the_rules_call_eligible(tutors, kind):
    listed = [one.model_copy(update={"pupil": f"M{n}"}) for n, one in enumerate(tutors, 1)]
    scenario = a_class(
        listed,
        kind=kind,
        subtopics=[Subtopic(id="S1", objectives=["TP1"]), Subtopic(id="S2", objectives=["TP2"])],
        groups=[Group(id=f"K{n}", tutors=[f"M{n}"], members=["M5"], subtopics=[f"S{n}"]) for n in (1, 2)],
    )
    table = tutor_table(scenario)
    wrong_kind = {row.id for row in table.rows if states(row)["kind"] == "not_met"}
    assert set(table.eligible) == set(Lesson(scenario, DEFAULTS).eligible_tutors()) - wrong_kind


def test_the_numbers_of_the_settings_are_stated():
    table = tutor_table(a_class([able("M1", training_minutes=20.0)]), Settings(min_training=30, min_criteria=7))
    demand = next(one for one in table.by_id["M1"].demands if one.key == "training")
    assert (demand.state, demand.reason.render()) == ("not_met", "Dilatih 20 menit, minimal 30.")


def test_slots_follow_groups_then_subtopics_then_objectives():
    scenario = a_class([])
    assert tutor_slots(scenario) == (("TP1",), ("TP2",))
    scenario.subtopics = [Subtopic(id="S1", objectives=["TP1", "TP2"]), Subtopic(id="S2", objectives=["TP2"])]
    assert tutor_slots(scenario) == (("TP1", "TP2"), ("TP2",))
    scenario.groups = [Group(id="K1", subtopics=["S2"]), Group(id="K2", subtopics=["S2"])]
    assert tutor_slots(scenario) == (("TP2",),)
    scenario = scenario.model_copy(
        update={"kind": "remedial", "remedial": Remedial(pupils=["M4"], targets={"M4": ["TP1"]})}
    )
    scenario.groups = [Group(id="K1", members=["M4"])]
    assert tutor_slots(scenario) == (("TP1",),)


# --- back into the scenario ----------------------------------------------------------------------------------------


def test_going_back_loses_nothing():
    scenario = parse_scenario(
        {
            "version": 1,
            "kind": "class",
            "pupils": [{"id": "M1"}, {"id": "M2"}, {"id": "M3"}],
            "tutors": [
                {
                    "pupil": "M2",
                    "willing": True,
                    "evidence": {"TP9": 80},
                    "criteria": {"3": "rajin"},
                    "catatan": "lihat",
                },
                {"pupil": "M1", "teach_back": False},
            ],
        }
    )
    before = scenario.model_copy(deep=True)
    filled = to_tutors(scenario, [Tutor(pupil="M2", evidence={"TP1": 90.0}), Tutor(pupil="M3", willing=None)])
    assert scenario == before
    assert [one.pupil for one in filled.tutors] == ["M2", "M1", "M3"]
    second = filled.tutors[0]
    assert (second.willing, second.evidence, second.criteria) == (True, {"TP9": 80, "TP1": 90}, {"3": "rajin"})
    assert second.model_extra == {"catatan": "lihat"}
    assert filled.tutors[1].teach_back is False
    assert parse_scenario(dump_scenario(filled)) == filled


def test_an_answer_can_be_taken_back():
    filled = to_tutors(a_class([able("M1")]), [Tutor(pupil="M1", willing=None)])
    assert filled.tutors[0].willing is None and filled.tutors[0].teach_back is True


@pytest.mark.parametrize("number", range(3))
def test_writing_the_whole_table_back_changes_no_record(number):
    scenario = invent_class(number).scenario
    table = tutor_table(scenario)
    filled = to_tutors(scenario, [row for row in table.rows if row.listed])
    assert filled == scenario and filled is not scenario
    everybody = to_tutors(scenario, table.rows)
    assert everybody.tutors[: len(scenario.tutors)] == scenario.tutors
    assert len(everybody.tutors) == len(scenario.pupils)
    again = tutor_table(everybody)
    assert [(row.id, row.standing, row.demands) for row in again.rows] == [
        (row.id, row.standing, row.demands) for row in table.rows
    ]


def test_an_invented_class_has_its_candidates():
    # classes.py: 8 to 10 candidates, one not willing, of one the attitude isn't judged yet.
    for number in range(5):
        scenario = invent_class(number).scenario
        table = tutor_table(scenario)
        listed = [row for row in table.rows if row.listed]
        assert sorted(row.standing for row in listed if row.standing != "eligible") == ["declined", "to_ask"]
        assert all(row.ready for row in listed if row.standing == "eligible")
        for language in ("id", "en"):
            for row in table.rows:
                assert not any("{" in one.reason.render(language) for one in row.demands)


def test_a_proposed_record_uses_the_scores_that_are_there():
    scenario = a_class([])
    record = proposed_record(scenario.pupils[3], scenario)
    assert (record.evidence, record.kind, record.grade, record.willing) == ({"TP1": 50}, "peer", 5, None)


# --- rotation ------------------------------------------------------------------------------------------------------


def test_three_tutors_and_three_groups_meet_all_in_three_sessions():
    # A Latin square: nobody comes back to the same group.
    found = rotate({"K1": "abc", "K2": "abc", "K3": "abc"}, 3)
    assert found.complete and found.idle == ()
    for group in ("K1", "K2", "K3"):
        assert sorted(session[group] for session in found.sessions) == ["a", "b", "c"]


def test_everybody_gets_a_turn():
    found = rotate({"K1": "abcd"}, 4)
    assert sorted(session["K1"] for session in found.sessions) == ["a", "b", "c", "d"]
    assert rotate({"K1": "abcd"}, 2).idle == ("c", "d")


def test_a_tutor_who_must_come_back_is_named():
    found = rotate({"K1": "a", "K2": "bc"}, 2)
    assert found.repeated == (("K1", "a", 2),)
    assert [session["K2"] for session in found.sessions] == ["b", "c"]


def test_the_first_session_may_be_settled():
    found = rotate({"K1": "ab", "K2": "ab"}, 2, {"K1": "b", "K2": "a"})
    assert found.sessions == ({"K1": "b", "K2": "a"}, {"K1": "a", "K2": "b"})


def test_a_group_that_nobody_may_lead_is_missing():
    assert rotate({"K1": [], "K2": "a"}, 2).sessions == ({"K2": "a"}, {"K2": "a"})
    assert rotate({}, 2).sessions == ({}, {})


tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(-5, 20).map(float), min_size=width, max_size=width), min_size=1, max_size=5
    )
)


@given(tables)
@settings(deadline=None)
def test_least_cost_is_the_least_of_all(costs):
    rows, columns = len(costs), len(costs[0])
    found = least_cost(costs)
    taken = [one for one in found if one is not None]
    assert len(taken) == len(set(taken)) == min(rows, columns)
    total = sum(costs[row][column] for row, column in enumerate(found) if column is not None)
    slots = [*range(columns), *[None] * max(rows - columns, 0)]
    best = min(
        sum(costs[row][column] for row, column in enumerate(one) if column is not None)
        for one in itertools.permutations(slots, rows)
    )
    assert total == pytest.approx(best)


@given(
    st.dictionaries(st.sampled_from(["K1", "K2", "K3", "K4"]), st.sets(st.sampled_from("abcdef")).map(sorted)),
    st.integers(0, 5),
)
@settings(deadline=None)
def test_in_a_session_nobody_leads_two_groups(able_, sessions):
    found = rotate(able_, sessions)
    assert len(found.sessions) == sessions
    for session in found.sessions:
        assert len(set(session.values())) == len(session)
        assert all(tutor in able_[group] for group, tutor in session.items())
        # As many groups are led as can be: Hall's theorem by brute force.
        most = max(
            len(subset)
            for size in range(len(able_) + 1)
            for subset in itertools.combinations(able_, size)
            if all(
                len({t for k in part for t in able_[k]}) >= len(part)
                for n in range(len(subset) + 1)
                for part in itertools.combinations(subset, n)
            )
        )
        assert len(session) == most


# --- sheets --------------------------------------------------------------------------------------------------------


def test_criteria_are_lists_of_seven_and_ten():
    assert tuple(SEVEN_CRITERIA) == CRITERIA and len(TEN_OBSERVATIONS) == 10
    sheet = observation_sheet("M1")
    assert len(sheet.lines) == 10 and "bukan syarat" in sheet.note.render()


def test_the_teach_back_is_about_what_the_tutor_masters():
    scenario = a_class([able("M3", evidence={"TP1": 75.0, "TP2": 60.0})])
    assert teach_back_sheet(scenario, "M3").heading.render(names={"M3": "Sari"}) == "Uji menerangkan: Sari (TP1)"
    assert teach_back_sheet(scenario, "M5").heading.render() == "Uji menerangkan: M5 (TP1 dan TP2)"


def test_consent_is_asked_of_every_tutee_and_may_be_refused():
    scenario = a_class(
        [able("M1")], groups=[Group(id="K1", tutors=["M1"], members=["M3", "M4", "M3"]), Group(id="K2", members=["M5"])]
    )
    scenario.pupils[3].present = False
    sheets = consent_sheets(scenario)
    assert [one.pupil for one in sheets] == ["M3"]  # M4 is absent, K2 has no tutor yet
    assert sheets[0].lines[0].render(names={"M1": "Sari"}) == "Saya mau belajar bersama tutor ini: Sari."
    assert "rahasia" in consent_sheet_for_tutor("M1").lines[2].render()
    assert "Menolak tidak perlu memberi alasan." in consent_sheet_for_tutor("M1").note.render()

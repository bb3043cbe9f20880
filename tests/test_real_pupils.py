"""Real pupils' scores go through everything: reading, mastery, tutors, groups, rules, forms (see `real_pupils`)."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import Counter

import docx
import openpyxl
import pytest
from real_pupils import RealClass, real_class, schools

from tutor_sebaya.documents_index import available
from tutor_sebaya.documents_remedial import Results
from tutor_sebaya.planners import (
    WAYS,
    GroupPlan,
    RemedialOptions,
    RemedialPlan,
    analyse_mastery,
    candidates_from_scores,
    form_groups,
    plan_remedial,
    tutor_table,
)
from tutor_sebaya.planners.optimal import (
    Even,
    GroupingProblem,
    GroupingProblemError,
    NotAlone,
    equal_sizes,
    first_answer,
)
from tutor_sebaya.rules import catalogue, check
from tutor_sebaya.scenario import Attitude, Scenario

ORDINARY = (12, 40, 62, 109, 156)
"""Schools of 15, 35, 21, 20 and 12 pupils: the weakest, the largest, the strongest, the widest spread, two girls."""
MISSING = frozenset({(2, "TP2"), (5, "TP1"), (5, "TP2"), (9, "TP2")})


def asked(scenario: Scenario) -> Scenario:
    """Everybody who may be a tutor by their scores was asked and judged: all are willing and suitable."""
    candidates = [
        one.model_copy(update={"willing": True, "attitude": Attitude(meets=True, note="sabar")})
        for one in candidates_from_scores(scenario)
    ]
    return scenario.model_copy(update={"tutors": candidates})


def people(plan: GroupPlan) -> Counter[str]:
    return Counter(one for group in plan.groups for one in group.people)


def planned(found: RealClass) -> RemedialPlan:
    return plan_remedial(asked(found.scenario), RemedialOptions(starts=dt.date(2026, 8, 11)))


# --- every school ------------------------------------------------------------------------------------------------------


def goes_through(school: int, ways: tuple[str, ...]) -> None:
    found = real_class(school)
    scenario = found.scenario
    ids = {one.id for one in scenario.pupils}
    # Reading lost nothing: as many rows as the file has, every score on 0-100, names that tell pupils apart.
    assert len(ids) == len(found.list_file.decode("utf-8-sig").splitlines()) - 4
    assert all(0 <= score <= 100 for one in scenario.pupils for score in one.scores.values() if score is not None)
    assert len(set(found.roster.names.values())) == len(ids)

    analysis = analyse_mastery(scenario)
    for one in analysis.objectives:
        scores = {pupil.id: pupil.scores[one.objective] for pupil in scenario.pupils}
        assert set(one.mastered) == {id for id, score in scores.items() if score is not None and score >= 65}
        assert {*one.mastered, *one.below} == ids and not one.no_score

    willing = asked(scenario)
    table = tutor_table(willing)
    everywhere = {id for id in ids if all(id in one.mastered for one in analysis.objectives)}
    assert {one.pupil for one in willing.tutors} == everywhere
    assert everywhere <= set(table.eligible) | {row.id for row in table.rows}
    for way in ways:
        plan = form_groups(willing, way)  # type: ignore[arg-type]
        assert people(plan) == Counter(ids), way
        for group in plan.groups:
            # Whoever leads has mastered what the group works on, or the plan says that nobody can.
            assert set(group.tutors) <= everywhere, way
        lacking = [group for group in plan.groups if not group.tutors]
        assert not lacking or len(everywhere) < len(plan.groups) or plan.reasons, way
        report = check(plan.fill(willing))
        assert set(report.states) == set(catalogue()) and 0 <= report.score <= 1
        broken = {one.rule for one in plan.broken_after}
        assert broken <= {one.rule for one in report.findings}, way
        assert bool(plan.reasons) or plan.complete, way


@pytest.mark.parametrize("school", ORDINARY)
def test_a_school_goes_through_reading_mastery_tutors_all_seven_ways_and_the_rules(school: int) -> None:
    goes_through(school, WAYS)


@pytest.mark.slow
def test_every_school_of_a_class_size_goes_through() -> None:
    found = schools()
    assert len(found) == 98
    for school in found:
        goes_through(school, ("prior_knowledge",))


@pytest.mark.parametrize("school", ORDINARY)
def test_the_first_answer_of_the_optimal_planner_keeps_its_demands(school: int) -> None:
    scenario = real_class(school).scenario
    girls = frozenset(one.id for one in scenario.pupils if one.gender == "female")
    means = {one.id: sum(score for score in one.scores.values() if score is not None) / 2 for one in scenario.pupils}
    number = len(scenario.subtopics)
    problem = GroupingProblem(
        tuple(means), equal_sizes(len(means), number), demands=(NotAlone(girls),), goals=(Even(means),)
    )
    answer = first_answer(problem)
    assert Counter(one for group in answer.groups for one in group) == Counter(list(means))
    assert max(map(len, answer.groups)) - min(map(len, answer.groups)) <= 1
    assert all(len(girls & set(group)) != 1 for group in answer.groups)
    assert answer.bound is not None and answer.value <= answer.bound + 1e-9
    # Groups as the list has them are worse, or as good.
    ids = list(means)
    usual = [ids[start::number] for start in range(number)]
    if all(len(girls & set(group)) != 1 for group in usual):
        assert Even(means).of(answer.groups) >= Even(means).of(usual) - 1e-9


# --- awkward classes ---------------------------------------------------------------------------------------------------


def test_a_class_of_girls_alone_hears_nothing_of_boys() -> None:
    found = real_class(40, only=1)
    willing = asked(found.scenario)
    assert {one.gender for one in willing.pupils} == {"female"} and len(willing.pupils) == 19
    plan = form_groups(willing, "prior_knowledge")
    assert plan.complete, [one.rule for one in plan.broken_after]
    said = " ".join(one.render() for one in plan.reasons)
    said += " ".join(one.message.render() for one in check(plan.fill(willing)).findings)
    assert "laki-laki" not in said and "jenis kelamin" not in said


def test_two_girls_of_twelve_pupils_stay_together_in_the_best_groups() -> None:
    scenario = real_class(156).scenario
    girls = {one.id for one in scenario.pupils if one.gender == "female"}
    assert (len(girls), len(scenario.pupils)) == (2, 12)
    ids = tuple(one.id for one in scenario.pupils)
    problem = GroupingProblem(ids, equal_sizes(12, 3), demands=(NotAlone(frozenset(girls)),))
    assert [len(girls & set(group)) for group in first_answer(problem).groups if girls & set(group)] == [2]


def test_a_group_of_girls_with_a_boy_as_tutor_is_asked_for_a_word_about_it() -> None:
    found = real_class(156)
    willing = asked(found.scenario)
    gender = {one.id: one.gender for one in willing.pupils}
    filled = form_groups(willing, "prior_knowledge").fill(willing)
    mixed = {
        group.id
        for group in filled.groups
        if not {gender[one] for one in group.members} <= {gender[one] for one in group.tutors}
    }
    asked_for = [one for one in check(filled).findings if one.where.endswith("gender_note")]
    assert mixed and len(asked_for) == len(mixed)


def test_where_all_have_mastered_nobody_is_sent_to_remedial() -> None:
    found = real_class(62, criterion=50)
    analysis = analyse_mastery(found.scenario)
    assert len(analysis.reached) == len(found.scenario.pupils) == 21
    plan = planned(found)
    assert not plan.needed and plan.rows == ()
    assert "Remedial tidak diperlukan." in " ".join(one.render() for one in plan.reasons)
    forms = {one.id: one for one in available(asked(found.scenario), analysis, plan)}
    assert forms["program-remedial-1"].reason is not None
    assert forms["program-remedial-1"].reason.render() == "Tidak ada murid yang memerlukan remedial."
    assert forms["program-pengayaan"].reason is None


def test_where_nobody_has_mastered_teaching_again_and_older_tutors_are_proposed() -> None:
    found = real_class(12, criterion=77)
    assert candidates_from_scores(found.scenario) == []
    advice = analyse_mastery(found.scenario).objectives[0]
    assert len(advice.below) == len(found.scenario.pupils)
    plan = form_groups(found.scenario, "prior_knowledge")
    said = [one.render() for one in plan.reasons]
    assert said[0] == (
        "Calon tutor yang tuntas cukup untuk 0 kelompok, bukan 3. "
        "Undang tutor kakak, kurangi submateri, atau ajarkan ulang materi ini dahulu."
    )
    assert all(not group.tutors for group in plan.groups)
    remedial = planned(found)
    assert remedial.forms[0] == "reteaching"
    assert any("Tutor sebaya belum dapat dipakai" in one.render() for one in remedial.reasons)
    forms = {one.id: one.reason.render() if one.reason else None for one in available(plan.fill(found.scenario))}
    assert forms["kartu-tutor"] == "Belum ada tutor dalam kelompok."
    assert forms["lembar-uji-menerangkan"] == "Belum ada calon tutor."
    assert forms["daftar-kelompok-guru"] is None


def test_missing_scores_are_neither_mastered_nor_failed_and_the_pupils_are_named() -> None:
    found = real_class(109, without=MISSING)
    empty = [note for note in found.roster.notes if "belum ada nilai, bukan nol" in note.message.render()]
    assert len(empty) == len(MISSING)
    analysis = analyse_mastery(found.scenario)
    assert [one.no_score for one in analysis.objectives] == [("M05",), ("M02", "M05", "M09")]
    assert set(analysis.conclusion.undecided) >= {"M05"}
    said = [one.render() for one in planned(found).reasons]
    assert said[0].startswith("M02, M05, dan M09 belum punya nilai pada semua TP. Nilai dahulu")
    forms = {one.id: one for one in available(asked(found.scenario), analysis, planned(found))}
    page = re.sub(r"<[^>]+>", " ", forms["analisis-hasil-asesmen-harian"].make("html").decode())
    undecided = [place for place, one in enumerate(found.scenario.pupils, 1) if one.id in analysis.conclusion.undecided]
    assert f"nilainya belum lengkap, murid nomor: {', '.join(map(str, undecided))}." in page
    # The best groups need a number for everybody, and say for whom it is missing.
    scored = {one.id: one.scores["TP1"] for one in found.scenario.pupils if one.scores["TP1"] is not None}
    ids = tuple(one.id for one in found.scenario.pupils)
    with pytest.raises(GroupingProblemError, match=r"Belum ada nilai untuk M05\."):
        GroupingProblem(ids, equal_sizes(len(ids), 4), goals=(Even(scored),))


def test_a_real_year_later_the_forms_tell_who_has_reached_the_criterion() -> None:
    """The tests at the year's end stand for the reassessment."""
    found = real_class(40)
    plan = planned(found)
    results = Results((found.after,))
    reached = [row for row in plan.rows if (found.after[row.pupil][row.objective] or 0) >= row.criterion]
    assert 0 < len(reached) < len(plan.rows)
    forms = {one.id: one for one in available(asked(found.scenario), None, plan, results=results)}
    sheet = openpyxl.load_workbook(io.BytesIO(forms["program-remedial-1"].make("xlsx"))).worksheets[0]
    verdicts = Counter(cell.value for row in sheet.iter_rows() for cell in row if cell.value in ("Tuntas", "Belum"))
    assert verdicts == {"Tuntas": len(reached), "Belum": len(plan.rows) - len(reached)}


def every_form_opens(found: RealClass) -> None:
    willing = asked(found.scenario)
    scenario = form_groups(willing, "sociometry").fill(willing)
    made = 0
    for one in available(scenario, None, planned(found)):
        if one.reason is not None:
            continue
        for format in one.formats:
            content = one.make(format, "F4")
            assert 500 < len(content) < 200_000, (one.id, format)
            made += 1
            if format == "xlsx":
                assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].max_row > 3
            elif format == "docx":
                document = docx.Document(io.BytesIO(content))
                assert document.paragraphs and document.tables
    assert made > 15


def test_every_form_of_a_real_class_opens_again_and_is_small() -> None:
    every_form_opens(real_class(40))


@pytest.mark.slow
def test_every_form_of_awkward_classes_opens_again_and_is_small() -> None:
    for found in (
        real_class(109, without=MISSING),
        real_class(40, only=1),
        real_class(12, criterion=77),
        real_class(62, criterion=50),
    ):
        every_form_opens(found)

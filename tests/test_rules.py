"""The 60 rules: each fires at its mistakes and nowhere else, says what counts, and never stumbles."""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from collections.abc import Iterator

import bank
import pytest
import scenarios
from bank import Entry
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor_sebaya.language import LANGUAGES, LOCALE_FOLDER, Text, translate
from tutor_sebaya.rules import WEIGHTS, Report, catalogue, check
from tutor_sebaya.scenario import WAYS, ScenarioError, parse_scenario
from tutor_sebaya.settings import DEFAULTS, Settings

RULES = catalogue()
FAMILIES = {"G": 9, "T": 12, "M": 2, "W": 6, "D": 12, "K": 1, "O": 1, "R": 16, "P": 1}
STATES = {"kept", "broken", "not_applicable"}
# English can be read once its catalogue is compiled.
HAS_ENGLISH = (LOCALE_FOLDER / "en" / "LC_MESSAGES" / "tutor_sebaya.mo").exists()
READABLE = LANGUAGES if HAS_ENGLISH else LANGUAGES[:1]
SLOW_TO_MAKE = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


def judge(data: object, chosen: Settings = DEFAULTS) -> Report:
    return check(parse_scenario(json.dumps(data)), chosen)


def broken(report: Report) -> set[str]:
    return {rule for rule, state in report.states.items() if state == "broken"}


def templates(message: Text) -> Iterator[str]:
    """Sentences of a message and of the causes inside it; one word alone may be the same in both languages (media)."""
    words = re.findall(r"[^\W\d_]{2,}", re.sub(r"\{[^}]*\}", "", message.template))
    if len(words) > 1:
        yield message.template
    for value in message.values.values():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Text):
                yield from templates(one)


def sentences(report: Report, rule: str, language: str = "id") -> list[str]:
    return [finding.message.render(language) for finding in report.of(rule)]


# --- the catalogue -------------------------------------------------------------------------------------------------


def test_sixty_rules_in_the_order_of_the_first_cause() -> None:
    expected = [f"{family}{number:02}" for family, count in FAMILIES.items() for number in range(1, count + 1)]
    assert list(RULES) == expected
    assert len(expected) == 60


def test_every_setting_is_used_by_a_rule() -> None:
    used = {name for rule in RULES.values() for name in rule.settings}
    assert used == {field.name for field in dataclasses.fields(Settings)}


# --- the bank of mistakes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES)
def test_bank_has_enough_for_each_rule(rule: str) -> None:
    mistakes = [entry for entry in bank.MISTAKES if entry.rule == rule]
    right = [entry for entry in bank.RIGHT if entry.rule == rule]
    assert len(mistakes) >= 3, f"{rule}: at least three different mistakes"
    assert len(right) >= 2, f"{rule}: at least two right answers near the mistake"
    answers = [json.dumps(entry.answer(), sort_keys=True) for entry in mistakes + right]
    assert len(set(answers)) == len(answers), f"{rule}: two entries make the same answer"


def test_bank_names_are_used_once_and_say_why() -> None:
    names = Counter(entry.id for entry in bank.MISTAKES + bank.RIGHT)
    assert [name for name, count in names.items() if count > 1] == []
    for entry in bank.MISTAKES + bank.RIGHT:
        assert entry.rule in RULES
        assert entry.why.endswith("."), f"{entry.id}: one sentence"
    for entry in bank.MISTAKES:
        assert entry.expect.get("where"), f"{entry.id}: says where the finding is"


@pytest.mark.parametrize("entry", bank.MISTAKES, ids=lambda entry: entry.id)
def test_mistake_costs_its_own_rule(entry: Entry) -> None:
    report = judge(entry.answer())
    assert broken(report) == {entry.rule} | entry.also
    here = [finding for finding in report.of(entry.rule) if finding.where == entry.expect["where"]]
    assert here, f"no finding at {entry.expect['where']}: {[finding.where for finding in report.of(entry.rule)]}"
    severity = entry.expect.get("severity", RULES[entry.rule].severity)
    assert severity in {finding.severity for finding in here}
    said = [finding.message.render("id") for finding in here if finding.severity == severity]
    assert any(all(words in one for words in entry.expect.get("says", ())) for one in said), said


@pytest.mark.parametrize("entry", bank.RIGHT, ids=lambda entry: entry.id)
def test_right_answer_near_the_mistake(entry: Entry) -> None:
    report = judge(entry.answer())
    assert broken(report) == entry.also, [finding.message.render() for finding in report.findings]
    assert report.states[entry.rule] == entry.state


@pytest.mark.skipif(not HAS_ENGLISH, reason="the English catalogue isn't compiled here")
@pytest.mark.parametrize("entry", bank.MISTAKES, ids=lambda entry: entry.id)
def test_mistake_is_told_in_english_too(entry: Entry) -> None:
    for finding in judge(entry.answer()).of(entry.rule):
        for template in templates(finding.message):
            assert translate(template, "en") != template
        assert finding.message.render("en") != finding.message.render("id")


# --- right answers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("base", bank.BASES)
def test_example_breaks_no_rule(base: str) -> None:
    report = judge(bank.base(base))
    assert broken(report) == set()
    assert report.findings == ()
    assert report.score == 1.0
    assert not report.has_error


# What a right scenario may leave open: no re-teaching (R06), no practice tasks (R08), most of the class below (R14),
# older tutors only (T02, T11), no group with three speakers (D04).
MAY_NOT_APPLY = {"R06", "R08", "R14", "T02", "T11", "D04"}


def assert_breaks_nothing(data: scenarios.Data) -> None:
    report = judge(data)
    assert [(one.rule, one.where, one.message.render()) for one in report.findings] == []
    assert report.score == 1.0
    left_out = {rule for rule, state in report.states.items() if state == "not_applicable"}
    others = {rule for rule in RULES if data["kind"] not in RULES[rule].kinds}
    assert left_out - others <= (MAY_NOT_APPLY if data["kind"] == "remedial" else set())


@pytest.mark.parametrize("kind", ["class", "remedial"])
@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=8, deadline=None, suppress_health_check=SLOW_TO_MAKE)
@given(data=st.data())
def test_valid_scenario_of_every_way_breaks_nothing(kind: str, way: str, data: st.DataObject) -> None:
    assert_breaks_nothing(data.draw(scenarios.valid_scenarios(kind=kind, way=way)))


@pytest.mark.parametrize("kind", ["class", "remedial"])
@pytest.mark.parametrize("model", [1, 2, 3])
@settings(max_examples=12, deadline=None, suppress_health_check=SLOW_TO_MAKE)
@given(data=st.data())
def test_valid_scenario_of_every_model_breaks_nothing(kind: str, model: int, data: st.DataObject) -> None:
    assert_breaks_nothing(data.draw(scenarios.valid_scenarios(kind=kind, model=model)))


# --- any readable file ---------------------------------------------------------------------------------------------


def assert_judged(data: object) -> None:
    try:
        scenario = parse_scenario(json.dumps(data))
    except ScenarioError as error:
        assert error.problems
        assert all(problem.render() for problem in error.problems)
        return
    report = check(scenario)
    assert set(report.states) == set(RULES)
    assert set(report.states.values()) <= STATES
    assert 0.0 <= report.score <= 1.0
    assert {finding.rule for finding in report.findings} == broken(report)
    order = [list(RULES).index(finding.rule) for finding in report.findings]
    assert order == sorted(order)
    for finding in report.findings:
        assert finding.where
        assert finding.severity in WEIGHTS
        for language in READABLE:
            finding.message.render(language).encode("utf-8")


@settings(max_examples=300, deadline=None, suppress_health_check=SLOW_TO_MAKE)
@given(scenarios.strange_scenarios())
def test_strange_scenario_gets_findings_not_a_traceback(data: scenarios.Data) -> None:
    parse_scenario(json.dumps(data))  # follows the format, so it is readable
    assert_judged(data)


@settings(max_examples=250, deadline=None, suppress_health_check=SLOW_TO_MAKE)
@given(scenarios.spoiled_scenarios())
def test_spoiled_scenario_gets_findings_or_problems(data: scenarios.Data) -> None:
    assert_judged(data)


@pytest.mark.parametrize(
    "number",
    [10**400, -(10**400), 10**4000, 1e308, -1e308, 0, -7],
    ids=["1e400", "-1e400", "1e4000", "1e308", "-1e308", "0", "-7"],
)
@pytest.mark.parametrize("base", bank.BASES)
def test_numbers_out_of_all_proportion_are_judged(base: str, number: float) -> None:
    data = bank.base(base)
    if isinstance(number, int):
        data["periods"] = data["minutes_per_period"] = data["grade"] = number
        data["grouping"] = {"way": "seating", "ground": "facilities", "units": number}
    if abs(number) < 1.8e308:
        for part, key in (("phases", "minutes"), ("tutors", "training_minutes"), ("objectives", "criterion")):
            for one in data[part]:
                one[key] = number
        for pupil in data["pupils"]:
            pupil["scores"] = {"TP1": number, "TP2": -number}
        for tutor in data["tutors"]:
            tutor["evidence"] = {"TP1": number, "TP2": number}
        for group in data["groups"]:
            for turn in group["turns"]:
                turn["minutes"] = number
    assert_judged(data)


# --- the number in force -------------------------------------------------------------------------------------------

IN_FORCE = [
    # setting, its value, rule, base, change, words of the message
    ("min_group", 5, "G07", "remedial", [], "5-6 orang"),
    ("max_group", 4, "G07", "class", [], "2-4 orang"),
    ("max_tutees", 3, "G07", "class", [], "paling banyak 3 murid per tutor"),
    ("mean_tol_sd", 0.1, "G06", "class", [], "(selisih paling banyak 1,2)"),
    ("min_criteria", 6, "T07", "class", [{"at": "tutors[M01].criteria", "remove": "1"}, {"at": "tutors[M01].criteria", "remove": "2"}], "minimal 6"),
    ("min_training", 25, "T09", "class", [], "20 menit, minimal 25"),
    ("prep_share", 0.4, "W02", "class", [], "25 menit (disarankan sedikitnya 42)"),
    ("present_min", 7, "W03", "class", [], "5 kelompok memerlukan sedikitnya 35 menit"),
    ("turn_max_ratio", 1.5, "D04", "class", [{"at": "groups[K1].turns[M10].minutes", "set": 7}], "M10 7 menit, paling lama 5,7"),
    ("gini_max", 0.1, "D04", "class", [{"at": "groups[K1].turns[M10].minutes", "set": 6}], "paling tinggi 0,10"),
    ("tutor_share", 0.1, "D06", "class", [], "paling banyak 10%"),
    ("min_turn_share", 0.9, "D11", "class", [], "sedikitnya 90%"),
    ("visit_each", 2, "R10", "remedial", [], "mendapat 1 kunjungan dalam rencana kunjungan guru (minimal 2)"),
    ("min_proc_techniques", 3, "R03", "remedial", [], "2 teknik penilaian proses (minimal 3)"),
    ("min_methods", 4, "R03", "remedial", [], "2 metode mengajar (minimal 4)"),
    ("reteach_share", 0.2, "R05", "remedial", [], "di atas 20%"),
    ("reteach_share", 0.6, "R14", "remedial", [{"at": "pupils[M06..M20].scores.TP1", "set": None}, {"at": "remedial.forms", "set": ["reteaching"]}], "di atas 20% sampai 60%"),
    ("individual_share", 0.3, "R14", "remedial", [{"at": "remedial.forms", "set": ["practice_tasks"]}], "sampai 30%"),
    ("banned_labels", ("merpati",), "P01", "class", [], "kata 'merpati'"),
]  # fmt: skip


def test_every_setting_is_tried() -> None:
    assert {entry[0] for entry in IN_FORCE} == {field.name for field in dataclasses.fields(Settings)}


@pytest.mark.parametrize(
    ("name", "value", "rule", "base", "change", "words"), IN_FORCE, ids=lambda one: one if isinstance(one, str) else ""
)
def test_message_states_the_number_in_force(
    name: str, value: object, rule: str, base: str, change: list[dict[str, object]], words: str
) -> None:
    data = bank.base(base)
    for one in change:
        bank.apply(data, one)
    assert judge(data).states[rule] != "broken", "with the default the rule isn't broken"
    report = judge(data, dataclasses.replace(DEFAULTS, **{name: value}))
    assert report.states[rule] == "broken"
    assert any(words in one for one in sentences(report, rule)), sentences(report, rule)


@pytest.mark.parametrize(
    ("name", "value", "rule", "base", "change"),
    [
        ("max_group", 7, "G07", "class", "G07-seven-with-two-tutors"),
        ("min_group", 1, "G07", "remedial", "G07-tutor-alone"),
        ("min_criteria", 4, "T07", "class", "T07-four-of-seven"),
        ("min_training", 9, "T09", "class", "T09-nine-minutes"),
        ("prep_share", 0.05, "W02", "class", "W02-too-short"),
        ("present_min", 2, "W03", "class", "W03-too-little-time"),
        ("gini_max", 0.4, "D04", "class", "D04-half-of-the-group-hardly-speaks"),
        ("tutor_share", 0.6, "D06", "remedial", "D06-tutor-speaks-most"),
        ("reteach_share", 0.6, "R05", "remedial", "R05-most-pupils-without-reteaching"),
        ("banned_labels", (), "P01", "remedial", "P01-remedial-in-the-name"),
    ],
)
def test_setting_can_make_a_mistake_right(name: str, value: object, rule: str, base: str, change: str) -> None:
    (entry,) = [one for one in bank.MISTAKES if one.id == change]
    assert rule not in broken(judge(entry.answer(), dataclasses.replace(DEFAULTS, **{name: value})))


# --- severities, order, score --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "severities"),
    [
        ("W02-no-preparation", ["error"]),
        ("W02-too-short", ["warning"]),
        ("R06-same-method", ["error"]),
        ("R06-same-media", ["warning"]),
        ("K01-rows", ["warning"]),
        ("K01-same-as-last-lesson", ["hint"]),
        ("K01-room-not-planned", ["warning", "warning"]),
    ],
)
def test_finding_carries_its_own_severity(change: str, severities: list[str]) -> None:
    (entry,) = [one for one in bank.MISTAKES if one.id == change]
    assert [finding.severity for finding in judge(entry.answer()).of(entry.rule)] == severities


def test_rule_with_both_severities_shows_both() -> None:
    data = bank.base("class")
    data["room"] = {"layout": "rows", "teacher_can_move": True, "previous_layout": "rows"}
    assert [finding.severity for finding in judge(data).of("K01")] == ["warning", "hint"]


def test_findings_come_in_the_order_of_the_first_cause() -> None:
    report = judge({"version": 1, "kind": "remedial", "groups": [{"id": "K1", "members": ["M01"]}]})
    families = list(dict.fromkeys(finding.rule[0] for finding in report.findings))
    assert families == [family for family in "GTMWDKORP" if family in families]
    assert {"G", "W", "D", "K", "O", "R", "P"} <= set(families)


def weight(rule: str) -> int:
    return {"error": 3, "warning": 1, "hint": 0}[RULES[rule].severity]


@pytest.mark.parametrize("entry", bank.MISTAKES, ids=lambda entry: entry.id)
def test_score_is_the_weighted_share_of_the_rules_kept(entry: Entry) -> None:
    report = judge(entry.answer())
    applicable = [rule for rule, state in report.states.items() if state != "not_applicable"]
    lost = sum(weight(rule) for rule in {entry.rule} | entry.also)
    total = sum(weight(rule) for rule in applicable)
    assert report.score == pytest.approx((total - lost) / total)


def test_many_findings_of_a_rule_cost_it_once() -> None:
    data = bank.base("class")
    data["tutors"][0]["teach_back"] = False
    once = judge(data)
    for tutor in data["tutors"]:
        tutor["teach_back"] = False
    often = judge(data)
    assert len(once.of("T08")) == 1
    assert len(often.of("T08")) == 5
    assert once.score == often.score


def test_milder_finding_costs_the_whole_weight_of_its_rule() -> None:
    data = bank.base("class")
    whole = sum(weight(rule) for rule in RULES if "class" in RULES[rule].kinds)
    data["phases"][2]["minutes"], data["phases"][3]["minutes"] = 10, 45  # W02, only a warning
    data["room"]["previous_layout"] = "clusters"  # K01, only a hint
    report = judge(data)
    assert not report.has_error
    assert report.score == pytest.approx((whole - weight("W02") - weight("K01")) / whole)


def test_hint_costs_nothing() -> None:
    data = bank.base("class")
    data["pupil_views"] = None
    report = judge(data)
    assert report.states["D12"] == "broken"
    assert report.score == 1.0


# --- what is missing counts once -----------------------------------------------------------------------------------


def test_rules_that_need_a_missing_criterion_do_not_apply() -> None:
    data = bank.base("remedial")
    data["objectives"][0]["criterion"] = None
    report = judge(data)
    assert broken(report) == {"R01"}
    for rule in ("R04", "R05", "R07", "R14", "T01", "T12"):
        assert report.states[rule] == "not_applicable", rule


def test_missing_criterion_hides_no_mistake_on_another_objective() -> None:
    data = bank.base("remedial")
    data["objectives"][0]["criterion"] = None
    data["pupils"][0]["scores"]["TP2"] = 50
    report = judge(data)
    assert broken(report) == {"R01", "R04"}
    assert "M01" in sentences(report, "R04")[0]


def test_nobody_below_and_nobody_listed_is_right() -> None:
    data = bank.base("remedial")
    for pupil in data["pupils"]:
        pupil["scores"]["TP1"] = 80
    data["remedial"] |= {"pupils": [], "targets": {}}
    assert judge(data).states["R04"] == "kept"
    data["objectives"][1]["criterion"] = None
    assert judge(data).states["R04"] == "not_applicable", "without a criterion nobody knows"


def test_form_is_judged_before_targets_are_set() -> None:
    data = bank.base("remedial")
    data["remedial"]["targets"] = {}
    report = judge(data)
    assert report.states["R07"] == "broken"
    assert report.states["R05"] == report.states["R14"] == "kept"


def test_pupil_without_any_group_is_pointed_out_in_the_class_list() -> None:
    data = bank.base("class")
    data["groups"] = []
    assert [finding.where for finding in judge(data).of("G04")][:2] == ["pupils[0]", "pupils[1]"]


def test_programme_that_is_missing_altogether() -> None:
    data = bank.base("remedial")
    data["remedial"] = None
    report = judge(data)
    assert {"R02", "R03", "R04", "R09", "R10", "R11", "R13"} <= broken(report)
    assert report.states["T03"] == report.states["R07"] == report.states["R16"] == "not_applicable"


# --- answers that are too small to earn anything -------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["class", "remedial"])
def test_empty_scenario_scores_nothing(kind: str) -> None:
    report = judge({"version": 1, "kind": kind})
    assert report.score == 0.0
    assert report.has_error
    assert "kept" not in report.states.values()


@pytest.mark.parametrize("kind", ["class", "remedial"])
def test_one_group_without_members_earns_nothing(kind: str) -> None:
    group = bank.base(kind)["groups"][0] | {"members": [], "turns": []}
    for key in ("duties", "accepts", "products", "individual_sessions"):
        group.pop(key)
    for tutors in ([], group["tutors"]):
        report = judge(
            {
                "version": 1,
                "kind": kind,
                "pupils": bank.base(kind)["pupils"],
                "tutors": bank.base(kind)["tutors"],
                "objectives": bank.base(kind)["objectives"],
                "groups": [group | {"tutors": tutors}],
                "subtopics": [{"id": "S1", "objectives": ["TP1", "TP2"]}],
                "remedial": {"visits": ["K1"]} if kind == "remedial" else None,
            }
        )
        kept = {rule for rule, state in report.states.items() if state == "kept"}
        # R01 and T12 don't speak of groups: the criteria and the candidates are there.
        assert kept <= {"R01", "T12"}


def test_one_group_alone_is_not_called_mixed() -> None:
    data = bank.base("class")
    data["groups"] = [data["groups"][0] | {"members": [pupil["id"] for pupil in data["pupils"][1:]]}]
    report = judge(data)
    assert report.states["G06"] == "not_applicable"
    assert report.states["G07"] == "broken"


def test_empty_group_beside_full_ones_breaks_its_own_rules_only() -> None:
    data = bank.base("remedial")
    data["groups"].append({"id": "K4", "subtopics": ["S1"]})
    report = judge(data)
    assert {"G03", "G07"} <= broken(report)
    assert report.states["T04"] == report.states["D03"] == "kept"


# --- absent pupils -------------------------------------------------------------------------------------------------


def test_absent_pupils_are_left_out_of_every_count() -> None:
    data = bank.base("class")
    strange = {
        "present": False,
        "scores": {"TP1": 0, "TP2": 0},
        "shy": True,
        "chooses": ["M01"],
        "avoid": ["M01", "M10"],
        "gender": "female",
    }
    before = judge(data)
    for number in range(10):
        data["pupils"].append({"id": f"A{number}", **strange})
    data["groups"][0]["members"] += ["A0", "A1", "A2"]
    data["groups"][0]["turns"].append({"pupil": "A0", "minutes": 90})
    data["groups"][1]["tutors"] += ["A3"]
    after = judge(data)
    assert [finding.message.render() for finding in after.findings] == []
    assert after.states == before.states


def test_absent_pupil_is_not_counted_in_the_share_below_the_criterion() -> None:
    data = bank.base("remedial")
    for pupil in data["pupils"][:20]:
        pupil["present"] = False
    report = judge(data)
    # 7 of the 8 present pupils are below: most of the class.
    assert any("88%" in one for one in sentences(report, "R05"))


def test_pupil_without_presence_noted_is_present() -> None:
    data = bank.base("class")
    del data["pupils"][27]["present"]
    data["pupils"][26]["present"] = None
    assert broken(judge(data)) == set()
    data["groups"][2]["members"].remove("M28")
    data["groups"][2]["turns"] = [turn for turn in data["groups"][2]["turns"] if turn["pupil"] != "M28"]
    assert "G04" in broken(judge(data))

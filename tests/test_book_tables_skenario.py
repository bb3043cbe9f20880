"""The worked example of the chapter "Skenario": a draft that breaks rules as told, and is mended cause by cause."""

from __future__ import annotations

import re

import pytest

from tutor_sebaya.book_tables_skenario import (
    DRAFTED,
    first_draft,
    mend_table_html,
    mended,
    rules_by_severity_html,
    summary_html,
    whole_lesson,
)
from tutor_sebaya.classes import SAMPLE_NUMBER, InventedClass, invent_class
from tutor_sebaya.rules import catalogue, check
from tutor_sebaya.scenario import Scenario


@pytest.fixture(scope="module")
def sample() -> InventedClass:
    return invent_class(SAMPLE_NUMBER)


@pytest.fixture(scope="module")
def whole(sample: InventedClass) -> Scenario:
    return whole_lesson(sample.scenario)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def broken(scenario: Scenario) -> set[str]:
    return {id for id, state in check(scenario).states.items() if state == "broken"}


def test_only_the_missing_reserve_is_left_of_the_full_plan(whole: Scenario) -> None:
    assert broken(whole) == {"T12"}
    assert check(whole).score == 1.0


def test_the_draft_breaks_exactly_the_rules_that_its_mistakes_name(whole: Scenario) -> None:
    named = {id for mend in DRAFTED for id in mend.rules}
    assert broken(first_draft(whole)) == named | {"T12"}


def test_each_mend_removes_its_own_findings_and_breaks_nothing_else(whole: Scenario) -> None:
    draft = first_draft(whole)
    before = broken(draft)
    for mend, after in zip(DRAFTED, mended(draft, whole), strict=True):
        assert before - broken(after) == set(mend.rules)
        before = broken(after)
    assert list(mended(draft, whole))[-1] == whole


def test_causes_stand_in_the_order_of_the_report() -> None:
    order = list(catalogue())
    first = [order.index(mend.rules[0]) for mend in DRAFTED]
    assert first == sorted(first)


def test_the_table_tells_finding_mend_and_score(whole: Scenario, sample: InventedClass) -> None:
    told = words(mend_table_html(whole, sample.roster.names))
    draft = check(first_draft(whole))
    assert f"dari skor {draft.score:.0%}" in told
    assert "Rahmi Piliang di kelompok K3 tidak mendapat giliran berbicara." in told
    assert "Jumlah menit fase 75, sedangkan alokasi 70 menit (2 JP)." in told
    assert "Skor sesudahnya: 100%." in told
    assert "Yang masih tersisa: T12 :" in told
    kept = [list(check(one).states.values()).count("kept") for one in (first_draft(whole), whole)]
    assert f"✓ terpenuhi {kept[0]} {kept[1]}" in told


def test_every_rule_of_the_table_leads_to_its_section(whole: Scenario) -> None:
    html = mend_table_html(whole)
    for id in {id for mend in DRAFTED for id in mend.rules}:
        assert f'href="{catalogue()[id].learn}"' in html


def test_what_the_chapter_tells_of_group_4_is_so(whole: Scenario, sample: InventedClass) -> None:
    """The rules are content, though the representative of group 4 is a pupil who seldom speaks."""
    group = next(one for one in whole.groups if one.id == "K4")
    chosen = next(pupil for pupil in whole.pupils if pupil.id == group.representative)
    assert (sample.roster.names[chosen.id], chosen.shy) == ("I Ketut Artana", True)


def test_severities_count_all_sixty_rules() -> None:
    told = words(rules_by_severity_html())
    counts = [int(one) for one in re.findall(r": (\d+) aturan, bobot", told)]
    assert sum(counts) == 60
    assert [int(one) for one in re.findall(r"bobot (\d)", told)] == [3, 1, 0]


def test_the_summary_holds_what_a_substitute_teacher_needs(whole: Scenario, sample: InventedClass) -> None:
    told = words(summary_html(whole, sample.roster.names))
    for needed in (
        "Rabu, 12 Agustus 2026, pukul 07.30",
        "2 JP × 35 menit",
        "Kelompok 3: Mengurutkan pecahan; tutor Rusdi Salam; wakil Maria Tamaela",
        "penyampaian: 24 menit",
        "model 3: murid kepada murid, 12 giliran: Kelompok 1, Kelompok 2,",
        "meja berkelompok",
        "Anggota menerangkan langkahnya",
    ):
        assert needed in told


def test_a_summary_of_an_empty_plan_shows_dashes_and_no_error() -> None:
    told = words(summary_html(Scenario(version=1, kind="class")))
    assert "–, pukul –" in told


def test_text_of_persons_is_escaped(whole: Scenario) -> None:
    changed = whole.model_copy(update={"pupil_views": "<script>x</script>"})
    assert "<script>" not in summary_html(changed, {"M30": "<b>Rotua</b>"})
    assert "&lt;b&gt;Rotua" in summary_html(changed, {"M30": "<b>Rotua</b>"})

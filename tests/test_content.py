"""The content model and the rules agree: every rule rests on items that exist, and is traced to the source's lines."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from tutor_sebaya.rules import Rule, catalogue

CONTENT = yaml.safe_load(
    (Path(__file__).resolve().parent.parent / "tutor_sebaya" / "data" / "content.yml").read_text(encoding="utf-8")
)
ITEMS = {item["id"]: item for item in CONTENT["items"]}
RULES = list(catalogue().values())


def test_model_is_whole() -> None:
    assert len(ITEMS) == len(CONTENT["items"]) == 140
    assert [len(CONTENT[part]) for part in ("doubts", "restorations")] == [28, 10]
    assert len(RULES) == 60
    families = Counter(rule.family for rule in RULES)
    assert families == {"G": 9, "T": 12, "M": 2, "W": 6, "D": 12, "K": 1, "O": 1, "R": 16, "P": 1}


def test_rules_come_with_the_first_cause_first() -> None:
    assert "".join(dict.fromkeys(rule.family for rule in RULES)) == "GTMWDKORP"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_rests_on_items_and_lines_of_the_source(rule: Rule) -> None:
    assert rule.lines
    assert set(rule.items) <= set(ITEMS)
    assert rule.items or rule.origin == "guidance", "only guidance from elsewhere rests on no item"
    said = {line for item in rule.items for line in ITEMS[item]["source_lines"]}
    # Some ways and grounds stand under a heading line that is no item of its own.
    assert not rule.items or set(rule.lines) & said


@pytest.mark.parametrize("item", CONTENT["items"], ids=lambda item: item["id"])
def test_item_has_both_languages_and_known_doubts(item: dict[str, object]) -> None:
    assert item["id_text"] and item["en_text"] and item["source"] and item["source_lines"]
    assert isinstance(item["doubts"], list)
    assert set(item["doubts"]) <= {doubt["id"] for doubt in CONTENT["doubts"]}

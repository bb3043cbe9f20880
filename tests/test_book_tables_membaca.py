"""Tables in which the book looks at itself: origins of rules, the way to the sources, chapters and thresholds."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from tutor_sebaya.book_items import CHAPTERS, content
from tutor_sebaya.book_tables_membaca import chapters_html, origins_html, standing, thresholds_html, trace_html
from tutor_sebaya.rules import catalogue
from tutor_sebaya.settings import DEFAULTS


def rows(shown: str) -> dict[str, list[str]]:
    found = re.findall(r'<tr><th scope="row"[^>]*>(.*?)</th>(.*?)</tr>', shown)
    return {name: re.findall(r"<td>(.*?)</td>", cells) for name, cells in found}


def test_every_rule_is_counted_under_one_origin() -> None:
    shown = {name: [int(one) for one in counts] for name, counts in rows(origins_html()).items()}
    whole = shown.pop("seluruhnya")
    assert whole == [sum(column) for column in zip(*shown.values(), strict=True)]
    assert whole[0] == len(catalogue()) == sum(whole[1:4])


def test_some_rules_of_the_source_text_use_a_number_of_ours() -> None:
    of_source = [one for one in catalogue().values() if one.origin == "seed" and one.settings]
    assert rows(origins_html())["dari naskah sumber"][-1] == str(len(of_source)) != "0"


@pytest.mark.parametrize("rule", ["T01", "G08", "D03"])
def test_a_rule_is_traced_to_every_item_its_lines_and_its_doubts(rule: str) -> None:
    shown = trace_html(rule)
    items = {one["id"]: one for one in content()["items"]}
    assert [*rows(shown)] == list(catalogue()[rule].items)
    for id, (_, lines, _, doubts) in rows(shown).items():
        assert lines == ", ".join(str(line) for line in items[id]["source_lines"])
        assert doubts == (", ".join(items[id]["doubts"]) or "–")
        for doubt in items[id]["doubts"]:
            assert f"<li>{doubt}: " in shown


def test_what_names_no_source_says_so() -> None:
    assert rows(trace_html("T01"))["CRIT-0"][2] == "tidak disebutkan"
    assert "dalam Nana Sudjana" in rows(trace_html("T01"))["DEF-07"][2]


def test_a_rule_without_items_shows_no_list_of_doubts() -> None:
    assert "<ul>" not in trace_html("R14")


def test_the_ground_is_told_in_counts_of_the_content_model() -> None:
    doubted, unnamed, widest = (one.render("id") for one in standing())
    items = content()["items"]
    assert doubted.startswith(f"{sum(bool(one['doubts']) for one in items)} dari {len(items)} butir")
    assert unnamed.startswith(f"{sum(one['source'] == 'unattributed' for one in items)} butir")
    assert "ialah D15, " in widest


@pytest.mark.parametrize(
    ("language", "heading", "whole"), [("id", "Diskusikan", "seluruhnya"), ("en", "Discuss", "total")]
)
def test_chapters_are_counted_from_their_pages(tmp_path: Path, language: str, heading: str, whole: str) -> None:
    page = """---
minutes: {read: 30, practise: 20, discuss: 10}
rules: [G01, G02]
---

# Judul

```{self-check} satu
```

## Diskusikan

1. Apa?
2. Mengapa?

## Renungkan

1. Bukan pertanyaan diskusi.
"""
    for name in CHAPTERS:
        text = page.replace("Judul", f"Bab {name}").replace("Diskusikan", heading)
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    shown = rows(chapters_html(tmp_path, language))
    assert shown[f"Bab {CHAPTERS[0]}"] == ["30", "20", "10", "1", "2", "2"]
    assert shown[whole] == ["300", "200", "100", "10", "20", "20"]


def test_each_threshold_is_explained_with_its_default_and_its_rules() -> None:
    shown = rows(thresholds_html())
    assert [*shown] == [f"<code>{field.name}</code>" for field in fields(DEFAULTS)]
    assert shown["<code>max_group</code>"][1:] == ["6", "G07"]
    assert shown["<code>gini_max</code>"][1:] == ["0,35", "D04"]
    assert all(rules for _, _, rules in shown.values())

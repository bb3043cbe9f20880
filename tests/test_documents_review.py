"""The sheet on which trainees read each other's work: who reads whom, what stands on it, and how it prints."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import nbformat
import pytest

from tutor_sebaya import cli
from tutor_sebaya.documents_index import available, blanks
from tutor_sebaya.documents_review import ASPECTS, LEVELS, NAME, RULES, review_sheets, ring
from tutor_sebaya.rules import catalogue
from tutor_sebaya.scenario import Scenario

ROOT = Path(__file__).resolve().parent.parent


def words(page: bytes) -> str:
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page.decode(), flags=re.DOTALL)).split())


@pytest.mark.parametrize("number", [2, 3, 4, 7, 40, 201])
def test_everybody_reads_one_other_and_is_read_by_one_other(number: int) -> None:
    ids = [f"{one:03}" for one in range(number)]
    pairs = ring(ids, "07")
    assert [reviewer for reviewer, _ in pairs] == ids
    assert sorted(author for _, author in pairs) == ids
    assert all(reviewer != author for reviewer, author in pairs)
    if number > 2:
        assert not {(author, reviewer) for reviewer, author in pairs} & set(pairs), "no two read each other"
    assert ring([*reversed(ids), ids[0]], "07") == pairs
    if number > 4:
        assert ring(ids, "06") != pairs


def test_one_alone_reads_nobody() -> None:
    assert ring(["1"]) == ring([]) == []


def test_the_sheet_has_the_rubric_s_levels_and_the_rules_by_their_names() -> None:
    said = words(review_sheets().to("html"))
    for level in LEVELS:
        assert level in said
    for aspect, levels in ASPECTS.items():
        assert aspect in said
        assert len(set(levels)) == len(LEVELS)
        assert all(one in said for one in levels)
    for id in RULES:
        assert catalogue()[id].title in said
    assert "tidak bernilai angka" in said


def test_levels_are_those_of_the_assignment_and_its_questions_are_the_aspects() -> None:
    source = nbformat.read(ROOT / "source" / "07-aksi-nyata" / "aksi-nyata.ipynb", as_version=4)
    rubric = next(cell.source for cell in source.cells if cell.id == "refleksi")
    assert tuple(re.findall(r"^\| \d+ \| ([^|]+?) \|", rubric, re.MULTILINE)) == LEVELS
    asked = re.findall(r"^\d\. \*\*(.+?)\?\*\*", rubric, re.MULTILINE)
    assert len(asked) == len(ASPECTS)
    for question, aspect in zip(asked, ASPECTS, strict=True):
        assert aspect.split()[0] == question.split()[0]


def test_it_prints_empty_and_with_every_scenario() -> None:
    empty = next(one for one in blanks() if one.id == f"{NAME}-kosong")
    assert empty.formats == ("docx", "html") and not empty.contains_scores
    assert empty.make("docx")[:2] == b"PK"
    scenario = Scenario(version=1, kind="class")
    assert next(one for one in available(scenario) if one.id == NAME).reason is None


def test_the_command_names_the_pairs_and_writes_a_sheet_for_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "daftar.csv"
    listed.write_text('nim,nama\n01,Ani\n02,"Budi, S.Pd."\n03,<b>Cici</b>\n', encoding="utf-8")
    assert cli.main(["review", str(listed), "--output", str(tmp_path / "telaah.html")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert all(re.fullmatch(r"0\d .+ menelaah 0\d .+", line) for line in lines)
    page = (tmp_path / "telaah.html").read_bytes()
    assert b"<b>Cici" not in page
    said = words(page)
    assert said.count("LEMBAR TELAAH TEMAN") == 3
    for pair in ring(["01", "02", "03"], "07-aksi-nyata"):
        assert re.search(rf"NIM penelaah\W+{pair[0]}\b.*?NIM penulis\W+{pair[1]}\b", said)
    assert cli.main(["review", str(listed), "--output", str(tmp_path / "telaah.docx")]) == 0
    assert (tmp_path / "telaah.docx").read_bytes()[:2] == b"PK"


def test_what_cant_be_done_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = tmp_path / "daftar.csv"
    listed.write_text("nim,nama\n01,Ani\n", encoding="utf-8")
    assert cli.main(["review", str(listed)]) == 2
    assert "sedikitnya dua orang" in capsys.readouterr().err
    assert cli.main(["review", str(listed), "--output", "telaah.pdf"]) == 2
    assert ".html atau .docx" in capsys.readouterr().err
    assert cli.main(["review", str(tmp_path / "tiada.csv")]) == 2

"""The book's sentences and their English: all are found, marks stay, and what drifts apart is named."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import translations
from built_book import BOOK, ROOT
from parts import part

translate = part("tutor_sebaya.book_translate")
translations_of = translations.sources

FENCE = "`" * 3
PAGE = f"""---
objectives:
  - menyebut dua hal;
items: [STEP-1]
---

# Satu pelajaran

(item-step-1)=
## Lima *langkah*

{FENCE}{{chapter-opening}}
{FENCE}

:::{{admonition}} Di SD Tunas Cendekia
:class: case

“Beres, Bu.”
:::

Menurut {{term}}`tutor sebaya`, {{rule}}`G01` dan [bab lain](skenario.md) {{cite:p}}`lou1996{{halaman 3}}`: 0,43. [di luar naskah sumber]{{.outside}}

> Maria: “Apa?”\\
> Rusdi: “Menurut yang lain?”

Adaptif
: Program *menyesuaikan* diri.

| Bagian | Menit |
| --- | --- |
| Pembukaan | 5 |
| menit | 10 menit |

{FENCE}{{self-check}} satu-soal
:kind: choice
Mana yang benar?

- [x] Yang ini.
  > Betul ({{rule}}`G02`).
- [ ] Yang itu.
  > Bukan.
{FENCE}

:::{{figure}} gambar/x.svg
:alt: Dua kotak.

Keterangan gambar.
:::

1. Satu
   - dalam

{FENCE}python
nilai = 3  # nilai murid
{FENCE}

{FENCE}text
6 dinilai sekarang
{FENCE}

{FENCE}{{code-cell}} ipython3
# tidak tampak
1 + 1
{FENCE}
"""


def words(source: str) -> list[str]:
    return [one.words for one in translate.page_messages(source)]


def test_every_sentence_of_a_page_is_found_and_nothing_else() -> None:
    assert words(PAGE) == [
        "menyebut dua hal;",
        "Satu pelajaran",
        "Lima *langkah*",
        "Di SD Tunas Cendekia",
        "“Beres, Bu.”",
        "Menurut {term}`tutor sebaya`, {rule}`G01` dan [bab lain](skenario.md) {cite:p}`lou1996{halaman 3}`: 0,43. [di luar naskah sumber]{.outside}",
        "Maria: “Apa?”",
        "Rusdi: “Menurut yang lain?”",
        "Adaptif",
        "Program *menyesuaikan* diri.",
        "Bagian",
        "Menit",
        "Pembukaan",
        "menit",
        "10 menit",
        "Mana yang benar?",
        "Yang ini.",
        "Betul ({rule}`G02`).",
        "Yang itu.",
        "Bukan.",
        "Dua kotak.",
        "Keterangan gambar.",
        "Satu",
        "dalam",
        "nilai murid",
        "6 dinilai sekarang",
    ]


def test_a_translated_page_differs_in_its_sentences_only() -> None:
    english = {one: f"«{one}»" for one in words(PAGE)}
    translated = translate.replaced(PAGE, translate.page_messages(PAGE), english)
    assert re.sub(r"[«»]", "", translated).replace('"', "") == PAGE
    assert translated.count("«") == len(words(PAGE))
    # An objective may hold a colon: in front matter it needs quotation marks.
    assert '  - "«menyebut dua hal;»"' in translated


def test_what_has_no_translation_stays() -> None:
    assert translate.replaced(PAGE, translate.page_messages(PAGE), {}).replace('"', "") == PAGE


@pytest.mark.parametrize("file", sorted(BOOK.glob("*.md")), ids=lambda file: file.stem)
def test_pages_of_the_book_can_be_taken_apart_and_put_together(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    messages = translate.page_messages(source)
    assert translate.replaced(source, messages, {}).replace('"', "") == source.replace('"', "")
    for one in messages:
        assert source.split("\n")[one.line][one.start : one.end] == one.words
        assert "[x]" not in one.words and "[ ]" not in one.words
    # What readers meet after its sentences are taken out has no Indonesian left in it: code, ids and keys remain.
    silent = translate.replaced(source, messages, dict.fromkeys((one.words for one in messages), "¤"))
    kept = r"\A---\n.*?\n---\n|^```.*?^```$|^\([\w-]+\)=$|\]\([^)]*\)"
    body = re.sub(kept, "", silent, flags=re.DOTALL | re.MULTILINE)
    assert re.findall(r"\b(?:yang|dan|untuk|dengan|murid|adalah)\b", body) == []


def test_a_directive_that_may_have_sentences_is_not_passed_over() -> None:
    with pytest.raises(translate.CannotReadError, match="book_translate"):
        translate.page_messages(f"# Satu\n\n{FENCE}{{tab-set}}\nDua\n{FENCE}\n")


def test_a_paragraph_on_two_lines_is_refused() -> None:
    with pytest.raises(translate.CannotReadError, match="one line"):
        translate.page_messages("# Satu\n\nSebuah kalimat\nyang berlanjut.\n")


def test_terms_are_linked_by_their_indonesian_name_and_sorted_by_the_one_that_is_read() -> None:
    glossary = f"# Glosarium\n\n{FENCE}{{glossary}}\nbeban tutor\n  Banyaknya murid.\n\nKKTP\n  Kriteria.\n{FENCE}\n"
    english = {"beban tutor": "tutor load", "Banyaknya murid.": "How many pupils.", "KKTP": "KKTP"}
    page = translate.translated_page(glossary, english)
    assert f"{FENCE}{{glossary}}\n:sorted:\ntutor load\nbeban tutor\n  How many pupils.\n\nKKTP\n  Kriteria.\n" in page


@pytest.mark.parametrize(
    ("indonesian", "english", "fault"),
    [
        ("{rule}`G01`: baca.", "{rule}`G02`: read.", "lacks {rule}`G01`"),
        ("lihat {term}`tutor sebaya`", "see {term}`peer tutor`", "lacks {term}`tutor sebaya`"),
        ("[bab](skenario.md)", "[chapter](aturan.md)", "lacks ](skenario.md)"),
        ("kata [di luar]{.outside}", "a word", "lacks ]{.outside}"),
        ("tekan `make`", "press make", "lacks `make`"),
        ("rumus $a+b$", "formula $a$", "lacks $a+b$"),
        ("{cite:p}`lou1996{halaman 3}`", "{cite:p}`lou1997{page 3}`", "lacks {cite:p}`lou1996"),
        ("dari 36 murid", "of 35 pupils", "lacks the number 36"),
        ("satu baris", "two\nlines", "more than one line"),
        ("Gambar %s", "Figure", "lacks %s"),
    ],
)
def test_a_mark_that_got_lost_is_named(indonesian: str, english: str, fault: str) -> None:
    assert any(fault.lower() in one.lower() for one in translate.faults(indonesian, english))


@pytest.mark.parametrize(
    ("indonesian", "english"),
    [
        ("{term}`tutor sebaya` dan {rule}`G01`", "{rule}`G01` and {term}`peer tutors <tutor sebaya>`"),
        ("rata-rata 78,5 dari 1.000", "a mean of 78.5 of 1,000"),
        ("{cite:p}`{lihat}lou1996{halaman 3}`", "{cite:p}`{see}lou1996{page 3}`"),
        ("[bab lain](#tugas)", "[another chapter](#tugas)"),
    ],
)
def test_what_may_differ_is_no_fault(indonesian: str, english: str) -> None:
    assert translate.faults(indonesian, english) == []


def test_words_in_a_drawing_are_translated_and_escaped() -> None:
    drawing = (
        '<svg><title id="judul">Dua peran</title>\n<text x="1">T</text><text class="s">murid &amp; tutor</text></svg>'
    )
    assert [one.words for one in translate.picture_messages(drawing)] == ["Dua peran", "murid & tutor"]
    english = translate.translated_picture(drawing, {"Dua peran": "Two roles", "murid & tutor": "pupils < tutors"})
    assert english == drawing.replace("Dua peran", "Two roles").replace("murid &amp; tutor", "pupils &lt; tutors")


def test_a_notebook_keeps_its_cells_and_their_ids() -> None:
    for file in (ROOT / "source").glob("*/*.ipynb"):
        notebook = json.loads(file.read_text(encoding="utf-8"))
        messages = translate.notebook_messages(notebook)
        english = translate.translated_notebook(notebook, {one.words: f"«{one.words}»" for one in messages})
        assert json.dumps(english, ensure_ascii=False).count("«") >= len({one.words for one in messages})
        for cell, other in zip(notebook["cells"], english["cells"], strict=True):
            assert {**cell, "source": ""} == {**other, "source": ""}
            assert "".join(other["source"]).replace("«", "").replace("»", "") == "".join(cell["source"])


# --- catalogues ------------------------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book of one page, with catalogues of its own."""
    (tmp_path / "book" / "gambar").mkdir(parents=True)
    (tmp_path / "book" / "index.md").write_text("# Judul\n\nMurid {n} membaca.\n", encoding="utf-8")
    (tmp_path / "book" / "pustaka.bib").write_text("", encoding="utf-8")
    (tmp_path / "book" / "_toc.yml").write_text("format: jb-book\nroot: index\nparts: []\n", encoding="utf-8")
    shutil.copy(ROOT / "_config.yml", tmp_path)
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "FOLDER", tmp_path / "locale")
    everywhere = translations.sources

    def of_the_page() -> list[translations.Source]:
        return [one for one in everywhere(tmp_path) if one.name == "index"]

    monkeypatch.setattr(translations, "sources", of_the_page)
    return tmp_path


def merge(folder: Path, english: dict[str, str]) -> None:
    (folder / "en-page-index.json").write_text(json.dumps(english), encoding="utf-8")
    translations.main(["--merge", str(folder / "en-page-index.json")])


def test_drift_between_page_and_catalogue_is_named_until_somebody_looked(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert translations.main(["--check"]) == 1
    assert "not in the catalogue" in capsys.readouterr().out
    merge(small, {"Judul": "Title", "Murid {n} membaca.": "Pupil {n} reads."})
    assert translations.main(["--check"]) == 0
    page = small / "book" / "index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("membaca", "membaca lagi"), encoding="utf-8")
    capsys.readouterr()
    assert translations.main(["--check"]) == 1
    assert "no longer in index.md" in capsys.readouterr().out
    translations.main([])
    assert translations.main(["--check"]) == 1
    assert "fuzzy" in capsys.readouterr().out
    # The former English helps who mends it.
    translations.main(["--missing", "index"])
    assert json.loads(capsys.readouterr().out) == {"Murid {n} membaca lagi.": "Pupil {n} reads."}
    merge(small, {"Murid {n} membaca lagi.": "Pupil {n} reads again."})
    assert translations.main(["--check"]) == 0
    assert translations.english_of("index")["Judul"] == "Title"


def test_english_with_a_fault_is_not_taken(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    merge(small, {"Judul": "Title", "Murid {n} membaca.": "A pupil reads.", "Entah apa.": "Whatever."})
    said = capsys.readouterr().out
    assert "lacks {n}" in said and "no source has: Entah apa." in said
    assert translations.english_of("index") == {"Judul": "Title"}


def test_english_that_is_read_as_a_list_is_named(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    merge(small, {"Judul": "Title", "Murid {n} membaca.": "- Pupil {n} reads."})
    capsys.readouterr()
    assert translations.main(["--check"]) == 1
    assert "another kind of block" in capsys.readouterr().out


def test_a_second_run_changes_nothing() -> None:
    files = {file: file.read_bytes() for file in translations.FOLDER.rglob("*.po")}
    for source in translations_of():
        assert source.catalogue in files, f"run `make translations`: no catalogue for {source.name}"
        translations.write(source, translations.updated(source, {}, own=False))
    assert {file: file.read_bytes() for file in translations.FOLDER.rglob("*.po")} == files

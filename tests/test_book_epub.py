"""The whole book as an EPUB: sound, complete, readable without scripts."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from built_book import BOOK, EDITIONS, ROOT, SOURCE_LANGUAGE, build, sources
from parts import part

from tutor_sebaya.language import translate

book_documents = part("tutor_sebaya.book_documents")
book_epub = part("tutor_sebaya.book_epub")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=EDITIONS)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def epub(tmp_path_factory: pytest.TempPathFactory, language: str) -> Path:
    output = tmp_path_factory.mktemp("epub")
    folder = sources(output, language)
    done = build(folder / "book", folder / "_config.yml", output, "epub", language)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    ending = "" if language == SOURCE_LANGUAGE else f"-{language}"
    return output / "_build" / "epub" / f"{book_epub.FILE}{ending}.epub"


@pytest.fixture(scope="module")
def pages(epub: Path) -> dict[str, str]:
    with zipfile.ZipFile(epub) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml")}


def test_it_is_sound(epub: Path) -> None:
    assert list(book_epub.faults(epub)) == []


def test_every_page_of_the_book_is_in_it_and_in_its_table_of_contents(pages: dict[str, str], language: str) -> None:
    toc = yaml.safe_load((BOOK / "_toc.yml").read_text(encoding="utf-8"))
    names = [toc["root"], *(chapter["file"] for group in toc["parts"] for chapter in group["chapters"])]
    assert {f"{name}.xhtml" for name in names} <= set(pages)
    listed = re.findall(r'href="([^"#]+)', pages["nav.xhtml"])
    assert list(dict.fromkeys(listed)) == [f"{name}.xhtml" for name in names]
    indonesian, english = "Daftar isi" in pages["nav.xhtml"], "Table of Contents" in pages["nav.xhtml"]
    assert (indonesian, english) == (language == "id", language == "en")


def test_it_says_what_it_is(epub: Path, language: str) -> None:
    with zipfile.ZipFile(epub) as archive:
        about = archive.read("content.opf").decode()
    assert "<dc:title>Tutor Sebaya</dc:title>" in about and f"<dc:language>{language}</dc:language>" in about
    assert "unknown" not in about


def test_forms_are_replaced_by_words_and_their_results_stay(pages: dict[str, str], language: str) -> None:
    chapter = pages["membentuk-kelompok.xhtml"]
    instead = "Formulir perencana bekerja di buku daring dan di notebook; di sini ada hasil awalnya."
    assert translate(instead, language) in chapter
    assert "application/vnd.jupyter" not in chapter
    assert translate("Daftar kelompok", language) in chapter and "<table" in chapter


def test_nothing_is_said_of_starting_a_planner_here(pages: dict[str, str], language: str) -> None:
    said = translate("Perencana ini bekerja di buku daring dan di notebook.", language)
    assert pages["perencana.xhtml"].count(said) == (BOOK / "perencana.md").read_text(encoding="utf-8").count("{planner}")
    assert [name for name, page in pages.items() if 'class="on-screen"' in page or "planner-here" in page] == []


def test_cells_of_tables_are_lines(pages: dict[str, str]) -> None:
    cells = [cell for page in pages.values() for cell in re.findall(r"<t([dh])\b[^>]*>(.*?)</t\1>", page, re.DOTALL)]
    assert len(cells) > 500
    assert [content for _, content in cells if re.search(r"<(p|ul|li|div)\b", content)] == []
    # What a groups' table lists stands in lines that begin with a point.
    assert any(content.count("<br/>• ") > 3 for _, content in cells)


def test_the_page_of_forms_says_where_they_are_and_has_no_empty_column(pages: dict[str, str], language: str) -> None:
    page = pages["formulir.xhtml"]
    assert translate("Unduh", language) not in re.findall(r"<th[^>]*>(.*?)</th>", page)
    assert translate(book_documents.ELSEWHERE, language).replace("'", "’") in page
    assert "<td></td>" not in page


def test_nothing_is_fetched_from_elsewhere(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        assert not re.search(r'(?:src|data)="(?:https?:)?//', page), name


def test_a_broken_archive_is_noticed(epub: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.epub"
    with zipfile.ZipFile(epub) as whole, zipfile.ZipFile(broken, "w") as archive:
        for name in reversed(whole.namelist()):
            if name == "tentang.xhtml":
                continue
            text = whole.read(name)
            if name == "content.opf":
                text = text.replace(b' properties="svg"', b"")
            elif name.endswith("e-book.css"):
                text += b"p:is(.a, .b) { color: red }"
            archive.writestr(name, text.replace(b"</html>", b"") if name == "index.xhtml" else text)
    found = "\n".join(book_epub.faults(broken))
    assert "mimetype isn't the first file" in found
    assert "tentang.xhtml: in the manifest, not in the archive" in found
    assert "index.xhtml: not well-formed" in found
    assert "lima-langkah.xhtml: its content and the property 'svg' of the manifest don't agree" in found
    assert "e-book.css: has something that e-readers don't know" in found
    assert "links to tentang.xhtml" not in found or "isn't there" in found


def test_formulas_are_mathml(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    (tmp_path / "book" / "index.md").write_text("# Satu\n\nGini: $G = \\frac{a}{b}$\n\n$$\nx^2\n$$\n", encoding="utf-8")
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    settings["sphinx"]["config"] |= {"templates_path": [], "bibtex_bibfiles": [], "html_favicon": ""}
    settings["html"]["favicon"] = settings["logo"] = ""
    (tmp_path / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    done = build(tmp_path / "book", tmp_path / "_config.yml", tmp_path, "epub")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    made = tmp_path / "_build" / "epub" / f"{book_epub.FILE}.epub"
    assert [one for one in book_epub.faults(made) if "mathml" in one] == []
    with zipfile.ZipFile(made) as archive:
        assert 'href="index.xhtml" media-type="application/xhtml+xml" properties="mathml"' in (
            archive.read("content.opf").decode()
        )
        page = ElementTree.fromstring(archive.read("index.xhtml"))
    formulas = list(page.iter("{http://www.w3.org/1998/Math/MathML}math"))
    assert [one.get("display") for one in formulas] == ["inline", "block"]

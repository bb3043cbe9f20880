"""Search as a reader uses it: Indonesian words in any of their forms, from a server or from a USB stick."""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
from pathlib import Path
from typing import Any

import browser
import pytest
import yaml
from built_book import BOOK, EDITIONS, html_of_the_book, served
from parts import missing_part, part

book_search = part("tutor_sebaya.book_search")

DATA = Path(__file__).parent / "data"
QUERIES = {
    language: yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    for language, name in (("id", "search-queries.yml"), ("en", "search-queries-en.yml"))
}
FEWEST = {"id": 30, "en": 20}
CONTENTS = {"id": "Di halaman ini", "en": "On this page"}
FIRST = 3

FAMILIES = """
kelompok mengelompokkan pengelompokan berkelompok kelompoknya sekelompok
nilai menilai penilaian dinilai penilai
ajar belajar pelajaran mengajar pembelajaran mempelajari pengajaran diajarkan
tuntas ketuntasan menuntaskan
bagi pembagian membagi bagian
beri memberi pemberian diberikan
tahu mengetahui pengetahuan diketahui
pilih memilih pilihan dipilih pemilihan
kerja bekerja pekerjaan mengerjakan
teliti penelitian meneliti
uji menguji pengujian diuji
terang menerangkan keterangan
bimbing membimbing bimbingan pembimbing dibimbing
diskusi berdiskusi diskusikan mendiskusikan
masalah permasalahan masalahnya
rahasia kerahasiaan merahasiakan
setuju persetujuan disetujui menyetujui
siap persiapan menyiapkan mempersiapkan
amat mengamati pengamatan
terima menerima penerimaan
tanya bertanya pertanyaan menanyakan
tugas menugaskan penugasan petugas
baik perbaikan memperbaiki
susun menyusun susunan
""".strip().splitlines()


@pytest.mark.parametrize("family", FAMILIES)
def test_forms_of_a_word_are_found_by_each_other(family: str) -> None:
    assert len({book_search.stem(word) for word in family.split()}) == 1


def test_different_words_stay_apart() -> None:
    apart = [
        "tutor",
        "murid",
        "guru",
        "kelas",
        "kelompok",
        "diskusi",
        "nilai",
        "waktu",
        "ruang",
        "tugas",
        "giliran",
        "remedial",
        "submateri",
        "tuntas",
        "sama",
        "nama",
    ]
    assert len({book_search.stem(word) for word in apart}) == len(apart)


def test_stop_words_are_not_searched_for() -> None:
    search = book_search.IndonesianSearch({})
    assert not any(search.word_filter(search.stem(word)) for word in ("yang", "untuk", "dengan", "adalah"))
    assert search.word_filter(search.stem("tutor"))


def test_english_questions_are_searched_for_what_they_ask_about() -> None:
    search = book_search.EnglishSearch({})
    asked = ["how", "do", "I", "choose", "a", "tutor", "and", "why", "should", "we"]
    assert [word for word in asked if search.word_filter(search.stem(word))] == ["choose", "tutor"]
    assert search.stem("choosing") == search.stem("choose")
    # A heading that every chapter has; who looks for a discussion shall not find all of them.
    assert search.stem("Discuss") == "" and search.stem("discussion") == "discuss"


def test_the_browser_takes_every_word_of_the_book_to_the_same_stem() -> None:
    node = shutil.which("node") or missing_part("no node")
    words = sorted(
        {word for page in BOOK.rglob("*.md") for word in re.findall(r"\w+", page.read_text(encoding="utf-8"))}
    )
    assert len(words) > 1000
    script = (
        f"{book_search.javascript()}\nconst stemmer = new Stemmer();"
        "const words = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "console.log(JSON.stringify(words.map((word) => stemmer.stemWord(word))));"
    )
    done = subprocess.run(
        [node, "-e", script], input=json.dumps(words), capture_output=True, encoding="utf-8", check=True
    )
    assert dict(zip(words, json.loads(done.stdout), strict=True)) == {word: book_search.stem(word) for word in words}


# --- in a browser ---------------------------------------------------------------------------------------------------


def found(shown: Any, base: str, query: str) -> list[str]:
    """Pages of the results, in their order."""
    shown.goto(f"{base}search.html?q={query.replace(' ', '+')}", wait_until="load")
    shown.wait_for_function(
        "() => document.querySelector('.search-summary')?.innerText.trim()", timeout=20_000, polling=50
    )
    links = shown.eval_on_selector_all("#search-results ul.search > li > a", "all => all.map((one) => one.href)")
    return list(
        dict.fromkeys(link.split("?")[0].split("#")[0].rsplit("/", 1)[-1].removesuffix(".html") for link in links)
    )


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("language", EDITIONS)
@pytest.mark.parametrize("place", ["http", "file"])
def test_queries_find_their_pages_first(tmp_path_factory: pytest.TempPathFactory, place: str, language: str) -> None:
    html = html_of_the_book(tmp_path_factory, language)
    there = {page.stem for page in html.glob("*.html")}
    ready = [one for one in QUERIES[language] if set(one["pages"]) <= there]
    assert len(QUERIES[language]) >= FEWEST[language] and ready
    complaints: list[str] = []
    missed = {}
    with served(html) as address, browser.page() as shown:
        shown.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        shown.on("pageerror", lambda error: complaints.append(str(error)))
        for one in ready:
            pages = found(shown, address if place == "http" else html.as_uri() + "/", one["query"])
            if not set(one["pages"]) & set(pages[:FIRST]):
                missed[one["query"]] = pages[: FIRST + 2]
            if place == "http" and one is ready[0]:
                # An excerpt comes once the page is read; it is of the page's own words.
                shown.wait_for_selector("#search-results p.context")
                shown.wait_for_load_state("networkidle")
                excerpts = shown.locator("#search-results p.context").all_inner_texts()
                assert CONTENTS[language] not in excerpts[0]
                # Sphinx counts the blanks between a page's lines as words.
                assert min(map(len, excerpts)) > 40
                assert statistics.median(map(len, excerpts)) > 150
    assert missed == {}
    assert complaints == []


@pytest.mark.slow
@pytest.mark.browser
def test_a_query_without_results_says_so_in_indonesian(tmp_path_factory: pytest.TempPathFactory) -> None:
    html = html_of_the_book(tmp_path_factory)
    with browser.page() as shown:
        assert found(shown, html.as_uri() + "/", "zzzzzz") == []
        words = shown.inner_text("#search-results")
    assert "did not match" not in words and "tidak" in words.lower()

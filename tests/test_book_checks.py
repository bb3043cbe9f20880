"""Self-checks of the book: strict for authors, readable without JavaScript, a form with it, kept in the browser alone."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import browser
import pytest
from built_book import served

from tutor_sebaya.book_checks import STATIC, WORDS
from tutor_sebaya.language import translate

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
FENCE = "`" * 3
KEY = "tutor-sebaya:1:check:"
KEPT = f"Object.entries(localStorage).filter(([key]) => key.startsWith('{KEY}')).sort()"

CONFIG = f"""
project, copyright, version, language = "Buku", "2026", "1", "id"
extensions = ["myst_nb", "sphinx_book_theme", "tutor_sebaya.book_checks"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
html_theme, html_context, nb_execution_mode = "sphinx_book_theme", {{"default_mode": "auto"}}, "off"
html_static_path, html_css_files = [{str(ROOT / "book" / "_static")!r}], ["custom.css"]
locale_dirs, gettext_compact, mathjax_path = ["locale"], False, "none.js"

def setup(app):
    # Links to rules without the rest of the book's machinery.
    from tutor_sebaya.book import RuleRole, resolve_link
    app.add_role("rule", RuleRole())
    app.connect("missing-reference", resolve_link)
"""


def check(name: str, kind: str, body: str) -> str:
    return f"{FENCE}{{self-check}} {name}\n:kind: {kind}\n{body.strip()}\n{FENCE}\n"


KINDS = {
    "choice": """
Berapa kelompok yang **mungkin**?

- [ ] Lima
  > Lima terlalu sedikit menurut {rule}`G01`.
- [x] Enam
  > Enam memenuhi kedua batas.
- [ ] Sembilan
  > Sembilan terlalu banyak.
""",
    "several": """
Apa yang diperiksa?

- [x] Setiap murid terbagi
  > Murid baru mudah terlewat.
- [ ] Abjadnya urut
  > Abjad tidak diperiksa.
- [x] Setiap kelompok punya tutor
  > Undian tidak melihat tutor.
""",
    "order": """
Susun pekerjaannya.

1. Hitung
   > Batas lebih dahulu.
2. Bagi
   > Sesudah ada batasnya.
3. Periksa dengan {rule}`G01`
   > Sesudah ada kelompoknya.
""",
    "match": """
Pasangkan cara dengan datanya.

Tempat duduk
: denah
  > Denah menunjukkan siapa berdekatan.

Sosiometri
: pilihan teman
  > Pilihan ditanyakan secara pribadi.

Berhitung
: tidak ada
  > Nomornya disebut di tempat.

Kartu
: tidak ada
  > Nomornya tertulis di kartu.
""",
    "case": """
Pak Hasan punya tiga tutor untuk 30 murid.

Apa langkah pertamanya?

- [ ] Tetap membagi
  > Kelompoknya terlalu besar.
- [x] Mengajar ulang
  > Sebagian besar kelas belum tuntas.
""",
}
SENTENCES = {
    kind: [re.sub(r"^(?:- \[.\]|\d\.|>|:) ", "", line.strip()) for line in body.splitlines() if line.strip()]
    for kind, body in KINDS.items()
}

MISTAKES = {
    "dua-benar": (check("dua-benar", "choice", KINDS["choice"].replace("[ ]", "[x]")), "exactly one option marked [x]"),
    "tanpa-benar": (check("tanpa-benar", "case", KINDS["case"].replace("[x]", "[ ]")), "exactly one option marked [x]"),
    "semua-salah": (check("semua-salah", "several", KINDS["several"].replace("[x]", "[ ]")), "at least one option"),
    "tanpa-umpan-balik": (
        check("tanpa-umpan-balik", "choice", KINDS["choice"].replace("  > Sembilan terlalu banyak.\n", "")),
        "option without feedback (a line that begins with > below it): Sembilan",
    ),
    "urut-tanpa-umpan-balik": (
        check("urut-tanpa-umpan-balik", "order", KINDS["order"].replace("   > Batas lebih dahulu.\n", "")),
        "option without feedback",
    ),
    "pasang-tanpa-umpan-balik": (
        check("pasang-tanpa-umpan-balik", "match", KINDS["match"].replace("  > Nomornya tertulis di kartu.\n", "")),
        "option without feedback",
    ),
    "satu-pilihan": (check("satu-pilihan", "choice", "Apa?\n\n- [x] Ini\n  > Ya."), "at least two options"),
    "satu-langkah": (check("satu-langkah", "order", "Apa?\n\n1. Ini\n   > Ya."), "at least two options"),
    "satu-uraian": (
        check("satu-uraian", "match", "Apa?\n\nA\n: sama\n  > Ya.\n\nB\n: sama\n  > Ya."),
        "at least two different definitions",
    ),
    "tanpa-tanda": (check("tanpa-tanda", "choice", KINDS["choice"].replace("[ ] ", "")), "option without [x] or [ ]"),
    "tanpa-soal": (check("tanpa-soal", "choice", "- [x] Ini\n  > Ya.\n- [ ] Itu\n  > Bukan."), "needs a question"),
    "tanpa-pilihan": (check("tanpa-pilihan", "match", "Apa?"), "must end with its options"),
    "tanpa-jenis": (check("tanpa-jenis", "", KINDS["choice"]).replace(":kind: \n", "\n"), "needs :kind:"),
    "jenis-lain": (check("jenis-lain", "essay", KINDS["choice"]), "essay"),
    "id-buruk": (check("Id_Buruk", "choice", KINDS["choice"]), "lower case letters, digits and single hyphens"),
    "id-kembar": (check("baik", "choice", KINDS["choice"]), "this id is taken in baik:"),
}


def sphinx(source: Path, output: Path, builder: str, *options: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "sphinx", "-n", "-W", "--keep-going", "-q", "-b", builder, *options]
    return subprocess.run(
        [*command, "-d", str(output) + "-read", str(source), str(output)],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip


def write(folder: Path, pages: dict[str, str]) -> Path:
    folder.mkdir()
    (folder / "conf.py").write_text(CONFIG, encoding="utf-8")
    toc = f"{FENCE}{{toctree}}\n" + "\n".join(pages) + f"\n{FENCE}\n"
    index = f"# Depan\n\n{toc}\n{FENCE}{{check-progress}}\n{FENCE}\n"
    for name, text in {"index": index, **pages}.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chapter = "\n".join(check(f"satu-{kind}", kind, body) for kind, body in KINDS.items())
    pages = {
        "satu": f"(rule-g01)=\n# Bab satu\n\n{chapter}",
        "dua": "# Bab dua\n\n" + check("dua-choice", "choice", KINDS["choice"]),
        "kosong": "# Tanpa soal\n\nHanya bacaan.\n",
    }
    return write(tmp_path_factory.mktemp("checks") / "source", pages)


@pytest.fixture(scope="module")
def html(source: Path) -> Path:
    done = sphinx(source, source.parent / "html", "html")
    assert done.returncode == 0, done.stderr
    return source.parent / "html"


@pytest.fixture(scope="module")
def address(html: Path) -> Iterator[str]:
    """The same pages from a server.

    From one file:// page to the next Chromium starts a new process, and on a busy machine that one may be given an older
    state of the storage, or what was stored just before is lost: a few times in a thousand with three busy processes on
    two cores; over http:// 0 of 171. Tests of what is kept from page to page are about these pages, not about that.
    """
    with served(html) as base:
        yield base


# --- for authors ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("mistakes")
    pages = {"baik": "(rule-g01)=\n# Baik\n\n" + check("baik", "choice", KINDS["choice"])}
    pages |= {name: f"# Halaman {name}\n\n{text}" for name, (text, _) in MISTAKES.items()}
    # Two processes: what each has read must come together, or ids taken twice pass unseen.
    done = sphinx(write(folder / "source", pages), folder / "out", "dummy", "-j", "2")
    assert done.returncode != 0
    return done.stderr


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_fails_the_build_and_is_named(complaints: str, name: str) -> None:
    told = [line for line in complaints.splitlines() if f"{name}.md:" in line and "WARNING" in line]
    assert any(MISTAKES[name][1] in line for line in told), told or complaints


def test_a_right_self_check_is_not_complained_about(complaints: str) -> None:
    assert not re.search(r"/baik\.md:\d+: (?:WARNING|ERROR)", complaints)


def test_gettext_extracts_every_sentence_and_no_mark(source: Path) -> None:
    done = sphinx(source, source.parent / "pot", "gettext")
    assert done.returncode == 0, done.stderr
    extracted = set(
        re.findall(r'^msgid "(.+)"$', (source.parent / "pot" / "satu.pot").read_text("utf-8"), re.MULTILINE)
    )
    assert extracted == {"Bab satu", *(sentence for sentences in SENTENCES.values() for sentence in sentences)}


def test_the_english_edition_has_the_same_ids_and_answers_in_its_own_words(source: Path, html: Path) -> None:
    folder = source / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    said = {
        "Enam memenuhi kedua batas.": "Six keeps both limits.",
        "pilihan teman": "choice of friends",
        "Hitung": "Count",
    }
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    entries = "".join(f'\nmsgid "{ours}"\nmsgstr "{theirs}"\n' for ours, theirs in said.items())
    (folder / "satu.po").write_text(head + entries, encoding="utf-8")
    done = sphinx(source, source.parent / "english", "html", "-D", "language=en")
    assert done.returncode == 0, done.stderr
    english, indonesian = ((folder / "satu.html").read_text("utf-8") for folder in (source.parent / "english", html))
    facts = r'data-answer="[^"]*" data-check="[^"]*" data-kind="[^"]*"'
    assert re.findall(facts, english) == re.findall(facts, indonesian) != []
    for ours, theirs in said.items():
        assert theirs in english and f">{ours}<" not in english
    for word in WORDS.values():
        assert translate(word, "en") in unescape(english)


# --- without JavaScript ---------------------------------------------------------------------------------------------


def words(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", markup, flags=re.DOTALL)).split())


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_alone_holds_question_options_and_answers(html: Path, kind: str) -> None:
    page = (html / "satu.html").read_text("utf-8")
    one = page.split(f'id="check-satu-{kind}"')[1].split('<div class="self-check ')[0]
    outside, answers = one.split("<details")
    plain = [words(re.sub(r"\{rule\}`(\w+)`", r"\1", sentence.replace("**", ""))) for sentence in SENTENCES[kind]]
    feedback = [
        words(re.sub(r"\{rule\}`(\w+)`", r"\1", line.strip()[2:]))
        for line in KINDS[kind].splitlines()
        if line.strip().startswith("> ")
    ]
    for sentence in feedback:
        assert sentence in re.sub(r" (?=[.?])", "", words(answers))
        assert sentence not in re.sub(r" (?=[.?])", "", words(outside))
    for sentence in set(plain) - set(feedback):
        assert sentence in re.sub(r" (?=[.?])", "", words(outside))
    assert "Jawaban" in words(answers)


def test_steps_and_definitions_are_shown_out_of_order(html: Path) -> None:
    page = (html / "satu.html").read_text("utf-8")
    answers = dict(re.findall(r'data-answer="([^"]*)" data-check="satu-(order|match)"', page))
    assert {kind: answer for answer, kind in answers.items()}["order"] != "0 1 2"
    match = {kind: answer.split() for answer, kind in answers.items()}["match"]
    # Two terms with the same definition share its letter.
    assert match[2] == match[3] and len(set(match)) == 3 and match[:3] != ["0", "1", "2"]


def test_epub_shows_the_answers_after_the_options(source: Path) -> None:
    done = sphinx(source, source.parent / "epub", "epub", "-D", "epub_show_urls=no")
    assert done.returncode == 0, done.stderr
    page = (source.parent / "epub" / "satu.xhtml").read_text("utf-8")
    assert "<details" not in page and "self-check.js" not in page
    assert page.index("Setiap murid terbagi") < page.index("Murid baru mudah terlewat.")


def test_only_pages_with_self_checks_load_the_script(html: Path) -> None:
    pages = {page.stem: page.read_text("utf-8") for page in html.glob("*.html")}
    assert {name for name, page in pages.items() if "self-check.js" in page} == {"index", "satu", "dua"}
    assert {name for name, page in pages.items() if "self-check.css" in page} == {"index", "satu", "dua"}


def test_the_script_is_small_and_asks_nobody() -> None:
    script = (STATIC / "self-check.js").read_bytes()
    # As a phone loads it.
    assert len(gzip.compress(script)) < 4.5 * 1024
    assert not re.search(rb"https?:|fetch\(|XMLHttpRequest|sendBeacon|import ", script)


def test_the_table_of_chapters_follows_a_new_question_elsewhere(tmp_path: Path) -> None:
    one = "# Bab\n\n" + check("satu", "several", KINDS["several"])
    source = write(tmp_path / "source", {"bab": one})
    for ids, text in ((["satu"], one), (["satu", "dua"], one + "\n" + check("dua", "case", KINDS["case"]))):
        (source / "bab.md").write_text(text, encoding="utf-8")
        done = sphinx(source, tmp_path / "html", "html")
        assert done.returncode == 0, done.stderr
        page = unescape((tmp_path / "html" / "index.html").read_text("utf-8"))
        assert re.search(r"data-checks='?\"?(\[\[.*?\]\])", page)[1] == f"[{ids}]".replace("'", '"')  # type: ignore[index]


# --- the book's own questions ---------------------------------------------------------------------------------------

WRITTEN = re.compile(r"^`{3}\{self-check\} (\S+)\n:kind: (\w+)\n(.*?)^`{3}$", re.MULTILINE | re.DOTALL)


def test_the_right_option_does_not_always_stand_in_the_same_place() -> None:
    places = [
        re.findall(r"^- \[([ x])\]", body, re.MULTILINE).index("x")
        for page in (ROOT / "book").rglob("*.md")
        for _, kind, body in WRITTEN.findall(page.read_text("utf-8"))
        if kind in ("choice", "case")
    ]
    assert len(places) >= 5
    assert max(places.count(place) for place in set(places)) <= 0.6 * len(places), places


def test_the_chapter_on_groups_asks_in_every_way() -> None:
    found = WRITTEN.findall((ROOT / "book" / "membentuk-kelompok.md").read_text("utf-8"))
    assert len(found) >= 5
    assert {kind for _, kind, _ in found} == set(KINDS)


# --- in a browser ---------------------------------------------------------------------------------------------------


def told(shown: Any, name: str) -> str:
    return " ".join(shown.locator(f"#check-{name} [role=status]").inner_text().split())


def by_mouse(shown: Any, name: str, answer: list[int]) -> None:
    """Gives an answer as `data-answer` writes it, and presses Periksa."""
    root = shown.locator(f"#check-{name}")
    if name.endswith("order"):
        for place, wanted in enumerate(answer):
            text = root.get_attribute("data-items").split("|")[wanted]
            while text not in root.locator("ol > li").nth(place).inner_text():
                root.locator("li", has_text=text).get_by_role("button", name="Naikkan").click()
    elif name.endswith("match"):
        for select, wanted in zip(root.locator("select").all(), answer, strict=True):
            select.select_option(str(wanted))
    else:
        for place, box in enumerate(root.locator("input").all()):
            if box.is_checked() != (place in answer) and (place in answer or box.get_attribute("type") == "checkbox"):
                box.locator("..").click()
    root.get_by_role("button", name="Periksa", exact=True).click()


def tab_to(shown: Any, wanted: str) -> None:
    for _ in range(150):
        shown.keyboard.press("Tab")
        if shown.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def by_keyboard(shown: Any, name: str, answer: list[int]) -> None:
    root = shown.locator(f"#check-{name}")
    here = f"#check-{name}"
    if name.endswith("order"):
        for place, wanted in enumerate(answer):
            text = root.get_attribute("data-items").split("|")[wanted]
            while text not in root.locator("ol > li").nth(place).inner_text():
                if not shown.evaluate("text => document.activeElement.ariaLabel === `Naikkan: ${text}`", text):
                    shown.locator("body").evaluate("() => document.activeElement.blur()")
                    tab_to(shown, f'{here} button[aria-label="Naikkan: {text}"]')
                shown.keyboard.press("Enter")
    elif name.endswith("match"):
        for place, wanted in enumerate(answer):
            tab_to(shown, f"{here} li:nth-child({place + 1}) > select")
            shown.keyboard.type("ABCDEF"[wanted])
    elif name.endswith("several"):
        for place in range(root.locator("input").count()):
            tab_to(shown, f"{here} li:nth-child({place + 1}) input")
            if root.locator("input").nth(place).is_checked() != (place in answer):
                shown.keyboard.press("Space")
    else:
        tab_to(shown, f"{here} input")
        shown.keyboard.press("Space")
        while not root.locator("input").nth(answer[0]).is_checked():
            shown.keyboard.press("ArrowDown")
    tab_to(shown, f"{here} .self-check-check")
    shown.keyboard.press("Enter")


# The steps as they are shown first, so that a test can name them after they were moved.
NOTE_ITEMS = """() => document.querySelectorAll('.self-check-order').forEach((root) => root.dataset.items =
  [...root.querySelectorAll('.self-check-row > span')].map((span) => span.textContent.trim()).join('|'))"""


def right_answer(shown: Any, name: str) -> list[int]:
    return [int(one) for one in shown.locator(f"#check-{name}").get_attribute("data-answer").split()]


WRONG: dict[str, Callable[[list[int]], list[int]]] = {
    "choice": lambda answer: [0],
    "several": lambda answer: [0, 1],
    "order": lambda answer: answer[::-1],
    "match": lambda answer: [answer[0], *answer[:-1]],
    "case": lambda answer: [0],
}
SAYS = {
    "choice": ("Lima terlalu sedikit menurut G01.", "Enam memenuhi kedua batas."),
    "several": ("Jawaban benar yang belum dipilih: 1.", "C. Undian tidak melihat tutor."),
    "order": ("Sudah di tempatnya: 1 dari 3.", "3. Sesudah ada kelompoknya."),
    "match": ("Pasangan yang tepat: 2 dari 4.", "Kartu: Nomornya tertulis di kartu."),
    "case": ("Kelompoknya terlalu besar.", "Sebagian besar kelas belum tuntas."),
}


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("answer", [by_mouse, by_keyboard])
def test_each_kind_is_answered_with_feedback(html: Path, width: int, answer: Callable[..., None]) -> None:
    complaints: list[str] = []
    with browser.page(width=width) as shown:
        shown.on("pageerror", lambda error: complaints.append(str(error)))
        shown.goto((html / "satu.html").as_uri())
        shown.evaluate(NOTE_ITEMS)
        for kind in KINDS:
            name = f"satu-{kind}"
            assert told(shown, name) == ""
            answer(shown, name, WRONG[kind](right_answer(shown, name)))
            assert told(shown, name).startswith("Belum tepat.") and SAYS[kind][0] in told(shown, name)
            again = shown.locator(f"#check-{name}").get_by_role("button", name="Coba lagi")
            if answer is by_mouse:
                again.click()
            else:
                tab_to(shown, f"#check-{name} .self-check-buttons button:last-child")
                shown.keyboard.press("Enter")
            assert told(shown, name) == "" and not again.is_visible()
            # The focus is back at the first thing to answer with.
            assert shown.evaluate(f"() => Boolean(document.activeElement.closest('#check-{name} fieldset'))")
            shown.evaluate("() => document.activeElement.blur()")
            answer(shown, name, right_answer(shown, name))
            assert told(shown, name).startswith("Benar.") and SAYS[kind][1] in told(shown, name)
        wide = shown.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert complaints == []
    assert wide <= 0


@pytest.mark.browser
def test_an_unfinished_answer_is_asked_for_and_not_counted(html: Path) -> None:
    with browser.page((html / "satu.html").as_uri()) as shown:
        for kind, wanted in (("choice", "Pilih jawaban dulu"), ("match", "Pasangkan semua butir dulu")):
            shown.locator(f"#check-satu-{kind}").get_by_role("button", name="Periksa").click()
            assert wanted in told(shown, f"satu-{kind}")
        assert shown.evaluate(KEPT) == []


@pytest.mark.browser
def test_a_moved_step_keeps_the_focus_and_says_where_it_is(html: Path) -> None:
    with browser.page((html / "satu.html").as_uri()) as shown:
        last = shown.locator("#check-satu-order li").nth(2)
        name = last.locator(".self-check-row > span").inner_text()
        last.get_by_role("button", name="Naikkan").focus()
        shown.keyboard.press("Enter")
        assert "Sekarang di urutan 2 dari 3." in told(shown, "satu-order")
        shown.keyboard.press("Enter")
        assert "Sekarang di urutan 1 dari 3." in told(shown, "satu-order")
        # It can't rise any more: the focus went to the button beside.
        assert shown.evaluate("document.activeElement.ariaLabel") == f"Turunkan: {name}"


def counts(shown: Any) -> list[list[str]]:
    return [row.locator("td").all_inner_texts() for row in shown.locator(".check-progress tbody tr").all()]


@pytest.mark.browser
def test_answers_outlast_the_page_and_are_counted_until_they_are_deleted(address: str) -> None:
    with browser.page(f"{address}satu.html") as shown:
        by_mouse(shown, "satu-several", [0, 1])
        by_mouse(shown, "satu-match", right_answer(shown, "satu-match"))
        line = "Periksa diri bab ini: 2 dari 5 soal dijawab, 1 benar."
        assert shown.get_by_text(line).is_visible()
        shown.reload()
        assert shown.get_by_text(line).is_visible()
        assert told(shown, "satu-several").startswith("Belum tepat.")
        assert [box.is_checked() for box in shown.locator("#check-satu-several input").all()] == [True, True, False]
        assert told(shown, "satu-match").startswith("Benar.")
        shown.goto(f"{address}index.html")
        assert counts(shown) == [["5", "2", "1"], ["1", "0", "0"], ["6", "2", "1"]]
        button = shown.get_by_role("button", name="Hapus semua jawaban")
        shown.once("dialog", lambda dialog: dialog.dismiss())
        button.click()
        assert counts(shown)[2] == ["6", "2", "1"]
        shown.once("dialog", lambda dialog: dialog.accept())
        button.click()
        assert counts(shown)[2] == ["6", "0", "0"]
        assert shown.get_by_text("Jawaban sudah dihapus.").is_visible()
        shown.goto(f"{address}satu.html")
        assert told(shown, "satu-several") == ""


@pytest.mark.browser
def test_answers_outlast_a_page_of_a_memory_stick_too(html: Path) -> None:
    with browser.page((html / "satu.html").as_uri()) as shown:
        # More than once, because Chromium may lose one: see `address`.
        for _ in range(8):
            by_mouse(shown, "satu-choice", [1])
            shown.wait_for_timeout(500)
            shown.reload()
            if told(shown, "satu-choice").startswith("Benar."):
                return
    raise AssertionError(f"{browser.chromium_path()} kept nothing of a file:// page")


@pytest.mark.browser
def test_a_chapters_answers_are_deleted_alone(address: str) -> None:
    with browser.page(f"{address}dua.html") as shown:
        by_mouse(shown, "dua-choice", [1])
        shown.goto(f"{address}satu.html")
        by_mouse(shown, "satu-choice", [1])
        shown.once("dialog", lambda dialog: dialog.accept())
        shown.get_by_role("button", name="Hapus jawaban bab ini").click()
        assert told(shown, "satu-choice") == ""
        assert [key for key, _ in shown.evaluate(KEPT)] == [f"{KEY}dua-choice"]


@pytest.mark.browser
def test_pages_that_are_open_side_by_side_keep_each_others_answers(address: str) -> None:
    with browser.page(f"{address}satu.html") as shown:
        beside = shown.context.new_page()
        beside.goto(f"{address}satu.html")
        index = shown.context.new_page()
        index.goto(f"{address}index.html")
        by_mouse(shown, "satu-choice", [1])
        by_mouse(beside, "satu-several", [0, 1])
        line = "Periksa diri bab ini: 2 dari 5 soal dijawab, 1 benar."
        for one in (shown, beside):
            one.get_by_text(line).wait_for()
            # What was answered on one is seen on the other, and what is taken back.
            one.locator("#check-satu-choice .is-right").first.wait_for()
            one.locator("#check-satu-several .is-wrong").first.wait_for()
        index.wait_for_function("() => document.querySelector('.check-progress tbody').innerText.includes('2')")
        assert counts(index) == [["5", "2", "1"], ["1", "0", "0"], ["6", "2", "1"]]
        # A choice that isn't checked yet outlasts late news of what the page knows already.
        late = f"window.dispatchEvent(new StorageEvent('storage', {{ key: '{KEY}satu-choice' }}))"
        shown.locator("#check-satu-choice label").first.click()
        shown.evaluate(late)
        assert shown.locator("#check-satu-choice input").first.is_checked()
        beside.locator("#check-satu-choice").get_by_role("button", name="Coba lagi").click()
        shown.locator("#check-satu-choice input:checked").wait_for(state="detached")
        assert told(shown, "satu-choice") == ""


@pytest.mark.browser
def test_a_browser_that_keeps_nothing_still_answers_and_says_so(html: Path) -> None:
    refuse = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    complaints: list[str] = []
    with browser.page() as shown:
        shown.add_init_script(refuse)
        # The theme asks for storage unguarded; what it throws is no business of the self-checks.
        shown.on("pageerror", lambda error: complaints.append(error.stack) if "self-check" in error.stack else None)
        shown.goto((html / "satu.html").as_uri())
        by_mouse(shown, "satu-choice", [1])
        assert told(shown, "satu-choice").startswith("Benar.")
        assert "1 dari 5 soal dijawab, 1 benar. Peramban ini tidak menyimpan jawaban" in shown.inner_text("article")
        shown.goto((html / "index.html").as_uri())
        assert counts(shown)[2] == ["6", "0", "0"]
    assert complaints == []


@pytest.mark.browser
@pytest.mark.parametrize(
    "broken", ["{", "null", "[]", '"x"', "1", '{"a": [9], "r": true}', '{"a": [0]}', '{"a": "0", "r": true}']
)
def test_broken_kept_answers_do_no_harm(address: str, broken: str) -> None:
    complaints: list[str] = []
    with browser.page(f"{address}satu.html") as shown:
        for name in ("satu-match", "satu-choice", "no-such-check"):
            shown.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY + name, broken])
        shown.on("pageerror", lambda error: complaints.append(str(error)))
        shown.reload()
        assert told(shown, "satu-match") == ""
        by_mouse(shown, "satu-choice", [1])
        shown.reload()
        assert told(shown, "satu-choice").startswith("Benar.")
    assert complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_paper_shows_every_answer_and_no_button(html: Path, scripts: bool) -> None:
    with browser.page((html / "satu.html").as_uri(), java_script_enabled=scripts) as shown:
        if scripts:
            by_mouse(shown, "satu-choice", [0])
        shown.emulate_media(media="print")
        for answers in shown.locator(".self-check-answers").all():
            assert answers.is_visible()
            for part in answers.locator("li").all():
                assert (part.bounding_box() or {"height": 0})["height"] > 0
        for part in shown.locator(".self-check :is(button, input, select)").all():
            assert not part.is_visible()


@pytest.mark.browser
def test_without_javascript_answers_open_in_the_page(html: Path) -> None:
    with browser.page((html / "satu.html").as_uri(), java_script_enabled=False) as shown:
        feedback = shown.locator("#check-satu-choice").get_by_text("Enam memenuhi kedua batas.")
        assert not feedback.is_visible()
        shown.locator("#check-satu-choice summary").click()
        assert feedback.is_visible()


@pytest.mark.browser
def test_what_is_pressed_is_large_enough_for_a_finger(html: Path) -> None:
    with browser.page((html / "satu.html").as_uri(), width=360) as shown:
        for kind in KINDS:
            by_mouse(shown, f"satu-{kind}", right_answer(shown, f"satu-{kind}")) if kind != "order" else None
        for part in shown.locator(
            ":is(.self-check, .self-check-buttons) :is(button, select, summary, .self-check-option)"
        ).all():
            if part.is_visible():
                box = part.bounding_box()
                assert box["width"] >= 44 and box["height"] >= 44, part.evaluate("node => node.outerHTML")

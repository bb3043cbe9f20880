"""The book as readers get it: built strictly, complete, in their language, asking nobody else for anything."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

import browser
import pytest
import yaml
from built_book import BOOK, EDITIONS, ROOT, build, html_of_the_book, served
from parts import missing_part

from tutor_sebaya.book_light import ALIVE, FIXED
from tutor_sebaya.labels import ranges
from tutor_sebaya.language import translate
from tutor_sebaya.rules import catalogue

pytestmark = pytest.mark.slow

CHAPTER = "membentuk-kelompok"
ASSETS = ROOT / "_build" / "book-assets"
FENCE = "`" * 3

# Words of the article whose colour stands out less than 4.5 to 1 from the nearest colour behind them.
CONTRAST = """() => {
  const parse = (css) => (css.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => {
    const part = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const colour = parse(getComputedStyle(node).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return getComputedStyle(document.documentElement).colorScheme.startsWith('dark') ? [18, 18, 18] : [255, 255, 255];
  };
  const faint = [];
  const texts = document.createTreeWalker(document.querySelector('article'), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    const words = texts.currentNode.textContent.trim();
    if (!words || !node.checkVisibility() || node.closest('script, style, .headerlink, .jupyter-widgets')) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${words.slice(0, 40)}`);
  }
  return faint;
}"""

# What the frame of a page says where nobody has translated it: text between tags, title, aria-label, placeholder, alt.
ENGLISH_INTERFACE = {
    "Search", "Contents", "On this page", "Skip to main content", "Back to top", "Color mode", "System Settings", "Light",
    "Dark", "previous", "next", "previous page", "next page", "Permalink", "Home", "Copyright", "Main", "Index", "Print",
    "Site navigation", "Section Navigation", "Breadcrumb", "Icon Links", "Fullscreen mode", "Search Page", "General Index",
}  # fmt: skip
ENGLISH_BEGINNINGS = (
    "Link to ", "Toggle ", "Show ", "Hide ", "Click ", "Created using", "Built with", "By the ", "Fig. ", "Download ",
    "Edit ", "Last updated", "Logo of ", "Expand ", "Collapse ", "Open ", "Search ", "© Copyright", "Theme by",
)  # fmt: skip


@pytest.fixture(scope="session", params=EDITIONS)
def language(request: pytest.FixtureRequest) -> str:
    """Of the edition that is read; each test of its pages is done for every edition."""
    return str(request.param)


@pytest.fixture(scope="session")
def html(tmp_path_factory: pytest.TempPathFactory, language: str) -> Path:
    return html_of_the_book(tmp_path_factory, language)


@pytest.fixture(scope="session")
def pages(html: Path) -> dict[str, str]:
    """Every page of the book by its name, built into a folder of this run."""
    built = {page.stem: page.read_text(encoding="utf-8") for page in html.glob("*.html")}
    assert {page.stem for page in BOOK.glob("*.md")} <= built.keys()
    return built


class Reader(HTMLParser):
    """What a page loads, its ids, and the words that its frame says."""

    LOADS: ClassVar = {"script": "src", "img": "src", "iframe": "src", "link": "href", "source": "src", "video": "src"}

    def __init__(self, page: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.words: list[str] = []
        self.language: str | None = None
        self.tables = 0
        self._silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = given.get("lang")
        if tag in self.LOADS and (address := given.get(self.LOADS[tag])):
            self.loads.append(address)
        if "id" in given:
            self.ids.append(given["id"])
        self.words += [given[name] for name in ("title", "aria-label", "placeholder", "alt") if given.get(name)]
        self.tables += tag == "table"
        self._silent += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.words.append(" ".join(data.split()))


def front_matter(page: Path) -> dict[str, object]:
    found = yaml.safe_load(page.read_text(encoding="utf-8").split("---")[1])
    assert isinstance(found, dict)
    return found


def test_every_item_and_rule_that_the_chapter_names_has_its_section(pages: dict[str, str]) -> None:
    facts = front_matter(BOOK / f"{CHAPTER}.md")
    ids = set(Reader(pages[CHAPTER]).ids)
    wanted = {f"item-{item.lower()}" for item in facts["items"]} | {f"rule-{rule.lower()}" for rule in facts["rules"]}
    assert wanted - ids == set()


def test_the_chapter_teaches_what_forming_groups_needs() -> None:
    facts = front_matter(BOOK / f"{CHAPTER}.md")
    needed = (
        {f"WAY-{n}" for n in range(1, 8)} | {f"GROUND-{n}" for n in range(1, 5)} | {f"GOOD-{n}" for n in range(1, 8)}
    )
    needed |= {"STEP-2a", "STEP-2b", "STEP-2c"} | {f"DISC-{n}" for n in range(5)}
    assert needed - set(facts["items"]) == set()
    assert set(facts["rules"]) == {f"G0{n}" for n in range(1, 10)}


def test_no_id_stands_twice_on_a_page(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        ids = [one for one in Reader(page).ids if one.startswith(("item-", "rule-", "catalogue-"))]
        assert len(ids) == len(set(ids)), name


def test_each_rules_learn_address_leads_to_a_section(pages: dict[str, str]) -> None:
    for rule in catalogue().values():
        assert rule.anchor in Reader(pages[rule.page]).ids, rule.learn


def test_the_catalogue_tells_everything_of_every_rule(pages: dict[str, str], language: str) -> None:
    words = Reader(pages["aturan"]).words
    text = " ".join(words)
    for rule in catalogue().values():
        assert f"{rule.id} · {translate(rule.title, language)}" in [one.replace("’", "'") for one in words]
        assert ranges(rule.lines) in text
    assert len(catalogue()) == 60
    # What R04 and D11 say depends on the plan from the first word to the last.
    assert text.count(translate("Bunyi pesan", language)) == 58


def test_pages_load_nothing_from_other_hosts(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        abroad = [address for address in Reader(page).loads if re.match(r"(?:[a-z]+:)?//", address, re.IGNORECASE)]
        assert abroad == [], name
        assert "@import" not in page
        assert "unpkg.com" not in page and "jsdelivr" not in page and "cdnjs" not in page, name


def test_only_pages_with_a_form_offer_to_load_its_javascript(pages: dict[str, str]) -> None:
    forms = ("application/vnd.jupyter.widget-view+json", 'class="planner-here"')
    with_form = {name for name, page in pages.items() if any(one in page for one in forms)}
    offering = {name for name, page in pages.items() if "forms.js" in page}
    assert CHAPTER in with_form
    assert offering == (with_form if ASSETS.is_dir() else set())
    # Nobody gets 3.6 MB without asking.
    assert [name for name, page in pages.items() for one in Reader(page).loads if "embed-amd" in one] == []


def test_pages_load_neither_the_icon_font_nor_the_search_index(html: Path, pages: dict[str, str]) -> None:
    assert not list(html.rglob("fa-*.woff2"))
    assert sum(script.stat().st_size for script in html.rglob("fontawesome*")) < 1000
    for name, page in pages.items():
        assert "searchindex.js" not in page or name == "search", name


def test_every_icon_of_a_page_is_drawn(pages: dict[str, str]) -> None:
    style = (BOOK / "_static" / "custom.css").read_text(encoding="utf-8")
    used = {
        icon for page in pages.values() for icon in re.findall(r'class="[^"]*fa-solid (?:fa-lg )?fa-([a-z-]+)', page)
    }
    assert {"bars", "magnifying-glass"} <= used
    assert [icon for icon in sorted(used - {"lg"}) if f".fa-{icon} {{" not in style] == []


def test_the_planners_first_answer_stands_in_the_page_without_javascript(pages: dict[str, str], language: str) -> None:
    section = pages[CHAPTER].split('id="perencana-kelompok"')[1].split("</section>")[0]
    without_scripts = re.sub(r"<script.*?</script>", "", section, flags=re.DOTALL)
    assert Reader(without_scripts).tables >= 1
    words = " ".join(Reader(without_scripts).words)
    for word in ({"id": "Kelompok", "en": "Group"}[language], "Tutor", translate("Submateri", language)):
        assert word in words


def test_pages_say_in_which_language_they_are(pages: dict[str, str], language: str) -> None:
    assert {name: Reader(page).language for name, page in pages.items()} == dict.fromkeys(pages, language)


def test_the_frame_of_the_pages_is_indonesian(tmp_path_factory: pytest.TempPathFactory) -> None:
    for file in html_of_the_book(tmp_path_factory).glob("*.html"):
        name, page = file.stem, file.read_text(encoding="utf-8")
        english = [
            said
            for said in Reader(page).words
            if said in ENGLISH_INTERFACE or said.startswith(ENGLISH_BEGINNINGS) or said.endswith("- Home")
        ]
        assert english == [], name


def test_the_search_page_speaks_indonesian(tmp_path_factory: pytest.TempPathFactory) -> None:
    html = html_of_the_book(tmp_path_factory)
    words = (html / "_static" / "translations.js").read_text(encoding="utf-8")
    for english in re.findall(r'_\(\s*"([^"]+)"', (html / "_static" / "searchtools.js").read_text(encoding="utf-8")):
        assert f'"{english}"' in words


def test_no_phrase_of_the_spun_source_is_published(pages: dict[str, str]) -> None:
    lines = files("tutor_sebaya").joinpath("data/lint_never.txt").read_text(encoding="utf-8").splitlines()
    never = [line.strip().lower() for line in lines if line.strip() and not line.startswith("#")]
    assert len(never) > 20
    for name, text in {**pages, **{page.name: page.read_text(encoding="utf-8") for page in BOOK.rglob("*.md")}}.items():
        assert [phrase for phrase in never if phrase in text.lower()] == [], name


def test_the_house_word_for_pupils_is_murid() -> None:
    for page in BOOK.rglob("*.md"):
        assert not re.search(r"\b(?:siswa|peserta didik)\b", page.read_text(encoding="utf-8"), re.IGNORECASE), page.name


def test_pictures_have_a_text_alternative() -> None:
    for page in BOOK.rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        for figure in re.findall(r":::\{figure\}(.*?):::", text, flags=re.DOTALL):
            assert len(re.search(r":alt: (.+)", figure).group(1)) > 40, page.name  # type: ignore[union-attr]
        assert "![](" not in text


def small_book(folder: Path, text: str, **changes: object) -> Path:
    """A book of one page, with this book's own configuration, in a folder of its own."""
    (folder / "book" / "_static").mkdir(parents=True)
    (folder / "book" / "_templates").mkdir()
    shutil.copy(BOOK / "_static" / "logo.svg", folder / "book" / "_static")
    shutil.copy(BOOK / "pustaka.bib", folder / "book")
    (folder / "book" / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    kernel = "---\njupytext:\n  text_representation:\n    extension: .md\n    format_name: myst\nkernelspec:\n  display_name: Python 3\n  name: python3\n---\n\n"
    (folder / "book" / "index.md").write_text(kernel + text, encoding="utf-8")
    # Its page is in no table of notebooks.
    config = (ROOT / "_config.yml").read_text(encoding="utf-8").replace("      - tutor_sebaya.book_launch\n", "")
    (folder / "_config.yml").write_text(config, encoding="utf-8")
    return folder


def test_a_failing_cell_fails_the_build(tmp_path: Path) -> None:
    small_book(tmp_path, f"# Satu\n\n{FENCE}{{code-cell}} ipython3\n1 / 0\n{FENCE}\n")
    done = build(tmp_path / "book", tmp_path / "_config.yml", tmp_path)
    assert done.returncode != 0
    assert "ZeroDivisionError" in done.stdout + done.stderr


def test_a_rule_that_does_not_exist_fails_the_build(tmp_path: Path) -> None:
    small_book(tmp_path, "# Satu\n\nLihat {rule}`G99`.\n")
    done = build(tmp_path / "book", tmp_path / "_config.yml", tmp_path)
    assert done.returncode != 0
    assert "G99" in done.stdout + done.stderr


def test_a_rule_that_no_page_teaches_is_a_broken_reference(tmp_path: Path) -> None:
    small_book(tmp_path, "# Satu\n\nLihat {rule}`G01`.\n")
    done = build(tmp_path / "book", tmp_path / "_config.yml", tmp_path)
    assert done.returncode != 0
    assert "rule-g01" in done.stdout + done.stderr


def test_a_chapter_without_minutes_is_told_so(tmp_path: Path) -> None:
    small_book(tmp_path, f"# Satu\n\n{FENCE}{{chapter-opening}}\n{FENCE}\n")
    done = build(tmp_path / "book", tmp_path / "_config.yml", tmp_path)
    assert done.returncode != 0
    assert "minutes" in done.stdout + done.stderr


def test_without_npm_the_book_builds_and_says_what_is_missing(tmp_path: Path) -> None:
    small_book(
        tmp_path,
        f"(rule-g01)=\n# Satu\n\n{{rule}}`G01`\n\n{FENCE}{{code-cell}} ipython3\nimport ipywidgets\nipywidgets.IntSlider()\n{FENCE}\n",
    )
    done = build(tmp_path / "book", tmp_path / "_config.yml", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "scripts/book_assets.py" in done.stdout
    page = (tmp_path / "_build" / "html" / "index.html").read_text(encoding="utf-8")
    assert "embed-amd" not in page and "forms.js" not in page
    assert [one for one in Reader(page).loads if "//" in one] == []


# --- in a browser ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def address(html: Path) -> Iterator[str]:
    with served(html) as base:
        yield base


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_in_a_browser(pages: dict[str, str], address: str, width: int, scheme: str) -> None:
    abroad: list[str] = []
    complaints: list[str] = []

    def guard(route: Any, request: Any) -> None:
        if request.url.startswith((address, "data:", "blob:")):
            route.continue_()
        else:
            abroad.append(request.url)
            route.abort()

    with browser.page(width=width, color_scheme=scheme) as shown:
        shown.context.route("**/*", guard)
        shown.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        shown.on("pageerror", lambda error: complaints.append(str(error)))
        for name in sorted(pages):
            shown.goto(f"{address}{name}.html", wait_until="load")
            if name == CHAPTER and (ASSETS / "static").is_dir():
                shown.click(".show-form button")
                shown.wait_for_selector(".cell_output .jupyter-widgets", timeout=20_000)
            wide = shown.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{name} scrolls sideways at {width} px"
    assert abroad == []
    assert complaints == []


@pytest.mark.browser
def test_formulas_are_set_by_the_browser_alone(tmp_path: Path) -> None:
    small_book(tmp_path, "# Satu\n\nGini: $G = \\frac{a}{b}$\n")
    done = build(tmp_path / "book", tmp_path / "_config.yml", tmp_path)
    assert done.returncode == 0, done.stderr
    asked: list[str] = []
    with browser.page() as shown:
        shown.on("request", lambda request: asked.append(request.url))
        shown.goto((tmp_path / "_build" / "html" / "index.html").as_uri())
        # Numerator over denominator, not beside it.
        above, below = shown.eval_on_selector_all(
            "mfrac > *", "all => all.map((one) => one.getBoundingClientRect().top)"
        )
    assert above < below
    assert [address for address in asked if "athjax" in address or not address.startswith(("file:", "data:"))] == []


def test_a_formula_that_is_wrong_fails_the_build(tmp_path: Path) -> None:
    small_book(tmp_path, "# Satu\n\nGini: $\\frac{a}{$\n")
    done = build(tmp_path / "book", tmp_path / "_config.yml", tmp_path)
    assert done.returncode != 0
    assert "formula" in done.stdout + done.stderr


@pytest.mark.browser
def test_the_form_is_loaded_when_a_reader_wants_it(pages: dict[str, str], address: str, language: str) -> None:
    if not ASSETS.is_dir():
        missing_part("no JavaScript of forms: run scripts/book_assets.py (needs npm)")
    asked: list[str] = []
    with browser.page(width=360) as shown:
        shown.on("request", lambda request: asked.append(request.url))
        shown.goto(f"{address}{CHAPTER}.html", wait_until="load")
        assert not any("embed-amd" in one for one in asked)
        # Alive where the site has Python (tests/test_live.py), otherwise as it was made.
        names = [translate(one, language) for one in ("Tampilkan formulir", "Nyalakan perencana")]
        button = shown.get_by_role("button", name=re.compile("|".join(names)))
        button.focus()
        shown.keyboard.press("Enter")
        shown.wait_for_selector(".cell_output .jupyter-widgets", timeout=60_000)
        button.wait_for(state="detached", timeout=120_000)
        assert all(one.startswith((address, "data:", "blob:")) for one in asked)


@pytest.mark.browser
def test_a_form_that_cannot_be_loaded_says_so_and_can_be_tried_again(
    pages: dict[str, str], address: str, language: str
) -> None:
    if not ASSETS.is_dir():
        missing_part("no JavaScript of forms: run scripts/book_assets.py (needs npm)")
    with browser.page() as shown:
        shown.context.route("**/embed-amd.js*", lambda route: route.abort())
        shown.goto(f"{address}{CHAPTER}.html", wait_until="load")
        shown.click(".show-form button")
        msgids = [FIXED["failed"], *(one for one in ALIVE.values() if "tidak terunduh lengkap" in one)]
        said = "|".join(re.escape(translate(one, language)) for one in msgids)
        shown.wait_for_selector(f"text=/{said}/", timeout=60_000)
        assert shown.is_enabled(".show-form button")


@pytest.mark.browser
def test_the_first_view_of_a_chapter_is_under_300_kb(pages: dict[str, str], address: str) -> None:
    bodies: dict[str, bytes] = {}
    with browser.page(width=360) as shown:
        shown.on("requestfinished", lambda request: bodies.update({request.url: request.response().body()}))
        for name in sorted(set(pages) & {CHAPTER, "index", "aturan"}):
            bodies.clear()
            shown.goto(f"{address}{name}.html", wait_until="networkidle")
            compressed = sum(len(gzip.compress(body)) for body in bodies.values())
            assert 30_000 < compressed < 300_000, f"{name}: {compressed}"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_printed_chapter_is_black_on_white_with_its_title_and_answers(
    pages: dict[str, str], address: str, scheme: str
) -> None:
    with browser.page(f"{address}{CHAPTER}.html", color_scheme=scheme) as shown:
        shown.emulate_media(media="print", color_scheme=scheme)
        for part in (".bd-sidebar-primary", ".bd-header-article", ".prev-next-area"):
            assert not any(one.is_visible() for one in shown.query_selector_all(part)), part
        assert shown.is_visible("article h1")
        answer = shown.query_selector("details.self-check-answers li")
        assert answer is not None
        assert (answer.bounding_box() or {"height": 0})["height"] > 0
        assert shown.evaluate(CONTRAST) == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_background(pages: dict[str, str], address: str, scheme: str) -> None:
    """WCAG 2 AA: 4.5 to 1, for what a reader reads in the article."""
    with browser.page(f"{address}{CHAPTER}.html", color_scheme=scheme) as shown:
        faint = shown.evaluate(CONTRAST)
    assert faint == []

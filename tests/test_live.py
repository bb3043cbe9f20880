"""Planners that come alive in pages of the book, in a real Chromium that reaches no other host."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from built_book import served
from lab import FOCUSED
from live import CHAPTER, LONG, PREFIX, SECTIONS, alive, chromium, engine, section_of, small_site, start, texts
from parts import missing_part, part
from pyodide_live import CORE, live_list

from tutor_sebaya import book_live, widgets
from tutor_sebaya.live import place_of
from tutor_sebaya.widgets_place import PAGE

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Keyboard, Locator, Page, Playwright

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DATA = Path(__file__).resolve().parent.parent / "tutor_sebaya" / "data"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_site(tmp_path_factory.mktemp("live"))


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as root:
        yield f"{root}{PREFIX}/"


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with engine() as started:
        yield started


@pytest.fixture(scope="module")
def asked() -> list[tuple[str, str]]:
    """Method and address of every request of the shared browser."""
    return []


@pytest.fixture(scope="module")
def context(playwright: Playwright, asked: list[tuple[str, str]]) -> Iterator[BrowserContext]:
    with chromium(playwright) as context:
        context.on("request", lambda one: asked.append((one.method, one.url)))
        yield context


@pytest.fixture(scope="module")
def shared(context: BrowserContext, address: str) -> Page:
    """The page of all planners, 360 pixels wide; its Python is started once, by whichever test needs it first."""
    page = context.new_page()
    page.goto(f"{address}perencana.html")
    return page


@pytest.fixture(scope="module")
def wide(context: BrowserContext, address: str) -> Page:
    """The same page 1280 pixels wide, with a Python of its own."""
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}perencana.html")
    return page


def form_in(page: Page, planner: str) -> Locator:
    """The planner's form, alive."""
    section = section_of(page, planner)
    return alive(section) if section.locator(".live-form").count() else start(section)


def press(form: Locator, name: str) -> None:
    form.get_by_role("button", name=name, exact=True).first.click()


def says(form: Locator, words: str) -> None:
    """Wait until the form says so."""
    form.get_by_text(re.compile(words)).first.wait_for(timeout=LONG)


# --- each planner used to a result -----------------------------------------------------------------------------------


class Finger:
    """Uses a form by touch or mouse."""

    def __init__(self, form: Locator) -> None:
        self.form = form

    def press(self, name: str) -> None:
        press(self.form, name)

    def write(self, label: str, text: str) -> None:
        self.form.get_by_label(label).first.fill(text)

    def choose(self, label: str, place: int) -> None:
        self.form.get_by_label(label, exact=True).first.select_option(index=place)

    def options(self, label: str) -> list[str]:
        """What there is to choose from."""
        return self.form.get_by_label(label, exact=True).first.locator("option").all_inner_texts()


class Keys(Finger):
    """Uses a form by keyboard alone: every control is reached with Tab, from the top of the form."""

    MOST = 400
    """More controls than that lie before none of those that are used here."""

    def _reach(self, control: Locator) -> Keyboard:
        page, wanted = self.form.page, control.element_handle(timeout=LONG)
        self.form.evaluate("form => { form.tabIndex = -1; form.focus(); }")
        for _ in range(self.MOST):
            page.keyboard.press("Tab")
            focused = page.evaluate(FOCUSED)
            assert focused["ours"], f"Tab left the form for {focused}"
            assert focused["name"], f"{focused['tag']} has no name"
            assert focused["outline"] != "none", f"the focus on {focused['name']} can't be seen"
            assert focused["inside"], f"{focused['name']} lies outside the page"
            if wanted.evaluate("one => one === document.activeElement"):
                return page.keyboard
        raise AssertionError(f"{control} isn't reached by keyboard")

    def press(self, name: str) -> None:
        self._reach(self.form.get_by_role("button", name=name, exact=True).first).press("Enter")

    def write(self, label: str, text: str) -> None:
        keys = self._reach(self.form.get_by_label(label).first)
        keys.press("Control+A")
        keys.type(text)
        keys.press("Tab")

    def choose(self, label: str, place: int) -> None:
        keys = self._reach(self.form.get_by_label(label, exact=True).first)
        keys.press("Home")
        for _ in range(place):
            keys.press("ArrowDown")


def use_scenario(hand: Finger) -> None:
    hand.press("Lanjut →")
    says(hand.form, "Submateri sejauh ini")
    steps = hand.options("Langkah")
    hand.choose("Langkah", next(place for place, step in enumerate(steps) if "ruang" in step.casefold()))
    hand.press("Pakai denah")
    says(hand.form, "✓ Denah dipakai")


def use_mastery(hand: Finger) -> None:
    hand.press("Isi contoh skor butir")
    says(hand.form, "✓ 10 soal rekaan diisi")


def use_tutors(hand: Finger) -> None:
    hand.write("Nama atau kode tutor kakak", "Kak Sari")
    hand.press("Tambahkan tutor kakak")
    says(hand.form, "Kak Sari")


def use_groups(hand: Finger) -> None:
    hand.write("Jumlah kelompok", "9")
    hand.press("Bentuk kelompok")
    says(hand.form, "✓ 9 kelompok terbentuk")
    hand.press("Urungkan langkah terakhir")
    says(hand.form, "✓ Langkah terakhir diurungkan")


def use_pairs(hand: Finger) -> None:
    hand.press("Catat jawaban ini")
    says(hand.form, "✓ Jawaban .* dicatat")


def use_time(hand: Finger) -> None:
    hand.write("Banyak jam pelajaran (0: belum ditentukan)", "3")
    hand.press("Pakai rencana waktu")
    says(hand.form, "✓ .*105 menit|3 × 35")


def use_turns(hand: Finger) -> None:
    hand.press("Pakai giliran")
    says(hand.form, r"✓ Giliran dipakai untuk 6 kelompok, \d+ menit")


def use_tally(hand: Finger) -> None:
    hand.press("Rotua Sitompul · 0")
    hand.form.get_by_role("button", name="Rotua Sitompul · 1").wait_for(timeout=LONG)


def use_room(hand: Finger) -> None:
    hand.choose("Susunan tempat duduk", 2)
    hand.press("Pakai denah")
    says(hand.form, "✓ Denah dipakai")


def use_sociometry(hand: Finger) -> None:
    hand.choose("Pilihan kedua", 4)
    hand.press("Murid berikutnya yang belum memilih")
    says(hand.form, "Sekarang: ")


def use_remedial(hand: Finger) -> None:
    hand.press("Susun program remedial")
    says(hand.form, r"✓ Program remedial tersusun: \d+ murid")


def use_simulation(hand: Finger) -> None:
    hand.choose("Berapa kali dimainkan", 0)
    hand.press("Mainkan rencana")
    says(hand.form, "✓ Rencana dimainkan 50 kali")


USES: dict[str, Callable[[Finger], None]] = {
    "ScenarioPlanner": use_scenario,
    "MasteryPlanner": use_mastery,
    "TutorPlanner": use_tutors,
    "GroupPlanner": use_groups,
    "PairPlanner": use_pairs,
    "TimePlanner": use_time,
    "SpeakingPlanner": use_turns,
    "SpeakingTally": use_tally,
    "RoomPlanner": use_room,
    "SociometryPlanner": use_sociometry,
    "RemedialPlanner": use_remedial,
    "SimulationPlanner": use_simulation,
}
# Elements of a form that a finger hits: links inside a sentence may be as low as their line (WCAG 2.5.8).
TARGETS = """form => [...form.querySelectorAll('button, select, input, textarea, summary, .ts-files a')]
  .map(one => ({ one, box: (one.type === 'checkbox' ? one.closest('label') : one).getBoundingClientRect() }))
  .filter(({ box }) => box.width && box.height < 44)
  .map(({ one, box }) => `${one.tagName} ${one.innerText || one.ariaLabel || one.id} ${box.height}`)"""


def test_every_planner_has_a_place_in_the_page_of_all_planners() -> None:
    assert set(SECTIONS) == set(USES) == set(widgets.__all__)


@pytest.mark.parametrize("planner", USES)
def test_a_planner_is_used_to_a_result_on_a_phone(shared: Page, planner: str) -> None:
    form = form_in(shared, planner)
    USES[planner](Finger(form))
    said = texts(form)
    assert "Program ini keliru" not in said
    assert "Traceback" not in said
    assert "di peramban ini, dan hilang ketika halaman ditutup" in said
    assert shared.evaluate("document.documentElement.scrollWidth") <= 360
    assert form.evaluate(TARGETS) == []


@pytest.mark.parametrize("planner", USES)
def test_a_planner_is_used_to_a_result_by_keyboard_alone_on_a_wide_screen(wide: Page, planner: str) -> None:
    form = form_in(wide, planner)
    USES[planner](Keys(form))
    assert "Program ini keliru" not in texts(form)
    assert wide.evaluate("document.documentElement.scrollWidth") <= 1280


def test_who_is_in_a_report_stays_there_when_it_is_written_anew_and_who_left_is_not_called_back(wide: Page) -> None:
    form = form_in(wide, "RoomPlanner")
    select, drawing = form.get_by_label("Susunan tempat duduk", exact=True), form.locator(".ts-drawing")

    def written_anew(place: int) -> None:
        old = drawing.element_handle()
        changed = "one.dispatchEvent(new Event('change', { bubbles: true }))"
        select.evaluate(f"(one, to) => {{ one.selectedIndex = to; {changed}; }}", place)
        wide.wait_for_function("old => !old.isConnected", arg=old, timeout=LONG)

    drawing.focus()
    written_anew(1)
    assert drawing.evaluate("one => one === document.activeElement")
    # Pressed beside everything: the focus is where nobody takes it from.
    wide.mouse.click(2, 450)
    written_anew(0)
    assert wide.evaluate("document.activeElement === document.body")


def test_nothing_left_this_machine_and_nothing_was_sent(
    shared: Page, asked: list[tuple[str, str]], address: str
) -> None:
    form_in(shared, "GroupPlanner")
    assert {method for method, _ in asked} == {"GET"}
    assert [url for _, url in asked if not url.startswith((address, "data:", "blob:"))] == []
    # Who formed groups loaded no library for spreadsheets, letters or proofs.
    assert [url for _, url in asked if re.search("scipy|numpy|docx|lxml|ipython|jedi", url)] == []


# --- files -----------------------------------------------------------------------------------------------------------


def choose(page: Page, form: Locator, name: str, file: Path) -> None:
    with page.expect_file_chooser() as chooser:
        form.get_by_role("button", name=re.compile(name)).click()
    chooser.value.set_files(file)


def test_a_class_list_is_read_and_a_list_of_groups_downloaded(
    shared: Page, asked: list[tuple[str, str]], address: str, tmp_path: Path
) -> None:
    openpyxl = part("openpyxl")
    form = form_in(shared, "GroupPlanner")
    before = len(asked)
    form.get_by_label("Dari mana daftar kelasnya?").select_option(label="Berkas daftar kelas (.xlsx atau .csv)")
    choose(shared, form, "Pilih berkas daftar kelas", DATA / "kelas-contoh.xlsx")
    says(form, "✓ Terbuka: kelas-contoh.xlsx")
    press(form, "Pakai KKTP dan submateri")
    press(form, "Bentuk kelompok")
    says(form, "✓ 6 kelompok terbentuk")
    press(form, "Siapkan tautan unduhan")
    link = form.get_by_role("link", name=re.compile(r"daftar-kelompok-guru\.xlsx"))
    link.wait_for(timeout=LONG)
    with shared.expect_download() as download:
        link.click()
    download.value.save_as(tmp_path / "daftar.xlsx")
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "daftar.xlsx").read_bytes()))
    words = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert any("Rotua Sitompul" in one for one in words)
    # The list itself was sent nowhere: files of this site were asked for, and nothing else happened.
    assert {method for method, _ in asked[before:]} <= {"GET"}
    assert all(url.startswith((address, "data:", "blob:")) for _, url in asked[before:])


def test_a_plan_that_was_downloaded_is_opened_again(shared: Page, tmp_path: Path) -> None:
    form = form_in(shared, "TimePlanner")
    press(form, "Siapkan tautan unduhan")
    link = form.get_by_role("link", name=re.compile("Unduh skenario"))
    link.wait_for(timeout=LONG)
    with shared.expect_download() as download:
        link.click()
    download.value.save_as(tmp_path / "rencana.json")
    assert json.loads((tmp_path / "rencana.json").read_text(encoding="utf-8"))["groups"]
    form.get_by_label("Dari mana daftar kelasnya?").select_option(label="Skenario yang tersimpan (.json)")
    choose(shared, form, "Atau pilih berkas skenario", tmp_path / "rencana.json")
    says(form, "✓ Terbuka: rencana.json")


def test_a_printed_form_is_prepared(shared: Page) -> None:
    form = form_in(shared, "RemedialPlanner")
    form.get_by_label("Jenis berkas").select_option(label="Excel (.xlsx)")
    press(form, "Siapkan formulir")
    says(form, r"✓ Berkas siap: .*\.xlsx")


def test_a_proof_is_reckoned_where_scipy_is_in_the_site(shared: Page, site: Path) -> None:
    form = form_in(shared, "GroupPlanner")
    form.get_by_label("Lama mencari dan membuktikan").select_option(index=1)
    press(form, "Cari kelompok terbaik")
    says(form, "✓ 6 kelompok dibentuk")
    there = "scipy" in json.loads((site / PREFIX / "pyodide" / "live.json").read_text(encoding="utf-8"))["later"]
    assert ("karena scipy belum terpasang" in texts(form)) == (not there)
    if not there:
        missing_part("no scipy in the site; run `python scripts/pyodide_files.py --heavy`")


# --- before, while and after loading ---------------------------------------------------------------------------------


def test_before_the_press_nothing_of_it_is_loaded_and_its_size_is_told(
    playwright: Playwright, address: str, site: Path
) -> None:
    with chromium(playwright) as context:
        page, loaded = context.new_page(), []
        page.on("request", lambda one: loaded.append(one.url))
        page.goto(f"{address}{CHAPTER}.html", wait_until="networkidle")
        assert [url for url in loaded if re.search("pyodide|/live/|widgets|service-worker", url)] == []
        wanted = json.loads((site / PREFIX / "pyodide" / "live.json").read_text(encoding="utf-8"))
        python = sum(wanted["files"][name]["compressed"] for name in wanted["start"]) / 1e6
        told = re.search(r"Mengunduh sekitar (\d+) MB", page.locator(".show-form").inner_text())
        assert told and python < int(told[1]) < 12
        # The same plan as in the page's table, although the form isn't there yet.
        form = start(page)
        first = page.locator(".text_html table, .output.text_html table").last.locator("tbody tr").first.inner_text()
        assert set(re.findall(r"\w+ \w+(?= \([LP]\))", first)) and texts(form)
        for name in re.findall(r"[A-Z]\w+ [A-Z]\w+(?= \([LP]\))", first):
            assert name in texts(form)
        assert page.evaluate("document.activeElement.closest('.live-form') !== null")
        assert page.locator(".form-as-made").count() == 0


def test_a_second_start_needs_no_network(playwright: Playwright, site: Path) -> None:
    with chromium(playwright) as context:
        with served(site) as root:
            page = context.new_page()
            page.goto(f"{root}{PREFIX}/{CHAPTER}.html")
            start(page)
            # Pages and Python are in the browser's own caches now.
            page.wait_for_function(
                """async () => {
                     const of = async (end) => (await Promise.all((await caches.keys()).filter((one) => one.endsWith(end))
                       .map(async (one) => (await (await caches.open(one)).keys()).map(({ url }) => url)))).flat();
                     const pages = await of('pages 1'), python = await of('python');
                     return pages.some((one) => one.endsWith('.html')) && pages.some((one) => one.includes('worker.js'))
                       && pages.some((one) => one.includes('embed-amd')) && python.some((one) => one.includes('modules?'));
                   }""",
                timeout=LONG,
            )
        # The server is gone.
        page.reload()
        assert "Perencana kelompok" in page.inner_text("main")
        use_groups(Finger(start(page)))
        fresh = context.new_page()
        fresh.goto(f"{root}{PREFIX}/{CHAPTER}.html#perencana-kelompok")
        use_groups(Finger(start(fresh)))


def test_a_second_start_loads_no_file_of_python_again_and_a_page_is_the_newest(
    playwright: Playwright, site: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    page_file = copy / PREFIX / "perencana.html"
    with served(copy) as root, chromium(playwright) as context:
        page = context.new_page()
        page.goto(f"{root}{PREFIX}/perencana.html")
        start(section_of(page, "TimePlanner"))
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page_file.write_text(
            page_file.read_text(encoding="utf-8").replace("Semua perencana", "Semua perencana kita"), "utf-8"
        )
        loaded: list[str] = []
        context.on("request", lambda one: loaded.append(one.url))
        page.reload()
        assert "Semua perencana kita" in page.inner_text("h1")
        start(section_of(page, "TimePlanner"))
        assert [url for url in loaded if re.search(r"\.whl|\.wasm|stdlib", url) and not url.startswith("blob:")] == []


# --- when it can't start ---------------------------------------------------------------------------------------------


def fails(page: Page) -> str:
    """Press, and wait for the message."""
    page.get_by_role("button", name="Nyalakan perencana").first.click()
    page.get_by_role("button", name="Coba lagi").first.wait_for(timeout=LONG)
    return page.locator(".show-form").first.inner_text()


def test_what_is_not_there_is_told_and_tried_again(playwright: Playwright, site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    (wheel,) = (copy / PREFIX / "pyodide").glob("pydantic-*.whl")
    there = wheel.read_bytes()
    # A sign-in page in place of a file, as some networks give.
    wheel.write_bytes(b"<html>Masuk</html>")
    with served(copy) as root, chromium(playwright) as context:
        page = context.new_page()
        page.goto(f"{root}{PREFIX}/{CHAPTER}.html")
        said = fails(page)
        assert "berkasnya tidak terunduh lengkap" in said
        assert "Hasil awalnya tetap ada" in said
        # The form as it was made stays, and can be read.
        assert "Kelompok 1" in page.locator(".form-as-made .tutor-sebaya").inner_text(timeout=LONG)
        assert not page.locator(".form-as-made").evaluate("one => one.inert")
        wheel.write_bytes(there)
        page.get_by_role("button", name="Coba lagi").click()
        assert "Perencana kelompok" in texts(alive(page))


def test_without_a_network_the_first_time_it_says_so(playwright: Playwright, address: str) -> None:
    with chromium(playwright) as context:
        page = context.new_page()
        page.goto(f"{address}{CHAPTER}.html")
        context.set_offline(True)
        assert re.search("tanpa internet|tidak terunduh lengkap", fails(page))


def test_a_browser_without_webassembly_is_told(playwright: Playwright, address: str) -> None:
    with chromium(playwright, "--js-flags=--jitless") as context:
        page = context.new_page()
        page.goto(f"{address}{CHAPTER}.html")
        assert "WebAssembly" in fails(page)


def test_from_a_file_the_form_is_shown_as_it_was_made(playwright: Playwright, site: Path) -> None:
    with chromium(playwright) as context:
        page = context.new_page()
        page.goto((site / PREFIX / f"{CHAPTER}.html").as_uri())
        assert "dibuka dari berkas" in page.locator(".show-form").inner_text()
        page.get_by_role("button", name="Tampilkan formulir").click()
        assert "Kelompok 1" in page.locator(".form-as-made .tutor-sebaya").inner_text(timeout=LONG)


def test_a_mistake_of_the_program_shows_its_place_and_no_traceback(playwright: Playwright, address: str) -> None:
    with chromium(playwright) as context:
        page = context.new_page()
        page.goto(f"{address}perencana.html")
        page.evaluate("document.getElementById('start-kelas').textContent = '{\"kind\": \"Rahmi Piliang\"}'")
        section = section_of(page, "GroupPlanner")
        section.get_by_role("button").click()
        section.get_by_role("button", name="Coba lagi").wait_for(timeout=LONG)
        said = section.locator(".show-form").inner_text()
        assert re.search(r"Program ini keliru \(ScenarioError.*\)", said)
        assert "Laporkan" in said
        assert "Traceback" not in said and "Piliang" not in said


# --- keys, and the edition's language --------------------------------------------------------------------------------


def test_the_keyboard_starts_it_and_gets_the_form_in_the_language_of_the_page(
    playwright: Playwright, address: str
) -> None:
    with chromium(playwright) as context:
        page = context.new_page()
        page.add_init_script(
            "document.addEventListener('readystatechange', () => document.documentElement.lang = 'en', { once: true })"
        )
        page.goto(f"{address}{CHAPTER}.html")
        page.get_by_role("button", name="Nyalakan perencana").focus()
        page.keyboard.press("Enter")
        form = alive(page)
        assert "Group planner" in texts(form)
        assert form.evaluate("one => one.contains(document.activeElement)")
        page.keyboard.press("Tab")
        assert form.evaluate("one => one.contains(document.activeElement)")
        assert page.evaluate("document.activeElement.tagName") == "SELECT"


# --- without a browser -----------------------------------------------------------------------------------------------


def test_a_place_of_an_error_holds_nothing_of_what_was_typed() -> None:
    def wrong() -> None:
        raise ValueError("Rahmi Piliang")

    with pytest.raises(ValueError, match="Rahmi") as caught:
        wrong()
    assert re.fullmatch(r"ValueError, test_live\.py:\d+", place_of(caught.value))


def package(*depends: str, name: str) -> dict[str, Any]:
    return {"file_name": f"{name}.whl", "depends": list(depends), "imports": [name]}


def test_the_list_of_files_leaves_out_what_a_form_does_not_need() -> None:
    packages = {
        "tutor-sebaya": package("pydantic", name="tutor_sebaya"),
        "pydantic": package(name="pydantic"),
        "ipywidgets": package("ipython", "traitlets", name="ipywidgets"),
        "ipython": package("jedi", "traitlets", name="IPython"),
        "jedi": package(name="jedi"),
        "traitlets": package(name="traitlets"),
        "openpyxl": package("et-xmlfile", name="openpyxl"),
        "et-xmlfile": package(name="et_xmlfile"),
    }
    contents = {name: name.encode() * 100 for name in (*CORE, *(one["file_name"] for one in packages.values()))}
    files = {name: {"size": len(data), "sha256": name} for name, data in contents.items()}
    lock = {"info": {"python": "3.14"}, "packages": packages}
    found = json.loads(live_list(lock, files, contents.__getitem__, b""))
    wheels = ["tutor_sebaya.whl", "pydantic.whl", "ipywidgets.whl", "traitlets.whl"]
    assert found["start"] == [*CORE, *wheels]
    assert found["later"] == {"openpyxl": ["openpyxl.whl", "et_xmlfile.whl"], "et_xmlfile": ["et_xmlfile.whl"]}
    assert found["files"]["pydantic.whl"]["compressed"] == len("pydantic.whl") * 100
    assert found["files"]["pyodide.mjs"]["compressed"] < len("pyodide.mjs") * 100
    # What is known isn't compressed again.
    assert json.loads(live_list(lock, files, lambda name: pytest.fail(name), json.dumps(found).encode())) == found


def test_the_copy_in_a_site_is_the_newest(tmp_path: Path) -> None:
    copy, site = tmp_path / "copy", tmp_path / "site"
    copy.mkdir()
    (site / "pyodide").mkdir(parents=True)
    (site / "pyodide" / "old.whl").touch()
    for content in ("first", "second"):
        half = copy / ".half"
        half.write_text(content, encoding="utf-8")
        half.replace(copy / "live.json")
        for _ in range(2):
            book_live.put_copy(copy, site)
            assert [one.name for one in (site / "pyodide").iterdir()] == ["live.json"]
            assert (site / "pyodide" / "live.json").read_text(encoding="utf-8") == content


def test_a_form_in_a_page_speaks_of_no_notebook() -> None:
    assert not [
        words for words in (PAGE.privacy, PAGE.given, PAGE.mistake) if "notebook" in words or "sel ini" in words
    ]

"""The JupyterLite site: planners and assignments in a real browser, from a handed-out notebook to a lecturer's mark."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import cohort
import lite
import lite_markdown
import lite_pages
import parts
import pyodide_node
import pytest
from lite_pages import opened, output, run_all, run_form

from tutor_sebaya import book_notebooks as notebooks
from tutor_sebaya import cli, widgets
from tutor_sebaya.grading_sandbox import NoSandbox, Sandbox
from tutor_sebaya.language import LANGUAGES, translate

ROOT = Path(__file__).resolve().parent.parent
GROUPS = "03-membentuk-kelompok"
NUMBER = "2301045"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lite_pages.site(tmp_path_factory)


@pytest.fixture(scope="module")
def built(site: Path) -> Path:
    return site / "kursus" / "lite"


# --- what is in it ---------------------------------------------------------------------------------------------------


def test_the_site_knows_no_other_host_and_a_storage_of_its_own(built: Path) -> None:
    settings = json.loads((built / "jupyter-lite.json").read_text())["jupyter-config-data"]
    kernel = settings["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]
    assert kernel["pyodideUrl"] == "./../pyodide/pyodide.mjs"
    assert kernel["disablePyPIFallback"] is True
    assert {settings[f"{kind}StorageName"] for kind in ("contents", "settings", "workspaces")} == {
        "tutor-sebaya-contents",
        "tutor-sebaya-settings",
        "tutor-sebaya-workspaces",
    }


def test_nothing_of_nbgrader_or_another_extension_of_this_machine_gets_into_the_site(built: Path) -> None:
    installed = {
        file.parent.relative_to(built / "extensions").as_posix() for file in built.glob("extensions/**/package.json")
    }
    assert installed == {
        "@jupyter-widgets/jupyterlab-manager",
        "@jupyterlite/pyodide-kernel-extension",
        "jupyterlab_pygments",
    }
    settings = json.loads((built / "jupyter-lite.json").read_text())["jupyter-config-data"]
    assert {one["name"] for one in settings["federated_extensions"]} == {*installed, "tutor-sebaya"}
    for one in settings["federated_extensions"]:
        assert (built / "extensions" / one["name"] / one["load"]).is_file()
    named = [file for file in built.rglob("*") if "nbgrader" in file.name.casefold()]
    assert named == []


def test_every_file_that_the_lock_names_is_there_and_is_that_file(built: Path) -> None:
    lock = json.loads((built / "pyodide-lock.json").read_text())["packages"]
    for name, entry in lock.items():
        file = built / entry["file_name"]
        assert file.is_file(), name
        assert lite.hashlib.sha256(file.read_bytes()).hexdigest() == entry["sha256"], name
    assert set(lite.AT_START) <= set(lock)
    assert not {"pandas", "scipy", "numpy"} & set(lite.AT_START)


def test_every_assignment_and_a_notebook_for_every_planner_is_in_the_site(built: Path) -> None:
    assert set(notebooks.ASSIGNMENTS) == {one.name for one in (ROOT / "exercises").iterdir()}
    assert {one.form for one in notebooks.PLANNERS.values()} == set(widgets.__all__)
    for language in LANGUAGES:
        page = (built / ("index.html" if language == "id" else f"{language}.html")).read_text()
        for name in [*notebooks.PLANNERS, *notebooks.ASSIGNMENTS]:
            assert (built / "files" / notebooks.file(name, language)).is_file()
            assert notebooks.address(name, language).removeprefix("lite/") in page
            assert translate(notebooks.title(name), language) in page


def test_titles_of_the_buttons_are_those_of_forms_and_assignments() -> None:
    for planner in notebooks.PLANNERS.values():
        assert planner.title == getattr(widgets, planner.form).title
    for language, folder in notebooks.EXERCISES.items():
        for name, title in notebooks.ASSIGNMENTS.items():
            cells = json.loads((ROOT / folder / notebooks.inside(name)).read_text())["cells"]
            assert "".join(cells[0]["source"]).splitlines()[0] == f"# {translate(title, language)}"


def test_an_assignment_in_the_site_is_the_one_given_out(built: Path) -> None:
    for name, language in itertools.product(notebooks.ASSIGNMENTS, LANGUAGES):
        given = json.loads((ROOT / notebooks.EXERCISES[language] / notebooks.inside(name)).read_text())
        copied = json.loads((built / "files" / notebooks.file(name, language)).read_text())
        code = [
            (cell["id"], cell["metadata"], "".join(cell["source"]))
            for cell in given["cells"]
            if cell["cell_type"] == "code"
        ]
        assert code == [
            (cell["id"], cell["metadata"], "".join(cell["source"]))
            for cell in copied["cells"]
            if cell["cell_type"] == "code"
        ]


# --- MyST in text cells ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("myst", "plain"),
    [
        (":::{note} Ingat\n:class: dropdown\n\nBaca {rule}`G01` dulu.\n:::\nLalu.", "> **Catatan: Ingat**\n>\n> Baca *G01* dulu.\nLalu."),
        ("```{warning}\nHati-hati.\n```", "> **Perhatian**\n>\n> Hati-hati."),
        ("::::{tip}\n:::{note}\nDalam.\n:::\n::::", "> **Kiat**\n>\n> > **Catatan**\n> >\n> > Dalam."),
        (":::{admonition} Masalah\nIsi\n:::", "> **Masalah**\n>\n> Isi"),
        ("```python\nx = {\"a\": 1}  # {rule}`G01`\n(label)=\n```", "```python\nx = {\"a\": 1}  # {rule}`G01`\n(label)=\n```"),
        ("(item-1)=\n## Judul\nLihat {ref}`bagian ini <item-1>`.", "## Judul\nLihat bagian ini."),
        (":::{note}\nTidak ditutup.", "> **Catatan**\n>\n> Tidak ditutup."),
        ("Biasa: `{}` dan $x^{2}$.", "Biasa: `{}` dan $x^{2}$."),
    ],
)  # fmt: skip
def test_directives_roles_and_labels_become_plain_markdown(myst: str, plain: str) -> None:
    assert lite_markdown.plain(myst) == plain


def test_no_notebook_of_the_site_shows_marks_of_myst(built: Path) -> None:
    for file in (built / "files").rglob("*.ipynb"):
        for cell in json.loads(file.read_text())["cells"]:
            if cell["cell_type"] == "markdown":
                text = re.sub(r"```.*?```|`[^`]*`", "", "".join(cell["source"]), flags=re.DOTALL)
                assert not re.search(r"^:{3,}|^\([\w-]+\)=|\{\w+\}", text, re.MULTILINE), (file.name, cell["id"])


# --- every cell in Pyodide -------------------------------------------------------------------------------------------


def test_every_cell_of_every_assignment_runs_in_pyodide_with_the_model_answers(tmp_path: Path) -> None:
    packages = (*pyodide_node.LIGHT, "ipywidgets")
    process = pyodide_node.start(tmp_path, "tests/lite_cells.py", ["/out/cells.json"], packages, ["pandas"])
    said = pyodide_node.finish(process)
    assert process.returncode == 0, said
    ended = json.loads((tmp_path / "cells.json").read_text())
    assert set(ended) == set(notebooks.ASSIGNMENTS)
    for name, cells in ended.items():
        answers = json.loads((ROOT / "solutions" / notebooks.inside(name)).read_text())["cells"]
        assert list(cells) == [cell["id"] for cell in answers if cell["cell_type"] == "code"]
        assert {id: why for id, why in cells.items() if why} == {}, name


# --- used in a browser -----------------------------------------------------------------------------------------------


EXTENSION = """
import { readFileSync } from "node:fs";
(0, eval)(readFileSync(process.argv[1], "utf8"));
const container = globalThis._JUPYTERLAB["tutor-sebaya"];
const ran = [];
const runCell = async ({ cell }) => { ran.push(cell.name); return true; };
const exported = {
  "@jupyterlab/notebook": { INotebookCellExecutor: "token", runCell },
  "@jupyterlab/services": { KernelMessage: { createMessage: (message) => message } },
  "@jupyterlite/services": { IKernelSpecs: "kernels" },
  "@jupyterlab/coreutils": { PageConfig: { getOption: (name) => options[name], setOption: (name, to) => (options[name] = to) } },
};
const TRANSLATION = "@jupyterlab/translation-extension:plugin";
const options = {
  litePluginSettings: JSON.stringify({ "tutor-sebaya": { languages: { planners: "en", perencana: "id" }, locales: { en: "en", id: "id_ID" } } }),
  settingsOverrides: JSON.stringify({ [TRANSLATION]: { locale: "id_ID" }, other: {} }),
};
globalThis.document = { createElement: () => ({}), head: { append: () => {} } };
globalThis.location = { search: process.argv[2] ?? "" };
const shared = ([name, module]) => [name, { "4.5.0": { get: async () => () => module } }];
await container.init(Object.fromEntries(Object.entries(exported).map(shared)));
const [plugin, failing] = (await container.get("./extension"))().default;
"""


EXECUTOR = """
const { runCell: run } = plugin.activate();
let become;
const sessionContext = { isReady: false, ready: new Promise((resolve) => (become = resolve)) };
const cell = (name, type = "code") => ({ name, model: { type }, isDisposed: false, prompts: [], setPrompt(to) { this.prompts.push(to); } });
const [first, second, gone, text, stuck] = [cell("first"), cell("second"), cell("gone"), cell("text", "markdown"), cell("stuck")];
const asked = [first, text, first, second, gone, stuck].map((one) => run({ cell: one, sessionContext }));
await asked[1];
const before = [...ran];
const now = Date.now;
Date.now = () => now() + 61000;
await run({ cell: stuck, sessionContext });
const later = [...ran];
Date.now = now;
gone.isDisposed = true;
sessionContext.isReady = true;
become();
const answers = await Promise.all(asked);
await run({ cell: first, sessionContext });
console.log(JSON.stringify({ provides: plugin.provides, before, later, ran, answers, prompts: first.prompts }));
"""


KERNEL = """
const registered = [];
const known = { specs: { kernelspecs: { old: { name: "old" } } }, factories: new Map() };
known.register = ({ spec, create }) => { registered.push(spec.name); known.factories.set(spec.name, create); };
const sent = [], handled = [];
const create = async ({ sendMessage, id }) => ({
  async handleMessage({ header, content }) {
    handled.push(header.msg_id);
    const status = content.code === "fail" ? "error" : "ok";
    if (content.code) sendMessage({ header: { msg_type: "execute_reply" }, metadata: {}, content: { status } });
  },
  id,
});
known.factories.set("old", create);
failing.activate(null, known);
known.register({ spec: { name: "new" }, create });
const kernels = [];
for (const name of ["old", "new"]) {
  kernels.push(await known.factories.get(name)({ id: name, sendMessage: (message) => sent.push(message) }));
}
const [kernel, other] = kernels;
let time = Date.now() - 1000;
const message = (msg_id, msg_type, content) =>
  ({ header: { msg_id, msg_type, session: "s", date: new Date(time++).toISOString() }, content });
const cell = (name, code = "1", stop_on_error = true) => message(name, "execute_request", { code, stop_on_error });
const queue = [
  cell("a", "fail", false), cell("b"), cell("c", "fail"), cell("d"), message("press", "comm_msg", {}), cell("e"),
];
for (const one of queue) await kernel.handleMessage(one);
await other.handleMessage(queue[3]);
time = Date.now() + 10;
await kernel.handleMessage(cell("later"));
const told = sent.map(({ header, parentHeader, msgType, metadata, content }) =>
  [parentHeader?.msg_id ?? "", header?.msg_type ?? msgType, content.status ?? content.execution_state, metadata?.cause ?? ""]);
console.log(JSON.stringify({ requires: failing.requires, registered, handled, told, id: kernel.id }));
"""


def in_node(script: str, query: str = "") -> Any:
    words = [pyodide_node.node(), "--input-type=module", "--eval", EXTENSION + script, str(lite.EXTENSION), query]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


SPEAKS = "console.log(JSON.stringify(JSON.parse(options.settingsOverrides)[TRANSLATION].locale));"


@pytest.mark.parametrize(
    ("query", "locale"),
    [
        ("", "id_ID"),
        ("?path=perencana/waktu.ipynb", "id_ID"),
        ("?path=planners%2Fwaktu.ipynb", "en"),
        ("?path=planners.ipynb", "id_ID"),
        ("?path=punyaku/planners/waktu.ipynb", "id_ID"),
        ("?language=en", "en"),
        ("?language=id&path=planners/waktu.ipynb", "id_ID"),
        ("?language=toString", "id_ID"),
        ("?path=toString/waktu.ipynb", "id_ID"),
    ],
)
def test_menus_are_in_the_language_of_the_notebook_that_is_opened(query: str, locale: str) -> None:
    assert in_node(SPEAKS, query) == locale


def test_behind_a_cell_that_fails_cells_are_aborted_and_presses_of_a_form_are_not() -> None:
    def aborted(cell: str) -> list[list[str]]:
        return [
            [cell, "status", "busy", ""],
            [cell, "execute_reply", "aborted", ""],
            [cell, "status", "idle", ""],
        ]

    assert in_node(KERNEL) == {
        "requires": ["kernels"],
        "registered": ["old", "new"],
        "handled": ["a", "b", "c", "press", "d", "later"],
        "told": [
            ["", "execute_reply", "error", "interrupt"],
            ["", "execute_reply", "ok", ""],
            ["", "execute_reply", "error", "interrupt"],
            *aborted("d"),
            *aborted("e"),
            # Another notebook's kernel knows nothing of it.
            ["", "execute_reply", "ok", ""],
            ["", "execute_reply", "ok", ""],
        ],
        "id": "old",
    }


def test_a_cell_that_waits_for_its_kernel_is_run_once_and_in_its_turn() -> None:
    assert in_node(EXECUTOR) == {
        "provides": "token",
        "before": ["text"],
        # After a minute the kernel may be asked for again.
        "later": ["text", "stuck"],
        "ran": ["text", "stuck", "first", "second", "first"],
        "answers": [True, True, True, True, False, False],
        "prompts": ["*", ""],
    }


def spoken(shown: Any) -> list[str]:
    """Every label of the menus above a notebook, and what its buttons say."""
    shown.locator(".jp-Notebook-ExecutionIndicator").first.wait_for(state="attached")
    menus = shown.locator(".lm-MenuBar-item")
    words = menus.all_inner_texts()
    for place in range(menus.count()):
        menus.nth(place).click()
        words += shown.locator(".lm-Menu-itemLabel").all_inner_texts()
        shown.keyboard.press("Escape")
    buttons = shown.locator(".jp-NotebookPanel-toolbar [title]")
    words += [word for one in buttons.all() for word in (one.get_attribute("title"), one.inner_text()) if word]
    return [word for word in words if word]


@pytest.mark.browser
def test_menus_and_buttons_speak_the_language_of_the_notebook_and_nothing_is_left_in_the_other(site: Path) -> None:
    said = {}
    for language in LANGUAGES:
        with opened(site, notebooks.file("waktu", language)) as (shown, asked):
            said[language] = spoken(shown)
            assert shown.evaluate("document.documentElement.lang")[:2] == language
            packs = {one.rsplit("/", 1)[-1] for one in asked if "/translations/" in one}
            assert packs == {f"{lite.LOCALES[language]}.json", "all.json"}
    assert min(len(said["id"]), len(said["en"])) > 80
    # A name, once the kernel has told it; and what JupyterLab gives nobody to translate.
    assert set(said["id"]) & set(said["en"]) <= {"Python (Pyodide)", "More commands"}


@pytest.mark.browser
def test_a_finger_reaches_every_menu_on_a_phone(site: Path) -> None:
    with opened(site, notebooks.file("waktu"), width=360) as (shown, _):
        last = shown.locator(".lm-MenuBar-item").last
        last.wait_for()
        shown.locator("#jp-MainMenu").hover(position={"x": 100, "y": 10})
        shown.mouse.wheel(500, 0)
        shown.wait_for_function("end => end.getBoundingClientRect().right <= innerWidth", arg=last.element_handle())
        last.click()
        shown.get_by_role("menuitem", name="Tentang Tutor Sebaya").wait_for()


@pytest.mark.browser
def test_a_cell_that_is_run_before_its_notebook_has_started_waits_for_the_kernel_instead_of_asking_for_one(
    site: Path,
) -> None:
    with opened(site, notebooks.file("kelompok"), width=360, slower=8) as (shown, _):
        run_form(shown).get_by_role("button", name="Bentuk kelompok").wait_for()
        assert not shown.locator(".jp-Dialog").count()


PRESSED = """from ipywidgets import Button, Label, VBox
button, told = Button(description="Tekan"), Label("belum")
button.on_click(lambda _: setattr(told, "value", "ditekan"))
VBox([button, told])"""
FAILS = "import asyncio\nawait asyncio.sleep(10)\nraise ValueError('memang begitu')"


@pytest.mark.browser
def test_a_press_behind_a_cell_that_fails_is_not_lost_and_no_cell_keeps_its_asterisk(site: Path) -> None:
    name = notebooks.file("ruang")
    with lite_pages.changed(site, name, [PRESSED, FAILS, "print('tetap jalan')"]), opened(site, name) as (shown, _):
        run_all(shown, 4)
        form = output(shown, "from ipywidgets")
        form.get_by_role("button", name="Tekan").click()
        form.get_by_text("ditekan", exact=True).wait_for()
        last = shown.locator(".jp-CodeCell").last
        last.locator(".jp-InputPrompt", has_text="[ ]:").wait_for()
        assert "memang begitu" in output(shown, "import asyncio").inner_text()
        assert last.locator(".jp-OutputArea-output").count() == 0
        last.locator(".cm-content").click()
        shown.keyboard.press("Control+Enter")
        last.get_by_text("tetap jalan").last.wait_for()


@pytest.mark.browser
def test_a_planner_comes_alive_on_a_phone_and_starts_again_without_a_network(site: Path) -> None:
    with opened(site, notebooks.file("kelompok"), width=360) as (shown, asked):
        form = run_form(shown)
        form.get_by_role("button", name="Bentuk kelompok").click()
        form.locator("[role=alert]", has_text="kelompok terbentuk").wait_for()
        assert shown.evaluate("document.documentElement.scrollWidth") <= 360
        # openpyxl comes when the form writes its list as .xlsx.
        form.locator('a[download$=".xlsx"]').first.wait_for()
        assert [address for address in asked if "/openpyxl-" in address]
        loaded = {address.rsplit("/", 1)[-1].split("?")[0] for address in asked}
        assert not [name for name in loaded if name.startswith(("pandas", "numpy", "scipy", "jedi-0.2"))]
        shown.evaluate("navigator.serviceWorker.ready.then(() => true)")
        # What came before the service worker was there is kept at the second visit.
        shown.reload()
        shown.locator(".jp-Notebook-ExecutionIndicator").first.wait_for(state="attached")
        shown.context.set_offline(True)
        shown.reload()
        shown.locator(".jp-Notebook-ExecutionIndicator").first.wait_for(state="attached")
        run_form(shown).get_by_role("button", name="Bentuk kelompok").wait_for()
        shown.context.set_offline(False)


@pytest.mark.browser
def test_an_assignment_filled_checked_and_downloaded_in_the_browser_earns_full_marks(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        Sandbox().close()
    except NoSandbox as problem:
        parts.missing_part(str(problem))
    cells = lite_pages.answered(site, GROUPS, {"kelompok": "kelompok = None"})
    with opened(site, notebooks.file(GROUPS)) as (shown, asked):
        # Up to the check that isn't passed yet: there are no groups.
        run_all(shown, cells)
        form = output(shown, "tugas.buka_perencana()")
        form.get_by_role("button", name="Bentuk kelompok").click()
        form.locator("[role=alert]", has_text="kelompok terbentuk").wait_for()
        form.get_by_role("button", name="Simpan skenario").click()
        form.locator("[role=alert]", has_text="Skenario tersimpan: skenario.json").wait_for()
        run_all(shown, cells)
        checked = output(shown, "tugas.periksa()")
        checked.get_by_text("Kelompok dibaca dari skenario.json.").wait_for()
        assert "belum terpenuhi" not in checked.inner_text()
        button = output(shown, "tugas.unduh()").get_by_role("button", name="Unduh untuk dikumpulkan")
        button.wait_for()
        shown.keyboard.press("Control+s")
        with shown.expect_download() as downloading:
            button.click()
        said = output(shown, "tugas.unduh()").locator("[role=alert]")
        said.get_by_text("skenario.json disertakan.").wait_for()
        name = downloading.value.suggested_filename
        assert name == f"{NUMBER}-{GROUPS}.zip"
        (tmp_path / "unduhan").mkdir()
        downloading.value.save_as(tmp_path / "unduhan" / name)
        assert not [address for address in asked if re.search(r"/(pandas|numpy|scipy)-", address)]
    course = tmp_path / "kuliah"
    course.mkdir()
    cohort.new_course(course)
    (tmp_path / "nama.csv").write_text(f"nim;nama\n{NUMBER};Sari Dewi\n2301046;Budi\n")
    words = [
        "grade",
        GROUPS,
        "--course",
        str(course),
        "--from",
        str(tmp_path / "unduhan"),
        "--ids",
        str(tmp_path / "nama.csv"),
    ]
    assert cli.main(words) == 0, capsys.readouterr()
    marks = cohort.book(course)[NUMBER]
    assert sum(mark or 0 for mark, _ in marks.values()) == 25
    assert not any(waiting for _, waiting in marks.values())


@pytest.mark.browser
def test_the_assignment_about_pandas_runs_in_the_browser_and_pandas_comes_with_it(site: Path) -> None:
    name = "05-ketuntasan"
    cells = lite_pages.answered(site, name)
    with opened(site, notebooks.file(name)) as (shown, asked):
        run_all(shown, cells)
        output(shown, "tugas.unduh()").get_by_role("button", name="Unduh untuk dikumpulkan").wait_for()
        wrong = shown.locator(
            "[data-mime-type='application/vnd.jupyter.stderr'], .jp-RenderedText[data-mime-type*=error]"
        )
        assert wrong.all_inner_texts() == []
        assert [address for address in asked if re.search(r"/pandas-", address)]
        assert not [address for address in asked if re.search(r"/scipy-", address)]

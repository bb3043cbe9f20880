"""Make the JupyterLite site: planners and assignments in a browser, without an installation.

Usage: python scripts/lite.py SITE         put it into the folder SITE, as SITE/lite, and Pyodide as SITE/pyodide

The site is built in .venv-lite, an environment of its own, and kept in _build/lite until something that it is made from
changes. It loads nothing from another host: its Pyodide is the project's own copy (scripts/pyodide_files.py), one for
the whole site. Where node, npm or the network lack, the script says what is missing and exits with status 0: the book
is served without it, and its buttons stay hidden.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

import lite_markdown  # noqa: E402 - found by the line above
from pyodide_files import CORE, LOCK, Missing, pyodide_folder  # noqa: E402

from tutor_sebaya import book_notebooks as notebooks  # noqa: E402
from tutor_sebaya.language import LANGUAGES, translate  # noqa: E402

VENV = ROOT / ".venv-lite"
REQUIREMENTS = ROOT / "scripts" / "lite-requirements.txt"
CACHE = ROOT / "scripts" / "lite-cache.js"
LATER = ROOT / "scripts" / "lite_later.py"
WORDS = ROOT / "scripts" / "lite-words.json"
SHOWN = ROOT / "scripts" / "lite-shown.js"
EXTENSION = ROOT / "scripts" / "lite-extension.js"
HIDDEN = ROOT / "tutor_sebaya" / "book_static" / notebooks.SCRIPT
OWN_WHEELS = "kernel-wheels.json"
KEPT = ROOT / "_build" / "lite"
MADE_FROM = ROOT / "_build" / "lite-made-from.txt"
KERNEL = "@jupyterlite/pyodide-kernel-extension"
KERNEL_NAME = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}
"""As the browser's kernel calls itself; by another name JupyterLite would ask which kernel is meant."""
WITHOUT = (
    'Buku tetap dibuat, tetapi tanpa tombol "Buka di peramban".\n'
    'The book is made all the same, without its buttons "Buka di peramban".'
)
AT_START = (
    "micropip",
    "piplite",
    "ipykernel",
    "comm",
    "pyodide-kernel",
    "jedi",
    "ipython",
    "ipywidgets",
    "tutor-sebaya",
)
"""Loaded side by side when a notebook is opened; what the kernel would ask for, one after the other, is among it.
pandas comes with the cell that imports it, openpyxl and others when the course's package asks for them."""

LOCALES = {"id": "id_ID", "en": "en"}
"""Language of an edition -> what JupyterLab calls it."""

SETTINGS: Mapping[str, Any] = {
    # What isn't in the site isn't offered: JupyterLab itself, and consoles.
    "@jupyterlab/mainmenu-extension:plugin": {
        "menus": [
            {"id": "jp-mainmenu-view", "items": [{"command": "application:open-lab", "disabled": True}]},
            {"id": "jp-mainmenu-file", "items": [{"command": "filemenu:create-console", "disabled": True}]},
        ]
    },
    "@jupyterlab/translation-extension:plugin": {"locale": LOCALES[LANGUAGES[0]]},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
    # Seconds. What isn't saved isn't handed in.
    "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 20},
    "@jupyterlab/notebook-extension:tracker": {
        # A form that was scrolled away must still be there.
        "windowingMode": "none",
        "codeCellConfig": {"lineWrap": True, "lineNumbers": False},
    },
}

APP = "Tutor Sebaya"
OWN = "tutor-sebaya"
"""Name of what the browser keeps, of the extension and of its settings."""


# --- the environment -----------------------------------------------------------------------------------------------


def _bin(name: str) -> Path:
    return VENV / ("Scripts" if os.name == "nt" else "bin") / (f"{name}.exe" if os.name == "nt" else name)


def environment() -> None:
    """Have .venv-lite with the pinned packages. Raises Missing."""
    note, wanted = VENV / "requirements.txt", REQUIREMENTS.read_text(encoding="utf-8")
    if note.exists() and note.read_text(encoding="utf-8") == wanted:
        return
    print("Memasang pembangun JupyterLite di .venv-lite … / Installing JupyterLite's builder …", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False)
    if not made.returncode:
        command = [_bin("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", REQUIREMENTS]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Missing(
            f"{(made.stderr or made.stdout).strip()}\n"
            "Pembangun JupyterLite tidak dapat dipasang; periksa sambungan internet, lalu ulangi.\n"
            "JupyterLite's builder can't be installed; check the internet connection and try again."
        )
    note.write_text(wanted, encoding="utf-8")


# --- notebooks -----------------------------------------------------------------------------------------------------


def _cell(kind: str, id: str, source: str) -> dict[str, Any]:
    code = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "id": id, "metadata": {}, **code, "source": source}


def planner_notebook(name: str, language: str) -> dict[str, Any]:
    """A notebook that opens one planner with two lines."""
    planner = notebooks.PLANNERS[name]
    opened = f"{planner.form}()" if language == LANGUAGES[0] else f'{planner.form}(language="{language}")'
    words = "\n\n".join(
        translate(one, language)
        for one in (f"# {translate(planner.title, language)}", planner.purpose, notebooks.WORDS["opening"])
    )
    return {
        "cells": [
            _cell("markdown", "judul", words),
            _cell("code", "formulir", f"from tutor_sebaya.widgets import {planner.form}\n{opened}"),
        ],
        "metadata": {"kernelspec": KERNEL_NAME},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def plain_copy(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook with text that JupyterLite can show, for its kernel."""
    notebook["metadata"]["kernelspec"] = KERNEL_NAME
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            source = cell["source"]
            cell["source"] = lite_markdown.plain("".join(source) if isinstance(source, list) else source)
    return notebook


def contents() -> Iterator[tuple[str, bytes]]:
    """Path in the site's file browser, and content, of everything in it."""
    for language, exercises in notebooks.EXERCISES.items():
        for name in notebooks.PLANNERS:
            yield notebooks.file(name, language), _json(planner_notebook(name, language))
        folder = ROOT / exercises
        for file in sorted(folder.rglob("*")):
            if file.is_file() and not re.search(r"/(\.|skenario\.json)", file.as_posix()):
                content = file.read_bytes()
                path = f"{notebooks.FOLDERS[language][0]}/{file.relative_to(folder).as_posix()}"
                yield path, _json(plain_copy(json.loads(content))) if file.suffix == ".ipynb" else content


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


# --- building ------------------------------------------------------------------------------------------------------


def _configuration() -> dict[str, Any]:
    kernel = {
        # Beside the site, for planners in the book's pages too; "./" makes it relative to the site wherever it lies.
        "pyodideUrl": "./../pyodide/pyodide.mjs",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"lockFileURL": "./pyodide-lock.json", "packages": list(AT_START)},
    }
    folders = {folder: language for language, both in notebooks.FOLDERS.items() for folder in both}
    speaking = {"languages": folders, "locales": LOCALES}
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": APP,
            "appUrl": "./tree",
            "faviconUrl": "./icon-120x120.png",
            # One host may publish several JupyterLite sites: each keeps its files under a name of its own.
            **{f"{kind}StorageName": f"{OWN}-{kind}" for kind in ("contents", "settings", "workspaces")},
            "litePluginSettings": {f"{KERNEL}:kernel": kernel, OWN: speaking},
            "disabledExtensions": [
                # lite-extension.js has another.
                "@jupyterlab/notebook-extension:cell-executor",
                # "Trusted" says nothing to a trainee, and takes half of a phone's menu bar.
                "@jupyter-notebook/notebook-extension:trusted",
            ],
        },
    }


def _build(work: Path) -> Path:
    """The site as JupyterLite makes it."""
    (work / "overrides.json").write_bytes(_json(SETTINGS))
    (work / "jupyter-lite.json").write_bytes(_json(_configuration()))
    build = {"contents": ["contents"], "output_dir": "site", "apps": ["notebooks", "tree", "edit"]}
    build |= {"no_sourcemaps": True, "no_unused_shared_packages": True}
    (work / "jupyter_lite_config.json").write_bytes(_json({"LiteBuildConfig": build}))
    for path, content in contents():
        file = work / "contents" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    # Nothing of what else is installed or set on this machine gets into the site.
    own = {name: str(work / "jupyter") for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    inside = {**os.environ, **own, "PYTHONUTF8": "1", "JUPYTER_NO_CONFIG": "0", "SOURCE_DATE_EPOCH": "1577836800"}
    for name in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "PYTHONPATH", "PYTHONHOME", "JUPYTERLITE_PYODIDE_URL"):
        inside.pop(name, None)
    command = [_bin("python"), "-m", "jupyterlite_core.app", "build", "--lite-dir", work]
    made = subprocess.run(command, cwd=work, env=inside, capture_output=True, text=True, check=False)
    if made.returncode or not (work / "site" / "notebooks" / "index.html").exists():
        raise Missing(f"{made.stdout[-2000:]}{made.stderr[-2000:]}\njupyter lite build: {made.returncode}")
    return work / "site"


def kernel_wheels(site: Path) -> dict[str, dict[str, Any]]:
    """The kernel's own wheels as entries of a Pyodide lock, changed where the site needs them otherwise."""
    folder = site / "extensions" / KERNEL / "static" / "pypi"
    entries = {}
    for name in ("piplite", "pyodide-kernel", "ipykernel"):
        file = next(folder.glob(f"{name.replace('-', '_')}-*.whl"))
        if name == "pyodide-kernel":
            _adapt(file)
        entries[name] = _entry(name, file, site)
    jedi = folder / "jedi-0-py3-none-any.whl"
    _write_wheel(jedi, {"jedi-0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: jedi\nVersion: 0\n"})
    return {**entries, "jedi": _entry("jedi", jedi, site)}


def _adapt(file: Path) -> None:
    """The kernel's wheel without jedi, and with packages that come when something imports them (lite_later.py).

    jedi completes names while one types: 5 MB that forms and assignments don't need. IPython does without it.
    """
    with zipfile.ZipFile(file) as wheel:
        inside = {name: wheel.read(name) for name in wheel.namelist()}
    module, asked = "pyodide_kernel/interpreter.py", b"self.Completer.use_jedi = True"
    if asked not in inside[module]:
        raise Missing(f"{file.name}: {asked.decode()} tidak ditemukan / not found")
    inside[module] = inside[module].replace(asked, asked.replace(b"True", b"False"))
    inside["pyodide_kernel/later.py"] = LATER.read_bytes()
    inside["pyodide_kernel/__init__.py"] += b"\nfrom . import later\n"
    _write_wheel(file, inside)


def _write_wheel(file: Path, inside: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, content in inside.items():
            wheel.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def _entry(name: str, file: Path, site: Path) -> dict[str, Any]:
    return {
        "name": name,
        "version": file.name.split("-")[1],
        "file_name": file.relative_to(site).as_posix(),
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "depends": [],
        "imports": [name.replace("-", "_")],
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }


def lock(site: Path) -> dict[str, Any]:
    """Pyodide's lock for a whole site: wheels of the copy that lies beside the notebooks, and the kernel's own."""
    shared = json.loads((site / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))
    own = json.loads((site / notebooks.LITE / OWN_WHEELS).read_text(encoding="utf-8"))
    packages = {
        name: {**entry, "file_name": f"../pyodide/{entry['file_name']}"} for name, entry in shared["packages"].items()
    }
    packages.pop("parso", None)
    return {"info": shared["info"], "packages": {**packages, **own}}


def _finished(site: Path) -> None:
    """What JupyterLite's own site lacks: entries of its wheels, titles, a second start without a network."""
    (site / OWN_WHEELS).write_bytes(_json(kernel_wheels(site)))
    _more_words(site / "api" / "translations" / "id_ID.json")
    _own_extension(site)
    worker = site / "service-worker.js"
    worker.write_text(CACHE.read_text(encoding="utf-8") + worker.read_text(encoding="utf-8"), encoding="utf-8")
    for app in (site / "notebooks", site / "tree", site / "edit"):
        page = app / "index.html"
        written = page.read_text(encoding="utf-8")
        titled = re.sub(r"<title>.*?</title>", f"<title>{APP}</title>", written, count=1)
        page.write_text(titled.replace("<html>", '<html lang="id">', 1), encoding="utf-8")
    for useless in [*site.glob("rspack*.js"), site / "jupyterlite.schema.v0.json", site / "package.json"]:
        useless.unlink(missing_ok=True)


def _own_extension(site: Path) -> None:
    """Put lite-extension.js among the extensions that the site loads."""
    content = EXTENSION.read_bytes()
    name, load = OWN, f"static/remoteEntry.{hashlib.sha256(content).hexdigest()[:16]}.js"
    file = site / "extensions" / name / load
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    settings = site / "jupyter-lite.json"
    written = json.loads(settings.read_text(encoding="utf-8"))
    one = {"name": name, "extension": "./extension", "load": load}
    written["jupyter-config-data"]["federated_extensions"].append(one)
    settings.write_bytes(_json(written))


def _more_words(pack: Path) -> None:
    """Words of the menus that the Indonesian language pack lacks, or that half of it translates."""
    translations = json.loads(pack.read_text(encoding="utf-8"))
    words = json.loads(WORDS.read_text(encoding="utf-8"))
    head = translations["data"]["jupyterlab"][""]
    for domain in ("jupyterlab", "jupyterlab_widgets", "jupyterlite", "notebook"):
        known = translations["data"].setdefault(domain, {})
        known.setdefault("", {**head, "domain": domain})
        for english, indonesian in words.items():
            # Two forms where JupyterLab counts, or it passes them over; labels of menus are in a context of their own.
            forms = [indonesian] if isinstance(indonesian, str) else indonesian
            known |= {english: forms, f"menu\x04{english}": forms}
    pack.write_bytes(_json(translations))


# --- the first page ------------------------------------------------------------------------------------------------

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.05rem/1.6 system-ui, sans-serif; margin: 0 auto; max-width: 44rem; padding: 1rem;
  color: light-dark(#1a1a1a, #e8e8e8); background: light-dark(#fff, #121212); }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.25rem; margin-top: 2rem; }
ul { list-style: none; padding: 0; display: grid; gap: 0.5rem; }
a { color: light-dark(#0b57a4, #8ab8ff); }
li a { display: block; min-height: 44px; box-sizing: border-box; padding: 0.6rem 0.9rem; border-radius: 4px;
  border: 1px solid light-dark(#888, #888); text-decoration: none; overflow-wrap: anywhere; }
li a strong { display: block; text-decoration: underline; }
li a span { color: light-dark(#333, #ccc); }
a:focus-visible { outline: 3px solid light-dark(#0b57a4, #8ab8ff); outline-offset: 2px; }
"""


JUPYTERLITE = 2.0
"""Megabytes, compressed, of JupyterLite's scripts that a notebook with a form loads; measured in Chromium."""


def start_size(site: Path) -> float:
    """Megabytes that opening a notebook loads at first, compressed as servers send them."""
    packages = json.loads((site / notebooks.LITE / LOCK).read_text(encoding="utf-8"))["packages"]
    files = {f"../pyodide/{name}" for name in CORE}
    todo = list(AT_START)
    while todo:
        entry = packages[todo.pop()]
        if entry["file_name"] not in files:
            files.add(entry["file_name"])
            todo += entry["depends"]
    contents = [((site / notebooks.LITE / one).read_bytes(), one.endswith((".whl", ".zip"))) for one in files]
    return sum(len(one if packed else gzip.compress(one, 6)) for one, packed in contents) / 1e6 + JUPYTERLITE


def first_page(language: str, size: float) -> str:
    """A list of all notebooks with links, light enough for a phone."""

    def said(message: str) -> str:
        return html.escape(translate(message, language))

    def link(notebook: str, purpose: str = "") -> str:
        to = notebooks.address(notebook, language).removeprefix(f"{notebooks.LITE}/")
        below = f"<span>{said(purpose)}</span>" if purpose else ""
        return f'<li><a href="{html.escape(to)}"><strong>{said(notebooks.title(notebook))}</strong>{below}</a></li>'

    words = {key: said(message).replace("{size}", f"{size:.0f}") for key, message in notebooks.WORDS.items()}
    planners = "".join(link(name, one.purpose) for name, one in notebooks.PLANNERS.items())
    tasks = "".join(map(link, notebooks.ASSIGNMENTS))
    book = "../index.html" if language == LANGUAGES[0] else f"../{language}/index.html"
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{words['title']}</title><style>{_STYLE}</style>"
        # Notebooks look for settings in the first page too.
        '<script id="jupyter-config-data" type="application/json" data-jupyter-lite-root=".">{}</script>'
        f'</head><body><main><p><a href="{book}">← {words["book"]}</a></p><h1>{words["title"]}</h1>'
        f"<p>{words['size']}</p><p>{words['storage']}</p>"
        f"<h2>{words['assignments']}</h2><ul>{tasks}</ul><h2>{words['planners']}</h2><ul>{planners}</ul>"
        f'<p><a href="tree/index.html?language={language}">{words["files"]}</a></p></main></body></html>\n'
    )


# --- the site ------------------------------------------------------------------------------------------------------


def made_from() -> str:
    """Fingerprint of what the site is made from."""
    whole = hashlib.sha256()
    for path, content in contents():
        whole.update(path.encode() + b"\0" + content)
    for file in (
        Path(__file__),
        Path(lite_markdown.__file__),
        CACHE,
        LATER,
        WORDS,
        EXTENSION,
        REQUIREMENTS,
        Path(notebooks.__file__),
    ):
        whole.update(file.read_bytes())
    return whole.hexdigest()


def lite_folder() -> Path:
    """The notebooks' part of the site in _build/lite, up to date. Raises Missing where its builder can't be had."""
    wanted = made_from()
    if MADE_FROM.exists() and MADE_FROM.read_text(encoding="utf-8") == wanted and KEPT.is_dir():
        return KEPT
    environment()
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tutor-sebaya-lite-", dir=KEPT.parent) as temporary:
        built = _build(Path(temporary))
        _finished(built)
        shutil.rmtree(KEPT, ignore_errors=True)
        built.rename(KEPT)
    MADE_FROM.write_text(wanted, encoding="utf-8")
    return KEPT


def put(folder: Path, place: Path) -> None:
    """A copy of the folder at that place; files of the same size and time aren't copied again."""
    kept = {file.relative_to(folder) for file in folder.rglob("*") if file.is_file() and not file.name.startswith(".")}
    for file in [*place.rglob("*")] if place.is_dir() else ():
        if file.is_file() and file.relative_to(place) not in kept:
            file.unlink()
    for name in kept:
        old, new = place / name, (folder / name).stat()
        if not old.exists() or (old.stat().st_size, int(old.stat().st_mtime)) != (new.st_size, int(new.st_mtime)):
            old.parent.mkdir(parents=True, exist_ok=True)
            # It may be another name of a file elsewhere, which must stay as it is.
            old.unlink(missing_ok=True)
            shutil.copy2(folder / name, old)


def build_lite(site: Path) -> bool:
    """Put notebooks and Pyodide into a built site; False, with words on stderr, where parts can't be had.

    Buttons of the book's pages are shown by a script that lies in the site only now (tutor_sebaya/book_launch.py).
    """
    place = site / notebooks.LITE
    try:
        folder, pyodide = lite_folder(), pyodide_folder(heavy=True)
    except Missing as missing:
        shutil.rmtree(place, ignore_errors=True)
        show_buttons(site, HIDDEN)
        print(f"{missing}\n{WITHOUT}", file=sys.stderr)
        return False
    put(pyodide, site / "pyodide")
    put(folder, place)
    (place / LOCK).write_bytes(_json(lock(site)))
    size = start_size(site)
    for language in LANGUAGES:
        page = "index.html" if language == LANGUAGES[0] else f"{language}.html"
        (place / page).write_text(first_page(language, size), encoding="utf-8")
    show_buttons(site, SHOWN)
    return True


def show_buttons(site: Path, script: Path) -> None:
    """Give the pages of each edition the script that shows their buttons, or the empty one."""
    for static in (site / "_static", *(site / language / "_static" for language in LANGUAGES)):
        if static.is_dir():
            shutil.copy2(script, static / notebooks.SCRIPT)


def main(words: list[str]) -> int:
    if len(words) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    site = Path(words[0])
    if build_lite(site):
        size = sum(file.stat().st_size for file in (site / notebooks.LITE).rglob("*") if file.is_file())
        print(f"JupyterLite siap di / is ready in {site / notebooks.LITE} ({size / 1e6:.1f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

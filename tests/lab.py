"""Forms in a real JupyterLab, used as a person uses them: by keyboard alone, or with the mouse.

with notebook(tmp_path, "from tutor_sebaya.widgets import GroupPlanner\nGroupPlanner()", width=360) as shown:
    tab_to(shown, "Bentuk kelompok")
    shown.keyboard.press("Enter")
    announced(shown, "6 kelompok terbentuk")
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import browser

ROOT = Path(__file__).resolve().parent.parent

PAUSE = 40
"""Milliseconds between keys: a quick typist, yet a person."""
LOOK = 1500
"""Milliseconds between filling the form in and pressing its button."""
FOCUSED = """() => {
  const one = document.activeElement;
  const named = one.labels && one.labels.length ? one.labels[0] : one;
  const box = one.getBoundingClientRect();
  return {
    name: (one.getAttribute('aria-label') || named.innerText || '').trim(),
    tag: one.tagName,
    ours: !!one.closest('.tutor-sebaya'),
    outline: getComputedStyle(one).outlineStyle,
    inside: box.left >= 0 && box.right <= innerWidth + 1,
  };
}"""


@contextmanager
def server(folder: Path, notes: Path) -> Iterator[tuple[str, str]]:
    """Address and token of a JupyterLab of its own over a folder of notebooks: own home, own settings, a free port; ended
    afterwards by its id. `folder` takes what the server writes."""
    home = folder / "home"
    settings = home / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    # No question about news in the way, and no call to another host for them.
    quiet = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(quiet))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    environment = os.environ | {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
        "PYTHONPATH": str(ROOT),
        # nbgrader calls its `alembic` by name.
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"]
    command += [f"--ServerApp.root_dir={notes}"]
    with (folder / "server.log").open("w") as log:
        # nbgrader reads its settings where the server was started.
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT, cwd=notes)
        try:
            address = f"http://127.0.0.1:{port}"
            until = time.monotonic() + 180
            while True:
                try:
                    urllib.request.urlopen(f"{address}/api?token={token}", timeout=5).close()
                    break
                except (urllib.error.URLError, OSError):
                    assert process.poll() is None, (folder / "server.log").read_text()
                    assert time.monotonic() < until, (folder / "server.log").read_text()
                    time.sleep(0.2)
            yield address, token
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(20)


@contextmanager
def jupyter_lab(folder: Path, cell: str) -> Iterator[str]:
    """The address of a notebook with one cell, in a JupyterLab of its own."""
    notes = folder / "notes"
    notes.mkdir()
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "cells": [
            {"cell_type": "code", "id": "a1", "metadata": {}, "execution_count": None, "outputs": [], "source": cell}
        ],
    }
    (notes / "formulir.ipynb").write_text(json.dumps(notebook))
    with server(folder, notes) as (address, token):
        yield f"{address}/doc/tree/formulir.ipynb?token={token}"


def run_cell(shown: Any) -> None:
    """Run the notebook's cell; a kernel that still starts takes no notice, so ask until there is a form."""
    shown.locator(".jp-CodeCell .cm-content").first.click(timeout=60_000)
    until = time.monotonic() + 90
    while True:
        shown.keyboard.press("Control+Enter")
        try:
            shown.locator(".tutor-sebaya button:visible").first.wait_for(timeout=4_000)
            return
        except Exception:
            assert time.monotonic() < until, shown.locator("body").inner_text()[:2000]


def tab_to(shown: Any, name: str, backwards: bool = False) -> list[str]:
    """Press Tab until the control of this name has the focus; names of the form's controls on the way."""
    passed = []
    for _ in range(80):
        shown.keyboard.press("Shift+Tab" if backwards else "Tab")
        focused = shown.evaluate(FOCUSED)
        if focused["ours"]:
            assert focused["name"], f"{focused['tag']} has no name"
            assert focused["outline"] != "none", f"the focus on {focused['name']} can't be seen"
            assert focused["inside"], f"{focused['name']} lies outside the page"
            passed.append(focused["name"])
            if focused["name"].startswith(name):
                return passed
    raise AssertionError(f"{name} is not reached by keyboard, only {passed}")


def announced(shown: Any, words: str) -> str:
    """The announcement with these words, as soon as it is there."""
    found = shown.locator(".tutor-sebaya [role=alert]", has_text=words)
    try:
        found.first.wait_for()
    except Exception:
        said = shown.locator(".tutor-sebaya [role=alert]").all_inner_texts()
        raise AssertionError(f"{words!r} was not said, but {said}; focus on {shown.evaluate(FOCUSED)}") from None
    return str(found.first.inner_text())


def nothing_is_cut_off(shown: Any) -> None:
    """The page doesn't scroll sideways, and no label or button is wider than its place."""
    cut = shown.evaluate(
        """() => {
          const form = document.querySelector('.tutor-sebaya');
          const cut = [];
          if (document.documentElement.scrollWidth > innerWidth) cut.push('page');
          for (const one of [form, ...form.querySelectorAll('label, button, p, li, caption, .widget-box')]) {
            if (one.closest('.ts-scroll') && one.tagName !== 'CAPTION') continue;
            if (one.checkVisibility() && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
              cut.push(`${one.tagName} ${one.className} ${(one.innerText || '').slice(0, 30)}`);
          }
          return cut;
        }"""
    )
    assert cut == []


@contextmanager
def notebook(folder: Path, cell: str, width: int = 1280, height: int = 900) -> Iterator[Any]:
    """A page with a notebook whose one cell shows a form, run already; nothing may ask another host.

    The notebook's folder is `folder / "notes"`. The width can be changed later with `set_viewport_size`.
    """
    browser.chromium_path()
    with (
        jupyter_lab(folder, cell) as address,
        browser.page(width=width, height=height, accept_downloads=True) as shown,
    ):
        hosts: set[str] = set()
        shown.on("request", lambda request: hosts.add(request.url.split("/")[2] if "://" in request.url else "data"))
        shown.set_default_timeout(30_000)
        shown.goto(address, timeout=90_000)
        run_cell(shown)
        yield shown
        assert {host.split(":")[0] for host in hosts} <= {"127.0.0.1", "data"}


def from_the_top(shown: Any) -> None:
    """Put the focus before the form, so that the next Tab reaches its first control."""
    shown.locator(".jp-CodeCell .cm-content").first.focus()
    shown.keyboard.press("Escape")

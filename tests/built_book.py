"""The book, built once for all tests of a run, however many processes they use; and a server of a folder.

A build takes a minute: the first process that needs it builds, the others wait for it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import edition
import pytest

from tutor_sebaya.language import LANGUAGES, VARIABLE

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "book"
SOURCE_LANGUAGE = LANGUAGES[0]
EDITIONS = LANGUAGES
"""Languages in which every test of the pages is done."""
LONGEST_BUILD = 600
"""Seconds after which a build by another process is given up."""


def build(
    source: Path, config: Path, output: Path, builder: str = "html", language: str = "id"
) -> subprocess.CompletedProcess[str]:
    """Build strictly: a warning is a failure."""
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path, VARIABLE: language}
    jupyter_book = "from jupyter_book.cli.main import main; main()"
    command = [sys.executable, "-c", jupyter_book, "build", str(source), "--config", str(config)]
    kind = [] if builder == "html" else ["--builder", "custom", "--custom-builder", builder]
    return subprocess.run(
        [*command, *kind, "--path-output", str(output), "-n", "-W", "--keep-going"],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )


@cache
def _built(run: Path, language: str) -> Path:
    output, done = run / f"whole-book-{language}", run / f"whole-book-{language}.txt"
    try:
        output.mkdir()
    except FileExistsError:
        give_up = time.monotonic() + LONGEST_BUILD
        while not done.exists() and time.monotonic() < give_up:
            time.sleep(0.5)
    else:
        source = sources(output, language)
        result = build(source / "book", source / "_config.yml", output, language=language)
        said = result.stdout[-3000:] + result.stderr[-3000:] if result.returncode else ""
        half = done.with_suffix(".half")
        half.write_text(said, encoding="utf-8")
        half.replace(done)
    said = done.read_text(encoding="utf-8") if done.exists() else "the build by another process never ended"
    assert not said, said
    return output / "_build" / "html"


def sources(output: Path, language: str) -> Path:
    """Folder with `book/` and `_config.yml` of an edition."""
    if language == SOURCE_LANGUAGE:
        return ROOT
    edition.write(output)
    return output


def html_of_the_book(factory: pytest.TempPathFactory, language: str = SOURCE_LANGUAGE) -> Path:
    """Folder with the book's pages, in one of its languages."""
    base = factory.getbasetemp()
    # Processes of one run have folders side by side.
    return _built(base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base, language)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Address of a server of the folder on this machine, with a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()

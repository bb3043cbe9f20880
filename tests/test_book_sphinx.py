"""The way out of Jupyter Book stays open: the same pages build with Sphinx and its extensions alone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from built_book import BOOK, ROOT

pytestmark = pytest.mark.slow

WRAPPER = ("jupyter_book", "sphinx_comments")


def run(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    return subprocess.run(
        [sys.executable, *command], cwd=folder, capture_output=True, text=True, env=environment, check=False
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plain")
    shutil.copytree(BOOK, folder / "book")
    shutil.copytree(ROOT / "locale", folder / "locale")
    shutil.copy(ROOT / "_config.yml", folder)
    jupyter_book = "from jupyter_book.cli.main import main; main()"
    done = run("-c", jupyter_book, "config", "sphinx", "book", "--config", "_config.yml", folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    made = folder / "conf.py" if (folder / "conf.py").exists() else folder / "book" / "conf.py"
    settings = made.read_text(encoding="utf-8")
    for extension in WRAPPER:
        settings = re.sub(rf"'{extension}',? ?", "", settings)
    made.unlink()
    (folder / "book" / "conf.py").write_text(settings, encoding="utf-8")
    # -P would need a terminal; a wrapper that is imported anyway would make this test worthless.
    forbid = "import sys; sys.modules.update(dict.fromkeys(['jupyter_book', 'sphinx_comments'])); "
    sphinx = "from sphinx.cmd.build import main; sys.exit(main(sys.argv[1:]))"
    words = ["-b", "html", "-n", "-W", "--keep-going", "-q", "book", "html"]
    done = run("-c", forbid + sphinx, *words, folder=folder)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return folder / "html"


def test_every_page_is_there_without_the_wrapper(built: Path) -> None:
    assert {page.stem for page in BOOK.glob("*.md")} <= {page.stem for page in built.glob("*.html")}


def test_what_the_packages_computes_stands_in_the_pages(built: Path) -> None:
    chapter = (built / "membentuk-kelompok.html").read_text(encoding="utf-8")
    assert "Daftar kelompok" in chapter and 'id="rule-g01"' in chapter
    assert 'lang="id"' in chapter and "Lompat ke isi halaman" in chapter


def test_citations_and_terms_are_resolved_too(built: Path) -> None:
    chapter = (built / "membentuk-kelompok.html").read_text(encoding="utf-8")
    assert 'href="pustaka.html#' in chapter
    assert "lou1996" not in chapter

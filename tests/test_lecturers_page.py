"""The lecturer's page: its commands run, as printed and in their order, and say what the page shows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import evening
import graders
import pytest
from openpyxl import load_workbook

import exercises

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "book" / "panduan-dosen.md"
PROGRAMS = {"tutor-sebaya": "tutor_sebaya.cli", "nbgrader": "nbgrader"}


def walk() -> list[tuple[str, list[str]]]:
    """Each command of the evening with the lines that the page shows after it."""
    words = PAGE.read_text(encoding="utf-8")
    words = words[words.index("(satu-malam)=") : words.index("## Menyesuaikan kursus")]
    found: list[tuple[str, list[str]]] = []
    for kind, block in re.findall(r"^```(\w+)\n(.*?)^```$", words, re.MULTILINE | re.DOTALL):
        if kind == "sh":
            found.append((block.replace("\\\n", " ").strip(), []))
        else:
            assert kind == "text" and found, f"a block of {kind} that nothing runs"
            found[-1][1].extend(block.splitlines())
    return found


def said(shown: str, out: list[str]) -> bool:
    """Whether a line was printed; … stands for anything."""
    pattern = re.compile(".*".join(map(re.escape, shown.split("…"))))
    return any(pattern.fullmatch(line) for line in out)


def test_the_page_walks_through_the_evening() -> None:
    commands = [command for command, _ in walk()]
    assert len(commands) >= 6
    assert all(shlex.split(one)[0] in PROGRAMS for one in commands)
    for word in ("--dry-run", "--due", "--from", "--ids", "--again", "review"):
        assert any(word in one for one in commands), word


@pytest.mark.slow
def test_commands_run_as_printed_and_say_what_the_page_shows(tmp_path: Path) -> None:
    graders.need_a_sandbox()
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    kept = shutil.ignore_patterns(*exercises.LEFT_BEHIND)
    shutil.copytree(ROOT / "source", tmp_path / "source", ignore=kept)
    evening.write(tmp_path)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    for command, shown in walk():
        program, *words = shlex.split(command)
        ran = subprocess.run(
            [sys.executable, "-m", PROGRAMS[program], *words],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            env=environment,
            check=False,
        )
        # Gilang's broken file waits for the lecturer.
        assert ran.returncode == (1 if " grade " in command else 0), f"{command}\n{ran.stdout}\n{ran.stderr}"
        missing = [line for line in shown if not said(line, ran.stdout.splitlines())]
        assert missing == [], f"{command}\n{ran.stdout}"
        if "--dry-run" in command:
            assert not (tmp_path / "submitted").exists() and not (tmp_path / "grading").exists()
    sheet = load_workbook(tmp_path / "grading" / "03-membentuk-kelompok" / "nilai.xlsx").active
    assert sheet is not None
    marks = {row[0].value: [row[2].value, row[4].value, row[5].value] for row in sheet.iter_rows(min_row=2)}
    assert list(marks) == list(evening.PEOPLE)
    assert marks["2301001"] == [25, "dinilai", None]
    assert marks["2301005"] == [25, "dinilai", "1 jam 5 menit"]
    assert marks["2301006"] == [None, "belum menyerahkan", None]
    assert marks["2301007"][:2] == [None, "19 butir belum dinilai"]
    assert marks["2301003"][0] < 25, "Ayu's groups don't fit Citra's class"
    assert (tmp_path / "telaah.docx").read_bytes()[:2] == b"PK"

"""`nbgrader autograde` and `tutor-sebaya grade` give the same marks for the same honest work."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import cohort
import parts
import pytest

from tutor_sebaya import cli
from tutor_sebaya.grading_sandbox import NoSandbox, Sandbox

HONEST = 10


@pytest.mark.slow
def test_marks_are_those_of_nbgrader(tmp_path: Path) -> None:
    try:
        Sandbox().close()
    except NoSandbox as problem:
        parts.missing_part(str(problem))
    theirs, ours = tmp_path / "nbgrader", tmp_path / "kami"
    theirs.mkdir()
    cohort.new_course(theirs)
    for number in range(HONEST):
        cohort.hand_in_honest(theirs, number)
    shutil.copytree(theirs, ours)
    ran = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", cohort.ID],
        cwd=theirs,
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert cli.main(["grade", cohort.ID, "--course", str(ours)]) == 0
    expected = cohort.book(theirs)
    assert len(expected) == HONEST
    assert len({tuple(sorted(marks.items())) for marks in expected.values()}) >= 8, "submissions must differ"
    assert cohort.book(ours) == expected

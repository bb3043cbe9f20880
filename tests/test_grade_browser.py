"""nbgrader's own pages in a real JupyterLab and a real Chromium: the formgrader, and a trainee's validate button."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browser
import graders
import honest
import lab
import pytest
from nbgrader.api import Gradebook

from tutor_sebaya import cli

ID, NAME = "07-aksi-nyata", "aksi-nyata"
PATIENCE = 180_000
"""Milliseconds: a busy machine starts a kernel slowly."""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two submissions, graded by this course's command: what the formgrader shows are its repaired notebooks."""
    graders.need_a_sandbox()
    browser.chromium_path()
    folder = graders.new_course(tmp_path_factory.mktemp("kuliah") / "kuliah", ID)
    for student, number in (("ani", 0), ("budi", 1)):
        honest.hand_in(folder, ID, student, honest.honest(ID, number))
    due = ["--due", "30-11-2026 23.59"]
    assert cli.main(["grade", ID, "--course", str(folder), *due]) == 1, "both wait for a person"
    return folder


@pytest.fixture(scope="module")
def jupyter(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    with lab.server(tmp_path_factory.mktemp("lab"), course) as served:
        yield served


def opened(shown: Any, address: str) -> set[str]:
    """Go there; the set of hosts that are asked for anything, which grows."""
    hosts: set[str] = set()
    shown.on("request", lambda request: hosts.add(request.url.split("/")[2] if "://" in request.url else "data"))
    shown.set_default_timeout(PATIENCE)
    shown.goto(address, timeout=PATIENCE)
    return hosts


@pytest.mark.slow
def test_a_reflection_is_marked_in_the_formgrader_and_the_mark_reaches_the_feedback(
    course: Path, jupyter: tuple[str, str], tmp_path: Path
) -> None:
    address, token = jupyter
    with browser.page(width=1280, height=1000) as shown:
        opened(shown, f"{address}/lab?token={token}")
        shown.locator(".lm-MenuBar-item", has_text="Nbgrader").click()
        shown.locator(".lm-Menu-item", has_text=re.compile("^Formgrader$")).click()
        page = shown.frame_locator("iframe[src*='formgrader']")
        row = page.locator("tr", has_text=ID)
        row.wait_for()
        assert "2026-11-30 23:59:00 WIB" in row.inner_text(), "the deadline, in the course's own time"
        page.locator("#nav-row, .nav", has_text="Manual Grading").get_by_text("Manual Grading").first.click()
        page.get_by_role("link", name=ID).click()
        page.get_by_role("link", name=NAME).click()
        waiting = page.locator("tbody tr")
        page.get_by_role("link", name=re.compile(r"^Submission #")).first.wait_for()
        assert waiting.count() == 2
        page.get_by_role("link", name=re.compile(r"^Submission #")).first.click()
        mark = page.locator("input.score#refleksi")
        mark.wait_for()
        assert "needs_manual_grade" in (mark.get_attribute("class") or "")
        assert "Yang saya lihat dan yang saya duga berbeda." in page.locator("body").inner_text()
        with shown.expect_response(
            lambda one: "/formgrader/api/grade/" in one.url and one.request.method == "PUT"
        ) as put:
            mark.fill("8")
            mark.press("Tab")
        assert put.value.ok
        shown.screenshot(path=str(tmp_path / "formgrader.png"))
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "tutor-sebaya") as gradebook:
        found = {
            one.student_id: gradebook.find_grade("refleksi", NAME, ID, one.student_id)
            for one in gradebook.assignment_submissions(ID)
        }
        marks = {student: (grade.manual_score, grade.needs_manual_grade) for student, grade in found.items()}
    assert sorted(marks.values(), key=str) == [(8, False), (None, True)]
    student = next(who for who, (mark, _) in marks.items() if mark == 8)
    assert cli.main(["grade", ID, "--course", str(course)]) == 1, "the other still waits"
    written = (course / "feedback" / student / ID / f"{NAME}.html").read_text(encoding="utf-8")
    said = " ".join(html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", written, flags=re.DOTALL)).split())
    assert "Refleksi 8 dari 12 poin" in said


@pytest.mark.slow
def test_the_list_of_courses_leads_to_the_formgrader(jupyter: tuple[str, str]) -> None:
    address, token = jupyter
    with browser.page(width=1280, height=1000) as shown:
        opened(shown, f"{address}/lab?token={token}")
        shown.locator(".lm-MenuBar-item", has_text="Nbgrader").click()
        shown.locator(".lm-Menu-item", has_text="Course List").click()
        shown.get_by_role("link", name="tutor-sebaya").click()
        shown.frame_locator("iframe[src*='formgrader']").locator("tr", has_text=ID).wait_for()


@pytest.mark.slow
def test_the_validate_button_tells_a_trainee_what_is_missing_and_where_to_read(jupyter: tuple[str, str]) -> None:
    address, token = jupyter
    with browser.page(width=1280, height=1000) as shown:
        hosts = opened(shown, f"{address}/lab/tree/exercises/{ID}/{NAME}.ipynb?token={token}")
        shown.locator(".validate-button").click()
        dialog = shown.locator(".jp-Dialog")
        dialog.wait_for()
        said = dialog.inner_text()
        assert "VALIDATION FAILED" in said.upper() or "failed" in said
        assert "Baca:" in said
        assert "Traceback" not in said
        assert {one.split(":")[0] for one in hosts} <= {"127.0.0.1", "data"}

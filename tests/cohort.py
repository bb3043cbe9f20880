"""Submissions of an assignment, honest and otherwise, and a course folder to grade them in."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import graders

from tutor_sebaya.classes import invent_class
from tutor_sebaya.grading_repair import Template, read_template
from tutor_sebaya.planners.groups import bounds, form_groups
from tutor_sebaya.scenario import dump_scenario

ROOT = Path(__file__).resolve().parent.parent
ID = "03-membentuk-kelompok"
NAME = "membentuk-kelompok"
FILE = f"{NAME}.ipynb"
FULL = 25


@cache
def _released() -> str:
    return (ROOT / "exercises" / ID / FILE).read_text(encoding="utf-8")


def released() -> dict[str, Any]:
    """The notebook given out, as JSON of one's own."""
    return json.loads(_released())


def template() -> Template:
    return read_template(NAME, released())


def answers(number: str = "2301045", **other: Any) -> dict[str, Any]:
    """All answers right, for the class of a student number; the groups as a table."""
    own = invent_class(number).scenario
    limits = bounds(own)
    count = limits.subtopics
    plan = form_groups(own, "prior_knowledge", count).fill(own)
    return {
        "nomor_mahasiswa": number,
        "cara_tanpa_kemampuan": [1, 2, 6, 7],
        "dasar_bertentangan": 2,
        "pertanyaan_sosiometri": "B",
        "calon_tutor": limits.eligible,
        "paling_sedikit": limits.fewest,
        "paling_banyak": min(limits.most, limits.led),
        "jumlah_kelompok": count,
        "cara": 5,
        "dasar": 4,
        "kelompok": {group.subtopics[0]: [*group.tutors, *group.members] for group in plan.groups},
    } | other


def plan_file(number: str) -> bytes:
    """The scenario that the planner saves, for the class of a student number."""
    own = invent_class(number).scenario
    return dump_scenario(form_groups(own, "prior_knowledge", bounds(own).subtopics).fill(own)).encode()


def notebook(given: Mapping[str, Any] | None = None, **sources: str) -> dict[str, Any]:
    """The notebook with answers in its cells. sources: cell id -> code added below the answers."""
    given = answers() if given is None else given
    made = released()
    for cell in made["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            names = re.findall(r"^(\w+) = None", "".join(cell["source"]), re.MULTILINE)
            lines = [f"{name} = {given.get(name)!r}" for name in names]
            cell["source"] = "\n".join([*lines, *([sources[cell["id"]]] if cell["id"] in sources else [])])
    return made


def honest(number: int) -> tuple[dict[str, Any], dict[str, bytes]]:
    """One of endlessly many honest submissions, right and wrong: the notebook, and files beside it."""
    student = str(2300000 + 37 * number)
    right = answers(student)
    groups = right["kelompok"]
    topics = list(groups)
    match number % 10:
        case 0:
            return notebook(right), {}
        case 1:
            return notebook(right | {"kelompok": None}), {"skenario__json": plan_file(student)}
        case 2:
            wrong = {"calon_tutor": right["calon_tutor"] + 1, "paling_sedikit": 1, "cara_tanpa_kemampuan": [1, 2, 3, 6]}
            return notebook(right | wrong), {}
        case 3:
            first, second = topics[:2]
            moved = {**groups, first: groups[first][:-1], second: [*groups[second], groups[first][-1]]}
            return notebook(right | {"kelompok": moved, "cara": None, "dasar": None}), {}
        case 4:
            return notebook(
                {"nomor_mahasiswa": student, "calon_tutor": right["calon_tutor"], "cara": 3, "dasar": 1}
            ), {}
        case 5:
            headless = {topic: ids[1:] for topic, ids in groups.items()}
            return notebook(right | {"kelompok": headless, "pertanyaan_sosiometri": "C"}), {}
        case 6:
            made = notebook(right)
            # A curly quotation mark: the cell doesn't run, and what it would have set stays unset.
            cell(made, "bacaan")["source"] = "pertanyaan_sosiometri = “B”\ndasar_bertentangan = 2"
            return made, {}
        case 7:
            made = notebook(right)
            rows = [
                {"submateri": topic, "tutor": ids[0], "anggota": ", ".join(ids[1:])} for topic, ids in groups.items()
            ]
            cell(made, "kelompok")["source"] = f"import pandas as pd\nkelompok = pd.DataFrame({rows!r})"
            return made, {}
        case 8:
            twice = {topic: [*ids, groups[topics[0]][-1]] for topic, ids in groups.items()}
            # Changed once more at the end, after its own test has looked.
            return notebook(right | {"kelompok": twice, "jumlah_kelompok": "4"}, kelompok="calon_tutor = 99"), {}
        case _:
            return released(), {}


def cell(made: Mapping[str, Any], id: str) -> dict[str, Any]:
    return next(one for one in made["cells"] if one.get("id") == id)


def code(source: str, **more: Any) -> dict[str, Any]:
    """An ordinary cell of code."""
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None} | more


def hand_in(folder: Path, made: Mapping[str, Any] | bytes | str, **files: bytes) -> Path:
    """Write a submission's folder: the notebook, and other files by their names with `__` for the dot."""
    folder.mkdir(parents=True, exist_ok=True)
    content = made if isinstance(made, bytes) else (made if isinstance(made, str) else json.dumps(made)).encode()
    (folder / FILE).write_bytes(content)
    for name, inside in files.items():
        (folder / name.replace("__", ".")).write_bytes(inside)
    return folder


def new_course(folder: Path, db_url: str | None = None) -> Path:
    """A course folder with the assignment generated, as a lecturer has it before the first submission.

    db_url: where the gradebook is, if not in the folder.
    """
    return graders.new_course(folder, ID, db_url)


@cache
def _generated() -> tempfile.TemporaryDirectory[str]:
    """Kept for the whole run of the tests; the folder goes with the last mention of it."""
    made = tempfile.TemporaryDirectory()
    new_course(Path(made.name))
    return made


def course_like_new(folder: Path) -> Path:
    """The same as a new course, whose generating is waited for once."""
    return shutil.copytree(_generated().name, folder)


def submission(course: Path, student: str) -> Path:
    return course / "submitted" / student / ID


def hand_in_honest(course: Path, *numbers: int) -> None:
    for number in numbers:
        made, files = honest(number)
        hand_in(submission(course, f"m{number:03}"), made, **files)


def book(course: Path, db_url: str | None = None) -> graders.Rows:
    """Student -> grade id -> the machine's mark and whether a person must look, straight from the gradebook."""
    return graders.rows(course, ID, db_url)


def points(course: Path, student: str) -> float:
    """What a student has in the gradebook; what is not marked counts for nothing."""
    return sum(mark or 0 for mark, _ in book(course)[student].values())


def journal(course: Path) -> Path:
    """Where a run notes whose marks are written."""
    return course / "grading" / ID / "journal.jsonl"


def graded(course: Path) -> int:
    """Trainees in the journal, also while a run writes it."""
    path = journal(course)
    return path.read_bytes().count(b'"student"') if path.is_file() else 0


def running(word: str) -> list[str]:
    """Processes with that name."""
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdecimal() and int(process.name) != os.getpid():
            try:
                if (process / "comm").read_text(encoding="utf-8").strip() == word:
                    found.append(process.name)
            except OSError:
                continue
    return found

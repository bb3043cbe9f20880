"""What the tests of all assignments share: what is judged of a work, what a notebook asks and does when it runs, and the
marks of submissions by `nbgrader autograde` and by `tutor-sebaya grade`, to compare."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import parts
from hypothesis import strategies as st
from nbclient import NotebookClient
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

import exercises
from tutor_sebaya import cli
from tutor_sebaya.grading import ASSIGNMENTS, QuestionResult, judge
from tutor_sebaya.grading_choices import Choice, chosen
from tutor_sebaya.grading_questions import Listing
from tutor_sebaya.grading_sandbox import NoSandbox, Sandbox

ROOT = Path(__file__).resolve().parent.parent
Work = Mapping[str, Any]
"""What is judged: the assignment, the answers and the scenario."""
Marks = dict[str, dict[str, float | None]]
"""Student -> grade id -> the machine's mark."""
Rows = dict[str, dict[str, tuple[float | None, bool]]]
"""Student -> grade id -> the machine's mark, and whether a person must look."""
Evening = Mapping[str, tuple[Mapping[str, str], str | None, set[str]]]
"""Student -> sources of cells, by their ids, the scenario file, and the questions that earn nothing."""


# --- what is judged --------------------------------------------------------------------------------------------------


def by_id(work: Work) -> dict[str, QuestionResult]:
    return {one.id: one for one in judge(work)}


def lost(work: Work) -> set[str]:
    """Questions that earn nothing."""
    return {one.id for one in judge(work) if not one.earned}


def earned(work: Work) -> int:
    return sum(one.earned for one in judge(work))


def objections(work: Work) -> dict[str, list[str]]:
    """Question -> the reasons why it isn't passed."""
    return {one.id: [str(why) for why in one.reasons] for one in judge(work) if one.state != "passed"}


def unexplained(work: Work) -> set[str]:
    """Questions that earn nothing and don't begin to say why."""
    return {id for id, reasons in objections(work).items() if not reasons or not reasons[0].strip()}


def unsound(work: Work) -> list[str]:
    """Questions with other points than their state gives, reasons where there should be none, none where there should
    be, or reasons that can't be read in both languages."""
    results = judge(work)
    assert [one.id for one in results] == [one.id for one in ASSIGNMENTS[work["assignment"]].questions]
    return [
        one.id
        for one in results
        if one.earned != (one.points if one.state == "passed" else 0)
        or (one.state == "passed") != (not one.reasons)
        or not all(why.render(language) for why in one.reasons for language in ("id", "en"))
    ]


def giveaways(bank: Iterable[Choice]) -> list[str]:
    """Choices with none or several right options, with a right one that its length tells, or with options whose words
    are read as another's."""

    def told(choice: Choice) -> bool:
        right = [len(one.words) for one in choice.options if not one.wrong]
        longest = max(len(one.words) for one in choice.options if one.wrong)
        read = {chosen(one.words, choice.options) for one in choice.options}
        return len(right) != 1 or right[0] > 1.25 * longest or len(read) != len(choice.options)

    return [one.id for one in bank if told(one)]


def json_values(*words: str, keys: tuple[str, ...] = (), leaves: int = 20) -> st.SearchStrategy[Any]:
    """Whatever JSON can hold. words, keys: what the questions know as values and as names."""
    plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
    names = st.text(max_size=6)
    return st.recursive(
        plain | st.sampled_from(words) if words else plain,
        lambda inner: (
            st.lists(inner, max_size=8)
            | st.dictionaries(names | st.sampled_from(keys) if keys else names, inner, max_size=8)
        ),
        max_leaves=leaves,
    )


def works(assignment: str, number: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Anything that can be handed in. values: of answers, of all of them, and of the scenario file."""

    def work(answers: Any, scenario: Any, number: Any) -> dict[str, Any]:
        if isinstance(answers, dict):
            answers = {**answers, "nomor_mahasiswa": number}
        return {"assignment": assignment, "answers": answers, "scenario": scenario}

    return st.builds(
        work,
        answers=values | st.dictionaries(st.sampled_from(ASSIGNMENTS[assignment].names), values),
        scenario=values | st.text(),
        number=st.just(number) | st.text(max_size=50) | st.integers(),
    )


def spoil(whole: Any, draw: st.DataObject, values: st.SearchStrategy[Any]) -> None:
    """One value of a file, wherever it stands, becomes another."""
    place = whole
    while True:
        key = draw.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        inner = place[key]
        if not isinstance(inner, (dict, list)) or not inner or draw.draw(st.booleans()):
            break
        place = inner
    place[key] = draw.draw(values)


def listed(listings: Iterable[Listing]) -> str:
    """What a trainee reads of the own material, a line for each listing."""
    return "\n".join(
        " | ".join([str(one.caption), *map(str, one.heads), *(str(cell) for row in one.rows for cell in row)])
        for one in listings
    )


# --- notebooks -------------------------------------------------------------------------------------------------------


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def marked(cell: nbformat.NotebookNode, kind: str) -> bool:
    """Whether nbgrader knows a cell as one of a kind: grade, solution, task."""
    return bool(cell.metadata.get("nbgrader", {}).get(kind, False))


def answer_cells(path: Path) -> dict[str, str]:
    """Cell id -> source, of the cells where trainees answer."""
    return {cell.id: cell.source for cell in read(path).cells if marked(cell, "solution")}


def asked(path: Path) -> list[str]:
    """The variables that a notebook leaves for trainees to set, in their order."""
    return re.findall(r"^(\w+) = None", "\n".join(answer_cells(path).values()), re.MULTILINE)


def text(path: Path) -> str:
    """All that is written in the cells of a notebook."""
    return "\n".join(cell.source for cell in read(path).cells)


def graded_cells(path: Path) -> dict[str, nbformat.NotebookNode]:
    """Question -> the cell with its test, in their order."""
    return {cell.metadata.nbgrader.grade_id: cell for cell in read(path).cells if marked(cell, "grade")}


def misplaced(source: Path) -> list[str]:
    """What test cells of a notebook's source say otherwise than the questions: which there are, their points, and
    whether the test is hidden, so that only a note of it reaches trainees."""
    cells = graded_cells(source)
    questions = {one.id: one for one in ASSIGNMENTS[source.parent.name].questions}
    found = [f"{id}: no cell, or no question" for id in cells.keys() ^ questions.keys()]
    for id in cells.keys() & questions.keys():
        question, cell = questions[id], cells[id]
        if cell.metadata.nbgrader.points != question.points or f"({question.points} poin)" not in cell.source:
            found.append(f"{id}: points")
        if f'tugas.nilai("{id}")' not in cell.source:
            found.append(f"{id}: no test")
        for mark in ("### MULAI TES TERSEMBUNYI", f'tugas.tercatat("{id}")'):
            if (mark in cell.source) != question.hidden:
                found.append(f"{id}: {mark}")
    return found


def points(path: Path) -> dict[str, float]:
    """Question -> the points that its cell tells nbgrader."""
    return {id: cell.metadata.nbgrader.points for id, cell in graded_cells(path).items()}


def noted(release: Path) -> dict[str, bool]:
    """Question -> whether its cell, as given out, says only that the answer was noted; the others test it."""
    sources = {id: cell.source for id, cell in graded_cells(release).items()}
    both = [id for id, one in sources.items() if ("tugas.nilai(" in one) == (f'tugas.tercatat("{id}")' in one)]
    assert not both, f"neither noted nor tested, or both: {both}"
    return {id: "tugas.nilai(" not in one for id, one in sources.items()}


def traces(source: Path) -> list[str]:
    """Ids of cells that aren't the only ones of their id, aren't known to nbgrader by it, or still hold a run."""
    cells = read(source).cells
    ids = [cell.id for cell in cells]
    return [
        cell.id
        for cell in cells
        if ids.count(cell.id) > 1
        or (
            cell.cell_type == "code"
            and (
                (cell.metadata.nbgrader.grade_id, cell.metadata.nbgrader.schema_version) != (cell.id, 3)
                or cell.outputs
                or cell.execution_count is not None
            )
        )
    ]


def beside(notebook: Path) -> list[str]:
    """Files in a notebook's folder, which would reach every trainee with it."""
    return [str(file) for file in exercises._files(notebook.parent) if str(file) != notebook.name]


def leaks(release: Path, *secrets: str) -> list[str]:
    """Which of these, and of nbgrader's marks, stand in what trainees get; and files beside it."""
    given_out = text(release)
    return [one for one in (*secrets, "### MULAI", "### AKHIR") if one in given_out] + beside(release)


@dataclass(frozen=True)
class Ran:
    """A notebook that was run to its end, beside nothing. Its cells go by nbgrader's ids, where they have one."""

    errors: dict[str, str]
    """Cell -> the error that a trainee reads."""
    warnings: dict[str, str]
    """Cell -> what it wrote as a warning."""
    shown: str
    """All that was printed and shown."""
    left: list[str]
    """Files that the run left beside the notebook."""

    @property
    def failures(self) -> list[object]:
        """Nothing, if all went well."""
        return [one for one in (self.errors, self.warnings, self.left) if one]


def run(path: Path, folder: Path) -> Ran:
    shutil.copy(path, folder)
    notebook = read(path)
    NotebookClient(notebook, allow_errors=True, resources={"metadata": {"path": str(folder)}}).execute()
    said = [
        (cell.metadata.get("nbgrader", {}).get("grade_id", cell.id), one)
        for cell in notebook.cells
        for one in cell.get("outputs", [])
    ]
    return Ran(
        errors={id: "\n".join(one.traceback) for id, one in said if one.output_type == "error"},
        warnings={id: one.text for id, one in said if one.get("name") == "stderr"},
        shown="\n".join(str(one.get("text", one.get("data", ""))) for _, one in said),
        left=sorted(file.name for file in folder.iterdir() if file.name != path.name),
    )


def unanswered(release: Path, folder: Path) -> set[str]:
    """Questions whose tests fail in the notebook as it is given out. Each says where to read, and shows no code."""
    ran = run(release, folder)
    code = [one for one in ran.errors.values() if "Baca: " not in one or "File" in one or "Traceback" in one]
    assert not code and not ran.warnings, "\n".join([*code, *ran.warnings.values()])
    return set(ran.errors)


# --- both graders ----------------------------------------------------------------------------------------------------


@cache
def _why_not() -> str:
    try:
        Sandbox().close()
    except NoSandbox as problem:
        return str(problem)
    return ""


def need_a_sandbox() -> None:
    """Skip the test, or fail in CI, where nothing keeps trainees' code apart."""
    if _why_not():
        parts.missing_part(_why_not())


def api(course: Path, db_url: str | None = None) -> NbGraderAPI:
    """nbgrader's own functions for a course folder. db_url: where the gradebook is, if not in the folder."""
    exercises.find_programs()
    config = exercises.course(course)
    if db_url is not None:
        config.CourseDirectory.db_url = db_url
    return NbGraderAPI(CourseDirectory(config=config), config=config)


def new_course(folder: Path, assignment: str, db_url: str | None = None) -> Path:
    """A course folder with an assignment generated, as a lecturer has it before the first submission.

    db_url: where the gradebook is, if not in the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    kept = shutil.ignore_patterns(*exercises.LEFT_BEHIND)
    shutil.copytree(ROOT / "source" / assignment, folder / "source" / assignment, ignore=kept)
    if db_url is not None:
        with (folder / "nbgrader_config.py").open("a", encoding="utf-8") as written:
            written.write(f"\nc.CourseDirectory.db_url = {db_url!r}\n")
    made = api(folder, db_url).generate_assignment(assignment)
    assert made["success"], made
    return folder


def submit(course: Path, student: str, release: Path, notebook: nbformat.NotebookNode, scenario: str | None) -> None:
    """Put a notebook, and a scenario file beside it, where nbgrader collects them."""
    place = course / "submitted" / student / release.parent.name
    place.mkdir(parents=True)
    nbformat.write(notebook, place / release.name)
    if scenario is not None:
        (place / "skenario.json").write_text(scenario, encoding="utf-8")


def hand_in(course: Path, release: Path, evening: Evening) -> Path:
    """Everybody hands in the notebook that the course gave out, with these cells."""
    for student, (sources, scenario, _) in evening.items():
        notebook = read(course / "exercises" / release.parent.name / release.name)
        for cell in notebook.cells:
            cell.source = sources.get(cell.id, cell.source)
        submit(course, student, release, notebook, scenario)
    return course


def nbgrader(course: Path, *words: str) -> str:
    """Run an nbgrader command in a course folder; what it said."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=course,
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": path},
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    return ran.stdout + ran.stderr


def grade(course: Path, assignment: str, *words: str) -> int:
    """Run the course's own command; its exit code."""
    return cli.main(["grade", assignment, "--course", str(course), *words])


def both(assignment: str, hand_in: Callable[[Path], None], folder: Path) -> tuple[Rows, Rows]:
    """What nbgrader's and the course's own command leave in the gradebook. hand_in: writes into a course folder."""
    theirs = new_course(folder / "nbgrader", assignment)
    hand_in(theirs)
    ours = shutil.copytree(theirs, folder / "kami")
    nbgrader(theirs, "autograde", assignment)
    assert grade(ours, assignment) in (0, 1), "1: some wait for the lecturer"
    return rows(theirs, assignment), rows(ours, assignment)


def rows(course: Path, assignment: str, db_url: str | None = None) -> Rows:
    """Straight from the gradebook. db_url: where it is, if not in the folder."""
    with Gradebook(db_url or f"sqlite:///{course / 'gradebook.db'}", "tutor-sebaya") as gradebook:
        return {
            one.student_id: {
                grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in one.notebooks[0].grades
            }
            for one in gradebook.assignment_submissions(assignment)
        }


def by_machine(found: Rows, by_hand: str | None = None) -> Marks:
    """The machine's marks. by_hand: the grade id that a person marks; it waits, for not marked yet is not 0."""
    if by_hand is not None:
        early = {student: one[by_hand] for student, one in found.items() if one[by_hand] != (None, True)}
        assert not early, f"{by_hand} is a person's to mark: {early}"
    return {student: {id: mark for id, (mark, _) in one.items() if id != by_hand} for student, one in found.items()}


def expected(assignment: str, evening: Evening) -> Marks:
    """All points of each question, but for those that earn nothing."""
    questions = ASSIGNMENTS[assignment].questions
    return {
        student: {one.id: 0 if one.id in lost_here else one.points for one in questions}
        for student, (_, _, lost_here) in evening.items()
    }


def filled_in(release: Path, answers: Mapping[str, Any]) -> nbformat.NotebookNode:
    """The notebook given out, with these answers in its cells."""
    made = read(release)
    for cell in made.cells:
        if marked(cell, "solution"):
            names = re.findall(r"^(\w+) = None", cell.source, re.MULTILINE)
            cell.source = "\n".join(f"{name} = {answers.get(name)!r}" for name in names)
    return made


def marks_of_both(
    release: Path, submissions: Mapping[str, tuple[Mapping[str, Any], str | None]], folder: Path
) -> tuple[Marks, Marks]:
    """Marks by nbgrader and by the course's own command. submissions: student -> answers, the scenario file or None."""
    need_a_sandbox()

    def hand_in(course: Path) -> None:
        for student, (answers, file) in submissions.items():
            submit(course, student, release, filled_in(release, answers), file)

    theirs, ours = both(release.parent.name, hand_in, folder)
    return by_machine(theirs), by_machine(ours)


def without_points(marks: Marks) -> dict[str, set[str]]:
    """Student -> questions that earned nothing."""
    return {student: {id for id, mark in one.items() if not mark} for student, one in marks.items()}

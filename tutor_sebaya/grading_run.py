"""Grading one submission after another: look over, run, judge. Its own process, so that a crash costs one submission.

`grade_one` is the whole way of a submission, from its files to plain data. Processes that do nothing else (`main`) get
jobs and give results as lines of JSON; `Workers` keeps as many as there are processors and starts a dead one again.
"""

from __future__ import annotations

import base64
import contextlib
import gc
import json
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TextIO, TypeVar

from . import grading_sandbox
from .grading_files import HandedIn, read_folder
from .grading_questions import Assignment
from .grading_repair import Cell, Looked, Template, look_over, read_template
from .grading_sandbox import Limits, NoSandbox, Outcome, Sandbox
from .language import LANGUAGES, N_, Text, text

_T = TypeVar("_T")
Data = dict[str, Any]
JUDGE_SECONDS = 20
"""A question takes milliseconds; only an answer made to be slow takes this long."""
MOST_FAILURES = 30
MOST_RUNS = 3
"""Runs of one notebook: each leaves out the cell that ended the one before."""
TOGETHER, TOGETHER_SECONDS = 64, 0.2
"""Results that are handed on at once, to be written in one transaction, and how long the first of them waits."""
_PROGRAM = "import sys; sys.path.append(sys.argv[1]); from tutor_sebaya.grading_run import main; main()"


# --- one submission --------------------------------------------------------------------------------------------------


def grade_one(folder: str | os.PathLike[str], assignment: str, template: Template, sandbox: Sandbox) -> Data:
    """Grade what lies in a folder. Never raises for what is in it.

    Returns
    -------
    Data that JSON can hold. `marks`: grade id -> mark, None where a person must give it; `questions`: each with `id`,
    `state` (`passed`, `failed`, `not_judged`, or `ungraded`), `points`, `earned` (None where ungraded), `hidden`,
    `learn`, `title` and `reasons`; `notes`, `problem` (None where the whole could be graded) and `failures` of cells;
    `by_hand`: grade id -> what a cell that a person marks is called; `silent`: answer cells left as they were given;
    `language`: of the notebook, "" where neither it nor its words say; `trace`: see `grading_similar`; `notebook`: the
    repaired one with what its cells gave, as text. Words for readers are tables from language to words.
    """
    return grade_files(read_folder(folder), assignment, template, sandbox)


def grade_files(files: HandedIn, assignment: str, template: Template, sandbox: Sandbox) -> Data:
    """The same for files that were read already, on another machine perhaps."""
    from .grading import ASSIGNMENTS

    known = ASSIGNMENTS[assignment]
    looked = look_over(files, template, known.scenario_file)
    template = template.spoken(looked.language)
    problem = looked.problem
    if problem is not None:
        return _ungraded(assignment, template, looked, problem)
    cells = [replace(one, source="") if one.kind != "code" else one for one in looked.cells]
    outcome, skipped = _run(sandbox, cells, known.names, known.scenario_file, looked.files)
    if skipped:
        where = [_label(looked.cells, number) for number in sorted(skipped)]
        problem = text(
            N_("Sel {cells} menghentikan penilaian ({why}). Yang tidak dapat dinilai perlu dilihat dosen."),
            cells=where,
            why=outcome.why or text(N_("prosesnya berhenti sendiri")),
        )
    elif not outcome.whole:
        problem = text(N_("Notebook tidak dapat dijalankan sampai selesai ({why})."), why=outcome.why)
    questions = _judged(assignment, looked.cells, outcome, min(skipped, default=len(cells)))
    return _result(template, looked, problem, questions, outcome) | {"trace": _trace(known, template, looked, outcome)}


def _trace(known: Assignment, template: Template, looked: Looked, outcome: Outcome) -> Data | None:
    """What submissions are compared by, of the answers as they were at the end; None where nothing was seen of them."""
    from .grading import plain
    from .grading_similar import trace

    with contextlib.suppress(Exception), _at_most(JUDGE_SECONDS):
        seen = outcome.seen[max(outcome.seen)]
        answers = {name: plain(seen.answers.get(name)) for name in known.names}
        prose = [one for one in template.cells if one.kind == "markdown"]
        given = "\n".join(words for one in prose for words in (one.source, *one.others))
        return trace(known.id, answers, seen.scenario, looked.cells, given)
    return None


def _label(cells: Sequence[Cell], number: int) -> str:
    return cells[number].id or str(number + 1)


def _run(
    sandbox: Sandbox, cells: Sequence[Cell], names: Sequence[str], scenario: str, files: Mapping[str, bytes]
) -> tuple[Outcome, set[int]]:
    """Run the notebook; where a cell ends the child, run the others without it. Also the cells left out."""
    skipped: set[int] = set()
    whole: Outcome | None = None
    for _ in range(MOST_RUNS):
        todo = [
            grading_sandbox.Cell("" if number in skipped else one.source, look=one.role == "test")
            for number, one in enumerate(cells)
        ]
        outcome = sandbox.run(todo, names, scenario, files)
        if whole is None:
            whole = outcome
        else:
            # What was seen before the cell that is left out now was seen with everything in place.
            whole.seen = outcome.seen | whole.seen
            whole.ran = outcome.ran | whole.ran
            whole.whole = outcome.whole
        if outcome.whole or outcome.stopped_in is None or outcome.stopped_in in skipped:
            break
        skipped.add(outcome.stopped_in)
        whole.why = outcome.why
    assert whole is not None
    return whole, skipped


def _judged(assignment: str, cells: Sequence[Cell], outcome: Outcome, certain: int) -> list[Data]:
    """Each question on the answers as they were when its test cell was reached.

    certain: cells from this number on ran without one that was left out: what they lack may have been in it.
    """
    from .grading import ASSIGNMENTS, judge_question, plain

    known = ASSIGNMENTS[assignment]
    places = {one.id: number for number, one in enumerate(cells) if one.role == "test"}
    works: dict[tuple[str, str | None], Any] = {}
    questions = []
    for question in known.questions:
        if question.id not in places:
            continue
        seen = outcome.seen.get(places[question.id])
        state = "ungraded"
        reasons: tuple[Text, ...] = ()
        if seen is not None:
            with contextlib.suppress(Exception), _at_most(JUDGE_SECONDS):
                # Once more outside: what a child calls plain may be anything that JSON can hold.
                answers = {name: plain(seen.answers.get(name)) for name in known.names}
                key = (json.dumps(answers), seen.scenario)
                if key not in works:
                    works[key] = known.read({"assignment": known.id, "answers": answers, "scenario": seen.scenario})
                result = judge_question(question, works[key])
                if result.state == "passed" or places[question.id] < certain:
                    state, reasons = result.state, result.reasons
        questions.append(
            {
                "id": question.id,
                "title": said(Text(question.title)),
                "points": question.points,
                "earned": None if state == "ungraded" else question.points if state == "passed" else 0,
                "state": state,
                "reasons": {language: [one.render(language) for one in reasons] for language in LANGUAGES},
                "learn": question.learn,
                "hidden": question.hidden,
            }
        )
    return questions


@contextlib.contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    def late(number: int, frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def said(words: Text) -> dict[str, str]:
    """Words in each language."""
    return {language: words.render(language) for language in LANGUAGES}


def _ungraded(assignment: str, template: Template, looked: Looked, problem: Text) -> Data:
    questions = _judged(assignment, template.cells, Outcome(), 0)
    looked.cells = list(template.cells)
    result = _result(template, looked, problem, questions, Outcome())
    # Nothing is known of the answers: no cell counts as left empty.
    result["marks"] = dict.fromkeys(result["marks"])
    result["silent"] = []
    return result


def _result(template: Template, looked: Looked, problem: Text | None, questions: list[Data], outcome: Outcome) -> Data:
    marks: dict[str, float | None] = {one["id"]: one["earned"] for one in questions}
    silent = []
    given = template.known
    for one in looked.cells:
        untouched = one.id in given and given[one.id].given_as(one.source)
        if one.role in ("answer", "by_hand") and untouched:
            silent.append(one.id)
        if one.role == "by_hand":
            # As nbgrader: an answer that wasn't begun is worth nothing, any other is for a person to mark.
            marks[one.id] = 0 if untouched and one.metadata.get("nbgrader", {}).get("solution") else None
        elif one.role == "test" and one.id not in marks:
            marks[one.id] = None
    failures = [
        {"cell": _label(looked.cells, number), "kind": ran.error[0], "message": ran.error[1], "line": ran.error[2]}
        for number, ran in sorted(outcome.ran.items())
        if ran.error is not None
    ][:MOST_FAILURES]
    return {
        "marks": marks,
        "highest": {one.id: one.points for one in template.cells if one.role in ("test", "by_hand")},
        "by_hand": {one.id: _heading(one) for one in template.cells if one.role == "by_hand"},
        "questions": questions,
        "notes": {language: [one.render(language) for one in looked.notes] for language in LANGUAGES},
        "problem": said(problem) if problem is not None else None,
        "failures": failures,
        "silent": silent,
        "language": looked.language,
        "notebook": _notebook(template, looked, questions, outcome),
    }


def _heading(cell: Cell) -> str:
    """What a cell that a person marks is called: its heading without number and points, otherwise its id."""
    heading = re.search(r"^#+ (?:\d+\. )?([^(\n]+)", cell.source, re.MULTILINE) if cell.kind == "markdown" else None
    return heading[1].strip() if heading else cell.id


def _notebook(template: Template, looked: Looked, questions: Sequence[Data], outcome: Outcome) -> str:
    """The repaired notebook for the formgrader, as JSON: texts that cells printed, and why questions earn nothing."""
    by_id = {one["id"]: one for one in questions}
    cells = []
    for number, one in enumerate(looked.cells):
        cell: Data = {"cell_type": one.kind, "metadata": dict(one.metadata), "source": one.source}
        cell["id"] = re.sub(r"[^A-Za-z0-9_-]", "-", one.id)[:64] if one.id else f"sel-{number + 1}"
        if one.kind == "code":
            cell |= {"execution_count": None, "outputs": []}
            ran = outcome.ran.get(number)
            if ran is not None and ran.output:
                cell["outputs"].append({"output_type": "stream", "name": "stdout", "text": ran.output})
            if ran is not None and ran.error is not None:
                cell["outputs"].append(_error_output(ran.error[0], [f"{ran.error[0]}: {ran.error[1]}"]))
            question = by_id.get(one.id)
            if question is not None and question["state"] not in ("passed", "ungraded"):
                # Reasons of hidden questions stay with the lecturer, in the report.
                reasons = [] if question["hidden"] else question["reasons"][looked.language or LANGUAGES[0]]
                cell["outputs"].append(_error_output("BelumTerpenuhi", reasons))
        cells.append(cell)
    return json.dumps(
        {"cells": cells, "metadata": dict(template.metadata), "nbformat": 4, "nbformat_minor": 5}, ensure_ascii=False
    )


def _error_output(kind: str, lines: Sequence[str]) -> Data:
    return {"output_type": "error", "ename": kind, "evalue": lines[0] if lines else "", "traceback": list(lines)}


# --- a process of its own --------------------------------------------------------------------------------------------


def modules_of(template: Template) -> list[str]:
    """What the notebook that was given out imports, to be loaded once."""
    sources = "\n".join(one.source for one in template.cells if one.kind == "code")
    names = re.findall(r"^\s*(?:import|from)\s+([\w.]+)", sources, re.MULTILINE)
    return sorted({one for one in names if not one.startswith("tutor_sebaya")})


@dataclass(frozen=True)
class Start:
    """What a grading process needs to know before the first submission.

    name, notebook: of the notebook given out, its file's stem and its JSON. modules: what is loaded once, besides what
    that notebook imports.
    """

    assignment: str
    name: str
    notebook: Data
    safe: bool
    limits: Limits
    modules: tuple[str, ...] = ()

    @property
    def patience(self) -> float:
        """Seconds after which a process that says nothing about a submission is taken for dead."""
        return MOST_RUNS * (self.limits.seconds + 15) + JUDGE_SECONDS * 5


def main() -> None:
    """Processes that grade, forked from this one. Its input is the `Start`; its last word names their sockets.

    Each line that comes through a socket is a submission: a table with `folder`, where it lies, or with `files`, names
    and contents in base64. Each line that goes back is a result; the first one says that it is `ready`, with the
    process's number, or `refused`.
    """
    start = json.load(sys.stdin)
    lines = [socket.socket(fileno=int(one)) for one in sys.argv[-1].split(",")]
    # Whatever is printed by accident is for the terminal.
    os.dup2(2, 1)
    template = read_template(start["name"], start["notebook"])
    start["modules"] = [*modules_of(template), *start["modules"]]
    try:
        _, controls = grading_sandbox.start_warm(len(lines), safe=start["safe"], modules=start["modules"])
    except NoSandbox as problem:
        for line in lines:
            line.sendall(json.dumps({"refused": said(problem.message)}).encode() + b"\n")
        return
    from . import grading  # after the warm process has begun to load: both take half a second

    assert grading.ASSIGNMENTS
    gc.freeze()
    if len(lines) == 1:
        _serve(start, template, lines, controls, 0)
        return
    for number in range(len(lines)):
        if os.fork() == 0:
            try:
                _serve(start, template, lines, controls, number)
            finally:
                os._exit(0)
    # This process does nothing more: the end of one that grades is no other's.
    for one in (*lines, *controls):
        one.close()
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()


def _serve(
    start: Data, template: Template, lines: Sequence[socket.socket], controls: Sequence[socket.socket], number: int
) -> None:
    """Grade what comes through one of the sockets, with one of the sandboxes, until the other end is closed."""
    for other in range(len(lines)):
        if other != number:
            lines[other].close()
            controls[other].close()
    with lines[number].makefile("rw", encoding="utf-8", newline="\n") as line:

        def answer(told: Data) -> None:
            line.write(json.dumps(told) + "\n")
            line.flush()

        limits = Limits(**start["limits"])
        try:
            sandbox = Sandbox(safe=start["safe"], limits=limits, modules=start["modules"], control=controls[number])
        except NoSandbox as problem:
            answer({"refused": said(problem.message)})
            return
        answer({"ready": os.getpid()})
        with sandbox:
            for job in map(json.loads, line):
                if "folder" in job:
                    answer(grade_one(job["folder"], start["assignment"], template, sandbox))
                    continue
                files = HandedIn({name: base64.b64decode(content) for name, content in job["files"].items()})
                answer(grade_files(files, start["assignment"], template, sandbox))


class Refused(Exception):  # noqa: N818 - an answer about this machine
    """No worker could begin, or none is left; `words` says why, language -> words."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words
        super().__init__(words[LANGUAGES[0]])


def launch(start: Start, number: int) -> tuple[subprocess.Popen[bytes], list[socket.socket]]:
    """Start processes that grade; returns their parent, and a socket for each of them."""
    pairs = [socket.socketpair() for _ in range(number)]
    others = [one[1].fileno() for one in pairs]
    package = str(Path(__file__).resolve().parent.parent)
    with tempfile.TemporaryFile() as told:
        told.write(json.dumps(asdict(start)).encode())
        told.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", _PROGRAM, package, ",".join(map(str, others))],
            stdin=told,
            stdout=subprocess.DEVNULL,
            pass_fds=others,
            start_new_session=True,
        )
    for _, other in pairs:
        other.close()
    return process, [one[0] for one in pairs]


class Grader:
    """A process that grades one submission after another, started again when it died. From one thread.

    line: its socket, where it was started together with others (`launch`).
    """

    def __init__(self, start: Start, line: socket.socket | None = None) -> None:
        self._start, self._line = start, line
        self._file: TextIO | None = None
        self._parent: subprocess.Popen[bytes] | None = None
        self._handle = -1
        self._refused: Data | None = None
        self._stopped = False

    def begin(self) -> None:
        """Have the process ready, before the first submission is there."""
        if self._line is None:
            self._parent, (self._line,) = launch(self._start, 1)
        self._file = self._line.makefile("rw", encoding="utf-8", newline="\n")
        told = self._exchange(None)
        if told is not None and "refused" in told:
            self._refused = told
        if told is None or "ready" not in told:
            self.close()
            return
        with contextlib.suppress(OSError):
            self._handle = os.pidfd_open(told["ready"])

    def ask(self, job: Data) -> Data:
        """Grade a submission, given as `main` takes it.

        The result is as `grade_one` gives it, or has `crashed` alone (words on a process that died over it twice) or
        `refused` (words on why none can begin).
        """
        for _ in range(2):
            if self._stopped:
                break
            if self._file is None and self._refused is None:
                self.begin()
            if self._refused is not None:
                return self._refused
            result = self._exchange(job)
            if result is not None:
                return result
        return {"crashed": said(text(N_("Penilai berhenti dua kali pada berkas ini. Berkasnya perlu dilihat dosen.")))}

    def _exchange(self, told: Data | None) -> Data | None:
        """Tell the process a line and hear one; None, and its end, where it has nothing to say in time."""
        if self._file is None:
            return None
        timer = threading.Timer(self._start.patience, self.kill)
        timer.start()
        try:
            if told is not None:
                self._file.write(json.dumps(told) + "\n")
                self._file.flush()
            answer = json.loads(self._file.readline())
        except (OSError, ValueError):
            self.kill()
            self.close()
            return None
        finally:
            timer.cancel()
        return answer if isinstance(answer, dict) else None

    def kill(self) -> None:
        """End it in the middle of a submission; what it started ends with it. From any thread."""
        line, handle = self._line, self._handle
        with contextlib.suppress(OSError):
            if handle >= 0:
                signal.pidfd_send_signal(handle, signal.SIGKILL)
        with contextlib.suppress(OSError):
            if line is not None:
                line.shutdown(socket.SHUT_RDWR)

    def stop(self) -> None:
        """End it for good. From any thread."""
        self._stopped = True
        self.kill()

    def close(self) -> None:
        """Let it end; one that is busy isn't waited for long."""
        for one in (self._file, self._line):
            with contextlib.suppress(OSError):
                if one is not None:
                    one.close()
        if self._parent is not None:
            _ended(self._parent)
        if self._handle >= 0:
            os.close(self._handle)
        self._file = self._line = self._parent = None
        self._handle = -1


def _ended(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def some_of(results: queue.SimpleQueue[_T], waiting: int, seconds: float | None = None) -> list[_T]:
    """Results that are there or follow soon, so that they are written together; none if none comes in these seconds."""
    some: list[_T] = []
    with contextlib.suppress(queue.Empty):
        some.append(results.get(timeout=seconds))
        until = time.monotonic() + TOGETHER_SECONDS
        while len(some) < min(waiting, TOGETHER):
            some.append(results.get(timeout=max(0, until - time.monotonic())))
    return some


class Workers:
    """Grading processes on this machine, as many as processors, each with its own thread here that waits for it."""

    def __init__(self, start: Start, number: int | None = None) -> None:
        self._jobs: queue.SimpleQueue[tuple[str, str] | None] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[tuple[str, Data]] = queue.SimpleQueue()
        self._closing = False
        self._parent, lines = launch(start, number or grading_sandbox.workers())
        self._graders = [Grader(start, line) for line in lines]
        self._threads = [threading.Thread(target=self._work, args=(one,), daemon=True) for one in self._graders]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        self._closing = True
        for _ in self._threads:
            self._jobs.put(None)
        if kind is not None:
            # A worker in the middle of a notebook isn't waited for.
            for one in self._graders:
                one.stop()
        for thread in self._threads:
            thread.join(5)
        _ended(self._parent)

    def run(self, jobs: Iterable[tuple[str, str | os.PathLike[str]]]) -> Iterator[list[tuple[str, Data]]]:
        """Results as they come, some at a time. jobs: a name of the caller's and the folder of each submission.

        A result is as `grade_one` gives it, or has `crashed` alone: words on a worker that died over it twice.

        Raises
        ------
        Refused: where this machine can't run trainees' code safely.
        """
        waiting = 0
        for name, folder in jobs:
            self._jobs.put((name, os.fspath(folder)))
            waiting += 1
        while waiting:
            some = some_of(self._results, waiting)
            for _, result in some:
                if "refused" in result:
                    raise Refused(result["refused"])
            yield some
            waiting -= len(some)

    def _work(self, grader: Grader) -> None:
        try:
            # Started before the first job, while the caller is still busy with other things.
            grader.begin()
            while (job := self._jobs.get()) is not None:
                result = grader.ask({"folder": job[1]})
                if self._closing:
                    return
                self._results.put((job[0], result))
        finally:
            grader.close()

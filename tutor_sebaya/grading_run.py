"""Grading one submission after another: look over, run, judge. Its own process, so that a crash costs one submission.

`grade_one` is the whole way of a submission, from its files to plain data. Processes that do nothing else (`main`) get
jobs and give results as lines of JSON; `Workers` keeps as many as there are processors and starts a dead one again.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from . import grading_sandbox
from .grading_files import read_folder
from .grading_repair import Cell, Looked, Template, look_over, read_template
from .grading_sandbox import Limits, NoSandbox, Outcome, Sandbox
from .language import LANGUAGES, N_, Text, text

Data = dict[str, Any]
JUDGE_SECONDS = 20
"""A question takes milliseconds; only an answer made to be slow takes this long."""
MOST_FAILURES = 30
MOST_RUNS = 3
"""Runs of one notebook: each leaves out the cell that ended the one before."""
_PROGRAM = "import sys; sys.path.append(sys.argv[1]); from tutor_sebaya.grading_run import main; main()"


# --- one submission --------------------------------------------------------------------------------------------------


def grade_one(folder: str | os.PathLike[str], assignment: str, template: Template, sandbox: Sandbox) -> Data:
    """Grade what lies in a folder. Never raises for what is in it.

    Returns
    -------
    Data that JSON can hold. `marks`: grade id -> mark, None where a person must give it; `questions`: each with `id`,
    `state` (`passed`, `failed`, `not_judged`, or `ungraded`), `points`, `earned` (None where ungraded), `hidden`,
    `learn`, `title` and `reasons`; `notes`, `problem` (None where the whole could be graded) and `failures` of cells;
    `silent`: answer cells left as they were given; `notebook`: the repaired one with what its cells gave, as text.
    Words for readers are tables from language to words.
    """
    from .grading import ASSIGNMENTS

    known = ASSIGNMENTS[assignment]
    looked = look_over(read_folder(folder), template, known.scenario_file)
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
    return _result(template, looked, problem, questions, outcome)


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
        untouched = one.id in given and one.source.strip() == given[one.id].source.strip()
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
        "questions": questions,
        "notes": {language: [one.render(language) for one in looked.notes] for language in LANGUAGES},
        "problem": said(problem) if problem is not None else None,
        "failures": failures,
        "silent": silent,
        "notebook": _notebook(template, looked, questions, outcome),
    }


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
                reasons = [] if question["hidden"] else question["reasons"][LANGUAGES[0]]
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


def main() -> None:
    """A worker: the first line of its input says what to grade and how, each line after it a folder."""
    start = json.loads(sys.stdin.readline())
    # Whatever is printed by accident must not get between the lines of the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def answer(told: Data) -> None:
        answers.write(json.dumps(told) + "\n")
        answers.flush()

    template = read_template(start["name"], start["notebook"])
    try:
        sandbox = Sandbox(safe=start["safe"], limits=Limits(**start["limits"]), modules=modules_of(template))
    except NoSandbox as problem:
        answer({"refused": said(problem.message)})
        return
    from . import grading  # after the sandbox has begun to load: both take half a second

    assert grading.ASSIGNMENTS
    answer({"ready": True})
    with sandbox:
        for line in sys.stdin:
            answer(grade_one(json.loads(line)["folder"], start["assignment"], template, sandbox))


class Refused(Exception):  # noqa: N818 - an answer about this machine
    """No worker could begin; `words` says why, language -> words."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words
        super().__init__(words[LANGUAGES[0]])


class Workers:
    """As many workers as processors, each with its own thread here that waits for it."""

    def __init__(
        self, assignment: str, name: str, notebook: Data, *, safe: bool, limits: Limits, number: int | None = None
    ) -> None:
        self._start = json.dumps(
            {"assignment": assignment, "name": name, "notebook": notebook, "safe": safe, "limits": asdict(limits)}
        )
        self._jobs: queue.SimpleQueue[tuple[str, str] | None] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[tuple[str, Data]] = queue.SimpleQueue()
        self._patience = MOST_RUNS * (limits.seconds + 15) + JUDGE_SECONDS * 5
        self._processes: set[subprocess.Popen[str]] = set()
        self._closing = False
        self._threads = [
            threading.Thread(target=self._work, daemon=True) for _ in range(number or grading_sandbox.workers())
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        self._closing = True
        for _ in self._threads:
            self._jobs.put(None)
        if kind is not None:
            # A worker in the middle of a notebook isn't waited for; its child ends with it.
            for one in list(self._processes):
                one.kill()
        for thread in self._threads:
            thread.join(5)

    def run(self, jobs: Iterable[tuple[str, str | os.PathLike[str]]]) -> Iterator[tuple[str, Data]]:
        """Results as they come. jobs: a name of the caller's and the folder of each submission.

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
            name, result = self._results.get()
            if "refused" in result:
                raise Refused(result["refused"])
            yield name, result
            waiting -= 1

    def _work(self) -> None:
        process: subprocess.Popen[str] | None = None
        try:
            # Started before the first job, while the caller is still busy with other things.
            process, refused = self._begin()
            while (job := self._jobs.get()) is not None:
                result: Data | None = refused
                for _ in range(2):
                    if result is not None or self._closing:
                        break
                    if process is None or process.poll() is not None:
                        process, refused = self._begin()
                        result = refused
                    if result is None and process is not None:
                        result = self._ask(process, job[1])
                if self._closing:
                    return
                crashed = text(N_("Penilai berhenti dua kali pada berkas ini. Berkasnya perlu dilihat dosen."))
                self._results.put((job[0], result or {"crashed": said(crashed)}))
        finally:
            if process is not None:
                self._end(process)

    def _begin(self) -> tuple[subprocess.Popen[str] | None, Data | None]:
        package = str(Path(__file__).resolve().parent.parent)
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", _PROGRAM, package],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )
        self._processes.add(process)
        told = self._exchange(process, self._start)
        if told is None or "refused" in told:
            self._end(process)
            return None, told
        return process, None

    def _ask(self, process: subprocess.Popen[str], folder: str) -> Data | None:
        timer = threading.Timer(self._patience, process.kill)
        timer.start()
        try:
            return self._exchange(process, json.dumps({"folder": folder}))
        finally:
            timer.cancel()

    @staticmethod
    def _exchange(process: subprocess.Popen[str], line: str) -> Data | None:
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(line + "\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
        except (OSError, ValueError):
            process.kill()
            process.wait()
            return None
        return answer if isinstance(answer, dict) else None

    def _end(self, process: subprocess.Popen[str]) -> None:
        self._processes.discard(process)
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                assert stream is not None
                stream.close()
        try:
            process.wait(3)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

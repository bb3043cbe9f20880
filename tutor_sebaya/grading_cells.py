"""Running a notebook's cells beside nothing: what the disposable child does, from the socket with the work to its end.

The child isn't trusted with anything. It is told the cells, the names of the answers and the trainee's own files; it
answers with lines of JSON that say what it found, and whoever reads them judges the data and takes nothing else from
them.
"""

from __future__ import annotations

import ast
import base64
import builtins
import contextlib
import io
import json
import re
import signal
import socket
import stat
import struct
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from .grading_plain import plain
from .scenario import MAX_BYTES

CHARACTERS = 4_000
"""Of a cell's output that is kept."""
_ALL_CHARACTERS = 40_000
_FILE = "<sel {number}>"
_MAGIC = re.compile(r"^\s*([%!?]|\w+\s*=\s*[%!]\w)|\?\s*$", re.MULTILINE)
"""Loading what reads such lines takes longer than the whole notebook: only for those that have one."""


class Tugas:
    """Stands in for the notebook's `Tugas`, which isn't here: every method can be called, none does anything.

    So a notebook takes data that its answers are computed from out of modules that know no answers, such as `classes`.
    """

    def __init__(self, id: str = "", language: str = "") -> None:
        self.id = id

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *given, **named: None


def serve(handle: int) -> None:
    """Read the work from the socket, run it, and write what is found, a line of JSON each.

    The work: eight bytes with the length, then JSON with `cells` (each `look`, whether only the answers are to be
    looked at there, and `source`), `names`, `scenario`, `files` (name -> base64) and `seconds` for one cell. Lines:
    `begin` with a cell's number before it runs, `ran` after it with `output` and `error`, `look` with `answers` and
    `scenario` where these changed, `end`.
    """
    line = socket.socket(fileno=handle)
    size = struct.unpack(">Q", _exactly(line, 8))[0]
    work = json.loads(_exactly(line, size))

    def send(said: Mapping[str, Any]) -> None:
        line.sendall(json.dumps(said).encode() + b"\n")

    for name, content in work["files"].items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(content))
    Run(work, send).cells()
    send({"end": True})


def _exactly(line: socket.socket, size: int) -> bytes:
    parts = []
    while size:
        part = line.recv(min(size, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


class _Screen(io.TextIOBase):
    """What cells print; the first part of it is kept, the rest counts only as there."""

    def __init__(self) -> None:
        self.left = _ALL_CHARACTERS
        self.parts: list[str] = []
        self.kept = 0

    def writable(self) -> bool:
        return True

    def write(self, words: str) -> int:
        room = min(CHARACTERS - self.kept, self.left)
        if room > 0:
            part = words[:room]
            self.parts.append(part)
            self.kept += len(part)
            self.left -= len(part)
        return len(words)

    def take(self) -> str:
        words, self.parts, self.kept = "".join(self.parts), [], 0
        return words


class Run:
    """One notebook's cells, run in order in one namespace."""

    def __init__(self, work: Mapping[str, Any], send: Callable[[Mapping[str, Any]], None]) -> None:
        self.work = work
        self.send = send
        self.main = types.ModuleType("__main__")
        self.screen = _Screen()
        self.errors = _Screen()
        self.said: tuple[str, str | None] | None = None

    def cells(self) -> None:
        # The end of the path: a trainee's own pandas.py must not stand in for the real one.
        sys.path.append(str(Path.cwd()))
        sys.path[:] = [one for one in sys.path if one]
        sys.modules["__main__"] = self.main
        space = vars(self.main)
        space.update(
            __builtins__=builtins, get_ipython=_no_shell, display=lambda *shown, **named: print(*shown), In=[], Out={}
        )
        sys.stdout, sys.stderr = self.screen, self.errors
        sys.displayhook = self._shown
        signal.signal(signal.SIGALRM, _interrupt)
        for number, cell in enumerate(self.work["cells"]):
            if cell["look"]:
                self._look(number)
            elif cell["source"].strip():
                self.send({"begin": number})
                self._run(number, cell["source"])

    def _shown(self, value: object) -> None:
        if value is not None:
            self.screen.write(f"{value!r}\n")

    def _run(self, number: int, source: str) -> None:
        error = None
        try:
            with _alarm(self.work["seconds"]):
                self._execute(number, source)
        except KeyboardInterrupt:
            error = ["KeyboardInterrupt", "", None]
        except BaseException as problem:
            # SystemExit too: a notebook goes on after `exit()`.
            error = _described(problem, _FILE.format(number=number))
        signal.signal(signal.SIGALRM, _interrupt)
        self.send({"ran": number, "output": self.screen.take(), "error": error})
        self.errors.take()

    def _execute(self, number: int, source: str) -> None:
        name = _FILE.format(number=number)
        tree = ast.parse(_transformed(source), name)
        # As a notebook does: what the last line is worth is shown.
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        space = vars(self.main)
        exec(compile(tree, name, "exec"), space)
        if last is not None:
            exec(compile(ast.Interactive([last]), name, "single"), space)

    def _look(self, number: int) -> None:
        answers: dict[str, Any] = {}
        scenario: str | None = None
        space = vars(self.main)
        for name in self.work["names"]:
            try:
                with _alarm(self.work["seconds"]):
                    answers[name] = json.loads(json.dumps(plain(dict.get(space, name))))
            except BaseException:
                # A value whose own methods fail is no answer.
                answers[name] = None
        with contextlib.suppress(BaseException), _alarm(self.work["seconds"]):
            scenario = _text_of(self.work["scenario"])
        written = json.dumps(answers, sort_keys=True)
        before = self.said or ("", None)
        said: dict[str, Any] = {"look": number}
        if written != before[0]:
            said["answers"] = answers
        if self.said is None or scenario != before[1]:
            said["scenario"] = scenario
        self.said = (written, scenario)
        self.send(said)


def _text_of(name: str) -> str | None:
    """The scenario file as it is now, which a cell may have written."""
    try:
        path = Path(name)
        if not stat.S_ISREG(path.stat().st_mode):
            # Opening a pipe would wait for somebody to write into it.
            return None
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1).decode("utf-8-sig", errors="replace")
    except OSError:
        return None


def _described(problem: BaseException, name: str) -> list[Any]:
    """Kind, message and line (or None) of an error, without calling more of it than its text."""
    line = None
    if isinstance(problem, SyntaxError):
        line = problem.lineno
    else:
        trace = problem.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == name:
                line = trace.tb_lineno
            trace = trace.tb_next
    try:
        message = str(problem)[:500]
    except BaseException:
        message = ""
    return [type(problem).__name__[:80], message, line if isinstance(line, int) else None]


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Interrupt after some seconds, and then again and again: a loop may catch the first."""
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.2)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _no_shell() -> Any:
    """`get_ipython()` for cells with magic lines: none of them does anything here."""
    return _Shell()


class _Shell:
    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *given, **named: None


def _transformed(source: str) -> str:
    """Magic and shell lines become calls, as in a notebook; without IPython the cell stays as it is."""
    if not _MAGIC.search(source):
        return source
    try:
        from IPython.core.inputtransformer2 import TransformerManager
    except ImportError:
        return source
    return str(TransformerManager().transform_cell(source))  # type: ignore[no-untyped-call]

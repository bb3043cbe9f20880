"""Running a trainee's cells where they can do no harm, and taking plain data from them.

`Sandbox` keeps one warm process (`grading_warm`) that forks a child for each notebook. What comes back is JSON, read
with a limit; nothing in it is trusted but the shape, and whatever judges it does so outside.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from .language import N_, Text, text

MEBIBYTE = 1 << 20
_START_SECONDS = 60
_PROGRAM = (
    "import os, sys; sys.path += [one for one in sys.argv[3].split(os.pathsep) if one not in sys.path]; "
    "from tutor_sebaya.grading_warm import begin; begin(sys.argv)"
)


@dataclass(frozen=True)
class Limits:
    """What one submission may use. Units: seconds of the clock; bytes, memory for each process.

    processes: three of them are the sandbox's own.
    """

    cell_seconds: float = 10
    seconds: float = 30
    memory: int = 1024 * MEBIBYTE
    disk: int = 50 * MEBIBYTE
    output: int = 8 * MEBIBYTE
    processes: int = 6


@dataclass(frozen=True)
class Cell:
    """A code cell to run, or (`look`) a place where the answers are looked at."""

    source: str
    look: bool = False


@dataclass(frozen=True)
class Ran:
    """What running a cell gave. `error`: kind, message and line (from 1, None where unknown), or None."""

    output: str
    error: tuple[str, str, int | None] | None


@dataclass(frozen=True)
class Seen:
    """Answers (name -> plain value) and the scenario file's text, as they were when a cell was reached."""

    answers: Mapping[str, Any]
    scenario: str | None


@dataclass
class Outcome:
    """What a child told before it ended. All by the cell's number, from 0.

    Attributes
    ----------
    ran, seen: of the cells that were reached. whole: every cell was. stopped_in: the cell that was running when the
        child ended before its time, None otherwise. why: what ended it.
    """

    ran: dict[int, Ran] = field(default_factory=dict)
    seen: dict[int, Seen] = field(default_factory=dict)
    whole: bool = False
    stopped_in: int | None = None
    why: Text | None = None


class NoSandbox(Exception):  # noqa: N818 - an answer about this machine
    """This machine has nothing that keeps trainees' code apart. `message` says what is missing and what helps."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message.render())


def start_warm(
    number: int, *, safe: bool, modules: Sequence[str]
) -> tuple[subprocess.Popen[bytes], list[socket.socket]]:
    """Start a warm process that serves so many sandboxes; its modules are loaded once for all of them.

    Raises
    ------
    NoSandbox: on another system than Linux.
    """
    if not sys.platform.startswith("linux"):
        raise NoSandbox(text(N_("Menjalankan kode mahasiswa memerlukan Linux. Di Windows pakailah WSL 2.")))
    pairs = [socket.socketpair() for _ in range(number)]
    others = [one[1].fileno() for one in pairs]
    # Nothing of the lecturer's environment; one thread, because a process with more can't be forked safely.
    clean = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    clean |= {f"{one}_NUM_THREADS": "1" for one in ("OPENBLAS", "OMP", "MKL", "NUMEXPR")}
    places = [one for one in sys.path if one and os.access(one, os.R_OK)]
    places.append(str(Path(__file__).resolve().parent.parent))
    words = [",".join(map(str, others)), "safe" if safe else "unsafe", os.pathsep.join(places), *modules]
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", _PROGRAM, *words],
        env=clean,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=others,
        # Ctrl-C is for the lecturer's command; it ends its children in its own order.
        start_new_session=True,
    )
    for _, other in pairs:
        other.close()
    return process, [one[0] for one in pairs]


class Sandbox:
    """A warm process and its children, one at a time. Use it in a `with` statement, from one thread.

    safe=False leaves the namespaces out: limits of memory, processes and time hold, but the code can read what the
    lecturer can read, and reach the network. modules: what notebooks import, loaded once; a missing one is left out.
    control: a line to a warm process that was started for several (`start_warm`); otherwise it is this one's own.

    Raises
    ------
    NoSandbox: where this machine lacks what `safe` needs.
    """

    def __init__(
        self,
        *,
        safe: bool = True,
        limits: Limits | None = None,
        modules: Sequence[str] = (),
        control: socket.socket | None = None,
    ) -> None:
        self.safe = safe
        self.limits = limits or Limits()
        self.modules = tuple(modules)
        self._process: subprocess.Popen[bytes] | None = None
        self._control = control
        if control is None:
            self._start()
        else:
            self._begun()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the warm process; its child ends with it."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            try:
                self._process.wait(2)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = self._control = None

    def _start(self) -> None:
        self._process, controls = start_warm(1, safe=self.safe, modules=self.modules)
        self._control = controls[0]
        self._begun()

    def _begun(self) -> None:
        said = self._hear(_START_SECONDS)
        if said is None or "impossible" in said:
            self.close()
            if said is None:
                raise NoSandbox(
                    text(N_("Proses yang menjalankan kode mahasiswa tidak mau mulai; sebabnya tertulis di atas."))
                )
            raise NoSandbox(
                text(
                    N_(
                        "Di komputer ini kode mahasiswa tidak dapat dijalankan dengan aman: ruang nama pengguna (user "
                        "namespaces) tidak tersedia ({why}). Di Ubuntu, izinkan dengan: sudo sysctl "
                        "kernel.apparmor_restrict_unprivileged_userns=0, atau jalankan perintah ini sebagai root. "
                        "Dengan --unsafe kode tetap dijalankan, tetapi dapat membaca semua berkas Anda."
                    ),
                    why=str(said["impossible"]),
                )
            )

    def _hear(self, seconds: float) -> dict[str, Any] | None:
        """A line of the warm process; None where it ended or said nothing in time."""
        assert self._control is not None
        self._control.settimeout(seconds)
        parts = b""
        with contextlib.suppress(OSError):
            while not parts.endswith(b"\n"):
                part = self._control.recv(4096)
                if not part:
                    return None
                parts += part
            said = json.loads(parts)
            return said if isinstance(said, dict) else None
        return None

    def run(self, cells: Sequence[Cell], names: Sequence[str], scenario: str, files: Mapping[str, bytes]) -> Outcome:
        """Run cells in a child of their own.

        names: variables that hold answers; scenario: name of the scenario file; files: the trainee's own files by their
        relative names, for the folder that the child works in.
        """
        work = json.dumps(
            {
                "cells": [{"look": one.look, "source": one.source} for one in cells],
                "names": list(names),
                "scenario": scenario,
                "files": {name: base64.b64encode(content).decode() for name, content in files.items()},
                "seconds": self.limits.cell_seconds,
            }
        ).encode()
        said, ended, flooded = self._once(work)
        if ended is None:
            # Not the child but the process that forks it has died, and nothing is known of why: once more with another.
            self.close()
            said, ended, flooded = self._once(work)
        outcome = self._outcome(said, cells)
        if not outcome.whole:
            outcome.why = self._why(ended, flooded)
        if ended is None:
            self.close()
        return outcome

    def _once(self, work: bytes) -> tuple[bytes, dict[str, Any] | None, bool]:
        """Give a child its work: what it said, how the warm process saw its end (or None), and whether it flooded."""
        if self._control is None or (self._process is not None and self._process.poll() is not None):
            self.close()
            self._start()
        assert self._control is not None
        mine, childs = socket.socketpair()
        with mine:
            with childs:
                limits = {
                    "seconds": int(self.limits.seconds),
                    "memory": self.limits.memory,
                    "disk": self.limits.disk,
                    "processes": self.limits.processes,
                }
                try:
                    socket.send_fds(self._control, [json.dumps(limits).encode()], [childs.fileno()])
                except OSError:
                    return b"", None, False
            said, flooded = self._exchange(mine, struct.pack(">Q", len(work)) + work)
        if flooded:
            with contextlib.suppress(OSError):
                self._control.sendall(b"k")
        return said, self._hear(self.limits.seconds + 10), flooded

    def _exchange(self, line: socket.socket, work: bytes) -> tuple[bytes, bool]:
        """Send the work and read until the child ends; also whether it said more than it may."""
        line.setblocking(False)
        until = time.monotonic() + self.limits.seconds + 5
        said = bytearray()
        left = memoryview(work)
        while (remaining := until - time.monotonic()) > 0:
            readable, writable, _ = select.select([line], [line] if left else [], [], remaining)
            try:
                if writable:
                    left = left[line.send(left) :]
                if readable:
                    part = line.recv(1 << 16)
                    if not part:
                        return bytes(said), False
                    said += part
            except BlockingIOError:
                continue
            except OSError:
                return bytes(said), False
            if len(said) > self.limits.output:
                return bytes(said), True
        return bytes(said), False

    @staticmethod
    def _outcome(said: bytes, cells: Sequence[Cell]) -> Outcome:
        """Read a child's lines. Each may be anything: what isn't as it should be is left out."""
        outcome = Outcome()
        answers: Mapping[str, Any] = {}
        scenario: str | None = None
        running: int | None = None
        for line in said.split(b"\n"):
            try:
                one = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if not isinstance(one, dict):
                continue
            if one.get("end") is True:
                outcome.whole = all(not cell.look or number in outcome.seen for number, cell in enumerate(cells))
                break
            number = next((value for key in ("begin", "ran", "look") if _is_cell(value := one.get(key), cells)), None)
            if number is None:
                continue
            if "begin" in one:
                running = number
            elif "ran" in one:
                running = None
                outcome.ran[number] = Ran(_short(one.get("output")), _error(one.get("error")))
            elif cells[number].look:
                answers = one["answers"] if isinstance(one.get("answers"), dict) else answers
                if "scenario" in one:
                    scenario = one["scenario"] if isinstance(one["scenario"], str) else None
                outcome.seen[number] = Seen(answers, scenario)
        if not outcome.whole:
            outcome.stopped_in = running
        return outcome

    def _why(self, ended: Mapping[str, Any] | None, flooded: bool) -> Text:
        if flooded:
            return text(N_("keluarannya melebihi {n} MB"), n=self.limits.output // MEBIBYTE)
        if ended is not None and ended.get("late"):
            return text(N_("waktunya melebihi {n} detik"), n=int(self.limits.seconds))
        return text(N_("prosesnya berhenti sendiri"))


def _is_cell(value: object, cells: Sequence[Cell]) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(cells)


def _short(value: object) -> str:
    return value[:4000] if isinstance(value, str) else ""


def _error(value: object) -> tuple[str, str, int | None] | None:
    if not isinstance(value, list) or len(value) != 3:
        return None
    kind, message, line = value
    number = line if isinstance(line, int) and not isinstance(line, bool) else None
    return _short(kind)[:80], _short(message)[:500], number


def workers() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

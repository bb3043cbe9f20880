"""Servers that grading may use, each started for a test in a folder of its own and ended by its process: PostgreSQL,
and a dask scheduler with workers."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import parts

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 120
"""A machine that builds the book at the same time is slow."""


def wait_until_told(path: Path, words: bytes, process: subprocess.Popen[str], log: Path) -> None:
    """Wait until a file has words in it that a process writes."""
    until = time.monotonic() + START_SECONDS
    while not path.exists() or words not in path.read_bytes():
        if process.poll() is not None or time.monotonic() > until:
            raise AssertionError(f"{process.args} didn't start:\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.05)


@contextmanager
def ended(process: subprocess.Popen[str], how: signal.Signals = signal.SIGTERM) -> Iterator[subprocess.Popen[str]]:
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(how)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@dataclass
class PostgreSQL:
    """A running server that listens on a socket in its folder, on no port. It asks for no password."""

    folder: Path
    programs: Path
    as_user: list[str]
    process: subprocess.Popen[str] | None = None

    def url(self, name: str, driver: str = "postgresql+psycopg") -> str:
        return f"{driver}://dosen@/{name}?host={self.folder}"

    def ask(self, database: str, statement: str) -> str:
        words = ["psql", "-h", str(self.folder), "-U", "dosen", "-d", database, "-tAc", statement]
        return subprocess.run([self.programs / words[0], *words[1:]], capture_output=True, text=True, check=True).stdout

    def start(self) -> None:
        log = self.folder / "log"
        options = ["-D", str(self.folder / "data"), "-k", str(self.folder), "-c", "listen_addresses="]
        with log.open("a") as written:
            self.process = subprocess.Popen(
                [*self.as_user, str(self.programs / "postgres"), *options],
                stdout=written,
                stderr=written,
                cwd="/",
                text=True,
            )
        ready = [str(self.programs / "pg_isready"), "-q", "-h", str(self.folder)]
        until = time.monotonic() + START_SECONDS
        while subprocess.run(ready, check=False).returncode:
            assert self.process.poll() is None and time.monotonic() < until, log.read_text(errors="replace")[-3000:]
            time.sleep(0.05)

    def stop(self) -> None:
        assert self.process is not None
        with ended(self.process, signal.SIGINT):
            pass


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL server of one's own, as an ordinary user: it refuses to be root's."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[4]))
    initdb = str(found[-1]) if found else shutil.which("initdb")
    if initdb is None:
        parts.missing_part("no PostgreSQL server: apt-get install postgresql")
    as_user: list[str] = []
    # Not pytest's folder: only its owner may enter that one.
    with tempfile.TemporaryDirectory(prefix="buku-nilai-", ignore_cleanup_errors=True) as temporary:
        if os.geteuid() == 0:
            if not shutil.which("setpriv"):
                parts.missing_part("as root a PostgreSQL server needs setpriv: apt-get install util-linux")
            as_user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]
            os.chown(temporary, 65534, 65534)
        server = PostgreSQL(Path(temporary), Path(initdb).parent, as_user)
        make = [
            initdb,
            "-D",
            f"{temporary}/data",
            "-U",
            "dosen",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]
        made = subprocess.run([*as_user, *make], capture_output=True, text=True, check=False, cwd="/")
        assert made.returncode == 0, made.stderr
        server.start()
        try:
            yield server
        finally:
            server.stop()


@dataclass
class Cluster:
    """A dask scheduler on this machine's loopback and its workers, each a process of its own with one thread."""

    folder: Path
    address: str
    stack: ExitStack
    scheduler: subprocess.Popen[str]
    workers: list[subprocess.Popen[str]] = field(default_factory=list)

    def add_workers(self, number: int, *more: str, nanny: bool = False) -> None:
        """More workers; with a nanny each, which starts it again when it dies. more: words for their command."""
        logs = []
        for _ in range(number):
            place = self.folder / f"pekerja-{len(self.workers)}"
            words = [
                self.address,
                "--nthreads",
                "1",
                "--no-dashboard",
                "--local-directory",
                str(place),
                "--death-timeout",
                "180",
            ]
            words += ["--host", "127.0.0.1", *([] if nanny else ["--no-nanny"]), *more]
            logs.append(place.with_suffix(".log"))
            self.workers.append(self.stack.enter_context(ended(_dask(logs[-1], "worker", words))))
        for process, log in zip(self.workers[-number:], logs, strict=True):
            wait_until_told(log, b"Registered to", process, log)


@contextmanager
def cluster(folder: Path, workers: int = 2, extra: Sequence[str] = ()) -> Iterator[Cluster]:
    """A scheduler and workers; their files are in `folder`, which they don't share with the course."""
    parts.part("distributed")
    folder.mkdir(parents=True, exist_ok=True)
    told, log = folder / "scheduler.json", folder / "scheduler.log"
    words = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told), *extra]
    with ExitStack() as stack:
        scheduler = stack.enter_context(ended(_dask(log, "scheduler", words)))
        wait_until_told(told, b"}", scheduler, log)

        made = Cluster(folder, json.loads(told.read_text())["address"], stack, scheduler)
        if workers:
            made.add_workers(workers)
        yield made


def _dask(log: Path, verb: str, words: Sequence[str]) -> subprocess.Popen[str]:
    """A command of dask's in a process that knows this project and nothing of the test's folder."""
    with log.open("w") as written:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", verb, *words],
            stdout=written,
            stderr=written,
            text=True,
            cwd=log.parent,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

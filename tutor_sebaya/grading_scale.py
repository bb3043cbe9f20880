"""Grading on more than one machine: the processes of `grading_run`, kept by the workers of a dask scheduler.

A worker of dask runs whatever its scheduler sends, so trainees' code is never near it: each of its threads owns one
grading process (`Grader`), which has its own sandbox. Submissions travel as bytes, since machines share no disk; what
comes back is a line of JSON, and the gradebook has one writer, the lecturer's process. A worker that is lost costs
nothing but time: its submissions go to another one.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import hashlib
import ipaddress
import json
import logging
import os
import queue
import socket
import time
import urllib.parse
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

import distributed

from .grading_batch import rules_print
from .grading_files import read_folder
from .grading_run import Data, Grader, Refused, Start, said, some_of
from .language import LANGUAGES, N_, Text, text

_connect: Any = distributed.Client
_security: Any = distributed.security.Security
CONNECT_SECONDS = 20
NOBODY_SECONDS = 60
"""How long a scheduler may be without any worker before the run stops; what is graded by then is written."""
AHEAD = 4
"""Submissions that are on their way for each thread of a worker, so that it never waits for the next one."""

_NOBODY = N_(
    "Tidak ada lagi pekerja dask di {address}. Yang sudah dinilai tersimpan; jalankan perintah yang sama untuk "
    "melanjutkan."
)
_GONE = N_(
    "Sambungan ke penjadwal dask {address} terputus. Yang sudah dinilai tersimpan; jalankan perintah yang sama untuk "
    "melanjutkan."
)

_FAILED = N_("Berkas ini tidak dapat dinilai di pekerja dask ({why}).")
_KILLED = N_("Setiap pekerja dask yang menilai berkas ini berhenti. Berkasnya perlu dilihat dosen.")


class Graders(distributed.WorkerPlugin):
    """A dask worker's grading processes, one for each of its threads. Workers that come later get it too."""

    def __init__(self, start: Start, name: str) -> None:
        self.start, self.name = start, name
        self.rules = rules_print(start.notebook)
        self.same = True

    def setup(self, worker: distributed.Worker) -> None:
        self.same = rules_print(self.start.notebook) == self.rules
        self._free: queue.SimpleQueue[Grader] = queue.SimpleQueue()
        self._all: list[Grader] = []

    def teardown(self, worker: distributed.Worker) -> None:
        for one in self._all:
            one.stop()
        # A busy one is closed by the task that waits for it.
        with contextlib.suppress(queue.Empty):
            while True:
                self._free.get_nowait().close()

    def grade(self, files: dict[str, bytes]) -> Data:
        if not self.same:
            words = N_(
                "Pekerja dask {name} memakai versi tutor-sebaya yang lain. Pasang versi yang sama di semua mesin."
            )
            return {"refused": said(text(words, name=socket.gethostname()))}
        try:
            grader = self._free.get_nowait()
        except queue.Empty:
            grader = Grader(self.start)
            self._all.append(grader)
        try:
            return grader.ask({"files": {name: base64.b64encode(one).decode() for name, one in files.items()}})
        finally:
            self._free.put(grader)


def grade_there(name: str, files: dict[str, bytes]) -> str:
    """A task of dask: one submission's files -> its result as JSON (see `Grader.ask`).

    Never raises: dask's client waits for ever for an error whose traceback it can't take apart.
    """
    try:
        graders: Any = distributed.get_worker().plugins[name]
        result: Data = graders.grade(files)
    except Exception as error:
        result = {"crashed": said(text(_FAILED, why=_named(error)))}
    return json.dumps(result)


class Scale:
    """A dask scheduler's workers, in the place of `Workers`.

    address: as dask writes it. `tls://…` takes its certificates from dask's own configuration; without TLS the
    scheduler must be on this machine, because whoever reaches it may run anything and read every submission.
    owner: the course folder; a run that was killed and begun again takes the place of the one before.

    Raises
    ------
    Refused: such an address, or nobody there.
    """

    def __init__(self, start: Start, address: str, owner: str | os.PathLike[str]) -> None:
        self._start, self._address = start, address
        self._run = hashlib.sha256(f"{socket.gethostname()}\0{owner}\0{start.assignment}".encode()).hexdigest()[:16]
        self._results: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        _guarded_or_refused(address)

    def __enter__(self) -> Scale:
        # What dask remarks on while workers come and go is said in words where it matters.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        _certified_or_refused(self._address)
        try:
            client: Any = _connect(self._address, timeout=CONNECT_SECONDS, set_as_default=False)
        except Exception as error:
            raise _refused(
                N_("Penjadwal dask {address} tidak dapat dihubungi ({why})."), self._address, error
            ) from None
        try:
            _guarded_or_refused(client.scheduler_info()["address"])
            client.wait_for_workers(1, timeout=CONNECT_SECONDS)
            client.register_plugin(Graders(self._start, self._run), name=self._run)
        except Exception as error:
            client.close(2)
            if isinstance(error, Refused):
                raise
            if isinstance(error, TimeoutError):
                raise _refused(N_("Penjadwal dask {address} tidak mempunyai pekerja."), self._address) from None
            words = N_("Pekerja dask di {address} tidak dapat menilai ({why}). Pasang tutor-sebaya di semua mesin.")
            raise _refused(words, self._address, error) from None
        self._client = client
        return self

    def __exit__(self, *error: object) -> None:
        with contextlib.suppress(Exception):
            # Its processes end with it, also in the middle of a submission.
            self._client.unregister_worker_plugin(self._run)
        with contextlib.suppress(Exception):
            self._client.close(5)

    def run(self, jobs: Iterable[tuple[str, str | os.PathLike[str]]]) -> Iterator[list[tuple[str, Data]]]:
        """As `Workers.run`.

        Raises
        ------
        Refused: a worker can't run trainees' code safely; no worker is left; the scheduler is gone.
        """
        left: Iterator[tuple[str, str | os.PathLike[str]]] = iter(jobs)
        alone: list[tuple[str, str | os.PathLike[str]]] = []
        waiting: dict[str, Any] = {}
        notes: dict[str, list[Text]] = {}
        seen, last = time.monotonic(), False
        while True:
            threads = self._threads()
            seen = time.monotonic() if threads else seen
            most = 1 if last else max(1, AHEAD * threads)
            while len(waiting) < most and (job := next(left, None)) is not None:
                waiting[job[0]] = (job, self._send(*job, notes))
            if not waiting:
                if last or not alone:
                    return
                left, last = iter(alone), True
                continue
            some = some_of(self._results, len(waiting), 2)
            if time.monotonic() - seen > NOBODY_SECONDS:
                raise _refused(_NOBODY, self._address)
            told = []
            for name, future in some:
                if future.status in ("pending", "lost"):
                    # Its worker went away after it was graded: another one grades it again.
                    future.add_done_callback(functools.partial(_put, self._results, name))
                    continue
                job, _ = waiting.pop(name)
                result, before = self._result(future), notes.pop(name)
                if isinstance(result, Exception) and not last:
                    # Whatever waits beside a submission that ends a worker is suspected too: each has a try by itself.
                    alone.append(job)
                    continue
                if isinstance(result, Exception):
                    died = isinstance(result, distributed.KilledWorker)
                    result = {"crashed": said(text(_KILLED) if died else text(_FAILED, why=_named(result)))}
                for language in LANGUAGES if "notes" in result else ():
                    result["notes"][language][:0] = [one.render(language) for one in before]
                told.append((name, result))
            if told:
                yield told

    def _send(self, name: str, folder: str | os.PathLike[str], notes: dict[str, list[Text]]) -> Any:
        read = read_folder(folder)
        notes[name] = read.notes
        with warnings.catch_warnings():
            # Of a submission with large files dask remarks that it is large.
            warnings.simplefilter("ignore")
            # Keys appear in logs of other machines: no trainee's id is in them.
            key = f"nilai-{self._run}-{os.urandom(8).hex()}"
            future = self._client.submit(grade_there, self._run, read.files, key=key, pure=False)
        future.add_done_callback(functools.partial(_put, self._results, name))
        return future

    def _threads(self) -> int:
        try:
            return sum(self._client.nthreads().values())
        except Exception as error:
            raise _refused(_GONE, self._address) from error

    def _result(self, future: Any) -> Data | Exception:
        """What came back, or why nothing did: every worker that took it died, or dask lost it on the way."""
        try:
            result: Data = json.loads(future.result(timeout=NOBODY_SECONDS))
        except Exception as error:
            return error
        if "refused" in result:
            raise Refused(result["refused"])
        return result


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]


def _put(results: queue.SimpleQueue[tuple[str, Any]], name: str, future: Any) -> None:
    results.put((name, future))


def _refused(words: str, address: str, error: Exception | None = None) -> Refused:
    why = {"why": _named(error)} if error is not None else {}
    return Refused(said(text(words, address=address, **why)))


def _guarded_or_refused(address: str) -> None:
    """Pass an address with TLS or on this machine.

    Raises
    ------
    Refused: any other.
    """
    scheme, _, rest = address.rpartition("://")
    try:
        host = urllib.parse.urlsplit(f"//{rest}").hostname or ""
        here = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        here = False
    if scheme == "tls" or (scheme in ("", "tcp") and here):
        return
    words = N_(
        "Penjadwal dask {address} tidak memakai TLS dan dapat dijangkau dari luar komputer ini: siapa pun di jaringan "
        "dapat membaca tugas mahasiswa dan menjalankan perintah. Pakailah tls://… (sertifikatnya diatur dalam "
        "konfigurasi dask), atau ikat penjadwal pada 127.0.0.1 dan jangkau lewat SSH."
    )
    raise _refused(words, address)


def _certified_or_refused(address: str) -> None:
    """Say that certificates are missing before dask tries for a while and then says something else.

    Raises
    ------
    Refused: an address with TLS, and dask's configuration names no certificate for a client.
    """
    if address.startswith("tls://") and _security().get_connection_args("client").get("ssl_context") is None:
        words = N_(
            "Penjadwal dask {address} memakai TLS, tetapi di komputer ini belum ada sertifikatnya. Sebutkan dalam "
            "konfigurasi dask: distributed.comm.tls.ca-file, client.key, dan client.cert."
        )
        raise _refused(words, address)

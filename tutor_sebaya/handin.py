"""What a trainee hands in, made where the trainee works: one .zip with the notebook and the scenario.

It works in an ordinary Jupyter and in a browser alike. It reads two files of the folder and changes none; what is
missing is said, never guessed.
"""

from __future__ import annotations

import io
import json
import os
import re
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .grading_questions import Assignment, QuestionResult
from .grading_work import MOST_SHOWN, NO_NUMBER, Work
from .language import N_, Text, text

_ASSIGNED = re.compile(r"^([^\W\d]\w*)\s*=(?!=)", re.MULTILINE)
_IN_BROWSER = "python"
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_SESSION = "JPY_SESSION_NAME"
"""Environment variable in which Jupyter's server tells a kernel its notebook."""


class NotReady(Exception):  # noqa: N818 - read as a sentence
    """There is nothing to hand in yet; `reason` says what to do."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.render())


@dataclass(frozen=True)
class Parcel:
    """What is handed in. `name`: of the .zip; `content`: its bytes; `notes`: what is in it and what it lacks.

    `unsaved`: names of answers that were run otherwise than they stand in the saved notebook.
    """

    name: str
    content: bytes
    notes: tuple[Text, ...]
    unsaved: tuple[str, ...]


def notebook_name(assignment: str) -> str:
    """Name of an assignment's notebook: that of its folder without the number."""
    return f"{assignment.partition('-')[2]}.ipynb"


def parcel_name(number: str, assignment: str) -> str:
    """`2201-03-membentuk-kelompok.zip`; what no file's name may have becomes `_`."""
    student = re.sub(r"[^\w.]+", "_", number).strip("._") or "_"
    return f"{student}-{assignment}.zip"


def pack(
    assignment: Assignment, work: Work, folder: Path, results: Sequence[QuestionResult], ran: Sequence[str] = ()
) -> Parcel:
    """The .zip that `tutor-sebaya grade` collects as it is.

    Parameters
    ----------
    work: the trainee's answers as the kernel has them. folder: where the notebook lies. results: of judging the work.
    ran: sources of the cells that were run, in their order.

    Raises
    ------
    NotReady: without a student number, or where the folder has no notebook of this assignment.
    """
    if not work.number:
        raise NotReady(text(NO_NUMBER))
    file, content, notebook = _newest(folder, assignment.id)
    unsaved = tuple(_run_otherwise(notebook, ran))
    if notebook.get("metadata", {}).get("kernelspec", {}).get("name") == _IN_BROWSER:
        # No other program knows that kernel, and would ask a lecturer which one is meant.
        notebook["metadata"]["kernelspec"] = _KERNEL
        content = json.dumps(notebook, ensure_ascii=False, indent=1).encode()
    notes = [_saved(file)]
    if unsaved:
        notes.append(
            text(
                N_(
                    "Jawaban yang terakhir Anda jalankan belum ada dalam berkas: {names}. "
                    "Simpan notebook (Ctrl + S), lalu tekan tombol ini lagi."
                ),
                names=list(unsaved),
            )
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(notebook_name(assignment.id), content)
        scenario = folder / assignment.scenario_file
        if scenario.is_file():
            archive.writestr(assignment.scenario_file, scenario.read_bytes())
            notes.append(text(N_("{file} disertakan."), file=assignment.scenario_file))
        elif assignment.planner:
            notes.append(
                text(N_("{file} tidak ada. Tidak apa-apa bila jawaban Anda ada di sel."), file=assignment.scenario_file)
            )
    return Parcel(
        parcel_name(work.number, assignment.id), buffer.getvalue(), (*notes, *_waiting(assignment, results)), unsaved
    )


def _newest(folder: Path, assignment: str) -> tuple[Path, bytes, dict[str, Any]]:
    """The notebook that the trainee works in: the one that Jupyter names, otherwise the one saved last."""
    session = Path(os.environ.get(_SESSION, "")).name
    found = []
    for file in sorted(folder.glob("*.ipynb")):
        content = file.read_bytes()
        try:
            notebook = json.loads(content)
        except ValueError:
            continue
        if any(_opens(source, assignment) for source, _ in _code(notebook)):
            found.append((file.name == session, file.stat().st_mtime, file, content, notebook))
    if not found:
        raise NotReady(
            text(
                N_(
                    "Notebook tugas ini tidak ditemukan di folder kerja. "
                    "Simpan dahulu, atau unduh lewat menu Berkas (File), lalu serahkan."
                )
            )
        )
    _, _, file, content, notebook = max(found, key=lambda one: one[:2])
    return file, content, notebook


def _opens(source: str, assignment: str) -> bool:
    return re.search(rf"""Tugas\(\s*(["']){re.escape(assignment)}\1""", source) is not None


def _code(notebook: Any) -> Iterator[tuple[str, bool]]:
    """Each code cell's source, and whether it is a trainee's to answer."""
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    for cell in cells if isinstance(cells, list) else ():
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = cell.get("source", "")
            marks = cell.get("metadata", {}).get("nbgrader", {})
            yield ("".join(source) if isinstance(source, list) else str(source)), bool(marks.get("solution"))


def _run_otherwise(notebook: Mapping[str, Any], ran: Sequence[str]) -> Iterator[str]:
    """Names that the last run of an answer cell set, where the saved cell is another by now."""
    for source, is_answer in _code(notebook):
        names = set(_ASSIGNED.findall(source))
        last = next((one for one in reversed(ran) if names & set(_ASSIGNED.findall(one))), None)
        if is_answer and last is not None and last.strip() != source.strip():
            yield from sorted(names & set(_ASSIGNED.findall(last)))


def _saved(file: Path) -> Text:
    minutes = int(max(time.time() - file.stat().st_mtime, 0) // 60)
    if not minutes:
        return text(N_("{file} disertakan; baru saja disimpan."), file=file.name)
    return text(N_("{file} disertakan; terakhir disimpan {n} menit yang lalu."), file=file.name, n=minutes)


def _waiting(assignment: Assignment, results: Sequence[QuestionResult]) -> Iterator[Text]:
    """What can't be judged yet, as `Tugas.periksa` tells it at length."""
    open_ones = [one for one in results if one.state == "not_judged"]
    if open_ones:
        yield text(
            N_("{n} dari {m} butir belum dapat dinilai, antara lain: {titles}. Sel pemeriksaan menyebut sebabnya."),
            n=len(open_ones),
            m=len(assignment.questions),
            titles=[text(one.title) for one in open_ones[:MOST_SHOWN]],
        )

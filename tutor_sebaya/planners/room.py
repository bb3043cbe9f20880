"""The room planner: tables and chairs to scale, with a way for the teacher to every group (ROOM-1..4, rule K01).

Three layouts that the source's rule asks for, in four arrangements: clusters of tables; a circle of chairs for each
group; one circle of chairs for the class; a U of tables (two nested ones for a large class). Measures are in metres, x
along the wall with the board, y away from it. A pupil on a chair needs half a metre behind the table; an aisle is a way
at least 0.75 m wide between occupied chairs. Whether the teacher can move is not presumed but walked: from the board,
on a grid of 5 cm, as wide as the aisle, to every group and to the door.

Where an arrangement doesn't fit, the plan says so, draws how far it reaches beyond the walls, and says what would fit.
"""

from __future__ import annotations

import itertools
import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .. import labels as words
from .. import measures
from ..language import N_, Renderer, Text, renderer, text
from ..scenario import Group, Layout, Room, Scenario
from .drawing import Drawing, shortened, written_width

__all__ = [
    "AISLE",
    "ARRANGEMENTS",
    "Chair",
    "Furniture",
    "PlacedGroup",
    "Rectangle",
    "RoomPlan",
    "plan_room",
    "room_from_scenario",
    "seated_groups",
]

Arrangement = Literal["clusters", "circles", "circle", "u_shape"]
Door = Literal["front_left", "front_right", "back_left", "back_right"]

ARRANGEMENTS: dict[Arrangement, str] = {
    "clusters": N_("meja berkelompok"),
    "circles": N_("lingkaran kursi untuk tiap kelompok"),
    "circle": N_("satu lingkaran kursi untuk seluruh kelas"),
    "u_shape": N_("bentuk U"),
}
LAYOUT_OF: dict[Arrangement, Layout] = {
    "clusters": "clusters",
    "circles": "circle",
    "circle": "circle",
    "u_shape": "u_shape",
}
DOORS: dict[Door, str] = {
    "front_left": N_("di kiri depan"),
    "front_right": N_("di kanan depan"),
    "back_left": N_("di kiri belakang"),
    "back_right": N_("di kanan belakang"),
}

AISLE = 0.75
"""Width of a way on which a teacher passes between two occupied chairs, in metres."""
TIGHT = 0.3
"""Room in which a pupil can stand up, but nobody passes: between rows of groups that are all reached from an aisle."""
WALL = 0.1
"""Least room between a chair and the wall."""
FRONT = 1.5
"""Depth of the teacher's place before the board."""
DOOR = 0.9
KNEES = 0.7
"""Least radius of a circle of chairs: knees need room."""
SHOULDERS = 0.6
"""Width that a pupil takes in a circle."""
MOUTH = 1.0
"""Opening of a circle of the whole class, towards the board."""
GRID = 0.05
SMALLEST, LARGEST = 2.0, 40.0
SCALES = (25, 50, 75, 100, 125, 150, 200, 250, 300, 400, 500)
PAPER = (180.0, 225.0)
"""Printable width and height for the drawing itself on A4 and F4, in mm."""


@dataclass(frozen=True)
class Furniture:
    """Sizes in metres. `places`: pupils at one table, 1 or 2. `chair`: width and depth of a chair.

    The default is the double desk of many Indonesian classrooms.
    """

    table_length: float = 1.2
    table_depth: float = 0.6
    places: int = 2
    chair: float = 0.45

    @property
    def seat(self) -> float:
        """Depth of an occupied chair behind its table."""
        return self.chair + 0.05


@dataclass(frozen=True)
class Rectangle:
    """A table; `x`, `y` its corner nearest to the front left of the room."""

    x: float
    y: float
    width: float
    height: float

    def shifted(self, x: float, y: float) -> Rectangle:
        return Rectangle(self.x + x, self.y + y, self.width, self.height)

    def distance(self, x: float, y: float) -> float:
        """From a point to the edge; 0 inside."""
        across = max(self.x - x, 0.0, x - self.x - self.width)
        along = max(self.y - y, 0.0, y - self.y - self.height)
        return math.sqrt(across * across + along * along)


@dataclass(frozen=True)
class Chair:
    """The middle of an occupied chair."""

    x: float
    y: float

    def shifted(self, x: float, y: float) -> Chair:
        return Chair(self.x + x, self.y + y)


@dataclass(frozen=True)
class PlacedGroup:
    """A group in the room. `number` from 1, in the order of the plan; `x`, `y` the middle, for the number."""

    number: int
    label: str | None
    size: int
    tables: tuple[Rectangle, ...]
    chairs: tuple[Chair, ...]
    x: float
    y: float


@dataclass(frozen=True)
class RoomPlan:
    """A room with its groups.

    Attributes
    ----------
    arrangement, width, length, door, furniture, aisle: as asked for, in metres.
    groups: where they are; also where they don't fit, then some lie beyond the walls.
    fits: all furniture is inside, and pupils can stand up everywhere.
    teacher_can_move: it fits, and a way as wide as the aisle leads from the board to every group and to the door.
        Aisles run on all sides of the groups where the room allows it, else along one direction.
    narrowest: least distance between two groups (occupied chairs and tables); None for one group and in arrangements
        where the groups sit in one row.
    needs: width and length of the smallest room in which this arrangement fits, as far as known.
    reasons: why it doesn't fit, or what to see to. options: what would fit, in words.
    """

    arrangement: Arrangement
    width: float
    length: float
    door: Door
    furniture: Furniture
    aisle: float
    groups: tuple[PlacedGroup, ...]
    fits: bool
    teacher_can_move: bool
    narrowest: float | None
    needs: tuple[float, float] | None
    reasons: tuple[Text, ...] = ()
    options: tuple[Text, ...] = ()

    @property
    def layout(self) -> Layout:
        """The layout by which the scenario's format knows this arrangement."""
        return LAYOUT_OF[self.arrangement]

    @property
    def pupils(self) -> int:
        return sum(group.size for group in self.groups)

    @property
    def title(self) -> Text:
        return text(
            N_("Denah ruang: {a}, {k} kelompok, {n} orang"),
            a=Text(ARRANGEMENTS[self.arrangement]),
            k=len(self.groups),
            n=self.pupils,
        )

    @property
    def description(self) -> Text:
        """What the picture shows, for who can't see it."""
        where = (
            text(N_("Letaknya: {ks}."), ks=[self._where(group) for group in self.groups])
            if self.groups
            else text(N_("Belum ada kelompok."))
        )
        return Text(
            "{room} {arrangement} {where} {movement}",
            {
                "room": text(
                    N_("Ruang selebar {w} m dan sepanjang {l} m. Papan tulis di depan, pintu {d}."),
                    w=_rounded(self.width),
                    l=_rounded(self.length),
                    d=Text(DOORS[self.door]),
                ),
                "arrangement": text(N_("Susunan: {a}."), a=Text(ARRANGEMENTS[self.arrangement])),
                "where": where,
                "movement": self._movement(),
            },
        )

    def _where(self, group: PlacedGroup) -> Text:
        across = ("left", "middle", "right")[min(max(int(3 * group.x / self.width), 0), 2)]
        along = ("front", "middle", "back")[min(max(int(3 * group.y / self.length), 0), 2)]
        values = {"k": group.number, "n": group.size, "d": Text(_PLACES[along, across])}
        if measures.filled(group.label):
            return text(N_("kelompok {k} ({nama}, {n} orang) {d}"), nama=words.group_name(group.label or ""), **values)
        return text(N_("kelompok {k} ({n} orang) {d}"), **values)

    def _movement(self) -> Text:
        if not self.fits:
            return text(N_("Susunan ini tidak muat."))
        if not self.teacher_can_move:
            return text(N_("Guru belum dapat berjalan leluasa ke semua kelompok."))
        if self.narrowest is None:
            return text(N_("Guru dapat berjalan ke semua kelompok."))
        return text(
            N_("Jarak antarkelompok paling sempit {n} m. Guru dapat berjalan ke semua kelompok."),
            n=_rounded(self.narrowest),
        )

    def fill(self, scenario: Scenario) -> Scenario:
        """A new scenario with this layout, and whether the teacher can move; the one given stays as it is."""
        room = (scenario.room or Room()).model_copy(
            update={"layout": self.layout, "teacher_can_move": self.teacher_can_move}
        )
        return scenario.model_copy(update={"room": room}).model_copy(deep=True)

    def svg(self, language: str = "id") -> str:
        """The plan drawn to scale, as SVG text of the size of a printed page; see `drawing.Drawing`."""
        return _draw(self, language)


_PLACES: dict[tuple[str, str], str] = {
    ("front", "left"): N_("di kiri depan"),
    ("front", "middle"): N_("di tengah depan"),
    ("front", "right"): N_("di kanan depan"),
    ("middle", "left"): N_("di kiri"),
    ("middle", "middle"): N_("di tengah"),
    ("middle", "right"): N_("di kanan"),
    ("back", "left"): N_("di kiri belakang"),
    ("back", "middle"): N_("di tengah belakang"),
    ("back", "right"): N_("di kanan belakang"),
}


def _rounded(metres: float) -> float:
    return round(metres, 2)


def room_from_scenario(
    scenario: Scenario,
    arrangement: Arrangement,
    *,
    width: float = 7.0,
    length: float = 9.0,
    furniture: Furniture | None = None,
    door: Door = "front_left",
    aisle: float = AISLE,
) -> RoomPlan:
    """A plan for the groups of a scenario: tutors and members who are there; groups without anybody are left out."""
    groups = seated_groups(scenario)
    sizes, names = [len(people) for _, people in groups], [group.label for group, _ in groups]
    return plan_room(
        arrangement, sizes, labels=names, width=width, length=length, furniture=furniture, door=door, aisle=aisle
    )


def seated_groups(scenario: Scenario) -> list[tuple[Group, list[str]]]:
    """Groups in the order of the plan's numbers, and who sits there; groups without anybody are left out."""
    listed = {pupil.id for pupil in scenario.pupils}
    present = {pupil.id for pupil in measures.present_pupils(scenario)}
    groups = []
    for group in scenario.groups:
        people = [one for one in group.tutors if one in present or one not in listed]
        people += [one for one in group.members if one in present]
        if people:
            groups.append((group, list(dict.fromkeys(people))))
    return groups


def plan_room(
    arrangement: Arrangement,
    sizes: Sequence[int],
    *,
    labels: Sequence[str | None] = (),
    width: float = 7.0,
    length: float = 9.0,
    furniture: Furniture | None = None,
    door: Door = "front_left",
    aisle: float = AISLE,
) -> RoomPlan:
    """Place groups of these sizes (people, tutors included) in a room.

    `width`: of the wall with the board; `length`: from there to the back, both 2 to 40 m. `labels`: names of the
    groups, as many as there are. The usual classroom is 7 m by 9 m. Raises ValueError for sizes below 1 and measures
    out of range.
    """
    furniture = furniture or Furniture()
    if any(size < 1 for size in sizes):
        raise ValueError("every group needs at least one person")
    if not (SMALLEST <= width <= LARGEST and SMALLEST <= length <= LARGEST):
        raise ValueError(f"width and length must be {SMALLEST:g} to {LARGEST:g} metres")
    if furniture.places not in (1, 2) or min(furniture.table_length, furniture.table_depth, furniture.chair) < 0.2:
        raise ValueError("a table has 1 or 2 places, and tables and chairs are at least 0.2 m")
    ask = _Question(arrangement, tuple(sizes), (*labels, *[None] * len(sizes)), width, length, furniture, door, aisle)
    plan = _placed(ask)
    return plan if plan.fits and plan.teacher_can_move else _with_options(ask, plan)


@dataclass(frozen=True)
class _Question:
    arrangement: Arrangement
    sizes: tuple[int, ...]
    labels: tuple[str | None, ...]
    width: float
    length: float
    furniture: Furniture
    door: Door
    aisle: float


@dataclass(frozen=True)
class _Block:
    """A group's furniture with its corner at 0, 0. `width`, `height`: with the occupied chairs."""

    width: float
    height: float
    tables: tuple[Rectangle, ...]
    chairs: tuple[Chair, ...]
    middle: tuple[float, float]

    def turned(self) -> _Block:
        """With x and y exchanged."""
        return _Block(
            self.height,
            self.width,
            tuple(Rectangle(one.y, one.x, one.height, one.width) for one in self.tables),
            tuple(Chair(one.y, one.x) for one in self.chairs),
            (self.middle[1], self.middle[0]),
        )


# --- furniture of one group ----------------------------------------------------------------------------------------


def _cluster(size: int, furniture: Furniture) -> _Block:
    """Tables face to face in columns, an odd one across the end; as many tables as the group brings."""
    f = furniture
    tables = math.ceil(size / f.places)
    columns, odd = divmod(tables, 2)
    across = 2 * f.table_depth
    placed: list[Rectangle] = []
    seats: list[Chair] = []
    if not columns:
        placed.append(Rectangle(0.0, 0.0, f.table_length, f.table_depth))
        seats += _along(0.0, f.table_length, f.places, f.table_depth + f.seat / 2)
        return _block(placed, seats[:size], f)
    for column in range(columns):
        left = column * f.table_length
        placed += [
            Rectangle(left, 0.0, f.table_length, f.table_depth),
            Rectangle(left, f.table_depth, f.table_length, f.table_depth),
        ]
        seats += _along(left, f.table_length, f.places, -f.seat / 2)
        seats += _along(left, f.table_length, f.places, across + f.seat / 2)
    if odd:
        left, top = columns * f.table_length, (across - f.table_length) / 2
        placed.append(Rectangle(left, top, f.table_depth, f.table_length))
        end = left + f.table_depth + f.seat / 2
        seats += [Chair(end, one.x) for one in _along(top, f.table_length, f.places, 0.0)]
    return _block(placed, seats[:size], f)


def _along(start: float, length: float, number: int, y: float) -> list[Chair]:
    """Chairs evenly along a table's side."""
    return [Chair(start + length * (place + 0.5) / number, y) for place in range(number)]


def _ring(size: int, furniture: Furniture) -> _Block:
    """Chairs in a circle, for one group."""
    radius = max(KNEES, SHOULDERS * size / (2 * math.pi))
    seats = [_on_circle(0.0, 0.0, radius, (place + 0.5) / size) for place in range(size)]
    return _block([], seats, furniture, round_about=radius)


def _on_circle(x: float, y: float, radius: float, turn: float) -> Chair:
    """`turn` 0 to 1 clockwise from the front. Whole millimetres: the last digits of sine differ between machines."""
    angle = 2 * math.pi * turn
    return Chair(round(x + radius * math.sin(angle), 3), round(y - radius * math.cos(angle), 3))


def _block(
    tables: Sequence[Rectangle], chairs: Sequence[Chair], furniture: Furniture, round_about: float | None = None
) -> _Block:
    """Shift everything so that the corner is at 0, 0. `round_about`: radius of a circle whose middle is at 0, 0."""
    half = furniture.seat / 2
    if round_about is not None:
        left = top = -round_about - half
        right = bottom = -left
        middle = (-left, -top)
    else:
        left = min([one.x for one in tables] + [one.x - half for one in chairs])
        top = min([one.y for one in tables] + [one.y - half for one in chairs])
        right = max([one.x + one.width for one in tables] + [one.x + half for one in chairs])
        bottom = max([one.y + one.height for one in tables] + [one.y + half for one in chairs])
        middle = (
            (min(one.x for one in tables) + max(one.x + one.width for one in tables)) / 2 - left,
            (min(one.y for one in tables) + max(one.y + one.height for one in tables)) / 2 - top,
        )
    return _Block(
        right - left,
        bottom - top,
        tuple(one.shifted(-left, -top) for one in tables),
        tuple(one.shifted(-left, -top) for one in chairs),
        middle,
    )


# --- groups side by side -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Spread:
    """Where blocks start along one side of the room. `gap`: between them; `over`: metres beyond the wall."""

    starts: tuple[float, ...]
    gap: float
    over: float


def _spread(sizes: Sequence[float], low: float, high: float, aisle: float, margins: tuple[float, float]) -> _Spread:
    """Blocks between two walls with equal gaps, those at the walls included where there is room for aisles there too.

    A margin of 0 is an open side, as towards the board.
    """
    free = high - low - sum(sizes)
    closed = sum(margin > 0 for margin in margins)
    gaps = len(sizes) - 1
    if free / (gaps + closed) >= max(aisle, *margins):
        gap = free / (gaps + closed)
        before = gap if margins[0] else 0.0
    else:
        gap = aisle
        rest = free - gaps * aisle - sum(margins)
        before = margins[0] + (max(rest, 0.0) / closed if margins[0] else 0.0)
    starts = [low + before]
    for size in sizes[:-1]:
        starts.append(starts[-1] + size + gap)
    return _Spread(tuple(starts), gap, max(starts[-1] + sizes[-1] + margins[1] - high, 0.0))


def _in_rows(ask: _Question, blocks: Sequence[_Block]) -> tuple[list[PlacedGroup], tuple[float, float]]:
    """Blocks in the grid of columns and rows that leaves the widest aisles: groups, and the room needed."""
    found: list[tuple[tuple[float, ...], list[PlacedGroup], tuple[float, float]]] = []
    at_back = ask.door.startswith("back")
    # Aisles on all sides, or else aisles along one direction only.
    gaps = ((ask.aisle, ask.aisle), (ask.aisle, TIGHT), (TIGHT, ask.aisle))
    for turned, columns, guarded, tight in itertools.product(
        (False, True), range(1, len(blocks) + 1), (False, True) if at_back else (False,), range(len(gaps))
    ):
        shown = [block.turned() if turned else block for block in blocks]
        rows = math.ceil(len(shown) / columns)
        widths = [max(one.width for one in shown[column::columns]) for column in range(columns)]
        heights = [max(one.height for one in shown[row * columns : (row + 1) * columns]) for row in range(rows)]
        # A door at the back needs a way along its wall.
        margins = (
            ask.aisle + WALL if guarded and ask.door == "back_left" else WALL,
            ask.aisle + WALL if guarded and ask.door == "back_right" else WALL,
        )
        across = _spread(widths, 0.0, ask.width, gaps[tight][0], margins)
        along = _spread(heights, FRONT, ask.length, gaps[tight][1], (0.0, WALL))
        needs = (ask.width + across.over, ask.length + along.over)
        groups = []
        for place, block in enumerate(shown):
            row, column = divmod(place, columns)
            x = across.starts[column] + (widths[column] - block.width) / 2
            y = along.starts[row] + (heights[row] - block.height) / 2
            groups.append(_place(ask, place, block, x, y))
        beyond = needs[0] * needs[1] - ask.width * ask.length
        widest = min(across.gap if columns > 1 else math.inf, along.gap if rows > 1 else math.inf)
        # Aisles that are wide enough come first, then a full grid, then tables that face the board.
        quality = (
            round(beyond, 6),
            float(tight > 0),
            -min(round(widest, 2), ask.aisle),
            float(columns * rows - len(shown)),
            float(turned),
            float(guarded),
            -round(widest, 2),
        )
        found.append((quality, groups, needs))
    found.sort(key=lambda one: one[0])
    fitting = [(groups, needs) for quality, groups, needs in found if quality[0] <= 0]
    for groups, needs in fitting:
        if _unreached(ask, groups) == ([], False):
            return groups, needs
    if fitting:
        return fitting[0]
    # What doesn't fit is shown with real aisles, as it should be.
    return next((groups, needs) for quality, groups, needs in found if not quality[1])


def _place(ask: _Question, place: int, block: _Block, x: float, y: float) -> PlacedGroup:
    return PlacedGroup(
        number=place + 1,
        label=ask.labels[place],
        size=ask.sizes[place],
        tables=tuple(one.shifted(x, y) for one in block.tables),
        chairs=tuple(one.shifted(x, y) for one in block.chairs),
        x=x + block.middle[0],
        y=y + block.middle[1],
    )


# --- all in one row ------------------------------------------------------------------------------------------------


def _one_circle(ask: _Question) -> tuple[list[PlacedGroup], tuple[float, float]]:
    """One circle of chairs with its mouth towards the board; each group an arc."""
    people = sum(ask.sizes)
    around = max(people * SHOULDERS + MOUTH, 2 * math.pi * KNEES)
    radius = around / (2 * math.pi)
    across = 2 * radius + ask.furniture.seat
    needs = (max(ask.width, across + 2 * WALL), max(ask.length, FRONT + across + WALL))
    # Behind the circle nobody has to pass; what is free is shared between front and back.
    x, y = ask.width / 2, FRONT + max(ask.length - FRONT - WALL - across, 0.0) / 2 + across / 2
    mouth = MOUTH / around
    seats = [_on_circle(x, y, radius, mouth / 2 + (1 - mouth) * (one + 0.5) / people) for one in range(people)]
    return _dealt(ask, [], seats, [0] * people), needs


def _u_shape(ask: _Question) -> tuple[list[PlacedGroup], tuple[float, float]]:
    """Tables in a U, open towards the board, chairs outside; a second U inside the first for a large class.

    Where it doesn't fit it is placed in the smallest room of the same shape in which it does.
    """
    if ask.door.startswith("back"):
        # Past a U along the walls nobody reaches a door at the back, so there it stands an aisle away from them.
        furnished = _nested(ask, ask.aisle + WALL)
        if furnished is not None:
            return _dealt(ask, *furnished), (ask.width, ask.length)
    room, grown = ask, 0
    while (furnished := _nested(room, WALL)) is None:
        grown += 1
        room = replace(ask, width=ask.width * (1 + 0.02 * grown), length=ask.length * (1 + 0.02 * grown))
    tables, chairs, table_of = furnished
    aside = (ask.width - room.width) / 2
    moved_tables = [table.shifted(aside, 0.0) for table in tables]
    return _dealt(ask, moved_tables, [chair.shifted(aside, 0.0) for chair in chairs], table_of), (
        room.width,
        room.length,
    )


_Furnished = tuple[list[Rectangle], list[Chair], list[int]]
"""Tables, chairs, and for each chair the number of its table."""


def _nested(room: _Question, start: float) -> _Furnished | None:
    """One U this far from the walls, or two with an aisle between them; None where the room is too small."""
    f = room.furniture
    tables = math.ceil(sum(room.sizes) / f.places)
    outer = _Ring.largest(room, start, tables)
    if outer is None:
        return None
    if outer.tables >= tables:
        return outer.furnish(room, middle=True)
    inner = _Ring.largest(room, start + f.seat + f.table_depth + room.aisle, tables - outer.tables)
    if inner is None or inner.tables < tables - outer.tables:
        return None
    placed, chairs, table_of = outer.furnish(room, middle=True)
    more, more_chairs, more_of = inner.furnish(room, middle=False)
    return [*placed, *more], [*chairs, *more_chairs], [*table_of, *(one + len(placed) for one in more_of)]


@dataclass(frozen=True)
class _Ring:
    """A U. `start`: from the walls to its chairs. `base`, `legs`: tables at the back and at each side. `across`: width
    from the outer edge of one leg to that of the other."""

    start: float
    base: int
    legs: int
    across: float

    @classmethod
    def largest(cls, room: _Question, start: float, tables: int) -> _Ring | None:
        """The U for up to so many tables, from wall to wall where they are many; None where no way is left inside."""
        f = room.furniture
        widest = room.width - 2 * (start + f.seat)
        narrowest = 2 * f.table_depth + room.aisle
        base = int(widest / f.table_length + 1e-9)
        longest = int((room.length - FRONT - start - f.seat - f.table_depth) / f.table_length + 1e-9)
        if widest < narrowest or base < 1 or longest < 0:
            return None
        legs = min(max(math.ceil((tables - base) / 2), int(tables > 2)), longest)
        all_needed = base + 2 * legs <= tables
        base = min(base, max(tables - 2 * legs, 1))
        across = widest if all_needed else max(base * f.table_length, narrowest)
        return cls(start, base, legs, across)

    @property
    def tables(self) -> int:
        return self.base + 2 * self.legs

    def furnish(self, room: _Question, *, middle: bool) -> _Furnished:
        """Down the left side, along the back, up the right side. `middle`: halfway between front and back."""
        f = room.furniture
        left = (room.width - self.across) / 2
        right = left + self.across
        depth = self.legs * f.table_length
        free = room.length - FRONT - depth - f.table_depth - f.seat - self.start
        # An inner U stands as far back as its place allows: the way around it is as wide there as at the sides.
        back = FRONT + max(free, 0.0) / (2 if middle else 1) + depth
        tables: list[Rectangle] = []
        chairs: list[Chair] = []
        for place in range(self.legs):
            top = back - depth + place * f.table_length
            tables.append(Rectangle(left, top, f.table_depth, f.table_length))
            chairs += [Chair(left - f.seat / 2, one.x) for one in _along(top, f.table_length, f.places, 0.0)]
        for place in range(self.base):
            start = (room.width - self.base * f.table_length) / 2 + place * f.table_length
            tables.append(Rectangle(start, back, f.table_length, f.table_depth))
            chairs += _along(start, f.table_length, f.places, back + f.table_depth + f.seat / 2)
        for place in reversed(range(self.legs)):
            top = back - depth + place * f.table_length
            tables.append(Rectangle(right - f.table_depth, top, f.table_depth, f.table_length))
            seats = _along(top, f.table_length, f.places, 0.0)
            chairs += [Chair(right + f.seat / 2, one.x) for one in reversed(seats)]
        return tables, chairs, [place for place in range(len(tables)) for _ in range(f.places)]


def _dealt(
    ask: _Question, tables: Sequence[Rectangle], chairs: Sequence[Chair], table_of: Sequence[int]
) -> list[PlacedGroup]:
    """Neighbouring chairs for each group in turn. A table belongs to the group of its first chair."""
    groups = []
    start = 0
    shown: set[int] = set()
    for place, size in enumerate(ask.sizes):
        mine = chairs[start : start + size]
        own = sorted({table_of[one] for one in range(start, start + size)} - shown) if tables else []
        shown.update(own)
        middle = mine[len(mine) // 2]
        groups.append(
            PlacedGroup(
                place + 1,
                ask.labels[place],
                size,
                tuple(tables[one] for one in own),
                tuple(mine),
                middle.x,
                middle.y,
            )
        )
        start += size
    return groups


# --- can the teacher move? -----------------------------------------------------------------------------------------


def _teachers_desk(ask: _Question) -> Rectangle:
    """In the corner before the board, away from a door at the front."""
    x = WALL if ask.door == "front_right" else ask.width - WALL - 1.2
    return Rectangle(x, WALL, 1.2, 0.6)


def _door(ask: _Question) -> tuple[float, float]:
    """The middle of the door in a side wall."""
    return 0.0 if ask.door.endswith("left") else ask.width, 0.65 if ask.door.startswith("front") else ask.length - 0.65


def _unreached(ask: _Question, groups: Sequence[PlacedGroup]) -> tuple[list[int], bool]:
    """Numbers of groups to which no way as wide as the aisle leads from the board, and whether the door is cut off."""
    half = ask.aisle / 2
    columns, rows = int(ask.width / GRID), int(ask.length / GRID)
    closed = bytearray(columns * rows)
    # A cell may lie half a cell beside the middle of an aisle that is exactly wide enough.
    reach = half - GRID / 2 - 1e-9

    def centre(column: int, row: int) -> tuple[float, float]:
        return (column + 0.5) * GRID, (row + 0.5) * GRID

    def close(low_x: float, low_y: float, high_x: float, high_y: float, shape: Rectangle | None, chair: Chair) -> None:
        for row in range(max(int((low_y - half) / GRID), 0), min(int((high_y + half) / GRID) + 1, rows)):
            for column in range(max(int((low_x - half) / GRID), 0), min(int((high_x + half) / GRID) + 1, columns)):
                x, y = centre(column, row)
                if shape is not None:
                    distance = shape.distance(x, y)
                else:
                    distance = math.sqrt((x - chair.x) ** 2 + (y - chair.y) ** 2) - radius
                if distance < reach:
                    closed[row * columns + column] = 1

    radius = ask.furniture.chair / 2
    nowhere = Chair(0.0, 0.0)
    for table in [*(table for group in groups for table in group.tables), _teachers_desk(ask)]:
        close(table.x, table.y, table.x + table.width, table.y + table.height, table, nowhere)
    for chair in (chair for group in groups for chair in group.chairs):
        close(chair.x - radius, chair.y - radius, chair.x + radius, chair.y + radius, None, chair)
    for row in range(rows):
        for column in range(columns):
            x, y = centre(column, row)
            if min(x, y, ask.width - x, ask.length - y) < reach:
                closed[row * columns + column] = 1
    walked = _walk(closed, columns, rows, int(ask.width / 2 / GRID), int(FRONT / 2 / GRID))

    def near(x: float, y: float, within: float) -> bool:
        for row in range(max(int((y - within) / GRID), 0), min(int((y + within) / GRID) + 1, rows)):
            for column in range(max(int((x - within) / GRID), 0), min(int((x + within) / GRID) + 1, columns)):
                if walked[row * columns + column]:
                    cx, cy = centre(column, row)
                    if (cx - x) ** 2 + (cy - y) ** 2 <= within * within:
                        return True
        return False

    beside = half + 0.2
    cut_off = [
        group.number
        for group in groups
        if not any(near(chair.x, chair.y, radius + beside) for chair in group.chairs)
        and not any(
            near(x, y, beside)
            for table in group.tables
            for x in (table.x, table.x + table.width / 2, table.x + table.width)
            for y in (table.y, table.y + table.height / 2, table.y + table.height)
        )
    ]
    return cut_off, not near(*_door(ask), half + 0.2)


def _walk(closed: bytearray, columns: int, rows: int, column: int, row: int) -> bytearray:
    """All cells that can be walked to from a cell; none where that one is closed."""
    walked = bytearray(columns * rows)
    start = row * columns + column
    if row >= rows or closed[start]:
        return walked
    walked[start] = 1
    waiting = deque([start])
    while waiting:
        cell = waiting.popleft()
        place = cell % columns
        for other in (
            cell - columns,
            cell + columns,
            cell - 1 if place else -1,
            cell + 1 if place < columns - 1 else -1,
        ):
            if 0 <= other < len(closed) and not closed[other] and not walked[other]:
                walked[other] = 1
                waiting.append(other)
    return walked


def _narrowest(groups: Sequence[PlacedGroup], furniture: Furniture) -> float | None:
    """Least distance between furniture of two groups."""
    radius = furniture.chair / 2
    found = math.inf
    for one, other in itertools.combinations(groups, 2):
        for chair in one.chairs:
            for second in other.chairs:
                apart = math.sqrt((chair.x - second.x) ** 2 + (chair.y - second.y) ** 2) - 2 * radius
                found = min(found, apart)
        for mine, theirs in ((one, other), (other, one)):
            for chair in mine.chairs:
                for table in theirs.tables:
                    found = min(found, table.distance(chair.x, chair.y) - radius)
        for table in one.tables:
            for second_table in other.tables:
                across = max(table.x - second_table.x - second_table.width, second_table.x - table.x - table.width, 0.0)
                along = max(
                    table.y - second_table.y - second_table.height, second_table.y - table.y - table.height, 0.0
                )
                found = min(found, math.sqrt(across * across + along * along))
    return None if math.isinf(found) else found


# --- the plan ------------------------------------------------------------------------------------------------------


def _placed(ask: _Question) -> RoomPlan:
    """The plan without options."""
    reasons: list[Text] = []
    groups: list[PlacedGroup] = []
    needs = (ask.width, ask.length)
    if ask.sizes:
        if ask.arrangement in ("clusters", "circles"):
            make = _cluster if ask.arrangement == "clusters" else _ring
            groups, needs = _in_rows(ask, [make(size, ask.furniture) for size in ask.sizes])
        else:
            groups, needs = _one_circle(ask) if ask.arrangement == "circle" else _u_shape(ask)
    fits = needs[0] <= ask.width + 1e-9 and needs[1] <= ask.length + 1e-9
    narrowest = _narrowest(groups, ask.furniture) if ask.arrangement in ("clusters", "circles") else None
    can_move = False
    if not fits:
        reasons.append(
            text(
                N_("Susunan ini tidak muat: perlu ruang sekitar {a} m × {b} m, sedangkan ruang Anda {c} m × {d} m."),
                a=math.ceil(needs[0] * 10 - 1e-6) / 10,
                b=math.ceil(needs[1] * 10 - 1e-6) / 10,
                c=_rounded(ask.width),
                d=_rounded(ask.length),
            )
        )
    else:
        cut_off, no_door = _unreached(ask, groups)
        can_move = not cut_off and not no_door
        if cut_off:
            reasons.append(
                text(N_("Tidak ada lorong selebar {a} m menuju kelompok {ks}."), a=_rounded(ask.aisle), ks=cut_off)
            )
        if no_door:
            reasons.append(text(N_("Jalan menuju pintu terhalang.")))
        if can_move and narrowest is not None and narrowest < ask.aisle - 1e-6:
            reasons.append(
                text(
                    N_("Sebagian kelompok hanya berjarak {n} m; guru lewat lorong yang lebarnya sedikitnya {a} m."),
                    n=_rounded(narrowest),
                    a=_rounded(ask.aisle),
                )
            )
    if ask.arrangement in ("circles", "circle"):
        reasons.append(text(N_("Meja disingkirkan ke tepi atau ke luar ruang; di denah hanya ada kursi.")))
    return RoomPlan(
        arrangement=ask.arrangement,
        width=ask.width,
        length=ask.length,
        door=ask.door,
        furniture=ask.furniture,
        aisle=ask.aisle,
        groups=tuple(groups),
        fits=fits,
        teacher_can_move=can_move,
        narrowest=narrowest,
        needs=needs,
        reasons=tuple(reasons),
    )


def _with_options(ask: _Question, plan: RoomPlan) -> RoomPlan:
    """The plan with what would fit instead."""
    options: list[Text] = []
    for other in ARRANGEMENTS:
        if other != ask.arrangement:
            changed = _placed(replace(ask, arrangement=other))
            if changed.fits and changed.teacher_can_move:
                options.append(text(N_("Susunan lain yang muat: {a}."), a=Text(ARRANGEMENTS[other])))
    turned = _placed(replace(ask, width=ask.length, length=ask.width))
    if turned.fits and turned.teacher_can_move and ask.width != ask.length:
        options.append(text(N_("Muat bila kelas menghadap ke dinding yang lain: depan di sisi {l} m."), l=ask.length))
    fewer = _most_groups(ask)
    if fewer:
        options.append(
            text(
                N_("Ruang ini memuat {n} dari {k} kelompok; {r} kelompok lain bekerja di tempat lain yang terawasi."),
                n=fewer,
                k=len(ask.sizes),
                r=len(ask.sizes) - fewer,
            )
        )
    if not plan.fits and plan.needs is not None:
        options.append(text(N_("Pindah ke ruang yang lebih besar, misalnya aula atau perpustakaan.")))
    return replace(plan, options=tuple(options))


def _most_groups(ask: _Question) -> int:
    """How many of the groups, from the first on, this room takes; 0 for none."""
    low, high = 0, len(ask.sizes) - 1
    while low < high:
        middle = (low + high + 1) // 2
        some = _placed(replace(ask, sizes=ask.sizes[:middle]))
        if some.fits and some.teacher_can_move:
            low = middle
        else:
            high = middle - 1
    return low


# --- drawing -------------------------------------------------------------------------------------------------------

_Scaled = Callable[[float], float]
"""From metres to millimetres on the page."""
_EDGE = 8.0
_HEAD, _FOOT = 9.0, 26.0


def scale_for(width: float, length: float) -> int:
    """The largest usual scale at which a room (metres) fits on a page of A4 or F4: 50 stands for 1 : 50."""
    for scale in SCALES:
        if width * 1000 / scale <= PAPER[0] - 2 * _EDGE and length * 1000 / scale <= PAPER[1] - _HEAD - _FOOT:
            return scale
    return SCALES[-1]


def _draw(plan: RoomPlan, language: str) -> str:
    say = renderer(language)
    across, along = plan.needs or (plan.width, plan.length)
    beyond = max(across - plan.width, 0.0) / 2
    # Clusters that don't fit start at the left wall; a circle or U reaches beyond both.
    if plan.arrangement in ("clusters", "circles"):
        beyond = 0.0
    wide, long = max(across, plan.width), max(along, plan.length)
    scale = scale_for(wide, long)
    mm = 1000 / scale
    title = say(plan.title)
    note = say(text(N_("Skala 1 : {s} bila dicetak 100% tanpa disesuaikan dengan kertas."), s=scale))
    width = max(wide * mm + 2 * _EDGE, min(written_width(note, 2.8) + 2 * _EDGE + mm + 12, PAPER[0]))
    # The drawing decides how wide the page is, not its title.
    letters = min(4.2, 4.2 * (width - 4) / written_width(title, 4.2, bold=True))
    height = long * mm + _HEAD + _FOOT
    drawing = Drawing(width, height, title, say(plan.description))
    left = (width - wide * mm) / 2 + beyond * mm

    def x(metres: float) -> float:
        return left + metres * mm

    def y(metres: float) -> float:
        return _HEAD + 3.0 + metres * mm

    drawing.words(width / 2, 4.5, title, letters, font_weight="bold")
    _draw_room(drawing, plan, x, y, mm, say)
    for group in plan.groups:
        for table in group.tables:
            drawing.rectangle(x(table.x), y(table.y), table.width * mm, table.height * mm, fill="#e4e4e4")
        for chair in group.chairs:
            drawing.circle(x(chair.x), y(chair.y), plan.furniture.chair / 2 * mm, fill="#fff")
    for group in plan.groups:
        _draw_number(drawing, plan, group, x, y, mm)
    bottom = _HEAD + 3.0 + long * mm + 6.0
    drawing.line(_EDGE, bottom, _EDGE + mm, bottom, stroke_width=0.8)
    for end in (_EDGE, _EDGE + mm):
        drawing.line(end, bottom - 1.2, end, bottom + 1.2)
    drawing.words(_EDGE + mm + 2, bottom, "1 m", 2.8, "start")
    drawing.words(width - _EDGE, bottom, note, 2.8, "end")
    drawing.circle(_EDGE + 1.6, bottom + 6, 1.6, fill="#fff")
    drawing.words(_EDGE + 5, bottom + 6, say(text(N_("kursi yang diduduki"))), 2.8, "start")
    drawing.words(_EDGE, bottom + 12, say(plan._movement()), 2.8, "start")
    return drawing.svg()


def _draw_room(drawing: Drawing, plan: RoomPlan, x: _Scaled, y: _Scaled, mm: float, say: Renderer) -> None:
    """Walls, board, door and the teacher's desk."""
    dashes: dict[str, float | str] = {} if plan.fits else {"stroke_dasharray": "3 1.5"}
    drawing.rectangle(x(0), y(0), plan.width * mm, plan.length * mm, stroke_width=0.9, **dashes)
    board = min(3.6, 0.6 * plan.width)
    drawing.rectangle(x((plan.width - board) / 2), y(0) - 0.8, board * mm, 1.6, fill="#000")
    drawing.words(x(plan.width / 2), y(0) + 4, say(text(N_("papan tulis"))), 3.0)
    ask = _Question(plan.arrangement, (), (), plan.width, plan.length, plan.furniture, plan.door, plan.aisle)
    desk = _teachers_desk(ask)
    drawing.rectangle(x(desk.x), y(desk.y), desk.width * mm, desk.height * mm)
    drawing.words(x(desk.x + desk.width / 2), y(desk.y + desk.height / 2), say(text(N_("guru"))), 2.8)
    door_x, door_y = _door(ask)
    inward = 1 if plan.door.endswith("left") else -1
    drawing.line(x(door_x), y(door_y - DOOR / 2), x(door_x), y(door_y + DOOR / 2), stroke="#fff", stroke_width=1.4)
    leaf_x, leaf_y = x(door_x) + inward * DOOR * mm, y(door_y - DOOR / 2)
    drawing.line(x(door_x), leaf_y, leaf_x, leaf_y)
    sweep = 1 if inward > 0 else 0
    drawing.path(
        f"M{leaf_x:.2f} {leaf_y:.2f}A{DOOR * mm:.2f} {DOOR * mm:.2f} 0 0 {sweep} "
        f"{x(door_x):.2f} {y(door_y + DOOR / 2):.2f}",
        stroke_dasharray="1 1",
    )
    drawing.words(x(door_x) + inward * 1.5, y(door_y), say(text(N_("pintu"))), 2.8, "start" if inward > 0 else "end")


def _draw_number(drawing: Drawing, plan: RoomPlan, group: PlacedGroup, x: _Scaled, y: _Scaled, mm: float) -> None:
    """The number, big where the group has a middle of its own, else on every chair; and the label where it fits."""
    number = str(group.number)
    if plan.arrangement in ("circle", "u_shape"):
        size = min(3.4, 1.1 * plan.furniture.chair * mm / max(len(number), 1.4))
        for chair in group.chairs:
            drawing.words(x(chair.x), y(chair.y), number, size)
        return
    label = group.label or ""
    # A label that only repeats the number ("Kelompok 3") says nothing new.
    named = measures.filled(label) and label.split()[-1] != number
    room = (
        max(one.x + one.width for one in group.tables) - min(one.x for one in group.tables)
        if group.tables
        else 2 * KNEES - plan.furniture.chair
    ) * mm
    middle = y(group.y) - (1.6 if named else 0)
    drawing.circle(x(group.x), middle, 3.2, fill="#fff")
    drawing.words(x(group.x), middle, number, 4.2, font_weight="bold")
    if named:
        shown = shortened(label, 2.6, room - 1)
        wide = written_width(shown, 2.6) + 1
        drawing.rectangle(x(group.x) - wide / 2, middle + 3.7, wide, 3.4, fill="#fff", stroke="none")
        drawing.words(x(group.x), middle + 5.4, shown, 2.6)

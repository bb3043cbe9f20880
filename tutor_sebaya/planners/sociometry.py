"""Sociometry from positive choices only: who would like to work with whom (WAY-3), for the teacher's eyes.

Pupils are asked whom they would like to work with, never whom they would not: questions of dislike are the usual reason
why consent is refused (doubt D27, field facts E19). The measure is the choice status, choosers/(N - 1), of Indonesian
guidance texts. There are no types of pupils here and no rank list: such labels change within months and stick for
years. Who was chosen by nobody is shown so that the teacher can place that pupil with somebody he or she chose (G09).

The sociogram shows ids; names appear only where the teacher's own view passes them, and every drawing is marked as
confidential.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .. import measures
from ..language import N_, Names, PupilId, Renderer, Text, pupils, renderer, text
from ..scenario import Gender, Pupil, Scenario
from .drawing import Drawing, shortened, written_width

__all__ = ["CONFIDENTIAL", "Chosen", "Sociometry", "sociometry"]

CONFIDENTIAL = N_("RAHASIA – hanya untuk guru")
NOTES = (
    N_(
        "Hasil sosiometri rahasia. Pakai untuk menempatkan murid, jangan dipajang, dan jangan sebutkan alasannya "
        "kepada murid."
    ),
    N_(
        "Gambaran ini berlaku sekarang dan berubah dalam hitungan bulan. Tanyakan lagi sebelum membentuk kelompok "
        "berikutnya, dan jangan menjadikannya sebutan bagi murid."
    ),
    N_("Yang ditanyakan hanya pilihan positif. Murid yang sebaiknya tidak bersama dicatat guru sendiri."),
)


@dataclass(frozen=True)
class Chosen:
    """A pupil in the choices of the class; only choices of and for pupils who are there count.

    `chooses`, `chosen_by`: ids in the order of the class list. `mutual`: those in both. `status`: choosers/(N - 1), 0
    to 1; None in a class of one.
    """

    pupil: str
    gender: Gender | None
    chooses: tuple[str, ...]
    chosen_by: tuple[str, ...]
    status: float | None

    @property
    def mutual(self) -> tuple[str, ...]:
        return tuple(one for one in self.chooses if one in self.chosen_by)


@dataclass(frozen=True)
class Sociometry:
    """The choices of a class.

    Attributes
    ----------
    pupils: present pupils in the order of the class list.
    mutual: pairs who chose each other. clusters: who hangs together by choices, in whatever direction, largest first;
        somebody without any choice is a cluster of one.
    not_chosen: whom nobody chose (yet); silent: who chose nobody present.
    left_out: choices of the file that don't count, since they are for somebody absent, for oneself or twice.
    notes: how to read this, and that it is confidential; what to do for pupils whom nobody chose.
    """

    pupils: tuple[Chosen, ...]
    mutual: tuple[tuple[str, str], ...]
    clusters: tuple[tuple[str, ...], ...]
    not_chosen: tuple[str, ...]
    silent: tuple[str, ...]
    left_out: int
    notes: tuple[Text, ...]

    @property
    def choices(self) -> int:
        """Choices that count."""
        return sum(len(one.chooses) for one in self.pupils)

    @property
    def title(self) -> Text:
        return text(N_("Sosiogram: {n} murid, {k} pilihan"), n=len(self.pupils), k=self.choices)

    @property
    def description(self) -> Text:
        """What the picture shows, for who can't see it."""
        together = [_together(cluster) for cluster in self.clusters if len(cluster) > 1]
        return Text(
            "{confidential}. {marks} {mutual} {together} {nobody}",
            {
                "confidential": Text(CONFIDENTIAL),
                "marks": text(
                    N_("Setiap tanda adalah seorang murid; garis tebal berarti saling memilih, panah berarti memilih.")
                ),
                "mutual": text(N_("Saling memilih: {ps}."), ps=[_pair(one, other) for one, other in self.mutual])
                if self.mutual
                else text(N_("Belum ada yang saling memilih.")),
                "together": text(N_("Yang terhubung oleh pilihan: {ks}."), ks=together)
                if together
                else text(N_("Belum ada pilihan.")),
                "nobody": text(N_("Belum ada yang memilih: {ms}."), ms=pupils(self.not_chosen))
                if self.not_chosen
                else text(N_("Setiap murid dipilih sedikitnya sekali.")),
            },
        )

    def svg(self, language: str = "id", names: Names | None = None) -> str:
        """The sociogram as SVG text on A4, landscape, in black and white.

        `names`: id -> name, in the teacher's own view only; without it ids stand in the marks.
        """
        return _draw(self, language, names)


def _pair(one: str, other: str) -> Text:
    return text(N_("{a} dengan {b}"), a=PupilId(one), b=PupilId(other))


def _together(ids: Sequence[str]) -> Text:
    return Text("({ms})", {"ms": pupils(ids)})


def sociometry(scenario: Scenario) -> Sociometry:
    """The positive choices (`chooses`) among the present pupils of a scenario. `avoid` is never read."""
    present: dict[str, Pupil] = {}
    for pupil in measures.present_pupils(scenario):
        present.setdefault(pupil.id, pupil)
    order = {id: place for place, id in enumerate(present)}
    chooses = {
        id: tuple(sorted({one for one in pupil.chooses if one in present and one != id}, key=order.__getitem__))
        for id, pupil in present.items()
    }
    chosen_by: dict[str, list[str]] = {id: [] for id in present}
    for id, whom in chooses.items():
        for one in whom:
            chosen_by[one].append(id)
    others = len(present) - 1
    found = tuple(
        Chosen(id, pupil.gender, chooses[id], tuple(chosen_by[id]), len(chosen_by[id]) / others if others else None)
        for id, pupil in present.items()
    )
    not_chosen = tuple(id for id in present if not chosen_by[id])
    return Sociometry(
        pupils=found,
        mutual=tuple((one.pupil, other) for one in found for other in one.mutual if order[one.pupil] < order[other]),
        clusters=_clusters(chooses),
        not_chosen=not_chosen,
        silent=tuple(id for id in present if not chooses[id]),
        left_out=sum(len(pupil.chooses) for pupil in present.values()) - sum(map(len, chooses.values())),
        notes=tuple(_notes(found, not_chosen)),
    )


def _clusters(chooses: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Connected components, in the order of the class list; the largest first."""
    linked: dict[str, set[str]] = {id: set() for id in chooses}
    for id, whom in chooses.items():
        for one in whom:
            linked[id].add(one)
            linked[one].add(id)
    found: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for id in chooses:
        if id in seen:
            continue
        part, waiting = {id}, [id]
        while waiting:
            new = linked[waiting.pop()] - part
            part |= new
            waiting.extend(new)
        seen |= part
        found.append(tuple(one for one in chooses if one in part))
    return tuple(sorted(found, key=len, reverse=True))


def _notes(found: Sequence[Chosen], not_chosen: Sequence[str]) -> Iterator[Text]:
    for note in NOTES:
        yield Text(note)
    if not any(one.chooses for one in found):
        yield text(
            N_("Belum ada data pilihan. Tanyakan kepada murid secara tertulis dengan siapa mereka ingin bekerja.")
        )
        return
    silent = [one.pupil for one in found if not one.chooses]
    if silent:
        yield text(
            N_("Belum ada pilihan dari {n} murid: {ms}. Selama belum lengkap, gambaran kelas belum utuh."),
            n=len(silent),
            ms=pupils(silent),
        )
    by_id = {one.pupil: one for one in found}
    for id in not_chosen:
        if by_id[id].chooses:
            yield text(
                N_("{m} belum dipilih siapa pun. Tempatkan bersama salah satu pilihannya: {ms}."),
                m=PupilId(id),
                ms=pupils(by_id[id].chooses),
            )


# --- drawing -------------------------------------------------------------------------------------------------------

_WIDTH, _HEIGHT = 277.0, 190.0
"""Printable part of A4, landscape, in mm; more than sixty pupils make the page longer."""
_TOP, _BOTTOM, _EDGE = 16.0, 14.0, 4.0
_ROUNDS = 300
_MOST_BENT = 100
"""In larger drawings every line is straight: bending them would take minutes, and nobody could read it anyway."""
_WORK = 1_200_000
"""Pairs of pupils looked at in all: a whole school is drawn in fewer rounds, not for minutes."""


_Point = tuple[float, float]


@dataclass(frozen=True)
class _Marks:
    """Half width and half height of a pupil's mark, and the size of its letters, in mm."""

    half_width: float
    half_height: float
    letters: float


def _draw(found: Sociometry, language: str, names: Names | None) -> str:
    say = renderer(language, names)
    ids = [one.pupil for one in found.pupils]
    shown = {id: (names or {}).get(id, id) for id in ids}
    marks = _marks(list(shown.values()))
    height = _HEIGHT * max(1.0, len(ids) / 60)
    drawing = Drawing(_WIDTH, height, say(found.title), say(found.description))
    drawing.words(_EDGE, 5, say(found.title), 4.2, "start", font_weight="bold")
    mark = say(Text(CONFIDENTIAL))
    wide = written_width(mark, 4.2, bold=True) + 4
    drawing.rectangle(_WIDTH - _EDGE - wide, 1, wide, 8, stroke_width=0.6)
    drawing.words(_WIDTH - _EDGE - wide / 2, 5, mark, 4.2, font_weight="bold")
    places = _layout(found, marks, height)
    both = {frozenset(pair) for pair in found.mutual}
    for one in found.pupils:
        for other in one.chooses:
            mutual = frozenset((one.pupil, other)) in both
            if not mutual or ids.index(one.pupil) < ids.index(other):
                _draw_choice(drawing, places, marks, one.pupil, other, mutual)
    for one in found.pupils:
        _draw_mark(drawing, places[one.pupil], marks, one.gender, one.pupil in found.not_chosen)
        x, y = places[one.pupil]
        drawing.words(x, y, shortened(shown[one.pupil], marks.letters, 2 * marks.half_width - 1), marks.letters)
    _draw_legend(drawing, found, height - 5, say)
    return drawing.svg()


def _marks(shown: Sequence[str]) -> _Marks:
    """Marks wide enough for most labels, but such that sixty of them find room."""
    letters = 3.0
    widest = max((written_width(one, letters) for one in shown), default=0.0)
    many = len(shown) > 40
    return _Marks(min(max(widest / 2 + 2, 6.0), 13.0 if many else 16.0), 4.0 if many else 4.5, letters)


def _layout(found: Sociometry, marks: _Marks, height: float) -> dict[str, _Point]:
    """A place in mm for every pupil: the connected ones above, those without any choice so far in rows below."""
    alone = [cluster[0] for cluster in found.clusters if len(cluster) == 1]
    linked = [id for cluster in found.clusters if len(cluster) > 1 for id in cluster]
    wide, high = 2 * marks.half_width + 5, 2 * marks.half_height + 5
    in_row = max(int((_WIDTH - 2 * _EDGE + 5) / wide), 1)
    rows = math.ceil(len(alone) / in_row)
    bottom = height - _BOTTOM
    places = {}
    for place, id in enumerate(alone):
        row, column = divmod(place, in_row)
        places[id] = (_EDGE + marks.half_width + column * wide, bottom - (rows - row) * high + marks.half_height)
    left, top = _EDGE + marks.half_width, _TOP + marks.half_height
    box = (_WIDTH - 2 * left, bottom - rows * high - (6 if rows else 0) - marks.half_height - top)
    for id, (x, y) in _by_forces(found, linked, wide, high + 1, box).items():
        places[id] = (left + x, top + y)
    return places


def _by_forces(
    found: Sociometry, ids: Sequence[str], wide: float, high: float, box: tuple[float, float]
) -> dict[str, _Point]:
    """Forces draw friends together and neighbours apart (Fruchterman & Reingold 1991), then marks that touch are pushed
    apart.

    Only the four operations and square roots, which every machine rounds alike, so that a class has one picture. The
    start is a grid in the order of the clusters, not chance.
    """
    number = {id: place for place, id in enumerate(ids)}
    n = len(ids)
    if not n:
        return {}
    width, height = box
    columns = max(math.ceil(math.sqrt(n * width / height)), 1)
    rows = math.ceil(n / columns)
    xs, ys = [], []
    for place in range(n):
        row, column = divmod(place, columns)
        # Every second row runs back, so that a cluster stays together; half a step aside, so that no three are in line.
        column = columns - 1 - column if row % 2 else column
        xs.append(width * (column + 0.5 + 0.25 * (row % 2)) / columns)
        ys.append(height * (row + 0.5 + 0.15 * (column % 2)) / rows)
    links = [
        (number[one.pupil], number[other], 1.5 if other in one.mutual else 1.0)
        for one in found.pupils
        for other in one.chooses
    ]
    ideal = 0.75 * math.sqrt(width * height / n)
    rounds = min(_ROUNDS, max(_WORK // (n * n), 20))
    for step in range(rounds):
        _pull(xs, ys, links, ideal, 0.1 * width * (1 - step / rounds), (width / 2, height / 2))
    _stretch(xs, width)
    _stretch(ys, height)
    _push_apart(xs, ys, wide, high, width, height)
    return {id: (xs[place], ys[place]) for id, place in number.items()}


def _pull(
    xs: list[float],
    ys: list[float],
    links: Sequence[tuple[int, int, float]],
    ideal: float,
    most: float,
    middle: tuple[float, float],
) -> None:
    """One round: neighbours push each other, choices and a little the middle pull; nobody moves more than `most`."""
    n = len(xs)
    dx, dy = [0.0] * n, [0.0] * n
    far = 9 * ideal * ideal
    for one in range(n):
        for other in range(one):
            across, along = xs[one] - xs[other], ys[one] - ys[other]
            square = max(across * across + along * along, 0.01)
            # Whoever is far away pushes nobody: else all gather at the walls.
            if square < far:
                force = ideal * ideal / square
                dx[one] += across * force
                dy[one] += along * force
                dx[other] -= across * force
                dy[other] -= along * force
    for one, other, strength in links:
        across, along = xs[one] - xs[other], ys[one] - ys[other]
        force = strength * math.sqrt(across * across + along * along) / ideal
        dx[one] -= across * force
        dy[one] -= along * force
        dx[other] += across * force
        dy[other] += along * force
    for one in range(n):
        dx[one] += 0.1 * (middle[0] - xs[one])
        dy[one] += 0.2 * (middle[1] - ys[one])
        length = math.sqrt(dx[one] * dx[one] + dy[one] * dy[one])
        if length > 0:
            scale = min(length, most) / length
            xs[one] += dx[one] * scale
            ys[one] += dy[one] * scale


def _stretch(values: list[float], length: float) -> None:
    """Spread coordinates over the whole length, whatever they were."""
    low, high = min(values), max(values)
    for place, value in enumerate(values):
        values[place] = (value - low) / (high - low) * length if high - low > 1e-6 else length / 2


def _push_apart(xs: list[float], ys: list[float], wide: float, high: float, width: float, height: float) -> None:
    """Move marks until no two overlap: along the side where less is needed, back into the box at the walls."""
    n = len(xs)
    for _ in range(400):
        touched = False
        for one in range(n):
            for other in range(one):
                across, along = xs[one] - xs[other], ys[one] - ys[other]
                lack_x, lack_y = wide - abs(across), high - abs(along)
                if lack_x <= 0.01 or lack_y <= 0.01:
                    continue
                touched = True
                if lack_x / wide < lack_y / high:
                    half = lack_x / 2 * (1 if across >= 0 else -1)
                    xs[one], xs[other] = xs[one] + half, xs[other] - half
                else:
                    half = lack_y / 2 * (1 if along >= 0 else -1)
                    ys[one], ys[other] = ys[one] + half, ys[other] - half
        for one in range(n):
            xs[one] = min(max(xs[one], 0.0), width)
            ys[one] = min(max(ys[one], 0.0), height)
        if not touched:
            return


def _edge_of(marks: _Marks, middle: _Point, towards: _Point) -> _Point:
    """Where the line from the middle of a mark to another point leaves the mark."""
    across, along = towards[0] - middle[0], towards[1] - middle[1]
    reach = max(abs(across) / (marks.half_width + 0.6), abs(along) / (marks.half_height + 0.6)) or 1.0
    return middle[0] + across / reach, middle[1] + along / reach


def _bend(places: Mapping[str, _Point], marks: _Marks, one: str, other: str) -> _Point:
    """The control point of a curve from one mark to another that runs behind no third one.

    A straight line behind somebody's mark would read as that pupil's choice. The straight line comes first, then the
    flattest curve; where none is free, the one behind the fewest marks.
    """
    (x1, y1), (x2, y2) = places[one], places[other]
    if len(places) > _MOST_BENT:
        return (x1 + x2) / 2, (y1 + y2) / 2
    length = math.sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2) or 1.0
    side = -(y2 - y1) / length, (x2 - x1) / length
    others = [place for id, place in places.items() if id not in (one, other)]
    best: tuple[int, _Point] | None = None
    for away in (0, 12, -12, 20, -20, 28, -28, 40, -40, 56, -56):
        control = (x1 + x2) / 2 + away * side[0], (y1 + y2) / 2 + away * side[1]
        behind = {
            place
            for step in range(1, 32)
            for point in [_on_curve((x1, y1), control, (x2, y2), step / 32)]
            for place in others
            if abs(point[0] - place[0]) < marks.half_width + 0.8 and abs(point[1] - place[1]) < marks.half_height + 0.8
        }
        if best is None or len(behind) < best[0]:
            best = len(behind), control
        if not behind:
            break
    assert best is not None
    return best[1]


def _on_curve(start: _Point, control: _Point, end: _Point, part: float) -> _Point:
    """A point of a quadratic Bézier curve; `part` from 0 at the start to 1 at the end."""
    rest = 1 - part
    weights = rest * rest, 2 * rest * part, part * part
    return (
        weights[0] * start[0] + weights[1] * control[0] + weights[2] * end[0],
        weights[0] * start[1] + weights[1] * control[1] + weights[2] * end[1],
    )


def _draw_choice(
    drawing: Drawing, places: Mapping[str, _Point], marks: _Marks, one: str, other: str, mutual: bool
) -> None:
    """A thick line for a mutual choice, a thin dashed arrow for one that is not (yet) returned."""
    control = _bend(places, marks, one, other)
    start, end = _edge_of(marks, places[one], control), _edge_of(marks, places[other], control)
    curve = f"M{start[0]:.2f} {start[1]:.2f}Q{control[0]:.2f} {control[1]:.2f} {end[0]:.2f} {end[1]:.2f}"
    if mutual:
        drawing.path(curve, stroke_width=0.9)
        return
    drawing.path(curve, stroke_width=0.35, stroke_dasharray="2 1.2", stroke="#333")
    _draw_head(drawing, control, end)


def _draw_head(drawing: Drawing, start: _Point, end: _Point) -> None:
    """An arrow's head at `end`, pointing away from `start`."""
    across, along = end[0] - start[0], end[1] - start[1]
    length = math.sqrt(across * across + along * along) or 1.0
    across, along = across / length, along / length
    back = end[0] - 3 * across, end[1] - 3 * along
    drawing.path(
        f"M{end[0]:.2f} {end[1]:.2f}L{back[0] - 1.1 * along:.2f} {back[1] + 1.1 * across:.2f}"
        f"L{back[0] + 1.1 * along:.2f} {back[1] - 1.1 * across:.2f}Z",
        fill="#000",
        stroke="none",
    )


def _draw_mark(drawing: Drawing, place: _Point, marks: _Marks, gender: Gender | None, not_chosen: bool) -> None:
    """Round ends for girls, corners for boys, cut corners where the gender isn't noted; grey where nobody chose yet."""
    x, y = place
    fill = "#dcdcdc" if not_chosen else "#fff"
    wide, high = marks.half_width, marks.half_height
    if gender is None:
        cut = 2.0
        drawing.path(
            f"M{x - wide + cut:.2f} {y - high:.2f}H{x + wide - cut:.2f}L{x + wide:.2f} {y - high + cut:.2f}"
            f"V{y + high - cut:.2f}L{x + wide - cut:.2f} {y + high:.2f}H{x - wide + cut:.2f}"
            f"L{x - wide:.2f} {y + high - cut:.2f}V{y - high + cut:.2f}Z",
            fill=fill,
            stroke_width=0.5,
        )
        return
    drawing.rectangle(
        x - wide, y - high, 2 * wide, 2 * high, rx=high if gender == "female" else 0, fill=fill, stroke_width=0.5
    )


def _draw_legend(drawing: Drawing, found: Sociometry, y: float, say: Renderer) -> None:
    x = _EDGE
    small = _Marks(4.0, 2.5, 2.8)

    def entry(words: str) -> None:
        nonlocal x
        drawing.words(x + 10, y, words, 2.8, "start")
        x += 14 + written_width(words, 2.8)

    drawing.line(x, y, x + 8, y, stroke_width=0.9)
    entry(say(text(N_("saling memilih"))))
    drawing.line(x, y, x + 8, y, stroke_width=0.35, stroke_dasharray="2 1.2", stroke="#333")
    _draw_head(drawing, (x, y), (x + 8.5, y))
    entry(say(text(N_("memilih"))))
    genders = {one.gender for one in found.pupils}
    kinds: tuple[tuple[Gender | None, str], ...] = (
        ("female", N_("perempuan")),
        ("male", N_("laki-laki")),
        (None, N_("jenis kelamin belum dicatat")),
    )
    for gender, words in kinds:
        if gender in genders:
            _draw_mark(drawing, (x + 4, y), small, gender, False)
            entry(say(Text(words)))
    if found.not_chosen:
        _draw_mark(drawing, (x + 4, y), small, "male", True)
        entry(say(text(N_("kelabu: belum ada yang memilih"))))

"""Bands of the simulated class as drawings: a line from the 10th to the 90th percentile, a mark at the median."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..language import N_, PupilId, Renderer, text
from ._simulation_measures import MEASURES, Band, MeasureKey, amount
from .drawing import Drawing, shortened

if TYPE_CHECKING:
    from .simulation import Comparison, Simulation

WIDTH = 100.0
"""Millimetres: what a phone shows without shrinking the letters."""
SIZE = 3.4
ROW = 5.0
LEFT = 36.0
"""Where the bands begin; names stand before it."""
MARGIN = 2.0


def _end(largest: float) -> float:
    """A round number at or above: 1, 2 or 5 times a power of ten."""
    if largest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= largest - 1e-9)


def _band(drawing: Drawing, band: Band, y: float, left: float, per_unit: float, *, filled: bool) -> None:
    low, middle, high = (left + one * per_unit for one in (band.low, band.middle, band.high))
    drawing.line(low, y, high, y, stroke_width=0.7)
    for x in (low, high):
        drawing.line(x, y - 0.9, x, y + 0.9, stroke_width=0.5)
    if filled:
        drawing.rectangle(middle - 1.1, y - 1.1, 2.2, 2.2, fill="#000")
    else:
        drawing.circle(middle, y, 1.2, fill="#fff", stroke_width=0.5)


def minutes_drawing(simulation: Simulation, say: Renderer) -> Drawing:
    """Minutes of talk of every person, group by group; tutors have a black square, members an open circle."""
    people = simulation.pupils
    end = _end(max((one.minutes.high for one in people), default=0.0))
    per_unit = (WIDTH - MARGIN - 6 - LEFT) / end
    ranked = sorted(one.minutes.middle for one in people if not one.is_tutor)
    description = text(
        N_(
            "{n} orang dalam {k} kelompok. Menit bicara anggota yang di tengah rentangnya: dari {a} sampai {b}. Angka "
            "tiap orang ada dalam tabel sesudah gambar."
        ),
        n=len(people),
        k=len(simulation.groups),
        a=amount("minutes", ranked[0] if ranked else 0.0),
        b=amount("minutes", ranked[-1] if ranked else 0.0),
    )
    top = 8.0
    height = top + (len(people) + 1.3 * len(simulation.groups)) * ROW + MARGIN + 5
    drawing = Drawing(WIDTH, height, say(text(N_("Menit bicara tiap orang, dengan rentangnya"))), say(description))
    drawing.words(MARGIN, 2.5, say(text(N_("■ tutor   ○ anggota   garis: rentang 80%"))), SIZE, "start")
    bottom = height - MARGIN - 4
    for step in range(5):
        x = LEFT + end * per_unit * step / 4
        drawing.line(x, top - 1, x, bottom, stroke="#999", stroke_width=0.2)
        drawing.words(x, bottom + 2.2, say(text("{n:g}", n=end * step / 4)), SIZE)
    drawing.words(MARGIN, bottom + 2.2, say(text(N_("menit bicara"))), SIZE, "start")
    y = top
    for group in simulation.groups:
        title = shortened(say(text(N_("Kelompok {k}"), k=group.group)), SIZE * 1.2, WIDTH - 2 * MARGIN)
        drawing.words(MARGIN, y + 0.6 * ROW, title, SIZE, "start", font_weight="bold")
        y += 1.3 * ROW
        for one in people:
            if one.group == group.group:
                name = say(text("{m}", m=PupilId(one.pupil)))
                drawing.words(MARGIN, y + ROW / 2, shortened(name, SIZE, LEFT - MARGIN - 2), SIZE, "start")
                _band(drawing, one.minutes, y + ROW / 2, LEFT, per_unit, filled=one.is_tutor)
                y += ROW
    return drawing


def comparison_drawing(comparison: Comparison, say: Renderer) -> Drawing:
    """A panel for each measure: the plan (0) and its changes (1, 2 …) below one another, on one scale."""
    tried = [comparison.base, *(variant.simulation for variant in comparison.variants)]
    keys: list[MeasureKey] = [key for key in MEASURES if any(key in one.bands for one in tried)]
    across = (WIDTH - 3 * MARGIN) / 2
    panel = 5.5 + len(tried) * ROW + 5.5
    height = 2 * MARGIN + -(-len(keys) // 2) * panel
    description = text(
        N_(
            "Satu petak untuk tiap ukuran. Baris 0 rencana apa adanya, baris berikutnya perubahannya. Garis putus-"
            "putus menandai nilai tengah rencana apa adanya. Angkanya ada dalam tabel sesudah gambar."
        )
    )
    drawing = Drawing(WIDTH, height, say(text(N_("Rencana dan perubahannya berdampingan"))), say(description))
    for place, key in enumerate(keys):
        measure = MEASURES[key]
        x = MARGIN + (place % 2) * (across + MARGIN)
        y = MARGIN + (place // 2) * panel
        drawing.words(x, y + 2, shortened(say(measure.label), SIZE, across), SIZE, "start", font_weight="bold")
        bands = [one.bands.get(key) for one in tried]
        largest = max((band.high for band in bands if band is not None), default=0.0)
        end = 1.0 if measure.unit in ("share", "index") else _end(largest)
        left, per_unit = x + 5, (across - 8) / end
        y += 4.5
        bottom = y + len(tried) * ROW
        for edge in (0.0, end):
            drawing.line(left + edge * per_unit, y, left + edge * per_unit, bottom, stroke="#999", stroke_width=0.2)
        drawing.words(left, bottom + 2, "0", SIZE)
        drawing.words(left + end * per_unit + 2, bottom + 2, say(amount(measure.unit, end)), SIZE, "end")
        if (base := bands[0]) is not None:
            middle = left + base.middle * per_unit
            drawing.line(middle, y, middle, bottom, stroke_width=0.3, stroke_dasharray="1 0.8")
        for number, band in enumerate(bands):
            drawing.words(x, y + ROW / 2, str(number), SIZE, "start")
            if band is not None:
                _band(drawing, band, y + ROW / 2, left, per_unit, filled=number == 0)
            y += ROW
    return drawing

"""What the simulated class measures, each measure in one sentence, and the bands in which it reports them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..language import N_, Text

SHALLOW, DEEP = 0.1, 0.9
"""A band goes from the 10th to the 90th percentile."""

MeasureKey = Literal[
    "talk", "quietest", "tutor_share", "gini", "spoke", "questions", "answered", "helped", "waiting", "unanswered"
]
MeasureUnit = Literal["minutes", "share", "index", "times"]
Draws: TypeAlias = tuple[float | None, ...]
"""A measure in every replication; None where it has no meaning there (waiting without a question)."""


@dataclass(frozen=True)
class Measure:
    """`name` and `definition`: msgids, the definition one sentence."""

    name: str
    definition: str
    unit: MeasureUnit

    @property
    def label(self) -> Text:
        return Text(self.name)


MEASURES: Mapping[MeasureKey, Measure] = {
    "talk": Measure(
        N_("Bicara tiap anggota"),
        N_("Rata-rata menit bicara seorang anggota (bukan tutor) selama kerja kelompok."),
        "minutes",
    ),
    "quietest": Measure(
        N_("Bicara anggota yang paling diam"),
        N_("Menit bicara anggota yang paling sedikit berbicara di seluruh kelas."),
        "minutes",
    ),
    "tutor_share": Measure(
        N_("Bagian bicara tutor"),
        N_("Bagian tutor dari seluruh waktu bicara kelompoknya, dirata-ratakan atas kelompok yang ada tutornya."),
        "share",
    ),
    "gini": Measure(
        N_("Ketimpangan bicara (Gini)"),
        N_("0 bila semua orang di kelompok berbicara sama lama, mendekati 1 bila satu orang saja; rata-rata kelompok."),
        "index",
    ),
    "spoke": Measure(
        N_("Anggota yang berbicara"),
        N_("Bagian anggota yang berbicara sedikitnya sekali selama kerja kelompok."),
        "share",
    ),
    "questions": Measure(
        N_("Pertanyaan tiap anggota"),
        N_("Banyaknya pertanyaan yang diajukan, dibagi banyaknya anggota."),
        "times",
    ),
    "answered": Measure(
        N_("Anggota yang mendapat jawaban"),
        N_("Bagian anggota yang bertanya dan mendapat sedikitnya satu jawaban."),
        "share",
    ),
    "helped": Measure(
        N_("Anggota yang tertolong jawaban"),
        N_("Bagian anggota yang mendapat sedikitnya satu jawaban yang menolong; ini bukan ukuran belajar."),
        "share",
    ),
    "waiting": Measure(
        N_("Menunggu bantuan"),
        N_("Rata-rata menit sebuah pertanyaan menunggu sampai dijawab, ditinggalkan, atau waktu habis."),
        "minutes",
    ),
    "unanswered": Measure(
        N_("Pertanyaan tanpa jawaban"),
        N_("Bagian pertanyaan yang ditinggalkan penanya atau belum dijawab ketika waktu habis."),
        "share",
    ),
}

_AMOUNTS: Mapping[MeasureUnit, tuple[str, str, str]] = {
    "minutes": (N_("{n:.1f} menit"), N_("{n:.1f} menit"), N_("{n:+.1f} menit")),
    "share": ("{n:.0f}%", N_("{n:.0f} poin persen"), N_("{n:+.0f} poin persen")),
    "index": ("{n:.2f}", "{n:.2f}", "{n:+.2f}"),
    "times": (N_("{n:.1f} kali"), N_("{n:.1f} kali"), N_("{n:+.1f} kali")),
}
"""A value, the size of a difference, a difference with its sign."""
_DIGITS: Mapping[MeasureUnit, int] = {"minutes": 1, "share": 0, "index": 2, "times": 1}


def shown(unit: MeasureUnit, value: float) -> float:
    """A value as it is written: rounded, shares in per cent."""
    # Adding 0.0 turns -0.0, which rounding makes, into 0.0.
    return round(value * 100 if unit == "share" else value, _DIGITS[unit]) + 0.0


def amount(unit: MeasureUnit, value: float, *, form: Literal["value", "size", "difference"] = "value") -> Text:
    """A value with its unit, the size of a difference, or a difference with its sign."""
    written = shown(unit, value)
    if form == "value":
        return Text(_AMOUNTS[unit][0], {"n": written})
    # Nought has no sign.
    return Text(
        _AMOUNTS[unit][2 if form == "difference" and written else 1], {"n": abs(written) if form == "size" else written}
    )


# --- results -------------------------------------------------------------------------------------------------------


_RANGES: Mapping[MeasureUnit, str] = {
    "minutes": N_("{a:.1f}–{c:.1f} menit"),
    "share": "{a:.0f}–{c:.0f}%",
    "index": "{a:.2f}–{c:.2f}",
    "times": N_("{a:.1f}–{c:.1f} kali"),
}


@dataclass(frozen=True)
class Band:
    """`middle`: the median of the replications; `low`, `high`: their 10th and 90th percentile."""

    low: float
    middle: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float | None]) -> Band | None:
        """The band of the values that are there; None where none is."""
        ranked = sorted(value for value in values if value is not None)
        return cls(_quantile(ranked, SHALLOW), _quantile(ranked, 0.5), _quantile(ranked, DEEP)) if ranked else None


def amount_range(unit: MeasureUnit, band: Band) -> Text:
    """From the low to the high end of a band, with the unit."""
    return Text(_RANGES[unit], {"a": shown(unit, band.low), "c": shown(unit, band.high)})


def _quantile(ranked: Sequence[float], share: float) -> float:
    """Between the two nearest values, as a spreadsheet's PERCENTILE."""
    place = share * (len(ranked) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (ranked[above] - ranked[below]) * (place - below)

"""What executed cells of "Penilaian dan keputusan" show: mastery, items, how rough D is, which forms fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from math import comb, sqrt
from typing import NamedTuple

from . import labels
from .book_tables import scrolling_table
from .language import LANGUAGE, N_, Names, PupilId, Text, number, renderer, text
from .measures import TOLERANCE
from .planners.mastery import (
    DIFFICULTIES,
    DISCRIMINATIONS,
    FormAdvice,
    ItemAnalysis,
    MasteryAnalysis,
    ObjectiveMastery,
    PupilMastery,
    extreme_group_size,
)

CLASS_SIZES = (20, 28, 32, 36)
_GOOD_ITEM = 0.30
"""From here on D is called good, and above 0.70 difficulty easy; the bands' doubt is told beside the table."""
_REACHED, _BELOW = "✓", "✗"


def _percent(share: float | None, language: str) -> str:
    return "–" if share is None else f"{number(100 * share, language, '.0f')}%"


def _figure(value: float | None, language: str, spec: str = "") -> str:
    return "–" if value is None else number(value, language, spec)


def mastery_table_html(analysis: MasteryAnalysis, language: str = LANGUAGE) -> str:
    """A row for each objective: mean and criterion, then who has reached it, who hasn't and of whom it isn't known."""
    rows = [
        table_row(
            one.objective,
            (
                _figure(one.criterion, language),
                _figure(one.mean, language, ".1f"),
                str(len(one.mastered)),
                str(len(one.below)),
                str(len(one.no_score)),
                _percent(one.share_below, language),
            ),
        )
        for one in analysis.objectives
    ]
    columns = ("TP", "KKTP", N_("Rata-rata"), N_("Tuntas"), N_("Belum"), N_("Tanpa nilai"), N_("Bagian belum"))
    return table(text(N_("{n} murid, TP demi TP"), n=len(analysis.pupils)), columns, rows, language)


def below_table_html(analysis: MasteryAnalysis, names: Names | None = None, language: str = LANGUAGE) -> str:
    """Each pupil below a criterion, in class order: scores, mean, and whether a list by means would have named them."""
    say = renderer(language, names)
    listed = [one for one in analysis.pupils if one.not_mastered]
    rows = []
    for one in listed:
        hidden = bool(one.hidden_by_mean)
        seen = say(text(N_("tidak"))) if hidden else say(text(N_("ya")))
        cells = [*(_mark(one, id, language) for id in one.scores), _figure(one.mean, language), seen]
        rows.append(table_row(say(Text("{m}", {"m": PupilId(one.id)})), cells, strong=hidden))
    objectives = [one.objective for one in analysis.objectives]
    columns = (N_("Murid"), *objectives, N_("Rata-rata"), N_("Terlihat dari rata-rata?"))
    return table(text(N_("{n} murid belum tuntas pada sedikitnya satu TP"), n=len(listed)), columns, rows, language)


def _mark(pupil: PupilMastery, objective: str, language: str) -> str:
    score = _figure(pupil.scores[objective], language)
    return f"{score} {_BELOW if objective in pupil.not_mastered else _REACHED if objective in pupil.mastered else ''}"


def intervals_table_html(analysis: MasteryAnalysis, language: str = LANGUAGE) -> str:
    """A row for each KKTP interval: what follows from it, and how many pupils lie in it on each objective."""
    rows = [
        table_row(
            interval.interval.label.render(language),
            (
                text(interval.interval.follow_up).render(language),
                *(str(len(one.distribution[place].pupils)) for one in analysis.objectives),
            ),
        )
        for place, interval in enumerate(analysis.distribution)
    ]
    columns = (N_("Interval"), N_("Tindak lanjut"), *(one.objective for one in analysis.objectives))
    return table(text(N_("Sebaran menurut interval KKTP (banyak murid)")), columns, rows, language)


def items_table_html(analysis: MasteryAnalysis, language: str = LANGUAGE) -> str:
    """A row for each item: its absorption with the band of difficulty, its discrimination with its band."""
    say = renderer(language)
    rows = [
        table_row(
            one.item.id,
            (
                one.item.objective or "–",
                _percent(one.absorption, language),
                say(text(DIFFICULTIES[one.difficulty])) if one.difficulty else "–",
                _discrimination(one, language),
            ),
        )
        for one in analysis.items
    ]
    columns = (N_("Nomor soal"), "TP", N_("Daya serap"), N_("Kesukaran"), N_("Daya beda"))
    caption = text(N_("{n} soal, {m} murid dengan skor lengkap"), n=len(rows), m=len(analysis.ranked))
    return table(caption, columns, rows, language)


def _discrimination(one: ItemAnalysis, language: str) -> str:
    if one.discrimination is None or one.discrimination_band is None:
        return "–"
    band = renderer(language)(text(DISCRIMINATIONS[one.discrimination_band]))
    return f"{number(one.discrimination, language, '.2f')} {band}"


# --- how rough D is ------------------------------------------------------------------------------------------------


class Roughness(NamedTuple):
    """How far chance moves D in a class: `group` pupils in each 27 %, the `step` of one answer, the largest standard
    error, and the probability that an item answered by the toss of a coin looks good."""

    takers: int
    group: int
    step: float
    error: float
    fooled: float


def roughness(takers: int, good: float = _GOOD_ITEM) -> Roughness:
    """Of a class of at least two test takers; for one item that is right or wrong.

    `fooled` is exact: D is the difference of two binomial counts (p = 1/2) over `group`, so that upper − lower + group
    is binomial with 2 × group tosses. Real extreme groups are chosen with the item's own points in their total, which
    makes D larger still. Raises ValueError for fewer than two takers.
    """
    group = extreme_group_size(takers)
    if not group:
        raise ValueError(f"takers must be at least 2, not {takers}")
    tosses = 2 * group
    looks_good = sum(comb(tosses, heads) for heads in range(tosses + 1) if heads - group >= good * group - TOLERANCE)
    return Roughness(takers, group, 1 / group, sqrt(2 * 0.25 / group), looks_good / 2**tosses)


def roughness_table_html(sizes: Iterable[int] = CLASS_SIZES, language: str = LANGUAGE) -> str:
    """A row for each size of class: what a single answer, and what a tossed coin, does to D."""
    found = [roughness(size) for size in sizes]
    rows = [
        table_row(
            str(one.takers),
            (
                str(one.group),
                number(one.step, language, ".3g"),
                number(one.error, language, ".2f"),
                _percent(one.fooled, language),
            ),
        )
        for one in found
    ]
    columns = (
        N_("Peserta"),
        N_("Murid tiap kelompok 27%"),
        N_("Geseran oleh satu jawaban"),
        N_("Galat baku paling besar"),
        text(N_("Soal “lempar koin” yang tampak baik (≥ {c:.2f})"), c=_GOOD_ITEM),
    )
    return table(text(N_("Seberapa kasar daya beda itu?")), columns, rows, language)


# --- which form fits -----------------------------------------------------------------------------------------------


def forms_table_html(analysis: MasteryAnalysis, language: str = LANGUAGE) -> str:
    """A row for each objective that somebody is below: its forms by the source text, and those by school practice."""
    rows = []
    for one in analysis.objectives:
        if one.below and one.by_source and one.by_practice:
            cells = (_share(one, language), _forms(one.by_source, language), _forms(one.by_practice, language))
            rows.append(table_row(one.objective, cells))
    columns = ("TP", N_("Belum tuntas"), N_("Menurut kata-kata naskah sumber"), N_("Menurut praktik di sekolah"))
    return table(text(N_("Satu kelas, dua ukuran")), columns, rows, language)


def _share(one: ObjectiveMastery, language: str) -> str:
    said = text(N_("{a} dari {n} murid ({p:.0%})"), a=len(one.below), n=one.scored, p=one.share_below)
    return said.render(language)


def _forms(advice: FormAdvice, language: str) -> str:
    """The forms tied to this number, then those named without any number."""
    say = renderer(language)
    tied = ", ".join(say(text(labels.FORMS[form])) for form in advice.forms)
    if not advice.also:
        return tied
    also = [text(labels.FORMS[form]) for form in advice.also]
    return say(text(N_("{tied}; tanpa syarat jumlah: {also}"), tied=tied, also=also))


# --- tables --------------------------------------------------------------------------------------------------------


def table_row(head: str, cells: Sequence[str], strong: bool = False) -> str:
    """A row of plain text, escaped here."""
    shown = "".join(f"<td>{f'<strong>{escape(one)}</strong>' if strong else escape(one)}</td>" for one in cells)
    return f'<tr><th scope="row">{escape(head)}</th>{shown}</tr>'


def table(caption: Text, columns: Sequence[str | Text], rows: Sequence[str], language: str = LANGUAGE) -> str:
    """A table that scrolls sideways on a phone; `columns` are msgids, texts or plain words, `rows` are HTML."""
    say = renderer(language)
    words = (say(one if isinstance(one, Text) else text(one)) for one in columns)
    return scrolling_table(say(caption), words, rows)

"""What executed cells of the chapter "Mengapa tutor sebaya?" show: the evidence as a picture, who could help whom.

`EVIDENCE` is the only place of these figures outside the chapter's sentences. Each comes from an abstract that was
read, except where `certain` is false; nothing is converted, so effect sizes and Tau-U keep an axis of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from .language import LANGUAGE, N_, Text, number, renderer, text
from .planners import analyse_mastery, tutor_table
from .planners.drawing import Drawing
from .scenario import Scenario
from .settings import DEFAULTS, Settings

Scale = Literal["effect", "tau"]


@dataclass(frozen=True)
class Finding:
    """A mean over many studies: `source` is its key in pustaka.bib, `low` and `high` its interval where one was read.

    Units: standard deviations (`scale` effect), or Tau-U from -1 to 1 (tau). `certain`: false for a figure from memory.
    """

    source: str
    study: str
    what: str
    scale: Scale
    value: float
    low: float | None = None
    high: float | None = None
    certain: bool = True

    @property
    def label(self) -> Text:
        return Text("{study}: {what}", {"study": Text(self.study), "what": Text(self.what)})

    @property
    def figure(self) -> Text:
        if self.low is not None and self.high is not None:
            return Text("{v:.2f} ({a:.2f}–{b:.2f})", {"v": self.value, "a": self.low, "b": self.high})
        return Text("{v:.2f}" if self.certain else "{v:.2f}?", {"v": self.value})


@dataclass(frozen=True)
class Trial:
    """A trial without gain; the size of its result was not read, so it has no place on an axis."""

    source: str
    name: str
    where: str


EVIDENCE: tuple[Finding, ...] = (
    Finding("cohen1982", N_("Cohen dkk. (1982)"), N_("yang dibimbing"), "effect", 0.40),
    Finding("cohen1982", N_("Cohen dkk. (1982)"), N_("tutor"), "effect", 0.33),
    Finding("leung2019", N_("Leung (2019)"), N_("tutor"), "effect", 0.43),
    Finding("rohrbeck2003", N_("Rohrbeck dkk. (2003)"), N_("murid SD"), "effect", 0.33, 0.29, 0.37),
    Finding("leung2005", N_("Leung dkk. (2005)"), N_("hasil belajar"), "effect", 0.50),
    Finding("leung2005", N_("Leung dkk. (2005)"), N_("konsep diri"), "effect", 0.67),
    Finding("leung2015", N_("Leung (2015)"), N_("rata-rata"), "effect", 0.37, certain=False),
    Finding("bowmanperrott2013", N_("Bowman-Perrott dkk. (2013)"), N_("hasil belajar"), "tau", 0.75, 0.71, 0.78),
    Finding("bowmanperrott2014", N_("Bowman-Perrott dkk. (2014)"), N_("sosial"), "tau", 0.62, 0.58, 0.66),
)
"""Field facts E04 to E08. The mean of Leung 2015 is from memory: drawn hollow, with a question mark."""
TRIALS: tuple[Trial, ...] = (
    Trial("eef-blog", "Shared Maths", N_("82 sekolah")),
    Trial("eef-blog", "Peer Tutoring in Secondary Schools", N_("10 sekolah")),
)
"""Field fact E03."""
_SCALES: tuple[tuple[Scale, str], ...] = (
    ("effect", N_("Ukuran efek (simpangan baku)")),
    ("tau", N_("Tau-U (bukan ukuran efek)")),
)
_TITLE = N_("Apa yang ditemukan penelitian tentang tutor sebaya")
_NO_GAIN = N_("hasil belajar tidak naik")
_CAPTION = N_(
    "Titik: rata-rata dari banyak penelitian. Garis tebal: selang kepercayaannya, jika kami membacanya. Titik kosong: "
    "angka dari ingatan, belum diperiksa. Kedua sumbu tidak boleh dibandingkan."
)

# Millimetres. As wide as a phone's column at 96 dots an inch, so that letters don't shrink there.
_WIDTH, _LEFT, _RIGHT, _ROW, _SIZE = 86.0, 3.0, 49.0, 10.5, 3.5


def evidence_html(language: str = LANGUAGE) -> str:
    """The evidence as a figure: an axis for each scale, a row for each finding, the trials that failed in words."""
    say = renderer(language)
    told = [Text("{a} {b}", {"a": one.label, "b": one.figure}) for one in EVIDENCE]
    failed = [Text("{a} ({n}): {b}", {"a": one.name, "n": Text(one.where), "b": Text(_NO_GAIN)}) for one in TRIALS]
    height = 2 + sum(17 + _ROW * sum(one.scale == scale for one in EVIDENCE) for scale, _ in _SCALES) + 8
    height += _ROW * len(TRIALS)
    drawing = Drawing(
        _WIDTH,
        height,
        say(Text(_TITLE)),
        say(text(N_("Rata-rata telaah: {telaah}. Uji coba tanpa kenaikan: {uji}."), telaah=told, uji=failed)),
    )
    # It fills its column up to a size at which its letters are still smaller than a heading.
    drawing.root.set("width", "100%")
    drawing.root.set("style", drawing.root.get("style", "") + ";color:#000")
    del drawing.root.attrib["height"]
    y = 2.0
    for scale, name in _SCALES:
        y = _axis(drawing, y, say(Text(name)), [one for one in EVIDENCE if one.scale == scale], language)
    _words(drawing, y + 3, say(text(N_("Uji coba yang gagal"))), bold=True)
    y += 8
    for trial in TRIALS:
        _words(drawing, y + 1, trial.name)
        _words(drawing, y + 5.4, say(Text("{n}: {b}", {"n": Text(trial.where), "b": Text(_NO_GAIN)})), style="italic")
        y += _ROW
    return (
        f'<figure class="evidence" style="max-width: 27rem; margin: 1rem auto">{drawing.svg()}'
        f"<figcaption>{escape(say(Text(_CAPTION)))}</figcaption></figure>"
    )


def _x(value: float) -> float:
    """Both axes run from 0 to 1."""
    return _LEFT + value * (_RIGHT - _LEFT)


def _words(drawing: Drawing, y: float, words: str, *, bold: bool = False, style: str = "normal") -> None:
    drawing.words(_LEFT, y, words, _SIZE, "start", font_weight="bold" if bold else "normal", font_style=style)


def _axis(drawing: Drawing, top: float, name: str, findings: Sequence[Finding], language: str) -> float:
    """One scale with its findings; gives the y below it."""
    _words(drawing, top + 3, name, bold=True)
    first, last = top + 7, top + 7 + _ROW * len(findings)
    for tenth in range(0, 11, 2):
        at = _x(tenth / 10)
        drawing.line(
            at, first, at, last, stroke="#000" if tenth == 0 else "#bbb", stroke_width=0.5 if tenth == 0 else 0.25
        )
        drawing.words(at, last + 3, number(tenth / 10, language), _SIZE)
    for row, one in enumerate(findings):
        y = first + row * _ROW
        # Grid lines must not cross the letters.
        drawing.rectangle(_LEFT + 0.6, y + 0.4, _WIDTH - _LEFT - 1, 4.6, fill="#fff", stroke="none")
        drawing.words(_LEFT + 1.5, y + 2.7, one.label.render(language), _SIZE, "start")
        if one.low is not None and one.high is not None:
            drawing.line(_x(one.low), y + 7.4, _x(one.high), y + 7.4, stroke_width=1)
            for end in (one.low, one.high):
                drawing.line(_x(end), y + 6.2, _x(end), y + 8.6, stroke_width=0.6)
        drawing.circle(_x(one.value), y + 7.4, 1.1, fill="#000" if one.certain else "#fff", stroke_width=0.4)
        drawing.words(_RIGHT + 1, y + 7.4, one.figure.render(language), _SIZE, "start")
    return last + 8


def helpers_html(scenario: Scenario, language: str = LANGUAGE, settings: Settings = DEFAULTS) -> str:
    """A row for each objective: how many have mastered it, how many haven't, who may tutor, the load that would be.

    Counts only, no names. An objective without a criterion is left out, for nobody can be judged on it.
    """
    say = renderer(language)
    mastery = {one.objective: one for one in analyse_mastery(scenario).objectives}
    rows = []
    for one in tutor_table(scenario, settings).capacities:
        load = Text("{n:.1f}", {"n": len(one.needing) / one.groups}) if one.groups else text(N_("belum ada"))
        cells = (
            number(len(mastery[one.objective].mastered), language),
            number(len(one.needing), language),
            number(one.groups, language),
            say(load),
        )
        rows.append(f'<tr><th scope="row">{escape(one.objective)}</th>{_cells(cells)}</tr>')
    caption = escape(say(text(N_("Berapa murid yang memerlukan bantuan, dan berapa yang siap membantu"))))
    columns = (
        N_("TP"),
        N_("Tuntas"),
        N_("Belum tuntas"),
        N_("Memenuhi syarat"),
        N_("Untuk satu tutor"),
    )
    head = "".join(f'<th scope="col">{escape(say(Text(column)))}</th>' for column in columns)
    return (
        f'<div class="tutor-sebaya-scroll" role="region" aria-label="{caption}" tabindex="0" style="overflow-x: auto">'
        f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _cells(cells: Iterable[str]) -> str:
    return "".join(f"<td>{escape(cell)}</td>" for cell in cells)

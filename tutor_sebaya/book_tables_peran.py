"""What executed cells of the chapter "Peran tutor, diskusi, dan ruang" show.

Turns of one group, Gini step by step, the three models in the simulated class, and room plans that a phone can show.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from . import measures
from .book_tables_skenario import table_html
from .language import LANGUAGE, N_, Names, PupilId, Renderer, Text, pupils, renderer, text
from .planners.drawing import Drawing
from .planners.room import ARRANGEMENTS, Arrangement, RoomPlan, _draw_number, _draw_room, room_from_scenario
from .planners.simulation import (
    ASSUMPTIONS,
    MEASURES,
    MODELS,
    UNITS,
    MeasureKey,
    Simulation,
    amount,
    amount_range,
    simulate,
)
from .planners.turns import TurnPlan, plan_turns
from .scenario import Scenario
from .settings import DEFAULTS, Settings
from .widgets_turns_page import measures_of

__all__ = ["gini_steps_html", "group_turns_html", "models_html", "room_plans_html"]


# --- talk ----------------------------------------------------------------------------------------------------------


def gini_steps_html(minutes: Mapping[str, float], language: str = LANGUAGE) -> str:
    """Gini by hand, as on the observation sheet: weight times minutes, from the quietest to the most talkative.

    `minutes`: name -> minutes, of one person at least.
    """
    say = renderer(language)
    ranked = sorted(minutes.items(), key=lambda entry: entry[1])
    people, total = len(ranked), measures.total(minutes.values())
    weighted = [(2 * place - people - 1) * one for place, (_, one) in enumerate(ranked, 1)]
    rows = []
    for place, ((name, one), product) in enumerate(zip(ranked, weighted, strict=True), 1):
        reckoned = Text("{w} × {n:g} = {p:g}", {"w": 2 * place - people - 1, "n": one, "p": product})
        row = f'<tr><th scope="row">{escape(name)}</th><td>{escape(say(Text("{n:g}", {"n": one})))}</td>'
        rows.append(f"{row}<td>{escape(say(reckoned)).replace('-', '−')}</td></tr>")
    done = text(
        N_("Jumlah hasil kali {s:g}, dibagi ({k} orang × {t:g} menit): Gini = {g:.2f}."),
        s=measures.total(weighted),
        k=people,
        t=total,
        g=measures.gini(list(minutes.values())),
    )
    columns = (N_("Nama"), N_("Menit"), N_("Bobot × menit"))
    caption = text(
        N_("Gini bila {nama} berbicara {n:g} dari {t:g} menit"), nama=ranked[-1][0], n=ranked[-1][1], t=total
    )
    return table_html(say(caption), columns, rows, say) + f"<p>{escape(say(done))}</p>"


_WITH: Mapping[str, str] = {
    "session": N_("berdua dengan {ps}"),
    "pair": N_("berpasangan dengan {ps}"),
    "group": N_("seluruh kelompok"),
}


def group_turns_html(
    plan: TurnPlan, group: str, names: Names | None = None, language: str = LANGUAGE, settings: Settings = DEFAULTS
) -> str:
    """The planned turns of one group in their order, with the measures that D04 and D06 judge by.

    Raises KeyError where the plan has no such group.
    """
    say = renderer(language, names)
    one = {found.group: found for found in plan.groups}[group]
    rows = []
    for turn in one.turns:
        name = text(N_("Tutor: {m}") if turn.pupil in one.tutors else "{m}", m=PupilId(turn.pupil))
        kept = f" ({escape(say(Text(N_('giliran terjaga'))))})" if turn.reserved else ""
        partners = text(_WITH[turn.round], ps=pupils(turn.partners))
        minutes = Text("{n}", {"n": float(turn.minutes)})
        rows.append(
            f'<tr><th scope="row">{escape(say(name))}{kept}</th><td>{escape(say(minutes))}</td>'
            f"<td>{escape(say(partners))}</td></tr>"
        )
    caption = text(N_("Giliran berbicara kelompok {k}: {n} menit"), k=group, n=one.clock)
    columns = (N_("Nama"), N_("Menit"), N_("Bersama"))
    said = "".join(f"<li>{escape(say(words))}</li>" for words in (*measures_of(one.score, settings), *one.reasons))
    return table_html(say(caption), columns, rows, say) + f"<ul>{said}</ul>"


# --- the simulated class -------------------------------------------------------------------------------------------

SHOWN: tuple[MeasureKey, ...] = ("talk", "quietest", "tutor_share", "gini", "answered", "waiting")


def models_html(scenario: Scenario, language: str = LANGUAGE) -> str:
    """A plan tried out under models 1, 2 and 3 with the same luck: the label first, medians with ranges, assumptions.

    Each model gets turns of its own; otherwise one would be tried with another's turns.
    """
    say = renderer(language)
    tried = {model: simulate(plan_turns(scenario, model=model).fill(scenario, language)) for model in MODELS}
    # A measure's name above its figures: beside them, the third model would lie outside a phone.
    rows = [
        f'<tr><th colspan="{len(tried)}" scope="rowgroup">{escape(say(MEASURES[key].label))}</th></tr>'
        f"<tr>{''.join(f'<td>{_banded(one, key, say)}</td>' for one in tried.values())}</tr>"
        for key in SHOWN
    ]
    first = tried[1]
    caption = text(
        N_("Kelas tiruan, {m:.0f} menit kerja kelompok, dicoba {n} kali"), m=first.minutes, n=first.replications
    )
    label = f"<p><strong>{escape(say(Text(N_('Model, bukan pengamatan.'))))}</strong> {escape(say(first.label))}</p>"
    band = escape(say(Text(N_("Dalam kurung: delapan dari sepuluh percobaan berada di antara kedua angka itu."))))
    summary = escape(say(text(N_("Semua anggapan di balik angka ini ({n})"), n=len(ASSUMPTIONS.items()))))
    table = table_html(say(caption), tuple(MODELS.values()), rows, say)
    return f"{label}{table}<p>{band}</p><details><summary>{summary}</summary>{_assumptions(say)}</details>"


def _banded(simulation: Simulation, key: MeasureKey, say: Renderer) -> str:
    unit, band = MEASURES[key].unit, simulation.bands.get(key)
    if band is None:
        return "–"
    return f"{escape(say(amount(unit, band.middle)))}<br/>({escape(say(amount_range(unit, band)))})"


def _assumptions(say: Renderer) -> str:
    """Each with its range, and what is known of its direction; that no figure has a source, the label says."""
    rows = []
    for _, one in ASSUMPTIONS.items():
        span = text(
            N_("{a:g}–{c:g} {satuan}, paling mungkin {b:g}."),
            a=one.low,
            c=one.high,
            satuan=Text(UNITS[one.unit]),
            b=one.likely,
        )
        said = [span, Text(one.direction)] if one.direction else [span]
        cell = "".join(f"<p>{escape(say(words))}</p>" for words in said)
        rows.append(f'<tr><th scope="row">{escape(say(one.label))}</th><td>{cell}</td></tr>')
    columns = (N_("Anggapan"), N_("Rentangnya"))
    return table_html(say(Text(N_("Anggapan kelas tiruan"))), columns, rows, say)


# --- the room ------------------------------------------------------------------------------------------------------

METRE, LETTERS, EDGE = 11.5, 3.5, 2.0
"""Millimetres: of a metre, of the smallest letters, around the room. So that a room of 7 m is as wide as a phone."""
LAYOUTS: tuple[Arrangement, ...] = ("clusters", "circles", "u_shape")


class _LegibleDrawing(Drawing):
    """A drawing whose letters stay readable on a phone."""

    def words(self, x: float, y: float, words: str, size: float, anchor: str = "middle", **style: float | str) -> None:
        super().words(x, y, words, max(size, LETTERS), anchor, **style)


def room_plans_html(scenario: Scenario, language: str = LANGUAGE, width: float = 7.0, length: float = 9.0) -> str:
    """The groups in three layouts of one room (metres), to one scale; what the planner says of each below it."""
    say = renderer(language)
    figures = []
    for arrangement in LAYOUTS:
        plan = room_from_scenario(scenario, arrangement, width=width, length=length)
        # A reason names the narrow place, and the way round it, better than the movement does.
        narrow = plan.narrowest is not None and plan.narrowest < plan.aisle
        said = " ".join(say(one) for one in (() if narrow else (plan._movement(),)) + plan.reasons)
        name = say(Text(ARRANGEMENTS[arrangement]))
        caption = f"<strong>{escape(name[0].upper() + name[1:])}.</strong> {escape(said)}"
        figures.append(
            f'<figure style="flex: 1 1 16rem; max-width: 21rem; margin: 0">{_drawn(plan, say)}'
            f"<figcaption>{caption}</figcaption></figure>"
        )
    return f'<div style="display: flex; flex-wrap: wrap; gap: 1.5rem; margin: 1rem 0">{"".join(figures)}</div>'


def _drawn(plan: RoomPlan, say: Renderer) -> str:
    width, height = plan.width * METRE + 2 * EDGE, plan.length * METRE + 2 * EDGE + 8
    drawing = _LegibleDrawing(width, height, say(plan.title), say(plan.description))

    def place(metres: float) -> float:
        return EDGE + metres * METRE

    # The planner's own strokes, without the page around them: what is printed and what stands here can't differ.
    _draw_room(drawing, plan, place, place, METRE, say)
    for group in plan.groups:
        for table in group.tables:
            drawing.rectangle(place(table.x), place(table.y), table.width * METRE, table.height * METRE, fill="#e4e4e4")
        for chair in group.chairs:
            drawing.circle(place(chair.x), place(chair.y), plan.furniture.chair / 2 * METRE, fill="#fff")
    for group in plan.groups:
        _draw_number(drawing, plan, group, place, place, METRE)
    below = height - 4
    drawing.line(EDGE, below, EDGE + METRE, below, stroke_width=0.8)
    drawing.words(EDGE + METRE + 2, below, "1 m", LETTERS, "start")
    return drawing.svg()

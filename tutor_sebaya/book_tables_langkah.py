"""What executed cells of the chapter "Lima langkah" show: a lesson's minutes as a table and as a line of time."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from . import labels
from .language import LANGUAGE, N_, Text, renderer, text
from .planners.timing import TimePlan
from .scenario import PhaseName
from .widgets_time_page import bars

STEPS: Mapping[PhaseName, str] = {
    "preparation": N_("langkah 4"),
    "presentation": N_("langkah 5"),
    "closing": N_("langkah keenam"),
}
"""Phase -> its step (STEP-4a, STEP-5a, RST-1). Steps 1 to 3 are done before the lesson, or in its first minutes."""


def time_table_html(plan: TimePlan, language: str = LANGUAGE) -> str:
    """A row for each phase: its step, from which minute to which, the teacher's role; the sum against the lesson."""
    say = renderer(language)
    rows, start = [], 0
    for one in plan.phases:
        in_class = one.place == "class"
        span = (
            text(N_("{a}–{b} ({n} menit)"), a=start, b=start + one.minutes, n=one.minutes)
            if in_class
            else text(N_("sebelum pelajaran ({n} menit)"), n=one.minutes)
        )
        start += one.minutes if in_class else 0
        role = Text(labels.TEACHER_ROLES[one.teacher_role]) if one.teacher_role else Text("–")
        cells = (span, role)
        step = STEPS.get(one.name)
        name = Text("{f} ({l})", {"f": one.label, "l": Text(step)}) if step else one.label
        rows.append(
            f'<tr><th scope="row">{escape(say(name))}</th>'
            f"{''.join(f'<td>{escape(say(cell))}</td>' for cell in cells)}</tr>"
        )
    caption = escape(say(_caption(plan)))
    columns = (N_("Fase"), N_("Menit ke-"), N_("Guru"))
    head = "".join(f'<th scope="col">{escape(say(Text(column)))}</th>' for column in columns)
    return (
        f'<div class="tutor-sebaya-scroll" role="region" aria-label="{caption}" tabindex="0" style="overflow-x: auto">'
        f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _caption(plan: TimePlan) -> Text:
    if plan.lesson is None:
        return text(N_("Sedikitnya {n} menit; lama pelajaran belum ditentukan"), n=plan.total)
    if plan.over < 0:
        return text(N_("Paling sedikit {n} menit, padahal pelajarannya {m} menit"), n=plan.total, m=plan.lesson)
    return text(N_("{n} menit dari {m} menit pelajaran"), n=plan.total, m=plan.lesson)


def timeline_html(plan: TimePlan, language: str = LANGUAGE) -> str:
    """The phases as bars along the lesson, as a figure."""
    caption = (
        text(N_("Garis putus-putus: pelajaran sudah selesai, rencananya belum."))
        if plan.over < 0
        else text(N_("Setiap fase mulai ketika fase sebelumnya selesai."))
    )
    return (
        '<figure class="timeline" style="max-width: 27rem; margin: 1rem auto; text-align: center">'
        # The drawing has white paper of its own in the dark theme too.
        f'<div style="color: #000">{bars(plan, language)}</div>'
        f"<figcaption>{escape(caption.render(language))}</figcaption></figure>"
    )

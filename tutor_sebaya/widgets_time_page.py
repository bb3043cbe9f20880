"""What the time planner's form shows, as HTML: the reckoning, the phases as a table and as bars."""

from __future__ import annotations

from collections.abc import Sequence

from . import labels
from . import widgets_page as page
from .language import N_, Text, renderer, text
from .planners.drawing import Drawing
from .planners.timing import GiveUp, TimePlan, usual_minutes
from .scenario import Scenario

_WIDE, _ROW = 72.0, 10.0
"""Measures of the drawing in mm. It is as wide as a phone's screen, so that its letters needn't shrink there."""


def usual(scenario: Scenario, language: str) -> str:
    """How long a period usually is."""
    minutes = usual_minutes(scenario.grade)
    said = (
        text(N_("Kelas {g}: satu jam pelajaran (JP) biasanya {n} menit."), g=scenario.grade, n=minutes)
        if minutes
        else text(N_("Satu jam pelajaran (JP) biasanya 35 menit di SD, 40 menit di SMP, dan 45 menit di SMA."))
    )
    return page.paragraph(said, language)


def reckoning(plan: TimePlan, language: str) -> str:
    """The arithmetic in words, and what the teacher should look at."""
    warnings = (
        f'<div class="ts-say"><p><strong>{page._say(N_("! Perlu diperhatikan"), language)}</strong></p>'
        f"{page._list(plan.warnings, language)}</div>"
        if plan.warnings
        else ""
    )
    return page._list(plan.arithmetic, language) + warnings


def give_up_heading(choices: Sequence[GiveUp], language: str) -> str:
    """The question that the buttons below it answer."""
    if not choices:
        return ""
    asked = N_("Waktunya tidak cukup. Apa yang dapat direlakan? Tekan satu pilihan; hitungannya berubah seketika.")
    return page.paragraph(asked, language)


def phases(plan: TimePlan, language: str) -> str:
    """The phases as a table and as bars."""
    if not plan.phases:
        return page.paragraph(N_("Belum ada fase."), language)
    rows = []
    for one in plan.phases:
        name, minutes = _upper(one.label, language), Text("{n}", {"n": one.minutes})
        if one.place == "outside":
            name = text(N_("{f} (di luar kelas)"), f=name)
        if one.fixed:
            minutes = text(N_("{n} (Anda tetapkan)"), n=one.minutes)
        role = (
            f"<br>{page._say(text(N_('guru: {r}'), r=labels.label(labels.TEACHER_ROLES, one.teacher_role)), language)}"
            if one.teacher_role
            else ""
        )
        rows.append(
            f'<tr><th scope="row">{page._say(name, language)}{role}</th>'
            f'<td class="ts-number">{page._say(minutes, language)}</td></tr>'
        )
    rows.append(
        f'<tr><th scope="row"><strong>{page._say(N_("Jumlah di kelas"), language)}</strong></th>'
        f'<td class="ts-number"><strong>{plan.total}</strong></td></tr>'
    )
    columns = [page._say(one, language) for one in (N_("Fase"), N_("Menit"))]
    table = page._table(page._say(_caption(plan), language), columns, rows)
    each = plan.minutes_for_each_group
    share = (
        page.paragraph(text(N_("Setiap kelompok menyampaikan selama {n} menit."), n=round(each, 1)), language)
        if each
        else ""
    )
    return f'{table}{share}<div class="ts-drawing">{bars(plan, language)}</div>'


def _upper(words: Text, language: str) -> Text:
    shown = words.render(language)
    return Text("{word}", {"word": shown[:1].upper() + shown[1:]})


def _caption(plan: TimePlan) -> Text:
    if plan.fits:
        return text(N_("✓ Pembagian waktu: {n} menit, tepat"), n=plan.total)
    if plan.lesson is None:
        return text(N_("Pembagian waktu: sedikitnya {n} menit"), n=plan.total)
    if plan.over > 0:
        return text(N_("! Pembagian waktu: {n} menit belum terpakai"), n=plan.over)
    return text(N_("✗ Pembagian waktu: kurang {n} menit"), n=-plan.over)


def bars(plan: TimePlan, language: str) -> str:
    """A bar for every phase, from its start to its end in the lesson, as SVG in black and grey."""
    say = renderer(language)
    whole = max(plan.total, plan.lesson or 0, 1)
    # The end of a plan that is longer than the lesson stands on a line of its own.
    height = _ROW * len(plan.phases) + (15 if plan.lesson and plan.over < 0 else 12)
    minutes = [
        text(N_("{f} {n} menit"), f=one.label, n=one.minutes)
        if one.place == "class"
        else text(N_("{f} {n} menit di luar kelas"), f=one.label, n=one.minutes)
        for one in plan.phases
    ]
    drawing = Drawing(
        _WIDE, height, say(text(N_("Jalannya pelajaran"))), say(text(N_("Urutannya: {fases}."), fases=minutes))
    )

    def x(minute: float) -> float:
        return 3 + minute * (_WIDE - 6) / whole

    start = 0
    for row, (one, words) in enumerate(zip(plan.phases, minutes, strict=True)):
        y = 2 + row * _ROW
        drawing.words(3, y + 2.5, say(_upper(words, language)), 3.6, "start")
        if one.place == "class":
            drawing.rectangle(x(start), y + 5.3, x(one.minutes) - x(0), 4, fill="#999")
            start += one.minutes
    foot = 2 + len(plan.phases) * _ROW
    drawing.line(x(0), foot, x(whole), foot)
    if plan.lesson and plan.over < 0:
        # Beyond this line there is no lesson any more.
        drawing.line(x(plan.lesson), 1, x(plan.lesson), foot + 1.5, stroke_width=0.7, stroke_dasharray="2 1")
    ends: list[tuple[int, str]] = [(0, "start"), (whole, "end")]
    if plan.lesson and plan.over < 0:
        ends.insert(1, (plan.lesson, "end"))
    for minute, anchor in ends:
        drawing.line(x(minute), foot, x(minute), foot + 1.5)
        # The end of the lesson stands a line higher than a plan that is longer.
        lower = 4.5 if len(ends) == 3 and minute == whole else 0
        words = text(N_("menit ke-{n}"), n=minute)
        drawing.words(x(minute), foot + 3.8 + lower, say(words), 3.2, anchor)
    return drawing.svg()


def written(scenario: Scenario, used: bool, language: str) -> str:
    """Whether the scenario holds the plan that is shown."""
    if used:
        return page.paragraph(N_("✓ Skenario memakai rencana waktu ini."), language)
    if not scenario.phases:
        return page.paragraph(N_("Skenario belum berisi pembagian waktu."), language)
    there = [
        text(N_("{f} {n} menit"), f=labels.label(labels.PHASES, one.name), n=one.minutes) for one in scenario.phases
    ]
    return page.paragraph(text(N_("Di skenario masih tertulis pembagian waktu lain: {fases}."), fases=there), language)

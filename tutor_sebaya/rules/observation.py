"""Family O: observing the groups."""

from __future__ import annotations

from ..language import N_, text
from ..scenario import Observation
from .lesson import Lesson, each_distinct
from .registry import Judge, rule

MIN_INDICATORS = 3
"""Fewest indicators of an observation form (O01)."""


@rule(
    "O01",
    title=N_("Format observasi kelompok siap"),
    message=N_("Format observasi {apa}. Siapkan sedikitnya tiga indikator dan satu baris untuk setiap kelompok."),
    kinds="KR",
    severity="error",
    origin="seed",
    lines=(124, 148),
    items=("PREP-6", "GOOD-7"),
    page="skenario",
)
def observation_form_is_ready(lesson: Lesson, judge: Judge) -> None:
    form = lesson.scenario.observation
    if form is None:
        judge.that(False, "observation", apa=text(N_("belum dibuat")))
        return
    indicators = len(each_distinct(form.indicators))
    judge.that(
        indicators >= MIN_INDICATORS,
        "observation.indicators",
        earns=bool(lesson.groups),
        apa=text(N_("baru memuat {n} indikator"), n=indicators),
    )
    missing = _groups_without_a_row(lesson, form)
    judge.that(
        not missing,
        "observation.groups",
        earns=bool(lesson.groups),
        apa=text(N_("belum memuat kelompok {ks}"), ks=missing),
    )


def _groups_without_a_row(lesson: Lesson, form: Observation) -> list[str]:
    return [group.id for group in lesson.groups if group.id not in form.groups]

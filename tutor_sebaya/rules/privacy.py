"""Family P: what pupils get to see of one another."""

from __future__ import annotations

from ..language import N_, text
from ..scenario import Public
from .lesson import Lesson
from .registry import Judge, rule


@rule(
    "P01",
    title=N_("Kerahasiaan murid terjaga"),
    message=N_("{apa}. Jangan memajang nilai, status remedial, atau NISN; pakai nama kelompok yang netral."),
    kinds="KR",
    severity="error",
    origin="law",
    lines=(37,),
    items=("WEAK-2",),
    settings=("banned_labels",),
    page="etika-dan-data",
)
def privacy_is_kept(lesson: Lesson, judge: Judge) -> None:
    public = lesson.scenario.public or Public()
    for shown, key, told, open_question in (
        (
            public.shows_scores,
            "public.shows_scores",
            N_("Lembar untuk murid memuat nilai"),
            N_("Belum dinyatakan bahwa lembar untuk murid tidak memuat nilai"),
        ),
        (
            public.shows_nisn,
            "public.shows_nisn",
            N_("Lembar untuk murid memuat NISN"),
            N_("Belum dinyatakan bahwa lembar untuk murid tidak memuat NISN"),
        ),
    ):
        judge.that(shown is False, key, apa=text(told if shown else open_question))
    for group in lesson.groups:
        label = " ".join((group.group.label or "").casefold().split())
        # Part of a word counts too ("terlemah"): better one neutral name too few than a child put on show.
        found = [word for word in lesson.settings.banned_labels if word.casefold() in label]
        judge.that(
            not found,
            group.at("label"),
            apa=text(N_("Nama kelompok {k} memuat kata '{kata}'"), k=group.id, kata=found[0] if found else ""),
        )

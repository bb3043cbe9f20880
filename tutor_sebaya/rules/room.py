"""Family K (kelas): the room."""

from __future__ import annotations

from .. import labels
from ..language import N_, text
from ..scenario import Room
from .lesson import Lesson
from .registry import Judge, rule


@rule(
    "K01",
    title=N_("Ruang diatur untuk kelompok"),
    message=N_("{apa}. Atur agar murid duduk berkelompok, guru dapat bergerak leluasa, dan tempat duduk bervariasi."),
    kinds="KR",
    severity="warning",
    origin="seed",
    lines=(50,),
    items=("ROOM-1", "ROOM-2", "ROOM-3", "ROOM-4"),
    page="peran-diskusi-ruang",
)
def room_is_arranged(lesson: Lesson, judge: Judge) -> None:
    room = lesson.scenario.room or Room()
    judge.that(
        room.layout in ("clusters", "circle", "u_shape"),
        "room.layout",
        apa=text(N_("Susunan tempat duduk: {a}"), a=labels.label(labels.LAYOUTS, room.layout)),
    )
    judge.that(
        room.teacher_can_move is True,
        "room.teacher_can_move",
        apa=text(N_("Keleluasaan gerak guru belum dipastikan")),
    )
    if room.layout is not None and room.previous_layout is not None:
        judge.that(
            room.layout != room.previous_layout,
            "room.layout",
            severity="hint",
            apa=text(
                N_("Susunannya sama dengan pelajaran sebelumnya ({a})"), a=labels.label(labels.LAYOUTS, room.layout)
            ),
        )

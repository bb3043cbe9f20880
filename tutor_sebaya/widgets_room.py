"""The form of the room planner: an arrangement and the room's measures go in, a plan to scale comes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import labels
from . import widgets_room_page as page
from .language import N_, text
from .planners.room import ARRANGEMENTS, DOORS, LARGEST, SMALLEST, RoomPlan
from .scenario import Problem
from .widgets_base import NOT_CHOSEN, Latest, Panel, Planner, grid, row
from .widgets_page import paragraph
from .widgets_room_work import RoomQuestion, room_is_used, room_plan, room_question, with_room
from .widgets_session import SessionError

_TABLES = {2: N_("meja untuk dua murid (120 cm × 60 cm)"), 1: N_("meja untuk satu murid (70 cm × 50 cm)")}


class RoomPanel(Panel):
    """Place the groups in the classroom."""

    families: ClassVar[str] = "K"

    def make(self) -> Sequence[widgets.Widget]:
        self.arrangement = self.dropdown(N_("Susunan tempat duduk"), ARRANGEMENTS, "clusters")
        self.width = self.decimal(N_("Lebar ruang, di sisi papan tulis (meter)"), 7, SMALLEST, LARGEST, 0.1)
        self.length = self.decimal(N_("Panjang ruang, dari papan tulis ke belakang (meter)"), 9, SMALLEST, LARGEST, 0.1)
        self.door = self.dropdown(N_("Letak pintu"), DOORS, "front_left")
        self.tables = self.dropdown(N_("Meja"), _TABLES, 2)
        self.previous_layout = self.dropdown(
            N_("Susunan pada pelajaran sebelumnya"), {"": NOT_CHOSEN, **labels.LAYOUTS}, ""
        )
        self.room_button = self.button(
            N_("Pakai denah"), self.use_room, None, self.arrangement, self.width, self.length, self.door, self.tables
        )
        self.room_undo_button = self.make_undo()
        self.room_report, self.judgement_report, self.seats_report, self.room_written_report = (
            widgets.HTML() for _ in range(4)
        )
        self.room_status = self.status
        self._planned = Latest(lambda groups, pupils, question: room_plan(self.scenario, question))
        self._drawn = Latest(lambda plan, language: plan.svg(language))
        self.on_change(self._ask, self.arrangement, self.width, self.length, self.door, self.tables)
        return [
            self.heading(N_("Ruang dan susunan")),
            grid(self.arrangement, self.width, self.length, self.door, self.tables, self.previous_layout),
            self.heading(N_("Denah")),
            self.judgement_report,
            self.room_report,
            self.seats_report,
            self.room_written_report,
            row(self.room_button, self.room_undo_button),
            self.room_status,
        ]

    def take(self) -> None:
        question, room = room_question(self.scenario), self.scenario.room
        self.arrangement.value, self.door.value, self.tables.value = (
            question.arrangement,
            question.door,
            question.places,
        )
        self.width.value, self.length.value = question.width, question.length
        self.previous_layout.value = (room.previous_layout if room else None) or ""

    def draw(self) -> None:
        scenario, language = self.scenario, self.language
        plan = self._plan()
        if not plan.groups:
            self.judgement_report.value = paragraph(page.NO_GROUPS, language)
            self.room_report.value = self.seats_report.value = self.room_written_report.value = ""
            return
        self.judgement_report.value = page.judgement(plan, language)
        self.room_report.value = page.drawing(plan, self._drawn(plan, language), language)
        self.seats_report.value = page.seats(plan, scenario, language, self.names)
        self.room_written_report.value = page.written(scenario, room_is_used(scenario, plan), language)

    def links(self) -> str:
        plan = self._plan()
        if not plan.groups:
            return ""
        return page.links(plan, self._drawn(plan, self.language), self.scenario, self.language, self.names)

    def _plan(self) -> RoomPlan:
        plan: RoomPlan = self._planned(self.scenario.groups, self.scenario.pupils, self._question())
        return plan

    def _question(self) -> RoomQuestion:
        return RoomQuestion(
            self.arrangement.value, self.width.value, self.length.value, self.door.value, self.tables.value
        )

    def _ask(self) -> None:
        self.draw()
        self.desk.outdate()

    def use_room(self) -> None:
        """Write the layout into the scenario; the same as pressing 'Pakai denah'."""
        question, plan = self._question(), self._plan()
        if not plan.groups:
            raise SessionError(Problem("", text(page.NO_GROUPS)))
        self.desk.fill(with_room(self.scenario, question, plan, self.previous_layout.value or None))
        self.done(
            text(N_("✓ Denah dipakai: {a}."), a=text(ARRANGEMENTS[plan.arrangement])),
            text(N_("Guru dapat berjalan ke semua kelompok."))
            if plan.teacher_can_move
            else text(N_("Dengan susunan ini guru belum leluasa bergerak; skenario mencatatnya.")),
        )


class RoomPlanner(Planner):
    """Plan the classroom: an arrangement and measures, a drawing to scale, then into the scenario."""

    title: ClassVar[str] = N_("Perencana ruang kelas")
    panels: ClassVar[tuple[type[Panel], ...]] = (RoomPanel,)

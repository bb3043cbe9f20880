"""Counting who speaks, during a lesson and on a phone: a big button for every person of a group."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import labels
from . import widgets_tally_page as page
from .language import N_, PupilId, Text, text
from .planners.turns import Tally, planned_talk
from .scenario import Group, Problem
from .widgets_base import Panel, Planner, grid, row
from .widgets_page import paragraph
from .widgets_session import SessionError
from .widgets_tally_work import KEPT, current_tally, former_tallies, with_new_tally, with_tally

_UNITS = {
    "counts": N_("berapa kali berbicara"),
    "minutes": N_("berapa menit berbicara"),
}
_SHORTEST = 0.01
"""Minutes that a turn counts at least."""


class TallyPanel(Panel):
    """Count the turns of one group. A tap changes one button and a few lines; the plan and its rules stay as they are.

    Counts are kept beside the plan with `Desk.note`: they have steps back of their own, and undoing a step of the plan
    leaves what was seen.
    """

    families: ClassVar[str] = "D"

    def make(self) -> Sequence[widgets.Widget]:
        self.tally_group = self.dropdown(N_("Kelompok yang diamati"), {}, None)
        self.unit = self.dropdown(N_("Yang dihitung"), _UNITS, "counts")
        self.taps = widgets.Box([])
        self.taps.add_class("ts-taps")
        self.person_buttons: dict[str, widgets.Button] = {}
        self.tap_undo_button = self.button(N_("Batalkan tekanan terakhir"), self.untap)
        self.tap_redo_button = self.button(N_("Ulangi tekanan itu"), self.retap)
        self.new_tally_button = self.button(N_("Mulai hitungan baru"), self.begin)
        self.tally_note, self.tally_report, self.comparison_report, self.former_report = (
            widgets.HTML() for _ in range(4)
        )
        self.tally_status = self.status
        self._offered: dict[str, Text] = {}
        self._tally: Tally | None = None
        self._speaking: tuple[str, float] | None = None
        self.on_change(self._choose, self.tally_group, self.unit)
        return [
            self.heading(N_("Hitung giliran berbicara")),
            self.tally_note,
            grid(self.tally_group, self.unit),
            self.taps,
            row(self.tap_undo_button, self.tap_redo_button),
            self.tally_status,
            self.tally_report,
            self.heading(N_("Rencana dan kenyataan")),
            self.comparison_report,
            self.former_report,
            self.new_tally_button,
        ]

    # --- the whole panel

    def take(self) -> None:
        self._tally = self._speaking = None

    def draw(self) -> None:
        groups = self.scenario.groups
        offered = {one.id: _title(one) for one in groups}
        if offered != self._offered:
            self._offered = offered
            self.offer(self.tally_group, offered)
        empty = N_(
            "Belum ada kelompok. Bentuk kelompok dahulu dengan perencana kelompok, lalu buka skenarionya di sini."
        )
        self.tally_note.value = paragraph(page.PRIVATE if groups else empty, self.language)
        for one in (self.tally_group, self.unit, self.tap_undo_button, self.tap_redo_button, self.new_tally_button):
            self.show(one, bool(groups))
        self._load()
        self._draw_people()
        self._draw_talk()

    def _group(self) -> Group | None:
        return next((one for one in self.scenario.groups if one.id == self.tally_group.value), None)

    def _load(self) -> None:
        """The count that goes on. Where it is the one at hand, its taps that were taken back stay."""
        group = self._group()
        found = None if group is None else current_tally(self.scenario, group, self.unit.value)
        if found is None or self._tally is None or found.to_data() != self._tally.to_data():
            self._tally = found

    def _draw_people(self) -> None:
        people = self._tally.people if self._tally else ()
        for one in people:
            if one not in self.person_buttons:
                self.person_buttons[one] = self.bare_button(partial(self.tap, one))
            self._draw_person(one)
        self.taps.children = [self.person_buttons[one] for one in people]

    def _choose(self) -> None:
        self._stop()
        self._load()
        self.hush()
        self._draw_people()
        self._draw_talk()

    # --- what a tap changes

    def _draw_person(self, one: str) -> None:
        assert self._tally is not None
        speaking = self._speaking is not None and self._speaking[0] == one
        words = text(
            N_("▶ {m} · sedang berbicara") if speaking else "{m} ·\u00a0{n}",
            m=PupilId(one),
            n=page.amount(self._tally.amounts[one], self._tally.unit),
        )
        self.person_buttons[one].description = words.render(self.language, self.names)

    def _draw_talk(self) -> None:
        group, tally, settings = self._group(), self._tally, self.desk.settings
        self.tap_undo_button.disabled = not (self._speaking or (tally and tally.entries))
        self.tap_redo_button.disabled = not (tally and tally.undone)
        if group is None or tally is None:
            for report in (self.tally_report, self.comparison_report, self.former_report):
                report.value = ""
            return
        self.tally_report.value = page.summary(tally, settings, self.language, self.names)
        self.comparison_report.value = page.comparison(
            tally, planned_talk(self.scenario, group, settings), settings, self.language, self.names
        )
        self.former_report.value = page.former(
            former_tallies(self.scenario, group, self.unit.value), settings, self.language, self.names
        )

    def _changed(self, tally: Tally, *people: str) -> None:
        self._tally = tally
        self.desk.note(KEPT, with_tally(self.scenario, tally, dt.date.today()))
        for one in people:
            self._draw_person(one)
        self._draw_talk()

    def tap(self, pupil: str) -> None:
        """Somebody spoke, or begins or ends speaking; the same as pressing the person's button."""
        tally = self._tally
        if tally is None or pupil not in tally.people:
            return
        if tally.unit == "counts":
            self._changed(tally.add(pupil), pupil)
            return
        before = self._stop()
        if before != pupil:
            self._speaking = (pupil, time.monotonic())
            self._draw_person(pupil)
            self._draw_talk()

    def _stop(self) -> str | None:
        """Whoever is speaking has finished; who it was."""
        if self._speaking is None or self._tally is None:
            self._speaking = None
            return None
        pupil, since = self._speaking
        self._speaking = None
        self._changed(self._tally.add(pupil, max(round((time.monotonic() - since) / 60, 2), _SHORTEST)), pupil)
        return pupil

    def untap(self) -> None:
        """Take the last tap back."""
        if self._speaking is not None:
            pupil, self._speaking = self._speaking[0], None
            self._draw_person(pupil)
            self._draw_talk()
        elif self._tally is not None and self._tally.entries:
            self._changed(self._tally.undo(), self._tally.entries[-1].pupil)

    def retap(self) -> None:
        """Bring back the tap that was taken back last."""
        if self._tally is not None and self._tally.undone:
            self._changed(self._tally.redo(), self._tally.undone[-1].pupil)

    def begin(self) -> None:
        """Begin a new count of this group; the former one stays among the earlier ones."""
        group = self._group()
        self._stop()
        if group is None or self._tally is None or not self._tally.entries:
            raise SessionError(Problem("", text(N_("Hitungan ini masih kosong, jadi dapat langsung dipakai."))))
        self.desk.note(KEPT, with_new_tally(self.scenario, group, self.unit.value, dt.date.today()))
        self._tally = None
        self._load()
        self._draw_people()
        self._draw_talk()
        self.say(text(N_("✓ Hitungan baru dimulai. Hitungan terdahulu tetap tersimpan di bawah.")))


def _title(group: Group) -> Text:
    label = labels.group_name(group.label or group.id)
    return Text("{k} ({id})", {"k": label, "id": group.id}) if group.label else label


class SpeakingTally(Planner):
    """Count who speaks in a group during the lesson, and compare it with the plan."""

    title: ClassVar[str] = N_("Penghitung giliran berbicara")
    panels: ClassVar[tuple[type[Panel], ...]] = (TallyPanel,)

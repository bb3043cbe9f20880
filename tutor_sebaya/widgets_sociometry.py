"""The form of sociometry: positive choices of one pupil at a time, the graph, and who still has nobody."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import ClassVar

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import widgets_sociometry_page as shown
from . import widgets_sociometry_work as choices
from .language import N_, PupilId, Text, text
from .planners.sociometry import Sociometry, sociometry
from .widgets_base import NOT_CHOSEN, Panel, Planner, grid, row
from .widgets_edit import EditingPanel

_NONE = N_("– belum ada –")
_BLINK = 0.4
"""Seconds after going on in which a choice that arrives was made for the pupil before."""


class SociometryPanel(EditingPanel):
    """Who would like to work with whom, for the teacher's eyes."""

    families: ClassVar[str] = "G"

    def make(self) -> Sequence[widgets.Widget]:
        self.chooser = self.dropdown(N_("Murid yang memilih"), {"": _NONE}, "")
        self.choices = tuple(
            self.dropdown(words, {"": NOT_CHOSEN}, "")
            for words in (N_("Pilihan pertama"), N_("Pilihan kedua"), N_("Pilihan ketiga"))
        )
        self.next_button = self.button(N_("Murid berikutnya yang belum memilih"), self.go_on)
        self.sociometry_undo_button = self.make_undo()
        self.sociometry_status = self.status
        self.codes = self.checkbox(N_("Tampilkan kode, bukan nama, pada gambar dan tabel"))
        self.progress_report, self.sociometry_report = widgets.HTML(), widgets.HTML()
        self._shown: str | None = None
        self._left: tuple[str, list[str], float] | None = None
        self._drawn: dict[bool, str] = {}
        self._drawn_for: tuple[object, ...] = ()
        self.on_change(self._show_choices, self.chooser)
        self.on_change(self._choose, *self.choices)
        self.on_change(self.draw, self.codes)
        return [
            self.heading(N_("Pilihan teman")),
            self.progress_report,
            self.chooser,
            grid(*self.choices),
            row(self.next_button, self.sociometry_undo_button),
            self.sociometry_status,
            self.heading(N_("Sosiogram (rahasia)")),
            self.codes,
            self.sociometry_report,
        ]

    def take(self) -> None:
        self._shown = self._left = None
        self._show_choices()

    def draw(self) -> None:
        found = sociometry(self.scenario)
        self._show_choices()
        self.progress_report.value = shown.progress(found, self.language)
        names = None if self.codes.value else self.names
        self.sociometry_report.value = shown.result(found, self._svg(found, self.codes.value), self.language, names)

    def links(self) -> str:
        found = sociometry(self.scenario)
        if not found.choices:
            return ""
        return shown.graph_links(self._svg(found, False), self._svg(found, True), self.language)

    def _svg(self, found: Sociometry, codes: bool) -> str:
        """The graph; drawn once for each state of the choices, for a whole school takes seconds."""
        state = found, self.language, self.names
        if state != self._drawn_for:
            self._drawn_for, self._drawn = state, {}
        if codes not in self._drawn:
            self._drawn[codes] = found.svg(self.language, None if codes else self.names) if found.choices else ""
        return self._drawn[codes]

    def _show_choices(self) -> None:
        scenario = self.scenario
        ids = [one.pupil for one in sociometry(scenario).pupils]
        self.offer(self.chooser, {id: _person(id) for id in ids} or {"": _NONE})
        id = self.chooser.value
        whom = {one: _person(one) for one in choices.may_be_chosen(scenario, id)}
        known = choices.choices_of(scenario, id)[: choices.CHOICES]
        for control in self.choices:
            self.offer(control, {"": NOT_CHOSEN, **whom})
        # Whoever fills the second field first finds the choice where it was made.
        in_fields = [one.value for one in self.choices if one.value]
        if id != self._shown or in_fields != [one for one in known if one in whom]:
            self._shown = id
            with self.quietly():
                for control, chosen in zip(self.choices, [*known, *[""] * choices.CHOICES], strict=False):
                    control.value = chosen if chosen in whom else ""
        self.next_button.disabled = choices.next_silent(scenario, id) is None

    def _choose(self) -> None:
        id, chosen = self.chooser.value, [one.value for one in self.choices]
        left = self._left
        if left is not None and left[0] not in chosen and time.monotonic() - left[2] < _BLINK:
            # A front end may send the press of the button before the last of several quick choices.
            own = [*choices.choices_of(self.scenario, id), *[""] * choices.CHOICES]
            id, former, _ = left
            pairs = zip(chosen, own, former, strict=False)
            chosen = [now if now != shown_now else before for now, shown_now, before in pairs]
            self._left, self._shown = None, None
        if not id:
            return
        if self.amend(id, choices.with_choices(self.scenario, id, chosen)):
            number = len(choices.choices_of(self.scenario, id))
            self.done(text(N_("✓ Pilihan {m} tercatat: {n}."), m=PupilId(id), n=number))

    def go_on(self) -> None:
        """To the next pupil without choices; the same as pressing 'Murid berikutnya yang belum memilih'."""
        following = choices.next_silent(self.scenario, self.chooser.value)
        if following is not None:
            self._left = self.chooser.value, [one.value for one in self.choices], time.monotonic()
            with self.quietly():
                self.chooser.value = following
            self._show_choices()
            self.say(text(N_("Sekarang: {m}."), m=PupilId(following)))


def _person(id: str) -> Text:
    return Text("{name}", {"name": PupilId(id)})


class SociometryPlanner(Planner):
    """Take down whom pupils would like to work with; see the graph, for the teacher alone."""

    title: ClassVar[str] = N_("Sosiometri")
    panels: ClassVar[tuple[type[Panel], ...]] = (SociometryPanel,)

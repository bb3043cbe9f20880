"""The form of the time planner: periods, minutes that the teacher sets, the reckoning, what to give up, the phases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import labels
from . import widgets_time_page as page
from .language import N_, Text, text
from .planners.timing import LEAST, ORDER, GiveUp
from .widgets_base import Panel, Planner, grid, row
from .widgets_time_work import TimeQuestion, given_up, groups_there, is_used, question_of, time_plan, with_time

_HOW = {
    "shared": N_("dibagi otomatis"),
    "fixed": N_("saya tetapkan menitnya"),
    "left_out": N_("fase ini ditiadakan"),
}
_PLACES = {"class": N_("di kelas, dalam jam pelajaran"), "outside": N_("di luar kelas, sebelum pelajaran")}


class TimePanel(Panel):
    """Share the lesson out among its phases."""

    families: ClassVar[str] = "W"

    def make(self) -> Sequence[widgets.Widget]:
        self.periods = self.number(N_("Banyak jam pelajaran (0: belum ditentukan)"), 0, 0, 40)
        self.minutes_per_period = self.number(N_("Menit per jam pelajaran (0: belum ditentukan)"), 0, 0, 600)
        self.presenting = self.number(N_("Banyak kelompok yang menyampaikan hasil"), 0, 0, 200)
        self.preparation_place = self.dropdown(N_("Tempat persiapan kelompok"), _PLACES, "class")
        self.phase = self.dropdown(N_("Fase yang ingin diatur"), {one: labels.PHASES[one] for one in ORDER}, ORDER[0])
        self.how = self.dropdown(N_("Waktu fase itu"), _HOW, "shared")
        self.phase_minutes = self.number(N_("Menit untuk fase itu"), 1, 1, 600)
        self.norms_date = self.date(N_("Tanggal cara berdiskusi sudah diajarkan (kosong: belum)"))
        self.time_button = self.button(
            N_("Pakai rencana waktu"),
            self.use_time,
            None,
            self.periods,
            self.minutes_per_period,
            self.presenting,
            self.phase_minutes,
        )
        self.time_undo_button = self.make_undo()
        self.usual_report, self.reckoning_report, self.phases_report, self.written_report = (
            widgets.HTML() for _ in range(4)
        )
        self.give_up_heading = widgets.HTML()
        self.give_ups = widgets.VBox([])
        self._give_up_buttons: dict[tuple[object, ...], widgets.Button] = {}
        self.question = self._taken = TimeQuestion()
        self.time_status = self.status
        self.on_change(
            self._ask,
            self.periods,
            self.minutes_per_period,
            self.presenting,
            self.preparation_place,
            self.norms_date,
        )
        self.on_change(self._show_phase, self.phase)
        self.on_change(self._fix, self.how, self.phase_minutes)
        return [
            self.heading(N_("Waktu yang ada")),
            self.usual_report,
            grid(self.periods, self.minutes_per_period, self.presenting, self.preparation_place),
            grid(self.phase, self.how, self.phase_minutes),
            self.norms_date,
            self.heading(N_("Hitungan waktu")),
            self.reckoning_report,
            self.give_up_heading,
            self.give_ups,
            self.heading(N_("Rencana waktu")),
            self.phases_report,
            self.written_report,
            row(self.time_button, self.time_undo_button),
            self.time_status,
        ]

    def take(self) -> None:
        self._taken = question_of(self.scenario)
        self._show_question(self._taken)

    def draw(self) -> None:
        scenario = self.scenario
        if question_of(scenario) != self._taken:
            self.take()  # another part of the form wrote periods or phases
        question = self.question
        self._show_presenting()
        plan = time_plan(scenario, question, self.desk.settings)
        self.usual_report.value = page.usual(scenario, self.language)
        self.reckoning_report.value = page.reckoning(plan, self.language)
        self.phases_report.value = page.phases(plan, self.language)
        self.written_report.value = page.written(scenario, is_used(scenario, plan), self.language)
        names = [phase.name for phase in plan.phases]
        self.show(self.norms_date, "discussion_norms" not in names or question.norms_taught_on is not None)
        self.show(self.presenting, "presentation" in names)
        self.show(self.phase_minutes, self.how.value == "fixed")
        self._show_give_ups(plan.give_up)

    def _show_give_ups(self, choices: Sequence[GiveUp]) -> None:
        self.give_up_heading.value = page.give_up_heading(choices, self.language)
        buttons = []
        for one in choices:
            key = (one.change, one.value)
            if key not in self._give_up_buttons:
                self._give_up_buttons[key] = self.bare_button(partial(self._give_up, key))
            button = self._give_up_buttons[key]
            words = text(N_("{apa} Ini sudah cukup."), apa=one.text) if one.enough else one.text
            button.description = words.render(self.language)
            buttons.append(button)
        self.give_ups.children = buttons

    def _show_question(self, question: TimeQuestion) -> None:
        self.question = question
        with self.quietly():
            self.periods.value = question.periods or 0
            self.minutes_per_period.value = question.minutes_per_period or 0
            self.preparation_place.value = question.place
            self.norms_date.value = question.norms_taught_on
        self._show_presenting()
        self._show_phase()

    def _show_presenting(self) -> None:
        groups = self.question.groups
        with self.quietly():
            self.presenting.value = groups_there(self.scenario) if groups is None else groups

    def _show_phase(self) -> None:
        minutes = self.question.fixed.get(self.phase.value)
        with self.quietly():
            self.how.value = "shared" if minutes is None else "fixed" if minutes else "left_out"
            self.phase_minutes.value = minutes or LEAST[self.phase.value]
        self.show(self.phase_minutes, self.how.value == "fixed")

    def _ask(self) -> None:
        groups = self.presenting.value
        self.question = replace(
            self.question,
            periods=self.periods.value or None,
            minutes_per_period=self.minutes_per_period.value or None,
            groups=None if groups == groups_there(self.scenario) else groups,
            place=self.preparation_place.value,
            norms_taught_on=self.norms_date.value,
        )
        self.draw()

    def _fix(self) -> None:
        fixed = {name: minutes for name, minutes in self.question.fixed.items() if name != self.phase.value}
        if self.how.value != "shared":
            fixed[self.phase.value] = self.phase_minutes.value if self.how.value == "fixed" else 0
        self.question = replace(self.question, fixed=fixed)
        self.draw()

    def _give_up(self, key: tuple[object, ...]) -> None:
        plan = time_plan(self.scenario, self.question, self.desk.settings)
        choice = next((one for one in plan.give_up if (one.change, one.value) == key), None)
        if choice is None:
            return
        self._show_question(given_up(self.question, plan, choice))
        self.draw()
        after = time_plan(self.scenario, self.question, self.desk.settings)
        self.say(
            text(N_("✓ Dipilih: {apa}"), apa=choice.text),
            text(N_("Sekarang waktunya cukup. Tekan Pakai rencana waktu."))
            if after.over >= 0
            else text(N_("Masih kurang {n} menit."), n=-after.over),
        )

    def use_time(self) -> None:
        """Write the phases into the scenario; the same as pressing 'Pakai rencana waktu'."""
        question = self.question
        plan = time_plan(self.scenario, question, self.desk.settings)
        self.desk.fill(with_time(self.scenario, question, plan))
        messages = [
            text(N_("✓ Rencana waktu dipakai: {n} fase, {m} menit di kelas."), n=len(plan.phases), m=plan.total)
        ]
        messages += [Text(one) for one in self._left(plan.fits, plan.lesson)]
        if question.groups is not None:
            messages.append(
                text(
                    N_("Rencana ini untuk {n} kelompok, sedangkan skenario berisi {m}. Bentuk ulang kelompoknya."),
                    n=question.groups,
                    m=groups_there(self.scenario),
                )
            )
        self.done(*messages)

    @staticmethod
    def _left(fits: bool, lesson: int | None) -> Sequence[str]:
        if fits:
            return ()
        if lesson is None:
            return (N_("Banyak jam pelajaran dan menitnya masih perlu diisi."),)
        return (N_("Jumlah menitnya belum sama dengan waktu pelajaran; lihat hitungan di atas."),)


class TimePlanner(Planner):
    """Plan the minutes of a lesson: periods, phases that add up, what to give up, then into the scenario."""

    title: ClassVar[str] = N_("Perencana waktu")
    panels: ClassVar[tuple[type[Panel], ...]] = (TimePanel,)

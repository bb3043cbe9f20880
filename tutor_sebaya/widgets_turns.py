"""The form of speaking turns: minutes of talk and a model go in, turns for every group come out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import widgets_session as work
from . import widgets_turns_page as page
from .language import N_, Text, text
from .planners.turns import LONGEST, TurnPlan, plan_turns, talk_minutes
from .scenario import Model, Problem
from .widgets_base import Latest, Panel, Planner, grid, row
from .widgets_session import SessionError

KEPT = "turns"
"""Name under which the minutes of talk and the model that were asked for are kept beside the plan."""
_MODELS: dict[int, str] = {
    0: N_("seperti yang dipilih tiap kelompok (model 3 bila belum dipilih)"),
    **{int(one): words for one, words in page.MODELS.items()},
}


class TurnsPanel(Panel):
    """Share each group's talk out in turns."""

    families: ClassVar[str] = "D"

    def make(self) -> Sequence[widgets.Widget]:
        self.talk = self.decimal(N_("Menit berbicara dalam kelompok (0: menurut rencana waktu)"), 0, 0, LONGEST, 0.5)
        self.model = self.dropdown(N_("Model tutor sebaya"), _MODELS, 0)
        self.turns_button = self.button(N_("Pakai giliran"), self.use_turns, None, self.talk, self.model)
        self.turns_undo_button = self.make_undo()
        self.talk_report, self.turns_report, self.turns_written_report = (widgets.HTML() for _ in range(3))
        self.turns_status = self.status
        self._planned = Latest(self._plan_for)
        self.on_change(self.draw, self.talk, self.model)
        return [
            self.heading(N_("Waktu berbicara dan model")),
            grid(self.talk, self.model),
            self.talk_report,
            self.heading(N_("Giliran berbicara")),
            self.turns_report,
            self.turns_written_report,
            row(self.turns_button, self.turns_undo_button),
            self.turns_status,
        ]

    def take(self) -> None:
        kept = work.kept(self.scenario, KEPT)
        minutes, model = (kept.get("minutes"), kept.get("model")) if isinstance(kept, dict) else (None, None)
        if not isinstance(minutes, (int, float)) or isinstance(minutes, bool) or not 0 <= minutes <= LONGEST:
            minutes = 0
        self.talk.value = float(minutes)
        self.model.value = int(model) if model in (1, 2, 3) else 0

    def _plan_for(
        self, _groups: object, _pupils: object, _phases: object, minutes: float, model: Model | None
    ) -> TurnPlan:
        return plan_turns(self.scenario, minutes or None, model=model, settings=self.desk.settings)

    def _plan(self) -> TurnPlan:
        scenario = self.scenario
        plan: TurnPlan = self._planned(
            scenario.groups, scenario.pupils, scenario.phases, self.talk.value, self.model.value or None
        )
        return plan

    def draw(self) -> None:
        scenario, plan = self.scenario, self._plan()
        self.talk_report.value = page.talk(talk_minutes(scenario), self.talk.value, self.language)
        self.turns_report.value = page.turns(plan, scenario, self.desk.settings, self.language, self.names)
        planned = {one.group: [(turn.pupil, turn.minutes) for turn in one.turns] for one in plan.groups if one.turns}
        self.turns_written_report.value = page.written(scenario, planned, self.language)

    def use_turns(self) -> None:
        """Write the turns into the scenario; the same as pressing 'Pakai giliran'."""
        plan = self._plan()
        groups = [one for one in plan.groups if one.turns]
        if not groups:
            raise SessionError(*(Problem("", one) for one in self._missing(plan)))
        filled = plan.fill(self.scenario, self.language)
        self.desk.fill(work.keep(filled, KEPT, {"minutes": self.talk.value, "model": self.model.value}))
        self.done(
            text(N_("✓ Giliran dipakai untuk {n} kelompok, {m} menit."), n=len(groups), m=plan.available), *plan.reasons
        )

    def _missing(self, plan: TurnPlan) -> Sequence[Text]:
        if not plan.groups:
            return (text(page.NO_GROUPS),)
        return plan.reasons if plan.available else (text(page.NO_MINUTES),)


class SpeakingPlanner(Planner):
    """Plan who speaks when and how long in every group: minutes, a model, turns, how equal they are."""

    title: ClassVar[str] = N_("Perencana giliran berbicara")
    panels: ClassVar[tuple[type[Panel], ...]] = (TurnsPanel,)

"""The form of the group planner: bounds, choices, groups by one of seven ways, and the steps of the repair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import labels
from . import widgets_page as page
from . import widgets_session as work
from .documents import form_heading
from .language import N_, text
from .planners import bounds
from .scenario import GROUNDS, WAYS, Pupil
from .widgets_base import NOT_CHOSEN, Panel, Planner, grid, row
from .widgets_best import BestPanel, MovePanel
from .widgets_session import Choices


class GroupPanel(Panel):
    """Form groups by one of the seven ways."""

    families: ClassVar[str] = "GT"

    def make(self) -> Sequence[widgets.Widget]:
        self.way = self.dropdown(N_("Cara membentuk kelompok"), {one: labels.WAYS[one] for one in WAYS}, WAYS[0])
        grounds: dict[str, str] = {"": NOT_CHOSEN, **{one: labels.GROUNDS[one] for one in GROUNDS}}
        self.ground = self.dropdown(N_("Dasar pengelompokan"), grounds, "")
        self.units = self.number(N_("Banyak perangkat yang ada (0: belum dihitung)"), 0, 0, 1000)
        self.groups_number = self.number(N_("Jumlah kelompok"), 1, 1, 1)
        self.seed = self.number(N_("Nomor undian (nomor yang sama memberi kelompok yang sama)"), 1, 0, 999_999_999)
        self.repair = self.checkbox(N_("Perbaiki dengan perpindahan sesedikit mungkin sampai aturan terpenuhi"), True)
        self.form_status = self.status
        self.form_button = self.button(
            N_("Bentuk kelompok"), self.form, None, self.way, self.groups_number, self.seed, self.repair
        )
        self.undo_button = self.make_undo()
        self.bounds_report, self.groups_report, self.moves_report = (widgets.HTML() for _ in range(3))
        self._pupils: list[Pupil] = []
        self._made_for: tuple[object, ...] = ()
        self._links = ""
        self.on_change(self._use_ground, self.ground, self.units)
        return [
            self.heading(N_("Berapa kelompok yang mungkin?")),
            self.bounds_report,
            self.heading(N_("Pilihan")),
            grid(self.way, self.ground, self.units, self.groups_number, self.seed),
            self.repair,
            row(self.form_button, self.undo_button),
            self.form_status,
            self.heading(N_("Kelompok")),
            self.groups_report,
            self.moves_report,
        ]

    def take(self) -> None:
        plan = self.desk.session.plan
        if plan:
            choices = Choices(plan.way, plan.number, plan.seed, self.repair.value)
        else:
            choices = work.suggested(self.desk.session, self.desk.settings)
            if self._pupils == self.scenario.pupils and not (self.scenario.grouping and self.scenario.grouping.way):
                # The same class with other material: the way that was chosen stays.
                choices = replace(choices, way=self.way.value)
        self._pupils = self.scenario.pupils
        grouping = self.scenario.grouping
        self.way.value, self.seed.value, self.repair.value = choices.way, choices.seed, choices.repair
        self.ground.value = (grouping.ground if grouping else None) or ""
        self.units.value = (grouping.units if grouping else None) or 0
        self._show_number(choices.number)

    def draw(self) -> None:
        language, names, session = self.language, self.names, self.desk.session
        self.show(self.units, self.ground.value == "facilities")
        self.bounds_report.value = page.bounds(bounds(session.scenario, self.desk.settings), language, names)
        self.groups_report.value = page.groups(session.scenario, language, names)
        self.moves_report.value = page.moves(session.plan, language, names)

    def links(self) -> str:
        scenario = self.scenario
        made_for = (
            scenario.groups,
            scenario.pupils,
            scenario.subtopics,
            scenario.tutors,
            form_heading(scenario),
            self.language,
        )
        if made_for != self._made_for:
            # Writing workbooks is most of the work, and choosing a ground changes none of them.
            self._made_for, self._links = made_for, page.list_links(scenario, self.language, self.names)
        return self._links

    def _show_number(self, wanted: int) -> None:
        low, high = work.number_range(bounds(self.scenario, self.desk.settings))
        with self.quietly():
            # The larger end first, so that no state in between has its ends crossed.
            self.groups_number.max = max(high, self.groups_number.max)
            self.groups_number.min, self.groups_number.max = low, high
            self.groups_number.value = min(max(wanted, low), high)

    def _use_ground(self) -> None:
        self.show(self.units, self.ground.value == "facilities")
        session = work.with_ground(self.desk.session, self.ground.value or None, self.units.value or None)
        if session is not self.desk.session:
            self.desk.step(session)
            self._show_number(self.groups_number.value)
            self.desk.redraw()

    def form(self) -> None:
        """Form groups as the controls say; the same as pressing 'Bentuk kelompok'."""
        choices = Choices(self.way.value, self.groups_number.value, self.seed.value, self.repair.value)
        self.desk.step(work.form(self.desk.session, choices, self.desk.settings))
        report = work.judge(self.desk.session, self.desk.settings)
        broken = [one for one, state in report.states.items() if state == "broken" and one[0] == "G"]
        plan = self.desk.session.plan
        assert plan is not None
        self.done(
            text(
                N_("✓ {n} kelompok terbentuk menurut {way}; langkah perbaikan: {m}."),
                n=plan.number,
                way=labels.label(labels.WAYS, plan.way),
                m=len(plan.moves),
            ),
            text(N_("Aturan kelompok yang masih dilanggar: {rules}."), rules=broken)
            if broken
            else text(N_("Semua aturan kelompok terpenuhi.")),
        )


class GroupPlanner(Planner):
    """Form groups for peer tutoring: open a class, see the bounds, choose, see groups and rules, save."""

    title: ClassVar[str] = N_("Perencana kelompok")
    panels: ClassVar[tuple[type[Panel], ...]] = (GroupPanel, MovePanel, BestPanel)

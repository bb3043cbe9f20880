"""The form of the simulated class: play the plan many times over, and set changes beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import labels
from . import widgets_simulation_page as page
from .language import N_, Text, text
from .planners.simulation import ASSUMPTIONS, Change, Comparison, Simulation, compare, simulate, usual_changes
from .scenario import Scenario
from .widgets_base import Panel, Planner, grid, row

_TIMES = {50: N_("50 kali (cepat)"), 200: N_("200 kali"), 1000: N_("1.000 kali (lebih halus)")}
_AS_PLANNED = 0
_NOTHING = {-1: N_("– belum dipilih –")}


class SimulationPanel(Panel):
    """Try a plan on a model of a class, and what-ifs side by side with it."""

    families: ClassVar[str] = "D"

    def make(self) -> Sequence[widgets.Widget]:
        models = {_AS_PLANNED: N_("seperti dalam rencana"), **labels.MODELS}
        self.model = self.dropdown(N_("Model tutorial"), models, _AS_PLANNED)
        self.replications = self.dropdown(N_("Berapa kali dimainkan"), _TIMES, 200)
        self.luck = self.number(N_("Nomor undian (nomor yang sama memberi hasil yang sama)"), 1, 0, 999_999_999)
        chosen = (self.model, self.replications, self.luck)
        self.simulate_button = self.button(N_("Mainkan rencana"), self.play, None, *chosen)
        self.simulation_report, self.comparison_report = widgets.HTML(), widgets.HTML()
        self.first_change = self.dropdown(N_("Bagaimana jika …"), _NOTHING, -1)
        self.second_change = self.dropdown(N_("Dan bagaimana jika …"), _NOTHING, -1)
        self.compare_status = widgets.HTML()
        self.compare_button = self.button(
            N_("Bandingkan berdampingan"), self.compare, self.compare_status, self.first_change, self.second_change
        )
        self.assumptions_report = widgets.HTML()
        self._changes: tuple[Change, ...] = ()
        self._played: tuple[Simulation, Scenario] | None = None
        self._compared: tuple[Comparison, Scenario] | None = None
        return [
            self.heading(N_("Coba pada kelas tiruan")),
            grid(*chosen),
            row(self.simulate_button),
            self.status,
            self.simulation_report,
            self.heading(N_("Bagaimana jika?")),
            grid(self.first_change, self.second_change),
            row(self.compare_button),
            self.compare_status,
            self.comparison_report,
            self.heading(N_("Anggapan di balik tiruan ini")),
            self.assumptions_report,
        ]

    def take(self) -> None:
        self._changes = usual_changes(self.scenario, self.desk.settings)
        offered: dict[Any, str | Text] = {**_NOTHING, **{place: one.label for place, one in enumerate(self._changes)}}
        self.offer(self.first_change, offered)
        self.offer(self.second_change, offered)

    def play(self) -> None:
        """Play the plan; the same as pressing 'Mainkan rencana'."""
        found = simulate(
            self.scenario,
            self.model.value or None,
            seed=self.luck.value,
            replications=self.replications.value,
            settings=self.desk.settings,
        )
        self._played = found, self.scenario
        self.draw()
        if found.possible:
            self.say(text(N_("✓ Rencana dimainkan {n} kali."), n=found.replications), found.label)
        else:
            self.say(*found.reasons, wrong=True)

    def compare(self) -> None:
        """Set the chosen changes beside the plan; the same as pressing 'Bandingkan berdampingan'."""
        places = dict.fromkeys(one for one in (self.first_change.value, self.second_change.value) if one >= 0)
        if not places:
            self.say(text(N_("Pilih dahulu satu perubahan.")), place=self.compare_status)
            return
        found = compare(
            self.scenario,
            [self._changes[one] for one in places],
            model=self.model.value or None,
            seed=self.luck.value,
            replications=self.replications.value,
            settings=self.desk.settings,
        )
        self._compared = found, self.scenario
        self.draw()
        if found.base.possible:
            self.say(text(N_("✓ {n} perubahan dibandingkan."), n=len(places)), place=self.compare_status)
        else:
            self.say(*found.reasons, place=self.compare_status, wrong=True)

    def draw(self) -> None:
        language, names = self.language, self.names
        # What was played is shown as long as the plan is the one that was played.
        played = self._played[0] if self._played and self._played[1] is self.scenario else None
        compared = self._compared[0] if self._compared and self._compared[1] is self.scenario else None
        self.simulation_report.value = page.simulation_html(played, language, names) if played else ""
        self.comparison_report.value = page.comparison_html(compared, language, names) if compared else ""
        self.assumptions_report.value = page.assumptions_html(ASSUMPTIONS, language)


class SimulationPlanner(Planner):
    """Try a plan on a simulated class: a model, not an observation."""

    title: ClassVar[str] = N_("Kelas tiruan")
    panels: ClassVar[tuple[type[Panel], ...]] = (SimulationPanel,)

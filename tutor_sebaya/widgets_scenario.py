"""The scenario planner: from a class list to a whole scenario, step by step, with the sixty rules beside every step.

A step is a panel of another planner. Its widgets are made when it is first visited: a phone that only forms groups
doesn't carry the other steps. The plan is one scenario on one desk, so that what a step writes stands in the next one.

Steps follow the source text: the preparation (PREP-1..6) and the five steps (STEP-1a..5b) for a class, the remedial
flow (FLOW-1..5) for a remedial programme.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import ClassVar

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import widgets_session as work
from .language import N_, Text, text
from .rules import Report
from .scenario import Kind
from .widgets_base import Desk, Panel, Planner, row
from .widgets_best import BestPanel, MovePanel
from .widgets_class import ClassPanel
from .widgets_documents import DocumentsPanel
from .widgets_files import FilesPanel, RulesPanel
from .widgets_groups import GroupPanel
from .widgets_lesson import MaterialPanel, ObservationPanel, WorkPanel
from .widgets_mastery import MasteryPanel
from .widgets_page import SIGNS, _say
from .widgets_pairs import PairPanel
from .widgets_remedial import RemedialPanel
from .widgets_room import RoomPanel
from .widgets_simulation import SimulationPanel
from .widgets_sociometry import SociometryPanel
from .widgets_time import TimePanel
from .widgets_turns import TurnsPanel
from .widgets_tutors import TutorPanel

BOTH: tuple[Kind, ...] = ("class", "remedial")


@dataclass(frozen=True)
class Step:
    """A step of the work.

    Attributes
    ----------
    title: what the step is called. panels: what it is made of. rules: families, or single ids, that it is judged by.
    kinds: of scenarios that have it.
    """

    id: str
    title: str
    panels: tuple[type[Panel], ...]
    rules: tuple[str, ...]
    kinds: tuple[Kind, ...] = BOTH

    def judged(self, id: str) -> bool:
        """Whether the rule belongs to the step."""
        return id in self.rules or id[0] in self.rules


STEPS: tuple[Step, ...] = (
    Step("class", N_("Persiapan: kelas"), (ClassPanel,), ()),
    Step("material", N_("Persiapan: waktu, tujuan, dan submateri"), (MaterialPanel,), ("M", "W06", "R01", "G02")),
    Step("mastery", N_("Persiapan: ketuntasan"), (MasteryPanel,), ("R02",)),
    Step("sociometry", N_("Persiapan: pilihan teman (bila dipakai)"), (SociometryPanel,), ()),
    Step("tutors", N_("Persiapan: tutor"), (TutorPanel,), ("T",)),
    Step("groups", N_("Langkah 1 dan 2: kelompok"), (GroupPanel, MovePanel, BestPanel), ("G",), ("class",)),
    Step("programme", N_("Program remedial"), (RemedialPanel,), ("R", "G"), ("remedial",)),
    Step("pairs", N_("Pasangan tutor dan murid (bila dipakai)"), (PairPanel,), ("G05", "D11"), ("remedial",)),
    Step(
        "work",
        N_("Langkah 3: tugas dalam kelompok"),
        (WorkPanel,),
        ("D01", "D02", "D07", "D08", "D09", "D10", "D11", "T04", "T11", "R15", "W03"),
    ),
    Step("time", N_("Langkah 4 dan 5: waktu"), (TimePanel,), ("W",)),
    Step("turns", N_("Giliran berbicara"), (TurnsPanel,), ("D03", "D04", "D05", "D06", "D11")),
    Step("room", N_("Ruang kelas"), (RoomPanel,), ("K",)),
    Step("observation", N_("Observasi, suara murid, kerahasiaan"), (ObservationPanel,), ("O", "P", "D12")),
    Step("simulation", N_("Coba pada kelas tiruan"), (SimulationPanel,), ()),
    Step("documents", N_("Formulir cetak"), (DocumentsPanel,), ()),
)

_KINDS: Mapping[Kind, str] = {
    "class": N_("Pembelajaran kelas (lima langkah)"),
    "remedial": N_("Pembelajaran remedial dengan tutor sebaya"),
}


class StepsPanel(Panel):
    """Which step is open, and how the rules stand in each."""

    def __init__(self, desk: Desk, opened: Callable[[], None]) -> None:
        self._opened = opened
        super().__init__(desk)

    def make(self) -> Sequence[widgets.Widget]:
        self.kind = self.dropdown(N_("Skenario apa yang disusun?"), dict(_KINDS), "class")
        self.step = self.dropdown(N_("Langkah"), self._titles(), STEPS[0].id)
        self.back_button = self.button(N_("← Kembali"), lambda: self._go(-1))
        self.next_button = self.button(N_("Lanjut →"), lambda: self._go(1))
        self.steps_report = widgets.HTML()
        self.on_change(self._use_kind, self.kind)
        self.on_change(self._opened, self.step)
        return [self.kind, self.steps_report, self.step, row(self.back_button, self.next_button), self.status]

    def steps(self) -> list[Step]:
        return [one for one in STEPS if self.desk.scenario.kind in one.kinds]

    def chosen(self) -> Step:
        return next((one for one in self.steps() if one.id == self.step.value), STEPS[0])

    def _titles(self) -> dict[str, str | Text]:
        return {
            one.id: Text("{n}. {title}", {"n": n, "title": text(one.title)}) for n, one in enumerate(self.steps(), 1)
        }

    def take(self) -> None:
        self.kind.value = self.scenario.kind
        self.offer(self.step, self._titles())

    def _use_kind(self) -> None:
        if self.kind.value != self.scenario.kind:
            self.desk.fill(self.scenario.model_copy(update={"kind": self.kind.value}))
            self.desk.silence()
            self.desk.retake()
            self._opened()

    def _go(self, way: int) -> None:
        ids = [one.id for one in self.steps()]
        place = min(max(ids.index(self.chosen().id) + way, 0), len(ids) - 1)
        with self.quietly():
            self.step.value = ids[place]
        self._opened()

    def draw(self) -> None:
        ids = [one.id for one in self.steps()]
        self.back_button.disabled = self.chosen().id == ids[0]
        self.next_button.disabled = self.chosen().id == ids[-1]
        report = work.judge(self.desk.session, self.desk.settings)
        self.steps_report.value = overview(self.steps(), self.chosen(), report, self.language)


def overview(steps: Sequence[Step], chosen: Step, report: Report, language: str) -> str:
    """A line a step: how many of its rules are kept and broken; the open one is marked."""
    lines = []
    for step in steps:
        states = [state for id, state in report.states.items() if step.judged(id)]
        kept, broken = states.count("kept"), states.count("broken")
        if not kept + broken:
            said = ""
        elif broken:
            said = f" – {SIGNS['broken']} {_say(text(N_('{n} aturan dilanggar'), n=broken), language)}"
        else:
            said = f" – {SIGNS['kept']} {_say(text(N_('{n} aturan terpenuhi'), n=kept), language)}"
        title = escape(text(step.title).render(language))
        now = step is chosen
        lines.append(
            f"<li{' aria-current=step' if now else ''}>{f'<strong>{title}</strong>' if now else title}{said}</li>"
        )
    states = list(report.states.values())
    total = text(
        N_("Enam puluh aturan: {kept} terpenuhi, {broken} dilanggar, {rest} tidak berlaku. Skor {score} %."),
        kept=states.count("kept"),
        broken=states.count("broken"),
        rest=states.count("not_applicable"),
        score=float(round(100 * report.score)),
    )
    return f"<p>{_say(total, language)}</p><ol>{''.join(lines)}</ol>"


class ScenarioPlanner(Planner):
    """Plan a whole scenario, class or remedial, from the class list to the printed forms."""

    title: ClassVar[str] = N_("Perencana skenario")

    def make_parts(self, save_to: str | Path | None) -> list[Panel]:
        self._steps = StepsPanel(self.desk, self._open_step)
        self._rules = RulesPanel(self.desk, "")
        self._made: dict[type[Panel], Panel] = {}
        self._place = widgets.VBox()
        self._offering: list[Panel] = []
        self._files = FilesPanel(self.desk, save_to, self._offering)
        with self._steps.quietly():
            self._steps.take()
        self._visit()
        return [self._steps, *self._visible(), self._rules, self._files]

    def arrange(self, parts: Sequence[Panel]) -> Sequence[widgets.Widget]:
        return [*self._steps.children, self._place, *self._rules.children, *self._files.children]

    def in_view(self) -> Sequence[Panel]:
        return [self._steps, *self._visible(), self._rules, self._files]

    def _visible(self) -> list[Panel]:
        return [self._made[one] for one in self._steps.chosen().panels]

    def _visit(self) -> list[Panel]:
        """Make what the chosen step lacks, and put the step in its place; the panels that are new."""
        step = self._steps.chosen()
        new = [self._made.setdefault(one, one(self.desk)) for one in step.panels if one not in self._made]
        self._place.children = [child for panel in self._visible() for child in panel.children]
        self._rules.shown = step.rules
        # Files that a step prepares lie at the end of the form while the step is open.
        self._offering[:] = self._visible()
        return new

    def _open_step(self) -> None:
        new = self._visit()
        self._parts[-2:-2] = new
        for panel in self._visible():
            # What other steps wrote meanwhile stands in the controls too.
            with panel.quietly():
                panel.take()
            if panel in new:
                panel.translate()
        self._number_headings()
        self._redraw()

    def _retake(self) -> None:
        super()._retake()
        if self.desk.scenario.kind not in self._steps.chosen().kinds or self._place.children != tuple(
            child for panel in self._visible() for child in panel.children
        ):
            self._open_step()

"""The last panels of every form: the rules as they stand, and what can be saved and downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import widgets_page as page
from . import widgets_place
from . import widgets_session as work
from .language import N_, text
from .rules import Report
from .widgets_base import Desk, Panel
from .widgets_session import Session


class RulesPanel(Panel):
    """The sixty rules on the plan: what the newest change mended and broke, those of the `shown` families, the rest.

    shown: ids of rules, or letters of whole families, whose findings aren't folded away.
    """

    def __init__(self, desk: Desk, shown: Sequence[str]) -> None:
        self.shown = tuple(dict.fromkeys(shown))
        self._newest: tuple[Session, Report] | None = None
        self._before: Report | None = None
        super().__init__(desk)

    def make(self) -> Sequence[widgets.Widget]:
        self.rules_report = widgets.HTML()
        return [self.heading(N_("Aturan")), self.rules_report]

    def draw(self) -> None:
        session = self.desk.session
        if self._newest is None or self._newest[0] is not session:
            same_class = self._newest is not None and self._newest[0].scenario.pupils == session.scenario.pupils
            self._before = self._newest[1] if self._newest is not None and same_class else None
            self._newest = session, work.judge(session, self.desk.settings)
        report = self._newest[1]
        self.rules_report.value = page.changed_rules(self._before, report, self.language) + page.rules(
            report, self.language, self.names, self.shown
        )


class FilesPanel(Panel):
    """Save the scenario beside the notebook, and download it and the forms of the panels."""

    def __init__(self, desk: Desk, save_to: str | Path | None, panels: Sequence[Panel] = ()) -> None:
        self._save_to, self._panels = save_to, panels
        self._refused: Path | None = None
        super().__init__(desk)

    def make(self) -> Sequence[widgets.Widget]:
        self.save_name = self.line(N_("Simpan di folder notebook dengan nama"), str(self._save_to or ""))
        self.save_status = self.status
        self.save_button = self.button(N_("Simpan skenario"), self.save, None, self.save_name)
        self.files = widgets.HTML()
        self.links_button = self.button(N_("Siapkan tautan unduhan"), self._link)
        if self._save_to is None:
            self.show(self.save_name, False)
            self.show(self.save_button, False)
        return [
            self.heading(N_("Simpan dan unduh")),
            self.save_name,
            self.save_button,
            self.save_status,
            self.links_button,
            self.files,
        ]

    def draw(self) -> None:
        if widgets_place.here.links_at_once:
            self._link()
        else:
            self._unlink()

    def _link(self) -> None:
        filename = Path(self.save_name.value.strip() or "skenario.json").name
        links = "".join(panel.links() for panel in self._panels)
        self.files.value = page.scenario_link(self.scenario, filename, self.language) + links
        self.show(self.links_button, False)

    def outdate(self) -> None:
        # A link holds the whole file. Made anew at every tap of a count it would slow the taps down, and an old one
        # would lack the newest of them: so there is none until somebody asks.
        if self.links_button.layout.display == "none":
            self._unlink()

    def _unlink(self) -> None:
        self.show(self.links_button, True)
        self.files.value = ""

    def save(self) -> None:
        """Write the scenario beside the notebook; the same as pressing 'Simpan skenario'."""
        path = work.saved_path(self.save_name.value)
        refused, self._refused = self._refused, path
        known = self.desk.own_files
        # Pressed a second time for the same name: the person has read that the file is there.
        work.save(self.desk.session, path, [*known, path] if refused == path else known)
        self._refused = None
        known.append(path)
        self.say(text(N_("✓ Skenario tersimpan: {file}."), file=str(path)))

"""The last panels of every form: the rules as they stand, and what can be saved and downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import widgets_page as page
from . import widgets_session as work
from .language import N_, text
from .widgets_base import Desk, Panel


class RulesPanel(Panel):
    """The sixty rules on the plan; those of the `shown` families first, the others folded away."""

    def __init__(self, desk: Desk, shown: str) -> None:
        self._shown = "".join(dict.fromkeys(shown))
        super().__init__(desk)

    def make(self) -> Sequence[widgets.Widget]:
        self.rules_report = widgets.HTML()
        return [self.heading(N_("Aturan")), self.rules_report]

    def draw(self) -> None:
        report = work.judge(self.desk.session, self.desk.settings)
        self.rules_report.value = page.rules(report, self.language, self.names, self._shown)


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
        if self._save_to is None:
            self.show(self.save_name, False)
            self.show(self.save_button, False)
        return [
            self.heading(N_("Simpan dan unduh")),
            self.save_name,
            self.save_button,
            self.save_status,
            self.files,
        ]

    def draw(self) -> None:
        filename = Path(self.save_name.value.strip() or "skenario.json").name
        links = "".join(panel.links() for panel in self._panels)
        self.files.value = page.scenario_link(self.scenario, filename, self.language) + links

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

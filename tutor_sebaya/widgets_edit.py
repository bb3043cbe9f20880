"""Editing field by field, each taken at once: the changes about one thing are one step to undo."""

from __future__ import annotations

from . import widgets_session as work
from .scenario import Scenario
from .widgets_base import Panel
from .widgets_session import Session


class EditingPanel(Panel):
    """A panel whose fields change the plan as soon as they are left, so that nothing typed waits for a button."""

    _last: tuple[object, Session] | None = None

    def amend(self, about: object, scenario: Scenario) -> bool:
        """Take a change about `about` (a pupil's id); False where it changes nothing.

        Changes that follow one another about the same thing count as one step, so that a pupil's fifteen fields don't
        push all earlier steps out of the history.
        """
        if scenario == self.scenario:
            return False
        if self._last is not None and self._last[0] == about and self._last[1] is self.desk.session:
            self.desk.session = work.with_scenario(self.desk.session, scenario)
        else:
            self.desk.fill(scenario)
        self._last = about, self.desk.session
        return True

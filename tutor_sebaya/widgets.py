"""The planners' forms, for JupyterLab, Notebook 7, JupyterLite and the pages of the book.

    from tutor_sebaya.widgets import GroupPlanner
    GroupPlanner()

Thin edges: controls ask `widgets_session` and the planners, answers are drawn by `widgets_page` and its sisters. What
the forms share is in `widgets_base`; each planner has a module of its name.
"""

from __future__ import annotations

from .widgets_groups import GroupPlanner

__all__ = ["GroupPlanner"]

"""What all planners' forms share: a desk with the work on it, panels that ask and show, a form that puts them in order.

A `Desk` holds one session and how it came about. A `Panel` is the part of a form for one planner: controls, and the
pieces of HTML that show what came of them. A `Planner` is a form: a class is opened, panels follow in the order of the
work, then rules and files. Panels know the desk and not each other, so that the same panel stands in a form of its own
and as a step of the whole scenario.

Only native controls are used, in the order of the work, so that the keyboard alone reaches everything. What a person
types stays in this computer's kernel; files are written only where 'Simpan' is pressed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import ipywidgets as widgets  # type: ignore[import-untyped]
import traitlets

from . import widgets_page as page
from . import widgets_place
from . import widgets_session as work
from .language import LANGUAGE, LANGUAGES, N_, Text, text
from .roster import Roster
from .scenario import Scenario, dump_scenario
from .settings import DEFAULTS, Settings
from .widgets_session import Session

FOR_PAGES = "TUTOR_SEBAYA_FOR_PAGES"
"""Environment variable, set while pages of the book are made: their forms carry what they started from."""
_STEPS_BACK = 20
"""How many steps can be undone."""
_BLINK = 1.0
"""Seconds after a press in which a change that arrives was made before the press."""
_LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}
NOT_CHOSEN = N_("– belum dipilih –")


class _Overtaken:
    """A control whose change may be overtaken by the press of a button.

    A front end holds back a change while an earlier one of the same control is under way, but never a press. Whoever
    is quick with the arrow keys would then get groups by a choice that was only passed over.
    """

    arrived: Callable[[], None] | None = None

    def set_state(self, sync_data: dict[str, Any]) -> None:
        super().set_state(sync_data)  # type: ignore[misc]
        if self.arrived is not None:
            self.arrived()


class _Dropdown(_Overtaken, widgets.Dropdown):  # type: ignore[misc]
    pass


class _Number(_Overtaken, widgets.BoundedIntText):  # type: ignore[misc]
    pass


class _Decimal(_Overtaken, widgets.BoundedFloatText):  # type: ignore[misc]
    pass


class _Checkbox(_Overtaken, widgets.Checkbox):  # type: ignore[misc]
    pass


class _Line(_Overtaken, widgets.Text):  # type: ignore[misc]
    pass


class _Lines(_Overtaken, widgets.Textarea):  # type: ignore[misc]
    pass


class _Date(_Overtaken, widgets.DatePicker):  # type: ignore[misc]
    pass


class Latest:
    """The newest answer of a function; asked the same again, it isn't reckoned anew."""

    def __init__(self, reckon: Callable[..., Any]) -> None:
        self._reckon = reckon
        self._asked: tuple[Any, ...] | None = None
        self._answer: Any = None

    def __call__(self, *asked: Any) -> Any:
        if self._asked != asked:
            self._answer, self._asked = self._reckon(*asked), asked
        return self._answer


class Desk:
    """The work that panels share: its session, the steps back, the language, the numbers in force.

    Attributes
    ----------
    session: the current state. history: former ones, the newest last.
    redraw: called after a change, to show it everywhere. retake: after another class was opened or a step was undone,
    so that controls show what the scenario says. silence: takes back every message. outdate: says that files have
    other content by now.
    """

    def __init__(self, session: Session, language: str, settings: Settings) -> None:
        self.session = session
        self.history: list[Session] = []
        self.language = language
        self.settings = settings
        self.own_files: list[Path] = []
        self.redraw: Callable[[], None] = lambda: None
        self.retake: Callable[[], None] = lambda: None
        self.silence: Callable[[], None] = lambda: None
        self.outdate: Callable[[], None] = lambda: None

    @property
    def scenario(self) -> Scenario:
        return self.session.scenario

    @property
    def names(self) -> dict[str, str]:
        return self.session.names

    def step(self, session: Session) -> None:
        """A new state; the former one can be had back."""
        self.history = [*self.history, self.session][-_STEPS_BACK:]
        self.session = session

    def fill(self, scenario: Scenario) -> None:
        """A step to another scenario of the same class."""
        self.step(work.with_scenario(self.session, scenario))

    def note(self, name: str, data: Any) -> None:
        """Keep an observation beside the plan (see `work.keep`), without a step and without drawing anything anew.

        What was seen in a lesson is no step of the plan: undoing a step doesn't take it away.
        """
        pupils = [one.id for one in self.scenario.pupils]

        def noted(session: Session) -> Session:
            return work.with_scenario(session, work.keep(session.scenario, name, data))

        self.history = [
            noted(one) if [pupil.id for pupil in one.scenario.pupils] == pupils else one for one in self.history
        ]
        self.session = noted(self.session)
        self.outdate()

    def undo(self) -> None:
        self.session = self.history.pop()


class Panel:
    """The part of a form for one planner. A subclass makes its controls in `make` and shows results in `draw`.

    Attributes
    ----------
    families: letters of the families of rules that this part of the plan is judged by; their findings are shown first.
    children: the panel's widgets in the order of the Tab key.
    """

    families: ClassVar[str] = ""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._words: list[tuple[widgets.Widget, str, str]] = []
        self._lists: list[tuple[widgets.Dropdown, Mapping[Any, str | Text]]] = []
        self._headings: list[tuple[widgets.HTML, str]] = []
        self._undo_buttons: list[widgets.Button] = []
        self._said: dict[widgets.HTML, tuple[tuple[Text, ...], bool]] = {}
        self._setting = False
        self._pressed: tuple[Callable[[], None], Session, list[Session], float] | None = None
        self.status = widgets.HTML()
        self.children: tuple[widgets.Widget, ...] = tuple(self.make())

    # --- what a subclass writes

    def make(self) -> Sequence[widgets.Widget]:
        """Make the controls; return everything in the order of the work."""
        raise NotImplementedError

    def take(self) -> None:
        """Let the controls show what the scenario says: another class, or a step back."""

    def draw(self) -> None:
        """Show the results, in the desk's language."""

    def links(self) -> str:
        """Downloads for the end of the form, as HTML."""
        return ""

    def outdate(self) -> None:
        """Show that files drawn before have other content by now."""

    # --- the desk, shortly

    @property
    def language(self) -> str:
        return self.desk.language

    @property
    def scenario(self) -> Scenario:
        return self.desk.scenario

    @property
    def names(self) -> dict[str, str]:
        return self.desk.names

    # --- controls

    def worded(self, control: Any, message: str) -> Any:
        self._words.append((control, "description", message))
        return control

    def heading(self, message: str) -> widgets.HTML:
        """A heading; the form numbers those of all its panels through."""
        place = widgets.HTML()
        self._headings.append((place, message))
        return place

    def dropdown(self, message: str, options: Mapping[Any, str | Text], value: Any) -> widgets.Dropdown:
        """A list of choices: value -> words. Words in `Text` stand as they are, such as pupils' names."""
        control = _Dropdown(options=[(str(key), key) for key in options], value=value, layout=wide())
        self._lists.append((control, options))
        return self.worded(control, message)

    def number(self, message: str, value: int, low: int, high: int) -> widgets.BoundedIntText:
        return self.worded(_Number(value=value, min=low, max=high, layout=wide()), message)

    def decimal(self, message: str, value: float, low: float, high: float, step: float = 1) -> widgets.BoundedFloatText:
        return self.worded(_Decimal(value=value, min=low, max=high, step=step, layout=wide()), message)

    def checkbox(self, message: str, value: bool = False) -> widgets.Checkbox:
        return self.worded(_Checkbox(value=value, indent=False, layout=wide()), message)

    def line(self, message: str, value: str = "") -> widgets.Text:
        # Sent once, when the field is left: sent letter by letter, a button pressed at once would see half of the word.
        return self.worded(_Line(value=value, continuous_update=False, layout=wide()), message)

    def lines(self, message: str, rows: int = 6) -> widgets.Textarea:
        return self.worded(_Lines(rows=rows, continuous_update=False, layout=wide()), message)

    def date(self, message: str) -> widgets.DatePicker:
        return self.worded(_Date(layout=wide()), message)

    def button(
        self, message: str, action: Callable[[], None], place: widgets.HTML | None = None, *follows: widgets.Widget
    ) -> widgets.Button:
        """A button. What goes wrong is said at `place` (the panel's status); `follows`: controls whose late changes
        do the action over."""
        return self.worded(self.bare_button(action, place, *follows), message)

    def bare_button(
        self, action: Callable[[], None], place: widgets.HTML | None = None, *follows: widgets.Widget
    ) -> widgets.Button:
        """A button whose words are no fixed sentence, such as a pupil's name: the panel writes them in `draw`."""
        button = widgets.Button()
        said = place or self.status

        def safely() -> None:
            with self.safely(said):
                action()

        button.on_click(lambda _: self._press(safely))
        for control in follows:
            control.arrived = lambda: self._press_again_if_overtaken(safely)
        return button

    def make_undo(self) -> widgets.Button:
        """One step back; every panel that changes the plan has one beside its own button."""
        button = self.button(N_("Urungkan langkah terakhir"), self._undo)
        self._undo_buttons.append(button)
        return button

    def on_change(self, action: Callable[[], None], *controls: widgets.Widget) -> None:
        """Call the action when the person changes one of the controls."""

        def react(_change: Any) -> None:
            if not self._setting:
                with self.safely(self.status):
                    action()

        for control in controls:
            control.observe(react, "value")

    def offer(self, control: widgets.Dropdown, options: Mapping[Any, str | Text]) -> None:
        """Other choices for a list; the one chosen stays where it still exists."""
        self._lists = [(one, options if one is control else former) for one, former in self._lists]
        with self.quietly():
            value = control.value
            control.options = self._labelled(options)
            control.value = value if value in options else next(iter(options), None)

    def _labelled(self, options: Mapping[Any, str | Text]) -> list[tuple[str, Any]]:
        shown: list[tuple[str, Any]] = []
        for key, label in options.items():
            words = (text(label) if isinstance(label, str) else label).render(self.language, self.names)
            shown.append((words[:1].upper() + words[1:] if isinstance(label, str) else words, key))
        return shown

    def show(self, control: widgets.Widget, shown: bool) -> None:
        control.layout.display = None if shown else "none"

    # --- presses

    def _press(self, action: Callable[[], None]) -> None:
        before, history = self.desk.session, list(self.desk.history)
        action()
        self._pressed = (action, before, history, time.monotonic())

    def _press_again_if_overtaken(self, *actions: Callable[[], None]) -> None:
        """Do over what was pressed before this change arrived."""
        if self._pressed is not None:
            action, before, history, done = self._pressed
            if action in actions and time.monotonic() - done < _BLINK:
                self.desk.session, self.desk.history = before, history
                self._press(action)

    def _undo(self) -> None:
        if self.desk.history:
            self.desk.undo()
            self.desk.silence()
            self.desk.retake()
            self.desk.redraw()
            self.say(text(N_("✓ Langkah terakhir diurungkan.")))

    @contextmanager
    def safely(self, place: widgets.HTML) -> Iterator[None]:
        """Nothing raised in a callback vanishes, and nothing is half done: the former state comes back, with a message.

        A front end shows no traceback of a callback, so the message is the only place where a person can see it.
        """
        before, history = self.desk.session, list(self.desk.history)
        try:
            yield
        except work.READING_ERRORS as error:
            self.desk.session, self.desk.history = before, history
            self.say(*page.problems(error.problems), place=place, wrong=True)
        except Exception as error:
            self.desk.session, self.desk.history = before, history
            trace = error.__traceback__
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
            self.say(
                text(widgets_place.here.mistake, kind=type(error).__name__, where=where),
                place=place,
                wrong=True,
            )

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """Setting controls from here is no choice of the person's."""
        former, self._setting = self._setting, True
        try:
            yield
        finally:
            self._setting = former

    # --- saying

    def say(self, *messages: Text, place: widgets.HTML | None = None, wrong: bool = False) -> None:
        place = place or self.status
        self._said[place] = (messages, wrong)
        place.value = page.status(messages, self.language, self.names, wrong)

    def hush(self) -> None:
        for place in list(self._said):
            self.say(place=place)

    def done(self, *messages: Text) -> None:
        """After a step: show the new state everywhere, and say what happened."""
        self.desk.redraw()
        self.say(*messages)

    # --- what the form calls

    def translate(self) -> None:
        """Everything again in the desk's language; what was chosen and typed stays."""
        with self.quietly():
            for control, trait, message in self._words:
                setattr(control, trait, text(message).render(self.language))
            for dropdown, options in self._lists:
                value = dropdown.value
                dropdown.options = self._labelled(options)
                dropdown.value = value
        for place, (messages, wrong) in list(self._said.items()):
            place.value = page.status(messages, self.language, self.names, wrong)

    def number_headings(self, first: int) -> int:
        """Number the headings from `first` on; the next number."""
        for place, message in self._headings:
            place.value = page.heading(text("{n}. {title}", n=first, title=text(message)), self.language)
            first += 1
        return first

    def refresh(self) -> None:
        for button in self._undo_buttons:
            button.disabled = not self.desk.history
        self.draw()


class Planner(widgets.VBox):  # type: ignore[misc]
    """A form: a class is opened, panels follow, then rules and files.

    Parameters
    ----------
    scenario: the plan to start with. roster: or a class list to start with. Without either, the sample class.
    language: 'id' or 'en'; can be changed in the form.
    save_to: name of the file beside the notebook that 'Simpan' writes; None for downloads only.
    settings: numbers in force for rules and planners.

    Attributes
    ----------
    session: the current state; `scenario` is the plan as it would be saved.
    started_from: in pages of the book the form's name and first plan, elsewhere nothing.
    Controls and reports of the panels are found by their names here too (`form.way`), so that a notebook or a test can
    set and press them; buttons end in `_button`.
    """

    title: ClassVar[str] = ""
    panels: ClassVar[tuple[type[Panel], ...]] = ()
    started_from = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        scenario: Scenario | None = None,
        roster: Roster | None = None,
        language: str = LANGUAGE,
        save_to: str | Path | None = "skenario.json",
        settings: Settings = DEFAULTS,
    ) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"unknown language {language!r}; choose one of {', '.join(LANGUAGES)}")
        if scenario is not None and roster is not None:
            raise ValueError("give a scenario or a roster, not both")
        session = (
            work.open_scenario(scenario)
            if scenario is not None
            else work.open_roster(roster)
            if roster is not None
            else work.open_sample()
        )
        self.desk = Desk(session, language, settings)
        self._parts: list[Panel] = self.make_parts(save_to)
        self.desk.redraw, self.desk.retake, self.desk.silence = self._redraw, self._retake, self._silence
        self.desk.outdate = self._outdate
        # Two names of languages need no translation: each stands in its own.
        self.language = _Dropdown(
            options=[(_LANGUAGE_NAMES[one], one) for one in LANGUAGES],
            value=language,
            description="Bahasa / Language",
            layout=wide(),
        )
        self.language.observe(lambda _: self._translate(), "value")
        self._title = widgets.HTML()
        super().__init__(
            children=[widgets.HTML(page.style()), self._title, self.language, *self.arrange(self._parts)],
        )
        self.add_class(page.ROOT)
        if os.environ.get(FOR_PAGES):
            # What the page needs to make this form again, alive (see `tutor_sebaya.live`).
            self.started_from = {"planner": type(self).__name__, "scenario": dump_scenario(session.scenario)}
        self._retake()
        self._translate()

    def make_parts(self, save_to: str | Path | None) -> list[Panel]:
        """The panels of the form in the order of the work."""
        from .widgets_class import ClassPanel
        from .widgets_files import FilesPanel, RulesPanel

        own = [panel(self.desk) for panel in self.panels]
        rules = RulesPanel(self.desk, "".join(panel.families for panel in self.panels))
        return [ClassPanel(self.desk), *own, rules, FilesPanel(self.desk, save_to, own)]

    def in_view(self) -> Sequence[Panel]:
        """The panels that a person sees now; only these are drawn."""
        return self._parts

    def arrange(self, parts: Sequence[Panel]) -> Sequence[widgets.Widget]:
        """The widgets of all parts in the order of the work."""
        return [one for part in parts for one in part.children]

    def __getattr__(self, name: str) -> Any:
        # Only asked where nothing of this name is found the ordinary way.
        for part in (*self.in_view(), *self._parts) if "_parts" in self.__dict__ else ():
            if not name.startswith("_") and hasattr(part, name):
                return getattr(part, name)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    @property
    def session(self) -> Session:
        return self.desk.session

    @property
    def scenario(self) -> Scenario:
        return self.desk.scenario

    @property
    def names(self) -> dict[str, str]:
        return self.desk.names

    def _redraw(self) -> None:
        for part in self.in_view():
            part.refresh()

    def _retake(self) -> None:
        for part in self._parts:
            with part.quietly():
                part.take()

    def _silence(self) -> None:
        for part in self._parts:
            part.hush()

    def _outdate(self) -> None:
        for part in self._parts:
            part.outdate()

    def _translate(self) -> None:
        language = self.desk.language = self.language.value
        self._title.value = page.heading(self.title, language, 3) + page.paragraph(widgets_place.here.privacy, language)
        for part in self._parts:
            part.translate()
        self._number_headings()
        self._redraw()

    def _number_headings(self) -> None:
        first = 1
        for part in self.in_view():
            first = part.number_headings(first)


def wide() -> widgets.Layout:
    """A layout for each control: a shared one would hide all controls with the one that is hidden."""
    return widgets.Layout(width="100%")


def grid(*controls: widgets.Widget) -> widgets.GridBox:
    """Controls in as many columns as there is room for, one on a phone."""
    layout = widgets.Layout(
        grid_template_columns="repeat(auto-fit, minmax(min(19rem, 100%), 1fr))", grid_gap="0 1.2rem"
    )
    return widgets.GridBox(list(controls), layout=layout)


def row(*controls: widgets.Widget) -> widgets.Box:
    """Controls side by side, broken into lines where they don't fit."""
    return widgets.Box(list(controls), layout=widgets.Layout(flex_flow="row wrap"))

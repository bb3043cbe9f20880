"""The group planner's form, for JupyterLab, Notebook 7, JupyterLite and the pages of the book.

A thin edge: controls ask `widgets_session`, answers are drawn by `widgets_page`. Only native controls are used, in the
order of the work, so that the keyboard alone reaches everything. What a person types stays in this computer's kernel;
files are written only where 'Simpan' is pressed.

    from tutor_sebaya.widgets import GroupPlanner
    GroupPlanner()
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import classes, labels
from . import widgets_page as page
from . import widgets_session as work
from .documents import form_heading
from .language import LANGUAGES, N_, Text, text
from .planners import bounds
from .roster import Roster
from .scenario import GROUNDS, WAYS, Scenario
from .settings import DEFAULTS, Settings
from .widgets_session import Choices, Session

__all__ = ["GroupPlanner"]

_LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}
_SOURCES = {
    "sample": N_("Kelas contoh"),
    "invented": N_("Kelas rekaan dari nomor"),
    "file": N_("Berkas daftar kelas (.xlsx atau .csv)"),
    "pasted": N_("Daftar kelas yang ditempel"),
    "saved": N_("Skenario yang tersimpan (.json)"),
}
_NOT_CHOSEN = N_("– belum dipilih –")
_PRIVACY = N_(
    "Data kelas tidak dikirim ke mana pun: semuanya tetap di komputer yang menjalankan notebook ini. Bila notebook ini "
    "disimpan, nama murid ikut tersimpan di dalamnya."
)
_ACCEPTED = ".xlsx,.csv,.txt"
_STEPS_BACK = 20
"""How many steps can be undone."""
_BLINK = 1.0
"""Seconds after a press in which a change that arrives was made before the press."""


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


class _Checkbox(_Overtaken, widgets.Checkbox):  # type: ignore[misc]
    pass


class _Name(_Overtaken, widgets.Text):  # type: ignore[misc]
    pass


class GroupPlanner(widgets.VBox):  # type: ignore[misc]
    """Form groups for peer tutoring: open a class, see the bounds, choose, see groups and rules, save.

    Parameters
    ----------
    scenario: the plan to start with. roster: or a class list to start with. Without either, the sample class.
    language: 'id' or 'en'; can be changed in the form.
    save_to: name of the file beside the notebook that 'Simpan' writes; None for downloads only.
    settings: numbers in force for rules and bounds.

    Attributes
    ----------
    session: the current state; `scenario` is the plan as it would be saved.
    Controls have the names of what they ask for: `way`, `ground`, `units`, `number`, `seed`, `repair`, and buttons end
    in `_button`, so that a notebook or a test can set and press them.
    """

    def __init__(
        self,
        scenario: Scenario | None = None,
        roster: Roster | None = None,
        language: str = "id",
        save_to: str | Path | None = "skenario.json",
        settings: Settings = DEFAULTS,
    ) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"unknown language {language!r}; choose one of {', '.join(LANGUAGES)}")
        if scenario is not None and roster is not None:
            raise ValueError("give a scenario or a roster, not both")
        self.settings = settings
        self.session = (
            work.open_scenario(scenario)
            if scenario is not None
            else work.open_roster(roster)
            if roster is not None
            else work.open_sample()
        )
        self._history: list[Session] = []
        self._own_files: list[Path] = []
        self._refused: Path | None = None
        self._said: dict[widgets.HTML, tuple[tuple[Text, ...], bool]] = {}
        self._words: list[tuple[widgets.Widget, str, str]] = []
        self._lists: list[tuple[widgets.Dropdown, Mapping[Any, str]]] = []
        self._setting = False
        self._pressed: tuple[Callable[[], None], Session, list[Session], float] | None = None
        self._made_for: tuple[object, ...] = ()
        self._lists_to_download = ""
        self._make_controls(language, save_to)
        super().__init__(children=self._order())
        self.add_class(page.ROOT)
        self._show_choices(work.suggested(self.session, settings))
        self._translate()

    @property
    def scenario(self) -> Scenario:
        return self.session.scenario

    @property
    def names(self) -> dict[str, str]:
        return self.session.names

    # --- controls

    def _make_controls(self, language: str, save_to: str | Path | None) -> None:
        # Two names of languages need no translation: each stands in its own.
        self.language = widgets.Dropdown(
            options=[(_LANGUAGE_NAMES[one], one) for one in LANGUAGES],
            value=language,
            description="Bahasa / Language",
            layout=_wide(),
        )
        self.source = self._dropdown(N_("Dari mana daftar kelasnya?"), _SOURCES, "sample")
        self.class_number = self._worded(_text(), N_("Nomor kelas rekaan (misalnya nomor mahasiswa)"))
        self.class_size = self._worded(
            widgets.BoundedIntText(value=work.SIZE, min=classes.SMALLEST, max=classes.LARGEST, layout=_wide()),
            N_("Banyak murid"),
        )
        self.upload = self._worded(
            widgets.FileUpload(accept=_ACCEPTED, multiple=False, tooltip=""), N_("Pilih berkas daftar kelas")
        )
        self.pasted = self._worded(
            widgets.Textarea(rows=6, continuous_update=False, layout=_wide()),
            N_("Tempel daftar kelas di sini: sel dari lembar kerja dengan judul kolom, atau satu nama per baris"),
        )
        self.open_name = self._worded(_text(str(save_to or "")), N_("Nama berkas skenario di folder notebook"))
        self.upload_saved = self._worded(
            widgets.FileUpload(accept=".json", multiple=False, tooltip=""), N_("Atau pilih berkas skenario")
        )
        self.open_button = self._button(N_("Buka kelas"), self._open)
        self.criterion = self._worded(
            widgets.BoundedFloatText(value=70, min=0, max=100, step=1, layout=_wide()),
            N_("KKTP untuk TP yang belum punya kriteria (0–100)"),
        )
        self.subtopics = self._worded(
            widgets.Textarea(rows=6, continuous_update=False, layout=_wide()),
            N_("Submateri, satu per baris; TP-nya boleh ditulis di akhir: Penyebut sama (TP1)"),
        )
        self.material_button = self._button(N_("Pakai KKTP dan submateri"), self._use_material)
        self.way = self._dropdown(N_("Cara membentuk kelompok"), {one: labels.WAYS[one] for one in WAYS}, WAYS[0])
        self.ground = self._dropdown(
            N_("Dasar pengelompokan"), {"": _NOT_CHOSEN, **{one: labels.GROUNDS[one] for one in GROUNDS}}, ""
        )
        self.units = self._worded(
            widgets.BoundedIntText(value=0, min=0, max=1000, layout=_wide()),
            N_("Banyak perangkat yang ada (0: belum dihitung)"),
        )
        self.number = self._worded(_Number(value=1, min=1, max=1, layout=_wide()), N_("Jumlah kelompok"))
        self.seed = self._worded(
            _Number(value=1, min=0, max=999_999_999, layout=_wide()),
            N_("Nomor undian (nomor yang sama memberi kelompok yang sama)"),
        )
        self.repair = self._worded(
            _Checkbox(value=True, indent=False, layout=_wide()),
            N_("Perbaiki dengan perpindahan sesedikit mungkin sampai aturan terpenuhi"),
        )
        self.form_button = self._button(N_("Bentuk kelompok"), self.form)
        self.undo_button = self._button(N_("Urungkan langkah terakhir"), self._undo)
        self.save_name = self._worded(_text(str(save_to or "")), N_("Simpan di folder notebook dengan nama"))
        self.save_button = self._button(N_("Simpan skenario"), self.save)
        if save_to is None:
            self.save_name.layout.display = self.save_button.layout.display = "none"

        self._style = widgets.HTML(page.style())
        (
            self._title,
            self._class_heading,
            self.class_status,
            self.class_report,
            self.bounds_report,
            self._choice_heading,
            self.form_status,
            self.groups_report,
            self.rules_report,
            self._save_heading,
            self.save_status,
            self.files,
        ) = (widgets.HTML() for _ in range(12))

        self.language.observe(self._changed(self._translate), "value")
        self.source.observe(self._changed(self._show_source), "value")
        self.upload.observe(self._changed(lambda: self._uploaded(self.upload)), "value")
        self.upload_saved.observe(self._changed(lambda: self._uploaded(self.upload_saved)), "value")
        for control in (self.way, self.number, self.seed, self.repair):
            control.arrived = lambda: self._press_again_if_overtaken(self.form)
        self.save_name.arrived = lambda: self._press_again_if_overtaken(self.save)
        for control in (self.class_number, self.open_name):
            control.arrived = lambda: self._press_again_if_overtaken(self._open)
        self.ground.observe(self._changed(self._use_ground), "value")
        self.units.observe(self._changed(self._use_ground), "value")

    def _order(self) -> list[widgets.Widget]:
        """Everything in the order of the work, which is the order of the Tab key."""
        self._inputs = {
            "invented": widgets.GridBox([self.class_number, self.class_size], layout=_grid()),
            "file": widgets.VBox([self.upload]),
            "pasted": widgets.VBox([self.pasted]),
            "saved": widgets.VBox([self.open_name, self.upload_saved]),
        }
        self._material = widgets.VBox([self.criterion, self.subtopics, self.material_button])
        return [
            self._style,
            self._title,
            self.language,
            self._class_heading,
            self.source,
            *self._inputs.values(),
            self.open_button,
            self.class_status,
            self.class_report,
            self._material,
            self.bounds_report,
            self._choice_heading,
            widgets.GridBox([self.way, self.ground, self.units, self.number, self.seed], layout=_grid()),
            self.repair,
            widgets.Box([self.form_button, self.undo_button], layout=widgets.Layout(flex_flow="row wrap")),
            self.form_status,
            self.groups_report,
            self.rules_report,
            self._save_heading,
            self.save_name,
            self.save_button,
            self.save_status,
            self.files,
        ]

    def _worded(self, control: Any, message: str) -> Any:
        self._words.append((control, "description", message))
        return control

    def _dropdown(self, message: str, options: Mapping[Any, str], value: Any) -> widgets.Dropdown:
        control = _Dropdown(options=[(label, key) for key, label in options.items()], value=value, layout=_wide())
        self._lists.append((control, options))
        return self._worded(control, message)

    def _button(self, message: str, action: Callable[[], None]) -> widgets.Button:
        button = self._worded(widgets.Button(), message)
        button.on_click(lambda _: self._press(action))
        return button

    def _press(self, action: Callable[[], None]) -> None:
        before, history = self.session, list(self._history)
        action()
        self._pressed = (action, before, history, time.monotonic())

    def _press_again_if_overtaken(self, *actions: Callable[[], None]) -> None:
        """Do over what was pressed before this change arrived."""
        if self._pressed is not None:
            action, before, history, done = self._pressed
            if action in actions and time.monotonic() - done < _BLINK:
                self.session, self._history = before, history
                self._press(action)

    # --- keeping whole what goes wrong

    @contextmanager
    def _safely(self, place: widgets.HTML) -> Iterator[None]:
        """Nothing raised in a callback vanishes, and nothing is half done: the former state comes back, with a message.

        A front end shows no traceback of a callback, so the message is the only place where a person can see it.
        """
        before, history = self.session, list(self._history)
        try:
            yield
        except work.READING_ERRORS as error:
            self.session, self._history = before, history
            self._say(place, *page.problems(error.problems), wrong=True)
        except Exception as error:
            self.session, self._history = before, history
            trace = error.__traceback__
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
            self._say(
                place,
                text(
                    N_(
                        "Program ini keliru ({kind}, {where}). Kelas dan kelompok Anda masih utuh: simpan skenario, "
                        "jalankan ulang sel ini, lalu buka skenario itu. Laporkan kekeliruan ini bila terulang."
                    ),
                    kind=type(error).__name__,
                    where=where,
                ),
                wrong=True,
            )

    def _changed(self, action: Callable[[], None]) -> Callable[[Any], None]:
        def react(_change: Any) -> None:
            if not self._setting:
                with self._safely(self.form_status):
                    action()

        return react

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Setting controls from here is no choice of the person's."""
        former, self._setting = self._setting, True
        try:
            yield
        finally:
            self._setting = former

    def _say(self, place: widgets.HTML, *messages: Text, wrong: bool = False) -> None:
        self._said[place] = (messages, wrong)
        place.value = page.status(messages, self.language.value, self.names, wrong)

    def _silence(self) -> None:
        for place in (self.class_status, self.form_status, self.save_status):
            self._say(place)

    def _step(self, session: Session) -> None:
        """A new state; the former one can be had back."""
        self._history = [*self._history, self.session][-_STEPS_BACK:]
        self.session = session

    # --- a class

    def _open(self) -> None:
        with self._safely(self.class_status):
            match self.source.value:
                case "sample":
                    session = work.open_sample()
                case "invented":
                    session = work.open_invented(self.class_number.value, self.class_size.value)
                case "pasted":
                    session = work.open_pasted(self.pasted.value)
                case _:
                    session = work.open_saved(self.open_name.value)
            self._take(session)
            if session.source == "saved":
                self._own_files.append(Path(self.open_name.value.strip()))

    def _uploaded(self, control: widgets.FileUpload) -> None:
        with self._safely(self.class_status):
            if not control.value:
                return
            chosen = control.value[0]
            content, name = bytes(chosen["content"]), str(chosen["name"])
            with self._quietly():
                # Emptied, the same file can be chosen again after it was mended.
                control.value = ()
            self._take(work.open_file(content, name))

    def _take(self, session: Session) -> None:
        self._step(session)
        self._silence()
        self._show_choices(work.suggested(session, self.settings))
        self._show_all()
        self._say(self.class_status, text(N_("✓ Terbuka: {title}."), title=session.title))

    def _use_material(self) -> None:
        with self._safely(self.class_status):
            criterion = self.criterion.value if work.lacks_criterion(self.session) else None
            self._step(work.with_material(self.session, criterion, self.subtopics.value))
            self._silence()
            self._show_choices(replace(work.suggested(self.session, self.settings), way=self.way.value))
            self._show_all()
            self._say(self.class_status, text(N_("✓ {n} submateri dipakai."), n=len(self.session.scenario.subtopics)))

    # --- groups

    def _use_ground(self) -> None:
        self._show(self.units, self.ground.value == "facilities")
        session = work.with_ground(self.session, self.ground.value or None, self.units.value or None)
        if session is not self.session:
            self._step(session)
            self._show_number(self.number.value)
            self._show_all()

    def form(self) -> None:
        """Form groups as the controls say; the same as pressing 'Bentuk kelompok'."""
        with self._safely(self.form_status):
            choices = Choices(self.way.value, self.number.value, self.seed.value, self.repair.value)
            self._step(work.form(self.session, choices, self.settings))
            self._show_all()
            report = work.judge(self.session, self.settings)
            broken = [one for one, state in report.states.items() if state == "broken" and one[0] == "G"]
            plan = self.session.plan
            assert plan is not None
            self._say(
                self.form_status,
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

    def _undo(self) -> None:
        with self._safely(self.form_status):
            if self._history:
                self.session = self._history.pop()
                self._silence()
                plan = self.session.plan
                self._show_choices(
                    Choices(plan.way, plan.number, plan.seed, self.repair.value)
                    if plan
                    else work.suggested(self.session, self.settings)
                )
                self._show_all()
                self._say(self.form_status, text(N_("✓ Langkah terakhir diurungkan.")))

    # --- saving

    def save(self) -> None:
        """Write the scenario beside the notebook; the same as pressing 'Simpan skenario'."""
        with self._safely(self.save_status):
            path = work.saved_path(self.save_name.value)
            refused, self._refused = self._refused, path
            # Pressed a second time for the same name: the person has read that the file is there.
            work.save(self.session, path, [*self._own_files, path] if refused == path else self._own_files)
            self._refused = None
            self._own_files.append(path)
            self._say(self.save_status, text(N_("✓ Skenario tersimpan: {file}."), file=str(path)))

    # --- showing

    def _show(self, control: widgets.Widget, shown: bool) -> None:
        control.layout.display = None if shown else "none"

    def _show_source(self) -> None:
        for source, inputs in self._inputs.items():
            self._show(inputs, source == self.source.value)
        self._show(self.open_button, self.source.value != "file")

    def _show_choices(self, choices: Choices) -> None:
        grouping = self.session.scenario.grouping
        with self._quietly():
            self.way.value = choices.way
            self.seed.value = choices.seed
            self.repair.value = choices.repair
            self.ground.value = (grouping.ground if grouping else None) or ""
            self.units.value = (grouping.units if grouping else None) or 0
            self.subtopics.value = work.material_lines(self.session)
        self._show_number(choices.number)

    def _show_number(self, wanted: int) -> None:
        low, high = work.number_range(bounds(self.session.scenario, self.settings))
        with self._quietly():
            # The larger end first, so that no state in between has its ends crossed.
            self.number.max = max(high, self.number.max)
            self.number.min, self.number.max = low, high
            self.number.value = min(max(wanted, low), high)

    def _show_all(self) -> None:
        language, names, scenario = self.language.value, self.names, self.session.scenario
        limits = bounds(scenario, self.settings)
        self._show_source()
        self._show(self.units, self.ground.value == "facilities")
        self._show(self._material, self.session.from_list)
        self._show(self.criterion, work.lacks_criterion(self.session))
        self.undo_button.disabled = not self._history
        present = sum(one.present is not False for one in scenario.pupils)
        self.class_report.value = page.class_summary(self.session.title, scenario, present, language) + page.notes(
            self.session.notes, language, names
        )
        self.bounds_report.value = page.heading(N_("2. Berapa kelompok yang mungkin?"), language) + page.bounds(
            limits, language, names
        )
        self.groups_report.value = (
            page.heading(N_("4. Kelompok"), language)
            + page.groups(scenario, language, names)
            + page.moves(self.session.plan, language, names)
        )
        self.rules_report.value = page.heading(N_("5. Aturan"), language) + page.rules(
            work.judge(self.session, self.settings), language, names
        )
        filename = Path(self.save_name.value.strip() or "skenario.json").name
        made_for = (
            scenario.groups,
            scenario.pupils,
            scenario.subtopics,
            scenario.tutors,
            form_heading(scenario),
            language,
        )
        if made_for != self._made_for:
            # Writing workbooks is most of the work, and choosing a ground changes none of them.
            self._made_for, self._lists_to_download = made_for, page.list_links(scenario, language, names)
        self.files.value = page.scenario_link(scenario, filename, language) + self._lists_to_download

    def _translate(self) -> None:
        """Everything again in the language chosen; what was chosen and typed stays."""
        language = self.language.value
        with self._quietly():
            for control, trait, message in self._words:
                setattr(control, trait, text(message).render(language))
            for dropdown, options in self._lists:
                value = dropdown.value
                dropdown.options = [(_capital(text(label).render(language)), key) for key, label in options.items()]
                dropdown.value = value
        self._title.value = page.heading(N_("Perencana kelompok"), language, 3) + page.paragraph(_PRIVACY, language)
        self._class_heading.value = page.heading(N_("1. Kelas"), language)
        self._choice_heading.value = page.heading(N_("3. Pilihan"), language)
        self._save_heading.value = page.heading(N_("6. Simpan dan unduh"), language)
        for place, (messages, wrong) in list(self._said.items()):
            place.value = page.status(messages, language, self.names, wrong)
        self._show_all()


def _wide() -> widgets.Layout:
    """A layout for each control: a shared one would hide all controls with the one that is hidden."""
    return widgets.Layout(width="100%")


def _text(value: str = "") -> _Name:
    # Sent once, when the field is left: sent letter by letter, a button pressed at once would see half of the word.
    return _Name(value=value, continuous_update=False, layout=_wide())


def _grid() -> widgets.Layout:
    """As many columns as there is room for, one on a phone."""
    return widgets.Layout(grid_template_columns="repeat(auto-fit, minmax(min(19rem, 100%), 1fr))", grid_gap="0 1.2rem")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

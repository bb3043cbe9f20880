"""The form of the pair planner: one person's answer at a time, then pairs with the consent of both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import widgets_pairs_page as page
from .language import N_, PupilId, Text, text
from .planners.pairs import PairPlan, RankedPairs
from .scenario import Problem
from .settings import DEFAULTS
from .widgets_base import NOT_CHOSEN, Latest, Panel, Planner, grid, row
from .widgets_page import paragraph
from .widgets_pairs_work import (
    PAIR_WAYS,
    PairQuestion,
    both_sides,
    consenting_pairs,
    keep_question,
    next_unasked,
    pair_question,
    ranked_pairs,
    with_answer,
)
from .widgets_session import SessionError

_ANSWERS = {
    "not_asked": N_("belum ditanya"),
    "nobody": N_("sudah ditanya, tidak menerima siapa pun"),
    "named": N_("sudah ditanya, menerima yang berikut ini"),
}
_CHOICES = (
    N_("Pilihan 1, yang paling disukai"),
    N_("Pilihan 2"),
    N_("Pilihan 3"),
    N_("Pilihan 4"),
    N_("Pilihan 5"),
)
_ASK = N_(
    "Tanyai tiap murid secara pribadi: tutor mana yang ia terima, dari yang paling disukai? Calon tutor yang belum "
    "ditanya dianggap mau membimbing siapa saja. Tanda ✓ berarti sudah ditanya."
)


class PairPanel(Panel):
    """Pair tutees with tutors who accept each other, or pupils by their scores."""

    families: ClassVar[str] = "T"

    def make(self) -> Sequence[widgets.Widget]:
        self.pair_way = self.dropdown(N_("Cara memasangkan"), PAIR_WAYS, "consent")
        self.capacity = self.number(N_("Banyak murid untuk satu tutor"), 1, 1, DEFAULTS.max_tutees)
        self.objective = self.dropdown(N_("Nilai yang diperingkat"), {"": N_("rata-rata semua TP")}, "")
        self.person = self.dropdown(N_("Siapa yang ditanya?"), {}, None)
        self.answer = self.dropdown(N_("Jawabannya"), _ANSWERS, "not_asked")
        self.choices = [self.dropdown(one, {"": NOT_CHOSEN}, "") for one in _CHOICES]
        self.answer_status = widgets.HTML()
        self.answer_button = self.button(
            N_("Catat jawaban ini"), self.note_answer, self.answer_status, self.person, self.answer, *self.choices
        )
        self.pairs_button = self.button(N_("Pakai pasangan"), self.use_pairs, None, self.pair_way, self.capacity)
        self.pairs_undo_button = self.make_undo()
        self.people_report, self.ask_note, self.answers_report, self.pairs_report = (widgets.HTML() for _ in range(4))
        self.pairs_status = self.status
        self._question = self._taken = PairQuestion()
        self._offered: dict[widgets.Dropdown, Mapping[str, str | Text]] = {}
        self._plan = Latest(
            lambda groups, pupils, tutors, remedial, question: consenting_pairs(
                self.scenario, question, self.desk.settings
            )
        )
        self._ranked = Latest(lambda pupils, question: ranked_pairs(self.scenario, question))
        self._asking = widgets.VBox(
            [
                self.ask_note,
                grid(self.person, self.answer),
                grid(*self.choices),
                self.answer_button,
                self.answer_status,
            ]
        )
        self.on_change(self._ask, self.pair_way, self.capacity, self.objective)
        self.on_change(self._show_person, self.person)
        self.on_change(self._show_choices, self.answer)
        return [
            self.heading(N_("Cara memasangkan")),
            self.people_report,
            grid(self.pair_way, self.capacity, self.objective),
            self._asking,
            self.answers_report,
            self.heading(N_("Pasangan (rahasia, hanya untuk guru)")),
            self.pairs_report,
            row(self.pairs_button, self.pairs_undo_button),
            self.pairs_status,
        ]

    def take(self) -> None:
        self._question = self._taken = pair_question(self.scenario, self.desk.settings)
        self._show_question()
        self._show_person()

    def draw(self) -> None:
        scenario, language, names = self.scenario, self.language, self.names
        if pair_question(scenario, self.desk.settings) != self._taken:
            self.take()
        question, plan = self._question, self._consented()
        tutees, tutors = both_sides(scenario, plan)
        consent = question.way == "consent"
        self._offer_people(tutees, tutors)
        self.show(self._asking, consent and bool(tutees) and bool(tutors))
        self.show(self.capacity, consent)
        self.show(self.objective, not consent)
        self.ask_note.value = paragraph(_ASK, language)
        self.people_report.value = page.people(tutees, tutors, question, language) if consent else ""
        asked = consent and tutees and tutors
        self.answers_report.value = page.answers(tutees, tutors, question, language, names) if asked else ""
        self.pairs_report.value = (
            page.consented(plan, language, names) if consent else page.ranked(self._by_rank(), language, names)
        )

    # --- the plan

    def _consented(self) -> PairPlan:
        scenario = self.scenario
        plan: PairPlan = self._plan(
            scenario.groups, scenario.pupils, scenario.tutors, scenario.remedial, self._question
        )
        return plan

    def _by_rank(self) -> RankedPairs:
        plan: RankedPairs = self._ranked(self.scenario.pupils, self._question)
        return plan

    def _ask(self) -> None:
        self._question = replace(
            self._question,
            way=self.pair_way.value,
            capacity=self.capacity.value,
            objective=self.objective.value or None,
        )
        self.draw()

    def use_pairs(self) -> None:
        """Write a group of model 1 for every tutor; the same as pressing 'Pakai pasangan'."""
        question = self._question
        plan: PairPlan | RankedPairs = self._consented() if question.way == "consent" else self._by_rank()
        if not plan.pairs:
            raise SessionError(
                Problem("", text(N_("Belum ada pasangan. Catat dahulu siapa menerima siapa, lalu tekan lagi.")))
            )
        former = len(self.scenario.groups)
        self.desk.fill(keep_question(plan.fill(self.scenario), question))
        messages = [
            text(
                N_("✓ {n} pasangan dipakai, dalam {k} kelompok model 1."),
                n=len(plan.pairs),
                k=len(self.scenario.groups),
            )
        ]
        if former:
            messages.append(text(N_("Kelompok yang lama diganti. Urungkan bila tidak dimaksudkan.")))
        if question.way != "consent":
            messages.append(text(N_("Tanyakan persetujuan kedua pihak sebelum pasangan bekerja.")))
        self.done(*messages)

    # --- one person's answer

    def _is_tutor(self, person: str) -> bool:
        return person in both_sides(self.scenario, self._consented())[1]

    def _offer_people(self, tutees: Sequence[str], tutors: Sequence[str]) -> None:
        done = {one for one in tutees if self._question.tutees.get(one) is not None}
        people: dict[str, str | Text] = {
            one: Text("✓ {m}" if one in done else "{m}", {"m": PupilId(one)}) for one in tutees
        }
        people |= {one: text(N_("{m} (calon tutor)"), m=PupilId(one)) for one in tutors}
        self._offer(self.person, people)
        chosen = self.person.value
        others = tutees if chosen in tutors else tutors
        for one in self.choices:
            self._offer(one, {"": NOT_CHOSEN, **{id: Text("{m}", {"m": PupilId(id)}) for id in others}})
        objectives: dict[str, str | Text] = {"": N_("rata-rata semua TP")}
        objectives |= {one.id: Text("{tp}", {"tp": one.id}) for one in self.scenario.objectives}
        self._offer(self.objective, objectives)

    def _offer(self, control: widgets.Dropdown, options: Mapping[str, str | Text]) -> None:
        if self._offered.get(control) != options:
            self._offered[control] = options
            self.offer(control, options)

    def _show_question(self) -> None:
        question = self._question
        with self.quietly():
            self.capacity.max = self.desk.settings.max_tutees
            self.pair_way.value, self.capacity.value = question.way, question.capacity
            self._offer_people(*both_sides(self.scenario, self._consented()))
            self.objective.value = question.objective or ""

    def _show_person(self) -> None:
        """Show what this person answered."""
        self._offer_people(*both_sides(self.scenario, self._consented()))
        person = self.person.value
        given = self._question.tutors if person and self._is_tutor(person) else self._question.tutees
        named = given.get(person) if person else None
        with self.quietly():
            self.answer.value = "not_asked" if named is None else "named" if named else "nobody"
            known = [one for one in named or () if one in dict(self.choices[0].options).values()]
            for place, one in enumerate(self.choices):
                one.value = known[place] if place < len(known) else ""
        self._show_choices()

    def _show_choices(self) -> None:
        for one in self.choices:
            self.show(one, self.answer.value == "named")

    def note_answer(self) -> None:
        """Keep what one person answered; the same as pressing 'Catat jawaban ini'."""
        person = self.person.value
        if not person:
            raise SessionError(Problem("", text(N_("Belum ada yang dapat ditanya."))))
        named: list[str] | None = [one.value for one in self.choices if one.value]
        if self.answer.value == "not_asked":
            named = None
        elif self.answer.value == "nobody":
            named = []
        elif not named:
            raise SessionError(
                Problem("", text(N_("Belum ada nama yang dipilih. Pilih sedikitnya satu, atau ubah jawabannya.")))
            )
        is_tutor = self._is_tutor(person)
        self._question = self._taken = with_answer(self._question, person, is_tutor, named)
        self.desk.fill(keep_question(self.scenario, self._question))
        tutees, tutors = both_sides(self.scenario, self._consented())
        following = person if is_tutor else next_unasked(self._question, tutees, person)
        with self.quietly():
            self._offer_people(tutees, tutors)
            self.person.value = following
        self._show_person()
        messages = [text(N_("✓ Jawaban {m} dicatat."), m=PupilId(person))]
        if following != person:
            messages.append(text(N_("Berikutnya: {m}."), m=PupilId(following)))
        self.hush()
        self.desk.redraw()
        self.say(*messages, place=self.answer_status)


class PairPlanner(Planner):
    """Pair tutees and tutors one to one: ask in private, note who accepts whom, then pairs into the scenario."""

    title: ClassVar[str] = N_("Perencana pasangan")
    panels: ClassVar[tuple[type[Panel], ...]] = (PairPanel,)

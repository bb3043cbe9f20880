"""The form of the remedial programme: who works on which objective, when, with which tutor, and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, get_args

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import labels
from . import widgets_remedial_page as page
from . import widgets_remedial_work as remedial
from .language import N_, PupilId, Text, text
from .planners.remedial import MONDAY_TO_FRIDAY, MONDAY_TO_SATURDAY, RemedialPlan, plan_remedial
from .scenario import Assessment, Form, InitialAssessment, Reassessment, Remedial
from .widgets_base import Latest, Panel, Planner, grid, row
from .widgets_documents import DocumentsPanel

_WEEKS = {MONDAY_TO_FRIDAY: N_("Senin sampai Jumat"), MONDAY_TO_SATURDAY: N_("Senin sampai Sabtu")}
_NOBODY = {"": N_("– belum ada –")}


class RemedialPanel(Panel):
    """Plan a remedial programme, and note the scores of its reassessments."""

    families: ClassVar[str] = "R"

    def make(self) -> Sequence[widgets.Widget]:
        self.starts = self.date(N_("Mulai tanggal"))
        self.sessions = self.number(N_("Banyak sesi"), 3, 1, 40)
        self.session_minutes = self.number(N_("Menit per sesi (0: satu jam pelajaran)"), 0, 0, 240)
        self.start_time = self.line(N_("Pukul (misalnya 13:30)"))
        self.week = self.dropdown(N_("Hari sekolah"), _WEEKS, MONDAY_TO_FRIDAY)
        self.initial = self.date(N_("Tanggal asesmen awal"))
        self.reassessed = self.date(N_("Tanggal penilaian kembali (kosong: diusulkan)"))
        self.following = self.date(N_("TP berikutnya dimulai tanggal"))
        self.tutees = self.number(N_("Murid untuk satu tutor"), 3, 1, 5)
        self.keep_groups = self.checkbox(N_("Pertahankan kelompok yang sudah ada"))
        self.own_forms = self.checkbox(N_("Saya memilih sendiri bentuk remedialnya"))
        self.forms: dict[Form, Any] = {one: self.checkbox(labels.FORMS[one]) for one in get_args(Form)}
        self.first_method = self.line(N_("Metode pada pelajaran pertama"))
        self.methods = self.lines(N_("Metode dalam remedial, satu per baris (kosong: diusulkan)"), 3)
        self.first_media = self.line(N_("Media pada pelajaran pertama"))
        self.media = self.lines(N_("Media dalam remedial, satu per baris (kosong: diusulkan)"), 3)
        self.first_items = self.number(N_("Banyak soal latihan pada pelajaran pertama (0: belum diisi)"), 0, 0, 200)
        self.items = self.number(N_("Banyak soal latihan dalam remedial (0: diusulkan)"), 0, 0, 200)
        wishes = (
            *(self.starts, self.sessions, self.session_minutes, self.start_time, self.week, self.initial),
            *(self.reassessed, self.following, self.tutees, self.keep_groups, self.own_forms, *self.forms.values()),
            *(self.first_method, self.methods, self.first_media, self.media, self.first_items, self.items),
        )
        self.plan_button = self.button(N_("Susun program remedial"), self.plan, None, *wishes)
        self.undo_button = self.make_undo()
        self.programme_report, self.results_report = widgets.HTML(), widgets.HTML()
        self.result_pupil = self.dropdown(N_("Murid"), _NOBODY, "")
        self.result_objective = self.dropdown(N_("TP yang dinilai kembali"), _NOBODY, "")
        self.attempt = self.number(N_("Penilaian kembali ke-"), 1, 1, remedial.MOST_ATTEMPTS)
        self.result = self.decimal(N_("Nilai (0–100)"), 0, 0, 100)
        self.result_status = widgets.HTML()
        self.result_button = self.button(N_("Catat nilai"), self._note, self.result_status, self.result, self.attempt)
        self.remove_button = self.button(N_("Hapus nilai itu"), self._remove, self.result_status)
        self._planned = Latest(lambda scenario, settings: plan_remedial(scenario, settings=settings))
        self.on_change(self._show_forms, self.own_forms)
        self.on_change(self._offer_objectives, self.result_pupil)
        self._forms_box = grid(*self.forms.values())
        return [
            self.heading(N_("Waktu dan tanggal")),
            grid(*wishes[:9]),
            self.heading(N_("Bentuk, metode, dan latihan")),
            self.keep_groups,
            self.own_forms,
            self._forms_box,
            grid(self.first_method, self.methods, self.first_media, self.media, self.first_items, self.items),
            row(self.plan_button, self.undo_button),
            self.status,
            self.heading(N_("Program remedial")),
            self.programme_report,
            self.heading(N_("Penilaian kembali")),
            grid(self.result_pupil, self.result_objective, self.attempt, self.result),
            row(self.result_button, self.remove_button),
            self.result_status,
            self.results_report,
        ]

    def take(self) -> None:
        programme = self.scenario.remedial or Remedial()
        again = programme.reassessment or Reassessment()
        assessment = (self.scenario.assessment or Assessment()).initial or InitialAssessment()
        self.starts.value, self.reassessed.value = programme.starts or self.scenario.date, again.date
        self.initial.value, self.following.value = assessment.date, programme.next_objective_starts
        own_time = self.scenario.time if self.scenario.kind == "remedial" else None
        self.start_time.value = own_time.strftime("%H:%M") if own_time else ""
        for one, control in self.forms.items():
            control.value = one in programme.forms
        self.first_method.value, self.first_media.value = programme.first_method or "", programme.first_media or ""
        self.methods.value, self.media.value = "\n".join(programme.methods), "\n".join(programme.media)
        self.first_items.value, self.items.value = programme.first_practice_items or 0, programme.practice_items or 0
        self.offer(self.result_pupil, {one: _person(one) for one in programme.targets} or _NOBODY)
        self._offer_objectives()

    def _offer_objectives(self) -> None:
        targets = (self.scenario.remedial or Remedial()).targets.get(self.result_pupil.value, [])
        self.offer(self.result_objective, {one: Text("{id}", {"id": one}) for one in targets} or _NOBODY)

    def _show_forms(self) -> None:
        self.show(self._forms_box, self.own_forms.value)

    def plan(self) -> None:
        """Plan as the controls say; the same as pressing 'Susun program remedial'."""
        plan = remedial.planned(
            self.scenario,
            self.desk.settings,
            starts=self.starts.value,
            sessions=self.sessions.value,
            session_minutes=self.session_minutes.value,
            start_time=self.start_time.value,
            school_days=self.week.value,
            initial_assessment=self.initial.value,
            reassessment=self.reassessed.value,
            next_objective_starts=self.following.value,
            tutees=self.tutees.value,
            keep_groups=self.keep_groups.value,
            forms=[one for one, control in self.forms.items() if control.value] if self.own_forms.value else None,
            first_method=self.first_method.value,
            methods=self.methods.value,
            first_media=self.first_media.value,
            media=self.media.value,
            first_practice_items=self.first_items.value,
            practice_items=self.items.value,
        )
        if not plan.needed:
            self.say(*plan.reasons)
            return
        self.desk.fill(plan.fill(self.scenario))
        self._planned = Latest(lambda scenario, settings: plan_remedial(scenario, settings=settings))
        self._shown = plan
        self._filled = self.scenario
        self.desk.retake()
        self.done(
            text(
                N_("✓ Program remedial tersusun: {n} murid, {m} sesi, {k} kelompok."),
                n=len(plan.targets),
                m=len(plan.sessions),
                k=len(plan.groups),
            )
        )

    _shown: RemedialPlan | None = None
    _filled: object = None

    def draw(self) -> None:
        self._show_forms()
        # A plan made here is shown as it was made; one that was opened is planned again from what it says.
        plan = self._shown if self._filled is self.scenario else None
        if plan is None and self.scenario.kind == "remedial" and self.scenario.remedial:
            plan = self._planned(self.scenario, self.desk.settings)
        self.programme_report.value = page.programme(plan, self.scenario, self.language, self.names)
        self.results_report.value = page.results(
            self.scenario, remedial.results_of(self.scenario), self.language, self.names
        )

    def _note(self) -> None:
        self._noted(self.result.value)

    def _remove(self) -> None:
        self._noted(None)

    def _noted(self, score: float | None) -> None:
        pupil, objective = self.result_pupil.value, self.result_objective.value
        self.desk.fill(remedial.with_result(self.scenario, pupil, objective, self.attempt.value, score))
        self.desk.redraw()
        said = N_("✓ Nilai {m} pada {tp} tercatat.") if score is not None else N_("✓ Nilai {m} pada {tp} dihapus.")
        self.say(text(said, m=PupilId(pupil), tp=objective), place=self.result_status)


class RemedialPlanner(Planner):
    """Plan remedial teaching with peer tutors: targets per pupil, sessions, rotation, reassessment."""

    title: ClassVar[str] = N_("Perencana remedial")
    panels: ClassVar[tuple[type[Panel], ...]] = (RemedialPanel, DocumentsPanel)


def _person(id: str) -> Text:
    return Text("{m}", {"m": PupilId(id)})

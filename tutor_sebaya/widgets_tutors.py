"""The form of the tutor planner: who may be a tutor and why, the record of each candidate, reserve, sheets to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import labels
from . import widgets_page as page
from . import widgets_tutors_page as shown
from . import widgets_tutors_work as tutors
from .documents_sheet import Form
from .documents_tutors import (
    candidate_observation_forms,
    consent_forms,
    group_observation_sheets,
    teach_back_forms,
    tutor_cards,
)
from .language import N_, PupilId, Text, text
from .planners.tutors import SEVEN_CRITERIA, TutorTable, tutor_table
from .scenario import Tutor
from .widgets_base import NOT_CHOSEN, Panel, Planner, grid, row
from .widgets_edit import EditingPanel
from .widgets_print import PrintingPanel
from .widgets_session import SessionError

_NONE = N_("– belum ada –")


class TutorPanel(EditingPanel, PrintingPanel):
    """Who may be a tutor, with the reasons; the records of the candidates."""

    families: ClassVar[str] = "T"
    print_note: ClassVar[str] = N_(
        "Kartu tutor dan lembar persetujuan diberikan kepada murid dan tidak memuat nilai. Lembar amatan dan uji "
        "menerangkan hanya untuk guru."
    )

    def make(self) -> Sequence[widgets.Widget]:
        self.order = self.dropdown(N_("Urutan tabel"), tutors.ORDERS, "class")
        self.new_candidate = self.dropdown(N_("Murid kelas ini yang ditambahkan sebagai calon"), {"": _NONE}, "")
        self.add_button = self.button(N_("Tambahkan calon"), self.add, None, self.new_candidate)
        self.add_all_button = self.button(N_("Tambahkan semua yang tuntas"), self.add_all)
        self.cross_age_name = self.line(N_("Nama atau kode tutor kakak"))
        self.cross_age_grade = self.number(N_("Tingkat kelas tutor kakak (0: belum diketahui)"), 0, 0, 13)
        self.cross_age_button = self.button(
            N_("Tambahkan tutor kakak"), self.add_cross_age, None, self.cross_age_name, self.cross_age_grade
        )
        self.candidate = self.dropdown(N_("Calon yang disunting"), {"": _NONE}, "")
        self.remove_button = self.button(N_("Keluarkan dari daftar calon"), self.remove)
        self.tutors_undo_button = self.make_undo()
        self.tutors_status = self.status
        self._make_fields()
        self.accepts_of = self.dropdown(N_("Anggota kelompok yang ditanya"), {"": _NONE}, "")
        answers = {"": N_("belum ditanya"), "yes": N_("mau dibimbing tutor itu"), "no": N_("lebih suka tutor lain")}
        self.accepts = self.dropdown(N_("Jawabannya (rahasia)"), answers, "")
        self.acceptance_status = widgets.HTML()
        self.table_report, self.capacity_report, self.candidate_report = (widgets.HTML() for _ in range(3))
        self.acceptance_report, self.observation_report = (widgets.HTML() for _ in range(2))
        self._shown: tuple[str, Tutor | None] | None = None
        self.on_change(self.draw, self.order)
        self.on_change(self._choose, self.candidate)
        self.on_change(self._edit, *self._fields)
        self.on_change(self._show_answer, self.accepts_of)
        self.on_change(self._answer, self.accepts)
        self._editor = widgets.VBox(
            [grid(*self._fields[:8]), self.evidence, *self.criteria, row(self.remove_button)],
        )
        self._acceptance = grid(self.accepts_of, self.accepts)
        return [
            self.heading(N_("Siapa yang dapat menjadi tutor?")),
            self.order,
            self.table_report,
            self.heading(N_("Daya tampung dan cadangan")),
            self.capacity_report,
            self.heading(N_("Calon tutor")),
            self.new_candidate,
            row(self.add_button, self.add_all_button),
            grid(self.cross_age_name, self.cross_age_grade),
            row(self.cross_age_button, self.tutors_undo_button),
            self.tutors_status,
            self.candidate,
            self.candidate_report,
            self._editor,
            self.observation_report,
            self.heading(N_("Penerimaan anggota kelompok")),
            self.acceptance_report,
            self._acceptance,
            self.acceptance_status,
            self.make_print_button(),
        ]

    def _make_fields(self) -> None:
        kinds = {"": NOT_CHOSEN, **labels.TUTOR_KINDS}
        self.kind = self.dropdown(N_("Jenis tutor"), kinds, "")
        self.tutor_grade = self.number(N_("Tingkat kelas calon (0: belum dicatat)"), 0, 0, 13)
        self.willing = self.dropdown(
            N_("Bersedia?"), {"": N_("belum ditanyakan"), "yes": N_("bersedia"), "no": N_("tidak bersedia")}, ""
        )
        self.attitude = self.dropdown(
            N_("Sikap terhadap teman"), {"": N_("belum dinilai"), "yes": N_("baik"), "no": N_("belum memenuhi")}, ""
        )
        self.attitude_note = self.line(N_("Yang diamati tentang sikapnya"))
        self.teach_back = self.dropdown(
            N_("Uji menerangkan"), {"": N_("belum diuji"), "yes": N_("berhasil"), "no": N_("belum berhasil")}, ""
        )
        self.training = self.decimal(N_("Latihan tutor (menit; 0: belum dicatat)"), 0, 0, 10_000)
        self.written_guide = self.dropdown(
            N_("Petunjuk tertulis"),
            {"": N_("belum dicatat"), "yes": N_("sudah dipegang"), "no": N_("belum dipegang")},
            "",
        )
        self.evidence = self.lines(N_("Bukti ketuntasan, satu TP per baris, misalnya TP1: 85"), 3)
        self.criteria = tuple(self.line(words) for words in SEVEN_CRITERIA.values())
        self._fields: tuple[widgets.Widget, ...] = (
            self.kind,
            self.tutor_grade,
            self.willing,
            self.attitude,
            self.attitude_note,
            self.teach_back,
            self.training,
            self.written_guide,
            self.evidence,
            *self.criteria,
        )

    # --- showing

    def take(self) -> None:
        self._shown = None
        self._show_choices()
        self._show_answer()

    def draw(self) -> None:
        language, names, scenario = self.language, self.names, self.scenario
        self._show_choices()
        found = tutor_table(scenario, self.desk.settings)
        rows = tutors.ordered(found, self.order.value, names)
        self.table_report.value = shown.table(rows, found, scenario, language, names)
        self.capacity_report.value = shown.capacity(found, language, names)
        self._show_candidate(found)
        self.acceptance_report.value = shown.acceptance(tutors.acceptances(scenario), language)
        self.observation_report.value = shown.observation(language)

    def _show_candidate(self, found: TutorTable) -> None:
        id = self.candidate.value
        self.candidate_report.value = shown.candidate(
            found.by_id.get(id), id in found.absent, self.language, self.names
        )

    def _show_choices(self) -> None:
        """Lists of persons as the plan has them now: groups formed elsewhere bring candidates along."""
        scenario = self.scenario
        listed = {one.pupil: _person(one.pupil) for one in scenario.tutors}
        self.offer(self.candidate, listed or {"": _NONE})
        addable = {id: _person(id) for id in tutors.addable(scenario)}
        self.offer(self.new_candidate, {"": NOT_CHOSEN, **addable} if addable else {"": _NONE})
        labels_of = {one.id: one.label or one.id for one in scenario.groups}
        asked = {
            (group, member): Text("{m} ({k})", {"m": PupilId(member), "k": labels_of[group]})
            for group, member in tutors.acceptances(scenario)
        }
        former = self.accepts_of.value
        self.offer(self.accepts_of, asked or {"": _NONE})
        if self.accepts_of.value != former:
            self._show_answer()
        for box, is_shown in ((self._editor, listed), (self.candidate, listed), (self._acceptance, asked)):
            self.show(box, bool(is_shown))
        self.show(self.new_candidate, bool(addable))
        for button in (self.add_button, self.add_all_button):
            button.disabled = not addable
        self._show_record()

    def _show_record(self) -> None:
        id = self.candidate.value
        record = tutors.record_of(self.scenario, id)
        if self._shown == (id, record):
            return
        former, self._shown = self._shown, (id, record)
        fields = tutors.fields_of(record) if record else tutors.Fields()
        with self.quietly():
            self.kind.value, self.tutor_grade.value = fields.kind, fields.grade
            self.willing.value, self.attitude.value = fields.willing, fields.attitude
            self.attitude_note.value, self.teach_back.value = fields.attitude_note, fields.teach_back
            self.training.value, self.written_guide.value = fields.training_minutes, fields.written_guide
            # Evidence that is typed and couldn't be read yet stays, until another record or other evidence comes.
            if (
                former is None
                or former[0] != id
                or former[1] is None
                or record is None
                or (former[1].evidence != record.evidence)
            ):
                self.evidence.value = fields.evidence
            for line, words in zip(self.criteria, fields.criteria, strict=True):
                line.value = words

    def _show_answer(self) -> None:
        answer = tutors.acceptances(self.scenario).get(self.accepts_of.value)
        with self.quietly():
            self.accepts.value = tutors.answer_word(answer)

    # --- changing

    def _choose(self) -> None:
        self._show_record()
        self._show_candidate(tutor_table(self.scenario, self.desk.settings))

    def _edit(self) -> None:
        id = self.candidate.value
        fields = tutors.Fields(
            kind=self.kind.value,
            grade=self.tutor_grade.value,
            evidence=self.evidence.value,
            willing=self.willing.value,
            attitude=self.attitude.value,
            attitude_note=self.attitude_note.value,
            teach_back=self.teach_back.value,
            training_minutes=self.training.value,
            written_guide=self.written_guide.value,
            criteria=tuple(line.value for line in self.criteria),
        )
        record = tutors.record_of(self.scenario, id)
        if record is None:
            return
        # Evidence that can't be read yet holds up none of the other fields.
        changed = tutors.with_fields(self.scenario, id, replace(fields, evidence=tutors.evidence_lines(record)))
        wrong: tuple[Text, ...] = ()
        try:
            changed = tutors.with_fields(changed, id, fields)
        except SessionError as error:
            wrong = page.problems(error.problems)
        if self.amend(id, changed):
            self.done(tutors.standing_message(tutor_table(self.scenario, self.desk.settings), id))
        if wrong:
            self.say(*wrong, wrong=True)

    def _answer(self) -> None:
        if self.accepts_of.value:
            group, member = self.accepts_of.value
            changed = tutors.with_acceptance(self.scenario, group, member, self.accepts.value)
            if self.amend("accepts", changed):
                self.desk.redraw()
                self.say(text(N_("✓ Jawaban {m} tercatat."), m=PupilId(member)), place=self.acceptance_status)

    def add(self) -> None:
        """The chosen pupil becomes a candidate; the same as pressing 'Tambahkan calon'."""
        id = self.new_candidate.value
        if not id:
            self.say(text(N_("Pilih dahulu murid yang akan ditambahkan.")))
            return
        self.desk.fill(tutors.add_candidates(self.scenario, [id]))
        self._added(id)
        self.done(text(N_("✓ {m} menjadi calon. Tanyakan dahulu kesediaannya."), m=PupilId(id)))

    def add_all(self) -> None:
        """Everybody who masters something the plan needs becomes a candidate: to be asked, not appointed."""
        found = tutor_table(self.scenario, self.desk.settings)
        ids = [one.id for one in found.of("to_ask") if not one.listed and not one.tutee]
        if not ids:
            self.say(text(N_("Tidak ada murid lain yang tuntas pada TP yang diperlukan.")))
            return
        self.desk.fill(tutors.add_candidates(self.scenario, ids))
        self._added(ids[0])
        self.done(text(N_("✓ {n} murid menjadi calon. Mereka belum ditunjuk: tanyai satu per satu."), n=len(ids)))

    def add_cross_age(self) -> None:
        """A tutor from a higher grade; the same as pressing 'Tambahkan tutor kakak'."""
        self.desk.fill(tutors.add_cross_age(self.scenario, self.cross_age_name.value, self.cross_age_grade.value))
        self._added(self.scenario.tutors[-1].pupil)
        with self.quietly():
            self.cross_age_name.value, self.cross_age_grade.value = "", 0
        self.done(text(N_("✓ Tutor kakak ditambahkan. Tulis bukti ketuntasannya di bawah.")))

    def remove(self) -> None:
        """The chosen candidate's record goes; the same as pressing 'Keluarkan dari daftar calon'."""
        id = self.candidate.value
        self.desk.fill(tutors.remove_candidate(self.scenario, id))
        self.done(text(N_("✓ {m} bukan calon lagi. Langkah ini dapat diurungkan."), m=PupilId(id)))

    def _added(self, id: str) -> None:
        self._show_choices()
        with self.quietly():
            self.candidate.value = id
        self._show_record()

    def printed(self) -> Sequence[Form]:
        scenario, names = self.scenario, self.names
        sheets = [
            consent_forms(scenario, names),
            teach_back_forms(scenario, names),
            candidate_observation_forms(scenario, names),
        ]
        if any(group.tutors for group in scenario.groups):
            sheets += [
                tutor_cards(scenario, names),
                group_observation_sheets(scenario, names=names, settings=self.desk.settings),
            ]
        return sheets


def _person(id: str) -> Text:
    return Text("{name}", {"name": PupilId(id)})


class TutorPlanner(Planner):
    """Choose tutors: open a class, see who may be one and why, note what was asked and seen, print the sheets."""

    title: ClassVar[str] = N_("Perencana tutor")
    panels: ClassVar[tuple[type[Panel], ...]] = (TutorPanel,)

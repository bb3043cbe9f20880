"""The form of the mastery planner: criteria and intervals, scores of items, who has mastered what, which form fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import widgets_mastery_page as shown
from . import widgets_mastery_table as table
from . import widgets_mastery_work as mastery
from .documents_analysis import daily_test_analysis, target_and_absorption
from .documents_sheet import Form, FormHead
from .language import N_, Text, text
from .planners.mastery import with_item_scores
from .roster import Note
from .widgets_base import NOT_CHOSEN, Panel, Planner, grid, row
from .widgets_print import PrintingPanel


class MasteryPanel(PrintingPanel):
    """Who has mastered what, per objective and item by item, and which form of remedial teaching fits."""

    families: ClassVar[str] = "R"
    print_note: ClassVar[str] = N_("Berkas analisis memuat nama dan nilai murid: hanya untuk guru.")

    def make(self) -> Sequence[widgets.Widget]:
        self.objective = self.dropdown(N_("TP yang kriterianya diatur"), {"": NOT_CHOSEN}, "")
        self.objective_criterion = self.decimal(N_("KKTP untuk TP itu (0–100)"), 70, 0, 100)
        self.in_part = self.decimal(N_("Interval: remedial di bagian yang diperlukan mulai dari (persen)"), 41, 1, 100)
        self.reached = self.decimal(N_("Interval: tercapai mulai dari (persen)"), 66, 1, 100)
        self.enrichment = self.decimal(N_("Interval: pengayaan mulai dari (persen)"), 86, 1, 100)
        self.class_threshold = self.decimal(
            N_("Batas ketuntasan klasikal sekolah (persen; 0: tidak memakai batas)"), 0, 0, 100
        )
        limits = (self.objective_criterion, self.in_part, self.reached, self.enrichment, self.class_threshold)
        self.limits_status = widgets.HTML()
        self.limits_button = self.button(
            N_("Pakai kriteria dan interval"), self.use_limits, self.limits_status, self.objective, *limits
        )
        self.limits_report = widgets.HTML()
        self.item_scores = self.lines(
            N_(
                "Tempel skor soal di sini: satu baris per murid (nama atau kode), satu kolom per soal; satu baris Skor "
                "maksimal dan satu baris TP"
            ),
            8,
        )
        self.read_button = self.button(N_("Baca skor soal"), self.read, None, self.item_scores)
        self.sample_button = self.button(N_("Isi contoh skor butir"), self.fill_sample)
        self.scores_button = self.button(N_("Isi nilai TP yang kosong dari skor soal"), self.fill_scores)
        self.clear_button = self.button(N_("Hapus skor soal"), self.clear)
        self.mastery_undo_button = self.make_undo()
        self.mastery_status = self.status
        self.table_report, self.mastery_report, self.items_report, self.forms_report = (
            widgets.HTML() for _ in range(4)
        )
        self._notes: tuple[Note, ...] = ()
        self.on_change(self._show_criterion, self.objective)
        return [
            self.heading(N_("Kriteria dan batas sekolah")),
            grid(self.objective, *limits),
            self.limits_button,
            self.limits_status,
            self.limits_report,
            self.heading(N_("Skor soal (boleh dilewati)")),
            self.item_scores,
            row(self.read_button, self.sample_button, self.scores_button, self.clear_button, self.mastery_undo_button),
            self.mastery_status,
            self.table_report,
            self.heading(N_("Ketuntasan")),
            self.mastery_report,
            self.heading(N_("Analisis butir soal")),
            self.items_report,
            self.heading(N_("Bentuk remedial yang cocok")),
            self.forms_report,
            self.make_print_button(),
        ]

    def take(self) -> None:
        work = mastery.mastery_work(self.scenario, self.desk.settings)
        options = {one.id: Text("{tp}", {"tp": one.id}) for one in self.scenario.objectives}
        self.offer(self.objective, options or {"": NOT_CHOSEN})
        self._show_criterion()
        _, self.in_part.value, self.reached.value, self.enrichment.value = (one.lowest for one in work.school.intervals)
        self.class_threshold.value = round(100 * (work.school.class_threshold or 0), 6)
        self.item_scores.value = table.item_lines(self.scenario, work.scores)
        self._notes = ()

    def _show_criterion(self) -> None:
        chosen = next((one for one in self.scenario.objectives if one.id == self.objective.value), None)
        with self.quietly():
            self.objective_criterion.value = 70 if chosen is None or chosen.criterion is None else chosen.criterion

    def draw(self) -> None:
        language, names, scenario = self.language, self.names, self.scenario
        work = mastery.mastery_work(scenario, self.desk.settings)
        self.clear_button.disabled = not work.scores.items and not work.problems
        self.scores_button.disabled = not mastery.can_fill(scenario, work.scores)
        self.limits_report.value = shown.school_notes(language)
        self.table_report.value = shown.table_report(self._notes, language, names)
        self.mastery_report.value = shown.mastery(work, scenario, language, names)
        self.items_report.value = shown.items(work, language, names)
        self.forms_report.value = shown.forms(work.analysis, language)

    def printed(self) -> Sequence[Form]:
        work = mastery.mastery_work(self.scenario, self.desk.settings)
        # An official form with invented points must not pass for a real one.
        head = FormHead(assessment="Latihan dengan skor soal rekaan") if work.scores.invented else FormHead()
        return (
            daily_test_analysis(work.analysis, self.scenario, head, self.names),
            target_and_absorption(work.analysis, self.scenario, head),
        )

    def use_limits(self) -> None:
        """Take the criterion, the intervals and the threshold; the same as pressing 'Pakai kriteria dan interval'."""
        limits = (self.in_part.value, self.reached.value, self.enrichment.value)
        scenario = mastery.with_school(self.scenario, limits, self.class_threshold.value)
        scenario = mastery.with_criterion(scenario, self.objective.value, self.objective_criterion.value)
        self.desk.fill(scenario)
        self.desk.redraw()
        self.say(text(N_("✓ Kriteria dan batas dipakai.")), place=self.limits_status)

    def read(self) -> None:
        """Read the pasted scores of items; the same as pressing 'Baca skor soal'."""
        found = table.read_items(self.item_scores.value, self.scenario)
        former = mastery.mastery_work(self.scenario, self.desk.settings).scores
        scores = replace(found.scores, invented=former.invented and replace(found.scores, invented=True) == former)
        self.desk.fill(mastery.with_items(self.scenario, scores))
        self._notes = found.notes
        looked_at = sum(one.kind == "doubt" for one in found.notes)
        said = text(N_("✓ {n} soal dan {m} murid terbaca."), n=len(scores.items), m=len(scores.points))
        doubts = text(N_("Periksa {n} catatan pembaca di bawah ini."), n=looked_at)
        self.done(said, *([doubts] if looked_at else []))

    def fill_sample(self) -> None:
        """Invented scores of items to try on; the same as pressing 'Isi contoh skor butir'."""
        scores = mastery.sample_items(self.scenario)
        self._replace_items(scores)
        self.done(text(N_("✓ {n} soal rekaan diisi, dibuat dari nilai TP kelas ini."), n=len(scores.items)))

    def fill_scores(self) -> None:
        """Fill missing scores of objectives; the same as pressing 'Isi nilai TP yang kosong dari skor soal'."""
        scores = mastery.kept_items(self.scenario)
        missing = mastery.can_fill(self.scenario, scores)
        self.desk.fill(with_item_scores(self.scenario, scores.items, scores.points))
        self.done(text(N_("✓ {n} nilai TP diisi dari skor soal; nilai yang sudah ada tidak diubah."), n=missing))

    def clear(self) -> None:
        """Take the scores of items away; the same as pressing 'Hapus skor soal'."""
        self._replace_items(None)
        self.done(text(N_("✓ Skor soal dihapus. Langkah ini dapat diurungkan.")))

    def _replace_items(self, scores: mastery.ItemScores | None) -> None:
        self.desk.fill(mastery.with_items(self.scenario, scores))
        self._notes = ()
        with self.quietly():
            self.item_scores.value = table.item_lines(self.scenario, scores or mastery.ItemScores())


class MasteryPlanner(Planner):
    """Analyse a test: open a class, set criteria, paste scores of items, see who has mastered what, print."""

    title: ClassVar[str] = N_("Perencana ketuntasan")
    panels: ClassVar[tuple[type[Panel], ...]] = (MasteryPanel,)

"""The first panel of every form: which class, what the reader of its list found, and what a list doesn't say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import classes, widgets_place
from . import widgets_page as page
from . import widgets_session as work
from .language import N_, text
from .widgets_base import Panel, grid, wide
from .widgets_session import Session

_SOURCES = {
    "sample": N_("Kelas contoh"),
    "invented": N_("Kelas rekaan dari nomor"),
    "file": N_("Berkas daftar kelas (.xlsx atau .csv)"),
    "pasted": N_("Daftar kelas yang ditempel"),
    "saved": N_("Skenario yang tersimpan (.json)"),
}
_ACCEPTED = ".xlsx,.csv,.txt"


class ClassPanel(Panel):
    """Open the sample class, an invented one, a file, a pasted list or a saved scenario."""

    def make(self) -> Sequence[widgets.Widget]:
        self.source = self.dropdown(N_("Dari mana daftar kelasnya?"), _SOURCES, "sample")
        self.class_number = self.line(N_("Nomor kelas rekaan (misalnya nomor mahasiswa)"))
        self.class_size = self.number(N_("Banyak murid"), work.SIZE, classes.SMALLEST, classes.LARGEST)
        self.upload = self.worded(
            widgets.FileUpload(accept=_ACCEPTED, multiple=False, tooltip=""), N_("Pilih berkas daftar kelas")
        )
        self.pasted = self.worded(
            widgets.Textarea(rows=6, continuous_update=False, layout=wide()),
            N_("Tempel daftar kelas di sini: sel dari lembar kerja dengan judul kolom, atau satu nama per baris"),
        )
        self.open_name = self.line(N_("Nama berkas skenario di folder notebook"))
        self.upload_saved = self.worded(
            widgets.FileUpload(accept=".json", multiple=False, tooltip=""), N_("Atau pilih berkas skenario")
        )
        self.class_status = self.status
        self.class_report = widgets.HTML()
        self.open_button = self.button(N_("Buka kelas"), self._open, None, self.class_number, self.open_name)
        self.criterion = self.decimal(N_("KKTP untuk TP yang belum punya kriteria (0–100)"), 70, 0, 100)
        self.subtopics = self.lines(
            N_("Submateri, satu per baris; TP-nya boleh ditulis di akhir: Penyebut sama (TP1)"),
        )
        self.material_button = self.button(N_("Pakai KKTP dan submateri"), self._use_material)
        self.on_change(self._show_source, self.source)
        self.on_change(lambda: self._uploaded(self.upload), self.upload)
        self.on_change(lambda: self._uploaded(self.upload_saved), self.upload_saved)
        self._inputs = {
            "invented": grid(self.class_number, self.class_size),
            "file": widgets.VBox([self.upload]),
            "pasted": widgets.VBox([self.pasted]),
            "saved": widgets.VBox([self.open_name, self.upload_saved]),
        }
        self._material = widgets.VBox([self.criterion, self.subtopics, self.material_button])
        return [
            self.heading(N_("Kelas")),
            self.source,
            *self._inputs.values(),
            self.open_button,
            self.class_status,
            self.class_report,
            self._material,
        ]

    def take(self) -> None:
        self.subtopics.value = work.material_lines(self.desk.session)

    def draw(self) -> None:
        session = self.desk.session
        present = sum(one.present is not False for one in session.scenario.pupils)
        self._show_source()
        self.show(self._material, session.from_list)
        self.show(self.criterion, work.lacks_criterion(session))
        self.class_report.value = page.class_summary(
            session.title, session.scenario, present, self.language
        ) + page.notes(session.notes, self.language, self.names)

    def _show_source(self) -> None:
        for source, inputs in self._inputs.items():
            self.show(inputs, source == self.source.value)
        chosen_at_once = ("file",) if widgets_place.here.folder else ("file", "saved")
        self.show(self.open_button, self.source.value not in chosen_at_once)
        self.show(self.open_name, widgets_place.here.folder)

    def _open(self) -> None:
        match self.source.value:
            case "sample":
                session = work.open_sample()
            case "invented":
                session = work.open_invented(self.class_number.value, self.class_size.value)
            case "pasted":
                session = work.open_pasted(self.pasted.value)
            case _:
                session = work.open_saved(self.open_name.value)
        self._opened(session)
        if session.source == "saved":
            self.desk.own_files.append(Path(self.open_name.value.strip()))

    def _uploaded(self, control: widgets.FileUpload) -> None:
        if not control.value:
            return
        chosen = control.value[0]
        content, name = bytes(chosen["content"]), str(chosen["name"])
        with self.quietly():
            # Emptied, the same file can be chosen again after it was mended.
            control.value = ()
        self._opened(work.open_file(content, name))

    def _opened(self, session: Session) -> None:
        self.desk.step(work.of_kind(session, self.scenario.kind))
        self.desk.silence()
        self.desk.retake()
        self.done(text(N_("✓ Terbuka: {title}."), title=session.title))

    def _use_material(self) -> None:
        criterion = self.criterion.value if work.lacks_criterion(self.desk.session) else None
        self.desk.step(work.with_material(self.desk.session, criterion, self.subtopics.value))
        self.desk.silence()
        self.desk.retake()
        self.done(text(N_("✓ {n} submateri dipakai."), n=len(self.scenario.subtopics)))

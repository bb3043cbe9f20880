"""The panel of printed forms: what stands above and below them, which can be made now, and the file itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from html import escape
from typing import Any, get_args

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import widgets_page as page
from . import widgets_session as work
from .documents_index import FORMATS, READERS, FileFormat, Printable, available
from .documents_paper import PaperName
from .documents_sheet import FormHead
from .language import N_, Text, text
from .planners.remedial import plan_remedial
from .scenario import Scenario
from .settings import Settings
from .widgets_base import Panel, grid, row
from .widgets_mastery_work import mastery_work
from .widgets_remedial_work import results_of

HEAD = "head"
"""Name under which the heading of forms is kept beside the plan."""
HEAD_LABELS: Mapping[str, str] = {
    "school": N_("Nama sekolah"),
    "subject": N_("Mata pelajaran"),
    "class_name": N_("Nama kelas"),
    "semester": N_("Semester"),
    "school_year": N_("Tahun pelajaran"),
    "assessment": N_("Asesmen ke-"),
    "material": N_("Materi"),
    "place": N_("Tempat tanda tangan"),
    "teacher": N_("Guru"),
    "teacher_number": N_("NIP guru"),
    "principal": N_("Kepala sekolah"),
    "principal_number": N_("NIP kepala sekolah"),
    "trainee": N_("Mahasiswa praktik"),
    "trainee_number": N_("NIM mahasiswa"),
    "supervising_teacher": N_("Guru pamong"),
    "lecturer": N_("Dosen pembimbing lapangan"),
}
_TYPES: Mapping[FileFormat, str] = {
    "xlsx": page._XLSX,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html;charset=utf-8",
    "csv": "text/csv;charset=utf-8",
}
_NONE = {"": N_("– belum ada –")}


def head_of(scenario: Scenario) -> FormHead:
    """The heading as it was kept; what can't be read is left to be written by hand."""
    kept = work.kept(scenario, HEAD)
    known = {one.name for one in fields(FormHead)} & set(HEAD_LABELS)
    written = kept if isinstance(kept, dict) else {}
    head: dict[str, Any] = {name: words for name, words in written.items() if name in known and isinstance(words, str)}
    return FormHead(**head)


def printables(scenario: Scenario, settings: Settings, names: Mapping[str, str]) -> tuple[Printable, ...]:
    """Every form of the plan, with what the other panels kept beside it: item scores, reassessments, the heading."""
    planned = plan_remedial(scenario, settings=settings) if scenario.kind == "remedial" and scenario.remedial else None
    return available(
        scenario,
        mastery_work(scenario, settings).analysis,
        planned,
        head=head_of(scenario),
        names=names,
        results=results_of(scenario),
    )


class DocumentsPanel(Panel):
    """Choose a form, a format and a paper; the file lies in a link."""

    def make(self) -> Sequence[widgets.Widget]:
        self.head = {name: self.line(words) for name, words in HEAD_LABELS.items()}
        self.form_choice = self.dropdown(N_("Formulir"), _NONE, "")
        self.form_format = self.dropdown(N_("Jenis berkas"), dict(FORMATS), "html")
        self.paper = self.dropdown(N_("Kertas"), {one: Text("{p}", {"p": one}) for one in get_args(PaperName)}, "A4")
        self.documents_status = self.status
        self.document_button = self.button(
            N_("Siapkan formulir"), self._prepare, None, self.form_choice, self.form_format, self.paper
        )
        self.document_links, self.documents_report = widgets.HTML(), widgets.HTML()
        self._offered: tuple[Printable, ...] = ()
        self.on_change(self._keep_head, *self.head.values())
        self.on_change(self._offer_formats, self.form_choice)
        return [
            self.heading(N_("Formulir cetak")),
            grid(self.form_choice, self.form_format, self.paper),
            row(self.document_button),
            self.documents_status,
            self.document_links,
            self.documents_report,
            self.heading(N_("Kepala formulir (boleh dikosongkan dan ditulis tangan)")),
            grid(*self.head.values()),
        ]

    def take(self) -> None:
        head = head_of(self.scenario)
        for name, control in self.head.items():
            control.value = getattr(head, name)

    def _keep_head(self) -> None:
        written = {name: control.value.strip() for name, control in self.head.items() if control.value.strip()}
        self.desk.note(HEAD, written or None)
        self.draw()

    def _chosen(self) -> Printable | None:
        return next((one for one in self._offered if one.id == self.form_choice.value), None)

    def _offer_formats(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.offer(self.form_format, {one: FORMATS[one] for one in chosen.formats})

    def _prepare(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            self.say(text(N_("Belum ada formulir yang dapat dibuat. Buka kelas dan susun rencana lebih dahulu.")))
            return
        format: FileFormat = self.form_format.value
        try:
            content = chosen.make(format, self.paper.value)
        except ImportError as error:
            words = N_("{kind} tidak tersedia: paket {package} belum terpasang.")
            self.say(text(words, kind=text(FORMATS[format]), package=error.name or "?"), wrong=True)
            return
        link = page._link(escape(chosen.title), chosen.file_name(format), _TYPES[format], content)
        self.document_links.value = f'<p class="ts-files" lang="id">{link}</p>'
        said = [text(N_("✓ Berkas siap: {name}."), name=chosen.file_name(format))]
        if chosen.contains_scores:
            said.append(text(N_("Formulir ini memuat nilai: bukan untuk murid dan tidak untuk ditempel.")))
        self.say(*said)

    def draw(self) -> None:
        self._offered = printables(self.scenario, self.desk.settings, self.names)
        ready: dict[Any, str | Text] = {
            one.id: Text("{title}", {"title": _titled(one)}) for one in self._offered if one.reason is None
        }
        self.offer(self.form_choice, ready or _NONE)
        self._offer_formats()
        # A link holds the plan as it was; another plan takes it away.
        self.document_links.value = ""
        self.documents_report.value = _overview(self._offered, self.language)


def _titled(form: Printable) -> str:
    """The title; forms of one title are told apart by their ids' ends."""
    number = form.id.rsplit("-", 1)[-1]
    return f"{form.title} ({number})" if number.isdigit() else form.title


def _overview(forms: Sequence[Printable], language: str) -> str:
    """What each form is for, for whom, and why those that can't be made yet can't."""
    say = page._say
    rows = []
    for one in forms:
        readers = text("{who}", who=[text(READERS[reader]) for reader in one.readers])
        state = say(N_("✓ dapat dibuat"), language) if one.reason is None else f"– {say(one.reason, language)}"
        rows.append(
            f'<tr><th scope="row" lang="id">{escape(_titled(one))}</th><td>{say(one.purpose, language)}</td>'
            f"<td>{say(readers, language)}</td><td>{state}</td></tr>"
        )
    columns = [say(one, language) for one in (N_("Formulir"), N_("Kegunaan"), N_("Untuk"), N_("Keadaan"))]
    table = page._table(say(N_("Semua formulir"), language), columns, rows, wide=True)
    ready = sum(one.reason is None for one in forms)
    summary = text(N_("Semua formulir: {n} dari {m} dapat dibuat sekarang"), n=ready, m=len(forms))
    return page._details(say(summary, language), table)

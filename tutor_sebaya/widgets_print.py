"""Printed forms of a panel: made when asked for, offered at the end of the form with the other files.

Writing workbooks and documents takes up to a second, and a plan changes with every press: so a button makes them, and
links of a plan that has changed since are taken away instead of handing out an old state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import ClassVar

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import widgets_page as page
from .documents_sheet import Form
from .documents_sheet import Format as FormFormat
from .language import N_, text
from .widgets_base import Panel

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FORMATS: Mapping[FormFormat, tuple[str, str]] = {
    "xlsx": (N_("Excel"), page._XLSX),
    "docx": (N_("Word"), _DOCX),
    "html": (N_("Halaman cetak"), "text/html;charset=utf-8"),
}


def form_links(forms: Sequence[Form], language: str) -> str:
    """Downloads of printed forms, each in the formats that it is handed out in. Titles of forms stay Indonesian."""
    parts = []
    for form in forms:
        links = []
        for format in form.formats:
            words, media_type = _FORMATS[format]
            try:
                content = form.to(format)
            except ImportError as error:
                missing = text(
                    N_("{kind} tidak tersedia: paket {package} belum terpasang."),
                    kind=text(words),
                    package=error.name or "?",
                )
                links.append(f"<span>{page._say(missing, language)}</span>")
            else:
                links.append(page._link(page._say(words, language), f"{form.name}.{format}", media_type, content))
        items = "".join(f"<li>{one}</li>" for one in links)
        parts.append(f'<h5 lang="id">{escape(form.title)}</h5><ul class="ts-files">{items}</ul>')
    return "".join(parts)


class PrintingPanel(Panel):
    """A panel with printed forms. A subclass says which in `printed`, and puts `make_print_button` among its controls.

    `print_note`: what to know before handing them out.
    """

    print_note: ClassVar[str] = ""

    def printed(self) -> Sequence[Form]:
        """The forms of the plan as it stands."""
        raise NotImplementedError

    def make_print_button(self) -> widgets.Button:
        self._prepared: tuple[object, ...] = ()
        self._print_links = ""
        self.print_button = self.button(N_("Siapkan berkas cetak"), self.prepare)
        return self.print_button

    def prepare(self) -> None:
        """Make the printed forms; the same as pressing 'Siapkan berkas cetak'."""
        forms = self.printed()
        self._print_links = form_links(forms, self.language)
        self._prepared = self._state()
        titles = [one.title for one in forms]
        self.done(text(N_("✓ Berkas siap di bagian Simpan dan unduh: {forms}."), forms=titles))

    def links(self) -> str:
        if not self._prepared:
            return ""
        if self._prepared[0] != self.scenario or self._prepared[1:] != self._state()[1:]:
            changed = N_("Rencana berubah sesudah berkas cetak disiapkan. Tekan lagi Siapkan berkas cetak.")
            return page.paragraph(changed, self.language)
        return self._print_links + (page.paragraph(self.print_note, self.language) if self.print_note else "")

    def _state(self) -> tuple[object, ...]:
        return self.scenario, self.language, self.desk.settings

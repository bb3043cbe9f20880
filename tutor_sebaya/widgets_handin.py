"""The button at the end of an assignment: the one file to hand in, downloaded."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import widgets_page as page
from .handin import NotReady, Parcel
from .language import LANGUAGES, N_, Text, text

# A new `<style>` is the one element of an HTML widget whose arrival can run anything. Where that is forbidden, and
# where a browser doesn't download by itself, the link beside it does the same.
_DOWNLOAD = "this.parentElement.querySelector('a[download]').click()"


class HandIn(widgets.VBox):  # type: ignore[misc]
    """A button that packs the work and downloads it. `pack`: gives the parcel, or raises NotReady."""

    def __init__(self, pack: Callable[[], Parcel], language: str = LANGUAGES[0]) -> None:
        self._pack, self._language = pack, language
        self.button = widgets.Button(description=self._words(N_("Unduh untuk dikumpulkan")))
        self.button.on_click(lambda _: self.press())
        self.report = widgets.HTML()
        first = N_("Simpan notebook lebih dahulu (Ctrl + S, atau tombol simpan di kiri atas).")
        super().__init__(
            children=[
                widgets.HTML(page.style() + page.paragraph(first, language)),
                self.button,
                self.report,
            ]
        )
        self.add_class(page.ROOT)

    def press(self) -> None:
        """Pack what is there now; the same as pressing the button."""
        try:
            parcel = self._pack()
        except NotReady as problem:
            self.report.value = page.status([problem.reason], self._language, wrong=True)
            return
        except OSError as problem:
            why = text(N_("Berkas tidak dapat dibaca ({why})."), why=problem.strerror or type(problem).__name__)
            self.report.value = page.status([why], self._language, wrong=True)
            return
        at_once = "" if parcel.unsaved else f'<style onload="{escape(_DOWNLOAD)}"></style>'
        link = page.download(N_("Unduh"), parcel.name, "application/zip", parcel.content, self._language)
        said = page.status(parcel.notes, self._language)
        self.report.value = f"<div>{said}{link}{at_once}</div>"

    def _words(self, message: str | Text) -> str:
        return (text(message) if isinstance(message, str) else message).render(self._language)

"""Where forms are shown: in a notebook, which has a folder of its own, or in a page of the book, which has none."""

from __future__ import annotations

from dataclasses import dataclass

from .language import N_


@dataclass(frozen=True)
class Place:
    """What a form says and does differently.

    Attributes
    ----------
    privacy: where the class's data are. given: name of a plan that the form was made with. mistake: what to do after a
    mistake of this program ({kind}, {where}).
    links_at_once: make files with every step, or when they are asked for. seconds: for a proof, as first offered.
    folder: whether scenarios can be opened from a folder by name.
    """

    privacy: str
    given: str
    mistake: str
    links_at_once: bool
    seconds: int
    folder: bool


NOTEBOOK = Place(
    privacy=N_(
        "Data kelas tidak dikirim ke mana pun: semuanya tetap di komputer yang menjalankan notebook ini. Bila notebook "
        "ini disimpan, nama murid ikut tersimpan di dalamnya."
    ),
    given=N_("skenario dari notebook ini"),
    mistake=N_(
        "Program ini keliru ({kind}, {where}). Kelas dan kelompok Anda masih utuh: simpan skenario, "
        "jalankan ulang sel ini, lalu buka skenario itu. Laporkan kekeliruan ini bila terulang."
    ),
    links_at_once=True,
    seconds=10,
    folder=True,
)
PAGE = Place(
    privacy=N_(
        "Data kelas tidak dikirim ke mana pun: semuanya tetap di peramban ini, dan hilang ketika halaman ditutup. "
        "Unduh skenario sebelum Anda pergi; berkas itu dapat dibuka lagi di sini."
    ),
    given=N_("rencana contoh dari halaman ini"),
    mistake=N_(
        "Program ini keliru ({kind}, {where}). Kelas dan kelompok Anda masih utuh: unduh skenario, "
        "muat ulang halaman ini, lalu buka skenario itu. Laporkan kekeliruan ini bila terulang."
    ),
    # In a phone's browser making four files takes as long as the step itself.
    links_at_once=False,
    # A proof loads scipy, 17 MB: only when it is asked for.
    seconds=0,
    folder=False,
)

here = NOTEBOOK
"""Where the forms of this process are; `tutor_sebaya.live` changes it."""

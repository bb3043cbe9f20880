"""Which notebooks the JupyterLite site holds, and which page of the book opens which. Data and addresses only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote

from .language import LANGUAGES, N_

LITE = "lite"
"""Folder of the JupyterLite site, below the site's root."""
SCRIPT = "lite.js"
"""Below "_static": empty in a book without that site; scripts/lite.py puts one there that shows the buttons."""
FOLDERS: Mapping[str, tuple[str, str]] = {"id": ("tugas", "perencana"), "en": ("assignments", "planners")}
"""Language -> folders of the assignments and of the planners in the JupyterLite site."""
EXERCISES: Mapping[str, str] = {"id": "exercises", "en": "exercises-en"}
"""Language -> folder of the repository with the assignments given out."""


class Planner(NamedTuple):
    """A notebook with one form. `form`: its name in `tutor_sebaya.widgets`; `title`, `purpose`: msgids."""

    form: str
    title: str
    purpose: str


PLANNERS: Mapping[str, Planner] = {
    "skenario": Planner("ScenarioPlanner", N_("Perencana skenario"), N_("Dari kelas sampai lembar yang dicetak.")),
    "ketuntasan": Planner("MasteryPlanner", N_("Perencana ketuntasan"), N_("Siapa belum tuntas, dan pada TP mana.")),
    "tutor": Planner(
        "TutorPlanner", N_("Perencana tutor"), N_("Bukti setiap kriteria, dan siapa yang dapat menjadi tutor.")
    ),
    "kelompok": Planner("GroupPlanner", N_("Perencana kelompok"), N_("Tujuh cara membagi kelas, dengan aturannya.")),
    "pasangan": Planner("PairPlanner", N_("Perencana pasangan"), N_("Siapa membimbing siapa.")),
    "waktu": Planner("TimePlanner", N_("Perencana waktu"), N_("Menit setiap fase, dan kunjungan guru.")),
    "giliran-bicara": Planner(
        "SpeakingPlanner", N_("Perencana giliran berbicara"), N_("Berapa menit setiap anggota berbicara.")
    ),
    "turus": Planner(
        "SpeakingTally", N_("Penghitung giliran berbicara"), N_("Siapa berbicara, dihitung selama diskusi.")
    ),
    "ruang": Planner("RoomPlanner", N_("Perencana ruang kelas"), N_("Meja, jarak, dan jalan guru.")),
    "sosiometri": Planner("SociometryPlanner", N_("Sosiometri"), N_("Pilihan murid dan siapa yang belum terpilih.")),
    "remedial": Planner("RemedialPlanner", N_("Perencana remedial"), N_("Bentuk remedial menurut banyaknya murid.")),
    "kelas-tiruan": Planner("SimulationPlanner", N_("Kelas tiruan"), N_("Mencoba rencana pada kelas rekaan.")),
}
"""By the name of the notebook, in the order of the work."""

ASSIGNMENTS: Mapping[str, str] = {
    "01-membaca-sumber": N_("Membaca sumber"),
    "02-memilih-tutor": N_("Memilih tutor"),
    "03-membentuk-kelompok": N_("Membentuk kelompok"),
    "04-skenario": N_("Skenario kelas"),
    "05-ketuntasan": N_("Ketuntasan dan keputusan remedial"),
    "06-skenario-remedial": N_("Skenario remedial"),
    "07-aksi-nyata": N_("Aksi nyata"),
}
"""Folder in exercises/ -> its title."""

PAGES: Mapping[str, tuple[str, ...]] = {
    "lima-langkah": ("waktu", "04-skenario"),
    "memilih-tutor": ("tutor", "02-memilih-tutor"),
    "membentuk-kelompok": ("kelompok", "03-membentuk-kelompok"),
    "peran-diskusi-ruang": ("giliran-bicara", "ruang", "07-aksi-nyata"),
    "skenario": ("skenario", "04-skenario"),
    "penilaian-dan-keputusan": ("ketuntasan", "05-ketuntasan"),
    "remedial-tutor-sebaya": ("remedial", "pasangan", "06-skenario-remedial"),
    "etika-dan-data": ("sosiometri",),
    "membaca-sumber": ("01-membaca-sumber",),
    "mengapa-tutor-sebaya": ("01-membaca-sumber",),
    "panduan-dosen": ("kelompok",),
    "cara-memakai": ("skenario",),
}
"""Page of the book -> notebooks that its buttons open, the first one foremost. A page with code stands here."""

WORDS: Mapping[str, str] = {
    "title": N_("Tutor Sebaya di peramban"),
    "size": N_(
        "Perencana dan tugas berjalan di peramban ini, tanpa pemasangan dan tanpa akun. Pertama kali dimuat sekitar "
        "{size} MB: Python dan paket kursus ini. Sesudahnya peramban memakai simpanannya, juga tanpa internet."
    ),
    "storage": N_(
        "Pekerjaan Anda tersimpan di peramban ini saja. Jendela penyamaran menghapusnya saat ditutup. Tugas "
        "dikumpulkan lewat tombol di akhir setiap notebook."
    ),
    "assignments": N_("Tugas kuliah"),
    "planners": N_("Semua perencana"),
    "files": N_("Semua berkas saya"),
    "book": N_("Ke buku"),
    "opening": N_(
        "Pilih sel di bawah ini, lalu tekan Shift + Enter, atau tombol ▶ di atas. Formulir muncul sesudah Python "
        "dimuat; pertama kali itu perlu waktu. Berkas kelas yang Anda buka tidak dikirim ke mana pun."
    ),
}
"""What the site itself says: on its first page, and, `opening`, above each planner."""


def title(notebook: str) -> str:
    """The msgid of a notebook's title."""
    return PLANNERS[notebook].title if notebook in PLANNERS else ASSIGNMENTS[notebook]


def inside(assignment: str) -> str:
    """An assignment's notebook below the folder of assignments: `04-skenario/skenario.ipynb`."""
    return f"{assignment}/{assignment.partition('-')[2]}.ipynb"


def file(notebook: str, language: str = LANGUAGES[0]) -> str:
    """A notebook's path in the JupyterLite site, such as `tugas/04-skenario/skenario.ipynb`."""
    assignments, planners = FOLDERS[language]
    return f"{planners}/{notebook}.ipynb" if notebook in PLANNERS else f"{assignments}/{inside(notebook)}"


def address(notebook: str, language: str = LANGUAGES[0]) -> str:
    """Where the JupyterLite site opens it, relative to the site's root."""
    return f"{LITE}/notebooks/index.html?path={quote(file(notebook, language))}"

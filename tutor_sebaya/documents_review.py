"""Lembar telaah teman: a sheet on which one trainee tells another what a lesson's plan and account show, and what not.

Levels and descriptors are those of the lecturer's rubric in the assignment aksi nyata, aspect by aspect; rules are
named as the catalogue names them. The sheet gives no mark. Who reads whom follows from the ids alone: a ring, so that
everybody reads one other, is read by one other, and (from three on) no two read each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from .documents_sheet import BOX, Blank, Block, Cell, Fields, Form, Heading, Items, Page, Paragraph, Row, Table, Title
from .language import translate
from .rules import catalogue

NAME = "lembar-telaah-teman"
LEVELS = ("Sangat baik", "Baik", "Cukup", "Perlu dilengkapi")
ASPECTS: Mapping[str, tuple[str, str, str, str]] = {
    "Apa yang terjadi": (
        "Satu peristiwa, lengkap dengan angka dari catatan",
        "Satu peristiwa; angkanya ada, tetapi tidak dipakai",
        "Pelajaran diceritakan secara umum",
        "Belum ada peristiwa",
    ),
    "Mengapa berbeda dari rencana": (
        "Giliran, waktu, atau peran dibandingkan; yang dilihat dan yang diduga dibedakan",
        "Dibandingkan dengan angka; sebabnya hanya diduga",
        "Perbedaan disebut tanpa angka",
        "Tidak dibandingkan",
    ),
    "Siapa yang terkena akibatnya": (
        "Yang diam, yang dibimbing, dan tutornya, dengan kodenya",
        "Satu atau dua di antaranya",
        "“Murid” pada umumnya",
        "Tidak disebut",
    ),
    "Apa yang diubah": (
        "Satu hal, dapat dilakukan, dan hasilnya dapat diketahui",
        "Satu hal; cara mengetahui hasilnya belum jelas",
        "Umum, dapat ditulis tanpa mengamati kelompok ini",
        "Belum ada",
    ),
}
"""Aspect -> what stands there at each level."""
RULES = ("G06", "T08", "W01", "D03", "D05", "D06", "O01", "P01")
"""Rules that a reader can check in a plan without the program."""
_PRIVATE = (
    "Tidak ada nama, NISN, atau wajah murid di mana pun.",
    "Angka dalam refleksi sama dengan angka dalam catatan.",
    "Tanggal penghapusan catatan tertulis.",
)
_HOW = (
    "Bacalah sekali tanpa menulis apa-apa. Kemudian centang satu kotak pada setiap baris, dan tunjukkan buktinya. "
    "Lembar ini tidak bernilai angka: gunanya satu perbaikan sebelum tugas diserahkan."
)


def ring(ids: Iterable[str], assignment: str = "") -> list[tuple[str, str]]:
    """Reviewer and author of each pair, in the order of the reviewers; nobody reads their own work.

    The same ids always give the same ring, whatever their order; another assignment gives another. One id alone gives
    no pair.
    """
    order = sorted(set(ids), key=lambda id: sha256(f"{assignment}/{id}".encode()).digest())
    pairs = zip(order, [*order[1:], *order[:1]], strict=True) if len(order) > 1 else ()
    return sorted(pairs)


def review_sheets(pairs: Sequence[tuple[str, str]] = (("", ""),), names: Mapping[str, str] | None = None) -> Form:
    """A sheet for each pair of reviewer and author, two pages of A4 each; without pairs an empty one.

    names: id -> name, for the lines on top.
    """
    known = names or {}
    pages = []
    for reviewer, author in pairs:
        pages.append(Page(_first(reviewer, author, known), name=f"Telaah {reviewer}".strip(), size=9.5))
        pages.append(Page(_second(), name=f"Rencana {reviewer}".strip(), size=9.5))
    return Form(NAME, "Lembar telaah teman", tuple(pages), ("docx", "html"))


def _first(reviewer: str, author: str, names: Mapping[str, str]) -> tuple[Block, ...]:
    rows: list[Row] = [
        (Cell(aspect, bold=True), *(Cell(f"{BOX} {words}") for words in levels), Cell())
        for aspect, levels in ASPECTS.items()
    ]
    head: Row = (Cell("Aspek"), *map(Cell, LEVELS), Cell("Bukti: bagian, angka"))
    return (
        Title("LEMBAR TELAAH TEMAN", "Aksi nyata: rencana, pengamatan, dan refleksi"),
        Fields(
            (
                ("Penelaah", names.get(reviewer, "")),
                ("NIM penelaah", reviewer),
                ("Kelompok yang diamati", ""),
                ("Penulis", names.get(author, "")),
                ("NIM penulis", author),
                ("Hari, tanggal", ""),
            ),
            columns=2,
        ),
        Paragraph(_HOW),
        Heading("A. Refleksi"),
        Table(widths=(26, 31, 31, 31, 31, 30), head=(head,), rows=tuple(rows), row_height=24, size=8.5),
        Heading("B. Kerahasiaan dan angka"),
        Items(_PRIVATE, BOX),
        Heading("Bagian yang paling meyakinkan saya"),
        Blank(2),
        Heading("Satu pertanyaan saya"),
        Blank(2),
    )


def _second() -> tuple[Block, ...]:
    rules = catalogue()
    choice = f"{BOX} ya  {BOX} belum  {BOX} tidak tahu"
    rows: list[Row] = [(Cell(id), Cell(translate(rules[id].title, "id")), Cell(choice), Cell()) for id in RULES]
    head: Row = (Cell("Aturan"), Cell("Yang diperiksa dalam rencana"), Cell("Terpenuhi?"), Cell("Di mana terlihat"))
    return (
        Heading("C. Rencana"),
        Paragraph("Pilih tiga baris yang paling penting bagi pelajaran ini, lalu periksa bersama penulisnya."),
        Table(widths=(16, 66, 46, 52), head=(head,), rows=tuple(rows), row_height=11, size=9),
        Heading("Satu hal yang saya sarankan, dan mengapa"),
        Blank(3),
        Heading("Tanggapan penulis: yang saya ubah, atau alasan tidak mengubahnya"),
        Blank(3),
    )

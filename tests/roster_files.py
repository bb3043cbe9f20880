"""Class lists with the bad habits of real school files: bytes, what must be reported, which pupils must come out.

`HABITS` is data that a reader can review: every note that the reader must give, no more and no fewer, as (cell, kind,
excerpt of the Indonesian message), and every pupil as (name, gender, NISN, scores), or `girl` and `boy` with name and
scores. `REFUSED` holds files that are no class list, with an excerpt of the mend.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

import openpyxl

Expected = tuple[str, str, str]
Pupil = tuple[str, str | None, str | None, tuple[float | None, ...]]


def girl(name: str, *scores: float | None, nisn: str | None = None) -> Pupil:
    return name, "female", nisn, scores


def boy(name: str, *scores: float | None, nisn: str | None = None) -> Pupil:
    return name, "male", nisn, scores


@dataclass(frozen=True)
class Habit:
    """`more`: pupil's id -> fields that must have these values."""

    name: str
    build: Callable[[], bytes]
    notes: list[Expected]
    pupils: list[Pupil]
    more: dict[str, dict[str, object]] = field(default_factory=dict)
    criteria: tuple[float | None, ...] | None = None
    heading: tuple[str, ...] | None = None


def csv_file(*lines: str, encoding: str = "utf-8", newline: str = "\r\n") -> Callable[[], bytes]:
    return lambda: (newline.join(lines) + newline).encode(encoding)


def xlsx_file(*rows: list[object], merged: tuple[str, ...] = (), errors: tuple[str, ...] = ()) -> Callable[[], bytes]:
    def build() -> bytes:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        for row in rows:
            sheet.append(row)
        for one in merged:
            sheet.merge_cells(one)
        for one in errors:
            sheet[one].data_type = "e"
        return saved(book)

    return build


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def two_sheets() -> bytes:
    book = openpyxl.Workbook()
    cover = book.worksheets[0]
    cover.title = "Sampul"
    cover["A1"] = "SD Contoh"
    for title, name in (("5A", "Ani"), ("5B", "Budi")):
        sheet = book.create_sheet(title)
        for row in (["No", "Nama", "L/P", "TP1"], [1, name, "P", 80]):
            sheet.append(row)
    return saved(book)


def hidden_row() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["No", "Nama", "L/P", "TP1"], [1, "Ani", "P", 80], [2, "Budi", "L", 70]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    return saved(book)


def far_cell() -> bytes:
    """A class list with a cell that once was formatted in the last row of the sheet."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["No", "Nama", "L/P", "TP1"], [1, "Ani", "P", 80]):
        sheet.append(row)
    sheet.cell(row=1_048_576, column=1).font = openpyxl.styles.Font(bold=True)
    return saved(book)


ANI = girl("Ani", 78.5, 80.0, nisn="0151234567")
BUDI = boy("Budi", 90.0, 66.0, nisn="0149876543")
PLAIN = ("No;NISN;Nama;L/P;TP1;TP2", "1;0151234567;Ani;P;78,5;80", "2;0149876543;Budi;L;90;66")
CRITERION = "dipakai untuk semua kolom nilai"
ZEROS = "nol di depan yang hilang dikembalikan"
MISSING = "belum ada nilai, bukan nol"
HEADING = "Judul kolom"
FOOTER = "catatan kaki tabel"
SIGNATURE = "tanda tangan"
NO_GENDER = "Tidak ada kolom L/P"
NO_SCORES = "Tidak ada kolom nilai"

HABITS: list[Habit] = [
    Habit("plain semicolons, UTF-8", csv_file(*PLAIN), [], [ANI, BUDI]),
    Habit("UTF-8 with BOM", csv_file(*PLAIN, encoding="utf-8-sig"), [], [ANI, BUDI]),
    Habit(
        "UTF-16 with BOM and tabs, as Excel's Unicode text",
        lambda: "\r\n".join(PLAIN).replace(";", "\t").encode("utf-16"),
        [],
        [ANI, BUDI],
    ),
    Habit(
        "UTF-16 without BOM",
        csv_file(*PLAIN, encoding="utf-16-le"),
        [("A1", "repair", "pengodean UTF-16")],
        [ANI, BUDI],
    ),
    Habit(
        "CP1252 with a curly apostrophe and an accent",
        csv_file("No;Nama;L/P;TP1", "1;Ma’ruf;L;70", "2;André;L;75,25", encoding="cp1252"),
        [("A1", "repair", "CP1252")],
        [boy("Ma’ruf", 70.0), boy("André", 75.25)],
    ),
    Habit(
        "a sep= line, not counted as a row",
        csv_file("sep=;", "No;Nama;L/P;TP1", "1;Ani;P;TH"),
        [("D2", "repair", "“TH” dibaca sebagai tidak hadir")],
        [girl("Ani", None)],
    ),
    Habit(
        "commas, quoted decimal commas",
        csv_file("No,Nama,L/P,TP1", '1,"Ani, S",P,"78,5"', "2,Budi,L,80.25"),
        [],
        [girl("Ani, S", 78.5), boy("Budi", 80.25)],
    ),
    Habit(
        "commas, decimal commas not quoted",
        csv_file("No,Nama,L/P,TP1,TP2", "1,Ani,P,78,5,80", "2,Budi,L,90,66"),
        [("F2", "error", "koma desimal memecah nilai")],
        [girl("Ani", None, None), boy("Budi", 90.0, 66.0)],
        more={"M01": {"extra": {"Sel bergeser": "78 | 5 | 80"}}},
    ),
    Habit(
        "decimal points in a file with decimal commas",
        csv_file("No;Nama;L/P;TP1;TP2", "1;Ani;P;78.5;78,5"),
        [("D2", "repair", "Titik dibaca sebagai koma desimal: 78,5")],
        [girl("Ani", 78.5, 78.5)],
    ),
    Habit(
        "title rows, blank column, KKTP above the table",
        csv_file(";SD NEGERI CONTOH;;;", ";Kelas;: 5A;;", ";KKTP;: 72,5;;", ";;;;", ";No;Nama;L/P;TP1", ";1;Ani;P;80"),
        [("B3", "repair", "Kriteria 72,5 dari baris judul " + CRITERION)],
        [girl("Ani", 80.0)],
        criteria=(72.5,),
        heading=("SD NEGERI CONTOH", "Kelas : 5A", "KKTP : 72,5"),
    ),
    Habit(
        "a criterion per objective: title row and heading",
        csv_file("KKM TP2 = 65", "No;Nama;L/P;TP1 (KKTP 75);TP2", "1;Ani;P;80;70"),
        [("A1", "repair", "Kriteria 65 dipakai untuk TP2"), ("D2", "repair", HEADING)],
        [girl("Ani", 80.0, 70.0)],
        criteria=(75.0, 65.0),
    ),
    Habit(
        "an interval where one criterion should be",
        csv_file("KKTP: 66-85", "No;Nama;L/P;TP1", "1;Ani;P;80"),
        [("A1", "doubt", "bukan satu angka 0–100")],
        [girl("Ani", 80.0)],
        criteria=(None,),
    ),
    Habit(
        "a row of criteria and a row of column numbers under the headings",
        csv_file("No;Nama;L/P;TP1;TP2", "1;2;3;4;5", ";KKM;;70;75", "1;Ani;P;80;70"),
        [
            ("A2", "repair", "nomor kolom"),
            ("B3", "repair", "Baris kriteria"),
            ("D3", "repair", "Kriteria 70 dipakai untuk TP1"),
            ("E3", "repair", "Kriteria 75 dipakai untuk TP2"),
        ],
        [girl("Ani", 80.0, 70.0)],
        criteria=(70.0, 75.0),
    ),
    Habit(
        "footer rows and signatures",
        csv_file(
            "No;Nama;L/P;TP1",
            "1;Ani;P;80",
            ";Jumlah;;80",
            ";Rata-rata;;80",
            "L = 0;P = 1;;",
            ";;;",
            ";Mengetahui,;;Bandung, 10 Agustus 2026",
            ";Kepala Sekolah;;Guru Kelas",
            ";Drs. Wahyudi;;Siti Aminah, S.Pd.",
            ";NIP. 19700101;;NIP. 19800101",
        ),
        [
            ("B3", "repair", FOOTER),
            ("B4", "repair", FOOTER),
            ("A5", "repair", FOOTER),
            ("B7", "repair", SIGNATURE),
            ("B8", "repair", SIGNATURE),
            ("B9", "repair", SIGNATURE),
            ("B10", "repair", SIGNATURE),
        ],
        [girl("Ani", 80.0)],
    ),
    Habit(
        "two-row heading with merged cells",
        xlsx_file(
            ["No", "Nama Siswa", "Jenis Kelamin", "Nilai", None, None],
            [None, None, None, "TP1", "TP2", "Sumatif"],
            [1, "Ani", "P", 80, 70.5, 75],
            merged=("A1:A2", "B1:B2", "C1:C2", "D1:F1"),
        ),
        [],
        [girl("Ani", 80.0, 70.5, 75.0)],
    ),
    Habit(
        "two-row heading: TP over 1 and 2, L/P over ticked columns",
        csv_file("No;Nama;L/P;;TP;;", ";;L;P;1;2;3", "1;Ani;;v;80;70;60", "2;Budi;√;;70;70;75", "3;Caca;v;v;70;70;75"),
        [
            ("E2", "repair", "dibaca sebagai TP1"),
            ("F2", "repair", "dibaca sebagai TP2"),
            ("G2", "repair", "dibaca sebagai TP3"),
            ("C5", "error", "terisi dua-duanya"),
        ],
        [girl("Ani", 80.0, 70.0, 60.0), boy("Budi", 70.0, 70.0, 75.0), ("Caca", None, None, (70.0, 70.0, 75.0))],
        more={"M03": {"extra": {"L/P": "v | v"}}},
    ),
    Habit(
        "L/P in many spellings",
        csv_file(
            "No;Nama;JK",
            "1;A a;Laki-laki",
            "2;B b;Perempuan",
            "3;C c;LK",
            "4;D d;PR",
            "5;E e;l",
            "6;F f;M",
            "7;G g;F",
            "8;H h;x",
            "9;I i;",
        ),
        [
            ("B1", "doubt", NO_SCORES),
            ("C2", "repair", "“Laki-laki” dibaca sebagai laki-laki"),
            ("C3", "repair", "“Perempuan” dibaca sebagai perempuan"),
            ("C4", "repair", "laki-laki"),
            ("C5", "repair", "perempuan"),
            ("C6", "repair", "laki-laki"),
            ("C7", "doubt", "menurut singkatan bahasa Inggris"),
            ("C8", "doubt", "menurut singkatan bahasa Inggris"),
            ("C9", "error", "tidak dikenal sebagai jenis kelamin"),
            ("C10", "doubt", "belum diisi"),
        ],
        [
            boy("A a"),
            girl("B b"),
            boy("C c"),
            girl("D d"),
            boy("E e"),
            boy("F f"),
            girl("G g"),
            ("H h", None, None, ()),
            ("I i", None, None, ()),
        ],
        more={"M08": {"extra": {"L/P": "x"}}},
    ),
    Habit(
        "NISN as a number, in scientific notation, with signs, too short",
        xlsx_file(
            ["No", "NISN", "Nama", "L/P", "TP1"],
            [1, 51234567, "Ani", "P", 80],
            [2, "1,23457E+08", "Budi", "L", 80],
            [3, "'0151234568", "Caca", "P", 80],
            [4, "015 123 4569", "Dodi", "L", 80],
            [5, "12345", "Euis", "P", 80],
            [6, "belum ada", "Fani", "P", 80],
        ),
        [
            ("B2", "doubt", ZEROS + ": 0051234567"),
            ("B3", "error", "Excel memendekkan"),
            ("B4", "repair", "dibuang: 0151234568"),
            ("B5", "repair", "dibuang: 0151234569"),
            ("B6", "doubt", "seharusnya 10 digit, di sini 5"),
            ("B7", "doubt", "bukan 10 digit angka"),
        ],
        [
            girl("Ani", 80.0, nisn="0051234567"),
            boy("Budi", 80.0),
            girl("Caca", 80.0, nisn="0151234568"),
            boy("Dodi", 80.0, nisn="0151234569"),
            girl("Euis", 80.0, nisn="12345"),
            girl("Fani", 80.0, nisn="belum ada"),
        ],
        more={"M02": {"extra": {"NISN": "1,23457E+08"}}},
    ),
    Habit(
        "NIS and NISN in one column",
        csv_file(
            "No;NIS/NISN;Nama;L/P;TP1", "1;2301 / 0151234567;Ani;P;80", "2;149876543;Budi;L;80", "3;2303;Caca;P;80"
        ),
        [],
        [girl("Ani", 80.0, nisn="0151234567"), boy("Budi", 80.0), girl("Caca", 80.0)],
        more={"M01": {"nis": "2301"}, "M02": {"nis": "149876543"}, "M03": {"nis": "2303"}},
    ),
    Habit(
        "marks for a missing score",
        csv_file("Nama;L/P;TP1;TP2;UH 1;Nilai", "Ani;P;TH;S;I;A", "Budi;L;-;;0;tidak hadir"),
        [
            ("E1", "repair", "dibaca sebagai UH1"),
            ("C2", "repair", "tidak hadir: " + MISSING),
            ("D2", "repair", "sakit: " + MISSING),
            ("E2", "repair", "izin: " + MISSING),
            ("F2", "repair", "alpa: " + MISSING),
            ("C3", "repair", MISSING),
            ("D3", "repair", "Sel nilai kosong"),
            ("F3", "repair", "tidak hadir: " + MISSING),
        ],
        [girl("Ani", None, None, None, None), boy("Budi", None, None, 0.0, None)],
        more={"M01": {"extra": {"TP1": "TH", "TP2": "S", "UH1": "I", "Nilai": "A"}}},
    ),
    Habit(
        "scores out of range",
        csv_file("Nama;L/P;TP1", "Ani;P;785", "Budi;L;-5", "Caca;P;101,5", "Dodi;L;100", "Euis;P;7850"),
        [
            ("C2", "doubt", "koma desimalnya hilang (78,5)"),
            ("C3", "doubt", "Nilai -5 di luar 0–100"),
            ("C4", "doubt", "Nilai 101,5 di luar 0–100"),
            ("C6", "doubt", "Nilai 7850 di luar 0–100"),
        ],
        [girl("Ani", None), boy("Budi", None), girl("Caca", None), boy("Dodi", 100.0), girl("Euis", None)],
        more={"M01": {"extra": {"TP1": "785"}}, "M02": {"extra": {"TP1": "-5"}}},
    ),
    Habit(
        "words, dates and answers in score cells",
        xlsx_file(
            ["Nama", "L/P", "TP1"],
            ["Ani", "P", "tujuh puluh"],
            ["Budi", "L", dt.datetime(2026, 5, 8)],
            ["Caca", "P", True],
            ["Dodi", "L", "80"],
            ["Euis", "P", "85%"],
        ),
        [
            ("C2", "error", "“tujuh puluh” bukan angka"),
            ("C3", "error", "berisi tanggal (08/05/2026)"),
            ("C4", "error", "“ya” bukan angka"),
            ("C5", "repair", "tersimpan sebagai teks dibaca sebagai 80"),
            ("C6", "error", "“85%” bukan angka"),
        ],
        [girl("Ani", None), boy("Budi", None), girl("Caca", None), boy("Dodi", 80.0), girl("Euis", None)],
        more={"M02": {"extra": {"TP1": "08/05/2026"}}},
    ),
    Habit(
        "formulas that were never calculated, Excel errors",
        xlsx_file(["No", "Nama", "L/P", "TP1"], [1, "Ani", "P", "=40+40"], [2, "Budi", "L", "#DIV/0!"], errors=("D3",)),
        [("D2", "error", "belum punya hasil tersimpan"), ("D3", "error", "kesalahan Excel (#DIV/0!)")],
        [girl("Ani", None), boy("Budi", None)],
        more={"M02": {"extra": {"TP1": "#DIV/0!"}}},
    ),
    Habit(
        "names: one word, apostrophes, titles, capitals, odd spaces",
        csv_file(
            "No;Nama;L/P",
            "1;SUTRISNO;L",
            "2;Ma'ruf;L",
            "3;R. Ayu  Kartika ;P",
            "4;Siti\u00a0Aminah;P",
            "5;A\u200bni;P",
            "6;'Aisyah;P",
        ),
        [
            ("B1", "doubt", NO_SCORES),
            ("B4", "repair", "Spasi berlebih"),
            ("B5", "repair", "Spasi berlebih"),
            ("B6", "repair", "Spasi berlebih"),
        ],
        [boy("SUTRISNO"), boy("Ma'ruf"), girl("R. Ayu Kartika"), girl("Siti Aminah"), girl("Ani"), girl("'Aisyah")],
    ),
    Habit(
        "two pupils with one name",
        csv_file("No;NISN;Nama;L/P;TP1", "1;0151234567;Muhammad Rizky;L;80", "2;0151234568;muhammad rizky;L;60"),
        [("C3", "doubt", "sama dengan baris 2. Dibaca sebagai dua murid")],
        [boy("Muhammad Rizky", 80.0, nisn="0151234567"), boy("muhammad rizky", 60.0, nisn="0151234568")],
    ),
    Habit(
        "a pupil entered twice",
        csv_file("No;NISN;Nama;L/P;TP1", "1;0151234567;Ani;P;80", "2;0151234567;Ani;P;80", "3;0149876543;Budi;L;70"),
        [("C3", "doubt", "sama persis dengan baris 2")],
        [girl("Ani", 80.0, nisn="0151234567"), boy("Budi", 70.0, nisn="0149876543")],
    ),
    Habit(
        "the same row twice with nothing to show that it is one pupil",
        csv_file("Nama;L/P;TP1", "Ani;P;80", "Ani;P;80"),
        [("A3", "doubt", "Dibaca sebagai dua murid")],
        [girl("Ani", 80.0), girl("Ani", 80.0)],
    ),
    Habit(
        "one NISN, NIS and number for two pupils",
        csv_file("No;NIS;NISN;Nama;L/P;TP1", "1;77;0151234567;Ani;P;80", "1;77;0151234567;Budi;L;70"),
        [
            ("A3", "doubt", "Nomor urut 1 sama dengan baris 2"),
            ("B3", "doubt", "NIS ini sama dengan baris 2"),
            ("C3", "doubt", "NISN ini sama dengan baris 2"),
        ],
        [girl("Ani", 80.0, nisn="0151234567"), boy("Budi", 70.0, nisn="0151234567")],
    ),
    Habit(
        "blank rows, rows with a number only, a repeated heading",
        csv_file("No;Nama;L/P;TP1", "1;Ani;P;80", "", ";;;", "No;Nama;L/P;TP1", "2;Budi;L;70", "3;;;", "4;;;"),
        [
            ("A3", "repair", "2 baris kosong"),
            ("A5", "repair", "terulang"),
            ("A7", "repair", "hanya berisi nomor"),
            ("A8", "repair", "hanya berisi nomor"),
        ],
        [girl("Ani", 80.0), boy("Budi", 70.0)],
    ),
    Habit(
        "a pupil without a name, a name without a number, a name of digits",
        csv_file("No;Nama;L/P;TP1", "1;;P;80", ";Budi;L;70", "3;12345;L;70"),
        [
            ("B2", "error", "tidak punya nama"),
            ("B3", "doubt", "tidak bernomor"),
            ("B4", "doubt", "berupa angka"),
        ],
        [girl("", 80.0), boy("Budi", 70.0), boy("12345", 70.0)],
    ),
    Habit(
        "columns that nobody needs, unknown columns, no heading, a heading twice",
        csv_file("No;Nama;L/P;Agama;Kelompok lama;;TP1;TP1", "1;Ani;P;Islam;Merpati;x;80;70"),
        [
            ("D1", "repair", "“Agama” disimpan apa adanya"),
            ("E1", "doubt", "“Kelompok lama” tidak dikenal"),
            ("F1", "doubt", "tidak berjudul; isinya disimpan sebagai “Kolom F”"),
            ("H1", "doubt", "“TP1” ada dua"),
        ],
        [girl("Ani", 80.0)],
        more={"M01": {"extra": {"Agama": "Islam", "Kelompok lama": "Merpati", "Kolom F": "x", "TP1 (2)": "70"}}},
    ),
    Habit(
        "friends by number, name, calling name and id; a stranger, oneself, two of a name",
        csv_file(
            "No;Nama;L/P;Pilihan 1;Pilihan 2;Jangan satu kelompok",
            "1;Ani Lestari;P;2;Caca;",
            "2;Budi Santoso;L;M01;Budi Wijaya;3",
            "3;Caca;P;Dodi;3;",
            "4;Budi Wijaya;L;Budi;2;2, 2",
        ),
        [
            ("B1", "doubt", NO_SCORES),
            ("D4", "error", "“Dodi” tidak ditemukan"),
            ("E4", "doubt", "murid itu sendiri"),
            ("D5", "doubt", "“Budi” cocok dengan 2 murid"),
            ("F5", "repair", "tertulis dua kali"),
        ],
        [girl("Ani Lestari"), boy("Budi Santoso"), girl("Caca"), boy("Budi Wijaya")],
        more={
            "M01": {"chooses": ("M02", "M03")},
            "M02": {"chooses": ("M01", "M04"), "avoid": ("M03",)},
            "M03": {"chooses": (), "extra": {"Pilihan teman": "Dodi; 3"}},
            "M04": {"chooses": ("M02",), "avoid": ("M02",), "extra": {"Pilihan teman": "Budi; 2"}},
        },
    ),
    Habit(
        "friends as a decimal number, part of a name",
        xlsx_file(
            ["No", "Nama", "L/P", "Pilihan teman"],
            [1, "Ani", "P", 2.3],
            [2, "Budi Santoso", "L", 1],
            [3, "Caca", "P", "Budi"],
        ),
        [
            ("B1", "doubt", NO_SCORES),
            ("D2", "doubt", "dua nomor urut"),
            ("D4", "repair", "“Budi” dibaca sebagai Budi Santoso"),
        ],
        [girl("Ani"), boy("Budi Santoso"), girl("Caca")],
        more={"M01": {"chooses": ("M02", "M03")}, "M02": {"chooses": ("M01",)}, "M03": {"chooses": ("M02",)}},
    ),
    Habit(
        "seats: number, row and column, a date made by Excel, words",
        xlsx_file(
            ["No", "Nama", "L/P", "Tempat duduk", "Minat"],
            [1, "Ani", "P", 12, "seni"],
            [2, "Budi", "L", "2-3", None],
            [3, "Caca", "P", dt.datetime(2026, 3, 2), "seni"],
            [4, "Dodi", "L", "dekat jendela", "sains"],
            [5, "Euis", "P", "baris 4 kolom 1", "sains"],
        ),
        [
            ("B1", "doubt", NO_SCORES),
            ("D4", "doubt", "dibaca sebagai baris 2 kolom 3"),
            ("D5", "error", "tidak dikenal sebagai tempat duduk"),
        ],
        [girl("Ani"), boy("Budi"), girl("Caca"), boy("Dodi"), girl("Euis")],
        more={
            "M01": {"seat": 12, "interest": "seni"},
            "M02": {"seat": (2, 3), "interest": None},
            "M03": {"seat": (2, 3)},
            "M04": {"seat": None, "extra": {"Tempat duduk": "dekat jendela"}},
            "M05": {"seat": (4, 1)},
        },
    ),
    Habit(
        "presence and shyness in many spellings",
        csv_file(
            "No;Nama;L/P;Hadir;Pemalu",
            "1;Ani;P;ya;ya",
            "2;Budi;L;S;",
            "3;Caca;P;;v",
            "4;Dodi;L;tidak;tidak",
            "5;Euis;P;mungkin;sedikit",
        ),
        [
            ("B1", "doubt", NO_SCORES),
            ("D3", "repair", "“S” dibaca sebagai sakit: murid tidak ikut dikelompokkan"),
            ("D6", "doubt", "murid dianggap hadir"),
            ("E6", "doubt", "tidak ditandai pemalu"),
        ],
        [girl("Ani"), boy("Budi"), girl("Caca"), boy("Dodi"), girl("Euis")],
        more={
            "M01": {"present": True, "shy": True},
            "M02": {"present": False, "shy": False, "extra": {"Hadir": "S"}},
            "M03": {"present": True, "shy": True},
            "M04": {"present": False, "shy": False},
            "M05": {"present": True, "shy": False, "extra": {"Hadir": "mungkin", "Pemalu": "sedikit"}},
        },
    ),
    Habit(
        "several sheets",
        two_sheets,
        [
            ("A1", "repair", "Lembar “Sampul” bukan daftar kelas"),
            ("A1", "doubt", "Lembar “5B” juga berisi daftar kelas"),
        ],
        [girl("Ani", 80.0)],
    ),
    Habit(
        "a hidden row",
        hidden_row,
        [("A3", "doubt", "Baris tersembunyi ikut dibaca: 3")],
        [girl("Ani", 80.0), boy("Budi", 70.0)],
    ),
    Habit("formatting down to the last row", far_cell, [], [girl("Ani", 80.0)]),
    Habit(
        "merged cells in the table",
        xlsx_file(
            ["No", "Nama", "L/P", "Kelas", "TP1"],
            [1, "Ani", "P", "5A", 80],
            [2, "Budi", "L", None, None],
            merged=("D2:D3", "E2:E3"),
        ),
        [
            ("D2", "repair", "isinya dipakai untuk semua baris"),
            ("E2", "doubt", "hanya dipakai untuk sel pertama"),
            ("E3", "repair", "Sel nilai kosong"),
        ],
        [girl("Ani", 80.0), boy("Budi", None)],
        more={"M01": {"class_name": "5A"}, "M02": {"class_name": "5A"}},
    ),
    Habit(
        "a quote that is never closed",
        csv_file("No;Nama;L/P;TP1", '1;"Ani;P;80', "2;Budi;L;70"),
        [("A1", "doubt", "tanda kutip")],
        [girl("Ani", 80.0), boy("Budi", 70.0)],
    ),
    Habit(
        "formulas in text cells, neutralised by an apostrophe",
        csv_file("No;Nama;L/P;Catatan", "1;Ani;P;'=1+1", "2;Budi;L;'@cmd"),
        [("B1", "doubt", NO_SCORES), ("D1", "repair", "disimpan apa adanya")],
        [girl("Ani"), boy("Budi")],
        more={"M01": {"extra": {"Catatan": "=1+1"}}, "M02": {"extra": {"Catatan": "@cmd"}}},
    ),
    Habit(
        "scores on 0-10 and a score column that is still blank",
        csv_file("Nama;L/P;TP1;TP2", "Ani;P;8,5;", "Budi;L;7;", "Caca;P;6,5;", "Dodi;L;9;", "Euis;P;10;"),
        [("C1", "doubt", "skalanya 0–10"), ("D1", "doubt", "Kolom nilai TP2 kosong")],
        [
            girl("Ani", 8.5, None),
            boy("Budi", 7.0, None),
            girl("Caca", 6.5, None),
            boy("Dodi", 9.0, None),
            girl("Euis", 10.0, None),
        ],
    ),
    Habit(
        "K13 headings: KD 3.1, Penilaian Harian, a description behind the code",
        csv_file(
            "No;Nama Peserta Didik;Jenis Kelamin;KD 3.1;Penilaian Harian 2;TP3: Pecahan senilai;Nilai Akhir",
            "1;Ani;P;80;70;60;65",
        ),
        [("E1", "repair", "dibaca sebagai PH2")],
        [girl("Ani", 80.0, 70.0, 60.0, 65.0)],
    ),
    Habit(
        "names only, with a heading",
        csv_file("Nama", "Ani", "Budi"),
        [("A1", "doubt", NO_GENDER), ("A1", "doubt", NO_SCORES)],
        [("Ani", None, None, ()), ("Budi", None, None, ())],
    ),
    Habit(
        "old Macintosh line ends",
        csv_file(*PLAIN, newline="\r"),
        [],
        [ANI, BUDI],
    ),
]


def zip_with(**files: str) -> Callable[[], bytes]:
    def build() -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for name, content in files.items():
                archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
        return target.getvalue()

    return build


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600

REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("an old .xls", lambda: OLE + "Workbook".encode("utf-16-le"), "Excel lama (.xls)"),
    ("a workbook with a password", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "kata sandi"),
    ("an .ods", zip_with(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument (.ods)"),
    ("an .xlsb", zip_with(xl__workbook_dot_bin="x"), "biner (.xlsb)"),
    ("a Word document", zip_with(word__document_dot_xml="x"), "dokumen Word"),
    ("a presentation", zip_with(ppt__presentation_dot_xml="x"), "salindia PowerPoint"),
    ("some other archive", zip_with(foto="x"), "arsip zip"),
    ("half an .xlsx", lambda: xlsx_file(["Nama"], ["Ani"])()[:2000], "rusak atau tidak lengkap"),
    ("an .xlsx without a workbook", zip_with(**{"[Content_Types]_dot_xml": "<a/>"}), "rusak atau tidak lengkap"),
    ("a PDF", lambda: b"%PDF-1.7\n...", "PDF"),
    ("a photo", lambda: b"\x89PNG\r\n\x1a\n....", "gambar"),
    ("a web page named .xls", lambda: b"\r\n<html><table><tr><td>Nama</td></tr></table></html>", "halaman web"),
    ("an XML table", lambda: b'<?xml version="1.0"?><Workbook/>', "XML"),
    ("an empty file", lambda: b"", "kosong"),
    ("only line ends", lambda: b"\r\n\r\n", "kosong"),
    ("an empty workbook", xlsx_file(), "Semua lembar di berkas ini kosong"),
    ("bytes of anything", lambda: bytes(range(256)) * 8, "bukan teks"),
    ("no heading with a name", csv_file("No;NISN;L/P", "1;0151234567;P"), "“Nama” tidak ditemukan"),
    ("headings and no pupil", csv_file("No;Nama;L/P", ";;"), "tidak ada murid"),
    ("too many rows", lambda: ("Nama\n" + "Ani\n" * 5200).encode(), "lebih dari 5000 baris"),
    ("too many columns", lambda: ("Nama" + ";" * 300 + "x\nAni").encode(), "di luar 256 kolom"),
    ("more than 10 MB", lambda: b"Nama\n" + b"Ani;" * 2_600_000, "paling besar 10 MB"),
]

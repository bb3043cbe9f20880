"""What one cell of a class list means: a heading, a score, L/P, NISN, a seat, a yes.

Every reader gives a `Reading`: the value, and what to tell the teacher where the cell was repaired, doubted or could
not be used. Nothing here knows of rows or files.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Literal, TypeAlias, TypeVar

from .language import N_, Text, text
from .roster_cells import NoteKind, Value, clean, decimal_text, shown
from .scenario import Gender

T = TypeVar("T")
RosterSeat: TypeAlias = int | tuple[int, int]
"""A seat's number, or (row, column), both from 1."""


@dataclass(frozen=True)
class Reading(Generic[T]):
    """`value` None: no value. `unread`: the cell has a text that the value doesn't hold, so the text is kept."""

    value: T | None
    kind: NoteKind | None = None
    message: Text | None = None
    unread: bool = False


def _told(value: T | None, kind: NoteKind, template: str, unread: bool = False, **values: object) -> Reading[T]:
    return Reading(value, kind, Text(template, values), unread)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split("|"))


# --- headings -------------------------------------------------------------------------------------------------------

Field: TypeAlias = Literal[
    "number",
    "id",
    "nis",
    "nisn",
    "nis_nisn",
    "name",
    "gender",
    "gender_male",
    "gender_female",
    "class_name",
    "present",
    "shy",
    "interest",
    "seat",
    "chooses",
    "avoid",
]

LABELS: dict[Field, str] = {
    "number": "No",
    "id": "Kode murid",
    "nis": "NIS",
    "nisn": "NISN",
    "name": "Nama",
    "gender": "L/P",
    "class_name": "Kelas",
    "present": "Hadir",
    "shy": "Pemalu",
    "interest": "Minat",
    "seat": "Tempat duduk",
    "chooses": "Pilihan teman",
    "avoid": "Jangan satu kelompok",
}
"""Headings that the writers use; each is one that `field_of` knows."""

_HEADINGS: dict[Field, str] = {
    "number": "no|nomor|nomer|no urut|nomor urut|no absen|nomor absen|no abs|absen|urut|nu|no daftar",
    "id": "kode murid|kode siswa",
    "nis": "nis|no induk|nomor induk|nipd|no induk siswa|nomor induk siswa|no induk murid|nomor induk murid|induk|"
    "no nis|nomor nis",
    "nisn": "nisn|no nisn|nomor nisn|nomor induk siswa nasional",
    "nis_nisn": "nis/nisn|nisn/nis|no induk/nisn|nomor induk/nisn|nis nisn",
    "name": "nama|nama siswa|nama murid|nama peserta didik|nama lengkap|nama pd|nama anak|nama peserta|"
    "nama lengkap siswa|nama lengkap murid|nama siswa/siswi|nama siswa/i|nama peserta didik/siswa|"
    "nama pelajar|siswa|murid|peserta didik|pelajar|name|full name",
    "gender": "l/p|p/l|lp|jk|j/k|jenis kelamin|kelamin|gender|jns kelamin|jenis kel|jns kel|sex|laki laki/perempuan",
    "class_name": "kelas|kls|rombel|rombongan belajar|nama rombel",
    "present": "hadir|kehadiran|presensi|hadir/tidak",
    "shy": "pemalu|pendiam|malu|murid pemalu",
    "interest": "minat|bakat|minat dan bakat|minat bakat|minat/bakat|minat belajar",
    "seat": "tempat duduk|bangku|kursi|meja|no bangku|nomor bangku|no meja|nomor meja|no kursi|nomor kursi|"
    "posisi duduk|nomor tempat duduk|no tempat duduk",
    "avoid": "jangan satu kelompok|jangan sekelompok|jangan bersama|tidak satu kelompok|tidak sekelompok|"
    "pisahkan dari|dipisah dari|pisah dari|hindari|jangan dengan|jangan satu kelompok dengan|jangan sekelompok dengan",
}
_FIELD_OF: dict[str, Field] = {one: name for name, many in _HEADINGS.items() for one in many.split("|")}
_CHOICES = re.compile(r"(pilihan|teman|pilihan teman|teman pilihan|teman dekat|sosiometri|memilih)( ?\d{1,2})?")

_KEPT = _words(
    "agama|ttl|tempat lahir|tanggal lahir|tgl lahir|tempat/tgl lahir|tempat tanggal lahir|tempat/tanggal lahir|"
    "tempat tgl lahir|alamat|hp|no hp|telepon|ket|keterangan|catatan|jumlah|rata rata|rerata|rata|ranking|peringkat|"
    "predikat|deskripsi|tuntas|ketuntasan|umur|usia|nik|orang tua|wali|email|sakit|izin|alpa|tanda tangan|ttd|paraf|"
    "nilai huruf|nilai rata rata|nilai sikap|jumlah nilai|total|total nilai"
)
_NOT_SCORES = re.compile(r"nilai (huruf|rata|sikap|jumlah|total|predikat)|nilai rata rata")


def heading_key(heading: str) -> str:
    """'Nama Peserta-Didik*' -> 'nama peserta didik'."""
    key = re.sub(r"[^\w/]+", " ", heading.casefold().replace("_", " "))
    return re.sub(r" ?/ ?", "/", key).strip(" /")


def field_of(heading: str) -> Field | None:
    """The field that a heading names, or None. 'L' and 'P' alone are ticked columns (`gender_male`, `_female`)."""
    key = heading_key(heading)
    if key in ("l", "p"):
        return "gender_male" if key == "l" else "gender_female"
    if key in _FIELD_OF:
        return _FIELD_OF[key]
    return "chooses" if _CHOICES.fullmatch(key) else None


def is_kept_column(heading: str) -> bool:
    """Whether this is a usual school column that the planners have no use for."""
    key = heading_key(heading)
    return key in _KEPT or key.startswith(("nama ", "tempat ", "tanggal ", "no ", "nomor ", "pekerjaan ", "jumlah "))


@dataclass(frozen=True)
class ScoreHeading:
    id: str
    text: str | None = None
    criterion: float | None = None


_CODES = {
    r"tujuan pembelajaran|tp": "TP",
    r"kompetensi dasar|kd": "KD ",
    r"penilaian harian|ph": "PH",
    r"ulangan harian|uh": "UH",
    r"sumatif lingkup materi|slm": "SLM",
    r"lingkup materi|lm": "LM",
    r"nph|nh|pts|pas|pat|sts|sas|sat|uts|uas": "",
}
_CODE = [
    (
        re.compile(rf"(?P<word>{words})[\s.\-_]*(?P<number>\d+(?:[.,]\d+)*[a-z]?)?(?P<rest>.*)", re.IGNORECASE),
        canonical,
    )
    for words, canonical in _CODES.items()
]
_WORD = re.compile(
    r"(nilai|skor|tugas|kuis|sumatif|formatif|asesmen|asesmen harian|ulangan|tes|tes awal|tes akhir|"
    r"pre-?tes|post?-?tes|pre-?test|post-?test|praktik|praktikum|proyek)([ .\-_]+.+|\d+)?",
    re.IGNORECASE,
)
_VERBATIM = re.compile(r"nilai ?: ?(?P<id>[^:]+?)(?:: (?P<text>.+))?", re.IGNORECASE)
_CRITERION_IN_HEADING = re.compile(r"\(\s*(?:kkm|kktp)\s*[:=]?\s*(\d{1,3}(?:[.,]\d+)?)\s*\)", re.IGNORECASE)


def score_heading(heading: str) -> ScoreHeading | None:
    """The score column that a heading names: 'TP 1' -> TP1, 'KD 3.1', 'Nilai Matematika', 'TP2: Senilai (KKTP 75)'.

    `score_heading(write_score_heading(id, text))` gives the id and the text back.
    """
    heading = clean(heading)
    verbatim = _VERBATIM.fullmatch(heading)
    if verbatim:
        return ScoreHeading(verbatim["id"], verbatim["text"])
    criterion = None
    found = _CRITERION_IN_HEADING.search(heading)
    if found and float(found[1].replace(",", ".")) <= 100:
        criterion = float(found[1].replace(",", "."))
        heading = clean(heading[: found.start()] + heading[found.end() :])
    if heading.casefold().startswith("nilai "):
        inner = score_heading(heading[6:])
        if inner is not None and re.search(r"\d", inner.id):
            return ScoreHeading(inner.id, inner.text, criterion if criterion is not None else inner.criterion)
    for pattern, canonical in _CODE:
        match = pattern.fullmatch(heading)
        if not match:
            continue
        number, rest = match["number"] or "", match["rest"]
        if rest and not (number and re.match(r"\s|[:(–—-]", rest)) and not re.match(r"\s*:", rest):
            continue
        name = canonical or match["word"].upper() + (" " if len(match["word"]) > 2 and number else "")
        return ScoreHeading((name + number).strip(), rest.strip(" :–—-") or None, criterion)
    if _WORD.fullmatch(heading) and not _NOT_SCORES.match(heading_key(heading)):
        return ScoreHeading(heading, None, criterion)
    return None


def write_score_heading(objective: str, description: str | None) -> str:
    """A heading that `score_heading` reads back as the same id and text."""
    plain = objective if description is None else f"{objective}: {description}"
    if score_heading(plain) == ScoreHeading(objective, description) and field_of(plain) is None:
        return plain
    return f"Nilai: {plain}"


_CRITERION_LINE = re.compile(
    r"\b(?:kkm|kktp|kriteria ketuntasan(?: minimal)?|kriteria ketercapaian(?: tujuan pembelajaran)?|batas tuntas)\b"
    r"(.*)",
    re.IGNORECASE,
)
_A_NUMBER = re.compile(r"(?<![\d.,/])(\d{1,3}(?:[.,]\d+)?)(?![\d/])(\s*(?:[-–—]|s\.?d\.?|sampai)\s*\d)?")


def criterion_line(line: str, objectives: Iterable[str]) -> tuple[str | None, float | None] | None:
    """(objective or None for all, criterion) in a title row such as 'KKTP : 70' or 'KKM TP2 = 75'.

    The criterion is None where the number isn't one on 0-100 or is an interval (41-65); None where the row names none.
    """
    match = _CRITERION_LINE.search(line)
    if not match:
        return None
    rest = match[1].strip(" :=()-")
    which = None
    for one in sorted(objectives, key=len, reverse=True):
        if re.match(re.escape(one) + r"(?!\w)", rest, re.IGNORECASE):
            which, rest = one, rest[len(one) :]
            break
    for part in [*re.split(r"[:=]", rest, maxsplit=1)[1:], rest]:
        found = _A_NUMBER.search(part)
        if found:
            value = float(found[1].replace(",", "."))
            return which, value if value <= 100 and not found[2] else None
    return None


CRITERION_ROW = re.compile(r"(kkm|kktp|kriteria|batas tuntas|kriteria ketuntasan( minimal)?)", re.IGNORECASE)

# --- rows that are no pupils ----------------------------------------------------------------------------------------

_FOOTER = re.compile(
    r"(jumlah|total|rata[\s-]*rata|rerata|rataan|mean|median|modus|simpangan baku|standar deviasi|"
    r"(nilai |skor )?(tertinggi|terendah|maks(imum|imal)?|min(imum|imal)?)|nilai rata|daya serap|ketuntasan|"
    r"persentase|prosentase|%|tuntas|belum tuntas|tidak tuntas|keterangan|catatan|kkm|kktp|"
    r"laki[\s-]*laki|perempuan|l|p)\b\s*($|[:=(%\d-]|kelas|murid|siswa|peserta|nilai|skor|klasikal|"
    r"tuntas|tidak|belum|yang|laki|perempuan|per|seluruh)|(?-i:L) *[+&] *(?-i:P)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"mengetahui\b|menyetujui\b|(guru|wali) (kelas|mata pelajaran|mapel|pamong|bk|bidang)\b|"
    r"kepala (sekolah|madrasah|sd|smp|sma|smk|mi|mts|ma|uptd?)\b|nip\b|nuptk\b|\.{4,}|_{4,}|"
    # 'Bandung, 10 Agustus 2026', 'Bandung, ……… 2026'
    r"[\w .'-]{2,40}, *(\.{2,}|…+|\d{1,2})? *(\.*|…*|januari|februari|maret|april|mei|juni|juli|agustus|"
    r"september|oktober|november|nopember|desember) *(20\d\d|20\.*|…+)$",
    re.IGNORECASE,
)


def is_footer(written: str) -> bool:
    """'Rata-rata', 'Jumlah', 'L = 17', 'Nilai tertinggi' and the like, at the start of a row."""
    return bool(_FOOTER.match(written))


def is_signature(written: str) -> bool:
    """'Mengetahui', 'Kepala Sekolah', 'Bandung, 10 Agustus 2026', 'NIP. …'."""
    return bool(_SIGNATURE.match(written))


# --- any cell -------------------------------------------------------------------------------------------------------

EXCEL_ERROR = re.compile(r"#(DIV/0!|N/A|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
_EXCEL_ERROR = N_("Sel ini berisi kesalahan Excel ({found}) dan tidak dipakai. Betulkan rumusnya atau tulis isinya.")
_NO_RESULT = N_(
    "Rumus di sel ini belum punya hasil tersimpan. Buka berkas di Excel, simpan, lalu pilih lagi; atau tulis hasilnya."
)
_SPACES = N_("Spasi berlebih atau huruf tak terlihat dibuang.")


def excel_error(found: str) -> Text | None:
    return text(_EXCEL_ERROR, found=found) if EXCEL_ERROR.fullmatch(found) else None


def no_result() -> Text:
    return text(_NO_RESULT)


def spaces() -> Text:
    return text(_SPACES)


# --- scores ---------------------------------------------------------------------------------------------------------

_BLANK_SCORE = N_("Sel nilai kosong: dibaca sebagai belum ada nilai, bukan nol.")
_MARKED_SCORE = N_("“{found}” dibaca sebagai {meaning}: belum ada nilai, bukan nol.")
_OUT_OF_RANGE = N_("Nilai {found} di luar 0–100, jadi tidak dipakai. Periksa lalu betulkan.")
_LOST_COMMA = N_("Nilai {found} di luar 0–100, jadi tidak dipakai. Mungkin koma desimalnya hilang ({guess})? Betulkan.")
_TEXT_SCORE = N_("“{found}” bukan angka, jadi tidak dipakai. Tulis nilai 0–100, atau TH kalau murid tidak hadir.")
_DATE_SCORE = N_(
    "Sel nilai ini berisi tanggal ({found}), jadi tidak dipakai. Excel mengubah isian seperti 8.5 menjadi tanggal: "
    "tulis ulang dengan koma (8,5)."
)
_POINT = N_("Titik dibaca sebagai koma desimal: {used}.")
_NUMBER_AS_TEXT = N_("Angka yang tersimpan sebagai teks dibaca sebagai {used}.")

_ABSENT, _ILL, _LEAVE = N_("tidak hadir"), N_("sakit"), N_("izin")
_UNEXCUSED, _NONE_YET = N_("alpa"), N_("belum ada nilai")
_MARKS = {
    **dict.fromkeys(("th", "t.h", "t.h.", "tidak hadir", "tdk hadir", "absen", "tak hadir"), _ABSENT),
    **dict.fromkeys(("s", "sakit", "skt"), _ILL),
    **dict.fromkeys(("i", "izin", "ijin"), _LEAVE),
    **dict.fromkeys(("a", "alpa", "alpha", "alfa", "tk", "tanpa keterangan"), _UNEXCUSED),
    **dict.fromkeys(("-", "–", "—", "--", "kosong", "belum", "belum ada", "belum tes"), _NONE_YET),
}
_NUMBER = re.compile(r"'?([+-]?[0-9]+(?:[.,][0-9]+)?)")


def read_score(raw: Value, point_is_usual: bool = True) -> Reading[float]:
    """A score on 0-100; missing marks give None, never zero; nothing outside 0-100 is used or changed."""
    found = clean(shown(raw))
    if not found:
        return _told(None, "repair", _BLANK_SCORE)
    mark = _MARKS.get(found.casefold())
    if mark is not None:
        return _told(None, "repair", _MARKED_SCORE, True, found=found, meaning=text(mark))
    if isinstance(raw, (dt.date, dt.time, dt.timedelta)):
        return _told(None, "error", _DATE_SCORE, True, found=found)
    if isinstance(raw, bool):
        return _told(None, "error", _TEXT_SCORE, True, found=found)
    if isinstance(raw, (int, float)):
        # A whole number of hundreds of digits does not fit a float; it is out of range in any case.
        number = float(max(-1000, min(raw, 100_000)))
    else:
        match = _NUMBER.fullmatch(found)
        if not match:
            return _told(None, "error", _TEXT_SCORE, True, found=found)
        number = float(match[1].replace(",", "."))
    if not 0 <= number <= 100:
        if 100 < number < 1000 and number.is_integer():
            return _told(None, "doubt", _LOST_COMMA, True, found=found, guess=number / 10)
        return _told(None, "doubt", _OUT_OF_RANGE, True, found=found)
    if isinstance(raw, str):
        if "." in found and not point_is_usual:
            return _told(number, "repair", _POINT, used=number)
        if found.startswith("'"):
            return _told(number, "repair", _NUMBER_AS_TEXT, used=number)
    return Reading(number + 0.0)  # -0 becomes 0


def number_as_text(value: float) -> Text:
    return text(_NUMBER_AS_TEXT, used=value)


def number_text(value: float) -> str:
    """78.5 -> '78,5', exactly as many digits as the number needs."""
    return decimal_text(value).replace(".", ",")


# --- identity -------------------------------------------------------------------------------------------------------

_MALE = _words("l|lk|laki|laki-laki|laki laki|lakilaki|laki2|lelaki|pria|putra|cowok|lkl")
_FEMALE = _words("p|pr|pe|perempuan|wanita|putri|cewek|prp|perp")
_GENDER_BLANK = N_("Jenis kelamin belum diisi. Tulis L atau P.")
_GENDER_READ = N_("“{found}” dibaca sebagai {meaning}.")
_GENDER_ENGLISH = N_(
    "“{found}” dibaca sebagai {meaning} menurut singkatan bahasa Inggris. Periksa, lalu tulis L atau P."
)
_GENDER_UNKNOWN = N_("“{found}” tidak dikenal sebagai jenis kelamin. Tulis L atau P.")
_GENDER_BOTH = N_("Kolom L dan P terisi dua-duanya. Isi satu saja.")
GENDER_MEANING: dict[Gender, str] = {"male": N_("laki-laki"), "female": N_("perempuan")}


def read_gender(raw: Value) -> Reading[Gender]:
    found = clean(shown(raw))
    key = found.casefold().strip(" .")
    if not key:
        return _told(None, "doubt", _GENDER_BLANK)
    gender: Gender | None = "male" if key in _MALE else "female" if key in _FEMALE else None
    if gender:
        if found in ("L", "P"):
            return Reading(gender)
        return _told(gender, "repair", _GENDER_READ, found=found, meaning=text(GENDER_MEANING[gender]))
    gender = "male" if key in ("m", "male") else "female" if key in ("f", "female") else None
    if gender:
        return _told(gender, "doubt", _GENDER_ENGLISH, found=found, meaning=text(GENDER_MEANING[gender]))
    return _told(None, "error", _GENDER_UNKNOWN, True, found=found)


def read_gender_ticks(male: str, female: str) -> Reading[Gender]:
    """From one column for L and one for P, of which one is ticked. A dash or a zero is no tick."""
    ticked = [one not in ("", "-", "–", "0") for one in (male, female)]
    if all(ticked):
        return _told(None, "error", _GENDER_BOTH)
    if not any(ticked):
        return _told(None, "doubt", _GENDER_BLANK)
    return Reading("male" if ticked[0] else "female")


_NISN_ZEROS = N_("NISN punya 10 digit; nol di depan yang hilang dikembalikan: {used}. Periksa.")
_NISN_LENGTH = N_("NISN seharusnya 10 digit, di sini {n}. Disimpan apa adanya; periksa.")
_NISN_LETTERS = N_("NISN “{found}” bukan 10 digit angka. Disimpan apa adanya; periksa.")
_NISN_CUT = N_(
    "Excel memendekkan nomor ini menjadi {found}, jadi digitnya hilang dan tidak dipakai. Ubah format kolom ke Teks, "
    "lalu tulis ulang."
)
_NISN_SIGNS = N_("Tanda di dalam nomor dibuang: {used}.")
_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+")


def _digits(raw: Value) -> str:
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    return clean(shown(raw))


def read_nisn(raw: Value) -> Reading[str]:
    """NISN as text of 10 digits. Seven to nine digits lost their leading zeros (they begin with the birth year)."""
    found = _digits(raw)
    if not found or found in ("-", "–", "0"):
        return Reading(None, unread=bool(found))
    if _SCIENTIFIC.fullmatch(found):
        return _told(None, "error", _NISN_CUT, True, found=found)
    bare = re.sub(r"[\s.'’‘`-]", "", found)
    if not re.fullmatch(r"[0-9]+", bare):
        return _told(found, "doubt", _NISN_LETTERS, found=found)
    if 7 <= len(bare) <= 9:
        return _told(bare.zfill(10), "doubt", _NISN_ZEROS, used=bare.zfill(10))
    if len(bare) != 10:
        return _told(found, "doubt", _NISN_LENGTH, n=len(bare))
    return Reading(bare) if bare == found else _told(bare, "repair", _NISN_SIGNS, used=bare)


def read_nis(raw: Value) -> Reading[str]:
    """The school's own number, as text."""
    found = _digits(raw)
    if not found or found in ("-", "–"):
        return Reading(None, unread=bool(found))
    if _SCIENTIFIC.fullmatch(found):
        return _told(None, "error", _NISN_CUT, True, found=found)
    if re.fullmatch(r"['’‘`][0-9].*", found):
        return _told(found[1:], "repair", _NISN_SIGNS, used=found[1:])
    return Reading(found)


_NUMBER_UNREAD = N_("“{found}” bukan nomor urut. Disimpan apa adanya.")


def read_number(raw: Value) -> Reading[int]:
    found = _digits(raw)
    match = re.fullmatch(r"([0-9]{1,6})[.)]?", found)
    if match:
        return Reading(int(match[1]))
    return _told(None, "doubt", _NUMBER_UNREAD, True, found=found) if found else Reading(None)


# --- yes and no, seats ----------------------------------------------------------------------------------------------

_YES = _words("ya|y|iya|1|x|v|√|✓|✔|☑|✅|benar|true|pemalu|pendiam|h|hadir|ada|yes")
_NO = _words("tidak|t|tdk|n|0|-|–|bukan|salah|false|th|tidak hadir|absen|no|tak|✗|✘")
_ABSENCES = {**dict.fromkeys(("s", "sakit"), _ILL), **dict.fromkeys(("i", "izin", "ijin"), _LEAVE)}
_ABSENCES |= dict.fromkeys(("a", "alpa", "alpha", "alfa"), _UNEXCUSED)
_PRESENCE_UNKNOWN = N_("“{found}” tidak dikenal sebagai hadir atau tidak; murid dianggap hadir. Tulis ya atau tidak.")
_PRESENCE_READ = N_("“{found}” dibaca sebagai {meaning}: murid tidak ikut dikelompokkan.")
_SHY_UNKNOWN = N_("“{found}” tidak dikenal sebagai ya atau tidak; murid tidak ditandai pemalu. Tulis ya atau tidak.")


def read_present(raw: Value) -> Reading[bool]:
    """Blank means present."""
    found = clean(shown(raw))
    key = found.casefold().strip(" .")
    if not key or key in _YES:
        return Reading(True)
    if key in _ABSENCES:
        return _told(False, "repair", _PRESENCE_READ, True, found=found, meaning=text(_ABSENCES[key]))
    if key in _NO:
        return Reading(False)
    return _told(True, "doubt", _PRESENCE_UNKNOWN, True, found=found)


def read_shy(raw: Value) -> Reading[bool]:
    """Blank means no."""
    found = clean(shown(raw))
    key = found.casefold().strip(" .")
    if key in _YES:
        return Reading(True)
    if not key or key in _NO:
        return Reading(False)
    return _told(False, "doubt", _SHY_UNKNOWN, True, found=found)


_SEAT_DATE = N_("Excel mengubah tempat duduk ini menjadi tanggal ({found}); dibaca sebagai {used}. Periksa.")
_SEAT_DECIMAL = N_("“{found}” dibaca sebagai {used}. Periksa.")
_SEAT_UNKNOWN = N_("“{found}” tidak dikenal sebagai tempat duduk. Tulis nomor (12) atau baris 2 kolom 3.")
_SEAT = N_("baris {row} kolom {column}")
_SEAT_PAIR = re.compile(
    r"(?:baris|brs|b)?\.? ?([0-9]{1,3})(?: ?[-/,;:x] ?| )(?:kolom|kol|k)?\.? ?([0-9]{1,3})|"
    r"(?:baris|b) ?([0-9]{1,3}),? ?(?:kolom|k) ?([0-9]{1,3})",
    re.IGNORECASE,
)


def read_seat(raw: Value) -> Reading[RosterSeat]:
    """A seat's number, or (row, column) from '2-3', '2/3', 'baris 2 kolom 3', 'B2K3'."""
    found = clean(shown(raw))
    if not found or found in ("-", "–"):
        return Reading(None, unread=bool(found))
    if isinstance(raw, dt.date):
        pair = (raw.day, raw.month)
        return _told(pair, "doubt", _SEAT_DATE, found=found, used=text(_SEAT, row=pair[0], column=pair[1]))
    if re.fullmatch(r"[0-9]{1,4}", found):
        return Reading(int(found))
    match = _SEAT_PAIR.fullmatch(found)
    if match:
        row, column = (int(one) for one in match.groups() if one is not None)
        if isinstance(raw, float):
            return _told((row, column), "doubt", _SEAT_DECIMAL, found=found, used=text(_SEAT, row=row, column=column))
        return Reading((row, column))
    return _told(None, "error", _SEAT_UNKNOWN, True, found=found)


def seat_text(seat: RosterSeat) -> str:
    """Never '2-3': a spreadsheet would make a date of it."""
    return str(seat) if isinstance(seat, int) else f"baris {seat[0]} kolom {seat[1]}"


# --- references to other pupils -------------------------------------------------------------------------------------

_REFER_UNKNOWN = N_("“{found}” tidak ditemukan di daftar ini. Tulis nama lengkap atau nomor urutnya.")
_REFER_MANY = N_("“{found}” cocok dengan {n} murid, jadi tidak dipakai. Tulis nomor urutnya.")
_REFER_SELF = N_("“{found}” adalah murid itu sendiri, jadi tidak dipakai.")
_REFER_TWICE = N_("“{found}” tertulis dua kali; dihitung satu kali.")
_REFER_PART = N_("“{found}” dibaca sebagai {used}.")
_REFER_DECIMAL = N_("“{found}” dibaca sebagai dua nomor urut: {used}. Periksa.")


_MOST_WORDS = 12
"""Words of a name that are tried as a calling name; a longer text in a cell is no name."""


@dataclass(frozen=True)
class Reference:
    """One thing to report about a cell that names other pupils."""

    found: str
    kind: NoteKind
    message: Text
    used: str | None = None


class Directory:
    """Finds pupils by id, list number or name."""

    def __init__(self, pupils: Iterable[tuple[str, int | None, str]]) -> None:
        self.names: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self._numbers: dict[int, list[str]] = {}
        self._names: dict[str, list[str]] = {}
        self._parts: dict[str, list[str]] = {}
        for position, (identity, number, name) in enumerate(pupils, start=1):
            self._ids[identity.casefold()] = identity
            self.names[identity] = name
            self._numbers.setdefault(position if number is None else number, []).append(identity)
            if name:
                self._names.setdefault(name.casefold(), []).append(identity)
                # Calling names: any one word of a name, or its beginning up to any word.
                words = name.casefold().split()[:_MOST_WORDS]
                for part in {*words, *(" ".join(words[:end]) for end in range(2, len(words)))}:
                    self._parts.setdefault(part, []).append(identity)

    def find(self, token: str) -> tuple[list[str], bool]:
        """Pupils that a token may mean, and whether it is only part of a name."""
        key = token.casefold()
        if key in self._ids:
            return [self._ids[key]], False
        if key in self._names:
            return self._names[key], False
        number = re.fullmatch(r"(?:no\.? ?)?([0-9]{1,6})\.?", key)
        if number:
            return self._numbers.get(int(number[1]), []), False
        return self._parts.get(key, []), True

    def read(self, raw: Value, itself: str | None = None) -> tuple[tuple[str, ...], tuple[Reference, ...], bool]:
        """Ids that a cell names, what to report, and whether a part of the text could not be used."""
        found = clean(re.sub(r"[\r\n]+", "; ", shown(raw)))
        if not found or found in ("-", "–"):
            return (), (), bool(found)
        reports: list[Reference] = []
        chosen: list[str] = []
        unread = False
        tokens = self._tokens(found)
        if isinstance(raw, float) and len(tokens) == 2:
            reports.append(Reference(found, "doubt", text(_REFER_DECIMAL, found=found, used=tokens), ", ".join(tokens)))
        for token in tokens:
            who, part = self.find(token)
            if not who:
                reports.append(Reference(token, "error", text(_REFER_UNKNOWN, found=token)))
            elif len(who) > 1:
                reports.append(Reference(token, "doubt", text(_REFER_MANY, found=token, n=len(who))))
            elif who[0] == itself:
                reports.append(Reference(token, "doubt", text(_REFER_SELF, found=token)))
            elif who[0] in chosen:
                reports.append(Reference(token, "repair", text(_REFER_TWICE, found=token), who[0]))
                continue
            else:
                chosen.append(who[0])
                if part:
                    used = self.names[who[0]]
                    reports.append(Reference(token, "repair", text(_REFER_PART, found=token, used=used), used))
                continue
            unread = True
        return tuple(chosen), tuple(reports), unread

    def _tokens(self, found: str) -> list[str]:
        """A whole cell that is one pupil's name stays whole, whatever signs it has."""
        if self.find(found)[0]:
            return [found]
        parts = re.split(r"[;|/\n&]", found) if re.search(r"[;|/\n&]", found) else re.split(r",| dan ", found)
        tokens = [one for part in parts if (one := clean(part))]
        pieces = [one for token in tokens for one in ([token] if self.find(token)[0] else re.split(r",| dan ", token))]
        tokens = [clean(one) for one in pieces if clean(one)]
        if len(tokens) == 1 and re.fullmatch(r"[0-9]+( [0-9]+)+", tokens[0]):
            tokens = tokens[0].split()
        return tokens

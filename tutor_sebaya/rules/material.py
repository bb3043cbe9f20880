"""Family M: the material and the problem each group works on."""

from __future__ import annotations

import re

from ..language import N_, Text, text
from .lesson import Lesson, filled_lines
from .registry import Judge, rule

STEPS = "lima-langkah"
PREPARING = "skenario"
MAX_WORDS = 60
"""Longest problem that pupils can take in at a glance (M02)."""

# Roots of verbs that open an instruction, bare or with -kan, -i, -lah: "Hitung …", "Hitunglah …", "Warnai …".
_VERBS = """
    aju amat ambil analisis anggap arsir atur baca bagi bahas balik banding bangun bayang beri betul buat buka cari
    catat cek centang cermat cipta coba cocok coret dengar duga eksplorasi evaluasi gabung gambar ganti geser golong
    gunting hafal hias hitung hubung identifikasi ikut ingat interpretasi isi jabar jawab jodoh kait kaji kali
    kelola kenal kirim klasifikasi konversi koreksi kritik kumpul kunjung kupas lafal lakukan lanjut lapor lengkap
    lihat lingkar lipat lukis main masuk modifikasi muat mulai nyanyi observasi olah paham pakai papar pasang pecah
    pelajar peragakan perankan perbaik perhati periksa perkira pertimbang pikir pilah pilih pindah potong praktik
    prediksi rakit rancang rangkai rangkum reka rekam renung ringkas rumus saji salin sambung sampai sebut selesai
    selidik siap simak simpul simulasi sisih sunting susun tafsir taksir tambah tanda tanggap tanya tarik tebak
    telaah teliti tempel temu terap terjemah tinjau tiru tonton tuang tukar tulis tunjuk turun tutup ubah uji ukur
    ulang ulas ungkap urai urut usul verifikasi warna wawancara
""".split()  # noqa: SIM905 - a list of words is easier to read and to mend as text
# Roots that are nouns or adjectives by themselves: only their suffix makes an instruction ("Jumlahkan …").
_NAMES = """
    arti bagan beda bentuk bukti bulat cerita contoh daftar data definisi deskripsi diskusi garis guna hasil jelas
    jumlah kategori kelompok kembang kemuka kerja komentar kurang laku latih misal nama nilai nyata peraga peran
    peta presentasi rencana rinci sama sederhana sesuai sketsa tabel tentu terang
""".split()  # noqa: SIM905
_ENGLISH = """
    add analyse analyze answer arrange ask assess build calculate change check choose classify collect compare complete
    compute construct convert copy correct count create debate decide define demonstrate describe design determine
    discuss divide draw estimate evaluate examine explain explore express fill find give group guess identify
    investigate justify label list look make mark match measure model multiply name note observe order outline perform
    plan plot predict prepare present prove read record rewrite round select show simplify simulate solve sort state
    subtract suggest summarise summarize take tell test trace translate try turn use work write
""".split()  # noqa: SIM905
# These only lead the instruction in: "Mari bandingkan …", "Tolong jelaskan …".
_LEAD_IN = {"mari", "marilah", "ayo", "silakan", "silahkan", "tolong", "please", "let's"}
_INSTRUCTION = re.compile(
    rf"(?:{'|'.join(_VERBS)})(?:kan|i)?(?:lah)?|(?:{'|'.join(_NAMES)})(?:(?:kan|i)(?:lah)?|lah)|"
    # Whatever else ends so is an instruction too ("Faktorkan …", "Berdiskusilah …"), but for a passive or an
    # infinitive ("Diberikan …", "Menentukan …"). After a vowel -kan may be the end of a noun ("gerakan").
    rf"(?!me|di|ter|se)\w{{2,}}(?:[^aeiou]kan|kanlah)|be\w{{3,}}lah|{'|'.join(_ENGLISH)}"
)
_NO_INSTRUCTION = {"andaikan", "bahkan", "melainkan", "bersekolah"}
_CLOSING = " \t\n\r\"'”’)]»"


def is_instruction(problem: str) -> bool:
    """Whether the first word (after a lead-in such as "mari") is a verb of instruction."""
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", problem.casefold())
    while words and words[0] in _LEAD_IN:
        words.pop(0)
    return bool(words) and words[0] not in _NO_INSTRUCTION and _INSTRUCTION.fullmatch(words[0]) is not None


def is_question(problem: str) -> bool:
    return problem.rstrip(_CLOSING).endswith("?")


@rule(
    "M01",
    title=N_("Submateri dapat dipelajari mandiri"),
    message=N_("Submateri {x}: {apa}. Pilih materi yang dapat dipelajari murid sendiri, dengan sumbernya."),
    kinds="K",
    severity="error",
    origin="seed",
    lines=(18,),
    items=("STEP-1a",),
    page=STEPS,
)
def subtopic_can_be_studied_alone(lesson: Lesson, judge: Judge) -> None:
    ids = {one.id for one in lesson.scenario.subtopics}
    for index, subtopic in enumerate(lesson.scenario.subtopics):
        at = f"subtopics[{index}]"
        judge.that(
            any(filled_lines(subtopic.sources)),
            f"{at}.sources",
            x=subtopic.id,
            apa=text(N_("belum ada sumber belajarnya")),
        )
        # A sub-topic of a former lesson is no hindrance: the pupils have had it.
        needed = [one for one in dict.fromkeys(subtopic.prerequisites) if one in ids and one != subtopic.id]
        cause = text(N_("menunggu {xs} dari pelajaran yang sama"), xs=needed)
        judge.that(not needed, f"{at}.prerequisites", x=subtopic.id, apa=cause)


@rule(
    "M02",
    title=N_("Masalah kelompok jelas"),
    message=N_("Masalah untuk {x} {apa}. Rumuskan satu pertanyaan atau perintah yang dapat dipahami murid."),
    kinds="KR",
    severity="error",
    origin="seed",
    lines=(122, 124),
    items=("DEF-11", "PREP-1"),
    page=PREPARING,
)
def problem_is_clear(lesson: Lesson, judge: Judge) -> None:
    used = {one for group in lesson.groups for one in group.group.subtopics}
    for index, subtopic in enumerate(lesson.scenario.subtopics):
        if subtopic.id not in used:
            continue
        problem = subtopic.problem or ""
        words = len(problem.split())
        cause: Text | None = None
        if not words:
            cause = text(N_("belum ditulis"))
        elif words > MAX_WORDS:
            cause = text(N_("terlalu panjang ({n} kata, paling banyak {c})"), n=words, c=MAX_WORDS)
        elif not is_question(problem) and not is_instruction(problem):
            cause = text(N_("tidak berupa pertanyaan (diakhiri tanda tanya) atau perintah (diawali kata kerja)"))
        judge.that(cause is None, f"subtopics[{index}].problem", x=subtopic.id, apa=cause)

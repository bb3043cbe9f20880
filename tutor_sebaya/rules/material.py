"""Family M: the material and the problem each group works on."""

from __future__ import annotations

import re

from ..language import N_, Text, text
from .lesson import Lesson, filled_lines
from .registry import Judge, rule

PAGE = "aturan"
MAX_WORDS = 60
"""Longest problem that pupils can take in at a glance (M02)."""

# Stems of verbs that open an instruction; Indonesian ones may carry -kan, -i, -lah.
_INDONESIAN = """
    amat analisis artik atur baca bagi bahas balik banding bangun bagan bentuk beri buat bukti catat cari ceritakan cek
    cerita cermat cocok contoh daftar data definisi deskripsi diskusi duga eksplorasi evaluasi gabung gambar ganti
    golong guna hafal hasil hitung hubung identifikasi ikut ingat interpretasi isi jabar jawab jelas jodoh jumlah kait kali
    kategori kelompok kembang kemuka kerja klasifikasi komentar konversi koreksi kumpul kupas kurang laku lapor latih
    lengkap lihat lukis main modifikasi muat nama nilai nyata olah pasang pecah perbaik periksa peraga perkira
    pertimbang peta pikir pilih praktik prediksi presentasi rancang rangkai rangkum reka rencana ringkas rinci rumus saji salin
    sampai sebut sederhana selesai selidik sesuai simak simpul simulasi sketsa sunting susun tabel tafsir tambah tandai
    tanda tanggap tanya tarik tebak telaah teliti temu tentu terang terap terjemah tinjau tulis tunjuk tuang ubah uji
    ukur ulas ungkap urai urut usul wawancara
""".split()  # noqa: SIM905 - a list of words is easier to read and to mend as text
_ENGLISH = """
    add analyse analyze answer arrange ask assess build calculate change check choose classify collect compare complete
    compute construct convert copy correct count create debate decide define demonstrate describe design determine
    discuss divide draw estimate evaluate examine explain explore express fill find give group guess identify
    investigate justify label list look make mark match measure model multiply name note observe order outline perform
    plan plot predict prepare present prove read record rewrite round select show simplify simulate solve sort state
    subtract suggest summarise summarize take tell test trace translate try turn use work write
""".split()  # noqa: SIM905
# These only lead the instruction in: "Coba jelaskan …", "Mari bandingkan …".
_LEAD_IN = {"coba", "cobalah", "mari", "marilah", "ayo", "silakan", "silahkan", "tolong", "please", "let's"}
_INSTRUCTION = re.compile(f"(?:{'|'.join(_INDONESIAN)})(?:kan|i|an)?(?:lah)?|{'|'.join(_ENGLISH)}")
_CLOSING = " \t\n\r\"'”’)]»"


def is_instruction(problem: str) -> bool:
    """Whether the first word (after a lead-in such as "coba") is a verb of instruction."""
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", problem.casefold())
    while words and words[0] in _LEAD_IN:
        words.pop(0)
    return bool(words) and _INSTRUCTION.fullmatch(words[0]) is not None


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
    page=PAGE,
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
    page=PAGE,
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

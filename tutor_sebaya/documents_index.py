"""Every form that can be printed from a scenario, in the order of a teacher's work, and the same forms empty.

A form's title is official and stays Indonesian; its purpose, and why it can't be made yet, follow the reader's
language. A form is built only when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, TypeAlias

from . import documents, measures
from .documents_analysis import daily_test_analysis, target_and_absorption
from .documents_blank import BLANKS
from .documents_groups import group_list_form
from .documents_lesson import lesson_plan
from .documents_paper import PaperName
from .documents_remedial import Layout, Results, enrichment_programme, remedial_programme, remedial_record
from .documents_report import rule_report
from .documents_review import review_sheets
from .documents_sheet import Form, FormHead
from .documents_tutors import (
    candidate_observation_forms,
    consent_forms,
    group_observation_sheets,
    teach_back_forms,
    tutor_cards,
)
from .language import N_, Names, Text, text
from .planners.mastery import MasteryAnalysis, analyse_mastery
from .planners.remedial import RemedialPlan
from .rules import Report, check
from .scenario import Scenario

FileFormat: TypeAlias = Literal["xlsx", "docx", "html", "csv"]
Reader: TypeAlias = Literal["teacher", "pupil", "principal", "supervisor"]

READERS: Mapping[Reader, str] = {
    "teacher": N_("guru"),
    "pupil": N_("murid"),
    "principal": N_("kepala sekolah"),
    "supervisor": N_("guru pamong dan dosen"),
}
FORMATS: Mapping[FileFormat, str] = {
    "xlsx": N_("Excel (.xlsx)"),
    "docx": N_("Word (.docx)"),
    "html": N_("halaman untuk dicetak (.html)"),
    "csv": N_("tabel teks (.csv)"),
}


@dataclass(frozen=True)
class _Kind:
    """What is known of a form before it is made."""

    title: str
    purpose: str
    readers: tuple[Reader, ...]
    formats: tuple[FileFormat, ...]
    contains_scores: bool = False


_SHEET: tuple[FileFormat, ...] = ("xlsx", "html")
_TEXT: tuple[FileFormat, ...] = ("docx", "html")
_BOTH: tuple[FileFormat, ...] = ("xlsx", "docx", "html")
_LIST: tuple[FileFormat, ...] = ("xlsx", "docx", "html", "csv")

KINDS: Mapping[str, _Kind] = {
    "analisis-hasil-asesmen-harian": _Kind(
        N_("Analisis hasil asesmen harian"),
        N_("Menunjukkan siapa yang tuntas, pada TP dan soal mana, beserta kesimpulannya."),
        ("teacher", "principal"),
        _SHEET,
        True,
    ),
    "target-dan-daya-serap": _Kind(
        N_("Target dan daya serap"),
        N_("Membandingkan daya serap setiap soal atau TP dengan KKTP."),
        ("teacher", "principal"),
        _SHEET,
        True,
    ),
    "lembar-amatan-calon-tutor": _Kind(
        N_("Lembar amatan calon tutor"),
        N_("Mencatat bukti tujuh kriteria tutor, bukan nilainya saja."),
        ("teacher",),
        _TEXT,
    ),
    "lembar-persetujuan": _Kind(
        N_("Lembar persetujuan"),
        N_("Menanyai calon tutor dan murid yang dibimbing secara pribadi apakah mereka mau."),
        ("pupil",),
        _TEXT,
    ),
    "lembar-uji-menerangkan": _Kind(
        N_("Lembar uji menerangkan"),
        N_("Memeriksa apakah calon tutor dapat menerangkan satu soal dalam dua menit."),
        ("teacher",),
        _TEXT,
    ),
    "daftar-kelompok-guru": _Kind(
        N_("Daftar kelompok"),
        N_("Daftar kelompok untuk guru, dengan nilai awal."),
        ("teacher",),
        _LIST,
        True,
    ),
    "daftar-kelompok-murid": _Kind(
        N_("Daftar kelompok untuk murid"),
        N_("Daftar kelompok yang boleh ditempel di kelas, tanpa nilai."),
        ("pupil",),
        _LIST,
    ),
    "kartu-tutor": _Kind(
        N_("Kartu tutor"),
        N_("Mengingatkan tutor akan tiga perannya, contoh kalimat, dan kapan memanggil guru."),
        ("pupil",),
        _TEXT,
    ),
    "lembar-observasi-kelompok": _Kind(
        N_("Lembar observasi kelompok"),
        N_("Mencatat giliran berbicara dan kerja sama setiap kelompok."),
        ("teacher",),
        _BOTH,
    ),
    "modul-ajar": _Kind(
        N_("Modul ajar"),
        N_("Rencana pelajaran lengkap dengan lampiran; yang belum diketahui bertanda [diisi guru]."),
        ("teacher", "principal", "supervisor"),
        _TEXT,
    ),
    "rpp-ringkas": _Kind(
        N_("RPP ringkas"),
        N_("Tujuan, langkah, dan penilaian pada satu halaman."),
        ("teacher", "principal", "supervisor"),
        _TEXT,
    ),
    "program-remedial-1": _Kind(
        N_("Program remedial"),
        N_("Program remedial dengan nomor soal yang belum tuntas."),
        ("teacher", "principal"),
        _BOTH,
        True,
    ),
    "program-remedial-2": _Kind(
        N_("Program remedial"),
        N_("Program remedial dengan jadwal dan rekap, seperti pada Kurikulum Merdeka."),
        ("teacher", "principal"),
        _BOTH,
        True,
    ),
    "program-remedial-3": _Kind(
        N_("Program remedial"),
        N_("Program remedial sebagai lampiran modul ajar, dengan kisi-kisi soal."),
        ("teacher", "principal"),
        _BOTH,
        True,
    ),
    "program-pengayaan": _Kind(
        N_("Program pengayaan"),
        N_("Kegiatan bagi murid yang sudah jauh melampaui KKTP, dan tujuan belajar para tutor."),
        ("teacher", "principal"),
        _BOTH,
        True,
    ),
    "berita-acara-remedial": _Kind(
        N_("Berita acara remedial"),
        N_("Bukti bahwa remedial dilaksanakan, dengan daftar hadir."),
        ("teacher", "principal"),
        _TEXT,
        True,
    ),
    "laporan-pemeriksaan-skenario": _Kind(
        N_("Laporan pemeriksaan skenario"),
        N_("Temuan aturan pada satu halaman, dengan sumbernya dan ruang untuk pertimbangan mahasiswa."),
        ("supervisor",),
        _TEXT,
        True,
    ),
    "lembar-telaah-teman": _Kind(
        N_("Lembar telaah teman"),
        N_("Menuntun mahasiswa menelaah rencana dan refleksi teman, tanpa memberi nilai."),
        ("supervisor",),
        _TEXT,
    ),
}
"""Form -> what it is, in the order of a teacher's work. The keys are the names of the files."""
_RECORD = "berita-acara-remedial"


@dataclass(frozen=True)
class Printable:
    """A form that can be printed, or that can't be yet.

    Attributes
    ----------
    id: also the name of its file. title: official, Indonesian. purpose: one sentence.
    contains_scores: whether pupils' results stand in it, or may: such a file isn't for pupils, nor for a wall.
    reason: why it can't be made yet; None where it can.
    """

    id: str
    title: str
    purpose: Text
    readers: tuple[Reader, ...]
    formats: tuple[FileFormat, ...]
    contains_scores: bool
    reason: Text | None
    _print: Callable[[FileFormat, PaperName], bytes]

    def make(self, format: FileFormat, paper: PaperName = "A4") -> bytes:
        """The file's content. Raises ValueError for a form that can't be made yet or a format it doesn't have, and
        ImportError where openpyxl (.xlsx) or python-docx (.docx) is missing."""
        if self.reason is not None:
            raise ValueError(f"{self.id}: {self.reason.render()}")
        if format not in self.formats:
            raise ValueError(f"{self.id} is made as {', '.join(self.formats)}, not as {format!r}")
        return self._print(format, paper)

    def file_name(self, format: FileFormat) -> str:
        """'daftar-kelompok-guru.xlsx'."""
        return f"{self.id}.{format}"


def available(
    scenario: Scenario,
    analysis: MasteryAnalysis | None = None,
    plan: RemedialPlan | None = None,
    *,
    head: FormHead | None = None,
    names: Names | None = None,
    student_numbers: Mapping[str, str] | None = None,
    results: Results | None = None,
    report: Report | None = None,
) -> tuple[Printable, ...]:
    """Every form of a scenario, also those that can't be made yet.

    Parameters
    ----------
    analysis: of this scenario, with its items where they are known; by default it is made from the scores.
    plan: the remedial plan; its forms can't be made without it, since they must print what the teacher decided.
    head, names, student_numbers, results: see the forms themselves.
    report: of the rules on this scenario; by default the scenario is judged. Pupils stand in it by their ids.
    """

    @cache
    def analysed() -> MasteryAnalysis:
        return analysis or analyse_mastery(scenario)

    def programme(layout: Layout) -> Callable[[], Form]:
        return lambda: remedial_programme(_given(plan), scenario, layout, head, names, analysed(), results)

    def record(session: int | None) -> Callable[[], Form]:
        return lambda: remedial_record(_given(plan), scenario, session, head, names, results)

    forms: dict[str, Callable[[], Form]] = {
        "analisis-hasil-asesmen-harian": lambda: daily_test_analysis(
            analysed(), scenario, head, names, student_numbers
        ),
        "target-dan-daya-serap": lambda: target_and_absorption(analysed(), scenario, head),
        "lembar-amatan-calon-tutor": lambda: candidate_observation_forms(scenario, names),
        "lembar-persetujuan": lambda: consent_forms(scenario, names),
        "lembar-uji-menerangkan": lambda: teach_back_forms(scenario, names),
        "kartu-tutor": lambda: tutor_cards(scenario, names),
        "lembar-observasi-kelompok": lambda: group_observation_sheets(scenario, head, names),
        "modul-ajar": lambda: lesson_plan(scenario, "modul_ajar", head, names, analysed()),
        "rpp-ringkas": lambda: lesson_plan(scenario, "rpp_ringkas", head, names, analysed()),
        "program-remedial-1": programme(1),
        "program-remedial-2": programme(2),
        "program-remedial-3": programme(3),
        "program-pengayaan": lambda: enrichment_programme(analysed(), scenario, plan, head, names),
        "laporan-pemeriksaan-skenario": lambda: rule_report(report or check(scenario), scenario, head),
        "lembar-telaah-teman": review_sheets,
    }
    reasons = _reasons(scenario, analysis, plan)
    found = []
    for id, kind in KINDS.items():
        reason = reasons.get(id)
        if id.startswith("daftar-kelompok"):
            found.append(_printable(id, kind, reason, _group_list(scenario, names, head, id.endswith("murid"))))
        elif id == _RECORD and plan is not None and reason is None:
            for session in (*(one.number for one in plan.sessions), None):
                purpose = text(_OF_SESSION, n=session) if session is not None else text(_OF_REASSESSMENT)
                own = f"{id}-penilaian-kembali" if session is None else f"{id}-sesi-{session}"
                found.append(_printable(own, kind, None, _of_form(record(session)), purpose))
        elif id == _RECORD:
            found.append(_printable(id, kind, reason, _of_form(record(None))))
        else:
            found.append(_printable(id, kind, reason, _of_form(forms[id])))
    return tuple(found)


def blanks() -> tuple[Printable, ...]:
    """The forms that are of use without data, to be filled in by hand."""
    return tuple(blank(id) for id in BLANKS)


def blank(id: str) -> Printable:
    """A form without data, by its id in `documents_blank.BLANKS`. Raises KeyError for any other."""
    made, kind = BLANKS[id], KINDS[id]
    return replace(_printable(f"{id}-kosong", kind, None, _of_form(made)), contains_scores=False)


_OF_SESSION = N_("Bukti bahwa sesi remedial ke-{n} dilaksanakan, dengan daftar hadir.")
_OF_REASSESSMENT = N_("Bukti bahwa penilaian kembali dilaksanakan, dengan daftar hadir dan hasil per TP.")


def _printable(
    id: str,
    kind: _Kind,
    reason: Text | None,
    prints: Callable[[FileFormat, PaperName], bytes],
    purpose: Text | None = None,
) -> Printable:
    return Printable(
        id, kind.title, purpose or Text(kind.purpose), kind.readers, kind.formats, kind.contains_scores, reason, prints
    )


def _given(plan: RemedialPlan | None) -> RemedialPlan:
    if plan is None:
        raise ValueError("no remedial plan was given")
    return plan


def _of_form(make: Callable[[], Form]) -> Callable[[FileFormat, PaperName], bytes]:
    def prints(format: FileFormat, paper: PaperName) -> bytes:
        if format == "csv":
            raise ValueError("a form isn't made as csv")
        return make().to(format, paper)

    return prints


def _group_list(
    scenario: Scenario, names: Names | None, head: FormHead | None, for_pupils: bool
) -> Callable[[FileFormat, PaperName], bytes]:
    heading = documents.form_heading(scenario)
    if head is not None:
        known = {"Sekolah": head.school, "Kelas": head.class_name, "Mata pelajaran": head.subject}
        heading |= {label: words for label, words in known.items() if words}

    def prints(format: FileFormat, paper: PaperName) -> bytes:
        match format:
            case "xlsx":
                return documents.group_list_xlsx(scenario, names, for_pupils, heading, paper)
            case "docx":
                return group_list_form(scenario, names, for_pupils, heading).to("docx", paper)
            case "html":
                return documents.group_list_print_html(scenario, names, for_pupils, heading, paper).encode()
            case "csv":
                return documents.group_list_csv(scenario, names, for_pupils)

    return prints


# --- what can't be made yet ------------------------------------------------------------------------------------------

_NO_PUPILS = N_("Daftar murid masih kosong.")
_NO_SCORES = N_("Belum ada nilai murid.")
_NO_CANDIDATES = N_("Belum ada calon tutor.")
_NO_GROUPS = N_("Belum ada kelompok. Bentuk kelompoknya dahulu.")
_NO_TUTORS = N_("Belum ada tutor dalam kelompok.")
_NO_CRITERION = N_("Belum ada KKTP, jadi belum ada yang dapat dinilai tuntas.")
_NO_PLAN = N_("Program remedial belum disusun.")
_NOT_NEEDED = N_("Tidak ada murid yang memerlukan remedial.")
_NOTHING_PLANNED = N_("Rencana pelajaran masih kosong: isi TP, fase, atau kelompoknya dahulu.")


def _reasons(scenario: Scenario, analysis: MasteryAnalysis | None, plan: RemedialPlan | None) -> dict[str, Text]:
    """Form -> why it can't be made yet."""
    present = measures.present_pupils(scenario)
    scored = (analysis is not None and bool(analysis.participants)) or any(
        score is not None for one in present for score in one.scores.values()
    )
    no_pupils = None if present else text(_NO_PUPILS)
    no_scores = no_pupils or (None if scored else text(_NO_SCORES))
    tutored = any(group.tutors for group in scenario.groups)
    no_candidates = None if scenario.tutors or tutored else text(_NO_CANDIDATES)
    no_groups = None if scenario.groups else text(_NO_GROUPS)
    no_tutors = no_groups or (None if tutored else text(_NO_TUTORS))
    judged = any(one.criterion is not None for one in scenario.objectives)
    no_criterion = no_scores or (None if judged else text(_NO_CRITERION))
    no_plan = None if plan and plan.needed else text(_NO_PLAN) if plan is None else text(_NOT_NEEDED)
    empty = not (scenario.objectives or scenario.phases or scenario.groups)
    found = {
        "analisis-hasil-asesmen-harian": no_scores,
        "target-dan-daya-serap": no_scores,
        "lembar-amatan-calon-tutor": no_candidates,
        "lembar-persetujuan": None if tutored else no_candidates,
        "lembar-uji-menerangkan": no_candidates,
        "daftar-kelompok-guru": no_groups,
        "daftar-kelompok-murid": no_groups,
        "kartu-tutor": no_tutors,
        "lembar-observasi-kelompok": no_groups,
        "modul-ajar": text(_NOTHING_PLANNED) if empty else None,
        "rpp-ringkas": text(_NOTHING_PLANNED) if empty else None,
        **dict.fromkeys(("program-remedial-1", "program-remedial-2", "program-remedial-3", _RECORD), no_plan),
        "program-pengayaan": no_criterion,
    }
    return {id: reason for id, reason in found.items() if reason is not None}

"""Words that people see for the keys of the scenario format. Msgids for the catalogue, Indonesian first."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from .language import N_, Text, text

WAYS: Mapping[str, str] = {
    "seating": N_("tempat duduk"),
    "alphabetical": N_("urutan abjad nama"),
    "sociometry": N_("sosiometri"),
    "interest": N_("minat dan bakat"),
    "prior_knowledge": N_("pengetahuan dan pengalaman"),
    "counting_off": N_("berhitung urut"),
    "drawn_cards": N_("kartu bernomor yang diundi"),
}
GROUNDS: Mapping[str, str] = {
    "facilities": N_("fasilitas yang ada"),
    "individual_differences": N_("perbedaan minat dan kemampuan"),
    "division_of_work": N_("pembagian pekerjaan"),
    "full_participation": N_("partisipasi penuh setiap murid"),
}
TEACHER_ROLES: Mapping[str, str] = {
    "resource_person": N_("narasumber utama"),
    "facilitator": N_("fasilitator"),
}
PHASES: Mapping[str, str] = {
    "opening": N_("pembukaan"),
    "discussion_norms": N_("cara berdiskusi"),
    "preparation": N_("persiapan kelompok"),
    "tutoring": N_("tutorial"),
    "discussion": N_("diskusi"),
    "presentation": N_("penyampaian"),
    "closing": N_("penutup"),
    "assessment": N_("penilaian"),
    "other": N_("lain-lain"),
}
DISCUSSIONS: Mapping[str, str] = {
    "whole_class": N_("diskusi kelas"),
    "small_group": N_("diskusi kelompok kecil"),
    "guided": N_("diskusi terpimpin"),
    "unguided": N_("diskusi tidak terpimpin"),
}
LAYOUTS: Mapping[str, str] = {
    "clusters": N_("meja berkelompok"),
    "circle": N_("lingkaran"),
    "u_shape": N_("bentuk U"),
    "rows": N_("berbaris"),
}
DECISIONS: Mapping[str, str] = {
    "consensus": N_("musyawarah"),
    "vote": N_("suara terbanyak"),
    "tutor": N_("keputusan tutor"),
    "other": N_("cara lain"),
}
FORMS: Mapping[str, str] = {
    "reteaching": N_("pembelajaran ulang"),
    "individual_guidance": N_("bimbingan perorangan"),
    "practice_tasks": N_("tugas latihan"),
    "peer_tutoring": N_("pemanfaatan tutor sebaya"),
}
ASSESSORS: Mapping[str, str] = {
    "teacher": N_("guru"),
    "tutor": N_("tutor"),
    "other": N_("orang lain"),
}
TUTOR_KINDS: Mapping[str, str] = {
    "peer": N_("tutor sebaya"),
    "cross_age": N_("tutor kakak"),
}
MODELS: Mapping[int, str] = {
    1: N_("model 1: tutor kepada satu murid"),
    2: N_("model 2: kelompok kepada tutor"),
    3: N_("model 3: murid kepada murid"),
}
ROLES: Mapping[str, str] = {
    "traffic_regulator": N_("pengatur lalu lintas"),
    "shield_wall": N_("dinding penangkis"),
    "guide": N_("penunjuk jalan"),
}
SEVERITIES: Mapping[str, str] = {
    "error": N_("kesalahan"),
    "warning": N_("peringatan"),
    "hint": N_("saran"),
}
STATES: Mapping[str, str] = {
    "kept": N_("terpenuhi"),
    "broken": N_("dilanggar"),
    "not_applicable": N_("tidak berlaku"),
}
ORIGINS: Mapping[str, str] = {
    "seed": N_("dari naskah sumber"),
    "seed-implied": N_("tersirat dalam naskah sumber"),
    "seed+number": N_("dari naskah sumber, angkanya dari kursus ini"),
    "guidance": N_("dari luar naskah sumber: anjuran dan praktik di sekolah"),
    "law": N_("dari luar naskah sumber: peraturan"),
}
FAMILIES: Mapping[str, str] = {
    "G": N_("kelompok"),
    "T": N_("pemilihan tutor"),
    "M": N_("materi"),
    "W": N_("waktu dan peran guru"),
    "D": N_("diskusi"),
    "K": N_("ruang kelas"),
    "O": N_("observasi"),
    "R": N_("remedial"),
    "P": N_("privasi"),
}
"""Families of rules by the letter of their ids."""
NOT_FILLED = N_("belum diisi")
_NUMBERED = re.compile(r"Kelompok (\d+)")


def label(labels: Mapping[str, str], key: str | None) -> Text:
    """The label of a key; the key itself where the list is open and doesn't know it."""
    if key is None:
        return Text(NOT_FILLED)
    return Text(labels[key]) if key in labels else Text("{word}", {"word": key})


def group_name(label: str) -> Text:
    """A group's label for its reader: the planners' own (a word, a number) in the reader's language, others as typed.

    The file has the Indonesian one in every edition, as the forms that schools print do.
    """
    numbered = _NUMBERED.fullmatch(label.strip())
    return text(N_("Kelompok {k}"), k=numbered[1]) if numbered else Text("{k}", {"k": label})


def source_lines(lines: Collection[int]) -> Text:
    """Where something stands in the source text: 'baris 9', 'baris 20–22, 30'."""
    if len(lines) == 1:
        return text(N_("baris {line}"), line=ranges(lines))
    return text(N_("baris {lines}"), lines=ranges(lines))


def ranges(numbers: Iterable[int]) -> str:
    """20, 21, 22, 30 -> '20–22, 30'."""
    spans: list[list[int]] = []
    for one in sorted(set(numbers)):
        if spans and one == spans[-1][1] + 1:
            spans[-1][1] = one
        else:
            spans.append([one, one])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)

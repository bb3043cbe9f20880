"""Family W (waktu): minutes, phases and the hour."""

from __future__ import annotations

from .. import labels, measures
from ..language import N_, PupilId, Text, text
from .lesson import Lesson
from .registry import Judge, rule

STEPS = "lima-langkah"
PREPARING = "skenario"


@rule(
    "W01",
    title=N_("Menit seluruh fase = menit pelajaran"),
    message=N_("Jumlah menit fase {a}, sedangkan alokasi {b} menit ({jp} JP). Sesuaikan."),
    kinds="KR",
    severity="error",
    origin="seed",
    lines=(124,),
    items=("PREP-4",),
    page=PREPARING,
)
def minutes_add_up(lesson: Lesson, judge: Judge) -> None:
    plan = lesson.scenario
    in_class = [(index, phase) for index, phase in enumerate(plan.phases) if phase.place != "outside"]
    total = float(sum(phase.minutes or 0.0 for _, phase in in_class))
    allotted = lesson.lesson_minutes
    if allotted is None:
        judge.that(
            False,
            "periods" if plan.periods is None else "minutes_per_period",
            message=N_("Alokasi waktu belum lengkap: isi banyaknya jam pelajaran (JP) dan menit per JP."),
        )
    else:
        judge.that(
            abs(total - allotted) < measures.TOLERANCE and allotted > 0, "phases", a=total, b=allotted, jp=plan.periods
        )
    for index, phase in in_class:
        judge.that(
            (phase.minutes or 0.0) > 0,
            f"phases[{index}].minutes",
            message=N_("Fase {f} belum mendapat menit. Beri waktu, atau hapus fase itu."),
            f=labels.label(labels.PHASES, phase.name),
        )


@rule(
    "W02",
    title=N_("Ada waktu persiapan yang cukup"),
    message=N_(
        "Waktu persiapan kelompok {a} menit (disarankan sedikitnya {b}). Langkah 4 meminta waktu yang cukup, di dalam "
        "atau di luar kelas."
    ),
    kinds="K",
    severity="error",
    origin="seed+number",
    lines=(21,),
    items=("STEP-4a", "STEP-4b"),
    settings=("prep_share",),
    page=STEPS,
)
def enough_preparation(lesson: Lesson, judge: Judge) -> None:
    minutes = float(sum(max(phase.minutes or 0.0, 0.0) for _, phase in lesson.phases("preparation")))
    advised = None if lesson.lesson_minutes is None else lesson.settings.prep_share * lesson.lesson_minutes
    if judge.that(minutes > 0, "phases", a=minutes, b=advised) and advised is not None:
        judge.that(minutes >= advised - measures.TOLERANCE, "phases", severity="warning", a=minutes, b=advised)


@rule(
    "W03",
    title=N_("Setiap kelompok menyampaikan melalui wakil"),
    message=N_("{apa}. Setiap kelompok perlu wakil dari anggotanya dan waktu untuk menyampaikan."),
    kinds="K",
    severity="error",
    origin="seed",
    lines=(22,),
    items=("STEP-5a",),
    settings=("present_min",),
    page=STEPS,
)
def every_group_presents(lesson: Lesson, judge: Judge) -> None:
    for group in lesson.groups:
        chosen = group.group.representative
        cause = (
            text(N_("{m}, wakil kelompok {k}, tidak ada di kelompok itu"), m=PupilId(chosen), k=group.id)
            if measures.filled(chosen) and chosen
            else text(N_("Kelompok {k} belum punya wakil"), k=group.id)
        )
        judge.that(chosen in group.people, group.at("representative"), earns=group.works, apa=cause)
    minutes = float(sum(max(phase.minutes or 0.0, 0.0) for _, phase in lesson.phases("presentation")))
    wanted = lesson.settings.present_min * len(lesson.groups)
    if minutes and not lesson.groups:
        return  # there is time, but nobody yet to present: G01 asks for the groups
    cause = (
        text(
            N_("Waktu penyampaian {a} menit, padahal {k} kelompok memerlukan sedikitnya {b} menit"),
            a=minutes,
            k=len(lesson.groups),
            b=wanted,
        )
        if minutes
        else text(N_("Belum ada waktu penyampaian"))
    )
    enough = minutes > 0 and minutes >= wanted - measures.TOLERANCE
    judge.that(enough, "phases", earns=any(group.works for group in lesson.groups), apa=cause)


@rule(
    "W04",
    title=N_("Peran guru sesuai dengan fasenya"),
    message=N_("Pada fase {f} peran guru tertulis '{a}'; seharusnya '{b}'."),
    kinds="KR",
    severity="warning",
    origin="seed",
    lines=(22, 82),
    items=("STEP-5b", "CRIT7-T"),
    page=STEPS,
)
def teacher_role_fits_the_phase(lesson: Lesson, judge: Judge) -> None:
    remedial = lesson.scenario.kind == "remedial"
    name, wanted = ("tutoring", "facilitator") if remedial else ("presentation", "resource_person")
    phases = lesson.phases(name)
    if remedial and not phases:
        judge.that(
            False,
            "phases",
            message=N_("Belum ada fase tutorial. Tulis fase itu dengan guru sebagai fasilitator."),
        )
    for index, phase in phases:  # in a class scenario W03 asks for the presentation
        judge.that(
            phase.teacher_role == wanted,
            f"phases[{index}].teacher_role",
            f=labels.label(labels.PHASES, name),
            a=labels.label(labels.TEACHER_ROLES, phase.teacher_role),
            b=Text(labels.TEACHER_ROLES[wanted]),
        )


@rule(
    "W05",
    title=N_("Ada simpulan dan klarifikasi"),
    message=N_(
        "Belum ada penutup: setelah semua kelompok tampil, guru memberi simpulan dan meluruskan pemahaman yang keliru."
    ),
    kinds="K",
    severity="warning",
    origin="guidance",
    lines=(22,),
    items=(),
    page=STEPS,
)
def lesson_is_concluded(lesson: Lesson, judge: Judge) -> None:
    presentations = [index for index, _ in lesson.phases("presentation")]
    closings = [index for index, phase in lesson.phases("closing") if (phase.minutes or 0.0) > 0]
    if closings and not presentations:
        return  # W03 asks for the presentation
    judge.that(bool(closings) and max(closings) > max(presentations), "phases")


@rule(
    "W06",
    title=N_("Saat pelaksanaan ditetapkan"),
    message=N_("Tanggal atau jam pelaksanaan belum ditetapkan."),
    kinds="KR",
    severity="error",
    origin="seed",
    lines=(124,),
    items=("PREP-2",),
    page=PREPARING,
)
def time_is_fixed(lesson: Lesson, judge: Judge) -> None:
    plan = lesson.scenario
    judge.that(plan.date is not None and plan.time is not None, "date" if plan.date is None else "time")

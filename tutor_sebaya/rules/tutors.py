"""Family T: who may be a tutor, and what a tutor needs."""

from __future__ import annotations

from .. import labels, measures
from ..language import N_, PupilId
from ..scenario import CRITERIA
from .lesson import Lesson
from .registry import Judge, rule

PAGE = "memilih-tutor"


@rule(
    "T01",
    title=N_("Tutor sudah tuntas"),
    message=N_("Tutor {t} belum tuntas pada {tp} (nilai {n}, kriteria {c}). Pilih tutor lain atau tuntaskan dulu."),
    kinds="KR",
    severity="error",
    origin="seed",
    lines=(80, 91, 99, 101),
    items=("DEF-07", "FORM-4", "CRIT-0", "CRIT10-1"),
    page=PAGE,
)
def tutor_has_mastered(lesson: Lesson, judge: Judge) -> None:
    remedial = lesson.scenario.kind == "remedial"
    for group in lesson.groups:
        objectives = lesson.objectives_of(group)
        for tutor in group.tutor_records:
            at = f"{lesson.at_tutor(tutor.pupil)}.evidence"
            for objective in objectives:
                criterion, score = lesson.mastery.get(objective), tutor.evidence.get(objective)
                if criterion is None:
                    # In a remedial scenario R01 asks for the criterion; of an unknown objective G02 speaks.
                    if not remedial and objective in lesson.without_criterion:
                        judge.that(
                            False,
                            "objectives",
                            message=N_(
                                "Ketuntasan tutor {t} pada {tp} tidak dapat dinilai: kriteria {tp} belum ditetapkan."
                            ),
                            t=PupilId(tutor.pupil),
                            tp=objective,
                        )
                elif score is None:
                    judge.that(
                        False,
                        at,
                        message=N_(
                            "Belum ada bukti bahwa tutor {t} tuntas pada {tp} (kriteria {c}). Catat nilainya, atau "
                            "pilih tutor lain."
                        ),
                        t=PupilId(tutor.pupil),
                        tp=objective,
                        c=criterion,
                    )
                else:
                    judge.that(
                        score >= criterion,
                        at,
                        earns=group.works,
                        t=PupilId(tutor.pupil),
                        tp=objective,
                        n=score,
                        c=criterion,
                    )


@rule(
    "T02",
    title=N_("Tutor di atas rata-rata kelas"),
    message=N_(
        "Nilai tutor {t} ({n:.1f}) tidak di atas rata-rata kelas ({c:.1f}). Kriteria 1 meminta kemampuan di atas "
        "rata-rata."
    ),
    kinds="KR",
    severity="warning",
    origin="seed",
    lines=(82, 93),
    items=("DEF-08", "CRIT7-1"),
    page=PAGE,
)
def tutor_above_average(lesson: Lesson, judge: Judge) -> None:
    if lesson.class_mean is None:
        return
    for group, tutor in lesson.placed_tutors:
        scores = [score for score in tutor.evidence.values() if score is not None]
        if tutor.kind == "cross_age" or not scores:
            continue  # an older pupil isn't compared with this class; T01 asks for evidence
        mean = measures.mean(scores)
        judge.that(
            mean > lesson.class_mean,
            f"{lesson.at_tutor(tutor.pupil)}.evidence",
            earns=group.works,
            t=PupilId(tutor.pupil),
            n=mean,
            c=lesson.class_mean,
        )


@rule(
    "T03",
    title=N_("Tutor lebih mampu daripada yang dibimbing"),
    message=N_("Pada {tp}, tutor {t} ({a}) tidak lebih tinggi daripada {m} ({b})."),
    kinds="R",
    severity="error",
    origin="seed",
    lines=(9, 84, 99),
    items=("DEF-05", "DEF-06", "REMD-4", "CRIT-0"),
    page=PAGE,
)
def tutor_ahead_of_tutees(lesson: Lesson, judge: Judge) -> None:
    if not lesson.remedial:
        return
    for group in lesson.groups:
        asked = set(lesson.objectives_of(group))
        for tutor in group.tutor_records:
            at = f"{lesson.at_tutor(tutor.pupil)}.evidence"
            for member in group.members:
                for objective in dict.fromkeys(lesson.remedial.targets.get(member, [])):
                    score = lesson.pupils[member].scores.get(objective)
                    evidence = tutor.evidence.get(objective)
                    if score is None or (evidence is None and objective in asked):
                        continue  # nothing to compare with; T01 asks for the evidence
                    if evidence is None:
                        judge.that(
                            False,
                            at,
                            message=N_(
                                "{m} berlatih {tp}, tetapi belum ada nilai {tp} tutor {t}. Catat nilainya, atau pilih "
                                "tutor yang menguasainya."
                            ),
                            t=PupilId(tutor.pupil),
                            m=PupilId(member),
                            tp=objective,
                        )
                    else:
                        judge.that(
                            evidence > score,
                            at,
                            tp=objective,
                            t=PupilId(tutor.pupil),
                            a=evidence,
                            m=PupilId(member),
                            b=score,
                        )


@rule(
    "T04",
    title=N_("Tutor disetujui murid yang dibimbing"),
    message=N_(
        "{m} belum menyatakan menerima tutor di kelompok {k}. Tanyakan secara pribadi; jangan lanjutkan tanpa "
        "persetujuannya."
    ),
    kinds="KR",
    severity="error",
    origin="seed",
    lines=(24,),
    items=("REQ-a", "RES-7"),
    page=PAGE,
)
def tutees_accept_the_tutor(lesson: Lesson, judge: Judge) -> None:
    for group in lesson.groups:
        for member in group.members:
            judge.that(group.group.accepts.get(member) is True, group.at("accepts"), m=PupilId(member), k=group.id)


@rule(
    "T05",
    title=N_("Tutor bersedia"),
    message=N_(
        "Tutor {t} belum menyatakan bersedia. Menutor adalah tugas belajar, bukan hukuman atau beban: mintalah "
        "kesediaannya."
    ),
    kinds="KR",
    severity="error",
    origin="seed-implied",
    lines=(9, 82),
    items=("DEF-03", "CRIT7-7"),
    page=PAGE,
)
def tutor_is_willing(lesson: Lesson, judge: Judge) -> None:
    for group, tutor in lesson.placed_tutors:
        at = f"{lesson.at_tutor(tutor.pupil)}.willing"
        judge.that(tutor.willing is True, at, earns=group.works, t=PupilId(tutor.pupil))


@rule(
    "T06",
    title=N_("Tutor tidak tinggi hati atau keras hati"),
    message=N_(
        "Sikap tutor {t} belum dinilai atau belum memenuhi syarat (tidak tinggi hati, kejam, atau keras hati). Tulis "
        "bukti pengamatan Anda."
    ),
    kinds="KR",
    severity="error",
    origin="seed",
    lines=(24, 82),
    items=("REQ-b", "CRIT7-6"),
    page=PAGE,
)
def tutor_is_not_arrogant(lesson: Lesson, judge: Judge) -> None:
    for group, tutor in lesson.placed_tutors:
        attitude = tutor.attitude
        judge.that(
            attitude is not None and attitude.meets is True and measures.filled(attitude.note),
            f"{lesson.at_tutor(tutor.pupil)}.attitude",
            earns=group.works,
            t=PupilId(tutor.pupil),
        )


@rule(
    "T07",
    title=N_("Kriteria tutor didukung bukti"),
    message=N_("Tutor {t}: baru {n} dari 7 kriteria yang disertai bukti (minimal {c})."),
    kinds="KR",
    severity="warning",
    origin="seed+number",
    lines=(82, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110),
    items=(
        "CRIT7-2",
        "CRIT7-3",
        "CRIT7-4",
        "CRIT7-5",
        "CRIT7-6",
        "CRIT7-7",
        "CRIT10-2",
        "CRIT10-3",
        "CRIT10-4",
        "CRIT10-5",
        "CRIT10-6",
        "CRIT10-7",
        "CRIT10-8",
        "CRIT10-9",
        "CRIT10-10",
    ),
    settings=("min_criteria",),
    page=PAGE,
)
def criteria_have_evidence(lesson: Lesson, judge: Judge) -> None:
    wanted = lesson.settings.min_criteria
    for group, tutor in lesson.placed_tutors:
        found = sum(measures.filled(tutor.criteria.get(one)) for one in CRITERIA)
        at = f"{lesson.at_tutor(tutor.pupil)}.criteria"
        judge.that(found >= wanted, at, earns=group.works, t=PupilId(tutor.pupil), n=found, c=wanted)


@rule(
    "T08",
    title=N_("Tutor mampu menerangkan kembali"),
    message=N_(
        "Kemampuan tutor {t} untuk menerangkan belum diuji. Tidak semua murid pandai dapat mengajarkan kembali: minta "
        "ia menerangkan satu soal kepada Anda."
    ),
    kinds="KR",
    severity="warning",
    origin="seed",
    lines=(24, 40),
    items=("REQ-c", "WEAK-5"),
    page=PAGE,
)
def tutor_can_explain(lesson: Lesson, judge: Judge) -> None:
    for group, tutor in lesson.placed_tutors:
        at = f"{lesson.at_tutor(tutor.pupil)}.teach_back"
        judge.that(tutor.teach_back is True, at, earns=group.works, t=PupilId(tutor.pupil))


@rule(
    "T09",
    title=N_("Tutor dilatih dan diberi petunjuk tertulis"),
    message=N_(
        "Tutor {t} belum dilatih ({n} menit, minimal {c}) atau belum memegang petunjuk tertulis. Latih: beri jeda, "
        "beri petunjuk, puji, betulkan."
    ),
    kinds="KR",
    severity="warning",
    origin="guidance",
    lines=(40,),
    items=("WEAK-5",),
    settings=("min_training",),
    page=PAGE,
)
def tutor_is_trained(lesson: Lesson, judge: Judge) -> None:
    wanted = lesson.settings.min_training
    for group, tutor in lesson.placed_tutors:
        minutes = tutor.training_minutes or 0.0
        judge.that(
            minutes >= wanted and tutor.written_guide is True,
            lesson.at_tutor(tutor.pupil),
            earns=group.works,
            t=PupilId(tutor.pupil),
            n=float(minutes),
            c=wanted,
        )


@rule(
    "T10",
    title=N_("Jenis tutor sesuai kelasnya"),
    message=N_(
        "Tutor {t} ditandai '{j}' tetapi tingkatnya {a} (kelas ini tingkat {b}). Tutor sebaya sekelas; tutor kakak "
        "dari kelas lebih tinggi."
    ),
    kinds="KR",
    severity="error",
    origin="seed",
    lines=(89,),
    items=("KIND-1", "KIND-2"),
    page=PAGE,
)
def kind_fits_the_grade(lesson: Lesson, judge: Judge) -> None:
    grade = lesson.scenario.grade
    placed = {tutor.pupil: group for group, tutor in lesson.placed_tutors}
    candidates = {**lesson.tutors, **{tutor.pupil: tutor for _, tutor in lesson.placed_tutors}}
    for tutor in candidates.values():
        complete = tutor.kind is not None and tutor.grade is not None and grade is not None
        if not complete and tutor.pupil not in placed:
            continue  # a candidate in reserve may be noted down bit by bit
        fits = complete and (tutor.grade == grade if tutor.kind == "peer" else (tutor.grade or 0) > (grade or 0))
        judge.that(
            fits,
            lesson.at_tutor(tutor.pupil),
            earns=tutor.pupil in placed and placed[tutor.pupil].works,
            t=PupilId(tutor.pupil),
            j=labels.label(labels.TUTOR_KINDS, tutor.kind),
            a=tutor.grade,
            b=grade,
        )


@rule(
    "T11",
    title=N_("Perbedaan jenis kelamin dipertimbangkan"),
    message=N_(
        "Kelompok {k} mempertemukan tutor dan murid berlainan jenis kelamin. Kalau murid nyaman, cukup tulis catatan; "
        "kalau tidak, sediakan tutor kedua atau tukar."
    ),
    kinds="KR",
    severity="hint",
    origin="seed",
    lines=(38,),
    items=("WEAK-3",),
    page=PAGE,
)
def difference_of_sex_considered(lesson: Lesson, judge: Judge) -> None:
    for group in lesson.groups:
        genders = {lesson.pupils[one].gender if one in lesson.pupils else None for one in group.tutors}
        members = {lesson.pupils[one].gender for one in group.members} - {None}
        if not genders or None in genders or not members:
            continue  # without a tutor (G03), or where a tutor's sex isn't noted, nothing can be said
        # A second tutor of the other sex leaves every pupil a tutor of the same sex to turn to.
        judge.that(members <= genders or measures.filled(group.group.gender_note), group.at("gender_note"), k=group.id)


@rule(
    "T12",
    title=N_("Ada cukup calon tutor dan cadangan"),
    message=N_(
        "Calon tutor yang memenuhi syarat {n}, kelompok {k}: tidak ada cadangan bila tutor tidak hadir. Siapkan satu "
        "cadangan atau tutor kakak."
    ),
    kinds="KR",
    severity="hint",
    origin="seed-implied",
    lines=(39,),
    items=("WEAK-4",),
    page=PAGE,
)
def enough_tutors_and_a_reserve(lesson: Lesson, judge: Judge) -> None:
    # Without objectives (G02, R07) and criteria (T01, R01) nobody can be called eligible or not.
    if any(one in lesson.mastery for group in lesson.groups for one in lesson.objectives_of(group)):
        eligible = len(lesson.eligible_tutors())
        judge.that(eligible >= len(lesson.groups) + 1, "tutors", n=eligible, k=len(lesson.groups))

"""Family R: the remedial programme (part B of the source)."""

from __future__ import annotations

from .. import labels, measures
from ..language import N_, PupilId, Text, text
from ..scenario import Feedback, Reassessment, Remedial
from .lesson import Lesson, each_distinct
from .registry import Judge, rule

DECIDING = "penilaian-dan-keputusan"
TEACHING = "remedial-tutor-sebaya"


def _programme(lesson: Lesson) -> Remedial:
    return lesson.remedial or Remedial()


def _undecided(lesson: Lesson, pupil: str) -> bool:
    """Whether the pupil has a score on an objective without a criterion: at mastery or below, nobody can say."""
    scores = lesson.pupils[pupil].scores
    return any(scores.get(objective) is not None for objective in lesson.without_criterion)


@rule(
    "R01",
    title=N_("Kriteria ditetapkan untuk setiap TP"),
    message=N_(
        "Kriteria ketuntasan {t} belum ditetapkan; tanpa itu tidak dapat diketahui siapa yang memerlukan remedial."
    ),
    kinds="R",
    severity="error",
    origin="seed",
    lines=(54, 58),
    items=("REMD-1", "FLOW-3"),
    page=DECIDING,
)
def every_objective_has_a_criterion(lesson: Lesson, judge: Judge) -> None:
    judge.that(
        bool(lesson.scenario.objectives),
        "objectives",
        message=N_("Tujuan pembelajaran (TP) dan kriterianya belum ditulis."),
    )
    for index, objective in enumerate(lesson.scenario.objectives):
        at = f"objectives[{index}].criterion"
        if judge.that(objective.criterion is not None, at, t=objective.id):
            criterion = objective.criterion or 0.0
            judge.that(
                0 < criterion <= 100,
                at,
                message=N_("Kriteria ketuntasan {t} tertulis {n}; kriteria harus lebih dari 0 dan paling tinggi 100."),
                t=objective.id,
                n=criterion,
            )


@rule(
    "R02",
    title=N_("Ada penilaian kemampuan awal"),
    message=N_("Penilaian kemampuan awal belum ada atau bertanggal setelah remedial dimulai."),
    kinds="R",
    severity="error",
    origin="seed",
    lines=(56,),
    items=("FLOW-1",),
    page=DECIDING,
)
def initial_assessment_comes_first(lesson: Lesson, judge: Judge) -> None:
    assessment = lesson.scenario.assessment
    initial = assessment.initial.date if assessment and assessment.initial else None
    starts = _programme(lesson).starts
    if initial is not None and starts is None:
        judge.that(
            False,
            "remedial.starts",
            message=N_("Tanggal mulai remedial belum ditetapkan, jadi urutannya dengan penilaian awal belum pasti."),
        )
    else:
        holds = initial is not None and starts is not None and initial <= starts
        judge.that(holds, "assessment.initial")


@rule(
    "R03",
    title=N_("Teknik penilaian dan metode beragam"),
    message=N_(
        "Baru ada {a} teknik penilaian proses (minimal {c}) dan {b} metode mengajar (minimal {d}); prinsip fleksibel "
        "meminta lebih dari satu."
    ),
    kinds="R",
    severity="warning",
    origin="seed",
    lines=(56, 68),
    items=("FLOW-2", "PRIN-3"),
    settings=("min_proc_techniques", "min_methods"),
    page=DECIDING,
)
def techniques_and_methods_vary(lesson: Lesson, judge: Judge) -> None:
    assessment = lesson.scenario.assessment
    techniques = len(each_distinct(one.technique for one in assessment.process)) if assessment else 0
    methods = len(each_distinct(_programme(lesson).methods))
    wanted = lesson.settings
    judge.that(
        techniques >= wanted.min_proc_techniques and methods >= wanted.min_methods,
        "assessment.process" if techniques < wanted.min_proc_techniques else "remedial.methods",
        a=techniques,
        b=methods,
        c=wanted.min_proc_techniques,
        d=wanted.min_methods,
    )


@rule(
    "R04",
    title=N_("Daftar remedial sesuai dengan nilai"),
    message=N_("{m}: {apa}."),
    kinds="R",
    severity="error",
    origin="seed",
    lines=(58, 60),
    items=("REMD-2", "FLOW-3"),
    page=DECIDING,
)
def remedial_list_matches_scores(lesson: Lesson, judge: Judge) -> None:
    if not lesson.scored:
        if lesson.mastery:  # without criteria R01 asks for them
            judge.that(
                False,
                "pupils",
                message=N_("Belum ada nilai murid, jadi daftar remedial tidak dapat disusun. Isi nilai per TP."),
            )
        return
    listed = lesson.remedial_pupils
    for one in listed:
        at = "remedial.pupils"
        if one not in lesson.pupils:
            judge.that(False, at, m=PupilId(one), apa=text(N_("tidak dikenal di daftar murid")))
        else:
            # A score on an objective whose criterion isn't set (R01) may be the reason why the pupil is listed.
            if one not in lesson.below and _undecided(lesson, one):
                continue
            cause = text(N_("masuk daftar remedial, padahal tidak ada nilainya yang di bawah kriteria"))
            judge.that(one in lesson.below, at, m=PupilId(one), apa=cause)
    for one, objectives in lesson.below.items():
        cause = text(
            N_("belum tuntas pada {tp}, tetapi tidak ada dalam daftar remedial"),
            tp=[objective for objective in lesson.mastery if objective in objectives],
        )
        judge.that(one in listed, "remedial.pupils", m=PupilId(one), apa=cause)
    if not listed and not lesson.below and not lesson.without_criterion:
        judge.that(True, "remedial.pupils")  # nobody needs remedial teaching, and nobody is listed


@rule(
    "R05",
    title=N_("Bentuk remedial sesuai dengan banyaknya murid (kata-kata naskah sumber)"),
    message=N_("{p:.0%} murid belum tuntas. {apa}"),
    kinds="R",
    severity="error",
    origin="seed",
    lines=(77, 78, 80),
    items=("FORM-1b", "FORM-2", "FORM-4"),
    settings=("reteach_share",),
    page=DECIDING,
)
def form_fits_how_many(lesson: Lesson, judge: Judge) -> None:
    share = lesson.share_below
    if not share:
        return  # nobody below, or nothing known (R01 and R04 ask)
    forms = _programme(lesson).forms
    limit = lesson.settings.reteach_share
    if not forms:
        cause = text(N_("Bentuk remedialnya belum dipilih."))
        judge.that(False, "remedial.forms", p=share, apa=cause)
        return
    most = share > limit
    cause = (
        text(N_("Itu sebagian besar atau semua murid (di atas {c:.0%}): pembelajaran ulang harus ada."), c=limit)
        if most
        else text(
            N_("Itu bukan sebagian besar murid (tidak di atas {c:.0%}): pembelajaran ulang untuk semua tidak sesuai."),
            c=limit,
        )
    )
    judge.that(most == ("reteaching" in forms), "remedial.forms", p=share, apa=cause)


@rule(
    "R06",
    title=N_("Pembelajaran ulang memakai metode dan media berbeda"),
    message=N_(
        "Pembelajaran ulang memakai {apa} yang sama dengan pembelajaran pertama. Ganti cara penyajiannya atau "
        "sederhanakan materinya."
    ),
    kinds="R",
    severity="error",
    origin="seed",
    lines=(75, 76),
    items=("FORM-1", "FORM-1a"),
    page=DECIDING,
)
def reteaching_differs(lesson: Lesson, judge: Judge) -> None:
    programme = _programme(lesson)
    if "reteaching" not in programme.forms:
        return
    unknown = N_("Pembelajaran ulang harus berbeda dari yang pertama, tetapi {apa} belum dicatat.")
    first = each_distinct([programme.first_method])
    methods = each_distinct(programme.methods)
    # R03 asks for the methods themselves.
    if methods and judge.that(bool(first), "remedial.first_method", message=unknown, apa=text(N_("metode pertama"))):
        judge.that(not first & methods, "remedial.methods", apa=text(N_("metode")))
    first = each_distinct([programme.first_media])
    media = each_distinct(programme.media)
    for known, key, words in (
        (first, "remedial.first_media", N_("media pertama")),
        (media, "remedial.media", N_("media remedial")),
    ):
        judge.that(bool(known), key, severity="warning", message=unknown, apa=text(words))
    judge.that(not first & media, "remedial.media", severity="warning", apa=text(N_("media")))


@rule(
    "R07",
    title=N_("Remedial tertuju pada TP yang belum tuntas"),
    message=N_(
        "{m}: sasaran remedial {a}, padahal yang belum tuntas {b}. Program yang adaptif mengikuti kebutuhan setiap "
        "murid."
    ),
    kinds="R",
    severity="error",
    origin="seed",
    lines=(60, 64),
    items=("REMD-3", "PRIN-1"),
    page=DECIDING,
)
def targets_follow_needs(lesson: Lesson, judge: Judge) -> None:
    if not lesson.scored:
        return
    nothing = text(N_("tidak ada"))
    for one in lesson.remedial_pupils:
        if one not in lesson.pupils:
            continue
        planned = list(dict.fromkeys(_programme(lesson).targets.get(one, [])))
        # Without a criterion (R01) nobody can say whether the pupil needs that objective.
        targets = [objective for objective in planned if objective not in lesson.without_criterion]
        needs = [objective for objective in lesson.mastery if objective in lesson.below.get(one, ())]
        if not targets and not needs and _undecided(lesson, one):
            continue
        judge.that(
            set(targets) == set(needs),
            f"remedial.targets.{one}",
            m=PupilId(one),
            a=targets or nothing,
            b=needs or nothing,
        )


@rule(
    "R08",
    title=N_("Latihan diperbanyak"),
    message=N_(
        "Latihan remedial {a} butir, tidak lebih banyak daripada semula ({b}). Prinsip pengulangan meminta latihan "
        "diperbanyak."
    ),
    kinds="R",
    severity="warning",
    origin="seed",
    lines=(79,),
    items=("FORM-3",),
    page=DECIDING,
)
def more_practice(lesson: Lesson, judge: Judge) -> None:
    programme = _programme(lesson)
    if "practice_tasks" in programme.forms:
        now, before = programme.practice_items, programme.first_practice_items
        judge.that(now is not None and before is not None and now > before, "remedial.practice_items", a=now, b=before)


@rule(
    "R09",
    title=N_("Ada waktu tambahan"),
    message=N_("Belum ada waktu tambahan. Murid yang belum tuntas memerlukan waktu lebih lama."),
    kinds="R",
    severity="error",
    origin="seed",
    lines=(58,),
    items=("FLOW-4",),
    page=TEACHING,
)
def extra_time(lesson: Lesson, judge: Judge) -> None:
    judge.that((_programme(lesson).extra_minutes or 0.0) > 0, "remedial.extra_minutes")


@rule(
    "R10",
    title=N_("Guru memantau setiap kelompok"),
    message=N_(
        "Kelompok {k} mendapat {n} kunjungan dalam rencana kunjungan guru (minimal {c}). Kegiatan perbaikan selalu "
        "dipantau."
    ),
    kinds="R",
    severity="warning",
    origin="seed",
    lines=(66,),
    items=("ROOM-3", "PRIN-2"),
    settings=("visit_each",),
    page=TEACHING,
)
def teacher_visits_every_group(lesson: Lesson, judge: Judge) -> None:
    visits = _programme(lesson).visits
    wanted = lesson.settings.visit_each
    for group in lesson.groups:
        n = visits.count(group.id)
        judge.that(n >= wanted, "remedial.visits", earns=group.works, k=group.id, n=n, c=wanted)


@rule(
    "R11",
    title=N_("Umpan balik pada sesi yang sama"),
    message=N_("Umpan balik {apa}. Berikan sesegera mungkin, korektif atau konfirmatif, sebelum sesi berakhir."),
    kinds="R",
    severity="error",
    origin="seed",
    lines=(70,),
    items=("PRIN-4",),
    page=TEACHING,
)
def feedback_in_the_same_session(lesson: Lesson, judge: Judge) -> None:
    feedback = _programme(lesson).feedback or Feedback()
    late = feedback.sessions_late
    cause = text(N_("belum direncanakan")) if late is None else text(N_("terlambat {n} sesi"), n=late)
    judge.that(late == 0, "remedial.feedback.sessions_late", apa=cause)
    judge.that(bool(feedback.kinds), "remedial.feedback.kinds", apa=text(N_("belum ditentukan jenisnya")))


@rule(
    "R12",
    title=N_("Berkesinambungan dengan program reguler"),
    message=N_("{apa}. Program remedial dan reguler adalah satu kesatuan."),
    kinds="R",
    severity="warning",
    origin="seed",
    lines=(72,),
    items=("PRIN-5",),
    page=TEACHING,
)
def continuous_with_regular_programme(lesson: Lesson, judge: Judge) -> None:
    programme = _programme(lesson)
    for objective in lesson.remedied_objectives:
        judge.that(
            objective in programme.regular_objectives,
            "remedial.regular_objectives",
            apa=text(N_("{tp} tidak ada dalam program reguler"), tp=objective),
        )
    ends, following = programme.ends, programme.next_objective_starts
    if ends is not None and following is not None:  # R13 asks for the end; nothing follows where no date is given
        judge.that(
            ends < following,
            "remedial.next_objective_starts",
            apa=text(
                N_("Remedial selesai {a}, padahal TP berikutnya dimulai {b}"),
                a=ends.isoformat(),
                b=following.isoformat(),
            ),
        )


@rule(
    "R13",
    title=N_("Penilaian kembali setelah remedial"),
    message=N_(
        "Penilaian kembali {apa}. Setiap murid remedial dinilai lagi setelah sesi terakhir, pada TP yang belum tuntas."
    ),
    kinds="R",
    severity="error",
    origin="seed",
    lines=(58,),
    items=("FLOW-5",),
    page=TEACHING,
)
def reassessment_after_the_programme(lesson: Lesson, judge: Judge) -> None:
    programme = _programme(lesson)
    again = programme.reassessment
    if again is None or again.date is None:
        judge.that(False, "remedial.reassessment", apa=text(N_("belum dijadwalkan")))
        again = again or Reassessment()
    elif programme.ends is None:
        cause = text(N_("tidak dapat diurutkan: tanggal selesai remedial belum diisi"))
        judge.that(False, "remedial.ends", apa=cause)
    else:
        cause = text(
            N_("bertanggal {a}, sebelum remedial selesai ({b})"), a=again.date.isoformat(), b=programme.ends.isoformat()
        )
        judge.that(again.date >= programme.ends, "remedial.reassessment.date", apa=cause)
    for one in lesson.remedial_pupils:
        if one not in lesson.pupils:
            continue  # R04 speaks of unknown pupils
        targets, assessed = programme.targets.get(one, []), again.objectives.get(one, [])
        cause = text(
            N_("untuk {m} mencakup {a}, sedangkan sasarannya {b}"),
            m=PupilId(one),
            a=assessed or text(N_("tidak ada")),
            b=targets or text(N_("tidak ada")),
        )
        judge.that(set(assessed) == set(targets), f"remedial.reassessment.objectives.{one}", apa=cause)


_INDIVIDUAL = ("individual_guidance", "peer_tutoring")
_GROUP = ("practice_tasks", "peer_tutoring")


@rule(
    "R14",
    title=N_("Bentuk remedial sesuai dengan persentase (praktik di sekolah)"),
    message=N_("{p:.0%} belum tuntas; praktik umum: {b}. Bentuk yang Anda pilih: {a}."),
    kinds="R",
    severity="warning",
    origin="guidance",
    lines=(75, 78, 79, 80),
    items=(),
    settings=("individual_share", "reteach_share"),
    page=DECIDING,
)
def form_fits_the_share(lesson: Lesson, judge: Judge) -> None:
    share = lesson.share_below
    limits = lesson.settings
    if not share or share > limits.reteach_share:
        return  # nobody below, or most of the class: R05 speaks of re-teaching
    forms = _programme(lesson).forms
    if share <= limits.individual_share:
        fitting = _INDIVIDUAL
        practice = text(N_("sampai {c:.0%} bimbingan perorangan atau tutor sebaya"), c=limits.individual_share)
    else:
        fitting = _GROUP
        practice = text(
            N_("di atas {c:.0%} sampai {d:.0%} tugas latihan atau tutor sebaya"),
            c=limits.individual_share,
            d=limits.reteach_share,
        )
    chosen: list[Text] | Text = [Text(labels.FORMS[one]) for one in forms] or Text(labels.NOT_FILLED)
    judge.that(any(one in forms for one in fitting), "remedial.forms", p=share, b=practice, a=chosen)


@rule(
    "R15",
    title=N_("Ada hasil perorangan"),
    message=N_(
        "{m} tidak diminta menyerahkan hasil sendiri. Kartu keluar singkat membuat murid tetap bersungguh-sungguh "
        "walau dibimbing temannya."
    ),
    kinds="R",
    severity="warning",
    origin="seed-implied",
    lines=(36,),
    items=("WEAK-1",),
    page=TEACHING,
)
def individual_products(lesson: Lesson, judge: Judge) -> None:
    for group in lesson.groups:
        for member in group.members:
            judge.that(measures.filled(group.group.products.get(member)), group.at("products"), m=PupilId(member))


@rule(
    "R16",
    title=N_("Tutor tidak memberi nilai"),
    message=N_("Penilaian kembali oleh '{a}'. Nilai diberikan guru, bukan tutor."),
    kinds="R",
    severity="error",
    origin="guidance",
    lines=(58, 82),
    items=(),
    page=TEACHING,
)
def tutor_does_not_grade(lesson: Lesson, judge: Judge) -> None:
    again = _programme(lesson).reassessment
    if again is None:
        return  # R13 asks for the reassessment
    judge.that(
        again.assessor == "teacher",
        "remedial.reassessment.assessor",
        a=labels.label(labels.ASSESSORS, again.assessor),
    )

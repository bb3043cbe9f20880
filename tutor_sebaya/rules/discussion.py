"""Family D: tasks, roles, speaking turns and the discussion in the group."""

from __future__ import annotations

from .. import labels, measures
from ..language import N_, PupilId, Text, text
from ..scenario import CueCard, Roles
from .lesson import GroupView, Lesson, filled_lines
from .registry import Judge, rule

PAGE = "peran-diskusi-ruang"


def _has_return_questions(group: GroupView) -> bool:
    return any(filled_lines((group.group.cue_card or CueCard()).return_questions))


def speaking_minutes(group: GroupView) -> dict[str, float]:
    """Minutes of every speaker of a group; members without a turn count as zero (D04)."""
    return {**dict.fromkeys(group.members, 0.0), **group.minutes}


@rule(
    "D01",
    title=N_("Setiap anggota mendapat tugas"),
    message=N_("{m} di kelompok {k} belum mendapat tugas (mis. pencatat, penjaga waktu, penyaji)."),
    kinds="KR",
    severity="warning",
    origin="seed",
    lines=(124, 138, 144),
    items=("PREP-5", "GROUND-3", "GOOD-3"),
    page=PAGE,
)
def everyone_has_a_task(lesson: Lesson, judge: Judge) -> None:
    for group in lesson.groups:
        for one in group.people:
            if lesson.is_known(one):
                duty = group.group.duties.get(one)
                judge.that(measures.filled(duty), group.at("duties"), earns=group.works, m=PupilId(one), k=group.id)


@rule(
    "D02",
    title=N_("Tiga peran tutor direncanakan"),
    message=N_("Kelompok {k}: peran {p} belum ditulis dalam kartu tutor."),
    kinds="KR",
    severity="warning",
    origin="seed",
    lines=(44, 48, 49),
    items=("ROLE-1", "ROLE-2", "ROLE-3"),
    page=PAGE,
)
def three_roles_are_planned(lesson: Lesson, judge: Judge) -> None:
    for group in lesson.groups:
        roles = group.group.roles or Roles()
        missing = [Text(words) for key, words in labels.ROLES.items() if not measures.filled(getattr(roles, key))]
        judge.that(not missing, group.at("roles"), earns=group.works, k=group.id, p=missing)


@rule(
    "D03",
    title=N_("Setiap anggota mendapat giliran bicara"),
    message=N_("{m} di kelompok {k} tidak mendapat giliran berbicara."),
    kinds="KR",
    severity="error",
    origin="seed",
    lines=(45, 48, 122, 139, 143),
    items=("ROLE-1a", "ROLE-2a", "PREP-0", "GROUND-4", "GOOD-2"),
    page=PAGE,
)
def everyone_has_a_turn(lesson: Lesson, judge: Judge) -> None:
    for group in lesson.groups:
        for one in group.members:
            judge.that(one in group.minutes, group.at("turns"), m=PupilId(one), k=group.id)
        for position, turn in enumerate(group.group.turns):
            # An absent pupil's turn is no mistake: the plan was made before.
            strange = turn.pupil not in group.people and turn.pupil not in lesson.absent
            judge.that(
                not strange,
                group.at(f"turns[{position}].pupil"),
                earns=group.works,
                message=N_("{m} mendapat giliran di kelompok {k}, tetapi bukan anggota atau tutor kelompok itu."),
                m=PupilId(turn.pupil),
                k=group.id,
            )


@rule(
    "D04",
    title=N_("Tidak ada yang mendominasi"),
    message=N_(
        "Kelompok {k}: pembagian bicara timpang ({m} {n} menit, paling lama {c:.1f}; Gini {g:.2f}, paling tinggi "
        "{d:.2f}). Ratakan giliran."
    ),
    kinds="KR",
    severity="warning",
    origin="seed+number",
    lines=(46, 147),
    items=("ROLE-1b", "GOOD-6"),
    settings=("turn_max_ratio", "gini_max"),
    page=PAGE,
)
def nobody_dominates(lesson: Lesson, judge: Judge) -> None:
    for group in lesson.groups:
        minutes = speaking_minutes(group)
        total = measures.total(minutes.values())
        if len(minutes) < 3 or total <= 0:
            continue  # D03 asks for turns; two speakers can't be compared with a group
        speaker = max(minutes, key=lambda one: minutes[one])
        gini = measures.gini(list(minutes.values()))
        allowed = lesson.settings.turn_max_ratio * total / len(minutes)
        judge.that(
            minutes[speaker] <= allowed + measures.TOLERANCE and gini <= lesson.settings.gini_max + measures.TOLERANCE,
            group.at("turns"),
            k=group.id,
            m=PupilId(speaker),
            n=minutes[speaker],
            c=allowed,
            g=gini,
            d=lesson.settings.gini_max,
        )


@rule(
    "D05",
    title=N_("Murid pemalu mendapat kesempatan khusus"),
    message=N_(
        "Sediakan giliran khusus untuk {m} (kelompok {k}), misalnya bicara lebih dulu di pasangan. Jangan tulis kata "
        "'pemalu' pada lembar murid."
    ),
    kinds="KR",
    severity="error",
    origin="seed",
    lines=(37, 47),
    items=("WEAK-2", "ROLE-1c"),
    page=PAGE,
)
def shy_pupils_have_their_slot(lesson: Lesson, judge: Judge) -> None:
    for group in lesson.groups:
        for one in group.people:
            if one not in lesson.pupils:
                continue
            reserved = any(
                turn.pupil == one and turn.reserved is True and (turn.minutes or 0.0) > 0 for turn in group.turns
            )
            holds = lesson.pupils[one].shy is not True or reserved
            judge.that(holds, group.at("turns"), earns=group.works, m=PupilId(one), k=group.id)


@rule(
    "D06",
    title=N_("Tutor tidak mendominasi"),
    message=N_(
        "Di kelompok {k} tutor berbicara {p:.0%} dari waktu (paling banyak {c:.0%}). Pemimpin kelompok tidak "
        "mendominasi pembicaraan."
    ),
    kinds="KR",
    severity="warning",
    origin="seed+number",
    lines=(147,),
    items=("GOOD-6",),
    settings=("tutor_share",),
    page=PAGE,
)
def tutor_does_not_dominate(lesson: Lesson, judge: Judge) -> None:
    allowed = lesson.settings.tutor_share
    for group in lesson.groups:
        total = measures.total(group.minutes.values())
        if total > 0 and group.tutors:
            share = measures.total(group.minutes.get(one, 0.0) for one in group.tutors) / total
            judge.that(
                share <= allowed + measures.TOLERANCE,
                group.at("turns"),
                earns=group.works,
                k=group.id,
                p=share,
                c=allowed,
            )


@rule(
    "D07",
    title=N_("Kartu tutor memuat kalimat melempar balik dan mengarahkan"),
    message=N_(
        "Kartu tutor {k} belum memuat contoh kalimat untuk {p} (mis. 'Menurut yang lain bagaimana?' / 'Kembali ke "
        "soal nomor 2, ya')."
    ),
    kinds="KR",
    severity="hint",
    origin="seed",
    lines=(48, 49),
    items=("ROLE-2", "ROLE-2a", "ROLE-3"),
    page=PAGE,
)
def cue_card_has_lines(lesson: Lesson, judge: Judge) -> None:
    for group in lesson.groups:
        card = group.group.cue_card or CueCard()
        missing = []
        if not _has_return_questions(group):
            missing.append(text(N_("melempar balik pertanyaan")))
        if not any(filled_lines(card.steer)):
            missing.append(text(N_("mengarahkan kembali ke masalah")))
        judge.that(not missing, group.at("cue_card"), earns=group.works, k=group.id, p=missing)


@rule(
    "D08",
    title=N_("Jenis diskusi: kelompok kecil"),
    message=N_("Jenis diskusi '{a}' tidak sesuai; tutor sebaya memakai diskusi kelompok kecil."),
    kinds="KR",
    severity="warning",
    origin="seed",
    lines=(152,),
    items=("DISC-0", "DISC-1", "DISC-2", "DISC-3", "DISC-4"),
    page=PAGE,
)
def discussion_in_small_groups(lesson: Lesson, judge: Judge) -> None:
    discussion = lesson.scenario.discussion
    kind = discussion.kind if discussion else None
    judge.that(kind == "small_group", "discussion.kind", a=labels.label(labels.DISCUSSIONS, kind))


@rule(
    "D09",
    title=N_("Keputusan diambil secara demokratis"),
    message=N_("Kelompok {k}: cara memutuskan '{a}'. Pakai musyawarah atau suara terbanyak, bukan keputusan tutor."),
    kinds="KR",
    severity="warning",
    origin="seed",
    lines=(146,),
    items=("GOOD-5",),
    page=PAGE,
)
def decisions_are_democratic(lesson: Lesson, judge: Judge) -> None:
    for group in lesson.groups:
        chosen = group.group.decides_by
        judge.that(
            chosen in ("consensus", "vote"),
            group.at("decides_by"),
            earns=group.works,
            k=group.id,
            a=labels.label(labels.DECISIONS, chosen),
        )


@rule(
    "D10",
    title=N_("Murid diajari cara berdiskusi lebih dulu"),
    message=N_(
        "Belum ada bagian yang mengajarkan cara berdiskusi dan bekerja sama. Sediakan beberapa menit, atau tulis kapan "
        "hal itu sudah diajarkan."
    ),
    kinds="KR",
    severity="warning",
    origin="seed",
    lines=(145,),
    items=("GOOD-4",),
    page=PAGE,
)
def discussing_is_taught_first(lesson: Lesson, judge: Judge) -> None:
    plan = lesson.scenario
    talks = [index for index, _ in lesson.phases("tutoring", "discussion")]
    norms = [index for index, _ in lesson.phases("discussion_norms")]
    taught_here = bool(norms) and (not talks or min(norms) < min(talks))
    taught_on = plan.discussion.norms_taught_on if plan.discussion else None
    if not taught_here and taught_on is not None and plan.date is None:
        return  # W06 asks for the date with which it would be compared
    taught_before = taught_on is not None and plan.date is not None and taught_on <= plan.date
    judge.that(taught_here or taught_before, "phases")


@rule(
    "D11",
    title=N_("Model operasional dinyatakan dan konsisten"),
    message=N_("Kelompok {k}: {apa}."),
    kinds="KR",
    severity="error",
    origin="seed",
    lines=(114, 115, 116, 118),
    items=("MODEL-1", "MODEL-2", "MODEL-3"),
    settings=("min_turn_share",),
    page=PAGE,
)
def model_is_declared_and_consistent(lesson: Lesson, judge: Judge) -> None:
    least = lesson.settings.min_turn_share
    for group in lesson.groups:
        model = group.group.model
        judge.that(
            model is not None,
            group.at("model"),
            earns=group.works,
            k=group.id,
            apa=text(N_("model kerjanya belum dipilih (1 tutor ke murid, 2 kelompok ke tutor, 3 murid ke murid)")),
        )
        if model == 1:
            missing = [PupilId(one) for one in group.members if one not in group.group.individual_sessions]
            judge.that(
                not missing,
                group.at("individual_sessions"),
                earns=group.works,
                k=group.id,
                apa=text(
                    N_("model 1 membimbing murid satu per satu, tetapi {ms} belum mendapat sesi sendiri"), ms=missing
                ),
            )
        if model == 3:
            total = measures.total(group.minutes.values())
            if total > 0:  # D03 asks for the turns
                share = measures.total(group.minutes.get(one, 0.0) for one in group.members) / total
                judge.that(
                    share >= least - measures.TOLERANCE,
                    group.at("turns"),
                    earns=group.works,
                    k=group.id,
                    apa=text(
                        N_("model 3 bertumpu pada murid, tetapi anggota hanya berbicara {p:.0%} (sedikitnya {c:.0%})"),
                        p=share,
                        c=least,
                    ),
                )
            judge.that(
                _has_return_questions(group),
                group.at("cue_card.return_questions"),
                earns=group.works,
                k=group.id,
                apa=text(N_("model 3 memerlukan kalimat untuk melempar balik pertanyaan di kartu tutor")),
            )


@rule(
    "D12",
    title=N_("Pandangan murid dicatat"),
    message=N_(
        "Tuliskan apa kata murid tentang masalah atau rencana ini; kerja kelompok yang baik berangkat dari pandangan "
        "murid."
    ),
    kinds="KR",
    severity="hint",
    origin="seed",
    lines=(142,),
    items=("GOOD-1",),
    page=PAGE,
)
def pupils_views_are_recorded(lesson: Lesson, judge: Judge) -> None:
    judge.that(measures.filled(lesson.scenario.pupil_views), "pupil_views")

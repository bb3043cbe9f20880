"""Family G: groups and how they were formed."""

from __future__ import annotations

from .. import measures
from ..language import N_, PupilId, Text, pupils, text
from ..scenario import GROUNDS, WAYS, Pupil
from .lesson import GroupView, Lesson
from .registry import Judge, rule

PAGE = "membentuk-kelompok"


@rule(
    "G01",
    title=N_("Jumlah kelompok = jumlah submateri"),
    message=N_(
        "Ada {nk} kelompok untuk {ns} submateri. Langkah 2 meminta jumlahnya sama: gabungkan atau pecah submateri, "
        "atau ubah jumlah kelompok."
    ),
    kinds="K",
    severity="error",
    origin="seed",
    lines=(19,),
    items=("STEP-1b", "STEP-2b"),
    page=PAGE,
)
def as_many_groups_as_subtopics(lesson: Lesson, judge: Judge) -> None:
    groups, subtopics = len(lesson.groups), len(lesson.scenario.subtopics)
    # No groups for no sub-topics is no plan yet, not a kept rule.
    earns = any(group.works for group in lesson.groups)
    judge.that(0 < groups == subtopics, "groups", earns=earns, nk=groups, ns=subtopics)


@rule(
    "G02",
    title=N_("Satu submateri untuk satu kelompok, semua TP tercakup"),
    message=N_(
        "{apa}. Setiap kelompok mempelajari tepat satu submateri, dan setiap tujuan pembelajaran harus ada yang "
        "menggarap."
    ),
    kinds="K",
    severity="error",
    origin="seed",
    lines=(18, 20),
    items=("STEP-1b", "STEP-3a"),
    page=PAGE,
)
def one_subtopic_per_group(lesson: Lesson, judge: Judge) -> None:
    plan = lesson.scenario
    if not lesson.groups or not plan.subtopics:
        return  # G01 asks for both
    known = {one.id for one in plan.subtopics}
    users: dict[str, list[str]] = {one.id: [] for one in plan.subtopics}
    for group in lesson.groups:
        wanted = list(dict.fromkeys(group.group.subtopics))
        judge.that(
            len(wanted) == 1,
            group.at("subtopics"),
            earns=group.works,
            apa=text(N_("Kelompok {k} mendapat {n} submateri"), k=group.id, n=len(wanted)),
        )
        for one in wanted:
            cause = text(N_("Submateri {x} di kelompok {k} tidak ada dalam daftar submateri"), x=one, k=group.id)
            if judge.that(one in known, group.at("subtopics"), earns=group.works, apa=cause):
                users[one].append(group.id)
    for index, subtopic in enumerate(plan.subtopics):
        using = users[subtopic.id]
        cause = (
            text(N_("Submateri {x} dikerjakan oleh {n} kelompok ({ks})"), x=subtopic.id, n=len(using), ks=using)
            if using
            else text(N_("Submateri {x} belum dikerjakan oleh kelompok mana pun"), x=subtopic.id)
        )
        judge.that(len(using) == 1, f"subtopics[{index}]", earns=False, apa=cause)
    objectives = [one.id for one in plan.objectives]
    covered = [one for subtopic in plan.subtopics for one in subtopic.objectives]
    judge.that(bool(objectives), "objectives", earns=False, apa=text(N_("Tujuan pembelajaran belum ditulis")))
    for index, objective in enumerate(objectives):
        cause = text(N_("{tp} tidak digarap oleh submateri mana pun"), tp=objective)
        judge.that(objective in covered, f"objectives[{index}]", earns=False, apa=cause)
    for index, subtopic in enumerate(plan.subtopics):
        strange = [one for one in dict.fromkeys(subtopic.objectives) if one not in objectives]
        cause = text(
            N_("Submateri {x} menyebut {tp}, yang tidak ada dalam daftar tujuan pembelajaran"),
            x=subtopic.id,
            tp=strange,
        )
        judge.that(not strange, f"subtopics[{index}].objectives", earns=False, apa=cause)


@rule(
    "G03",
    title=N_("Setiap kelompok punya tutor"),
    message=N_(
        "Kelompok {k} belum punya tutor sebaya. Sebar murid yang sudah tuntas ke semua kelompok, atau kurangi jumlah "
        "kelompok."
    ),
    kinds="KR",
    severity="error",
    origin="seed",
    lines=(19, 20),
    items=("STEP-2c", "STEP-3b", "PREP-5"),
    page=PAGE,
)
def every_group_has_a_tutor(lesson: Lesson, judge: Judge) -> None:
    for group in lesson.groups:
        judge.that(bool(group.tutors), group.at("tutors"), earns=group.works, k=group.id)


@rule(
    "G04",
    title=N_("Setiap peserta tepat dalam satu kelompok"),
    message=N_(
        "{m} ada di {n} kelompok; seharusnya tepat satu. (Nol berarti belum ditempatkan atau tidak dikenal di daftar "
        "hadir.)"
    ),
    kinds="KR",
    severity="error",
    origin="seed-implied",
    lines=(19, 124),
    items=("STEP-2a", "PREP-3"),
    page=PAGE,
)
def everyone_in_exactly_one_group(lesson: Lesson, judge: Judge) -> None:
    remedial = lesson.scenario.kind == "remedial"
    if remedial:
        participants = [one for one in lesson.remedial_pupils if one in lesson.pupils]
    else:
        participants = list(lesson.pupils)
        judge.that(
            bool(participants),
            "pupils",
            message=N_("Daftar murid masih kosong. Masukkan daftar kelas lebih dahulu, lalu bentuk kelompok."),
        )
    leading = {one for group in lesson.groups for one in group.tutors}  # as a member elsewhere: G05
    placed: dict[str, int] = {}
    for group in lesson.groups:
        for one in group.people:
            placed[one] = placed.get(one, 0) + 1
    for one in participants:
        n = placed.get(one, 0)
        judge.that(n == 1, "groups" if lesson.groups else lesson.at_pupil(one), m=PupilId(one), n=n)
    for group in lesson.groups:
        for key, ids in (("tutors", group.group.tutors), ("members", group.group.members)):
            for position, one in enumerate(ids):
                judge.that(
                    lesson.is_known(one),
                    group.at(f"{key}[{position}]"),
                    earns=False,
                    message=N_(
                        "{m} di kelompok {k} tidak dikenal: tidak ada dalam daftar murid maupun daftar tutor. "
                        "Perbaiki idnya, atau tambahkan murid itu ke daftar."
                    ),
                    m=PupilId(one),
                    k=group.id,
                )
        for position, one in enumerate(group.group.members):
            older = one in lesson.tutors and one not in lesson.pupils and one not in leading
            judge.that(
                not older,
                group.at(f"members[{position}]"),
                earns=False,
                message=N_(
                    "{m} di kelompok {k} ada dalam daftar tutor, tetapi bukan murid kelas ini. Ia dapat menjadi tutor "
                    "kelompok itu, bukan anggotanya."
                ),
                m=PupilId(one),
                k=group.id,
            )


@rule(
    "G05",
    title=N_("Tutor memimpin satu kelompok saja"),
    message=N_("Tutor {t} dipasang di {n} tempat. Satu tutor memimpin satu kelompok pada satu waktu."),
    kinds="KR",
    severity="error",
    origin="seed-implied",
    lines=(19,),
    items=("STEP-2c",),
    page=PAGE,
)
def one_group_per_tutor(lesson: Lesson, judge: Judge) -> None:
    leading: dict[str, list[GroupView]] = {}
    for group in lesson.groups:
        for tutor in group.tutors:
            leading.setdefault(tutor, []).append(group)
    for tutor, groups in leading.items():
        places = len(groups) + sum(tutor in group.group.members for group in lesson.groups)
        earns = any(group.works for group in groups)
        judge.that(places == 1, groups[0].at("tutors"), earns=earns, t=PupilId(tutor), n=places)


@rule(
    "G06",
    title=N_("Kelompok heterogen"),
    message=N_("Kelompok {k} kurang heterogen: {apa}. Tukar satu atau dua anggota dengan kelompok lain."),
    kinds="K",
    severity="warning",
    origin="seed+number",
    lines=(19,),
    items=("STEP-2a",),
    settings=("mean_tol_sd",),
    page=PAGE,
)
def groups_are_mixed(lesson: Lesson, judge: Judge) -> None:
    spread = measures.spread(lesson.scores.values())
    mean = lesson.class_mean
    if spread <= measures.TOLERANCE or mean is None:
        return  # nobody differs, or nobody has a score: there is nothing to mix
    top, bottom = measures.thirds(lesson.scores)
    allowed = lesson.settings.mean_tol_sd * spread
    for group in lesson.groups:
        scored = [one for one in group.people if one in lesson.scores]
        if not scored:
            continue
        group_mean = measures.mean(lesson.scores[one] for one in scored)
        causes: list[Text] = []
        if not top & set(scored):
            causes.append(text(N_("tidak ada murid dari sepertiga teratas kelas")))
        if not bottom & set(scored):
            causes.append(text(N_("tidak ada murid dari sepertiga terbawah kelas")))
        if abs(group_mean - mean) > allowed + measures.TOLERANCE:
            causes.append(
                text(
                    N_("rata-rata kelompok {a:.1f}, rata-rata kelas {b:.1f} (selisih paling banyak {c:.1f})"),
                    a=group_mean,
                    b=mean,
                    c=allowed,
                )
            )
        # One group alone is always as mixed as its class.
        judge.that(not causes, group.at("members"), earns=len(lesson.groups) > 1, k=group.id, apa=causes)


@rule(
    "G07",
    title=N_("Kelompok kecil; beban tutor wajar"),
    message=N_(
        "Kelompok {k} beranggotakan {n} murid dengan {t} tutor. Kelompok kecil ({low}-{high} orang, paling banyak "
        "{load} murid per tutor) memberi setiap murid kesempatan berpikir dan berbicara."
    ),
    kinds="KR",
    severity="warning",
    origin="seed+number",
    lines=(19, 122),
    items=("STEP-2a", "PREP-0"),
    settings=("min_group", "max_group", "max_tutees"),
    page=PAGE,
)
def groups_are_small(lesson: Lesson, judge: Judge) -> None:
    low, high, load = lesson.settings.min_group, lesson.settings.max_group, lesson.settings.max_tutees
    for group in lesson.groups:
        size, tutors = len(group.people), len(group.tutors)
        # A group without a tutor is G03's business; its size is still this rule's.
        bearable = not tutors or len(group.members) <= load * tutors
        judge.that(
            low <= size <= high and bearable,
            group.at("members"),
            earns=group.works,
            k=group.id,
            n=size,
            t=tutors,
            low=low,
            high=high,
            load=load,
        )


def _lacking(lesson: Lesson, way: str) -> list[Pupil] | None:
    """Present pupils who lack what the way needs; None where the class as a whole lacks it."""
    present = list(lesson.pupils.values())
    match way:
        case "seating":
            return [one for one in present if one.seat is None]
        case "sociometry":
            return [] if any(one.chooses for one in present) else None
        case "interest":
            return [one for one in present if not measures.filled(one.interest)]
        case "prior_knowledge":
            return [one for one in present if one.id not in lesson.scores]
        case _:
            return []  # a name (the id stands in for it), counting and cards need nothing


_NEEDED = {
    "seating": N_("Cara 'tempat duduk' memerlukan tempat duduk setiap murid; belum ada untuk {ms}"),
    "interest": N_("Cara 'minat dan bakat' memerlukan minat setiap murid; belum ada untuk {ms}"),
    "prior_knowledge": N_("Cara 'pengetahuan dan pengalaman' memerlukan nilai setiap murid; belum ada untuk {ms}"),
}


@rule(
    "G08",
    title=N_("Cara dan dasar pengelompokan tercatat dan sesuai"),
    message=N_("{apa}. Sebutkan satu dari tujuh cara dan satu dari empat dasar, lengkap dengan datanya."),
    kinds="KR",
    severity="warning",
    origin="seed",
    lines=(127, 128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 138, 139),
    items=(
        "PREP-3",
        "WAY-1",
        "WAY-2",
        "WAY-3",
        "WAY-4",
        "WAY-5",
        "WAY-6",
        "WAY-7",
        "GROUND-1",
        "GROUND-2",
        "GROUND-3",
        "GROUND-4",
    ),
    page=PAGE,
)
def way_and_ground_fit(lesson: Lesson, judge: Judge) -> None:
    grouping = lesson.scenario.grouping
    way = grouping.way if grouping else None
    ground = grouping.ground if grouping else None
    units = grouping.units if grouping else None
    judge.that(way in WAYS, "grouping.way", apa=text(N_("Cara membentuk kelompok belum dipilih")))
    judge.that(ground in GROUNDS, "grouping.ground", apa=text(N_("Dasar pengelompokan belum dipilih")))
    if way:
        lacking = _lacking(lesson, way)
        if lacking is None:
            cause = text(N_("Cara 'sosiometri' memerlukan pilihan teman; belum seorang murid pun memilih"))
            judge.that(False, "pupils", apa=cause)
        elif lacking:
            judge.that(False, "pupils", apa=Text(_NEEDED[way], {"ms": pupils(one.id for one in lacking)}))
    if ground == "facilities":
        if units is None:
            judge.that(False, "grouping.units", apa=text(N_("Jumlah perangkat yang tersedia belum diisi")))
        else:
            cause = text(N_("Ada {a} kelompok, tetapi hanya {b} perangkat"), a=len(lesson.groups), b=units)
            judge.that(len(lesson.groups) <= units, "grouping.units", apa=cause)


@rule(
    "G09",
    title=N_("Tidak ada pasangan yang saling menolak; tidak ada murid terisolasi"),
    message=N_(
        "{m} di kelompok {k}: {apa}. Data sosiometri bersifat rahasia; perbaiki penempatan tanpa menyebut alasannya "
        "kepada murid."
    ),
    kinds="KR",
    severity="warning",
    origin="seed+number",
    lines=(24, 130),
    items=("REQ-a", "WAY-3"),
    page=PAGE,
)
def nobody_rejected_or_isolated(lesson: Lesson, judge: Judge) -> None:
    placed = {one for group in lesson.groups for one in group.people}
    for group in lesson.groups:
        people = [lesson.pupils[one] for one in group.people if one in lesson.pupils]
        ids = {one.id for one in people}
        named: set[frozenset[str]] = set()
        for pupil in people:
            for other in pupil.avoid:
                pair = frozenset((pupil.id, other))
                if other in ids and other != pupil.id and pair not in named:
                    named.add(pair)
                    cause = text(N_("tidak boleh satu kelompok dengan {o}"), o=PupilId(other))
                    judge.that(False, group.at(), m=PupilId(pupil.id), k=group.id, apa=cause)
            # Whoever is not in any group today can't be anybody's companion.
            chosen = {one for one in pupil.chooses if one in placed and one != pupil.id}
            judge.that(
                not chosen or bool(chosen & ids),
                group.at(),
                earns=group.works,
                m=PupilId(pupil.id),
                k=group.id,
                apa=text(N_("tidak bersama seorang pun teman yang dipilihnya")),
            )

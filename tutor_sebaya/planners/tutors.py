"""The tutor planner: who may be a tutor, what is still to be asked or done, and who takes turns with whom.

A table of demands with reasons, never a ranking: mastery is a threshold (rule T01), and a higher score beyond it makes
nobody a better tutor ("not every able pupil can teach", WEAK-5). Seven criteria need evidence (T07); the ten criteria
are an observation list and no gate (doubt D25). Everybody gets a turn, and a tutor doesn't always help the same friends
(RST-9, Suparno 2007: 140).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from .. import labels, measures
from ..language import N_, PupilId, Text, pupils, text
from ..scenario import CRITERIA, Attitude, Group, Pupil, Scenario, Tutor
from ..settings import DEFAULTS, Settings
from .mastery import usable_criteria

State = Literal["met", "not_met", "not_asked"]
Key = Literal[
    "mastery",
    "willing",
    "attitude",
    "accepted",
    "kind",
    "teach_back",
    "training",
    "written_guide",
    "criteria",
    "above_average",
]
Standing = Literal["eligible", "to_ask", "not_yet", "declined"]
Order = Literal["class", "to_do"]

STATES: Mapping[State, str] = {
    "met": N_("memenuhi"),
    "not_met": N_("belum memenuhi"),
    "not_asked": N_("belum ditanyakan atau dinilai"),
}
STANDINGS: Mapping[Standing, str] = {
    "eligible": N_("memenuhi syarat"),
    "to_ask": N_("dapat menjadi calon: tanyakan dahulu"),
    "not_yet": N_("belum: tuntaskan dahulu"),
    "declined": N_("tidak ditugasi"),
}
KEYS: Mapping[Key, str] = {
    "mastery": N_("tuntas"),
    "willing": N_("bersedia"),
    "attitude": N_("sikap"),
    "accepted": N_("diterima teman"),
    "kind": N_("jenis dan tingkat"),
    "teach_back": N_("uji menerangkan"),
    "training": N_("latihan tutor"),
    "written_guide": N_("petunjuk tertulis"),
    "criteria": N_("bukti tujuh kriteria"),
    "above_average": N_("di atas rata-rata"),
}
RULES: Mapping[Key, str] = {
    "mastery": "T01",
    "willing": "T05",
    "attitude": "T06",
    "accepted": "T04",
    "kind": "T10",
    "teach_back": "T08",
    "training": "T09",
    "written_guide": "T09",
    "criteria": "T07",
    "above_average": "T02",
}
"""The rule that each demand comes from."""

SEVEN_CRITERIA: Mapping[str, str] = {
    "1": N_("Kemampuan akademisnya di atas rata-rata kelas."),
    "2": N_("Dapat bekerja sama dengan teman."),
    "3": N_("Ingin sekali berprestasi dalam pelajaran."),
    "4": N_("Toleran dan berempati."),
    "5": N_("Bersemangat dan tidak mudah menyerah."),
    "6": N_("Rendah hati, berani, dan bertanggung jawab."),
    "7": N_("Suka menolong teman yang kesulitan."),
}
"""CRIT7-1..7 in words of our own; their source can't be traced (doubt D11). 3 and 5 overlap, 6 holds three traits."""
TEN_OBSERVATIONS: tuple[str, ...] = (
    N_("Menguasai bahan yang sudah dipelajari."),
    N_("Tahu cara mempelajari bahan itu."),
    N_("Relatif cepat menguasai bahan."),
    N_("Memakai cara belajar yang sama pada bahan lain yang mirip."),
    N_("Dapat mempelajari bahan lain sendiri."),
    N_("Terdorong dari dalam diri untuk belajar lebih jauh."),
    N_("Terbiasa menyiapkan diri sebelum pelajaran."),
    N_("Terampil memecahkan masalah."),
    N_("Terbiasa bekerja sama dan bergaul baik."),
    N_("Mau menerima pandangan teman dan menanggapi gagasannya."),
)
"""CRIT10-1..10 in words of our own: what to watch for, in order. Not a gate, and the list isn't closed (doubt D25)."""
OBSERVATION_NOTE = N_(
    "Daftar amatan, bukan syarat: beberapa butirnya adalah hasil belajar, dan daftarnya tidak tertutup. Jangan "
    "menjumlahkannya menjadi nilai."
)


@dataclass(frozen=True)
class Demand:
    """One demand on one pupil.

    Attributes
    ----------
    key, state: what is asked, and whether it is met. objective: for `mastery`, of which objective.
    gate: whether nobody is eligible without it (mastery, willing, attitude, kind); for `mastery` one objective or
        sub-topic is enough. The others are preparation or advice.
    reason: why it has this state. step: what to do about it; None where it is met or nothing should be done.
    """

    key: Key
    state: State
    reason: Text
    step: Text | None = None
    gate: bool = False
    objective: str | None = None

    @property
    def rule(self) -> str:
        return RULES[self.key]


@dataclass(frozen=True)
class TutorRow:
    """A pupil's line of the eligibility table.

    Attributes
    ----------
    record: the tutor record of the scenario, or what it would be: scores of the class list as evidence, kind and grade
        of a classmate, nothing asked yet. listed: whether the scenario has it.
    tutee: on the remedial list: such a pupil may lead a turn on another objective, but not in the same session.
    groups: ids of groups that he or she is placed in as a tutor.
    demands: every demand with its state. masters: objectives with evidence of mastery. leads: slots (see
        `TutorTable.slots`) that he or she has mastered.
    standing: eligible; to_ask (masters a slot, and something of the gate is still to be asked, noted or mended);
        not_yet (masters none yet); declined (said no, or attitude judged wrong).
    criteria: number -> evidence, for the seven criteria; None where there is none.
    """

    record: Tutor
    listed: bool
    tutee: bool
    groups: tuple[str, ...]
    demands: tuple[Demand, ...]
    masters: tuple[str, ...]
    leads: tuple[int, ...]
    standing: Standing
    criteria: Mapping[str, str | None]

    @property
    def id(self) -> str:
        return self.record.pupil

    @property
    def cross_age(self) -> bool:
        return self.record.kind == "cross_age"

    @property
    def ready(self) -> bool:
        """Whether eligible, able to explain (T08) and trained (T09)."""
        preparation = ("teach_back", "training", "written_guide")
        return self.standing == "eligible" and all(one.state == "met" for one in self.demands if one.key in preparation)

    @property
    def steps(self) -> tuple[Text, ...]:
        """What is still to be done, the gate first."""
        ordered = sorted(self.demands, key=lambda one: not one.gate)
        return tuple(dict.fromkeys(one.step for one in ordered if one.step is not None and self._needed(one)))

    def _needed(self, demand: Demand) -> bool:
        # Whoever masters a slot can lead there; other objectives are no task for him or her.
        return demand.key != "mastery" or not self.leads


@dataclass(frozen=True)
class Capacity:
    """How many groups can be led on an objective.

    `eligible`, `to_ask`: ids of tutors who have mastered it. `tutees`: pupils that the eligible ones can help at a time
    (settings.max_tutees each; Nasution, as quoted, has 4 to 6). `needing`: present pupils below the criterion.
    """

    objective: str
    eligible: tuple[str, ...]
    to_ask: tuple[str, ...]
    tutees: int
    needing: tuple[str, ...]

    @property
    def groups(self) -> int:
        return len(self.eligible)

    @property
    def enough(self) -> bool:
        return len(self.needing) <= self.tutees


@dataclass(frozen=True)
class TutorTable:
    """The eligibility table.

    Attributes
    ----------
    rows: every present pupil and every candidate, in class order; cross-age tutors follow. slots: what a tutor may be
        asked to lead, each a set of objectives: those of each group, or of each sub-topic, or each objective alone.
    capacities: for each objective with a criterion. absent: candidates who are absent, kept but not judged.
    reserve: eligible, in no group and not on the remedial list (T12). groups: number of groups in the plan.
    messages: what to know about the whole, a sentence each.
    """

    rows: tuple[TutorRow, ...]
    slots: tuple[tuple[str, ...], ...]
    capacities: tuple[Capacity, ...]
    absent: tuple[str, ...]
    groups: int
    messages: tuple[Text, ...]

    @cached_property
    def by_id(self) -> Mapping[str, TutorRow]:
        return {row.id: row for row in self.rows}

    def of(self, *standings: Standing) -> tuple[TutorRow, ...]:
        return tuple(row for row in self.rows if row.standing in standings)

    @property
    def eligible(self) -> tuple[str, ...]:
        return tuple(row.id for row in self.of("eligible"))

    @property
    def reserve(self) -> tuple[str, ...]:
        return tuple(row.id for row in self.of("eligible") if not row.groups and not row.tutee)

    @property
    def has_reserve(self) -> bool:
        """Whether there is one eligible tutor more than groups (T12)."""
        return len(self.eligible) >= self.groups + 1

    @property
    def cross_age(self) -> tuple[TutorRow, ...]:
        return tuple(row for row in self.rows if row.cross_age)

    def sorted(self, order: Order = "class") -> tuple[TutorRow, ...]:
        """Rows in class order, or by how little is still to be done (then in class order). Never by score."""
        if order == "class":
            return self.rows
        rank: Mapping[Standing, int] = {"eligible": 0, "to_ask": 1, "not_yet": 2, "declined": 3}
        return tuple(sorted(self.rows, key=lambda row: (rank[row.standing], len(row.steps))))


# --- the table -----------------------------------------------------------------------------------------------------


def criteria_in_force(scenario: Scenario) -> dict[str, float]:
    """Criteria as the rules of the scenario's kind reckon with them: in a remedial one only those R01 accepts."""
    return usable_criteria(scenario) if scenario.kind == "remedial" else measures.criteria(scenario)


def tutor_slots(scenario: Scenario) -> tuple[tuple[str, ...], ...]:
    """What a tutor may be asked to lead, as sets of objectives in the order of the plan, each once.

    Those of each group where there are groups (its sub-topics', in a remedial scenario without sub-topics its members'
    targets), else those of each sub-topic, else each objective with a criterion alone.
    """
    found: list[tuple[str, ...]] = []
    present = {pupil.id for pupil in measures.present_pupils(scenario)}
    for group in scenario.groups:
        objectives = measures.objectives_of(scenario, group.subtopics)
        if not objectives and scenario.remedial:
            targets = scenario.remedial.targets
            objectives = [one for member in group.members if member in present for one in targets.get(member, [])]
        found.append(tuple(dict.fromkeys(objectives)))
    if not any(found):
        found = [tuple(measures.objectives_of(scenario, [one.id])) for one in scenario.subtopics]
    if not any(found):
        found = [(one,) for one in criteria_in_force(scenario)]
    return tuple(dict.fromkeys(one for one in found if one))


def _masters(tutor: Tutor, slot: Sequence[str], mastery: Mapping[str, float]) -> bool:
    """Whether there is evidence of mastery on the slot's objectives, of which every one must have a criterion."""
    return all(one in mastery for one in slot) and measures.has_mastered(
        tutor.evidence, {one: mastery[one] for one in slot}
    )


def proposed_record(pupil: Pupil, scenario: Scenario) -> Tutor:
    """The record of a classmate of whom nothing was noted yet: scores as evidence, and every question open."""
    return Tutor(
        pupil=pupil.id,
        kind="peer",
        grade=scenario.grade,
        evidence={one.id: score for one in scenario.objectives if (score := pupil.scores.get(one.id)) is not None},
    )


def tutor_table(scenario: Scenario, settings: Settings = DEFAULTS) -> TutorTable:
    """Every present pupil and every candidate with each demand as met, not met or not asked yet, and the reason.

    Nobody is ranked. A record of a peer tutor who isn't on the class list is kept among `absent`.
    """
    mastery = criteria_in_force(scenario)
    slots = tutor_slots(scenario)
    present = {pupil.id: pupil for pupil in measures.present_pupils(scenario)}
    records = {tutor.pupil: tutor for tutor in scenario.tutors}
    on_list = {pupil.id for pupil in scenario.pupils}
    tutees = set(scenario.remedial.pupils) if scenario.kind == "remedial" and scenario.remedial else set()
    scores = measures.initial_scores(present.values())
    mean = measures.mean(scores.values()) if scores else None
    candidates = [(records.get(id) or proposed_record(pupil, scenario), id in records) for id, pupil in present.items()]
    candidates += [(tutor, True) for id, tutor in records.items() if id not in on_list and tutor.kind == "cross_age"]
    kept = {tutor.pupil for tutor, _ in candidates}
    rows = tuple(
        _row(tutor, listed, scenario, present, mastery, slots, mean, tutor.pupil in tutees, settings)
        for tutor, listed in candidates
    )
    capacities = tuple(
        Capacity(
            objective=objective,
            eligible=(able := _able(rows, objective, "eligible")),
            to_ask=_able(rows, objective, "to_ask"),
            tutees=len(able) * settings.max_tutees,
            needing=tuple(
                id for id, one in present.items() if (s := one.scores.get(objective)) is not None and s < criterion
            ),
        )
        for objective, criterion in mastery.items()
    )
    table = TutorTable(
        rows=rows,
        slots=slots,
        capacities=capacities,
        absent=tuple(id for id in records if id not in kept),
        groups=len(scenario.groups),
        messages=(),
    )
    return TutorTable(rows, slots, capacities, table.absent, table.groups, tuple(_messages(table, scenario)))


def _able(rows: Sequence[TutorRow], objective: str, standing: Standing) -> tuple[str, ...]:
    return tuple(row.id for row in rows if row.standing == standing and objective in row.masters and not row.tutee)


def _row(
    tutor: Tutor,
    listed: bool,
    scenario: Scenario,
    present: Mapping[str, Pupil],
    mastery: Mapping[str, float],
    slots: Sequence[tuple[str, ...]],
    class_mean: float | None,
    tutee: bool,
    settings: Settings,
) -> TutorRow:
    groups = [group for group in scenario.groups if tutor.pupil in group.tutors]
    demands = [_mastery(tutor, objective.id, mastery) for objective in scenario.objectives]
    gate = [_willing(tutor), _attitude(tutor), _kind(tutor, scenario.grade)]
    demands += gate
    if groups:
        demands.append(_accepted(groups, present, tutor.pupil))
    demands += [_teach_back(tutor), _training(tutor, settings), _written_guide(tutor), _criteria(tutor, settings)]
    above = _above_average(tutor, class_mean)
    if above is not None:
        demands.append(above)
    leads = tuple(number for number, slot in enumerate(slots) if _masters(tutor, slot, mastery))
    attitude = tutor.attitude
    standing: Standing
    if tutor.willing is False or (attitude is not None and attitude.meets is False):
        standing = "declined"
    elif not leads:
        standing = "not_yet"
    else:
        # What is missing of kind and grade may be noted bit by bit; what is noted must not be wrong (T10).
        fits = measures.is_willing_and_fit(tutor) and gate[2].state != "not_met"
        standing = "eligible" if fits else "to_ask"
    return TutorRow(
        record=tutor,
        listed=listed,
        tutee=tutee,
        groups=tuple(group.id for group in groups),
        demands=tuple(demands),
        masters=tuple(one for one in mastery if measures.has_mastered(tutor.evidence, {one: mastery[one]})),
        leads=leads,
        standing=standing,
        criteria={one: written if measures.filled(written := tutor.criteria.get(one)) else None for one in CRITERIA},
    )


def _mastery(tutor: Tutor, objective: str, mastery: Mapping[str, float]) -> Demand:
    score, criterion = tutor.evidence.get(objective), mastery.get(objective)
    if criterion is None:
        reason = text(N_("Kriteria {tp} belum ditetapkan."), tp=objective)
        step = text(N_("Tetapkan kriteria {tp}."), tp=objective)
        return Demand("mastery", "not_asked", reason, step, gate=True, objective=objective)
    if score is None:
        reason = text(N_("Belum ada nilai {tp}."), tp=objective)
        step = text(N_("Nilai dahulu penguasaannya atas {tp}."), tp=objective)
        return Demand("mastery", "not_asked", reason, step, gate=True, objective=objective)
    if score < criterion:
        reason = text(N_("Nilai {tp} {n}, kriteria {c}."), tp=objective, n=score, c=criterion)
        step = text(N_("Bimbing sampai tuntas pada {tp}, atau tunggu TP yang ia kuasai."), tp=objective)
        return Demand("mastery", "not_met", reason, step, gate=True, objective=objective)
    reason = text(N_("Tuntas pada {tp} (kriteria {c})."), tp=objective, c=criterion)
    return Demand("mastery", "met", reason, gate=True, objective=objective)


def _willing(tutor: Tutor) -> Demand:
    if tutor.willing is True:
        return Demand("willing", "met", text(N_("Menyatakan bersedia.")), gate=True)
    if tutor.willing is False:
        reason = text(N_("Menyatakan tidak bersedia. Hormati jawabannya; ia boleh berubah pikiran sendiri."))
        return Demand("willing", "not_met", reason, gate=True)
    step = text(N_("Tanyakan kesediaannya secara pribadi, tanpa mendesak."))
    return Demand("willing", "not_asked", text(N_("Kesediaannya belum ditanyakan.")), step, gate=True)


def _attitude(tutor: Tutor) -> Demand:
    attitude = tutor.attitude or Attitude()
    if attitude.meets is False:
        reason = text(N_("Menurut catatan Anda, sikapnya terhadap teman belum memenuhi."))
        step = text(N_("Bimbing sikapnya, lalu amati lagi dalam kerja kelompok."))
        return Demand("attitude", "not_met", reason, step, gate=True)
    if attitude.meets is None:
        step = text(N_("Amati sikapnya terhadap teman dalam kerja kelompok, lalu catat."))
        return Demand("attitude", "not_asked", text(N_("Sikapnya belum dinilai.")), step, gate=True)
    if not measures.filled(attitude.note):
        reason = text(N_("Sikapnya dinilai baik, tetapi buktinya belum ditulis."))
        return Demand("attitude", "not_asked", reason, text(N_("Tulis apa yang Anda amati.")), gate=True)
    return Demand("attitude", "met", text(N_("Sikapnya baik: {note}"), note=attitude.note), gate=True)


def _kind(tutor: Tutor, grade: int | None) -> Demand:
    if tutor.kind is None or tutor.grade is None or grade is None:
        step = text(N_("Catat jenis tutor, tingkat kelasnya, dan tingkat kelas ini."))
        return Demand("kind", "not_asked", text(N_("Jenis tutor atau tingkat kelas belum lengkap.")), step, gate=True)
    said = {"j": labels.label(labels.TUTOR_KINDS, tutor.kind), "a": tutor.grade, "b": grade}
    if tutor.grade == grade if tutor.kind == "peer" else tutor.grade > grade:
        return Demand("kind", "met", Text(N_("{j}, tingkat {a}."), said), gate=True)
    reason = Text(N_("Tertulis {j} tingkat {a}, padahal kelas ini tingkat {b}."), said)
    step = text(N_("Periksa: tutor sebaya sekelas, tutor kakak dari kelas yang lebih tinggi."))
    return Demand("kind", "not_met", reason, step, gate=True)


def _accepted(groups: Sequence[Group], present: Mapping[str, Pupil], tutor: str) -> Demand:
    asked = [
        (member, group.accepts.get(member))
        for group in groups
        for member in dict.fromkeys(group.members)
        if member in present and member != tutor
    ]
    refused = [member for member, answer in asked if answer is False]
    open_ = [member for member, answer in asked if answer is None]
    if refused:
        reason = text(N_("Belum diterima oleh {ms}. Ini rahasia; jangan disampaikan kepada tutor."), ms=pupils(refused))
        step = text(N_("Tukar tutor atau kelompok {ms} tanpa menyebut alasannya."), ms=pupils(refused))
        return Demand("accepted", "not_met", reason, step)
    if open_ or not asked:
        if not open_:
            return Demand("accepted", "not_asked", text(N_("Belum ada murid yang dibimbing di kelompoknya.")))
        reason = text(N_("{ms} belum ditanya apakah menerima tutor ini."), ms=pupils(open_))
        step = text(N_("Tanyai {ms} satu per satu, secara pribadi."), ms=pupils(open_))
        return Demand("accepted", "not_asked", reason, step)
    return Demand("accepted", "met", text(N_("Diterima oleh {ms}."), ms=pupils(one for one, _ in asked)))


def _teach_back(tutor: Tutor) -> Demand:
    if tutor.teach_back is True:
        return Demand("teach_back", "met", text(N_("Sudah menerangkan satu soal kepada guru dengan baik.")))
    step = text(N_("Minta ia menerangkan satu soal kepada Anda selama dua menit."))
    if tutor.teach_back is False:
        reason = text(N_("Belum berhasil menerangkan satu soal."))
        again = text(N_("Latih cara menerangkan, lalu uji sekali lagi."))
        return Demand("teach_back", "not_met", reason, again)
    return Demand("teach_back", "not_asked", text(N_("Kemampuannya menerangkan belum diuji.")), step)


def _training(tutor: Tutor, settings: Settings) -> Demand:
    wanted, minutes = settings.min_training, tutor.training_minutes
    step = text(N_("Latih sampai sedikitnya {c} menit: beri jeda, beri petunjuk, puji, betulkan."), c=wanted)
    if minutes is None:
        return Demand("training", "not_asked", text(N_("Latihan belum dicatat.")), step)
    if minutes < wanted:
        return Demand("training", "not_met", text(N_("Dilatih {n} menit, minimal {c}."), n=minutes, c=wanted), step)
    return Demand("training", "met", text(N_("Dilatih {n} menit."), n=minutes))


def _written_guide(tutor: Tutor) -> Demand:
    step = text(N_("Beri kartu tutor sebagai petunjuk tertulis."))
    if tutor.written_guide is None:
        return Demand("written_guide", "not_asked", text(N_("Petunjuk tertulis belum dicatat.")), step)
    if not tutor.written_guide:
        return Demand("written_guide", "not_met", text(N_("Belum memegang petunjuk tertulis.")), step)
    return Demand("written_guide", "met", text(N_("Memegang petunjuk tertulis.")))


def _criteria(tutor: Tutor, settings: Settings) -> Demand:
    found, wanted = sum(measures.filled(tutor.criteria.get(one)) for one in CRITERIA), settings.min_criteria
    reason = text(N_("{n} dari 7 kriteria disertai bukti (minimal {c})."), n=found, c=wanted)
    if found >= wanted:
        return Demand("criteria", "met", reason)
    step = text(N_("Tulis bukti untuk {n} kriteria lagi."), n=wanted - found)
    return Demand("criteria", "not_asked", reason, step)


def _above_average(tutor: Tutor, class_mean: float | None) -> Demand | None:
    """Criterion 1 of the seven asks for a rank in the class (doubt D19): told, but no gate and no task."""
    scores = [score for score in tutor.evidence.values() if score is not None]
    if tutor.kind == "cross_age" or class_mean is None or not scores:
        return None
    mean = measures.mean(scores)
    said = {"n": mean, "c": class_mean}
    if mean > class_mean:
        return Demand("above_average", "met", Text(N_("Nilainya {n:.1f}, rata-rata kelas {c:.1f}."), said))
    reason = Text(N_("Nilainya {n:.1f}, tidak di atas rata-rata kelas {c:.1f}. Ini peringatan, bukan syarat."), said)
    return Demand("above_average", "not_met", reason)


def _messages(table: TutorTable, scenario: Scenario) -> list[Text]:
    said: list[Text] = []
    if not table.capacities:
        said.append(text(N_("Kriteria ketuntasan belum ditulis, jadi belum diketahui siapa yang dapat menjadi tutor.")))
    for one in table.capacities:
        said.append(
            text(
                N_("Tutor yang memenuhi syarat pada {tp}: {n}, cukup untuk {n} kelompok, {t} murid."),
                tp=one.objective,
                n=one.groups,
                t=one.tutees,
            )
        )
        if not one.enough:
            said.append(
                text(
                    N_(
                        "{n} murid belum tuntas pada {tp}, lebih banyak daripada yang dapat dibimbing ({t}). Ajarkan "
                        "ulang, tanyai calon lain, atau undang tutor kakak."
                    ),
                    n=len(one.needing),
                    tp=one.objective,
                    t=one.tutees,
                )
            )
    if scenario.groups:
        words = (
            N_("{n} tutor memenuhi syarat untuk {k} kelompok; cadangan: {ms}.")
            if table.has_reserve and table.reserve
            else N_("{n} tutor memenuhi syarat untuk {k} kelompok: belum ada cadangan bila seorang tutor tidak hadir.")
        )
        said.append(Text(words, {"n": len(table.eligible), "k": table.groups, "ms": pupils(table.reserve)}))
    asked = [row.id for row in table.of("to_ask")]
    if asked:
        said.append(text(N_("Dapat menjadi calon setelah ditanya dan dinilai sikapnya: {ms}."), ms=pupils(asked)))
    if table.absent:
        words = N_("{ms} tercatat sebagai tutor, tetapi tidak hadir atau tidak ada dalam daftar murid.")
        said.append(text(words, ms=pupils(table.absent)))
    return said


# --- back into the scenario ----------------------------------------------------------------------------------------


def to_tutors(scenario: Scenario, records: Iterable[Tutor | TutorRow]) -> Scenario:
    """A new scenario whose list of tutors holds these records; nothing that was written before is lost.

    A record takes the place of the former one of the same pupil. What it leaves unset (a field never given, also keys
    that the format doesn't know) stays as it was, and its evidence and criteria are added to the former ones, newer
    entries winning. New records follow at the end. Nobody is removed.
    """
    tutors = {tutor.pupil: tutor for tutor in scenario.tutors}
    for one in records:
        record = one.record if isinstance(one, TutorRow) else one
        former = tutors.get(record.pupil)
        tutors[record.pupil] = record if former is None else _merged(former, record)
    return scenario.model_copy(update={"tutors": list(tutors.values())}).model_copy(deep=True)


def _merged(former: Tutor, record: Tutor) -> Tutor:
    given = {key: getattr(record, key) for key in record.model_fields_set if key in Tutor.model_fields}
    given |= record.model_extra or {}
    for key in ("evidence", "criteria"):
        if key in given:
            given[key] = {**getattr(former, key), **given[key]}
    return former.model_copy(update=given)


# --- rotation ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rotation:
    """Who leads which group in which session (RST-9).

    `sessions`: for each session, group id -> tutor id; a group for which nobody is left is missing. `repeated`: (group,
    tutor, times) where a tutor has to come back to the same group. `idle`: tutors who get no turn.
    """

    sessions: tuple[Mapping[str, str], ...]
    repeated: tuple[tuple[str, str, int], ...]
    idle: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return not self.repeated


def rotate(able: Mapping[str, Sequence[str]], sessions: int, first: Mapping[str, str] | None = None) -> Rotation:
    """Share out the turns: as few repeated pairs of tutor and group as possible, then everybody's turns alike.

    Parameters
    ----------
    able: group id -> tutors who may lead it. In a session every tutor leads at most one group.
    first: who leads in the first session, where that is settled already.

    Each session is the best one given those before it (an assignment of least cost); deterministic.
    """
    tutors = list(dict.fromkeys(one for some in able.values() for one in some))
    groups = list(able)
    met: dict[tuple[str, str], int] = {}
    turns = dict.fromkeys(tutors, 0)
    planned: list[dict[str, str]] = []
    # A repeated pair weighs more than any difference in turns, and a group without a tutor more than any repetition.
    repeat = float((sessions + 1) * (len(groups) + 1))
    nobody = repeat * (sessions + 1) ** 2 * (len(groups) + 1)
    for number in range(sessions):
        if number == 0 and first is not None:
            session = {group: first[group] for group in groups if group in first}
        else:
            costs = [
                [
                    repeat * met.get((group, tutor), 0) ** 2 + turns[tutor] if tutor in able[group] else nobody
                    for tutor in tutors
                ]
                for group in groups
            ]
            session = {
                groups[row]: tutors[column]
                for row, column in enumerate(least_cost(costs))
                if column is not None and costs[row][column] < nobody
            }
        for group, tutor in session.items():
            met[group, tutor] = met.get((group, tutor), 0) + 1
            turns[tutor] = turns.get(tutor, 0) + 1
        planned.append(session)
    return Rotation(
        sessions=tuple(planned),
        repeated=tuple((group, tutor, times) for (group, tutor), times in met.items() if times > 1),
        idle=tuple(one for one in tutors if not turns[one]),
    )


def least_cost(costs: Sequence[Sequence[float]]) -> list[int | None]:
    """For each row a column of its own so that the sum of the costs is least; None where there are too few columns.

    The Hungarian method with potentials, in O(rows² x columns). Columns that are missing are added at no cost; all of
    them are handed out, so that the rows left without a real one are those that would cost most.
    """
    rows = len(costs)
    real = len(costs[0]) if rows else 0
    columns = max(real, rows)
    cost = [[*row, *[0.0] * (columns - real)] for row in costs]
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    holder = [0] * (columns + 1)  # row (from 1) that holds a column (from 1)
    for row in range(1, rows + 1):
        holder[0] = row
        column = 0
        least = [float("inf")] * (columns + 1)
        came_from = [0] * (columns + 1)
        seen = [False] * (columns + 1)
        while True:
            seen[column] = True
            here = holder[column]
            step, following = float("inf"), 0
            for other in range(1, columns + 1):
                if seen[other]:
                    continue
                reduced = cost[here - 1][other - 1] - row_price[here] - column_price[other]
                if reduced < least[other]:
                    least[other], came_from[other] = reduced, column
                if least[other] < step:
                    step, following = least[other], other
            for other in range(columns + 1):
                if seen[other]:
                    row_price[holder[other]] += step
                    column_price[other] -= step
                else:
                    least[other] -= step
            column = following
            if not holder[column]:
                break
        while column:
            holder[column] = holder[came_from[column]]
            column = came_from[column]
    found: list[int | None] = [None] * rows
    for column in range(1, columns + 1):
        if holder[column] and column <= real:
            found[holder[column] - 1] = column - 1
    return found


# --- sheets --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """The data of a sheet for one pupil: `heading`, `lines` to tick or fill in, and a `note` for whoever uses it."""

    pupil: str
    heading: Text
    lines: tuple[Text, ...]
    note: Text


_TEACH_BACK = (
    N_("Menerangkan dengan kata-kata sendiri, tidak membaca catatan."),
    N_("Menunjukkan mengapa langkahnya demikian, bukan hanya hasilnya."),
    N_("Memberi jeda supaya pendengar berpikir."),
    N_("Bertanya balik untuk memeriksa apakah pendengar paham."),
    N_("Membetulkan kekeliruan tanpa mengambil alih pekerjaan."),
    N_("Dapat menerangkan bagian yang diperlukan murid yang dibimbing."),
)
_CONSENT_TUTOR = (
    N_("Saya tahu apa tugas seorang tutor dan berapa lama."),
    N_("Saya bersedia menjadi tutor atas kemauan sendiri."),
    N_("Saya menjaga rahasia teman yang saya bimbing dan tidak memberi nilai."),
    N_("Saya boleh berhenti kapan saja, dan nilai saya tidak berubah karenanya."),
)
_CONSENT_TUTEE = (
    N_("Saya mau belajar bersama tutor ini: {t}."),
    N_("Saya lebih nyaman dengan tutor lain."),
    N_("Saya ingin berbicara dahulu dengan guru."),
)


def teach_back_sheet(scenario: Scenario, tutor: str) -> Sheet:
    """What to watch while a candidate explains one problem for two minutes (T08, REQ-c; the last line is RST-2)."""
    objectives = [one.id for one in scenario.objectives]
    record = next((one for one in scenario.tutors if one.pupil == tutor), None)
    if record is not None:
        mastery = criteria_in_force(scenario)
        known = [one for one in objectives if one in mastery]
        objectives = [one for one in known if _masters(record, [one], mastery)] or objectives
    return Sheet(
        pupil=tutor,
        heading=text(N_("Uji menerangkan: {m} ({tp})"), m=PupilId(tutor), tp=objectives),
        lines=tuple(text(one) for one in _TEACH_BACK),
        note=text(N_("Dua menit, satu soal, hanya di depan guru. Catat apa yang terlihat; jangan diberi angka.")),
    )


def consent_sheet_for_tutor(tutor: str) -> Sheet:
    """A candidate's consent (T05)."""
    return Sheet(
        pupil=tutor,
        heading=text(N_("Kesediaan menjadi tutor: {m}"), m=PupilId(tutor)),
        lines=tuple(text(one) for one in _CONSENT_TUTOR),
        note=text(N_("Diisi secara pribadi. Menolak tidak perlu memberi alasan.")),
    )


def consent_sheets(scenario: Scenario) -> tuple[Sheet, ...]:
    """One sheet for every present tutee of every group (T04), asked in private before the first session."""
    present = {pupil.id for pupil in measures.present_pupils(scenario)}
    return tuple(
        Sheet(
            pupil=member,
            heading=text(N_("Persetujuan belajar dengan tutor: {m}"), m=PupilId(member)),
            lines=tuple(text(one, t=pupils(group.tutors)) for one in _CONSENT_TUTEE),
            note=text(N_("Diisi secara pribadi. Hanya guru yang membacanya, dan tutor tidak diberi tahu jawabannya.")),
        )
        for group in scenario.groups
        if group.tutors
        for member in dict.fromkeys(group.members)
        if member in present
    )


def observation_sheet(pupil: str) -> Sheet:
    """The ten criteria as an observation list (CRIT10-1..10): no gate, no sum."""
    return Sheet(
        pupil=pupil,
        heading=text(N_("Daftar amatan calon tutor: {m}"), m=PupilId(pupil)),
        lines=tuple(text(one) for one in TEN_OBSERVATIONS),
        note=text(OBSERVATION_NOTE),
    )

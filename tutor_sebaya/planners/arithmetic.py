"""How many groups a class can have, said before anything is written: by size, by tutors, by sub-topics, by equipment.

A class of 28 in groups of 2 to 6 makes 5 to 14 groups; every group needs a tutor of its own, so tutors bound the number
from above; step 2 asks for as many groups as sub-topics; where the ground is the facilities at hand, the number follows
the sets of equipment (GROUND-1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from .. import measures
from ..language import N_, Text, pupils, text
from ..scenario import Pupil, Scenario, Tutor
from ..settings import DEFAULTS, Settings
from .repair import augment

NO_CRITERIA = N_("Kriteria ketuntasan (KKTP) belum ditulis, jadi belum diketahui siapa yang tuntas. Tulis dahulu.")

State = Literal["eligible", "not_asked", "unsuitable"]


@dataclass(frozen=True)
class Candidate:
    """A tutor candidate who is there today.

    Attributes
    ----------
    id: of the pupil. outside: whether the candidate joins a group from outside the division (a cross-age tutor, or in
        a remedial scenario a classmate who is not on the remedial list) and so takes no pupil's place.
    masters: for each slot (see `slots`) whether there is evidence of mastery on all of its objectives (T01).
    state: eligible (masters some slot; willing, T05; attitude judged and right, T06), not_asked (masters some slot, and
        willingness or attitude is not noted yet), unsuitable (not mastered, or said no, or attitude judged wrong).
    proposed: not on the scenario's list of candidates, but found by the scores.
    """

    id: str
    cross_age: bool
    outside: bool
    masters: tuple[bool, ...]
    state: State
    record: Tutor
    proposed: bool = False


@dataclass(frozen=True)
class Participants:
    """Who is to be divided: the present pupils, in a remedial scenario those on the remedial list; and who may lead."""

    scenario: Scenario
    pupils: tuple[Pupil, ...]
    slots: tuple[str | None, ...]
    candidates: tuple[Candidate, ...]

    @cached_property
    def by_state(self) -> Mapping[State, tuple[Candidate, ...]]:
        states: tuple[State, ...] = ("eligible", "not_asked", "unsuitable")
        return {state: tuple(one for one in self.candidates if one.state == state) for state in states}

    def groups_led_by(self, candidates: Sequence[Candidate]) -> int:
        """Most groups that these candidates can lead, each one of them and each slot once."""
        matched: dict[int, int] = {}
        graph = [[slot for slot, able in enumerate(one.masters) if able] for one in candidates]
        augment(graph, matched, range(len(candidates)))
        return len(matched)


def divided_pupils(scenario: Scenario) -> tuple[Pupil, ...]:
    """Present pupils; in a remedial scenario those of them on the remedial list. Each id once, in class order."""
    present = {pupil.id: pupil for pupil in measures.present_pupils(scenario)}
    if scenario.kind == "remedial":
        listed = set(scenario.remedial.pupils) if scenario.remedial else set()
        present = {id: pupil for id, pupil in present.items() if id in listed}
    return tuple(present.values())


def candidates_from_scores(scenario: Scenario) -> list[Tutor]:
    """Candidates for a class list without any: pupils at or above the criterion on every objective.

    Nothing is known of their willingness and attitude, so `willing` and `attitude` stay None: they are to be asked, not
    to be placed. Present pupils in class order; in a remedial scenario those who are not on the remedial list. Nobody
    where no objective has a criterion yet.
    """
    mastery = measures.criteria(scenario)
    if not mastery:
        return []
    divided = {pupil.id for pupil in divided_pupils(scenario)} if scenario.kind == "remedial" else set()
    return [
        Tutor(
            pupil=pupil.id,
            kind="peer",
            grade=scenario.grade,
            evidence={objective: pupil.scores[objective] for objective in mastery},
        )
        for pupil in measures.present_pupils(scenario)
        if pupil.id not in divided and measures.has_mastered(pupil.scores, mastery)
    ]


def slots(scenario: Scenario, number: int | None = None) -> tuple[str | None, ...]:
    """Sub-topics to hand out, at least one slot for each of `number` groups.

    In a class scenario each sub-topic once, then None for groups that get none. In a remedial scenario, where several
    groups may work on the same one, the sub-topics are repeated in turn.
    """
    ids: list[str | None] = list(dict.fromkeys(one.id for one in scenario.subtopics))
    wanted = len(ids) if number is None else number
    if scenario.kind == "remedial" and ids:
        return tuple(ids[index % len(ids)] for index in range(max(wanted, len(ids))))
    return tuple(ids + [None] * (wanted - len(ids)))


def masters(scenario: Scenario, tutor: Tutor, subtopic: str | None) -> bool:
    """Whether a tutor could lead a group on this sub-topic (T01).

    Without a sub-topic, or with one that names no objective yet, mastery of every objective is asked for: nobody knows
    yet what the group will study. In a class scenario an objective without a criterion can't be judged, so nobody
    counts as having mastered it; in a remedial scenario rule R01 asks for the criterion.
    """
    known = measures.criteria(scenario)
    objectives = measures.objectives_of(scenario, [subtopic]) if subtopic is not None else []
    if not objectives and scenario.kind == "remedial" and scenario.remedial:
        objectives = list(dict.fromkeys(one for targets in scenario.remedial.targets.values() for one in targets))
    if not objectives:
        objectives = list(known)
    if scenario.kind == "class" and any(one not in known for one in objectives):
        return False
    return measures.has_mastered(tutor.evidence, {one: known[one] for one in objectives if one in known})


def participants(scenario: Scenario, number: int | None = None) -> Participants:
    """Who is divided and who may lead, for `number` groups (as many as sub-topics, by default)."""
    divided = divided_pupils(scenario)
    inside = {pupil.id for pupil in divided}
    present = {pupil.id for pupil in measures.present_pupils(scenario)}
    absent = {pupil.id for pupil in scenario.pupils} - present
    handed_out = slots(scenario, number)
    listed = {tutor.pupil: tutor for tutor in reversed(scenario.tutors)}
    proposed = not listed
    records = candidates_from_scores(scenario) if proposed else list(reversed(listed.values()))
    judged: dict[str | None, list[bool]] = {
        slot: [masters(scenario, record, slot) for record in records] for slot in dict.fromkeys((*handed_out, None))
    }
    found = []
    for index, record in enumerate(records):
        cross_age = record.kind == "cross_age"
        if record.pupil in absent or (record.pupil not in present and not cross_age):
            continue
        able = tuple(judged[slot][index] for slot in handed_out)
        attitude = record.attitude
        refused = record.willing is False or (attitude is not None and attitude.meets is False)
        state: State
        if refused or not (any(able) if able else judged[None][index]):
            state = "unsuitable"
        else:
            state = "eligible" if measures.is_willing_and_fit(record) else "not_asked"
        found.append(
            Candidate(
                id=record.pupil,
                cross_age=cross_age,
                outside=record.pupil not in inside,
                masters=able,
                state=state,
                record=record,
                proposed=proposed,
            )
        )
    return Participants(scenario, divided, handed_out, tuple(found))


@dataclass(frozen=True)
class Bounds:
    """What bounds the number of groups, each bound apart and all together.

    Attributes
    ----------
    present: pupils to divide (present; in a remedial scenario those on the remedial list).
    fewest, most: numbers of groups that the sizes allow; `most` below `fewest` where no number does.
    eligible: tutors who have mastered a sub-topic, are willing and fit. led: most groups they can lead; fewer than
        themselves where some sub-topic has too few who mastered it.
    not_asked: candidates who have mastered but were not asked yet, or whose attitude was not judged yet.
    led_if_asked: most groups that could be led if all of those agreed.
    subtopics: number of sub-topics, which step 2 asks for as the number of groups. 0: none yet.
    units: sets of equipment where the ground is the facilities; None where the ground is another or units aren't noted.
    possible: numbers of groups that size, tutors and equipment all allow. possible_if_asked: the same if all candidates
        not asked yet agreed.
    arithmetic: the reckoning in words, a sentence each. advice: what to do where bounds conflict; empty where none do.
    """

    present: int
    fewest: int
    most: int
    eligible: int
    led: int
    not_asked: int
    led_if_asked: int
    subtopics: int
    units: int | None
    possible: tuple[int, ...]
    possible_if_asked: tuple[int, ...]
    arithmetic: tuple[Text, ...]
    advice: tuple[Text, ...]

    @property
    def fits(self) -> bool:
        """Whether as many groups as sub-topics are possible (for a remedial scenario: any number)."""
        return not self.advice


def group_sizes(scenario: Scenario, settings: Settings = DEFAULTS) -> tuple[int, int]:
    """Fewest and most pupils to a group of the division, where one tutor leads it.

    A tutor from the class is one of them; in a remedial scenario the tutor comes on top and takes a seat.
    """
    largest = min(settings.max_group, settings.max_tutees + 1)
    if scenario.kind == "remedial":
        return max(settings.min_group - 1, 1), max(largest - 1, 1)
    return max(settings.min_group, 1), max(largest, 1)


def bounds(scenario: Scenario, settings: Settings = DEFAULTS) -> Bounds:
    """How many groups this class can have, with the reckoning in words and advice where bounds conflict."""
    remedial = scenario.kind == "remedial"
    people = participants(scenario)
    present, subtopics = len(people.pupils), len(people.slots)
    smallest, largest = group_sizes(scenario, settings)
    fewest, most = -(-present // largest), present // smallest
    eligible, unasked = people.by_state["eligible"], people.by_state["not_asked"]
    # Where groups may share a sub-topic, or none is chosen yet, each tutor can lead one group.
    shared = remedial or not subtopics

    def groups_led(tutors: tuple[Candidate, ...]) -> int:
        led = people.groups_led_by(tutors)
        return len(tutors) if shared or led >= subtopics else led

    led, led_if_asked = groups_led(eligible), groups_led((*eligible, *unasked))
    grouping = scenario.grouping
    units = grouping.units if grouping and grouping.ground == "facilities" else None
    equipment = most if units is None else units
    possible = tuple(range(max(fewest, 1), min(most, led, equipment) + 1))
    possible_if_asked = tuple(range(max(fewest, 1), min(most, led_if_asked, equipment) + 1))

    said = [
        text(N_("Murid pada daftar remedial yang hadir: {n}."), n=present)
        if remedial
        else text(N_("Murid yang hadir: {n}."), n=present)
    ]
    if present:
        said.append(
            text(
                N_("Paling sedikit {k} kelompok: {n} murid dibagi {s} murid per kelompok, dibulatkan ke atas."),
                k=fewest,
                n=present,
                s=largest,
            )
        )
        said.append(
            text(
                N_("Paling banyak {k} kelompok: {n} murid dibagi {s} murid per kelompok, dibulatkan ke bawah."),
                k=most,
                n=present,
                s=smallest,
            )
        )
    said.append(
        text(
            N_("Tutor yang tuntas, bersedia, dan baik sikapnya: {n}. Setiap kelompok memerlukan satu."),
            n=len(eligible),
        )
    )
    if led < len(eligible):
        said.append(text(N_("Menurut submateri yang dikuasai, mereka cukup untuk {k} kelompok."), k=led))
    if unasked:
        said.append(
            text(N_("Calon tutor yang tuntas tetapi belum ditanya atau belum dinilai sikapnya: {n}."), n=len(unasked))
        )
    if not remedial:
        said.append(
            text(N_("Submateri: {s}. Langkah 2 meminta {s} kelompok."), s=subtopics)
            if subtopics
            else text(N_("Submateri belum ditulis. Langkah 2 meminta kelompok sebanyak submateri."))
        )
    if units is not None:
        said.append(text(N_("Perangkat yang ada: {u}, jadi paling banyak {u} kelompok."), u=units))
    if len(possible) == 1:
        said.append(text(N_("Jumlah kelompok yang mungkin: {a}."), a=possible[0]))
    elif possible:
        said.append(text(N_("Jumlah kelompok yang mungkin: {a} sampai {b}."), a=possible[0], b=possible[-1]))
    elif present:
        said.append(text(N_("Belum ada jumlah kelompok yang memenuhi semua syarat ini.")))
    return Bounds(
        present=present,
        fewest=fewest,
        most=most,
        eligible=len(eligible),
        led=led,
        not_asked=len(unasked),
        led_if_asked=led_if_asked,
        subtopics=subtopics,
        units=units,
        possible=possible,
        possible_if_asked=possible_if_asked,
        arithmetic=tuple(said),
        advice=tuple(_advice(people, fewest, most, led, led_if_asked, units, smallest, largest)),
    )


def _advice(
    people: Participants,
    fewest: int,
    most: int,
    led: int,
    led_if_asked: int,
    units: int | None,
    smallest: int,
    largest: int,
) -> list[Text]:
    """What to do where the bounds conflict, the easiest to do first."""
    scenario = people.scenario
    present, subtopics = len(people.pupils), len(people.slots)
    remedial = scenario.kind == "remedial"
    if not present:
        if remedial:
            return [text(N_("Belum ada murid daftar remedial yang hadir. Tulis dahulu siapa yang mengikuti remedial."))]
        return [text(N_("Belum ada murid yang hadir. Masukkan daftar kelas, atau periksa tanda hadirnya."))]
    if most < fewest:
        return [
            text(
                N_(
                    "Dengan {n} murid, tidak ada jumlah kelompok yang semua kelompoknya berisi {a} sampai {b} murid. "
                    "Dampingi sendiri murid ini, atau gabungkan dengan kelas lain."
                ),
                n=present,
                a=smallest,
                b=largest,
            )
        ]
    said: list[Text] = []
    wanted = fewest if remedial or not subtopics else subtopics
    if subtopics and not remedial:
        if subtopics < fewest:
            said.append(
                text(
                    N_(
                        "{s} submateri terlalu sedikit untuk {n} murid: kelompok akan berisi lebih dari {b} murid. "
                        "Bagi materi menjadi paling sedikit {k} submateri."
                    ),
                    s=subtopics,
                    n=present,
                    b=largest,
                    k=fewest,
                )
            )
            wanted = fewest
        elif subtopics > most:
            said.append(
                text(
                    N_(
                        "{s} submateri terlalu banyak untuk {n} murid: kelompok akan berisi kurang dari {a} murid. "
                        "Gabungkan menjadi paling banyak {k} submateri."
                    ),
                    s=subtopics,
                    n=present,
                    a=smallest,
                    k=most,
                )
            )
            wanted = most
    if led < wanted:
        said.extend(_more_tutors(people, wanted, fewest, led, led_if_asked))
    if units is not None and units < wanted:
        said.append(
            text(
                N_("Perangkat hanya {u} untuk {k} kelompok. Kurangi submateri menjadi {u}, atau tambah perangkat."),
                u=units,
                k=wanted,
            )
            if units >= fewest
            else text(
                N_(
                    "Perangkat hanya {u}, padahal kelas ini memerlukan paling sedikit {k} kelompok. Pakailah "
                    "bergiliran dan pilih dasar pengelompokan lain, atau tambah perangkat."
                ),
                u=units,
                k=fewest,
            )
        )
    return said


def _more_tutors(people: Participants, wanted: int, fewest: int, led: int, led_if_asked: int) -> list[Text]:
    """Ways out where there are too few tutors for the groups wanted."""
    scenario = people.scenario
    unasked = people.by_state["not_asked"]
    said = [
        text(N_("Tutor yang memenuhi syarat cukup untuk {a} kelompok, sedangkan yang diminta {k}."), a=led, k=wanted)
    ]
    if not measures.criteria(scenario):
        return [*said, text(NO_CRITERIA)]
    if unasked:
        said.append(
            text(
                N_("Tanyakan kesediaan dan nilai sikap calon yang sudah tuntas: {ms}."),
                ms=pupils(one.id for one in unasked),
            )
        )
    lacking = subtopics_without_tutor(people)
    if lacking:
        said.append(text(N_("Belum ada calon tutor yang tuntas untuk submateri {xs}."), xs=list(lacking)))
    if led_if_asked < wanted:
        said.append(text(N_("Undang {n} tutor kakak dari kelas yang lebih tinggi."), n=wanted - led_if_asked))
        known = {one.id for one in people.candidates}
        more = [one.pupil for one in candidates_from_scores(scenario) if one.pupil not in known]
        if more:
            said.append(
                text(N_("Murid lain yang nilainya tuntas pada semua TP dapat ditanya juga: {ms}."), ms=pupils(more))
            )
    if scenario.kind == "class" and max(led, 1) >= fewest and len(people.slots) > led > 0:
        said.append(text(N_("Atau kurangi submateri menjadi {a}."), a=led))
    if led_if_asked < fewest:
        said.append(
            text(
                N_(
                    "Bahkan jumlah kelompok yang paling sedikit ({k}) belum punya cukup tutor: ajarkan ulang materi "
                    "ini dahulu bila baru sedikit murid yang tuntas."
                ),
                k=fewest,
            )
        )
    return said


def subtopics_without_tutor(people: Participants) -> tuple[str, ...]:
    """Sub-topics on which no candidate, asked or not, has shown mastery."""
    usable = [one for one in people.candidates if one.state != "unsuitable"]
    return tuple(
        dict.fromkeys(
            slot
            for index, slot in enumerate(people.slots)
            if slot is not None and not any(one.masters[index] for one in usable)
        )
    )

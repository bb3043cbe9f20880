"""Moving pupils by hand: what was done, and which rules it broke or mended.

    made = move(scenario, "M07", "K2")
    made.scenario, made.text, made.changes

The scenario given stays as it is, so going back is taking the old one. What was said about a person in the former group
(duty, turn, product, consent) doesn't go along, just as when groups are formed anew: another group, another agreement.
Seats, visits and the list of observed groups name no pupil's group and stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from .. import measures
from ..language import N_, PupilId, Text, text
from ..rules import Finding, Report, catalogue, check
from ..scenario import Group, Problem, Scenario
from ..settings import DEFAULTS, Settings
from .groups import with_people

ChangeKind: TypeAlias = Literal["broken", "worse", "still", "better", "mended"]
Role: TypeAlias = Literal["tutor", "member"]

CHANGE_KINDS: Mapping[ChangeKind, str] = {
    "broken": N_("kini dilanggar"),
    "worse": N_("masih dilanggar, dan bertambah"),
    "still": N_("masih dilanggar"),
    "better": N_("masih dilanggar, tetapi berkurang"),
    "mended": N_("kini terpenuhi"),
}
"""What happened to a rule, in the order in which it is shown."""


class MoveError(ValueError):
    """A move that can't be made; `problems` says where and what mends it. Nothing was changed."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.render() for problem in problems))


@dataclass(frozen=True)
class Change:
    """What a move did to a rule that is broken before or after it.

    `findings`: after the move; for a mended rule, those before it. `new`: those that were not there before.
    """

    rule: str
    kind: ChangeKind
    findings: tuple[Finding, ...]
    new: tuple[Finding, ...]


@dataclass(frozen=True)
class HandMove:
    """A move made by hand.

    Attributes
    ----------
    scenario: the new one. pupils: who changed place. text: what was done. notes: what was lost on the way, and what to
    know of those who moved. changes: rules broken before or after, newly broken ones first.
    """

    scenario: Scenario
    pupils: tuple[str, ...]
    text: Text
    notes: tuple[Text, ...]
    changes: tuple[Change, ...]

    def of(self, *kinds: ChangeKind) -> tuple[Change, ...]:
        return tuple(one for one in self.changes if one.kind in kinds)


@dataclass(frozen=True)
class _Place:
    group: int
    role: Role


def move(
    scenario: Scenario, pupil: str, to_group: str, as_tutor: bool = False, settings: Settings = DEFAULTS
) -> HandMove:
    """Put a pupil into a group, as a member or as its tutor, and out of every other one.

    A tutor from outside the class stays a tutor wherever he or she goes. Whoever is in no group yet is placed. An
    absent pupil may be moved as a member; rules don't count him or her. A group that its last person leaves stays,
    empty. In the same group a move changes the role.

    Raises
    ------
    MoveError: an unknown pupil or group, a pupil who is there already, an absent pupil as tutor.
    """
    _refuse_unknown(scenario, pupil)
    target = _group_of(scenario, to_group)
    outsider = _is_outsider(scenario, pupil)
    role: Role = "tutor" if as_tutor or outsider else "member"
    if role == "tutor" and _is_absent(scenario, pupil):
        words = N_("{m} tidak hadir, jadi tidak dapat menjadi tutor hari ini. Pilih tutor lain.")
        raise MoveError(Problem(_at_pupil(scenario, pupil), text(words, m=PupilId(pupil))))
    places = _places(scenario, pupil)
    if places == [_Place(target, role)]:
        words = (
            N_("{m} sudah menjadi tutor kelompok {k}. Pilih kelompok lain.")
            if role == "tutor"
            else N_("{m} sudah menjadi anggota kelompok {k}. Pilih kelompok lain.")
        )
        raise MoveError(Problem(f"groups[{target}]", text(words, m=PupilId(pupil), k=to_group)))
    people = [[list(group.tutors), list(group.members)] for group in scenario.groups]
    for lists in people:
        for ids in lists:
            ids[:] = [one for one in ids if one != pupil]
    people[target][role == "member"].append(pupil)
    source = next((place for place in places if place.group != target), None)
    values = {
        "m": PupilId(pupil),
        "g": scenario.groups[source.group].id if source else None,
        "h": scenario.groups[target].id,
    }
    if source is not None:
        words = (
            N_("{m} pindah dari kelompok {g} ke kelompok {h} sebagai tutor.")
            if role == "tutor"
            else N_("{m} pindah dari kelompok {g} ke kelompok {h}.")
        )
    elif places:
        words = (
            N_("{m} kini tutor kelompok {h}.") if role == "tutor" else N_("{m} kini anggota kelompok {h}, bukan tutor.")
        )
    else:
        words = (
            N_("{m} ditempatkan di kelompok {h} sebagai tutor.")
            if role == "tutor"
            else N_("{m} ditempatkan di kelompok {h}.")
        )
    notes = []
    if outsider and not as_tutor:
        notes.append(text(N_("{m} datang dari luar kelas ini, jadi tetap menjadi tutor."), m=PupilId(pupil)))
    return _made(scenario, people, (pupil,), Text(words, values), notes, settings)


def swap(scenario: Scenario, one: str, other: str, settings: Settings = DEFAULTS) -> HandMove:
    """Let two people change places: each gets the other's group and role.

    Raises
    ------
    MoveError: an unknown or unplaced pupil, one who is in several places, two members (or tutors) of one group, a tutor
    from outside the class for a member, an absent pupil for a tutor.
    """
    for id in (one, other):
        _refuse_unknown(scenario, id)
    if one == other:
        raise MoveError(Problem("groups", text(N_("{m} tidak dapat ditukar dengan dirinya sendiri."), m=PupilId(one))))
    places = [_only_place(scenario, id) for id in (one, other)]
    if places[0] == places[1]:
        words = N_("{a} dan {b} sudah sekelompok dengan peran yang sama; tidak ada yang ditukar.")
        raise MoveError(Problem(f"groups[{places[0].group}]", text(words, a=PupilId(one), b=PupilId(other))))
    for id, place in ((one, places[1]), (other, places[0])):
        if place.role == "member" and _is_outsider(scenario, id):
            words = N_("{m} datang dari luar kelas ini dan hanya dapat menjadi tutor. Tukarlah dengan tutor lain.")
            raise MoveError(Problem(f"groups[{place.group}].members", text(words, m=PupilId(id))))
        if place.role == "tutor" and _is_absent(scenario, id):
            words = N_("{m} tidak hadir, jadi tidak dapat menjadi tutor hari ini. Pilih tutor lain.")
            raise MoveError(Problem(_at_pupil(scenario, id), text(words, m=PupilId(id))))
    names = {one: other, other: one}
    people = [
        [[names.get(id, id) for id in group.tutors], [names.get(id, id) for id in group.members]]
        for group in scenario.groups
    ]
    values = {
        "a": PupilId(one),
        "b": PupilId(other),
        "g": scenario.groups[places[0].group].id,
        "h": scenario.groups[places[1].group].id,
    }
    if places[0].group == places[1].group:
        tutor, member = (other, one) if places[0].role == "tutor" else (one, other)
        said = text(
            N_("{a} kini tutor kelompok {g} menggantikan {b}, yang menjadi anggota."),
            **{**values, "a": PupilId(tutor), "b": PupilId(member)},
        )
    else:
        said = text(N_("{a} dari kelompok {g} ditukar dengan {b} dari kelompok {h}."), **values)
    return _made(scenario, people, (one, other), said, [], settings)


def changes(before: Report, after: Report) -> tuple[Change, ...]:
    """Rules that are broken in either report: newly broken, worse, still broken, better, mended.

    A finding about pupils is the same while it says the same of them, whatever their group: whoever had no duty before
    and has none now is no news. Any other is the same while its words are.
    """
    found: dict[ChangeKind, list[Change]] = {kind: [] for kind in CHANGE_KINDS}
    for rule in catalogue():
        was, now = before.of(rule), after.of(rule)
        if not was and not now:
            continue
        old, fresh = (Counter(map(_gist, side)) for side in (was, now))
        rest = old.copy()
        new = []
        for one in now:
            key = _gist(one)
            if rest[key] > 0:
                rest[key] -= 1
            else:
                new.append(one)
        kind: ChangeKind
        if not was:
            kind = "broken"
        elif not now:
            kind = "mended"
        elif new:
            kind = "worse" if len(now) > len(was) else "still" if len(now) == len(was) else "better"
        else:
            kind = "still" if old == fresh else "better"
        found[kind].append(Change(rule, kind, now or was, tuple(new)))
    return tuple(one for kind in CHANGE_KINDS for one in found[kind])


def _gist(finding: Finding) -> tuple[str, str, tuple[str, ...]]:
    """What a finding says, without its place in the file."""
    about = tuple(_pupils_in(finding.message))
    named = any(isinstance(one, PupilId) for one in about)
    return finding.severity, finding.message.template, about if named else (finding.message.render(),)


def _pupils_in(value: object) -> Iterator[str]:
    match value:
        case PupilId():
            yield value
        case Text():
            # What is said inside the sentence counts too: alone is not the same as with somebody to be avoided.
            yield value.template
            for one in value.values.values():
                yield from _pupils_in(one)
        case list() | tuple():
            for one in value:
                yield from _pupils_in(one)


# --- the parts of a move ---------------------------------------------------------------------------------------------


def _made(
    scenario: Scenario,
    people: Sequence[Sequence[list[str]]],
    moved: tuple[str, ...],
    said: Text,
    notes: Sequence[Text],
    settings: Settings,
) -> HandMove:
    groups, lost = [], []
    for group, (tutors, members) in zip(scenario.groups, people, strict=True):
        if (tutors, members) == (group.tutors, group.members):
            groups.append(group)
            continue
        now = with_people(group, tutors, members)
        groups.append(now)
        lost += _lost(group, now)
    for one in moved:
        if _is_absent(scenario, one):
            lost.append(text(N_("{m} tercatat tidak hadir, jadi tidak ikut dihitung."), m=PupilId(one)))
    filled = scenario.model_copy(update={"groups": groups}).model_copy(deep=True)
    return HandMove(filled, moved, said, (*notes, *lost), changes(check(scenario, settings), check(filled, settings)))


def _lost(before: Group, after: Group) -> list[Text]:
    """What was written for a group and no longer holds, in words."""
    found: list[Text] = []
    if not after.tutors and not after.members:
        found.append(text(N_("Kelompok {k} kini kosong; kelompoknya tetap ada."), k=after.id))
    if before.representative is not None and after.representative is None:
        words = N_("{m} wakil kelompok {k}; pilih wakil yang baru.")
        found.append(text(words, m=PupilId(before.representative), k=after.id))
    written = (
        (before.duties.keys() - after.duties.keys(), N_("tugas")),
        (before.products.keys() - after.products.keys(), N_("hasil kerja")),
        ({turn.pupil for turn in before.turns} - {turn.pupil for turn in after.turns}, N_("giliran bicara")),
        (set(before.individual_sessions) - set(after.individual_sessions), N_("sesi perorangan")),
    )
    what: dict[str, list[Text]] = {}
    for ids, word in written:
        for one in sorted(ids):
            what.setdefault(one, []).append(text(word))
    for one, words_for in what.items():
        said = N_("Catatan untuk {m} di kelompok {k} tidak ikut pindah: {apa}.")
        found.append(text(said, m=PupilId(one), k=after.id, apa=words_for))
    if before.accepts and set(before.tutors) != set(after.tutors):
        words = N_("Tutor kelompok {k} berganti: tanyakan lagi apakah anggotanya menerima tutor itu.")
        found.append(text(words, k=after.id))
    if measures.filled(before.gender_note) and after.gender_note is None:
        words = N_("Catatan tentang perbedaan jenis kelamin di kelompok {k} dihapus karena orangnya berubah.")
        found.append(text(words, k=after.id))
    return found


def _places(scenario: Scenario, pupil: str) -> list[_Place]:
    roles: tuple[Role, ...] = ("tutor", "member")
    return [
        _Place(number, role)
        for number, group in enumerate(scenario.groups)
        for role in roles
        for one in (group.tutors if role == "tutor" else group.members)
        if one == pupil
    ]


def _only_place(scenario: Scenario, pupil: str) -> _Place:
    places = _places(scenario, pupil)
    if len(places) == 1:
        return places[0]
    words = (
        N_("{m} ada di {n} tempat. Pindahkan dahulu ke satu kelompok.")
        if places
        else N_("{m} belum ada di kelompok mana pun. Tempatkan dahulu di sebuah kelompok.")
    )
    where = f"groups[{places[0].group}]" if places else "groups"
    raise MoveError(Problem(where, text(words, m=PupilId(pupil), n=len(places))))


def _refuse_unknown(scenario: Scenario, pupil: str) -> None:
    if not any(one.id == pupil for one in scenario.pupils) and not any(one.pupil == pupil for one in scenario.tutors):
        words = N_("tidak ada murid atau tutor dengan id {m} dalam daftar. Periksa idnya, atau tambahkan murid itu.")
        raise MoveError(Problem("pupils", text(words, m=PupilId(pupil))))


def _group_of(scenario: Scenario, id: str) -> int:
    for number, group in enumerate(scenario.groups):
        if group.id == id:
            return number
    if not scenario.groups:
        raise MoveError(Problem("groups", text(N_("belum ada kelompok. Bentuk kelompok lebih dahulu."))))
    words = N_("kelompok {k} tidak ada. Pilih salah satu dari {ks}.")
    raise MoveError(Problem("groups", text(words, k=id, ks=[group.id for group in scenario.groups])))


def _is_outsider(scenario: Scenario, pupil: str) -> bool:
    """A tutor who isn't on the class list."""
    return all(one.id != pupil for one in scenario.pupils)


def _is_absent(scenario: Scenario, pupil: str) -> bool:
    return any(one.id == pupil and not measures.is_present(one) for one in scenario.pupils)


def _at_pupil(scenario: Scenario, pupil: str) -> str:
    return next((f"pupils[{k}]" for k, one in enumerate(scenario.pupils) if one.id == pupil), "pupils")

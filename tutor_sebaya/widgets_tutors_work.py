"""What the form of the tutors does, without the form: records of candidates in, records out.

A scenario goes in, a new one comes out; what the fields of the form don't show of a record is kept. Raises
SessionError, whose problems name the place and the mend.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from . import measures
from .language import N_, Names, PupilId, Text, text
from .planners.tutors import STANDINGS, Standing, TutorRow, TutorTable, proposed_record, to_tutors
from .scenario import CRITERIA, Attitude, Problem, Scenario, Tutor, TutorKind
from .widgets_session import SessionError

Order = Literal["class", "alphabetical", "standing"]
ORDERS: Mapping[Order, str] = {
    "class": N_("urutan daftar kelas"),
    "alphabetical": N_("urutan abjad"),
    "standing": N_("menurut keadaan: yang memenuhi syarat dahulu"),
}
_STANDINGS: tuple[Standing, ...] = ("eligible", "to_ask", "not_yet", "declined")


def ordered(table: TutorTable, order: Order, names: Names) -> tuple[TutorRow, ...]:
    """Rows in class order, by name, or by standing and then in class order. Never by score."""
    if order == "alphabetical":
        return tuple(sorted(table.rows, key=lambda row: names.get(row.id, row.id).casefold()))
    if order == "standing":
        return tuple(sorted(table.rows, key=lambda row: _STANDINGS.index(row.standing)))
    return table.rows


def record_of(scenario: Scenario, id: str | None) -> Tutor | None:
    return next((one for one in scenario.tutors if one.pupil == id), None)


def addable(scenario: Scenario) -> list[str]:
    """Present pupils who are no candidates yet, in class order."""
    known = {one.pupil for one in scenario.tutors}
    return [one.id for one in measures.present_pupils(scenario) if one.id not in known]


# --- candidates -------------------------------------------------------------------------------------------------------


def add_candidates(scenario: Scenario, ids: list[str]) -> Scenario:
    """Pupils of the class as candidates: their scores as evidence, every question still open."""
    pupils_by_id = {one.id: one for one in scenario.pupils}
    return to_tutors(scenario, [proposed_record(pupils_by_id[id], scenario) for id in ids if id in pupils_by_id])


def add_cross_age(scenario: Scenario, name: str, grade: int) -> Scenario:
    """A tutor from a higher grade, who is on no class list: the name or code is also the id. `grade` 0: not known."""
    id = " ".join(name.split())
    if not id:
        raise SessionError(Problem("", text(N_("Nama atau kode tutor kakak belum ditulis. Tulis dahulu namanya."))))
    if id in {one.id for one in scenario.pupils} | {one.pupil for one in scenario.tutors}:
        words = N_("Sudah ada murid atau calon dengan nama atau kode itu. Tambahkan pembeda, misalnya kelasnya.")
        raise SessionError(Problem("", text(words)))
    return to_tutors(scenario, [Tutor(pupil=id, kind="cross_age", grade=grade or None)])


def remove_candidate(scenario: Scenario, id: str | None) -> Scenario:
    """Without this candidate's record; refused while he or she is the tutor of a group."""
    groups = [group.label or group.id for group in scenario.groups if id in group.tutors]
    if groups:
        words = N_("{m} masih menjadi tutor {groups}. Ganti dahulu tutor kelompok itu, lalu keluarkan murid itu.")
        raise SessionError(Problem("", text(words, m=PupilId(id or ""), groups=groups)))
    return scenario.model_copy(update={"tutors": [one for one in scenario.tutors if one.pupil != id]})


@dataclass(frozen=True)
class Fields:
    """A candidate's record as the form's fields have it: '' or 0 where nothing is noted, `criteria` by number.

    `willing`, `attitude`, `teach_back`, `written_guide`: '', 'yes' or 'no'. `evidence`: a line for each objective.
    """

    kind: str = ""
    grade: int = 0
    evidence: str = ""
    willing: str = ""
    attitude: str = ""
    attitude_note: str = ""
    teach_back: str = ""
    training_minutes: float = 0
    written_guide: str = ""
    criteria: tuple[str, ...] = ("",) * len(CRITERIA)


_WORDS: Mapping[bool | None, str] = {None: "", True: "yes", False: "no"}
_VALUES: Mapping[str, bool | None] = {word: value for value, word in _WORDS.items()}


def fields_of(record: Tutor) -> Fields:
    attitude = record.attitude or Attitude()
    return Fields(
        kind=record.kind or "",
        grade=record.grade or 0,
        evidence=evidence_lines(record),
        willing=_WORDS[record.willing],
        attitude=_WORDS[attitude.meets],
        attitude_note=attitude.note or "",
        teach_back=_WORDS[record.teach_back],
        training_minutes=record.training_minutes or 0,
        written_guide=_WORDS[record.written_guide],
        criteria=tuple(record.criteria.get(one) or "" for one in CRITERIA),
    )


def with_fields(scenario: Scenario, id: str, fields: Fields) -> Scenario:
    """The record with what the fields say; fields that say what the record says already change nothing."""
    record = record_of(scenario, id)
    if record is None:
        return scenario
    former = fields_of(record)
    kind: TutorKind | None = "peer" if fields.kind == "peer" else "cross_age" if fields.kind else None
    attitude = (record.attitude or Attitude()).model_copy(
        update={"meets": _VALUES[fields.attitude], "note": fields.attitude_note.strip() or None}
    )
    written = {one: words.strip() for one, words in zip(CRITERIA, fields.criteria, strict=True)}
    said: dict[str, Any] = {
        "kind": kind,
        "grade": fields.grade or None,
        "evidence": read_evidence(fields.evidence, scenario, record) if fields.evidence != former.evidence else None,
        "willing": _VALUES[fields.willing],
        "attitude": attitude,
        "teach_back": _VALUES[fields.teach_back],
        "training_minutes": fields.training_minutes or None,
        "written_guide": _VALUES[fields.written_guide],
        "criteria": {
            **{one: words for one, words in record.criteria.items() if written.get(one, words)},
            **{one: words for one, words in written.items() if words},
        },
    }
    pairs = {"attitude": ("attitude", "attitude_note")}
    changed = {
        key: value
        for key, value in said.items()
        if any(getattr(fields, one) != getattr(former, one) for one in pairs.get(key, (key,)))
    }
    if not changed:
        return scenario
    tutors = [one.model_copy(update=changed) if one.pupil == id else one for one in scenario.tutors]
    return scenario.model_copy(update={"tutors": tutors})


# --- evidence ---------------------------------------------------------------------------------------------------------

_LINE = re.compile(r"(.+?)\s*[:=]\s*(\S.*)?|(.+?)\s+(\S+)")
_SCORE = re.compile(r"\d{1,3}(?:[.,]\d+)?")


def evidence_lines(record: Tutor) -> str:
    """The evidence as `read_evidence` reads it: 'TP1: 85', a line each."""
    return "\n".join(
        f"{objective}:" + ("" if score is None else f" {score:.10g}".replace(".", ","))
        for objective, score in record.evidence.items()
    )


def read_evidence(written: str, scenario: Scenario, record: Tutor | None = None) -> dict[str, float | None]:
    """Evidence of mastery from lines such as 'TP1: 85'; without a number the objective has no score yet."""
    known = {one.id.casefold(): one.id for one in scenario.objectives}
    known |= {one.casefold(): one for one in (record.evidence if record else {})}
    found: dict[str, float | None] = {}
    problems = []
    for number, line in enumerate(written.splitlines(), 1):
        if not (line := " ".join(line.split())):
            continue
        match = _LINE.fullmatch(line)
        name, score = (line, None) if match is None else (match[1] or match[3], match[2] or match[4])
        objective = known.get(name.casefold()) or known.get(name.replace(" ", "").casefold())
        where = f"{number}"
        if objective is None:
            words = N_("Baris {line} bukti ketuntasan: “{found}” bukan TP kelas ini. TP yang ada: {tps}.")
            problems.append(Problem("", text(words, line=where, found=name, tps=list(known.values()))))
        elif score is not None and (not _SCORE.fullmatch(score) or float(score.replace(",", ".")) > 100):
            words = N_("Baris {line} bukti ketuntasan: “{found}” bukan nilai. Tulis bilangan 0 sampai 100.")
            problems.append(Problem("", text(words, line=where, found=score)))
        else:
            found[objective] = None if score is None else float(score.replace(",", "."))
    if problems:
        raise SessionError(*problems)
    return found


# --- acceptance -------------------------------------------------------------------------------------------------------


def acceptances(scenario: Scenario) -> dict[tuple[str, str], bool | None]:
    """(group id, member id) -> whether the member accepts the group's tutor; None: not asked. Present members only."""
    present = {one.id for one in measures.present_pupils(scenario)}
    return {
        (group.id, member): group.accepts.get(member)
        for group in scenario.groups
        if group.tutors
        for member in dict.fromkeys(group.members)
        if member in present
    }


def with_acceptance(scenario: Scenario, group: str, member: str, answer: str) -> Scenario:
    """The plan with a member's answer: 'yes', 'no', or '' where he or she wasn't asked."""
    groups = []
    for one in scenario.groups:
        if one.id == group and one.accepts.get(member) != _VALUES[answer]:
            rest = {id: said for id, said in one.accepts.items() if id != member}
            one = one.model_copy(update={"accepts": rest | ({member: _VALUES[answer]} if answer else {})})
        groups.append(one)
    return scenario.model_copy(update={"groups": groups})


def answer_word(answer: bool | None) -> str:
    return _WORDS[answer]


def standing_message(table: TutorTable, id: str) -> Text:
    """What became of a candidate, to be said after a change: the standing, and what is still to be done."""
    row = table.by_id.get(id)
    if row is None:
        return text(N_("✓ Tercatat."))
    return text(
        N_("✓ Tercatat. {m}: {standing}; langkah yang tersisa: {n}."),
        m=PupilId(id),
        standing=text(STANDINGS[row.standing]),
        n=len(row.steps),
    )

"""Assignments 4 and 6, a whole scenario: for the class in five steps, and for remedial teaching.

What the trainee decided is judged, on the class made again from the student number: pupils, objectives, and the tutor
candidates with their scores, willingness and attitude come from there; all else comes from the trainee's file. The
class is given without the problems and sources of its sub-topics and without the tutors' training: those are decisions
here.

Each rule that depends on decisions is a question. T02, T07, T10, T12 and R01 depend on the class alone. In a remedial
scenario T03 does too (a candidate is ahead of whoever is below mastery), and so does G09 (a pupil's friends may all be
at mastery); M02 and R06 judge parts that it needn't have.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from . import measures
from .classes import InventedClass
from .grading_groups import GroupWork
from .grading_questions import PASSED, Assignment, Listing, Question, Verdict, failed, not_judged
from .grading_work import MOST_SHOWN, SCENARIO_FILE, Unreadable, and_more, is_blank, parsed, shown
from .language import N_, Text, pupils, text
from .rules import WEIGHTS, catalogue
from .scenario import Group, Kind, Remedial, Scenario, Tutor, dump_scenario, nests_too_deep
from .settings import DEFAULTS

CLASS_ID = "04-skenario"
REMEDIAL_ID = "06-skenario-remedial"
NAMES = ("nomor_mahasiswa", "skenario")
OF_THE_CLASS = ("version", "kind", "pupils", "objectives", "subtopics", "tutors")
"""Parts that a scenario written without forms may leave out; they are then those of the own class."""
DECIDED = (
    *("groups", "grouping", "periods", "date", "time", "phases", "discussion", "room", "observation", "pupil_views"),
    "public",
)
"""Parts of a class scenario that are the trainee's."""
PREPARED = ("teach_back", "training_minutes", "written_guide")
"""What is done with a tutor before the lesson, and so decided by the trainee."""
_KINDS: Mapping[Kind, str] = {"class": N_("skenario kelas"), "remedial": N_("skenario remedial")}


# --- reading what was handed in --------------------------------------------------------------------------------------


class ScenarioWork(GroupWork):
    """One trainee's class scenario: read once, on the own class."""

    kind: ClassVar[Kind] = "class"
    decided: ClassVar[tuple[str, ...]] = DECIDED

    @cached_property
    def from_cell(self) -> bool:
        """Whether the scenario was put into the notebook's cell, which then counts instead of the file."""
        return not is_blank(self.answers.get("skenario"))

    @property
    def start(self) -> Scenario | None:
        return _start(self.own, self.kind) if self.own else None

    def _own_plan(self, own: InventedClass) -> Scenario:
        written = self.answers.get("skenario") if self.from_cell else self.file
        if is_blank(written):
            raise Unreadable(
                text(
                    N_("Belum ada skenario. Simpan {file} dari perencana di samping notebook, atau isi sel skenario."),
                    file=SCENARIO_FILE,
                )
            )
        start = _start(own, self.kind)
        file = _read(written, start)
        if file.kind != self.kind:
            raise Unreadable(
                text(
                    N_("Yang ada {found}, sedangkan tugas ini meminta {wanted}. Ganti macam skenario di perencana."),
                    found=Text(_KINDS[file.kind]),
                    wanted=Text(_KINDS[self.kind]),
                )
            )
        update = {name: getattr(file, name) for name in self.decided}
        prepared = {tutor.pupil: tutor for tutor in file.tutors}
        return start.model_copy(
            update={
                **update,
                "subtopics": file.subtopics,
                "tutors": [_prepared(one, prepared.get(one.pupil)) for one in start.tutors],
            }
        )

    @cached_property
    def file_plan(self) -> Scenario | None:
        """What was handed in as a scenario, with the own class where it says nothing of one."""
        written = self.answers.get("skenario") if self.from_cell else self.file
        if is_blank(written) or self.start is None:
            return None
        try:
            return _read(written, self.start)
        except Unreadable:
            return None


class RemedialWork(ScenarioWork):
    """One trainee's remedial scenario."""

    kind = "remedial"
    decided = (*DECIDED, "assessment", "remedial")

    @cached_property
    def too_little(self) -> tuple[Text, ...]:
        """Why rules about every group or every pupil of the programme would say nothing yet."""
        if self.plan is None:
            return self.problems
        known = measures.criteria(self.plan)
        wanted = {one.id for one in measures.present_pupils(self.plan) if measures.below(one, known)}
        listed = wanted.intersection((self.plan.remedial or Remedial()).pupils)
        helped = [inside for group in self.plan.groups if (inside := wanted.intersection(group.members))]
        placed = set().union(*helped)
        least = math.ceil(math.ceil(len(wanted) / DEFAULTS.max_tutees) / 2)
        reasons = []
        # How many need remedial teaching is for the trainee to find out (R04): it isn't said here.
        if 2 * len(listed) < len(wanted):
            reasons.append(
                text(
                    N_("Baru {n} murid yang belum tuntas masuk daftar remedial. Susun daftarnya lebih dahulu."),
                    n=len(listed),
                )
            )
        if len(helped) < least or 2 * len(placed) < len(wanted):
            reasons.append(
                text(
                    N_(
                        "Baru {n} murid yang belum tuntas ditempatkan, dalam {k} kelompok. Tempatkan yang lain lebih "
                        "dahulu."
                    ),
                    n=len(placed),
                    k=len(helped),
                )
            )
        return tuple(reasons)


def _start(own: InventedClass, kind: Kind) -> Scenario:
    """The own class as it is given out: without what is to be decided in this assignment."""
    plan = own.scenario
    return plan.model_copy(
        update={
            "kind": kind,
            "subtopics": [one.model_copy(update={"problem": None, "sources": []}) for one in plan.subtopics],
            "tutors": [one.model_copy(update=dict.fromkeys(PREPARED)) for one in plan.tutors],
        }
    )


def _prepared(own: Tutor, written: Tutor | None) -> Tutor:
    return own.model_copy(update={name: getattr(written, name) for name in PREPARED}) if written else own


def _read(written: object, start: Scenario) -> Scenario:
    """A scenario from text or loaded JSON, parts of the class left out or not. Raises Unreadable."""
    loaded = written
    if isinstance(written, str):
        if nests_too_deep(written):
            return parsed(written)  # it says so
        try:
            loaded = json.loads(written.removeprefix("\ufeff"))
        except ValueError:
            return parsed(written)  # it says where the text is no JSON
    if not isinstance(loaded, Mapping):
        raise Unreadable(
            text(
                N_("Isi sel skenario atau {file} bukan skenario: {found}."),
                file=SCENARIO_FILE,
                found=shown(loaded),
            )
        )
    absent = [name for name in OF_THE_CLASS if name not in loaded]
    if not absent:
        return parsed(written)
    known: dict[str, Any] = json.loads(dump_scenario(start))
    return parsed({**{name: known[name] for name in absent}, **loaded})


# --- judging ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Part:
    """A part that a rule looks at group by group. Where most groups lack it, the rule says nothing yet."""

    there: Callable[[Group], bool]
    missing: str


TUTORS = _Part(
    lambda group: bool(group.tutors),
    N_("Baru {n} dari {k} kelompok yang bertutor. Tempatkan tutor lebih dahulu (aturan G03)."),
)
SUBTOPICS = _Part(
    lambda group: bool(group.subtopics),
    N_("Baru {n} dari {k} kelompok yang bersubmateri. Bagikan submateri lebih dahulu (aturan G02)."),
)
TURNS = _Part(
    lambda group: measures.total(max(turn.minutes or 0.0, 0.0) for turn in group.turns) > 0,
    N_("Baru {n} dari {k} kelompok yang punya giliran berbicara. Susun giliran lebih dahulu (aturan D03)."),
)


@dataclass(frozen=True)
class _Judged:
    """How a rule is judged here.

    `groups`: it says nothing before most pupils are in groups. `parts`: what most groups must have.
    `candidates`: of a tutor who is no candidate nothing is known, and T01 says so: one mistake costs one rule.
    `free`: where there is nothing to break, it is kept, provided that `asks` holds. `hidden`: kept for the grader.
    """

    groups: bool = True
    parts: tuple[_Part, ...] = ()
    candidates: bool = False
    free: bool = False
    asks: Callable[[Scenario], bool] = lambda plan: True
    hidden: bool = False


_GROUPS = _Judged()
_LESSON = _Judged(groups=False)
_TUTOR = _Judged(parts=(TUTORS,), candidates=True)
CLASS_RULES: Mapping[str, _Judged] = {
    **dict.fromkeys(("G01", "G02", "G03", "G04"), _GROUPS),
    "G05": _Judged(parts=(TUTORS,)),
    "G06": _Judged(free=True),
    **dict.fromkeys(("G07", "G08"), _GROUPS),
    "G09": _Judged(free=True),
    "T01": _Judged(parts=(TUTORS, SUBTOPICS), hidden=True),
    "T04": _Judged(parts=(TUTORS,)),
    **dict.fromkeys(("T05", "T06"), _Judged(parts=(TUTORS,), candidates=True, hidden=True)),
    **dict.fromkeys(("T08", "T09"), _TUTOR),
    "T11": _Judged(parts=(TUTORS,)),
    "M01": _GROUPS,
    "M02": _Judged(parts=(SUBTOPICS,)),
    **dict.fromkeys(("W01", "W02"), _LESSON),
    "W03": _GROUPS,
    "W04": _LESSON,
    "W05": _Judged(groups=False, hidden=True),
    "W06": _LESSON,
    **dict.fromkeys(("D01", "D02", "D03"), _GROUPS),
    "D04": _Judged(parts=(TURNS,)),
    "D05": _Judged(parts=(TURNS,)),
    "D06": _Judged(parts=(TUTORS, TURNS), hidden=True),
    "D07": _GROUPS,
    "D08": _LESSON,
    "D09": _GROUPS,
    "D10": _LESSON,
    "D11": _GROUPS,
    "D12": _LESSON,
    "K01": _LESSON,
    "O01": _GROUPS,
    "P01": _Judged(hidden=True),
}
"""Rule -> how it is judged, in the order of the notebook."""
REMEDIAL_RULES: Mapping[str, _Judged] = {
    **{id: CLASS_RULES[id] for id in ("G03", "G04", "G05", "G07", "G08")},
    "T01": _Judged(parts=(TUTORS,), hidden=True),
    **{id: CLASS_RULES[id] for id in ("T04", "T05", "T06", "T08", "T09", "T11")},
    **dict.fromkeys(("R02", "R03", "R04", "R05"), _LESSON),
    "R07": _GROUPS,
    "R08": _Judged(groups=False, free=True, asks=lambda plan: bool(plan.remedial and plan.remedial.forms)),
    "R09": _LESSON,
    "R10": _GROUPS,
    "R11": _LESSON,
    "R12": _Judged(groups=False, hidden=True),
    "R13": _GROUPS,
    "R14": _LESSON,
    "R15": _GROUPS,
    "R16": _Judged(groups=False, hidden=True),
    **{id: CLASS_RULES[id] for id in ("W01", "W04", "W06")},
    **{id: CLASS_RULES[id] for id in CLASS_RULES if id[0] in "DKOP"},
}


def _verdict(rule: str, how: _Judged) -> Callable[[ScenarioWork], Verdict]:
    def verdict(work: ScenarioWork) -> Verdict:
        plan, report = work.plan, work.report
        if plan is None or report is None:
            return not_judged(*work.problems)
        if how.groups and work.too_little:
            return not_judged(*work.too_little)
        lacking = [
            text(part.missing, n=have, k=len(plan.groups))
            for part in how.parts
            if 2 * (have := sum(map(part.there, plan.groups))) < len(plan.groups)
        ]
        if lacking:
            return not_judged(*lacking)
        findings = report.of(rule)
        if how.candidates:
            listed = {tutor.pupil for tutor in plan.tutors}
            findings = tuple(one for one in findings if one.message.values.get("t") in listed)
            if not listed.intersection(id for group in plan.groups for id in group.tutors):
                return not_judged(text(N_("Tutor kelompok Anda tidak ada dalam daftar calon tutor (aturan T01).")))
        if findings:
            return failed(*(one.message for one in findings[:MOST_SHOWN]), *and_more(len(findings)))
        if report.states[rule] == "not_applicable" and not (how.free and how.asks(plan)):
            return not_judged(
                text(N_("Bagian skenario yang diperlukan aturan ini belum ada. Penuhi lebih dahulu aturan lain."))
            )
        return PASSED

    return verdict


def _questions(rules: Mapping[str, _Judged]) -> tuple[Question, ...]:
    """A question for each rule: 2 points where it is an error to break it, otherwise 1."""
    known = catalogue()
    return tuple(
        Question(
            id,
            known[id].title,
            2 if WEIGHTS[known[id].severity] > 1 else 1,
            known[id].learn,
            _verdict(id, how),
            hidden=how.hidden,
        )
        for id, how in rules.items()
    )


def notes(work: ScenarioWork) -> tuple[Text, ...]:
    """Which scenario was read, and in what it differs from the trainee's own class."""
    if work.own is None:
        return work.problems
    said = []
    if work.from_cell:
        said.append(text(N_("Skenario dibaca dari sel skenario.")))
        if not is_blank(work.file):
            said.append(text(N_("{file} tidak dipakai, karena sel skenario terisi."), file=SCENARIO_FILE))
    elif not is_blank(work.file):
        said.append(text(N_("Skenario dibaca dari {file}."), file=SCENARIO_FILE))
    file = work.file_plan
    if file is not None:
        mine = {one.id: one for one in work.own.scenario.pupils}
        theirs = {one.id: one for one in file.pupils}
        changed = [id for id in mine if id not in theirs or theirs[id] != mine[id]]
        if changed or len(theirs) != len(mine) or _facts(file.tutors) != _facts(work.own.scenario.tutors):
            said.append(
                text(
                    N_(
                        "Daftar murid atau calon tutor dalam skenario berbeda dari kelas Anda{which}. Yang dinilai "
                        "keputusan Anda di kelas menurut nomor_mahasiswa."
                    ),
                    which=text(N_(" (misalnya {ms})"), ms=pupils(changed[:MOST_SHOWN])) if changed else "",
                )
            )
    return tuple(said)


def _teachers_notes(work: ScenarioWork) -> tuple[Listing, ...]:
    """What a teacher knows of the class besides the list: the objectives in words, and who seldom speaks (D05)."""
    if work.own is None:
        return ()
    plan, names = work.own.scenario, work.own.roster.names
    return (
        Listing(
            caption=text(N_("Tujuan pembelajaran (TP)")),
            heads=(text(N_("Kode")), text(N_("Tujuan")), text(N_("Kriteria"))),
            rows=tuple((one.id, one.text or "", f"{one.criterion:g}") for one in plan.objectives),
        ),
        Listing(
            caption=text(N_("Catatan guru: murid yang jarang berbicara (rahasia)")),
            heads=(text(N_("Kode")), text(N_("Nama"))),
            rows=tuple((one.id, names.get(one.id, one.id)) for one in plan.pupils if one.shy),
        ),
    )


LISTINGS: Mapping[str, Callable[[ScenarioWork], tuple[Listing, ...]]] = {"catatan guru": _teachers_notes}


def _facts(tutors: list[Tutor]) -> dict[str, Tutor]:
    """Candidates without what the trainee decides about them."""
    return {one.pupil: one.model_copy(update=dict.fromkeys(PREPARED)) for one in tutors}


CLASS_ASSIGNMENT = Assignment(
    id=CLASS_ID,
    names=NAMES,
    scenario_file=SCENARIO_FILE,
    questions=_questions(CLASS_RULES),
    read=ScenarioWork,
    notes=notes,
    planner="ScenarioPlanner",
    listings=LISTINGS,
)
REMEDIAL_ASSIGNMENT = Assignment(
    id=REMEDIAL_ID,
    names=NAMES,
    scenario_file=SCENARIO_FILE,
    questions=_questions(REMEDIAL_RULES),
    read=RemedialWork,
    notes=notes,
    planner="ScenarioPlanner",
    listings=LISTINGS,
)

"""Assignment 7, aksi nyata: a whole scenario, the talk of one group as it was, and what both say about each other.

The scenario is judged by the rules of assignments 4 and 6, a family of rules to a question: by now they are known. The
class is the trainee's own invented one, or a real one reported by codes; a real class is judged as its file has it.

The log is counts or minutes for each person of one group, from the notebook's cell or as `SpeakingTally` keeps it in
the scenario file. What the trainee reports about it is compared with `planners.turns.score_talk`.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from . import labels, measures
from .grading_groups import GroupWork
from .grading_questions import PASSED, Assignment, Question, Verdict, failed, not_judged
from .grading_scenario import (
    CLASS_ASSIGNMENT,
    LISTINGS,
    REMEDIAL_ASSIGNMENT,
    RemedialWork,
    ScenarioWork,
    notes,
)
from .grading_work import MOST_SHOWN, SCENARIO_FILE, Ids, Unreadable, Work, as_whole, as_words, is_blank, parsed, shown
from .language import LANGUAGES, N_, Text, pupils, text
from .planners.groups import Bounds, bounds
from .planners.turns import TalkScore, Tally, Unit, planned_talk, score_talk
from .rules import catalogue
from .scenario import PLANNER_KEY, Group, Scenario

ID = "07-aksi-nyata"
NAMES = (
    *("nomor_mahasiswa", "kelas", "skenario", "kelompok_diamati", "satuan", "catatan_bicara"),
    *("gini", "bagian_tutor", "yang_diam", "gini_rencana", "bagian_tutor_rencana", "paling_berkurang"),
    "tanggal_hapus",
)
LEAST: Mapping[Unit, float] = {"counts": 20.0, "minutes": 10.0}
"""What must have been observed before shares mean anything; half of it before they are judged at all."""
SMALLEST_CLASS = 8
"""Pupils of a real class who are there; with fewer nearly every rule about all groups is kept by itself."""
ROUNDED = 0.005 + 1e-9
"""How far a figure with two decimals may be from the one computed."""
LONGEST_KEPT = 366
"""Days from the lesson within which data about pupils are to be deleted."""
CODE = re.compile(r"[A-Za-z]{0,6}[-_. ]?\d{1,3}")
"""A code holds a number; a name doesn't, and a NISN has more digits."""
_NOBODY = ("tidak ada", "tak ada", "nihil", "-", "tidak ada yang diam", "kosong", "none", "nobody", "no one")
_UNITS: Mapping[str, Unit] = {
    "kali": "counts",
    "counts": "counts",
    "times": "counts",
    "menit": "minutes",
    "minutes": "minutes",
}
NEED_NOT_ARISE = frozenset({"G06", "G09", "T11", "D04", "D05", "M02", "R06", "R08"})
"""Rules that a real class may have nothing for: nobody shy, no choices asked, tutors and members of one sex."""


# --- the lesson ------------------------------------------------------------------------------------------------------


class _Real(GroupWork):
    """A real class: pupils and candidates are those of the file."""

    @cached_property
    def _read(self) -> tuple[Scenario | None, tuple[Text, ...]]:
        written = self.answers.get("skenario")
        written = self.file if is_blank(written) else written
        if is_blank(written):
            return None, (text(N_("Belum ada skenario. Letakkan {file} di samping notebook."), file=SCENARIO_FILE),)
        try:
            plan = parsed(written)
        except Unreadable as problem:
            return None, problem.reasons
        here = len(measures.present_pupils(plan))
        if here < SMALLEST_CLASS:
            return None, (
                text(
                    N_("Kelas sungguhan Anda berisi {n} murid yang hadir. Diperlukan sedikitnya {m}."),
                    n=here,
                    m=SMALLEST_CLASS,
                ),
            )
        return plan, ()

    @cached_property
    def limits(self) -> Bounds | None:
        return bounds(self.plan) if self.plan else None


class RealLesson(_Real, ScenarioWork):
    """A lesson in a real class."""


class RealRemedial(_Real, RemedialWork):
    """A remedial session with pupils of a real class."""


class ActionWork(Work):
    """One trainee's action: the lesson planned, and what was seen of one group."""

    @cached_property
    def real(self) -> bool:
        """Whether the class is a real one."""
        said = self.answers.get("kelas")
        return isinstance(said, str) and said.casefold().split()[-1:] in (["sungguhan"], ["nyata"], ["real"])

    @cached_property
    def lesson(self) -> ScenarioWork:
        """The scenario, read as a class scenario or as a remedial one, by what it says of itself."""
        handed_in = {"answers": self.answers, "scenario": self.file}
        as_class = ScenarioWork(handed_in)
        if self.real:
            work = RealLesson(handed_in)
            remedial = work.plan is not None and work.plan.kind == "remedial"
            return RealRemedial(handed_in) if remedial else work
        found = as_class.file_plan
        return RemedialWork(handed_in) if found is not None and found.kind == "remedial" else as_class

    @property
    def start(self) -> Scenario | None:
        return self.lesson.start

    @property
    def file_plan(self) -> Scenario | None:
        return self.lesson.file_plan

    # what was observed

    @cached_property
    def _ids(self) -> Mapping[str, str]:
        """Every person of the plan's groups by spelling, in lower case."""
        plan = self.lesson.plan
        groups = plan.groups if plan else []
        return {one.casefold(): one for group in groups for one in (*group.tutors, *group.members)}

    def person(self, written: str) -> str:
        """A code of the plan as people write it; what isn't one stays as it is."""
        plain = written.strip()
        if plain.casefold() in self._ids:
            return self._ids[plain.casefold()]
        return plain if self.real or self.own is None else Ids(self.own.scenario).pupil(plain)

    def observed(self) -> Log:
        """What was observed. Raises Unreadable."""
        plan = self.lesson.plan
        if plan is None:
            raise Unreadable(*self.lesson.problems)
        written = self.answers.get("catatan_bicara")
        if is_blank(written):
            tally = self._kept_tally()
            group = self._group(plan, tally.group)
            return Log(plan, group, tally.unit, {self.person(one): n for one, n in tally.amounts.items()})
        named = self.answers.get("kelompok_diamati")
        if isinstance(written, Mapping) and "entries" in written:
            try:
                tally = Tally.from_data(written)
            except ValueError:
                raise Unreadable(text(_SHAPE)) from None
            group = self._group(plan, tally.group if is_blank(named) else named)
            return Log(plan, group, tally.unit, {self.person(one): n for one, n in tally.amounts.items()})
        if is_blank(named):
            raise Unreadable(text(N_("{name} belum diisi."), name="kelompok_diamati"))
        unit = self.answers.get("satuan")
        known = _UNITS.get(unit.strip().casefold()) if isinstance(unit, str) else None
        if known is None:
            raise Unreadable(text(N_('Isi satuan dengan "kali" atau "menit".')))
        amounts: dict[str, float] = {}
        for one, amount in _amounts(written):
            person = self.person(one)
            amounts[person] = amounts.get(person, 0.0) + amount
        return Log(plan, self._group(plan, named), known, amounts)

    def _kept_tally(self) -> Tally:
        """The newest count that `SpeakingTally` kept, of the group named where one is named."""
        file = self.file_plan if not self.real else self.lesson.plan
        beside = (file.model_extra or {}).get(PLANNER_KEY) if file else None
        kept = beside.get("tallies") if isinstance(beside, Mapping) else None
        found = []
        for data in kept if isinstance(kept, list) else []:
            try:
                tally = Tally.from_data(data)
            except ValueError:
                continue
            if tally.entries:
                found.append(tally)
        plan, named = self.lesson.plan, self.answers.get("kelompok_diamati")
        if plan is not None and not is_blank(named):
            wanted = self._group(plan, named).id
            found = [one for one in found if one.group == wanted]
        if not found:
            raise Unreadable(
                text(
                    N_("Belum ada catatan bicara. Isi sel catatan_bicara, atau simpan turus dalam {file}."),
                    file=SCENARIO_FILE,
                )
            )
        if len({one.group for one in found}) > 1:
            raise Unreadable(text(N_("Ada turus beberapa kelompok. Tulis satu kelompok dalam kelompok_diamati.")))
        return found[-1]

    def _group(self, plan: Scenario, written: object) -> Group:
        whole = as_whole(written)
        wanted = f"K{whole}" if whole is not None else " ".join(str(written).split())
        for group in plan.groups:
            label = labels.group_name(" ".join((group.label or "").split()))
            if wanted.casefold() in (group.id.casefold(), *(label.render(one).casefold() for one in LANGUAGES)):
                return group
        raise Unreadable(
            text(N_("Kelompok {found} tidak ada dalam skenario Anda. Tulis kode kelompoknya."), found=shown(wanted))
        )


@dataclass(frozen=True)
class Log:
    """What was observed of a group. `amounts`: person as written -> contributions or minutes."""

    plan: Scenario
    group: Group
    unit: Unit
    amounts: Mapping[str, float]

    @property
    def people(self) -> TalkScore:
        """The score of the group's own people, of whom nobody is missing in it."""
        empty = Tally.of_group(self.plan, self.group, self.unit)
        return score_talk(self.amounts, empty.members, empty.tutors, unit=self.unit)

    @property
    def planned(self) -> TalkScore:
        return planned_talk(self.plan, self.group)


_SHAPE = N_("catatan_bicara belum dapat dibaca. Tulis kode dan jumlahnya seperti dalam contoh.")
"""What was written isn't shown: there may be names in it."""


def _amounts(written: object) -> list[tuple[str, float]]:
    """Codes with their amounts: a table, pairs, rows of a table, or a list of codes, one for each contribution."""
    if isinstance(written, str):
        pieces = [one.strip() for one in re.split(r"[;\n]|,(?!\d)", written) if one.strip()]
        split = [re.fullmatch(r"([^:=]*[^:=\s])\s*(?:[:=]\s*|\s)(\d+(?:[.,]\d+)?)", one) for one in pieces]
        if any(split):
            return [_entry(match and match[1], match and match[2]) for match in split]
        return [(one, 1.0) for one in pieces]
    if isinstance(written, Mapping):
        return [_entry(key, value) for key, value in written.items()]
    if isinstance(written, (list, tuple)):
        if all(isinstance(one, str) for one in written):
            return [(one, 1.0) for one in written]
        rows = [list(one.values()) if isinstance(one, Mapping) else one for one in written]
        if all(isinstance(one, (list, tuple)) and len(one) == 2 for one in rows):
            return [_entry(row[0], row[1]) for row in rows]
    raise Unreadable(text(_SHAPE))


def _entry(code: object, amount: object) -> tuple[str, float]:
    number = _number(amount)
    if not isinstance(code, str) or number is None or number < 0:
        raise Unreadable(text(_SHAPE))
    return code, number


def _number(value: object) -> float | None:
    """0.23, "0,23" and " 0.23 " -> 0.23; None for anything else."""
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,6}(?:[.,]\d{1,12})?\s*", value, re.ASCII):
        return float(value.strip().replace(",", "."))
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if abs(value) < 1e9 and math.isfinite(value) else None


def _share(value: object) -> float | None:
    """0.31, "31%", "31 persen" and 31 -> 0.31; None for anything else."""
    if isinstance(value, str):
        bare = re.sub(r"\s*(?:%|persen)\s*$", "", value)
        number = _number(bare)
        return None if number is None else number / 100 if bare != value or number > 1 else number
    number = _number(value)
    return number / 100 if number is not None and number > 1 else number


# --- questions on the scenario ---------------------------------------------------------------------------------------

_BY_RULE = {
    kind: {one.id: one for one in assignment.questions}
    for kind, assignment in (("class", CLASS_ASSIGNMENT), ("remedial", REMEDIAL_ASSIGNMENT))
}


def _family(letters: str) -> Callable[[ActionWork], Verdict]:
    """Every rule of some families at once, as assignments 4 and 6 judge them one by one."""

    def verdict(work: ActionWork) -> Verdict:
        lesson = work.lesson
        plan, report = lesson.plan, lesson.report
        if plan is None or report is None:
            return not_judged(*lesson.problems)
        broken: list[Text] = []
        unclear: dict[str, Text] = {}
        for rule, question in _BY_RULE[plan.kind].items():
            if rule[0] not in letters:
                continue
            found = question.judge(lesson)
            if work.real and rule in NEED_NOT_ARISE and report.states[rule] == "not_applicable":
                continue
            reasons = [Text("{rule}: {why}", {"rule": rule, "why": why}) for why in found.reasons]
            if found.state == "failed":
                broken += reasons
            elif found.state == "not_judged":
                for one in found.reasons:
                    unclear.setdefault(str(one), Text("{rule}: {why}", {"rule": rule, "why": one}))
        if unclear and len(broken) == 0:
            return not_judged(*list(unclear.values())[:MOST_SHOWN])
        return failed(*broken[: 2 * MOST_SHOWN]) if broken else PASSED

    return verdict


# --- questions on the log --------------------------------------------------------------------------------------------

_Judge = Callable[[ActionWork, Log], Verdict]


def _observed(judge: _Judge, *, enough: bool = True) -> Callable[[ActionWork], Verdict]:
    """A question that needs a log, and, with `enough`, one that is worth measuring."""

    def verdict(work: ActionWork) -> Verdict:
        try:
            log = work.observed()
        except Unreadable as problem:
            return not_judged(*problem.reasons)
        score = log.people
        if enough and (score.total < LEAST[log.unit] / 2 or len(score.amounts) < 3):
            return not_judged(text(N_("Catatan bicara masih terlalu sedikit untuk diukur. Lengkapi lebih dahulu.")))
        return judge(work, log)

    return verdict


def _log_is_whole(work: ActionWork, log: Log) -> Verdict:
    score = log.people
    reasons = []
    if strangers := sum(one not in score.amounts for one in log.amounts):
        # What stands there may be a name, and so isn't shown.
        reasons.append(
            text(
                N_("{n} orang dalam catatan bukan anggota atau tutor kelompok {k} yang hadir. Pakai kode di skenario."),
                n=strangers,
                k=log.group.id,
            )
        )
    if len(score.amounts) < 3:
        reasons.append(
            text(N_("Kelompok {k} terlalu kecil. Amati kelompok dengan 3 orang atau lebih."), k=log.group.id)
        )
    if score.total < LEAST[log.unit] - measures.TOLERANCE:
        found = N_("Tercatat {n:g} giliran berbicara; diperlukan sedikitnya {m:g}.")
        minutes = N_("Tercatat {n:g} menit bicara; diperlukan sedikitnya {m:g}.")
        reasons.append(text(found if log.unit == "counts" else minutes, n=score.total, m=LEAST[log.unit]))
    return failed(*reasons) if reasons else PASSED


def _figure(name: str, work: ActionWork, right: float | None, read: Callable[[object], float | None]) -> Verdict:
    """One reported figure against the one computed."""
    value = work.answers.get(name)
    if is_blank(value):
        return not_judged(text(N_("{name} belum diisi."), name=name))
    said = read(value)
    if said is None:
        return not_judged(
            text(
                N_("Anda menulis {found} untuk {name}. Tulis satu angka dengan dua desimal."),
                found=shown(value),
                name=name,
            )
        )
    if right is None:
        return not_judged(text(N_("Kelompok ini tidak bertutor, jadi bagian tutor tidak dapat dihitung.")))
    if abs(said - right) <= ROUNDED:
        return PASSED
    return failed(
        text(
            N_(
                "{name} yang Anda tulis ({found:.2f}) tidak sama dengan hitungan dari data Anda. Hitung lagi; setiap "
                "anggota ikut, juga yang diam."
            ),
            name=name,
            found=said,
        )
    )


def _gini(work: ActionWork, log: Log) -> Verdict:
    return _figure("gini", work, log.people.gini, _number)


def _tutor_share(work: ActionWork, log: Log) -> Verdict:
    return _figure("bagian_tutor", work, log.people.tutor_share, _share)


def _silent(work: ActionWork, log: Log) -> Verdict:
    value = work.answers.get("yang_diam")
    if is_blank(value):
        return not_judged(text(N_('yang_diam belum diisi. Jika semua berbicara, tulis "tidak ada".')))
    words = as_words(value)
    said = {work.person(one) for one in words if one.casefold().strip(" .") not in _NOBODY and one != "-"}
    score = log.people
    # Whether a silent tutor counts is a matter of words: the tutor may be named too.
    tutors = {one for one in log.group.tutors if score.amounts.get(one) == 0}
    if words and said - tutors == set(score.silent):
        return PASSED
    missing, wrong = set(score.silent) - said, said - tutors - set(score.silent)
    reasons = []
    if missing:
        reasons.append(text(N_("Ada anggota yang diam menurut catatan, tetapi tidak Anda sebut.")))
    if wrong:
        reasons.append(text(N_("Ada yang Anda sebut, padahal menurut catatan tidak diam atau bukan anggota.")))
    return failed(*reasons) if reasons else not_judged(text(N_("{name} belum diisi."), name="yang_diam"))


_NO_TURNS = N_("Skenario belum memuat giliran berbicara kelompok {k}. Susun giliran lebih dahulu (aturan D03).")


def _planned(work: ActionWork, log: Log) -> Verdict:
    score = log.planned
    if not score.comparable:
        return not_judged(text(_NO_TURNS, k=log.group.id))
    both = [
        _figure("gini_rencana", work, score.gini, _number),
        _figure("bagian_tutor_rencana", work, score.tutor_share, _share),
    ]
    for state in ("failed", "not_judged"):
        reasons = [why for one in both if one.state == state for why in one.reasons]
        if reasons:
            return Verdict(state, tuple(reasons))
    return PASSED


def _fell_most(work: ActionWork, log: Log) -> Verdict:
    value = work.answers.get("paling_berkurang")
    if is_blank(value):
        return not_judged(text(N_("{name} belum diisi."), name="paling_berkurang"))
    before, after = log.planned.shares, log.people.shares
    if not log.planned.comparable:
        return not_judged(text(_NO_TURNS, k=log.group.id))
    change = {one: after[one] - before[one] for one in after}
    least = min(change.values())
    fitting = {one for one in change if change[one] <= least + ROUNDED}
    said = {work.person(one) for one in as_words(value)}
    if not said or not said <= set(change):
        return not_judged(text(N_("Tulis kode satu orang dari kelompok {k} dalam paling_berkurang."), k=log.group.id))
    if said <= fitting:
        return PASSED
    return failed(
        text(
            N_(
                "Bagian bicara {ms} bukan yang paling berkurang. Bagi bicara setiap orang dengan jumlah seluruhnya, "
                "di rencana dan di catatan, lalu bandingkan."
            ),
            ms=pupils(sorted(said)[:MOST_SHOWN]),
        )
    )


def _coded(written: Iterable[str]) -> bool:
    return all(CODE.fullmatch(one.strip()) for one in written)


def _codes_only(work: ActionWork, log: Log) -> Verdict:
    """No name where a code should stand: in the log, in the answers, and, of a real class, in the file."""
    reasons = []
    said = [one for name in ("yang_diam", "paling_berkurang") for one in as_words(work.answers.get(name))]
    said = [one for one in said if one.casefold().strip(" .") not in _NOBODY and one != "-"]
    if not _coded([*log.amounts, *said]):
        reasons.append(
            text(
                N_("Catatan bicara atau jawaban memuat yang bukan kode. Tulis kode seperti M01, tanpa nama atau NISN.")
            )
        )
    if work.real:
        listed = [(one.id, one.name or "") for one in log.plan.pupils]
        named = sum(not _coded([id]) or bool(name.strip() and not _coded([name])) for id, name in listed)
        named += sum(not _coded([tutor.pupil]) for tutor in log.plan.tutors)
        if named:
            reasons.append(
                text(
                    N_("{file} memuat {n} orang dengan nama, atau dengan kode yang bukan kode. Ganti dengan kode."),
                    file=SCENARIO_FILE,
                    n=named,
                )
            )
    return failed(*reasons) if reasons else PASSED


_MONTHS = (
    *("januari", "februari", "maret", "april", "mei", "juni"),
    *("juli", "agustus", "september", "oktober", "november", "desember"),
)


def _day(value: object) -> dt.date | None:
    """2026-09-01, 1/9/2026, 1-9-2026 and "1 September 2026"."""
    if not isinstance(value, str):
        return None
    written = value.strip().casefold()
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:t.*)?", written, re.ASCII)
    usual = re.fullmatch(r"(\d{1,2})(?:[-/.]|\s+)(\d{1,2}|[a-z]+)(?:[-/.]|\s+)(\d{4})", written, re.ASCII)
    if iso:
        year, month, day = map(int, iso.groups())
    elif usual and (usual[2].isdecimal() or usual[2] in _MONTHS):
        month = int(usual[2]) if usual[2].isdecimal() else _MONTHS.index(usual[2]) + 1
        year, day = int(usual[3]), int(usual[1])
    else:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _deletion(work: ActionWork, log: Log) -> Verdict:
    value = work.answers.get("tanggal_hapus")
    if is_blank(value):
        return not_judged(text(N_("{name} belum diisi."), name="tanggal_hapus"))
    day = _day(value)
    if day is None:
        return not_judged(
            text(
                N_('Anda menulis {found}. Tulis tanggal seperti "2026-09-30" atau "30 September 2026".'),
                found=shown(value),
            )
        )
    if log.plan.date is None:
        return not_judged(text(N_("Tanggal pelajaran belum ada dalam skenario (aturan W06).")))
    if 0 <= (day - log.plan.date).days <= LONGEST_KEPT:
        return PASSED
    return failed(
        text(N_("Tanggal penghapusan harus sesudah pelajaran dan paling lambat {n} hari sesudahnya."), n=LONGEST_KEPT)
    )


# --- the assignment --------------------------------------------------------------------------------------------------


def _learn(rule: str) -> str:
    return catalogue()[rule].learn


QUESTIONS = (
    Question("kelompok", N_("Kelompok tersusun (aturan G)"), 2, _learn("G04"), _family("G")),
    Question("tutor", N_("Tutor memenuhi syarat (aturan T)"), 2, _learn("T01"), _family("T"), hidden=True),
    Question("bahan", N_("Bahan atau program remedial siap (aturan M atau R)"), 2, _learn("M01"), _family("MR")),
    Question("waktu", N_("Waktu dan peran guru terencana (aturan W)"), 2, _learn("W01"), _family("W")),
    Question("diskusi", N_("Tugas, giliran, dan diskusi terencana (aturan D)"), 2, _learn("D03"), _family("D")),
    Question("ruang", N_("Ruang, observasi, dan kerahasiaan siap (aturan K, O, P)"), 2, _learn("O01"), _family("KOP")),
    Question(
        "catatan", N_("Catatan bicara satu kelompok lengkap"), 3, _learn("O01"), _observed(_log_is_whole, enough=False)
    ),
    Question("gini", N_("Gini hasil pengamatan"), 2, _learn("D04"), _observed(_gini)),
    Question("bagian-tutor", N_("Bagian bicara tutor"), 2, _learn("D06"), _observed(_tutor_share)),
    Question("diam", N_("Siapa yang diam"), 2, _learn("D03"), _observed(_silent)),
    Question("rencana", N_("Gini dan bagian tutor menurut rencana"), 2, _learn("D04"), _observed(_planned)),
    Question("berkurang", N_("Siapa yang paling berkurang dibanding rencana"), 2, _learn("D05"), _observed(_fell_most)),
    Question("kode", N_("Kode saja, tanpa nama"), 2, _learn("P01"), _observed(_codes_only)),
    Question("hapus", N_("Tanggal penghapusan data"), 1, _learn("P01"), _observed(_deletion)),
)


def _notes(work: ActionWork) -> tuple[Text, ...]:
    if work.real:
        return (text(N_("Kelas sungguhan: murid dibaca dari skenario Anda. Pastikan semuanya berkode.")),)
    return notes(work.lesson)


_EXTRA: Mapping[str, Any] = {
    name: (lambda work, listing=listing: listing(work.lesson)) for name, listing in LISTINGS.items()
}

ASSIGNMENT = Assignment(
    id=ID,
    names=NAMES,
    scenario_file=SCENARIO_FILE,
    questions=QUESTIONS,
    read=ActionWork,
    notes=_notes,
    planner="ScenarioPlanner",
    listings=_EXTRA,
)

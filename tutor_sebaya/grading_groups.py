"""Assignment 3, forming groups: what is handed in, read tolerantly, and the questions that judge it.

The class isn't taken from the trainee's file but made again from the student number, so that only what the trainee
decided is judged: the answers, the way and ground, and the groups.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cached_property

from . import labels, measures
from .classes import InventedClass
from .grading_questions import PASSED, Assignment, Question, Verdict, failed, not_judged
from .grading_work import (
    MOST_SHOWN,
    Ids,
    Unreadable,
    Work,
    and_more,
    as_choice,
    as_whole,
    as_words,
    is_blank,
    parsed,
    shown,
)
from .language import N_, Text, pupils, text
from .planners.groups import Bounds
from .rules import Report, catalogue, check
from .scenario import GROUNDS, WAYS, Group, Grouping, Scenario
from .settings import DEFAULTS

ID = "03-membentuk-kelompok"
SCENARIO_FILE = "skenario.json"
PAGE = "membentuk-kelompok.html"

NAMES = (
    "nomor_mahasiswa",
    "cara_tanpa_kemampuan",
    "dasar_bertentangan",
    "pertanyaan_sosiometri",
    "calon_tutor",
    "paling_sedikit",
    "paling_banyak",
    "jumlah_kelompok",
    "cara",
    "dasar",
    "perangkat",
    "kelompok",
)
MOST_GROUPS = 60
"""The largest invented class has 60 pupils: more groups than that are no division, but some mistake."""

# The answers of the reading questions: numbers of WAY-1..7 and GROUND-1..4, and the letter of a choice.
WAYS_BLIND_TO_ABILITY = frozenset(
    WAYS.index(way) + 1 for way in ("seating", "alphabetical", "counting_off", "drawn_cards")
)
"""The four ways that look neither at ability nor at relations or interests (doubt D20 of the content model)."""
GROUND_AT_ODDS = GROUNDS.index("individual_differences") + 1
"""Read as it stands it groups by proficiency, while step 2 asks for mixed groups (D20)."""
SOCIOMETRIC_QUESTION = "b"


# --- reading what was handed in --------------------------------------------------------------------------------------


class GroupWork(Work):
    """One trainee's work on this assignment: the division, read once, with the reason where it can't be."""

    @cached_property
    def from_cell(self) -> bool:
        """Whether the groups were written in the notebook's cell, which then counts instead of the file."""
        return not is_blank(self.answers.get("kelompok"))

    @cached_property
    def _read(self) -> tuple[Scenario | None, tuple[Text, ...]]:
        if self.own is None:
            return None, (text(N_("Isi nomor_mahasiswa lebih dahulu: kelas Anda dibuat dari nomor itu.")),)
        try:
            return self._own_plan(self.own), ()
        except Unreadable as problem:
            return None, problem.reasons

    def _own_plan(self, own: InventedClass) -> Scenario:
        """The trainee's groups and grouping on the trainee's own class."""
        written = self.answers.get("kelompok")
        file: Scenario | None = None
        if not self.from_cell:
            if is_blank(self.file):
                raise Unreadable(
                    text(
                        N_("Belum ada kelompok. Simpan {file} dari perencana, atau isi sel kelompok."),
                        file=SCENARIO_FILE,
                    )
                )
            file = parsed(self.file)
            groups = file.groups
        elif isinstance(written, Mapping) and "version" in written:
            file = parsed(written)
            groups = file.groups
        else:
            groups = _groups_of(written, own.scenario)
        grouping = self._grouping(file.grouping if file else None)
        return own.scenario.model_copy(update={"groups": groups, "grouping": grouping})

    def _grouping(self, planned: Grouping | None) -> Grouping:
        """Way, ground and sets of equipment: as answered in the notebook, otherwise as planned in the file."""
        planned = planned or Grouping()
        way = as_choice(self.answers.get("cara"), WAYS, labels.WAYS)
        ground = as_choice(self.answers.get("dasar"), GROUNDS, labels.GROUNDS)
        units = as_whole(self.answers.get("perangkat"))
        return Grouping(
            way=planned.way if way is None else WAYS[way - 1],
            ground=planned.ground if ground is None else GROUNDS[ground - 1],
            units=planned.units if units is None else units,
        )

    @property
    def plan(self) -> Scenario | None:
        """The own class with the trainee's groups; None where there are none to read."""
        return self._read[0]

    @property
    def problems(self) -> tuple[Text, ...]:
        """Why there is no plan."""
        return self._read[1]

    @cached_property
    def report(self) -> Report | None:
        return check(self.plan) if self.plan else None

    @cached_property
    def too_little(self) -> tuple[Text, ...]:
        """Why rules that ask something of every group would say nothing yet; empty for a division worth judging.

        Of one group, or of groups of nobody, nearly everything is true.
        """
        if self.plan is None or self.limits is None:
            return self.problems
        present = {one.id for one in measures.present_pupils(self.plan)}
        filled = [
            people for group in self.plan.groups if (people := present.intersection([*group.tutors, *group.members]))
        ]
        placed = set().union(*filled)
        least = math.ceil(self.limits.fewest / 2)
        reasons = []
        if len(filled) < least:
            reasons.append(
                text(
                    N_(
                        "Baru {n} kelompok yang berisi murid kelas Anda ({m} murid). Bagilah kelas lebih dahulu; "
                        "sesudah itu aturan ini berarti."
                    ),
                    n=len(filled),
                    m=len(present),
                )
            )
        if 2 * len(placed) < len(present):
            reasons.append(
                text(
                    N_("Baru {n} dari {m} murid kelas Anda yang ditempatkan. Tempatkan yang lain lebih dahulu."),
                    n=len(placed),
                    m=len(present),
                )
            )
        return tuple(reasons)

    @cached_property
    def lacks_tutors(self) -> tuple[Text, ...]:
        """Why rules about tutors would say nothing yet: most groups have none."""
        assert self.plan is not None
        groups = self.plan.groups
        led = [group for group in groups if group.tutors]
        if 2 * len(led) >= len(groups):
            return ()
        return (
            text(
                N_("Baru {n} dari {k} kelompok yang bertutor. Tempatkan tutor lebih dahulu (aturan G03)."),
                n=len(led),
                k=len(groups),
            ),
        )


_SHAPE = N_(
    'Isi sel kelompok belum dapat dibaca di {where}. Tulis satu baris untuk setiap submateri: "S1": ["M01", "M02", …], '
    "dengan tutor sebagai nama pertama."
)


def _groups_of(written: object, own: Scenario) -> list[Group]:
    """Groups from the notebook's cell.

    A table from sub-topic to ids, the tutor first; or a list of such lists; or a list of tables with `tutor`, `anggota`
    and `submateri`, the first two also as text with commas.
    """
    if isinstance(written, Mapping):
        if isinstance(written.get("groups"), list):
            return parsed({**written, "version": 1, "kind": "class"}).groups
        rows = list(written.items())
    elif isinstance(written, (list, tuple)):
        rows = [(None, one) for one in written]
    else:
        raise Unreadable(text(_SHAPE, where=shown(written)))
    if len(rows) > MOST_GROUPS:
        raise Unreadable(text(N_("Ada {n} kelompok, lebih banyak daripada murid di kelas mana pun."), n=len(rows)))
    known = Ids(own)
    groups = []
    for number, (name, row) in enumerate(rows, 1):
        if isinstance(row, Mapping):
            said = {str(key).casefold(): value for key, value in row.items()}
            tutors, members = as_words(said.get("tutor")), as_words(said.get("anggota"))
            topics = as_words(said.get("submateri")) or ([str(name)] if name is not None else [])
        elif isinstance(row, (list, tuple, str)):
            ids = as_words(row)
            tutors, members = ids[:1], ids[1:]
            topics = [str(name)] if name is not None else []
        else:
            raise Unreadable(text(_SHAPE, where=shown(name if name is not None else row)))
        groups.append(
            Group(
                id=f"K{number}",
                label=f"Kelompok {number}",
                tutors=[known.pupil(one) for one in tutors],
                members=[known.pupil(one) for one in members],
                subtopics=[known.subtopic(one) for one in topics if one.strip()],
            )
        )
    return groups


# --- questions about the answers -------------------------------------------------------------------------------------

_Judge = Callable[[GroupWork], Verdict]


def _empty(name: str) -> Verdict:
    return not_judged(text(N_("{name} belum diisi."), name=name))


def _blind_ways(work: GroupWork) -> Verdict:
    value = work.answers.get("cara_tanpa_kemampuan")
    if is_blank(value):
        return _empty("cara_tanpa_kemampuan")
    chosen = [as_choice(one, WAYS, labels.WAYS) for one in as_words(value)]
    if not chosen or None in chosen:
        return not_judged(
            text(
                N_("Anda menulis {found}. Tulis nomor cara, 1 sampai {n}, dipisahkan koma di antara kurung siku."),
                found=shown(value),
                n=len(WAYS),
            )
        )
    if len(set(chosen)) != len(WAYS_BLIND_TO_ABILITY):
        return failed(
            text(
                N_("Anda memilih {n} cara; diminta {m}."),
                n=len(set(chosen)),
                m=len(WAYS_BLIND_TO_ABILITY),
            )
        )
    if set(chosen) == WAYS_BLIND_TO_ABILITY:
        return PASSED
    return failed(
        text(
            N_(
                "Pilihan Anda ({found}) belum semuanya tepat. Bandingkan data yang diperlukan setiap cara: sedikitnya "
                "satu pilihan Anda melihat kemampuan, hubungan, atau kesukaan murid."
            ),
            found=[str(one) for one in chosen],
        )
    )


def _ground_at_odds(work: GroupWork) -> Verdict:
    value = work.answers.get("dasar_bertentangan")
    if is_blank(value):
        return _empty("dasar_bertentangan")
    chosen = as_choice(value, GROUNDS, labels.GROUNDS)
    if chosen is None:
        return not_judged(
            text(N_("Anda menulis {found}. Tulis satu nomor, 1 sampai {n}."), found=shown(value), n=len(GROUNDS))
        )
    if chosen == GROUND_AT_ODDS:
        return PASSED
    return failed(
        text(
            N_(
                "Anda memilih nomor {found}. Dasar itu tidak bertentangan dengan kelompok campuran. Baca keempat dasar "
                "sekali lagi, satu per satu."
            ),
            found=chosen,
        )
    )


def _sociometric_question(work: GroupWork) -> Verdict:
    value = work.answers.get("pertanyaan_sosiometri")
    if is_blank(value):
        return _empty("pertanyaan_sosiometri")
    chosen = value.strip().strip(".)").casefold() if isinstance(value, str) else ""
    if chosen not in ("a", "b", "c", "d"):
        return not_judged(
            text(N_('Anda menulis {found}. Tulis satu huruf: "A", "B", "C", atau "D".'), found=shown(value))
        )
    if chosen == SOCIOMETRIC_QUESTION:
        return PASSED
    why = {
        "a": N_("Pertanyaan A menanyakan penolakan. Sosiometri di kursus ini hanya menanyakan pilihan positif."),
        "c": N_("Pertanyaan C dijawab di depan kelas. Jawaban sosiometri adalah rahasia antara murid dan guru."),
        "d": N_("Pertanyaan D menanyakan kepandaian. Sosiometri menanyakan hubungan antarmurid."),
    }
    return failed(Text(why[chosen]))


def _number(name: str, judge: Callable[[GroupWork, int, Bounds], Verdict]) -> _Judge:
    """A question whose answer is a whole number that follows from the class."""

    def verdict(work: GroupWork) -> Verdict:
        value = work.answers.get(name)
        if is_blank(value):
            return _empty(name)
        if work.limits is None:
            return not_judged(*work.problems)
        whole = as_whole(value)
        if whole is None:
            return not_judged(
                text(N_("Anda menulis {found} untuk {name}. Tulis satu bilangan bulat."), found=shown(value), name=name)
            )
        return judge(work, whole, work.limits)

    return verdict


def _tutors(work: GroupWork, found: int, limits: Bounds) -> Verdict:
    if found == limits.eligible:
        return PASSED
    assert work.own is not None
    listed = work.own.scenario.tutors
    if found == len(listed):
        why = N_("Anda menulis {n}: itu semua nama dalam daftar calon. Periksa juga kesediaan dan sikap mereka.")
    elif found == sum(tutor.willing is True for tutor in listed):
        why = N_("Anda menulis {n}. Kesediaan sudah Anda periksa; periksa juga sikap yang belum dinilai.")
    elif found > limits.eligible:
        why = N_(
            "Anda menulis {n}: terlalu banyak. Yang dihitung murid dalam daftar calon yang tuntas pada semua TP, "
            "bersedia, dan sikapnya sudah dinilai baik."
        )
    else:
        why = N_(
            "Anda menulis {n}: masih ada calon yang terlewat. Baca daftar calon baris demi baris: tuntas pada semua "
            "TP, bersedia, sikap baik."
        )
    return failed(text(why, n=found))


def _fewest(work: GroupWork, found: int, limits: Bounds) -> Verdict:
    if found == limits.fewest:
        return PASSED
    high = min(DEFAULTS.max_group, DEFAULTS.max_tutees + 1)
    if found < limits.fewest:
        why = N_(
            "Anda menulis {k}. Dengan {k} kelompok untuk {n} murid, ada kelompok yang lebih besar dari {high} orang."
        )
    else:
        why = N_(
            "Anda menulis {k}. Itu mungkin, tetapi bukan yang paling sedikit: dengan lebih sedikit kelompok pun, {n} "
            "murid masih muat dalam kelompok {high} orang."
        )
    return failed(text(why, k=found, n=limits.present, high=high))


def _most(work: GroupWork, found: int, limits: Bounds) -> Verdict:
    if found == min(limits.most, limits.led):
        return PASSED
    low = DEFAULTS.min_group
    if found > limits.most:
        why = N_(
            "Anda menulis {k}. Dengan {k} kelompok untuk {n} murid, ada kelompok yang lebih kecil dari {low} orang."
        )
    elif found > limits.led:
        why = N_(
            "Anda menulis {k}. Ukurannya mungkin, tetapi tutornya tidak cukup: setiap kelompok memerlukan satu tutor."
        )
    else:
        why = N_(
            "Anda menulis {k}. Itu mungkin, tetapi bukan yang paling banyak: masih ada tutor yang memenuhi syarat."
        )
    return failed(text(why, k=found, n=limits.present, low=low))


def _chosen_number(work: GroupWork, found: int, limits: Bounds) -> Verdict:
    reasons = []
    if found < limits.fewest:
        reasons.append(text(N_("Anda memilih {k} kelompok, kurang dari batas ukuran."), k=found))
    if found > min(limits.most, limits.led):
        reasons.append(text(N_("Anda memilih {k} kelompok, lebih dari batas ukuran atau batas tutor."), k=found))
    if found != limits.subtopics:
        reasons.append(
            text(
                N_("Anda memilih {k} kelompok. Bandingkan dengan banyaknya submateri kelas Anda (langkah 2)."),
                k=found,
            )
        )
    return failed(*reasons) if reasons else PASSED


# --- questions judged by the rules -----------------------------------------------------------------------------------


def _by_rule(rule: str, *, needs_tutors: bool = False, candidates_only: bool = False) -> _Judge:
    """The rule on the trainee's plan.

    candidates_only: of a tutor who isn't a candidate nothing is known, and T01 says so: one mistake costs one rule.
    """

    def verdict(work: GroupWork) -> Verdict:
        if work.plan is None or work.report is None:
            return not_judged(*work.problems)
        if work.too_little:
            return not_judged(*work.too_little)
        if needs_tutors and work.lacks_tutors:
            return not_judged(*work.lacks_tutors)
        findings = work.report.of(rule)
        if candidates_only:
            listed = {tutor.pupil for tutor in work.plan.tutors}
            findings = tuple(one for one in findings if one.message.values.get("t") in listed)
            if not listed.intersection(id for group in work.plan.groups for id in group.tutors):
                return not_judged(text(N_("Tutor kelompok Anda tidak ada dalam daftar calon tutor (aturan T01).")))
        if findings:
            return failed(*(one.message for one in findings[:MOST_SHOWN]), *and_more(len(findings)))
        if work.report.states[rule] == "not_applicable" and needs_tutors:
            # Nobody to judge: the rule that asks for a tutor or a sub-topic says so.
            return not_judged(text(N_("Belum ada tutor dengan submateri yang dapat dinilai (aturan G02 dan G03).")))
        # G06 or G09 of a class in which nothing differs and nobody chose: there is nothing to break.
        return PASSED

    return verdict


def _way_and_ground(work: GroupWork) -> Verdict:
    """G08 on the answers; it needs no groups."""
    if work.own is None:
        return not_judged(*work.problems)
    odd = []
    for name, keys, words in (("cara", WAYS, labels.WAYS), ("dasar", GROUNDS, labels.GROUNDS)):
        value = work.answers.get(name)
        if not is_blank(value) and as_choice(value, keys, words) is None:
            odd.append(
                text(
                    N_("Anda menulis {found} untuk {name}. Tulis satu nomor, 1 sampai {n}."),
                    found=shown(value),
                    name=name,
                    n=len(keys),
                )
            )
    units = work.answers.get("perangkat")
    if not is_blank(units) and (as_whole(units) or 0) < 1:
        odd.append(
            text(
                N_("Anda menulis {found} untuk perangkat. Tulis satu bilangan bulat, paling sedikit 1."),
                found=shown(units),
            )
        )
    if odd:
        return not_judged(*odd)
    file = work.file_plan
    planned = None if work.from_cell or file is None else file.grouping
    grouping = work._grouping(planned)
    if grouping.way is None and grouping.ground is None:
        return not_judged(text(N_("Cara dan dasar belum dipilih.")))
    differing = [
        text(
            N_("Di sel Anda menulis {name} {a}, tetapi {file} memuat {b}. Samakan keduanya."),
            name=name,
            a=labels.label(words, here),
            b=labels.label(words, there),
            file=SCENARIO_FILE,
        )
        for name, words, here, there in (
            ("cara", labels.WAYS, grouping.way, planned.way if planned else None),
            ("dasar", labels.GROUNDS, grouping.ground, planned.ground if planned else None),
        )
        if there is not None and here != there
    ]
    if differing:
        return failed(*differing)
    groups = work.plan.groups if work.plan else []
    judged = check(work.own.scenario.model_copy(update={"groups": groups, "grouping": grouping}))
    findings = judged.of("G08")
    return failed(*(one.message for one in findings[:MOST_SHOWN]), *and_more(len(findings))) if findings else PASSED


def _rule_question(rule: str, points: int, judge: _Judge, *, hidden: bool = False) -> Question:
    known = catalogue()[rule]
    return Question(rule, known.title, points, known.learn, judge, hidden)


QUESTIONS = (
    Question("baca-cara", N_("Cara yang tidak melihat kemampuan"), 1, f"{PAGE}#rule-g08", _blind_ways, hidden=True),
    Question("baca-dasar", N_("Dasar yang bertentangan"), 1, f"{PAGE}#rule-g06", _ground_at_odds, hidden=True),
    Question(
        "baca-sosiometri", N_("Pertanyaan sosiometri"), 1, f"{PAGE}#item-way-3", _sociometric_question, hidden=True
    ),
    Question("calon-tutor", N_("Banyaknya calon tutor"), 1, f"{PAGE}#rule-g03", _number("calon_tutor", _tutors)),
    Question(
        "paling-sedikit", N_("Paling sedikit kelompok"), 1, f"{PAGE}#rule-g07", _number("paling_sedikit", _fewest)
    ),
    Question("paling-banyak", N_("Paling banyak kelompok"), 1, f"{PAGE}#rule-g03", _number("paling_banyak", _most)),
    Question(
        "jumlah-kelompok",
        N_("Jumlah kelompok yang dipilih"),
        1,
        f"{PAGE}#rule-g01",
        _number("jumlah_kelompok", _chosen_number),
    ),
    _rule_question("G01", 1, _by_rule("G01")),
    _rule_question("G02", 1, _by_rule("G02")),
    _rule_question("G03", 2, _by_rule("G03")),
    _rule_question("G04", 2, _by_rule("G04")),
    _rule_question("G05", 1, _by_rule("G05", needs_tutors=True)),
    _rule_question("G06", 2, _by_rule("G06")),
    _rule_question("G07", 2, _by_rule("G07")),
    _rule_question("G08", 2, _way_and_ground),
    _rule_question("G09", 1, _by_rule("G09")),
    _rule_question("T01", 2, _by_rule("T01", needs_tutors=True), hidden=True),
    _rule_question("T05", 1, _by_rule("T05", needs_tutors=True, candidates_only=True), hidden=True),
    _rule_question("T06", 1, _by_rule("T06", needs_tutors=True, candidates_only=True), hidden=True),
)


def notes(work: GroupWork) -> tuple[Text, ...]:
    """Which scenario was read, and in what it differs from the trainee's own class."""
    if work.own is None:
        return work.problems
    said = []
    if work.from_cell:
        said.append(text(N_("Kelompok dibaca dari sel kelompok.")))
        if not is_blank(work.file):
            said.append(text(N_("{file} tidak dipakai, karena sel kelompok terisi."), file=SCENARIO_FILE))
    elif not is_blank(work.file):
        said.append(text(N_("Kelompok dibaca dari {file}."), file=SCENARIO_FILE))
        file = work.file_plan
        if file is not None:
            mine = {one.id: one for one in work.own.scenario.pupils}
            theirs = {one.id: one for one in file.pupils}
            changed = [id for id in mine if id not in theirs or theirs[id] != mine[id]]
            if changed or len(theirs) != len(mine) or file.tutors != work.own.scenario.tutors:
                said.append(
                    text(
                        N_(
                            "Daftar murid atau calon tutor di {file} berbeda dari kelas Anda{which}. Yang dinilai "
                            "kelompok Anda di kelas menurut nomor_mahasiswa."
                        ),
                        file=SCENARIO_FILE,
                        which=text(N_(" (misalnya {ms})"), ms=pupils(changed[:MOST_SHOWN])) if changed else "",
                    )
                )
    return tuple(said)


ASSIGNMENT = Assignment(
    id=ID, names=NAMES, scenario_file=SCENARIO_FILE, questions=QUESTIONS, read=GroupWork, notes=notes
)

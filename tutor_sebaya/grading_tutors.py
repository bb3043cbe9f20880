"""Assignment 2, choosing tutors: candidates with gaps in their records, and the questions that judge the choice.

The candidates are made from the trainee's own class, as teachers meet them: somebody declined, somebody was never
asked, somebody's attitude has no note. What was observed is taken from there and never from the trainee's file; the
file and the cells add what a teacher decides: who leads which group, who is in reserve, training and tutor cards.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from . import labels, measures
from .classes import InventedClass
from .grading_choices import listings, questions
from .grading_questions import PASSED, Assignment, Listing, Question, Verdict, failed, not_judged
from .grading_tutors_bank import PAGE, SLOTS
from .grading_tutors_class import candidates_class
from .grading_work import (
    MOST_SHOWN,
    NO_NUMBER,
    SCENARIO_FILE,
    Ids,
    Unreadable,
    Work,
    and_more,
    as_words,
    is_blank,
    parsed,
    shown,
)
from .language import N_, Text, pupils, text
from .planners.tutors import SEVEN_CRITERIA, Standing, TutorRow, TutorTable, tutor_table
from .rules import Report, catalogue, check
from .scenario import CRITERIA, Group, Scenario, Tutor
from .settings import DEFAULTS

ID = "02-memilih-tutor"
NAMES = (
    "nomor_mahasiswa",
    *(one.name for one in SLOTS),
    "memenuhi_syarat",
    "harus_ditanya",
    "tidak_ditugasi",
    "belum_tuntas",
    "hanya_satu_tp",
    "di_bawah_rata_rata",
    "kurang_bukti",
    "perlu_persiapan",
    "tutor_kelompok",
    "cadangan",
    "latihan",
    "kartu",
)
MOST_TRAINING = 120
"""Minutes of training planned for a tutor; more is no plan, but a slip of the keys."""


# --- reading what was handed in ---------------------------------------------------------------------------------------


class TutorWork(Work):
    """One trainee's work on this assignment, each part read once."""

    @cached_property
    def own(self) -> InventedClass | None:
        return candidates_class(self.number) if self.number else None

    @cached_property
    def table(self) -> TutorTable:
        assert self.own is not None
        return tutor_table(self.own.scenario)

    @cached_property
    def rows(self) -> tuple[TutorRow, ...]:
        """The candidates' rows, in class order."""
        return tuple(row for row in self.table.rows if row.listed)

    @cached_property
    def eligible(self) -> tuple[TutorRow, ...]:
        return tuple(row for row in self.rows if row.standing == "eligible")

    @cached_property
    def ids(self) -> Ids:
        assert self.own is not None
        return Ids(self.own.scenario)

    def people(self, name: str) -> list[str]:
        """Ids written for this answer, each once, as the class spells them."""
        written = self.answers.get(name)
        words = as_words(list(written) if isinstance(written, Mapping) else written)
        return list(dict.fromkeys(map(self.ids.pupil, words)))

    @cached_property
    def from_cell(self) -> bool:
        """Whether the tutors were written in the notebook's cell, which then counts instead of the file's groups."""
        return not is_blank(self.answers.get("tutor_kelompok"))

    @cached_property
    def _read(self) -> tuple[Scenario | None, tuple[Text, ...]]:
        if self.own is None:
            return None, (text(NO_NUMBER),)
        try:
            return self._plan(self.own.scenario), ()
        except Unreadable as problem:
            return None, problem.reasons

    @property
    def plan(self) -> Scenario | None:
        """The own class with a group for each sub-topic, led by the trainee's tutors; None where none are to read."""
        return self._read[0]

    @property
    def problems(self) -> tuple[Text, ...]:
        """Why there is no plan."""
        return self._read[1]

    def _plan(self, own: Scenario) -> Scenario:
        led = self._led(own)
        groups = [
            Group(id=f"K{number}", label=f"Kelompok {number}", tutors=led.get(one.id, []), subtopics=[one.id])
            for number, one in enumerate(own.subtopics, 1)
        ]
        return own.model_copy(update={"groups": groups, "tutors": self._prepared(own)})

    def _led(self, own: Scenario) -> dict[str, list[str]]:
        """Sub-topic -> ids of its tutors."""
        if self.from_cell:
            pairs = list(self._pairs(self.answers.get("tutor_kelompok"), own))
        else:
            if is_blank(self.file) or not (groups := parsed(self.file).groups):
                raise Unreadable(text(N_("tutor_kelompok belum diisi: tulis satu tutor untuk setiap submateri.")))
            pairs = [(topic, id) for group in groups for topic in group.subtopics for id in group.tutors]
        led: dict[str, list[str]] = {}
        for topic, id in pairs:
            led.setdefault(self.ids.subtopic(topic), []).append(self.ids.pupil(id))
        strange = [topic for topic in led if topic not in {one.id for one in own.subtopics}]
        if strange:
            raise Unreadable(
                text(
                    N_("{found} bukan submateri kelas Anda. Yang ada: {topics}."),
                    found=shown(strange[0]),
                    topics=[one.id for one in own.subtopics],
                )
            )
        return led

    def _pairs(self, written: object, own: Scenario) -> Iterable[tuple[str, str]]:
        """Sub-topic and tutor, from a table, from rows with `submateri` and `tutor`, or from ids in order."""
        if isinstance(written, str):
            lines = [one.split(":", 1) for one in as_words(written)]
            if all(len(line) == 2 for line in lines):
                written = {topic.strip(): id for topic, id in lines}
        if isinstance(written, Mapping):
            for topic, ids in written.items():
                for id in as_words(ids):
                    yield str(topic), id
        elif isinstance(written, list) and written and all(isinstance(row, Mapping) for row in written):
            for row in written:
                said = {str(key).casefold(): value for key, value in row.items()}
                for topic in as_words(said.get("submateri")):
                    for id in as_words(said.get("tutor")):
                        yield topic, id
        elif (ids := as_words(written)) and len(ids) <= len(own.subtopics):
            yield from zip((one.id for one in own.subtopics), ids, strict=False)
        else:
            raise Unreadable(
                text(
                    N_(
                        "Isi tutor_kelompok belum dapat dibaca di {where}. Tulis satu baris untuk setiap submateri: "
                        '"S1": "M01".'
                    ),
                    where=shown(written),
                )
            )

    def _prepared(self, own: Scenario) -> list[Tutor]:
        """Candidates with the training and cards that the trainee plans, in cells or in the form's file."""
        file = self.file_plan
        noted = {one.pupil: one for one in file.tutors} if file else {}
        minutes, cards = self.training, set(self.people("kartu"))
        prepared = []
        for one in own.tutors:
            form = noted.get(one.pupil, one)
            trained = (one.training_minutes or 0) + minutes.get(one.pupil, 0)
            planned = form.training_minutes or 0
            guide = one.written_guide or one.pupil in cards or form.written_guide
            trained = max(trained, planned if planned <= MOST_TRAINING else 0)
            prepared.append(one.model_copy(update={"training_minutes": trained, "written_guide": guide}))
        return prepared

    @cached_property
    def training(self) -> dict[str, float]:
        """Minutes of training planned in the cell. Raises Unreadable."""
        written = self.answers.get("latihan")
        if is_blank(written):
            return {}
        if not isinstance(written, Mapping):
            raise Unreadable(_training_shape(written))
        planned = {}
        for id, minutes in written.items():
            try:
                amount = float(minutes) if isinstance(minutes, (int, float, str)) else math.nan
            except (ValueError, OverflowError):
                amount = math.nan
            if isinstance(minutes, bool) or not 0 <= amount <= MOST_TRAINING:
                raise Unreadable(_training_shape(minutes))
            planned[self.ids.pupil(str(id))] = amount
        return planned

    @cached_property
    def report(self) -> Report | None:
        return check(self.plan) if self.plan else None

    @cached_property
    def placed(self) -> list[str]:
        """Tutors of the plan who are known: candidates, or pupils of the class."""
        assert self.plan is not None
        known = {one.id for one in self.plan.pupils} | {one.pupil for one in self.plan.tutors}
        return [id for group in self.plan.groups for id in group.tutors if id in known]

    @cached_property
    def too_little(self) -> tuple[Text, ...]:
        """Why rules that ask something of every tutor would say nothing yet."""
        if self.plan is None:
            return self.problems
        # Neither one tutor for all nor all tutors for one: each sub-topic that is led needs somebody of its own.
        led = [group for group in self.plan.groups if set(group.tutors).intersection(self.placed)]
        found, topics = min(len(set(self.placed)), len(led)), len(self.plan.groups)
        if 2 * found >= topics:
            return ()
        words = N_("Baru {n} dari {k} submateri yang bertutor sendiri. Tempatkan tutor yang lain lebih dahulu.")
        return (text(words, n=found, k=topics),)


def _training_shape(found: object) -> Text:
    return text(
        N_('Anda menulis {found} untuk latihan. Tulis menit latihan di samping kode murid, misalnya {{"M01": 10}}.'),
        found=shown(found),
    )


# --- questions about the candidates -----------------------------------------------------------------------------------

_Wanted = Callable[[TutorWork], Iterable[str]]


def _exactly(name: str, wanted: _Wanted, missing: str, extra: Callable[[TutorWork, list[str]], list[Text]]) -> Question:
    """A question whose answer is a set of candidates that follows from their records."""
    id, title, points, learn = _LISTS[name]

    def verdict(work: TutorWork) -> Verdict:
        value = work.answers.get(name)
        if work.own is None:
            return not_judged(text(NO_NUMBER))
        if is_blank(value):
            return not_judged(text(N_("{name} belum diisi."), name=name))
        found, right = work.people(name), set(wanted(work))
        strangers = [one for one in found if one not in {row.id for row in work.rows}]
        if not found or len(strangers) == len(found):
            words = N_("Anda menulis {found} untuk {name}. Tulis kode calon dari daftar, dipisahkan koma.")
            return not_judged(text(words, found=shown(value), name=name))
        reasons = []
        if strangers:
            words = N_("{found} tidak ada dalam daftar calon.")
            reasons.append(text(words, found=[shown(one) for one in strangers[:MOST_SHOWN]]))
        reasons += extra(work, [one for one in found if one not in right and one not in strangers])
        if right - set(found):
            reasons.append(text(missing))
        return failed(*reasons) if reasons else PASSED

    return Question(id, title, points, learn, verdict)


_DOORS: Mapping[str, str] = {
    "mastery": N_("Sedikitnya satu calon yang Anda tulis belum tuntas pada satu TP pun. Baca lagi kolom nilainya."),
    "willing": N_("Sedikitnya satu calon yang Anda tulis tidak bersedia atau belum ditanya. Baca lagi kolom Bersedia."),
    "attitude": N_(
        "Sikap sedikitnya satu calon yang Anda tulis belum memenuhi, belum dinilai, atau belum ada catatannya. Baca "
        "lagi kolom Sikap dan Catatan sikap."
    ),
    "kind": N_(
        "Jenis dan tingkat sedikitnya satu calon yang Anda tulis tidak cocok. Baca lagi kolom Jenis dan Tingkat kelas."
    ),
}


def _closed_doors(work: TutorWork, ids: list[str]) -> list[Text]:
    """Which door stopped those who were written as eligible, without their names: the table is to be read again."""
    doors = []
    for id in ids:
        row = work.table.by_id[id]
        stopped = [one.key for one in row.demands if one.gate and one.key != "mastery" and one.state != "met"]
        doors.append("mastery" if not row.leads else stopped[0])
    return [text(_DOORS[one]) for one in dict.fromkeys(doors)]


def _some(words: str) -> Callable[[TutorWork, list[str]], list[Text]]:
    return lambda work, ids: [text(words)] if ids else []


def _standing(standing: Standing) -> _Wanted:
    return lambda work: (row.id for row in work.rows if row.standing == standing)


def _lacking(key: str) -> _Wanted:
    return lambda work: (
        row.id for row in work.eligible if any(one.key == key and one.state != "met" for one in row.demands)
    )


_RULES = catalogue()
_LISTS: Mapping[str, tuple[str, str, int, str]] = {
    "memenuhi_syarat": ("memenuhi-syarat", N_("Calon yang memenuhi syarat"), 2, f"{PAGE}#rule-t01"),
    "harus_ditanya": ("harus-ditanya", N_("Calon yang masih ditanya, diamati, atau dicatat"), 2, f"{PAGE}#rule-t05"),
    "tidak_ditugasi": ("tidak-ditugasi", N_("Calon yang tidak ditugasi"), 1, f"{PAGE}#rule-t06"),
    "belum_tuntas": ("belum-tuntas", N_("Calon yang belum tuntas"), 1, f"{PAGE}#rule-t01"),
    "hanya_satu_tp": ("satu-tp", N_("Calon untuk satu TP saja"), 1, f"{PAGE}#rule-t01"),
    "di_bawah_rata_rata": ("T02", _RULES["T02"].title, 1, _RULES["T02"].learn),
    "kurang_bukti": ("T07", _RULES["T07"].title, 1, _RULES["T07"].learn),
    "perlu_persiapan": ("persiapan", N_("Calon yang perlu persiapan"), 1, f"{PAGE}#rule-t08"),
}
_NOT_ELIGIBLE = N_("Di sini hanya calon yang memenuhi syarat yang dihitung, dan tidak semua yang Anda tulis termasuk.")

_LIST_QUESTIONS = (
    _exactly(
        "memenuhi_syarat",
        _standing("eligible"),
        N_(
            "Masih ada calon yang terlewat. Tuntas pada satu TP pun cukup, dan yang belum dilatih atau belum diuji "
            "tetap memenuhi syarat."
        ),
        _closed_doors,
    ),
    _exactly(
        "harus_ditanya",
        _standing("to_ask"),
        N_("Masih ada yang terlewat. Carilah kolom yang kosong atau tidak cocok pada syarat mana pun."),
        _some(
            N_("Tidak semua yang Anda tulis masih terbuka. Ada yang sudah lengkap, sudah menolak, atau belum tuntas.")
        ),
    ),
    _exactly(
        "tidak_ditugasi",
        _standing("declined"),
        N_("Masih ada yang terlewat. Bacalah kolom Bersedia dan kolom Sikap sampai baris terakhir."),
        _some(N_("Ada yang Anda coret terlalu cepat. Belum ditanya, belum dinilai, dan belum tuntas bukan penolakan.")),
    ),
    _exactly(
        "belum_tuntas",
        lambda work: (row.id for row in work.rows if not row.leads),
        N_("Masih ada yang terlewat. Bandingkan setiap nilai dengan kriterianya."),
        _some(N_("Ada yang Anda tulis padahal sudah tuntas pada sedikitnya satu TP.")),
    ),
    _exactly(
        "hanya_satu_tp",
        lambda work: (row.id for row in work.eligible if len(row.leads) == 1),
        N_("Masih ada yang terlewat. Ketuntasan dihitung untuk setiap TP."),
        _some(_NOT_ELIGIBLE),
    ),
    _exactly(
        "di_bawah_rata_rata",
        _lacking("above_average"),
        N_("Masih ada yang terlewat. Hitung rata-rata nilai setiap calon, lalu bandingkan dengan rata-rata kelas."),
        _some(
            N_("Tidak semua yang Anda tulis memenuhi syarat dan sekaligus tidak di atas rata-rata kelas. Hitung lagi.")
        ),
    ),
    _exactly(
        "kurang_bukti",
        _lacking("criteria"),
        N_("Masih ada yang terlewat. Hitung nomor di kolom Bukti kriteria."),
        _some(N_("Tidak semua yang Anda tulis memenuhi syarat dan sekaligus kurang buktinya. Hitung lagi nomornya.")),
    ),
    _exactly(
        "perlu_persiapan",
        lambda work: (row.id for row in work.eligible if not row.ready),
        N_("Masih ada yang terlewat. Ada tiga persiapan: uji menerangkan, latihan, dan kartu tutor."),
        _some(N_("Tidak semua yang Anda tulis memenuhi syarat dan sekaligus masih perlu persiapan.")),
    ),
)


# --- questions judged by the rules ------------------------------------------------------------------------------------


def _by_rule(rule: str, points: int, *, candidates_only: bool = True, hidden: bool = False) -> Question:
    """The rule on the trainee's tutors.

    candidates_only: of a tutor who isn't a candidate nothing is known, and T01 says so: one mistake costs one rule.
    """
    known = _RULES[rule]

    def verdict(work: TutorWork) -> Verdict:
        if work.plan is None or work.report is None:
            return not_judged(*work.problems)
        if work.too_little:
            return not_judged(*work.too_little)
        findings = work.report.of(rule)
        if candidates_only:
            placed = {one.pupil for one in work.plan.tutors}.intersection(work.placed)
            findings = tuple(one for one in findings if one.message.values.get("t") in placed)
            if not placed:
                return not_judged(text(N_("Tutor yang Anda tempatkan tidak ada dalam daftar calon (aturan T01).")))
        if findings:
            return failed(*(one.message for one in findings[:MOST_SHOWN]), *and_more(len(findings)))
        return PASSED

    return Question(rule, known.title, points, known.learn, verdict, hidden)


def _reserve(work: TutorWork) -> Verdict:
    """T12 on the trainee's choice: somebody eligible who leads no group."""
    if work.own is None:
        return not_judged(text(NO_NUMBER))
    if is_blank(work.answers.get("cadangan")):
        return not_judged(text(N_("{name} belum diisi."), name="cadangan"))
    if work.plan is None or work.too_little:
        return not_judged(*(work.problems or work.too_little))
    found = work.people("cadangan")
    able = {row.id for row in work.eligible}
    if not found:
        return not_judged(text(N_("{name} belum diisi."), name="cadangan"))
    reasons = []
    if leading := [one for one in found if one in work.placed]:
        reasons.append(text(N_("{ms} sudah memimpin kelompok, jadi tidak dapat menjadi cadangan."), ms=pupils(leading)))
    if unfit := [one for one in found if one not in able]:
        words = N_("Cadangan juga harus memenuhi syarat; {ms} belum.")
        reasons.append(text(words, ms=pupils(shown(one) for one in unfit[:MOST_SHOWN])))
    return failed(*reasons) if reasons else PASSED


QUESTIONS = (
    *questions(SLOTS),
    *_LIST_QUESTIONS,
    _by_rule("G03", 1, candidates_only=False),
    _by_rule("G05", 1, candidates_only=False),
    _by_rule("T01", 2, candidates_only=False),
    _by_rule("T05", 1, hidden=True),
    _by_rule("T06", 1, hidden=True),
    _by_rule("T08", 1),
    _by_rule("T09", 2),
    _by_rule("T10", 1),
    Question("T12", _RULES["T12"].title, 1, _RULES["T12"].learn, _reserve),
)


# --- what a trainee sees ----------------------------------------------------------------------------------------------


def _table(work: TutorWork) -> tuple[Listing, ...]:
    """The candidates' records as a teacher has them, and the sub-topics; nobody's standing."""
    if work.own is None:
        return ()
    plan, names = work.own.scenario, work.own.roster.names
    objectives = [one.id for one in plan.objectives]
    mean = measures.mean(measures.initial_scores(plan.pupils).values())
    yes: Mapping[bool | None, Text | str] = {True: text(N_("ya")), False: text(N_("tidak")), None: "–"}
    attitudes: Mapping[bool | None, Text | str] = {True: text(N_("baik")), False: text(N_("belum memenuhi")), None: "–"}
    heads = (N_("Bersedia"), N_("Sikap"), N_("Catatan sikap"), N_("Uji menerangkan"), N_("Latihan (menit)"))
    topics = Listing(
        caption=text(N_("Submateri")),
        heads=(text(N_("Kode")), text(N_("Judul")), "TP"),
        rows=tuple((one.id, one.title or "", ", ".join(one.objectives)) for one in plan.subtopics),
    )
    candidates = Listing(
        caption=Text(
            N_("Daftar calon tutor kelas {grade} (kriteria: {criteria}; rata-rata kelas {mean:.1f}; –: belum dicatat)"),
            {
                "grade": plan.grade,
                "criteria": [f"{id} {value:g}" for id, value in measures.criteria(plan).items()],
                "mean": mean,
            },
        ),
        heads=(
            *(text(one) for one in (N_("Kode"), N_("Nama"), N_("Jenis"), N_("Tingkat kelas"))),
            *objectives,
            *map(text, heads),
            text(N_("Kartu")),
            text(N_("Bukti kriteria")),
        ),
        rows=tuple(
            (
                one.pupil,
                names.get(one.pupil, "Kak Ratih"),
                labels.label(labels.TUTOR_KINDS, one.kind),
                str(one.grade),
                *(Text("{n}", {"n": one.evidence.get(id)}) for id in objectives),
                yes[one.willing],
                attitudes[one.attitude.meets if one.attitude else None],
                (one.attitude.note if one.attitude else None) or "–",
                text(N_("berhasil")) if one.teach_back else "–",
                Text("{n}", {"n": one.training_minutes}),
                yes[one.written_guide],
                ", ".join(number for number in CRITERIA if measures.filled(one.criteria.get(number))),
            )
            for one in plan.tutors
        ),
    )
    criteria = Listing(
        caption=text(N_("Tujuh kriteria (paling sedikit {n} disertai bukti)"), n=DEFAULTS.min_criteria),
        heads=(text(N_("Nomor")), text(N_("Kriteria"))),
        rows=tuple((number, text(words)) for number, words in SEVEN_CRITERIA.items()),
    )
    return topics, candidates, criteria


def notes(work: TutorWork) -> tuple[Text, ...]:
    """Which file was read, and what of it doesn't count."""
    file = work.file_plan
    if work.own is None:
        return (text(NO_NUMBER),)
    if file is None:
        return ()
    said = [text(N_("Latihan dan kartu dibaca juga dari {file}."), file=SCENARIO_FILE)]
    mine = {one.pupil: one for one in work.own.scenario.tutors}
    seen = ("evidence", "willing", "attitude", "teach_back", "criteria", "kind", "grade")
    changed = [
        one.pupil
        for one in file.tutors
        if one.pupil not in mine or any(getattr(one, key) != getattr(mine[one.pupil], key) for key in seen)
    ]
    if changed:
        words = N_(
            "Catatan {ms} di {file} berbeda dari daftar calon Anda. Hasil pengamatan tidak dapat dikarang: yang "
            "dinilai daftar menurut nomor_mahasiswa."
        )
        said.append(text(words, ms=pupils(changed[:MOST_SHOWN]), file=SCENARIO_FILE))
    return tuple(said)


ASSIGNMENT = Assignment(
    id=ID,
    names=NAMES,
    scenario_file=SCENARIO_FILE,
    questions=QUESTIONS,
    read=TutorWork,
    notes=notes,
    planner="TutorPlanner",
    listings={"soal": lambda work: listings(SLOTS, work), "calon": _table},
)

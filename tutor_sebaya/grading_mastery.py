"""Assignment 5, mastery and the decision on remedial teaching: answers computed with pandas, judged as plain data.

Whatever computed them, lists, tables, Series or DataFrames, they are compared with `planners.mastery` on the trainee's
own class and its test on TP3 (`classes_tables`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property

from . import labels
from .classes_tables import MAXIMA, OBJECTIVE, DailyTest, invent_test
from .grading_questions import PASSED, Assignment, Question, Verdict, failed, not_judged
from .grading_work import NO_NUMBER, SCENARIO_FILE, Ids, Unreadable, Work, as_choice, as_words, is_blank, shown
from .language import N_, Text, text
from .planners.mastery import FormAdvice, Item, MasteryAnalysis, ObjectiveMastery, analyse_mastery, scores_from_items
from .scenario import Form, Objective

ID = "05-ketuntasan"
PAGE = "penilaian-dan-keputusan.html"
ITEMS = f"{PAGE}#membaca-soal-tanpa-tertipu"

NAMES = (
    "nomor_mahasiswa",
    "belum_tuntas_tp1",
    "belum_tuntas_tp2",
    "belum_dinilai",
    "daya_serap",
    "soal_dibahas",
    "nilai_tp3",
    "belum_tuntas_tp3",
    "bernilai",
    "bagian_belum",
    "tersembunyi",
    "tanpa_syarat",
    "asal_angka",
    "bentuk_naskah",
    "bentuk_praktik",
)
FORMS: tuple[Form, ...] = ("reteaching", "individual_guidance", "practice_tasks", "peer_tutoring")
"""In the order of the source text, which numbers them 1 to 4 (FORM-1..4)."""
OTHER_WORDS: Mapping[str, Form] = {
    "bimbingan khusus": "individual_guidance",
    "tugas kelompok": "practice_tasks",
    "tutor sebaya": "peer_tutoring",
}
ORIGIN = "c"
"""The percentages are practice at schools (doubt D13, rule R14)."""
SHARE_TOLERANCE = 0.0051
"""Shares may be rounded to two decimals, or to whole percent."""
SCORE_TOLERANCE = 0.51
"""Scores may be rounded to whole points; a point of one item is worth 2.5."""


class MasteryWork(Work):
    """One trainee's work on this assignment, beside the analysis of the own class."""

    @cached_property
    def test(self) -> DailyTest:
        assert self.own is not None
        return invent_test(self.own)

    @cached_property
    def analysis(self) -> MasteryAnalysis:
        """The own class with the test on TP3 as its third objective."""
        assert self.own is not None
        plan = self.own.scenario
        items = [Item(id, maximum, OBJECTIVE) for id, maximum in MAXIMA.items()]
        third = scores_from_items(items, self.test.points)
        criterion = plan.objectives[0].criterion
        whole = plan.model_copy(
            update={
                "objectives": [*plan.objectives, Objective(id=OBJECTIVE, criterion=criterion)],
                "pupils": [
                    one.model_copy(update={"scores": {**one.scores, OBJECTIVE: third[one.id].get(OBJECTIVE)}})
                    for one in plan.pupils
                ],
            }
        )
        return analyse_mastery(whole, items, self.test.points)

    @property
    def everybody(self) -> tuple[str, ...]:
        return tuple(one.id for one in self.analysis.pupils)

    def objective(self, id: str) -> ObjectiveMastery:
        return self.analysis.by_objective[id]

    @cached_property
    def objectives(self) -> tuple[str, ...]:
        return tuple(self.analysis.by_objective)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        assert self.own is not None
        return {" ".join(name.casefold().split()): id for id, name in self.own.roster.names.items()}

    @cached_property
    def _ids(self) -> Ids:
        assert self.own is not None
        return Ids(self.own.scenario)

    def pupil(self, written: object) -> str | None:
        """The id of a pupil given by id, number or name."""
        words = as_words(written)
        if len(words) != 1:
            return None
        id = self._ids.pupil(words[0])
        return id if id in self.analysis.by_pupil else self._names.get(" ".join(words[0].casefold().split()))


# --- reading tables --------------------------------------------------------------------------------------------------

_NameOf = Callable[[object], str | None]
"""From what was written to the id that is meant."""

_MASK = N_(
    "{name} berisi benar/salah untuk setiap baris. Itu baru syaratnya; taruh syarat itu di antara kurung siku tabel, "
    "lalu ambil kodenya."
)


def _among(ids: Sequence[str]) -> _NameOf:
    """Ids that end in a number, also as that number alone: `TP1`, `tp 1`, `1`."""

    def found(written: object) -> str | None:
        digits = re.findall(r"\d+", written) if isinstance(written, str) else []
        bare = re.sub(r"[\W_]+", "", written).casefold() if isinstance(written, str) else ""
        for id in ids:
            number = "".join(filter(str.isdecimal, id))
            if bare == id.casefold() or (digits == [number] and bare.removesuffix(number) in ("", "soal", "butir")):
                return id
        return None

    return found


def _listed(value: object, name: str, known: _NameOf) -> list[str]:
    """Ids from a list, text with commas, or a table whose rows are named by them. Raises Unreadable."""
    given: list[object]
    if isinstance(value, Mapping):
        written = list(value.values())
        if written and all(isinstance(one, bool) for one in written):
            given = [key for key, kept in value.items() if kept]
            if len(given) in (0, len(written)):
                raise Unreadable(text(_MASK, name=name))
        else:
            named = [one for one in written if isinstance(one, str) and known(one)]
            given = list(written if written and len(named) == len(written) else value)
    elif isinstance(value, list) and value and all(isinstance(one, bool) for one in value):
        raise Unreadable(text(_MASK, name=name))
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        given = [_row_id(one, known) if isinstance(one, Mapping) else one for one in value]
    else:
        given = [*as_words(value)]
    odd = [one for one in given if known(_as_text(one)) is None]
    if odd or not given:
        words = N_("{name}: {found} bukan kode di tabel Anda. Tulis kode seperti {example}, atau ambil dari tabel.")
        example = "M01" if known("M01") else next(iter(MAXIMA))
        raise Unreadable(text(words, name=name, found=shown(odd[0] if odd else value), example=example))
    return [id for one in given if (id := known(_as_text(one))) is not None]


def _as_text(value: object) -> object:
    words = as_words(value)
    return words[0] if len(words) == 1 else value


def _row_id(row: Mapping[str, object], known: _NameOf) -> object:
    """The first value of a row that names something; the first value at all where none does."""
    texts = [one for one in row.values() if isinstance(one, str)]
    return next((one for one in texts if known(one)), next(iter(row.values()), None))


def _by_id(value: object, name: str, ids: Sequence[str], known: _NameOf, column: str = "") -> dict[str, object]:
    """One value for each id: from a table, a list in the order of `ids`, or rows of a DataFrame. Raises Unreadable.

    `column`: the one meant where a row holds several numbers. What isn't there is left out.
    """
    if isinstance(value, Mapping):
        return {id: one for key, one in value.items() if (id := known(key)) is not None}
    if isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        if len(value) == 1 and any(known(key) for key in value[0]):
            return _by_id(value[0], name, ids, known)
        rows = [(_row_id(row, known), _row_value(row, name, known, column)) for row in value]
        if any(known(key) is None for key, _ in rows):
            return _by_id([one for _, one in rows], name, ids, known)
        return {id: one for key, one in rows if (id := known(key)) is not None}
    if isinstance(value, list) and len(value) == len(ids):
        return dict(zip(ids, value, strict=True))
    if isinstance(value, str) and len(split := as_words(value)) == len(ids):
        return dict(zip(ids, split, strict=True))
    words = N_("{name} belum dapat dibaca. Tulis satu nilai untuk masing-masing dari {n}: {ids}.")
    raise Unreadable(text(words, name=name, n=len(ids), ids=[*ids[:3], "…"] if len(ids) > 3 else list(ids)))


def _row_value(row: Mapping[str, object], name: str, known: _NameOf, column: str) -> object:
    if column in row:
        return row[column]
    left = [one for one in row.values() if not (isinstance(one, str) and known(one))]
    if len(left) != 1:
        raise Unreadable(text(N_("{name}: tabelnya memuat beberapa kolom. Pilih satu kolom saja."), name=name))
    return left[0]


def _number(value: object) -> float | None:
    """0.25, 25, "0,25", "25%" (as 0.25) -> a number; None for anything else."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value) if abs(value) < 1e12 else None
    if isinstance(value, str) and (found := re.fullmatch(r"\s*(\d{1,9}(?:[.,]\d+)?)\s*(%?)\s*", value, re.ASCII)):
        number = float(found[1].replace(",", "."))
        return number / 100 if found[2] else number
    return None


def _numbers(value: object, name: str, ids: Sequence[str], known: _NameOf, column: str = "") -> dict[str, float]:
    """A number for each of the ids. Raises Unreadable where one is missing."""
    written = _by_id(value, name, ids, known, column)
    found = {id: number for id in ids if (number := _number(written.get(id))) is not None}
    missing = [id for id in ids if id not in found]
    if missing:
        raise Unreadable(text(N_("{name}: bilangan untuk {ids} belum ada."), name=name, ids=missing[:4]))
    return found


def _near(found: Mapping[str, float], wanted: Mapping[str, float | None], tolerance: float) -> list[str]:
    """Ids whose number isn't the wanted one."""
    return [id for id, one in wanted.items() if one is None or not math.isclose(found[id], one, abs_tol=tolerance)]


# --- questions -------------------------------------------------------------------------------------------------------

_Judge = Callable[[MasteryWork], Verdict]
_Pupils = Callable[[MasteryWork], Collection[str]]
_Figures = Callable[[MasteryWork], Mapping[str, float | None]]


def _question(name: str, judge: Callable[[MasteryWork, object], Verdict]) -> _Judge:
    """A question on one variable: not judged where there is no class, no answer, or nothing that can be read."""

    def verdict(work: MasteryWork) -> Verdict:
        value = work.answers.get(name)
        if work.own is None:
            return not_judged(text(NO_NUMBER))
        if is_blank(value):
            return not_judged(text(N_("{name} belum diisi, atau tabelnya kosong."), name=name))
        try:
            return judge(work, value)
        except Unreadable as problem:
            return not_judged(*problem.reasons)

    return verdict


def _set(name: str, wanted: _Pupils, everything: _Pupils, slips: Iterable[tuple[_Pupils, str]] = ()) -> _Judge:
    """A question whose answer is a set of ids. `slips`: sets that a known mistake gives, with the msgid that mends."""

    def judge(work: MasteryWork, value: object) -> Verdict:
        whole = set(everything(work))
        found = set(_listed(value, name, work.pupil if whole == set(work.everybody) else _among(sorted(whole))))
        right = set(wanted(work))
        if found == right:
            return PASSED
        if found == whole:
            return failed(text(N_("Semua baris tabel tercantum. Saringlah dahulu dengan syaratnya.")))
        reasons = [text(words) for slip, words in slips if found == set(slip(work))][:1]
        if not reasons and found - right:
            reasons.append(text(N_("Ada kode yang tidak memenuhi syaratnya.")))
        if not reasons and right - found:
            reasons.append(text(N_("Ada yang memenuhi syaratnya, tetapi belum tercantum.")))
        return failed(*reasons)

    return _question(name, judge)


def _everybody(work: MasteryWork) -> Collection[str]:
    return work.everybody


def _below(objective: str) -> _Judge:
    """Pupils below the criterion on one objective."""

    def here(work: MasteryWork) -> ObjectiveMastery:
        return work.objective(objective)

    def at_limit(work: MasteryWork) -> Collection[str]:
        one = here(work)
        return {
            *one.below,
            *(id for id in one.mastered if work.analysis.by_pupil[id].scores[objective] == one.criterion),
        }

    slips: list[tuple[_Pupils, str]] = [
        (lambda work: here(work).mastered, N_("Yang tercantum justru murid yang sudah tuntas. Balik tandanya.")),
        (at_limit, N_("Murid yang nilainya tepat sama dengan KKTP sudah tuntas.")),
        (
            lambda work: {*here(work).below, *here(work).no_score},
            N_("Murid tanpa nilai ikut tercantum. Belum dinilai bukan belum tuntas; kosong bukan nol."),
        ),
        (
            lambda work: [one.id for one in work.analysis.pupils if one.not_mastered],
            N_("Ini murid yang belum tuntas pada sedikitnya satu TP. Yang diminta hanya TP ini."),
        ),
    ]
    for other in ("TP1", "TP2", OBJECTIVE):
        if other != objective:
            same = N_("Ini murid yang belum tuntas pada TP lain. Periksa nama kolomnya.")
            slips.append((lambda work, other=other: work.objective(other).below, same))  # type: ignore[misc]
    return _set(f"belum_tuntas_{objective.casefold()}", lambda work: here(work).below, _everybody, slips)


_without_score = _set(
    "belum_dinilai",
    lambda work: {*work.objective("TP1").no_score, *work.objective("TP2").no_score},
    _everybody,
    [
        (lambda work: work.objective("TP1").no_score, N_("Periksa juga kolom TP2.")),
        (lambda work: work.objective("TP2").no_score, N_("Periksa juga kolom TP1.")),
        (
            lambda work: [one.id for one in work.analysis.pupils if one.not_mastered],
            N_("Ini murid yang belum tuntas. Yang diminta murid yang nilainya belum ada."),
        ),
    ],
)
_hidden = _set(
    "tersembunyi",
    lambda work: [one.id for one in work.analysis.hidden_by_mean],
    _everybody,
    [
        (
            lambda work: [one.id for one in work.analysis.pupils if one.not_mastered],
            N_("Ini semua murid yang belum tuntas pada sedikitnya satu TP. Syarat rata-ratanya belum dipakai."),
        ),
        (
            lambda work: [one.id for one in work.analysis.pupils if one.mean is not None and one.mean >= _limit(work)],
            N_("Ini semua murid yang rata-ratanya mencapai KKTP. Siapa di antaranya yang belum tuntas pada suatu TP?"),
        ),
        (
            lambda work: [
                one.id for one in work.analysis.pupils if one.not_mastered and (one.mean or 0) < _limit(work)
            ],
            N_("Rata-rata murid-murid ini di bawah KKTP, jadi mereka tetap terlihat. Carilah yang tidak terlihat."),
        ),
        (
            lambda work: [one.id for one in work.analysis.hidden_by_mean if not one.no_score],
            N_("Murid dengan nilai yang belum lengkap pun bisa tersembunyi. Rata-ratanya dari nilai yang ada."),
        ),
    ],
)


def _limit(work: MasteryWork) -> float:
    """The criterion that all objectives of an invented class share."""
    return work.analysis.criterion or 0.0


_items_to_discuss = _set(
    "soal_dibahas",
    lambda work: work.analysis.conclusion.class_items,
    lambda work: MAXIMA,
    [
        (
            lambda work: set(MAXIMA) - set(work.analysis.conclusion.class_items),
            N_("Soal-soal ini daya serapnya mencapai 70%. Balik tandanya."),
        ),
        (
            lambda work: [one.item.id for one in work.analysis.items if 2 * one.right < len(one.takers)],
            N_("Syaratnya daya serap soal, bukan banyaknya murid yang benar semua."),
        ),
    ],
)


def _absorption(work: MasteryWork) -> Mapping[str, float | None]:
    return {one.item.id: one.absorption for one in work.analysis.items}


def _shares_below(work: MasteryWork) -> Mapping[str, float | None]:
    return {one.objective: one.share_below for one in work.analysis.objectives}


def _shares(name: str, wanted: _Figures, slips: Iterable[tuple[_Figures, str]]) -> _Judge:
    """A question whose answer is a share for each id: 0.25 and 25 alike, since all are shares or all percent.

    `slips`: figures, as they were written, that a known mistake gives.
    """

    def judge(work: MasteryWork, value: object) -> Verdict:
        right = wanted(work)
        written = _numbers(value, name, list(right), _among(list(right)))
        found = {id: one / 100 for id, one in written.items()} if max(written.values()) > 1 else written
        wrong = _near(found, right, SHARE_TOLERANCE)
        if not wrong:
            return PASSED
        for slip, words in slips:
            if not _near(written, slip(work), SHARE_TOLERANCE) or not _near(found, slip(work), SHARE_TOLERANCE):
                return failed(text(words))
        return failed(text(N_("{name}: belum tepat untuk {ids}."), name=name, ids=wrong))

    return _question(name, judge)


_item_shares = _shares(
    "daya_serap",
    _absorption,
    [
        (
            lambda work: {one.item.id: one.total / len(one.takers) for one in work.analysis.items},
            N_("Ini rata-rata skor setiap soal. Bagi lagi dengan skor maksimum soal itu."),
        ),
        (
            lambda work: {
                one.item.id: one.total / (len(work.everybody) * one.item.maximum) for one in work.analysis.items
            },
            N_("Pembaginya semua murid di daftar. Hitung peserta tes saja; yang tidak ikut tidak punya skor."),
        ),
        (
            lambda work: {one.item.id: one.right / len(one.takers) for one in work.analysis.items},
            N_("Ini bagian murid dengan skor penuh. Daya serap memakai semua skor yang diperoleh."),
        ),
    ],
)
_pupil_shares = _shares(
    "bagian_belum",
    _shares_below,
    [
        (
            lambda work: {id: 1 - (share or 0) for id, share in _shares_below(work).items()},
            N_("Ini bagian murid yang sudah tuntas. Yang diminta yang belum."),
        ),
        (
            lambda work: {one.objective: len(one.below) / len(work.everybody) for one in work.analysis.objectives},
            N_("Pembaginya semua murid di daftar. Bagi dengan banyaknya murid yang bernilai pada TP itu."),
        ),
        (
            lambda work: {one.objective: float(len(one.below)) for one in work.analysis.objectives},
            N_("Ini banyaknya murid yang belum tuntas. Bagi dengan banyaknya murid yang bernilai."),
        ),
    ],
)


def _counts(work: MasteryWork, value: object) -> Verdict:
    ids = work.objectives
    found = _numbers(value, "bernilai", ids, _among(ids))
    wrong = [id for id in ids if found[id] != work.objective(id).scored]
    if not wrong:
        return PASSED
    if set(found.values()) == {float(len(work.everybody))}:
        return failed(text(N_("Itu semua murid di daftar. Sebagian belum punya nilai.")))
    return failed(text(N_("{name}: belum tepat untuk {ids}."), name="bernilai", ids=wrong))


def _scores(work: MasteryWork, value: object) -> Verdict:
    right = {one.id: one.scores[OBJECTIVE] for one in work.analysis.pupils}
    takers = [id for id, score in right.items() if score is not None]
    # A list may hold everybody, or the takers alone.
    ids = takers if isinstance(value, list) and len(value) == len(takers) else list(right)
    written = _by_id(value, "nilai_tp3", ids, work.pupil, OBJECTIVE)
    absent = [_number(written.get(id)) for id in right if id not in takers]
    if any(one is not None for one in absent):
        words = N_("Murid yang tidak ikut tes mendapat nilai di tabel Anda. Ia belum dinilai: biarkan kosong, bukan 0.")
        return failed(text(words))
    found = _numbers(written, "nilai_tp3", takers, work.pupil)
    wrong = _near(found, {id: right[id] for id in takers}, SCORE_TOLERANCE)
    if not wrong:
        return PASSED
    points = {id: sum(one or 0 for one in work.test.points[id].values()) for id in takers}
    if all(math.isclose(found[id], points[id], abs_tol=0.01) for id in takers):
        return failed(text(N_("Ini jumlah skornya. Ubah menjadi nilai 0–100 dengan jumlah skor maksimum.")))
    if max(found.values()) <= 1:
        return failed(text(N_("Tulis nilai pada 0–100, bukan 0–1: kalikan dengan 100.")))
    return failed(text(N_("{n} dari {m} nilai belum tepat."), n=len(wrong), m=len(takers)))


# --- which form ------------------------------------------------------------------------------------------------------


def _form(written: object) -> Form | None:
    """A form by its number in the source text, its label, another usual name, or the key of the format."""
    value = written[0] if isinstance(written, list) and len(written) == 1 else written
    place = as_choice(value, FORMS, labels.FORMS)
    if place is not None:
        return FORMS[place - 1]
    return OTHER_WORDS.get(" ".join(value.casefold().split())) if isinstance(value, str) else None


def _forms(name: str, advice: Callable[[ObjectiveMastery], FormAdvice | None], slip: str, untied: str) -> _Judge:
    """One form for each objective. `untied`: msgid for a form that the authority doesn't tie to a number."""

    def judge(work: MasteryWork, value: object) -> Verdict:
        ids = work.objectives
        written = _by_id(value, name, ids, _among(ids))
        forms = {id: _form(written.get(id)) for id in ids}
        unread = [id for id, form in forms.items() if form is None]
        if unread:
            words = N_("{name}: tulis satu nomor, 1 sampai {n}, untuk {ids}.")
            return not_judged(text(words, name=name, n=len(FORMS), ids=unread))
        reasons = []
        for id, form in forms.items():
            said = advice(work.objective(id))
            # Peer tutoring is named in two rows of practice, and in the source text without any number.
            tied = [one for one in said.forms if one != "peer_tutoring"] if said else []
            if form not in tied:
                loose = form == "peer_tutoring" or (said is not None and form in said.also)
                reasons.append(text(untied if loose else slip, tp=id))
        return failed(*reasons) if reasons else PASSED

    return _question(name, judge)


_by_source = _forms(
    "bentuk_naskah",
    lambda one: one.by_source,
    N_("{tp}: cocokkan bagian yang belum tuntas dengan kata-kata naskah sumber: sebagian besar, atau hanya beberapa?"),
    N_("{tp}: bentuk pilihan Anda disebut naskah sumber tanpa syarat jumlah. Yang diminta bentuk yang bersyarat."),
)
_by_practice = _forms(
    "bentuk_praktik",
    lambda one: one.by_practice,
    N_("{tp}: bentuk pilihan Anda ada di baris lain. Cari bagian yang belum tuntas di kolom pertama tabel praktik."),
    N_("{tp}: tutor sebaya tidak punya baris sendiri, karena letaknya berbeda-beda. Tulis bentuk menurut baris tabel."),
)


def _without_number(work: MasteryWork, value: object) -> Verdict:
    given = value if isinstance(value, list) else as_words(value)
    forms = {_form(one) for one in given}
    if not forms or None in forms:
        words = N_("Anda menulis {found} untuk {name}. Tulis nomor bentuk, 1 sampai {n}, di antara kurung siku.")
        return not_judged(text(words, found=shown(value), name="tanpa_syarat", n=len(FORMS)))
    said = work.objective("TP1").by_source
    if said is not None and forms == set(said.also):
        return PASSED
    words = N_("Belum tepat. Baca lagi keempat bentuk: pada bentuk mana naskah sumber menyebut berapa banyak muridnya?")
    return failed(text(words))


def _origin(work: MasteryWork, value: object) -> Verdict:
    chosen = value.strip().strip(".()").casefold() if isinstance(value, str) else ""
    if chosen not in ("a", "b", "c", "d"):
        return not_judged(
            text(N_('Anda menulis {found}. Tulis satu huruf: "A", "B", "C", atau "D".'), found=shown(value))
        )
    if chosen == ORIGIN:
        return PASSED
    why = {
        "a": N_("Naskah sumber tidak menyebut satu persentase pun."),
        "b": N_("Bagian panduan itu yang dibaca untuk buku ini tidak memuat persentase."),
        "d": N_("Peraturan itu membedakan dua jenis asesmen; buku tidak mengutip angka itu darinya."),
    }
    return failed(Text(why[chosen]))


QUESTIONS = (
    Question("belum-tp-satu", N_("Belum tuntas pada TP1"), 2, f"{PAGE}#rule-r01", _below("TP1")),
    Question("belum-tp-dua", N_("Belum tuntas pada TP2"), 2, f"{PAGE}#rule-r04", _below("TP2")),
    Question("belum-dinilai", N_("Belum dinilai"), 2, f"{PAGE}#rule-r04", _without_score),
    Question("daya-serap", N_("Daya serap setiap soal"), 3, ITEMS, _item_shares),
    Question("soal-dibahas", N_("Soal yang dibahas dengan seluruh kelas"), 2, ITEMS, _items_to_discuss),
    Question("nilai-tp-tiga", N_("Nilai TP3 dari skor soal"), 3, ITEMS, _question("nilai_tp3", _scores)),
    Question("belum-tp-tiga", N_("Belum tuntas pada TP3"), 2, f"{PAGE}#rule-r04", _below(OBJECTIVE)),
    Question(
        "bernilai", N_("Murid yang bernilai pada setiap TP"), 1, f"{PAGE}#rule-r04", _question("bernilai", _counts)
    ),
    Question("bagian-belum", N_("Bagian yang belum tuntas"), 3, f"{PAGE}#rule-r05", _pupil_shares),
    Question("tersembunyi", N_("Yang tersembunyi di balik rata-rata"), 3, f"{PAGE}#rule-r07", _hidden),
    Question(
        "baca-syarat",
        N_("Bentuk tanpa syarat jumlah"),
        1,
        f"{PAGE}#rule-r05",
        _question("tanpa_syarat", _without_number),
        hidden=True,
    ),
    Question(
        "baca-angka",
        N_("Asal angka 20% dan 50%"),
        1,
        f"{PAGE}#doubt-d13",
        _question("asal_angka", _origin),
        hidden=True,
    ),
    Question("bentuk-naskah", N_("Bentuk menurut kata-kata naskah sumber"), 2, f"{PAGE}#rule-r05", _by_source),
    Question("bentuk-praktik", N_("Bentuk menurut praktik di sekolah"), 2, f"{PAGE}#rule-r14", _by_practice),
)


def notes(work: MasteryWork) -> tuple[Text, ...]:
    """What is missing for the whole of it."""
    return () if work.own else (text(NO_NUMBER),)


ASSIGNMENT = Assignment(
    id=ID, names=NAMES, scenario_file=SCENARIO_FILE, questions=QUESTIONS, read=MasteryWork, notes=notes, planner=""
)

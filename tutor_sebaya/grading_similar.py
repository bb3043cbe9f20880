"""Submissions that resemble each other more than chance allows: something to ask about, never a verdict.

Every trainee has a class of their own, so right answers of two trainees differ, and an answer that was copied shows: it
is right for somebody else's class. Of each submission only a trace is kept: fingerprints of the answers that depend on
the class, of the groups, and of every five words of its prose. Nothing can be read back from a trace.

A pair is named when its answers are far likelier if one was copied from the other than if both are honest. For each
answer the two likelihoods are compared: honest trainees agree as often as that answer is common in this cohort, copies
agree nearly always (`COPIED`). An honest pair reaches n bits of such evidence with a chance of at most 2 to the power
of -n (Wald); what is asked for grows with the number of pairs, so that a cohort shows a false one about once in 128.
"""

from __future__ import annotations

import json
import math
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations
from typing import TYPE_CHECKING, Any

from .grading_work import Work, as_words, is_blank
from .language import N_, Text, text

if TYPE_CHECKING:
    from .grading_repair import Cell

Trace = dict[str, Any]
OWN: Mapping[str, tuple[str, ...]] = {
    "01-membaca-sumber": (
        *(f"asal_{n}" for n in range(1, 7)),
        *(f"ragu_{n}" for n in range(1, 5)),
        *("kutipan", "mata_air", "putusan"),
    ),
    "02-memilih-tutor": (
        *(
            "ambang",
            "bukti_sikap",
            "persetujuan",
            "amatan",
            "memenuhi_syarat",
            "harus_ditanya",
            "tidak_ditugasi",
            "belum_tuntas",
            "hanya_satu_tp",
        ),
        *("di_bawah_rata_rata", "kurang_bukti", "perlu_persiapan", "tutor_kelompok", "latihan", "kartu"),
    ),
    "03-membentuk-kelompok": (),
    "04-skenario": (),
    "05-ketuntasan": (
        *("belum_tuntas_tp1", "belum_tuntas_tp2", "belum_tuntas_tp3", "belum_dinilai", "daya_serap"),
        *("soal_dibahas", "nilai_tp3", "bagian_belum", "tersembunyi"),
    ),
    "06-skenario-remedial": (),
    "07-aksi-nyata": ("catatan_bicara", "gini", "bagian_tutor", "gini_rencana", "bagian_tutor_rencana"),
}
"""Answers whose right value depends on the trainee's class or number, other than groups."""
GROUPS = ("kelompok", "skenario")
"""Answers that hold groups."""
SURE = 7.0
"""Bits of evidence beyond those that the number of pairs takes."""
COPIED = (0.5, 0.7, 0.9, 0.99)
"""How often answers agree where one was copied: from half of them to all."""
MOST_BITS = 8.0
"""What the rarest answer counts: one alone never tells, four do."""
USUAL = 10
"""Imagined others who answer as trainees usually do, so that what a few have written isn't thought rare."""
WORDS = 5
"""Words in a row that are compared."""
LEAST_SAME = 12
LEAST_SHARE_OF_TEXT = 0.25
LONGEST_TEXT = 600
"""Places of a text that are kept."""
LONG_ANSWER = 60
"""Characters from which an answer is prose."""
MOST_TOGETHER = 60
"""More trainees than this have a sentence from one place, whatever the size of the cohort."""


# --- a trace ---------------------------------------------------------------------------------------------------------


def trace(assignment: str, answers: Mapping[str, Any], scenario: object, cells: Iterable[Cell], given: str) -> Trace:
    """What is kept of a submission, as JSON can hold it. given: all prose of the notebook that was given out."""
    kept: Trace = {"number": Work({"answers": answers}).number.casefold(), "answers": {}, "groups": [], "text": []}
    for name in OWN.get(assignment, ()):
        if not is_blank(answers.get(name)):
            written = json.dumps(_rounded(answers[name]), sort_keys=True)
            # The longer an answer, the less two people hit upon it by chance.
            kept["answers"][name] = [_print(written), round(min(MOST_BITS, 1 + len(written) / 6), 1)]
    written_groups = [answers.get(name) for name in GROUPS if not is_blank(answers.get(name))]
    kept["groups"] = sorted({_print(" ".join(one)) for one in _groups([*written_groups, scenario]) if len(one) > 2})
    known = set(_lines(given))
    prose = [line for one in cells if one.kind == "markdown" for line in _lines(one.source) if line not in known]
    prose += [one for one in answers.values() if isinstance(one, str) and len(one) >= LONG_ANSWER]
    kept["text"] = _places(" ".join(prose))
    return kept


def _print(written: str) -> str:
    return blake2b(written.encode(errors="replace"), digest_size=6).hexdigest()


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.3g}")
    if isinstance(value, str):
        return " ".join(value.casefold().split())
    if isinstance(value, Mapping):
        return {str(key): _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list) else value


def _groups(written: Iterable[object]) -> Iterator[list[str]]:
    """People of each group of scenarios, tables and lists, sorted."""
    for one in written:
        if isinstance(one, str):
            try:
                one = json.loads(one)
            except ValueError:
                continue
        rows: Iterable[object] = ()
        if isinstance(one, Mapping):
            inside = one.get("groups")
            rows = inside if isinstance(inside, list) else () if "version" in one else one.values()
        elif isinstance(one, list):
            rows = one
        for row in rows:
            if isinstance(row, Mapping):
                people = [row.get(key) for key in ("tutors", "members", "tutor", "anggota")]
                yield sorted({word.casefold() for part in people for word in as_words(part)})
            else:
                yield sorted({word.casefold() for word in as_words(row)})


def _lines(source: str) -> list[str]:
    return [" ".join(line.split()) for line in source.splitlines() if line.strip()]


def _places(prose: str) -> list[int]:
    words = re.findall(r"\w+", prose.casefold())
    found = {zlib.crc32(" ".join(words[at : at + WORDS]).encode()) for at in range(len(words) - WORDS + 1)}
    # The smallest are a fair sample of a text that is longer than any asked for.
    return sorted(found)[:LONGEST_TEXT]


# --- pairs -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pair:
    """Two submissions to ask about. `share`: from 0 to 1, of what was compared, how much is the same."""

    first: str
    second: str
    share: float
    reasons: tuple[Text, ...]


def pairs(traces: Mapping[str, Trace]) -> list[Pair]:
    """Pairs that resemble each other, the most alike first."""
    students = sorted(traces)
    needed = SURE + math.log2(len(COPIED)) + math.log2(max(2, len(students) * (len(students) - 1) / 2))
    found: dict[tuple[str, str], list[tuple[float, Text]]] = defaultdict(list)
    same_number = _same_numbers(traces)
    for pair in same_number:
        share, _, _ = _alike(traces, pair)
        found[pair].append((share, text(N_("keduanya memakai nomor mahasiswa yang sama"))))
    for pair, bits in _answers(students, traces).items():
        share, same, of = _alike(traces, pair)
        if bits >= needed and pair not in same_number:
            words = N_("{n} dari {m} jawaban yang bergantung pada kelas sama, padahal kelasnya lain")
            found[pair].append((share, text(words, n=same, m=of)))
    for pair, same, of in _shared(students, {one: traces[one].get("groups", []) for one in students}):
        if _evidence(same, of) >= needed and pair not in same_number:
            words = N_("{n} dari {m} kelompok beranggota sama, padahal kelasnya lain")
            found[pair].append((same / of, text(words, n=same, m=of)))
    for pair, same, of in _shared(students, {one: traces[one].get("text", []) for one in students}):
        if same >= LEAST_SAME and same / of >= LEAST_SHARE_OF_TEXT:
            words = N_("{n} % kalimat bebasnya sama")
            found[pair].append((same / of, text(words, n=round(100 * same / of))))
    made = [
        Pair(*pair, max(share for share, _ in reasons), tuple(words for _, words in reasons))
        for pair, reasons in found.items()
    ]
    return sorted(made, key=lambda one: (-len(one.reasons), -one.share, one.first, one.second))


def _same_numbers(traces: Mapping[str, Trace]) -> set[tuple[str, str]]:
    by_number = defaultdict(list)
    for student in sorted(traces):
        if traces[student]["number"]:
            by_number[traces[student]["number"]].append(student)
    return {pair for many in by_number.values() for pair in combinations(many, 2)}


def _alike(traces: Mapping[str, Trace], pair: tuple[str, str]) -> tuple[float, int, int]:
    """Share, number of equal answers, and how many answers the smaller of the two has."""
    one, other = (traces[student]["answers"] for student in pair)
    groups = [set(traces[student].get("groups", [])) for student in pair]
    same = sum(name in other and other[name][0] == value[0] for name, value in one.items())
    of = min(len(one), len(other))
    if not of:
        same, of = len(groups[0] & groups[1]), min(len(groups[0]), len(groups[1]))
    return (same / of if of else 0.0), same, of


def _evidence(same: int, of: int) -> float:
    """Bits for so many equal ones of as many that nobody writes alike by chance."""
    return max(same * (MOST_BITS + math.log2(often)) + (of - same) * math.log2(1 - often) for often in COPIED)


def _answers(students: Sequence[str], traces: Mapping[str, Trace]) -> dict[tuple[str, str], float]:
    """Bits of evidence of pairs whose answers agree, where there is any to speak of."""
    import numpy as np

    names = sorted({name for one in traces.values() for name in one["answers"]})
    if not names or len(students) < 2:
        return {}
    codes = np.full((len(students), len(names)), -1)
    chance = np.full((len(students), len(names)), 0.5)
    for column, name in enumerate(names):
        values = {one: traces[one]["answers"][name] for one in students if name in traces[one]["answers"]}
        count = Counter(value[0] for value in values.values())
        order = {value: code for code, value in enumerate(count)}
        for row, student in enumerate(students):
            if student in values:
                value, bits = values[student]
                # The pair itself doesn't make its answer common.
                often = (max(0, count[value] - 2) + USUAL * 2.0**-bits) / (max(0, len(values) - 2) + USUAL)
                codes[row, column], chance[row, column] = order[value], max(often, 2.0**-MOST_BITS)
    agree = [np.log2(often / chance) for often in COPIED]
    differ = [np.log2((1 - often) / (1 - chance)) for often in COPIED]
    found = {}
    for row in range(len(students) - 1):
        both = (codes[row + 1 :] >= 0) & (codes[row] >= 0)
        same = both & (codes[row + 1 :] == codes[row])
        bits = np.max(
            [same @ yes[row] + (both & ~same) @ no[row] for yes, no in zip(agree, differ, strict=True)], axis=0
        )
        for other in np.flatnonzero(bits >= SURE):
            found[students[row], students[row + 1 + int(other)]] = float(bits[other])
    return found


def _shared(students: Sequence[str], parts: Mapping[str, Sequence[Any]]) -> Iterator[tuple[tuple[str, str], int, int]]:
    """Pairs with parts in common: how many, and how many the smaller of the two has. What a quarter of the cohort has
    counts for nobody: it comes from the book or from a form."""
    where: dict[Any, list[str]] = defaultdict(list)
    for student in students:
        for one in set(parts[student]):
            where[one].append(student)
    most = min(max(4, len(students) // 4), MOST_TOGETHER)
    kept: Counter[str] = Counter()
    same: Counter[tuple[str, str]] = Counter()
    for many in where.values():
        if len(many) <= most:
            kept.update(many)
            same.update(combinations(many, 2))
    for pair, number in same.items():
        yield pair, number, min(kept[pair[0]], kept[pair[1]])

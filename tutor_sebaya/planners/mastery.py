"""The mastery planner (ketuntasan): who has reached what, item by item, and which form of remedial teaching fits.

Mastery is per objective, never per test: a mean hides it. The analysis has what the two pages of "Analisis hasil
asesmen harian" and the table "Target dan daya serap" print (field facts 6.2). Percentages that schools use and words of
the source text are kept apart, each with its origin and its doubt.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

from .. import measures
from ..language import N_, Text, pupils, text
from ..scenario import Form, Problem, Pupil, Scenario, place
from ..settings import DEFAULTS, Settings

Points = Mapping[str, Mapping[str, float | None]]
"""Pupil id -> item id -> points; None or absent where the pupil has no points for the item."""
ItemForm = Literal["multiple_choice", "short_answer", "essay"]
Difficulty = Literal["hard", "medium", "easy"]
Discrimination = Literal["very_good", "good", "to_improve", "poor", "reversed"]

DIFFICULTIES: Mapping[Difficulty, str] = {"hard": N_("sukar"), "medium": N_("sedang"), "easy": N_("mudah")}
DISCRIMINATIONS: Mapping[Discrimination, str] = {
    "very_good": N_("sangat baik"),
    "good": N_("baik"),
    "to_improve": N_("perlu diperbaiki"),
    "poor": N_("kurang"),
    "reversed": N_("terbalik, periksa kunci jawabannya"),
}
ITEM_FORMS: Mapping[ItemForm, str] = {
    "multiple_choice": N_("pilihan ganda"),
    "short_answer": N_("isian singkat"),
    "essay": N_("uraian"),
}

EXTREME_GROUP = 0.27
"""Share of the test takers in the upper and in the lower group (field facts E21)."""
NOISY_BELOW = 30
"""Pupils in a group of extremes below which D is called noisy. Even 30 leave a standard error of up to
sqrt(2 * 0.25 / 30) = 0.13, wider than a band of D."""
_DIFFICULTY_LIMITS: tuple[tuple[float, Difficulty], ...] = ((0.30, "hard"), (0.70, "medium"), (1.00, "easy"))
_DISCRIMINATION_LIMITS: tuple[tuple[float, Discrimination], ...] = (
    (0.40, "very_good"),
    (0.30, "good"),
    (0.20, "to_improve"),
    (0.00, "poor"),
)

DISCRIMINATION_DOUBT = N_(
    "Batas 0,40, 0,30, dan 0,20 untuk daya beda lazim dipakai, tetapi ditulis di sini dari ingatan: sumber aslinya "
    "belum diperiksa."
)
_DISCRIMINATION_NOISY = N_(
    "Daya beda di sini kasar: 27% dari {n} murid hanya {k} murid di setiap kelompok, jadi satu jawaban yang berbeda "
    "sudah menggesernya {d:.2f}. Pakai untuk mencurigai soal, bukan untuk memutuskan."
)


@dataclass(frozen=True)
class Item:
    """An item of the test (soal). `maximum`: its highest points, above 0. `objective`: the one that it measures."""

    id: str
    maximum: float
    objective: str | None = None
    indicator: str | None = None
    form: ItemForm | None = None


@dataclass(frozen=True)
class Interval:
    """An interval of the mastery criterion (KKTP by intervals), as it is written: `lowest` to `highest` percent.

    `reached`: whether the objective counts as reached. `follow_up`: what follows, a msgid. `enrichment`: whether that
    is enrichment.
    """

    lowest: float
    highest: float
    reached: bool
    follow_up: str
    enrichment: bool = False

    @property
    def label(self) -> Text:
        return text(N_("{a}–{b}"), a=self.lowest, b=self.highest)


def kktp_intervals(in_part: float = 41, reached: float = 66, enrichment: float = 86) -> tuple[Interval, ...]:
    """The four intervals of the Panduan Pembelajaran dan Asesmen (field facts L02), or a school's own limits.

    Each number is the lowest percentage of its interval: 0-40 remedial in all parts, 41-65 remedial in the parts
    needed, 66-85 reached, 86-100 reached with enrichment. Teachers may set others (70, 74 and 75 are in use).
    Raises ValueError unless 0 < in_part < reached < enrichment <= 100.
    """
    if not 0 < in_part < reached < enrichment <= 100:
        raise ValueError(f"limits must rise from above 0 to 100, not {in_part}, {reached}, {enrichment}")
    return (
        Interval(0, in_part - 1, False, N_("belum tercapai: remedial pada seluruh bagian")),
        Interval(in_part, reached - 1, False, N_("belum tercapai: remedial pada bagian yang diperlukan")),
        Interval(reached, enrichment - 1, True, N_("sudah tercapai: tidak perlu remedial")),
        Interval(enrichment, 100, True, N_("sudah tercapai: perlu pengayaan"), enrichment=True),
    )


def interval_of(score: float, intervals: Sequence[Interval]) -> Interval:
    """The interval of a score on 0-100: the highest whose lowest limit it has reached.

    The example's limits are whole numbers, so 65.5 stands in none of them. It counts as 41-65: 66 isn't reached, just
    as a score of 65.5 doesn't reach a criterion of 66. Nothing is rounded up.
    """
    found = intervals[0]
    for one in intervals:
        if score >= one.lowest:
            found = one
    return found


PPA_INTERVALS = kktp_intervals()
INTERVALS_SOURCE = N_(
    "Contoh interval dari Panduan Pembelajaran dan Asesmen, dikenal lewat berkas sekolah yang mengutipnya. Guru boleh "
    "memakai interval lain."
)
CLASS_THRESHOLDS: Mapping[float, str] = {
    0.85: N_("85%: aturan SMAN 1 Banjar, Buleleng (2010)"),
    0.80: N_("80%: formulir PJOK yang beredar pada 2026"),
    0.75: N_("75%: formulir sebuah sekolah di Palembang"),
}
"""Thresholds of class mastery (ketuntasan klasikal) that were seen, with where (field facts E22)."""
CLASS_THRESHOLD_ORIGIN = N_("Batas ketuntasan klasikal adalah aturan sekolah; naskah sumber tidak menyebutnya.")


@dataclass(frozen=True)
class MasterySettings:
    """A school's own rules for the analysis.

    `intervals`: lowest first, from 0. `class_threshold`: share (0-1) of pupils at mastery that makes the class count as
    having mastered it; None: the school has no such rule (see `CLASS_THRESHOLDS`).
    """

    intervals: tuple[Interval, ...] = PPA_INTERVALS
    class_threshold: float | None = None

    def __post_init__(self) -> None:
        limits = [one.lowest for one in self.intervals]
        if not limits or limits[0] != 0 or any(low >= high for low, high in pairwise(limits)):
            raise ValueError(f"intervals must rise from 0, not {limits}")
        if self.class_threshold is not None and not 0 < self.class_threshold <= 1:
            raise ValueError(f"class_threshold must be a share above 0 and up to 1, not {self.class_threshold}")


MASTERY_DEFAULTS = MasterySettings()


class ItemError(ValueError):
    """Items or points that can't be analysed; `problems` names every wrong place and its mend."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.render() for problem in problems))


# --- which form fits -----------------------------------------------------------------------------------------------

SOURCE_ORIGIN = N_("Kata-kata naskah sumber: 'sebagian besar atau semua' dan 'satu atau beberapa'.")
SOURCE_DOUBT = N_(
    "Naskah sumber tidak memberi angka. Di sini 'sebagian besar' dibaca lebih dari {c:.0%}; batas 'beberapa' Anda "
    "yang menilai."
)
PRACTICE_ORIGIN = N_("Praktik di sekolah: bukan dari naskah sumber, dan bukan peraturan.")
PRACTICE_DOUBT = N_(
    "Angka ini tertulis dalam aturan SMAN 1 Banjar, Buleleng (2010). Asalnya mungkin petunjuk teknis Direktorat "
    "Pembinaan SMA tahun 2010, tetapi halaman aslinya belum dilihat. Aturan itu tidak menyebut tepat 50%; di sini "
    "tepat 50% belum 'di atas 50%'. Letak tutor sebaya pun berbeda-beda: ada yang menaruhnya pada 20–50%, ada yang "
    "di bawah 20%."
)


@dataclass(frozen=True)
class FormAdvice:
    """Which forms of remedial teaching fit, by one authority.

    `forms`: those that it ties to this number of pupils. `also`: those that it names without any number. `statement`:
    in words. `origin` and `doubt`: where it comes from, and how sure that is.
    """

    forms: tuple[Form, ...]
    also: tuple[Form, ...]
    statement: Text
    origin: Text
    doubt: Text


def form_by_source(below: int, scored: int, settings: Settings = DEFAULTS) -> FormAdvice:
    """By the source text's own words (FORM-1b, FORM-2): most or all -> re-teach; one or a few -> special guidance.

    Practice tasks and peer tutoring (FORM-3, FORM-4) stand there without a number. `scored`: pupils with a score.
    """
    limit = settings.reteach_share
    forms: tuple[Form, ...] = ()
    also: tuple[Form, ...] = ("practice_tasks", "peer_tutoring")
    share = below / scored if scored else 0.0
    if not below:
        also = ()
        said = text(N_("Tidak ada murid yang belum tuntas, jadi remedial tidak diperlukan."))
    elif share > limit:
        forms = ("reteaching",)
        said = (
            text(N_("Semua {n} murid belum tuntas: pembelajaran ulang."), n=scored)
            if below == scored
            else text(N_("Sebagian besar murid ({a} dari {n}) belum tuntas: pembelajaran ulang."), a=below, n=scored)
        )
    elif below == 1:
        forms = ("individual_guidance",)
        said = text(N_("Satu murid belum tuntas: bimbingan khusus, misalnya perorangan."))
    else:
        forms = ("individual_guidance",)
        said = text(
            N_(
                "{a} dari {n} murid belum tuntas, bukan sebagian besar. Kalau itu masih 'beberapa': bimbingan khusus. "
                "Tugas latihan dan tutor sebaya disebut tanpa syarat jumlah."
            ),
            a=below,
            n=scored,
        )
    return FormAdvice(forms, also, said, text(SOURCE_ORIGIN), text(SOURCE_DOUBT, c=limit))


def form_by_practice(below: int, scored: int, settings: Settings = DEFAULTS) -> FormAdvice:
    """By the percentages of school practice (field facts L06): above 50 % re-teach, above 20 % to 50 % practice tasks
    in groups or peer tutors, up to 20 % individual guidance or peer tutors."""
    high, low = settings.reteach_share, settings.individual_share
    forms: tuple[Form, ...] = ()
    share = below / scored if scored else 0.0
    if not below:
        said = text(N_("Tidak ada murid yang belum tuntas, jadi remedial tidak diperlukan."))
    elif share > high:
        forms = ("reteaching",)
        said = text(N_("{p:.0%} belum tuntas, di atas {c:.0%}: pembelajaran ulang."), p=share, c=high)
    elif share > low:
        forms = ("practice_tasks", "peer_tutoring")
        said = text(
            N_("{p:.0%} belum tuntas, di atas {c:.0%} sampai {d:.0%}: tugas kelompok atau tutor sebaya."),
            p=share,
            c=low,
            d=high,
        )
    else:
        forms = ("individual_guidance", "peer_tutoring")
        said = text(
            N_("{p:.0%} belum tuntas, paling banyak {c:.0%}: bimbingan perorangan atau tutor sebaya."), p=share, c=low
        )
    return FormAdvice(forms, (), said, text(PRACTICE_ORIGIN), text(PRACTICE_DOUBT))


# --- the analysis as data ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class IntervalCount:
    """The pupils whose score lies in an interval."""

    interval: Interval
    pupils: tuple[str, ...]


@dataclass(frozen=True)
class ClassMastery:
    """Class mastery (ketuntasan klasikal).

    `share`: of pupils at mastery among those of whom it is known, 0-1; None where it is known of nobody. `threshold`:
    the school's (None: it has none). `reached`: None where either is missing.
    """

    share: float | None
    threshold: float | None

    @property
    def reached(self) -> bool | None:
        if self.share is None or self.threshold is None:
            return None
        return self.share >= self.threshold - measures.TOLERANCE


@dataclass(frozen=True)
class ObjectiveMastery:
    """One objective: ids of present pupils in class order.

    Attributes
    ----------
    criterion: the mastery criterion on 0-100; None where it isn't set, or isn't above 0 and up to 100.
    mastered, below: at the criterion or above it, below it. no_score: neither. undecided: pupils with a score where
        there is no criterion.
    mean: of the scores; None without any. mean_hides: the class mean is at the criterion while somebody is below.
    distribution: by the KKTP intervals. class_mastery: for this objective.
    by_source, by_practice: the form of remedial teaching that fits, by the source text's words and by the percentages
        of school practice; None where mastery can't be judged.
    """

    objective: str
    criterion: float | None
    mastered: tuple[str, ...]
    below: tuple[str, ...]
    no_score: tuple[str, ...]
    undecided: tuple[str, ...]
    mean: float | None
    distribution: tuple[IntervalCount, ...]
    class_mastery: ClassMastery
    by_source: FormAdvice | None
    by_practice: FormAdvice | None

    @property
    def scored(self) -> int:
        """Pupils with a score whose mastery can be judged."""
        return len(self.mastered) + len(self.below)

    @property
    def share_below(self) -> float | None:
        """Share of pupils below the criterion among those with a score, 0-1; None where nobody can be judged."""
        return len(self.below) / self.scored if self.scored else None

    @property
    def mean_hides(self) -> bool:
        return bool(self.below) and self.mean is not None and self.mean >= (self.criterion or 0.0)


@dataclass(frozen=True)
class PupilMastery:
    """One pupil's line of the analysis.

    Attributes
    ----------
    scores: objective id -> score on 0-100 or None, in the order of the objectives.
    mastered, not_mastered, no_score: objectives with a criterion.
    mean: of the scores. hidden_by_mean: objectives that are not mastered although the mean of the pupil's scores is at
        the mean of their criteria.
    points: item id -> points or None, in the order of the items; empty where no items were given. total, possible: sum
        of points and of the maxima of the items that the pupil has points for.
    absorption: total / possible (daya serap perorangan), 0-1; None without points. right, wrong: items with full points
        and with fewer. items_not_reached: items whose points, in percent of the maximum, are below the criterion.
    interval: of `mark` (None without a mark).
    """

    id: str
    scores: Mapping[str, float | None]
    mastered: tuple[str, ...]
    not_mastered: tuple[str, ...]
    no_score: tuple[str, ...]
    mean: float | None
    hidden_by_mean: tuple[str, ...]
    points: Mapping[str, float | None]
    total: float | None
    possible: float | None
    right: int
    wrong: int
    items_not_reached: tuple[str, ...]
    interval: Interval | None

    @property
    def absorption(self) -> float | None:
        return self.total / self.possible if self.total is not None and self.possible else None

    @property
    def mark(self) -> float | None:
        """The test's one mark (nilai) on 0-100: percent of the points, or the mean of the scores without items.

        For the form only. Whether the pupil needs remedial teaching is decided per objective.
        """
        if self.total is not None and self.possible:
            return 100 * self.total / self.possible
        return self.mean

    @property
    def reached(self) -> bool | None:
        """Whether every objective with a criterion is mastered; None where a missing score leaves that open."""
        if self.not_mastered:
            return False
        return True if self.mastered and not self.no_score else None


@dataclass(frozen=True)
class ItemAnalysis:
    """One item over the pupils who have points for it.

    Attributes
    ----------
    number: place in the test, from 1. criterion: of its objective, or the one criterion that all objectives share.
    takers: ids. total, possible: sum of points; takers times the maximum.
    absorption: total / possible (daya serap), 0-1. The same number is the difficulty index p: B/N for an item that is
        right or wrong, mean/maximum for an essay (field facts E21). difficulty: its band, on p rounded to two decimals:
        0.00-0.30 hard, 0.31-0.70 medium, 0.71-1.00 easy.
    upper, lower: share of the points in the upper and the lower 27 %. discrimination: upper - lower (D), with its band;
        None where there are fewer than two pupils with points for all items.
    right, wrong: takers with full points and with fewer. reached, not_reached: takers whose points, in percent of the
        maximum, are at the criterion or below it; both empty without a criterion.
    """

    item: Item
    number: int
    criterion: float | None
    takers: tuple[str, ...]
    total: float
    right: int
    wrong: int
    reached: tuple[str, ...]
    not_reached: tuple[str, ...]
    upper: float | None
    lower: float | None

    @property
    def possible(self) -> float:
        return len(self.takers) * self.item.maximum

    @property
    def absorption(self) -> float | None:
        return self.total / self.possible if self.takers else None

    @property
    def difficulty(self) -> Difficulty | None:
        return None if self.absorption is None else difficulty_of(self.absorption)

    @property
    def discrimination(self) -> float | None:
        return None if self.upper is None or self.lower is None else self.upper - self.lower

    @property
    def discrimination_band(self) -> Discrimination | None:
        return None if self.discrimination is None else discrimination_of(self.discrimination)


@dataclass(frozen=True)
class Conclusion:
    """The second page of the form: what to do next.

    `class_items`: items that the class as a whole has not mastered (daya serap below the criterion): remedial for all.
    `individual`: pupils with an objective not mastered. `enrichment`: pupils who have mastered all objectives and whose
    mark lies in an interval of enrichment. `undecided`: pupils of whom a missing score leaves it open.
    """

    class_items: tuple[str, ...]
    individual: tuple[str, ...]
    enrichment: tuple[str, ...]
    undecided: tuple[str, ...]


@dataclass(frozen=True)
class MasteryAnalysis:
    """The analysis of a test. Pupils in class order, without the absent (`absent` names them).

    Attributes
    ----------
    participants: pupils with any score or points. extreme_group: pupils in the upper and in the lower 27 % (0: too few
        for D). ranked: pupils with points for every item, among whom those groups were taken.
    criterion: the one that all objectives share, or None.
    highest, lowest, mean: of the marks. distribution: of the marks, by the KKTP intervals.
    class_mastery: share of the pupils who have mastered every objective.
    notes: what to know when reading the numbers, a sentence each.
    """

    objectives: tuple[ObjectiveMastery, ...]
    pupils: tuple[PupilMastery, ...]
    items: tuple[ItemAnalysis, ...]
    absent: tuple[str, ...]
    participants: tuple[str, ...]
    ranked: tuple[str, ...]
    extreme_group: int
    criterion: float | None
    distribution: tuple[IntervalCount, ...]
    class_mastery: ClassMastery
    conclusion: Conclusion
    notes: tuple[Text, ...]

    @cached_property
    def by_objective(self) -> Mapping[str, ObjectiveMastery]:
        return {one.objective: one for one in self.objectives}

    @cached_property
    def by_pupil(self) -> Mapping[str, PupilMastery]:
        return {one.id: one for one in self.pupils}

    @cached_property
    def marks(self) -> tuple[float, ...]:
        return tuple(mark for one in self.pupils if (mark := one.mark) is not None)

    @property
    def highest(self) -> float | None:
        return max(self.marks, default=None)

    @property
    def lowest(self) -> float | None:
        return min(self.marks, default=None)

    @property
    def mean(self) -> float | None:
        return measures.mean(self.marks) if self.marks else None

    @property
    def reached(self) -> tuple[str, ...]:
        """Pupils who have mastered every objective."""
        return tuple(one.id for one in self.pupils if one.reached is True)

    @property
    def hidden_by_mean(self) -> tuple[PupilMastery, ...]:
        """Pupils whose mean is at the criterion while an objective is not mastered: a list by means misses them."""
        return tuple(one for one in self.pupils if one.hidden_by_mean)

    @property
    def share_below(self) -> float | None:
        """Largest share below on one objective: what the choice of a form goes by (R05, R14)."""
        shares = [share for one in self.objectives if one.below and (share := one.share_below) is not None]
        return max(shares, default=None)


# --- working it out ------------------------------------------------------------------------------------------------


def usable_criteria(scenario: Scenario) -> dict[str, float]:
    """Objective id -> criterion, where it is above 0 and up to 100 (R01): nobody can be judged by any other."""
    return {id: one for id, one in measures.criteria(scenario).items() if 0 < one <= 100}


def difficulty_of(p: float) -> Difficulty:
    """Band of a difficulty index, on p rounded to two decimals as the bands are written (0.305 is 0.31: medium)."""
    rounded = _two_decimals(p)
    return next((band for limit, band in _DIFFICULTY_LIMITS if rounded <= limit), "easy")


def discrimination_of(d: float) -> Discrimination:
    """Band of a discrimination index, on D rounded to two decimals: 0.40, 0.30 and 0.20 (see DISCRIMINATION_DOUBT)."""
    rounded = _two_decimals(d)
    return next((band for limit, band in _DISCRIMINATION_LIMITS if rounded >= limit), "reversed")


def _two_decimals(value: float) -> float:
    """Half up, as people round; the tolerance undoes what binary fractions lose (0.305 is stored as 0.30499…)."""
    return math.floor(value * 100 + 0.5 + measures.TOLERANCE) / 100


def extreme_group_size(takers: int) -> int:
    """Pupils in 27 % of the takers, rounded half up, at least 1: 8 of 28. 0 for fewer than two takers."""
    return max(1, math.floor(EXTREME_GROUP * takers + 0.5 + measures.TOLERANCE)) if takers >= 2 else 0


def scores_from_items(items: Sequence[Item], points: Points) -> dict[str, dict[str, float]]:
    """Pupil id -> objective id -> score on 0-100: percent of the points on the items of the objective.

    Only over the items that the pupil has points for; an objective none of whose items the pupil has points for is left
    out. Raises ItemError as `analyse_mastery`.
    """
    problems = _item_problems(items) + _point_problems(items, points)
    if problems:
        raise ItemError(tuple(problems))
    found: dict[str, dict[str, float]] = {}
    for pupil, own in points.items():
        sums: dict[str, list[tuple[float, float]]] = {}
        for item in items:
            earned = own.get(item.id)
            if item.objective is not None and earned is not None:
                sums.setdefault(item.objective, []).append((earned, item.maximum))
        found[pupil] = {
            objective: 100 * measures.total(one for one, _ in pairs) / measures.total(one for _, one in pairs)
            for objective, pairs in sums.items()
        }
    return found


def with_item_scores(scenario: Scenario, items: Sequence[Item], points: Points) -> Scenario:
    """A new scenario whose pupils' missing scores are filled from the items; scores that are there stay."""
    found = scores_from_items(items, points)
    known = {one.id for one in scenario.objectives}
    filled = [
        pupil.model_copy(
            update={
                "scores": {
                    **pupil.scores,
                    **{
                        objective: score
                        for objective, score in found.get(pupil.id, {}).items()
                        if objective in known and pupil.scores.get(objective) is None
                    },
                }
            }
        )
        for pupil in scenario.pupils
    ]
    return scenario.model_copy(update={"pupils": filled}).model_copy(deep=True)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _item_problems(items: Sequence[Item], objectives: Iterable[str] | None = None) -> list[Problem]:
    known = None if objectives is None else set(objectives)
    problems: list[Problem] = []
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item.id in seen:
            words = N_("Nomor soal {x} dipakai dua kali. Beri setiap soal nomor sendiri.")
            problems.append(Problem(place(("items", index, "id")), text(words, x=item.id)))
        seen.add(item.id)
        if not _is_number(item.maximum) or item.maximum <= 0:
            words = N_("Skor maksimal soal {x} tertulis {n}. Tulis bilangan di atas 0.")
            problems.append(Problem(place(("items", index, "maximum")), text(words, x=item.id, n=str(item.maximum))))
        if known is not None and item.objective is not None and item.objective not in known:
            words = N_("Soal {x} mengukur {tp}, yang tidak ada dalam daftar TP. Periksa ejaannya, atau tambahkan TP.")
            problems.append(Problem(place(("items", index, "objective")), text(words, x=item.id, tp=item.objective)))
    return problems


def _point_problems(items: Sequence[Item], points: Points, ids: Iterable[str] | None = None) -> list[Problem]:
    known = None if ids is None else set(ids)
    maxima = {item.id: item.maximum for item in items}
    problems: list[Problem] = []
    for pupil, own in points.items():
        if known is not None and pupil not in known:
            words = N_("Tidak ada murid dengan id {m} dalam daftar murid. Periksa ejaannya, atau tambahkan murid itu.")
            problems.append(Problem(place(("points", pupil)), text(words, m=pupil)))
            continue
        for item, earned in own.items():
            where = place(("points", pupil, item))
            if item not in maxima:
                words = N_("Tidak ada soal {x}. Tambahkan soal itu beserta skor maksimalnya, atau hapus skornya.")
                problems.append(Problem(where, text(words, x=item)))
            elif earned is not None and _is_number(maxima[item]):
                right = _is_number(earned) and 0 <= earned <= maxima[item]
                if not right:
                    words = N_("Skor soal {x} tertulis {n}. Tulis bilangan 0 sampai {c}, atau kosongkan.")
                    problems.append(Problem(where, text(words, x=item, n=str(earned), c=float(maxima[item]))))
    return problems


def analyse_mastery(
    scenario: Scenario,
    items: Sequence[Item] = (),
    points: Points | None = None,
    settings: Settings = DEFAULTS,
    school: MasterySettings = MASTERY_DEFAULTS,
) -> MasteryAnalysis:
    """Analyse a test: per objective, per pupil and, where items are given, per item.

    Parameters
    ----------
    scenario: its present pupils with a score (0-100) or None per objective, and the objectives with their criteria.
    items, points: the test's items and what each pupil earned; points of absent pupils are left out.
    settings: shares at which a form of remedial teaching fits. school: KKTP intervals, threshold of class mastery.

    Raises
    ------
    ItemError: an item without a maximum above 0, an id used twice, points outside 0 to the maximum, or an id that
        names no pupil, item or objective. It names every such place.
    """
    given = points or {}
    problems = _item_problems(items, (one.id for one in scenario.objectives))
    problems += _point_problems(items, given, (one.id for one in scenario.pupils))
    if problems:
        raise ItemError(tuple(problems))
    mastery = usable_criteria(scenario)
    present = measures.present_pupils(scenario)
    ids = [one.id for one in scenario.objectives]
    shared = set(mastery.values()) if len(mastery) == len(ids) else set()
    criterion = shared.pop() if len(shared) == 1 else None
    of_items = {item.id: mastery.get(item.objective) if item.objective else criterion for item in items}
    objectives = tuple(_objective(id, present, mastery.get(id), settings, school) for id in ids)
    lines = tuple(_pupil(pupil, ids, mastery, items, given.get(pupil.id, {}), of_items, school) for pupil in present)
    analysed, ranked, size = _items(items, lines, of_items)
    judged = [line.reached for line in lines if line.reached is not None]
    share = sum(judged) / len(judged) if judged else None
    marks = {line.id: mark for line in lines if (mark := line.mark) is not None}
    analysis = MasteryAnalysis(
        objectives=objectives,
        pupils=lines,
        items=analysed,
        absent=tuple(pupil.id for pupil in scenario.pupils if not measures.is_present(pupil)),
        participants=tuple(marks),
        ranked=ranked,
        extreme_group=size,
        criterion=criterion,
        distribution=_distribution(marks, school.intervals),
        class_mastery=ClassMastery(share, school.class_threshold),
        conclusion=Conclusion(
            class_items=tuple(
                one.item.id
                for one in analysed
                if one.criterion is not None and one.takers and 100 * one.total / one.possible < one.criterion
            ),
            individual=tuple(line.id for line in lines if line.not_mastered),
            enrichment=tuple(line.id for line in lines if line.reached and line.interval and line.interval.enrichment),
            undecided=tuple(line.id for line in lines if line.reached is None),
        ),
        notes=(),
    )
    return _with_notes(analysis, scenario, school)


def _distribution(scores: Mapping[str, float], intervals: Sequence[Interval]) -> tuple[IntervalCount, ...]:
    places = {id: interval_of(score, intervals) for id, score in scores.items()}
    return tuple(IntervalCount(one, tuple(id for id, found in places.items() if found is one)) for one in intervals)


def _objective(
    id: str, present: Sequence[Pupil], criterion: float | None, settings: Settings, school: MasterySettings
) -> ObjectiveMastery:
    scores = {pupil.id: score for pupil in present if (score := pupil.scores.get(id)) is not None}
    mastered = tuple(one for one, score in scores.items() if criterion is not None and score >= criterion)
    below = tuple(one for one, score in scores.items() if criterion is not None and score < criterion)
    scored = len(mastered) + len(below)
    return ObjectiveMastery(
        objective=id,
        criterion=criterion,
        mastered=mastered,
        below=below,
        no_score=tuple(pupil.id for pupil in present if pupil.id not in scores),
        undecided=tuple(scores) if criterion is None else (),
        mean=measures.mean(scores.values()) if scores else None,
        distribution=_distribution(scores, school.intervals),
        class_mastery=ClassMastery(len(mastered) / scored if scored else None, school.class_threshold),
        by_source=form_by_source(len(below), scored, settings) if scored else None,
        by_practice=form_by_practice(len(below), scored, settings) if scored else None,
    )


def _pupil(
    pupil: Pupil,
    objectives: Sequence[str],
    mastery: Mapping[str, float],
    items: Sequence[Item],
    earned: Mapping[str, float | None],
    of_items: Mapping[str, float | None],
    school: MasterySettings,
) -> PupilMastery:
    scores = {id: pupil.scores.get(id) for id in objectives}
    known = {id: score for id, score in scores.items() if score is not None}
    below = measures.below(pupil, mastery)
    judged = [id for id in known if id in mastery]
    hidden: tuple[str, ...] = ()
    if below and measures.mean(known[id] for id in judged) >= measures.mean(mastery[id] for id in judged):
        hidden = tuple(id for id in judged if id in below)
    points = {item.id: earned.get(item.id) for item in items}
    done = [(item, one) for item in items if (one := points[item.id]) is not None]
    line = PupilMastery(
        id=pupil.id,
        scores=scores,
        mastered=tuple(id for id in judged if id not in below),
        not_mastered=tuple(id for id in judged if id in below),
        no_score=tuple(id for id in objectives if id in mastery and scores[id] is None),
        mean=measures.mean(known.values()) if known else None,
        hidden_by_mean=hidden,
        points=points,
        total=measures.total(one for _, one in done) if done else None,
        possible=measures.total(item.maximum for item, _ in done) if done else None,
        right=sum(one >= item.maximum for item, one in done),
        wrong=sum(one < item.maximum for item, one in done),
        items_not_reached=tuple(
            item.id
            for item, one in done
            if (limit := of_items[item.id]) is not None and 100 * one / item.maximum < limit
        ),
        interval=None,
    )
    if line.mark is None:
        return line
    return replace(line, interval=interval_of(line.mark, school.intervals))


def _items(
    items: Sequence[Item], lines: Sequence[PupilMastery], criteria: Mapping[str, float | None]
) -> tuple[tuple[ItemAnalysis, ...], tuple[str, ...], int]:
    """Items, the pupils ranked for D, and the size of the two groups of extremes."""
    # Who left an item out has a total that can't be compared.
    complete = {
        line.id: line.total
        for line in lines
        if line.total is not None and all(one is not None for one in line.points.values())
    }
    size = extreme_group_size(len(complete))
    upper = _extremes(complete, size)
    lower = _extremes({id: -total for id, total in complete.items()}, size)
    by_id = {line.id: line for line in lines}
    analysed = []
    for number, item in enumerate(items, 1):
        earned = {line.id: one for line in lines if (one := line.points[item.id]) is not None}
        criterion = criteria[item.id]
        percent = {id: 100 * one / item.maximum for id, one in earned.items()}

        def share(weights: Mapping[str, float], item: Item = item) -> float | None:
            if not size:
                return None
            sums = (weight * (by_id[id].points[item.id] or 0.0) for id, weight in weights.items())
            return measures.total(sums) / (size * item.maximum)

        analysed.append(
            ItemAnalysis(
                item=item,
                number=number,
                criterion=criterion,
                takers=tuple(earned),
                total=measures.total(earned.values()),
                right=sum(one >= item.maximum for one in earned.values()),
                wrong=sum(one < item.maximum for one in earned.values()),
                reached=tuple(id for id, one in percent.items() if criterion is not None and one >= criterion),
                not_reached=tuple(id for id, one in percent.items() if criterion is not None and one < criterion),
                upper=share(upper),
                lower=share(lower),
            )
        )
    return tuple(analysed), tuple(complete), size


def _extremes(totals: Mapping[str, float], size: int) -> dict[str, float]:
    """Pupil id -> weight in the group of the `size` highest totals.

    Pupils with equal totals at the limit share the places that are left, so that neither the order of the class list
    nor chance decides about D.
    """
    if not size:
        return {}
    limit = sorted(totals.values(), reverse=True)[size - 1]
    above = [id for id, total in totals.items() if total > limit]
    tied = [id for id, total in totals.items() if total == limit]
    weight = (size - len(above)) / len(tied)
    return {**dict.fromkeys(above, 1.0), **dict.fromkeys(tied, weight)}


# --- notes ---------------------------------------------------------------------------------------------------------


def _with_notes(analysis: MasteryAnalysis, scenario: Scenario, school: MasterySettings) -> MasteryAnalysis:
    said: list[Text] = []
    for one in scenario.objectives:
        if one.criterion is None:
            said.append(text(N_("Kriteria {tp} belum ditetapkan, jadi ketuntasannya belum dapat dinilai."), tp=one.id))
        elif not 0 < one.criterion <= 100:
            words = N_("Kriteria {tp} tertulis {n}. Tulis bilangan di atas 0 dan paling tinggi 100.")
            said.append(text(words, tp=one.id, n=one.criterion))
    if not analysis.participants:
        said.append(text(N_("Belum ada nilai. Isi nilai per TP, atau skor setiap soal.")))
    if analysis.absent:
        said.append(text(N_("{ms} tidak hadir dan tidak ikut dihitung."), ms=pupils(analysis.absent)))
    strange = [
        line.id for line in analysis.pupils if any(s is not None and not 0 <= s <= 100 for s in line.scores.values())
    ]
    if strange:
        said.append(text(N_("Ada nilai di luar 0–100 pada {ms}. Periksa lagi."), ms=pupils(strange)))
    hidden = [line.id for line in analysis.hidden_by_mean]
    if hidden:
        said.append(
            text(
                N_(
                    "Rata-rata {ms} sudah memenuhi kriteria, tetapi masih ada TP yang belum tuntas. Ketuntasan dilihat "
                    "per TP, karena rata-rata menyembunyikannya."
                ),
                ms=pupils(hidden),
            )
        )
    for objective in analysis.objectives:
        if objective.mean_hides:
            said.append(
                text(
                    N_("Rata-rata kelas pada {tp} {a:.1f}, memenuhi kriteria {c}; namun, {n} murid belum tuntas."),
                    tp=objective.objective,
                    a=objective.mean,
                    c=objective.criterion,
                    n=len(objective.below),
                )
            )
    said += _about_intervals(analysis, school)
    said += _about_items(analysis)
    return replace(analysis, notes=tuple(said))


def _about_intervals(analysis: MasteryAnalysis, school: MasterySettings) -> list[Text]:
    said = []
    between = sorted({mark for mark in analysis.marks if interval_of(mark, school.intervals).highest < mark <= 100})
    if between:
        first = between[0]
        interval = interval_of(first, school.intervals)
        said.append(
            text(
                N_(
                    "Interval ditulis dengan bilangan bulat. Nilai {n:.1f} ada di antara {b} dan {next}; nilai itu "
                    "dihitung pada {i}, karena {next} belum dicapai."
                ),
                n=first,
                b=interval.highest,
                next=next(one.lowest for one in school.intervals if one.lowest > first),
                i=interval.label,
            )
        )
    limit = next((one.lowest for one in school.intervals if one.reached), None)
    criteria = sorted({one.criterion for one in analysis.objectives if one.criterion is not None})
    if limit is not None and criteria and criteria != [limit]:
        said.append(
            text(
                N_(
                    "Menurut interval, TP tercapai mulai {a}, sedangkan kriteria yang tertulis {c}. Daftar remedial "
                    "mengikuti kriteria; samakan interval dengannya bila perlu."
                ),
                a=limit,
                c=[float(one) for one in criteria],
            )
        )
    return said


def _about_items(analysis: MasteryAnalysis) -> list[Text]:
    if not analysis.items:
        return []
    said = []
    partial = [line.id for line in analysis.pupils if line.total is not None and line.id not in analysis.ranked]
    if partial:
        words = N_("Skor soal {ms} belum lengkap, jadi mereka tidak ikut menentukan daya beda.")
        said.append(text(words, ms=pupils(partial)))
    size = analysis.extreme_group
    if not size:
        said.append(text(N_("Daya beda belum dapat dihitung: perlu sedikitnya dua murid dengan skor lengkap.")))
    elif size < NOISY_BELOW:
        said.append(text(_DISCRIMINATION_NOISY, n=len(analysis.ranked), k=size, d=1 / size))
    if size:
        said.append(text(DISCRIMINATION_DOUBT))
        turned = [one.item.id for one in analysis.items if one.discrimination_band == "reversed"]
        if turned:
            words = N_("Pada soal {xs}, kelompok bawah mengungguli kelompok atas. Periksa kunci dan rumusan soalnya.")
            said.append(text(words, xs=turned))
    differing = _differing(analysis)
    if differing:
        said.append(
            text(
                N_("Nilai TP {ms} berbeda dari persen skor soalnya. Periksa, atau biarkan bila disengaja."),
                ms=pupils(differing),
            )
        )
    return said


def _differing(analysis: MasteryAnalysis) -> list[str]:
    """Pupils whose score on an objective is more than half a point from the percentage of its items."""
    items = [one.item for one in analysis.items]
    found = scores_from_items(items, {line.id: line.points for line in analysis.pupils})
    return [
        line.id
        for line in analysis.pupils
        if any(
            (score := line.scores.get(objective)) is not None and abs(score - percent) > 0.5 + measures.TOLERANCE
            for objective, percent in found[line.id].items()
        )
    ]

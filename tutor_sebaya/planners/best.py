"""The best groups for a teacher's wishes: with a proof, or with the demands that can't hold together.

    best = best_groups(scenario, wishes_of(scenario))
    best.text, best.groups, best.fill(scenario)

`steps` gives a first answer at once and better ones as they are found. Where the wishes can't be met, the answer has no
groups but a `conflict`: the smallest set of demands at odds, and which of them could be given up alone. Everybody's
company (G09) comes after the solver's demands: first by exchanging pupils, then, where there is time for a proof, by
branching on the companion whom a lonely pupil gets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import fmean
from time import perf_counter
from typing import Literal, TypeAlias

from ..language import N_, Text, pupils, text
from ..scenario import Scenario
from ..settings import DEFAULTS, Settings
from . import optimal
from ._company import with_bound, with_company
from .groups import Broken, PlannedGroup, fill_groups
from .optimal import (
    NO_SCIPY,
    SURE,
    Apart,
    Demand,
    GroupingProblem,
    GroupingSolution,
    Lock,
    NoGroupingError,
    Progress,
    Together,
    conflict,
    demand_costs,
    first_answer,
    judge,
    solve,
)
from .repair import mask_of
from .wishes import COMPANY, FEATURES, Demanded, Question, Wishes, ask, feature_levels, lonely

State: TypeAlias = Literal["proven", "within", "first", "conflict", "not_found"]

GENTLE = ("company", "gender", "together", "unscored", "thirds", "mean", "apart", "lock", "avoid", "tutor", "outside")
"""Demands in the order in which a teacher may give them up: those of the source text and of safety last."""


@dataclass(frozen=True)
class GoalValue:
    """What became of a goal. `value`: its part of the whole, weight included; `text`: in words that need no weight."""

    name: str
    value: float
    text: Text


@dataclass(frozen=True)
class Impossible:
    """Demands that can't hold together.

    Attributes
    ----------
    demands: in conflict; empty where the sizes alone don't fit. smallest: it is proven that no smaller set is.
    ways_out: those of them that, given up alone, let all the other wishes hold, the gentlest first.
    text, advice: what is at odds, and what to give up.
    """

    demands: tuple[Demanded, ...]
    smallest: bool
    ways_out: tuple[Demanded, ...]
    text: Text
    advice: Text


@dataclass(frozen=True)
class BestGroups:
    """The best division that was found, and how good it is.

    Attributes
    ----------
    groups: none where the wishes can't be met. value, bound: of all goals; no division is worth more than `bound`
        (None: not known). state: "proven" (nothing is better), "within" (nothing is better by more than `percent`),
        "first" (no proof was tried or is possible here), "conflict" (see there), "not_found" (nothing was found, and
        it isn't proven that there is nothing).
    without_scipy: a proof was asked for, and scipy isn't installed.
    goals: each in words. demanded: all that was demanded. alone: pupils who lack the company that was wished for.
    hopeless: it is proven that no division that keeps the demands gives everybody company.
    broken: rules of forming groups that the division breaks, those included that nobody wished for.
    notes: what the reader should know besides. proposed: pupils who become candidates by their scores.
    seconds: that this answer took.
    """

    wishes: Wishes
    groups: tuple[PlannedGroup, ...]
    value: float | None
    bound: float | None
    state: State
    without_scipy: bool
    goals: tuple[GoalValue, ...]
    demanded: tuple[Demanded, ...]
    alone: tuple[str, ...]
    hopeless: bool
    broken: tuple[Broken, ...]
    conflict: Impossible | None
    notes: tuple[Text, ...]
    proposed: tuple[str, ...]
    seconds: float
    solution: GroupingSolution | None = None

    @property
    def percent(self) -> float | None:
        """How much better a division may still be, in percent; None where no bound is known."""
        return self.solution.percent if self.solution else None

    @property
    def text(self) -> Text:
        """The state in a sentence."""
        if self.solution is not None:
            return self.solution.text
        return self.conflict.text if self.conflict else text(_NOT_FOUND)

    def fill(self, scenario: Scenario) -> Scenario:
        """A new scenario with these groups, everything else kept as `GroupPlan.fill` keeps it.

        Way and ground stay what they were: the format has seven ways, and "the best of all" is none of them. A conflict
        has no groups, so nothing changes.
        """
        return fill_groups(scenario, self.groups, self.proposed) if self.groups else scenario.model_copy(deep=True)


_NOT_FOUND = N_("Belum ditemukan pembagian yang memenuhi semua keinginan ini. Longgarkan salah satu syarat.")


def best_groups(
    scenario: Scenario,
    wishes: Wishes,
    seconds: float = 10.0,
    prove: bool = True,
    seed: int = 1,
    settings: Settings = DEFAULTS,
    tell: Callable[[Progress], None] | None = None,
) -> BestGroups:
    """The best groups for these wishes, proven where possible, within about `seconds`.

    The same seed gives the same groups wherever time doesn't run out. `tell` hears of the solver's progress; an error
    that it raises ends the search.

    Raises
    ------
    WishError: wishes that name somebody or a group that isn't there.
    """
    begun = perf_counter()
    question = ask(scenario, wishes, settings)
    try:
        solution = solve(question.problem, seconds, seed, prove, tell)
    except NoGroupingError as error:
        return _impossible(question, error, seconds, seed, begun)
    return _answer(question, solution, seed, begun, begun + seconds, prove)


def steps(
    scenario: Scenario,
    wishes: Wishes,
    seconds: float = 10.0,
    prove: bool = True,
    seed: int = 1,
    settings: Settings = DEFAULTS,
) -> Iterator[BestGroups]:
    """A first answer in milliseconds, then better ones and lower bounds, the last of them proven or out of time.

    Each answer is at least as good as the one before it. Between two of them at most half of what is left of the time
    goes by, so that a form can draw and hear of a change; closing the iterator ends the search. Raises WishError.
    """
    begun = perf_counter()
    question = ask(scenario, wishes, settings)
    try:
        best = _answer(question, first_answer(question.problem, seed), seed, begun, begun, False)
    except NoGroupingError as error:
        yield _impossible(question, error, seconds, seed, begun)
        return
    yield best
    budget = 0.5
    while best.state != "proven" and (left := begun + seconds - perf_counter()) > 0.02:
        share = left if left < 2 * budget else budget
        started = perf_counter()
        solution = solve(question.problem, share, seed, prove)
        best = _better(question, best, _answer(question, solution, seed, begun, started + share, prove))
        yield best
        if perf_counter() - started < 0.9 * share:
            return  # it came to its end by itself: more time would find the same
        budget *= 3


def _better(question: Question, before: BestGroups, now: BestGroups) -> BestGroups:
    """The better of two answers with the lower of their bounds, and with what is known by now."""
    assert before.solution is not None and now.solution is not None
    worse = (len(now.alone), -now.solution.value) > (len(before.alone), -before.solution.value)
    kept = before if worse else now
    assert kept.solution is not None
    limits = [one for one in (before.bound, now.bound) if one is not None]
    solution = with_bound(now.solution, kept.solution.groups, kept.solution.value, min(limits, default=None))
    if kept.alone:
        solution = replace(solution, status="first", bound=min(limits, default=None), note=now.solution.note)
    return replace(
        kept,
        bound=solution.bound,
        state=solution.status,
        solution=solution,
        without_scipy=now.without_scipy,
        hopeless=now.hopeless,
        notes=tuple(_notes(question, kept.groups, solution, kept.alone, now.hopeless)),
        seconds=now.seconds,
    )


# --- an answer -------------------------------------------------------------------------------------------------------


def _answer(
    question: Question, solution: GroupingSolution, seed: int, begun: float, deadline: float, prove: bool
) -> BestGroups:
    wanted, hopeless = question.wishes.company, False
    note, alone = solution.note, lonely(question, solution.groups) if wanted else ()
    if alone:
        solution, hopeless = with_company(question, solution, seed, deadline, prove)
        alone = lonely(question, solution.groups)
    school_class, problem = question.school_class, question.problem
    planned = tuple(
        school_class.planned_group(id, mask_of(school_class.index[one] for one in group), slot)
        for id, group, slot in zip(question.ids, solution.groups, question.slots, strict=True)
    )
    parts = judge(problem, solution.groups).parts
    goals = tuple(
        GoalValue(name, part, _GOALS[name](question, name, solution.groups))
        for name, part in zip(question.goals, parts, strict=True)
    )
    without_scipy = prove and note is not None and note.template == NO_SCIPY
    return BestGroups(
        wishes=question.wishes,
        groups=planned,
        value=solution.value,
        bound=solution.bound,
        state=solution.status,
        without_scipy=without_scipy,
        goals=goals,
        demanded=(*question.demanded, *([COMPANY] if wanted else [])),
        alone=alone,
        hopeless=hopeless,
        broken=school_class.broken(planned),
        conflict=None,
        notes=tuple(_notes(question, planned, solution, alone, hopeless)),
        proposed=tuple(one.id for one in school_class.participants.candidates if one.proposed),
        seconds=perf_counter() - begun,
        solution=solution,
    )


def _notes(
    question: Question,
    planned: Sequence[PlannedGroup],
    solution: GroupingSolution,
    alone: Sequence[str],
    hopeless: bool,
) -> Iterator[Text]:
    if not question.problem.goals:
        yield text(N_("Belum ada tujuan yang dipilih: setiap pembagian yang memenuhi syarat sama baiknya."))
    elif solution.note is not None:
        yield solution.note
    if hopeless:
        yield text(
            N_("Terbukti: tidak ada pembagian yang memenuhi syarat lain dan memberi semua murid teman pilihannya.")
        )
    if alone:
        words = N_(
            "Belum bersama seorang pun teman pilihannya: {ms}. Pindahkan sendiri, atau lepaskan salah satu syarat."
        )
        yield text(words, ms=pupils(alone))
    candidates = question.school_class.candidates
    unasked = [one for group in planned for one in group.tutors if candidates[one].state == "not_asked"]
    if unasked:
        words = N_("Tanyakan kesediaan dan nilai sikap {ms} dahulu: mereka tuntas, tetapi baru calon tutor.")
        yield text(words, ms=pupils(unasked))
    grouping = question.scenario.grouping
    if grouping is None or grouping.way is None:
        yield text(
            N_(
                "Pembagian ini dihitung dari syarat dan tujuan, bukan dengan salah satu dari tujuh cara. Cara "
                "pengelompokan tetap belum dipilih."
            )
        )
    else:
        yield text(
            N_(
                "Pembagian ini dihitung dari syarat dan tujuan. Cara pengelompokan yang tercatat tetap pilihan Anda; "
                "gantilah bila tidak lagi sesuai."
            )
        )


# --- goals in words --------------------------------------------------------------------------------------------------


def _friends(question: Question, name: str, groups: optimal.Groups) -> Text:
    goal = question.problem.goals[question.goals.index(name)]
    assert isinstance(goal, optimal.Pairs)
    met = round(replace(goal, weight=1.0).of(groups))
    return text(N_("{a} dari {b} pilihan teman terpenuhi."), a=met, b=len(goal.values))


def _repeats(question: Question, name: str, groups: optimal.Groups) -> Text:
    goal = question.problem.goals[question.goals.index(name)]
    assert isinstance(goal, optimal.Pairs)
    where = {one: number for number, members in enumerate(groups) for one in members}
    again = sum(where[one] == where[other] for one, other in goal.values)
    return text(
        N_("{a} dari {b} pasangan yang pernah sekelompok menjadi sekelompok lagi."), a=again, b=len(goal.values)
    )


def _preferences(question: Question, name: str, groups: optimal.Groups) -> Text:
    given = {one: subtopic for members, subtopic in zip(groups, question.subtopics, strict=True) for one in members}
    wished = {one: list(xs) for one, xs in question.wishes.prefers.items() if one in given and xs}
    met = [xs.index(subtopic) for one, xs in wished.items() if (subtopic := given[one]) is not None and subtopic in xs]
    return text(
        N_("{a} dari {b} murid mendapat submateri yang diinginkannya, {c} di antaranya pilihan pertama."),
        a=len(met),
        b=len(wished),
        c=met.count(0),
    )


def _diversity(question: Question, name: str, groups: optimal.Groups) -> Text:
    feature = next(one for one in FEATURES if one == name)
    levels = feature_levels(question.scenario, feature, question.problem.people)
    differ = [levels[one] != levels[other] for members in groups for one, other in combinations(members, 2)]
    return text(
        N_("{a} dari {b} pasangan anggota berbeda {apa}."), a=sum(differ), b=len(differ), apa=text(FEATURES[feature])
    )


def _mixed(question: Question, name: str, groups: optimal.Groups) -> Text:
    scores = question.school_class.scores
    gaps = [
        abs(scores[one] - scores[other])
        for members in groups
        for one, other in combinations([one for one in members if one in scores], 2)
    ]
    return text(N_("Dua anggota sekelompok rata-rata berselisih {a:.1f} nilai."), a=fmean(gaps) if gaps else 0.0)


def _even(question: Question, name: str, groups: optimal.Groups) -> Text:
    scores = question.school_class.scores
    means = [fmean(found) for members in groups if (found := [scores[one] for one in members if one in scores])]
    return text(
        N_("Rata-rata kelompok {a:.1f} sampai {b:.1f}; rata-rata kelas {c:.1f}."),
        a=min(means),
        b=max(means),
        c=question.school_class.mean,
    )


_GOALS: dict[str, Callable[[Question, str, optimal.Groups], Text]] = {
    "friendships": _friends,
    "few_repeats": _repeats,
    "preferences": _preferences,
    "mixed": _mixed,
    "even": _even,
    **dict.fromkeys(FEATURES, _diversity),
}


# --- what can't be met, and what it costs to meet it -----------------------------------------------------------------


def _impossible(question: Question, error: NoGroupingError, seconds: float, seed: int, begun: float) -> BestGroups:
    """An answer without groups: the conflict, where one was found."""
    found = conflict(question.problem, max(seconds, 1.0), seed)
    impossible: Impossible | None = None
    notes: tuple[Text, ...] = ()
    if found is not None:
        demands = tuple(question.in_words(one) for one in found.demands)
        said = found.text
        strangers = dict.fromkeys(x for one in found.demands if isinstance(one, Apart) for x in (one.one, one.other))
        if len(demands) > 1 and len(demands) == len(strangers) * (len(strangers) - 1) // 2:
            # All pairs of a few people: to name the people says more than to name each pair.
            said = text(
                N_("{n} murid tidak boleh saling sekelompok ({ms}), lebih banyak daripada {k} kelompok."),
                n=len(strangers),
                ms=pupils(strangers),
                k=len(question.ids),
            )
        elif demands:
            # The solver numbers the groups; the teacher's have ids.
            apa = demands[0].text if len(demands) == 1 else [one.text for one in demands]
            said = Text(said.template, {**said.values, "apa": apa})
        deadline = perf_counter() + max(seconds, 1.0)
        ways_out = [one for one in demands if one.demand and _fits(question.problem, one.demand, seed, deadline)]
        ways_out.sort(key=lambda one: GENTLE.index(one.kind))
        impossible = Impossible(demands, found.smallest, tuple(ways_out), said, _advice(demands, ways_out))
        if not found.smallest:
            notes = (text(N_("Mungkin ada pertentangan yang lebih kecil; waktu habis sebelum terbukti.")),)
    return BestGroups(
        wishes=question.wishes,
        groups=(),
        value=None,
        bound=None,
        state="conflict" if impossible else "not_found",
        without_scipy=False,
        goals=(),
        demanded=question.demanded,
        alone=(),
        hopeless=False,
        broken=(),
        conflict=impossible,
        notes=notes,
        proposed=(),
        seconds=perf_counter() - begun,
    )


def _fits(problem: GroupingProblem, demand: Demand, seed: int, deadline: float) -> bool:
    if perf_counter() > deadline:
        return False
    try:
        first_answer(replace(problem.without(demand), goals=()), seed)
    except NoGroupingError:
        return False
    return True


def _advice(demands: Sequence[Demanded], ways_out: Sequence[Demanded]) -> Text:
    if not demands:
        return text(N_("Tidak ada syarat yang perlu dilepas; ubah jumlah atau ukuran kelompok."))
    if ways_out:
        if isinstance(ways_out[0].demand, Lock | Apart | Together):
            return text(N_("Yang paling ringan dilepas: {apa}. Sesudah itu semua syarat lain terpenuhi."),
                        apa=ways_out[0].text)  # fmt: skip
        return text(
            N_("Yang paling ringan dilonggarkan: {apa}. Tanpa syarat itu semua syarat lain terpenuhi."),
            apa=ways_out[0].text,
        )
    return text(
        N_("Melepas satu dari syarat ini belum cukup: masih ada pertentangan lain. Ubah jumlah kelompok dahulu.")
    )


@dataclass(frozen=True)
class Cost:
    """What a demand costs: `lost`, in the unit of the value, by keeping it; `proven`, or else an estimate."""

    demanded: Demanded
    lost: float
    proven: bool

    @property
    def text(self) -> Text:
        if self.lost <= SURE:
            words = N_("{apa}: tidak mengurangi mutu") if self.proven else N_("{apa}: tampaknya tidak mengurangi mutu")
        elif self.lost < 0.05:
            words = N_("{apa}: hampir tidak mengurangi mutu")
        else:
            words = (
                N_("{apa}: mengurangi mutu {x:.1f}") if self.proven else N_("{apa}: mengurangi mutu sekitar {x:.1f}")
            )
        return Text(words, {"apa": self.demanded.text, "x": self.lost})


def costs(
    scenario: Scenario,
    best: BestGroups,
    seconds: float = 20.0,
    seed: int = 1,
    settings: Settings = DEFAULTS,
    demands: Sequence[Demanded] | None = None,
    tell: Callable[[Sequence[Cost], int], None] | None = None,
) -> tuple[Cost, ...]:
    """What each demand of `best` (or each of `demands`) costs: how much better the groups could be without it.

    Solves the problem once for each, within `seconds` for all together. Nothing for an answer without groups. `tell`
    hears, before each, of the costs found so far and of how many there will be.
    """
    if best.solution is None:
        return ()
    question = ask(scenario, best.wishes, settings)
    wanted = best.demanded if demands is None else demands
    end = perf_counter() + seconds
    found: list[Cost] = []
    # Company is left out where the others are weighed: it may cost what another demand seems to.
    solution = best.solution
    if best.demanded and COMPANY in best.demanded:
        solution = solve(question.problem, max(0.1, seconds / (len(wanted) + 1)), seed)
    for number, one in enumerate(wanted):
        if tell is not None:
            tell(tuple(found), len(wanted))
        if one.demand is None:
            sure = solution.status == "proven" and best.state == "proven"
            found.append(Cost(one, max(0.0, solution.value - best.solution.value), sure))
            continue
        share = max(0.1, (end - perf_counter()) / (len(wanted) - number))
        try:
            (cost,) = demand_costs(question.problem, solution, share, seed, [one.demand])
        except NoGroupingError:
            found.append(Cost(one, 0.0, False))  # the search missed even the division at hand
        else:
            found.append(Cost(one, cost.lost, cost.proven))
    return tuple(found)

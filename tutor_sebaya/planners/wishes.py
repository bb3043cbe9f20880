"""From a teacher's wishes to a problem for the solver: what must hold, and what should be as good as it can be.

    wishes = wishes_of(scenario)
    problem = problem_of(scenario, replace(wishes, together=(("M01", "M02"),)))

A demand is one sentence that a teacher can keep or give up. The defaults are those that the rules need: a tutor in each
group who has mastered its sub-topic (G03, T01, T05, T06), both thirds and a mean near the class's (G06), the
not-together list and company for whoever chose somebody (G09). `best` looks for the groups.

Company is no demand of the solver's, for it is no matter of who is there but of who else is: `best` sees to it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from .. import measures
from ..language import N_, PupilId, Text, pupils, text
from ..scenario import Problem, Pupil, Scenario, Seat
from ..settings import DEFAULTS, Settings
from .arithmetic import bounds, divided_pupils, participants
from .groups import SchoolClass
from .optimal import (
    Among,
    Apart,
    Demand,
    Diversity,
    Even,
    Goal,
    GroupingProblem,
    Lock,
    Mixed,
    NotAlone,
    Preference,
    Spread,
    Together,
    Within,
    equal_sizes,
    few_repeats,
    friendships,
)
from .repair import bits

TutorWish: TypeAlias = Literal["ready", "able", "none"]
Feature: TypeAlias = Literal["gender", "third", "interest", "seat"]
DemandKind: TypeAlias = Literal[
    "lock", "together", "apart", "avoid", "tutor", "outside", "gender", "thirds", "mean", "unscored", "company"
]
Division: TypeAlias = tuple[tuple[str, ...], ...]

FEATURES: Mapping[Feature, str] = {
    "gender": N_("jenis kelamin"),
    "third": N_("tingkat nilai"),
    "interest": N_("minat"),
    "seat": N_("tempat duduk"),
}


class WishError(ValueError):
    """Wishes that name somebody or a group that isn't there; `problems` says where and what mends it."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.render() for problem in problems))


@dataclass(frozen=True)
class Goals:
    """Weights of what should be as good as it can be; 0 leaves a goal out.

    A unit of each is about as much as one choice of a companion that is met: for `friendships` one choice; `even` one
    standard deviation of the class by which a group's total is off its fair share; `mixed` a pair of members who differ
    by one standard deviation; `few_repeats` a pair that was in one group before; `preferences` a first choice of
    sub-topic; `diversity` for each feature a pair of members who differ in it (a negative weight wants them alike).
    """

    friendships: float = 0.0
    even: float = 0.0
    mixed: float = 0.0
    few_repeats: float = 0.0
    preferences: float = 0.0
    diversity: Mapping[Feature, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Wishes:
    """What a teacher asks of the groups.

    Attributes
    ----------
    number: of groups. sizes: fewest and most people in a group, tutors included; None: as equal as can be.
    locks: pupil -> id of a group, or its number from 1. together, apart: pupils who must, or must not, be in one group;
        `apart` comes on top of the scenario's own list, which counts while `avoid` is true.
    company: whoever chose somebody who is there has one of them in the group (G09).
    tutors: in each group somebody who has mastered its sub-topic and is "ready" (willing and fit: T05, T06), or "able"
        (may still have to be asked); "none" asks for nobody.
    gender: no girl and no boy is the only one in a group. mean, thirds: a group's mean near the class's, and somebody
        of the top and of the bottom third (G06).
    prefers: pupil -> sub-topics that he or she would like, the dearest first. former: earlier divisions of the class.
    given_up: demands that are left out although the rest of these wishes asks for them.
    """

    number: int
    sizes: tuple[int, int] | None = None
    locks: Mapping[str, str | int] = field(default_factory=dict)
    together: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    avoid: bool = True
    company: bool = False
    tutors: TutorWish = "ready"
    gender: bool = False
    mean: bool = False
    thirds: bool = False
    prefers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    former: tuple[Division, ...] = ()
    goals: Goals = field(default_factory=Goals)
    given_up: tuple[Demand, ...] = ()

    def without(self, *demands: Demanded) -> Wishes:
        """The same wishes with these demands given up."""
        kept = replace(self, company=self.company and all(one.kind != "company" for one in demands))
        more = tuple(one.demand for one in demands if one.demand is not None)
        return replace(kept, given_up=(*self.given_up, *more))


@dataclass(frozen=True)
class Demanded:
    """A demand, what it is about and in words. `demand` is None for company, which the solver doesn't know."""

    kind: DemandKind
    demand: Demand | None
    text: Text


COMPANY = Demanded("company", None, text(N_("setiap murid yang memilih teman bersama salah satu teman pilihannya")))


def division_of(scenario: Scenario) -> Division:
    """The groups that a scenario holds, as a former division."""
    return tuple(tuple(dict.fromkeys((*group.tutors, *group.members))) for group in scenario.groups)


def preferences_of(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Sub-topics that pupils' interests name by id or title. The format has no other field for a wish of this kind."""
    known = {
        " ".join(word.casefold().split()): one.id
        for one in scenario.subtopics
        for word in (one.id, one.title)
        if word and measures.filled(word)
    }
    found: dict[str, tuple[str, ...]] = {}
    for pupil in divided_pupils(scenario):
        wished = known.get(" ".join((pupil.interest or "").casefold().split()))
        if wished is not None:
            found[pupil.id] = (wished,)
    return found


def wishes_of(
    scenario: Scenario, settings: Settings = DEFAULTS, number: int | None = None, former: Iterable[Division] = ()
) -> Wishes:
    """What the rules need, as wishes: a start for the form.

    As many groups as sub-topics (G01); without any, as many as the scenario has, or the fewest that the sizes allow.
    Tutors who are ready where they are enough, else all who have mastered; none where nobody is known to have. Goals:
    friendships where pupils chose somebody, even ability where there are scores, or else both genders in each group.
    """
    limits = bounds(scenario, settings)
    if number is None:
        planned = len(scenario.groups) or limits.fewest
        number = limits.subtopics or planned if scenario.kind == "class" else planned
    number = max(1, min(number, limits.present))
    people = participants(scenario, number)
    ready, unasked = people.by_state["eligible"], people.by_state["not_asked"]
    tutors: TutorWish = "none"
    if ready or unasked:
        tutors = "ready" if people.groups_led_by(ready) >= number else "able"
    divided = {one.id: one for one in people.pupils}
    chosen = any(other in divided and other != one.id for one in divided.values() for other in one.chooses)
    spread = measures.spread(measures.initial_scores(divided.values()).values())
    scored = spread > measures.TOLERANCE
    mixed = scored and scenario.kind == "class" and number > 1
    prefers, former = preferences_of(scenario), tuple(former)
    nothing = not (chosen or scored or prefers or former)
    return Wishes(
        number=number,
        company=chosen,
        tutors=tutors,
        mean=mixed,
        thirds=mixed,
        prefers=prefers,
        former=former,
        goals=Goals(
            friendships=float(chosen),
            even=EVENLY * scored,
            few_repeats=float(bool(former)),
            preferences=float(bool(prefers)),
            diversity={"gender": 1.0} if nothing and any(one.gender for one in divided.values()) else {},
        ),
    )


EVENLY = 0.5
"""Default weight of even ability: G06 keeps the means close, so a friend is worth two standard deviations."""


# --- the problem -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """Wishes laid out for the solver.

    Attributes
    ----------
    school_class: the class as the group planner sees it. ids: of the groups. slots: for each group its place in the
    list of sub-topics. demanded: the demands in words, in the order of `problem.demands`. goals: name of each of
    `problem.goals`.
    """

    scenario: Scenario
    wishes: Wishes
    settings: Settings
    school_class: SchoolClass
    ids: tuple[str, ...]
    slots: tuple[int, ...]
    demanded: tuple[Demanded, ...]
    goals: tuple[str, ...]
    problem: GroupingProblem

    def in_words(self, demand: Demand) -> Demanded:
        return next(one for one in self.demanded if one.demand == demand)

    @property
    def subtopics(self) -> tuple[str | None, ...]:
        """Each group's sub-topic."""
        return tuple(self.school_class.participants.slots[slot] for slot in self.slots)


def problem_of(scenario: Scenario, wishes: Wishes, settings: Settings = DEFAULTS) -> GroupingProblem:
    """The wishes as a problem for `optimal.solve`. Raises WishError."""
    return ask(scenario, wishes, settings).problem


def ask(scenario: Scenario, wishes: Wishes, settings: Settings = DEFAULTS) -> Question:
    """The problem with what is needed to read its answer.

    Absent pupils are left out of every wish; pupils and groups that don't exist are an error of the wishes.

    Raises
    ------
    WishError: an unknown pupil, group or sub-topic, a number of groups below 1 or above that of pupils.
    """
    present = len(divided_pupils(scenario))
    if not 1 <= wishes.number <= max(1, present):
        words = N_("{k} kelompok tidak mungkin untuk {n} murid. Pilih 1 sampai {m}.")
        raise WishError(Problem("number", text(words, k=wishes.number, n=present, m=max(1, present))))
    ids = tuple(one.id for one in scenario.groups)
    if len(ids) != wishes.number:
        ids = tuple(f"K{number}" for number in range(1, wishes.number + 1))
    school_class = SchoolClass(scenario, wishes.number, settings)
    people = _people(school_class, wishes.tutors)
    _refuse_unknown(scenario, wishes, ids)
    slots = _slots(school_class, ids)
    sizes = _sizes(len(people), wishes)
    made = [
        *_hand_made(scenario, wishes, ids, set(people)),
        *_about_tutors(school_class, wishes.tutors, people, ids, slots),
        *_about_mixing(school_class, wishes, people, min(map(min, sizes))),
    ]
    demanded = tuple({one.demand: one for one in reversed(made) if one.demand not in wishes.given_up}.values())[::-1]
    goals = _goals(school_class, wishes, people, slots)
    problem = GroupingProblem(
        people, sizes, tuple(one.demand for one in demanded if one.demand is not None), tuple(goal for _, goal in goals)
    )
    return Question(
        scenario, wishes, settings, school_class, ids, slots, demanded, tuple(name for name, _ in goals), problem
    )


def _people(school_class: SchoolClass, tutors: TutorWish) -> tuple[str, ...]:
    """Pupils, and from outside as many candidates as the wish for tutors needs."""
    inside, outside = school_class.ids[: school_class.count], school_class.ids[school_class.count :]
    if tutors == "none":
        outside = []
    elif tutors == "ready":
        outside = [one for one in outside if school_class.candidates[one].state == "eligible"]
    return (*inside, *outside)


def _refuse_unknown(scenario: Scenario, wishes: Wishes, ids: Sequence[str]) -> None:
    known = {one.id for one in scenario.pupils} | {one.pupil for one in scenario.tutors}
    subtopics = {one.id for one in scenario.subtopics}
    named: list[tuple[str, str]] = [
        *((f"locks.{one}", one) for one in wishes.locks),
        *((f"together[{k}]", one) for k, people in enumerate(wishes.together) for one in people),
        *((f"apart[{k}]", one) for k, pair in enumerate(wishes.apart) for one in pair),
        *((f"prefers.{one}", one) for one in wishes.prefers),
    ]
    wrong = [
        Problem(where, text(N_("tidak ada murid dengan id {m} dalam daftar. Periksa idnya."), m=PupilId(one)))
        for where, one in named
        if one not in known
    ]
    wrong += [
        Problem(f"locks.{one}", text(N_("kelompok {k} tidak ada. Pilih salah satu dari {ks}."), k=group, ks=list(ids)))
        for one, group in wishes.locks.items()
        if _group_number(group, ids) is None
    ]
    wrong += [
        Problem(f"prefers.{one}", text(N_("submateri {x} tidak ada dalam daftar submateri."), x=subtopic))
        for one, wished in wishes.prefers.items()
        for subtopic in wished
        if subtopic not in subtopics
    ]
    wrong += [
        Problem(f"apart[{k}]", text(N_("{m} tidak dapat dipisahkan dari dirinya sendiri."), m=PupilId(pair[0])))
        for k, pair in enumerate(wishes.apart)
        if pair[0] == pair[1]
    ]
    if wishes.sizes is not None and not 1 <= wishes.sizes[0] <= wishes.sizes[1]:
        words = N_("ukuran kelompok {a} sampai {b} tidak mungkin. Tulis yang terkecil lebih dahulu, paling sedikit 1.")
        wrong.append(Problem("sizes", text(words, a=wishes.sizes[0], b=wishes.sizes[1])))
    if wrong:
        raise WishError(*wrong)


def _group_number(group: str | int, ids: Sequence[str]) -> int | None:
    """Place from 0 of a group named by its id or its number from 1."""
    if isinstance(group, str):
        return ids.index(group) if group in ids else None
    return group - 1 if 1 <= group <= len(ids) else None


def _sizes(people: int, wishes: Wishes) -> tuple[tuple[int, ...], ...]:
    if wishes.sizes is None:
        return equal_sizes(people, wishes.number)
    least, most = wishes.sizes
    # What the other groups leave possible: 36 pupils in 6 groups of 2 to 6 makes six in each.
    low = max(least, people - (wishes.number - 1) * most)
    high = min(most, people - (wishes.number - 1) * least)
    if low > high:
        low, high = least, most
    return (tuple(range(low, high + 1)),) * wishes.number


def _slots(school_class: SchoolClass, ids: Sequence[str]) -> tuple[int, ...]:
    """A sub-topic for each group: the one it has, else the next that is free, those with a tutor first.

    Groups are told apart by nothing else, so handing sub-topics out beforehand costs no good division.
    """
    slots, demands = school_class.participants.slots, school_class.demands
    free = sorted(range(len(slots)), key=lambda slot: (demands.possible[slot] == 0 and len(slots) > len(ids), slot))
    former = {group.id: group for group in school_class.scenario.groups}
    chosen: dict[str, int] = {}
    for id in ids:
        wished = former[id].subtopics[:1] if id in former else []
        found = next((slot for slot in free if [slots[slot]] == wished), None)
        if found is not None:
            chosen[id] = found
            free.remove(found)
    return tuple(chosen[id] if id in chosen else free.pop(0) for id in ids)


def _hand_made(scenario: Scenario, wishes: Wishes, ids: Sequence[str], people: set[str]) -> list[Demanded]:
    """What the teacher said of single pupils."""
    found: list[Demanded] = []
    for one, group in wishes.locks.items():
        number = _group_number(group, ids)
        if one in people and number is not None:
            said = text(N_("{m} tetap di kelompok {k}"), m=PupilId(one), k=ids[number])
            found.append(Demanded("lock", Lock(one, number), said))
    for together in wishes.together:
        here = tuple(one for one in dict.fromkeys(together) if one in people)
        if len(here) > 1:
            found.append(Demanded("together", Together(here), text(N_("{ms} sekelompok"), ms=pupils(here))))
    listed = [
        (pupil.id, other)
        for pupil in divided_pupils(scenario)
        for other in pupil.avoid
        if wishes.avoid and other != pupil.id
    ]
    named: set[frozenset[str]] = set()
    kinds: list[tuple[DemandKind, Iterable[tuple[str, str]]]] = [("avoid", listed), ("apart", wishes.apart)]
    for kind, pairs in kinds:
        for one, other in pairs:
            if {one, other} <= people and frozenset((one, other)) not in named:
                named.add(frozenset((one, other)))
                said = text(N_("{a} dan {b} tidak sekelompok"), a=PupilId(one), b=PupilId(other))
                found.append(Demanded(kind, Apart(one, other), said))
    return found


def _about_tutors(
    school_class: SchoolClass, wish: TutorWish, people: Sequence[str], ids: Sequence[str], slots: Sequence[int]
) -> list[Demanded]:
    """A tutor for each group's sub-topic; whoever comes from outside only where he or she can lead."""
    if wish == "none":
        return []
    demands, here = school_class.demands, set(people)
    masks = demands.eligible if wish == "ready" else demands.possible
    who = {slot: frozenset(school_class.ids[one] for one in bits(masks[slot])) & here for slot in set(slots)}
    alike: dict[frozenset[str], list[int]] = {}
    for number, slot in enumerate(slots):
        alike.setdefault(who[slot], []).append(number)
    what = text(N_("tutor"))
    found = []
    for able, numbers in alike.items():
        values = {"n": len(able), "ks": [ids[number] for number in numbers]}
        everywhere = len(alike) == 1
        if wish == "ready":
            words = (
                N_("setiap kelompok mendapat tutor yang tuntas, bersedia, dan baik sikapnya (ada {n} calon)")
                if everywhere
                else N_(
                    "kelompok {ks} mendapat tutor yang tuntas pada submaterinya, bersedia, dan baik sikapnya "
                    "(ada {n} calon)"
                )
            )
        else:
            words = (
                N_("setiap kelompok mendapat calon tutor yang tuntas (ada {n} calon)")
                if everywhere
                else N_("kelompok {ks} mendapat calon tutor yang tuntas pada submaterinya (ada {n} calon)")
            )
        groups = None if everywhere else tuple(numbers)
        found.append(Demanded("tutor", Among(able, groups=groups, what=what), Text(words, values)))
    for one in people:
        if one not in school_class.pupils or school_class.index[one] >= school_class.count:
            idle = tuple(number for number, slot in enumerate(slots) if one not in who[slot])
            if idle:
                words = N_("{m}, yang datang dari luar, tidak di kelompok {ks}: submaterinya belum ia kuasai")
                said = text(words, m=PupilId(one), ks=[ids[number] for number in idle])
                found.append(Demanded("outside", Among(frozenset((one,)), 0, 0, idle, what), said))
    return found


def _about_mixing(school_class: SchoolClass, wishes: Wishes, people: Sequence[str], least: int) -> list[Demanded]:
    found: list[Demanded] = []
    if wishes.gender:
        for gender, words in (
            ("female", N_("tidak ada murid perempuan yang sendirian di kelompoknya")),
            ("male", N_("tidak ada murid laki-laki yang sendirian di kelompoknya")),
        ):
            alike = frozenset(
                one for one in people if one in school_class.pupils and school_class.pupils[one].gender == gender
            )
            if alike:
                found.append(Demanded("gender", NotAlone(alike, text(words)), text(words)))
    if school_class.demands.allowed is None:
        return found  # a remedial scenario, or nobody differs: G06 asks for nothing
    if wishes.thirds:
        for third, words in (
            (school_class.top, N_("setiap kelompok mendapat murid dari sepertiga teratas kelas (ada {n} murid)")),
            (school_class.bottom, N_("setiap kelompok mendapat murid dari sepertiga terbawah kelas (ada {n} murid)")),
        ):
            said = text(words, n=len(third))
            found.append(Demanded("thirds", Among(third, what=said), said))
    if wishes.mean:
        unscored = frozenset(one for one in people if one not in school_class.scores)
        most = -(-len(unscored) // wishes.number)
        if unscored:
            words = N_("paling banyak {n} orang tanpa nilai awal di setiap kelompok (semuanya ada {c})")
            said = text(words, n=most, c=len(unscored))
            found.append(Demanded("unscored", Among(unscored, 0, most, what=said), said))
        # The solver's tolerance is one number for a group's total, and the rule's is one for the mean of those who
        # have a score: the smallest number of them is on the safe side.
        allowed = school_class.demands.allowed
        tolerance = allowed * max(1, least - most) + measures.TOLERANCE
        words = N_("rata-rata setiap kelompok paling jauh {c:.1f} dari rata-rata kelas ({m:.1f})")
        said = text(words, c=allowed, m=school_class.mean)
        found.append(Demanded("mean", Within(_scores(school_class, people), tolerance, said), said))
    return found


def _scores(school_class: SchoolClass, people: Sequence[str], digits: int | None = None) -> dict[str, float]:
    """Initial scores; the class mean for whoever has none, so that they move no group's mean."""
    found = {one: school_class.scores.get(one, school_class.mean) for one in people}
    return found if digits is None else {one: round(score, digits) for one, score in found.items()}


def feature_levels(scenario: Scenario, feature: Feature, people: Sequence[str]) -> dict[str, Hashable]:
    """Each person's level of a feature; None where it isn't known.

    Thirds: top, bottom or between. Seats: the row; numbered seats as blocks of neighbours as large as a row of six.
    """
    known = {one.id: one for one in measures.present_pupils(scenario)}
    top, bottom = measures.thirds(measures.initial_scores(known.values()))

    def level(pupil: Pupil) -> Hashable:
        match feature:
            case "gender":
                return pupil.gender
            case "third":
                return (pupil.id in top) - (pupil.id in bottom) if measures.pupil_score(pupil) is not None else None
            case "interest":
                return " ".join((pupil.interest or "").casefold().split()) or None
            case "seat":
                return pupil.seat.row if isinstance(pupil.seat, Seat) else pupil.seat and (pupil.seat - 1) // 6

    return {one: level(known[one]) if one in known else None for one in people}


def _goals(
    school_class: SchoolClass, wishes: Wishes, people: Sequence[str], slots: Sequence[int]
) -> list[tuple[str, Goal]]:
    """Goals with their names; those for which the class has no data are left out."""
    weights, here = wishes.goals, set(people)
    found: list[tuple[str, Goal]] = []
    chooses = {one: [x for x in school_class.pupils[one].chooses if x in here] for one in people
               if one in school_class.pupils}  # fmt: skip
    if weights.friendships and any(chooses.values()):
        found.append(("friendships", friendships(chooses, weights.friendships)))
    if weights.few_repeats and wishes.former:
        former = [[[one for one in group if one in here] for group in division] for division in wishes.former]
        found.append(("few_repeats", few_repeats(former, weights.few_repeats)))
    if weights.preferences and wishes.prefers:
        subtopics = [school_class.participants.slots[slot] for slot in slots]
        liking: dict[str, dict[int, float]] = {}
        for one, wished in wishes.prefers.items():
            if one in here:
                rank = {subtopic: place for place, subtopic in enumerate(dict.fromkeys(wished), 1)}
                liking[one] = {k: 1 / rank[x] for k, x in enumerate(subtopics) if x is not None and x in rank}
        found.append(("preferences", Preference(liking, weights.preferences)))
    for feature, weight in weights.diversity.items():
        if weight:
            levels = feature_levels(school_class.scenario, feature, people)
            found.append((feature, Diversity((levels,), weight)))
    if school_class.spread > measures.TOLERANCE:
        # Hundredths of a point, so that arithmetic knows how even whole numbers can be.
        scores = _scores(school_class, people, 2)
        if weights.mixed:
            found.append(("mixed", Mixed(scores, weights.mixed / school_class.spread)))
        if weights.even:
            even: Goal = Even(scores, weights.even / school_class.spread) if found else Spread(scores)
            found.append(("even", even))
    return found


def lonely(question: Question, groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Pupils without any companion whom they chose, though one is there (G09)."""
    placed = [set(group) for group in groups]
    everybody = set().union(*placed)
    found = []
    for group in placed:
        for one in group:
            pupil = question.school_class.pupils.get(one)
            chosen = {x for x in pupil.chooses if x in everybody and x != one} if pupil else set()
            if chosen and not chosen & group:
                found.append(one)
    return tuple(sorted(found, key=question.school_class.index.__getitem__))

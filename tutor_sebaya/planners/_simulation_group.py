"""One group, one lesson, once: who has the floor, who is stuck, who is answered. The engine of `simulation`.

There is one floor to a group: one voice at a time, or none. Pupils get stuck at moments of their own; some of them then
ask, and wait until somebody answers or their patience ends. Everything by chance comes from streams of random numbers
that belong to a pupil, a group and a replication, so that two plans are compared under the same luck.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from ..scenario import Model

EPSILON = 1e-9
MOST_SLICES = 240
"""Slices of talk in a lesson at most; a day of talk is cut coarser instead of costing more."""
LARGEST_MEAN = 500.0
"""Obstacles of one pupil in a lesson at most: beyond it exp(-mean) would vanish."""

Drawn = Mapping[str, float]
"""Field of `Assumptions` -> the value of one replication."""
_Chance = Callable[[], float]
"""The next random number of a stream, 0 to 1."""


@dataclass(frozen=True)
class Member:
    """`gap`: 0 at or above the criterion, 1 at 30 points below it or more."""

    id: str
    shy: bool
    gap: float
    accepts: bool


@dataclass(frozen=True)
class GroupAtWork:
    """A group as the engine needs it.

    `planned`: person -> planned minutes of talk; `reserved`: those of them that nobody else may take, in order.
    `sessions`: members who sit with a tutor in model 1. `visits`: of the teacher; None where the teacher goes round all
    the time. `place` of `groups`: the teacher's round.
    """

    id: str
    model: Model
    tutors: tuple[str, ...]
    members: tuple[Member, ...]
    trained: bool
    planned: Mapping[str, float]
    reserved: tuple[tuple[str, float], ...]
    sessions: tuple[str, ...]
    visits: int | None
    place: int
    groups: int
    minutes: float


@dataclass
class Played:
    """What happened: person -> minutes of talk; member -> questions asked, answered, answered so that it helped.

    `waits`: minutes of every question until it was answered, given up, or the lesson ended.
    """

    talk: dict[str, float]
    asked: dict[str, int]
    answered: dict[str, int]
    helped: dict[str, int]
    waits: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class _Question:
    time: float
    member: str
    helps: float
    peer: float


def play(group: GroupAtWork, drawn: Drawn, luck: str) -> Played:
    """One lesson of a group. `luck`: names the replication's random numbers."""
    ids = [one.id for one in group.members]
    played = Played(
        dict.fromkeys((*group.tutors, *ids), 0.0), dict.fromkeys(ids, 0), dict.fromkeys(ids, 0), dict.fromkeys(ids, 0)
    )
    weights, questions = [], []
    for member in group.members:
        chance = Random(f"{luck}/murid/{member.id}").random
        # Squared: most pupils speak little, a few speak much.
        weight = 1 + (drawn["talkative_ratio"] - 1) * chance() ** 2
        weights.append(weight * (drawn["shy_factor"] if member.shy else 1))
        questions += _questions(member, group, drawn, chance)
    questions.sort(key=lambda one: one.time)
    for one in questions:
        played.asked[one.member] += 1
    visits = _visits(group, drawn["visit_minutes"])
    chance = Random(f"{luck}/kelompok/{group.id}").random
    if group.model == 1 and group.tutors:
        _sessions(group, drawn, questions, visits, played, chance)
    else:
        _discussion(group, drawn, questions, visits, played, weights, chance)
    return played


def _questions(member: Member, group: GroupAtWork, drawn: Drawn, chance: _Chance) -> list[_Question]:
    """What a member asks during the lesson, at moments that know nothing of the talk."""
    rate = drawn["obstacles"] / 60 * (1 + (drawn["low_score_factor"] - 1) * member.gap)
    asks = drawn["asks"] * (drawn["shy_factor"] if member.shy else 1)
    asks *= 1 if member.accepts else drawn["not_accepted"]
    found = []
    for _ in range(_poisson(min(rate * group.minutes, LARGEST_MEAN), chance())):
        time, willing, helps, peer = chance(), chance(), chance(), chance()
        if willing < asks:
            found.append(_Question(time * group.minutes, member.id, helps, peer))
    return found


def _poisson(mean: float, u: float) -> int:
    """The number of events below which a share `u` of a Poisson distribution lies: more events for a larger mean."""
    term = reached = math.exp(-mean)
    count = 0
    while u > reached and term > 0:
        count += 1
        term *= mean / count
        reached += term
    return count


def _visits(group: GroupAtWork, minutes: float) -> deque[float]:
    """When the teacher comes to this group; a visit more or less by its place in the round where time is short."""
    most = group.minutes / (group.groups * minutes)
    number = math.floor(most) + (group.place < (most - math.floor(most)) * group.groups)
    if group.visits is not None:
        number = min(number, group.visits)
    start = (group.place + 0.5) / group.groups
    return deque((visit + start) / number * group.minutes for visit in range(number))


class _Waiting:
    """Questions that wait, in the order of their asking."""

    def __init__(
        self, group: GroupAtWork, drawn: Drawn, questions: Sequence[_Question], visits: deque[float], played: Played
    ) -> None:
        self.minutes = group.minutes
        self.coming = deque(questions)
        self.visits = visits
        self.played = played
        self.patience = drawn["patience"]
        self.at_a_visit = max(int(drawn["visit_minutes"] / drawn["answer_minutes"]), 1)
        self.teacher_helps = drawn["help_teacher"]
        self.open: list[_Question] = []
        self.for_teacher: set[_Question] = set()

    def first(self, now: float, member: str | None = None) -> _Question | None:
        """The question that has waited longest and that the group hasn't tried yet; of one member alone if named."""
        if not self.open and (not self.coming or self.coming[0].time > now):
            return None
        self._until(now)
        for question in self.open:
            if question not in self.for_teacher and member in (None, question.member):
                return question
        return None

    def answered(self, question: _Question, now: float, helpful: float) -> None:
        self.open.remove(question)
        self.played.waits.append(now - question.time)
        self.played.answered[question.member] += 1
        self.played.helped[question.member] += question.helps < helpful

    def close(self) -> None:
        """The lesson is over."""
        self._until(self.minutes)
        self.played.waits += [self.minutes - question.time for question in self.open]

    def _until(self, now: float) -> None:
        while self.visits and self.visits[0] <= now:
            visit = self.visits.popleft()
            self._arrive(visit)
            for question in self.open[: self.at_a_visit]:
                self.answered(question, visit, self.teacher_helps)
        self._arrive(now)

    def _arrive(self, now: float) -> None:
        """New questions come, and who has waited too long gives up."""
        while self.coming and self.coming[0].time <= now:
            self.open.append(self.coming.popleft())
        while self.open and now - self.open[0].time > self.patience:
            self.open.pop(0)
            self.played.waits.append(self.patience)


def _slice(group: GroupAtWork, drawn: Drawn) -> float:
    return max(drawn["turn_minutes"], group.minutes / MOST_SLICES)


def _tutor_share(group: GroupAtWork, drawn: Drawn) -> float:
    if not group.tutors:
        return 0.0
    share = drawn[f"tutor_share_{group.model}"] * (1 if group.trained else drawn["untrained_talk"])
    return min(share, 0.95)


def _helpful(group: GroupAtWork, drawn: Drawn) -> float:
    """The chance that a tutor's answer helps."""
    return drawn["help_trained"] * (1 if group.trained else drawn["help_untrained"])


def _sessions(
    group: GroupAtWork,
    drawn: Drawn,
    questions: Sequence[_Question],
    visits: deque[float],
    played: Played,
    chance: _Chance,
) -> None:
    """Model 1: each tutor sits with one pupil after another, the rest work alone; one asks when one's turn has come."""
    talk, helpful, quiet = played.talk, _helpful(group, drawn), drawn["quiet_share"]
    to_tutor = quiet + (1 - quiet) * _tutor_share(group, drawn)
    length = _slice(group, drawn)
    luck = [chance() for _ in range(int(group.minutes / length) + 1)]
    for place, tutor in enumerate(group.tutors):
        led = group.sessions[place :: len(group.tutors)]
        # Whom nobody sits with is left to the teacher, who passes the first tutor's pupils too.
        others = {one.id for one in group.members} - set(group.sessions) if place == 0 else set()
        own = [one for one in questions if one.member in led or one.member in others]
        waiting = _Waiting(group, drawn, own, deque(visits), played)
        rounds = max(round(group.minutes / (len(led) * drawn["session_minutes"])), 1) if led else 0
        now = 0.0
        for number in range(rounds * len(led)):
            member = led[number % len(led)]
            end = group.minutes * (number + 1) / (rounds * len(led))
            while now < end - EPSILON:
                question = waiting.first(now, member)
                if question is not None:
                    waiting.answered(question, now, helpful)
                    asking = min(drawn["question_minutes"], end - now)
                    talk[member] += asking
                    now += asking
                    answering = min(drawn["answer_minutes"], end - now)
                    talk[tutor] += answering
                    now += answering
                    continue
                step = min(length, end - now)
                u = luck[int(now / length)]
                if u >= quiet:
                    talk[tutor if u < to_tutor else member] += step
                now += step
        waiting.close()


def _discussion(
    group: GroupAtWork,
    drawn: Drawn,
    questions: Sequence[_Question],
    visits: deque[float],
    played: Played,
    weights: Sequence[float],
    chance: _Chance,
) -> None:
    """Models 2 and 3, and a group whose tutor is missing: the group has one conversation."""
    minutes, talk, tutors = group.minutes, played.talk, group.tutors
    ids = [one.id for one in group.members]
    helpful, by_peers = _helpful(group, drawn), drawn["help_trained"] * drawn["help_untrained"]
    peers = drawn["peer_answers"] if len(ids) > 1 and (group.model == 3 or not tutors) else 0.0
    alone = len(ids) + len(tutors) < 2
    share, quiet, kept = _tutor_share(group, drawn), 1.0 if alone else drawn["quiet_share"], drawn["turns_kept"]
    reached, total = [], 0.0
    for weight in weights:
        total += weight
        reached.append(total)
    reached[-1] = math.inf  # whatever rounding does, somebody speaks
    length = _slice(group, drawn)
    luck = [chance() for _ in range(int(minutes / length) + 1)]
    reserved = deque(one for one in group.reserved if chance() < drawn["reserved_kept"]) if not alone else deque()
    planned = dict(group.planned)
    waiting = _Waiting(group, drawn, questions, visits, played)
    now, tutor_turn = 0.0, 0
    while now < minutes - EPSILON:
        question = waiting.first(now)
        if question is not None:
            by_peer = question.peer < peers
            asking = min(drawn["question_minutes"], minutes - now)
            if not alone:
                talk[question.member] += asking
            if by_peer or tutors:
                waiting.answered(question, now, by_peers if by_peer else helpful)
                if by_peer:
                    start = bisect(reached, question.peer / peers * total)
                    speaker = next(one for one in (*ids[start:], *ids) if one != question.member)
                else:
                    speaker = tutors[tutor_turn % len(tutors)]
                    tutor_turn += 1
                answering = min(drawn["answer_minutes"], minutes - now - asking)
                talk[speaker] += answering
                now += asking + answering
            else:
                waiting.for_teacher.add(question)
                now += asking
            continue
        if reserved:
            speaker, step = reserved.popleft()
            step = min(step, minutes - now)
            talk[speaker] += step
            now += step
            continue
        step = min(length, minutes - now)
        u = luck[int(now / length)]
        now += step
        if u < quiet:
            continue
        u = (u - quiet) / (1 - quiet)
        if planned:
            if u < kept:
                # Whoever is furthest behind his or her turns comes next.
                speaker = min(planned, key=lambda one: talk[one] / planned[one])
                if talk[speaker] < planned[speaker]:
                    talk[speaker] += step
                    continue
                planned.clear()
                u /= kept
            else:
                u = (u - kept) / (1 - kept)
        if u < share:
            talk[tutors[tutor_turn % len(tutors)]] += step
            tutor_turn += 1
        else:
            talk[ids[bisect(reached, (u - share) / (1 - share) * total)]] += step
    waiting.close()

"""Sharing tutees out among tutors: as many as can be placed, then small changes that make the groups work better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .. import measures
from ..scenario import Pupil


def matched(able: Mapping[str, Sequence[str]], capacity: int) -> dict[str, str]:
    """Tutee -> tutor for as many tutees as possible, at most `capacity` to a tutor (augmenting paths)."""
    found: dict[str, str] = {}
    held: dict[str, list[str]] = {}
    for start in able:
        came: dict[str, str] = {}  # tutor -> tutee from whom the search reached the tutor
        queue, free = [start], None
        while queue and free is None:
            tutee = queue.pop(0)
            for tutor in able[tutee]:
                if tutor in came or found.get(tutee) == tutor:
                    continue
                came[tutor] = tutee
                if len(held.get(tutor, ())) < capacity:
                    free = tutor
                    break
                queue += held[tutor]
        while free is not None:
            tutee = came[free]
            former = found.get(tutee)
            if former is not None:
                held[former].remove(tutee)
            found[tutee] = free
            held.setdefault(free, []).append(tutee)
            free = former
    return found


class Division:
    """Tutees with their tutors, improved by moves and swaps until none helps.

    Parameters
    ----------
    tutors: who lead a group each. able: tutee -> those of them who may lead him or her. targets: tutee -> objectives.
    present: pupils of the class by id. smallest: people in a group, tutor included. largest: tutees to a tutor.
    """

    KEPT_APART, TOO_SMALL, ALONE, SIZE, OTHER_TARGETS, OTHER_SEX = 100, 50, 4, 3, 2, 1
    """What a breach costs: kept-apart classmates together (G09), too few people (G07), nobody of one's choice (G09);
    the square of the size, so that sizes become alike; each objective of the group that a member doesn't need; a tutee
    of the other sex than the tutor (T11)."""

    def __init__(
        self,
        tutors: Sequence[str],
        able: Mapping[str, Sequence[str]],
        targets: Mapping[str, Sequence[str]],
        present: Mapping[str, Pupil],
        smallest: int,
        largest: int,
    ) -> None:
        self.targets = targets
        self.present = present
        self.smallest = smallest
        self.largest = largest
        everybody = matched(able, largest)
        even = matched(able, max(-(-len(everybody) // len(tutors)), 1))
        assigned = even if len(even) == len(everybody) else everybody
        self.able = {one: able[one] for one in assigned}
        self.members: dict[str, list[str]] = {tutor: [] for tutor in tutors}
        for one, tutor in assigned.items():
            self.members[tutor].append(one)
        self.placed = {*assigned, *tutors}

    def cost(self, tutor: str, members: Sequence[str]) -> float:
        people = {tutor, *members}
        cost = float(self.SIZE * len(members) ** 2)
        cost += self.TOO_SMALL * (max(self.smallest - len(people), 0) if members else 1)
        agenda = {one for member in members for one in self.targets[member]}
        sex = self.present[tutor].gender if tutor in self.present else None
        for member in members:
            cost += self.OTHER_TARGETS * (len(agenda) - len(self.targets[member]))
            cost += self.OTHER_SEX * (sex is not None and self.present[member].gender not in (None, sex))
        for one in people & self.present.keys():
            pupil = self.present[one]
            cost += self.KEPT_APART * len({other for other in pupil.avoid if other != one} & people)
            chosen = {other for other in pupil.chooses if other != one} & self.placed
            cost += self.ALONE * bool(chosen and not chosen & people)
        return cost

    def improved(self) -> dict[str, str]:
        """Tutee -> tutor. Every step lowers the sum of the costs, so it ends."""
        changed = True
        while changed:
            tried = [self._improve(a, b) for a in self.members for b in self.members if a != b]
            changed = any(tried)
        return {member: tutor for tutor, members in self.members.items() for member in members}

    def _improve(self, a: str, b: str) -> bool:
        """Take the best move from group a to group b, or swap between them, if one lowers the cost."""
        mine, theirs = self.members[a], self.members[b]
        best = self.cost(a, mine) + self.cost(b, theirs) - measures.TOLERANCE
        found: tuple[list[str], list[str]] | None = None
        for one in mine:
            if b not in self.able[one]:
                continue
            left, right = [member for member in mine if member != one], [*theirs, one]
            changes = [(left, right)] if len(theirs) < self.largest else []
            changes += [
                ([*left, other], [member for member in right if member != other])
                for other in theirs
                if a in self.able[other]
            ]
            for change in changes:
                cost = self.cost(a, change[0]) + self.cost(b, change[1])
                if cost < best - measures.TOLERANCE:
                    best, found = cost, change
        if found is None:
            return False
        self.members[a], self.members[b] = found
        return True

"""Seven ways to form groups (WAY-1..7), each reproducible from a seed number.

A way gives the first division. Four of the seven pay no heed to ability (doubt D20 of the content model), so whatever
the way, tutors and mixing are checked and repaired afterwards (`groups.py`).
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import fmean

from .. import labels, measures
from ..language import N_, Text, pupils, text
from ..scenario import WAYS, Pupil, Scenario, Seat, Way
from .arithmetic import divided_pupils
from .repair import Demands, Search, bits, mask_of, shuffled

WAY_NAMES: Mapping[str, str] = labels.WAYS
"""Way -> its name (an Indonesian msgid)."""

Groups = tuple[tuple[str, ...], ...]


def sizes(people: int, number: int) -> list[int]:
    """Sizes of `number` groups that differ by at most one, the larger first: 28 in 5 -> [6, 6, 6, 5, 5]."""
    quotient, rest = divmod(people, number)
    return [quotient + (index < rest) for index in range(number)]


def first_division(scenario: Scenario, way: Way, number: int, seed: int = 1) -> Groups:
    """Divide the present pupils (in a remedial scenario those of the remedial list) by one of the seven ways.

    Sizes differ by at most one in every way. So a circle of friends or an interest that is larger than a group is
    split, and pupils without the datum that the way needs (`lacking`) fill the groups up.

    - seating: neighbours together. Seats with row and column are walked in bands of two rows, to and fro, so that a
      group is a block of desks; numbered seats in their order.
    - alphabetical: by name without regard to capitals and accents; the id stands in for a missing name.
    - sociometry: friends together, those first who chose each other; then swaps until nobody is without a chosen
      companion, as far as that succeeds. Positive choices only (doubt D27).
    - interest: whole groups of one interest first, then what is left of each interest kept together where it fits.
    - prior_knowledge: from the highest score to the lowest, dealt to and fro, so that every group is mixed.
    - counting_off: 1, 2, …, number, 1, 2, … in the order of the list.
    - drawn_cards: numbered cards, shuffled by the seed.

    Parameters
    ----------
    number: of groups, from 1 to the number of pupils.
    seed: the same seed gives the same division in every Python. It matters for drawn_cards, and breaks ties in
        sociometry and interest.

    Returns
    -------
    Ids for each group, in the order in which the way puts them there.

    Raises
    ------
    ValueError: for a way that isn't one of the seven, or a number out of range.
    """
    if way not in WAYS:
        raise ValueError(f"unknown way {way!r}; choose one of {', '.join(WAYS)}")
    people = divided_pupils(scenario)
    if not 1 <= number <= len(people):
        raise ValueError(f"can't divide {len(people)} pupils into {number} groups")
    source = random.Random(seed)
    return tuple(tuple(pupil.id for pupil in group) for group in _WAYS[way](people, number, source))


def lacking(scenario: Scenario, way: Way) -> Text | None:
    """Whose data the way needs and lacks, in words; None where nothing is missing (G08)."""
    present = divided_pupils(scenario)
    if way == "sociometry":
        if any(pupil.chooses for pupil in present):
            return None
        return text(
            N_(
                "Cara sosiometri memerlukan pilihan teman, tetapi belum seorang murid pun memilih. "
                "Pembagian awal mengikuti urutan daftar."
            )
        )
    missing = [pupil.id for pupil in present if not _HAS[way](pupil)]
    return Text(_LACKING[way], {"ms": pupils(missing)}) if missing else None


_HAS: Mapping[str, Callable[[Pupil], bool]] = {
    "seating": lambda pupil: pupil.seat is not None,
    "alphabetical": lambda pupil: True,
    "interest": lambda pupil: measures.filled(pupil.interest),
    "prior_knowledge": lambda pupil: measures.pupil_score(pupil) is not None,
    "counting_off": lambda pupil: True,
    "drawn_cards": lambda pupil: True,
}
_LACKING: Mapping[str, str] = {
    "seating": N_("Tempat duduk belum dicatat untuk {ms}; mereka mengisi kelompok di akhir."),
    "interest": N_("Minat belum dicatat untuk {ms}; mereka disebar untuk melengkapi kelompok."),
    "prior_knowledge": N_("Nilai awal belum ada untuk {ms}; mereka disebar merata."),
}


def _cut(people: Sequence[Pupil], number: int) -> list[list[Pupil]]:
    """Groups of neighbours in the order given."""
    groups, start = [], 0
    for size in sizes(len(people), number):
        groups.append(list(people[start : start + size]))
        start += size
    return groups


def _deal(people: Iterable[Pupil], number: int) -> list[list[Pupil]]:
    groups: list[list[Pupil]] = [[] for _ in range(number)]
    for index, pupil in enumerate(people):
        groups[index % number].append(pupil)
    return groups


def natural(word: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts M2 before M10."""
    parts = re.findall(r"\d+|\D+", word)
    return tuple((0, int(one), "") if one.isdecimal() else (1, 0, one) for one in parts)


def _name_key(pupil: Pupil) -> tuple[object, ...]:
    name = " ".join((pupil.name or "").split()) or pupil.id
    plain = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    return natural(plain.casefold()), natural(pupil.id)


def _seating(people: Sequence[Pupil], number: int, source: random.Random) -> list[list[Pupil]]:
    placed = [pupil for pupil in people if isinstance(pupil.seat, Seat)]
    numbered = [pupil for pupil in people if pupil.seat is not None and not isinstance(pupil.seat, Seat)]
    unknown = [pupil for pupil in people if pupil.seat is None]
    rows = sorted({pupil.seat.row for pupil in placed if isinstance(pupil.seat, Seat)})
    band = {row: index // 2 for index, row in enumerate(rows)}

    def walk(pupil: Pupil) -> tuple[int, int, int]:
        seat = pupil.seat
        assert isinstance(seat, Seat)
        step = band[seat.row]
        return step, seat.column if step % 2 == 0 else -seat.column, seat.row

    numbered.sort(key=lambda pupil: pupil.seat if isinstance(pupil.seat, int) else 0)
    return _cut([*sorted(placed, key=walk), *numbered, *unknown], number)


def _alphabetical(people: Sequence[Pupil], number: int, source: random.Random) -> list[list[Pupil]]:
    return _cut(sorted(people, key=_name_key), number)


def _sociometry(people: Sequence[Pupil], number: int, source: random.Random) -> list[list[Pupil]]:
    index = {pupil.id: place for place, pupil in enumerate(people)}
    count = len(people)
    chooses = [mask_of(index[one] for one in pupil.chooses if one in index and one != pupil.id) for pupil in people]
    if not any(chooses):
        return _cut(people, number)
    chosen_by = [mask_of(one for one in range(count) if chooses[one] >> other & 1) for other in range(count)]
    rank = {one: place for place, one in enumerate(shuffled(range(count), source))}
    free = (1 << count) - 1
    groups: list[list[int]] = []
    for size in sizes(count, number):
        # Begin with whoever has the fewest companions left to be placed with, so that nobody is left over alone.
        start = min(
            bits(free),
            key=lambda one: (chooses[one] == 0, ((chooses[one] | chosen_by[one]) & free).bit_count(), rank[one]),
        )
        group, mask = [start], 1 << start
        free ^= 1 << start
        while len(group) < size:
            alone = mask_of(one for one in group if chooses[one] and not chooses[one] & mask)
            best = max(
                bits(free),
                key=lambda one: (
                    (chosen_by[one] & alone).bit_count() + bool(chooses[one] & mask and chooses[one]),
                    (chooses[one] & chosen_by[one] & mask).bit_count(),
                    ((chooses[one] & mask).bit_count() + (chosen_by[one] & mask).bit_count()),
                    -rank[one],
                ),
            )
            group.append(best)
            mask |= 1 << best
            free ^= 1 << best
        groups.append(group)
    smallest, largest = min(map(len, groups)), max(map(len, groups))
    anyone = ((1 << count) - 1,) * number
    search = Search(
        Demands(
            count=count,
            groups=number,
            smallest=smallest,
            largest=largest,
            scores=(None,) * count,
            mean=0.0,
            spread=0.0,
            allowed=None,
            top=0,
            bottom=0,
            avoid=(0,) * count,
            chooses=tuple(chooses),
            eligible=anyone,
            possible=anyone,
        ),
        groups,
    )
    search.descend(20_000)
    return [[people[one] for one in bits(group)] for group in search.groups]


def _interest(people: Sequence[Pupil], number: int, source: random.Random) -> list[list[Pupil]]:
    circles: dict[str, list[Pupil]] = {}
    left: list[Pupil] = []
    for pupil in people:
        if measures.filled(pupil.interest) and pupil.interest:
            circles.setdefault(" ".join(pupil.interest.casefold().split()), []).append(pupil)
        else:
            left.append(pupil)
    wanted = sizes(len(people), number)
    groups: list[list[Pupil]] = [[] for _ in wanted]
    empty = list(range(number))
    order = shuffled(range(len(circles)), source)
    ranked = [circle for _, circle in sorted(zip(order, circles.values(), strict=True), key=lambda one: one[0])]
    while empty:
        ranked.sort(key=len, reverse=True)
        if not ranked or len(ranked[0]) < wanted[empty[0]]:
            break
        place = empty.pop(0)
        groups[place], ranked[0] = ranked[0][: wanted[place]], ranked[0][wanted[place] :]
    # What is left of an interest goes together into the fullest place that takes it whole, otherwise the roomiest.
    for circle in sorted(ranked, key=len, reverse=True):
        while circle:
            room = {place: wanted[place] - len(group) for place, group in enumerate(groups)}
            fitting = [place for place in room if room[place] >= len(circle)]
            place = min(fitting, key=lambda one: (room[one], one)) if fitting else max(room, key=lambda one: room[one])
            taken = circle[: room[place]]
            groups[place].extend(taken)
            circle = circle[len(taken) :]
    for pupil in left:
        place = max(range(number), key=lambda one: (wanted[one] - len(groups[one]), -one))
        groups[place].append(pupil)
    return groups


def _prior_knowledge(people: Sequence[Pupil], number: int, source: random.Random) -> list[list[Pupil]]:
    scores = measures.initial_scores(people)
    scored = sorted((one for one in people if one.id in scores), key=lambda one: -scores[one.id])
    groups: list[list[Pupil]] = [[] for _ in range(number)]
    for index, pupil in enumerate(scored):
        turn, place = divmod(index, number)
        groups[place if turn % 2 == 0 else number - 1 - place].append(pupil)

    def mean(place: int) -> float:
        known = [scores[one.id] for one in groups[place] if one.id in scores]
        return fmean(known) if known else 0.0

    for pupil in people:
        if pupil.id not in scores:
            groups[min(range(number), key=lambda one: (len(groups[one]), -mean(one), one))].append(pupil)
    return groups


def _counting_off(people: Sequence[Pupil], number: int, source: random.Random) -> list[list[Pupil]]:
    return _deal(people, number)


def _drawn_cards(people: Sequence[Pupil], number: int, source: random.Random) -> list[list[Pupil]]:
    return _deal((people[one] for one in shuffled(range(len(people)), source)), number)


_WAYS: Mapping[str, Callable[[Sequence[Pupil], int, random.Random], list[list[Pupil]]]] = {
    "seating": _seating,
    "alphabetical": _alphabetical,
    "sociometry": _sociometry,
    "interest": _interest,
    "prior_knowledge": _prior_knowledge,
    "counting_off": _counting_off,
    "drawn_cards": _drawn_cards,
}

"""The planner of work inside the groups: duties, representatives, the tutor's roles, what each tutee hands in.

Proposals only fill what is still empty, so that nothing a trainee wrote is lost. What only pupils can say (whether they
accept their tutor) is never proposed.

Sources: content items PREP-5, GROUND-3, GOOD-3 (a duty for everyone, D01), ROLE-1 to ROLE-3 (three roles, D02),
ROLE-1b and ROLE-2 (return a question, steer the talk, D07), STEP-5a (a representative presents, W03). The wording of
the proposals is the course's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .. import measures
from ..language import N_, translate
from ..scenario import CueCard, Group, Roles, Scenario

DUTIES: tuple[str, ...] = (
    N_("pencatat"),
    N_("penjaga waktu"),
    N_("pemeriksa jawaban"),
    N_("pengatur alat dan bahan"),
    N_("penanya"),
)
"""Duties shared out in this order, from group to group begun one further, so that no duty sticks to the first name."""
TUTOR_DUTY = N_("tutor: memandu dan memeriksa pemahaman")
REPRESENTATIVE_DUTY = N_("penyaji hasil kelompok")
ROLES: Mapping[str, str] = {
    "traffic_regulator": N_("Mengatur giliran: semua berbicara, tidak ada yang memborong waktu."),
    "shield_wall": N_("Menampung pertanyaan: melempar balik ke kelompok sebelum menjawab sendiri."),
    "guide": N_("Menuntun: mengembalikan pembicaraan ke soal dan memeriksa langkah satu per satu."),
}
RETURN_QUESTIONS: tuple[str, ...] = (
    N_("Menurut yang lain, bagaimana?"),
    N_("Mengapa kamu memilih cara itu?"),
)
STEER: tuple[str, ...] = (N_("Mari kembali ke soal nomor ini."), N_("Siapa yang belum mencoba?"))
PRODUCT = N_("kartu keluar")


@dataclass(frozen=True)
class Proposed:
    """A scenario whose groups' work is filled in, and how many entries were added."""

    scenario: Scenario
    added: int


def propose_work(scenario: Scenario, language: str = "id") -> Proposed:
    """Fill the empty entries of every group's work with proposals.

    Duties: one for every person who has none. Representative: a member, not the tutor, another place in the list from
    group to group. Roles and cue card: the course's sentences. Products of tutees: in a remedial scenario (R15).
    Entries are written in `language`, as they will stand on the groups' sheets.
    """
    added = 0
    groups: list[Group] = []
    for number, group in enumerate(scenario.groups):
        filled = _with_proposals(group, number, scenario.kind == "remedial", language)
        added += _entries(filled) - _entries(group)
        groups.append(filled)
    return Proposed(scenario.model_copy(update={"groups": groups}), added)


def _with_proposals(group: Group, number: int, remedial: bool, language: str) -> Group:
    def words(message: str) -> str:
        return translate(message, language)

    representative = group.representative
    if not measures.filled(representative) and group.members:
        representative = group.members[number % len(group.members)]
    duties = dict(group.duties)
    without = [one for one in group.members if not measures.filled(duties.get(one))]
    open_duties = _next_duties([words(one) for one in DUTIES], duties.values(), number, len(without))
    for one in without:
        duties[one] = words(REPRESENTATIVE_DUTY) if one == representative else open_duties.pop(0)
    for one in group.tutors:
        if not measures.filled(duties.get(one)):
            duties[one] = words(TUTOR_DUTY)
    roles, card = group.roles or Roles(), group.cue_card or CueCard()
    update: dict[str, object] = {
        "representative": representative,
        "duties": duties,
        "roles": roles.model_copy(
            update={key: words(line) for key, line in ROLES.items() if not measures.filled(getattr(roles, key))}
        ),
        "cue_card": card.model_copy(
            update={
                "return_questions": card.return_questions or [words(one) for one in RETURN_QUESTIONS],
                "steer": card.steer or [words(one) for one in STEER],
            }
        ),
    }
    if remedial:
        update["products"] = {
            **group.products,
            **{one: words(PRODUCT) for one in group.members if not measures.filled(group.products.get(one))},
        }
    return group.model_copy(update=update)


def _next_duties(every: Sequence[str], taken: Iterable[str | None], first: int, wanted: int) -> list[str]:
    """`wanted` duties: those that nobody has yet come first, each again only when all are given."""
    turned = [every[(first + place) % len(every)] for place in range(len(every))]
    used = {one for one in taken if one}
    order = [one for one in turned if one not in used] or turned
    while len(order) < wanted:
        order += turned
    return order


def _entries(group: Group) -> int:
    """How many entries of the group's work are written."""
    roles, card = group.roles or Roles(), group.cue_card or CueCard()
    return (
        sum(measures.filled(one) for one in (*group.duties.values(), *group.products.values()))
        + sum(measures.filled(getattr(roles, key)) for key in ROLES)
        + bool(card.return_questions)
        + bool(card.steer)
        + measures.filled(group.representative)
    )


def with_group(scenario: Scenario, id: str, **update: object) -> Scenario:
    """The scenario with entries of one group changed; an unknown id changes nothing."""
    groups = [one.model_copy(update=update) if one.id == id else one for one in scenario.groups]
    return scenario.model_copy(update={"groups": groups})

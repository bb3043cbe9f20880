"""What the lesson's panels write into a scenario: plain functions, a scenario in, another one out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from . import labels
from . import widgets_session as work
from .language import LANGUAGES, N_, Text, text
from .scenario import CueCard, Group, Objective, Observation, Problem, Public, Roles, Scenario

INDICATORS: tuple[str, ...] = (
    N_("Setiap anggota mendapat giliran berbicara"),
    N_("Tidak ada yang menguasai pembicaraan"),
    N_("Anggota yang pendiam diberi kesempatan"),
    N_("Tutor melempar balik pertanyaan sebelum menjawab"),
    N_("Pembicaraan tetap pada masalah kelompok"),
)
"""What a group can be watched for (O01; D03 to D07). Wording of the course."""
ROLE_LABELS: Mapping[str, str] = {
    "traffic_regulator": N_("Tutor sebagai pengatur lalu lintas: apa yang ia lakukan?"),
    "shield_wall": N_("Tutor sebagai dinding penangkis: apa yang ia lakukan?"),
    "guide": N_("Tutor sebagai penunjuk jalan: apa yang ia lakukan?"),
}
_TIME = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")


def titled(parts: Iterable[Any], field: str) -> dict[str, Text]:
    """Choices of a list: id -> 'id: title'."""
    found: dict[str, Text] = {}
    for one in parts:
        title = getattr(one, field)
        shown = labels.group_name(title) if title and field == "label" else title
        found[one.id] = Text("{id}: {title}", {"id": one.id, "title": shown}) if shown else Text("{id}", {"id": one.id})
    return found


def stored_label(group: Group, written: str) -> str:
    """What the file keeps of a label: the one that it has where that is only shown in another language."""
    former = group.label or ""
    shown = {labels.group_name(former).render(language) for language in LANGUAGES}
    return former if written in shown else written


def written_lines(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]


def time_of(words: str) -> dt.time | None:
    """'07:30' or '7.30' as a time; nothing for nothing.

    Raises
    ------
    SessionError: where it can't be read, with an example.
    """
    words = words.strip()
    if not words:
        return None
    match = _TIME.fullmatch(words)
    if not match:
        raise work.SessionError(
            Problem("", text(N_("Pukul “{words}” tidak terbaca. Tulis jam dan menit, misalnya 07:30."), words=words))
        )
    return dt.time(int(match[1]), int(match[2]))


def with_times(
    scenario: Scenario,
    grade: int | None,
    periods: int | None,
    minutes_per_period: int | None,
    date: dt.date | None,
    time: str,
) -> Scenario:
    return scenario.model_copy(
        update={
            "grade": grade,
            "periods": periods,
            "minutes_per_period": minutes_per_period,
            "date": date,
            "time": time_of(time),
        }
    )


def with_objective(scenario: Scenario, id: str, **update: object) -> Scenario:
    objectives = [one.model_copy(update=update) if one.id == id else one for one in scenario.objectives]
    return scenario.model_copy(update={"objectives": objectives})


def with_new_objective(scenario: Scenario, id: str) -> Scenario:
    """One more objective, without words or criterion yet."""
    id = id.strip()
    if not id:
        raise work.SessionError(Problem("", text(N_("Kode TP belum ditulis. Tulis misalnya TP3."))))
    if id.casefold() in {one.id.casefold() for one in scenario.objectives}:
        raise work.SessionError(Problem(id, text(N_("TP ini sudah ada. Pilih TP itu, atau tulis kode lain."))))
    return scenario.model_copy(update={"objectives": [*scenario.objectives, Objective(id=id)]})


def material_lines(scenario: Scenario) -> str:
    return work.material_lines(work.open_scenario(scenario))


def with_subtopics(scenario: Scenario, written: str) -> Scenario:
    """The sub-topics, a line each (see `widgets_session.with_material`); criteria stay as they are."""
    return work.with_material(work.open_scenario(scenario), None, written).scenario


def with_subtopic(scenario: Scenario, id: str, problem: str, sources: str, prerequisites: str) -> Scenario:
    known = {one.id.casefold(): one.id for one in scenario.subtopics if one.id != id}
    wanted = [one.strip() for one in re.split(r"[,;\n]", prerequisites) if one.strip()]
    unknown = [one for one in wanted if one.casefold() not in known]
    if unknown:
        raise work.SessionError(
            Problem(
                id,
                text(
                    N_("submateri {codes} tidak ada. Kode yang dapat ditulis: {known}."),
                    codes=unknown,
                    known=list(known.values()),
                ),
            )
        )
    update = {
        "problem": problem.strip() or None,
        "sources": written_lines(sources),
        "prerequisites": [known[one.casefold()] for one in wanted],
    }
    subtopics = [one.model_copy(update=update) if one.id == id else one for one in scenario.subtopics]
    return scenario.model_copy(update={"subtopics": subtopics})


def group_entries(
    group: Group,
    *,
    label: str,
    representative: str,
    decides_by: str,
    model: int,
    gender_note: str,
    roles: Mapping[str, str],
    return_questions: str,
    steer: str,
    duties: Mapping[str, str],
    accepts: Mapping[str, bool | None],
    products: Mapping[str, str],
) -> dict[str, object]:
    """A group's new entries. What was written of people outside these mappings stays."""
    former, card = group.roles or Roles(), group.cue_card or CueCard()
    new_roles = former.model_copy(update={key: words.strip() or None for key, words in roles.items()})
    new_card = card.model_copy(
        update={"return_questions": written_lines(return_questions), "steer": written_lines(steer)}
    )
    return {
        "label": label.strip() or None,
        "representative": representative or None,
        "decides_by": decides_by or None,
        "model": model or None,
        "gender_note": gender_note.strip() or None,
        # A part that was absent and stays empty isn't made: nothing in the file changes that nobody changed.
        "roles": new_roles if group.roles or new_roles != Roles() else None,
        "cue_card": new_card if group.cue_card or new_card != CueCard() else None,
        "duties": _written(group.duties, duties),
        "accepts": {
            **group.accepts,
            **{one: is_ for one, is_ in accepts.items() if is_ is not None or one in group.accepts},
        },
        "products": _written(group.products, products),
    }


def _written(former: Mapping[str, str | None], now: Mapping[str, str]) -> dict[str, str | None]:
    """Entries by person; an empty one is only kept where there was one."""
    return {**former, **{one: words.strip() or None for one, words in now.items() if words.strip() or one in former}}


def with_observation(
    scenario: Scenario, indicators: str, all_groups: bool, pupil_views: str, shows_scores: bool, shows_nisn: bool
) -> Scenario:
    former, public = scenario.observation or Observation(), scenario.public or Public()
    ids = [one.id for one in scenario.groups]
    # Taking the tick away takes away the groups only where all were there; a chosen few stay.
    groups = ids if all_groups else [] if set(ids) <= set(former.groups) else former.groups
    return scenario.model_copy(
        update={
            "observation": former.model_copy(update={"indicators": written_lines(indicators), "groups": groups}),
            "pupil_views": pupil_views.strip() or None,
            "public": public.model_copy(update={"shows_scores": shows_scores, "shows_nisn": shows_nisn}),
        }
    )

"""What the lesson's panels show: the material by sub-topics, and each group's work, with what is still empty."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from . import labels, measures
from .language import N_, Names, PupilId, Text, text
from .scenario import CueCard, Group, Roles, Scenario
from .widgets_page import _say, _table

_EMPTY = N_("– belum diisi –")


def _cell(words: str | None, language: str) -> str:
    return f"<td>{escape(words) if measures.filled(words) and words else _say(_EMPTY, language)}</td>"


def _lines(lines: Iterable[str], language: str) -> str:
    written = [escape(one) for one in lines if measures.filled(one)]
    return f"<td>{'<br/>'.join(written) if written else _say(_EMPTY, language)}</td>"


def material(scenario: Scenario, language: str) -> str:
    """A row a sub-topic: objectives, problem, sources."""
    if not scenario.subtopics:
        return f"<p>{_say(N_('Belum ada submateri. Tulis satu submateri per baris di atas.'), language)}</p>"
    columns = [_say(one, language) for one in (N_("Submateri"), N_("TP"), N_("Masalah"), N_("Sumber"))]
    rows = [
        f'<tr><th scope="row">{escape(one.id)}{": " + escape(one.title) if one.title else ""}</th>'
        f"{_cell(', '.join(one.objectives), language)}{_cell(one.problem, language)}"
        f"{_lines(one.sources, language)}</tr>"
        for one in scenario.subtopics
    ]
    return _table(_say(N_("Submateri sejauh ini"), language), columns, rows, wide=True)


def _missing(group: Group) -> list[Text]:
    """What of the group's work isn't written yet, most important first."""
    roles, card = group.roles or Roles(), group.cue_card or CueCard()
    people = [*group.tutors, *group.members]
    lacking = {
        N_("tugas"): any(not measures.filled(group.duties.get(one)) for one in people),
        N_("persetujuan murid"): any(group.accepts.get(one) is None for one in group.members),
        N_("wakil"): not measures.filled(group.representative),
        N_("peran tutor"): not all(measures.filled(getattr(roles, key)) for key in labels.ROLES),
        N_("kartu tutor"): not (card.return_questions and card.steer),
        N_("cara mengambil keputusan"): group.decides_by is None,
        N_("model"): group.model is None,
    }
    return [text(words) for words, is_missing in lacking.items() if is_missing]


def group_work(scenario: Scenario, language: str, names: Names | None = None) -> str:
    """A row a group: representative, duties, and what is still empty."""
    if not scenario.groups:
        return f"<p>{_say(N_('Belum ada kelompok. Bentuk kelompok lebih dahulu.'), language)}</p>"
    columns = [_say(one, language) for one in (N_("Kelompok"), N_("Wakil"), N_("Tugas"), N_("Masih kosong"))]
    rows = []
    for group in scenario.groups:
        chosen = text("{m}", m=PupilId(group.representative)) if group.representative else text(_EMPTY)
        duties = [
            _say(Text("{m}: {duty}", {"m": PupilId(one), "duty": group.duties.get(one) or "–"}), language, names)
            for one in [*group.tutors, *group.members]
        ]
        missing = _missing(group)
        lacking = _say(text("{what}", what=missing), language) if missing else _say(N_("✓ terisi semua"), language)
        title = escape(group.id) + (f": {_say(labels.group_name(group.label), language)}" if group.label else "")
        rows.append(
            f'<tr><th scope="row">{title}</th><td>{_say(chosen, language, names)}</td>'
            f"<td>{'<br/>'.join(duties)}</td><td>{lacking}</td></tr>"
        )
    return _table(_say(N_("Pekerjaan kelompok sejauh ini"), language), columns, rows, wide=True)

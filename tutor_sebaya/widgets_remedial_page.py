"""What the remedial form shows: targets, sessions, tutors in turn, what is still open, and the reassessments."""

from __future__ import annotations

from html import escape

from . import labels
from .documents_remedial import Results
from .language import N_, Names, PupilId, Text, number, pupils, text
from .planners.remedial import RemedialPlan, Session, day_text, time_text
from .scenario import Remedial, Scenario
from .widgets_page import _details, _list, _say, _table

_NONE = (
    N_("Belum ada program remedial. Isi tanggalnya, lalu tekan tombol Susun program remedial."),
    N_("Program disusun dari nilai tiap TP: hanya TP yang belum tuntas yang dipelajari lagi."),
)


def programme(plan: RemedialPlan | None, scenario: Scenario, language: str, names: Names | None = None) -> str:
    """The programme in four parts: what is open, targets, sessions, groups."""
    if plan is None:
        return "".join(f"<p>{_say(one, language)}</p>" for one in _NONE)
    return (
        _open(plan, language, names)
        + _objectives(plan, language)
        + _targets(plan, language, names)
        + _sessions(plan, language, names)
        + _groups(plan, language, names)
    )


def _open(plan: RemedialPlan, language: str, names: Names | None) -> str:
    open_rules = [Text("{rule}: {reason}", {"rule": one.rule, "reason": one.reason}) for one in plan.open]
    box = (
        f'<div class="ts-say"><p><strong>{_say(N_("! Yang masih harus Anda isi atau putuskan"), language)}</strong></p>'
        f"{_list(open_rules, language, names)}</div>"
        if open_rules
        else ""
    )
    return box + _list(plan.reasons, language, names)


def _objectives(plan: RemedialPlan, language: str) -> str:
    rows = []
    for one in plan.objectives:
        forms = [text(labels.FORMS[form]) for form in one.forms]
        share = text(N_("{n} murid ({p} %)"), n=len(one.below), p=number(round(100 * one.share, 1), language))
        rows.append(
            f'<tr><th scope="row">{escape(one.objective)}</th><td class="ts-number">'
            f"{number(one.criterion, language)}</td><td>{_say(share, language)}</td>"
            f"<td>{_say(text('{forms}', forms=forms), language)}</td></tr>"
        )
    columns = [_say(one, language) for one in (N_("TP"), N_("KKTP"), N_("Belum tuntas"), N_("Bentuk"))]
    return _table(_say(N_("TP yang diremedialkan"), language), columns, rows)


def _targets(plan: RemedialPlan, language: str, names: Names | None) -> str:
    rows = []
    for one in plan.rows:
        days = ", ".join(_say(day_text(day), language) for day in one.dates) or "–"
        rows.append(
            f'<tr><th scope="row">{_say(text("{m}", m=PupilId(one.pupil)), language, names)}</th>'
            f'<td>{escape(one.objective)}</td><td class="ts-number">{number(one.score, language)}</td>'
            f'<td class="ts-number">{number(one.criterion, language)}</td><td>{days}</td></tr>'
        )
    columns = [_say(one, language) for one in (N_("Murid"), N_("TP"), N_("Nilai"), N_("KKTP"), N_("Tanggal"))]
    table = _table(_say(N_("Sasaran tiap murid"), language), columns, rows, wide=True)
    return _details(_say(text(N_("Sasaran tiap murid: {n} murid"), n=len(plan.targets)), language), table, open=True)


def _sessions(plan: RemedialPlan, language: str, names: Names | None) -> str:
    rows = [_session(one, language, names) for one in plan.sessions]
    if plan.reassessment is not None:
        rows.append(
            f'<tr><th scope="row">{_say(N_("Penilaian kembali"), language)}</th>'
            f'<td>{_say(day_text(plan.reassessment), language)}</td><td colspan="3">'
            f"{_say(N_('oleh guru, tepat pada TP yang menjadi sasaran'), language)}</td></tr>"
        )
    columns = [
        _say(one, language) for one in (N_("Sesi"), N_("Waktu"), N_("Bentuk"), N_("Urutan"), N_("Kunjungan guru"))
    ]
    return _table(_say(N_("Jadwal sesi"), language), columns, rows, wide=True)


def _session(one: Session, language: str, names: Names | None) -> str:
    when = [_say(day_text(one.date), language)] if one.date else []
    if one.starts and one.ends:
        when.append(f"{_say(time_text(one.starts), language)}–{_say(time_text(one.ends), language)}")
    when.append(_say(text(N_("{n} menit"), n=one.minutes), language))
    parts = [_say(Text("{part}: {n}", {"part": text(part.name), "n": part.minutes}), language) for part in one.parts]
    led = [
        _say(
            Text("{group}: {tutor}", {"group": each.group, "tutor": PupilId(each.tutor) if each.tutor else "–"}),
            language,
            names,
        )
        for each in one.groups
    ]
    form = [_say(text(labels.FORMS[one.form]), language), *led]
    visits = escape(", ".join(one.visits)) or "–"
    return (
        f'<tr><th scope="row">{one.number}</th><td>{"<br/>".join(when)}</td><td>{"<br/>".join(form)}</td>'
        f"<td>{'<br/>'.join(parts)}</td><td>{visits}</td></tr>"
    )


def _groups(plan: RemedialPlan, language: str, names: Names | None) -> str:
    rows = [
        f'<tr><th scope="row">{escape(one.id)}</th><td>{_say(text("{m}", m=pupils(one.tutors)), language, names)}</td>'
        f"<td>{_say(text('{m}', m=pupils(one.members)), language, names)}</td>"
        f"<td>{escape(', '.join(one.objectives))}</td></tr>"
        for one in plan.groups
    ]
    columns = [_say(one, language) for one in (N_("Kelompok"), N_("Tutor"), N_("Murid yang dibimbing"), N_("TP"))]
    table = _table(_say(N_("Kelompok tutor sebaya"), language), columns, rows, wide=True) if rows else ""
    alone = (
        f"<p>{_say(text(N_('Dibimbing guru sendiri: {m}.'), m=pupils(plan.alone)), language, names)}</p>"
        if plan.alone
        else ""
    )
    return table + alone


def results(scenario: Scenario, found: Results, language: str, names: Names | None = None) -> str:
    """Scores of the reassessments beside the criterion, with whether it is reached now."""
    programme = scenario.remedial or Remedial()
    if not programme.targets:
        return f"<p>{_say(N_('Sesudah program tersusun, nilai penilaian kembali dicatat di sini.'), language)}</p>"
    criteria = {one.id: one.criterion for one in scenario.objectives}
    rows = []
    for pupil, objectives in programme.targets.items():
        for objective in objectives:
            scores = [attempt.get(pupil, {}).get(objective) for attempt in found.attempts]
            known = [score for score in scores if score is not None]
            criterion = criteria.get(objective)
            state = (
                N_("belum dinilai kembali")
                if not known
                else N_("✓ tuntas")
                if criterion is not None and max(known) >= criterion
                else N_("✗ belum tuntas")
            )
            written = "; ".join("–" if score is None else number(score, language) for score in scores) or "–"
            rows.append(
                f'<tr><th scope="row">{_say(text("{m}", m=PupilId(pupil)), language, names)}</th>'
                f'<td>{escape(objective)}</td><td class="ts-number">{written}</td><td>{_say(state, language)}</td></tr>'
            )
    columns = [_say(one, language) for one in (N_("Murid"), N_("TP"), N_("Nilai"), N_("Keadaan"))]
    table = _table(_say(N_("Hasil penilaian kembali"), language), columns, rows, wide=True)
    return _details(_say(N_("Hasil penilaian kembali"), language), table)

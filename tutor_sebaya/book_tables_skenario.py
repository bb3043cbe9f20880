"""What executed cells of the chapter "Skenario" show: one lesson planned in full, its first draft, and the mending.

The lesson is that of the running case: the sample class in six groups by where they sit. The draft has the mistakes of
a first plan; every mend takes the part in question from the full plan, so that no table holds a result of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from . import labels
from .book_tables import scrolling_table
from .language import LANGUAGE, N_, Names, PupilId, Renderer, Text, pupils, renderer, text
from .planners import form_groups
from .planners.duties import propose_work, with_group
from .planners.remedial import day_text, time_text
from .planners.room import room_from_scenario
from .planners.timing import time_from_scenario
from .planners.turns import plan_turns
from .rules import WEIGHTS, Report, Rule, State, catalogue, check
from .rules.registry import Severity
from .scenario import Discussion, Group, Observation, Public, Room, Scenario, Turn

__all__ = [
    "DRAFTED",
    "Mend",
    "first_draft",
    "mend_table_html",
    "mended",
    "rules_by_severity_html",
    "summary_html",
    "table_html",
    "whole_lesson",
]

DATE, HOUR = dt.date(2026, 8, 12), dt.time(7, 30)
INDICATORS = (
    N_("Giliran berbicara terjaga."),
    N_("Pertanyaan dilemparkan kembali kepada kelompok."),
    N_("Anggota menerangkan langkahnya, bukan hanya menyebut jawaban."),
    N_("Anggota bekerja sama dan menghargai pendapat teman."),
)
VIEWS = N_(
    "Dari 36 kartu keluar: banyak yang bingung kapan penyebut harus disamakan. Soal tali dan kue mudah dibayangkan."
)
"""What pupils of an invented class say is invented too."""


def whole_lesson(scenario: Scenario, language: str = LANGUAGE) -> Scenario:
    """The lesson of the running case, planned by the planners; what only people can say is made up, as the class is.

    `scenario`: of the sample class, without groups. Two periods, six groups by seats, model 3, tables in clusters.
    """
    say = renderer(language)
    planned = form_groups(scenario, "seating", 6).fill(scenario)
    grouping = planned.grouping.model_copy(update={"ground": "division_of_work"}) if planned.grouping else None
    planned = planned.model_copy(update={"grouping": grouping, "periods": 2, "date": DATE, "time": HOUR})
    planned = propose_work(time_from_scenario(planned).fill(planned), language).scenario
    for group in planned.groups:
        planned = with_group(
            planned,
            group.id,
            decides_by="consensus",
            accepts=dict.fromkeys(group.members, True),
            gender_note=say(text(N_("Sudah ditanyakan kepada setiap anggota; tidak ada yang berkeberatan."))),
        )
    planned = plan_turns(planned, model=3).fill(planned, language)
    planned = planned.model_copy(
        update={
            "discussion": Discussion(kind="small_group"),
            "room": Room(previous_layout="rows"),
            "observation": Observation(
                indicators=[say(Text(one)) for one in INDICATORS], groups=[group.id for group in planned.groups]
            ),
            "pupil_views": say(Text(VIEWS)),
            "public": Public(shows_scores=False, shows_nisn=False),
        }
    )
    return room_from_scenario(planned, "clusters").fill(planned)


# --- a draft and its mending ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mend:
    """One cause of broken rules, and its removal.

    `rules`: all that the cause breaks, the first of them first. `words`: what the trainee does. `spoil`: the full plan
    with the mistake in it. `repair`: (draft, full plan) -> the draft with this part of the full plan.
    """

    rules: tuple[str, ...]
    words: str
    spoil: Callable[[Scenario], Scenario]
    repair: Callable[[Scenario, Scenario], Scenario]


def _fields(*names: str, **spoilt: object) -> dict[str, Callable[..., Scenario]]:
    """A mistake in fields of the scenario itself."""
    return {
        "spoil": lambda whole: whole.model_copy(update=spoilt),
        "repair": lambda draft, whole: draft.model_copy(update={name: getattr(whole, name) for name in names}),
    }


def _of_group(id: str, name: str, spoil: Callable[[Scenario], object]) -> dict[str, Callable[..., Scenario]]:
    """A mistake in one field of one group."""

    def repair(draft: Scenario, whole: Scenario) -> Scenario:
        return with_group(draft, id, **{name: getattr(_group(whole, id), name)})

    return {"spoil": lambda whole: with_group(whole, id, **{name: spoil(whole)}), "repair": repair}


def _group(scenario: Scenario, id: str) -> Group:
    return next(one for one in scenario.groups if one.id == id)


def _without_the_shy(scenario: Scenario) -> list[Turn]:
    """Turns of group K3 without those pupils who speak seldom."""
    shy = {one.id for one in scenario.pupils if one.shy}
    return [turn for turn in _group(scenario, "K3").turns if turn.pupil not in shy]


def _lecture(scenario: Scenario) -> list[Turn]:
    """Turns of group K1 in which the tutor explains and the others confirm."""
    group = _group(scenario, "K1")
    return [Turn(pupil=one, minutes=15 if one in group.tutors else 2) for one in (*group.tutors, *group.members)]


DRAFTED: tuple[Mend, ...] = (
    Mend(
        ("T04",),
        N_("Anggota kelompok 5 ditanyai satu per satu, tanpa tutornya mendengar. Semuanya menerima."),
        **_of_group("K5", "accepts", lambda _: {}),
    ),
    Mend(
        ("M02",),
        N_("Judul submateri diganti dengan pertanyaan tentang dua tali yang disambung."),
        spoil=lambda whole: whole.model_copy(
            update={
                "subtopics": [
                    one.model_copy(update={"problem": one.title}) if one.id == "S6" else one for one in whole.subtopics
                ]
            }
        ),
        repair=lambda draft, whole: draft.model_copy(update={"subtopics": whole.subtopics}),
    ),
    Mend(
        ("W01",),
        N_("Penyampaian dipendekkan lima menit: empat menit untuk setiap kelompok sudah cukup."),
        spoil=lambda whole: whole.model_copy(
            update={
                "phases": [
                    one.model_copy(update={"minutes": (one.minutes or 0) + 5}) if one.name == "presentation" else one
                    for one in whole.phases
                ]
            }
        ),
        repair=lambda draft, whole: draft.model_copy(update={"phases": whole.phases}),
    ),
    Mend(("W06",), N_("Jam pelajarannya ditulis: pukul 07.30, sebelum olahraga."), **_fields("time", time=None)),
    Mend(
        ("D03", "D05"),
        N_("Giliran kelompok 3 disusun ulang: yang jarang berbicara mulai lebih dahulu, di pasangan."),
        **_of_group("K3", "turns", _without_the_shy),
    ),
    Mend(
        ("D04", "D06", "D11"),
        N_("Giliran kelompok 1 disusun ulang: ceramah tutor diganti dengan putaran berpasangan dan putaran kelompok."),
        **_of_group("K1", "turns", _lecture),
    ),
    Mend(
        ("D12",),
        N_("Kartu keluar pelajaran sebelumnya dibaca, dan yang paling sering ditulis murid dicatat."),
        **_fields("pupil_views", pupil_views=None),
    ),
    Mend(
        ("K01",),
        N_("Meja dikelompokkan, dan lorong guru diperiksa pada denah."),
        **_fields("room", room=Room(layout="rows", teacher_can_move=True)),
    ),
    Mend(
        ("O01",),
        N_("Indikator ditambah menjadi empat, dan kelompok 6 mendapat barisnya."),
        spoil=lambda whole: whole.model_copy(
            update={
                "observation": Observation(
                    indicators=whole.observation.indicators[:2] if whole.observation else [],
                    groups=[group.id for group in whole.groups[:-1]],
                )
            }
        ),
        repair=lambda draft, whole: draft.model_copy(update={"observation": whole.observation}),
    ),
    Mend(
        ("P01",),
        N_("Daftar untuk ditempel dicetak tanpa nilai."),
        **_fields("public", public=Public(shows_scores=True, shows_nisn=False)),
    ),
)
"""The mistakes of the draft in the order in which a report shows them: the first cause first."""


def first_draft(whole: Scenario) -> Scenario:
    """The full plan with all the mistakes in it."""
    for mend in DRAFTED:
        whole = mend.spoil(whole)
    return whole


def mended(draft: Scenario, whole: Scenario) -> Iterator[Scenario]:
    """The draft after the first mend, after the second, and so on."""
    for mend in DRAFTED:
        draft = mend.repair(draft, whole)
        yield draft


MEANINGS: Mapping[Severity, str] = {
    "error": N_("Pelajaran akan macet, atau ada murid yang dirugikan. Perbaiki sebelum mengajar."),
    "warning": N_("Rencana dapat berjalan, tetapi ada yang patut dipikirkan lagi."),
    "hint": N_("Akan lebih baik bila ada. Boleh ditinggalkan dengan alasan."),
}


# --- tables --------------------------------------------------------------------------------------------------------


def mend_table_html(whole: Scenario, names: Names | None = None, language: str = LANGUAGE) -> str:
    """The draft judged, then mended cause by cause; before and after, in figures; what is still broken."""
    say = renderer(language, names)
    draft = first_draft(whole)
    reports = [check(draft), *map(check, mended(draft, whole))]
    rows = []
    # Two columns: more would not fit a phone.
    for mend, before, after in zip(DRAFTED, reports, reports[1:], strict=False):
        found = "".join(f"<p>{one}</p>" for one in _found(before, mend.rules, say))
        score = escape(say(text(N_("Skor sesudahnya: {p:.0%}."), p=after.score)))
        rows.append(f"<tr><td>{found}</td><td><p>{escape(say(Text(mend.words)))}</p><p>{score}</p></td></tr>")
    caption = text(N_("Rencana pertama dan perbaikannya, dari skor {a:.0%}"), a=reports[0].score)
    columns = (N_("Temuan"), N_("Perbaikan"))
    return table_html(say(caption), columns, rows, say) + _standing(reports[0], reports[-1], say)


def _found(report: Report, rules: Sequence[str], say: Renderer) -> Iterator[str]:
    """The first finding of each rule; of the others only their number."""
    for id in rules:
        first, *rest = report.of(id)
        more = f" {escape(say(text(N_('(dan {n} temuan lagi)'), n=len(rest))))}" if rest else ""
        yield f"<strong>{_link(catalogue()[id], say)}</strong> {escape(say(first.message))}{more}"


def _standing(before: Report, after: Report, say: Renderer) -> str:
    """How many rules are kept, broken and not applicable before and after; what is left, with its message."""
    both = (before, after)
    counted: tuple[tuple[State, str], ...] = (
        ("kept", N_("✓ terpenuhi")),
        ("broken", N_("✗ dilanggar")),
        ("not_applicable", N_("– tidak berlaku")),
    )
    lines = [(words, [str(list(one.states.values()).count(state)) for one in both]) for state, words in counted]
    lines.append((N_("skor"), [_score(one, say) for one in both]))
    rows = [
        f'<tr><th scope="row">{escape(say(Text(words)))}</th>{"".join(f"<td>{value}</td>" for value in values)}</tr>'
        for words, values in lines
    ]
    left = "".join(
        f"<li>{_link(catalogue()[one.rule], say)}: {escape(say(one.message))}</li>" for one in after.findings
    )
    lead = escape(say(Text(N_("Yang masih tersisa:"))))
    columns = (N_("Keadaan"), N_("Sebelum"), N_("Sesudah"))
    table = table_html(say(Text(N_("Enam puluh aturan, sebelum dan sesudah"))), columns, rows, say)
    return table + (f"<p>{lead}</p><ul>{left}</ul>" if left else "")


def summary_html(scenario: Scenario, names: Names | None = None, language: str = LANGUAGE) -> str:
    """A whole scenario on one table: when, what, who with whom, minutes, talk, room, observation, pupils' views."""
    say = renderer(language, names)
    titles = {one.id: one.title or one.id for one in scenario.subtopics}
    day = day_text(scenario.date) if scenario.date else Text("–")
    when = text(N_("{d}, pukul {t}"), d=day, t=time_text(scenario.time) if scenario.time else Text("–"))
    lesson = text(N_("{n} JP × {m} menit"), n=scenario.periods or 0, m=scenario.minutes_per_period or 0)
    groups = [
        text(
            N_("{k}: {s}; tutor {ts}; wakil {w}"),
            k=labels.group_name(one.label or one.id),
            s=[titles.get(id, id) for id in one.subtopics],
            ts=pupils(one.tutors),
            w=PupilId(one.representative or "–"),
        )
        for one in scenario.groups
    ]
    phases = [
        text(N_("{f}: {n} menit"), f=Text(labels.PHASES[one.name]), n=one.minutes or 0.0)
        for one in scenario.phases
        if one.name
    ]
    alike: dict[tuple[int, int], list[Text]] = {}
    for one in scenario.groups:
        if one.model:
            alike.setdefault((one.model, len(one.turns)), []).append(labels.group_name(one.label or one.id))
    talk = [
        text(N_("{model}, {n} giliran: {ks}"), model=Text(labels.MODELS[model]), n=turns, ks=groups_alike)
        for (model, turns), groups_alike in alike.items()
    ]
    lines: list[tuple[str, list[Text]]] = [
        (N_("Saat"), [when, lesson]),
        (N_("Tujuan pembelajaran"), [Text("{o}", {"o": one.text or one.id}) for one in scenario.objectives]),
        (N_("Kelompok"), groups),
        (N_("Fase"), phases),
        (N_("Giliran"), talk),
    ]
    if scenario.room and scenario.room.layout:
        lines.append((N_("Ruang"), [Text(labels.LAYOUTS[scenario.room.layout])]))
    if scenario.observation:
        lines.append((N_("Yang diamati"), [Text("{o}", {"o": one}) for one in scenario.observation.indicators]))
    if scenario.pupil_views:
        lines.append((N_("Suara murid"), [Text("{o}", {"o": scenario.pupil_views})]))
    rows = [
        f'<tr><th scope="row">{escape(say(Text(name)))}</th>'
        f"<td><ul>{''.join(f'<li>{escape(say(one))}</li>' for one in said)}</ul></td></tr>"
        for name, said in lines
    ]
    return table_html(say(Text(N_("Skenario dalam satu tabel"))), (N_("Bagian"), N_("Isinya")), rows, say)


def rules_by_severity_html(language: str = LANGUAGE) -> str:
    """How many rules there are of each severity, their weight in the score, and what each severity means."""
    say = renderer(language)
    rules = catalogue().values()
    rows = []
    for severity, meaning in MEANINGS.items():
        level = text(
            N_("{tingkat}: {n} aturan, bobot {b}"),
            tingkat=Text(labels.SEVERITIES[severity]),
            n=sum(one.severity == severity for one in rules),
            b=WEIGHTS[severity],
        )
        rows.append(f'<tr><th scope="row">{escape(say(level))}</th><td>{escape(say(Text(meaning)))}</td></tr>')
    columns = (N_("Tingkat"), N_("Artinya bagi Anda"))
    return table_html(say(Text(N_("Enam puluh aturan menurut tingkatnya"))), columns, rows, say)


def _link(rule: Rule, say: Renderer) -> str:
    return f'<a href="{escape(rule.learn)}" title="{escape(say(Text(rule.title)))}">{rule.id}</a>'


def _score(report: Report, say: Renderer) -> str:
    return escape(say(Text("{p:.0%}", {"p": report.score})))


def table_html(caption: str, columns: Sequence[str], rows: Sequence[str], say: Renderer) -> str:
    """A table in a box that scrolls in place of the page; `rows`: finished `<tr>` elements."""
    return scrolling_table(caption, (say(Text(column)) for column in columns), rows)

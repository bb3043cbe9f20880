"""What executed cells of "Remedial dengan tutor sebaya" show: groups, timetable, who comes when, and too few tutors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from . import labels
from .book_tables_penilaian import table, table_row
from .language import LANGUAGE, N_, Names, PupilId, Text, number, pupils, renderer, text
from .planners.pairs import rank_pairs
from .planners.remedial import RemedialPlan, Session, day_text, plan_remedial, time_text
from .scenario import Scenario
from .settings import DEFAULTS, Settings


def groups_table_html(plan: RemedialPlan, names: Names | None = None, language: str = LANGUAGE) -> str:
    """A row for each group: its first tutor, and its tutees with the objectives that each works on."""
    say = renderer(language, names)
    rows = []
    for group in plan.groups:
        members = [Text("{m} ({tp})", {"m": PupilId(one), "tp": list(plan.targets[one])}) for one in group.members]
        cells = (say(Text("{ms}", {"ms": pupils(group.tutors)})), say(Text("{ms}", {"ms": members})))
        rows.append(table_row(group.id, cells))
    columns = (N_("Nama kelompok"), N_("Tutor sesi pertama"), N_("Murid yang dibimbing (TP)"))
    placed = sum(len(group.members) for group in plan.groups)
    return table(text(N_("{n} murid dalam {k} kelompok"), n=placed, k=len(rows)), columns, rows, language)


def timetable_html(plan: RemedialPlan, names: Names | None = None, language: str = LANGUAGE) -> str:
    """A row for each group, a column for each session: its tutor and objectives; then the order of the visits."""
    say = renderer(language, names)
    rows = []
    for group in plan.groups:
        cells = []
        for session in plan.sessions:
            led = next((one for one in session.groups if one.group == group.id), None)
            what = {"tutor": PupilId(led.tutor) if led.tutor else "–", "tp": list(led.objectives)} if led else {}
            cells.append(say(Text("{tutor}, {tp}", what)) if led else say(text(labels.FORMS[session.form])))
        rows.append(table_row(group.id, cells))
    visits = [" → ".join(session.visits) or "–" for session in plan.sessions]
    rows.append(table_row(say(text(N_("Kunjungan guru"))), visits))
    columns: list[str | Text] = [N_("Nama kelompok")]
    for session in plan.sessions:
        day = day_text(session.date) if session.date else Text("–")
        columns.append(text(N_("Sesi {n}: {day}, {time}"), n=session.number, day=day, time=_time(session)))
    caption = text(N_("Jadwal {n} sesi, seluruhnya {m} menit"), n=len(plan.sessions), m=plan.extra_minutes)
    return table(caption, columns, rows, language)


def _time(session: Session) -> Text:
    if session.starts is None or session.ends is None:
        return text(N_("{n} menit"), n=session.minutes)
    return text("{a}–{b}", a=time_text(session.starts), b=time_text(session.ends))


def session_sentences(plan: RemedialPlan) -> tuple[Text, ...]:
    """What every session is made of, and the day of the reassessment."""
    said = []
    if plan.sessions:
        parts = [Text("{part} {n}", {"part": text(one.name), "n": one.minutes}) for one in plan.sessions[0].parts]
        said.append(text(N_("Menit setiap sesi: {parts}."), parts=parts))
    if plan.reassessment is not None:
        said.append(text(N_("Penilaian kembali oleh guru: {day}."), day=day_text(plan.reassessment)))
    return tuple(said)


def targets_table_html(plan: RemedialPlan, names: Names | None = None, language: str = LANGUAGE) -> str:
    """A row for each pupil and objective: score before, criterion, and the sessions to which the pupil comes for it."""
    say = renderer(language, names)
    numbers = {session.date: session.number for session in plan.sessions if session.date}
    rows = [
        table_row(
            say(Text("{m}", {"m": PupilId(one.pupil)})),
            (
                one.objective,
                number(one.score, language),
                number(one.criterion, language),
                say(Text("{ns}", {"ns": [numbers[day] for day in one.dates]})) or "–",
            ),
        )
        for one in plan.rows
    ]
    columns = (N_("Murid"), "TP", N_("Nilai awal"), N_("KKTP"), N_("Hadir pada sesi"))
    return table(text(N_("Sasaran {n} murid"), n=len(plan.pupils)), columns, rows, language)


def ranked_pairs_html(scenario: Scenario, names: Names | None = None, first: int = 6, language: str = LANGUAGE) -> str:
    """The first pairs by rank, as PALS makes them, with the scores that put them together."""
    say = renderer(language, names)

    def who(id: str, score: float) -> str:
        return say(Text("{m} ({n})", {"m": PupilId(id), "n": round(float(score), 1)}))

    pairs = rank_pairs(scenario).pairs
    rows = [
        table_row(str(place), (who(one.first, one.first_score), who(one.second, one.second_score)))
        for place, one in enumerate(pairs[:first], 1)
    ]
    columns = (N_("Peringkat"), N_("Dari paruh atas"), N_("Dari paruh bawah"))
    caption = text(N_("{a} dari {n} pasangan menurut rata-rata nilai"), a=len(rows), n=len(pairs))
    return table(caption, columns, rows, language)


# --- when there are too few tutors ----------------------------------------------------------------------------------


class Supply(NamedTuple):
    """Tutors against need at one criterion: the plan made for it."""

    criterion: float
    plan: RemedialPlan

    @property
    def tutors(self) -> int:
        """Pupils who could be tutors: who leads a group of the plan, asked already or not, and who is in reserve."""
        return len({one for group in self.plan.groups for one in group.tutors} | set(self.plan.reserve))


def supply(scenario: Scenario, criterion: float, settings: Settings = DEFAULTS) -> Supply:
    """The same class with another criterion for every objective: fewer tutors and more tutees as it rises."""
    objectives = [one.model_copy(update={"criterion": float(criterion)}) for one in scenario.objectives]
    changed = scenario.model_copy(update={"objectives": objectives})
    return Supply(float(criterion), plan_remedial(changed, settings=settings))


def supply_table_html(
    scenario: Scenario, criteria: Iterable[float], language: str = LANGUAGE, settings: Settings = DEFAULTS
) -> str:
    """A row for each criterion: share below, pupils in the programme, tutors who could help, forms of the plan."""
    say = renderer(language)
    rows = []
    for one in (supply(scenario, criterion, settings) for criterion in criteria):
        share = f"{number(100 * (one.plan.share or 0.0), language, '.0f')}%"
        forms = [text(labels.FORMS[form]) for form in one.plan.forms]
        cells = (share, str(len(one.plan.pupils)), str(one.tutors), say(Text("{forms}", {"forms": forms})))
        rows.append(table_row(number(one.criterion, language), cells))
    columns = (
        "KKTP",
        N_("Belum tuntas, TP terberat"),
        N_("Perlu remedial"),
        N_("Calon tutor"),
        N_("Bentuk menurut perencana"),
    )
    return table(text(N_("Kelas yang sama, KKTP yang berbeda")), columns, rows, language)

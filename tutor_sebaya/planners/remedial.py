"""The remedial planner: who works on what, in which form, when, with which tutor, and how it is assessed again.

Remedial teaching is per objective: targets follow each pupil's scores (R04, R07), the reassessment covers exactly the
targets (R13). Peer tutoring is one of four forms; it can't serve where too few pupils have mastered the objective, and
the plan says so instead of naming a tutor who hasn't.

What the plan can't settle, because only the teacher knows it (the first lesson's method, the date of the initial
assessment), stands in `RemedialPlan.open`. The filled scenario breaks no other R rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from .. import measures
from ..language import N_, Text, pupils, text
from ..scenario import (
    Assessment,
    Feedback,
    Form,
    Group,
    Grouping,
    InitialAssessment,
    Problem,
    ProcessAssessment,
    Pupil,
    Reassessment,
    Remedial,
    Scenario,
    Tutor,
)
from ..settings import DEFAULTS, Settings
from ._tutoring import Division, matched
from .mastery import FormAdvice, MasteryAnalysis, analyse_mastery, usable_criteria
from .tutors import Rotation, TutorRow, rotate, tutor_table

MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
MONDAY_TO_SATURDAY = (0, 1, 2, 3, 4, 5)
"""School days as `datetime.date.weekday` counts them, Monday 0."""
MOST_SESSIONS = 40
SHORTEST_SESSION = 10
"""Minutes; below it there is no time left between the opening, the exit ticket and the feedback."""
_LONGEST_SEARCH = 366
"""Days without a single school day after which the calendar must be wrong."""

DAYS = (N_("Senin"), N_("Selasa"), N_("Rabu"), N_("Kamis"), N_("Jumat"), N_("Sabtu"), N_("Minggu"))
MONTHS = (
    N_("Januari"),
    N_("Februari"),
    N_("Maret"),
    N_("April"),
    N_("Mei"),
    N_("Juni"),
    N_("Juli"),
    N_("Agustus"),
    N_("September"),
    N_("Oktober"),
    N_("November"),
    N_("Desember"),
)
TECHNIQUES = ("observasi kelompok", "kartu keluar", "tanya jawab lisan")
"""Techniques of process assessment that the plan proposes until there are enough (R03)."""
METHODS: Mapping[Form, tuple[str, ...]] = {
    "reteaching": ("demonstrasi bertahap dengan benda nyata", "tanya jawab terbimbing"),
    "peer_tutoring": ("tutor sebaya",),
    "practice_tasks": ("latihan terbimbing",),
    "individual_guidance": ("bimbingan perorangan",),
}
MORE_METHODS = ("latihan terbimbing", "tanya jawab terbimbing", "permainan kartu soal")
"""Methods that the plan proposes: those of its forms first, then others until there are enough (R03)."""
MEDIA = ("benda nyata", "kartu soal")
PRODUCT = "kartu keluar"
"""What each tutee hands in alone (R15)."""


def day_text(day: dt.date) -> Text:
    """'Senin, 10 Agustus 2026'."""
    return text(
        N_("{day}, {date} {month} {year}"),
        day=Text(DAYS[day.weekday()]),
        date=day.day,
        month=Text(MONTHS[day.month - 1]),
        year=str(day.year),
    )


def time_text(hour: dt.time) -> Text:
    """'07.30', in English '07:30'."""
    return text(N_("{hour}.{minute}"), hour=f"{hour:%H}", minute=f"{hour:%M}")


@dataclass(frozen=True)
class RemedialOptions:
    """What the teacher wishes; what is None comes from the scenario, or is proposed.

    Attributes
    ----------
    starts: first possible day. sessions, session_minutes: how many and how long (by default a period). start_time.
    school_days: days of the school week, Monday 0. session_days: those of them with sessions (all, by default).
    holidays: days without school.
    initial_assessment, next_objective_starts, reassessment: dates.
    forms: the teacher's own choice of forms. techniques: of process assessment. The first lesson's method, media and
        number of practice items, and the programme's.
    tutees: pupils to a tutor that the plan aims at; 3, since four together did best in one study (field facts E14).
    ask_first: also plan with tutors who master the objective but were not asked or judged yet, where the others don't
        suffice. keep_groups: leave the groups of a remedial scenario as they are.
    """

    starts: dt.date | None = None
    sessions: int = 3
    session_minutes: int | None = None
    start_time: dt.time | None = None
    school_days: tuple[int, ...] = MONDAY_TO_FRIDAY
    session_days: tuple[int, ...] | None = None
    holidays: Collection[dt.date] = frozenset()
    initial_assessment: dt.date | None = None
    next_objective_starts: dt.date | None = None
    reassessment: dt.date | None = None
    forms: tuple[Form, ...] | None = None
    techniques: tuple[str, ...] | None = None
    first_method: str | None = None
    methods: tuple[str, ...] | None = None
    first_media: str | None = None
    media: tuple[str, ...] | None = None
    first_practice_items: int | None = None
    practice_items: int | None = None
    tutees: int = 3
    ask_first: bool = True
    keep_groups: bool = False


class RemedialError(ValueError):
    """Wishes that no plan can meet; `problems` names each with its mend."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.render() for problem in problems))


# --- the plan as data ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ObjectivePlan:
    """An objective that is worked on. `reteach`: whether most or all are below. `forms`: of the plan, for it."""

    objective: str
    criterion: float
    below: tuple[str, ...]
    share: float
    reteach: bool
    by_source: FormAdvice
    by_practice: FormAdvice
    forms: tuple[Form, ...]


@dataclass(frozen=True)
class TutoringGroup:
    """A group: the tutors (usually one), the tutees, the objectives that any of them works on, in the plan's order."""

    id: str
    tutors: tuple[str, ...]
    members: tuple[str, ...]
    objectives: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A part of a session: a msgid and its minutes."""

    name: str
    minutes: int


@dataclass(frozen=True)
class GroupSession:
    """A group in a session: who leads it and what it works on."""

    group: str
    tutor: str | None
    objectives: tuple[str, ...]


@dataclass(frozen=True)
class Session:
    """One session. `date`, `starts`, `ends` are None where they aren't known. `parts` add up to `minutes`; feedback is
    the last of them, before the session ends (R11). `visits`: groups in the order in which the teacher visits them.
    `alone`: pupils whom the teacher helps, since no tutor could be found."""

    number: int
    date: dt.date | None
    starts: dt.time | None
    ends: dt.time | None
    minutes: int
    form: Form
    objectives: tuple[str, ...]
    parts: tuple[Part, ...]
    groups: tuple[GroupSession, ...]
    visits: tuple[str, ...]
    alone: tuple[str, ...]


@dataclass(frozen=True)
class ProgrammeRow:
    """A line of the form 'Program remedial': a pupil and an objective. `items`: item ids not mastered, where known."""

    pupil: str
    objective: str
    score: float
    criterion: float
    items: tuple[str, ...]
    forms: tuple[Form, ...]
    dates: tuple[dt.date, ...]


@dataclass(frozen=True)
class Open:
    """An R rule that the plan can't keep by itself, and what is missing."""

    rule: str
    reason: Text


@dataclass(frozen=True)
class RemedialPlan:
    """A remedial programme. Ids in class order, objectives in the order of the plan.

    Attributes
    ----------
    pupils: present pupils below a criterion. targets: for them, and for `absent`, exactly what isn't mastered.
    absent: pupils below a criterion who are absent today: on the list, but in no group.
    objectives: that are worked on. share: the largest share below (R05, R14). forms: of the programme.
    groups: for tutoring; `alone`: pupils without a tutor, for the teacher's own guidance.
    rotation: tutors over the sessions. reserve: eligible tutors who lead no group at first.
    sessions, extra_minutes (of all of them), visits (of all of them), starts, ends, reassessment.
    rows: the form's lines. open: rules that are still broken, with reasons. reasons: what to know and what to do.
    """

    pupils: tuple[str, ...]
    absent: tuple[str, ...]
    targets: Mapping[str, tuple[str, ...]]
    objectives: tuple[ObjectivePlan, ...]
    share: float | None
    forms: tuple[Form, ...]
    groups: tuple[TutoringGroup, ...]
    alone: tuple[str, ...]
    rotation: Rotation
    reserve: tuple[str, ...]
    sessions: tuple[Session, ...]
    starts: dt.date | None
    ends: dt.date | None
    initial_assessment: dt.date | None
    reassessment: dt.date | None
    next_objective_starts: dt.date | None
    start_time: dt.time | None
    techniques: tuple[str, ...]
    first_method: str | None
    methods: tuple[str, ...]
    first_media: str | None
    media: tuple[str, ...]
    first_practice_items: int | None
    practice_items: int | None
    rows: tuple[ProgrammeRow, ...]
    open: tuple[Open, ...]
    reasons: tuple[Text, ...]

    @property
    def needed(self) -> bool:
        """Whether anybody present needs the programme."""
        return bool(self.pupils)

    @property
    def extra_minutes(self) -> int:
        return sum(session.minutes for session in self.sessions)

    @property
    def visits(self) -> tuple[str, ...]:
        return tuple(group for session in self.sessions for group in session.visits)

    @cached_property
    def group_of(self) -> Mapping[str, TutoringGroup]:
        """Tutee -> group."""
        return {member: group for group in self.groups for member in group.members}

    def fill(self, scenario: Scenario) -> Scenario:
        """A new scenario of the kind `remedial` with this programme; the one given stays as it is.

        From a remedial scenario everything is kept that this plan doesn't settle: a group of the same id keeps its
        label, roles, cue card and consent, the latter only of those who were asked about the same tutors. From a class
        scenario the groups, phases and grouping stay behind, for they belong to that lesson.
        Tutors who weren't on the list of candidates are added to it, with every question still open.
        """
        same_kind = scenario.kind == "remedial"
        former = {group.id: group for group in scenario.groups} if same_kind else {}
        assessment = scenario.assessment or Assessment()
        initial = assessment.initial or InitialAssessment()
        programme = scenario.remedial or Remedial()
        update: dict[str, object] = {
            "kind": "remedial",
            "groups": [
                _filled(group, former.get(group.id), _former_groups(scenario), number)
                for number, group in enumerate(self.groups, 1)
            ],
            "tutors": _with_placed_tutors(scenario, self.groups),
            "assessment": assessment.model_copy(
                update={
                    "initial": initial.model_copy(update={"date": self.initial_assessment}),
                    "process": _process(assessment, self.techniques),
                }
            ),
            "remedial": programme.model_copy(update=self._programme(programme)),
        }
        if self.groups:
            update["grouping"] = _grouping(scenario, same_kind)
        if not same_kind:
            update["phases"] = []
            if not self.groups:
                update["grouping"] = None
        if scenario.observation is not None:
            rows = [group.id for group in self.groups]
            update["observation"] = scenario.observation.model_copy(update={"groups": rows})
        if self.starts is not None and (not same_kind or scenario.date is None):
            update["date"] = self.starts
        if self.start_time is not None and (not same_kind or scenario.time is None):
            update["time"] = self.start_time
        return scenario.model_copy(update=update).model_copy(deep=True)

    def _programme(self, former: Remedial) -> dict[str, object]:
        targets = {one: list(objectives) for one, objectives in self.targets.items()}
        again = former.reassessment or Reassessment()
        feedback = former.feedback or Feedback()
        return {
            "pupils": list(self.targets),
            "targets": targets,
            "forms": list(self.forms),
            "starts": self.starts,
            "ends": self.ends,
            "first_method": self.first_method,
            "methods": list(self.methods),
            "first_media": self.first_media,
            "media": list(self.media),
            "first_practice_items": self.first_practice_items,
            "practice_items": self.practice_items,
            "extra_minutes": float(self.extra_minutes) if self.extra_minutes else None,
            "visits": list(self.visits),
            "feedback": feedback.model_copy(update={"sessions_late": 0, "kinds": ["corrective", "confirming"]}),
            "regular_objectives": list(
                dict.fromkeys((*former.regular_objectives, *(one.objective for one in self.objectives)))
            ),
            "next_objective_starts": self.next_objective_starts,
            "reassessment": again.model_copy(
                update={
                    "date": self.reassessment,
                    "objectives": {one: list(objectives) for one, objectives in targets.items()},
                    "assessor": "teacher",
                }
            ),
        }


# --- filling -------------------------------------------------------------------------------------------------------


def _process(assessment: Assessment, techniques: Sequence[str]) -> list[ProcessAssessment]:
    kept = {one.technique: one for one in assessment.process}
    return [kept.get(one, ProcessAssessment(technique=one)) for one in techniques]


def _grouping(scenario: Scenario, same_kind: bool) -> Grouping:
    """Groups were formed by what the pupils know, for their different needs (WAY-5, GROUND-2)."""
    former = scenario.grouping if same_kind and scenario.grouping else Grouping()
    return former.model_copy(
        update={"way": former.way or "prior_knowledge", "ground": former.ground or "individual_differences"}
    )


def _with_placed_tutors(scenario: Scenario, groups: Iterable[TutoringGroup]) -> list[Tutor]:
    listed = {tutor.pupil for tutor in scenario.tutors}
    wanted = [one for group in groups for one in group.tutors if one not in listed]
    rows = tutor_table(scenario).by_id
    return [*scenario.tutors, *(rows[one].record for one in dict.fromkeys(wanted) if one in rows)]


def _former_groups(scenario: Scenario) -> list[Group]:
    return scenario.groups if scenario.kind == "remedial" else []


def _answers(groups: Iterable[Group]) -> dict[tuple[str, str], bool]:
    """(tutee, tutor) -> whether the tutee accepts: of groups with one tutor, of whom alone the answer speaks."""
    return {
        (member, group.tutors[0]): answer
        for group in groups
        if len(set(group.tutors)) == 1
        for member, answer in group.accepts.items()
        if answer is not None
    }


def _filled(planned: TutoringGroup, former: Group | None, groups: Sequence[Group], number: int) -> Group:
    same = former is not None and set(former.tutors) == set(planned.tutors)
    base = former or Group(id=planned.id)
    people = {*planned.tutors, *planned.members}
    answers = _answers(groups)
    accepts: dict[str, bool | None] = {}
    for member in planned.members:
        if same and former is not None and member in former.accepts:
            accepts[member] = former.accepts[member]
        elif len(planned.tutors) == 1 and (member, planned.tutors[0]) in answers:
            accepts[member] = answers[member, planned.tutors[0]]
    # What was written for the former people is no longer about these.
    unchanged = same and former is not None and set(former.members) == set(planned.members)
    return base.model_copy(
        update={
            "label": base.label if measures.filled(base.label) else f"Kelompok {number}",
            "tutors": list(planned.tutors),
            "members": list(planned.members),
            "subtopics": base.subtopics if unchanged else [],
            "accepts": accepts,
            "representative": base.representative if base.representative in people else None,
            "duties": {one: duty for one, duty in base.duties.items() if one in people},
            "turns": [turn for turn in base.turns if turn.pupil in people],
            "individual_sessions": [one for one in base.individual_sessions if one in people],
            "gender_note": base.gender_note if unchanged else None,
            "products": {
                **{one: product for one, product in base.products.items() if one in people},
                **{one: PRODUCT for one in planned.members if not measures.filled(base.products.get(one))},
            },
        }
    )


# --- planning ------------------------------------------------------------------------------------------------------


def plan_remedial(
    scenario: Scenario,
    options: RemedialOptions | None = None,
    settings: Settings = DEFAULTS,
    analysis: MasteryAnalysis | None = None,
) -> RemedialPlan:
    """A remedial programme for the pupils who are below a criterion.

    Parameters
    ----------
    scenario: of either kind; from a remedial one the choices made there are kept unless `options` change them.
    analysis: of the same scenario, where item scores are at hand (for the form's column of items).

    Raises
    ------
    RemedialError: for wishes that can't be met whatever the class: no school days, a session too short or after
        midnight, fewer than one session or pupil to a tutor.
    """
    wishes = options or RemedialOptions()
    return _Planner(scenario, wishes, settings, analysis or analyse_mastery(scenario, settings=settings)).plan()


def school_days(
    first: dt.date, days: Collection[int] = MONDAY_TO_FRIDAY, holidays: Collection[dt.date] = frozenset()
) -> Iterator[dt.date]:
    """School days from `first` on; ends where there is none for a whole year."""
    day, without = first, 0
    while without <= _LONGEST_SEARCH:
        if day.weekday() in days and day not in holidays:
            yield day
            without = 0
        else:
            without += 1
        if day == dt.date.max:
            return
        day += dt.timedelta(days=1)


@dataclass
class _Calendar:
    """Dates of a programme, None where no first day is known."""

    sessions: list[dt.date | None] = field(default_factory=list)
    reassessment: dt.date | None = None
    said: list[Text] = field(default_factory=list)


class _Planner:
    """Works out one plan; every attribute is settled once."""

    def __init__(
        self, scenario: Scenario, wishes: RemedialOptions, settings: Settings, analysis: MasteryAnalysis
    ) -> None:
        self.scenario = scenario
        self.wishes = wishes
        self.settings = settings
        self.analysis = analysis
        self.former = (scenario.remedial if scenario.kind == "remedial" else None) or Remedial()
        self.mastery = usable_criteria(scenario)
        self.minutes = wishes.session_minutes or scenario.minutes_per_period or 35
        self.said: list[Text] = []
        self._refuse_impossible()

    def _refuse_impossible(self) -> None:
        wishes = self.wishes
        problems = []
        if not 1 <= wishes.sessions <= MOST_SESSIONS:
            words = N_("Banyaknya sesi tertulis {n}. Pilih 1 sampai {c}.")
            problems.append(Problem("sessions", text(words, n=wishes.sessions, c=MOST_SESSIONS)))
        if self.minutes < SHORTEST_SESSION:
            words = N_("Satu sesi tertulis {n} menit. Pilih sedikitnya {c} menit.")
            problems.append(Problem("session_minutes", text(words, n=self.minutes, c=SHORTEST_SESSION)))
        if wishes.tutees < 1:
            words = N_("Murid per tutor tertulis {n}. Pilih sedikitnya 1.")
            problems.append(Problem("tutees", text(words, n=wishes.tutees)))
        if not wishes.school_days or any(day not in range(7) for day in wishes.school_days):
            words = N_("Hari sekolah belum dipilih. Pilih sedikitnya satu hari dari Senin sampai Minggu.")
            problems.append(Problem("school_days", text(words)))
        elif not set(self.session_days):
            words = N_("Hari sesi tidak ada yang termasuk hari sekolah. Pilih hari yang sama.")
            problems.append(Problem("session_days", text(words)))
        if wishes.start_time is not None:
            begin = wishes.start_time.hour * 60 + wishes.start_time.minute
            if begin + self.minutes >= 24 * 60:
                words = N_("Sesi berakhir lewat tengah malam. Mulai lebih awal, atau pendekkan.")
                problems.append(Problem("start_time", text(words)))
        if problems:
            raise RemedialError(tuple(problems))

    @cached_property
    def session_days(self) -> tuple[int, ...]:
        days = self.wishes.session_days
        return tuple(one for one in self.wishes.school_days if days is None or one in days)

    # --- who and what

    @cached_property
    def targets(self) -> dict[str, tuple[str, ...]]:
        """Pupil -> objectives below the criterion, in the order of the plan; the absent too."""
        found = {}
        for pupil in self.scenario.pupils:
            below = measures.below(pupil, self.mastery)
            if below:
                found[pupil.id] = tuple(one for one in self.mastery if one in below)
        return found

    @cached_property
    def present(self) -> dict[str, Pupil]:
        return {pupil.id: pupil for pupil in measures.present_pupils(self.scenario)}

    @cached_property
    def tutees(self) -> tuple[str, ...]:
        return tuple(one for one in self.targets if one in self.present)

    @cached_property
    def remedied(self) -> tuple[str, ...]:
        wanted = {one for pupil in self.tutees for one in self.targets[pupil]}
        return tuple(one for one in self.mastery if one in wanted)

    @cached_property
    def share(self) -> float | None:
        shares = (self.analysis.by_objective[one].share_below for one in self.remedied)
        return max((share for share in shares if share is not None), default=None)

    # --- groups

    @cached_property
    def rows(self) -> dict[str, TutorRow]:
        """Who may lead, judged per objective: every row but those who need help themselves and who said no."""
        remedial = Remedial(pupils=list(self.tutees), targets={one: list(self.targets[one]) for one in self.tutees})
        asked = self.scenario.model_copy(
            update={"kind": "remedial", "groups": [], "subtopics": [], "remedial": remedial}
        )
        rows = tutor_table(asked, self.settings).of("eligible", "to_ask")
        return {row.id: row for row in rows if row.id not in self.targets}

    @cached_property
    def eligible(self) -> list[str]:
        return [id for id, row in self.rows.items() if row.standing == "eligible"]

    def may_lead(self, tutor: str, member: str) -> bool:
        """Whether the tutor masters all of the pupil's targets, and neither was to be kept apart nor said no."""
        targets = self.targets[member]
        if not set(targets) <= set(self.rows[tutor].masters) or self._answers.get((member, tutor)) is False:
            return False
        # On the criterion or above it, so ahead of anybody below it (T03).
        pupil, other = self.present[member], self.present.get(tutor)
        return tutor not in pupil.avoid and (other is None or member not in other.avoid)

    @cached_property
    def _answers(self) -> dict[tuple[str, str], bool]:
        return _answers(_former_groups(self.scenario))

    @cached_property
    def groups(self) -> tuple[TutoringGroup, ...]:
        if self.wishes.keep_groups and self.scenario.kind == "remedial" and self.scenario.groups:
            return tuple(self._kept(group) for group in self.scenario.groups)
        if not self.tutees or (self.wishes.forms is not None and "peer_tutoring" not in self.wishes.forms):
            return ()
        return self._formed()

    def _kept(self, group: Group) -> TutoringGroup:
        tutors = tuple(dict.fromkeys(group.tutors))
        return self._group(group.id, tutors, tuple(dict.fromkeys(group.members)))

    def _group(self, id: str, tutors: tuple[str, ...], members: tuple[str, ...]) -> TutoringGroup:
        wanted = {one for member in members for one in self.targets.get(member, ())}
        return TutoringGroup(id, tutors, members, tuple(one for one in self.mastery if one in wanted))

    def _formed(self) -> tuple[TutoringGroup, ...]:
        settings = self.settings
        largest = max(min(settings.max_tutees, settings.max_group - 1), 1)
        tutors = self._chosen_tutors(largest)
        assigned: dict[str, str] = {}
        if tutors:
            able = {one: [tutor for tutor in tutors if self.may_lead(tutor, one)] for one in self.tutees}
            assigned = Division(tutors, able, self.targets, self.present, settings.min_group, largest).improved()
        members: dict[str, list[str]] = {}
        for member in self.tutees:
            if member in assigned:
                members.setdefault(assigned[member], []).append(member)
        leading = [one for one in tutors if one in members]
        return tuple(
            self._group(f"K{number}", (tutor,), tuple(members[tutor])) for number, tutor in enumerate(leading, 1)
        )

    def _chosen_tutors(self, largest: int) -> list[str]:
        """As few tutors as place everybody who can be placed, but not more pupils to each than wished.

        Who isn't eligible yet goes first, then who isn't trained yet; an eligible tutor is kept in reserve (T12) where
        that costs nobody a place. Scores beyond mastery play no part.
        """
        usable = [id for id, row in self.rows.items() if row.standing == "eligible" or self.wishes.ask_first]
        able = {one: [tutor for tutor in usable if self.may_lead(tutor, one)] for one in self.tutees}

        def placed(tutors: Sequence[str]) -> int:
            return len(matched({one: [t for t in some if t in tutors] for one, some in able.items()}, largest))

        def burden(tutor: str) -> tuple[bool, bool, bool, bool, int]:
            row = self.rows[tutor]
            unasked = row.standing != "eligible"
            return unasked, not row.listed, not row.ready, row.cross_age, usable.index(tutor)

        everybody = placed(usable)
        wished = -(-everybody // self.wishes.tutees)
        spare = max(len(self.eligible) - 1, 1)
        enough = max(min(wished, spare), -(-everybody // largest))
        chosen = list(usable)
        for tutor in sorted(usable, key=burden, reverse=True):
            row = self.rows[tutor]
            if row.standing == "eligible" and len(chosen) <= enough:
                break
            fewer = [one for one in chosen if one != tutor]
            # Without any eligible tutor those still to be asked make up the wished number of groups.
            needed = not self.eligible and len(chosen) <= max(wished, -(-everybody // largest))
            if not needed and placed(fewer) == everybody:
                chosen = fewer
        return chosen

    @cached_property
    def retaught(self) -> frozenset[str]:
        """Objectives on which most or all are below, so that the whole class is taught again."""
        if self.wishes.forms is not None and "reteaching" not in self.wishes.forms:
            return frozenset()
        shares = {one: self.analysis.by_objective[one].share_below or 0.0 for one in self.remedied}
        return frozenset(one for one, share in shares.items() if share > self.settings.reteach_share)

    @cached_property
    def alone(self) -> tuple[str, ...]:
        placed = {member for group in self.groups for member in group.members}
        return tuple(one for one in self.tutees if one not in placed and not set(self.targets[one]) <= self.retaught)

    # --- forms

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        if self.wishes.forms is not None:
            return tuple(dict.fromkeys(self.wishes.forms))
        if self.share is None:
            return ()
        tutoring: list[Form] = ["peer_tutoring"] if self.groups else []
        guidance: list[Form] = ["individual_guidance"] if self.alone else []
        if self.share > self.settings.reteach_share:
            found: list[Form] = ["reteaching", *tutoring, *guidance]
        elif self.share > self.settings.individual_share:
            found = [*tutoring, "practice_tasks", *guidance]
        else:
            found = [*tutoring, *guidance]
        return tuple(found)

    @cached_property
    def objectives(self) -> tuple[ObjectivePlan, ...]:
        found = []
        for id in self.remedied:
            one = self.analysis.by_objective[id]
            share = one.share_below or 0.0
            assert one.by_source is not None and one.by_practice is not None
            reteach = id in self.retaught
            forms = tuple(form for form in self.forms if form != "reteaching" or reteach)
            found.append(
                ObjectivePlan(
                    objective=id,
                    criterion=self.mastery[id],
                    below=tuple(pupil for pupil in self.tutees if id in self.targets[pupil]),
                    share=share,
                    reteach=reteach,
                    by_source=one.by_source,
                    by_practice=one.by_practice,
                    forms=forms,
                )
            )
        return tuple(found)

    # --- dates

    @cached_property
    def initial(self) -> dt.date | None:
        assessment = self.scenario.assessment
        known = assessment.initial.date if assessment and assessment.initial else None
        return self.wishes.initial_assessment or known

    @cached_property
    def next_objective_starts(self) -> dt.date | None:
        return self.wishes.next_objective_starts or self.former.next_objective_starts

    @cached_property
    def first_day(self) -> dt.date | None:
        """The first possible day: as wished, or after the lesson or the initial assessment."""
        wished = self.wishes.starts or self.former.starts
        if wished is not None:
            return wished
        lesson = self.scenario.date
        if lesson is not None:
            return lesson if self.scenario.kind == "remedial" else _next_day(lesson)
        return None if self.initial is None else _next_day(self.initial)

    @cached_property
    def number(self) -> int:
        """Sessions: those wished, and one more where re-teaching would leave none for tutoring."""
        if not self.tutees:
            return 0
        if (self.groups or self.alone) and "reteaching" in self.forms and self.wishes.sessions == 1:
            self.said.append(text(N_("Ditambah satu sesi: sesudah pembelajaran ulang masih perlu waktu membimbing.")))
            return 2
        return self.wishes.sessions

    @cached_property
    def calendar(self) -> _Calendar:
        found = _Calendar([None] * self.number)
        first = self.first_day
        if first is None or not self.number:
            return found
        if self.initial is not None and first < self.initial:
            found.said.append(
                text(
                    N_("Remedial dimulai setelah penilaian awal ({a}), bukan {b}."),
                    a=day_text(self.initial),
                    b=day_text(first),
                )
            )
            first = self.initial
        days = school_days(first, self.session_days, self.wishes.holidays)
        sessions: list[dt.date | None] = [day for day, _ in zip(days, range(self.number), strict=False)]
        last = sessions[-1] if len(sessions) == self.number else None
        following = None if last is None else self._reassessed(last, found)
        if last is None or following is None:
            words = N_("Tidak ada cukup hari sekolah dalam satu tahun. Periksa hari sekolah dan daftar libur.")
            raise RemedialError((Problem("holidays", text(words)),))
        found.sessions, found.reassessment = sessions, following
        wished = self.wishes.starts or self.former.starts
        if wished is not None and sessions[0] is not None and sessions[0] != wished and wished == first:
            words = N_("{a} bukan hari sesi; sesi pertama {b}.")
            found.said.append(text(words, a=day_text(wished), b=day_text(sessions[0])))
        self._check_next(sessions[0] or first, last, following, found)
        return found

    def _reassessed(self, last: dt.date, found: _Calendar) -> dt.date | None:
        """The day of the reassessment: as wished if that is not before the end, else the next school day."""
        former = self.former.reassessment
        wished = self.wishes.reassessment or (former.date if former else None)
        if wished is not None and wished >= last:
            return wished
        following = next(school_days(_next_day(last), self.wishes.school_days, self.wishes.holidays), None)
        if wished is not None and following is not None:
            words = N_("Penilaian kembali dipindahkan dari {a} ke {b}, setelah sesi terakhir.")
            found.said.append(text(words, a=day_text(wished), b=day_text(following)))
        return following

    def _check_next(self, first: dt.date, last: dt.date, following: dt.date, found: _Calendar) -> None:
        """Whether the programme ends before the next objective starts (R12)."""
        starts = self.next_objective_starts
        if starts is None:
            words = N_("Tulis kapan TP berikutnya dimulai, supaya tampak apakah remedial selesai sebelumnya.")
            found.said.append(text(words))
        elif starts <= last:
            days = school_days(first, self.session_days, self.wishes.holidays)
            fitting = sum(1 for day, _ in zip(days, range(self.number), strict=False) if day < starts)
            found.said.append(
                text(
                    N_(
                        "Sesi terakhir {a}, padahal TP berikutnya dimulai {b}: hanya {n} dari {k} sesi yang muat. "
                        "Kurangi sesi, tambah hari sesi, atau mundurkan TP berikutnya."
                    ),
                    a=day_text(last),
                    b=day_text(starts),
                    n=fitting,
                    k=self.number,
                )
            )
        elif starts <= following:
            words = N_("Penilaian kembali ({a}) tidak mendahului TP berikutnya ({b}). Majukan bila TP itu bergantung.")
            found.said.append(text(words, a=day_text(following), b=day_text(starts)))

    # --- sessions

    @cached_property
    def reteaching_sessions(self) -> int:
        """Re-teaching comes first; where there is anybody to guide, all sessions after it are for that."""
        if "reteaching" not in self.forms:
            return 0
        return 1 if self.groups or self.alone else self.number

    @cached_property
    def rotation(self) -> Rotation:
        able: dict[str, list[str]] = {}
        for group in self.groups:
            others = [
                one
                for one in self.eligible
                if one not in group.tutors
                and all(member not in self.targets or self.may_lead(one, member) for member in self._here(group))
            ]
            able[group.id] = [*group.tutors[:1], *others]
        first = {group.id: group.tutors[0] for group in self.groups if group.tutors}
        return rotate(able, self.number - self.reteaching_sessions, first)

    def _here(self, group: TutoringGroup) -> list[str]:
        return [member for member in group.members if member in self.present]

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        return tuple(self._session(number) for number in range(1, self.number + 1))

    def _session(self, number: int) -> Session:
        date = self.calendar.sessions[number - 1]
        tutoring = number - self.reteaching_sessions
        groups: tuple[GroupSession, ...] = ()
        if tutoring <= 0:
            form: Form = "reteaching"
            objectives = tuple(one.objective for one in self.objectives if one.reteach) or self.remedied
            names = [N_("Pembukaan"), N_("Pembelajaran ulang"), N_("Kartu keluar"), N_("Umpan balik")]
        else:
            sessions = self.number - self.reteaching_sessions
            leading = self.rotation.sessions[tutoring - 1] if self.groups else {}
            groups = tuple(
                GroupSession(group.id, leading.get(group.id), _share_out(group.objectives, tutoring - 1, sessions))
                for group in self.groups
            )
            wanted = {one for group in groups for one in group.objectives}
            wanted |= {one for pupil in self.alone for one in self.targets[pupil]}
            objectives = tuple(one for one in self.remedied if one in wanted)
            others: list[Form] = [one for one in self.forms if one != "reteaching"]
            form = "peer_tutoring" if groups else others[0] if others else "individual_guidance"
            work = N_("Tutorial dalam kelompok") if groups else N_("Bimbingan dan latihan")
            names = [N_("Pembukaan"), work, N_("Kartu keluar"), N_("Umpan balik")]
        begins = self.wishes.start_time
        ends = None
        if begins is not None:
            minute = begins.hour * 60 + begins.minute + self.minutes
            ends = dt.time(minute // 60, minute % 60)
        return Session(
            number=number,
            date=date,
            starts=begins,
            ends=ends,
            minutes=self.minutes,
            form=form,
            objectives=objectives,
            parts=_parts(names, self.minutes),
            groups=groups,
            visits=self._visits(tutoring - 1) if groups else (),
            alone=self.alone if tutoring > 0 else (),
        )

    def _visits(self, session: int) -> tuple[str, ...]:
        """Every group in every session, each time beginning with another one; more rounds where more are asked for."""
        ids = [group.id for group in self.groups]
        sessions = self.number - self.reteaching_sessions
        rounds = max(-(-self.settings.visit_each // sessions), 1)
        start = session % len(ids)
        return tuple((ids[start:] + ids[:start]) * rounds)

    # --- methods, media, practice

    @cached_property
    def first_method(self) -> str | None:
        return self.wishes.first_method or self.former.first_method

    @cached_property
    def first_media(self) -> str | None:
        return self.wishes.first_media or self.former.first_media

    @cached_property
    def methods(self) -> tuple[str, ...]:
        """The teacher's, and proposals until there are enough: never the first lesson's own."""
        chosen = self.wishes.methods if self.wishes.methods is not None else tuple(self.former.methods)
        proposals = [one for form in self.forms for one in METHODS[form][:1]]
        proposals += [one for form in self.forms for one in METHODS[form]] + list(MORE_METHODS)
        wanted = self.settings.min_methods if self.tutees else 0
        return _filled_up(chosen, proposals, wanted, self.first_method)

    @cached_property
    def media(self) -> tuple[str, ...]:
        chosen = self.wishes.media if self.wishes.media is not None else tuple(self.former.media)
        return _filled_up(chosen, MEDIA, 1 if "reteaching" in self.forms else 0, self.first_media)

    @cached_property
    def techniques(self) -> tuple[str, ...]:
        assessment = self.scenario.assessment
        former = [one.technique for one in assessment.process if one.technique] if assessment else []
        chosen = self.wishes.techniques if self.wishes.techniques is not None else tuple(former)
        return _filled_up(chosen, TECHNIQUES, self.settings.min_proc_techniques, None)

    @cached_property
    def practice(self) -> tuple[int | None, int | None]:
        """Practice items before and now: more than before (R08); twice as many where nothing is wished."""
        before = self.wishes.first_practice_items
        before = self.former.first_practice_items if before is None else before
        now = self.wishes.practice_items
        now = self.former.practice_items if now is None else now
        if before is None:
            return before, now
        if now is None:
            return before, max(2 * before, before + 1)
        if now <= before:
            words = N_("Butir latihan ditambah dari {a} menjadi {b}, lebih banyak daripada semula.")
            self.said.append(text(words, a=now, b=before + 1))
            return before, before + 1
        return before, now

    # --- what is still open

    def open_rules(self) -> Iterator[Open]:
        """The R rules that the filled scenario still breaks."""
        scenario, settings = self.scenario, self.settings
        if not scenario.objectives or len(self.mastery) < len(scenario.objectives):
            words = N_("Tetapkan kriteria (di atas 0, paling tinggi 100) untuk setiap TP.")
            yield Open("R01", text(words))
        starts = self.calendar.sessions[0] if self.calendar.sessions else None
        if self.initial is None:
            yield Open("R02", text(N_("Catat tanggal penilaian kemampuan awal.")))
        elif starts is None:
            words = N_("Tanggal mulai belum ada, jadi belum pasti bahwa penilaian awal mendahuluinya.")
            yield Open("R02", text(words))
        if (
            len(_distinct(self.techniques)) < settings.min_proc_techniques
            or len(_distinct(self.methods)) < settings.min_methods
        ):
            words = N_("Pilih sedikitnya {a} teknik penilaian proses dan {b} metode.")
            yield Open("R03", text(words, a=settings.min_proc_techniques, b=settings.min_methods))
        scored = any(pupil.scores.get(one) is not None for pupil in self.present.values() for one in self.mastery)
        if self.mastery and not scored:
            yield Open("R04", text(N_("Isi nilai per TP; tanpa itu daftar remedial tidak dapat disusun.")))
        yield from self._open_forms()
        if not self.sessions:
            yield Open("R09", text(N_("Waktu tambahan direncanakan begitu ada murid yang memerlukannya.")))
            if self.groups:
                yield Open("R10", text(N_("Kunjungan direncanakan begitu ada sesi.")))
        last = self.calendar.sessions[-1] if self.calendar.sessions else None
        if last is not None and self.next_objective_starts is not None and last >= self.next_objective_starts:
            yield Open("R12", text(N_("Remedial belum selesai ketika TP berikutnya dimulai.")))
        if self.calendar.reassessment is None:
            words = N_("Penilaian kembali belum bertanggal: tulis kapan remedial dapat dimulai.")
            yield Open("R13", text(words if self.tutees else N_("Belum ada yang perlu dinilai kembali.")))

    def _open_forms(self) -> Iterator[Open]:
        forms, share, settings = self.forms, self.share, self.settings
        if share:
            most = share > settings.reteach_share
            if not forms or most != ("reteaching" in forms):
                words = (
                    N_("Sebagian besar murid belum tuntas, jadi pembelajaran ulang harus ada.")
                    if most
                    else N_("Pilih bentuk selain pembelajaran ulang: yang belum tuntas bukan sebagian besar murid.")
                )
                yield Open("R05", text(words))
        if "reteaching" in forms:
            method, media = _distinct([self.first_method]), _distinct([self.first_media])
            methods_fit = bool(method) and not method & _distinct(self.methods)
            media_fit = bool(media) and bool(_distinct(self.media)) and not media & _distinct(self.media)
            if (_distinct(self.methods) and not methods_fit) or not media_fit:
                words = N_(
                    "Catat metode dan media pembelajaran pertama, lalu pakai yang lain untuk pembelajaran ulang."
                )
                yield Open("R06", text(words))
        before, now = self.practice
        if "practice_tasks" in forms and (before is None or now is None):
            yield Open("R08", text(N_("Catat banyaknya butir latihan semula, supaya latihan dapat diperbanyak.")))
        if share and share <= settings.reteach_share:
            low = share <= settings.individual_share
            fitting = ("individual_guidance" if low else "practice_tasks", "peer_tutoring")
            if not any(one in forms for one in fitting):
                words = N_("Bentuk yang Anda pilih berbeda dari praktik di sekolah untuk {p:.0%} murid.")
                yield Open("R14", text(words, p=share))

    # --- reasons

    def reasons(self) -> list[Text]:
        said: list[Text] = []
        if not self.mastery:
            said.append(text(N_("Kriteria ketuntasan belum ditetapkan, jadi belum diketahui siapa yang belum tuntas.")))
        elif not self.tutees:
            said.append(text(N_("Tidak ada murid hadir yang nilainya di bawah kriteria. Remedial tidak diperlukan.")))
        absent = [one for one in self.targets if one not in self.present]
        if absent:
            words = N_("{ms} belum tuntas tetapi tidak hadir: masuk daftar, belum masuk kelompok.")
            said.append(text(words, ms=pupils(absent)))
        unscored = [
            pupil.id for pupil in self.present.values() if any(pupil.scores.get(one) is None for one in self.mastery)
        ]
        if unscored and self.tutees:
            words = N_(
                "{ms} belum punya nilai pada semua TP. Nilai dahulu; mereka belum dapat disebut tuntas atau belum."
            )
            said.append(text(words, ms=pupils(unscored)))
        dropped = [one for one in self.former.pupils if one in self.present and one not in self.targets]
        if dropped:
            words = N_("{ms} keluar dari daftar remedial, karena tidak ada nilainya yang di bawah kriteria.")
            said.append(text(words, ms=pupils(dropped)))
        said += self._about_forms()
        said += self._about_tutors()
        said += self.calendar.said
        return [*said, *self.said]

    def _about_forms(self) -> Iterator[Text]:
        for one in self.objectives:
            yield text(N_("{tp}: {a} {b}"), tp=one.objective, a=one.by_source.statement, b=one.by_practice.statement)
        if self.former.reassessment and self.former.reassessment.assessor not in (None, "teacher"):
            yield text(N_("Penilaian kembali dilakukan oleh guru; tutor tidak memberi nilai."))

    def _about_tutors(self) -> Iterator[Text]:
        if not self.tutees or (self.wishes.forms is not None and "peer_tutoring" not in self.wishes.forms):
            return
        if self.alone:
            yield text(
                N_(
                    "Belum ada tutor untuk {ms}: tutor harus tuntas pada semua sasaran mereka, dan satu tutor "
                    "membimbing paling banyak {c} murid. Guru membimbing mereka sendiri, atau undang tutor kakak."
                ),
                ms=pupils(self.alone),
                c=self.settings.max_tutees,
            )
        if not self.groups:
            if self.share is not None and self.share > self.settings.reteach_share:
                yield text(
                    N_(
                        "Tutor sebaya belum dapat dipakai: calon tutor terlalu sedikit. Ajarkan ulang dahulu, lalu "
                        "nilai lagi; sesudah itu calon tutor akan bertambah."
                    )
                )
            return
        unasked = [
            one for group in self.groups for one in group.tutors if one in self.rows and one not in self.eligible
        ]
        if unasked:
            yield text(N_("Tanyakan kesediaan dan catat sikap {ms} sebelum mulai."), ms=pupils(dict.fromkeys(unasked)))
        if not self.reserve():
            yield text(N_("Belum ada tutor cadangan bila seorang tutor tidak hadir."))
        rotation = self.rotation
        stuck = list(dict.fromkeys(group for group, _, _ in rotation.repeated))
        if stuck:
            words = N_(
                "Di kelompok {ks} tutor yang sama kembali, karena tutor lain belum cukup. Tambah tutor bila bisa."
            )
            yield text(words, ks=stuck)
        if any(led != rotation.sessions[0] for led in rotation.sessions[1:]):
            yield text(N_("Tutor bergiliran. Tanyakan persetujuan setiap murid untuk setiap tutor yang akan datang."))
        for group in self.groups:
            if len(group.objectives) > max(self.number - self.reteaching_sessions, 1):
                words = N_(
                    "Kelompok {k} mengerjakan {n} TP dalam {s} sesi. Tambah sesi supaya setiap TP cukup waktunya."
                )
                sessions = self.number - self.reteaching_sessions
                yield text(words, k=group.id, n=len(group.objectives), s=sessions)

    def reserve(self) -> tuple[str, ...]:
        leading = {one for group in self.groups for one in group.tutors}
        return tuple(one for one in self.eligible if one not in leading)

    # --- all together

    def programme_rows(self) -> Iterator[ProgrammeRow]:
        scores = {pupil.id: pupil.scores for pupil in self.scenario.pupils}
        by_item = {one.item.id: one.item.objective for one in self.analysis.items}
        plans = {one.objective: one for one in self.objectives}
        for pupil in self.tutees:
            missed = self.analysis.by_pupil[pupil].items_not_reached
            group = next((one for one in self.groups if pupil in one.members), None)
            for objective in self.targets[pupil]:
                skipped = "individual_guidance" if group is not None else "peer_tutoring"
                forms = tuple(form for form in plans[objective].forms if form != skipped)
                dates = [
                    session.date
                    for session in self.sessions
                    if session.date is not None and self._works_on(session, pupil, objective)
                ]
                yield ProgrammeRow(
                    pupil=pupil,
                    objective=objective,
                    score=float(scores[pupil][objective] or 0.0),
                    criterion=self.mastery[objective],
                    items=tuple(one for one in missed if by_item.get(one) == objective),
                    forms=forms,
                    dates=tuple(dates),
                )

    def _works_on(self, session: Session, pupil: str, objective: str) -> bool:
        if session.number <= self.reteaching_sessions:
            return objective in session.objectives
        members = {group.id: group.members for group in self.groups}
        led = any(pupil in members[one.group] and objective in one.objectives for one in session.groups)
        return led or pupil in session.alone

    def plan(self) -> RemedialPlan:
        before, now = self.practice
        sessions = self.sessions
        days = self.calendar.sessions
        return RemedialPlan(
            pupils=self.tutees,
            absent=tuple(one for one in self.targets if one not in self.present),
            targets=self.targets,
            objectives=self.objectives,
            share=self.share,
            forms=self.forms,
            groups=self.groups,
            alone=self.alone,
            rotation=self.rotation,
            reserve=self.reserve(),
            sessions=sessions,
            starts=days[0] if days else None,
            ends=days[-1] if days else None,
            initial_assessment=self.initial,
            reassessment=self.calendar.reassessment,
            next_objective_starts=self.next_objective_starts,
            start_time=self.wishes.start_time,
            techniques=self.techniques,
            first_method=self.first_method,
            methods=self.methods,
            first_media=self.first_media,
            media=self.media,
            first_practice_items=before,
            practice_items=now,
            rows=tuple(self.programme_rows()),
            open=tuple(self.open_rules()),
            reasons=tuple(dict.fromkeys(self.reasons())),
        )


# --- small parts ---------------------------------------------------------------------------------------------------


def _next_day(day: dt.date) -> dt.date:
    return day if day == dt.date.max else day + dt.timedelta(days=1)


def _distinct(words: Iterable[str | None]) -> set[str]:
    """Distinct words regardless of case and blanks, as the rules compare them."""
    return {" ".join(word.casefold().split()) for word in words if word and measures.filled(word)}


def _filled_up(chosen: Iterable[str], proposals: Iterable[str], wanted: int, not_this: str | None) -> tuple[str, ...]:
    """The words chosen, and proposals until there are `wanted` distinct ones; no proposal equals `not_this`."""
    found = [one for one in chosen if measures.filled(one)]
    for one in proposals:
        if len(_distinct(found)) >= wanted:
            break
        if not _distinct([one]) & (_distinct(found) | _distinct([not_this])):
            found.append(one)
    return tuple(found)


def _parts(names: Sequence[str], minutes: int) -> tuple[Part, ...]:
    """Opening, work, exit ticket, feedback: up to five minutes for each but the work, which has the rest."""
    short = min(5, minutes // 6)
    return tuple(
        Part(name, minutes - short * (len(names) - 1) if number == 1 else short) for number, name in enumerate(names)
    )


def _share_out(objectives: Sequence[str], session: int, sessions: int) -> tuple[str, ...]:
    """What a group works on in a session (from 0): in order, each objective as long as the others."""
    count = len(objectives)
    if count <= sessions:
        return (objectives[session * count // sessions],) if count else ()
    return tuple(objectives[session * count // sessions : (session + 1) * count // sessions])

"""What the remedial form does without the form: wishes to a plan, and scores of reassessments beside the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from . import widgets_session as work
from .documents_remedial import Results
from .language import N_, PupilId, text
from .planners.remedial import RemedialOptions, RemedialPlan, plan_remedial
from .scenario import Form, Problem, Remedial, Scenario
from .settings import Settings
from .widgets_lesson_work import time_of, written_lines

RESULTS = "reassessments"
"""Name under which scores of reassessments are kept beside the plan."""
MOST_ATTEMPTS = 3


def planned(
    scenario: Scenario,
    settings: Settings,
    *,
    starts: dt.date | None,
    sessions: int,
    session_minutes: int,
    start_time: str,
    school_days: Collection[int],
    initial_assessment: dt.date | None,
    reassessment: dt.date | None,
    next_objective_starts: dt.date | None,
    tutees: int,
    keep_groups: bool,
    forms: Sequence[Form] | None,
    first_method: str,
    methods: str,
    first_media: str,
    media: str,
    first_practice_items: int,
    practice_items: int,
) -> RemedialPlan:
    """The plan for the wishes of the form; what was left empty is the planner's to propose.

    Raises
    ------
    RemedialError: for wishes that no plan can meet. SessionError: for a time that can't be read, or no form chosen.
    """
    if forms is not None and not forms:
        raise work.SessionError(
            Problem("", text(N_("Belum ada bentuk remedial yang dipilih. Pilih satu, atau biarkan perencana memilih.")))
        )
    options = RemedialOptions(
        starts=starts,
        sessions=sessions,
        session_minutes=session_minutes or None,
        start_time=time_of(start_time),
        school_days=tuple(school_days),
        initial_assessment=initial_assessment,
        reassessment=reassessment,
        next_objective_starts=next_objective_starts,
        tutees=tutees,
        keep_groups=keep_groups,
        forms=tuple(forms) if forms is not None else None,
        first_method=first_method.strip() or None,
        methods=tuple(written_lines(methods)) or None,
        first_media=first_media.strip() or None,
        media=tuple(written_lines(media)) or None,
        first_practice_items=first_practice_items or None,
        practice_items=practice_items or None,
    )
    return plan_remedial(scenario, options, settings)


def results_of(scenario: Scenario) -> Results:
    """Scores of the reassessments as they were noted; what isn't a score of this plan is left out."""
    kept = work.kept(scenario, RESULTS)
    targets = (scenario.remedial or Remedial()).targets
    attempts: list[dict[str, dict[str, float | None]]] = []
    for attempt in kept if isinstance(kept, list) else []:
        attempts.append(
            {
                pupil: {id: float(score) for id, score in scores.items() if id in targets[pupil] and _is_score(score)}
                for pupil, scores in (attempt.items() if isinstance(attempt, Mapping) else ())
                if pupil in targets and isinstance(scores, Mapping)
            }
        )
    return Results(tuple(attempts), most_repeats=MOST_ATTEMPTS)


def _is_score(score: object) -> bool:
    return isinstance(score, int | float) and not isinstance(score, bool) and 0 <= score <= 100


def with_result(scenario: Scenario, pupil: str, objective: str, attempt: int, score: float | None) -> Scenario:
    """The score of one reassessment noted beside the plan; None takes it away.

    Raises
    ------
    SessionError: for a pupil or objective that the programme doesn't have.
    """
    if objective not in (scenario.remedial or Remedial()).targets.get(pupil, []):
        raise work.SessionError(
            Problem(
                "",
                text(N_("Belum ada murid dan TP yang dinilai kembali. Susun program remedial lebih dahulu."))
                if not pupil or not objective
                else text(N_("{m} tidak diremedial pada {tp}."), m=PupilId(pupil), tp=objective),
            )
        )
    attempts = [{one: dict(scores) for one, scores in each.items()} for each in results_of(scenario).attempts]
    while len(attempts) < attempt:
        attempts.append({})
    scores = {**attempts[attempt - 1].get(pupil, {}), objective: score}
    attempts[attempt - 1][pupil] = {id: one for id, one in scores.items() if one is not None}
    attempts = [{one: scores for one, scores in each.items() if scores} for each in attempts]
    while attempts and not attempts[-1]:
        attempts.pop()
    return work.keep(scenario, RESULTS, attempts or None)

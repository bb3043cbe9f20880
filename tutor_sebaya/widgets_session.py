"""What the group planner's form does, without the form: a session goes in, a session comes out.

A `Session` is one state of the work: the scenario as it would be saved, and how it came about. Functions return a new
one and leave the old one whole, so that the form can go back a step, and an error changes nothing. Reading raises
`RosterError` or `ScenarioError`, whose problems name the place and the mend; nothing here prints, logs or draws.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from . import classes, measures, widgets_place
from .documents import names_of
from .language import N_, Text, text
from .planners import Bounds, GroupPlan, bounds, form_groups
from .planners.moves import MoveError
from .planners.remedial import RemedialError
from .planners.wishes import WishError
from .roster import Note, Roster, RosterError, paste_roster, read_roster
from .rules import Report, check
from .scenario import (
    PLANNER_KEY,
    Ground,
    Grouping,
    Kind,
    Problem,
    Scenario,
    ScenarioError,
    Subtopic,
    Way,
    dump_scenario,
    parse_scenario,
    read_scenario,
    write_scenario,
)
from .settings import DEFAULTS, Settings

Source = Literal["sample", "invented", "file", "pasted", "saved", "given"]

SIZE = 36
"""Pupils in an invented class, unless another number is asked for."""


class SessionError(Exception):
    """What was asked for can't be done; `problems` says where and what mends it."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.render() for problem in problems))


READING_ERRORS = (SessionError, RosterError, ScenarioError, RemedialError, WishError, MoveError)
"""Errors with `problems` for the reader; every other one is a mistake of this program."""


@dataclass(frozen=True)
class Choices:
    """What the form asks for: a way (WAY-1..7), the number of groups, the seed number, and whether to repair."""

    way: Way
    number: int
    seed: int = 1
    repair: bool = True


@dataclass(frozen=True)
class Session:
    """One state of the work.

    Attributes
    ----------
    source: where the class came from. title: what the form calls it.
    scenario: the plan as it would be saved now.
    notes: what the reader of the class list repaired and doubted.
    plan: how the groups were formed here; None where they weren't yet, or came with the scenario.
    """

    source: Source
    title: Text
    scenario: Scenario
    notes: tuple[Note, ...] = ()
    plan: GroupPlan | None = None

    @property
    def names(self) -> dict[str, str]:
        """Pupil id -> name, for the teacher's own view."""
        return names_of(self.scenario)

    @property
    def from_list(self) -> bool:
        """Whether the class came as a list of pupils, without the material: sub-topics are then still to be written."""
        return self.source in ("file", "pasted")


def _as_it_is(name: str) -> Text:
    """A file's name as a message: the same in every language."""
    return Text("{name}", {"name": name})


# --- opening a class -------------------------------------------------------------------------------------------------


def open_sample() -> Session:
    """The invented class of the course."""
    return Session("sample", text(N_("kelas contoh")), classes.invent_class(classes.SAMPLE_NUMBER).scenario)


def open_invented(number: int | str, size: int = SIZE) -> Session:
    """The invented class of a number, such as a student's own."""
    written = str(number).strip()
    if not written:
        raise SessionError(
            Problem("", text(N_("Nomor kelas rekaan belum ditulis. Tulis misalnya nomor mahasiswa Anda.")))
        )
    if not classes.SMALLEST <= size <= classes.LARGEST:
        raise SessionError(
            Problem(
                "",
                text(
                    N_("Kelas rekaan berisi {a} sampai {b} murid, bukan {n}. Ubah banyaknya murid."),
                    a=classes.SMALLEST,
                    b=classes.LARGEST,
                    n=size,
                ),
            )
        )
    return Session("invented", text(N_("kelas rekaan {n}"), n=written), classes.invent_class(written, size).scenario)


def open_file(content: bytes, filename: str) -> Session:
    """A class list (.xlsx, .csv, .txt) or a saved scenario (.json), by the ending of its name."""
    if filename.lower().endswith(".json"):
        return Session("saved", _as_it_is(filename), parse_scenario(content))
    return open_roster(read_roster(content, filename), "file", _as_it_is(filename))


def open_pasted(written: str) -> Session:
    """A class list from pasted cells, CSV text, or one name a line."""
    if not written.strip():
        raise SessionError(
            Problem(
                "",
                text(N_("Belum ada yang ditempel. Salin daftar kelas dari lembar kerja, lalu tempel di kotak itu.")),
            )
        )
    return open_roster(paste_roster(written), "pasted", text(N_("daftar tempelan")))


def open_saved(path: str | Path) -> Session:
    """A scenario that was saved beside the notebook."""
    name = str(path).strip()
    if not name:
        raise SessionError(Problem("", text(_NO_NAME)))
    try:
        scenario = read_scenario(name)
    except ScenarioError as error:
        # A file without any name in its message would leave the reader guessing which one is meant.
        raise ScenarioError(
            tuple(Problem(f"{name}: {one.where}" if one.where else name, one.message) for one in error.problems)
        ) from None
    return Session("saved", _as_it_is(name), scenario)


def open_scenario(scenario: Scenario) -> Session:
    """A scenario made by other code, such as a notebook's cell."""
    return Session("given", text(widgets_place.here.given), scenario)


def open_roster(roster: Roster, source: Source = "file", title: Text | None = None) -> Session:
    """A class list as a scenario that has pupils and objectives, and the rest still to be written."""
    scenario = Scenario(version=1, kind="class", pupils=roster.to_pupils(), objectives=roster.to_objectives())
    return Session(source, title or text(N_("daftar kelas dari notebook ini")), scenario, roster.notes)


def of_kind(session: Session, kind: Kind) -> Session:
    """A class for the kind of scenario that was chosen before it was opened; a saved plan keeps its own."""
    if session.source in ("saved", "given"):
        return session
    return with_scenario(session, session.scenario.model_copy(update={"kind": kind}))


# --- what a class list doesn't say ------------------------------------------------------------------------------------

_NAMED = re.compile(r"\(([^()]*)\)\s*$")


def with_material(session: Session, criterion: float | None, written: str) -> Session:
    """The mastery criterion for objectives that have none, and the sub-topics, a line each.

    A line may end with the objectives it works on, in brackets: 'Penyebut sama (TP1)'. Without them a sub-topic works
    on all objectives. Lines that are there already keep what else was written for them; blank lines are left out.
    """
    scenario = session.scenario
    objectives = [
        one if one.criterion is not None else one.model_copy(update={"criterion": criterion})
        for one in scenario.objectives
    ]
    known = {one.id.casefold(): one.id for one in objectives}
    former = {one.title: one for one in scenario.subtopics}
    subtopics: list[Subtopic] = []
    for line in (" ".join(one.split()) for one in written.splitlines()):
        if not line:
            continue
        named: list[str] = list(known.values())
        match = _NAMED.search(line)
        if match:
            words = [one.strip() for one in re.split(r"[,;/]", match[1]) if one.strip()]
            if words and all(one.casefold() in known for one in words):
                named = list(dict.fromkeys(known[one.casefold()] for one in words))
                line = line[: match.start()].strip() or line
        id = f"S{len(subtopics) + 1}"
        kept = former.get(line, Subtopic(id=id))
        subtopics.append(kept.model_copy(update={"id": id, "title": line, "objectives": named}))
    return replace(session, scenario=scenario.model_copy(update={"objectives": objectives, "subtopics": subtopics}))


def lacks_criterion(session: Session) -> bool:
    return any(one.criterion is None for one in session.scenario.objectives)


def material_lines(session: Session) -> str:
    """The sub-topics as `with_material` reads them."""
    every = [one.id for one in session.scenario.objectives]
    return "\n".join(
        (one.title or one.id) + (f" ({', '.join(one.objectives)})" if one.objectives not in ([], every) else "")
        for one in session.scenario.subtopics
    )


# --- choosing ---------------------------------------------------------------------------------------------------------


def with_ground(session: Session, ground: Ground | None, units: int | None) -> Session:
    """Ground of grouping (GROUND-1..4) and, for the facilities at hand, the sets of equipment."""
    former = session.scenario.grouping
    # Units belong to the facilities alone; those that a saved scenario holds for another ground aren't ours to drop.
    units = units if ground == "facilities" else former.units if former else None
    if (former.ground if former else None) == ground and (former.units if former else None) == units:
        return session
    grouping = (former or Grouping()).model_copy(update={"ground": ground, "units": units})
    return replace(session, scenario=session.scenario.model_copy(update={"grouping": grouping}))


def number_range(limits: Bounds) -> tuple[int, int]:
    """Fewest and most groups that the form offers: those that the sizes allow."""
    if limits.most < limits.fewest:
        return (min(1, limits.present), max(1, limits.present))
    return max(limits.fewest, 1), max(limits.most, 1)


def suggested(session: Session, settings: Settings = DEFAULTS) -> Choices:
    """What the form shows first: the scenario's own way and number of groups, else as many groups as sub-topics."""
    scenario = session.scenario
    limits = bounds(scenario, settings)
    low, high = number_range(limits)
    wanted = len(scenario.groups) or (limits.subtopics if scenario.kind == "class" else 0) or low
    way = scenario.grouping.way if scenario.grouping else None
    if way is None:
        scored = any(measures.pupil_score(one) is not None for one in measures.present_pupils(scenario))
        way = "prior_knowledge" if scored else "counting_off"
    return Choices(way, min(max(wanted, low), high))


def form(session: Session, choices: Choices, settings: Settings = DEFAULTS) -> Session:
    """Groups by the way chosen; what else the plan holds is kept (see `GroupPlan.fill`)."""
    limits = bounds(session.scenario, settings)
    if not limits.present:
        raise SessionError(*(Problem("", one) for one in limits.advice))
    low, high = number_range(limits)
    if not low <= choices.number <= high:
        raise SessionError(
            Problem(
                "",
                text(
                    N_("{n} kelompok tidak mungkin untuk kelas ini. Pilih jumlah dari {a} sampai {b}."),
                    n=choices.number,
                    a=low,
                    b=high,
                ),
            )
        )
    plan = form_groups(session.scenario, choices.way, choices.number, choices.seed, choices.repair, settings)
    return replace(session, plan=plan, scenario=plan.fill(session.scenario))


def with_scenario(session: Session, scenario: Scenario) -> Session:
    """Another plan for the same class. A plan of groups that the scenario no longer follows isn't claimed for it."""
    plan = session.plan if session.scenario.groups == scenario.groups else None
    return replace(session, scenario=scenario, plan=plan)


def kept(scenario: Scenario, name: str) -> Any:
    """What a form kept under this name beside the plan (item scores, tallies, results); None where nothing was."""
    beside = (scenario.model_extra or {}).get(PLANNER_KEY)
    return beside.get(name) if isinstance(beside, dict) else None


def keep(scenario: Scenario, name: str, data: Any) -> Scenario:
    """The plan with plain data (as JSON has it) kept beside it under a name; None takes it away.

    It is saved and opened with the plan. Rules don't read it.
    """
    beside = (scenario.model_extra or {}).get(PLANNER_KEY)
    beside = {**(beside if isinstance(beside, dict) else {}), name: data}
    return scenario.model_copy(update={PLANNER_KEY: {key: one for key, one in beside.items() if one is not None}})


def judge(session: Session, settings: Settings = DEFAULTS) -> Report:
    return check(session.scenario, settings)


# --- saving -----------------------------------------------------------------------------------------------------------

_NO_NAME = N_("Nama berkas belum ditulis. Tulis misalnya skenario.json.")


def saved_path(name: str) -> Path:
    """Where a scenario of this name is saved; `.json` is added where it is missing."""
    name = name.strip()
    if not name:
        raise SessionError(Problem("", text(_NO_NAME)))
    path = Path(name)
    return path if path.suffix.lower() == ".json" else path.with_name(path.name + ".json")


def save(session: Session, path: Path, known: Sequence[Path] = ()) -> None:
    """Write the scenario. A file of other content is overwritten only where it is among the `known` ones.

    Raises
    ------
    SessionError: where the file holds something else, or can't be written. Nothing is written then.
    """
    content = dump_scenario(session.scenario)
    try:
        if path.exists() and path.resolve() not in {one.resolve() for one in known}:
            if path.is_file() and path.read_bytes() == content.encode():
                return
            raise SessionError(
                Problem(
                    str(path),
                    text(
                        N_(
                            "berkas ini sudah ada dan isinya lain. Tulis nama lain, atau tekan Simpan sekali lagi "
                            "untuk menggantinya."
                        )
                    ),
                )
            )
        write_scenario(session.scenario, path)
    except OSError as error:
        raise SessionError(
            Problem(
                str(path),
                text(
                    N_("berkas ini tidak dapat ditulis ({reason}). Tulis nama lain, atau unduh lewat tautan di bawah."),
                    reason=error.strerror or type(error).__name__,
                ),
            )
        ) from None

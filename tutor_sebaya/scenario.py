"""The lesson scenario: its data, reading it with errors that name every wrong place, and writing it.

One JSON file holds one scenario. Keys are English field terms; people see labels in their own language. Everything of
the plan except `version`, `kind` and the ids may be absent or null: a choice not made yet is no wrong file, it is a
rule broken (see `tutor_sebaya.rules`). A word that a list of choices doesn't know, a wrong type, a date that isn't one
or an id that names nobody is an error of the file: `read_scenario` then raises `ScenarioError` with all of them.

Keys that the format doesn't know are kept and written back, so that a file made by a newer version loses nothing;
`unknown_keys` names them.
"""

from __future__ import annotations

import datetime as dt
import difflib
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError, WithJsonSchema

from .language import N_, Text, text

VERSION = 1
MAX_BYTES = 20_000_000
"""A scenario of a class has some 50 kB; what is larger is some other file."""
MAX_DEPTH = 32
"""The format itself has five levels; the rest is room for keys that it doesn't know."""
MAX_LOADED_DEPTH = 200
"""Deeper text isn't loaded at all: Pyodide in Node still reads 2,000 levels and dies of 5,000."""

Kind: TypeAlias = Literal["class", "remedial"]
Gender: TypeAlias = Literal["male", "female"]
TutorKind: TypeAlias = Literal["peer", "cross_age"]
Way: TypeAlias = Literal[
    "seating", "alphabetical", "sociometry", "interest", "prior_knowledge", "counting_off", "drawn_cards"
]
Ground: TypeAlias = Literal["facilities", "individual_differences", "division_of_work", "full_participation"]
PhaseName: TypeAlias = Literal[
    "opening",
    "discussion_norms",
    "preparation",
    "tutoring",
    "discussion",
    "presentation",
    "closing",
    "assessment",
    "other",
]
Place: TypeAlias = Literal["class", "outside"]
DiscussionKind: TypeAlias = Literal["whole_class", "small_group", "guided", "unguided"]
Layout: TypeAlias = Literal["clusters", "circle", "u_shape", "rows"]
Decision: TypeAlias = Literal["consensus", "vote", "tutor", "other"]
Model: TypeAlias = Literal[1, 2, 3]
Form: TypeAlias = Literal["reteaching", "individual_guidance", "practice_tasks", "peer_tutoring"]
FeedbackKind: TypeAlias = Literal["corrective", "confirming"]
Assessor: TypeAlias = Literal["teacher", "tutor", "other"]

WAYS: tuple[Way, ...] = get_args(Way)
GROUNDS: tuple[Ground, ...] = get_args(Ground)
CRITERIA = tuple("1234567")
"""Numbers of the seven tutor criteria (CRIT7-1..7)."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def _date(value: object) -> object:
    if isinstance(value, str):
        if not _DATE.fullmatch(value):
            raise ValueError("date")
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise ValueError("date") from None
    return value


def _time(value: object) -> object:
    if isinstance(value, str):
        if not _TIME.fullmatch(value):
            raise ValueError("time")
        return dt.time.fromisoformat(value)
    return value


def _no_truth_value(value: object) -> object:
    """To Python true is 1, and would pass for a choice of numbers."""
    if isinstance(value, bool):
        raise ValueError("truth")
    return value


def _none_is_empty_list(value: object) -> object:
    return [] if value is None else value


def _none_is_empty_dict(value: object) -> object:
    return {} if value is None else value


Date = Annotated[
    dt.date,
    BeforeValidator(_date),
    PlainSerializer(lambda value: value.isoformat(), return_type=str),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
]
"""A day as `YYYY-MM-DD`."""
Time = Annotated[
    dt.time,
    BeforeValidator(_time),
    PlainSerializer(lambda value: value.strftime("%H:%M"), return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}),
]
"""An hour as `HH:MM`."""
Id = Annotated[str, Field(min_length=1)]
_List = BeforeValidator(_none_is_empty_list)
_Dict = BeforeValidator(_none_is_empty_dict)
Ids = Annotated[list[Id], _List]
Strings = Annotated[list[str], _List]


class _Part(BaseModel):
    model_config = ConfigDict(
        strict=True, extra="allow", allow_inf_nan=False, validate_assignment=True, protected_namespaces=()
    )


class Objective(_Part):
    """A learning objective (TP) with its mastery criterion (KKTP) on 0-100."""

    id: Id
    text: str | None = None
    criterion: float | None = None


class Subtopic(_Part):
    """A sub-topic (submateri): one segment of the material, for one group (STEP-1b, STEP-3a)."""

    id: Id
    title: str | None = None
    objectives: Ids = []
    sources: Strings = []
    prerequisites: Ids = []
    problem: str | None = None


class Seat(_Part):
    row: int
    column: int


class Pupil(_Part):
    """A pupil in the teacher's own file.

    `scores`: objective id -> score on 0-100, or None where there is none (neither mastered nor failed). `chooses`:
    positive sociometric choices; `avoid`: the teacher's not-together list. `present` false leaves the pupil out of
    every count; null and absent mean present.
    """

    id: Id
    name: str | None = None
    gender: Gender | None = None
    present: bool | None = True
    scores: Annotated[dict[str, float | None], _Dict] = {}
    shy: bool | None = None
    chooses: Ids = []
    avoid: Ids = []
    interest: str | None = None
    seat: int | Seat | None = None


class Attitude(_Part):
    meets: bool | None = None
    note: str | None = None


class Tutor(_Part):
    """A tutor candidate, placed in a group or in reserve. A cross-age tutor need not be on the class list."""

    pupil: Id
    kind: TutorKind | None = None
    grade: int | None = None
    evidence: Annotated[dict[str, float | None], _Dict] = {}
    willing: bool | None = None
    attitude: Attitude | None = None
    teach_back: bool | None = None
    training_minutes: float | None = None
    written_guide: bool | None = None
    criteria: Annotated[dict[str, str | None], _Dict] = {}


class Roles(_Part):
    """The tutor's three roles (ROLE-1..3), each in the trainee's words."""

    traffic_regulator: str | None = None
    shield_wall: str | None = None
    guide: str | None = None


class CueCard(_Part):
    return_questions: Strings = []
    steer: Strings = []


class Turn(_Part):
    """A speaking turn; `minutes` planned or observed, `reserved` for this pupil alone."""

    pupil: Id
    minutes: float | None = None
    reserved: bool | None = None


class Group(_Part):
    """A peer-tutor group. `members` excludes the tutors.

    `model`: 1 tutor to pupil, 2 group to tutor, 3 pupil to pupil (MODEL-1..3).
    """

    id: Id
    label: str | None = None
    tutors: Ids = []
    members: Ids = []
    subtopics: Ids = []
    representative: str | None = None
    duties: Annotated[dict[str, str | None], _Dict] = {}
    accepts: Annotated[dict[str, bool | None], _Dict] = {}
    roles: Roles | None = None
    cue_card: CueCard | None = None
    turns: Annotated[list[Turn], _List] = []
    model: Annotated[Model | None, BeforeValidator(_no_truth_value)] = None
    individual_sessions: Ids = []
    decides_by: Decision | None = None
    gender_note: str | None = None
    products: Annotated[dict[str, str | None], _Dict] = {}


class Grouping(_Part):
    """Way (WAY-1..7) and ground (GROUND-1..4) of grouping; `units`: sets of equipment for the ground `facilities`."""

    way: Way | None = None
    ground: Ground | None = None
    units: int | None = None


class Phase(_Part):
    name: PhaseName | None = None
    minutes: float | None = None
    place: Place | None = None
    teacher_role: str | None = None


class Discussion(_Part):
    kind: DiscussionKind | None = None
    norms_taught_on: Date | None = None


class Room(_Part):
    layout: Layout | None = None
    teacher_can_move: bool | None = None
    previous_layout: Layout | None = None


class Observation(_Part):
    indicators: Strings = []
    groups: Ids = []


class InitialAssessment(_Part):
    date: Date | None = None


class ProcessAssessment(_Part):
    technique: str | None = None


class Assessment(_Part):
    initial: InitialAssessment | None = None
    process: Annotated[list[ProcessAssessment], _List] = []


class Feedback(_Part):
    sessions_late: int | None = None
    kinds: Annotated[list[FeedbackKind], _List] = []


class Reassessment(_Part):
    date: Date | None = None
    objectives: Annotated[dict[str, Ids], _Dict] = {}
    assessor: Assessor | None = None


class Remedial(_Part):
    """The remedial programme (part B of the source). `targets`: pupil -> objectives to work on."""

    pupils: Ids = []
    targets: Annotated[dict[str, Ids], _Dict] = {}
    forms: Annotated[list[Form], _List] = []
    starts: Date | None = None
    ends: Date | None = None
    first_method: str | None = None
    methods: Strings = []
    first_media: str | None = None
    media: Strings = []
    first_practice_items: int | None = None
    practice_items: int | None = None
    extra_minutes: float | None = None
    visits: Ids = []
    feedback: Feedback | None = None
    regular_objectives: Ids = []
    next_objective_starts: Date | None = None
    reassessment: Reassessment | None = None


class Public(_Part):
    """What pupils get to see."""

    shows_scores: bool | None = None
    shows_nisn: bool | None = None


class Scenario(_Part):
    """One lesson scenario. `kind` class: the five steps (part A); remedial: part B of the source."""

    version: Annotated[Literal[1], BeforeValidator(_no_truth_value)]
    kind: Kind
    grade: int | None = None
    periods: int | None = None
    minutes_per_period: int | None = None
    date: Date | None = None
    time: Time | None = None
    objectives: Annotated[list[Objective], _List] = []
    subtopics: Annotated[list[Subtopic], _List] = []
    pupils: Annotated[list[Pupil], _List] = []
    tutors: Annotated[list[Tutor], _List] = []
    groups: Annotated[list[Group], _List] = []
    grouping: Grouping | None = None
    phases: Annotated[list[Phase], _List] = []
    discussion: Discussion | None = None
    room: Room | None = None
    observation: Observation | None = None
    pupil_views: str | None = None
    assessment: Assessment | None = None
    remedial: Remedial | None = None
    public: Public | None = None


@dataclass(frozen=True)
class Problem:
    """One wrong place of a file: where it is (`groups[2].turns[0].minutes`) and what mends it."""

    where: str
    message: Text

    def render(self, language: str = "id") -> str:
        sentence = self.message.render(language)
        return f"{self.where}: {sentence}" if self.where else sentence


class ScenarioError(Exception):
    """A file that can't be read as a scenario; `problems` names every wrong place, in the order of the file."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.render() for problem in problems))


def place(parts: tuple[int | str, ...]) -> str:
    """('groups', 2, 'turns', 0) -> 'groups[2].turns[0]'."""
    path = ""
    for part in parts:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return _writable(path)


# --- reading -------------------------------------------------------------------------------------------------------

_EXPECTED: Mapping[str, str] = {
    "string_type": N_("harus teks di antara tanda kutip, bukan {found}."),
    "string_too_short": N_("tidak boleh kosong."),
    "int_type": N_("harus bilangan bulat tanpa tanda kutip, bukan {found}."),
    "int_from_float": N_("harus bilangan bulat tanpa tanda kutip, bukan {found}."),
    "float_type": N_("harus bilangan tanpa tanda kutip (koma desimal ditulis titik), bukan {found}."),
    "finite_number": N_("harus bilangan biasa, bukan {found}."),
    "bool_type": N_("harus true atau false, bukan {found}."),
    "list_type": N_("harus daftar [ … ], bukan {found}."),
    "dict_type": N_("harus pasangan kunci dan isi {{ … }}, bukan {found}."),
    "model_type": N_("harus objek {{ … }}, bukan {found}."),
    "model_attributes_type": N_("harus objek {{ … }}, bukan {found}."),
    "missing": N_("wajib ada, tetapi belum ditulis."),
}
_NO_DATE = N_("bukan tanggal. Tulis seperti 2026-08-10 (tahun-bulan-tanggal).")
_TOO_LARGE = N_("bilangan ini terlalu besar: {found}.")
_NO_TRUTH = N_("harus bilangan, bukan {found}.")
_TOO_DEEP = N_("isinya bertingkat terlalu dalam untuk sebuah skenario.")
_BROKEN_LETTER = N_("memuat huruf yang rusak ({found}). Ketik ulang teks ini.")
_NO_TIME = N_("bukan jam. Tulis seperti 07:30.")
_CHOICE = N_("{found} bukan pilihan yang dikenal. Pilih salah satu: {choices}.")
_SEAT = N_('harus nomor tempat duduk atau {{"row": …, "column": …}} dengan bilangan bulat, bukan {found}.')
_OTHER = N_("isinya tidak dapat dibaca: {found}.")


def _shown(value: object) -> str:
    """The wrong value as the file has it, short."""
    try:
        written = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        written = str(value)
    return _writable(written if len(written) <= 40 else written[:37] + "…")


def _writable(words: str) -> str:
    """Words that can be printed: halves of letters, which JSON can escape but no text can hold, are shown escaped."""
    return words.encode("utf-8", "backslashreplace").decode("utf-8")


def _problems_of(error: ValidationError) -> Iterator[Problem]:
    seats: set[str] = set()
    for one in error.errors(include_url=False):
        location = tuple(part for part in one["loc"] if part != "[key]")
        found = _shown(one["input"])
        kind = one["type"]
        # `seat` is a number or a place in a grid; pydantic reports each way in which it is neither.
        if "seat" in location:
            where = place(location[: location.index("seat") + 1])
            if where not in seats:
                seats.add(where)
                yield Problem(where, text(_SEAT, found=found))
            continue
        where = place(location)
        if kind == "value_error":
            kind = str(one["ctx"]["error"])
        if kind in ("literal_error", "enum"):
            yield Problem(where, text(_CHOICE, found=found, choices=one["ctx"]["expected"].replace(" or ", ", ")))
        elif kind in ("date", "date_type"):
            yield Problem(where, text(_NO_DATE))
        elif kind in ("time", "time_type"):
            yield Problem(where, text(_NO_TIME))
        elif kind == "float_type" and isinstance(one["input"], int) and not isinstance(one["input"], bool):
            yield Problem(where, text(_TOO_LARGE, found=found))
        elif kind == "truth":
            yield Problem(where, text(_NO_TRUTH, found=found))
        elif kind in _EXPECTED:
            yield Problem(where, text(_EXPECTED[kind], found=found))
        else:
            yield Problem(where, text(_OTHER, found=found))


def _repeated(where: str, ids: list[str], key: str = "id") -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, one in enumerate(ids):
        if one in first:
            yield Problem(
                f"{where}[{index}].{key}",
                text(
                    N_("{found} sudah dipakai di {where}[{first}]. Setiap id hanya boleh dipakai sekali."),
                    found=_shown(one),
                    where=where,
                    first=first[one],
                ),
            )
        else:
            first[one] = index


def _wrong_ids(scenario: Scenario) -> Iterator[Problem]:
    """Ids that name two things, or nobody in a place where the format needs a pupil.

    Ids inside groups (tutors, members, speakers, representative) and in the remedial list are a matter of the rules
    G04, D03, W03 and R04: a plan in the making may hold them.
    """
    pupils = {pupil.id for pupil in scenario.pupils}
    yield from _repeated("objectives", [one.id for one in scenario.objectives])
    yield from _repeated("subtopics", [one.id for one in scenario.subtopics])
    yield from _repeated("pupils", [one.id for one in scenario.pupils])
    yield from _repeated("tutors", [one.pupil for one in scenario.tutors], "pupil")
    yield from _repeated("groups", [one.id for one in scenario.groups])
    nobody = N_("tidak ada murid dengan id {found} dalam daftar murid. Periksa ejaannya, atau tambahkan murid itu.")
    for index, pupil in enumerate(scenario.pupils):
        for key, named in (("chooses", pupil.chooses), ("avoid", pupil.avoid)):
            for position, one in enumerate(named):
                if one not in pupils:
                    yield Problem(f"pupils[{index}].{key}[{position}]", text(nobody, found=_shown(one)))
    for index, tutor in enumerate(scenario.tutors):
        if tutor.kind != "cross_age" and tutor.pupil not in pupils:
            yield Problem(
                f"tutors[{index}].pupil",
                text(
                    N_(
                        "tidak ada murid dengan id {found} dalam daftar murid. Tutor sebaya harus murid kelas ini; "
                        'untuk tutor kakak tulis "kind": "cross_age".'
                    ),
                    found=_shown(tutor.pupil),
                ),
            )


def _unwritable(value: object, parts: tuple[int | str, ...] = ()) -> Iterator[Problem]:
    """What JSON text can spell but no file can hold again, wherever it stands, also in keys that aren't the format's.

    Halves of letters (a lone surrogate, `\\ud800`), numbers beyond any float (`1e999`), endless nesting.
    """
    if isinstance(value, str):
        if not value.isascii() and _writable(value) != value:
            yield Problem(place(parts), text(_BROKEN_LETTER, found=_shown(value)))
    elif isinstance(value, float):
        if not math.isfinite(value):
            yield Problem(place(parts), text(_EXPECTED["finite_number"], found=_shown(value)))
    elif isinstance(value, (Mapping, list)) and len(parts) >= MAX_DEPTH:
        yield Problem(place(parts), text(_TOO_DEEP))
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _unwritable(key, (*parts, key))
            yield from _unwritable(one, (*parts, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _unwritable(one, (*parts, index))


_BRACKETS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|([\[{])|([\]}])', re.DOTALL)


def nests_too_deep(content: str) -> bool:
    """Whether JSON text has more levels inside each other than are safe to load.

    Python's own reader stops with a RecursionError, but in a browser the stack ends before: Pyodide dies of it, and
    with it the whole page.
    """
    depth = 0
    for found in _BRACKETS.finditer(content):
        depth += (found[1] is not None) - (found[2] is not None)
        if depth > MAX_LOADED_DEPTH:
            return True
    return False


class _RepeatedKeyError(ValueError):
    def __init__(self, key: str) -> None:
        self.key = key


def _no_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        keys = [key for key, _ in pairs]
        # Python would keep the last of two and lose the first without a word.
        raise _RepeatedKeyError(next(key for key in keys if keys.count(key) > 1))
    return read


def _whole(message: str, **values: Any) -> ScenarioError:
    return ScenarioError((Problem("", text(message, **values)),))


def _load(content: str | bytes) -> object:
    if isinstance(content, bytes):
        if len(content) > MAX_BYTES:
            raise _whole(
                N_("Berkas ini terlalu besar untuk sebuah skenario (lebih dari {mb} MB)."), mb=MAX_BYTES // 10**6
            )
        try:
            content = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise _whole(N_("Berkas ini bukan teks UTF-8. Simpan ulang skenario dari perencana.")) from None
    if not content.strip():
        raise _whole(N_("Berkas ini kosong."))

    if nests_too_deep(content):
        raise _whole(N_("Isi berkas ini bertingkat terlalu dalam untuk sebuah skenario."))

    def not_a_number(word: str) -> float:
        raise _whole(N_("Berkas ini memuat {word}, padahal JSON hanya mengenal bilangan biasa."), word=word)

    try:
        return json.loads(
            content.removeprefix("\ufeff"), object_pairs_hook=_no_repeated_keys, parse_constant=not_a_number
        )
    except _RepeatedKeyError as error:
        raise _whole(
            N_("Kunci {key} ditulis dua kali dalam objek yang sama. Hapus salah satunya."), key=_shown(error.key)
        ) from None
    except json.JSONDecodeError as error:
        raise _whole(
            N_("Berkas ini bukan JSON yang utuh: baris {line}, kolom {column}. Simpan ulang skenario dari perencana."),
            line=error.lineno,
            column=error.colno,
        ) from None
    except ValueError:
        # json refuses integers of more than 4,300 digits.
        raise _whole(N_("Berkas ini memuat bilangan yang terlalu panjang.")) from None


def parse_scenario(content: str | bytes | Mapping[str, Any]) -> Scenario:
    """A scenario from JSON text, its bytes or data already loaded.

    Raises
    ------
    ScenarioError
        With every wrong place; a scenario is never read in part.
    """
    data = content if isinstance(content, Mapping) else _load(content)
    if not isinstance(data, Mapping):
        raise _whole(N_("Skenario harus sebuah objek {{ … }}, bukan {found}."), found=_shown(data))
    version = data.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise ScenarioError(
            (
                Problem(
                    "version",
                    text(
                        N_("skenario ini versi {found}; program ini mengenal sampai versi {known}. Perbarui program."),
                        found=version,
                        known=VERSION,
                    ),
                ),
            )
        )
    problems = list(_unwritable(data))
    try:
        scenario = Scenario.model_validate(dict(data))
    except ValidationError as error:
        named = {problem.where for problem in problems}
        problems += [problem for problem in _problems_of(error) if problem.where not in named]
        raise ScenarioError(tuple(problems)) from None
    except RecursionError:
        raise _whole(N_("Isi berkas ini bertingkat terlalu dalam untuk sebuah skenario.")) from None
    problems += _wrong_ids(scenario)
    if problems:
        raise ScenarioError(tuple(problems))
    return scenario


def read_scenario(path: str | Path) -> Scenario:
    """The scenario in a file; `ScenarioError` also where the file can't be opened."""
    try:
        content = Path(path).read_bytes()
    except FileNotFoundError:
        raise _whole(N_("Berkas ini tidak ada. Periksa nama dan foldernya.")) from None
    except IsADirectoryError:
        raise _whole(N_("Ini sebuah folder. Tuliskan nama berkas skenario di dalamnya.")) from None
    except OSError as error:
        raise _whole(N_("Berkas ini tidak dapat dibuka ({reason})."), reason=error.strerror or "?") from None
    return parse_scenario(content)


# --- writing -------------------------------------------------------------------------------------------------------


def dump_scenario(scenario: Scenario) -> str:
    """JSON text with keys in the order of the format, ending with a newline; reading it gives an equal scenario."""
    return json.dumps(_plain(scenario), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _plain(scenario: Scenario) -> Any:
    return _whole_numbers(scenario.model_dump(mode="json"))


def _whole_numbers(value: Any) -> Any:
    """75.0 -> 75, so that a file read and written again doesn't change."""
    if isinstance(value, dict):
        return {key: _whole_numbers(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_whole_numbers(one) for one in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def write_scenario(scenario: Scenario, path: str | Path) -> None:
    """Write the scenario; an interrupted write leaves the former file whole."""
    path = Path(path)
    unfinished = path.with_name(path.name + ".belum")
    unfinished.write_text(dump_scenario(scenario), encoding="utf-8", newline="\n")
    unfinished.replace(path)


def json_schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12) of the format."""
    schema = Scenario.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Tutor Sebaya lesson scenario",
        **{key: value for key, value in _null_allowed(schema).items() if key != "title"},
    }


def _null_allowed(schema: Any) -> Any:
    """Lists and tables of the plan may be null in a file; pydantic's schema doesn't see that they are read as empty."""
    if isinstance(schema, dict):
        changed = {key: _null_allowed(one) for key, one in schema.items()}
        if changed.get("type") in ("array", "object") and "default" in changed:
            changed["type"] = [changed["type"], "null"]
        return changed
    if isinstance(schema, list):
        return [_null_allowed(one) for one in schema]
    return schema


PLANNER_KEY = "planner"
"""Key of the file under which planners' forms keep what the plan itself has no place for, such as an observed tally."""


def unknown_keys(scenario: Scenario) -> list[tuple[str, str | None]]:
    """Places of keys that the format doesn't know, each with the known key that it resembles (or None)."""
    found: list[tuple[str, str | None]] = []

    def visit(part: BaseModel, parts: tuple[int | str, ...]) -> None:
        known = list(type(part).model_fields)
        for key in part.model_extra or {}:
            if (*parts, key) == (PLANNER_KEY,):
                continue
            resembling = difflib.get_close_matches(key, known, n=1)
            found.append((place((*parts, key)), resembling[0] if resembling else None))
        for key in known:
            value = getattr(part, key)
            if isinstance(value, BaseModel):
                visit(value, (*parts, key))
            elif isinstance(value, list):
                for index, one in enumerate(value):
                    if isinstance(one, BaseModel):
                        visit(one, (*parts, key, index))

    visit(scenario, ())
    return found

"""Scenarios for the tests: right ones of every shape, and readable ones that make no sense at all.

The right ones are built here without the planners, so that rules and planners can't be wrong together.
"""

from __future__ import annotations

import copy
import datetime as dt
import math
import types
from random import Random
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel

from tutor_sebaya.scenario import GROUNDS, WAYS, Scenario

Data = dict[str, Any]

PROBLEMS = (
    "Bagaimana cara membandingkan dua pecahan?",
    "Hitunglah keliling kebun pada gambar itu.",
    "Jelaskan mengapa es mencair.",
    "Mengapa daun berwarna hijau?",
    "Tulis tiga kalimat tentang pasar di dekat sekolahmu.",
)
LABELS = ("Merpati", "Melati", "Elang", "Kenanga", "Rajawali")


# --- right answers -------------------------------------------------------------------------------------------------


@st.composite
def valid_scenarios(draw: st.DrawFn, kind: str | None = None, way: str | None = None, model: int | None = None) -> Data:
    """A scenario of 12 to 40 present pupils that breaks no rule."""
    kind = kind or draw(st.sampled_from(["class", "remedial"]))
    way = way or draw(st.sampled_from(WAYS))
    models = (model,) if model else (1, 2, 3)
    size = draw(st.integers(12, 40))
    build = _class_scenario if kind == "class" else _remedial_scenario
    return build(Random(draw(st.integers(0, 2**32))), size, way, models)


def _pupil(id: str, chance: Random, scores: dict[str, float | None], way: str) -> Data:
    """A pupil with the data that the way needs; the rest is there or not, as in a teacher's file."""
    seat: Any = chance.choice([chance.randint(1, 40), {"row": chance.randint(1, 6), "column": chance.randint(1, 7)}])
    return {
        "id": id,
        "name": chance.choice([None, f"Murid {id}"]),
        "gender": chance.choice(["male", "female"]),
        "present": chance.choice([True, True, None]),
        "scores": scores,
        "shy": chance.random() < 0.2,
        "chooses": [],
        "avoid": [],
        "interest": chance.choice(["seni", "olahraga"]) if way == "interest" or chance.random() < 0.5 else None,
        "seat": seat if way == "seating" or chance.random() < 0.5 else None,
    }


def _absent(chance: Random) -> list[Data]:
    """Absent pupils, of whom nearly nothing needs to be known."""
    return [
        {"id": f"A{number}", "present": False, "shy": True, "scores": {"TP1": chance.choice([None, 5, 100])}}
        for number in range(chance.randint(0, 3))
    ]


def _candidate(id: str, chance: Random, objectives: list[str], *, older: bool) -> Data:
    return {
        "pupil": id,
        "kind": "cross_age" if older else "peer",
        "grade": chance.randint(6, 9) if older else 5,
        "evidence": {one: chance.randint(95, 100) for one in objectives},
        "willing": True,
        "attitude": {"meets": True, "note": "sabar"},
        "teach_back": True,
        "training_minutes": chance.choice([10, 15.5, 30]),
        "written_guide": True,
        "criteria": {str(number): "terlihat di kelas" for number in chance.sample(range(1, 8), chance.randint(5, 7))},
    }


def _group(number: int, tutor: str, members: list[str], absent: list[str], chance: Random, models: Any) -> Data:
    people = [tutor, *members]
    model = chance.choice(models)
    turns = [{"pupil": one, "minutes": chance.choice([2, 2.5, 3]), "reserved": True} for one in members]
    if len(members) > 1 or chance.random() < 0.5:
        turns.insert(chance.randint(0, len(turns)), {"pupil": tutor, "minutes": 2, "reserved": True})
    else:
        turns.append({"pupil": tutor, "minutes": 1, "reserved": True})
    if chance.random() < 0.3:  # a turn in two parts
        turns.append({**turns[0], "minutes": turns[0]["minutes"] / 2})
        turns[0]["minutes"] /= 2
    return {
        "id": f"K{number}",
        "label": chance.choice([None, f"{chance.choice(LABELS)} {number}"]),
        "tutors": [tutor],
        "members": [*members, *absent],
        "subtopics": [f"S{number}"],
        "representative": chance.choice(people),
        "duties": dict.fromkeys(people, "pencatat"),
        "accepts": dict.fromkeys(members, True),
        "roles": {"traffic_regulator": "giliran", "shield_wall": "tanya balik", "guide": "kembali ke soal"},
        "cue_card": {"return_questions": ["Menurut yang lain bagaimana?"], "steer": ["Kembali ke soal, ya."]},
        "turns": turns,
        "model": model,
        "individual_sessions": list(members) if model == 1 else [],
        "decides_by": chance.choice(["consensus", "vote"]),
        "gender_note": "nyaman",
        "products": dict.fromkeys(members, "kartu keluar"),
    }


def _sociometry(pupils: list[Data], groups: list[Data], chance: Random, *, needed: bool) -> None:
    """Each who chooses has one of the chosen in the group; the pairs to be kept apart are apart."""
    ids = [one["id"] for one in pupils]
    present = [one["id"] for one in pupils if one.get("present") is not False]
    home = {one: group["id"] for group in groups for one in (*group["tutors"], *group["members"])}
    for pupil in pupils:
        id = pupil["id"]
        mates = [one for one in present if one != id and id in home and home.get(one) == home[id]]
        if mates and ((needed and id in present) or chance.random() < 0.3):
            needed = needed and id not in present
            pupil["chooses"] = [chance.choice(mates), *chance.sample(ids, 1)]
        strangers = [one for one in ids if one in home and home[one] != home.get(pupil["id"])]
        if strangers and chance.random() < 0.2:
            pupil["avoid"] = [chance.choice(strangers)]
    if needed:  # nobody has a mate of the class: one who needs no remedial teaching chooses
        next(one for one in pupils if one["id"] in present and one["id"] not in home)["chooses"] = ids[:1]


def _rest(groups: list[Data], way: str, chance: Random) -> Data:
    """What both kinds of scenario share."""
    ground = chance.choice(GROUNDS)
    return {
        "version": 1,
        "grade": 5,
        "date": "2026-08-10",
        "time": chance.choice(["07:30", "13:05"]),
        "grouping": {"way": way, "ground": ground, "units": len(groups) if ground == "facilities" else None},
        "room": {
            "layout": chance.choice(["clusters", "circle", "u_shape"]),
            "teacher_can_move": True,
            "previous_layout": chance.choice([None, "rows"]),
        },
        "observation": {
            "indicators": ["bertanya", "menjawab", "mendengarkan"],
            "groups": [one["id"] for one in groups],
        },
        "pupil_views": "Kami ingin mencoba dulu.",
        "public": {"shows_scores": False, "shows_nisn": False},
        "groups": groups,
    }


def _class_scenario(chance: Random, size: int, way: str, models: Any) -> Data:
    # Five of the class and an older tutor, or six of the class, are the largest group.
    older = chance.random() < 0.3
    number = chance.randint(math.ceil(size / (5 if older else 6)), size // 4)
    objectives = [f"TP{one}" for one in range(1, chance.randint(1, min(3, number)) + 1)]
    step = 45 / size
    levels = [97 - step * rank + chance.uniform(-0.3, 0.3) * step for rank in range(size)]
    pupils = []
    for rank, level in enumerate(levels):
        scores: dict[str, float | None] = dict.fromkeys(objectives, round(level, 1))
        if len(objectives) > 1 and chance.random() < 0.1:
            scores[chance.choice(objectives)] = None
        if rank == size // 2 and way != "prior_knowledge":
            scores = chance.choice([{}, dict.fromkeys(objectives)])
        pupils.append(_pupil(f"M{rank:02}", chance, scores, way))
    # The highest and the lowest go one to each group, crosswise; a serpentine deals the middle.
    teams = [[pupils[place]["id"], pupils[size - 1 - place]["id"]] for place in range(number)]
    for rank, pupil in enumerate(pupils[number : size - number]):
        turn, place = divmod(rank, number)
        teams[place if turn % 2 == 0 else number - 1 - place].append(pupil["id"])
    absent = _absent(chance)
    listed = [one["id"] for one in absent if chance.random() < 0.5]
    groups, tutors = [], []
    for index, team in enumerate(teams, 1):
        if older and index == 1:
            tutors.append(_candidate("KAKAK1", chance, objectives, older=True))
            groups.append(_group(index, "KAKAK1", team, listed, chance, models))
        else:
            tutors.append(_candidate(team[0], chance, objectives, older=False))
            groups.append(_group(index, team[0], team[1:], listed if index == 1 else [], chance, models))
    reserve = chance.choice(["KAKAK2", teams[-1][1]])
    tutors.append(_candidate(reserve, chance, objectives, older=reserve == "KAKAK2"))
    everybody = pupils + absent
    chance.shuffle(everybody)
    _sociometry(everybody, groups, chance, needed=way == "sociometry")
    return {
        **_rest(groups, way, chance),
        "kind": "class",
        **_class_phases(number, chance),
        "objectives": [{"id": one, "criterion": chance.choice([70, 75.5, 80])} for one in objectives],
        "subtopics": [
            {
                "id": f"S{index + 1}",
                "objectives": [objectives[index % len(objectives)]],
                "sources": ["Buku murid"],
                "prerequisites": chance.choice([[], ["S0"]]),
                "problem": chance.choice(PROBLEMS),
            }
            for index in range(number)
        ],
        "pupils": everybody,
        "tutors": tutors,
    }


def _class_phases(groups: int, chance: Random) -> Data:
    periods, minutes = chance.randint(2, 4), chance.choice([35, 40, 45])
    total = periods * minutes
    preparation = {"name": "preparation", "minutes": math.ceil(total / 5), "place": chance.choice(["class", "outside"])}
    taught_before = chance.random() < 0.3
    phases = [
        {"name": "opening", "minutes": 5, "place": "class"},
        *([] if taught_before else [{"name": "discussion_norms", "minutes": 5, "place": "class"}]),
        preparation,
        {"name": "presentation", "minutes": 3 * groups, "teacher_role": "resource_person"},
        {"name": "closing", "minutes": 8, "place": "class"},
    ]
    used = sum(one["minutes"] for one in phases if one.get("place") != "outside")
    phases.insert(-2, {"name": "discussion", "minutes": total - used, "place": None})
    taught_on = chance.choice(["2026-08-10", "2026-07-20"]) if taught_before else None
    return {
        "periods": periods,
        "minutes_per_period": minutes,
        "phases": phases,
        "discussion": {"kind": "small_group", "norms_taught_on": taught_on},
    }


def _remedial_scenario(chance: Random, size: int, way: str, models: Any) -> Data:
    share = chance.choice([0.1, 0.2, 0.35, 0.5, 0.6])
    below = max(1, int(size * share))
    objectives = ["TP1", "TP2"]
    pupils, targets = [], {}
    for rank in range(size):
        id = f"M{rank:02}"
        if rank < below:
            scores: dict[str, float | None] = {"TP1": chance.randint(20, 69), "TP2": chance.randint(70, 90)}
            if chance.random() < 0.2:
                scores["TP2"] = chance.randint(20, 69)
            elif chance.random() < 0.1:
                scores["TP2"] = None
        else:
            scores = {"TP1": chance.randint(70, 92), "TP2": chance.randint(70, 92)}
        pupils.append(_pupil(id, chance, scores, way))
        needs = [one for one in objectives if (score := scores[one]) is not None and score < 70]
        if needs:
            targets[id] = needs
    remedied = list(targets)
    per_group = chance.randint(2, 4)
    teams = [remedied[start : start + per_group] for start in range(0, len(remedied), per_group)]
    masters = [one["id"] for one in pupils if one["id"] not in targets]
    groups, tutors = [], []
    absent = _absent(chance)
    for index, team in enumerate(teams, 1):
        older = not masters or chance.random() < 0.2
        tutor = f"KAKAK{index}" if older else masters.pop()
        tutors.append(_candidate(tutor, chance, objectives, older=older))
        groups.append(_group(index, tutor, team, [one["id"] for one in absent][: index == 1], chance, models))
    tutors.append(_candidate("KAKAK0", chance, objectives, older=True))
    largest = max(
        sum(one in needs for needs in targets.values()) / sum(pupil["scores"].get(one) is not None for pupil in pupils)
        for one in {objective for needs in targets.values() for objective in needs}
    )
    if largest > 0.5:
        forms = chance.choice([["reteaching"], ["reteaching", "peer_tutoring", "practice_tasks"]])
    elif largest > 0.2:
        forms = chance.choice([["peer_tutoring"], ["practice_tasks"], ["practice_tasks", "individual_guidance"]])
    else:
        forms = chance.choice([["peer_tutoring"], ["individual_guidance"], ["peer_tutoring", "practice_tasks"]])
    everybody = pupils + absent
    chance.shuffle(everybody)
    _sociometry(everybody, groups, chance, needed=way == "sociometry")
    periods, minutes = chance.randint(1, 3), chance.choice([35, 40, 45])
    starts = dt.date(2026, 8, 10)
    ends = starts + dt.timedelta(days=chance.randint(0, 14))
    return {
        **_rest(groups, way, chance),
        "kind": "remedial",
        "periods": periods,
        "minutes_per_period": minutes,
        "phases": [
            {"name": "discussion_norms", "minutes": 5},
            {"name": "tutoring", "minutes": periods * minutes - 15, "teacher_role": "facilitator"},
            {"name": "assessment", "minutes": 10, "place": "class"},
        ],
        "discussion": {"kind": "small_group"},
        "objectives": [{"id": one, "criterion": 70} for one in objectives],
        "subtopics": [
            {"id": f"S{index}", "objectives": objectives, "problem": chance.choice(PROBLEMS)}
            for index in range(1, len(teams) + 1)
        ],
        "pupils": everybody,
        "tutors": tutors,
        "assessment": {
            "initial": {"date": (starts - dt.timedelta(days=chance.randint(0, 20))).isoformat()},
            "process": [{"technique": "observasi"}, {"technique": "kuis"}],
        },
        "remedial": {
            "pupils": remedied,
            "targets": targets,
            "forms": forms,
            "starts": starts.isoformat(),
            "ends": ends.isoformat(),
            "first_method": "ceramah",
            "methods": ["tutor sebaya", "latihan terbimbing"],
            "first_media": "papan tulis",
            "media": ["kartu pecahan"],
            "first_practice_items": 5,
            "practice_items": chance.randint(6, 20),
            "extra_minutes": chance.choice([20, 70]),
            "visits": [one["id"] for one in groups] * chance.randint(1, 2),
            "feedback": {"sessions_late": 0, "kinds": chance.choice([["corrective"], ["corrective", "confirming"]])},
            "regular_objectives": objectives,
            "next_objective_starts": chance.choice([None, (ends + dt.timedelta(days=1)).isoformat()]),
            "reassessment": {
                "date": (ends + dt.timedelta(days=chance.randint(0, 5))).isoformat(),
                "objectives": {id: list(reversed(needs)) for id, needs in targets.items()},
                "assessor": "teacher",
            },
        },
    }


# --- readable, but strange -----------------------------------------------------------------------------------------

_IDS = ("M01", "M02", "M03", "K1", "S1", "TP1", " ", "a.b", "[0]", "{m}", "é", "名", "__class__", "\n")
_words = st.sampled_from(_IDS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_ids = st.sampled_from(_IDS) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=3)
_whole = st.integers(-3, 40) | st.sampled_from([0, -1, 10**18, -(10**30), 10**400, 10**4000])
_numbers = (
    st.integers(-3, 101)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([0, -0.0, 1e308, -1e308, 1e-320, 1.7976931348623157e308])
)


def _of_type(kind: Any) -> st.SearchStrategy[Any]:
    """JSON values of a type of the format."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        if inner[0] is str:
            return _ids
        return _of_type(inner[0])
    if origin in (Union, types.UnionType):
        return st.one_of([_of_type(one) for one in inner])
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is list:
        return st.none() | st.lists(_of_type(inner[0]), max_size=4)
    if origin is dict:
        return st.none() | st.dictionaries(_words, _of_type(inner[1]), max_size=4)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _of_model(kind)
    return {
        str: _words,
        int: _whole,
        float: _numbers,
        bool: st.booleans(),
        dt.date: st.dates().map(dt.date.isoformat),
        dt.time: st.times().map(lambda one: one.strftime("%H:%M")),
        type(None): st.none(),
    }[kind]


def _of_model(model: type[BaseModel]) -> st.SearchStrategy[Data]:
    fields = {name: st.deferred(lambda info=info: _of_field(info)) for name, info in model.model_fields.items()}
    needed = {name: fields.pop(name) for name, info in model.model_fields.items() if info.is_required()}
    return st.fixed_dictionaries(needed, optional=fields)


def _of_field(info: Any) -> st.SearchStrategy[Any]:
    if info.annotation is str and info.is_required():
        return _ids
    return _of_type(info.annotation)


def _distinct(items: list[Data] | None, key: str) -> list[Data]:
    return list({item[key]: item for item in items or []}.values())


def _made_readable(data: Data) -> Data:
    """Ids are made distinct, and whom the format needs on the class list is there or not named."""
    for name, key in (
        ("objectives", "id"),
        ("subtopics", "id"),
        ("pupils", "id"),
        ("groups", "id"),
        ("tutors", "pupil"),
    ):
        if name in data:
            data[name] = _distinct(data[name], key)
    known = {pupil["id"] for pupil in data.get("pupils", [])}
    for pupil in data.get("pupils", []):
        for key in ("chooses", "avoid"):
            if key in pupil:
                pupil[key] = [one for one in pupil[key] or [] if one in known]
    for tutor in data.get("tutors", []):
        if tutor["pupil"] not in known:
            tutor["kind"] = "cross_age"
    return data


def strange_scenarios() -> st.SearchStrategy[Data]:
    """Data that follow the format to the letter, and nothing else."""
    return _of_model(Scenario).map(_made_readable)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def spoiled_scenarios(draw: st.DrawFn) -> Data:
    """A right scenario in which a few places were emptied, doubled, removed or overwritten; readable or not."""
    data = copy.deepcopy(draw(valid_scenarios()))
    for _ in range(draw(st.integers(1, 8))):
        parent: Any = data
        key: Any = draw(st.sampled_from(sorted(data)))
        while isinstance(parent[key], (dict, list)) and parent[key] and draw(st.integers(0, 5)):
            parent = parent[key]
            keys = sorted(parent) if isinstance(parent, dict) else range(len(parent))
            key = draw(st.sampled_from(keys))
        match draw(st.sampled_from(["empty", "remove", "double", "like", "any"])):
            case "empty":
                parent[key] = draw(st.sampled_from([None, [], {}, "", 0]))
            case "remove":
                del parent[key]
            case "double" if isinstance(parent, list):
                parent.append(copy.deepcopy(parent[key]))
            case "like" if isinstance(parent[key], str):
                parent[key] = draw(_words)
            case "like" if isinstance(parent[key], (int, float)):
                parent[key] = draw(_numbers)
            case "any":
                parent[key] = draw(_json)
        if not data:
            break
    return data


def anything() -> st.SearchStrategy[Any]:
    """Any JSON value."""
    return _json

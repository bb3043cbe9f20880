"""Class scenarios for the assignment on them: right ones of every shape, and mistakes made from a right one."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tutor_sebaya.classes import invent_class
from tutor_sebaya.grading import ASSIGNMENTS, QuestionResult, judge, plain
from tutor_sebaya.planners import form_groups
from tutor_sebaya.planners.duties import propose_work, with_group
from tutor_sebaya.planners.room import room_from_scenario
from tutor_sebaya.planners.timing import time_from_scenario
from tutor_sebaya.planners.turns import plan_turns
from tutor_sebaya.scenario import Discussion, Grouping, Observation, Phase, Public, Room, Scenario, dump_scenario

ROOT = Path(__file__).resolve().parent.parent
ID = "04-skenario"
NAME = "skenario"
SOURCE = ROOT / "source" / ID / f"{NAME}.ipynb"
RELEASE = ROOT / "exercises" / ID / f"{NAME}.ipynb"
SOLUTION = ROOT / "solutions" / ID / f"{NAME}.ipynb"
ASSIGNMENT = ASSIGNMENTS[ID]
QUESTIONS = {one.id: one for one in ASSIGNMENT.questions}
FULL, BY_HAND = 59, 6
NUMBER = "2301045"
OWN = invent_class(NUMBER).scenario
START = ASSIGNMENT.read({"answers": {"nomor_mahasiswa": NUMBER}}).start
Data = dict[str, Any]


@cache
def lesson(number: str = NUMBER, way: Any = "prior_knowledge", model: Any = 3, layout: Any = "clusters") -> Scenario:
    """A whole scenario as the planner makes it; what people say is made up."""
    own = invent_class(number).scenario
    own = own.model_copy(update={"periods": 2, "date": dt.date(2026, 8, 12), "time": dt.time(7, 30)})
    plan = form_groups(own, way, len(own.subtopics)).fill(own)
    assert plan.grouping is not None
    plan.grouping.ground = "full_participation"
    plan = propose_work(time_from_scenario(plan).fill(plan)).scenario
    for group in plan.groups:
        accepts = dict.fromkeys(group.members, True)
        plan = with_group(plan, group.id, decides_by="consensus", accepts=accepts, gender_note="nyaman")
    plan = plan_turns(plan, model=model).fill(plan)
    return plan.model_copy(
        update={
            "discussion": Discussion(kind="small_group"),
            "room": Room(layout=layout, teacher_can_move=True, previous_layout="rows"),
            "observation": Observation(
                indicators=["bertanya", "menjawab", "mendengar"], groups=[one.id for one in plan.groups]
            ),
            "pupil_views": "Ingin mencoba sendiri dulu.",
            "public": Public(shows_scores=False, shows_nisn=False),
        }
    )


def handed_in(scenario: object = None, cell: object = None, number: object = NUMBER) -> Data:
    written = dump_scenario(scenario) if isinstance(scenario, Scenario) else scenario
    return {
        "assignment": ID,
        "answers": plain({"nomor_mahasiswa": number, "skenario": cell}),
        "scenario": written,
    }


def changed(change: Callable[[Data], object]) -> Data:
    """The model scenario, changed as data: what is handed in."""
    data = json.loads(dump_scenario(lesson()))
    change(data)
    return handed_in(json.dumps(data))


def by_id(work: Mapping[str, Any]) -> dict[str, QuestionResult]:
    return {one.id: one for one in judge(work)}


def lost(work: Mapping[str, Any]) -> set[str]:
    return {one.id for one in judge(work) if not one.earned}


def earned(work: Mapping[str, Any]) -> int:
    return sum(one.earned for one in judge(work))


# --- right answers -----------------------------------------------------------------------------------------------------


def only_decisions() -> Data:
    """As written in the cell: nothing of the class but the sub-topics' problems and the tutors' training."""
    data = json.loads(dump_scenario(lesson()))
    return {key: one for key, one in data.items() if key not in ("version", "kind", "pupils", "objectives")}


def outside_preparation() -> Scenario:
    plan = lesson().model_copy(
        update={"discussion": Discussion(kind="small_group", norms_taught_on=dt.date(2026, 8, 5))}
    )
    return (
        time_from_scenario(plan, preparation_place="outside")
        .fill(plan)
        .model_copy(
            update={
                "phases": [
                    Phase(name="opening", minutes=5),
                    Phase(name="preparation", minutes=30, place="outside", teacher_role="facilitator"),
                    Phase(name="discussion", minutes=30),
                    Phase(name="presentation", minutes=24, teacher_role="resource_person"),
                    Phase(name="closing", minutes=11),
                ]
            }
        )
    )


def seventh_group() -> Scenario:
    """A sub-topic split in two, and a seventh group of somebody from each other group, as far as tutors go."""
    number = next(str(one) for one in range(2301001, 2301100) if plan_of_seven(str(one)) is not None)
    plan = plan_of_seven(number)
    assert plan is not None
    return plan


@cache
def plan_of_seven(number: str) -> Scenario | None:
    own = invent_class(number).scenario
    last = own.subtopics[-1]
    subtopics = [*own.subtopics, last.model_copy(update={"id": "S7", "title": f"{last.title} (lanjutan)"})]
    wider = own.model_copy(update={"subtopics": subtopics})
    plan = form_groups(wider, "prior_knowledge", 7).fill(wider)
    return plan if all(group.tutors for group in plan.groups) else None


def three_periods() -> Scenario:
    plan = lesson().model_copy(update={"periods": 3, "phases": []})
    return time_from_scenario(plan).fill(plan)


def vote_and_facilities() -> Scenario:
    plan = lesson()
    for group in plan.groups:
        plan = with_group(plan, group.id, decides_by="vote", label=f"Melati {group.id}")
    return plan.model_copy(update={"grouping": Grouping(way="prior_knowledge", ground="facilities", units=6)})


RIGHT: dict[str, Data] = {
    "file as text": handed_in(lesson()),
    "file with a mark of byte order": handed_in("\ufeff" + dump_scenario(lesson())),
    "file loaded": handed_in(json.loads(dump_scenario(lesson()))),
    "scenario in the cell": handed_in(cell=lesson()),
    "decisions alone in the cell": handed_in(cell=only_decisions()),
    "decisions alone in the file": handed_in(json.dumps(only_decisions())),
    "text in the cell": handed_in(cell=dump_scenario(lesson())),
    "student number as number": handed_in(lesson(), number=int(NUMBER)),
    "tutors explain to one pupil at a time": handed_in(lesson(model=1)),
    "groups ask their tutor": handed_in(lesson(model=2)),
    "in a circle": handed_in(lesson(layout="circle")),
    "in a U, by seats": handed_in(lesson(way="seating", layout="u_shape")),
    "three periods": handed_in(three_periods()),
    "preparation at home, norms taught before": handed_in(outside_preparation()),
    "votes, sets of equipment, names of flowers": handed_in(vote_and_facilities()),
    "planned in the form from an invented class": handed_in(room_from_scenario(lesson(), "clusters").fill(lesson())),
}


# --- mistakes ----------------------------------------------------------------------------------------------------------


CANDIDATES = {tutor.pupil: tutor for tutor in OWN.tutors}
UNWILLING = next(id for id, tutor in CANDIDATES.items() if not tutor.willing)
UNJUDGED = next(id for id, tutor in CANDIDATES.items() if tutor.attitude is None)
SHY = [pupil.id for pupil in OWN.pupils if pupil.shy]


def new_tutor(id: str) -> Callable[[Data], None]:
    """A pupil and the tutor of the pupil's group change places in everything."""

    def change(data: Data) -> None:
        group = next(one for one in data["groups"] if id in one["members"])
        former = group["tutors"][0]
        text = json.dumps(group)
        text = text.replace(f'"{id}"', '"?"').replace(f'"{former}"', f'"{id}"').replace('"?"', f'"{former}"')
        group.clear()
        group.update(json.loads(text))
        group["turns"] = [{"pupil": one, "minutes": 2, "reserved": True} for one in (*group["members"], id)]
        group["accepts"] = dict.fromkeys(group["members"], True)

    return change


def first(data: Data) -> Data:
    """The first group with somebody of whom the rules ask nothing special."""
    return data["groups"][0]


def phase(data: Data, name: str) -> Data:
    return next(one for one in data["phases"] if one["name"] == name)


def set_in(place: Callable[[Data], Data], **values: object) -> Callable[[Data], None]:
    return lambda data: place(data).update(values)


def tutor_record(data: Data) -> Data:
    leading = first(data)["tutors"][0]
    return next(one for one in data["tutors"] if one["pupil"] == leading)


def drop_turn(data: Data) -> None:
    group = first(data)
    silent = next(one for one in group["members"] if one not in SHY)
    group["turns"] = [one for one in group["turns"] if one["pupil"] != silent]


def long_turn(data: Data) -> None:
    group = first(data)
    for turn in group["turns"]:
        turn["minutes"] = 1
    next(turn for turn in group["turns"] if turn["pupil"] in group["members"])["minutes"] = 30


def tutor_talks(data: Data) -> None:
    group = first(data)
    group["model"] = 2
    group["turns"] = [
        *({"pupil": one, "minutes": 1, "reserved": True} for one in group["members"]),
        {"pupil": group["tutors"][0], "minutes": 6, "reserved": False},
    ]


def lecture(data: Data) -> None:
    """Model 3, with the tutor speaking more than the members."""
    tutor_talks(data)
    first(data)["model"] = 3


def no_norms(data: Data) -> None:
    phase(data, "discussion_norms")["name"] = "other"


def no_closing(data: Data) -> None:
    phase(data, "closing")["name"] = "other"


def short_preparation(data: Data) -> None:
    moved = phase(data, "preparation")["minutes"] - 5
    phase(data, "preparation")["minutes"] = 5
    phase(data, "opening")["minutes"] += moved


def short_presentation(data: Data) -> None:
    moved = phase(data, "presentation")["minutes"] - 10
    phase(data, "presentation")["minutes"] = 10
    phase(data, "opening")["minutes"] += moved


def seventh(data: Data) -> None:
    data["groups"].append({"id": "K7", "label": "Kelompok 7"})
    data["observation"]["groups"].append("K7")


def no_tutor(data: Data) -> None:
    group = first(data)
    former = group["tutors"].pop()
    group["members"].append(former)
    group["accepts"][former] = True


RESERVE = next(
    tutor.pupil
    for tutor in OWN.tutors
    if tutor.willing and tutor.attitude and not any(tutor.pupil in group.tutors for group in lesson().groups)
)
NO_CANDIDATE = next(one for one in lesson().groups[0].members if one not in CANDIDATES)


def two_tutors_talk(data: Data) -> None:
    """The reserve leads too: the two speak for more than half of the time, neither of them for too long."""
    group = next(one for one in data["groups"] if RESERVE in one["members"])
    group["members"].remove(RESERVE)
    group["tutors"].append(RESERVE)
    group["model"], group["representative"] = 2, group["members"][0]
    group["turns"] = [
        *({"pupil": one, "minutes": 2.25, "reserved": True} for one in group["members"]),
        *({"pupil": one, "minutes": 5.5, "reserved": True} for one in group["tutors"]),
    ]


def tutor_twice(data: Data) -> None:
    group = first(data)
    group["members"].append(group["tutors"][0])
    group["accepts"][group["tutors"][0]] = True


def exchange(group: Data, one: str, other: str) -> None:
    """Put another pupil into a group, in everything that is written of the pupil who was there."""
    group.update(json.loads(json.dumps(group).replace(f'"{one}"', f'"{other}"')))


def swaps(data: Data) -> Iterator[Callable[[Data], None]]:
    """Every exchange of two members of different groups, with what is written of them."""
    for a, here in enumerate(data["groups"]):
        for b, there in enumerate(data["groups"][:a]):
            for one in here["members"]:
                for other in there["members"]:

                    def swap(data: Data, a: int = a, b: int = b, one: str = one, other: str = other) -> None:
                        exchange(data["groups"][a], one, other)
                        exchange(data["groups"][b], other, one)
                        for group in (data["groups"][a], data["groups"][b]):
                            for turn in group["turns"]:
                                turn["reserved"] = True

                    yield swap


def move(data: Data) -> None:
    """A seventh in one group, with all that is asked for; whoever comes was missed by nobody there."""
    here, there = data["groups"][0], data["groups"][1]
    one = next(one for one in here["members"] if one != here["representative"] and one != RESERVE)
    here["members"].remove(one)
    here["turns"] = [turn for turn in here["turns"] if turn["pupil"] != one]
    there["members"].append(one)
    there["duties"][one] = "pencatat"
    there["accepts"][one] = True
    there["turns"].append({"pupil": one, "minutes": there["turns"][0]["minutes"], "reserved": True})


MISTAKES: dict[str, tuple[Callable[[Data], object], set[str]]] = {
    # A group more is one of nobody: it breaks whatever is asked of every group but of no pupil.
    "a group more than sub-topics": (seventh, {"G01", "G02", "G03", "G07", "W03", "D02", "D07", "D09", "D11"}),
    "a sub-topic for two groups": (
        lambda data: data["groups"][1].update(subtopics=list(first(data)["subtopics"])),
        {"G02"},
    ),
    "a group without a tutor": (no_tutor, {"G03"}),
    "a tutor who is no candidate": (new_tutor(NO_CANDIDATE), {"T01"}),
    # Counted among the tutees too, the tutor has one more of them than one tutor may have.
    "a tutor who is a member too": (tutor_twice, {"G05", "G07"}),
    "two tutors speak most": (two_tutors_talk, {"D06"}),
    "somebody unknown": (lambda data: first(data)["members"].append("M99"), {"G04"}),
    "no ground": (set_in(lambda data: data["grouping"], ground=None), {"G08"}),
    "too few sets of equipment": (set_in(lambda data: data["grouping"], ground="facilities", units=5), {"G08"}),
    "a tutor who isn't willing": (new_tutor(UNWILLING), {"T05"}),
    "a tutor whose attitude isn't judged": (new_tutor(UNJUDGED), {"T06"}),
    "a pupil who doesn't accept the tutor": (
        lambda data: first(data)["accepts"].update({first(data)["members"][0]: False}),
        {"T04"},
    ),
    "a pupil not asked": (lambda data: first(data)["accepts"].pop(first(data)["members"][0]), {"T04"}),
    "a tutor not tried at explaining": (set_in(tutor_record, teach_back=False), {"T08"}),
    "a tutor trained for five minutes": (set_in(tutor_record, training_minutes=5), {"T09"}),
    "a tutor without written guidance": (set_in(tutor_record, written_guide=False), {"T09"}),
    "no note on a tutor of the other sex": (
        lambda data: [one.update(gender_note=" ") for one in data["groups"]],
        {"T11"},
    ),
    "no source": (set_in(lambda data: data["subtopics"][0], sources=[]), {"M01"}),
    "a sub-topic that waits for another": (set_in(lambda data: data["subtopics"][1], prerequisites=["S1"]), {"M01"}),
    "a title instead of a problem": (set_in(lambda data: data["subtopics"][0], problem="Pecahan campuran"), {"M02"}),
    "five minutes too many": (lambda data: phase(data, "opening").update(minutes=10), {"W01"}),
    "a phase without minutes": (
        lambda data: data["phases"].append({"name": "assessment", "minutes": 0, "place": "class"}),
        {"W01"},
    ),
    "preparation of five minutes": (short_preparation, {"W02"}),
    "presentation of ten minutes": (short_presentation, {"W03"}),
    "no representative": (set_in(first, representative=None), {"W03"}),
    "a representative of another group": (
        lambda data: first(data).update(representative=data["groups"][1]["members"][0]),
        {"W03"},
    ),
    "the teacher steps back while groups present": (
        lambda data: phase(data, "presentation").update(teacher_role="facilitator"),
        {"W04"},
    ),
    "no closing": (no_closing, {"W05"}),
    "no hour": (set_in(lambda data: data, time=None), {"W06"}),
    "somebody without a task": (lambda data: first(data)["duties"].pop(first(data)["members"][0]), {"D01"}),
    "a role left out": (lambda data: first(data)["roles"].update(shield_wall=""), {"D02"}),
    "somebody never speaks": (drop_turn, {"D03"}),
    "one speaks for long": (long_turn, {"D04"}),
    "a shy pupil without a slot": (
        lambda data: [turn.update(reserved=False) for group in data["groups"] for turn in group["turns"]],
        {"D05"},
    ),
    "the tutor speaks most": (tutor_talks, {"D04", "D06"}),
    "no line to steer by": (lambda data: first(data)["cue_card"].update(steer=[]), {"D07"}),
    "discussion of the whole class": (set_in(lambda data: data["discussion"], kind="whole_class"), {"D08"}),
    "the tutor decides": (set_in(first, decides_by="tutor"), {"D09"}),
    "discussing isn't taught": (no_norms, {"D10"}),
    "no model": (set_in(first, model=None), {"D11"}),
    "model 1 without sessions": (set_in(first, model=1), {"D11"}),
    "a lecture under model 3": (lecture, {"D04", "D06", "D11"}),
    "no views of pupils": (set_in(lambda data: data, pupil_views=" "), {"D12"}),
    "rows": (set_in(lambda data: data["room"], layout="rows", previous_layout=None), {"K01"}),
    "the teacher can't move": (set_in(lambda data: data["room"], teacher_can_move=False), {"K01"}),
    "two indicators": (lambda data: data["observation"]["indicators"].pop(), {"O01"}),
    "a group not observed": (lambda data: data["observation"]["groups"].pop(), {"O01"}),
    "scores on show": (set_in(lambda data: data["public"], shows_scores=True), {"P01"}),
    "privacy not decided": (set_in(lambda data: data, public=None), {"P01"}),
    "a group's name that hurts": (set_in(first, label="Kelompok lambat"), {"P01"}),
}

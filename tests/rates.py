"""The banks of answers of every assignment, and how they are judged: what is rejected falsely, what is caught.

Usage: python tests/rates.py [--markdown]

For each assignment: right answers of different shape, all of which must get full marks (false rejection 0), and
mistakes, each made by changing a right answer, each of which must cost exactly the questions that it is about. "Alone"
counts the questions that some mistake costs without costing any other. The last row is the bank of the rules themselves,
tests/mistakes/*.yml.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / folder) for folder in (".", "tests", "scripts")]

import bank  # noqa: E402 - from the folders above
import class_lessons  # noqa: E402
import test_assignment as groups  # noqa: E402
import test_assignment_action as action  # noqa: E402
import test_assignment_mastery as mastery  # noqa: E402
import test_assignment_remedial as remedial  # noqa: E402
import test_assignment_sources as sources  # noqa: E402
import test_assignment_tutors as tutors  # noqa: E402

from tutor_sebaya.grading import ASSIGNMENTS, judge  # noqa: E402
from tutor_sebaya.grading_choices import LETTERS  # noqa: E402
from tutor_sebaya.rules import catalogue, check  # noqa: E402
from tutor_sebaya.scenario import dump_scenario, parse_scenario  # noqa: E402

Work = dict[str, Any]
Mutant = tuple[Work, set[str]]
"""What is handed in, and the questions that it must lose."""


# --- right answers, and what is made of them --------------------------------------------------------------------------


def _mastery_mutants() -> Iterator[Mutant]:
    for answers, question, _ in mastery.MISTAKES.values():
        yield mastery.handed_in(**answers), {question}
    asked = dict(
        zip(
            mastery.SETS,
            ["belum-tp-satu", "belum-tp-dua", "belum-tp-tiga", "belum-dinilai", "tersembunyi"],
            strict=True,
        )
    )
    for name, question in {**asked, "soal_dibahas": "soal-dibahas"}.items():
        codes = list(mastery.RIGHT[name].index)
        others = [
            one for one in (mastery.MAXIMA if name == "soal_dibahas" else mastery.NILAI.index) if one not in codes
        ]
        for mutant in [[one for one in codes if one != gone] for gone in codes] + [[*codes, new] for new in others]:
            yield mastery.handed_in(**{name: mutant}), {question}


def _source_mutants() -> Iterator[Mutant]:
    for name, options in sources.ALL.items():
        for letter in LETTERS[: len(options)]:
            if letter != sources.ANSWERS[name]:
                yield sources.handed_in(**{name: letter}), {sources.ASKED[name]}


def _tutor_mutants() -> Iterator[Mutant]:
    yield from tutors.MISTAKES.values()
    for name, question in tutors.LISTS.items():
        right = tutors.ANSWERS[name]
        others = [id for id in tutors.RECORDS if id not in right]
        for wrong in [*([*right, one] for one in others), *([one for one in right if one != gone] for gone in right)]:
            if wrong:
                yield tutors.handed_in(**{name: wrong}), {question}
    for slot in tutors.SLOTS:
        for place, option in enumerate(slot.options(tutors.NUMBER)):
            if option.wrong:
                yield tutors.handed_in(**{slot.name: LETTERS[place]}), {slot.id}


def _group_mutants() -> Iterator[Mutant]:
    yield from groups.MISTAKES.values()
    for rule, mutations in (("G06", groups.swaps), ("G09", groups.swaps), ("G07", groups.moves)):
        found = (work for change in mutations() if groups.lost(work := groups.changed(change)) == {rule})
        yield next(found), {rule}


def _lesson_mutants() -> Iterator[Mutant]:
    for change, rules in class_lessons.MISTAKES.values():
        yield class_lessons.changed(change), rules
    data = json.loads(dump_scenario(class_lessons.lesson()))
    for rule in ("G06", "G09"):
        changed = (class_lessons.changed(swap) for swap in class_lessons.swaps(data))
        yield next(work for work in changed if class_lessons.lost(work) == {rule}), {rule}


def _remedial_mutants() -> Iterator[Mutant]:
    for change, rules in remedial.MISTAKES.values():
        yield remedial.handed_in(json.dumps(remedial.spoilt(change))), rules


def _action_mutants() -> Iterator[Mutant]:
    yield from action.MISTAKES.values()
    for change, (rule,) in action.OF_THE_LESSON.values():
        work = action.in_plan(change)
        # What was observed of the first group may be told otherwise by the plan too.
        yield work, {action.FAMILY[rule[0]]} | (action.lost(work) - action.SCENARIO)


BANKS: dict[str, tuple[dict[str, Work], Callable[[], Iterator[Mutant]]]] = {
    "01-membaca-sumber": (sources.RIGHT, _source_mutants),
    "02-memilih-tutor": (tutors.RIGHT, _tutor_mutants),
    "03-membentuk-kelompok": (groups.RIGHT, _group_mutants),
    "04-skenario": (class_lessons.RIGHT, _lesson_mutants),
    "05-ketuntasan": ({name: mastery.handed_in(**one) for name, one in mastery.BANK.items()}, _mastery_mutants),
    "06-skenario-remedial": (remedial.RIGHT, _remedial_mutants),
    "07-aksi-nyata": (action.RIGHT, _action_mutants),
}


# --- rates -------------------------------------------------------------------------------------------------------------


@dataclass
class Rates:
    """Of one bank. reached: questions that some mistake must cost; alone: those that some mistake costs by itself."""

    name: str
    questions: int
    right: int = 0
    rejected: int = 0
    mutants: int = 0
    caught: int = 0
    reached: set[str] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)

    def add(self, expected: set[str], found: set[str]) -> None:
        self.mutants += 1
        self.caught += found == expected
        self.reached |= expected
        if len(expected) == 1:
            self.alone |= expected


def of_assignment(id: str) -> Rates:
    right, mutants = BANKS[id]
    rates = Rates(id, len(ASSIGNMENTS[id].questions), len(right))
    rates.rejected = sum(any(not one.earned for one in judge(work)) for work in right.values())
    for work, expected in mutants():
        rates.add(set(expected), {one.id for one in judge(work) if not one.earned})
    return rates


def of_rules() -> Rates:
    def broken(entry: bank.Entry) -> set[str]:
        report = check(parse_scenario(json.dumps(entry.answer())))
        return {rule for rule, state in report.states.items() if state == "broken"}

    rates = Rates("rules", len(catalogue()), len(bank.RIGHT))
    rates.rejected = sum(broken(entry) != entry.also for entry in bank.RIGHT)
    for entry in bank.MISTAKES:
        rates.add({entry.rule} | entry.also, broken(entry))
    return rates


HEADS = ("bank", "right answers", "rejected", "questions", "with a mistake", "alone", "mistakes", "caught")


def main(words: list[str]) -> int:
    found = [*map(of_assignment, BANKS), of_rules()]
    rows = [
        (one.name, one.right, one.rejected, one.questions, len(one.reached), len(one.alone), one.mutants, one.caught)
        for one in found
    ]
    totals = [sum(column) for column in zip(*(row[1:] for row in rows), strict=True)]
    rows.append(("all", *totals))
    if "--markdown" in words:
        print(f"| {' | '.join(HEADS)} |\n|---|{'---:|' * (len(HEADS) - 1)}")
        print("\n".join(f"| {' | '.join(map(str, row))} |" for row in rows))
    else:
        print(f"{HEADS[0]:<24}" + "".join(f"{one:>16}" for one in HEADS[1:]))
        print("\n".join(f"{row[0]:<24}" + "".join(f"{one:>16}" for one in row[1:]) for row in rows))
    print(f"\nfalse rejection {totals[1] / totals[0]:.1%}, mistakes caught {totals[6] / totals[5]:.1%}")
    return 1 if totals[1] or totals[6] < totals[5] else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""Honest submissions of every assignment, as many as are asked for: right, partly right, odd, unfinished and untouched.

`honest(assignment, number)` gives the notebook as JSON and the files beside it; the same number always gives the same.
Trainees have numbers of their own, and so classes of their own. No two write their cells alike.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import class_lessons
import cohort
import test_assignment_action as action
import test_assignment_mastery as mastery
import test_assignment_remedial as remedial
import test_assignment_sources as sources
import test_assignment_tutors as tutors

from tutor_sebaya.grading import ASSIGNMENTS, plain
from tutor_sebaya.scenario import Scenario, dump_scenario

ROOT = Path(__file__).resolve().parent.parent
Data = dict[str, Any]
Submission = tuple[Data, dict[str, bytes]]
NAMES = {id: next((ROOT / "exercises" / id).glob("*.ipynb")).name for id in ASSIGNMENTS}
"""Assignment -> the file name of its notebook."""
WAYS = ("prior_knowledge", "seating", "interest", "sociometry")
WHO = [
    "Raka",
    "Sari",
    "Tutor",
    "Pengamat",
    "Kelompok",
    "Anggota",
    "Guru",
    "Murid",
    "Ketua",
    "Sahabat",
    "Pencatat",
    "Penanya",
]
DID = [
    "berbisik",
    "bertanya",
    "menunggu",
    "menulis",
    "menggambar",
    "menghitung",
    "menolak",
    "mengangguk",
    "menyela",
    "membaca",
    "memotong",
    "tertawa",
]
WHAT = (
    *("soal kedua", "kartu hijau", "jam dinding", "papan kecil", "meja belakang", "jawaban teman", "giliran pertama"),
    *("catatan lama", "pita pecahan", "kertas lipat", "gambar apel", "contoh guru", "kalimat pembuka", "waktu sisa"),
)
WHEN = [
    "kemarin",
    "tadi",
    "besok",
    "segera",
    "perlahan",
    "berulang",
    "sebentar",
    "terlambat",
    "serentak",
    "bergantian",
    "diam-diam",
    "akhirnya",
]


def prose(number: int) -> str:
    """What one trainee writes: nobody else writes the same five words in a row for long."""
    rng = random.Random(f"prosa {number}")
    sentences = (
        f"{rng.choice(WHO)} {rng.choice(DID)} {rng.choice(WHAT)} {rng.choice(WHEN)}, "
        f"sedangkan {rng.choice(WHO).lower()} {rng.choice(DID)} {rng.choice(WHAT)}."
        for _ in range(rng.randint(6, 14))
    )
    return f"Yang saya lihat dan yang saya duga berbeda. {' '.join(sentences)} Satu hal yang akan saya ubah itu."


def student_number(number: int) -> str:
    return str(2300000 + 37 * number)


@cache
def _released(assignment: str) -> str:
    return (ROOT / "exercises" / assignment / NAMES[assignment]).read_text(encoding="utf-8")


def released(assignment: str) -> Data:
    """The notebook given out, as JSON of one's own."""
    found: Data = json.loads(_released(assignment))
    for cell in found["cells"]:
        cell["source"] = "".join(cell["source"])
    return found


# --- what is answered ------------------------------------------------------------------------------------------------


def _lesson(number: int) -> Scenario:
    return class_lessons.lesson(
        student_number(number), WAYS[number % len(WAYS)], 1 + number % 3, ("clusters", "circle", "u_shape")[number % 3]
    )


def _programme(number: int) -> Scenario:
    return remedial.programme(student_number(number), 1 + number % 3, 2 + number % 2)


def _action(number: int) -> tuple[Data, str | None]:
    plan = _programme(number) if number % 5 == 3 else _lesson(number)
    rng = random.Random(number)
    group = plan.groups[number % len(plan.groups)]
    seen = [float(rng.randint(3, 9)) for _ in (*group.tutors, *group.members)]
    work = action.handed_in(
        plan,
        action.observed(plan, seen, place=number % len(plan.groups)),
        cell=number % 7 == 2,
        nomor_mahasiswa=student_number(number),
    )
    return work["answers"], work["scenario"]


CHANGES = (
    *("no hour", "rows", "two indicators", "no views of pupils", "a group's name that hurts", "no model"),
    *("no line to steer by", "somebody never speaks", "the tutor decides"),
)
"""Mistakes of class scenarios that can be made in anybody's."""
REMEDIAL_CHANGES = (
    *("no hour", "rows", "no views of pupils", "a group's name that hurts", "the tutor gives marks", "no extra time"),
    *("one technique", "a guided discussion", "reassessed before the end"),
)


def _scenario(plan: Scenario, number: int, mistakes: Mapping[str, Any], names: tuple[str, ...]) -> str:
    data = json.loads(dump_scenario(plan))
    for name in random.Random(number).sample(names, (0, 1, 0, 2, 3)[number % 5]):
        mistakes[name][0](data)
    return json.dumps(data)


def answers(assignment: str, number: int) -> tuple[Data, str | None]:
    """Answers of one trainee as plain data, and the scenario file: right, unless the scenario has mistakes."""
    student = student_number(number)
    match assignment[:2]:
        case "01":
            return sources.solved(student), None
        case "02":
            return tutors.solved(student), None
        case "05":
            return plain(mastery.right(student)), None
        case "04":
            written = _scenario(_lesson(number), number, class_lessons.MISTAKES, CHANGES)
        case "06":
            written = _scenario(_programme(number), number, remedial.MISTAKES, REMEDIAL_CHANGES)
        case _:
            return _action(number)
    in_cell = number % 4 == 1
    return {"nomor_mahasiswa": student, "skenario": json.loads(written) if in_cell else None}, (
        None if in_cell else written
    )


def _spoilt(assignment: str, given: Data, number: int) -> Data:
    """Some answers left out, taken from another trainee, or of an odd shape."""
    rng = random.Random(number)
    names = [one for one in given if one != "nomor_mahasiswa" and one != "skenario"]
    others = answers(assignment, number + 1)[0]
    changed = dict(given)
    for name in rng.sample(names, min(len(names), 1 + number % 5)):
        changed[name] = rng.choice([None, others.get(name), "?", 0, ["M01", "M02"], str(given[name])])
    return changed


# --- how it is written -----------------------------------------------------------------------------------------------


def _plainly(values: Data) -> str:
    return "\n".join(f"{name} = {value!r}" for name, value in values.items())


def _below(values: Data) -> str:
    kept = "\n".join(f"{name} = None" for name in values)
    return f"# Tulis jawaban Anda di sini.\n{kept}\n\n# jawaban saya\n{_plainly(values)}\nprint('sudah')"


def _by_a_table(values: Data) -> str:
    taken = "\n".join(f'{name} = isi["{name}"]' for name in values)
    return f"isi = {values!r}\n{taken}"


def _all_at_once(values: Data) -> str:
    return f"{', '.join(values)}, = {', '.join(map(repr, values.values()))},"


def _with_a_function(values: Data) -> str:
    return "\n".join(
        f"def isi_{name}():\n    return {value!r}\n{name} = isi_{name}()" for name, value in values.items()
    )


STYLES: tuple[Callable[[Data], str], ...] = (_plainly, _below, _by_a_table, _all_at_once, _with_a_function)


def honest(assignment: str, number: int) -> Submission:
    """One of endlessly many honest submissions: the notebook, and the files beside it by their names."""
    if assignment == cohort.ID:
        made, files = cohort.honest(number)
        return made, {name.replace("__", "."): content for name, content in files.items()}
    made = released(assignment)
    if number % 10 == 9:
        return made, {}
    given, file = answers(assignment, number)
    if number % 10 in (2, 4, 8):
        given = _spoilt(assignment, given, number)
    cells = [one for one in made["cells"] if one["metadata"].get("nbgrader", {}).get("solution")]
    for place, cell in enumerate(cells):
        names = re.findall(r"^(\w+) = None", cell["source"], re.MULTILINE)
        cell["source"] = STYLES[(number + place) % len(STYLES)]({name: given.get(name) for name in names})
    if number % 10 == 6 and len(cells) > 1:
        # A curly quotation mark: the cell doesn't run, and what it would have set stays unset.
        cells[-1]["source"] = cells[-1]["source"].replace("'", "’") + "\nx = ‘"
    if number % 10 == 7:
        # An own cell at the end, after every question has looked.
        made["cells"].append(cohort.code("nomor_mahasiswa = 'lain'\nprint(1 + 1)", id="sel-saya"))
    _write_by_hand(made, prose(number))
    return made, {"skenario.json": file.encode()} if file is not None else {}


def _write_by_hand(made: Data, words: str) -> None:
    """Prose below each task, where the notebook asks for it."""
    ids = [one["id"] for one in made["cells"]]
    for task in [one["id"] for one in made["cells"] if one["metadata"].get("nbgrader", {}).get("task")]:
        below = made["cells"][ids.index(task) + 1]
        if below["cell_type"] == "markdown":
            below["source"] = words


def hand_in(course: Path, assignment: str, student: str, submission: Submission) -> None:
    """Write a submission where nbgrader keeps it."""
    made, files = submission
    folder = course / "submitted" / student / assignment
    folder.mkdir(parents=True)
    (folder / NAMES[assignment]).write_text(json.dumps(made), encoding="utf-8")
    for name, content in files.items():
        (folder / name).write_bytes(content)

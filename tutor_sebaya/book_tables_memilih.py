"""What executed cells of the chapter "Memilih dan melatih tutor" show: who passes which gate, and all candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from .book_tables import scrolling_table
from .language import LANGUAGE, N_, Names, PupilId, Text, renderer, text
from .planners.tutors import KEYS, STANDINGS, Key, Standing, TutorRow, TutorTable

_SIGNS: Mapping[Standing, str] = {"eligible": "✓", "to_ask": "?", "not_yet": "–", "declined": "✗"}
_GATES: tuple[tuple[str, str, tuple[Key, ...]], ...] = (
    (N_("Tuntas pada sedikitnya satu bagian?"), N_("{n} murid belum tuntas"), ("mastery",)),
    (N_("Bersedia?"), N_("{n} murid belum ditanyai"), ("willing",)),
    (N_("Sikapnya baik, dengan catatan?"), N_("{n} murid belum diamati"), ("attitude",)),
    (N_("Dapat menerangkan?"), N_("{n} murid belum diuji"), ("teach_back",)),
    (N_("Dilatih dan memegang kartu tutor?"), N_("{n} murid belum dilatih"), ("training", "written_guide")),
)
"""Question, what is said of those of whom nothing is noted, and the demands behind it."""


class Gate(NamedTuple):
    """A question on the way to being a tutor: who gets through, and who stops here, in class order.

    `others`: sentence for those who stop here and of whom the teacher has noted nothing yet.
    """

    question: Text
    others: str
    through: tuple[TutorRow, ...]
    stopped: tuple[TutorRow, ...]


def gates(found: TutorTable) -> tuple[Gate, ...]:
    """The way from the class list to ready tutors: mastered, willing, attitude, able to explain, trained.

    Acceptance isn't among them: it is asked for each group, and there may be none yet.
    """
    left, passed = found.rows, []
    for question, others, keys in _GATES:
        through = tuple(row for row in left if _passes(row, keys))
        passed.append(Gate(text(question), others, through, tuple(row for row in left if not _passes(row, keys))))
        left = through
    return tuple(passed)


def _passes(row: TutorRow, keys: Sequence[Key]) -> bool:
    # Mastery of one slot is enough; of the other demands there is one each.
    states = {one.key: one.state for one in row.demands if one.key != "mastery"}
    return all(bool(row.leads) if key == "mastery" else states.get(key) == "met" for key in keys)


def gates_html(found: TutorTable, names: Names | None = None, language: str = LANGUAGE) -> str:
    """How many get through each gate. Candidates who stop are named, with what the teacher has still to do for them.

    A list, for sentences in a third column would lie outside a phone's screen.
    """
    say = renderer(language, names)
    items = []
    for gate in gates(found):
        stopped = [_stopped(row) for row in gate.stopped if row.listed]
        unknown = len(gate.stopped) - len(stopped)
        if unknown:
            stopped.insert(0, text(gate.others, n=unknown))
        through = escape(say(text(N_("{n} lolos."), n=len(gate.through))))
        inner = f"<ul>{''.join(f'<li>{escape(say(one))}</li>' for one in stopped)}</ul>" if stopped else ""
        items.append(f"<li><strong>{escape(say(gate.question))}</strong> {through}{inner}</li>")
    start = escape(say(text(N_("Murid hadir: {n}."), n=len(found.rows))))
    return f"<p>{start}</p><ol>{''.join(items)}</ol>"


def _stopped(row: TutorRow) -> Text:
    if row.steps and row.standing != "declined":
        return text(N_("{m}: {step}"), m=PupilId(row.id), step=row.steps[0])
    # Whoever declined is not pressed, and the reason says so.
    said = (one.reason for one in row.demands if one.key in ("willing", "attitude") and one.state == "not_met")
    return text(N_("{m}: {reason}"), m=PupilId(row.id), reason=next(said, text(STANDINGS[row.standing])))


def highest_scores_html(found: TutorTable, names: Names | None = None, count: int = 3, language: str = LANGUAGE) -> str:
    """The pupils with the highest scores, and what stands with each of them: rank is not readiness (doubt D19)."""
    say = renderer(language, names)

    def mean(row: TutorRow) -> float:
        scores = [score for score in row.record.evidence.values() if score is not None]
        return sum(scores) / len(scores) if scores else -1.0

    # `sorted` keeps the class order of equal scores.
    first = sorted((row for row in found.rows if not row.cross_age), key=mean, reverse=True)[:count]
    items = "".join(f"<li>{escape(say(_ready(row) if row.ready else _stopped(row)))}</li>" for row in first)
    return f"<ol>{items}</ol>"


def _ready(row: TutorRow) -> Text:
    return text(N_("{m}: siap menutor"), m=PupilId(row.id))


def candidates_html(found: TutorTable, names: Names | None = None, language: str = LANGUAGE) -> str:
    """Every noted candidate in class order, how he or she stands, and which demands are open. No scores, no ranking."""
    say = renderer(language, names)
    candidates = [row for row in found.rows if row.listed]
    if not candidates:
        return f"<p>{escape(say(text(N_('Belum ada calon tutor.'))))}</p>"
    rows = []
    for row in candidates:
        unmet = [one for one in row.demands if one.state != "met" and (one.key != "mastery" or not row.leads)]
        lines = [say(text("{key}: {reason}", key=text(KEYS[one.key]), reason=one.reason)) for one in unmet]
        name = escape(say(Text("{m}", {"m": PupilId(row.id)})))
        standing = f"{_SIGNS[row.standing]} {escape(say(text(STANDINGS[row.standing])))}"
        items = f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in lines)}</ul>" if lines else "–"
        rows.append(f'<tr><th scope="row">{name}</th><td>{standing}</td><td>{items}</td></tr>')
    caption = say(text(N_("Calon tutor menurut urutan daftar kelas")))
    return scrolling_table(
        caption, [say(text(one)) for one in (N_("Calon"), N_("Keadaan"), N_("Yang masih kurang"))], rows
    )


def capacity_html(found: TutorTable, language: str = LANGUAGE) -> str:
    """For each objective how many tutors there are and how many might be asked; then whether there is a reserve."""
    say = renderer(language)
    rows = []
    for one in found.capacities:
        numbers = (len(one.eligible), len(one.to_ask), one.tutees, len(one.needing))
        cells = "".join(f"<td>{number}</td>" for number in numbers)
        rows.append(f'<tr><th scope="row">{escape(one.objective)}</th>{cells}</tr>')
    columns = (N_("TP"), N_("Memenuhi syarat"), N_("Dapat ditanya"), N_("Dapat dibimbing"), N_("Belum tuntas"))
    words = (
        N_("{n} tutor memenuhi syarat untuk {k} kelompok: cadangan cukup.")
        if found.has_reserve
        else N_("{n} tutor memenuhi syarat untuk {k} kelompok: belum ada cadangan.")
    )
    reserve = text(words, n=len(found.eligible), k=found.groups)
    caption = say(text(N_("Daya tampung per TP, dalam banyaknya murid")))
    return scrolling_table(caption, [say(text(one)) for one in columns], rows) + f"<p>{escape(say(reserve))}</p>"

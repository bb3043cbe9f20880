"""The trainee's side of an assignment, inside a notebook: see the class, plan, check, and the test cells' one call.

Its methods have Indonesian names because trainees who don't programme read them in their notebook. They only show what
`grading.judge` says; there is no judging here.
"""

from __future__ import annotations

import html
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from . import grading
from .book_address import address
from .classes import InventedClass
from .grading_questions import QuestionResult, State
from .grading_work import Work
from .handin import Parcel, pack
from .language import LANGUAGE, N_, Text, number, text, translate
from .measures import criteria
from .scenario import Pupil, Seat

_STATES: Mapping[State, tuple[str, str]] = {
    "passed": ("✓", N_("sudah terpenuhi")),
    "failed": ("✗", N_("belum terpenuhi")),
    "not_judged": ("?", N_("belum dapat dinilai")),
}


class BelumTerpenuhi(AssertionError):  # noqa: N818 - its name is what a trainee reads
    """A question that earns nothing yet. IPython shows the reasons alone, without the lines of code that raised it."""

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


class Table:
    """A table that a notebook shows, and that reads as lines of text where nothing can show it."""

    def __init__(self, caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        self.caption = caption
        self.heads = list(heads)
        self.rows = [list(row) for row in rows]

    def _repr_html_(self) -> str:
        def cells(tag: str, row: Sequence[str]) -> str:
            written = (html.escape(cell).replace("\n", "<br>") for cell in row)
            return "".join(f'<{tag} style="text-align:left;vertical-align:top">{cell}</{tag}>' for cell in written)

        rows = "".join(f"<tr>{cells('td', row)}</tr>" for row in self.rows)
        # A wide table scrolls by itself on a phone; tabindex lets the keyboard scroll it too.
        return (
            f'<div style="overflow-x:auto" tabindex="0" role="region" aria-label="{html.escape(self.caption)}"><table>'
            f'<caption style="text-align:left;font-weight:bold">{html.escape(self.caption)}</caption>'
            f"<thead><tr>{cells('th', self.heads)}</tr></thead><tbody>{rows}</tbody></table></div>"
        )

    def __repr__(self) -> str:
        lines = [self.caption, " | ".join(self.heads)]
        return "\n".join([*lines, *(" | ".join(cell.replace("\n", "; ") for cell in row) for row in self.rows)])


class Tugas:
    """One assignment as its trainee meets it. `id`: name of the assignment's folder."""

    def __init__(self, id: str, language: str = LANGUAGE) -> None:
        if id not in grading.ASSIGNMENTS:
            raise ValueError(f"unknown assignment {id!r}; choose one of {', '.join(grading.ASSIGNMENTS)}")
        self.assignment = grading.ASSIGNMENTS[id]
        self.language = language

    def __repr__(self) -> str:
        return f"Tugas({self.assignment.id!r})"

    # what the trainee calls

    def tampilkan_kelas(self) -> None:
        """Show the trainee's own class: sub-topics, tutor candidates and pupils."""
        own = self._work().own
        if own is None:
            self._say(text(N_("Isi nomor_mahasiswa lebih dahulu, lalu jalankan sel ini lagi.")))
            return
        for table in self._tables(own):
            _show(table)

    def tampilkan(self, name: str) -> None:
        """Show a part of the trainee's own material, such as the questions drawn for this student number."""
        work = self._work()
        if work.own is None:
            self._say(text(N_("Isi nomor_mahasiswa lebih dahulu, lalu jalankan sel ini lagi.")))
            return
        for one in self.assignment.listings[name](work):
            _show(
                Table(
                    self._in_words(one.caption),
                    [self._in_words(head) for head in one.heads],
                    [[self._in_words(cell) for cell in row] for row in one.rows],
                )
            )

    def buka_perencana(self) -> None:
        """Open the form that forms groups, with the plan saved so far; it saves the scenario beside the notebook."""
        work = self._work()
        own = work.own
        if own is None:
            self._say(text(N_("Isi nomor_mahasiswa lebih dahulu, lalu jalankan sel ini lagi.")))
            return
        if os.environ.get("NBGRADER_EXECUTION") == "autograde":
            # Nobody presses its buttons there, and the page of feedback would ask another host for the form's parts.
            self._say(text(N_("Formulir tidak dibuka saat penilaian.")))
            return
        try:
            from . import widgets

            form = getattr(widgets, self.assignment.planner)
        except ImportError:
            self._say(text(N_("Formulir tidak tersedia di sini. Isi sel jawaban di bawah; hasilnya dinilai sama.")))
            return
        saved = work.file_plan
        # A plan of another class, such as a fellow trainee's, isn't opened: groups are judged on this class.
        begun = saved is not None and saved.pupils == own.scenario.pupils
        _show(form(scenario=saved if begun else work.start, save_to=self.assignment.scenario_file))

    def periksa(self) -> None:
        """Show each question in one of three states, with what was found and what is needed; never the answer."""
        for note in self.assignment.notes(self._work()):
            self._say(note)
        rows = []
        said: set[str] = set()
        for one in sorted(self._results(), key=lambda result: result.hidden):
            known_to_grader = one.hidden and one.state != "not_judged"
            reasons = "" if known_to_grader else self._reasons(one)
            if one.state == "not_judged" and reasons in said:
                reasons = self._in_words(N_("sebab yang sama"))
            said.add(reasons)
            state = self._in_words(N_("• tercatat, dinilai dosen")) if known_to_grader else self._state(one.state)
            rows.append([self._name(one), state, reasons, self._read(one)])
        heads = [self._in_words(word) for word in (N_("Butir"), N_("Keadaan"), N_("Sebab"), N_("Baca"))]
        _show(Table(self._in_words(N_("Pemeriksaan sebelum diserahkan")), heads, rows))

    def unduh(self) -> None:
        """Show the button that downloads what is handed in: one .zip with the notebook and the scenario file."""
        if os.environ.get("NBGRADER_EXECUTION"):
            self._say(text(N_("Tidak ada yang diunduh saat penilaian.")))
            return
        try:
            from .widgets_handin import HandIn
        except ImportError:
            self._say(
                text(
                    N_("Tombol unduhan tidak tersedia di sini. Serahkan notebook dan, bila ada, {file}."),
                    file=self.assignment.scenario_file,
                )
            )
            return
        _show(HandIn(self._packed, self.language))

    def nilai(self, id: str) -> None:
        """A test cell: print that the question is passed, or raise with the reasons."""
        result = self._result(id)
        if result.state != "passed":
            raise BelumTerpenuhi(self._explained(result))
        self._say(text(N_("{name}: terpenuhi ({n} poin)."), name=self._name(result), n=result.points))

    def tercatat(self, id: str) -> None:
        """A test cell of a question that the grader judges: print that there is something to judge, or raise."""
        result = self._result(id)
        if result.state == "not_judged":
            raise BelumTerpenuhi(self._explained(result))
        self._say(text(N_("{name}: tercatat. Dosen yang menilainya."), name=self._name(result)))

    # how it is shown

    def _handed_in(self) -> dict[str, Any]:
        return grading.collect(self.assignment.id, _namespace(), Path.cwd())

    def _work(self) -> Work:
        work = self.assignment.read(self._handed_in())
        assert isinstance(work, Work)
        return work

    def _packed(self) -> Parcel:
        return pack(self.assignment, self._work(), Path.cwd(), self._results(), _ran())

    def _results(self) -> list[QuestionResult]:
        return grading.judge(self._handed_in())

    def _result(self, id: str) -> QuestionResult:
        for one in self._results():
            if one.id == id:
                return one
        raise ValueError(f"assignment {self.assignment.id} has no question {id!r}")

    def _in_words(self, words: Text | str) -> str:
        return words.render(self.language) if isinstance(words, Text) else translate(words, self.language)

    def _say(self, words: Text) -> None:
        print(self._in_words(words))

    def _name(self, one: QuestionResult) -> str:
        title = self._in_words(one.title)
        return f"{one.id} {title}" if one.id[1:].isdecimal() else title

    def _state(self, state: State) -> str:
        mark, words = _STATES[state]
        return f"{mark} {self._in_words(words)}"

    def _reasons(self, one: QuestionResult) -> str:
        return "\n".join(map(self._in_words, one.reasons))

    def _read(self, one: QuestionResult) -> str:
        return address(one.learn, self.language)

    def _explained(self, one: QuestionResult) -> str:
        state = _STATES[one.state][1]
        head = text(
            N_("{name}: {state} (0 dari {n} poin)."), name=self._name(one), state=self._in_words(state), n=one.points
        )
        read = text(N_("Baca: {learn}"), learn=self._read(one))
        return "\n".join(
            [self._in_words(head), *(f"- {self._in_words(why)}" for why in one.reasons), self._in_words(read)]
        )

    def _tables(self, own: InventedClass) -> list[Table]:
        word = self._in_words
        plan = own.scenario
        objectives = [one.id for one in plan.objectives]
        names = own.roster.names
        known = criteria(plan)
        return [
            Table(
                word(N_("Submateri")),
                [word(one) for one in (N_("Kode"), N_("Judul"), N_("TP"))],
                [[one.id, word(one.title or ""), ", ".join(one.objectives)] for one in plan.subtopics],
            ),
            Table(
                word(
                    text(
                        N_("Daftar calon tutor (kriteria: {criteria})"),
                        criteria=[f"{id} {value:g}" for id, value in known.items()],
                    )
                ),
                [word(N_("Kode")), word(N_("Nama")), *objectives, word(N_("Bersedia")), word(N_("Sikap"))],
                [
                    [
                        tutor.pupil,
                        names.get(tutor.pupil, tutor.pupil),
                        *(self._score(tutor.evidence.get(id)) for id in objectives),
                        self._yes(tutor.willing, N_("bersedia"), N_("tidak bersedia"), N_("belum ditanya")),
                        self._yes(
                            tutor.attitude.meets if tutor.attitude else None,
                            N_("baik"),
                            N_("belum memenuhi"),
                            N_("belum dinilai"),
                        ),
                    ]
                    for tutor in plan.tutors
                ],
            ),
            Table(
                word(text(N_("Daftar murid ({n} orang)"), n=len(plan.pupils))),
                [
                    *(word(one) for one in (N_("Kode"), N_("Nama"), N_("L/P"))),
                    *objectives,
                    *(word(one) for one in (N_("Duduk"), N_("Minat"), N_("Memilih"), N_("Jangan disatukan dengan"))),
                ],
                [
                    [
                        pupil.id,
                        names.get(pupil.id, pupil.id),
                        {"male": "L", "female": "P"}.get(pupil.gender or "", ""),
                        *(self._score(pupil.scores.get(id)) for id in objectives),
                        self._seat(pupil),
                        word(pupil.interest or ""),
                        ", ".join(pupil.chooses),
                        ", ".join(pupil.avoid),
                    ]
                    for pupil in plan.pupils
                ],
            ),
        ]

    def _score(self, score: float | None) -> str:
        return "–" if score is None else number(score, self.language)

    def _yes(self, said: bool | None, yes: str, no: str, unknown: str) -> str:
        return self._in_words(unknown if said is None else yes if said else no)

    def _seat(self, pupil: Pupil) -> str:
        if isinstance(pupil.seat, Seat):
            return self._in_words(text(N_("baris {a}, lajur {b}"), a=pupil.seat.row, b=pupil.seat.column))
        return "" if pupil.seat is None else str(pupil.seat)


def _shell() -> Any:
    """IPython's shell; None outside a notebook."""
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    return get_ipython()


def _namespace() -> Mapping[str, Any]:
    """The notebook's variables."""
    shell = _shell()
    return shell.user_ns if shell is not None else vars(sys.modules["__main__"])


def _ran() -> list[str]:
    """Sources of the cells that were run, in their order."""
    history = getattr(_shell(), "history_manager", None)
    return [] if history is None else list(history.input_hist_raw)


def _show(thing: object) -> None:
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        print(thing)
        return
    if get_ipython() is None:
        print(thing)
    else:
        display(thing)  # type: ignore[no-untyped-call]

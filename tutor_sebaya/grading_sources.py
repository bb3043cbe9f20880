"""Assignment 1, reading the source critically: statements, doubts and citations, different ones for each trainee.

Nothing is judged but the answers; there is no file. Every statement is found in the book with its origin, so the work
is tracing it, and a copied answer belongs to another statement.
"""

from __future__ import annotations

from collections.abc import Callable

from .grading_choices import LETTERS, chosen, listings, questions
from .grading_questions import PASSED, Assignment, Listing, Question, Verdict, failed, not_judged
from .grading_sources_bank import CHOICES, DOUBTS, ORIGINS, OUR_NUMBER, OUTSIDE, PAGE, RESTORED, statements
from .grading_work import NO_NUMBER, SCENARIO_FILE, Work, is_blank, shown
from .language import N_, Text, text

ID = "01-membaca-sumber"
TITLES = (
    N_("Asal pernyataan 1"),
    N_("Asal pernyataan 2"),
    N_("Asal pernyataan 3"),
    N_("Asal pernyataan 4"),
    N_("Asal pernyataan 5"),
    N_("Asal pernyataan 6"),
)
ORIGIN_NAMES = tuple(f"asal_{number}" for number in range(1, len(TITLES) + 1))
NAMES = ("nomor_mahasiswa", *ORIGIN_NAMES, *(one.name for one in (*DOUBTS, *CHOICES)))

_WHY = {
    RESTORED: N_("Pernyataan ini tidak ada dalam daftar yang dikembalikan (RST). Cari bunyinya di daftar butir."),
    OUR_NUMBER: N_("Pernyataan ini tidak memuat ambang dari buku ini. Cari bunyinya di daftar butir."),
    OUTSIDE: N_("Ini bukan praktik di sekolah dan bukan peraturan. Cari bunyinya di daftar butir."),
}
_NOT_WRITTEN = N_("Pernyataan ini tidak berada pada baris mana pun dalam naskah sumber. Cari lagi dari mana asalnya.")


def _origin(place: int) -> Callable[[Work], Verdict]:
    name = ORIGIN_NAMES[place]

    def verdict(work: Work) -> Verdict:
        if work.own is None:
            return not_judged(text(NO_NUMBER))
        value = work.answers.get(name)
        if is_blank(value):
            return not_judged(text(N_("{name} belum diisi."), name=name))
        found = chosen(value, ORIGINS)
        if found is None:
            return not_judged(
                text(
                    N_('Anda menulis {found} untuk {name}. Tulis satu huruf, "A" sampai "{last}".'),
                    found=shown(value),
                    name=name,
                    last=LETTERS[len(ORIGINS) - 1],
                )
            )
        given = [chosen(work.answers.get(one), ORIGINS) for one in ORIGIN_NAMES]
        if len({one for one in given if one is not None}) == 1:
            # One letter for all would earn something without a statement having been traced.
            return not_judged(text(N_("Semua pernyataan Anda beri asal yang sama. Telusuri satu per satu.")))
        if found == statements(work.own.number)[place].origin:
            return PASSED
        return failed(text(_WHY.get(found, _NOT_WRITTEN)))

    return verdict


QUESTIONS = (
    *(
        Question(f"asal-{place + 1}", title, 1, f"{PAGE}#cara-memulihkan", _origin(place), hidden=True)
        for place, title in enumerate(TITLES)
    ),
    *questions(DOUBTS),
    *questions(CHOICES),
)


def _statements(work: Work) -> tuple[Listing, ...]:
    if work.own is None:
        return ()
    return (
        Listing(
            caption=text(N_("Pernyataan Anda")),
            heads=(text(N_("Jawaban di")), text(N_("Pernyataan"))),
            rows=tuple((name, one.words) for name, one in zip(ORIGIN_NAMES, statements(work.own.number), strict=True)),
        ),
        Listing(
            caption=text(N_("Asal yang dapat dipilih")),
            heads=(text(N_("Huruf")), text(N_("Asal"))),
            rows=tuple((LETTERS[place], text(one.words)) for place, one in enumerate(ORIGINS)),
        ),
    )


def notes(work: Work) -> tuple[Text, ...]:
    return () if work.own else (text(NO_NUMBER),)


ASSIGNMENT = Assignment(
    id=ID,
    names=NAMES,
    scenario_file=SCENARIO_FILE,
    questions=QUESTIONS,
    read=Work,
    notes=notes,
    planner="",
    listings={
        "pernyataan": _statements,
        "keraguan": lambda work: listings(DOUBTS, work),
        "soal": lambda work: listings(CHOICES, work),
    },
)

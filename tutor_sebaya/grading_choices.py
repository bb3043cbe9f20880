"""Choice questions of which every trainee gets some of their own: which, and in what order, follows from the number.

So a copied letter shows. What is shown holds the words of the options and nothing that tells the right one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from .grading_questions import PASSED, Listing, Question, Verdict, failed, not_judged
from .grading_work import NO_NUMBER, Work, as_whole, is_blank, shown
from .language import LANGUAGES, N_, Text, text, translate

T = TypeVar("T")
LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Option:
    """`words`: msgid. `wrong`: msgid of why it is wrong, shown to whoever chose it; empty for the right one."""

    words: str
    wrong: str = ""


@dataclass(frozen=True)
class Choice:
    """A question with one right option. `id`: of its own in the bank. `asks`: msgid."""

    id: str
    asks: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Slot:
    """A place in an assignment: each trainee gets one choice of the bank there, all about one section of the book.

    `name`: variable of the notebook. `id`, `title` (msgid), `points`, `learn`: as `Question` has them. `drawn`: from
    the student number to the choice, where it is made from the content model rather than written in a bank.
    """

    name: str
    id: str
    title: str
    learn: str
    bank: tuple[Choice, ...] = ()
    points: int = 1
    drawn: Callable[[str], Choice] | None = None

    def choice(self, number: str) -> Choice:
        """The one that this trainee is asked."""
        if self.drawn is not None:
            return self.drawn(number)
        return by_chance(self.bank, number, self.name, lambda one: one.id)[0]

    def options(self, number: str) -> list[Option]:
        """Its options, in this trainee's order."""
        choice = self.choice(number)
        # By place and not by words, so that mending a word leaves everybody's letters as they are.
        return [one for _, one in by_chance(enumerate(choice.options), number, choice.id, lambda pair: str(pair[0]))]


def by_chance(many: Iterable[T], number: str, purpose: str, name: Callable[[T], str]) -> list[T]:
    """In an order that follows from the student number alone, on every Python and in Pyodide."""
    return sorted(many, key=lambda one: sha256(f"{number.casefold()}/{purpose}/{name(one)}".encode()).digest())


def chosen(value: object, options: Sequence[Option]) -> int | None:
    """Place of the option meant by a letter (`"b."`, `"(B)"`), a number from 1, or its words; None otherwise."""
    whole = as_whole(value)
    if whole is None and isinstance(value, str):
        written = _bare(value)
        for place, option in enumerate(options):
            if written in {LETTERS[place].casefold(), *(_bare(translate(option.words, one)) for one in LANGUAGES)}:
                return place
        whole = as_whole(written)
    return whole - 1 if whole is not None and 1 <= whole <= len(options) else None


def _bare(written: str) -> str:
    return " ".join(re.sub(r"[^\w\s]+", " ", written.casefold()).split())


def questions(slots: Iterable[Slot]) -> tuple[Question, ...]:
    """A hidden question for each slot."""
    return tuple(Question(one.id, one.title, one.points, one.learn, _judge(one), hidden=True) for one in slots)


def _judge(slot: Slot) -> Callable[[Work], Verdict]:
    def verdict(work: Work) -> Verdict:
        value = work.answers.get(slot.name)
        if work.own is None:
            return not_judged(text(NO_NUMBER))
        if is_blank(value):
            return not_judged(text(N_("{name} belum diisi."), name=slot.name))
        options = slot.options(work.own.number)
        place = chosen(value, options)
        if place is None:
            return not_judged(
                text(
                    N_('Anda menulis {found} untuk {name}. Tulis satu huruf, "A" sampai "{last}".'),
                    found=shown(value),
                    name=slot.name,
                    last=LETTERS[len(options) - 1],
                )
            )
        wrong = options[place].wrong
        return failed(text(wrong)) if wrong else PASSED

    return verdict


def listings(slots: Iterable[Slot], work: Work) -> tuple[Listing, ...]:
    """The trainee's own questions, a table each: letters and words. Nothing of them tells which is right."""
    if work.own is None:
        return ()
    return tuple(
        Listing(
            caption=Text(N_("{name}: {asks}"), {"name": one.name, "asks": text(one.choice(work.own.number).asks)}),
            heads=(text(N_("Huruf")), text(N_("Jawaban"))),
            rows=tuple(
                (LETTERS[place], text(option.words)) for place, option in enumerate(one.options(work.own.number))
            ),
        )
        for one in slots
    )

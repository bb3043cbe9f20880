"""What the simulated class takes for granted, as data: every number with its range, its unit and where it comes from.

No figure here has a source: the evidence that this course cites (field facts E01 to E23) says nothing of minutes,
rates or chances in a group. So every range is ours and wide. Of some the direction is known, that a trained tutor
explains better than an untrained one for instance; then `direction` says so, with its mark of certainty.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Literal

from ..language import N_, Text

__all__ = ["ASSUMPTIONS", "OURS", "Assumption", "Assumptions", "Certainty"]

Unit = Literal["share", "factor", "minutes", "per_hour"]
Certainty = Literal["V", "V3", "M", "ours"]
"""Marks of the field facts: V seen in a copy of the source, V3 in third-party pages, M from memory; and ours."""

UNITS: Mapping[Unit, str] = {
    "share": N_("bagian"),
    "factor": N_("kali"),
    "minutes": N_("menit"),
    "per_hour": N_("kali per jam"),
}
CERTAINTIES: Mapping[Certainty, str] = {
    "V": N_("sumbernya dilihat"),
    "V3": N_("hanya dari kutipan pihak lain"),
    "M": N_("dari ingatan, belum diperiksa"),
    "ours": N_("anggapan kami"),
}
OURS = N_("Anggapan kami, tanpa sumber.")


@dataclass(frozen=True)
class Assumption:
    """A number that nobody measured here.

    Attributes
    ----------
    name: what it is, for readers. low, likely, high: the plausible range; a share is 0 to 1, everything else above 0.
    source: where the figure comes from. certainty: of the figure. direction: what evidence says about which way it
    works, with the source; "" where nothing does. direction_certainty: of evidence from outside the source text (naskah
    sumber); None where there is none.

    Raises ValueError where the range is in disorder or outside its unit.
    """

    name: str
    low: float
    likely: float
    high: float
    unit: Unit
    source: str = OURS
    certainty: Certainty = "ours"
    direction: str = ""
    direction_certainty: Certainty | None = None

    def __post_init__(self) -> None:
        if not (math.isfinite(self.high) and 0 <= self.low <= self.likely <= self.high):
            raise ValueError(f"low, likely and high must be in order and not negative: {self.name!r}")
        if (self.unit == "share" and self.high > 1) or (self.unit != "share" and self.low <= 0):
            raise ValueError(f"a share is 0 to 1, everything else above 0: {self.name!r}")

    def at(self, u: float) -> float:
        """The value below which a share `u` (0 to 1) of the triangular distribution over the range lies."""
        width = self.high - self.low
        if width <= 0:
            return self.low
        if u * width <= self.likely - self.low:
            return self.low + math.sqrt(u * width * (self.likely - self.low))
        return self.high - math.sqrt((1 - u) * width * (self.high - self.likely))

    @property
    def label(self) -> Text:
        return Text(self.name)


_TRAINING = N_(
    "Arahnya bersumber: guru dan tutor perlu dilatih (EEF Toolkit, Peer tutoring); penjelasan murid yang pandai jarang "
    "dan sering kurang baik bila tidak diajarkan (abstrak penelitian tentang penjelasan antarmurid)."
)
_INTRUSIVE = N_(
    "Arahnya bersumber: pembimbing yang hanya diberi petunjuk tertulis tetap terlalu cepat menyela; yang diberi umpan "
    "balik tidak (penelitian Pause-Prompt-Praise). Yang diteliti guru, bukan murid."
)
_MODELS = N_(
    "Naskah sumber (baris 114–118) hanya menyebut siapa berinteraksi dengan siapa dalam ketiga model; bagian bicaranya "
    "tidak disebut."
)
_TIMED = N_(
    "Arahnya bersumber: giliran berbatas waktu dalam pasangan memberi waktu yang sama, berpasangan tanpa batas waktu "
    "tidak (Kagan)."
)
_SHY = N_(
    "Naskah sumber (baris 47) meminta kesempatan bagi murid pemalu; seberapa jarang mereka berbicara tidak disebut."
)
_ACCEPTED = N_(
    "Naskah sumber (baris 24) meminta tutor yang diterima agar murid tidak takut bertanya; besarnya tidak disebut."
)


@dataclass(frozen=True)
class Assumptions:
    """All of them. Change one with `dataclasses.replace`."""

    quiet_share: Assumption = Assumption(
        N_("bagian waktu kelompok tanpa pembicaraan tentang tugas"), 0.1, 0.3, 0.5, "share"
    )
    turn_minutes: Assumption = Assumption(N_("lama seseorang berbicara sekali jalan"), 0.2, 0.5, 1.0, "minutes")
    talkative_ratio: Assumption = Assumption(
        N_("murid yang paling gemar bicara dibandingkan dengan yang paling pendiam"), 2.0, 5.0, 12.0, "factor"
    )
    shy_factor: Assumption = Assumption(
        N_("murid pemalu berbicara dan bertanya, dibandingkan dengan murid lain"),
        0.2,
        0.5,
        0.9,
        "share",
        direction=_SHY,
    )
    tutor_share_1: Assumption = Assumption(
        N_("bagian bicara tutor dalam model 1, di luar menjawab pertanyaan"), 0.3, 0.5, 0.75, "share", direction=_MODELS
    )
    tutor_share_2: Assumption = Assumption(
        N_("bagian bicara tutor dalam model 2, di luar menjawab pertanyaan"), 0.3, 0.55, 0.8, "share", direction=_MODELS
    )
    tutor_share_3: Assumption = Assumption(
        N_("bagian bicara tutor dalam model 3, di luar menjawab pertanyaan"), 0.1, 0.3, 0.5, "share", direction=_MODELS
    )
    untrained_talk: Assumption = Assumption(
        N_("tutor yang belum terlatih berbicara lebih banyak"),
        1.0,
        1.3,
        2.0,
        "factor",
        direction=_INTRUSIVE,
        direction_certainty="V",
    )
    turns_kept: Assumption = Assumption(N_("giliran yang direncanakan benar-benar diikuti"), 0.4, 0.7, 0.95, "share")
    reserved_kept: Assumption = Assumption(
        N_("giliran khusus benar-benar diberikan"), 0.7, 0.9, 1.0, "share", direction=_TIMED, direction_certainty="V"
    )
    obstacles: Assumption = Assumption(N_("seorang murid menemui kesulitan"), 1.0, 4.0, 12.0, "per_hour")
    low_score_factor: Assumption = Assumption(
        N_("kesulitan murid yang nilainya 30 atau lebih di bawah KKTP, dibandingkan dengan murid yang tuntas"),
        1.0,
        2.0,
        4.0,
        "factor",
    )
    asks: Assumption = Assumption(N_("murid yang menemui kesulitan lalu bertanya"), 0.2, 0.5, 0.9, "share")
    not_accepted: Assumption = Assumption(
        N_("murid yang tidak menerima tutornya bertanya, dibandingkan dengan murid lain"),
        0.2,
        0.5,
        0.9,
        "share",
        direction=_ACCEPTED,
    )
    patience: Assumption = Assumption(N_("murid menunggu jawaban sebelum menyerah"), 2.0, 5.0, 12.0, "minutes")
    session_minutes: Assumption = Assumption(
        N_("lama satu pertemuan tutor dan murid dalam model 1"), 2.0, 4.0, 8.0, "minutes"
    )
    question_minutes: Assumption = Assumption(N_("lama mengajukan satu pertanyaan"), 0.1, 0.25, 0.5, "minutes")
    answer_minutes: Assumption = Assumption(N_("lama satu jawaban"), 0.5, 1.0, 3.0, "minutes")
    help_trained: Assumption = Assumption(N_("jawaban tutor terlatih yang menolong"), 0.5, 0.75, 0.95, "share")
    help_untrained: Assumption = Assumption(
        N_("jawaban dari yang belum terlatih menolong, dibandingkan dengan jawaban tutor terlatih"),
        0.4,
        0.7,
        1.0,
        "share",
        direction=_TRAINING,
        direction_certainty="V",
    )
    peer_answers: Assumption = Assumption(
        N_("pertanyaan yang dapat dijawab teman sekelompok (model 3 atau tanpa tutor)"), 0.2, 0.45, 0.8, "share"
    )
    visit_minutes: Assumption = Assumption(
        N_("lama satu kunjungan guru, dengan perjalanannya"), 1.0, 2.0, 5.0, "minutes"
    )
    help_teacher: Assumption = Assumption(N_("jawaban guru yang menolong"), 0.7, 0.9, 1.0, "share")

    def items(self) -> tuple[tuple[str, Assumption], ...]:
        """Name of the field and assumption, in order."""
        return tuple((one.name, getattr(self, one.name)) for one in fields(self))

    @property
    def without_source(self) -> int:
        """How many figures are nobody's but ours."""
        return sum(one.certainty == "ours" for _, one in self.items())


ASSUMPTIONS = Assumptions()

"""What the count of speaking turns shows, as HTML: the measures at the moment, beside the plan."""

from __future__ import annotations

from collections.abc import Sequence

from . import widgets_page as page
from . import widgets_turns_page as turns_page
from .language import N_, Names, PupilId, Text, text
from .planners.turns import TalkScore, Tally
from .settings import Settings

PRIVATE = N_(
    "Angka di halaman ini hanya untuk guru. Jangan perlihatkan layar kepada murid: yang jarang berbicara jangan sampai "
    "malu."
)


def amount(value: float, unit: str) -> Text:
    return text(N_("{n} menit"), n=round(value, 1)) if unit == "minutes" else Text("{n}", {"n": value})


def summary(tally: Tally, settings: Settings, language: str, names: Names | None) -> str:
    """Gini, tutor's share, who hasn't spoken and what to do now; redrawn at every tap, so it is short."""
    score = tally.score(settings)
    said = [text(N_("Tercatat {n} giliran."), n=len(tally.entries)), *turns_page.measures_of(score, settings)]
    remarks = (
        f'<div class="ts-say"><p><strong>{page._say(N_("! Sekarang"), language)}</strong></p>'
        f"{page._list(score.remarks, language, names)}</div>"
        if score.remarks
        else ""
    )
    if not tally.entries:
        how = (
            N_("Tekan nama murid saat ia mulai berbicara, dan sekali lagi saat ia selesai.")
            if tally.unit == "minutes"
            else N_("Tekan nama murid setiap kali ia berbicara.")
        )
        return page.paragraph(how, language)
    return page._list(said, language, names) + remarks


def comparison(tally: Tally, planned: TalkScore, settings: Settings, language: str, names: Names | None) -> str:
    """Each person's share as planned and as observed."""
    seen = tally.score(settings)
    rows = []
    for one in tally.people:
        who = Text("{m}", {"m": PupilId(one)})
        name = page._say(text(N_("Tutor: {m}"), m=PupilId(one)) if one in tally.tutors else who, language, names)
        noted = amount(seen.amounts.get(one, 0.0), tally.unit)
        said = Text("{p} ({n})", {"p": _share(seen, one), "n": noted})
        rows.append(_row(name, _share(planned, one), said, language))
    rows.append(_row(f"<strong>{page._say(N_('Gini'), language)}</strong>", _gini(planned), _gini(seen), language))
    columns = [page._say(one, language) for one in (N_("Nama"), N_("Rencana"), N_("Terjadi"))]
    hint = "" if planned.total else page.paragraph(N_("Kelompok ini belum punya rencana giliran."), language)
    return hint + page._table(page._say(N_("Bagian bicara tiap orang"), language), columns, rows)


def _row(name: str, wanted: Text, seen: Text, language: str) -> str:
    cells = "".join(f'<td class="ts-number">{page._say(one, language)}</td>' for one in (wanted, seen))
    return f'<tr><th scope="row">{name}</th>{cells}</tr>'


def _share(score: TalkScore, one: str) -> Text:
    return Text("{p:.0%}", {"p": score.shares[one]}) if score.total and one in score.shares else Text("–")


def _gini(score: TalkScore) -> Text:
    return Text("{g:.2f}", {"g": score.gini}) if score.comparable else Text("–")


def former(found: Sequence[tuple[str, Tally]], settings: Settings, language: str, names: Names | None) -> str:
    """Counts of earlier lessons, folded away."""
    if not found:
        return ""
    lines = []
    for day, one in found:
        score = one.score(settings)
        lines.append(
            text(
                N_("{day}: {n} giliran, Gini {g:.2f}, bicara tutor {p}."),
                day=day or "–",
                n=len(one.entries),
                g=score.gini,
                p=Text("{p:.0%}", {"p": score.tutor_share}) if score.tutor_share is not None else "–",
            )
        )
    return page._details(
        page._say(text(N_("Hitungan terdahulu kelompok ini: {n}"), n=len(found)), language),
        page._list(lines, language, names),
    )

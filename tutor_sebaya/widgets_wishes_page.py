"""What the form shows of the best groups and of moves by hand, as HTML: plain functions from data to a piece of a page.

In the style of `widgets_page`: results are marked in words and signs, never by colour alone, and whatever comes from a
person goes through `escape`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .language import N_, Names, PupilId, Text, number, pupils, text
from .planners.best import BestGroups, Cost, State
from .planners.moves import CHANGE_KINDS, Change, ChangeKind, HandMove
from .planners.wishes import FEATURES, Wishes
from .rules import catalogue
from .widgets_page import _details, _findings, _list, _say, _table

GOAL_NAMES: Mapping[str, str] = {
    "friendships": N_("Teman pilihan"),
    "even": N_("Kemampuan merata antarkelompok"),
    "mixed": N_("Kemampuan beragam di dalam kelompok"),
    "few_repeats": N_("Sedikit pasangan yang berulang"),
    "preferences": N_("Submateri yang diinginkan"),
}
_STATE_SIGNS: Mapping[State, str] = {"proven": "✓", "within": "≈", "first": "…", "conflict": "✗", "not_found": "✗"}
_KIND_SIGNS: Mapping[ChangeKind, str] = {"broken": "✗", "worse": "✗", "still": "–", "better": "–", "mended": "✓"}


def goal_name(name: str) -> Text:
    """The name of a goal; a feature that is to differ inside groups says so."""
    for feature, word in FEATURES.items():
        if feature == name:
            return text(N_("Beragam {apa}"), apa=text(word))
    return text(GOAL_NAMES[name])


def best_html(best: BestGroups, language: str, names: Names | None = None, costs: Sequence[Cost] = ()) -> str:
    """How good the groups are: the state first, then each goal in words, notes, and what each demand costs."""
    if not best.groups:
        return conflict_html(best, language, names)
    lead = f"<p><strong>{_STATE_SIGNS[best.state]} {_say(best.text, language, names)}</strong></p>"
    rows = [
        f'<tr><th scope="row">{_say(goal_name(one.name), language)}</th><td>{_say(one.text, language, names)}</td></tr>'
        for one in best.goals
    ]
    columns = [_say(one, language) for one in (N_("Tujuan"), N_("Hasil"))]
    goals = _table(_say(N_("Tujuan dan hasilnya"), language), columns, rows) if rows else ""
    return (
        f'<div class="ts-say" role="alert" aria-live="polite">{lead}</div>{goals}'
        + _list(best.notes, language, names)
        + _details(_say(N_("Angka di balik bukti"), language), _figures(best, language))
        + _demands(best, costs, language, names)
    )


def _figures(best: BestGroups, language: str) -> str:
    def shown(value: float | None) -> str:
        return "–" if value is None else number(value, language, ".2f")

    rows = [
        (N_("Mutu pembagian ini"), shown(best.value)),
        (N_("Batas atas: tidak ada pembagian yang lebih bermutu"), shown(best.bound)),
        (N_("Waktu hitung (detik)"), number(best.seconds, language, ".1f")),
    ]
    body = [
        f'<tr><th scope="row">{_say(label, language)}</th><td class="ts-number">{value}</td></tr>'
        for label, value in rows
    ]
    alone = [one.name for one in best.goals] == ["even"]
    explained = (
        N_(
            "Mutu adalah selisih jumlah nilai antara kelompok tertinggi dan terendah, dengan tanda minus: makin dekat "
            "ke 0 makin baik."
        )
        if alone
        else N_(
            "Mutu adalah jumlah semua tujuan menurut bobotnya. Satu satuan kira-kira seharga satu pilihan teman yang "
            "terpenuhi."
        )
    )
    columns = [_say(one, language) for one in (N_("Keterangan"), N_("Angka"))]
    return f"<p>{_say(explained, language)}</p>" + _table(_say(N_("Mutu dan batasnya"), language), columns, body)


def _demands(best: BestGroups, costs: Sequence[Cost], language: str, names: Names | None) -> str:
    if not best.demanded:
        return ""
    if costs:
        summary = text(N_("Harga setiap syarat ({n})"), n=len(costs))
        return _details(_say(summary, language), _list((one.text for one in costs), language, names), open=True)
    summary = text(N_("Syarat yang dijaga ({n})"), n=len(best.demanded))
    return _details(_say(summary, language), _list((one.text for one in best.demanded), language, names))


def conflict_html(best: BestGroups, language: str, names: Names | None = None) -> str:
    """Why there are no groups, and which demands could be given up, the gentlest first; empty for an answer."""
    if best.groups:
        return ""
    lead = f"<p><strong>{_STATE_SIGNS[best.state]} {_say(best.text, language, names)}</strong></p>"
    if best.conflict is not None:
        lead += f"<p>{_say(best.conflict.advice, language, names)}</p>"
    more = ""
    if best.conflict is not None and len(best.conflict.ways_out) > 1:
        explained = text(N_("Syarat yang cukup dilepas salah satunya ({n})"), n=len(best.conflict.ways_out))
        more = _details(_say(explained, language), _list((one.text for one in best.conflict.ways_out), language, names))
    kept = N_("Kelompok yang ada tidak diubah.")
    return (
        f'<div class="ts-say" role="alert" aria-live="polite">{lead}<p>{_say(kept, language)}</p></div>'
        + more
        + _list(best.notes, language, names)
    )


def changes_html(made: HandMove, language: str, names: Names | None = None) -> str:
    """What a move did: the sentence, what to know, rules that changed; those still broken as before are folded away."""
    changed = made.of("broken", "worse", "better", "mended")
    still = made.of("still")
    newly = [one for one in still if one.new]
    said = _list(made.notes, language, names)
    parts = "".join(_change(one, language, names) for one in (*changed, *newly))
    none = "" if parts else f"<p>{_say(N_('Tidak ada aturan yang berubah.'), language)}</p>"
    rest = [one for one in still if not one.new]
    folded = ""
    if rest:
        summary = text(N_("Aturan yang sejak semula dilanggar dan belum berubah ({n})"), n=len(rest))
        items = "".join(_change(one, language, names) for one in rest)
        folded = _details(_say(summary, language), f'<ul class="ts-rules">{items}</ul>')
    lead = f"<p><strong>{_say(made.text, language, names)}</strong></p>"
    return (
        f'<div class="ts-say" role="alert" aria-live="polite">{lead}{said}{none}</div>'
        + (f'<ul class="ts-rules">{parts}</ul>' if parts else "")
        + folded
    )


def _change(change: Change, language: str, names: Names | None) -> str:
    """A rule with what happened to it; of a rule that was broken before, the new findings, where there are any."""
    title = _say(catalogue()[change.rule].title, language)
    state = f"{_KIND_SIGNS[change.kind]} {_say(CHANGE_KINDS[change.kind], language)}"
    found = () if change.kind == "mended" else change.new or change.findings
    listed = _findings(found, language, names) if found else ""
    return f"<li><p><strong>{state}:</strong> {change.rule} {title}</p>{listed}</li>"


def asked_html(wishes: Wishes, language: str, names: Names | None = None) -> str:
    """What was asked about single pupils, and how many former groups are remembered."""
    said = [
        *(text(N_("{m} dikunci di kelompok {k}."), m=PupilId(one), k=group) for one, group in wishes.locks.items()),
        *(text(N_("{ms} harus sekelompok."), ms=pupils(people)) for people in wishes.together),
        *(text(N_("{ms} jangan sekelompok."), ms=pupils(people)) for people in wishes.apart),
    ]
    if wishes.former:
        said.append(text(N_("Pembagian lama yang diingat: {n}."), n=len(wishes.former)))
    return _list(said, language, names)

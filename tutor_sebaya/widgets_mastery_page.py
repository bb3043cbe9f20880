"""What the mastery form shows, as HTML: mastery per objective with names, the items, and which remedial form fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from . import labels
from .language import N_, Names, Text, number, pupils, text
from .planners.mastery import (
    CLASS_THRESHOLD_ORIGIN,
    CLASS_THRESHOLDS,
    DIFFICULTIES,
    DISCRIMINATIONS,
    INTERVALS_SOURCE,
    ClassMastery,
    FormAdvice,
    ItemAnalysis,
    MasteryAnalysis,
    ObjectiveMastery,
)
from .roster import Note
from .scenario import Scenario
from .widgets_mastery_work import MasteryWork, remedial_messages
from .widgets_page import _details, _list, _say, _table, notes, problems, status


def _percent(share: float | None, language: str) -> str:
    return "–" if share is None else f"{number(100 * share, language, '.0f')}%"


def _figure(value: float | None, language: str, spec: str = "") -> str:
    return "–" if value is None else number(value, language, spec)


def school_notes(language: str) -> str:
    """Where the numbers that a school chooses come from."""
    said = [text(INTERVALS_SOURCE), text(CLASS_THRESHOLD_ORIGIN), *(text(one) for one in CLASS_THRESHOLDS.values())]
    return _details(_say(N_("Dari mana angka-angka ini?"), language), _list(said, language))


def table_report(found: Sequence[Note], language: str, names: Names | None = None) -> str:
    return notes(found, language, names)


# --- mastery per objective --------------------------------------------------------------------------------------------


def mastery(work: MasteryWork, scenario: Scenario, language: str, names: Names | None = None) -> str:
    """Per objective who has mastered it, who hasn't and of whom there is no score; the class; what a mean hides."""
    analysis = work.analysis
    wrong = status(problems(work.problems), language, names, wrong=True)
    if not scenario.pupils or not scenario.objectives:
        missing = N_("Belum ada murid atau TP. Buka kelas yang punya daftar murid dan TP di bagian Kelas.")
        return wrong + f"<p>{_say(missing, language)}</p>"
    columns = [
        _say(one, language)
        for one in (
            N_("TP"),
            N_("KKTP"),
            N_("Tuntas"),
            N_("Belum tuntas"),
            N_("Belum ada nilai"),
            N_("Rata-rata"),
            N_("Ketuntasan klasikal"),
        )
    ]
    rows = [
        f'<tr><th scope="row">{escape(one.objective)}</th>'
        + "".join(
            f'<td class="ts-number">{cell}</td>'
            for cell in (
                _figure(one.criterion, language),
                len(one.mastered),
                len(one.below),
                len(one.no_score),
                _figure(one.mean, language, ".1f"),
                _percent(one.class_mastery.share, language),
            )
        )
        + "</tr>"
        for one in analysis.objectives
    ]
    listed = remedial_messages(scenario, analysis)
    return (
        wrong
        + _box(N_("! Yang perlu diketahui"), work.notes, language, names)
        + _table(_say(N_("Ketuntasan per TP (banyak murid)"), language), columns, rows, wide=True)
        + "".join(_names(one, language, names) for one in analysis.objectives)
        + f"<p>{_say(_class_sentence(analysis.class_mastery), language)}</p>"
        + _intervals(analysis, language, names)
        + (_heading(N_("Daftar remedial"), language) + _list(listed, language, names) if listed else "")
    )


def _box(lead: str, messages: Sequence[Text], language: str, names: Names | None) -> str:
    if not messages:
        return ""
    return f'<div class="ts-say"><p><strong>{_say(lead, language)}</strong></p>{_list(messages, language, names)}</div>'


def _heading(message: str | Text, language: str) -> str:
    return f"<h5>{_say(message, language)}</h5>"


def _names(one: ObjectiveMastery, language: str, names: Names | None) -> str:
    kinds: list[tuple[str, Sequence[str]]] = [
        (N_("✗ Belum tuntas ({n}): {ms}"), one.below),
        (N_("– Belum ada nilai ({n}): {ms}"), one.no_score),
        (N_("? Ada nilai, tetapi KKTP belum ditetapkan ({n}): {ms}"), one.undecided),
        (N_("✓ Tuntas ({n}): {ms}"), one.mastered),
    ]
    said = [Text(words, {"n": len(ids), "ms": pupils(ids)}) for words, ids in kinds if ids]
    return _heading(Text("{tp}", {"tp": one.objective}), language) + _list(said, language, names)


def _class_sentence(found: ClassMastery) -> Text:
    if found.share is None:
        return text(N_("Ketuntasan klasikal belum dapat dihitung: belum ada murid yang semua nilai TP-nya lengkap."))
    said = {"p": found.share, "c": found.threshold}
    if found.threshold is None:
        return Text(
            N_("Ketuntasan klasikal: {p:.0%} murid tuntas pada semua TP. Batas sekolah belum ditulis di atas."), said
        )
    words = (
        N_("Ketuntasan klasikal: {p:.0%} murid tuntas pada semua TP; batas sekolah {c:.0%} tercapai.")
        if found.reached
        else N_("Ketuntasan klasikal: {p:.0%} murid tuntas pada semua TP; batas sekolah {c:.0%} belum tercapai.")
    )
    return Text(words, said)


def _intervals(analysis: MasteryAnalysis, language: str, names: Names | None) -> str:
    """How many pupils lie in each interval, per objective."""
    columns = [_say(N_("Interval"), language), _say(N_("Tindak lanjut"), language)]
    columns += [escape(one.objective) for one in analysis.objectives]
    rows = []
    for place, interval in enumerate(one.interval for one in analysis.distribution):
        counts = "".join(
            f'<td class="ts-number">{len(one.distribution[place].pupils)}</td>' for one in analysis.objectives
        )
        rows.append(
            f'<tr><th scope="row">{_say(interval.label, language)}</th>'
            f"<td>{_say(interval.follow_up, language)}</td>{counts}</tr>"
        )
    table = _table(_say(N_("Sebaran menurut interval KKTP (banyak murid)"), language), columns, rows, wide=True)
    enrichment = analysis.conclusion.enrichment
    said = [text(N_("Pengayaan untuk {n} murid: {ms}."), n=len(enrichment), ms=pupils(enrichment))]
    return _details(
        _say(N_("Sebaran menurut interval KKTP"), language),
        table + (_list(said, language, names) if enrichment else ""),
    )


# --- items ------------------------------------------------------------------------------------------------------------


def items(work: MasteryWork, language: str, names: Names | None = None) -> str:
    """Absorption, difficulty and discrimination of each item, after the warning how rough they are."""
    analysis = work.analysis
    if not analysis.items:
        none = N_(
            "Belum ada skor soal. Tanpa skor soal, ketuntasan per TP tetap dapat dinilai; daya serap, kesukaran, dan "
            "daya beda tidak."
        )
        return f"<p>{_say(none, language)}</p>"
    invented = N_("Skor soal ini rekaan, dibuat dari nilai TP untuk berlatih. Jangan dipakai sebagai data kelas.")
    columns = [
        _say(one, language)
        for one in (
            N_("Soal"),
            N_("TP"),
            N_("Skor maksimal"),
            N_("Daya serap"),
            N_("Kesukaran"),
            N_("Daya beda"),
            N_("Memenuhi KKTP"),
            N_("Belum"),
        )
    ]
    rows = [_item(one, language) for one in analysis.items]
    class_items = analysis.conclusion.class_items
    weak = (
        text(
            N_("Daya serap kelas di bawah KKTP pada soal {xs}: bahas lagi dengan seluruh kelas."), xs=list(class_items)
        )
        if class_items
        else text(N_("Tidak ada soal yang daya serap kelasnya di bawah KKTP."))
    )
    return (
        (f"<p><strong>! {_say(invented, language)}</strong></p>" if work.scores.invented else "")
        + _box(N_("! Sebelum membaca angka-angka soal"), work.item_notes, language, names)
        + _table(_say(N_("Analisis butir soal"), language), columns, rows, wide=True)
        + f"<p>{_say(weak, language)}</p>"
    )


def _item(one: ItemAnalysis, language: str) -> str:
    difficulty = "–" if one.difficulty is None else _say(DIFFICULTIES[one.difficulty], language)
    band = one.discrimination_band
    apart = "–" if band is None else _say(DISCRIMINATIONS[band], language)
    judged = one.criterion is not None
    indicator = f"<br>{escape(one.item.indicator)}" if one.item.indicator else ""
    return (
        f'<tr><th scope="row">{escape(one.item.id)}{indicator}</th><td>{escape(one.item.objective or "–")}</td>'
        f'<td class="ts-number">{_figure(one.item.maximum, language)}</td>'
        f'<td class="ts-number">{_percent(one.absorption, language)}</td>'
        f"<td>{_figure(one.absorption, language, '.2f')} {difficulty}</td>"
        f"<td>{_figure(one.discrimination, language, '.2f')} {apart}</td>"
        f'<td class="ts-number">{len(one.reached) if judged else "–"}</td>'
        f'<td class="ts-number">{len(one.not_reached) if judged else "–"}</td></tr>'
    )


# --- which form fits --------------------------------------------------------------------------------------------------


def forms(analysis: MasteryAnalysis, language: str, names: Names | None = None) -> str:
    """Which form of remedial teaching fits, by the source text and by school practice: two boxes, never mixed."""
    judged = [one for one in analysis.objectives if one.by_source is not None]
    if not judged:
        return f"<p>{_say(N_('Belum dapat dinilai: perlu nilai dan KKTP sedikitnya pada satu TP.'), language)}</p>"
    source = _authority(N_("Menurut naskah sumber"), judged, lambda one: one.by_source, language)
    practice = _authority(N_("Menurut praktik di sekolah"), judged, lambda one: one.by_practice, language)
    # Two boxes side by side where there is room, one below the other on a phone.
    columns = "display: grid; gap: 0 1.2rem; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr))"
    return f'<div style="{columns}">{source}{practice}</div>'


def _authority(
    title: str,
    judged: Sequence[ObjectiveMastery],
    advice_of: Callable[[ObjectiveMastery], FormAdvice | None],
    language: str,
) -> str:
    parts, origin = [], ""
    for one in judged:
        advice = advice_of(one)
        if advice is None:
            continue
        fitting = [labels.label(labels.FORMS, form) for form in advice.forms]
        also = [labels.label(labels.FORMS, form) for form in advice.also]
        said = [advice.statement]
        said += [text(N_("Bentuk: {forms}."), forms=fitting)] if fitting else []
        said += [text(N_("Disebut tanpa syarat jumlah: {forms}."), forms=also)] if also else []
        parts.append(f"<li><strong>{escape(one.objective)}</strong>{_list(said, language)}</li>")
        origin = _list((advice.origin, advice.doubt), language)
    about = _details(_say(N_("Asal dan keraguannya"), language), origin)
    return f'<div class="ts-say">{_heading(title, language)}<ul>{"".join(parts)}</ul>{about}</div>'

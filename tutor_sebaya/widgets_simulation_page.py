"""What the form of the simulated class shows, as HTML: plain functions from results to a piece of a page.

The label that this is a model stands before every figure. Bands are drawn in black and white, and every drawn number is
in a table too.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from .language import N_, Names, PupilId, Text, number, text
from .planners.simulation import (
    CERTAINTIES,
    MEASURES,
    MODELS,
    UNITS,
    Assumption,
    Assumptions,
    Band,
    Comparison,
    MeasureKey,
    MeasureUnit,
    Simulation,
    Variant,
    amount,
    amount_range,
)
from .widgets_page import _details, _list, _say, _table

__all__ = ["assumptions_html", "comparison_html", "simulation_html"]

_LABEL = N_("Model, bukan pengamatan")
_BAND = N_("Rentang: delapan dari sepuluh percobaan berada di dalamnya; satu di bawahnya, satu di atasnya.")


def _labelled(label: Text, language: str) -> str:
    return f'<div class="ts-say"><p><strong>{_say(_LABEL, language)}</strong></p><p>{_say(label, language)}</p></div>'


def _lacking(reasons: Iterable[Text], language: str, names: Names | None) -> str:
    lead = _say(N_("! Rencana ini belum dapat dicoba"), language)
    return f'<div class="ts-say"><p><strong>{lead}</strong></p>{_list(reasons, language, names)}</div>'


def _cells(unit: MeasureUnit, band: Band | None, language: str) -> str:
    """Median and range as two cells."""
    if band is None:
        return 2 * '<td class="ts-number">–</td>'
    said = (_say(one, language) for one in (amount(unit, band.middle), amount_range(unit, band)))
    return "".join(f'<td class="ts-number ts-state">{one}</td>' for one in said)


def _figure(drawing: str) -> str:
    return f'<figure style="margin:0.8rem 0">{drawing}</figure>'


def _columns(language: str, *words: str) -> list[str]:
    return [_say(one, language) for one in words]


def simulation_html(simulation: Simulation, language: str, names: Names | None = None) -> str:
    """A plan tried out: the label, the measures with their bands, a drawing, tables of pupils and groups."""
    label = _labelled(simulation.label, language)
    if not simulation.possible:
        return label + _lacking(simulation.reasons, language, names)
    played = text(
        N_("Dicoba {n} kali: {k} kelompok, {m:.0f} menit kerja kelompok, {model}."),
        n=simulation.replications,
        k=len(simulation.groups),
        m=simulation.minutes,
        model=[Text(MODELS[one]) for one in simulation.models],
    )
    rows = [
        f'<tr><th scope="row">{_say(measure.label, language)}</th>{_cells(measure.unit, band, language)}</tr>'
        for key, measure in MEASURES.items()
        if (band := simulation.bands.get(key)) is not None
    ]
    columns = _columns(language, N_("Ukuran"), N_("Kira-kira"), N_("Rentang"))
    return (
        label
        + f"<p>{_say(played, language)}</p>"
        + _list(simulation.notes, language, names)
        + _table(_say(N_("Hasil untuk seluruh kelas"), language), columns, rows)
        + f"<p>{_say(_BAND, language)}</p>"
        + _definitions(simulation.bands, language)
        + _figure(simulation.svg(language, names))
        + _details(_say(N_("Angka tiap orang"), language), _people(simulation, language, names))
        + _details(_say(N_("Angka tiap kelompok"), language), _groups(simulation, language, names))
        + _influences(simulation, language)
    )


def _definitions(keys: Iterable[MeasureKey], language: str) -> str:
    items = "".join(
        f"<dt>{_say(MEASURES[key].label, language)}</dt><dd>{_say(MEASURES[key].definition, language)}</dd>"
        for key in keys
    )
    return _details(_say(N_("Arti tiap ukuran"), language), f"<dl>{items}</dl>")


def _people(simulation: Simulation, language: str, names: Names | None) -> str:
    rows = []
    for one in simulation.pupils:
        name = _say(text(N_("Tutor: {name}") if one.is_tutor else "{name}", name=PupilId(one.pupil)), language, names)
        answered = "–" if one.answered is None else _say(amount("share", one.answered), language)
        rows.append(
            f'<tr><th scope="row">{name}</th><td>{escape(one.group)}</td>{_cells("minutes", one.minutes, language)}'
            f'{_cells("times", one.questions, language)}<td class="ts-number">{answered}</td></tr>'
        )
    columns = _columns(
        language,
        N_("Nama"),
        N_("Nama kelompok"),
        N_("Bicara"),
        N_("Rentang"),
        N_("Pertanyaan"),
        N_("Rentang"),
        N_("Peluang mendapat jawaban"),
    )
    return _table(_say(N_("Bicara dan pertanyaan tiap orang"), language), columns, rows, wide=True)


def _groups(simulation: Simulation, language: str, names: Names | None) -> str:
    rows = []
    for group in simulation.groups:
        cells = "".join(
            f'<td class="ts-number">{_say(amount(measure.unit, band.middle), language) if band else "–"}</td>'
            for key, measure in MEASURES.items()
            for band in [group.bands.get(key)]
        )
        tutors = ", ".join(_say(text("{m}", m=PupilId(one)), language, names) for one in group.tutors) or "–"
        rows.append(
            f'<tr><th scope="row">{escape(group.group)}</th><td>{tutors}</td><td>{group.model}</td>{cells}</tr>'
        )
    columns = _columns(
        language, N_("Nama kelompok"), N_("Tutor"), N_("Model"), *(measure.name for measure in MEASURES.values())
    )
    return _table(_say(N_("Nilai tengah tiap kelompok"), language), columns, rows, wide=True)


def _influences(simulation: Simulation, language: str) -> str:
    if not simulation.influences:
        return ""
    lead = N_("Bila anggapan ini keliru, hasilnya paling banyak berubah. Ujilah dengan mengamati kelas Anda sendiri.")
    found = _list((one.text for one in simulation.influences), language)
    return _details(_say(N_("Anggapan yang paling menentukan"), language), f"<p>{_say(lead, language)}</p>{found}")


# --- side by side ---------------------------------------------------------------------------------------------------


def comparison_html(comparison: Comparison, language: str, names: Names | None = None) -> str:
    """The plan and its changes side by side: what differs in words, a drawing, a table."""
    label = _labelled(comparison.label, language)
    if comparison.reasons:
        return label + _lacking(comparison.reasons, language, names)
    luck = N_(
        "Semua dicoba dengan kebetulan yang sama, jadi bedanya berasal dari perubahan itu. Beda yang rentangnya "
        "memuat nol tidak dapat dibedakan."
    )
    parts = "".join(
        _details(
            f"{place}. {_say(one.change.label, language, names)}",
            _variant(one, comparison.base, language, names),
            open=place == 1,
        )
        for place, one in enumerate(comparison.variants, 1)
    )
    return (
        f"{label}{_list(comparison.base.notes, language, names)}<p>{_say(luck, language)}</p>{parts}"
        + _figure(comparison.svg(language, names))
        + _side_by_side(comparison, language, names)
        + _definitions(comparison.base.bands, language)
    )


def _variant(variant: Variant, base: Simulation, language: str, names: Names | None) -> str:
    if variant.simulation.reasons:
        return _lacking(variant.simulation.reasons, language, names)
    told = [one.text for one in variant.differences if one.distinguishable]
    same = [MEASURES[one.measure].label for one in variant.differences if not one.distinguishable]
    new = [one for one in variant.simulation.notes if one not in base.notes]
    if not told:
        words = text(N_("Tidak satu pun ukuran dapat dibedakan dari rencana apa adanya."))
    else:
        words = text(N_("Tidak dapat dibedakan: {ms}."), ms=same)
    alike = f"<p>{_say(words, language)}</p>" if same else ""
    return _list(new, language, names) + _list(told, language) + alike


def _side_by_side(comparison: Comparison, language: str, names: Names | None) -> str:
    """Medians; a change that can't be told from the plan has ≈."""
    heads = [f"0. {_say(N_('rencana apa adanya'), language)}"]
    heads += [f"{n}. {_say(one.change.label, language, names)}" for n, one in enumerate(comparison.variants, 1)]
    rows = []
    for key, measure in MEASURES.items():
        base = comparison.base.bands.get(key)
        cells = [_say(amount(measure.unit, base.middle), language) if base else "–"]
        for variant in comparison.variants:
            band = variant.simulation.bands.get(key)
            found = next((one for one in variant.differences if one.measure == key), None)
            sign = "" if found is None else "≈" if not found.distinguishable else "▲" if found.band.middle > 0 else "▼"
            cells.append(f"{_say(amount(measure.unit, band.middle), language)} {sign}".rstrip() if band else "–")
        row = "".join(f'<td class="ts-number">{one}</td>' for one in cells)
        rows.append(f'<tr><th scope="row">{_say(measure.label, language)}</th>{row}</tr>')
    caption = _say(N_("Nilai tengah berdampingan (▲ naik, ▼ turun, ≈ tidak dapat dibedakan)"), language)
    return _table(caption, [_say(N_("Ukuran"), language), *heads], rows, wide=True)


# --- assumptions ----------------------------------------------------------------------------------------------------


def assumptions_html(assumptions: Assumptions, language: str) -> str:
    """Every assumption with its range, unit and source."""
    count = len(assumptions.items())
    lead = text(
        N_("Dari {n} anggapan, {k} tidak bersumber. Rentangnya sengaja dibuat lebar."),
        n=count,
        k=assumptions.without_source,
    )
    columns = _columns(
        language, N_("Anggapan"), N_("Rendah"), N_("Paling mungkin"), N_("Tinggi"), N_("Satuan"), N_("Sumber")
    )
    rows = [_assumption(one, language) for _, one in assumptions.items()]
    return f"<p>{_say(lead, language)}</p>" + _table(
        _say(N_("Anggapan model dan sumbernya"), language), columns, rows, wide=True
    )


def _assumption(one: Assumption, language: str) -> str:
    values = "".join(
        f'<td class="ts-number">{number(value, language)}</td>' for value in (one.low, one.likely, one.high)
    )
    source = _say(one.source, language)
    if one.certainty != "ours":
        source += f" ({_say(CERTAINTIES[one.certainty], language)})"
    if one.direction:
        source += f" {_say(one.direction, language)}"
    if one.direction_certainty is not None:
        source += f" ({_say(CERTAINTIES[one.direction_certainty], language)})"
    return (
        f'<tr><th scope="row">{_say(one.label, language)}</th>{values}<td>{_say(UNITS[one.unit], language)}</td>'
        f"<td>{source}</td></tr>"
    )

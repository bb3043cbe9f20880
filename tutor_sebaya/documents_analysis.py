"""Forms of a daily test: 'Analisis hasil asesmen harian' (two pages) and 'Target dan daya serap'.

They print a `MasteryAnalysis`, with the parts and columns of the schools' own forms (field facts 6.2). To these are
added, since a mean hides it, what each pupil and the class reached on each objective. Forms of the teacher: they hold
names and scores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from . import measures
from .documents_sheet import (
    MISSING,
    Block,
    Cell,
    Fields,
    Form,
    FormHead,
    Heading,
    Items,
    Page,
    Paragraph,
    Row,
    Table,
    Title,
    cells,
    centred,
    date_text,
    decimal,
    head_of,
    head_row,
    numbers,
    objectives_field,
    percent,
    shown_names,
)
from .language import Names, Text
from .planners.mastery import (
    DIFFICULTIES,
    DISCRIMINATION_DOUBT,
    DISCRIMINATIONS,
    ITEM_FORMS,
    Interval,
    ItemAnalysis,
    MasteryAnalysis,
    PupilMastery,
)
from .scenario import Scenario

UPRIGHT_WIDTH = 186.0
"""Millimetres between the margins of A4 upright; a wider table is printed across."""


def daily_test_analysis(
    analysis: MasteryAnalysis,
    scenario: Scenario,
    head: FormHead | None = None,
    names: Names | None = None,
    student_numbers: Mapping[str, str] | None = None,
) -> Form:
    """Analisis hasil asesmen harian: page 1 the scores, page 2 the conclusion.

    Parameters
    ----------
    analysis: of this scenario. Without items, page 1 has the scores of the objectives.
    student_numbers: pupil id -> NIS, of the class list; a scenario has none. Where it is missing its cell is empty.
    """
    known = head_of(scenario, head)
    first = _page_of_scores(analysis, scenario, known, shown_names(scenario, names), student_numbers or {})
    return Form(
        name="analisis-hasil-asesmen-harian",
        title="Analisis hasil asesmen harian",
        pages=(first, _page_of_conclusions(analysis, scenario, known)),
    )


def target_and_absorption(
    analysis: MasteryAnalysis, scenario: Scenario, head: FormHead | None = None, review: bool = True
) -> Form:
    """Target dan daya serap: for each item, or for each objective where there are no items, who reached it.

    `review`: a second page with difficulty and discrimination of the items, and what to beware of when reading them.
    """
    known = head_of(scenario, head)
    said = {one.id: one.text or "" for one in scenario.objectives}
    blocks: list[Block] = [Title("TARGET DAN DAYA SERAP"), *_identity(analysis, scenario, known)]
    label = "Nomor soal" if analysis.items else "TP"
    rows: list[Row] = []
    if analysis.items:
        for one in analysis.items:
            reached, below = (len(one.reached), len(one.not_reached)) if one.criterion is not None else (None, None)
            rows.append(_absorption(str(one.number), _indicator(one), one.criterion, reached, below, one.absorption))
    else:
        for two in analysis.objectives:
            judged = two.criterion is not None
            rows.append(
                _absorption(
                    two.objective,
                    said[two.objective],
                    two.criterion,
                    len(two.mastered) if judged else None,
                    len(two.below) if judged else None,
                    None if two.mean is None else two.mean / 100,
                )
            )
    blocks.append(
        Table(
            widths=(14, 74, 18, 16, 16, 20, 24),
            head=head_row(
                label, "Materi atau indikator", "Target (KKTP)", "Tuntas", "Belum", "Daya serap (%)", "Keterangan"
            ),
            rows=tuple(rows),
            aligns=("center", "left", "center", "center", "center", "center", "center"),
        )
    )
    blocks.append(
        Paragraph(
            "Tuntas dan belum: jumlah murid. Daya serap: jumlah skor dibagi skor maksimal murid yang mengerjakan."
            if analysis.items
            else "Tuntas dan belum: jumlah murid. Daya serap: rata-rata nilai murid yang dinilai.",
            small=True,
        )
    )
    blocks.append(known.signatures())
    pages = [Page(tuple(blocks), name="Daya serap")]
    if review and analysis.items:
        pages.append(Page(tuple(_review(analysis)), name="Telaah butir soal"))
    return Form("target-dan-daya-serap", "Target dan daya serap", tuple(pages))


# --- page 1 ----------------------------------------------------------------------------------------------------------


def _identity(analysis: MasteryAnalysis, scenario: Scenario, head: FormHead) -> tuple[Block, ...]:
    maxima = [one.item.maximum for one in analysis.items]
    pairs = [
        ("Sekolah", head.school),
        ("Mata pelajaran", head.subject),
        ("Kelas/semester", head.class_and_semester),
        ("Tahun pelajaran", head.school_year),
        ("Asesmen (ulangan) ke-", head.assessment),
        ("Materi", head.material),
        ("Tanggal", date_text(head.tested)),
        ("KKTP", _criteria(analysis)),
        ("Jumlah peserta", f"{len(analysis.participants)} dari {len(scenario.pupils)} murid"),
    ]
    if maxima:
        pairs.append(("Jumlah dan bentuk soal", _forms_of(analysis.items)))
        same = len(set(maxima)) == 1
        each = f"{decimal(maxima[0])} setiap soal" if same else "lihat kepala tabel"
        pairs.append(("Skor maksimal", f"{each}, jumlah {decimal(measures.total(maxima))}"))
    return Fields(tuple(pairs), columns=2), objectives_field(scenario)


def _criteria(analysis: MasteryAnalysis) -> str:
    if analysis.criterion is not None:
        return decimal(analysis.criterion)
    return "; ".join(
        f"{one.objective} {'.' * 6 if one.criterion is None else decimal(one.criterion)}" for one in analysis.objectives
    )


def _forms_of(items: Sequence[ItemAnalysis]) -> str:
    """'10 soal: 8 pilihan ganda, 2 uraian'; the form is left to be written where it isn't known of every item."""
    count = Counter(one.item.form for one in items)
    if None in count:
        return f"{len(items)} soal, bentuk {'.' * 16}"
    forms = ", ".join(f"{count[form]} {name}" for form, name in ITEM_FORMS.items() if count[form])
    return f"{len(items)} soal: {forms}"


def _page_of_scores(
    analysis: MasteryAnalysis,
    scenario: Scenario,
    head: FormHead,
    names: Mapping[str, str],
    student_numbers: Mapping[str, str],
) -> Page:
    items, objectives = analysis.items, analysis.objectives
    # With one objective its score says the same as the column of the mark.
    shown = objectives if not items or len(objectives) > 1 else ()
    widths: list[float] = [8, 16, 45]
    top = [Cell("No", rows=2), Cell("NIS", rows=2), Cell("Nama", rows=2)]
    below: list[Cell] = []
    if items:
        top.append(Cell("Skor soal (skor maksimal)", columns=len(items)))
        below += [Cell(f"{one.number} ({decimal(one.item.maximum)})") for one in items]
        widths += [9.0 if len(items) <= 14 else 10.0] * len(items)
        top.append(Cell("Jumlah", columns=3))
        below += [Cell(one) for one in ("skor", "benar", "salah")]
        widths += [12, 13, 12]
    if shown:
        top.append(Cell("Nilai per TP (KKTP)", columns=len(shown)))
        below += [
            Cell(f"{one.objective} ({MISSING if one.criterion is None else decimal(one.criterion)})") for one in shown
        ]
        widths += [12.0] * len(shown)
    top += [Cell("Ketercapaian (%)", rows=2), Cell("Tuntas", columns=2)]
    below += [Cell("Ya"), Cell("Tidak")]
    widths += [28, 11, 13]
    aligns = ("center", "center", "left", *centred(len(widths) - 3))
    rows = []
    for number, pupil in enumerate(scenario.pupils, 1):
        name = names[pupil.id]
        line = analysis.by_pupil.get(pupil.id)
        start = cells(str(number), student_numbers.get(pupil.id) or None)
        if line is None:
            rest = cells(*[MISSING] * (len(widths) - 3))
            rows.append((*start, Cell(f"{name}, tidak hadir"), *rest))
        else:
            rows.append((*start, Cell(name), *_scores(line, analysis, [one.objective for one in shown])))
    foot = _foot(analysis, len(shown)) if items else _foot_of_objectives(analysis)
    size = 8.5 if sum(widths) <= 290 else 7.5 if sum(widths) <= 390 else 6.5
    table = Table(tuple(widths), (tuple(top), tuple(below)), tuple(rows), foot, aligns, size=size)
    classical = _class_mastery(analysis)
    blocks: tuple[Block, ...] = (
        Title("ANALISIS HASIL ASESMEN HARIAN"),
        *_identity(analysis, scenario, head),
        table,
        Paragraph(f"Rata-rata: {_number(analysis.mean)}. Ketuntasan klasikal: {classical}"),
        Paragraph(
            "Tuntas: mencapai KKTP pada setiap TP. Benar: soal dengan skor penuh."
            if items
            else "Tuntas: mencapai KKTP pada setiap TP. Ketercapaian: rata-rata nilai.",
            small=True,
        ),
        head.signatures(),
    )
    return Page(blocks, landscape=sum(widths) > UPRIGHT_WIDTH, name="Analisis", size=9.5)


def _scores(line: PupilMastery, analysis: MasteryAnalysis, objectives: Sequence[str]) -> Row:
    found: list[str | float | None] = []
    if analysis.items:
        found += [_or_missing(line.points[one.item.id]) for one in analysis.items]
        done = line.total is not None
        found += [_or_missing(line.total), line.right if done else MISSING, line.wrong if done else MISSING]
    found += [_or_missing(line.scores[one]) for one in objectives]
    found.append(_or_missing(line.mark, 1))
    found += ["✓" if line.reached is True else "", "✓" if line.reached is False else ""]
    return cells(*found)


def _or_missing(value: float | None, digits: int = 2) -> str | float:
    return MISSING if value is None else round(value, digits)


def _number(value: float | None, digits: int = 1) -> str:
    return MISSING if value is None else decimal(value, digits)


def _foot(analysis: MasteryAnalysis, objectives: int) -> tuple[Row, ...]:
    """Sums below the items; below the objectives the class's mean."""
    items = analysis.items
    total = measures.total(one.total for one in items)
    possible = measures.total(one.possible for one in items)
    rest = ["", "", ""]

    def row(label: str, values: Sequence[str | float], whole: str | float, means: Sequence[str | float]) -> Row:
        return (
            Cell(label, columns=3, bold=True, align="left"),
            *cells(*values, whole, "", "", *means, *rest),
        )

    blank = [""] * objectives
    means = [_or_missing(one.mean, 1) for one in analysis.objectives][:objectives]
    # With many items a column has room for two digits and no more.
    digits = 1 if len(items) <= 20 else 0
    absorbed = [MISSING if one.absorption is None else round(100 * one.absorption, digits) for one in items]
    whole = round(100 * total / possible, 1) if possible else MISSING
    return (
        row("Jumlah skor", [round(one.total, 2) for one in items], round(total, 2), blank),
        row("Jumlah skor maksimal", [round(one.possible, 2) for one in items], round(possible, 2), blank),
        row("Daya serap (%); rata-rata nilai TP", absorbed, whole, means)
        if objectives
        else row("Daya serap (%)", absorbed, whole, blank),
    )


def _foot_of_objectives(analysis: MasteryAnalysis) -> tuple[Row, ...]:
    means = [_or_missing(one.mean, 1) for one in analysis.objectives]
    label = Cell("Rata-rata", columns=3, bold=True, align="left")
    return ((label, *cells(*means, _or_missing(analysis.mean, 1), "", "")),)


# --- page 2 ----------------------------------------------------------------------------------------------------------


def _class_mastery(analysis: MasteryAnalysis) -> str:
    whole = analysis.class_mastery
    if whole.share is None:
        return "belum dapat dihitung."
    found = f"{decimal(100 * whole.share, 1)}%"
    if whole.threshold is None:
        return f"{found} (batas sekolah: {'.' * 12} %)."
    word = "sudah tercapai" if whole.reached else "belum tercapai"
    return f"{found}, batas sekolah {decimal(100 * whole.threshold, 1)}%: {word}."


def _page_of_conclusions(analysis: MasteryAnalysis, scenario: Scenario, head: FormHead) -> Page:
    reached = len(analysis.reached)
    judged = [one for one in analysis.pupils if one.reached is not None]
    share = percent(reached / len(judged)) if judged else None
    place = {pupil.id: number for number, pupil in enumerate(scenario.pupils, 1)}
    conclusion = analysis.conclusion
    by_item = {one.item.id: one.number for one in analysis.items}
    individual: tuple[Fields, ...] = (
        Fields(
            (
                ("Jumlah murid", f"{len(scenario.pupils)}"),
                ("Peserta asesmen", f"{len(analysis.participants)}"),
                ("Tuntas", f"{reached} murid"),
                ("Belum tuntas", f"{len(judged) - reached} murid"),
                ("Belum dapat dinilai", f"{len(analysis.pupils) - len(judged)} murid"),
                ("Persentase tuntas", MISSING if share is None else f"{decimal(share, 1)}%"),
                ("Nilai tertinggi", _number(analysis.highest)),
                ("Nilai terendah", _number(analysis.lowest)),
            ),
            columns=2,
        ),
    )
    decided: list[str] = []
    if analysis.items:
        items = numbers(by_item[one] for one in conclusion.class_items)
        decided.append(f"Perbaikan klasikal diperlukan untuk soal nomor: {items}.")
    else:
        weak = ", ".join(one.objective for one in analysis.objectives if _most_below(one.share_below)) or MISSING
        decided.append(f"Perbaikan klasikal diperlukan untuk TP: {weak}.")
    decided += [
        f"Perbaikan individual diperlukan untuk murid nomor: {numbers(place[one] for one in conclusion.individual)}.",
        f"Pengayaan diberikan kepada murid nomor: {numbers(place[one] for one in conclusion.enrichment)}.",
    ]
    if conclusion.undecided:
        decided.append(
            "Perlu dinilai dahulu, karena nilainya belum lengkap, murid nomor: "
            f"{numbers(place[one] for one in conclusion.undecided)}."
        )
    if analysis.absent:
        decided.append(
            f"Tidak hadir, perlu asesmen susulan, murid nomor: {numbers(place[o] for o in analysis.absent)}."
        )
    blocks: tuple[Block, ...] = (
        Title("KESIMPULAN HASIL ASESMEN", "Program perbaikan dan pengayaan"),
        Fields(
            (
                ("Mata pelajaran", head.subject),
                ("Kelas/semester", head.class_and_semester),
                ("Asesmen (ulangan) ke-", head.assessment),
                ("Tanggal", date_text(head.tested)),
            ),
            columns=2,
        ),
        Heading("1. Ketuntasan belajar"),
        Paragraph("a. Perorangan", bold=True),
        *individual,
        Paragraph("b. Klasikal", bold=True),
        Fields((("Ketuntasan klasikal", _class_mastery(analysis)), ("Rata-rata nilai", _number(analysis.mean)))),
        _objective_table(analysis),
        Paragraph("c. Sebaran nilai menurut interval", bold=True),
        _distribution_table(analysis),
        Heading("2. Kesimpulan"),
        Items(tuple(decided), marker="1"),
        Heading("3. Keterangan"),
        Items(tuple(_explanations(analysis))),
        head.signatures(),
    )
    return Page(blocks, name="Kesimpulan", size=9.5)


def _most_below(share: float | None) -> bool:
    return share is not None and share > 0.5


def _objective_table(analysis: MasteryAnalysis) -> Table:
    rows = []
    for one in analysis.objectives:
        known = one.criterion is not None
        part = percent(len(one.mastered) / one.scored) if one.scored else None
        rows.append(
            cells(
                one.objective,
                one.criterion if known else None,
                len(one.mastered) if known else MISSING,
                len(one.below) if known else MISSING,
                len(one.no_score),
                MISSING if part is None else part,
                _or_missing(one.mean, 1),
            )
        )
    return Table(
        widths=(30, 20, 25, 25, 30, 28, 28),
        head=head_row("TP", "KKTP", "Tuntas", "Belum tuntas", "Tanpa nilai", "Tuntas (%)", "Rata-rata"),
        rows=tuple(rows),
        aligns=("left", *centred(6)),
    )


def _distribution_table(analysis: MasteryAnalysis) -> Table:
    marked = len(analysis.participants)
    return Table(
        widths=(24, 24, 24, 114),
        head=head_row("Interval", "Jumlah murid", "Persen", "Tindak lanjut"),
        rows=tuple(
            cells(
                one.interval.label.render(),
                len(one.pupils),
                round(100 * len(one.pupils) / marked, 1) if marked else MISSING,
                _follow_up(one.interval),
            )
            for one in analysis.distribution
        ),
        aligns=("center", "center", "center", "left"),
    )


def _follow_up(interval: Interval) -> str:
    words = Text(interval.follow_up).render()
    return words[:1].upper() + words[1:]


def _explanations(analysis: MasteryAnalysis) -> list[str]:
    """How the numbers were judged: the rules of the form's own last part."""
    criterion = "KKTP" if analysis.criterion is None else f"KKTP {decimal(analysis.criterion)}"
    said = [
        f"Daya serap perorangan: seorang murid tuntas bila mencapai {criterion} pada setiap TP; rata-rata tidak "
        "dipakai untuk memutuskan.",
        "Daya serap klasikal: kelas tuntas bila bagian murid yang tuntas mencapai batas "
        + (
            f"sekolah, yaitu {decimal(100 * analysis.class_mastery.threshold, 1)}%."
            if analysis.class_mastery.threshold is not None
            else f"sekolah, yaitu {'.' * 12} % (diisi menurut aturan sekolah)."
        ),
    ]
    if analysis.items:
        said.append("Soal memerlukan perbaikan klasikal bila daya serapnya di bawah KKTP.")
    else:
        said.append("TP memerlukan perbaikan klasikal bila lebih dari separuh murid yang dinilai belum tuntas.")
    said.append("Nomor murid adalah nomor urut pada tabel halaman pertama.")
    return said


# --- items -----------------------------------------------------------------------------------------------------------


def _indicator(one: ItemAnalysis) -> str:
    """What the item measures: its own indicator, or its objective, whose words stand above the table."""
    return one.item.indicator or one.item.objective or ""


def _absorption(
    label: str, words: str, criterion: float | None, reached: int | None, below: int | None, share: float | None
) -> Row:
    verdict = "" if criterion is None or share is None else "tercapai" if 100 * share >= criterion else "belum tercapai"
    return cells(
        label,
        words or None,
        criterion,
        MISSING if reached is None else reached,
        MISSING if below is None else below,
        MISSING if share is None else round(100 * share, 1),
        verdict,
    )


def _review(analysis: MasteryAnalysis) -> list[Block]:
    rows = []
    for one in analysis.items:
        difficulty, band = one.difficulty, one.discrimination_band
        rows.append(
            cells(
                str(one.number),
                _or_missing(one.absorption),
                "" if difficulty is None else Text(DIFFICULTIES[difficulty]).render(),
                _or_missing(one.discrimination),
                "" if band is None else Text(DISCRIMINATIONS[band]).render(),
            )
        )
    warned = [note.render() for note in analysis.notes if note.template in _ABOUT_ITEMS or "aya beda" in note.template]
    return [
        Title("TELAAH BUTIR SOAL"),
        Table(
            widths=(18, 28, 36, 28, 76),
            head=head_row("Nomor soal", "Tingkat kesukaran (p)", "Golongan", "Daya beda (D)", "Golongan"),
            rows=tuple(rows),
            aligns=("center", "center", "center", "center", "center"),
        ),
        *(Paragraph(one, small=True) for one in warned),
    ]


_ABOUT_ITEMS = frozenset({DISCRIMINATION_DOUBT})

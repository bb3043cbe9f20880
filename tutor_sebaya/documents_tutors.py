"""Sheets for tutors and groups: tutor cards, observation of a group, consent, teach-back, observation of candidates.

Cards and consent sheets are given to pupils: they hold neither scores nor anything else of the teacher's own file
(rule P01). The others are for whoever observes; they never mark a pupil as shy or as one who needs help.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from . import measures
from .documents import GroupList, group_lists
from .documents_sheet import (
    BOX,
    Blank,
    Block,
    Cell,
    Cut,
    Fields,
    Form,
    FormHead,
    Heading,
    Items,
    Page,
    Paragraph,
    Row,
    Signatures,
    Signer,
    Table,
    Title,
    cells,
    centred,
    decimal,
    head_of,
    head_row,
    long_date_text,
    shown_names,
)
from .language import Names
from .planners.tutors import (
    OBSERVATION_NOTE,
    SEVEN_CRITERIA,
    Sheet,
    consent_sheet_for_tutor,
    consent_sheets,
    observation_sheet,
    teach_back_sheet,
)
from .scenario import CRITERIA, Group, Scenario
from .settings import DEFAULTS, Settings

_NO_GROUPS = "Belum ada kelompok."
_NO_TUTORS = "Belum ada calon tutor."
CONSENTS_ON_A_PAGE = 4
_TO_PUPILS = ("docx", "html")

ROLES = (
    ("Pengatur lalu lintas", "Jaga agar semua mendapat giliran. Dahulukan teman yang belum berbicara."),
    ("Dinding penangkis", "Jangan langsung menjawab. Lemparkan pertanyaan itu kepada kelompok."),
    ("Penunjuk jalan", "Bila pembicaraan menyimpang, ajak kembali ke masalah kelompok."),
)
"""The three roles (ROLE-1..3) in words for a pupil; the trainee's own words take their place."""
LINES = (
    "Menurut yang lain bagaimana?",
    "Coba ceritakan langkahmu. Mengapa begitu?",
    "Siapa yang belum berbicara dan mau mencoba?",
    "Kita kembali ke soalnya, ya.",
)
"""Sample lines where the scenario has none."""
CORRECTION = (
    "Beri jeda: tunggu kira-kira lima detik; sering ia menemukannya sendiri.",
    "Beri petunjuk: tunjuk bagian soalnya atau tanyakan langkahnya, jangan sebut jawabannya.",
    "Puji langkah yang benar, dan sebutkan apa yang benar.",
    "Bila tetap keliru, tunjukkan caranya. Lalu ia mengerjakan sendiri satu soal yang mirip.",
)
"""Pause, prompt, praise (field facts E12), and practice of what was wrong (E11)."""
CALL_TEACHER = (
    "kelompok macet lebih dari dua menit,",
    "kamu sendiri ragu akan jawabannya,",
    "ada teman yang sedih, diejek, atau tidak mau ikut.",
)
PROMISE = "Tutor tidak memberi nilai, dan tidak menceritakan kesulitan teman kepada siapa pun selain guru."

INDICATORS = (
    "Giliran berbicara terjaga.",
    "Tidak ada yang mendominasi.",
    "Murid yang biasanya diam ikut berbicara.",
    "Pertanyaan dilemparkan kembali kepada kelompok.",
    "Pembicaraan tetap pada masalahnya.",
    "Tutor menerangkan, bukan memberi jawaban.",
    "Anggota bekerja sama.",
)
"""What to watch for in a group (field facts 6.2)."""
SCALE = "1 belum tampak, 2 jarang, 3 sering, 4 selalu"


def _only(words: str) -> Page:
    return Page((Paragraph(words),))


def _pages_of(blocks: Sequence[tuple[Block, ...]], each: int) -> tuple[Page, ...]:
    """Slips, some on a page, with lines to cut along between them."""
    pages = []
    for start in range(0, len(blocks), each):
        content: list[Block] = []
        for number, slip in enumerate(blocks[start : start + each]):
            content += [Cut(), *slip] if number else slip
        pages.append(Page(tuple(content)))
    return tuple(pages)


# --- tutor cards -----------------------------------------------------------------------------------------------------


def tutor_cards(scenario: Scenario, names: Names | None = None) -> Form:
    """Kartu tutor: a card for each tutor of each group, two on a page. Without scores.

    Roles and sample lines are those of the scenario where it has them. The answer guide is left to the teacher.
    """
    lists = {one.id: one for one in group_lists(scenario, names)}
    cards = [
        _card(scenario, group, lists[group.id], tutor.name)
        for group in scenario.groups
        for tutor in lists[group.id].tutors
    ]
    pages = tuple(
        Page(
            cards[number],
            landscape=True,
            beside=cards[number + 1] if number + 1 < len(cards) else (),
            name=f"Kartu {number // 2 + 1}",
            size=8.5,
        )
        for number in range(0, len(cards), 2)
    )
    return Form("kartu-tutor", "Kartu tutor", pages or (_only(_NO_TUTORS),), ("docx", "html"))


def _card(scenario: Scenario, group: Group, people: GroupList, tutor: str) -> tuple[Block, ...]:
    subtopics = [one for one in scenario.subtopics if one.id in group.subtopics]
    problems = [one.problem.strip() for one in subtopics if one.problem and one.problem.strip()]
    sources = list(dict.fromkeys(source for one in subtopics for source in one.sources))
    roles = group.roles
    own = (roles.traffic_regulator, roles.shield_wall, roles.guide) if roles else (None, None, None)
    said = tuple(
        f"{name}: {written if written and written.strip() else usual}"
        for (name, usual), written in zip(ROLES, own, strict=True)
    )
    card = group.cue_card
    lines = [one for one in (*card.return_questions, *card.steer) if one.strip()] if card else []
    members = ", ".join(one.name for one in people.members)
    return (
        Title("KARTU TUTOR"),
        Fields(
            (
                ("Tutor", tutor),
                ("Kelompok", people.label),
                ("Submateri", people.subtopic),
                ("Anggota", members),
                ("Masalah", "\n".join(problems)),
            ),
            label=20,
        ),
        Heading("Tiga peranmu"),
        Items(said, marker="1"),
        Heading("Contoh kalimat"),
        Items(tuple(f"“{one.strip()}”" for one in (lines or LINES))),
        Heading("Bila teman keliru"),
        Items(CORRECTION, marker="1"),
        Heading("Petunjuk jawaban (diisi bersama guru)"),
        Blank(3),
        *([Paragraph(f"Lihat juga: {'; '.join(sources)}.", small=True)] if sources else []),
        Heading("Panggil guru bila"),
        Items(CALL_TEACHER),
        Paragraph(PROMISE, bold=True),
    )


# --- observation of a group ------------------------------------------------------------------------------------------


def group_observation_sheets(
    scenario: Scenario,
    head: FormHead | None = None,
    names: Names | None = None,
    settings: Settings = DEFAULTS,
) -> Form:
    """Lembar observasi kelompok: a page for each group, with a tally of turns, indicators, and Gini by hand.

    The tally has everybody who is present, tutors first. Indicators of the scenario follow the usual ones.
    """
    known = head_of(scenario, head)
    indicators = list(INDICATORS)
    if scenario.observation:
        usual = {one.casefold().rstrip(".") for one in INDICATORS}
        own = (one.strip() for one in scenario.observation.indicators)
        indicators += [one for one in dict.fromkeys(own) if one and one.casefold().rstrip(".") not in usual]
    pages = tuple(
        Page(_observation(scenario, group, known, indicators, settings), name=group.label)
        for group in group_lists(scenario, names)
    )
    return Form(
        "lembar-observasi-kelompok",
        "Lembar observasi kelompok",
        pages or (_only(_NO_GROUPS),),
        ("xlsx", "docx", "html"),
    )


def _observation(
    scenario: Scenario, group: GroupList, head: FormHead, indicators: Sequence[str], settings: Settings
) -> tuple[Block, ...]:
    present = [one for one in group.people if one.is_present]
    tally: list[Row] = [
        cells(str(number), one.name, "tutor" if one.is_tutor else "anggota", None, None)
        for number, one in enumerate(present, 1)
    ]
    return (
        Title("LEMBAR OBSERVASI KELOMPOK"),
        Fields(
            (
                ("Sekolah", head.school),
                ("Mata pelajaran", head.subject),
                ("Kelas/semester", head.class_and_semester),
                ("Hari, tanggal", long_date_text(scenario.date)),
                ("Kelompok", group.label),
                ("Submateri", group.subtopic),
                ("Pengamat", ""),
                ("Lama amatan (menit)", ""),
            ),
            columns=2,
        ),
        Heading("A. Turus giliran berbicara"),
        Paragraph("Satu turus setiap kali seseorang berbicara. Anggota yang tidak berbicara dihitung 0.", small=True),
        Table(
            widths=(10, 56, 22, 76, 22),
            head=head_row("No", "Nama", "Peran", "Turus", "Jumlah"),
            rows=tuple(tally) or ((Cell("Belum ada anggota.", columns=5, align="center"),),),
            aligns=("center", "left", "center", "left", "center"),
            row_height=7.5,
        ),
        *_gini(len(present), settings),
        Heading("C. Amatan"),
        Paragraph(f"Beri tanda pada satu angka: {SCALE}. Tulis buktinya.", small=True),
        Table(
            widths=(10, 76, 10, 10, 10, 10, 60),
            head=head_row("No", "Yang diamati", "1", "2", "3", "4", "Bukti"),
            rows=tuple(cells(str(number), one, *[None] * 5) for number, one in enumerate(indicators, 1)),
            aligns=("center", "left"),
            row_height=6.5,
        ),
        Heading("D. Catatan"),
        Blank(2),
        Signatures((Signer("", "", ""), Signer("Pengamat", "", "")), head.place_and_date),
    )


def _gini(people: int, settings: Settings) -> tuple[Block, ...]:
    """Gini of the tally by hand: weights 2i - n - 1 for the counts in rising order (see `measures.gini`)."""
    if people < 2:
        return ()
    weights = [2 * number - people - 1 for number in range(1, people + 1)]
    return (
        Heading("B. Pemerataan bicara (Gini)"),
        Table(
            widths=(62, *[90 / people] * people, 34),
            head=(
                (
                    Cell("Jumlah turus, dari yang terkecil"),
                    *(Cell(f"ke-{number}") for number in range(1, people + 1)),
                    Cell("Jumlah baris"),
                ),
            ),
            rows=(
                (Cell("Bobot"), *(Cell(str(one).replace("-", "−")) for one in weights), Cell("")),
                (Cell("Jumlah turus"), *(Cell() for _ in weights), Cell("T = ........", align="left")),
                (Cell("Bobot × jumlah turus"), *(Cell() for _ in weights), Cell("S = ........", align="left")),
            ),
            aligns=("left", *centred(people + 1)),
            row_height=6.5,
        ),
        Paragraph(
            f"Gini = S : ({people} × T) = ............  Merata bila paling tinggi {decimal(settings.gini_max)}. "
            "Tutor yang tidak berbicara tidak ikut dihitung; hitung lagi bobotnya untuk satu orang lebih sedikit.",
            small=True,
        ),
    )


# --- consent ---------------------------------------------------------------------------------------------------------


def consent_forms(scenario: Scenario, names: Names | None = None) -> Form:
    """Lembar persetujuan: of every tutor candidate (T05) and of every pupil in a group (T04), four on a page.

    Each slip is cut off and given in private. Without scores.
    """
    shown = shown_names(scenario, names)
    tutors = [consent_sheet_for_tutor(one) for one in _candidates(scenario)]
    slips = [_consent(sheet, shown) for sheet in (*tutors, *consent_sheets(scenario))]
    return Form(
        "lembar-persetujuan",
        "Lembar persetujuan",
        _pages_of(slips, CONSENTS_ON_A_PAGE) or (_only(_NO_TUTORS),),
        ("docx", "html"),
    )


def _candidates(scenario: Scenario) -> list[str]:
    placed = (one for group in scenario.groups for one in group.tutors)
    return list(dict.fromkeys((*(tutor.pupil for tutor in scenario.tutors), *placed)))


def _consent(sheet: Sheet, names: Names) -> tuple[Block, ...]:
    return (
        Heading(sheet.heading.render("id", names)),
        Items(tuple(one.render("id", names) for one in sheet.lines), marker=BOX),
        Paragraph(""),
        Fields((("Tanggal", ""), ("Tanda tangan", "")), columns=2, label=28),
        Paragraph(sheet.note.render("id", names), small=True),
    )


# --- teach-back, and candidates --------------------------------------------------------------------------------------


def teach_back_forms(scenario: Scenario, names: Names | None = None, pupils: Iterable[str] | None = None) -> Form:
    """Lembar uji menerangkan: a candidate explains one problem for two minutes (T08); two on a page.

    `pupils`: whom (by default every candidate of the scenario).
    """
    shown = shown_names(scenario, names)
    wanted = _candidates(scenario) if pupils is None else list(dict.fromkeys(pupils))
    slips = [_teach_back(teach_back_sheet(scenario, one), shown) for one in wanted]
    pages = _pages_of(slips, 2) or (_only(_NO_TUTORS),)
    return Form("lembar-uji-menerangkan", "Lembar uji menerangkan", pages, ("docx", "html"))


def _teach_back(sheet: Sheet, names: Names) -> tuple[Block, ...]:
    return (
        Heading(sheet.heading.render("id", names)),
        Fields((("Tanggal", ""), ("Soal", "")), columns=2, label=20),
        Table(
            widths=(10, 84, 14, 14, 64),
            head=head_row("No", "Yang diamati", "Ya", "Belum", "Catatan"),
            rows=tuple(
                cells(str(number), one.render("id", names), None, None, None)
                for number, one in enumerate(sheet.lines, 1)
            ),
            aligns=("center", "left"),
            row_height=10.0,
        ),
        Paragraph(f"Kesimpulan:   {BOX} dapat menerangkan   {BOX} perlu berlatih lagi, diuji tanggal {'.' * 24}"),
        Paragraph(sheet.note.render("id", names), small=True),
    )


def candidate_observation_forms(
    scenario: Scenario, names: Names | None = None, pupils: Iterable[str] | None = None
) -> Form:
    """Lembar amatan calon tutor: evidence for the seven criteria (T07) and the ten things to watch; a page each.

    Evidence that the scenario holds is printed. `pupils`: whom (by default every candidate of the scenario).
    """
    shown = shown_names(scenario, names)
    wanted = _candidates(scenario) if pupils is None else list(dict.fromkeys(pupils))
    records = {one.pupil: one for one in scenario.tutors}
    pages = []
    for one in wanted:
        record = records.get(one)
        evidence = {key: (record.criteria.get(key) or "").strip() if record else "" for key in CRITERIA}
        pages.append(_candidate(observation_sheet(one), shown, evidence))
    return Form(
        "lembar-amatan-calon-tutor", "Lembar amatan calon tutor", tuple(pages) or (_only(_NO_TUTORS),), ("docx", "html")
    )


def _candidate(sheet: Sheet, names: Names, evidence: dict[str, str]) -> Page:
    seven = tuple(
        cells(key, words, evidence[key] if measures.filled(evidence[key]) else None)
        for key, words in SEVEN_CRITERIA.items()
    )
    ten = tuple(cells(str(number), one.render("id", names), None, None) for number, one in enumerate(sheet.lines, 1))
    return Page(
        (
            Title("LEMBAR AMATAN CALON TUTOR", sheet.heading.render("id", names)),
            Heading("A. Tujuh kriteria: tulis buktinya"),
            Table(
                widths=(10, 76, 100),
                head=head_row("No", "Kriteria", "Bukti yang diamati"),
                rows=seven,
                aligns=("center", "left", "left"),
                row_height=9.0,
            ),
            Heading("B. Sepuluh hal yang diamati"),
            Table(
                widths=(10, 96, 18, 62),
                head=head_row("No", "Yang diamati", "Tampak", "Catatan"),
                rows=ten,
                aligns=("center", "left", "center", "left"),
                row_height=8.5,
            ),
            Paragraph(OBSERVATION_NOTE, small=True),
        ),
        name=names.get(sheet.pupil, sheet.pupil),
    )

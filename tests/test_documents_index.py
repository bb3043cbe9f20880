"""The list of printable forms, and the empty ones: what can be made, for whom, why not, and that each file opens."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
from parts import missing_part
from test_documents_forms import HEAD, READ, _arial, _tool, item_points, planned, small, tables

from tutor_sebaya import documents_index as index
from tutor_sebaya import measures
from tutor_sebaya.classes import invent_class
from tutor_sebaya.documents_blank import BLANKS, GROUP_SIZES
from tutor_sebaya.documents_index import FORMATS, KINDS, READERS, FileFormat, Printable, available, blank, blanks
from tutor_sebaya.documents_paper import PAPERS, PaperName
from tutor_sebaya.documents_remedial import Results
from tutor_sebaya.language import Text
from tutor_sebaya.planners import Item, RemedialOptions, RemedialPlan, analyse_mastery, form_groups, plan_remedial
from tutor_sebaya.planners.mastery import MasteryAnalysis
from tutor_sebaya.scenario import Scenario

EMPTY = Scenario(version=1, kind="class")


@cache
def whole_class() -> tuple[Scenario, MasteryAnalysis, RemedialPlan]:
    made = invent_class(7)
    scenario = form_groups(made.scenario, "prior_knowledge").fill(made.scenario)
    scenario = scenario.model_copy(update={"date": dt.date(2026, 8, 10)})
    items = tuple(Item(f"s{n}", 1 + n % 4, "TP1" if n % 2 else "TP2") for n in range(1, 13))
    analysis = analyse_mastery(scenario, items, item_points(scenario, items))
    return scenario, analysis, plan_remedial(scenario, RemedialOptions(starts=dt.date(2026, 8, 11)), analysis=analysis)


@cache
def everything() -> dict[str, Printable]:
    scenario, analysis, plan = whole_class()
    return {one.id: one for one in available(scenario, analysis, plan, head=HEAD)}


def words(format: FileFormat, content: bytes) -> str:
    return content.decode("utf-8-sig") if format == "csv" else READ[format](content)


def test_every_form_has_a_sentence_readers_and_formats_that_are_named() -> None:
    for one in (*everything().values(), *blanks()):
        assert one.purpose.render().endswith(".") and one.purpose.render().count(". ") == 0, one.id
        assert one.readers and set(one.readers) <= set(READERS)
        assert one.formats and set(one.formats) <= set(FORMATS)
        assert re.fullmatch(r"[a-z0-9-]+", one.id)
        assert one.file_name(one.formats[0]) == f"{one.id}.{one.formats[0]}"


def test_a_class_with_a_plan_has_every_form_once_and_a_record_for_each_session() -> None:
    _, _, plan = whole_class()
    records = [one for one in everything() if one.startswith("berita-acara")]
    assert records == [f"berita-acara-remedial-sesi-{one.number}" for one in plan.sessions] + [
        "berita-acara-remedial-penilaian-kembali"
    ]
    assert set(everything()) - set(records) == set(KINDS) - {"berita-acara-remedial"}
    assert [one.id for one in everything().values() if one.reason] == []
    assert {"daftar-kelompok-guru", "daftar-kelompok-murid"} <= set(everything())


@pytest.mark.parametrize("paper", PAPERS)
def test_every_file_opens_carries_its_title_and_is_small(paper: PaperName) -> None:
    for one in (*everything().values(), *blanks()):
        for format in one.formats:
            content = one.make(format, paper)
            assert len(content) < 200_000, (one.id, format)
            said = words(format, content)
            plain = one.title.casefold()
            slips = ("lembar-persetujuan", "lembar-uji-menerangkan", "rpp-ringkas")
            assert format == "csv" or plain in said.casefold() or one.id.startswith(slips), (one.id, format)
            if format == "xlsx":
                codes = {int(sheet.page_setup.paperSize) for sheet in openpyxl.load_workbook(io.BytesIO(content))}
                assert codes == {PAPERS[paper].code}, one.id
            if format == "docx":
                sizes = {
                    tuple(sorted((round(part.page_width.mm), round(part.page_height.mm))))  # type: ignore[union-attr]
                    for part in docx.Document(io.BytesIO(content)).sections
                }
                assert sizes == {(PAPERS[paper].width, PAPERS[paper].height)}, one.id


def test_only_forms_that_say_so_have_scores() -> None:
    scenario, _, _ = whole_class()
    # Scores and means with a fraction: whole numbers also count pupils, lines and minutes.
    own = [score for pupil in scenario.pupils for score in (*pupil.scores.values(), measures.pupil_score(pupil))]
    broken = [score for score in own if score is not None and not float(score).is_integer()]
    scores = {written for score in broken for written in (f"{score:g}", f"{score:g}".replace(".", ","))}
    assert len(scores) >= 30
    shown = {}
    for one in everything().values():
        said = "\n".join(words(format, one.make(format)) for format in one.formats)
        shown[one.id] = any(re.search(rf"(?<![\w.,]){re.escape(score)}(?![\w])", said) for score in scores)
    assert [id for id, found in shown.items() if found and not everything()[id].contains_scores] == []
    # And the mark isn't on everything.
    assert shown["analisis-hasil-asesmen-harian"] and shown["daftar-kelompok-guru"] and shown["program-remedial-1"]
    assert not any(one.contains_scores for one in everything().values() if "pupil" in one.readers)
    assert sum(one.contains_scores for one in everything().values()) < len(everything())


def test_an_empty_scenario_says_of_each_form_what_is_missing() -> None:
    reasons = {one.id: one.reason.render() if one.reason else None for one in available(EMPTY)}
    assert reasons == {
        "analisis-hasil-asesmen-harian": "Daftar murid masih kosong.",
        "target-dan-daya-serap": "Daftar murid masih kosong.",
        "lembar-amatan-calon-tutor": "Belum ada calon tutor.",
        "lembar-persetujuan": "Belum ada calon tutor.",
        "lembar-uji-menerangkan": "Belum ada calon tutor.",
        "daftar-kelompok-guru": "Belum ada kelompok. Bentuk kelompoknya dahulu.",
        "daftar-kelompok-murid": "Belum ada kelompok. Bentuk kelompoknya dahulu.",
        "kartu-tutor": "Belum ada kelompok. Bentuk kelompoknya dahulu.",
        "lembar-observasi-kelompok": "Belum ada kelompok. Bentuk kelompoknya dahulu.",
        "modul-ajar": "Rencana pelajaran masih kosong: isi TP, fase, atau kelompoknya dahulu.",
        "rpp-ringkas": "Rencana pelajaran masih kosong: isi TP, fase, atau kelompoknya dahulu.",
        "program-remedial-1": "Program remedial belum disusun.",
        "program-remedial-2": "Program remedial belum disusun.",
        "program-remedial-3": "Program remedial belum disusun.",
        "program-pengayaan": "Daftar murid masih kosong.",
        "berita-acara-remedial": "Program remedial belum disusun.",
        "laporan-pemeriksaan-skenario": None,
        "lembar-telaah-teman": None,
    }
    for one in available(EMPTY):
        if one.reason is not None:
            with pytest.raises(ValueError, match=re.escape(one.reason.render())):
                one.make(one.formats[0])


def test_each_reason_goes_when_what_was_missing_is_there() -> None:
    def reason(scenario: Scenario, id: str, **more: object) -> str | None:
        (found,) = [one.reason for one in available(scenario, **more) if one.id == id]  # type: ignore[arg-type]
        return found.render() if isinstance(found, Text) else None

    unscored = small(pupils=[one.model_copy(update={"scores": {}}) for one in small().pupils])
    assert reason(unscored, "analisis-hasil-asesmen-harian") == "Belum ada nilai murid."
    assert reason(small(), "analisis-hasil-asesmen-harian") is None
    lenient = small(objectives=[one.model_copy(update={"criterion": None}) for one in small().objectives])
    assert "KKTP" in str(reason(lenient, "program-pengayaan"))
    untutored = small(tutors=[], groups=[small().groups[0].model_copy(update={"tutors": []})])
    assert reason(untutored, "kartu-tutor") == "Belum ada tutor dalam kelompok."
    assert reason(untutored, "lembar-observasi-kelompok") is None
    high = small(pupils=[one for one in small().pupils if one.id == "M01"], groups=[])
    assert reason(high, "program-remedial-1", plan=plan_remedial(high)) == "Tidak ada murid yang memerlukan remedial."
    assert reason(small(), "program-remedial-1", plan=planned()) is None


def test_nothing_is_built_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("built")

    for name in ("daily_test_analysis", "lesson_plan", "check", "analyse_mastery", "remedial_programme"):
        monkeypatch.setattr(index, name, refuse)
    found = {one.id: one for one in available(small(), plan=planned())}
    for id in ("analisis-hasil-asesmen-harian", "modul-ajar", "laporan-pemeriksaan-skenario", "program-remedial-2"):
        with pytest.raises(RuntimeError, match="built"):
            found[id].make("html")


def test_a_format_that_a_form_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="csv"):
        everything()["modul-ajar"].make("csv")
    assert everything()["daftar-kelompok-murid"].make("csv").startswith("\ufeffKelompok;".encode())


def test_head_names_and_results_reach_the_forms() -> None:
    results = Results(({"M02": {"TP1": 85}, "M03": {"TP2": 60}},))
    found = {
        one.id: one
        for one in available(small(), plan=planned(), head=HEAD, names={"M02": "Budi Santoso"}, results=results)
    }
    for id in ("program-remedial-1", "daftar-kelompok-guru", "modul-ajar", "lembar-observasi-kelompok"):
        said = words("docx", found[id].make("docx"))
        assert "Budi Santoso" in said and "SD Rimba Awan" in said, id
    assert "85" in words("xlsx", found["program-remedial-1"].make("xlsx"))
    # The report leaves the house: pupils stand in it by their ids.
    assert "Budi" not in words("html", found["laporan-pemeriksaan-skenario"].make("html"))


def test_the_text_document_of_groups_has_what_the_sheet_has() -> None:
    scenario, _, _ = whole_class()
    for id in ("daftar-kelompok-guru", "daftar-kelompok-murid"):
        sheet, text = (words(format, everything()[id].make(format)) for format in ("xlsx", "docx"))  # type: ignore[arg-type]
        for group in scenario.groups:
            for one in (*group.tutors, *group.members):
                (name,) = [str(pupil.name) for pupil in scenario.pupils if pupil.id == one]
                assert name in sheet and name in text
    people = {one for group in scenario.groups for one in (*group.tutors, *group.members)}
    assert text.count(", tutor") == len(scenario.groups)
    assert sheet.count("(L)") + sheet.count("(P)") == len(people)


# --- empty forms -------------------------------------------------------------------------------------------------------

FILLED = {
    "analisis-hasil-asesmen-harian": "analisis-hasil-asesmen-harian",
    "program-remedial-2": "program-remedial-2",
    "program-remedial-3": "program-remedial-3",
    "program-pengayaan": "program-pengayaan",
    "berita-acara-remedial": "berita-acara-remedial-penilaian-kembali",
    "lembar-observasi-kelompok": "lembar-observasi-kelompok",
    "lembar-amatan-calon-tutor": "lembar-amatan-calon-tutor",
    "lembar-uji-menerangkan": "lembar-uji-menerangkan",
}


def headings(content: bytes) -> list[str]:
    """Headings of the tables of a page, without scores and numbers of items."""
    found = re.findall(r"<th [^>]*>(.*?)</th>", content.decode())
    return [one for one in dict.fromkeys(re.sub(r" \([\d.,–]+\)$", "", one) for one in found) if not one.isdigit()]


@pytest.mark.parametrize("id", FILLED)
def test_an_empty_form_has_the_columns_of_the_filled_one(id: str) -> None:
    empty, filled = headings(blank(id).make("html")), headings(everything()[FILLED[id]].make("html"))
    wanted = [one for one in empty if not one.startswith(("TP3", "ke-"))]
    assert wanted
    assert [one for one in wanted if one not in filled] == []


def test_an_empty_form_holds_nobodys_result() -> None:
    for id, make in BLANKS.items():
        form = make()
        for page in range(len(form.pages)):
            for table in tables(form, page):
                found = [cell.value for row in (*table.rows, *table.foot) for cell in row]
                assert not [one for one in found if isinstance(one, (int, float)) or one == "–"], id
        said = words("html", blank(id).make("html"))
        assert not re.search(r"\bM\d\d\b|: –|belum dapat dihitung|pembelajaran ulang", said), id


def test_empty_forms_have_lines_to_write_on_and_numbers_of_their_own() -> None:
    analysis = tables(BLANKS["analisis-hasil-asesmen-harian"]())[0]
    assert [row[0].value for row in analysis.rows] == [str(number) for number in range(1, 37)]
    assert {cell.value for row in analysis.rows for cell in row[1:]} == {None}
    record = words("html", blank("berita-acara-remedial").make("html"))
    assert "coret yang tidak perlu" in record and "........ murid; hadir ........ murid" in record
    sheets = openpyxl.load_workbook(io.BytesIO(blank("lembar-observasi-kelompok").make("xlsx"))).sheetnames
    assert sheets == [f"{size} orang" for size in GROUP_SIZES]
    for id in ("kartu-tutor", "lembar-persetujuan", "lembar-uji-menerangkan"):
        assert re.search(r"\.{20,}", words("docx", blank(id).make("docx"))), id
        assert not blank(id).contains_scores


def test_a_form_that_is_of_no_use_empty_is_not_among_them() -> None:
    assert {one.id for one in blanks()} == {f"{id}-kosong" for id in BLANKS}
    assert set(BLANKS) <= set(KINDS)
    with pytest.raises(KeyError):
        blank("modul-ajar")


# --- on paper ----------------------------------------------------------------------------------------------------------

PAGES = {
    "analisis-hasil-asesmen-harian": 3,
    "daftar-kelompok-guru": 1,
    "daftar-kelompok-murid": 1,
    "kartu-tutor": 3,
    "lembar-observasi-kelompok": 6,
    "rpp-ringkas": 1,
    "laporan-pemeriksaan-skenario": 1,
    "program-remedial-2": 2,
    "analisis-hasil-asesmen-harian-kosong": 3,
    "target-dan-daya-serap-kosong": 1,
    "lembar-amatan-calon-tutor-kosong": 1,
    "lembar-persetujuan-kosong": 2,
    "lembar-uji-menerangkan-kosong": 1,
    "kartu-tutor-kosong": 1,
    "lembar-observasi-kelompok-kosong": 4,
    "program-remedial-1-kosong": 1,
    "program-remedial-2-kosong": 2,
    "program-remedial-3-kosong": 2,
    "program-pengayaan-kosong": 1,
    "berita-acara-remedial-kosong": 2,
}
"""Sheets of paper of the invented class, on A4 as on F4, in every format; the others are as long as their lists."""


@pytest.mark.slow
def test_libreoffice_prints_every_form_on_its_paper_and_on_the_expected_pages(tmp_path: Path) -> None:
    """Spreadsheets know F4 as Folio, a millimetre wider."""
    office, info = _tool("soffice"), _tool("pdfinfo")
    _arial()
    files = {}
    for one in (*everything().values(), *blanks()):
        for paper in PAPERS:
            for format in one.formats:
                if format in ("xlsx", "docx"):
                    file = tmp_path / f"{one.id}_{paper}_{format}.{format}"
                    file.write_bytes(one.make(format, paper))
                    files[one.id, paper, format] = file
    profile = (tmp_path / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", tmp_path]
    subprocess.run([*command, *files.values()], capture_output=True, check=True, timeout=400)
    wrong = []
    for (id, paper, _), file in files.items():
        pdf = file.with_suffix(".pdf")
        if not pdf.exists():
            missing_part(f"LibreOffice made nothing of {file.name}")
        said = subprocess.run([info, "-l", "-1", pdf], capture_output=True, text=True, check=True).stdout
        sizes = [tuple(float(one) / 72 * 25.4 for one in found) for found in re.findall(r"size: +([\d.]+) x ([\d.]+)", said)]  # fmt: skip
        want = (PAPERS[paper].width, PAPERS[paper].height)
        if any(abs(a - b) > 1.5 for size in sizes for a, b in zip(sorted(size), want, strict=True)):
            wrong.append(f"{file.name}: {sizes}")
        if len(sizes) != PAGES.get(id, len(sizes)):
            wrong.append(f"{file.name}: {len(sizes)} pages, not {PAGES[id]}")
    assert wrong == []
    assert len(files) > 60

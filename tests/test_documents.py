"""The list of groups that a teacher prints: what stands in it, what must not, and that it is safe to open."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from html.parser import HTMLParser

import openpyxl
import pytest

from tutor_sebaya import documents
from tutor_sebaya.classes import invent_class
from tutor_sebaya.planners import form_groups
from tutor_sebaya.scenario import Group, Pupil, Scenario, Seat, Subtopic, Tutor

EVIL = '<script>alert("Ani")</script>'
FORMULA = '=HYPERLINK("http://x.example";"Ani")'


def small(**changes: object) -> Scenario:
    """Two groups with everything that the list shows, and everything that pupils must not see."""
    parts: dict[str, object] = {
        "version": 1,
        "kind": "class",
        "grade": 5,
        "date": dt.date(2026, 8, 10),
        "subtopics": [Subtopic(id="S1", title="Penyebut sama"), Subtopic(id="S2")],
        "pupils": [
            Pupil(id="M01", name="Ani Lestari", gender="female", scores={"TP1": 91.25, "TP2": None}, seat=7),
            Pupil(id="M02", name="Budi", gender="male", scores={"TP1": 63}, shy=True, avoid=["M03"], interest="catur"),
            Pupil(id="M03", name="Budi", gender="male", chooses=["M01"], seat=Seat(row=2, column=3)),
            Pupil(id="M04", name=None, present=False, scores={"TP1": 12.5}),
        ],
        "tutors": [Tutor(pupil="K99", kind="cross_age", grade=6)],
        "groups": [
            Group(
                id="K1",
                label="Melati",
                tutors=["M01"],
                members=["M02"],
                subtopics=["S1"],
                representative="M02",
                duties={"M02": "pencatat"},
                gender_note="rahasia guru",
            ),
            Group(id="K2", tutors=["K99"], members=["M03", "M04"], subtopics=["S2"]),
        ],
    }
    return Scenario.model_validate(parts | changes)


def sheet_of(content: bytes) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def every_document(plan: Scenario, for_pupils: bool) -> dict[str, str]:
    """All four documents as the text that a reader of the file sees."""
    cells = sheet_of(documents.group_list_xlsx(plan, for_pupils=for_pupils))
    return {
        "html": documents.group_table_html(plan, for_pupils=for_pupils),
        "csv": documents.group_list_csv(plan, for_pupils=for_pupils).decode("utf-8-sig"),
        "xlsx": "\n".join(str(cell) for row in cells for cell in row if cell is not None),
        "print": documents.group_list_print_html(plan, for_pupils=for_pupils),
    }


class Tags(HTMLParser):
    """Open tags with attributes, and a check that every element that must be closed is."""

    VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"

    def count(self, tag: str) -> int:
        return sum(one == tag for one, _ in self.found)


# --- what the list says ----------------------------------------------------------------------------------------------


def test_people_are_listed_tutor_first_with_sub_topic_duty_and_seat() -> None:
    first, second = documents.group_lists(small())
    assert (first.label, first.subtopic) == ("Melati", "Penyebut sama")
    assert [
        (one.name, one.gender, one.is_tutor, one.is_representative, one.duty, one.seat) for one in first.people
    ] == [
        ("Ani Lestari", "P", True, False, "", "7"),
        ("Budi (M02)", "L", False, True, "pencatat", ""),
    ]
    assert first.mean == pytest.approx((91.25 + 63) / 2)
    # Without a label the group's id stands in, without a title the sub-topic's.
    assert (second.label, second.subtopic) == ("K2", "S2")
    assert [one.shown() for one in second.people] == ["K99, tutor kakak", "Budi (M03) (L)", "M04, tidak hadir"]
    assert second.mean is None  # the absent pupil's score doesn't count


def test_namesakes_are_told_apart_by_their_id() -> None:
    assert documents.names_of(small()) == {
        "M01": "Ani Lestari",
        "M02": "Budi (M02)",
        "M03": "Budi (M03)",
        "M04": "M04",
    }


def test_the_callers_names_go_before_those_of_the_plan() -> None:
    table = documents.group_table_html(small(), names={"M01": "Murid 1"})
    assert "Murid 1" in table
    assert "Ani" not in table


def test_somebody_in_two_places_of_one_group_is_listed_once() -> None:
    plan = small(groups=[Group(id="K1", tutors=["M01", "M01"], members=["M01", "M02", "M02"])])
    assert [one.id for one in documents.group_lists(plan)[0].people] == ["M01", "M02"]


# --- what pupils must not see ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["html", "csv", "xlsx", "print"])
def test_the_pupils_version_has_nothing_of_the_teachers_file(kind: str) -> None:
    seen = every_document(small(), for_pupils=True)[kind]
    for secret in ("91", "63", "12,5", "12.5", "77", "Nilai", "nilai", "catur", "rahasia", "pemalu", "hadir"):
        assert secret not in seen, secret
    for shared in ("Melati", "Penyebut sama", "Ani Lestari (P)", "Budi (M02) (L)", "pencatat", "tutor kakak"):
        assert shared in seen, shared


@pytest.mark.parametrize(("kind", "score"), [("html", "77,1"), ("csv", "91,25"), ("xlsx", "91.25"), ("print", "91,25")])
def test_the_teachers_version_has_scores(kind: str, score: str) -> None:
    seen = every_document(small(), for_pupils=False)[kind]
    assert score in seen
    assert "tidak hadir" in seen


def test_both_versions_of_an_invented_class_name_everybody() -> None:
    made = invent_class(7)
    plan = form_groups(made.scenario, "drawn_cards", 6).fill(made.scenario)
    for for_pupils in (True, False):
        for kind, seen in every_document(plan, for_pupils).items():
            seen = seen.replace("&#x27;", "'")
            assert [name for name in made.roster.names.values() if name not in seen] == [], kind
    nisn = [one.nisn for one in made.roster.pupils if one.nisn]
    assert nisn
    assert not any(one in seen for one in nisn for seen in every_document(plan, True).values())


# --- safe to open ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("for_pupils", [True, False])
@pytest.mark.parametrize("kind", ["html", "print"])
def test_names_and_labels_are_escaped(kind: str, for_pupils: bool) -> None:
    plan = small(
        pupils=[Pupil(id="M01", name=EVIL, seat=1), Pupil(id="M02", name="B & <b>C</b>")],
        subtopics=[Subtopic(id="S1", title=EVIL)],
        groups=[
            Group(id="K1", label=EVIL, tutors=["M01"], members=["M02"], subtopics=["S1"], duties={"M02": EVIL}),
            Group(id=EVIL, members=[EVIL]),
        ],
    )
    seen = every_document(plan, for_pupils)[kind]
    assert "<script" not in seen
    assert "<b>" not in seen
    assert seen.count("&lt;script&gt;") >= 4
    tags = Tags(seen)
    assert tags.count("script") == 0


def test_a_name_that_is_a_formula_stays_text() -> None:
    plan = small(pupils=[Pupil(id="M01", name=FORMULA), Pupil(id="M02", name="+62 Budi")], date=None)
    book = openpyxl.load_workbook(io.BytesIO(documents.group_list_xlsx(plan)))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if isinstance(cell.value, str)]
    (risky,) = [cell for cell in cells if FORMULA in str(cell.value)]
    assert risky.data_type == "s"
    assert risky.quotePrefix
    assert not [cell for cell in cells if cell.data_type == "f"]
    rows = list(csv.reader(io.StringIO(documents.group_list_csv(plan).decode("utf-8-sig")), delimiter=";"))
    written = [cell for row in rows for cell in row]
    assert f"'{FORMULA}" in written
    assert "'+62 Budi" in written


# --- the .xlsx --------------------------------------------------------------------------------------------------------


def test_the_sheet_has_a_heading_a_row_a_person_and_numbers_as_numbers() -> None:
    rows = sheet_of(documents.group_list_xlsx(small()))
    assert rows[0][0] == "Daftar kelompok"
    assert ["Kelas", "5"] in [row[:2] for row in rows]
    assert ["Hari, tanggal", "Senin, 10 Agustus 2026"] in [row[:2] for row in rows]
    (school,) = [row[1] for row in rows if row[0] == "Sekolah"]
    assert re.fullmatch(r"\.{10,}", str(school))  # a line to write on
    top = next(index for index, row in enumerate(rows) if row[0] == "Kelompok")
    assert rows[top] == [
        "Kelompok",
        "Submateri",
        "Tutor",
        "Anggota (L/P)",
        "Wakil",
        "Tugas",
        "Tempat duduk",
        "Nilai awal",
    ]
    assert rows[top + 1][:4] == ["Melati", "Penyebut sama", "Ani Lestari (P)", None]
    assert rows[top + 1][7] == 91.25
    assert rows[top + 2][3:6] == ["Budi (M02) (L)", "ya", "pencatat"]
    assert len(rows) == top + 1 + 5
    assert len(sheet_of(documents.group_list_xlsx(small(), for_pupils=True))[top]) == 7


def test_the_sheet_prints_on_a4_landscape_one_page_wide_in_black() -> None:
    made = invent_class(60, 60)
    plan = form_groups(made.scenario, "counting_off", 10).fill(made.scenario)
    sheet = openpyxl.load_workbook(io.BytesIO(documents.group_list_xlsx(plan))).worksheets[0]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    (top,) = [cell.row for cell in sheet["A"] if cell.value == "Kelompok"]
    assert sheet.print_title_rows == f"${top}:${top}"
    assert sheet.freeze_panes == f"A{top + 1}"
    table = [cell for row in sheet.iter_rows(min_row=top) for cell in row]
    assert all(cell.border.left.style and cell.border.bottom.style for cell in table)
    assert all(cell.fill.fill_type is None for cell in table)
    # Groups are parted by a thicker line under the last of each.
    thick = [cell.row for cell in sheet["A"][top:] if cell.border.bottom.style == "medium"]
    assert len(thick) == 10
    assert sheet.max_row == top + 60


def test_the_sheet_is_the_same_bytes_each_time_and_small() -> None:
    made = invent_class(1)
    plan = form_groups(made.scenario, "alphabetical", 6).fill(made.scenario)
    first = documents.group_list_xlsx(plan)
    assert first == documents.group_list_xlsx(plan)
    assert len(first) < 200_000


def test_the_heading_can_be_given() -> None:
    heading = {"Sekolah": "SD Rimba Awan", "Catatan": "=1+1"}
    rows = sheet_of(documents.group_list_xlsx(small(), heading=heading))
    assert [row[:2] for row in rows[1:3]] == [["Sekolah", "SD Rimba Awan"], ["Catatan", "=1+1"]]
    page = documents.group_list_print_html(small(), heading={"Sekolah": EVIL})
    assert "SD" not in page
    assert "<script" not in page
    assert "Hari, tanggal" not in page


# --- the .csv ---------------------------------------------------------------------------------------------------------


def test_the_csv_opens_as_a_table_in_indonesian_excel() -> None:
    content = documents.group_list_csv(small())
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "Kelompok;Submateri;Tutor;Anggota (L/P);Wakil;Tugas;Tempat duduk;Nilai awal"
    assert lines[1] == "Melati;Penyebut sama;Ani Lestari (P);;;;7;91,25"
    assert lines[2] == "Melati;Penyebut sama;;Budi (M02) (L);ya;pencatat;;63"
    assert lines[4] == "K2;S2;;Budi (M03) (L);;;baris 2 kolom 3;"


# --- the pages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("for_pupils", [True, False])
def test_the_page_table_has_caption_and_headings_for_columns_and_rows(for_pupils: bool) -> None:
    tags = Tags(documents.group_table_html(small(), for_pupils=for_pupils))
    scopes = [attributes.get("scope") for tag, attributes in tags.found if tag == "th"]
    assert scopes == ["col"] * (6 if for_pupils else 7) + ["row"] * 2
    assert tags.count("caption") == 1
    box = dict(tags.found)["div"]
    assert (box["role"], box["tabindex"]) == ("region", "0")
    assert box["aria-label"]


def test_empty_columns_are_left_out_of_the_page_table() -> None:
    plan = small(groups=[Group(id="K1", tutors=["M03"], members=["M04"])])
    head = re.findall(r'scope="col">([^<]*)', documents.group_table_html(plan, for_pupils=True))
    assert head == ["Nama kelompok", "Tutor (L/P)", "Anggota (L/P)"]


def test_the_page_table_follows_the_readers_language_and_the_form_does_not() -> None:
    assert "Sub-topic" in documents.group_table_html(small(), language="en")
    assert "77.1" in documents.group_table_html(small(), language="en")
    assert "Submateri" in documents.group_table_html(small())
    assert "Submateri" in documents.group_list_print_html(small())


def test_the_printed_page_needs_nothing_else() -> None:
    page = documents.group_list_print_html(small())
    tags = Tags(page)
    assert not re.search(r"https?:|//|@import|url\(", page)
    assert not {"script", "link", "img"} & {tag for tag, _ in tags.found}
    assert "size: 297mm 210mm" in page
    assert "size: 330mm 215mm" in documents.group_list_print_html(small(), paper="F4")
    assert "table-header-group" in page  # headings on each sheet of paper
    spans = [attributes["rowspan"] for tag, attributes in tags.found if attributes.get("scope") == "rowgroup"]
    assert spans == ["2", "3"]
    assert ("html", {"lang": "id"}) in tags.found


@pytest.mark.parametrize("for_pupils", [True, False])
def test_a_plan_without_groups_or_people_still_gives_every_document(for_pupils: bool) -> None:
    for plan in (small(groups=[]), small(groups=[Group(id="K1")]), Scenario(version=1, kind="remedial")):
        seen = every_document(plan, for_pupils)
        assert all(seen.values())
        Tags(seen["html"])
        Tags(seen["print"])
    assert "Belum ada kelompok." in every_document(small(groups=[]), for_pupils)["print"]


def test_a_whole_score_has_no_comma_behind_it_and_others_have_at_most_two_digits() -> None:
    pupils = [Pupil(id=f"M{n}", scores=scores) for n, scores in enumerate(({"TP1": 91}, {"TP1": 78, "TP2": 78.5, "TP3": 79}, {"TP1": 77.125}))]  # fmt: skip
    plan = small(pupils=pupils, tutors=[], groups=[Group(id="K1", members=[one.id for one in pupils])])
    sheet = openpyxl.load_workbook(io.BytesIO(documents.group_list_xlsx(plan))).worksheets[0]
    scores = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, (int, float))]
    assert [cell.value for cell in scores] == [91, 78.5, 77.12]
    # A format such as 0.## shows 91 as "91," in an Indonesian spreadsheet.
    assert {cell.number_format for cell in scores} == {"General"}


@pytest.mark.parametrize(("people", "tall"), [(42, 1), (43, 0)])
def test_a_class_stays_on_one_sheet_of_paper_and_a_cohort_does_not(people: int, tall: int) -> None:
    pupils = [Pupil(id=f"M{n:02}") for n in range(people)]
    plan = small(pupils=pupils, tutors=[], groups=[Group(id="K1", members=[one.id for one in pupils])])
    for paper, code in (("A4", 9), ("F4", 14)):
        content = documents.group_list_xlsx(plan, paper=paper)  # type: ignore[arg-type]
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, tall)
        assert int(sheet.page_setup.paperSize) == code
        assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value} == {"Arial"}

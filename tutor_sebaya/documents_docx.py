"""A form as a text document, with a section for each of its pages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from .documents_paper import FONT, GUTTER, MARGIN, PAPERS, Paper, PaperName
from .documents_sheet import (
    Align,
    Blank,
    Block,
    Cut,
    Fields,
    Form,
    Heading,
    Items,
    Page,
    Paragraph,
    Signatures,
    Table,
    Title,
    field_rows,
    item_lines,
    page_end,
    place_cells,
    printable,
    rows_together,
    signature_lines,
    words_of,
)
from .roster_write import without_times


def to_docx(form: Form, paper: PaperName = "A4") -> bytes:
    """A text document: a section for each page, headings of tables repeated, rows never split, black on white.

    Raises ImportError where python-docx is not installed.
    """
    import docx
    from docx.enum.section import WD_SECTION
    from docx.shared import Pt

    document = docx.Document()
    _slim(document)
    normal = document.styles["Normal"]
    normal.font.name = FONT
    normal.font.size = Pt(8)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    for number, page in enumerate(form.pages):
        if number:
            document.add_section(WD_SECTION.NEW_PAGE)
        _Text(document, page, PAPERS[paper]).write(first=not number)
    target = io.BytesIO()
    document.save(target)
    return without_times(target.getvalue(), deflated=True)


_STYLES_KEPT = frozenset({"Normal", "Normal Table", "Table Grid", "Default Paragraph Font", "No List"})


def _slim(document: Any) -> None:
    """Take out of python-docx's template what no form uses: 800 kB of styles, a thumbnail, a bibliography."""
    from docx.oxml.ns import qn

    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        name = style.find(qn("w:name"))
        if name is not None and name.get(qn("w:val")) not in _STYLES_KEPT:
            styles.remove(style)
    for owner in (document.part, document.part.package):
        for key, relation in list(owner.rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in ("stylesWithEffects", "customXml", "thumbnail", "numbering"):
                del owner.rels[key]


class _Text:
    """Writes one page as a section of a text document."""

    def __init__(self, document: Any, page: Page, paper: Paper) -> None:
        self.document = document
        self.page = page
        self.paper = paper
        upright = (paper.width, paper.height)
        self.width, self.height = upright[::-1] if page.landscape else upright
        self.across = self.width - 2 * MARGIN
        if page.beside is not None:
            self.across = (self.across - GUTTER) / 2

    def write(self, first: bool) -> None:
        self._section(first)
        self._blocks(self.page.blocks)
        if self.page.beside is not None:
            self._column_break()
            self._blocks(self.page.beside)

    def _column_break(self) -> None:
        """The second half begins with a heading, over which the break's own line stands: as low as can be."""
        from docx.enum.text import WD_BREAK, WD_LINE_SPACING
        from docx.shared import Pt

        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.paragraph_format.line_spacing = Pt(1)
        paragraph.add_run().add_break(WD_BREAK.COLUMN)

    def _section(self, first: bool) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Mm

        section = self.document.sections[-1]
        section.orientation = WD_ORIENT.LANDSCAPE if self.page.landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(self.width), Mm(self.height)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
        section.footer_distance = Mm(5)
        properties = section._sectPr
        for former in properties.findall(qn("w:cols")):
            properties.remove(former)
        columns = OxmlElement("w:cols")
        columns.set(qn("w:space"), str(round(GUTTER / 25.4 * 1440)))
        if self.page.beside is not None:
            columns.set(qn("w:num"), "2")
            columns.set(qn("w:sep"), "1")
        # The schema wants it after the margins and before the grid of lines.
        grid = properties.find(qn("w:docGrid"))
        properties.append(columns) if grid is None else grid.addprevious(columns)
        if first:
            from docx.enum.text import WD_ALIGN_PARAGRAPH

            footer = section.footer.paragraphs[0]
            footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            for word in ("PAGE", " / ", "NUMPAGES"):
                run = footer.add_run("" if word.isalpha() else word)
                self._size(run, 8)
                if word.isalpha():
                    _add_field(run, word)

    def _blocks(self, blocks: Sequence[Block]) -> None:
        for number, block in enumerate(blocks):
            ending = bool(page_end(blocks[number + 1 :] or blocks[-1:]))
            if isinstance(block, Table):
                self._table(block, keep_end=ending)
            elif isinstance(block, Paragraph):
                self._paragraph(block, keep=ending)
            else:
                getattr(self, f"_{type(block).__name__.lower()}")(block)

    # --- paragraphs

    def _size(self, run: Any, size: float, bold: bool = False) -> None:
        from docx.shared import Pt

        run.font.size = Pt(size)
        if bold:
            run.font.bold = True

    def _fill(self, paragraph: Any, words: str, size: float, bold: bool = False, align: Align = "left") -> Any:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        if align != "left":
            paragraph.alignment = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}[align]
        self._size(paragraph.add_run(printable(words)), size, bold)
        return paragraph

    def _paragraph_of(
        self,
        words: str,
        size: float = 0.0,
        bold: bool = False,
        align: Align = "left",
        before: float = 0.0,
        after: float = 0.0,
        keep: bool = False,
    ) -> Any:
        from docx.shared import Pt

        paragraph = self._fill(self.document.add_paragraph(), words, size or self.page.size, bold, align)
        layout = paragraph.paragraph_format
        if before:
            layout.space_before = Pt(before)
        if after:
            layout.space_after = Pt(after)
        if keep:
            layout.keep_with_next = True
        return paragraph

    def _title(self, block: Title) -> None:
        after = 0 if block.subtitle else 6
        self._paragraph_of(block.words, self.page.size + 3, True, "center", after=after, keep=True)
        if block.subtitle:
            self._paragraph_of(block.subtitle, align="center", after=6, keep=True)

    def _heading(self, block: Heading) -> None:
        self._paragraph_of(block.words, self.page.size + 1, True, before=7, after=2, keep=True)

    def _paragraph(self, block: Paragraph, keep: bool = False) -> None:
        size = self.page.size - (1.5 if block.small else 0)
        self._paragraph_of(block.words, size, block.bold, block.align, before=3, after=2, keep=keep)

    def _items(self, block: Items) -> None:
        from docx.shared import Mm

        for marker, words in zip(item_lines(block), block.lines, strict=True):
            paragraph = self._paragraph_of(f"{marker}\t{words}", after=1)
            layout = paragraph.paragraph_format
            layout.left_indent, layout.first_line_indent = Mm(6), Mm(-6)
            layout.tab_stops.add_tab_stop(Mm(6))

    def _blank(self, block: Blank) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
        from docx.shared import Mm

        for _ in range(block.lines):
            paragraph = self._paragraph_of("\t", before=6)
            stops = paragraph.paragraph_format.tab_stops
            stops.add_tab_stop(Mm(self.across), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)

    def _cut(self, block: Cut) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
        from docx.shared import Mm

        paragraph = self._paragraph_of("\t", before=8, after=10)
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(self.across), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DASHES)

    # --- tables

    def _grid(self, rows: int, widths: Sequence[float], boxed: bool) -> Any:
        """A table of empty cells; `widths` in mm."""
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.oxml.ns import qn
        from docx.shared import Mm

        table = self.document.add_table(rows, len(widths), "Table Grid" if boxed else "Normal Table")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
            column.set(qn("w:w"), str(Mm(width).twips))
        return table

    def _table(self, table: Table, keep_end: bool) -> None:
        from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Mm

        size = table.size or self.page.size - 1
        rows = (*table.head, *table.rows, *table.foot)
        scale = self.across / sum(table.widths)
        widths = [one * scale for one in table.widths]
        grid = self._grid(len(rows), widths, boxed=True)
        made = [list(row.cells) for row in grid.rows]
        inside = {row for group in rows_together(rows) for row in group[:-1]}
        for number, row in enumerate(grid.rows):
            properties = row._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if table.row_height and number >= len(table.head):
                row.height, row.height_rule = Mm(table.row_height), WD_ROW_HEIGHT_RULE.AT_LEAST
            if number < len(table.head):
                properties.append(OxmlElement("w:tblHeader"))
        for number, column, one in place_cells(rows):
            head = number < len(table.head)
            cell = made[number][column]
            end = min(column + one.columns, len(widths))
            if one.columns > 1 or one.rows > 1:
                cell = cell.merge(made[number + one.rows - 1][end - 1])
            cell.width = Mm(sum(widths[column:end]))
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            align = "center" if head else one.align or table.align(column)
            paragraph = cell.paragraphs[0]
            for extra in cell.paragraphs[1:]:
                extra._p.getparent().remove(extra._p)
            self._fill(paragraph, words_of(one.value), size, head or one.bold, align)
            if head or number in inside or (keep_end and number >= len(rows) - 3):
                paragraph.paragraph_format.keep_with_next = True
        for margin in grid._tbl.tblPr.findall(qn("w:tblCellMar")):
            grid._tbl.tblPr.remove(margin)
        _narrow_cells(grid)
        self._paragraph_of("", size=4, keep=keep_end)

    def _fields(self, block: Fields) -> None:
        from docx.shared import Mm

        lines = field_rows(block)
        part = self.across / block.columns
        widths = [block.label, part - block.label] * block.columns
        grid = self._grid(len(lines), widths, boxed=False)
        for row, line in zip(grid.rows, lines, strict=True):
            cells = row.cells
            for number, (label, value) in enumerate(line):
                self._fill(cells[2 * number].paragraphs[0], label, self.page.size)
                paragraph = self._fill(cells[2 * number + 1].paragraphs[0], f": {value}", self.page.size)
                paragraph.paragraph_format.left_indent = Mm(2)
                paragraph.paragraph_format.first_line_indent = Mm(-2)
            for cell, width in zip(cells, widths, strict=True):
                cell.width = Mm(width)
        _narrow_cells(grid, 0)
        self._paragraph_of("", size=4)

    def _signatures(self, block: Signatures) -> None:
        from docx.shared import Mm

        lines = signature_lines(block)
        widths = [self.across / len(block.signers)] * len(block.signers)
        self._paragraph_of("", size=4, keep=True)
        grid = self._grid(len(lines), widths, boxed=False)
        for number, (row, line) in enumerate(zip(grid.rows, lines, strict=True)):
            for cell, words, width in zip(row.cells, line, widths, strict=True):
                cell.width = Mm(width)
                paragraph = self._fill(cell.paragraphs[0], words, self.page.size, align="center")
                paragraph.paragraph_format.keep_with_next = number < len(lines) - 1
        _narrow_cells(grid)
        # Without a paragraph after it a table can't be the last thing in a document.
        self._paragraph_of("", size=1)


def _add_field(run: Any, name: str) -> None:
    """A field of a text document: PAGE, NUMPAGES."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", None, "end"):
        if kind is None:
            instruction = OxmlElement("w:instrText")
            instruction.text = name
            run._r.append(instruction)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _narrow_cells(grid: Any, twips: int = 68) -> None:
    """Margins inside the cells, by default 1.2 mm, so that words begin close to the lines."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), str(twips))
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    properties = grid._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    properties.append(margins) if look is None else look.addprevious(margins)

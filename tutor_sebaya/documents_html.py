"""A form as one page for the printer, which can be read on a phone too."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from .documents_paper import MARGIN, PAPERS, PaperName
from .documents_sheet import (
    DOTS,
    Blank,
    Block,
    Cut,
    Fields,
    Form,
    Heading,
    Items,
    Paragraph,
    Row,
    Signatures,
    Table,
    Title,
    item_lines,
    place_cells,
    printable,
    rows_together,
    words_of,
)
from .language import N_, text

ON_SCREEN = N_("Untuk dicetak: pilih kertas {paper}, hitam-putih, skala 100%. Baris ini tidak ikut tercetak.")


_STYLE = """
@page { size: $upright; margin: $margin; }
@page upright { size: $upright; margin: $margin; }
@page across { size: $across; margin: $margin; }
* { box-sizing: border-box; }
html { color: #000; background: #fff; font: 10pt/1.3 "Liberation Sans", Arial, sans-serif; }
body { margin: 0 auto; padding: 0 1rem 2rem; max-width: 75rem; }
section { break-after: page; page: upright; padding-top: 1rem; }
section.across { page: across; }
section:last-of-type { break-after: auto; }
h1 { font-size: 1.3em; text-align: center; margin: 0 0 .4em; break-after: avoid; }
h2 { font-size: 1.1em; margin: .9em 0 .3em; break-after: avoid; }
p { margin: .3em 0; white-space: pre-line; overflow-wrap: anywhere; }
p.subtitle { text-align: center; margin-top: -.3em; }
.small { font-size: .85em; }
.center { text-align: center; }
.right { text-align: right; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1em .5em; margin: 0 0 .7em; align-content: start; }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 0 2rem; }
dt, dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
dd { padding-left: .6em; text-indent: -.6em; }
.table { overflow-x: auto; margin: .3em 0 .6em; }
table { border-collapse: collapse; width: 100%; font-size: .9em; }
th, td { border: 1px solid #000; padding: .12em .3em; overflow-wrap: break-word; white-space: pre-line; }
th { font-weight: bold; text-align: center; vertical-align: middle; }
thead { display: table-header-group; }
tfoot { display: table-row-group; }
tr, .together { break-inside: avoid; }
ul { list-style: none; margin: .2em 0; padding: 0; }
li { display: grid; grid-template-columns: 1.6em 1fr; white-space: pre-line; break-inside: avoid; }
.line { border-bottom: 1px dotted #000; height: 7mm; }
hr { border: 0; border-top: 1px dashed #000; margin: 4mm 0; }
.signatures { display: flex; justify-content: space-between; break-inside: avoid; break-before: avoid; }
.signatures { text-align: center; margin-top: 1em; }
.signatures > div { flex: 1; display: flex; flex-direction: column; justify-content: flex-end; }
.signatures p { margin: 0; min-height: 1.3em; }
.signatures .sign { height: 15mm; }
.halves { display: grid; grid-template-columns: 1fr 1fr; gap: 12mm; }
.halves > div + div { border-left: 1px dashed #000; padding-left: 6mm; margin-left: -6mm; }
.screen { background: #eee; padding: .5rem 1rem; margin: 0 -1rem; }
@media screen and (max-width: 40rem) { .halves { grid-template-columns: 1fr; } }
@media print {
  body { margin: 0; padding: 0; max-width: none; }
  section { padding: 0; }
  .screen { display: none; }
  .table { overflow: visible; }
  table { table-layout: fixed; }
  .fields.two { grid-template-columns: 1fr 1fr; }
}
"""


def to_html(form: Form, paper: PaperName = "A4", language: str = "id") -> bytes:
    """One self-contained page for the printer, as UTF-8: no script, no other file. It can be read on a phone too.

    `language` is that of the one line that is shown on the screen and not printed.
    """
    size = PAPERS[paper]
    style = (
        _STYLE.replace("$upright", f"{size.width:g}mm {size.height:g}mm")
        .replace("$across", f"{size.height:g}mm {size.width:g}mm")
        .replace("$margin", f"{MARGIN:g}mm")
    )
    sections = []
    for page in form.pages:
        content = "".join(map(_html, page.blocks))
        if page.beside is not None:
            beside = "".join(map(_html, page.beside))
            content = f'<div class="halves"><div>{content}</div><div>{beside}</div></div>'
        across = ' class="across"' if page.landscape else ""
        letters = "" if page.size == 10 else f' style="font-size: {page.size:g}pt"'
        sections.append(f"<section{across}{letters}>\n{content}\n</section>")
    hint = escape(text(ON_SCREEN, paper=paper).render(language))
    title = escape(printable(form.title))
    return (
        '<!DOCTYPE html>\n<html lang="id">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<p class="screen" lang="{escape(language)}">{hint}</p>\n' + "\n".join(sections) + "\n</body>\n</html>\n"
    ).encode()


def _said(value: str | float | None) -> str:
    return escape(words_of(value))


def _html(block: Block) -> str:
    match block:
        case Title():
            subtitle = f'<p class="subtitle">{_said(block.subtitle)}</p>' if block.subtitle else ""
            return f"<h1>{_said(block.words)}</h1>{subtitle}"
        case Heading():
            return f"<h2>{_said(block.words)}</h2>"
        case Paragraph():
            kinds = " ".join(
                filter(None, ("small" if block.small else "", "" if block.align == "left" else block.align))
            )
            words = f"<strong>{_said(block.words)}</strong>" if block.bold else _said(block.words)
            return f'<p class="{kinds}">{words}</p>' if kinds else f"<p>{words}</p>"
        case Fields():
            half = -(-len(block.pairs) // block.columns)
            parts = [block.pairs[:half], block.pairs[half:]] if block.columns == 2 else [block.pairs]
            lists = (
                "<dl>"
                + "".join(f"<dt>{_said(one)}</dt><dd>: {_said(value or DOTS)}</dd>" for one, value in part)
                + "</dl>"
                for part in parts
                if part
            )
            return f'<div class="fields{" two" if block.columns == 2 else ""}">{"".join(lists)}</div>'
        case Items():
            lines = zip(item_lines(block), block.lines, strict=True)
            return (
                "<ul>"
                + "".join(f"<li><span>{one}</span><span>{_said(words)}</span></li>" for one, words in lines)
                + "</ul>"
            )
        case Blank():
            return '<div class="line"></div>' * block.lines
        case Cut():
            return "<hr>"
        case Table():
            return _html_table(block)
        case Signatures():
            return _html_signatures(block)


def _html_table(table: Table) -> str:
    whole = sum(table.widths)
    columns = "".join(f'<col style="width: {100 * one / whole:.2f}%">' for one in table.widths)
    least = f' style="height: {table.row_height:g}mm"' if table.row_height else ""
    letters = f' style="font-size: {table.size:g}pt"' if table.size else ""

    def part(rows: Sequence[Row], tag: str) -> str:
        if not rows:
            return ""
        head = tag == "thead"
        lines: list[list[str]] = [[] for _ in rows]
        for row, column, cell in place_cells(rows):
            spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
            spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
            align = "" if head else cell.align or table.align(column)
            kind = f' class="{align}"' if align and align != "left" else ""
            scope = f' scope="{"colgroup" if cell.columns > 1 else "col"}"' if head else ""
            words = _said(cell.value)
            words = f"<strong>{words}</strong>" if cell.bold and not head and words else words
            name = "th" if head else "td"
            lines[row].append(f"<{name}{scope}{spans}{kind}>{words}</{name}>")
        high = "" if head else least
        whole = [f"<tr{high}>{''.join(line)}</tr>" for line in lines]
        groups = rows_together(rows)
        if tag != "tbody" or len(groups) == len(rows):
            return f"<{tag}>{''.join(whole)}</{tag}>"
        return "".join(
            f'<tbody class="together">{"".join(whole[group.start : group.stop])}</tbody>' for group in groups
        )

    return (
        f'<div class="table" role="region" aria-label="Tabel" tabindex="0"><table{letters}>'
        f"<colgroup>{columns}</colgroup>"
        f"{part(table.head, 'thead')}{part(table.rows, 'tbody')}{part(table.foot, 'tfoot')}</table></div>"
    )


def _html_signatures(block: Signatures) -> str:
    parts = []
    for number, one in enumerate(block.signers):
        lines = [block.place_and_date if number == len(block.signers) - 1 else one.above, one.role]
        below = [one.name or (DOTS if one.role else "")]
        if one.number_label:
            below.append(f"{one.number_label} {one.number or '.' * 28}")
        words = "".join(f"<p>{_said(line)}</p>" for line in lines)
        words += '<p class="sign"></p>' + "".join(f"<p>{_said(line)}</p>" for line in below)
        parts.append(f"<div>{words}</div>")
    return f'<div class="signatures">{"".join(parts)}</div>'

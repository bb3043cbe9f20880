"""What the room planner's form shows, as HTML: the drawing, its words, who sits where, and a page for the printer."""

from __future__ import annotations

from html import escape

from . import labels
from . import widgets_page as page
from .language import N_, Names, Text, pupils, renderer, text
from .planners.room import RoomPlan, seated_groups
from .scenario import Room, Scenario

NO_GROUPS = N_(
    "Belum ada kelompok. Bentuk kelompok dahulu dengan perencana kelompok; ruang diatur menurut kelompoknya."
)
_PRINT_STYLE = """
@page { size: A4; margin: 12mm; }
html { color: #000; background: #fff; font: 11pt/1.4 "Liberation Sans", Arial, sans-serif; }
body { margin: 0 auto; padding: 0 1rem 1rem; max-width: 186mm; }
svg { display: block; margin: 0 auto; max-width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; break-inside: avoid; }
th, td { border: 1px solid #000; padding: .15em .4em; text-align: left; vertical-align: top; }
caption { text-align: left; font-weight: bold; padding: .4em 0; }
.screen { background: #eee; padding: .5rem 1rem; }
@media print { body { padding: 0; } svg { max-width: none; } .screen { display: none; } }
"""


def drawing(plan: RoomPlan, svg: str, language: str) -> str:
    """The plan to scale, in a box that scrolls on a phone, and the same in words."""
    name = page._say(plan.title, language)
    return (
        f'<div class="ts-drawing ts-scroll" role="region" aria-label="{name}" tabindex="0">{svg}</div>'
        + page._details(
            page._say(N_("Denah ini dalam kata-kata"), language), page.paragraph(plan.description, language)
        )
    )


def judgement(plan: RoomPlan, language: str) -> str:
    """Whether it fits and the teacher can move, why not, and what would fit instead."""
    fits = N_("✓ Semua meja dan kursi muat.") if plan.fits else N_("✗ Meja dan kursi tidak semuanya muat.")
    moves = (
        N_("✓ Guru dapat berjalan dari papan tulis ke semua kelompok dan ke pintu.")
        if plan.teacher_can_move
        else N_("✗ Guru belum dapat berjalan ke semua kelompok dan ke pintu.")
    )
    said = page._list([text(fits), text(moves), *plan.reasons], language)
    if not plan.options:
        return said
    lead = page._say(N_("Yang dapat dipilih sebagai gantinya"), language)
    return f'{said}<div class="ts-say"><p><strong>{lead}</strong></p>{page._list(plan.options, language)}</div>'


def seats(plan: RoomPlan, scenario: Scenario, language: str, names: Names | None) -> str:
    """Which group has which number in the drawing, how many chairs and tables, and who sits there."""
    rows = []
    for placed, (group, people) in zip(plan.groups, seated_groups(scenario), strict=True):
        label = text(
            N_("{n}. {k}: {c} kursi, {t} meja") if placed.tables else N_("{n}. {k}: {c} kursi"),
            n=placed.number,
            k=labels.group_name(group.label or group.id),
            c=placed.size,
            t=len(placed.tables),
        )
        who = page._say(Text("{ms}", {"ms": pupils(people)}), language, names)
        rows.append(f'<tr><th scope="row">{page._say(label, language)}</th><td>{who}</td></tr>')
    columns = [page._say(one, language) for one in (N_("Kelompok"), N_("Yang duduk di sana"))]
    return page._table(page._say(N_("Tempat duduk kelompok"), language), columns, rows)


def written(scenario: Scenario, used: bool, language: str) -> str:
    """Whether the scenario holds the layout that is shown."""
    room = scenario.room or Room()
    if used:
        return page.paragraph(N_("✓ Skenario memakai susunan ini."), language)
    if room.layout is None:
        return page.paragraph(N_("Skenario belum menyebut susunan tempat duduk."), language)
    return page.paragraph(
        text(N_("Di skenario masih tertulis susunan lain: {a}."), a=labels.label(labels.LAYOUTS, room.layout)), language
    )


def links(plan: RoomPlan, svg: str, scenario: Scenario, language: str, names: Names | None) -> str:
    """Downloads: the drawing, and a page for the printer."""
    files = [
        page._link(page._say(N_("Gambar denah"), language), "denah-ruang.svg", "image/svg+xml", svg.encode()),
        page._link(
            page._say(N_("Halaman cetak"), language),
            "denah-ruang.html",
            "text/html;charset=utf-8",
            print_page(plan, svg, scenario, language, names),
        ),
    ]
    items = "".join(f"<li>{one}</li>" for one in files)
    return f'<h5>{page._say(N_("Denah ruang"), language)}</h5><ul class="ts-files">{items}</ul>'


def print_page(plan: RoomPlan, svg: str, scenario: Scenario, language: str, names: Names | None) -> bytes:
    """One self-contained page: the drawing to scale and who sits where. Names only, no scores."""
    say = renderer(language)
    hint = N_("Untuk dicetak: kertas A4, hitam-putih, skala 100%. Baris ini tidak ikut tercetak.")
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(say(plan.title))}</title>\n<style>{_PRINT_STYLE}</style>\n</head>\n<body>\n"
        f'<p class="screen">{escape(say(text(hint)))}</p>\n{svg}\n'
        f"{seats(plan, scenario, language, names)}\n</body>\n</html>\n"
    ).encode()

"""What the sociometry form shows, as HTML: the graph, choices received, mutual pairs, and how to keep it all secret."""

from __future__ import annotations

from .language import N_, Names, PupilId, Text, number, pupils, text
from .planners.sociometry import CONFIDENTIAL, NOTES, Sociometry
from .widgets_page import _details, _link, _list, _say, _table

_SVG = "image/svg+xml"


def _person(id: str, language: str, names: Names | None) -> str:
    return _say(Text("{m}", {"m": PupilId(id)}), language, names)


def progress(found: Sociometry, language: str) -> str:
    """How many pupils have answered."""
    if not found.pupils:
        return f"<p>{_say(N_('Belum ada murid. Buka kelas di bagian Kelas.'), language)}</p>"
    said = text(
        N_("{n} dari {k} murid yang hadir sudah menyebut pilihannya."),
        n=len(found.pupils) - len(found.silent),
        k=len(found.pupils),
    )
    positive = N_(
        "Tanyakan hanya dengan siapa seorang murid ingin bekerja, secara tertulis dan pribadi. Jangan menanyakan siapa "
        "yang tidak ia sukai."
    )
    return f"<p>{_say(said, language)}</p><p>{_say(positive, language)}</p>"


def result(found: Sociometry, svg: str, language: str, names: Names | None) -> str:
    """The graph and what it says. `names` None: codes stand for names."""
    if not found.pupils:
        return ""
    notes = _list(found.notes[: len(NOTES)], language, names)
    secret = f'<div class="ts-say"><p><strong>{_say(CONFIDENTIAL, language)}</strong></p>{notes}</div>'
    # Letters of a graph for A4 can't be read on a phone's width: it scrolls in a box of its own.
    graph = (
        f'<div class="ts-scroll" role="region" tabindex="0" aria-label="{_say(found.title, language)}">'
        f'<div style="min-width: 56rem">{svg}</div></div>'
    )
    return (
        secret + (graph if found.choices else "") + _received(found, language, names) + _lists(found, language, names)
    )


def _received(found: Sociometry, language: str, names: Names | None) -> str:
    columns = [
        _say(one, language) for one in (N_("Nama"), N_("Dipilih oleh"), N_("Memilih"), N_("Pilihan diterima / (n − 1)"))
    ]
    rows = []
    for one in found.pupils:
        by, whom = (
            _say(Text("{ms}", {"ms": pupils(ids)}), language, names) if ids else "–"
            for ids in (one.chosen_by, one.chooses)
        )
        status = "–" if one.status is None else number(one.status, language, ".2f")
        count = text(N_("{n} murid"), n=len(one.chosen_by))
        received = f"{_say(count, language)}: {by}" if one.chosen_by else _say(count, language)
        rows.append(
            f'<tr><th scope="row">{_person(one.pupil, language, names)}</th><td>{received}</td><td>{whom}</td>'
            f'<td class="ts-number">{status}</td></tr>'
        )
    caption = _say(N_("Pilihan yang diterima, menurut urutan daftar kelas"), language)
    return _details(caption, _table(caption, columns, rows, wide=True))


def _lists(found: Sociometry, language: str, names: Names | None) -> str:
    pairs = [text(N_("{a} dengan {b}"), a=PupilId(a), b=PupilId(b)) for a, b in found.mutual]
    said = [
        text(N_("Saling memilih: {n} pasang."), n=len(pairs)),
        text(N_("Belum ada yang memilih ({n}): {ms}."), n=len(found.not_chosen), ms=pupils(found.not_chosen))
        if found.not_chosen
        else text(N_("Setiap murid dipilih sedikitnya sekali.")),
    ]
    # What is still missing, and with whom those belong whom nobody chose.
    said += found.notes[len(NOTES) :]
    if found.left_out:
        left_out = N_("{n} pilihan tidak dihitung: untuk murid yang tidak hadir, untuk diri sendiri, atau ganda.")
        said.append(text(left_out, n=found.left_out))
    mutual = (
        _details(_say(N_("Pasangan yang saling memilih"), language), _list(pairs, language, names)) if pairs else ""
    )
    return _list(said, language, names) + mutual


def graph_links(with_names: str, with_codes: str, language: str) -> str:
    """Downloads of the graph: for the teacher, and without names."""
    links = (
        _link(
            _say(N_("Sosiogram dengan nama, hanya untuk guru"), language),
            "sosiogram-nama.svg",
            _SVG,
            with_names.encode(),
        ),
        _link(_say(N_("Sosiogram dengan kode"), language), "sosiogram-kode.svg", _SVG, with_codes.encode()),
    )
    items = "".join(f"<li>{one}</li>" for one in links)
    note = N_("Kode mengikuti urutan daftar kelas: pemilik daftar itu dapat mengenali murid. Tetap rahasiakan.")
    return f'<ul class="ts-files">{items}</ul><p>{_say(note, language)}</p>'

"""What the group planner's form shows, as HTML: plain functions from data to a piece of a page.

Everything that comes from a file or a person goes through `escape`. The pieces use only what their surroundings give
(`currentColor`, the theme's variables with fallbacks), so that they are read in JupyterLab's light and dark theme and
in the book's. Results are marked in words and signs, never by colour alone.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from . import documents, labels
from .language import N_, Names, Text, number, text
from .planners import Bounds, GroupPlan
from .roster import Note
from .rules import Finding, Report, catalogue
from .scenario import Problem, Scenario, dump_scenario

ROOT = "tutor-sebaya"
"""CSS class of the form; nothing outside it is styled."""

# The theme's own colours where there are any: first the book's (pydata-sphinx-theme), then JupyterLab's.
STYLE = """
.tutor-sebaya { --ts-text: var(--pst-color-text-base, var(--jp-content-font-color1, currentColor));
  --ts-back: var(--pst-color-background, var(--jp-layout-color0, transparent));
  --ts-button: var(--pst-color-surface, var(--jp-layout-color2, transparent));
  --ts-focus: var(--pst-color-secondary, var(--jp-brand-color1, #1565c0));
  --ts-line: color-mix(in srgb, var(--ts-text) 55%, transparent);
  color: var(--ts-text); max-width: 100%; padding: 0 0.3rem; box-sizing: border-box; }
.tutor-sebaya .widget-gridbox { align-items: end; }
.tutor-sebaya, .tutor-sebaya .widget-box, .tutor-sebaya .widget-html { overflow: visible; min-width: 0; }
.tutor-sebaya .widget-box, .tutor-sebaya .widget-html { margin: 0; width: 100%; height: auto; }
.tutor-sebaya .widget-html-content { width: 100%; min-width: 0; line-height: 1.5; white-space: normal;
  color: var(--ts-text); overflow-wrap: break-word; font-size: 0.95rem; }
.tutor-sebaya :is(h3, h4, h5) { margin: 1rem 0 0.4rem; line-height: 1.25; color: inherit; font-weight: 600; }
.tutor-sebaya h3 { font-size: 1.3rem; } .tutor-sebaya h4 { font-size: 1.1rem; border-top: 1px solid var(--ts-line);
  padding-top: 0.8rem; } .tutor-sebaya h5 { font-size: 1rem; }
.tutor-sebaya :is(p, ul, ol) { margin: 0.3rem 0 0.6rem; } .tutor-sebaya ul { padding-left: 1.4rem; }
.tutor-sebaya ol { padding-left: 2.2rem; }
.tutor-sebaya .widget-inline-hbox:not(.widget-html) { flex-direction: column; align-items: stretch; width: 100%;
  height: auto; margin: 0.25rem 0; min-width: 0; overflow: visible; }
.tutor-sebaya .widget-inline-hbox > .widget-label { width: auto; max-width: none; height: auto; line-height: 1.4;
  text-align: left; white-space: normal; overflow: visible; color: var(--ts-text); font-size: 0.95rem;
  margin: 0 0 0.2rem; }
.tutor-sebaya :is(select, input[type="text"], input[type="number"], input[type="date"], textarea) {
  width: 100%; max-width: 100%; box-sizing: border-box;
  min-height: 44px; font-size: 1rem; color: var(--ts-text); background-color: var(--ts-back);
  border: 1px solid var(--ts-line); border-radius: 3px; padding: 0.4rem 0.6rem; flex: none; }
.tutor-sebaya select { padding-right: 2rem; text-overflow: ellipsis; appearance: none; background-repeat: no-repeat;
  background-image: linear-gradient(45deg, transparent 50%, var(--ts-text) 50%),
  linear-gradient(135deg, var(--ts-text) 50%, transparent 50%);
  background-position: right 17px center, right 11px center; background-size: 6px 6px; }
.tutor-sebaya option { color: var(--ts-text); background: var(--ts-back); }
.tutor-sebaya .widget-checkbox label { display: flex; align-items: center; gap: 0.6rem; min-height: 44px; width: 100%;
  white-space: normal; line-height: 1.4; color: var(--ts-text); font-size: 0.95rem; }
.tutor-sebaya .widget-checkbox > .widget-label { display: none; }
.tutor-sebaya .widget-checkbox label > span { white-space: normal; overflow: visible; text-overflow: clip; }
.tutor-sebaya input[type="checkbox"] { width: 22px; height: 22px; margin: 0; flex: none; }
.tutor-sebaya .jupyter-button { width: auto; max-width: 100%; height: auto; min-height: 44px; padding: 0.5rem 1rem;
  margin: 0.3rem 0.5rem 0.3rem 0; white-space: normal; line-height: 1.3; font-size: 1rem; font-weight: 600;
  color: var(--ts-text); background: var(--ts-button); border: 1px solid var(--ts-text); border-radius: 4px;
  align-self: flex-start; }
.tutor-sebaya .jupyter-button:disabled { opacity: 0.6; }
.tutor-sebaya .ts-taps { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(7rem, 100%), 1fr));
  gap: 0.6rem; }
.tutor-sebaya .ts-taps .jupyter-button { width: 100%; min-height: 68px; margin: 0; padding: 0.4rem;
  align-self: stretch; touch-action: manipulation; overflow-wrap: break-word; }
.tutor-sebaya .ts-drawing svg { display: block; max-width: 100%; height: auto; }
.tutor-sebaya .ts-drawing.ts-scroll svg { min-width: 26rem; }
.tutor-sebaya :is(a, summary, button, select, input, textarea, [tabindex]):focus-visible,
.tutor-sebaya input[type="date"]:focus-within {
  outline: 3px solid var(--ts-focus) !important; outline-offset: 2px; }
.tutor-sebaya a { color: inherit; text-decoration: underline; }
.tutor-sebaya summary { cursor: pointer; padding: 0.6rem 0; font-weight: 600; }
.tutor-sebaya .ts-say { border: 1px solid var(--ts-text); border-left-width: 6px; border-radius: 3px;
  padding: 0.6rem 0.9rem; margin: 0.5rem 0; }
.tutor-sebaya .ts-say > :last-child { margin-bottom: 0; } .tutor-sebaya .ts-say > :first-child { margin-top: 0; }
.tutor-sebaya .ts-scroll { overflow-x: auto; max-width: 100%; }
.tutor-sebaya table { border-collapse: collapse; width: 100%; margin: 0.4rem 0; font-size: 0.95rem; color: inherit;
  table-layout: auto; display: table; }
.tutor-sebaya :is(th, td) { border: 1px solid var(--ts-line); padding: 0.35rem clamp(0.25rem, 1vw, 0.5rem);
  text-align: left; vertical-align: top; white-space: normal; color: inherit;
  background: transparent; min-width: 0; max-width: none; }
.tutor-sebaya tbody th { font-weight: normal; }
.tutor-sebaya thead th { font-weight: 600; border-bottom-width: 2px; }
.tutor-sebaya caption { caption-side: top; text-align: left; font-weight: 600; padding: 0.3rem 0; color: inherit; }
.tutor-sebaya .ts-groups { display: grid; gap: 0.5rem 1.2rem; align-items: start;
  grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr)); }
.tutor-sebaya .ts-groups td:nth-child(n+2) { white-space: nowrap; width: 1%; }
.tutor-sebaya .ts-number { text-align: right; font-variant-numeric: tabular-nums; }
.tutor-sebaya .ts-rules { list-style: none; padding-left: 0; }
.tutor-sebaya .ts-rules > li { border-left: 4px solid var(--ts-line); padding-left: 0.8rem; margin: 0.8rem 0; }
.tutor-sebaya .ts-state { white-space: nowrap; }
.tutor-sebaya .ts-files a { display: inline-block; padding: 0.6rem 0.8rem 0.6rem 0; }
"""

# A `<style>` is the one element of an HTML widget whose arrival can run anything; where that is forbidden, a form works
# without what stands here.
#
# JupyterLab takes arrows and letters for shortcuts of its own while a list of choices has the focus (ipywidgets#3912,
# open since 2024): the arrow leaves the form, and 'd' twice deletes the cell. The attribute is Lumino's own way to say
# that an element wants its keys. Only lists of choices get it, so that Ctrl+S still saves the notebook elsewhere.
#
# A report is written anew while somebody may be in it: a link or a drawing that had the focus is gone, and the focus
# with it, to the top of the page. It goes to what stands in its place now. Who pressed elsewhere is left alone.
_SCRIPT = f"""
const root = this.closest('.{ROOT}');
if (root && !root.tutorSebaya) {{
  root.tutorSebaya = true;
  let left;
  const within = (report) => [...report.querySelectorAll('a[href], button, summary, input, [tabindex="0"]')];
  root.addEventListener('focusin', ({{ target }}) => {{
    if (target.matches('select')) target.setAttribute('data-lm-suppress-shortcuts', '');
    const report = target.closest('.widget-html-content');
    left = report && {{ target, report, place: within(report).indexOf(target) }};
  }});
  root.addEventListener('focusout', ({{ relatedTarget }}) => {{ if (relatedTarget) left = undefined; }});
  document.addEventListener('pointerdown', () => (left = undefined), true);
  new MutationObserver(() => {{
    if (!left || left.target.isConnected || document.activeElement !== document.body) return;
    const {{ report, place }} = left;
    const now = within(report);
    if (!now.length) report.tabIndex = -1;
    (now[place] ?? now.at(-1) ?? report).focus({{ preventScroll: true }});
  }}).observe(root, {{ childList: true, subtree: true }});
}}
"""


def style() -> str:
    """The form's style, as the first piece of the page."""
    return f'<style onload="{escape(_SCRIPT)}">{STYLE}</style>'


def _say(message: Text | str, language: str, names: Names | None = None) -> str:
    """A message as HTML text."""
    return escape((text(message) if isinstance(message, str) else message).render(language, names))


def _list(messages: Iterable[Text], language: str, names: Names | None = None, tag: str = "ul") -> str:
    items = "".join(f"<li>{_say(one, language, names)}</li>" for one in messages)
    return f"<{tag}>{items}</{tag}>" if items else ""


def _table(caption: str, columns: Sequence[str], rows: Iterable[str], wide: bool = False) -> str:
    """A table in a box of its own, which scrolls in place of the page. `rows`: finished `<tr>` elements.

    `wide`: likely to be wider than a phone, so that the keyboard must reach the box to scroll it.
    """
    reach = f' role="region" aria-label="{caption}" tabindex="0"' if wide else ""
    head = "".join(f'<th scope="col">{one}</th>' for one in columns)
    return (
        f'<div class="ts-scroll"{reach}><table><caption>{caption}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _details(summary: str, content: str, open: bool = False) -> str:
    return f"<details{' open' if open else ''}><summary>{summary}</summary>{content}</details>"


def heading(message: Text | str, language: str, level: int = 4) -> str:
    return f"<h{level}>{_say(message, language)}</h{level}>"


def paragraph(message: Text | str, language: str) -> str:
    return f"<p>{_say(message, language)}</p>"


# --- messages ---------------------------------------------------------------------------------------------------------


def status(messages: Sequence[Text], language: str, names: Names | None = None, wrong: bool = False) -> str:
    """What just happened, announced by screen readers.

    A widget's HTML is replaced as a whole, and a new element with role `status` is often not announced; one with role
    `alert` is, politely where that is asked for.
    """
    if not messages:
        return ""
    words = "".join(f"<p>{_say(one, language, names)}</p>" for one in messages)
    lead = f"<p><strong>{_say(_WRONG, language)}</strong></p>" if wrong else ""
    polite = "" if wrong else ' aria-live="polite"'
    return f'<div class="ts-say" role="alert"{polite}>{lead}{words}</div>'


_WRONG = N_("✗ Belum berhasil. Tidak ada yang hilang.")


def problems(wrong: Sequence[Problem]) -> tuple[Text, ...]:
    """Problems as messages: place and mend."""
    return tuple(Text("{where}: {message}", {"where": one.where, "message": one.message}) if one.where else one.message
                 for one in wrong)  # fmt: skip


# --- the class --------------------------------------------------------------------------------------------------------

_NOTE_KINDS: Mapping[str, str] = {
    "repair": N_("diperbaiki"),
    "doubt": N_("periksa"),
    "error": N_("tidak terpakai"),
}


def notes(found: Sequence[Note], language: str, names: Names | None = None) -> str:
    """The reader's report: what it repaired and doubted, a row a cell; doubts and unusable cells first."""
    if not found:
        return ""
    kinds = [one.kind for one in found]
    summary = _say(
        text(
            N_("Laporan pembaca daftar: {a} diperbaiki, {b} perlu diperiksa, {c} tidak terpakai"),
            a=kinds.count("repair"),
            b=kinds.count("doubt"),
            c=kinds.count("error"),
        ),
        language,
    )
    order = ("error", "doubt", "repair")
    # The explanation stands next to the cell: on a phone the other columns lie outside the screen.
    rows = [
        f'<tr><th scope="row">{escape(one.cell)}</th><td>{_say(one.message, language, names)}</td>'
        f"<td>{_say(_NOTE_KINDS[one.kind], language)}</td><td>{escape(one.found)}</td>"
        f"<td>{'–' if one.used is None else escape(one.used)}</td></tr>"
        for one in sorted(found, key=lambda one: order.index(one.kind))
    ]
    columns = [
        _say(one, language) for one in (N_("Sel"), N_("Keterangan"), N_("Tindakan"), N_("Tertulis"), N_("Dipakai"))
    ]
    return _details(summary, _table(_say(N_("Catatan per sel"), language), columns, rows, wide=True))


def class_summary(title: Text, scenario: Scenario, present: int, language: str) -> str:
    """Which class is open, in a line."""
    absent = len(scenario.pupils) - present
    words = [
        text(N_("Kelas yang terbuka: {title}."), title=title),
        text(N_("{n} murid hadir, {a} tidak hadir."), n=present, a=absent)
        if absent
        else text(N_("{n} murid, semuanya hadir."), n=present),
        text(N_("{n} tujuan pembelajaran, {s} submateri."), n=len(scenario.objectives), s=len(scenario.subtopics)),
    ]
    return f"<p>{' '.join(_say(one, language) for one in words)}</p>"


def bounds(limits: Bounds, language: str, names: Names | None = None) -> str:
    """The reckoning in words; where bounds conflict, what to do."""
    conflict = (
        f'<div class="ts-say"><p><strong>{_say(N_("! Yang perlu diselesaikan dulu"), language)}</strong></p>'
        f"{_list(limits.advice, language, names)}</div>"
        if limits.advice
        else ""
    )
    return _list(limits.arithmetic, language, names) + conflict


# --- the groups -------------------------------------------------------------------------------------------------------


def groups(scenario: Scenario, language: str, names: Names | None = None) -> str:
    """A table for each group, in as many columns as the page has room for."""
    lists = documents.group_lists(scenario, names)
    if not lists:
        return (
            f"<p>{_say(N_('Belum ada kelompok. Pilih cara di atas, lalu tekan tombol Bentuk kelompok.'), language)}</p>"
        )
    columns = [_say(one, language) for one in (N_("Nama"), N_("L/P"), N_("Nilai awal"))]
    cards = []
    for group in lists:
        rows = []
        for one in group.people:
            name = escape(one.name)
            if one.is_tutor:
                role = N_("Tutor kakak: {name}") if one.is_cross_age else N_("Tutor: {name}")
                name = f"<strong>{_say(text(role, name=one.name), language)}</strong>"
            if one.is_representative:
                name += f" ({_say(N_('wakil'), language)})"
            if not one.is_present:
                name += f" ({_say(documents.ABSENT, language)})"
            score = "–" if one.score is None else number(round(one.score, 1), language)
            rows.append(
                f'<tr><th scope="row">{name}</th><td>{one.gender or "–"}</td><td class="ts-number">{score}</td></tr>'
            )
        mean = "–" if group.mean is None else number(group.mean, language, ".1f")
        rows.append(
            f'<tr><th scope="row">{_say(N_("Rata-rata"), language)}</th><td></td><td class="ts-number">{mean}</td></tr>'
        )
        # Messages name a group by its id; the title has both.
        title = _say(labels.group_name(group.label), language) + escape(
            f" ({group.id})" + (f": {group.subtopic}" if group.subtopic else "")
        )
        cards.append(_table(title, columns, rows))
    return f'<div class="ts-groups">{"".join(cards)}</div>'


def moves(plan: GroupPlan | None, language: str, names: Names | None = None) -> str:
    """Each step of the repair, and why what is still broken can't be helped."""
    if plan is None:
        return ""
    if plan.moves:
        summary = text(N_("Langkah perbaikan: {n}"), n=len(plan.moves))
        proof = (
            N_("Tidak ada perbaikan dengan langkah lebih sedikit.")
            if plan.fewest_proven
            else N_("Mungkin ada perbaikan dengan langkah lebih sedikit; belum terbukti.")
        )
        steps = _details(
            _say(summary, language),
            _list((one.text for one in plan.moves), language, names, "ol") + f"<p>{_say(proof, language)}</p>",
        )
    else:
        steps = f"<p>{_say(N_('Tidak ada murid yang dipindahkan sesudah pembagian pertama.'), language)}</p>"
    if not plan.reasons:
        return steps
    return (
        f'<div class="ts-say"><p><strong>{_say(N_("! Yang belum terpenuhi, dan sebabnya"), language)}</strong></p>'
        f"{_list(plan.reasons, language, names)}</div>{steps}"
    )


# --- the rules --------------------------------------------------------------------------------------------------------

SIGNS: Mapping[str, str] = {"kept": "✓", "broken": "✗", "not_applicable": "–"}
SHOWN_FAMILIES: Sequence[str] = ("G", "T")
"""Families of rules that concern grouping: groups and tutors."""
SHOWN_FINDINGS = 3
"""Findings of one rule that are shown before the rest is folded away."""


def _findings(found: Sequence[Finding], language: str, names: Names | None) -> str:
    messages = [one.message for one in found]
    if len(messages) == 1:
        return f"<p>{_say(messages[0], language, names)}</p>"
    shown = _list(messages[:SHOWN_FINDINGS], language, names)
    rest = messages[SHOWN_FINDINGS:]
    if not rest:
        return shown
    return shown + _details(_say(text(N_("{n} temuan lain"), n=len(rest)), language), _list(rest, language, names))


def rules(report: Report, language: str, names: Names | None = None, shown: Sequence[str] = SHOWN_FAMILIES) -> str:
    """Rules that are `shown` (ids, or letters of families) with state and findings; the others are folded away."""
    known = catalogue()

    states = report.states

    def with_findings(ids: Iterable[str]) -> str:
        # A list, for a third column with sentences would lie outside a phone's screen.
        items = [
            f"<li><p><strong>{SIGNS[states[id]]} {_say(labels.STATES[states[id]], language)}:</strong> "
            f"{id} {_say(known[id].title, language)}</p>{_findings(report.of(id), language, names)}</li>"
            for id in ids
        ]
        return f'<ul class="ts-rules">{"".join(items)}</ul>'

    def table(caption: Text, ids: Iterable[str]) -> str:
        rows = [
            f'<tr><td class="ts-state">{SIGNS[states[id]]} {_say(labels.STATES[states[id]], language)}</td>'
            f'<th scope="row">{id} {_say(known[id].title, language)}</th></tr>'
            for id in ids
        ]
        return _table(_say(caption, language), [_say(one, language) for one in (N_("Keadaan"), N_("Aturan"))], rows)

    def broken_first(ids: Iterable[str]) -> list[str]:
        return sorted(ids, key=lambda one: ("broken", "kept", "not_applicable").index(states[one]))

    def count(ids: Iterable[str], state: str) -> int:
        return sum(states[one] == state for one in ids)

    own = [one for one in states if one in shown or one[0] in shown]
    others = [one for one in states if one not in own]
    broken = [one for one in own if states[one] == "broken"]
    quiet = [one for one in own if states[one] != "broken"]
    said = text(
        N_("Aturan tentang {what}: {kept} terpenuhi, {broken} dilanggar, {rest} tidak berlaku."),
        what=[text(labels.FAMILIES[one]) for one in labels.FAMILIES if any(id[0] == one for id in shown)],
        kept=count(own, "kept"),
        broken=len(broken),
        rest=count(own, "not_applicable"),
    )
    well = text(
        N_("Aturan yang terpenuhi ({kept}) atau tidak berlaku ({rest})"),
        kept=count(own, "kept"),
        rest=count(own, "not_applicable"),
    )
    folded = text(
        N_("Aturan lain dalam skenario: {kept} terpenuhi, {broken} dilanggar, {rest} tidak berlaku"),
        kept=count(others, "kept"),
        broken=count(others, "broken"),
        rest=count(others, "not_applicable"),
    )
    later = N_("Aturan ini menyangkut bagian lain dari skenario.")
    return (
        (f"<p>{_say(said, language)}</p>" if own else "")
        + (with_findings(broken) if broken else "")
        + (_details(_say(well, language), table(well, quiet)) if quiet else "")
        + (
            _details(_say(folded, language), f"<p>{_say(later, language)}</p>" + with_findings(broken_first(others)))
            if others
            else ""
        )
    )


def changed_rules(before: Report | None, now: Report, language: str) -> str:
    """What the newest change mended and broke; nothing where it did neither."""
    if before is None:
        return ""
    known = catalogue()
    said = []
    for state, words in (("kept", N_("Kini terpenuhi: {rules}.")), ("broken", N_("Kini dilanggar: {rules}."))):
        changed = [id for id, one in now.states.items() if one == state != before.states[id]]
        named = [Text("{id} {title}", {"id": id, "title": text(known[id].title)}) for id in changed]
        if named:
            said.append(f"<li>{SIGNS[state]} {_say(text(words, rules=named), language)}</li>")
    if not said:
        return ""
    lead = _say(N_("Akibat perubahan terakhir"), language)
    return f'<div class="ts-say"><p><strong>{lead}</strong></p><ul>{"".join(said)}</ul></div>'


# --- files ------------------------------------------------------------------------------------------------------------

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _link(label: str, filename: str, media_type: str, content: bytes) -> str:
    """A download that needs no server: the file lies in the link itself."""
    data = base64.b64encode(content).decode("ascii")
    return (
        f'<a download="{escape(filename)}" href="data:{media_type};base64,{data}">{label} '
        f"<span>({escape(filename)})</span></a>"
    )


def download(label: str, filename: str, media_type: str, content: bytes, language: str) -> str:
    """One download of its own."""
    return f'<p class="ts-files">{_link(_say(label, language), filename, media_type, content)}</p>'


def scenario_link(scenario: Scenario, filename: str, language: str) -> str:
    content = dump_scenario(scenario).encode()
    return download(N_("Unduh skenario"), filename, "application/json", content, language)


def list_links(scenario: Scenario, language: str, names: Names | None = None) -> str:
    """Downloads of the list of groups: the teacher's version and the pupils'."""
    if not scenario.groups:
        return ""
    parts = []
    for for_pupils, title, word in (
        (False, N_("Daftar untuk guru"), "guru"),
        (True, N_("Daftar untuk murid"), "murid"),
    ):
        name = f"daftar-kelompok-{word}"
        links = []
        try:
            sheet = documents.group_list_xlsx(scenario, names, for_pupils)
        except ImportError:
            missing = N_("Excel (.xlsx) tidak tersedia: paket openpyxl belum terpasang.")
            links.append(f"<span>{_say(missing, language)}</span>")
        else:
            links.append(_link(_say(N_("Excel"), language), f"{name}.xlsx", _XLSX, sheet))
        page = documents.group_list_print_html(scenario, names, for_pupils).encode()
        table = documents.group_list_csv(scenario, names, for_pupils)
        links.append(_link(_say(N_("CSV"), language), f"{name}.csv", "text/csv;charset=utf-8", table))
        links.append(_link(_say(N_("Halaman cetak"), language), f"{name}.html", "text/html;charset=utf-8", page))
        items = "".join(f"<li>{one}</li>" for one in links)
        parts.append(f'<h5>{_say(title, language)}</h5><ul class="ts-files">{items}</ul>')
    privacy = N_(
        "Daftar untuk murid memuat nama, submateri, tutor, wakil, tugas, dan tempat duduk. Nilai tidak ada di sana."
    )
    return "".join(parts) + f"<p>{_say(privacy, language)}</p>"

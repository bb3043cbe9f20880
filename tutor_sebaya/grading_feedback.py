"""A page of feedback for each trainee: one file of HTML that needs nothing else, with a reason for every point lost.

Everything that comes from a trainee, from file names to what a cell printed, is escaped. What only the grader judges
appears as a sum of points: neither what was asked nor why it was lost.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from .book_address import address
from .grading_batch import Cohort
from .grading_run import Data
from .language import N_, number, text, translate

LARGEST = 200_000
"""Bytes of a page."""
_MOST_FAILURES = 12
_STATES = {
    "passed": ("✓", N_("sudah terpenuhi")),
    "failed": ("✗", N_("belum terpenuhi")),
    "not_judged": ("?", N_("belum dapat dinilai")),
    "ungraded": ("…", N_("belum dinilai")),
}
STYLE = """
:root{color-scheme:light dark;--ink:#1b1b1f;--paper:#fff;--line:#c9c9d2;--soft:#f3f4f8;
--good:#116329;--bad:#a40e26;--wait:#7a4d00;--link:#0b57d0}
@media(prefers-color-scheme:dark){:root{--ink:#e6e6ea;--paper:#16171b;--line:#44464f;--soft:#22242a;
--good:#6fd08c;--bad:#ff9a9a;--wait:#f0c674;--link:#8ab4f8}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}h2{font-size:1.15rem;margin:1.6rem 0 .5rem}
a{color:var(--link)}
.sum{font-size:1.25rem;font-weight:600}
.note{background:var(--soft);border-left:4px solid var(--line);padding:.5rem .8rem;margin:.6rem 0;
overflow-wrap:anywhere}
.note.wait{border-color:var(--wait)}
.item{border-top:1px solid var(--line);padding:.6rem 0;overflow-wrap:anywhere}
.item h3{font-size:1rem;margin:0;display:flex;gap:.6rem;justify-content:space-between;flex-wrap:wrap}
.item ul{margin:.3rem 0 .3rem 1.2rem;padding:0}
.passed{color:var(--good)}.failed{color:var(--bad)}.not_judged,.ungraded{color:var(--wait)}
code,pre{font:.9rem/1.45 ui-monospace,monospace}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{border-bottom:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top}
td.n,th.n{text-align:right}
@media print{body{background:#fff;color:#000}}
"""


def page(language: str, title: str, body: Iterable[str]) -> str:
    """A whole page that loads nothing: its own policy forbids scripts and other hosts."""
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{html.escape(title)}</title>'
        f"<style>{STYLE}</style></head><body><main>\n" + "\n".join(body) + "\n</main></body></html>\n"
    )


def points(value: float | None, language: str) -> str:
    """A mark as the language writes it; words where there is none."""
    return translate(N_("belum dinilai"), language) if value is None else number(round(float(value), 2), language)


class Words:
    """Sentences of one language, safe to put into a page."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, template: str, **values: object) -> str:
        return html.escape(text(template, **values).render(self.language))


def feedback(cohort: Cohort, student: str, language: str) -> str:
    """The page of one trainee."""
    say = Words(language)
    result = cohort.results[student]
    marks = cohort.marks.get(student, {})
    got, whole, waiting = cohort.total(student)
    title = text(N_("Umpan balik tugas {id}"), id=cohort.assignment).render(language)
    body = [f"<h1>{html.escape(title)}</h1>", f"<p>{html.escape(_who(cohort, student))}</p>"]
    known = any(mark is not None for mark, _ in marks.values())
    if known:
        reached = number(got, language), number(whole, language)
        body.append(f'<p class="sum">{say(N_("Nilai: {n} dari {m} poin"), n=reached[0], m=reached[1])}</p>')
    else:
        body.append(f'<p class="sum">{say(N_("Belum dinilai"))}</p>')
    if waiting and known:
        body.append(
            f'<p class="note wait">{say(N_("{n} butir belum dinilai; nilai di atas masih sementara."), n=waiting)}</p>'
        )
    late = cohort.deadline.late.get(student)
    if late:
        how = late.words(cohort.course.timezone).render(language)
        body.append(f'<p class="note wait">{html.escape(how[:1].upper() + how[1:])}.</p>')
    if result["problem"] is not None:
        body.append(f'<p class="note wait">{html.escape(result["problem"][language])}</p>')
    body += [f'<p class="note">{html.escape(one)}</p>' for one in result["notes"][language]]
    body += _items(result, marks, say)
    body += _by_hand(result, marks, cohort.comments.get(student, []), say)
    body += _failures(result["failures"], say)
    written = page(language, title, body)
    if len(written.encode()) > LARGEST:
        # Only texts of a trainee's own can be this long, and those stand in the notebook anyway.
        written = page(language, title, [*body[:4], *_items(result, marks, say)[:80]])
    return written


def _of(value: float | None, most: float, say: Words) -> str:
    """A mark beside the most that there is to earn."""
    if value is None:
        return say(N_("belum dinilai ({m} poin)"), m=points(most, say.language))
    return say(N_("{n} dari {m} poin"), n=points(value, say.language), m=points(most, say.language))


def _who(cohort: Cohort, student: str) -> str:
    name = cohort.names.get(student, "")
    return f"{name} ({student})" if name else student


def _items(result: Data, marks: Mapping[str, tuple[float | None, bool]], say: Words) -> list[str]:
    # What lost points comes first: that is what a trainee opens the page for.
    seen = sorted((one for one in result["questions"] if not one["hidden"]), key=lambda one: one["state"] == "passed")
    hidden = [one for one in result["questions"] if one["hidden"]]
    body = [f"<h2>{say(N_('Setiap butir'))}</h2>"] if seen or hidden else []
    for one in seen:
        mark = marks.get(one["id"], (one["earned"], False))[0]
        body.append(_item(one, mark, say))
    if hidden:
        given = [marks.get(one["id"], (one["earned"], False))[0] for one in hidden]
        sure = [one for one in given if one is not None]
        most = sum(one["points"] for one in hidden)
        state = "ungraded" if len(sure) < len(given) else "passed" if sum(sure) == most else "failed"
        shown = _of(None if state == "ungraded" else sum(sure), most, say)
        name = say(N_("Butir yang dinilai dosen"))
        body.append(_line(name, state, shown))
    return body


def _line(name: str, state: str, shown: str) -> str:
    """An item without reasons; all three are escaped."""
    return f'<section class="item"><h3><span>{name}</span><span class="{state}">{shown}</span></h3></section>'


def _item(one: Data, mark: float | None, say: Words) -> str:
    sign, state = _STATES[one["state"]]
    name = one["title"][say.language]
    if one["id"][1:].isdecimal():
        name = f"{one['id']} {name}"
    shown = _of(mark, one["points"], say)
    if one["state"] != "ungraded":
        shown = f"{say(state)}, {shown}"
    reasons = "".join(f"<li>{html.escape(why)}</li>" for why in one["reasons"][say.language])
    where = address(one["learn"], say.language)
    # An address that isn't whole leads nowhere from a page that somebody downloaded.
    link = html.escape(where)
    link = f'<a href="{link}">{link}</a>' if where.startswith(("https://", "http://")) else f"<code>{link}</code>"
    read = f"<p>{say(N_('Baca:'))} {link}</p>" if one["state"] != "passed" else ""
    return (
        f'<section class="item"><h3><span>{html.escape(name)}</span><span class="{one["state"]}">{sign} '
        f"{shown}</span></h3>{f'<ul>{reasons}</ul>' if reasons else ''}{read}</section>"
    )


def _by_hand(
    result: Data, marks: Mapping[str, tuple[float | None, bool]], comments: Sequence[str], say: Words
) -> list[str]:
    machine = {one["id"] for one in result["questions"]}
    items = [id for id in result["highest"] if id not in machine]
    body = [f"<h2>{say(N_('Dinilai oleh dosen'))}</h2>"] if items or comments else []
    for id in items:
        mark = marks.get(id, (None, True))[0]
        state = "ungraded" if mark is None else "passed"
        name = result.get("by_hand", {}).get(id, id)
        body.append(_line(html.escape(name), state, _of(mark, result["highest"][id], say)))
    return body + [f'<p class="note">{html.escape(one)}</p>' for one in comments]


def _failures(failures: Sequence[Data], say: Words) -> list[str]:
    if not failures:
        return []
    body = [f"<h2>{say(N_('Sel yang berhenti dengan kesalahan'))}</h2>", "<ul>"]
    for one in failures[:_MOST_FAILURES]:
        where = say(N_("sel {cell}"), cell=one["cell"])
        if one["line"] is not None:
            where = say(N_("sel {cell}, baris {line}"), cell=one["cell"], line=one["line"])
        body.append(f"<li>{where}: <code>{html.escape(one['kind'])}: {html.escape(one['message'][:300])}</code></li>")
    return [*body, "</ul>"]


def write_feedback(cohort: Cohort, language: str) -> int:
    """Everybody's page, where nbgrader puts its own; returns how many were written anew."""
    written = 0
    for student in cohort.results:
        folder = cohort.course.feedback / student / cohort.assignment
        path = Path(folder, f"{cohort.notebook}.html")
        # Who handed in the English notebook reads English, whatever the lecturer reads.
        own = cohort.results[student].get("language") or language
        content = feedback(cohort, student, own).encode("utf-8", errors="replace")
        if not path.is_file() or path.read_bytes() != content:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            written += 1
    return written

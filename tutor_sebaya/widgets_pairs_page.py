"""What the pair planner's form shows, as HTML: pairs, who is left and why, who would rather swap, all answers."""

from __future__ import annotations

from collections.abc import Sequence

from . import widgets_page as page
from .language import N_, Names, PupilId, Text, pupils, text
from .planners.pairs import CONFIDENTIAL, PairPlan, RankedPairs
from .widgets_pairs_work import PairQuestion


def people(tutees: Sequence[str], tutors: Sequence[str], question: PairQuestion, language: str) -> str:
    """How many are to be paired and how many were asked; what is missing."""
    if not tutees:
        return page.paragraph(
            N_(
                "Tidak ada murid yang perlu dibimbing: semua sudah tuntas, atau nilai dan KKTP-nya belum ada. Periksa "
                "langkah ketuntasan atau daftar murid remedial."
            ),
            language,
        )
    if not tutors:
        return page.paragraph(
            N_("Belum ada calon tutor. Pilih calon dahulu dengan perencana tutor, lalu buka skenarionya di sini."),
            language,
        )
    asked = sum(question.tutees.get(one) is not None for one in tutees)
    return page.paragraph(
        text(
            N_("{n} murid perlu dibimbing, {a} di antaranya sudah ditanya; calon tutor: {t}."),
            n=len(tutees),
            a=asked,
            t=len(tutors),
        ),
        language,
    )


def answers(
    tutees: Sequence[str], tutors: Sequence[str], question: PairQuestion, language: str, names: Names | None
) -> str:
    """All answers, folded away: whoever answers sits beside the teacher."""

    def rows(ids: Sequence[str], given: str) -> list[str]:
        said = question.tutees if given == "tutees" else question.tutors
        found = []
        for one in ids:
            named = said.get(one)
            if named is None:
                words = text(N_("belum ditanya") if given == "tutees" else N_("belum ditanya: boleh siapa saja"))
            elif not named:
                words = text(N_("tidak menerima siapa pun"))
            else:
                words = Text("{ms}", {"ms": pupils(named)})
            who = page._say(Text("{m}", {"m": PupilId(one)}), language, names)
            found.append(f'<tr><th scope="row">{who}</th><td>{page._say(words, language, names)}</td></tr>')
        return found

    columns = [page._say(one, language) for one in (N_("Nama"), N_("Menerima, dari yang paling disukai"))]
    return page._details(
        page._say(N_("Semua jawaban (rahasia; buka hanya saat Anda sendiri)"), language),
        page._table(page._say(N_("Jawaban murid yang dibimbing"), language), columns, rows(tutees, "tutees"))
        + page._table(page._say(N_("Jawaban calon tutor"), language), columns, rows(tutors, "tutors")),
    )


def consented(plan: PairPlan, language: str, names: Names | None) -> str:
    """Pairs, then who is left and why, then who would both rather have each other."""
    if not plan.pairs and not plan.unmatched:
        return ""

    def name(id: str) -> str:
        return page._say(Text("{m}", {"m": PupilId(id)}), language, names)

    ranks = N_("{t} (pilihan ke-{a} dari murid, ke-{b} dari tutor)")
    rows = [
        f'<tr><th scope="row">{name(one.tutee)}</th><td>'
        + page._say(text(ranks, t=PupilId(one.tutor), a=one.tutee_rank, b=one.tutor_rank), language, names)
        + "</td></tr>"
        for one in plan.pairs
    ]
    columns = [page._say(one, language) for one in (N_("Murid"), N_("Tutor"))]
    table = page._table(page._say(N_("Pasangan"), language), columns, rows) if rows else ""
    unasked = [one for one in plan.unmatched if one.cause == "not_asked"]
    others = [one for one in plan.unmatched if one.cause != "not_asked"]
    parts = [page.paragraph(plan.summary, language), table] if rows else []
    if others:
        lead = page._say(N_("! Belum mendapat tutor, dan sebabnya"), language)
        listed = page._list([one.reason for one in others], language, names)
        parts.append(f'<div class="ts-say"><p><strong>{lead}</strong></p>{listed}</div>')
    if unasked:
        said = text(N_("Belum ditanya: {ms}."), ms=pupils(one.pupil for one in unasked))
        parts.append(f"<p>{page._say(said, language, names)}</p>")
    if plan.rather:
        lead = page._say(N_("! Yang lebih suka bertukar; Anda yang memutuskan"), language)
        listed = page._list([one.text for one in plan.rather], language, names)
        parts.append(f'<div class="ts-say"><p><strong>{lead}</strong></p>{listed}</div>')
    if plan.idle:
        summary = page._say(text(N_("Calon tutor tanpa pasangan: {n}"), n=len(plan.idle)), language)
        parts.append(page._details(summary, page._list([why for _, why in plan.idle], language, names)))
    parts.append(page._list(plan.notes, language, names))
    return "".join(parts)


def ranked(plan: RankedPairs, language: str, names: Names | None) -> str:
    """Pairs by rank, who is left over, and how they came about."""

    def name(id: str | None) -> str:
        return "–" if id is None else page._say(Text("{m}", {"m": PupilId(id)}), language, names)

    def score(value: float) -> str:
        return page._say(Text("{n}", {"n": round(float(value), 1)}), language)

    rows = [
        f'<tr><th scope="row">{name(one.first)}</th><td class="ts-number">{score(one.first_score)}</td>'
        f'<td>{name(one.second)}</td><td class="ts-number">{score(one.second_score)}</td>'
        f"<td>{name(one.third)}</td></tr>"
        for one in plan.pairs
    ]
    columns = [
        page._say(one, language)
        for one in (N_("Nilai lebih tinggi"), N_("Nilai"), N_("Pasangannya"), N_("Nilai"), N_("Orang ketiga"))
    ]
    table = page._table(page._say(N_("Pasangan menurut nilai"), language), columns, rows, wide=True) if rows else ""
    unpaired = page._list([why for _, why in plan.unpaired], language, names)
    left = (
        f'<div class="ts-say"><p><strong>{page._say(N_("! Belum berpasangan"), language)}</strong></p>{unpaired}</div>'
        if unpaired
        else ""
    )
    if not plan.pairs and not plan.unpaired:
        return page.paragraph(N_("Belum ada murid di kelas ini."), language)
    return table + left + page._list(plan.notes, language, names) + page.paragraph(CONFIDENTIAL, language)

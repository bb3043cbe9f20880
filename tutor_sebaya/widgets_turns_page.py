"""What the form of speaking turns shows, as HTML: how equal a group's talk is, and its turns in order."""

from __future__ import annotations

from collections.abc import Mapping

from . import labels
from . import widgets_page as page
from .language import N_, Names, PupilId, Text, pupils, text
from .planners.turns import GroupTurns, TalkScore, TurnPlan
from .scenario import Group, Model, Scenario
from .settings import Settings

MODELS: Mapping[Model, str] = {
    1: N_("model 1: tutor kepada satu murid"),
    2: N_("model 2: kelompok kepada tutor"),
    3: N_("model 3: murid kepada murid"),
}
NO_GROUPS = N_("Belum ada kelompok yang berisi murid. Bentuk kelompok dahulu dengan perencana kelompok.")
NO_MINUTES = N_("Rencana waktu belum memuat tutorial, diskusi, atau persiapan di kelas. Isi menit berbicara di atas.")
_ROUNDS: Mapping[str, str] = {
    "session": N_("berdua dengan {ps}"),
    "pair": N_("berpasangan dengan {ps}"),
    "group": N_("dalam kelompok"),
}


def measures_of(score: TalkScore, settings: Settings) -> tuple[Text, ...]:
    """Gini and the tutors' share, each with its threshold and whether it is within it, in words."""
    if not score.total:
        return (text(N_("Belum ada yang berbicara.")),)
    gini = (
        text(
            N_("{sign} Kemerataan bicara (Gini): {g:.2f}; paling tinggi {d:.2f}. 0 berarti semua sama lama."),
            sign="✓" if score.equal else "✗",
            g=score.gini,
            d=settings.gini_max,
        )
        if score.comparable
        else text(N_("– Kemerataan bicara belum dapat dinilai: diperlukan sedikitnya tiga orang."))
    )
    tutor = (
        text(N_("– Bagian bicara tutor tidak dihitung: kelompok ini tidak punya tutor atau anggota."))
        if score.tutor_share is None
        else text(
            N_("{sign} Bagian bicara tutor: {p:.0%}; paling banyak {c:.0%}."),
            sign="✓" if score.tutor_within else "✗",
            p=score.tutor_share,
            c=settings.tutor_share,
        )
    )
    return gini, tutor


def talk(planned: float, asked: float, language: str) -> str:
    """Where the minutes of talk come from."""
    if asked:
        said = text(N_("Giliran dibagi dalam {n} menit, sesuai dengan isian Anda."), n=asked)
    elif planned:
        said = text(
            N_(
                "Menurut rencana waktu, kelompok berbicara selama {n} menit. Isi angka yang lebih kecil bila sebagian "
                "waktu dipakai untuk membaca atau menulis."
            ),
            n=planned,
        )
    else:
        said = text(NO_MINUTES)
    return page.paragraph(said, language)


def turns(plan: TurnPlan, scenario: Scenario, settings: Settings, language: str, names: Names | None) -> str:
    """All groups at a glance, what could not be kept, then each group's turns, the first one unfolded."""
    if not plan.groups:
        return page.paragraph(NO_GROUPS, language)
    if not plan.available:
        return ""  # `talk` says what is missing
    shown = {group.id: labels.group_name(group.label or group.id) for group in scenario.groups}
    reasons = (
        f'<div class="ts-say"><p><strong>{page._say(N_("! Yang belum terpenuhi, dan sebabnya"), language)}</strong></p>'
        f"{page._list(plan.reasons, language, names)}</div>"
        if plan.reasons
        else ""
    )
    groups = [
        page._details(
            page._say(
                text(
                    N_("{k}: {n} giliran, {m} dari {a} menit")
                    if one.turns
                    else N_("{k}: belum ada giliran, waktunya terlalu singkat"),
                    k=shown[one.group],
                    n=len(one.turns),
                    m=one.clock,
                    a=plan.available,
                ),
                language,
            ),
            _group(one, settings, language, names),
            open=place == 0,
        )
        for place, one in enumerate(plan.groups)
    ]
    return reasons + _glance(plan, shown, settings, language) + "".join(groups)


def _glance(plan: TurnPlan, shown: Mapping[str, Text], settings: Settings, language: str) -> str:
    rows = []
    for one in plan.groups:
        score = one.score
        gini = _judged(score.gini, ".2f", score.equal, language) if score.comparable else "–"
        tutor = "–" if score.tutor_share is None else _judged(score.tutor_share, ".0%", score.tutor_within, language)
        label = text(N_("{k} (model {m})"), k=shown[one.group], m=one.model)
        rows.append(
            f'<tr><th scope="row">{page._say(label, language)}</th><td class="ts-number">{gini}</td>'
            f'<td class="ts-number">{tutor}</td></tr>'
        )
    columns = [
        page._say(one, language)
        for one in (
            N_("Kelompok"),
            text(N_("Gini, batas {d:.2f}"), d=settings.gini_max),
            text(N_("Tutor, batas {c:.0%}"), c=settings.tutor_share),
        )
    ]
    return page._table(
        page._say(N_("Rencana: kemerataan bicara (Gini) dan bagian bicara tutor"), language), columns, rows
    )


def _judged(value: float, spec: str, within: bool, language: str) -> str:
    return page._say(Text(f"{{sign}} {{v:{spec}}}", {"sign": "✓" if within else "✗", "v": value}), language)


def _group(one: GroupTurns, settings: Settings, language: str, names: Names | None) -> str:
    rows = []
    for place, turn in enumerate(one.turns, 1):
        who = page._say(Text("{m}", {"m": PupilId(turn.pupil)}), language, names)
        if turn.pupil in one.tutors:
            who = f"<strong>{page._say(text(N_('Tutor: {m}'), m=PupilId(turn.pupil)), language, names)}</strong>"
        if turn.reserved:
            who += f" ({page._say(N_('giliran terjaga'), language)})"
        rows.append(
            f'<tr><th scope="row">{place}. {who}, '
            f"{page._say(text(_ROUNDS[turn.round], ps=pupils(turn.partners)), language, names)}</th>"
            f'<td class="ts-number">{page._say(Text("{n}", {"n": float(turn.minutes)}), language)}</td></tr>'
        )
    columns = [page._say(one, language) for one in (N_("Giliran"), N_("Menit"))]
    caption = page._say(text(N_("Giliran berbicara, {model}"), model=Text(MODELS[one.model])), language)
    table = page._table(caption, columns, rows) if rows else ""
    return page._list(measures_of(one.score, settings), language, names) + table


def written(scenario: Scenario, groups: Mapping[str, list[tuple[str, float]]], language: str) -> str:
    """Whether the scenario's groups hold the turns that are shown."""
    if not groups:
        return ""
    same = [group for group in scenario.groups if group.id in groups and _turns_of(group) == groups[group.id]]
    if len(same) == len(groups):
        return page.paragraph(N_("✓ Skenario memakai giliran ini."), language)
    if not any(group.turns for group in scenario.groups):
        return page.paragraph(N_("Skenario belum berisi giliran berbicara."), language)
    return page.paragraph(
        N_("Di skenario masih tertulis giliran lain; tekan Pakai giliran untuk menggantinya."), language
    )


def _turns_of(group: Group) -> list[tuple[str, float | None]]:
    return [(turn.pupil, turn.minutes) for turn in group.turns]

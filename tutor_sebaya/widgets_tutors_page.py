"""What the form of the tutors shows, as HTML: the eligibility table with reasons, capacity, reserve, what to watch."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from .language import N_, Names, PupilId, Text, pupils, text
from .planners.tutors import (
    KEYS,
    OBSERVATION_NOTE,
    STANDINGS,
    STATES,
    TEN_OBSERVATIONS,
    Demand,
    Key,
    Standing,
    State,
    TutorRow,
    TutorTable,
)
from .scenario import Scenario
from .widgets_page import _details, _list, _say, _table

_SIGNS: dict[State, str] = {"met": "✓", "not_met": "✗", "not_asked": "?"}
_STANDING_SIGNS: dict[Standing, str] = {"eligible": "✓", "to_ask": "?", "not_yet": "–", "declined": "✗"}
_COLUMNS: tuple[Key, ...] = (
    "willing",
    "attitude",
    "kind",
    "accepted",
    "teach_back",
    "training",
    "written_guide",
    "criteria",
)

NO_RANKING = N_(
    "Tabel ini bukan peringkat. Ketuntasan adalah ambang: nilai yang lebih tinggi sesudahnya tidak membuat seseorang "
    "menjadi tutor yang lebih baik."
)


def _state(state: State, language: str) -> str:
    return f"{_SIGNS[state]} {_say(STATES[state], language)}"


def table(
    rows: Sequence[TutorRow], found: TutorTable, scenario: Scenario, language: str, names: Names | None = None
) -> str:
    """Every demand on every pupil in words; candidates first, who might be one and the others folded away."""
    if not rows:
        missing = N_("Belum ada murid. Buka kelas di bagian Kelas, atau tambahkan tutor kakak.")
        return f"<p>{_say(missing, language)}</p>"
    listed = [row for row in rows if row.listed]
    able = [row for row in rows if not row.listed and row.standing in ("eligible", "to_ask")]
    others = [row for row in rows if row not in listed and row not in able]
    parts = [f"<p>{_say(NO_RANKING, language)}</p>"]
    for caption, some in (
        (N_("Calon tutor ({n})"), listed),
        (N_("Dapat menjadi calon setelah ditanya ({n})"), able),
        (N_("Murid lain: belum tuntas pada bagian mana pun, atau tidak ditugasi ({n})"), others),
    ):
        if some:
            title = Text(caption, {"n": len(some)})
            content = _demands(title, some, scenario, language, names) + _reasons(some, language, names)
            # The sample class has 23 who might be asked: only those who are candidates stand open.
            folded = some is not listed
            parts.append(_details(_say(title, language), content) if folded else content)
    return "".join(parts) + _list(found.messages, language, names)


def _demands(caption: Text, rows: Sequence[TutorRow], scenario: Scenario, language: str, names: Names | None) -> str:
    objectives = [one.id for one in scenario.objectives]
    keys = [key for key in _COLUMNS if any(one.key == key for row in rows for one in row.demands)]
    columns = [_say(N_("Nama"), language), _say(N_("Keadaan"), language)]
    columns += [_say(text(N_("tuntas pada {tp}"), tp=one), language) for one in objectives]
    columns += [_say(KEYS[key], language) for key in keys]
    lines = []
    for row in rows:
        mastery = {one.objective: one for one in row.demands if one.key == "mastery"}
        others: dict[str, Demand] = {one.key: one for one in row.demands if one.key != "mastery"}
        cells = [mastery.get(one) for one in objectives] + [others.get(key) for key in keys]
        said = "".join(f"<td>{'–' if one is None else _state(one.state, language)}</td>" for one in cells)
        name = _say(Text("{m}", {"m": PupilId(row.id)}), language, names)
        # Several words in a narrow column would make every row six lines high.
        standing = f'<td style="min-width: 11rem">{_standing(row, scenario, language)}</td>'
        lines.append(
            f'<tr><th scope="row">{name}</th>{standing}{said}</tr>',
        )
    return _table(_say(caption, language), columns, lines, wide=True)


def _standing(row: TutorRow, scenario: Scenario, language: str) -> str:
    said = [f"{_STANDING_SIGNS[row.standing]} {_say(STANDINGS[row.standing], language)}"]
    labels = {one.id: one.label or one.id for one in scenario.groups}
    if row.groups:
        said.append(_say(text(N_("tutor {groups}"), groups=[labels[one] for one in row.groups]), language))
    elif row.listed and row.standing == "eligible" and not row.tutee:
        said.append(_say(N_("cadangan"), language))
    if row.cross_age:
        said.append(_say(N_("tutor kakak"), language))
    if row.tutee:
        tutee = N_("ada di daftar remedial: boleh memimpin TP lain, tidak dalam sesi yang sama")
        said.append(_say(tutee, language))
    return "; ".join(said)


def _reasons(rows: Sequence[TutorRow], language: str, names: Names | None) -> str:
    """For each pupil every demand with its reason, and what is still to be done."""
    parts = []
    for row in rows:
        summary = text(N_("{m}: {standing}"), m=PupilId(row.id), standing=text(STANDINGS[row.standing]))
        steps = _list(row.steps, language, names, "ol")
        todo = f"<p>{_say(N_('Yang masih perlu dilakukan:'), language)}</p>{steps}" if steps else ""
        parts.append(_details(_say(summary, language, names), demands(row.demands, language, names) + todo))
    content = "".join(parts)
    return _details(_say(N_("Alasan di balik setiap tanda"), language), content)


def demands(found: Sequence[Demand], language: str, names: Names | None = None) -> str:
    """A pupil's demands as a list, for sentences in a third column would lie outside a phone's screen."""
    items = []
    for one in found:
        name = _say(KEYS[one.key], language) + (f" ({escape(one.objective)})" if one.objective else "")
        reason = _say(one.reason, language, names)
        items.append(f"<li>{_state(one.state, language)}: <strong>{name}</strong>. {reason} ({one.rule})</li>")
    return f"<ul>{''.join(items)}</ul>"


def candidate(row: TutorRow | None, absent: bool, language: str, names: Names | None = None) -> str:
    """The chosen candidate as it stands."""
    if row is None:
        words = (
            N_("Calon ini tidak hadir atau tidak ada dalam daftar murid, jadi belum dinilai. Catatannya tetap ada.")
            if absent
            else N_("Belum ada calon. Tambahkan murid dari daftar kelas, atau seorang tutor kakak.")
        )
        return f"<p>{_say(words, language)}</p>"
    said = text(N_("Keadaan {m}: {standing}."), m=PupilId(row.id), standing=text(STANDINGS[row.standing]))
    return f"<p><strong>{_say(said, language, names)}</strong></p>{demands(row.demands, language, names)}"


# --- capacity and reserve ---------------------------------------------------------------------------------------------


def capacity(found: TutorTable, language: str, names: Names | None = None) -> str:
    """How many groups can be led on each objective, and who stands in when a tutor is absent."""
    columns = [
        _say(one, language)
        for one in (
            N_("TP"),
            N_("Tutor yang memenuhi syarat"),
            N_("Dapat ditanya"),
            N_("Murid yang dapat dibimbing"),
            N_("Murid yang belum tuntas"),
            N_("Cukup?"),
        )
    ]
    rows = []
    for one in found.capacities:
        enough = _say(N_("✓ cukup") if one.enough else N_("✗ belum cukup"), language)
        numbers = (len(one.eligible), len(one.to_ask), one.tutees, len(one.needing))
        cells = "".join(f'<td class="ts-number">{number}</td>' for number in numbers)
        rows.append(f'<tr><th scope="row">{escape(one.objective)}</th>{cells}<td>{enough}</td></tr>')
    reserve = (
        text(N_("Cadangan: {ms}."), ms=pupils(found.reserve))
        if found.reserve
        else text(N_("Belum ada cadangan: tidak ada tutor yang memenuhi syarat di luar kelompok."))
    )
    cross_age = [row.id for row in found.cross_age]
    said = [reserve] + ([text(N_("Tutor kakak: {ms}."), ms=pupils(cross_age))] if cross_age else [])
    table = _table(_say(N_("Daya tampung per TP"), language), columns, rows, wide=True) if rows else ""
    return table + _list(said, language, names)


# --- acceptance and observation ---------------------------------------------------------------------------------------


def acceptance(answers: dict[tuple[str, str], bool | None], language: str) -> str:
    """How many were asked; never who refused whom, for a page that may stand open on a desk."""
    if not answers:
        missing = N_("Belum ada kelompok dengan tutor. Bentuk kelompok dahulu, lalu tanyai setiap anggota.")
        return f"<p>{_say(missing, language)}</p>"
    said = list(answers.values())
    words = text(
        N_("{n} anggota: {a} mau dibimbing tutornya, {b} lebih suka tutor lain, {c} belum ditanya."),
        n=len(said),
        a=said.count(True),
        b=said.count(False),
        c=said.count(None),
    )
    secret = N_("Tanyakan secara pribadi. Jawabannya rahasia: jangan disampaikan kepada tutor.")
    return f"<p>{_say(words, language)}</p><p>{_say(secret, language)}</p>"


def observation(language: str) -> str:
    """The ten things to watch for: a list, no gate and no sum."""
    content = _list([text(one) for one in TEN_OBSERVATIONS], language, tag="ol")
    note = f"<p>{_say(OBSERVATION_NOTE, language)}</p>"
    return _details(_say(N_("Sepuluh hal yang dapat diamati"), language), note + content)

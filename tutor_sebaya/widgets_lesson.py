"""Panels of the scenario planner for what no other planner asks: the lesson's material, and how the class will be seen.

Each control writes what it says into the plan as soon as it is left, so that the rules follow every change.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import labels
from . import widgets_lesson_page as page
from . import widgets_lesson_work as lesson
from .language import N_, PupilId, Text, text
from .planners.duties import propose_work, with_group
from .scenario import CueCard, Discussion, Group, Observation, Public, Roles
from .widgets_base import NOT_CHOSEN, Panel, grid, row, wide

NOBODY = N_("– belum dipilih –")
_ANSWERS = {None: N_("belum ditanya"), True: N_("menerima"), False: N_("menolak")}
_SHOWN_PEOPLE = 12
"""People of a group that the form has controls for; a larger one breaks G07 long before."""


class MaterialPanel(Panel):
    """When the lesson is, its objectives with criteria, and its sub-topics with problem and sources."""

    families: ClassVar[str] = "M"

    def make(self) -> Sequence[widgets.Widget]:
        self.grade = self.number(N_("Kelas (tingkat 1–12; 0: belum diisi)"), 0, 0, 12)
        self.periods = self.number(N_("Jam pelajaran (0: belum diisi)"), 0, 0, 12)
        self.period_minutes = self.number(N_("Menit per jam pelajaran (0: belum diisi)"), 0, 0, 90)
        self.lesson_date = self.date(N_("Tanggal"))
        self.lesson_time = self.line(N_("Pukul (misalnya 07:30)"))
        self.objective = self.dropdown(N_("Tujuan pembelajaran (TP)"), {"": NOBODY}, "")
        self.objective_text = self.line(N_("Rumusan TP itu"))
        self.objective_criterion = self.decimal(N_("KKTP untuk TP itu (0–100)"), 0, 0, 100)
        self.objective_new = self.line(N_("Tambah TP: tulis kodenya, misalnya TP3"))
        self.objective_button = self.button(N_("Tambah TP"), self._add_objective, None, self.objective_new)
        self.subtopic_lines = self.lines(
            N_("Submateri, satu per baris; TP-nya boleh ditulis di akhir: Penyebut sama (TP1)")
        )
        self.subtopic = self.dropdown(N_("Submateri yang diisi"), {"": NOBODY}, "")
        self.problem = self.lines(N_("Masalah untuk kelompok: apa yang harus mereka pecahkan?"), 3)
        self.sources = self.lines(N_("Sumber belajar, satu per baris"), 3)
        self.prerequisites = self.line(N_("Submateri yang harus dikuasai lebih dahulu (kodenya, dipisah koma)"))
        self.material_report = widgets.HTML()
        self.undo_button = self.make_undo()
        times = (self.grade, self.periods, self.period_minutes, self.lesson_date, self.lesson_time)
        self.on_change(lambda: self._write(lesson.with_times(self.scenario, **self._times())), *times)
        self.on_change(self._take_objective, self.objective)
        self.on_change(self._write_objective, self.objective_text, self.objective_criterion)
        self.on_change(self._write_subtopics, self.subtopic_lines)
        self.on_change(self._take_subtopic, self.subtopic)
        self.on_change(self._write_subtopic, self.problem, self.sources, self.prerequisites)
        return [
            self.heading(N_("Waktu dan tujuan")),
            grid(*times),
            grid(self.objective, self.objective_text, self.objective_criterion),
            grid(self.objective_new, self.objective_button),
            self.heading(N_("Submateri")),
            self.subtopic_lines,
            self.subtopic,
            self.problem,
            grid(self.sources, self.prerequisites),
            self.undo_button,
            self.status,
            self.material_report,
        ]

    def _times(self) -> dict[str, Any]:
        return {
            "grade": self.grade.value or None,
            "periods": self.periods.value or None,
            "minutes_per_period": self.period_minutes.value or None,
            "date": self.lesson_date.value,
            "time": self.lesson_time.value,
        }

    def _write(self, scenario: Any) -> None:
        if scenario != self.scenario:
            self.desk.fill(scenario)
            self.hush()
            self.desk.redraw()

    def take(self) -> None:
        one = self.scenario
        self.grade.value, self.periods.value = one.grade or 0, one.periods or 0
        self.period_minutes.value = one.minutes_per_period or 0
        self.lesson_date.value, self.lesson_time.value = one.date, one.time.strftime("%H:%M") if one.time else ""
        self.offer(self.objective, lesson.titled(one.objectives, "text") or {"": NOBODY})
        self.offer(self.subtopic, lesson.titled(one.subtopics, "title") or {"": NOBODY})
        self.subtopic_lines.value = lesson.material_lines(one)
        self._take_objective()
        self._take_subtopic()

    def _take_objective(self) -> None:
        found = next((one for one in self.scenario.objectives if one.id == self.objective.value), None)
        with self.quietly():
            self.objective_text.value = (found.text if found else None) or ""
            self.objective_criterion.value = (found.criterion if found else None) or 0

    def _take_subtopic(self) -> None:
        found = next((one for one in self.scenario.subtopics if one.id == self.subtopic.value), None)
        with self.quietly():
            self.problem.value = (found.problem if found else None) or ""
            self.sources.value = "\n".join(found.sources) if found else ""
            self.prerequisites.value = ", ".join(found.prerequisites) if found else ""

    def _write_objective(self) -> None:
        update = {
            "text": self.objective_text.value.strip() or None,
            "criterion": self.objective_criterion.value or None,
        }
        self._write(lesson.with_objective(self.scenario, self.objective.value, **update))
        with self.quietly():
            self.offer(self.objective, lesson.titled(self.scenario.objectives, "text") or {"": NOBODY})

    def _add_objective(self) -> None:
        self.desk.fill(lesson.with_new_objective(self.scenario, self.objective_new.value))
        added = self.scenario.objectives[-1].id
        with self.quietly():
            self.objective_new.value = ""
        self.desk.retake()
        with self.quietly():
            self.objective.value = added
        self._take_objective()
        self.done(text(N_("✓ {id} ditambahkan. Tulis rumusan dan KKTP-nya."), id=added))

    def _write_subtopics(self) -> None:
        self.desk.fill(lesson.with_subtopics(self.scenario, self.subtopic_lines.value))
        self.hush()
        self.desk.retake()
        self.desk.redraw()

    def _write_subtopic(self) -> None:
        self._write(
            lesson.with_subtopic(
                self.scenario,
                self.subtopic.value,
                self.problem.value,
                self.sources.value,
                self.prerequisites.value,
            )
        )

    def draw(self) -> None:
        self.material_report.value = page.material(self.scenario, self.language)


class WorkPanel(Panel):
    """What happens inside each group: names, duties, consent, the tutor's roles, and how the discussion runs."""

    families: ClassVar[str] = "TD"

    def make(self) -> Sequence[widgets.Widget]:
        self.propose_button = self.button(N_("Isi usulan untuk yang masih kosong"), self._propose)
        self.undo_button = self.make_undo()
        kinds = {"": NOT_CHOSEN, **labels.DISCUSSIONS}
        self.discussion_kind = self.dropdown(N_("Jenis diskusi"), kinds, "")
        self.norms = self.date(N_("Cara berdiskusi diajarkan tanggal"))
        self.group = self.dropdown(N_("Kelompok yang diisi"), {"": NOBODY}, "")
        self.group_label = self.line(N_("Nama kelompok (netral, tanpa menyebut kemampuan)"))
        self.representative = self.dropdown(N_("Wakil yang menyampaikan hasil"), {"": NOBODY}, "")
        self.decides_by = self.dropdown(N_("Cara mengambil keputusan"), {"": NOT_CHOSEN, **labels.DECISIONS}, "")
        models = {0: NOT_CHOSEN, **{one: labels.MODELS[one] for one in (1, 2, 3)}}
        self.model = self.dropdown(N_("Model tutorial"), models, 0)
        self.gender_note = self.line(N_("Catatan tentang perbedaan jenis kelamin tutor dan anggota"))
        self.roles = {key: self.line(words) for key, words in lesson.ROLE_LABELS.items()}
        self.return_questions = self.lines(N_("Kalimat melempar balik pertanyaan, satu per baris"), 3)
        self.steer = self.lines(N_("Kalimat mengarahkan kembali, satu per baris"), 3)
        self.duties = [_line_of_person() for _ in range(_SHOWN_PEOPLE)]
        self.accepts = [self.dropdown(N_("Menerima tutornya?"), _ANSWERS, None) for _ in range(_SHOWN_PEOPLE)]
        self.products = [_line_of_person() for _ in range(_SHOWN_PEOPLE)]
        self.people = [
            widgets.VBox(list(three)) for three in zip(self.duties, self.accepts, self.products, strict=True)
        ]
        self.work_report = widgets.HTML()
        self.on_change(self._write_discussion, self.discussion_kind, self.norms)
        self.on_change(self._take_group, self.group)
        own = (self.group_label, self.representative, self.decides_by, self.model, self.gender_note)
        cards = (*self.roles.values(), self.return_questions, self.steer)
        self.on_change(self._write_group, *own, *cards, *self.duties, *self.accepts, *self.products)
        return [
            self.heading(N_("Diskusi")),
            grid(self.discussion_kind, self.norms),
            self.heading(N_("Pekerjaan di dalam kelompok")),
            row(self.propose_button, self.undo_button),
            self.status,
            self.group,
            grid(*own),
            grid(*self.people),
            self.heading(N_("Kartu tutor")),
            grid(*cards),
            self.work_report,
        ]

    def _now(self) -> Group | None:
        return next((one for one in self.scenario.groups if one.id == self.group.value), None)

    def _people(self, group: Group) -> list[str]:
        return [*group.tutors, *group.members][:_SHOWN_PEOPLE]

    def take(self) -> None:
        discussion = self.scenario.discussion or Discussion()
        self.discussion_kind.value, self.norms.value = discussion.kind or "", discussion.norms_taught_on
        self.offer(self.group, lesson.titled(self.scenario.groups, "label") or {"": NOBODY})
        self._take_group()

    def _take_group(self) -> None:
        group = self._now() or Group(id="-")
        everybody = self._people(group)
        roles, card = group.roles or Roles(), group.cue_card or CueCard()
        with self.quietly():
            self.group_label.value = labels.group_name(group.label or "").render(self.language)
            self.offer(self.representative, {"": NOBODY, **{one: _person(one) for one in group.members}})
            self.representative.value = group.representative if group.representative in group.members else ""
            self.decides_by.value, self.model.value = group.decides_by or "", group.model or 0
            self.gender_note.value = group.gender_note or ""
            for key, control in self.roles.items():
                control.value = getattr(roles, key) or ""
            self.return_questions.value, self.steer.value = "\n".join(card.return_questions), "\n".join(card.steer)
            for place, (duty, accepts, product) in enumerate(
                zip(self.duties, self.accepts, self.products, strict=True)
            ):
                one = everybody[place] if place < len(everybody) else None
                self.show(self.people[place], one is not None)
                is_member = one in group.members
                self.show(accepts, is_member)
                self.show(product, is_member and self.scenario.kind == "remedial")
                duty.value = (group.duties.get(one) if one else None) or ""
                accepts.value = group.accepts.get(one) if one else None
                product.value = (group.products.get(one) if one else None) or ""
        self._name_people()

    def _name_people(self) -> None:
        group = self._now()
        for place, one in enumerate(self._people(group) if group else []):
            words = text(N_("Tugas {m}"), m=PupilId(one)), text(N_("{m}: menerima tutornya?"), m=PupilId(one))
            made = text(N_("Hasil sendiri dari {m}"), m=PupilId(one))
            self.duties[place].description, self.accepts[place].description = (
                one.render(self.language, self.names) for one in words
            )
            self.products[place].description = made.render(self.language, self.names)

    def translate(self) -> None:
        super().translate()
        self._name_people()

    def _write_discussion(self) -> None:
        discussion = (self.scenario.discussion or Discussion()).model_copy(
            update={"kind": self.discussion_kind.value or None, "norms_taught_on": self.norms.value}
        )
        self.desk.fill(self.scenario.model_copy(update={"discussion": discussion}))
        self.hush()
        self.desk.redraw()

    def _write_group(self) -> None:
        group = self._now()
        if group is None:
            return
        people = list(enumerate(self._people(group)))
        entries = lesson.group_entries(
            group,
            label=lesson.stored_label(group, self.group_label.value),
            representative=self.representative.value,
            decides_by=self.decides_by.value,
            model=self.model.value,
            gender_note=self.gender_note.value,
            roles={key: control.value for key, control in self.roles.items()},
            return_questions=self.return_questions.value,
            steer=self.steer.value,
            duties={one: self.duties[place].value for place, one in people},
            accepts={one: self.accepts[place].value for place, one in people if one in group.members},
            products={one: self.products[place].value for place, one in people if one in group.members},
        )
        changed = with_group(self.scenario, group.id, **entries)
        if changed != self.scenario:
            self.desk.fill(changed)
            self.hush()
            self.desk.redraw()

    def _propose(self) -> None:
        proposed = propose_work(self.scenario, self.language)
        if not self.scenario.groups:
            self.say(text(N_("Belum ada kelompok. Bentuk kelompok lebih dahulu.")))
            return
        self.desk.fill(proposed.scenario)
        self.desk.retake()
        self.done(
            text(
                N_(
                    "✓ {n} isian diusulkan. Bacalah dan ubah sesuai kelas Anda; persetujuan murid terhadap tutornya "
                    "tetap harus ditanyakan."
                ),
                n=proposed.added,
            )
        )

    def draw(self) -> None:
        self.work_report.value = page.group_work(self.scenario, self.language, self.names)


class ObservationPanel(Panel):
    """How the groups are observed, what pupils said about the material, and what pupils get to see."""

    families: ClassVar[str] = "OP"

    def make(self) -> Sequence[widgets.Widget]:
        self.indicators = self.lines(N_("Yang diamati dalam kelompok, satu per baris"), 5)
        self.indicators_button = self.button(N_("Isi contoh yang diamati"), self._propose)
        self.all_groups = self.checkbox(N_("Lembar observasi memuat semua kelompok"))
        self.pupil_views = self.lines(N_("Pandangan murid tentang masalah dan materinya"), 3)
        self.shows_scores = self.checkbox(N_("Nilai diperlihatkan kepada murid lain"))
        self.shows_nisn = self.checkbox(N_("NISN diperlihatkan kepada murid lain"))
        self.undo_button = self.make_undo()
        self.on_change(
            self._write, self.indicators, self.all_groups, self.pupil_views, self.shows_scores, self.shows_nisn
        )
        return [
            self.heading(N_("Observasi, suara murid, dan kerahasiaan")),
            self.indicators,
            row(self.indicators_button, self.undo_button),
            self.status,
            self.all_groups,
            self.pupil_views,
            self.shows_scores,
            self.shows_nisn,
        ]

    def take(self) -> None:
        observation, public = self.scenario.observation or Observation(), self.scenario.public or Public()
        self.indicators.value = "\n".join(observation.indicators)
        ids = {one.id for one in self.scenario.groups}
        self.all_groups.value = bool(ids) and ids <= set(observation.groups)
        self.pupil_views.value = self.scenario.pupil_views or ""
        self.shows_scores.value, self.shows_nisn.value = bool(public.shows_scores), bool(public.shows_nisn)

    def _write(self) -> None:
        self.desk.fill(
            lesson.with_observation(
                self.scenario,
                self.indicators.value,
                self.all_groups.value,
                self.pupil_views.value,
                self.shows_scores.value,
                self.shows_nisn.value,
            )
        )
        self.hush()
        self.desk.redraw()

    def _propose(self) -> None:
        with self.quietly():
            self.indicators.value = "\n".join(
                Text(one).render(self.language) for one in lesson.INDICATORS if one not in self.indicators.value
            )
            self.all_groups.value = bool(self.scenario.groups)
        self._write()
        self.say(text(N_("✓ Contoh diisi. Sesuaikan dengan yang ingin Anda amati.")))


def _line_of_person() -> widgets.Text:
    # Its label names the person and is set with the group.
    return widgets.Text(continuous_update=False, layout=wide())


def _person(id: str) -> Text:
    return Text("{m}", {"m": PupilId(id)})

"""Panels of the group form: the best groups for a teacher's wishes, with the proof, and moves by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import ipywidgets as widgets  # type: ignore[import-untyped]

from . import labels, widgets_place
from . import widgets_best_work as wish
from . import widgets_wishes_page as page
from .language import N_, PupilId, Text, text
from .planners.best import BestGroups, Cost, best_groups, costs, steps
from .planners.moves import HandMove, move, swap
from .planners.wishes import FEATURES
from .scenario import Scenario
from .widgets_base import Panel, grid, row
from .widgets_wishes_page import GOAL_NAMES

_WEIGHTS = {0.0: N_("tidak dihitung"), 0.5: N_("sedikit"), 1.0: N_("penting"), 3.0: N_("sangat penting")}
_TIMES = {
    0: N_("jawaban pertama saja (sekejap)"),
    10: N_("paling lama 10 detik"),
    60: N_("paling lama satu menit"),
    600: N_("paling lama sepuluh menit"),
}
_TUTORS = {
    "ready": N_("tutor yang siap di setiap kelompok"),
    "able": N_("murid yang tuntas di setiap kelompok, meskipun belum ditanya"),
    "none": N_("tanpa syarat tutor"),
}
_FOUND = N_("✓ {n} kelompok dibentuk.")
_SEARCHING = N_("… Kelompok ini sudah dapat dipakai. Yang lebih baik dan buktinya masih dicari; tunggu sebentar.")
_NOBODY = {"": N_("– belum dipilih –")}


class BestPanel(Panel):
    """Ask for the best groups under a teacher's own demands and goals."""

    families: ClassVar[str] = "GT"

    def make(self) -> Sequence[widgets.Widget]:
        self.best_number = self.number(N_("Jumlah kelompok"), 1, 1, 1000)
        self.smallest = self.number(N_("Anggota paling sedikit (0: sama besar)"), 0, 0, 60)
        self.largest = self.number(N_("Anggota paling banyak (0: sama besar)"), 0, 0, 60)
        self.best_time = self.dropdown(N_("Lama mencari dan membuktikan"), _TIMES, widgets_place.here.seconds)
        self.tutor_wish = self.dropdown(N_("Tutor"), _TUTORS, "ready")
        self.demands = {
            "thirds": self.checkbox(N_("Ada murid dari sepertiga atas dan sepertiga bawah")),
            "mean": self.checkbox(N_("Rata-rata kelompok dekat dengan rata-rata kelas")),
            "gender": self.checkbox(N_("Tidak ada anak laki-laki atau perempuan yang sendirian")),
            "avoid": self.checkbox(N_("Patuhi daftar jangan disatukan")),
            "company": self.checkbox(N_("Setiap yang memilih teman bersama salah satunya")),
        }
        self.goals = {name: self.dropdown(words, _WEIGHTS, 0.0) for name, words in GOAL_NAMES.items()}
        self.features = {name: self.dropdown(wish.FEATURE_LABELS[name], _WEIGHTS, 0.0) for name in FEATURES}
        self.wished_pupil = self.dropdown(N_("Murid"), _NOBODY, "")
        self.wished_other = self.dropdown(N_("Murid lain"), _NOBODY, "")
        self.wished_group = self.dropdown(N_("Kelompoknya"), _NOBODY, "")
        self.together_button = self.button(N_("Harus sekelompok"), lambda: self._pair("together"))
        self.apart_button = self.button(N_("Jangan sekelompok"), lambda: self._pair("apart"))
        self.lock_button = self.button(N_("Kunci murid di kelompok itu"), self._lock)
        self.free_button = self.button(N_("Hapus semua permintaan tentang murid itu"), self._free)
        self.remember_button = self.button(N_("Ingat kelompok sekarang: hindari pasangan yang sama"), self._remember)
        self.forget_button = self.button(N_("Lupakan kelompok lama"), self._forget)
        self.wishes_report, self.best_report = widgets.HTML(), widgets.HTML()
        chosen = (
            *(self.best_number, self.smallest, self.largest, self.best_time, self.tutor_wish),
            *(*self.demands.values(), *self.goals.values(), *self.features.values()),
        )
        self.best_status = self.status
        self.best_button = self.button(N_("Cari kelompok terbaik"), self.find, None, *chosen)
        self.costs_button = self.button(N_("Hitung harga setiap syarat"), self._reckon_costs)
        self.undo_button = self.make_undo()
        self._best: tuple[BestGroups, Scenario] | None = None
        self._costs: tuple[Cost, ...] = ()
        self.on_change(self._use, *chosen)
        return [
            self.heading(N_("Kelompok terbaik menurut keinginan Anda")),
            grid(*chosen[:5]),
            *self.demands.values(),
            grid(*self.goals.values(), *self.features.values()),
            grid(self.wished_pupil, self.wished_other, self.wished_group),
            row(self.together_button, self.apart_button, self.lock_button, self.free_button),
            row(self.remember_button, self.forget_button),
            self.wishes_report,
            row(self.best_button, self.costs_button, self.undo_button),
            self.best_status,
            self.best_report,
        ]

    def take(self) -> None:
        wishes = wish.wishes_now(self.scenario, self.desk.settings)
        self.best_number.value = wishes.number
        self.smallest.value, self.largest.value = wishes.sizes or (0, 0)
        self.tutor_wish.value = wishes.tutors
        for name, control in self.demands.items():
            control.value = bool(getattr(wishes, name))
        for name, control in self.goals.items():
            control.value = _nearest(getattr(wishes.goals, name))
        for feature, control in self.features.items():
            control.value = _nearest(wishes.goals.diversity.get(feature, 0.0))
        self._offer_people()

    def _offer_people(self) -> None:
        people = {one.id: Text("{m}", {"m": PupilId(one.id)}) for one in self.scenario.pupils}
        self.offer(self.wished_pupil, people or _NOBODY)
        self.offer(self.wished_other, people or _NOBODY)
        ids = wish.group_ids(self.scenario, self.best_number.value)
        self.offer(self.wished_group, {one: Text("{k}", {"k": one}) for one in ids} or _NOBODY)

    def _choices(self) -> wish.Chosen:
        return wish.Chosen(
            number=self.best_number.value,
            smallest=self.smallest.value,
            largest=self.largest.value,
            tutors=self.tutor_wish.value,
            demands={name: control.value for name, control in self.demands.items()},
            goals={name: control.value for name, control in self.goals.items()},
            features={name: control.value for name, control in self.features.items()},
        )

    def _use(self) -> None:
        """Wishes are kept beside the plan as they are chosen, and are no step of their own."""
        self.desk.note(wish.WISHES, wish.chosen_data(self.scenario, self._choices()))
        self._offer_people()

    def _pair(self, kind: str) -> None:
        one, other = self.wished_pupil.value, self.wished_other.value
        self.desk.note(wish.WISHES, wish.with_pair(self.scenario, self._choices(), kind, one, other))
        self._wished()

    def _lock(self) -> None:
        pupil, group = self.wished_pupil.value, self.wished_group.value
        self.desk.note(wish.WISHES, wish.with_lock(self.scenario, self._choices(), pupil, group))
        self._wished()

    def _free(self) -> None:
        self.desk.note(wish.WISHES, wish.without_pupil(self.scenario, self._choices(), self.wished_pupil.value))
        self._wished()

    def _remember(self) -> None:
        self.desk.note(wish.WISHES, wish.with_former(self.scenario, self._choices()))
        self._wished()
        with self.quietly():
            self.take()

    def _forget(self) -> None:
        self.desk.note(wish.WISHES, wish.without_former(self.scenario, self._choices()))
        self._wished()

    def _wished(self) -> None:
        self.say(text(N_("✓ Permintaan dicatat. Tekan Cari kelompok terbaik untuk memakainya.")))
        self.draw()

    def find(self) -> None:
        """Search as the controls say; the same as pressing 'Cari kelompok terbaik'."""
        self.desk.note(wish.WISHES, wish.chosen_data(self.scenario, self._choices()))
        wishes = wish.wishes_now(self.scenario, self.desk.settings)
        seconds, before = self.best_time.value, self.scenario
        if seconds == 0:
            self._found(best_groups(before, wishes, 0.5, prove=False, settings=self.desk.settings), before)
            return
        session, history = self.desk.session, list(self.desk.history)
        for best in steps(before, wishes, seconds, settings=self.desk.settings):
            # Each answer stands in place of the one before it, so that all of them are one step back.
            self.desk.session, self.desk.history = session, list(history)
            self._found(best, before)
            if best.groups and best.state != "proven":
                self.say(text(_SEARCHING), best.text)
        if best.groups:
            self.say(text(_FOUND, n=len(best.groups)), best.text)

    def _found(self, best: BestGroups, before: Scenario) -> None:
        """Show an answer: its groups everywhere, or why there are none."""
        self._costs = ()
        if best.groups:
            self.desk.fill(best.fill(before))
        self._best = best, self.scenario
        if best.groups:
            self.desk.retake()
            self.done(text(_FOUND, n=len(best.groups)), best.text)
        else:
            self.draw()
            self.say(best.text, wrong=True)

    def _reckon_costs(self) -> None:
        if self._best is None or not self._best[0].groups:
            self.say(text(N_("Cari dahulu kelompok terbaik; sesudah itu harga setiap syarat dapat dihitung.")))
            return
        seconds = float(max(self.best_time.value, 10))

        def told(found: Sequence[Cost], wanted: int) -> None:
            self._costs = tuple(found)
            self.draw()
            self.say(text(N_("… Menghitung harga syarat ke-{a} dari {b}."), a=len(found) + 1, b=wanted))

        self._costs = costs(self.scenario, self._best[0], seconds, settings=self.desk.settings, tell=told)
        self.draw()
        self.say(text(N_("✓ Harga {n} syarat dihitung."), n=len(self._costs)))

    def draw(self) -> None:
        wishes = wish.wishes_now(self.scenario, self.desk.settings)
        self.wishes_report.value = page.asked_html(wishes, self.language, self.names)
        # An answer is shown as long as the groups are the ones it found.
        found = self._best
        if found is not None and found[1].groups != self.scenario.groups:
            found = None
        self.best_report.value = page.best_html(found[0], self.language, self.names, self._costs) if found else ""


class MovePanel(Panel):
    """Move pupils by hand, and see at once which rules that breaks."""

    families: ClassVar[str] = "GT"

    def make(self) -> Sequence[widgets.Widget]:
        self.moved = self.dropdown(N_("Murid yang dipindahkan"), _NOBODY, "")
        self.target = self.dropdown(N_("Ke kelompok"), _NOBODY, "")
        self.as_tutor = self.checkbox(N_("Sebagai tutor kelompok itu"))
        self.exchanged = self.dropdown(N_("Atau bertukar dengan"), _NOBODY, "")
        self.move_status = self.status
        self.move_button = self.button(N_("Pindahkan"), self._move, None, self.moved, self.target, self.as_tutor)
        self.swap_button = self.button(N_("Tukar keduanya"), self._swap, None, self.moved, self.exchanged)
        self.move_undo_button = self.make_undo()
        self.move_report = widgets.HTML()
        self._made: HandMove | None = None
        return [
            self.heading(N_("Pindahkan dengan tangan")),
            grid(self.moved, self.target, self.exchanged),
            self.as_tutor,
            row(self.move_button, self.swap_button, self.move_undo_button),
            self.move_status,
            self.move_report,
        ]

    def take(self) -> None:
        people = {one: Text("{m}", {"m": PupilId(one)}) for one in wish.movable(self.scenario)}
        self.offer(self.moved, people or _NOBODY)
        self.offer(self.exchanged, people or _NOBODY)
        groups = {
            one.id: Text("{k}: {label}", {"k": one.id, "label": labels.group_name(one.label)})
            if one.label
            else Text("{k}", {"k": one.id})
            for one in self.scenario.groups
        }
        self.offer(self.target, groups or _NOBODY)

    def _move(self) -> None:
        self._make(move(self.scenario, self.moved.value, self.target.value, self.as_tutor.value, self.desk.settings))

    def _swap(self) -> None:
        self._make(swap(self.scenario, self.moved.value, self.exchanged.value, self.desk.settings))

    def _make(self, made: HandMove) -> None:
        self.desk.fill(made.scenario)
        self._made = made
        self.desk.retake()
        self.done(made.text, *made.notes)

    def draw(self) -> None:
        made = self._made
        shown = made is not None and made.scenario.groups == self.scenario.groups
        self.move_report.value = page.changes_html(made, self.language, self.names) if shown and made else ""


def _nearest(weight: float) -> float:
    """The offered weight that is nearest to the one wished for."""
    return min(_WEIGHTS, key=lambda one: abs(one - weight))

"""Invented classes: a whole class from a number, so that every trainee has one of their own.

All pupils, schools, NIS and NISN here are invented; names are put together by chance from lists of usual Indonesian
names, and likeness to a living child is chance too. Real children's data are no teaching material (UU 27/2022,
articles 4 and 25; field facts L08).

The same number gives the same class on every Python and in Pyodide: the seed is a SHA-256, and only
`random.Random.random` and `getrandbits` are drawn from, whose values Python promises to keep. No function of libm is
used, for its last digits differ between platforms.

`python -m tutor_sebaya.classes [FOLDER]` writes the two sample files of the course.
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from . import measures, scenario
from .classes_material import ATTITUDES, CRITERIA, TOPICS, Topic
from .language import LANGUAGE, LANGUAGES, N_, text, translate
from .roster import Roster, RosterObjective, RosterPupil, write_xlsx
from .scenario import Gender

T = TypeVar("T")

SAMPLE_NUMBER = 0
"""The number of the class in the sample files."""
SAMPLE_XLSX = "kelas-contoh.xlsx"
SAMPLE_CSV = "kelas-contoh-berantakan.csv"
DATA_FOLDER = Path(__file__).parent / "data"

CRITERION = 70.0
SMALLEST, LARGEST = 12, 60
LARGEST_GROUP = 6
"""Pupils in a group of an invented class at most, as in `settings.Settings.max_group`."""
MEAN_TOLERANCE = 0.5
"""As `settings.Settings.mean_tol_sd` is to begin with. Written here too: a lecturer who changes a threshold in
mid-semester must not give every trainee another class."""


@dataclass(frozen=True)
class InventedClass:
    """`number`: the text it was made from. `scenario`: pupils, objectives, sub-topics and candidates; no groups yet."""

    number: str
    roster: Roster
    scenario: scenario.Scenario


@dataclass(frozen=True)
class _Region:
    male: tuple[str, ...]
    female: tuple[str, ...]
    male_last: tuple[str, ...]
    female_last: tuple[str, ...]


def _region(male: str, female: str, male_last: str, female_last: str = "") -> _Region:
    lasts = female_last or male_last
    return _Region(*(tuple(one.split("|")) for one in (male, female, male_last, lasts)))


_REGIONS = (
    _region(  # Jawa
        "Bagas|Dimas|Galih|Bayu|Aji|Panji|Satria|Wahyu",
        "Sekar|Ratna|Wulan|Kinanti|Laras|Endah|Dyah|Gendis",
        "Prasetyo|Nugroho|Wicaksono|Santoso|Saputro|Wibowo",
        "Lestari|Wulandari|Rahayu|Puspitasari|Ningrum|Utami",
    ),
    _region(  # Sunda
        "Asep|Dadan|Cecep|Deden|Iwan|Rian",
        "Euis|Tita|Nenden|Neng|Imas|Rina",
        "Hidayat|Permana|Gunawan|Sutisna|Kurnia",
        "Nurhayati|Komala|Rohaeni|Herlina|Sumiati",
    ),
    _region(  # Batak
        "Togar|Binsar|Sahat|Jonathan|Parulian|Hotman",
        "Tiur|Rotua|Duma|Romauli|Lamria|Natalia",
        "Siregar|Nainggolan|Sitompul|Harahap|Simbolon|Manurung",
    ),
    _region(  # Minangkabau dan Melayu
        "Fadli|Ilham|Hendri|Zaki|Hafiz|Rafki",
        "Rahmi|Yulia|Fitri|Suci|Mutia|Annisa",
        "Chaniago|Tanjung|Koto|Piliang|Sikumbang|Jambak",
    ),
    _region(  # Bali
        "I Wayan|I Made|I Nyoman|I Ketut|I Gede|I Putu",
        "Ni Luh|Ni Made|Ni Komang|Ni Kadek|Ni Putu|Ni Ketut",
        "Artana|Wirawan|Suardika|Sudarma|Adnyana",
        "Suryani|Astuti|Sukmawati|Ariani|Widiasih",
    ),
    _region(  # Bugis dan Makassar
        "Baso|Arham|Syahrul|Akbar|Irfan|Rusdi",
        "Besse|Hasnah|Nurlina|Rosdiana|Hikmah|Darmi",
        "Baharuddin|Patimasang|Mappiare|Salam|Tahir",
    ),
    _region(  # Maluku, Nusa Tenggara, Papua
        "Yohanes|Markus|Agustinus|Melkias|Frans|Yosep",
        "Maria|Yuliana|Debora|Selfina|Marlin|Yakomina",
        "Bere|Lede|Wenda|Tamaela|Nahak|Kogoya|Leiwakabessy",
    ),
    _region(  # Kalimantan dan Sulawesi Utara
        "Jerry|Rendy|Gusti|Novri|Yansen|Aldi",
        "Cindy|Megi|Norhasanah|Jelita|Vera|Lidya",
        "Tumewu|Lontoh|Usop|Anwari|Rompas|Mandagi",
    ),
    _region(  # Tionghoa Indonesia
        "Kevin|Steven|Hendra|Vincent|Darren|Felix",
        "Felicia|Jessica|Meilani|Vania|Clarissa|Sherly",
        "Wijaya|Tanuwijaya|Halim|Gunadi|Lesmana|Hartono",
    ),
)
_MUHAMMAD = ("Muhammad", "Muhammad", "M.", "Moh.", "Mohammad")
_AFTER_MUHAMMAD = ("Fauzan", "Alif", "Ma'ruf", "Rifa'i", "Nu'man", "Rizky", "Ikhsan", "Zidan", "Luthfi", "Raka")
_APOSTROPHE: dict[Gender, tuple[str, ...]] = {
    "male": ("Ma'ruf Hidayatullah", "Rofi'i", "Sya'ban Maulana", "Jum'at Prakoso", "Ahmad Syafi'i"),
    "female": ("Nur 'Aini", "Qurrota A'yun", "Siti Sa'diyah", "Rif'atul Husna", "Mas'amah"),
}
_ONE_WORD: dict[Gender, tuple[str, ...]] = {
    "male": ("Sutrisno", "Wagiyo", "Supriyadi", "Rahmat", "Yanto", "Sukardi", "Mulyadi", "Kasman"),
    "female": ("Suminah", "Rukmini", "Maryam", "Wartini", "Partini", "Melati", "Jumiati", "Aminah"),
}
_INTERESTS = (N_("olahraga"), N_("musik"), N_("menggambar"), N_("membaca"), N_("sains"))
_SEATS_A_ROW = 6


class _Draw:
    """Chance that is the same everywhere."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(int.from_bytes(hashlib.sha256(seed.encode()).digest(), "big"))

    def share(self) -> float:
        return self._random.random()

    def below(self, number: int) -> int:
        return int(self._random.random() * number)

    def one(self, many: Sequence[T]) -> T:
        return many[self.below(len(many))]

    def shuffled(self, many: Sequence[T]) -> list[T]:
        mixed = list(many)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.below(last + 1)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed

    def some(self, many: Sequence[T], number: int) -> list[T]:
        return self.shuffled(many)[:number]


def invent_class(number: int | str, size: int = 36, grade: int = 5, language: str = LANGUAGE) -> InventedClass:
    """An invented class from a student number: `2301045`, `"2301-045"`; 7 and "7" give the same class.

    `size`: 12 to 60 pupils. About a third are not at the criterion of 70 on TP1 or TP2, at least eight have mastered
    both, one or two scores are missing. There are two to four more tutor candidates than groups: one is not willing, of
    one the attitude is not judged yet. Sub-topics are as many as the fewest groups of at most six pupils, and at least
    three. At least one division of the class keeps every rule of family G: it was there before anybody chose friends,
    so every trainee can reach full marks. `grade` 1 to 12 sets the length of a period;
    the material stays that of upper primary school. Date, time, periods, groups and phases are left open. `language` is
    that of titles, problems and notes in the scenario; the class list, like a school's, is Indonesian.
    Raises ValueError for a size or grade out of range and an empty number.
    """
    name = "".join(str(number).split()).casefold()
    if not name:
        raise ValueError("number must not be empty")
    if not SMALLEST <= size <= LARGEST:
        raise ValueError(f"size must be {SMALLEST} to {LARGEST}, not {size}")
    if not 1 <= grade <= 12:
        raise ValueError(f"grade must be 1 to 12, not {grade}")
    draw = _Draw(f"tutor-sebaya class 1/{name}/{size}/{grade}")
    topic = TOPICS[0] if name == str(SAMPLE_NUMBER) else draw.one(TOPICS)
    scored = _scores(draw, _pupils(draw, size, grade))
    groups = max(3, -(-size // LARGEST_GROUP))
    tutors = _tutors(draw, scored, grade, groups)
    pupils = _relations(draw, scored, _hidden_division(draw, scored, tutors, groups))
    roster = Roster(
        tuple(pupils),
        (RosterObjective("TP1", criterion=CRITERION), RosterObjective("TP2", criterion=CRITERION)),
        (
            "SD Tunas Cendekia (sekolah rekaan)" if grade <= 6 else "Sekolah Tunas Cendekia (sekolah rekaan)",
            f"Daftar nilai {topic.subject}: {topic.title}",
            f"Kelas: {pupils[0].class_name}",
            f"KKTP: {CRITERION:g}",
        ),
    )
    return InventedClass(
        name, roster, _scenario(roster, topic, _in_language(tutors, language), grade, groups, language)
    )


# --- pupils ---------------------------------------------------------------------------------------------------------


def _name(draw: _Draw, gender: Gender) -> str:
    region = draw.one(_REGIONS)
    first = draw.one(region.male if gender == "male" else region.female)
    last = draw.one(region.male_last if gender == "male" else region.female_last)
    return f"{first} {last}"


def _names(draw: _Draw, genders: Sequence[Gender]) -> list[str]:
    """One name a pupil, all different: among them one-word names, an apostrophe and two kinds of Muhammad."""
    names: list[str] = []
    special: dict[Gender, list[str]] = {
        "male": [
            *(f"{draw.one(_MUHAMMAD)} {one}" for one in draw.some(_AFTER_MUHAMMAD, 2 + draw.below(2))),
            draw.one(_ONE_WORD["male"]),
            draw.one(_APOSTROPHE["male"]),
        ],
        "female": [*draw.some(_ONE_WORD["female"], 1 + draw.below(2)), draw.one(_APOSTROPHE["female"])],
    }
    for gender in genders:
        name = special[gender].pop(0) if special[gender] else _name(draw, gender)
        while name in names:
            name = _name(draw, gender)
        names.append(name)
    return names


def _pupils(draw: _Draw, size: int, grade: int) -> list[RosterPupil]:
    boys = size // 2 + draw.below(5) - 2
    genders: list[Gender] = [("male" if place < boys else "female") for place in range(size)]
    named = sorted(zip(_names(draw, genders), genders, strict=True), key=lambda one: one[0].casefold())
    seats = draw.shuffled(range(size))
    class_name = f"{grade}{draw.one('ABCD')}"
    entry = 26 - grade if grade <= 6 else 26 - (grade - 7) % 3
    pupils = []
    for place, (name, gender) in enumerate(named):
        serial = draw.below(100_000)
        # Two digits of the birth year as in a real NISN, then a run of zeros that marks it as invented.
        nisn = f"0{26 - grade - 6 - draw.below(2):02d}00{serial:05d}"
        pupils.append(
            RosterPupil(
                id=f"M{place + 1:02d}",
                name=name,
                number=place + 1,
                gender=gender,
                nis=f"{entry:02d}{place + 1:03d}",
                nisn=nisn,
                class_name=class_name,
                interest=draw.one(_INTERESTS),
                seat=(seats[place] // _SEATS_A_ROW + 1, seats[place] % _SEATS_A_ROW + 1),
            )
        )
    return _different_nisn(pupils)


def _different_nisn(pupils: list[RosterPupil]) -> list[RosterPupil]:
    seen: set[str] = set()
    for place, pupil in enumerate(pupils):
        nisn = pupil.nisn or ""
        while nisn in seen:
            nisn = nisn[:5] + f"{(int(nisn[5:]) + 1) % 100_000:05d}"
        seen.add(nisn)
        pupils[place] = replace(pupil, nisn=nisn)
    return pupils


def _half(value: float, whole: bool, low: float, high: float) -> float:
    """Within bounds; a whole number, or a half point where `whole` is false."""
    return min(high, max(low, float(int(value)) if whole else int(value * 2) / 2))


def _scores(draw: _Draw, pupils: list[RosterPupil]) -> list[RosterPupil]:
    """Scores that rise with a pupil's place in a drawn order: some 30 to 36 % below the criterion somewhere."""
    size = len(pupils)
    low = min(size - 8, int(size * (0.30 + 0.06 * draw.share()) + 0.5))
    order = draw.shuffled(range(size))
    scored = list(pupils)
    for rank, place in enumerate(order):
        wholes = [draw.share() < 0.7, draw.share() < 0.7]
        noise = [draw.share() - 0.5, draw.share() - 0.5]
        if rank < low:
            base = 42 + 26 * rank / low
            values = [_half(base + 12 * n, w, 30.0, CRITERION - 1) for n, w in zip(noise, wholes, strict=True)]
            # Half of them have mastered one of the two: remedial is per objective.
            if draw.share() < 0.5:
                lucky = draw.below(2)
                values[lucky] = _half(CRITERION + 10 * draw.share(), wholes[lucky], CRITERION, 82.0)
        else:
            base = CRITERION + 2 + 25 * (rank - low) / (size - low)
            values = [_half(base + 8 * n, w, CRITERION, 100.0) for n, w in zip(noise, wholes, strict=True)]
        scored[place] = replace(pupils[place], scores={"TP1": values[0], "TP2": values[1]})
    missing = 1 if size < 20 else 1 + draw.below(2)
    # Missing scores among those in the middle, who would be missed least as tutors.
    middle = order[low : low + max(0, size - low - 8)] or order[:low]
    for place in draw.some(middle, missing):
        absent = draw.one(("TP1", "TP2"))
        scored[place] = replace(scored[place], scores={**scored[place].scores, absent: None})
    return scored


def _hidden_division(
    draw: _Draw, pupils: Sequence[RosterPupil], tutors: Sequence[scenario.Tutor], groups: int
) -> list[list[int]]:
    """Places of pupils in mixed groups (G06) with a tutor who is ready in each (G03), sizes at most one apart.

    Nobody is shown it. Friends and pairs to keep apart are drawn around it, so that a division without any rule of
    family G broken is known to exist.
    """
    place_of = {pupil.id: place for place, pupil in enumerate(pupils)}
    ready = [place_of[one.pupil] for one in tutors if measures.is_willing_and_fit(one)]
    scores = measures.initial_scores(scenario.Pupil(id=one.id, scores=dict(one.scores)) for one in pupils)
    while True:
        leaders = sorted(draw.some(ready, groups), key=lambda place: scores[pupils[place].id])
        division = [[place] for place in leaders]
        rest = [place for place in range(len(pupils)) if place not in leaders]
        # Equal ranks are told apart by chance, so that another round differs.
        drawn = {place: draw.share() for place in rest}
        rest.sort(key=lambda place: (scores[pupils[place].id] + 3 * drawn[place], place), reverse=True)
        for rank, place in enumerate(rest):
            turn, seat = divmod(rank, groups)
            division[seat if turn % 2 == 0 else groups - 1 - seat].append(place)
        if _is_mixed(division, [pupil.id for pupil in pupils], scores):
            return division


def _is_mixed(division: Sequence[Sequence[int]], ids: Sequence[str], scores: dict[str, float]) -> bool:
    """Whether every group keeps rule G06 at the tolerance of invented classes."""
    top, bottom = measures.thirds(scores)
    mean, allowed = measures.mean(scores.values()), MEAN_TOLERANCE * measures.spread(scores.values())
    for group in division:
        found = {ids[place] for place in group} & set(scores)
        if not found & top or not found & bottom:
            return False
        if abs(measures.mean(scores[one] for one in sorted(found)) - mean) > allowed:
            return False
    return True


def _relations(draw: _Draw, pupils: list[RosterPupil], division: list[list[int]]) -> list[RosterPupil]:
    """Shy pupils, friends, and two or three pairs to keep apart.

    Not everybody has handed in a slip: in a class where all name friends, a teacher who forms groups in another way
    would need more swaps than anybody makes. Whoever did names somebody of the same hidden group, and most also
    somebody elsewhere.
    """
    size = len(pupils)
    shy = set(draw.some(range(size), 3 + draw.below(2)))
    group_of = {place: number for number, group in enumerate(division) for place in group}
    chooses: dict[int, list[int]] = {one: [] for one in range(size)}

    def choose(who: int, whom: int) -> None:
        if who != whom and whom not in chooses[who] and len(chooses[who]) < 3:
            chooses[who].append(whom)

    friends: list[int] = []
    for group in division:
        mixed = draw.shuffled(group)
        # Friends are mostly of one gender.
        pairs = [
            (one, other)
            for place, one in enumerate(mixed)
            for other in mixed[place + 1 :]
            if pupils[one].gender == pupils[other].gender
        ] or [(mixed[0], mixed[1])]
        one, other = pairs[0]
        choose(one, other)
        choose(other, one)
        friends += [one, other]
    for one in friends:
        others = [other for other in friends if pupils[other].gender == pupils[one].gender and other != one]
        if others and draw.share() < 0.6:
            other = draw.one(others)
            choose(one, other)
            if draw.share() < 0.8:
                choose(other, one)
    avoid: dict[int, list[int]] = {one: [] for one in range(size)}
    wanted = 2 + draw.below(2)
    while wanted:
        one, other = draw.below(size), draw.below(size)
        apart = group_of[one] != group_of[other] and other not in chooses[one] and one not in chooses[other]
        if apart and not avoid[one] and not avoid[other]:
            avoid[one].append(other)
            wanted -= 1
    return [
        replace(
            pupil,
            shy=place in shy,
            # In the order of the list: the first named must not give the hidden group away.
            chooses=tuple(pupils[one].id for one in sorted(chooses[place])),
            avoid=tuple(pupils[one].id for one in avoid[place]),
        )
        for place, pupil in enumerate(pupils)
    ]


# --- the scenario ---------------------------------------------------------------------------------------------------


def _mastered(pupil: RosterPupil) -> bool:
    return all(score is not None and score >= CRITERION for score in pupil.scores.values())


def _total(pupil: RosterPupil) -> float:
    return sum(score or 0.0 for score in pupil.scores.values())


def _tutors(draw: _Draw, pupils: Sequence[RosterPupil], grade: int, groups: int) -> list[scenario.Tutor]:
    able = sorted((one for one in pupils if _mastered(one)), key=lambda one: (-_total(one), one.id))
    candidates = able[: groups + 2 + draw.below(3)]
    unwilling, unjudged = draw.some(range(len(candidates)), 2)
    tutors = []
    for place, pupil in enumerate(candidates):
        note = draw.one(ATTITUDES)
        evidence_of = sorted(draw.some(range(7), 5 + draw.below(3)))
        tutors.append(
            scenario.Tutor(
                pupil=pupil.id,
                kind="peer",
                grade=grade,
                evidence=dict(pupil.scores),
                willing=place != unwilling,
                attitude=None if place == unjudged else scenario.Attitude(meets=True, note=note),
                teach_back=True,
                training_minutes=float(15 + 5 * draw.below(3)),
                written_guide=True,
                criteria={str(one + 1): CRITERIA[one] for one in evidence_of},
            )
        )
    return sorted(tutors, key=lambda one: one.pupil)


def _subtopics(topic: Topic, number: int) -> list[tuple[str, int, str]]:
    """As many as asked for, as evenly as can be from the two objectives, each objective's first ones first."""
    first = [one for one in topic.subtopics if one[1] == 1]
    second = [one for one in topic.subtopics if one[1] == 2]
    return first[: number - number // 2] + second[: number // 2]


def _in_language(tutors: Sequence[scenario.Tutor], language: str) -> list[scenario.Tutor]:
    """What is noted about candidates, in a language."""

    def noted(one: scenario.Attitude | None) -> scenario.Attitude | None:
        return one and one.model_copy(update={"note": translate(one.note or "", language)})

    if language == LANGUAGES[0]:
        return [*tutors]
    return [
        one.model_copy(
            update={
                "attitude": noted(one.attitude),
                "criteria": {key: translate(said or "", language) for key, said in one.criteria.items()},
            }
        )
        for one in tutors
    ]


def _scenario(
    roster: Roster, topic: Topic, tutors: list[scenario.Tutor], grade: int, groups: int, language: str
) -> scenario.Scenario:
    def say(message: str, **values: object) -> str:
        return text(message, **values).render(language)

    book = say(N_("Buku murid {subject}, bab {title}"), subject=say(topic.subject), title=say(topic.title))
    return scenario.Scenario(
        version=1,
        kind="class",
        grade=grade,
        minutes_per_period=35 if grade <= 6 else 40 if grade <= 9 else 45,
        objectives=[
            scenario.Objective(id=f"TP{number}", text=say(written), criterion=CRITERION)
            for number, written in enumerate(topic.objectives, start=1)
        ],
        subtopics=[
            scenario.Subtopic(
                id=f"S{number}",
                title=say(title),
                objectives=[f"TP{objective}"],
                sources=[book, say(N_("Lembar bantu {n}: {title}"), n=number, title=say(title))],
                problem=say(problem),
            )
            for number, (title, objective, problem) in enumerate(_subtopics(topic, groups), start=1)
        ],
        pupils=roster.to_pupils(),
        tutors=tutors,
    )


# --- the sample files -----------------------------------------------------------------------------------------------

_MALE_SPELLINGS = ("L", "Laki-laki", "l", "LK", "laki2", "L ")
_FEMALE_SPELLINGS = ("P", "Perempuan", "p", "PR", "Pr.", "P")


def messy_csv(roster: Roster) -> bytes:
    """The same class as a hurried school office would export it: CP1252, `;`, and some dozen bad habits.

    Titles and a blank column before the table, NISN without their zeros, L/P in many spellings, decimal commas and
    points, TH and S, a score that lost its comma, doubled spaces, capitals, a curly apostrophe, a blank row, a pupil
    entered twice, friends by list number, footer and signatures.
    """
    lines: list[list[str]] = [
        ["", roster.heading[0].upper()],
        ["", "DAFTAR NILAI", "", "", roster.heading[2].split(": ")[1]],
        ["", "KKTP", ":", f"{CRITERION:g}"],
        [],
        ["", "No.", "NISN", "Nama  Siswa", "JK", "TP 1", "TP 2", "Agama", "Teman 1", "Teman 2", "Teman 3"],
    ]
    numbers = {one.id: str(one.number) for one in roster.pupils}
    # The first half point on TP1 that is written with a comma loses it: 78,5 becomes 785.
    halves = [place for place, one in enumerate(roster.pupils) if (one.scores["TP1"] or 0) % 1 and place % 10 != 7]
    for place, pupil in enumerate(roster.pupils):
        name = pupil.name.replace("'", "’")
        if place % 9 == 2:
            name = name.upper()
        if place % 11 == 4:
            name = name.replace(" ", "  ") + " "
        spellings = _MALE_SPELLINGS if pupil.gender == "male" else _FEMALE_SPELLINGS
        scores = []
        for objective in roster.objectives:
            score = pupil.scores[objective.id]
            written = ("TH" if place % 2 else "S") if score is None else f"{score:g}"
            scores.append(written if place % 10 == 7 else written.replace(".", ","))
        if place in halves[:1]:
            scores[0] = scores[0].replace(",", "")
        nisn = pupil.nisn or ""
        friends = [numbers[one] for one in pupil.chooses]
        lines.append(
            [
                "",
                str(pupil.number),
                nisn if place % 12 == 0 else nisn.lstrip("0"),
                name,
                spellings[place % len(spellings)],
                *scores,
                "",
                *[*friends, "", "", ""][:3],
            ]
        )
        if place == 17:
            lines.append([""] * 11)
        if place == 20:
            lines.append(list(lines[-1]))
    lines += [
        [],
        ["", "", "", "Jumlah murid", str(len(roster.pupils))],
        ["", "", "", "Rata-rata", "", "75,2", "74,8"],
        [],
        ["", "", "", "Mengetahui", "", "", "Bandung, 10 Agustus 2026"],
        ["", "", "", "Kepala Sekolah", "", "", "Guru Kelas"],
        ["", "", "", "(....................)", "", "", "(....................)"],
    ]
    return ("\r\n".join(";".join(line) for line in lines) + "\r\n").encode("cp1252")


def write_samples(folder: Path = DATA_FOLDER) -> list[Path]:
    """Write the two sample files of the course; the same bytes each time."""
    roster = invent_class(SAMPLE_NUMBER).roster
    made = {SAMPLE_XLSX: write_xlsx(roster), SAMPLE_CSV: messy_csv(roster)}
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in made]


if __name__ == "__main__":
    for written in write_samples(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA_FOLDER):
        print(written)

"""The invented cohort of the lecturer's page: seven trainees, a list with their names, and Moodle's archive."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import cohort

PEOPLE = {
    "2301001": "Ayu Lestari",
    "2301002": "Bagas Pratama",
    "2301003": "Citra Dewi",
    "2301004": "Dimas Saputra",
    "2301005": "Eka Wulandari, A.Md.",
    "2301006": "Fajar Nugroho",
    "2301007": "Gilang Ramadhan",
}


def write(folder: Path) -> None:
    """`daftar.csv` and `kiriman.zip`, as a lecturer has them when the deadline is over.

    Ayu's work is right, and Citra's is Ayu's under another number; Bagas took one pupil into the wrong group; Dimas sent
    a renamed file; Eka was late; Fajar sent nothing; Gilang's file is broken. Somebody else isn't in the list.
    """
    lines = [f'{id},"{name}"' for id, name in PEOPLE.items()]
    (folder / "daftar.csv").write_text("\n".join(["nim,nama", *lines]) + "\n", encoding="utf-8")
    right = {id: cohort.answers(id) for id in PEOPLE}
    topics = list(right["2301002"]["kelompok"])
    groups = right["2301002"]["kelompok"]
    moved = {**groups, topics[0]: groups[topics[0]][:-1], topics[1]: [*groups[topics[1]], groups[topics[0]][-1]]}
    work: dict[str, tuple[str, str | bytes, tuple[int, ...]]] = {
        "Ayu Lestari": (cohort.FILE, _notebook(right["2301001"]), (2026, 11, 29, 20, 15)),
        "Bagas Pratama": (cohort.FILE, _notebook({**right["2301002"], "kelompok": moved}), (2026, 11, 30, 21, 2)),
        "Citra Dewi": (
            cohort.FILE,
            _notebook({**right["2301001"], "nomor_mahasiswa": "2301003"}),
            (2026, 11, 30, 22, 40),
        ),
        "Dimas Saputra": (f"{cohort.NAME} (1).ipynb", _notebook(right["2301004"]), (2026, 11, 30, 23, 58)),
        "Eka Wulandari, A.Md.": (cohort.FILE, _notebook(right["2301005"]), (2026, 12, 1, 1, 4)),
        "Gilang Ramadhan": (cohort.FILE, b"\x00\x01", (2026, 11, 30, 9, 0)),
        "Hana Putri": (cohort.FILE, _notebook({}), (2026, 11, 30, 9, 30)),
    }
    with zipfile.ZipFile(folder / "kiriman.zip", "w") as packed:
        for place, (name, (file, content, when)) in enumerate(work.items()):
            entry = zipfile.ZipInfo(f"{name}_{4100 + place}_assignsubmission_file_/{file}", (*when, 0))  # type: ignore[arg-type]
            packed.writestr(entry, content)


def _notebook(given: dict[str, object]) -> str:
    return json.dumps(cohort.notebook(given))

"""What assignment 1 asks: statements with their origin, items with their doubt, and choice questions of our own.

Items, restorations and doubts come from the content model; numbers of the course come from its settings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from typing import Any

from .grading_choices import Choice, Option, Slot, by_chance
from .language import N_, Text, text
from .settings import DEFAULTS

PAGE = "membaca-sumber.html"

ORIGINS = (
    Option(N_("tertulis dalam naskah sumber")),
    Option(N_("dikembalikan dari tulisan lain")),
    Option(N_("angkanya dari buku ini")),
    Option(N_("dari luar: praktik di sekolah atau peraturan")),
)
"""Where a statement comes from; here no option is wrong in itself."""
WRITTEN, RESTORED, OUR_NUMBER, OUTSIDE = range(len(ORIGINS))


@dataclass(frozen=True)
class Statement:
    """`id`: of the item or restoration, or a word of our own. `origin`: place in ORIGINS."""

    id: str
    words: Text
    origin: int


_OURS = (
    Statement(
        "G07",
        text(
            N_("Satu kelompok berisi {low} sampai {high} orang, termasuk tutornya."),
            low=DEFAULTS.min_group,
            high=DEFAULTS.max_group,
        ),
        OUR_NUMBER,
    ),
    Statement(
        "T07",
        text(N_("Sedikitnya {n} dari tujuh kriteria tutor disertai bukti."), n=DEFAULTS.min_criteria),
        OUR_NUMBER,
    ),
    Statement(
        "W02",
        text(N_("Persiapan kelompok memakai sedikitnya {n}% waktu pelajaran."), n=round(100 * DEFAULTS.prep_share)),
        OUR_NUMBER,
    ),
    Statement(
        "D06",
        text(N_("Bagian bicara para tutor paling banyak {n}%."), n=round(100 * DEFAULTS.tutor_share)),
        OUR_NUMBER,
    ),
    Statement(
        "R14-banyak",
        text(
            N_("Lebih dari {n}% murid belum tuntas: pelajaran diulang; sampai {m}%: bimbingan perorangan."),
            n=round(100 * DEFAULTS.reteach_share),
            m=round(100 * DEFAULTS.individual_share),
        ),
        OUTSIDE,
    ),
    Statement(
        "R14-sedikit",
        text(
            N_("Bila paling banyak {n}% murid belum tuntas, mereka dibimbing perorangan atau oleh tutor sebaya."),
            n=round(100 * DEFAULTS.individual_share),
        ),
        OUTSIDE,
    ),
    Statement("PDP", text(N_("Data anak diproses dengan persetujuan orang tua atau wali.")), OUTSIDE),
)


@cache
def _content() -> dict[str, list[dict[str, Any]]]:
    import yaml  # not needed to judge any other assignment

    written = files("tutor_sebaya").joinpath("data/content.yml").read_text(encoding="utf-8")
    found: dict[str, list[dict[str, Any]]] = yaml.load(written, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return found


@cache
def _items() -> tuple[dict[str, Any], ...]:
    """Items that say something about peer tutoring: not the reference list, nor what would tell its origin itself."""
    return tuple(
        one
        for one in _content()["items"]
        if not one["id"].startswith(("REF", "SCOPE")) and "naskah" not in one["id_text"].casefold()
    )


def _bare(words: str) -> str:
    """An item without its place in a list ("Langkah 3a: …"), which would tell where it stands."""
    bare = re.sub(r"^[\w ]+ (\d+[a-z]?|[a-z])( [\w ]+)?: ", "", words)
    return bare[:1].upper() + bare[1:]


def statements(number: str) -> list[Statement]:
    """The trainee's own: two written in the source, two restored, one with a number of ours, one from outside."""
    written = [Statement(one["id"], Text(_bare(one["id_text"])), WRITTEN) for one in _items()]
    restored = [Statement(one["id"], Text(one["id_text"]), RESTORED) for one in _content()["restorations"]]
    drawn = [
        *_some(written, number, 2),
        *_some(restored, number, 2),
        *_some([one for one in _OURS if one.origin == OUR_NUMBER], number, 1),
        *_some([one for one in _OURS if one.origin == OUTSIDE], number, 1),
    ]
    return by_chance(drawn, number, "urutan", _id)


def _some(many: list[Statement], number: str, count: int) -> list[Statement]:
    return by_chance(many, number, "pernyataan", _id)[:count]


def _id(statement: Statement) -> str:
    return statement.id


_OTHER_DOUBT = N_(
    "Keraguan yang Anda pilih menyangkut butir lain. Cari butir itu dalam daftar butir, lalu buka keraguannya."
)


def _doubt(place: int, number: str) -> Choice:
    """An item that one doubt touches, and four doubts to choose from; each trainee gets different doubts."""
    items: dict[str, list[dict[str, Any]]] = {}
    for one in _items():
        if len(one["doubts"]) == 1:
            items.setdefault(one["doubts"][0], []).append(one)
    own = by_chance(items, number, "keraguan", str)[place]
    item = by_chance(items[own], number, own, lambda one: str(one["id"]))[0]
    said = {one["id"]: one["id_text"] for one in _content()["doubts"]}
    others = by_chance([one for one in items if one != own], number, item["id"], str)[:3]
    options = (Option(said[own]), *(Option(said[one], _OTHER_DOUBT) for one in others))
    return Choice(f"ragu/{item['id']}", _bare(item["id_text"]), options)


DOUBTS = tuple(
    Slot(
        f"ragu_{place + 1}",
        f"ragu-{place + 1}",
        title,
        f"{PAGE}#jenis-keraguan",
        points=2,
        drawn=partial(_doubt, place),
    )
    for place, title in enumerate(
        (
            N_("Keraguan tentang butir 1"),
            N_("Keraguan tentang butir 2"),
            N_("Keraguan tentang butir 3"),
            N_("Keraguan tentang butir 4"),
        )
    )
)

_CITING = (
    Choice(
        "kutip-perantara",
        N_("Naskah sumber menyebut Winataputra (1999). Bukunya belum Anda pegang. Bagaimana Anda menulisnya?"),
        (
            Option(N_("Dengan kata sendiri: menurut Winataputra, seperti dikutip naskah itu.")),
            Option(
                N_("“Menurut Winataputra (1999), …”, seolah-olah bukunya sudah dibaca."),
                N_("Rujukan seperti itu menyembunyikan perantaranya."),
            ),
            Option(
                N_("Menyalin kalimat naskah itu utuh di antara tanda petik."),
                N_("Kata-katanya sudah ditukar. Tanda petik menaruhnya di mulut orang yang tidak mengatakannya."),
            ),
            Option(
                N_("Tanpa nama, karena bukunya belum dibaca."),
                N_("Menghapus nama berarti menghapus satu-satunya jejak."),
            ),
        ),
    ),
    Choice(
        "kutip-salah-alamat",
        N_("Sebuah daftar bentuk remedial disebut milik penulis yang meneliti mahasiswa di Belanda. Apa akibatnya?"),
        (
            Option(N_("Isinya boleh dipakai bila beralasan; nama itu tidak dikutip.")),
            Option(
                N_("Daftarnya dibuang, karena rujukannya keliru."),
                N_("Ragu tentang siapa yang berkata belum berarti ragu tentang isinya."),
            ),
            Option(
                N_("Namanya tetap dikutip; nama asing menguatkan daftar itu."),
                N_("Nama asing tidak membuat sebuah daftar lebih benar."),
            ),
            Option(
                N_("Isinya dianggap berlaku untuk mahasiswa saja."),
                N_("Penulis itu tidak menyusun daftar tersebut, jadi ia juga tidak membatasinya."),
            ),
        ),
    ),
)
_SPRINGS = (
    Choice(
        "mata-air-salinan",
        N_("Dua belas halaman memuat daftar yang sama sampai ke salah ketiknya; satu halaman lain berbeda. Artinya?"),
        (
            Option(N_("Ada dua kesaksian, dan yang berbeda paling layak dibaca.")),
            Option(
                N_("Ada tiga belas kesaksian yang hampir sepakat."),
                N_("Salinan tidak menambah kesaksian. Hitung mata airnya, bukan halamannya."),
            ),
            Option(
                N_("Yang berbeda salah, karena kalah banyak."),
                N_("Banyaknya salinan tidak menentukan siapa yang benar."),
            ),
            Option(
                N_("Ketiga belas halaman tidak berguna."),
                N_("Isinya mungkin benar; yang belum jelas ialah asalnya."),
            ),
        ),
    ),
    Choice(
        "mata-air-hukum",
        N_("Sebuah blog menulis bahwa remedial “wajib” berupa tutor sebaya. Di mana Anda memeriksanya lebih dahulu?"),
        (
            Option(N_("Dalam naskah peraturan atau panduan yang disebutnya.")),
            Option(
                N_("Dalam penelitian tentang hasil belajar tutor sebaya."),
                N_("Penelitian memberi tahu apa yang terjadi, bukan apa yang diwajibkan."),
            ),
            Option(
                N_("Dalam sepuluh blog lain dengan kalimat yang sama."),
                N_("Salinan tidak menambah kepastian."),
            ),
            Option(
                N_("Dalam kamus, untuk arti kata “wajib”."),
                N_("Arti katanya jelas. Yang dipertanyakan ialah siapa yang mewajibkan."),
            ),
        ),
    ),
)
_VERDICTS = (
    Choice(
        "putusan-satu",
        N_("Anda menemukan abstrak satu penelitian kecil yang mendukung sebuah pernyataan. Putusan mana yang jujur?"),
        (
            Option(N_("“Satu penelitian kecil mendukungnya; yang lain belum saya temukan.”")),
            Option(
                N_("“Penelitian membuktikan bahwa pernyataan itu benar.”"),
                N_("Kata “membuktikan” melebihi satu abstrak."),
            ),
            Option(
                N_("“Para ahli sepakat tentang pernyataan itu.”"),
                N_("Siapa ahlinya, dan berapa orang? Kalimat itu menghapus pegangan yang Anda temukan."),
            ),
            Option(
                N_("“Pernyataan itu tidak terbukti dan sebaiknya diabaikan.”"),
                N_("Mengabaikan bukti sama tidak jujurnya dengan membesarkannya."),
            ),
        ),
    ),
    Choice(
        "putusan-buntu",
        N_("Sepuluh menit habis, dan asal sebuah daftar tidak ditemukan. Apa yang Anda tulis?"),
        (
            Option(N_("Isinya, jejak yang sudah dicari, dan bahwa asalnya belum diketahui.")),
            Option(
                N_("Tidak ada; pemeriksaan yang gagal tidak perlu dicatat."),
                N_("Tanpa catatan, orang berikutnya harus mengulang pencarian Anda."),
            ),
            Option(
                N_("Nama penulis yang paling sering disebut di internet."),
                N_("Nama yang sering disalin belum tentu pemiliknya."),
            ),
            Option(
                N_("Bahwa daftar itu pasti karangan penulis naskahnya."),
                N_("Tidak menemukan asalnya berbeda dari menemukan bahwa daftar itu karangan."),
            ),
        ),
    ),
)
CHOICES = (
    Slot("kutipan", "baca-kutipan", N_("Cara mengutip"), f"{PAGE}#doubt-d01", _CITING, 2),
    Slot("mata_air", "baca-mata-air", N_("Mata air, bukan salinan"), f"{PAGE}#tujuh-langkah-memeriksa", _SPRINGS, 2),
    Slot("putusan", "baca-putusan", N_("Putusan yang jujur"), f"{PAGE}#tujuh-langkah-memeriksa", _VERDICTS, 2),
)

"""Search that knows Indonesian: "mengelompokkan" finds *kelompok*, "penilaian" finds *menilai*.

Snowball's Indonesian stemmer, the obvious choice, does neither: it takes kelompok to "lompok", mengelompokkan to
"elompok", penilaian to "ilai" and menilai to "ila", because it doesn't undo the sound change of meN- and peN-. Without
a dictionary nobody can undo it (memulai: mulai or pulai?), but it can be done: here every word is taken to the form
that it has after the nasal, so menulis and tulis both become "nulis". Words that only look prefixed stand in `ROOTS`.

The same steps run in the reader's browser (data/stemmer.js), with the tables of this module; a test compares them.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.search import SearchLanguage
from sphinx.search.en import SearchEnglish

VOWELS = "aeiou"

ROOTS = """
ajar anggap arti awas bagi baku bangku berani beri berita bersih bukti buku capai diagnosis digital dimas dimensi diri
diskusi efektif fasilitas ganti guru hadir hanya hasil henti himpun ilmu isi istilah jumlah kali kelas kelola kelompok
keluar keluarga kembali kerja kertas ketua kondisi kriteria laku langkah lari mandiri masalah materi mulai murid
naskah nilai observasi olah orang pakai pedoman peduli perangkat percaya perempuan perhati periksa perilaku perintah
periode peristiwa persen pertama pribadi privasi puji punya ramai remedial sampai sebab sebaya sejarah sekolah selesai
semangat sendiri sepakat serta sesi setuju sosiometri suku tamu tanya teliti teman temu terap terima tingkah tutor uji
""".split()  # noqa: SIM905 - a list of a hundred quoted words is not read
"""Roots that begin or end like an affix: nothing more is taken from them."""

IRREGULAR = {"ngetahu": "nahu", "nyetuju": "nyetuju"}
"""What remains of mengetahui -> what tahu gives."""

STOPWORDS = """
ada adalah agar akan aku anda antara apa apabila atas atau bagai bagaimana bagi bahkan bahwa baik banyak beberapa
begitu belum bila bisa boleh bukan dahulu dalam dan dapat dari daripada demi dengan di dia hal hanya harus hingga ia
ialah ini itu jadi jangan jika juga kalau kami kamu karena ke kemudian kepada ketika kita lagi lain lalu lebih maka
mana masih mereka misalnya mungkin namun nanti oleh pada paling para pernah pula pun saat saja sambil sampai sangat
saya sebagai sebelum sebuah secara sedang sehingga sejak sekali seluruh semua seperti sering serta sesudah setelah
setiap siapa suatu sudah supaya tanpa tapi telah tentang tentu terhadap tetapi tiap tidak untuk yaitu yakni yang
""".split()  # noqa: SIM905 - a list of a hundred quoted words is not read

ASKING = """
can do does how i many may me much my our should we what when where which who whom whose why you your
""".split()  # noqa: SIM905 - as above
"""English words that Sphinx would look for, though they only ask."""

PARTICLES = ["lah", "kah", "pun", "nya", "ku", "mu"]
PREFIXES = [
    ("meny", VOWELS, "ny"),
    ("peny", VOWELS, "ny"),
    ("meng", VOWELS, "ng"),
    ("peng", VOWELS, "ng"),
    ("meng", "ghk", ""),
    ("peng", "ghk", ""),
    ("mem", VOWELS, "m"),
    ("pem", VOWELS, "m"),
    ("mem", "bfpv", ""),
    ("pem", "bfpv", ""),
    ("men", VOWELS, "n"),
    ("pen", VOWELS, "n"),
    ("men", "cdjstz", ""),
    ("pen", "cdjstz", ""),
    ("me", "lrwy", ""),
    ("per", "", ""),
    ("pe", "bcdfghjklmnpstwy", ""),
    ("ber", "", ""),
    ("ter", "", ""),
    ("di", "", ""),
]
"""Prefix, what may follow it (anything if empty), what it leaves before the root. The first that fits is taken."""


def _vowels(word: str) -> int:
    return sum(letter in VOWELS for letter in word)


def _whole(word: str) -> bool:
    """Whether it can be a root: at least three letters and two syllables."""
    return len(word) > 2 and _vowels(word) > 1


def nasal(word: str) -> str:
    """The form that a root has after meN- or peN-: tulis -> nulis, kelompok -> ngelompok, ajar -> ngajar."""
    if word[0] in VOWELS:
        return f"ng{word}"
    if len(word) > 1 and word[1] in VOWELS and word[0] in "kpts":
        return {"k": "ng", "p": "m", "t": "n", "s": "ny"}[word[0]] + word[1:]
    return word


@cache
def _known() -> frozenset[str]:
    return frozenset(map(nasal, ROOTS))


def _is_known(word: str) -> bool:
    # A k may be left of the suffix -kan: diskusik(an).
    return nasal(word) in _known() or (word[-1] == "k" and len(word) > 1 and nasal(word[:-1]) in _known())


def _without_prefix(word: str, suffixed: bool) -> str:
    """One prefix less, or the word itself."""
    # be- and pe- before a syllable with er: bekerja, pekerja; bel- and pel- of ajar.
    if word[:3] in ("bel", "pel") and word[3:7] == "ajar":
        return word[3:]
    if word[:2] in ("be", "pe") and word[2:3] not in VOWELS and word[3:5] == "er" and _whole(word[2:]):
        return word[2:]
    for prefix, before, leaves in PREFIXES:
        rest = word[len(prefix) :]
        if word.startswith(prefix) and rest and (not before or rest[0] in before) and _whole(leaves + rest):
            return leaves + rest
    # ke- without a suffix is rare, and many roots begin so; se- is taken only from a root that is known.
    for prefix, allowed in (("ke", suffixed), ("se", _is_known(word[2:] or "-"))):
        if allowed and word.startswith(prefix) and _whole(word[2:]):
            return word[2:]
    return word


def _without_prefixes(word: str, suffixed: bool) -> str:
    for _ in range(3):
        shorter = word if _is_known(word) else _without_prefix(word, suffixed)
        if shorter == word:
            break
        word = shorter
    return word


def _without_particles(word: str) -> str:
    for particle in PARTICLES:
        rest = word[: -len(particle)]
        if word.endswith(particle) and len(rest) > 2 and _whole(rest) and not _is_known(_without_prefixes(word, False)):
            word = rest
    return word


def _without_suffix(word: str) -> str:
    """Without -kan, -an or -i."""
    if word.endswith("an") and _whole(word[:-2]):
        rest = word[:-2]
        # lihatkan, kelompokkan; whether the k of masukan belongs to the root doesn't matter, it goes at the end.
        return rest[:-1] if rest.endswith("k") and rest[-2] not in VOWELS else rest
    if word.endswith("i") and word[-2] not in "aeis" and _whole(word[:-1]):
        return word[:-1]
    return word


def stem(word: str) -> str:
    """What all forms of a word have in common; not a word itself."""
    word = word.lower()
    if len(word) < 3 or not word.isalpha() or not word.isascii():
        return word
    word = _without_particles(word)
    root = _without_prefixes(word, False)
    if not _is_known(root):
        shorter = _without_suffix(word)
        root = _without_prefixes(shorter, True) if shorter != word else root
    root = nasal(root)
    root = root[:-1] if len(root) > 3 and root[-1] == "k" and root[-2] in VOWELS else root
    return IRREGULAR.get(root, root)


EVERYWHERE = frozenset({"diskusikan"})
"""Words of headings that every chapter has: indexed, they would make all chapters answer to 'diskusi' alike."""


class IndonesianSearch(SearchLanguage):
    lang = "id"
    language_name = "Indonesian"
    stopwords = set(STOPWORDS)  # noqa: RUF012 - as in the class above

    @property
    def js_stemmer_code(self) -> str:  # type: ignore[override]
        return javascript()

    def stem(self, word: str) -> str:
        # A stop word stays as it is: Sphinx looks for it after stemming.
        if word.lower() in EVERYWHERE:
            return ""  # Sphinx asks its filter about stems, and leaves empty ones out
        return word if word.lower() in self.stopwords else stem(word)


class EnglishSearch(SearchEnglish):
    """Sphinx's own, with Porter's stemmer. People ask in questions: "how do I choose a tutor?"."""

    stopwords = SearchEnglish.stopwords | set(ASKING)

    def stem(self, word: str) -> str:
        # The same as above: the heading "Discuss" of every chapter goes, "discussion" stays.
        if word.lower() == "discuss":
            return ""
        return word.lower() if word.lower() in self.stopwords else str(super().stem(word))


def javascript() -> str:
    """The stemmer for the reader's browser."""
    tables = {
        "prefixes": PREFIXES,
        "particles": PARTICLES,
        "vowels": VOWELS,
        "known": sorted(_known()),
        "irregular": IRREGULAR,
    }
    code = files("tutor_sebaya").joinpath("data/stemmer.js").read_text(encoding="utf-8")
    return code.replace("{/* tables */}", json.dumps(tables, separators=(",", ":")))


def use_scorer(app: Sphinx, config: Config) -> None:
    # Sphinx opens the file relative to wherever it was started.
    config.html_search_scorer = config.html_search_scorer or str(files("tutor_sebaya").joinpath("data/scorer.js"))


_PAGE_ALONE = """
addEventListener("DOMContentLoaded", () => {
  const text = Search.htmlToText;
  Search.htmlToText = (html, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const aside = ".bd-header-article, #jb-print-docs-body, .ts-launch, .headerlink";
    page.querySelectorAll(aside).forEach((part) => part.remove());
    // A term of the glossary comes with its meaning.
    const term = anchor && page.querySelector(`dt${anchor}`);
    const meaning = term && page.querySelector(`dt${anchor} ~ dd`);
    const found = meaning
      ? `${term.textContent}: ${meaning.textContent}`
      : text(page.documentElement.outerHTML, anchor);
    return found.replace(/\\s+/g, " ").trim();
  };
  // Where no word of the query stands as it was typed, the beginning.
  const summary = Search.makeSearchSummary;
  Search.makeSearchSummary = (html, words, anchor) => summary(html, ["", ...words], anchor);
});
"""
"""An excerpt is of the page's own words, not of its buttons, its contents and the blanks between its lines."""


def search_from_a_folder(app: Sphinx, page: str, template: str, context: dict[str, Any], document: object) -> None:
    """On file:// a page can't read another one: results then come without an excerpt, and without complaints."""
    if page == "search":
        alone = 'if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;'
        # After documentation_options.js, whose priority is 200.
        app.add_js_file(None, priority=201, body=alone + _PAGE_ALONE)


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_search_language(IndonesianSearch)
    app.add_search_language(EnglishSearch)
    app.connect("config-inited", use_scorer)
    app.connect("html-page-context", search_from_a_folder)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""The book's references in APA style, in the edition's language, each with how certain it is.

sphinxcontrib-bibtex writes the list and the citations; this extension gives it two styles named ``tutor-sebaya``.
Entries say only what was seen, so a detail may be missing anywhere: a title is then replaced by what the source is
(field ``about``, in brackets as in APA), a year by "t.t.". Besides the customary fields an entry of `pustaka.bib` has

- ``certainty``: abstract (a copy was read), quoted (known through others), memory (not compared with anything);
- ``note``: what is doubtful about it. Its English, and that of ``about``, is in locale/en/LC_MESSAGES/_references.po;
- ``shorthand``: how citations name it in place of author and year, as "Permendikbudristek 47/2023".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import docutils.nodes  # type: ignore[import-untyped]
from pybtex.database import Entry, Person  # type: ignore[import-untyped]
from pybtex.plugin import register_plugin  # type: ignore[import-untyped]
from pybtex.richtext import BaseMultipartText, HRef, String, Tag, Text  # type: ignore[import-untyped]
from pybtex.style import FormattedEntry  # type: ignore[import-untyped]
from pybtex.style.formatting import BaseStyle  # type: ignore[import-untyped]
from pybtex.style.sorting import BaseSortingStyle  # type: ignore[import-untyped]
from pybtex.style.template import node  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.plugin import register_plugin as register_citations
from sphinxcontrib.bibtex.style.referencing import BaseReferenceStyle
from sphinxcontrib.bibtex.style.template import join, reference
from sphinxcontrib.bibtex.transforms import BibliographyTransform

from .language import LANGUAGES, N_, translate

STYLE = "tutor-sebaya"

CERTAINTIES: Mapping[str, str] = {
    "abstract": N_("abstrak terbaca"),
    "quoted": N_("lewat kutipan"),
    "memory": N_("dari ingatan, belum diperiksa"),
}
AND = N_("dan")
OTHERS = N_("dkk.")
NO_YEAR = N_("t.t.")

# Sphinx builds one edition in one process; pybtex makes its styles without telling them anything.
_edition = {"language": LANGUAGES[0]}


def _say(message: str) -> str:
    return translate(message, _edition["language"])


class Mark(BaseMultipartText):  # type: ignore[misc]
    """The mark of certainty, shown as everywhere in the book."""

    def render(self, backend: Any) -> Any:
        shown = super().render(backend)
        # The tooltip of a citation is plain text.
        return (
            f"({shown})" if isinstance(shown, str) else [docutils.nodes.inline("", "", *shown, classes=["certainty"])]
        )


def field(entry: Entry, name: str) -> str:
    """A field in the edition's language where it has one, without the ties and dashes of BibTeX."""
    written = entry.fields.get(f"{name}_{_edition['language']}") or entry.fields.get(name, "")
    return str(written).replace("---", "—").replace("--", "–").replace("~", "\u00a0")


def surname(person: Person) -> str:
    return " ".join([*person.prelast_names, *person.last_names]).strip("{}")


def _listed(person: Person) -> str:
    """'Djamarah, S. B.'; a name of one word, or of an institution, stays as it is."""
    first = [*person.first_names, *person.middle_names]
    initials = " ".join(f"{name[0]}." for name in first)
    return f"{surname(person)}, {initials}" if initials else surname(person)


def _people(entry: Entry) -> tuple[list[Person], bool]:
    """Authors, and whether there are more than are named."""
    people = list(entry.persons.get("author", []))
    return [one for one in people if str(one) != "others"], any(str(one) == "others" for one in people)


def authors_listed(entry: Entry) -> str:
    """Authors at the head of an entry of the list: 'Cohen, Kulik, & Kulik', 'Lou dkk.'."""
    people, more = _people(entry)
    names = [_listed(one) for one in people]
    if more:
        return f"{', '.join(names)} {_say(OTHERS)}"
    if len(names) < 2:
        return "".join(names)
    comma = "," if len(names) > 2 or "," in names[0] else ""
    return f"{', '.join(names[:-1])}{comma} & {names[-1]}"


def authors_cited(entry: Entry, between: str) -> str:
    """Authors in a citation: one, two joined by `between`, or the first with 'dkk.' for three and more (APA 7)."""
    people, more = _people(entry)
    names = [surname(one) for one in people]
    if more or len(names) > 2:
        return f"{names[0]} {_say(OTHERS)}"
    return f" {between} ".join(names)


class ListOrder(BaseSortingStyle):  # type: ignore[misc]
    """The order in which a reader looks for an entry: by the words that it begins with, then by year."""

    def sorting_key(self, entry: Entry) -> tuple[str, str, str]:
        # pybtex's own keeps the braces around an institution's name, which then stands behind Z.
        title = field(entry, "title") or field(entry, "about")
        return ((authors_listed(entry) or title).casefold(), field(entry, "year"), title.casefold())


class ReferenceList(BaseStyle):  # type: ignore[misc]
    """The list of references, APA 7: sorted by author and year, with the mark of certainty and the doubt at the end."""

    default_name_style = "lastfirst"
    default_label_style = "alpha"
    default_sorting_style = ListOrder

    def format_entry(self, label: str, entry: Entry, bib_data: object = None) -> FormattedEntry:
        # The key is unique over all lists of the page; nobody sees it, see PlainList.
        return FormattedEntry(entry.key, Text(*_entry(entry)), entry.key)


def _entry(entry: Entry) -> list[Any]:
    authors, title, journal = authors_listed(entry), field(entry, "title"), field(entry, "journal")
    year = f"({field(entry, 'year') or _say(NO_YEAR)})."
    about = [one for one in (field(entry, "about"), field(entry, "kind")) if one]
    named: list[Any] = [String(title) if journal or not title else Tag("em", title)]
    if edition := field(entry, "edition"):
        named.append(f" ({edition})")
    if about:
        named.append(f"{' ' if title else ''}[{'; '.join(about)}]")
    # A law has no author: its title comes first.
    parts: list[Any] = [authors.rstrip("."), ". ", year, " ", *named, "."] if authors else [*named, " ", year]
    if journal:
        volume = [", ", Tag("em", field(entry, "volume"))] if field(entry, "volume") else []
        pages = [f", {field(entry, 'pages')}"] if field(entry, "pages") else []
        parts += [" ", Tag("em", journal), *volume, *pages, "."]
    if published := field(entry, "publisher"):
        parts.append(f" {published}.")
    if number := field(entry, "number"):
        parts.append(f" {number}.")
    if url := field(entry, "url"):
        parts += [" ", HRef(url, url)]
    parts += [" ", Mark(_say(CERTAINTIES[field(entry, "certainty")]))]
    if note := field(entry, "note"):
        parts.append(f" {note}")
    return parts


@node  # type: ignore[untyped-decorator]
def _cited(children: Sequence[object], data: Mapping[str, Any], textual: bool = False) -> Text:
    """One source inside a citation; the author's own words before and after it stand inside its brackets."""
    entry, words = data["entry"], data["reference_info"]
    before = f"{words.pre_text} " if words.pre_text else ""
    after = f", {words.post_text}" if words.post_text else ""
    year = field(entry, "year") or _say(NO_YEAR)
    if shorthand := field(entry, "shorthand"):
        return Text(before, reference[shorthand].format_data(data), after)
    if textual:
        return Text(authors_cited(entry, _say(AND)), " (", before, reference[year].format_data(data), after, ")")
    return Text(before, reference[f"{authors_cited(entry, '&')}, {year}"].format_data(data), after)


@dataclass
class CitationStyle(BaseReferenceStyle):
    """``{cite:p}`` -> (Lou dkk., 1996; Correge & Michinov, 2021), ``{cite:t}`` -> Correge dan Michinov (2021).

    Words before and after: ``{cite:p}`{lihat}lou1996{halaman 3}` `` -> (lihat Lou dkk., 1996, halaman 3).
    """

    def role_names(self) -> list[str]:
        return ["p", "t"]

    def outer(self, role_name: str, children: list[Any]) -> Any:
        joined = join(sep="; " if role_name == "p" else ", ")[children]
        return join["(", joined, ")"] if role_name == "p" else joined

    def inner(self, role_name: str) -> Any:
        return _cited(textual=role_name == "t")


class PlainList(SphinxPostTransform):
    """Show a bibliography as a plain list: by author and year, nobody needs the label [lou1996] before an entry."""

    default_priority = BibliographyTransform.default_priority + 1

    def run(self, **_: Any) -> None:
        for citation in list(self.document.findall(docutils.nodes.citation)):
            entry = docutils.nodes.list_item("", *citation.children[1:], ids=citation["ids"])
            citation.replace_self(entry)
            box = entry.parent
            if isinstance(box, docutils.nodes.container):
                box.replace_self(docutils.nodes.bullet_list("", *box.children, classes=["references"]))


def speak(app: Sphinx, config: Config) -> None:
    _edition["language"] = config.language if config.language in LANGUAGES else LANGUAGES[0]


def setup(app: Sphinx) -> dict[str, Any]:
    register_plugin("pybtex.style.formatting", STYLE, ReferenceList)
    register_citations("sphinxcontrib.bibtex.style.referencing", STYLE, CitationStyle)
    app.setup_extension("sphinxcontrib.bibtex")
    app.add_post_transform(PlainList)
    app.connect("config-inited", speak)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

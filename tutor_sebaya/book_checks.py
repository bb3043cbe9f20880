"""Sphinx extension of the book: questions that readers answer in the page, and what they have answered so far.

Directive ``{self-check} an-id``; the id stands once in the book, and answers are kept under it. ``:kind:`` is

- ``choice``, ``case``: a list of ``- [x]`` (one) and ``- [ ]``; a case is told in paragraphs before its question;
- ``several``: the same with one or more ``[x]``;
- ``order``: a numbered list in the right order, shown in another;
- ``match``: a list of terms, each with ``: its definition`` below; terms may share a definition.

The question's last paragraph stands right before the options. An option is one paragraph, then its feedback in lines
that begin with ``>``. Directive ``{check-progress}`` adds a table of chapters, filled from the reader's own browser.

A page holds ordinary nodes: question, options, and the answers with their feedback in `<details>`. So gettext extracts
every sentence, and the page reads without JavaScript, on paper and as EPUB. `book_static/self-check.js` makes a form of
it; its words are rendered here, in the edition's language.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from docutils import nodes  # type: ignore[import-untyped]
from docutils.parsers.rst import directives  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from .language import N_, text, translate

logger = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "book_static"

INSTRUCTIONS: Mapping[str, str] = {
    "choice": N_("Pilih satu jawaban."),
    "several": N_("Pilih semua jawaban yang benar."),
    "order": N_("Susun urutannya."),
    "match": N_("Pasangkan setiap butir dengan satu uraian."),
    "case": N_("Baca kasusnya, lalu pilih satu jawaban."),
}
RIGHT = N_("Benar.")
WRONG = N_("Belum tepat.")
WORDS: Mapping[str, str] = {
    "check": N_("Periksa"),
    "again": N_("Coba lagi"),
    "right": RIGHT,
    "wrong": WRONG,
    "choose": N_("Pilih jawaban dulu, baru periksa."),
    "match": N_("Pasangkan semua butir dulu, baru periksa."),
    "missed": N_("Jawaban benar yang belum dipilih: {n}."),
    "placed": N_("Sudah di tempatnya: {right} dari {all}."),
    "matched": N_("Pasangan yang tepat: {right} dari {all}."),
    "select": N_("pilih …"),
    "up": N_("Naikkan: {item}"),
    "down": N_("Turunkan: {item}"),
    "moved": N_("Sekarang di urutan {n} dari {all}."),
    "chapter": N_("Periksa diri bab ini: {answered} dari {all} soal dijawab, {right} benar."),
    "forget": N_("Hapus jawaban bab ini"),
    "forget_sure": N_("Hapus jawaban bab ini dari peramban ini?"),
    "reset": N_("Hapus semua jawaban"),
    "reset_sure": N_("Hapus semua jawaban periksa diri dari peramban ini?"),
    "gone": N_("Jawaban sudah dihapus."),
    "unkept": N_("Peramban ini tidak menyimpan jawaban; jawaban hilang ketika halaman ditutup."),
}
"""Words of the form, by the names that self-check.js knows."""

_NOTE = N_("Jawaban Anda hanya disimpan di peramban ini. Tidak ada yang dikirim ke tempat lain.")
_HEADINGS = (N_("Bab"), N_("Soal"), N_("Dijawab"), N_("Benar"))
_MARK = re.compile(r"\[([ xX])\]\s+")


class self_check(nodes.container):  # type: ignore[misc]  # noqa: N801 - docutils names nodes so
    """A question; attributes `check` (its id), `kind`, and `answer`, a list of numbers counted from 0."""


class check_answers(nodes.container):  # type: ignore[misc]  # noqa: N801
    """All answers with their feedback; closed on a screen, open on paper."""


class check_answers_title(nodes.paragraph):  # type: ignore[misc]  # noqa: N801
    """What a closed `check_answers` still shows."""


class check_progress(nodes.container):  # type: ignore[misc]  # noqa: N801
    """Place of the table of chapters; attribute `checks`: for each row the ids of its questions."""


class MistakeError(ValueError):
    """What an author has to mend in a self-check."""


class Option(NamedTuple):
    """`words` and `feedback` as nodes of the page; `right`: marked [x]; `term`: what a definition belongs to."""

    words: nodes.paragraph
    feedback: list[nodes.Node]
    right: bool = False
    term: nodes.paragraph | None = None


Parts = tuple[list[nodes.Node], list[nodes.Node], list[int]]
"""The options as readers meet them, the entries of the answers, and what self-check.js compares with."""


class SelfCheck(SphinxDirective):
    """A question with options and a feedback for each."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar = {"kind": lambda given: directives.choice(given, tuple(INSTRUCTIONS))}

    def run(self) -> list[nodes.Node]:
        name, kind = self.arguments[0], self.options.get("kind", "")
        body = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, body)
        try:
            if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name):
                raise MistakeError("its id needs lower case letters, digits and single hyphens only")
            if kind not in INSTRUCTIONS:
                raise MistakeError(f"needs :kind: {', '.join(INSTRUCTIONS)}")
            question, options = _READERS[kind](body.children)
            shown, entries, answer = _WRITERS[kind](name, options, lambda words: self._say(words))
        except MistakeError as mistake:
            logger.warning("self-check %s: %s", name, mistake, location=self.get_location())
            return [*body.children]
        known = _places(self.env).setdefault(self.env.docname, [])
        known.append((name, self.lineno))
        check = self_check(
            classes=["self-check", f"self-check-{kind}"], ids=[f"check-{name}"], check=name, kind=kind, answer=answer
        )
        title = nodes.paragraph(classes=["self-check-title"])
        title += nodes.strong("", text("Periksa diri {n}.", n=len(known)).render(self._language))
        title += [nodes.Text(" "), nodes.inline("", self._say(INSTRUCTIONS[kind]))]
        answers = check_answers(classes=["self-check-answers"])
        answers += check_answers_title("", self._say(N_("Jawaban")), classes=["self-check-answers-title"])
        answers += entries
        check += [title, *question, *shown, answers]
        return [check]

    @property
    def _language(self) -> str:
        return self.config.language or "id"

    def _say(self, words: str) -> str:
        return translate(words, self._language)


# --- what the author wrote -------------------------------------------------------------------------------------------


def _last(kind: type[nodes.Element], written: Sequence[nodes.Node], syntax: str) -> tuple[list[nodes.Node], Any]:
    """The question, and the list of options that ends a self-check."""
    if not written or not isinstance(written[-1], kind):
        raise MistakeError(f"must end with its options, {syntax}")
    if len(written) == 1 or not isinstance(written[-2], nodes.paragraph):
        raise MistakeError("needs a question, whose last paragraph stands right before the options")
    return [*written[:-1]], written[-1]


def _option(
    written: Sequence[nodes.Node], right: bool = False, term: nodes.paragraph | None = None, marked: bool = False
) -> Option:
    words = written[0] if written and isinstance(written[0], nodes.paragraph) else nodes.paragraph()
    if marked:
        found = _MARK.match(words.rawsource)
        if found is None or not isinstance(words[0], nodes.Text):
            raise MistakeError(f"option without [x] or [ ]: {words.astext()[:40]}")
        right = found[1] != " "
        # The mark is no sentence: without it, msgids and the page hold the option's words alone.
        words.rawsource = words.rawsource[found.end() :]
        words[0] = nodes.Text(_MARK.sub("", str(words[0]), count=1))
    short = words.astext()[:40]
    if len(written) < 2 or not isinstance(written[-1], nodes.block_quote):
        raise MistakeError(f"option without feedback (a line that begins with > below it): {short}")
    if not all(isinstance(part, nodes.block_quote) for part in written[1:]):
        raise MistakeError(f"an option is one paragraph, then its feedback: {short}")
    return Option(words, [node for quote in written[1:] for node in quote.children], right, term)


def _marked(written: Sequence[nodes.Node], several: bool = False) -> tuple[list[nodes.Node], list[Option]]:
    question, found = _last(nodes.bullet_list, written, "a list of - [x] and - [ ]")
    options = [_option(item.children, marked=True) for item in found]
    count = sum(option.right for option in options)
    if several and not count:
        raise MistakeError("needs at least one option marked [x]")
    if not several and count != 1:
        raise MistakeError(f"needs exactly one option marked [x], has {count}")
    return question, _enough(options)


def _ordered(written: Sequence[nodes.Node]) -> tuple[list[nodes.Node], list[Option]]:
    question, found = _last(nodes.enumerated_list, written, "a numbered list in the right order")
    return question, _enough([_option(item.children) for item in found])


def _matched(written: Sequence[nodes.Node]) -> tuple[list[nodes.Node], list[Option]]:
    question, found = _last(nodes.definition_list, written, "a list of terms, each with : and its definition below")
    options = []
    for item in found:
        term, *definitions = item.children
        if len(definitions) != 1:
            raise MistakeError(f"a term needs one definition: {term.astext()[:40]}")
        # The term as a paragraph, with its source, so that it is extracted and translated like one.
        words = nodes.paragraph(term.rawsource, "", *term.children)
        words.source, words.line = term.source, term.line
        options.append(_option(definitions[0].children, term=words))
    if len({option.words.astext() for option in options}) < 2:
        raise MistakeError("needs at least two different definitions")
    return question, _enough(options)


def _enough(options: list[Option]) -> list[Option]:
    if len(options) < 2:
        raise MistakeError("needs at least two options")
    return options


_READERS: Mapping[str, Callable[[Sequence[nodes.Node]], tuple[list[nodes.Node], list[Option]]]] = {
    "choice": _marked,
    "several": lambda written: _marked(written, several=True),
    "order": _ordered,
    "match": _matched,
    "case": _marked,
}


# --- what the reader gets --------------------------------------------------------------------------------------------


def _lettered(options: Sequence[nodes.paragraph], *classes: str) -> nodes.enumerated_list:
    return _items(
        nodes.enumerated_list(enumtype="upperalpha", prefix="", suffix=".", classes=[*classes]),
        [[words] for words in options],
    )


def _items(found: Any, rows: Sequence[Sequence[nodes.Node]]) -> Any:
    found += [nodes.list_item("", *row) for row in rows]
    return found


def _verdict(words: nodes.paragraph, *classes: str) -> nodes.paragraph:
    words["classes"] += ["self-check-verdict", *classes]
    return words


def _chosen(name: str, options: Sequence[Option], say: Callable[[str], str]) -> Parts:
    entries = _items(
        nodes.enumerated_list(enumtype="upperalpha", prefix="", suffix="."),
        [
            [_verdict(nodes.paragraph("", "", nodes.strong("", say(RIGHT if one.right else WRONG)))), *one.feedback]
            for one in options
        ],
    )
    answer = [place for place, option in enumerate(options) if option.right]
    return [_lettered([option.words for option in options], "self-check-options")], [entries], answer


def _shuffled(name: str, count: int) -> list[int]:
    """The same order for the same id in every build and edition, with few in their right place."""
    order = [*range(count)]
    chance = random.Random(name)
    while sum(place == right for right, place in enumerate(order)) > count // 3:
        chance.shuffle(order)
    return order


def _put_in_order(name: str, options: Sequence[Option], say: Callable[[str], str]) -> Parts:
    order = _shuffled(name, len(options))
    entries = _items(
        nodes.enumerated_list(enumtype="arabic", prefix="", suffix="."),
        [[_verdict(option.words.deepcopy()), *option.feedback] for option in options],
    )
    shown = _items(
        nodes.bullet_list(bullet="-", classes=["self-check-options"]), [[options[place].words] for place in order]
    )
    return [shown], [entries], [order.index(place) for place in range(len(options))]


def _paired(name: str, options: Sequence[Option], say: Callable[[str], str]) -> Parts:
    distinct = {option.words.astext(): option.words for option in options}
    different = [*distinct.values()]
    letters = [different[place] for place in _shuffled(name, len(different))]
    answer = [letters.index(distinct[option.words.astext()]) for option in options]
    rows = []
    for option in options:
        assert option.term is not None
        pair = [_verdict(option.term.deepcopy(), "self-check-term"), _verdict(option.words.deepcopy())]
        rows.append([*pair, *option.feedback])
    entries = _items(nodes.bullet_list(bullet="-"), rows)
    terms = _items(nodes.bullet_list(bullet="-", classes=["self-check-options"]), [[option.term] for option in options])
    return [terms, _lettered(letters, "self-check-definitions")], [entries], answer


_WRITERS: Mapping[str, Callable[[str, Sequence[Option], Callable[[str], str]], Parts]] = {
    "choice": _chosen,
    "several": _chosen,
    "order": _put_in_order,
    "match": _paired,
    "case": _chosen,
}


def _visit_check(self: Any, node: self_check) -> None:
    facts = {f"data-{name}": node[name] for name in ("check", "kind")}
    self.body.append(self.starttag(node, "div", **facts, **{"data-answer": " ".join(map(str, node["answer"]))}))


def _visit_answers(self: Any, node: check_answers) -> None:
    # Readers of EPUB differ in what they do with details; there the answers simply follow.
    self.body.append(self.starttag(node, "div" if self.builder.name == "epub" else "details"))


def _depart_answers(self: Any, node: check_answers) -> None:
    self.body.append("</div>\n" if self.builder.name == "epub" else "</details>\n")


def _visit_answers_title(self: Any, node: check_answers_title) -> None:
    self.body.append(self.starttag(node, "p" if self.builder.name == "epub" else "summary", ""))


def _depart_answers_title(self: Any, node: check_answers_title) -> None:
    self.body.append("</p>\n" if self.builder.name == "epub" else "</summary>\n")


def _visit_progress(self: Any, node: check_progress) -> None:
    self.body.append(self.starttag(node, "div", **{"data-checks": json.dumps(node.get("checks", []))}))


def _depart_division(self: Any, node: nodes.Node) -> None:
    self.body.append("</div>\n")


# --- the whole book --------------------------------------------------------------------------------------------------


def _places(env: BuildEnvironment) -> dict[str, list[tuple[str, int]]]:
    """Page -> id and line of its self-checks, in the order of the page."""
    found: dict[str, list[tuple[str, int]]] = vars(env).setdefault("tutor_sebaya_checks", {})
    return found


def _tables(env: BuildEnvironment) -> dict[str, Any]:
    """Page with a table of chapters -> what the table was last made from."""
    found: dict[str, Any] = vars(env).setdefault("tutor_sebaya_check_tables", {})
    return found


class CheckProgress(SphinxDirective):
    """A row for each page with self-checks: how many it has, how many are answered, how many are right."""

    def run(self) -> list[nodes.Node]:
        _tables(self.env)[self.env.docname] = None
        return [check_progress(classes=["check-progress"])]


def forget_page(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _places(env).pop(docname, None)
    _tables(env).pop(docname, None)


def merge_pages(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    for found in (_places, _tables):
        mine, theirs = found(env), found(other)
        mine.update({page: theirs[page] for page in docnames if page in theirs})


def warn_of_doubles(app: Sphinx, env: BuildEnvironment) -> None:
    """Answers are kept by id alone, so an id stands once in the whole book."""
    first: dict[str, str] = {}
    for page, checks in sorted(_places(env).items()):
        for name, line in checks:
            if name in first:
                logger.warning(
                    "self-check %s: this id is taken in %s; choose another", name, first[name], location=(page, line)
                )
            first.setdefault(name, f"{page}:{line}")


def _chapters(env: BuildEnvironment) -> list[tuple[str, list[str]]]:
    """Pages with self-checks in the order of the book, each with the ids of its questions."""
    places = _places(env)
    return [(page, [name for name, _ in places[page]]) for page in env.collect_relations() if places.get(page)]


def outdated_tables(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Pages whose table of chapters must be written again, although their own text is the same."""
    now = [(page, env.titles[page].astext(), ids) for page, ids in _chapters(env)]
    stale = [page for page, then in _tables(env).items() if then != now]
    _tables(env).update(dict.fromkeys(stale, now))
    return stale


def fill_tables(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for place in doctree.findall(check_progress):
        chapters = _chapters(app.env)
        place["checks"] = [ids for _, ids in chapters]
        place += [*_table(chapters, docname, app.builder, app.config.language or "id")]


def _table(
    chapters: Sequence[tuple[str, list[str]]], docname: str, builder: Builder, language: str
) -> Iterator[nodes.Node]:
    table = nodes.table(classes=["check-progress-table"])
    group = nodes.tgroup(cols=len(_HEADINGS))
    group += [nodes.colspec(colwidth=55, stub=1), *(nodes.colspec(colwidth=15) for _ in _HEADINGS[1:])]

    def row(*cells: nodes.Node) -> nodes.row:
        return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in cells))

    group += nodes.thead("", row(*(nodes.Text(translate(heading, language)) for heading in _HEADINGS)))
    body = nodes.tbody()
    for page, ids in chapters:
        title = nodes.inline("", builder.env.titles[page].astext())
        counts = (nodes.Text(str(len(ids))), nodes.Text("–"), nodes.Text("–"))
        body += row(make_refnode(builder, docname, page, "", title), *counts)
    total = sum(len(ids) for _, ids in chapters)
    book = nodes.strong("", translate(N_("Seluruh buku"), language))
    body += row(book, nodes.Text(str(total)), nodes.Text("–"), nodes.Text("–"))
    group += body
    table += group
    yield table
    yield nodes.paragraph("", translate(_NOTE, language))


# --- files -----------------------------------------------------------------------------------------------------------


def use_static(app: Sphinx, config: Config) -> None:
    if str(STATIC) not in config.html_static_path:
        config.html_static_path = [*config.html_static_path, str(STATIC)]


def load_script(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Style and script for pages that have self-checks or the table, and for no other."""
    if doctree is None or not any(isinstance(node, (self_check, check_progress)) for node in doctree.findall()):
        return
    app.add_css_file("self-check.css")
    if app.builder.name != "epub":
        words = {name: translate(word, app.config.language or "id") for name, word in WORDS.items()}
        # A sign "<" could end the element that holds the words.
        body = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
        app.add_js_file(None, body=body, type="application/json", id="self-check-words")
        app.add_js_file("self-check.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_node(self_check, html=(_visit_check, _depart_division))
    app.add_node(check_answers, html=(_visit_answers, _depart_answers))
    app.add_node(check_answers_title, html=(_visit_answers_title, _depart_answers_title))
    app.add_node(check_progress, html=(_visit_progress, _depart_division))
    app.add_directive("self-check", SelfCheck)
    app.add_directive("check-progress", CheckProgress)
    app.connect("config-inited", use_static)
    app.connect("env-purge-doc", forget_page)
    app.connect("env-merge-info", merge_pages)
    app.connect("env-updated", outdated_tables)
    app.connect("env-check-consistency", warn_of_doubles)
    app.connect("doctree-resolved", fill_tables)
    app.connect("html-page-context", load_script)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}

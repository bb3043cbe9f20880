"""The book's sentences in another language: which there are in a file, and the file with them translated.

A page is MyST; this module finds the sentences in its source, each with its line and columns, and puts others in their
place. So the English edition is a folder of pages that Sphinx builds like the Indonesian ones: what an author writes
can all be translated (front matter, titles and alternatives of pictures, options of self-checks, comments in code),
and nothing that isn't a sentence can change. Notebooks, pictures (SVG), notes on sources (BibTeX) and the book's
configuration are read the same way. Where the English sentences are kept: scripts/translations.py.

The marks inside a sentence (roles, targets of links, code, formulas, digits) must be the same in every language:
`marks` finds them, `faults` compares.
"""

from __future__ import annotations

import html
import io
import itertools
import json
import re
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import yaml
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

EXTENSIONS = frozenset({"attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath"})
"""MyST's, as in _config.yml."""

Translation = Mapping[str, str]
"""Indonesian sentence -> sentence of the other language. A sentence that isn't there stays Indonesian."""


class Message(NamedTuple):
    """A sentence in a text: `line` counted from 0, columns `start` up to `end`; `kind` tells translators what it is."""

    line: int
    start: int
    end: int
    words: str
    kind: str


class CannotReadError(ValueError):
    """Something in a page that this module doesn't know, and would leave untranslated in silence."""


# --- pages ---------------------------------------------------------------------------------------------------------

_TITLED = {"admonition"}
_BODIES = {"admonition", "figure", "self-check"}
_WITHOUT_WORDS = {
    "bibliography", "blank-forms", "chapter-opening", "check-progress", "code-cell", "item-index", "planner",
    "rule-catalogue",
}  # fmt: skip
_OPTIONS = {"alt": "alternative of a picture, for who can't see it"}
_OPTION = re.compile(r":([\w-]+):\s*(.*)$")
_MARK = re.compile(r"\[([ xX])\]\s+")
_KINDS = {
    "heading_open": "heading",
    "th_open": "head of a table",
    "td_open": "cell of a table",
    "dt_open": "term",
    "dd_open": "definition",
    "list_item_open": "item of a list",
}


@cache
def _parser() -> MarkdownIt:
    return create_md_parser(MdParserConfig(enable_extensions=set(EXTENSIONS)), RendererHTML)


def page_messages(source: str) -> list[Message]:
    """All sentences of a MyST page, in its order. Raises CannotReadError."""
    return [one for one in _in_markdown(source.split("\n"), 0, source, "") if _speaks(one.words)]


def _in_markdown(lines: list[str], offset: int, source: str, directive: str) -> Iterator[Message]:
    """Sentences of `source`, whose first line is `lines[offset]`; `directive`: inside which it stands."""
    within: list[Token] = []
    column = {-1: 0}
    for token in _parser().parse(source):
        where = offset + token.map[0] if token.map else -1
        if token.type == "inline":
            yield from _inline(lines, where, token, within, directive, column)
        elif token.type == "front_matter":
            yield from _front_matter(lines, token.content)
        elif token.type in ("fence", "colon_fence"):
            yield from _fence(lines, where, token)
        elif token.type in ("code_block", "html_block", "footnote_open", "substitution_block"):
            raise CannotReadError(f"line {where + 1}: {token.type} has no place in a page of this book")
        elif token.nesting == 1:
            within.append(token)
        elif token.nesting == -1:
            within.pop()


def _inline(
    lines: list[str], where: int, token: Token, within: list[Token], directive: str, column: dict[int, int]
) -> Iterator[Message]:
    said, types = token.content.strip().split("\n"), [one.type for one in within]
    if not all(line.endswith("\\") for line in said[:-1]):
        raise CannotReadError(f"line {where + 1}: a paragraph is one line here, so that it can be one message")
    kind = next((_KINDS[one] for one in reversed(types) if one in _KINDS), "paragraph")
    if directive == "figure":
        kind = "words under a picture"
    mark = _MARK.match(said[0])
    if directive == "self-check":
        kind = "question of a self-check"
        if "blockquote_open" in types:
            kind = "feedback of a self-check"
        elif mark:
            kind = "wrong option of a self-check" if mark[1] == " " else "right option of a self-check"
            said[0] = said[0][mark.end() :]
        elif {"list_item_open", "dt_open", "dd_open"} & set(types):
            kind = "option of a self-check"
    for line, words in enumerate(said, where):
        if "tr_open" in types:
            # Cells stand in the order of their row.
            start = lines[line].index(words, column.get(line, 0))
            column[line] = start + len(words)
        else:
            start = len(lines[line].rstrip()) - len(words)
        if lines[line][start : start + len(words)] != words:
            raise CannotReadError(f"line {line + 1}: not found as it stands there: {words[:60]}")
        spoken = words.removesuffix("\\")
        yield Message(line, start, start + len(spoken), spoken, kind)


def _front_matter(lines: list[str], written: str) -> Iterator[Message]:
    for objective in (yaml.safe_load(written) or {}).get("objectives", []):
        where = next((n for n, line in enumerate(lines) if line.strip() == f"- {objective}"), None)
        if where is None:
            raise CannotReadError(f"front matter: an objective is one line without quotation marks: {objective[:60]}")
        start = lines[where].index(objective)
        yield Message(where, start, start + len(objective), objective, "objective of the chapter")


def _fence(lines: list[str], where: int, token: Token) -> Iterator[Message]:
    found = re.match(r"\{([\w:-]+)\}\s*(.*)$", token.info.strip())
    if found is None:
        yield from _code(lines, where + 1, token.content, token.info.strip())
        return
    name, title = found[1], found[2].strip()
    if name in _TITLED and title:
        start = len(lines[where].rstrip()) - len(title)
        yield Message(where, start, start + len(title), title, "title of a box")
    body = token.content.split("\n")
    first = 0
    while first < len(body) and (option := _OPTION.match(body[first])):
        if option[1] in _OPTIONS:
            line, words = where + 1 + first, option[2].strip()
            start = lines[line].index(words)
            yield Message(line, start, start + len(words), words, _OPTIONS[option[1]])
        first += 1
    if name == "glossary":
        yield from _glossary(lines, where + 1 + first, body[first:])
    elif name in _BODIES:
        yield from _in_markdown(lines, where + 1 + first, "\n".join(body[first:]), name)
    elif name not in _WITHOUT_WORDS:
        raise CannotReadError(f"line {where + 1}: whether {{{name}}} has sentences must be said in book_translate.py")


TERM = "term of the glossary"


def _glossary(lines: list[str], offset: int, body: list[str]) -> Iterator[Message]:
    for number, line in enumerate(body, offset):
        words = line.strip()
        if words:
            start = lines[number].index(words)
            kind = "definition in the glossary" if line.startswith(" ") else TERM
            yield Message(number, start, start + len(words), words, kind)


def _code(lines: list[str], offset: int, code: str, language: str) -> Iterator[Message]:
    """Comments of Python, and sentences in quotation marks, not names and values; of ```text, what a program prints.

    What an assignment calls its listings is a name too, even of two words.
    """
    if language == "text":
        for row, line in enumerate(lines[offset : offset + len(code.splitlines())], offset):
            if words := line.strip():
                start = line.index(words)
                yield Message(row, start, start + len(words), words, "line that a program prints")
    if language not in ("python", "ipython3"):
        return
    try:
        found = list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (tokenize.TokenError, SyntaxError) as problem:
        raise CannotReadError(f"line {offset + 1}: not Python: {problem}") from None
    for place, token in enumerate(found):
        listing = [one.string for one in found[max(place - 2, 0) : place]] == ["tampilkan", "("]
        if token.type not in (tokenize.COMMENT, tokenize.STRING) or listing:
            continue
        row, column = offset + token.start[0] - 1, token.start[1]
        # A block inside a list is indented on the page, but not here.
        shift = lines[row].index(code.split("\n")[token.start[0] - 1])
        if token.type == tokenize.COMMENT and not token.string.startswith("##"):
            words = token.string[1:].strip()
            start = column + shift + token.string.index(words) if words else 0
            yield Message(row, start, start + len(words), words, "comment in code")
        elif token.type == tokenize.STRING and re.fullmatch(r'"[^"\\]* [^"\\]*"', token.string):
            start = column + shift + 1
            yield Message(row, start, start + len(token.string) - 2, token.string[1:-1], "words in code")


_SILENT = re.compile(r"\{(?!term\})[\w:-]+\}`[^`]*`|`[^`]*`|\$[^$]*\$|\[\]\([^)]*\)|\]\([^)]*\)|\]\{[^}]*\}")


def _speaks(words: str) -> bool:
    """Whether anything is left to translate besides code, formulas, numbers and links without words.

    A time of day is: 07.30 is 07:30 elsewhere.
    """
    return bool(re.search(r"[^\W\d_]|\b\d\d\.\d\d–\d\d\.\d\d\b", _SILENT.sub("", words)))


def replaced(source: str, messages: Iterable[Message], translation: Translation) -> str:
    """The text with the translated words in place of its own."""
    lines = source.split("\n")
    # From the right: a replaced cell moves those behind it.
    for one in sorted(messages, reverse=True):
        words = translation.get(one.words) or one.words
        if one.kind == TERM and words != one.words:
            # Both lead to the entry, so links name the same term in every language: {term}`peer tutor <tutor sebaya>`.
            words = f"{words}\n{one.words}"
        elif one.kind.startswith("objective"):
            words = json.dumps(words, ensure_ascii=False)
        lines[one.line] = lines[one.line][: one.start] + words + lines[one.line][one.end :]
    return "\n".join(lines)


def translated_page(source: str, translation: Translation) -> str:
    """The page in the other language. Its glossary is sorted anew, and its headings keep their Indonesian ids."""
    page = replaced(source, page_messages(source), translation)
    page = page.replace("```{glossary}\n", "```{glossary}\n:sorted:\n")
    titles = json.dumps(headings(source), ensure_ascii=False)
    # In front matter, for tutor_sebaya/book_editions.py.
    kept = f"source_titles: {titles}\n"
    return page.replace("---\n", f"---\n{kept}", 1) if page.startswith("---\n") else f"---\n{kept}---\n\n{page}"


def headings(source: str) -> list[str]:
    """Words of all headings of a page, without marks: ids are made from them."""
    tokens = _parser().parse(source)
    found = [after for token, after in itertools.pairwise(tokens) if token.type == "heading_open"]
    return ["".join(one.content for one in token.children or () if not one.nesting) for token in found]


# --- notebooks, pictures, configuration ----------------------------------------------------------------------------


def notebook_messages(notebook: Mapping[str, Any]) -> list[Message]:
    """Sentences of a notebook's cells: markdown, comments and words of code. Lines are those of each cell."""
    return [one for cell in notebook["cells"] for one in _cell_messages(cell)]


def _cell_messages(cell: Mapping[str, Any]) -> list[Message]:
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        return page_messages(source)
    return [one for one in _code(source.split("\n"), 0, source, "python") if _speaks(one.words)]


def translated_notebook(notebook: Mapping[str, Any], translation: Translation) -> dict[str, Any]:
    """The notebook in the other language; ids, marks and code are the same."""

    def cell_of(cell: Mapping[str, Any]) -> dict[str, Any]:
        source = replaced("".join(cell["source"]), _cell_messages(cell), translation)
        written = source.splitlines(keepends=True) if isinstance(cell["source"], list) else source
        return {**cell, "source": written}

    return {**notebook, "cells": [cell_of(cell) for cell in notebook["cells"]]}


_DRAWN = re.compile(r"(<(text|title|desc)\b[^>]*>)([^<]*)(?=</\2>)")


def picture_messages(svg: str) -> list[Message]:
    """Words in a drawing. A sentence on several lines is several messages: as much room as the drawing has."""
    found = []
    for number, line in enumerate(svg.split("\n")):
        for one in _DRAWN.finditer(line):
            kind = "name of the picture" if one[2] == "title" else "words in the picture"
            found.append(Message(number, one.start(3), one.end(3), html.unescape(one[3]), kind))
    return [one for one in found if re.search(r"[^\W\d_]{2}", one.words)]


def translated_picture(svg: str, translation: Translation) -> str:
    written = {words: html.escape(other, quote=False) for words, other in translation.items() if other}
    return replaced(svg, picture_messages(svg), written)


_FIELD = re.compile(r"\b(note|about|kind|edition|shorthand) = \{([^{}]*)\}")


def reference_messages(bibliography: str) -> list[Message]:
    """What the course itself says about its sources (BibTeX); authors and titles are as they are."""
    return [
        Message(number, one.start(2), one.end(2), one[2], f"{one[1]} of a source")
        for number, line in enumerate(bibliography.split("\n"))
        for one in _FIELD.finditer(line)
    ]


CONFIGURED = (
    "title", "author", "copyright", "html.extra_footer", "sphinx.config.html_title",
    "sphinx.config.numfig_format.figure",
    "sphinx.config.numfig_format.table", "sphinx.config.numfig_format.code-block",
    "sphinx.config.numfig_format.section", "sphinx.config.epub_description", "sphinx.config.epub_contributor",
    "sphinx.config.nb_code_prompt_show", "sphinx.config.nb_code_prompt_hide",
    "sphinx.config.html_theme_options.search_bar_text", "sphinx.config.html_theme_options.logo.text",
    "sphinx.config.html_theme_options.logo.alt_text", "sphinx.config.html_theme_options.icon_links_label",
    "sphinx.config.html_theme_options.toc_title", "sphinx.config.html_theme_options.extra_footer",
)  # fmt: skip
"""Where sentences stand in _config.yml."""


def config_messages(config: Mapping[str, Any], contents: Mapping[str, Any]) -> list[Message]:
    """Sentences of _config.yml and captions of _toc.yml, already read."""
    found = []
    for name in CONFIGURED:
        place: Any = config
        for key in name.split("."):
            place = place[key]
        found.append(Message(0, 0, 0, str(place), f"_config.yml, {name}"))
    found += [Message(0, 0, 0, part["caption"], "_toc.yml, a part of the book") for part in contents["parts"]]
    return found


def translated_config(config: Mapping[str, Any], translation: Translation) -> dict[str, Any]:
    changed: dict[str, Any] = json.loads(json.dumps(config))
    for name in CONFIGURED:
        *way, last = name.split(".")
        place = changed
        for key in way:
            place = place[key]
        place[last] = translation.get(place[last]) or place[last]
    return changed


# --- what must be the same in every language -------------------------------------------------------------------------

_ROLE = re.compile(r"\{([\w:-]+)\}`([^`]*)`")
_TARGET = re.compile(r"^.*<([^<>]+)>$", re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]*)\)")
_SPAN = re.compile(r"\]\{([^}]*)\}")
_CODE = re.compile(r"(?<![}`])`([^`]+)`")
_MATH = re.compile(r"\$([^$]+)\$")
_URL = re.compile(r"<(https?:[^>]*)>")
_FOOTNOTE = re.compile(r"\[\^[^\]]*\]")
_PLACE = re.compile(r"%\w|(?<![\]\w])\{\w+\}(?!`)")


def marks(words: str) -> Counter[str]:
    """What isn't language in a sentence: targets of roles and links, classes of spans, code, formulas, digits."""
    found: Counter[str] = Counter()
    for name, said in _ROLE.findall(words):
        if name.startswith("cite"):
            keys = [key.strip() for key in re.sub(r"\{[^}]*\}", "", said).split(",")]
            found.update(f"{{{name}}}`{key}`" for key in keys)
        else:
            target = _TARGET.match(said)
            found[f"{{{name}}}`{(target[1] if target else said).strip().lower()}`"] += 1
    digits = _ROLE.sub(" ", words)
    for pattern, shape in (
        (_LINK, "](%s)"), (_SPAN, "]{%s}"), (_CODE, "`%s`"), (_MATH, "$%s$"), (_URL, "<%s>"), (_FOOTNOTE, "%s"),
    ):  # fmt: skip
        found.update(shape % one for one in pattern.findall(digits))
        digits = pattern.sub(" ", digits)
    found.update(_PLACE.findall(digits))
    # 78,5 and 78.5 have the same digits; so have 1.000 and 1,000. How often a number is named is a matter of style.
    found.update({f"the number {one}" for one in re.findall(r"\d+", _PLACE.sub(" ", digits))})
    return found


def faults(indonesian: str, other: str) -> list[str]:
    """What differs between a sentence and its translation but mustn't; empty where all is well."""
    mine, theirs = marks(indonesian), marks(other)
    found = [f"lacks {one}" for one in (mine - theirs).elements()]
    found += [f"has {one}, which the Indonesian hasn't" for one in (theirs - mine).elements()]
    if "\n" in other:
        found.append("is more than one line")
    if other != other.strip():
        found.append("begins or ends with a space")
    return found


def shape(source: str) -> list[tuple[str, int]]:
    """Kinds and depths of a page's blocks: a translated page has the same."""
    found = []
    for token in _parser().parse(source):
        found.append((token.type, token.level))
        if token.type in ("fence", "colon_fence") and token.info.startswith(
            ("{self-check}", "{admonition}", "{figure}")
        ):
            found += shape(re.sub(r"\A(?::[\w-]+:.*\n)+", "", token.content))
    return found

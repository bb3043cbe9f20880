"""MyST in a notebook's text cells, turned into Markdown that a plain notebook shows.

The book's pages know admonitions, roles and labels; JupyterLab and JupyterLite print them as they stand. Only copies
are changed: what trainees are given in exercises/ stays.
"""

from __future__ import annotations

import re

TITLES = {
    "note": "Catatan",
    "tip": "Kiat",
    "hint": "Petunjuk",
    "important": "Penting",
    "warning": "Perhatian",
    "caution": "Perhatian",
    "attention": "Perhatian",
    "danger": "Bahaya",
    "error": "Kekeliruan",
    "seealso": "Lihat juga",
}
_OPENING = re.compile(r"^(?P<fence>:{3,}|`{3,})\{(?P<name>[\w-]+)\}\s*(?P<title>.*)$")
_CODE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_OPTION = re.compile(r"^:[\w-]+:")
_LABEL = re.compile(r"^\([\w-]+\)=\s*$")
_ROLE = re.compile(r"\{[\w:-]+\}(`+)(.+?)\1")


def plain(source: str) -> str:
    """The same text without MyST's own marks; code stays as it is."""
    return "\n".join(_lines(source.split("\n")))


def _lines(lines: list[str]) -> list[str]:
    made: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if opening := _OPENING.match(line):
            end = _end(lines, at, opening["fence"])
            made += _directive(opening["name"], opening["title"].strip(), lines[at:end])
            at = end + 1
        elif code := _CODE.match(line):
            end = _end(lines, at, code[1])
            made += lines[at - 1 : end + 1]
            at = end + 1
        elif not _LABEL.match(line):
            made.append(_ROLE.sub(_said, line))
    return made


def _end(lines: list[str], at: int, fence: str) -> int:
    """Where the fence closes: a line of the same sign, at least as long; the end of the text where it never does."""
    closing = re.compile(rf"^ {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}\s*$")
    return next((number for number in range(at, len(lines)) if closing.match(lines[number])), len(lines))


def _directive(name: str, title: str, body: list[str]) -> list[str]:
    while body and (_OPTION.match(body[0]) or not body[0].strip()):
        body = body[1:]
    if name in ("math", "code", "code-block", "code-cell"):
        return ["$$", *body, "$$"] if name == "math" else [f"```{title}", *body, "```"]
    heads = [TITLES[name]] if name in TITLES else []
    head = ": ".join([*heads, *([_ROLE.sub(_said, title)] if title else [])])
    inside = [f"**{head}**", "", *_lines(body)] if head else _lines(body)
    return [f"> {line}".rstrip() for line in inside]


def _said(role: re.Match[str]) -> str:
    """The words of a role: those before the address where there is one."""
    named = re.fullmatch(r"(.+?)\s*<[^<>]*>", role[2], re.DOTALL)
    return named[1] if named else f"*{role[2]}*"

"""Set the course's public addresses, and write into the READMEs what is made from them.

Usage: python scripts/address.py [--repository https://github.com/…] [--site https://…/]     (or: make address ARGS="…")
       python scripts/address.py --check     fail where a README isn't what the settings give

Both addresses stand in _config.yml and nowhere else: `repository: url`, from which the buttons for Binder are made, in
the READMEs here and on the book's pages by tutor_sebaya/book_launch.py; and `html: baseurl`, where the pages are
published, which sitemap.xml and 404.html need.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from tutor_sebaya.book_address import binder_address

ROOT = Path(__file__).resolve().parent.parent
CONFIG = "_config.yml"
START, END = "<!-- binder: made by `make address` -->", "<!-- end of binder -->"
BADGE = "https://mybinder.org/badge_logo.svg"
READMES = {
    "README.md": (
        "Open the assignments on Binder",
        "*A button for Binder stands here as soon as this repository has a public address; `make address` sets it.*",
    ),
    "README.id.md": (
        "Buka tugas di Binder",
        "*Tombol Binder ada di sini begitu repositori ini punya alamat publik; `make address` mengaturnya.*",
    ),
}
"""File -> what the button says, and what stands in its place while there is no address."""


def settings(root: Path) -> tuple[str, str]:
    """The repository's and the site's address; empty where there is none yet."""
    config = yaml.safe_load((root / CONFIG).read_text(encoding="utf-8"))
    return str(config["repository"]["url"] or ""), str(config["html"].get("baseurl") or "")


def with_setting(config: str, section: str, key: str, value: str) -> str:
    """The text of _config.yml with one address changed; its comments stay."""
    pattern = re.compile(rf'(^{section}:\n(?:[ #].*\n|\n)*?  {key}: )"[^"\n]*"', re.MULTILINE)
    changed, count = pattern.subn(lambda found: f'{found[1]}"{value}"', config)
    if count != 1:
        raise ValueError(f'{CONFIG}: {section}: {key}: "" …?')
    return changed


def block(readme: str, repository: str) -> str:
    """What stands between the marks of a README."""
    title, without = READMES[readme]
    address = binder_address(repository)
    return f"[![{title}]({BADGE})]({address})" if address else without


def with_block(readme: str, content: str, repository: str) -> str:
    """The text of a README with its button; unchanged where it has no marks."""
    pattern = re.compile(f"{re.escape(START)}.*?{re.escape(END)}", re.DOTALL)
    return pattern.sub(lambda _: f"{START}\n{block(readme, repository)}\n{END}", content)


def stale(root: Path) -> list[str]:
    """Names of the READMEs that aren't what the settings give."""
    repository, _ = settings(root)
    texts = {name: (root / name).read_text(encoding="utf-8") for name in READMES}
    return [name for name, content in texts.items() if with_block(name, content, repository) != content]


def wrong(address: str) -> str:
    """What is wrong with an address, in both languages."""
    parts = urlsplit(address)
    if not address or (parts.scheme == "https" and "." in parts.netloc and not parts.query and '"' not in address):
        return ""
    return f"Alamat harus berbentuk https://… / an address looks like https://…, not {address!r}"


def main(words: Sequence[str] | None = None, root: Path = ROOT) -> int:
    parser = argparse.ArgumentParser(description="Set the course's public addresses.")
    parser.add_argument("--repository", help="where the repository is, such as https://github.com/OWNER/NAME")
    parser.add_argument("--site", help="where the pages are published, such as https://OWNER.github.io/NAME/")
    parser.add_argument("--check", action="store_true", help="change nothing; fail where a README is stale")
    asked = parser.parse_args(words)
    if asked.check:
        print(*stale(root), sep="\n", end="")
        return bool(stale(root))
    config = (root / CONFIG).read_text(encoding="utf-8")
    for section, key, value in (("repository", "url", asked.repository), ("html", "baseurl", asked.site)):
        if value is None:
            continue
        if problem := wrong(value):
            print(problem, file=sys.stderr)
            return 2
        config = with_setting(config, section, key, value)
    (root / CONFIG).write_text(config, encoding="utf-8", newline="\n")
    repository, site = settings(root)
    for name in READMES:
        content = (root / name).read_text(encoding="utf-8")
        (root / name).write_text(with_block(name, content, repository), encoding="utf-8", newline="\n")
    print(f"Repositori / repository: {repository or '-'}\nSitus / site: {site or '-'}")
    print(f"Binder: {binder_address(repository) or '-'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Make one zip for a school without internet: the built site, and starters for Windows, macOS and Linux.

Usage: python scripts/stick.py [FOLDER]     (default: _build/site)

The same site gives the same bytes: names in order, one date, one system. Standard library only.
"""

from __future__ import annotations

import argparse
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build" / "site"
STICK = ROOT / "_build" / "tutor-sebaya-stick.zip"
STARTER = ROOT / "scripts" / "starter"

FOLDER = "tutor-sebaya"
"""The one folder in the zip: an archive that fills the desktop with files is nobody's friend."""
PAGES = "situs"
STARTERS = {
    "BACA-DULU.html": "baca-dulu.html",
    "Mulai-Windows.bat": "mulai.bat",
    "Mulai-macOS.command": "mulai.sh",
    "mulai-linux.sh": "mulai.sh",
    "mulai.py": "mulai.py",
}
"""Name on the stick -> file in scripts/starter."""
EXECUTABLE = (".command", ".sh")
PACKED = frozenset({".epub", ".gz", ".jpg", ".png", ".webp", ".whl", ".woff", ".woff2", ".xlsx", ".docx", ".zip"})
"""Compressed already: packing them again costs time and saves nothing."""


def contents(site: Path) -> Iterator[tuple[str, bytes]]:
    """Names in the zip and what is in them, in order."""
    for name, origin in sorted(STARTERS.items()):
        data = (STARTER / origin).read_bytes().replace(b"\r\n", b"\n")
        if not (site / "en" / "index.html").exists():
            data = data.replace(b"situs/en/index.html", b"situs/index.html")
        # cmd.exe misses labels in files with bare line feeds.
        yield f"{FOLDER}/{name}", data.replace(b"\n", b"\r\n") if name.endswith(".bat") else data
    # Order by name in the zip, which is the same on every system.
    for name, file in sorted((file.relative_to(site).as_posix(), file) for file in site.rglob("*") if file.is_file()):
        # A site that is whole offers the stick for download; nobody wants last month's in this one.
        if file.name != STICK.name:
            yield f"{FOLDER}/{PAGES}/{name}", file.read_bytes()


def make_stick(site: Path, target: Path = STICK) -> Path:
    """The zip of a built site, at `target`, which must lie outside the site."""
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(".half")
    with zipfile.ZipFile(half, "w") as stick:
        for name, data in contents(site):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # Unix, the only one with permissions
            entry.external_attr = (0o100755 if name.endswith(EXECUTABLE) else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_STORED if Path(name).suffix in PACKED else zipfile.ZIP_DEFLATED
            stick.writestr(entry, data, compresslevel=9)
    half.replace(target)
    return target


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the zip for a school without internet.")
    parser.add_argument("site", nargs="?", type=Path, default=SITE, metavar="FOLDER")
    site: Path = parser.parse_args().site
    if not (site / "index.html").exists():
        print(
            f"Tidak ada index.html di {site}; jalankan `make site` dahulu.\n"
            f"There is no index.html in {site}; run `make site` first.",
            file=sys.stderr,
        )
        return 2
    made = make_stick(site)
    print(f"{made.relative_to(ROOT)}: {made.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())

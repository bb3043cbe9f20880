"""Take the JavaScript of the book's pages from npm, so that no page asks another host.

Usage: python scripts/book_assets.py

Installs the versions pinned in package-lock.json (only when that file changed) and copies the few files that pages
load to _build/book-assets, where the Sphinx extension `tutor_sebaya.book` looks for them. Without npm the book still
builds: this script then says what will be missing and exits with status 0, as it does without a network.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
TARGET = ROOT / "_build" / "book-assets"

WITHOUT = (
    "Buku tetap dibuat, tetapi tanpa formulir perencana; tabel tetap ada.\n"
    "The book still builds, without planner forms; tables stay."
)


def files() -> dict[Path, str]:
    """What is copied, and to where below TARGET; after npm has run."""
    widgets = MODULES / "@jupyter-widgets" / "html-manager" / "dist"
    return {
        # What pages with a planner load: into _static.
        MODULES / "requirejs" / "require.js": "static/widgets/require.js",
        widgets / "embed-amd.js": "static/widgets/embed-amd.js",
        # Icons of buttons: embed-amd.js asks for them beside the page that shows the form.
        **{font: f"pages/@jupyter-widgets/{font.name}" for font in sorted(widgets.glob("*.woff2"))},
    }


def installed() -> bool:
    """Whether node_modules holds what the lock file asks for."""
    done = MODULES / ".package-lock.json"
    return done.exists() and done.stat().st_mtime >= (ROOT / "package-lock.json").stat().st_mtime


def main() -> int:
    npm = shutil.which("npm")
    if not installed():
        if npm is None:
            print(f"npm tidak ditemukan / npm not found.\n{WITHOUT}", file=sys.stderr)
            return 0
        # --ignore-scripts: nothing of what is installed needs to run here.
        done = subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=ROOT, check=False)
        if done.returncode:
            # No network is no reason to have no book.
            print(f"npm ci gagal; lihat pesan di atas / npm ci failed; see above.\n{WITHOUT}", file=sys.stderr)
            return 0
    wanted = files()
    for origin, target in wanted.items():
        copy = TARGET / target
        copy.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(origin, copy, dirs_exist_ok=True)
        else:
            shutil.copy2(origin, copy)
    print(f"{len(wanted)} berkas/folder JavaScript siap di {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The workshop: one verb for each thing that is done with this project.

Usage: python scripts/workshop.py VERB [words of the verb]     (or, where make is: make VERB ARGS="…")

Standard library only, because it is what makes the environment that has everything else: the folder .venv, which any
verb makes when it needs it. Sentences are in Indonesian and English, since nobody has chosen a language yet.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import functools
import hashlib
import http.server
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
INSTALLED = VENV / "tutor-sebaya.json"
CONSTRAINTS = ROOT / "constraints.txt"
HTML = ROOT / "_build" / "html"
BUILT = ROOT / "_build" / "built-from.txt"
PYODIDE_LOCK = ROOT / "_build" / "pyodide" / "pyodide-lock.json"
SCHEMA = ROOT / "docs" / "scenario.schema.json"
OLDEST = (3, 11)
NEWEST_TRIED = 16
PORT = 8000

BOOK_SOURCES = ("_config.yml", "package-lock.json", "book", "exercises", "locale/id", "tutor_sebaya")
"""What pages are made from; a change in any of it builds the book anew."""
EDITIONS = {
    "id": BOOK_SOURCES,
    "en": (*BOOK_SOURCES, "locale/en", "scripts/edition.py", "scripts/messages.py", "scripts/translations.py"),
}
"""Languages of the book, each with its sources; English pages lie in the folder "en" beside the Indonesian ones."""
ENGLISH = "_build/en"
"""Where scripts/edition.py writes the sources of the English edition and builds it."""


class Failed(Exception):  # noqa: N818 - read as a sentence: the verb failed
    """A verb can't go on; the message says what to do, in both languages."""


def say(indonesian: str, english: str) -> None:
    print(f"{indonesian}\n{english}", flush=True)


def run(*command: str | Path, check: bool = True) -> int:
    """Run a command of the environment in the project's folder, with the environment's programs first in PATH."""
    # nbgrader calls `alembic` by name and fails where PATH lacks it. Windows reads text as UTF-8 only when told so.
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    inside = {**os.environ, "PATH": path, "VIRTUAL_ENV": str(VENV), "PYTHONUTF8": "1"}
    inside.pop("PYTHONHOME", None)
    # Windows would look for the program in this process's own PATH.
    program = shutil.which(command[0], path=path) or str(command[0])
    sys.stdout.flush()
    status = subprocess.run([program, *map(str, command[1:])], cwd=ROOT, env=inside, check=False).returncode
    if check and status:
        raise Failed(f"Perintah ini gagal (status {status}) / this command failed: {' '.join(map(str, command))}")
    return status


def python(*words: str | Path, check: bool = True) -> int:
    """Run Python of the environment."""
    return run(PYTHON, *words, check=check)


# --- the environment -----------------------------------------------------------------------------------------------


def _is_new_enough(executable: str) -> bool:
    question = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    try:
        asked = subprocess.run([executable, "-c", question], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def suitable_python() -> str:
    """This Python, or a newer one beside it where this one is too old (macOS ships 3.9 as python3)."""
    names = [f"python{OLDEST[0]}.{minor}" for minor in range(NEWEST_TRIED, OLDEST[1] - 1, -1)]
    for executable in [sys.executable, *filter(None, map(shutil.which, names))]:
        if _is_new_enough(executable):
            return executable
    needed = ".".join(map(str, OLDEST))
    raise Failed(
        f"Perlu Python {needed} atau lebih baru; ini {sys.version.split()[0]}. Unduh dari https://www.python.org/downloads/\n"
        f"Python {needed} or newer is needed. Get it from https://www.python.org/downloads/"
    )


def _make_venv() -> None:
    chosen = suitable_python()
    say("Membuat lingkungan Python di .venv …", "Making the Python environment in .venv …")
    made = subprocess.run([chosen, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Failed(
            f"{made.stdout}{made.stderr}\n"
            "Python ini tidak dapat membuat lingkungan. Di Debian/Ubuntu: sudo apt install python3-venv\n"
            "This Python can't make an environment. On Debian/Ubuntu: sudo apt install python3-venv"
        )


def _wanted() -> str:
    """Fingerprint of the files that say what to install."""
    files = [file for file in (ROOT / "pyproject.toml", CONSTRAINTS) if file.exists()]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def _noted() -> tuple[str, str, set[str]]:
    """Of the environment that is there: its folder, the fingerprint it was made from, its extras."""
    try:
        noted = json.loads(INSTALLED.read_text(encoding="utf-8"))
        return noted["folder"], noted["wanted"], set(noted["extras"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", "", set()


def prepare(*extras: str, newest: bool = False) -> None:
    """An environment that has the package with these extras (see pyproject.toml); nothing to do the second time."""
    wanted = _wanted()
    folder, made_from, have = _noted()
    # Programs of an environment hold its folder's name: one that was copied or moved can't be mended.
    moved = folder not in ("", str(VENV))
    # `test` brings the other extras with it.
    enough = "test" in have or have.issuperset(extras)
    if enough and made_from == wanted and not moved and not newest:
        return
    if moved or not _is_new_enough(str(PYTHON)):
        _make_venv()
        have = set()
    chosen = sorted(have | set(extras))
    say(
        f"Memasang paket ({', '.join(chosen) or 'inti'}); beberapa menit, hanya kali ini …",
        f"Installing packages ({', '.join(chosen) or 'core'}); some minutes, this time only …",
    )
    command = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable"]
    command.append(f".[{','.join(chosen)}]" if chosen else ".")
    if newest:
        command += ["--upgrade", "--upgrade-strategy", "eager"]
    pinned = [] if newest or not CONSTRAINTS.exists() else ["--constraint", str(CONSTRAINTS)]
    status = python(*command, *pinned, check=False)
    if status and pinned:
        # For a Python newer than the pinned versions there may be no ready-made package of theirs.
        say("Versi yang dipatok gagal; mencoba versi terbaru …", "The pinned versions failed; trying the newest …")
        status = python(*command, check=False)
    if status:
        raise Failed(
            "Pemasangan paket gagal; pesan di atas menyebut sebabnya. Periksa sambungan internet, lalu ulangi.\n"
            "Installing packages failed; the message above tells why. Check the internet connection and try again."
        )
    noted = {"folder": str(VENV), "wanted": wanted, "extras": chosen}
    INSTALLED.write_text(json.dumps(noted) + "\n", encoding="utf-8")


# --- the book ------------------------------------------------------------------------------------------------------


def _book_files(edition: str) -> Iterator[Path]:
    for name in EDITIONS[edition]:
        source = ROOT / name
        if source.is_file():
            yield source
        for file in sorted(source.rglob("*")) if source.is_dir() else ():
            # A .mo file of the theme's words is made by Sphinx while it builds.
            made = file.suffix in (".pyc", ".mo") or {"__pycache__", ".ipynb_checkpoints", "_build"} & {*file.parts}
            if file.is_file() and not made:
                yield file


def _state_of_book(edition: str) -> str:
    whole = hashlib.sha256(_wanted().encode())
    # Pages say how much a living planner loads.
    whole.update(PYODIDE_LOCK.read_bytes() if PYODIDE_LOCK.exists() else b"")
    for file in _book_files(edition):
        whole.update(str(file.relative_to(ROOT)).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def build_book() -> None:
    """Build each edition whose sources changed since the last time, side by side: _build/html and _build/html/en."""
    assets()
    states = {edition: _state_of_book(edition) for edition in EDITIONS}
    built = _built_from()
    stale = [edition for edition, state in states.items() if built.get(edition) != state or not _first_page(edition)]
    if not stale:
        return
    # What is broken off half way is built again.
    _note_built({edition: state for edition, state in built.items() if edition not in stale})
    say("Membuat buku (satu sampai beberapa menit) …", "Building the book (one to some minutes) …")
    with concurrent.futures.ThreadPoolExecutor() as side_by_side:
        done = [side_by_side.submit(_build_edition, edition, "html") for edition in stale]
    for one in done:
        one.result()
    if "en" in stale:
        python("scripts/edition.py", ENGLISH, "--move-to", HTML)
    _note_built(states)


def _note_built(states: dict[str, str]) -> None:
    BUILT.parent.mkdir(parents=True, exist_ok=True)
    BUILT.write_text(json.dumps(states) + "\n", encoding="utf-8")


def _first_page(edition: str) -> bool:
    return (HTML / ("" if edition == "id" else edition) / "index.html").exists()


def _built_from() -> dict[str, str]:
    """Edition -> state of the sources from which it was last built."""
    try:
        noted = json.loads(BUILT.read_text(encoding="utf-8"))
        return noted if isinstance(noted, dict) else {}
    except (OSError, ValueError):
        return {}


def _build_edition(edition: str, builder: str) -> None:
    if edition != "id":
        python("scripts/edition.py", ENGLISH, "--build", builder)
        return
    kind = [] if builder == "html" else ["--builder", "custom", "--custom-builder", builder]
    # --all: a page whose own text is unchanged still shows what the package computes.
    # -n -W --keep-going: a link that leads nowhere fails the build, after all of them were named.
    run(
        *("jupyter-book", "build", "book", "--config", "_config.yml", "--path-output", "."),
        *(*kind, "--all", "-n", "-W", "--keep-going", "--quiet"),
    )


def build_epub(edition: str = "id") -> Path:
    """The whole book as _build/epub/tutor-sebaya.epub, in English _build/en/_build/epub/tutor-sebaya-en.epub."""
    say("Membuat EPUB (satu sampai beberapa menit) …", "Making the EPUB (one to some minutes) …")
    _build_edition(edition, "epub")
    folder, ending = (ROOT, "") if edition == "id" else (ROOT / ENGLISH, f"-{edition}")
    return folder / "_build" / "epub" / f"tutor-sebaya{ending}.epub"


def assets() -> None:
    """JavaScript and Python that pages load, from npm and PyPI; their scripts say what is missing where those are."""
    python("scripts/book_assets.py")
    python("scripts/pyodide_files.py")


class _Pages(http.server.SimpleHTTPRequestHandler):
    # Windows takes these from its registry, where another program may have put text/plain: browsers then refuse them.
    extensions_map = {  # noqa: RUF012 - as in the class above
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".css": "text/css",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
    }

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the address must stay in sight."""

    def end_headers(self) -> None:
        # A page looked at again after a change is the changed one.
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()


class _Server(http.server.ThreadingHTTPServer):
    # On Windows this would let two servers listen on one port.
    allow_reuse_address = os.name != "nt"
    daemon_threads = True


def open_server(folder: Path, port: int) -> http.server.HTTPServer:
    """A server of the folder on this machine only, on `port` or, where that is taken, on a free one."""
    pages = functools.partial(_Pages, directory=str(folder))
    try:
        return _Server(("127.0.0.1", port), pages)
    except OSError:
        server = _Server(("127.0.0.1", 0), pages)
        say(
            f"Porta {port} sedang dipakai; memakai {server.server_port}.",
            f"Port {port} is taken; using {server.server_port}.",
        )
        return server


# --- verbs ---------------------------------------------------------------------------------------------------------


def serve(words: Sequence[str]) -> int:
    """set everything up, build the book and serve it on this machine"""
    parser = _parser("serve", serve)
    parser.add_argument("--port", type=int, default=PORT, help=f"the port to try first (default {PORT})")
    port = parser.parse_args(words).port
    prepare("book", "grading")
    build_book()
    # Says itself what is missing where node or the network lack; the book is served all the same.
    python("scripts/lite.py", HTML)
    server = open_server(HTML, port)
    say(
        f"Buku terbuka di http://127.0.0.1:{server.server_port}/  (berhenti: Ctrl+C)",
        f"The book is at  http://127.0.0.1:{server.server_port}/  (stop: Ctrl+C)",
    )

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    # Both: a shell that starts this in the background lets it ignore the interrupt.
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
    return 0


def test(words: Sequence[str]) -> int:
    """set up what tests need and run ruff, mypy and pytest (ARGS go to pytest)"""
    prepare("test")
    assets()
    _browser()
    failed = _style()
    # A file's tests stay in one process: they share what is slow to make (a built book, a grading loop).
    alone = any(word.startswith(("-n", "--benchmark")) for word in words)
    parallel = [] if alone else ["-n", "auto", "--dist", "loadfile"]
    status = python("-m", "pytest", *parallel, *words, check=False)
    if failed:
        say(f"Gagal sebelum pytest: {', '.join(failed)}", f"Failed before pytest: {', '.join(failed)}")
    return status or bool(failed)


def _browser() -> None:
    if python("scripts/chromium.py", "--install", check=False):
        say(
            "Tidak ada Chromium dan pemasangannya gagal: tes di peramban tidak dapat dijalankan.\n"
            "Pasang Chromium, Chrome, atau Edge, atau isi variabel CHROME dengan alamatnya.",
            "There is no Chromium and installing one failed: tests in a browser can't run.\n"
            "Install Chromium, Chrome or Edge, or set the variable CHROME to the path of one.",
        )


def _style() -> list[str]:
    """Names of the checks of the code that fail; all of them run, so that one run tells everything."""
    checks = {"ruff": ["ruff", "check"], "mypy": ["mypy"]}
    return [name for name, command in checks.items() if python("-m", *command, check=False)]


def check(words: Sequence[str]) -> int:
    """quick checks: ruff, mypy, and that files made from others are up to date"""
    _parser("check", check).parse_args(words)
    prepare("test")
    failed = _style()
    for script in ("messages.py", "translations.py", "exercises.py"):
        if python(f"scripts/{script}", "--check", check=False):
            failed.append(script)
    if SCHEMA.read_text(encoding="utf-8") != _schema_of_code():
        failed.append(f"{SCHEMA.name} (make schema)")
    say(f"Gagal: {', '.join(failed) or '-'}", f"Failed: {', '.join(failed) or '-'}")
    return bool(failed)


def exercises(words: Sequence[str]) -> int:
    """make exercises/ and solutions/ from source/"""
    prepare("grading")
    return python("scripts/exercises.py", *words, check=False)


def messages(words: Sequence[str]) -> int:
    """bring the English catalogue up to date with the Indonesian sentences in the code"""
    prepare("messages")
    return python("scripts/messages.py", *words, check=False)


def translations(words: Sequence[str]) -> int:
    """bring the English catalogues of pages, pictures and assignments up to date with their Indonesian sources"""
    prepare("book")
    return python("scripts/translations.py", *words, check=False)


def schema(words: Sequence[str]) -> int:
    """write the JSON Schema of the scenario format to docs/"""
    _parser("schema", schema).parse_args(words)
    prepare()
    SCHEMA.write_text(_schema_of_code(), encoding="utf-8", newline="\n")
    return 0


def _schema_of_code() -> str:
    command = [str(PYTHON), "-X", "utf8", "-m", "tutor_sebaya.cli", "schema"]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout


def epub(words: Sequence[str]) -> int:
    """make the whole book as one EPUB for each language, check its structure and say its size"""
    _parser("epub", epub).parse_args(words)
    prepare("book")
    for edition in EDITIONS:
        file = build_epub(edition)
        if python("-m", "tutor_sebaya.book_epub", file, check=False):
            return 1
        size = f"{file.stat().st_size / 1000:.0f} kB"
        say(f"EPUB ada di {file.relative_to(ROOT)} ({size}).", f"The EPUB is {file.relative_to(ROOT)} ({size}).")
    return 0


def site(words: Sequence[str]) -> int:
    """build everything that is published into _build/site, check its links and say its size"""
    prepare("book", "grading")
    return python("scripts/publish.py", *words, check=False)


def address(words: Sequence[str]) -> int:
    """set the public addresses in _config.yml, and write what is made from them into the READMEs"""
    prepare("book")
    return python("scripts/address.py", *words, check=False)


def screenshots(words: Sequence[str]) -> int:
    """take the pictures of the README from the built book"""
    prepare("test")
    build_book()
    return python("scripts/screenshots.py", *words, check=False)


def benchmarks(words: Sequence[str]) -> int:
    """measure: run every benchmarks/bench_*.py"""
    prepare("test")
    chosen = [file for file in sorted((ROOT / "benchmarks").glob("bench_*.py")) if not words or file.stem in words]
    return max((python(file, check=False) for file in chosen), default=0)


def constraints(words: Sequence[str]) -> int:
    """install the newest packages and pin their versions in constraints.txt"""
    _parser("constraints", constraints).parse_args(words)
    if sys.version_info[:2] != OLDEST:
        say(
            f"Catatan: patokan dibuat dengan Python tertua yang didukung ({OLDEST[0]}.{OLDEST[1]}).",
            f"Note: pins are made with the oldest Python supported ({OLDEST[0]}.{OLDEST[1]}); versions may differ.",
        )
    prepare("test", newest=True)
    frozen = subprocess.run(
        [str(PYTHON), "-m", "pip", "freeze", "--exclude-editable"], stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    CONSTRAINTS.write_text(
        "# Versions with which the book was built and the tests passed; made by `make constraints`, not by hand.\n"
        "# A package that another Python or system needs besides is not pinned. See docs/decisions/pinned-versions.md\n"
        + frozen,
        encoding="utf-8",
    )
    prepare("test")
    return 0


def clean(words: Sequence[str]) -> int:
    """remove what was made: the book and caches (with --all also the environments and node_modules)"""
    parser = _parser("clean", clean)
    parser.add_argument("--all", action="store_true", help="also .venv, .venv-lite and node_modules")
    names = ["_build", ".jupyter_cache", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".benchmarks"]
    if parser.parse_args(words).all:
        names += [".venv", ".venv-lite", "node_modules"]
    for name in names:
        shutil.rmtree(ROOT / name, ignore_errors=True)
    return 0


DAILY: tuple[Callable[[Sequence[str]], int], ...] = (
    serve,
    test,
    check,
    exercises,
    messages,
    translations,
    benchmarks,
    clean,
)
SELDOM: tuple[Callable[[Sequence[str]], int], ...] = (schema, constraints, screenshots, epub, site, address)


def _parser(name: str, verb: Callable[..., int]) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"workshop.py {name}", description=verb.__doc__)


def help_() -> int:
    def rows(verbs: Iterable[Callable[..., int]]) -> str:
        return "\n".join(f"  {verb.__name__:<12} {verb.__doc__}" for verb in verbs)

    print('make VERB [ARGS="…"]     (Windows: py scripts/workshop.py VERB …)\n')
    print(f"{rows(DAILY)}\n\nSeldom:\n{rows(SELDOM)}")
    return 0


def main(words: Sequence[str]) -> int:
    verbs = {verb.__name__: verb for verb in (*DAILY, *SELDOM)}
    if not words or words[0] in ("help", "-h", "--help"):
        return help_()
    if words[0] not in verbs:
        print(f"{words[0]}? Pilih / choose: {', '.join(verbs)}", file=sys.stderr)
        return 2
    try:
        return int(verbs[words[0]](words[1:]))
    except Failed as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

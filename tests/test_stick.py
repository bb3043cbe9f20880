"""The zip for a school without internet: what is in it, its starters, and the book opened without any server."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import stick
from browser import page
from built_book import html_of_the_book
from parts import missing_part

WASM = b"\0asm\x01\0\0\0"
AWKWARD = "kelas 6 – Pak Söhn"
"""A folder as people name them: spaces, and letters that aren't ASCII."""


def small_site(folder: Path) -> Path:
    for name, content in {
        "index.html": b"<!DOCTYPE html><title>Buku</title><p>Halaman depan",
        "bab.html": b"<!DOCTYPE html><title>Bab</title>",
        "pyodide/pyodide.asm.wasm": WASM,
        "pyodide/pyodide.mjs": b"export {}",
        "pyodide/paket-1-py3-none-any.whl": b"PK",
        "lite/config.json": b"{}",
        "_static/gaya.css": b"p {}",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def unzipped(made: Path, folder: Path) -> Path:
    """Extracted as unzip does it: with the permissions that the zip names."""
    folder.mkdir(parents=True)
    with zipfile.ZipFile(made) as packed:
        assert packed.testzip() is None
        for entry in packed.infolist():
            packed.extract(entry, folder)
            (folder / entry.filename).chmod(entry.external_attr >> 16 & 0o777)
    return folder / stick.FOLDER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The stick's folder, extracted where its name is awkward."""
    made = stick.make_stick(small_site(tmp_path / "situs"), tmp_path / "stick.zip")
    return unzipped(made, tmp_path / AWKWARD)


def opened_by(folder: Path) -> tuple[dict[str, str], Path]:
    """An environment whose browser only notes the address, and the file where it does."""
    noted, viewer = folder.parent / "alamat.txt", folder.parent / "peramban"
    viewer.write_text(f'#!/bin/sh\nprintf %s "$1" > "{noted}.half" && mv "{noted}.half" "{noted}"\n')
    viewer.chmod(0o755)
    return {**os.environ, "BROWSER": f"'{viewer}' %s", "PYTHONIOENCODING": "ascii"}, noted


@contextmanager
def started(folder: Path, *command: str) -> Iterator[str]:
    """The address that a starter opened, by default the one for Linux; ended afterwards by its id."""
    if os.name == "nt":
        missing_part("a shell script is started, which Windows doesn't have")
    environment, noted = opened_by(folder)
    noted.unlink(missing_ok=True)
    run = [*(command or (str(folder / "mulai-linux.sh"),))]
    # In another folder: a double click doesn't choose the folder either.
    with (folder.parent / "kata.txt").open("w") as said:
        server = subprocess.Popen(run, env=environment, cwd="/", stdout=said, stderr=subprocess.STDOUT)
        try:
            until = time.monotonic() + 60
            while not noted.exists():
                words = (folder.parent / "kata.txt").read_text()
                assert server.poll() is None, words
                assert time.monotonic() < until, words
                time.sleep(0.05)
            yield noted.read_text()
        finally:
            server.terminate()
            server.wait(20)


def ask(address: str, **headers: str) -> tuple[int, str, bytes]:
    """Status, content type and body."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(urllib.request.Request(address, headers=headers), timeout=30) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, "", b""


# --- the zip -------------------------------------------------------------------------------------------------------


def test_the_zip_has_one_folder_with_the_site_and_starters_that_may_be_run(folder: Path) -> None:
    assert sorted(file.name for file in folder.iterdir()) == [*sorted(stick.STARTERS), stick.PAGES]
    assert (folder / "situs" / "index.html").read_bytes().endswith(b"Halaman depan")
    may_run = {file.name for file in folder.iterdir() if file.is_file() and file.stat().st_mode & stat.S_IXUSR}
    assert may_run == {"Mulai-macOS.command", "mulai-linux.sh"}


def test_the_same_site_gives_the_same_zip_whatever_its_files_dates_are(tmp_path: Path) -> None:
    digests = set()
    for number, name in enumerate(("satu", "dua")):
        site = small_site(tmp_path / name)
        for file in site.rglob("*"):
            os.utime(file, (10**9 + number, 10**9 + number))
        digests.add(hashlib.sha256(stick.make_stick(site, tmp_path / f"{name}.zip").read_bytes()).hexdigest())
    assert len(digests) == 1


def test_a_stick_made_from_a_whole_site_does_not_hold_the_former_stick(tmp_path: Path) -> None:
    site = small_site(tmp_path / "situs")
    first = stick.make_stick(site, tmp_path / "stick.zip").read_bytes()
    (site / "unduh").mkdir()
    (site / "unduh" / stick.STICK.name).write_bytes(first)
    assert stick.make_stick(site, tmp_path / "lagi.zip").read_bytes() == first


def test_a_zip_made_again_takes_the_place_of_the_former_one(tmp_path: Path) -> None:
    site = small_site(tmp_path / "situs")
    stick.make_stick(site, tmp_path / "stick.zip")
    (site / "bab.html").unlink()
    with zipfile.ZipFile(stick.make_stick(site, tmp_path / "stick.zip")) as packed:
        assert f"{stick.FOLDER}/situs/bab.html" not in packed.namelist()
    assert [file.name for file in tmp_path.glob("stick*")] == ["stick.zip"]


@pytest.mark.parametrize("english", [True, False])
def test_the_page_to_read_first_names_the_english_edition_where_the_stick_has_one(
    tmp_path: Path, english: bool
) -> None:
    site = small_site(tmp_path / "situs")
    if english:
        (site / "en").mkdir()
        (site / "en" / "index.html").write_text("<title>Book</title>")
    folder = unzipped(stick.make_stick(site, tmp_path / "stick.zip"), tmp_path / AWKWARD)
    named = re.findall(r'href="([^"]+)"', (folder / "BACA-DULU.html").read_text(encoding="utf-8"))
    assert named == ["situs/index.html", "situs/en/index.html" if english else "situs/index.html"]
    assert all((folder / name).is_file() for name in named)


def test_the_starter_of_windows_is_written_as_cmd_reads_it(folder: Path) -> None:
    words = (folder / "Mulai-Windows.bat").read_bytes()
    assert words.count(b"\n") == words.count(b"\r\n") > 20
    words.decode("ascii")
    lines = words.decode().splitlines()
    labels = {line[1:] for line in lines if line.startswith(":")}
    jumps = {
        word.lstrip(":")
        for line in lines
        for word in line.replace("call ", "goto ").split("goto ")[1:]
        for word in word.split()[:1]
    }
    assert jumps == labels
    # A Python unpacked on the stick comes first; the shop's link comes only after the launcher.
    assert [line.split("call :try ")[1].split(" &&")[0] for line in lines if line.startswith("call")] == [
        r"python\python.exe", "py -3", "python", "python3",
    ]  # fmt: skip


def test_the_starter_runs_on_a_python_of_2019() -> None:
    ast.parse((stick.STARTER / "mulai.py").read_text(encoding="utf-8"), feature_version=(3, 8))
    for name in ("mulai.sh", "mulai.bat"):
        assert "sys.version_info < (3, 8)" in (stick.STARTER / name).read_text(encoding="utf-8")


# --- started -------------------------------------------------------------------------------------------------------


def test_a_starter_opens_the_book_on_this_machine_only_and_says_how_to_stop(folder: Path) -> None:
    with started(folder) as address:
        assert address.startswith("http://127.0.0.1:")
        assert ask(address) == (200, "text/html", (folder / "situs" / "index.html").read_bytes())
        said = (folder.parent / "kata.txt").read_text()
        assert address in said
        assert "Untuk berhenti: tutup jendela ini, atau tekan Ctrl+C." in said
        assert "To stop: close this window, or press Ctrl+C." in said
        others = [one[4][0] for one in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
        port = int(address.rsplit(":", 1)[1].strip("/"))
        for other in {one for one in others if not one.startswith("127.")}:
            with pytest.raises(OSError):
                socket.create_connection((other, port), timeout=2).close()


def test_files_that_computing_pages_need_have_their_right_types(folder: Path) -> None:
    with started(folder) as address:
        types = {
            name: ask(address + name)[1]
            for name in ("pyodide/pyodide.asm.wasm", "pyodide/pyodide.mjs", "lite/config.json", "_static/gaya.css")
        }
        assert types == {
            "pyodide/pyodide.asm.wasm": "application/wasm",
            "pyodide/pyodide.mjs": "text/javascript",
            "lite/config.json": "application/json",
            "_static/gaya.css": "text/css",
        }
        assert ask(address + "pyodide/pyodide.asm.wasm")[2] == WASM
        assert ask(address + "tidak-ada.html")[0] == 404
        assert ask(address + "../mulai.py")[0] == 404


def test_a_newer_stick_is_shown_though_all_files_of_all_sticks_have_one_date(folder: Path) -> None:
    with started(folder) as address:
        status, _, body = ask(address, **{"If-Modified-Since": "Tue, 01 Jan 2030 00:00:00 GMT"})
        assert (status, body) == (200, (folder / "situs" / "index.html").read_bytes())


def test_work_is_found_again_because_the_address_stays_and_a_second_click_opens_the_same(folder: Path) -> None:
    with started(folder) as first:
        environment, noted = opened_by(folder)
        noted.unlink()
        again = subprocess.run(
            [str(folder / "mulai-linux.sh")], env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        if first.endswith(":8731/"):
            assert again.returncode == 0, again.stderr
            assert noted.read_text() == first
            assert "Kursus sudah terbuka" in again.stdout
    with started(folder) as second:
        assert second == first or not first.endswith(":8731/")


def test_another_program_on_the_usual_port_is_no_obstacle(folder: Path) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            other.bind(("127.0.0.1", 8731))
            other.listen()
        except OSError:
            pass  # something else has it already, which is the same case
        with started(folder) as address:
            assert not address.endswith(":8731/")
            assert ask(address)[0] == 200
            assert "program lain" in (folder.parent / "kata.txt").read_text()


def test_where_python_is_missing_the_book_opens_for_reading_and_that_is_said(folder: Path) -> None:
    programs = folder.parent / "program"
    programs.mkdir()
    for name in ("dirname", "uname"):
        (programs / name).symlink_to(shutil.which(name) or missing_part(f"no {name}"))
    (programs / "xdg-open").write_text(f'#!/bin/sh\nprintf %s "$1" > "{programs}/dibuka"\n')
    # An old Python, and a link to a shop: both are there and neither is of use.
    for name in ("python3", "python"):
        (programs / name).write_text("#!/bin/sh\nexit 1\n")
    for file in programs.iterdir():
        if not file.is_symlink():
            file.chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", str(folder / "mulai-linux.sh")],
        env={"PATH": str(programs)},
        capture_output=True,
        text=True,
        check=False,
    )
    if sys.platform != "darwin":
        assert (programs / "dibuka").read_text() == "situs/index.html", done.stderr
    assert "Python 3.8 atau lebih baru tidak ditemukan. Buku dibuka untuk dibaca" in done.stdout
    assert "Python 3.8 or newer was not found" in done.stdout


def test_a_starter_taken_out_of_the_zip_alone_says_what_to_do(tmp_path: Path) -> None:
    shutil.copy2(stick.STARTER / "mulai.py", tmp_path / "mulai.py")
    done = subprocess.run([sys.executable, tmp_path / "mulai.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Ekstrak (unzip) seluruh berkas zip" in done.stdout
    assert "Extract the whole zip file" in done.stdout


# --- the book itself, without a server -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def with_the_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stick with the whole book, extracted."""
    made = stick.make_stick(html_of_the_book(tmp_path_factory), tmp_path_factory.mktemp("zip") / "stick.zip")
    return unzipped(made, tmp_path_factory.mktemp("stick") / AWKWARD)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_to_read_first_leads_to_the_book_in_both_languages(with_the_book: Path, width: int) -> None:
    with page((with_the_book / "BACA-DULU.html").as_uri(), width=width) as shown:
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        for name in stick.STARTERS:
            if name.lower().startswith("mulai-"):
                assert shown.get_by_text(name).count() >= 2, name
        for link in shown.get_by_role("link").all():
            box = link.bounding_box()
            assert box
            assert box["height"] >= 44
        shown.get_by_role("link", name="Open the book").click()
        shown.wait_for_url("**/situs/index.html")
        assert "Tutor Sebaya" in shown.title()


@pytest.mark.slow
@pytest.mark.browser
def test_a_page_opened_as_a_file_is_searched_and_its_questions_answered(with_the_book: Path) -> None:
    with page((with_the_book / "situs" / "membentuk-kelompok.html").as_uri(), width=360) as shown:
        loaded: list[str] = []
        shown.on("request", lambda request: loaded.append(request.url))
        assert shown.evaluate("document.styleSheets.length") > 0
        check = shown.locator(".self-check").filter(has=shown.locator("input")).first
        check.locator("input").first.locator("..").click()
        check.get_by_role("button", name="Periksa", exact=True).click()
        assert check.locator("[role=status]").inner_text().strip()
        shown.goto((with_the_book / "situs" / "search.html").as_uri() + "?q=kelompok")
        shown.locator("#search-results a").first.wait_for(timeout=60_000)
        assert shown.locator("#search-results a").count() > 3
        assert not [address for address in loaded if not address.startswith(("file:", "data:"))]


@pytest.mark.slow
def test_names_are_short_enough_for_windows(with_the_book: Path) -> None:
    longest = max((str(file.relative_to(with_the_book.parent)) for file in with_the_book.rglob("*")), key=len)
    # Windows stops at 260 with the folder in which somebody extracts it.
    assert len(longest) < 160, longest

"""What is published: every link of the site leads somewhere, its parts and sizes, the host's files, the workflows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import address
import links
import publish
import pytest
import site_report
import workshop
import yaml
from browser import page
from built_book import html_of_the_book, served
from parts import missing_part

from tutor_sebaya import book_launch
from tutor_sebaya.book_address import binder_address
from tutor_sebaya.language import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PUBLIC = "https://contoh.github.io/kursus/"


def pages(folder: Path, **contents: str) -> Path:
    """A site: name (`__` for a slash) -> body of a page, or the text of a file whose suffix is given with `_css`."""
    for name, body in contents.items():
        style = name.endswith("_css")
        file = folder / (name.removesuffix("_css").replace("__", "/") + (".css" if style else ".html"))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(body if style else f"<!DOCTYPE html>\n<title>x</title>\n{body}\n", encoding="utf-8")
    return folder


def broken(site: Path, **more: Any) -> dict[str, str]:
    """Address -> why it is broken."""
    return {one.address: one.why for one in links.check_site(site, **more).broken}


# --- links ---------------------------------------------------------------------------------------------------------


def test_a_site_whose_links_all_lead_somewhere_has_nothing_broken(tmp_path: Path) -> None:
    site = pages(
        tmp_path,
        index="""<a href="bab/satu.html#awal">1</a> <a href="#">atas</a> <a href="#top">atas</a> <a href="?q=1">x</a>
          <a href="bab/">folder</a> <a href="mailto:x@contoh.id">surat</a> <img src="data:image/gif;base64,R0">
          <a href="bab/satu.html#kata%20kunci">kata</a> <a name="lama"></a> <a href="javascript:void 0">x</a>""",
        bab__index="""<a href="../index.html#lama">balik</a>""",
        bab__satu="""<h1 id="awal">Satu</h1><p id="kata kunci"><link rel="stylesheet" href="../gaya.css?v=1">""",
        gaya_css="""p { background: url("bab/latar.svg") } /* url(tidak-ada.png) */""",
    )
    (site / "bab" / "latar.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    result = links.check_site(site, ["bab/satu.html#awal"])
    assert result.broken == []
    assert (result.pages, result.outgoing) == (3, {})


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ('<a href="hilang.html">x</a>', "no such file"),
        ('<a href="satu.html#hilang">x</a>', "no such place in the page"),
        ('<a href="#hilang">x</a>', "no such place in the page"),
        ('<a href="satu.html#Awal">x</a>', "no such place in the page"),
        ('<a href="Satu.html">x</a>', "no such file"),
        ('<a href="kosong/">x</a>', "no such file"),
        ('<a href="../rahasia.html">x</a>', "leads out of the site"),
        ('<a href="/satu.html">x</a>', "starts with /, so it works in no folder of a host and on no stick"),
        ('<img src="hilang.png" alt="">', "no such file"),
        ('<img srcset="hilang.png 2x" alt="">', "no such file"),
        ('<script src="hilang.js"></script>', "no such file"),
        ('<svg><use href="hilang.svg#a"/></svg>', "no such file"),
        ('<meta http-equiv="refresh" content="0; url=hilang.html">', "no such file"),
        ('<p style="background: url(hilang.png)">', "no such file"),
        ("<style>@import 'hilang.css';</style>", "no such file"),
        ('<script src="https://cdn.contoh.id/a.js"></script>', "<script> loads from another host"),
        ('<img src="//cdn.contoh.id/a.png" alt="">', "<img> loads from another host"),
        ('<link rel="preconnect" href="https://cdn.contoh.id">', "<link> loads from another host"),
        ('<iframe src="http://contoh.id/"></iframe>', "<iframe> loads from another host"),
        ("<style>p { src: url(https://cdn.contoh.id/a.woff2) }</style>", "<style> loads from another host"),
        ('<a href="https://[contoh">x</a>', "not an address"),
    ],
)
def test_a_broken_link_is_named_with_its_page_line_and_reason(tmp_path: Path, body: str, why: str) -> None:
    (tmp_path / "rahasia.html").write_text("")
    site = pages(tmp_path / "situs", index=body, satu='<h1 id="awal">Satu</h1>')
    (site / "kosong").mkdir()
    (found,) = links.check_site(site).broken
    assert (found.file, found.line, found.why) == ("index.html", 3, why)
    assert str(found).startswith("index.html:3: ")


def test_links_that_people_follow_to_other_hosts_are_counted_and_not_broken(tmp_path: Path) -> None:
    site = pages(
        tmp_path,
        index="""<a href="https://a.contoh.id/x">1</a> <a href="https://a.contoh.id/y">2</a> <a href="//b.contoh.id">3</a>
          <link rel="canonical" href="https://c.contoh.id/">""",
    )
    result = links.check_site(site)
    assert result.broken == []
    assert result.outgoing == {"a.contoh.id": 2, "b.contoh.id": 1, "c.contoh.id": 1}
    assert "a.contoh.id (2)" in links.summary(result)


def test_a_page_that_names_the_site_by_its_own_address_is_checked_like_any_other(tmp_path: Path) -> None:
    site = pages(tmp_path, index="x", en__a=f'<a href="{PUBLIC}hilang.html">x</a> <a href="{PUBLIC}index.html">x</a>')
    assert broken(site, own=PUBLIC) == {"../hilang.html": "no such file"}


def test_sections_that_findings_lead_to_must_be_in_every_edition(tmp_path: Path) -> None:
    site = pages(tmp_path, index="x", aturan='<p id="rule-g01">', en__index="x", en__aturan='<p id="rule-g02">')
    result = links.check_site(site, ["aturan.html#rule-g01"], ["", "en/"])
    assert [(one.file, one.address) for one in result.broken] == [("en/index.html", "aturan.html#rule-g01")]


def test_what_the_notebooks_settings_name_must_be_in_the_site(tmp_path: Path) -> None:
    site = pages(tmp_path, index="x")
    settings = '{"jupyter-config-data": {"litePluginSettings": {"kernel": {"pyodideUrl": "%s", "other": "x y"}}}}'
    for name, pyodide in (("satu", "../pyodide/pyodide.mjs"), ("dua", "https://cdn.contoh.id/pyodide.mjs")):
        (site / name).mkdir()
        (site / name / "jupyter-lite.json").write_text(settings % pyodide)
    assert broken(site) == {
        "../pyodide/pyodide.mjs": "no such file",
        "https://cdn.contoh.id/pyodide.mjs": "<litePluginSettings> loads from another host",
    }


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built book in its languages, as a site."""
    site = tmp_path_factory.mktemp("whole") / "site"
    for language, folder in publish.folders().items():
        ignored = shutil.ignore_patterns(*publish.LEFT_OUT, *publish.OTHERS)
        shutil.copytree(html_of_the_book(tmp_path_factory, language), site / folder, ignore=ignored, dirs_exist_ok=True)
    return site


def _made_later(one: links.Broken) -> bool:
    """Whether a link leads into a part of the site that isn't the book's."""
    return any(part in publish.OTHERS for part in Path(one.address.split("?")[0]).parts)


@pytest.mark.slow
def test_every_link_of_the_book_leads_somewhere_in_each_language(book: Path) -> None:
    learn = links.learn_addresses()
    assert len(learn) == 60
    result = links.check_site(book, learn, publish.editions(book).values())
    assert [str(one) for one in result.broken if not _made_later(one)] == []
    assert result.inside > 5000
    assert {"www.w3.org", "unpkg.com", "cdn.jsdelivr.net"}.isdisjoint(result.outgoing)


@pytest.mark.slow
def test_a_link_broken_on_purpose_in_the_book_is_found(book: Path, tmp_path: Path) -> None:
    shutil.copytree(book, tmp_path / "site")
    renamed = tmp_path / "site" / "skenario.html"
    renamed.rename(renamed.with_name("skenario-baru.html"))
    result = links.check_site(tmp_path / "site")
    assert {one.why for one in result.broken if one.address.startswith("skenario.html")} == {"no such file"}


# --- the site and its parts ----------------------------------------------------------------------------------------


@pytest.fixture
def parts() -> list[publish.Part]:
    def book(site: Path) -> None:
        pages(site, index='<a href="satu.html">x</a>', satu="x", search="x", en__index="x", en__satu="x")

    def stuck(_: Path) -> None:
        raise workshop.Failed("npm tidak ditemukan / npm not found")

    def empty(_: Path) -> None:
        raise ImportError

    return [
        publish.Part("buku", "the book", book),
        publish.Part("Pyodide", "Pyodide", stuck),
        publish.Part("notebook", "notebooks", empty),
        publish.Part("zip", "the zip", publish.add_stick),
    ]


def test_a_part_that_cannot_be_made_is_named_and_the_others_are_made(tmp_path: Path, parts: list[publish.Part]) -> None:
    done = publish.build_site(tmp_path / "site", parts=parts)
    assert done.made == ["buku", "zip"]
    assert done.missing == {
        "Pyodide / Pyodide": "npm tidak ditemukan / npm not found",
        "notebook / notebooks": "ImportError",
    }
    assert (tmp_path / "site" / "unduh" / "tutor-sebaya-stick.zip").exists()


def test_pages_lead_to_the_downloads_once_there_are_some(tmp_path: Path) -> None:
    ways = {"id": book_launch.to_downloads("id", ""), "en": book_launch.to_downloads("en", "../")}

    def book(site: Path) -> None:
        pages(site, index=ways["id"], search="x", en__index=ways["en"])

    site = tmp_path / "site"
    made = publish.Part("buku", "the book", book)
    publish.build_site(site, parts=[made])
    before = [(site / name).read_text(encoding="utf-8").count(" hidden") for name in ("index.html", "en/index.html")]
    assert before == [1, 1]
    publish.build_site(site, parts=[made, publish.Part("zip", "the zip", publish.add_stick)])
    for name, words in (("index.html", "Untuk dibawa tanpa internet"), ("en/index.html", "To take along")):
        whole = (site / name).read_text(encoding="utf-8")
        assert words in whole
        assert "hidden" not in whole
    assert links.check_site(site).broken == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_downloads_are_offered_with_their_size_in_both_languages(
    tmp_path: Path, parts: list[publish.Part], width: int
) -> None:
    site = tmp_path / "site"
    publish.build_site(site, parts=parts)
    (site / "unduh" / "tutor-sebaya.epub").write_bytes(b"x" * 1_260_000)
    (site / "unduh" / "index.html").write_text(publish.downloads_page(site), encoding="utf-8")
    assert links.check_site(site).broken == []
    with page((site / "unduh" / "index.html").as_uri(), width=width) as shown:
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        said = shown.locator("li").all_inner_texts()
        assert said[0] == "Buku elektronik (EPUB), untuk ponsel dan pembaca buku (1,3 MB)"
        assert said[2] == "The e-book in Indonesian (EPUB) (1.3 MB)"
        assert "BACA-DULU.html (0,0 MB)" in said[1]
        for link in shown.get_by_role("link").all():
            box = link.bounding_box()
            assert box
            assert box["height"] >= 44


def test_without_the_book_there_is_no_site(tmp_path: Path, parts: list[publish.Part]) -> None:
    with pytest.raises(workshop.Failed, match="npm"):
        publish.build_site(tmp_path / "site", parts=parts[1:])


@pytest.mark.parametrize(
    ("left_out", "link", "words", "status"),
    [
        (0, "satu.html", ["--strict"], 1),
        (0, "satu.html", [], 0),
        (2, "satu.html", ["--strict"], 0),
        (2, "hilang.html", ["--strict"], 1),
        (2, "hilang.html", [], 0),
    ],
)
def test_strict_fails_for_a_missing_part_and_for_a_broken_link(
    tmp_path: Path,
    parts: list[publish.Part],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    left_out: int,
    link: str,
    words: list[str],
    status: int,
) -> None:
    def book(site: Path) -> None:
        parts[0].make(site)
        pages(site, dua=f'<a href="{link}">x</a>')

    chosen = [replace(parts[0], make=book), *parts[1 + left_out :]]
    monkeypatch.setattr(publish, "build_site", lambda site, own: build(site, own, chosen))
    monkeypatch.setattr(publish, "SITE", tmp_path / "site")
    monkeypatch.setattr(publish, "REPORT", tmp_path / "report.md")
    monkeypatch.setattr(publish, "ROOT", tmp_path)
    monkeypatch.setattr(publish, "configuration", lambda: {"html": {}, "sphinx": {"config": {}}})
    monkeypatch.setattr(links, "learn_addresses", lambda: [])
    assert publish.main(words) == status
    said, report = capsys.readouterr().out, (tmp_path / "report.md").read_text(encoding="utf-8")
    assert ("dua.html:3: hilang.html: no such file" in said) == (link == "hilang.html")
    assert ("- Pyodide / Pyodide: npm tidak ditemukan / npm not found" in report) == (left_out == 0)


build = publish.build_site
"""The function itself: a test puts another in its place."""


def test_what_is_left_from_a_former_build_goes(tmp_path: Path, parts: list[publish.Part]) -> None:
    site = pages(tmp_path / "site", lama="x")
    publish.build_site(site, parts=parts)
    assert not (site / "lama.html").exists()


def test_a_host_finds_its_files_and_the_sitemap_names_every_page_in_each_language(
    tmp_path: Path, parts: list[publish.Part]
) -> None:
    site = tmp_path / "site"
    publish.build_site(site, PUBLIC, parts)
    assert (site / ".nojekyll").read_bytes() == b""
    assert f"Sitemap: {PUBLIC}sitemap.xml" in (site / "robots.txt").read_text()
    names = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}
    tree = ElementTree.fromstring((site / "sitemap.xml").read_text())
    assert {found.text for found in tree.findall("map:url/map:loc", names)} == {
        f"{PUBLIC}{name}" for name in ("index.html", "satu.html", "en/index.html", "en/satu.html")
    }
    first = tree.find("map:url", names)
    assert first is not None
    assert {one.get("hreflang"): one.get("href") for one in first.findall("xhtml:link", names)} == {
        "id": f"{PUBLIC}index.html",
        "en": f"{PUBLIC}en/index.html",
    }


def test_without_an_address_there_is_no_sitemap(tmp_path: Path, parts: list[publish.Part]) -> None:
    publish.build_site(tmp_path, parts=parts)
    assert not (tmp_path / "sitemap.xml").exists()
    assert "Sitemap" not in (tmp_path / "robots.txt").read_text()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_for_lost_readers_leads_home_from_any_depth_in_both_languages(
    tmp_path: Path, parts: list[publish.Part], width: int
) -> None:
    site = tmp_path / "kursus"
    publish.build_site(site, PUBLIC, parts)
    # A host shows the page at the address that was asked for.
    (site / "a" / "b").mkdir(parents=True)
    shutil.copy2(site / "404.html", site / "a" / "b" / "c.html")
    with served(tmp_path) as base:
        for name, arrives in (
            ("Halaman depan buku", "kursus/index.html"),
            ("First page of the book", "kursus/en/index.html"),
        ):
            with page(f"{base}kursus/a/b/c.html", width=width) as shown:
                assert shown.evaluate("document.documentElement.scrollWidth") <= width
                link = shown.get_by_role("link", name=name)
                box = link.bounding_box()
                assert box
                assert box["height"] >= 44
                link.click()
                shown.wait_for_url(base + arrives)


def test_sizes_are_those_of_the_files_and_of_what_a_page_asks_for_at_once(tmp_path: Path) -> None:
    site = pages(
        tmp_path,
        index="""<link rel="stylesheet" href="_static/gaya.css"><script src="_static/a.js"></script>
          <img src="dekat.png" alt=""><img src="jauh.png" loading="lazy" alt=""><a href="satu.html">x</a>""",
        satu="x",
        lite__index="x",
    )
    sizes = {"_static/gaya.css": 3000, "_static/a.js": 5000, "dekat.png": 7000, "jauh.png": 90_000}
    for name, size in sizes.items():
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_bytes(b"x" * size)
    index = (site / "index.html").stat().st_size
    count, whole, squeezed = site_report.first_view(site, site / "index.html")
    assert (count, whole) == (4, index + 15_000)
    assert 7000 < squeezed < 7000 + index + 200
    text = site_report.report(site, [""])
    assert re.search(r"^\| notebook / notebooks \(JupyterLite\) \| 1 \| 0 \| 0 \|$", text, re.MULTILINE)
    assert text.index("| jauh.png | 90 | 90 |") < text.index("| dekat.png | 7 | 7 |")
    assert re.search(r"^\| index\.html \| 4 \| 15 \| 7 \|$", text, re.MULTILINE)
    assert "jauh.png" not in site_report.first_lines(text)


# --- public addresses ----------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project's own settings and READMEs, the latter with their marks."""
    shutil.copy2(ROOT / address.CONFIG, tmp_path)
    for name in address.READMES:
        (tmp_path / name).write_text(f"# Tutor Sebaya\n\n{address.START}\n{address.END}\n\nSisa\n", encoding="utf-8")
    return tmp_path


def test_one_setting_makes_the_buttons_of_the_readmes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (project / "_config.yml").read_text(encoding="utf-8")
    assert address.main([], project) == 0
    assert (project / "_config.yml").read_text(encoding="utf-8") == before
    assert "*Tombol Binder ada di sini begitu" in (project / "README.id.md").read_text(encoding="utf-8")
    repository = "https://github.com/contoh/kursus"
    assert address.main(["--repository", repository, "--site", PUBLIC], project) == 0
    assert address.settings(project) == (repository, PUBLIC)
    button = "https://mybinder.org/v2/gh/contoh/kursus/main?urlpath=lab"
    assert button in capsys.readouterr().out
    for name, (title, _) in address.READMES.items():
        content = (project / name).read_text(encoding="utf-8")
        assert f"[![{title}]({address.BADGE})]({button})" in content
        assert content.endswith("\n\nSisa\n")
    # Nothing but the two addresses has changed.
    after = (project / "_config.yml").read_text(encoding="utf-8").splitlines()
    assert sum(old != new for old, new in zip(before.splitlines(), after, strict=True)) == 2
    assert address.main(["--repository", "", "--site", ""], project) == 0
    assert (project / "_config.yml").read_text(encoding="utf-8") == before


def test_the_buttons_of_the_pages_and_of_the_readmes_open_the_same_repository(project: Path) -> None:
    repository = "https://github.com/contoh/kursus"
    address.main(["--repository", repository], project)
    assert address.settings(project)[0] == repository
    buttons = {
        language: book_launch.buttons(("03-membentuk-kelompok",), language, "", repository) for language in LANGUAGES
    }
    named = {
        where: set(re.findall(r"https://mybinder\.org/v2/[^?\"]+", content))
        for where, content in {**buttons, **{name: (project / name).read_text() for name in address.READMES}}.items()
    }
    assert named == {where: {"https://mybinder.org/v2/gh/contoh/kursus/main"} for where in named}
    assert "exercises%2F03-membentuk-kelompok%2Fmembentuk-kelompok.ipynb" in buttons["id"]
    assert (ROOT / "exercises" / "03-membentuk-kelompok" / "membentuk-kelompok.ipynb").exists()
    assert "mybinder.org" not in book_launch.buttons(("03-membentuk-kelompok",), "id", "", "")


def test_a_readme_that_is_not_what_the_setting_gives_is_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert address.main(["--check"], project) == 1
    assert capsys.readouterr().out.split() == [*address.READMES]
    address.main([], project)
    assert address.main(["--check"], project) == 0


@pytest.mark.parametrize("wrong", ["github.com/contoh/kursus", "http://contoh.id", "https://contoh", 'https://a.id/"x'])
def test_an_address_that_is_none_changes_nothing(project: Path, wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = (project / "_config.yml").read_text(encoding="utf-8")
    assert address.main(["--repository", wrong], project) == 2
    assert "Alamat harus berbentuk https://" in capsys.readouterr().err
    assert (project / "_config.yml").read_text(encoding="utf-8") == before


def test_the_readmes_of_the_project_have_the_button_that_the_setting_gives() -> None:
    assert address.stale(ROOT) == []
    for name in address.READMES:
        content = (ROOT / name).read_text(encoding="utf-8")
        assert address.START in content, f"{name} lacks the marks between which `make address` writes"
        assert content.count("mybinder.org") in (0, 2), "the button's address stands between the marks only"


@pytest.mark.parametrize(
    ("repository", "path", "opens"),
    [
        ("", "", None),
        ("https://github.com/a/b", "", "https://mybinder.org/v2/gh/a/b/main?urlpath=lab"),
        ("https://github.com/a/b.git", "x/y z.ipynb", "https://mybinder.org/v2/gh/a/b/main?urlpath=lab%2Ftree%2Fx%2Fy%2520z.ipynb"),
        ("https://gitlab.com/a/b/c/", "", "https://mybinder.org/v2/gl/a%2Fb%2Fc/main?urlpath=lab"),
        ("https://git.contoh.id/a/b", "", "https://mybinder.org/v2/git/https%3A%2F%2Fgit.contoh.id%2Fa%2Fb/main?urlpath=lab"),
    ],
)  # fmt: skip
def test_binder_opens_a_notebook_of_any_public_repository(repository: str, path: str, opens: str | None) -> None:
    assert binder_address(repository, path) == opens


# --- workflows -----------------------------------------------------------------------------------------------------


def workflow(file: Path) -> dict[str, Any]:
    read = yaml.safe_load(file.read_text(encoding="utf-8"))
    # YAML 1.1 reads the key `on` as true.
    return {"on" if key is True else str(key): value for key, value in read.items()}


def steps(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, job in workflow(file)["jobs"].items():
        for step in job["steps"]:
            yield name, step


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_every_command_of_a_workflow_exists(file: Path) -> None:
    commands = [line for _, step in steps(file) for line in step.get("run", "").splitlines()]
    assert commands
    verbs = {verb.__name__ for verb in (*workshop.DAILY, *workshop.SELDOM)}
    for command in commands:
        program, *words = shlex.split(command)
        if program == "make":
            assert words[0] in verbs, command
            shown = subprocess.run(["make", "--dry-run", *words], cwd=ROOT, capture_output=True, text=True, check=False)
            assert shown.returncode == 0, shown.stderr
            assert f"scripts/workshop.py {words[0]}" in shown.stdout
        elif "/" in program:
            assert os.access(ROOT / program, os.X_OK), command
        else:
            assert shutil.which(program) or missing_part(f"no {program}"), command


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_actions_are_pinned_and_rights_are_the_smallest(file: Path) -> None:
    for _, step in steps(file):
        assert ("uses" in step) != ("run" in step)
        assert re.fullmatch(r"actions/[\w-]+@v\d+(\.\d+\.\d+)?", step.get("uses", "actions/x@v1"))
        # What a branch's name or an output says is never pasted into a command.
        assert "${{" not in step.get("run", "")
    assert workflow(file)["permissions"] == {"contents": "read"}
    writing = {
        name: job["permissions"]
        for name, job in workflow(file)["jobs"].items()
        if "write" in str(job.get("permissions"))
    }
    assert writing == ({"deploy": {"pages": "write", "id-token": "write"}} if file.stem == "pages" else {})


def test_what_is_published_is_the_site_that_make_site_builds_and_checks() -> None:
    (file,) = [file for file in WORKFLOWS if file.stem == "pages"]
    of_build = [step for name, step in steps(file) if name == "build"]
    (command,) = [step for step in of_build if step.get("run", "").startswith("make site")]
    asked = shlex.split(shlex.split(command["run"])[2].removeprefix("ARGS="))
    assert asked == ["--strict", "--address", "$SITE"]
    assert command["env"] == {"SITE": "${{ steps.pages.outputs.base_url }}"}
    assert "pages" in [step.get("id") for step in of_build]
    (upload,) = [step for step in of_build if "upload-pages-artifact" in step.get("uses", "")]
    assert ROOT / upload["with"]["path"] == publish.SITE
    assert workflow(file)["jobs"]["deploy"]["needs"] == "build"


def test_what_is_fetched_is_kept_for_the_next_run_until_its_pins_change() -> None:
    for file in WORKFLOWS:
        text = file.read_text(encoding="utf-8")
        assert "cache" in text
        for name in re.findall(r"[\w-]+\.(?:txt|toml|json)\b", text):
            assert (ROOT / name).exists(), name
    assert workshop.OLDEST == (3, 11)
    assert all("3.11" in file.read_text(encoding="utf-8") for file in WORKFLOWS)

"""The house and its workshop: in which direction modules know each other, what files may hold, what the verbs do."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import threading
import tomllib
import urllib.request
from pathlib import Path

import messages
import pytest
import workshop
import yaml
from browser import page
from parts import missing_part

import tutor_sebaya
from tutor_sebaya.language import text
from tutor_sebaya.rules import check
from tutor_sebaya.scenario import json_schema, parse_scenario

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tutor_sebaya"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])

# --- the house -----------------------------------------------------------------------------------------------------

FLOORS = (
    ("language", "labels", "settings"),
    ("scenario",),
    ("roster", "measures"),
    ("rules",),
    ("planners",),
    ("classes",),
    ("widgets", "documents", "grading", "handin", "live", "cli", "book"),
)
"""From the ground up, as docs/house.md draws them: a module may import from its own floor and from those below.

`roster` stands for roster_*.py too.
"""
HEAVY = {"numpy", "pandas", "scipy", "openpyxl", "ipywidgets", "IPython", "sphinx", "nbgrader"}
MODULES = sorted(file for file in PACKAGE.rglob("*.py") if file.name != "__init__.py" or file.parent != PACKAGE)


def part_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py").split("_")[0]


def floor(part: str) -> int:
    floors = [number for number, parts in enumerate(FLOORS) if part in parts]
    assert floors, f"give {part} a place in docs/house.md and in FLOORS"
    return floors[0]


def parts_imported(file: Path) -> set[str]:
    """Parts of the package that a module imports, anywhere in it."""
    package = ["tutor_sebaya", *file.relative_to(PACKAGE).parts[:-1]]
    named: list[str] = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            named += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            named += [".".join([*start, *filter(None, [node.module]), alias.name]) for alias in node.names]
    inside = [name.split(".") for name in named]
    return {
        name[1].split("_")[0]
        for name in inside
        if name[0] == "tutor_sebaya"
        and len(name) > 1
        and ((PACKAGE / name[1]).exists() or (PACKAGE / f"{name[1]}.py").exists())
    }


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_a_module_knows_only_its_own_floor_and_those_below(file: Path) -> None:
    own = part_of(file)
    above = {part for part in parts_imported(file) if floor(part) > floor(own)}
    assert not above, f"{own} imports {', '.join(sorted(above))}"


@pytest.mark.parametrize("part", ["scenario", "roster", "measures", "rules", "planners", "settings", "language"])
def test_the_core_prints_and_logs_nothing(part: str) -> None:
    for file in MODULES:
        if part_of(file) != part:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            assert called not in ("print", "input"), f"{file.name}:{node.lineno} calls {called}"
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not {"logging", "sys"} & {*names}, f"{file.name}:{node.lineno} imports {names}"


@pytest.mark.parametrize("kind", ["class", "remedial"])
def test_judging_an_empty_plan_says_nothing_outside_its_report(kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    report = check(parse_scenario({"version": 1, "kind": kind}))
    assert report.findings
    assert capfd.readouterr() == ("", "")


def test_rules_and_planners_start_without_heavy_packages() -> None:
    """They must start in a phone's browser, where each of these costs megabytes."""
    program = (
        "import importlib, pkgutil, sys, tutor_sebaya.planners, tutor_sebaya.rules\n"
        "for part in (tutor_sebaya.planners, tutor_sebaya.rules):\n"
        "    for module in pkgutil.walk_packages(part.__path__, part.__name__ + '.'):\n"
        "        importlib.import_module(module.name)\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    loaded = set(done.stdout.split())
    assert "tutor_sebaya" in loaded
    assert not HEAVY & loaded


# --- what files hold -----------------------------------------------------------------------------------------------


def project_files() -> list[Path]:
    """Files that are, or would be, committed."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(asked, capture_output=True, text=True, cwd=ROOT, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        missing_part("this folder is no git clone, so nobody can tell made files from written ones")
    return [ROOT / name for name in sorted(filter(None, listed.split("\0"))) if (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Name -> content of the project's text files."""
    read = {}
    for file in project_files():
        try:
            read[file.relative_to(ROOT).as_posix()] = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    assert len(read) > 20
    return read


def test_no_file_names_a_folder_of_somebodys_machine(texts: dict[str, str]) -> None:
    folders = [f"/{name}/" for name in ("home", "Users", "root", "tmp")]
    of_a_machine = re.compile(rf"(?<![\w.])(?:{'|'.join(folders)})\w|[A-Za-z]:\\Users\\\w|{re.escape(str(ROOT))}\b")
    named = [
        f"{name}: {found[0]}" for name, content in texts.items() for found in [of_a_machine.search(content)] if found
    ]
    assert not named


def test_no_file_publishes_a_phrase_of_the_machine_spun_source(texts: dict[str, str]) -> None:
    listed = "tutor_sebaya/data/lint_never.txt"
    phrases = [line for line in texts[listed].splitlines() if line.strip() and not line.startswith("#")]
    assert len(phrases) > 20
    words = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases)
    never = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    found = {name: never.search(content) for name, content in texts.items() if name != listed}
    assert {name: hit[0] for name, hit in found.items() if hit} == {}


def links(document: Path) -> list[str]:
    """Addresses inside the project that a document leads to."""
    words = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.S)
    named = re.findall(r"\]\(([^)\s]+)\)", words) + re.findall(r'(?:src|href)="([^"]+)"', words)
    return [one for one in named if not re.match(r"[a-z]+:", one)]


def anchors(document: Path) -> set[str]:
    """Names by which GitHub reaches a document's headings."""
    heads = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for link in links(document):
        name, _, anchor = link.partition("#")
        target = (document.parent / name) if name else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_both_readmes_give_the_same_commands() -> None:
    english, indonesian = (
        [
            [line.partition("#")[0].rstrip() for line in block.splitlines()]
            for block in re.findall(r"^```.*?^```", (ROOT / name).read_text(encoding="utf-8"), flags=re.S | re.M)
        ]
        for name in ("README.md", "README.id.md")
    )
    assert english
    assert english == indonesian


def test_the_version_is_the_same_everywhere() -> None:
    version = tutor_sebaya.__version__
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    released = re.findall(r"^## (\d\S*)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.M)
    assert (package["project"]["version"], cited["version"], released[0]) == (version, version, version)


def test_the_citation_has_what_its_format_requires() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= cited.keys()
    assert all({"name", "family-names", "given-names"} & author.keys() for author in cited["authors"])
    assert (
        cited["license"] == tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["license"]
    )


# --- verbs ---------------------------------------------------------------------------------------------------------


def test_the_makefile_and_the_workshop_have_the_same_verbs() -> None:
    listed = re.search(r"^VERBS := (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M)
    assert listed
    assert {*listed[1].split()} == {"help", *(verb.__name__ for verb in (*workshop.DAILY, *workshop.SELDOM))}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_documents_name_only_verbs_and_files_that_exist(document: Path) -> None:
    verbs = {"help", *(verb.__name__ for verb in (*workshop.DAILY, *workshop.SELDOM))}
    content = document.read_text(encoding="utf-8")
    named = re.findall(r"(?:`|^)make ([a-z]+)", content, flags=re.M) + re.findall(
        r"scripts/workshop\.py ([a-z]+)", content
    )
    assert {*named} <= verbs
    for name in re.findall(r"`((?:tutor_sebaya|scripts|tests|docs|benchmarks|source|book|locale)/[\w./*-]*)`", content):
        assert any(ROOT.glob(name.rstrip("/"))), name


def test_help_lists_every_verb_with_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert workshop.main([]) == 0
    shown = capsys.readouterr().out
    for verb in (*workshop.DAILY, *workshop.SELDOM):
        assert f"  {verb.__name__} " in shown
        assert verb.__doc__ and verb.__doc__ in shown


def test_an_unknown_verb_is_named_with_those_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert workshop.main(["srve"]) == 2
    shown = capsys.readouterr().err
    assert "srve" in shown
    assert "serve" in shown


def test_a_taken_port_gives_a_free_one_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with workshop.open_server(tmp_path, 0) as first, workshop.open_server(tmp_path, first.server_port) as second:
        assert second.server_port != first.server_port
        assert str(second.server_port) in capsys.readouterr().out
        assert first.server_address[0] == second.server_address[0] == "127.0.0.1"


def test_the_server_shows_pages_in_a_browser_and_names_scripts_as_scripts(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<title>lama</title><script src=halaman.mjs type=module></script>", "utf-8")
    (tmp_path / "halaman.mjs").write_text("document.title = 'baru'", "utf-8")
    with workshop.open_server(tmp_path, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            address = f"http://127.0.0.1:{server.server_port}/"
            with urllib.request.urlopen(f"{address}halaman.mjs") as answer:
                assert answer.headers["Content-Type"] == "text/javascript"
            with page(address) as shown:
                assert shown.title() == "baru"
        finally:
            server.shutdown()


@pytest.fixture
def workbench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A project in an empty folder, and the commands that the workshop would run there (each succeeds)."""
    ran: list[list[str]] = []
    bin_folder = tmp_path / ".venv" / "bin"

    def note(*command: str | Path, check: bool = True) -> int:
        ran.append([str(part) for part in command])
        return 0

    def make_venv() -> None:
        ran.append(["make venv"])
        bin_folder.mkdir(parents=True, exist_ok=True)
        if not (bin_folder / "python").exists():
            (bin_folder / "python").symlink_to(sys.executable)

    for name, value in {
        "ROOT": tmp_path,
        "VENV": tmp_path / ".venv",
        "BIN": bin_folder,
        "PYTHON": bin_folder / "python",
        "INSTALLED": tmp_path / ".venv" / "tutor-sebaya.json",
        "CONSTRAINTS": tmp_path / "constraints.txt",
        "HTML": tmp_path / "_build" / "html",
        "BUILT": tmp_path / "_build" / "built-from.txt",
        "run": note,
        "_make_venv": make_venv,
    }.items():
        monkeypatch.setattr(workshop, name, value)
    (tmp_path / "pyproject.toml").write_text("first")
    return ran


def test_the_environment_is_made_once(workbench: list[list[str]]) -> None:
    workshop.prepare("book")
    assert [workbench[0], workbench[1][-1]] == [["make venv"], ".[book]"]
    workbench.clear()
    workshop.prepare("book")
    assert workbench == []


def test_another_extra_is_added_to_those_that_are_there(workbench: list[list[str]]) -> None:
    workshop.prepare("book")
    workshop.prepare("grading")
    assert workbench[-1][-1] == ".[book,grading]"
    workshop.prepare("test")
    workbench.clear()
    # The extra `test` brings all others.
    workshop.prepare("messages")
    assert workbench == []


def test_a_changed_pyproject_installs_again_into_the_same_environment(
    workbench: list[list[str]], tmp_path: Path
) -> None:
    workshop.prepare("book")
    workbench.clear()
    (tmp_path / "pyproject.toml").write_text("second")
    workshop.prepare("book")
    assert len(workbench) == 1
    assert workbench[0][-1] == ".[book]"


def test_an_environment_that_was_copied_from_elsewhere_is_made_anew(workbench: list[list[str]]) -> None:
    workshop.prepare("book")
    noted = json.loads(workshop.INSTALLED.read_text())
    workshop.INSTALLED.write_text(json.dumps({**noted, "folder": "elsewhere"}))
    workbench.clear()
    workshop.prepare("book")
    assert workbench[0] == ["make venv"]


def test_a_python_that_makes_no_environment_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(workshop, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(workshop, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(workshop, "INSTALLED", tmp_path / ".venv" / "tutor-sebaya.json")
    # Python without the module venv, as Debian's when python3-venv isn't installed: it ends with an error.
    lacking = tmp_path / "python"
    lacking.write_text(f"#!{sys.executable}\nimport sys\nsys.exit('-m' in sys.argv)\n")
    lacking.chmod(0o755)
    monkeypatch.setattr(workshop.sys, "executable", str(lacking))
    assert workshop.main(["messages"]) == 1
    assert "python3-venv" in capsys.readouterr().err
    assert not (tmp_path / ".venv").exists()


def test_versions_are_pinned_and_the_newest_are_tried_where_those_fail(
    workbench: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "constraints.txt").write_text("pydantic==2.0")

    def no_pins(*command: str | Path, check: bool = True) -> int:
        workbench.append([str(part) for part in command])
        return int("--constraint" in command)

    monkeypatch.setattr(workshop, "run", no_pins)
    workshop.prepare("book")
    assert ["--constraint" in command for command in workbench] == [False, True, False]


def test_an_installation_that_fails_is_tried_again_next_time(
    workbench: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(workshop, "run", lambda *command, check=True: 1)
    assert workshop.main(["messages"]) == 1
    assert "internet" in capsys.readouterr().err
    assert not workshop.INSTALLED.exists()


def test_the_book_is_built_only_when_a_source_changed(workbench: list[list[str]], tmp_path: Path) -> None:
    source = tmp_path / "tutor_sebaya" / "rules.py"
    source.parent.mkdir()
    source.write_text("1")
    (tmp_path / "_build" / "html").mkdir(parents=True)
    (tmp_path / "_build" / "html" / "index.html").touch()

    def builds() -> int:
        workbench.clear()
        workshop.build_book()
        return sum("jupyter-book" in command for command in workbench)

    assert [builds(), builds()] == [1, 0]
    source.write_text("2")
    assert [builds(), builds()] == [1, 0]
    (source.parent / "rules.pyc").touch()
    assert builds() == 0


def test_a_build_that_failed_is_done_again(
    workbench: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "_build" / "html").mkdir(parents=True)
    (tmp_path / "_build" / "html" / "index.html").touch()

    def fail(*command: str | Path, check: bool = True) -> int:
        if "jupyter-book" in command:
            raise workshop.Failed("a warning")
        return 0

    with monkeypatch.context() as broken, pytest.raises(workshop.Failed):
        broken.setattr(workshop, "run", fail)
        workshop.build_book()
    workshop.build_book()
    assert any("jupyter-book" in command for command in workbench)


def test_failing_style_checks_fail_the_whole_even_when_pytest_passes(
    workbench: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(workshop, "run", lambda *command, check=True: int("mypy" in command))
    monkeypatch.setattr(workshop, "prepare", lambda *extras: None)
    assert workshop.main(["test"]) == 1
    assert "mypy" in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize(("value", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_a_missing_part_skips_here_and_fails_in_ci(
    value: str, outcome: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", value)
    with pytest.raises(outcome, match="no browser"):
        missing_part("no browser")


# --- made files ----------------------------------------------------------------------------------------------------


def test_the_published_schema_is_the_one_of_the_code() -> None:
    published = json.loads((ROOT / "docs" / "scenario.schema.json").read_text(encoding="utf-8"))
    assert published == json_schema()


def test_every_message_has_its_english(capsys: pytest.CaptureFixture[str]) -> None:
    status = messages.main(["--check"])
    assert status == 0, capsys.readouterr().out


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with sentences in three depths, and a catalogue of its own."""
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "rules.py").write_text(
        'A = N_("Ada {n} murid")\ntext(A, parts=[join(text("satu {n} " "dua", n=N_("sebab")))], label="bukan kalimat")\n',
        "utf-8",
    )
    monkeypatch.setattr(messages, "PACKAGE", tmp_path / "package")
    monkeypatch.setattr(messages, "PO", tmp_path / "en" / "messages.po")
    monkeypatch.setattr(messages, "MO", tmp_path / "en" / "messages.mo")
    return tmp_path


ENGLISH = {"Ada {n} murid": "There are {n} pupils", "satu {n} dua": "one {n} two", "sebab": "cause"}


def translate(folder: Path, english: dict[str, str]) -> int:
    (folder / "english.json").write_text(json.dumps(english), "utf-8")
    messages.main(["--merge", str(folder / "english.json")])
    return messages.main(["--check"])


def test_sentences_are_found_at_any_depth(catalogue: Path) -> None:
    assert {message.id for message in messages.from_code() if message.id} == ENGLISH.keys()


def test_a_translated_catalogue_passes_and_a_rerun_changes_no_byte(catalogue: Path) -> None:
    assert translate(catalogue, ENGLISH) == 0
    before = [messages.PO.read_bytes(), messages.MO.read_bytes()]
    assert messages.main([]) == 0
    assert [messages.PO.read_bytes(), messages.MO.read_bytes()] == before
    assert b"Date" not in before[0]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"sebab": ""}, "no English: sebab"),
        ({"Ada {n} murid": "There are {m} pupils"}, "other {places}"),
        ({"Ada {n} murid": "There are {n pupils"}, "braces"),
    ],
)
def test_faults_of_the_english_are_named(
    catalogue: Path, wrong: dict[str, str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert translate(catalogue, {**ENGLISH, **wrong}) == 1
    assert named in capsys.readouterr().out


def test_a_changed_sentence_keeps_its_english_as_fuzzy_until_looked_at(
    catalogue: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    translate(catalogue, ENGLISH)
    module = catalogue / "package" / "rules.py"
    module.write_text(module.read_text("utf-8").replace("Ada {n} murid", "Ada {n} murid di sini"), "utf-8")
    assert messages.main(["--check"]) == 1
    messages.main([])
    assert messages.main(["--check"]) == 1
    assert "fuzzy English" in capsys.readouterr().out
    assert "There are {n} pupils" in messages.PO.read_text("utf-8")


def test_a_catalogue_edited_by_hand_and_not_compiled_is_noticed(
    catalogue: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    translate(catalogue, ENGLISH)
    messages.PO.write_text(messages.PO.read_text("utf-8").replace("cause", "reason"), "utf-8")
    assert messages.main(["--check"]) == 1
    assert "messages.mo is not made from messages.po" in capsys.readouterr().out


def test_a_sentence_made_by_an_f_string_is_refused(catalogue: Path) -> None:
    (catalogue / "package" / "rules.py").write_text('text(f"Ada {n} murid")', "utf-8")
    with pytest.raises(SystemExit, match="line 1"):
        messages.from_code()


def test_messages_are_read_from_the_compiled_catalogue() -> None:
    plain = (one for one in messages.read() if one.id and one.string and not messages.places(str(one.id)))
    sentence = next(plain)
    assert text(str(sentence.id)).render("en") == sentence.string


def packages_of(extra: str) -> set[str]:
    """Names of the packages that an extra installs, those of the extras that it names included."""
    offered = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    found: set[str] = set()
    for line in offered[extra]:
        own = re.fullmatch(r"tutor-sebaya\[([\w,]+)\]", line)
        found |= (
            {one for name in own[1].split(",") for one in packages_of(name)} if own else {re.split(r"[^\w-]", line)[0]}
        )
    return found


def test_building_the_book_installs_what_its_pages_and_forms_need() -> None:
    """`make serve` must not find out on a clean machine: tests run where everything is installed."""
    assert {"jupyter-book", "ipywidgets", "openpyxl", "python-docx", "pandas", "pyyaml"} <= packages_of("book")
    assert {"jupyterlab", "nbgrader", "ipywidgets", "scipy", "pyyaml"} <= packages_of("grading")

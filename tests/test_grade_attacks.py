"""Trainees' code that wants more than its marks: it gets none, reads and changes nothing, and stops nobody else."""

from __future__ import annotations

import io
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cohort
import parts
import pytest

from tutor_sebaya import grading_feedback
from tutor_sebaya.grading_batch import Cohort
from tutor_sebaya.grading_collect import Collected
from tutor_sebaya.grading_course import Course
from tutor_sebaya.grading_run import grade_one
from tutor_sebaya.grading_sandbox import Cell, Limits, NoSandbox, Sandbox

WRONG = cohort.answers(calon_tutor=1, paling_sedikit=1, cara_tanpa_kemampuan=[3], kelompok={"S1": ["M01", "M02"]})
TEMPLATE = cohort.template()
LIMITS = Limits(cell_seconds=2, seconds=6)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    try:
        one = Sandbox(limits=LIMITS)
    except NoSandbox as problem:
        parts.missing_part(str(problem))
    with one:
        yield one


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What lies around a submission on a lecturer's machine, readable to all."""
    folder = tmp_path_factory.mktemp("kuliah")
    (folder / "source").mkdir()
    (folder / "source" / "kunci.ipynb").write_text("calon_tutor = RAHASIA")
    (folder / "gradebook.db").write_bytes(b"RAHASIA")
    cohort.hand_in(folder / "submitted" / "teman" / cohort.ID, "RAHASIA")
    for path in [folder, *folder.parents]:
        if path.stat().st_uid == os.getuid() and path != Path("/"):
            path.chmod(path.stat().st_mode | 0o055)
    return folder


def graded(folder: Path, sandbox: Sandbox, made: Any, **files: bytes) -> dict[str, Any]:
    return grade_one(cohort.hand_in(folder, made, **files), cohort.ID, TEMPLATE, sandbox)


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> dict[str, float | None]:
    """What the wrong answers are worth without a trick."""
    return graded(tmp_path_factory.mktemp("jujur"), sandbox, cohort.notebook(WRONG))["marks"]


def words(result: dict[str, Any]) -> str:
    """Everything that comes back from a submission, as text."""
    return json.dumps(result)


TRICKS = {
    "asserts deleted by a hook on the syntax tree": """
import ast
class Off(ast.NodeTransformer):
    def visit_Assert(self, node): return None
    def visit_Raise(self, node): return None
get_ipython().ast_transformers.append(Off())
""",
    "an object equal to everything": """
class Any_:
    __class__ = int
    def __eq__(self, other): return True
    def __hash__(self): return 0
    def __getattr__(self, name): return self
    def __int__(self): return 7
    def __iter__(self): return iter([1, 2, 6, 7])
calon_tutor = paling_sedikit = cara_tanpa_kemampuan = kelompok = Any_()
""",
    "builtins that always agree": """
import builtins
builtins.isinstance = lambda *given: True
builtins.len = builtins.sum = builtins.max = builtins.min = lambda *given, **named: 7
builtins.all = builtins.any = lambda given: True
builtins.sorted = lambda *given, **named: [1, 2, 6, 7]
""",
    "text with methods of its own": """
class Chameleon(str):
    def strip(self, *given): return "B"
    def casefold(self): return "b"
    __str__ = casefold
class Number(int):
    def __eq__(self, other): return True
    __hash__ = int.__hash__
    def __int__(self): return 7
calon_tutor, pertanyaan_sosiometri = Number(1), Chameleon("A")
""",
    "output made to look like points": """
get_ipython().events.register("pre_run_cell", lambda *given: display(1.0))
class Points:
    def __repr__(self): return "100.0"
Points()
""",
    "tracebacks switched off": """
import sys
get_ipython().showtraceback = lambda *given, **named: None
sys.excepthook = lambda *given: None
""",
    "the assignment's object replaced": """
class Tugas:
    def nilai(self, id): print("terpenuhi")
    tercatat = periksa = nilai
tugas = Tugas()
""",
    "checkers stubbed in sys.modules": """
import sys, types
for name in ("grading", "grading_groups", "grading_questions", "grading_notebook", "rules"):
    sys.modules["tutor_sebaya." + name] = types.ModuleType(name)
""",
    "rules patched to find nothing": """
import tutor_sebaya.rules as rules, tutor_sebaya.measures as measures
rules.check = lambda *given, **named: None
for name in list(vars(measures)): setattr(measures, name, lambda *given, **named: [])
""",
    "JSON patched": """
import json
json.dumps = lambda *given, **named: '{"calon_tutor": 7}'
""",
    "forged lines on every open handle": """
import os, json
for handle in range(3, 40):
    for cell in range(40):
        try: os.write(handle, json.dumps({"look": cell, "answers": {}, "marks": {"calon-tutor": 100}, "earned": 99}).encode() + b"\\n")
        except OSError: pass
    try: os.write(handle, b'{"end": true}\\n{"ready": true, "status": 0}\\n[[[[\\xff\\n')
    except OSError: pass
""",
    "the process ended with success": "import os\nos._exit(0)",
    "every process killed": "import os, signal\nos.kill(-1, signal.SIGKILL)\nos.kill(os.getpid(), signal.SIGKILL)",
    "its parent killed": "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)",
    "a loop without end": "while True: pass",
    "a loop that swallows interrupts": """
while True:
    try:
        while True: pass
    except BaseException: pass
""",
    "signals ignored and timers off": """
import signal
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM): signal.signal(number, signal.SIG_IGN)
signal.setitimer(signal.ITIMER_REAL, 0)
while True: pass
""",
    "printing without end": "while True: print('x' * 100_000)",
    "a flood on every handle": "import os\nwhile True:\n    for h in range(3, 9):\n        try: os.write(h, b'x' * 100_000)\n        except OSError: pass",
    "all memory": "x = []\nwhile True: x.append(bytearray(200_000_000))",
    "the disk filled": "import itertools\nfor n in itertools.count(): open(f'f{n}', 'wb').write(b'x' * 10_000_000)",
    "a million small files": "for n in range(10**6): open(f'f{n}', 'w').close()",
    "a bomb of processes": """
import os
while True:
    try: os.fork()
    except OSError: pass
""",
    "threads without end": "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(60,)).start()",
    "a value that holds itself, and a deep one": """
kelompok = []; kelompok.append(kelompok)
calon_tutor = []
for _ in range(100_000): calon_tutor = [calon_tutor]
""",
    "a crash of the interpreter": "import ctypes\nctypes.string_at(0)",
    "a pipe for a scenario": "import os\nos.mkfifo('skenario.json')\nkelompok = None",
    "exit as in a console": "import sys\nsys.exit(0)",
}


@pytest.mark.parametrize("trick", TRICKS)
def test_no_trick_gains_a_mark_or_harms_the_next(
    trick: str, sandbox: Sandbox, honest: dict[str, float | None], tmp_path: Path
) -> None:
    result = graded(tmp_path / "curang", sandbox, cohort.notebook(WRONG, kelompok=TRICKS[trick]))
    for id, mark in result["marks"].items():
        worth = honest[id]
        assert worth is not None
        assert mark is None or mark <= worth, (id, mark)
        if mark is None:
            assert result["problem"] is not None, "what can't be graded says so"
    assert len(words(result)) < 2_000_000
    after = graded(tmp_path / "berikutnya", sandbox, cohort.notebook())
    assert sum(after["marks"].values()) == cohort.FULL


def test_the_wrong_answers_lose_enough_for_the_tricks_to_be_worth_it(honest: dict[str, float | None]) -> None:
    assert sum(mark or 0 for mark in honest.values()) <= 12
    assert None not in honest.values()


READING = {
    "the model answer": "open({course!r} + '/source/kunci.ipynb').read()",
    "the gradebook": "open({course!r} + '/gradebook.db').read()",
    "another's submission": "open({course!r} + '/submitted/teman/{id}/{file}').read()",
    "a neighbouring folder": "open('../../../source/kunci.ipynb').read()",
    "through a link": "__import__('os').symlink({course!r} + '/gradebook.db', 'l') or open('l').read()",
    "the environment": "str(dict(__import__('os').environ))",
    "the environment of its parents": "open('/proc/1/environ').read() + open('/proc/self/environ').read()",
    "all folders": "str([list(__import__('os').walk('/work')), list(__import__('os').walk('/home')), list(__import__('os').walk({course!r}))])",
    "the checker": "str(__import__('tutor_sebaya.grading_groups').grading_groups.WAYS_BLIND_TO_ABILITY)",
    "the checker's files": "str([open(f).read() for f in __import__('glob').glob(__import__('tutor_sebaya').__path__[0] + '/grading*')])",
    "memory": "str([o for o in __import__('gc').get_objects() if isinstance(o, str) and 'RAHA' + 'SIA' in o])",
    "modules that are loaded": "str([m for m in __import__('sys').modules if m.startswith('tutor_sebaya.grading')])",
    "the command's words": "str(__import__('sys').orig_argv)",
}


@pytest.mark.parametrize("what", READING)
def test_nothing_of_the_lecturers_can_be_read(
    what: str, sandbox: Sandbox, course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KUNCI", "RAHASIA")
    source = READING[what].format(course=str(course), id=cohort.ID, file=cohort.FILE)
    outcome = sandbox.run([Cell(f"a = {source}"), Cell("", look=True)], ["a"], "skenario.json", {})
    found = str(outcome.seen[1].answers["a"]) if outcome.seen else ""
    assert "RAHASIA" not in found
    assert "grading_groups" not in found
    assert "blind" not in found.casefold()
    assert str(course) not in found or what == "the command's words"
    assert cohort.FILE not in found


CHANGING = {
    "the model answer": "open({course!r} + '/source/kunci.ipynb', 'w').write('x')",
    "a new file in source": "open({course!r} + '/source/pandas.py', 'w').write('x')",
    "the gradebook": "open({course!r} + '/gradebook.db', 'wb').write(b'x')",
    "another's submission": "import os; os.remove({course!r} + '/submitted/teman/{id}/{file}')",
    "the package": "import tutor_sebaya; open(tutor_sebaya.__file__, 'w').write('x')",
    "Python itself": "import json; open(json.__file__, 'a').write('x')",
    "a file of the system": "open('/etc/cron.d/x', 'w').write('x')",
    "a new root": "import os; os.chroot('/'); os.mknod('sda', 0o60600, os.makedev(8, 0))",
    "mounts": "import ctypes; a = ctypes.CDLL(None).mount(b'none', b'/', None, 32 | 4096, None); assert a == 0",
    "a namespace of its own": "import ctypes; a = ctypes.CDLL(None).unshare(0x10000000); assert a == 0",
    "another user": "import os; os.setuid(0)",
    "a process that stays": """
import ctypes, os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        ctypes.CDLL(None).prctl(15, b'titipan')
        time.sleep(77777)
    os._exit(0)
time.sleep(0.3)
a = 1
""",
    "a thing pickled": """
class Bad:
    def __reduce__(self): return (open, ({course!r} + '/baru', 'w'))
a = Bad()
""",
}


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


@pytest.mark.parametrize("what", CHANGING)
def test_nothing_of_the_lecturers_can_be_changed(what: str, sandbox: Sandbox, course: Path) -> None:
    before = _contents(course)
    package = Path(grading_feedback.__file__).parent
    was = {file: file.stat().st_mtime_ns for file in package.glob("*.py")}
    source = CHANGING[what].format(course=str(course), id=cohort.ID, file=cohort.FILE)
    outcome = sandbox.run([Cell(source), Cell("", look=True)], ["a"], "skenario.json", {})
    if what not in ("a process that stays", "a thing pickled"):
        assert outcome.ran[0].error is not None, "it must have been refused"
    assert _contents(course) == before
    assert {file: file.stat().st_mtime_ns for file in package.glob("*.py")} == was
    assert not Path("/etc/cron.d/x").exists()
    assert cohort.running("titipan") == []


@pytest.mark.parametrize("kind", ["tcp", "unix", "abstract"])
def test_no_other_program_can_be_reached(kind: str, sandbox: Sandbox, tmp_path: Path) -> None:
    family = socket.AF_INET if kind == "tcp" else socket.AF_UNIX
    server = socket.socket(family)
    where: Any = {"tcp": ("127.0.0.1", 0), "unix": str(tmp_path / "s"), "abstract": f"\0tutor-{os.getpid()}"}[kind]
    server.bind(where)
    server.listen()
    server.settimeout(0.3)
    where = server.getsockname()
    name = "AF_INET" if kind == "tcp" else "AF_UNIX"
    source = f"import socket\ns = socket.socket(socket.{name})\ns.settimeout(1)\ns.connect({where!r})\na = 'tersambung'"
    with server:
        outcome = sandbox.run([Cell(source), Cell("", look=True)], ["a"], "skenario.json", {})
        with pytest.raises(TimeoutError):
            server.accept()
    assert outcome.seen[1].answers["a"] is None
    assert outcome.ran[0].error is not None


def test_the_server_of_the_test_above_can_be_reached_from_here() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        thread = threading.Thread(target=lambda: socket.create_connection(server.getsockname()).close())
        thread.start()
        server.settimeout(5)
        server.accept()[0].close()
        thread.join()


def test_nothing_is_left_for_the_next_submission(sandbox: Sandbox) -> None:
    leave = """
import ctypes, os
libc = ctypes.CDLL(None)
a = libc.shmget(4711, 4096, 0o1000 | 0o666)
open('titipan', 'w').write('x')
import tutor_sebaya.measures
tutor_sebaya.measures.titipan = 1
os.environ['TITIPAN'] = '1'
"""
    find = """
import ctypes, os
import tutor_sebaya.measures
a = [ctypes.CDLL(None).shmget(4711, 4096, 0o666) >= 0, os.path.exists('titipan'), 'TITIPAN' in os.environ,
     hasattr(tutor_sebaya.measures, 'titipan'), os.listdir('.')]
"""
    first = sandbox.run([Cell(leave), Cell("", look=True)], ["a"], "skenario.json", {})
    assert first.seen[1].answers["a"] >= 0, "shared memory must work for this to mean anything"
    second = sandbox.run([Cell(find), Cell("", look=True)], ["a"], "skenario.json", {})
    assert second.seen[1].answers["a"] == [False, False, False, False, []]


def test_a_submissions_own_text_is_not_in_the_next_ones_memory(sandbox: Sandbox) -> None:
    """Fork shares memory: the process that forks must never hold a submission."""
    secret = "JAWABAN" + "TEMAN"
    sandbox.run([Cell(f"x = {secret!r}"), Cell("", look=True)], ["x"], "skenario.json", {})
    search = """
import gc
word = "JAWABAN" + "TE" + "MAN"
a = [type(one).__name__ for one in gc.get_objects() if isinstance(one, (list, dict, tuple)) and word in str(one)[:100000]]
b = word in str([repr(m.__dict__)[:100000] for m in __import__('sys').modules.values() if hasattr(m, '__dict__') and m.__name__.startswith('tutor')])
"""
    outcome = sandbox.run([Cell(search), Cell("", look=True)], ["a", "b"], "skenario.json", {})
    mine = outcome.seen[1].answers
    assert mine["b"] is False
    assert mine["a"] is not None and len(mine["a"]) <= 2, "at most this cell's own names"


def test_a_right_answer_counts_though_a_loop_follows_it(sandbox: Sandbox, tmp_path: Path) -> None:
    result = graded(tmp_path, sandbox, cohort.notebook(hitungan="while True: pass"))
    assert sum(result["marks"].values()) == cohort.FULL
    assert [one["kind"] for one in result["failures"]] == ["KeyboardInterrupt"]


def test_what_comes_before_a_crash_counts_and_the_rest_waits_for_a_person(sandbox: Sandbox, tmp_path: Path) -> None:
    result = graded(tmp_path, sandbox, cohort.notebook(kelompok="import os; os._exit(1)"))
    assert result["marks"]["calon-tutor"] == 1
    assert result["marks"]["G08"] == 2
    assert result["marks"]["G03"] is None, "the groups were lost with the process: unknown isn't wrong"
    assert "kelompok" in result["problem"]["id"]


def test_a_crash_in_a_cell_of_ones_own_costs_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    made = cohort.notebook()
    made["cells"].insert(2, cohort.code("import os; os._exit(1)"))
    result = graded(tmp_path, sandbox, made)
    assert sum(mark or 0 for mark in result["marks"].values()) == cohort.FULL


def test_edited_marks_of_cells_change_nothing(
    sandbox: Sandbox, tmp_path: Path, honest: dict[str, float | None]
) -> None:
    made = cohort.notebook(WRONG)
    for one in made["cells"]:
        marks = one["metadata"].get("nbgrader", {})
        if marks.get("grade"):
            marks |= {"points": 100, "locked": False}
            one["source"] = "100.0"
    result = graded(tmp_path, sandbox, made)
    assert result["marks"] == honest
    assert sum(result["highest"].values()) == cohort.FULL


def test_a_test_cell_moved_to_before_the_mistake_or_doubled_gains_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    made = cohort.notebook(WRONG)
    extra = json.loads(json.dumps(cohort.cell(made, "calon-tutor"))) | {"id": "x"}
    extra["metadata"]["nbgrader"]["grade_id"] = "calon-tutor-2"
    made["cells"].append(extra)
    result = graded(tmp_path, sandbox, made)
    assert set(result["marks"]) == {one.id for one in TEMPLATE.cells if one.role == "test"}
    assert result["marks"]["calon-tutor"] == 0


def test_archives_write_nothing_outside(sandbox: Sandbox, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../grade-slip", "x")
        archive.writestr("/grade-slip", "x")
        archive.writestr("C:\\grade-slip", "x")
        link = zipfile.ZipInfo("tautan.ipynb")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr(cohort.FILE, json.dumps(cohort.notebook()))
    folder = tmp_path / "serahan"
    folder.mkdir()
    (folder / "tugas.zip").write_bytes(packed.getvalue())
    result = grade_one(folder, cohort.ID, TEMPLATE, sandbox)
    assert sum(result["marks"].values()) == cohort.FULL
    notes = " ".join(result["notes"]["id"])
    assert notes.count("menunjuk ke luar folder") == 3
    assert "tautan.ipynb adalah tautan" in notes
    assert not Path("/grade-slip").exists() and not (tmp_path.parent / "grade-slip").exists()


def test_an_archive_that_grows_without_measure_is_named(sandbox: Sandbox, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(cohort.FILE, "w", force_zip64=True) as file,
    ):
        for _ in range(150):
            file.write(b"\0" * (1 << 20))
    folder = tmp_path / "serahan"
    folder.mkdir()
    (folder / "tugas.zip").write_bytes(packed.getvalue())
    result = grade_one(folder, cohort.ID, TEMPLATE, sandbox)
    assert "lebih besar dari 100 MB" in " ".join(result["notes"]["id"])
    assert set(result["marks"].values()) == {None}


def test_what_a_trainee_wrote_is_only_text_on_the_page(sandbox: Sandbox, tmp_path: Path) -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    made = cohort.notebook(
        cohort.answers(pertanyaan_sosiometri=bad, calon_tutor=bad),
        kelompok=f"print({bad!r})\nraise ValueError({bad!r})",
    )
    result = graded(tmp_path / "s", sandbox, made, **{"<b>x__rar": b"Rar!"})
    place = Course(tmp_path, "k", "sqlite://", tmp_path, tmp_path, tmp_path, tmp_path)
    page = grading_feedback.feedback(
        Cohort(place, cohort.ID, cohort.NAME, results={"s": result}, names={"s": bad}, collected=Collected(["s"])),
        "s",
        "id",
    )
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>" not in page


def test_the_clock_of_a_submission_is_kept(sandbox: Sandbox) -> None:
    begun = time.monotonic()
    outcome = sandbox.run([Cell("import time\ntime.sleep(60)"), Cell("", look=True)], [], "s", {})
    assert outcome.ran[0].error == ("KeyboardInterrupt", "", None)
    assert time.monotonic() - begun < LIMITS.seconds + 5


def test_without_what_is_needed_it_refuses_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from tutor_sebaya import grading_sandbox

    program = grading_sandbox._PROGRAM.replace("begin(sys.argv)", "w.enter = f; begin(sys.argv)")
    stub = "import tutor_sebaya.grading_warm as w; exec('def f(): raise w.NotPossible(\"unshare\")')"
    monkeypatch.setattr(grading_sandbox, "_PROGRAM", program.replace("from tutor", f"{stub}; from tutor"))
    with pytest.raises(NoSandbox, match=r"unshare.*--unsafe"):
        Sandbox()


def test_unsafe_runs_but_still_leaves_no_process(tmp_path: Path) -> None:
    with Sandbox(safe=False, limits=LIMITS) as one:
        outcome = one.run([Cell(CHANGING["a process that stays"]), Cell("", look=True)], ["a"], "s", {})
        assert outcome.seen[1].answers == {"a": 1}
        assert cohort.running("titipan") == []


@pytest.mark.parametrize("what", ["the model answer", "the gradebook", "another's submission"])
def test_without_the_sandbox_the_same_can_be_read(what: str, course: Path) -> None:
    """So the tests above would notice a sandbox that lets it through."""
    source = READING[what].format(course=str(course), id=cohort.ID, file=cohort.FILE)
    with Sandbox(safe=False, limits=LIMITS) as one:
        outcome = one.run([Cell(f"a = {source}"), Cell("", look=True)], ["a"], "s", {})
    assert outcome.seen[1].answers["a"]


AS_ANYBODY = """
import os
forks = 0
try:
    for _ in range(50):
        if os.fork() == 0:
            __import__("time").sleep(30)
        forks += 1
except OSError:
    pass
a = [os.getuid(), os.path.exists("/etc/passwd"), os.path.exists("/proc/self"), forks < 20]
"""


def test_an_ordinary_user_has_the_same_sandbox(sandbox: Sandbox) -> None:
    expected = [1000, False, False, True]
    mine = sandbox.run([Cell(AS_ANYBODY), Cell("", look=True)], ["a"], "s", {})
    assert mine.seen[1].answers["a"] == expected
    if os.getuid() != 0:
        return  # then every test here is an ordinary user's
    python = Path("/usr/bin/python3")
    own = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if not shutil.which("setpriv") or python.resolve().name != own:
        parts.missing_part(f"as root this needs setpriv and an {own} in /usr/bin, which an ordinary user can reach")
    program = f"import sys; sys.path += {[one for one in sys.path if one]!r}\n" + (
        "from tutor_sebaya.grading_sandbox import Cell, Limits, Sandbox\n"
        "with Sandbox(limits=Limits(cell_seconds=5, seconds=10)) as one:\n"
        f"    cells = [Cell({AS_ANYBODY!r}), Cell('', look=True)]\n"
        "    print(one.run(cells, ['a'], 's', {}).seen[1].answers['a'])\n"
    )
    ran = subprocess.run(
        ["setpriv", "--reuid", "54321", "--regid", "54321", "--clear-groups", str(python), "-c", program],
        capture_output=True,
        text=True,
        cwd="/",
        env={"PATH": "/usr/bin"},
        check=False,
    )
    assert ran.stdout.strip() == str(expected), ran.stderr


def test_the_end_of_the_process_that_forks_costs_a_submission_nothing() -> None:
    with Sandbox(limits=LIMITS) as one:
        assert one._process is not None
        threading.Timer(0.5, one._process.kill).start()
        outcome = one.run([Cell("import time\ntime.sleep(1)\na = 1"), Cell("", look=True)], ["a"], "s", {})
    assert outcome.whole and outcome.seen[1].answers == {"a": 1}

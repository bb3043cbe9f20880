"""Looking a submission over: what a careless hand or another program did to the notebook is repaired, or named.

A notebook of a trainee is compared with the one that was given out. Cells are known by nbgrader's id, otherwise by the
cell's own id, otherwise by what stands in them; so a copied, split, retyped, moved or stripped cell finds its place,
and what was deleted is put back. Nothing of the trainee's own work is thrown away.
"""

from __future__ import annotations

import codecs
import json
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any, Literal

from .grading_files import HandedIn, is_inside
from .language import LANGUAGES, N_, Text, text
from .scenario import MAX_BYTES

Role = Literal["answer", "test", "by_hand", "given", "text"]
"""Answer cell; test cell; a cell that a person marks; a cell that isn't to be changed; prose and what is free."""
MOST_CELLS = 2_000
LONGEST_SOURCE = 200_000
"""Characters of one cell that anybody wrote by hand."""
_ASSIGNED = re.compile(r"^([^\W\d]\w*)\s*=(?!=)", re.MULTILINE)


@dataclass(frozen=True)
class Cell:
    """A cell of the notebook given out, or of a repaired one. `id`: nbgrader's, "" for none of those."""

    id: str
    kind: Literal["code", "markdown", "raw"]
    source: str
    role: Role | None
    points: float = 0
    metadata: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    def given_as(self, source: str) -> bool:
        """Whether the words are those that trainees were given, in any language; spaces don't count."""
        return any(_bare(source) == _bare(one) for one in (self.source, *self.others))


@dataclass(frozen=True)
class Template:
    """The notebook that trainees were given. `editions`: language -> cell's id -> its source in that edition."""

    name: str
    cells: tuple[Cell, ...]
    metadata: Mapping[str, Any]
    editions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def known(self) -> dict[str, Cell]:
        return {one.id: one for one in self.cells if one.id}

    def spoken(self, language: str) -> Template:
        """The same notebook as it was given out in that language; itself where there is no such edition."""
        if language not in self.editions:
            return self
        words = self.editions[language]
        cells = (
            replace(one, source=words[one.id], others=(one.source, *one.others)) if one.id in words else one
            for one in self.cells
        )
        return replace(self, cells=tuple(cells), metadata={**self.metadata, "tutor_sebaya": {"language": language}})


def read_template(name: str, notebook: Mapping[str, Any]) -> Template:
    """From the JSON of the released notebook; `editions` in it: language -> cell's id -> its source in that edition."""
    editions = notebook.get("editions", {})
    cells = []
    for one in notebook["cells"]:
        metadata = one["metadata"].get("nbgrader", {})
        role: Role | None = None
        if metadata.get("task") or (metadata.get("grade") and metadata.get("solution")):
            role = "by_hand"
        elif metadata.get("grade"):
            role = "test"
        elif metadata.get("solution"):
            role = "answer"
        else:
            role = "given" if metadata.get("locked") else "text"
        id = metadata.get("grade_id") or one.get("id") or ""
        points = float(metadata.get("points", 0))
        others = tuple(words[id] for words in editions.values() if id in words)
        cells.append(Cell(id, one["cell_type"], _joined(one["source"]), role, points, one["metadata"], others))
    return Template(name, tuple(cells), notebook.get("metadata", {}), editions)


@dataclass
class Looked:
    """A submission looked over.

    Attributes
    ----------
    cells: of the repaired notebook; empty where there is none that can be graded.
    files: the trainee's other files, for the folder that the cells run in; the scenario file under its right name.
    notes: what was found and mended. problem: why it can't be graded, None where it can.
    language: of the notebook that was handed in, where it says so or its words do; "" for the first edition.
    """

    cells: list[Cell] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[Text] = field(default_factory=list)
    problem: Text | None = None
    language: str = ""


def look_over(handed_in: HandedIn, template: Template, scenario_file: str) -> Looked:
    """Find the notebook and the scenario among the files, and mend the notebook. Never raises for what is in them."""
    looked = Looked(notes=list(handed_in.notes))
    chosen, content = _notebook(handed_in.files, template, looked)
    if content is not None:
        looked.language = _language(content, template)
        # What is put back speaks as the rest of the notebook does.
        looked.cells = _mended(content, template.spoken(looked.language), looked)
    _files(handed_in.files, chosen, scenario_file, looked)
    return looked


def _language(notebook: Mapping[str, Any], template: Template) -> str:
    """Which edition was handed in: what the notebook says of itself, otherwise what most of its given cells say."""
    metadata = notebook.get("metadata")
    own = metadata.get("tutor_sebaya") if isinstance(metadata, dict) else None
    said = own.get("language") if isinstance(own, dict) else None
    if said in LANGUAGES:
        return str(said)
    written = {_bare(_joined(one.get("source"))[:LONGEST_SOURCE]) for one in notebook["cells"]}

    def only_there(words: Mapping[str, str], others: Mapping[str, str]) -> int:
        return sum(_bare(source) in written for id, source in words.items() if source != others.get(id, source))

    first = {one.id: one.source for one in template.cells if one.id}
    ahead = {
        language: only_there(words, first) - only_there(first, words) for language, words in template.editions.items()
    }
    return max((one for one in ahead if ahead[one] > 0), key=ahead.__getitem__, default="")


# --- which file is the notebook --------------------------------------------------------------------------------------


def _plainly(name: str) -> str:
    """A file's name without what browsers and people add: `Copy of X (1).IPYNB` -> `x`."""
    base = PurePosixPath(name).name.casefold()
    base = re.sub(r"(\.(ipynb|json|txt|download))+$", "", base)
    base = re.sub(r"^(copy of|salinan( dari)?|salinan)[ _-]+", "", base)
    base = re.sub(r"([ _-]*\(\d+\)|[ _-]+(copy|salinan|final|revisi|fix)\d*|[ _-]+\d)+$", "", base)
    return re.sub(r"[\W_]+", "", base)


def _notebook(files: Mapping[str, bytes], template: Template, looked: Looked) -> tuple[str, Mapping[str, Any] | None]:
    """The file that is the notebook, read; the problem is said where there is none."""
    right = f"{template.name}.ipynb"
    candidates = [one for one in files if ".ipynb" in PurePosixPath(one).name.casefold()]
    if not candidates:
        # A browser may have called it .json or .txt: what is inside tells.
        candidates = [
            one for one, content in files.items() if content[:2000].lstrip().startswith(b"{") and b'"cells"' in content
        ]
    if not candidates:
        kinds = ", ".join(sorted(files)[:4])
        looked.problem = (
            text(N_("Tidak ada notebook {file}; yang diserahkan: {found}."), file=right, found=kinds)
            if files
            else text(N_("Tidak ada berkas yang dapat dibaca."))
        )
        return "", None
    read = {one: _read(files[one]) for one in candidates}
    usable = {one: content for one, content in read.items() if isinstance(content, dict)}
    if not usable:
        first = candidates[0]
        reason = read[first]
        assert isinstance(reason, Text)
        looked.problem = text(N_("{file} tidak dapat dibaca: {why}"), file=first, why=reason)
        return first, None
    wanted = _plainly(right)

    def order(one: str) -> tuple[int, int, int, str]:
        matching = sum(_id_of(cell) in template.known for cell in usable[one]["cells"])
        named = 0 if one == right else 1 if _plainly(one) == wanted else 2 if wanted in _plainly(one) else 3
        return (0 if matching else 1, named, -matching, one)

    chosen = min(usable, key=order)
    if chosen != right:
        looked.notes.append(
            text(N_("Notebook bernama {found}, bukan {file}; dibaca sebagai {file}."), found=chosen, file=right)
        )
    others = [one for one in candidates if one != chosen]
    if others:
        looked.notes.append(
            text(N_("Ada beberapa notebook; yang dinilai {file}, tidak dibaca: {rest}."), file=chosen, rest=others[:4])
        )
    return chosen, usable[chosen]


def _read(content: bytes) -> dict[str, Any] | Text:
    """The notebook's JSON with its cells in one list, or why it isn't one."""
    if not content.strip():
        return text(N_("berkas kosong."))
    coding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        notebook = json.loads(content.decode(coding, errors="replace"))
    except (ValueError, RecursionError, MemoryError):
        return _not_json(content)
    if isinstance(notebook, dict) and isinstance(notebook.get("worksheets"), list):
        # The format before 2015.
        sheets = [one for one in notebook["worksheets"] if isinstance(one, dict)]
        notebook["cells"] = [cell for one in sheets for cell in one.get("cells") or [] if isinstance(cell, dict)]
        for cell in notebook["cells"]:
            cell.setdefault("source", cell.get("input", ""))
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        return text(N_("isinya bukan notebook."))
    notebook["cells"] = [one for one in notebook["cells"] if isinstance(one, dict)]
    if len(notebook["cells"]) > MOST_CELLS:
        return text(N_("ada {n} sel di dalamnya."), n=len(notebook["cells"]))
    return notebook


def _not_json(content: bytes) -> Text:
    start = content[:512].lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<")):
        return text(N_("isinya halaman web. Unduh notebook-nya sendiri, lalu serahkan lagi."))
    if start.startswith(b"%pdf"):
        return text(N_("isinya PDF. Serahkan notebook (.ipynb), bukan cetakannya."))
    if start.startswith(b"pk"):
        return text(N_("isinya dokumen kantor, bukan notebook."))
    if b'"cells"' in content:
        return text(N_("isinya terpotong atau rusak. Simpan dan unduh sekali lagi."))
    return text(N_("isinya bukan notebook (bukan JSON)."))


# --- mending the cells -----------------------------------------------------------------------------------------------


def _joined(source: object) -> str:
    if isinstance(source, list):
        source = "".join(one for one in source if isinstance(one, str))
    return source if isinstance(source, str) else ""


def _id_of(cell: Mapping[str, Any]) -> str:
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    id = marks.get("grade_id") if isinstance(marks, dict) else None
    return id if isinstance(id, str) else ""


def _bare(source: str) -> str:
    return re.sub(r"\s+", " ", source).strip()


def _mended(notebook: Mapping[str, Any], template: Template, looked: Looked) -> list[Cell]:
    known = template.known
    found: list[tuple[str, Cell]] = []
    for one in notebook["cells"]:
        kind = one.get("cell_type")
        source = _joined(one.get("source"))
        if len(source) > LONGEST_SOURCE:
            looked.notes.append(
                text(N_("Sebuah sel lebih panjang dari {n} huruf; sisanya tidak dibaca."), n=LONGEST_SOURCE)
            )
            source = source[:LONGEST_SOURCE]
        id = _id_of(one)
        if id not in known:
            own = one.get("id")
            id = own if isinstance(own, str) and own in known and not id else ""
        cell = Cell("", kind if kind in ("code", "markdown", "raw") else "raw", source, None)
        found.append((id, cell))
    stripped = not any(_id_of(one) for one in notebook["cells"])
    found = _told_by_content(found, template)
    if not any(id for id, _ in found if known.get(id) and known[id].role != "text"):
        looked.problem = text(
            N_("Notebook ini bukan notebook tugas {name}: tidak satu pun selnya dikenali."), name=template.name
        )
        return []
    if stripped:
        looked.notes.append(text(N_("Tanda nbgrader pada sel-selnya hilang; sel dikenali lagi dari id dan isinya.")))
    cells = _placed(found, template, looked)
    _put_back(cells, template, looked)
    return cells


def _told_by_content(found: list[tuple[str, Cell]], template: Template) -> list[tuple[str, Cell]]:
    """Give cells without a mark the id of the template's cell that they were."""
    missing = {id: cell for id, cell in template.known.items() if id not in {id for id, _ in found}}
    given = {id: (cell.source, *cell.others) for id, cell in missing.items()}
    same = {_bare(words): id for id, sources in given.items() for words in sources if words.strip()}
    told = []
    for id, cell in found:
        if not id and (like := same.get(_bare(cell.source))) in missing:
            assert like is not None
            id = like
            del missing[like]
        told.append((id, cell))
    wanted = {name: id for id, one in missing.items() if one.role == "answer" for name in _ASSIGNED.findall(one.source)}
    calls = {_call(one.source): id for id, one in missing.items() if one.role == "test" and _call(one.source)}
    again = []
    for id, cell in told:
        if not id and cell.kind != "markdown":
            votes = Counter(wanted[name] for name in _ASSIGNED.findall(cell.source) if name in wanted)
            if votes:
                id = votes.most_common(1)[0][0]
            elif (test := calls.pop(_call(cell.source), "")) and _call(cell.source):
                id = test
        again.append((id, cell))
    return again


def _call(source: str) -> str:
    """The last statement of a test cell, by which it is known when its comment was changed."""
    lines = [line.strip() for line in source.splitlines() if line.strip() and not line.strip().startswith("#")]
    return lines[-1] if lines else ""


def _placed(found: Sequence[tuple[str, Cell]], template: Template, looked: Looked) -> list[Cell]:
    """Cells with the template's marks; of copies one has them, the others stay as ordinary cells."""
    known = template.known
    times = Counter(id for id, _ in found if id)
    last = {id: number for number, (id, _) in enumerate(found) if id}
    seen: set[str] = set()
    changed: list[str] = []
    cells = []
    for number, (id, cell) in enumerate(found):
        model = known.get(id)
        if model is None:
            cells.append(cell)
            continue
        if model.role in ("answer", "by_hand"):
            if id in seen:
                cells.append(replace(cell, kind=model.kind))
                continue
            if cell.kind != model.kind:
                looked.notes.append(
                    text(N_("Jenis sel {id} berubah menjadi {kind}; dikembalikan."), id=id, kind=cell.kind)
                )
            if times[id] > 1:
                looked.notes.append(
                    text(
                        N_("Sel jawaban {id} terpecah atau disalin ({n} bagian); semua bagiannya dibaca."),
                        id=id,
                        n=times[id],
                    )
                )
            if model.metadata.get("nbgrader", {}).get("task"):
                # The task isn't to be changed, but who wrote the answer into it shall not lose it.
                cells.append(model)
                if not model.given_as(cell.source):
                    cells.append(replace(cell, kind="markdown"))
            else:
                cells.append(replace(model, source=cell.source))
        elif model.role == "text":
            cells.append(cell if id in seen else replace(model, source=cell.source))
        else:
            # A test is made where its last copy stands, as a run from top to bottom would leave it.
            if number != last[id]:
                seen.add(id)
                continue
            if times[id] > 1:
                looked.notes.append(text(N_("Sel {id} disalin; salinannya diabaikan."), id=id))
            if not model.given_as(cell.source) or cell.kind != model.kind:
                changed.append(id)
            cells.append(model)
        seen.add(id)
    if changed:
        looked.notes.append(text(N_("Sel yang isinya diubah dikembalikan seperti semula: {ids}."), ids=changed))
    return cells


def _put_back(cells: list[Cell], template: Template, looked: Looked) -> None:
    """Insert the template's cells that are missing, each after the one that it followed."""
    present = {one.id for one in cells if one.id}
    lost: list[str] = []
    before = ""
    for model in template.cells:
        if model.id and model.id not in present and model.role != "text":
            if model.role == "test" or not before:
                # A test that was deleted looks at the end, when everything has run.
                place = len(cells) if model.role == "test" else 0
            else:
                place = 1 + max((number for number, one in enumerate(cells) if one.id == before), default=-1)
            cells.insert(place, model)
            lost.append(model.id)
        if model.id and (model.id in present or model.role not in ("test", "text")):
            before = model.id
    if lost:
        looked.notes.append(text(N_("Sel yang hilang dipasang lagi: {ids}."), ids=lost))


# --- the other files -------------------------------------------------------------------------------------------------


def _files(files: Mapping[str, bytes], notebook: str, scenario_file: str, looked: Looked) -> None:
    """The files that go with the notebook: beside it, and the scenario by its right name."""
    folder = PurePosixPath(notebook).parent
    shadowing = []
    for name, content in files.items():
        path = PurePosixPath(name)
        if path.name.casefold().endswith(".ipynb") or name == notebook:
            continue
        relative = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
        if not is_inside(relative):
            continue
        if path.suffix.casefold() in (".py", ".so", ".pth", ".pyc") and _is_module(path.stem.split(".")[0]):
            shadowing.append(name)
            continue
        looked.files.setdefault(relative, content)
    if shadowing:
        looked.notes.append(text(N_("{files} bernama seperti pustaka Python; tidak dipakai."), files=shadowing[:4]))
    if scenario_file in looked.files:
        return
    wanted = _plainly(scenario_file)
    like = [one for one in files if _plainly(one) == wanted and len(files[one]) <= MAX_BYTES and one != notebook]
    if like:
        chosen = min(like, key=lambda one: (len(one), one))
        looked.files[scenario_file] = files[chosen]
        looked.notes.append(text(N_("{found} dibaca sebagai {file}."), found=chosen, file=scenario_file))


def _is_module(name: str) -> bool:
    return name in sys.stdlib_module_names or name in (
        "pandas",
        "numpy",
        "IPython",
        "tutor_sebaya",
        "ipywidgets",
        "openpyxl",
        "pydantic",
    )

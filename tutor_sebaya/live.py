"""A planner's form that is alive in a page of the book: Python's side, in the page's web worker (Pyodide).

ipywidgets talks to its front end by comms. Here a comm is a message to the page, whose widget manager
(`book_static/live/page.js`) answers in the same way. `book_static/live/worker.js` starts Python and calls

- `connect(post, fetch)` once, before anything else: `post` sends a message to the page, `fetch` brings a wheel;
- `start(name, scenario, language)` for each form: makes it and returns the id of its model;
- `receive(...)` for each message of the page;
- `compiled_modules()` for a quicker start the next time.

ipywidgets imports IPython for a notebook's sake. In a page nothing of it is used: `_stand_in_for_ipython` gives the few
names that are looked up, which saves 2.6 MB and the time to import them.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.util
import io
import json
import os
import sys
import types
import zipfile
from collections.abc import Callable, Mapping, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

Post = Callable[[str, str, "list[bytes]"], None]
"""Sends one message: kind, JSON, buffers."""
Fetch = Callable[[str], bool]
"""Brings the wheels that a package is in; False where this site hasn't got them."""

PACKAGE = Path(__file__).parent.name


class _Later(importlib.abc.MetaPathFinder):
    """Packages that most readers never need come when something imports them: openpyxl for .xlsx, scipy for a proof."""

    def __init__(self, names: Sequence[str], fetch: Fetch) -> None:
        self._names, self._fetch = set(names), fetch

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        # Asked last, so only for what isn't there yet.
        if fullname not in self._names or not self._fetch(fullname):
            return None
        self._names.discard(fullname)
        importlib.invalidate_caches()
        return importlib.machinery.PathFinder.find_spec(fullname, path, target)


def _stand_in_for_ipython() -> None:
    """The names that ipywidgets and comm import from IPython; none of them does anything outside a notebook."""
    names: Mapping[str, Mapping[str, Any]] = {
        "IPython": {"get_ipython": lambda: None},
        "IPython.core": {},
        "IPython.core.interactiveshell": {"InteractiveShell": type("InteractiveShell", (), {})},
        "IPython.display": dict.fromkeys(("display", "clear_output"), lambda *_, **__: None),
    }
    for name, content in names.items():
        module = types.ModuleType(name, "Stands in for IPython, see tutor_sebaya.live.")
        module.__dict__.update(content)
        sys.modules[name] = module
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, module)


def connect(post: Post, fetch: Fetch, later: Sequence[str], language: str) -> None:
    """Send every comm's messages to the page. Call it before ipywidgets is imported.

    later: names of packages that `fetch` can bring. language: the edition's, for calls that name none.
    """
    from .language import VARIABLE

    os.environ[VARIABLE] = language
    # Pyodide keeps nothing that was compiled; `compiled_modules` does.
    sys.dont_write_bytecode = False
    if later:
        sys.meta_path.append(_Later(later, fetch))
    if importlib.util.find_spec("IPython") is None:
        _stand_in_for_ipython()
    import comm
    from comm.base_comm import BaseComm

    class PageComm(BaseComm):
        """A comm whose other end is in the page."""

        def publish_msg(
            self,
            msg_type: str,
            data: dict[str, Any] | None = None,
            metadata: dict[str, Any] | None = None,
            buffers: list[bytes] | None = None,
            **keys: Any,
        ) -> None:
            said = {"type": msg_type, "comm": self.comm_id, "data": data or {}, "metadata": metadata or {}}
            post("comm", json.dumps(said), list(buffers or []))

    comm.create_comm = PageComm
    from . import widgets_place

    widgets_place.here = widgets_place.PAGE


def compiled_modules() -> bytes | None:
    """All installed files as one archive, sources replaced by what Python compiled; None where nothing was compiled.

    Unpacked at the next start, nothing that was imported before is compiled again.
    """
    site = Path(__file__).parent.parent
    if not any(site.rglob("__pycache__")):
        return None
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        for file in sorted(site.rglob("*")):
            if file.is_dir() or "__pycache__" in file.parts:
                continue
            compiled = Path(importlib.util.cache_from_source(str(file))) if file.suffix == ".py" else file
            name = str(file.relative_to(site))
            if compiled != file and compiled.exists():
                # Beside its package instead of in a folder of caches it is imported without its source.
                packed.write(compiled, f"{name}c")
            else:
                packed.write(file, name)
    return archive.getvalue()


def start(name: str, scenario: str, language: str) -> str:
    """Make the form `name` of `tutor_sebaya.widgets`; the id of its model.

    scenario: the plan to start with, as JSON; empty for the sample class.
    """
    from . import widgets
    from .scenario import parse_scenario

    if name not in widgets.__all__:
        raise ValueError(f"no planner is called {name!r}")
    given = parse_scenario(json.loads(scenario)) if scenario else None
    form = getattr(widgets, name)(given, language=language, save_to=None)
    return str(form.model_id)


def receive(kind: str, comm_id: str, data: str, buffers: Sequence[Any]) -> str:
    """Give a message of the page to its widget. What went wrong, for a report; empty where nothing did.

    kind: 'comm_msg' or 'comm_close'. data: the message's data as JSON. buffers: JavaScript's arrays of bytes.
    """
    import comm

    manager = comm.get_comm_manager()
    opened = manager.comms.get(comm_id)
    if opened is None:
        return ""
    content = {"comm_id": comm_id, "data": json.loads(data)}
    try:
        files = [memoryview(one.to_bytes()) for one in buffers]
        message = {"header": {"msg_type": kind}, "content": content, "buffers": files}
        if kind == "comm_close":
            manager.comm_close(None, "", message)  # type: ignore[arg-type]
        else:
            opened.handle_msg(message)
    except Exception as error:
        # Not the error's own words: they may hold what a teacher typed.
        return place_of(error)
    return ""


def place_of(error: BaseException) -> str:
    """An error's kind, and where in this package it happened: what a report needs, without anybody's data."""
    place, trace = "?", error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.parent.name == PACKAGE or place == "?":
            place = f"{file.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}, {place}"

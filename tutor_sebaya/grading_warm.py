"""A process that has pandas loaded and forks a child for each submission, inside namespaces of Linux.

It is started by `grading_sandbox` in a fresh interpreter with an empty environment. Fork shares memory, so nothing that
a trainee may not see is ever in here: no module that knows an answer, no gradebook, and not even a submission. Work
comes as an open socket, and only the child reads from it; each child is killed with all that it started before the
next socket is taken.

What a child sees is a tree of its own: Python and the system's libraries read-only, this package without its grading
modules, four devices, an empty folder that dies with it. No network, no /proc, no other process, no privileges.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import platform
import resource
import select
import shutil
import signal
import socket
import sys
import sysconfig
import time
import types
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from . import grading_cells

PRELOADED = ("tutor_sebaya.grading_plain", "tutor_sebaya.classes", "tutor_sebaya.planners.groups")
"""What every assignment may use; loaded once. `main` gets what else the notebook imports, such as pandas."""
HIDDEN = "grading*"
"""Modules of this package that know answers, or the way here."""
NOBODY = 65534
"""Owner of a child's process where the lecturer is root: limits on processes don't hold for root."""
INSIDE = 1000
"""What a child takes itself for."""
WORK = "/kerja"
"""Where a child's own folder is, which ends with it."""

_CLONE = {
    "user": 0x10000000,
    "mount": 0x20000,
    "net": 0x40000000,
    "ipc": 0x8000000,
    "uts": 0x4000000,
    "pid": 0x20000000,
}
_MS_NOSUID, _MS_NODEV, _MS_BIND, _MS_REC, _MS_PRIVATE, _MNT_DETACH = 2, 4, 4096, 16384, 1 << 18, 2
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_MOUNT_SETATTR, _AT_RECURSIVE = 442, 0x8000
"""The same number on every machine; in Linux from 5.12 on."""
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS, _PR_SET_CHILD_SUBREAPER = 1, 4, 24, 38, 36

_PACKAGE = str(Path(__file__).resolve().parent)
_libc = ctypes.CDLL(None, use_errno=True)


class NotPossible(Exception):  # noqa: N818 - an answer about this machine
    """This machine doesn't give the process what a safe child needs; its text says which step failed."""


def _call(name: str, *values: Any) -> int:
    """A function of the C library; OSError with the function's name where it fails."""
    result = int(getattr(_libc, name)(*values))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result


def _system_call(number: int, *values: Any) -> None:
    """A call that the C library has no name for."""
    if _libc.syscall(ctypes.c_long(number), *values) < 0:
        raise OSError(ctypes.get_errno(), f"system call {number}: {os.strerror(ctypes.get_errno())}")


def _mount(source: str, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    encoded = [None if one is None else one.encode() for one in (source, target, kind, data)]
    _call("mount", encoded[0], encoded[1], encoded[2], ctypes.c_ulong(flags), encoded[3])


# --- namespaces ------------------------------------------------------------------------------------------------------


def enter() -> int:
    """Move into namespaces of this process's own; returns a handle of its process namespace.

    The process that goes on is a child of the caller, because a process namespace begins with a child; the caller
    waits for it inside this function and ends with it.

    Raises
    ------
    NotPossible: where the system forbids a step.
    """
    if platform.machine() not in _PIVOT_ROOT:
        raise NotPossible(f"pivot_root on {platform.machine()}")
    try:
        is_root = os.geteuid() == 0
        _own_user()
        _call("unshare", sum(_CLONE[one] for one in ("mount", "net", "ipc", "uts", "pid")))
        # Opened in the new namespace of mounts, and while root may still enter its own home.
        folders = {folder: os.open(folder, os.O_PATH | os.O_DIRECTORY) for folder in _folders()}
        package = os.open(_PACKAGE, os.O_PATH | os.O_DIRECTORY)
        if is_root:
            os.setgroups([])
            os.setresgid(INSIDE, INSIDE, INSIDE)
            os.setresuid(INSIDE, INSIDE, INSIDE)
        # A change of user takes /proc/self away from its process; it is needed for the rest of this module.
        _call("prctl", _PR_SET_DUMPABLE, 1, 0, 0, 0)
        _go_on_in_a_child()
        with contextlib.suppress(OSError):
            # Nothing in here needs user namespaces again, and much of the kernel is reached through them.
            Path("/proc/sys/user/max_user_namespaces").write_text("0", encoding="utf-8")
        own = os.open("/proc/self/ns/pid", os.O_RDONLY)
        _own_tree(folders, package)
    except OSError as error:
        raise NotPossible(str(error)) from error
    return own


def _own_user() -> None:
    """A user namespace with one user, who isn't root outside."""
    pid, outside, outside_group = os.getpid(), os.geteuid(), os.getegid()
    if outside == 0:
        outside = outside_group = NOBODY
    ready_read, ready_write = os.pipe()
    done_read, done_write = os.pipe()
    helper = os.fork()
    if helper == 0:
        # Only a process outside may write a map to another user than its own.
        status = 1
        try:
            os.close(ready_write)
            os.read(ready_read, 1)
            if outside != NOBODY:
                Path(f"/proc/{pid}/setgroups").write_text("deny", encoding="utf-8")
            Path(f"/proc/{pid}/uid_map").write_text(f"{INSIDE} {outside} 1", encoding="utf-8")
            Path(f"/proc/{pid}/gid_map").write_text(f"{INSIDE} {outside_group} 1", encoding="utf-8")
            status = 0
        finally:
            os.write(done_write, bytes([status]))
            os._exit(0)
    os.close(ready_read)
    _call("unshare", _CLONE["user"])
    os.close(ready_write)
    failed = os.read(done_read, 1) != b"\0"
    os.waitpid(helper, 0)
    os.close(done_read)
    os.close(done_write)
    if failed:
        raise NotPossible("uid_map")


def _go_on_in_a_child() -> None:
    child = os.fork()
    if child:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        _, status = os.waitpid(child, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    _call("prctl", _PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _own_tree(folders: Mapping[str, int], package: int) -> None:
    """A root of our own, read-only, with Python in it and nothing of the lecturer's.

    folders: path -> handle; package: handle of this package's folder.
    """
    root = "/tmp"
    _mount("none", "/", None, _MS_REC | _MS_PRIVATE)
    _mount("tmpfs", root, "tmpfs", _MS_NOSUID | _MS_NODEV, "size=64m,mode=755")
    for folder, handle in folders.items():
        Path(root + folder).mkdir(parents=True)
        _mount(f"/proc/self/fd/{handle}", root + folder, None, _MS_BIND | _MS_REC)
        os.close(handle)
    for link in ("/lib", "/lib64", "/lib32"):
        if Path(link).is_symlink():
            Path(root + link).symlink_to(Path(link).readlink())
    Path(root + "/dev").mkdir()
    for device in ("null", "zero", "random", "urandom"):
        Path(root, "dev", device).touch()
        _mount(f"/dev/{device}", f"{root}/dev/{device}", None, _MS_BIND)
    copy = root + _PACKAGE
    if any(Path(_PACKAGE).is_relative_to(folder) for folder in folders):
        # The package lies in a folder that is bound: the copy without grading modules covers it.
        _mount("tmpfs", copy, "tmpfs", _MS_NOSUID | _MS_NODEV, "size=64m,mode=755")
    hidden = shutil.ignore_patterns(HIDDEN, "__pycache__")
    shutil.copytree(f"/proc/self/fd/{package}", copy, ignore=hidden, dirs_exist_ok=True)
    os.close(package)
    Path(root + WORK).mkdir()
    if not Path(root + "/tmp").exists():
        # Python itself may lie below /tmp; otherwise a child's work folder goes by that name too.
        Path(root + "/tmp").symlink_to(WORK)
    os.chdir(root)
    _system_call(_PIVOT_ROOT[platform.machine()], b".", b".")
    _call("umount2", b".", _MNT_DETACH)
    os.chdir("/")
    # RDONLY, NOSUID and NODEV for every mount of the tree; the devices were bound from elsewhere and still open.
    wanted = (ctypes.c_uint64 * 4)(1 | 2, 0, 0, 0)
    _system_call(_MOUNT_SETATTR, -100, b"/", _AT_RECURSIVE, wanted, ctypes.sizeof(wanted))


def _folders() -> list[str]:
    """Folders that Python and its extension modules are loaded from, none inside another."""
    named = [one for one in sys.path if Path(one).name in ("site-packages", "dist-packages")]
    named += [sysconfig.get_path(one) for one in ("stdlib", "platstdlib", "purelib", "platlib")]
    named += [
        sysconfig.get_config_var("LIBDIR") or "",
        "/usr/lib",
        "/usr/lib64",
        "/usr/share/zoneinfo",
        "/lib",
        "/lib64",
    ]
    whole = {os.path.realpath(one) for one in named if os.access(one, os.R_OK)}
    return sorted(one for one in whole if not any(one != other and Path(one).is_relative_to(other) for other in whole))


def _alone(own: int, work: socket.socket, limits: Mapping[str, int]) -> int:
    """Fork a child into a process namespace, mounts and shared memory of its own; returns its process id."""
    _call("unshare", _CLONE["pid"])
    try:
        pid = os.fork()
    except OSError:
        _call("setns", own, _CLONE["pid"])
        raise
    if pid:
        # Back, so that the next child may get a namespace of its own too.
        _call("setns", own, _CLONE["pid"])
        return pid
    try:
        os.close(own)
        _call("prctl", _PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        _call("unshare", _CLONE["mount"] | _CLONE["ipc"])
        size = f"size={limits['disk']},nr_inodes=4096,mode=700,uid={INSIDE},gid={INSIDE}"
        _mount("tmpfs", WORK, "tmpfs", _MS_NOSUID | _MS_NODEV, size)
        os.setsid()
        _powerless()
        _child(work, limits, WORK)
    finally:
        os._exit(70)


def _powerless() -> None:
    """Give up every privilege that the user namespace gave, for good."""
    for capability in range(64):
        if _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) < 0:
            break
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    _call("capset", header, (ctypes.c_uint32 * 6)())
    _call("prctl", _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


# --- without namespaces (`--unsafe`) ---------------------------------------------------------------------------------


def _together(work: socket.socket, limits: Mapping[str, int]) -> tuple[int, str]:
    """Fork a child with limits only; returns its process id and the folder that it works in."""
    import tempfile

    folder = tempfile.mkdtemp(prefix="tutor-sebaya-")
    pid = os.fork()
    if pid:
        return pid, folder
    try:
        os.setsid()
        _child(work, limits, folder)
    finally:
        os._exit(70)


def _descendants_end() -> None:
    """Kill what a child left running: orphans come to this process, which is their reaper."""
    while True:
        left = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text(encoding="utf-8").split()
        if not left:
            return
        for one in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(one), signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, 0)


# --- the child -------------------------------------------------------------------------------------------------------


def _child(work: socket.socket, limits: Mapping[str, int], folder: str) -> None:
    os.chdir(folder)
    nothing = os.open("/dev/null", os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    kept = os.dup2(work.fileno(), 3)
    os.closerange(4, 4096)
    os.environ.clear()
    os.environ.update(HOME=folder, TMPDIR=folder, LANG="C.UTF-8", NBGRADER_EXECUTION="autograde")
    for name, most in (
        ("RLIMIT_CPU", limits["seconds"] + 2),
        ("RLIMIT_FSIZE", limits["disk"]),
        ("RLIMIT_NOFILE", 128),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NPROC", limits["processes"]),
        ("RLIMIT_AS", limits["memory"]),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (most, most))
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    work.detach()
    grading_cells.serve(kept)
    os._exit(0)


# --- the warm process ------------------------------------------------------------------------------------------------


def main(controls: Sequence[socket.socket], modules: Sequence[str], *, safe: bool) -> None:
    """Load what cells need, once, and serve each control in a process of its own that is forked from this one."""
    _call("prctl", _PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    for name in (*PRELOADED, *modules):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    sys.modules["tutor_sebaya.grading_notebook"] = _stand_in()
    # A child that looks for garbage would write into every page of what is loaded, and each page would be copied.
    gc.collect()
    gc.freeze()
    if len(controls) == 1:
        _serve(controls[0], safe=safe)
        return
    for control in controls:
        if os.fork() == 0:
            _serve_alone(control, controls, safe=safe)
    # This process does nothing more: its end would be theirs.
    for control in controls:
        control.close()
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()


def _serve_alone(control: socket.socket, controls: Sequence[socket.socket], *, safe: bool) -> None:
    try:
        _call("prctl", _PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        for other in controls:
            if other is not control:
                other.close()
        _serve(control, safe=safe)
    finally:
        os._exit(0)


def _serve(control: socket.socket, *, safe: bool) -> None:
    """Fork a child for each socket that arrives, until the other end is closed.

    control: receives messages of JSON limits with a socket (see `grading_sandbox`); is sent one line of JSON for the
    start (`ready`, or `impossible` with the reason) and one for each child (`seconds`, `status`, `late`).
    """
    own = -1
    if safe:
        try:
            own = enter()
        except NotPossible as problem:
            _tell(control, {"impossible": str(problem)})
            return
    else:
        _call("prctl", _PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    _tell(control, {"ready": True})
    while True:
        message, handles, _, _ = socket.recv_fds(control, 4096, 1)
        if not message:
            return
        if handles:
            _tell(control, _one(control, own, handles[0], json.loads(message)))


def _one(control: socket.socket, own: int, handle: int, limits: Mapping[str, int]) -> dict[str, Any]:
    work, folder = socket.socket(fileno=handle), ""
    begun = time.monotonic()
    if own >= 0:
        pid = _alone(own, work, limits)
    else:
        pid, folder = _together(work, limits)
    work.close()
    child = os.pidfd_open(pid)
    # Word from the other end, or its end, stops the child as well: its output is too long, or nobody waits for it.
    readable, _, _ = select.select([child, control.fileno()], [], [], limits["seconds"])
    if child not in readable:
        signal.pidfd_send_signal(child, signal.SIGKILL)
        if readable:
            control.recv(1)
    os.close(child)
    _, status = os.waitpid(pid, 0)
    if folder:
        _descendants_end()
        shutil.rmtree(folder, ignore_errors=True)
    return {"seconds": time.monotonic() - begun, "status": os.waitstatus_to_exitcode(status), "late": not readable}


def _tell(control: socket.socket, said: Mapping[str, Any]) -> None:
    control.sendall(json.dumps(said).encode() + b"\n")


def _stand_in() -> types.ModuleType:
    """`tutor_sebaya.grading_notebook` for a child: the notebook's cells run, and nothing that judges is near them."""
    module = types.ModuleType("tutor_sebaya.grading_notebook")
    module.Tugas = grading_cells.Tugas  # type: ignore[attr-defined]
    return module


def begin(words: Sequence[str]) -> None:
    """From the words of the command: handles, `safe` or `unsafe`, the package's folder, modules to load."""
    controls = [socket.socket(fileno=int(one)) for one in words[1].split(",")]
    main(controls, words[4:], safe=words[2] == "safe")

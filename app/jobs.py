"""Long exports, each in a process of its own (`worker.py`), so that no other request waits for it.

What is known of a job is in its folder, so every worker of a server can answer for it: `address`
(of the file that is to be made), `body` (what was sent there), `browser` (who wants it),
`progress`, then `pid` (of the process that makes it), and at the end `result` with `data`, or
`error`. A file named `cancel` ends it. What has to be said however full the disk is, has its
room from the beginning (`pid.held`, `error.held`).

More than the machine can bear wait in a queue, browsers in turn. Whoever asks how far a job is has
the next one begin if there is room: nobody need stand by for that.
"""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal
from uuid import uuid4

from . import limits
from .exports import Exported, ExportError
from .languages import _, later
from .picture.svg import ROOT

try:
    import fcntl
except ImportError:  # on Windows, where one process serves all
    fcntl = None  # type: ignore[assignment]

SILENCE = 300.0
"""Seconds without progress after which a job is taken for dead: who gives way to all who step says
nothing for long, while there are many."""
_NUMBER = re.compile(r"[0-9a-f]{32}")
_LOCK = threading.Lock() if os.name == "nt" else contextlib.nullcontext()
"""Elsewhere each opening of the lock's file is a holder of its own, and whoever waited for one of
this process would wait in the system, with all its requests, the one that holds it among them."""

AGE = 600.0
"""Seconds for which a finished job is kept."""

State = Literal["waiting", "running", "done", "failed"]

FULL = later(
    "There is no room left on the server’s disk. Try it later, or make it on the command line."
)
GONE = later("Nobody makes this any more. Try it again.")
HELD = {"pid": 64, "error": 8192}
"""Bytes that a job holds on the disk, to be able to say who makes it, and at its end that the disk
is full: a job of which neither can be said would seem to wait, and be begun again and again."""


class Busy(Exception):
    """As many exports wait as may: `own` of this browser, else of all."""

    def __init__(self, *, own: bool) -> None:
        super().__init__(own)
        self.own = own


@dataclass(frozen=True)
class Progress:
    """How far a job is."""

    state: State
    done: int = 0
    total: int = 0
    message: str = ""
    """Why it failed."""
    place: int = 0
    """How many are before it, where it waits."""


def folder() -> Path:
    """Where the jobs of this user are; nobody else can look into it."""
    owner = os.getuid() if hasattr(os, "getuid") else 0
    found = Path(tempfile.gettempdir()) / f"chalkgraph-exports-{owner}"
    found.mkdir(mode=0o700, exist_ok=True)
    if found.is_symlink() or (hasattr(os, "getuid") and found.stat().st_uid != owner):
        raise OSError(f"{found} belongs to somebody else")
    return found


def start(
    address: str, total: int, *, body: str = "", browser: str = "", begin: bool = True
) -> str:
    """Line up the export at an address, of so many steps, and give its number; raises `Busy`.

    `body` is the JSON that was sent there, if any. `browser` says who wants it, in lines from the
    coarse to the fine: no level has more than its share. `begin`: whether this process may have it
    begin; else the next that asks does.
    """
    with _alone():
        _tidy()
        jobs = _jobs()
        waiting = [job for job, now in jobs if now.state == "waiting"]
        if len(waiting) >= limits.EXPORTS_WAITING.most:
            raise Busy(own=False)
        if sum(_browser(job) == browser for job in waiting) >= limits.EXPORTS_WAITING.most // 4:
            raise Busy(own=True)
        number = uuid4().hex
        new = folder() / f"{number}.new"
        try:
            new.mkdir(mode=0o700)
            for name, text in (
                ("address", address),
                ("body", body),
                ("browser", browser),
                ("progress", f"0 {total}"),
                *((f"{said}.held", "-" * size) for said, size in HELD.items()),
            ):
                write(new / name, text)
            new.rename(folder() / number)
        except OSError as error:
            shutil.rmtree(new, ignore_errors=True)
            raise ExportError(_(FULL)) from error
    if begin:
        advance()
    return number


def advance() -> None:
    """Have those begin for which there is room: who has the least under way, then the oldest."""
    begun: set[Path] = set()
    with _alone():
        while True:
            jobs = _jobs()
            running = [_browser(job) for job, now in jobs if now.state == "running"]
            waiting = [job for job, now in jobs if now.state == "waiting" and job not in begun]
            if len(running) >= limits.EXPORTS.most:
                return
            chosen = min(
                (job for job in waiting if _share(_browser(job), running)),
                key=lambda job: (running.count(_browser(job)), _touched(job)),
                default=None,
            )
            if chosen is None:
                return
            begun.add(chosen)
            _begin(chosen)


def _share(browser: str, running: Sequence[str]) -> bool:
    """Whether a browser may have one more: half of all, and its address all but one."""
    address = browser.partition("\n")[0]
    same = sum(each.partition("\n")[0] == address for each in running)
    most = limits.EXPORTS.most
    return running.count(browser) < most // 2 and (not address or same < most - 1)


_CHILDREN: dict[int, "subprocess.Popen[bytes]"] = {}
"""The processes that this one has begun, by their numbers."""


_AFTER_OTHERS = ("nice", "-n", "10") if shutil.which("nice") else ()
"""Who steps through a lesson has the processor first."""


def _begin(job: Path) -> None:
    process = subprocess.Popen(
        [*_AFTER_OTHERS, sys.executable, "-m", "app.worker", str(job)],
        cwd=ROOT,
        stdin=subprocess.PIPE,  # when its other end is closed, whoever wanted it is gone
    )
    _CHILDREN[process.pid] = process
    try:
        os.utime(job / "progress")  # its silence begins now, however long it has waited
        say(job, "pid", str(process.pid))
    except OSError as error:
        process.kill()
        if not isinstance(error, FileNotFoundError):  # else nobody wants it any more
            fail(job, _(FULL))

    def hear() -> None:
        process.wait()
        if process.stdin is not None:
            process.stdin.close()
        _CHILDREN.pop(process.pid, None)

    # Somebody has to hear that it has ended.
    threading.Thread(target=hear, daemon=True).start()


def end() -> None:
    """End all that this process has begun: it ends itself."""
    for process in tuple(_CHILDREN.values()):
        process.kill()
    for process in tuple(_CHILDREN.values()):
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=1)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One at a time among all processes of this server, and all requests of one."""
    with _LOCK, open(folder() / "lock", "ab") as lock:
        if fcntl is not None:
            # Not waiting in the system, where a worker's other requests would wait too.
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    time.sleep(0.01)
        yield


def _jobs() -> list[tuple[Path, Progress]]:
    """Every job with how far it is; waiting ones do not know their place yet."""
    found = [job for job in folder().iterdir() if _NUMBER.fullmatch(job.name)]
    return [(job, _progress(job)) for job in found if not (job / "cancel").exists()]


def _browser(job: Path) -> str:
    try:
        return (job / "browser").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def progress(number: str) -> Progress | None:
    """How far the job of that number is; None where there is none."""
    job = _job(number)
    if job is None:
        return None
    now = _progress(job)
    if now.state != "waiting":
        return now
    advance()
    now = _progress(job)
    if now.state != "waiting":
        return now
    waiting = [other for other, found in _jobs() if found.state == "waiting"]
    place = sum(_touched(other) < _touched(job) for other in waiting)
    return replace(now, place=place)


def result(number: str) -> Exported | None:
    """What a finished job has made."""
    job = _job(number)
    if job is None or not (job / "result").exists():
        return None
    said = json.loads((job / "result").read_text(encoding="utf-8"))
    return Exported(said["name"], said["mimetype"], (job / "data").read_bytes())


def cancel(number: str) -> bool:
    """End a job and forget it; whether there was one."""
    job = _job(number)
    if job is None:
        return False
    if _progress(job).state == "running":
        (job / "cancel").touch()
    else:
        shutil.rmtree(job, ignore_errors=True)
    advance()
    return True


def wait(number: str) -> Exported:
    """What a job makes, once it has; raises `ExportError`. Other requests go on meanwhile."""
    while True:
        now = progress(number)
        if now is None or now.state == "failed":
            cancel(number)
            raise ExportError(now.message if now else _("The export was cancelled."))
        if now.state == "done":
            made = result(number)
            cancel(number)
            assert made is not None
            return made
        time.sleep(0.1)


def _job(number: str) -> Path | None:
    if not _NUMBER.fullmatch(number):
        return None
    job = folder() / number
    return job if job.is_dir() and not (job / "cancel").exists() else None


def _progress(job: Path) -> Progress:
    """Read without a lock: files are put in place whole, and `result` after `data`."""
    try:
        done, total = map(int, (job / "progress").read_text(encoding="utf-8").split())
        if (job / "result").exists():
            return Progress("done", total, total)
        if (job / "error").exists():
            return Progress("failed", done, total, (job / "error").read_text(encoding="utf-8"))
        if not (job / "pid").exists():
            return Progress("waiting", done, total)
        silent = time.time() - (job / "progress").stat().st_mtime > SILENCE
        if silent or not _alive(int((job / "pid").read_text(encoding="utf-8"))):
            # It may have ended well while we looked.
            if (job / "result").exists() or (job / "error").exists():
                return _progress(job)
            return Progress("failed", done, total, _(GONE))
    except FileNotFoundError:
        return Progress("failed", message=_("The export was cancelled."))
    return Progress("running", done, total)


def _alive(pid: int) -> bool:
    """Whether a process is there, and has not just left its number behind."""
    process = _CHILDREN.get(pid)
    if process is not None:
        return process.poll() is None
    if os.name == "nt":
        return True  # there only one process begins jobs; SILENCE tells of those of an older one
    try:
        os.kill(pid, 0)
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except ProcessLookupError:
        return False
    except OSError:
        return True  # it is somebody else's, or this system has no /proc
    return stat.rpartition(")")[2].split()[:1] != ["Z"]


def _tidy() -> None:
    """Remove what is old, and the oldest where there are too many.

    One at a time: what another process is just lining up says not yet how old it is.
    """
    found = [job for job in folder().iterdir() if job.is_dir()]
    for place, job in enumerate(sorted(found, key=_touched, reverse=True)):
        old = time.time() - _touched(job) > AGE
        over = place >= limits.EXPORTS_KEPT.most
        if old or (over and _progress(job).state in ("done", "failed")):
            shutil.rmtree(job, ignore_errors=True)


def _touched(job: Path) -> float:
    try:
        return (job / "progress").stat().st_mtime
    except FileNotFoundError:
        return 0.0


def write(path: Path, text: str) -> None:
    """Put a file in place whole: who reads it never sees half of it."""
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def say(job: Path, name: str, text: str) -> None:
    """The same in the room that is held for it, however full the disk is."""
    held = job / f"{name}.held"
    try:
        with held.open("r+", encoding="utf-8") as file:
            file.write(text)
            file.truncate()
        held.replace(job / name)
    except FileNotFoundError:
        write(job / name, text)  # it has been said before, or nobody wants it any more


def fail(job: Path, words: str) -> None:
    """Say why there is no file; what was made of it goes."""
    for name in ("data", "result.new"):
        (job / name).unlink(missing_ok=True)
    try:
        say(job, "error", words)
    except FileNotFoundError:
        pass  # nobody wants it any more
    except OSError:
        shutil.rmtree(job, ignore_errors=True)  # else it would seem to wait, and be begun again

"""Long exports, each in a process of its own, so that no other request waits for it.

What is known of a job is in its folder, so every worker of a server can answer for it: `address`
(of the file that is to be made), `progress`, and at the end `result` with `data`, or `error`.
A file named `cancel` ends it.
"""

import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from uuid import uuid4

from graph_engine import limits

from .exports import Cancelled, Exported, ExportError, Tick
from .languages import _
from .picture import ROOT

LOG = logging.getLogger("chalkgraph")

SILENCE = 60.0
"""Seconds without progress after which a job is taken for dead."""
AGE = 600.0
"""Seconds for which a finished job is kept."""

State = Literal["running", "done", "failed"]


class Busy(Exception):
    """There are as many exports as the machine can bear."""


@dataclass(frozen=True)
class Progress:
    """How far a job is."""

    state: State
    done: int = 0
    total: int = 0
    message: str = ""
    """Why it failed."""


def folder() -> Path:
    """Where the jobs of this user are; nobody else can look into it."""
    owner = os.getuid() if hasattr(os, "getuid") else 0
    found = Path(tempfile.gettempdir()) / f"chalkgraph-exports-{owner}"
    found.mkdir(mode=0o700, exist_ok=True)
    if found.is_symlink() or (hasattr(os, "getuid") and found.stat().st_uid != owner):
        raise OSError(f"{found} belongs to somebody else")
    return found


def start(address: str, total: int) -> str:
    """Begin the export at an address, of so many steps, and give its number; raises `Busy`."""
    _tidy()
    running = [each for each in folder().iterdir() if _progress(each).state == "running"]
    if len(running) >= limits.EXPORTS.most:
        raise Busy
    number = uuid4().hex
    job = folder() / number
    job.mkdir(mode=0o700)
    _write(job / "address", address)
    _write(job / "progress", f"0 {total}")
    process = subprocess.Popen(
        [sys.executable, "-m", "app.worker", str(job)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
    )
    # Somebody has to hear that it has ended.
    threading.Thread(target=process.wait, daemon=True).start()
    return number


def progress(number: str) -> Progress | None:
    """How far the job of that number is; None where there is none."""
    job = _job(number)
    return None if job is None else _progress(job)


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
        time.sleep(0.05)


def _job(number: str) -> Path | None:
    if not re.fullmatch(r"[0-9a-f]{32}", number):
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
        if time.time() - (job / "progress").stat().st_mtime > SILENCE:
            return Progress("failed", done, total, "The export broke off. Try it again.")
    except FileNotFoundError:
        return Progress("failed", message="The export was cancelled.")
    return Progress("running", done, total)


def _tidy() -> None:
    """Remove what is old, and the oldest where there are too many."""
    jobs = sorted(folder().iterdir(), key=_touched, reverse=True)
    for place, job in enumerate(jobs):
        old = time.time() - _touched(job) > AGE
        if old or (place >= limits.EXPORTS_KEPT.most and _progress(job).state != "running"):
            shutil.rmtree(job, ignore_errors=True)


def _touched(job: Path) -> float:
    try:
        return (job / "progress").stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _write(path: Path, text: str) -> None:
    """Put a file in place whole: who reads it never sees half of it."""
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


# -- in the process of its own ----------------------------------------------------------


Make = Callable[[str, Tick], Exported]
"""Makes the file at an address."""


def run(job: Path, make: Make) -> None:
    """Make what a job's folder asks for."""
    began = time.monotonic()

    def tick(done: int, total: int) -> None:
        if (job / "cancel").exists() or not job.exists():
            raise Cancelled
        if time.monotonic() - began > limits.EXPORT_SECONDS.most:
            raise ExportError(
                _(
                    "This took more than %(most)s seconds. Choose fewer steps.",
                    most=limits.EXPORT_SECONDS.most,
                )
            )
        _write(job / "progress", f"{done} {total}")

    try:
        made = make((job / "address").read_text(encoding="utf-8"), tick)
        if (job / "cancel").exists():
            raise Cancelled
        (job / "data").write_bytes(made.data)
        _write(job / "result", json.dumps({"name": made.name, "mimetype": made.mimetype}))
    except Cancelled:
        shutil.rmtree(job, ignore_errors=True)
    except ExportError as error:
        _write(job / "error", str(error))
    except Exception:
        LOG.exception("an export failed")
        _write(job / "error", "Something broke while this was made. Try another format.")

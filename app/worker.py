"""The process of one long export: `python -m app.worker <folder of the job>`.

It writes into that folder how far it is and what it has made, or why there is nothing: `jobs.py`.
"""

import contextlib
import errno
import json
import logging
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from . import create_app, limits
from .exports import Cancelled, Exported, ExportError, Tick
from .jobs import FULL, fail, say, write
from .languages import _
from .routes.exports import made_at

LOG = logging.getLogger("chalkgraph")

_FULL_DISK = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}

Make = Callable[[str, str, Tick], Exported]
"""Makes the file at an address, to which a body was sent or none."""


def make(address: str, body: str, tick: Tick) -> Exported:
    """The file at an address, as the server would make it."""
    sent = {"method": "POST", "data": body, "content_type": "application/json"} if body else {}
    with create_app().test_request_context(address, **sent), np.errstate(all="ignore"):
        return made_at(tick)


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
        write(job / "progress", f"{done} {total}")

    try:
        say(job, "pid", str(os.getpid()))
        address, body = ((job / name).read_text(encoding="utf-8") for name in ("address", "body"))
        made = make(address, body, tick)
        if (job / "cancel").exists():
            raise Cancelled
        (job / "data").write_bytes(made.data)
        write(job / "result", json.dumps({"name": made.name, "mimetype": made.mimetype}))
    except Cancelled:
        shutil.rmtree(job, ignore_errors=True)
    except ExportError as error:
        fail(job, str(error))
    except Exception as error:
        LOG.exception("an export failed")
        full = isinstance(error, OSError) and error.errno in _FULL_DISK
        broken = _("Something broke while this was made. Try another format.")
        fail(job, _(FULL) if full else broken)


def watch() -> None:
    """End when nobody is there any more who wanted this: the other end of our input is closed."""
    with contextlib.suppress(OSError):
        while os.read(0, 1):
            pass
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=watch, daemon=True).start()
    run(Path(sys.argv[1]), make)

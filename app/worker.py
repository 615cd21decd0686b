"""The process of one long export: `python -m app.worker <folder of the job>`."""

import sys
from pathlib import Path

from . import create_app, jobs
from .exports import Exported, Tick
from .routes.exports import made_at


def make(address: str, tick: Tick) -> Exported:
    """The file at an address, as the server would make it."""
    with create_app().test_request_context(address):
        return made_at(tick)


if __name__ == "__main__":
    jobs.run(Path(sys.argv[1]), make)

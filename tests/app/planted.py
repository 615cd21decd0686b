"""Jobs of long exports as they are in their folder, for tests of who makes them and who asks."""

import os
import time
from pathlib import Path

ADDRESS = "/lesson/example-2.pdf?level=node&theme=board"


def planted(folder: Path, number: str = "a" * 32, age: float = 0) -> Path:
    """A job as `start` makes it, without its process."""
    job = folder / number
    job.mkdir()
    (job / "address").write_text(ADDRESS, encoding="utf-8")
    (job / "body").touch()
    (job / "progress").write_text("0 21", encoding="utf-8")
    (job / "pid").write_text(str(os.getpid()), encoding="utf-8")
    os.utime(job / "progress", (time.time() - age, time.time() - age))
    return job

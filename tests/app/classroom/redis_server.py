"""A Redis or Valkey of the tests' own, which can be ended and begun anew with what it has."""

import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

PROGRAM = shutil.which("redis-server") or shutil.which("valkey-server") or ""
MISSING = "left out: there is no redis-server here (Debian: apt install redis-server)"


@dataclass
class Redis:
    """It listens to a socket in a folder of its own, and writes down what it is told."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="redis")))
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"unix://{self.folder / 's'}"

    def start(self) -> None:
        socket = self.folder / "s"
        self.process = subprocess.Popen(
            [
                *(PROGRAM, "--port", "0", "--unixsocket", str(socket), "--dir", str(self.folder)),
                *("--appendonly", "yes", "--save", "", "--logfile", str(self.folder / "log")),
            ]
        )
        until = time.monotonic() + 20
        while not socket.exists():
            assert time.monotonic() < until, (self.folder / "log").read_text()
            time.sleep(0.02)

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            (self.folder / "s").unlink(missing_ok=True)

    def end(self) -> None:
        self.kill()
        shutil.rmtree(self.folder)

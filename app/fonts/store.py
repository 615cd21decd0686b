"""The fonts as files, made once for a machine: by the server before its workers, or by who needs
them first. Another version of a source or of this code makes another folder.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from .sources import SOURCES, source

FAMILIES = {"text": "Chalkgraph Text", "math": "Chalkgraph Math"}
"""What they are called: no font of a reader's machine has these names."""

FACES = ("text", "bold", "math", "name", "vector")
"""Text, and text in bold; mathematics, its letters italic, and its letters bold."""

BUILD = Path(__file__).resolve().parents[2] / "build" / "fonts"
WIDTHS = "widths.json"
MAKING = "making-"
"""How a folder begins that somebody is at."""


@cache
def folder() -> Path:
    """Where the fonts are; they are made first where they are not there yet.

    It has `text.woff2` and `math.woff2` for browsers, a `.ttf` for converters for each of `FACES`,
    and the widths of characters.
    """
    for place in (BUILD, _elsewhere()):
        made = place / key()
        if (made / WIDTHS).is_file():
            return made
        try:
            place.mkdir(parents=True, exist_ok=True)
            _make(made)
        except OSError:
            if (made / WIDTHS).is_file():  # somebody else was faster
                return made
            continue
        return made
    raise OSError(f"The fonts can be kept neither in {BUILD} nor in {_elsewhere()}.")


def _make(made: Path) -> None:
    """Make the folder; it has its name only when it is whole, and then older ones go."""
    # Only here: where they are made already, this need not be read.
    from . import making

    fonts = making.make(FAMILIES)
    files = {f"{family}.woff2": data for family, data in fonts.web.items()}
    files |= {f"{face}.ttf": data for face, data in fonts.drawn.items()}
    files[WIDTHS] = json.dumps(fonts.widths, ensure_ascii=False).encode()
    with tempfile.TemporaryDirectory(dir=made.parent, prefix=MAKING) as new:
        whole = Path(new) / "made"
        whole.mkdir()
        for name, data in files.items():
            (whole / name).write_bytes(data)
        whole.rename(made)
    for old in made.parent.iterdir():
        if old != made and not old.name.startswith(MAKING):
            shutil.rmtree(old, ignore_errors=True)


def _elsewhere() -> Path:
    """A place for those whose checkout cannot be written to: their own, and nobody else's."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "chalkgraph" / "fonts"


@cache
def key() -> str:
    """A name for the sources and for what is made of them."""
    found = blake2b(digest_size=8)
    found.update(f"{version('fonttools')} {FAMILIES}".encode())
    ours = (Path(__file__).with_name(f"{name}.py") for name in ("making", "needed"))
    for path in (*map(source, SOURCES), *ours):
        found.update(path.read_bytes())
    return found.hexdigest()


@cache
def served(name: str) -> bytes:
    """A font as browsers get it: `text.woff2` or `math.woff2`."""
    return (folder() / name).read_bytes()


@cache
def widths() -> Mapping[str, Mapping[str, int]]:
    """How wide each character is, in thousandths of the size, by face."""
    found: dict[str, dict[str, int]] = json.loads((folder() / WIDTHS).read_text(encoding="utf-8"))
    return found

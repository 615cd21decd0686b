"""`python -m app.serving.bundle` makes one script of each page's modules, where there is a node.

The source stays plain modules, and pages name these where no bundle is: on a bare machine nothing
is missing but speed, a first view then takes some 50 requests instead of 3. Which scripts pages
begin with is read from the templates; a part that is fetched when it is first asked for is left out
of them and is a bundle of its own. esbuild is looked for where `make` installs it.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .files import BUNDLES, ROOT, STATIC, version

ESBUILD = ROOT / ".venv" / "bundler" / "node_modules" / "esbuild" / "bin" / "esbuild"
SECONDS = 60

_ENTRY = re.compile(
    r"""<script type="module" src="\{\{ url_for\('static', filename='([^']+)'\) \}\}">"""
)


def entries() -> list[str]:
    """The scripts that pages begin with, as templates name them."""
    found: set[str] = set()
    for path in (ROOT / "templates").glob("*.html"):
        found.update(_ENTRY.findall(path.read_text(encoding="utf-8")))
    return sorted(found)


_DEMANDED = re.compile(r"""=> import\("\.\./(parts/[^"]+)"\)""")


def demanded() -> list[str]:
    """The parts that are fetched when they are first asked for, as scripts import them then.

    By `../parts/…`, which is the same place from a part and from the bundle of a page.
    """
    found: set[str] = set()
    for path in (STATIC / "js").rglob("*.js"):
        found.update(_DEMANDED.findall(path.read_text(encoding="utf-8")))
    return sorted(found)


def node() -> str | None:
    """The node of this environment, or any other."""
    own = Path(sys.executable).with_name("node")
    return str(own) if own.exists() else shutil.which("node")


def make() -> str:
    """Make the bundles of these files if there are none yet; says why not, else nothing."""
    made = BUNDLES / version()
    if made.is_dir():
        return ""
    runner = node()
    if runner is None or not ESBUILD.exists():
        return "there is no node with esbuild"
    BUNDLES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUNDLES) as folder:
        try:
            parts = demanded()
            _run(runner, entries(), f"{folder}/made", apart=parts)
            _run(runner, [f"js/{name}" for name in parts], f"{folder}/made", apart=())
            (Path(folder) / "made").rename(made)
        except subprocess.CalledProcessError as error:
            return str(error.stderr)
        except (OSError, subprocess.TimeoutExpired) as error:
            return "" if made.is_dir() else str(error)
    for old in BUNDLES.iterdir():
        if old != made:
            shutil.rmtree(old, ignore_errors=True)
    return ""


def _run(runner: str, names: Sequence[str], into: str, *, apart: Sequence[str]) -> None:
    """Bundle each of these scripts; raises `CalledProcessError`, `TimeoutExpired`, `OSError`."""
    subprocess.run(
        [
            *(runner, str(ESBUILD), *(str(STATIC / name) for name in names)),
            *("--bundle", "--minify", "--format=esm", "--target=es2023"),
            *(f"--outbase={STATIC}", f"--outdir={into}", "--log-level=error"),
            *(f"--external:*/{name}" for name in apart),
        ],
        check=True,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


if __name__ == "__main__":
    problem = make()
    if problem:
        print(f"Pages load their plain modules: {problem}", file=sys.stderr)

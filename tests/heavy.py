"""The tests of exports that need large tools: `make test-exports` runs those whose tools are here.

A test says what it needs: `@pytest.mark.exports("LaTeX")`, or nothing where it only takes long.
Whose tool is missing is not run, and said; with `make test` none of them runs.
"""

import shutil
import sys
from collections.abc import Callable, Mapping

import pytest

from .app.exports.code.running import python_with

TOOLS: Mapping[str, tuple[Callable[[], object], str]] = {
    "LaTeX": (
        lambda: shutil.which("pdflatex"),
        "apt install texlive-latex-recommended texlive-pictures lmodern",
    ),
    "LibreOffice": (lambda: shutil.which("soffice"), "apt install libreoffice-impress"),
    "poppler": (lambda: shutil.which("pdffonts"), "apt install poppler-utils"),
    "PyTorch": (
        lambda: python_with("torch"),
        "pip install torch, or CHALKGRAPH_EXPORTS_PYTHON=a Python that has it",
    ),
}
"""By name: whether it is here, and how it comes here."""


def missing() -> list[str]:
    """The tools that are not here."""
    return [name for name, (here, _) in TOOLS.items() if not here()]


def main() -> int:
    """Say what is here, and run the tests that can be run."""
    gone = missing()
    for name, (_, cure) in TOOLS.items():
        print(f"{name}: not here, so its tests are not run ({cure})" if name in gone else name)
    patience = ["--timeout", "900", "-o", "faulthandler_timeout=1000"]
    shared = ["--dist", "worksteal"]  # most of them stand in one file
    return int(pytest.main(["-m", "exports", *patience, *shared, "tests/app", *sys.argv[1:]]))


if __name__ == "__main__":
    sys.exit(main())

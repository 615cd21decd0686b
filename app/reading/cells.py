"""The cells of a pasted table, for the editor and for a matrix's field: one reader of commas."""

import re
from collections.abc import Iterable

from graph_engine.saying import Said, say

NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+|\.)?|[.,]\d+)(?:[eE][+-]?\d+)?")
PRINTED = re.compile(
    r"\s*(\w+\s*(?::\s*\w+\s*)?=\s*)?(?:np\.|numpy\.|torch\.)?"
    r"(?:array|tensor)\((\[[^()]*\])(?:,\s*\w+=[^(),]+)*\)\s*"
)
"""A matrix as numpy or PyTorch shows it."""
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")


def doubtful(cells: Iterable[str]) -> str | None:
    """A cell whose comma may be that of a decimal, or of thousands; None where all are clear."""
    cells = list(cells)
    commas = [cell for cell in cells if "," in cell]
    if commas and (any("." in cell for cell in cells) or all(map(_THOUSANDS.fullmatch, commas))):
        return commas[0]
    return None


def unclear(cell: str) -> Said:
    """Why a doubtful cell is refused."""
    return say("`%(cell)s` may be thousands, or a decimal.", cell=cell)


PLAINLY = say("Write decimals with a point, and thousands without a sign.")
"""The cure for it."""


def decimal(cell: str) -> str:
    """A number with a point, and without zeros in front."""
    return re.sub(r"^([+-]?)0+(?=\d)", r"\1", cell.replace(",", "."))

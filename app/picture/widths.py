"""How wide the picture's texts are: numbers, names and symbols, in the sizes of graph.css."""

from ..fonts.measure import Face
from ..fonts.measure import width as measured
from ..wording.names import Name

VALUE, LOCAL, SIZE = 13.0, 12.0, 11.0
NAME, INDEX = 15.5, 10.5
LEAF_NAME, LEAF_INDEX = 19.0, 12.0
SYMBOL = 13.5


def width(text: str, size: float = VALUE, *, bold: bool = False) -> float:
    """How wide a number is."""
    return measured(text, size, "bold" if bold else "text")


def name_width(name: Name, size: float = NAME, index: float = INDEX) -> float:
    """How wide a name is, with what stands below and above its right side."""
    face: Face = "vector" if name.bold else "name"
    small = max(measured(name.index, index, "math"), measured(name.over, index, "math"))
    return measured(name.base, size, face) + small


def symbol_width(symbol: str) -> float:
    """How wide an operation's symbol is, in the size of words."""
    return measured(symbol, SYMBOL, "math")

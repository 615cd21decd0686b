"""Notations that only an answer knows: constants of Python's modules, products as TeX has them."""

import re
from collections.abc import Collection

from graph_engine.spelling import plain as plain_name

from ..reading.characters import PI, E

_CONSTANTS = {"pi": f"({PI})", "e": f"({E})", "inf": "inf", "nan": "nan"}
_OF_A_MODULE = re.compile(r"(?<![\w.])(?:np|numpy|math|torch)\.(pi|e|inf|nan)\b(?!\()")
_SYMBOL = re.compile(r"( *)\\([A-Za-z]+)(?![A-Za-z_]|\{?_)( *)")
_CALLED = re.compile(r"(?:exp|ln|log|sin|cos|tanh|relu|sigma|σ|√) *$")
"""A function whose operand follows without brackets: where that ends is for its typist to say."""
_BEHIND_POWER = re.compile(r"(\^ ?\d) +(?=[A-Za-z(\\])")
_OPERATOR = re.compile(r"\\(?:cdot|times|div|odot|circ|top|right|quad|[,;!%)}\]])")
_BRACES = re.compile(r"\s*\\?\{([^{}\\]+)\\?\}\s*")


def as_meant(text: str, names: Collection[str]) -> str:
    r"""The text with `np.pi` as its number, `2\pi x` as a product, and `{1, 2}` as a vector."""
    text = _OF_A_MODULE.sub(lambda found: _CONSTANTS[found[1]], text)
    if "\\" in text:
        text = _SYMBOL.sub(lambda found: _factor(found, names), _BEHIND_POWER.sub(r"\1", text))
    entries = _BRACES.fullmatch(text)
    return f"[{entries[1]}]" if entries else text


def _factor(found: re.Match[str], names: Collection[str]) -> str:
    """A symbol in brackets, close to its neighbours: then they are multiplied."""
    symbol, before, after = found[2], found.string[: found.start()], found.string[found.end() :]
    name = plain_name(symbol)
    if (name not in names and name != "pi") or _CALLED.search(before):
        return found[0]
    left = "" if re.search(r"[\w)}]$", before) else found[1]
    right = "" if re.match(r"[A-Za-z(\\]", after) and not _OPERATOR.match(after) else found[3]
    return f"{left}({name}){right}"


def product_of(typed: str, names: Collection[str]) -> str:
    """Known names written one after another, `xy`, as their product; empty if they are not so."""
    pieces = re.findall(r"[^\W\d_]\d*", typed)
    known = len(pieces) > 1 and "".join(pieces) == typed and {*pieces} <= {*names}
    return "*".join(pieces) if known else ""


def with_products(plain: str, typed: str, names: Collection[str]) -> str:
    """An expression with the product of names in place of the name that there is not."""
    product = product_of(typed, names)
    if not product:
        return ""
    found = re.search(rf"(?<![^\W\d])(\d?){re.escape(typed)}(?!\w)", plain)
    if found is None:
        return product
    before, after = plain[: found.end(1)], plain[found.end() :]
    bound = before.rstrip().endswith(("/", "**")) or after.startswith(".")
    return f"{before}{'*' * bool(found[1])}{f'({product})' if bound else product}{after}"

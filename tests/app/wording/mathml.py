"""Formulas read back from their MathML, and worked out: what is on the screen must be true."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from defusedxml import ElementTree

MATH = "{http://www.w3.org/1998/Math/MathML}"

TOKENS = {"mi", "mn", "mo", "mtext"}
LAYOUT = {"math": None, "mrow": None, "mfrac": 2, "msup": 2, "msub": 2, "msqrt": None}
"""What a formula may be made of, and how many parts each has."""

FUNCTIONS: dict[str, Any] = {
    "log": np.log,
    "ln": np.log,
    "tanh": np.tanh,
    "sin": np.sin,
    "cos": np.cos,
    "sign": np.sign,
    "max": lambda *each: np.max(np.array(each)),
    "min": lambda *each: np.min(np.array(each)),
    "σ": lambda x: 1 / (1 + np.exp(-x)),
    "sqrt": np.sqrt,
    "abs": np.abs,
}

SIGNS = {"·": "*", "−": "-", "+": "+", "(": "(", ")": ")", ",": ",", ">": ">", "<": "<", "≤": "<="}


def read(formula: str) -> Any:
    """Parse a formula strictly: well-formed, known elements only, no text between them."""
    root = ElementTree.fromstring(formula, forbid_dtd=True)
    assert root.tag == f"{MATH}math"
    for element in root.iter():
        tag = element.tag.removeprefix(MATH)
        parts = LAYOUT.get(tag, 0)
        assert tag in TOKENS or tag in LAYOUT, tag
        assert not (element.tail or "").strip()
        if tag in TOKENS:
            assert len(element) == 0 and (element.text or "").strip(), f"an empty {tag}"
        else:
            assert not (element.text or "").strip()
            assert parts is None or len(element) == parts, tag
        assert not re.search("[\ue000-\uf8ff#]", element.text or ""), "a mark is left"
    return root


def sides(formula: str) -> list[list[Any]]:
    """The pieces between the equals signs (and arrows) at the top of a formula."""
    root = read(formula)
    row = list(root[0]) if len(root) == 1 and root[0].tag == f"{MATH}mrow" else list(root)
    found: list[list[Any]] = [[]]
    depth = 0
    for piece in row:
        text = piece.text or ""
        if piece.tag == f"{MATH}mo":
            depth += {"[": 1, "(": 1, "]": -1, ")": -1}.get(text, 0)
        depth -= "".join(piece.itertext()).startswith(")") and piece.tag == f"{MATH}msup"
        if piece.tag == f"{MATH}mo" and text in "=←" and not depth:
            found.append([])
        else:
            found[-1].append(piece)
    return found


def words(side: list[Any]) -> str:
    """The text of a side."""
    return "".join("".join(piece.itertext()) for piece in side)


def symbolic(side: list[Any]) -> bool:
    """Whether a side has names in it."""
    return "V[" in _written(side)


def plain(side: list[Any]) -> bool:
    """Whether a side can be worked out at all: no derivative, no dots, nothing undefined."""
    text = words(side)
    return bool(text) and not set(text) & set("∂…α") and "undefined" not in text


def worked_out(side: list[Any], values: Mapping[str, float]) -> float:
    """The number that a side is."""
    expression = _written(side)
    assert not re.search(r"[-+*/]\s*-", expression), f"{expression} needs brackets"
    scope = {"V": values, "N": np.float64, "E": np.float64(np.e), "__builtins__": {}}
    scope |= {f"F{name}": function for name, function in FUNCTIONS.items()}
    with np.errstate(all="ignore"):
        return float(eval(expression, scope))


def _written(side: list[Any]) -> str:
    """A side in Python."""
    text = "".join(map(_python, side))
    text = re.sub(r"\|([^|]*)\|", r"Fabs(\1)", text)
    text = re.sub(r"Fln([NV])(.*?[)\]])", r"Fln(\1\2)", text)  # ln x
    text = text.replace("⟦", "N(").replace("⟧", ")")
    return re.sub(r"(?<=[)\]])(?=[(NFVE])", "*", text)  # what stands side by side is multiplied


def _python(piece: Any) -> str:
    tag, text = piece.tag.removeprefix(MATH), piece.text or ""
    inner = list(piece)
    if tag in ("mrow", "math"):
        return "".join(map(_python, inner))
    if tag == "mfrac":
        return f"(({_python(inner[0])})/({_python(inner[1])}))"
    if tag == "msqrt":
        return f"Fsqrt({''.join(map(_python, inner))})"
    if tag == "msup":
        if words([inner[0]]) == "e":  # Euler's, if it is raised to something
            return f"E**({_python(inner[1])})"
        return f"{_python(inner[0])}**({_python(inner[1])})"
    if tag == "msub":
        return f'V["{words([inner[0]])} {words([inner[1]])}"]'
    if tag == "mn":
        return f'N("{text.replace("−", "-")}")'
    if text in FUNCTIONS:
        return f"F{text}"
    if tag == "mo":
        return {"[": "⟦", "]": "⟧", "|": "|", "=": "=="}.get(text) or SIGNS[text]
    if text == "∞":
        return 'N("inf")'
    return f'V["{text} "]'

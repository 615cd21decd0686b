"""Formulas read back from their MathML, and worked out: what is on the screen must be true."""

import re
import unicodedata
from collections.abc import Mapping
from functools import reduce
from itertools import pairwise
from statistics import NormalDist
from typing import Any

import numpy as np
from defusedxml import ElementTree

MATH = "{http://www.w3.org/1998/Math/MathML}"

TOKENS = {"mi", "mn", "mo", "mtext"}
LAYOUT = {
    "math": None, "mrow": None, "mfrac": 2, "msup": 2, "msub": 2, "msubsup": 3, "msqrt": None,
    "mtable": None, "mover": 2, "munder": 2, "mtr": None, "mtd": None,
}  # fmt: skip
"""What a formula may be made of, and how many parts each has."""

_normal = np.vectorize(lambda x: NormalDist().cdf(x))

FUNCTIONS: dict[str, Any] = {
    "log": np.log,
    "ln": np.log,
    "tanh": np.tanh,
    "sin": np.sin,
    "cos": np.cos,
    "sign": np.sign,
    "max": lambda *each: reduce(np.maximum, each) if each[1:] else np.max(each[0]),
    "min": lambda *each: reduce(np.minimum, each) if each[1:] else np.min(each[0]),
    "softmax→": lambda x: np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True),
    "softmax↓": lambda x: np.exp(x) / np.sum(np.exp(x), axis=0, keepdims=True),
    "mean↓": lambda x: np.mean(x, axis=0)[:, None],
    "σ": lambda x: 1 / (1 + np.exp(-x)),
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "Φ": _normal,
    "cdf": _normal,
    "φ": lambda x: np.exp(-x * x / 2) / np.sqrt(2 * np.pi),
    "pdf": lambda x: np.exp(-x * x / 2) / np.sqrt(2 * np.pi),
    "exp": np.exp,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "softmax": lambda x: np.exp(x) / np.sum(np.exp(x)),
    "sum": np.sum,
    "stop": lambda x: x,
    "mean": np.mean,
    "vec": lambda x: np.reshape(x, (-1, 1)),
}

ACCENTS = {"^": "\u0302", "¯": "\u0304", "~": "\u0303"}

RELATIONS = {"=": np.equal, ">": np.greater, "<": np.less, "≤": np.less_equal,
             "≥": np.greater_equal, "≠": np.not_equal}  # fmt: skip


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
    return any(
        (token[0] == "name" and not _is_euler(token, after))
        or (isinstance(token[1], list) and symbolic(token[1]))
        for token, after in pairwise([*_tokens(side), ("end", "")])
    )


def _is_euler(token: "Token", after: "Token") -> bool:
    """e, if it is raised to something."""
    return token == ("name", "e ") and after[0] == "power"


def plain(side: list[Any]) -> bool:
    """Whether a side can be worked out at all: no derivative, no dots, all known and open."""
    text = words(side)
    return bool(text) and not set(text) & set("∂…α") and not re.search("undefined|cell", text)


def worked_out(side: list[Any], values: Mapping[str, Any]) -> float:
    """The number that a side is, read as a person reads it."""
    return float(np.squeeze(evaluated(side, values)))


def evaluated(side: list[Any], values: Mapping[str, Any]) -> Any:
    """What a side is, a vector as a column."""
    reader = _Reader(_tokens(side), values)
    with np.errstate(all="ignore"):
        found = reader.sum()
    reader.expect("end")
    return found


Token = tuple[str, Any]
"""Its kind ("name", "number", "frac", "power", …; of a sign the sign), and what is in it."""


def _tokens(pieces: list[Any]) -> list[Token]:
    """A row as it is seen: what only groups is not seen, so missing brackets are missing here."""
    found: list[Token] = []
    for piece in pieces:
        tag, text = piece.tag.removeprefix(MATH), piece.text or ""
        inner = list(piece)
        if tag in ("mrow", "math"):
            found += _tokens(inner)
        elif tag == "munder":
            # Under what a formula says there is a brace, and what the part is called.
            assert inner[1].tag == f"{MATH}mtext" or words(inner[1:]) == "⏟"
            found += _tokens(inner[:1])
        elif tag in ("msup", "msubsup") and set(words(inner[-1:])) == {"′"}:
            # x′ is x in one of its places.
            found += [("name", f"{_letter(inner[0])} {words(inner[1:-1])}")]
        elif tag == "msup":
            found += [*_tokens(inner[:1]), ("power", inner[1:])]
        elif tag == "msub" and (along := words(inner)) in FUNCTIONS:
            found.append((along, along))  # along an axis: softmax→
        elif tag == "msub":
            found.append(("name", f"{_letter(inner[0])} {words(inner[1:])}"))
        elif tag == "mover" and _accent(piece):
            found.append(("name", f"{_letter(piece)} "))
        elif tag in ("mfrac", "msqrt", "mtable", "mover"):
            found.append((tag, inner))
        elif tag == "mn":
            found.append(("number", text))
        elif tag in ("mtr", "mtd"):
            found += _tokens(inner)
        elif text in FUNCTIONS or tag == "mo":
            found.append((text, text))
        elif text == "∞":
            found.append(("number", "inf"))
        else:
            found.append(("name", f"{text} "))
    return found


def _accent(piece: Any) -> str:
    """What stands on a letter as a part of its name; empty if nothing does."""
    sign = piece[1] if piece.tag == f"{MATH}mover" else None
    fixed = sign is not None and sign.get("stretchy") == "false"
    return ACCENTS[sign.text] if fixed else ""


def _letter(piece: Any) -> str:
    """The base of a name."""
    text = words([piece[0] if _accent(piece) else piece])
    return unicodedata.normalize("NFC", text + _accent(piece))


class _Reader:
    """Terms, factors, factors side by side, powers; each binds more tightly than the last."""

    def __init__(self, tokens: list[Token], values: Mapping[str, Any]) -> None:
        self.tokens = [*tokens, ("end", "")]
        self.values = values
        self.fenced = 0

    @property
    def next(self) -> str:
        return self.tokens[0][0]

    def expect(self, kind: str) -> None:
        found = self.tokens.pop(0)
        assert found[0] == kind, f"{found} instead of {kind}"

    def took(self, *kinds: str) -> str:
        return self.tokens.pop(0)[0] if self.next in kinds else ""

    def sum(self) -> Any:
        opens = self.took("+", "−")
        total = -self.product() if opens == "−" else self.product()
        while sign := self.took("+", "−"):
            total = total + self.product() if sign == "+" else total - self.product()
        return total

    def product(self) -> Any:
        found = self.beside()
        while self.took("·", "∘"):
            found = found * self.beside()
        return found

    def beside(self) -> Any:
        found = self.power()
        while self.begins():
            other = self.power()
            single = np.size(found) == 1 or np.size(other) == 1
            found = found * other if single else found @ other
        return found

    def begins(self) -> bool:
        kinds = {"name", "number", "mfrac", "msqrt", "mtable", "mover", "(", "[", *FUNCTIONS}
        return self.next in kinds or (self.next in "|‖" and not self.fenced)

    def power(self) -> Any:
        euler = len(self.tokens) > 1 and _is_euler(*self.tokens[:2])
        base = np.float64(np.e) if euler else self.atom()
        if euler:
            self.tokens.pop(0)
        if self.next == "[" and np.ndim(base) and self.tokens[1][0] in ("number", ":"):
            base = self.part(base)
        if self.next == "power":
            _, raised = self.tokens.pop(0)
            assert self.next != "power", "a power of a power needs brackets"
            if words(raised) in ("T", "⊤"):
                return np.transpose(base)
            return base ** evaluated(raised, self.values)
        return base

    def atom(self) -> Any:
        kind, what = self.tokens.pop(0)
        assert kind not in ("−", "+"), "a sign behind a sign needs brackets"
        if kind in FUNCTIONS and f"{kind} " in self.values and self.next != "(":
            kind, what = "name", f"{kind} "  # a program's own σ
        match kind:
            case "name":
                value = np.asarray(self.values[what], dtype=float)
                return value[:, None] if value.ndim == 1 else value[()]
            case "number":
                return np.float64(what.replace("−", "-"))
            case "mfrac":
                above, below = (evaluated([each], self.values) for each in what)
                return above / below
            case "msqrt":
                return np.sqrt(evaluated(what, self.values))
            case "mtable":
                rows = [[evaluated(list(cell), self.values) for cell in row] for row in what]
                return np.block([[np.atleast_2d(cell) for cell in row] for row in rows])
            case "mover":  # a vector with a 1 below
                assert words(what[1:]) in "¯―‾"
                return np.vstack([evaluated(what[:1], self.values), [[1.0]]])
            case "(":
                found = self.arguments()
                assert len(found) == 1
                return found[0]
            case "[":
                return self.bracket()
            case "|" | "‖":
                self.fenced += 1
                inner = self.sum()
                self.fenced -= 1
                self.expect(kind)
                return np.abs(inner) if kind == "|" else np.linalg.norm(inner)
        assert kind in FUNCTIONS, f"{kind} is not read"
        if self.took("("):
            return FUNCTIONS[kind](*self.arguments())
        return FUNCTIONS[kind](self.power())

    def part(self, base: Any) -> Any:
        """What Python takes between brackets: an entry, a row as a column, a range."""
        self.expect("[")
        text = ""
        while self.next != "]":
            text += str(self.tokens.pop(0)[1]).replace("−", "-").strip()
        self.expect("]")
        vector = np.shape(base)[1] == 1
        index = tuple(
            slice(*(int(n) if n else None for n in each.split(":"))) if ":" in each else int(each)
            for each in text.split(",")
        )
        found = (base[:, 0] if vector else base)[index]
        return found[:, None] if np.ndim(found) == 1 else found

    def arguments(self) -> list[Any]:
        found = [self.sum()]
        while self.took(","):
            found.append(self.sum())
        self.expect(")")
        return found

    def bracket(self) -> Any:
        """Iverson's bracket: 1 where the relation holds, else 0."""
        left = self.sum()
        relation = self.tokens.pop(0)[0]
        holds = RELATIONS[relation](left, self.sum())
        self.expect("]")
        return np.float64(holds)

"""Formulas of TeX as signs: what its commands mean, and where each formula ends."""

import re
from dataclasses import dataclass

from graph_engine.saying import say

DEPTH = 40
"""How deep brackets may stand in brackets: this reader recurses, and no further."""

MOST = 12
"""Terms of a sum that is written out."""

SIGNS, ALL_SIGNS = 250, 1500
"""Signs of one formula, and of all: what goes through its tree recurses, and must be quick."""

FUNCTIONS = {
    "log": "log", "ln": "log", "exp": "exp", "tanh": "tanh", "sin": "sin", "cos": "cos",
    "max": "max", "min": "min", "sigmoid": "sigmoid", "softmax": "softmax", "relu": "relu",
    "ReLU": "relu", "sign": "sign", "sgn": "sign", "softplus": "softplus", "GELU": "gelu",
    "gelu": "gelu", "silu": "silu", "SiLU": "silu", "abs": "abs",
}  # fmt: skip
GREEK = frozenset(
    {"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "mu",
     "nu", "xi", "pi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega", "Gamma", "Delta",
     "Theta", "Lambda", "Sigma", "Phi", "Psi", "Omega"}
)  # fmt: skip
LETTERS = {"lambda": "lam", "varepsilon": "epsilon", "varphi": "phi", "vartheta": "theta",
           "ell": "l"}  # fmt: skip
FONTS = frozenset(
    {"mathcal", "mathbf", "mathrm", "boldsymbol", "bm", "text", "operatorname", "vec", "mathit",
     "mathsf", "textbf", "mathbb", "mathscr", "hat", "widehat", "bar", "tilde", "overline",
     "textrm"}
)  # fmt: skip
SCRIPTS = frozenset({"mathcal", "mathbb", "mathscr"})
"""Fonts in which a letter is another symbol."""
STATED = frozenset({"operatorname", "text", "textrm", "mathrm"})
"""In which functions and words stand."""
BOLD = frozenset({"mathbf", "boldsymbol", "bm", "vec", "textbf"})
ACCENTS = {"hat": "hat", "widehat": "hat", "bar": "bar", "tilde": "tilde", "overline": "bar"}
GONE = frozenset(
    {"left", "right", "displaystyle", "textstyle", "nonumber", "notag", "big",
     "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg", "limits", "nolimits"}
)  # fmt: skip
TIMES = frozenset({"cdot", "times", "odot", "ast", "circ"})
CLOSING = {"(": ")", "[": "]", "{": "}", "\\{": "\\}"}
BARS = frozenset({"|", "\\|", "‖", "\\lvert", "\\lVert"})
"""What opens an absolute value or a norm; the first three close it, too."""
_TOKEN = re.compile(
    r"(?P<space>\s+|~|\\[,;:!> ]|&|%[^\n]*)"
    r"|(?P<end>\\\\(?:\[[^\]\n]{0,20}\])?|\$\$?|\\[()\[\]]"
    r"|\\(?:begin|end)\{\w{1,40}\*?\}(?:\{[^}\n]{0,40}\})?)|(?P<skip>\\(?:label|tag)\{[^}\n]{0,80}\})"
    r"|\\(?P<command>[A-Za-z]+|[|{}])|(?P<number>\d+(?:\.\d+|\{,\}\d+)?)"
    r"|(?P<letter>[^\W\d_])|(?P<sign>.)"
)
_MATHS = re.compile(
    r"\$|\\[(\[]|\\(begin|end)\{(?:equation|align|gather|eqnarray|multline|displaymath|math)\*?\}"
)
"""What begins a formula in prose."""


class Unreadable(Exception):
    """A sign that cannot be read, and why."""

    def __init__(self, token: "Token", message: str, hint: str = "") -> None:
        self.token, self.message, self.hint = token, message, hint


@dataclass(frozen=True)
class Token:
    """A sign, where it stands, and what kind it is."""

    kind: str
    text: str
    start: int
    stop: int


def equations(text: str) -> list[list[Token]]:
    """The signs of each formula: it ends where a line of TeX ends, or where the next begins. Of
    prose only what stands between dollars, or in an environment of formulas, is one."""
    found: list[list[Token]] = [[]]
    prose = _MATHS.search(text) is not None
    inside, count = not prose, 0
    for match in _TOKEN.finditer(text):
        kind, sign = match.lastgroup or "", match.group()
        if kind == "space":
            if inside and "\n" in sign:
                stop = text.find("\n", match.end())
                line = text[match.end() : stop if stop >= 0 else None]
                if "=" in line.partition("{")[0] and has_equals(found[-1]):
                    found.append([])
            continue
        if kind == "end":
            found.append([])
            if prose and sign[0] == "$":
                inside = not inside
            elif prose and (sign in ("\\(", "\\[", "\\)", "\\]") or _MATHS.match(sign)):
                inside = sign in ("\\(", "\\[") or sign.startswith("\\begin")
        elif inside and kind != "skip" and not (kind == "command" and match[kind] in GONE):
            found[-1].append(Token(kind, match[kind], match.start(), match.end()))
            count += 1
            if count > ALL_SIGNS or len(found[-1]) > SIGNS:
                raise Unreadable(
                    found[-1][-1],
                    say("this formula is too long."),
                    say("Give parts of it a name and a line of their own."),
                )
    each = [part for tokens in found for part in _apart(tokens)]
    kept = [_ended(tokens) for tokens in each if _ended(tokens)]
    if prose and any(map(has_equals, kept)):
        return [tokens for tokens in kept if has_equals(tokens)]
    return kept


_GAPS = frozenset({"quad", "qquad"})
_MARKUP = re.compile(
    r"%[^\n]*|\\(?:begin|end|label|tag)\{[^}\n]{0,80}\}|\$\$?|\\[()\[\]]|\\\\|\\[,;:!> ]|[&~\s]+"
    rf"|\\(?:{'|'.join(sorted(GONE | _GAPS))})(?![A-Za-z])"
)
"""What is no word around formulas."""


def left_out(text: str, formulas: list[list[Token]]) -> list[tuple[int, str]]:
    """The words of prose around formulas, one piece between two of them, and where each begins;
    none where there is nothing but formulas."""
    if _MATHS.search(text) is None:
        return []
    stops = [0, *(tokens[-1].stop for tokens in formulas)]
    starts = [*(tokens[0].start for tokens in formulas), len(text)]
    found = []
    for stop, start in zip(stops, starts, strict=True):
        word = re.search(
            r"[^\W\d_]", _MARKUP.sub(lambda each: " " * len(each[0]), text[stop:start])
        )
        words = " ".join(_MARKUP.sub(" ", text[stop:start]).split()).strip(".,;: ")
        if word:
            found.append((stop + word.start(), words))
    return found


def _ended(tokens: list[Token]) -> list[Token]:
    """Without what ends a sentence."""
    while tokens and tokens[-1].text in (".", ",", ";"):
        tokens = tokens[:-1]
    return tokens


def _apart(tokens: list[Token]) -> list[list[Token]]:
    """Formulas that stand in one line: z = W x + b, \\quad a = \\sigma(z)."""
    parts: list[list[Token]] = [[]]
    for token, depth in _depths(tokens):
        gap = token.kind == "command" and token.text in _GAPS
        if not depth and (gap or token.text in (",", ";")) and has_equals(parts[-1]):
            parts.append([token])
        else:
            parts[-1].append(token)
    found: list[list[Token]] = []
    for part in parts:
        comma = part[:1] and part[0].text in (",", ";")
        signs = [each for each in part if not (each.kind == "command" and each.text in _GAPS)]
        if found and not has_equals(signs):
            found[-1] += signs
        else:
            found.append(signs[1:] if comma and found else signs)
    return found


def _depths(tokens: list[Token]) -> list[tuple[Token, int]]:
    """Each sign, and in how many brackets it stands."""
    found, depth = [], 0
    for token in tokens:
        depth -= token.text in (")", "]", "}")
        found.append((token, max(depth, 0)))
        depth += token.text in ("(", "[", "{")
    return found


def has_equals(tokens: list[Token]) -> bool:
    """Whether it is an equation: an `=` below a sum is none."""
    return any(token.text == "=" and not depth for token, depth in _depths(tokens))

"""What people type, in the characters of the keyboard: ½, √2, x², e^−1, 27 %, \\frac{1}{2}.

Each notation is one row of a table: a pattern and what it means. The rows are tried in their order.
"""

import re
from collections.abc import Callable, Collection, Iterable

E, PI = "2.718281828459045", "3.141592653589793"

ZEROS = (
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50,
    0xED0, 0xF20, 0x1040, 0x17E0, 0x1810, 0xFF10, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6,
)  # fmt: skip
"""The digits 0 of other scripts; those from 1 to 9 follow each."""

_CHARACTERS = str.maketrans(
    {chr(zero + digit): str(digit) for zero in ZEROS for digit in range(10)}
    | dict.fromkeys("−–—‐‑‒―⁃˗➖﹣－", "-")
    | dict.fromkeys("·⋅∙×∗•⊙∘", "*")
    | dict.fromkeys("÷∕⁄", "/")
    | dict.fromkeys("\u00a0\u2009\u202f\u2007\u200a", " ")
    | dict.fromkeys("\u200b\u2060\ufeff$", "")
    | {low: str(digit) for digit, low in enumerate("₀₁₂₃₄₅₆₇₈₉")}
    | {"％": "%", "٪": "%", "＋": "+", "（": "(", "）": ")", "［": "[", "］": "]", "𝑒": "e"}
    | {
        "．": ".",
        "٫": ".",
        "，": ",",
        "،": ",",
        "；": ";",
        "＊": "*",
        "／": "/",
        "∶": ":",
        "：": ":",
    }
    | {"٬": " ", "ᵀ": "^T", "⊤": "^T"}
    | dict.fromkeys("⟨〈\u2329", "[")
    | dict.fromkeys("⟩〉\u232a", "]")
)

_PLAIN = re.compile(r"[0-9.,;+\-\[\]\s]*")
"""What means itself already."""

_VULGAR = {
    "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5",
    "⅗": "3/5", "⅘": "4/5", "⅙": "1/6", "⅚": "5/6", "⅐": "1/7", "⅛": "1/8", "⅜": "3/8",
    "⅝": "5/8", "⅞": "7/8", "⅑": "1/9", "⅒": "1/10",
}  # fmt: skip

_WHOLE = re.compile(rf"(\d) (?=[{''.join(_VULGAR)}])")
"""A whole number and the space before its fraction."""
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")

_TEX = {
    r"\cdot": "*", r"\times": "*", r"\div": "/", r"\left": "", r"\right": "", r"\,": " ",
    r"\;": " ", r"\!": "", r"\%": "%", r"\pi": "π", r"\ln": " ln", r"\log": " log", r"\exp": " exp",
    r"\sigma": "σ", r"\alpha": "alpha", r"\infty": "∞", r"\top": "T", r"\langle": "[",
    r"\rangle": "]", r"\odot": "*", r"\circ": "*", r"\quad": " ",
}  # fmt: skip

_NUMBER = r"(?<![\w.,])(?<![eE][+-])\d+(?:[.,]\d+)?"

_DIGITS = r"\d+(?:[.,]\d+)?"

Meaning = str | Callable[[re.Match[str]], str]

_BRACED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\{,\}"), ","),
    # Where a formula begins and ends in a text.
    (re.compile(r"\\[()\[\]]"), ""),
    (re.compile(r"\\(?:mathrm|mathbf|mathit|text|operatorname) ?\{(\w*)\}"), r"\1"),
    (re.compile(r"\\[dt]?frac ?(\d) ?(\d)"), r"(\1/\2)"),
    (re.compile(r"\\[dt]?frac ?\{([^{}]*)\} ?\{([^{}]*)\}"), r"((\1)/(\2))"),
    (re.compile(r"\\sqrt ?\{([^{}]*)\}"), r"sqrt(\1)"),
    (re.compile(r"\\sqrt ?(\d)"), r"sqrt(\1)"),
    (re.compile(r"\^ ?\{([^{}]*)\}"), r"^(\1)"),
    (re.compile(r"\\(hat|bar|tilde) ?(?:\{([^\W\d_])\}|([^\W\d_])\b)"), r"\2\3\1"),
    (re.compile(r"_ ?\{(\d[^{}]*)\}"), r"\1"),
    (re.compile(r"_ ?\{([^{}]*)\}"), r"_\1"),
)
"""TeX with braces, the innermost first."""

_NOTATIONS: tuple[tuple[re.Pattern[str], Meaning], ...] = (
    # A vector laid down or stood up has the same entries.
    (re.compile(r"(?<=[\])]) ?(?:\^ ?\(?T\)?|\.T\b|')"), ""),
    (re.compile(rf"(\d+)([{''.join(_VULGAR)}])"), lambda m: f"({m[1]}+{_VULGAR[m[2]]})"),
    (re.compile(f"[{''.join(_VULGAR)}]"), lambda m: f"({_VULGAR[m[0]]})"),
    (re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+"), lambda m: f"**{m[0].translate(_RAISED)}"),
    (re.compile(r"(?<=[\d)]) ?(?=[√π])"), "*"),
    (re.compile(r"\|([^|]+)\|"), r"abs(\1)"),
    # A ratio.
    (re.compile(rf"(?<![:\d.,])({_DIGITS}) ?: ?({_DIGITS})(?![:\d])"), r"\1/\2"),
    (re.compile(r"√ ?\("), "sqrt("),
    (re.compile(r"√ ?([\w.]+(?:,\d+)?)"), r"sqrt(\1)"),
    (re.compile(rf"^([+-]?{_DIGITS} ?/ ?{_DIGITS}) ?%$"), r"\1/100"),
    (
        re.compile(rf"({_NUMBER})(?:[eE]([+-]?\d{{1,3}}))? ?%"),
        lambda m: f"{m[1]}e{int(m[2] or 0) - 2}",
    ),
    (re.compile(r"\) ?%"), ")/100"),
    (re.compile(r"(?<=[\w).]) ?‰"), "/1000"),
    (re.compile(rf"({_NUMBER}) ?\* ?10 ?(?:\*\*|\^) ?\(?([+-]?\d+)\)?"), r"\1e\2"),
    (re.compile(r"\b(ln|log|exp|sqrt) (-?[\w.]+(?:,\d+)?)(?! ?\()"), r"\1(\2)"),
    (re.compile(r" ?(\*\*|[*/^]) ?| ([+-]) "), lambda m: m[1] or m[2]),
)

_MATRIX = re.compile(
    r"(?:\\left ?[(\[]\s*)?\\begin\{(?:[pbvB]?matrix|smallmatrix|array)\}(?:\{[lcr| ]*\})?"
    r"(.*?)\\end\{\w+\}\s*(?:\\right ?[)\]])?",
    re.DOTALL,
)
_MATRICES = 8
"""Matrices of TeX in one text, at most."""

_TIGHT = re.compile(r"(\\[a-zA-Z]+ )?\s*")
"""The spaces of a cell, which part no entries; those behind a command may be needed."""

_INDEXED = re.compile(r"[^\W\d_]\w*_\w+")
_MIXED = re.compile(r"([+-]?)(\d+) (\d+)/(\d+)")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?")


def keyboard(text: str, names: Collection[str] = (), *, single: bool = True) -> str:
    """The same text in letters, digits and + - * / ^ ( ), for a parser of arithmetic.

    `names` are known: where there is an `e` or a `pi` among them, that is meant. With `single` one
    number is typed, so a space may part thousands (1 000) or a whole from its fraction (1 1/2);
    else it parts entries.
    """
    plain = text.translate(_CHARACTERS)
    if 0 < plain.count(r"\begin") <= _MATRICES:
        plain = _MATRIX.sub(_matrix, plain)
    plain = re.sub(r"[^\S\n]+", " ", plain).strip()
    if single:
        plain = _WHOLE.sub(r"\1", plain)
    if not _PLAIN.fullmatch(plain):
        plain = _constants(_notations(plain), names)
        plain = _INDEXED.sub(lambda found: _indexed(found[0], names), plain)
    if not single:
        return plain
    if _THOUSANDS.fullmatch(plain):
        return plain.replace(" ", "")
    return _MIXED.sub(r"\1(\2+\3/\4)", plain) if _MIXED.fullmatch(plain) else plain


def _indexed(name: str, names: Collection[str]) -> str:
    """A name with its index as the program has it: x_1 is x1 where that one is known."""
    joined = name.replace("_", "")
    return joined if name not in names and joined in names else name


def _matrix(found: re.Match[str]) -> str:
    """A matrix of TeX as lists; one row or one column is one list. Its commas are decimal ones."""
    rows = [
        [_TIGHT.sub(r"\1", re.sub(r"(?<=\d)\{?,\}?(?=\d)", ".", cell)) for cell in row.split("&")]
        for row in re.split(r"\\\\(?:\[[^\]]*\])?", found[1])
        if row.strip()
    ]
    if len(rows) == 1 or all(len(row) == 1 for row in rows):
        return _list(cell for row in rows for cell in row)
    return _list(map(_list, rows))


def _list(entries: Iterable[str]) -> str:
    return f"[{', '.join(entries)}]"


def _notations(plain: str) -> str:
    if "\\" in plain or "{" in plain:
        for mark, meaning in _TEX.items():
            plain = re.sub(rf"{re.escape(mark)}(?![a-zA-Z])", meaning, plain)
        for _level in range(20):
            before = plain
            for pattern, inner in _BRACED:
                plain = pattern.sub(inner, plain)
            if plain == before:
                break
        plain = plain.strip()
    for pattern, made in _NOTATIONS:
        plain = pattern.sub(made, plain)
    return plain


def _constants(plain: str, names: Collection[str]) -> str:
    """π and e as numbers, and e raised to something as what it is: exp."""
    if "e" not in names:
        plain = re.sub(r"(?<![\w.])e(?:\*\*|\^)\(", "exp(", plain)
        plain = re.sub(r"(?<![\w.])e(?:\*\*|\^)(-?[\w.]+(?:,\d+)?)", r"exp(\1)", plain)
        plain = re.sub(r"(?<![\w.])e(?![\w(])", f"({E})", plain)
    if "π" not in names:
        plain = plain.replace("π", f"({PI})")
    return plain if "pi" in names else re.sub(r"(?<![\w.])pi(?![\w(])", f"({PI})", plain)

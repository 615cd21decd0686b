"""What textbooks and TeX write, as it is typed here: `W^{[1]}`, `\\frac{x}{h}`, `|x|`, `√x`.

Each has one meaning here, or it is left as it is. A line is rewritten as a whole, so that one
button is enough, and nothing is put that could not be read.
"""

import re
import unicodedata
from collections.abc import Callable

from ..saying import say
from ..spelling import NAME, plain
from .messages import ProgramError, Span
from .powers import RAISED

_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa mu nu xi pi rho sigma tau phi chi "
    "psi omega Gamma Delta Theta Lambda Sigma Phi Psi Omega"
)
_LETTERS = {
    **{word: word for word in _GREEK.split()},
    "lambda": "lam", "varepsilon": "epsilon", "varphi": "phi", "vartheta": "theta", "ell": "l",
}  # fmt: skip
_FUNCTIONS = "log ln exp sin cos tanh max min"
_RAISED = re.escape("".join(RAISED))
_WORD = r"[^\W\d_]\w*"


def _enclosed(text: str) -> str:
    text = text.strip()
    return text if re.fullmatch(r"[\w.]+", text) else f"({text})"


def _command(match: re.Match[str]) -> str:
    word = match[1]
    behind = match.string[match.end() : match.end() + 1]
    if word == "sigma" and behind in ("(", "{"):
        return "sigmoid"
    if word in _FUNCTIONS.split():
        return word
    return _LETTERS.get(word, match[0])


Change = str | Callable[[re.Match[str]], str]

_CHANGES: tuple[tuple[re.Pattern[str], Change], ...] = tuple(
    (re.compile(pattern), change)
    for pattern, change in (
        (r"\\(?:left|right|,|;|!|quad)(?![A-Za-z])\s*", ""),
        (r"\\(?:mathcal|mathbf|mathrm|boldsymbol|text|operatorname|vec)\{(\w+)\}", r"\1"),
        (r"\\(hat|bar|tilde)\{?([A-Za-z])\}?", r"\2\1"),
        (
            r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}",
            lambda it: f"{_enclosed(it[1])}/{_enclosed(it[2])}",
        ),
        (r"(?:\\sqrt|√)\{([^{}]*)\}", r"sqrt(\1)"),
        (r"√\s*(?=\()", "sqrt"),
        (rf"√\s*({_WORD}|[\d.]+)", r"sqrt(\1)"),
        (r"(?<![\w.])e\^\{([^{}]*)\}", r"exp(\1)"),
        (rf"({_WORD})\^\((\d+)\)", r"\1\2"),
        (rf"(?<![\\A-Za-z_]){NAME}", lambda it: plain(it[0])),
        (rf"^(\s*{_WORD})\^\{{?(\d+)\}}?(?=\s*[:=])", r"\1\2"),
        (r"\^(?:\{\\top\}|\\top|\{T\}|⊤|T\b)|ᵀ", ".T"),
        (r"\^\{([^{}]*)\}", lambda it: f"**{_enclosed(it[1])}"),
        (r"\\(?:cdot|times|odot|ast|circ)(?![A-Za-z])|[∗⊙∘⋅∙·×]", "*"),
        (r"\\(log|ln|exp)\s*\\sigma\s*(\([^()]*\))", r"\1(sigmoid\2)"),
        (rf"\\(log|ln|exp|sin|cos|tanh)\s+({_WORD})(?![\w(])", r"\1(\2)"),
        (r"\\([A-Za-z]+)", _command),
        (r"(?:\|\||‖|\\\|)([^|‖\\]+)(?:\|\||‖|\\\|)\s*(?:\*\*|\^)\s*\{?2\}?", r"norm2(\1)"),
        (r"(?:\|\||‖|\\\|)([^|‖\\]+)(?:\|\||‖|\\\|)\s*²", r"norm2(\1)"),
        (r"(?:\|\||‖|\\\|)([^|‖\\]+)(?:\|\||‖|\\\|)", r"sqrt(norm2(\1))"),
        (r"(?<!\|)\|([^|]+)\|(?!\|)", r"abs(\1)"),
        (r"∑\s*(?=\()", "sum"),
        (rf"∑\s*({_WORD})(?=\s*(?:[-+−,)#]|$))", r"sum(\1)"),  # not of a power's base alone
        (
            rf"(?<=[\w)\]])([{_RAISED}]+)",
            lambda it: "**" + _enclosed("".join(RAISED[sign] for sign in it[1])),
        ),
        (r"[−–]", "-"),
        (r"÷", "/"),
        (r"\^(?=[\w(])", "**"),
    )
)
"""What is written on paper, and how it is typed; tried in this order, again and again."""

_ROUNDS = 12
"""How deep fractions may stand in fractions."""

_SIGN = re.compile(r"[\\^|‖√∑{}'′∗⊙∘⋅∙⁽ᵀ]|_\{")
"""What only paper has; a line without it is no concern here."""


def typed(line: str) -> str:
    """A line as it is typed here; what is not known stays."""
    line = unicodedata.normalize("NFC", line)
    for _round in range(_ROUNDS):
        before = line
        for pattern, change in _CHANGES:
            line = pattern.sub(change, line)
        if line == before:
            return line
    return line


def paper_error(
    lines: list[str], number: int, position: int, readable: Callable[[str], bool]
) -> ProgramError | None:
    """What is said of a sign that is written on paper; None where nothing is to be put for it.

    `readable` tells of a line whether each of its signs can be typed here.
    """
    line = lines[number - 1]
    code = line.partition("#")[0]
    if len(code) > _LONGEST or not _SIGN.search(code[position:]) or code[position] in _CURED:
        return None
    if code[position] == "^" and not _INDEX.search(code, 0, len(code)):
        return None  # a power, which has a cure of its own
    better = typed(code)
    if better == code or not better.strip() or not readable(better):
        return None
    start, end = 0, 0
    while code[start : start + 1] == better[start : start + 1] and start < position:
        start += 1
    room = min(len(code), len(better)) - start
    while end < room and code[len(code) - 1 - end] == better[len(better) - 1 - end]:
        end += 1
    while start and (code[start - 1].isalnum() or code[start - 1] in "_."):
        start -= 1
    while end and (code[len(code) - end].isalnum() or code[len(code) - end] in "_."):
        end -= 1
    piece, put = code[start : len(code) - end], better[start : len(better) - end]
    if not put.strip() or not piece.strip():
        return None
    return Span(number, start + 1, len(code) - end + 1).error(
        say("`%(piece)s` is written otherwise here.", piece=piece),
        say("Perhaps `%(product)s`?", product=put),
    )


_CURED = "−–·×÷²³µ\u00a0₀₁₂₃₄₅₆₇₈₉⁰¹⁴⁵⁶⁷⁸⁹⁺⁻"
"""Signs whose own cure is as good."""

_INDEX = re.compile(rf"\^(?:\{{|\[|\(\d+\)\s*[:=]|⊤|T\b)|^\s*{_WORD}\^\d+\s*[:=]")
"""Where what stands above is no power typed with the keyboard's sign."""

_LONGEST = 500
"""Characters of a line that is rewritten."""

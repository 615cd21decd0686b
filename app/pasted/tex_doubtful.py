"""What in a formula could mean two things, or is not here: refused with its reason."""

import re

from graph_engine.saying import say

from ..reading.cells import PLAINLY, unclear
from .tex_kinds import Tree
from .tex_signs import CLOSING, FONTS, GREEK, LETTERS, Token, Unreadable

DERIVED = say("a derivative is not read here; the page works it out.")
"""Why a derivative is refused."""

_DERIVATIVE = re.compile(
    r"\\[dt]?frac\{(?:\\mathrm\{d\}|d)[^+\-*/(]{0,40}?\}\{(?:\\mathrm\{d\}|d)(?=[A-Za-z\\])"
    r"|d\\?[A-Za-z]{1,20}/d\\?[A-Za-z]"
)


def derivative(tokens: list[Token]) -> Token | None:
    """Where \\frac{dL}{dx} or dL/dx stands."""
    starts: dict[int, Token] = {}
    written = ""
    for token in tokens:
        starts[len(written)] = token
        written += f"\\{token.text}" if token.kind == "command" else token.text
    found = _DERIVATIVE.search(written)
    return starts.get(found.start(), tokens[0]) if found else None


def number(tokens: list[Token], at: int, token: Token) -> Tree:
    """A number; `1{,}5` has a decimal comma."""
    after = [each.text for each in tokens[at + 1 : at + 4]]
    close = len(after) > 1 and tokens[at + 1].start == token.stop
    signed = close and after[1] in ("+", "-", "−") and len(after) > 2
    if close and after[0] in ("e", "E") and after[2 if signed else 1].isdecimal():
        raise Unreadable(
            token,
            say("`e` is a name or Euler's number in a formula."),
            say("Write a power of ten: `1.5 \\cdot 10^{-3}`."),
        )
    if re.fullmatch(r"[1-9]\d{0,2}\{,\}\d{3}", token.text):
        raise Unreadable(token, unclear(token.text), PLAINLY)
    return ("number", token.text.replace("{,}", "."))


_PROSE = frozenset({"and", "are", "for", "let", "the", "kde", "pro"})


def no_word(tokens: list[Token], at: int) -> None:
    """Refuse letters that are a word: as a product they would mean something else."""
    stop = at
    while stop + 1 < len(tokens) and tokens[stop + 1].kind == "letter" and (
        tokens[stop + 1].start == tokens[stop].stop
    ):  # fmt: skip
        stop += 1
    word = "".join(each.text for each in tokens[at : stop + 1])
    if len(word) > 3 or word in _PROSE:
        raise Unreadable(
            Token("letter", word, tokens[at].start, tokens[stop].stop),
            say("`%(word)s` is a word, or a product of letters.", word=word),
            say("Put formulas between dollars, a name in `\\mathrm{…}`, gaps between factors."),
        )


_FUNCTIONS = frozenset({"f", "g", "h", "phi", "varphi", "psi", "F", "G"})


def applied(tokens: list[Token], at: int, name: Token) -> None:
    """Refuse f(x), which is no product; `y(1 - y)` is one."""
    closing = CLOSING[tokens[at].text]
    inner = []
    for token in tokens[at + 1 :]:
        if token.text == closing:
            break
        inner.append(token)
    named = name.text in _FUNCTIONS and all(each.text != name.text for each in inner)
    plain = all(
        each.kind in ("letter", "number")
        or each.text in (",", ";", "_", "{", "}")
        or (each.kind == "command" and each.text in (GREEK | FONTS | {*LETTERS}))
        for each in inner
    )
    if named or plain:
        raise not_known(name, name.text)


def not_known(token: Token, name: str) -> Unreadable:
    """A function that the formula does not define here."""
    return Unreadable(
        token,
        say("`%(name)s` looks like a function that is not read here.", name=name),
        say("Write what it is; a product has `\\cdot`."),
    )

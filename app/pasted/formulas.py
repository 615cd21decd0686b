"""A formula of TeX, as a paper or a lecture has it, as a program.

A formula gives no numbers: what it does not define becomes a leaf with a small number, and that
is said. What is a vector or a matrix is read from how it is written: `w^\\top x`, `W x`,
`\\mathbf{x}`, `x_i` below a sum over i.
"""

import re
from dataclasses import dataclass, field

import graph_engine as ge
from graph_engine import ProgramError, limits
from graph_engine.saying import say

from .answer import Reading, Remark
from .tex import Parser
from .tex_kinds import Kinds, Tree, doubts, inside, kind_of, settle
from .tex_signs import (
    FONTS,
    FUNCTIONS,
    GREEK,
    LETTERS,
    TIMES,
    Token,
    Unreadable,
    equations,
    left_out,
)
from .text import Refusal, dialect

_QUOTED, _MOST = 40, 3
"""Letters of what is left out that are shown of one place, and of how many places."""
USUAL = 2
"""Entries of a vector whose length nothing says."""

_COMMANDS = sorted(GREEK - {"nu"} | FONTS | TIMES | {*FUNCTIONS, *LETTERS})
_SEEMS = re.compile(
    rf"\\(?:[dt]?frac|sum|top|sqrt|int|prod|partial|nabla|left|begin|lVert|quad|{'|'.join(_COMMANDS)})"
    r"(?![A-Za-z])|\\\|"
)
_OURS = re.compile(
    r"^[ \t]*\w{1,40}[ \t]*(?::[ \t]*\w{1,40}[ \t]*=|=[ \t]*\[[\d,. \t\[\]-]*$)", re.M
)


def read(text: str) -> Reading | None:
    """A program of the formulas; None where there are none."""
    if len(text) > limits.CHARACTERS.most or not _SEEMS.search(text):
        return None
    if (
        _OURS.search(text)
        or dialect(text) not in ("", "Python")
        or re.search(r"^[ \t]*(?:import|def)\b", text, re.M)
    ):
        return None
    try:
        signs = equations(text)
    except Unreadable as error:
        return _refused([error], text)
    found = _parsed(signs, {})
    indices = {} if found.wrong else _indices(found)
    if indices:
        found = _parsed(signs, indices)
    kinds = found.kinds
    if found.wrong or not kinds.formulas:
        return _refused(found.wrong, text) if found.wrong else None
    settle(kinds)
    wrong = doubts(kinds)
    if wrong:
        return _refused(wrong, text)
    lines, given = _program(kinds)
    program = "\n".join(lines)
    try:
        ge.parse(program)
    except ProgramError as error:
        line = lines[min(max(error.line, 1), len(lines)) - 1].partition(" =")[0]
        names = (name for name in found.places if _typed(name) == line)
        token = next((found.places[name] for name in names), signs[0][0])
        return _refused([Unreadable(token, error.message, error.hint)], text)
    remarks = [
        Remark(say("Of a chain of equations the first is read."), (_line(text, token.start),))
        for token in found.rest
    ]
    words = left_out(text, signs)
    if words:
        remarks.insert(0, _words_left_out(text, words))
    if given:
        names_given = ", ".join(f"`{name}`" for name in given)
        remarks.append(
            Remark(
                say("A formula gives no numbers: those of %(names)s are ours.", names=names_given)
            )
        )
    return Reading("LaTeX", program, tuple(remarks), ())


@dataclass
class _Parsed:
    """What the equations of a text are."""

    kinds: Kinds = field(default_factory=Kinds)
    places: dict[str, Token] = field(default_factory=dict)
    """Where the formula of a name begins."""
    rest: list[Token] = field(default_factory=list)
    """Where an equation goes on after a second `=`."""
    wrong: list[Unreadable] = field(default_factory=list)
    parsers: list[Parser] = field(default_factory=list)
    """Of each equation the one that has read it."""


def _parsed(signs: list[list[Token]], indices: dict[int, str]) -> _Parsed:
    """The trees of equations; those of `indices` hold for each entry, and say so by that letter."""
    found = _Parsed()
    formulas = found.kinds.formulas
    for k, tokens in enumerate(signs):
        parser = Parser(tokens, found.kinds)
        try:
            name, tree, rest = parser.equation(len(formulas), indices.get(k, ""))
            if name in formulas:
                raise Unreadable(
                    tokens[0],
                    say("`%(name)s` has a formula already.", name=name),
                    say("Give one of the two another name."),
                )
        except Unreadable as error:
            found.wrong.append(error)
            continue
        formulas[name], found.places[name] = tree, tokens[0]
        found.parsers.append(parser)
        if rest is not None:
            found.rest.append(rest)
    return found


def _indices(found: _Parsed) -> dict[int, str]:
    """The equations that hold for each entry, with their index: y_i = 2 x_i where y, or x, stands
    with an index below a sum, or in another such equation. Alone y_i could be a name."""
    vectors, indices = {*found.kinds.summed}, dict[int, str]()
    while True:
        new = {}
        for k, parser in enumerate(found.parsers):
            letters = {letter for name, letter in parser.others if name in vectors}
            if parser.entry is not None:
                letters &= {parser.entry}
            if k not in indices and len(letters) == 1:
                new[k] = letters.pop()
        if not new:
            return indices
        indices |= new
        for k, index in new.items():
            vectors |= {name for name, letter in found.parsers[k].others if letter == index}


def _words_left_out(text: str, words: list[tuple[int, str]]) -> Remark:
    """What is said of words around formulas: where they stand, and how they begin."""
    shown = "; ".join(
        each if len(each) <= _QUOTED else f"{each[:_QUOTED].rstrip()}…"
        for _at, each in words[:_MOST]
    )
    what = say("the words around the formulas (%(words)s)",
               words=f"{shown}; …" if len(words) > _MOST else shown)  # fmt: skip
    lines = sorted({_line(text, at) for at, _words in words})
    return Remark(say("Left out: %(what)s.", what=what), tuple(lines))


def _refused(wrong: list[Unreadable], text: str) -> Reading:
    return Reading("LaTeX", "", (), tuple(_refusal(text, error) for error in wrong))


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _refusal(text: str, error: Unreadable) -> Refusal:
    start = error.token.start
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    width = max(error.token.stop - start, 1)
    return Refusal(
        line=_line(text, start),
        column=column,
        end_column=column + width,
        message=error.message,
        hint=error.hint,
    )


# -- the program -----------------------------------------------------------------------------------

_NUMBERS = (1.0, -0.5, 2.0, 0.5, -1.0, 1.5)


def _program(kinds: Kinds) -> tuple[list[str], list[str]]:
    """Lines, leaves first, and the names whose numbers are ours."""
    formulas = kinds.formulas
    uses = {name: _names(tree) for name, tree in formulas.items()}
    given = list(
        dict.fromkeys(each for used in uses.values() for each in used if each not in formulas)
    )
    size = kinds.size or (3 if kinds.counts else USUAL)
    positive = {name for tree in formulas.values() for name in _logged(tree)}
    lines = []
    for k, name in enumerate(given):
        lines.append(_leaf(name, k, kinds, size, name in positive))
    done: set[str] = set(given)
    left = dict(formulas)
    while left:
        ready = next((name for name in left if done.issuperset(uses[name])), next(iter(left)))
        lines.append(f"{_typed(ready)} = {_text(left.pop(ready), kinds)}")
        done.add(ready)
    return lines, [_typed(name) for name in given]


def _typed(name: str) -> str:
    """A name as it can be typed: none of a function."""
    return f"{name}0" if name in ge.operations() or name in ("input", "weight", "label") else name


def _leaf(name: str, place: int, kinds: Kinds, size: int, positive: bool) -> str:
    kind = kinds.of.get(name, 0)

    def number(k: int) -> str:
        value = _NUMBERS[(place + k) % len(_NUMBERS)]
        return f"{0.3 + 0.1 * ((place + k) % 4):.1f}" if positive else f"{value:g}"

    first = name.rstrip("0123456789").partition("_")[0]
    if name in kinds.counts or (not kind and first in ("n", "N", "m", "M", "d", "T")):
        return f"{_typed(name)}: constant = {size}"
    if not kind and first in ("alpha", "eta", "lam", "gamma", "epsilon", "tau"):
        return f"{_typed(name)}: constant = 0.1"
    role = ""
    if first in ("y", "t", "target"):
        role = ": label"
    elif first in ("x", "X"):
        role = ": input"
    elif first in ("w", "W", "b", "u", "U", "v", "V", "B", "theta", "beta"):
        role = ": weight"
    if first in ("y", "t"):
        row = ", ".join(str(int(not k)) for k in range(size))
        return f"{_typed(name)}{role} = {'1' if not kind else f'[{row}]'}"
    if not kind:
        return f"{_typed(name)}{role} = {number(0)}"
    rows = [f"[{', '.join(number(size * r + k) for k in range(size))}]" for r in range(size)]
    whole = rows[0] if kind == 1 else f"[{', '.join(rows)}]"
    return f"{_typed(name)}{role} = {whole}"


def _names(tree: Tree) -> list[str]:
    return [str(each[1]) for each in inside(tree) if each[0] == "name"]


def _logged(tree: Tree) -> set[str]:
    """Names whose logarithm is taken: their numbers lie between 0 and 1."""
    logs = [each for each in inside(tree) if each[:2] == ("call", "log")]
    bare = [each for each in logs if not any(x[0] == "call" for y in each[2] for x in inside(y))]
    return {name for each in bare for name in _names(each)}


_BINDS = {"+": 1, "-": 1, "neg": 2, "*": 3, "/": 3, "beside": 3, "dot": 3, "**": 4}


def _text(tree: Tree, kinds: Kinds, least: int = 0) -> str:
    """A formula as it is typed; in brackets where it binds less tightly than its place asks."""
    match tree:
        case ("number", text):
            return str(text)
        case ("name", name):
            return _typed(str(name))
        case ("call", function, args):
            return f"{function}({', '.join(_text(each, kinds) for each in args)})"
        case ("T", inner):
            return f"{_text(inner, kinds, 5)}.T"
        case ("neg", inner):
            found, own = f"-{_text(inner, kinds, 3)}", 2
        case ("dot", left, right) if kind_of(left, kinds) == kind_of(right, kinds) == 1:
            return f"dot({_text(left, kinds)}, {_text(right, kinds)})"
        case ("beside" | "dot", left, right):
            sign = "@" if _as_product(left, right, kinds) else "*"
            spaced = f" {sign} " if sign == "@" else sign
            found, own = f"{_text(left, kinds, 3)}{spaced}{_text(right, kinds, 4)}", 3
        case (sign, left, right):
            own = _BINDS[sign]
            spaced = f" {sign} " if own == 1 else sign
            behind = own + (sign in "-/" or own == 3)
            found = (
                f"{_text(left, kinds, own + (sign == '**'))}{spaced}{_text(right, kinds, behind)}"
            )
    return f"({found})" if own < least else found


def _as_product(left: Tree, right: Tree, kinds: Kinds) -> bool:
    one, other = (kind_of(each, kinds) for each in (left, right))
    return bool(one and other) and (left[0] == "T" or max(one, other) == 2)

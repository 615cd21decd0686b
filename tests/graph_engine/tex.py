"""Reads the TeX of an operation's formulas back, as a person would, into sympy.

    read(r"\\frac{1}{#2}")  ->  1/a2

A command that it does not know is an error, so nothing is compared by accident.
"""

import re
from collections.abc import Mapping
from functools import cache

import sympy

RESULT = sympy.Symbol("r", real=True)
"""`#0`"""
LITERAL = sympy.Symbol("c", real=True)
"""`#c`"""


def operand(number: int) -> sympy.Symbol:
    """`#1` is operand number 0."""
    return sympy.Symbol(f"a{number + 1}", real=True)


@cache
def read(tex: str) -> sympy.Expr:
    """The expression that a formula stands for; `ValueError` where it cannot be read."""
    reader = _Reader(tex)
    result = reader.sum()
    reader.expect("")
    return result


def evaluate(expression: sympy.Expr, values: Mapping[sympy.Symbol, float]) -> float:
    """Its value with 30 digits, as a float; the values are taken as the exact floats they are."""
    exact = {symbol: sympy.Rational(float(value)) for symbol, value in values.items()}
    return float(sympy.N(expression.subs(exact), 30))


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<operator>\\operatorname\{\w+\}|\\[A-Za-z]+)
    | (?P<place>\#(?:\+c|c|d|\d+))
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<sign>[-+^{}()\[\]|=<>,e])
    )\s*""",
    re.VERBOSE,
)

_FUNCTIONS = {
    r"\sigma": lambda x: 1 / (1 + sympy.exp(-x)),
    r"\Phi": lambda x: (1 + sympy.erf(x / sympy.sqrt(2))) / 2,
    r"\varphi": lambda x: sympy.exp(-(x**2) / 2) / sympy.sqrt(2 * sympy.pi),
    r"\log": sympy.log,
    r"\ln": sympy.log,
    r"\exp": sympy.exp,
    r"\tanh": sympy.tanh,
    r"\sin": sympy.sin,
    r"\cos": sympy.cos,
    r"\max": sympy.Max,
    r"\min": sympy.Min,
    r"\operatorname{sign}": sympy.sign,
    r"\operatorname{stop}": lambda x: x,
}

_RELATIONS = {
    "<": sympy.Lt,
    ">": sympy.Gt,
    "=": sympy.Eq,
    r"\le": sympy.Le,
    r"\ge": sympy.Ge,
    r"\ne": sympy.Ne,
}


class _Reader:
    def __init__(self, tex: str) -> None:
        self.tex = tex
        self.tokens: list[str] = []
        position = 0
        while position < len(tex):
            match = _TOKEN.match(tex, position)
            if not match:
                raise ValueError(f"cannot read {tex[position:]!r} in {tex!r}")
            self.tokens.append(match.group().strip())
            position = match.end()
        self.tokens.append("")

    def expect(self, token: str) -> None:
        found = self.tokens.pop(0)
        if found != token:
            raise ValueError(f"{found!r} instead of {token!r} in {self.tex!r}")

    def took(self, token: str) -> bool:
        if self.tokens[0] == token:
            del self.tokens[0]
            return True
        return False

    def sum(self) -> sympy.Expr:
        total = -self.product() if self.took("-") else self.product()
        while True:
            if self.took("+"):
                total += self.product()
            elif self.took("-"):
                total -= self.product()
            elif self.took("#+c"):
                total += LITERAL
            else:
                return total

    def product(self) -> sympy.Expr:
        result = self.power()
        while self.took(r"\cdot") or self.begins():
            result *= self.power()
        return result

    def begins(self) -> bool:
        """Whether a factor stands here without a sign before it: `2 \\sqrt{x}`."""
        token = self.tokens[0]
        return token in ("(", "[", r"\frac", r"\sqrt") or token in _FUNCTIONS

    def power(self) -> sympy.Expr:
        base = self.atom()
        return base ** self.group() if self.took("^") else base

    def group(self) -> sympy.Expr:
        self.expect("{")
        inner = self.sum()
        self.expect("}")
        return inner

    def atom(self) -> sympy.Expr:
        token = self.tokens.pop(0)
        if token[:1].isdigit():
            return sympy.Rational(token)
        if token == "e":
            return sympy.E
        if token == "#0":
            return RESULT
        if token == "#c":
            return LITERAL
        if token == "#d":
            return LITERAL - 1
        if token[:1] == "#" and token[1:].isdigit():
            return operand(int(token[1:]) - 1)
        if token in "(|" and token:
            inner = self.sum()
            self.expect(")" if token == "(" else "|")
            return inner if token == "(" else sympy.Abs(inner)
        if token == "[":
            return self.bracket()
        if token == r"\frac":
            return self.group() / self.group()
        if token == r"\sqrt":
            return sympy.sqrt(self.group())
        if token in _FUNCTIONS:
            return _FUNCTIONS[token](*self.arguments())
        raise ValueError(f"cannot read {token!r} in {self.tex!r}")

    def arguments(self) -> list[sympy.Expr]:
        if not self.took("("):
            return [self.atom()]
        found = [self.sum()]
        while self.took(","):
            found.append(self.sum())
        self.expect(")")
        return found

    def bracket(self) -> sympy.Expr:
        """Iverson's bracket: 1 where the relation holds, else 0."""
        left = self.sum()
        relation = self.tokens.pop(0)
        if relation not in _RELATIONS:
            raise ValueError(f"{relation!r} is no relation in {self.tex!r}")
        right = self.sum()
        self.expect("]")
        return sympy.Piecewise((1, _RELATIONS[relation](left, right)), (0, True))

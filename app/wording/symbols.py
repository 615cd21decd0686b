"""Letters of our own beside those of a program: e, σ, I, P, T, α, w. The program's keep theirs.

A formula that we write has letters that nobody typed: Euler's e, the identity I, a permutation P,
the T of a transpose, the learning rate α. Where a program has such a letter, ours gives way: exp(x)
for eˣ, sigmoid for σ, cdf for Φ, another letter for the rest. So no symbol stands for two things.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType

LETTERS = {
    r"\alpha": "α η γ κ ρ β",
    "P": "P Q R U V",
    "S": "S Q Z U V",
    "I": "I E J U V",
    "N": "N M K n m",
    "i": "i j k l m",
    "T": "T ⊤",
}
"""Ours, and what may stand for it, the usual one first: the learning rate, a permutation, a
selection, the identity, how many samples there are, which of them, the transpose."""

FUNCTIONS = MappingProxyType(
    {r"\sigma": ("σ", "sigmoid"), r"\Phi": ("Φ", "cdf"), r"\varphi": ("φϕ", "pdf")}
)
"""Functions that are a letter: what it looks like, and the word that stands for it beside one."""

ANY_WEIGHT = "wθϑωψ"
"""What may stand for each of the weights, in the rule of an update."""

_TEX = {
    "α": r"\alpha", "β": r"\beta", "γ": r"\gamma", "η": r"\eta", "κ": r"\kappa", "ρ": r"\rho",
    "⊤": r"\top",
}  # fmt: skip

_TOKEN = re.compile(
    r"\\(?:begin|end|text)\{\w+\}|\\operatorname\{(?P<word>\w+)\}|\\bar\{(?P<bar>#\d+)\}"
    r"|(?P<command>\\[A-Za-z]+)|\\.|#(?:\+c|[cdi,]|\d+)|(?P<euler>e\^\{)|(?P<letter>[A-Za-z])|(?P<brace>[{}])"
)
_WORDS = {"exp", "log", "ln", "tanh", "sin", "cos", "max", "min"}
"""Functions that TeX has commands for."""


@dataclass(frozen=True)
class Symbols:
    """Which symbols a program uses, and what ours become beside them."""

    taken: frozenset[str]
    """Its letters, without index: w of w₁."""
    whole: frozenset[str] = frozenset()
    """Its names as they are written: w₁."""

    @cached_property
    def ours(self) -> dict[str, str]:
        """What each letter of ours is written as."""
        found: dict[str, str] = {}
        for letter, instead in LETTERS.items():
            used = self.taken.union(found.values())
            found[letter] = next((each for each in instead.split() if each not in used), letter)
        return found

    @property
    def rate(self) -> str:
        """The learning rate: α."""
        return self.ours[r"\alpha"]

    @property
    def transposed(self) -> str:
        """What stands above a transpose: T."""
        return self.ours["T"]

    @cached_property
    def any_weight(self) -> str:
        """A letter for each of the weights: w, if that is no name of itself."""
        return next((each for each in ANY_WEIGHT if each not in self.whole), ANY_WEIGHT[0])

    def sign(self, symbol: str) -> str:
        """What stands in the circle of an operation."""
        for ours, instead in (("σ", "sigmoid"), ("Σ", "sum")):
            if ours in self.taken:
                symbol = symbol.replace(ours, instead)
        return symbol.replace("ᵀ", "ᵀ" if self.transposed == "T" else "⊤").replace("α", self.rate)

    def tex(self, formula: str) -> str:
        """A formula of an operation, our letters in it replaced where the program has them."""
        return _replaced(formula, self)


def symbols(bases: Iterable[str], written: Iterable[str]) -> Symbols:
    """The symbols of a program whose names have these letters and are written so."""
    return Symbols(frozenset(bases), frozenset(written))


@lru_cache(maxsize=4096)
def _replaced(formula: str, beside: Symbols) -> str:
    closers: list[str] = []

    def instead(match: re.Match[str]) -> str:
        if euler := match["euler"]:
            given_way = "e" in beside.taken
            closers.append(")" if given_way else "}")
            return rf"{_function('exp', beside)}(" if given_way else euler
        if brace := match["brace"]:
            if brace == "{":
                closers.append("}")
                return brace
            return closers.pop() if closers else brace
        if match["bar"]:
            closed = rf"\begin{{pmatrix}} {match['bar']} \\ 1 \end{{pmatrix}}"
            return closed if any("\u0304" in each for each in beside.taken) else match[0]
        if word := match["word"]:
            return _function(word, beside) if word in beside.taken else match[0]
        token = match["command"] or match["letter"]
        if token in FUNCTIONS:
            looks, spelled = FUNCTIONS[token]
            return match[0] if beside.taken.isdisjoint(looks) else _function(spelled, beside)
        if token and token[1:] in _WORDS & beside.taken:
            return _function(token[1:], beside)
        if token in LETTERS:
            found = beside.ours[token]
            return _TEX.get(found, found)
        return match[0]

    return _TOKEN.sub(instead, formula)


def _function(word: str, beside: Symbols) -> str:
    """A function by its name; with a capital where something is called so."""
    if word in beside.taken:
        return rf"\operatorname{{{word.capitalize()}}}"
    return rf"\{word}" if word in _WORDS else rf"\operatorname{{{word}}}"

"""How a name is written: `z1` as z with index 1, `alpha` as α, the loss `L` as ℒ.

Display names never identify anything: two nodes may be written alike.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from html import escape

from graph_engine import Graph

from .numbers import Hand

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lam": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ",
    "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ",
    "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True)
class Name:
    """A name on screen: a base and what stands below its right side."""

    base: str
    index: str = ""
    number: bool = False
    """Whether it is a number that stands for itself: an unnamed constant."""

    @cached_property
    def plain(self) -> str:
        """In running text: z₁, w_out."""
        if not self.index:
            return self.base
        if self.index.isascii() and self.index.isdigit():
            return self.base + self.index.translate(_SUBSCRIPTS)
        return f"{self.base}_{self.index}"

    @cached_property
    def mathml(self) -> str:
        """In a formula."""
        if self.number:
            return f"<mn>{escape(self.base)}</mn>"
        base = f"<mi>{escape(self.base)}</mi>"
        if not self.index:
            return base
        tag = "mn" if self.index.isdigit() else "mi"
        return f"<msub>{base}<{tag}>{escape(self.index)}</{tag}></msub>"

    @property
    def width(self) -> float:
        """About how wide it is on a wire, in pixels."""
        return 9.0 * len(self.base) + 6.5 * len(self.index)


def name(text: str, *, loss: bool = False) -> Name:
    """How a name of the program is written."""
    if loss and text == "L":
        return Name("ℒ")
    match = re.fullmatch(r"(.*?[^\W\d])_?(\d*)", text)
    if "_" in text and not (match and match.group(2) and "_" not in match.group(1)):
        base, _, index = text.partition("_")
        return Name(GREEK.get(base, base), index.replace("_", ","))
    base, index = match.groups() if match else (text, "")
    return Name(GREEK.get(base, base), index)


def names(graph: Graph) -> tuple[Name, ...]:
    """Every node's name on screen.

    A computed node without a name gets u₁, u₂, … (or the next letter that is free), so that
    sentences can speak of it; a constant without a name is its number.
    """
    taken = {name(text).base for text in graph.names}
    letter = next(
        (each for each in "utsrhgabcdefkmn" if each not in taken),
        "n",
    )
    found, count = [], 0
    for node in graph.nodes:
        if node.name is not None:
            found.append(name(node.name, loss=node.index == graph.loss))
        elif node.given is not None:
            found.append(Name(Hand(False, True).given(float(node.given)), number=True))
        else:
            count += 1
            found.append(Name(letter, str(count)))
    return tuple(found)

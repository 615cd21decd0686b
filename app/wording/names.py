"""How a name is written: `z1` as z with index 1, `alpha` as α, the loss `L` as ℒ.

Display names never identify anything: two nodes may be written alike.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape

from graph_engine import Graph, Node

from .numbers import Hand

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lam": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ",
    "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ",
    "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUPERSCRIPTS = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")


@dataclass(frozen=True)
class Name:
    """A name on screen: a base and what stands below its right side."""

    base: str
    index: str = ""
    number: bool = False
    """Whether it is a number that stands for itself: an unnamed constant."""
    bold: bool = False
    """Whether it is a vector or a matrix."""
    over: str = ""
    """What stands above its right side: a sample's number, an iteration."""

    @cached_property
    def plain(self) -> str:
        """In running text: z₁, w_out, z⁽²⁾."""
        return self._below + self.over.translate(_SUPERSCRIPTS)

    @property
    def _below(self) -> str:
        if not self.index:
            return self.base
        if self.index.isascii() and self.index.replace(",", "").isdigit():
            return self.base + self.index.translate(_SUBSCRIPTS)
        return f"{self.base}_{self.index}"

    @cached_property
    def mathml(self) -> str:
        """In a formula."""
        if self.number:
            return f"<mn>{escape(self.base)}</mn>"
        # Bold by style: MathML Core knows no bold letters of its own.
        kind = ' mathvariant="normal" class="bold"' if self.bold else ""
        base = f"<mi{kind}>{escape(self.base)}</mi>"
        tag = "mn" if self.index.replace(",", "").isdigit() else "mi"
        below, above = f"<{tag}>{escape(self.index)}</{tag}>", f"<mn>{escape(self.over)}</mn>"
        if self.index and self.over:
            return f"<msubsup>{base}{below}{above}</msubsup>"
        if self.over:
            return f"<msup>{base}{above}</msup>"
        return f"<msub>{base}{below}</msub>" if self.index else base

    @property
    def width(self) -> float:
        """About how wide it is on a wire, in pixels."""
        return (9.0 + 1.5 * self.bold) * len(self.base) + 6.5 * max(len(self.index), len(self.over))

    @property
    def flat(self) -> "Name":
        """The name of a matrix made one vector: w for vec(W)."""
        return replace(self, base=self.base.lower())


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
            program = node.op is not None and node.op.name == "program"
            found.append(_of_node(node, node.name, loss=program or node.index == graph.loss))
        elif node.given is not None and not node.shape:
            found.append(Name(Hand(False, True).given(float(node.given)), number=True))
        else:
            count += 1
            found.append(Name(letter, str(count), bold=bool(node.shape)))
    return tuple(found)


def _of_node(node: Node, text: str, *, loss: bool) -> Name:
    """A vector or a matrix is bold; a copy has its sample above."""
    text = text.replace("∂L/", "∂ℒ/")  # in a graph of the learning
    timed = re.fullmatch(r"(.*)\^(\d+)", text)
    if timed:
        found = _of_node(node, timed[1], loss=loss or timed[1] == "L")
        return replace(found, over=timed[2])
    copied = re.fullmatch(r"(.*)\((\d+)\)", text)
    entry = re.fullmatch(r"([^\[\]]*)\[([\d,]+)\](.*)", copied[1] if copied else text)
    plain = entry[1] if entry else copied[1] if copied else text
    found = name(plain, loss=loss or (plain == "L" and node.copy > 0))
    if entry:
        places = entry[2] if "," not in entry[2] or len(entry[2]) > 3 else entry[2].replace(",", "")
        found = replace(found, index=f"{found.index},{places}" if found.index else places)
    over = f"({copied[2]})" if copied else ""
    return replace(found, bold=bool(node.shape), over=over)

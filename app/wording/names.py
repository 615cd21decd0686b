"""How a name is written: `z1` as z with index 1, `alpha` as α, the loss `L` as ℒ.

No two nodes of a graph are written alike: where an index or a Greek letter would make them so
(`w1` and `w_1`, `alpha` and `α`), one of them stays as it was typed; where an entry is written
like something that has a name of its own (x₁ of `x`, and `x1`), the entries' places are in
brackets: x₍₁₎.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape

from graph_engine import Graph, Node, views
from graph_engine.brackets import ATOM, POWER, SIGN, Binding
from graph_engine.spelling import Spelling, accent_of

from .numbers import MINUS, NumberFormat
from .symbols import symbols

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lam": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ",
    "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ",
    "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip

ACCENTS = {"hat": ("\u0302", "^"), "bar": ("\u0304", "¯"), "tilde": ("\u0303", "~")}
"""What is written on a letter whose name ends so, in a text and in a formula: `yhat` is ŷ."""

_ACCENTED = re.compile(rf"([^\W\d_])({'|'.join(ACCENTS)})")

_SUBSCRIPTS = str.maketrans("0123456789()", "₀₁₂₃₄₅₆₇₈₉₍₎")
_SUPERSCRIPTS = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾′")


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
    accent: str = ""
    """What stands on its one letter, and on its base: hat, bar, tilde."""
    full: str = ""
    """A number with the digits that there is room for in a formula; its base is for a wire."""

    @cached_property
    def plain(self) -> str:
        """In running text: z₁, w_out, z⁽²⁾, W^[1]."""
        above = self.over.translate(_SUPERSCRIPTS)
        raised = not self.over or set(above) <= _RAISED
        return self.full or self._below + (above if raised else f"^{self.over}")

    @property
    def typed(self) -> str:
        """As it can be typed: u1."""
        return self.base + self.index

    @property
    def letter(self) -> str:
        """The base without what stands on it."""
        return unicodedata.normalize("NFD", self.base)[0] if self.accent else self.base

    @property
    def _below(self) -> str:
        if not self.index:
            return self.base
        if _counted(self.index):
            return self.base + self.index.translate(_SUBSCRIPTS)
        return f"{self.base}_{self.index}"

    @cached_property
    def mathml(self) -> str:
        """In a formula."""
        if self.number:
            return f"<mn>{escape(self.full or self.base)}</mn>"
        # Bold by style: MathML Core knows no bold letters of its own.
        kind = ' mathvariant="normal" class="bold"' if self.bold else ""
        base = f"<mi{kind}>{escape(self.letter)}</mi>"
        if self.accent:
            sign = ACCENTS[self.accent][1]
            base = f'<mover>{base}<mo stretchy="false">{sign}</mo></mover>'
        over = "mo" if "′" in self.over else "mn"
        tag = "mn" if _counted(self.index) else "mi"
        below = f"<{tag}>{escape(self.index)}</{tag}>"
        above = f"<{over}>{escape(self.over)}</{over}>"
        if self.index and self.over:
            return f"<msubsup>{base}{below}{above}</msubsup>"
        if self.over:
            return f"<msup>{base}{above}</msup>"
        return f"<msub>{base}{below}</msub>" if self.index else base

    @property
    def binds(self) -> Binding:
        """How tightly it binds: a negative number has a sign, and what is raised is so once."""
        if self.number and self.base.startswith(MINUS):
            return SIGN
        return POWER if self.over or "/" in self.base else ATOM

    @property
    def width(self) -> float:
        """About how wide it is on a wire, in pixels."""
        return (9.0 + 1.5 * self.bold) * len(self.base) + 6.5 * max(len(self.index), len(self.over))


def _counted(index: str) -> bool:
    """Whether an index is of numbers alone: 1, or 1,2, or (1)."""
    return index.isascii() and re.sub("[,()]", "", index).isdigit()


def name(text: str, *, loss: bool = False) -> Name:
    """How a name of the program is written."""
    if loss and text == "L":
        return Name("ℒ")
    match = re.fullmatch(r"(.*?[^\W\d])_?(\d*)", text)
    if "_" in text and not (match and match.group(2) and "_" not in match.group(1)):
        base, _, index = text.partition("_")
        return _based(base, index.replace("_", ","))
    base, index = match.groups() if match else (text, "")
    return _based(base, index)


def _based(base: str, index: str) -> Name:
    accented = _ACCENTED.fullmatch(base)
    found = accented.groups() if accented else accent_of(base)
    if found is None:
        return Name(GREEK.get(base, base), index)
    letter, accent = found
    letter = unicodedata.normalize("NFC", letter + ACCENTS[accent][0])
    return Name(letter, index, accent=accent)


def as_typed(spelling: Spelling) -> Name:
    """How a name is written that was typed with more than letters and digits: W^{[1]}, a₁′."""
    found = name(spelling.word)
    below = ",".join([*([found.index] if found.index else []), *spelling.below])
    return replace(found, index=below, over=spelling.above)


def names(graph: Graph) -> tuple[Name, ...]:
    """Every node's name on screen, no two alike.

    A computed node without a name gets u₁, u₂, … (or the next letter that is free), so that
    sentences can speak of it; a constant without a name is its number.
    """
    taken = {name(text).base for text in graph.names} | {text[0] for text in graph.names}
    taken |= {as_typed(each).base for each in graph.spelled.values()}
    letter = next((each for each in "utsrhgabcdefkmnopqvwxyzξζη" if each not in taken), "u")
    found, count = [], 0
    for node in graph.nodes:
        if node.name is not None:
            found.append(_of_node(graph, node, node.name))
        elif node.given is not None and not node.shape:
            short, full = (
                NumberFormat(False, wire=wire).given(float(node.given)) for wire in (True, False)
            )
            found.append(Name(short, number=True, full="" if short == full else full))
        else:
            count += 1
            found.append(Name(letter, str(count), bold=bool(node.shape)))
    apart = _told_apart(graph, found)
    rate = symbols((each.base for each in apart), ()).rate
    # In a graph of the learning the engine calls it so.
    return tuple(replace(each, base=f"−{rate}") if each.base == "−α" else each for each in apart)


def _is_loss(graph: Graph, node: Node) -> bool:
    program = node.op is not None and node.op.name == "program"
    return program or node.index == graph.loss


LAST = 2
"""The writing that is left for a name: in brackets the entries' places, and what was typed."""


def _told_apart(graph: Graph, found: Sequence[Name]) -> tuple[Name, ...]:
    """Of names that would be written alike the first typed so, or the first that is no entry, keeps
    its writing; the others, and with an entry all entries of its array, get their next one."""
    families: dict[str, list[int]] = {}
    for node in graph.nodes:
        if node.name is not None:
            families.setdefault(_family(node.name), []).append(node.index)
    changed, writing = list(found), dict.fromkeys(families, 0)
    while True:
        alike: dict[str, dict[str, None]] = {}
        for family, members in families.items():
            for index in members:
                alike.setdefault(changed[index].plain, {}).setdefault(family)
        moved = []
        for plain, group in alike.items():
            if len(group) > 1:
                first = min(group, key=lambda each: (each != plain, "[" in each))
                moved += [each for each in group if each != first and writing[each] < LAST]
        if not moved:
            return tuple(changed)
        for family in dict.fromkeys(moved):
            writing[family] += 1
            for index in families[family]:
                node = graph.nodes[index]
                assert node.name is not None
                changed[index] = _of_node(graph, node, node.name, writing=writing[family])


def _family(text: str) -> str:
    """What is written in one way: the entries of an array (and of each of its copies)."""
    return re.sub(r"\[[\d,]+\]", "[]", text)


def flat(graph: Graph, written: Sequence[Name]) -> tuple[Name, ...]:
    """Every node's name in a derivative: of a matrix W that of its vector, w = vec(W).

    Where w is somebody else's name, and where a name is more than one letter, it stays W.
    """
    taken = {each.plain for each in written}
    found = []
    for node, each in zip(graph.nodes, written, strict=True):
        lower = replace(each, base=each.base.lower())
        if len(node.shape) == 2 and len(each.base) == 1 and lower.plain not in taken:
            taken.add(lower.plain)
            each = lower
        found.append(each)
    return tuple(found)


_PARTIAL = re.compile(r"(.*[∂∆])?(\w+)(′*)")
"""What a graph of the learning puts before a name and behind it."""


def _of_node(graph: Graph, node: Node, text: str, *, writing: int = 0, loss: bool = False) -> Name:
    """A vector or a matrix is bold; a copy has its sample above.

    `writing`: an entry's places as short as can be, W₁₂, then with a comma, then in brackets;
    another name as usual, then as it was typed.
    """
    text = text.replace("∂L/", "∂ℒ/")  # in a graph of the learning
    loss = loss or _is_loss(graph, node)
    timed = re.fullmatch(r"(.*)\^(\d+)", text)
    if timed:
        found = _of_node(graph, node, timed[1], loss=loss or timed[1] == "L", writing=writing)
        return replace(found, over=_above(found.over, timed[2]))
    copied = re.fullmatch(r"(.*)\((\d+)\)", text)
    entry = re.fullmatch(r"([^\[\]]*)\[([\d,]+)\](.*)", copied[1] if copied else text)
    plain = entry[1] if entry else copied[1] if copied else text
    loss = loss or (plain == "L" and views.origin(node).sample > 0)
    found = Name(plain) if writing and not entry else _usual(graph, plain, loss=loss)
    if entry:
        short = "," in entry[2] and len(entry[2]) == 3 and not writing
        places = entry[2].replace(",", "") if short else entry[2]
        if writing == LAST or (writing and "," not in entry[2]):
            places = f"({places})"
        found = replace(found, index=f"{found.index},{places}" if found.index else places)
    over = f"({copied[2]})" if copied else ""
    return replace(found, bold=bool(node.shape), over=_above(found.over, over))


def _above(*parts: str) -> str:
    return ",".join(filter(None, parts))


def _usual(graph: Graph, text: str, *, loss: bool) -> Name:
    """A name as it was typed, or as what can be typed is written."""
    parts = _PARTIAL.fullmatch(text)
    typed = graph.spelled.get(parts[2]) if parts else None
    if parts is None or typed is None:
        return name(text, loss=loss)
    found = as_typed(typed)
    if parts[1]:
        found = replace(found, base=parts[1] + found.base, accent="")
    return replace(found, over=found.over + parts[3])

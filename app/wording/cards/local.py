"""The formulas of a local gradient; a matrix is a table, with words on how it is made."""

import re
from html import unescape

from graph_engine import Edge, Jacobian, Kronecker, Node, Run
from graph_engine.brackets import ATOM

from ...languages import _, later, translate
from .. import digits
from .. import formulas as f
from ..numbers import NumberFormat
from ..tables import CORNER, Window, jacobian_table
from ..words import Words, derivative
from .pieces import (
    MANY,
    by,
    filled,
    flat_name,
    kernel_of,
    name_of,
    operands_of,
    ports,
    result_in_places,
    shortened,
    true_of,
    value_of,
)


def local_symbols(words: Words, edge: Edge) -> str:
    """∂p/∂v = ∂σ(v)/∂v = σ(v)(1 − σ(v))."""
    return f.math(by(words, edge), f.EQUALS, _derived(words, edge), f.EQUALS, _slope(words, edge))


def local_asked(words: Words, edge: Edge) -> str:
    """The same as a question: without the end, where that is the number itself: ∂(a + b)/∂a = 1."""
    if not _constant(words, edge):
        return local_symbols(words, edge)
    return f.math(by(words, edge), f.EQUALS, _derived(words, edge))


def local_short(words: Words, edge: Edge) -> str:
    """The same where there is little room: what is derived is written out where it is short."""
    derived, slope = _derived(words, edge), _slope(words, edge)
    constant = _constant(words, edge)
    short = _letters(derived) + (0 if constant else _letters(slope)) <= SHORT
    middle = [f.EQUALS, derived] if short else []
    return f.math(by(words, edge), *middle, *([] if constant else [f.EQUALS, slope]))


SHORT = 24
"""Letters of a local gradient that have room on a card, with what is derived."""


def _letters(formula: f.Fragment) -> int:
    """How many letters and signs a formula has."""
    return len(re.sub(r"<[^>]*>|\s", "", unescape(formula)))


def _derived(words: Words, edge: Edge) -> f.Fragment:
    """∂σ(v)/∂v: the operation under the sign of the derivative."""
    whole = result_in_places(words, edge.dst)
    return f.derivative(f.guarded(whole, ATOM), words.below(edge).mathml)


def _slope(words: Words, edge: Edge) -> f.Fragment:
    """σ(v)(1 − σ(v))."""
    node = words.node(edge.dst)
    tex = kernel_of(node).slopes[edge.port]
    operands = operands_of(words, node, ports(tex))
    return filled(words, node, tex, operands, name_of(words, node.index))


def _constant(words: Words, edge: Edge) -> bool:
    """Whether the formula of a local gradient is its number, whatever comes in."""
    tex = kernel_of(words.node(edge.dst)).slopes[edge.port]
    return f.is_number(tex) or tex.lstrip("-") == "#c"


def local_numbers(words: Words, run: Run, edge: Edge) -> str:
    """= 0.27 · (1 − 0.27) = 0.2; a matrix is a table."""
    if isinstance(run.slope(edge), Jacobian):
        return jacobian_card(words, run, edge)
    worked, found = local_worked(words, run, edge, words.full)
    value = f.number(found, mark="local")
    return f.math(by(words, edge), f.EQUALS, *([worked, f.EQUALS] if worked else []), value)


def local_worked(words: Words, run: Run, edge: Edge, usual: NumberFormat) -> tuple[f.Fragment, str]:
    """0.27 · (1 − 0.27), empty where there is nothing to work out, and what it gives; of a number
    by a number."""
    node = words.node(edge.dst)
    slope = float(run.slope(edge))
    count = len(node.args)
    result = usual.slope(slope)
    tex = kernel_of(node).worked[edge.port]
    given = f.is_number(tex) or tex.lstrip("-") in {f"#{k}" for k in range(count + 1)} | {"#c"}
    if given or _at_kink(run, node):
        return "", result
    used = ports(tex)
    among = usual
    if node.op is not None and node.op.elementwise and count <= MANY:
        partial = node.op.partial(edge.port)
        among = true_of(
            words,
            run,
            (node.index, *node.args),
            result,
            lambda *numbers: partial(*numbers, *node.literal) if callable(partial) else partial,
            cut=True,
            usual=usual,
        )
    operands = [
        value_of(words, run, arg, among=among) if port in used else ""
        for port, arg in enumerate(node.args)
    ]
    out = value_of(words, run, node.index, among=among)
    return filled(words, node, tex, operands, out), result


def _at_kink(run: Run, node: Node) -> bool:
    """Whether a slope is a convention there, which its formula need not give."""
    if node.op is None or node.op.kink is None:
        return False
    return bool(node.op.kink.at(*(run.values[arg] for arg in node.args), *node.literal))


def whole_numbers(words: Words, run: Run, edge: Edge) -> str:
    """∂y/∂x = ∂y/∂x′ + ∂y/∂x″ = 1 + (−1) = 0; empty where x stands in y once."""
    slopes, total = words.whole(run, edge)
    if not slopes:
        return ""
    among = digits.as_sum(words, slopes, total)
    name = flat_name(words, edge.dst)
    return f.math(
        f.derivative(name, flat_name(words, edge.src)),
        f.EQUALS,
        f.total(shortened([by(words, each) for each in words.together(edge)])),
        f.EQUALS,
        f.total(shortened([f.number(among.whole(each)) for each in slopes])),
        f.EQUALS,
        f.number(words.full.whole(total), mark="local"),
    )


def jacobian_card(words: Words, run: Run, edge: Edge, window: Window = CORNER) -> str:
    """The local Jacobian as a table, zeros greyed, blocks outlined; a part of a large one."""
    return jacobian_table(
        words.ordered(run, edge),
        words.wire.slope,
        caption=derivative(words, edge),
        key=edge.id,
        window=window,
    )


def structure(words: Words, run: Run, edge: Edge) -> str:
    """What kind of matrix it is, how many of its entries can be other than 0, and its order."""
    source, target = words.node(edge.src), words.node(edge.dst)
    jacobian = words.ordered(run, edge)
    kind, count = _kind(words, edge, jacobian), jacobian.rows * jacobian.columns
    said = [translate(KINDS[kind])] if kind in KINDS and not jacobian.vanishes else []
    if jacobian.vanishes:
        said.append(_("All of it is 0 here."))
    elif jacobian.filled < count:
        said.append(
            _(
                "At most %(filled)s of %(count)s entries are not zero.",
                filled=jacobian.filled,
                count=count,
            )
        )
    if len(source.shape) == 2 or len(target.shape) == 2:
        matrix = words.plain(edge.src if len(source.shape) == 2 else edge.dst)
        said.append(
            _("%(matrix)s is made a vector column by column.", matrix=matrix)
            if words.by_columns
            else _("%(matrix)s is made a vector row by row.", matrix=matrix)
        )
    return " ".join([*said, *_own_letter(words, edge)])


_COMMAND = re.compile(r"\\operatorname\{\w+\}|\\\w+")


def _own_letter(words: Words, edge: Edge) -> list[str]:
    """What a letter of ours is in the formula of the slope: P, which picks entries."""
    node = words.node(edge.dst)
    assert node.op is not None
    _here, letter, *_more = [*node.op.letters.split(), "", ""]
    tex = _COMMAND.sub("", kernel_of(node).slopes[edge.port])
    ours = words.symbols.ours.get(letter, letter) == letter
    return [translate(node.op.letters)] if len(letter) == 1 and letter in tex and ours else []


def _kind(words: Words, edge: Edge, jacobian: Jacobian) -> str:
    """Its structure; of repeated blocks more exactly what repeats in them."""
    if not isinstance(jacobian, Kronecker):
        return jacobian.structure
    if jacobian.filled == jacobian.rows * jacobian.columns:
        return "dense"
    if jacobian.shared:
        return "shared"
    node = words.node(edge.dst)
    weights = node.op is not None and node.op.name in ("matmul", "layer") and edge.port == 0
    return "Kronecker" if weights else "apart"


KINDS = {
    "diagonal": later("Diagonal: each output depends on its own input alone."),
    "Kronecker": later("A block for each output, and zeros: outputs do not share weights."),
    "apart": later("Blocks and zeros: no two outputs have an input in common."),
    "shared": later("Blocks and zeros: the same block again and again."),
    "selection": later("Zeros and ones: entries are picked, nothing is computed."),
    "product": later("A product of simpler Jacobians."),
}
"""What is said of a Jacobian's structure."""

"""The reference: every operation of the registry with all that is known of it, ready to show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import graph_engine as ge
from graph_engine import Op
from graph_engine.ops.arithmetic import ARITHMETIC
from graph_engine.ops.functions import FUNCTIONS
from graph_engine.ops.losses import LOSSES

from ..wording import formulas as f
from ..wording.numbers import in_full
from ..wording.syntax import typed
from .plots import Plot, plot

FAMILIES = {
    "Sums, products, powers": ARITHMETIC,
    "Functions of one number": FUNCTIONS,
    "Losses": LOSSES,
}
"""The page's headings; an operation of no family stands under the last one, `OTHERS`."""
OTHERS = "More"

RESULT = "f"
"""The name of the result, on the page and in the small programs."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One operation as the reference shows it."""

    name: str
    title: str
    symbol: str
    typed: str
    """As it is written in a program."""
    formula: str
    slopes: tuple[str, ...]
    """MathML."""
    each: str
    """A remark where one derivative stands for all operands."""
    size: str
    """The local Jacobian's."""
    domain: str
    remarks: tuple[str, ...]
    """Conventions at kinks, poles, what rounding does."""
    plot: Plot | None
    caption: str
    program: str
    """A small lesson of it."""


@cache
def entries(operations: Sequence[Op] | None = None) -> Mapping[str, tuple[Entry, ...]]:
    """Every operation, by heading; of the registry unless others are given."""
    left = {op.name: op for op in (operations or ge.operations().values())}
    found: dict[str, tuple[Entry, ...]] = {}
    for heading, family in FAMILIES.items():
        members = [left.pop(op.name) for op in family if op.name in left]
        found[heading] = tuple(_entry(op) for op in members)
    found[OTHERS] = tuple(_entry(op) for op in left.values())
    return {heading: members for heading, members in found.items() if members}


def _entry(op: Op) -> Entry:
    names = _operands(op)
    sample = op.samples[0]
    operands, literals = sample[: op.arity], sample[op.arity :]
    letter = "c" if op.literal else ""
    fixed = [*zip(names, operands[:-1], strict=False), *zip(letter, literals, strict=True)]
    given = ", ".join(f"{name} = {in_full(x)}" for name, x in fixed)
    along = names[op.arity - 1]
    return Entry(
        name=op.name,
        title=op.title,
        symbol=op.symbol.replace("#+c", "+c").replace("#^c", "ᶜ").replace("#c", "c"),
        typed=typed(op, [*names, *(["…"] if op.variadic else [])], letter),
        formula=f.math(_name(RESULT), f.EQUALS, _filled(op, None)),
        slopes=tuple(
            f.math(
                f.derivative(_name(RESULT), _name(names[port])),
                f.EQUALS,
                _filled(op, port),
                *([f.EQUALS, _filled(op, port, worked=True)] if op.worked else []),
            )
            for port in range(1 if op.variadic else op.arity)
        ),
        each="and so for each operand" if op.variadic else "",
        size="1×1 for each operand; of vectors with n entries n×n, and diagonal"
        if op.arity > 1
        else "1×1; of a vector with n entries n×n, and diagonal",
        domain=op.domain,
        remarks=_remarks(op),
        plot=plot(
            op,
            operands,
            literals,
            f"The {op.title} and its derivative, for {along} from −4 to 4"
            + (f", with {given}" if given else ""),
        ),
        caption=f"{along} varies, {given}" if given else "",
        program=_program(op, operands, literals),
    )


def _operands(op: Op) -> list[str]:
    """The operands' names; three stand for any number."""
    return ["a", "b"] if op.variadic else list(op.operands)


def _name(name: str) -> f.Fragment:
    return f"<mi>{name}</mi>"


def _filled(op: Op, port: int | None, *, worked: bool = False) -> f.Fragment:
    """The formula, or that of a derivative, with names where operands and literal go."""
    operands = [_name(name) for name in _operands(op)]
    literals = (_ANY,) if op.literal else ()
    if port is None:
        text = f.result(op, operands, _letter, *literals)
    else:
        text = f.slope(op, port, operands, _name(RESULT), _letter, *literals, worked=worked)
    text = text.replace(f"<mn>{_LESS}</mn>", "<mrow><mi>c</mi><mo>−</mo><mn>1</mn></mrow>").replace(
        "<mn>c</mn>", "<mi>c</mi>"
    )
    # A minus that opens a row is a sign; the others are subtractions and stand apart.
    return text if f.EQUALS in text else f"<mrow>{text}</mrow>"


_ANY = 0.0
_LESS = "c-1"


def _letter(literal: float) -> str:
    """The letter for any literal, and for one less."""
    return "c" if literal == _ANY else _LESS


def _remarks(op: Op) -> tuple[str, ...]:
    found = []
    if op.kink:
        found.append(op.kink.convention)
    if op.pole_reason:
        found.append(f"{op.pole_reason[0].upper()}{op.pole_reason[1:]}.")
    if op.bounds:
        low, high = (in_full(x) for x in op.bounds)
        between = f"above {low}" if high == "∞" else f"between {low} and {high}"
        found.append(f"Its values lie {between}; where one meets the bound, that is rounding.")
    if op.flat:
        found.append(op.flat)
    if op.literal_default is not None:
        found.append(f"c is {in_full(op.literal_default)} where it is left out.")
    return tuple(found)


def _program(op: Op, operands: Sequence[float], literals: Sequence[float]) -> str:
    names = _operands(op)
    lines = [f"# {op.title[0].upper()}{op.title[1:]}", "# From the reference: change the numbers."]
    lines += [f"{name} = {value:g}" for name, value in zip(names, operands, strict=True)]
    lines += ["", f"{RESULT} = {typed(op, names, ''.join(f'{x:g}' for x in literals))}", ""]
    return "\n".join(lines)

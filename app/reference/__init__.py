"""The reference: every operation of the registry with all that is known of it, ready to show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

import graph_engine as ge
from graph_engine import Op

from ..languages import _, language, later, separator, translate
from ..wording import formulas as f
from ..wording.numbers import in_full, significant
from .plots import Plot, plot

OTHERS = later("More")
"""The heading of an operation of no family: the last one."""

RESULT = "f"
"""The name of the result, on the page and in the small programs."""


STRUCTURES = {
    "scalar": later("a single number"),
    "diagonal": later("diagonal"),
    "dense": later("full"),
    "Kronecker": later("a Kronecker product: one block, again and again"),
    "selection": later("zeros and ones: each output is one of the inputs"),
    "product": later("a product of simpler ones"),
    "derived": later("each row moved on by one"),
}
"""What the engine knows of a Jacobian, in words."""

MOST_ENTRIES = 60
"""Entries of a Jacobian that is written out."""


@dataclass(frozen=True, kw_only=True)
class JacobianTable:
    """A local Jacobian of an example."""

    heading: str
    """MathML."""
    size: str
    structure: str
    rows: tuple[tuple[str, ...], ...]
    """Its entries; none where there are too many."""


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
    """Of an elementwise operation."""
    caption: str
    jacobians: tuple[JacobianTable, ...]
    """Of the others, for the operands of the small lesson."""
    shapes: str
    """Those operands' shapes, and the result's."""
    program: str
    """A small lesson of it."""


def entries() -> Mapping[str, tuple[Entry, ...]]:
    """Every operation of the registry, by heading, in the language of now."""
    operations = ge.operations()
    return arranged(operations.values()) if operations.extended else _entries(language())


@cache
def _entries(spoken: str) -> Mapping[str, tuple[Entry, ...]]:
    """Those in the language that is `spoken`: they are many, and always the same."""
    return arranged(ge.operations().values())


def arranged(operations: Iterable[Op]) -> Mapping[str, tuple[Entry, ...]]:
    """Operations as they are shown, by heading."""
    return {
        heading: tuple(_entry(op) for op in members)
        for heading, members in families(operations).items()
    }


def families(operations: Iterable[Op]) -> Mapping[str, tuple[Op, ...]]:
    """Operations by heading, untranslated; those of no family come last."""
    found: dict[str, list[Op]] = {}
    for op in operations:
        found.setdefault(op.family or OTHERS, []).append(op)
    others = found.pop(OTHERS, None)
    if others:
        found[OTHERS] = others
    return {heading: tuple(members) for heading, members in found.items()}


def _entry(op: Op) -> Entry:
    return _elementwise(op) if op.elementwise else _of_arrays(op)


def _elementwise(op: Op) -> Entry:
    names = _operands(op)
    sample = op.samples[0]
    operands, literals = sample[: len(names)], sample[len(names) :]
    letter = "c" if op.literal else ""
    fixed = [*zip(names, operands[:-1], strict=False), *zip(letter, literals, strict=True)]
    given = separator().join(f"{name} = {in_full(x)}" for name, x in fixed)
    along = names[op.arity - 1]
    return Entry(
        name=op.name,
        title=translate(op.title),
        symbol=op.symbol.replace("#+c", "+c").replace("#^c", "ᶜ").replace("#c", "c"),
        typed=op.as_typed([*names, *(["…"] if op.variadic else [])], letter),
        formula=f.math(_name(RESULT), f.EQUALS, _filled(op, None)),
        slopes=tuple(
            f.math(
                f.derivative(_name(RESULT), _name(names[port])),
                f.EQUALS,
                _filled(op, port),
                *([f.EQUALS, _filled(op, port, worked=True)] if op.worked else []),
            )
            for port in range(1 if op.variadic and len(op.slopes) == 1 else op.arity)
        ),
        each=_("and so for each operand") if op.variadic and len(op.slopes) == 1 else "",
        size=_("1×1 for each operand; of vectors with n entries n×n, and diagonal")
        if op.arity > 1
        else _("1×1; of a vector with n entries n×n, and diagonal"),
        domain=translate(op.domain),
        remarks=_remarks(op),
        plot=plot(
            op,
            operands,
            literals,
            _(
                "The %(operation)s and its derivative, for %(along)s from −4 to 4, with %(given)s",
                operation=translate(op.title),
                along=along,
                given=given,
            )
            if given
            else _(
                "The %(operation)s and its derivative, for %(along)s from −4 to 4",
                operation=translate(op.title),
                along=along,
            ),
        ),
        caption=_("%(along)s varies, %(given)s", along=along, given=given) if given else "",
        jacobians=(),
        shapes="",
        program=_program(op, operands, literals),
    )


def _of_arrays(op: Op) -> Entry:
    """An operation that is more than one entry at a time: shown with an example of its own."""
    names = _operands(op)
    sample = op.samples[0]
    operands, sizes = sample[: len(names)], sample[len(names) :]
    program = _program(op, operands, sizes)
    graph = ge.parse(program)
    run = ge.run(graph)
    node = next(each for each in graph.nodes if each.op is op)
    assert node.kernel is not None
    shown = replace(
        op,
        operands=tuple(names),
        formula=node.kernel.formula,
        slopes=node.kernel.slopes,
        worked=(),
    )
    tables = [] if op.over_samples else [_table(run, name) for name in names]
    return Entry(
        name=op.name,
        title=translate(op.title),
        symbol=op.symbol.replace("#c", "c"),
        typed=op.as_typed(
            [*names, *(["…"] if op.variadic else [])],
            op.listed(sizes) if op.listing else ", ".join("mn"[: len(sizes)]),
        ),
        formula=f.math(_name(RESULT), f.EQUALS, _filled(shown, None)),
        slopes=tuple(
            f.math(f.derivative(_name(RESULT), _name(name)), f.EQUALS, _filled(shown, port))
            for port, name in enumerate(names)
        ),
        each="",
        size=_("1×1 for each sample; of vectors with n entries n×n, and diagonal")
        if op.over_samples
        else ", ".join(
            _("%(size)s by %(name)s", size=table.size, name=name)
            for table, name in zip(tables, names, strict=True)
        ),
        domain=translate(op.domain),
        remarks=_remarks(op),
        plot=None,
        caption="",
        jacobians=tuple(tables),
        shapes=""
        if op.over_samples
        else ", ".join(
            _("%(name)s is %(shape)s", name=name, shape=_shape(graph.node(name).shape))
            for name in [*names, RESULT]
        ),
        program=program,
    )


def _table(run: ge.Run, name: str) -> JacobianTable:
    found = run.jacobian(name, RESULT)
    rows: tuple[tuple[str, ...], ...] = ()
    if found.rows * found.columns <= MOST_ENTRIES:
        rows = tuple(tuple(significant(float(x), 3) for x in row) for row in np.asarray(found))
    return JacobianTable(
        heading=f.math(f.derivative(_name(RESULT), _name(name))),
        size=f"{found.rows}×{found.columns}",
        structure=translate(STRUCTURES[found.structure]),
        rows=rows,
    )


def _shape(shape: Sequence[int]) -> str:
    if not shape:
        return _("a number")
    return "×".join(map(str, (*shape, 1) if len(shape) == 1 else shape))


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
        text: f.Fragment = f.result(op, operands, _letter, *literals)
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
        found.append(translate(op.kink.convention))
    if op.pole_reason:
        reason = translate(op.pole_reason)
        found.append(f"{reason[0].upper()}{reason[1:]}.")
    if op.bounds:
        low, high = (in_full(x) for x in op.bounds)
        found.append(
            _(
                "Its values lie above %(low)s; where one meets the bound, that is rounding.",
                low=low,
            )
            if high == "∞"
            else _(
                "Its values lie between %(low)s and %(high)s; where one meets the bound, that is "
                "rounding.",
                low=low,
                high=high,
            )
        )
    if op.flat:
        found.append(translate(op.flat))
    if op.letters:
        found.append(translate(op.letters))
    if op.literal_default is not None:
        found.append(_("c is %(value)s where it is left out.", value=in_full(op.literal_default)))
    return tuple(found)


def _program(op: Op, operands: Sequence[Any], literals: Sequence[float]) -> str:
    names = _operands(op)
    title, introduction = translate(op.title), _("From the reference: change the numbers.")
    lines = [f"# {title[0].upper()}{title[1:]}", f"# {introduction}"]
    if op.over_samples:
        lines += [f"{name} = each(2, 1, -1)" for name in names]
    else:
        lines += [f"{name} = {_typed(value)}" for name, value in zip(names, operands, strict=True)]
    called = op.as_typed(names, op.listed(literals))
    lines += ["", f"{RESULT} = {called}"]
    if not op.elementwise and ge.parse("\n".join(lines)).node(RESULT).shape:
        lines.append(f"L: loss = norm2({RESULT})")  # so that something flows back
    return "\n".join([*lines, ""])


def _typed(value: Any) -> str:
    """A number, a vector or a matrix as it is typed."""
    if isinstance(value, Sequence):
        return f"[{', '.join(map(_typed, value))}]"
    return f"{value:g}"

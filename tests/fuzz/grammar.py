"""What is put in: programs of a grammar, whole and damaged, options, JSON of every shape.

Half of what comes in is tame: it is read, and goes all the way. The rest is wild.
"""

import random
from collections.abc import Callable, Mapping
from typing import Any

import graph_engine as ge

ROLES = ("input", "weight", "label", "constant")
NAMES = ("x", "w", "W", "b", "z1", "q", "p", "L", "y_2", "alpha", "θ", "λ_1", "x0",
         "váha", "ŷ", "W^{[1]}", "z⁽²⁾", "x_1'", "ϵ")  # fmt: skip
STRANGE_NAMES = ("ℓ", "é", "x\u0301", "e^{(2)}", "x__y", "sum", "each", "_", "1x", "if", "w" * 40)
ROUND = ("0", "1", "-1", "2", "0.5", "-3.7", "0.1", "10", "1e-9", "1e308", "5e-324", "-0.0")
STRANGE = (
    *("1e999", "nan", "07", "1_000", "10**10**10", "0x1f", "1/3", "½", "1,5", "−2", "1.5e", "٣"),
    "1e-400",
)
TEXTS = (
    *("", " ", "\t", "\n", "\r\n", "\0", "#", "# $\\frac{1}{2}$", "# <b>&amp;", "'''", '"', "\\"),
    *(
        "[",
        "]",
        "((",
        "))",
        "@",
        ".T",
        "**",
        "//",
        "=",
        "==",
        ":=",
        "lambda: 0",
        "__import__('os')",
    ),
    *("each(1, 2)", "x[0]", "x[-1]", "W[0, 1]", "x[1:2]", "\ud800", "\U0001f9e0", "\u202e", "²"),
    *("$\\text{<a href=//e>}$", "${$", "%s", "{{ 7 * 7 }}", "';--", "../..", "\ufeff"),
)
OWN = ("value:n0", "value:L1", "value:n0,slope:n1/n0", "new:x", "sum:x,new:w", "slope:L1/n1")
"""Locks that many a program of the grammar has."""
OPTIONS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # name: (what is read, what is refused or mended)
    "focus": (("*", "-"), ("nope", "w", "w[1]", "", "n3")),
    "numbers": (("slide", "exact"), ("both",)),
    "rate": (("1", "0.5", "1/(1+t)", "[1, 0.5]"), ("nan", "-1", "1e999", "t)", "[[1]]", "")),
    "zoom": (
        ("scalars", "vectors", "layers", "neurons", "unroll", "chains", "learning", "loop"),
        ("far",),
    ),
    "open": (("", "w", "q,p"), (",,,",)),
    "sample": (("0",), ("1", "2", "-1", "999999999999")),
    "iterations": (("1", "2", "3", "20"), ("21", "0", "-5", "x")),
    "accumulate": (("0", "1"), ("2",)),
    "vec": (("rows", "columns"), ("both",)),
    "unknown": (("*", ""), ("w", "w,x", "nope", ",,", "w[1]", "*,w")),
    "hide": (("values", "local,gradients", ""), ("all",)),
    "lock": (
        *(("value:*", "slope:p/v", "value:q,new:w", "flow:*", "value:@3", *OWN), (":::", "")),
    ),
    "unlocked": (
        *(
            ("value:n0", "value:n0,value:n1", "value:L1,sum:x,new:w", "slope:L1/n0"),
            (":::", "nope"),
        ),
    ),
    "predict": (("0", "1"), ("yes",)),
    "step": (("0", "1", "7", "99999"), ("-3", "all", "x", "")),
    "theme": (("paper", "board", "projector"), ("none",)),
    "lang": (("en", "cs"), ("xx",)),
    "level": (("node", "edge", "formula"), ("fine",)),
    "v.w": ((), ("1", "-2.5", "1/3", "[1, 2]", "[[1]]", "nan", "1e999", "x")),
    "v.nope": ((), ("1",)),
}


PARTS = ("-1", "1:", ":2", "::-1", ":, 0", "0, 1:", "None, :", "::2, 1:3", "5:", "a")
"""What may stand in brackets behind a value."""


class Dice(random.Random):
    """Random choices that can be made again from their seed; those of a `wild` one are odd."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.wild = self.random() < 0.4
        self.flat = self.random() < 0.6
        """Whether every value is a single number, so that everything fits together."""

    def odd(self, chance: float) -> bool:
        """Whether something strange comes now; never from tame dice."""
        return self.wild and self.random() < chance


def number(d: Dice) -> str:
    """A number, most of them plain."""
    if d.odd(0.2):
        return d.choice(STRANGE)
    return d.choice(ROUND) if d.random() < 0.3 else f"{d.uniform(-3, 3):.2g}"


def value(d: Dice) -> str:
    """What stands behind a leaf's name."""
    kind, width = d.random(), d.randint(1, 4)
    if kind < 0.6 or d.flat:
        return number(d)
    rows = [", ".join(number(d) for _ in range(width)) for _ in range(d.randint(1, 3))]
    if kind < 0.75:
        return f"[{rows[0]}]"
    if kind < 0.85:
        return "[" + ", ".join(f"[{each}]" for each in rows) + "]"
    if kind < 0.92:
        return f"each({rows[0]}, {number(d)})"
    size = (
        d.choice(("", "9999", "-1", "2, 2, 2")) if d.odd(0.3) else d.choice(("2", "3, 3", "2, 3"))
    )
    return d.choice(("zeros({})", "ones({})", "random({})")).format(size)


def expression(d: Dice, names: list[str], depth: int = 0) -> str:
    """An expression, a few levels deep."""
    kind = d.random()
    if depth > 3 or kind < 0.25:
        return d.choice([*names, number(d)]) if names else number(d)
    inner = [expression(d, names, depth + 1) for _ in range(d.randint(1, 3))]
    if kind < 0.6:
        sign = d.choice((" + ", " - ", "*", "/", "**", "*" if d.flat else "@"))
        whole = f"{inner[0]}**{d.choice(('2', '3', '0.5', '-1'))}"
        whole = whole if sign == "**" else sign.join(inner)
        return f"({whole})" if d.random() < 0.7 else whole
    if kind < 0.66 and not d.flat:
        name = d.choice(("sum", "mean", "max", "min", "softmax", "logsumexp"))
        more = d.choice(("axis=0", "axis=1", "axis=-1", "dim=0, keepdim=True", "1"))
        return f"{name}({inner[0]}, {more if not d.odd(0.2) else d.choice(('axis=2', 'axis=x'))})"
    if kind < 0.9:
        known = [op for op in ge.operations().values() if op.function]
        op = d.choice([op for op in known if op.elementwise] if d.flat else known)
        extra = d.choice((1, -1)) if d.odd(0.2) else 0
        given = [d.choice(inner) for _ in range(max(0, op.arity + extra))]
        given += [str(d.randint(1, 4)) for _ in range(op.sizes[0])]
        return f"{op.name}({', '.join(given)})"
    sign = d.choice((">", "<", ">=", "<=", "==")) if d.odd(0.3) else d.choice("><")
    if d.random() < 0.4:
        return d.choice(
            ("({0} {s} {1})*{0}", "where({0} {s} 0, {0}, {1})", "detach({0})", "where({0}, 1, {1})")
        ).format(inner[0], inner[-1], s=sign)
    if d.flat:
        return d.choice(("-({})", "-log({})")).format(inner[0])
    if d.random() < 0.4:
        part = d.choice(
            ("-1", "1:", ":2", "::-1", ":, 0", "0, 1:", "None, :", "::2, 1:3", "5:", "a")
        )
        return d.choice(("({0})[{p}]", "[{0}, {1}]", "({0})[{p}]")).format(
            inner[0], inner[-1], p=part
        )
    return d.choice(("-({})", "({}).T", "({})[0]", "-log({})", "average({})")).format(inner[0])


def program(d: Dice) -> str:
    """A program that is mostly right; of wild dice many are damaged in a place or two."""
    lines, names = [], list[str]()
    if d.random() < 0.4:
        lines.append("# " + d.choice(("A title", "$w_1$ and $\\frac{a}{b}$", "Příklad")))
    leaves = d.sample(NAMES[:7], d.randint(1, 4))
    for name in leaves:
        role = f": {d.choice(ROLES)}" if d.random() < 0.6 else ""
        lines.append(f"{name}{role} = {value(d)}")
        names.append(name)
    for k in range(d.randint(0, 6)):
        name = d.choice((*NAMES, *STRANGE_NAMES)) if d.odd(0.3) else f"n{k}"
        role = ": loss" if d.odd(0.15) else ""
        lines.append(f"{name}{role} = {expression(d, names)}")
        names.append(name)
    if d.random() < 0.8:
        ends = ("{}**2", "({} - 1)**2", "exp({})") if d.flat else ("norm2({})", "sum({})")
        lines.append(f"L1: loss = {d.choice(ends).format(names[-1])}")
    text = "\n".join(lines)
    return damaged(d, text) if d.odd(0.4) else text


def damaged(d: Dice, text: str) -> str:
    """A text with something put in, taken out, or said many times."""
    for _ in range(d.randint(1, 3)):
        place = d.randint(0, len(text))
        kind = d.random()
        if kind < 0.5:
            text = text[:place] + d.choice(TEXTS) + text[place:]
        elif kind < 0.8:
            text = text[:place] + text[place + d.randint(1, 5) :]
        else:
            text = text[:place] + text[place : place + 3] * d.choice((2, 30, 300)) + text[place:]
    return text


def options(d: Dice) -> dict[str, str]:
    """A few options of a link."""
    found = {}
    for name in d.sample(sorted(OPTIONS), d.randint(0, 5)):
        good, bad = OPTIONS[name]
        if good and not d.odd(0.3):
            found[name] = d.choice(good)
        elif d.wild:
            found[name] = d.choice(bad)
    if d.odd(0.1):
        found[d.choice(("bogus", "p", "v.", "v.w", "\0", "step"))] = d.choice(TEXTS)
    return found


def scrap(d: Dice, depth: int = 0) -> Any:
    """JSON of any shape."""
    makers: list[Callable[[], Any]] = [
        lambda: None,
        lambda: d.choice((True, False)),
        lambda: d.choice((0, 1, -1, 2**63, 10**400, 0.5, 1e308, -0.0)),
        lambda: d.choice((*TEXTS, *NAMES, "*", "-")),
    ]
    if depth < 3:
        makers += [
            lambda: [scrap(d, depth + 1) for _ in range(d.randint(0, 3))],
            lambda: {d.choice(NAMES): scrap(d, depth + 1) for _ in range(d.randint(0, 3))},
        ]
    return d.choice(makers)()


NEEDED = ("question", "answer", "matrix", "node")
"""Fields without which a request is refused."""


def payload(d: Dice, fields: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """A request's JSON: a program, and some of the fields, right or of any shape."""
    found: dict[str, Any] = {"program": program(d)}
    for name, make in fields.items():
        if d.random() < 0.5 or (name in NEEDED and not d.wild):
            found[name] = scrap(d) if d.odd(0.15) else make()
    if d.odd(0.05):
        found[d.choice(NAMES)] = scrap(d)
    return found

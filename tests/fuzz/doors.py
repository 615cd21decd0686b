"""Every door of the server, and what is tried at each."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from app.lessons import lessons
from app.state.link import pack
from app.talks import talks

from . import grammar
from .grammar import Dice

LIGHT = ("svg", "json", "tex", "gv", "py", "torch.py", "micrograd.py", "html")
"""Formats that are made at once."""


@dataclass(frozen=True, kw_only=True)
class Try:
    """One request: what to send where. It can be written down and sent again."""

    method: str
    path: str
    body: str | None = None
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def door(self) -> str:
        """What it is counted under."""
        where = self.path.partition("?")[0]
        for slug in (*lessons(), *talks()):
            where = where.replace(f"/{slug}", "/<slug>")
        return f"{self.method} {where}" if len(where) < 40 else f"{self.method} …"


def _link(d: Dice) -> str:
    """A packed program as it stands in a link; seldom a damaged one."""
    packed = pack(grammar.program(d).encode("utf-8", "replace").decode())
    if d.odd(0.2):
        packed = grammar.damaged(d, packed)
    return packed


def _fields(d: Dice) -> dict[str, Callable[[], Any]]:
    odd = ({"w": 1}, {"x": [1, 2]}, {"nope": 1}, {"w": [[1, 2], [3]]}, {"w": -0.0})

    def pick(*listed: Any) -> Callable[[], Any]:
        return lambda: d.choice(listed)

    return {
        "values": pick({}, *(odd if d.wild else ())),
        "arithmetic": pick("exact", "slide"),
        "focus": pick("*", "-", *(("w", "x", "nope") if d.wild else ())),
        "rate": pick(1, 0.1, [1, 0.5], "1/(1+t)", None),
        "iterations": pick(1, 2, 3, 20),
        "accumulate": pick(True, False),
        "zoom": pick("scalars", "vectors", "layers", "learning", "loop"),
        "open": pick("", "q"),
        "sample": pick(0, *((1, 2, -1) if d.wild else ())),
        "vec": pick("rows", "columns"),
    }


def page(d: Dice) -> Try:
    """A page of a lesson or of a program in a link."""
    options = grammar.options(d)
    if d.random() < 0.5:
        slug = d.choice(("nope", "..", "%00")) if d.odd(0.1) else d.choice([*lessons()])
        where = d.choice(("/lesson/{}", "/present/{}", "/embed/lesson/{}", "/talk/{}"))
        if where == "/talk/{}" and not d.wild:
            slug = d.choice([*talks()])
        where = where.format(slug)
    else:
        where = d.choice(("/studio", "/present", "/embed/studio"))
        options = {"p": _link(d), **options}
    return Try(method="GET", path=_address(where, options))


def file(d: Dice) -> Try:
    """An export, one that is made at once."""
    options, suffix = (
        grammar.options(d),
        d.choice(("exe", "", "a.b")) if d.odd(0.1) else d.choice(LIGHT),
    )
    if d.random() < 0.4:
        return Try(
            method="GET", path=_address(f"/lesson/{d.choice([*lessons()])}.{suffix}", options)
        )
    return Try(method="GET", path=_address(f"/studio.{suffix}", {"p": _link(d), **options}))


def other(d: Dice) -> Try:
    """The pages beside: gallery, reference, neuron, QR code, a job that is not there."""
    nowhere = ("/api/export/0", "/x") if d.wild else ()
    where = d.choice(("/", "/reference", "/neuron", "/qr.svg", "/healthz", *nowhere))
    options = grammar.options(d)
    if where == "/neuron":
        options["current"] = d.choice(("nan", "1e999", "x", "-5") if d.wild else ("0", "10"))
    if where == "/qr.svg":
        options["link"] = (
            d.choice(("//evil", "http://evil/", "x" * 5000, "\ud800")) if d.wild else "/lesson/fork"
        )
    return Try(
        method=d.choice(("POST", "DELETE")) if d.odd(0.4) else "GET", path=_address(where, options)
    )


def api(d: Dice) -> Try:
    """The interface that pages use."""
    fields = _fields(d)
    where = d.choice(
        ("story", "story", "numbers", "matrix", "questions", "check", "nudge", "gradients")
    )
    if where == "story":
        fields |= {"page": lambda: d.choice((True, False)), "step": lambda: d.randint(0, 60)}
        fields |= {"slug": lambda: d.choice([*lessons()]), "have": lambda: "x"}
    if where == "matrix":
        fields |= {
            "matrix": lambda: d.choice(
                ("value:n0", "local:e2-0", "gradient:n1", *((":", "n1") if d.wild else ()))
            )
        }
        fields |= {"row": lambda: d.randint(-1, 9), "column": lambda: d.randint(-1, 9)}
    if where == "check":
        fields |= {"question": lambda: str(d.randint(0, 19)), "answer": lambda: _answer(d)}
        fields |= {"earlier": lambda: {str(k): _answer(d) for k in range(d.randint(0, 3))}}
    if where == "nudge":
        fields |= {
            "node": lambda: d.choice(("n0", *(("n1", "n9", "w", "x") if d.wild else ()))),
            "reach": lambda: 1,
        }
        fields |= {"entry": lambda: d.choice(([0], [0, 1], [], [9], None))}
    found = grammar.payload(d, fields)
    body = json.dumps(found)
    kind = "application/json"
    if d.odd(0.1):
        body, kind = grammar.damaged(d, body), d.choice((kind, "text/plain", "application/xml"))
    return Try(method="POST", path=f"/api/{where}", body=body, kind=kind)


def _answer(d: Dice) -> str:
    return d.choice(
        (
            grammar.number(d),
            grammar.expression(d, ["p", "w", "x"]),
            d.choice(grammar.TEXTS),
            "p*(1-p)",
        )
    )


def _address(where: str, options: dict[str, str]) -> str:
    query = urlencode(options, errors="surrogatepass")
    return f"{where}?{query}" if query else where


DOORS: tuple[Callable[[Dice], Try], ...] = (api, api, api, page, page, file, file, other)

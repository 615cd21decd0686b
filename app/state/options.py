"""The options of the view, one row each; from a row follows everything that carries the option.

Links, JSON, the page's state, what the stage asks for, keys of lessons and talks, exports, the
command line and `docs/openapi.yaml` read this table, by `carried.py`. To add an option, add a field
to `View` or `Look` and a row here, and run `make openapi`; CONTRIBUTING.md says where its control
is declared.
"""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from typing import Any, Literal, get_args

from graph_engine import WHOLE, limits

from ..languages import _
from ..picture.layers import LAYERS
from ..picture.svg import THEMES
from .kinds import RATE, SWITCH, VALUES, Json, Kind, OptionError, names, one_of, text, two, whole
from .locks import KINDS, well_formed
from .view import Look, View, Zoom

MOST_LOCKS = 400
"""Locked numbers in one link; all of a kind are one."""

ZOOMS: tuple[Zoom, ...] = get_args(Zoom)
ALL = "all"
"""The step that means every step; of an export."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """One option: how it is called, where it stands, what it may be."""

    name: str
    """In a link, in files and on the command line; where each key has one, how these begin."""
    field: str
    """Of `View`, or else of `Look`."""
    kind: Kind[Any]
    says: str
    """What it is for, in the description of the interface."""
    data: str = ""
    """Its name in JSON, where that is another."""
    more: Mapping[str, Json] = dataclasses.field(default_factory=dict)
    """What the description says besides."""
    own: bool = False
    """Whether JSON without it means what the lesson has; else what a program alone has."""
    unsaid: bool = False
    """Whether JSON leaves out what is usual: a page then knows that nobody chose it."""
    where: Literal["story", "kept", "page"] = "story"
    """What of a page has it: the story, told anew when it changes; what the page keeps by itself
    and tells the server, too; or the page alone."""
    lesson: bool = True
    """Whether lessons may have it."""

    @property
    def component(self) -> str:
        """Its name in the description of the interface."""
        return self.data if self.kind.each else self.name

    @property
    def key(self) -> str:
        """Its name in JSON."""
        return self.data or self.name

    @property
    def of_view(self) -> bool:
        """Whether it is part of the view, which is told anew when it changes."""
        return self.field in {each.name for each in fields(View)}

    def of(self, look: Look) -> Any:
        """Its value."""
        return getattr(look.view if self.of_view else look, self.field)

    def put(self, look: Look, value: Any) -> Look:
        """The look with another value."""
        if self.of_view:
            return replace(look, view=replace(look.view, **{self.field: value}))
        return replace(look, **{self.field: value})

    def names(self, name: str) -> bool:
        """Whether a link's option of that name is this one."""
        return name.startswith(self.name) if self.kind.each else name == self.name

    def read(self, look: Look, name: str, given: str) -> Look:
        """The look as a link's text says; raises `OptionError`."""
        value = self.kind.read(name, given)
        if self.kind.each:
            value = {**self.of(look), name.removeprefix(self.name): value}
        return self.put(look, value)

    def write(self, look: Look) -> dict[str, str]:
        """What a link says of it."""
        value = self.of(look)
        if self.kind.each:
            return {f"{self.name}{key}": self.kind.write(each) for key, each in value.items()}
        return {self.name: self.kind.write(value)}


OTHER_LAYERS = {"locals": "local"}
"""What the stage once called a layer."""


def _layers(name: str, given: Sequence[str]) -> tuple[str, ...]:
    chosen = {OTHER_LAYERS.get(each, each) for each in given}
    if not chosen <= set(LAYERS):
        raise OptionError(
            _("`%(name)s` is a list of %(layers)s.", name=name, layers=", ".join(LAYERS))
        )
    return tuple(layer for layer in LAYERS if layer in chosen)


def _locks(name: str, given: Sequence[str]) -> tuple[str, ...]:
    keys = tuple(dict.fromkeys(given))
    if len(keys) > MOST_LOCKS or not all(map(well_formed, keys)):
        raise OptionError(
            _(
                "`%(name)s` is a list of numbers like `value:q` or `slope:p/v`: each is one of "
                "%(kinds)s, with a name behind a colon.",
                name=name,
                kinds=", ".join((*KINDS, "again")),
            )
        )
    return keys


OPTIONS: tuple[Option, ...] = (
    Option(
        name="step",
        field="step",
        where="page",
        kind=whole(zero=ALL),
        says="The step, from 0; past the last one means the last one.",
        lesson=False,
    ),
    Option(
        name="numbers",
        data="arithmetic",
        field="arithmetic",
        kind=one_of(("slide", "exact")),
        says="Exact arithmetic, or slide arithmetic, which rounds each local gradient to two "
        "digits on its own.",
    ),
    Option(
        name="focus",
        field="focus",
        kind=text(empty=WHOLE),
        says="The leaf whose chain is told, `*` for the whole backward pass, `-` for forward only.",
    ),
    Option(
        name="rate",
        field="rate",
        kind=RATE,
        unsaid=True,
        says="The learning rate α; also a list, one per iteration, or like `1/(1+t)`.",
        own=True,
    ),
    Option(
        name="iterations",
        field="iterations",
        kind=whole(least=1, most=limits.ITERATIONS.most),
        says="How many updates are told.",
        own=True,
    ),
    Option(
        name="accumulate",
        field="accumulate",
        kind=SWITCH,
        says="Whether gradients are never reset: each iteration adds to what is there, as when "
        "zero_grad is forgotten.",
    ),
    Option(
        name="zoom",
        field="zoom",
        kind=one_of(ZOOMS),
        says="How finely the graph is drawn; `neurons` draws its layers as columns of neurons, "
        "`unroll` matrices as they become vectors, `chains` the chains of all weights together, "
        "`learning` and `loop` the learning itself.",
    ),
    Option(
        name="open",
        field="opened",
        kind=names(lambda name, given: frozenset(given)),
        says="Layers that are drawn open, by name, with commas between; of neurons one, as `y[2]`.",
    ),
    Option(
        name="sample",
        field="sample",
        kind=whole(),
        says="Which sample is drawn, from 1; 0 for all.",
    ),
    Option(
        name="vec",
        field="columns",
        kind=two("rows", "columns"),
        says="Whether a matrix becomes a vector row by row or column by column.",
    ),
    Option(
        name="unknown",
        field="unknown",
        kind=names(lambda name, given: frozenset(given)),
        says="Leaves whose numbers are not known yet, by name, with commas between; `*` is all "
        "weights. Only the task is told: what is given, what is sought, and the graph.",
    ),
    Option(
        name="v.",
        data="values",
        field="values",
        kind=VALUES,
        says="Numbers of leaves in place of the program's, in a link as `v.w1=0.5`; lists for "
        "vectors, matrices and samples, as `v.x=[2,-1]`.",
        more={"style": "form", "explode": True, "example": {"v.w1": 0.5}},
        lesson=False,
    ),
    Option(
        name="theme",
        field="theme",
        where="page",
        kind=one_of(THEMES, otherwise=THEMES[0]),
        says="The colours; any other text means the first one.",
        lesson=False,
    ),
    Option(
        name="hide",
        field="hide",
        kind=names(_layers, {"type": "string", "pattern": f"^(({'|'.join(LAYERS)}|locals),?)*$"}),
        says="Layers of the picture that are not shown, with commas between.",
        more={"example": "local,gradients"},
        where="kept",
        lesson=False,
    ),
    Option(
        name="lock",
        field="locks",
        kind=names(_locks),
        says="Numbers that are withheld until they are predicted right or revealed, with commas "
        "between; each is a step's `key`, or `value:*` for all of a kind. The walk stops before "
        "the first of them.",
        more={"example": "value:q,slope:p/v"},
        where="kept",
        lesson=False,
    ),
    Option(
        name="unlocked",
        field="unlocked",
        kind=names(_locks),
        says="Locked numbers that have been predicted right or revealed: keys of steps.",
        more={"example": "value:q"},
        where="kept",
        lesson=False,
    ),
    Option(
        name="predict",
        field="predict",
        kind=SWITCH,
        says="Whether the next number is asked for before it is shown.",
        where="kept",
        lesson=False,
    ),
)
"""Every option."""


def option(name: str) -> Option | None:
    """The option that a link calls so."""
    return next((each for each in OPTIONS if each.names(name)), None)


def nearest(name: str, known: Collection[str]) -> str:
    """The known name that was probably meant, else all of them; as words."""
    close = get_close_matches(name, known, 1)
    return close[0] if close else ", ".join(sorted(known))

"""Kinds of options: how a value is written in a link and in JSON, and read from there."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from graph_engine import Rate

from ..languages import _, decimal
from . import values

Json = Any
T = TypeVar("T")


class OptionError(ValueError):
    """An option that means nothing; says which."""

    @property
    def option(self) -> str:
        """Its name, the first word that stands between backticks."""
        return (str(self).split("`") + [""])[1]


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[T]):
    """How values of one kind travel; what is read is what was written, else an `OptionError`.

    `read` and `load` get the option's name first, for their errors.
    """

    read: Callable[[str, str], T]
    """From a link's text."""
    write: Callable[[T], str]
    load: Callable[[str, Json], T]
    """From JSON."""
    dump: Callable[[T], Json]
    schema: Mapping[str, Json]
    """What a link may say, as OpenAPI has it."""
    json_schema: Mapping[str, Json]
    nothing: bool = False
    """Whether JSON may say null for what is usual."""
    each: bool = False
    """Whether it is a mapping with an option of the link for each of its keys."""


def one_of(words: Sequence[T], *, otherwise: T | None = None) -> Kind[T]:
    """One of a few words; any other text is an error, or means `otherwise`."""
    known = {str(word): word for word in words}

    def read(name: str, text: Any) -> T:
        if isinstance(text, str) and text in known:
            return known[text]
        if otherwise is None and len(known) == 2:
            one, other = known
            raise OptionError(
                _("`%(name)s` is %(one)s or %(other)s.", name=name, one=one, other=other)
            )
        if otherwise is None:
            raise OptionError(
                _("`%(name)s` is one of %(words)s.", name=name, words=", ".join(known))
            )
        return otherwise

    schema = {"enum": [*known]}
    return Kind(read=read, write=str, load=read, dump=str, schema=schema, json_schema=schema)


def two(off: str, on: str) -> Kind[bool]:
    """One of two words, the second of which is true."""
    words = one_of((off, on))
    return Kind(
        read=lambda name, text: words.read(name, text) == on,
        write=lambda value: on if value else off,
        load=lambda name, data: words.load(name, data) == on,
        dump=lambda value: on if value else off,
        schema=words.schema,
        json_schema=words.schema,
    )


def _switched(name: str, text: str) -> bool:
    if text not in ("", "0", "1"):
        raise OptionError(_("`%(name)s` is 1 or 0.", name=name))
    return text == "1"


def _flag(name: str, data: Json) -> bool:
    if not isinstance(data, bool):
        raise OptionError(_("`%(name)s` is true or false.", name=name))
    return data


SWITCH = Kind(
    read=_switched,
    write=lambda value: "1" if value else "0",
    load=_flag,
    dump=bool,
    schema={"enum": ["0", "1"]},
    json_schema={"type": "boolean"},
)
"""On or off: 1 or 0 in a link, true or false in JSON."""


def whole(*, least: int = 0, most: int | None = None, zero: str = "") -> Kind[int]:
    """A whole number; `least` and `most` are for the description, the engine sees to them.

    `zero` is a word of links that means 0 here.
    """

    def read(name: str, text: str) -> int:
        if zero and text == zero:
            return 0
        try:
            return max(0, int(text[:9]))
        except ValueError:
            raise OptionError(_("`%(name)s` is not a whole number.", name=name)) from None

    def load(name: str, data: Json) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            raise OptionError(_("`%(name)s` is not a whole number.", name=name))
        return data

    schema = {"type": "integer", "minimum": least, **({} if most is None else {"maximum": most})}
    return Kind(read=read, write=str, load=load, dump=int, schema=schema, json_schema=schema)


def _text(name: str, data: Json) -> str:
    if not isinstance(data, str):
        raise OptionError(_("`%(name)s` is a text.", name=name))
    return data


def text(*, empty: str = "") -> Kind[str]:
    """Any text; none means `empty`."""
    return Kind(
        read=lambda name, text: text or empty,
        write=str,
        load=_text,
        dump=str,
        schema={"type": "string"},
        json_schema={"type": ["string", "null"]},
        nothing=True,
    )


C = TypeVar("C", bound=Collection[str])


def names(
    made: Callable[[str, Sequence[str]], C], schema: Mapping[str, Json] | None = None
) -> Kind[C]:
    """Several names with commas between; `made` gets the option's name and checks and orders."""

    def read(name: str, text: str) -> C:
        return made(name, [each for each in text.split(",") if each])

    def write(value: C) -> str:
        return ",".join(sorted(value) if isinstance(value, frozenset) else value)

    found = schema or {"type": "string"}
    return Kind(
        read=read,
        write=write,
        load=lambda name, data: read(name, _text(name, data)),
        dump=write,
        schema=found,
        json_schema={**found, "type": ["string", "null"]},
        nothing=True,
    )


def _typed(name: str, text: str) -> values.Value:
    """A number or numbers as people type them, in the language of now."""
    with suppress(values.ValueTextError):
        return values.read(text, decimal=decimal())
    with suppress(ValueError):
        found = float(text)
        if not math.isfinite(found):
            return found  # the engine says whose number it is
    raise OptionError(_("`%(name)s` is not a number, nor a list of numbers.", name=name))


def _given(name: str, data: Json, depth: int) -> values.Value:
    if isinstance(data, list) and depth:
        return [_given(name, each, depth - 1) for each in data]
    if isinstance(data, bool) or not isinstance(data, int | float):
        raise OptionError(_("`%(name)s` is not a number.", name=name))
    try:
        return float(data)
    except OverflowError:
        raise OptionError(_("`%(name)s` is not a finite number.", name=name)) from None


def _plain(value: Any) -> Json:
    """As JSON has it; there what is not finite is a word, which nobody reads back."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return value if isinstance(value, str) or math.isfinite(value) else str(value)


def _rate(name: str, text: str) -> Rate:
    if "t)" in text:
        return text  # the engine reads it
    found = _typed(name, text)
    if isinstance(found, list) and any(isinstance(each, list) for each in found):
        raise OptionError(
            _("`%(name)s` is a number, a list of numbers, or like 1/(1+t).", name=name)
        )
    return found


def _rate_data(name: str, data: Json) -> Rate:
    if isinstance(data, str) and "t" in data:
        return data
    if data == []:
        raise OptionError(_("`%(name)s` is not a number.", name=name))
    return _given(name, data, 1)


RATE: Kind[Rate] = Kind(
    read=_rate,
    write=lambda value: value if isinstance(value, str) else values.packed(value),
    load=_rate_data,
    dump=_plain,
    schema={"type": ["number", "string"]},
    json_schema={"type": ["number", "array", "string", "null"], "items": {"type": "number"}},
    nothing=True,
)
"""The learning rate: a number, a list with one per iteration, or like 1/(1+t)."""


def _objects(name: str, data: Json) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise OptionError(_("`%(name)s` is an object of numbers.", name=name))
    # Samples of matrices are three lists deep.
    return {leaf: _given(f"{name}.{leaf[:40]}", each, 3) for leaf, each in data.items()}


VALUES: Kind[Any] = Kind(
    read=_typed,
    write=values.packed,
    load=_objects,
    dump=_plain,
    schema={
        "type": "object",
        "patternProperties": {r"^v\.": {"type": ["number", "string"]}},
        "additionalProperties": False,
    },
    json_schema={
        "type": ["object", "null"],
        "additionalProperties": {"$ref": "#/components/schemas/Given"},
    },
    nothing=True,
    each=True,
)
"""Numbers of leaves: an option each in a link, an object in JSON."""

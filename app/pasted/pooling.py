"""Pooling of PyTorch: a square window of which the largest entry, or the mean, goes on."""

from typing import Any

from graph_engine.ops import REGISTRY
from graph_engine.ops.windows import moving, stops
from graph_engine.saying import say

from . import stacks
from .arithmetic import call, operate
from .calls import Call
from .lines import term_of
from .placing import fronted, reshaped
from .values import Layer, Many, Term, Unread, number, whole

NAMES = {
    "max_pool2d": "max_pool2d",
    "avg_pool2d": "avg_pool2d",
    "MaxPool2d": "max_pool2d",
    "AvgPool2d": "avg_pool2d",
    "adaptive_avg_pool2d": "avg_pool2d",
    "adaptive_max_pool2d": "max_pool2d",
    "AdaptiveAvgPool2d": "avg_pool2d",
    "AdaptiveMaxPool2d": "max_pool2d",
}
"""Functions and layers of PyTorch, and what they are here."""


def pooled(c: Call, x: Term, said: Call) -> Term:
    """What `c` gives of an image; `said` has its sizes, a function's from its second place on."""
    front, image = x.shape[:-2], x.shape[-2:]
    if len(image) < 2 or any(each != 1 for each in front):
        raise Unread(
            say("pooling is read here of one matrix at a time: one sample, one channel."),
            say("Write `F.max_pool2d(x[None, None], 2)`, each channel by itself."),
        )
    name = NAMES[c.name]
    first = 0 if said is not c else 1
    if "daptive" in c.name:
        side, stride, padding = _adaptive(said, image, first), 0, 0
    else:
        side, stride, padding = _sizes(said, name, first)
    stride = stride or side
    if padding > side // 2 or side > min(image) + 2 * padding:
        raise Unread(say("the window is larger than what it moves over, or its padding too wide."))
    shape = stops(image, (side, side), stride, padding)
    more = "".join(f", {word}" for word in (side, *moving(stride, padding, side)))
    found = call(name, reshaped(x, image), shape=shape, more=more)
    other = None if "daptive" in c.name else said.get(first + 5, "divisor_override")
    if name == "avg_pool2d" and other is not None:
        found = operate("*", found, operate("/", number(side**2), term_of(other, c.lines)))
    return fronted(found, (*front, *shape)) if front else found


def forward(layer: Layer, c: Call) -> Any:
    """The same of a layer, which was told its sizes when it was made."""
    told = Call(c.name, layer.parts, layer.options, c.lines)
    return stacks.each(lambda x: pooled(c, x, told), stacks.operand(c, 0, "input"))


def _sizes(said: Call, name: str, first: int) -> tuple[int, int, int]:
    op = REGISTRY[name]
    words = [word for word, _usual in op.words]
    side, stride, padding = (_one(said, place, word) for place, word in enumerate(words, first))
    if side is None or side < 1:
        raise Unread(say("`%(name)s` is one whole number here.", name="kernel_size"))
    beside = [*op.beside[:1], *op.beside[:0:-1]] if said.name == "MaxPool2d" else op.beside
    for place, (word, usual) in enumerate(beside, first + len(words)):
        given = said.get(place, word)
        if given is None or getattr(given, "value", None) == usual:
            continue
        if word != "divisor_override" and not (word == "count_include_pad" and not padding):
            raise Unread(
                say("`%(name)s` has no `%(word)s` here.", name=said.name, word=word),
                say("It is as with `%(word)s=%(value)s`.", word=word, value=str(usual)),
            )
    return side, stride or 0, padding or 0


def _one(said: Call, place: int, word: str) -> int | None:
    """A size that is the same along both axes; None where it is not said."""
    given = said.get(place, word)
    items = given.items if isinstance(given, Many) else (given,)
    known = {None if each is None else whole(each) for each in items}
    if given is not None and (len(known) != 1 or None in known):
        raise Unread(say("`%(name)s` is one whole number here.", name=word))
    return known.pop()


def _adaptive(said: Call, image: tuple[int, ...], first: int) -> int:
    """The side of the window that makes an image of a wanted size."""
    given = said.get(first, "output_size")
    wanted = [whole(each) for each in given.items] if isinstance(given, Many) else [whole(given)]
    wanted = wanted * 2 if len(wanted) == 1 else wanted
    sides = {n // out if out and n % out == 0 else 0 for n, out in zip(image, wanted, strict=True)}
    if len(sides) != 1 or 0 in sides:
        raise Unread(say("adaptive pooling is read where its windows are squares of one size."))
    return sides.pop()


__all__ = ["NAMES", "forward", "pooled"]

"""Pooling of PyTorch: a square window of which the largest entry, or the mean, goes on."""

from graph_engine.saying import say

from .arithmetic import call
from .calls import Call
from .placing import fronted, reshaped
from .values import Layer, Many, Plain, Term, Unread, whole

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

_USUAL = {"dilation": 1, "ceil_mode": 0, "count_include_pad": 1, "return_indices": 0}
"""What may be said besides, and has to be as it is when it is not said."""
_ORDER = {
    "max": ("kernel_size", "stride", "padding", "dilation", "ceil_mode", "return_indices"),
    "avg": ("kernel_size", "stride", "padding", "ceil_mode", "count_include_pad"),
}
"""The order in which a function or a layer takes them, behind its operand."""


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
    shape = tuple((n + 2 * padding - side) // stride + 1 for n in image)
    more = f", {side}" + (f", stride={stride}" if stride != side else "")
    more += f", padding={padding}" if padding else ""
    found = call(name, reshaped(x, image), shape=shape, more=more)
    return fronted(found, (*front, *shape)) if front else found


def forward(layer: Layer, c: Call) -> Term:
    """The same of a layer, which was told its sizes when it was made."""
    return pooled(c, c.term(0), Call(c.name, layer.parts, layer.options, c.lines))


def _sizes(said: Call, name: str, first: int) -> tuple[int, int, int]:
    order = _ORDER[name[:3]]
    for place, word in enumerate(order[3:], first + 3):
        given = said.get(place, word)
        known = int(bool(given.value)) if isinstance(given, Plain) else whole(given)
        if given is not None and known != _USUAL[word]:
            raise Unread(say("`%(name)s` is not here.", name=word))
    if said.has(-1, "divisor_override"):
        raise Unread(say("`%(name)s` is not here.", name="divisor_override"))
    side, stride, padding = (_one(said, place, word) for place, word in enumerate(order[:3], first))
    if side is None or side < 1:
        raise Unread(say("`%(name)s` is one whole number here.", name="kernel_size"))
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

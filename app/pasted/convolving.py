"""Convolutions of PyTorch, as functions and as layers, and numpy's `correlate`."""

from typing import Any

import numpy as np

from graph_engine.ops import REGISTRY
from graph_engine.saying import say

from .arithmetic import operate
from .calls import Call
from .makers import Random, leaf_of
from .placing import fronted, moved_over, reshaped
from .values import Layer, Many, Term, Text, Unread, whole

NAMES = frozenset({"conv1d", "conv2d", "correlate"})
"""Functions that are read here."""


def called(c: Call) -> Term:
    """What a function gives of an image and a kernel."""
    x, kernel = c.term(0, "input"), c.term(1, "weight")
    if c.name == "correlate":
        mode = c.get(2, "mode")
        if isinstance(mode, Text) and mode.text != "valid":
            raise c.otherwise("mode")
        return moved(x, kernel, "conv1d")
    steps = _steps(c, 3, kernel.shape[-1 if c.name == "conv1d" else -2 :])
    found = moved(x, kernel, c.name, **steps)
    return operate("+", found, c.term(2, "bias")) if c.has(2, "bias") else found


def made(c: Call, random: Random) -> Layer:
    """A layer, with numbers of ours."""
    if whole(c.get(0, "in_channels")) != 1 or whole(c.get(1, "out_channels")) != 1:
        raise Unread(
            say("a convolution here has one channel in and one out."),
            say("Write `nn.Conv2d(1, 1, 3)`, or several with a name each."),
        )
    found = c.get(2, "kernel_size")
    axes = 1 if c.name == "Conv1d" else 2
    sizes = [whole(each) for each in found.items] if isinstance(found, Many) else [whole(found)]
    sizes = sizes * axes if len(sizes) == 1 else sizes
    shape = tuple(int(each) for each in sizes if each)
    steps = _steps(c, 3, shape)
    if c.word("zeros", "padding_mode") != "zeros":
        raise c.otherwise("padding_mode")
    reach = 1 / np.sqrt(np.prod(shape))
    parts: tuple[Any, ...] = (leaf_of(c.lines, "K", random.within(reach, shape)),)
    said = c.get(7, "bias")
    if said is None or getattr(said, "value", True):
        parts += (leaf_of(c.lines, "b", random.within(reach, ())),)
    return Layer(c.name, parts, steps)


def forward(layer: Layer, c: Call) -> Term:
    """What a layer gives."""
    kernel, *bias = layer.parts
    found = moved(c.term(0), kernel, layer.kind.lower(), **layer.options)
    return operate("+", found, bias[0]) if bias else found


def moved(x: Term, kernel: Term, name: str, *, stride: int = 1, padding: int = 0) -> Term:
    """A kernel moved over what it fits into; axes of one entry in front are an image's."""
    axes = 1 if name == "conv1d" else 2
    front = x.shape[:-axes]
    if any(each != 1 for each in (*front, *kernel.shape[:-axes])):
        raise Unread(say("a convolution here has one channel in and one out."))
    image, small = (reshaped(each, each.shape[-axes:]) for each in (x, kernel))
    if image.form[:1] == ("padded",):
        _padded, image, padding = image.form
    size = tuple(n + 2 * padding for n in image.shape)
    if len(size) < axes or any(n < k for n, k in zip(size, small.shape, strict=True)):
        raise Unread(say("the kernel is larger than what it moves over."))
    shape = tuple((n - k) // stride + 1 for n, k in zip(size, small.shape, strict=True))
    found = moved_over(name, image, small, shape, stride=stride, padding=padding)
    return fronted(found, (*front, *shape)) if front else found


def _steps(c: Call, first: int, kernel: tuple[int, ...]) -> dict[str, int]:
    """Stride and padding, and nothing else: from a place on they are said in PyTorch's order."""
    op = REGISTRY[c.name.lower()]
    found = {word: _one(c, place, word, kernel) for place, (word, _usual)
             in enumerate(op.words, first)}  # fmt: skip
    for place, (word, usual) in enumerate(op.beside[:2], first + len(op.words)):
        if (whole(c.get(place, word)) or usual) != usual:
            raise Unread(
                say("`%(name)s` has no `%(word)s` here.", name=c.name, word=word),
                say("It is as with `%(word)s=%(value)s`.", word=word, value=str(usual)),
            )
    return found


def _one(c: Call, place: int, word: str, kernel: tuple[int, ...]) -> int:
    """The stride or the padding: one whole number, the same along both axes."""
    usual = int(dict(REGISTRY[c.name.lower()].words)[word])
    found = c.get(place, word)
    if isinstance(found, Text) and word == "padding":
        return _by_word(found.text, kernel)
    items = found.items if isinstance(found, Many) else (found,)
    known = {usual if each is None else whole(each) for each in items}
    if len(known) != 1 or None in known or not usual <= (value := known.pop() or 0) <= 100:
        raise Unread(say("`%(name)s` is one whole number here.", name=word))
    return value


def _by_word(word: str, kernel: tuple[int, ...]) -> int:
    """`valid` has no zeros around, `same` as many as keep the size."""
    if word == "valid":
        return 0
    if word != "same" or len({*kernel}) != 1 or kernel[0] % 2 == 0:
        raise Unread(say("`%(name)s` is one whole number here.", name="padding"))
    return kernel[0] // 2


__all__ = ["NAMES", "called", "forward", "made", "moved"]

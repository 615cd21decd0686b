"""Convolutions of PyTorch, as functions and as layers, and numpy's `correlate`."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_engine.ops import REGISTRY
from graph_engine.ops.windows import stops
from graph_engine.saying import say

from . import stacks
from .arithmetic import call, operate
from .calls import Call
from .lines import Lines, term_of
from .makers import Random, leaf_of, size_of
from .placing import fronted, moved_over, part, reshaped
from .values import Layer, Many, Term, Text, Unread, whole

NAMES = frozenset({"conv1d", "conv2d", "correlate"})
"""Functions that are read here."""

KERNELS = 512
"""Times that a kernel moves over an image, for all samples and channels of one layer."""


def called(c: Call) -> Any:
    """What a function gives of an image and a kernel."""
    x, kernel = stacks.operand(c, 0, "input"), stacks.operand(c, 1, "weight")
    if c.name == "correlate":
        mode = c.get(2, "mode")
        if isinstance(mode, Text) and mode.text != "valid":
            raise c.otherwise("mode")
        return moved(x, kernel, "conv1d")
    steps = _steps(c, 3, kernel.shape[-_axes(c.name) :])
    bias = c.term(2, "bias") if c.has(2, "bias") else None
    return _of_channels(c.lines, x, kernel, bias, c.name, steps)


def made(c: Call, random: Random) -> Layer:
    """A layer, with numbers of ours: a kernel for each channel in and each channel out."""
    ins, outs = size_of(c, 0, "in_channels"), size_of(c, 1, "out_channels")
    found = c.get(2, "kernel_size")
    axes = _axes(c.name)
    sizes = [whole(each) for each in found.items] if isinstance(found, Many) else [whole(found)]
    sizes = sizes * axes if len(sizes) == 1 else sizes
    shape = tuple(int(each) for each in sizes if each)
    steps = _steps(c, 3, shape)
    if c.word("zeros", "padding_mode") != "zeros":
        raise c.otherwise("padding_mode")
    if ins % steps["groups"] or outs % steps["groups"]:
        raise Unread(say("`%(name)s` is not read here.", name=f"groups={steps['groups']}"))
    own = ins // steps["groups"]
    reach = 1 / np.sqrt(own * np.prod(shape))
    numbers = random.within(reach, shape if own * outs == 1 else (outs, own, *shape))
    count = 1
    while any(each == f"K{count}" or each.startswith(f"K{count}_") for each in c.lines.taken):
        count += 1
    kernel = (
        stacks.named(c.lines, f"K{count}", numbers)
        if stacks.several(numbers)
        else c.lines.leaf(f"K{count}", numbers, "weight")
    )
    parts: tuple[Any, ...] = (kernel,)
    said = c.get(7, "bias")
    if said is None or getattr(said, "value", True):
        parts += (leaf_of(c.lines, "b", random.within(reach, () if outs == 1 else (outs,))),)
    return Layer(c.name, parts, steps)


def forward(layer: Layer, c: Call) -> Any:
    """What a layer gives."""
    kernel, *bias = layer.parts
    x = stacks.operand(c, 0, "input")
    steps = dict(layer.options)
    return _of_channels(c.lines, x, kernel, bias[0] if bias else None, layer.kind.lower(), steps)


def _axes(name: str) -> int:
    return 1 if name in ("conv1d", "Conv1d") else 2


def _of_channels(
    lines: Lines, x: Any, kernel: Any, bias: Term | None, name: str, steps: dict[str, int]
) -> Any:
    """For each channel out the sum over the channels in of what is convolved, and its bias."""
    axes, groups = _axes(name), steps.pop("groups")
    (outs, own), (samples, ins) = _counts(kernel, axes), _counts(x, axes)
    if ins != own * groups:
        raise Unread(
            say("this layer takes %(wanted)s channels, and here are %(given)s.",
                wanted=own * groups, given=ins)
        )  # fmt: skip
    if outs * own * samples > KERNELS:
        raise Unread(say("these are too many numbers."), say("Take one sample, or one channel."))
    lines.cells += outs * own * samples
    kernels, images = _channels(kernel, axes), _channels(x, axes)
    if outs * own * samples == 1:
        found = moved(x, kernel, name, **steps)
        return found if bias is None else operate("+", found, bias)
    if outs > groups:
        for place in np.ndindex(images.shape):
            item: Any = images[place]
            if not item.named and not item.fixed and item.text[-1:] != "]":
                images[place] = lines.computed(stacks.placed("a", place, images.shape), item)
    made = np.empty((samples, outs), dtype=object)
    for sample, out in np.ndindex(made.shape):
        first = out // (outs // groups) * own
        terms = [
            moved(images[sample, first + k], kernels[out, k], name, **steps) for k in range(own)
        ]
        if bias is not None:
            terms.append(part(bias, out) if bias.shape else bias)
        made[sample, out] = stacks.as_one("sum", terms)
    return stacks.assembled(made if len(x.shape) == axes + 2 else made[0])


def _counts(x: Any, axes: int) -> tuple[int, int]:
    """How many samples and channels there are, or channels out and in: before they are taken."""
    first, second = (1, 1, *x.shape[:-axes])[-2:]
    return first, second


def _channels(x: Any, axes: int) -> NDArray[Any]:
    """Images of a sample and a channel each, or kernels of a channel out and a channel in."""
    if axes == 2:
        found = stacks.items_of(x) if stacks.tall(x) else np.array([[x]], dtype=object)
        return found[None] if found.ndim == 1 else found
    matrices = stacks.items_of(x) if stacks.tall(x) else np.array([x], dtype=object)
    rows = [
        [part(each, k) for k in range(each.shape[0])] if len(each.shape) == 2 else [each]
        for each in matrices
    ]
    made = np.empty((len(rows), len(rows[0])), dtype=object)
    for place in np.ndindex(made.shape):
        made[place] = rows[place[0]][place[1]]
    return made


def normalised(layer: Layer, c: Call) -> Any:
    """Each channel less its mean, over its standard deviation: of all samples and places."""
    gain, shift = layer.parts
    x = stacks.named(c.lines, "x", stacks.operand(c, 0, "input"))
    images = stacks.items_of(x)
    if images.ndim != 2:
        raise Unread(say("images with channels are needed here: four axes."))
    found = np.empty(images.shape, dtype=object)
    for k in range(images.shape[1]):
        column = images[:, k]
        middle = stacks.as_one("mean", [call("mean", each, shape=()) for each in column])
        if len(column) > 1:
            middle = c.lines.computed(f"mean_{k}", middle)
        low = [c.lines.computed("d", operate("-", each, middle)) for each in column]
        spread = stacks.as_one(
            "mean", [call("mean", call("square", each), shape=()) for each in low]
        )
        spread = call("sqrt", operate("+", spread, term_of(layer.options["eps"], c.lines)))
        if len(column) > 1:
            spread = c.lines.computed(f"deviation_{k}", spread)
        for sample, each in enumerate(low):
            normal = operate("*", operate("/", each, spread), part(gain, k))
            found[sample, k] = operate("+", normal, part(shift, k))
    return stacks.assembled(found)


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
    shape = stops(image.shape, small.shape, stride, padding)
    found = moved_over(name, image, small, shape, stride=stride, padding=padding)
    return fronted(found, (*front, *shape)) if front else found


def _steps(c: Call, first: int, kernel: tuple[int, ...]) -> dict[str, int]:
    """Stride and padding, and nothing else: from a place on they are said in PyTorch's order."""
    op = REGISTRY[c.name.lower()]
    found = {word: _one(c, place, word, kernel) for place, (word, _usual)
             in enumerate(op.words, first)}  # fmt: skip
    dilation, groups = (dict(op.beside)[word] for word in ("dilation", "groups"))
    if (whole(c.get(first + 2, "dilation")) or dilation) != dilation:
        raise Unread(
            say("`%(name)s` has no `%(word)s` here.", name=c.name, word="dilation"),
            say("It is as with `%(word)s=%(value)s`.", word="dilation", value=str(dilation)),
        )
    return {**found, "groups": whole(c.get(first + 3, "groups")) or int(groups or 1)}


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

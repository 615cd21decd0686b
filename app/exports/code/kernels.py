"""Kernels that move over what they meet, in each language: how far each time, with zeros around."""

from collections.abc import Callable, Mapping

from graph_engine.ops import pooling
from graph_engine.ops.convolution import moves
from graph_engine.ops.windows import moving

from .recipes import Recipe, Spot, Text

# -- numpy, with its derivatives ---------------------------------------------------


def convolutions(other: Text) -> Mapping[str, Recipe]:
    """Of a vector and of a matrix; the local gradient by an operand is the `other` one."""
    return {
        "conv1d": Recipe(
            lambda s: f'np.correlate({_around(s, s.args[0])}, {s.args[1]}, "valid"){_every(s)}',
            (other,),
            (
                lambda s: f"np.convolve({_apart(s)}, {s.local}){_within(s)}",
                lambda s: f'np.correlate({_around(s, s.local)}, {_apart(s)}, "valid")',
            ),
        ),
        "conv2d": Recipe(
            lambda s: f"correlate2d({_around(s, s.args[0])}, {s.args[1]}){_every(s)}",
            (other,),
            (
                lambda s: (
                    f"correlate2d(np.pad({_apart(s)}, {_pads(s)}), {s.local}[::-1, ::-1])"
                    f"{_within(s)}"
                ),
                lambda s: f"correlate2d({_around(s, s.local)}, {_apart(s)})",
            ),
        ),
    }


def _pads(s: Spot) -> str:
    rows, columns = s.shapes[1]
    return f"(({rows - 1}, {rows - 1}), ({columns - 1}, {columns - 1}))"


def _around(s: Spot, image: str) -> str:
    """What a kernel moves over, with the zeros around it."""
    padding = moves(s.sizes)[1]
    return f"np.pad({image}, {padding})" if padding else image


def _every(s: Spot) -> str:
    """Only the places where it stops."""
    stride = moves(s.sizes)[0]
    return f"[{', '.join([f'::{stride}'] * len(s.shape))}]" if stride > 1 else ""


def _apart(s: Spot) -> str:
    """The upstream gradient with zeros for the places that were passed over."""
    stride, padding = moves(s.sizes)
    if stride == 1:
        return s.upstream
    image, small = s.shapes
    whole = [n + 2 * padding - k + 1 for n, k in zip(image, small, strict=True)]
    return f"spread({s.upstream}, ({', '.join(map(str, whole))},), {stride})"


def _within(s: Spot) -> str:
    """Without what the zeros around would get."""
    padding = moves(s.sizes)[1]
    parts = [f"{padding}:{padding + n}" for n in s.shapes[0]]
    return f"[{', '.join(parts)}]" if padding else ""


def _window(s: Spot) -> str:
    """The side of a window, how far it moves, what stands around."""
    return ", ".join(map(str, pooling.moves(s.sizes)))


def _pool(name: str) -> Callable[[Spot], str]:
    return lambda s: f"{name}({s.args[0]}, {_window(s)})"


def _returned(s: Spot) -> str:
    _side, stride, padding = pooling.moves(s.sizes)
    return f"returned({s.upstream}, {s.local}, {s.shapes[0]}, {stride}, {padding})"


def _equal_shares(s: Spot) -> str:
    count = pooling.moves(s.sizes)[0] ** 2
    return f"np.full({(*s.shape, count)}, 1 / {count})"


POOLS = {
    "max_pool2d": Recipe(
        _pool("max_pool2d"),
        (lambda s: f"first(np.argmax, windows({s.args[0]}, {_window(s)}, -np.inf), 2)",),
        (_returned,),
    ),
    "avg_pool2d": Recipe(_pool("avg_pool2d"), (_equal_shares,), (_returned,)),
}
"""What each entry of a window has of its result, 1 or an equal share, is the local gradient."""

HELPERS = {
    "windows": '''\
def windows(image, side, stride, padding, around):
    """The entries of each window, row by row, on an axis of their own."""
    room = np.pad(image, padding, constant_values=around)
    found = np.lib.stride_tricks.sliding_window_view(room, (side, side))[::stride, ::stride]
    return found.reshape(*found.shape[:2], side * side)
''',
    "max_pool2d": '''\
def max_pool2d(image, side, stride, padding):
    """The largest entry of each window."""
    return np.max(windows(image, side, stride, padding, -np.inf), axis=2)
''',
    "avg_pool2d": '''\
def avg_pool2d(image, side, stride, padding):
    """The mean of each window; zeros around the image count."""
    return np.mean(windows(image, side, stride, padding, 0), axis=2)
''',
    "returned": '''\
def returned(upstream, shares, shape, stride, padding):
    """What comes back to an image where each entry of a window has a share in what that gives."""
    side = math.isqrt(shares.shape[2])
    found = np.zeros([n + 2 * padding for n in shape])
    for (i, j), g in np.ndenumerate(upstream):
        at = np.s_[stride * i : stride * i + side, stride * j : stride * j + side]
        found[at] += g * shares[i, j].reshape(side, side)
    return found[padding : padding + shape[0], padding : padding + shape[1]]
''',
    "spread": '''\
def spread(upstream, shape, stride):
    """The gradient at every place that a kernel could have: 0 where it was not."""
    found = np.zeros(shape)
    found[tuple(slice(None, None, stride) for _ in shape)] = upstream
    return found
''',
    "correlate2d": '''\
def correlate2d(image, kernel):
    """The kernel moves over the image; at each place the products are added."""
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.sum(windows * kernel, axis=(-2, -1))
''',
}
"""What the numpy script defines for it."""

# -- the others --------------------------------------------------------------------


def in_torch(s: Spot) -> str:
    """A call of PyTorch's own."""
    said = "".join(f", {word}" for word in moving(*moves(s.sizes)))
    image, kernel = (f"{arg}[None, None]" for arg in s.args)
    return f"torch.nn.functional.conv{len(s.shape)}d({image}, {kernel}{said})[0, 0]"


def pooled_in_torch(name: str) -> Callable[[Spot], str]:
    """A call of PyTorch's own, which takes a channel."""

    def written(s: Spot) -> str:
        side, stride, padding = pooling.moves(s.sizes)
        more = f", {stride}, {padding}" if (stride, padding) != (side, 0) else ""
        return f"torch.nn.functional.{name}({s.args[0]}[None], {side}{more})[0]"

    return written


def pooled_in_micrograd(name: str) -> Callable[[Spot], str]:
    """The window moved by hand; beyond the edge there is nothing to choose, or to add."""
    one = "largest" if name == "max_pool2d" else "lambda window: sum(window) / {count}"

    def written(s: Spot) -> str:
        chosen = one.format(count=pooling.moves(s.sizes)[0] ** 2)
        return f"pooled({chosen}, {s.args[0]}, {_window(s)})"

    return written


def in_micrograd(s: Spot) -> str:
    """The kernel moved by hand; the zeros around are plain numbers."""
    return f"correlate({_around(s, s.args[0])}, {s.args[1]}){_every(s)}"


IN_MICROGRAD = {
    "correlate": '''\
def correlate(image, kernel):
    """The kernel moves over the image; at each place the products are added."""
    out = np.empty([n - k + 1 for n, k in zip(image.shape, kernel.shape)], dtype=object)
    for place in np.ndindex(out.shape):
        window = image[tuple(slice(p, p + k) for p, k in zip(place, kernel.shape))]
        out[place] = (window * kernel).sum() + 0
    return out
''',
    "pooled": '''\
def pooled(one, image, side, stride, padding):
    """Of each window one number: what `one` makes of its entries that are in the image."""
    out = np.empty([(n + 2 * padding - side) // stride + 1 for n in image.shape], dtype=object)
    for place in np.ndindex(out.shape):
        starts = [stride * p - padding for p in place]
        window = image[tuple(slice(max(start, 0), start + side) for start in starts)]
        out[place] = one(list(window.flat)) + 0
    return out
''',
    "toeplitz": '''\
def toeplitz(kernel, columns):
    """The matrix that convolves: the kernel in every row, one place further each time."""
    out = values(np.zeros((columns - len(kernel) + 1, columns)))
    for row in range(len(out)):
        out[row, row : row + len(kernel)] = kernel
    return out + 0
''',
}
"""What the micrograd script defines for it."""

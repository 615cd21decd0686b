"""The scripts as formats: one file each, the same for every step."""

from collections.abc import Sequence
from functools import partial

from ...story import Story
from ..format import Format, Options, Tick, Write
from .micrograd_code import MICROGRAD
from .numpy_code import NUMPY
from .recipes import Language
from .script import refusal
from .torch_code import TORCH
from .writing import script

MIMETYPE = "text/x-python"


def _writer(language: Language, suffix: str) -> Write:
    def write(story: Story, *, steps: Sequence[int], options: Options, tick: Tick) -> bytes:
        """The story as a script that runs as it is."""
        data = script(story, language, file=f"{options.slug or 'graph'}.{suffix}").encode()
        tick(1, 1)
        return data

    return write


def _format(suffix: str, title: str, language: Language) -> Format:
    return Format(
        suffix,
        title,
        MIMETYPE,
        _writer(language, suffix),
        whole=False,
        single=False,
        takes=frozenset(),
        refusal=partial(refusal, language=language),
    )


FORMATS = (
    _format("py", "Python (numpy)", NUMPY),
    _format("torch.py", "Python (PyTorch)", TORCH),
    _format("micrograd.py", "Python (micrograd)", MICROGRAD),
)
"""In the order of the menu."""

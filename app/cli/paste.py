"""`python -m app read`: a program of a library as one of our language."""

import argparse
import sys

from ..pasted import read
from .reading import pointed, text_of
from .refused import Refused


def do(arguments: argparse.Namespace) -> int:
    """Write the program; what was left out, and what cannot be read, is said beside it."""
    text = text_of(arguments.file)
    found = read(text)
    if not found.dialect:
        raise Refused(f"{arguments.file}: no program of PyTorch, numpy, JAX or micrograd", 1)
    for remark in found.remarks:
        place = "".join(f"{line}:" for line in remark.lines[:1])
        words = remark.message.replace("`", "")
        print(f"{arguments.file}:{place} {words}", file=sys.stderr)
    for each in found.refusals:
        print(pointed(arguments.file, text, each), file=sys.stderr)
    print(found.program)
    return 1 if found.refusals else 0

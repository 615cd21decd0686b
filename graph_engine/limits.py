"""The limits on programs and on what is computed, one line each: what, how much, and why.

Most are met while parsing, so that nothing behind it meets a huge input. Those on requests and
files stand in `app/limits.py`; the reference page and the tests read both tables.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One limit: `what` is at most `most`, because of `why`."""

    what: str
    most: int
    why: str


CHARACTERS = Limit(
    what="characters in a program", most=20_000, why="Python's parser needs 400 bytes for each"
)
LINES = Limit(what="lines in a program", most=400, why="one page of text per graph")
BRACKETS = Limit(
    what="brackets one inside the other", most=60, why="nobody can read more, and parsers recurse"
)
NAME = Limit(what="characters in a name", most=32, why="a name stands on a wire of the picture")
LITERAL = Limit(what="characters in a number", most=40, why="a float has 17 significant digits")
NODES = Limit(what="nodes in a picture", most=300, why="larger pictures cannot be read")
EDGES = Limit(what="wires in a picture", most=600, why="larger pictures cannot be read")
ENTRIES = Limit(
    what="entries of one value, or of a Jacobian that is built", most=2_000_000, why="memory"
)
ALL_ENTRIES = Limit(what="entries of all values of a graph together", most=6_000_000, why="memory")
ROUNDS = Limit(what="rounds of all loops", most=2000, why="each is read as lines of its own")
WINDOWS = Limit(what="products of an entry and a number of a kernel", most=20_000_000, why="memory")
FLOPS = Limit(what="sums and products in one story", most=6_000_000_000, why="a request must end")
MOVED = Limit(
    what="bytes read and written in one story", most=3_000_000_000, why="a request must end"
)
HELD = Limit(what="bytes at once in one story", most=120_000_000, why="memory")
CHECKED = Limit(
    what="sums and products, and numbers read, in the check of a story",
    most=200_000_000,
    why="a request must end; nodes beyond it are not checked",
)
SAMPLES = Limit(what="samples", most=1000, why="a request must end")
ITERATIONS = Limit(what="iterations in one story", most=20, why="each is told step by step")
STEPS = Limit(what="steps in one story", most=8000, why="one request must not hold up the others")
LEARNING = Limit(what="iterations of learning", most=10_000, why="a request must end")
HISTORY = Limit(what="numbers kept of the weights in learning", most=20_000_000, why="memory")
PATHS = Limit(
    what="paths told one by one for a leaf", most=8, why="more are added where they meet instead"
)

LIMITS = (
    CHARACTERS,
    LINES,
    BRACKETS,
    NAME,
    LITERAL,
    NODES,
    EDGES,
    ENTRIES,
    ALL_ENTRIES,
    ROUNDS,
    WINDOWS,
    FLOPS,
    MOVED,
    HELD,
    CHECKED,
    SAMPLES,
    ITERATIONS,
    STEPS,
    LEARNING,
    HISTORY,
    PATHS,
)

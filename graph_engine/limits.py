"""Every limit, one line each: what is limited, how much, and why.

Limits on programs are met while parsing and limits on requests at the door, so that nothing behind
them meets a huge input. The reference page and the tests read this table.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One limit: `what` is at most `most`, because of `why`."""

    what: str
    most: int
    why: str


BODY = Limit(what="bytes in a request", most=256 * 1024, why="a program is never that long")
JSON_DEPTH = Limit(
    what="brackets one inside the other in JSON", most=32, why="the JSON reader recurses"
)
LINK = Limit(what="characters of a packed program in a link", most=8000, why="browsers cut longer")
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
WINDOWS = Limit(what="products of an entry and a number of a kernel", most=20_000_000, why="memory")
SAMPLES = Limit(what="samples", most=1000, why="a request must end")
ITERATIONS = Limit(what="iterations in one story", most=20, why="each is told step by step")
STEPS = Limit(what="steps in one story", most=8000, why="one request must not hold up the others")
LEARNING = Limit(what="iterations of learning", most=10_000, why="a request must end")
HISTORY = Limit(what="numbers kept of the weights in learning", most=20_000_000, why="memory")
PATHS = Limit(
    what="paths told one by one for a leaf", most=8, why="more are added where they meet instead"
)
EXPORT = Limit(what="steps in one export", most=400, why="a file must be made and opened")
WIDTH = Limit(what="pixels across an exported picture", most=6000, why="memory")
PIXELS = Limit(what="pixels of an exported picture", most=40_000_000, why="memory")
EXPORT_BYTES = Limit(what="bytes of exported files", most=100_000_000, why="memory")
EXPORT_SECONDS = Limit(what="seconds for one export", most=180, why="somebody waits for it")
EXPORTS = Limit(
    what="exports at the same time", most=4, why="each takes a processor from those who step"
)
EXPORTS_KEPT = Limit(what="exports kept to be fetched", most=20, why="the disk")
INSTANTS = Limit(
    what="steps of a neuron in time", most=100_000, why="they are computed one after another"
)

LIMITS = (
    BODY,
    JSON_DEPTH,
    LINK,
    CHARACTERS,
    LINES,
    BRACKETS,
    NAME,
    LITERAL,
    NODES,
    EDGES,
    ENTRIES,
    ALL_ENTRIES,
    WINDOWS,
    SAMPLES,
    ITERATIONS,
    STEPS,
    LEARNING,
    HISTORY,
    PATHS,
    EXPORT,
    WIDTH,
    PIXELS,
    EXPORT_BYTES,
    EXPORT_SECONDS,
    EXPORTS,
    EXPORTS_KEPT,
    INSTANTS,
)

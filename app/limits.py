"""The limits on requests and files, one line each: what is limited, how much, and why.

Those on programs stand in `graph_engine/limits.py`.
"""

from graph_engine import limits
from graph_engine.limits import Limit

BODY = Limit(what="bytes in a request", most=256 * 1024, why="a program is never that long")
JSON_DEPTH = Limit(
    what="brackets one inside the other in JSON", most=32, why="the JSON reader recurses"
)
LINK = Limit(what="characters of a packed program in a link", most=8000, why="browsers cut longer")
EXPORT = Limit(what="steps in one export", most=400, why="a file must be made and opened")
WIDTH = Limit(what="pixels across an exported picture", most=6000, why="memory")
PIXELS = Limit(what="pixels of an exported picture", most=40_000_000, why="memory")
EXPORT_BYTES = Limit(what="bytes of exported files", most=100_000_000, why="memory")
EXPORT_SECONDS = Limit(what="seconds for one export", most=180, why="somebody waits for it")
EXPORTS = Limit(
    what="exports at the same time", most=4, why="each takes a processor from those who step"
)
EXPORTS_WAITING = Limit(what="exports that wait", most=40, why="the disk")
EXPORTS_KEPT = Limit(what="exports kept to be fetched", most=20, why="the disk")
INSTANTS = Limit(
    what="steps of a neuron in time", most=100_000, why="they are computed one after another"
)
SECONDS = Limit(
    what="seconds of a processor for one request", most=4, why="others wait for the processor"
)
MEMORY = Limit(what="megabytes of memory for one request", most=400, why="others need some too")

LIMITS = (
    BODY,
    JSON_DEPTH,
    LINK,
    EXPORT,
    WIDTH,
    PIXELS,
    EXPORT_BYTES,
    EXPORT_SECONDS,
    EXPORTS,
    EXPORTS_WAITING,
    EXPORTS_KEPT,
    INSTANTS,
    SECONDS,
    MEMORY,
)

ALL = (*LIMITS, *limits.LIMITS)
"""Both tables, as the reference page shows them."""

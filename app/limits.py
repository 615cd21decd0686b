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
TALK_SECONDS = Limit(
    what="seconds of a processor for a talk", most=30,
    why="all its slides are made at once, on a small computer too, and no text makes it longer",
)  # fmt: skip
MEMORY = Limit(what="megabytes of memory for one request", most=400, why="others need some too")
CLASSES = Limit(what="classes at the same time", most=10_000, why="the disk")
CLASSES_OPENED = Limit(
    what="classes opened in a minute", most=60, why="nobody holds so many lessons"
)
CLASS_EVENTS = Limit(
    what="steps and questions of one class", most=20_000, why="who comes late is told all of them"
)
CLASS_STORY = Limit(
    what="bytes of a program shown to a class", most=64 * 1024, why="everybody in it is sent it"
)
CLASS_PEOPLE = Limit(
    what="people who answer in one class", most=20_000, why="the disk, and whoever makes up people"
)
CLASS_TASKS = Limit(
    what="tasks of one worksheet of a class", most=60, why="everybody in it is sent them"
)
CLASS_TRIES = Limit(
    what="tries at one task that are kept",
    most=20,
    why="each is judged; the first say what was hard",
)
CLASS_WORK = Limit(
    what="bytes of what one person did of a worksheet", most=16 * 1024, why="the disk"
)
CLASS_NAME = Limit(
    what="characters of the name of who follows a class", most=40, why="the desk shows all of them"
)
CLASS_STREAMS = Limit(
    what="people that one process of the server tells of each step at once", most=3_500,
    why="each holds a connection; who is above asks every few seconds",
)  # fmt: skip
CLASS_DAYS = Limit(what="days that a class is kept", most=30, why="nobody needs it any longer")

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
    TALK_SECONDS,
    MEMORY,
    CLASSES,
    CLASSES_OPENED,
    CLASS_EVENTS,
    CLASS_STORY,
    CLASS_PEOPLE,
    CLASS_TASKS,
    CLASS_TRIES,
    CLASS_WORK,
    CLASS_NAME,
    CLASS_STREAMS,
    CLASS_DAYS,
)

ALL = (*LIMITS, *limits.LIMITS)
"""Both tables, as the reference page shows them."""


def seconds(path: str) -> int:
    """Seconds of a processor that what stands at this address may take."""
    return (TALK_SECONDS if path.startswith("/talk/") else SECONDS).most

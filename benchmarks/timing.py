"""Fair times: batches of everyone in turn, the median of each; and the table that shows them.

Machines differ and are never quiet, so only times of one run are compared, as ratios. The garbage
collector stays on, as it is in life: who leaves garbage pays for it.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

REPEATS = 21
BATCH = 0.01
"""Seconds that one batch takes, about."""


@dataclass(frozen=True)
class Row:
    """One thing that was measured: our time, and what others took for the same."""

    what: str
    ours: float
    """Seconds."""
    others: Mapping[str, float] = field(default_factory=dict)
    goal: str = ""
    reached: bool = True


def medians(contenders: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """Seconds per call of each, the median of `REPEATS` batches that take turns."""
    sizes = {name: _batch_size(call) for name, call in contenders.items()}
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(REPEATS):
        for name, call in contenders.items():
            gc.collect()  # nobody tidies up after the one before
            times[name].append(_batch(call, sizes[name]))
    return {name: statistics.median(found) for name, found in times.items()}


def _batch_size(call: Callable[[], object]) -> int:
    call()  # caches, imports
    size = 1
    while (taken := _batch(call, size) * size) < BATCH / 2:
        size = max(2 * size, int(size * BATCH / max(taken, 1e-9) / 2))
    return size


def _batch(call: Callable[[], object], size: int) -> float:
    start = time.perf_counter()
    for _ in range(size):
        call()
    return (time.perf_counter() - start) / size


def table(rows: Iterable[Row]) -> str:
    """A row per measurement, a column for each other: how many times as long it takes."""
    rows = list(rows)
    others = list(dict.fromkeys(name for row in rows for name in row.others))
    lines = [["", "Chalkgraph", *others, "goal"]]
    for row in rows:
        ratios = [
            f"{row.others[name] / row.ours:.1f}×" if name in row.others else "" for name in others
        ]
        goal = f"{row.goal} {'✓' if row.reached else '✗'}" if row.goal else ""
        lines.append([row.what, _written(row.ours), *ratios, goal])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]).rstrip()
        for line in lines
    )


def _written(seconds: float) -> str:
    return f"{seconds * 1e6:.1f} µs" if seconds < 1e-3 else f"{seconds * 1e3:.1f} ms"

"""What all tests have in common: how hypothesis searches, a folder for what passes by, and memory.

`HYPOTHESIS_PROFILE=search make test` looks further, and elsewhere each time; otherwise it is the
same examples every time, so that a red run can be repeated. A search takes longer than a test may:
`ARGS='--timeout 0 --session-timeout 0 -o faulthandler_timeout=0'`.
"""

import gc
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes to be found is the machine's affair, and its other work's.
UNTIMED = {"database": None, "deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("house", max_examples=100, derandomize=True, **UNTIMED)
settings.register_profile("search", max_examples=2000, **UNTIMED)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

gc.disable()  # ten thousand tests are collected, all to be kept; see below


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that wait for a browser are spread evenly among those that compute: then the workers
    want the cores by turns. What has most tests for a browser comes first, nothing long last.
    """
    files = defaultdict[Path, list[pytest.Item]](list)
    for item in items:
        files[item.path].append(item)
    sizes = {path: len(found) for path, found in files.items()}
    computing, waiting = (
        [path for path in files if ("browser" in path.parts) is waits] for waits in (False, True)
    )
    computing.sort(key=lambda path: sizes[path])
    waiting.sort(key=lambda path: -sizes[path])
    places = {
        path: (place + 0.5) / len(group)
        for group in (computing, waiting)
        for place, path in enumerate(group)
    }
    items[:] = [
        item for path in sorted(files, key=lambda path: places[path]) for item in files[path]
    ]


def pytest_collection_finish() -> None:
    """Garbage is looked for among what tests make; not, again and again, among the tests."""
    gc.freeze()
    gc.set_threshold(20_000)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def own_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A folder of this process's own for temporary files, so that nobody else's exports count.

    All servers of a user share one queue of exports, and it is there.
    """
    tmp_path_factory.getbasetemp()  # pytest's own stay where one can look at them afterwards
    with (
        tempfile.TemporaryDirectory(prefix="chalkgraph-", ignore_cleanup_errors=True) as room,
        pytest.MonkeyPatch.context() as own,
    ):
        own.setenv("TMPDIR", room)
        own.setattr(tempfile, "tempdir", room)
        yield

"""What all tests have in common: how hypothesis searches, a folder for what passes by, and memory.

`HYPOTHESIS_PROFILE=search make test` looks further, and elsewhere each time; otherwise it is the
same examples every time, so that a red run can be repeated. A search takes longer than a test may:
`ARGS='--timeout 0 --session-timeout 0 -o faulthandler_timeout=0'`.
"""

import gc
import os
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes to be found is the machine's affair, and its other work's.
UNTIMED = {"database": None, "deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("house", max_examples=100, derandomize=True, **UNTIMED)
settings.register_profile("search", max_examples=2000, **UNTIMED)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

gc.disable()  # ten thousand tests are collected, all to be kept; see below


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

"""Gives one test a folder of jobs; leaves out tests whose tool is not here (`tests/heavy.py`)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import jobs

from ..heavy import TOOLS, missing


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    if not any(item.get_closest_marker("exports") for item in items):
        return
    gone, left_out = missing(), []
    for item in [each for each in items if each.path.is_relative_to(here)]:
        marker = item.get_closest_marker("exports")
        for tool in marker.args if marker is not None else ():
            assert tool in TOOLS, f"{item.nodeid} needs {tool}, which tests/heavy.py does not know"
            if tool in gone:
                left_out.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session", autouse=True)
def hurried() -> Iterator[None]:
    """Exports do not step back behind the tests that run beside their own."""
    with pytest.MonkeyPatch.context() as own:
        own.setattr(jobs, "_AFTER_OTHERS", ())
        yield


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(jobs.tempfile, "gettempdir", lambda: str(tmp_path))
    return jobs.folder()

"""What the server is made of: the lock has all that is asked for, at one version, with hashes."""

import re
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def asked() -> Iterator[Requirement]:
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield Requirement(line)


def locked() -> dict[str, list[tuple[Version, str]]]:
    """By name, the versions that are locked and for which machines."""
    found: dict[str, list[tuple[Version, str]]] = {}
    for name, version, marker in re.findall(r"^([\w.-]+)==(\S+)(?: ; (.*?))? \\$", LOCK, re.M):
        found.setdefault(canonicalize_name(name), []).append((Version(version), marker))
    return found


def test_every_package_that_is_asked_for_is_locked_at_a_version_that_will_do():
    found = locked()
    for each in asked():
        versions = [version for version, _marker in found[canonicalize_name(each.name)]]
        assert all(each.specifier.contains(version, prereleases=True) for version in versions), each


def test_every_locked_version_has_its_hashes_and_no_host():
    for entry in re.split(r"\n(?=\S)", LOCK.strip()):
        assert "--hash=sha256:" in entry, entry
    assert "://" not in LOCK


def test_what_runs_here_and_there_is_in_one_lock():
    found = locked()
    assert {marker for _version, marker in found["gunicorn"]} == {"sys_platform != 'win32'"}
    assert {marker for _version, marker in found["waitress"]} == {"sys_platform == 'win32'"}

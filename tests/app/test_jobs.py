"""Long exports: their queue, its limits and who is next, and what is left behind: nothing."""

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import create_app, jobs, limits
from app.exports import ExportError

from .planted import ADDRESS, planted
from .routes.reading import studio

pytestmark = pytest.mark.usefixtures("own_folder")

TYPED = "# Typed\nw: weight = 1\nL = w*2"


def left(folder: Path) -> list[str]:
    """The jobs of which something is there."""
    return [each.name for each in folder.iterdir() if each.name != "lock"]


def gone(pid: int) -> bool:
    """Whether a process ends, however long that takes on a busy machine."""
    late = time.monotonic() + 120
    while jobs._alive(pid) and time.monotonic() < late:
        time.sleep(0.01)
    return not jobs._alive(pid)


def test_a_program_that_was_sent_is_made_as_one_in_a_link_is(own_folder: Path):
    options = {"step": 2, "numbers": "slide", "theme": "board", "v_w": -0.5}
    linked = create_app().test_client().get(studio(TYPED, ".svg", **options))
    body = json.dumps({"program": TYPED, "arithmetic": "slide", "values": {"w": -0.5}})
    number = jobs.start("/studio.svg?step=2&theme=board", 1, body=body)
    made = jobs.wait(number)
    assert made.data == linked.data and made.name == "typed-step-2.svg"


def test_an_export_runs_in_a_process_of_its_own(own_folder: Path):
    number = jobs.start(ADDRESS.replace("pdf", "svg") + "&step=all", 21)
    assert jobs.progress(number).state == "running"
    made = jobs.wait(number)
    assert made.name == "example-2-svg.zip" and made.data[:2] == b"PK"
    assert jobs.progress(number) is None and left(own_folder) == []


def test_an_export_whose_process_died_is_not_waited_for(own_folder: Path):
    job = planted(own_folder, age=jobs.SILENCE + 1)
    assert jobs.progress(job.name).state == "failed"
    with pytest.raises(ExportError, match="Try it again"):
        jobs.wait(job.name)


class _Process:
    """A process that goes on and on."""

    pid = os.getpid()
    stdin = None
    begun = 0

    def __init__(self, *_: object, **__: object) -> None:
        _Process.begun += 1

    def kill(self) -> None:
        pass

    def wait(self, timeout: float = 0) -> int:
        return 0

    def poll(self) -> None:
        return None


@pytest.fixture
def lasting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs begin, and never end."""
    monkeypatch.setattr(jobs.subprocess, "Popen", _Process)


def states(*numbers: str) -> list[str]:
    return [jobs.progress(number).state for number in numbers]


def test_more_than_the_machine_bears_wait_and_see_their_place(own_folder: Path, lasting: None):
    most = limits.EXPORTS.most
    numbers = [jobs.start(ADDRESS, 21, browser=f"{k}") for k in range(most)]
    assert states(*numbers) == ["running"] * most
    waiting, now = [], time.time() - 60
    for k in range(3):
        waiting.append(jobs.start(ADDRESS, 21, browser=f"w{k}"))
        os.utime(own_folder / waiting[k] / "progress", (now + k, now + k))
    assert [jobs.progress(n) for n in waiting] == [
        jobs.Progress("waiting", 0, 21, place=k) for k in range(3)
    ]
    (own_folder / numbers[0] / "result").write_text("{}", encoding="utf-8")
    assert states(*waiting) == ["running", "waiting", "waiting"]


def test_one_browser_leaves_room_for_others_and_one_address_too(own_folder: Path, lasting: None):
    most = limits.EXPORTS.most
    mine = [jobs.start(ADDRESS, 21, browser="school\nme") for _ in range(most)]
    assert states(*mine).count("running") == most // 2
    class_ = [jobs.start(ADDRESS, 21, browser=f"school\n{k}") for k in range(3)]
    assert states(*class_) == ["running", "waiting", "waiting"], "one place is for others"
    assert states(jobs.start(ADDRESS, 21, browser="home\nyou")) == ["running"]


def test_who_has_the_least_under_way_is_next(own_folder: Path, lasting: None):
    mine = [jobs.start(ADDRESS, 21, browser="a\nme") for _ in range(4)]
    other = [jobs.start(ADDRESS, 21, browser=f"{k}\n") for k in "bcd"]
    assert states(*mine).count("running") == 2 and states(*other).count("running") == 2
    (own_folder / mine[0] / "result").write_text("{}", encoding="utf-8")
    assert states(*other) == ["running"] * 3
    assert states(*mine).count("running") == 1


def test_the_queue_has_an_end_for_one_and_for_all(own_folder: Path, lasting: None):
    most = limits.EXPORTS_WAITING.most
    for _ in range(limits.EXPORTS.most // 2 + most // 4):
        jobs.start(ADDRESS, 21, browser="a\nme")
    with pytest.raises(jobs.Busy) as own:
        jobs.start(ADDRESS, 21, browser="a\nme")
    assert own.value.own
    with pytest.raises(jobs.Busy) as busy:
        for k in range(2 * most):
            jobs.start(ADDRESS, 21, browser=f"{k}\n")
    assert not busy.value.own
    assert sum(jobs._progress(own_folder / n).state == "waiting" for n in left(own_folder)) == most


def test_who_waits_can_leave(own_folder: Path, lasting: None):
    numbers = [jobs.start(ADDRESS, 21, browser="a\nme") for _ in range(3)]
    assert jobs.cancel(numbers[2]) and jobs.progress(numbers[2]) is None


def test_an_export_whose_process_was_killed_is_seen_at_once(own_folder: Path):
    number = jobs.start("/lesson/example-2.pdf?level=formula", 60)
    pid = int((own_folder / number / "pid").read_text(encoding="utf-8"))
    os.kill(pid, signal.SIGKILL)
    assert gone(pid)
    found = jobs.progress(number)
    assert found.state == "failed" and "Try it again" in found.message


def test_an_export_ends_with_the_process_that_wanted_it(own_folder: Path):
    # It need not step back behind the tests beside it: see `hurried`.
    code = "from app import jobs; import sys; jobs._AFTER_OTHERS = (); "
    code += "print(jobs.start(sys.argv[1], 60), flush=True)"
    env = {**os.environ, "TMPDIR": str(own_folder.parent)}
    ran = subprocess.run(
        [sys.executable, "-c", code, "/lesson/network.pdf?level=formula"],
        cwd=jobs.ROOT, env=env, capture_output=True, text=True, timeout=280, check=True,
    )  # fmt: skip
    pid = int((own_folder / ran.stdout.strip() / "pid").read_text(encoding="utf-8"))
    assert gone(pid)
    assert jobs.progress(ran.stdout.strip()).state == "failed"


def test_a_server_that_ends_ends_its_exports(own_folder: Path):
    number = jobs.start("/lesson/network.pdf?level=formula", 60)
    pid = int((own_folder / number / "pid").read_text(encoding="utf-8"))
    jobs.end()
    assert gone(pid)


def test_a_disk_that_is_full_before_it_begins_is_said_too(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(path: Path, text: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(jobs, "write", full)
    with pytest.raises(ExportError, match="no room left"):
        jobs.start(ADDRESS, 21)
    assert left(own_folder) == []


def test_old_exports_are_removed_and_so_are_the_oldest_of_many(own_folder: Path, monkeypatch):
    old = planted(own_folder, "f" * 32, age=jobs.AGE + 1)
    finished = [planted(own_folder, f"{k:032x}", age=k) for k in range(25)]
    for job in finished:
        (job / "result").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(jobs.subprocess, "Popen", _Process)
    jobs.start(ADDRESS, 21)
    there = set(left(own_folder))
    assert old.name not in there
    kept = {job.name for job in finished[: limits.EXPORTS_KEPT.most]}
    assert kept <= there and len(there) == limits.EXPORTS_KEPT.most + 1


@pytest.mark.parametrize("number", ["", ".", "..", "../..", "a" * 31, "A" * 32, "a" * 32 + "/x"])
def test_what_is_no_number_finds_nothing(own_folder: Path, number: str):
    assert jobs.progress(number) is None
    assert jobs.result(number) is None
    assert not jobs.cancel(number)
    assert own_folder.exists()


def test_nobody_else_can_look_into_the_folder(own_folder: Path):
    assert own_folder.stat().st_mode & 0o777 == 0o700


def test_what_is_old_is_removed_by_one_at_a_time(monkeypatch: pytest.MonkeyPatch):
    """A job that somebody is just lining up does not say yet how old it is."""
    alone = []
    real = jobs._alone

    @contextlib.contextmanager
    def watched() -> Iterator[None]:
        with real():
            alone.append(True)
            yield
            alone.pop()

    monkeypatch.setattr(jobs, "_alone", watched)
    seen = []
    monkeypatch.setattr(jobs, "_tidy", lambda: seen.append(list(alone)))
    jobs.start(ADDRESS, 21, begin=False)
    assert seen == [[True]]


WAITING = """
from app import jobs  # before gevent's patches, as in a worker that is preloaded
from gevent import joinall, monkey, sleep, spawn
monkey.patch_all()
import fcntl
def want():
    with jobs._alone():
        pass
with open(jobs.folder() / "lock", "ab") as other:
    fcntl.flock(other, fcntl.LOCK_EX)
    waiting = [spawn(want) for _ in range(2)]
    sleep(0.05)
joinall(waiting, timeout=60)
print([each.successful() for each in waiting])
"""


def test_two_requests_of_a_worker_wait_for_another_worker_and_do_not_stop_it(tmp_path: Path):
    told = subprocess.run(
        [sys.executable, "-c", WAITING],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert told.stdout.strip() == "[True, True]", told.stderr


def no_room(_path: Path, _text: str) -> None:
    """A disk on which not a byte more has room."""
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_gets_full_while_an_export_waits_begins_it_once_and_says_so(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
):
    number = jobs.start(ADDRESS, 21, begin=False)
    monkeypatch.setattr(jobs, "write", no_room)
    monkeypatch.setattr(jobs.subprocess, "Popen", _Process)
    began = _Process.begun
    for _ in range(3):
        jobs.advance()
    assert _Process.begun == began + 1
    assert jobs.progress(number).state == "running"
    jobs.fail(own_folder / number, str(jobs.FULL))  # as its process does on the same disk
    assert "no room left on the server’s disk" in jobs.progress(number).message


def test_an_export_of_which_nothing_can_be_said_is_not_begun_again_and_again(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
):
    number = jobs.start(ADDRESS, 21, begin=False)
    monkeypatch.setattr(jobs, "say", lambda job, _name, text: no_room(job, text))
    monkeypatch.setattr(jobs.subprocess, "Popen", _Process)
    began = _Process.begun
    for _ in range(3):
        jobs.advance()
    assert _Process.begun == began + 1 and jobs.progress(number) is None

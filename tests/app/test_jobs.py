"""Long exports: progress, cancelling, limits, and what is left behind: nothing."""

import os
import time
from pathlib import Path

import pytest

from app import create_app, jobs
from app.exports import ExportError, quiet
from app.worker import make
from graph_engine import limits

from .routes.reading import studio


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(jobs.tempfile, "gettempdir", lambda: str(tmp_path))
    return jobs.folder()


ADDRESS = "/lesson/example-2.pdf?level=node&theme=board"


def planted(folder: Path, number: str = "a" * 32, age: float = 0) -> Path:
    """A job as `start` makes it, without its process."""
    job = folder / number
    job.mkdir()
    (job / "address").write_text(ADDRESS, encoding="utf-8")
    (job / "progress").write_text("0 21", encoding="utf-8")
    os.utime(job / "progress", (time.time() - age, time.time() - age))
    return job


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS,
        "/lesson/fork.svg?step=all&level=node",
        "/lesson/network.svg?step=12&zoom=layers",
        "/lesson/example-2.svg?step=3&v.x1=0.5&numbers=exact&theme=projector",
        studio("# Ž & </svg>\nw: weight = 1\nL = w*2", ".svg", step=1, v_w=-0.5),
        "/lesson/example-2.micrograd.py",
    ],
)
def test_a_job_makes_what_the_server_would(address: str):
    answer = create_app().test_client().get(address)
    made = make(address, quiet)
    assert made.name in answer.headers["Content-Disposition"]
    assert made.mimetype == answer.mimetype
    if made.mimetype.startswith("image/svg"):
        assert made.data == answer.data


def test_an_export_runs_in_a_process_of_its_own(own_folder: Path):
    number = jobs.start(ADDRESS.replace("pdf", "svg") + "&step=all", 21)
    assert jobs.progress(number) == jobs.Progress("running", 0, 21)
    made = jobs.wait(number)
    assert made.name == "example-2-svg.zip" and made.data[:2] == b"PK"
    assert jobs.progress(number) is None and list(own_folder.iterdir()) == []


def test_every_step_is_counted_and_the_file_waits(own_folder: Path, monkeypatch):
    job = planted(own_folder)
    seen = []
    write = jobs._write

    def watched(path: Path, text: str) -> None:
        write(path, text)
        seen.append(jobs.progress(job.name))

    monkeypatch.setattr(jobs, "_write", watched)
    jobs.run(job, make)
    assert [each.done for each in seen if each.state == "running"] == [*range(22)]
    assert {each.total for each in seen} == {21}
    assert jobs.progress(job.name) == jobs.Progress("done", 21, 21)
    assert jobs.result(job.name).data.startswith(b"%PDF-")
    assert jobs.cancel(job.name) and not job.exists()


def test_a_cancelled_export_ends_at_its_next_step_and_is_gone(own_folder: Path):
    job = planted(own_folder)
    assert jobs.cancel(job.name)
    assert jobs.progress(job.name) is None
    jobs.run(job, make)
    assert not job.exists()
    assert not jobs.cancel(job.name)


def test_too_slow_an_export_says_so(own_folder: Path, monkeypatch: pytest.MonkeyPatch):
    job = planted(own_folder)
    clock = iter(range(0, 10_000, 100))
    monkeypatch.setattr(jobs.time, "monotonic", lambda: next(clock))
    jobs.run(job, make)
    found = jobs.progress(job.name)
    assert found.state == "failed" and "Choose fewer steps" in found.message
    with pytest.raises(ExportError, match="Choose fewer steps"):
        jobs.wait(job.name)


def test_a_crash_is_said_and_its_cause_is_in_the_log(own_folder: Path, caplog):
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("planted")

    job = planted(own_folder)
    jobs.run(job, crash)
    found = jobs.progress(job.name)
    assert found.state == "failed" and "planted" not in found.message
    assert "planted" in caplog.text


def test_an_export_whose_process_died_is_not_waited_for(own_folder: Path):
    job = planted(own_folder, age=jobs.SILENCE + 1)
    assert jobs.progress(job.name).state == "failed"
    with pytest.raises(ExportError, match="Try it again"):
        jobs.wait(job.name)


def test_no_more_run_at_once_than_the_machine_bears(own_folder: Path):
    for k in range(limits.EXPORTS.most):
        planted(own_folder, f"{k:032x}")
    with pytest.raises(jobs.Busy):
        jobs.start(ADDRESS, 21)
    assert len(list(own_folder.iterdir())) == limits.EXPORTS.most


def test_old_exports_are_removed_and_so_are_the_oldest_of_many(own_folder: Path, monkeypatch):
    old = planted(own_folder, "f" * 32, age=jobs.AGE + 1)
    finished = [planted(own_folder, f"{k:032x}", age=k) for k in range(25)]
    for job in finished:
        (job / "result").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(jobs.subprocess, "Popen", _Process)
    jobs.start(ADDRESS, 21)
    left = {job.name for job in own_folder.iterdir()}
    assert old.name not in left
    kept = {job.name for job in finished[: limits.EXPORTS_KEPT.most]}
    assert kept <= left and len(left) == limits.EXPORTS_KEPT.most + 1


class _Process:
    """A process that is over at once."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def wait(self) -> int:
        return 0


@pytest.mark.parametrize("number", ["", ".", "..", "../..", "a" * 31, "A" * 32, "a" * 32 + "/x"])
def test_what_is_no_number_finds_nothing(own_folder: Path, number: str):
    assert jobs.progress(number) is None
    assert jobs.result(number) is None
    assert not jobs.cancel(number)
    assert own_folder.exists()


def test_nobody_else_can_look_into_the_folder(own_folder: Path):
    assert own_folder.stat().st_mode & 0o777 == 0o700

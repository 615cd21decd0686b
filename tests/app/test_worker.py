"""The process of a long export: it makes what the server would, counts, and says why it fails."""

import errno
import os
from pathlib import Path

import pytest

from app import create_app, jobs, worker
from app.exports import ExportError, quiet
from app.worker import make

from .planted import ADDRESS, planted
from .routes.reading import studio

pytestmark = pytest.mark.usefixtures("own_folder")


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
    made = make(address, "", quiet)
    assert made.name in answer.headers["Content-Disposition"]
    assert made.mimetype == answer.mimetype
    if made.mimetype.startswith("image/svg"):
        assert made.data == answer.data


def test_every_step_is_counted_and_the_file_waits(own_folder: Path, monkeypatch):
    job = planted(own_folder)
    seen = []
    write = jobs.write

    def watched(path: Path, text: str) -> None:
        write(path, text)
        seen.append(jobs.progress(job.name))

    monkeypatch.setattr(worker, "write", watched)
    worker.run(job, make)
    counted = [each.done for each in seen if each.state == "running"]
    assert counted == [*range(22)]
    assert {each.total for each in seen} == {21}
    assert jobs.progress(job.name) == jobs.Progress("done", 21, 21)
    assert jobs.result(job.name).data.startswith(b"%PDF-")
    assert jobs.cancel(job.name) and not job.exists()


def test_a_cancelled_export_ends_at_its_next_step_and_is_gone(own_folder: Path):
    job = planted(own_folder)
    assert jobs.cancel(job.name)
    assert jobs.progress(job.name) is None
    worker.run(job, make)
    assert not job.exists()
    assert not jobs.cancel(job.name)


def test_too_slow_an_export_says_so(own_folder: Path, monkeypatch: pytest.MonkeyPatch):
    job = planted(own_folder)
    clock = iter(range(0, 10_000, 100))
    monkeypatch.setattr(worker.time, "monotonic", lambda: next(clock))
    worker.run(job, make)
    found = jobs.progress(job.name)
    assert found.state == "failed" and "Choose fewer steps" in found.message
    with pytest.raises(ExportError, match="Choose fewer steps"):
        jobs.wait(job.name)


def test_a_crash_is_said_and_its_cause_is_in_the_log(own_folder: Path, caplog):
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("planted")

    job = planted(own_folder)
    worker.run(job, crash)
    found = jobs.progress(job.name)
    assert found.state == "failed" and "planted" not in found.message
    assert "planted" in caplog.text


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said(own_folder: Path, number: int, monkeypatch: pytest.MonkeyPatch):
    job = planted(own_folder)
    (job / "error.held").write_text("-" * jobs.HELD["error"], encoding="utf-8")
    real = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "data":
            real(path, data[:100])
            raise OSError(number, os.strerror(number))
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    worker.run(job, make)
    found = jobs.progress(job.name)
    assert found.state == "failed" and "no room left on the server’s disk" in found.message
    assert not (job / "data").exists() and not (job / "error.held").exists()

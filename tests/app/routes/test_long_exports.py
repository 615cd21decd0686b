"""Long exports at the real server with two workers: progress, cancelling, and nobody waits."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

import pytest

from app import limits

from ...browser.serving import serving
from .reading import studio

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(workers=2, hurried=True) as found:
        where = found.removeprefix("http://")
        # How long it takes to begin is nothing that a request waits for.
        assert ask(where, "GET", "/healthz")[0] == 200
        yield where


def ask(address: str, method: str, path: str) -> tuple[int, dict[str, str], bytes]:
    """One request on a connection of its own, so that any worker may get it."""
    connection = HTTPConnection(address, timeout=300)
    try:
        connection.request(method, path, headers={"Accept": "application/json"})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


@dataclass
class Others:
    """Somebody who wants a small thing again and again, while something long is made."""

    address: str
    began: float = field(default_factory=time.monotonic)
    waits: list[float] = field(default_factory=list)

    def ask(self) -> None:
        began = time.monotonic()
        assert ask(self.address, "GET", "/healthz")[0] == 200
        self.waits.append(time.monotonic() - began)

    def go_on(self) -> bool:
        """Whether they were answered while it was made, and not after it or a large part of it.

        By the length of what was made: how long anything takes is this machine's affair.
        """
        whole = time.monotonic() - self.began
        return len(self.waits) >= 5 and max(self.waits) < whole / 2


def told(body: bytes) -> Any:
    return json.loads(body)


def long(steps: int) -> str:
    """A program told in more than so many steps."""
    chain = "\n".join(f"y{k} = {f'y{k - 1}' if k else 'x'} * 2" for k in range(steps // 5))
    return f"# A long walk\nx: weight = 1\n{chain}"


def test_a_long_export_shows_progress_can_be_cancelled_and_blocks_nobody(address: str):
    begin = studio(long(300), ".pptx", focus="*")
    status, headers, body = ask(address, "POST", begin)
    assert status == 202, body
    where = headers["Location"]
    assert told(body)["total"] >= 300

    # While it is made, everybody else is answered, and each worker knows how far it is.
    others, seen = Others(address), []
    while len(seen) < 12 or seen[-1] < 3:
        others.ask()
        now = told(ask(address, "GET", where)[2])
        assert now["state"] == "running", now
        seen.append(now["done"])
        time.sleep(0.05)
    assert seen == sorted(seen) and seen[-1] > seen[0]
    assert others.go_on()

    assert ask(address, "DELETE", where)[0] == 204
    assert ask(address, "GET", where)[0] == 404
    assert ask(address, "GET", f"{where}/file")[0] == 404
    assert ask(address, "DELETE", where)[0] == 404


def test_a_finished_export_is_fetched_from_any_worker_as_often_as_one_likes(address: str):
    status, headers, _ = ask(address, "POST", "/lesson/example-2.pdf?level=node&theme=board")
    assert status == 202
    where = headers["Location"]
    while (now := told(ask(address, "GET", where)[2]))["state"] in ("waiting", "running"):
        time.sleep(0.1)
    assert now["state"] == "done" and now["done"] == now["total"]
    files = [ask(address, "GET", now["file"]) for _ in range(4)]
    for status, head, body in files:
        assert status == 200 and body.startswith(b"%PDF-")
        assert head["Content-Disposition"] == "attachment; filename=example-2.pdf"
    assert ask(address, "DELETE", where)[0] == 204


def test_a_plain_link_to_a_long_export_blocks_nobody_either(address: str):
    with ThreadPoolExecutor(2) as pool:
        files = [
            pool.submit(ask, address, "GET", f"/lesson/fork.pdf?level=node&theme={theme}")
            for theme in ("paper", "board")
        ]
        others = Others(address)
        while wait(files, timeout=0.05).not_done:
            others.ask()
        assert others.go_on()
        for each in files:
            status, _, body = each.result()
            assert status == 200 and body.startswith(b"%PDF-")


def test_too_many_at_once_are_told_to_wait(address: str):
    begun = []
    try:
        for _ in range(limits.EXPORTS.most + limits.EXPORTS_WAITING.most // 4 + 1):
            status, headers, body = ask(address, "POST", studio(long(300), ".pptx"))
            if status != 202:
                break
            begun.append(headers["Location"])
        assert status == 503 and headers["Retry-After"] == "30"
        assert "Wait for one of them" in told(body)["error"]["message"]
    finally:
        for each in begun:
            ask(address, "DELETE", each)


def test_what_cannot_be_exported_does_not_begin(address: str):
    status, _, body = ask(address, "POST", studio("x = 1\ny = 2*z", ".pdf"))
    assert status == 422 and told(body)["error"]["kind"] == "program"
    status, _, body = ask(address, "POST", studio(long(600), ".pdf"))
    assert status == 422 and told(body)["error"]["kind"] == "export"
    assert ask(address, "POST", "/lesson/nothing-here.pdf")[0] == 404
    assert ask(address, "POST", "/lesson/example-2.exe")[0] == 404

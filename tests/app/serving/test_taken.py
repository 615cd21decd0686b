"""The streams of a real server: each goes on without its request, and ends as any would."""

import http.client
import json
import socket
import time
from urllib.parse import urlsplit

import psutil

from tests.browser.serving import Server, served

PEOPLE = 120


def asked(server: Server, path: str, token: str = "", **body: object) -> dict[str, object]:
    where = urlsplit(server.base)
    made = http.client.HTTPConnection(str(where.hostname), where.port, timeout=60)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    made.request("POST", path, json.dumps(body), headers)
    found: dict[str, object] = json.loads(made.getresponse().read())
    made.close()
    return found


def follows(server: Server, code: object, number: int) -> socket.socket:
    where = urlsplit(server.base)
    made = socket.create_connection((where.hostname, where.port or 80), timeout=60)
    made.sendall(
        f"GET /class/{code}/stream HTTP/1.1\r\nHost: {where.netloc}\r\n"
        f"Authorization: Bearer {f'p{number}':x<22}\r\n\r\n".encode()
    )
    return made


def heard(stream: socket.socket, until: bytes) -> bytes:
    """All that comes up to that, or to the end."""
    found = b""
    while until not in found and (piece := stream.recv(65536)):
        found += piece
    return found


def pieces(found: bytes) -> list[bytes]:
    """What a body came in, as HTTP/1.1 frames it."""
    body = found.partition(b"\r\n\r\n")[2]
    said: list[bytes] = []
    while body:
        size, _, rest = body.partition(b"\r\n")
        length = int(size, 16)
        assert rest[length : length + 2] == b"\r\n"
        said.append(rest[:length])
        body = rest[length + 2 :]
    return said


def test_many_hear_each_step_once_and_the_goodbye_and_cost_next_to_nothing():
    with served(1) as server:
        made = asked(server, "/class", title="T", deck="")
        event, token = f"/class/{made['code']}/event", str(made["token"])

        def step(number: int) -> None:
            data = {"text": True, "step": number}
            asked(server, event, token, kind="show", key=f"k{number}", data=data)

        step(1)
        # The first of them brings in what all of them share.
        streams = [follows(server, made["code"], 0)]
        before = [heard(streams[0], b"event: count")]
        worker = psutil.Process(server.process.pid).children()[0]
        held = worker.memory_full_info().uss
        streams += [follows(server, made["code"], k) for k in range(1, PEOPLE)]
        before += [heard(each, b"event: count") for each in streams[1:]]
        time.sleep(0.5)
        step(2)
        before = [
            said + heard(each, b'"step":2') for said, each in zip(before, streams, strict=True)
        ]
        more = worker.memory_full_info().uss - held
        assert more / PEOPLE < 15_000, "bytes for each; with a request that waits it were 29 000"
        worker.terminate()
        said = [pieces(found + heard(each, b"\r\n0\r\n\r\n")) for found, each in zip(
            before, streams, strict=True)]  # fmt: skip
        for each in said:
            assert sum(piece.count(b'"step":2') for piece in each) == 1
            assert each[-2] == b"event: bye\ndata: {}\n\n" and each[-1] == b""
        for each in streams:
            each.close()

"""What many are told at once is written to their sockets as their streams would write it."""

import socket
import ssl
from collections.abc import Iterator

import pytest

from app.serving.straight import writer

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    ours.setblocking(False)
    theirs.settimeout(5)
    with ours, theirs:
        yield ours, theirs


def environ(sock: object, version: str = "HTTP/1.1", **more: object) -> dict[str, object]:
    return {"gunicorn.socket": sock, "SERVER_PROTOCOL": version, **more}


def test_a_piece_is_framed_with_its_length_in_bytes(pair: Pair):
    write = writer(environ(pair[0]))
    assert write and write("data: ∂\n\n") == "sent"
    assert pair[1].recv(100) == "B\r\ndata: ∂\n\n\r\n".encode()


def test_where_nothing_can_be_taken_nothing_is_sent(pair: Pair):
    write = writer(environ(pair[0]))
    filled = 0
    while True:
        try:
            filled += pair[0].send(b"x")
        except BlockingIOError:
            break
    assert write and write("data: 1\n\n") == "full"
    got = 0
    while got < filled:
        got += len(pair[1].recv(65536))
    assert got == filled and write("data: 2\n\n") == "sent"


def test_half_a_piece_ends_the_stream_so_that_its_browser_comes_back(pair: Pair):
    write = writer(environ(pair[0]))
    assert write and write("x" * 10_000_000) == "broken"
    while pair[1].recv(65536):
        pass
    assert write("data: 1\n\n") == "broken"


def test_where_the_framing_is_not_ours_nothing_is_written_straight(pair: Pair):
    assert writer(environ(pair[0], "HTTP/1.0")) is None
    assert writer(environ(pair[0], HTTP_VERSION="2")) is None
    assert writer({"SERVER_PROTOCOL": "HTTP/1.1"}) is None
    secure = ssl.create_default_context().wrap_socket(
        socket.socket(), server_hostname="localhost", do_handshake_on_connect=False
    )
    with secure:
        assert writer(environ(secure)) is None

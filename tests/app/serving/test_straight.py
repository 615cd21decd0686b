"""What many are told at once is written to their sockets as their streams would write it."""

import os
import socket
import ssl
from collections.abc import Iterator
from threading import Thread

import pytest

from app.serving.straight import Line, line

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


def taken(pair: Pair) -> Line:
    found = line(environ(pair[0]))
    assert found
    found.take()
    return found


def heard(theirs: socket.socket) -> bytes:
    """All that comes, to the end."""
    found = b""
    while piece := theirs.recv(65536):
        found += piece
    return found


def test_a_piece_is_framed_with_its_length_in_bytes(pair: Pair):
    ours = taken(pair)
    assert ours.write("data: ∂\n\n")
    assert pair[1].recv(100) == "B\r\ndata: ∂\n\n\r\n".encode()
    ours.end()


def test_it_goes_on_when_its_request_has_closed_what_it_had(pair: Pair):
    ours = taken(pair)
    pair[0].close()
    assert ours.write("data: 1\n\n")
    ours.end("event: bye\n\n")
    assert heard(pair[1]) == b"9\r\ndata: 1\n\n\r\nC\r\nevent: bye\n\n\r\n0\r\n\r\n"


def test_where_nothing_can_be_taken_its_browser_has_to_come_back(pair: Pair):
    filled = 0
    while True:
        try:
            filled += pair[0].send(b"x")
        except BlockingIOError:
            break
    ours = taken(pair)
    assert not ours.write("data: 1\n\n")
    ours.end("event: bye\n\n")
    assert heard(pair[1]) == b"x" * filled


def test_half_a_piece_is_not_taken_for_a_whole_one(pair: Pair):
    ours = taken(pair)
    assert not ours.write("x" * 10_000_000)
    ours.end()
    assert len(heard(pair[1])) < 10_000_000


def test_whoever_has_gone_is_missed_at_the_next_piece_and_what_is_closed_is_closed_once(
    pair: Pair,
):
    ours = taken(pair)
    pair[1].close()
    assert not ours.write("data: 1\n\n")
    ours.end()
    reused = os.open(os.devnull, os.O_RDONLY)
    ours.end("event: bye\n\n")
    os.fstat(reused)
    os.close(reused)
    assert not ours.write("data: 2\n\n")


def test_who_has_gone_is_known_without_a_piece(pair: Pair):
    ours = taken(pair)
    assert not ours.gone()
    pair[1].send(b"what nobody asked for")
    assert not ours.gone() and not ours.gone()
    pair[1].close()
    assert ours.gone()
    ours.end()
    assert ours.gone()


def test_nobody_is_waited_for_also_where_a_worker_has_threads(pair: Pair):
    pair[0].settimeout(None)
    ours = taken(pair)
    looks = Thread(target=ours.gone, daemon=True)
    looks.start()
    looks.join(2)
    assert not looks.is_alive()
    while ours.write("x" * 4000):
        pass
    ours.end()


def test_where_the_framing_is_not_ours_nothing_is_taken(pair: Pair):
    assert line(environ(pair[0], "HTTP/1.0")) is None
    assert line(environ(pair[0], HTTP_VERSION="2")) is None
    assert line({"SERVER_PROTOCOL": "HTTP/1.1"}) is None
    secure = ssl.create_default_context().wrap_socket(
        socket.socket(), server_hostname="localhost", do_handshake_on_connect=False
    )
    with secure:
        assert line(environ(secure)) is None

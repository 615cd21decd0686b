"""A lecture in a box: who serves a room is told how others reach it, and phones by a code."""

import socket
from pathlib import Path

import pytest

from app.cli import addresses


def test_the_addresses_are_this_machines_and_not_its_loopback(monkeypatch: pytest.MonkeyPatch):
    found = addresses.addresses()
    routes = Path("/proc/net/route")
    if routes.exists() and len(routes.read_text().splitlines()) > 1:
        assert found, "a machine that is in a network has an address there"
    for each in found:
        assert not each.startswith("127.")
        with socket.create_server((each, 0)):
            pass  # none but a machine's own address can be bound
    # A machine without a network has its loopback all the same, and none of it is told.
    monkeypatch.setattr(addresses, "_found", lambda: iter(["127.0.1.1", "10.0.0.7", "127.0.0.1"]))
    assert addresses.addresses() == ["10.0.0.7"]


def test_a_server_of_this_machine_alone_has_nothing_to_say(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(addresses, "addresses", lambda: ["10.0.0.7", "192.168.1.4"])
    assert addresses.said("127.0.0.1", 8000, code=True) == ""
    told = addresses.said("0.0.0.0", 8080, code=False)
    assert told.splitlines()[1:] == ["  http://10.0.0.7:8080", "  http://192.168.1.4:8080"]
    assert told.splitlines()[0].endswith("joined at /join:")
    monkeypatch.setattr(addresses, "addresses", list)
    assert "in no network" in addresses.said("0.0.0.0", 8080, code=False)


def test_the_code_is_of_the_page_where_a_class_is_joined(monkeypatch: pytest.MonkeyPatch):
    made: list[str] = []
    make = addresses.segno.make
    monkeypatch.setattr(addresses, "addresses", lambda: ["10.0.0.7"])
    monkeypatch.setattr(
        addresses.segno, "make", lambda text, **how: made.append(text) or make(text, **how)
    )
    told = addresses.said("::", 8000, code=True)
    assert made == ["http://10.0.0.7:8000/join"]
    rows = told.splitlines()[2:]
    assert len(rows) > 10 and len({len(row) for row in rows if row}) <= 3, "a square of blocks"

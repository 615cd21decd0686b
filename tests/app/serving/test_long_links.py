"""What is promised of long links, at the real server: they open, and what is longer is told so."""

from collections.abc import Iterator
from http.client import HTTPConnection
from random import Random
from urllib.parse import urlencode

import pytest

from app import limits
from app.state.link import VERSION, pack
from app.state.options import MOST_LOCKS, OPTIONS

from ...browser.serving import serving

pytestmark = pytest.mark.server

OLD = 4094
"""Characters of a request line that gunicorn reads by itself."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(hurried=True) as found:
        yield found.removeprefix("http://")


def asked(address: str, path: str) -> tuple[int, dict[str, str], str]:
    connection = HTTPConnection(address, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()
    finally:
        connection.close()


def longest() -> str:
    """The longest program that a link holds: a neuron below words that nobody can compress."""
    random = Random(20)
    noise = "".join(f"# {random.getrandbits(256):x}\n" for _ in range(250))
    neuron = "w: weight = 0.6\nx: input = 1\ny = w * x\nL: loss = y**2 / 4"
    low, high = 0, len(noise)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if pack(f"# {noise[:middle]}\n{neuron}") else (low, middle - 1)
    return pack(f"# {noise[:low]}\n{neuron}")


def everything() -> dict[str, str]:
    """Every option of a link, and of what may be many as many as there may be."""
    locks = ",".join(["value:y", "value:L"] * (MOST_LOCKS // 2))
    return {
        "step": "2", "numbers": "slide", "focus": "w", "rate": "1/(1+t)", "iterations": "2",
        "accumulate": "1", "zoom": "scalars", "open": "a,b", "sample": "0", "vec": "columns",
        "unknown": "w",
        "v.w": "-0.123456789", "v.x": "1e-3", "theme": "board", "hide": "local,gradients",
        "lock": locks, "unlocked": locks, "predict": "1", "lang": "cs",
    }  # fmt: skip


def test_the_longest_link_opens_with_every_option(address: str):
    packed, options = longest(), everything()
    assert limits.LINK.most - 8 <= len(packed) <= limits.LINK.most
    assert {each.name for each in OPTIONS} - set(options) == {"v."}
    for door in ("/studio", "/present", "/embed/studio"):
        path = f"{door}?{urlencode({'p': packed, **options})}"
        assert len(path) > OLD * 4
        status, _, page = asked(address, path)
        assert status == 200, (door, page[:400])
        assert "-0.123456789" in page.replace("−", "-").replace(",", ".")


@pytest.mark.parametrize("characters", [OLD, 8_000, 16_000, 32_000])
def test_a_link_as_long_as_the_server_promises_is_read(address: str, characters: int):
    path = f"/lesson/example-2?unheard_of={'a' * characters}"
    status, _, _ = asked(address, path[:characters])
    assert status == 200


def test_a_longer_program_in_a_link_is_refused_on_a_page_for_people(address: str):
    status, headers, page = asked(address, f"/studio?p={VERSION}{'A' * limits.LINK.most}")
    assert status == 400 and "too long" in page and 'href="/"' in page
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("characters", [33_000, 60_000])
def test_a_longer_address_is_refused_on_a_page_for_people(address: str, characters: int):
    status, headers, page = asked(address, f"/studio?p={'A' * characters}")
    assert status == 414
    assert "This address is too long." in page and 'href="/"' in page
    assert f"{limits.LINK.most}" in page
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Referrer-Policy"] == "no-referrer"


def test_after_a_refusal_the_server_serves_on(address: str):
    for _ in range(20):
        assert asked(address, f"/{'a' * 40_000}")[0] == 414
    assert asked(address, "/healthz")[0] == 200

"""A program in a link comes back as it was, and nothing else gets out of one."""

import base64
import random
import tracemalloc
import zlib
from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app import limits
from app.state.link import VERSION, LinkError, pack, unpack
from graph_engine.limits import CHARACTERS

from ...graph_engine.programs import EXAMPLE_II, shown

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=2000)


def packed(data: bytes) -> str:
    """Any bytes, dressed as a link."""
    return VERSION + base64.urlsafe_b64encode(data).decode().rstrip("=")


@given(texts)
def test_a_program_comes_back_as_it_was(program: str):
    assume(pack(program))
    assert unpack(pack(program)) == program


@pytest.mark.parametrize(
    "program",
    ["", "\n", "\r\n", EXAMPLE_II, "x" * CHARACTERS.most, "😀" * CHARACTERS.most],
    ids=shown,
)
def test_a_program_at_the_limit_comes_back_too(program: str):
    assert unpack(pack(program)) == program


@given(texts)
def test_a_link_needs_no_escaping(program: str):
    assert all(c.isascii() and (c.isalnum() or c in "-_") for c in pack(program))


def test_example_ii_travels_in_a_short_link():
    assert len(pack(EXAMPLE_II)) < 300


def test_a_program_that_is_too_long_for_a_link_has_none():
    noise = random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=CHARACTERS.most)
    assert pack("".join(noise)) == ""
    lengths = [len(pack("".join(noise[:k]))) for k in range(0, CHARACTERS.most, 100)]
    assert max(lengths) <= limits.LINK.most


@pytest.mark.parametrize(
    "damaged",
    [
        "", "1", "0", "2eNp", "abc", "1!!!!", "1eN", "1" + "A" * 100, "1é", "1\x00", " 1", "1=",
        packed(b"not compressed"), packed(zlib.compress(b"\xff\xfe")),
        packed(zlib.compress(b"x = 1")[:-1]), packed(zlib.compress(b"x = 1") + b"more"),
        packed(zlib.compress(b"\xed\xa0\x80")), pack(EXAMPLE_II)[:-3], pack(EXAMPLE_II)[1:],
        "1" * (limits.LINK.most + 1),
    ],
    ids=shown,
)  # fmt: skip
def test_a_damaged_link_is_said_to_be_damaged(damaged: str):
    with pytest.raises(LinkError, match="damaged"):
        unpack(damaged)


@given(st.text(max_size=60))
def test_any_text_is_a_program_or_a_damaged_link(text: str):
    for each in (text, VERSION + text):
        with suppress(LinkError):
            assert isinstance(unpack(each), str)


@given(st.integers(0, 200), st.integers(0, 63))
def test_a_link_with_one_wrong_letter_is_damaged_or_the_same(place: int, letter: int):
    good = pack(EXAMPLE_II)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    place = 1 + place % (len(good) - 1)
    with suppress(LinkError):  # the checksum finds it; the last letter may have bits to spare
        assert unpack(good[:place] + alphabet[letter] + good[place + 1 :]) == EXAMPLE_II


@given(texts, st.integers(1, 400))
def test_of_a_link_that_was_cut_short_the_beginning_is_read(program: str, cut: int):
    good = pack(program)
    assume(good)
    short = good[: max(1, len(good) - cut)]
    try:
        assert unpack(short) == program  # only its padding was cut
    except LinkError as error:
        assert program.startswith(error.rest.rstrip("\ufffd"))


def test_most_of_a_program_is_saved_from_a_link_that_lost_its_end():
    with pytest.raises(LinkError) as caught:
        unpack(pack(EXAMPLE_II)[:-30])
    assert len(caught.value.rest) > len(EXAMPLE_II) // 2
    assert EXAMPLE_II.startswith(caught.value.rest)


def test_a_link_of_a_version_to_come_says_so():
    with pytest.raises(LinkError, match="newer"):
        unpack("2" + pack(EXAMPLE_II)[1:])


@pytest.mark.parametrize(
    ("given_away", "program"),
    [
        ("1eNort1IoT81MzyhRsFUw4vKxUsjJLy4Gssu1tIy4AIL5B_4", "w: weight = 2\nL: loss = w**2\n"),
        (
            "1eNpTVvDNzEtVUFOwqcwvLSq240q0UihPzUzPKFGwVTDiOrcJSBlz-Vgp5OQXFwPZiVpAIW2FRADcCRDq",
            "# Mine & <yours>\na: weight = 2\nβ = 3\nL: loss = a*β + a",
        ),
    ],
)
def test_links_that_the_first_version_gave_away_work_for_ever(given_away: str, program: str):
    assert unpack(given_away) == program


def test_a_bomb_is_never_unpacked():
    bomb = packed(zlib.compress(b" " * 5_000_000, 9))
    assert len(bomb) <= limits.LINK.most
    nested = packed(zlib.compress(zlib.compress(b" " * 50_000_000, 9), 9))
    tracemalloc.start()
    try:
        for each in (bomb, nested):
            with pytest.raises(LinkError):
                unpack(each)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()

"""Codes that can be read out, and secrets of which nothing is kept but a hash."""

import pytest

from app.classroom import rights


def test_no_letter_of_a_code_looks_like_another():
    assert not {*rights.LETTERS} & {*"0O1IL2Z5S8BU"}
    assert len(rights.LETTERS) ** rights.LENGTH > 100_000_000


def test_codes_are_random_and_written_in_two_halves():
    codes = {rights.new_code() for _ in range(500)}
    assert len(codes) == 500 and all(rights.code(each) == each for each in codes)
    assert rights.spaced("K7M4QX") == "K7M 4QX"


@pytest.mark.parametrize("typed", ["k7m4qx", " K7M 4QX ", "K7M-4QX", "k7m–4qx", "K7M·4QX"])
def test_a_code_is_read_as_people_type_it(typed: str):
    assert rights.code(typed) == "K7M4QX"


@pytest.mark.parametrize("typed", ["", "K7M4Q", "K7M4QXX", "K7M4Q0", "' OR 1=1", "K7M4QX" * 20])
def test_what_is_no_code_is_none(typed: str):
    assert rights.code(typed) == ""


def test_a_token_has_128_bits_and_its_hash_does_not_tell_it():
    token = rights.new_token()
    assert rights.BYTES * 8 == 128 and rights.bearer(f"Bearer {token}") == token
    assert token.encode() not in rights.hashed(token, "K7M4QX")


def test_the_same_person_is_another_one_in_another_class():
    assert rights.hashed("x" * 22, "K7M4QX") != rights.hashed("x" * 22, "K7M4QY")


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer short", "Basic " + "x" * 22, "Bearer a b"]
)
def test_without_a_whole_secret_one_is_nobody(header: str):
    assert rights.bearer(header) == ""

"""A name is a text in one line; two of one name are told apart; files have them as answers."""

import csv
import io
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import limits
from app.classroom.names import called
from app.classroom.reading import EventError, read_name
from app.classroom.results import Judged
from app.classroom.store import Answer
from app.classroom.taking import Taken, data, table
from app.classroom.worksheet import Worked, grid

MOST = limits.CLASS_NAME.most


def read(name: object) -> str:
    return read_name({"name": name, "revision": 1})[2]


def given_by(names: dict[bytes, str]) -> list[Answer]:
    return [Answer(person=who, revision=1, text=text) for who, text in names.items()]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("  Ada \t Lovelace\n", "Ada Lovelace"), ("Zofie\u030c", "Zofiě"), ("", ""), (" \u2028 ", ""),
     ("x" * MOST, "x" * MOST), ("می\u200cخواهم", "می\u200cخواهم"), ("<b>", "<b>"),
     ("👩\u200d🔬", "👩\u200d🔬"), ("❤\ufe0f", "❤\ufe0f")],
)  # fmt: skip
def test_a_name_is_one_line_with_composed_accents(typed: str, name: str):
    assert read(typed) == name


@pytest.mark.parametrize(
    "typed",
    [None, 7, ["Ada"], "x" * (MOST + 1), "x" * 10**5, "A\x00da", "\x1b[31mAda", "Ada\u202egnp.exe",
     "\ufeffAda", "A\u200bda", "\ud800", "\ue000", "A\u2066da", "\u200d", "\u200c\u200d", "\u3164",
     "\u2800", "Ada\u115f", "\u0301", "\ufe0f"],
)  # fmt: skip
def test_what_is_too_long_or_cannot_be_seen_is_refused_in_words(typed: object):
    with pytest.raises(EventError) as error:
        read(typed)
    assert str(error.value)


@given(st.text(max_size=MOST + 5))
def test_whatever_is_typed_is_refused_or_is_a_line_that_reads_as_itself(typed: str):
    try:
        name = read(typed)
    except EventError:
        return
    assert read(name) == name and len(name) <= MOST
    assert not any(unicodedata.category(each) in ("Cc", "Zl", "Zp", "Cs") for each in name)
    assert "\u202e" not in name and name == name.strip()
    name.encode()


NAMES = st.dictionaries(
    st.binary(min_size=1, max_size=3),
    st.sampled_from(
        ["Ada", "ada", "Ada\u200d", "A\u200cda", "Ada\ufe0f", "Ada (1)", "Ada (2)", "Bo", ""]
    ),
    max_size=8,
)


def seen(name: str) -> str:
    """What one sees of it, small or large."""
    return re.sub("[\u200c\u200d\ufe0f]", "", name).casefold()


@given(NAMES)
def test_two_of_one_name_are_told_apart_and_nobody_else_is_renamed(names: dict[bytes, str]):
    found = called(given_by(names))
    assert found.keys() == {who for who, name in names.items() if name}
    shown = [seen(name) for name in found.values()]
    assert len({*shown}) == len(shown), "no two look alike"
    everybody = [seen(name) for name in names.values()]
    for who, name in found.items():
        assert name.startswith(names[who])
        if everybody.count(seen(names[who])) == 1:
            assert name == names[who]
    again = dict(reversed(names.items()))
    assert called(given_by(again)) == found, "in whichever order the store has them"


A, B, C = b"a", b"b", b"c"
ASKED = Taken(
    number=1,
    results={"ask": "?", "of": {"1": ["right", "right"], "2": ["other", "another number"]}},
    answers=[given_by({A: "1", B: "2"}), given_by({A: "2", C: "1"})],
)
SHEET = Worked(
    [{"id": "2", "ask": "What?", "reveal": "z = 1", "step": 3}],
    {"2": {"1": Judged("right"), "3": Judged("other")}},
    {A: {"2": ("3", "1")}, B: {"2": ("3",)}},
)


def rows(names: dict[bytes, str]) -> list[dict[str, str]]:
    text = table([ASKED], [SHEET], names)
    return [*csv.DictReader(io.StringIO(text.lstrip("\ufeff")))]


def test_the_table_has_a_column_of_names_where_anybody_has_one_and_none_where_nobody_has():
    assert "name" not in rows({})[0]
    found = [(row["vote"], row["answer"], row["name"]) for row in rows({A: "Ada", C: "Čeněk"})]
    assert found == [
        ("1", "1", "Ada"), ("1", "2", ""), ("2", "2", "Ada"), ("2", "1", "Čeněk"),
        ("1", "3", "Ada"), ("2", "1", "Ada"), ("1", "3", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["=1+1", "+cmd|x", "@SUM(A1)", "-2+3", "＝1+1", "＋cmd", "－2+3", "＠x"]
)
def test_no_spreadsheet_takes_a_name_for_a_formula(name: str):
    assert rows({A: name})[0]["name"] == f"'{name}"
    assert rows({A: f"x;{name}"})[0]["name"] == f"x;'{name}"


def test_the_data_say_what_those_with_a_name_answered_and_only_those():
    nobody = data("T", [ASKED], [SHEET])
    assert "named" not in nobody["questions"][0] and "names" not in nobody["worksheets"][0]
    found = data("T", [ASKED], [SHEET], {A: "Ada", C: "Čeněk", b"z": "Silent"})
    assert found["questions"][0]["named"] == [
        {"name": "Ada", "answers": ["1", "2"]},
        {"name": "Čeněk", "answers": [None, "1"]},
    ]
    assert found["worksheets"][0]["names"] == ["Ada", ""]


def test_a_name_stands_above_its_own_column_of_the_heat_map():
    found = grid(SHEET, {B: "Bo", A: "Ada"})
    assert [kind for ((kind, _sign),) in found["cells"]] == ["later", "other"]
    assert found["names"] == ["Ada", "Bo"], "Ada is done, and stands first"
    assert "names" not in grid(SHEET) and "names" not in grid(SHEET, {})

"""What is said keeps its pattern and its values, and is its English text."""

import copy
import pickle

from hypothesis import given
from hypothesis import strategies as st

from graph_engine import GraphError, ProgramError, Said, parse, say
from graph_engine.saying import counted


def test_it_is_the_english_text_and_knows_what_it_was_made_of():
    said = say("There is no %(name)s in %(place)s.", name="z", place=say("line %(line)s", line=3))
    assert said == "There is no z in line 3."
    assert said.pattern == "There is no %(name)s in %(place)s."
    assert said.values["name"] == "z"
    assert isinstance(said.values["place"], Said)


def test_a_text_without_values_is_taken_as_it_is():
    assert say("100 % of it") == "100 % of it"


@given(name=st.text())
def test_what_is_put_in_is_never_read_as_a_pattern(name: str):
    assert say("<%(name)s>", name=name) == f"<{name}>"


def test_it_is_copied_as_a_whole():
    for said in (
        say("There is no %(name)s.", name="z"),
        counted("%(num)s wire", "%(num)s wires", 2),
    ):
        for other in (copy.copy(said), copy.deepcopy(said), pickle.loads(pickle.dumps(said))):
            assert str(other) == str(said)
            assert (other.pattern, other.values, other.many) == (
                said.pattern,
                said.values,
                said.many,
            )


def test_what_is_counted_has_the_form_of_its_count():
    said = [str(counted("%(num)s wire", "%(num)s wires", count)) for count in (0, 1, 2, 11)]
    assert said == ["0 wires", "1 wire", "2 wires", "11 wires"]


def test_errors_carry_it_to_whoever_shows_them():
    for program, error in (("x: input = ", ProgramError), ("x = zz", ProgramError)):
        try:
            parse(program)
        except error as found:
            assert isinstance(found.message, Said)
            assert isinstance(found.hint, Said)
    try:
        parse("x = 1").node("y")
    except GraphError as found:
        assert isinstance(found.args[0], Said)
        assert str(found) == "there is no node called 'y'"

"""The editor's words are the registry's: none is missing, and each can be typed."""

import pytest

import graph_engine as ge
from app.editor.words import counting, functions, palette, roles, words
from graph_engine.program import GIVEN, ROLES


def test_every_function_of_the_registry_can_be_completed():
    wanted = {op.name for op in ge.operations().values() if op.function} | {*GIVEN}
    assert {word.name for word in functions()} == wanted
    assert all(word.says for word in functions())


def test_every_role_has_its_words():
    assert [word.name for word in roles()] == [*ROLES, "loss"]
    assert all(word.says for word in roles())


def test_every_function_stands_once_in_the_palette():
    shown = [word.insert for group in palette() for word in group.words]
    assert len(shown) == len({*shown})
    for word in functions():
        assert word.insert in shown, word.name


@pytest.mark.parametrize(
    "word", [w for g in palette() for w in g.words], ids=lambda word: word.name
)
def test_what_the_palette_shows_and_inserts_is_understood(word):
    opening, bar, closing = word.insert.partition("|")
    assert opening or closing
    assert closing.count(")") == opening.count("(")
    shown = word.name.replace(", …", ", b")
    line = f"{shown} q = t" if shown.startswith("for") else f"q = {shown}"
    program = f"a = 1\nb = 2\nx = 3\ny = 1\nz = 2\n{line}"
    try:
        ge.parse(program)
    except ge.ProgramError as error:
        # Vectors and samples are missing here, not the word.
        said = error.message
        assert "no function" not in said and "cannot be read" not in said, said


def test_the_page_gets_plain_data():
    assert set(words()) == {"roles", "functions", "counting"}


@pytest.mark.parametrize("word", counting(), ids=lambda word: word.name)
def test_every_word_of_a_loop_is_read_where_it_is_inserted(word):
    header = {
        "for": word.insert.replace("|", "3"),
        "in": f"for t {word.insert.replace('|', '[1, 2]')}:",
    }.get(
        word.name,
        f"for t in {word.insert.replace('|', {'range': '2', 'zip': 'x, x'}.get(word.name, 'x'))}:",
    )
    if word.name == "len":
        header = "for t in range(len(x)):"
    assert word.says
    assert ge.parse(f"x = [1, 2]\n{header}\n    y = 2*x").nodes

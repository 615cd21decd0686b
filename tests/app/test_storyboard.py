"""A lesson's boards: where they stand, what they say, and what they leave as it was."""

from dataclasses import replace

import pytest

from app.lessons import lessons
from app.picture.changes import seen
from app.picture.strip import strip
from app.state.view import View
from app.story import tell
from app.storyboard import Board, insert
from graph_engine.walkthrough import normal

from . import stories
from .stories import SLIDE, sentence, step


def test_a_board_stands_before_its_step_and_numbers_stay_in_order() -> None:
    walk = stories.story(**SLIDE).walk
    boards = [
        Board(name="second", before="slope p/v", text="And now?"),
        Board(name="first", before="value q", text="What comes out?"),
    ]
    found = insert(walk, boards)
    keys = [each.key for each in found.steps]
    assert [each.index for each in found.steps] == list(range(len(walk.steps) + 2))
    for board in boards:
        assert keys[keys.index(f"board:{board.name}") + 1] == normal(board.before)
    without = [key for key in keys if not key.startswith("board")]
    assert without == [each.key for each in walk.steps]


def test_a_board_takes_the_phase_and_round_of_its_step_and_tells_no_number() -> None:
    walk = stories.story(**SLIDE, iterations=2).walk
    found = insert(walk, [Board(name="a", before="slope p/v", text="And now?")])
    (board,) = [each for each in found.steps if each.kind == "board"]
    after = found.steps[board.index + 1]
    assert (board.phase, board.iteration, board.text) == (after.phase, after.iteration, "And now?")
    assert {fact.known for fact in board.facts} == {"asked"}
    assert [fact.target for fact in board.facts] == [after.edge]


def test_two_boards_may_stand_before_one_step_in_their_order() -> None:
    walk = stories.story(**SLIDE).walk
    both = [Board(name=name, before="value q", text=name) for name in ("a", "b")]
    found = insert(walk, both)
    assert [each.board for each in found.steps if each.kind == "board"] == ["a", "b"]


def test_a_board_may_stand_behind_its_step_and_light_several_nodes() -> None:
    told = stories.story(**SLIDE)
    board = Board(name="a", after="value L", about="v p L", text=".")
    story = replace(told, walk=insert(told.walk, [board]))
    (state,) = [each for each in story.walk.steps if each.kind == "board"]
    before = story.walk.steps[state.index - 1]
    assert (before.key, state.phase, state.facts) == ("value:L", "forward", ())
    lit = {f"n{story.graph.node(name).index}" for name in "vpL"}
    now = seen(story.changes, state.index)
    assert {slot for slot, what in now if what == "state" and now[slot, what] == "active"} == lit


@pytest.mark.parametrize("where", [{}, {"before": "value q", "after": "value v"}])
def test_a_board_stands_beside_one_step(where: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="either `before` a step or `after` one"):
        insert(stories.story(**SLIDE).walk, [Board(name="a", text="?", **where)])


def test_a_board_whose_step_is_not_told_now_is_left_out() -> None:
    walk = stories.story(**SLIDE).walk
    assert insert(walk, [Board(name="a", before="value nope", text="?")]).steps == walk.steps
    assert insert(walk, []) is walk


@pytest.mark.parametrize(
    "program",
    [
        "a = 2\nb = 1\ne = (a + b) * (b + 1)\nL: loss = e**2",
        "theta1: weight = 2\nx_in: input = 3\nL: loss = (theta1*x_in + 1)*(theta1 - 1)*x_in",
        "W: weight = [[1, 2], [3, 4]]\nx: input = [1, 2]\nL: loss = norm2(W @ x + 2*x)",
        "W^{[1]}: weight = 2\nx_1': input = 3\nŷ₁ = W^{[1]}*x_1'\nL: loss = (ŷ₁*x_1')**2",
    ],
)
def test_a_key_is_found_as_the_screen_writes_it_and_as_it_is_typed(program: str) -> None:
    told = tell(View(program=program))
    typed = {each.key: each for each in told.walk.steps}
    written = {node.name or f"@{node.index}": name.plain
               for node, name in zip(told.graph.nodes, told.words.names, strict=True)}  # fmt: skip
    for key, step_of in typed.items():
        kind, colon, subject = key.partition(":")
        if any(name in subject.split("/") for name in written):
            parts = [written.get(part, part) for part in subject.split("/")]
            assert told.keys.find(f"{kind}{colon}{'/'.join(parts)}") == (step_of,)
            assert told.keys.find(f"{kind} {'/'.join(parts)}") == (step_of,)
    assert any("₁" in name for name in written.values())
    assert told.keys.find("slope:e/u₉") == ()


def test_a_key_is_found_as_the_program_has_it() -> None:
    told = tell(View(program="W^{[1]}: weight = 2\nL: loss = W^{[1]}*W^{[1]}"))
    keys = [key.key for key in told.keys.find("value:W^{[1]}")]
    assert keys == [key.key for key in told.keys.find("value:W1")]
    assert told.keys.find("sum:W^{[1]}") == told.keys.find("sum:W1") != ()


def test_the_networks_question_comes_before_the_sizes_and_the_sizes_answer_it() -> None:
    told = lessons()["network"].story()
    board = step(told, "board question")
    assert "Dimensionality of the gradient?" in sentence(told, "board question")
    before, after = (strip(told.words, told.changes, board.index + k) for k in (0, 1))
    assert before is not None and after is not None
    sizes = [
        [(s.rows, s.columns, s.state) for cell in found.rows[0].cells if (s := cell.size)]
        for found in (before, after)
    ]
    chain = [(1, 1), (1, 3), (3, 3), (3, 12)]
    assert [(rows, columns) for rows, columns, _ in sizes[1]] == chain
    assert {state for *_, state in sizes[1]} == {"done"} or "asked" not in {
        state for *_, state in sizes[1]
    }
    assert {state for *_, state in sizes[0]} <= {"asked", "absent"}

"""A lesson's boards: where they stand, what they say, and what they leave as it was."""

from app.lessons import lessons
from app.storyboard import Board, insert
from app.strip import strip

from . import stories
from .stories import SLIDE, sentence, step


def test_a_board_stands_before_its_step_and_numbers_stay_in_order() -> None:
    telling = stories.story(**SLIDE).telling
    boards = [
        Board(name="second", before="slope p/v", text="And now?"),
        Board(name="first", before="value q", text="What comes out?"),
    ]
    found = insert(telling, boards)
    keys = [found.key(each) for each in found.steps]
    assert [each.index for each in found.steps] == list(range(len(telling.steps) + 2))
    for board in boards:
        assert keys[keys.index(f"board {board.name}") + 1] == board.before
    without = [key for key in keys if not key.startswith("board")]
    assert without == [telling.key(each) for each in telling.steps]


def test_a_board_takes_the_phase_and_round_of_its_step_and_tells_no_number() -> None:
    telling = stories.story(**SLIDE, iterations=2).telling
    found = insert(telling, [Board(name="a", before="slope p/v", text="And now?")])
    (board,) = [each for each in found.steps if each.kind == "board"]
    after = found.steps[board.index + 1]
    assert (board.phase, board.iteration, board.text) == (after.phase, after.iteration, "And now?")
    assert {fact.known for fact in board.facts} == {"asked"}
    assert [fact.target for fact in board.facts] == [after.edge]


def test_two_boards_may_stand_before_one_step_in_their_order() -> None:
    telling = stories.story(**SLIDE).telling
    both = [Board(name=name, before="value q", text=name) for name in ("a", "b")]
    found = insert(telling, both)
    assert [each.board for each in found.steps if each.kind == "board"] == ["a", "b"]


def test_a_board_whose_step_is_not_told_now_is_left_out() -> None:
    telling = stories.story(**SLIDE).telling
    assert insert(telling, [Board(name="a", before="value nope", text="?")]).steps == telling.steps
    assert insert(telling, []) is telling


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

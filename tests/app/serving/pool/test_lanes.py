"""Who is next: browsers in turn, quick work first, and long work in a lane apart."""

import pytest

from app.serving.pool import lanes
from app.serving.pool.lanes import FAIR, LONG_WAITING, Busy, Known, Lanes, Turn


def line_up(house: Lanes, *turns: Turn) -> None:
    """Have them wait, without waiting for them."""
    for turn in turns:
        with house._lock:
            house._line_up(turn)


def served(house: Lanes, turns: list[Turn]) -> list[str]:
    """The order in which they are served, one after the other."""
    order: list[str] = []
    while waiting := [turn for turn in turns if turn.holds]:
        turn = waiting[0]
        order.append(turn.browser)
        turns.remove(turn)
        house.leave(turn)
    return order


def test_there_are_no_more_than_places():
    house = Lanes(quick=2, slow=1)
    turns = [Turn(f"{k}", "quick") for k in range(5)]
    line_up(house, *turns)
    assert [turn.holds for turn in turns] == ["quick", "quick", None, None, None]
    house.leave(turns[0])
    assert turns[2].holds == "quick" and house.taken["quick"] == 2
    house.leave(turns[0])
    assert house.taken["quick"] == 2, "who has left cannot leave again"


def test_browsers_take_turns_however_much_one_asks_for():
    house = Lanes(quick=1, slow=1)
    turns = [Turn("loud", "quick") for _ in range(50)]
    line_up(house, *turns)
    late = [Turn("late", "quick"), Turn("later", "quick")]
    line_up(house, *late)
    order = served(house, turns + late)
    assert order.index("late") <= 2 and order.index("later") <= 3


def test_quick_work_goes_first_but_not_for_ever():
    house = Lanes(quick=1, slow=1)
    first = Turn("first", "quick")
    line_up(house, first)
    unknown = [Turn("unknown", "quick") for _ in range(8)]
    light = [Turn("light", "quick", light=True) for _ in range(30)]
    line_up(house, *unknown, *light)
    order = served(house, [first, *unknown, *light])
    assert order[1:3].count("light") >= 1
    assert 0 < order[: 4 * FAIR].count("unknown") <= 5


def test_who_moves_over_makes_room_and_waits_for_the_slow_lane():
    house = Lanes(quick=1, slow=1)
    one, two, three = (Turn(name, "quick") for name in ("one", "two", "three"))
    line_up(house, one, two)
    assert house.move_over(one) and two.holds == "quick"
    line_up(house, three)
    assert not house.move_over(two) and three.holds == "quick"
    house.leave(one)
    assert two.holds == "slow"
    house.leave(two)
    house.leave(three)
    assert house.taken == {"quick": 0, "slow": 0}


def test_the_slow_lane_takes_half_from_one_browser_and_so_many_at_all():
    house = Lanes(quick=1, slow=1)
    line_up(house, *(Turn("loud", "slow") for _ in range(1 + LONG_WAITING // 2)))
    with pytest.raises(Busy):
        line_up(house, Turn("loud", "slow"))
    line_up(house, *(Turn(f"{k}", "slow") for k in range(LONG_WAITING // 2)))
    with pytest.raises(Busy):
        line_up(house, Turn("another", "slow"))


def test_who_waits_too_long_is_told_so_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lanes, "PATIENCE", 0.01)
    house = Lanes(quick=1, slow=1)
    first, second = Turn("a", "quick"), Turn("b", "quick")
    house.enter(first)
    with pytest.raises(Busy):
        house.enter(second)
    house.leave(second)
    house.leave(first)
    assert house.taken["quick"] == 0
    house.enter(Turn("c", "quick"))


def test_what_is_known_has_a_bound_and_what_was_ended_is_forgotten():
    known = Known(most=3, memory=0.0)
    for k in range(10):
        known.took(f"{k}".encode(), k)
        known.end(f"{k}".encode(), "time")
    assert known.seconds(b"9") == 9 and known.seconds(b"1") is None
    assert known.ended(b"9") == "", "after a while it may be tried again"
    lasting = Known()
    lasting.end(b"x", "memory")
    assert (lasting.ended(b"x"), lasting.ended(b"y")) == ("memory", "")

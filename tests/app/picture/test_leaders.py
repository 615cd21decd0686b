"""The leader that is found is the best there is: every one is looked at here, one by one."""

from itertools import product
from math import hypot

import numpy as np
import pytest

from app.picture import leaders
from app.picture.layout import Box

SIZE, NODE, SQUARE = (120.0, 60.0), (200.0, 150.0), 6.0
BOX = Box(width=30, up=15, down=15, radius=15)


def through(inked: np.ndarray, points: list[tuple[float, float]]) -> float:
    """What is under a line on the average, looked at in even steps."""
    legs = [hypot(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in zip(points, points[1:], strict=False)]
    found = []
    for share in np.linspace(0, 1, leaders.SAMPLES):
        at, k = share * sum(legs), 0
        while k < len(legs) - 1 and at > legs[k]:
            at, k = at - legs[k], k + 1
        (x1, y1), (x2, y2) = points[k], points[k + 1]
        part = at / max(legs[k], 1e-9)
        row, column = (y1 + (y2 - y1) * part) // SQUARE, (x1 + (x2 - x1) * part) // SQUARE
        found.append(inked[int(row), int(column)])
    return float(np.mean(found))


def every_line(cards: np.ndarray, inked: np.ndarray) -> list[float]:
    """What each line costs that may lead from one of the cards to the node."""
    (wide, high), (x, y), found = SIZE, NODE, []
    for (left, top), share in product(cards, leaders.SHARES):
        across = left + leaders.CORNER + share * (wide - 2 * leaders.CORNER)
        down = top + leaders.CORNER + share * (high - 2 * leaders.CORNER)
        for begin, upright, seen in (
            ((across, top), True, y <= top),
            ((across, top + high), True, y >= top + high),
            ((left, down), False, x <= left),
            ((left + wide, down), False, x >= left + wide),
        ):
            if not seen:
                continue
            length = hypot(x - begin[0], y - begin[1])
            found.append(length * (1 + leaders.CROSSED * through(inked, [begin, NODE])))
            corner = (begin[0], y) if upright else (x, begin[1])
            if abs((begin[0] - x) if upright else (begin[1] - y)) > BOX.reach(0) + 12:
                length = abs(x - begin[0]) + abs(y - begin[1])
                crossed = leaders.CROSSED * through(inked, [begin, corner, NODE])
                found.append(length * (1 + crossed) + leaders.BENT)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_no_line_that_was_not_looked_at_is_better(seed: int):
    luck = np.random.default_rng(seed)
    cards = np.array(
        [(x, y) for x, y in luck.uniform(0, 380, (40, 2)).round()
         if not (x - 20 < NODE[0] < x + SIZE[0] + 20 and y - 20 < NODE[1] < y + SIZE[1] + 20)]
    )  # fmt: skip
    inked = np.where(luck.random((90, 90)) < 0.1 * (seed % 4), luck.choice([1.0, 4, 12]), 0.0)
    clear = inked.copy()
    rows, columns = (slice(int((at - 21) // 6), int((at + 21) // 6) + 1) for at in NODE[::-1])
    clear[rows, columns] = 0
    card, line = leaders.best(cards, SIZE, NODE, BOX, 1.0, inked, square=SQUARE)
    assert line.points[0][0] - cards[card][0] == pytest.approx(SIZE[0] / 2, abs=SIZE[0] / 2)
    # A line may begin nearest to the node, too: so it may be better than all of these, never worse.
    assert line.cost <= min(every_line(cards, clear)) + 1e-6
    assert len(line.points) in (2, 3) and np.isfinite(line.cost)


def test_from_a_card_that_no_line_leaves_towards_the_node_there_is_none():
    over = np.array([[NODE[0] - 60, NODE[1] - 30]])
    _card, line = leaders.best(over, SIZE, NODE, BOX, 1.0, np.zeros((90, 90)), square=SQUARE)
    assert line.points == () and line.cost == np.inf

"""Slide arithmetic: every entry of every local Jacobian is the exact one, rounded to two digits."""

from dataclasses import replace

import numpy as np
import pytest

from app.lessons import lessons
from app.picture.strip import strip
from app.story import tell
from app.wording import cards

from ..routes.reading import page
from ..stories import number, step


@pytest.mark.parametrize("slug", ["vector-neuron", "network", "network-all"])
def test_each_entry_on_screen_is_that_of_the_slide_run_rounded_by_itself(slug: str) -> None:
    # The values that the slide run goes on with are its own; only entries are rounded.
    told = tell(replace(lessons()[slug].view, arithmetic="slide"))
    run = told.walk.runs[0]
    exact = run._replace(arithmetic="exact")
    wide = [edge for edge in told.graph.edges if told.words.wide(edge)]
    assert wide
    for edge in wide:
        html = cards.jacobian_card(told.words, run, edge)
        rows = [[number(cell.text) for cell in row.find("td")] for row in page(html).find("tr")]
        built = np.asarray(exact.of_edge(edge))
        wanted = [[float(f"{x:.2g}") for x in row] for row in built[:12, :16]]
        assert rows == wanted, edge.id


def test_the_network_says_its_sizes_and_what_the_chain_costs() -> None:
    told = lessons()["network"].story()
    found = strip(told.words, told.changes, step(told, "sizes 1").index)
    assert found is not None
    sizes = [cell.size for cell in found.rows[0].cells]
    assert [(s.rows, s.columns) for s in sizes if s] == [(1, 1), (1, 3), (3, 3), (3, 12)]
    costs = cards.costs(told.words, step(told, "product 1"))
    # From the left 1·1·3 + 1·3·3 + 1·3·12; from the right 3·3·12 + 1·3·12 + 1·1·12.
    assert "= 48 multiplications" in costs and "From the weights: 156." in costs

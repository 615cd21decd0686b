"""The two parts of a loss have braces: terms with data, and terms of weights alone."""

import re

import numpy as np
import pytest

import graph_engine as ge
from app import create_app
from app.languages import speaking
from app.state.view import View
from app.story import tell
from app.wording import cards
from app.wording.cards.objective import parts

LEAVES = "x: input = [2, 1]\ny: label = 1\nw: weight = [-1, 1]\nc: constant = 3\nz = w @ x\n"
DATA, PRIOR = "logistic_loss(y, z)", "0.05 * norm2(w)"


def formula(loss: str) -> str:
    story = tell(View(program=f"{LEAVES}L: loss = {loss}"))
    (line,) = cards.lines(story.words, story.walk.steps[0])
    return line.mathml


def words_under(formula: str) -> list[str]:
    return re.findall(r"⏟</mo></munder><mtext>(.*?)</mtext>", formula)


@pytest.mark.parametrize(
    ("loss", "under"),
    [
        (f"{DATA} + {PRIOR}", ["loss function", "prior/regulariser"]),
        (f"{PRIOR} + {DATA}", ["prior/regulariser", "loss function"]),
        (f"{DATA} + z*z + {PRIOR} + sum(w*w)", ["loss function", "prior/regulariser"]),
        (f"{DATA} + ({PRIOR} + sum(w*w))", ["loss function", "prior/regulariser"]),
        (f"{DATA} + z*z", []),
        (f"{PRIOR} + sum(w*w)", []),
        (f"{DATA} + {PRIOR} + z*z", []),
        (f"{DATA} + c*c", []),
        (f"{DATA} - {PRIOR}", []),
        (DATA, []),
    ],
)
def test_a_sum_of_data_and_of_weights_alone_has_a_brace_under_each(loss: str, under: list[str]):
    shown = formula(loss)
    assert words_under(shown) == under
    assert shown.count("⏟") == len(under)


def test_the_words_under_the_braces_are_in_the_readers_language():
    with create_app().test_request_context(), speaking("cs"):
        shown = formula(f"{DATA} + {PRIOR}")
    assert words_under(shown) == ["ztrátová funkce", "apriorní rozdělení/regularizace"]


def test_the_parts_of_a_loss_add_up_to_it():
    graph = ge.parse(f"{LEAVES}L: loss = {DATA} + z*z + {PRIOR}")
    assert graph.loss is not None
    (of_data, data), (of_weights, prior) = parts(graph)
    assert (of_data, of_weights, len(data), len(prior)) == (True, False, 2, 1)
    values = ge.run(graph).values
    assert np.isclose(sum(values[k] for k in (*data, *prior)), values[graph.loss])
    assert np.isclose(values[prior[0]], 0.05 * ((-1) ** 2 + 1**2))

"""The two parts of a loss have braces: terms with data, and terms of weights alone."""

import re

import numpy as np
import pytest

import graph_engine as ge
from app import create_app
from app.languages import speaking
from app.picture.strip import strip
from app.state.view import View
from app.story import tell
from app.wording import cards
from app.wording.cards.objective import kinds, parts

LEAVES = "x: input = [2, 1]\ny: label = 1\nw: weight = [-1, 1]\nc: constant = 3\nz = w @ x\n"
DATA, PRIOR = "logistic_loss(y, z)", "0.05 * norm2(w)"


def formula(loss: str) -> str:
    story = tell(View(program=f"{LEAVES}L: loss = {loss}"))
    (line,) = cards.lines(story.words, story.walk.steps[0])
    return line.mathml


def words_under(formula: str) -> list[str]:
    return re.findall(r"⏟</mo></munder><mtext[^>]*>(.*?)</mtext>", formula)


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


def test_wires_are_of_the_part_that_they_lead_to_alone():
    shared = f"{LEAVES}v = 2 * w\ns = v @ x\nL: loss = logistic_loss(y, s) + 0.05 * norm2(v)"
    graph = ge.parse(shared)
    of = {
        (graph.nodes[edge.src].name, graph.nodes[edge.dst].name): kinds(graph).get(edge.id)
        for edge in graph.edges
        if graph.nodes[edge.src].name and graph.nodes[edge.dst].name
    }
    # v is needed for both, so w leads to both.
    assert of["w", "v"] is None and of["v", "s"] is True and of["x", "s"] is True
    (squares,) = (edge for edge in graph.edges if edge.src == graph.node("v").index
                  and edge.dst != graph.node("s").index)  # fmt: skip
    assert kinds(graph)[squares.id] is False
    into = {edge.id for edge in graph.edges if edge.dst == graph.loss}
    assert {kinds(graph)[each] for each in into} == {True, False}
    assert kinds(ge.parse(f"{LEAVES}L: loss = {DATA}")) == {}


def test_a_path_of_the_chain_says_which_part_it_is_and_has_the_colour_of_its_brace():
    told = tell(View(program=f"{LEAVES}L: loss = {DATA} + {PRIOR}", focus="w"))
    step = told.keys.steps("sum w")[0].index
    page = strip(told.words, told.changes, step)
    assert page is not None
    assert [(row.part, row.words) for row in page.rows] == [
        *(("of-data", "loss function"), ("of-prior", "prior/regulariser")),
    ]
    drawn = told.svg(step, fonts=False)
    assert drawn.count('data-part="of-data"') == 5  # y, z, w and x, and into the sum
    assert 'class="of-prior"' in formula(f"{DATA} + {PRIOR}")


def test_a_prior_that_is_doubled_sixty_times_has_its_brace_at_once():
    doubled = "".join(f"s{k + 1} = s{k} + s{k}\n" for k in range(60))
    graph = ge.parse(f"{LEAVES}s0 = {PRIOR}\n{doubled}L: loss = {DATA} + s60")
    (_, data), (_, prior) = parts(graph)
    assert len(data) == 1 and len(prior) == 61
    values = ge.run(graph).values
    assert sum(values[index] for index in prior) == pytest.approx(0.1 * 2.0**60)

"""Symbols in nodes that are words are those of the reader's language."""

from app import create_app
from app.picture.sizes import symbol_of

from .. import stories

PROGRAM = "x = 2\ny: label = 1\ng = [1, 2]\nh = [2, 1]\nL = logistic_loss(y, x) + dot(g, h)"


def test_the_logistic_loss_and_the_dot_product_are_called_as_readers_call_them():
    told = stories.story(PROGRAM)
    nodes = [node for node in told.graph.nodes if node.op is not None]
    for language, said in (("en", {"logistic", "dot"}), ("cs", {"logistická", "skalární"})):
        with create_app().test_request_context(f"/?lang={language}"):
            assert said <= {symbol_of(told.words, node) for node in nodes}

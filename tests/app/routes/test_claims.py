"""`/api/claims`: one's own backward pass, over HTTP."""

from flask.testing import FlaskClient

from .reading import strict
from .test_openapi import described

PROGRAM = "w: weight = 3\nL = sigmoid(w)**2\ndw = 2*sigmoid(w)\nw2 = w - 0.1*dw"


def test_each_line_is_told_with_its_mistake(client: FlaskClient):
    answer = client.post("/api/claims", json={"program": PROGRAM})
    described("/api/claims", "post", answer)
    (claim,) = strict(answer.text)["claims"]
    assert (claim["line"], claim["status"], claim["mistake"]) == (3, "wrong", "chain")
    assert "∂ℒ/∂w" in claim["text"]


def test_a_line_that_cannot_be_computed_is_told_and_the_story_is_there(client: FlaskClient):
    program = "x = [1, 2]\nW: weight = [[1, 2, 3], [4, 5, 6]]\nL = norm2(W.T @ x)\ndW = W @ x"
    answer = client.post("/api/claims", json={"program": program})
    described("/api/claims", "post", answer)
    (claim,) = strict(answer.text)["claims"]
    assert (claim["line"], claim["status"], claim["mistake"]) == (4, "wrong", "sizes")
    assert claim["text"] == (
        "`dW` cannot be computed: `W @ x` needs as many columns in W as entries in x; W is 2×3, x "
        "has 2. Perhaps `W @ with_bias(x)`?"
    )
    story = client.post("/api/story", json={"program": program})
    assert story.status_code == 200 and len(strict(story.text)["nodes"]) == 5
    czech = client.post("/api/claims?lang=cs", json={"program": program})
    assert "nelze spočítat" in strict(czech.text)["claims"][0]["text"]


def test_changed_numbers_count(client: FlaskClient):
    program = "w: weight = 3\nL = w**2\ndw = 6"
    for value, status in ((3, "right"), (4, "wrong")):
        answer = client.post("/api/claims", json={"program": program, "values": {"w": value}})
        assert strict(answer.text)["claims"][0]["status"] == status


def test_of_locked_numbers_nothing_is_told(client: FlaskClient):
    answer = client.post("/api/claims", json={"program": PROGRAM, "lock": "value:L"})
    assert answer.status_code == 422
    described("/api/claims", "post", answer)

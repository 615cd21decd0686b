"""`/api/read`: a pasted program, over HTTP."""

from flask.testing import FlaskClient

from .reading import strict
from .test_openapi import described, valid

TEXT = "import torch\nw = torch.tensor(2.0, requires_grad=True)\nloss = (w - 1)**2\nloss.backward()"


def asked(client: FlaskClient, text: object, **more: object):
    return client.post("/api/read", json={"program": text, **more})


def test_a_pasted_program_comes_back_in_our_language(client: FlaskClient):
    answer = asked(client, TEXT)
    described("/api/read", "post", answer)
    found = strict(answer.text)
    assert found["dialect"] == "PyTorch"
    assert found["program"] == "w: weight = 2\nloss: loss = (w - 1)**2"
    assert found["refusals"] == []


def test_it_is_said_in_the_language_of_the_page(client: FlaskClient):
    czech = strict(client.post("/api/read?lang=cs", json={"program": TEXT}).text)
    assert any("Vynecháno" in each["message"] for each in czech["remarks"])


def test_what_cannot_be_read_has_its_place(client: FlaskClient):
    answer = asked(client, TEXT.replace("(w - 1)**2", "torch.fft.fft(w)"))
    described("/api/read", "post", answer)
    (refusal,) = strict(answer.text)["refusals"]
    assert (refusal["line"], refusal["column"], refusal["end_column"]) == (3, 8, 24)


def test_a_program_of_ours_is_none_of_a_library(client: FlaskClient):
    found = strict(asked(client, "w: weight = 2\nL: loss = w**2").text)
    valid("Reading", found)
    assert found == {"dialect": "", "program": "", "look": {}, "remarks": [], "refusals": []}


def test_anything_but_one_text_is_refused(client: FlaskClient):
    for answer in (
        asked(client, 3),
        asked(client, TEXT, more=1),
        client.post("/api/read", json={}),
    ):
        assert answer.status_code == 400
        described("/api/read", "post", answer)

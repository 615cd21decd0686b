"""A hidden layer's numbers are shown and said nowhere: on pages, by ear, in words and in files."""

import json
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from app.exports.page_json import page_json, stage_json
from app.picture.slot import SLOTS
from app.state.view import Look, View
from app.story import Story, story_of
from app.wording import cards
from app.wording.numbers import MARKED, OPEN, NumberFormat, masked, signed
from app.wording.sentences import sentence
from app.wording.veil import pieces

from .reading import studio
from .test_locked import PLACED, text_of, untold

ODD = """\
# Odd numbers
a: input = 1.37
b: weight = 2.19
c: weight = 0.83
u = tanh(a * b - 2.41)
v = (u + c) ** 2
p = sigmoid(v - 2.07)
L: loss = -log(p)
"""
"""Values, slopes and gradients of it differ."""

NUMBERED = ("values", "local", "gradients")
TOLD = story_of(Look(view=View(program=ODD)))


def numbers_of(layer: str) -> set[str]:
    """A layer's numbers as they are written, without those that another layer or the text has."""
    found = _written()
    others = set().union(*(found[other] for other in NUMBERED if other != layer))
    return {number for number in found[layer] - others if number not in ODD and len(number) > 3}


def _written() -> dict[str, set[str]]:
    run, words = TOLD.walk.runs[0], TOLD.words
    edges = [edge for edge in TOLD.graph.edges if not TOLD.graph.nodes[edge.src].number]
    inner = [node.index for node in TOLD.graph.nodes if not node.leaf]
    found: dict[str, set[str]] = {name: set() for name in NUMBERED}
    for form in (words.full, words.wire, words.precisely.full):
        found["values"] |= {form.value(float(run.values[index])) for index in inner}
        found["local"] |= {form.slope(float(run.slope(edge))) for edge in edges}
        found["gradients"] |= {form.product(float(run.flow(edge))) for edge in edges}
        for index in TOLD.walk.updates:
            found["values"] |= {form.moved(float(TOLD.walk.runs[1].values[index]))}
    return {name: {text.lstrip("−") for text in texts} for name, texts in found.items()}


def seen(page: str) -> str:
    """A page without the memory of its scripts."""
    return re.sub(r"<script.*?</script>|<style.*?</style>", "", page, flags=re.DOTALL)


STEPS = [*range(0, len(TOLD.walk.steps), 5), TOLD.last]


@pytest.mark.parametrize("layer", NUMBERED)
def test_a_hidden_number_stands_nowhere_on_a_page(client: FlaskClient, layer: str):
    numbers = numbers_of(layer)
    assert len(numbers) > 3
    for step in STEPS:
        address = studio(ODD, "", step=step, hide=layer)
        for path in (address, address.replace("/studio", "/embed/studio", 1)):
            untold(seen(client.get(path).text), numbers)


@pytest.mark.parametrize("layer", NUMBERED)
def test_a_hidden_number_stands_on_no_card(client: FlaskClient, layer: str):
    def cards_of(**more: str) -> str:
        found = client.post("/api/callouts", json={"program": ODD, **more}).json["cards"]
        return re.sub(PLACED.replace("\\", ""), "", " ".join(found.values()))

    untold(cards_of(hide=layer), numbers_of(layer))
    assert cards_of(hide="callouts,ribbons,sizes") == cards_of()
    if layer != "gradients":
        with pytest.raises(AssertionError):
            untold(cards_of(), numbers_of(layer))


def test_the_test_sees_numbers_that_are_not_hidden(client: FlaskClient):
    pages = " ".join(seen(client.get(studio(ODD, "", step=step)).text) for step in STEPS)
    for layer in NUMBERED:
        with pytest.raises(AssertionError):
            untold(pages, numbers_of(layer))


@pytest.mark.parametrize("layer", NUMBERED)
def test_a_page_has_hidden_numbers_in_its_picture_s_memory_alone(layer: str):
    data = page_json(story_of(Look(view=View(program=ODD), hide=(layer,))))
    words = [[step["sentence"], step["remark"], step["formulas"]] for step in data["steps"]]
    markup = [data["explanations"], data["said"], data["svg"]]
    untold(json.dumps([words, markup], ensure_ascii=False), numbers_of(layer))
    shown = json.dumps([step["shown"] for step in data["steps"]], ensure_ascii=False)
    with pytest.raises(AssertionError):
        untold(shown, numbers_of(layer))


@pytest.mark.parametrize("suffix", ["svg", "tex", "gv", "html", "ipynb", "py"])
@pytest.mark.parametrize("layer", NUMBERED)
def test_a_file_has_no_hidden_number(client: FlaskClient, layer: str, suffix: str):
    more = {"step": "all"} if suffix in ("tex", "html") else {"step": TOLD.last}
    answer = client.get(studio(ODD, f".{suffix}", hide=layer, **more))
    assert answer.status_code == 200
    untold(text_of(suffix, answer.data), numbers_of(layer))


@pytest.mark.exports
@pytest.mark.parametrize("layers", [("local", "gradients"), ("values",)])
@pytest.mark.parametrize("suffix", ["pdf", "pptx"])
def test_no_page_or_slide_has_a_hidden_number(
    client: FlaskClient, suffix: str, layers: tuple[str, ...]
):
    answer = client.get(studio(ODD, f".{suffix}", hide=",".join(layers), step="all", level="node"))
    assert answer.status_code == 200
    text = text_of(suffix, answer.data)
    for layer in layers:
        untold(text, numbers_of(layer))


@pytest.mark.parametrize("hide", ["gradients", "ribbons"])
def test_no_ribbon_is_as_wide_as_a_hidden_number(client: FlaskClient, hide: str):
    at = next(step.index for step in TOLD.walk.steps if step.phase == "update")
    shown = client.get(studio(ODD, ".svg", step=at)).text
    assert shown.count('class="band"') == len(re.findall(r'class="gradient"[^>]*>[^<]', shown)) > 5
    page = client.get(studio(ODD, "", step=at, hide=hide)).text
    widths = re.findall(r'class="band" [^>]*stroke-width="([^"]*)"', seen(page))
    assert widths and {*widths} == {"0"}
    assert 'class="band"' not in client.get(studio(ODD, ".svg", step=at, hide=hide)).text
    tex = client.get(studio(ODD, ".tex", step="all", hide=hide)).text
    assert "draw opacity" not in tex
    assert "draw opacity" in client.get(studio(ODD, ".tex", step="all")).text


@pytest.mark.parametrize("layer", NUMBERED)
def test_what_was_hidden_is_hidden_after_a_reload(client: FlaskClient, layer: str):
    page = client.get(studio(ODD, "", step=9, hide=layer)).text
    assert f'data-hide="{layer}"' in page
    state = re.search(r'id="state">(.*?)</script>', page, re.DOTALL)
    assert state and json.loads(state[1])["kept"]["hide"] == layer


def test_nothing_hidden_is_told_as_before():
    assert story_of(Look(view=View(program=ODD), hide=())).words.mask is OPEN
    assert masked(["sizes"]) is OPEN


def test_every_number_of_a_sentence_or_formula_has_a_layer():
    """With all layers marked there is no number left but those of the program's text."""
    marked = replace(TOLD.words, mask=MARKED)
    for step in TOLD.walk.steps:
        said = [sentence(marked, step), *(line.mathml for line in cards.lines(marked, step))]
        for number in re.findall(r"\d+\.\d+", re.sub("<[^>]*>", " ", " ".join(said))):
            assert number in ODD or number == "0.1"  # the learning rate is nobody's layer


def test_every_slot_with_a_number_says_its_layer():
    unsaid = {name for name, slot in SLOTS.items() if {"text", "heat"} & set(slot.first)}
    assert {name for name in unsaid if not SLOTS[name].layer} == set()


def test_a_mask_takes_one_layer_s_numbers_and_no_other():
    form = NumberFormat(slide=False, wire=False, mask=masked(["local"]))
    assert (form.slope(0.25), form.whole(0.25)) == ("?", "?")
    assert (form.value(0.25), form.product(0.25), form.given(0.25)) == ("0.25",) * 3
    assert signed("?") == "?"


def test_a_hidden_layer_is_no_other_picture():
    shown, hidden = (
        story_of(Look(view=View(program=ODD), hide=hide)) for hide in ((), ("values", "local"))
    )
    assert isinstance(hidden, Story) and shown.structure == hidden.structure


@pytest.mark.parametrize("layer", NUMBERED)
def test_the_stage_can_say_each_step_without_a_layer(layer: str):
    numbers, said = numbers_of(layer), []
    for step in stage_json(TOLD)["steps"]:
        told = "".join(text for text, _layers, _instead in step["veil"]) or step["sentence"]
        assert told == step["sentence"]
        said += [instead if layer in of.split() else text for text, of, instead in step["veil"]]
        for formula, of in zip(step["formulas"], step["layers"], strict=True):
            said += [formula] if layer not in of.split() else []
    assert len(said) > 20
    untold(" ".join(said), numbers)


def test_a_sentence_that_cannot_be_taken_apart_is_hidden_as_a_whole():
    marked = f"1 + {MARKED.local} = {MARKED.gradients}"
    assert pieces("2 + 3 = 5", marked) == [("2 + 3 = 5", "local gradients", "1 + ? = ?")]
    assert pieces("1 − 3 = −2", marked)[1:] == [
        ("3", "local", "?"), (" = ", "", " = "), ("−2", "gradients", "?"),
    ]  # fmt: skip
    assert pieces("no number", "no number") == []


def test_the_stage_hides_by_itself_and_opens_with_what_the_link_hides(client: FlaskClient):
    page = client.get(studio(ODD, "", hide="values").replace("/studio", "/present", 1)).text
    deck = json.loads(re.search(r"<script type=.application/json.[^>]*>(.*?)</script>", page)[1])
    assert deck["hide"] == ["values"] and deck["stories"][0]["wish"].get("hide", "") == ""
    assert "?" not in "".join(step["sentence"] for step in deck["stories"][0]["steps"][1:9])

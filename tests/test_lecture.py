"""Every slide of the lecture is in the talk, is told shortly, and shows what it prints."""

import html
import re
import unicodedata

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.figures.beside import beside
from app.languages import lesson_text
from app.lessons import lessons
from app.picture.strip import strip
from app.picture.svg import ROOT
from app.story import Story
from app.talks import Slide
from app.talks.states import State
from app.wording import cards
from app.wording.prose import prose
from app.wording.sentences import sentence

from .lecture import FILE, counts, link, told, written

CHAIN = "∂L∂w1∂L∂p∂p∂v∂v∂q∂q∂z1∂z1∂w1"
"""As it stands in the strip."""
PRODUCT = "−3.7·0.2·1·1·2=−1.48"

PRINTED: dict[int, tuple[str, ...]] = {
    1: (
        *("Learning for vision II", "Neural networks", "Karel Zimmermann"),
        *("cmp.felk.cvut.cz/~zimmerk", "Vision for Robotics and Autonomous Systems"),
        *("cyber.felk.cvut.cz/vras", "Center for Machine Perception", "cmp.felk.cvut.cz"),
        *("Department for Cybernetics", "Czech Technical University in Prague"),
    ),
    2: ("Neuron and computational graph", "Fully connected neural network"),
    3: ("labels", "RGB images", "+1", "−1", "def classify("),
    4: ("what is output?", "q=−1", "p=0.27"),
    5: ("what is output?", "def classify(", "x=(0.74,0.57,0.58)", "q=0.5", "ŷ=1"),
    7: ("axon", "synapse", "dendrite", "cell body", "axon hillock"),
    8: ("xi", "wi", "wixi", "∑iwixi", "σ", "p=0.27"),
    9: ("jackterwilliger.com/biological-neural-networks-part-i-spiking-neurons",),
    10: ("labels", "RGB images", "+1", "−1", "def classify("),
    11: ("what is output?", "p=0.27"),
    12: ("def classify(", "ŷ=−1"),
    13: ("arg minw(−log[σ(yif(xi,w))])", "?"),
    14: ("L=−log(σ(y·(w1·x1+w2·x2)))",),
    15: ("z1=−2", "z2=1", "q=−1", "v=−1", "p=0.27", "L=1.3"),
    16: ("local gradient", "∂L∂p=∂(−log(p))∂p=−1p", "−3.7"),
    17: ("∂p∂v=∂σ(v)∂v=σ(v)(1−σ(v))",),
    18: ("0.2",),
    19: ("∂v∂q=∂(y·q)∂q=y", "∂v∂q=1"),
    20: ("∂q∂z1=∂(z1+z2)∂z1", "∂q∂z1=1"),
    21: ("∂z1∂w1=∂(w1·x1)∂w1=x1", "∂z1∂w1=2"),
    22: (CHAIN, PRODUCT),
    23: ("w1←w1−α∂L∂w1", "+0.48"),
    24: ("w1=+0.48",),
    25: ("w1", "0.48", "L=0.13"),
    26: ("w=w−α[∂L(w)∂w]⊤", "[∂L∂w1,∂L∂w2,…]", "(−1.48,−0.74)"),
    27: ("L0=1.31", "w1=(0.462,1.73)", "L3=0.039"),
    28: ("w0→L(w0)→w1→L(w1)→w2→…", "0.0276"),
    29: ("This is the logistic loss!", "L(y,z)=−log(σ(yz))=log(1+exp(−yz))", "1.31"),
    30: ("z=−1",),
    31: ("L=1.31",),
    32: ("=−y·σ(−y·z)", "−0.731"),
    33: ("∂z∂w=∂(wTx)∂w=xT", "∂z∂w"),
    34: ("(−1.46,−0.731)", "w←w−α[∂L∂w]T"),
    35: (
        "Learning from multiple training samples means summing up the gradient over all samples",
        *("L1=1.31", "L2=0.693", "L3=2.13", "L=4.13", "(−1.84,0.65)"),
    ),
    38: ("0.881", "0.182", "0.269"),
    40: ("0.725", "0.509", "0.679"),
    42: ("−0.115",),
    46: ("q=−0.115",),
    49: ("0.752",),
    50: (
        *("Estimate gradient", "∑i∂L(f(xi,w),yi)∂w", "w=w−α∑i∂L(f(xi,w),yi)∂w"),
        *("Optionally update learning rate α", "Repeat until convergence"),
    ),
    51: ("W, V and u",),
    54: ("w=vec(W)", "v=vec(V)"),
    55: ("∂L/∂u=?",),
    56: ("∂L/∂u=∂L/∂q·∂q/∂u", "Dimensionality of the gradient?"),
    57: ("(1×1)(1×4)", "−0.529", "(−0.383,−0.269,−0.359,−0.529)"),
    58: ("∂L/∂v=∂L/∂q·∂q/∂z·∂z/∂v", "Dimensionality of the gradient?"),
    59: ("(1×1)(1×3)(3×12)",),
    60: ("∂L/∂w=∂L/∂q·∂q/∂z·∂z/∂y·∂y/∂w", "Dimensionality of the gradient?"),
    61: ("(1×1)(1×3)(3×3)(3×12)",),
    62: (
        "Estimate all required local gradients",
        *("∂L∂u=∂L∂q", "∂L∂v=∂L∂q", "∂L∂w=∂L∂q", "∂q∂u", "∂q∂z", "∂z∂v", "∂z∂y", "∂y∂w"),
        *("u←u−α∂L∂u⊤", "v←v−α∂L∂v⊤", "w←w−α∂L∂w⊤"),
        *("Optionally update learning rate α", "Repeat until convergence"),
    ),
    63: (
        *("concatenation of simpler functions", "backpropagation", "predefined layers"),
        *("does not work (on images) at all", "loss function", "prior/regulariser"),
        *("w*=arg minw(∑i−log(p(yi|xi,w)))", "+(−logp(w))", "is too general"),
        *("curse of dimensionality", "two 1000-neuron layers?", "1000 · 1000 = 1 000 000"),
        *("animal cortex", "convolution layer"),
    ),
}
"""What the lecture prints on a slide (S36 to S53 print names alone), without blanks, with plain
letters; fractions, indices and exponents as they follow one another."""


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app().test_client()


def test_the_page_of_the_lecture_is_made_from_the_talk():
    assert FILE.read_text(encoding="utf-8") == written(), "make lecture"


def test_a_slide_has_at_most_12_states_and_the_lecture_170():
    assert max(counts().values()) <= 12
    assert sum(counts().values()) <= 170
    assert list(counts()) == list(range(1, 64))


def test_every_picture_of_the_lecture_can_be_opened_where_it_ends(client: FlaskClient):
    ends = {link(slide): its[-1].step for slide, _, its in told() if slide.lesson}
    for where, step in ends.items():
        page = client.get(f"{where}{'&' if '?' in where else '?'}step={step}")
        assert page.status_code == 200, where
        assert f'data-step="{step}"' in page.text, where


def test_no_state_is_shown_twice():
    for slide, _, its in told():
        assert len(set(its)) == len(its), slide


def test_no_caption_of_a_value_says_only_what_the_line_below_it_ends_on():
    said = [
        (slide.number, story.note(step) or sentence(story.words, step))
        for slide, story, its in told()
        if story is not None
        for step in (story.walk.steps[state.step] for state in its if not state.says)
        if step.kind == "value"
    ]
    assert len(said) > 40
    assert not [each for each in said if re.fullmatch(r"(.*: )?\S+ = \S+\.", each[1])]


def test_each_slide_shows_what_the_lecture_prints():
    shown: dict[int, str] = {}
    for slide, story, its in told():
        told_here = "".join(document(slide, story, state) for state in its)
        shown[slide.number] = shown.get(slide.number, "") + told_here
    lacks = {
        number: missing
        for number, printed in PRINTED.items()
        if (missing := [each for each in printed if bare(each) not in shown[number]])
    }
    assert not lacks


def document(slide: Slide, story: Story | None, state: State) -> str:
    """All that a state says, writes and draws."""
    words = [slide.title, *slide.points[: state.step if story is None else 0]]
    words += [getattr(slide, state.says)] if state.says else []
    found = [prose(lesson_text(each)) for each in words]
    if slide.currents:  # what stands below the curves of the neuron in time
        found.append((ROOT / "templates" / "_in_time.html").read_text(encoding="utf-8"))
    if story is not None:
        step = story.walk.steps[state.step]
        found += [] if state.says else [html.escape(sentence(story.words, step))]
        if state.says != "question":
            found += [line.mathml for line in cards.lines(story.words, step)]
        found.append(story.svg(state.step, fonts=False))
        below = strip(story.words, story.changes, state.step)
        if below and below.left and step.phase in ("backward", "update"):
            cells = [cell for row in below.rows for cell in row.cells]
            found.append(below.left + "".join(cell.symbol for cell in cells))
        lesson = lessons()[slide.lesson]
        figure = beside(lesson.figure, story)
        found += [figure.markup] if figure else []
    return "".join(map(bare, found))


def bare(markup: str) -> str:
    """What is read of it: no tags, no blanks, letters and digits of all kinds as plain ones."""
    text = re.sub(r"<style\b.*?</style>", "", markup, flags=re.DOTALL)
    text = unicodedata.normalize("NFKC", html.unescape(re.sub(r"</?[a-zA-Z][^>]*>", "", text)))
    return re.sub(r"[\s\u200b\u2061-\u2064]+", "", text)

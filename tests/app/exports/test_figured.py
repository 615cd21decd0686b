"""The figure beside a graph stands in saved pictures and slides, as far as the step has come."""

import io
import re
from itertools import product
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from app.exports import FORMATS
from app.exports.figured import figured, mixed
from app.exports.format import Options
from app.figures import losses
from app.figures.beside import beside
from app.figures.images import IMAGES
from app.lessons import lessons
from app.picture.svg import THEMES
from app.story import Story, story_of

TOLD = {"biological-neuron": "cell body", "example-1-rgb": "q = z.sum() + b"}


def told(slug: str) -> Story:
    return story_of(lessons()[slug].look)


def made(format_: str, story: Story, step: int, theme: str = "paper") -> bytes:
    done = Options(theme=theme)
    return FORMATS[format_].write(story, steps=[step], options=done, tick=lambda done, of: None)


@pytest.mark.parametrize("slug", TOLD)
@pytest.mark.parametrize("theme", THEMES)
def test_its_words_are_in_the_picture_inside_the_frame_and_named_for_a_screen_reader(
    slug: str, theme: str
):
    root = ElementTree.fromstring(made("svg", told(slug), 9, theme))
    texts = ["".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert any(each.startswith(TOLD[slug]) for each in texts)
    left, top, width, height = map(float, root.attrib["viewBox"].split())
    inner = next(each for each in root.iter("{http://www.w3.org/2000/svg}svg") if each is not root)
    x, y, wide, high = (float(inner.attrib[name]) for name in ("x", "y", "width", "height"))
    assert left - 0.1 <= x and top - 0.1 <= y
    assert x + wide <= left + width + 0.1 and y + high <= top + height + 0.1
    (said,) = (each for each in inner if each.get("role") == "img")
    assert said.get("aria-label")
    # renderers outside a browser know neither: colours are written out
    assert not re.search(r"var\(|color-mix", ElementTree.tostring(inner, encoding="unicode"))


def test_what_is_told_is_lit_and_nothing_else():
    story = told("example-1-rgb")
    lit = {step: figured(story, "paper").draw(step).count("#fff1c9") for step in range(story.last)}
    assert set(lit.values()) == {0, 1} and lit[0] == 0


def test_the_losses_of_rounds_that_come_are_in_no_picture():
    story = told("learning-loop")
    seen, all_ = losses.seen(story), losses.curve(story)
    assert all_ is not None
    for step in (0, story.last // 2):
        text = made("svg", story, step).decode()
        shown = [each.text for each in all_.points if f">{each.text}</text>" in text]
        assert shown == [each.text for each in all_.points[: seen[step]]]
    hidden = figured(story_of(lessons()["learning-loop"].look), "paper")
    assert hidden is not None


def test_a_slide_has_it_as_vectors_with_its_words():
    page = PdfReader(io.BytesIO(made("pdf", told("biological-neuron"), 9))).pages[0]
    assert "axon hillock" in page.extract_text()
    assert not page.images


def test_a_colour_is_mixed_as_a_browser_does():
    assert mixed("#ffffff", "#000000", 0.5) == "#808080"
    assert mixed("#00694f", "#fbfaf7", 0.14) == "#d8e6df"


def test_the_offline_file_has_it_and_lights_it():
    text = made("html", told("example-1-rgb"), 9).decode()
    assert 'data-beside="side"' in text and "<span data-part" in text
    assert 'data-beside=""' in made("html", told("example-2"), 9).decode()


@pytest.mark.parametrize("slug", TOLD)
def test_a_handout_has_it_beside_each_picture(slug: str):
    story, done = told(slug), Options(per_page=2)
    data = FORMATS["pdf"].write(story, steps=[8, 9], options=done, tick=lambda done, of: None)
    (page,) = PdfReader(io.BytesIO(data)).pages
    texts = re.sub(r"\s+", "", page.extract_text())
    assert texts.count(re.sub(r"\s+", "", TOLD[slug])) == 2


def test_characters_of_a_program_stand_in_columns_as_where_it_was_written():
    root = ElementTree.fromstring(made("svg", told("example-1-rgb"), 9))
    lines = [each for each in root.iter() if " " in each.get("x", "")]
    assert [each.text for each in lines] == [
        *("def red(x, w, b):", "z = w * x", "q = z.sum() + b", "return sigmoid(q)"),
    ]
    starts = []
    for each in lines:
        across = [float(x) for x in each.attrib["x"].split()]
        assert len(across) == len(each.text)
        assert {round(b - a, 3) for a, b in zip(across, across[1:], strict=False)} == {12}
        starts.append(across[0])
    # four blanks before the lines inside
    assert {start - starts[0] for start in starts[1:]} == {4 * 12}


def test_lines_lead_from_the_lit_parts_of_the_cell_to_their_nodes_and_none_where_none_is_lit():
    story = told("biological-neuron")
    for step in range(story.last + 1):
        root = ElementTree.fromstring(made("svg", story, step))
        lines = [each for each in root.iter() if each.get("class") == "lead"]
        lead = beside(story.figure, story).leads[step]
        assert len(lines) == bool(lead)
        if not lead:
            continue
        drawn = lines[0].attrib["d"].split("M")[1:]
        for path, led in zip(drawn, lead.split(","), strict=True):
            numbers = [float(each) for each in re.findall(r"-?[\d.]+", path)]
            (node,) = (item for item in story.scene.items if item.slot == led.split()[2])
            x, y = numbers[-2:]
            assert abs(x - node.x) <= node.width / 2 + 0.1
            assert abs(y - node.y) <= node.height / 2 + 0.1
            # It begins above the graph, where the cell is.
            assert numbers[1] < 0


def test_images_stand_above_their_program_and_the_one_that_goes_in_is_framed():
    root = ElementTree.fromstring(made("svg", told("example-1-images"), 3))
    seen = [each for each in root.iter() if ", label " in each.get("aria-label", "")]
    assert [each.get("aria-label").split(",")[0] for each in seen] == [
        *("car", "apple", "toadstool", "tree", "boat", "lemon"),
    ]
    framed = [each for each in seen if "fill:none" in ElementTree.tostring(each, "unicode")]
    assert framed == seen[:1]
    # every pixel of each has its colour: what is painted later lies over what was
    for each, image in zip(seen, IMAGES, strict=True):
        painted = {}
        for rect in (rect for rect in each if rect.get("style", "").startswith("fill:#")):
            x, y, width, height = (int(rect.get(k)) for k in ("x", "y", "width", "height"))
            colour = rect.get("style")[len("fill:#") :]
            painted |= dict.fromkeys(product(range(x, x + width), range(y, y + height)), colour)
        assert painted == {
            (x + k, y): colour for x, y, count, colour in image.runs for k in range(count)
        }
    texts = ["".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "x = (0.74, 0.57, 0.58)" in texts and texts.count("y = +1") == 1

"""One figure grows on the stage: what stands keeps its place, what is drawn otherwise moves."""

from .conftest import Opener

PLACES = """() => Object.fromEntries(
    [...document.querySelectorAll('[data-picture] .neuron')].map((each) => {
        const { x, y } = each.querySelector('.box').getBoundingClientRect();
        const { name, neuron } = each.dataset;
        return [/1$/.test(name) ? name : name + (Number(neuron.split('.')[1]) + 1), [x, y]];
    }))"""
"""Where each neuron is, by its name."""
MOVING = """(key) => {
    document.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
    return [document.getAnimations().length > 0, document.querySelectorAll('.leaving').length];
}"""
"""Presses a key: whether anything moves, and how many pictures go."""
NEAR = 2.0
"""Pixels."""


def test_the_network_grows_in_its_place_and_its_layers_become_boxes(visit: Opener) -> None:
    studio = visit("/talk/lecture?slide=36&step=2", reduced_motion="no-preference")
    page, screen = studio.page, studio.page.locator("[data-screen]")

    def go(slide: str) -> None:
        studio.press("g", *slide, "Enter")

    stood = page.evaluate(PLACES)
    assert {*stood} == {"x1", "x2", "x3", "y1"}
    # What is new comes in, and nothing has to go for it.
    assert page.evaluate(MOVING, "ArrowRight") == [True, 0]
    for slide in ("37", "38.2", "40", "42", "47", "49", "53"):
        go(slide)
        now = page.evaluate(PLACES)
        for name, (x, y) in stood.items():
            assert max(abs(now[name][0] - x), abs(now[name][1] - y)) <= NEAR, (slide, name)
        stood |= now
    assert len(stood) == 10
    # Below the neurons stand the chains: all of them leave the picture the same room.
    go("55")
    chains = page.evaluate(PLACES)
    for slide in ("58", "60"):
        go(slide)
        now = page.evaluate(PLACES)
        assert now.keys() == chains.keys()
        for name, (x, y) in chains.items():
            assert max(abs(now[name][0] - x), abs(now[name][1] - y)) <= NEAR, (slide, name)
    # Columns of neurons slide together into the boxes of the layers; the state is there at once.
    go("42")
    assert page.evaluate(MOVING, "ArrowRight") == [True, 1]
    assert screen.get_attribute("data-slide") == "43"
    studio.still()
    assert page.locator(".leaving").count() == 0
    assert page.locator("[data-picture] svg[data-view='graph']").count() == 1
    # Back, and for who wants no motion, there is none.
    assert page.evaluate(MOVING, "ArrowLeft") == [False, 0]
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(MOVING, "ArrowRight") == [False, 0]
    assert screen.get_attribute("data-slide") == "43"
    page.emulate_media(reduced_motion="no-preference")
    # Numbers become a vector; the places of what is not folded are gone to.
    go("26")
    assert page.evaluate(MOVING, "ArrowRight") == [True, 1]
    assert page.evaluate(MOVING, "ArrowLeft") == [False, 0], "who goes on at once sees the state"


def test_example_ii_stands_where_it_stood_from_its_task_to_its_numbers(visit: Opener) -> None:
    studio = visit("/talk/lecture?slide=13")
    node = studio.page.locator("[data-picture] .node[data-name=w1]")
    stood = node.bounding_box()
    for slide in ("14", "15"):
        studio.press("g", *slide, "Enter")
        assert node.bounding_box() == stood, slide

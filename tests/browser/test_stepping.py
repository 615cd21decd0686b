"""Stepping in the browser shows what the server draws for `?step=k`, attribute by attribute."""

import random
from collections.abc import Iterable

import pytest

from .conftest import Opener
from .studio import SNAPSHOT, Studio

TELLINGS = [
    ("example-2", "w1"),
    ("example-2", "*"),
    ("fork", "x"),
    ("flow-patterns", "*"),
]


WALK = """async ([path, order]) => {
    const stage = document.querySelector("[data-stage]");
    const expected = new Map();
    const differences = [];
    for (const k of order) {
        document.querySelector(`.ticks [data-go="${k}"]`).click();
        if (Number(stage.dataset.step) !== k) differences.push(`not at step ${k}`);
        if (!expected.has(k)) {
            const text = await (await fetch(`${path}&step=${k}`)).text();
            expected.set(k, snapshot(new DOMParser().parseFromString(text, "text/html")));
        }
        const found = snapshot();
        for (const [part, lines] of Object.entries(expected.get(k))) {
            if (JSON.stringify(lines) === JSON.stringify(found[part])) continue;
            const at = [...lines].findIndex((line, n) => line !== found[part][n]);
            differences.push(`step ${k}, ${part}: server ${lines[at]}, page ${found[part][at]}`);
        }
    }
    return differences;
}"""


def differences(studio: Studio, path: str, order: Iterable[int]) -> list[str]:
    """Goes to steps in this order; what differs from the page that the server writes for each."""
    found: list[str] = studio.page.evaluate(
        f"""(order) => {{ {SNAPSHOT} return ({WALK})(order); }}""", [path, list(order)]
    )
    return found


@pytest.mark.parametrize(("slug", "focus"), TELLINGS)
def test_every_step_equals_the_servers_drawing_forward_back_and_by_jumps(
    visit: Opener, slug: str, focus: str
) -> None:
    path = f"/lesson/{slug}?focus={focus}"
    studio = visit(path)
    last = studio.steps - 1
    jumps = random.Random(7)
    forward, back = list(range(last + 1)), list(range(last, -1, -1))
    order = [*forward, *back, last, 0, *(jumps.randint(0, last) for _ in range(12))]
    assert differences(studio, path, order) == []


@pytest.mark.parametrize(
    "path",
    [
        "/lesson/network?focus=W",
        "/lesson/network?focus=*",
        "/lesson/samples?focus=*",
        "/lesson/convolution?iterations=2",
        "/lesson/vector-neuron?zoom=scalars&focus=*",
        "/lesson/learning-loop?",
        "/lesson/example-2?focus=w1&iterations=3",
    ],
)
def test_every_slot_equals_the_servers_at_the_first_step_and_at_random_ones(
    visit: Opener, path: str
) -> None:
    studio = visit(path)
    last, jumps = studio.steps - 1, random.Random(11)
    order = [1, 0, last, *(jumps.randint(0, last) for _ in range(8)), 0]
    assert differences(studio, path, order) == []


@pytest.mark.parametrize("step", [0, 12, 17, 24, 27, 32])
def test_a_page_opened_at_a_step_is_left_as_the_server_drew_it(visit: Opener, step: int) -> None:
    path = "/lesson/example-2?focus=w1"
    studio = visit(f"{path}&step={step}")
    assert studio.snapshot() == studio.servers(f"{path}&step={step}")


def test_a_step_past_the_end_is_the_last_one(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=9999")
    assert studio.step == studio.steps - 1
    studio.press("ArrowRight", " ", "PageDown")
    assert studio.step == studio.steps - 1


def test_stepping_by_node_stops_at_numbers_only_and_passes_the_same_pictures(visit: Opener) -> None:
    path = "/lesson/example-2?focus=w1"
    studio = visit(path)
    studio.page.select_option("[data-level]", "node")
    stops = [studio.step]
    for _ in range(studio.steps - 1):
        studio.press("ArrowRight")
        stops.append(studio.step)
        servers, mine = studio.servers(f"{path}&step={studio.step}"), studio.snapshot()
        for part in ("picture", "strip", "caption", "explanation"):
            assert mine[part] == servers[part]
    assert stops[:7] == [0, 2, 4, 6, 8, 10, 12]
    assert stops == sorted(set(stops))
    assert stops[-1] == 32
    assert studio.page.inner_text("[data-place]").startswith(f"Step {len(stops)} of {len(stops)}")

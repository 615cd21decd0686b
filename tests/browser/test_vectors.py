"""Vectors, matrices and samples in the browser: sizes first, then Jacobians one can look into."""

import re

from playwright.sync_api import Locator, expect

from .conftest import Opener
from .studio import Studio

SIZES = ["(1×1)", "(1×3)", "(3×3)", "(3×12)"]
"""Those of the network's chain, from the loss to W."""


def _chosen(studio: Studio, option: str, value: str) -> None:
    """Choose in one of the lists of what is told and drawn."""
    studio.change(lambda: studio.choose(option, value))


def _matrix(studio: Studio, caption: str) -> Locator:
    return studio.explanation.locator(".matrix").filter(
        has=studio.page.locator("caption", has_text=caption)
    )


def _rows(matrix: Locator) -> list[list[str]]:
    rows: list[list[str]] = matrix.evaluate(
        "each => [...each.querySelectorAll('tr')].map((row) =>"
        " [...row.cells].map((cell) => cell.textContent))"
    )
    return rows


def _end(studio: Studio) -> str:
    """The sentence of the last step."""
    studio.go(studio.steps - 1)
    return studio.sentence


def test_the_sizes_of_the_factors_are_asked_for_before_they_are_shown(visit: Opener) -> None:
    studio = visit("/lesson/network?step=10")
    known = studio.page.locator("[data-strip] .size .known")
    assert "What is the size of each" in studio.sentence
    for size in known.all():
        expect(size).to_be_hidden()
    asked = studio.page.locator("[data-strip] .size").first
    assert asked.evaluate("each => getComputedStyle(each, '::before').content") == '"(? × ?)"'
    studio.press("ArrowRight", "ArrowRight")
    assert studio.step == 12
    for size in known.all()[: len(SIZES)]:
        expect(size).to_be_visible()
    assert known.all_text_contents() == [*SIZES, "1×12, as 3×4"]
    numbers = [re.findall(r"\d+", size) for size in SIZES]
    for (_, inner), (outer, _) in zip(numbers, numbers[1:], strict=False):
        assert inner == outer
    # The outer ones, which are those of the gradient, look unlike the inner ones that match.
    outside = studio.page.locator("[data-strip] .size .outer")
    assert outside.all_inner_texts() == ["1", "12"]
    inside = studio.page.locator("[data-strip] .size b:not(.outer)").first
    ground = "each => getComputedStyle(each).backgroundColor"
    assert outside.first.evaluate(ground) != inside.evaluate(ground)
    assert "(1×12)" in studio.sentence


def test_a_clicked_wire_shows_its_jacobian_with_its_structure(visit: Opener) -> None:
    studio = visit("/lesson/network?step=24")
    studio.wire("wire from W to y").locator(".local").click()
    expect(studio.page.locator("[data-thing]")).to_have_text("The wire from W to y")
    matrix = _matrix(studio, "∂y/∂w · 3×12")
    rows = _rows(matrix)
    assert [len(row) for row in rows] == [12, 12, 12]
    zeros = matrix.locator("td.zero")
    expect(zeros).to_have_count(24)
    assert set(zeros.all_inner_texts()) == {"0"}
    # Each row is the input, a 1 appended, times a slope of its own, in a block of its own.
    for k, row in enumerate(rows):
        block = [float(cell.replace("−", "-")) for cell in row[4 * k : 4 * k + 4]]
        assert all(block), "the block is full"
        assert abs(block[1] / block[0] + 0.5) < 0.05
        assert block[2] == block[3] == -block[1]
    grey, ink = (
        matrix.locator(f"td{kind}").first.evaluate("cell => getComputedStyle(cell).color")
        for kind in (".zero", ":not(.zero)")
    )
    assert grey != ink
    borders = (
        matrix.locator("tr")
        .first.locator("td")
        .evaluate_all("cells => cells.map((cell) => getComputedStyle(cell).borderLeftWidth)")
    )
    assert [k for k, width in enumerate(borders) if width != borders[1]] == [0, 4, 8]
    words = studio.explanation.inner_text()
    assert "At most 12 of 36 entries are not zero." in words
    assert "W is made a vector row by row." in words


def test_the_gradient_is_a_row_and_then_as_pytorch_stores_it(visit: Opener) -> None:
    studio = visit("/lesson/network?step=21")
    row = _rows(_matrix(studio, "∂ℒ/∂w, a row · 1×12"))
    stored = _rows(_matrix(studio, "in the shape of W, as PyTorch stores it · 3×4"))
    assert len(row) == 1 and [len(each) for each in stored] == [4, 4, 4]
    flat = [float(cell.replace("−", "-")) for each in stored for cell in each]
    for short, long in zip(row[0], flat, strict=True):
        assert abs(float(short.replace("−", "-")) - long) <= 0.05 * abs(long)
    expect(studio.page.locator("[data-strip] .gradient .number")).to_have_text("(1×12)")
    studio.press("3", "ArrowRight")
    assert [len(each) for each in _rows(_matrix(studio, "the new W · 3×4"))] == [4, 4, 4]


def test_the_same_network_is_drawn_finer_coarser_and_as_its_learning(visit: Opener) -> None:
    studio = visit("/lesson/network?focus=*")
    nodes = studio.page.locator(".canvas .node")
    found = {}
    for way in ("scalars", "vectors", "learning", "loop", "layers"):
        _chosen(studio, "zoom", way)
        told = _end(studio)
        found[way] = (nodes.count(), told, studio.layout())
        if way in ("scalars", "vectors", "layers"):
            assert "ℒ was 0.752, now it is 0.171" in told, way
    assert found["learning"][1] == "ℒ¹ = 0.171."
    counts = [found[way][0] for way in ("layers", "vectors", "scalars")]
    assert counts == sorted({*counts}), "the finer, the more is drawn"
    assert counts[0] == 9
    pictures = [repr(layout) for _, _, layout in found.values()]
    assert len({*pictures}) == len(pictures)


def test_a_layer_is_opened_where_it_stands_and_closed_again(visit: Opener) -> None:
    studio = visit("/lesson/network?step=8")
    before = studio.layout()
    studio.node("y").locator(".box").click()
    studio.change(studio.page.get_by_role("button", name="Draw what is inside").click)
    nodes = studio.page.locator(".canvas .node")
    expect(nodes).to_have_count(11)
    assert studio.value("y") == "(0.88, 0.18, 0.27)"
    assert "open=y" in studio.address()
    studio.node("y").locator(".box").click()
    studio.change(studio.page.get_by_role("button", name="Draw it as one layer").click)
    expect(nodes).to_have_count(9)
    assert studio.layout() == before
    assert "open" not in studio.address()


def test_one_sample_is_drawn_or_all(visit: Opener) -> None:
    studio = visit("/lesson/samples?step=18")
    assert studio.page.locator("#sample option").all_inner_texts() == [
        *("all 3", "sample 1", "sample 2", "sample 3")
    ]
    nodes, paths = studio.page.locator(".canvas .node"), studio.page.locator("[data-strip] tr")
    assert nodes.count() == 14
    assert paths.count() == 4, "three paths, and their sum"
    _chosen(studio, "sample", "2")
    assert nodes.count() == 6
    assert studio.page.locator("[data-strip] .chain.paths").count() == 0
    assert "sample=2" in studio.address()
    _chosen(studio, "sample", "0")
    assert nodes.count() == 14


def test_an_entry_of_a_matrix_is_changed_and_the_picture_follows(visit: Opener) -> None:
    studio = visit("/lesson/network?step=2")
    studio.edit()
    before = studio.value("y")
    field = studio.page.locator('.field[data-key="W"] textarea')
    rows = field.input_value().split("\n")
    assert rows[0] == "0.5, -0.5, 0, 0.5"
    studio.change(lambda: field.fill("\n".join(["-0.5, -0.5, 0, 0.5", *rows[1:]])))
    after = studio.value("y")
    entries = [re.findall(r"[\d.]+", text) for text in (before, after)]
    assert entries[0][0] != entries[1][0], "the first neuron sees the first row"
    assert entries[0][1:] == entries[1][1:], "and no other does"
    field.fill("1, 2\n3")
    expect(studio.status).to_be_visible()
    assert studio.value("y") == after, "what is no such matrix changes nothing"
    assert field.input_value() == "1, 2\n3", "and is kept"


def test_in_the_drawing_of_single_numbers_an_entry_is_a_leaf(visit: Opener) -> None:
    studio = visit("/lesson/matrix-norm?zoom=scalars&step=0")
    studio.node("W[2,1]").focus()
    studio.change(lambda: studio.press("ArrowUp"))
    field = studio.page.locator('.field[data-key="W"] textarea')
    expect(field).to_have_value("0.1, 0.5\n-0.2, 0.8")


def test_a_large_matrix_is_looked_at_through_a_window(visit: Opener) -> None:
    studio = visit("/lesson/large-layer?step=16")
    sizes = studio.page.locator("[data-strip] .size .known").all_inner_texts()
    assert sizes == ["(1×1000)", "(1000×1000)", "(1000×1000000)", "1×1000000, as 1000×1000"]
    place = r"in the shape of V, as PyTorch stores it · 1000×1000 · rows {}, columns {}"

    def window(rows: str, columns: str) -> None:
        matrix = _matrix(studio, "as PyTorch stores it")
        expect(matrix.locator("caption")).to_have_text(place.format(rows, columns))

    def go(way: str) -> None:
        _matrix(studio, "as PyTorch stores it").get_by_role("button", name=way).click()

    window("1–12", "1–16")
    first = _rows(_matrix(studio, "as PyTorch stores it"))
    assert [len(first), len(first[0])] == [12, 16]
    go("rows below")
    window("13–24", "1–16")
    go("columns to the right")
    window("13–24", "17–32")
    button = _matrix(studio, "as PyTorch stores it").get_by_role("button", name="columns to the r")
    expect(button).to_be_focused()
    go("columns to the left")
    go_back = _matrix(studio, "as PyTorch stores it").get_by_role("button", name="columns to the l")
    expect(go_back).to_be_disabled()
    go("rows above")
    window("1–12", "1–16")
    assert _rows(_matrix(studio, "as PyTorch stores it")) == first


def test_vec_goes_column_by_column_and_says_so(visit: Opener) -> None:
    studio = visit("/lesson/network?step=20")
    by_rows = _rows(_matrix(studio, "∂y/∂w · 3×12"))
    _chosen(studio, "vec", "columns")
    by_columns = _rows(_matrix(studio, "∂y/∂w · 3×12"))
    order = [4 * row + column for column in range(4) for row in range(3)]
    assert by_columns == [[row[k] for k in order] for row in by_rows]
    assert by_columns != by_rows
    assert "W is made a vector column by column." in studio.explanation.inner_text()
    assert "vec=columns" in studio.address()


def test_learning_walks_on_from_an_update_to_the_next_forward_pass(visit: Opener) -> None:
    studio = visit("/lesson/network?step=28")
    assert studio.step == studio.steps - 1
    _chosen(studio, "iterations", "3")
    assert studio.step == 28 < studio.steps - 1
    studio.page.locator("[data-picture]").focus()
    losses, phases = [studio.value("ℒ")], [""]
    while studio.step < studio.steps - 1:
        studio.press("ArrowRight")
        phase = studio.page.inner_text("[data-place]").split(" · ")[1]
        if phase != phases[-1]:
            phases.append(phase)
        if phase == "forward":
            losses.append(studio.value("ℒ"))  # nothing, until the new one is known
    assert phases[1:] == ["backward", "update", "forward"] * 2
    numbers = [float(each) for each in dict.fromkeys(losses) if each]
    assert len(numbers) == 3 and numbers == sorted(numbers, reverse=True), "it falls each time"

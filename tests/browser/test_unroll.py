"""A matrix as a vector in the browser: it is stepped, touched and hidden like any picture."""

from playwright.sync_api import expect

from .conftest import Opener


def test_a_matrix_becomes_its_vector_step_by_step(visit: Opener) -> None:
    studio = visit("/lesson/network?zoom=unroll&step=9")
    svg = studio.page.locator("[data-picture] svg.graph[data-view='unroll']")
    vector = svg.locator(".of-vector .held")
    expect(svg.locator(".of-matrix .held")).to_have_count(12)
    expect(vector.first).to_be_hidden()
    studio.press("ArrowRight")
    expect(vector.first).to_be_visible()
    assert vector.all_text_contents()[:4] == ["0.5", "−0.5", "0", "0.5"]
    # the local Jacobian is asked for, and comes with its step, the product with its own
    expect(svg.locator(".of-jacobian .ask")).to_be_visible()
    studio.go(20)
    expect(svg.locator(".of-jacobian .ask")).to_be_hidden()
    label = svg.locator(".of-jacobian").get_attribute("aria-label") or ""
    assert "y₂ w₂₁ 0.298" in label and "24 of 36 are zero" in label
    # what is drawn about the numbers comes with them, and is not overwritten by them
    expect(svg.locator(".of-handed .made")).to_have_count(3)
    expect(svg.locator(".of-gradient .fraction")).to_be_hidden()
    expect(svg.locator(".of-folded .held").first).to_be_hidden()
    studio.press("ArrowRight")
    expect(svg.locator(".of-gradient .fraction")).to_be_visible()
    expect(svg.locator(".of-folded .held").first).to_be_visible()
    # an entry that is touched is lit wherever it stands
    svg.locator(".of-vector .held").nth(5).hover()
    assert svg.locator(".held[data-touched]").all_text_contents() == [
        *("0.5", "0.5", "−0.149"),
        *("−0.086", "−0.086"),
    ]
    # hidden gradients are in no cell
    studio.press("Shift+G")
    expect(svg.locator(".of-gradient .held").first).to_be_hidden()
    expect(svg.locator(".of-vector .held").first).to_be_visible()
    # another order is another picture of the same
    studio.press("Shift+G")
    studio.change(lambda: studio.choose("vec", "columns"))
    assert vector.all_text_contents()[:4] == ["0.5", "−1", "0.5", "−0.5"]

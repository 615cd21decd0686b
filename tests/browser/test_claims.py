"""One's own backward pass in the editor: ticked, and the first wrong line named."""

from playwright.sync_api import expect

from .conftest import Opener

PROGRAM = """\
x: input = 2
w: weight = -1.5
y: label = 1
p = sigmoid(w*x)
L = (p - y)**2
dp = 2*(p - y)
dw = dp*x"""


def test_a_line_is_ticked_and_the_first_wrong_one_is_named(visit: Opener) -> None:
    studio = visit("/studio")
    page = studio.page
    studio.change(lambda: studio.write(PROGRAM))
    items = page.locator("[data-claims] li")
    expect(items).to_have_count(2)
    expect(items.nth(0)).to_contain_text("Line 6: dp is right: it is ∂ℒ/∂p.")
    expect(items.nth(1)).to_contain_text("Line 7: dw is not ∂ℒ/∂w: the slope of this operation")
    lines = page.locator("[data-underline] .line")
    expect(lines.nth(5)).to_have_attribute("data-judged", "right")
    expect(lines.nth(6)).to_have_attribute("data-judged", "wrong")
    assert page.locator("[data-node]").filter(has_text="dw").count() == 0
    studio.change(lambda: studio.write(f"{PROGRAM}*p*(1 - p)"))
    expect(lines.nth(6)).to_have_attribute("data-judged", "right")


def test_it_is_said_in_czech_and_with_the_page(visit: Opener) -> None:
    from app.state.link import pack

    studio = visit(f"/studio?lang=cs&p={pack(PROGRAM)}")
    page = studio.page
    expect(page.locator("[data-claims] li").nth(1)).to_contain_text("Řádek 7: dw není ∂ℒ/∂w")
    expect(page.locator("[data-underline] .line").nth(5)).to_have_attribute("data-judged", "right")

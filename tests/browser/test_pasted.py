"""A pasted PyTorch program: one button reads it, what was left out is said, undo brings it back."""

import re

from playwright.sync_api import Page, expect

from .conftest import Opener, Watch
from .test_program import REFUSED

TEXT = """\
import torch
import torch.nn as nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 1)

    def forward(self, x):
        return torch.sigmoid(self.fc(x))

net = Net()
loss = -torch.log(net(torch.tensor([1.0, -2.0]))).sum()
loss.backward()
"""


def paste(page: Page, text: str) -> None:
    """Put a text in place of the program, as a paste does."""
    page.focus("#program")
    page.keyboard.press("Control+a")
    page.evaluate(
        """(text) => {
            const field = document.querySelector("#program");
            field.dispatchEvent(new ClipboardEvent("paste", { bubbles: true }));
            document.execCommand("insertText", false, text);
        }""",
        text,
    )


def test_one_button_reads_a_pasted_program_and_undo_brings_it_back(
    visit: Opener, watch: Watch
) -> None:
    watch.expected.append(REFUSED)
    studio = visit("/studio")
    page = studio.page
    paste(page, TEXT)
    button = page.get_by_role("button", name="Read as PyTorch")
    expect(button).to_be_visible()
    expect(studio.problem).to_be_empty()
    button.focus()
    studio.change(lambda: page.keyboard.press("Enter"))
    expect(page.locator("#program")).to_have_value(
        "W1: weight = [[0.069, 0.3043]]\nb1: weight = [0.1453]\n"
        "x: input = [1, -2]\nloss: loss = -sum(log(sigmoid(W1 @ x + b1)))"
    )
    said = page.locator("[data-pasted]")
    expect(said).to_contain_text("nothing was executed")
    expect(said).to_contain_text("Lines 1, 2: Left out: imports.")
    page.focus("#program")
    page.keyboard.press("Control+z")
    expect(page.locator("#program")).to_have_value(TEXT)
    expect(button).to_be_visible()


LOOP = """\
import numpy as np
x = 0.5
w = 3.0
lr = 0.1
for i in range(4):
    q = w*x
    loss = (q - 1)**2
    dw = 2*(q - 1)*x
    w = w - lr*dw
"""


def test_a_loop_brings_its_rate_and_its_rounds_and_undo_takes_them_back(visit: Opener) -> None:
    studio = visit("/studio")
    page = studio.page
    rate = page.locator('[data-role="rate"] input, [data-role="rate"] textarea').first
    before = page.locator("#program").input_value()
    # Our language reads it, too, and unrolls it; it was not pasted, but says whose it is.
    studio.change(lambda: page.fill("#program", LOOP))
    button = page.get_by_role("button", name="Read as numpy")
    expect(button).to_be_visible()
    studio.change(button.click)
    expect(page.locator("#program")).to_have_value(
        "x: input = 0.5\nw: weight = 3\nq = w * x\nloss = (q - 1)**2\ndw = 2 * (q - 1) * x"
    )
    expect(page.locator("[data-pasted]")).to_contain_text("Line 9: α is 0.1, as it is here.")
    expect(page.locator("[data-pasted]")).to_contain_text("Of 4 rounds 4 are told")
    expect(rate).to_have_value("0.1")
    expect(page).to_have_url(re.compile(r"rate=0\.1.*iterations=4|iterations=4.*rate=0\.1"))
    page.evaluate("document.activeElement.blur()")
    studio.change(lambda: page.keyboard.press("Control+z"))
    expect(page.locator("#program")).to_have_value(LOOP)
    expect(page).not_to_have_url(re.compile("rate=|iterations="))
    studio.change(lambda: page.keyboard.press("Control+z"))
    expect(page.locator("#program")).to_have_value(before)
    studio.change(lambda: paste(page, LOOP))
    studio.change(button.click)
    expect(rate).to_have_value("0.1")
    page.focus("#program")
    studio.change(lambda: page.keyboard.press("Control+z"))
    expect(page.locator("#program")).to_have_value(LOOP)
    expect(page).not_to_have_url(re.compile("rate=|iterations="))


def test_what_cannot_be_read_is_underlined_and_the_rest_can_be_had(
    visit: Opener, watch: Watch
) -> None:
    watch.expected.append(REFUSED)
    studio = visit("/studio?lang=cs")
    page = studio.page
    text = TEXT.replace("torch.sigmoid(self.fc(x))", "torch.special.zeta(x, x) + self.fc(x)")
    paste(page, text + "w = net.fc.weight\nh = torch.tanh(w)\n")
    page.get_by_role("button", name="Přečíst jako PyTorch").click()
    expect(studio.problem).to_contain_text("Řádek 10: torch.special.zeta se tu nečte.")
    assert page.locator("[data-underline] mark").inner_text() == "torch.special.zeta(x, x)"
    expect(page.locator("#program")).to_have_value(text + "w = net.fc.weight\nh = torch.tanh(w)\n")
    page.get_by_role("button", name="Přečíst zbytek").click()
    expect(page.locator("#program")).to_have_value("W1: weight = [[0.069, 0.3043]]\nh = tanh(W1)")
    page.get_by_role("button", name="Vrátit vložený text").click()
    expect(page.locator("#program")).to_have_value(text + "w = net.fc.weight\nh = torch.tanh(w)\n")


def test_a_program_of_our_own_gets_no_button(visit: Opener) -> None:
    studio = visit("/studio")
    page = studio.page
    studio.change(lambda: paste(page, "w: weight = 2\nL: loss = (w - 1)**2"))
    expect(page.locator("[data-pasted]")).to_be_hidden()

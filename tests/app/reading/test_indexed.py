"""Names with an index or an accent, as they are written in TeX and on paper."""

import pytest

from app.reading import keyboard

NAMES = ("w_R", "x1", "yhat", "h_t", "W12", "xbar")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("w_{R}*x_{1}", "w_R*x1"), ("x_1+2", "x1+2"), ("h_{t}", "h_t"), ("W_{12}", "W12"),
        (r"\hat{y}*2", "yhat*2"), (r"\hat y*2", "yhat*2"), (r"\bar{x}", "xbar"), ("w_R", "w_R"),
        (r"w_{\text{R}}", "w_R"), ("W_12", "W12"), ("z_1", "z_1"),
    ],
)  # fmt: skip
def test_an_index_and_an_accent_are_read_as_the_program_has_them(typed: str, read: str):
    assert keyboard(typed, NAMES) == read

"""Any text as TeX: ASCII only, and nothing of it can be a command."""

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exports import tex
from app.wording.names import Name, name

from ..stories import HOSTILE

KNOWN = re.compile(
    r"\\(?:textbackslash|textasciicircum|textasciitilde|textless|textgreater|textbar|textquotedbl"
    r"|textquotesingle|textasciigrave|[a-zA-Z]+)\{\}|\\[{}$%&#_]|\\ensuremath\{\\?[a-zA-Z]+"
    r"(?:\{[A-Za-z\\]*\})*\}|\{\\[\"'`^~=.a-zA-Z]\{[^{}]*\}\}|\\text(?:super|sub)script\{[^{}]*\}"
    r"|\{[\[\]]\}|[?!,-]\{\}"
)
"""Everything that the writer makes of a sign."""


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("100 % & $x$ #1 a_b {c} ~^", r"100 \% \& \$x\$ \#1 a\_b \{c\} "),
        (r"\input{/etc/passwd}", r"\textbackslash{}input\{/etc/passwd\}"),
        ("^^5cinput", r"\textasciicircum{}\textasciicircum{}5cinput"),
        ("a--b ?` ,, <<", "a-{}-{}b ?{}"),
        ("Žluťoučký kůň", r"{\v{Z}}lu{\v{t}}ou{\v{c}}k{\'{y}} k{\r{u}}{\v{n}}"),
        ("Straße, łódź", r"Stra\ss{}e,{} \l{}{\'{o}}d{\'{z}}"),
        ("∂ℒ/∂σ", r"\ensuremath{\partial}\ensuremath{\mathcal{L}}/"),
        ("−1.48 → +0.48", r"\textminus{}1.48 \textrightarrow{} +0.48"),
        ("x² z₁ eˣ", r"x\textsuperscript{2} z\textsubscript{1}"),
        ("𝐰ﬁ½", "wfi1/2"),
        ("😀", r"{[}grinning face{]}"),
        ("反", "{[}U+53CD{]}"),
        ("a\u200db\u202ec\x00d", "abc d"),
    ],
)
def test_a_text_is_set_as_it_was_typed(typed: str, set_: str):
    assert tex.text(typed).startswith(set_)


@given(typed=st.one_of(st.text(), st.sampled_from(HOSTILE)))
def test_no_text_ever_becomes_a_command(typed: str):
    written = tex.text(typed)
    assert written.isascii() and "\n" not in written and "%" not in written.replace(r"\%", "")
    left = written
    for _ in range(3):
        left = KNOWN.sub("", left)
    assert not set(left) & set(r"\{}$%&#_^~"), left


@given(typed=st.text(st.characters(categories=["L", "S", "P", "N"])))
def test_every_character_that_can_be_seen_leaves_something_to_read(typed: str):
    for sign in unicodedata.normalize("NFC", typed):
        assert tex.text(sign).strip()


def test_a_long_text_is_cut():
    assert tex.text("x" * 10_000).count("x") == tex.LONGEST - 1
    assert tex.text("x" * 10_000).endswith(r"\dots{}")


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        (Name("z", "1"), "$z_{1}$"),
        (Name("w", "out"), r"$w_{\mathrm{out}}$"),
        (Name("σ"), r"$\sigma$"),
        (Name("ℒ"), r"$\mathcal{L}$"),
        (name("yhat"), r"$\hat{y}$"),
        (replace(name("xbar1"), bold=True), r"$\bar{\mathbf{x}}_{1}$"),
        (Name("score", "1,2"), r"$\mathit{score}_{1,2}$"),
        (Name("x", over="(2)", bold=True), r"$\mathbf{x}^{(2)}$"),
        (Name("Wx", "0,1", bold=True), r"$\mathbf{W}\mathbf{x}_{0,1}$"),
        (Name("W", "0,1", bold=True), r"$\mathbf{W}_{0,1}$"),
        (Name("∆w", bold=True, over="1"), r"${\Delta}\mathbf{w}^{1}$"),
        (Name("反"), r"$\mathit{\mbox{{[}U+53CD{]}}}$"),
        (Name("αβ", "γ"), r"$\mathit{{\alpha}{\beta}}_{\mathrm{{\gamma}}}$"),
        (Name("−0.5", number=True), r"\textminus{}0.5"),
        (Name("W", over="[1]", bold=True), r"$\mathbf{W}^{[1]}$"),
        (Name("a", "1", over="′"), "$a_{1}'$"),
        (Name("váha"), r"$\textit{v{\'{a}}ha}$"),
        (Name("ö", bold=True), r"$\textbf{{\"{o}}}$"),
    ],
)
def test_a_name_is_set_as_mathematics(written: Name, set_: str):
    assert tex.name(written) == set_

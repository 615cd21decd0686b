"""TikZ with an overlay per step: it compiles as it is, whatever is typed."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from pypdf import PdfReader

from app.exports import FORMATS, Options, chosen, export, tex, tikz_items
from app.lessons import lessons
from app.picture import scene as drawing
from app.picture.items import EdgePicture
from app.picture.style import tokens
from app.picture.svg import THEMES
from app.story import Story

from ...graph_engine.programs import EXAMPLE_II
from ..pictures import read
from ..stories import HOSTILE, SLIDE, comments, step, story, views
from .titles import PROGRAM

COMPILED = (
    "example-1-neuron",
    "example-2",
    "fork",
    "vector-backprop",
    "network-two-layers",
    "network",
    "convolution",
    "learning-loop",
)


def written(told: Story, level: Any = "node", theme: str = "paper") -> str:
    options = Options(theme=theme, level=level)
    return export(told, FORMATS["tex"], step=None, options=options).data.decode("ascii")


def overlays(text: str) -> set[int]:
    """Every overlay that something is shown on."""
    found: set[int] = set()
    for spans in re.findall(r"\\only<([\d,-]+)>", text):
        for span in spans.split(","):
            first, _, last = span.partition("-")
            found |= {int(first), int(last or first)}
    return found


def compiled(folder: Path, name: str, text: str) -> list[str]:
    """The text of each page, by pdflatex; nothing may be missing."""
    (folder / f"{name}.tex").write_text(text, encoding="ascii")
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", name],
        cwd=folder,
        capture_output=True,
        timeout=300,
    )
    log = (folder / f"{name}.log").read_text(encoding="latin-1")
    assert done.returncode == 0, log[-3000:]
    assert "Missing character" not in log and "LaTeX Warning: Command" not in log
    return [page.extract_text() for page in PdfReader(folder / f"{name}.pdf").pages]


@pytest.mark.parametrize("slug", lessons())
def test_every_letter_of_a_path_is_understood(slug: str):
    scene = lessons()[slug].story().scene
    paths = [item.path_d for item in scene.items if hasattr(item, "path_d")]
    paths += [d for d, _ in scene.back]
    assert set(re.findall("[A-Za-z]", "".join(paths))) <= set(tikz_items._NUMBERS)


@pytest.mark.parametrize("slug", lessons())
def test_every_lesson_has_an_overlay_for_each_of_its_steps(slug: str):
    told = lessons()[slug].story()
    text = written(told, "formula")
    assert max(overlays(text)) == len(chosen(told, "formula"))
    assert text.count("\\begin{frame}") == text.count("\\end{frame}") == 1
    assert text.count("{") - text.count("\\{") == text.count("}") - text.count("\\}")


def test_a_label_beside_an_upright_wire_begins_beside_it_and_does_not_cover_it():
    told = lessons()["learning-loop"].story()
    scene = drawing.at(told.scene, told.changes, told.last)
    found = 0
    for place, item in enumerate(scene.items):
        if isinstance(item, EdgePicture) and item.aside and item.value is not None:
            wire = float(item.path_d.removeprefix("M").split(",")[0])
            texts = [each for each in tikz_items.element(scene, place) if "{value}" in each]
            (anchor, x), *_ = re.findall(r"anchor=([\w ]+)\] at \(([\d.]+),", texts[0])
            assert anchor == "base west" and float(x) > wire
            found += 1
    assert found == 2


def test_an_overlay_shows_what_the_picture_shows_then():
    told = story(EXAMPLE_II, **SLIDE)
    seen = read(told.svg(step(told, "slope p/v").index)).seen
    one = export(
        told, FORMATS["tex"], step=step(told, "slope p/v").index, options=Options()
    ).data.decode()
    assert not overlays(one)
    for text in seen.values():
        if "→" not in text:
            assert tex.text(text.strip()) in one
    assert "$p$" in one and "$w_{1}$" in one and r"$\mathcal{L}$" in one


def test_a_loop_leads_back():
    told = lessons()["learning-loop"].story()
    text = written(told)
    assert text.count("draw=cg-update,line width=2.2bp,dash") == len(told.graph.back) == 1


def test_a_large_value_is_cells_between_its_name_and_its_size():
    text = written(lessons()["convolution"].story())
    text = text[re.search(r"anchor=base east\] at \([\d.]+,.*\\mathbf\{W\}\$\} =", text).start() :]
    name = float(re.search(r"at \(([\d.]+),", text)[1])
    cells = re.findall(r"line width=0.4bp\] \(([\d.]+),[\d.]+\) rectangle \+\+\(([\d.]+),", text)[
        :15
    ]
    size = re.search(r"\\node\[cg=\{muted\}\{11.0\}\] at \(([\d.]+),.*3\\texttimes\{\}5", text)
    assert name < min(float(x) for x, _ in cells)
    half = 11.0  # of the size, which is centred
    assert max(float(x) + float(side) for x, side in cells) < float(size[1]) - half


@pytest.mark.parametrize("theme", THEMES)
def test_the_colours_are_the_themes(theme: str):
    text = written(story(EXAMPLE_II), theme=theme)
    assert f"{{cg-value}}{{HTML}}{{{tokens(theme)['--value'][1:].upper()}}}" in text


def test_what_never_changes_is_written_once():
    told = story(EXAMPLE_II, **SLIDE)
    text = written(told, "formula")
    assert len(text) < 40_000
    assert text.count("{$y$}") <= 4


def test_a_path_of_svg_becomes_a_path_of_tikz():
    assert tikz_items.path("M1,2 C3,4 5,6 7,8 L9,10.5 L11,-12 C1,1 2,2 3,3 4,4 5,5 6,6") == (
        "(1.0,2.0) .. controls (3.0,4.0) and (5.0,6.0) .. (7.0,8.0) -- (9.0,10.5) -- (11.0,-12.0)"
        " .. controls (1.0,1.0) and (2.0,2.0) .. (3.0,3.0)"
        " .. controls (4.0,4.0) and (5.0,5.0) .. (6.0,6.0)"
    )
    assert tikz_items.path("M0,0 V6 Q0,9 3,9 H-12.5") == (
        "(0.0,0.0) -- (0.0,6.0) .. controls (0.0,8.0) and (1.0,9.0) .. (3.0,9.0) -- (-12.5,9.0)"
    )
    assert tikz_items.head("translate(10.0,20.0) rotate(90.0)") == (
        "(10.0,21.0) -- (13.6,12.0) -- (6.4,12.0) -- cycle"
    )


@given(title=comments())
@settings(max_examples=30)
def test_no_title_ever_becomes_tex(title: str):
    plain = written(story("# a\nx = 2\nL = x*x"))
    text = written(story(f"# {title}\nx = 2\nL = x*x"))
    different = [
        (a, b) for a, b in zip(plain.splitlines(), text.splitlines(), strict=True) if a != b
    ]
    assert len(different) <= 1  # the line with the title


@given(view=views())
@settings(max_examples=20)
def test_any_program_becomes_plain_ascii(view: Any):
    text = written(story(view.program, arithmetic=view.arithmetic, focus=view.focus))
    assert text.isascii()


@pytest.mark.exports("LaTeX")
@pytest.mark.parametrize("slug", COMPILED)
def test_a_lesson_compiles_to_a_page_per_step(slug: str, tmp_path: Path):
    told = lessons()[slug].story()
    steps = chosen(told, "edge")
    pages = compiled(tmp_path, slug, written(told, "edge"))
    assert len(pages) == len(steps)
    title = told.graph.title.split(":")[0]
    assert all(title in page for page in pages)


@pytest.mark.exports("LaTeX")
def test_titles_with_everything_in_them_compile(tmp_path: Path):
    whole = written(story(PROGRAM.replace("p_out", "αβ_1")))
    head, frame, rest = whole.partition("\\begin{frame}")
    others = [
        f"\\begin{{frame}}{{{tex.text(title, longest=90)}}}{tex.text(title)}\\end{{frame}}\n"
        for title in HOSTILE
    ]
    pages = compiled(tmp_path, "titles", head + "".join(others) + frame + rest)
    assert len(pages) == len(HOSTILE) + len(chosen(story(PROGRAM), "node"))
    assert all("root:" not in page for page in pages)


@pytest.mark.exports("LaTeX")
def test_every_sign_that_has_a_command_is_set(tmp_path: Path):
    signs = [*tex._SPECIAL, *tex._LETTERS, *tex.MATH, *"ÁČĎÉĚÍŇÓŘŠŤÚŮÝŽąęőűğşţǧḍ½ﬁ⁵₉ᶜ😀反Жא"]
    body = "\n\n".join(tex.text(f"{sign} is {sign}{sign}") for sign in signs)
    head = r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{textcomp,lmodern}"
    compiled(tmp_path, "signs", f"{head}\\begin{{document}}\n{body}\n\\end{{document}}\n")


@pytest.mark.exports("LaTeX")
def test_the_picture_can_be_put_into_slides_and_into_an_article(tmp_path: Path):
    told = story(EXAMPLE_II, **SLIDE)
    (tmp_path / "walk.tex").write_text(written(told), encoding="ascii")
    one = export(told, FORMATS["tex"], step=told.last, options=Options()).data
    (tmp_path / "one.tex").write_bytes(one)
    used = r"\usepackage[T1]{fontenc}\usepackage{tikz}\def\chalkgraph{}\begin{document}"
    slides = (
        rf"\documentclass{{beamer}}{used}\begin{{frame}}{{Mine}}\input{{walk.tex}}\end{{frame}}"
    )
    slides += r"\begin{frame}{Also mine}\def\chalkgraphscale{0.3}\input{one.tex}\end{frame}"
    pages = compiled(tmp_path, "slides", slides + r"\end{document}")
    assert len(pages) == len(chosen(told, "node")) + 1
    assert "Mine" in pages[0] and "Also mine" in pages[-1]
    article = rf"\documentclass{{article}}{used} Inside my text: \input{{one.tex}} \end{{document}}"
    (page,) = compiled(tmp_path, "article", article)
    assert "Inside my text" in page

"""The picture as TikZ in a beamer frame, with an overlay for each step."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from ..languages import _, later
from ..picture import scene as drawing
from ..picture.style import tokens
from ..story import Story
from ..wording.sentences import sentence
from . import tex
from .ending import ending
from .format import Format, Options, Tick
from .tikz_items import back, element, ribbon

WIDTH, HEIGHT = 430.0, 172.0
"""Room for the picture on a slide of 160 × 90 mm, in points of 1/72 inch."""

COLOURS = (
    "paper", "surface", "ink", "muted", "line", "edge", "wire", "value", "local", "local-ground",
    "gradient", "update", "mark", "mark-line", "input", "weight", "label", "constant", "warning",
    "heat-line", "heat-zero", "heat-0", "heat-1", "heat-2", "heat-3", "heat-5", "heat-6", "heat-7",
    "heat-8",
)  # fmt: skip

ABOUT = r"""% Written by Chalkgraph. Plain ASCII; compiles as it is:
%   pdflatex FILE.tex     (Debian: texlive-latex-base texlive-latex-recommended
%                          texlive-pictures lmodern)
% Or put the picture into slides of your own. In their preamble:
%   \usepackage[T1]{fontenc} \usepackage{tikz} \def\chalkgraph{}
% and in a frame (in an article too, if this file holds one step only):
%   \input{FILE.tex}
% \def\chalkgraphscale{0.5} before it chooses another size.
"""

PREAMBLE = r"""\ifdefined\chalkgraph\else
\documentclass[aspectratio=169,10pt]{beamer}
\usepackage[T1]{fontenc}
\usepackage{textcomp}
\usepackage{lmodern}
\usepackage{tikz}
\usefonttheme[onlymath]{serif}
\setbeamersize{text margin left=4mm,text margin right=4mm}
\setbeamertemplate{navigation symbols}{}
\fi
"""


STYLE = r"""\tikzset{cg/.style 2 args={
  anchor=base,text=cg-#1,font=\sffamily\fontsize{#2bp}{#2bp}\selectfont}}
\ifdefined\chalkgraphscale\let\chalkgraphfit\chalkgraphscale\fi
"""

OPENING = r"""\ifdefined\chalkgraph
\chalkgraphpicture
\else
\setbeamercolor{background canvas}{bg=cg-paper}
\setbeamercolor{normal text}{fg=cg-ink}\usebeamercolor*{normal text}
\setbeamercolor{frametitle}{fg=cg-ink,bg=}
\begin{document}
"""


def document(story: Story, steps: Sequence[int], *, theme: str, tick: Callable[[int], None]) -> str:
    """The whole file; neurons are drawn as their layers."""
    story = story.as_graph
    scene = story.scene
    scale = min(WIDTH / scene.span, HEIGHT / scene.height, 1.0)
    title = tex.text(story.title or _("Computational graph"), longest=90)
    words = [
        tex.text(f"{sentence(story.words, story.walk.steps[step])} {ending(story, step)}".strip())
        for step in steps
    ]
    return "".join(
        [
            ABOUT,
            PREAMBLE,
            _colours(theme),
            STYLE,
            f"\\ifdefined\\chalkgraphscale\\else\\def\\chalkgraphfit{{{scale:.3f}}}\\fi\n",
            "\\def\\chalkgraphpicture{%\n",
            *_picture(story, steps, tick),
            "}\n",
            OPENING,
            f"\\begin{{frame}}[t]{{{title}}}\n",
            "\\centering\\chalkgraphpicture\\par\\vfill\n",
            "\\begin{minipage}[t][17mm]{\\textwidth}\\raggedright\\small\n",
            *_overlaid(words),
            "\\end{minipage}\n",
            "\\end{frame}\n",
            "\\end{document}\n",
            "\\fi\n",
        ]
    )


def _colours(theme: str) -> str:
    found = tokens(theme)
    return "".join(
        f"\\definecolor{{cg-{name}}}{{HTML}}{{{found[f'--{name}'].lstrip('#').upper()}}}\n"
        for name in COLOURS
    )


def _picture(story: Story, steps: Sequence[int], tick: Callable[[int], None]) -> Iterator[str]:
    """Every element of the picture, in its order, with the steps at which it looks like that."""
    scenes = []
    for done, step in enumerate(steps):
        scenes.append(drawing.at(story.scene, story.changes, step))
        tick(done + 1)
    scene = story.scene
    yield "\\scalebox{\\chalkgraphfit}{%\n"
    yield "\\begin{tikzpicture}[x=1bp,y=-1bp,line join=round,inner sep=0pt,outer sep=0pt]\n"
    yield (
        f"\\useasboundingbox ({scene.left:.1f},0) rectangle "
        f"({scene.width:.1f},{scene.height:.1f});\n"
    )
    for ribbons in zip(*(scene.ribbons for scene in scenes), strict=True):
        yield from _overlaid([ribbon(each) for each in ribbons])
    for path_d, tip in scene.back:
        yield f"{back(path_d, tip)}\n"
    for place in range(len(story.scene.items)):
        looks = [list(element(scene, place)) for scene in scenes]
        for pieces in zip(*looks, strict=True):
            yield from _overlaid(pieces)
    yield "\\end{tikzpicture}}\n"


def _overlaid(pieces: Sequence[str]) -> Iterator[str]:
    r"""What differs from overlay to overlay in \only, what never does as it is."""
    if len(set(pieces)) == 1:
        if pieces[0]:
            yield f"{pieces[0]}\n"
        return
    times: dict[str, list[str]] = {}
    place = 1
    for piece, group in groupby(pieces):
        count = len(list(group))
        last = place + count - 1
        span = str(place) if count == 1 else f"{place}-{last}"
        if last == len(pieces) and count > 1:
            span = f"{place}-"
        times.setdefault(piece, []).append(span)
        place = last + 1
    for piece, spans in times.items():
        if piece:
            yield f"\\only<{','.join(spans)}>{{{piece}}}%\n"


def write(story: Story, *, steps: Sequence[int], options: Options, tick: Tick) -> bytes:
    """A beamer document of one frame."""

    def count(done: int) -> None:
        tick(done, len(steps))

    return document(story, steps, theme=options.theme, tick=count).encode("ascii")


FORMAT = Format(
    "tex", later("TikZ for LaTeX (beamer)"), "text/x-tex", write, whole=True, single=True
)

"""Texts that want to be markup, and a reader that sees whether one of them has become it."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from itertools import islice

from app.wording.mathml import ATTRIBUTES, ELEMENTS

CORES = (
    "<a/href=javascript:alert(1)>x</a>",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<svg/onload=alert(1)>",
    "<style>*{display:none}</style>",
    "</math><b>x</b>",
    "</mtext><mglyph><svg><mtext><style><img src=x onerror=alert(1)></style>",
    "<annotation-xml encoding='text/html'><p>x</p></annotation-xml>",
    "<maction actiontype='statusline#http://a'>x</maction>",
    "<!--x--><b>",
    "<![CDATA[<b>]]>",
    "<?x <b> ?>",
    '" onclick="alert(1)',
    "' autofocus onfocus='alert(1)",
    "<iframe srcdoc=x>",
    "<form action=//a><input name=x>",
    "<base href=//a>",
    "<a\n\thref=//a>x",
    "&lt;b&gt;<b>&#60;b&#62;",
    "<math href=//a><mi>x</mi></math>",
    "<p style=position:fixed;inset:0>x</p>",
    "<h1>x</h1>",
    "<noscript><p title='</noscript><b>'>",
)
"""What somebody would like to put on the page."""

WRAPS = (
    "%s", "$%s$", "`%s`", r"$\text{%s}$", r"$\mbox{%s}$", r"$\fbox{%s}$", r"$\hbox{%s}$",
    r"$\textbf{%s}$", r"$\emph{%s}$", r"$\href{%s}{x}$", r"$\class{%s}{x}$", r"$\style{%s}{x}$",
    r"$\color{%s}x$", r"$\verb|%s|$", r"$\operatorname{%s}$", r"$\tag{%s}x$",
    r"$\frac{\text{%s}}{2}$", r"$x_{\text{%s}}$", r"$\llap{%s}$", r"$\colorbox{red}{%s}$",
    r"$\newcommand{\a}{\text{%s}}\a$", r"$\begin{matrix}\text{%s}\end{matrix}$",
    r"$\left(\text{%s}\right)$", r"a $x$ %s $y$",
)  # fmt: skip
"""Where TeX takes a text, and where it does not."""

BROKEN = (
    "$x^2^3$", r"$\frac$", "${$", "$}$", "$x_$", r"$\left($", r"$\begin{matrix}$", r"$\sqrt$",
    "$" + "{" * 300 + "$", "$" + r"\sqrt{" * 90 + "x" + "}" * 90 + "$", "$" + "x^" * 200 + "$",
    r"$\def\a{\a\a}\a$", r"$\newcommand{\a}{\a\a}\a$", r"$\unicode{0}$", r"$\genfrac$", "$&$",
    r"$\rule{999em}{999em}$", r"$\hspace{-99em}x$", r"$\limits$", "$$", "$ $", r"$\end{matrix}$",
    r"$\skew{x}{y}$", r"$\sideset{}{}$",
)  # fmt: skip
"""What is no formula."""

PAYLOADS = (
    *(
        wrap % CORES[(place + shift) % len(CORES)]
        for shift in (0, 7, 11, 13, 17)
        for place, wrap in enumerate(WRAPS)
    ),
    *BROKEN,
)


def grouped(size: int) -> Iterator[tuple[str, ...]]:
    """The payloads in groups of so many."""
    rest = iter(PAYLOADS)
    while group := tuple(islice(rest, size)):
        yield group


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: Counter[tuple[str, ...]] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = tuple(sorted(name for name, _ in attrs))
        bad = [v for n, v in attrs if n in ("href", "src", "action") and _runs(v or "")]
        self.found[tag, *names, *bad] += 1

    def handle_comment(self, data: str) -> None:
        self.found["!--"] += 1

    def handle_pi(self, data: str) -> None:
        self.found["?"] += 1

    def unknown_decl(self, data: str) -> None:
        self.found["![", data] += 1


def _runs(address: str) -> bool:
    return address.strip().lower().startswith(("javascript:", "vbscript:", "data:text/html"))


@lru_cache(maxsize=8)
def elements(html: str) -> Counter[tuple[str, ...]]:
    """How often each element with its attributes' names stands in a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def ours(found: tuple[str, ...]) -> bool:
    """Whether an element may come from a text: a formula of known parts, or code."""
    tag, *names = found
    return tag == "code" and not names or (tag in ELEMENTS and set(names) <= set(ATTRIBUTES))


def injected(html: str, plain: str = "") -> Counter[tuple[str, ...]]:
    """What a page has more than the same page of harmless texts."""
    more = elements(html) - elements(plain)
    return Counter({found: count for found, count in more.items() if not ours(found)})

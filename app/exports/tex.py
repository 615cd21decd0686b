"""Any text as TeX that pdflatex compiles: plain ASCII, nothing in it can be a command."""

import unicodedata
from collections.abc import Iterator

from ..wording.names import GREEK, Name

LONGEST = 400
"""Characters of one text: TeX cannot set a line longer than 5.7 m."""

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "%": r"\%", "&": r"\&",
    "#": r"\#", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}",
    "'": r"\textquotesingle{}", "`": r"\textasciigrave{}", "-": "-{}", ",": ",{}", "?": "?{}",
    "!": "!{}", "[": "{[}", "]": "{]}",
}  # fmt: skip
"""ASCII that TeX reads in its own way, ligatures such as `--` and ,, among it."""

_LETTERS = {
    "ß": r"\ss{}", "æ": r"\ae{}", "Æ": r"\AE{}", "œ": r"\oe{}", "Œ": r"\OE{}", "ø": r"\o{}",
    "Ø": r"\O{}", "ł": r"\l{}", "Ł": r"\L{}", "đ": r"\dj{}", "Đ": r"\DJ{}", "ð": r"\dh{}",
    "Ð": r"\DH{}", "þ": r"\th{}", "Þ": r"\TH{}", "ı": r"\i{}", "ȷ": r"\j{}",
    "„": r"\quotedblbase{}", "“": r"\textquotedblleft{}", "”": r"\textquotedblright{}",
    "‚": r"\quotesinglbase{}", "‘": r"\textquoteleft{}", "’": r"\textquoteright{}",
    "«": r"\guillemotleft{}", "»": r"\guillemotright{}", "–": r"\textendash{}",
    "—": r"\textemdash{}", "…": r"\dots{}", "¡": r"\textexclamdown{}",
    "¿": r"\textquestiondown{}", "§": r"\S{}", "¶": r"\P{}", "©": r"\copyright{}",
    "®": r"\textregistered{}", "™": r"\texttrademark{}", "£": r"\pounds{}",
    "€": r"\texteuro{}", "°": r"\textdegree{}", "•": r"\textbullet{}", "\u00a0": r"\nobreakspace{}",
    "\u2044": "/",
    "−": r"\textminus{}", "×": r"\texttimes{}", "·": r"\textperiodcentered{}",
    "÷": r"\textdiv{}", "±": r"\textpm{}", "→": r"\textrightarrow{}",
    "ʸ": r"\textsuperscript{y}", "ᵀ": r"\textsuperscript{T}", "ᵢ": r"\textsubscript{i}",
}  # fmt: skip

_MATH = {
    "∂": r"\partial",
    "∇": r"\nabla", "∆": r"\Delta", "′": r"^{\prime}", "∞": r"\infty", "←": r"\leftarrow",
    "↔": r"\leftrightarrow",
    "⇒": r"\Rightarrow", "⇐": r"\Leftarrow", "↦": r"\mapsto", "↑": r"\uparrow", "↓": r"\downarrow",
    "≤": r"\le", "≥": r"\ge", "≠": r"\neq", "≈": r"\approx", "≡": r"\equiv", "∝": r"\propto",
    "∈": r"\in", "∉": r"\notin", "∀": r"\forall", "∃": r"\exists", "∅": r"\emptyset",
    "∪": r"\cup", "∩": r"\cap", "⊂": r"\subset", "⊆": r"\subseteq", "∧": r"\wedge", "∨": r"\vee",
    "¬": r"\neg", "√": r"\surd", "∑": r"\sum", "∏": r"\prod", "∫": r"\int", "∘": r"\circ",
    "⊗": r"\otimes", "⊕": r"\oplus", "⊙": r"\odot", "‖": r"\|", "ℒ": r"\mathcal{L}",
    "ℓ": r"\ell", "ℝ": r"\mathrm{R}", "ℕ": r"\mathrm{N}", "ℤ": r"\mathrm{Z}", "ℂ": r"\mathrm{C}",
    "⋅": r"\cdot", "∗": r"\ast", "⟨": r"\langle", "⟩": r"\rangle", "ϵ": r"\epsilon",
    "ϕ": r"\phi", "ϑ": r"\vartheta", "ς": r"\varsigma", "ο": "o", "µ": r"\mu",
}  # fmt: skip

_ROMAN_CAPITALS = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True))
"""Greek capitals that TeX takes from the Latin alphabet; Υ has a letter of its own."""


def _greek() -> dict[str, str]:
    found = {letter: rf"\{name}" for name, letter in GREEK.items()}
    found |= {"λ": r"\lambda", "υ": r"\upsilon", "ε": r"\varepsilon", "ο": "o", "ω": r"\omega"}
    found |= {"Ξ": r"\Xi", "Π": r"\Pi", "Υ": r"\Upsilon"}
    found |= {capital: rf"\mathrm{{{latin}}}" for capital, latin in _ROMAN_CAPITALS.items()}
    found["Υ"] = r"\Upsilon"
    found["ο"] = "o"
    return found


MATH = {**_MATH, **_greek()}
"""Characters that TeX has in mathematics only."""

_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u",
    "\u0307": ".", "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d",
    "\u0327": "c", "\u0328": "k", "\u0331": "b",
}  # fmt: skip
"""Combining marks and the commands for them; any of them goes on any letter."""


def text(what: str, *, longest: int = LONGEST) -> str:
    """A text as TeX, in text mode. What TeX has no sign for is named: [grinning face]."""
    if len(what) > longest:
        what = f"{what[: longest - 1]}…"
    return "".join(_signs(unicodedata.normalize("NFC", what)))


def _signs(what: str) -> Iterator[str]:
    for sign in what:
        known = _SPECIAL.get(sign) or _LETTERS.get(sign)
        if known is not None:
            yield known
        elif sign.isascii():
            yield sign if sign.isprintable() else " "
        elif sign in MATH:
            yield rf"\ensuremath{{{MATH[sign]}}}"
        else:
            yield _otherwise(sign)


def _otherwise(sign: str) -> str:
    """Accents, other styles of known signs, and at last the sign's name."""
    base, *marks = list(unicodedata.normalize("NFD", sign))
    if marks and base.isascii() and base.isalpha() and all(mark in _ACCENTS for mark in marks):
        letter = {"i": r"\i", "j": r"\j"}.get(base, base)
        for mark in marks:
            letter = rf"\{_ACCENTS[mark]}{{{letter}}}"
        return f"{{{letter}}}"
    if marks and base in MATH:  # Greek with accents
        return rf"\ensuremath{{\acute{{{MATH[base]}}}}}"
    kind = unicodedata.category(sign)
    if kind in ("Mn", "Me", "Cf"):
        return ""  # an accent without a letter that takes it, a joiner, a mark of direction
    if kind in ("Zs", "Zl", "Zp", "Cc"):
        return " "
    plain = unicodedata.normalize("NFKD", sign)
    if plain != sign and all(each.isascii() or each in MATH or each in _LETTERS for each in plain):
        raised = unicodedata.decomposition(sign).partition(">")[0][1:]
        inner = "".join(_signs(plain))
        command = {"super": "textsuperscript", "sub": "textsubscript"}.get(raised)
        return rf"\{command}{{{inner}}}" if command else inner
    name = unicodedata.name(sign, "").lower()
    if kind.startswith("L") or not name or len(name) > 30:
        return f"{{[}}U+{ord(sign):04X}{{]}}"
    return "".join(_signs(f"[{name}]"))


def name(what: Name) -> str:
    r"""A name as it stands on the picture: $w_{1}$, $\sigma$, $\mathbf{x}^{(2)}$."""
    if what.number:
        return text(what.base)
    index = _in_math(what.index)
    index = (
        f"_{{{index}}}"
        if index.replace(",", "").isdigit()
        else rf"_{{\mathrm{{{index}}}}}"
        if index
        else ""
    )
    letter = what.letter
    if letter in MATH:
        base = MATH[letter]
    elif what.bold:
        # Letter by letter: TeX has no bold Greek letters among its own, they stay as they are.
        letters = (_text_style("bf", each) if _spelt(each) else _in_math(each) for each in letter)
        base = "".join(rf"\mathbf{{{each}}}" if each.isalnum() else each for each in letters)
    else:
        base = letter if len(letter) == 1 and letter.isascii() else _word(letter)
    if what.accent:
        base = rf"\{what.accent}{{{base}}}"
    primes = what.over.count("′")
    raised = what.over.replace("′", "")
    over = "'" * primes + (f"^{{{_in_math(raised)}}}" if raised else "")
    return f"${base}{index}{over}$"


def _word(what: str) -> str:
    return _text_style("it", what) if _spelt(what) else rf"\mathit{{{_in_math(what)}}}"


def _spelt(what: str) -> bool:
    """Whether there are letters that TeX has in text only: á, ß."""
    return any(sign in _LETTERS or unicodedata.decomposition(sign) for sign in what)


def _text_style(style: str, what: str) -> str:
    """Letters that TeX has in text only, in the style of the others."""
    return rf"\text{style}{{{text(what)}}}"


def _in_math(what: str) -> str:
    """Letters, digits and the few signs that names have."""
    return "".join(_of_name(sign) for sign in what)


def _of_name(sign: str) -> str:
    if sign in MATH:
        return f"{{{MATH[sign]}}}"
    if sign.isascii():
        return sign if sign.isalnum() or sign in ",()[]+-=" else f"\\mbox{{{text(sign)}}}"
    return f"\\mbox{{{text(sign)}}}"

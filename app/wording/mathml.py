"""TeX as MathML: the one way, for an operation's own formulas and for what an author typed.

`latex2mathml` writes text in TeX (`\\text \\mbox \\fbox`) as it finds it, so a `<` in it would be
markup. Here its *tree* is taken, before it is a text, and only the elements and attributes below
are shown; the text inside can be anything and is escaped. What cannot be read is no formula.
"""

import re
import unicodedata
from functools import lru_cache
from html import unescape
from xml.etree.ElementTree import Element, tostring

from latex2mathml.converter import convert_to_element

NAMESPACE = "http://www.w3.org/1998/Math/MathML"

LONGEST = 500
"""Characters of a formula that somebody typed."""

DEEPEST = 40
"""Elements inside one another: enough for every formula, and no stack runs over."""

ELEMENTS = frozenset({
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub", "msup",
    "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mstyle", "mpadded",
    "mphantom", "menclose",
})  # fmt: skip
"""All that a formula may be made of."""

_YES = re.compile("true|false")
_LENGTH = re.compile(
    r"[+-]?\d?(\.\d{1,4})?(em|ex|px|pt|mu|width)?"
    r"|(negative)?(very)*(thin|medium|thick)mathspace"
)
_WORDS = re.compile("[a-z-]+( [a-z-]+)*")

ATTRIBUTES = {
    "xmlns": re.compile(re.escape(NAMESPACE)),
    "display": re.compile("inline|block"),
    **dict.fromkeys(
        ("displaystyle", "stretchy", "fence", "accent", "movablelimits", "largeop", "separator"),
        _YES,
    ),
    **dict.fromkeys(
        ("mathvariant", "form", "notation", "columnalign", "columnlines", "rowlines", "linebreak"),
        _WORDS,
    ),
    **dict.fromkeys(
        ("width", "height", "depth", "lspace", "rspace", "voffset", "minsize", "maxsize",
         "mathsize", "linethickness"),
        _LENGTH,
    ),
    "mathcolor": re.compile("[a-zA-Z]+|#[0-9a-fA-F]{3,6}"),
    "scriptlevel": re.compile("[0-2]"),
    "rowspacing": _LENGTH,
    "columnspacing": re.compile(r"\d?(\.\d{1,4})?em( \d?(\.\d{1,4})?em)*"),
}  # fmt: skip
"""What an element may carry, and which values: no address, no style, no length over 9 em."""

BRACE = '<mo stretchy="true">⏟</mo>'
"""A brace under a piece, as wide as that is."""

_DEFINES = re.compile(r"\\(re)?new|\\provide|\\[gex]?def\b|\\let\b|\\Declare|\\unicode")
"""Commands that define commands: a short text could become an endless one."""

_CODE = re.compile(r"&#x([0-9A-Fa-f]{1,5});")


@lru_cache(maxsize=1024)
def typeset(tex: str) -> str | None:
    """The formula as `<math>…</math>`, well-formed and of known parts; None if it is none."""
    if len(tex) > LONGEST or _DEFINES.search(tex):
        return None
    try:
        root = convert_to_element(tex)
    except Exception:  # it raises what it likes: IndexError, StopIteration, its own
        return None
    if not _known(root):
        return None
    _bracket(root)
    return tostring(root, encoding="unicode").replace("<mo>⏟</mo>", BRACE)


def _known(root: Element) -> bool:
    """Whether the tree is of known elements and attributes; codes in its text are resolved."""
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            return False
        for element in level:
            if element.tag not in ELEMENTS or element.tail:
                return False
            for name, value in element.attrib.items():
                allowed = ATTRIBUTES.get(name)
                if allowed is None or not allowed.fullmatch(value):
                    return False
            element.text = _CODE.sub(_sign, element.text or "") or None
            if element.text and not all(map(_shown, element.text)):
                return False
        level = [child for element in level for child in element]
    return True


def _bracket(root: Element) -> None:
    """Put each matrix and its brackets into a row of their own: they stretch to what is in theirs,
    and the row of all may become a part of a longer one."""
    whole = root.find("mrow")
    for element in list(root.iter()):
        for table in element.findall("mtable"):
            at = list(element).index(table)
            if 0 < at < len(element) - 1 and (len(element) > 3 or element is whole):
                fenced = element[at - 1 : at + 2]
                if all(each.tag == "mo" for each in (fenced[0], fenced[2])):
                    element[at - 1 : at + 2] = [row := Element("mrow")]
                    row.extend(fenced)


def _sign(code: re.Match[str]) -> str:
    return unescape(code[0])


def _shown(sign: str) -> bool:
    """Whether XML can carry a sign, and a reader can see it: no controls, no halves of one."""
    return unicodedata.category(sign) not in ("Cc", "Cs", "Cf", "Cn") or sign in "\u2061\u2062\t\n"

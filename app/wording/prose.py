"""Words that an author wrote, as markup: `$…$` is a formula in TeX, backticks are code."""

import re
from functools import lru_cache
from html import escape

from .mathml import typeset

_PIECES = re.compile(r"\$([^$]+)\$|`([^`]+)`|([^$`]+|[$`])")


@lru_cache(maxsize=512)
def prose(text: str) -> str:
    """The text as HTML: everything is escaped but the formulas and codes that are marked.

    A formula that cannot be read stands as it was typed.
    """
    found = []
    for tex, code, plain in _PIECES.findall(text):
        if tex:
            found.append(typeset(tex) or escape(f"${tex}$"))
        elif code:
            found.append(f"<code>{escape(code)}</code>")
        else:
            found.append(escape(plain))
    return "".join(found)


def plain(text: str) -> str:
    """The text without its marks, for a window's title or a list."""
    return text.replace("$", "").replace("`", "")

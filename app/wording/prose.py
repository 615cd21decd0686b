"""Words that an author wrote, as markup: `$…$` is a formula in TeX, backticks are code, and an
address in `<…>` is a link."""

import re
from functools import lru_cache
from html import escape

from .mathml import typeset

_PIECES = re.compile(r"\$([^$]+)\$|`([^`]+)`|<(https?://[^<>\s\"]+)>|([^$`<]+|[$`<])")


@lru_cache(maxsize=512)
def prose(text: str) -> str:
    """The text as HTML: everything is escaped but the formulas, codes and links that are marked.

    A formula that cannot be read stands as it was typed.
    """
    found = []
    for tex, code, link, plain in _PIECES.findall(text):
        if tex:
            found.append(typeset(tex) or escape(f"${tex}$"))
        elif code:
            found.append(f"<code>{escape(code)}</code>")
        elif link:
            shown = escape(link.partition("//")[2].rstrip("/"))
            found.append(f'<a href="{escape(link)}" target="_blank" rel="noopener">{shown}</a>')
        else:
            found.append(escape(plain))
    return "".join(found)


def plain(text: str) -> str:
    """The text without its marks, for a window's title or a list."""
    return re.sub(r"<(https?://[^<>\s]+)>", r"\1", text).replace("$", "").replace("`", "")

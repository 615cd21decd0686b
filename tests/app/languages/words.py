"""The words that a reader meets on a page or in a text."""

import re
from html.parser import HTMLParser

SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-say", "data-title", "content")
SILENT = {"script", "style", "code", "pre", "textarea", "math"}
BARE = re.compile(r"[^\W\d_]{3,}")


class Words(HTMLParser):
    """The words on a page that are in no brackets."""

    def __init__(self) -> None:
        super().__init__()
        self.silent: list[str] = []
        self.found: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = {*(given.get("class") or "").split()}
        if tag in SILENT or given.get("translate") == "no" or classes & {"symbol", "name"}:
            self.silent.append(tag)
        for name in SPOKEN:
            viewport = given.get("name") in ("viewport", "generator")
            if given.get(name) and not viewport and "lang" not in given:
                self._see(given[name] or "")

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.text += data + "\n"

    def _see(self, text: str) -> None:
        while (bare := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
            text = bare
        self.found += BARE.findall(text)

    def words(self) -> set[str]:
        self._see(self.text)
        return set(self.found)


def bare_words(text: str) -> list[str]:
    """The words in no brackets, apart from what is typed in a program."""
    page = Words()
    page._see(re.sub(r"`[^`]*`", " ", text))
    return page.found

"""What is made before the first visitor comes, while there is one process that all others copy."""

import logging
import re
from itertools import product

from flask import Flask

PAGES = (
    *(("/", "en"), ("/", "cs"), ("/lesson/example-2", "en"), ("/lesson/example-2", "cs")),
    ("/talk/lecture", "en"),
)
"""Pages with the languages in which they are made; the talk, since its stories are many."""
ENCODINGS = ("gzip", "br")

LOG = logging.getLogger("chalkgraph")

_FILE = re.compile(r'"(/static/[^"]+)"')


def pages(app: Flask, *, all_of_them: bool = True) -> None:
    """Make the pages that everybody begins with, and the files that they name.

    The first one is a program with nothing but its story: with it every lesson is read. Its picture
    reads what cuts letters out of fonts.
    """
    client = app.test_client()
    LOG.disabled = True
    try:
        client.get("/lesson/example-2.json")
        client.get("/lesson/example-2.svg")
        for address, language in PAGES if all_of_them else ():
            spoken = {"Accept-Language": language}
            files = _FILE.findall(client.get(address, headers=spoken).text)
            for each, way in product((address, *files), ENCODINGS):
                client.get(each, headers={**spoken, "Accept-Encoding": way})
    finally:
        LOG.disabled = False

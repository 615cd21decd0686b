"""What is made before the first visitor comes, while there is one process that all others copy."""

import logging
import re
from itertools import product

from flask import Flask

from ..languages import LANGUAGES, OPTION

TALK = "/talk/lecture"
PAGES = (
    *product(("/", "/lesson/example-2", TALK), LANGUAGES),
    *((f"{TALK}?{OPTION}={language}", language) for language in [*LANGUAGES][1:]),
)
"""Pages with the languages in which they are made. The talk, since its stories are many: in one
language they take a second, and each slide's address is a page with all of them. A page whose
language was chosen is another one: it hands the choice on in its links."""
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

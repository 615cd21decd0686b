"""Prints the table. Another module with `rows()` joins it by its name in `MODULES`."""

import logging
import platform
from itertools import chain

import numpy as np

from . import arrays, browser, engine, exports, server
from .timing import table

MODULES = (engine, arrays, server, exports, browser)


def main() -> None:
    print(f"Python {platform.python_version()}, numpy {np.__version__}, {platform.machine()}.")
    logging.disable(logging.INFO)
    print("Our time for one call; how many times as long each of the others takes.\n")
    print(table(chain.from_iterable(module.rows() for module in MODULES)))


if __name__ == "__main__":
    main()

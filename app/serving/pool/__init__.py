"""Processes that do the work, so that no request holds up another, and none takes too much.

A worker of the server only reads, looks into what is kept, and writes. What has to be made a child
makes (`child.py`), within so many seconds and so much memory. Children are copies of a nursery
(`nursery.py`), which is a copy of the loaded application. Who goes first is decided in `lanes.py`.
"""

from .pool import Pool

__all__ = ["Pool"]

"""The neurons: a layered program as columns of circles, and a line for every weight.

A second picture of the same story: the same nodes and wires are told by the same slots, and for
what has a place of its own here there are slots by entry (`slots.py`).
"""

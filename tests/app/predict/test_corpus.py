"""Of thousands of typed answers a fixed part is judged each time; `corpus` judges all."""

from .corpus import judged

EVERY = 97
"""Each so manieth question; a prime, so that all kinds are met."""


def test_right_answers_are_right_and_every_typical_mistake_has_its_name():
    counts, faults = judged(EVERY)
    assert sum(counts.values()) >= 800
    assert counts["right"] >= 150
    assert len(counts) >= 15
    assert faults == []

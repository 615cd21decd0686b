"""Slide arithmetic's rounding: numbers as a lecture writes them on the board."""

from typing import Any

import numpy as np


def two_digits(value: Any) -> Any:
    """Numbers as a lecture writes them on the board: two significant digits, each on its own."""
    if np.ndim(value) == 0:
        return np.float64(f"{value:.2g}")
    array = np.asarray(value, dtype=np.float64)
    flat = array.reshape(-1)
    found = flat.copy()
    with np.errstate(all="ignore"):
        power = np.floor(np.log10(np.abs(flat))) - 1
        scaled = flat / 10.0**power
        digits = np.rint(scaled)
        # At a tie, at a power of ten and at the ends of what a float can be, it is written out.
        sure = np.abs(np.abs(scaled - np.floor(scaled)) - 0.5) > 1e-9
        sure &= (np.abs(scaled) > 10 + 1e-9) & (np.abs(scaled) < 100 - 1e-9)
    # There are few pairs of power and digits, however many numbers.
    pairs = (power[sure] * 1000 + digits[sure] + 500).astype(np.int64)
    known, places = np.unique(pairs, return_inverse=True)
    read = [float(f"{pair % 1000 - 500}e{pair // 1000}") for pair in known.tolist()]
    found[sure] = np.array(read, dtype=np.float64)[places]
    others = ~sure & (flat != 0)
    numbers, places = np.unique(flat[others], return_inverse=True)
    read = [float(f"{number:.2g}") for number in numbers]
    found[others] = np.array(read, dtype=np.float64)[places]
    return found.reshape(array.shape)

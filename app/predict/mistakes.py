"""What is said of each mistake, so that one knows what to do about it."""

from collections.abc import Sequence

from .problems import Mistake

SAY: dict[Mistake, str] = {
    "upstream forgotten": "this is the local gradient alone: the upstream factor is forgotten",
    "upstream only": "this is the upstream gradient alone: the local gradient is forgotten",
    "sign": "the size is right, the sign is not",
    "value": "this takes a value where the derivative is asked for",
    "operand": "this takes the wrong operand's value",
    "path forgotten": "a path is forgotten: where several lead back, gradients add",
    "one contribution": "this is one contribution only: gradients add",
    "sigma": "this takes σ (or 1 − σ) where the slope of σ is σ(1 − σ)",
    "inverted": "a fraction is upside down",
    "transposed": "rows and columns are exchanged",
    "added": "this goes uphill: the step is subtracted, not added",
    "rate forgotten": "the learning rate α is forgotten",
}
"""By mistake, a clause that ends "Not quite: …"."""


def say(mistakes: Sequence[Mistake], *, entry: int | None = None) -> str:
    """What an answer looks like; where two mistakes give it, both."""
    where = f"Look at entry {entry}. " if entry else ""
    if not mistakes:
        return f"{where}Not quite. A hint may help."
    return f"{where}Not quite: {', or '.join(SAY[each] for each in mistakes)}."

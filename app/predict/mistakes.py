"""What is said of each mistake, so that one knows what to do about it."""

from collections.abc import Sequence

from ..languages import _, later, told
from .problems import Mistake

SAY: dict[Mistake, str] = {
    "upstream forgotten": later(
        "this is the local gradient alone: the upstream factor is forgotten"
    ),
    "upstream only": later("this is the upstream gradient alone: the local gradient is forgotten"),
    "sign": later("the size is right, the sign is not"),
    "value": later("this takes a value where the derivative is asked for"),
    "operand": later("this takes the wrong operand's value"),
    "path forgotten": later("a path is forgotten: where several lead back, gradients add"),
    "one contribution": later("this is one contribution only: gradients add"),
    "sigma": later("this takes σ (or 1 − σ) where the slope of σ is σ(1 − σ)"),
    "inverted": later("a fraction is upside down"),
    "transposed": later("rows and columns are exchanged"),
    "added": later("this goes uphill: the step is subtracted, not added"),
    "rate forgotten": later("the learning rate α is forgotten"),
}
"""By mistake, a clause that ends "Not quite: …"."""


def say(mistakes: Sequence[Mistake], *, entry: int | None = None) -> str:
    """What an answer looks like; where two mistakes give it, both."""
    said = [_("Look at entry %(entry)s.", entry=entry)] if entry else []
    found = [told(SAY[each]) for each in mistakes]
    match found:
        case []:
            said.append(_("Not quite. A hint may help."))
        case [one]:
            said.append(_("Not quite: %(mistake)s.", mistake=one))
        case _several:
            alternatives = found[0]
            for each in found[1:]:
                alternatives = _("%(mistake)s, or %(other)s", mistake=alternatives, other=each)
            said.append(_("Not quite: %(mistake)s.", mistake=alternatives))
    return " ".join(said)

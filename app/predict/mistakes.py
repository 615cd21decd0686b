"""The typical mistakes, as one table: what each gives, and what is said of it.

A mistake is looked for where it applies; it is named only where it gives another number than the
right one. The order is that in which several are said.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..languages import _, later, translate
from . import slips, slope_slips
from .problems import Entry, Flow, Inputs, New, Problem, Slope, Sum, Value, Weight

SAID = 3
"""Mistakes that are said of one answer, at most."""


@dataclass(frozen=True)
class Mistake:
    """One way to go wrong."""

    name: str
    """By which it is known."""
    of: tuple[type[Problem], ...]
    """The calculations in which it is made."""
    gives: Callable[[Any, Inputs], Iterator[Any]]
    """What it gives, from the calculation and its inputs."""
    words: str
    """A clause that ends "Not quite: …"."""
    short: str = ""
    """What it is called where there is little room, if its name does not say it."""

    @property
    def label(self) -> str:
        """What it is called where there is little room; to be translated."""
        return self.short or self.name


LOCAL = (Slope, Flow)

WHOLE = Mistake(
    "whole",
    LOCAL,
    slope_slips.whole_of_places,
    later(
        "this is the whole derivative, of all places together: here one place alone is asked for"
    ),
    short=later("whole derivative"),
)
"""Where an operation uses one operand at several places; nothing else needs to be said then."""

MISTAKES: tuple[Mistake, ...] = (
    WHOLE,
    Mistake(
        later("upstream forgotten"),
        (Flow,),
        slips.slopes,
        later("this is the local gradient alone: the upstream factor is forgotten"),
    ),
    Mistake(
        later("upstream only"),
        (Flow,),
        slips.upstream_only,
        later("this is the upstream gradient alone: the local gradient is forgotten"),
    ),
    Mistake(
        later("upstream forgotten"),
        (Weight,),
        slips.weight_slope,
        later("this is the local gradient alone: the upstream factor is forgotten"),
    ),
    Mistake(
        later("upstream only"),
        (Weight,),
        slips.weight_upstream,
        later("this is the upstream gradient alone: the local gradient is forgotten"),
    ),
    Mistake(
        later("function forgotten"),
        (Weight,),
        slips.weight_function,
        later("the slope of the neuron's function is forgotten: it stands between sum and output"),
    ),
    Mistake(
        later("weighed forgotten"),
        (Weight,),
        slips.weight_weighed,
        later("what the weight weighs is forgotten: the sum moves with the weight by just that"),
    ),
    Mistake(
        later("weight taken"),
        (Weight,),
        slips.weight_own,
        later("this takes the weight itself where what it weighs is the factor"),
    ),
    Mistake(
        later("another connection"),
        (Weight,),
        slips.weight_elsewhere,
        later("this is the gradient by the weight of another connection"),
    ),
    Mistake(
        "unchanged",
        (New,),
        slips.unchanged,
        later(
            "this is the old number: the learning rate times the gradient is still to be taken away"
        ),
        short=later("not changed"),
    ),
    Mistake(
        "unchanged",
        (Value,),
        slips.before_update,
        later("this is the number of before the update: the new numbers are still to be put in"),
        short=later("not changed"),
    ),
    Mistake(
        "added",
        (New,),
        slips.uphill,
        later("this goes uphill: the step is subtracted, not added"),
        short=later("uphill"),
    ),
    Mistake(
        later("rate forgotten"), (New,), slips.no_rate, later("the learning rate is forgotten")
    ),
    Mistake(
        "reset",
        (New,),
        slips.reset,
        later("gradients are never reset here: those of the iterations before are still in it"),
        short=later("reset, which is not done"),
    ),
    Mistake(
        "kept",
        (New,),
        slips.kept,
        later("gradients are reset here: those of the iterations before are not in it any more"),
        short=later("not reset"),
    ),
    Mistake(
        later("step alone"),
        (New,),
        slips.step_alone,
        later("this is the step alone: it is to be taken away from the old number"),
    ),
    Mistake(
        later("gradient alone"),
        (New,),
        slips.gradient_alone,
        later(
            "this is the gradient alone: the learning rate times it is taken away from the old "
            "number"
        ),
    ),
    Mistake(
        later("sign"),
        (Value, Slope, Entry, Flow, Weight, Sum, New),
        slips.sign,
        later("the size is right, the sign is not"),
    ),
    Mistake(
        later("another entry"),
        (Entry,),
        slips.elsewhere,
        later("this is another entry of the matrix: rows are outputs, columns are inputs"),
    ),
    Mistake(
        later("one contribution"),
        (Sum,),
        slips.one_contribution,
        later("this is one contribution only: gradients add"),
    ),
    Mistake(
        later("path forgotten"),
        (Sum,),
        slips.path_forgotten,
        later("a path is forgotten: where several lead back, gradients add"),
    ),
    Mistake(
        later("multiplied"),
        (Sum,),
        slips.multiplied,
        later("this multiplies the contributions: where several lead back, gradients add"),
    ),
    Mistake(
        later("averaged"),
        (Sum,),
        slips.averaged,
        later("this is the average of the contributions: gradients add, nothing is divided"),
    ),
    Mistake(
        later("sign of one"),
        (Sum,),
        slips.sign_of_one,
        later("the sign of one contribution is wrong"),
    ),
    Mistake(
        later("factor of one"),
        (Sum,),
        slips.factor_of_one,
        later("in one contribution a factor is forgotten: each is upstream times local gradient"),
    ),
    Mistake(
        "sigma",
        LOCAL,
        slope_slips.factor(slope_slips.of_sigma),
        later("this takes σ (or 1 − σ) where the slope of σ is σ(1 − σ)"),
        short=later("σ for its slope"),
    ),
    Mistake(
        "sigma squared",
        LOCAL,
        slope_slips.factor(slope_slips.sigma_squared),
        later("this is a square: the slope of σ is σ(1 − σ), two different factors"),
        short=later("σ² for its slope"),
    ),
    Mistake(
        "tanh",
        LOCAL,
        slope_slips.factor(slope_slips.of_tanh),
        later("this takes tanh² (or 1 − tanh) where the slope of tanh is 1 − tanh²"),
        short=later("tanh for its slope"),
    ),
    Mistake(
        "exponent",
        LOCAL,
        slope_slips.factor(slope_slips.no_exponent),
        later("the slope of a power has its exponent as a factor, and one power less: 2x for x²"),
        short=later("exponent forgotten"),
    ),
    Mistake(
        "reciprocal",
        LOCAL,
        slope_slips.factor(slope_slips.of_reciprocal),
        later("this is the slope of 1/x, which is −1/x²: another one is asked for"),
        short=later("slope of 1/x"),
    ),
    Mistake(
        later("wrong point"),
        LOCAL,
        slope_slips.factor(slope_slips.wrong_point),
        later(
            "this is the slope at the wrong point: it is taken at the operand, not at the result"
        ),
    ),
    Mistake(
        "operand",
        LOCAL,
        slope_slips.factor(slope_slips.wrong_operand),
        later("this takes the wrong operand's value"),
        short=later("another operand"),
    ),
    Mistake(
        "value",
        LOCAL,
        slope_slips.factor(slope_slips.operand_of_sum),
        later(
            "this takes an operand's value: each slope of a sum is 1 (−1 where it is subtracted), "
            "whatever the operands are"
        ),
        short=later("value, not slope"),
    ),
    Mistake(
        "value",
        LOCAL,
        slope_slips.factor(slope_slips.operand_of_quotient),
        later("this takes an operand's value: the slopes of a/b are 1/b by a and −a/b² by b"),
        short=later("value, not slope"),
    ),
    Mistake(
        later("operand for result"),
        LOCAL,
        slope_slips.factor(slope_slips.operand_for_result),
        later(
            "this takes the operand where the result belongs: the slope of σ is σ(1 − σ), "
            "that of tanh 1 − tanh²"
        ),
    ),
    Mistake(
        later("sign within"),
        LOCAL,
        slope_slips.factor(slope_slips.sign_within),
        later(
            "a sign within is wrong: the slope of σ is σ(1 − σ), that of tanh 1 − tanh², with a "
            "minus"
        ),
    ),
    Mistake(
        later("not squared"),
        LOCAL,
        slope_slips.factor(slope_slips.not_squared),
        later("the denominator is not squared: the slope of 1/x is −1/x², that of a/b by b −a/b²"),
    ),
    Mistake(
        "value",
        LOCAL,
        slope_slips.factor(slope_slips.value_taken),
        later("this takes a value where the derivative is asked for"),
        short=later("value, not slope"),
    ),
    Mistake(
        later("added up"),
        (Flow,),
        slips.added_up,
        later("this adds upstream and local gradient: along a wire they are multiplied"),
    ),
    Mistake(
        "inverted",
        (Value,),
        slips.upside_down,
        later("a fraction is upside down"),
        short=later("fraction upside down"),
    ),
    Mistake(
        "inverted",
        LOCAL,
        slope_slips.upside_down_slope,
        later("a fraction is upside down"),
        short=later("fraction upside down"),
    ),
    Mistake(
        later("other operation"),
        (Value,),
        slips.other_operation,
        later("this is another operation of the same numbers: look at the sign in the node"),
    ),
    Mistake(
        later("operand alone"),
        (Value,),
        slips.operand_alone,
        later("this is an operand as it comes in: the operation is still to be done"),
    ),
    Mistake(
        "reversed",
        (Value, Flow, Sum, New),
        slips.backwards,
        later("the entries are right, but in the reverse order"),
        short=later("reverse order"),
    ),
    Mistake(
        later("gradient reversed"),
        (New,),
        slips.gradient_backwards,
        later("this takes the gradient's entries in the reverse order"),
    ),
    Mistake(
        later("doubled"),
        (Slope, Flow, Weight, Sum),
        slips.doubled,
        later("this is twice as much: something is counted twice"),
    ),
    Mistake(
        later("doubled"),
        (New,),
        slips.twice_the_step,
        later("this is twice the step: something is counted twice"),
    ),
)

TRANSPOSED = Mistake(
    later("transposed"),
    (),
    lambda problem, inputs: iter(()),
    later("rows and columns are exchanged"),
)
"""Of sizes, which are not worked out."""


def made(problem: Problem, inputs: Inputs) -> Iterator[tuple[Mistake, Any]]:
    """What the mistakes give that can be made in a calculation."""
    for mistake in MISTAKES:
        if isinstance(problem, mistake.of):
            for number in mistake.gives(problem, inputs):
                yield mistake, number


def say(mistakes: Sequence[Mistake], *, entry: int | None = None) -> str:
    """What an answer looks like; where two mistakes give it, both."""
    said = [_("Look at entry %(entry)s.", entry=entry)] if entry else []
    found = list(dict.fromkeys(translate(each.words) for each in mistakes))[:SAID]
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

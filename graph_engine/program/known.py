"""Names that people know from elsewhere: read as ours, written in another way, or not here.

One table. What is *read* is the same function under another name; what is *written* has an exact
formula of ours, which can be put in its place; of the rest it is said what can be done. Capitals
and underscores make no difference (`LeakyReLU`), but Σ is not σ.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..ops import REGISTRY
from ..saying import say
from .values import GIVEN


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a name from elsewhere is here: one of `read`, `write` and `advice`."""

    read: str = ""
    """The function of ours that is the same."""
    write: str = ""
    """The same in our language, of operands called a, b, c."""
    single: str = ""
    """The same of single numbers, where that is written in another way."""
    operands: int = 1
    """How many `write` has."""
    advice: str = ""
    """What to do instead, though it is not quite the same; may be empty."""


READ = {
    "sigmoid": "sigma σ logistic expit sigm sigmoide sigmoidal",
    "log": "ln loge naturallog",
    "exp": "exponential",
    "relu": "rectifier rectifiedlinear",
    "leaky_relu": "lrelu",
    "silu": "swish",
    "tanh": "tgh",
    "abs": "fabs absolute absolutevalue",
    "sqrt": "squareroot sqroot",
    "square": "squared sq",
    "sin": "sine sinus",
    "cos": "cosinus kosinus",
    "sign": "sgn signum",
    "max": "maximum fmax",
    "min": "minimum fmin",
    "amax": "reducemax",
    "amin": "reducemin",
    "max_pool2d": "maxpool maxpooling maxpooling2d",
    "avg_pool2d": "avgpool avgpooling2d averagepool averagepooling averagepooling2d meanpool",
    "detach": "stopgradient stopgrad",
    "logsumexp": "lse reducelogsumexp",
    "sum": "reducesum sumall",
    "mean": "reducemean",
    "norm2": "sumofsquares sumsq normsquared squarednorm",
    "softmax": "softargmax",
    "dot": "inner innerproduct dotproduct scalarproduct vdot",
    "outer": "outerproduct",
    "vec": "flatten ravel",
    "concat": "concatenate cat",
    "cross_entropy": "crossentropyloss softmaxcrossentropy",
    "hinge": "hingeloss",
    "squared_error": "squareerror sqerror sqerr",
}
"""Ours → other names for the same."""

_SQUARES = "squared_error(a, b)"

WRITE: Mapping[str, tuple[str, int] | tuple[str, int, str]] = {
    "log10": ("log(a)/2.302585092994046", 1),
    "log2 lb": ("log(a)/0.6931471805599453", 1),
    "log1p": ("log(1 + a)", 1),
    "expm1": ("exp(a) - 1", 1),
    "exp2": ("2**a", 1),
    "exp10": ("10**a", 1),
    "pow power": ("a**b", 2),
    "cube": ("a**3", 1),
    "cbrt": ("sign(a)*abs(a)**(1/3)", 1),
    "rsqrt": ("1/sqrt(a)", 1),
    "root": ("sqrt(a)", 1),
    "reciprocal": ("1/a", 1),
    "sinh": ("(exp(a) - exp(-a))/2", 1),
    "cosh": ("(exp(a) + exp(-a))/2", 1),
    "sech": ("2/(exp(a) + exp(-a))", 1),
    "csch": ("2/(exp(a) - exp(-a))", 1),
    "coth": ("1/tanh(a)", 1),
    "tan tg": ("sin(a)/cos(a)", 1),
    "cot cotg cotan": ("cos(a)/sin(a)", 1),
    "sec": ("1/cos(a)", 1),
    "csc cosec": ("1/sin(a)", 1),
    "asinh arcsinh arsinh": ("log(a + sqrt(a**2 + 1))", 1),
    "acosh arccosh arcosh": ("log(a + sqrt(a**2 - 1))", 1),
    "atanh arctanh artanh": ("log((1 + a)/(1 - a))/2", 1),
    "logit": ("log(a/(1 - a))", 1),
    "mish": ("a*tanh(softplus(a))", 1),
    "elu": ("relu(a) + exp(min(a, 0)) - 1", 1),
    "relu6": ("min(relu(a), 6)", 1),
    "prelu": ("relu(a) + b*min(a, 0)", 2),
    "hardtanh": ("max(-1, min(1, a))", 1),
    "softsign": ("a/(1 + abs(a))", 1),
    "tanhshrink": ("a - tanh(a)", 1),
    "logsigmoid": ("-softplus(-a)", 1),
    "logsoftmax": ("log(softmax(a))", 1),
    "softmin": ("softmax(-a)", 1),
    "clip clamp clipbyvalue": ("min(c, max(b, a))", 3),
    "hypot": ("sqrt(a**2 + b**2)", 2),
    "xlogy": ("a*log(b)", 2),
    "neglog": ("-log(a)", 1),
    "neg negative negate": ("-a", 1),
    "identity": ("a", 1),
    "add plus": ("a + b", 2),
    "sub subtract minus": ("a - b", 2),
    "mul multiply times hadamard": ("a*b", 2),
    "div divide truediv truedivide": ("a/b", 2),
    "matmul mm mv": ("a @ b", 2, "a*b"),
    "transpose": ("a.T", 1, "a"),
    "norm l2norm norml2 l2 frobenius": ("sqrt(norm2(a))", 1, "abs(a)"),
    "l1norm norm1 norml1 l1": ("sum(abs(a))", 1, "abs(a)"),
    "mse mseloss meansquarederror": (f"mean({_SQUARES})", 2, _SQUARES),
    "rmse rootmeansquarederror": (f"sqrt(mean({_SQUARES}))", 2, "abs(a - b)"),
    "sse rss sumofsquarederrors": (f"sum({_SQUARES})", 2, _SQUARES),
    "mae l1loss meanabsoluteerror": ("mean(abs(a - b))", 2, "abs(a - b)"),
    "cosinesimilarity cossim": ("dot(a, b)/sqrt(norm2(a)*norm2(b))", 2),
    "greater gt": ("a > b", 2),
    "less lt": ("a < b", 2),
    "greaterequal ge gte": ("a >= b", 2),
    "lessequal le lte": ("a <= b", 2),
    "Σ": ("sum(a)", 1),
}
"""Names → an exact formula of a, b, c, of how many operands; another one for single numbers."""

_FLAT = say("Its slope is 0 wherever it has one, so nothing could be learned through it.")
_STOP = say("A gradient is stopped by `detach(x)`.")
_ITSELF = say("Gradients come by themselves, step by step: leave this line away.")
_BCE = say("Write `-(y*log(p) + (1 - y)*log(1 - p))`, with the label y and the probability p.")
_NUMBERS = say("Write the numbers out, `[[1, 0], [0, 1]]`.")
_VALUE = say("Write the numbers as they are: `w: weight = [1, 2]`.")
_PRIME = say("Slopes come by themselves, step by step, and need no function.")
_RANDOM = say("Write `random(3, 4)`: the same numbers every time.")
_PRODUCT = say("Products of matrices are written `W @ x`, of entries `a*b`.")
_PARTS = say("Write it out in operations, a line for each.")

ADVICE = {
    "floor ceil round rint trunc step heaviside argmax argmin threshold": _FLAT,
    "item nograd": _STOP,
    "grad gradient backward zerograd diff derivative jacobian hessian print": _ITSELF,
    "array asarray tensor astensor": _VALUE,
    "sigmoidprime sigmoidderivative sigmoidgrad tanhprime reluprime dsigmoid drelu dtanh": _PRIME,
    "bce bceloss binarycrossentropy logloss": _BCE,
    "categoricalcrossentropy": say("Write `-sum(y*log(p))`, with the label y and probabilities p."),
    "sup supremum infimum": say("Of two numbers it is `max(a, b)` or `min(a, b)`."),
    "mag magnitude modulus": say("Of a number it is `abs(x)`, of a vector `sqrt(norm2(v))`."),
    "bcewithlogits bcewithlogitsloss binarycrossentropywithlogits sigmoidcrossentropy": say(
        "Write `softplus(z) - y*z`, with the label y, 0 or 1, and the score z."
    ),
    "nll nllloss": say("Write `-log(p)`, with the probability p of the right class."),
    "kl kldiv kldivergence": say("Write `sum(p*log(p/q))`."),
    "entropy": say("Write `-sum(p*log(p))`, if you mean the natural logarithm."),
    "var variance": say(
        "Write `mean((x - mean(x))**2)`; an estimate divides by one less than their number."
    ),
    "std stddev stdev": say(
        "Write `sqrt(mean((x - mean(x))**2))`; an estimate divides by one less than their number."
    ),
    "hardsigmoid": say("There are several: `min(max(x + 3, 0), 6)/6` is one."),
    "lg ld": say("The natural logarithm is `log(x)`; to base 10 it is `log(x)/log(10)`."),
    "avg": say("`mean` is over the entries, `average` over the samples."),
    "sqr": say("The square is `square(x)`, the root `sqrt(x)`."),
    "sig": say("Write `sigmoid(x)` or `sign(x)`."),
    "cosine": say("Write `cos(x)`; the similarity is `dot(a, b)/sqrt(norm2(a)*norm2(b))`."),
    "rand randn normal uniform gauss gaussian randint": _RANDOM,
    "linspace arange range full zeroslike oneslike": _NUMBERS,
    "einsum tensordot bmm": _PRODUCT,
    "conv convolve convolution correlate": say(
        "`conv1d(x, k)` and `conv2d(X, K)` move a kernel without turning it round."
    ),
    "maxpool1d": say(
        "Write the largest of each window: `[max(x[:2]), max(x[2:])]`; of a matrix it is "
        "`max_pool2d(X, 2)`."
    ),
    "avgpool1d": say(
        "Write the mean of each window: `[mean(x[:2]), mean(x[2:])]`; of a matrix it is "
        "`avg_pool2d(X, 2)`."
    ),
    "hstack": say("Vectors one after another are `concat(a, b)`."),
    "vstack rowstack stack": say("Rows of a matrix are `[u, v]`."),
    "squeeze unsqueeze expanddims newaxis": say(
        "A column of a vector is `x[:, None]`, a row `x[None, :]`; a column of a matrix `X[:, 0]`."
    ),
    "expand repeat tile": say("The same value at many places is `broadcast_to(x, 3, 2)`."),
    "split chunk gather slice narrow take": say("A part of a vector is `x[1:3]`."),
    "flip fliplr reverse reversed": say("A vector from its end is `x[::-1]`."),
    "select maskedfill ifelse": say("A choice by a mask is `where(x > 0, a, b)`."),
    "onehot": say("Write a 1 at the class and 0 elsewhere, `[0, 1, 0]`."),
    "normalize normalise": say("Write `x/sqrt(norm2(x))`."),
    "dropout batchnorm layernorm linear dense lstm gru rnn attention": _PARTS,
    "embedding": say("Write `embedding(2, E)`, or `E[2]`: a row of a table, counted from 0."),
    "erf erfc gamma lgamma beta asin acos atan arcsin arccos arctan atan2 arctan2 sinc": "",
    "tand cov corr corrcoef gmean hmean asum": "",
    "crelu rrelu pelu delu felu telu srelu elish": "",
    "inv pinv det trace diag solve eig svd cholesky kron cross tril triu rank": "",
    "prod product cumsum cumprod median quantile sort argsort topk unique mode roll": "",
    "pool pooling pool2d": say("There are `max_pool2d(X, 2)` and `avg_pool2d(X, 2)`."),
    "any all": "",
    "mod fmod remainder huber smoothl1 focal triplet selu celu glu maxout mad": "",
    "pad": "",
    "map filter len real imag conj angle sumexp lambertw zeta erfinv": "",
}
"""Names → what to do instead; empty where there is nothing that is the same."""


ROLE_NAMES = {
    "input": "inputs in feature features data",
    "weight": "weights parameter parameters param params bias biases learned trainable",
    "label": "labels target targets truth answer",
    "constant": "const constants hyperparameter fixed",
    "loss": "cost objective",
}
"""Roles → other words for them."""

_ROLES = {name: role for role, names in ROLE_NAMES.items() for name in (role, *names.split())}


def role_of(word: str) -> str:
    """The role that a word stands for; one that is none stays as it is."""
    return _ROLES.get(normal(word), word)


def likely_role(word: str) -> str:
    """The role that was probably meant: one letter off; empty if none or several."""
    found = {_ROLES[name] for name in _ROLES if len(name) > 3 and near(normal(word), name)}
    return found.pop() if len(found) == 1 else ""


def normal(name: str) -> str:
    """A name without what makes no difference; Greek capitals stay what they are."""
    return name.lower().replace("_", "") if name.isascii() else name


def _table() -> Iterator[tuple[str, Known]]:
    for ours, names in READ.items():
        yield from ((name, Known(read=ours)) for name in names.split())
    for names, (write, operands, *single) in WRITE.items():
        each = Known(write=write, operands=operands, single=single[0] if single else "")
        yield from ((name, each) for name in names.split())
    for names, advice in ADVICE.items():
        yield from ((name, Known(advice=advice)) for name in names.split())


KNOWN: Mapping[str, Known] = dict(_table())
"""The table, by `normal` names."""


def _listed() -> dict[str, str]:
    functions = (name for name, op in REGISTRY.items() if op.function)
    return {normal(name): name for name in (*functions, *GIVEN)}


_OURS = _listed()


def _ours() -> Mapping[str, str]:
    """Our functions and makers by `normal` names; those that were added are known first."""
    return _listed() if REGISTRY.extended else _OURS


def ours(name: str) -> str:
    """The function (or maker) of ours that a name is, however it is written; empty if none."""
    return _meant(name, _ours()) if REGISTRY.extended else _usually(name)


@lru_cache(maxsize=4096)
def _usually(name: str) -> str:
    return _meant(name, _OURS)


def _meant(name: str, functions: Mapping[str, str]) -> str:
    plain = normal(name)
    if plain in functions:
        return functions[plain]
    return KNOWN[plain].read if plain in KNOWN else ""


def likely(typed: str, count: int) -> str:
    """The function that was probably meant: one letter off, of as many operands, and no other.

    Empty where it may as well be another known name: between two of them no letter decides.
    """
    plain, functions = normal(typed), _ours()
    if len(plain) < 3 or plain in KNOWN or plain in functions:
        return ""
    meant = {functions[name] for name in functions if mistyped(plain, name)}
    meant |= {KNOWN[n].read for n in KNOWN if len(n) > 4 and mistyped(plain, n)}
    others = {KNOWN[n].read or n for n in KNOWN if near(plain, n)}
    (found,) = meant if len(meant | others) == 1 and meant else ("",)
    return found if found in functions.values() and _takes(found, count) else ""


def _takes(name: str, count: int) -> bool:
    """Whether a function can have that many operands."""
    if name in GIVEN:
        return True
    op = REGISTRY[name]
    return count >= op.arity if op.variadic else op.arity <= count <= op.arity + 2


def mistyped(typed: str, other: str) -> bool:
    """Whether it is likely to be a slip: a letter at an end, or another one in a short word, rather
    makes another word of it (dsigmoid, expm, cov)."""
    if not near(typed, other):
        return False
    if len(typed) == len(other):
        return sorted(typed) == sorted(other) or (len(other) > 3 and typed[0] == other[0])
    if len(typed) < len(other):
        return True
    return typed[0] == other[0] and (typed[-1] == other[-1] or typed[-1] in (typed[-2], "s"))


def near(typed: str, other: str) -> bool:
    """Whether a single slip makes one of the other: a letter too many, too few, wrong, or two
    swapped."""
    short, long = sorted((typed, other), key=len)
    if typed == other or len(long) - len(short) > 1:
        return False
    if [c for c in typed if c.isdigit()] != [c for c in other if c.isdigit()]:
        return False  # a digit says which, and is no slip of a letter
    differ = (k for k, (a, b) in enumerate(zip(short, long, strict=False)) if a != b)
    start = next(differ, len(short))
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    swapped = short[start : start + 2] == long[start : start + 2][::-1]
    return short[start + 1 :] == long[start + 1 :] or (
        swapped and short[start + 2 :] == long[start + 2 :]
    )

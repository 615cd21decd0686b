"""The pieces of a script, one after another, in any of the languages."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

from graph_engine import Graph, Node, say
from graph_engine.elementwise import written
from graph_engine.ops.masks import COMPARISONS

from ...languages import later
from ...story import Story
from .by_hand import by_hand
from .micrograd_code import MICROGRAD
from .numpy_code import NUMPY
from .recipes import Language
from .script import (
    LARGE,
    Script,
    array,
    assigned,
    check_known,
    check_size,
    comment,
    computed,
    each_of,
    helpers,
    imported,
    rate,
    remark,
)
from .torch_code import TORCH


@dataclass(frozen=True)
class Part:
    """A piece of a script with its heading: a cell of a notebook."""

    title: str
    text: str
    """What a reader is told before it."""
    code: str


def parts(story: Story, language: Language) -> tuple[Part, ...]:
    """The script in pieces that run one after another; raises `ExportError`."""
    script = Script(computed(story), language)
    check_known(script)
    check_size(script)
    found = list(_body(script))
    whole = "\n".join(part.code for part in found)
    opening = [*_opening(script), *(f"\n\n{each}" for each in helpers(language, whole))]
    ready = "\n".join([imported(language, "\n".join([whole, *opening])), *opening])
    return (
        Part(later("What is needed"), "", ready.strip("\n").replace("\n" * 4, "\n" * 3)),
        *found,
    )


def script(story: Story, language: Language, *, file: str) -> str:
    """The whole script as a file that runs as it is."""
    graph = story.graph
    # These two lines come first: Python reads an encoding out of a comment in either.
    lines = [
        "# Written by Chalkgraph; every number below is computed anew when it runs.",
        f"# python -m pip install {language.needs}; python {file}",
        "#",
    ]
    lines += [comment(text) for text in (graph.title, graph.introduction) if text]
    lines += [comment(text) for text in _about(story, language)]
    first, *others = parts(story, language)
    lines += ["", first.code]
    for part in others:
        lines += ["", "", comment(f"--- {part.title}")]
        lines += [comment(part.text)] if part.text else []
        lines.append(part.code)
    return "\n".join(lines) + "\n"


def _about(story: Story, language: Language) -> Iterator[str]:
    yield "Gradients have the shape of their variable."
    if story.words.slide and language.name == "numpy":
        yield (
            "Slide arithmetic: the forward pass is exact, each local gradient is rounded to two "
            "significant digits on its own, and products of the rounded ones are kept in full."
        )
    if story.walk.accumulate and len(story.walk.runs) > 2:
        yield "Nobody resets the gradients: each update takes the sum of all of them so far."
    if story.words.slide and language.name != "numpy":
        yield (
            f"The lesson's slide rounds every local gradient to two digits; {language.name} "
            "computes exactly, so its gradients differ a little from the slide's."
        )


def _opening(script: Script) -> Iterator[str]:
    language = script.language.name
    if language == "PyTorch":
        yield "\ntorch.set_default_dtype(torch.float64)"
        return
    if script.extreme:
        yield '\nnp.seterr(all="ignore")  # 1/0 is infinite here, and no warning'
    if language == "micrograd":
        longest = max((dim for node in script.story.graph.nodes for dim in node.shape), default=1)
        if longest * 4 + len(script.story.graph.nodes) * 4 > 800:
            yield "\nsys.setrecursionlimit(1_000_000)  # micrograd walks its graph by recursion"


def _body(script: Script) -> Iterator[Part]:
    yield Part(later("The given numbers"), "", "\n".join(_given(script)))
    if script.rounds <= 1:
        yield from _pass(script)
    else:
        counter = script.names.others["iteration"]
        inner: list[str] = [f'print("iteration", {counter} + 1)']
        for part in _pass(script):
            inner += ["", comment(part.title), *([comment(part.text)] if part.text else [])]
            inner.append(part.code)
        loop = f"for {counter} in range({script.rounds}):\n"
        code = loop + textwrap.indent("\n".join(inner), "    ")
        yield Part(
            say("%(count)s iterations", count=script.rounds),
            later("Forward, backward, update, each time."),
            code,
        )
    if script.rounds:
        yield Part(
            later("Forward again"),
            later("What depends on the new numbers."),
            "\n".join(_again(script)),
        )


def _pass(script: Script) -> Iterator[Part]:
    """One iteration."""
    yield Part(
        later("Forward"),
        later("Operands before results, so that each value is known when it is needed."),
        "\n".join(_forward(script)),
    )
    if not script.backward:
        return
    loss = script.story.words.loss
    if script.language.name == "numpy":
        text = say(
            "From %(loss)s back to the leaves. Every node hands to each of its operands the "
            "upstream gradient times the local gradient; what comes to a variable is its gradient.",
            loss=loss,
        )
    else:
        text = say(
            "%(library)s does what a lecture does by hand: the chain rule, node by node.",
            library=script.language.name,
        )
    yield Part(later("Backward"), text, "\n".join(_backward(script)))
    shown = "\n".join(_show(script, "gradient", node) for node in script.wanted)
    yield Part(later("The gradients"), say("∂%(loss)s by every variable.", loss=loss), shown)
    if script.rounds:
        yield Part(
            later("Update"),
            later("Against the gradient, by the learning rate."),
            "\n".join(_update(script)),
        )


# -- given numbers and the forward pass -------------------------------------------


def _given(script: Script) -> Iterator[str]:
    run = script.story.walk.runs[0]
    for node in script.story.graph.leaves:
        shape = f", {written(node.shape)}" if node.shape else ""
        code = _leaf(script, node, run.values[node.index])
        yield remark(assigned(script.names.values[node.index], code), f"{node.role}{shape}")
    if script.keeps:
        yield remark(f"{script.names.others['kept']} = {{}}", "gradients that nobody resets")


def _leaf(script: Script, node: Node, value: object) -> str:
    match script.language.name:
        case "PyTorch":
            grad = ", requires_grad=True" if script.backward else ""
            code = array(node, value, "torch.full")
            return (
                f"{code[:-1]}{grad})"
                if code[:10] == "torch.full"
                else f"torch.tensor({code}{grad})"
            )
        case "micrograd":
            code = array(node, value, "np.full")
            if node.shape:
                return f"values({code})"
            return f"Value(np.float64({code}))" if script.extreme else f"Value({code})"
    code = array(node, value, "np.full")
    if not node.shape:
        return f"np.float64({code})"
    return f"np.array({code})" if code.startswith("[") else code


def _forward(script: Script) -> Iterator[str]:
    words = script.story.words
    for node in script.story.graph.nodes:
        if node.op is not None:
            shape = f", {written(node.shape)}" if node.shape else ""
            yield remark(
                script.value(node), f"{words.plain(node.index)}: {node.op.noun(node.shape)}{shape}"
            )
    for node in script.story.graph.nodes:
        if node.op is not None:
            yield _show(script, "value", node)


def _again(script: Script) -> Iterator[str]:
    graph = script.story.graph
    affected = graph.after(script.story.walk.updates)
    again = [node for node in graph.nodes if node.op is not None and node.index in affected]
    for node in again:
        yield script.value(node)
    for node in again:
        yield _show(script, "again", node)


def _show(script: Script, what: str, node: Node) -> str:
    variable = script.names.values[node.index]
    said = f'"{what} {node.name or variable}"'
    match script.language.name:
        case "PyTorch":
            code = f"gradient({variable})" if what == "gradient" else variable
        case "micrograd":
            code = f'{variable}, "{"grad" if what == "gradient" else "data"}"'
        case _:
            code = script.names.gradients[node.index] if what == "gradient" else variable
    function = "show_large" if prod(node.shape) > LARGE else "show"
    return f"{function}({said}, {code})"


# -- backward -----------------------------------------------------------------------


def _backward(script: Script) -> Iterator[str]:
    graph, names = script.story.graph, script.names
    assert graph.loss is not None
    loss = names.values[graph.loss]
    if script.language.name == "numpy":
        yield from by_hand(script)
        return
    leaves = [names.values[node.index] for node in script.wanted if node.leaf]
    inner = [names.values[node.index] for node in script.wanted if not node.leaf]
    if script.language.name == "PyTorch":
        if script.rounds > 1:
            yield f"{each_of('leaf', leaves)}\n    leaf.grad = None  # that of the last iteration"
        yield comment("PyTorch keeps the gradients of leaves; we ask for those between, too.")
        yield f"{each_of('node', inner)}\n    node.retain_grad()"
    elif script.rounds > 1:
        every = [
            f"*{names.values[node.index]}.flat" if node.shape else names.values[node.index]
            for node in script.wanted
            if node.leaf
        ]
        yield f"{each_of('leaf', every)}\n    leaf.grad = 0  # that of the last iteration"
    yield f"{loss}.backward()"


# -- update -------------------------------------------------------------------------


def _update(script: Script) -> Iterator[str]:
    names = script.names
    alpha = names.others["alpha"]
    yield remark(f"{alpha} = {rate(script)}", "the learning rate")
    nodes: Sequence[Node] = [script.story.graph.nodes[index] for index in script.story.walk.updates]
    reached = _reached(script.story.graph)
    if script.language.name == "PyTorch":
        yield "with torch.no_grad():"
    for node in nodes:
        variable, gradient = names.values[node.index], names.gradients[node.index]
        match script.language.name:
            case "PyTorch":
                own = f"{variable}.grad" if node.index in reached else f"gradient({variable})"
                keeping, taken = _kept(script, f'"{variable}"', own)
                yield from (f"    {line}" for line in keeping)
                yield f"    {variable} -= {alpha} * {taken}"
            case "micrograd" if node.shape:
                keeping, taken = _kept(script, f'"{variable}", place', "entry.grad")
                yield f"for place, entry in enumerate({variable}.flat):"
                yield from (f"    {line}" for line in keeping)
                yield f"    entry.data -= {alpha} * {taken}"
            case "micrograd":
                keeping, taken = _kept(script, f'"{variable}"', f"{variable}.grad")
                yield from keeping
                yield f"{variable}.data -= {alpha} * {taken}"
            case _:
                keeping, taken = _kept(script, f'"{variable}"', gradient)
                yield from keeping
                yield f"{variable} = {variable} - {alpha} * {taken}"
    for node in nodes:
        yield _show(script, "new", node)


_MASKS = frozenset(op.name for pair in COMPARISONS.values() for op in pair)


def _reached(graph: Graph) -> frozenset[int]:
    """What PyTorch leaves a gradient at: not what only masks and stops lead to the loss from."""
    assert graph.loss is not None
    found = {graph.loss}
    for node in reversed(graph.nodes):
        if node.index in found and node.op is not None:
            stops = node.op.stops or node.op.name in _MASKS
            found.update(() if stops else node.args[1:] if node.op.name == "where" else node.args)
    return frozenset(found)


def _kept(script: Script, key: str, gradient: str) -> tuple[list[str], str]:
    """What an update takes, where gradients are reset and where not, and the lines before it."""
    if not script.keeps:
        return [], gradient
    kept = script.names.others["kept"]
    found = f"({key})" if "," in key else key
    return [f"{kept}[{key}] = {kept}.get({found}, 0) + {gradient}"], f"{kept}[{key}]"


LANGUAGES = (NUMPY, TORCH, MICROGRAD)
"""In the order of the menu."""

"""A pasted program read as one of our language: `read` is a pure function of the text."""

import ast
import re
from contextlib import suppress
from typing import Any

import graph_engine as ge
from graph_engine import ProgramError
from graph_engine.claims import claimed
from graph_engine.saying import say

from . import calling, expressions, formulas, learning, loops, statements, tables, updates
from .answer import Reading, Remark
from .exported import HEADER, operation_called
from .left_out import OWN_BACKWARD
from .lines import Full, Line
from .state import Apply, Body, Shown, State, Steps, TooLong, drive, too_long
from .text import Refusal, Source, dialect, source, surely
from .values import Follows, Scope, Term, Unread


def read(text: str) -> Reading:
    """A text that was pasted, as a program of ours. Nothing of it is executed."""
    other = tables.read(text) or formulas.read(text)
    if other is not None:
        return other
    named = dialect(text)
    ours_too = named == "Python" and not surely(text) and _wrong(text) is None
    if not named or (ours_too and not _learns(text)):
        return Reading("", "", (), ())
    ours = any(line.startswith(HEADER) for line in text.lstrip().split("\n")[:1])
    loss = ""
    if ours and named == "numpy":
        text, loss = _forward_only(text)
    found = source(text)
    state = State(found, named, Scope({}), ours=ours, refusals=list(found.refusals))
    state.lines.scalars = named == "micrograd"
    try:
        drive(state, Body(found.tree.body), _dispatch)
        drive(state, Shown(), _dispatch)
    except (TooLong, Full) as error:
        end = error if isinstance(error, Full) else too_long()
        line = state.lines.source
        state.refusals.append(Refusal(line=line, message=end.message, hint=end.hint))
    except (Unread, Follows):  # pragma: no cover - every line answers for itself
        pass
    _sums_ended(state)
    if loss in state.lines.places:
        state.lines.loss = loss
    return _finished(state, text)


def _learns(text: str) -> bool:
    """Whether a loop in it learns: read as ours it would be unrolled, as it stands."""
    return any(isinstance(each, ast.For) and loops.learns(each) for each in source(text).tree.body)


def _sums_ended(state: State) -> None:
    """A sum that went on to the end gets its line: of a loss, or where nothing else has one."""
    some = bool(state.lines.loss) or any(not line.leaf for line in state.lines.items)
    for name in sorted(state.running):
        value = state.scope.values.get(name)
        if some and (state.lines.loss or not updates.called_loss(name)):
            continue
        if isinstance(value, Term) and value.uses and not value.named:
            with suppress(Unread, Full):
                state.scope.values[name] = state.lines.computed(name, value)


_CUT = re.compile(r"^[ ]*# (?:--- )?Backward$", re.M)
_BEGUN = re.compile(r"^[ ]*grad_(\w+) = np\.float64\(1\)", re.M)


def _forward_only(text: str) -> tuple[str, str]:
    """Our own numpy script up to its backward pass, and what that begins with."""
    cut = _CUT.search(text)
    if cut is None:
        return text, ""
    begun = _BEGUN.search(text, cut.end())
    return text[: cut.start()], begun[1] if begun else ""


def _dispatch(state: State, wanted: Any) -> Steps:
    """Who reads what."""
    if isinstance(wanted, Body):
        return statements.body(state, wanted)
    if isinstance(wanted, Shown):
        return statements.shown(state)
    if isinstance(wanted, ast.stmt):
        if isinstance(wanted, ast.Assign) and _operation(wanted):
            return _helper(state, wanted)
        return statements.line(state, wanted)
    if isinstance(wanted, ast.Call):
        return calling.read(state, wanted)
    if isinstance(wanted, Apply):
        return calling.called(state, wanted.function, wanted.args, wanted.words)
    return expressions.read(state, wanted)


def _operation(node: ast.Assign) -> bool:
    """Whether it is one of our exports' operations of micrograd: `sigmoid = operation(…)`."""
    match node:
        case ast.Assign(targets=[ast.Name()], value=ast.Call(func=ast.Name(id="operation"))):
            return True
    return False


def _helper(state: State, node: ast.Assign) -> Steps:
    target = node.targets[0]
    assert isinstance(target, ast.Name)
    state.scope.values[target.id] = operation_called(target.id)
    yield from ()


# -- the program ----------------------------------------------------------------------------


def _finished(state: State, text: str) -> Reading:
    lines, loss = state.lines, state.lines.loss
    claims = _claims(lines.items, loss)
    kept = lines.before([loss]) if loss else {
        line.name for line in lines.items if not line.leaf and line.name not in claims
    }  # fmt: skip
    kept = lines.before(kept)
    wanted = kept | lines.before(claims)
    head = _heading(state.source, text, ours=state.ours)
    program = _written(state, head, wanted, loss)
    error = _wrong(program)
    if claims and error is not None:
        program = _written(state, head, kept, loss)
        error = _wrong(program)
        if error is None:
            state.leave(OWN_BACKWARD, _source(lines.items, claims))
    refusals = _needed(state, loss or _named_loss(state), bool(kept))
    if error is not None and not refusals and program.strip():
        refusals = [*refusals, _as_refusal(state, program, error)]
    if not kept and not refusals:
        refusals = [
            Refusal(
                line=1,
                message=say("nothing in this text is computed from numbers that it gives."),
                hint=say("Paste the numbers and the call, too."),
            )
        ]
    look, paced = _look(state, program, kept) if kept and error is None else ({}, [])
    return Reading(
        state.dialect,
        program if kept else "",
        (*_remarks(state, kept, refusals), *paced),
        tuple(sorted(refusals, key=lambda each: (each.line, each.column))),
        look,
    )


def _look(state: State, program: str, kept: set[str]) -> tuple[dict[str, Any], list[Remark]]:
    """How it learns, as options of the page."""

    def write(uses: set[str], loss: str, more: list[tuple[str, str]]) -> str:
        lines = _written(state, [], state.lines.before(kept | uses), loss)
        return "\n".join([lines, *(f"{name} = {text}" for name, text in more)])

    return learning.looked_at(state.pace, program, write)


def _source(items: list[Line], names: set[str]) -> int:
    return min((line.source for line in items if line.name in names), default=1)


def _claims(items: list[Line], loss: str) -> set[str]:
    """Lines of one's own backward pass: `dW = …`, not needed by the loss."""
    names = [line.name for line in items if not line.leaf]
    known = {line.name for line in items}
    return {
        name for name in names if name != loss and claimed(name, known - {name}, loss) is not None
    }


def _written(state: State, head: list[str], wanted: set[str], loss: str) -> str:
    written = list(head)
    for line in state.lines.items:
        if line.name not in wanted:
            continue
        role = line.role
        if line.leaf and line.name in state.lines.labels and role in ("", "input"):
            role = "label"
        if line.leaf and state.pace.updated and not state.ours:
            role = _learning_role(state, line, role)
        if line.leaf and not role and state.dialect in ("PyTorch", "micrograd") and not state.ours:
            role = "constant"
        if role == "weight" and _left_alone(state, line.name):
            role = ""
        if line.leaf and state.ours:
            role = _said_role(state.source, line, role)
        if line.name == loss and not line.leaf:
            role = "loss"
        written.append(f"{line.name}{f': {role}' if role else ''} = {line.text}")
    return "\n".join(written)


def _left_alone(state: State, name: str) -> bool:
    """Whether a weight is not among those that the optimizers are given."""
    pace = state.pace
    known = bool(pace.only & state.lines.taken) and not state.ours
    return known and name not in pace.only and name not in pace.updated


_LABEL = re.compile(
    r"(?:[ytd]|[yt]_?(?:true|train|batch|i|s|data)s?|targets?|labels?)(?:_?\d+)?", re.I
)
_CONSTANT = re.compile(
    r"(?:lam\w*|reg\w*|eps\w*|lr|eta|alpha|beta\d?|gamma|decay|[mnNBTD])(?:_\d+)?"
)


def _learning_role(state: State, line: Line, role: str) -> str:
    """Where updates say what is learned, all else is given: inputs, labels, single constants."""
    if line.name in state.pace.updated:
        return "weight"
    if role or state.dialect in ("PyTorch", "micrograd"):
        return role
    if _LABEL.fullmatch(line.name):
        return "label"
    single = not line.text.startswith(("[", "random", "ones", "zeros"))
    return "constant" if single and _CONSTANT.fullmatch(line.name) else "input"


_ROLES = re.compile(r"# (input|weight|label|constant|variable)\b")


def _said_role(found: Source, line: Line, usual: str) -> str:
    """A leaf's role in the remark behind it, as our own scripts have it, or above."""
    for at in (line.source - 1, line.source - 2):
        said = _ROLES.search(found.lines[at]) if 0 <= at < len(found.lines) else None
        if said:
            return "" if said[1] == "variable" else said[1]
    return usual


def _heading(found: Source, text: str, *, ours: bool) -> list[str]:
    """The remark that a text begins with stays its title."""
    head: list[str] = []
    for line in found.lines:
        if line.startswith("#") and not line.startswith("#!") and "coding" not in line:
            head.append(line)
        elif line.strip() or head:
            break
    if ours:
        start = next((k for k, line in enumerate(head) if line.strip() == "#"), 0) + 1
        stop = next(
            (k for k, line in enumerate(head) if line.startswith("# Gradients have the")), len(head)
        )
        head = head[start:stop]
    return head[:4]


def _wrong(program: str) -> ProgramError | None:
    try:
        ge.parse(program)
    except ProgramError as error:
        return error
    return None


def _as_refusal(state: State, program: str, error: ProgramError) -> Refusal:
    """What our language says of a line, said of the pasted line that it comes from."""
    name = program.split("\n")[error.line - 1].partition("=")[0].partition(":")[0].strip()
    place = state.lines.places.get(name)
    line = state.lines.items[place].source if place is not None else 1
    text = state.source.lines[line - 1]
    start = len(text) - len(text.lstrip())
    offset = state.source.offsets[line - 1]
    return Refusal(
        line=line,
        column=offset + start + 1,
        end_column=offset + max(len(text), start + 1) + 1,
        message=error.message,
        hint=error.hint if "Did you mean" not in error.hint else "",
    )


def _needed(state: State, loss: str, any_kept: bool) -> list[Refusal]:
    """Refusals; those of lines that the loss does not need are told as left out."""
    if not loss or not any_kept:
        return state.refusals
    for refusal in state.refusals:
        message = say("%(reason)s Nothing of the loss needs it.", reason=_sentence(refusal.message))
        state.said.setdefault(message, refusal.line)
    return []


def _named_loss(state: State) -> str:
    """The line of what is called a loss, and was read to its end."""
    found = [
        value.text
        for name, value in state.scope.values.items()
        if updates.called_loss(name) and isinstance(value, Term) and value.named
        and not state.lines.is_leaf(value.text) and not value.shape
    ]  # fmt: skip
    return max(found, key=lambda each: state.lines.places.get(each, 0), default="")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _remarks(state: State, kept: set[str], refusals: list[Refusal]) -> list[Remark]:
    found = []
    for what, at in state.left.items():
        found.append(Remark(say("Left out: %(what)s.", what=what), tuple(sorted(at))))
    if state.random.others and any(line.name in kept for line in state.lines.items):
        found.append(
            Remark(
                say(
                    "Random numbers are ours, the same every time (seed %(seed)s): those of the "
                    "library are known only when it runs.",
                    seed=state.random.seed,
                )
            )
        )
    found += [Remark(words, (at,)) for words, at in state.said.items()]
    alone = [
        line.name
        for line in state.lines.items
        if line.name in kept and line.role == "weight" and _left_alone(state, line.name)
    ]
    if alone:
        words = say(
            "No optimizer is given these, so they stay as they are: %(names)s.",
            names=", ".join(f"`{name}`" for name in alone[:6]) + ", …" * (len(alone) > 6),
        )
        found.append(Remark(words))
    unused = [
        line
        for line in state.lines.items
        if line.name not in kept and not line.leaf and not line.claim and line.source
    ]
    unused = [line for line in unused if claimed(line.name, kept, state.lines.loss) is None]
    if unused and state.lines.loss:
        names = ", ".join(f"`{line.name}`" for line in unused[:6]) + ", …" * (len(unused) > 6)
        found.append(
            Remark(
                say("Left out, as the loss does not need it: %(names)s.", names=names),
                (unused[0].source,),
            )
        )
    return found

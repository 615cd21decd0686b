"""A pasted text as Python's parser can take it: without prompts, fences and a notebook's commands.

Every line keeps its number, so that what is said of one can be shown in what was pasted.
"""

import ast
import re
import warnings
from dataclasses import dataclass

from graph_engine import limits
from graph_engine.saying import say

_PROMPT = re.compile(r"(?:>>>|\.\.\.)(?: |$)|In \[\d*\]: ?|\s+\.{3,}: ?")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_COMMAND = re.compile(r"\s*(?:%|!|\?)")
_END = re.compile(r"\r\n|\n|\r")

MENDED = 5
"""Lines that are no Python up to which the rest is read without them."""


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """What cannot be read, where in the pasted text, and why; counted from 1."""

    line: int
    column: int = 1
    end_column: int = 2
    message: str
    hint: str = ""


@dataclass(frozen=True)
class Source:
    """A pasted text, ready for Python's parser."""

    lines: tuple[str, ...]
    offsets: tuple[int, ...]
    """Characters that were taken off in front of each."""
    tree: ast.Module
    refusals: tuple[Refusal, ...]

    def span(self, node: ast.AST) -> tuple[int, int, int]:
        """Line, column and end of a node in the pasted text; of several lines the first."""
        line = getattr(node, "lineno", 1)
        text, offset = self.lines[line - 1], self.offsets[line - 1]
        data = text.encode()
        start, end = getattr(node, "col_offset", 0), getattr(node, "end_col_offset", 1)
        if getattr(node, "end_lineno", line) != line:
            end = len(data)
        column = len(data[:start].decode(errors="ignore"))
        last = len(data[:end].decode(errors="ignore"))
        return line, offset + column + 1, offset + max(last, column + 1) + 1

    def written(self, node: ast.AST) -> str:
        """A node as it was typed; of several lines the first."""
        line, column, end = self.span(node)
        offset = self.offsets[line - 1]
        return self.lines[line - 1][column - 1 - offset : end - 1 - offset]


def source(text: str) -> Source:
    """The text's syntax tree; lines that are no Python are refused, and left out."""
    if len(text) > limits.CHARACTERS.most:
        refusal = Refusal(
            line=1,
            message=say(
                "at most %(most)s pasted characters are read; these are %(count)s.",
                most=limits.CHARACTERS.most,
                count=len(text),
            ),
            hint=say("Paste the model and its loss alone."),
        )
        return Source(("",), (0,), ast.Module([], []), (refusal,))
    lines, offsets = _bare(_END.split(text.removeprefix("\ufeff").replace("\f", " ")))
    refusals: list[Refusal] = []
    for _k in range(MENDED + 1):
        found = _parsed(lines)
        if isinstance(found, ast.Module):
            return Source(tuple(lines), tuple(offsets), found, tuple(refusals))
        at = min(max(found.line, 1), len(lines))
        offset = offsets[at - 1]
        refusals.append(
            Refusal(
                line=at,
                column=offset + 1 + len(lines[at - 1]) - len(lines[at - 1].lstrip()),
                end_column=offset + max(len(lines[at - 1]), 1) + 1,
                message=found.message,
                hint=found.hint,
            )
        )
        indent = lines[at - 1][: len(lines[at - 1]) - len(lines[at - 1].lstrip())]
        if lines[at - 1].strip() in ("", "pass"):
            break
        lines[at - 1] = f"{indent}pass"
    return Source(tuple(lines), tuple(offsets), ast.Module([], []), tuple(refusals))


def _parsed(lines: list[str]) -> ast.Module | Refusal:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse("\n".join(lines))
    except SyntaxError as error:
        words = (error.msg or "").partition(". Perhaps")[0].strip().rstrip(".?")
        return Refusal(
            line=error.lineno or 1, message=say("this is no Python: %(words)s.", words=words)
        )
    except (RecursionError, MemoryError, ValueError):
        longest = max(range(len(lines)), key=lambda k: len(lines[k]))
        return Refusal(
            line=longest + 1,
            message=say("there is too much inside one expression."),
            hint=say("Give parts of it a name and a line of their own."),
        )


def _bare(lines: list[str]) -> tuple[list[str], list[int]]:
    """Lines without prompts and fences, and how much was taken off each."""
    offsets = [0] * len(lines)
    if any(_FENCE.match(line) for line in lines):
        lines = _fenced(lines)
    prompted = [bool(_PROMPT.match(line)) for line in lines]
    if any(line.startswith((">>>", "In [")) for line in lines):
        for k, line in enumerate(lines):
            found = _PROMPT.match(line)
            offsets[k] = found.end() if found else 0
            lines[k] = line[offsets[k] :] if prompted[k] else ""
    lines = ["" if _COMMAND.match(line) else line for line in lines]
    filled = [line for line in lines if line.strip() and not line.strip().startswith("#")]
    common = min((len(line) - len(line.lstrip(" \t")) for line in filled), default=0)
    if common:
        for k, line in enumerate(lines):
            cut = min(common, len(line) - len(line.lstrip(" \t")))
            lines[k], offsets[k] = line[cut:], offsets[k] + cut
    return lines, offsets


def _fenced(lines: list[str]) -> list[str]:
    """What stands between fences alone; the words around them are left out."""
    inside, found = False, []
    for line in lines:
        fence = bool(_FENCE.match(line))
        found.append("" if fence or not inside else line)
        inside = inside != fence
    return found


# -- whose dialect it is ---------------------------------------------------------------------

_DIALECTS = (
    ("PyTorch", re.compile(r"\b(?:torch|nn\.[A-Z]\w*|F\.[a-z]\w*\()")),
    ("JAX", re.compile(r"\b(?:jax|jnp)\b")),
    ("micrograd", re.compile(r"\bmicrograd\b|\bValue\(")),
    ("numpy", re.compile(r"\b(?:np\.|numpy\b|autograd\b)")),
    (
        "Python",
        re.compile(r"^[ \t]*(?:def|class|for|while|import|from|with|if)\b|^>>>|^[ \t]*```", re.M),
    ),
)
_COMMENT = re.compile(r"#.*")


def dialect(text: str) -> str:
    """Which library a text is written for, by its words: PyTorch, JAX, micrograd, numpy, or plain
    Python; empty where it is none, as our own language."""
    bare = _COMMENT.sub("", text[: limits.CHARACTERS.most])
    return next((name for name, words in _DIALECTS if words.search(bare)), "")


_SURELY = re.compile(r"^[ \t]*(?:def|class|import|from|with)\b|^>>>|^[ \t]*```", re.MULTILINE)


def surely(text: str) -> bool:
    """Whether a text of plain Python has what no program of ours has; `for` both have."""
    return _SURELY.search(text) is not None

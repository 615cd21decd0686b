"""A pasted table of numbers: of a spreadsheet, CSV, or as numpy prints it.

Rows of bare numbers are a matrix. Under a line of names each column is a value per sample. A table
may stand in a program, behind `X =`; the other lines stay as they are.
"""

import re
import unicodedata

import graph_engine as ge
from graph_engine import ProgramError, limits
from graph_engine.saying import say

from ..reading.cells import NUMBER, PLAINLY, PRINTED, decimal, doubtful, unclear
from .answer import Reading, Remark
from .text import Refusal, source

_NAME = re.compile(r"\"?[^\W\d][\w .()/-]*\"?")
_START = re.compile(r"^(\s*\w+\s*(?::\s*\w+\s*)?=\s*)(?=\S|$)(.*)$")
_LABELS = ("y", "t", "label", "labels", "target", "targets", "class")


def read(text: str) -> Reading | None:
    """A program of the table; None where there is none, or where it is no table of numbers."""
    text = text.removeprefix("\ufeff")
    printed = PRINTED.fullmatch(text)
    if printed:
        program = f"{printed[1] or 'X: input = '}{' '.join(printed[2].split())}"
        if _parsed(program):
            return Reading("CSV", program, (Remark(say("The rows are those of a matrix.")),), ())
    lines = re.split(r"\r\n|\n|\r", text)
    start = next((k for k, line in enumerate(lines) if _row(line) is not None), None)
    if start is None:
        return None
    begun = _START.match(lines[start - 1]) if start else None
    prefix, first = "", start
    own = _START.match(lines[start])
    if own and own[2]:
        prefix = own[1]
    elif begun and not begun[2].strip():
        prefix, first = begun[1], start - 1
    stop = start
    while stop < len(lines) and lines[stop].strip() and (stop == start or not _ours(lines[stop])):
        stop += 1
    table = lines[start:stop]
    head = None
    if start and not prefix and _names(lines[start - 1], table[0]):
        head, first = _names(lines[start - 1], table[0]), start - 1
    if (head is None and len(table) < 2) or _parsed(text):
        return None
    around = [*lines[:first], *lines[stop:]]
    if not head and any(line.strip() and not _ours(line) for line in around):
        return None
    if len(text) > limits.CHARACTERS.most:
        return Reading("CSV", "", (), source(text).refusals)
    return _written(lines, table, start, stop, first, prefix, head)


def _parsed(text: str) -> bool:
    try:
        ge.parse(text)
    except ProgramError:
        return False
    return True


def _ours(line: str) -> bool:
    return "=" in line or line.lstrip().startswith("#")


def _cells(line: str) -> list[str]:
    """The cells of a row, by what stands between them."""
    bare = re.sub(r"^\s*(?:array|tensor)\(|[\[\]()]|,\s*dtype=.*$", "", line)
    bare = bare.strip().rstrip(",;" if "]" in line else "")
    for sign in ("\t", ";"):
        if sign in bare:
            return [cell.strip() for cell in bare.split(sign)]
    apart = bare.split()
    if "," not in bare or (len(apart) > 1 and all(map(NUMBER.fullmatch, apart))):
        return apart
    return [cell.strip() for cell in bare.split(",")]


def _row(line: str) -> list[str] | None:
    """The cells of a line of at least two numbers that our language would not read as it is."""
    found = _START.match(line)
    body = found[2] if found else line
    if not body or (found and re.search(r"[\])]\s*$", body) and "," in body):
        return None
    cells = _cells(body)
    return cells if len(cells) > 1 and all(map(NUMBER.fullmatch, cells)) else None


def _names(line: str, below: str) -> list[str] | None:
    """The names of the columns, where a line has as many as the row below it."""
    cells = _cells(line)
    fits = len(cells) == len(_cells(below)) and all(map(_NAME.fullmatch, cells))
    return cells if fits and "=" not in line else None


def _written(
    lines: list[str],
    table: list[str],
    start: int,
    stop: int,
    first: int,
    prefix: str,
    head: list[str] | None,
) -> Reading:
    rows: list[list[str]] = []
    refusals: list[Refusal] = []
    for k, line in enumerate(table):
        found = _START.match(line) if not k else None
        cells = _cells(found[2] if found else line)
        wrong = next((cell for cell in cells if not NUMBER.fullmatch(cell)), None)
        if wrong is not None:
            at = line.find(wrong) if wrong else 0
            refusals.append(
                Refusal(
                    line=start + k + 1,
                    column=at + 1,
                    end_column=at + max(len(wrong), 1) + 1,
                    message=say("`%(cell)s` is no number.", cell=wrong)
                    if wrong
                    else say("a cell of this row is empty."),
                    hint=say("A table has a number in each cell, and names only above."),
                )
            )
        elif rows and len(cells) != len(rows[0]):
            refusals.append(
                Refusal(
                    line=start + k + 1,
                    end_column=len(line) + 1,
                    message=say(
                        "this row has %(count)s numbers, the first has %(first)s.",
                        count=len(cells),
                        first=len(rows[0]),
                    ),
                    hint=say("Every row of a table has equally many."),
                )
            )
        else:
            rows.append(cells)
    doubt = doubtful(cell for row in rows for cell in row)
    if doubt is not None and not refusals:
        at = next(k for k, row in enumerate(rows) if doubt in row)
        column = table[at].find(doubt) + 1
        refusals.append(
            Refusal(
                line=start + at + 1,
                column=column,
                end_column=column + len(doubt),
                message=unclear(doubt),
                hint=PLAINLY,
            )
        )
    rows = [[decimal(cell) for cell in row] for row in rows]
    before, after = lines[:first], lines[stop:]
    if head:
        made, said = _samples(head, rows), say("Each column is a value per sample.")
    else:
        name = f"{prefix.rstrip() or 'X: input ='} "
        whole = rows[0] if len(rows) == 1 else [f"[{', '.join(row)}]" for row in rows]
        made, said = [f"{name}[{', '.join(whole)}]"], say("The rows are those of a matrix.")
    program = "\n".join([*before, *made, *after])
    if not refusals:
        refusals += _wrong(program, lines, len(before), len(made), start, stop)
    kept = "" if refusals else program
    return Reading("CSV", kept, (Remark(said, (start + 1,)),), tuple(refusals))


def _wrong(
    program: str, lines: list[str], before: int, made: int, start: int, stop: int
) -> list[Refusal]:
    """What our language says of the program, at the line that was pasted."""
    try:
        ge.parse(program)
    except ProgramError as error:
        line = error.line if error.line <= before else start + 1
        if error.line > before + made:
            line = error.line - before - made + stop
        line = min(max(line, 1), len(lines))
        end = max(len(lines[line - 1]), 1) + 1
        return [Refusal(line=line, end_column=end, message=error.message, hint=error.hint)]
    return []


def _samples(head: list[str], rows: list[list[str]]) -> list[str]:
    """A line for each column; the names as they can be typed, letters without their accents."""
    names: list[str] = []
    for cell in head:
        folded = "".join(
            each for each in unicodedata.normalize("NFKD", cell) if not unicodedata.combining(each)
        )
        name = re.sub(r"\W+", "_", folded.strip('" '), flags=re.ASCII).strip("_").lower()
        name = name[: limits.NAME.most].rstrip("_")
        ours = name in ge.operations() or not _parsed(f"{name}: input = each(1, 2)")
        names.append("" if ours or name in names else name)
    found = []
    for k, name in enumerate(names):
        number = k + 1
        while not name or name in names[:k]:
            name = f"x{number}" if f"x{number}" not in names else ""
            number += 1
        names[k] = name
        role = "label" if name in _LABELS else "input"
        found.append(f"{name}: {role} = each({', '.join(row[k] for row in rows)})")
    return found

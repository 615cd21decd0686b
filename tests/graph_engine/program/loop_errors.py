"""What is said of loops, and of names with an index: as in `errors.py`."""

from .errors import ONLY, X

NO_NUMBER = "how often is a whole number that is written out, not a value of the graph."
BODY = "\n    h[t] = t"
LOOPS: list[tuple[str, str, str, str]] = [
    # -- the first line of a loop, and where the others begin
    (
        f"for t in range(3){BODY}",
        "for t in range(3)",
        "the first line of a loop is written otherwise here.",
        "Perhaps `for t in range(3):`?",
    ),
    (
        f"for t in [1, 2]{BODY}",
        "for t in [1, 2]",
        "the first line of a loop ends with a colon.",
        "Perhaps `for t in [1, 2]:`?",
    ),
    (
        f"for t = 1:4{BODY}",
        "for t = 1:4",
        "the first line of a loop is written otherwise here.",
        "Perhaps `for t in range(1, 5):`?",
    ),
    (
        f"for t = 0 to T do{BODY}",
        "for t = 0 to T do",
        "the first line of a loop is written",
        "T + 1",
    ),
    (
        f"for (int t = 0; t < 4; t++) {{{BODY}\n}}",
        "for (int t = 0; t < 4; t++) {",
        "the first line of a loop is written otherwise here.",
        "Perhaps `for t in range(0, 4):`?",
    ),
    (
        f"for t range(2, 4):{BODY}",
        "for t range(2, 4):",
        "the first line of a loop is written otherwise here.",
        "Perhaps `for t in range(2, 4):`?",
    ),
    (f"for each t{BODY}", "for each t", "the first line of a loop is written", "`for t in range"),
    (
        "for t in range(3):\nh[t] = t",
        "h[t] = t",
        "what is repeated is indented, below the first line of its loop.",
        "Perhaps `    h[t] = t`?",
    ),
    (
        "for t in range(3):\n# later\n",
        "for t in range(3):",
        "below a loop's first line stand the lines that are repeated.",
        "indented by four spaces",
    ),
    (
        f"for t in range(3):{BODY}\n  y = 2",
        "  y = 2",
        "this line begins neither where its loop does nor where the lines of that do.",
        "one below the other",
    ),
    (
        f"for t in range(3):{BODY}\n\ty = 2",
        "\ty = 2",
        "tabs and spaces are mixed before these lines.",
        "Use spaces alone.",
    ),
    (f"for t in range(3):{BODY}\nelse:\n    y = 2", "y = 2", ONLY, "A loop has no `else`"),
    # -- how often
    (f"T: input = 3\nfor t in range(T):{BODY}", "T", NO_NUMBER, "Perhaps `3`?"),
    (f"T: weight = 2.5\nfor t in range(T):{BODY}", "T", NO_NUMBER, "for t in range(1, 5):"),
    (f"for t in range(T):{BODY}", "T", "there is no `T` yet.", "Give it first"),
    (f"for t in range(2.5):{BODY}", "2.5", NO_NUMBER, ""),
    (f"for t in range(1, 9, 0):{BODY}", "0", "the step of a range is not 0.", ""),
    (
        f"for t in range(5, 1):{BODY}",
        "range(5, 1)",
        "this loop has no round: its end comes before its beginning.",
        "`range(4, 0, -1)`",
    ),
    (f"for t in 5:{BODY}", "5", "how often is not said here in whole numbers.", "range(1, 5)"),
    (f"for t in h:{BODY}", "h", "there is no `h` yet.", ""),
    (
        f"for t in range(1000000000000):{BODY}",
        "range(1000000000000)",
        "with this loop there are at least 1000000000000 nodes, and a picture has at most 300.",
        "Fewer rounds show the same",
    ),
    (
        "for i in range(2001):\n    print(i)",
        "range(2001)",
        "there are more than 2000 rounds of all loops.",
        "Fewer rounds show the same",
    ),
    (X + f"for x in range(2):{BODY}", "x", "`x` is already given in line 1.", "Use another name"),
    ("for x[1] in range(3):\n    y = 2", "x[1]", "a name counts the rounds.", "for t in"),
    (
        "for a, b in [1, 2]:\n    y = a",
        "a, b",
        "a round has not as many values as there are names here.",
        "`for k, x in enumerate(…)`",
    ),
    ("y = [t for t in range(0)]", "[t for t in range(0)]", "this list is empty.", ""),
    ("y = [t for t in [1, 2] if t > 1]", "[t for t in [1, 2] if t > 1]", ONLY, "condition"),
    # -- the lines
    (
        "for t in range(2):\n    t = 3",
        "t",
        "`t` says how often or which, and is given already.",
        "Use another name: each name is one node of the graph. In this round `t = 0`.",
    ),
    ("for t in range(2):\n    break", "break", ONLY, "In this round `t = 0`."),
    (
        "for t in range(2):\n    h[t] = h[t-1]",
        "h[t-1]",
        "there is no `h[-1]` yet.",
        "Give it first: `h[-1] = 0`. In this round `t = 0`.",
    ),
    (f"for t in range(2):{BODY}\ny = h", "h", "there is no `h` yet.", "Did you mean `h[1]`?"),
    (
        f"for t in range(2):{BODY}\ny = h[0:2]",
        "h[0:2]",
        "`h` is no vector: each index is a name of its own.",
        "`h[1]`",
    ),
    (f"for t in range(2):{BODY}\ny = 2*t", "t", "there is no `t` yet.", "indent what is repeated"),
    (
        "h = [0, 0]\nh[1] = 2",
        "h[1]",
        "`h` has all its entries from line 1: they are not given one by one.",
        "Leave line 1 away",
    ),
    ("h[0] = 1\nh[0] = 2", "h[0]", "`h[0]` is already given in line 1.", "Use another name"),
    ("h[0] = 1\nh0 = 2", "h0", "`h0` is already given in line 1.", "Use another name"),
    (
        "for t in range(2):\n    " + "w" * 31 + "[t + 10] = 2",
        "2",
        "a name has at most 32 characters.",
        "In this round",
    ),
    ("while x:\n    y = 1", "while x:", ONLY, "`for t in range(1, 5):`"),
    ("def f(x):\n    return x", "def f(x):", ONLY, "repeats lines"),
]

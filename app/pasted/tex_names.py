"""The signs of a formula one after the other, and the names that are made of several."""

from graph_engine.saying import say

from .tex_kinds import Kinds
from .tex_signs import ACCENTS, BARS, DEPTH, FONTS, FUNCTIONS, LETTERS, TIMES, Token, Unreadable


class Cursor:
    """Where a parser stands in a formula; it takes signs, and names with what stands below them."""

    def __init__(self, tokens: list[Token], kinds: Kinds) -> None:
        self.tokens, self.at, self.kinds, self.depth = [*tokens], 0, kinds, 0
        self.index = ""
        """Of the innermost sum; outside of all, of the entries that the equation is of."""
        self.outer: tuple[str, ...] = ()
        """The indices around that."""
        self.uses = 0
        """How often the index was met."""
        self.others: list[tuple[str, str]] = []
        """Names with a single letter below them that is no index here, and that letter."""
        self.entry: str | None = None
        """That letter on the left of the equation; None where it has no left."""
        self.open = self.left = False
        """Whether a bar is open, and whether this is the left of an equation."""

    def peek(self, ahead: int = 0) -> str:
        """The next sign, `\\` before a command."""
        if self.at + ahead >= len(self.tokens):
            return ""
        token = self.tokens[self.at + ahead]
        return f"\\{token.text}" if token.kind == "command" else token.text

    @property
    def here(self) -> Token:
        """The next sign, or the last one of all: what is wrong here is said of it."""
        return self.tokens[min(self.at, len(self.tokens) - 1)]

    def next(self) -> Token:
        """Take the next sign."""
        if self.at >= len(self.tokens):
            last = self.tokens[-1]
            raise Unreadable(last, say("this formula breaks off."))
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, *signs: str) -> None:
        """Take a sign that has to come."""
        if self.peek() not in signs:
            raise Unreadable(self.here, say("`%(sign)s` is missing here.", sign=signs[0]))
        self.at += 1

    def taken(self, *forms: tuple[str, ...]) -> bool:
        """Take the first of these that comes; whether one has."""
        for form in forms:
            if tuple(self.peek(k) for k in range(len(form))) == form:
                self.at += len(form)
                return True
        return False

    def deeper(self) -> None:
        """One more level of what stands in something else."""
        self.depth += 1
        if self.depth > DEPTH:
            token = self.tokens[self.at - 1]
            raise Unreadable(token, say("there is too much inside one expression."))

    def begins(self) -> bool:
        """Whether a factor begins here."""
        sign = self.peek()
        if not sign or self.at >= len(self.tokens):
            return False
        kind = self.tokens[self.at].kind
        if kind in ("number", "letter") or sign in ("(", "[", "{", "\\{"):
            return True
        if sign in BARS:
            return not self.open or sign[1:] in ("lvert", "lVert")
        return kind == "command" and sign[1:] not in (
            "}",
            "|",
            "rVert",
            "rvert",
            "top",
            "sum",
            *TIMES,
        )

    def end_of_argument(self) -> None:
        """A fraction behind a function without brackets: `\\log x / \\log 2` is clear."""
        if self.peek(1)[:1] != "\\" or self.peek(1)[1:] not in FUNCTIONS:
            raise Unreadable(
                self.tokens[self.at],
                say("it is not clear whether this fraction belongs to the function."),
                say("Put what the function is of in brackets."),
            )

    def no_two_numbers(self) -> None:
        """Refuse `10 000`: one number, or a product?"""
        if self.tokens[self.at].kind == self.tokens[self.at - 1].kind == "number":
            raise Unreadable(
                self.tokens[self.at],
                say("two numbers stand side by side."),
                say("Write one number without a gap, or `\\cdot` between two."),
            )

    def words(self) -> str:
        """A word in braces, or one letter."""
        if self.peek() != "{":
            return self.next().text
        self.next()
        found = ""
        while self.peek() != "}":
            token = self.next()
            inner = token.text
            if token.kind == "command":
                inner = LETTERS.get(inner, inner)
                if inner in FONTS:
                    inner = self.words() + ACCENTS.get(token.text, "")
            elif token.kind not in ("letter", "number"):
                raise Unreadable(token, say("`%(sign)s` is not read here.", sign=inner))
            found += inner
        self.next()
        return found

    def indexed(self, base: str, spelling: str = "") -> str:
        """A name with what stands below it, and (in brackets) above it."""
        start, uses = self.tokens[self.at - 1], self.uses
        spelling = spelling or start.text
        while True:
            token = self.here
            if self.peek() == "_":
                self.next()
                below = self.below()
                if self.index and below == [self.index]:
                    self.under_index(base, token)
                    continue
                self.of_none_around(token, below)
                if self.index and self.index in below:
                    raise Unreadable(
                        token,
                        say("`%(index)s` is summed, and here only a part of an index.",
                            index=self.index),
                        say("Write a product of matrices."),
                    )  # fmt: skip
                self.under_other(base, below, token)
                word = "".join(below)
                base = f"{base}{word}" if word[:1].isdigit() else f"{base}_{word}"
                spelling += f"_{','.join(below)}"
            elif self.peek() == "^" and self.layered():
                closing = {"(": ")", "[": "]"}[self.peek(2)]
                self.at += 3
                number = self.next().text
                self.expect(closing)
                self.expect("}")
                if number == self.index and self.index:
                    self.under_index(base, token)
                    continue
                self.of_none_around(token, [number])
                self.under_other(base, [number], token)
                base += number
                spelling += f"^{closing}{number}"
            else:
                break
        if self.index and self.uses == uses and not self.left:
            self.kinds.plain.setdefault(base, start)
        known = self.kinds.spelled.setdefault(base, spelling)
        if known != spelling:
            raise Unreadable(
                start,
                say("two symbols would both be called `%(name)s`.", name=base),
                say("Write both alike where they are the same, or rename one."),
            )
        return base

    def under_index(self, name: str, token: Token) -> None:
        """A name that has the index of a sum: a vector, with an entry for each."""
        self.uses += 1
        self.kinds.summed.setdefault(name, token)
        self.kinds.mark(name, 1)

    def under_other(self, name: str, below: list[str], token: Token) -> None:
        """A name that has anything else."""
        self.kinds.others.setdefault(name, token)
        if len(below) == 1 and len(below[0]) == 1 and below[0].isalpha():
            self.others.append((name, below[0]))

    def of_none_around(self, token: Token, below: list[str]) -> None:
        """Refuse, in a sum, the index of what is around it."""
        for index in below:
            if index in self.outer and index != self.index:
                raise Unreadable(
                    token,
                    say("`%(index)s` is no index of this sum, but of what is around it.",
                        index=index),
                    say("Take what has it out of the sum, or write a product of matrices."),
                )  # fmt: skip

    def single(self, token: Token, uses: int) -> None:
        """Refuse what takes a whole vector for each index of a sum."""
        if self.index and self.uses > uses:
            raise Unreadable(
                token,
                say("here a whole vector would stand for each `%(index)s`.", index=self.index),
                say("Write the sum with numbers, or a product of matrices."),
            )

    def raised_by_top(self) -> bool:
        """Whether what stands above transposes."""
        return self.taken(
            ("\\top",), ("{", "\\top", "}"), ("{", "T", "}"), ("T",), ("⊤",), ("\\intercal",),
            ("\\mathsf", "T"),
        )  # fmt: skip

    def layered(self) -> bool:
        """Whether an index of a layer or a sample stands above: ^{[1]}, ^{(i)}."""
        return self.peek(1) == "{" and self.peek(2) in ("[", "(") and self.peek(4) in ("]", ")")

    def below(self) -> list[str]:
        """What stands below a name, as words of letters and digits: `ij` are two indices."""
        if self.peek() != "{":
            token = self.next()
            if token.kind not in ("letter", "number", "command"):
                raise Unreadable(token, say("an index is a number or a name here."))
            return [LETTERS.get(token.text, token.text)]
        self.next()
        found = []
        while self.peek() != "}":
            token = self.next()
            if token.kind == "command" and token.text in FONTS:
                found.append(self.words())
            elif token.text == ",":
                continue
            elif token.kind in ("letter", "number", "command"):
                found.append(LETTERS.get(token.text, token.text))
            else:
                raise Unreadable(token, say("an index is a number or a name here."))
        self.next()
        return found

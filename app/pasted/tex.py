"""Formulas of TeX as trees, by a parser that says where it cannot go on."""

import re
from dataclasses import replace

from graph_engine.saying import say

from .tex_doubtful import DERIVED, applied, derivative, no_word, not_known, number
from .tex_kinds import Tree, is_matrix
from .tex_names import Cursor
from .tex_signs import (
    ACCENTS,
    BOLD,
    CLOSING,
    FONTS,
    FUNCTIONS,
    GREEK,
    LETTERS,
    MOST,
    SCRIPTS,
    STATED,
    TIMES,
    Token,
    Unreadable,
    has_equals,
)


class Parser(Cursor):
    """A formula from left to right; a method reads what binds more tightly than the one before."""

    # -- formulas ------------------------------------------------------------------------------

    def equation(self, number: int, index: str = "") -> tuple[str, Tree, Token | None]:
        """Its name, what it is, and where it goes on after a second `=`. An equation that holds
        for each `index` is one of vectors: y_i = 2 x_i says what y is."""
        self.index = index
        place = derivative(self.tokens)
        if place is not None:
            raise Unreadable(place, DERIVED)
        name = ""
        if has_equals(self.tokens):
            name = self.defined()
            self.expect("=")
        tree = self.sum()
        rest = None
        if self.at < len(self.tokens):
            if self.peek() != "=":
                raise Unreadable(
                    self.tokens[self.at], say("`%(sign)s` is not read here.", sign=self.peek())
                )
            rest = self.tokens[self.at]
        return name or ("L" if not number else f"y{number}"), tree, rest

    def defined(self) -> str:
        """What stands on the left of an equation: a name, of what it is a function, its index."""
        self.left, self.entry = True, ""
        left = self.factor()
        if left[0] != "name" or self.peek() not in ("=", "("):
            raise Unreadable(self.tokens[0], say("on the left of `=` stands one name."))
        name = str(left[1])
        if self.peek() == "(":  # L(w, b)
            self.kinds.defined.setdefault(name, self.tokens[0])
            letters = set[str]()
            while self.peek() != ")":
                letters |= {*self.below()} if self.next().text == "_" else set()
            self.next()
            name = self.indexed(name, self.kinds.spelled[name])
            self.entry = letters.pop() if len(letters) == 1 else ""
        self.left = False
        self.entry = self.others[0][1] if self.others else self.entry
        return name

    def sum(self) -> Tree:
        """Terms."""
        self.deeper()
        found = self.product(signed=True)
        while self.peek() in ("+", "-", "−"):
            sign = "+" if self.next().text == "+" else "-"
            found = (sign, found, self.product(signed=False))
        self.depth -= 1
        return found

    def product(self, *, signed: bool, argument: bool = False) -> Tree:
        """Factors, with a sign or side by side."""
        minus = 0
        while signed and self.peek() in ("-", "−", "+"):
            minus += self.next().text != "+"
        if self.peek() == "\\sum":
            found: Tree = self.summed()
        else:
            found = self.unit()
        while True:
            sign = self.peek()
            if sign[1:] in TIMES and sign[0] == "\\" or sign in ("*", "·", "⊙"):
                if argument:
                    break
                token = self.next()
                found = self.times(token, found, self.unit())
            elif sign == "/":
                if argument:
                    self.end_of_argument()
                    break
                self.next()
                found = ("/", found, self.unit())
            elif sign == "\\sum":
                found = ("*", found, self.summed())
            elif self.begins() and not (argument and sign[1:] in FUNCTIONS):
                self.no_two_numbers()
                found = ("beside", found, self.unit())
            else:
                break
        return ("neg", found) if minus % 2 else found

    def times(self, token: Token, left: Tree, right: Tree) -> Tree:
        """A product with a sign: `\\cdot` of two vectors is their dot product, but below a sum
        each letter with its index is a number."""
        if self.index or token.text in ("odot", "circ", "⊙"):
            return ("*", left, right)
        if token.text in ("cdot", "·"):
            return ("dot", left, right)
        self.kinds.asked.append(("*", token, left, right))
        return ("*", left, right)

    def unit(self) -> Tree:
        """A factor; a transposed one and a matrix belong to what follows: wᵀx, V W x."""
        token = self.here
        found = self.factor()
        if found[0] == "name" and self.peek() in ("(", "["):
            applied(self.tokens, self.at, token)
        plain = self.begins() and self.tokens[self.at].kind != "number"
        if plain and (found[0] == "T" or is_matrix(found)):
            self.deeper()
            uses = self.uses
            behind = self.unit()
            if found[0] == "T":
                self.kinds.asked.append(("T", token, found, behind))
            found = ("beside", found, behind)
            self.single(token, uses)
            self.depth -= 1
        return found

    def factor(self) -> Tree:
        """An atom, raised or transposed."""
        found = self.atom()
        while True:
            if self.peek() == "^":
                self.next()
                if self.raised_by_top():
                    found = ("T", found)
                    if found[1][0] == "name":
                        name = str(found[1][1])
                        self.kinds.mark(name, 2 if name[:1].isupper() else 1)
                    continue
                token = self.tokens[self.at - 1]
                if self.peek() != "{" and self.peek(1) == "_":  # a^L_j: both belong to a
                    raise Unreadable(token, say("an index above a name is not read here."))
                power = self.group()
                if power[0] == "neg" and (is_matrix(found) or self.peek() in ("(", "[")):
                    raise Unreadable(token, say("an inverse is not read here."))
                if found == ("name", "e"):
                    found = ("call", "exp", (power,))
                elif power == ("name", "T"):
                    found = ("T", found)
                else:
                    self.kinds.asked.append(("**", token, found, power))
                    found = ("**", found, power)
            elif self.peek() in ("'", "′"):
                raise Unreadable(self.next(), DERIVED)
            else:
                return found

    def part(self) -> Tree:
        """What stands in braces, or one sign; of a number one digit, as in \\frac12."""
        token = self.here
        if self.peek() != "{" and token.kind == "number" and len(token.text) > 1:
            rest = replace(token, text=token.text[1:], start=token.start + 1)
            self.tokens[self.at] = rest
            return ("number", token.text[0])
        return self.group()

    def group(self) -> Tree:
        """What stands in braces, or one sign."""
        if self.peek() != "{":
            token = self.here
            if token.kind == "number":  # TeX takes one digit, people mean all
                return number(self.tokens, self.at, self.next())
            self.deeper()
            found = self.atom()
            self.depth -= 1
            return found
        self.next()
        found = self.sum()
        self.expect("}")
        return found

    def atom(self) -> Tree:
        """A number, a name, a bracket, a function."""
        token = self.next()
        if token.kind == "number":
            return number(self.tokens, self.at - 1, token)
        if self.index and LETTERS.get(token.text, token.text) in (self.index, *self.outer):
            raise Unreadable(
                token, say("`%(index)s` counts the terms; as a number it is not read here.",
                           index=LETTERS.get(token.text, token.text))
            )  # fmt: skip
        if token.text in ("π", "pi") and self.peek() != "_":
            return ("number", "3.141592653589793")
        if token.kind == "letter":
            no_word(self.tokens, self.at - 1)
            return ("name", self.indexed(token.text))
        sign = f"\\{token.text}" if token.kind == "command" else token.text
        closing = CLOSING.get(sign)
        if closing:
            found = self.sum()
            self.expect(closing)
            return found
        if sign in ("|", "\\lvert"):
            return self.bars(("|", "\\rvert"), norm=self.peek() == "|")
        if sign in ("\\|", "\\lVert", "‖"):
            return self.bars(("\\|", "\\rVert", "‖"), norm=True)
        if token.kind == "command":
            return self.command(token)
        raise Unreadable(token, say("`%(sign)s` is not read here.", sign=sign))

    def bars(self, closing: tuple[str, ...], *, norm: bool) -> Tree:
        """An absolute value, or a norm; with its square it is norm2."""
        token, uses = self.tokens[self.at - 1], self.uses
        if norm and self.peek() == "|":
            self.next()
        around, self.open = self.open, True
        found = self.sum()
        self.open = around
        self.expect(*closing)
        if not norm:
            return ("call", "abs", (found,))
        self.single(token, uses)
        if self.peek() == "|":
            self.next()
        if self.peek() == "_":
            self.next()
            which = self.group()
            if which == ("number", "1"):
                return ("call", "sum", (("call", "abs", (found,)),))
            if which not in (("number", "2"), ("name", "F")):
                raise Unreadable(
                    token,
                    say("this norm is not read here."),
                    say("Read are those with a 1, a 2 or an F below, or nothing."),
                )
            if which == ("number", "2"):
                self.kinds.asked.append(("norm", token, found, found))
        if self.taken(("^", "2"), ("^", "{", "2", "}")):
            return ("call", "norm2", (found,))
        return ("call", "sqrt", (("call", "norm2", (found,)),))

    def command(self, token: Token) -> Tree:
        """What begins with a backslash."""
        word = token.text
        if word in ("frac", "dfrac", "tfrac"):
            above = self.part()
            return ("/", above, self.part())
        if word == "sqrt":
            if self.peek() == "[":
                raise Unreadable(
                    self.next(),
                    say("only the square root is read here."),
                    say("Write a power: `x^{1/3}`."),
                )
            return ("call", "sqrt", (self.group(),))
        if word == "sum":
            self.at -= 1
            return self.summed()
        if self.left and word in FUNCTIONS:
            return ("name", self.indexed(word))
        if word == "sigma" and self.peek() in ("(", "{", "[") and not self.left:
            return self.called("sigmoid")
        if word in FUNCTIONS:
            return self.called(FUNCTIONS[word])
        if word in GREEK or word in LETTERS:
            name = self.indexed(LETTERS.get(word, word), word)
            if name != word == "sigma" and self.peek() == "(":
                raise not_known(token, name)
            return ("name", name)
        if word in FONTS:
            inner = self.words()
            if inner in FUNCTIONS and not self.left:
                return self.called(FUNCTIONS[inner])
            uses = self.uses
            script = f"{word} " if word in SCRIPTS else ""
            name = self.indexed(
                inner + ACCENTS.get(word, ""), script + inner + ACCENTS.get(word, "")
            )
            if word in BOLD:
                self.single(token, uses)
                self.kinds.mark(name, 2 if name[:1].isupper() else 1)
            stated = word in STATED and len(inner) > 1 and not self.left
            if stated and (self.peek() in ("(", "[") or (word != "mathrm" and self.begins())):
                raise not_known(token, inner)
            return ("name", name)
        raise Unreadable(
            token,
            say("`%(sign)s` is not read here.", sign=f"\\{word}"),
            say("Write the formula with sums, products, fractions, powers and functions."),
        )

    def called(self, function: str) -> Tree:
        """A function of what stands in brackets behind it, or of the factors up to a sign."""
        start, uses, base = self.tokens[self.at - 1], self.uses, None
        self.kinds.called |= {function, start.text}
        if self.peek() == "_":
            self.next()
            base = self.group()
            if function != "log":
                raise Unreadable(start, say("what stands below this function is not read here."))
        power = None
        if self.peek() == "^":
            self.next()
            power = self.group()
            if power[0] != "number":
                raise Unreadable(start, say("only a power is read above a function."))
        closing = CLOSING.get(self.peek())
        if closing:
            self.next()
            args = [self.sum()]
            while self.peek() in (",", ";"):
                self.next()
                args.append(self.sum())
            self.expect(closing)
        else:
            self.deeper()
            args = [self.product(signed=False, argument=True)]
            self.depth -= 1
        found: Tree = ("call", function, tuple(args))
        if function == "softmax" or (function in ("max", "min") and len(args) == 1):
            self.single(start, uses)
        if base not in (None, ("name", "e")):
            found = ("/", found, ("call", "log", (base,)))
        return found if power is None else ("**", found, power)

    def summed(self) -> Tree:
        """A sum over an index: its vectors are as long as the last number says."""
        token = self.next()
        self.expect("_")
        braced = self.peek() == "{"
        if braced:
            self.next()
        sign = self.next()
        index = LETTERS.get(sign.text, sign.text)
        first, count = 1, 0
        if sign.kind not in ("letter", "command"):
            raise Unreadable(sign, say("an index is a number or a name here."))
        if braced and self.peek() == "=":
            self.next()
            begun = self.next().text
            if begun not in ("1", "0"):
                raise Unreadable(token, say("a sum is read here from 1 on."))
            first = int(begun)
        if braced:
            self.expect("}")
        if self.peek() == "^":
            self.next()
            found = self.group()
            if found[0] == "number":
                count = int(found[1]) - first + 1 if re.fullmatch(r"\d{1,4}", found[1]) else -1
                if not 1 < count <= MOST:
                    raise Unreadable(
                        token, say("a sum has here from 2 to %(most)s terms.", most=MOST)
                    )
            elif not first and found[0] == "-" and found[2] == ("number", "1"):
                self.kinds.counted(token, found[1])
            elif first:
                self.kinds.counted(token, found)
            else:
                raise Unreadable(token, say("a sum is read here from 1 on."))
        around = self.index, self.outer, self.uses
        self.index, self.outer, self.uses = index, (self.index, *self.outer), 0
        self.deeper()
        body = self.product(signed=True)
        self.depth -= 1
        met = self.uses
        self.index, self.outer, self.uses = around
        if not met:
            raise Unreadable(
                token,
                say("nothing in this sum has the index `%(index)s`.", index=index),
                say("Write a product with the number of terms."),
            )
        if count and self.kinds.size not in (0, count):
            raise Unreadable(
                token,
                say("this sum has %(count)s terms, another has %(other)s.",
                    count=count, other=self.kinds.size),
                say("Sums are read here where all have equally many."),
            )  # fmt: skip
        self.kinds.size = count or self.kinds.size
        return ("call", "sum", (body,))

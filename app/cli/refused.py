"""What a command cannot do, and the exit code that says so."""

EPILOG = """\
exit codes:
  0  done
  1  a program is wrong, or cannot be exported like this
  2  the command is wrong: no such lesson, file, format or option
  130  stopped with Ctrl-C
"""


class Refused(Exception):
    """What was asked for cannot be done: the words for it, and the exit code."""

    def __init__(self, words: str, code: int = 2) -> None:
        super().__init__(words)
        self.code = code

"""What of an operation was asked for while it was read, and what goes wrong meanwhile."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from graph_engine import ProgramError
from graph_engine.saying import say

from .writing import OTHERWISE, BridgeError, Tensor, Writing


class Asked(dict[str, Any]):
    """The arguments of an operation, which remembers those that were looked at."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        super().__init__(given)
        self.seen: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        """The argument."""
        self.seen.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        """The argument, or what stands for it."""
        self.seen.add(key)
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        """Whether it is given."""
        self.seen.add(str(key))
        return super().__contains__(key)

    def check(self, w: Writing, name: str, usual: Mapping[str, Any]) -> None:
        """What was not looked at is as usual, else the operation was not read as it is."""
        for key, value in self.items():
            if key in self.seen or value is None or isinstance(value, Tensor):
                continue
            if key not in usual or value != usual[key]:
                raise w.with_argument(name, f"{key}={value}", OTHERWISE)


@contextmanager
def refusing(w: Writing) -> Iterator[None]:
    """What goes wrong while a model is read is said with the place where it did."""
    try:
        yield
    except (BridgeError, ProgramError):
        raise
    except Exception as error:  # an operation in a form that was not thought of
        first = str(error).strip().partition("\n")[0]
        raise w.refuse(
            say("it cannot be read: %(words)s", words=first or type(error).__name__),
            OTHERWISE,
        ) from error

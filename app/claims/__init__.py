"""Check my backward pass: lines like `dW = …` are compared with the true gradients.

`check` says of each line whether it holds, and of the first wrong one which mistake it looks like;
`slips` has what the mistakes give.
"""

from .check import Claim, check, said

__all__ = ["Claim", "check", "said"]

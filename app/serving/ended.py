"""A request that was ended before it had its answer, and how it is told to the application."""

WHY = "chalkgraph.ended"
"""In an environment: the application is to say that this request was ended, and why."""
POOLED = "chalkgraph.pooled"
"""In an environment: this is a child of the pool, which must not wait for anybody."""
JOB = "chalkgraph.job"
"""In an environment: the number of the export that this request waits for."""


class Ended(Exception):
    """A request was ended: `why` is time, memory, busy or broken."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

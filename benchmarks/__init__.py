"""How fast it is, beside others: `python -m benchmarks` prints one table."""

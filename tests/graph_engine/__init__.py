"""Tests of the calculus, one file per module of `graph_engine/`."""

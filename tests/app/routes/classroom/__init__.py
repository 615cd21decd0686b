"""Tests of a class over HTTP."""

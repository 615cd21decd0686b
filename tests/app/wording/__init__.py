"""Tests of how numbers, names, formulas and sentences are written."""

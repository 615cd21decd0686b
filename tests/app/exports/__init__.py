"""Tests of what a story can be taken home as."""

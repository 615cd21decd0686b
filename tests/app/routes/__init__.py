"""Tests of the application over HTTP."""

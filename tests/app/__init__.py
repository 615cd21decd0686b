"""Tests of the application, a file per module of `app/`."""

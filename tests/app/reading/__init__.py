"""Tests of app.reading."""

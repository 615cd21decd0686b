"""Tests of app.predict."""

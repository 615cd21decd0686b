"""Tests of app/serving/pool."""

"""Inputs that nobody would type, through every door: nothing may break, whatever comes in."""

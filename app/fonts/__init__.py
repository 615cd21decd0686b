"""The two families that everything is written in, and how wide a text is in them.

`needed` says which characters there are, `making` cuts them out of the sources, `store` keeps what
was cut, `measure` reads its widths.
"""

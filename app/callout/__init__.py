"""The callout: what a node says about itself at a step, as a card beside it.

`kinds/` has a module for each kind of operation; `cards` says which card stands at which step, and
`app/picture/standing.py` where.
"""

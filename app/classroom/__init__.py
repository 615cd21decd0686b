"""A class: people follow a lecturer, answer what the board asks, and nobody need have a name.

One append-only log of each class is the truth (`store.py`); where the class is, is a fold of it
(`state.py`). Who may do what is in `rights.py`; what the answers come to, in `results.py`. It knows
no requests: `app/routes/classroom.py` reads them, and `bell.py` tells those who follow.
"""

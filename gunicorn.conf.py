"""Stops gunicorn quietly on Ctrl-C; `make serve` says the rest on its command line."""

import signal


def post_worker_init(worker):
    """Leave Ctrl-C to the master, and let it stop its workers without a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, worker.handle_exit)

"""`python -m app serve`: the server, as `make serve` starts it."""

import argparse
import os
import platform
import socket
import sys
from typing import NoReturn

from ..lessons import lessons
from ..picture.svg import ROOT
from . import addresses
from .refused import Refused

THREADS = 48
"""Of waitress: who follows a class holds one; half of them are left for whoever asks."""


def do(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C; raises `Refused` where somebody else serves there already.

    Raises `LessonError` for a lesson that cannot be told.
    """
    _free(arguments.host, arguments.port)
    lessons()  # here: workers would say the same at greater length
    print(f"Chalkgraph: http://{arguments.host}:{arguments.port}  (Ctrl-C stops it)", flush=True)
    if platform.system() == "Windows":
        print(addresses.said(arguments.host, arguments.port, code=sys.stdout.isatty()), end="")
        return _waitress(arguments.host, arguments.port)
    _gunicorn(arguments.host, arguments.port, arguments.workers)


def _free(host: str, port: int) -> None:
    """Whether the address can be had: else its pages would be those of another server."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _name, address = found[0]
        with socket.socket(family, kind, protocol) as tried:
            if platform.system() != "Windows":  # there it would let two servers share the address
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError as error:
        raise Refused(
            f"{host}:{port}: {error.strerror or error}; another port is --port {port + 1}"
        ) from error


def _gunicorn(host: str, port: int, workers: int) -> NoReturn:
    """Become the server that `make serve` starts."""
    os.chdir(ROOT)
    os.execv(
        sys.executable,
        [
            *(sys.executable, "-m", "gunicorn", "--workers", str(workers)),
            *("--bind", f"{host}:{port}", "app:create_app()"),
        ],
    )


def _waitress(host: str, port: int) -> int:
    from waitress import serve

    from .. import create_app

    serve(create_app(STREAMS=THREADS // 2), host=host, port=port, threads=THREADS)
    return 0

"""The nursery: a copy of the loaded application that does nothing but make copies of itself.

It has no threads and no connections, so a copy is clean, and there in some milliseconds. When its
worker is gone, it ends all its children and itself.
"""

import gc
import os
import signal
import socket
import struct
from contextlib import suppress
from wsgiref.types import WSGIApplication

from . import child

PID = struct.Struct("!i")
CHILD = b"+"
"""Asks for a child; the answer is its number, and a line to it."""
ENDED = b"?"
"""Asks how a child ended; its number follows."""

_IGNORED = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGTTIN")
_USUAL = ("SIGCHLD", "SIGXCPU", "SIGTTOU")


def start(app: WSGIApplication) -> tuple[int, int]:
    """Begin one; gives its number, and the file descriptor of the line to it."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid:
        theirs.close()
        return pid, ours.detach()
    try:
        _alone(keep=theirs.fileno())
        gc.collect()
        gc.freeze()
        _serve(app, theirs)
    finally:
        os._exit(0)


def _serve(app: WSGIApplication, line: socket.socket) -> None:
    children: set[int] = set()
    ended: dict[int, int] = {}
    while True:
        asked = line.recv(1)
        _reap(children, ended)
        if not asked:
            for pid in children:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            for pid in children:
                os.waitpid(pid, 0)
            return
        if asked == CHILD:
            ours, theirs = socket.socketpair()
            pid = os.fork()
            if pid == 0:
                try:
                    _alone(keep=theirs.fileno())
                    child.serve(app, theirs)
                finally:
                    os._exit(0)
            children.add(pid)
            theirs.close()
            socket.send_fds(line, [PID.pack(pid)], [ours.fileno()])
            ours.close()
        else:
            (pid,) = PID.unpack(line.recv(PID.size))
            if pid in children:
                _, status = os.waitpid(pid, 0)
                children.discard(pid)
                ended[pid] = os.waitstatus_to_exitcode(status)
            line.sendall(PID.pack(ended.pop(pid, 0)))


def _reap(children: set[int], ended: dict[int, int]) -> None:
    """Let those go that have ended by themselves; how, is asked for later or never."""
    for pid in tuple(children):
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            children.discard(pid)
            ended[pid] = os.waitstatus_to_exitcode(status)
    while len(ended) > 1000:
        del ended[next(iter(ended))]


def _alone(*, keep: int) -> None:
    """Have nothing in common with the process that this is a copy of, but what it says on stderr.

    It ends when the other end of its line is closed, so no signal of a terminal ends it before.
    """
    signal.set_wakeup_fd(-1)
    for name in (*_IGNORED, *_USUAL):
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, signal.SIG_IGN if name in _IGNORED else signal.SIG_DFL)
    most = os.sysconf("SC_OPEN_MAX")
    os.closerange(3, keep)
    os.closerange(keep + 1, min(most, 65_536))

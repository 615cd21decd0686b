"""How gunicorn serves: the application is loaded once, and every worker begins with it warm.

`make serve` says the rest on its command line. A setting that is given there wins.
"""

import gc
import logging
import os
import signal
import sys

# A product of matrices takes one core: the others belong to other requests.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import gunicorn.http.message as message
from gunicorn import util

preload_app = True
worker_class = "app.serving.worker.Worker"
graceful_timeout = 1
control_socket_disable = True
loglevel = "warning"
worker_connections = 4000

# A packed program of 8 000 characters, and all options: more than gunicorn's own bound.
message.MAX_REQUEST_LINE = 32_768
limit_request_line = 32_767


def on_starting(server):
    """Bundle the scripts where that has not been done, as far as this machine can."""
    from app.serving import bundle

    bundle.make()


def when_ready(server):
    """Make the pages that everybody begins with; workers are copies of this process."""
    from app.cli import addresses
    from app.serving import warm

    app = server.app.wsgi()
    app.extensions["classroom"].prepare()
    warm.pages(app, all_of_them=app.config["WARM"])
    for listener in server.LISTENERS:
        where = listener.sock.getsockname()
        if isinstance(where, tuple):
            print(addresses.said(*where[:2], code=sys.stdout.isatty()), end="", flush=True)
    # What is here stays: nobody need look through it again, and copies share it.
    gc.collect()
    gc.freeze()


def post_fork(server, worker):
    """Begin the nursery of the processes that do the work."""
    from app.serving import worker as house

    house.nurse(worker)


def worker_exit(server, worker):
    """Leave no process behind."""
    from app import jobs
    from app.serving import worker as house

    jobs.end()
    house.part(worker)


def on_exit(server):
    """Go at once when asked to: the system takes the memory back faster than Python gives it."""
    if isinstance(sys.exc_info()[1], StopIteration | KeyboardInterrupt):
        logging.shutdown()
        os._exit(0)


def post_worker_init(worker):
    """Hand the work over; and leave Ctrl-C to the master, which stops without a traceback."""
    from app import jobs
    from app.serving import worker as house

    house.attach(worker)
    rooms = worker.wsgi.extensions["classroom"]

    def leave():
        rooms.end()
        jobs.end()

    worker.leave = leave
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, worker.handle_exit)


def _refuse(sock, status_int, reason, mesg):
    """Answer what gunicorn cannot read, with the headers that every answer of ours has."""
    from app.serving import refusal

    util.write_nonblock(sock, refusal.page(status_int, reason))


util.write_error = _refuse

"""How gunicorn runs the portal: `gunicorn -c python:linkportal.gunicorn linkportal.wsgi:application`.

Anything here can be overruled on the command line (`--bind`, `--workers` …). Meant to stand behind a proxy that ends
TLS and takes slow clients (docs/deployment.md).
"""

import logging
import os
import socket
from pathlib import Path
from typing import Any

bind = "127.0.0.1:8000"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# One page at a time in each process. Making a page is almost all Python: threads in one process only wait for each
# other (four made 160 searches a second where one made 270). All processes take from one queue, so that a process that
# dies takes no connection along but the one it was answering.
worker_class = "sync"

timeout = 30
graceful_timeout = 20

# The longest address is a search with every filter, and a secret link; the largest header our two cookies.
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190

# No access log: a path can hold a secret link. The middleware writes a line for each request that names the route.
accesslog = None
errorlog = "-"
loglevel = os.environ.get("LOG_LEVEL", "info").lower()
# Django answers HEAD as it answers GET and leaves it to the server to drop the body. gunicorn does, and warns of each.
logging.getLogger("gunicorn.http.wsgi").addFilter(lambda record: "no-body response" not in record.msg)

# It names the address of whoever sends what can't be read; our log names nobody's.
logging.getLogger("gunicorn.error").addFilter(lambda record: "Invalid request from ip" not in record.getMessage())

# A heartbeat file on a disk can block a worker for as long as the disk is busy.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
# Nobody steers a running server through a socket here: signals and restarts are enough.
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Let the kernel hold back a connection until its first bytes are there.

    Browsers open connections on suspicion and leave them silent; a process would wait for each of them until it is
    ended. They close unused ones before the minute is over.
    """
    for listener in server.LISTENERS:
        if listener.sock.family in {socket.AF_INET, socket.AF_INET6}:
            listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 60)

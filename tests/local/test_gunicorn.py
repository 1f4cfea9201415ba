"""gunicorn as it is deployed: many connections that say nothing do not keep anybody waiting."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from linkportal import gunicorn
from linkportal.local.environment import PROJECT

HELLO = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "3")])
    return [b"hei"]
"""
SILENT = 4 * gunicorn.workers * gunicorn.threads
PATIENCE = 4  # seconds; a thread that has taken a silent connection is gone for five


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Where gunicorn answers, with a bare application."""
    (tmp_path / "hello.py").write_text(HELLO)
    port = free_port()
    options = ["-c", "python:linkportal.gunicorn", "--bind", f"127.0.0.1:{port}", "--pythonpath", str(tmp_path)]
    command = [sys.executable, "-m", "gunicorn", *options, "hello:application"]
    with subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 30
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield port
        os.kill(process.pid, signal.SIGTERM)


def test_connections_opened_on_suspicion_keep_nobody_waiting(port: int) -> None:
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(SILENT)]
    for _ in range(2 * gunicorn.workers):
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        client.request("GET", "/")
        assert client.getresponse().read() == b"hei"
        client.close()
    for connection in silent:
        connection.close()


def test_a_connection_is_kept_for_the_next_request(port: int) -> None:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    for _ in range(3):
        client.request("GET", "/")
        response = client.getresponse()
        assert response.read() == b"hei"
        assert not response.will_close
    client.close()


def test_headers_have_a_limit(port: int) -> None:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    client.request("GET", "/?sted=" + "x" * gunicorn.limit_request_line)
    assert client.getresponse().status == 414
    client.close()

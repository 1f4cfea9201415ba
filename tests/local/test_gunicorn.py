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
SILENT = 8 * gunicorn.workers
PATIENCE = 10  # seconds; a process that has taken a silent connection is gone for thirty


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        client.request("GET", "/")
        return client.getresponse().status == 200
    except OSError:
        return False
    finally:
        client.close()


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture(autouse=True)
def gunicorn_process(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """gunicorn, which answers there with a bare application."""
    (tmp_path / "hello.py").write_text(HELLO)
    options = ["-c", "python:linkportal.gunicorn", "--bind", f"127.0.0.1:{port}", "--pythonpath", str(tmp_path)]
    command = [sys.executable, "-m", "gunicorn", *options, "hello:application"]
    with subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 30
        while not answers(port):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield process
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


def test_a_killed_process_takes_nobody_along(gunicorn_process: subprocess.Popen[bytes], port: int) -> None:
    """`kill -9` again and again, while others ask: only the one that was being answered could lose its answer."""
    for _again in range(5):
        children = Path(f"/proc/{gunicorn_process.pid}/task/{gunicorn_process.pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGKILL)
        for _ in range(4):
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            client.request("GET", "/")
            assert client.getresponse().read() == b"hei"
            client.close()


def test_headers_have_a_limit(port: int) -> None:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    client.request("GET", "/?sted=" + "x" * gunicorn.limit_request_line)
    assert client.getresponse().status == 414
    client.close()

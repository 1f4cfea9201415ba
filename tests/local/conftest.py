"""Folders for servers of their own, outside pytest's: those are closed to the user that root runs a server as."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from linkportal.local.place import ELSEWHERE


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user of the machine may pass through; gone after the test, with what it led to."""
    with open_folder() as path:
        yield path


@contextmanager
def open_folder() -> Iterator[Path]:
    """The same for longer than a test."""
    path = Path(tempfile.mkdtemp(prefix="lp-", dir="/tmp"))
    path.chmod(0o755)
    yield path
    for parent, folders, files in os.walk(path):
        for name in (*folders, *files):
            entry = Path(parent, name)
            if name == "data" and entry.is_symlink():
                base = Path(os.readlink(entry)).parent
                assert base.parent == ELSEWHERE
                shutil.rmtree(base)
    shutil.rmtree(path)

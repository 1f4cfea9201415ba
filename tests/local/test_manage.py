"""`manage.py` beside `make run` and without it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from linkportal.local.environment import PROJECT
from tests.local.test_run import UNSET, processes_of


def manage(var: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in UNSET} | {"VAR_DIR": str(var)}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)


def test_a_command_finds_a_database_and_leaves_no_server_behind(folder: Path) -> None:
    result = manage(folder / "var", "check", "--database", "default")
    assert result.returncode == 0, result.stderr
    assert (folder / "var" / "postgres" / "data" / "PG_VERSION").exists()
    assert processes_of(folder) == []


@pytest.mark.parametrize("arguments", [["help"], ["migrate", "--help"], ["diffsettings"]])
def test_what_needs_no_database_starts_none(folder: Path, arguments: list[str]) -> None:
    result = manage(folder / "var", *arguments)
    assert result.returncode == 0, result.stderr
    assert not (folder / "var" / "postgres").exists()

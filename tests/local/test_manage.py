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


def test_a_database_that_was_never_set_up_is_said_in_one_sentence(folder: Path) -> None:
    result = manage(folder / "var", "route", "3724")
    assert result.returncode == 1
    assert result.stderr.startswith("The database is not set up")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [["help"], ["migrate", "--help"], ["diffsettings"]])
def test_what_needs_no_database_starts_none(folder: Path, arguments: list[str]) -> None:
    result = manage(folder / "var", *arguments)
    assert result.returncode == 0, result.stderr
    assert not (folder / "var" / "postgres").exists()

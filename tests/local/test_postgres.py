"""The embedded server: it comes, it is shared, it survives, it goes; and it leaves everything else alone."""

import os
import select
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dj_database_url
import psycopg
import pytest

from linkportal.local import binaries, place, postgres
from linkportal.local.environment import PROJECT
from tests.local.conftest import open_folder

# A user of the server in a process of its own: says since when the server runs, stays until its input ends.
USER = """
import sys, psycopg
from pathlib import Path
from linkportal.local import postgres
with postgres.running(Path(sys.argv[1])) as urls, psycopg.connect(urls.web) as connection:
    print(connection.execute("SELECT pg_postmaster_start_time()").fetchone()[0], flush=True)
    sys.stdin.read()
"""


def ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
        return row[0] if row else None


def is_there(home: Path) -> bool:
    try:
        return ask(postgres.urls(home).web, "SELECT true") is True
    except psycopg.OperationalError:
        return False


def server_of(home: Path) -> int:
    number = int((place.find(home).data / "postmaster.pid").read_text().split()[0])
    assert os.stat(f"/proc/{number}").st_uid == place.find(home).account.uid
    return number


def user_of(home: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", USER, str(home)]
    return subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def first_words(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.fixture(scope="module")
def shared() -> Iterator[Path]:
    """A server for the tests that only look at it."""
    with open_folder() as home, postgres.running(home):
        yield home


def kill_server(home: Path) -> None:
    descriptor = os.pidfd_open(server_of(home))
    signal.pidfd_send_signal(descriptor, signal.SIGKILL)
    assert select.select([descriptor], [], [], 60)[0]  # gone
    os.close(descriptor)


def test_the_first_user_starts_it_and_the_last_one_stops_it(folder: Path) -> None:
    home = folder / "postgres"
    with postgres.running(home):
        with postgres.running(home) as urls:
            assert ask(urls.web, "SELECT true")
        assert is_there(home)
    assert not is_there(home)


@pytest.mark.parametrize("rights", [0o755, 0o700])
def test_users_who_come_at_the_same_moment_share_one_server(folder: Path, rights: int) -> None:
    folder.chmod(rights)
    home = folder / "postgres"
    users = [user_of(home) for _ in range(4)]
    assert len({first_words(user) for user in users}) == 1

    for user in users:
        assert is_there(home)
        user.communicate(timeout=60)
        assert user.returncode == 0
    assert not is_there(home)


def test_a_user_who_was_killed_does_not_keep_it_running(folder: Path) -> None:
    with user_of(folder) as killed:
        first_words(killed)
        killed.kill()
        killed.wait()
    assert is_there(folder)

    with postgres.running(folder):
        pass
    assert not is_there(folder)


def test_what_was_committed_survives_a_killed_server(folder: Path) -> None:
    with postgres.running(folder) as urls:
        with psycopg.connect(urls.owner) as connection:
            connection.execute("CREATE TABLE promise AS SELECT 1 AS kept")
        kill_server(folder)
        with postgres.running(folder):
            assert ask(urls.owner, "SELECT kept FROM promise") == 1
    assert not is_there(folder)


def test_a_killed_server_can_be_kept_running(folder: Path) -> None:
    with postgres.running(folder) as urls:
        postgres.keep(folder)
        kill_server(folder)
        postgres.keep(folder)
        assert ask(urls.web, "SELECT true")
    assert not is_there(folder)


def test_a_foreign_process_with_the_number_of_a_killed_server_is_left_alone(folder: Path) -> None:
    account = place.find(folder).account
    with postgres.running(folder):
        here = place.find(folder)
        left_behind = [here.data / "postmaster.pid", here.socket / ".s.PGSQL.5432.lock"]
        lines = left_behind[0].read_text().splitlines()
        kill_server(folder)
        user = account.uid if account.is_another else None
        with subprocess.Popen(["sleep", "600"], cwd="/", user=user) as foreign:
            for path in left_behind:
                path.write_text("\n".join([str(foreign.pid), *lines[1:]]) + "\n")
            with postgres.running(folder) as urls:
                assert ask(urls.web, "SELECT true")
                assert foreign.poll() is None
            assert foreign.poll() is None
            foreign.kill()


@pytest.mark.parametrize("name", ["Mine dokumenter/Prosjekt æøå 100%", "x" * 120, "komma,her"])
def test_the_path_of_the_project_may_be_anything(folder: Path, name: str) -> None:
    home = folder / name / "postgres"
    with postgres.running(home) as urls:
        socket = Path(str(dj_database_url.parse(urls.web)["HOST"]))
        assert ask(urls.web, "SELECT current_user") == "linkportal_web"
        assert len(os.fsencode(socket / ".s.PGSQL.5432")) < 107
        assert stat.S_IMODE(socket.stat().st_mode) == 0o700
        assert stat.S_IMODE(place.find(home).data.stat().st_mode) == 0o700


def test_a_locale_that_the_machine_lacks_does_not_matter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANG", "LC_ALL"):
        monkeypatch.setenv(name, "xx_XX.UTF-8")
    with postgres.running(folder) as urls:
        assert ask(urls.web, "SELECT lower('ÆØÅ')") == "æøå"


def test_the_callers_settings_for_other_servers_do_not_matter(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGHOST", "nowhere")
    with postgres.running(shared) as urls:
        assert ask(urls.web, "SELECT true")


def test_it_loses_no_commit_and_listens_on_no_network(shared: Path) -> None:
    settings = {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "listen_addresses": "",
        "TimeZone": "UTC",
    }
    assert {name: ask(postgres.urls(shared).web, f"SHOW {name}") for name in settings} == settings


def test_the_owner_makes_tables_and_extensions_and_the_web_role_does_not(shared: Path) -> None:
    urls = postgres.urls(shared)
    with psycopg.connect(urls.owner) as owner:
        for extension in ("pg_trgm", "unaccent", "btree_gist"):
            owner.execute(f"CREATE EXTENSION {extension}".encode())
    with psycopg.connect(urls.web) as web, pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute("CREATE TABLE mine ()")
    privileged = "SELECT count(*) FROM pg_roles WHERE rolname ~ '^linkportal_' AND (rolsuper OR rolcreaterole)"
    assert ask(urls.owner, privileged) == 0


def test_only_who_may_read_the_project_may_connect(shared: Path) -> None:
    here = place.find(shared)
    psql: list[str | Path] = [binaries.folder_for(here) / "psql", "-h", str(here.socket), "-U", "linkportal_owner"]
    question = [*psql, "-c", "SELECT 1", "linkportal"]
    assert binaries.run(question).returncode == 0
    assert (binaries.run(question, here.account).returncode == 0) == (not here.account.is_another)


def test_folders_above_keep_their_rights_and_the_server_is_not_root(folder: Path) -> None:
    closed = folder / "closed"
    home = closed / "project" / "var" / "postgres"
    home.parent.mkdir(parents=True)
    above = [home.parent, home.parent.parent, closed]
    for path in above:
        path.chmod(0o700)
    with postgres.running(home) as urls:
        assert ask(urls.web, "SELECT true")
        assert os.stat(f"/proc/{server_of(home)}").st_uid != 0
    assert [stat.S_IMODE(path.stat().st_mode) for path in above] == [0o700] * 3
    with postgres.running(home) as again:
        assert again == urls


def test_it_starts_under_a_strict_umask(folder: Path) -> None:
    before = os.umask(0o077)
    try:
        with postgres.running(folder / "var" / "postgres") as urls:
            assert ask(urls.web, "SELECT true")
    finally:
        os.umask(before)


def test_a_socket_folder_that_is_not_ours_is_refused(folder: Path) -> None:
    (folder / "trap").mkdir()
    (folder / "socket").symlink_to(folder / "trap")
    with pytest.raises(postgres.PostgresUnavailable, match="is not used"), postgres.running(folder):
        pass


def test_an_interrupted_first_start_is_begun_again(folder: Path) -> None:
    (folder / "data.new").mkdir()
    (folder / "data.new" / "half").touch()
    with postgres.running(folder) as urls:
        assert ask(urls.web, "SELECT true")


def test_a_server_that_can_not_start_says_why(folder: Path) -> None:
    with postgres.running(folder):
        version = place.find(folder).data / "PG_VERSION"
    version.write_text("9\n")
    with pytest.raises(postgres.PostgresUnavailable, match="not compatible"), postgres.running(folder):
        pass


def test_without_the_wheel_it_says_what_to_do(folder: Path) -> None:
    # -S: without the packages of .venv
    start = f"from pathlib import Path\nwith postgres.running(Path({str(folder)!r})): pass"
    code = f"import sys; sys.path.insert(0, {str(PROJECT)!r})\nfrom linkportal.local import postgres\n{start}"
    result = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=False)
    assert "PostgresUnavailable: There is no DATABASE_URL" in result.stderr.splitlines()[-1]

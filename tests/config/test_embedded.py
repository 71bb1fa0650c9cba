"""The PostgreSQL that comes along starts wherever it is put, heals what a killed one left, and keeps its data."""

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from verzahnt.config.embedded import LONGEST_SOCKET_FOLDER, Server
from verzahnt.config.postgres_programs import DatabaseTrouble, find_programs

pytestmark = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="a PostgreSQL was given")


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """A folder everybody may enter, unlike pytest's own, which are closed to the account PostgreSQL runs as."""
    made = Path(tempfile.mkdtemp(prefix="vz-", dir="/tmp"))
    made.chmod(0o755)
    try:
        yield made
    finally:
        shutil.rmtree(made)


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as made:
        yield made


@pytest.fixture(scope="module")
def one_server() -> Iterator[Server]:
    with open_folder() as folder:
        made = Server(folder / "postgres", fast=True)
        yield made
        made.stop()


@pytest.fixture
def server(one_server: Server) -> Server:
    one_server.start()
    return one_server


def connect(server: Server) -> "contextlib.closing[psycopg.Connection]":
    return contextlib.closing(
        psycopg.connect(host=str(server.socket_folder), user="postgres", dbname="postgres", autocommit=True)
    )


def ask(server: Server, question: str) -> object:
    with connect(server) as connection:
        return connection.execute(question).fetchone()[0]


def number_of(server: Server) -> int:
    return int((server.home / "data" / "postmaster.pid").read_text().split()[0])


def left_of(server: Server) -> list[str]:
    """Processes that still name the server's data."""
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if str(server.home / "data") in line]


def test_it_answers_on_its_socket_alone_in_utf8(server: Server) -> None:
    with connect(server) as connection:
        facts = connection.execute(
            "SELECT current_setting('listen_addresses'), current_setting('server_encoding'), "
            "current_setting('unix_socket_permissions'), upper('grüße')"
        ).fetchone()

    assert facts == ("", "UTF8", "0700", "GRÜSSE" if find_programs().version < 17 else "GRÜßE")
    assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700


def test_a_restart_keeps_the_data(server: Server) -> None:
    with connect(server) as connection:
        connection.execute("CREATE SEQUENCE kept")
    before = ask(server, "SELECT nextval('kept')")
    server.stop()

    assert (server.running(), left_of(server)) == (False, [])
    server.start()
    assert (before, ask(server, "SELECT nextval('kept')")) == (1, 2)


def test_starting_twice_starts_once(server: Server) -> None:
    first = number_of(server)
    Server(server.state, fast=True).start()

    assert number_of(server) == first


def test_what_a_killed_server_left_is_healed(server: Server) -> None:
    with connect(server) as connection:
        connection.execute("SET synchronous_commit TO on")
        connection.execute("CREATE TABLE healed AS SELECT 7 AS n")
    os.kill(number_of(server), signal.SIGKILL)
    while server.running():
        time.sleep(0.01)
    server.start()

    assert ask(server, "SELECT n FROM healed") == 7


def test_a_stale_lock_with_the_number_of_another_program_is_healed(server: Server) -> None:
    lock = (server.home / "data" / "postmaster.pid").read_text()
    server.stop()
    stranger = lock.replace(lock.split()[0], str(os.getpid()), 1)
    (server.home / "data" / "postmaster.pid").write_text(stranger)
    (server.socket_folder / ".s.PGSQL.5432.lock").write_text(stranger)

    assert not server.running()
    server.start()
    assert ask(server, "SELECT 1") == 1


def test_a_first_start_killed_halfway_leaves_nothing_in_the_way(folder: Path) -> None:
    (folder / "postgres" / "data.new").mkdir(parents=True)
    (folder / "postgres" / "data.new" / "PG_VERSION").write_text("18")
    server = Server(folder / "postgres", fast=True)
    server.start()

    assert ask(server, "SELECT 1") == 1
    server.stop()


def test_settings_for_other_postgresqls_do_not_disturb(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPORT", "6543")
    monkeypatch.setenv("PGDATA", "/nowhere")
    server = Server(folder / "postgres", fast=True)
    server.start()

    assert (server.socket_folder / ".s.PGSQL.5432").exists()
    server.stop()


@pytest.mark.parametrize("name", ["a-long-name-" * 10, "Müllers Ordner, neu"])
def test_where_a_socket_can_not_be_it_gets_a_short_folder(folder: Path, name: str) -> None:
    server = Server(folder / name / "postgres", fast=True)
    server.start()

    assert len(str(server.socket_folder)) <= LONGEST_SOCKET_FOLDER
    assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700
    assert ask(server, "SELECT 1") == 1
    server.stop()
    assert not server.socket_folder.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is locked out of nothing")
def test_started_by_root_in_a_home_only_its_owner_may_enter(folder: Path) -> None:
    home = folder / "home"
    home.mkdir(mode=0o700)
    server = Server(home / "checkout" / "postgres", fast=True)
    try:
        server.start()
        assert ask(server, "SELECT 1") == 1
        assert server.home.parent == Path("/var/lib")
        assert [stat.S_IMODE(path.stat().st_mode) for path in (home, folder)] == [0o700, 0o755]
    finally:
        server.stop()
        shutil.rmtree(server.home)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has programs others may not run")
def test_programs_others_may_not_run_are_copied_with_their_libraries(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = folder / "locked"
    locked.mkdir(mode=0o700)
    hidden = find_programs().copied_to(locked / "site-packages")
    monkeypatch.setattr("verzahnt.config.embedded.find_programs", lambda: hidden)
    server = Server(folder / "postgres", fast=True)
    server.start()

    assert server.programs.folder.is_relative_to(server.home)
    assert ask(server, "SELECT 1") == 1
    server.stop()


def test_data_of_another_version_are_left_alone_and_named(server: Server) -> None:
    server.stop()
    version = server.home / "data" / "PG_VERSION"
    written = version.read_text()
    version.write_text("12\n")

    with pytest.raises(DatabaseTrouble, match=r"sind von PostgreSQL 12, hier läuft \d+"):
        server.start()
    version.write_text(written)


USER = """
import sys, pathlib
from verzahnt.config.embedded import Server
with Server(pathlib.Path(sys.argv[1]), fast=True).in_use():
    print("here", flush=True)
    sys.stdin.read()
"""


def use(state: Path) -> "subprocess.Popen[str]":
    user = subprocess.Popen(
        [sys.executable, "-c", USER, str(state)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert user.stdout
    assert user.stdout.readline() == "here\n"
    return user


def test_the_last_to_leave_turns_off_the_light(folder: Path) -> None:
    server = Server(folder / "postgres", fast=True)
    first, second = use(server.state), use(server.state)
    first.communicate()
    assert server.running()

    second.communicate()
    assert (server.running(), left_of(server)) == (False, [])


def test_a_killed_user_does_not_count(folder: Path) -> None:
    server = Server(folder / "postgres", fast=True)
    killed, last = use(server.state), use(server.state)
    killed.kill()
    killed.communicate()
    last.communicate()

    assert not server.running()


def test_a_server_started_for_good_stays_when_its_users_leave(server: Server) -> None:
    server.keep()
    use(server.state).communicate()

    assert server.running()


FORKING = """
import os, sys, pathlib
from verzahnt.config.embedded import Server
server = Server(pathlib.Path(sys.argv[1]), fast=True)
with server.in_use():
    child = os.fork()
    if child == 0:
        sys.exit()
    os.waitpid(child, 0)
    print(server.running())
"""


def test_a_fork_that_leaves_does_not_stop_the_server(folder: Path) -> None:
    forking = subprocess.run([sys.executable, "-c", FORKING, str(folder / "postgres")], capture_output=True, text=True)

    assert forking.stdout == "True\n"

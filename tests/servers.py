"""A pytest plugin: throw-away PostgreSQL and Redis on free ports, before Django reads its settings.

pytest-django reads the settings before any conftest.py, so the servers cannot be started there;
`pyproject.toml` names this plugin with `-p tests.servers` instead. It leaves in the environment:

- DATABASE_URL, KEYRING_URL: two databases of one cluster; given ones are used as they are.
- REDIS_URL: one database number per xdist worker.
- COACHPRACTICE_VAR: a temporary folder, one below it per worker, so none takes another's jobs.

With SQLITE=1 there are no servers at all and everything lives in that folder. `scripts/bench`
starts the same servers through `Servers`.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

REDIS_DATABASES = 64
SPEED_BEFORE_SAFETY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
SERVER_VARIABLES = ("DATABASE_URL", "KEYRING_URL", "REDIS_URL")


class MissingServer(RuntimeError):
    """A server's program is not installed; the message says what to install."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, Any, Any]:
    # A wrapper: pytest-django reads the settings in this same hook, and would come first.
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        _move_into_own_corner(int(worker.removeprefix("gw")))
    else:
        _start_for_the_session(early_config)
    return (yield)


def _start_for_the_session(config: pytest.Config) -> None:
    # `kill` and a time limit of the CI must clean up like Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs beside the ORM
    servers = Servers()
    config.add_cleanup(servers.stop)
    os.environ["COACHPRACTICE_VAR"] = str(servers.make_folder("coachpractice-var-"))
    if os.environ.get("SQLITE"):
        for name in SERVER_VARIABLES:
            os.environ.pop(name, None)
        return
    try:
        os.environ.update(servers.start_missing())
    except MissingServer as error:
        raise pytest.UsageError(str(error)) from None


def _move_into_own_corner(number: int) -> None:
    own_var = Path(os.environ["COACHPRACTICE_VAR"]) / f"worker-{number}"
    own_var.mkdir(exist_ok=True)
    os.environ["COACHPRACTICE_VAR"] = str(own_var)
    if redis := os.environ.get("REDIS_URL"):
        server, _, _ = redis.rpartition("/")
        os.environ["REDIS_URL"] = f"{server}/{number + 1}"


class Servers:
    """The servers and folders of one run; `stop()` leaves nothing of them behind."""

    def __init__(self) -> None:
        self._cleanup = ExitStack()

    def stop(self) -> None:
        self._cleanup.close()

    def start_missing(self) -> dict[str, str]:
        """Start what the environment does not name yet, and return its addresses."""
        addresses: dict[str, str] = {}
        if "DATABASE_URL" not in os.environ:
            cluster = self.start_postgresql("coachpractice", "keyring")
            addresses["DATABASE_URL"] = f"{cluster}/coachpractice"
            addresses["KEYRING_URL"] = f"{cluster}/keyring"
        if "REDIS_URL" not in os.environ:
            addresses["REDIS_URL"] = self.start_redis()
        return addresses

    def make_folder(self, prefix: str) -> Path:
        folder = Path(tempfile.mkdtemp(prefix=prefix))
        self._cleanup.callback(shutil.rmtree, folder, ignore_errors=True)
        return folder

    def start_postgresql(
        self, *databases: str, settings: Sequence[str] = SPEED_BEFORE_SAFETY
    ) -> str:
        """Start a cluster with these empty databases; return its address without a database."""
        programs = _postgresql_programs()
        folder = self.make_folder("coachpractice-pg-")
        unprivileged = _as_postgres(folder)
        port = _free_port()
        options = [f"-p {port}", f"-k {folder}", "-c listen_addresses=127.0.0.1"]
        options += [f"-c {setting}" for setting in (*settings, "max_connections=100")]

        def run(program: str, *arguments: str | Path) -> None:
            # Nothing is captured from pg_ctl: the server would keep the pipe open.
            log = (folder / f"{program}.log").open("wb")
            with log:
                subprocess.run(
                    [programs / program, *arguments],
                    check=True, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **unprivileged,
                )  # fmt: skip

        cluster = folder / "cluster"
        initial = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run("initdb", "-D", cluster, *initial)
        server_log = folder / "server.log"
        run("pg_ctl", "start", "-w", "-D", cluster, "-l", server_log, "-o", " ".join(options))
        self._cleanup.callback(run, "pg_ctl", "stop", "-D", cluster, "-m", "immediate")
        for database in databases:
            run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", database)
        return f"postgres://postgres@127.0.0.1:{port}"

    def start_redis(self) -> str:
        """Start a Redis that keeps nothing; return the address of its database 0."""
        program = shutil.which("redis-server") or shutil.which("valkey-server")
        if not program:
            raise MissingServer(
                "Redis is not installed: run scripts/test, or apt-get install redis-server, "
                "or set REDIS_URL, or set SQLITE=1 to test the embedded default."
            )
        port = _free_port()
        options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        options += ["--databases", str(REDIS_DATABASES)]
        process = subprocess.Popen(
            [program, "--port", str(port), *options],
            cwd=tempfile.gettempdir(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the tests; they still need it to end well
        )
        self._cleanup.callback(process.wait)
        self._cleanup.callback(process.terminate)
        _wait_for(port, process)
        return f"redis://127.0.0.1:{port}/0"


def _postgresql_programs() -> Path:
    """Debian keeps them out of PATH, one folder per version: the newest."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not found and (initdb := shutil.which("initdb")):
        found = [Path(initdb).resolve().parent]
    if not found:
        raise MissingServer(
            "PostgreSQL is not installed: run scripts/test, or apt-get install postgresql, "
            "or set DATABASE_URL and KEYRING_URL, or set SQLITE=1 to test the embedded default."
        )
    return max(found, key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0)


def _as_postgres(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: Debian's package brought a user for it."""
    if os.geteuid() != 0:
        return {"cwd": folder}
    account = pwd.getpwnam("postgres")
    os.chown(folder, account.pw_uid, account.pw_gid)
    return {
        "cwd": folder, "user": account.pw_uid, "group": account.pw_gid, "extra_groups": [],
    }  # fmt: skip


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"Redis did not answer on port {port}.")

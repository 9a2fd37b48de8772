"""What the scripts say to the person who starts them when something is in the way."""

import os
import re
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def start(*command, path=None, **environment):
    """Run a script; `path` is a folder of programs that stand in for those of the machine."""
    search = f"{path}:{os.environ['PATH']}" if path else os.environ["PATH"]
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PATH": search, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def stand_in(folder, name, script):
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return folder


def refused_in_one_line(answer):
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert len(answer.stderr.splitlines()) == 1
    return answer.stderr.strip()


@pytest.fixture
def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    return str(port)


def test_a_taken_port_is_said_before_anything_is_set_up(tmp_path):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        answer = start("scripts/run", "--port", str(port), COACHPRACTICE_VAR=str(tmp_path / "var"))
    assert refused_in_one_line(answer) == (
        f"Port {port} of 127.0.0.1 is taken or not allowed: start with another one, "
        f"for example: scripts/run --port {port + 80}"
    )
    assert not (tmp_path / "var").exists()


def test_a_full_disk_is_said(tmp_path, free_port):
    columns = "Filesystem 1024-blocks Used Available Capacity Mounted"
    stand_in(tmp_path, "df", f"echo {columns}; echo tmpfs 51200 0 51200 0% /")
    var = str(tmp_path / "var")
    answer = start("scripts/run", "--port", free_port, path=tmp_path, COACHPRACTICE_VAR=var)
    assert refused_in_one_line(answer) == (
        f"The disk of {tmp_path} has 50 MB left and 200 MB are needed: make room and start again."
    )


def test_an_old_python_is_said(tmp_path, free_port):
    for version in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        stand_in(tmp_path, version, "exit 1")
    answer = start("scripts/run", "--port", free_port, path=tmp_path, PYTHON="")
    assert refused_in_one_line(answer) == (
        "Coachpractice needs Python 3.11 or newer as python3: "
        "install it (Debian 12 and later have it) and start again."
    )


def test_a_port_that_is_no_number_is_said():
    answer = start("scripts/run", "--port", "http")
    assert refused_in_one_line(answer) == (
        "--port takes a number, for example: scripts/run --port 8080"
    )


def test_an_unknown_option_shows_the_known_ones():
    answer = start("scripts/run", "--prot", "80")
    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1] == "scripts/run does not know --prot."
    known = {"--empty", "--port", "--host", "--check"}
    assert set(re.findall(r"--\w+", answer.stderr)) == known | {"--prot"}


def test_apt_is_not_asked_when_every_package_is_there(tmp_path):
    stand_in(tmp_path, "dpkg-query", "printf installed")
    stand_in(tmp_path, "apt-get", f"touch {tmp_path}/asked; exit 1")
    command = 'source scripts/_setup.sh; install_packages "${RUN_PACKAGES[@]}"'
    answer = start("bash", "-euc", command, path=tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert not (tmp_path / "asked").exists()


def test_an_apt_that_fails_is_told_with_its_last_words(tmp_path):
    stand_in(tmp_path, "dpkg", "")
    stand_in(tmp_path, "dpkg-query", "exit 1")
    stand_in(tmp_path, "sudo", 'exec "$@"')
    stand_in(tmp_path, "apt-get", "echo E: no network; exit 100")
    answer = start("bash", "-euc", "source scripts/_setup.sh; install_packages qpdf", path=tmp_path)
    assert answer.returncode == 1
    assert answer.stderr.splitlines() == [
        "Installing with apt: qpdf",
        "E: no network",
        "apt could not install them (its last words are above): "
        "mend that, or run it yourself: apt-get install qpdf",
    ]

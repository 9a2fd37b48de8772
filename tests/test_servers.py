import os
from pathlib import Path

from django.conf import settings
from django.db import connections

from tests.servers import Servers


def test_the_tests_run_on_the_databases_they_were_asked_to_run_on():
    vendors = {name: connections[name].vendor for name in ("default", "keyring")}
    expected = "sqlite" if os.environ.get("SQLITE") else "postgresql"
    assert vendors == {"default": expected, "keyring": expected}


def test_the_keyring_is_a_database_of_its_own():
    default, keyring = (connections[name].settings_dict["NAME"] for name in ("default", "keyring"))
    assert default != keyring


def test_nothing_the_tests_store_lands_in_the_checkout():
    assert not settings.VAR_DIR.is_relative_to(Path(settings.BASE_DIR))


def test_folders_go_when_the_servers_stop():
    servers = Servers()
    folder = servers.make_folder("coachpractice-test-")
    (folder / "something").write_text("left over")
    servers.stop()
    assert not folder.exists()

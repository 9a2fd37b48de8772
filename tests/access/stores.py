"""Everything that is kept outside the vault, as bytes, and whether a word stands in it."""

import base64
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import redis
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connections


def contents(*, folder: Path, log: StringIO, cookies: list[str]) -> dict[str, bytes]:
    """The stores by name. `folder` holds file store and outbox of this run."""
    found = {f"database {alias}": _database(alias) for alias in connections}
    rows = Session.objects.all()
    found["sessions"] = json.dumps([row.get_decoded() for row in rows]).encode()
    found["cookies"] = "\n".join(cookies).encode()
    found["file store"] = _files(folder / "files")
    found["outbox"] = _files(folder / "outbox")
    found["logs"] = log.getvalue().encode()
    found["queue and cache"] = _redis() if settings.REDIS_URL else _files(settings.QUEUE_DIR)
    return found


def _database(alias: str) -> bytes:
    """Every row as the server holds it: COPY of each table, or the file with what is not in it
    yet."""
    connection = connections[alias]
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
    dumped = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            out = _Bytes()
            cursor.cursor.copy_expert(f'COPY "{table}" TO STDOUT (FORMAT binary)', out)
            dumped += out
    return b"".join(dumped)


class _Bytes(list):
    def write(self, part: bytes) -> None:
        self.append(bytes(part))


def _files(folder: Path) -> bytes:
    """Names and contents of all files below."""
    paths = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    return b"".join(str(path).encode() + b"\n" + path.read_bytes() for path in paths)


def _redis() -> bytes:
    server = redis.Redis.from_url(settings.REDIS_URL)
    read = {
        b"string": lambda key: [server.get(key)],
        b"list": lambda key: server.lrange(key, 0, -1),
        b"set": lambda key: list(server.smembers(key)),
        b"zset": lambda key: server.zrange(key, 0, -1),
        b"hash": lambda key: [part for pair in server.hgetall(key).items() for part in pair],
    }
    return b"\n".join(
        b"\n".join([key, *read[server.type(key)](key)]) for key in server.scan_iter("*")
    )


def stands_in(word: str, content: bytes) -> list[str]:
    """The ways in which the word stands there: as it is, or in a common wrapping."""
    plain = word.encode()
    wrapped = {
        "as it is": [plain],
        "in capitals": [plain.upper()],
        "hexadecimal": [plain.hex().encode()],
        "UTF-16": [word.encode("utf-16-le"), word.encode("utf-16-be")],
        "backwards": [plain[::-1]],
        "base64": [_core(plain, shift) for shift in range(3)],
    }
    return [way for way, forms in wrapped.items() if any(form in content for form in forms)]


def _core(plain: bytes, shift: int) -> bytes:
    """What base64 makes of it wherever it begins, without the ends that depend on neighbours."""
    encoded = base64.b64encode(bytes(shift) + plain + bytes(2))
    return encoded[4 if shift else 0 :][: (len(plain) - 3) // 3 * 4]


@contextmanager
def listening() -> Iterator[StringIO]:
    """All that is logged, as the console shows it."""
    out = StringIO()
    handler = logging.StreamHandler(out)
    root = logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in ("django", "django.server", "celery"))]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield out
    finally:
        for logger in loggers:
            logger.removeHandler(handler)

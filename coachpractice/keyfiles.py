"""Secrets of the installation, from the environment or from files of the embedded default.

No Django here: settings read this before anything else exists.
"""

import base64
import os
import secrets
from pathlib import Path


class MissingSecret(RuntimeError):
    """A production installation lacks a secret; the message says which variable to set."""


def read_or_make(variable: str, path: Path, *, embedded: bool) -> bytes:
    """Return 32 secret bytes: from `variable` (base64), else from `path`, made on the first start.

    Only the embedded default makes keys for itself; elsewhere a missing variable stops the start.
    """
    if value := os.environ.get(variable):
        key = base64.urlsafe_b64decode(value)
        if len(key) != 32:
            raise MissingSecret(f"{variable} must be 32 bytes in URL-safe base64.")
        return key
    if not embedded:
        raise MissingSecret(
            f"Set {variable}: python -c 'import base64,os;"
            "print(base64.urlsafe_b64encode(os.urandom(32)).decode())'"
        )
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, secrets.token_bytes(32))
    return path.read_bytes()


def _write_once(path: Path, content: bytes) -> None:
    """Create `path` whole, readable by its owner alone; the first of several starters wins."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.chmod(0o400)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()

"""Writing a file: whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from shutil import copymode

OWNER = 0o600


def replace(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file beside its place and move it there, its folder made if missing.

    A reader sees the old content or the new, never half of one. An old file's
    permissions stay, unless it is `private`: then nobody but its owner may ever read
    it. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if private:
            draft.touch(OWNER)
            draft.chmod(OWNER)
        draft.write_bytes(data)
        if path.exists() and not private:
            copymode(path, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)

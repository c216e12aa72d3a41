"""Writing a file: whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from shutil import copymode


def replace(path: Path, data: bytes) -> None:
    """Write a file beside its place and move it there, its folder made if missing.

    A reader sees the old content or the new, never half of one, and an old file's
    permissions stay. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(data)
        if path.exists():
            copymode(path, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)

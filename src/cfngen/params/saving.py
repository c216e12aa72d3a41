"""Writing a parameter file: whole or not at all."""

from __future__ import annotations

from pathlib import Path

from cfngen import atomic
from cfngen.errors import InputError


def save(path: Path, text: str) -> bool:
    """Write the text to a file unless it is there already; return whether it was not.

    The file is replaced in one step and keeps its permissions, so that a reader sees
    the old text or the new. Raises InputError where the file system refuses.
    """
    data = text.encode()
    path = path.resolve()  # a symbolic link stays one
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        atomic.replace(path, data)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}.") from None
    return True

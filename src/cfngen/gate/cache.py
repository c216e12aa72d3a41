"""What was found before: entries by key, in a folder that may vanish at any time."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cfngen import atomic

FORMAT = 1
"""Raised when what is in an entry changes its shape; older ones are written again."""

LARGEST = 64 * 2**20
"""Bytes that the entries may have together; the oldest go first."""

KEPT = LARGEST * 3 // 4
"""Bytes that are left when entries go, so that not every run has to look for some."""


@dataclass(frozen=True)
class Cache:
    """A folder of entries; without one nothing is remembered.

    Several processes may use it at once: an entry is written whole or not at all, and
    says what it is. What is wrong with the file system is not worth a word: the work is
    done again.
    """

    folder: Path | None = None

    def read(self, key: str) -> Any:
        """Return what was written under a key; None where that cannot be trusted.

        Reading makes an entry young again.
        """
        if self.folder is None or not key:
            return None
        path = self._path(self.folder, key)
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        head, _, text = data.partition(b"\n")
        return json.loads(text) if head == _head(key, text) else None

    def write(self, key: str, body: Any) -> None:
        """Remember what belongs to a key: plain JSON."""
        if self.folder is None or not key:
            return
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        try:
            atomic.replace(
                self._path(self.folder, key), _head(key, text) + b"\n" + text
            )
        except OSError:
            return

    def prune(self, largest: int = LARGEST, kept: int = KEPT) -> None:
        """Remove the oldest entries, down to `kept` bytes, where there are too many."""
        ages = sorted(_entries(self.folder), key=lambda entry: entry[1].st_mtime)
        size = sum(status.st_size for _, status in ages)
        if size <= largest:
            return
        for path, status in ages:
            if size <= kept:
                return
            size -= status.st_size
            try:
                path.unlink(missing_ok=True)
            except OSError:
                continue

    def _path(self, folder: Path, key: str) -> Path:
        """Return the file of a key; folders of 256 keep any one of them small."""
        return folder / key[:2] / f"{key[2:]}.json"


def of_user(wanted: bool) -> Cache:
    """Return the user's cache, or one that remembers nothing."""
    return Cache(cache_folder(os.environ) if wanted else None)


def cache_folder(environ: Mapping[str, str]) -> Path | None:
    """Return where entries are kept: CFNGEN_CACHE, or the user's folder for caches.

    https://specifications.freedesktop.org/basedir-spec/latest/ says where that is; a
    relative path in XDG_CACHE_HOME does not count. None for a user without a home.
    """
    own = environ.get("CFNGEN_CACHE", "")
    if own:
        return Path(own).absolute()
    users = environ.get("XDG_CACHE_HOME", "")
    if Path(users).is_absolute():
        return Path(users) / "cfngen"
    try:
        return Path.home() / ".cache" / "cfngen"
    except RuntimeError:
        return None


def _head(key: str, text: bytes) -> bytes:
    """Return the first line of an entry: what it is, and that it is whole."""
    return f"cfngen {FORMAT} {key} {sha256(text).hexdigest()}".encode()


def _entries(folder: Path | None) -> list[tuple[Path, os.stat_result]]:
    """Return each entry with its size and age; those that vanish meanwhile are none.

    A draft that a killed process has left behind counts as an entry.
    """
    found: list[tuple[Path, os.stat_result]] = []
    for path in folder.glob("??/*.json*") if folder is not None else ():
        try:
            found.append((path, path.stat()))
        except OSError:
            continue
    return found

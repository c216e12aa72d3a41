"""stdout and stderr, which say which of them it was when one cannot be written."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import RawIOBase, TextIOWrapper
from pathlib import Path
from typing import Any, TextIO, cast

import click


class OutputLost(OSError):
    """What was to be said could not be written: a full disk, a quota, a dead terminal.

    Anything but a reader that has gone away, which stays BrokenPipeError.
    """


class Stream:
    """A stream that names itself when it cannot be written; else it is as it was."""

    def __init__(self, stream: Any, name: str) -> None:
        self._stream = stream
        self._name = name

    def write(self, said: str | bytes) -> int:
        """Write; raises OutputLost."""
        with self._named():
            written: int = self._stream.write(said)
        return written

    def flush(self) -> None:
        """Pass on what has been written; raises OutputLost."""
        with self._named():
            self._stream.flush()

    @property
    def buffer(self) -> Stream:
        """Return the bytes below, which click writes where the encoding is ASCII."""
        return Stream(self._stream.buffer, self._name)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Let what fails inside say which stream it was."""
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            why = error.strerror or str(error)
            raise OutputLost(error.errno, f"{self._name}: {why}.") from error


@contextmanager
def named() -> Iterator[None]:
    """Let stdout and stderr name themselves inside; nothing is left to write after.

    A stream that the process was started without takes everything and keeps nothing.
    Raises OutputLost and BrokenPipeError also for what only the end would have written.
    """
    before = sys.stdout, sys.stderr
    with _nowhere() as nowhere:
        out, err = (_whole(stream or nowhere) for stream in before)
        sys.stdout = cast(TextIO, Stream(out, "stdout"))
        sys.stderr = cast(TextIO, Stream(err, "stderr"))
        try:
            yield
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            sys.stdout, sys.stderr = before
            _quiet(out)
            _quiet(err)


@contextmanager
def _nowhere() -> Iterator[TextIO]:
    """Yield what is like a stream, and keeps nothing."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        yield nowhere


def _whole(stream: TextIO) -> TextIO:
    """Return a stream that writes everything or fails.

    With PYTHONUNBUFFERED nothing stands between text and file that would go on where
    a disk has taken a part only, or fail: https://github.com/python/cpython/issues/85393
    """
    if not isinstance(stream, TextIOWrapper):
        return stream
    below: object = stream.buffer
    if not isinstance(below, RawIOBase):
        return stream
    form = stream.encoding, stream.errors
    return open(below.fileno(), "w", -1, *form, closefd=False)


def _quiet(stream: TextIO) -> None:
    """Keep the interpreter from failing once more when it ends, with 120.

    https://docs.python.org/3/library/signal.html#note-on-sigpipe
    """
    try:
        stream.flush()
    except OSError:
        with suppress(OSError), Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), stream.fileno())


def explain(lost: OutputLost) -> None:
    """Say on stderr what cannot be written, and what that means, if stderr takes it."""
    notes: list[str] = getattr(lost, "__notes__", [])
    with suppress(OSError):
        click.echo(f"Nothing more can be written to {lost.strerror}", err=True)
        for note in notes:
            click.echo(note, err=True)

"""Starting and stopping the emulator, from the process that wants to use it."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import IO

from cfngen.errors import EmulatorError

READY_SECONDS = 30.0
STOP_SECONDS = 5.0
STDERR_CHARACTERS = 2000
FREE = "Is the port free? --port 0 takes any free one."
"""What to do where a port was asked for; without one any free one is taken."""


@dataclass(frozen=True)
class Emulator:
    """A running emulator and the address that answers for every service."""

    endpoint: str


@contextmanager
def emulator(port: int = 0, ready_seconds: float = READY_SECONDS) -> Iterator[Emulator]:
    """Run the emulator on a loopback port while the block lasts (0: any free port).

    Raises EmulatorError if moto is not installed, or if the emulator does not answer
    in time; the message then ends with what it wrote to standard error.
    """
    if find_spec("moto") is None:
        raise EmulatorError(
            "The emulator needs moto, which is not installed.",
            "pip install 'cfngen[local]'",
        )
    command = [sys.executable, "-m", "cfngen.local.server", "--port", str(port)]
    with tempfile.TemporaryFile() as stderr:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            start_new_session=True,  # Ctrl-C is for the parent, which then stops it
        )
        try:
            bound = _port(child, stderr, ready_seconds, FREE if port else "")
            # Not 127.0.0.1: moto reads a TemplateURL's bucket from the path only
            # where the host is called localhost.
            yield Emulator(f"http://localhost:{bound}")
        finally:
            _stop(child)


def _port(
    child: subprocess.Popen[bytes], stderr: IO[bytes], seconds: float, hint: str
) -> int:
    """Return the port that the child prints, or raise with what it wrote instead."""
    timer = threading.Timer(seconds, child.kill)
    timer.start()
    line = child.stdout.readline() if child.stdout else b""
    timer.cancel()
    if line.strip().isdigit():
        return int(line)
    child.kill()
    late = child.wait() == -signal.SIGKILL  # else it has ended by itself
    stderr.seek(0)
    told = stderr.read().decode(errors="replace").strip()[-STDERR_CHARACTERS:]
    within = f" within {seconds:g} seconds" if late else ""
    raise EmulatorError(f"The emulator did not start{within}. {told}".strip(), hint)


def _stop(child: subprocess.Popen[bytes]) -> None:
    """Close the child's standard input, which ends it; kill it if that does not."""
    for stream in (child.stdin, child.stdout):
        if stream:
            stream.close()
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()

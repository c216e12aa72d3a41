"""The program on a terminal, as a person sees it."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial


def on_a_terminal(*arguments: str, **variables: str) -> str:
    """Return what the program shows on a terminal, stdout and stderr together."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "cfngen", *arguments]
    environment = os.environ | variables
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=environment):
        os.close(theirs)
        shown = b"".join(iter(partial(_read, ours), b""))
    os.close(ours)
    return shown.decode()


def _read(terminal: int) -> bytes:
    """Return the next bytes of a terminal, none when nobody writes to it any more."""
    try:
        return os.read(terminal, 4096)
    except OSError:  # what Linux says where others say that nothing is left
        return b""

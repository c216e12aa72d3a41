"""One emulator and one plain moto for the whole session."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from cfngen.local import emulator
from tests.local.cloud import Cloud

PLAIN = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    with emulator() as running:
        yield running.endpoint


@pytest.fixture
def cloud(endpoint: str) -> Iterator[Cloud]:
    """The emulator, empty."""
    cloud = Cloud(endpoint)
    cloud.reset()
    yield cloud


@pytest.fixture(scope="session")
def plain() -> Iterator[Cloud]:
    """Moto's own server, as it comes."""
    child = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", PLAIN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with child:
        assert child.stdout is not None
        yield Cloud(f"http://localhost:{int(child.stdout.readline())}")
        assert child.stdin is not None
        child.stdin.close()
        child.kill()

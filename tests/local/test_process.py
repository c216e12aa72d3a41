from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen

import pytest

from cfngen.errors import EmulatorError
from cfngen.local import emulator
from tests.local.cloud import Cloud, template
from tests.local.probes import TOPIC


@contextmanager
def free_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        yield listener.getsockname()[1]


def gone(endpoint: str) -> bool:
    """Say whether nobody answers at an address any more."""
    for _ in range(100):
        try:
            urlopen(f"{endpoint}/moto-api/data.json").close()
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_it_takes_the_port_it_is_given_and_frees_it() -> None:
    with free_port() as port:
        pass
    with emulator(port) as running:
        assert running.endpoint == f"http://localhost:{port}"
        cloud = Cloud(running.endpoint, "eu-west-1")
        ended = cloud.create("s", template({"Topic": TOPIC}))
        assert ended["StackId"].startswith("arn:aws:cloudformation:eu-west-1:")
    assert gone(running.endpoint)


def test_it_ends_when_the_block_raises() -> None:
    with pytest.raises(KeyboardInterrupt), emulator() as running:
        raise KeyboardInterrupt
    assert gone(running.endpoint)


def test_a_taken_port_is_told_with_what_the_child_said() -> None:
    with (
        free_port() as port,
        pytest.raises(EmulatorError) as caught,
        emulator(port),
    ):
        pass
    assert caught.value.message.startswith("The emulator did not start. ")
    assert "Address already in use" in caught.value.message
    assert "--port 0" in caught.value.hint


def test_a_child_that_is_too_slow_is_given_up() -> None:
    with (
        pytest.raises(EmulatorError, match=r"within 0\.01 seconds") as caught,
        emulator(ready_seconds=0.01),
    ):
        pass
    assert not caught.value.hint, "deploy --local has no --port to change"


def test_it_ends_with_the_process_that_started_it() -> None:
    code = (
        "import os\n"
        "from cfngen.local import emulator\n"
        "with emulator() as running:\n"
        "    print(running.endpoint, flush=True)\n"
        "    os._exit(9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 9
    assert gone(done.stdout.strip())


def test_without_moto_it_says_what_to_install() -> None:
    code = (
        "import sys\n"
        "sys.modules['moto'] = None\n"
        "from cfngen.errors import EmulatorError\n"
        "from cfngen.local import emulator\n"
        "try:\n"
        "    emulator().__enter__()\n"
        "except EmulatorError as error:\n"
        "    print(error.hint)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "pip install 'cfngen[local]'"


def test_importing_the_package_imports_no_moto() -> None:
    code = "import sys, cfngen.local; print([m for m in sys.modules if 'moto' in m])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.stdout.strip() == "[]"

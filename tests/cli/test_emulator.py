"""`cfngen emulator`: runs until Ctrl-C, and says how to use it."""

from __future__ import annotations

import signal
import subprocess
import sys
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from cfngen.cli import main
from cfngen.errors import Exit
from tests.cli.test_deploy import CHILD


def test_it_answers_until_ctrl_c() -> None:
    words = [sys.executable, "-c", CHILD, "emulator", "--port", "0"]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        assert child.stderr
        url = child.stdout.readline().strip()
        hint = child.stderr.readline()
        with urlopen(f"{url}/moto-api/data.json") as answer:
            assert answer.status == 200
        child.send_signal(signal.SIGINT)
        rest = child.stderr.read()
    assert child.returncode == Exit.OK
    assert hint == f"Deploy: cfngen deploy SYSTEM ENV --endpoint-url {url}\n"
    assert rest.endswith("The emulator has stopped.\n")
    with pytest.raises(URLError):
        urlopen(url)


def test_a_port_that_is_taken_is_no_traceback(
    emulator_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    port = emulator_url.rpartition(":")[2]
    assert main(["emulator", "--port", port]) == Exit.FAILED
    assert "Is the port free?" in capsys.readouterr().err

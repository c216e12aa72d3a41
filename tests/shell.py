"""A shell in which the real AWS CLI, version 1, talks to an emulator."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

AWS = """
import gc, os, sys, time
gc.disable()
sleep = time.sleep
time.sleep = lambda seconds: sleep(min(seconds, 0.2))
sys.argv[1:1] = ["--endpoint-url", os.environ["AWS_ENDPOINT_URL"]]
from awscli.clidriver import main
raise SystemExit(main())
"""
"""The AWS CLI as it is, but it does not wait 30 seconds between two questions, and
asks the emulator of RDS and SQS too: for these version 1 takes no word from the
environment. Nor does it look for garbage, which costs a call a fifth of its time."""


@dataclass(frozen=True)
class Shell:
    """Runs commands with made-up credentials and nothing of this machine's setup."""

    endpoint: str
    region: str

    def aws(self, *words: str) -> str:
        """Run the AWS CLI; return what it prints."""
        return self._run([sys.executable, "-c", AWS, *words], os.environ["PATH"])

    def bash(self, script: str, folder: Path) -> str:
        """Run a script whose every command must succeed; return what it prints.

        The folder becomes the first of the PATH, with the AWS CLI in it.
        """
        program = folder / "aws"
        program.write_text(f"#!{sys.executable}{AWS}", "utf-8")
        program.chmod(0o755)
        command = ["bash", "-e", "-u", "-o", "pipefail", "-c", script]
        return self._run(command, f"{folder}{os.pathsep}{os.environ['PATH']}")

    def _run(self, command: Sequence[str], path: str) -> str:
        mine = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
        theirs = {
            "AWS_ACCESS_KEY_ID": "emulator",
            "AWS_SECRET_ACCESS_KEY": "emulator",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_DEFAULT_REGION": self.region,
            "NO_PROXY": "localhost",
            "PATH": path,
        }
        ran = subprocess.run(
            command, env=mine | theirs, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

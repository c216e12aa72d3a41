"""A project of one small system, and an account that a scripted cloud plays."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from pathlib import Path

import pytest

from cfngen.cli import main
from cfngen.cli.connecting import Outside
from cfngen.cloud.aws import of_clients
from cfngen.project import Project
from tests.fakes.clock import Process
from tests.fakes.world import World

NAME = "small-dev"

SPEC = """\
system: small
description: Nothing but a network
region: us-east-1
network:
  cidr: 10.0.0.0/16
  subnets:
    public: [10.0.0.0/24, 10.0.1.0/24]
"""


@dataclass(frozen=True)
class Desk:
    """Somebody at a terminal, in a project, with an account."""

    project: Project
    world: World
    captured: pytest.CaptureFixture[str]

    def run(self, *words: str) -> tuple[int, str, str]:
        """Run a command; return the exit code, stdout and stderr."""
        region = self.world.ground.region
        outside = Outside(
            lambda *_: of_clients(self.world.clients(), region), self.world.clock
        )
        code = main(words, outside)
        return code, *self.captured.readouterr()

    def write(self, spec: str) -> None:
        """Say something else in the spec."""
        self.project.spec("small").write_text(spec, "utf-8")


def desk(folder: Path, captured: pytest.CaptureFixture[str]) -> Desk:
    """Return a project with the system small in a folder, generated, and a world."""
    project = Project(folder.resolve())
    project.spec("small").parent.mkdir()
    project.spec("small").write_text(SPEC, "utf-8")
    made = Desk(project, World(), captured)
    for verb in (("generate", "small"), ("params", "sync", "small", "--env", "dev")):
        code, _, told = made.run("--project", str(folder), *verb)
        assert code == 0, told
    return made


def struck(after: float) -> Process:
    """Have the process told to end in so many seconds."""
    yield after
    signal.raise_signal(signal.SIGTERM)

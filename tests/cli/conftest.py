"""What the tests of the commands share."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfngen.project import Project
from tests.cli.projects import two_systems
from tests.cli.worlds import Desk
from tests.cli.worlds import desk as small_system


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a project of two systems; it is the current folder."""
    monkeypatch.chdir(tmp_path)
    return two_systems(tmp_path)


@pytest.fixture
def desk(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Desk:
    """Return a project of one small system, which is the current folder, and AWS."""
    monkeypatch.chdir(tmp_path)
    return small_system(tmp_path, capsys)

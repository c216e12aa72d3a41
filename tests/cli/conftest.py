"""What the tests of the commands share."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfngen.project import Project
from tests.cli.projects import two_systems


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a project of two systems; it is the current folder."""
    monkeypatch.chdir(tmp_path)
    return two_systems(tmp_path)

"""What every layer's tests use."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from cfnlint.api import ManualArgs, lint

from cfngen.layers.layer import Layer
from cfngen.write import render


@pytest.fixture
def linted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Layer], list[str]]:
    """Return what cfn-lint says about a layer's template, information included."""
    monkeypatch.chdir(tmp_path)  # else it would lint the templates of .cfnlintrc.yaml
    return lambda layer: list(said(render(layer.template)))


@cache
def said(template: str) -> tuple[str, ...]:
    """Return what cfn-lint says of a template; many variations share their layers."""
    arguments = ManualArgs(regions=["us-east-1"], include_checks=["I"])
    return tuple(str(match) for match in lint(template, config=arguments))

"""What every layer's tests use."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cfnlint.config import ConfigMixIn
from cfnlint.decode.decode import decode_str
from cfnlint.runner import Runner, run_template_by_data

from cfngen.layers.layer import Layer
from cfngen.lint import quickening
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
    read, unread = decode_str(template)
    assert not unread
    asked = ConfigMixIn(regions=["us-east-1"], include_checks=["I"])
    return tuple(str(match) for match in run_template_by_data(read, asked, rules()))


@cache
def rules() -> Any:
    """Return cfn-lint's rules, which take longer to build than a template to lint."""
    quickening.apply()
    return Runner(ConfigMixIn(templates=[])).rules

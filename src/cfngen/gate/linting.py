"""One run of cfn-lint over one template, here or in a process of its own."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cfngen.findings import Finding
from cfngen.lint.cfn import CfnLint, Values, cfn_lint
from cfngen.project import Project

DEPLOYMENT = "E2900"
"""cfn-lint's word for parameters that do not fit; `cfngen.params` says it of a root,
and of a nested stack it is said of every port, which no file can give."""


@dataclass(frozen=True)
class Job:
    """What cfn-lint is to read: a template as it stands, or with what it is given."""

    path: Path
    region: str
    values: tuple[Values, ...] = ()

    @property
    def size(self) -> int:
        """Return the bytes of the template, which tell how long it will take."""
        return self.path.stat().st_size


@dataclass(frozen=True)
class Ground:
    """Where cfn-lint stands: the project with its policy, and the folder to run in."""

    project: Project
    folder: Path

    def linter(self) -> CfnLint:
        """Return cfn-lint, its rules built; that takes a second."""
        return cfn_lint(self.project, self.folder)


def lint(linter: CfnLint, job: Job) -> tuple[Finding, ...]:
    """Return what cfn-lint finds."""
    found = linter.findings(job.path, job.region, job.values)
    return tuple(f for f in found if not job.values or f.id != DEPLOYMENT)


def lint_apart(ground: Ground, job: Job) -> tuple[Finding, ...]:
    """Return what cfn-lint finds, in a process that keeps its rules for more."""
    return lint(_linter(ground), job)


@cache
def _linter(ground: Ground) -> CfnLint:
    """Return the cfn-lint of this process; what it has built is no garbage."""
    linter = ground.linter()
    gc.freeze()
    return linter


def folder_of(paths: Iterable[Path]) -> Path:
    """Return the innermost folder that holds some absolute paths."""
    return Path(os.path.commonpath([path.parent for path in paths]))

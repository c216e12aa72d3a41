"""cfn-lint in process: one policy, its rules built once, its matches as findings."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cfngen.errors import InputError
from cfngen.findings import Finding, Severity
from cfngen.lint import quickening
from cfngen.lint.policy import DEFAULT, policy_file
from cfngen.project import Project

SEVERITIES: Mapping[str, Severity] = {
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "informational": Severity.INFO,
}

Values = tuple[str, Mapping[str, Any]]
"""A parameter file's name and what it gives a template; lists are lists."""


@dataclass(frozen=True)
class CfnLint:
    """cfn-lint with the policy of one project.

    `folder` holds whatever the templates nest: cfn-lint follows no local path that
    leads out of the folder that it is run in.
    """

    project: Project
    config: Any
    rules: Any
    folder: Path

    def findings(
        self, path: Path, region: str, values: Sequence[Values] = ()
    ) -> Iterator[Finding]:
        """Yield what cfn-lint finds in a template, with parameters where given.

        `path` is absolute. Raises InputError for a region that cfn-lint does not know.
        """
        from cfnlint.context import ParameterSet
        from cfnlint.exceptions import CfnLintExitException
        from cfnlint.runner import run_template_by_file_path

        sets = [ParameterSet(source, dict(given)) for source, given in values]
        config = self.config.evolve(regions=[region], parameters=sets)
        try:
            with chdir(self.folder):
                matches = list(
                    run_template_by_file_path(
                        str(path), config, self.rules, ignore_bad_template=False
                    )
                )
        except CfnLintExitException as error:
            raise InputError(f"cfn-lint: {error}") from None
        for match in matches:
            yield self._finding(match)

    def _finding(self, match: Any) -> Finding:
        """Return a match as a finding, its path as cfn-lint walked it."""
        rule, path = match.rule, getattr(match, "path", None) or ()
        return Finding(
            self.project.shown(self.project.root / match.filename),
            "/".join(str(part) for part in path),
            rule.id,
            match.message,
            f"See {rule.source_url}" if rule.source_url else "",
            SEVERITIES[rule.severity],
            match.linenumber,
            match.columnnumber,
        )


def cfn_lint(project: Project, folder: Path | None = None) -> CfnLint:
    """Return cfn-lint with the policy in the project's folder, or with our own.

    `folder` is that of CfnLint, the project's by default.

    What lies in the current or the home folder is not read: the same project gets the
    same findings wherever it is linted. Raises InputError for a policy that cfn-lint
    refuses.
    """
    from cfnlint.exceptions import CfnLintExitException

    own = policy_file(project.root)
    try:
        config, rules = _built(own) if own else _default()
    except CfnLintExitException as error:
        raise InputError(f"{project.shown(own or project.root)}: {error}") from None
    return CfnLint(project, config, rules, folder or project.root)


@cache
def _default() -> tuple[Any, Any]:
    """Return what our own policy makes of cfn-lint; no project changes it."""
    return _built(Path(os.devnull), **DEFAULT)


def _built(file: Path, **policy: Any) -> tuple[Any, Any]:
    """Return cfn-lint's settings with a policy's file, and its rules: half a second."""
    from cfnlint.config import ConfigMixIn
    from cfnlint.runner import Runner

    quickening.apply()
    config = ConfigMixIn(["--config-file", str(file)], templates=[], **policy)
    return config, Runner(config).rules

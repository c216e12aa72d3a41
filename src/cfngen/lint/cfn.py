"""cfn-lint in process: one policy, its rules built once, its matches as findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cfngen.errors import InputError
from cfngen.findings import Finding, Severity
from cfngen.project import Project

POLICIES = (".cfnlintrc", ".cfnlintrc.yaml", ".cfnlintrc.yml")
"""The names that cfn-lint gives its policy; they lie in the project's folder."""

DEFAULT_POLICY: Mapping[str, Any] = {
    "include_checks": ["I"],
    # Children are named by local path so that E3043 and E1010 can prove the wiring.
    "ignore_checks": ["W3002"],
}
"""The policy of a project that has no file for it."""

SEVERITIES: Mapping[str, Severity] = {
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "informational": Severity.INFO,
}

Values = tuple[str, Mapping[str, Any]]
"""A parameter file's name and what it gives a template; lists are lists."""


@dataclass(frozen=True)
class CfnLint:
    """cfn-lint with the policy of one project."""

    project: Project
    config: Any
    rules: Any

    def findings(
        self, path: Path, region: str, values: Sequence[Values] = ()
    ) -> Iterator[Finding]:
        """Yield what cfn-lint finds in a template, with parameters where given.

        Raises InputError for a region that cfn-lint does not know.
        """
        from cfnlint.context import ParameterSet
        from cfnlint.exceptions import CfnLintExitException
        from cfnlint.runner import run_template_by_file_path

        sets = [ParameterSet(source, dict(given)) for source, given in values]
        config = self.config.evolve(regions=[region], parameters=sets)
        try:
            for match in run_template_by_file_path(
                str(path), config, self.rules, ignore_bad_template=False
            ):
                yield self._finding(match)
        except CfnLintExitException as error:
            raise InputError(f"cfn-lint: {error}") from None

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


def cfn_lint(project: Project) -> CfnLint:
    """Return cfn-lint with the policy in the project's folder, or with our own.

    What lies in the current or the home folder is not read: the same project gets the
    same findings wherever it is linted. Raises InputError for a policy that cfn-lint
    refuses.
    """
    from cfnlint.config import ConfigMixIn
    from cfnlint.exceptions import CfnLintExitException
    from cfnlint.runner import Runner

    files = [path for name in POLICIES if (path := project.root / name).is_file()]
    file = files[0] if files else project.root / POLICIES[0]
    policy: Any = {} if files else DEFAULT_POLICY
    try:
        config = ConfigMixIn(["--config-file", str(file)], templates=[], **policy)
        return CfnLint(project, config, Runner(config).rules)
    except CfnLintExitException as error:
        raise InputError(f"{project.shown(file)}: {error}") from None

"""The project's lint policy: cfn-lint's file, which AWS's engine keeps to as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from cfngen.findings import Finding

FILES = (".cfnlintrc", ".cfnlintrc.yaml", ".cfnlintrc.yml")
"""The names that cfn-lint gives its policy; they lie in the project's folder."""

ELSEWHERE = (
    *(b"append_rules", b"custom_rules", b"override_spec", b"registry_schemas"),
    *(b"parameter_files", b"deployment_files"),
)
"""Settings that make cfn-lint read more files than we know of."""

DEFAULT: Mapping[str, Any] = {
    "include_checks": ["I"],
    # Children are named by local path so that E3043 and E1010 can prove the wiring.
    "ignore_checks": ["W3002"],
}
"""The policy of a project that has no file for it."""


@dataclass(frozen=True)
class Policy:
    """The bytes of a policy file; none where there is no file."""

    text: bytes | None = None

    @property
    def closed(self) -> bool:
        """Return whether nothing but the policy itself decides what is found."""
        return not any(word in (self.text or b"") for word in ELSEWHERE)

    def lets(self, finding: Finding, body: Mapping[str, Any]) -> bool:
        """Return whether a finding in a template counts.

        What the policy or the template's metadata tells cfn-lint to ignore is ignored
        whoever finds it; F3012 is E3012 by another name.
        """
        names = (finding.id, f"E{finding.id[1:]}")
        if _among(names, self._listed("mandatory_checks")):
            return True
        ignored = (*self._listed("ignore_checks"), *_directives(finding, body))
        asked = not finding.id.startswith("I") or self._informs
        return asked and not _among(names, ignored)

    @property
    def _informs(self) -> bool:
        """Return whether informational findings are asked for."""
        return any(name.startswith("I") for name in self._listed("include_checks"))

    def _listed(self, key: str) -> tuple[str, ...]:
        """Return the ids, or beginnings of ids, of a setting."""
        return _ids(self._settings.get(key))

    @cached_property
    def _settings(self) -> Mapping[str, Any]:
        """Return the settings; what is wrong with them is cfn-lint's to say."""
        import yaml

        if self.text is None:
            return DEFAULT
        try:
            read = yaml.safe_load(self.text)
        except yaml.YAMLError:
            return {}
        return read if isinstance(read, dict) else {}


def policy_file(root: Path) -> Path | None:
    """Return the policy's file in a folder: the first of FILES that is there."""
    return next((path for name in FILES if (path := root / name).is_file()), None)


def policy_of(root: Path) -> Policy:
    """Return the policy in a folder."""
    path = policy_file(root)
    return Policy(path.read_bytes() if path is not None else None)


def _among(names: Iterable[str], beginnings: tuple[str, ...]) -> bool:
    """Return whether one of the names begins with one of the beginnings."""
    return any(name.startswith(beginnings) for name in names)


def _directives(finding: Finding, body: Mapping[str, Any]) -> Iterator[str]:
    """Yield the ids that the template, or the finding's resource, tells to ignore.

    https://github.com/aws-cloudformation/cfn-lint#metadata
    """
    owners: list[Any] = [body]
    match finding.path.split("/"):
        case ["Resources", name, *_]:
            owners.append(_inside(body, "Resources", name))
    for owner in owners:
        said = _inside(owner, "Metadata", "cfn-lint", "config", "ignore_checks")
        yield from _ids(said)


def _inside(value: Any, *path: str) -> Any:
    """Return what stands at a path; None where there is nothing."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _ids(said: Any) -> tuple[str, ...]:
    """Return a list of ids as it should be."""
    names = said if isinstance(said, list) else []
    return tuple(name for name in names if isinstance(name, str) and name)

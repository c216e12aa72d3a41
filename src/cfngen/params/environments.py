"""All parameter files of a system at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cfngen.errors import InputError
from cfngen.findings import Finding
from cfngen.params.fit import Interface, check
from cfngen.params.model import Parameters
from cfngen.params.reading import load
from cfngen.project import Project


@dataclass(frozen=True)
class Environments:
    """A system's environments: those whose file fits, and what is wrong elsewhere."""

    fitting: tuple[Parameters, ...] = ()
    findings: tuple[Finding, ...] = ()


def check_all(project: Project, system: str, interface: Interface) -> Environments:
    """Return every environment of a system, read and checked against the root."""
    fitting: list[Parameters] = []
    findings: list[Finding] = []
    for environment in project.environments(system):
        path = project.params(system, environment)
        try:
            parameters = load(path, project.shown(path))
            found: Sequence[Finding] = check(parameters, interface)
        except InputError as error:
            found = error.findings
        else:
            fitting += [] if found else [parameters]
        findings += found
    return Environments(tuple(fitting), tuple(findings))


def load_all(project: Project, wanted: Sequence[tuple[str, str]]) -> list[Parameters]:
    """Return the files of systems' environments; one that is not there is empty.

    Raises InputError with the findings of all files when any cannot be read.
    """
    loaded: list[Parameters] = []
    findings: list[Finding] = []
    for system, environment in wanted:
        path = project.params(system, environment)
        empty = Parameters(project.shown(path), environment)
        try:
            loaded.append(load(path, empty.file) if path.exists() else empty)
        except InputError as error:
            findings += error.findings
    if findings:
        raise InputError("Nothing was written.", findings=findings)
    return loaded

"""Cloudflare's address ranges: those that a project has, or those of the package."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

import cfngen
from cfngen.errors import InputError
from cfngen.findings import Finding, ordered
from cfngen.project import Project
from cfngen.spec.ranges.check import networks, real_date
from cfngen.spec.ranges.entry import Entry
from cfngen.spec.ranges.forms import listed

Named = tuple[Path, str]
"""A file, and its name in findings."""


@dataclass(frozen=True)
class Ranges:
    """Where Cloudflare's requests come from, in the order of the addresses.

    `as_of` is a day on which Cloudflare published them so: 2026-10-05.
    """

    source: str = field(default="https://www.cloudflare.com/ips/", init=False)
    as_of: str
    ipv4: tuple[str, ...]
    ipv6: tuple[str, ...]

    @property
    def every(self) -> tuple[str, ...]:
        """Return the ranges of both families."""
        return (*self.ipv4, *self.ipv6)

    def text(self) -> str:
        """Return the text of the file that keeps them."""
        return json.dumps(asdict(self), indent=2) + "\n"


def in_force(project: Project) -> Ranges:
    """Return the ranges that a project's templates have.

    They are in the project's own file or, where there is none, in the package. Raises
    InputError, with every finding, where the project's file does not fit.
    """
    path = project.cloudflare()
    return kept((path, project.shown(path))) if path.exists() else packaged()


@cache
def packaged() -> Ranges:
    """Return the ranges that cfngen comes with."""
    path = Path(cfngen.__file__).parent / "data" / "cloudflare.json"
    return kept((path, path.name))


def kept(file: Named) -> Ranges:
    """Return the ranges of a file that `Ranges.text` wrote.

    Raises InputError with every finding.
    """
    found = listed(*file)
    findings = list(found.findings)
    missing = Entry("", file[1], "as_of")
    as_of = real_date(found.as_of or missing, findings) if not findings else ""
    return _ranges(found.entries, as_of, missing, findings)


def published(files: Sequence[Named], as_of: str) -> Ranges:
    """Return the ranges of files as Cloudflare publishes them, read on a day.

    Raises InputError with every finding.
    """
    found = [listed(*file) for file in files]
    entries = [entry for one in found for entry in one.entries]
    findings = [finding for one in found for finding in one.findings]
    return _ranges(entries, as_of, Entry("", files[-1][1]), findings)


def _ranges(
    entries: Sequence[Entry], as_of: str, last: Entry, findings: list[Finding]
) -> Ranges:
    """Return what has been listed as ranges; raise InputError if anything is wrong."""
    found = networks(entries, last, findings)
    if findings:
        said = ordered(findings)
        files = ", ".join(dict.fromkeys(finding.file for finding in said))
        raise InputError(f"{files}: no ranges to go by.", findings=said)
    families = {
        family: tuple(str(one) for one in found if one.version == family)
        for family in (4, 6)
    }
    return Ranges(as_of, families[4], families[6])

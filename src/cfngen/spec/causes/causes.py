"""From a resource, a property and the settings in it to the line of the spec."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from cfngen import findings
from cfngen.findings import Finding
from cfngen.project import Project
from cfngen.spec.causes.owners import owner
from cfngen.spec.causes.properties import within
from cfngen.spec.causes.settings import setting
from cfngen.spec.reader import read
from cfngen.spec.source import Place, Source
from cfngen.spec.system import System


@dataclass(frozen=True)
class Made:
    """A property of a resource that a layer made, and the settings that it is made of.

    `path` leads from the properties on; it is empty for the resource as a whole. The
    layer is the stem of the template's file, `service-web`.
    """

    layer: str
    name: str = ""
    path: tuple[str | int, ...] = ()
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Causes:
    """A spec, and where each part of it stands."""

    system: System
    source: Source

    def of(self, made: Made) -> findings.Place | None:
        """Return the place in the spec that something comes from, if there is one.

        That of a setting is nearest, then that of the property, then the section. What
        has a default and is not written is where it would be.
        """
        sections = (p for p in self._places(made) if p[0] in self.source.data)
        for place in sections:
            return self.source.located(self._alternative(place))
        return None

    def with_cause(self, finding: Finding) -> Finding:
        """Return a finding on a template or a parameter file with its cause.

        It serves engines that know a template's path, `Resources/Vpc/Properties/…`, and
        no model. A finding that has a cause, or none, is returned as it is.
        """
        if finding.cause is not None:
            return finding
        return replace(finding, cause=self._cause(finding))

    def _cause(self, finding: Finding) -> findings.Place | None:
        """Return the cause of a finding in a file of this system."""
        file = PurePosixPath(finding.file)
        folder = (*file.parts[-3:-1], file.suffix)
        if folder == ("params", self.system.system, ".json"):
            return self.of(Made("root", settings=(finding.path,)))
        if folder != ("templates", self.system.system, ".json"):
            return None
        steps = finding.path.split("/")
        match steps:
            case ["Resources", name, "Properties", *path]:
                return self.of(Made(file.stem, name, path=tuple(map(_step, path))))
            case ["Resources", name, *_]:
                return self.of(Made(file.stem, name))
            case ["Parameters", name, *_] if file.stem == "root":
                return self.of(Made("root", settings=(name,)))
            case _:
                return self.of(Made(file.stem))

    def _places(self, made: Made) -> Iterator[Place]:
        """Yield the places that something comes from, the nearest first."""
        for name in made.settings:
            place = setting(self.system, name)
            if place:
                yield place
        place = owner(self.system, made.layer, made.name)
        if place:
            yield within(place, made.name, made.path)

    def _alternative(self, place: Place) -> Place:
        """Return the place, or the one that is written in its stead."""
        other = (*place[:-1], ALTERNATIVES.get(str(place[-1]), ""))
        written = place not in self.source.spots and other in self.source.spots
        return other if written else place


ALTERNATIVES = {"every": "cron"}
"""Keys of which a spec has the one or the other."""


def source_of(project: Project, system: str) -> Source:
    """Return a system's spec as it is written; raises InputError as `load` does."""
    path = project.spec(system)
    return read(path, project.shown(path))[0]


def _step(text: str) -> str | int:
    """Return a step of a path; a number is a position in a list."""
    return int(text) if text.isdecimal() else text

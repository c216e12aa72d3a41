"""What a spec makes, made again only where the spec or the makers have changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cfngen.gate.cache import Cache
from cfngen.gate.keys import digest
from cfngen.gate.snapshot import spec_of
from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.spec.system import System


@dataclass(frozen=True)
class Origin:
    """What the templates of a system hang on, and whether its spec has errors.

    `makers` is the fingerprint of what generates, `spec` a digest of what is read; an
    environment that is named and has no parameter file is an error of the spec.
    """

    makers: str
    system: str
    spec: str
    environments: tuple[str, ...]

    @property
    def key(self) -> str:
        """Return the key of the templates."""
        own = (self.makers, self.system, self.spec)
        return digest("generated", *own, *self.environments)


def origin(project: Project, system: str, makers: str) -> Origin:
    """Return what a system's templates hang on now."""
    return Origin(
        makers, system, spec_of(project, system), project.environments(system)
    )


def recalled(cache: Cache, then: Origin) -> Mapping[str, str] | None:
    """Return what was made of this before; the spec had no errors then."""
    known = cache.read(then.key)
    if isinstance(known, dict) and all(isinstance(t, str) for t in known.values()):
        return known
    return None


def made(
    project: Project, system: System, cache: Cache, then: Origin
) -> Mapping[str, str]:
    """Return what a spec makes, and remember it; `then` is from before it was read.

    Nothing is remembered of a file that has changed meanwhile. Raises what `generate`
    raises.
    """
    from cfngen.generate import generate

    texts = generate(system)
    if origin(project, then.system, then.makers) == then:
        cache.write(then.key, texts)
        cache.prune()
    return texts

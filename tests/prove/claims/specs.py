"""The sources of specs, as claims that follow from them ask for."""

from __future__ import annotations

from cfngen.spec.reader import read
from cfngen.spec.source import Source
from cfngen.spec.system import System
from tests.models import PROJECT


def source_of(system: System) -> Source:
    """Return the text of a system's spec with its places."""
    path = PROJECT.spec(system.system)
    source, found = read(path, PROJECT.shown(path))
    assert not found
    return source

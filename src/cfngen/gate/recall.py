"""What is known of systems that have not changed, without loading what finds it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cfngen.gate import entries
from cfngen.gate.cache import Cache
from cfngen.gate.order import Scope
from cfngen.gate.snapshot import Snapshot, snapshot
from cfngen.gate.verdict import Verdict
from cfngen.project import Project


@dataclass(frozen=True)
class Recalled:
    """Verdicts that still hold, and snapshots of the systems that have none."""

    verdicts: Mapping[str, Verdict]
    changed: Mapping[str, Snapshot]


def recall(
    project: Project, systems: Sequence[str], scope: Scope, cache: Cache, tools: str
) -> Recalled:
    """Return what is known of systems; `tools` is the fingerprint of what answers."""
    verdicts: dict[str, Verdict] = {}
    changed: dict[str, Snapshot] = {}
    for name in systems:
        now = snapshot(project, name, tools)
        known = entries.verdict(cache.read(now.whole(scope)))
        if known is None:
            changed[name] = now
        else:
            verdicts[name] = known
    return Recalled(verdicts, changed)

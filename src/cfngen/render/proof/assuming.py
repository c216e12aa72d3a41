"""What several proofs rest on, each thing once; and long lists behind one label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cfngen.prove.verdict import Proof

MOST = 12
"""Lines of what else offends; the rest is counted."""


def assumed(proofs: Sequence[Proof]) -> list[str]:
    """Return assumptions, those of all proofs first; others name their environments."""
    owners: dict[str, list[str]] = {}
    for proof in proofs:
        for line in proof.assumptions:
            owners.setdefault(line, []).append(
                f"{proof.name} {proof.environment}".strip()
            )
    shared = [line for line, who in owners.items() if len(who) == len(proofs)]
    others = [
        f"{line} ({', '.join(who)})"
        for line, who in owners.items()
        if len(who) < len(proofs)
    ]
    return [*shared, *others]


def folded(label: str, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield lines, the first behind a label, and how many have no room."""
    for number, line in enumerate(lines[:MOST]):
        yield (label if not number else ""), line
    if len(lines) > MOST:
        yield "", f"and {len(lines) - MOST} more"

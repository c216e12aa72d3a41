"""The obligations of a model, in one call."""

from __future__ import annotations

from cfngen.model import Model
from cfngen.prove.access.rights import rights_of
from cfngen.prove.network.reading import network_of
from cfngen.prove.obligations import obligations
from cfngen.prove.reach.flow import Reach
from cfngen.prove.verdict import Truth, Verdict


def proved(model: Model) -> tuple[Verdict, ...]:
    """Return every obligation of a model with its verdict."""
    return obligations(model, Reach(network_of(model)), rights_of(model))


def open_ones(found: tuple[Verdict, ...]) -> list[str]:
    """Return the words of what is not proved, and why it is not."""
    return [
        f"{one.truth} {one.said.text}: {one.why}"
        for one in found
        if one.truth is not Truth.PROVED
    ]

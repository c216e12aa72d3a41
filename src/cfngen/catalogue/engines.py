"""The checks that some findings are of: ours, cfn-lint's or AWS's engine's."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from cfngen.catalogue.about import About
from cfngen.catalogue.ours import ours

if TYPE_CHECKING:
    from cfngen.lint.described import Described

OWN = "CG"
"""How the ids of our own checks begin."""


def about(ids: Collection[str]) -> dict[str, About]:
    """Return what is known of some checks, by id, in its order.

    The engines are asked only about what is not ours: to load one takes half a second.
    """
    found = {one.id: one for one in ours() if one.id in ids}
    others = {id for id in ids if not id.startswith(OWN)}
    if others:
        found |= {one.id: one for one in _of_cfn_lint(others)}
    if others - found.keys():
        found |= {one.id: one for one in _of_validate(others - found.keys())}
    return {id: found.get(id, About(id, f"The check {id}.")) for id in sorted(ids)}


def _of_cfn_lint(ids: Collection[str]) -> Iterator[About]:
    """Yield the rules of cfn-lint."""
    from cfngen.lint.described import described

    return map(_told, described(ids))


def _of_validate(ids: Collection[str]) -> Iterator[About]:
    """Yield the rules of cloudformation-validate."""
    from cfngen.gate.described import described

    return map(_told, described(ids))


def _told(rule: Described) -> About:
    """Return what an engine says of a rule, its few words as a sentence."""
    id, few, sentence, link, severity = rule
    return About(id, f"{few}.", sentence, link, severity)

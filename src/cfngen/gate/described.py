"""What AWS's engine, cloudformation-validate, says of its own rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cfngen.gate.validate import SEVERITIES
from cfngen.lint.described import Described

PAGE = "https://github.com/aws-cloudformation/cloudformation-validate"
"""Where the engine comes from; its rules have no pages of their own."""


def described(ids: Collection[str]) -> Iterator[Described]:
    """Yield what the engine says of some of its rules; others are none of its.

    It takes a third of a second.
    """
    from cloudformation_validate import CompositeEngine

    for rule in CompositeEngine().list_rules():
        if rule.id in ids:
            yield rule.id, rule.description, "", PAGE, SEVERITIES[rule.severity.name]

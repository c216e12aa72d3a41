"""Checks of models: what AWS would refuse or a reviewer regret, known before it is."""

from collections.abc import Iterable

from cfngen.checks import (
    access,
    balancing,
    compute,
    data,
    delivery,
    network,
    quotas,
    values,
    watching,
)
from cfngen.checks.check import Check, Problem
from cfngen.checks.placing import Cause, nowhere, of_spec, placed, resourced
from cfngen.findings import Finding, ordered
from cfngen.model import Model

CHECKS: tuple[Check, ...] = (
    *quotas.CHECKS,
    *network.CHECKS,
    *balancing.CHECKS,
    *compute.CHECKS,
    *access.CHECKS,
    *data.CHECKS,
    *watching.CHECKS,
    *delivery.CHECKS,
    *values.CHECKS,
)
"""Every check, by topic and id."""


def check(
    model: Model, checks: Iterable[Check] = CHECKS, cause: Cause = nowhere
) -> tuple[Finding, ...]:
    """Return what the checks find in a model, each on the line to change.

    `cause` finds the line of the spec: `of_spec(model, Causes(system, source))`.
    """
    return ordered(
        placed(model, one, problem, cause)
        for one in checks
        for problem in one.find(model)
    )


__all__ = ["CHECKS", "Cause", "Check", "Problem", "check", "of_spec", "resourced"]

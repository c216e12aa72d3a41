"""The least that a person, a pipeline or CloudFormation's role has to be allowed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from cfngen.model import Model
from cfngen.permissions import calls, passing, values
from cfngen.permissions.documents import Document, documents
from cfngen.permissions.handlers import Asked, asked
from cfngen.permissions.narrowing import Ground
from cfngen.permissions.need import LeftOut, Need, Place

Scope = Literal["deployer", "role"]
"""Whose policy it is: of whoever runs cfngen, or of CloudFormation's role."""


@dataclass(frozen=True)
class Policy:
    """What has to be allowed, and what is listed for the types and is not needed."""

    needs: tuple[Need, ...]
    left_out: tuple[LeftOut, ...]

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """Return IAM documents of what is needed, none too long for IAM."""
        return documents(self.needs)


def policy(
    model: Model, place: Place, scope: Scope = "deployer", keep_data: bool = False
) -> Policy:
    """Return what deploying a model needs to be allowed.

    Where the environment has a role, the deployer only hands it to CloudFormation, and
    `scope` "role" is what the role needs; without one the deployer needs it all. With
    `keep_data` nothing may delete what holds data.
    """
    ground = Ground(model, place)
    types = asked(model, keep_data)
    if scope == "role":
        needs = (*calls.of_role(ground), *_resources(ground, types, via=False))
    elif place.role:
        needs = (*calls.made(ground), calls.role_passed(ground))
        types = ()
    else:
        needs = (*calls.made(ground), *_resources(ground, types, via=True))
    left_out = tuple(_not_needed(types, {need.action for need in needs}))
    return Policy(needs, left_out)


def _resources(ground: Ground, types: tuple[Asked, ...], via: bool) -> Iterator[Need]:
    """Yield what CloudFormation needs for the resources, in whosever name.

    `via` allows it to CloudFormation only, on behalf of who asks for it: what is passed
    and what services make for themselves is asked by those services.
    """
    for one in types:
        yield from _of_type(ground, one, via)
    yield from values.read(ground, via)
    yield from passing.passed(ground)
    yield from passing.linked(ground)


def _of_type(ground: Ground, one: Asked, via: bool) -> Iterator[Need]:
    """Yield what the resources of one type need, region by region together."""
    regions = ground.regions_of(one.resources)
    paths = tuple(resource.path for resource in one.resources)
    for action in one.actions:
        resources = ground.resources(action, regions)
        service = action.partition(":")[0]
        narrowed = ground.conditions(resources, service, regions, via)
        why = one.type if action not in one.why else f"{one.type}: {one.why[action]}"
        yield Need(action, resources, why, paths, narrowed)


def _not_needed(types: tuple[Asked, ...], allowed: set[str]) -> Iterator[LeftOut]:
    """Yield what is left out for every type, and not only for some."""
    for one in types:
        yield from (left for left in one.left_out if left.action not in allowed)

"""The policies of this repository's environments, each worked out once."""

from __future__ import annotations

from functools import cache

import pytest

from cfngen.model import Model
from cfngen.permissions import Place, Policy, Scope, policy
from tests.models import ENVIRONMENTS, model

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/deployer"

every_environment = pytest.mark.parametrize(
    ("system", "name"), ENVIRONMENTS, ids=[" ".join(one) for one in ENVIRONMENTS]
)
"""Decorator: a test of each environment; its parameters are `system` and `name`."""


@cache
def model_of(system: str, name: str) -> Model:
    """Return an environment's model."""
    return model(system, name)


@cache
def policy_of(
    system: str,
    name: str,
    scope: Scope = "deployer",
    role: str = "",
    keep_data: bool = False,
) -> Policy:
    """Return an environment's policy in an account that is known."""
    place = Place(ACCOUNT, role=role)
    return policy(model_of(system, name), place, scope, keep_data)


def actions(found: Policy) -> set[str]:
    """Return the actions that a policy allows."""
    return {need.action for need in found.needs}

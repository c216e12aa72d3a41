"""Our release role beside the deployer: a release does part of a deployment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from cfngen.layers.delivery.permissions import BEYOND_RESOURCES
from tests.committed import TEMPLATES, body
from tests.permissions.environments import actions, policy_of


def released() -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each statement of the role that releases, with each of its actions."""
    resources = body(TEMPLATES / "nextjs" / "delivery.json")["Resources"]
    for resource in resources.values():
        if resource["Type"] == "AWS::IAM::ManagedPolicy":
            for statement in resource["Properties"]["PolicyDocument"]["Statement"]:
                for action in statement["Action"]:
                    yield statement, action


@pytest.mark.parametrize("name", ["dev", "prod"])
def test_what_a_release_does_through_cloudformation_a_deployer_may(name: str) -> None:
    allowed = actions(policy_of("nextjs", name))
    through = [a for s, a in released() if "aws:CalledVia" in json.dumps(s)]
    assert len(through) > 10
    assert set(through) <= allowed


def test_what_a_release_asks_of_cloudformation_a_deployer_may() -> None:
    allowed = actions(policy_of("nextjs", "prod"))
    asked = {a for _, a in released() if a.startswith("cloudformation:")}
    assert asked
    assert asked <= allowed
    assert {a.JSONrepr() for a in BEYOND_RESOURCES} <= allowed


def test_a_release_does_what_a_deployer_needs_not() -> None:
    pushing = {a for _, a in released() if a.startswith("ecr:")}
    assert pushing
    assert not pushing & actions(policy_of("nextjs", "prod"))

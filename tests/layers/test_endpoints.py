"""Properties of the endpoints layer: private ways to AWS, behind one switch."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfngen.errors import WiringError
from cfngen.layers import endpoints
from cfngen.layers.layer import Layer
from cfngen.spec.network import Endpoint
from cfngen.spec.system import System
from cfngen.write import render
from tests.layers.edges import EVERY
from tests.layers.resolved import kind
from tests.layers.variations import ALL, nextjs, of, settled
from tests.layers.variations import network as network_of

SERVICES = get_args(Endpoint)
SYSTEMS = {n: system for n, system in EVERY.items() if system.network.endpoints}
EACH = pytest.mark.parametrize("system", SYSTEMS.values(), ids=SYSTEMS.keys())
PREFIXES = {"ecr.api": "ecr", "ecr.dkr": "ecr", "monitoring": "cloudwatch"}


def with_endpoints(*services: str) -> System:
    return nextjs(network=network_of(*ALL) | {"endpoints": services})


def switched_on(system: System) -> dict[str, dict[str, Any]]:
    """Return the endpoints' properties once an environment has them."""
    layer = endpoints.build(system)
    return of(settled(layer, EnableVpcEndpoints="true"), "EC2::VPCEndpoint")


@EACH
def test_cfn_lint_has_nothing_to_say(
    system: System, linted: Callable[[Layer], list[str]]
) -> None:
    assert linted(endpoints.build(system)) == []


def test_cfn_lint_knows_every_service(linted: Callable[[Layer], list[str]]) -> None:
    assert linted(endpoints.build(with_endpoints(*SERVICES))) == []


def test_a_system_without_endpoints_has_no_such_layer() -> None:
    with pytest.raises(WiringError, match="nextjs has no endpoints"):
        endpoints.build(nextjs())


@EACH
def test_there_are_none_until_they_are_switched_on(system: System) -> None:
    assert settled(endpoints.build(system)) == {}
    assert len(switched_on(system)) == len(system.network.endpoints)


@given(st.lists(st.sampled_from(SERVICES), min_size=1, unique=True))
def test_each_service_has_one_of_its_own(services: list[str]) -> None:
    made = kind(
        endpoints.build(with_endpoints(*services)),
        "EC2::VPCEndpoint",
        EnableVpcEndpoints="true",
    )
    reached = [each["ServiceName"] for each in made.values()]
    assert reached == [f"com.amazonaws.eu-west-1.{service}" for service in services]


@EACH
def test_the_services_own_names_lead_to_the_private_subnets(system: System) -> None:
    for endpoint in switched_on(system).values():
        assert endpoint["VpcEndpointType"] == "Interface"
        assert endpoint["PrivateDnsEnabled"] is True
        assert endpoint["SubnetIds"] == {"Ref": "PrivateSubnetIds"}
        assert endpoint["SecurityGroupIds"] == [{"Ref": "EndpointsSecurityGroupId"}]


def test_only_callers_of_this_account_pass_and_only_to_the_service() -> None:
    for endpoint in switched_on(with_endpoints(*SERVICES)).values():
        service = endpoint["ServiceName"]["Fn::Sub"].partition("${AWS::Region}.")[2]
        (statement,) = endpoint["PolicyDocument"]["Statement"]
        assert statement["Action"] == [f"{PREFIXES.get(service, service)}:*"]
        assert statement["Condition"] == {
            "StringEquals": {"aws:PrincipalAccount": {"Ref": "AWS::AccountId"}}
        }


def test_adding_a_service_leaves_the_others_as_they_were() -> None:
    before = switched_on(with_endpoints("logs", "sqs"))
    after = switched_on(with_endpoints("ecr.api", "sqs", "kms", "logs"))
    assert {name: after[name] for name in before} == before


def test_nothing_leaves_for_nobody_has_to_know() -> None:
    body = json.loads(render(endpoints.build(EVERY["rails"]).template))
    assert "Outputs" not in body

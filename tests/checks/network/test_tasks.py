"""Whether tasks reach what they start from."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.network.system import (
    CHECKS,
    GONE,
    Case,
    Changes,
    model,
    problems,
    spoken,
)

TASKS = "Service.NetworkConfiguration.AwsvpcConfiguration"
SUBNETS, PUBLIC = f"{TASKS}.Subnets", f"{TASKS}.AssignPublicIp"
CONTAINER = "Task.ContainerDefinitions.0"
CLOSED: Changes = {"PrivateRoute": GONE}


def _endpoint(service: str, **properties: Any) -> tuple[str, dict[str, Any]]:
    name = f"com.amazonaws.us-east-1.{service}"
    return "LogsEndpoint", {"ServiceName": name, **properties}


ENOUGH: Changes = {
    "EcrApi": _endpoint("ecr.api"),
    "EcrDkr": _endpoint("ecr.dkr"),
    "Secrets": _endpoint("secretsmanager"),
}
NETWORK = {
    "AwsvpcConfiguration": {"Subnets": [{"Ref": "Private"}], "SecurityGroups": ["sg-1"]}
}
OF_RULES = {"AwsVpcConfiguration": NETWORK["AwsvpcConfiguration"]}

CASES = (
    Case(
        "no way out and no endpoints",
        *("CG523", CLOSED, SUBNETS, "cannot reach ecr.api, ecr.dkr, secretsmanager."),
    ),
    Case(
        "an endpoint without private DNS",
        "CG523",
        {**CLOSED, **ENOUGH, "EcrDkr": _endpoint("ecr.dkr", PrivateDnsEnabled=False)},
        *(SUBNETS, "cannot reach ecr.dkr."),
    ),
    Case(
        "S3 by another table",
        "CG523",
        {**CLOSED, **ENOUGH, "S3Endpoint.RouteTableIds": [{"Ref": "PublicTable"}]},
        *(SUBNETS, "cannot reach s3."),
    ),
    Case(
        "an image of another registry",
        *("CG523", {**CLOSED, **ENOUGH, f"{CONTAINER}.Image": "nginx:1.27"}, SUBNETS),
        "the registry of nginx:1.27",
    ),
    Case(
        "a subnet with no table of its own",
        *("CG523", {"PrivateUse": GONE}, SUBNETS, "Private, which has no way out"),
    ),
    Case(
        "a schedule's task",
        "CG523",
        {
            **CLOSED,
            "Job": (
                "Scheduler::Schedule",
                {
                    "Target": {
                        "EcsParameters": {
                            "TaskDefinitionArn": {"Ref": "Task"},
                            "NetworkConfiguration": NETWORK,
                        }
                    }
                },
            ),
        },
        "Job.Target.EcsParameters.NetworkConfiguration.AwsvpcConfiguration.Subnets",
        "cannot reach",
    ),
    Case(
        "a rule's task, named by family",
        "CG523",
        {
            **CLOSED,
            "Job": (
                "Events::Rule",
                {
                    "Targets": [
                        {
                            "EcsParameters": {
                                "TaskDefinitionArn": "shop-web",
                                "NetworkConfiguration": OF_RULES,
                            }
                        }
                    ]
                },
            ),
        },
        "Job.Targets.0.EcsParameters.NetworkConfiguration.AwsVpcConfiguration.Subnets",
        "cannot reach",
    ),
    Case(
        "a public subnet without a public address",
        *("CG524", {SUBNETS: [{"Ref": "Public1"}]}, PUBLIC, "no public address"),
    ),
    Case(
        "a closed subnet, and Fargate by its providers",
        "CG523",
        {
            **CLOSED,
            "Service.CapacityProviderStrategy": [
                {"CapacityProvider": "FARGATE"},
                {"CapacityProvider": "FARGATE_SPOT"},
            ],
        },
        *(SUBNETS, "cannot reach"),
    ),
    Case(
        "a public subnet and nothing said",
        *("CG524", {SUBNETS: [{"Ref": "Public1"}], PUBLIC: GONE}, PUBLIC, "Public1"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(case)


FINE: dict[str, Changes] = {
    "endpoints for everything": {**CLOSED, **ENOUGH},
    "a public address": {SUBNETS: [{"Ref": "Public1"}], PUBLIC: "ENABLED"},
    "a public address behind NAT": {PUBLIC: "ENABLED"},
    "a way to somewhere else": {
        **CLOSED,
        "Transit": (
            "EC2::Route",
            {
                "RouteTableId": {"Ref": "PrivateTable"},
                "DestinationCidrBlock": "10.0.0.0/8",
                "TransitGatewayId": "tgw-1",
            },
        ),
    },
    "a task that runs on instances": {
        **CLOSED,
        "Task.RequiresCompatibilities": ["EC2"],
    },
    "a service on machines of its own": {
        **CLOSED,
        "Service.CapacityProviderStrategy": [{"CapacityProvider": "machines"}],
    },
    "a service that is started on machines": {**CLOSED, "Service.LaunchType": "EC2"},
    "a public subnet with IPv6": {
        SUBNETS: [{"Ref": "Public1"}],
        "Public1.Ipv6CidrBlock": "2600:1f18::/64",
    },
    "a public subnet that gets IPv6": {
        SUBNETS: [{"Ref": "Public1"}],
        "Six": (
            "EC2::SubnetCidrBlock",
            {"SubnetId": {"Ref": "Public1"}, "Ipv6CidrBlock": "2600:1f18::/64"},
        ),
    },
    "an endpoint that nobody knows": {
        **CLOSED,
        "S3Endpoint.ServiceName": {"Ref": "Unknown"},
    },
}


@pytest.mark.parametrize("change", FINE.values(), ids=FINE)
def test_what_is_fine_is_let_be(change: Changes) -> None:
    assert problems(model(change), [CHECKS["CG523"], CHECKS["CG524"]]) == []

"""Mistakes in a network by hand, each with the obligation that is not met."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.model import Model
from cfngen.prove.verdict import Truth
from tests.checks.network.parts import att
from tests.checks.network.system import GONE, SYSTEM, Changes, model
from tests.prove.obligations.proving import proved

WITHOUT_ACLS = {name: GONE for name, one in SYSTEM.items() if "Acl" in one["Type"]}
INTACT: Changes = {
    **WITHOUT_ACLS,
    "Inside": (
        "EC2::SecurityGroup",
        {
            "VpcId": {"Ref": "Vpc"},
            "GroupDescription": "endpoints",
            "SecurityGroupIngress": [{"IpProtocol": "-1", "CidrIp": "10.0.0.0/16"}],
        },
    ),
    "LogsEndpoint.SecurityGroupIds": [{"Ref": "Inside"}],
}
"""The system of the checks, its network as open as it has to be."""

ROLES = "the execution role"
SUBNETS = "Service.NetworkConfiguration.AwsvpcConfiguration.Subnets"
CONTAINER, EGRESS = "Task.ContainerDefinitions.0", "BalancerGroup.SecurityGroupEgress"
OUT = {"IpProtocol": "tcp", "FromPort": 8080, "ToPort": 8080}
CLOSED: Changes = {"PrivateRoute": GONE}
REQUESTS = "requests and health checks of alb reach service on tcp/8080"
IMAGE, LOG, SECRET = "pull its image", "write its log", "read Secret"
MADE = ("CloudFormation::Stack", {"TemplateURL": "https://example.com/n.json"})
TRANSIT = (
    "EC2::Route",
    {
        "RouteTableId": {"Ref": "PrivateTable"},
        "DestinationCidrBlock": "10.0.0.0/8",
        "TransitGatewayId": "tgw-1",
    },
)
PLACED = {"Subnets": [{"Ref": "Private"}], "SecurityGroups": ["sg-1"]}
STARTED = {"TaskDefinitionArn": {"Ref": "Task"}}


def endpoint(service: str, **properties: Any) -> tuple[str, dict[str, Any]]:
    name = f"com.amazonaws.us-east-1.{service}"
    groups = {"SecurityGroupIds": [{"Ref": "Inside"}]}
    return "LogsEndpoint", {"ServiceName": name, **groups, **properties}


ENOUGH: Changes = {
    "EcrApi": endpoint("ecr.api"),
    "EcrDkr": endpoint("ecr.dkr"),
    "Secrets": endpoint("secretsmanager"),
}


def bent(change: Changes) -> Model:
    return model({**INTACT, **change})


def unmet(found: Model, truth: Truth = Truth.REFUTED) -> list[str]:
    """Return the obligations about packets that have a verdict."""
    every = (one.said.text for one in proved(found) if one.truth is truth)
    return [text for text in every if not text.startswith(ROLES)]


def policy(effect: str, *actions: str, on: str = "*") -> dict[str, Any]:
    """Return the policy of an endpoint, for everybody."""
    said = {"Effect": effect, "Principal": "*", "Action": actions, "Resource": on}
    return {"Version": "2012-10-17", "Statement": [said]}


DENIED = {"PolicyDocument": policy("Deny", "*")}
S3_POLICY = "S3Endpoint.PolicyDocument"
LAYERS = "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*"

BROKEN: dict[str, tuple[Changes, list[str]]] = {
    "nobody resolves names": ({"Vpc.EnableDnsSupport": False}, [IMAGE, LOG, SECRET]),
    "an image of another region, by endpoints": (
        {
            **CLOSED,
            **ENOUGH,
            f"{CONTAINER}.Image": "1.dkr.ecr.eu-west-1.amazonaws.com/shop:1",
        },
        ["pull its image 1.dkr.ecr.eu-west-1.amazonaws.com/shop:1"],
    ),
    "an endpoint that lets nothing through": (
        {S3_POLICY: policy("Deny", "*")},
        [IMAGE],
    ),
    "an endpoint for another bucket": (
        {S3_POLICY: policy("Allow", "s3:*", on="arn:aws:s3:::files/*")},
        [IMAGE],
    ),
    "an endpoint for other calls": (
        {
            **CLOSED,
            **ENOUGH,
            "Secrets": endpoint(
                "secretsmanager",
                PolicyDocument=policy("Allow", "secretsmanager:PutSecretValue"),
            ),
        },
        [SECRET],
    ),
    "an endpoint of the registry for nobody": (
        {**CLOSED, **ENOUGH, "EcrDkr": endpoint("ecr.dkr", **DENIED)},
        [IMAGE],
    ),
    "servers of AWS alone for names": (
        {
            "Vpc.EnableDnsSupport": False,
            "Options": (
                "EC2::DHCPOptions",
                {"DomainNameServers": ["AmazonProvidedDNS"]},
            ),
            "Servers": (
                "EC2::VPCDHCPOptionsAssociation",
                {"VpcId": {"Ref": "Vpc"}, "DhcpOptionsId": {"Ref": "Options"}},
            ),
        },
        [IMAGE, LOG, SECRET],
    ),
    "other servers for another VPC": (
        {
            "Vpc.EnableDnsSupport": False,
            "Servers": ("EC2::VPCDHCPOptionsAssociation", {"VpcId": "vpc-1"}),
        },
        [IMAGE, LOG, SECRET],
    ),
    "nothing lets the requests out": ({"ToTasks": GONE}, [REQUESTS]),
    "nothing lets the requests in": ({"FromBalancer": GONE}, [REQUESTS]),
    "another port": (
        {"FromBalancer.ToPort": 8000, "FromBalancer.FromPort": 8000},
        [REQUESTS],
    ),
    "another protocol": ({"FromBalancer.IpProtocol": "udp"}, [REQUESTS]),
    "another group": (
        {"FromBalancer.SourceSecurityGroupId": {"Ref": "TaskGroup"}},
        [REQUESTS],
    ),
    "a group of another stack": (
        {
            "Made": MADE,
            "FromBalancer.SourceSecurityGroupId": att("Made", "Outputs.Group"),
        },
        [REQUESTS],
    ),
    "a range elsewhere": (
        {"ToTasks": GONE, f"{EGRESS}.0": {**OUT, "CidrIp": "192.168.0.0/16"}},
        [REQUESTS],
    ),
    "a part of the subnets": (
        {"ToTasks": GONE, f"{EGRESS}.0": {**OUT, "CidrIp": "10.0.2.0/25"}},
        [REQUESTS],
    ),
    "the port of the health check": (
        {"Targets.HealthCheckPort": "9090"},
        ["health checks of alb reach service on tcp/9090"],
    ),
    "the port of a listener": (
        {
            "BalancerGroup.SecurityGroupIngress.0.FromPort": 444,
            "BalancerGroup.SecurityGroupIngress.0.ToPort": 444,
        },
        ["somebody reaches alb on tcp/443", "every port that alb lets in"],
    ),
    "no way out and no endpoints": (CLOSED, [IMAGE, SECRET]),
    "an endpoint without private DNS": (
        {**CLOSED, **ENOUGH, "EcrDkr": endpoint("ecr.dkr", PrivateDnsEnabled=False)},
        [IMAGE],
    ),
    "S3 by another table": (
        {**CLOSED, **ENOUGH, "S3Endpoint.RouteTableIds": [{"Ref": "PublicTable"}]},
        [IMAGE],
    ),
    "an image of another registry": (
        {**CLOSED, **ENOUGH, f"{CONTAINER}.Image": "nginx:1.27"},
        ["pull its image nginx:1.27"],
    ),
    "a subnet with no table of its own": ({"PrivateUse": GONE}, [IMAGE, SECRET]),
    "a schedule's task": (
        {
            **CLOSED,
            "Job": (
                "Scheduler::Schedule",
                {
                    "Target": {
                        "EcsParameters": {
                            **STARTED,
                            "NetworkConfiguration": {"AwsvpcConfiguration": PLACED},
                        }
                    }
                },
            ),
        },
        ["job can pull its image", "job can read Secret"],
    ),
    "a rule's task, named by family": (
        {
            **CLOSED,
            "Job": (
                "Events::Rule",
                {
                    "Targets": [
                        {
                            "EcsParameters": {
                                "TaskDefinitionArn": "shop-web",
                                "NetworkConfiguration": {"AwsVpcConfiguration": PLACED},
                            }
                        }
                    ]
                },
            ),
        },
        ["job can pull its image", "job can read Secret"],
    ),
    "a public subnet without a public address": (
        {SUBNETS: [{"Ref": "Public1"}]},
        [IMAGE, SECRET],
    ),
}


@pytest.mark.parametrize(("change", "texts"), BROKEN.values(), ids=BROKEN)
def test_a_mistake_is_an_obligation_that_is_not_met(
    change: Changes, texts: list[str]
) -> None:
    found = unmet(bent(change))
    assert all(any(text in one for one in found) for text in texts), found


FINE: dict[str, Changes] = {
    "nothing": {},
    "to the tasks' subnets": {
        "ToTasks": GONE,
        f"{EGRESS}.0": {**OUT, "CidrIp": "10.0.2.0/24"},
    },
    "all that EC2 allows by itself": {EGRESS: GONE, "ToTasks": GONE},
    "no rule that lets out, as an empty list": {EGRESS: [], "ToTasks": GONE},
    "from a wider range of ports": {
        "FromBalancer.FromPort": 1024,
        "FromBalancer.ToPort": 65535,
    },
    "one group of two": {
        "Second": ("TaskGroup", {}),
        "FromBalancer.GroupId": {"Ref": "Second"},
        "Service.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups": [
            {"Ref": "TaskGroup"},
            {"Ref": "Second"},
        ],
    },
    "a load balancer for PrivateLink": {
        "BalancerGroup.SecurityGroupIngress": [],
        "Balancer.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "off",
    },
    "endpoints for everything": {**CLOSED, **ENOUGH},
    "an endpoint for the layers of images": {
        S3_POLICY: policy("Allow", "s3:GetObject", on=LAYERS)
    },
    "other servers for names": {
        "Vpc.EnableDnsSupport": False,
        "Servers": ("EC2::VPCDHCPOptionsAssociation", {"VpcId": {"Ref": "Vpc"}}),
    },
    "a task that runs on instances": {
        **CLOSED,
        "Task.RequiresCompatibilities": ["EC2"],
    },
    "a service on machines of its own": {
        **CLOSED,
        "Service.CapacityProviderStrategy": [{"CapacityProvider": "machines"}],
    },
}


@pytest.mark.parametrize("change", FINE.values(), ids=FINE)
def test_what_is_fine_is_let_be(change: Changes) -> None:
    assert unmet(bent(change)) == []
    assert unmet(bent(change), Truth.UNDECIDED) == []


def test_the_layers_of_images_are_in_a_region_s_own_partition() -> None:
    region = "us-gov-west-1"
    bucket = f"arn:aws-us-gov:s3:::prod-{region}-starport-layer-bucket/*"
    change: Changes = {
        "S3Endpoint.ServiceName": f"com.amazonaws.{region}.s3",
        "S3Endpoint.PolicyDocument": policy("Allow", "s3:GetObject", on=bucket),
        f"{CONTAINER}.Image": f"1.dkr.ecr.{region}.amazonaws.com/shop:1",
    }
    found = proved(model({**INTACT, **change}, region))
    pulled = [o for o in found if f"service can {IMAGE}" in o.said.text]
    assert [one.truth for one in pulled] == [Truth.PROVED]


UNSURE: dict[str, Changes] = {
    "whether names are resolved": {
        "Vpc.EnableDnsSupport": {"Fn::GetAtt": ["Made", "Outputs.Dns"]},
        "Made": MADE,
    },
    "to a prefix list": {
        "ToTasks": GONE,
        f"{EGRESS}.0": {**OUT, "DestinationPrefixListId": "pl-1"},
    },
    "a group that a custom resource adds rules to": {
        "FromBalancer": GONE,
        "Rules": {
            "Type": "Custom::Rules",
            "Properties": {"Group": {"Ref": "TaskGroup"}},
        },
    },
    "a load balancer's groups of another stack": {
        "Made": MADE,
        "Balancer.SecurityGroups": [att("Made", "Outputs.Group")],
        "FromBalancer.SourceSecurityGroupId": att("Made", "Outputs.Group"),
    },
    "a way to somewhere else": {**CLOSED, "Transit": TRANSIT},
}


@pytest.mark.parametrize("change", UNSURE.values(), ids=UNSURE)
def test_what_other_stacks_decide_is_not_decided(change: Changes) -> None:
    assert unmet(bent(change)) == []
    assert unmet(bent(change), Truth.UNDECIDED)

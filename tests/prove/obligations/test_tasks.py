"""Tasks call what they need from wherever they start."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.verdict import Truth
from tests.prove.obligations.parts import made, task
from tests.prove.obligations.proving import proved
from tests.prove.obligations.shop import OPEN, PLACED, group, ref, shop, verdict

PULLS = "web can pull its image nginx:1.27"
OF_ECR = "111122223333.dkr.ecr.us-east-1.amazonaws.com/shop:1"
SHUT = {"AssignPublicIp": "DISABLED"}


def _in(**network: Any) -> dict[str, Any]:
    whole = {**PLACED, **network}
    return {"Web": {"NetworkConfiguration": {"AwsvpcConfiguration": whole}}}


CASES: dict[str, tuple[dict[str, Any], Truth]] = {
    "with a public address": (_in(**OPEN), Truth.PROVED),
    "without one": (_in(**SHUT), Truth.REFUTED),
    "as AWS decides": (_in(), Truth.UNDECIDED),
    "as somebody decides": (_in(AssignPublicIp=ref("Given")), Truth.UNDECIDED),
    "in a subnet of others": (_in(Subnets=["subnet-1"], **OPEN), Truth.UNDECIDED),
}


@pytest.mark.parametrize(("changed", "truth"), CASES.values(), ids=CASES)
def test_an_image_of_the_internet(changed: dict[str, Any], truth: Truth) -> None:
    assert verdict(shop(("Given",), **changed), PULLS).truth is truth


@pytest.mark.parametrize(("changed", "truth"), CASES.values(), ids=CASES)
def test_an_image_of_ecr(changed: dict[str, Any], truth: Truth) -> None:
    found = shop(("Given",), **changed, Task=task(Image=OF_ECR))
    assert verdict(found, "web can pull its image").truth is truth


def test_an_image_that_is_given_is_pulled_from_anywhere() -> None:
    told = {"Task": task(Image=ref("Given"))}
    words = "web can pull its image"
    assert verdict(shop(("Given",), **told), words).truth is Truth.PROVED
    shut = verdict(shop(("Given",), **told, **_in(**SHUT)), words)
    assert shut.truth is Truth.REFUTED


def test_it_decides_where_only_one_registry_is_reached() -> None:
    endpoints = {
        name.replace(".", ""): made(
            *("EC2::VPCEndpoint",),
            VpcId=ref("Vpc"),
            VpcEndpointType="Interface",
            ServiceName=f"com.amazonaws.us-east-1.{name}",
            PrivateDnsEnabled=True,
            SubnetIds=[ref("Subnet")],
            SecurityGroupIds=[ref("AllGroup")],
        )
        for name in ("ecr.api", "ecr.dkr")
    }
    files = made(
        *("EC2::VPCEndpoint",),
        VpcId=ref("Vpc"),
        ServiceName="com.amazonaws.us-east-1.s3",
        RouteTableIds=[ref("Table")],
    )
    everybody = {"IpProtocol": "-1", "CidrIp": "10.0.0.0/16"}
    found = verdict(
        shop(
            ("Given",),
            **endpoints,
            **_in(**SHUT),
            Vpc={"EnableDnsSupport": True, "EnableDnsHostnames": True},
            Files=files,
            AllGroup=made(
                *("EC2::SecurityGroup",),
                GroupDescription="all",
                VpcId=ref("Vpc"),
                SecurityGroupIngress=[everybody],
            ),
            Task=task(Image=ref("Given")),
        ),
        "web can pull its image",
    )
    assert found.truth is Truth.UNDECIDED
    assert found.unknowns == ("${Given}",)


@pytest.mark.parametrize(
    ("type", "network", "more"),
    [
        ("Scheduler::Schedule", "AwsvpcConfiguration", {}),
        ("Events::Rule", "AwsVpcConfiguration", {"Id": "job"}),
    ],
    ids=["a schedule", "a rule"],
)
def test_jobs_start_too(type: str, network: str, more: Any) -> None:
    starts = {
        "TaskDefinitionArn": ref("Task"),
        "LaunchType": "FARGATE",
        "NetworkConfiguration": {network: {**PLACED, **SHUT}},
    }
    target = {"Arn": "arn", "RoleArn": "arn", "EcsParameters": starts, **more}
    body = {"Target": target} if type.startswith("Sch") else {"Targets": [target]}
    found = shop(Nightly=made(type, **body))
    assert verdict(found, "nightly can pull its image").truth is Truth.REFUTED


def test_tasks_on_instances_are_let_be() -> None:
    found = shop(Web={"LaunchType": "EC2"})
    assert not [one for one in proved(found) if "web can" in one.said.text]


def test_half_of_the_internet_may_not_be_the_half_that_is_needed() -> None:
    half = {"DestinationCidrBlock": "128.0.0.0/1"}
    found = verdict(shop(Task=task(Image=OF_ECR), Out=half), "web can pull its image")
    assert found.truth is Truth.UNDECIDED
    assert found.unknowns == ("the addresses of AWS",)


def test_it_is_told_what_decides_whether_a_service_is_reached() -> None:
    image = {"Task": task(Image=OF_ECR)}
    unsure = verdict(shop(**image, **_in()), "web can pull its image")
    assert unsure.unknowns == ("whether web has a public address",)
    behind = _behind("ecr.api", [_says("Allow")])
    behind["Endpoint"]["Properties"].pop("PrivateDnsEnabled")
    unsure = verdict(shop(**image, **behind, **_in(**SHUT)), "web can pull its image")
    assert unsure.truth is Truth.REFUTED
    half = {**behind, "AllGroup": group()}
    unsure = verdict(shop(**image, **half), "web can pull its image")
    assert unsure.unknowns == ("PrivateDnsEnabled of Endpoint",)


NO_VALUE = ref("AWS::NoValue")
SECRET, MINE = made("SecretsManager::Secret", Name="mine"), {"Ref": "Secret"}
OTHER = "arn:aws:secretsmanager:us-east-1:${AWS::AccountId}:secret:other-??????"
ROLE = {"AWS": "arn:aws:iam::111122223333:role/other"}
OWN = {"AWS": {"Fn::GetAtt": ["Role", "Arn"]}}


def _behind(service: str, statements: list[Any]) -> dict[str, Any]:
    """Return an endpoint with a policy, and what it takes that it is called."""
    endpoint = made(
        *("EC2::VPCEndpoint",),
        VpcId=ref("Vpc"),
        VpcEndpointType="Interface",
        ServiceName=f"com.amazonaws.us-east-1.{service}",
        PrivateDnsEnabled=True,
        SubnetIds=[ref("Subnet")],
        SecurityGroupIds=[ref("AllGroup")],
        PolicyDocument={"Statement": statements},
    )
    return {
        "Vpc": {"EnableDnsSupport": True, "EnableDnsHostnames": True},
        "AllGroup": group({"IpProtocol": "-1", "CidrIp": "10.0.0.0/16"}),
        "Endpoint": endpoint,
    }


def _says(effect: str, principal: Any = "*", on: Any = "*") -> dict[str, Any]:
    said = {"Action": "secretsmanager:*", "Resource": on}
    return {"Effect": effect, "Principal": principal, **said}


POLICIES: dict[str, tuple[list[Any], Truth]] = {
    "everything": ([_says("Allow")], Truth.PROVED),
    "for the role": ([_says("Allow", OWN)], Truth.PROVED),
    "for the secret": ([_says("Allow", on=MINE)], Truth.PROVED),
    "for another role": ([_says("Allow", ROLE)], Truth.REFUTED),
    "for another secret": (
        [_says("Allow", on={"Fn::Sub": OTHER})],
        Truth.REFUTED,
    ),
    "the secret denied": (
        [_says("Allow"), _says("Deny", on=MINE)],
        Truth.REFUTED,
    ),
    "denied to another role": (
        [_says("Allow"), _says("Deny", ROLE)],
        Truth.PROVED,
    ),
    "for nobody": ([], Truth.REFUTED),
}


@pytest.mark.parametrize(("statements", "truth"), POLICIES.values(), ids=POLICIES)
def test_an_endpoint_lets_some_calls_through(statements: Any, truth: Truth) -> None:
    model = shop(
        **_behind("secretsmanager", statements),
        Secret=SECRET,
        Task=task(Image="nginx", Secrets=[{"Name": "A", "ValueFrom": MINE}]),
    )
    assert verdict(model, "web can read Secret").truth is truth


@pytest.mark.parametrize(
    ("hosts", "truth"),
    [(True, Truth.PROVED), (False, Truth.REFUTED), (None, Truth.REFUTED)],
    ids=["switched on", "switched off", "by default"],
)
def test_an_endpoint_takes_names_of_the_vpc(hosts: Any, truth: Truth) -> None:
    around = _behind("secretsmanager", [_says("Allow")])
    names = {"EnableDnsHostnames": hosts if hosts is not None else NO_VALUE}
    around["Vpc"] = {"EnableDnsSupport": True, **names}
    told = task(Image="nginx", Secrets=[{"Name": "A", "ValueFrom": MINE}])
    found = verdict(shop(**around, Secret=SECRET, Task=told), "web can read Secret")
    assert found.truth is truth
    assert [one.at.resource for one in found.broken] == ["Vpc"] * (not hosts)


REPOSITORY = "arn:aws:ecr:us-east-1:111122223333:repository/"


@pytest.mark.parametrize(
    ("on", "truth"),
    [(f"{REPOSITORY}shop", Truth.PROVED), (f"{REPOSITORY}bank", Truth.REFUTED)],
    ids=["its repository", "another one"],
)
def test_an_endpoint_lets_one_repository_through(on: str, truth: Truth) -> None:
    said = {"Effect": "Allow", "Principal": "*", "Action": "ecr:*", "Resource": on}
    model = shop(**_behind("ecr.dkr", [said]), Task=task(Image=OF_ECR))
    assert verdict(model, "web can pull its image").truth is truth

"""What is replaced changes what refers to it."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.diff import Effect, compare
from cfngen.model import Reference, Resource
from tests import models
from tests.diff.small import CLUSTER, GROUP, INSTANCE, of, one, tree
from tests.models import of_resources

VPC = "AWS::EC2::VPC"
SUBNET = "AWS::EC2::Subnet"
RULE = "AWS::EC2::SecurityGroupIngress"


def effects(before: Any, after: Any) -> dict[str, Effect]:
    found = compare(of_resources(**before), of_resources(**after))
    return {change.path: change.effect for change in found}


def network(cidr: str) -> dict[str, Any]:
    """Return a VPC with a subnet, a group in it, a rule of the group, and a user."""
    return {
        "Vpc": of(VPC, CidrBlock=cidr),
        "Subnet": of(SUBNET, VpcId={"Ref": "Vpc"}, CidrBlock="10.0.0.0/24"),
        "Group": of(
            GROUP, VpcId={"Fn::GetAtt": ["Vpc", "VpcId"]}, GroupDescription="g"
        ),
        "Rule": of(RULE, GroupId={"Fn::GetAtt": ["Group", "GroupId"]}, IpProtocol="-1"),
        "Cluster": of(
            CLUSTER,
            Tags=[{"Key": "of", "Value": {"Fn::Sub": "in ${Vpc.DefaultNetworkAcl}"}}],
        ),
        "Apart": of(CLUSTER) | {"DependsOn": "Vpc"},
    }


def test_replacements_spread_as_far_as_they_reach() -> None:
    assert effects(network("10.0.0.0/16"), network("10.1.0.0/16")) == {
        "Group": Effect.REPLACE,
        "Rule": Effect.REPLACE,
        "Subnet": Effect.REPLACE,
        "Vpc": Effect.REPLACE,
        "Cluster": Effect.UPDATE,
    }


def test_a_reference_says_what_it_follows() -> None:
    found = compare(
        of_resources(**network("10.0.0.0/16")), of_resources(**network("10.1.0.0/16"))
    )
    rule = next(change for change in found if change.path == "Rule")
    (difference,) = rule.properties
    assert difference.follows == "Group"
    assert difference.before == difference.after


@pytest.mark.parametrize(
    ("reference", "effect"),
    [
        pytest.param({"Ref": "Db"}, Effect.REPLACE, id="its id"),
        pytest.param(
            {"Fn::GetAtt": ["Db", "DBInstanceArn"]}, Effect.REPLACE, id="an ARN"
        ),
        pytest.param(
            {"Fn::GetAtt": ["Db", "Endpoint.Port"]},
            Effect.MAY_REPLACE,
            id="an attribute that may stay",
        ),
    ],
)
def test_not_every_attribute_surely_changes(reference: Any, effect: Effect) -> None:
    def pair(encrypted: bool) -> dict[str, Any]:
        return {
            "Db": of(INSTANCE, StorageEncrypted=encrypted),
            "Group": of(GROUP, GroupDescription=reference),
        }

    assert effects(pair(False), pair(True))["Group"] is effect


def test_a_perhaps_stays_a_perhaps() -> None:
    def three(tenancy: str) -> dict[str, Any]:
        return network("10.0.0.0/16") | {
            "Vpc": of(VPC, CidrBlock="10.0.0.0/16", InstanceTenancy=tenancy)
        }

    found = effects(three("default"), three("dedicated"))
    assert found["Rule"] is Effect.MAY_REPLACE
    assert found["Cluster"] is Effect.UPDATE


def test_a_perhaps_becomes_certain_by_another_way() -> None:
    def both(tenancy: str, description: str) -> dict[str, Any]:
        return {
            "Vpc": of(VPC, CidrBlock="10.0.0.0/16", InstanceTenancy=tenancy),
            "Group": of(GROUP, VpcId={"Ref": "Vpc"}, GroupDescription=description),
            "Rule": of(RULE, GroupId={"Ref": "Group"}, IpProtocol="-1"),
        }

    found = effects(both("default", "a"), both("dedicated", "b"))
    assert found["Group"] is Effect.REPLACE
    assert found["Rule"] is Effect.REPLACE


def test_a_name_that_follows_does_not_stand_against_a_replacement() -> None:
    policy = "AWS::S3::BucketPolicy"

    def pair(name: str) -> dict[str, Any]:
        return {
            "Bucket": of("AWS::S3::Bucket", BucketName=name),
            "Policy": of(policy, Bucket={"Ref": "Bucket"}, PolicyDocument={}),
        }

    found = compare(of_resources(**pair("a")), of_resources(**pair("b")))
    assert {change.path: change.refusals for change in found} == {
        "Bucket": (),
        "Policy": (),
    }


def test_what_goes_down_into_a_nested_stack_is_no_change_of_the_stack() -> None:
    def nested(cidr: str) -> Any:
        given = {"Parameters": {"Vpc": {"Ref": "Vpc"}}, "TemplateURL": "Data.json"}
        stack = {"Properties": given}
        subnet = of(SUBNET, VpcId={"Ref": "Vpc"})
        data = {"Parameters": {"Vpc": {"Type": "String"}}}
        root = {"Vpc": of(VPC, CidrBlock=cidr), "Data": stack}
        return tree(root, sections={"Data": data}, Data={"Subnet": subnet})

    found = compare(nested("10.0.0.0/16"), nested("10.1.0.0/16"))
    assert {change.path for change in found} == {"Vpc", "Data/Subnet"}


def test_a_circle_ends() -> None:
    def circle(description: str) -> Any:
        # CloudFormation refuses circles; a model of anybody's template may hold one.
        model = of_resources(A=of(GROUP, GroupDescription=description), B=of(GROUP))
        groups = {
            path: Resource(
                *(path, "", path, GROUP),
                {"VpcId": Reference(other), "GroupDescription": description},
            )
            for path, other in (("A", "B"), ("B", "A"))
        }
        return type(model)(model.name, model.given, model.stacks, groups)

    found = compare(circle("a"), circle("b"))
    assert [change.effect for change in found] == [Effect.REPLACE] * 2


def test_a_replaced_vpc_reaches_every_layer() -> None:
    before = models.model("nextjs", "prod")
    after = models.model("nextjs", "prod", VpcCidr="10.7.0.0/16")
    found = {c.path: c.effect for c in compare(before, after)}
    for path in ("Network/Vpc", "Network/PrivateSubnet1", "ServiceWeb/TargetGroup"):
        assert found[path] is Effect.REPLACE


def test_items_without_names_are_all_there() -> None:
    def policy(*actions: str) -> dict[str, Any]:
        statement = {"Effect": "Allow", "Action": list(actions)}
        return of("AWS::IAM::ManagedPolicy", PolicyDocument={"Statement": [statement]})

    found = one(policy("a:B", "a:C"), policy("a:D", "a:E", "a:F"))
    pairs = [(d.before, d.after) for d in found.properties]
    assert pairs == [
        *(("a:B", None), ("a:C", None)),
        *((None, "a:D"), (None, "a:E"), (None, "a:F")),
    ]

"""What stays itself while it is changed, and what its service then tells of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.local.cloud import Cloud, template
from tests.local.probes import NO_SUCH_VPC, VPC, tagged_group


def described(cloud: Cloud, name: str) -> dict[str, Any]:
    group = cloud.resources("s")[name]["PhysicalResourceId"]
    (found,) = cloud.client("ec2").describe_security_groups(GroupIds=[group])[
        "SecurityGroups"
    ]
    return dict(found)


def test_a_tag_of_a_security_group_replaces_none_of_its_rules(cloud: Cloud) -> None:
    rule = {
        "Type": "AWS::EC2::SecurityGroupIngress",
        "Properties": {
            "GroupId": {"Ref": "Group"},
            "IpProtocol": "tcp",
            "FromPort": 443,
            "ToPort": 443,
            "CidrIp": "192.0.2.0/24",
        },
    }

    def body(**tags: str) -> dict[str, Any]:
        return template({"Vpc": VPC, "Group": tagged_group(**tags), "Rule": rule})

    cloud.create("s", body(Name="a", Old="x"), Tags=[{"Key": "team", "Value": "t"}])
    before = cloud.resources("s")
    cloud.update("s", body(Name="b"))
    after = cloud.resources("s")
    assert {n: r["PhysicalResourceId"] for n, r in after.items()} == {
        n: r["PhysicalResourceId"] for n, r in before.items()
    }
    assert "Rule UPDATE_IN_PROGRESS" not in cloud.history("s")
    group = described(cloud, "Group")
    own = [t for t in group["Tags"] if not t["Key"].startswith("aws:")]
    assert {t["Key"]: t["Value"] for t in own} == {"Name": "b", "team": "t"}
    assert len(group["IpPermissions"]) == 1


def test_tags_come_back_with_a_rollback(cloud: Cloud) -> None:
    group = {"Vpc": VPC, "Group": tagged_group(Name="a")}
    cloud.create("s", template(group), Tags=[{"Key": "team", "Value": "t"}])
    former = described(cloud, "Group")["Tags"]
    broken = {**NO_SUCH_VPC, "DependsOn": "Group"}
    body = template({"Vpc": VPC, "Group": tagged_group(Name="b"), "Broken": broken})
    ended = cloud.update("s", body, Tags=[{"Key": "owner", "Value": "o"}])
    assert ended["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert "Group UPDATE_COMPLETE" in cloud.history("s")
    assert sorted(described(cloud, "Group")["Tags"], key=str) == sorted(former, key=str)


def test_a_tag_of_its_own_goes_before_that_of_the_stack(cloud: Cloud) -> None:
    body = template({"Vpc": VPC, "Group": tagged_group(team="own")})
    cloud.create("s", body, Tags=[{"Key": "team", "Value": "stack"}])
    assert {"Key": "team", "Value": "own"} in described(cloud, "Group")["Tags"]


def test_a_changed_tag_is_no_drift(cloud: Cloud) -> None:
    def body(name: str) -> dict[str, Any]:
        tags = [{"Key": "Name", "Value": name}]
        properties = {"CidrBlock": "10.0.0.0/16", "Tags": tags}
        return template({"Vpc": {**VPC, "Properties": properties}})

    cloud.create("s", body("a"))
    cloud.update("s", body("b"))
    cloud.formation.detect_stack_drift(StackName="s")
    assert cloud.stack("s")["DriftInformation"]["StackDriftStatus"] == "IN_SYNC"


PARAMETER = {"Type": "String", "Name": "/p"}
KEY = {"UserName": {"Ref": "User"}}


@pytest.mark.parametrize(
    ("kind", "fixed", "former", "new"),
    [
        pytest.param(
            "AWS::IAM::AccessKey",
            KEY,
            {"Status": "Active"},
            {"Status": "Inactive"},
            id="access key",
        ),
        pytest.param(
            "AWS::SSM::Parameter",
            PARAMETER,
            {"Value": "1"},
            {"Value": "2"},
            id="parameter",
        ),
    ],
)
def test_what_moto_makes_anew_stays(
    cloud: Cloud,
    kind: str,
    fixed: dict[str, Any],
    former: dict[str, str],
    new: dict[str, str],
) -> None:
    def body(changed: dict[str, str]) -> dict[str, Any]:
        one = {"Type": kind, "Properties": {**fixed, **changed}}
        return template({"User": {"Type": "AWS::IAM::User"}, "One": one})

    cloud.create("s", body(former))
    ids = {n: r["PhysicalResourceId"] for n, r in cloud.resources("s").items()}
    ended = cloud.update("s", body(new))
    assert ended["StackStatus"] == "UPDATE_COMPLETE"
    assert cloud.resources("s")["One"]["PhysicalResourceId"] == ids["One"]
    if kind == "AWS::SSM::Parameter":
        told = cloud.client("ssm").get_parameter(Name="/p")["Parameter"]
        assert (told["Value"], told["Version"]) == ("2", 2)
    else:
        keys = cloud.client("iam").list_access_keys(UserName=ids["User"])
        told = keys["AccessKeyMetadata"]
        assert [(k["AccessKeyId"], k["Status"]) for k in told] == [
            (ids["One"], "Inactive")
        ]


def balanced(protected: str) -> dict[str, Any]:
    """Return a load balancer that is protected or not, in two subnets."""
    subnets = {
        name: {
            "Type": "AWS::EC2::Subnet",
            "Properties": {
                "VpcId": {"Ref": "Vpc"},
                "CidrBlock": f"10.0.{at}.0/24",
                "AvailabilityZone": f"us-east-1{name.lower()}",
            },
        }
        for at, name in enumerate(("A", "B"))
    }
    attribute = {"Key": "deletion_protection.enabled", "Value": protected}
    properties = {
        "Subnets": [{"Ref": name} for name in subnets],
        "LoadBalancerAttributes": [attribute],
    }
    kind = "AWS::ElasticLoadBalancingV2::LoadBalancer"
    balancer = {"Type": kind, "Properties": properties}
    return {"Vpc": VPC, **subnets, "Balancer": balancer}


def test_a_protected_load_balancer_goes_once_a_deployment_allows(cloud: Cloud) -> None:
    cloud.create("s", template(balanced("true")))
    assert cloud.update("s", template(balanced("false")))["StackStatus"] == (
        "UPDATE_COMPLETE"
    )
    assert cloud.delete("s")["StackStatus"] == "DELETE_COMPLETE"


def test_a_load_balancer_with_a_wrong_attribute_leaves_nothing(cloud: Cloud) -> None:
    made = balanced("false")
    wrong = {"Key": "no.such.attribute", "Value": "1"}
    made["Balancer"]["Properties"]["LoadBalancerAttributes"] = [wrong]
    assert cloud.create("s", template(made))["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "no.such.attribute" in cloud.reason("s", "Balancer", "CREATE_FAILED")
    assert not cloud.client("elbv2").describe_load_balancers()["LoadBalancers"]


GROUP = {
    "Type": "AWS::RDS::DBSubnetGroup",
    "Properties": {
        "DBSubnetGroupName": "group",
        "DBSubnetGroupDescription": "d",
        "SubnetIds": [{"Ref": "A"}, {"Ref": "B"}],
    },
}
DATABASE = {
    "Type": "AWS::RDS::DBInstance",
    "Properties": {
        "DBInstanceIdentifier": "x",
        "DBInstanceClass": "db.t4g.micro",
        "Engine": "postgres",
        "AllocatedStorage": "20",
        "MasterUsername": "app",
        "ManageMasterUserPassword": True,
        "DBSubnetGroupName": {"Ref": "Group"},
        "DBParameterGroupName": {"Ref": "Settings"},
        "DeletionProtection": True,
    },
}
SETTINGS = {
    "Type": "AWS::RDS::DBParameterGroup",
    "Properties": {"Family": "postgres16", "Description": "d"},
}
DATA = {"Group": GROUP, "Settings": SETTINGS, "Db": DATABASE}


def test_who_leaves_a_database_behind_leaves_what_it_stands_in(cloud: Cloud) -> None:
    cloud.create("s", template({**balanced("false"), **DATA}))
    cloud.delete("s")
    cloud.formation.delete_stack(StackName="s", RetainResources=["Db"])
    assert cloud.settled("s")["StackStatus"] == "DELETE_FAILED"
    assert cloud.reason("s", "Group", "DELETE_FAILED") == (
        "Cannot delete the subnet group 'group' because at least one database "
        "instance: x is still using it."
    )
    assert "still members" in cloud.reason("s", "Settings", "DELETE_FAILED")
    assert cloud.client("rds").describe_db_instances()["DBInstances"]


def test_what_keeps_a_failed_creation_there_is_mended_by_hand(cloud: Cloud) -> None:
    broken = {**NO_SUCH_VPC, "DependsOn": ["Balancer", "Db"]}
    made = {**balanced("true"), **DATA, "Broken": broken}
    ended = cloud.create("s", template(made))
    assert ended["StackStatus"] == "ROLLBACK_FAILED"
    arn = cloud.resources("s")["Balancer"]["PhysicalResourceId"]
    assert cloud.reason("s", "Balancer", "DELETE_FAILED") == (
        f"Load balancer '{arn}' cannot be deleted because deletion protection is "
        "enabled"
    )
    cloud.client("elbv2").modify_load_balancer_attributes(
        LoadBalancerArn=arn,
        Attributes=[{"Key": "deletion_protection.enabled", "Value": "false"}],
    )
    cloud.client("rds").modify_db_instance(
        DBInstanceIdentifier="x", DeletionProtection=False
    )
    assert cloud.delete("s")["StackStatus"] == "DELETE_COMPLETE"
    assert not cloud.client("elbv2").describe_load_balancers()["LoadBalancers"]

"""Plans to render: one with something of every kind, and empty ones."""

from __future__ import annotations

import json

from cfngen.cloud.values import Failure, Stack
from cfngen.package import STACK
from cfngen.plan.inputs.order import Order
from cfngen.plan.inputs.target import Target
from cfngen.plan.plan import Plan
from cfngen.plan.planned import Blocked, Cause, Given, Kind, Planned
from cfngen.plan.states import Action

ARN = "arn:aws:cloudformation:us-east-1:123456789012:stack/shop-prod/1a2b"
CHANGE_SET = "arn:aws:cloudformation:us-east-1:123456789012:changeSet/cfngen-1/2b"
ROLE = {"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {}}}}

ORDER = Order(
    system="shop",
    environment="prod",
    stack="shop-prod",
    target=Target("us-east-1"),
    folder="templates/shop",
    files={"root.json": json.dumps(ROLE)},
    parameters={},
    secret=frozenset(("Password", "Token")),
)


def nothing(**fields: object) -> Plan:
    """Return a plan of a stack that is as it should be."""
    stack = Stack(ARN, "shop-prod", "UPDATE_COMPLETE")
    usual: dict[str, object] = {"stack": stack, "stack_id": ARN}
    return Plan(ORDER, Action.UPDATE, "d1", **{**usual, **fields})  # type: ignore[arg-type]


def of(*changes: Planned, **fields: object) -> Plan:
    """Return a plan with a change set."""
    return nothing(change_set=CHANGE_SET, changes=changes, **fields)


def policy(*actions: str) -> str:
    """Return a policy with one statement."""
    allowed = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [allowed]})


DATABASE = Planned(
    Kind.REPLACE,
    "Database/Database",
    "AWS::RDS::DBInstance",
    "shop-prod-db",
    (
        Cause("Properties.Engine", "mysql", "postgres", "the template", "Always"),
        Cause("Properties.MasterUserPassword", "****", "****", "parameter Password"),
    ),
    "ReplaceAndDelete",
    "the databases in it",
    file="templates/shop/database.json",
)

GROUP = Planned(
    Kind.UPDATE,
    "Network/WebGroup",
    "AWS::EC2::SecurityGroup",
    "sg-1",
    (
        Cause(
            "Properties.SecurityGroupIngress",
            '[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"CidrIp":"10.0.0.0/8"}]',
            '[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"CidrIp":"0.0.0.0/0"}]',
            "the template",
        ),
    ),
)

NOISE = Planned(
    Kind.UPDATE,
    "Network/Route",
    "AWS::EC2::Route",
    "rtb-1|0.0.0.0/0",
    (Cause("Properties.GatewayId", why="Network/Gateway.Id"),),
    noise=True,
    doubt="Network/Gateway stays, and so does its id",
)

BLOCKED = Blocked(
    "Database/Database",
    "AWS::RDS::DBInstance",
    Kind.REPLACE,
    "the databases in it",
    "a new one takes its place, without the databases in it; the old one is deleted",
)


def every() -> Plan:
    """Return a plan in which there is something of every kind."""
    return of(
        Planned(Kind.UPDATE, "Database", STACK, causes=(Cause("Parameters.A"),)),
        DATABASE,
        Planned(Kind.MAY_REPLACE, "Database/Group", "AWS::RDS::DBSubnetGroup"),
        Planned(Kind.UPDATE, "Network", STACK),
        GROUP,
        NOISE,
        Planned(Kind.SYNC, "Network/Vpc", "AWS::EC2::VPC"),
        Planned(Kind.UPDATE, "Monitoring", STACK, noise=True),
        Planned(Kind.UPDATE, "Monitoring/A", "AWS::CloudWatch::Alarm", noise=True),
        Planned(Kind.CREATE, "Cache", STACK),
        Planned(Kind.CREATE, "Cache/Cache", "AWS::ElastiCache::ReplicationGroup"),
        Planned(Kind.DELETE, "Old", STACK, policy="Delete", lost="its objects"),
        Planned(Kind.DELETE, "Disk", "AWS::EC2::Volume", policy="Snapshot"),
        Planned(Kind.RETAIN, "Logs", "AWS::Logs::LogGroup", policy="Retain"),
        Planned(Kind.IMPORT, "Bucket", "AWS::S3::Bucket"),
        Planned(Kind.UNKNOWN, "Odd", "Custom::Odd"),
        parameters=(
            Given("DatabaseEngine", "mysql", "postgres", "params/shop/prod.json"),
            Given("WebImageTag", None, "v2", "--set"),
            Given("Zone", "a", "a", "default"),
            Given("Password", "****", "****", "params/shop/prod.json"),
        ),
        capabilities=("CAPABILITY_IAM",),
        blocked=(BLOCKED,),
        outside=("termination protection: off → on",),
        warnings=(
            Failure(
                "VALIDATION_ERROR",
                "the bucket is not empty",
                "Bucket",
                name="BUCKET_EMPTINESS_VALIDATION",
                mode="WARN",
            ),
        ),
        exports=("shop-prod-VpcId goes; network-prod imports it",),
        hooks=2,
        notes=("the last update failed and was undone",),
    )

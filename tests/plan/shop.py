"""A system that holds data, as planned, deployed and changed in tests."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

from cfngen.cloud.aws import Cloud, of_clients
from cfngen.naming import stack_tags
from cfngen.package import STACK
from cfngen.plan.at import At
from cfngen.plan.inputs.order import Order
from cfngen.plan.inputs.target import Target
from cfngen.plan.making import make
from cfngen.plan.plan import Plan
from cfngen.plan.waiting import Pace
from tests.fakes.world import World

SECRET = "correct horse battery"
PACE = Pace(2, 10)


def nested(url: str, **parameters: Any) -> dict[str, Any]:
    """Return a nested stack."""
    return {
        "Type": STACK,
        "Properties": {"TemplateURL": url, "Parameters": parameters},
    }


def output(child: str, name: str) -> dict[str, Any]:
    """Return the reference to a nested stack's output."""
    return {"Fn::GetAtt": [child, f"Outputs.{name}"]}


BODIES: Mapping[str, Any] = {
    "root.json": {
        "Parameters": {
            "Cidr": {"Type": "String", "Default": "10.0.0.0/16"},
            "LogDays": {"Type": "Number", "Default": "7"},
            "Password": {"Type": "String", "NoEcho": "true", "Default": ""},
        },
        "Resources": {
            "Network": nested("network.json", Cidr={"Ref": "Cidr"}),
            "Data": nested(
                "data.json",
                KeyArn=output("Network", "KeyArn"),
                LogDays={"Ref": "LogDays"},
                Password={"Ref": "Password"},
            ),
        },
        "Outputs": {"VpcId": {"Value": output("Network", "VpcId")}},
    },
    "network.json": {
        "Parameters": {"Cidr": {"Type": "String"}},
        "Resources": {
            "Vpc": {
                "Type": "AWS::EC2::VPC",
                "Properties": {"CidrBlock": {"Ref": "Cidr"}},
            },
            "Key": {
                "Type": "AWS::KMS::Key",
                "Properties": {"Description": "of the shop"},
            },
        },
        "Outputs": {
            "VpcId": {"Value": {"Ref": "Vpc"}},
            "KeyArn": {"Value": {"Fn::GetAtt": ["Key", "Arn"]}},
        },
    },
    "data.json": {
        "Parameters": {
            "KeyArn": {"Type": "String"},
            "LogDays": {"Type": "Number"},
            "Password": {"Type": "String", "NoEcho": "true"},
        },
        "Resources": {
            "Database": {
                "Type": "AWS::RDS::DBInstance",
                "DeletionPolicy": "Snapshot",
                "UpdateReplacePolicy": "Snapshot",
                "Properties": {
                    "Engine": "postgres",
                    "DBInstanceClass": "db.t4g.micro",
                    "AllocatedStorage": "20",
                    "KmsKeyId": {"Ref": "KeyArn"},
                    "MasterUserPassword": {"Ref": "Password"},
                },
            },
            "Bucket": {
                "Type": "AWS::S3::Bucket",
                "DeletionPolicy": "Retain",
                "UpdateReplacePolicy": "Retain",
            },
            "Logs": {
                "Type": "AWS::Logs::LogGroup",
                "Properties": {"RetentionInDays": {"Ref": "LogDays"}},
            },
            "Token": {
                "Type": "AWS::SSM::Parameter",
                "Properties": {
                    "Type": "String",
                    "Value": {"Fn::Sub": "token:${Password}"},
                },
            },
        },
    },
}


def bodies() -> dict[str, Any]:
    """Return the templates, to be changed."""
    return copy.deepcopy(dict(BODIES))


def order(made: Mapping[str, Any] | None = None, **changes: Any) -> Order:
    """Return the order for the shop, its templates or some fields changed."""
    templates = BODIES if made is None else made
    parameters = {"Cidr": "10.0.0.0/16", "LogDays": "7", "Password": SECRET}
    target = {"region": "us-east-1", "tags": stack_tags("shop", "dev")}
    fields: dict[str, Any] = {
        "system": "shop",
        "environment": "dev",
        "stack": "shop-dev",
        "target": Target(**(target | changes.pop("target", {}))),
        "folder": "templates/shop",
        "files": {name: json.dumps(body) for name, body in templates.items()},
        "parameters": parameters | changes.pop("parameters", {}),
        "secret": frozenset({"Password"}),
    }
    return Order(**(fields | changes))


class Told:
    """Keeps what is reported."""

    def __init__(self) -> None:
        self.all: list[object] = []

    def __call__(self, progress: object) -> None:
        """Keep it."""
        self.all.append(progress)

    def of(self, kind: type) -> list[Any]:
        """Return what was reported of a kind."""
        return [one for one in self.all if isinstance(one, kind)]


def cloud_of(world: World, endpoint: str = "") -> Cloud:
    """Return the cloud that a world is; its clients take longer than most tests."""
    kept = vars(world)
    if "clients of tests" not in kept:
        kept["clients of tests"] = world.clients()
    return of_clients(kept["clients of tests"], world.ground.region, endpoint)


def here(world: World, told: Told | None = None, endpoint: str = "") -> At:
    """Return where a plan is made, and who is told."""
    return At(cloud_of(world, endpoint), told or Told(), world.clock, PACE)


def deployed(world: World, wanted: Order | None = None) -> Plan:
    """Deploy the shop and return the plan of it."""
    at = here(world)
    plan = make(order() if wanted is None else wanted, at)
    at.cloud.change_sets.execute(plan.change_set, plan.stack_id, plan.token)
    world.clock.runs_out()
    world.asked.clear()
    return plan


def leftovers(world: World) -> tuple[list[str], list[str]]:
    """Return the change sets and the stacks under review that are there."""
    review = [s.name for s in world.stacks.all.values() if "REVIEW" in s.status]
    return sorted(s.name for s in world.change_sets.all.values()), sorted(review)

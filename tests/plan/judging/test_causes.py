"""Where a change comes from, in words, and what of its values nobody may see."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from cfngen.plan.encoding import encoded
from cfngen.plan.making import make
from cfngen.plan.plan import Plan
from cfngen.plan.planned import Cause, Given
from cfngen.plan.saved import written
from tests.fakes.world import World
from tests.plan.shop import SECRET, bodies, deployed, here, order, output

Edit = Callable[[dict[str, Any]], object]
OTHER_SECRET = "staple of another horse"


def plan_of(edit: Edit, **changes: Any) -> Plan:
    world, made = World(), bodies()
    deployed(world)
    edit(made)
    return make(order(made, **changes), here(world))


def causes(plan: Plan) -> dict[tuple[str, str], Cause]:
    return {(one.path, c.path): c for one in plan.changes for c in one.causes}


def nothing(made: dict[str, Any]) -> None:
    pass


def test_a_parameter_is_followed_up_to_the_root() -> None:
    found = causes(plan_of(nothing, parameters={"LogDays": "14"}))
    assert found == {
        ("Data/Logs", "Properties.RetentionInDays"): Cause(
            "Properties.RetentionInDays", "7", "14", "parameter LogDays", "Never"
        )
    }


def test_an_output_is_named_with_its_stack() -> None:
    def edit(made: dict[str, Any]) -> None:
        given = made["root.json"]["Resources"]["Data"]["Properties"]["Parameters"]
        given["KeyArn"] = output("Network", "VpcId")

    cause = causes(plan_of(edit))["Data/Database", "Properties.KmsKeyId"]
    assert cause.why == "output VpcId of Network"
    assert cause.recreates == "Always"


def test_a_resource_that_is_made_anew_is_named_by_its_path() -> None:
    world, made = World(), bodies()
    made["network.json"]["Resources"]["Net"] = {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.1.0/24"},
    }
    deployed(world, order(made))
    made["network.json"]["Resources"]["Vpc"]["Properties"]["CidrBlock"] = "10.9.0.0/16"
    found = causes(make(order(made), here(world)))
    assert found["Network/Net", "Properties.VpcId"].why == "Network/Vpc"
    assert found["Network/Net", "Properties.VpcId"].after is None
    assert found["Network/Vpc", "Properties.CidrBlock"].why == "the template"


def token(made: dict[str, Any]) -> None:
    made["data.json"]["Resources"]["Token"]["Properties"]["Description"] = "x"


def whole(plan: Plan) -> str:
    """Return everything that a plan says, and its file."""
    return json.dumps(encoded(plan.changes)) + str(plan.parameters) + written(plan)


def test_no_secret_comes_out_anywhere() -> None:
    plan = plan_of(token, parameters={"Password": OTHER_SECRET})
    assert plan.changes
    assert SECRET not in whole(plan)
    assert OTHER_SECRET not in whole(plan)
    found = causes(plan)
    password = found["Data/Database", "Properties.MasterUserPassword"]
    assert (password.before, password.after) == ("****", "****")
    assert found["Data/Token", "Properties.Value"].after == "****"
    assert found["Data/Token", "Properties.Description"].after == "x"


def test_a_secret_that_another_parameter_carries_is_masked_too() -> None:
    def edit(made: dict[str, Any]) -> None:
        made["data.json"]["Parameters"]["Password"].pop("NoEcho")

    plan = plan_of(edit, parameters={"Password": OTHER_SECRET})
    assert OTHER_SECRET not in whole(plan)
    assert SECRET not in whole(plan)


def test_parameters_are_told_with_who_says_so() -> None:
    world, made = World(), bodies()
    deployed(world)
    made["root.json"]["Parameters"]["WebImageTag"] = {"Type": "String"}
    released = {"WebImageTag": "latest"}
    wanted = order(made, parameters={"LogDays": "14"}, released=released)
    plan = make(wanted, here(world))
    file = "params/shop/dev.json"
    assert plan.parameters == (
        Given("Cidr", "10.0.0.0/16", "10.0.0.0/16", file),
        Given("LogDays", "7", "14", file),
        Given("Password", "****", "****", file),
        Given("WebImageTag", None, "latest", "default"),
    )

"""The live tree of a root."""

from __future__ import annotations

import copy

import pytest

from cfngen.errors import InputError, NeedsHuman
from cfngen.operate.tree import root
from tests.fakes.samples import CHILDREN, NETWORK, ROOT
from tests.fakes.world import World
from tests.operate.looking import NAME, at, branches

NESTED = {
    "Type": "AWS::CloudFormation::Stack",
    "Properties": {"TemplateURL": ""},
}


def deep() -> World:
    """Return a world in which Network nests Inner."""
    world = World()
    network = copy.deepcopy(NETWORK)
    network["Resources"]["Inner"] = NESTED
    inner = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
    children = {**CHILDREN, "Network": (network, {"Inner": inner})}
    world.stack(NAME, template=ROOT, children=children)
    return world


def test_every_stack_has_its_path_and_what_it_holds() -> None:
    found = {branch.path: branch for branch in branches(deep())}
    assert list(found) == ["", "App", "Network", "Network/Inner"]
    assert [r.logical_id for r in found["Network/Inner"].resources] == ["Topic"]
    assert found["Network/Inner"].below("Topic") == "Network/Inner/Topic"
    assert found[""].below("Topic") == "Topic"


def test_each_stack_is_asked_about_once() -> None:
    world = deep()
    assert len(branches(world)) == len(world.of("DescribeStacks")) == 4


def test_a_nested_stack_without_an_arn_is_as_its_parent_says() -> None:
    world = World()
    world.stack(NAME)
    resource = world.found(NAME).resources["App"]
    resource.physical, resource.status, resource.reason = "", "CREATE_FAILED", "why"
    app = next(branch for branch in branches(world) if branch.path == "App")
    assert (app.stack.status, app.stack.reason) == ("CREATE_FAILED", "why")
    assert app.resources == ()
    assert "" not in [asked["StackName"] for asked in world.of("DescribeStacks")]


def test_a_nested_stack_that_is_deleted_is_no_part_of_the_tree() -> None:
    world = World()
    world.stack(NAME)
    world.found(NAME).resources["App"].status = "DELETE_COMPLETE"
    assert [branch.path for branch in branches(world)] == ["", "Network"]


def test_no_stack_says_where_there_is_none() -> None:
    with pytest.raises(NeedsHuman) as refused:
        root(at(World()).cloud, NAME, "Make it.")
    assert "small-dev in us-east-1 of account 123456789012" in refused.value.message
    assert refused.value.hint == "Make it."


def test_a_nested_stack_is_no_root() -> None:
    world = World()
    world.stack(NAME)
    with pytest.raises(InputError, match="is nested in"):
        root(at(world).cloud, world.found(NAME, "Network").name)

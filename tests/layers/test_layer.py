"""The guards of a layer under construction."""

from __future__ import annotations

import pytest
from troposphere import Equals, Ref

from cfngen.errors import WiringError
from cfngen.layers.layer import Layer
from cfngen.ports import VPC_ID, Port
from cfngen.settings import Setting, number


def test_a_port_may_enter_again() -> None:
    layer = Layer("one", "A layer.")
    assert layer.enter(VPC_ID).to_dict() == layer.enter(VPC_ID).to_dict()
    assert list(layer.template.parameters) == ["VpcId"]


def test_a_port_may_not_enter_as_something_else() -> None:
    layer = Layer("one", "A layer.")
    layer.enter(VPC_ID)
    with pytest.raises(WiringError, match="one: VpcId is declared in two ways"):
        layer.enter(Port("VpcId", "String", "Another."))


def test_a_port_leaves_once() -> None:
    layer = Layer("one", "A layer.")
    layer.leave(VPC_ID, "x")
    with pytest.raises(WiringError, match="one: VpcId leaves twice"):
        layer.leave(VPC_ID, "y")


def test_a_condition_keeps_its_meaning() -> None:
    layer = Layer("one", "A layer.")
    yes = Equals(Ref("Size"), "large")
    assert layer.condition("IsLarge", yes) == layer.condition("IsLarge", yes)
    with pytest.raises(WiringError, match="IsLarge has two meanings"):
        layer.condition("IsLarge", Equals(Ref("Size"), "small"))


def test_a_setting_becomes_a_parameter_with_what_it_says_only() -> None:
    layer = Layer("one", "A layer.")
    layer.setting(number("Days", "How long.", 7, 1, 30))
    layer.setting(Setting("Name", "Which."))
    assert layer.template.to_dict()["Parameters"] == {
        "Days": {
            "Type": "Number",
            "Description": "How long.",
            "Default": 7,
            "MinValue": 1,
            "MaxValue": 30,
        },
        "Name": {"Type": "String", "Description": "Which."},
    }

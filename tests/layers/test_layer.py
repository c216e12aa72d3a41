"""The guards of a layer under construction."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from troposphere import Equals, Ref
from troposphere.sns import Topic

from cfngen.errors import InputError, WiringError
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


@pytest.mark.parametrize(
    ("add", "most", "kind"),
    [
        pytest.param(
            lambda layer, n: layer.enter(Port(f"P{n}", "String", "One.")),
            200,
            "parameters",
            id="ports",
        ),
        pytest.param(
            lambda layer, n: layer.setting(Setting(f"S{n}", "One.")),
            200,
            "parameters",
            id="settings",
        ),
        pytest.param(
            lambda layer, n: layer.leave(Port(f"P{n}", "String", "One."), "x"),
            200,
            "outputs",
            id="outputs",
        ),
        pytest.param(
            lambda layer, n: layer.add(Topic(f"T{n}")), 500, "resources", id="resources"
        ),
    ],
)
def test_a_stack_is_no_larger_than_cloudformation_takes(
    add: Callable[[Layer, int], object], most: int, kind: str
) -> None:
    layer = Layer("one", "A layer.")
    for n in range(most):
        add(layer, n)
    with pytest.raises(InputError, match=f"stack one needs more than {most} {kind}"):
        add(layer, most)

"""Parameters and outputs that differ."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.diff import difference
from cfngen.model import Model, Secret
from tests import models
from tests.diff.small import QUEUE, of
from tests.models import of_template

TEMPLATE: dict[str, Any] = {
    "Parameters": {
        "Delay": {"Type": "Number", "Default": 1},
        "Idle": {"Type": "String", "Default": "a"},
        "Dead": {"Type": "String", "Default": "no"},
        "Password": {"Type": "String", "NoEcho": True, "Default": "one"},
        "Greeting": {"Type": "String", "Default": "hello"},
    },
    "Conditions": {"HasDead": {"Fn::Equals": [{"Ref": "Dead"}, "yes"]}},
    "Resources": {
        "Queue": of(QUEUE, DelaySeconds={"Ref": "Delay"}),
        "DeadQueue": of(QUEUE) | {"Condition": "HasDead"},
    },
    "Outputs": {
        "Greeting": {"Value": {"Ref": "Greeting"}},
        "QueueArn": {"Value": {"Fn::GetAtt": ["Queue", "Arn"]}},
    },
}


def model(**parameters: str) -> Model:
    return of_template(TEMPLATE, **parameters)


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        pytest.param("Delay", "2", True, id="read by a property"),
        pytest.param("Dead", "yes", True, id="read by a condition"),
        pytest.param("Greeting", "bye", True, id="read by an output"),
        pytest.param("Idle", "b", False, id="read by nothing"),
    ],
)
def test_settings_say_whether_a_change_is_made_of_them(
    name: str, value: str, read: bool
) -> None:
    (found,) = difference(model(), model(**{name: value})).settings
    assert (found.name, found.after, found.read) == (name, value, read)
    assert found.before == str(TEMPLATE["Parameters"][name]["Default"])


@pytest.mark.parametrize("comes", [True, False], ids=["created", "deleted"])
def test_settings_of_what_comes_or_goes_are_read(comes: bool) -> None:
    without = {**TEMPLATE, "Resources": {"Other": of(QUEUE)}, "Outputs": {}}
    both = [of_template(without, Idle="b"), model(Delay="2")]
    settings = difference(*(both if comes else both[::-1])).settings
    assert {s.name: s.read for s in settings} == {"Delay": True, "Idle": False}


def test_a_secret_setting_stays_a_secret() -> None:
    (found,) = difference(model(), model(Password="two")).settings
    assert found.after == Secret("Password", "two")
    assert "two" not in repr(found)


def test_outputs_that_come_to_another_value() -> None:
    (found,) = difference(model(), model(Greeting="bye")).outputs
    assert (found.path, found.before, found.after) == (("Greeting",), "hello", "bye")


def test_outputs_of_what_is_replaced_come_to_another_value() -> None:
    before = models.model("nextjs", "prod")
    after = models.model("nextjs", "prod", DomainName="other.example.com")
    follows = {o.path[0]: o.follows for o in difference(before, after).outputs}
    assert follows["CertificateArnInUse"] == "Edge/Certificate"
    assert follows["SiteUrl"] == ""


def test_nothing_differs_from_itself() -> None:
    assert not difference(model(), model())

"""What runs the tasks: Fargate, its spare capacity, or both.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
"""

from __future__ import annotations

from typing import Any

from troposphere import Equals, If, NoValue

from cfngen.layers.layer import Layer
from cfngen.layers.task.settings import FARGATE_SPOT
from cfngen.spec.network import Tier

SPOT_WEIGHT = 3
"""Tasks on spare capacity for each further one on Fargate after the first."""


def strategy(layer: Layer, item: Any) -> If:
    """Return what runs tasks, as a list that conditions pick.

    `item` makes an entry of the list: services, schedules and clusters of ECS take the
    same keys, each in a class of its own. Mixed keeps one task on Fargate, so that
    something is left when all spare capacity is taken away.
    """
    wanted = layer.setting(FARGATE_SPOT)
    mixed = layer.condition("IsSpotMixed", Equals(wanted, "mixed"))
    fargate = item(CapacityProvider="FARGATE", Weight=1)
    both = [
        item(CapacityProvider="FARGATE", Base=1, Weight=1),
        item(CapacityProvider="FARGATE_SPOT", Weight=SPOT_WEIGHT),
    ]
    spot = item(CapacityProvider="FARGATE_SPOT", Weight=1)
    return If(mixed, both, If(_spot_only(layer), [spot], [fargate]))


def of_one(layer: Layer, item: Any, tier: Tier) -> dict[str, Any]:
    """Return what runs the one task of a job, as a schedule takes it.

    The task that mixed keeps on Fargate is this one. In a public subnet it never runs
    on spare capacity: a schedule gives a public address, without which nothing there
    starts, by launch type only:
    https://docs.aws.amazon.com/scheduler/latest/APIReference/API_AwsVpcConfiguration.html
    """
    if tier == "public":
        return {"LaunchType": "FARGATE"}
    only = _spot_only(layer)
    spot = item(CapacityProvider="FARGATE_SPOT", Weight=1)
    return {
        "LaunchType": If(only, NoValue, "FARGATE"),
        "CapacityProviderStrategy": If(only, [spot], NoValue),
    }


def _spot_only(layer: Layer) -> str:
    """Declare the condition that everything runs on spare capacity."""
    return layer.condition("IsSpotOnly", Equals(layer.setting(FARGATE_SPOT), "all"))
